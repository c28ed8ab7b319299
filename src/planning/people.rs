//! How people of a group come, learn and go, and what their hours give and cost: the arithmetic that the model and the
//! carrying out of a plan share.

use super::months::PlanMonth;
use crate::scenario::{Group, GroupPlan};
use crate::units::{Hours, Money, MoneyPerHour};

/// A group over the months of a plan. `age` counts months since the first day: 0 is the first month of work.
#[derive(Debug, Clone, Copy)]
pub struct People<'a> {
    /// The group.
    pub group: &'a Group,
    /// How its people come and go.
    pub plan: &'a GroupPlan,
}

impl People<'_> {
    /// Share of the people who are still there at an age: (1 − attrition) ^ age.
    pub fn staying(&self, age: usize) -> f64 {
        self.plan.attrition_per_month.complement().0.powi(i32::try_from(age).unwrap_or(i32::MAX))
    }

    /// Whether people of an age are still in training.
    pub fn in_training(&self, age: usize) -> bool {
        age < self.plan.training_months as usize
    }

    /// Productivity at an age, as a share of an experienced agent's: 0 in training, then the ramp, then 1.
    pub fn productivity(&self, age: usize) -> f64 {
        match age.checked_sub(self.plan.training_months as usize) {
            None => 0.0,
            Some(since) => self.plan.ramp.get(since).map_or(1.0, |share| share.0),
        }
    }

    /// People of today who are still there in a month.
    pub fn of_today(&self, month: usize) -> f64 {
        f64::from(self.group.headcount) * self.staying(month)
    }

    /// Paid hours of a contract in a month: weekly hours × days / 7.
    pub fn contract_hours(&self, month: &PlanMonth) -> Hours {
        self.group.weekly_hours * (month.days / 7.0)
    }

    /// Hours on duty that an experienced person gives in a month: contract hours × (1 − shrinkage).
    pub fn duty_hours(&self, month: &PlanMonth) -> Hours {
        self.contract_hours(month) * self.group.shrinkage.complement().0
    }

    /// The wage in a month.
    pub fn wage(&self, month: &PlanMonth) -> MoneyPerHour {
        self.group.wage * month.wage_factor
    }

    /// Wages of one person in a month, in training or not.
    pub fn wages(&self, month: &PlanMonth) -> Money {
        self.wage(month) * self.contract_hours(month)
    }

    /// Paid, at the first day, for each hire: finding and training.
    pub fn cost_of_hire(&self) -> Money {
        self.plan.cost_per_hire + self.plan.training_cost
    }

    /// Whether overtime can be worked at all.
    pub fn may_work_overtime(&self) -> bool {
        self.plan.overtime_max.0 > 0.0 && self.group.shrinkage.0 < 1.0
    }

    /// Price of an hour that overtime adds on duty: shrinkage eats of overtime as of all paid time, so
    /// 1 / (1 − shrinkage) hours are paid, each at wage × (1 + premium).
    pub fn overtime_price(&self, month: &PlanMonth) -> MoneyPerHour {
        self.wage(month) * ((1.0 + self.plan.overtime_premium.0) / self.group.shrinkage.complement().0)
    }

    /// The first month in which a hire decided within the plan can begin.
    pub fn first_hiring_month(&self) -> usize {
        self.plan.lead_months as usize
    }
}
