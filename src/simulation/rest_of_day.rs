//! The rest of a horizon of which the begin is known: what has come is given, what is to come is drawn.
//!
//! The horizon is simulated from its begin, so that those who wait and those who are in hand at the present are there in the
//! likely numbers; the measures over the horizon count only what comes and passes from then on. In an interval that is over,
//! exactly as many contacts come as were counted, at times that are independent and uniform within it: given their number,
//! that is the law of a Poisson stream (Ross, *Stochastic Processes*, 1996, § 2.3). From then on they come in a Poisson stream
//! at the expected rate times the factor of the interval. A queue of which nobody counted is drawn throughout.
//!
//! Contacts do not depend on who is on duty, so that any two staffings meet the same.

use super::centre::Centre;
use super::contact::{Contact, Contacts};
use super::{Options, Performance, replicate};
use crate::calendar::Grid;
use crate::demand::Demand;
use crate::distribution::Sampler;
use crate::random::{Facet, Purpose, contact_base, contact_key, draws, fresh_seed, name_key, stream};
use crate::scenario::Scenario;
use crate::staffing::StaffingLevels;
use crate::watch::{Interrupted, Watch};
use rand::RngExt;
use rand_distr::Exp1;

/// Tells the streams of what is to come from those of what has come, so that another count of an interval that is over
/// changes nobody who is to come.
const TO_COME: u64 = 0x746f_2063_6f6d_6500;
/// Contacts that have come are numbered from here on, those to come from 0.
const COUNTED: u64 = 1 << 40;

/// What is known of a horizon, and how the rest varies.
pub struct SoFar<'a> {
    /// Intervals that are over.
    pub known: usize,
    /// Contacts that came in each of them, by queue; `None` of a queue of which nobody counted.
    pub came: &'a [Option<Vec<u32>>],
    /// What multiplies the expected contacts of each queue in each interval, by seed and replication.
    pub factors: &'a (dyn Fn(u64, u32) -> Grid<f64> + Sync),
}

/// Simulates a horizon of which the begin is known. Its measures over the horizon are of the rest alone; those of intervals
/// stand for each. The scenario's own variation of volume plays no part, and neither does its warm-up.
///
/// Same arguments → the same performance, on any number of threads.
pub fn simulate_rest(
    scenario: &Scenario,
    demand: &Demand,
    levels: &StaffingLevels,
    so_far: &SoFar<'_>,
    options: &Options,
    watch: &dyn Watch,
) -> Result<Performance, Interrupted> {
    let mut centre = Centre::of(scenario, demand, levels);
    centre.counted_from = so_far.known.min(scenario.calendar.intervals.len());
    let laws: Vec<Laws> = scenario
        .queues
        .iter()
        .map(|queue| Laws {
            handling: queue.handling.sampler(),
            patience: queue.patience.as_ref().map(crate::distribution::Distribution::sampler),
        })
        .collect();
    let contacts = |replication| contacts(scenario, demand, &laws, so_far, options.seed, replication);
    replicate(scenario, &centre, options, watch, contacts)
}

/// How long contacts of a queue take and wait.
struct Laws {
    handling: Sampler,
    patience: Option<Sampler>,
}

/// The contacts of one replication, with their times known beforehand.
struct PlannedContacts<'a> {
    laws: &'a [Laws],
    queues: Vec<PlannedQueue>,
}

struct PlannedQueue {
    base: u64,
    arrivals: Vec<f64>,
    /// How many of them were counted.
    counted: usize,
    next: usize,
}

fn contacts<'a>(
    scenario: &Scenario,
    demand: &Demand,
    laws: &'a [Laws],
    so_far: &SoFar<'_>,
    seed: u64,
    replication: u32,
) -> PlannedContacts<'a> {
    let factors = (so_far.factors)(seed, replication);
    let replication = u64::from(replication);
    let shift = if scenario.simulation.warm_up.0 > 0.0 { scenario.simulation.warm_up.0 } else { 0.0 };
    let queues = scenario.queues.iter().enumerate().map(|(queue, given)| {
        let key = name_key(&given.name);
        let mut past = stream(seed, replication, Purpose::Arrivals { queue: key });
        let mut future = stream(fresh_seed(seed, TO_COME), replication, Purpose::Arrivals { queue: key });
        let counted = so_far.came.get(queue).and_then(Option::as_ref);
        let mut arrivals = Vec::new();
        let mut known = 0;
        // The rate, added up over time from the last contact on, reaches an exponential number of mean 1 (Çınlar 1975).
        let mut left: f64 = future.sample(Exp1);
        for (interval, at) in scenario.calendar.intervals.iter().enumerate() {
            let (begin, length) = (at.start.0 + shift, at.length().0);
            if let Some(counted) = counted.filter(|_| interval < so_far.known) {
                let first = arrivals.len();
                let count = counted.get(interval).copied().unwrap_or(0);
                arrivals.extend((0..count).map(|_| begin + length * past.random::<f64>()));
                arrivals[first..].sort_unstable_by(f64::total_cmp);
                known = arrivals.len();
                continue;
            }
            let contacts = demand.expected[(queue, interval)] * factors[(queue, interval)];
            let mut reached = 0.0;
            while contacts - reached > left {
                reached += left;
                arrivals.push(begin + length * (reached / contacts));
                left = future.sample(Exp1);
            }
            left -= contacts - reached;
        }
        PlannedQueue { base: contact_base(seed, replication, key), arrivals, counted: known, next: 0 }
    });
    PlannedContacts { laws, queues: queues.collect() }
}

impl Contacts for PlannedContacts<'_> {
    fn next(&mut self, queue: usize) -> Option<Contact> {
        let planned = &mut self.queues[queue];
        let arrival = *planned.arrivals.get(planned.next)?;
        let number = planned.next.checked_sub(planned.counted);
        let number = number.map_or(COUNTED + planned.next as u64, |number| number as u64);
        planned.next += 1;
        Some(Contact { arrival, key: contact_key(planned.base, number) })
    }

    fn key(&self, queue: usize, number: u64) -> u64 {
        contact_key(self.queues[queue].base, number)
    }

    fn handling(&self, queue: usize, key: u64) -> f64 {
        self.laws[queue].handling.sample(&mut draws(key, Facet::Handling))
    }

    fn patience(&self, queue: usize, key: u64) -> f64 {
        let law = self.laws[queue].patience.as_ref();
        law.map_or(f64::INFINITY, |law| law.sample(&mut draws(key, Facet::Patience)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Calendar;
    use crate::distribution::{Distribution, Law};
    use crate::scenario::{Group, Queue, QueueId, Replications, Volume};
    use crate::units::Seconds;
    use crate::watch::Unwatched;
    use jiff::civil::date;
    use jiff::tz::TimeZone;

    /// Four hours of 60 calls an hour.
    fn scenario() -> Scenario {
        let calendar = Calendar::of_length(date(2026, 1, 5), Seconds(4.0 * 3600.0), 60, &TimeZone::UTC);
        let handling = Distribution::new(Law::Exponential, Seconds(60.0), None).unwrap();
        let queue = Queue::plain("calls", Volume::PerHour(60.0), handling);
        Scenario::plain(calendar, vec![queue], vec![Group::plain("agents", vec![QueueId(0)], vec![3; 4])])
    }

    fn rest(came: Option<Vec<u32>>, factor: f64, agents: u32) -> Performance {
        let scenario = scenario();
        let factors = |_, _| Grid::filled(1, 4, factor);
        let so_far = SoFar { known: 2, came: &[came], factors: &factors };
        let levels = StaffingLevels { agents: Grid::filled(1, 4, agents) };
        let options = Options { seed: 5, replications: Replications::Fixed(400) };
        simulate_rest(&scenario, &Demand::of(&scenario), &levels, &so_far, &options, &Unwatched).unwrap()
    }

    #[test]
    fn what_has_come_is_exactly_what_was_counted_and_the_rest_is_expected_times_its_factor() {
        let performance = rest(Some(vec![90, 10]), 2.0, 5);
        let queue = &performance.queues[0];
        for (interval, count) in [(0, 90.0), (1, 10.0)] {
            let offered = queue.intervals[interval].offered;
            assert_eq!((offered.mean, offered.half_width), (Some(count), Some(0.0)));
        }
        // Two hours of 120 expected: the mean of 400 Poisson numbers is within 4.9 standard errors but once in 10⁶ times.
        let offered = queue.total.offered.mean.unwrap();
        assert!((offered - 240.0).abs() < 4.9 * (240.0_f64 / 400.0).sqrt(), "{offered}");
        let hours = performance.groups[0].total.duty_hours.mean.unwrap();
        assert!((hours - 10.0).abs() < 1e-9, "5 agents for the two hours that are left, not {hours}");
    }

    #[test]
    fn another_count_changes_nobody_who_is_to_come() {
        let (few, many) = (rest(Some(vec![1, 0]), 1.0, 9), rest(Some(vec![50, 60]), 1.0, 9));
        assert_eq!(few.queues[0].intervals[3].offered, many.queues[0].intervals[3].offered);
        assert_eq!(few.queues[0].total.offered, many.queues[0].total.offered);
    }

    #[test]
    fn those_who_wait_at_the_present_are_in_the_way_of_those_who_come() {
        let wait = |came| rest(Some(came), 1.0, 2).queues[0].total.asa_s.mean.unwrap();
        assert!(wait(vec![0, 200]) > 5.0 * wait(vec![0, 30]));
    }

    #[test]
    fn a_queue_of_which_nobody_counted_is_drawn_throughout() {
        let performance = rest(None, 1.0, 3);
        let offered = performance.queues[0].intervals[0].offered.mean.unwrap();
        assert!((offered - 60.0).abs() < 4.9 * (60.0_f64 / 400.0).sqrt(), "{offered}");
    }
}
