//! Why hours stay uncovered: where a group has no shift left to give, no other schedule helps, only people or hours.

use super::part::{most_hours, most_shifts};
use super::schedule::{Schedule, levels};
use super::shift::possible_shifts;
use crate::scenario::{GroupId, Scenario};
use crate::staffing::StaffingRequirement;
use crate::units::Hours;

/// Days in a week.
const WEEK: usize = 7;

/// Those of the agent-hours needed and not covered that fall in weeks in which the group is used up.
///
/// It is used up where its people have no further day, or where what is left of its contract hours is less than its
/// shortest shift or than the gap up to which the schedule was optimised. Weeks are counted from the first day of the
/// horizon, as the scheduler counts them.
pub fn hours_beyond_the_staff(scenario: &Scenario, requirement: &StaffingRequirement, schedule: &Schedule) -> Hours {
    let calendar = &scenario.calendar;
    let levels = levels(scenario, &schedule.shifts);
    let mut beyond = Hours::ZERO;
    for index in 0..scenario.groups.len() {
        let (group, staff) = (GroupId(index), &scenario.groups[index]);
        for first in (0..calendar.days.len()).step_by(WEEK) {
            let week = first..(first + WEEK).min(calendar.days.len());
            let worked = schedule.shifts.iter().filter(|shift| shift.group == group && week.contains(&shift.day));
            let (people, hours) = worked.fold((0, Hours::ZERO), |(people, hours), shift| {
                (people + shift.people, hours + shift.paid_hours() - shift.overtime_hours())
            });
            let most = most_hours(staff, week.len());
            let left = most.0 - hours.0;
            let shortest = week.clone().flat_map(|day| possible_shifts(scenario, group, day)).map(|shift| {
                let unpaid: u32 = shift.breaks.iter().filter(|rest| !rest.paid).map(|rest| rest.length).sum();
                f64::from(shift.length.saturating_sub(unpaid)) / 60.0
            });
            let shortest = shortest.fold(f64::INFINITY, f64::min);
            let is_used_up = people >= most_shifts(staff, week.len())
                || left + 1e-9 < shortest.max(scenario.scheduling.gap.0 * most.0);
            if is_used_up {
                let intervals = calendar.days[week.start].intervals.start..calendar.days[week.end - 1].intervals.end;
                for interval in intervals {
                    let at = (index, interval);
                    let missing = requirement.agents[at].saturating_sub(levels.agents[at]);
                    beyond += calendar.intervals[interval].length().hours() * f64::from(missing);
                }
            }
        }
    }
    beyond
}
