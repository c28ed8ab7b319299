//! What is decided: a [`WorkforcePlan`], period by period.

use super::commitments::PlanBefore;
use super::proof::Proof;
use super::risk::{Held, Risk};
use crate::scenario::{PlanAssumptions, Step};
use crate::units::{Hours, Money, Share};
use jiff::civil::Date;
use serde::Serialize;

/// Kinds of cost. The last three are not cash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CostKind {
    /// Contract hours × wage, less what unpaid time off saves.
    Wages,
    /// Overtime hours × wage × (1 + premium).
    Overtime,
    /// Cost per hire.
    Hiring,
    /// Training cost of those who begin, and of those who go to another group.
    Training,
    /// Severance of those who are dismissed.
    Severance,
    /// Licences of the people employed.
    Licences,
    /// Systems that cost the same whoever works.
    Technology,
    /// Lines and minutes of the contacts that reach agents.
    Telephony,
    /// Partners: set-up, hours, contacts, at least the minimum of the contract.
    Outsourcing,
    /// Set-up of self-service.
    SelfServiceSetUp,
    /// Monthly cost and sessions of self-service.
    SelfServiceRunning,
    /// Coaching: set-up and monthly cost.
    Coaching,
    /// Missing agent-hours × their price.
    Shortage,
    /// Contacts that are lost because agents are missing × their value.
    LostContacts,
    /// Customers who are left without help by self-service, and satisfaction, at their value; negative where satisfaction gains.
    Churn,
}

/// Amounts by kind of cost, in the order of [`CostKind::ALL`].
pub type Costs = [Money; 15];

impl CostKind {
    /// All kinds, in the order of reports.
    pub const ALL: [Self; 15] = [
        Self::Wages,
        Self::Overtime,
        Self::Hiring,
        Self::Training,
        Self::Severance,
        Self::Licences,
        Self::Technology,
        Self::Telephony,
        Self::Outsourcing,
        Self::SelfServiceSetUp,
        Self::SelfServiceRunning,
        Self::Coaching,
        Self::Shortage,
        Self::LostContacts,
        Self::Churn,
    ];

    /// Its name in results and in the keys of budgets.
    pub fn name(self) -> &'static str {
        match self {
            Self::Wages => "wages",
            Self::Overtime => "overtime",
            Self::Hiring => "hiring",
            Self::Training => "training",
            Self::Severance => "severance",
            Self::Licences => "licences",
            Self::Technology => "technology",
            Self::Telephony => "telephony",
            Self::Outsourcing => "outsourcing",
            Self::SelfServiceSetUp => "self_service_set_up",
            Self::SelfServiceRunning => "self_service_running",
            Self::Coaching => "coaching",
            Self::Shortage => "shortage",
            Self::LostContacts => "lost_contacts",
            Self::Churn => "churn",
        }
    }

    /// Whether it is paid, and so counts against the budget.
    pub fn is_cash(self) -> bool {
        !matches!(self, Self::Shortage | Self::LostContacts | Self::Churn)
    }
}

/// A group in a period.
///
/// People are conserved: headcount = headcount of the period before − leavers − contracts ended − moved out + moved in + hires.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GroupPeriod {
    /// People employed in the period, those in training included. Fractions are expected values: attrition is an average.
    pub headcount: f64,
    /// Of these, in training or nesting.
    pub in_training: f64,
    /// People from outside whose first day is in this period: whole people.
    pub hires: u32,
    /// People who left at the end of the period before, on average, but for those whose contract ended.
    pub leavers: f64,
    /// People whose seasonal contract ended with the period before.
    pub contracts_ended: f64,
    /// People who came from other groups at the begin of this period.
    pub moved_in: u32,
    /// People who went to other groups, or were dismissed, at the begin of this period.
    pub moved_out: u32,
    /// Agent-hours that the promise needs on duty.
    pub required_hours: Hours,
    /// Agent-hours of pure work in them: handling and after-call work, if every contact is answered.
    pub busy_hours: Hours,
    /// Agent-hours on duty that contract hours give, after shrinkage, training and ramp.
    pub available_hours: Hours,
    /// Agent-hours on duty that overtime adds.
    pub overtime_hours: Hours,
    /// Agent-hours on duty that time off takes away.
    pub time_off_hours: Hours,
    /// Agent-hours on duty that partners give.
    pub partner_hours: Hours,
    /// Agent-hours missing.
    pub shortage_hours: Hours,
}

impl GroupPeriod {
    /// Agent-hours on duty, all in all.
    pub fn on_duty(&self) -> Hours {
        self.available_hours + self.overtime_hours + self.partner_hours - self.time_off_hours
    }

    /// Agent-hours on duty relative to those required; 1 where none are required.
    pub fn staffing_ratio(&self) -> f64 {
        if self.required_hours.0 > 0.0 { self.on_duty() / self.required_hours } else { 1.0 }
    }

    /// Part of the hours on duty in which there is work, at most 1; 0 where nobody is on duty.
    pub fn occupancy(&self) -> Share {
        let on_duty = self.on_duty();
        Share(if on_duty.0 > 0.0 { (self.busy_hours / on_duty).min(1.0) } else { 0.0 })
    }
}

/// A period of a plan.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlannedPeriod {
    /// Its first day.
    pub first_day: Date,
    /// Contacts that customers bring, by queue, before self-service.
    pub contacts: Vec<f64>,
    /// Contacts that reach agents, by queue: after self-service, handovers, repeats, the return of the unresolved, and partners.
    pub contacts_to_agents: Vec<f64>,
    /// Sessions of self-service, by initiative.
    pub sessions: Vec<f64>,
    /// Of these, those that settled the matter.
    pub resolved: Vec<f64>,
    /// Of these, those that were contained and settled nothing.
    pub unresolved: Vec<f64>,
    /// Hours or contacts that partners take, by partner.
    pub outsourced: Vec<f64>,
    /// People who begin, by hiring channel.
    pub hires: Vec<u32>,
    /// People who move, by move.
    pub moves: Vec<u32>,
    /// Groups, in the order of the scenario.
    pub groups: Vec<GroupPeriod>,
    /// Cost by kind, in the order of [`CostKind::ALL`], each rounded to the cent.
    pub cost: Costs,
    /// Cash spent above the budget of the month; it stands at the last period of the month.
    pub over_budget: Money,
    /// Expected service level of each queue with the people on duty, by formula; `None` where nothing is promised.
    pub service_level: Vec<Option<Share>>,
}

impl PlannedPeriod {
    /// What is paid in the period.
    pub fn cash(&self) -> Money {
        CostKind::ALL.iter().zip(self.cost).filter(|(kind, _)| kind.is_cash()).map(|(_, cost)| cost).sum()
    }

    /// Everything, cash or not.
    pub fn all_costs(&self) -> Money {
        self.cost.into_iter().sum()
    }

    /// People employed in all groups.
    pub fn headcount(&self) -> f64 {
        self.groups.iter().map(|group| group.headcount).sum()
    }

    /// People whose first day is in this period, in all groups.
    pub fn hires(&self) -> u32 {
        self.groups.iter().map(|group| group.hires).sum()
    }

    /// Agent-hours needed in all groups.
    pub fn required_hours(&self) -> Hours {
        self.groups.iter().map(|group| group.required_hours).sum()
    }

    /// Agent-hours on duty in all groups.
    pub fn hours_on_duty(&self) -> Hours {
        self.groups.iter().map(GroupPeriod::on_duty).sum()
    }

    /// Agent-hours missing in all groups.
    pub fn shortage_hours(&self) -> Hours {
        self.groups.iter().map(|group| group.shortage_hours).sum()
    }
}

/// What is decided about an initiative.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct InitiativeDecision {
    /// Its name.
    pub name: String,
    /// Period of the plan in which the project begins; `None`: not at all.
    pub start: Option<u32>,
    /// Period of the plan in which it is live; `None`: not within the plan.
    pub live: Option<u32>,
}

/// What is decided about a partner.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PartnerDecision {
    /// Its name.
    pub name: String,
    /// Period of the plan in which the contract begins; `None`: not at all.
    pub start: Option<u32>,
    /// First period of the plan after it; `None`: it runs to the end of the plan.
    pub end: Option<u32>,
}

/// A plan.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WorkforcePlan {
    /// How long its periods are.
    #[serde(skip)]
    pub step: Step,
    /// Periods in order.
    pub periods: Vec<PlannedPeriod>,
    /// Initiatives, in the order of the scenario.
    pub initiatives: Vec<InitiativeDecision>,
    /// Partners, in the order of the scenario.
    pub partners: Vec<PartnerDecision>,
    /// What the planner minimised: the present value of all costs, those included that are not cash.
    pub objective: Money,
    /// No plan can cost less; equal to the objective for a plan that was not optimised but carried out.
    pub bound: Money,
    /// Cash spent above the yearly budgets that it was made for.
    pub over_yearly_budget: Money,
    /// Why the solver stopped, or `carried out`.
    pub status: String,
}

impl WorkforcePlan {
    /// What is paid over the plan.
    pub fn cash(&self) -> Money {
        self.periods.iter().map(PlannedPeriod::cash).sum()
    }

    /// What a kind of cost comes to over the plan.
    pub fn cost_of(&self, kind: CostKind) -> Money {
        self.periods.iter().map(|period| period.cost[kind as usize]).sum()
    }

    /// All costs, those included that are not cash, from the begin to the end of each period: what payback is measured on.
    pub fn cumulative_cost(&self) -> Vec<Money> {
        let mut sum = Money::ZERO;
        self.periods
            .iter()
            .map(|period| {
                sum += period.all_costs();
                sum
            })
            .collect()
    }

    /// By how much less than `other` it has cost up to the end of each period, what is not cash included; negative where more.
    pub fn saved_against(&self, other: &Self) -> Vec<Money> {
        let pairs = other.cumulative_cost().into_iter().zip(self.cumulative_cost());
        pairs.map(|(other, this)| other - this).collect()
    }

    /// Whether it begins any initiative.
    pub fn takes_initiative(&self) -> bool {
        self.initiatives.iter().any(|initiative| initiative.start.is_some())
    }

    /// People hired over the plan.
    pub fn hires(&self) -> u32 {
        self.periods.iter().map(PlannedPeriod::hires).sum()
    }

    /// Agent-hours missing over the plan.
    pub fn shortage_hours(&self) -> Hours {
        self.periods.iter().map(PlannedPeriod::shortage_hours).sum()
    }

    /// Agent-hours missing as a share of those needed, over the plan; 0 where none are needed.
    pub fn share_missing(&self) -> f64 {
        let needed: Hours = self.periods.iter().map(PlannedPeriod::required_hours).sum();
        if needed.0 > 0.0 { self.shortage_hours() / needed } else { 0.0 }
    }

    /// Part of the hours needed that are there, over the plan: the service of a plan in one number. 1 where none are needed.
    pub fn hours_covered(&self) -> Share {
        Share(1.0 - self.share_missing())
    }

    /// Cash spent above the budgets of the months.
    pub fn over_budget(&self) -> Money {
        self.periods.iter().map(|period| period.over_budget).sum()
    }

    /// Cash spent in each twelve months above what may be spent ([`super::periods::yearly_limits`]), over the plan; 0 where that is kept
    /// or there is no limit.
    pub(super) fn over_yearly_limits(&self, assumptions: &PlanAssumptions) -> Money {
        let periods = super::periods::periods(assumptions);
        let limits = super::periods::yearly_limits(assumptions, assumptions.budget.per_year);
        let spent = |year: usize| -> Money {
            let of_year = self.periods.iter().zip(&periods).filter(|(_, period)| period.year() == year);
            of_year.map(|(planned, _)| planned.cash()).sum()
        };
        let over = |(year, limit): (usize, &Option<Money>)| {
            limit.map_or(Money::ZERO, |limit| (spent(year) - limit).max(Money::ZERO))
        };
        limits.iter().enumerate().map(over).sum()
    }

    /// (objective − bound) / objective, 0 for a plan that costs nothing.
    pub fn gap(&self) -> f64 {
        if self.objective.0 <= 0.0 { 0.0 } else { ((self.objective - self.bound) / self.objective).max(0.0) }
    }
}

/// The best plan of an alternative.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlanOfAlternative {
    /// Its name.
    pub name: String,
    /// The plan.
    pub plan: WorkforcePlan,
}

/// The plan beside what else could be done.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanComparison {
    /// The best plan.
    pub plan: WorkforcePlan,
    /// Carry on as now: leavers are replaced, nothing else changes.
    pub carry_on: WorkforcePlan,
    /// The best plan without self-service and coaching; `None` where the scenario has none.
    pub without_initiatives: Option<WorkforcePlan>,
    /// The best plan of each alternative that the scenario names.
    pub alternatives: Vec<PlanOfAlternative>,
    /// What the plan leads to when the world turns out otherwise; `None` where everything is certain.
    pub risk: Option<Risk>,
    /// How the plan was made to keep its promise with a probability, where that is asked.
    pub held: Option<Held>,
    /// First period of the plan by which the initiatives have paid for themselves: cumulative cost (what is not cash included) of the
    /// plan is at or below that of the best plan without them, and stays there; `None`: not within the plan, or none is taken.
    pub payback: Option<u32>,
    /// The plan as it was before news came; `None` where all is known from the begin.
    pub before: Option<PlanBefore>,
    /// What the simulation and the scheduler make of its hardest periods; `None` where that was not asked.
    pub proof: Option<Proof>,
}
