//! The planner: people, training, partners, self-service and coaching over months, against the budget.
//!
//! [`plan`] asks what each period needs ([`workload`]), finds the cheapest decisions ([`model`]), lets every plan go through
//! the same arithmetic ([`mod@carry_out`]), beside what happens when nothing is decided ([`carry_on`]), and has all of them
//! checked by [`check`], which knows nothing of the model.

pub mod carry_on;
pub mod carry_out;
pub mod check;
mod costs;
pub mod missing;
pub mod model;
pub mod partners;
pub mod people;
pub mod periods;
pub mod risk;
pub mod stage;
pub mod workforce_plan;
pub mod workload;

pub use carry_out::{Decisions, Given, GivenHours, HoursDecided, carry_out};
pub use workforce_plan::{
    CostKind, Costs, GroupPeriod, InitiativeDecision, PartnerDecision, PlanComparison, PlannedPeriod, WorkforcePlan,
};
pub use workload::{Need, Required, Served, Service, Workload};

use crate::demand::Demand;
use crate::milp::{Limits, SolveError, solve};
use crate::scenario::{PlanAssumptions, Scenario};
use crate::units::{Hours, Money};
use crate::watch::{Interrupted, Watch};
use missing::PriceOfMissing;
use model::{Aim, Known, PlanModel};

/// Why there is no plan.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum PlanError {
    /// Nothing was given to plan with.
    #[error("the scenario has no assumptions for a plan: add a [plan] table, as in `callboard new peak_season`")]
    NoAssumptions,
    /// The solver found none.
    #[error(transparent)]
    Solve(#[from] SolveError),
    /// It was stopped from outside.
    #[error(transparent)]
    Interrupted(#[from] Interrupted),
    /// A fault of ours: the checker found that a plan does not keep the rules.
    #[error("the {plan} does not pass its check: {}", findings.join("; "))]
    Unsound {
        /// Which plan.
        plan: &'static str,
        /// What was found.
        findings: Vec<String>,
    },
}

/// What a plan is to reach.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Goal {
    /// The least cost, where service that is missed has its price.
    Cost,
    /// As few agent-hours missing as the budgets allow, and then the least cost.
    Service,
    /// No more than a share of the hours missing in each group and period, as far as the budgets allow, and then the least cost.
    Both {
        /// The share that may be missing: 0.02.
        missing: f64,
    },
}

impl Goal {
    /// The share of hours that may be missing; `None` where only their price counts.
    pub fn allowed(self) -> Option<f64> {
        match self {
            Self::Cost => None,
            Self::Service => Some(0.0),
            Self::Both { missing } => Some(missing),
        }
    }
}

/// How a plan is sought.
#[derive(Clone, Copy)]
pub struct Quest<'a> {
    /// What each group needs for a demand of contacts that reach agents, over the scenario's horizon.
    pub required: &'a Required<'a>,
    /// What each queue's customers get at a level of staffing.
    pub service: &'a Service<'a>,
    /// What the plan is to reach.
    pub goal: Goal,
    /// For each programme that is solved.
    pub limits: &'a Limits,
}

/// Most times that a plan is sought again beside the one found, where that changes what was taken as given.
const MOST_ROUNDS: usize = 5;

/// The best plan, beside carrying on as now and the best plan without initiatives.
pub fn plan(
    scenario: &Scenario,
    demand: &Demand,
    quest: &Quest,
    watch: &dyn Watch,
) -> Result<PlanComparison, PlanError> {
    let assumptions = scenario.plan.as_ref().ok_or(PlanError::NoAssumptions)?;
    let steps = if assumptions.initiatives.is_empty() { 1 } else { 2 };
    let (without, known) = if assumptions.initiatives.is_empty() {
        (None, None)
    } else {
        let bare = PlanAssumptions { initiatives: Vec::new(), ..assumptions.clone() };
        let (_, found, decisions) = seek(scenario, &bare, demand, quest, None, watch)?;
        watch.progress("plan", 1, steps);
        (Some(found), Some(decisions))
    };
    let (carry_on, plan, _) = seek(scenario, assumptions, demand, quest, known, watch)?;
    watch.progress("plan", steps, steps);
    let payback = without.as_ref().and_then(|without| payback(&plan, without));
    Ok(PlanComparison { plan, carry_on, without_initiatives: without, payback })
}

/// Carrying on as now, and the best plan with its decisions; both checked. The search begins with the cheapest that is known: to
/// carry on, or the plan without initiatives with what is fixed of them added. So the plan never costs more than either, where these
/// keep the budget.
fn seek(
    scenario: &Scenario,
    assumptions: &PlanAssumptions,
    demand: &Demand,
    quest: &Quest,
    known: Option<Decisions>,
    watch: &dyn Watch,
) -> Result<(WorkforcePlan, WorkforcePlan, Decisions), PlanError> {
    let workload = Workload::of(scenario, assumptions, demand, quest.required);
    let fixed = assumptions.initiatives.iter().map(|initiative| initiative.fixed_start).collect();
    let known = known.map(|decisions| Decisions { starts: fixed, ..decisions });
    let missing = PriceOfMissing::of(&workload, quest.service);
    let given = Given { workload: &workload, service: quest.service, missing: &missing };
    let nothing = Decisions::nothing(&given);
    workload.ask_all(&model::work::stages_asked(&workload, &nothing), watch)?;
    let as_now = carry_on::carry_on(&given);
    let carry_on = carry_out(&given, &as_now);
    let begin = [nothing, as_now].into_iter().chain(known);
    let (plan, decisions) = best(&given, begin.collect(), quest, watch)?;
    for (name, found, keeps_budget) in [("plan", &plan, true), ("carry-on", &carry_on, false)] {
        let mut findings = check::findings(scenario, assumptions, demand, quest, found);
        if keeps_budget {
            findings.extend(check::budget_findings(scenario, assumptions, demand, found));
        }
        if !findings.is_empty() {
            let findings = findings.into_iter().map(|finding| format!("{}: {}", finding.rule, finding.what)).collect();
            return Err(PlanError::Unsound { plan: name, findings });
        }
    }
    Ok((carry_on, plan, decisions))
}

/// What a plan is measured by, the smaller the better: hours missing beyond what is allowed, then cost.
fn worth(plan: &WorkforcePlan, goal: Goal) -> (f64, f64) {
    let excess = goal.allowed().map_or(0.0, |allowed| missing_beyond(plan, allowed));
    (excess, plan.objective.0)
}

/// Agent-hours missing beyond a share of those needed, in each group and period.
pub fn missing_beyond(plan: &WorkforcePlan, allowed: f64) -> f64 {
    let groups = plan.periods.iter().flat_map(|period| &period.groups);
    groups.map(|group| (group.shortage_hours - group.required_hours * allowed).max(Hours::ZERO).0).sum()
}

/// Hours that are the same but for what a solver leaves in its rows, over a plan.
const SAME_HOURS: f64 = 1e-3;

fn is_better(one: (f64, f64), other: (f64, f64)) -> bool {
    if (one.0 - other.0).abs() > SAME_HOURS { one.0 < other.0 } else { one.1 < other.1 }
}

/// The best plan, searched from the best of those that are known and keep the budget. The first of these adds nothing, and so keeps
/// every budget that can be kept.
///
/// Where a cluster has too many stages for a table, or dense work drives people away, the programme is written beside a plan that is
/// known; then it is written and solved again beside the plan that it gave, until that is no better.
fn best(
    given: &Given,
    known: Vec<Decisions>,
    quest: &Quest,
    watch: &dyn Watch,
) -> Result<(WorkforcePlan, Decisions), PlanError> {
    let (scenario, assumptions, demand) = (given.workload.scenario, given.plan(), given.workload.demand);
    let mut incumbent: Option<(WorkforcePlan, Decisions)> = None;
    for decisions in known {
        let plan = carry_out(given, &decisions);
        let keeps = incumbent.is_none() || check::budget_findings(scenario, assumptions, demand, &plan).is_empty();
        let is_better = |(best, _): &(WorkforcePlan, Decisions)| {
            is_better(worth(&plan, quest.goal), worth(best, quest.goal))
        };
        if keeps && incumbent.as_ref().is_none_or(is_better) {
            incumbent = Some((plan, decisions));
        }
    }
    let (mut plan, mut decisions) = incumbent.expect("the plan that adds nothing is known");
    let again = assumptions.attrition_per_point > 0.0
        || (0..given.workload.clusters.len()).any(|cluster| model::work::is_large(given.workload, cluster));
    let mut bound = Money::ZERO;
    let mut status = String::new();
    for round in 0..if again { MOST_ROUNDS } else { 1 } {
        if round > 0 {
            given.workload.ask_all(&model::work::stages_asked(given.workload, &decisions), watch)?;
        }
        watch.check()?;
        let (next, found) = match solve_beside(given, quest, &Known { decisions: &decisions, plan: &plan }) {
            // The plan that the search began with is an answer, and no plan costs less than nothing.
            Err(SolveError::NoAnswer { limit }) => {
                status = format!("stopped at the {limit}, with nothing better than what it began with");
                break;
            }
            solved => solved?,
        };
        (bound, status) = (Money(found.bound), found.status.to_string());
        let carried = carry_out(given, &next);
        let keeps = check::budget_findings(scenario, assumptions, demand, &carried).is_empty();
        let (before, after) = (worth(&plan, quest.goal), worth(&carried, quest.goal));
        if !keeps || is_better(before, after) {
            break;
        }
        let goes_on = is_better(after, before);
        (plan, decisions) = (carried, next);
        if !goes_on {
            break;
        }
    }
    plan.bound = bound.min(plan.objective);
    plan.status = status;
    Ok((plan, decisions))
}

/// The best decisions of the programme that is written beside a known plan, and how good the solver knows them to be.
fn solve_beside(
    given: &Given,
    quest: &Quest,
    known: &Known,
) -> Result<(Decisions, crate::milp::Solution), SolveError> {
    let Some(allowed) = quest.goal.allowed() else {
        let model = PlanModel::of(given, Aim::Cost, known);
        let solution = solve(&model.programme, quest.limits)?;
        return Ok((model.decisions(&solution), solution));
    };
    let model = PlanModel::of(given, Aim::Missing { allowed }, known);
    let least = solve(&model.programme, quest.limits)?;
    let decisions = model.decisions(&least);
    let plan = carry_out(given, &decisions);
    let most = missing_beyond(&plan, allowed).min(least.objective) + SAME_HOURS;
    let known = Known { decisions: &decisions, plan: &plan };
    let model = PlanModel::of(given, Aim::CostWithMissing { allowed, most }, &known);
    let solution = solve(&model.programme, quest.limits)?;
    Ok((model.decisions(&solution), solution))
}

/// The first period by which initiatives have paid for themselves (see [`PlanComparison::payback`]), not before the first of them
/// begins.
pub fn payback(plan: &WorkforcePlan, without: &WorkforcePlan) -> Option<u32> {
    let begins = plan.initiatives.iter().filter_map(|initiative| initiative.start).min()?;
    let (mut ahead, mut spent) = (Money::ZERO, Money::ZERO);
    let mut paid_back = None;
    for (period, (with, other)) in plan.periods.iter().zip(&without.periods).enumerate() {
        ahead += other.all_costs() - with.all_costs();
        spent += other.all_costs();
        // Equal sums of up to some thousand amounts may differ in the last digits: each addition rounds by 2⁻⁵³.
        if ahead.0 < -1e-12 * spent.0 {
            paid_back = None;
        } else if period as u32 >= begins && paid_back.is_none() {
            paid_back = Some(period as u32);
        }
    }
    paid_back
}
