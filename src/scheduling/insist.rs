//! Insisting on cover: what the price of a missing agent leaves open is scheduled again at a price above that of any shift.
//!
//! A price says what a missing agent-hour is worth in money; a promise to customers may still have to be kept. So where a
//! simulation shows that it is broken for want of agents whom the group has, the part is solved once more as if a single
//! missing agent cost more than the dearest shift. What the answer costs is counted at the usual prices.

use super::model::Model;
use super::part::{Part, all_parts};
use super::schedule::{GroupSolution, Schedule};
use super::seats::{free_seats, limit};
use super::{Best, ScheduleError, Solved, best_people, each_part, joined};
use crate::calendar::Grid;
use crate::milp::Limits;
use crate::scenario::Scenario;
use crate::staffing::StaffingRequirement;
use crate::units::{Money, MoneyPerHour};
use crate::watch::Watch;

/// A schedule like `schedule`, in which each part with a cell of `open` above 0 (by group and interval: what is to be covered)
/// was solved anew at a price that no shift is too dear for. Of these parts, the objective is counted at the usual prices, and the
/// bound is that of `schedule`: no schedule costs less, but it may have to cost more to cover all that is needed. A part at a site
/// whose seats are counted has the seats that the others leave.
pub fn insist(
    scenario: &Scenario,
    requirement: &StaffingRequirement,
    schedule: &Schedule,
    open: &Grid<u32>,
    limits: &Limits,
    watch: &dyn Watch,
) -> Result<Schedule, ScheduleError> {
    let insisting = requirement.at_least_at(scenario, price_above_any_shift(scenario));
    let parts = all_parts(scenario, requirement);
    let stays = |part: &Part| {
        let mut intervals = part.days().flat_map(|day| scenario.calendar.days[day].intervals.clone());
        part.solution_in(schedule).filter(|_| intervals.all(|interval| open[(part.group.0, interval)] == 0))
    };
    let anew = |part: &Part| -> Result<Solved, ScheduleError> {
        let Best { people, tours, status, .. } = best_people(scenario, &insisting, part, limits)?;
        let model = Model::new(scenario, requirement, part);
        let objective = Money(model.programme.objective(&model.values(&people)));
        let bound = part.solution_in(schedule).map_or(Money::ZERO, |before| before.bound).min(objective);
        let (group, first_day) = (part.group, part.days().start);
        let status = format!("{status}; all that people are there for is covered first");
        let solution = GroupSolution { group, first_day, objective, bound, status };
        Ok(Solved { shifts: model.shifts(people), tours, solution })
    };
    let shares_seats = |part: &Part| limit(scenario, part.group).is_some();
    let mut solved = each_part("schedule what is left open", &parts, watch, |part| match stays(part) {
        Some(before) => Ok(part.as_it_is(schedule, before)),
        None if shares_seats(part) => Ok(part.as_it_is(schedule, &nothing(part))),
        None => anew(part),
    })?;
    // Those who share the seats of a site, one after the other: each has the seats that all others leave.
    for (index, part) in parts.iter().enumerate().filter(|(_, part)| stays(part).is_none()) {
        let Some((site, seats)) = limit(scenario, part.group) else { continue };
        watch.check()?;
        let others = solved.iter().enumerate().filter(|&(other, _)| other != index).flat_map(|(_, one)| &one.shifts);
        let there = others.filter(|shift| scenario.group(shift.group).site == Some(site));
        let seats = Some(free_seats(scenario, seats, there));
        solved[index] = anew(&Part { seats, ..part.clone() })?;
    }
    Ok(joined(scenario, requirement, solved, schedule.prices))
}

/// That nothing is known of a part yet.
fn nothing(part: &Part) -> GroupSolution {
    let (group, first_day, status) = (part.group, part.days().start, String::new());
    GroupSolution { group, first_day, objective: Money::ZERO, bound: Money::ZERO, status }
}

/// A price per hour at which one agent missing in the shortest interval costs twice the dearest shift.
fn price_above_any_shift(scenario: &Scenario) -> MoneyPerHour {
    let longest = scenario.shift_types.iter().flat_map(|shift| shift.lengths.iter().copied()).max().unwrap_or(0);
    let wage = scenario.groups.iter().map(|group| group.wage.0).fold(0.0, f64::max);
    let dearest = wage * f64::from(longest) / 60.0;
    let interval = f64::from(scenario.calendar.interval_minutes) / 60.0;
    MoneyPerHour(2.0 * dearest / interval)
}
