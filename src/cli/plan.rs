//! `callboard plan`: what to ask for.

use super::{Failure, ScenarioArguments, TimeLimitArguments, WorkArguments, begin, give_out, json, terminal};
use crate::demand::Demand;
use crate::planning::{Goal, PlanComparison, PlanError};
use crate::report::{self, file::write_by_rename};
use crate::scenario::Scenario;
use crate::study::{self, Effort, StudyError};
use anyhow::Context;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Words of `callboard plan`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  callboard plan scenarios/peak_season
  callboard plan scenarios/peak_season --first-look --set budget.per_year=6000000
  callboard plan scenarios/peak_season --goal service
  callboard plan scenarios/peak_season --set budget.per_year=3000000 --format csv -o plan.csv
  callboard plan scenarios/peak_season --format html -o case.html
  callboard plan scenarios/peak_season --format xlsx -o case.xlsx")]
pub struct PlanArguments {
    #[command(flatten)]
    scenario: ScenarioArguments,
    /// How results are printed
    #[arg(long, value_enum, default_value_t = PlanFormat::Text)]
    format: PlanFormat,
    /// Write the results to this file instead of stdout
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// A first look, in a second or so: hours by formula instead of simulation, the search less exact, no alternatives, no chance, no proof
    #[arg(long)]
    first_look: bool,
    #[command(flatten)]
    work: WorkArguments,
    #[command(flatten)]
    limit: TimeLimitArguments,
    #[command(flatten)]
    goal: GoalArguments,
}

/// Forms of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PlanFormat {
    /// Tables to read
    Text,
    /// One JSON document
    Json,
    /// Rows for a spreadsheet
    Csv,
    /// The business case as a page with charts, to be opened in a browser
    Html,
    /// The business case as a workbook with formulas; takes a file
    Xlsx,
}

/// What a plan is to reach.
#[derive(Debug, Args)]
pub struct GoalArguments {
    /// What the plan is to reach: the least cost, missing hours at their price; as few hours missing as the budgets allow; or no
    /// more than a share of them missing, at the least cost
    #[arg(long, value_enum)]
    goal: Option<GoalName>,
    /// With `--goal both`: the share of the hours of a group and period that may be missing
    #[arg(long, value_name = "SHARE", default_value_t = 0.02, value_parser = super::precision)]
    missing: f64,
}

/// Names of goals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum GoalName {
    /// The least cost, missing hours at their price
    Cost,
    /// As few hours missing as the budgets allow, then the least cost
    Service,
    /// Few hours missing, as far as the budgets allow, at the least cost
    Both,
}

impl GoalArguments {
    /// The goal that is named, or else another.
    pub fn goal(&self, otherwise: GoalName) -> Goal {
        match self.goal.unwrap_or(otherwise) {
            GoalName::Cost => Goal::Cost,
            GoalName::Service => Goal::Service,
            GoalName::Both => Goal::Both { missing: self.missing },
        }
    }
}

/// Plans, and gives out the plan beside what else could be done.
pub fn plan(arguments: &PlanArguments) -> Result<(), Failure> {
    if arguments.format == PlanFormat::Xlsx && arguments.output.is_none() {
        return Err(Failure::Usage(
            "a workbook is no text for the screen: name a file for it, as -o case.xlsx".to_owned(),
        ));
    }
    let scenario = arguments.scenario.load()?;
    if scenario.plan.is_none() {
        return Err(StudyError::from(PlanError::NoAssumptions).into());
    }
    let comparison = compared(arguments, &scenario)?;
    let text = match arguments.format {
        PlanFormat::Text => report::text::plan_text(&scenario, &comparison, terminal::width()),
        PlanFormat::Json => json(&report::json::plan_json(&scenario, &comparison)),
        PlanFormat::Csv => report::csv::plan_csv(&scenario, &comparison),
        PlanFormat::Html => report::plan_html(&scenario, &comparison).context("the page cannot be made")?,
        PlanFormat::Xlsx => {
            let workbook = report::plan_workbook(&scenario, &comparison).context("the workbook cannot be made")?;
            if let (Some(path), Some(bytes)) = (&arguments.output, workbook) {
                write_by_rename(path, &bytes).with_context(|| format!("{} cannot be written", path.display()))?;
            }
            return Ok(());
        }
    };
    give_out(arguments.output.as_deref(), &text)
}

/// The plan, beside what it is compared with.
fn compared(arguments: &PlanArguments, scenario: &Scenario) -> Result<PlanComparison, Failure> {
    let alternatives = arguments.scenario.alternatives(scenario)?;
    let terminal = begin(&arguments.work)?;
    let demand = Demand::of(scenario);
    let goal = arguments.goal.goal(GoalName::Cost);
    if arguments.first_look {
        return Ok(study::first_plan(scenario, &demand, goal, &terminal).map_err(StudyError::from)?);
    }
    let requirement = study::require(scenario, &demand, &terminal)?;
    let effort = Effort::of(scenario).within(arguments.limit.time_limit);
    Ok(study::plan(scenario, &demand, &requirement, &alternatives, goal, &effort, &terminal)?)
}
