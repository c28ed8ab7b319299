//! A part of a horizon as a scenario of its own.

use super::journey::Window;
use super::{Scenario, Volume};
use crate::units::Seconds;
use std::ops::Range;

impl Scenario {
    /// The same centre over some of the days of its horizon, without plan and named rosters; a demand has
    /// the part that belongs to it. Weeks of schedules and turns at
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
            if let Some(error) = &mut queue.forecast_error {
                error.cv = error.cv[days.clone()].to_vec();
            }
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

    /// The same centre as a plan for months looks at it: what is wrong with the level of a forecast for good is not in it, because the plan's
    /// own uncertainty (`plan.uncertainty.volume`) has it; what passes from day to day is. `None` where no forecast has such an
    /// error, and so nothing changes.
    #[must_use]
    pub fn without_lasting_errors(&self) -> Option<Self> {
        let lasts = |queue: &super::Queue| queue.forecast_error.as_ref().is_some_and(|error| error.lasting > 0.0);
        if !self.queues.iter().any(lasts) {
            return None;
        }
        let mut other = self.clone();
        for error in other.queues.iter_mut().filter_map(|queue| queue.forecast_error.as_mut()) {
            let passing = (1.0 - error.lasting).max(0.0).sqrt();
            error.next_day = error.carried();
            error.lasting = 0.0;
            error.cv.iter_mut().for_each(|cv| *cv *= passing);
        }
        Some(other)
    }
}

/// Windows by the time since a later begin; those that are over by then are left out.
fn since(windows: &[Window], begin: Seconds) -> Vec<Window> {
    let later = windows.iter().filter(|window| window.until.0 > begin.0);
    later.map(|window| Window { from: (window.from - begin).max(Seconds::ZERO), until: window.until - begin }).collect()
}
