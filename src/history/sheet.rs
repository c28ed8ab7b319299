//! Rows of a workbook's sheet, one at a time; cells come as they would stand in a CSV file.

use super::dates::{DAY_S, date_of};
use super::row::Row;
use crate::scenario::table::workbook::Workbook;
use calamine::{DataRef, ExcelDateTime};
use std::ops::ControlFlow;
use std::path::Path;

/// Largest workbook, in bytes. A sheet has at most 1,048,576 rows, which are some 60 MB; its texts are kept in memory.
pub const MOST_BYTES: u64 = 100 << 20;
/// Widest row.
const MOST_CELLS: usize = 1000;

/// The sheets of a workbook.
pub fn sheets(path: &Path) -> Result<Vec<String>, String> {
    Workbook::open(path).map(|workbook| workbook.sheets())
}

/// Hands the rows of a sheet that are not blank to `visit`, until it breaks.
pub fn visit(path: &Path, sheet: &str, mut visit: impl FnMut(&Row) -> ControlFlow<()>) -> Result<(), String> {
    let mut row = Row::default();
    let mut current = None;
    let mut has_ended = false;
    Workbook::open(path)?.visit(sheet, |(at, column), value| {
        if current != Some(at) {
            if current.is_some() && !row.is_blank() && visit(&row).is_break() {
                has_ended = true;
                return ControlFlow::Break(());
            }
            row.begin(u64::from(at) + 1);
            current = Some(at);
        }
        let column = column as usize;
        if column < MOST_CELLS && column >= row.len() {
            while row.len() < column {
                row.push(b"");
            }
            row.push(text_of(value).as_bytes());
        }
        ControlFlow::Continue(())
    })?;
    if current.is_some() && !has_ended && !row.is_blank() {
        _ = visit(&row);
    }
    Ok(())
}

/// A cell as it would stand in a CSV file.
fn text_of(cell: &DataRef<'_>) -> String {
    match cell {
        DataRef::Int(value) => value.to_string(),
        DataRef::Float(value) => value.to_string(),
        DataRef::String(value) | DataRef::DateTimeIso(value) | DataRef::DurationIso(value) => value.clone(),
        DataRef::SharedString(value) => (*value).to_owned(),
        DataRef::Bool(value) => value.to_string(),
        DataRef::DateTime(moment) if moment.is_duration() => clock((moment.as_f64() * DAY_S as f64).round() as i64),
        DataRef::DateTime(moment) => date_and_clock(moment),
        DataRef::Error(error) => format!("{error:?}"),
        DataRef::Empty => String::new(),
    }
}

/// A date, a clock time, or both. Days are counted from the end of 1899, of old workbooks of another system from 1904.
fn date_and_clock(moment: &ExcelDateTime) -> String {
    let serial = moment.as_f64();
    let (year, ..) = moment.to_ymd_hms_milli();
    let seconds = (serial * DAY_S as f64).round() as i64;
    let (day, of_day) = (seconds.div_euclid(DAY_S), seconds.rem_euclid(DAY_S));
    if !(0..=200_000).contains(&day) || day == 0 {
        return clock(of_day);
    }
    // Day 25,569 of the usual count is 1970-01-01; that of 1904 is 1,462 days behind.
    let usual = date_of((day - 25_569) as i32);
    let date =
        if i64::from(usual.year()) + 3 <= i64::from(year) { date_of((day - 25_569 + 1462) as i32) } else { usual };
    if of_day == 0 { date.to_string() } else { format!("{date} {}", clock(of_day)) }
}

fn clock(seconds: i64) -> String {
    format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rust_xlsxwriter::{ExcelDateTime as Written, Format, Workbook};

    #[test]
    fn cells_come_as_they_would_stand_in_a_text() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("history.xlsx");
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        let (day, clock) = (Format::new().set_num_format("yyyy-mm-dd hh:mm"), Format::new().set_num_format("hh:mm"));
        sheet.write(0, 0, "start").unwrap();
        sheet.write(0, 2, "offered").unwrap();
        sheet.write_with_format(2, 0, Written::parse_from_str("2026-11-27T08:30:00").unwrap(), &day).unwrap();
        sheet.write_with_format(2, 1, Written::parse_from_str("08:45:30").unwrap(), &clock).unwrap();
        sheet.write(2, 2, 12.5).unwrap();
        sheet.write(3, 2, 1_000_000).unwrap();
        workbook.save(&path).unwrap();
        let mut rows = Vec::new();
        let name = &sheets(&path).unwrap()[0];
        visit(&path, name, |row| {
            rows.push((row.line, row.texts().join("|")));
            ControlFlow::Continue(())
        })
        .unwrap();
        let expected = [(1, "start||offered"), (3, "2026-11-27 08:30:00|08:45:30|12.5"), (4, "||1000000")];
        assert_eq!(rows, expected.map(|(line, text)| (line, text.to_owned())));
    }

    #[test]
    fn what_is_no_workbook_is_refused() {
        let file = tempfile::NamedTempFile::new().unwrap();
        assert!(sheets(file.path()).is_err());
    }
}
