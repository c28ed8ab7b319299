//! `callboard plan`: what to ask for.

use super::{DecisionArguments, Failure, Format, begin, give_out, json, terminal};
use crate::demand::Demand;
use crate::planning::{Goal, PlanError};
use crate::report;
use crate::study::{self, Effort, StudyError};
use clap::Args;

/// Words of `callboard plan`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  callboard plan scenarios/peak_season
  callboard plan scenarios/peak_season --set budget.per_year=3000000 --format csv -o plan.csv")]
pub struct PlanArguments {
    #[command(flatten)]
    decision: DecisionArguments,
}

/// Plans, and gives out the plan beside what else could be done.
pub fn plan(arguments: &PlanArguments) -> Result<(), Failure> {
    let decision = &arguments.decision;
    let scenario = decision.scenario.load()?;
    if scenario.plan.is_none() {
        return Err(StudyError::from(PlanError::NoAssumptions).into());
    }
    let terminal = begin(&decision.output.work)?;
    let demand = Demand::of(&scenario);
    let requirement = study::require(&scenario, &demand, &terminal)?;
    let effort = Effort::of(&scenario).within(decision.limit.time_limit);
    let comparison = study::plan(&scenario, &demand, &requirement, Goal::Cost, &effort.plan, &terminal)?;
    drop(terminal);
    let text = match decision.output.format {
        Format::Text => report::text::plan_text(&scenario, &comparison, terminal::width()),
        Format::Json => json(&report::json::plan_json(&scenario, &comparison)),
        Format::Csv => report::csv::plan_csv(&scenario, &comparison),
    };
    give_out(decision.output.output.as_deref(), &text)
}
