//! The requirement by formula: offered load carried over the intervals, then Erlang A (C for endless patience).
//!
//! The load at time t of a queue whose contacts arrive at rate λ(u) and take S is `m(t) = ∫ λ(u) P(S > t − u) du`
//! (Eick, Massey & Whitt 1993, "The physics of the `M_t/G/∞` queue"): the mean number of agents at work if nobody had to
//! wait. Each interval is staffed as a steady state with that load (Jennings, Mandelbaum, Massey & Whitt 1996). With
//! rates that are constant within intervals the integral is a sum of limited means of S.
//!
//! The contacts are those that reach agents ([`offered_to_agents`]), and S is handling and after-call work together, with
//! the law of the handling. What is simple here is left to the correction by simulation:
//!
//! - An agent who holds several contacts at once counts as `most` / stretch of `most` servers, as if hands were always full.
//! - Deferred work is shared out evenly over the open intervals of its day, the backlog with the first, and staffed by its
//!   work alone; what is left over night, and the promise, are not seen.
//! - A group needs as many more agents as its people work slower, are absent or step away.

use super::allocation;
use crate::calendar::Grid;
use crate::demand::{Demand, offered_to_agents};
use crate::distribution::Distribution;
use crate::erlang::{self, System};
use crate::scenario::{Queue, QueueId, Scenario};
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
        self.agents_for(&offered_to_agents(self.scenario, demand))
    }

    /// Agents needed by each queue for the contacts that reach agents.
    fn agents_for(&self, demand: &Demand) -> Grid<u32> {
        let intervals = self.scenario.calendar.intervals.len();
        let mut agents = Grid::filled(self.scenario.queues.len(), intervals, 0);
        for queue in self.scenario.queue_ids() {
            if self.scenario.queue(queue).deferred.is_some() {
                agents.row_mut(queue.0).copy_from_slice(&deferred_agents(self.scenario, demand, queue));
                continue;
            }
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
        let demand = offered_to_agents(self.scenario, demand);
        let by_queue = self.agents_for(&demand);
        let agents = self.agents_per_agent(&demand);
        self.shared_out(&by_queue, &agents)
    }

    /// The part of what [`Formula::agents_by_group`] asks for that deferred work needs alone.
    pub fn agents_for_deferred(&self, demand: &Demand) -> Grid<u32> {
        let intervals = self.scenario.calendar.intervals.len();
        if self.scenario.queues.iter().all(|queue| queue.deferred.is_none()) {
            return Grid::filled(self.scenario.groups.len(), intervals, 0);
        }
        let demand = offered_to_agents(self.scenario, demand);
        let mut by_queue = Grid::filled(self.scenario.queues.len(), intervals, 0);
        for queue in self.scenario.queue_ids().filter(|&queue| self.scenario.queue(queue).deferred.is_some()) {
            by_queue.row_mut(queue.0).copy_from_slice(&deferred_agents(self.scenario, &demand, queue));
        }
        self.shared_out(&by_queue, &self.agents_per_agent(&demand))
    }

    /// By queue and group: agents of the group for each agent that the queue needs, as far as the group does its work.
    fn agents_per_agent(&self, demand: &Demand) -> Vec<Vec<f64>> {
        let mut shares = allocation::shares(self.scenario, demand);
        for group in self.scenario.group_ids() {
            for (skill, queue) in self.scenario.group(group).skills.iter().enumerate() {
                // A group of which nobody ever comes cannot be made up for by more of it.
                let effectiveness = self.scenario.group(group).effectiveness(skill);
                if effectiveness > 0.0 {
                    shares[queue.0][group.0] /= effectiveness;
                }
            }
        }
        shares
    }

    /// Agents of queues by group, rounded up where anything is left over.
    fn shared_out(&self, by_queue: &Grid<u32>, agents: &[Vec<f64>]) -> Grid<u32> {
        let parts = self.in_parts(by_queue, agents);
        let whole = |group: usize| parts.row(group).iter().map(|work| (work - 1e-6).ceil().max(0.0) as u32).collect();
        Grid::from_rows((0..parts.rows()).map(whole).collect())
    }

    /// Agents of queues by group, fractions kept.
    fn in_parts(&self, by_queue: &Grid<u32>, agents: &[Vec<f64>]) -> Grid<f64> {
        let intervals = self.scenario.calendar.intervals.len();
        let mut by_group = Grid::filled(self.scenario.groups.len(), intervals, 0.0);
        for group in 0..self.scenario.groups.len() {
            for interval in 0..intervals {
                let of_queue =
                    |(queue, agents): (usize, &Vec<f64>)| agents[group] * f64::from(by_queue[(queue, interval)]);
                by_group[(group, interval)] = agents.iter().enumerate().map(of_queue).sum();
            }
        }
        by_group
    }

    /// Agents needed in each group and interval for contacts that reach agents ([`offered_to_agents`]), fractions kept: the agents behind
    /// [`Formula::hours_by_group`].
    pub fn agents_in_parts(&self, reaching: &Demand) -> Grid<f64> {
        self.in_parts(&self.agents_for(reaching), &self.agents_per_agent(reaching))
    }

    /// Agent-hours needed on duty over the horizon for contacts that reach agents ([`offered_to_agents`]), by group, and those of pure
    /// work in them; fractions of an agent are kept, since over months they are worked by somebody.
    pub fn hours_by_group(&self, reaching: &Demand) -> Vec<(Hours, Hours)> {
        let by_queue = self.agents_for(reaching);
        let agents = self.agents_per_agent(reaching);
        let of_queue = |queue: usize| {
            let given = &self.scenario.queues[queue];
            let each = given.mean_work(reaching.handling_factor[queue]).hours() / given.servers_per_agent();
            (agent_hours(self.scenario, by_queue.row(queue)), each * reaching.total(queue))
        };
        let hours: Vec<(Hours, Hours)> = (0..by_queue.rows()).map(of_queue).collect();
        self.scenario
            .group_ids()
            .map(|group| {
                let part = |of: fn(&(Hours, Hours)) -> Hours| {
                    agents.iter().zip(&hours).map(|(agents, hours)| of(hours) * agents[group.0]).sum()
                };
                (part(|hours| hours.0), part(|hours| hours.1))
            })
            .collect()
    }

    /// What the customers of each queue get over the horizon when each group has so many times the agent-hours that it needs (1: exactly
    /// enough) for contacts that reach agents: the expected service level, `None` for a queue that was promised none or expects
    /// nobody, and the share of contacts that is lost.
    ///
    /// Staffing is scaled alike in all intervals; between whole agents the outcomes are interpolated. Of deferred work, the
    /// part that can be done at all is taken to be done in time, and nothing is lost.
    pub fn served(&self, reaching: &Demand, staffing_ratio: &[f64]) -> Vec<(Option<Share>, f64)> {
        let by_queue = self.agents_for(reaching);
        let shares = allocation::shares(self.scenario, reaching);
        self.scenario
            .queue_ids()
            .map(|queue| {
                let promised = self.scenario.queue(queue).target.service_level;
                let ratio: f64 = shares[queue.0].iter().zip(staffing_ratio).map(|(share, ratio)| share * ratio).sum();
                if self.scenario.queue(queue).deferred.is_some() {
                    let is_asked = promised.is_some() && reaching.total(queue.0) > 0.0;
                    return (is_asked.then(|| Share(ratio.min(1.0))), 0.0);
                }
                let within = promised.map_or(Seconds::ZERO, |promised| promised.within);
                let sum = self.outcomes(reaching, queue, by_queue.row(queue.0), ratio, within);
                let offered = sum.answered + sum.abandoned;
                let level = promised.and_then(|promised| {
                    let (numerator, denominator) = promised.definition.ratio(&sum);
                    (denominator > 0.0).then(|| Share(numerator / denominator))
                });
                (level, if offered > 0.0 { sum.abandoned / offered } else { 0.0 })
            })
            .collect()
    }

    /// What becomes of the contacts of a queue over the horizon with so many times the agents that it needs.
    fn outcomes(&self, reaching: &Demand, queue: QueueId, agents: &[u32], ratio: f64, within: Seconds) -> Outcomes {
        let servers = self.scenario.queue(queue).servers_per_agent();
        let load = offered_load(self.scenario, reaching, queue);
        let mut sum = Outcomes::default();
        for (interval, &load) in load.iter().enumerate() {
            let contacts = reaching.expected[(queue.0, interval)];
            let agents = f64::from(agents[interval]) * ratio * servers;
            if contacts > 0.0 {
                let below = self.system(queue, reaching.handling_factor[queue.0], load, agents.floor() as u32);
                let above = System { agents: below.agents + 1, ..below };
                for (system, weight) in [(&below, 1.0 - agents.fract()), (&above, agents.fract())] {
                    if weight > 0.0 {
                        let outcomes = system.solve().outcomes(within);
                        let weight = weight * contacts;
                        sum.answered += weight * outcomes.answered;
                        sum.answered_within += weight * outcomes.answered_within;
                        sum.abandoned += weight * outcomes.abandoned;
                        sum.abandoned_within += weight * outcomes.abandoned_within;
                    }
                }
            }
        }
        sum
    }

    /// The least number of agents who can carry a load of a queue and keep its promise; without a promise, as many as
    /// the work itself keeps busy.
    fn agents(&self, queue: QueueId, handling_factor: f64, load: f64) -> u32 {
        let servers = self.scenario.queue(queue).servers_per_agent();
        if self.scenario.queue(queue).target.is_empty() {
            return (load / servers).ceil() as u32;
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
        let needed = erlang::agents_needed(
            system.contacts_per_s,
            system.handling,
            system.patience,
            system.waiting_places,
            target,
        )
        .unwrap_or(erlang::MOST_AGENTS);
        (f64::from(needed) / servers).ceil() as u32
    }

    /// The greatest load that so many agents can carry with the promise kept, found by bisection from a load that they
    /// carry for sure. More load never helps a promise.
    fn greatest_load(&self, queue: QueueId, handling_factor: f64, agents: u32, least: f64) -> f64 {
        let target = &self.scenario.queue(queue).target;
        let servers = (f64::from(agents) * self.scenario.queue(queue).servers_per_agent()).floor() as u32;
        let keeps = |load: f64| erlang::meets(&self.system(queue, handling_factor, load, servers), target);
        let mut low = least;
        let mut high = least.max(1.0);
        // Where blocked contacts keep the promise of the others, any load will do: twice the agents is then taken as full.
        while keeps(high) {
            if high > 2.0 * f64::from(servers) + 1.0 {
                return high;
            }
            low = high;
            high *= 1.5;
        }
        while high - low > PRECISION_OF_LOAD * f64::from(servers.max(1)) {
            let middle = f64::midpoint(low, high);
            if keeps(middle) { low = middle } else { high = middle }
        }
        low
    }

    fn system(&self, queue: QueueId, handling_factor: f64, load: f64, agents: u32) -> System {
        let queue = self.scenario.queue(queue);
        let handling = queue.mean_work(handling_factor);
        System {
            contacts_per_s: load / handling.0,
            handling,
            agents,
            patience: queue.patience.as_ref().map(Distribution::mean),
            waiting_places: queue.waiting_places,
        }
    }
}

/// Time that a contact keeps an agent busy: the law of the handling, with the mean of all the work.
fn work(queue: &Queue, handling_factor: f64) -> Distribution {
    let after = queue.mean_work(0.0) / queue.handling.mean();
    let turns = queue.pauses.as_ref().map_or(1.0, |pauses| pauses.turns);
    queue.handling.scaled(handling_factor * turns + after)
}

/// Agents that the deferred work of a queue keeps busy, if a day's work is shared out evenly over its open intervals.
fn deferred_agents(scenario: &Scenario, demand: &Demand, queue: QueueId) -> Vec<u32> {
    let given = scenario.queue(queue);
    let each = given.mean_work(demand.handling_factor[queue.0]).0 / given.servers_per_agent();
    let open = given.opening_hours.open_intervals(&scenario.calendar);
    let mut left = given.deferred.map_or(0.0, |deferred| f64::from(deferred.backlog));
    let mut agents = vec![0; open.len()];
    for day in &scenario.calendar.days {
        left += day.intervals.clone().map(|i| demand.expected[(queue.0, i)]).sum::<f64>();
        let length = |i: usize| if open[i] { scenario.calendar.intervals[i].length().0 } else { 0.0 };
        let time: f64 = day.intervals.clone().map(length).sum();
        if time > 0.0 {
            // A day that never opens leaves its work to the next.
            let needed = (left * each / time - 1e-6).ceil().max(0.0) as u32;
            for interval in day.intervals.clone().filter(|&interval| open[interval]) {
                agents[interval] = needed;
            }
            left = 0.0;
        }
    }
    agents
}

/// Offered load of a queue in each interval, in Erlangs (of the contacts of a demand as it is): the mean over the interval of the agents at work if nobody had
/// to wait, with the work carried over from earlier intervals.
pub fn offered_load(scenario: &Scenario, demand: &Demand, queue: QueueId) -> Vec<f64> {
    let step = f64::from(scenario.calendar.interval_minutes) * 60.0;
    let handling = work(scenario.queue(queue), demand.handling_factor[queue.0]);
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
