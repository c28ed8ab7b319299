//! `callboard staff`: who is needed, per group and interval.

use super::{Failure, Format, OutputArguments, ScenarioArguments, begin, give_out, json, terminal};
use crate::demand::Demand;
use crate::report;
use crate::requirement::{self, Correction};
use crate::simulation::Verdict;
use clap::Args;

/// Words of `callboard staff`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  callboard staff scenarios/two_skills
  callboard staff scenarios/peak_season --format csv -o needed.csv")]
pub struct StaffArguments {
    #[command(flatten)]
    scenario: ScenarioArguments,
    #[command(flatten)]
    output: OutputArguments,
}

/// Finds who is needed, and gives it out. The answer is no where a queue misses its promise over the horizon even so.
pub fn staff(arguments: &StaffArguments) -> Result<(), Failure> {
    let scenario = arguments.scenario.load()?;
    let terminal = begin(&arguments.output.work)?;
    let demand = Demand::of(&scenario);
    let requirement = requirement::requirement(&scenario, &demand, &Correction::of(&scenario, &demand), &terminal)?;
    drop(terminal);
    let text = match arguments.output.format {
        Format::Text => report::text::requirement_text(&scenario, &requirement, terminal::width()),
        Format::Json => json(&report::json::requirement_json(&scenario, &requirement)),
        Format::Csv => report::csv::requirement_csv(&scenario, &requirement),
    };
    give_out(arguments.output.output.as_deref(), &text)?;
    let missed: Vec<&str> = scenario
        .queues
        .iter()
        .zip(&requirement.performance.queues)
        .filter(|(_, performance)| performance.verdict(&performance.total) == Verdict::Missed)
        .map(|(queue, _)| queue.name.as_str())
        .collect();
    if missed.is_empty() {
        Ok(())
    } else {
        Err(Failure::No(format!("the promise is missed for {}", missed.join(", "))))
    }
}
