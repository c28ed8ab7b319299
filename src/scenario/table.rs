//! A CSV table beside the scenario: a row for each interval (`date`, `start`), a column for each queue or group.
//!
//! It is read row by row, so that its length does not matter. Commas, semicolons and tabs are told apart by the first
//! line; with the latter two, a comma may be the decimal sign. Rows outside the horizon are passed over, so that a table
//! for a year serves a scenario of four weeks.

pub(super) mod daily;
pub(super) mod records;
pub(in crate::scenario) mod sheet;
pub(crate) mod workbook;

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
    reading(origin, about, |reading| read_columns(path, expected, calendar, reading))
}

/// What a table holds, or all that is wrong with it.
fn reading<T>(origin: &str, about: &str, read: impl FnOnce(&mut Reading<'_>) -> Option<T>) -> Result<T, Vec<Problem>> {
    let mut reading = Reading { origin, about, problems: Vec::new(), more: 0 };
    let contents = read(&mut reading);
    let problems = reading.done();
    match contents {
        Some(contents) if problems.is_empty() => Ok(contents),
        _ => Err(problems),
    }
}

fn read_columns(
    path: &Path,
    expected: Expected<'_>,
    calendar: &Calendar,
    reading: &mut Reading<'_>,
) -> Option<Columns> {
    let mut rows = Rows::open(path, "a first line with the columns date, start and names", reading)?;
    let layout = layout(&rows.row, rows.delimiter, expected, reading)?;
    let mut contents = Contents {
        values: vec![vec![None; calendar.intervals.len()]; layout.columns.len()],
        grid: 60,
        is_any_inside: false,
        last_day: None,
    };
    while let Some(line) = rows.next(reading) {
        contents.take(&rows.row, line, &layout, expected, calendar, reading);
    }
    if !contents.is_any_inside && reading.problems.is_empty() {
        let (first, last) = (calendar.days.first()?.date, calendar.days.last()?.date);
        reading.refuse(
            "outside",
            Place::whole(reading.origin),
            "no row within the horizon".to_owned(),
            &format!("rows from {first} to {last}"),
            "check the years of the table and horizon.start",
        );
    }
    let parts = (contents.grid / calendar.interval_minutes) as usize;
    let columns = layout.columns.iter().zip(&contents.values);
    Some(columns.map(|((_, name), values)| ((*name).clone(), spread(values, parts, expected.levels))).collect())
}

/// The rows of a table, one after the other in the same memory.
struct Rows {
    reader: csv::Reader<BufReader<File>>,
    /// The row that was read last; the first line to begin with.
    row: csv::StringRecord,
    delimiter: u8,
}

impl Rows {
    /// Opens a table and reads its first line, which should be as `allowed` says.
    fn open(path: &Path, allowed: &str, reading: &mut Reading<'_>) -> Option<Self> {
        let (source, delimiter) = open(path, reading)?;
        let mut builder = csv::ReaderBuilder::new();
        let reader = builder.delimiter(delimiter).has_headers(false).flexible(true).from_reader(source);
        let mut rows = Self { reader, row: csv::StringRecord::new(), delimiter };
        match rows.reader.read_record(&mut rows.row) {
            Ok(true) => Some(rows),
            Ok(false) => {
                let place = Place::whole(reading.origin);
                reading.refuse("empty", place, "an empty file".to_owned(), allowed, "export the table again");
                None
            }
            Err(error) => {
                unreadable(&error, 1, reading);
                None
            }
        }
    }

    /// Reads the next row that is not blank; returns its line.
    fn next(&mut self, reading: &mut Reading<'_>) -> Option<usize> {
        loop {
            let line = self.reader.position().line() as usize;
            match self.reader.read_record(&mut self.row) {
                Ok(true) => {}
                Ok(false) => return None,
                Err(error) => {
                    unreadable(&error, line, reading);
                    return None;
                }
            }
            if !self.row.iter().all(|cell| cell.trim().is_empty()) {
                return Some(self.row.position().map_or(line, |position| position.line() as usize));
            }
        }
    }
}

/// Opens a table and finds its delimiter.
fn open(path: &Path, reading: &mut Reading<'_>) -> Option<(BufReader<File>, u8)> {
    let whole = Place::whole(reading.origin);
    let opened = std::fs::metadata(path).and_then(|meta| {
        let file = if meta.is_file() { File::open(path)? } else { return Err(std::io::ErrorKind::InvalidInput.into()) };
        Ok((meta, file))
    });
    let (meta, file) = match opened {
        Ok(opened) => opened,
        Err(error) => {
            let found = match error.kind() {
                std::io::ErrorKind::NotFound => "no such file".to_owned(),
                std::io::ErrorKind::InvalidInput => "something that is not a file".to_owned(),
                _ => error.to_string(),
            };
            let remedy = "file names count from the folder of the scenario file";
            reading.refuse("file", whole, found, "a CSV file that can be read", remedy);
            return None;
        }
    };
    if meta.len() > MOST_BYTES {
        let found = format!("{} MB", meta.len() >> 20);
        reading.refuse("too-large", whole, found, "at most 1024 MB", "cut the table to the horizon");
        return None;
    }
    let mut source = BufReader::with_capacity(1 << 16, file);
    let head = source.fill_buf().map(<[u8]>::to_vec).unwrap_or_default();
    if head.starts_with(&[0xef, 0xbb, 0xbf]) {
        source.consume(3);
    }
    let first_line = String::from_utf8_lossy(head.split(|&byte| byte == b'\n').next().unwrap_or_default()).into_owned();
    // Of equally frequent ones the comma, which stands last, is taken.
    let delimiter = ['\t', ';', ','].into_iter().max_by_key(|&delimiter| first_line.matches(delimiter).count());
    Some((source, delimiter.unwrap_or(',') as u8))
}

/// Where things stand in a row.
struct Layout<'a> {
    width: usize,
    date: usize,
    start: usize,
    columns: Vec<(usize, &'a String)>,
    delimiter: u8,
}

/// Reads the first line.
fn layout<'a>(
    row: &csv::StringRecord,
    delimiter: u8,
    expected: Expected<'a>,
    reading: &mut Reading<'_>,
) -> Option<Layout<'a>> {
    let origin = reading.origin;
    let text = joined(row, delimiter);
    let (mut date, mut start) = (None, None);
    let mut columns: Vec<(usize, &String)> = Vec::new();
    for (at, name) in row.iter().map(str::trim).enumerate() {
        let place = cell_place(origin, 1, &text, row, at);
        let is_new = match name.to_lowercase().as_str() {
            "date" => *date.get_or_insert(at) == at,
            "start" => *start.get_or_insert(at) == at,
            _ => {
                let Some(known) = expected.names.iter().find(|known| *known == name) else {
                    let remedy = match nearest(name, expected.names.iter().map(String::as_str)) {
                        Some(near) => format!("did you mean \"{near}\"?"),
                        None => "take the column out".to_owned(),
                    };
                    let names: Vec<&str> = expected.names.iter().take(8).map(String::as_str).collect();
                    let allowed = format!("date, start, {}", names.join(", "));
                    reading.refuse(
                        "unknown-column",
                        place,
                        format!("the unknown column \"{name}\""),
                        &allowed,
                        &remedy,
                    );
                    continue;
                };
                let is_new = columns.iter().all(|(_, other)| *other != known);
                columns.push((at, known));
                is_new
            }
        };
        if !is_new {
            let found = format!("the column \"{name}\" twice");
            reading.refuse("twice", place, found, "each column once", "take one of them out");
        }
    }
    for (name, at) in [("date", date), ("start", start)] {
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
    Some(Layout { width: row.len(), date: date?, start: start?, columns, delimiter })
}

/// What has been read so far.
struct Contents {
    /// Values by column and interval.
    values: Vec<Vec<Option<f64>>>,
    /// The coarsest grid, in minutes, on which all begins lie.
    grid: u32,
    is_any_inside: bool,
    /// The date of the last row and its day, since rows of a day mostly stand together.
    last_day: Option<(String, Option<usize>)>,
}

impl Contents {
    /// Takes a row in, or refuses it.
    fn take(
        &mut self,
        row: &csv::StringRecord,
        line: usize,
        layout: &Layout<'_>,
        expected: Expected<'_>,
        calendar: &Calendar,
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
        let (date, start) = (&row[layout.date], &row[layout.start]);
        let day = match &self.last_day {
            Some((text, day)) if text == date => *day,
            _ => {
                let Some(parsed) = parse_date(date) else {
                    reading.refuse("type", place(layout.date), quoted(date), "a date", "write it as 2026-11-27");
                    return;
                };
                let day = calendar.days.binary_search_by_key(&parsed, |day| day.date).ok();
                self.last_day = Some((date.to_owned(), day));
                day
            }
        };
        let Some(minute) = parse_clock(start).filter(|&minute| minute < 1440) else {
            reading.refuse("type", place(layout.start), quoted(start), "a clock time", "write it as 08:30");
            return;
        };
        let Some(day) = day else { return };
        self.is_any_inside = true;
        let interval = calendar.interval_minutes;
        if minute % interval != 0 {
            let allowed = format!("a begin every {interval} minutes, as the horizon's intervals");
            let remedy = "sum up finer rows, or choose a finer horizon.interval";
            reading.refuse("off-grid", place(layout.start), clock(minute), &allowed, remedy);
            return;
        }
        self.grid = gcd(self.grid, minute);
        // The clock times of the hour that daylight saving repeats come twice; those that it skips do not come.
        let slots = calendar.days[day].intervals.clone();
        let matching: Vec<usize> = slots.filter(|&slot| calendar.intervals[slot].clock_minute == minute).collect();
        if matching.is_empty() {
            return;
        }
        for ((at, _), values) in layout.columns.iter().zip(&mut self.values) {
            let value = match cell(&row[*at], layout.delimiter != b',', expected) {
                Ok(value) => value,
                Err((rule, allowed)) => {
                    let remedy = "write a plain number; 0 where there is nothing";
                    reading.refuse(rule, place(*at), quoted(&row[*at]), &allowed, remedy);
                    continue;
                }
            };
            let Some(&slot) = matching.iter().find(|&&slot| values[slot].is_none()) else {
                let found = format!("{} {} twice", date.trim(), clock(minute));
                reading.refuse("twice", place(layout.date), found, "each interval once", "take one of the rows out");
                return;
            };
            values[slot] = Some(value);
        }
    }
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
