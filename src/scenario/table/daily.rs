//! A CSV table of daily numbers beside the scenario: a row for each day (`date`), a column for each thing that is counted.
//!
//! It is a table of the business, not of ours: columns that nobody asks for are passed over, and so are rows of other days.

use super::super::kind::{nearest, parse_date};
use super::super::problem::{Place, Problem};
use super::{Expected, Reading, Rows, cell, cell_place, joined, quoted};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::path::Path;

/// Largest number of units of a day.
const MOST_UNITS: f64 = 1e12;

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub(in crate::scenario) struct Wanted<'a> {
    /// The column.
    pub(in crate::scenario) column: &'a str,
    /// First day.
    pub(in crate::scenario) first: Date,
    /// Last day, included.
    pub(in crate::scenario) last: Date,
}

/// Reads a column. `origin` is the table's name in messages and `about` the key that names it.
pub(in crate::scenario) fn read(
    path: &Path,
    origin: &str,
    about: &str,
    wanted: &Wanted<'_>,
) -> Result<BTreeMap<Date, f64>, Vec<Problem>> {
    super::reading(origin, about, |reading| read_days(path, wanted, reading))
}

/// Names of the columns beside `date`.
pub(in crate::scenario) fn names(path: &Path, origin: &str) -> Result<Vec<String>, Vec<Problem>> {
    super::reading(origin, "", |reading| {
        let rows = Rows::open(path, "a first line with the column date and names", reading)?;
        let names = rows.row.iter().map(str::trim).filter(|name| !name.eq_ignore_ascii_case("date"));
        Some(names.map(str::to_owned).collect())
    })
}

/// Where things stand in a row.
struct Layout {
    width: usize,
    date: usize,
    column: usize,
    delimiter: u8,
}

fn read_days(path: &Path, wanted: &Wanted<'_>, reading: &mut Reading<'_>) -> Option<BTreeMap<Date, f64>> {
    let mut rows = Rows::open(path, "a first line with the column date and names", reading)?;
    let date = the_column(&rows.row, rows.delimiter, "date", reading);
    let column = the_column(&rows.row, rows.delimiter, wanted.column, reading);
    let layout = Layout { width: rows.row.len(), date: date?, column: column?, delimiter: rows.delimiter };
    let mut days = BTreeMap::new();
    while let Some(line) = rows.next(reading) {
        take(&rows.row, line, &layout, wanted, &mut days, reading);
    }
    Some(days)
}

/// Takes a row in, or refuses it.
fn take(
    row: &csv::StringRecord,
    line: usize,
    layout: &Layout,
    wanted: &Wanted<'_>,
    days: &mut BTreeMap<Date, f64>,
    reading: &mut Reading<'_>,
) {
    let origin = reading.origin;
    let place = |at: usize| cell_place(origin, line, &joined(row, layout.delimiter), row, at);
    if row.len() != layout.width {
        let allowed = format!("{} fields, as in the first line", layout.width);
        let remedy = "quote fields that hold a delimiter; fill empty ones with 0";
        reading.refuse("row", place(0), format!("{} fields", row.len()), &allowed, remedy);
        return;
    }
    let Some(day) = parse_date(&row[layout.date]) else {
        let found = quoted(&row[layout.date]);
        reading.refuse("type", place(layout.date), found, "a date", "write it as 2026-11-27");
        return;
    };
    if day < wanted.first || day > wanted.last {
        return;
    }
    let expected = Expected { names: &[], most: MOST_UNITS, levels: false };
    match cell(&row[layout.column], layout.delimiter != b',', expected) {
        Ok(units) => {
            if days.insert(day, units).is_some() {
                let found = format!("{day} twice");
                reading.refuse("twice", place(layout.date), found, "each day once", "take one of the rows out");
            }
        }
        Err((rule, allowed)) => {
            let remedy = "write a plain number; 0 where there is nothing";
            reading.refuse(rule, place(layout.column), quoted(&row[layout.column]), &allowed, remedy);
        }
    }
}

/// Where a column stands in the first line; that it is missing, or there twice, is a problem.
fn the_column(row: &csv::StringRecord, delimiter: u8, name: &str, reading: &mut Reading<'_>) -> Option<usize> {
    let text = joined(row, delimiter);
    // Spreadsheets write `Date` as they like; names of columns are taken as they are.
    let is_it = |cell: &str| if name == "date" { cell.trim().eq_ignore_ascii_case(name) } else { cell.trim() == name };
    let mut places = (0..row.len()).filter(|&at| is_it(&row[at]));
    let first = places.next();
    if first.is_none() {
        let remedy = match nearest(name, row.iter().map(str::trim)) {
            Some(near) => format!("did you mean \"{near}\"?"),
            None => "give the first line of the table this name, or name another column".to_owned(),
        };
        let known: Vec<&str> = row.iter().map(str::trim).take(8).collect();
        let place = Place::in_line(reading.origin, 1, &text, 0..text.len());
        let allowed = format!("a column of the table: {}", known.join(", "));
        reading.refuse("missing-column", place, format!("no column \"{}\"", name.escape_debug()), &allowed, &remedy);
    } else if let Some(second) = places.next() {
        let place = cell_place(reading.origin, 1, &text, row, second);
        let found = format!("the column \"{}\" twice", name.escape_debug());
        reading.refuse("twice", place, found, "each column once", "take one of them out");
        return None;
    }
    first
}
