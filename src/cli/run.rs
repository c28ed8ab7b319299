//! `callboard run`: the whole answer, into a folder.

use super::roster::of_scenario::objections;
use super::{
    Failure, Format, ScenarioArguments, TimeLimitArguments, WorkArguments, begin, parent_of, print_out, terminal,
};
use crate::report::{self, deliverables, file::write_by_rename};
use crate::scenario::Scenario;
use crate::study::{self, Effort, Study};
use anyhow::Context;
use clap::Args;
use std::path::PathBuf;
use std::time::Instant;

/// Words of `callboard run`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  callboard run scenarios/peak_season -o out
  callboard run scenarios/peak_season --set queue.orders.volume.factor=1.2 -o out_20_percent_more")]
pub struct RunArguments {
    #[command(flatten)]
    scenario: ScenarioArguments,
    /// Folder for report.html, results.json, schedule.xlsx, schedule.csv, tours.csv, roster.xlsx, roster.csv, calendars, plan.csv and the
    /// workbook of the business case;
    /// made where it does not exist
    #[arg(short, long, value_name = "FOLDER", default_value = "out")]
    output: PathBuf,
    /// How the summary is printed
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[command(flatten)]
    limit: TimeLimitArguments,
    #[command(flatten)]
    work: WorkArguments,
}

/// Runs the whole chain, writes the files, and prints the summary.
pub fn run(arguments: &RunArguments) -> Result<(), Failure> {
    let scenario = arguments.scenario.load()?;
    // Before the work, so that a folder that cannot be made does not cost a minute.
    std::fs::create_dir_all(&arguments.output)
        .with_context(|| format!("the folder {} cannot be made", arguments.output.display()))?;
    let study = whole(scenario, &arguments.scenario, &arguments.limit, &arguments.work)?;

    let files = deliverables::of_study(&study).map_err(anyhow::Error::from)?;
    let mut wrote: Vec<String> = Vec::new();
    for (name, bytes) in &files {
        let path = arguments.output.join(name);
        let folder = parent_of(&path);
        std::fs::create_dir_all(&folder).with_context(|| format!("the folder {} cannot be made", folder.display()))?;
        write_by_rename(&path, bytes).with_context(|| format!("{} cannot be written", path.display()))?;
        // One for each person would bury the others.
        let shown = if name.contains('/') { folder } else { path }.display().to_string();
        if !wrote.contains(&shown) {
            wrote.push(shown);
        }
    }
    print_out(&match arguments.format {
        Format::Text => report::text::study_text(&study, terminal::width()),
        Format::Json => report::json::in_rows(&report::json::study_json(&study)),
        Format::Csv => report::csv::performance_csv(&study.scenario, &study.today),
    })?;
    eprintln!("wrote {}", wrote.join(", "));
    study.scheduled.as_ref().map_or(Ok(()), super::schedule::objections)?;
    study.rostered.as_ref().map_or(Ok(()), objections)
}

/// The whole chain for a scenario that was loaded, with how far to trust it.
pub(super) fn whole(
    scenario: Scenario,
    given: &ScenarioArguments,
    limit: &TimeLimitArguments,
    work: &WorkArguments,
) -> Result<Study, Failure> {
    let alternatives = given.alternatives(&scenario)?;
    let terminal = begin(work)?;
    let begun = Instant::now();
    let elapsed = || begun.elapsed();
    let effort = Effort::of(&scenario).within(limit.time_limit).by_clock(&elapsed);
    let seed = scenario.seed;
    let mut study = study::study(scenario, &alternatives, &effort, &terminal)?;
    study.validation = super::validate::of_study(&given.scenario, &given.changes.all(), seed, &terminal)?;
    Ok(study)
}
