//! Contracts with partners: from when to when they run, and what is paid.

use super::periods::in_periods;
use crate::scenario::{Charge, Partner, PlanAssumptions};
use crate::units::Money;

/// A contract that was made.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Contract {
    /// The period in which it begins.
    pub start: usize,
    /// The first period after it; `None`: it runs to the end of the plan.
    pub end: Option<usize>,
    /// The group that a partner by the hour helps.
    pub group: Option<usize>,
    /// Most hours in a period of a partner by the hour.
    pub most: f64,
    /// Price of an hour or a contact.
    pub price: f64,
    /// Hours or contacts that are paid in each period at least.
    pub minimum: f64,
}

impl Contract {
    /// Whether it runs in a period.
    pub fn runs(&self, period: usize) -> bool {
        period >= self.start && self.end.is_none_or(|end| period < end)
    }

    /// What is paid for so many hours or contacts in a period in which it runs.
    pub fn payment(&self, used: f64) -> Money {
        Money(self.price * used.max(self.minimum))
    }
}

/// The contract with a partner that begins in a period.
pub fn contract(plan: &PlanAssumptions, partner: &Partner, start: usize) -> Contract {
    let step = plan.step.months();
    let (group, most, price) = match &partner.charge {
        Charge::PerHour { group, price, most_per_month } => (Some(group.0), most_per_month * step, price.0),
        Charge::PerContact { price, .. } => (None, f64::INFINITY, price.0),
    };
    let end = partner.contract_months.map(|months| start + in_periods(plan, f64::from(months)));
    let end = end.filter(|&end| end < plan.periods());
    Contract { start, end, group, most, price, minimum: partner.minimum_per_month * step }
}

/// The contracts that begin in these periods, by partner.
pub fn contracts(plan: &PlanAssumptions, starts: &[Option<u32>]) -> Vec<Option<Contract>> {
    let of = |(partner, start): (&Partner, &Option<u32>)| Some(contract(plan, partner, (*start)? as usize));
    plan.partners.iter().zip(starts).map(of).collect()
}

/// The first period in which a contract that is decided on now can begin.
pub fn first_contract_period(plan: &PlanAssumptions, partner: &Partner) -> usize {
    in_periods(plan, partner.lead_months)
}
