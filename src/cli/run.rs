//! `callboard run`: the whole answer, into a folder.

use super::roster::of_scenario::{objections, write_calendars};
use super::{Failure, Format, ScenarioArguments, TimeLimitArguments, WorkArguments, begin, print_out, terminal};
use crate::report::{self, file::write_by_rename};
use crate::study::{self, Effort};
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
    let alternatives = arguments.scenario.alternatives(&scenario)?;
    // Before the work, so that a folder that cannot be made does not cost a minute.
    std::fs::create_dir_all(&arguments.output)
        .with_context(|| format!("the folder {} cannot be made", arguments.output.display()))?;
    let terminal = begin(&arguments.work)?;
    let begun = Instant::now();
    let elapsed = || begun.elapsed();
    let effort = Effort::of(&scenario).within(arguments.limit.time_limit).by_clock(&elapsed);
    let seed = scenario.seed;
    let mut study = study::study(scenario, &alternatives, &effort, &terminal)?;
    let changes = arguments.scenario.changes.all();
    study.validation = super::validate::of_study(&arguments.scenario.scenario, &changes, seed, &terminal)?;
    drop(terminal);

    let results = report::json::in_rows(&report::json::study_json(&study));
    let mut files = vec![
        ("report.html", report::html::study_html(&study).context("the report cannot be made")?.into_bytes()),
        ("results.json", results.clone().into_bytes()),
    ];
    if let Some(scheduled) = &study.scheduled {
        let workbook = report::workbook::schedule_workbook(&study.scenario, scheduled);
        files.push(("schedule.xlsx", workbook.context("schedule.xlsx cannot be made")?));
        files.push(("schedule.csv", report::csv::schedule_csv(&study.scenario, scheduled).into_bytes()));
        if study.scenario.groups.iter().any(|group| !group.contracts.is_empty()) {
            files.push(("tours.csv", report::csv::tours_csv(&study.scenario, scheduled).into_bytes()));
        }
    }
    let rostered = study.scenario.roster.as_ref().zip(study.rostered.as_ref());
    if let Some((settings, rostered)) = rostered {
        let workbook = report::workbook::roster_workbook(&study.scenario, settings, rostered);
        files.push(("roster.xlsx", workbook.context("roster.xlsx cannot be made")?));
        files.push(("roster.csv", report::roster::roster_csv(&study.scenario, settings, rostered).into_bytes()));
    }
    if let Some(planned) = &study.planned {
        files.push(("plan.csv", report::csv::plan_csv(&study.scenario, planned).into_bytes()));
        let workbook = report::plan_workbook(&study.scenario, planned).context("business_case.xlsx cannot be made")?;
        files.extend(workbook.map(|bytes| ("business_case.xlsx", bytes)));
    }
    for (name, bytes) in &files {
        let path = arguments.output.join(name);
        write_by_rename(&path, bytes).with_context(|| format!("{} cannot be written", path.display()))?;
    }
    let mut wrote: Vec<String> =
        files.iter().map(|(name, _)| arguments.output.join(name).display().to_string()).collect();
    if let Some((settings, rostered)) = rostered {
        let folder = arguments.output.join("calendars");
        let count = write_calendars(&folder, &study.scenario, settings, rostered)?;
        wrote.push(format!("{} ({count} files)", folder.display()));
    }
    print_out(&match arguments.format {
        Format::Text => report::text::study_text(&study, terminal::width()),
        Format::Json => results,
        Format::Csv => report::csv::performance_csv(&study.scenario, &study.today),
    })?;
    eprintln!("wrote {}", wrote.join(", "));
    study.scheduled.as_ref().map_or(Ok(()), super::schedule::objections)?;
    study.rostered.as_ref().map_or(Ok(()), objections)
}
