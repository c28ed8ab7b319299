//! statistics.
use serde::Serialize;
/// An estimate.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Estimate {
    /// Mean.
    pub mean: Option<f64>,
    /// Half-width.
    pub half_width: Option<f64>,
}
