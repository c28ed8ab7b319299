//! A table of people's things beside the scenario, CSV or XLSX: a first line with names of columns, and a row for each thing.
//!
//! Columns may stand in any order; of a workbook, the first sheet is read. Cells come as text, trimmed; dates and clock times of a
//! workbook as they are written in CSV tables.

use super::super::kind::nearest;
use super::super::problem::{Place, Problem};
use super::workbook::Workbook;
use super::{MOST_BYTES, Reading, Rows, joined};
use calamine::Data;
use jiff::ToSpan;
use jiff::civil::date;
use std::ops::{ControlFlow, Range};
use std::path::Path;

/// Most rows of such a table: a thousand people have as many shifts in half a year.
const MOST_ROWS: usize = 200_000;
/// Largest workbook, in bytes: it is unpacked in memory.
const MOST_BYTES_OF_A_WORKBOOK: u64 = 20 << 20;

/// Widest sheet.
const MOST_COLUMNS: usize = 1000;
/// Most cells of a sheet that are not empty.
const MOST_CELLS: usize = 5_000_000;

/// A column that is looked for.
#[derive(Debug, Clone, Copy)]
pub(in crate::scenario) struct Column {
    pub(in crate::scenario) name: &'static str,
    pub(in crate::scenario) required: bool,
}

/// A row: its cells in the order of the columns that were looked for, empty where there is none.
#[derive(Debug, Clone)]
pub(in crate::scenario) struct Record {
    pub(in crate::scenario) cells: Vec<String>,
    line: usize,
    text: String,
    spans: Vec<Range<usize>>,
}

impl Record {
    /// Where a cell stands.
    pub(in crate::scenario) fn place(&self, origin: &str, column: usize) -> Place {
        Place::in_line(origin, self.line, &self.text, self.spans[column].clone())
    }
}

/// Reads a table. `origin` is its name in messages and `about` the key that names it.
pub(in crate::scenario) fn read(
    path: &Path,
    origin: &str,
    about: &str,
    columns: &[Column],
) -> Result<Vec<Record>, Vec<Problem>> {
    super::reading(origin, about, |reading| {
        let is_workbook = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("xlsx"));
        if is_workbook { read_workbook(path, columns, reading) } else { read_csv(path, columns, reading) }
    })
}

fn read_csv(path: &Path, columns: &[Column], reading: &mut Reading<'_>) -> Option<Vec<Record>> {
    let mut rows = Rows::open(path, "a first line with names of columns", reading)?;
    let delimiter = rows.delimiter;
    let mut table = Table::new(&fields(&rows.row), columns, &joined(&rows.row, delimiter), reading)?;
    while let Some(line) = rows.next(reading) {
        if rows.row.len() != table.width {
            let text = joined(&rows.row, delimiter);
            let place = Place::in_line(reading.origin, line, &text, 0..text.len());
            let allowed = format!("{} fields, as in the first line", table.width);
            let remedy = "quote fields that hold a delimiter; leave empty fields empty";
            reading.refuse("row", place, format!("{} fields", rows.row.len()), &allowed, remedy);
            continue;
        }
        if !table.take(&fields(&rows.row), line, joined(&rows.row, delimiter), reading) {
            break;
        }
    }
    Some(table.records)
}

fn fields(row: &csv::StringRecord) -> Vec<String> {
    row.iter().map(str::to_owned).collect()
}

fn read_workbook(path: &Path, columns: &[Column], reading: &mut Reading<'_>) -> Option<Vec<Record>> {
    let whole = Place::whole(reading.origin);
    let size = std::fs::metadata(path).map_or(0, |meta| meta.len());
    if size > MOST_BYTES_OF_A_WORKBOOK.min(MOST_BYTES) {
        let found = format!("{} MB", size >> 20);
        reading.refuse("too-large", whole, found, "a workbook of at most 20 MB", "save the sheet as CSV");
        return None;
    }
    let mut rows = match rows_of(path) {
        Ok(rows) => rows.into_iter(),
        Err(found) => {
            let remedy = "file names count from the folder of the scenario file; save it again as XLSX or CSV";
            reading.refuse("file", whole, found, "a workbook that can be read", remedy);
            return None;
        }
    };
    let Some((_, head)) = rows.next() else {
        reading.refuse("empty", whole, "an empty sheet".to_owned(), "a first line with names of columns", "fill it");
        return None;
    };
    let text = head.join("\t");
    let mut table = Table::new(&head, columns, &text, reading)?;
    for (line, cells) in rows {
        let text = cells.join("\t");
        if !cells.iter().all(|cell| cell.trim().is_empty()) && !table.take(&cells, line, text, reading) {
            break;
        }
    }
    Some(table.records)
}

/// The rows of the first sheet with their lines, all as wide as the widest; empty rows and columns before what is written are left out.
fn rows_of(path: &Path) -> Result<Vec<(usize, Vec<String>)>, String> {
    let mut workbook = Workbook::open(path)?;
    let sheet = workbook.sheets().into_iter().next().ok_or_else(|| "no sheet".to_owned())?;
    let mut rows: Vec<(usize, Vec<(usize, String)>)> = Vec::new();
    let (mut cells, mut too_large) = (0, None);
    workbook.visit(&sheet, |(row, column), value| {
        let text = text_of(&Data::from(value.clone()));
        if text.is_empty() {
            return ControlFlow::Continue(());
        }
        cells += 1;
        if column as usize >= MOST_COLUMNS {
            too_large = Some(format!("more than {MOST_COLUMNS} columns"));
        } else if cells > MOST_CELLS {
            too_large = Some(format!("more than {MOST_CELLS} cells"));
        }
        let line = row as usize + 1;
        if rows.last().is_none_or(|(last, _)| *last != line) {
            rows.push((line, Vec::new()));
        }
        if let Some((_, row)) = rows.last_mut() {
            row.push((column as usize, text));
        }
        if too_large.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })?;
    if let Some(found) = too_large {
        return Err(found);
    }
    let columns = || rows.iter().flat_map(|(_, row)| row.iter().map(|(column, _)| *column));
    let (first, last) = (columns().min().unwrap_or(0), columns().max().unwrap_or(0));
    let whole = |(line, row): (usize, Vec<(usize, String)>)| {
        let mut cells = vec![String::new(); last - first + 1];
        for (column, text) in row {
            cells[column - first] = text;
        }
        (line, cells)
    };
    Ok(rows.into_iter().map(whole).collect())
}

/// A cell of a workbook as it would stand in a CSV table.
fn text_of(cell: &Data) -> String {
    match cell {
        Data::DateTime(moment) if !moment.is_duration() => {
            let serial = moment.as_f64();
            let minutes = ((serial - serial.floor()) * 1440.0).round() as u32;
            let clock = crate::calendar::clock(minutes);
            // A workbook counts days from the end of 1899, up to that of 9999; what lies before is a clock time alone.
            if !(1.0..2_958_466.0).contains(&serial) {
                return clock;
            }
            let day = date(1899, 12, 30).saturating_add((serial.floor() as i64).days());
            if minutes == 0 { day.to_string() } else { format!("{day} {clock}") }
        }
        Data::DateTime(duration) => crate::calendar::clock((duration.as_f64() * 1440.0).round() as u32),
        other => other.to_string(),
    }
}

/// A table that is read.
struct Table {
    width: usize,
    /// Where each of the columns that are looked for stands.
    places: Vec<Option<usize>>,
    records: Vec<Record>,
}

impl Table {
    fn new(head: &[String], columns: &[Column], text: &str, reading: &mut Reading<'_>) -> Option<Self> {
        let spans = spans(head);
        let names: Vec<&str> = columns.iter().map(|column| column.name).collect();
        let mut places = vec![None; columns.len()];
        for (at, cell) in head.iter().enumerate() {
            let name = cell.trim().to_lowercase();
            let place = Place::in_line(reading.origin, 1, text, spans[at].clone());
            match names.iter().position(|known| *known == name) {
                Some(column) if places[column].is_none() => places[column] = Some(at),
                Some(_) => {
                    let found = format!("the column \"{}\" twice", name.escape_debug());
                    reading.refuse("twice", place, found, "each column once", "take one of them out");
                }
                None => {
                    let remedy = match nearest(&name, names.iter().copied()) {
                        Some(near) => format!("did you mean \"{near}\"?"),
                        None => "take the column out".to_owned(),
                    };
                    let found = format!("the unknown column \"{}\"", name.escape_debug());
                    reading.refuse("unknown-column", place, found, &names.join(", "), &remedy);
                }
            }
        }
        let mut is_whole = true;
        let missing = columns.iter().zip(&places).filter(|(column, place)| column.required && place.is_none());
        for (column, _) in missing {
            let where_it_misses = Place::in_line(reading.origin, 1, text, 0..text.len());
            let found = format!("no column \"{}\"", column.name);
            reading.refuse("missing-column", where_it_misses, found, &names.join(", "), "add the column");
            is_whole = false;
        }
        is_whole.then(|| Self { width: head.len(), places, records: Vec::new() })
    }

    /// Takes a row; `false` where there are too many.
    fn take(&mut self, cells: &[String], line: usize, text: String, reading: &mut Reading<'_>) -> bool {
        if self.records.len() == MOST_ROWS {
            let place = Place::in_line(reading.origin, line, &text, 0..text.len());
            let allowed = format!("at most {MOST_ROWS} rows");
            reading.refuse(
                "too-many",
                place,
                "more rows".to_owned(),
                &allowed,
                "cut the table to what the horizon needs",
            );
            return false;
        }
        let all = spans(cells);
        let spans = self.places.iter().map(|place| place.and_then(|at| all.get(at).cloned()).unwrap_or(0..text.len()));
        let cell = |place: &Option<usize>| place.and_then(|at| cells.get(at)).map_or("", |cell| cell.trim()).to_owned();
        let record = Record { cells: self.places.iter().map(cell).collect(), line, spans: spans.collect(), text };
        self.records.push(record);
        true
    }
}

/// Where cells stand in the text that joins them with one character between.
fn spans(cells: &[String]) -> Vec<Range<usize>> {
    let mut begin = 0;
    cells
        .iter()
        .map(|cell| {
            let span = begin..begin + cell.len();
            begin = span.end + 1;
            span
        })
        .collect()
}
