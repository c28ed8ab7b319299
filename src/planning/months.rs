//! The months of a plan: how long each is, in which twelve months of the plan it lies, and how far wages have risen.

use crate::scenario::PlanAssumptions;
use jiff::ToSpan;
use jiff::civil::Date;

/// A month of the plan.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlanMonth {
    /// Its first day.
    pub first_day: Date,
    /// How many days it has.
    pub days: f64,
    /// Which twelve months of the plan it belongs to: 0 for the first twelve.
    pub year: usize,
    /// Wages relative to today's: they rise, compound, at each new calendar year after the plan's first.
    pub wage_factor: f64,
}

/// The months of a plan, in order.
pub fn months(plan: &PlanAssumptions) -> Vec<PlanMonth> {
    (0..plan.months)
        .map(|month| {
            let first_day = plan.start.saturating_add(i64::from(month).months());
            let next = plan.start.saturating_add((i64::from(month) + 1).months());
            // A plan at the end of the calendar (year 9999) would have months without days; thirty keep it meaningful.
            let days = (next - first_day).get_days();
            let rises = i32::from(first_day.year()) - i32::from(plan.start.year());
            PlanMonth {
                first_day,
                days: if days > 0 { f64::from(days) } else { 30.0 },
                year: month as usize / 12,
                wage_factor: (1.0 + plan.wage_growth_per_year).powi(rises),
            }
        })
        .collect()
}

/// What may be spent in each twelve months of the plan; the last stretch, if shorter, has its part of the year's budget.
pub fn yearly_limits(plan: &PlanAssumptions) -> Vec<Option<crate::units::Money>> {
    let years = plan.months.div_ceil(12);
    (0..years)
        .map(|year| {
            let months = (plan.months - 12 * year).min(12);
            plan.budget.per_year.map(|budget| budget * (f64::from(months) / 12.0))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Budget;
    use crate::units::{Money, MoneyPerHour};
    use jiff::civil::date;

    fn plan(start: Date, months: u32) -> PlanAssumptions {
        PlanAssumptions {
            start,
            months,
            volume: Vec::new(),
            groups: Vec::new(),
            self_service: Vec::new(),
            budget: Budget { per_year: Some(Money(120.0)), per_month: None },
            shortage_per_hour: MoneyPerHour(50.0),
            schedule_efficiency: crate::units::Share(1.0),
            wage_growth_per_year: 0.03,
        }
    }

    #[test]
    fn months_have_the_days_of_the_calendar_and_wages_rise_in_january() {
        let months = months(&plan(date(2027, 11, 1), 15));
        let days: Vec<f64> = months.iter().take(5).map(|month| month.days).collect();
        assert_eq!(days, [30.0, 31.0, 31.0, 29.0, 31.0]);
        assert_eq!(months[1].wage_factor, 1.0);
        assert_eq!(months[2].wage_factor, 1.03);
        assert_eq!(months[14].wage_factor, 1.03 * 1.03);
        assert_eq!((months[11].year, months[12].year), (0, 1));
    }

    #[test]
    fn half_a_year_has_half_of_the_yearly_budget() {
        assert_eq!(yearly_limits(&plan(date(2027, 1, 1), 18)), [Some(Money(120.0)), Some(Money(60.0))]);
    }
}
