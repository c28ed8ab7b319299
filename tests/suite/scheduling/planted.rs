//! Each rule of the checker finds what was planted for it, and only that.

use super::*;

/// A centre with one type, whose only shift lasts from 8 to 14 with a break after two to three hours.
fn honest() -> (Scenario, StaffingRequirement, Schedule) {
    let mut shifts = shift_type(&[360], &[480]);
    shifts.breaks = vec![rest(60, 120, 180)];
    shifts.weekdays[6] = false;
    let mut other = shift_type(&[300], &[540]);
    other.groups = vec![GroupId(1)];
    let mut second = group(0);
    "others".clone_into(&mut second.name);
    let scenario = centre(7, 60, vec![group(2), second], vec![shifts, other]);
    let mut requirement = needed(&scenario, 0, 0..0);
    for hour in 8..14 {
        requirement.agents[(0, hour)] = 1;
        requirement.agents[(0, 24 + hour)] = 1;
    }
    let schedule = solved(&scenario, &requirement);
    assert_eq!(schedule.shifts.len(), 2);
    assert_eq!(check(&scenario, &requirement, &schedule), []);
    (scenario, requirement, schedule)
}

/// What the checker says about other shifts whose numbers were told correctly.
pub fn with_shifts(change: impl Fn(&mut Vec<ScheduledShift>, &mut Scenario)) -> Vec<&'static str> {
    let (mut scenario, requirement, mut schedule) = honest();
    change(&mut schedule.shifts, &mut scenario);
    schedule.cost = cost(&scenario, &requirement, &schedule.shifts);
    schedule.solutions.truncate(1);
    schedule.solutions[0].objective = schedule.cost.objective();
    schedule.solutions[0].bound = Money::ZERO;
    rules_broken(&scenario, &requirement, &schedule)
}

#[test]
fn a_type_that_does_not_exist() {
    let (scenario, requirement, mut schedule) = honest();
    schedule.shifts[0].shift_type = ShiftTypeId(2);
    assert_eq!(rules_broken(&scenario, &requirement, &schedule), ["names what exists"]);
}

#[test]
fn a_type_of_another_group() {
    let broken = with_shifts(|_, scenario| scenario.shift_types[0].groups = vec![GroupId(1)]);
    assert_eq!(broken, ["type is allowed for the group"; 2]);
}

#[test]
fn a_shift_on_a_sunday() {
    assert_eq!(with_shifts(|shifts, _| shifts[0].day = 6), ["day is allowed"]);
}

#[test]
fn a_start_or_length_beside_the_rules() {
    assert_eq!(with_shifts(|shifts, _| shifts[0].start = 540), ["start and length are allowed"]);
    assert_eq!(with_shifts(|shifts, _| shifts[0].length = 420), ["start and length are allowed"]);
}

#[test]
fn a_break_left_out_or_in_the_wrong_place() {
    let broken = ["breaks are where they may be"];
    assert_eq!(with_shifts(|shifts, _| shifts[0].breaks.clear()), broken);
    assert_eq!(with_shifts(|shifts, _| shifts[0].breaks[0].begin = 60), broken);
    assert_eq!(with_shifts(|shifts, _| shifts[0].breaks[0].begin = 150), broken);
    assert_eq!(with_shifts(|shifts, _| shifts[0].breaks[0].length = 30), broken);
    assert_eq!(with_shifts(|shifts, _| shifts[0].breaks[0].paid = true), broken);
}

#[test]
fn breaks_that_overlap_or_end_after_the_shift() {
    let two_breaks = |second: u32| {
        with_shifts(|shifts, scenario| {
            scenario.shift_types[0].breaks.push(rest(60, 0, 360));
            for shift in shifts {
                let first = shift.breaks[0].begin;
                shift.breaks.push(PlannedBreak { begin: first + second, length: 60, paid: false });
            }
        })
    };
    assert_eq!(two_breaks(60), [""; 0]);
    assert_eq!(two_breaks(0), ["breaks are where they may be"; 2]);
    let late = with_shifts(|shifts, scenario| {
        scenario.shift_types[0].breaks[0].latest = 360;
        shifts[0].breaks[0].begin = 360;
    });
    assert_eq!(late, ["breaks are where they may be"]);
}

#[test]
fn more_people_on_a_day_than_there_are() {
    assert_eq!(with_shifts(|shifts, _| shifts[0].people = 3), ["people of a day"]);
}

#[test]
fn more_working_days_in_a_week_than_the_contract_has() {
    assert_eq!(with_shifts(|_, scenario| scenario.groups[0].days_per_week = 0), ["working days of a week"]);
}

#[test]
fn more_paid_hours_in_a_week_than_the_contract_has() {
    let broken = with_shifts(|_, scenario| scenario.groups[0].weekly_hours = Hours(4.9));
    assert_eq!(broken, ["paid hours of a week"]);
}

#[test]
fn numbers_that_are_not_what_the_shifts_make() {
    let told = |change: fn(&mut Schedule)| {
        let (scenario, requirement, mut schedule) = honest();
        change(&mut schedule);
        rules_broken(&scenario, &requirement, &schedule)
    };
    assert_eq!(told(|s| s.cost.under_cover_hours.0 -= 0.5), ["cover adds up"]);
    assert_eq!(told(|s| s.cost.over_cover_hours.0 += 0.5), ["cover adds up"]);
    assert_eq!(told(|s| s.cost.wages.0 -= 1.0), ["cost adds up"]);
    assert_eq!(told(|s| s.cost.paid_hours.0 -= 1.0), ["cost adds up"]);
    assert_eq!(told(|s| s.cost.premiums.0 += 1.0), ["cost adds up"]);
    assert_eq!(told(|s| s.cost.overtime.0 += 1.0), ["cost adds up"]);
    assert_eq!(told(|s| s.cost.missed_sessions.0 += 1.0), ["cost adds up"]);
    assert_eq!(told(|s| s.cost.missed_attendances += 1), ["cost adds up"]);
    assert_eq!(told(|s| s.cost.overtime_hours.0 += 1.0), ["cost adds up"]);
    assert_eq!(told(|s| s.cost.under_cover.0 -= 1.0), ["cost adds up"]);
    assert_eq!(told(|s| s.cost.over_cover.0 += 1.0), ["cost adds up"]);
    assert_eq!(told(|s| s.solutions[0].objective.0 += 1.0), ["parts add up"]);
    assert_eq!(told(|s| s.solutions[0].bound.0 += 1.0), ["bound is below cost"]);
    assert_eq!(told(|s| s.shifts[0].people = 2).len(), 5);
}
