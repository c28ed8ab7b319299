//! The risk of a plan: what its decisions lead to when the world turns out otherwise than expected.
//!
//! So many worlds are drawn ([`worlds`]), and in each the plan's decisions are carried out period by period by the same arithmetic as
//! the plan itself. Volume, growth, handling time and what new self-service contains change what is needed ([`hours`]); attrition, time
//! to fill and ramp change who is there; wages change what that costs. What today's bots contain is known, and is not varied;
//! prices of partners, of hiring and of initiatives are contracts.
//!
//! # Recourse
//!
//! Nobody plans anew within a draw; but nobody looks on either. In each group and period, in this order:
//!
//! 1. **Time off** as decided, but never more than there are hours beyond those needed.
//! 2. **Overtime** as much as is missing, up to its limit, whatever it costs.
//! 3. **Partners by the hour** whose contract runs, as decided, up to most that it gives.
//! 4. **An extra class** through the permanent channel of the group, if it may hire. At the end of a period, the hours still missing
//!    *beyond those that the plan itself lacks there when all turns out as expected* are compared with what experienced people
//!    give in that period. If they are more than the smallest class gives, as many people are asked for as they make up, rounded
//!    down, less those on the way already (extra people who are not yet through with learning, and planned ones who are overdue), at most
//!    the largest class, and none if that leaves less than the smallest class. They begin with the first period after the lead time, in
//!    which whoever is hired comes late as it is in that world, if that lies within the plan; they cost, learn and leave like all others. Places
//!    for training and budgets are not looked at: this is an emergency.
//!
//! What is missing after that is priced as in the plan. With everything certain, each draw is the plan carried out with this recourse.
//!
//! # Results
//!
//! The promise of a period is kept in a draw if in no group more hours are missing than the tolerance allows. Costs are
//! sums over the plan in money of their time, not discounted. [`drivers`] says what moves them. [`mod@hold`] seeks a plan that keeps its promise
//! with a probability.

pub mod drivers;
pub mod future;
pub mod hold;
pub mod hours;
pub mod worlds;

#[cfg(test)]
mod tests;

pub use drivers::{Driver, Drivers};
pub use hold::{Held, Margins, hold};

use super::carry_out::{Decisions, Given};
use super::periods::{PlanPeriod, periods, yearly_limits};
use super::workload::Workload;
use crate::scenario::{PlanAssumptions, Uncertainty};
use crate::units::{Hours, Money, Share};
use crate::watch::{Interrupted, Watch};
use future::{Future, as_expected, in_world};
use hours::{Grid, Tabulated};
use rayon::prelude::*;
use serde::Serialize;
use std::sync::atomic::{AtomicU64, Ordering};
use worlds::{World, worlds};

/// How an amount varies over the draws. Quantiles are interpolated between the draws in order.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Spread {
    /// It is less in a tenth of the draws.
    pub p10: Money,
    /// It is less in half of them.
    pub p50: Money,
    /// It is less in nine tenths.
    pub p90: Money,
    /// On average.
    pub mean: Money,
}

/// What a period comes to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PeriodRisk {
    /// Probability that in no group more is missing than is tolerated.
    pub keeps: Share,
    /// The same by group.
    pub keeps_by_group: Vec<Share>,
    /// Agent-hours missing in all groups: no more in half of the draws.
    pub shortage_p50: Hours,
    /// No more in nine tenths of the draws.
    pub shortage_p90: Hours,
    /// All costs, those included that are not cash.
    pub cost: Spread,
    /// What is paid.
    pub cash: Spread,
}

/// The risk of a plan.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Risk {
    /// How many worlds were drawn.
    pub draws: u32,
    /// Share of the hours needed that may be missing in a group and period before its promise counts as broken.
    pub tolerance: Share,
    /// Periods in order.
    pub periods: Vec<PeriodRisk>,
    /// All costs of the plan, those included that are not cash; not discounted.
    pub cost: Spread,
    /// What is paid over the plan; not discounted.
    pub cash: Spread,
    /// Probability that every period keeps the promise.
    pub keeps_all: Share,
    /// Probability that no budget for all kinds of cost is exceeded, of months or of twelve months; `None` where there is none.
    pub keeps_budget: Option<Share>,
    /// Share of the periods that keep it, on average.
    pub keeps_on_average: Share,
    /// People in extra classes, on average.
    pub extra_hires: f64,
    /// What drives all costs.
    pub drivers: Drivers,
}

/// What is known before a plan is looked at: the worlds, and the grid of what they need.
pub(super) struct Prospects<'a> {
    given: Given<'a>,
    uncertainty: &'a Uncertainty,
    worlds: &'a [World],
    grid: &'a Grid,
    workloads: Vec<Workload<'a>>,
}

/// A plan in all worlds.
pub(super) struct Futures {
    /// If all turns out as expected.
    pub(super) expected: Future,
    /// By draw.
    pub(super) drawn: Vec<Future>,
    drivers: Drivers,
}

impl<'a> Prospects<'a> {
    pub(super) fn of(given: &Given<'a>, uncertainty: &'a Uncertainty, worlds: &'a [World], grid: &'a Grid) -> Self {
        Self { given: *given, uncertainty, worlds, grid, workloads: grid.workloads(given) }
    }

    /// Carries decisions out in all worlds.
    pub(super) fn carry_out(&self, decisions: &Decisions, watch: &dyn Watch) -> Result<Futures, Interrupted> {
        let given = &self.given;
        let hours = Tabulated::of(given, self.grid, &self.workloads, decisions, watch)?;
        let expected = as_expected(given, decisions);
        let (done, total) = (AtomicU64::new(0), self.worlds.len() as u64);
        watch.progress("worlds", 0, total);
        let in_draw = |world: &World| {
            watch.check()?;
            let future = in_world(given, world, &hours, decisions, &expected);
            watch.progress("worlds", done.fetch_add(1, Ordering::Relaxed) + 1, total);
            Ok(future)
        };
        let drawn: Vec<Future> = self.worlds.par_iter().map(in_draw).collect::<Result<_, Interrupted>>()?;
        let costs: Vec<f64> = drawn.iter().map(Future::all_costs).collect();
        let cost_in = |world: &World| in_world(given, world, &hours, decisions, &expected).all_costs();
        let drivers = Drivers::of(self.uncertainty, self.worlds, &costs, &cost_in);
        Ok(Futures { expected, drawn, drivers })
    }
}

/// The risk of a plan by its decisions. The same seed gives the same worlds, whatever the plan: two plans are compared in the same worlds.
pub fn risk(
    given: &Given,
    decisions: &Decisions,
    uncertainty: &Uncertainty,
    seed: u64,
    watch: &dyn Watch,
) -> Result<Risk, Interrupted> {
    let worlds = worlds(uncertainty, seed);
    let grid = Grid::of(given, &worlds);
    let futures = Prospects::of(given, uncertainty, &worlds, &grid).carry_out(decisions, watch)?;
    Ok(risk_of(&futures, given.plan(), uncertainty))
}

/// What a plan's futures have in common.
pub(super) fn risk_of(futures: &Futures, plan: &PlanAssumptions, uncertainty: &Uncertainty) -> Risk {
    let drawn = &futures.drawn;
    let tolerance = uncertainty.tolerance;
    let part = |kept: usize, of: usize| Share(if of > 0 { kept as f64 / of as f64 } else { 1.0 });
    let keeps = |future: &Future, period: usize| future.groups[period].iter().all(|group| group.keeps(tolerance.0));
    let periods: Vec<PeriodRisk> = (0..futures.expected.cost.len())
        .map(|period| {
            let of = |amount: &dyn Fn(&Future) -> f64| sorted(drawn.iter().map(amount));
            let missing = of(&|future| future.groups[period].iter().map(|group| group.missing).sum());
            let keeps_in = |group: usize| {
                part(drawn.iter().filter(|future| future.groups[period][group].keeps(tolerance.0)).count(), drawn.len())
            };
            PeriodRisk {
                keeps: part(drawn.iter().filter(|future| keeps(future, period)).count(), drawn.len()),
                keeps_by_group: (0..futures.expected.groups[period].len()).map(keeps_in).collect(),
                shortage_p50: Hours(quantile(&missing, 0.5)),
                shortage_p90: Hours(quantile(&missing, 0.9)),
                cost: spread(drawn.iter().map(|future| future.cost[period])),
                cash: spread(drawn.iter().map(|future| future.cash[period])),
            }
        })
        .collect();
    let kept = |future: &Future| (0..periods.len()).filter(|&period| keeps(future, period)).count();
    Risk {
        draws: drawn.len() as u32,
        tolerance,
        keeps_all: part(drawn.iter().filter(|future| kept(future) == periods.len()).count(), drawn.len()),
        keeps_budget: keeps_budgets(plan, drawn),
        keeps_on_average: part(drawn.iter().map(kept).sum(), drawn.len() * periods.len()),
        cost: spread(drawn.iter().map(Future::all_costs)),
        cash: spread(drawn.iter().map(|future| future.cash.iter().sum())),
        extra_hires: drawn.iter().map(|future| f64::from(future.extra_hires)).sum::<f64>() / drawn.len().max(1) as f64,
        drivers: futures.drivers.clone(),
        periods,
    }
}

/// Share of the futures in which what is paid exceeds no budget of a month or of twelve months.
fn keeps_budgets(plan: &PlanAssumptions, drawn: &[Future]) -> Option<Share> {
    if plan.budget.per_month.is_none() && plan.budget.per_year.is_none() {
        return None;
    }
    let calendar = periods(plan);
    let keeps = |future: &&Future| {
        let paid = |holds: &dyn Fn(&PlanPeriod) -> bool| -> f64 {
            future.cash.iter().zip(&calendar).filter(|(_, period)| holds(period)).map(|(cash, _)| cash).sum()
        };
        let within = |paid: f64, limit: Money| paid <= limit.0 * (1.0 + 1e-9);
        let of_month = |month: usize| paid(&|period| period.month == month);
        let months = plan
            .budget
            .per_month
            .is_none_or(|limit| (0..plan.months as usize).all(|month| within(of_month(month), limit)));
        let mut years = yearly_limits(plan, plan.budget.per_year).into_iter().enumerate();
        let year_is_kept = |(year, limit): (usize, Option<Money>)| {
            limit.is_none_or(|limit| within(paid(&|period| period.year() == year), limit))
        };
        months && years.all(year_is_kept)
    };
    let kept = drawn.iter().filter(keeps).count();
    Some(Share(if drawn.is_empty() { 1.0 } else { kept as f64 / drawn.len() as f64 }))
}

fn sorted(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values
}

/// The quantile of values in order, interpolated between them (definition 7 of Hyndman & Fan, *Sample quantiles in statistical packages*,
/// 1996); 0 where there are none.
fn quantile(values: &[f64], share: f64) -> f64 {
    let Some(last) = values.len().checked_sub(1) else { return 0.0 };
    let at = share * last as f64;
    let below = (at as usize).min(last);
    let above = (below + 1).min(last);
    values[below] + (values[above] - values[below]) * (at - below as f64)
}

fn spread(values: impl Iterator<Item = f64>) -> Spread {
    let values = sorted(values);
    let at = |share: f64| Money(quantile(&values, share));
    let mean = values.iter().sum::<f64>() / values.len().max(1) as f64;
    Spread { p10: at(0.1), p50: at(0.5), p90: at(0.9), mean: Money(mean) }
}
