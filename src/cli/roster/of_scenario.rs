//! Rostering the employees of a scenario.

use super::super::{
    ChangeArguments, Failure, Format, OutputArguments, ScenarioArguments, begin, give_out, json, terminal,
};
use crate::demand::Demand;
use crate::report::file::write_by_rename;
use crate::report::{icalendar, roster as report, workbook};
use crate::rostering::{Clock, Limits};
use crate::study::{self, Effort};
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
    let terminal = begin(&asked.output.work)?;
    let demand = Demand::of(&scenario);
    let requirement = study::require(&scenario, &demand, &terminal)?;
    let effort = Effort::of(&scenario).within(asked.time_limit);
    let certified = study::schedule(&scenario, &demand, &requirement, &effort.schedule, &terminal)?;
    let begun = Instant::now();
    let elapsed = || begun.elapsed();
    let clock = asked.time_limit.map(|limit| Clock { elapsed: &elapsed, limit });
    let limits = Limits { clock, ..Limits::default() };
    let rostered = study::roster(&scenario, settings, &demand, &certified.schedule, limits, &terminal)?;
    drop(terminal);
    if let Some(path) = asked.workbook {
        let bytes = workbook::roster_workbook(&scenario, settings, &rostered).context("the workbook cannot be made")?;
        write_by_rename(path, &bytes).with_context(|| format!("{} cannot be written", path.display()))?;
    }
    for (name, text) in asked.calendars.iter().flat_map(|folder| {
        let calendars = icalendar::calendars(&scenario, settings, &rostered);
        calendars.into_iter().map(move |(name, text)| (folder.join(name), text))
    }) {
        write_by_rename(&name, text.as_bytes()).with_context(|| format!("{} cannot be written", name.display()))?;
    }
    let text = match asked.output.format {
        Format::Text => report::roster_text(&scenario, settings, &rostered, terminal::width()),
        Format::Json => json(&report::roster_json(&scenario, settings, &rostered)),
        Format::Csv => report::roster_csv(&scenario, settings, &rostered),
    };
    give_out(asked.output.output.as_deref(), &text)?;
    if rostered.findings.is_empty() {
        return Ok(());
    }
    let findings: Vec<String> = rostered.findings.iter().map(ToString::to_string).collect();
    Err(Failure::No(format!("the checker objects to the roster:\n{}", findings.join("\n"))))
}
