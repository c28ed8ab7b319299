//! The user's own history: exports of the telephone system, read into series of intervals, queue by queue.
//!
//! ```text
//! CSV, XLSX ──► source ──► rows ──► intervals, calls ──► IntervalHistory ──► findings, hours ──► scenario folder
//!               (what is it?)       (row by row, set      (per queue)        (what is odd?)
//!                                    aside what is wrong)
//! ```
//!
//! A file is looked at before it is read ([`source`]): how its letters, numbers and dates are written and which column holds what
//! ([`layout`], [`mapping`]). Then its rows pass by once, in bounded memory, however many there are; a row that cannot be believed
//! is handed back with the reason and never dropped silently. What is told by the user ([`mapping::Mapping`]) is never guessed.

pub mod body;
pub mod calls;
mod coarser;
pub mod continued;
pub mod dates;
pub mod days;
pub mod duty;
pub mod encoding;
pub mod field;
pub mod findings;
pub mod folder;
pub mod hours;
pub mod intervals;
pub mod kept;
pub mod layout;
pub mod lines;
pub mod mapping;
pub mod number;
#[cfg(feature = "parquet")]
pub mod parquet;
pub mod people;
pub mod queues;
pub mod read;
pub mod row;
pub mod sheet;
pub mod source;
pub mod zone;

pub use coarser::coarser;

use crate::scenario::Channel;
use crate::statistics::RatioOfMeans;
use jiff::civil::Date;
use mapping::Outcome;
use std::collections::BTreeMap;

/// What came in the past, interval by interval.
#[derive(Debug, Clone, PartialEq)]
pub struct IntervalHistory {
    /// Length of an interval, in minutes: 5, 10, 15, 20, 30 or 60.
    pub interval_minutes: u32,
    /// Time zone of the centre, by its IANA name.
    pub time_zone: String,
    /// Within how many seconds an answer is in time, for [`IntervalRow::in_time`].
    pub within_s: f64,
    /// The queues, in the order of their names.
    pub queues: Vec<QueueHistory>,
}

/// What came to a queue.
#[derive(Debug, Clone, PartialEq)]
pub struct QueueHistory {
    /// Its name in a scenario.
    pub name: String,
    /// What the files call it.
    pub labels: Vec<String>,
    /// The medium.
    pub channel: Channel,
    /// Intervals of which something is known, in order of time; each once.
    pub rows: Vec<IntervalRow>,
}

/// What is known of a queue in an interval.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct IntervalRow {
    /// Its begin, in seconds since 1970 in UTC.
    pub start_s: i64,
    /// What calendar and clock of the centre show then, in seconds since 1970-01-01 00:00.
    pub local_s: i64,
    /// Contacts that came.
    pub offered: f64,
    /// Contacts that were answered, if that is known.
    pub answered: Option<f64>,
    /// Contacts that hung up, if that is known.
    pub abandoned: Option<f64>,
    /// Handling time of `handled` contacts together, in seconds.
    pub handling_s: f64,
    /// Contacts whose handling time is known.
    pub handled: f64,
    /// Waiting time of the answered contacts together, in seconds, if that is known of all of them.
    pub waited_s: Option<f64>,
    /// Contacts that were answered in time, if that is known.
    pub in_time: Option<f64>,
    /// Agents on duty for this queue alone, if that is known. Those who serve several are in [`duty::Team`]s.
    pub agents: Option<f64>,
}

/// Within how many seconds an answer is in time unless another threshold is told.
pub const WITHIN_S: f64 = 20.0;

impl IntervalRow {
    /// Both together, at the time of this one; agents, who may be the same people, are left to the caller. What is known of one alone is not
    /// known of both.
    fn and(&self, other: &Self) -> Self {
        let both = |a: Option<f64>, b: Option<f64>| a.zip(b).map(|(a, b)| a + b);
        Self {
            offered: self.offered + other.offered,
            answered: both(self.answered, other.answered),
            abandoned: both(self.abandoned, other.abandoned),
            handling_s: self.handling_s + other.handling_s,
            handled: self.handled + other.handled,
            waited_s: both(self.waited_s, other.waited_s),
            in_time: both(self.in_time, other.in_time),
            ..*self
        }
    }

    /// The local day on which it begins, in days since 1970-01-01.
    pub fn day(&self) -> i32 {
        self.local_s.div_euclid(dates::DAY_S) as i32
    }

    /// The local date on which it begins.
    pub fn date(&self) -> Date {
        dates::date_of(self.day())
    }

    /// The clock time at which it begins, in minutes after midnight.
    pub fn minute(&self) -> u32 {
        (self.local_s.rem_euclid(dates::DAY_S) / 60) as u32
    }
}

/// A call as it was recorded.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CallRecord<'a> {
    /// Name of the queue in a scenario.
    pub queue: &'a str,
    /// When it came, in seconds since 1970 in UTC.
    pub arrived_s: i64,
    /// What calendar and clock of the centre showed then, in seconds since 1970-01-01 00:00.
    pub local_s: i64,
    /// How long it waited until it was answered or hung up, in seconds, if that is known.
    pub wait_s: Option<f64>,
    /// How long it was worked on, in seconds, if it was answered and that is known.
    pub handling_s: Option<f64>,
    /// What became of it.
    pub outcome: Outcome,
    /// Who answered, if that is known.
    pub agent: Option<&'a str>,
    /// Who called, if that is known.
    pub customer: Option<&'a str>,
}

impl IntervalHistory {
    /// First and last local day of any queue, in days since 1970-01-01.
    pub fn days(&self) -> Option<(i32, i32)> {
        let first = self.queues.iter().filter_map(|queue| queue.rows.first()).map(IntervalRow::day).min()?;
        let last = self.queues.iter().filter_map(|queue| queue.rows.last()).map(IntervalRow::day).max()?;
        Some((first, last))
    }

    /// Contacts of all queues.
    pub fn offered(&self) -> f64 {
        self.queues.iter().map(QueueHistory::offered).sum()
    }
}

impl QueueHistory {
    /// Days on which contacts came.
    pub fn days_with_contacts(&self) -> usize {
        let rows = self.rows.iter().filter(|row| row.offered > 0.0);
        rows.map(IntervalRow::day).collect::<std::collections::BTreeSet<_>>().len()
    }

    /// Mean handling time since a local day, its standard error from day to day (both in seconds), and the contacts that it is of. `None` where
    /// none is known, or it is none that a scenario takes.
    pub fn handling_since(&self, day: i32) -> Option<(f64, Option<f64>, f64)> {
        let mut days: BTreeMap<i32, (f64, f64)> = BTreeMap::new();
        for row in self.rows.iter().filter(|row| row.day() >= day && row.handled > 0.0) {
            let day = days.entry(row.day()).or_default();
            *day = (day.0 + row.handling_s, day.1 + row.handled);
        }
        let mut ratio = RatioOfMeans::new();
        for (seconds, contacts) in days.values() {
            ratio.add(*seconds, *contacts);
        }
        let mean = ratio.ratio().filter(|mean| (0.1..=86_400.0).contains(mean))?;
        let error = ratio.standard_error().filter(|error| error.is_finite());
        Some((mean, error, days.values().map(|(_, contacts)| contacts).sum()))
    }

    /// Contacts that came.
    pub fn offered(&self) -> f64 {
        self.rows.iter().map(|row| row.offered).sum()
    }
}
