//! Contacts by chance: a Poisson stream per queue whose rate is constant within an interval, times what varies beyond chance.

use super::centre::Centre;
use super::contact::{Contact, Contacts};
use super::variation::Variation;
use crate::demand::Demand;
use crate::distribution::Sampler;
use crate::random::{Facet, Purpose, Stream, contact_base, contact_key, draws, stream};
use crate::scenario::Scenario;
use rand::RngExt;
use rand_distr::Exp1;

/// What is known about the contacts before any replication, by queue.
#[derive(Debug, Clone)]
pub struct Inflow {
    variation: Variation,
    queues: Vec<QueueInflow>,
}

#[derive(Debug, Clone)]
struct QueueInflow {
    handling: Sampler,
    patience: Option<Sampler>,
}

impl Inflow {
    /// The contacts of a scenario with this demand.
    pub fn of(scenario: &Scenario, demand: &Demand) -> Self {
        let mut known = Vec::new();
        let queues = scenario.queues.iter().map(|queue| QueueInflow {
            handling: queue.handling.sampler_among(&mut known),
            patience: queue.patience.as_ref().map(|law| law.sampler_among(&mut known)),
        });
        Self { variation: Variation::of(scenario, demand), queues: queues.collect() }
    }

    /// The contacts of one replication.
    pub fn replicate<'a>(&'a self, centre: &'a Centre, seed: u64, replication: u32) -> RandomContacts<'a> {
        let factors = self.variation.factors(seed, replication);
        let replication = u64::from(replication);
        let queues = centre.queues.iter().enumerate().map(|(index, rules)| {
            let queue = rules.name_key;
            let factor = |segment: usize| {
                let interval = segment.saturating_sub(centre.warm_up);
                factors.day(index, centre.segments[segment].day) * factors.interval(index, interval)
            };
            QueueStreams {
                rates: rules.rates.iter().enumerate().map(|(segment, rate)| rate * factor(segment)).collect(),
                now: 0.0,
                segment: 0,
                arrivals: stream(seed, replication, Purpose::Arrivals { queue }),
                base: contact_base(seed, replication, queue),
                number: 0,
            }
        });
        RandomContacts { centre, inflow: self, queues: queues.collect() }
    }
}

/// The contacts of one replication, as they come.
#[derive(Debug)]
pub struct RandomContacts<'a> {
    centre: &'a Centre,
    inflow: &'a Inflow,
    queues: Vec<QueueStreams>,
}

#[derive(Debug)]
struct QueueStreams {
    /// Contacts per second, by segment.
    rates: Vec<f64>,
    /// When the last contact came.
    now: f64,
    /// The segment of that moment.
    segment: usize,
    arrivals: Stream,
    /// From what the keys of the contacts are made.
    base: u64,
    /// How many have come.
    number: u64,
}

impl QueueStreams {
    /// When the next contact comes: the rate, added up over time from the last one, reaches an exponential number of
    /// mean 1 (Çınlar 1975). Exact, and with one draw per contact however the rate varies.
    fn next_arrival(&mut self, centre: &Centre) -> Option<f64> {
        let mut left: f64 = self.arrivals.sample(Exp1);
        while let Some(segment) = centre.segments.get(self.segment) {
            let rate = self.rates[self.segment];
            let contacts = rate * (segment.end - self.now);
            if left < contacts {
                self.now = (self.now + left / rate).min(segment.end);
                return Some(self.now);
            }
            left -= contacts;
            self.now = segment.end;
            self.segment += 1;
        }
        None
    }
}

impl Contacts for RandomContacts<'_> {
    #[inline]
    fn next(&mut self, queue: usize) -> Option<Contact> {
        let streams = &mut self.queues[queue];
        let arrival = streams.next_arrival(self.centre)?;
        streams.number += 1;
        Some(Contact { arrival, key: contact_key(streams.base, streams.number) })
    }

    fn key(&self, queue: usize, number: u64) -> u64 {
        contact_key(self.queues[queue].base, number)
    }

    #[inline]
    fn handling(&self, queue: usize, key: u64) -> f64 {
        self.inflow.queues[queue].handling.sample(&mut draws(key, Facet::Handling))
    }

    #[inline]
    fn patience(&self, queue: usize, key: u64) -> f64 {
        let law = self.inflow.queues[queue].patience.as_ref();
        law.map_or(f64::INFINITY, |law| law.sample(&mut draws(key, Facet::Patience)))
    }
}
