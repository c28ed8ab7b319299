//! Budgets, partners, running costs, and prices of what is not cash.

use crate::scenario::{GroupId, QueueId};
use crate::units::{Money, MoneyPerHour, Share};
use std::collections::BTreeMap;

/// Limits on what is spent.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Budget {
    /// For each twelve months of the plan.
    pub per_year: Option<Money>,
    /// For each month.
    pub per_month: Option<Money>,
    /// For each twelve months and kind of cost, by the name of the kind.
    pub per_year_by_kind: BTreeMap<String, Money>,
}

/// What runs on beside wages.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RunningCosts {
    /// Licences of a person employed, a month.
    pub licences_per_person: Money,
    /// Systems that cost the same whoever works, a month.
    pub technology_per_month: Money,
    /// Lines and minutes of a contact that reaches agents.
    pub telephony_per_contact: Money,
}

/// What counts beside cash.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Prices {
    /// Price of an hour in which an agent is missing: what keeps the plan honest when people are too few.
    pub shortage_per_hour: MoneyPerHour,
    /// Value of a contact that is lost because agents are missing.
    pub lost_contact: Money,
    /// Value of a customer's being left without help by self-service: those who leave the firm, and what they would have bought.
    pub unresolved_session: Money,
    /// Value of one point of satisfaction (of 100) with one contact.
    pub satisfaction_point: Money,
}

/// A firm that takes work over.
#[derive(Debug, Clone, PartialEq)]
pub struct Partner {
    /// Its name.
    pub name: String,
    /// What it is paid for.
    pub charge: Charge,
    /// Least that is paid for each month while the contract runs: hours or contacts.
    pub minimum_per_month: f64,
    /// Paid once, when the contract begins.
    pub set_up: Money,
    /// Months between the decision and the first day.
    pub lead_months: f64,
    /// Months that the contract runs; `None`: to the end of the plan.
    pub contract_months: Option<u32>,
    /// Period of the plan in which it must begin; `None`: the plan chooses, or does without.
    pub fixed_start: Option<u32>,
}

/// What a partner is paid for.
#[derive(Debug, Clone, PartialEq)]
pub enum Charge {
    /// For hours on duty, which count like those of a group's own experienced people.
    PerHour {
        /// The group that they help.
        group: GroupId,
        /// The price of one.
        price: MoneyPerHour,
        /// Most of them in a month.
        most_per_month: f64,
    },
    /// For contacts of a queue, of which it takes one of some shares in each period.
    PerContact {
        /// The queue.
        queue: QueueId,
        /// The price of one.
        price: Money,
        /// The shares that can be given away, ascending, without 0.
        shares: Vec<Share>,
    },
}
