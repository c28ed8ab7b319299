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
use super::kind::{nearest, parse_clock, parse_date};
use super::problem::{Place, Problem, Problems};
use super::table::records::{self, Column, Record};
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

/// Problems of a table that are shown.
const MOST_PROBLEMS: usize = 20;

/// A table that is open for reading: its rows, and the problems that are found in them.
struct Sheet<'a> {
    scenario: &'a Scenario,
    origin: String,
    problems: Vec<Problem>,
}

impl<'a> Sheet<'a> {
    /// Opens a table, which messages call by its path.
    fn open(path: &Path, scenario: &'a Scenario, columns: &[Column]) -> Result<(Self, Vec<Record>), Problems> {
        let origin = path.display().to_string();
        match records::read(path, &origin, "", columns) {
            Ok(records) => Ok((Self { scenario, origin, problems: Vec::new() }, records)),
            Err(problems) => Err(Problems { problems }),
        }
    }

    /// What was read, unless anything is wrong.
    fn done<T>(self, read: T) -> Result<T, Problems> {
        if self.problems.is_empty() { Ok(read) } else { Err(Problems { problems: self.problems }) }
    }

    fn refuse(&mut self, rule: &'static str, record: &Record, column: usize, allowed: &str, remedy: &str) {
        if self.problems.len() == MOST_PROBLEMS {
            return;
        }
        let cell = &record.cells[column];
        let found = if cell.is_empty() {
            "nothing".to_owned()
        } else {
            format!("\"{}\"", cell.chars().take(40).collect::<String>().escape_debug())
        };
        let place = record.place(&self.origin, column);
        let (allowed, remedy) = (allowed.to_owned(), remedy.to_owned());
        self.problems.push(Problem { rule, about: String::new(), place, found, allowed, remedy });
    }

    fn refuse_whole(&mut self, rule: &'static str, found: String, allowed: &str, remedy: &str) {
        if self.problems.len() == MOST_PROBLEMS {
            return;
        }
        let place = Place::whole(&self.origin);
        let (allowed, remedy) = (allowed.to_owned(), remedy.to_owned());
        self.problems.push(Problem { rule, about: String::new(), place, found, allowed, remedy });
    }

    /// The place of a cell's name in a list.
    fn name<'n>(
        &mut self,
        record: &Record,
        column: usize,
        what: &str,
        names: impl Iterator<Item = &'n str> + Clone,
    ) -> Option<usize> {
        // What the results write so that no spreadsheet takes it for a formula is the same name.
        let cell = record.cells[column].as_str();
        let bare = cell.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@'])).unwrap_or(cell);
        let found = names.clone().position(|name| name == cell || name == bare);
        if found.is_none() {
            let first: Vec<&str> = names.clone().take(8).collect();
            let remedy = match nearest(cell, names) {
                Some(near) => format!("did you mean \"{near}\"?"),
                None => format!("name a {what} of the scenario"),
            };
            self.refuse("unknown-name", record, column, &format!("a {what}: {}", first.join(", ")), &remedy);
        }
        found
    }

    fn date(&mut self, record: &Record, column: usize) -> Option<Date> {
        let date = parse_date(&record.cells[column]);
        if date.is_none() {
            self.refuse("type", record, column, "a date", "write it as 2026-11-27");
        }
        date
    }

    /// The day of the horizon with a date; `None` for dates outside of it.
    fn day(&self, date: Date) -> Option<usize> {
        self.scenario.calendar.days.binary_search_by_key(&date, |day| day.date).ok()
    }

    fn clock(&mut self, record: &Record, column: usize) -> Option<u32> {
        let minute = parse_clock(&record.cells[column]);
        if minute.is_none() {
            self.refuse("type", record, column, "a clock time", "write it as 08:30");
        }
        minute
    }

    /// A number from `least` to `most`, with a point or a comma before its decimals.
    fn number(&mut self, record: &Record, column: usize, (least, most): (f64, f64), whole: bool) -> Option<f64> {
        let cell = &record.cells[column];
        let number: Result<f64, _> = match cell.parse() {
            Err(_) if !cell.contains('.') => cell.replacen(',', ".", 1).parse(),
            parsed => parsed,
        };
        let is_right = |number: &f64| (least..=most).contains(number) && (!whole || number.fract() == 0.0);
        let number = number.ok().filter(is_right);
        if number.is_none() {
            let kind = if whole { "a whole number" } else { "a number" };
            let remedy = "write a plain number; 0 where nobody came";
            self.refuse("range", record, column, &format!("{kind} from {least} to {most}"), remedy);
        }
        number
    }
}

const fn must(name: &'static str) -> Column {
    Column { name, required: true }
}

const fn may(name: &'static str) -> Column {
    Column { name, required: false }
}
