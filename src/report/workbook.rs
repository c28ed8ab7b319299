//! Results as a workbook for spreadsheet programs: sheets to filter, to print and to go on working in.
//!
//! Totals are live formulas, with the value that they have now beside them for readers who do not recompute. Names are written as
//! text, never as formulas. The date of creation is the first day of the horizon, so that the same results give the same bytes.

mod schedule;
mod sheet;

pub use schedule::schedule_workbook;

use rust_xlsxwriter::XlsxError;

/// Why there is no workbook.
#[derive(Debug, thiserror::Error)]
pub enum WorkbookError {
    /// More rows or columns than a sheet has (1,048,576 and 16,384), or a fault of the writer.
    #[error("the workbook cannot be made: {0}")]
    Writer(#[from] XlsxError),
}
