//! The study with four named people.

use super::study;
use crate::report::example::scenario;
use crate::rostering::of_scenario::{named_shifts, problem};
use crate::rostering::problem::{KindId, Line};
use crate::rostering::{Ended, Roster, not_met, price};
use crate::scenario::{
    Contract, Employee, EmployeeWish, GroupId, Limits, RosterSettings, Scenario, Wished, WorkedShift,
};
use crate::scheduling::{Schedule, cost, levels};
use crate::staffing::StaffingRequirement;
use crate::study::{CertifiedRoster, Study};
use crate::units::Money;

/// A contract without rules.
fn contract(name: &str) -> Contract {
    Contract {
        name: name.to_owned(),
        hours_per_day: Limits::default(),
        hours_per_week: Limits::default(),
        hours: Limits::default(),
        days_per_week: Limits::default(),
        rest: 0,
        weekly_rest: 0,
        days_in_a_row: Limits::default(),
        days_off_in_a_row: 0,
        start_difference: None,
        weekends: None,
        complete_weekends: false,
        shifts: None,
        within: Vec::new(),
        not_before: std::collections::BTreeMap::new(),
        rotation: Vec::new(),
    }
}

/// Somebody without wishes or leave.
pub(in crate::report) fn employee(name: &str, groups: &[usize], contract: usize) -> Employee {
    Employee {
        name: name.to_owned(),
        groups: groups.iter().copied().map(GroupId).collect(),
        contract,
        seniority: 1.0,
        rotation_week: 0,
        nights_before: 0,
        weekends_before: 0,
        refusals_before: 0,
        days_off: std::collections::BTreeSet::new(),
        available: std::collections::BTreeMap::new(),
        wishes: Vec::new(),
        history: std::collections::BTreeMap::new(),
        history_days: 0,
        locked: std::collections::BTreeMap::new(),
    }
}

/// Ada wishes to be off on Monday but is fixed to work, Bo is on leave on Tuesday and Wednesday, Cem helps the other group on
/// Thursday, Dee does not work.
pub(in crate::report) fn settings() -> RosterSettings {
    let mut ada = employee("Ada <b>", &[0], 0);
    ada.wishes = vec![EmployeeWish { day: 0, what: Wished::Off, weight: 2.0 }];
    ada.locked.insert(0, Some(WorkedShift { start: 480, length: 510 }));
    let mut bo = employee("Bo", &[0], 1);
    bo.days_off = [1, 2].into();
    RosterSettings {
        contracts: vec![contract("full_time"), contract("part_time")],
        employees: vec![ada, bo, employee("Cem", &[1, 0], 0), employee("Dee", &[1], 0)],
        night: (1380, 360),
        refused_wish: Money(10.0),
        unfair_night: Money(20.0),
        unfair_weekend: Money(20.0),
        unfair_refusal: Money(10.0),
    }
}

/// A roster made by hand: a letter for each day of each person, `G` for the generalists' shift, `S` for the other, `.` for a day off.
pub(in crate::report) fn rostered(
    scenario: &Scenario,
    settings: &RosterSettings,
    (schedule, needed): (&Schedule, &StaffingRequirement),
    lines: &[&str],
    performance: crate::simulation::Performance,
) -> CertifiedRoster {
    let of = problem(scenario, settings, (&schedule.shifts, needed));
    let kind = |letter| match letter {
        'G' => Some(KindId(0)),
        'S' => Some(KindId(1)),
        _ => None,
    };
    let lines: Vec<Line> = lines.iter().map(|line| line.chars().map(kind).collect()).collect();
    let price = price(&of.problem, &lines);
    let roster =
        Roster { lines, price, bound: price.total() * 0.99, unmet: Vec::new(), ended: Ended::Work, work: 1_000 };
    let shifts = named_shifts(&of, &roster, &schedule.shifts);
    let worked: Vec<_> = shifts.iter().map(|named| named.shift.clone()).collect();
    CertifiedRoster {
        cost: cost(scenario, needed, &worked),
        not_met: not_met(&of.problem, &roster),
        levels: levels(scenario, &worked),
        findings: Vec::new(),
        of,
        roster,
        shifts,
        performance,
    }
}

/// The study with them on the schedule.
pub(in crate::report) fn with_a_roster() -> Study {
    let mut study = study();
    let settings = settings();
    let scheduled = study.scheduled.as_ref().unwrap();
    let schedule = (&scheduled.schedule, &scheduled.needed);
    let performance = super::performance(&study.scenario, &study.demand, 0.71, 0.70, 12_000.0);
    let lines = ["GGGGG..", "G..GGG.", "SS.G...", "......."];
    study.rostered = Some(rostered(&study.scenario, &settings, schedule, &lines, performance));
    study.scenario.roster = Some(settings);
    study
}

/// The scenario of an empty roster: nothing is wanted.
pub(in crate::report) fn with_nothing_to_do(settings: RosterSettings) -> Study {
    let mut study = study();
    let scheduled = study.scheduled.as_mut().unwrap();
    scheduled.schedule.shifts.clear();
    let lines = vec!["......."; settings.employees.len()];
    let schedule = (&scheduled.schedule, &scheduled.needed);
    let performance = super::performance(&scenario(), &study.demand, 0.1, 0.1, 0.0);
    study.rostered = Some(rostered(&study.scenario, &settings, schedule, &lines, performance));
    study.scenario.roster = Some(settings);
    study
}
