//! How people come, learn and go, and what their hours give and cost: the arithmetic that the model and the carrying out of a
//! plan share.
//!
//! A *career* is what becomes of people who begin together: their productivity, whether they need a trainer, and who stays, by
//! age: periods since the first day. Where a length in months ends within a period, the period has the mean of both.

use super::periods::{PlanPeriod, in_periods};
use crate::scenario::{Group, GroupPlan, HiringChannel, Learning, Move, PlanAssumptions, Scenario};
use crate::units::{Hours, Money, MoneyPerHour, Share};

/// What becomes of people who begin together.
#[derive(Debug, Clone, PartialEq)]
pub struct Career {
    /// Productivity by age, as a share of an experienced agent's; then 1.
    productivity: Vec<f64>,
    /// Share of the time in which they are in training or nesting, by age; then 0.
    in_class: Vec<f64>,
    /// Share of them who are still there an age later, by age; then `then_staying`.
    staying: Vec<f64>,
    then_staying: f64,
    /// Age at which their contract ends.
    ends: Option<usize>,
}

/// A share that holds for so many months.
type Stretch = (f64, f64);

/// The mean of a stepped course over each of its periods, as long as it is not at its last value.
fn by_period(stretches: &[Stretch], then: f64, step: f64) -> Vec<f64> {
    let whole: f64 = stretches.iter().map(|(months, _)| months).sum();
    // Sums of lengths are exact to some 2⁻⁵² of themselves.
    let periods = (whole / step - 1e-9).ceil().max(0.0) as usize;
    (0..periods)
        .map(|period| {
            let (from, until) = (period as f64 * step, (period + 1) as f64 * step);
            let (mut begin, mut sum, mut covered) = (0.0, 0.0, 0.0);
            for &(months, value) in stretches {
                let overlap = until.min(begin + months) - from.max(begin);
                if overlap > 0.0 {
                    sum += overlap * value;
                    covered += overlap;
                }
                begin += months;
            }
            let rest = step - covered;
            (if rest > 0.0 { sum + rest * then } else { sum }) / step
        })
        .collect()
}

impl Career {
    /// Of people who learn, and of whom these shares leave in their first, second … month, and then `per_month`.
    fn new(plan: &PlanAssumptions, learning: &Learning, by_tenure: &[Share], per_month: Share) -> Self {
        let step = plan.step.months();
        let class = [(learning.training_months, 0.0), (learning.nesting_months, learning.nesting_productivity.0)];
        let course: Vec<Stretch> = class.into_iter().chain(learning.ramp.iter().map(|share| (1.0, share.0))).collect();
        // Shares that stay multiply, so it is their logarithms of which a period has the mean.
        let log = |share: Share| share.complement().0.ln();
        let logs: Vec<Stretch> = by_tenure.iter().map(|&share| (1.0, log(share))).collect();
        let staying = by_period(&logs, log(per_month), step).into_iter().map(|log| (log * step).exp()).collect();
        Self {
            productivity: by_period(&course, 1.0, step),
            in_class: by_period(&[(learning.months_in_class(), 1.0)], 0.0, step),
            staying,
            then_staying: (log(per_month) * step).exp(),
            ends: None,
        }
    }

    /// Productivity at an age, as a share of an experienced agent's.
    pub fn productivity(&self, age: usize) -> f64 {
        self.productivity.get(age).copied().unwrap_or(1.0)
    }

    /// Share of the time at an age in which they are in training or nesting.
    pub fn in_class(&self, age: usize) -> f64 {
        self.in_class.get(age).copied().unwrap_or(0.0)
    }

    /// Share of those of an age who are still there a period later, but for the end of contracts.
    pub fn staying(&self, age: usize) -> f64 {
        self.staying.get(age).copied().unwrap_or(self.then_staying)
    }

    /// Whether their contract ends before they come to an age.
    pub fn is_over(&self, age: usize) -> bool {
        self.ends.is_some_and(|end| age >= end)
    }

    /// Whether they know all there is to know, and may go to another group: permanent people with their ramp behind them.
    pub fn is_experienced(&self, age: usize) -> bool {
        self.ends.is_none() && age >= self.productivity.len()
    }
}

/// People who began together.
#[derive(Debug, Clone, PartialEq)]
pub struct Cohort {
    /// Its career, by its place in [`People::careers`].
    pub career: usize,
    /// How many; negative for those who went, which are taken off the people of the group with the career of experienced ones.
    pub people: f64,
    /// Their age in the first period in which they are there.
    pub age: usize,
}

/// A group over the periods of a plan.
#[derive(Debug, Clone)]
pub struct People<'a> {
    /// The group.
    pub group: &'a Group,
    /// What holds for its people.
    pub plan: &'a GroupPlan,
    assumptions: &'a PlanAssumptions,
    /// Wage and weekly hours of each career.
    contracts: Vec<(MoneyPerHour, Hours)>,
    /// The careers that lead into or out of the group: that of experienced people first, then that of each channel of the
    /// group ([`People::career_of_channel`]), then that of each move to it.
    pub careers: Vec<Career>,
    channels: Vec<usize>,
    moves: Vec<usize>,
}

/// The groups of a scenario, in its order.
pub fn people_of<'a>(scenario: &'a Scenario, plan: &'a PlanAssumptions) -> Vec<People<'a>> {
    scenario.groups.iter().zip(&plan.groups).map(|(group, rules)| People::of(group, rules, plan)).collect()
}

impl<'a> People<'a> {
    fn of(group: &'a Group, plan: &'a GroupPlan, assumptions: &'a PlanAssumptions) -> Self {
        let own = (group.wage, group.weekly_hours);
        let permanent = &assumptions.hiring[plan.group.0];
        let attrition = permanent.attrition_per_month;
        let mut people = Self {
            group,
            plan,
            assumptions,
            contracts: vec![own],
            careers: vec![Career::new(assumptions, &Learning::default(), &[], attrition)],
            channels: Vec::new(),
            moves: Vec::new(),
        };
        for (index, channel) in assumptions.hiring.iter().enumerate().filter(|(_, c)| c.group == plan.group) {
            let HiringChannel { learning, attrition_by_tenure, attrition_per_month, .. } = channel;
            let career = Career::new(assumptions, learning, attrition_by_tenure, *attrition_per_month);
            let ends = channel.contract_months.map(|months| in_periods(assumptions, f64::from(months)));
            people.careers.push(Career { ends, ..career });
            people.contracts.push((channel.wage.unwrap_or(own.0), channel.weekly_hours.unwrap_or(own.1)));
            people.channels.push(index);
        }
        for (index, into) in assumptions.moves.iter().enumerate().filter(|(_, m)| m.to == Some(plan.group)) {
            people.careers.push(Career::new(assumptions, &into.learning, &[], attrition));
            people.contracts.push(own);
            people.moves.push(index);
        }
        people
    }

    /// The career of those who come through a hiring channel of the group.
    pub fn career_of_channel(&self, channel: usize) -> Option<usize> {
        self.channels.iter().position(|&own| own == channel).map(|place| 1 + place)
    }

    /// The career of those who come by a move to the group.
    pub fn career_of_move(&self, way: usize) -> Option<usize> {
        self.moves.iter().position(|&own| own == way).map(|place| 1 + self.channels.len() + place)
    }

    /// The people of today: those who are new by the month of their service, then the experienced.
    pub fn of_today(&self) -> Vec<Cohort> {
        let mut rest = self.group.headcount;
        let mut cohorts = Vec::new();
        for (month, &new) in self.plan.people_by_tenure.iter().enumerate() {
            let people = new.min(rest);
            rest -= people;
            let age = (month as f64 / self.assumptions.step.months()).round() as usize;
            cohorts.push(Cohort { career: 1, people: f64::from(people), age });
        }
        cohorts.retain(|cohort| cohort.people > 0.0);
        cohorts.push(Cohort { career: 0, people: f64::from(rest), age: 0 });
        cohorts
    }

    /// Share of the contract hours that are not worked in a period.
    pub fn shrinkage(&self, period: &PlanPeriod) -> Share {
        let by_month = self.plan.shrinkage_by_month.as_ref();
        by_month.map_or(self.group.shrinkage, |shares| shares[period.calendar_month])
    }

    /// Paid hours of a contract in a period: weekly hours × days / 7.
    fn contract_hours(&self, career: usize, period: &PlanPeriod) -> Hours {
        self.contracts[career].1 * (period.days / 7.0)
    }

    /// Hours on duty that an experienced person gives in a period: contract hours × (1 − shrinkage).
    pub fn duty_hours(&self, career: usize, period: &PlanPeriod) -> Hours {
        self.contract_hours(career, period) * self.shrinkage(period).complement().0
    }

    /// Wages of one person in a period, in training or not.
    pub fn wages(&self, career: usize, period: &PlanPeriod) -> Money {
        self.contracts[career].0 * period.wage_factor * self.contract_hours(career, period)
    }

    /// Whether overtime can be worked at all.
    pub fn may_work_overtime(&self) -> bool {
        self.plan.overtime_max.0 > 0.0
    }

    /// Price of an hour that overtime adds on duty: shrinkage eats of overtime as of all paid time, so
    /// 1 / (1 − shrinkage) hours are paid, each at wage × (1 + premium). 0 where nobody is ever on duty.
    pub fn overtime_price(&self, period: &PlanPeriod) -> MoneyPerHour {
        self.per_hour_on_duty(period, 1.0 + self.plan.overtime_premium.0)
    }

    /// Wages that an hour of time off saves, of those hours that would have been on duty.
    pub fn time_off_saving(&self, period: &PlanPeriod) -> MoneyPerHour {
        self.per_hour_on_duty(period, self.plan.time_off_pay.complement().0)
    }

    fn per_hour_on_duty(&self, period: &PlanPeriod, part: f64) -> MoneyPerHour {
        let present = self.shrinkage(period).complement().0;
        let wage = self.group.wage * period.wage_factor;
        if present > 0.0 { wage * (part / present) } else { MoneyPerHour::ZERO }
    }
}

/// The first period in which a hire through a channel can begin.
pub fn first_hiring_period(plan: &PlanAssumptions, channel: &HiringChannel) -> usize {
    in_periods(plan, channel.lead_months)
}

/// The first period in which people can move.
pub fn first_moving_period(plan: &PlanAssumptions, way: &Move) -> usize {
    in_periods(plan, way.lead_months)
}

/// Most people who move in a period, rounded up.
pub fn most_moves(plan: &PlanAssumptions, way: &Move) -> u32 {
    (f64::from(way.most_per_month) * plan.step.months() - 1e-9).ceil().max(0.0) as u32
}
