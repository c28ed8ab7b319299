//! Money by period: the cash flow, what each plan costs by kind, what projects and partners cost.

use super::{Book, DISCOUNT, MONTHS_OF_A_PERIOD, WAGE_GROWTH, Which, name_of, strings};
use crate::planning::business_case::{Gain, sum};
use crate::planning::{CostKind, WorkforcePlan};
use crate::report::format::capital;
use crate::report::sections::kind_words;
use crate::report::workbook::WorkbookError;
use crate::report::workbook::sheet::{Cell, Look, Looks, Sheet, letters};
use crate::report::workbook::words::{self, case};
use crate::units::Money;
use rust_xlsxwriter::{Chart, ChartType, Workbook};

/// The sheet of the cash flow.
pub(super) const CASH_FLOW: &str = case::CASH_FLOW;

/// Columns of the cash flow. Of cash: plan, do nothing, saved, cumulated, factor, present value, ahead for good.
pub(super) const PERIOD: usize = 1;
const CASH: usize = 2;
pub(super) const CASH_SAVED: usize = 4;
pub(super) const FACTOR: usize = 6;
pub(super) const CASH_AHEAD: usize = 8;
/// Of all costs: plan, do nothing, saved, cumulated, present value, ahead for good.
const ALL: usize = 9;
pub(super) const ALL_SAVED: usize = 11;
pub(super) const ALL_AHEAD: usize = 14;

/// The column of the first kind on a sheet of costs.
pub(super) const FIRST_KIND: usize = 2;

/// Half a cent: sums of amounts in cents that differ by less are the same.
const SAME: &str = "-0.005";

/// What the plan saves against doing nothing, period by period.
pub(super) fn cash_flow(workbook: &mut Workbook, looks: &Looks, book: &Book) -> Result<(), WorkbookError> {
    let mut sheet = Sheet::new(workbook, CASH_FLOW, looks)?;
    let widths = [6.0, 13.0, 15.0, 15.0, 15.0, 15.0, 10.0, 15.0, 9.0, 15.0, 15.0, 15.0, 15.0, 15.0, 9.0];
    let gains = [(&book.case.plan.cash, CASH, case::IN_CASH), (&book.case.plan.all, ALL, case::IN_ALL_COSTS)];
    let mut head = strings(&[case::NUMBER, book.comparison.plan.step.name()]);
    for (_, first, what) in &gains {
        head.extend(
            [case::THE_PLAN, case::DOING_NOTHING, case::SAVED, case::SAVED_FROM_THE_BEGINNING]
                .map(|name| words::with(name, what)),
        );
        if *first == CASH {
            head.push(case::DISCOUNT_FACTOR.to_owned());
        }
        head.extend([words::with(case::SAVED_PRESENT_VALUE, what), words::with(case::AHEAD_FOR_GOOD, what)]);
    }
    sheet.head_over(&widths, &head, 2)?;
    for place in 0..book.periods() {
        let row = place + 2;
        let label = book.label(place);
        let mut cells = vec![Cell::Given((place + 1) as f64, Look::Place), Cell::Text(&label)];
        for (offset, &(gain, first, _)) in [0, 2].into_iter().zip(&gains) {
            let factor = (first == CASH).then(|| {
                let (rate, months) = (book.input(DISCOUNT), book.input(MONTHS_OF_A_PERIOD));
                let formula = format!("=(1+{rate})^(-{months}*(A{row}-1)/12)");
                Cell::Worked(formula, book.case.discount[place], Look::Factor)
            });
            flow(&mut cells, book, gain, (first, offset, place), factor);
        }
        sheet.line(&cells)?;
    }
    let mut totals = vec![Cell::Empty, Cell::Text(words::TOGETHER)];
    for &(gain, first, _) in &gains {
        let total = |of: fn(&crate::planning::business_case::Flow) -> Money| sum(gain.flows.iter().map(of)).0;
        totals.push(Cell::Total(book.sum_down(first), total(|flow| flow.plan)));
        totals.push(Cell::Total(book.sum_down(first + 1), total(|flow| flow.carry_on)));
        totals.push(Cell::Total(book.sum_down(first + 2), total(|flow| flow.saved)));
        totals.push(Cell::Empty);
        let present = if first == CASH { first + 5 } else { first + 4 };
        if first == CASH {
            totals.push(Cell::Empty);
        }
        totals.push(Cell::Total(book.sum_down(present), gain.net_present_value.0));
        totals.push(Cell::Empty);
    }
    sheet.line(&totals)?;
    let below = sheet.row + 1;
    chart(&mut sheet, book, below)
}

/// The cells of a period of a gain: of the sheets of costs, their difference, its sum, its present value, whether it stays ahead.
fn flow(
    cells: &mut Vec<Cell<'_>>,
    book: &Book,
    gain: &Gain,
    (first, offset, place): (usize, usize, usize),
    factor: Option<Cell<'static>>,
) {
    let row = place + 2;
    let flow = &gain.flows[place];
    let column = |offset: usize| letters(first + offset);
    let source = letters(book.column_of_cash() + offset);
    let of = |which: Which, amount: Money| {
        Cell::Worked(format!("='{}'!{source}{row}", which.sheet()), amount.0, Look::Money)
    };
    cells.push(of(Which::Plan, flow.plan));
    cells.push(of(Which::Nothing, flow.carry_on));
    cells.push(Cell::Worked(format!("={}{row}-{}{row}", column(1), column(0)), flow.saved.0, Look::Money));
    let cumulated = if place == 0 {
        format!("={}{row}", column(2))
    } else {
        format!("={}{}+{}{row}", column(3), row - 1, column(2))
    };
    cells.push(Cell::Worked(cumulated, flow.cumulated.0, Look::Money));
    let at = 4 + usize::from(factor.is_some());
    cells.extend(factor);
    let present = format!("={}{row}*{}{row}", column(2), letters(FACTOR));
    cells.push(Cell::Worked(present, flow.present_value.0, Look::Money));
    let ahead = column(at + 1);
    let then = if row == book.rows().1 { "1".to_owned() } else { format!("{ahead}{}", row + 1) };
    let is_ahead = gain.payback.is_some_and(|payback| payback as usize <= place);
    let formula = format!("=IF({}{row}>{SAME},{then},0)", column(3));
    cells.push(Cell::Worked(formula, f64::from(u8::from(is_ahead)), Look::Whole));
}

/// What is saved from the beginning, as lines.
fn chart(sheet: &mut Sheet, book: &Book, row: u32) -> Result<(), WorkbookError> {
    let mut chart = Chart::new(ChartType::Line);
    let (first, last) = (1, book.periods() as u32);
    for (name, column) in [(case::IN_CASH, CASH_SAVED + 1), (case::IN_ALL_COSTS, ALL_SAVED + 1)] {
        chart
            .add_series()
            .set_name(name)
            .set_categories((CASH_FLOW, first, PERIOD as u16, last, PERIOD as u16))
            .set_values((CASH_FLOW, first, column as u16, last, column as u16));
    }
    chart.title().set_name(case::SAVED_FROM_THE_BEGINNING_CHART);
    chart.y_axis().set_name(&book.scenario.currency).set_num_format("#,##0");
    chart.x_axis().set_label_position(rust_xlsxwriter::ChartAxisLabelPosition::Low);
    chart.legend().set_position(rust_xlsxwriter::ChartLegendPosition::Bottom);
    chart.set_width(900).set_height(320);
    sheet.inner.insert_chart(row, 1, &chart)?;
    Ok(())
}

/// What a plan costs, by period and kind, and by year.
pub(super) fn cost(
    workbook: &mut Workbook,
    looks: &Looks,
    book: &Book,
    which: Which,
    plan: &WorkforcePlan,
) -> Result<(), WorkbookError> {
    let mut sheet = Sheet::new(workbook, which.sheet(), looks)?;
    let mut widths = vec![15.0; FIRST_KIND + book.kinds.len() + 5];
    (widths[0], widths[1]) = (6.0, 22.0);
    let mut head = strings(&[case::NUMBER, plan.step.name()]);
    head.extend(book.kinds.iter().map(|&kind| kind_words(kind).0.to_owned()));
    head.extend(strings(&[
        case::IN_CASH,
        case::IN_NOT_CASH,
        case::IN_ALL_COSTS,
        case::WAGE_LEVEL,
        case::WAGES_AT_THE_PAY_OF_THE_FIRST_YEAR,
    ]));
    sheet.head_over(&widths, &head, 2)?;
    for (place, period) in plan.periods.iter().enumerate() {
        let label = book.label(place);
        let rises = i32::from(period.first_day.year()) - i32::from(book.assumptions.start.year());
        let level = (1.0 + book.assumptions.wage_growth_per_year).powi(rises);
        let amounts: Vec<Money> = book.kinds.iter().map(|&kind| period.cost[kind as usize]).collect();
        let wages = period.cost[CostKind::Wages as usize].0 / level;
        let row = place + 2;
        let mut cells = vec![Cell::Given((place + 1) as f64, Look::Place), Cell::Text(&label)];
        cells.extend(amounts.iter().map(|amount| Cell::Number(amount.0)));
        across(&mut cells, book, row, &amounts, Cell::Worked as fn(String, f64, Look) -> Cell<'static>);
        cells.push(Cell::Worked(format!("=(1+{})^{rises}", book.input(WAGE_GROWTH)), level, Look::Factor));
        let column = book.column_of_cash();
        let formula = format!(
            "={}{row}/{}{row}",
            letters(book.column_of(CostKind::Wages).unwrap_or(FIRST_KIND)),
            letters(column + 3)
        );
        cells.push(Cell::Worked(formula, wages, Look::Money));
        sheet.line(&cells)?;
    }
    let (first, last) = book.rows();
    together(&mut sheet, book, plan, words::TOGETHER, (first, last))?;
    sheet.row += 1;
    for year in &book.case.years {
        let label = crate::report::sections::business_case::span(plan, year.first, year.last);
        together(&mut sheet, book, plan, &label, (year.first as usize + 2, year.last as usize + 2))?;
    }
    Ok(())
}

/// Cash, what is not cash, and both, of amounts by kind in a row.
fn across(
    cells: &mut Vec<Cell<'_>>,
    book: &Book,
    row: usize,
    amounts: &[Money],
    cell: fn(String, f64, Look) -> Cell<'static>,
) {
    let cash = book.cash_kinds();
    let (last, others) = (FIRST_KIND + cash - 1, FIRST_KIND + cash);
    let (in_cash, rest) = (sum(amounts[..cash].iter().copied()), sum(amounts[cash..].iter().copied()));
    let column = book.column_of_cash();
    cells.push(cell(format!("=SUM({}{row}:{}{row})", letters(FIRST_KIND), letters(last)), in_cash.0, Look::Money));
    let not_cash = if others < column {
        format!("=SUM({}{row}:{}{row})", letters(others), letters(column - 1))
    } else {
        "=0".to_owned()
    };
    cells.push(cell(not_cash, rest.0, Look::Money));
    cells.push(cell(
        format!("={}{row}+{}{row}", letters(column), letters(column + 1)),
        sum([in_cash, rest]).0,
        Look::Money,
    ));
}

/// Sums over some rows.
fn together(
    sheet: &mut Sheet,
    book: &Book,
    plan: &WorkforcePlan,
    label: &str,
    (first, last): (usize, usize),
) -> Result<(), WorkbookError> {
    let periods = &plan.periods[first - 2..=last - 2];
    let amounts: Vec<Money> =
        book.kinds.iter().map(|&kind| sum(periods.iter().map(|period| period.cost[kind as usize]))).collect();
    let down = |column: usize| format!("=SUM({0}{first}:{0}{last})", letters(column));
    let mut cells = vec![Cell::Empty, Cell::Text(label)];
    cells.extend(amounts.iter().enumerate().map(|(place, amount)| Cell::Total(down(FIRST_KIND + place), amount.0)));
    let row = sheet.row as usize + 1;
    let total = |formula: String, value: f64, _: Look| Cell::Total(formula, value);
    across(&mut cells, book, row, &amounts, total);
    cells.push(Cell::Empty);
    let start = i32::from(book.assumptions.start.year());
    let level = |year: i16| (1.0 + book.assumptions.wage_growth_per_year).powi(i32::from(year) - start);
    let wages = periods.iter().map(|period| period.cost[CostKind::Wages as usize].0 / level(period.first_day.year()));
    cells.push(Cell::Total(down(book.column_of_cash() + 4), wages.sum()));
    sheet.line(&cells)
}

/// What projects and partners cost by period; no sheet where there are none.
pub(super) fn commitments(workbook: &mut Workbook, looks: &Looks, book: &Book) -> Result<(), WorkbookError> {
    let commitments = &book.case.commitments;
    if commitments.is_empty() {
        return Ok(());
    }
    let mut sheet = Sheet::new(workbook, case::PROJECTS_AND_PARTNERS, looks)?;
    let mut widths = vec![20.0; commitments.len() + 3];
    (widths[0], widths[1]) = (6.0, 13.0);
    let mut head = strings(&[case::NUMBER, book.comparison.plan.step.name()]);
    head.extend(commitments.iter().map(|commitment| capital(&name_of(commitment))));
    head.push(words::TOGETHER.to_owned());
    sheet.head_over(&widths, &head, 2)?;
    let all = letters(1 + commitments.len());
    for place in 0..book.periods() {
        let (row, label) = (place + 2, book.label(place));
        let mut cells = vec![Cell::Given((place + 1) as f64, Look::Place), Cell::Text(&label)];
        cells.extend(commitments.iter().map(|commitment| Cell::Number(commitment.cost[place].0)));
        let together = sum(commitments.iter().map(|commitment| commitment.cost[place]));
        cells.push(Cell::Worked(format!("=SUM(C{row}:{all}{row})"), together.0, Look::Money));
        sheet.line(&cells)?;
    }
    let mut cells = vec![Cell::Empty, Cell::Text(words::TOGETHER)];
    let totals: Vec<Money> = commitments.iter().map(crate::planning::business_case::Commitment::total).collect();
    let columns = totals.iter().copied().chain([sum(totals.iter().copied())]).enumerate();
    cells.extend(columns.map(|(place, total)| Cell::Total(book.sum_down(2 + place), total.0)));
    sheet.line(&cells)
}
