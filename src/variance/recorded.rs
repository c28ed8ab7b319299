//! What was recorded of some days, as far as a scenario has a place for it.

use super::Quantity;
use crate::calendar::{Calendar, Grid, OpeningHours};
use crate::history::{IntervalHistory, IntervalRow};
use crate::scenario::Scenario;
use crate::units::Seconds;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// What came on the days of a scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded {
    /// Contacts that came, per queue and interval; 0 where the queue is closed.
    pub contacts: Grid<f64>,
    /// What became of them, by queue.
    pub queues: Vec<RecordedQueue>,
    /// Agents on duty in each interval, by group; `None` where nobody recorded them.
    pub on_duty: Vec<Option<Vec<u32>>>,
    /// Agents who were rostered in an interval and absent, by group; `None` where nobody recorded them.
    pub absent: Vec<Option<Vec<u32>>>,
    /// Within which time an answer counts as in time.
    pub within: Seconds,
}

/// What became of the contacts of a queue; sums over its open intervals.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct RecordedQueue {
    /// Contacts that came.
    pub offered: f64,
    /// Of these, answered, if that is known of all of them.
    pub answered: Option<f64>,
    /// Of these, hung up, if that is known of all of them.
    pub abandoned: Option<f64>,
    /// Wait of the answered together, in seconds, if that is known of all of them.
    pub waited_s: Option<f64>,
    /// Answered in time, if that is known of all of them.
    pub in_time: Option<f64>,
    /// Handling time of `handled` contacts together, in seconds.
    pub handling_s: f64,
    /// Contacts whose handling time is known.
    pub handled: f64,
    /// Contacts that came outside of opening hours: they are in none of the other numbers.
    pub outside: f64,
}

impl RecordedQueue {
    /// Mean handling time in seconds, if any is known.
    pub fn mean_handling(&self) -> Option<f64> {
        (self.handled > 0.0 && self.handling_s > 0.0).then(|| self.handling_s / self.handled)
    }

    /// Numerator and denominator of a measure of service; `None` where it is not known, 0 of 0 where nothing came.
    pub fn ratio(&self, quantity: Quantity) -> Option<(f64, f64)> {
        if self.offered == 0.0 {
            return Some((0.0, 0.0));
        }
        match quantity {
            Quantity::ServiceLevel => Some((self.in_time?, self.answered? + self.abandoned?)),
            Quantity::Asa => Some((self.waited_s?, self.answered?)),
            Quantity::Abandonment => Some((self.abandoned?, self.offered)),
            _ => None,
        }
    }

    /// Adds a row; what it does not know of its contacts is no longer known of all.
    fn add(&mut self, row: &IntervalRow) {
        let add = |sum: &mut Option<f64>, known: Option<f64>| {
            *sum = match known {
                None if row.offered == 0.0 => *sum,
                known => sum.zip(known).map(|(sum, value)| sum + value),
            };
        };
        self.offered += row.offered;
        add(&mut self.answered, row.answered);
        add(&mut self.abandoned, row.abandoned);
        add(&mut self.waited_s, row.waited_s);
        add(&mut self.in_time, row.in_time);
        self.handling_s += row.handling_s;
        self.handled += row.handled;
    }
}

/// What a history says about the days of a scenario. Queues are matched by name; agents on duty are given by the names of groups and by the
/// begin of the interval in seconds since 1970, and are rounded to whole ones.
pub fn recorded(
    scenario: &Scenario,
    history: &IntervalHistory,
    on_duty: &BTreeMap<String, BTreeMap<i64, f64>>,
) -> Recorded {
    let calendar = &scenario.calendar;
    let begins = begins(calendar);
    let place: BTreeMap<i64, usize> = begins.iter().enumerate().map(|(place, begin)| (*begin, place)).collect();
    let mut contacts = Grid::filled(scenario.queues.len(), calendar.intervals.len(), 0.0);
    let mut queues = Vec::new();
    for (index, queue) in scenario.queues.iter().enumerate() {
        let hours = if queue.channel.is_deferred() { OpeningHours::always() } else { queue.opening_hours.clone() };
        let open = hours.open_intervals(calendar);
        let known = Some(0.0);
        let mut sums =
            RecordedQueue { answered: known, abandoned: known, waited_s: known, in_time: known, ..Default::default() };
        let rows = history.queues.iter().find(|other| other.name == queue.name);
        for row in rows.into_iter().flat_map(|queue| &queue.rows) {
            let Some(&interval) = place.get(&row.start_s) else { continue };
            if open[interval] {
                contacts[(index, interval)] += row.offered;
                sums.add(row);
            } else {
                sums.outside += row.offered;
            }
        }
        queues.push(sums);
    }
    let of_group = |name: &String| {
        let levels = on_duty.get(name)?;
        let is_any = begins.iter().any(|begin| levels.contains_key(begin));
        let level = |begin: &i64| levels.get(begin).map_or(0, |agents| agents.round() as u32);
        is_any.then(|| begins.iter().map(level).collect())
    };
    Recorded {
        contacts,
        queues,
        on_duty: scenario.groups.iter().map(|group| of_group(&group.name)).collect(),
        absent: vec![None; scenario.groups.len()],
        within: Seconds(history.within_s),
    }
}

/// When each interval of a calendar begins, in seconds since 1970 in UTC.
pub fn begins(calendar: &Calendar) -> Vec<i64> {
    let zone = TimeZone::get(&calendar.time_zone).unwrap_or(TimeZone::UTC);
    let first = calendar.days.first().and_then(|day| day.date.to_zoned(zone).ok());
    let begin = first.map_or(0, |zoned| zoned.timestamp().as_second());
    calendar.intervals.iter().map(|interval| begin + interval.start.0 as i64).collect()
}
