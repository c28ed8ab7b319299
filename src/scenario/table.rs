//! A CSV table beside the scenario: a row for each interval (`date`, `start`), a column for each queue or group.
//!
//! It is read row by row, so that its length does not matter. Commas, semicolons and tabs are told apart by the first
//! line; with the latter two, a comma may be the decimal sign. Rows outside the horizon are passed over, so that a table
//! for a year serves a scenario of four weeks.

use super::kind::{nearest, parse_clock, parse_date};
use super::problem::{Place, Problem};
use crate::calendar::{Calendar, clock};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

/// Values of a table by column name and interval; `None` where there is no row.
pub(super) type Columns = BTreeMap<String, Vec<Option<f64>>>;

/// What a table may hold.
#[derive(Debug, Clone, Copy)]
pub(super) struct Expected<'a> {
    /// Names that columns may have.
    pub(super) names: &'a [String],
    /// Largest value.
    pub(super) most: f64,
    /// Whether values are levels (whole numbers that hold throughout a row's time), not amounts (that are shared out).
    pub(super) levels: bool,
}

/// Problems that are shown for a file.
const MOST_PROBLEMS: usize = 20;
/// Largest file, in bytes.
const MOST_BYTES: u64 = 1 << 30;

struct Reading<'a> {
    origin: &'a str,
    about: &'a str,
    problems: Vec<Problem>,
    more: usize,
}

impl Reading<'_> {
    fn refuse(&mut self, rule: &'static str, place: Place, found: String, allowed: &str, remedy: &str) {
        if self.problems.len() == MOST_PROBLEMS {
            self.more += 1;
            return;
        }
        let (about, allowed, remedy) = (self.about.to_owned(), allowed.to_owned(), remedy.to_owned());
        self.problems.push(Problem { rule, about, place, found, allowed, remedy });
    }

    fn done(mut self) -> Vec<Problem> {
        if self.more > 0 {
            self.problems.push(Problem {
                rule: "more",
                about: self.about.to_owned(),
                place: Place::whole(self.origin),
                found: format!("{} more problems of this kind in the file", self.more),
                allowed: "none".to_owned(),
                remedy: "mend the first ones; the others may go with them".to_owned(),
            });
        }
        self.problems
    }
}

/// Reads a table. `origin` is its name in messages and `about` the key that names it.
pub(super) fn read(
    path: &Path,
    origin: &str,
    about: &str,
    expected: Expected<'_>,
    calendar: &Calendar,
) -> Result<Columns, Vec<Problem>> {
    let mut reading = Reading { origin, about, problems: Vec::new(), more: 0 };
    let columns = read_columns(path, expected, calendar, &mut reading);
    let problems = reading.done();
    match columns {
        Some(columns) if problems.is_empty() => Ok(columns),
        _ => Err(problems),
    }
}

fn read_columns(
    path: &Path,
    expected: Expected<'_>,
    calendar: &Calendar,
    reading: &mut Reading<'_>,
) -> Option<Columns> {
    let origin = reading.origin;
    let whole = || Place::whole(origin);
    let opened = std::fs::metadata(path).and_then(|meta| {
        if meta.is_file() { Ok((meta, File::open(path)?)) } else { Err(std::io::ErrorKind::InvalidInput.into()) }
    });
    let (meta, file) = match opened {
        Ok(opened) => opened,
        Err(error) => {
            let found = match error.kind() {
                std::io::ErrorKind::NotFound => "no such file".to_owned(),
                std::io::ErrorKind::InvalidInput => "something that is not a file".to_owned(),
                _ => error.to_string(),
            };
            reading.refuse(
                "file",
                whole(),
                found,
                "a CSV file that can be read",
                "file names count from the folder of the scenario file",
            );
            return None;
        }
    };
    if meta.len() > MOST_BYTES {
        reading.refuse(
            "too-large",
            whole(),
            format!("{} MB", meta.len() >> 20),
            "at most 1024 MB",
            "cut the table to the horizon",
        );
        return None;
    }
    let mut source = BufReader::with_capacity(1 << 16, file);
    let head = source.fill_buf().map(<[u8]>::to_vec).unwrap_or_default();
    if head.starts_with(&[0xef, 0xbb, 0xbf]) {
        source.consume(3);
    }
    let first_line = head.split(|&byte| byte == b'\n').next().unwrap_or_default();
    let count = |byte: u8| first_line.iter().filter(|&&other| other == byte).count();
    let delimiter = [b',', b';', b'\t'].into_iter().rev().max_by_key(|&byte| count(byte)).unwrap_or(b',');
    let mut rows = csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(source);
    let mut row = csv::StringRecord::new();

    let header: Vec<String> = match rows.read_record(&mut row) {
        Ok(true) => row.iter().map(|cell| cell.trim().to_owned()).collect(),
        Ok(false) => {
            reading.refuse(
                "empty",
                whole(),
                "an empty file".to_owned(),
                "a first line with the columns date, start and names",
                "export the table again",
            );
            return None;
        }
        Err(error) => {
            unreadable(&error, 1, reading);
            return None;
        }
    };
    let text = joined(&row, delimiter);
    let mut columns: Vec<(usize, &String, Vec<Option<f64>>)> = Vec::new();
    let (mut date_at, mut start_at) = (None, None);
    for (at, name) in header.iter().enumerate() {
        let place = || cell_place(origin, 1, &text, &row, at);
        let is_new = match name.to_lowercase().as_str() {
            "date" => *date_at.get_or_insert(at) == at,
            "start" => *start_at.get_or_insert(at) == at,
            _ => match expected.names.iter().find(|known| *known == name) {
                Some(known) => {
                    let is_new = columns.iter().all(|(_, other, _)| *other != known);
                    columns.push((at, known, vec![None; calendar.intervals.len()]));
                    is_new
                }
                None => {
                    let remedy = match nearest(name, expected.names.iter().map(String::as_str)) {
                        Some(near) => format!("did you mean \"{near}\"?"),
                        None => "take the column out".to_owned(),
                    };
                    let allowed = format!(
                        "date, start, {}",
                        expected.names.iter().take(8).cloned().collect::<Vec<_>>().join(", ")
                    );
                    reading.refuse(
                        "unknown-column",
                        place(),
                        format!("the unknown column \"{name}\""),
                        &allowed,
                        &remedy,
                    );
                    true
                }
            },
        };
        if !is_new {
            reading.refuse(
                "twice",
                place(),
                format!("the column \"{name}\" twice"),
                "each column once",
                "take one of them out",
            );
        }
    }
    for (name, at) in [("date", date_at), ("start", start_at)] {
        if at.is_none() {
            let place = Place::in_line(origin, 1, &text, 0..text.len());
            reading.refuse(
                "missing-column",
                place,
                format!("no column \"{name}\""),
                "the columns date and start, and one for each name",
                "begin each row with a date (2026-11-27) and a clock time (08:30)",
            );
        }
    }
    let (date_at, start_at) = (date_at?, start_at?);

    let interval = calendar.interval_minutes;
    let decimal_comma = delimiter != b',';
    let mut grid = 60;
    let mut is_any_inside = false;
    let mut last_day: Option<(String, Option<usize>)> = None;
    loop {
        let line = rows.position().line() as usize;
        match rows.read_record(&mut row) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                unreadable(&error, line, reading);
                break;
            }
        }
        let line = row.position().map_or(line, |position| position.line() as usize);
        if row.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let place = |at: usize| cell_place(origin, line, &joined(&row, delimiter), &row, at);
        if row.len() != header.len() {
            reading.refuse(
                "row",
                place(0),
                format!("{} fields", row.len()),
                &format!("{} fields, as in the first line", header.len()),
                "quote fields that hold a delimiter; fill empty ones with 0",
            );
            continue;
        }
        let (date_text, start_text) = (&row[date_at], &row[start_at]);
        let day = match &last_day {
            Some((text, day)) if text == date_text => *day,
            _ => {
                let Some(date) = parse_date(date_text) else {
                    reading.refuse("type", place(date_at), quoted(date_text), "a date", "write it as 2026-11-27");
                    continue;
                };
                let day = calendar.days.binary_search_by_key(&date, |day| day.date).ok();
                last_day = Some((date_text.to_owned(), day));
                day
            }
        };
        let Some(minute) = parse_clock(start_text).filter(|&minute| minute < 1440) else {
            reading.refuse("type", place(start_at), quoted(start_text), "a clock time", "write it as 08:30");
            continue;
        };
        let Some(day) = day else { continue };
        is_any_inside = true;
        if minute % interval != 0 {
            let allowed = format!("a begin every {interval} minutes, as the horizon's intervals");
            reading.refuse(
                "off-grid",
                place(start_at),
                clock(minute),
                &allowed,
                "sum up finer rows, or choose a finer horizon.interval",
            );
            continue;
        }
        grid = gcd(grid, minute);
        let slots = calendar.days[day].intervals.clone();
        // The clock times of the hour that daylight saving repeats come twice; those that it skips do not come.
        let matching: Vec<usize> = slots.filter(|&slot| calendar.intervals[slot].clock_minute == minute).collect();
        if matching.is_empty() {
            continue;
        }
        for (at, _, values) in &mut columns {
            let value = match cell(&row[*at], decimal_comma, expected) {
                Ok(value) => value,
                Err((rule, allowed)) => {
                    reading.refuse(
                        rule,
                        place(*at),
                        quoted(&row[*at]),
                        &allowed,
                        "write a plain number; 0 where there is nothing",
                    );
                    continue;
                }
            };
            match matching.iter().find(|&&slot| values[slot].is_none()) {
                Some(&slot) => values[slot] = Some(value),
                None => {
                    reading.refuse(
                        "twice",
                        place(date_at),
                        format!("{} {} twice", date_text.trim(), clock(minute)),
                        "each interval once",
                        "take one of the rows out",
                    );
                    break;
                }
            }
        }
    }
    if !is_any_inside && reading.problems.is_empty() {
        let (first, last) = (calendar.days.first()?.date, calendar.days.last()?.date);
        reading.refuse(
            "outside",
            whole(),
            "no row within the horizon".to_owned(),
            &format!("rows from {first} to {last}"),
            "check the years of the table and horizon.start",
        );
    }
    let parts = (grid / interval) as usize;
    Some(columns.into_iter().map(|(_, name, values)| (name.clone(), spread(&values, parts, expected.levels))).collect())
}

/// Coarser rows over the intervals that they last: levels hold, amounts are shared out evenly.
fn spread(values: &[Option<f64>], parts: usize, levels: bool) -> Vec<Option<f64>> {
    if parts <= 1 {
        return values.to_vec();
    }
    let mut fine = vec![None; values.len()];
    for (index, value) in values.iter().enumerate() {
        let Some(value) = value else { continue };
        for slot in fine.iter_mut().skip(index).take(parts) {
            *slot = Some(if levels { *value } else { value / parts as f64 });
        }
    }
    fine
}

fn cell(text: &str, decimal_comma: bool, expected: Expected<'_>) -> Result<f64, (&'static str, String)> {
    let text = text.trim();
    let value: Result<f64, _> = match text.parse() {
        Err(_) if decimal_comma && !text.contains('.') => text.replacen(',', ".", 1).parse(),
        parsed => parsed,
    };
    let kind = if expected.levels { "a whole number" } else { "a number" };
    let allowed = format!("{kind} from 0 to {}", expected.most);
    match value {
        Err(_) => Err(("type", allowed)),
        Ok(value) if !value.is_finite() => Err(("not-finite", allowed)),
        Ok(value) if value < 0.0 || value > expected.most => Err(("range", allowed)),
        Ok(value) if expected.levels && value.fract() != 0.0 => Err(("whole", allowed)),
        Ok(value) => Ok(value),
    }
}

fn gcd(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { gcd(b, a % b) }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.chars().take(40).collect::<String>().escape_debug())
}

fn joined(row: &csv::StringRecord, delimiter: u8) -> String {
    row.iter().collect::<Vec<_>>().join(&char::from(delimiter).to_string())
}

fn cell_place(origin: &str, line: usize, text: &str, row: &csv::StringRecord, at: usize) -> Place {
    let begin: usize = row.iter().take(at).map(|cell| cell.len() + 1).sum();
    let end = begin + row.get(at).map_or(0, str::len);
    Place::in_line(origin, line, text, begin..end)
}

fn unreadable(error: &csv::Error, line: usize, reading: &mut Reading<'_>) {
    let (found, remedy) = match error.kind() {
        csv::ErrorKind::Utf8 { .. } => ("text that is not UTF-8".to_owned(), "save it as \"CSV UTF-8\""),
        _ => (error.to_string(), "save the table again"),
    };
    let line = error.position().map_or(line, |position| position.line() as usize).max(1);
    let place = Place::in_line(reading.origin, line, "", 0..0);
    reading.refuse("encoding", place, found, "a CSV table in UTF-8", remedy);
}
