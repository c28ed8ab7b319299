//! What may be spent, of what and when; and by how much a plan spends more.
//!
//! A plan keeps every budget that can be kept. Where all of them together cannot, no plan exceeds them by less, the excesses of
//! all added up; only then what it costs counts. So there is no price to be chosen for an excess, and none that could drown the
//! real costs.

use super::periods::{PlanPeriod, periods, yearly_limits};
use super::workforce_plan::{CostKind, WorkforcePlan};
use crate::scenario::PlanAssumptions;
use crate::units::Money;

/// A limit on the cash of some periods, of one kind or of all.
#[derive(Debug, Clone, PartialEq)]
pub struct BudgetLimit {
    /// As it is called in the programme: `budget of wages in year 2`.
    pub name: String,
    /// The periods over which it counts.
    pub periods: Vec<usize>,
    /// What is counted; `None`: all cash.
    pub kind: Option<CostKind>,
    /// The most that may be spent.
    pub amount: Money,
}

impl BudgetLimit {
    /// Whether what is paid of a kind counts.
    pub fn counts(&self, kind: CostKind) -> bool {
        kind.is_cash() && self.kind.is_none_or(|of| of == kind)
    }

    /// What a plan spends of it.
    pub fn spent(&self, plan: &WorkforcePlan) -> Money {
        let kinds = || CostKind::ALL.into_iter().filter(|&kind| self.counts(kind));
        self.periods.iter().flat_map(|&period| kinds().map(move |kind| plan.periods[period].cost[kind as usize])).sum()
    }

    /// What a plan spends above it.
    pub fn exceeded_by(&self, plan: &WorkforcePlan) -> Money {
        (self.spent(plan) - self.amount).max(Money::ZERO)
    }
}

/// The limits of the months, of the twelve months, and of the kinds of cost in twelve months.
pub fn limits(plan: &PlanAssumptions) -> Vec<BudgetLimit> {
    let calendar = periods(plan);
    let within = |holds: &dyn Fn(&PlanPeriod) -> bool| {
        let all = calendar.iter().enumerate().filter(|(_, period)| holds(period));
        all.map(|(place, _)| place).collect()
    };
    let mut limits = Vec::new();
    if let Some(amount) = plan.budget.per_month {
        for month in 0..plan.months as usize {
            let name = format!("budget of month {}", month + 1);
            limits.push(BudgetLimit { name, periods: within(&|period| period.month == month), kind: None, amount });
        }
    }
    let by_kind = CostKind::ALL.into_iter().map(|kind| (Some(kind), plan.budget.per_year_by_kind.get(kind.name())));
    for (kind, per_year) in std::iter::once((None, plan.budget.per_year.as_ref())).chain(by_kind) {
        for (year, limit) in yearly_limits(plan, per_year.copied()).into_iter().enumerate() {
            let Some(amount) = limit else { continue };
            let what = kind.map_or(String::new(), |kind| format!("{} in ", kind.name()));
            let name = format!("budget of {what}year {}", year + 1);
            limits.push(BudgetLimit { name, periods: within(&|period| period.year() == year), kind, amount });
        }
    }
    limits
}

/// What a plan spends above its limits, all of them added up; 0 where that is no more than rounding: every amount is rounded to the
/// cent, in each kind and period.
pub fn exceeded(limits: &[BudgetLimit], plan: &WorkforcePlan) -> Money {
    let over: Money = limits.iter().map(|limit| limit.exceeded_by(plan)).sum();
    if over.0 <= rounding(limits.len(), plan.periods.len()) { Money::ZERO } else { over }
}

/// What rounding to the cent can add to the excess over so many limits.
pub fn rounding(limits: usize, periods: usize) -> f64 {
    0.005 * (CostKind::ALL.len() * periods * limits) as f64
}
