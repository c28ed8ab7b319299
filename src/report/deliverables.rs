//! All files that an answer is handed over in, each with its name.

use super::board::{Extent, board_html};
use super::csv::{plan_csv, schedule_csv, tours_csv};
use super::format::in_locale;
use super::html::{HtmlError, plan_html, study_html};
use super::icalendar::calendars;
use super::json::{in_rows, plan_json, schedule_json, study_json};
use super::locale::Locale;
use super::roster::{roster_csv, roster_json};
use super::workbook::{WorkbookError, plan_workbook, roster_workbook, schedule_workbook, study_workbook};
use crate::planning::PlanComparison;
use crate::scenario::{RosterSettings, Scenario};
use crate::study::{CertifiedRoster, CertifiedSchedule, Study};

/// A file: its name, with `/` between a folder and what is in it, and its content.
pub type Deliverable = (String, Vec<u8>);

/// Why a file cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum DeliverableError {
    /// A page.
    #[error("{name} cannot be made: {error}")]
    Page {
        /// Its name.
        name: &'static str,
        /// Why.
        error: HtmlError,
    },
    /// A workbook.
    #[error("{name} cannot be made: {error}")]
    Workbook {
        /// Its name.
        name: &'static str,
        /// Why.
        error: WorkbookError,
    },
}

fn page(name: &'static str, html: Result<String, HtmlError>) -> Result<Deliverable, DeliverableError> {
    let html = html.map_err(|error| DeliverableError::Page { name, error })?;
    Ok((name.to_owned(), html.into_bytes()))
}

fn workbook(name: &'static str, bytes: Result<Vec<u8>, WorkbookError>) -> Result<Deliverable, DeliverableError> {
    let bytes = bytes.map_err(|error| DeliverableError::Workbook { name, error })?;
    Ok((name.to_owned(), bytes))
}

fn text(name: &str, text: String) -> Deliverable {
    (name.to_owned(), text.into_bytes())
}

/// The whole answer: report and results, and what is decided as tables, workbooks and calendars.
pub fn of_study(study: &Study) -> Result<Vec<Deliverable>, DeliverableError> {
    let scenario = &study.scenario;
    let mut files = vec![page("report.html", study_html(study))?, text("results.json", in_rows(&study_json(study)))];
    if let Some(scheduled) = &study.scheduled {
        files.extend(tables_of_schedule(scenario, scheduled)?);
    }
    if let Some((settings, rostered)) = scenario.roster.as_ref().zip(study.rostered.as_ref()) {
        files.extend(tables_of_roster(scenario, settings, rostered)?);
    }
    if let Some(planned) = &study.planned {
        files.extend(tables_of_plan(scenario, planned)?);
    }
    Ok(files)
}

/// The whole answer for those who decide: the board pack, its one page to decide on, and the workbook to keep working in.
pub fn of_pack(study: &Study, locale: &Locale) -> Result<Vec<Deliverable>, DeliverableError> {
    let study_workbook = in_locale(locale, || study_workbook(study, locale));
    Ok(vec![
        page("one_page.html", board_html(study, Extent::OnePage, locale))?,
        page("board_pack.html", board_html(study, Extent::Full, locale))?,
        workbook("study.xlsx", study_workbook)?,
    ])
}

/// A schedule.
pub fn of_schedule(scenario: &Scenario, scheduled: &CertifiedSchedule) -> Result<Vec<Deliverable>, DeliverableError> {
    let results = text("schedule.json", in_rows(&schedule_json(scenario, scheduled)));
    Ok([vec![results], tables_of_schedule(scenario, scheduled)?].concat())
}

/// A roster, with a calendar for each person.
pub fn of_roster(
    scenario: &Scenario,
    settings: &RosterSettings,
    rostered: &CertifiedRoster,
) -> Result<Vec<Deliverable>, DeliverableError> {
    let results = text("roster.json", in_rows(&roster_json(scenario, settings, rostered)));
    Ok([vec![results], tables_of_roster(scenario, settings, rostered)?].concat())
}

/// A plan beside its alternatives.
pub fn of_plan(scenario: &Scenario, planned: &PlanComparison) -> Result<Vec<Deliverable>, DeliverableError> {
    let results = text("plan.json", in_rows(&plan_json(scenario, planned)));
    let case = page("business_case.html", plan_html(scenario, planned))?;
    Ok([vec![results, case], tables_of_plan(scenario, planned)?].concat())
}

fn tables_of_schedule(
    scenario: &Scenario,
    scheduled: &CertifiedSchedule,
) -> Result<Vec<Deliverable>, DeliverableError> {
    let mut files = vec![
        workbook("schedule.xlsx", schedule_workbook(scenario, scheduled))?,
        text("schedule.csv", schedule_csv(scenario, scheduled)),
    ];
    if scenario.groups.iter().any(|group| !group.contracts.is_empty()) {
        files.push(text("tours.csv", tours_csv(scenario, scheduled)));
    }
    Ok(files)
}

fn tables_of_roster(
    scenario: &Scenario,
    settings: &RosterSettings,
    rostered: &CertifiedRoster,
) -> Result<Vec<Deliverable>, DeliverableError> {
    let mut files = vec![
        workbook("roster.xlsx", roster_workbook(scenario, settings, rostered))?,
        text("roster.csv", roster_csv(scenario, settings, rostered)),
    ];
    let calendars = calendars(scenario, settings, rostered).into_iter();
    files.extend(calendars.map(|(name, calendar)| text(&format!("calendars/{name}"), calendar)));
    Ok(files)
}

fn tables_of_plan(scenario: &Scenario, planned: &PlanComparison) -> Result<Vec<Deliverable>, DeliverableError> {
    let mut files = vec![text("plan.csv", plan_csv(scenario, planned))];
    if let Some(bytes) = plan_workbook(scenario, planned).transpose() {
        files.push(workbook("business_case.xlsx", bytes)?);
    }
    Ok(files)
}
