//! `callboard schedule`: who should work when.

use super::{DecisionArguments, Failure, Format, begin, give_out, json, terminal};
use crate::demand::Demand;
use crate::report;
use crate::report::file::write_by_rename;
use crate::scheduling::ScheduleError;
use crate::study::{self, CertifiedSchedule, Effort, StudyError};
use anyhow::Context;
use clap::Args;
use std::path::PathBuf;

/// Words of `callboard schedule`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  callboard schedule scenarios/peak_season
  callboard schedule scenarios/peak_season --set group.orders.headcount=60 --format csv -o schedule.csv
  callboard schedule scenarios/peak_season --workbook schedule.xlsx
  callboard schedule scenarios/part_time_desk --tours tours.csv")]
pub struct ScheduleArguments {
    #[command(flatten)]
    decision: DecisionArguments,
    /// Also a workbook for spreadsheet programs: shifts, week, coverage, cost
    #[arg(long, value_name = "FILE.xlsx")]
    workbook: Option<PathBuf>,
    /// Also what each person works, where groups have contracts
    #[arg(long, value_name = "FILE.csv")]
    tours: Option<PathBuf>,
}

/// Schedules, and gives out the shifts. The answer is no where the checker objects.
pub fn schedule(arguments: &ScheduleArguments) -> Result<(), Failure> {
    let decision = &arguments.decision;
    let scenario = decision.scenario.load()?;
    if scenario.shift_types.is_empty() {
        return Err(StudyError::from(ScheduleError::NoShiftRules).into());
    }
    if arguments.tours.is_some() && scenario.groups.iter().all(|group| group.contracts.is_empty()) {
        let remedy = "add [[group.NAME.contract]] tables, as in `callboard new part_time_desk`";
        return Err(Failure::Usage(format!("no group has contracts, so there are no tours: {remedy}")));
    }
    let terminal = begin(&decision.output.work)?;
    let demand = Demand::of(&scenario);
    let requirement = study::require(&scenario, &demand, &terminal)?;
    let effort = Effort::of(&scenario).within(decision.limit.time_limit);
    let certified = study::schedule(&scenario, &demand, &requirement, &effort.schedule, &terminal)?;
    drop(terminal);
    let text = match decision.output.format {
        Format::Text => report::text::schedule_text(&scenario, &certified, terminal::width()),
        Format::Json => json(&report::json::schedule_json(&scenario, &certified)),
        Format::Csv => report::csv::schedule_csv(&scenario, &certified),
    };
    if let Some(path) = &arguments.workbook {
        let workbook = report::workbook::schedule_workbook(&scenario, &certified);
        write_by_rename(path, &workbook.context("the workbook cannot be made")?)
            .with_context(|| format!("{} cannot be written", path.display()))?;
    }
    if let Some(path) = &arguments.tours {
        write_by_rename(path, report::csv::tours_csv(&scenario, &certified).as_bytes())
            .with_context(|| format!("{} cannot be written", path.display()))?;
    }
    give_out(decision.output.output.as_deref(), &text)?;
    objections(&certified)
}

/// The checker's findings as a failure.
pub fn objections(certified: &CertifiedSchedule) -> Result<(), Failure> {
    if certified.findings.is_empty() {
        return Ok(());
    }
    let findings: Vec<String> =
        certified.findings.iter().map(|finding| format!("{}: {}", finding.rule, finding.what)).collect();
    Err(Failure::No(format!("the checker objects to the schedule:\n{}", findings.join("\n"))))
}
