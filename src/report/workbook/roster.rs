//! The workbook of a roster: the grid of people and days, hours and what is shared fairly, and what could not be met.

use super::WorkbookError;
use super::sheet::{Cell, Looks, Sheet, letters};
use crate::calendar::clock;
use crate::report::roster::{missing, refused};
use crate::scenario::{RosterSettings, Scenario};
use crate::study::CertifiedRoster;
use rust_xlsxwriter::{Color, DocProperties, Format, Workbook};

/// Colours of shifts by their begin: before 6, before 9, before 12, before 18, later.
const COLOURS: [(u32, u32); 5] =
    [(360, 0x00B4_A7D6), (540, 0x00FF_E599), (720, 0x00F9_CB9C), (1080, 0x00A4_C2F4), (1440, 0x008E_7CC3)];

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
    grid(&mut workbook, &looks, scenario, settings, certified)?;
    fairness(&mut workbook, &looks, settings, certified)?;
    unmet(&mut workbook, &looks, scenario, settings, certified)?;
    Ok(workbook.save_to_buffer()?)
}

fn grid(
    workbook: &mut Workbook,
    looks: &Looks,
    scenario: &Scenario,
    settings: &RosterSettings,
    certified: &CertifiedRoster,
) -> Result<(), WorkbookError> {
    let days = &scenario.calendar.days;
    let mut sheet = Sheet::new(workbook, "Roster", looks)?;
    let mut widths = vec![13.0; days.len() + 2];
    widths[0] = 24.0;
    sheet.widths(&widths)?;
    let mut head = vec!["name".to_owned(), "contract".to_owned()];
    head.extend(days.iter().map(|day| day.date.strftime("%a %d %b").to_string()));
    sheet.head_that_stays(&head, 2)?;
    let by_start = COLOURS.map(|(_, colour)| Format::new().set_background_color(Color::RGB(colour)));
    let away = Format::new().set_font_color(Color::RGB(0x0099_9999));
    for (place, employee) in settings.employees.iter().enumerate() {
        let row = sheet.row;
        let contract = &settings.contracts[employee.contract].name;
        sheet.line(&[Cell::Text(&employee.name), Cell::Text(contract)])?;
        for &day in &employee.days_off {
            sheet.inner.write_string_with_format(row, 2 + day as u16, "away", &away)?;
        }
        for named in certified.shifts.iter().filter(|named| named.employee == place) {
            let shift = &named.shift;
            let text = format!("{}–{}", clock(shift.start % 1440), clock((shift.start + shift.length) % 1440));
            let colour = COLOURS.iter().position(|&(until, _)| shift.start < until).unwrap_or(COLOURS.len() - 1);
            sheet.inner.write_string_with_format(row, 2 + shift.day as u16, &text, &by_start[colour])?;
        }
    }
    Ok(())
}

fn fairness(
    workbook: &mut Workbook,
    looks: &Looks,
    settings: &RosterSettings,
    certified: &CertifiedRoster,
) -> Result<(), WorkbookError> {
    let mut sheet = Sheet::new(workbook, "Hours and shares", looks)?;
    sheet.widths(&[24.0, 16.0, 12.0, 12.0, 12.0, 16.0])?;
    let head = ["name", "contract", "paid hours", "shifts", "nights", "worked weekends"];
    sheet.head_that_stays(&head.map(str::to_owned), 1)?;
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
            Cell::Text(&settings.contracts[employee.contract].name),
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
        Cell::Text("together"),
        Cell::Empty,
        Cell::Total(sum(2), total),
        Cell::Total(sum(3), certified.shifts.len() as f64),
    ])
}

fn unmet(
    workbook: &mut Workbook,
    looks: &Looks,
    scenario: &Scenario,
    settings: &RosterSettings,
    certified: &CertifiedRoster,
) -> Result<(), WorkbookError> {
    let mut sheet = Sheet::new(workbook, "Not met", looks)?;
    sheet.widths(&[120.0])?;
    sheet.title("What could not be met, and why")?;
    for unmet in &certified.roster.unmet {
        let name = &settings.employees[unmet.person.0].name;
        sheet.line(&[Cell::Text(&format!("{name}: {} (because of {})", unmet.rule, unmet.cause))])?;
    }
    for text in missing(scenario, certified).iter().chain(&refused(scenario, certified)) {
        sheet.line(&[Cell::Text(text)])?;
    }
    Ok(())
}
