//! A table that is being read cell by cell: what its cells mean, and the problems that are found in them.

use super::records::{self, Column, Record};
use crate::scenario::kind::{nearest, parse_clock, parse_date};
use crate::scenario::problem::{Place, Problem};
use jiff::civil::Date;
use std::path::Path;

/// Problems of a table that are shown.
const MOST_PROBLEMS: usize = 20;

/// An open table.
pub(in crate::scenario) struct Sheet {
    origin: String,
    about: String,
    /// What is wrong with it, so far.
    pub(in crate::scenario) problems: Vec<Problem>,
}

impl Sheet {
    /// Opens a table, with its rows. Messages call it `origin`, and say that it is about a key.
    pub(in crate::scenario) fn open(
        path: &Path,
        origin: &str,
        about: &str,
        columns: &[Column],
    ) -> Result<(Self, Vec<Record>), Vec<Problem>> {
        let records = records::read(path, origin, about, columns)?;
        Ok((Self { origin: origin.to_owned(), about: about.to_owned(), problems: Vec::new() }, records))
    }

    pub(in crate::scenario) fn refuse(
        &mut self,
        rule: &'static str,
        record: &Record,
        column: usize,
        allowed: &str,
        remedy: &str,
    ) {
        let cell = &record.cells[column];
        let found = if cell.is_empty() {
            "nothing".to_owned()
        } else {
            format!("\"{}\"", cell.chars().take(40).collect::<String>().escape_debug())
        };
        self.add(rule, record.place(&self.origin, column), found, allowed, remedy);
    }

    /// Refuses something that has no cell.
    pub(in crate::scenario) fn refuse_whole(&mut self, rule: &'static str, found: String, allowed: &str, remedy: &str) {
        self.add(rule, Place::whole(&self.origin), found, allowed, remedy);
    }

    fn add(&mut self, rule: &'static str, place: Place, found: String, allowed: &str, remedy: &str) {
        if self.problems.len() < MOST_PROBLEMS {
            let (about, allowed, remedy) = (self.about.clone(), allowed.to_owned(), remedy.to_owned());
            self.problems.push(Problem { rule, about, place, found, allowed, remedy });
        }
    }

    /// The place of a cell's name in a list.
    pub(in crate::scenario) fn name<'n>(
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
                None => format!("name a known {what}"),
            };
            self.refuse("unknown-name", record, column, &format!("a {what}: {}", first.join(", ")), &remedy);
        }
        found
    }

    pub(in crate::scenario) fn date(&mut self, record: &Record, column: usize) -> Option<Date> {
        let date = parse_date(&record.cells[column]);
        if date.is_none() {
            self.refuse("type", record, column, "a date", "write it as 2026-11-27");
        }
        date
    }

    pub(in crate::scenario) fn clock(&mut self, record: &Record, column: usize) -> Option<u32> {
        let minute = parse_clock(&record.cells[column]);
        if minute.is_none() {
            self.refuse("type", record, column, "a clock time", "write it as 08:30");
        }
        minute
    }

    /// A number from `least` to `most`, with a point or a comma before its decimals.
    pub(in crate::scenario) fn number(
        &mut self,
        record: &Record,
        column: usize,
        (least, most): (f64, f64),
        whole: bool,
        remedy: &str,
    ) -> Option<f64> {
        let cell = &record.cells[column];
        let number: Result<f64, _> = match cell.parse() {
            Err(_) if !cell.contains('.') => cell.replacen(',', ".", 1).parse(),
            parsed => parsed,
        };
        let is_right = |number: &f64| (least..=most).contains(number) && (!whole || number.fract() == 0.0);
        let number = number.ok().filter(is_right);
        if number.is_none() {
            let kind = if whole { "a whole number" } else { "a number" };
            self.refuse("range", record, column, &format!("{kind} from {least} to {most}"), remedy);
        }
        number
    }
}

/// A column that the table must have.
pub(in crate::scenario) const fn must(name: &'static str) -> Column {
    Column { name, required: true }
}

/// A column that the table may have.
pub(in crate::scenario) const fn may(name: &'static str) -> Column {
    Column { name, required: false }
}
