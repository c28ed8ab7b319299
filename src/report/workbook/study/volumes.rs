//! Contacts expected, per queue and interval.

use super::Book;
use crate::report::format;
use crate::report::workbook::WorkbookError;
use crate::report::workbook::intervals::{FIRST, write};
use crate::report::workbook::sheet::{Cell, Look, Looks, Sheet, letters};
use crate::report::workbook::words;
use rust_xlsxwriter::Workbook;

/// Lines of sums above the table.
pub(super) const SUMS: usize = 1;

pub(super) fn sheet(workbook: &mut Workbook, looks: &Looks, book: &Book) -> Result<(), WorkbookError> {
    let mut sheet = Sheet::new(workbook, words::VOLUMES, looks)?;
    let (scenario, demand, rows) = (&book.study.scenario, &book.study.demand, &book.volumes);
    let has_all = rows.of_names != 1;
    let mut heads: Vec<(String, f64)> =
        scenario.queues.iter().take(rows.names).map(|queue| (format::name(&queue.name), 14.0)).collect();
    heads.extend(has_all.then(|| (words::ALL_QUEUES.to_owned(), 14.0)));
    let sum = |column: usize, value: f64| {
        if rows.are_all() {
            Cell::Worked(format!("=SUM({})", rows.down(column, SUMS)), value, Look::Sum)
        } else {
            Cell::Given(value, Look::Sum)
        }
    };
    let mut sums: Vec<Cell> = (0..rows.names).map(|queue| sum(FIRST + queue, demand.total(queue))).collect();
    sums.extend(has_all.then(|| sum(rows.together(1), total(book))));
    write(&mut sheet, &scenario.calendar, rows, &heads, vec![(words::CONTACTS, sums)], |interval, row| {
        let mut cells: Vec<Cell> =
            (0..rows.names).map(|queue| Cell::Given(demand.expected[(queue, interval)], Look::People)).collect();
        let all = demand.in_interval(interval);
        cells.extend(has_all.then(|| {
            if rows.names == rows.of_names {
                let (first, last) = (letters(FIRST), letters(rows.together(1) - 1));
                Cell::Worked(format!("=SUM({first}{row}:{last}{row})"), all, Look::People)
            } else {
                Cell::Given(all, Look::People)
            }
        }));
        cells
    })
}

/// Contacts of all queues over the horizon.
pub(super) fn total(book: &Book) -> f64 {
    (0..book.study.scenario.queues.len()).map(|queue| book.study.demand.total(queue)).sum()
}
