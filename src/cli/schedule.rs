//! `callboard schedule`: who should work when.

use super::{DecisionArguments, Failure, Format, begin, give_out, json, terminal};
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
    decision: DecisionArguments,
}

/// Schedules, and gives out the shifts. The answer is no where the checker objects.
pub fn schedule(arguments: &ScheduleArguments) -> Result<(), Failure> {
    let decision = &arguments.decision;
    let scenario = decision.scenario.load()?;
    if scenario.shift_types.is_empty() {
        return Err(StudyError::from(ScheduleError::NoShiftRules).into());
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
