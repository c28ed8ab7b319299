//! The alternatives that the scenario names, side by side with the plan and with doing nothing: what each costs by kind, and by how much
//! that differs from the plan.

use super::{Book, Which, people, strings};
use crate::planning::business_case::sum;
use crate::planning::{CostKind, WorkforcePlan};
use crate::report::format::{self, capital};
use crate::report::sections::{alternatives, kind_words};
use crate::report::workbook::WorkbookError;
use crate::report::workbook::sheet::{Cell, Look, Looks, Sheet, letters};
use crate::report::workbook::words::{self, case};
use crate::units::Money;
use rust_xlsxwriter::Workbook;

/// The name of the sheet.
pub(super) const SHEET: &str = case::ALTERNATIVES;

/// The column of the plan; that of doing nothing and those of the alternatives come next.
const PLAN: usize = 1;

/// A column: its plan, and its sheet of costs where it has one.
type Column<'a> = (&'a WorkforcePlan, Option<Which>);

/// The sheet; none where no alternative is named.
pub(super) fn alternatives(workbook: &mut Workbook, looks: &Looks, book: &Book) -> Result<(), WorkbookError> {
    let named = &book.comparison.alternatives;
    if named.is_empty() {
        return Ok(());
    }
    let mut columns: Vec<Column> =
        vec![(&book.comparison.plan, Some(Which::Plan)), (&book.comparison.carry_on, Some(Which::Nothing))];
    columns.extend(named.iter().map(|alternative| (&alternative.plan, None)));
    let mut head = strings(&["", case::PLAN, case::DO_NOTHING]);
    head.extend(named.iter().map(|alternative| capital(&format::name(&alternative.name))));
    let mut widths = vec![24.0; head.len()];
    widths[0] = 62.0;
    let mut sheet = Sheet::new(workbook, SHEET, looks)?;
    sheet.head_over(&widths, &head, 1)?;
    let cash = kinds(&mut sheet, book, &columns, true)?;
    let not_cash = kinds(&mut sheet, book, &columns, false)?;
    let all = row(
        &mut sheet,
        &words::in_currency(case::ALL_COSTS, &book.scenario.currency),
        columns.len(),
        |place, column| {
            let formula = format!("={column}{cash}+{column}{not_cash}");
            Cell::Worked(formula, all_costs(columns[place].0).0, Look::Money)
        },
    )?;
    for (what, total, amount) in [
        (case::IN_CASH, cash, WorkforcePlan::cash as fn(&WorkforcePlan) -> Money),
        (case::IN_ALL_COSTS, all, all_costs as fn(&WorkforcePlan) -> Money),
    ] {
        let label = words::in_currency(&case::of_which(case::SAVED_AGAINST_THE_PLAN, what), &book.scenario.currency);
        row(&mut sheet, &label, columns.len(), |place, column| {
            if place == 0 {
                return Cell::Empty;
            }
            let saved = sum([amount(columns[0].0), -amount(columns[place].0)]);
            Cell::Worked(format!("=${}{total}-{column}{total}", letters(PLAN)), saved.0, Look::Money)
        })?;
    }
    hires_and_hours(&mut sheet, book, &columns)?;
    words(&mut sheet, book, &widths)
}

fn all_costs(plan: &WorkforcePlan) -> Money {
    sum(plan.periods.iter().map(crate::planning::PlannedPeriod::all_costs))
}

/// A row with a cell for each column; its number.
fn row<'c>(
    sheet: &mut Sheet,
    label: &'c str,
    columns: usize,
    cell: impl Fn(usize, &str) -> Cell<'c>,
) -> Result<usize, WorkbookError> {
    let mut cells = vec![Cell::Text(label)];
    cells.extend((0..columns).map(|place| cell(place, &letters(PLAN + place))));
    sheet.line(&cells)?;
    Ok(sheet.row as usize)
}

/// Rows of the kinds of cost that are cash, or of those that are not, and their total; the number of its row.
fn kinds(sheet: &mut Sheet, book: &Book, columns: &[Column], cash: bool) -> Result<usize, WorkbookError> {
    let costs = |kind: CostKind| {
        columns.iter().any(|(plan, _)| plan.periods.iter().any(|period| period.cost[kind as usize] != Money::ZERO))
    };
    let kinds: Vec<CostKind> =
        CostKind::ALL.into_iter().filter(|&kind| kind.is_cash() == cash && costs(kind)).collect();
    let of_kind = |plan: &WorkforcePlan, kind: CostKind| sum(plan.periods.iter().map(|at| at.cost[kind as usize]));
    let first = sheet.row as usize + 1;
    for &kind in &kinds {
        row(sheet, &capital(kind_words(kind).0), columns.len(), |place, _| {
            let (plan, which) = columns[place];
            let amount = of_kind(plan, kind).0;
            match which.and_then(|which| Some((which, book.column_of(kind)?))) {
                Some((which, column)) => {
                    let formula = format!("='{}'!{}{}", which.sheet(), letters(column), book.total_row());
                    Cell::Worked(formula, amount, Look::Money)
                }
                None => Cell::Number(amount),
            }
        })?;
    }
    let last = sheet.row;
    let label = if cash { case::CASH } else { case::NOT_CASH };
    row(sheet, &words::in_currency(label, &book.scenario.currency), columns.len(), |place, column| {
        let amount = sum(kinds.iter().map(|&kind| of_kind(columns[place].0, kind)));
        let formula = if kinds.is_empty() { "=0".to_owned() } else { format!("=SUM({column}{first}:{column}{last})") };
        Cell::Total(formula, amount.0)
    })
}

fn hires_and_hours(sheet: &mut Sheet, book: &Book, columns: &[Column]) -> Result<(), WorkbookError> {
    let sum_of = |column: usize| format!("=SUM({})", book.people(column));
    row(sheet, case::NEW_PEOPLE, columns.len(), |place, _| match columns[place] {
        (plan, Some(Which::Plan)) => Cell::Worked(sum_of(people::HIRES), f64::from(plan.hires()), Look::Whole),
        (plan, _) => Cell::Count(plan.hires()),
    })?;
    row(sheet, case::MISSING_HOURS, columns.len(), |place, _| match columns[place] {
        (plan, Some(Which::Plan)) => Cell::Worked(sum_of(people::MISSING), plan.shortage_hours().0, Look::People),
        (plan, _) => Cell::Given(plan.shortage_hours().0, Look::People),
    })?;
    Ok(())
}

/// What each begins, and what is otherwise in it.
fn words(sheet: &mut Sheet, book: &Book, widths: &[f64]) -> Result<(), WorkbookError> {
    let named = &book.comparison.alternatives;
    let mut begins = strings(&[case::PROJECTS_AND_PARTNERS_THAT_BEGIN]);
    begins.extend([&book.comparison.plan, &book.comparison.carry_on].map(alternatives::begun));
    begins.extend(named.iter().map(|alternative| alternatives::begun(&alternative.plan)));
    sheet.texts(&begins.iter().map(String::as_str).collect::<Vec<_>>(), widths)?;
    sheet.row += 1;
    for otherwise in alternatives::changes(book.scenario) {
        sheet.paragraph(&otherwise, widths.len() as u16, widths.iter().sum())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::business_case::tests::study;
    use crate::report::workbook::plan_workbook;
    use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
    use std::io::Cursor;

    #[test]
    fn differences_are_formulas_of_the_columns_beside_them() {
        let study = study();
        let planned = study.planned.as_ref().unwrap();
        let bytes = plan_workbook(&study.scenario, planned).unwrap().unwrap();
        let mut workbook: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).unwrap();
        let sheet = workbook.worksheet_range(SHEET).unwrap();
        let find = |label: &str| sheet.rows().position(|row| row[0] == Data::String(label.into())).unwrap();
        let number = |label: &str, column: usize| match &sheet.rows().nth(find(label)).unwrap()[column] {
            Data::Float(number) => *number,
            other => panic!("{label}: {other:?}"),
        };
        let alternative = &planned.alternatives[0].plan;
        // Sums of some dozen amounts of six digits before the point.
        assert!((number("Severance", 3) - 1234.56).abs() < 1e-9);
        assert!((number("Cash, EUR", 3) - alternative.cash().0).abs() < 1e-6);
        let saved = (planned.plan.cash() - alternative.cash()).0;
        assert!((number("Saved against the plan, cash, EUR", 3) - saved).abs() < 1e-6);
        let formulas = workbook.worksheet_formula(SHEET).unwrap();
        let of = |label: &str| formulas.get_value((find(label) as u32, 3)).cloned().unwrap();
        let cash = find("Cash, EUR") + 1;
        assert_eq!(of("Saved against the plan, cash, EUR"), format!("$B{cash}-D{cash}"));
        assert!(of("Cash, EUR").starts_with("SUM(D2:D"));
    }

    #[test]
    fn without_alternatives_there_is_no_sheet() {
        let mut study = study();
        study.planned.as_mut().unwrap().alternatives.clear();
        let bytes = plan_workbook(&study.scenario, study.planned.as_ref().unwrap()).unwrap().unwrap();
        let workbook: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).unwrap();
        assert!(!workbook.sheet_names().contains(&SHEET.to_owned()));
    }
}
