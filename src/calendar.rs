//! The horizon of a study, cut into intervals that know their date, their local clock time and whether the doors are open.
//!
//! Simulated time is in seconds since local midnight of the first day. A day has as many intervals as its clock has:
//! 23 or 25 hours where daylight saving begins or ends. Clock times in scenarios are local.

use crate::units::Seconds;
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use std::ops::Range;

/// One stretch of the horizon in which rates and staffing are constant.
#[derive(Debug, Clone, PartialEq)]
pub struct Interval {
    /// Index of its day in [`Calendar::days`].
    pub day: usize,
    /// Begin, since the horizon's begin.
    pub start: Seconds,
    /// End, since the horizon's begin; the last interval of a horizon may be shorter than the others.
    pub end: Seconds,
    /// Local clock time at its begin, in minutes after midnight. On the day that daylight saving ends, the repeated
    /// hour has the same clock times twice.
    pub clock_minute: u32,
}

impl Interval {
    /// How long it is.
    pub fn length(&self) -> Seconds {
        self.end - self.start
    }
}

/// One local calendar day of the horizon.
#[derive(Debug, Clone, PartialEq)]
pub struct Day {
    /// Its date.
    pub date: Date,
    /// Its intervals, as indices into [`Calendar::intervals`].
    pub intervals: Range<usize>,
}

impl Day {
    /// Its weekday.
    pub fn weekday(&self) -> Weekday {
        self.date.weekday()
    }
}

/// The horizon: its days and intervals, in order, without gaps.
#[derive(Debug, Clone, PartialEq)]
pub struct Calendar {
    /// Days in order; the last may be cut short by a horizon given in hours.
    pub days: Vec<Day>,
    /// Intervals in order.
    pub intervals: Vec<Interval>,
    /// Length of a whole interval, in minutes: 15, 30 or 60.
    pub interval_minutes: u32,
    /// Name of the time zone, as in the IANA database, for the reports.
    pub time_zone: String,
}

impl Calendar {
    /// Cuts `length`, counted from midnight of `start` in `zone`, into intervals of `interval_minutes`.
    ///
    /// `length` is a duration, so a horizon of 24 hours on a day with 25 ends before midnight; use [`Calendar::of_days`]
    /// for whole days.
    ///
    /// # Panics
    /// If `interval_minutes` is 0 or does not divide an hour: the scenario's door lets neither in.
    pub fn of_length(start: Date, length: Seconds, interval_minutes: u32, zone: &TimeZone) -> Self {
        assert!(interval_minutes > 0 && 60 % interval_minutes == 0, "intervals divide the hour");
        let mut calendar = Self {
            days: Vec::new(),
            intervals: Vec::new(),
            interval_minutes,
            time_zone: zone.iana_name().unwrap_or("UTC").to_owned(),
        };
        let mut date = start;
        let mut begin = 0.0;
        while begin < length.0 {
            let tomorrow = date.tomorrow().unwrap_or(date);
            let seconds = day_seconds(date, tomorrow, zone);
            calendar.push_day(date, begin, seconds.min(length.0 - begin), zone);
            begin += seconds;
            if tomorrow == date {
                break;
            }
            date = tomorrow;
        }
        calendar
    }

    /// Whole local days from `start`, each as long as its clock says.
    pub fn of_days(start: Date, days: u32, interval_minutes: u32, zone: &TimeZone) -> Self {
        let mut length = 0.0;
        let mut date = start;
        for _ in 0..days {
            let tomorrow = date.tomorrow().unwrap_or(date);
            length += day_seconds(date, tomorrow, zone);
            date = tomorrow;
        }
        Self::of_length(start, Seconds(length), interval_minutes, zone)
    }

    fn push_day(&mut self, date: Date, begin: f64, seconds: f64, zone: &TimeZone) {
        let step = f64::from(self.interval_minutes) * 60.0;
        let first = self.intervals.len();
        let midnight = date.to_zoned(zone.clone()).map(|zoned| zoned.timestamp());
        let count = (seconds / step).ceil() as usize;
        for index in 0..count {
            let offset = index as f64 * step;
            let clock_minute = match &midnight {
                Ok(midnight) => {
                    let moment = *midnight + jiff::SignedDuration::from_secs(offset as i64);
                    let clock = zone.to_datetime(moment).time();
                    clock.hour() as u32 * 60 + clock.minute() as u32
                }
                Err(_) => (offset / 60.0) as u32 % 1440,
            };
            self.intervals.push(Interval {
                day: self.days.len(),
                start: Seconds(begin + offset),
                end: Seconds(begin + (offset + step).min(seconds)),
                clock_minute,
            });
        }
        self.days.push(Day { date, intervals: first..self.intervals.len() });
    }

    /// End of the horizon.
    pub fn end(&self) -> Seconds {
        self.intervals.last().map_or(Seconds::ZERO, |interval| interval.end)
    }

    /// The date and the clock time, in minutes after midnight, that another time zone shows when each interval begins.
    pub fn clocks_in(&self, zone: &TimeZone) -> Vec<(Date, u32)> {
        let own = TimeZone::get(&self.time_zone).unwrap_or(TimeZone::UTC);
        let Some(Ok(begin)) = self.days.first().map(|day| day.date.to_zoned(own)) else { return Vec::new() };
        let begin = begin.timestamp();
        self.intervals
            .iter()
            .map(|interval| {
                let moment = begin + jiff::SignedDuration::from_secs(interval.start.0 as i64);
                let there = zone.to_datetime(moment);
                (there.date(), there.hour() as u32 * 60 + there.minute() as u32)
            })
            .collect()
    }

    /// The intervals of some of its days.
    pub fn intervals_of(&self, days: &Range<usize>) -> Range<usize> {
        let end =
            |until: usize| until.checked_sub(1).and_then(|day| self.days.get(day)).map_or(0, |day| day.intervals.end);
        end(days.start)..end(days.end).max(end(days.start))
    }

    /// Some of its days as a horizon of their own.
    #[must_use]
    pub fn part(&self, days: &Range<usize>) -> Self {
        let intervals = self.intervals_of(days);
        let begin = self.intervals.get(intervals.start).map_or(Seconds::ZERO, |interval| interval.start);
        let moved = |interval: &Interval| Interval {
            day: interval.day - days.start,
            start: interval.start - begin,
            end: interval.end - begin,
            clock_minute: interval.clock_minute,
        };
        let day = |day: &Day| Day {
            date: day.date,
            intervals: day.intervals.start - intervals.start..day.intervals.end - intervals.start,
        };
        Self {
            days: self.days[days.clone()].iter().map(day).collect(),
            intervals: self.intervals[intervals.clone()].iter().map(moved).collect(),
            ..self.clone()
        }
    }

    /// The local date and clock time at which an interval begins, as `2026-11-27T09:30`.
    pub fn label(&self, interval: usize) -> String {
        let Interval { day, clock_minute, .. } = self.intervals[interval];
        format!("{}T{}", self.days[day].date, clock(clock_minute))
    }
}

/// Minutes after midnight as `09:30`.
pub fn clock(minute: u32) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// Seconds from midnight to midnight: 86,400 but for the days on which daylight saving begins or ends.
fn day_seconds(date: Date, tomorrow: Date, zone: &TimeZone) -> f64 {
    match (date.to_zoned(zone.clone()), tomorrow.to_zoned(zone.clone())) {
        (Ok(begin), Ok(end)) if end > begin => begin.timestamp().duration_until(end.timestamp()).as_secs_f64(),
        _ => 86_400.0,
    }
}

/// When the doors are open in a week: for each weekday, spans of minutes after midnight; and dates that are closed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OpeningHours {
    /// Spans by weekday, Monday first; each begins before it ends, at most 1,440; in order, not overlapping.
    pub week: [Vec<Range<u32>>; 7],
    /// Dates on which nothing opens.
    pub closed: Vec<Date>,
}

impl OpeningHours {
    /// Round the clock, every day.
    pub fn always() -> Self {
        #[allow(clippy::single_range_in_vec_init, reason = "one span that lasts the whole day is meant")]
        Self { week: std::array::from_fn(|_| vec![0..1440]), closed: Vec::new() }
    }

    /// Whether a clock minute of a date is within opening hours.
    pub fn is_open(&self, date: Date, minute: u32) -> bool {
        !self.closed.contains(&date)
            && self.week[date.weekday().to_monday_zero_offset() as usize].iter().any(|span| span.contains(&minute))
    }

    /// For each interval of a calendar, whether the doors are open when it begins.
    pub fn open_intervals(&self, calendar: &Calendar) -> Vec<bool> {
        calendar
            .intervals
            .iter()
            .map(|interval| self.is_open(calendar.days[interval.day].date, interval.clock_minute))
            .collect()
    }
}

/// A value for each row (a queue, a group) and interval.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Grid<T> {
    /// Row by row: the value of `(row, interval)` is at `row * intervals + interval`.
    values: Vec<T>,
    intervals: usize,
}

impl<T: Clone> Grid<T> {
    /// A grid that holds the same value everywhere.
    pub fn filled(rows: usize, intervals: usize, value: T) -> Self {
        Self { values: vec![value; rows * intervals], intervals }
    }

    /// A grid from its rows, which are equally long.
    ///
    /// # Panics
    /// If they are not.
    pub fn from_rows(rows: Vec<Vec<T>>) -> Self {
        let intervals = rows.first().map_or(0, Vec::len);
        assert!(rows.iter().all(|row| row.len() == intervals), "rows of a grid are equally long");
        Self { values: rows.into_iter().flatten().collect(), intervals }
    }
}

impl<T> Grid<T> {
    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.values.len().checked_div(self.intervals).unwrap_or(0)
    }

    /// How many intervals a row has.
    pub fn intervals(&self) -> usize {
        self.intervals
    }

    /// The values of a row, interval by interval.
    pub fn row(&self, row: usize) -> &[T] {
        &self.values[row * self.intervals..(row + 1) * self.intervals]
    }

    /// The values of a row, to be changed.
    pub fn row_mut(&mut self, row: usize) -> &mut [T] {
        &mut self.values[row * self.intervals..(row + 1) * self.intervals]
    }

    /// All values, row by row.
    pub fn values(&self) -> &[T] {
        &self.values
    }
}

impl<T> std::ops::Index<(usize, usize)> for Grid<T> {
    type Output = T;
    fn index(&self, (row, interval): (usize, usize)) -> &T {
        &self.values[row * self.intervals + interval]
    }
}

impl<T> std::ops::IndexMut<(usize, usize)> for Grid<T> {
    fn index_mut(&mut self, (row, interval): (usize, usize)) -> &mut T {
        &mut self.values[row * self.intervals + interval]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn berlin() -> TimeZone {
        TimeZone::get("Europe/Berlin").unwrap()
    }

    #[test]
    fn the_day_on_which_daylight_saving_ends_has_twenty_five_hours() {
        let calendar = Calendar::of_days(date(2026, 10, 24), 3, 60, &berlin());
        let lengths: Vec<usize> = calendar.days.iter().map(|day| day.intervals.len()).collect();
        assert_eq!(lengths, [24, 25, 24]);
        let clocks: Vec<u32> = calendar.days[1].intervals.clone().map(|i| calendar.intervals[i].clock_minute).collect();
        assert_eq!(&clocks[..5], &[0, 60, 120, 120, 180]);
        assert_eq!(calendar.end(), Seconds(73.0 * 3600.0));
    }

    #[test]
    fn the_day_on_which_daylight_saving_begins_has_no_two_o_clock() {
        let calendar = Calendar::of_days(date(2026, 3, 29), 1, 60, &berlin());
        let clocks: Vec<u32> = calendar.intervals.iter().map(|interval| interval.clock_minute).collect();
        assert_eq!(clocks.len(), 23);
        assert_eq!(&clocks[..4], &[0, 60, 180, 240]);
    }

    #[test]
    fn a_horizon_in_seconds_may_end_within_an_interval() {
        let calendar = Calendar::of_length(date(2026, 1, 5), Seconds(1801.0), 30, &TimeZone::UTC);
        assert_eq!(calendar.intervals.len(), 2);
        assert_eq!(calendar.intervals[1].length(), Seconds(1.0));
        assert_eq!(calendar.label(1), "2026-01-05T00:30");
    }

    #[test]
    fn doors_are_shut_on_closed_dates_and_outside_the_spans() {
        let mut hours = OpeningHours::default();
        hours.week[0].push(480..1200);
        hours.closed.push(date(2026, 1, 12));
        assert!(hours.is_open(date(2026, 1, 5), 480));
        assert!(!hours.is_open(date(2026, 1, 5), 1200));
        assert!(!hours.is_open(date(2026, 1, 6), 480));
        assert!(!hours.is_open(date(2026, 1, 12), 480));
    }
}
