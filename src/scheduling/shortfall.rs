//! Why hours stay uncovered: where no shift finds a seat, only seats help; where a group has no shift left to give, only people or
//! hours.

use super::contract::{ContractWeek, contracts};
use super::schedule::{Schedule, levels};
use super::seats::without_a_seat;
use super::shift::possible_shifts;
use crate::calendar::Grid;
use crate::scenario::{GroupId, Scenario, SiteId};
use crate::staffing::{StaffingRequirement, agent_hours};
use crate::units::Hours;
use std::ops::Range;

/// Days in a week.
const WEEK: usize = 7;

/// Agents needed and not covered, by group and interval, and who is used up.
#[derive(Debug, Clone, PartialEq)]
pub struct Shortfall {
    /// Where no further shift of the group finds a seat at its site: people alone do not cover them.
    pub for_want_of_seats: Grid<u32>,
    /// Elsewhere in weeks in which the group is used up: only more people or hours can cover them.
    pub beyond_the_staff: Grid<u32>,
    /// Everywhere else: another schedule could cover them, at a higher wage.
    pub left_open: Grid<u32>,
    /// Whether the group can give no more: it is used up in that week, or no further shift finds a seat.
    pub is_used_up: Grid<bool>,
}

/// What a schedule does not cover, and why.
///
/// A group is used up in a week where its people have no further day, or where what is left of its contract hours is less
/// than its shortest shift or than the gap up to which the schedule was optimised. Weeks are counted from the first day of
/// the horizon, as the scheduler counts them.
pub fn shortfall(scenario: &Scenario, requirement: &StaffingRequirement, schedule: &Schedule) -> Shortfall {
    let calendar = &scenario.calendar;
    let levels = levels(scenario, &schedule.shifts);
    let nothing = Grid::filled(scenario.groups.len(), calendar.intervals.len(), 0);
    let nobody = Grid::filled(scenario.groups.len(), calendar.intervals.len(), false);
    let mut shortfall = Shortfall {
        for_want_of_seats: nothing.clone(),
        beyond_the_staff: nothing.clone(),
        left_open: nothing,
        is_used_up: nobody,
    };
    let without_a_seat = without_a_seat(scenario, &schedule.shifts);
    for group in scenario.group_ids() {
        for first in (0..calendar.days.len()).step_by(WEEK) {
            let week = first..(first + WEEK).min(calendar.days.len());
            let is_used_up = is_used_up(scenario, schedule, group, &week);
            for interval in calendar.days[week.start].intervals.start..calendar.days[week.end - 1].intervals.end {
                let at = (group.0, interval);
                let missing = if without_a_seat[at] {
                    &mut shortfall.for_want_of_seats
                } else if is_used_up {
                    &mut shortfall.beyond_the_staff
                } else {
                    &mut shortfall.left_open
                };
                missing[at] = requirement.agents[at].saturating_sub(levels.agents[at]);
                shortfall.is_used_up[at] = is_used_up || without_a_seat[at];
            }
        }
    }
    shortfall
}

fn is_used_up(scenario: &Scenario, schedule: &Schedule, group: GroupId, week: &Range<usize>) -> bool {
    let staff = scenario.group(group);
    let worked = schedule.shifts.iter().filter(|shift| shift.group == group && week.contains(&shift.day));
    let (people, hours) = worked.fold((0, Hours::ZERO), |(people, hours), shift| {
        (people + shift.people, hours + shift.paid_hours() - shift.overtime_hours())
    });
    let of_contracts: Vec<ContractWeek> =
        contracts(staff).iter().map(|contract| ContractWeek::of(contract, &scenario.calendar, week)).collect();
    let most: Hours = of_contracts.iter().map(|allows| allows.hours).sum();
    let most_shifts: u32 = of_contracts.iter().map(ContractWeek::shifts).sum();
    let left = most.0 - hours.0;
    let shortest = week.clone().flat_map(|day| possible_shifts(scenario, group, day)).map(|shift| {
        let unpaid: u32 = shift.breaks.iter().filter(|rest| !rest.paid).map(|rest| rest.length).sum();
        f64::from(shift.length.saturating_sub(unpaid)) / 60.0
    });
    let shortest = shortest.fold(f64::INFINITY, f64::min);
    people >= most_shifts || left + 1e-9 < shortest.max(scenario.scheduling.gap.0 * most.0)
}

/// By site that counts its seats: those of the agent-hours needed and not covered for which no shift finds a seat there.
pub fn hours_for_want_of_seats(
    scenario: &Scenario,
    requirement: &StaffingRequirement,
    schedule: &Schedule,
) -> Vec<(SiteId, Hours)> {
    if scenario.sites.iter().all(|site| site.seats.is_none()) {
        return Vec::new();
    }
    let missing = shortfall(scenario, requirement, schedule).for_want_of_seats;
    let of_site = |site: SiteId| {
        let groups = scenario.group_ids().filter(|&group| scenario.group(group).site == Some(site));
        groups.map(|group| agent_hours(scenario, missing.row(group.0))).sum()
    };
    let sites = scenario.sites.iter().enumerate().filter(|(_, site)| site.seats.is_some());
    sites.map(|(index, _)| (SiteId(index), of_site(SiteId(index)))).collect()
}

/// Those of the agent-hours needed and not covered that fall in weeks in which the group is used up.
pub fn hours_beyond_the_staff(scenario: &Scenario, requirement: &StaffingRequirement, schedule: &Schedule) -> Hours {
    let missing = shortfall(scenario, requirement, schedule).beyond_the_staff;
    (0..missing.rows()).map(|group| agent_hours(scenario, missing.row(group))).sum()
}
