//! Rostering the employees of a scenario.

use super::super::{
    ChangeArguments, Failure, Format, OutputArguments, ScenarioArguments, begin, give_out, json, terminal,
};
use crate::demand::Demand;
use crate::report::file::write_by_rename;
use crate::report::{icalendar, roster as report, workbook};
use crate::rostering::of_scenario::{NamedShift, TwoOnOneDay, named};
use crate::scenario::today::read_shifts;
use crate::scenario::{RosterSettings, Scenario};
use crate::study::{self, CertifiedRoster, Effort, GivenRosterError};
use anyhow::Context;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// What is asked for.
pub(super) struct Asked<'a> {
    pub(super) scenario: &'a Path,
    pub(super) changes: &'a ChangeArguments,
    pub(super) time_limit: Option<Duration>,
    pub(super) output: &'a OutputArguments,
    pub(super) workbook: Option<&'a PathBuf>,
    pub(super) calendars: Option<&'a PathBuf>,
    pub(super) check: Option<&'a PathBuf>,
}

/// Finds who is needed, schedules, rosters, and gives it out. The answer is no where the checker objects.
pub(super) fn roster(asked: &Asked<'_>) -> Result<(), Failure> {
    let arguments = ScenarioArguments { scenario: asked.scenario.to_owned(), changes: asked.changes.clone() };
    let scenario = arguments.load()?;
    let Some(settings) = &scenario.roster else {
        return Err(Failure::Usage(format!(
            "{} names nobody: add [roster] with a table of employees, as in `callboard new named_team`",
            asked.scenario.display()
        )));
    };
    if let Some(folder) = asked.calendars {
        std::fs::create_dir_all(folder).with_context(|| format!("the folder {} cannot be made", folder.display()))?;
    }
    let given = asked.check.map(|path| given_shifts(path, &scenario, settings)).transpose()?;
    let terminal = begin(&asked.output.work)?;
    let demand = Demand::of(&scenario);
    let rostered = if let Some(shifts) = given {
        study::given_roster(&scenario, settings, &demand, shifts, &terminal).map_err(|error| match error {
            GivenRosterError::Interrupted(interrupted) => Failure::Interrupted(interrupted),
            GivenRosterError::TwoOnOneDay(TwoOnOneDay { employee, day }) => Failure::Usage(format!(
                "{} has two shifts on {}: take one of them out",
                settings.employees[employee].name, scenario.calendar.days[day].date
            )),
        })?
    } else {
        let requirement = study::require(&scenario, &demand, &terminal)?;
        let begun = Instant::now();
        let elapsed = || begun.elapsed();
        let effort = Effort::of(&scenario).within(asked.time_limit).by_clock(&elapsed);
        let certified = study::schedule(&scenario, &demand, &requirement, &effort.schedule, &terminal)?;
        let schedule = (&certified.schedule, &certified.needed);
        study::roster(&scenario, settings, &demand, schedule, effort.roster, &terminal)?
    };
    drop(terminal);
    if let Some(path) = asked.workbook {
        let bytes = workbook::roster_workbook(&scenario, settings, &rostered).context("the workbook cannot be made")?;
        write_by_rename(path, &bytes).with_context(|| format!("{} cannot be written", path.display()))?;
    }
    if let Some(folder) = asked.calendars {
        write_calendars(folder, &scenario, settings, &rostered)?;
    }
    let text = match asked.output.format {
        Format::Text => report::roster_text(&scenario, settings, &rostered, terminal::width()),
        Format::Json => json(&report::roster_json(&scenario, settings, &rostered)),
        Format::Csv => report::roster_csv(&scenario, settings, &rostered),
    };
    give_out(asked.output.output.as_deref(), &text)?;
    objections(&rostered)
}

/// The shifts of named people that a table gives. A shift of nobody, or of somebody whom the scenario does not name, is refused.
fn given_shifts(path: &Path, scenario: &Scenario, settings: &RosterSettings) -> Result<Vec<NamedShift>, Failure> {
    let given = read_shifts(path, scenario)?;
    named(scenario, settings, &given).map_err(|message| Failure::Usage(format!("{}: {message}", path.display())))
}

/// A calendar file for each person, into a folder that is made where it does not exist.
fn write_calendars(
    folder: &Path,
    scenario: &Scenario,
    settings: &RosterSettings,
    rostered: &CertifiedRoster,
) -> Result<(), Failure> {
    std::fs::create_dir_all(folder).with_context(|| format!("the folder {} cannot be made", folder.display()))?;
    let calendars = icalendar::calendars(scenario, settings, rostered);
    for (name, text) in &calendars {
        let path = folder.join(name);
        write_by_rename(&path, text.as_bytes()).with_context(|| format!("{} cannot be written", path.display()))?;
    }
    Ok(())
}

/// The checker's findings as a failure.
pub(in crate::cli) fn objections(rostered: &CertifiedRoster) -> Result<(), Failure> {
    if rostered.findings.is_empty() {
        return Ok(());
    }
    let findings: Vec<String> = rostered.findings.iter().map(ToString::to_string).collect();
    Err(Failure::No(format!("the checker objects to the roster:\n{}", findings.join("\n"))))
}
