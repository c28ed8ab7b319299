//! The search for the best plan: programmes written beside plans that are known, each solution carried out as all plans are, and the
//! best of them kept.

use super::budgets::{self, BudgetLimit};
use super::carry_out::{Decisions, Given, carry_out};
use super::model::{Aim, Known, PlanModel, work};
use super::workforce_plan::WorkforcePlan;
use super::{Found, Goal, PlanError, Quest, check};
use crate::milp::{Limits, Solution, SolveError, solve};
use crate::units::{Hours, Money};
use crate::watch::Watch;

/// Most times that a plan is sought again beside the one found, where that changes what was taken as given.
const MOST_ROUNDS: usize = 5;

/// Hours that are the same but for what a solver leaves in its rows, over a plan.
const SAME_HOURS: f64 = 1e-3;

/// What a solver leaves in its rows, as a part of the amounts in them.
const SAME_AMOUNT: f64 = 1e-6;

/// What a plan is measured by, the smaller the better: what it spends above the budgets, hours missing beyond what is allowed, then
/// cost.
#[derive(Clone, Copy)]
struct Worth {
    over: Money,
    missing: f64,
    cost: Money,
}

impl Worth {
    fn is_better(self, than: Self, same_money: f64) -> bool {
        if (self.over - than.over).0.abs() > same_money {
            self.over < than.over
        } else if (self.missing - than.missing).abs() > SAME_HOURS {
            self.missing < than.missing
        } else {
            self.cost < than.cost
        }
    }
}

/// Agent-hours missing beyond a share of those needed, by group and period.
pub fn missing_beyond(plan: &WorkforcePlan, allowed: impl Fn(usize, usize) -> f64) -> f64 {
    let beyond = |period: usize| {
        let groups = plan.periods[period].groups.iter().enumerate();
        let allowed = |group: usize, needed: Hours| needed * allowed(group, period);
        let missing = groups.map(move |(place, group)| group.shortage_hours - allowed(place, group.required_hours));
        missing.map(|missing| missing.max(Hours::ZERO).0).sum::<f64>()
    };
    (0..plan.periods.len()).map(beyond).sum()
}

/// The share of the hours needed that may be missing, by group and period: what the goal says; and nothing where hours are raised so
/// that a plan holds, whatever a missing hour costs. `None` where only its price counts.
fn allowed(given: &Given, goal: Goal) -> Option<Vec<Vec<f64>>> {
    let (workload, by_goal) = (given.workload, goal.allowed());
    if by_goal.is_none() && !workload.is_raised() {
        return None;
    }
    let share = |group: usize, period: usize| {
        if workload.margin(group, period) > 1.0 { 0.0 } else { by_goal.unwrap_or(1.0) }
    };
    let of_group = |group: usize| (0..given.periods()).map(|period| share(group, period)).collect();
    Some((0..workload.scenario.groups.len()).map(of_group).collect())
}

/// The best plan, searched from the best of those that are known and keep the rules. The first of these adds nothing.
///
/// Where a cluster has too many stages for a table, or dense work drives people away, the programme is written beside a plan that is
/// known; then it is written and solved again beside the plan that it gave, until that is the same plan, and the best of all these counts.
pub(super) fn best(given: &Given, known: Vec<Decisions>, quest: &Quest, watch: &dyn Watch) -> Result<Found, PlanError> {
    let (scenario, assumptions, demand) = (given.workload.scenario, given.plan(), given.workload.demand);
    let keeps_rules = |plan: &WorkforcePlan| {
        check::budget_findings(scenario, assumptions, demand, plan).is_empty()
            && check::people_findings(scenario, assumptions, demand, plan).is_empty()
    };
    let limits = budgets::limits(assumptions);
    let same_money = budgets::rounding(limits.len(), given.periods());
    let allowed = allowed(given, quest.goal);
    let worth = |found: &Found| Worth {
        over: budgets::exceeded(&limits, &found.plan),
        missing: allowed
            .as_ref()
            .map_or(0.0, |share| missing_beyond(&found.plan, |group, period| share[group][period])),
        cost: found.plan.objective,
    };
    let is_better = |one: &Found, than: &Found| worth(one).is_better(worth(than), same_money);
    let mut known = known.into_iter().map(|decisions| carried(given, decisions));
    let mut best = known.next().expect("the plan that adds nothing is known");
    for found in known {
        if is_better(&found, &best) && keeps_rules(&found.plan) {
            best = found;
        }
    }
    let again = assumptions.attrition_per_point > 0.0
        || (0..given.workload.clusters.len()).any(|cluster| work::is_large(given.workload, cluster));
    let (mut bound, mut status) = (Money::ZERO, String::new());
    let mut beside = best.clone();
    for round in 0..if again { MOST_ROUNDS } else { 1 } {
        if round > 0 {
            given.workload.ask_all(&work::stages_asked(given.workload, &beside.decisions), watch)?;
        }
        watch.check()?;
        let known = Beside { found: &beside, keeps_rules: keeps_rules(&beside.plan) };
        let (next, solution) = match solve_beside(given, quest.limits, (&limits, allowed.as_deref()), &known) {
            // The plan that the search began with is an answer, and no plan costs less than nothing.
            Err(SolveError::NoAnswer { limit }) => {
                status = format!("stopped at the {limit}, with nothing better than what it began with");
                break;
            }
            solved => solved?,
        };
        (bound, status) = (Money(solution.bound), solution.status.to_string());
        if is_better(&best, &next) {
            // It stays the best.
        } else if keeps_rules(&next.plan) {
            best = next.clone();
        } else {
            status = format!(
                "{status}; the solver's plan breaks a rule when it is carried out, and the best one known stands"
            );
        }
        if next.decisions == beside.decisions {
            break;
        }
        beside = next;
    }
    best.plan.bound = bound.min(best.plan.objective);
    best.plan.status = status;
    Ok(best)
}

/// A plan that was found as one beside which a programme is written.
fn known(found: &Found) -> Known<'_> {
    Known { decisions: &found.decisions, plan: &found.plan }
}

fn carried(given: &Given, decisions: Decisions) -> Found {
    Found { plan: carry_out(given, &decisions), decisions }
}

/// A known plan beside which a programme is written.
struct Beside<'a> {
    found: &'a Found,
    /// Whether it is an answer of the programme. One that lets more people go than there are costs less than any answer.
    keeps_rules: bool,
}

/// The best decisions of the programme that is written beside a known plan, and how good the solver knows them to be: first what is
/// spent above the budgets is made as small as can be, then what the goal puts before the cost, then the cost.
fn solve_beside(
    given: &Given,
    effort: &Limits,
    (limits, allowed): (&[BudgetLimit], Option<&[Vec<f64>]>),
    &Beside { found: beside, keeps_rules }: &Beside,
) -> Result<(Found, Solution), SolveError> {
    let mut start = beside.clone();
    let mut solve = |aim: Aim, most_over: Option<f64>| {
        let mut model = PlanModel::of(given, aim, most_over, &known(beside));
        model.start_from(&known(&start));
        let solution = solve(&model.programme, effort)?;
        start = carried(given, model.decisions(&solution));
        Ok((start.clone(), solution))
    };
    // Amounts are rounded to the cent when a plan is carried out, which may hide that a budget is not quite kept.
    let rounded = budgets::rounding(1, given.periods());
    let is_near = |limit: &BudgetLimit| limit.spent(&beside.plan) > limit.amount - Money(rounded);
    let may_be_over = !limits.is_empty() && (!keeps_rules || limits.iter().any(is_near));
    let most_over = if may_be_over {
        // A cent more is what amounts are rounded to.
        let least = solve(Aim::OverBudget, None)?.1.objective;
        Some(least * (1.0 + SAME_AMOUNT) + 0.01)
    } else {
        None
    };
    let Some(allowed) = allowed else { return solve(Aim::Cost, most_over) };
    let most = solve(Aim::Missing { allowed }, most_over)?.1.objective + SAME_HOURS;
    solve(Aim::CostWithMissing { allowed, most }, most_over)
}
