//! `callboard simulate`: what will happen with today's staffing.

use super::{Failure, Format, OutputArguments, ScenarioArguments, begin, give_out, json, terminal};
use crate::demand::Demand;
use crate::report;
use crate::study;
use clap::Args;

/// Words of `callboard simulate`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  callboard simulate scenarios/one_queue
  callboard simulate scenarios/one_queue --set group.agents.headcount=12 --format json
  callboard simulate scenarios/peak_season --format csv -o intervals.csv")]
pub struct SimulateArguments {
    #[command(flatten)]
    scenario: ScenarioArguments,
    #[command(flatten)]
    output: OutputArguments,
    /// Every interval too (a CSV always has them)
    #[arg(long)]
    intervals: bool,
}

/// Simulates, and gives out what happened.
pub fn simulate(arguments: &SimulateArguments) -> Result<(), Failure> {
    let scenario = arguments.scenario.load()?;
    let terminal = begin(&arguments.output.work)?;
    let performance = study::simulate_today(&scenario, &Demand::of(&scenario), &terminal)?;
    drop(terminal);
    let text = match arguments.output.format {
        Format::Text if arguments.intervals => {
            let total = report::text::performance_text(&scenario, &performance, terminal::width());
            format!("{}\n{total}", report::text::intervals_text(&scenario, &performance, terminal::width()))
        }
        Format::Text => report::text::performance_text(&scenario, &performance, terminal::width()),
        Format::Json => json(&report::json::performance_json(&scenario, &performance, arguments.intervals)),
        Format::Csv => report::csv::performance_csv(&scenario, &performance),
    };
    give_out(arguments.output.output.as_deref(), &text)
}
