//! Budgets are kept where they can be.

use super::PlanModel;
use crate::milp::Column;
use crate::planning::CostKind;
use crate::planning::periods::yearly_limits;
use crate::units::Money;
use std::collections::BTreeMap;

/// A limit on the cash of some periods, of one kind or of all.
struct BudgetLimit {
    name: String,
    periods: Vec<usize>,
    kind: Option<CostKind>,
    amount: Money,
}

impl PlanModel<'_> {
    fn limits(&self) -> Vec<BudgetLimit> {
        let (plan, workload) = (self.given.plan(), self.given.workload);
        let within = |holds: &dyn Fn(usize) -> bool| (0..self.periods()).filter(|&period| holds(period)).collect();
        let mut limits = Vec::new();
        if let Some(amount) = plan.budget.per_month {
            for month in 0..plan.months as usize {
                let periods = within(&|period| workload.periods[period].month == month);
                limits.push(BudgetLimit {
                    name: format!("budget of month {}", month + 1),
                    periods,
                    kind: None,
                    amount,
                });
            }
        }
        let by_kind = CostKind::ALL.into_iter().map(|kind| (Some(kind), plan.budget.per_year_by_kind.get(kind.name())));
        for (kind, per_year) in std::iter::once((None, plan.budget.per_year.as_ref())).chain(by_kind) {
            for (year, limit) in yearly_limits(plan, per_year.copied()).into_iter().enumerate() {
                let Some(amount) = limit else { continue };
                let what = kind.map_or(String::new(), |kind| format!("{} in ", kind.name()));
                let periods = within(&|period| workload.periods[period].year() == year);
                limits.push(BudgetLimit { name: format!("budget of {what}year {}", year + 1), periods, kind, amount });
            }
        }
        limits
    }

    /// Each budget, or what is spent with the least that can be decided, where that is more.
    pub(super) fn keep_budgets(&mut self, least: &[f64]) {
        for BudgetLimit { name, periods, kind, amount } in self.limits() {
            let mut terms: BTreeMap<Column, f64> = BTreeMap::new();
            let charges = periods.iter().flat_map(|&period| &self.charges[period]);
            for &(column, _, amount) in charges.filter(|(_, of, _)| kind.is_none_or(|kind| kind == *of)) {
                *terms.entry(column).or_default() += amount;
            }
            let spent: f64 = terms.iter().map(|(column, amount)| amount * least[column.index()]).sum();
            self.programme.row(name, f64::NEG_INFINITY, amount.0.max(spent), terms);
        }
    }
}
