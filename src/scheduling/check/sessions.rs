//! The rules of sessions: when people attend, how many at once, and how often.

use super::{begin_of, each_shift, finding};
use crate::scenario::{Scenario, Session};
use crate::scheduling::schedule::{Finding, PlannedSession, Schedule};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn sessions_are_where_they_may_be(scenario: &Scenario, schedule: &Schedule) -> Vec<Finding> {
    each_shift(scenario, schedule, "sessions are where they may be", |shift, _| {
        if shift.sessions.len() > 1 {
            return Some(format!("{} sessions in one shift", shift.sessions.len()));
        }
        let planned = shift.sessions.first()?;
        let Some(session) = scenario.scheduling.sessions.get(planned.session.0) else {
            return Some("a session that does not exist".to_owned());
        };
        let &PlannedSession { begin, length, .. } = planned;
        let weekday = scenario.calendar.days[shift.day].date.weekday();
        let end = begin + length;
        if session.attendances.iter().all(|(group, _)| *group != shift.group) {
            Some(format!("the group does not attend {}", session.name))
        } else if !session.weekdays[weekday.to_monday_zero_offset() as usize] {
            Some(format!("no {} on a {weekday:?}", session.name))
        } else if length != session.length || end > shift.length {
            Some(format!("{} lasts from {begin} to {end} min after its begin", session.name))
        } else if shift.breaks.iter().any(|rest| begin < rest.begin + rest.length && rest.begin < end) {
            Some(format!("a break during {}", session.name))
        } else {
            let moment = begin_of(scenario, shift)? + 60.0 * f64::from(begin);
            let interval = scenario.calendar.intervals.iter().find(|interval| interval.start.0 >= moment);
            let clock = interval.filter(|interval| interval.day == shift.day).map(|interval| interval.clock_minute);
            let in_time = clock.is_some_and(|clock| {
                clock >= session.earliest
                    && clock + length <= session.latest
                    && (clock - session.earliest) % session.step.max(1) == 0
            });
            (!in_time).then(|| format!("{} at a time at which it may not be", session.name))
        }
    })
}

/// From when to when how many people attend, in seconds since the horizon's begin.
type Stay = (f64, f64, u32);

pub(super) fn sessions_have_seats(scenario: &Scenario, schedule: &Schedule) -> Vec<Finding> {
    // The most people at once are there when somebody begins.
    let mut stays: BTreeMap<(usize, usize), Vec<Stay>> = BTreeMap::new();
    for shift in &schedule.shifts {
        let Some(begin) = begin_of(scenario, shift) else { continue };
        for planned in &shift.sessions {
            let from = begin + 60.0 * f64::from(planned.begin);
            let stay = (from, from + 60.0 * f64::from(planned.length), shift.people);
            stays.entry((planned.session.0, shift.group.0)).or_default().push(stay);
        }
    }
    let mut findings = Vec::new();
    for ((session, group), stays) in stays {
        let Some(Session { name, at_once: Some(seats), .. }) = scenario.scheduling.sessions.get(session) else {
            continue;
        };
        let at = |moment: f64| -> u32 {
            stays.iter().filter(|(from, to, _)| *from <= moment && moment < *to).map(|(_, _, people)| people).sum()
        };
        let most = stays.iter().map(|&(from, ..)| at(from)).max().unwrap_or(0);
        if most > *seats {
            let what = format!("{} of {} at once in {name}, which has {seats}", most, scenario.groups[group].name);
            findings.push(finding("sessions have seats", what));
        }
    }
    findings
}

/// Attendances that a week has too many, and those that are missed, by session, group and week.
fn attendances(scenario: &Scenario, schedule: &Schedule) -> Vec<(usize, usize, usize, u32, u32)> {
    let mut counted: BTreeMap<(usize, usize, usize), u32> = BTreeMap::new();
    for shift in &schedule.shifts {
        let attended: BTreeSet<usize> = shift.sessions.iter().map(|planned| planned.session.0).collect();
        for session in attended {
            *counted.entry((session, shift.group.0, shift.day / 7)).or_default() += shift.people;
        }
    }
    let days = scenario.calendar.days.len();
    let mut all = Vec::new();
    for (index, session) in scenario.scheduling.sessions.iter().enumerate() {
        for &(group, of_week) in &session.attendances {
            for week in 0..days.div_ceil(7) {
                let wanted = u64::from(of_week) * (days - 7 * week).min(7) as u64 / 7;
                let there = counted.get(&(index, group.0, week)).copied().unwrap_or(0);
                let wanted = wanted as u32;
                all.push((index, group.0, week, there.saturating_sub(wanted), wanted.saturating_sub(there)));
            }
        }
    }
    all
}

pub(super) fn nobody_attends_in_vain(scenario: &Scenario, schedule: &Schedule) -> Vec<Finding> {
    let too_many = attendances(scenario, schedule).into_iter().filter(|&(.., more, _)| more > 0);
    too_many
        .map(|(session, group, week, more, _)| {
            let (session, group) = (&scenario.scheduling.sessions[session].name, &scenario.groups[group].name);
            let date = scenario.calendar.days[7 * week].date;
            finding("attendances of a week", format!("{group} in the week from {date}: {more} too many in {session}"))
        })
        .collect()
}

/// Attendances that are missed, and what they cost.
pub(super) fn missed(scenario: &Scenario, schedule: &Schedule) -> (u32, crate::units::Money) {
    let mut sum = (0, crate::units::Money::ZERO);
    for (session, .., missed) in attendances(scenario, schedule) {
        sum.0 += missed;
        sum.1 += scenario.scheduling.sessions[session].missed * f64::from(missed);
    }
    sum
}
