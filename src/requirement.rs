//! The requirement: how many agents each group needs in each interval.

use crate::simulation::Performance;
use crate::staffing::StaffingRequirement;

/// What is needed, and how it is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Requirement {
    /// By formula alone: each queue by itself, with the load carried over from the intervals before.
    pub formula: StaffingRequirement,
    /// After correction by simulation: this is what a schedule has to cover.
    pub needed: StaffingRequirement,
    /// What the simulation shows with exactly the agents needed.
    pub performance: Performance,
    /// How often it was simulated and corrected.
    pub rounds: u32,
}
