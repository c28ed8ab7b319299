//! How contacts fare: by queue, over the horizon and day by day, with each staffing.

use super::Book;
use crate::report::format;
use crate::report::promise;
use crate::report::workbook::WorkbookError;
use crate::report::workbook::formats::{days, serial};
use crate::report::workbook::sheet::{Cell, Look, Looks, Sheet};
use crate::report::workbook::words;
use crate::simulation::{QueueMeasures, QueuePerformance, judge};
use crate::statistics::Estimate;
use rust_xlsxwriter::Workbook;

/// Most rows.
const MOST_ROWS: usize = 20_000;

pub(super) fn sheet(workbook: &mut Workbook, looks: &Looks, book: &Book) -> Result<(), WorkbookError> {
    let mut sheet = Sheet::new(workbook, words::SERVICE, looks)?;
    let scenario = &book.study.scenario;
    let dates: Vec<_> = scenario.calendar.days.iter().map(|day| serial(day.date)).collect();
    let by_day = scenario.queues.len() * (dates.len() + 1) <= MOST_ROWS;
    if !by_day {
        sheet.line(&[Cell::Label(&words::too_many_days(dates.len()))])?;
    }
    let mut head = [words::QUEUE, words::DAY].map(str::to_owned).to_vec();
    for (name, _) in &book.simulations {
        head.extend(words::SERVICE_HEADS.map(|what| words::with(what, name)));
    }
    let mut widths = vec![13.0; head.len()];
    (widths[0], widths[1]) = (24.0, 17.0);
    let head_row = sheet.row;
    sheet.head_over(&widths, &head, 2)?;
    for (place, queue) in scenario.queues.iter().enumerate() {
        let name = format::name(&queue.name);
        let results: Vec<&QueuePerformance> =
            book.simulations.iter().map(|(_, performance)| &performance.queues[place]).collect();
        let mut cells = vec![Cell::Label(&name), Cell::Label(words::ALL_DAYS)];
        cells.extend(results.iter().flat_map(|result| measures(result, &result.total)));
        sheet.line(&cells)?;
        for (day, &date) in dates.iter().enumerate().filter(|_| by_day) {
            let mut cells = vec![Cell::Text(&name), Cell::Given(date, Look::Day)];
            cells.extend(results.iter().flat_map(|result| measures(result, &result.days[day])));
            sheet.line(&cells)?;
        }
    }
    let (last, column) = (sheet.row - 1, (head.len() - 1) as u16);
    sheet.inner.autofilter(head_row, 0, last, column)?;
    sheet.inner.set_print_area(0, 0, last, column)?;
    Ok(())
}

/// The cells of a queue with a staffing.
fn measures(of: &QueuePerformance, measures: &QueueMeasures) -> [Cell<'static>; 6] {
    let wait = Estimate { mean: measures.asa_s.mean.map(days), ..measures.asa_s };
    [
        mean(measures.offered, Look::People),
        mean(measures.service_level, Look::Share),
        measures.service_level.half_width.map_or(Cell::Empty, Cell::Share),
        mean(wait, Look::Duration),
        mean(measures.abandonment, Look::Share),
        Cell::Right(promise::verdict(judge(&of.target, measures))),
    ]
}

/// The mean of an estimate, or nothing where it has none.
pub(super) fn mean(of: Estimate, look: Look) -> Cell<'static> {
    of.mean.map_or(Cell::Empty, |mean| Cell::Given(mean, look))
}
