//! The scheduler: which shifts, with which breaks, cover what is needed at least cost.
//!
//! Where groups have contracts, it also says which shifts each of their people works ([`tours`]).
//!
//! Each group and week is solved by itself; those whose groups lack seats at a site that they share, together ([`seats`]).
//!
//! [`fn@schedule`] solves, [`levels`] says what a schedule puts on duty, and [`check`](check::check) goes over it again
//! without knowing how it was made.

pub mod anneal;
pub mod check;
pub mod contract;
pub mod family;
pub mod insist;
pub mod model;
pub mod overtime;
pub mod part;
pub mod premium;
pub mod schedule;
pub mod seats;
pub mod session;
pub mod shift;
pub mod shift_design;
pub mod shortfall;
pub mod start;
pub mod tours;

pub use check::check;
pub use schedule::{
    Finding, GroupSolution, PlannedBreak, PlannedOvertime, PlannedSession, Schedule, ScheduleCost, ScheduledShift,
    Tour, cost, levels, people_on_break, people_present,
};

use crate::milp::{Limits, SolveError, Status, solve};
use crate::scenario::{GroupId, Scenario};
use crate::staffing::StaffingRequirement;
use crate::units::{Money, MoneyPerHour};
use crate::watch::{Interrupted, Watch};
use model::{Model, Place};
use part::{Part, all_parts};
use rayon::prelude::*;
use start::{good_start, is_searched, of_a_search};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use tours::Crews;

/// Nodes of branch and bound that each search of a part may take: a limit in work, so that the answer is the same on every
/// machine. Few, because what can be reached is mostly reached at the first, and a node of a hard part takes some 0.1 s.
pub const NODES_PER_PART: u64 = 20;

/// Why there is no schedule.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ScheduleError {
    /// The work was stopped from outside.
    #[error(transparent)]
    Interrupted(#[from] Interrupted),
    /// The scenario has no shift types, so nobody can work.
    #[error("the scenario has no shift types: add a [shift.NAME] table, as in `callboard new peak_season`")]
    NoShiftRules,
    /// Rules that cannot all be kept. People who are too few are no such case: what is missing has a price.
    #[error("these rules contradict each other: {}", rules.join("; "))]
    Contradiction {
        /// Their names.
        rules: Vec<String>,
    },
    /// A fault of ours or of the solver.
    #[error("the scheduler failed: {0}")]
    Fault(String),
}

impl From<SolveError> for ScheduleError {
    fn from(error: SolveError) -> Self {
        match error {
            SolveError::Contradiction { rows } => Self::Contradiction { rules: rows },
            // An answer always exists (nobody works), is given to the solver, and cannot cost less than nothing.
            SolveError::Unbounded | SolveError::NoAnswer { .. } | SolveError::Fault(_) => {
                Self::Fault(error.to_string())
            }
        }
    }
}

/// The limits that a scenario asks for: its gap, and [`NODES_PER_PART`].
pub fn limits(scenario: &Scenario) -> Limits {
    Limits { relative_gap: scenario.scheduling.gap.0, nodes: Some(NODES_PER_PART), iterations: None, time: None }
}

/// The cheapest shifts for a requirement, within limits that hold for each part.
///
/// What is required and not covered costs what the requirement says of a missing agent, so there is an
/// answer even for people who are too few. A group that may work none of the shift types gets no shifts, and all that is
/// required of it is under-cover.
///
/// # Panics
/// If `requirement` is not one row for each group and one column for each interval of the scenario.
pub fn schedule(
    scenario: &Scenario,
    requirement: &StaffingRequirement,
    limits: &Limits,
    watch: &dyn Watch,
) -> Result<Schedule, ScheduleError> {
    schedule_again(scenario, None, requirement, limits, watch)
}

/// The same, where the parts of a schedule that was made for another requirement stay as they are if nothing else is needed in them
/// now. Parts that share the seats of a site do not.
///
/// # Panics
/// As [`fn@schedule`].
pub fn schedule_again(
    scenario: &Scenario,
    before: Option<(&StaffingRequirement, &Schedule)>,
    requirement: &StaffingRequirement,
    limits: &Limits,
    watch: &dyn Watch,
) -> Result<Schedule, ScheduleError> {
    let shape = (requirement.agents.rows(), requirement.agents.intervals());
    let expected = (scenario.groups.len(), scenario.calendar.intervals.len());
    assert!(shape == expected, "a requirement has a row for each group and a column for each interval");
    if scenario.shift_types.is_empty() {
        return Err(ScheduleError::NoShiftRules);
    }
    every_shift_type_has_room_for_its_breaks(scenario)?;
    let parts = all_parts(scenario, requirement);
    let parts_before = before.map(|(needed, _)| all_parts(scenario, needed)).unwrap_or_default();
    let stays = |part: &Part| {
        let (needed, schedule) = before.filter(|_| seats::limit(scenario, part.group).is_none())?;
        let is_linked_alike = parts_before.iter().any(|then| then.group == part.group && then.weeks == part.weeks);
        let stays = is_linked_alike && part.needs_the_same(scenario, requirement, needed);
        part.solution_in(schedule).filter(|_| stays).map(|solution| part.as_it_is(schedule, solution))
    };
    let solved = each_part("schedule", &parts, watch, |part| match stays(part) {
        Some(solved) => Ok(solved),
        None => solve_part(scenario, requirement, part, limits),
    })?;
    let solved = seats::within_seats(scenario, requirement, &parts, solved, limits, watch)?;
    let settings = &scenario.scheduling;
    let prices = (settings.under_cover_per_hour, settings.over_cover_per_hour);
    Ok(joined(scenario, requirement, solved, prices))
}

/// What was decided for a part.
struct Solved {
    shifts: Vec<ScheduledShift>,
    tours: Vec<Tour>,
    solution: GroupSolution,
}

impl Part {
    fn is_its(&self, group: GroupId, day: usize) -> bool {
        group == self.group && self.days().contains(&day)
    }

    /// How the part was solved in a schedule.
    fn solution_in<'a>(&self, schedule: &'a Schedule) -> Option<&'a GroupSolution> {
        schedule.solutions.iter().find(|solution| self.is_its(solution.group, solution.first_day))
    }

    /// What a schedule decided for the part.
    fn as_it_is(&self, schedule: &Schedule, solution: &GroupSolution) -> Solved {
        let shifts = schedule.shifts.iter().filter(|shift| self.is_its(shift.group, shift.day)).cloned().collect();
        let tours = schedule.tours.iter().filter(|tour| self.is_its(tour.group, 7 * tour.week)).cloned().collect();
        Solved { shifts, tours, solution: solution.clone() }
    }

    /// Whether two requirements ask for the same wherever a shift of the part can be at work.
    fn needs_the_same(&self, scenario: &Scenario, one: &StaffingRequirement, other: &StaffingRequirement) -> bool {
        let calendar = &scenario.calendar;
        let days = self.days();
        let all_days = calendar.days[days.start].intervals.start..calendar.days[days.end - 1].intervals.end;
        let reaches = self.shifts.iter().map(|shift| shift.reach(calendar));
        let mut reach = reaches.fold(all_days, |all, one| all.start.min(one.start)..all.end.max(one.end));
        let asked = |of: &StaffingRequirement, at| (of.agents[at], of.price_of_missing(scenario, at));
        reach.all(|interval| asked(one, (self.group.0, interval)) == asked(other, (self.group.0, interval)))
    }
}

/// The schedule of all parts.
fn joined(
    scenario: &Scenario,
    requirement: &StaffingRequirement,
    solved: Vec<Solved>,
    prices: (MoneyPerHour, MoneyPerHour),
) -> Schedule {
    let (mut shifts, mut tours, mut solutions) = (Vec::new(), Vec::new(), Vec::new());
    for part in solved {
        shifts.extend(part.shifts);
        tours.extend(part.tours);
        solutions.push(part.solution);
    }
    shifts.sort_by(|a, b| order(a).cmp(&order(b)));
    tours.sort_by_key(|tour| (tour.group, tour.contract, tour.person, tour.week));
    Schedule { cost: cost(scenario, requirement, &shifts), shifts, tours, solutions, prices }
}

/// Solves parts beside each other, and gives the answers in the order of the parts.
fn each_part<T: Send>(
    stage: &str,
    parts: &[Part],
    watch: &dyn Watch,
    solve: impl Fn(&Part) -> Result<T, ScheduleError> + Sync,
) -> Result<Vec<T>, ScheduleError> {
    let done = AtomicU64::new(0);
    let all = parts.len() as u64;
    watch.progress(stage, 0, all);
    let solve = |part: &Part| {
        watch.check()?;
        let solved = solve(part)?;
        watch.progress(stage, done.fetch_add(1, Ordering::Relaxed) + 1, all);
        Ok(solved)
    };
    parts.par_iter().map(solve).collect()
}

/// The order of shifts in a schedule.
fn order(shift: &ScheduledShift) -> impl Ord + '_ {
    let ScheduledShift { group, day, start, length, shift_type, breaks, overtime, contract, .. } = shift;
    (*group, *day, *start, *length, shift_type.0, breaks, *overtime, *contract)
}

fn every_shift_type_has_room_for_its_breaks(scenario: &Scenario) -> Result<(), ScheduleError> {
    let cramped = |shift_type: &&crate::scenario::ShiftType| {
        !shift_type.lengths.is_empty()
            && shift_type.lengths.iter().all(|&length| {
                shift::pauses(shift_type)
                    .into_iter()
                    .all(|pause| shift::break_places(shift_type, length, pause).is_none())
            })
    };
    let rules: Vec<String> = scenario
        .shift_types
        .iter()
        .filter(cramped)
        .map(|shift_type| format!("no length of shift type {} has room for all its breaks", shift_type.name))
        .collect();
    if rules.is_empty() { Ok(()) } else { Err(ScheduleError::Contradiction { rules }) }
}

fn solve_part(
    scenario: &Scenario,
    requirement: &StaffingRequirement,
    part: &Part,
    limits: &Limits,
) -> Result<Solved, ScheduleError> {
    let Best { model, people, tours, bound, status, .. } = best_people(scenario, requirement, part, limits)?;
    // A solver that stops at a gap may leave more missing than follows from its people.
    let objective = Money(model.programme.objective(&model.values(&people)));
    let (first_day, bound) = (part.days().start, Money(bound).min(objective));
    let solution = GroupSolution { group: part.group, first_day, objective, bound, status };
    Ok(Solved { shifts: model.shifts(people), tours, solution })
}

/// The best answer that was found for a part.
struct Best<'a> {
    model: Model<'a>,
    /// Who works what.
    people: BTreeMap<Place, u32>,
    /// The same person by person, where the group has contracts.
    tours: Vec<Tour>,
    /// People of each contract by the kind of their week, where weeks have rules.
    crews: Crews,
    /// No answer costs less.
    bound: f64,
    /// How the search ended.
    status: String,
}

/// The people who work each shift of a part, as good as is found.
fn best_people<'a>(
    scenario: &'a Scenario,
    requirement: &'a StaffingRequirement,
    part: &'a Part,
    limits: &Limits,
) -> Result<Best<'a>, ScheduleError> {
    let model = Model::new(scenario, requirement, part);
    if scenario.group(part.group).contracts.is_empty() {
        let Found { people, bound, status } = search(scenario, requirement, part, &model, limits)?;
        return Ok(Best { model, people, tours: Vec::new(), crews: Crews::new(), bound, status });
    }
    let found = tours::search::search(scenario, requirement, part, &model, limits)?;
    let (tours, crews) = (found.assembled.tours(part, &model), found.assembled.crews());
    Ok(Best { model, people: found.assembled.people, tours, crews, bound: found.bound, status: found.status })
}

/// People on shifts, and what is known about them.
struct Found {
    people: BTreeMap<Place, u32>,
    bound: f64,
    status: String,
}

/// The cheapest people on shifts that are found in the programme of a part.
fn search(
    scenario: &Scenario,
    requirement: &StaffingRequirement,
    part: &Part,
    model: &Model,
    limits: &Limits,
) -> Result<Found, SolveError> {
    let start = good_start(scenario, requirement, part, model, limits)?;
    let within_gap = start.cost - start.bound <= limits.relative_gap * start.cost;
    if within_gap {
        let status = Status::Optimal.to_string();
        return Ok(Found { people: start.people, bound: start.bound, status });
    }
    if !is_searched(model, limits) {
        let status = "not searched: too large without a time limit".to_owned();
        return Ok(Found { people: start.people, bound: start.bound, status });
    }
    let mut programme = model.programme.clone();
    programme.start(model.values(&start.people));
    let solution = solve(&programme, &of_a_search(limits))?;
    Ok(Found { people: model.places(&solution), bound: solution.bound, status: solution.status.to_string() })
}
