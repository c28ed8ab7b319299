//! Split shifts: two parts with a long pause whose length is a choice.

use super::planted::with_shifts;
use super::*;
use callboard::scenario::SplitRule;

/// Four hours from 8 on in two halves, two to four hours apart.
fn halves() -> ShiftType {
    let mut shifts = shift_type(&[240], &[480]);
    shifts.split = Some(SplitRule { lengths: vec![120, 180, 240], earliest: 120, latest: 120, step: 60 });
    shifts
}

#[test]
fn the_pause_is_as_long_as_the_quiet_hours() {
    for pause in [2, 3, 4] {
        let scenario = centre(1, 60, vec![group(1)], vec![halves()]);
        let mut requirement = needed(&scenario, 1, 8..12 + pause);
        for hour in 10..10 + pause {
            requirement.agents[(0, hour as usize)] = 0;
        }
        let schedule = solved(&scenario, &requirement);
        assert_eq!(schedule.shifts[0].length, 240 + 60 * pause);
        assert_eq!(schedule.shifts[0].breaks, [PlannedBreak { begin: 120, length: 60 * pause, paid: false }]);
        assert_eq!(schedule.cost.objective(), Money(4.0 * 20.0));
        assert_eq!(levels(&scenario, &schedule.shifts).agents, requirement.agents);
        assert_eq!(check(&scenario, &requirement, &schedule), []);
    }
}

#[test]
fn windows_of_breaks_count_without_the_pause() {
    let mut shifts = halves();
    shifts.lengths = vec![480];
    shifts.breaks = vec![rest(60, 60, 60), rest(60, 240, 240)];
    let scenario = centre(1, 60, vec![group(1)], vec![shifts]);
    let mut requirement = needed(&scenario, 1, 8..18);
    for hour in [9, 10, 11, 14] {
        requirement.agents[(0, hour)] = 0;
    }
    let schedule = solved(&scenario, &requirement);
    let begins: Vec<u32> = schedule.shifts[0].breaks.iter().map(|rest| rest.begin).collect();
    assert_eq!(begins, [60, 120, 360]);
    assert_eq!(levels(&scenario, &schedule.shifts).agents, requirement.agents);
    assert_eq!(check(&scenario, &requirement, &schedule), []);
}

#[test]
fn work_lies_between_a_break_and_the_pause_too() {
    let mut shifts = halves();
    shifts.split = Some(SplitRule { lengths: vec![120], earliest: 120, latest: 180, step: 60 });
    shifts.lengths = vec![360];
    shifts.breaks = vec![rest(60, 60, 60)];
    let mut scenario = centre(1, 60, vec![group(1)], vec![shifts]);
    let mut requirement = needed(&scenario, 1, 8..16);
    for hour in 9..12 {
        requirement.agents[(0, hour)] = 0;
    }
    let pause = |scenario: &Scenario| {
        let schedule = solved(scenario, &requirement);
        assert_eq!(check(scenario, &requirement, &schedule), []);
        schedule.shifts[0].breaks[1].begin
    };
    assert_eq!(pause(&scenario), 120);
    scenario.shift_types[0].gap_between_breaks = 60;
    assert_eq!(pause(&scenario), 180);
}

#[test]
fn the_checker_finds_pauses_that_are_missing_or_misplaced() {
    // The honest shift: six hours, a break of an hour after two to three.
    let with_pause = |begin: u32, length: u32, paid: bool| {
        with_shifts(|shifts, scenario| {
            scenario.shift_types[0].split =
                Some(SplitRule { lengths: vec![120, 180], earliest: 240, latest: 300, step: 60 });
            for (index, shift) in shifts.iter_mut().enumerate() {
                let (begin, length, paid) = if index == 0 { (begin, length, paid) } else { (240, 120, false) };
                shift.length += length;
                shift.breaks.push(PlannedBreak { begin, length, paid });
            }
        })
    };
    let broken = ["split shifts have their pause"];
    assert_eq!(with_pause(240, 120, false), [""; 0]);
    assert_eq!(with_pause(300, 180, false), [""; 0]);
    assert_eq!(with_pause(270, 120, false), broken);
    assert_eq!(with_pause(360, 120, false), broken);
    assert_eq!(with_pause(240, 60, false), broken);
    assert_eq!(with_pause(240, 120, true), broken);
    let never = with_shifts(|_, scenario| {
        scenario.shift_types[0].split = Some(SplitRule { lengths: vec![120], earliest: 240, latest: 240, step: 60 });
    });
    assert_eq!(never, ["split shifts have their pause"; 2]);
}
