//! Results as a workbook for spreadsheet programs: sheets to filter, to print and to go on working in.
//!
//! Totals are live formulas, with the value that they have now beside them for readers who do not recompute. Names are written as
//! text, never as formulas. The date of creation is the first day of the horizon, so that the same results give the same bytes.

mod business_case;
mod charts;
mod coverage;
mod formats;
mod grid;
mod intervals;
mod roster;
mod schedule;
mod sheet;
mod study;

#[cfg(test)]
#[path = "../../tests/suite/spreadsheet.rs"]
mod spreadsheet;

pub use business_case::plan_workbook;
pub use roster::roster_workbook;
pub use schedule::schedule_workbook;
pub use study::study_workbook;

use super::words::workbook as words;
use crate::scenario::Scenario;
use rust_xlsxwriter::{ExcelDateTime, XlsxError};

/// Why there is no workbook.
#[derive(Debug, thiserror::Error)]
pub enum WorkbookError {
    /// More rows or columns than a sheet has (1,048,576 and 16,384), or a fault of the writer.
    #[error("the workbook cannot be made: {0}")]
    Writer(#[from] XlsxError),
}

/// The first day of the horizon, as a workbook counts days.
fn first_day(scenario: &Scenario) -> Result<ExcelDateTime, WorkbookError> {
    let day = scenario.calendar.days[0].date;
    let (year, month, day) = (day.year().cast_unsigned(), day.month().cast_unsigned(), day.day().cast_unsigned());
    Ok(ExcelDateTime::from_ymd(year, month, day)?)
}
