//! Contacts whose number is known: so many in each interval, as were counted, at times that are not known.
//!
//! Given their number, the moments of a Poisson stream with a constant rate are independent and uniform over the interval (Ross,
//! *Stochastic Processes*, 1996, § 2.3). So a day on which N contacts were counted in an interval is simulated with N contacts in it,
//! and not with a Poisson number of mean N, which would add the chance of that day a second time. Of a number with a fraction, the
//! fraction is the chance of one more.

use super::centre::Centre;
use super::contact::{Contact, Contacts};
use super::random_contacts::{Inflow, RandomContacts};
use crate::random::{Draws, Purpose, stream};
use rand::{RngExt, SeedableRng};

/// The contacts of one replication, as they come. Who they are is as in [`RandomContacts`]: the nth contact of a queue is the same
/// person in both.
#[derive(Debug)]
pub struct CountedContacts<'a> {
    people: RandomContacts<'a>,
    /// When they come, by queue, in order; and how many have come.
    arrivals: Vec<(Vec<f64>, usize)>,
}

impl<'a> CountedContacts<'a> {
    /// The contacts of a replication: as many in each interval of the centre as are expected there.
    pub fn of(inflow: &'a Inflow, centre: &'a Centre, seed: u64, replication: u32) -> Self {
        let arrivals = centre.queues.iter().map(|queue| {
            let mut segments = stream(seed, u64::from(replication), Purpose::Arrivals { queue: queue.name_key });
            let mut times = Vec::new();
            let mut begin = 0.0;
            for (segment, rate) in centre.segments.iter().zip(&queue.rates) {
                // Draws of its own for each segment, so that more contacts in one move none in another.
                let mut draws = Draws::seed_from_u64(segments.random());
                let (from, length) = (times.len(), segment.end - begin);
                let number = rate * length;
                let one_more = draws.random::<f64>() < number.fract();
                let count = number.trunc() as usize + usize::from(one_more);
                times.extend((0..count).map(|_| begin + length * draws.random::<f64>()));
                times[from..].sort_unstable_by(f64::total_cmp);
                begin = segment.end;
            }
            (times, 0)
        });
        let arrivals = arrivals.collect();
        Self { people: inflow.replicate(centre, seed, replication), arrivals }
    }
}

impl Contacts for CountedContacts<'_> {
    #[inline]
    fn next(&mut self, queue: usize) -> Option<Contact> {
        let (times, come) = &mut self.arrivals[queue];
        let arrival = *times.get(*come)?;
        *come += 1;
        Some(Contact { arrival, key: self.people.key(queue, *come as u64) })
    }

    fn key(&self, queue: usize, number: u64) -> u64 {
        self.people.key(queue, number)
    }

    #[inline]
    fn handling(&self, queue: usize, key: u64) -> f64 {
        self.people.handling(queue, key)
    }

    #[inline]
    fn patience(&self, queue: usize, key: u64) -> f64 {
        self.people.patience(queue, key)
    }
}
