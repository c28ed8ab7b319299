//! One day of a scenario, cut out of its horizon.

use crate::calendar::{Calendar, Day as CalendarDay, Grid, Interval};
use crate::demand::Demand;
use crate::scenario::today::Now;
use crate::scenario::{Scenario, Window};
use crate::units::Seconds;

/// A day, and how much of it is over.
#[derive(Debug, Clone, PartialEq)]
pub struct Today {
    /// The scenario with this day as its horizon.
    pub scenario: Scenario,
    /// The place of its first interval in the calendar of the whole.
    pub first: usize,
    /// The present, in minutes after midnight by the clock.
    pub minute: u32,
    /// Intervals of the day that are over.
    pub known: usize,
    /// The first interval in which anything can be changed: it begins after the notice that people are given.
    pub open_from: usize,
    /// The expected contacts of the day as they were planned.
    pub planned: Demand,
}

impl Today {
    /// The day of a moment.
    pub fn of(whole: &Scenario, now: Now) -> Self {
        let first = whole.calendar.days[now.day].intervals.start;
        let planned = of_day(&Demand::of(whole), whole, now.day);
        let scenario = one_day(whole, now.day);
        let known = now.interval - first;
        let intervals = &scenario.calendar.intervals;
        // The present on the clock of seconds: what has passed of its interval, after the interval's begin.
        let present = match intervals.get(known) {
            Some(at) => at.start.0 + 60.0 * f64::from(now.minute.saturating_sub(at.clock_minute)),
            None => scenario.calendar.end().0,
        };
        let changed_from = present + scenario.intraday.notice.0;
        let open_from = intervals.partition_point(|interval| interval.start.0 < changed_from).max(known);
        Self { scenario, first, minute: now.minute, known, open_from, planned }
    }

    /// How many intervals the day has.
    pub fn intervals(&self) -> usize {
        self.scenario.calendar.intervals.len()
    }

    /// Length of an interval in hours.
    pub fn hours(&self, interval: usize) -> f64 {
        self.scenario.calendar.intervals[interval].length().hours().0
    }
}

/// The part of a demand that is of a day.
fn of_day(demand: &Demand, whole: &Scenario, day: usize) -> Demand {
    let range = whole.calendar.days[day].intervals.clone();
    let rows = (0..whole.queues.len()).map(|queue| demand.expected.row(queue)[range.clone()].to_vec());
    Demand { expected: Grid::from_rows(rows.collect()), ..demand.clone() }
}

/// A scenario with one of its days as the whole horizon. It opens without what a warm-up leaves; deferred work that waits at
/// the begin of the horizon waits at the begin of the day.
fn one_day(whole: &Scenario, day: usize) -> Scenario {
    let calendar = &whole.calendar;
    let CalendarDay { date, intervals: range } = calendar.days[day].clone();
    let begin = calendar.intervals.get(range.start).map_or(Seconds::ZERO, |interval| interval.start);
    let moved = |interval: &Interval| Interval {
        day: 0,
        start: interval.start - begin,
        end: interval.end - begin,
        clock_minute: interval.clock_minute,
    };
    let windows = |windows: &[Window]| -> Vec<Window> {
        windows.iter().map(|window| Window { from: window.from - begin, until: window.until - begin }).collect()
    };
    let mut today = whole.clone();
    today.calendar = Calendar {
        days: vec![CalendarDay { date, intervals: 0..range.len() }],
        intervals: calendar.intervals[range.clone()].iter().map(moved).collect(),
        interval_minutes: calendar.interval_minutes,
        time_zone: calendar.time_zone.clone(),
    };
    today.simulation.warm_up = Seconds::ZERO;
    for group in &mut today.groups {
        group.on_duty = group.on_duty.get(range.clone()).map(<[u32]>::to_vec).unwrap_or_default();
        for person in &mut group.persons {
            person.on_duty = person.on_duty[range.clone()].to_vec();
        }
    }
    for site in &mut today.sites {
        site.open = site.open[range.clone()].to_vec();
        site.outages = windows(&site.outages);
    }
    for bot in &mut today.bots {
        bot.outages = windows(&bot.outages);
    }
    today
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::distribution::{Distribution, Law};
    use crate::scenario::{Group, Queue, QueueId, Volume};
    use jiff::civil::date;
    use jiff::tz::TimeZone;

    fn two_days() -> Scenario {
        let calendar = Calendar::of_days(date(2026, 1, 5), 2, 60, &TimeZone::UTC);
        let handling = Distribution::new(Law::Exponential, Seconds(300.0), None).unwrap();
        let volume = Volume::Table((0..48).map(f64::from).collect());
        let on_duty = (0..48).collect();
        Scenario::plain(
            calendar,
            vec![Queue::plain("calls", volume, handling)],
            vec![Group::plain("agents", vec![QueueId(0)], on_duty)],
        )
    }

    #[test]
    fn the_second_day_begins_at_its_own_midnight_with_its_own_contacts_and_people() {
        let whole = two_days();
        let now = Now::parse("2026-01-06 10:20", &whole).unwrap();
        let today = Today::of(&whole, now);
        assert_eq!((today.known, today.first, today.intervals()), (10, 24, 24));
        assert_eq!(today.planned.expected.row(0)[..3], [24.0, 25.0, 26.0]);
        assert_eq!(today.scenario.groups[0].on_duty[..3], [24, 25, 26]);
        assert_eq!(today.scenario.calendar.intervals[1].start, Seconds(3600.0));
        // Half an hour of notice after 10:20 is 10:50: the interval from 11:00 is the first.
        assert_eq!(today.open_from, 11);
    }

    #[test]
    fn at_the_end_of_an_interval_it_is_over() {
        let whole = two_days();
        let known = |text: &str| Today::of(&whole, Now::parse(text, &whole).unwrap()).known;
        assert_eq!([known("2026-01-05 00:00"), known("2026-01-05 10:59"), known("2026-01-05 11:00")], [0, 10, 11]);
        assert!(Now::parse("2026-01-07 00:00", &whole).unwrap_err().contains("from 2026-01-05 to 2026-01-06"));
        assert!(Now::parse("today", &whole).is_err() && Now::parse("2026-01-05 24:00", &whole).is_err());
    }
}
