//! The periods of a plan: how long each is, in which month and year of the plan it lies, and how far wages have risen.

use crate::scenario::{PlanAssumptions, Step};
use crate::units::Money;
use jiff::ToSpan;
use jiff::civil::Date;

/// A period of the plan.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlanPeriod {
    /// Its first day.
    pub first_day: Date,
    /// How many days it has.
    pub days: f64,
    /// Its length in months, as far as payments by the month go: 1 for a month.
    pub months: f64,
    /// In which month of the plan its first day lies, 0 for the first.
    pub month: usize,
    /// In which calendar month it lies, 0 for January: that of its first day, and of a week that of its middle.
    pub calendar_month: usize,
    /// Wages relative to today's: they rise, compound, at each new calendar year after the plan's first.
    pub wage_factor: f64,
    /// What an amount of this period is worth at the begin of the plan: (1 + rate) ^ −(years since then).
    pub discount: f64,
}

impl PlanPeriod {
    /// Which twelve months of the plan it belongs to: 0 for the first twelve.
    pub fn year(&self) -> usize {
        self.month / 12
    }
}

/// The periods of a plan, in order.
pub fn periods(plan: &PlanAssumptions) -> Vec<PlanPeriod> {
    let begin = |period: usize| plan.step.begin(plan.start, period);
    let mut month = 0;
    (0..plan.periods())
        .map(|period| {
            let first_day = begin(period);
            while month + 1 < plan.months as usize && Step::Month.begin(plan.start, month + 1) <= first_day {
                month += 1;
            }
            // A plan at the end of the calendar (year 9999) would have periods without days; thirty keep it meaningful.
            let days = f64::from((begin(period + 1) - first_day).get_days());
            let middle = if plan.step == Step::Week { first_day.saturating_add(3.days()) } else { first_day };
            let rises = i32::from(first_day.year()) - i32::from(plan.start.year());
            PlanPeriod {
                first_day,
                days: if days > 0.0 { days } else { 30.0 },
                months: plan.step.months(),
                month,
                calendar_month: usize::from(middle.month().unsigned_abs()) - 1,
                wage_factor: (1.0 + plan.wage_growth_per_year).powi(rises),
                discount: (1.0 + plan.discount_per_year).powf(-plan.step.months() * period as f64 / 12.0),
            }
        })
        .collect()
}

/// So many periods a length in months takes, begun ones included.
pub fn in_periods(plan: &PlanAssumptions, months: f64) -> usize {
    // Whole numbers of periods come out of divisions with an error of some 2⁻⁵².
    (months / plan.step.months() - 1e-9).ceil().max(0.0) as usize
}

/// What may be spent in each twelve months of the plan; the last stretch, if shorter, has its part of the year's budget.
pub fn yearly_limits(plan: &PlanAssumptions, per_year: Option<Money>) -> Vec<Option<Money>> {
    let years = plan.months.div_ceil(12);
    (0..years)
        .map(|year| {
            let months = (plan.months - 12 * year).min(12);
            per_year.map(|budget| budget * (f64::from(months) / 12.0))
        })
        .collect()
}
