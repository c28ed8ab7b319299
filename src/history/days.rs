//! A queue's history by local day and clock time: what findings and opening hours are read from.

use super::dates::{DAY_S, Moment, date_of};
use super::zone::{Instant, Zone};
use super::{IntervalHistory, QueueHistory};
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// A queue's contacts, day by day.
#[derive(Debug, Clone, PartialEq)]
pub struct Days {
    /// First local day, in days since 1970-01-01.
    pub first: i32,
    /// Length of an interval, in minutes.
    pub interval_minutes: u32,
    /// For each day, for each interval of the clock: the contacts, `None` where there is no row. On the day that daylight saving
    /// ends, both times of an hour are added up.
    pub offered: Vec<Vec<Option<f64>>>,
    /// Whether the files have rows of intervals without contacts, so that one without a row is missing and not empty.
    pub has_zeros: bool,
    /// Intervals of the clock that there were not, by day: those that daylight saving skips, and those before the first row and
    /// after the last.
    pub absent: Vec<(usize, usize)>,
}

impl Days {
    /// The days of a queue, from its first to its last row.
    pub fn of(history: &IntervalHistory, queue: &QueueHistory) -> Self {
        let interval_minutes = history.interval_minutes;
        let slots = (1440 / interval_minutes) as usize;
        let first = queue.rows.iter().map(super::IntervalRow::day).min().unwrap_or(0);
        let last = queue.rows.iter().map(super::IntervalRow::day).max().unwrap_or(first);
        let mut offered = vec![vec![None; slots]; (last - first) as usize + 1];
        for row in &queue.rows {
            let slot = &mut offered[(row.day() - first) as usize][(row.minute() / interval_minutes) as usize];
            *slot = Some(slot.unwrap_or(0.0) + row.offered);
        }
        let has_zeros = queue.rows.iter().any(|row| row.offered == 0.0);
        let mut days = Self { first, interval_minutes, offered, has_zeros, absent: Vec::new() };
        days.absent = days.absences(history, queue);
        days
    }

    fn absences(&self, history: &IntervalHistory, queue: &QueueHistory) -> Vec<(usize, usize)> {
        let mut zone = Zone::named(&history.time_zone).unwrap_or_else(|| Zone::new(TimeZone::UTC));
        let first = queue.rows.iter().map(|row| row.local_s).min().unwrap_or(0);
        let last = queue.rows.iter().map(|row| row.local_s).max().unwrap_or(0);
        let all = (0..self.offered.len()).flat_map(|day| (0..self.slots()).map(move |slot| (day, slot)));
        all.filter(|&(day, slot)| {
            let minute = slot as u32 * self.interval_minutes;
            let local_s = i64::from(self.day_number(day)) * DAY_S + i64::from(minute) * 60;
            let is_outside = local_s < first || local_s > last;
            is_outside || zone.instant(Moment { local_s, offset_s: None }) == Instant::Never
        })
        .collect()
    }

    /// Intervals of a day.
    pub fn slots(&self) -> usize {
        (1440 / self.interval_minutes) as usize
    }

    /// A day in days since 1970-01-01.
    pub fn day_number(&self, day: usize) -> i32 {
        self.first.saturating_add_unsigned(day as u32)
    }

    /// The weekday of a day, 0 for Monday.
    pub fn weekday(&self, day: usize) -> usize {
        // 1970-01-01 was a Thursday.
        (self.day_number(day) + 3).rem_euclid(7) as usize
    }

    /// The date of a day.
    pub fn date(&self, day: usize) -> Date {
        date_of(self.day_number(day))
    }

    /// Contacts of a day.
    pub fn total(&self, day: usize) -> f64 {
        self.offered[day].iter().flatten().sum()
    }

    /// The days of a weekday, in order.
    pub fn of_weekday(&self, weekday: usize) -> impl Iterator<Item = usize> + '_ {
        (0..self.offered.len()).filter(move |&day| self.weekday(day) == weekday)
    }
}

/// The middle of some values; 0 of none.
pub fn median(values: &mut [f64]) -> f64 {
    if values.is_empty() {
        return 0.0;
    }
    let middle = values.len() / 2;
    let upper = *values.select_nth_unstable_by(middle, f64::total_cmp).1;
    if values.len() % 2 == 1 {
        return upper;
    }
    let lower = values[..middle].iter().copied().fold(f64::NEG_INFINITY, f64::max);
    f64::midpoint(lower, upper)
}
