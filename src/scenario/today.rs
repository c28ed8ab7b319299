//! What is given on the day itself, beside the scenario: what has come until now, who is planned, who is absent.
//!
//! Each is a table, CSV or XLSX, whose columns may stand in any order, read with the same tolerance as the tables of the scenario
//! (semicolons and tabs, byte order marks, Windows line ends, decimal commas, dates as spreadsheets write them), and refused with the
//! same messages: every problem at once, with file, line and column.

mod absences;
mod actuals;
mod shifts;

pub use absences::{Absence, read_absences};
pub use actuals::{Actuals, HandlingSoFar, read_actuals};
pub use shifts::{GivenBreak, GivenShift, read_shifts};

use super::Scenario;
use super::kind::{parse_clock, parse_date};
use super::problem::Problems;
use super::table::records::{Column, Record};
use super::table::sheet::Sheet;
use jiff::civil::Date;
use std::path::Path;

/// A moment of the horizon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Now {
    /// Index of the day in the calendar.
    pub day: usize,
    /// Minutes after midnight, by the clock of that day.
    pub minute: u32,
    /// Intervals of the calendar that are over by then: the present lies in this one, or at its begin.
    pub interval: usize,
}

impl Now {
    /// Reads a moment as `2026-11-27 11:00`. In the hour that the end of daylight saving repeats, the first is meant.
    ///
    /// Fails with a sentence for people where it is no moment or lies outside of the horizon.
    pub fn parse(text: &str, scenario: &Scenario) -> Result<Self, String> {
        let split = text.trim().split_once(['T', ' ']);
        let parsed = split.and_then(|(date, clock)| Some((parse_date(date)?, parse_clock(clock)?)));
        let Some((date, minute)) = parsed.filter(|&(_, minute)| minute < 1440) else {
            return Err(format!("“{text}” is no moment; write it as \"2026-11-27 11:00\""));
        };
        let calendar = &scenario.calendar;
        let Ok(day) = calendar.days.binary_search_by_key(&date, |day| day.date) else {
            let (first, last) = (calendar.days.first(), calendar.days.last());
            let horizon = first.zip(last).map_or_else(String::new, |(first, last)| {
                format!("; the scenario’s horizon is from {} to {}", first.date, last.date)
            });
            return Err(format!("{date} is not a day of the scenario{horizon}"));
        };
        let days = calendar.days[day].intervals.clone();
        let step = calendar.interval_minutes;
        let over = |interval: usize| calendar.intervals[interval].clock_minute + step <= minute;
        let interval = days.clone().find(|&interval| !over(interval)).unwrap_or(days.end);
        Ok(Self { day, minute, interval })
    }
}

/// Opens a table, which messages call by its path.
fn open(path: &Path, columns: &[Column]) -> Result<(Sheet, Vec<Record>), Problems> {
    Sheet::open(path, &path.display().to_string(), "", columns).map_err(|problems| Problems { problems })
}

/// What was read, unless anything is wrong with the table.
fn done<T>(sheet: Sheet, read: T) -> Result<T, Problems> {
    if sheet.problems.is_empty() { Ok(read) } else { Err(Problems { problems: sheet.problems }) }
}

/// The day of the horizon with a date; `None` for dates outside of it.
fn day_of(scenario: &Scenario, date: Date) -> Option<usize> {
    scenario.calendar.days.binary_search_by_key(&date, |day| day.date).ok()
}

/// A number of people or contacts, from 0 on.
fn count(sheet: &mut Sheet, record: &Record, column: usize, most: f64) -> Option<f64> {
    sheet.number(record, column, (0.0, most), true, "write a plain number; 0 where nobody came")
}
