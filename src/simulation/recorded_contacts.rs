//! Contacts from the records of a real centre: those who came, when they came, and what is known about each.
//!
//! A record shows one half of a person. Of who was answered, it shows how long it took, but of the patience only that it
//! was longer than the wait; of who abandoned, it shows the patience, but not how long it would have taken. In a replay some
//! who were answered give up and some who gave up are answered, so the other half is drawn, afresh in each replication:
//!
//! - The patience of who was answered after a wait w follows the law of the queue, given that it exceeds w: with u uniform,
//!   the time that the share u S(w) exceeds. A queue without such a law has customers who wait for ever.
//! - The handling of who abandoned is that of somebody who was answered in the same queue and the same hour of the clock, chosen at
//!   random; where nobody was, of anybody who was answered in that queue; where nobody ever was, it follows the law of the queue.
//!
//! So who is answered as soon as it was recorded is handled as long as it was recorded, and who finds no sooner answer
//! abandons when it was recorded. Both halves are taken to be independent, as everywhere in the simulator: that long calls were
//! recorded of those who wait long is lost where one half is drawn.

use super::centre::Centre;
use super::contact::{Contact, Contacts};
use crate::distribution::{Distribution, Sampler};
use crate::random::{Facet, contact_base, contact_key, draws, uniform};
use crate::scenario::Scenario;
use crate::units::Seconds;
use std::collections::BTreeMap;

/// A contact as it was recorded.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Recorded {
    /// When it came in to the queue, since the horizon's begin.
    pub arrival: Seconds,
    /// How long it waited, until it was answered or abandoned.
    pub wait: Seconds,
    /// How long it was handled, after-call work left out where the queue has a law of it; `None`: it abandoned.
    pub handling: Option<Seconds>,
}

/// The records of all queues, before any replication.
#[derive(Debug, Clone)]
pub struct Records {
    queues: Vec<QueueRecords>,
}

#[derive(Debug, Clone)]
struct QueueRecords {
    /// By arrival, within the horizon.
    contacts: Vec<OnRecord>,
    /// Recorded handling times by hour of the clock; all of them at 24.
    handled: BTreeMap<u32, Vec<f64>>,
    /// The laws of those of whom nothing is known.
    handling: Sampler,
    patience: Option<(Distribution, Sampler)>,
}

/// A record as the replay reads it.
#[derive(Debug, Clone, Copy)]
struct OnRecord {
    /// On the simulated clock.
    arrival: f64,
    wait: f64,
    handling: Option<f64>,
    /// Hour of the clock.
    hour: u32,
}

/// Stands in the place of an hour for the whole day.
const ALL_DAY: u32 = 24;
/// The bits of a key that are the number of the record; the others are by chance.
const NUMBER: u64 = (1 << 32) - 1;

impl Records {
    /// The records of each queue of the scenario, in any order. Those outside of the horizon are left out.
    pub fn of(scenario: &Scenario, centre: &Centre, records: &[Vec<Recorded>]) -> Self {
        let begin = centre.segments.get(centre.warm_up).map_or(0.0, |segment| segment.start);
        let queues = scenario.queues.iter().enumerate().map(|(index, queue)| {
            let mut contacts: Vec<OnRecord> = records
                .get(index)
                .map_or(&[][..], Vec::as_slice)
                .iter()
                .filter_map(|record| {
                    let arrival = begin + record.arrival.0;
                    (begin <= arrival && arrival < centre.end()).then(|| {
                        let interval = &scenario.calendar.intervals[centre.segment_at(arrival) - centre.warm_up];
                        let within = (record.arrival.0 - interval.start.0) / 60.0;
                        OnRecord {
                            arrival,
                            wait: sensible(record.wait),
                            handling: record.handling.map(sensible),
                            hour: (interval.clock_minute + within as u32) / 60 % ALL_DAY,
                        }
                    })
                })
                .collect();
            contacts.sort_by(|a, b| a.arrival.total_cmp(&b.arrival));
            let mut handled: BTreeMap<u32, Vec<f64>> = BTreeMap::new();
            for contact in &contacts {
                if let Some(handling) = contact.handling {
                    handled.entry(contact.hour).or_default().push(handling);
                    handled.entry(ALL_DAY).or_default().push(handling);
                }
            }
            let patience = queue.patience.as_ref().map(|law| (law.clone(), law.sampler()));
            QueueRecords { contacts, handled, handling: queue.handling.sampler(), patience }
        });
        Self { queues: queues.collect() }
    }

    /// The contacts of one replication.
    pub fn replicate<'a>(&'a self, centre: &Centre, seed: u64, replication: u32) -> RecordedContacts<'a> {
        let base = |name_key: u64| contact_base(seed, u64::from(replication), name_key);
        RecordedContacts {
            records: self,
            bases: centre.queues.iter().map(|rules| base(rules.name_key)).collect(),
            next: vec![0; self.queues.len()],
        }
    }
}

/// A time from 0 to some thirty years, whatever was recorded.
fn sensible(time: Seconds) -> f64 {
    // In this order NaN becomes 0.
    time.0.max(0.0).min(*crate::distribution::MEAN_RANGE.end())
}

/// The contacts of one replication, as they come.
#[derive(Debug)]
pub struct RecordedContacts<'a> {
    records: &'a Records,
    /// From what the keys of the contacts are made, by queue.
    bases: Vec<u64>,
    /// The number of the next record, by queue.
    next: Vec<usize>,
}

impl RecordedContacts<'_> {
    /// The key of a record: its number, and beside it half of the key that a contact of that number would have.
    fn key_of(&self, queue: usize, number: usize) -> u64 {
        let number = number as u64 & NUMBER;
        (contact_key(self.bases[queue], number) & !NUMBER) | number
    }

    /// The record of a contact; none for those who come back or from elsewhere, whose keys are by chance.
    fn record(&self, queue: usize, key: u64) -> Option<OnRecord> {
        let number = (key & NUMBER) as usize;
        let record = self.records.queues[queue].contacts.get(number)?;
        (self.key_of(queue, number) == key).then_some(*record)
    }
}

impl Contacts for RecordedContacts<'_> {
    fn next(&mut self, queue: usize) -> Option<Contact> {
        let number = self.next[queue];
        let record = self.records.queues[queue].contacts.get(number)?;
        self.next[queue] += 1;
        Some(Contact { arrival: record.arrival, key: self.key_of(queue, number) })
    }

    fn key(&self, queue: usize, number: u64) -> u64 {
        contact_key(self.bases[queue], number)
    }

    fn handling(&self, queue: usize, key: u64) -> f64 {
        let records = &self.records.queues[queue];
        let drawn = || records.handling.sample(&mut draws(key, Facet::Handling));
        let Some(record) = self.record(queue, key) else { return drawn() };
        record.handling.unwrap_or_else(|| {
            let handled = records.handled.get(&record.hour).or_else(|| records.handled.get(&ALL_DAY));
            handled.map_or_else(drawn, |handled| {
                let place = (uniform(key, Facet::Handling) * handled.len() as f64) as usize;
                handled[place.min(handled.len() - 1)]
            })
        })
    }

    fn patience(&self, queue: usize, key: u64) -> f64 {
        let Some((law, sampler)) = &self.records.queues[queue].patience else { return f64::INFINITY };
        match self.record(queue, key) {
            None => sampler.sample(&mut draws(key, Facet::Patience)),
            Some(OnRecord { handling: None, wait, .. }) => wait,
            Some(OnRecord { wait, .. }) => {
                let beyond = (1.0 - uniform(key, Facet::Patience)) * law.survival(Seconds(wait));
                // Rounding must not make anybody less patient than was seen.
                law.quantile(1.0 - beyond).0.max(wait)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Calendar;
    use crate::distribution::Law;
    use crate::scenario::{Group, Queue, QueueId, Replications, Volume};
    use crate::simulation::{Options, Performance, replay};
    use crate::staffing::StaffingLevels;
    use crate::watch::Unwatched;
    use jiff::civil::date;
    use jiff::tz::TimeZone;

    fn scenario(agents: u32) -> Scenario {
        let calendar = Calendar::of_length(date(2026, 1, 5), Seconds(7200.0), 60, &TimeZone::UTC);
        let exponential = |mean| Distribution::new(Law::Exponential, Seconds(mean), None).unwrap();
        let queue = Queue {
            patience: Some(exponential(100.0)),
            ..Queue::plain("calls", Volume::PerHour(1e6), exponential(1e6))
        };
        Scenario::plain(calendar, vec![queue], vec![Group::plain("agents", vec![QueueId(0)], vec![agents; 2])])
    }

    fn recorded(arrival: f64, wait: f64, handling: Option<f64>) -> Recorded {
        Recorded { arrival: Seconds(arrival), wait: Seconds(wait), handling: handling.map(Seconds) }
    }

    fn replayed(agents: u32, replications: u32, records: Vec<Recorded>) -> Performance {
        let scenario = scenario(agents);
        let options = Options { seed: 7, replications: Replications::Fixed(replications) };
        replay(&scenario, &StaffingLevels::as_given(&scenario), &[records], &options, &Unwatched).unwrap()
    }

    #[test]
    fn who_finds_the_same_agents_waits_as_recorded() {
        // One agent: the second waits 50 s, the third gives up after 20 s, the fourth comes when all is quiet.
        let records = vec![
            recorded(200.0, 0.0, Some(30.0)),
            recorded(0.0, 0.0, Some(100.0)),
            recorded(50.0, 50.0, Some(90.0)),
            recorded(60.0, 20.0, None),
        ];
        let performance = replayed(1, 5, records);
        let total = &performance.queues[0].total;
        let exactly = |mean: f64| (Some(mean), Some(0.0));
        let found = |estimate: &crate::statistics::Estimate| (estimate.mean, estimate.half_width);
        assert_eq!(found(&total.offered), exactly(4.0));
        assert_eq!(found(&total.abandoned), exactly(1.0));
        assert_eq!(found(&total.asa_s), exactly(50.0 / 3.0));
        assert_eq!(found(&total.handling_time_s), exactly(220.0 / 3.0));
    }

    #[test]
    fn who_had_given_up_and_now_is_answered_takes_as_long_as_somebody_of_that_hour() {
        // Of the first hour 10 s or 30 s, on average 20 s; never the 1000 s of the second. 400 draws: ± 4 standard errors of 10 s / 20.
        let records = vec![
            recorded(0.0, 0.0, Some(10.0)),
            recorded(10.0, 0.0, Some(30.0)),
            recorded(100.0, 5.0, None),
            recorded(3600.0, 0.0, Some(1000.0)),
        ];
        let performance = replayed(9, 400, records);
        let first_hour = &performance.queues[0].intervals[0];
        assert_eq!(first_hour.answered.mean, Some(3.0));
        let drawn = 3.0 * first_hour.handling_time_s.mean.unwrap() - 40.0;
        assert!((drawn - 20.0).abs() < 2.0 && drawn != 20.0, "{drawn}");
    }

    #[test]
    fn who_was_answered_is_patient_for_longer_than_the_wait() {
        // Nobody is there: all who waited 60 s give up after 60 s and an exponential time more, of mean 100 s, standard error 100 / √n.
        let n = 2000;
        let records = (0..n).map(|i| recorded(f64::from(i), 60.0, Some(10.0))).collect();
        let performance = replayed(0, 1, records);
        let total = &performance.queues[0].total;
        assert_eq!(total.abandoned.mean, Some(f64::from(n)));
        let wait = total.mean_wait_s.mean.unwrap();
        assert!((wait - 160.0).abs() < 4.0 * 100.0 / f64::from(n).sqrt(), "{wait}");
        let sooner = replayed(0, 1, vec![recorded(0.0, 60.0, Some(10.0))]).queues[0].total.mean_wait_s.mean.unwrap();
        assert!(sooner > 60.0, "{sooner}");
    }

    #[test]
    fn records_outside_of_the_horizon_and_numbers_that_are_no_times_do_no_harm() {
        let records = vec![
            recorded(-1.0, 0.0, Some(10.0)),
            recorded(7200.0, 0.0, Some(10.0)),
            recorded(f64::NAN, 0.0, Some(10.0)),
            recorded(5.0, f64::NAN, Some(f64::NAN)),
            recorded(6.0, -3.0, Some(-5.0)),
        ];
        let total = &replayed(1, 1, records).queues[0].total;
        assert_eq!((total.offered.mean, total.answered.mean), (Some(2.0), Some(2.0)));
    }

    #[test]
    fn the_handling_of_a_record_is_found_by_its_key_and_nobody_elses() {
        let scenario = scenario(1);
        let centre = Centre::of(&scenario, &crate::demand::Demand::of(&scenario), &StaffingLevels::as_given(&scenario));
        let records = Records::of(&scenario, &centre, &[vec![recorded(0.0, 0.0, Some(10.0))]]);
        let mut contacts = records.replicate(&centre, 1, 0);
        let contact = contacts.next(0).unwrap();
        assert_eq!(contacts.handling(0, contact.key), 10.0);
        assert_eq!(contacts.next(0), None);
        let other = crate::random::child(contact.key, Facet::Redial);
        assert_ne!(contacts.handling(0, other), 10.0);
        assert_ne!(records.replicate(&centre, 1, 1).next(0).unwrap().key, contact.key);
    }
}
