//! The requirement: how many agents each group needs on duty in each interval, so that every queue keeps its promise.
//!
//! The way of the data:
//!
//! 1. [`formula`] turns expected contacts into offered load, carried over the intervals (a contact that begins at 9:55
//!    works into 10:00), and load into agents by Erlang A or C, each queue by itself.
//! 2. [`allocation`] shares the work of each queue out among the groups that have the skill, so that no group is loaded
//!    more than it must be.
//! 3. [`correction`] simulates what the formula cannot see (shared agents, random days, laws that are not exponential,
//!    waits that reach into the next interval), finds the cheapest staffing that keeps every [`promise`], and shows the result
//!    with random numbers that it has not seen before.
//!
//! What of this changes with load, for plans, is a [`curve`]. What a missing agent costs stands beside the agents ([`prices`]).

pub mod allocation;
pub mod correction;
pub mod curve;
mod differences;
mod enumeration;
mod evidence;
pub mod formula;
mod model;
mod polish;
pub mod prices;
pub mod promise;

use crate::calendar::Grid;
use crate::demand::Demand;
use crate::scenario::Scenario;
use crate::simulation::Performance;
use crate::staffing::StaffingRequirement;
use crate::watch::{Interrupted, Watch};
pub use correction::{Correction, strengthened};
pub use curve::RequirementCurve;
pub use formula::Formula;
pub use prices::priced;
pub use promise::{Judged, Promise};

/// What is needed, and how it is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Requirement {
    /// By formula alone: each queue by itself, with the load carried over from the intervals before.
    pub formula: StaffingRequirement,
    /// After correction by simulation: this is what a schedule has to cover.
    pub needed: StaffingRequirement,
    /// What the simulation shows with exactly the agents needed, with random numbers that the correction has not seen.
    pub performance: Performance,
    /// All that was promised.
    pub promises: Vec<Promise>,
    /// Each promise over each of its periods, by all random numbers that the correction has not seen. Runs with fewer agents
    /// than needed in the end are among them, so it is a little better than shown.
    pub judged: Vec<Judged>,
    /// How often it was simulated and corrected.
    pub rounds: u32,
}

/// The requirement of a scenario: by formula, corrected by simulation.
pub fn requirement(
    scenario: &Scenario,
    demand: &Demand,
    correction: &Correction,
    watch: &dyn Watch,
) -> Result<Requirement, Interrupted> {
    let by_formula = prices::priced(scenario, demand, Formula::new(scenario).agents_by_group(demand));
    correction::correct(scenario, demand, by_formula, correction, watch)
}

/// By group and interval: how many people can be on duty at once, the headcount after shrinkage. What is needed beyond that is
/// missing.
pub fn people(scenario: &Scenario) -> Grid<u32> {
    let mut people = Grid::filled(scenario.groups.len(), scenario.calendar.intervals.len(), 0);
    for (row, group) in scenario.groups.iter().enumerate() {
        people.row_mut(row).fill((f64::from(group.headcount) * group.shrinkage.complement().0 + 1e-9) as u32);
    }
    people
}

/// For each group, simulated requirement / requirement by formula, in agent-hours over the horizon: what the formula
/// leaves out. 1 for a group that the formula gives nothing to do.
pub fn correction_factors(scenario: &Scenario, requirement: &Requirement) -> Vec<f64> {
    let hours = |agents: &Grid<u32>, group: usize| crate::staffing::agent_hours(scenario, agents.row(group)).0;
    scenario
        .group_ids()
        .map(|group| {
            let formula = hours(&requirement.formula.agents, group.0);
            let needed = hours(&requirement.needed.agents, group.0);
            if formula > 0.0 { needed / formula } else { 1.0 }
        })
        .collect()
}
