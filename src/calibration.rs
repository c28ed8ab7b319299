//! From observations to the parameters of a scenario, each with its standard error and the size of its sample.
//!
//! Everything here is a pure function of slices; whoever reads files hands over what they say.

mod fitted;
mod goodness;
mod laws;
mod maximum;
mod mixture;
mod times;

pub use fitted::Fitted;
pub use goodness::Goodness;
pub use laws::LawFit;
pub use mixture::{MixtureFit, TwoLogNormals};
