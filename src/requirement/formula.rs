//! The requirement by formula: offered load carried over the intervals, then Erlang A (C for endless patience).
//!
//! The load at time t of a queue whose contacts arrive at rate λ(u) and take S is `m(t) = ∫ λ(u) P(S > t − u) du`
//! (Eick, Massey & Whitt 1993, "The physics of the `M_t/G/∞` queue"): the mean number of agents at work if nobody had to
//! wait. Each interval is staffed as a steady state with that load (Jennings, Mandelbaum, Massey & Whitt 1996). With
//! rates that are constant within intervals the integral is a sum of limited means of S.

use super::allocation;
use crate::calendar::Grid;
use crate::demand::Demand;
use crate::distribution::Distribution;
use crate::erlang::{self, System};
use crate::scenario::{QueueId, Scenario};
use crate::staffing::agent_hours;
use crate::target::Outcomes;
use crate::units::{Hours, Seconds, Share};
use std::collections::BTreeMap;
use std::sync::Mutex;

/// Load that came in before so many intervals is forgotten once less than this part of a contact's work is left.
const FORGOTTEN: f64 = 1e-6;

/// Precision of the greatest load that a number of agents can carry, relative to the agents.
const PRECISION_OF_LOAD: f64 = 1e-7;

/// More agents than this for one queue are computed one by one, not from the table of loads.
const LARGEST_TABLE: usize = 2_000;

/// Staffing by formula for one scenario; remembers what each number of agents can carry, so that many demands are cheap.
pub struct Formula<'a> {
    scenario: &'a Scenario,
    /// By queue and handling factor (its bits): the greatest load that 0, 1, 2 … agents can carry.
    loads: Mutex<BTreeMap<(usize, u64), Vec<f64>>>,
}

impl<'a> Formula<'a> {
    /// Staffing by formula for a scenario.
    pub fn new(scenario: &'a Scenario) -> Self {
        Self { scenario, loads: Mutex::new(BTreeMap::new()) }
    }

    /// Agents needed by each queue in each interval, each queue by itself. Nobody is needed where a queue is closed:
    /// contacts that are still in service then are finished in overtime.
    pub fn agents_by_queue(&self, demand: &Demand) -> Grid<u32> {
        let intervals = self.scenario.calendar.intervals.len();
        let mut agents = Grid::filled(self.scenario.queues.len(), intervals, 0);
        for queue in self.scenario.queue_ids() {
            let load = offered_load(self.scenario, demand, queue);
            let open = self.scenario.queue(queue).opening_hours.open_intervals(&self.scenario.calendar);
            for (interval, &load) in load.iter().enumerate() {
                if open[interval] && demand.expected[(queue.0, interval)] > 0.0 {
                    agents[(queue.0, interval)] = self.agents(queue, demand.handling_factor[queue.0], load);
                }
            }
        }
        agents
    }

    /// Agents needed in each group and interval: each queue's agents shared out among the groups with the skill, rounded
    /// up where anything is left over.
    pub fn agents_by_group(&self, demand: &Demand) -> Grid<u32> {
        let by_queue = self.agents_by_queue(demand);
        let shares = allocation::shares(self.scenario, demand);
        let intervals = self.scenario.calendar.intervals.len();
        let mut by_group = Grid::filled(self.scenario.groups.len(), intervals, 0);
        for group in self.scenario.group_ids() {
            for interval in 0..intervals {
                let work: f64 = shares
                    .iter()
                    .enumerate()
                    .map(|(queue, shares)| shares[group.0] * f64::from(by_queue[(queue, interval)]))
                    .sum();
                by_group[(group.0, interval)] = (work - 1e-6).ceil().max(0.0) as u32;
            }
        }
        by_group
    }

    /// Agent-hours needed on duty over the horizon, by group; fractions of an agent are kept, since over months they
    /// are worked by somebody.
    pub fn hours_by_group(&self, demand: &Demand) -> Vec<Hours> {
        let by_queue = self.agents_by_queue(demand);
        let shares = allocation::shares(self.scenario, demand);
        let hours: Vec<Hours> =
            (0..by_queue.rows()).map(|queue| agent_hours(self.scenario, by_queue.row(queue))).collect();
        self.scenario
            .group_ids()
            .map(|group| shares.iter().zip(&hours).map(|(shares, &hours)| hours * shares[group.0]).sum())
            .collect()
    }

    /// Expected service level of each queue over the horizon when each group has so many times the agent-hours that it
    /// needs (1: exactly enough); `None` for a queue that was promised no service level or expects nobody.
    ///
    /// Staffing is scaled alike in all intervals; between whole agents the outcomes are interpolated.
    pub fn service_levels(&self, demand: &Demand, staffing_ratio: &[f64]) -> Vec<Option<Share>> {
        let by_queue = self.agents_by_queue(demand);
        let shares = allocation::shares(self.scenario, demand);
        self.scenario
            .queue_ids()
            .map(|queue| {
                let promised = self.scenario.queue(queue).target.service_level?;
                let ratio: f64 = shares[queue.0].iter().zip(staffing_ratio).map(|(share, ratio)| share * ratio).sum();
                let load = offered_load(self.scenario, demand, queue);
                let mut sum = Outcomes::default();
                for (interval, &load) in load.iter().enumerate() {
                    let contacts = demand.expected[(queue.0, interval)];
                    let agents = f64::from(by_queue[(queue.0, interval)]) * ratio;
                    if contacts > 0.0 {
                        let below = self.system(queue, demand.handling_factor[queue.0], load, agents.floor() as u32);
                        let above = System { agents: below.agents + 1, ..below };
                        for (system, weight) in [(&below, 1.0 - agents.fract()), (&above, agents.fract())] {
                            if weight > 0.0 {
                                let outcomes = system.solve().outcomes(promised.within);
                                let weight = weight * contacts;
                                sum.answered += weight * outcomes.answered;
                                sum.answered_within += weight * outcomes.answered_within;
                                sum.abandoned += weight * outcomes.abandoned;
                                sum.abandoned_within += weight * outcomes.abandoned_within;
                            }
                        }
                    }
                }
                let (numerator, denominator) = promised.definition.ratio(&sum);
                (denominator > 0.0).then(|| Share(numerator / denominator))
            })
            .collect()
    }

    /// The least number of agents who can carry a load of a queue and keep its promise; without a promise, as many as
    /// the work itself keeps busy.
    fn agents(&self, queue: QueueId, handling_factor: f64, load: f64) -> u32 {
        if self.scenario.queue(queue).target.is_empty() {
            return load.ceil() as u32;
        }
        // The table is only a cache: a lock poisoned by a panic elsewhere still holds true entries.
        let mut tables = self.loads.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let table = tables.entry((queue.0, handling_factor.to_bits())).or_default();
        while table.last().is_none_or(|&greatest| greatest < load) && table.len() < LARGEST_TABLE {
            let agents = table.len() as u32;
            let least = table.last().copied().unwrap_or(0.0);
            table.push(self.greatest_load(queue, handling_factor, agents, least));
        }
        if table.last().is_some_and(|&greatest| greatest >= load) {
            return table.partition_point(|&greatest| greatest < load) as u32;
        }
        let system = self.system(queue, handling_factor, load, 0);
        let target = &self.scenario.queue(queue).target;
        erlang::agents_needed(system.contacts_per_s, system.handling, system.patience, system.waiting_places, target)
            .unwrap_or(erlang::MOST_AGENTS)
    }

    /// The greatest load that so many agents can carry with the promise kept, found by bisection from a load that they
    /// carry for sure. More load never helps a promise.
    fn greatest_load(&self, queue: QueueId, handling_factor: f64, agents: u32, least: f64) -> f64 {
        let target = &self.scenario.queue(queue).target;
        let keeps = |load: f64| erlang::meets(&self.system(queue, handling_factor, load, agents), target);
        let mut low = least;
        let mut high = least.max(1.0);
        // Where blocked contacts keep the promise of the others, any load will do: twice the agents is then taken as full.
        while keeps(high) {
            if high > 2.0 * f64::from(agents) + 1.0 {
                return high;
            }
            low = high;
            high *= 1.5;
        }
        while high - low > PRECISION_OF_LOAD * f64::from(agents.max(1)) {
            let middle = f64::midpoint(low, high);
            if keeps(middle) { low = middle } else { high = middle }
        }
        low
    }

    fn system(&self, queue: QueueId, handling_factor: f64, load: f64, agents: u32) -> System {
        let queue = self.scenario.queue(queue);
        let handling = queue.handling.mean() * handling_factor;
        System {
            contacts_per_s: load / handling.0,
            handling,
            agents,
            patience: queue.patience.as_ref().map(Distribution::mean),
            waiting_places: queue.waiting_places,
        }
    }
}

/// Offered load of a queue in each interval, in Erlangs: the mean over the interval of the agents at work if nobody had
/// to wait, with the work carried over from earlier intervals.
pub fn offered_load(scenario: &Scenario, demand: &Demand, queue: QueueId) -> Vec<f64> {
    let step = f64::from(scenario.calendar.interval_minutes) * 60.0;
    let handling = scenario.queue(queue).handling.scaled(demand.handling_factor[queue.0]);
    let kernel = kernel(&handling, step);
    let rates: Vec<f64> = demand
        .expected
        .row(queue.0)
        .iter()
        .zip(&scenario.calendar.intervals)
        .map(|(contacts, interval)| contacts / interval.length().0)
        .collect();
    (0..rates.len())
        .map(|i| kernel.iter().zip(rates[..=i].iter().rev()).map(|(work, rate)| work * rate).sum())
        .collect()
}

/// `kernel[k]`: seconds of work that a rate of one contact a second in an interval of `step` seconds causes, on average
/// over time, in the interval `k` later.
fn kernel(handling: &Distribution, step: f64) -> Vec<f64> {
    let limited = |t: f64| handling.limited_mean(Seconds(t)).0;
    let mean = handling.mean().0;
    let mut kernel = Vec::new();
    for lag in 0_u32.. {
        let begin = f64::from(lag) * step;
        let work = mean_over(|s| limited(begin + s) - limited((begin + s - step).max(0.0)), step);
        kernel.push(work);
        if mean - limited(begin) < FORGOTTEN * mean || lag >= 10_000 {
            break;
        }
    }
    kernel
}

/// Mean of a smooth function over `0..length`, by Simpson's rule on 16 panels.
fn mean_over(f: impl Fn(f64) -> f64, length: f64) -> f64 {
    const PANELS: u32 = 16;
    let at = |i: u32| f(length * f64::from(i) / f64::from(PANELS));
    let inner: f64 = (1..PANELS).map(|i| if i % 2 == 1 { 4.0 * at(i) } else { 2.0 * at(i) }).sum();
    (at(0) + inner + at(PANELS)) / (3.0 * f64::from(PANELS))
}
