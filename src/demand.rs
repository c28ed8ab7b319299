//! Demand: how many contacts are expected, per queue and interval.

use crate::calendar::{Calendar, Grid};
use crate::scenario::{Queue, Scenario, Volume};

/// Expected contacts and how uncertain a day is.
#[derive(Debug, Clone, PartialEq)]
pub struct Demand {
    /// Expected contacts, per queue and interval of the scenario's calendar; spread evenly within the interval.
    pub expected: Grid<f64>,
    /// Coefficient of variation of the random factor of a day, per queue.
    pub day_factor_cv: Vec<f64>,
    /// Handling time relative to the scenario's, per queue: 1 but where self-service has taken the easy contacts.
    pub handling_factor: Vec<f64>,
}

impl Demand {
    /// The demand that a scenario describes: profile or table × events × factor, within opening hours; of deferred
    /// work round the clock.
    pub fn of(scenario: &Scenario) -> Self {
        Self {
            expected: Grid::from_rows(scenario.queues.iter().map(|queue| expected(scenario, queue)).collect()),
            day_factor_cv: scenario.queues.iter().map(|queue| queue.day_factor_cv).collect(),
            handling_factor: vec![1.0; scenario.queues.len()],
        }
    }

    /// Expected contacts of a queue over the whole horizon.
    pub fn total(&self, queue: usize) -> f64 {
        self.expected.row(queue).iter().sum()
    }

    /// Expected contacts of all queues in an interval.
    pub fn in_interval(&self, interval: usize) -> f64 {
        (0..self.expected.rows()).map(|queue| self.expected[(queue, interval)]).sum()
    }

    /// Expected contacts of all queues on each day of a calendar.
    pub fn by_day(&self, calendar: &Calendar) -> Vec<f64> {
        calendar.days.iter().map(|day| day.intervals.clone().map(|interval| self.in_interval(interval)).sum()).collect()
    }

    /// The day with the most expected contacts, the first of several; 0 for a calendar without days.
    pub fn peak_day(&self, calendar: &Calendar) -> usize {
        let mut peak = (0, f64::NEG_INFINITY);
        for (day, contacts) in self.by_day(calendar).into_iter().enumerate() {
            if contacts > peak.1 {
                peak = (day, contacts);
            }
        }
        peak.0
    }
}

fn expected(scenario: &Scenario, queue: &Queue) -> Vec<f64> {
    let calendar = &scenario.calendar;
    // Deferred work comes round the clock: opening hours say when its promise counts, and nothing else.
    let open = if queue.channel.is_deferred() {
        vec![true; calendar.intervals.len()]
    } else {
        queue.opening_hours.open_intervals(calendar)
    };
    let mut contacts: Vec<f64> = match &queue.volume {
        Volume::PerHour(rate) => calendar.intervals.iter().map(|interval| rate * interval.length().hours().0).collect(),
        Volume::Table(table) => table.clone(),
        Volume::Profile { per_day, weekday, intraday, growth_per_week } => {
            let on_day = |index: usize| {
                let factor = weekday[calendar.days[index].weekday().to_monday_zero_offset() as usize];
                per_day * factor * (1.0 + growth_per_week).powf((index / 7) as f64)
            };
            shared_out(calendar, &open, intraday, on_day)
        }
        Volume::Daily { contacts, intraday } => shared_out(calendar, &open, intraday, |day| contacts[day]),
    };
    for (index, interval) in calendar.intervals.iter().enumerate() {
        let date = calendar.days[interval.day].date;
        let events = queue.events.iter().filter(|event| event.first <= date && date <= event.last);
        let factor: f64 = queue.volume_factor * events.map(|event| event.factor).product::<f64>();
        contacts[index] *= if open[index] { factor } else { 0.0 };
    }
    contacts
}

/// Shares each day's contacts out over its open intervals by weights; a day that is never open gets none.
fn shared_out(calendar: &Calendar, open: &[bool], intraday: &[(u32, f64)], on_day: impl Fn(usize) -> f64) -> Vec<f64> {
    let mut contacts = vec![0.0; calendar.intervals.len()];
    for (index, day) in calendar.days.iter().enumerate() {
        let weight = |i: usize| {
            let interval = &calendar.intervals[i];
            f64::from(u8::from(open[i])) * weight_at(intraday, interval.clock_minute) * interval.length().0
        };
        let whole: f64 = day.intervals.clone().map(weight).sum();
        if whole > 0.0 {
            for i in day.intervals.clone() {
                contacts[i] = on_day(index) * weight(i) / whole;
            }
        }
    }
    contacts
}

/// The weight in force at a clock minute: that of the last entry that has begun.
fn weight_at(intraday: &[(u32, f64)], minute: u32) -> f64 {
    intraday.iter().rev().find(|(from, _)| *from <= minute).map_or(0.0, |(_, weight)| *weight)
}
