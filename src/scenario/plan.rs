//! What is given for a plan over months or weeks: volumes, people's coming and going, initiatives, partners, money.
//!
//! Lengths of time are in months, of which a year has twelve, and may have fractions: four weeks are 0.92 months.

mod initiative;
mod money;
mod news;
mod uncertainty;
mod workforce;

pub use initiative::{Coaching, Effect, Initiative, SelfService};
pub use money::{Budget, Charge, Partner, Prices, RunningCosts};
pub use news::{Commitments, News};
pub use uncertainty::{OfEach, UNCERTAIN, Uncertain, UncertainLaw, Uncertainty};
pub use workforce::{GroupPlan, HiringChannel, Learning, Move, TrainingPlace};

use crate::units::Share;
use jiff::civil::Date;

/// Days of a month on average: 365.25 / 12.
pub const DAYS_OF_A_MONTH: f64 = 30.4375;

/// Weeks of a month on average.
pub const WEEKS_OF_A_MONTH: f64 = DAYS_OF_A_MONTH / 7.0;

/// Assumptions for the plan.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanAssumptions {
    /// First day of the first period; for months, the first of a month.
    pub start: Date,
    /// Number of months: 12 to 36.
    pub months: u32,
    /// How long the periods of the plan are.
    pub step: Step,
    /// Expected contacts by queue (outer) and period (inner), without self-service.
    pub volume: Vec<Vec<f64>>,
    /// Handling time relative to that of the scenario, by queue and period: 1 but where an event says otherwise.
    pub handling: Vec<Vec<f64>>,
    /// By group, in the order of [`super::Scenario::groups`].
    pub groups: Vec<GroupPlan>,
    /// Ways in which people come from outside: first the permanent one of each group, in their order, then seasonal ones.
    pub hiring: Vec<HiringChannel>,
    /// Ways in which people leave a group for another, or the firm.
    pub moves: Vec<Move>,
    /// What limits how many people can be trained or employed at once.
    pub places: Vec<TrainingPlace>,
    /// Firms that take work over.
    pub partners: Vec<Partner>,
    /// What can be begun: self-service and coaching.
    pub initiatives: Vec<Initiative>,
    /// Other scenarios to plan for beside this one.
    pub alternatives: Vec<Alternative>,
    /// Limits on what is spent.
    pub budget: Budget,
    /// What runs on beside wages.
    pub running: RunningCosts,
    /// What is not cash and counts all the same.
    pub prices: Prices,
    /// Part of the hours on duty that shifts can place where they are needed; the rest is surplus at quiet times, since
    /// shifts are longer than peaks.
    pub schedule_efficiency: Share,
    /// Rise of wages, compound, at each new calendar year: 0.03.
    pub wage_growth_per_year: f64,
    /// Further share of the people of a group who leave in a month for each point (0.01) by which its occupancy is above the group's
    /// `occupancy_limit`: people who never catch their breath leave sooner.
    pub attrition_per_point: f64,
    /// Rate by which later money counts less, a year: 0.08.
    pub discount_per_year: f64,
    /// How uncertain all this is.
    pub uncertainty: Uncertainty,
    /// What becomes known only later; [`Self::volume`] and [`Self::handling`] have it in them.
    pub news: Option<News>,
    /// What was decided before the plan was made, and stays.
    pub committed: Option<Commitments>,
}

/// The same scenario with other values, to be planned for as well.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alternative {
    /// Its name.
    pub name: String,
    /// What is otherwise: `path=value`.
    pub changes: Vec<String>,
}

/// How long a period of a plan is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A calendar month.
    Month,
    /// Seven days from the first day of the plan on.
    Week,
}

impl Step {
    /// All, in the order of their names.
    pub const ALL: [Self; 2] = [Self::Month, Self::Week];

    /// Its name in scenario files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Week => "week",
        }
    }

    /// First day of a period of a plan, 0 for the first.
    pub fn begin(self, start: Date, period: usize) -> Date {
        let period = i64::from(period as u32);
        start.saturating_add(match self {
            Self::Month => jiff::Span::new().months(period),
            Self::Week => jiff::Span::new().weeks(period),
        })
    }

    /// Length in months, on average.
    pub fn months(self) -> f64 {
        match self {
            Self::Month => 1.0,
            Self::Week => 1.0 / WEEKS_OF_A_MONTH,
        }
    }
}

impl PlanAssumptions {
    /// A plan by month with these contacts by queue and month, and nothing else: no people's rules, nothing to begin, no limits, no
    /// prices, everything certain.
    pub fn plain(start: Date, volume: Vec<Vec<f64>>) -> Self {
        Self {
            start,
            months: volume.first().map_or(12, |row| row.len() as u32),
            step: Step::Month,
            handling: volume.iter().map(|row| vec![1.0; row.len()]).collect(),
            volume,
            groups: Vec::new(),
            hiring: Vec::new(),
            moves: Vec::new(),
            places: Vec::new(),
            partners: Vec::new(),
            initiatives: Vec::new(),
            alternatives: Vec::new(),
            uncertainty: Uncertainty::none(),
            budget: Budget::default(),
            running: RunningCosts::default(),
            prices: Prices::default(),
            schedule_efficiency: Share(1.0),
            wage_growth_per_year: 0.0,
            attrition_per_point: 0.0,
            discount_per_year: 0.0,
            news: None,
            committed: None,
        }
    }

    /// Number of periods: as many as begin within the months of the plan.
    pub fn periods(&self) -> usize {
        self.step.periods(self.start, self.months)
    }
}

impl Step {
    /// How many periods from `start` on begin within so many months.
    pub fn periods(self, start: Date, months: u32) -> usize {
        match self {
            Self::Month => months as usize,
            Self::Week => {
                let end = start.saturating_add(jiff::Span::new().months(i64::from(months)));
                let days = start.until(end).map_or(0, |span| span.get_days());
                // At the end of the calendar (year 9999) a plan would have no days; a week keeps it meaningful.
                (days.max(7) as usize).div_ceil(7)
            }
        }
    }
}
