//! The whole chain on one page: what `callboard run` does.

use crate::demand::Demand;
use crate::planning::PlanComparison;
use crate::requirement::Requirement;
use crate::scenario::Scenario;
use crate::scheduling::{Finding, Schedule};
use crate::simulation::Performance;
use crate::staffing::StaffingLevels;

/// Every answer about a scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Study {
    /// What was given.
    pub scenario: Scenario,
    /// The contacts expected.
    pub demand: Demand,
    /// What happens with today's staffing.
    pub today: Performance,
    /// Who is needed.
    pub requirement: Requirement,
    /// Who works when; `None` where the scenario has no shift rules.
    pub scheduled: Option<CertifiedSchedule>,
    /// What to ask for; `None` where the scenario has no assumptions for a plan.
    pub planned: Option<PlanComparison>,
}

/// A schedule that was checked, and judged by simulation with fresh random numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct CertifiedSchedule {
    /// The shifts.
    pub schedule: Schedule,
    /// Agents on duty under it.
    pub levels: StaffingLevels,
    /// What the independent checker found: empty for a sound schedule.
    pub findings: Vec<Finding>,
    /// What happens under it, with random numbers that no earlier step has seen.
    pub performance: Performance,
}
