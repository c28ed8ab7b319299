//! The planner: people, training and self-service over months, against the budget.
//!
//! [`plan`] asks what each month needs ([`workload`]), finds the cheapest decisions ([`model`]), lets every plan go through
//! the same arithmetic ([`mod@carry_out`]), beside what happens when nothing is decided ([`carry_on`]), and has all of them
//! checked by [`check`], which knows nothing of the model.

pub mod carry_on;
pub mod carry_out;
pub mod check;
pub mod model;
pub mod months;
pub mod people;
pub mod self_service;
pub mod workforce_plan;
pub mod workload;

pub use carry_out::{Decisions, Given, Overtime, ServiceLevels, carry_out};
pub use workforce_plan::{CostKind, GroupMonth, Month, OptionDecision, PlanComparison, WorkforcePlan};
pub use workload::{RequiredHours, Workload};

use crate::demand::Demand;
use crate::milp::{Limits, SolveError, solve};
use crate::scenario::Scenario;
use crate::units::Money;
use crate::watch::{Interrupted, Watch};
use model::PlanModel;
use workload::Starts;

/// Why there is no plan.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum PlanError {
    /// Nothing was given to plan with.
    #[error("the scenario has no assumptions for a plan: add a [plan] table, as in `callboard new peak_season`")]
    NoAssumptions,
    /// More starts are free than the plan can weigh against each other.
    #[error(
        "{free} self-service options have a free start, at most {} can: fix the start of the others",
        workload::MOST_FREE_OPTIONS
    )]
    TooManyOptions {
        /// How many are free.
        free: usize,
    },
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

/// The best plan, beside carrying on as now and the best plan without self-service.
///
/// `required` gives the agent-hours on duty that each group needs over the scenario's horizon for a demand, `service` the
/// service levels that a share of these hours gives. `limits` hold for each of the (at most two) programmes solved.
pub fn plan(
    scenario: &Scenario,
    demand: &Demand,
    required: &RequiredHours,
    service: &ServiceLevels,
    limits: &Limits,
    watch: &dyn Watch,
) -> Result<PlanComparison, PlanError> {
    let assumptions = scenario.plan.as_ref().ok_or(PlanError::NoAssumptions)?;
    let workload = Workload::of(scenario, assumptions, demand, required, watch)?;
    let given = Given { scenario, plan: assumptions, demand, workload: &workload, service };

    let steps = if assumptions.self_service.is_empty() { 1 } else { 2 };
    watch.progress("plan", 0, steps);
    let as_now = carry_on::carry_on(&given);
    let carry_on = carry_out(&given, &as_now);
    let without = if assumptions.self_service.is_empty() {
        None
    } else {
        let nothing: Starts = vec![None; assumptions.self_service.len()];
        let begin = carry_out(&given, &Decisions { starts: nothing.clone(), ..as_now });
        let without = best(&given, &[nothing], &[begin], limits)?;
        watch.progress("plan", 1, steps);
        watch.check()?;
        Some(without)
    };
    // The search begins with the cheapest that is known: to carry on, or the best plan without self-service with what is
    // fixed of it added. So the plan never costs more than either, where these keep the budget.
    let starts = workload.choices[0].clone();
    let with_fixed = |without| carry_out(&given, &Decisions { starts: starts.clone(), ..decided(without) });
    let known: Vec<WorkforcePlan> = without.iter().map(with_fixed).chain([carry_on.clone()]).collect();
    let plan = best(&given, &workload.choices, &known, limits)?;
    watch.progress("plan", steps, steps);

    for (name, found, keeps_budget) in
        [("plan", Some(&plan), true), ("carry-on", Some(&carry_on), false), ("plan without", without.as_ref(), true)]
    {
        let Some(found) = found else { continue };
        let mut findings = check::findings(scenario, demand, required, found);
        if keeps_budget {
            findings.extend(check::budget_findings(scenario, found));
        }
        if !findings.is_empty() {
            let findings = findings.into_iter().map(|finding| format!("{}: {}", finding.rule, finding.what)).collect();
            return Err(PlanError::Unsound { plan: name, findings });
        }
    }
    let payback_month = without.as_ref().and_then(|without| payback(&plan, without));
    Ok(PlanComparison { plan, carry_on, without_self_service: without, payback_month })
}

/// What a plan decides.
fn decided(plan: &WorkforcePlan) -> Decisions {
    let groups = plan.months.first().map_or(0, |month| month.groups.len());
    let of = |group: usize| plan.months.iter().map(move |month| &month.groups[group]);
    Decisions {
        starts: plan.options.iter().map(|option| option.start).collect(),
        hires: (0..groups).map(|group| of(group).map(|month| month.hires).collect()).collect(),
        overtime: Overtime::Given(
            (0..groups).map(|group| of(group).map(|month| month.overtime_hours).collect()).collect(),
        ),
    }
}

/// Adds nobody, no overtime and no option that is not fixed. It keeps every budget that can be kept at all.
fn nothing_added(given: &Given, starts: Starts) -> WorkforcePlan {
    let (groups, months) = (given.scenario.groups.len(), given.workload.months.len());
    let overtime = Overtime::Given(vec![vec![crate::units::Hours::ZERO; months]; groups]);
    carry_out(given, &Decisions { starts, hires: vec![vec![0; months]; groups], overtime })
}

/// The best plan among choices of starts, searched from the cheapest of those that are known and keep the budget.
fn best(
    given: &Given,
    choices: &[Starts],
    known: &[WorkforcePlan],
    limits: &Limits,
) -> Result<WorkforcePlan, PlanError> {
    let idle = nothing_added(given, choices[0].clone());
    let begin = known
        .iter()
        .filter(|known| check::budget_findings(given.scenario, known).is_empty())
        .chain([&idle])
        .min_by(|a, b| a.objective.0.total_cmp(&b.objective.0))
        .unwrap_or(&idle);
    let mut model = PlanModel::of(given, choices);
    model.start_from(begin);
    let solution = match solve(&model.programme, limits) {
        // The plan that the search began with is an answer, and no plan costs less than nothing.
        Err(SolveError::NoAnswer { limit }) => {
            let status = format!("stopped at the {limit}, with nothing better than what it began with");
            return Ok(WorkforcePlan { bound: Money::ZERO, status, ..begin.clone() });
        }
        solved => solved?,
    };
    let mut plan = carry_out(given, &model.decisions(&solution));
    plan.bound = Money(solution.bound).min(plan.objective);
    plan.status = solution.status.to_string();
    Ok(plan)
}

/// The first month by which self-service has paid for itself (see [`PlanComparison::payback_month`]), not before its
/// project begins.
pub fn payback(plan: &WorkforcePlan, without: &WorkforcePlan) -> Option<u32> {
    let begins = plan.options.iter().filter_map(|option| option.start).min()?;
    let cost = |month: &Month| month.cost.iter().copied().sum::<Money>();
    let (mut ahead, mut spent) = (Money::ZERO, Money::ZERO);
    let mut paid_back = None;
    for (month, (with, other)) in plan.months.iter().zip(&without.months).enumerate() {
        ahead += cost(other) - cost(with);
        spent += cost(other);
        // Equal sums of up to some thousand amounts may differ in the last digits: each addition rounds by 2⁻⁵³.
        if ahead.0 < -1e-12 * spent.0 {
            paid_back = None;
        } else if month as u32 >= begins && paid_back.is_none() {
            paid_back = Some(month as u32);
        }
    }
    paid_back
}
