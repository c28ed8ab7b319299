//! Trainings and meetings: when people attend, and what it costs.

use super::planted::with_shifts;
use super::*;
use callboard::scenario::{Session, SessionId};
use callboard::scheduling::PlannedSession;

/// An hour for so many people of the first group in a week, at any time.
fn coaching(people: u32) -> Session {
    Session {
        name: "coaching".to_owned(),
        attendances: vec![(GroupId(0), people)],
        length: 60,
        earliest: 0,
        latest: 1440,
        step: 60,
        weekdays: [true; 7],
        at_once: None,
        missed: Money(120.0),
    }
}

/// Shifts from 8 to 14 on one day, on which a seventh of a week's attendances fall.
fn day(people: u32, session: Session) -> Scenario {
    let mut scenario = centre(1, 60, vec![group(people)], vec![shift_type(&[360], &[480])]);
    scenario.scheduling.sessions = vec![session];
    scenario
}

/// Begins of sessions by shift.
fn begins(schedule: &Schedule) -> Vec<u32> {
    schedule.shifts.iter().flat_map(|shift| shift.sessions.iter().map(|planned| planned.begin)).collect()
}

#[test]
fn a_session_is_held_in_the_quiet_hour_and_paid() {
    let scenario = day(1, coaching(7));
    let mut requirement = needed(&scenario, 1, 8..14);
    requirement.agents[(0, 11)] = 0;
    let schedule = solved(&scenario, &requirement);
    assert_eq!(begins(&schedule), [180]);
    assert_eq!(schedule.cost.objective(), Money(6.0 * 20.0));
    assert_eq!(levels(&scenario, &schedule.shifts).agents, requirement.agents);
    assert_eq!(check(&scenario, &requirement, &schedule), []);
}

#[test]
fn a_session_keeps_to_its_hours_and_its_grid() {
    let at = |earliest, latest, step| {
        let scenario = day(1, Session { earliest, latest, step, ..coaching(7) });
        let requirement = needed(&scenario, 1, 8..14);
        let schedule = solved(&scenario, &requirement);
        assert_eq!(schedule.cost.objective(), Money(6.0 * 20.0 + 60.0));
        assert_eq!(check(&scenario, &requirement, &schedule), []);
        begins(&schedule)
    };
    assert_eq!(at(720, 780, 60), [240]);
    assert_eq!(at(420, 720, 180), [120]);
}

#[test]
fn a_session_that_is_dearer_than_missing_it_is_missed() {
    let mut scenario = day(1, coaching(7));
    scenario.scheduling.sessions[0].missed = Money(59.0);
    let requirement = needed(&scenario, 1, 8..14);
    let schedule = solved(&scenario, &requirement);
    assert_eq!((schedule.cost.missed_attendances, schedule.cost.missed_sessions), (1, Money(59.0)));
    assert_eq!(schedule.cost.objective(), Money(6.0 * 20.0 + 59.0));
    assert_eq!(check(&scenario, &requirement, &schedule), []);
}

#[test]
fn people_come_only_to_attend_where_that_is_worth_it() {
    let mut scenario = day(1, coaching(7));
    scenario.scheduling.sessions[0].missed = Money(500.0);
    let requirement = needed(&scenario, 0, 0..0);
    let schedule = solved(&scenario, &requirement);
    assert_eq!((schedule.cost.missed_attendances, schedule.shifts.len()), (0, 1));
    // Six paid hours, five of them idle.
    assert_eq!(schedule.cost.objective(), Money(6.0 * 20.0 + 5.0 * 5.0));
    assert_eq!(check(&scenario, &requirement, &schedule), []);
}

#[test]
fn seats_spread_a_session_over_the_day() {
    let held = |at_once| {
        let scenario = day(3, Session { at_once, ..coaching(21) });
        let mut requirement = needed(&scenario, 3, 8..14);
        requirement.agents[(0, 10)] = 0;
        let schedule = solved(&scenario, &requirement);
        assert_eq!(check(&scenario, &requirement, &schedule), []);
        (schedule.cost.under_cover_hours, schedule.cost.missed_attendances)
    };
    assert_eq!(held(None), (Hours(0.0), 0));
    assert_eq!(held(Some(2)), (Hours(1.0), 0));
    assert_eq!(held(Some(1)), (Hours(2.0), 0));
}

#[test]
fn a_session_lies_between_breaks_and_counts_as_work_between_them() {
    let mut scenario = day(1, coaching(7));
    scenario.shift_types[0].breaks = vec![rest(60, 60, 120), rest(60, 120, 240)];
    scenario.shift_types[0].gap_between_breaks = 60;
    let mut requirement = needed(&scenario, 1, 8..14);
    for hour in 9..12 {
        requirement.agents[(0, hour)] = 0;
    }
    let schedule = solved(&scenario, &requirement);
    let breaks: Vec<u32> = schedule.shifts[0].breaks.iter().map(|rest| rest.begin).collect();
    assert_eq!((breaks, begins(&schedule)), (vec![60, 180], vec![120]));
    assert_eq!(schedule.cost.objective(), Money(4.0 * 20.0));
    // With a gap of two hours, a break and the session come where somebody is needed.
    scenario.shift_types[0].gap_between_breaks = 120;
    let schedule = solved(&scenario, &requirement);
    assert_eq!(schedule.cost.under_cover_hours, Hours(1.0));
    assert_eq!(check(&scenario, &requirement, &schedule), []);
}

#[test]
fn attendances_are_counted_by_week_and_each_shift_holds_one() {
    let mut scenario = centre(9, 60, vec![group(1)], vec![shift_type(&[240], &[480])]);
    scenario.scheduling.sessions = vec![coaching(7)];
    let requirement = needed(&scenario, 1, 8..12);
    let schedule = solved(&scenario, &requirement);
    // Five days of a week, of which each holds one of seven; two days of the next, with two of seven.
    let held = |days: std::ops::Range<usize>| schedule.shifts.iter().filter(|shift| days.contains(&shift.day)).count();
    assert_eq!((held(0..7), held(7..9), begins(&schedule).len()), (5, 2, 7));
    assert_eq!(schedule.cost.missed_attendances, 2);
    assert_eq!(check(&scenario, &requirement, &schedule), []);
}

/// What the checker says where the two honest shifts of an hour's break after two to three attend as said.
fn with_sessions(session: &Session, attend: impl Fn(&mut [ScheduledShift])) -> Vec<&'static str> {
    with_shifts(|shifts, scenario| {
        scenario.scheduling.sessions = vec![session.clone()];
        attend(shifts);
    })
}

fn at(begin: u32) -> PlannedSession {
    PlannedSession { session: SessionId(0), begin, length: 60 }
}

#[test]
fn the_checker_finds_sessions_in_the_wrong_place() {
    let broken = ["sessions are where they may be"];
    let one = |session: Session, planned: PlannedSession| {
        with_sessions(&session, move |shifts| shifts[0].sessions = vec![planned])
    };
    assert_eq!(one(coaching(2), at(60)), [""; 0]);
    assert_eq!(one(Session { earliest: 600, ..coaching(2) }, at(60)), broken);
    assert_eq!(one(Session { latest: 570, ..coaching(2) }, at(60)), broken);
    assert_eq!(one(Session { step: 120, ..coaching(2) }, at(60)), broken);
    assert_eq!(one(Session { weekdays: [false; 7], ..coaching(2) }, at(60)), broken);
    assert_eq!(one(Session { length: 120, ..coaching(2) }, at(60)), broken);
    assert_eq!(one(Session { attendances: vec![(GroupId(1), 2)], ..coaching(2) }, at(60)), broken);
    assert_eq!(one(coaching(2), PlannedSession { session: SessionId(1), ..at(60) }), broken);
    assert_eq!(one(coaching(2), at(360)), broken);
    assert_eq!(with_sessions(&coaching(2), |shifts| shifts[0].sessions = vec![at(0), at(60)]), broken);
    assert_eq!(with_sessions(&coaching(2), |shifts| shifts[0].sessions = vec![at(shifts[0].breaks[0].begin)]), broken);
}

#[test]
fn the_checker_finds_more_people_than_seats_or_attendances() {
    let two = |at_once| {
        with_sessions(&Session { at_once, ..coaching(2) }, |shifts| {
            (shifts[0].people, shifts[0].sessions) = (2, vec![at(60)]);
        })
    };
    assert_eq!(two(Some(2)), [""; 0]);
    assert_eq!(two(Some(1)), ["sessions have seats"]);
    let both = |shifts: &mut [ScheduledShift]| shifts.iter_mut().for_each(|shift| shift.sessions = vec![at(60)]);
    assert_eq!(with_sessions(&coaching(2), both), [""; 0]);
    assert_eq!(with_sessions(&coaching(1), both), ["attendances of a week"]);
}
