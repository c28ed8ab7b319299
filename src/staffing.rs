//! Two tables of agents: what is needed, and who is on duty. They never share a type, so that neither is taken for the other.

use crate::calendar::Grid;
use crate::scenario::Scenario;
use crate::units::{Hours, MoneyPerHour};

/// Agents needed on duty so that every queue keeps its promise, and what each of them costs who is missing.
#[derive(Debug, Clone, PartialEq)]
pub struct StaffingRequirement {
    /// Agents needed, per group and interval.
    pub agents: Grid<u32>,
    /// Price of an hour in which one of them is missing, per group and interval, where queues have prices of their own
    /// (the mean of those of the group's queues by their load); `None`: everywhere that of the
    /// [scheduling settings](crate::scenario::SchedulingSettings::under_cover_per_hour).
    pub price_of_missing: Option<Grid<MoneyPerHour>>,
}

impl StaffingRequirement {
    /// So many agents, of whom each who is missing costs what the scheduling settings say.
    pub fn at_one_price(agents: Grid<u32>) -> Self {
        Self { agents, price_of_missing: None }
    }

    /// Price of an hour in which an agent of a group (the row) is missing in an interval.
    pub fn price_of_missing(&self, scenario: &Scenario, (group, interval): (usize, usize)) -> MoneyPerHour {
        let general = scenario.scheduling.under_cover_per_hour;
        self.price_of_missing.as_ref().map_or(general, |prices| prices[(group, interval)])
    }

    /// The highest price of an hour in which an agent of a group is missing.
    pub fn highest_price(&self, scenario: &Scenario, group: usize) -> MoneyPerHour {
        let general = scenario.scheduling.under_cover_per_hour;
        let highest =
            |prices: &Grid<MoneyPerHour>| prices.row(group).iter().copied().fold(MoneyPerHour::ZERO, MoneyPerHour::max);
        self.price_of_missing.as_ref().map_or(general, highest)
    }

    /// The same agents, none of whom costs less than this where missing.
    #[must_use]
    pub fn at_least_at(&self, scenario: &Scenario, least: MoneyPerHour) -> Self {
        let mut prices = Grid::filled(self.agents.rows(), self.agents.intervals(), MoneyPerHour::ZERO);
        for group in 0..self.agents.rows() {
            for (interval, price) in prices.row_mut(group).iter_mut().enumerate() {
                *price = self.price_of_missing(scenario, (group, interval)).max(least);
            }
        }
        Self { agents: self.agents.clone(), price_of_missing: Some(prices) }
    }
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
