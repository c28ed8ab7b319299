//! `callboard frontier`: what service a budget buys.

use super::plan::GoalArguments;
use super::{Failure, ScenarioArguments, TimeLimitArguments, WorkArguments, begin, give_out, json, terminal};
use crate::demand::Demand;
use crate::planning::PlanError;
use crate::planning::frontier::Range;
use crate::report;
use crate::study::{self, Effort, StudyError};
use anyhow::Context;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Words of `callboard frontier`.
#[derive(Debug, Args)]
#[command(after_help = "\
The best plan for each of a range of yearly budgets: with all that the scenario allows, with people only, with
initiatives only. Budgets are parts of what the best plan without a yearly budget spends in twelve months.
What is at its limit holds the plan back.

Examples:
  callboard frontier scenarios/peak_season
  callboard frontier scenarios/peak_season --from 0.9 --to 1 --steps 3 --format csv -o frontier.csv
  callboard frontier scenarios/peak_season --format html -o frontier.html")]
pub struct FrontierArguments {
    #[command(flatten)]
    scenario: ScenarioArguments,
    /// How results are printed
    #[arg(long, value_enum, default_value_t = FrontierFormat::Text)]
    format: FrontierFormat,
    /// Write the results to this file instead of stdout
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    work: WorkArguments,
    #[command(flatten)]
    limit: TimeLimitArguments,
    /// The least budget, as a part of what the best plan without one spends
    #[arg(long, value_name = "PART", default_value_t = 0.85, value_parser = part)]
    from: f64,
    /// The greatest budget, likewise
    #[arg(long, value_name = "PART", default_value_t = 1.0, value_parser = part)]
    to: f64,
    /// How many budgets, 2 to 50
    #[arg(long, value_name = "NUMBER", default_value_t = 4, value_parser = clap::value_parser!(u32).range(2..=50))]
    steps: u32,
    #[command(flatten)]
    goal: GoalArguments,
}

/// Forms of what budgets buy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FrontierFormat {
    /// Tables to read
    Text,
    /// One JSON document
    Json,
    /// Rows for a spreadsheet
    Csv,
    /// A page with a chart, to be opened in a browser
    Html,
}

fn part(text: &str) -> Result<f64, String> {
    let value: f64 = text.parse().map_err(|_| "a number such as 0.9".to_owned())?;
    if (0.01..=10.0).contains(&value) { Ok(value) } else { Err("a number from 0.01 to 10".to_owned()) }
}

/// Plans for each budget, and gives out what each buys.
pub fn frontier(arguments: &FrontierArguments) -> Result<(), Failure> {
    if arguments.from >= arguments.to {
        let problem =
            format!("--from {} is not below --to {}: give the smaller budget first", arguments.from, arguments.to);
        return Err(Failure::Usage(problem));
    }
    let scenario = arguments.scenario.load()?;
    if scenario.plan.is_none() {
        return Err(StudyError::from(PlanError::NoAssumptions).into());
    }
    let terminal = begin(&arguments.work)?;
    let demand = Demand::of(&scenario);
    let requirement = study::require(&scenario, &demand, &terminal)?;
    let limits = Effort::of(&scenario).within(arguments.limit.time_limit).plan;
    let range = Range { from: arguments.from, to: arguments.to, steps: arguments.steps };
    let goal = arguments.goal.goal(super::plan::GoalName::Service);
    let points = study::frontier(&scenario, &demand, &requirement, (goal, &range), &limits, &terminal)?;
    drop(terminal);
    let text = match arguments.format {
        FrontierFormat::Text => report::frontier::frontier_text(&scenario, &points, terminal::width()),
        FrontierFormat::Json => json(&report::frontier::frontier_json(&scenario, &points)),
        FrontierFormat::Csv => report::frontier::frontier_csv(&points),
        FrontierFormat::Html => report::frontier_html(&scenario, &points).context("the page cannot be made")?,
    };
    give_out(arguments.output.as_deref(), &text)
}
