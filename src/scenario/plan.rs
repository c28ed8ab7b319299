//! What is given for a plan over months: volumes, people's coming and going, self-service, money.

use super::{GroupId, QueueId};
use crate::units::{Money, MoneyPerHour, Share};
use jiff::civil::Date;

/// Assumptions for the plan.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanAssumptions {
    /// First day of the first month.
    pub start: Date,
    /// Number of months: 12 to 36.
    pub months: u32,
    /// Expected contacts by queue (outer) and month (inner), without self-service.
    pub volume: Vec<Vec<f64>>,
    /// By group, in the order of [`super::Scenario::groups`].
    pub groups: Vec<GroupPlan>,
    /// Options, in the order of the file.
    pub self_service: Vec<SelfService>,
    /// Limits on what is spent.
    pub budget: Budget,
    /// Price of an hour in which an agent is missing, beside what the service then loses: what keeps the plan honest
    /// when people are too few. Not cash.
    pub shortage_per_hour: MoneyPerHour,
    /// Part of the hours on duty that shifts can place where they are needed; the rest is surplus at quiet times, since
    /// shifts are longer than peaks.
    pub schedule_efficiency: Share,
    /// Rise of wages, compound, at each new calendar year: 0.03.
    pub wage_growth_per_year: f64,
}

/// How people come, learn and go in a group.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupPlan {
    /// The group.
    pub group: GroupId,
    /// Share of the people who leave in a month.
    pub attrition_per_month: Share,
    /// Whether people can be hired.
    pub may_hire: bool,
    /// Months between the decision to hire and the first day.
    pub lead_months: u32,
    /// Smallest class that is worth starting.
    pub class_min: u32,
    /// Largest class that can be trained at once.
    pub class_max: u32,
    /// Advertising, interviews, agency, for each hire.
    pub cost_per_hire: Money,
    /// Months of training, paid and not productive.
    pub training_months: u32,
    /// Trainer, room and material, for each hire.
    pub training_cost: Money,
    /// Productivity in each month after training, as a share of an experienced agent's; then 1.
    pub ramp: Vec<Share>,
    /// Overtime as a share of contract hours, at most.
    pub overtime_max: Share,
    /// Premium on the wage of an hour of overtime: 0.25.
    pub overtime_premium: Share,
}

/// A bot, an improved menu, a page that answers: it resolves contacts without an agent.
#[derive(Debug, Clone, PartialEq)]
pub struct SelfService {
    /// Its name.
    pub name: String,
    /// Queues before which it stands.
    pub queues: Vec<QueueId>,
    /// Paid once, in the month in which the project begins.
    pub set_up: Money,
    /// Paid each month once it is live.
    pub per_month: Money,
    /// Paid for each session.
    pub per_session: Money,
    /// Months from the decision until it is live.
    pub months_to_live: u32,
    /// Share of the queues' contacts that enter it, once adoption is complete.
    pub entry: Share,
    /// Adoption by month after it goes live, as a share of `entry`; then 1.
    pub adoption: Vec<Share>,
    /// Share of sessions that it contains: they do not go on to an agent at once.
    pub containment: Share,
    /// Share of the contained who were not helped and come back to an agent.
    pub unresolved: Share,
    /// Handling time of the contacts that still reach agents, relative to today's, at complete adoption: above 1, since
    /// the easy contacts go first.
    pub handling_factor: f64,
    /// Month of the plan (0 is the first) in which the project must begin; `None`: the plan chooses, or does without.
    pub fixed_start: Option<u32>,
}

/// Limits on what is spent.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Budget {
    /// For each twelve months of the plan.
    pub per_year: Option<Money>,
    /// For each month.
    pub per_month: Option<Money>,
}
