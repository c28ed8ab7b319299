//! What is known: the days of the past with their counts, and the days to come.

use super::timeline::number;
use super::{FARTHEST_FUTURE, LONGEST_PAST, Problem};
use jiff::civil::Date;
use serde::Serialize;

/// Minutes of a day by the clock on the wall.
const DAY_MINUTES: u32 = 1440;

/// Counts of one queue, day by day.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Series {
    /// Length of an interval in minutes; it divides the day.
    pub interval_minutes: u32,
    /// Names of the drivers, in the order of [`Day::drivers`].
    pub drivers: Vec<String>,
    /// The days, in order of their dates. A date that is left out is unknown, not closed.
    pub days: Vec<ObservedDay>,
}

/// A day of the past.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ObservedDay {
    /// What kind of day it was.
    pub day: Day,
    /// Contacts that came, per interval from midnight by the clock on the wall; `None` where nobody knows. Where the queue was
    /// closed they are not looked at.
    pub counts: Vec<Option<f64>>,
}

/// What is known of a day beforehand.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Day {
    /// Its date.
    pub date: Date,
    /// Whether the queue is open, per interval from midnight by the clock on the wall.
    pub open: Vec<bool>,
    /// What is special about it.
    pub marks: Vec<Mark>,
    /// The drivers of the volume on that day (orders, customers, letters sent), in the order of [`Series::drivers`].
    pub drivers: Vec<f64>,
}

/// What is special about a day.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Mark {
    /// A holiday, by a name that it has every year. The queue may be open or closed. Its eve and the day after it have
    /// effects of their own.
    Holiday(String),
    /// An event or a campaign, by a name that all such days share.
    Event(String),
    /// The counts of that day are not to be learnt from, with the reason: an outage, a strike.
    Excluded(String),
}

impl Series {
    /// Intervals of a day.
    pub fn per_day(&self) -> usize {
        (DAY_MINUTES / self.interval_minutes.clamp(1, DAY_MINUTES)) as usize
    }

    /// The days up to and with a date: what was known then.
    #[must_use]
    pub fn until(&self, last: Date) -> Self {
        let days = self.days.iter().filter(|observed| observed.day.date <= last).cloned().collect();
        Self { days, drivers: self.drivers.clone(), ..*self }
    }

    /// All that is wrong with it and with the days to come.
    pub(super) fn problems(&self, future: &[Day]) -> Vec<Problem> {
        let minutes = self.interval_minutes;
        if minutes == 0 || !DAY_MINUTES.is_multiple_of(minutes) {
            return vec![Problem::IntervalMinutes(minutes)];
        }
        let mut problems = Vec::new();
        let days: Vec<&Day> = self.days.iter().map(|observed| &observed.day).chain(future).collect();
        for (before, after) in days.iter().zip(days.iter().skip(1)) {
            if after.date <= before.date {
                problems.push(Problem::Order { date: after.date, before: before.date });
            }
        }
        let expected = self.per_day();
        for day in days {
            self.of_day(day, expected, &mut problems);
        }
        for observed in &self.days {
            let date = observed.day.date;
            if observed.counts.len() != expected {
                problems.push(Problem::Length { date, what: "counts", found: observed.counts.len(), expected });
            }
            for (interval, count) in observed.counts.iter().enumerate() {
                if let Some(found) = count.filter(|count| !(0.0..=MOST).contains(count)) {
                    problems.push(Problem::Count { date, minute: interval as u32 * minutes, found });
                }
            }
        }
        let span = |days: &mut dyn Iterator<Item = Date>| {
            let first = days.next()?;
            Some(number(days.last()?) - number(first))
        };
        if let Some(found) =
            span(&mut self.days.iter().map(|observed| observed.day.date)).filter(|days| *days >= LONGEST_PAST)
        {
            problems.push(Problem::TooLong { days: found + 1 });
        }
        let last = self.days.last().map(|observed| observed.day.date);
        let farthest = last.and_then(|last| span(&mut std::iter::once(last).chain(future.last().map(|day| day.date))));
        if let Some(found) = farthest.filter(|days| *days > FARTHEST_FUTURE) {
            problems.push(Problem::TooFar { days: found });
        }
        if future.is_empty() {
            problems.push(Problem::NoFuture);
        }
        problems
    }

    fn of_day(&self, day: &Day, expected: usize, problems: &mut Vec<Problem>) {
        let date = day.date;
        if day.open.len() != expected {
            problems.push(Problem::Length { date, what: "open", found: day.open.len(), expected });
        }
        if day.drivers.len() != self.drivers.len() {
            let found = day.drivers.len();
            problems.push(Problem::Length { date, what: "drivers", found, expected: self.drivers.len() });
        }
        for (driver, &found) in self.drivers.iter().zip(&day.drivers) {
            if found.is_nan() || found.abs() > MOST {
                problems.push(Problem::Driver { date, driver: driver.clone(), found });
            }
        }
    }
}

/// No count and no driver is larger: squares of sums stay exact enough.
const MOST: f64 = 1e9;

impl Day {
    /// Whether the queue is open at all.
    pub fn is_open(&self) -> bool {
        self.open.contains(&true)
    }

    /// Whether its counts are left out.
    pub fn is_excluded(&self) -> bool {
        self.marks.iter().any(|mark| matches!(mark, Mark::Excluded(_)))
    }

    /// Whether it is a holiday.
    pub fn is_holiday(&self) -> bool {
        self.marks.iter().any(|mark| matches!(mark, Mark::Holiday(_)))
    }
}

impl Mark {
    /// The name whose effect is to be learnt.
    pub(super) fn name(&self) -> Option<&str> {
        match self {
            Self::Holiday(name) | Self::Event(name) => Some(name),
            Self::Excluded(_) => None,
        }
    }
}
