//! `callboard schedule`: who should work when.

use super::{Failure, Format, OutputArguments, ScenarioArguments, TimeLimitArguments, begin, give_out, json, terminal};
use crate::demand::Demand;
use crate::report;
use crate::scheduling::ScheduleError;
use crate::study::{self, CertifiedSchedule, Effort, StudyError};
use clap::Args;

/// Words of `callboard schedule`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  callboard schedule scenarios/peak_season
  callboard schedule scenarios/peak_season --set group.orders.headcount=60 --format csv -o schedule.csv")]
pub struct ScheduleArguments {
    #[command(flatten)]
    scenario: ScenarioArguments,
    #[command(flatten)]
    output: OutputArguments,
    #[command(flatten)]
    limit: TimeLimitArguments,
}

/// Schedules, and gives out the shifts. The answer is no where the checker objects.
pub fn schedule(arguments: &ScheduleArguments) -> Result<(), Failure> {
    let scenario = arguments.scenario.load()?;
    if scenario.shift_types.is_empty() {
        return Err(StudyError::from(ScheduleError::NoShiftRules).into());
    }
    let terminal = begin(&arguments.output.work)?;
    let demand = Demand::of(&scenario);
    let requirement = study::require(&scenario, &demand, &terminal)?;
    let effort = Effort::of(&scenario).within(arguments.limit.time_limit);
    let certified = study::schedule(&scenario, &demand, &requirement, &effort.schedule, &terminal)?;
    drop(terminal);
    let text = match arguments.output.format {
        Format::Text => report::text::schedule_text(&scenario, &certified, terminal::width()),
        Format::Json => json(&report::json::schedule_json(&scenario, &certified)),
        Format::Csv => report::csv::schedule_csv(&scenario, &certified),
    };
    give_out(arguments.output.output.as_deref(), &text)?;
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
