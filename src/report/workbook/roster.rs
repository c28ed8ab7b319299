//! The workbook of a roster: the grid of people and days, hours and what is shared fairly, what could not be met, and what it costs.

use super::sheet::{Cell, Look, Looks, Sheet, letters};
use super::{WorkbookError, grid, words};
use crate::report::format;
use crate::report::not_met::told;
use crate::report::roster::{COSTS, weighed};
use crate::scenario::{RosterSettings, Scenario};
use crate::study::CertifiedRoster;
use rust_xlsxwriter::{DocProperties, Workbook};

/// A workbook of a roster: the bytes of an XLSX file.
pub fn roster_workbook(
    scenario: &Scenario,
    settings: &RosterSettings,
    certified: &CertifiedRoster,
) -> Result<Vec<u8>, WorkbookError> {
    let mut workbook = Workbook::new();
    let created = super::first_day(scenario)?;
    workbook.set_properties(&DocProperties::new().set_title(&scenario.name).set_creation_datetime(&created));
    let looks = Looks::new();
    grid::sheet(
        &mut workbook,
        &looks,
        words::ROSTER_SHEET,
        &crate::report::grid::roster::of(scenario, settings, certified),
    )?;
    fairness(&mut workbook, &looks, settings, certified)?;
    unmet(&mut workbook, &looks, scenario, settings, certified)?;
    cost(&mut workbook, &looks, words::COST, scenario, certified)?;
    Ok(workbook.save_to_buffer()?)
}

pub(super) fn fairness(
    workbook: &mut Workbook,
    looks: &Looks,
    settings: &RosterSettings,
    certified: &CertifiedRoster,
) -> Result<(), WorkbookError> {
    let mut sheet = Sheet::new(workbook, words::SHARES, looks)?;
    let head = words::SHARES_HEADS.map(str::to_owned);
    sheet.head_over(&[24.0, 16.0, 12.0, 12.0, 12.0, 16.0], &head, 0)?;
    sheet.over_numbers(&head, 2)?;
    let problem = &certified.of.problem;
    for (place, employee) in settings.employees.iter().enumerate() {
        let shifts: Vec<_> = certified.shifts.iter().filter(|named| named.employee == place).collect();
        let hours: f64 = shifts.iter().map(|named| named.shift.paid_hours().0).sum();
        let line = &certified.roster.lines[place];
        let nights = line.iter().flatten().filter(|kind| problem.kinds[kind.0].night).count();
        let mut weekends: Vec<usize> = line
            .iter()
            .enumerate()
            .filter(|(day, given)| given.is_some() && problem.weekday(*day) >= 5)
            .map(|(day, _)| problem.week(day))
            .collect();
        weekends.dedup();
        sheet.line(&[
            Cell::Text(&employee.name),
            Cell::Text(&format::name(&settings.contracts[employee.contract].name)),
            Cell::Number(hours),
            Cell::Count(shifts.len() as u32),
            Cell::Count(nights as u32),
            Cell::Count(weekends.len() as u32),
        ])?;
    }
    let last = sheet.row;
    let total: f64 = certified.shifts.iter().map(|named| named.shift.paid_hours().0).sum();
    let sum = |column: usize| format!("=SUM({0}2:{0}{last})", letters(column));
    sheet.line(&[
        Cell::Text(words::TOGETHER),
        Cell::Empty,
        Cell::Total(sum(2), total),
        Cell::Worked(sum(3), certified.shifts.len() as f64, Look::TotalWhole),
    ])
}

pub(super) fn unmet(
    workbook: &mut Workbook,
    looks: &Looks,
    scenario: &Scenario,
    settings: &RosterSettings,
    certified: &CertifiedRoster,
) -> Result<(), WorkbookError> {
    let mut sheet = Sheet::new(workbook, words::NOT_MET, looks)?;
    sheet.widths(&[24.0, 14.0, 50.0, 90.0, 14.0])?;
    let mut head = words::NOT_MET_HEADS.map(str::to_owned).to_vec();
    head.push(words::in_currency(words::PRICE, &scenario.currency));
    sheet.head_that_stays(&head, 0)?;
    for told in told(scenario, settings, certified) {
        sheet.line(&[
            Cell::Text(&told.who),
            Cell::Text(&told.date(scenario)),
            Cell::Text(&told.what),
            Cell::Text(&told.why),
            told.price.map_or(Cell::Empty, |price| Cell::Number(price.0)),
        ])?;
    }
    Ok(())
}

/// The sheet, by that name.
pub(super) fn cost(
    workbook: &mut Workbook,
    looks: &Looks,
    name: &str,
    scenario: &Scenario,
    certified: &CertifiedRoster,
) -> Result<(), WorkbookError> {
    let mut sheet = Sheet::new(workbook, name, looks)?;
    sheet.widths(&[36.0, 16.0])?;
    let (cost, currency) = (&certified.cost, &scenario.currency);
    sheet.head(&[words::SHIFTS_COST.to_owned(), String::new()])?;
    sheet.line(&[Cell::Text(words::PAID_HOURS), Cell::Number(cost.paid_hours.0)])?;
    for (name, of) in COSTS {
        sheet.line(&[Cell::Text(&words::in_currency(&name.to_lowercase(), currency)), Cell::Number(of(cost).0)])?;
    }
    let last = sheet.row;
    let sum = Cell::Total(format!("=SUM(B3:B{last})"), cost.objective().0);
    sheet.line(&[Cell::Text(words::TOGETHER), sum])?;
    sheet.row += 1;
    sheet.head(&[words::SEARCH_WEIGHED.to_owned(), words::in_currency(words::PRICE, currency)])?;
    let mut parts = weighed(certified);
    let together = parts.pop();
    let first = sheet.row + 1;
    for (name, amount) in parts {
        sheet.line(&[Cell::Text(&name.to_lowercase()), Cell::Number(amount.0)])?;
    }
    let sum = format!("=SUM(B{first}:B{})", sheet.row);
    sheet.line(&[Cell::Text(words::TOGETHER), Cell::Total(sum, together.map_or(0.0, |(_, amount)| amount.0))])
}
