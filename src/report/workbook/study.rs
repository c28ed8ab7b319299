//! The workbook of a whole study, for a manager who goes on working in it: what was asked and answered, what was given, the contacts
//! expected, who is needed, who is there, who works when, what to ask for and what it costs.
//!
//! Sheets that a scenario has nothing for are left out. Sums, days, paid hours and everything about the plan are live: a wage that is
//! changed on the sheet of inputs changes what the requirement costs.

mod days;
mod inputs;
mod requirement;
mod service;
mod summary;
mod volumes;

use super::coverage::Coverage;
use super::formats::Formats;
use super::intervals::{Rows, all_of};
use super::sheet::{Looks, Sheet};
use super::{WorkbookError, business_case, grid, roster, schedule, words};
use crate::report::locale::{Locale, Paper};
use crate::report::{Provenance, grid as people};
use crate::simulation::Performance;
use crate::staffing::StaffingLevels;
use crate::study::Study;
use rust_xlsxwriter::{Color, DocProperties, Workbook};

/// Most cells of a grid of people and days.
const MOST_CELLS: usize = 200_000;

/// What all sheets are made from.
struct Book<'a> {
    study: &'a Study,
    provenance: Provenance,
    /// Today's staffing, the schedule, the roster: as many as there are.
    simulations: Vec<(&'static str, &'a Performance)>,
    /// Rows of the sheets of contacts and of agents needed.
    volumes: Rows,
    requirement: Rows,
    coverage: Coverage<'a>,
    /// The day with the most contacts.
    peak: usize,
}

impl<'a> Book<'a> {
    fn of(study: &'a Study) -> Self {
        let scenario = &study.scenario;
        let calendar = &scenario.calendar;
        let mut simulations = vec![(words::TODAY, &study.today)];
        let mut on_duty = vec![(words::TODAY, StaffingLevels::as_given(scenario).agents)];
        if let Some(certified) = &study.scheduled {
            simulations.push((words::SCHEDULE, &certified.performance));
            on_duty.push((words::SCHEDULE, certified.levels.agents.clone()));
        }
        if let Some(certified) = &study.rostered {
            simulations.push((words::ROSTER, &certified.performance));
            on_duty.push((words::ROSTER, certified.levels.agents.clone()));
        }
        let needed = &study.needed().agents;
        let (queues, groups) = (scenario.queues.len(), scenario.groups.len());
        Self {
            study,
            provenance: Provenance::of(study),
            simulations,
            volumes: Rows::of(calendar, queues, 1, |interval| study.demand.in_interval(interval) > 0.0),
            requirement: Rows::of(calendar, groups, 1, |interval| all_of(needed, interval) > 0),
            coverage: Coverage::of(scenario, needed, on_duty, None),
            peak: study.demand.peak_day(calendar),
        }
    }
}

/// A workbook of a study, written as a country writes it: the bytes of an XLSX file.
pub fn study_workbook(study: &Study, locale: &Locale) -> Result<Vec<u8>, WorkbookError> {
    let scenario = &study.scenario;
    let mut workbook = Workbook::new();
    let created = super::first_day(scenario)?;
    workbook.set_properties(&DocProperties::new().set_title(&scenario.name).set_creation_datetime(&created));
    let (looks, book) = (Looks::of(&Formats::of(locale, &scenario.currency)), Book::of(study));
    let (to, looks) = (&mut workbook, &looks);
    // The summary stands first and tells of all sheets, which are known when they are written.
    Sheet::new(to, words::SUMMARY, looks)?;
    days::sheet(to, looks, &book)?;
    inputs::sheet(to, looks, &book)?;
    volumes::sheet(to, looks, &book)?;
    requirement::sheet(to, looks, &book)?;
    book.coverage.sheet(to, looks)?;
    charts(to, looks, &book, locale)?;
    service::sheet(to, looks, &book)?;
    who_works_when(to, looks, study)?;
    if let Some(planned) = &study.planned {
        business_case::sheets(to, looks, (scenario, planned), &business_case::OF_A_STUDY)?;
    }
    inputs::assumptions(to, looks, scenario)?;
    finish(to, looks, &book, locale)?;
    Ok(workbook.save_to_buffer()?)
}

/// Charts of the days, and of the agents of each group.
fn charts(workbook: &mut Workbook, looks: &Looks, book: &Book, locale: &Locale) -> Result<(), WorkbookError> {
    let mut sheet = Sheet::new(workbook, words::CHARTS, looks)?;
    let row = days::charts(&mut sheet, book)?;
    let days = &book.study.scenario.calendar.days;
    let day = days.get(book.peak).map_or_else(String::new, |day| locale.day(day.date));
    book.coverage.charts(&mut sheet, row, (book.peak, &day))?;
    Ok(())
}

/// The shifts, people or hours by day, and what they cost.
fn who_works_when(workbook: &mut Workbook, looks: &Looks, study: &Study) -> Result<(), WorkbookError> {
    let scenario = &study.scenario;
    if let Some(certified) = &study.scheduled {
        schedule::shifts(workbook, looks, scenario, certified)?;
        schedule::week(workbook, looks, scenario, certified)?;
        if let Some(of_people) = people::tours::of(scenario, certified) {
            lines(workbook, looks, words::PEOPLE, &of_people)?;
        }
        schedule::cost(workbook, looks, scenario, certified)?;
    }
    if let (Some(settings), Some(certified)) = (&scenario.roster, &study.rostered) {
        lines(workbook, looks, words::ROSTER_SHEET, &people::roster::of(scenario, settings, certified))?;
        roster::fairness(workbook, looks, settings, certified)?;
        roster::unmet(workbook, looks, scenario, settings, certified)?;
        roster::cost(workbook, looks, words::ROSTER_COST, scenario, certified)?;
    }
    Ok(())
}

/// A grid of people and days; where it is too large for a sheet, the files that have it are named.
fn lines(workbook: &mut Workbook, looks: &Looks, name: &str, of: &people::Grid) -> Result<(), WorkbookError> {
    if of.people() * of.days.len() <= MOST_CELLS {
        return grid::sheet(workbook, looks, name, of);
    }
    Sheet::new(workbook, name, looks)?.title(&words::too_many_people(of.people(), of.days.len()))
}

/// Writes the summary, and what all sheets have in common: paper, what stands at the foot of each page, colours of the tabs.
fn finish(workbook: &mut Workbook, looks: &Looks, book: &Book, locale: &Locale) -> Result<(), WorkbookError> {
    let names: Vec<String> = workbook.worksheets().iter().map(rust_xlsxwriter::Worksheet::name).collect();
    summary::fill(&mut Sheet::again(workbook, words::SUMMARY, looks)?, book, &names)?;
    // Ampersands command what follows them.
    let origin = words::origin(&book.provenance).replace('&', "&&");
    let scenario: String = book.study.scenario.name.chars().take(80).collect::<String>().replace('&', "&&");
    let paper = match locale.paper() {
        Paper::A4 => 9,
        Paper::Letter => 1,
    };
    for sheet in workbook.worksheets_mut() {
        sheet.set_paper_size(paper);
        sheet.set_header(format!("&L{scenario}&R&A"));
        sheet.set_footer(format!("&L&8{origin}&R&8&P / &N"));
        let colour = match sheet.name().as_str() {
            words::SUMMARY | words::DAYS | words::CHARTS => Color::RGB(0x001F_5FA8),
            words::INPUTS | words::ASSUMPTIONS | words::PLAN_INPUTS => Color::RGB(0x00C9_8A1B),
            _ => continue,
        };
        sheet.set_tab_color(colour);
    }
    Ok(())
}

#[cfg(test)]
mod tests;
