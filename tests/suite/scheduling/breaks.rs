//! Work between the breaks of a shift and after the last.

use super::planted::with_shifts;
use super::*;

/// A shift from 8 to 14 with two breaks that may lie anywhere, and two agents wanted but for its second and its third hour.
fn two_breaks(gap: u32) -> (Scenario, StaffingRequirement) {
    let mut shifts = shift_type(&[360], &[480]);
    shifts.breaks = vec![rest(60, 0, 300), rest(60, 0, 300)];
    shifts.gap_between_breaks = gap;
    let mut scenario = centre(1, 60, vec![group(1)], vec![shifts]);
    scenario.scheduling.over_cover_per_hour = MoneyPerHour(7.0);
    let mut requirement = needed(&scenario, 1, 8..14);
    for hour in 9..11 {
        requirement.agents[(0, hour)] = 0;
    }
    (scenario, requirement)
}

fn begins(schedule: &Schedule) -> Vec<u32> {
    schedule.shifts[0].breaks.iter().map(|rest| rest.begin).collect()
}

#[test]
fn breaks_without_a_gap_are_taken_in_a_row_when_nobody_is_needed() {
    let (scenario, requirement) = two_breaks(0);
    let schedule = solved(&scenario, &requirement);
    assert_eq!(begins(&schedule), [60, 120]);
    // Four paid hours, nothing missing, nothing surplus.
    assert_eq!(schedule.cost.objective(), Money(4.0 * 20.0));
}

#[test]
fn a_gap_between_breaks_costs_what_is_missing_and_surplus_for_it() {
    let (scenario, requirement) = two_breaks(60);
    let schedule = solved(&scenario, &requirement);
    let begins = begins(&schedule);
    assert!(begins[1] >= begins[0] + 120, "{begins:?}");
    // One of the two hours without demand is worked, one with demand is not.
    assert_eq!(schedule.cost.objective(), Money(4.0 * 20.0 + 60.0 + 7.0));
    assert_eq!(check(&scenario, &requirement, &schedule), []);
}

#[test]
fn work_after_the_last_break_holds_for_every_length() {
    let mut shifts = shift_type(&[240, 360], &[480]);
    shifts.breaks = vec![rest(60, 60, 180)];
    shifts.work_after_break = 120;
    let scenario = centre(1, 60, vec![group(1)], vec![shifts]);
    let mut requirement = needed(&scenario, 1, 8..14);
    requirement.agents[(0, 11)] = 0;
    let schedule = solved(&scenario, &requirement);
    assert_eq!((schedule.shifts[0].length, begins(&schedule)), (360, vec![180]));
    let requirement = needed(&scenario, 1, 8..12);
    let schedule = solved(&scenario, &requirement);
    assert_eq!((schedule.shifts[0].length, begins(&schedule)), (240, vec![60]));
    assert_eq!(check(&scenario, &requirement, &schedule), []);
}

#[test]
fn the_checker_finds_work_that_is_too_short() {
    let broken = ["work lies between and after breaks"; 2];
    // The honest break ends two to three hours before its shift.
    assert_eq!(with_shifts(|_, scenario| scenario.shift_types[0].work_after_break = 240), broken);
    let gap = |gap: u32| {
        with_shifts(|shifts, scenario| {
            scenario.shift_types[0].breaks.push(rest(60, 0, 360));
            scenario.shift_types[0].gap_between_breaks = gap;
            for shift in shifts {
                let begin = shift.breaks[0].begin + 120;
                shift.breaks.push(PlannedBreak { begin, length: 60, paid: false });
            }
        })
    };
    assert_eq!(gap(60), [""; 0]);
    assert_eq!(gap(120), broken);
}
