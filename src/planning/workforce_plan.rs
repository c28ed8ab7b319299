//! What is decided: a [`WorkforcePlan`], month by month.

use crate::scenario::PlanAssumptions;
use crate::units::{Hours, Money, Share};
use jiff::civil::Date;
use serde::Serialize;

/// Kinds of cost. All but `Shortage` are cash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CostKind {
    /// Contract hours × wage.
    Wages,
    /// Overtime hours × wage × (1 + premium).
    Overtime,
    /// Cost per hire.
    Hiring,
    /// Training cost of those who begin.
    Training,
    /// Set-up of self-service.
    SelfServiceSetUp,
    /// Monthly cost and sessions of self-service.
    SelfServiceRunning,
    /// Missing agent-hours × their price: not cash.
    Shortage,
}

impl CostKind {
    /// All kinds, in the order of reports.
    pub const ALL: [Self; 7] = [
        Self::Wages,
        Self::Overtime,
        Self::Hiring,
        Self::Training,
        Self::SelfServiceSetUp,
        Self::SelfServiceRunning,
        Self::Shortage,
    ];

    /// Its name in results.
    pub fn name(self) -> &'static str {
        match self {
            Self::Wages => "wages",
            Self::Overtime => "overtime",
            Self::Hiring => "hiring",
            Self::Training => "training",
            Self::SelfServiceSetUp => "self_service_set_up",
            Self::SelfServiceRunning => "self_service_running",
            Self::Shortage => "shortage",
        }
    }

    /// Whether it is paid, and so counts against the budget.
    pub fn is_cash(self) -> bool {
        self != Self::Shortage
    }
}

/// A group in a month.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GroupMonth {
    /// People employed in the month, those in training included. Fractions are expected values: attrition is an average.
    pub headcount: f64,
    /// Of these, in training.
    pub in_training: f64,
    /// People whose first day is in this month: whole people.
    pub hires: u32,
    /// People who left at the end of the month before, on average.
    pub leavers: f64,
    /// Agent-hours that the promise needs on duty.
    pub required_hours: Hours,
    /// Agent-hours on duty that contract hours give, after shrinkage, training and ramp.
    pub available_hours: Hours,
    /// Agent-hours on duty that overtime adds.
    pub overtime_hours: Hours,
    /// Agent-hours missing.
    pub shortage_hours: Hours,
}

/// A month of a plan.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Month {
    /// Its first day.
    pub first_day: Date,
    /// Contacts that customers bring, by queue, before self-service.
    pub contacts: Vec<f64>,
    /// Contacts that reach agents, by queue, after self-service and the return of the unresolved.
    pub contacts_to_agents: Vec<f64>,
    /// Sessions of self-service, by option.
    pub sessions: Vec<f64>,
    /// Groups, in the order of the scenario.
    pub groups: Vec<GroupMonth>,
    /// Cost by kind, in the order of [`CostKind::ALL`].
    pub cost: [Money; 7],
    /// Cash spent above the budget of the month; 0 but where no plan could keep it.
    pub over_budget: Money,
    /// Expected service level of each queue with the people on duty, by formula; `None` where nothing is promised.
    pub service_level: Vec<Option<Share>>,
}

impl Month {
    /// What is paid in the month.
    pub fn cash(&self) -> Money {
        CostKind::ALL.iter().zip(self.cost).filter(|(kind, _)| kind.is_cash()).map(|(_, cost)| cost).sum()
    }

    /// People employed in all groups.
    pub fn headcount(&self) -> f64 {
        self.groups.iter().map(|group| group.headcount).sum()
    }

    /// People whose first day is in this month, in all groups.
    pub fn hires(&self) -> u32 {
        self.groups.iter().map(|group| group.hires).sum()
    }

    /// Agent-hours needed in all groups.
    pub fn required_hours(&self) -> Hours {
        self.groups.iter().map(|group| group.required_hours).sum()
    }

    /// Agent-hours on duty in all groups, overtime included.
    pub fn hours_on_duty(&self) -> Hours {
        self.groups.iter().map(|group| group.available_hours + group.overtime_hours).sum()
    }

    /// Agent-hours missing in all groups.
    pub fn shortage_hours(&self) -> Hours {
        self.groups.iter().map(|group| group.shortage_hours).sum()
    }
}

/// What is decided about an option.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OptionDecision {
    /// Its name.
    pub name: String,
    /// Month of the plan in which the project begins; `None`: not at all.
    pub start: Option<u32>,
    /// Month of the plan in which it is live; `None`: not within the plan.
    pub live: Option<u32>,
}

/// A plan.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WorkforcePlan {
    /// Months in order.
    pub months: Vec<Month>,
    /// Options, in the order of the scenario.
    pub options: Vec<OptionDecision>,
    /// What the planner minimised: all costs, shortage included.
    pub objective: Money,
    /// No plan can cost less; equal to the objective for a plan that was not optimised but carried out.
    pub bound: Money,
    /// Why the solver stopped, or `carried out`.
    pub status: String,
}

impl WorkforcePlan {
    /// What is paid over the plan.
    pub fn cash(&self) -> Money {
        self.months.iter().map(Month::cash).sum()
    }

    /// What a kind of cost comes to over the plan.
    pub fn cost_of(&self, kind: CostKind) -> Money {
        self.months.iter().map(|month| month.cost[kind as usize]).sum()
    }

    /// All costs, shortage included, from the first month to the end of each: what payback is measured on.
    pub fn cumulative_cost(&self) -> Vec<Money> {
        let mut sum = Money::ZERO;
        self.months
            .iter()
            .map(|month| {
                sum += month.cost.into_iter().sum();
                sum
            })
            .collect()
    }

    /// By how much less than `other` it has cost up to the end of each month, shortage included; negative where more.
    pub fn saved_against(&self, other: &Self) -> Vec<Money> {
        let pairs = other.cumulative_cost().into_iter().zip(self.cumulative_cost());
        pairs.map(|(other, this)| other - this).collect()
    }

    /// Whether it begins any option of self-service.
    pub fn takes_self_service(&self) -> bool {
        self.options.iter().any(|option| option.start.is_some())
    }

    /// People hired over the plan.
    pub fn hires(&self) -> u32 {
        self.months.iter().map(Month::hires).sum()
    }

    /// Agent-hours missing over the plan.
    pub fn shortage_hours(&self) -> Hours {
        self.months.iter().map(Month::shortage_hours).sum()
    }

    /// Cash spent above the budgets of the months.
    pub fn over_budget(&self) -> Money {
        self.months.iter().map(|month| month.over_budget).sum()
    }

    /// Cash spent in each twelve months above what may be spent ([`super::months::yearly_limits`]); 0 where that is kept
    /// or there is no limit.
    pub fn over_yearly_limits(&self, limits: &[Option<Money>]) -> Vec<Money> {
        self.months
            .chunks(12)
            .zip(limits)
            .map(|(year, limit)| {
                let cash: Money = year.iter().map(Month::cash).sum();
                limit.map_or(Money::ZERO, |limit| (cash - limit).max(Money::ZERO))
            })
            .collect()
    }

    /// Cash spent above the yearly budget over the plan; 0 where that is kept or there is none.
    pub fn over_yearly_budget(&self, assumptions: &PlanAssumptions) -> Money {
        self.over_yearly_limits(&super::months::yearly_limits(assumptions)).into_iter().sum()
    }

    /// (objective − bound) / objective, 0 for a plan that costs nothing.
    pub fn gap(&self) -> f64 {
        if self.objective.0 <= 0.0 { 0.0 } else { ((self.objective - self.bound) / self.objective).max(0.0) }
    }
}

/// The plan beside what else could be done.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlanComparison {
    /// The best plan.
    pub plan: WorkforcePlan,
    /// Carry on as now: leavers are replaced, nothing else changes.
    pub carry_on: WorkforcePlan,
    /// The best plan without self-service; `None` where the scenario has no option.
    pub without_self_service: Option<WorkforcePlan>,
    /// First month of the plan by which self-service has paid for itself: cumulative cost (shortage included) of the plan
    /// is at or below that of the best plan without it, and stays there; `None`: not within the plan, or no option is taken.
    pub payback_month: Option<u32>,
}
