//! The problem in parts that do not touch each other, so that each can be solved by itself: a group in a week.
//!
//! A week is seven days counted from the horizon's first day. Weeks are linked by a shift that begins in one and covers
//! something that is needed in the next; such weeks make one part, which keeps the sum of the parts' bounds a bound of the
//! whole. (Where nothing is needed in the next week, a shift only adds surplus there, at a price that does not depend on
//! who else is present, so no link arises.)

use super::shift::{PossibleShift, possible_shifts};
use super::tours::TourKinds;
use crate::scenario::{Group, GroupContract, GroupId, Scenario};
use crate::staffing::StaffingRequirement;
use crate::units::Hours;
use std::ops::Range;

/// Days in a week.
const WEEK: usize = 7;

/// A group in consecutive days, with every shift that it could begin on them and that covers something needed.
#[derive(Debug, Clone)]
pub struct Part {
    /// The group.
    pub group: GroupId,
    /// Its weeks, as days of the calendar; the last may have fewer than seven.
    pub weeks: Vec<Range<usize>>,
    /// Shifts to choose from, by day.
    pub shifts: Vec<PossibleShift>,
    /// Seats that its people can have, by interval of the calendar; `None`: as many as they like ([`super::seats`]).
    pub seats: Option<Vec<u32>>,
}

impl Part {
    /// The kinds of weeks of a contract in a week of the part; `None` if none of its shifts is of the contract.
    pub fn tour_kinds(
        &self,
        scenario: &Scenario,
        contract: usize,
        rules: &GroupContract,
        week: usize,
    ) -> Option<TourKinds> {
        let days = &self.weeks[week];
        let theirs = self.shifts.iter().filter(|shift| shift.contract == contract && days.contains(&shift.day));
        let shortest = theirs.map(PossibleShift::paid_minutes).min()?;
        Some(TourKinds::of(scenario, self.group, rules, days, Some(shortest)))
    }

    /// The week, of the part, in which a day lies.
    pub fn week_of(&self, day: usize) -> usize {
        self.weeks.iter().position(|week| week.contains(&day)).unwrap_or(0)
    }

    /// All its days.
    pub fn days(&self) -> Range<usize> {
        let first = self.weeks.first().map_or(0, |week| week.start);
        first..self.weeks.last().map_or(first, |week| week.end)
    }
}

/// Cuts the problem into parts, group by group.
pub fn all_parts(scenario: &Scenario, requirement: &StaffingRequirement) -> Vec<Part> {
    scenario.group_ids().flat_map(|group| parts(scenario, requirement, group)).collect()
}

/// Cuts the problem of a group into parts, in the order of their days.
///
/// A shift in whose span, overtime included, nothing is needed is left out, unless it holds a session: it costs at least its wage and
/// saves nothing.
pub fn parts(scenario: &Scenario, requirement: &StaffingRequirement, group: GroupId) -> Vec<Part> {
    let needed = requirement.agents.row(group.0);
    let calendar = &scenario.calendar;
    let mut parts: Vec<Part> = Vec::new();
    let mut linked = false;
    for first in (0..calendar.days.len()).step_by(WEEK) {
        let week = first..(first + WEEK).min(calendar.days.len());
        let useful = |shift: &PossibleShift| {
            shift.session().is_some() || needed[shift.reach(calendar)].iter().any(|&needed| needed > 0)
        };
        let shifts: Vec<PossibleShift> =
            week.clone().flat_map(|day| possible_shifts(scenario, group, day)).filter(useful).collect();
        let end = calendar.days[week.end - 1].intervals.end;
        let link_to_next = shifts.iter().any(|shift| {
            let span = shift.reach(calendar);
            span.end > end && needed[end.max(span.start)..span.end].iter().any(|&needed| needed > 0)
        });
        match parts.last_mut().filter(|_| linked) {
            Some(part) => {
                part.weeks.push(week);
                part.shifts.extend(shifts);
            }
            None => parts.push(Part { group, weeks: vec![week], shifts, seats: None }),
        }
        linked = link_to_next;
    }
    parts
}

/// Hours of overtime that a group's people can work together in a week of so many days; `None` without a limit. A week that
/// the horizon cuts short has as much less as of the contract's hours.
pub fn most_overtime(group: &Group, days: usize) -> Option<Hours> {
    let share = share_of_week(group.days_per_week, days);
    if share == 0.0 { Some(Hours::ZERO) } else { Some(group.overtime_per_week? * (f64::from(group.headcount) * share)) }
}

/// The part of a person's week that so many days leave room for: of 5 working days a week, 3 days leave room for 3/5.
pub fn share_of_week(days_per_week: u32, days: usize) -> f64 {
    if days_per_week == 0 { 0.0 } else { f64::from(days_per_week.min(days as u32)) / f64::from(days_per_week) }
}
