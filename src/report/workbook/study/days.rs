//! Day by day: contacts, agent-hours needed, on duty and missing, and whether the promises hold. The numbers follow the sheets with a
//! row for each interval.

use super::{Book, requirement, volumes};
use crate::report::promise;
use crate::report::workbook::WorkbookError;
use crate::report::workbook::charts::{self, Kind, Line, chart};
use crate::report::workbook::coverage;
use crate::report::workbook::formats::serial;
use crate::report::workbook::intervals::{DAY, HOURS, Rows, all_of};
use crate::report::workbook::sheet::{Cell, Look, Looks, Sheet, letters};
use crate::report::workbook::words;
use rust_xlsxwriter::Workbook;

/// Columns.
const CONTACTS: usize = 1;
const NEEDED: usize = 2;
const ON_DUTY: usize = 3;

/// The number of the first row, as a formula counts: below the sums and the head.
const FIRST_ROW: usize = 3;

/// The column of agent-hours missing.
fn missing(book: &Book) -> usize {
    ON_DUTY + book.simulations.len()
}

pub(super) fn sheet(workbook: &mut Workbook, looks: &Looks, book: &Book) -> Result<(), WorkbookError> {
    let mut sheet = Sheet::new(workbook, words::DAYS, looks)?;
    let scenario = &book.study.scenario;
    let (calendar, coverage) = (&scenario.calendar, &book.coverage);
    let needed = &book.study.needed().agents;
    let levels: Vec<_> = coverage.staffings().collect();
    let hours = |day: usize, of: &dyn Fn(usize) -> u32| -> f64 {
        let intervals = calendar.days[day].intervals.clone();
        intervals.map(|interval| f64::from(of(interval)) * calendar.intervals[interval].length().hours().0).sum()
    };
    let contacts = book.study.demand.by_day(calendar);
    // The numbers of a day, in the order of their columns.
    let numbers = |day: usize| -> Vec<f64> {
        let mut numbers = vec![contacts[day], hours(day, &|at| all_of(needed, at))];
        numbers.extend(levels.iter().map(|agents| hours(day, &|at| all_of(agents, at))));
        numbers.push(hours(day, &|at| coverage.missing_in(at)));
        numbers
    };
    let of_day = |row: usize, rows: &Rows, (sheet, column, sums): (&str, usize, usize)| {
        let down = |column: usize| rows.down_on(sheet, column, sums);
        format!("=SUMPRODUCT(({}=$A{row})*{}*{})", down(DAY), down(HOURS), down(column))
    };
    let formulas = |row: usize| -> Vec<Option<String>> {
        let (volume, need, cover) = (&book.volumes, &book.requirement, &coverage.rows);
        let days = volume.down_on(words::VOLUMES, DAY, volumes::SUMS);
        let column = volume.down_on(words::VOLUMES, volume.together(1), volumes::SUMS);
        let mut formulas = vec![volume.are_all().then(|| format!("=SUMIF({days},$A{row},{column})"))];
        let at = (words::REQUIREMENT, need.together(1), requirement::SUMS);
        formulas.push(need.are_all().then(|| of_day(row, need, at)));
        let columns = (0..levels.len()).map(|place| coverage.on_duty_together(place));
        formulas.extend(
            columns
                .chain([coverage.missing_together()])
                .map(|column| cover.are_all().then(|| of_day(row, cover, (words::COVERAGE, column, coverage::SUMS)))),
        );
        formulas
    };
    let all: Vec<Vec<f64>> = (0..calendar.days.len()).map(numbers).collect();
    let last = FIRST_ROW + all.len().max(1) - 1;
    let mut sums = vec![Cell::Label(words::TOGETHER)];
    sums.extend((0..missing(book)).map(|place| {
        let column = letters(place + CONTACTS);
        let sum = all.iter().map(|numbers| numbers[place]).sum();
        Cell::Worked(format!("=SUM({column}{FIRST_ROW}:{column}{last})"), sum, Look::Sum)
    }));
    sheet.line(&sums)?;

    let mut head = [words::DAY, words::CONTACTS, words::NEEDED_HOURS].map(str::to_owned).to_vec();
    head.extend(book.simulations.iter().map(|(name, _)| words::hours_on_duty(name)));
    head.push(words::MISSING_HOURS.to_owned());
    head.extend(book.simulations.iter().map(|(name, _)| words::kept_with(name)));
    let mut widths = vec![14.0; head.len()];
    widths[0] = 18.0;
    sheet.head_over(&widths, &head, 1)?;
    sheet.inner.set_repeat_rows(0, 1)?;
    let verdicts: Vec<_> = book.simulations.iter().map(|(_, performance)| promise::by_day(performance)).collect();
    for (day, of_calendar) in calendar.days.iter().enumerate() {
        let row = sheet.row as usize + 1;
        let mut cells = vec![Cell::Given(serial(of_calendar.date), Look::Day)];
        cells.extend(all[day].iter().zip(formulas(row)).map(|(&number, formula)| match formula {
            Some(formula) => Cell::Worked(formula, number, Look::People),
            None => Cell::Given(number, Look::People),
        }));
        cells.extend(verdicts.iter().map(|by_day| Cell::Right(promise::verdict(by_day[day]))));
        sheet.line(&cells)?;
    }
    let (last, column) = (sheet.row - 1, (head.len() - 1) as u16);
    sheet.inner.autofilter(1, 0, last, column)?;
    sheet.inner.set_print_area(0, 0, last, column)?;
    Ok(())
}

/// Charts of contacts and of agent-hours by day; the row below them.
pub(super) fn charts(sheet: &mut Sheet<'_>, book: &Book) -> Result<u32, WorkbookError> {
    let days = book.study.scenario.calendar.days.len() as u32;
    let rows = (FIRST_ROW as u32 - 1, FIRST_ROW as u32 + days - 2);
    if days < 2 {
        return Ok(0);
    }
    let line = |name, column, colour| Line { name, column, rows, colour, dashed: false };
    let each = days.div_ceil(14) as u16;
    let lines = [line(words::CONTACTS, CONTACTS, 0x006B_9BD1)];
    let mut drawn = chart(Kind::Columns, words::CONTACTS_BY_DAY, words::CONTACTS, words::DAYS, 0, &lines);
    drawn.x_axis().set_label_interval(each).set_num_format(&sheet.looks.formats.short_day);
    drawn.legend().set_hidden();
    sheet.inner.insert_chart(0, 0, &drawn)?;
    let last = book.simulations.len() - 1;
    let lines = [
        line(words::NEEDED, NEEDED, 0x00C0_504D),
        line(book.simulations[last].0, ON_DUTY + last, 0x0036_6092),
        line(words::MISSING, missing(book), 0x00E8_B04A),
    ];
    let mut drawn = chart(Kind::Columns, words::HOURS_BY_DAY, words::AGENT_HOURS, words::DAYS, 0, &lines);
    drawn.x_axis().set_label_interval(each).set_num_format(&sheet.looks.formats.short_day);
    drawn.set_width(560);
    sheet.inner.insert_chart(0, 12, &drawn)?;
    Ok(charts::ROWS)
}
