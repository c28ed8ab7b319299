//! How far initiatives and partners are in a period, and the centre as it then is.
//!
//! There is one model of self-service: the simulator's. The centre of a stage is a scenario like any other, with the bots
//! that are live standing before their queues, entered by as many as have adopted them; what that does to contacts is worked
//! out by [`crate::demand::offered`], and can be simulated.

use super::periods::{PlanPeriod, in_periods};
use crate::demand::Demand;
use crate::scenario::{Bot, BotOutcome, Charge, Effect, Initiative, PlanAssumptions, Scenario, SelfService};
use crate::units::Share;

/// The periods in which initiatives begin, one for each; `None`: not at all.
pub type Starts = Vec<Option<u32>>;

/// How far everything is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stage {
    /// By initiative: whole months since it went live; `None` where it is not live. From the length of its adoption on nothing
    /// changes, so that is the last.
    pub ages: Vec<Option<u32>>,
    /// By partner: which of the shares of a queue it takes, 1 for the first; 0 where none.
    pub given_away: Vec<usize>,
}

impl Stage {
    /// Nothing is live, nothing is given away.
    pub fn nothing(plan: &PlanAssumptions) -> Self {
        Self { ages: vec![None; plan.initiatives.len()], given_away: vec![0; plan.partners.len()] }
    }
}

/// The period in which an initiative is live that begins in `start`.
pub fn live_period(plan: &PlanAssumptions, initiative: &Initiative, start: u32) -> u32 {
    let takes = in_periods(plan, f64::from(initiative.months_to_live));
    start.saturating_add(u32::try_from(takes).unwrap_or(u32::MAX))
}

/// Whole months since an initiative went live that begins in `start`, as in [`Stage::ages`].
pub fn age(plan: &PlanAssumptions, initiative: &Initiative, start: Option<u32>, period: u32) -> Option<u32> {
    let since = period.checked_sub(live_period(plan, initiative, start?))?;
    let months = (f64::from(since) * plan.step.months() + 1e-9) as u32;
    Some(months.min(initiative.adoption.len() as u32))
}

/// How much of its full effect an initiative has at an age.
fn adoption(initiative: &Initiative, age: u32) -> f64 {
    initiative.adoption.get(age as usize).map_or(1.0, |share| share.0)
}

/// The centre at a stage, and what comes to it over its horizon at the level of a period: volumes before self-service.
pub fn at_stage(
    scenario: &Scenario,
    plan: &PlanAssumptions,
    demand: &Demand,
    (period, place): (&PlanPeriod, usize),
    stage: &Stage,
) -> (Scenario, Demand) {
    let mut centre = scenario.clone();
    let mut work = demand_of_period(scenario, plan, demand, period, place);
    for (initiative, age) in plan.initiatives.iter().zip(&stage.ages) {
        let Some(age) = age else { continue };
        let adopted = adoption(initiative, *age);
        match &initiative.effect {
            Effect::SelfService(option) => {
                add_bots(&mut centre, option, adopted);
                let mut queues: Vec<usize> = initiative.queues().iter().map(|queue| queue.0).collect();
                queues.dedup();
                for queue in queues {
                    work.handling_factor[queue] *= 1.0 + (option.handling_factor - 1.0) * adopted;
                }
            }
            Effect::Coaching(coaching) => {
                for queue in &coaching.queues {
                    work.handling_factor[queue.0] *= 1.0 + (coaching.handling_factor - 1.0) * adopted;
                    for reason in &mut centre.queues[queue.0].reasons {
                        let open = reason.resolution.complement().0;
                        reason.resolution = Share(1.0 - open * (1.0 - coaching.resolution_gain.0 * adopted));
                    }
                }
            }
        }
    }
    (centre, work)
}

/// The demand of contacts over the scenario's horizon at the levels of the period with the least and of that with the most work a
/// day, nothing begun.
pub fn extremes(scenario: &Scenario, plan: &PlanAssumptions, demand: &Demand) -> Vec<Demand> {
    let periods = super::periods::periods(plan);
    let at = |place: usize| demand_of_period(scenario, plan, demand, &periods[place], place);
    let work = |place: usize| -> f64 {
        let of_queue = |queue: usize| {
            let each = scenario.queues[queue].mean_work(plan.handling[queue][place]).0;
            plan.volume[queue][place] / periods[place].days * each
        };
        (0..scenario.queues.len()).map(of_queue).sum()
    };
    let mut order: Vec<usize> = (0..periods.len()).collect();
    order.sort_by(|&one, &other| work(one).total_cmp(&work(other)));
    order.first().into_iter().chain(order.last()).map(|&place| at(place)).collect()
}

/// Puts the bots of an option before their queues, entered by as many as have adopted it.
fn add_bots(centre: &mut Scenario, option: &SelfService, adopted: f64) {
    let adopting = |outcome: BotOutcome| BotOutcome { entry: Share(outcome.entry.0 * adopted), ..outcome };
    for bot in &option.bots {
        for (index, queue) in centre.queues.iter_mut().enumerate() {
            for (place, reason) in queue.reasons.iter_mut().enumerate() {
                let own = option.by_reason.iter().find(|(queue, reason, _)| (queue.0, *reason) == (index, place));
                reason.with_bot.push(own.map(|(.., outcome)| adopting(*outcome)));
            }
        }
        centre.bots.push(Bot { outcome: adopting(bot.outcome), ..bot.clone() });
    }
}

/// The share of the queue's contacts that a partner takes at a stage, and which queue that is.
pub fn share_given_away(plan: &PlanAssumptions, partner: usize, level: usize) -> Option<(usize, f64)> {
    match &plan.partners[partner].charge {
        Charge::PerContact { queue, shares, .. } => Some((queue.0, shares.get(level.checked_sub(1)?)?.0)),
        Charge::PerHour { .. } => None,
    }
}

/// The demand over the scenario's horizon at the level of a period: the pattern by weekday and time of day is that of the
/// horizon, its total the contacts of the period × days of the horizon / days of the period.
fn demand_of_period(
    scenario: &Scenario,
    plan: &PlanAssumptions,
    demand: &Demand,
    period: &PlanPeriod,
    place: usize,
) -> Demand {
    let mut work = demand.clone();
    for queue in 0..scenario.queues.len() {
        let wanted = plan.volume[queue][place] * horizon_days(scenario) / period.days;
        let total = demand.total(queue);
        if total > 0.0 {
            for value in work.expected.row_mut(queue) {
                *value *= wanted / total;
            }
        } else {
            spread_evenly(scenario, queue, wanted, work.expected.row_mut(queue));
        }
        work.handling_factor[queue] *= plan.handling[queue][place];
    }
    work
}

/// A queue without contacts in the horizon lends the periods no pattern: they spread over its opening hours.
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

/// Days of the scenario's horizon.
pub fn horizon_days(scenario: &Scenario) -> f64 {
    scenario.calendar.end().hours().0 / 24.0
}
