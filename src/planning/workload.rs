//! What each month asks of each group, computed before anything is decided: a plan only looks it up.
//!
//! The pattern by weekday and time of day is that of the scenario's horizon; the level is the month's. So each queue's
//! row of the horizon's demand is scaled until its total is the month's contacts × days of the horizon / days of the
//! month, the agent-hours of that horizon are asked for, and these × days of the month / days of the horizon are the
//! month's. Hours are asked for again for every month and every stage of self-service, not scaled by a ratio: half the
//! contacts need more than half the agents.

use super::PlanError;
use super::months::{PlanMonth, months};
use super::self_service::{Ages, Passage, ages, live_month, pass};
use crate::demand::Demand;
use crate::scenario::{PlanAssumptions, Scenario};
use crate::units::Hours;
use crate::watch::Watch;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, Ordering};

/// How many agent-hours on duty each group needs over the scenario's horizon so that a demand is served as promised.
pub type RequiredHours<'a> = dyn Fn(&Demand) -> Vec<Hours> + Sync + 'a;

/// The months in which the options' projects begin, one for each option; `None`: not at all.
pub type Starts = Vec<Option<u32>>;

/// What a month asks for at one stage of self-service.
#[derive(Debug, Clone, PartialEq)]
pub struct MonthWork {
    /// What self-service does to the month's contacts.
    pub passage: Passage,
    /// Agent-hours on duty that the promise needs in the month, per group.
    pub required: Vec<Hours>,
}

/// What each month asks for, at every stage of self-service that some choice of starts leads to.
#[derive(Debug, Clone, PartialEq)]
pub struct Workload {
    /// The months.
    pub months: Vec<PlanMonth>,
    /// Every choice of starts among which the plan decides; the first begins nothing but what is fixed.
    pub choices: Vec<Starts>,
    by_ages: Vec<BTreeMap<Ages, MonthWork>>,
}

/// Most options whose start is free: with m months, n options make up to (m + 1)ⁿ choices.
pub const MOST_FREE_OPTIONS: usize = 2;

impl Workload {
    /// Asks `required` for every month and stage of self-service, in parallel.
    pub fn of(
        scenario: &Scenario,
        plan: &PlanAssumptions,
        demand: &Demand,
        required: &RequiredHours,
        watch: &dyn Watch,
    ) -> Result<Self, PlanError> {
        let months = months(plan);
        let choices = choices(plan)?;
        let nothing = vec![None; plan.self_service.len()];
        let stages: BTreeSet<(u32, Ages)> = choices
            .iter()
            .chain([&nothing])
            .flat_map(|starts| (0..plan.months).map(|month| (month, ages(&plan.self_service, starts, month))))
            .collect();
        let stages: Vec<(u32, Ages)> = stages.into_iter().collect();
        let (done, total) = (AtomicU64::new(0), stages.len() as u64);
        watch.progress("required hours", 0, total);
        let works = stages
            .par_iter()
            .map(|(month, ages)| {
                watch.check()?;
                let days = months[*month as usize].days;
                let contacts: Vec<f64> = plan.volume.iter().map(|row| row[*month as usize]).collect();
                let passage = pass(&plan.self_service, ages, &contacts);
                let horizon = month_demand(scenario, demand, days, &passage);
                let months_in_horizon = days / horizon_days(scenario);
                let required = required(&horizon).into_iter().map(|hours| hours * months_in_horizon).collect();
                watch.progress("required hours", done.fetch_add(1, Ordering::Relaxed) + 1, total);
                Ok(MonthWork { passage, required })
            })
            .collect::<Result<Vec<MonthWork>, PlanError>>()?;
        let mut by_ages = vec![BTreeMap::new(); months.len()];
        for ((month, ages), work) in stages.into_iter().zip(works) {
            by_ages[month as usize].insert(ages, work);
        }
        Ok(Self { months, choices, by_ages })
    }

    /// What a month asks for when the options' projects begin in `starts`.
    ///
    /// # Panics
    /// If `starts` is neither one of [`Workload::choices`] nor without any start.
    pub fn in_month(&self, plan: &PlanAssumptions, starts: &[Option<u32>], month: usize) -> &MonthWork {
        &self.by_ages[month][&ages(&plan.self_service, starts, month as u32)]
    }
}

/// The demand over the scenario's horizon at the level of a month of so many days.
pub fn month_demand(scenario: &Scenario, demand: &Demand, days: f64, passage: &Passage) -> Demand {
    let mut month = demand.clone();
    for (queue, &contacts) in passage.to_agents.iter().enumerate() {
        let wanted = contacts * horizon_days(scenario) / days;
        let total = demand.total(queue);
        if total > 0.0 {
            for value in month.expected.row_mut(queue) {
                *value *= wanted / total;
            }
        } else {
            spread_evenly(scenario, queue, wanted, month.expected.row_mut(queue));
        }
        month.handling_factor[queue] *= passage.handling_factor[queue];
    }
    month
}

/// A queue without contacts in the horizon lends the months no pattern: they spread over its opening hours.
fn spread_evenly(scenario: &Scenario, queue: usize, contacts: f64, row: &mut [f64]) {
    let mut open = scenario.queues[queue].opening_hours.open_intervals(&scenario.calendar);
    if !open.contains(&true) {
        open.fill(true);
    }
    let length = |i: usize| if open[i] { scenario.calendar.intervals[i].length().0 } else { 0.0 };
    let whole: f64 = (0..row.len()).map(length).sum();
    for (i, value) in row.iter_mut().enumerate() {
        *value = contacts * length(i) / whole;
    }
}

fn horizon_days(scenario: &Scenario) -> f64 {
    scenario.calendar.end().hours().0 / 24.0
}

/// Every choice of starts: fixed ones as they are; free ones never, or in any month from which the option is live within
/// the plan. The first choice begins nothing that is not fixed.
fn choices(plan: &PlanAssumptions) -> Result<Vec<Starts>, PlanError> {
    let free = plan.self_service.iter().filter(|option| option.fixed_start.is_none()).count();
    if free > MOST_FREE_OPTIONS {
        return Err(PlanError::TooManyOptions { free });
    }
    let mut choices: Vec<Starts> = vec![Vec::new()];
    for option in &plan.self_service {
        let possible: Starts = match option.fixed_start {
            Some(start) => vec![Some(start)],
            None => std::iter::once(None)
                .chain((0..plan.months).filter(|&start| live_month(option, start) < plan.months).map(Some))
                .collect(),
        };
        choices = choices
            .iter()
            .flat_map(|begun| possible.iter().map(|start| begun.iter().copied().chain([*start]).collect()))
            .collect();
    }
    Ok(choices)
}
