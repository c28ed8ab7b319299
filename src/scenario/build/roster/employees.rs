//! Employees and what concerns them: a table each, whose rows name them.

use super::Given;
use crate::scenario::form::{Form, join};
use crate::scenario::kind::{WEEKDAYS, parse_date};
use crate::scenario::roster::{Contract, Employee, EmployeeWish, Wished, WorkedShift};
use crate::scenario::table::records::{Column, Record};
use crate::scenario::table::sheet::{Sheet, may, must};
use crate::scenario::{GroupId, ShiftTypeId};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Most people in a roster.
const MOST_EMPLOYEES: usize = 5_000;
/// Most days before the horizon that are looked back on: the longest stretches and weeks that rules count.
const LOOK_BACK: i32 = 42;

/// What rows refer to.
pub(super) struct Known<'a> {
    pub(super) given: &'a Given<'a>,
    pub(super) contracts: &'a [Contract],
    pub(super) shift_names: &'a [String],
}

impl Known<'_> {
    /// The day of the horizon with that date; negative before it.
    fn day(&self, date: Date) -> Option<i32> {
        let first = self.given.calendar.days.first()?.date;
        first.until(date).ok().map(|span| span.get_days())
    }

    fn days(&self) -> i32 {
        i32::try_from(self.given.calendar.days.len()).unwrap_or(i32::MAX)
    }
}

/// The rows of the table that a key of `roster` names.
fn open(form: &mut Form, known: &Known<'_>, key: &str, columns: &[Column]) -> Option<(Sheet, Vec<Record>)> {
    let about = join("roster", key);
    let (origin, place) = form.table(&about, known.given.folder)?;
    match Sheet::open(&place, &origin, &about, columns) {
        Ok(opened) => Some(opened),
        Err(problems) => {
            form.problems.extend(problems);
            None
        }
    }
}

/// A number from 0 to `most`; `absent` where the cell is empty.
fn number(sheet: &mut Sheet, record: &Record, column: usize, absent: f64, most: f64, whole: bool) -> f64 {
    if record.cells[column].is_empty() {
        return absent;
    }
    sheet.number(record, column, (0.0, most), whole, "correct it, or leave it empty").unwrap_or(absent)
}

/// A begin and an end by the clock; an end that is not after the begin is on the next day.
fn worked(sheet: &mut Sheet, record: &Record, start: usize, end: usize) -> Option<WorkedShift> {
    let (begin, until) = (sheet.clock(record, start)?, sheet.clock(record, end)?);
    if begin >= 1440 {
        sheet.refuse("range", record, start, "a begin before 24:00", "write midnight as 00:00");
        return None;
    }
    let length = if until > begin { until - begin } else { until + 1440 - begin };
    Some(WorkedShift { start: begin, length })
}

pub(super) fn build(form: &mut Form, known: &Known<'_>) -> Vec<Employee> {
    let mut employees = people(form, known);
    let names: BTreeMap<String, usize> =
        employees.iter().enumerate().map(|(place, employee)| (employee.name.clone(), place)).collect();
    let mut team = Team { employees: &mut employees, names };
    time_off(form, known, &mut team);
    availability(form, known, &mut team);
    wishes(form, known, &mut team);
    history(form, known, &mut team);
    locked(form, known, &mut team);
    employees
}

/// Employees, to be found by their names.
struct Team<'a> {
    employees: &'a mut Vec<Employee>,
    names: BTreeMap<String, usize>,
}

impl Team<'_> {
    /// Whom the first cell of a row names.
    fn of(&mut self, sheet: &mut Sheet, record: &Record) -> Option<&mut Employee> {
        let place = if let Some(&place) = self.names.get(&record.cells[0]) {
            place
        } else {
            let names: Vec<&str> = self.employees.iter().map(|employee| employee.name.as_str()).collect();
            sheet.name(record, 0, "name in the table of employees", names.iter().copied())?
        };
        self.employees.get_mut(place)
    }
}

fn people(form: &mut Form, known: &Known<'_>) -> Vec<Employee> {
    let columns = [
        must("name"),
        must("group"),
        must("contract"),
        may("also"),
        may("seniority"),
        may("rotation_week"),
        may("nights_before"),
        may("weekends_before"),
        may("refused_before"),
    ];
    let Some((mut sheet, records)) = open(form, known, "employees", &columns) else { return Vec::new() };
    let contract_names: Vec<&str> = known.contracts.iter().map(|contract| contract.name.as_str()).collect();
    let mut employees: Vec<Employee> = Vec::new();
    let mut names = BTreeSet::new();
    for record in &records {
        if employees.len() == MOST_EMPLOYEES {
            let allowed = format!("at most {MOST_EMPLOYEES} people");
            sheet.refuse("too-many", record, 0, &allowed, "roster each site or group by itself");
            break;
        }
        let name = record.cells[0].clone();
        if name.is_empty() || name.chars().count() > 100 {
            sheet.refuse("name", record, 0, "a name of 1 to 100 characters", "give each row a short name");
            continue;
        }
        if !names.insert(name.clone()) {
            let remedy = "tell people of the same name apart, or take one of the rows out";
            sheet.refuse("twice", record, 0, "each name once", remedy);
            continue;
        }
        let own = sheet.name(record, 1, "group", known.given.group_names.iter().map(String::as_str));
        let contract = sheet.name(record, 2, "contract", contract_names.iter().copied());
        let mut groups: Vec<GroupId> = own.into_iter().map(GroupId).collect();
        for other in record.cells[3].split('|').map(str::trim).filter(|other| !other.is_empty()) {
            match known.given.group_names.iter().position(|group| group == other) {
                Some(group) if !groups.contains(&GroupId(group)) => groups.push(GroupId(group)),
                Some(_) => {}
                None => {
                    let allowed = format!("groups of the file, separated by |: {}", known.given.group_names.join(", "));
                    sheet.refuse("unknown-name", record, 3, &allowed, "name groups of the file");
                }
            }
        }
        let weeks = contract.map_or(1, |contract| known.contracts[contract].rotation.len().max(1));
        let week = number(&mut sheet, record, 5, 1.0, 1000.0, true) as usize;
        let rotation_week = week.saturating_sub(1) % weeks;
        let mut count = |column: usize| number(&mut sheet, record, column, 0.0, 10_000.0, true) as u32;
        let (nights_before, weekends_before, refusals_before) = (count(6), count(7), count(8));
        let seniority = number(&mut sheet, record, 4, 1.0, 1000.0, false);
        employees.push(Employee {
            name,
            groups,
            contract: contract.unwrap_or_default(),
            seniority,
            rotation_week,
            nights_before,
            weekends_before,
            refusals_before,
            days_off: BTreeSet::new(),
            available: BTreeMap::new(),
            wishes: Vec::new(),
            history: BTreeMap::new(),
            history_days: 0,
            locked: BTreeMap::new(),
        });
    }
    if employees.is_empty() && sheet.problems.is_empty() {
        let remedy = "fill the table, or take [roster] out";
        sheet.refuse_whole("empty", "no rows".to_owned(), "a row for each person", remedy);
    }
    form.problems.extend(sheet.problems);
    employees
}

fn time_off(form: &mut Form, known: &Known<'_>, team: &mut Team<'_>) {
    let columns = [must("name"), must("from"), may("to")];
    let Some((mut sheet, records)) = open(form, known, "time_off", &columns) else { return };
    for record in &records {
        let Some(from) = sheet.date(record, 1) else { continue };
        let to = if record.cells[2].is_empty() { Some(from) } else { sheet.date(record, 2) };
        let Some(to) = to else { continue };
        if to < from {
            sheet.refuse("order", record, 2, &format!("a date from {from} on"), "exchange `from` and `to`");
            continue;
        }
        let (Some(first), Some(last)) = (known.day(from), known.day(to)) else { continue };
        let Some(employee) = team.of(&mut sheet, record) else { continue };
        employee.days_off.extend((first.max(0)..=last.min(known.days() - 1)).map(|day| day as usize));
    }
    form.problems.extend(sheet.problems);
}

fn availability(form: &mut Form, known: &Known<'_>, team: &mut Team<'_>) {
    let columns = [must("name"), must("day"), must("from"), must("to")];
    let Some((mut sheet, records)) = open(form, known, "availability", &columns) else { return };
    for record in &records {
        let word = record.cells[1].to_lowercase();
        let days: Vec<usize> = if let Some(weekday) = WEEKDAYS.iter().position(|known| *known == word) {
            let days = known.given.calendar.days.iter().enumerate();
            days.filter(|(_, day)| day.weekday().to_monday_zero_offset() as usize == weekday)
                .map(|(day, _)| day)
                .collect()
        } else if let Some(date) = parse_date(&record.cells[1]) {
            let day = known.day(date).filter(|day| (0..known.days()).contains(day));
            day.map(|day| day as usize).into_iter().collect()
        } else {
            sheet.refuse("type", record, 1, "a weekday (mon … sun) or a date", "write it as mon or 2026-11-27");
            continue;
        };
        let Some(span) = worked(&mut sheet, record, 2, 3) else { continue };
        let Some(employee) = team.of(&mut sheet, record) else { continue };
        for day in days {
            employee.available.entry(day).or_default().push(span.start..span.start + span.length);
        }
    }
    form.problems.extend(sheet.problems);
}

fn wishes(form: &mut Form, known: &Known<'_>, team: &mut Team<'_>) {
    let columns = [must("name"), must("date"), must("wish"), may("weight")];
    let Some((mut sheet, records)) = open(form, known, "wishes", &columns) else { return };
    let place = |word: &str| known.shift_names.iter().position(|name| name == word).map(ShiftTypeId);
    for record in &records {
        let wish = record.cells[2].as_str();
        let what = match wish {
            "off" => Some(Wished::Off),
            "work" => Some(Wished::Work),
            other => other
                .strip_prefix("not ")
                .map_or_else(|| place(other).map(Wished::Shift), |other| place(other.trim()).map(Wished::NotShift)),
        };
        let Some(what) = what else {
            let allowed =
                format!("off, work, a shift type, or `not` and a shift type: {}", known.shift_names.join(", "));
            sheet.refuse("unknown-name", record, 2, &allowed, "name a shift type of the file");
            continue;
        };
        let weight = number(&mut sheet, record, 3, 1.0, 1000.0, false);
        let Some(day) = sheet.date(record, 1).and_then(|date| known.day(date)) else { continue };
        let Some(employee) = team.of(&mut sheet, record) else { continue };
        if (0..known.days()).contains(&day) {
            employee.wishes.push(EmployeeWish { day: day as usize, what, weight });
        }
    }
    form.problems.extend(sheet.problems);
}

fn history(form: &mut Form, known: &Known<'_>, team: &mut Team<'_>) {
    let columns = [must("name"), must("date"), must("start"), must("end")];
    let Some((mut sheet, records)) = open(form, known, "history", &columns) else { return };
    // What a whole table looks back on is known of everybody in it.
    let mut known_days = 0;
    for record in &records {
        let Some(day) = sheet.date(record, 1).and_then(|date| known.day(date)) else { continue };
        let Some(worked) = worked(&mut sheet, record, 2, 3) else { continue };
        let Some(employee) = team.of(&mut sheet, record) else { continue };
        if !(-LOOK_BACK..0).contains(&day) {
            continue;
        }
        let before = day.unsigned_abs() as usize;
        known_days = known_days.max(before);
        if employee.history.insert(before, worked).is_some() {
            sheet.refuse("twice", record, 1, "one shift a day", "take one of the rows out");
        }
    }
    form.problems.extend(sheet.problems);
    for employee in team.employees.iter_mut() {
        employee.history_days = known_days;
    }
}

fn locked(form: &mut Form, known: &Known<'_>, team: &mut Team<'_>) {
    let columns = [must("name"), must("date"), must("start"), may("end")];
    let Some((mut sheet, records)) = open(form, known, "locked", &columns) else { return };
    for record in &records {
        let Some(day) = sheet.date(record, 1).and_then(|date| known.day(date)) else { continue };
        let fixed = if record.cells[2].eq_ignore_ascii_case("off") {
            None
        } else {
            let Some(worked) = worked(&mut sheet, record, 2, 3) else { continue };
            Some(worked)
        };
        let Some(employee) = team.of(&mut sheet, record) else { continue };
        if (0..known.days()).contains(&day) && employee.locked.insert(day as usize, fixed).is_some() {
            sheet.refuse("twice", record, 1, "each day once", "take one of the rows out");
        }
    }
    form.problems.extend(sheet.problems);
}
