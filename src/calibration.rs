//! From observations to the parameters of a scenario, each with its standard error and the size of its sample.
//!
//! Everything here is a pure function of slices; whoever reads files hands over what they say. [`Observed`] takes call records one by one
//! and keeps a sample of them; [`Estimates`] are all that follows from them, from the history and from a staff file. Every estimate is a [`Fitted`]: value,
//! standard error, 95 % interval, sample. What is left out is counted, and every choice follows a criterion that is stated.
//!
//! | question | function | keys of a scenario |
//! | --- | --- | --- |
//! | how long contacts take | [`handling()`] | `queue.*.handling`, `queue.*.reason.*` |
//! | how long customers wait before they give up | [`patience()`] | `queue.*.patience`, `queue.*.balking` |
//! | who comes back | [`coming_back()`] | `queue.*.redial`, `queue.*.resolution`, `queue.*.repeat` |
//! | how volume varies beyond chance | [`arrivals()`], [`together()`] | `queue.*.volume.day_factor_cv`, `.day_factor_correlation`, `.busyness` |
//! | whether agents, hours, weeks differ | [`differences()`], [`drift`] | `group.*.proficiency`, by hand |
//! | how people learn | [`learning_curve`] | `group.*.ramp` |
//! | who leaves, who is away | [`attrition`], [`missing_time`], [`frequency`] | `plan.group.*.attrition_by_tenure`, `group.*.shrinkage`, `.attendance` |
//!
//! The functions that end in `_lines` put estimates as lines of a scenario, with a comment that says how well each is known.
//!
//! Intervals of maximum likelihood hold for many observations, those of clusters for many clusters (a dozen or more), those of rates
//! always.

mod arrivals;
mod coming_back;
mod differences;
mod estimates;
mod fitted;
mod goodness;
mod handling;
mod laws;
mod learning;
mod lines;
mod maximum;
mod mixture;
mod observed;
mod patience;
mod staff;
mod times;

pub use arrivals::{ArrivalVariation, Busyness, DayCounts, QueueTogether, Together, arrivals, together};
pub use coming_back::{After, ComingBack, CustomerContact, coming_back};
pub use differences::{Differences, Drift, GroupMean, differences, drift};
pub use estimates::{Estimates, PeopleEstimates, QueueEstimates};
pub use fitted::Fitted;
pub use goodness::Goodness;
pub use handling::{Fit, Handling, HandlingOptions, LongTimes, ShortCalls, handling};
pub use laws::LawFit;
pub use learning::{LearningCurve, Practice, learning_curve};
pub use lines::{
    Line, absence_lines, arrival_lines, attrition_lines, coming_back_lines, handling_lines, learning_lines,
    patience_lines, reason_lines, shrinkage_lines, together_lines,
};
pub use mixture::{MixtureFit, TwoLogNormals};
pub use observed::Observed;
pub use patience::{FEWEST_AT_RISK, Hazard, KaplanMeier, Patience, PatienceFit, Step, Wait, kaplan_meier, patience};
pub use staff::{Attrition, Employment, MissingTime, TenureBand, TimeSheet, attrition, frequency, missing_time};

/// Why nothing was estimated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CalibrationError {
    /// There are too few observations.
    #[error("{found} {what} are too few: {least} are needed; take a longer time, or put small queues together")]
    TooFew {
        /// Of what.
        what: &'static str,
        /// How many there are.
        found: usize,
        /// How many are needed.
        least: usize,
    },
    /// All observations are the same, or vary in no way that tells.
    #[error("the observations do not differ, so no law and no error can be estimated: write the value as a constant")]
    NoSpread,
    /// Two lists that belong together have different lengths.
    #[error("{first} of one and {second} of the other do not belong together: give one of each for every observation")]
    Lengths {
        /// Length of the first.
        first: usize,
        /// Length of the second.
        second: usize,
    },
}
