//! What is known of the days to come beside the history: changes by hand, holidays, and drivers of the volume. Each is a table, CSV or
//! XLSX, read and refused like those of the [day itself](super::today).

use super::problem::{Place, Problem, Problems};
use super::table::daily::{self, Wanted};
use super::table::sheet::{Sheet, may, must};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::{Range, RangeInclusive};
use std::path::Path;

/// Largest number of contacts or units.
const MOST: f64 = 1e9;
/// Letters of a name or reason that are kept.
const LONGEST: usize = 300;
/// Drivers that are read.
const MOST_DRIVERS: usize = 20;

/// A change to a forecast by hand, with its reason.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangeByHand {
    /// Index of the queue; `None` for all.
    pub queue: Option<usize>,
    /// Its days, the last one included.
    pub dates: RangeInclusive<Date>,
    /// The minutes of each day, the end not included; `None` for whole days.
    pub minutes: Option<Range<u32>>,
    /// What changes.
    pub amount: Amount,
    /// Why, in words.
    pub reason: String,
    /// Where it stands.
    pub place: Place,
}

/// What a change by hand does with the contacts of a day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Amount {
    /// So many times as many.
    Factor(f64),
    /// So many more, or fewer if below 0.
    Add(f64),
    /// That many.
    Set(f64),
}

/// A day that has a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedDay {
    /// When.
    pub date: Date,
    /// Its name, the same every year.
    pub name: String,
}

/// Drivers of the volume, day by day.
#[derive(Debug, Clone, PartialEq)]
pub struct Drivers {
    /// Their names.
    pub names: Vec<String>,
    /// The value of each on each day.
    pub days: BTreeMap<Date, Vec<f64>>,
}

/// Reads changes by hand: `queue` (empty or `all`: every queue), `first`, `last` (the same day if it is left out), `from` and `to` (clock
/// times; the whole day if they are left out), one of `factor`, `add` and `set`, and `reason`.
pub fn read_changes(path: &Path, queues: &[String]) -> Result<Vec<ChangeByHand>, Problems> {
    let columns = [
        may("queue"),
        must("first"),
        may("last"),
        may("from"),
        may("to"),
        may("factor"),
        may("add"),
        may("set"),
        must("reason"),
    ];
    let origin = path.display().to_string();
    let (mut sheet, records) = open(path, &origin, &columns)?;
    let mut changes = Vec::new();
    for record in &records {
        let is_empty = |column: usize| record.cells[column].is_empty();
        let of_all = is_empty(0) || record.cells[0].eq_ignore_ascii_case("all");
        let queue = if of_all {
            Some(None)
        } else {
            sheet.name(record, 0, "queue", queues.iter().map(String::as_str)).map(Some)
        };
        let first = sheet.date(record, 1);
        let last = if is_empty(2) { first } else { sheet.date(record, 2) };
        let from = if is_empty(3) { Some(0) } else { sheet.clock(record, 3) };
        let to = if is_empty(4) { Some(1440) } else { sheet.clock(record, 4) };
        let given: Vec<usize> = (5..8).filter(|&column| !is_empty(column)).collect();
        let [column] = given[..] else {
            let at = given.get(1).copied().unwrap_or(5);
            sheet.refuse("one-of", record, at, "one of `factor`, `add` and `set`", "fill one of the three in each row");
            continue;
        };
        let range = if column == 6 { (-MOST, MOST) } else { (0.0, if column == 5 { 1000.0 } else { MOST }) };
        let number = sheet.number(
            record,
            column,
            range,
            false,
            "1.2 as a factor is a fifth more; add and set are contacts a day",
        );
        let reason: String = record.cells[8].chars().take(LONGEST).collect();
        if reason.is_empty() {
            sheet.refuse(
                "missing",
                record,
                8,
                "a reason in a few words",
                "say why, for whoever reads the forecast later",
            );
        }
        let (Some(queue), Some(first), Some(last), Some(from), Some(to), Some(number)) =
            (queue, first, last, from, to, number)
        else {
            continue;
        };
        if last < first {
            sheet.refuse("order", record, 2, "a date from the first day on", "exchange the two dates");
            continue;
        }
        if to <= from {
            sheet.refuse("order", record, 4, "a time after `from`", "exchange `from` and `to`");
            continue;
        }
        let amount = match column {
            5 => Amount::Factor(number),
            6 => Amount::Add(number),
            _ => Amount::Set(number),
        };
        let minutes = (from > 0 || to < 1440).then_some(from..to);
        changes.push(ChangeByHand {
            queue,
            dates: first..=last,
            minutes,
            amount,
            reason,
            place: record.place(&origin, 1),
        });
    }
    done(sheet, changes)
}

/// Reads days with names: `date` and `name`.
pub fn read_holidays(path: &Path) -> Result<Vec<NamedDay>, Problems> {
    let (mut sheet, records) = open(path, &path.display().to_string(), &[must("date"), must("name")])?;
    let mut days = Vec::new();
    let mut seen = BTreeSet::new();
    for record in &records {
        let name: String = record.cells[1].chars().take(LONGEST).collect();
        if name.is_empty() {
            sheet.refuse("missing", record, 1, "a name, the same every year", "name the holiday");
        }
        let Some(date) = sheet.date(record, 0) else { continue };
        if !seen.insert((date, name.clone())) {
            sheet.refuse("twice", record, 0, "each holiday of a day once", "take one of the rows out");
        }
        days.push(NamedDay { date, name });
    }
    done(sheet, days)
}

/// Reads drivers: `date`, and a column of numbers for each driver. It has to have every day of the range.
pub fn read_drivers(path: &Path, days: &RangeInclusive<Date>) -> Result<Drivers, Problems> {
    let origin = path.display().to_string();
    let all = |problems| Problems { problems };
    let names = daily::names(path, &origin).map_err(all)?;
    let whole = |found: String, allowed: String, remedy: &str| Problem {
        rule: "outside",
        about: String::new(),
        place: Place::whole(&origin),
        found,
        allowed,
        remedy: remedy.to_owned(),
    };
    if names.is_empty() || names.len() > MOST_DRIVERS {
        let (found, allowed) =
            (format!("{} columns beside date", names.len()), format!("1 to {MOST_DRIVERS} columns of numbers"));
        return Err(all(vec![whole(found, allowed, "give each driver a column with its name")]));
    }
    let mut drivers = Drivers { names: names.clone(), days: BTreeMap::new() };
    let mut problems = Vec::new();
    for name in &names {
        let wanted = Wanted { column: name, first: *days.start(), last: *days.end() };
        match daily::read(path, &origin, "", &wanted) {
            Ok(column) => {
                for (date, value) in column {
                    drivers.days.entry(date).or_default().push(value);
                }
            }
            // What is wrong with a row as a whole is found for each column.
            Err(found) => problems.extend(found.into_iter().filter(|new| !problems.contains(new)).collect::<Vec<_>>()),
        }
    }
    if problems.is_empty() {
        let missing: Vec<Date> =
            each_day(days).filter(|date| drivers.days.get(date).is_none_or(|row| row.len() < names.len())).collect();
        if let Some(first) = missing.first() {
            let found = format!("no number for {} days, the first of them {first}", missing.len());
            let allowed = format!("a row for every day from {} to {}", days.start(), days.end());
            let remedy = "a driver has to be known for all days of the history and for those to come: add rows, with 0 where there is nothing";
            problems.push(whole(found, allowed, remedy));
        }
    }
    if problems.is_empty() { Ok(drivers) } else { Err(all(problems)) }
}

/// Every day of a range.
fn each_day(days: &RangeInclusive<Date>) -> impl Iterator<Item = Date> {
    let last = *days.end();
    std::iter::successors(Some(*days.start()), |date| date.tomorrow().ok()).take_while(move |date| *date <= last)
}

fn open(
    path: &Path,
    origin: &str,
    columns: &[super::table::records::Column],
) -> Result<(Sheet, Vec<super::table::records::Record>), Problems> {
    Sheet::open(path, origin, "", columns).map_err(|problems| Problems { problems })
}

/// What was read, unless anything is wrong with the table.
fn done<T>(sheet: Sheet, read: T) -> Result<T, Problems> {
    if sheet.problems.is_empty() { Ok(read) } else { Err(Problems { problems: sheet.problems }) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn with<T>(text: &str, read: impl Fn(&Path) -> Result<T, Problems>) -> Result<T, Problems> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("table.csv");
        std::fs::write(&path, text).unwrap();
        read(&path)
    }

    fn changes(text: &str) -> Result<Vec<ChangeByHand>, Problems> {
        with(text, |path| read_changes(path, &["sales".to_owned(), "support".to_owned()]))
    }

    /// Rule, line and column of each problem.
    fn refused<T: std::fmt::Debug>(read: Result<T, Problems>) -> Vec<(&'static str, usize, usize)> {
        let problems = read.unwrap_err().problems;
        problems.iter().map(|problem| (problem.rule, problem.place.line, problem.place.column)).collect()
    }

    #[test]
    fn changes_are_read_in_every_form() {
        let text = "queue;first;last;from;to;factor;add;set;reason\nsales;2026-12-01;2026-12-05;;;1,2;;;campaign\n;2026-12-24;;12:00;;;;0;closed early\nall;2026-12-27;;;;;-20;;holidays\n";
        let changes = changes(text).unwrap();
        let amounts: Vec<Amount> = changes.iter().map(|change| change.amount).collect();
        assert_eq!(amounts, [Amount::Factor(1.2), Amount::Set(0.0), Amount::Add(-20.0)]);
        assert_eq!(changes.iter().map(|change| change.queue).collect::<Vec<_>>(), [Some(0), None, None]);
        assert_eq!(changes[1].minutes, Some(720..1440));
        assert_eq!(*changes[0].dates.end(), date(2026, 12, 5));
    }

    #[test]
    fn what_is_wrong_with_a_change_is_said_where_it_stands() {
        let head = "queue,first,last,from,to,factor,add,set,reason\n";
        for (row, problem) in [
            ("sale,2026-12-01,,,,2,,,why", ("unknown-name", 2, 1)),
            ("sales,soon,,,,2,,,why", ("type", 2, 7)),
            ("sales,2026-12-01,2026-11-01,,,2,,,why", ("order", 2, 18)),
            ("sales,2026-12-01,,9:00,08:00,2,,,why", ("order", 2, 24)),
            ("sales,2026-12-01,,,,2,3,,why", ("one-of", 2, 23)),
            ("sales,2026-12-01,,,,,,,why", ("one-of", 2, 21)),
            ("sales,2026-12-01,,,,-1,,,why", ("range", 2, 21)),
            ("sales,2026-12-01,,,,2,,,", ("missing", 2, 25)),
        ] {
            assert_eq!(refused(changes(&format!("{head}{row}\n"))), [problem], "{row}");
        }
        assert_eq!(refused(changes("first,reasons\n")), [("unknown-column", 1, 7), ("missing-column", 1, 1)]);
    }

    #[test]
    fn holidays_and_drivers_are_read_and_refused() {
        let holidays = |text| with(text, read_holidays);
        assert_eq!(
            holidays("date,name\n2026-12-25,Christmas\n").unwrap(),
            [NamedDay { date: date(2026, 12, 25), name: "Christmas".into() }]
        );
        assert_eq!(refused(holidays("date,name\n2026-12-25,\nx,y\n")), [("missing", 2, 12), ("type", 3, 1)]);
        let days = date(2026, 1, 1)..=date(2026, 1, 3);
        let drivers = |text| with(text, |path| read_drivers(path, &days));
        let read =
            drivers("date,orders,mails\n2026-01-01,5,1\n2026-01-02,6,0\n2026-01-03,7,2\n2026-01-04,8,1\n").unwrap();
        assert_eq!(read.names, ["orders", "mails"]);
        assert_eq!(read.days[&date(2026, 1, 2)], [6.0, 0.0]);
        assert_eq!(read.days.len(), 3);
        assert_eq!(refused(drivers("date,orders\n2026-01-01,5\n2026-01-03,x\n")), [("type", 3, 12)]);
        assert_eq!(refused(drivers("date,orders\n2026-01-01,5\n2026-01-03,7\n")), [("outside", 0, 0)]);
        assert_eq!(refused(drivers("date\n2026-01-01\n")), [("outside", 0, 0)]);
    }
}
