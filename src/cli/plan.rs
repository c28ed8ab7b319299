//! `callboard plan`: what to ask for.

use super::{DecisionArguments, Failure, Format, begin, give_out, json, terminal};
use crate::demand::Demand;
use crate::planning::{Goal, PlanError};
use crate::report;
use crate::study::{self, Effort, StudyError};
use clap::{Args, ValueEnum};

/// Words of `callboard plan`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  callboard plan scenarios/peak_season
  callboard plan scenarios/peak_season --goal service
  callboard plan scenarios/peak_season --set budget.per_year=3000000 --format csv -o plan.csv")]
pub struct PlanArguments {
    #[command(flatten)]
    decision: DecisionArguments,
    #[command(flatten)]
    goal: GoalArguments,
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
    let decision = &arguments.decision;
    let scenario = decision.scenario.load()?;
    if scenario.plan.is_none() {
        return Err(StudyError::from(PlanError::NoAssumptions).into());
    }
    let alternatives = decision.scenario.alternatives(&scenario)?;
    let terminal = begin(&decision.output.work)?;
    let demand = Demand::of(&scenario);
    let requirement = study::require(&scenario, &demand, &terminal)?;
    let effort = Effort::of(&scenario).within(decision.limit.time_limit);
    let goal = arguments.goal.goal(GoalName::Cost);
    let comparison = study::plan(&scenario, &demand, &requirement, &alternatives, goal, &effort.plan, &terminal)?;
    drop(terminal);
    let text = match decision.output.format {
        Format::Text => report::text::plan_text(&scenario, &comparison, terminal::width()),
        Format::Json => json(&report::json::plan_json(&scenario, &comparison)),
        Format::Csv => report::csv::plan_csv(&scenario, &comparison),
    };
    give_out(decision.output.output.as_deref(), &text)
}
