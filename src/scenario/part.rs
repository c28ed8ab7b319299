//! A part of a horizon as a scenario of its own.

use super::journey::Window;
use super::{Scenario, Volume};
use crate::units::Seconds;
use std::ops::Range;

impl Scenario {
    /// The same centre over some of the days of its horizon, without plan and named rosters; the part of a
    /// [`Demand`](crate::demand::Demand) that belongs to it is [`Demand::part`](crate::demand::Demand::part). Weeks of schedules and turns at
    /// weekends begin anew with its first day, so it should begin with a whole week of the horizon. A range beyond the horizon is cut
    /// short.
    #[must_use]
    pub fn part(&self, days: Range<usize>) -> Self {
        let last = self.calendar.days.len();
        let days = days.start.min(last)..days.end.min(last);
        let intervals = self.calendar.intervals_of(&days);
        let begin = self.calendar.intervals.get(intervals.start).map_or(Seconds::ZERO, |interval| interval.start);
        let mut part = Self { calendar: self.calendar.part(&days), plan: None, roster: None, ..self.clone() };
        for queue in &mut part.queues {
            match &mut queue.volume {
                Volume::PerHour(_) => {}
                Volume::Profile { per_day, growth_per_week, .. } => {
                    // Growth counts from the horizon's first day, by whole weeks.
                    *per_day *= (1.0 + *growth_per_week).powf((days.start / 7) as f64);
                }
                Volume::Table(contacts) => *contacts = contacts[intervals.clone()].to_vec(),
                Volume::Daily { contacts, .. } => *contacts = contacts[days.clone()].to_vec(),
            }
        }
        for group in &mut part.groups {
            group.on_duty = group.on_duty[intervals.clone()].to_vec();
            for person in &mut group.persons {
                person.on_duty = person.on_duty[intervals.clone()].to_vec();
            }
        }
        for site in &mut part.sites {
            site.open = site.open[intervals.clone()].to_vec();
            site.outages = since(&site.outages, begin);
        }
        for bot in &mut part.bots {
            bot.outages = since(&bot.outages, begin);
        }
        part
    }
}

/// Windows by the time since a later begin; those that are over by then are left out.
fn since(windows: &[Window], begin: Seconds) -> Vec<Window> {
    let later = windows.iter().filter(|window| window.until.0 > begin.0);
    later.map(|window| Window { from: (window.from - begin).max(Seconds::ZERO), until: window.until - begin }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Calendar;
    use crate::demand::Demand;
    use crate::distribution::{Distribution, Law};
    use crate::scenario::{Group, Queue, QueueId};
    use jiff::civil::date;
    use jiff::tz::TimeZone;

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
        let mut scenario = Scenario::plain(calendar, queues, vec![Group::plain("all", vec![QueueId(0)], on_duty)]);
        let outage = |from: f64, until: f64| Window { from: Seconds(from), until: Seconds(until) };
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
