//! Demand: how many contacts are expected, per queue and interval.

mod events;
mod offered;

use crate::calendar::{Calendar, Grid, OpeningHours};
use crate::scenario::{Queue, Scenario, Volume};
pub use offered::{BotFlow, Offered, offered, offered_to_agents};

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

    /// That of some of the intervals: what comes in a [part](Scenario::part) of the scenario.
    #[must_use]
    pub fn part(&self, intervals: &std::ops::Range<usize>) -> Self {
        let row = |queue: usize| self.expected.row(queue)[intervals.clone()].to_vec();
        Self { expected: Grid::from_rows((0..self.expected.rows()).map(row).collect()), ..self.clone() }
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
    let hours = if queue.channel.is_deferred() { OpeningHours::always() } else { queue.opening_hours.clone() };
    let open = hours.open_intervals(calendar);
    let mut contacts: Vec<f64> = match &queue.volume {
        Volume::PerHour(rate) => calendar.intervals.iter().map(|interval| rate * interval.length().hours().0).collect(),
        Volume::Table(table) => table.clone(),
        Volume::Profile { per_day, weekday, intraday, growth_per_week } => {
            let on_day = |index: usize| {
                let factor = weekday[calendar.days[index].weekday().to_monday_zero_offset() as usize];
                per_day * factor * (1.0 + growth_per_week).powf((index / 7) as f64)
            };
            shared_out(calendar, &hours, &open, intraday, on_day)
        }
        Volume::Daily { contacts, intraday } => shared_out(calendar, &hours, &open, intraday, |day| contacts[day]),
    };
    for ((contacts, is_open), events) in contacts.iter_mut().zip(open).zip(events::factors(calendar, &queue.events)) {
        *contacts *= if is_open { queue.volume_factor * events } else { 0.0 };
    }
    contacts
}

/// Shares each day's contacts out over its open intervals by weights; a day that is never open gets none, and of a day
/// that the horizon cuts short, the part beyond the horizon takes its share with it.
fn shared_out(
    calendar: &Calendar,
    hours: &OpeningHours,
    open: &[bool],
    intraday: &[(u32, f64)],
    on_day: impl Fn(usize) -> f64,
) -> Vec<f64> {
    let mut contacts = vec![0.0; calendar.intervals.len()];
    for (index, day) in calendar.days.iter().enumerate() {
        let weight = |i: usize| {
            let interval = &calendar.intervals[i];
            f64::from(u8::from(open[i])) * weight_at(intraday, interval.clock_minute) * interval.length().0
        };
        let mut whole: f64 = day.intervals.clone().map(weight).sum();
        if index + 1 == calendar.days.len() {
            whole += beyond(calendar, hours, intraday);
        }
        if whole > 0.0 {
            for i in day.intervals.clone() {
                contacts[i] = on_day(index) * weight(i) / whole;
            }
        }
    }
    contacts
}

/// Weight of the rest of the last day, after the end of the horizon.
fn beyond(calendar: &Calendar, hours: &OpeningHours, intraday: &[(u32, f64)]) -> f64 {
    let (Some(day), Some(last)) = (calendar.days.last(), calendar.intervals.last()) else { return 0.0 };
    let step = calendar.interval_minutes.max(1);
    let whole = f64::from(step) * 60.0;
    let weight = |minute: u32| f64::from(u8::from(hours.is_open(day.date, minute))) * weight_at(intraday, minute);
    let rest = weight(last.clock_minute) * (whole - last.length().0).max(0.0);
    let after = (last.clock_minute + step..1440).step_by(step as usize);
    rest + after.map(|minute| weight(minute) * whole).sum::<f64>()
}

/// The weight in force at a clock minute: that of the last entry that has begun.
fn weight_at(intraday: &[(u32, f64)], minute: u32) -> f64 {
    intraday.iter().rev().find(|(from, _)| *from <= minute).map_or(0.0, |(_, weight)| *weight)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::distribution::{Distribution, Law};
    use crate::units::Seconds;
    use jiff::civil::date;
    use jiff::tz::TimeZone;

    fn on_two_days(seconds: f64, volume: Volume) -> Demand {
        let calendar = Calendar::of_length(date(2026, 1, 5), Seconds(seconds), 30, &TimeZone::UTC);
        let handling = Distribution::new(Law::Exponential, Seconds(300.0), None).unwrap();
        let mut queue = Queue::plain("calls", volume, handling);
        queue.opening_hours.week = Default::default();
        queue.opening_hours.week.iter_mut().for_each(|day| day.push(480..600));
        Demand::of(&Scenario::plain(calendar, vec![queue], Vec::new()))
    }

    #[test]
    fn the_contacts_of_a_day_are_shared_out_over_its_open_hours() {
        let intraday = vec![(0, 1.0), (540, 3.0)];
        let demand = on_two_days(2.0 * 86_400.0, Volume::Daily { contacts: vec![80.0, 160.0], intraday });
        assert_eq!(demand.expected.row(0)[16..20], [10.0, 10.0, 30.0, 30.0]);
        assert_eq!(demand.expected.row(0)[48 + 16..48 + 20], [20.0, 20.0, 60.0, 60.0]);
        assert_eq!(demand.total(0), 240.0);
    }

    #[test]
    fn a_horizon_that_ends_within_a_day_has_only_its_part_of_the_day() {
        // It ends at 8:45, after three eighths of the time from 8:00 to 10:00.
        let volume = Volume::Daily { contacts: vec![80.0], intraday: vec![(0, 1.0)] };
        let demand = on_two_days(8.75 * 3600.0, volume);
        assert_eq!(demand.expected.row(0)[16..18], [20.0, 10.0]);
        assert_eq!(demand.total(0), 30.0);
    }

    #[test]
    fn the_second_week_has_the_demand_and_the_staffing_of_the_second_week() {
        let calendar = Calendar::of_days(date(2026, 3, 23), 14, 60, &TimeZone::get("Europe/Berlin").unwrap());
        let intervals = calendar.intervals.len();
        let handling = Distribution::new(Law::Exponential, Seconds(300.0), None).unwrap();
        let intraday = vec![(0, 1.0), (720, 3.0)];
        // Doubling each week is exact in binary.
        let weekday = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0];
        let volumes = [
            Volume::PerHour(7.0),
            Volume::Profile { per_day: 100.0, weekday, intraday: intraday.clone(), growth_per_week: 1.0 },
            Volume::Table((0..intervals).map(|interval| interval as f64).collect()),
            Volume::Daily { contacts: (0..14).map(f64::from).collect(), intraday },
        ];
        let queues = volumes.into_iter().map(|volume| Queue::plain("queue", volume, handling.clone())).collect();
        let on_duty = (0..intervals as u32).collect();
        let mut scenario = Scenario::plain(
            calendar,
            queues,
            vec![crate::scenario::Group::plain("all", vec![crate::scenario::QueueId(0)], on_duty)],
        );
        let outage = |from: f64, until: f64| crate::scenario::Window { from: Seconds(from), until: Seconds(until) };
        let begin = scenario.calendar.intervals[scenario.calendar.days[7].intervals.start].start.0;
        scenario.sites = vec![crate::scenario::Site {
            name: "here".into(),
            time_zone: "Europe/Berlin".into(),
            open: vec![true; intervals],
            opening_hours: crate::calendar::OpeningHours::always(),
            outages: vec![outage(0.0, 60.0), outage(begin - 60.0, begin + 60.0), outage(begin + 100.0, begin + 200.0)],
            seats: None,
        }];
        let part = scenario.part(7..14);
        let (whole, of_part) = (Demand::of(&scenario), Demand::of(&part));
        let week = scenario.calendar.intervals_of(&(7..14));
        // The clocks are put forward on the first Sunday.
        assert_eq!((week.len(), intervals), (168, 335));
        assert_eq!(whole.part(&week), of_part);
        assert_eq!(part.groups[0].on_duty, scenario.groups[0].on_duty[week.clone()]);
        assert_eq!(part.sites[0].outages, [outage(0.0, 60.0), outage(100.0, 200.0)]);
        assert_eq!(part.calendar.end(), Seconds(7.0 * 86_400.0));
        assert_eq!(part.calendar.label(0), "2026-03-30T00:00");
        assert_eq!(scenario.part(0..99).calendar, scenario.calendar);
    }
}
