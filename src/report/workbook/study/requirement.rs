//! Agents needed, per group and interval; and what they cost on the payroll, by the shrinkage and the wages on the sheet of inputs.

use super::{Book, inputs};
use crate::report::format;
use crate::report::workbook::WorkbookError;
use crate::report::workbook::intervals::{FIRST, all_of, hours_of, write};
use crate::report::workbook::sheet::{Cell, Look, Looks, Sheet, letters};
use crate::report::workbook::words;
use crate::staffing::agent_hours;
use rust_xlsxwriter::Workbook;

/// Lines of sums above the table: agent-hours, paid hours, cost.
pub(super) const SUMS: usize = 3;

pub(super) fn sheet(workbook: &mut Workbook, looks: &Looks, book: &Book) -> Result<(), WorkbookError> {
    let mut sheet = Sheet::new(workbook, words::REQUIREMENT, looks)?;
    let (scenario, rows) = (&book.study.scenario, &book.requirement);
    let needed = &book.study.needed().agents;
    let has_all = rows.of_names != 1;
    let groups = scenario.groups.iter().enumerate().take(rows.names);
    let mut heads: Vec<(String, f64)> = groups.clone().map(|(_, group)| (format::name(&group.name), 17.0)).collect();
    heads.extend(has_all.then(|| (words::ALL_GROUPS.to_owned(), 17.0)));

    let (on_duty, paid) = (rows.line_of_sums(0), rows.line_of_sums(1));
    let (mut hours, mut paid_hours, mut cost) = (Vec::new(), Vec::new(), Vec::new());
    let (mut all_paid, mut all_cost) = (0.0, 0.0);
    for (place, group) in groups {
        let column = letters(FIRST + place);
        let of_group = agent_hours(scenario, needed.row(place)).0;
        hours.push(rows.agent_hours(FIRST + place, SUMS, of_group));
        let on_payroll = of_group / group.shrinkage.complement().0;
        let formula = format!("={column}{on_duty}/(1-{})", inputs::cell_of_group(place, inputs::SHRINKAGE));
        paid_hours.push(Cell::Worked(formula, on_payroll, Look::Sum));
        let wages = on_payroll * group.wage.0;
        let formula = format!("={column}{paid}*{}", inputs::cell_of_group(place, inputs::WAGE));
        cost.push(Cell::Worked(formula, wages, Look::SumAmount));
        all_paid += on_payroll;
        all_cost += wages;
    }
    if has_all {
        let all = rows.together(1);
        hours.push(rows.agent_hours(all, SUMS, agent_hours_needed(book)));
        // Groups without columns of their own are not in these sums, and neither would they be in a formula.
        let across = |line: usize| format!("=SUM({}{line}:{}{line})", letters(FIRST), letters(all - 1));
        if rows.names == rows.of_names {
            paid_hours.push(Cell::Worked(across(paid), all_paid, Look::Sum));
            cost.push(Cell::Worked(across(rows.line_of_sums(2)), all_cost, Look::SumAmount));
        }
    }
    let sums = vec![(words::AGENT_HOURS, hours), (words::PAID_HOURS, paid_hours), (words::COST_OF_THESE, cost)];
    write(&mut sheet, &scenario.calendar, rows, &heads, sums, |interval, row| {
        let mut cells: Vec<Cell> = (0..rows.names).map(|group| Cell::Count(needed[(group, interval)])).collect();
        let all = all_of(needed, interval);
        cells.extend(has_all.then(|| {
            if rows.names == rows.of_names {
                let (first, last) = (letters(FIRST), letters(rows.together(1) - 1));
                Cell::Worked(format!("=SUM({first}{row}:{last}{row})"), all.into(), Look::Whole)
            } else {
                Cell::Count(all)
            }
        }));
        cells
    })
}

/// Agent-hours that all groups need on duty.
pub(super) fn agent_hours_needed(book: &Book) -> f64 {
    let needed = &book.study.needed().agents;
    hours_of(&book.study.scenario.calendar, |interval| all_of(needed, interval))
}
