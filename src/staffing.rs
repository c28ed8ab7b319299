//! Two tables of agents: what is needed, and who is on duty. They never share a type, so that neither is taken for the other.

use crate::calendar::Grid;
use crate::scenario::Scenario;
use crate::units::Hours;

/// Agents needed on duty so that every queue keeps its promise.
#[derive(Debug, Clone, PartialEq)]
pub struct StaffingRequirement {
    /// Agents needed, per group and interval.
    pub agents: Grid<u32>,
}

/// Agents on duty: signed in, neither on break nor absent.
#[derive(Debug, Clone, PartialEq)]
pub struct StaffingLevels {
    /// Agents on duty, per group and interval.
    pub agents: Grid<u32>,
}

impl StaffingLevels {
    /// Those of today, as the scenario gives them.
    pub fn as_given(scenario: &Scenario) -> Self {
        Self { agents: Grid::from_rows(scenario.groups.iter().map(|group| group.on_duty.clone()).collect()) }
    }
}

/// Agent-hours of a row of a table of agents.
pub fn agent_hours(scenario: &Scenario, agents: &[u32]) -> Hours {
    agents.iter().zip(&scenario.calendar.intervals).map(|(&agents, i)| i.length().hours() * f64::from(agents)).sum()
}
