//! Contacts whose number in each interval is known: so many came, at moments of which nothing is known.
//!
//! Given how many contacts of a Poisson stream of constant rate came within a time, their moments are independent and
//! uniform in it (Karlin & Taylor, *A First Course in Stochastic Processes*, 1975, § 4.2). They are drawn in their order: of n that are
//! left until the end, the first comes after the part 1 − U^(1/n) of the time that is left. A number that is not whole is rounded up with the
//! chance of its fraction, so that its mean is right. How long contacts are handled and how patient they are follows the laws of
//! the queue, as of any other contacts.

use super::centre::Centre;
use super::contact::{Contact, Contacts};
use crate::demand::Demand;
use crate::distribution::Sampler;
use crate::random::{Facet, Purpose, Stream, contact_base, contact_key, draws, stream};
use crate::scenario::Scenario;
use rand::RngExt;

/// The counts of all queues, before any replication.
#[derive(Debug, Clone)]
pub struct Counts<'a> {
    counted: &'a Demand,
    handling: Vec<Sampler>,
    patience: Vec<Option<Sampler>>,
}

impl<'a> Counts<'a> {
    /// The counts with the laws of a scenario.
    pub fn of(scenario: &Scenario, counted: &'a Demand) -> Self {
        let mut known = Vec::new();
        Self {
            counted,
            handling: scenario.queues.iter().map(|queue| queue.handling.sampler_among(&mut known)).collect(),
            patience: scenario
                .queues
                .iter()
                .map(|queue| queue.patience.as_ref().map(|law| law.sampler_among(&mut known)))
                .collect(),
        }
    }

    /// The contacts of one replication.
    pub fn replicate(&'a self, centre: &'a Centre, seed: u64, replication: u32) -> CountedContacts<'a> {
        let replication = u64::from(replication);
        let queues = centre.queues.iter().map(|rules| {
            let queue = rules.name_key;
            QueueState {
                arrivals: stream(seed, replication, Purpose::Arrivals { queue }),
                base: contact_base(seed, replication, queue),
                now: 0.0,
                next_segment: 0,
                left: 0,
                number: 0,
            }
        });
        CountedContacts { centre, counts: self, queues: queues.collect() }
    }
}

/// The contacts of one replication, as they come.
#[derive(Debug)]
pub struct CountedContacts<'a> {
    centre: &'a Centre,
    counts: &'a Counts<'a>,
    queues: Vec<QueueState>,
}

#[derive(Debug)]
struct QueueState {
    arrivals: Stream,
    /// From what the keys of the contacts are made.
    base: u64,
    /// When the last contact came.
    now: f64,
    /// The segment after the one in which contacts come.
    next_segment: usize,
    /// How many are still to come in the present one.
    left: u32,
    /// How many have come.
    number: u64,
}

impl Contacts for CountedContacts<'_> {
    fn next(&mut self, queue: usize) -> Option<Contact> {
        let state = &mut self.queues[queue];
        while state.left == 0 {
            let segment = self.centre.segments.get(state.next_segment)?;
            // Nobody is counted during a warm-up.
            if let Some(interval) = state.next_segment.checked_sub(self.centre.warm_up) {
                // In this order NaN becomes 0.
                let count = self.counts.counted.expected[(queue, interval)].max(0.0).min(f64::from(u32::MAX));
                let chance: f64 = state.arrivals.random();
                state.left = count as u32 + u32::from(chance < count.fract());
            }
            state.now = segment.start;
            state.next_segment += 1;
        }
        let end = self.centre.segments[state.next_segment - 1].end;
        let chance: f64 = state.arrivals.random();
        let part = 1.0 - (1.0 - chance).powf(1.0 / f64::from(state.left));
        state.now = (state.now + part * (end - state.now)).min(end.next_down());
        state.left -= 1;
        state.number += 1;
        Some(Contact { arrival: state.now, key: contact_key(state.base, state.number) })
    }

    fn key(&self, queue: usize, number: u64) -> u64 {
        contact_key(self.queues[queue].base, number)
    }

    fn handling(&self, queue: usize, key: u64) -> f64 {
        self.counts.handling[queue].sample(&mut draws(key, Facet::Handling))
            * self.counts.counted.handling_factor[queue]
    }

    fn patience(&self, queue: usize, key: u64) -> f64 {
        let law = self.counts.patience[queue].as_ref();
        law.map_or(f64::INFINITY, |law| law.sample(&mut draws(key, Facet::Patience)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{Calendar, Grid};
    use crate::distribution::{Distribution, Law};
    use crate::scenario::{Queue, Volume};
    use crate::staffing::StaffingLevels;
    use crate::statistics::Tally;
    use crate::units::Seconds;
    use jiff::civil::date;
    use jiff::tz::TimeZone;

    fn scenario() -> Scenario {
        let calendar = Calendar::of_length(date(2026, 1, 5), Seconds(4.0 * 3600.0), 60, &TimeZone::UTC);
        let handling = Distribution::new(Law::Exponential, Seconds(100.0), None).unwrap();
        Scenario::plain(calendar, vec![Queue::plain("calls", Volume::PerHour(1.0), handling)], Vec::new())
    }

    fn arrivals(contacts: Vec<f64>, replication: u32) -> Vec<f64> {
        let scenario = scenario();
        let centre = Centre::of(&scenario, &crate::demand::Demand::of(&scenario), &StaffingLevels::as_given(&scenario));
        let counted = Demand { expected: Grid::from_rows(vec![contacts]), ..Demand::of(&scenario) };
        let counts = Counts::of(&scenario, &counted);
        let mut contacts = counts.replicate(&centre, 7, replication);
        std::iter::from_fn(|| contacts.next(0)).map(|contact| contact.arrival).collect()
    }

    #[test]
    fn as_many_come_in_each_interval_as_were_counted_and_in_order() {
        let arrivals = arrivals(vec![3.0, 0.0, 1000.0, f64::NAN], 0);
        let within = |hour: usize| arrivals.iter().filter(|&&at| (at / 3600.0) as usize == hour).count();
        assert_eq!([within(0), within(1), within(2), within(3)], [3, 0, 1000, 0]);
        assert!(arrivals.is_sorted());
    }

    #[test]
    fn their_moments_are_uniform() {
        // Of 1000 in an hour: mean 1/2 and variance 1/12 of the hour; a mean is within 4.9 standard errors except with probability 10⁻⁶.
        let parts: Tally = arrivals(vec![1000.0, 0.0, 0.0, 0.0], 0).iter().map(|at| at / 3600.0).collect();
        assert!((parts.mean().unwrap() - 0.5).abs() < 4.9 * (1.0_f64 / 12.0 / 1000.0).sqrt());
        // The first of two comes at a third of the time on average, with variance 1/18.
        let firsts: Tally = (0..1000).map(|r| arrivals(vec![2.0, 0.0, 0.0, 0.0], r)[0] / 3600.0).collect();
        assert!((firsts.mean().unwrap() - 1.0 / 3.0).abs() < 4.9 * (1.0_f64 / 18.0 / 1000.0).sqrt());
    }

    #[test]
    fn a_count_that_is_not_whole_has_the_right_mean() {
        let counts: Tally = (0..1000).map(|r| arrivals(vec![2.25, 0.0, 0.0, 0.0], r).len() as f64).collect();
        assert!((counts.mean().unwrap() - 2.25).abs() < 4.9 * (0.25_f64 * 0.75 / 1000.0).sqrt());
    }
}
