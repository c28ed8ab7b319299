//! Premiums by time of day and date: what a paid hour costs on top of the wage.
//!
//! What lies beyond the horizon's end is paid too, so its clock is followed for some days more.

use super::schedule::ScheduledShift;
use super::shift::first_interval;
use crate::calendar::Calendar;
use crate::scenario::Scenario;
use jiff::tz::TimeZone;

/// Days beyond the horizon into which a shift can last.
const DAYS_BEYOND: u32 = 3;

/// Premiums that are paid from the horizon's begin on, as a sum, so that any stretch of time is a difference of two.
#[derive(Debug, Clone, Default)]
pub struct Premiums {
    /// Begins of intervals, in minutes after the horizon's begin, ascending. None where the scenario has no premiums.
    moments: Vec<f64>,
    /// Up to each of them, hours × share of the wage that is paid on top.
    sums: Vec<f64>,
}

impl Premiums {
    /// Those of a scenario; several that are paid at the same time add up.
    pub fn of(scenario: &Scenario) -> Self {
        let premiums = &scenario.scheduling.premiums;
        let calendar = &scenario.calendar;
        let Some(first) = calendar.days.first().filter(|_| !premiums.is_empty()) else { return Self::default() };
        let zone = TimeZone::get(&calendar.time_zone).unwrap_or(TimeZone::UTC);
        let days = calendar.days.len() as u32 + DAYS_BEYOND;
        let longer = Calendar::of_days(first.date, days, calendar.interval_minutes, &zone);
        let (mut moments, mut sums, mut sum) = (vec![0.0], vec![0.0], 0.0);
        for interval in &longer.intervals {
            let date = longer.days[interval.day].date;
            let paid = premiums.iter().filter(|premium| premium.is_paid(date, interval.clock_minute));
            sum += paid.map(|premium| premium.share.0).sum::<f64>() * interval.length().hours().0;
            moments.push(interval.end.0 / 60.0);
            sums.push(sum);
        }
        Self { moments, sums }
    }

    /// Hours × share of the wage that is paid on top between two moments, in minutes after the horizon's begin.
    pub fn between(&self, from: u32, to: u32) -> f64 {
        if self.sums.is_empty() { 0.0 } else { self.until(f64::from(to)) - self.until(f64::from(from)) }
    }

    fn until(&self, minute: f64) -> f64 {
        let next = self.moments.partition_point(|&moment| moment < minute);
        match (next.checked_sub(1).map(|last| (self.moments[last], self.sums[last])), self.moments.get(next)) {
            (Some((moment, sum)), Some(&end)) => sum + (self.sums[next] - sum) * (minute - moment) / (end - moment),
            (Some((_, sum)), None) => sum,
            (None, _) => 0.0,
        }
    }

    /// Hours × share of the wage that one person on a shift is paid on top: all its time but for unpaid breaks.
    pub fn of_shift(&self, calendar: &Calendar, shift: &ScheduledShift) -> f64 {
        let Some(first) = first_interval(calendar, shift.day, shift.start) else { return 0.0 };
        let begin = (calendar.intervals[first].start.0 / 60.0).round() as u32;
        let unpaid = shift.breaks.iter().filter(|rest| !rest.paid);
        let unpaid = unpaid.map(|rest| self.between(begin + rest.begin, begin + rest.begin + rest.length));
        self.between(begin, begin + shift.length) - unpaid.sum::<f64>()
    }
}
