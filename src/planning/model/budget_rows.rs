//! Budgets are kept, or exceeded by no more than must be.

use super::{Aim, Key, PlanModel};
use crate::milp::{Column, Kind};
use crate::planning::budgets::BudgetLimit;
use std::collections::BTreeMap;

impl PlanModel<'_> {
    /// What is spent of each budget is no more than it, but for an excess where one is allowed or sought.
    pub(super) fn keep_budgets(&mut self) {
        let seeks_least = self.aim == Aim::OverBudget;
        let mut excess = Vec::new();
        for (place, limit) in self.limits.iter().enumerate() {
            let mut terms: BTreeMap<Column, f64> = BTreeMap::new();
            for (column, amount) in self.spent(limit) {
                *terms.entry(column).or_default() += amount;
            }
            if seeks_least || self.most_over.is_some() {
                let price = if seeks_least { 1.0 } else { 0.0 };
                let key = Key::OverBudget(place);
                let over = self.programme.column(key, 0.0, f64::INFINITY, price, Kind::Continuous);
                terms.insert(over, -1.0);
                excess.push((over, 1.0));
            }
            self.programme.row(limit.name.clone(), f64::NEG_INFINITY, limit.amount.0, terms);
        }
        if let Some(most) = self.most_over.filter(|_| !seeks_least) {
            self.programme.row("over all budgets".to_owned(), f64::NEG_INFINITY, most, excess);
        }
    }

    /// Sets the excess over each budget to what the other columns spend above it: in the programme amounts are not rounded to the cent as in
    /// a plan that is carried out.
    pub(super) fn exceed_budgets(&self, values: &mut [f64]) {
        for (place, key) in self.programme.keys().iter().enumerate() {
            if let Key::OverBudget(limit) = *key {
                let limit = &self.limits[limit];
                let spent: f64 = self.spent(limit).map(|(column, amount)| amount * values[column.index()]).sum();
                values[place] = (spent - limit.amount.0).max(0.0);
            }
        }
    }

    /// What columns add to what a budget limits.
    fn spent<'b>(&'b self, limit: &'b BudgetLimit) -> impl Iterator<Item = (Column, f64)> + 'b {
        let charges = limit.periods.iter().flat_map(|&period| &self.charges[period]);
        charges.filter(|(_, of, _)| limit.counts(*of)).map(|&(column, _, amount)| (column, amount))
    }
}
