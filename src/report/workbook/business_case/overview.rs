//! The plan at a glance: contacts, hours, people and cash, period by period, as the other sheets of the business case have them.

use super::{Book, Which, money, people};
use crate::report::workbook::charts::{Kind, Line, chart};
use crate::report::workbook::formats::serial;
use crate::report::workbook::sheet::{Cell, Look, Looks, Sheet, letters, on};
use crate::report::workbook::{WorkbookError, words};
use crate::scenario::Step;
use rust_xlsxwriter::Workbook;

/// Columns.
const PERIOD: usize = 1;
const NEEDED: usize = 3;
const ON_DUTY: usize = 4;
pub(in crate::report::workbook) const MISSING: usize = 5;
pub(in crate::report::workbook) const HIRED: usize = 8;
pub(in crate::report::workbook) const CASH: usize = 10;

/// The number of the line of sums, above the head.
pub(in crate::report::workbook) const SUMS: usize = 1;

/// The number of the first row below it, as a formula counts.
const FIRST_ROW: usize = 3;

/// A column: its numbers by period, the formula of a period by its place, how it looks, and whether it is summed.
type Column<'a> = (Vec<f64>, Box<dyn Fn(usize) -> String + 'a>, Look, bool);

pub(super) fn overview(workbook: &mut Workbook, looks: &Looks, book: &Book) -> Result<(), WorkbookError> {
    let mut sheet = Sheet::new(workbook, words::PLAN, looks)?;
    let plan = &book.comparison.plan;
    let columns = columns(book);
    let last = FIRST_ROW + book.periods().max(1) - 1;
    let mut sums = vec![Cell::Empty, Cell::Label(words::TOGETHER)];
    sums.extend(columns.iter().enumerate().map(|(place, (numbers, _, look, is_summed))| {
        let column = letters(place + PERIOD + 1);
        let total = if matches!(look, Look::Money) { Look::SumAmount } else { Look::Sum };
        let sum = format!("=SUM({column}{FIRST_ROW}:{column}{last})");
        if *is_summed { Cell::Worked(sum, numbers.iter().sum(), total) } else { Cell::Empty }
    }));
    sheet.line(&sums)?;
    let head = words::plan_heads(plan.step.name());
    let mut widths = vec![14.0; head.len()];
    (widths[0], widths[10], widths[11], widths[12]) = (6.0, 19.0, 19.0, 19.0);
    sheet.head_over(&widths, &head, 2)?;
    sheet.inner.set_repeat_rows(0, 1)?;
    for (place, period) in plan.periods.iter().enumerate() {
        let look = if plan.step == Step::Month { Look::Month } else { Look::Day };
        let number = Cell::Given((place + 1) as f64, Look::Place);
        let mut cells = vec![number, Cell::Given(serial(period.first_day), look)];
        cells.extend(
            columns.iter().map(|(numbers, formula, look, _)| Cell::Worked(formula(place), numbers[place], *look)),
        );
        sheet.line(&cells)?;
    }
    charts(&mut sheet, book)
}

fn columns<'a>(book: &'a Book) -> Vec<Column<'a>> {
    let (plan, carry_on) = (&book.comparison.plan, &book.comparison.carry_on);
    let of_people = |column: usize| -> Box<dyn Fn(usize) -> String + 'a> {
        Box::new(move |place| {
            format!("=SUMIF({},A{},{})", book.people(people::NUMBER), place + FIRST_ROW, book.people(column))
        })
    };
    let over = |of: people::Of| plan.periods.iter().map(move |period| period.groups.iter().map(of).sum()).collect();
    // The sheets with a row for each period begin with it in their second row.
    let at = |sheet: &'static str, column: usize| -> Box<dyn Fn(usize) -> String + 'a> {
        Box::new(move |place| format!("={}{}{}", on(sheet), letters(column), place + book.rows().0))
    };
    let cash = book.column_of_cash();
    let saved = book.case.plan.cash.flows.iter().map(|flow| flow.cumulated.0).collect();
    let offered = plan.periods.iter().map(|period| period.contacts.iter().sum()).collect();
    let nothing =
        carry_on.periods.iter().map(|period| period.groups.iter().map(|group| group.headcount).sum()).collect();
    let cash_of = |plan: &crate::planning::WorkforcePlan| plan.periods.iter().map(|period| period.cash().0).collect();
    vec![
        (offered, at(people::CONTACTS, people::OFFERED), Look::People, true),
        (over(|group| group.required_hours.0), of_people(people::NEEDED), Look::People, true),
        (over(|group| group.on_duty().0), of_people(people::ON_DUTY), Look::People, true),
        (over(|group| group.shortage_hours.0), of_people(people::MISSING), Look::People, true),
        (over(|group| group.headcount), of_people(people::HEADCOUNT), Look::People, false),
        (nothing, of_people(people::HEADCOUNT_OF_NOTHING), Look::People, false),
        (over(|group| f64::from(group.hires)), of_people(people::HIRES), Look::Whole, true),
        (over(|group| group.leavers), of_people(people::LEAVERS), Look::People, true),
        (cash_of(plan), at(Which::Plan.sheet(), cash), Look::Money, true),
        (cash_of(carry_on), at(Which::Nothing.sheet(), cash), Look::Money, true),
        (saved, at(money::CASH_FLOW, money::CASH_SAVED + 1), Look::Money, false),
    ]
}

/// Hours and cash, below the table.
fn charts(sheet: &mut Sheet<'_>, book: &Book) -> Result<(), WorkbookError> {
    let rows = (FIRST_ROW as u32 - 1, (FIRST_ROW + book.periods()) as u32 - 2);
    let line = |name, column, colour| Line { name, column, rows, colour, dashed: false };
    let below = sheet.row + 1;
    let formats = &sheet.looks.formats;
    let form = if book.comparison.plan.step == Step::Month { &formats.month } else { &formats.short_day };
    let each = book.periods().div_ceil(12).max(1) as u16;
    let lines = [line(words::NEEDED, NEEDED, 0x00C0_504D), line(words::ON_DUTY, ON_DUTY, 0x0036_6092)];
    let mut drawn = chart(Kind::Line, words::HOURS_OF_THE_PLAN, words::AGENT_HOURS, words::PLAN, PERIOD, &lines);
    drawn.x_axis().set_label_interval(each).set_num_format(form);
    sheet.inner.insert_chart(below, 0, &drawn.set_width(660).clone())?;
    let lines = [line(words::THE_PLAN, CASH, 0x0036_6092), line(words::DOING_NOTHING, CASH + 1, 0x00A6_A6A6)];
    let currency = &book.scenario.currency;
    let mut drawn = chart(Kind::Columns, words::CASH_OF_THE_PLAN, currency, words::PLAN, PERIOD, &lines);
    drawn.x_axis().set_label_interval(each).set_num_format(form);
    sheet.inner.insert_chart(below, 7, &drawn.set_width(720).clone())?;
    Ok(())
}
