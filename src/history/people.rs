//! Employees and their time, from a staff file and from time sheets.

use super::dates;
use super::field::Field;
use super::layout::Layout;
use super::number::{is_nothing, number};
use super::read::{Refusal, Verdict};
use super::row::Row;
use super::source::Source;
use std::collections::HashMap;

/// Most rows of each kind: ten thousand people for a year and a half.
const MOST: usize = 5_000_000;

/// Somebody who is or was employed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Employee {
    /// The name, as call records have it.
    pub agent: String,
    /// First day, in days since 1970-01-01.
    pub began: i32,
    /// Last day; `None` for who is still there.
    pub left: Option<i32>,
}

/// A day of somebody, in hours.
#[derive(Debug, Clone, PartialEq)]
pub struct PaidDay {
    /// The day, in days since 1970-01-01.
    pub day: i32,
    /// Who; empty where the file does not say.
    pub agent: String,
    /// Hours that were paid or planned.
    pub paid: f64,
    /// Those in which somebody was not there for customers, if that is known.
    pub missing: Option<f64>,
    /// Those in which somebody was away without notice, if that is known.
    pub absent: Option<f64>,
}

/// All that was read of people.
#[derive(Debug, Clone, Default)]
pub struct People {
    /// From a staff file.
    pub employees: Vec<Employee>,
    /// From time sheets.
    pub days: Vec<PaidDay>,
    /// Last days by employee and first day.
    met: HashMap<(String, i32), Option<i32>>,
}

impl People {
    /// Takes a row of a staff file or a time sheet in.
    pub fn take(&mut self, row: &Row, source: &Source) -> Verdict {
        if self.employees.len().max(self.days.len()) >= MOST {
            let allowed = format!("at most {MOST} rows of people");
            let remedy = "take a shorter time";
            return Verdict::Refused(Refusal::of_cell("too-many", row, None, &allowed, remedy));
        }
        let taken = if source.layout == Layout::Staff { self.employee(row, source) } else { self.day(row, source) };
        taken.unwrap_or_else(Verdict::Refused)
    }

    fn employee(&mut self, row: &Row, source: &Source) -> Result<Verdict, Refusal> {
        let agent = name_of(row, source)?;
        let began = day_of(row, source, Field::Began)?.ok_or_else(|| no_day(row, source, Field::Began))?;
        let left = day_of(row, source, Field::Left)?;
        if left.is_some_and(|left| left < began) {
            let at = source.columns.place(Field::Left);
            let allowed = format!("a day from {} on", dates::date_of(began));
            return Err(Refusal::of_cell("order", row, at, &allowed, "correct one of the two days"));
        }
        if let Some(known) = self.met.insert((agent.clone(), began), left) {
            if known == left {
                return Ok(Verdict::Duplicate);
            }
            self.met.insert((agent, began), known);
            let allowed = "each employee and first day once";
            let at = source.columns.place(Field::Agent);
            return Err(Refusal::of_cell("twice", row, at, allowed, "take one of the rows out; the first is used"));
        }
        self.employees.push(Employee { agent, began, left });
        Ok(Verdict::Taken)
    }

    fn day(&mut self, row: &Row, source: &Source) -> Result<Verdict, Refusal> {
        let day = day_of(row, source, Field::Date)?.ok_or_else(|| no_day(row, source, Field::Date))?;
        let agent = if source.columns.has(Field::Agent) { name_of(row, source)? } else { String::new() };
        let paid = hours_of(row, source, Field::Paid)?.unwrap_or(0.0);
        let (missing, absent) = (hours_of(row, source, Field::Missing)?, hours_of(row, source, Field::Absent)?);
        for (hours, field) in [(missing, Field::Missing), (absent, Field::Absent)] {
            if hours.is_some_and(|hours| hours > paid) {
                let allowed = format!("at most the {paid} hours of the day");
                let remedy = "correct it: these hours are a part of those that were paid or planned";
                return Err(Refusal::of_cell("range", row, source.columns.place(field), &allowed, remedy));
            }
        }
        self.days.push(PaidDay { day, agent, paid, missing, absent });
        Ok(Verdict::Taken)
    }

    /// Puts everything in an order that does not depend on that of the files.
    pub fn sort(&mut self) {
        self.employees.sort();
        self.days.sort_by(|a, b| (a.day, &a.agent).cmp(&(b.day, &b.agent)).then(a.paid.total_cmp(&b.paid)));
    }
}

fn name_of(row: &Row, source: &Source) -> Result<String, Refusal> {
    let at = source.columns.place(Field::Agent);
    let name = at.map_or_else(String::new, |at| row.text(at).into_owned());
    if name.is_empty() {
        let remedy = "fill it in; a row of totals can be left out";
        return Err(Refusal::of_cell("no-name", row, at, "the name or number of an employee", remedy));
    }
    Ok(name)
}

fn no_day(row: &Row, source: &Source, field: Field) -> Refusal {
    Refusal::of_cell("moment", row, source.columns.place(field), "a date", "write it as 2026-11-27")
}

/// A day; `None` where nothing stands. A clock time behind it is passed over.
fn day_of(row: &Row, source: &Source, field: Field) -> Result<Option<i32>, Refusal> {
    let Some(at) = source.columns.place(field) else { return Ok(None) };
    let cell = row.cell(at);
    if is_nothing(cell) {
        return Ok(None);
    }
    let moment = || Some(dates::moment(cell, source.date_order)?.local_s.div_euclid(dates::DAY_S) as i32);
    match dates::day(cell, source.date_order).or_else(moment) {
        Some(day) => Ok(Some(day)),
        None => Err(no_day(row, source, field)),
    }
}

/// Hours of a day, as a number or as h:mm; `None` where nothing stands.
fn hours_of(row: &Row, source: &Source, field: Field) -> Result<Option<f64>, Refusal> {
    let Some(at) = source.columns.place(field) else { return Ok(None) };
    let cell = row.cell(at);
    if is_nothing(cell) {
        return Ok(None);
    }
    let clock = || Some(dates::clock(cell).filter(|_| cell.contains(&b':'))? as f64 / 3600.0);
    match number(cell, source.decimal).or_else(clock) {
        Some(hours) if (0.0..=24.0).contains(&hours) => Ok(Some(hours)),
        _ => {
            let remedy = "correct it, or take the row out";
            Err(Refusal::of_cell("hours", row, Some(at), "0 to 24 hours, as 7.5 or 7:30", remedy))
        }
    }
}
