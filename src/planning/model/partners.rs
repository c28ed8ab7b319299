//! Contracts with partners begin, run and are paid.

use super::{Key, PlanModel, bounds};
use crate::milp::{Column, Kind};
use crate::planning::CostKind;
use crate::planning::partners::{contract, first_contract_period};
use crate::scenario::{Charge, PlanAssumptions};

/// The periods in which the contract of a partner may begin.
fn possible_begins(plan: &PlanAssumptions, partner: usize) -> Vec<usize> {
    let partner = &plan.partners[partner];
    match partner.fixed_start {
        Some(start) => vec![start as usize],
        None => (first_contract_period(plan, partner)..plan.periods()).collect(),
    }
}

/// Whether the contract of a partner may run in a period.
pub(super) fn can_run(plan: &PlanAssumptions, partner: usize, period: usize) -> bool {
    let runs = |start: usize| contract(plan, &plan.partners[partner], start).runs(period);
    possible_begins(plan, partner).into_iter().any(runs)
}

impl PlanModel<'_> {
    /// One contract at most with each partner; which share of its queue it takes while it runs.
    pub(super) fn make_contracts(&mut self) {
        let plan = self.given.plan();
        for (place, partner) in plan.partners.iter().enumerate() {
            let mut columns = Vec::new();
            for start in possible_begins(plan, place) {
                let committed = plan.committed.as_ref().and_then(|before| before.contract_in(plan, place, start));
                let (least, most) = bounds(committed, 1.0);
                let key = Key::Contract { partner: place, start };
                let column = self.programme.column(key, least, most, 0.0, Kind::Integer);
                self.charge(column, start, CostKind::Outsourcing, partner.set_up.0);
                let contract = contract(plan, partner, start);
                for period in (0..self.periods()).filter(|&period| contract.runs(period)) {
                    self.runs[place][period].add(column, 1.0);
                }
                columns.push((column, 1.0));
            }
            let least = f64::from(u8::from(partner.fixed_start.is_some()));
            self.programme.row(format!("contract with {}", partner.name), least, 1.0, columns);
            let Charge::PerContact { shares, .. } = &partner.charge else { continue };
            for period in (0..self.periods()).filter(|&period| can_run(plan, place, period)) {
                for level in 1..=shares.len() {
                    let key = Key::Level { partner: place, period, level };
                    let committed = plan.committed.as_ref().and_then(|before| before.share_in(place, period));
                    let (least, most) = bounds(committed.map(|share| share == level), 1.0);
                    let column = self.programme.column(key, least, most, 0.0, Kind::Integer);
                    self.levels[place][period].push(column);
                }
                let levels = self.levels[place][period].iter().map(|&column| (column, 1.0));
                let terms = levels.chain(self.runs[place][period].scaled(-1.0));
                let name = format!("share of {} in period {}", partner.name, period + 1);
                self.programme.row(name, f64::NEG_INFINITY, 0.0, terms.collect::<Vec<_>>());
            }
        }
    }

    /// The column that says whether a partner takes a share in a period; none says that it takes nothing.
    pub(super) fn level(&self, partner: usize, period: usize, level: usize) -> Option<Column> {
        self.levels[partner][period].get(level.checked_sub(1)?).copied()
    }

    /// Hours of partners by the hour, and what each partner is paid: for what it does, and no less than the contract says.
    pub(super) fn pay_partners(&mut self) {
        let plan = self.given.plan();
        for (place, partner) in plan.partners.iter().enumerate() {
            for period in (0..self.periods()).filter(|&period| can_run(plan, place, period)) {
                let contract = contract(plan, partner, period);
                let name = |rule: &str| format!("{rule} of {} in period {}", partner.name, period + 1);
                let runs: Vec<(Column, f64)> = self.runs[place][period].scaled(1.0).collect();
                let minus = |factor: f64| runs.iter().map(move |&(column, value)| (column, -factor * value));
                let payment = Key::Payment { partner: place, period };
                let payment = self.programme.column(payment, 0.0, f64::INFINITY, 0.0, Kind::Continuous);
                self.charge(payment, period, CostKind::Outsourcing, 1.0);
                let mut for_use = vec![(payment, 1.0)];
                if let Some(group) = contract.group {
                    let hours = Key::PartnerHours { partner: place, period };
                    let hours = self.programme.column(hours, 0.0, f64::INFINITY, 0.0, Kind::Continuous);
                    let most: Vec<(Column, f64)> = minus(contract.most).chain([(hours, 1.0)]).collect();
                    self.programme.row(name("most hours"), f64::NEG_INFINITY, 0.0, most);
                    self.partner_hours[group][period].add(hours, 1.0);
                    for_use.push((hours, -contract.price));
                } else {
                    for_use.extend(self.taken[place][period].scaled(-contract.price));
                }
                self.programme.row(name("payment"), 0.0, f64::INFINITY, for_use);
                if contract.minimum > 0.0 {
                    let least: Vec<(Column, f64)> =
                        minus(contract.price * contract.minimum).chain([(payment, 1.0)]).collect();
                    self.programme.row(name("least payment"), 0.0, f64::INFINITY, least);
                }
            }
        }
    }
}
