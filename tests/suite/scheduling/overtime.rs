//! Overtime before and after a shift.

use super::planted::with_shifts;
use super::*;
use callboard::scenario::{OvertimeRule, Premium};
use callboard::scheduling::PlannedOvertime;
use callboard::scheduling::model::{Model, Variable};

fn rule(before: u32, after: u32) -> OvertimeRule {
    OvertimeRule { before, after, step: 60, premium: Share(0.25) }
}

/// People who work from 8 to 12 on a day, a fifth of their week's twenty hours.
fn half_days(people: u32, overtime: OvertimeRule) -> Scenario {
    let mut shifts = shift_type(&[240], &[480]);
    shifts.overtime = Some(overtime);
    let mut scenario = centre(1, 60, vec![group(people)], vec![shifts]);
    scenario.groups[0].weekly_hours = Hours(20.0);
    scenario
}

#[test]
fn who_is_there_anyway_stays_longer_at_a_premium_beside_the_hours_of_the_contract() {
    let scenario = half_days(1, rule(0, 120));
    let requirement = needed(&scenario, 1, 8..15);
    let schedule = solved(&scenario, &requirement);
    let shift = &schedule.shifts[0];
    assert_eq!((shift.start, shift.length, shift.overtime), (480, 360, PlannedOvertime { before: 0, after: 120 }));
    assert_eq!((schedule.cost.paid_hours, schedule.cost.overtime_hours), (Hours(6.0), Hours(2.0)));
    assert_eq!((schedule.cost.wages, schedule.cost.overtime), (Money(120.0), Money(10.0)));
    assert_eq!(schedule.cost.objective(), Money(120.0 + 10.0 + 60.0));
    assert_eq!(check(&scenario, &requirement, &schedule), []);
}

#[test]
fn breaks_stay_where_they_are_when_a_shift_begins_earlier() {
    let mut scenario = half_days(1, rule(120, 0));
    scenario.shift_types[0].breaks = vec![rest(60, 60, 60)];
    let mut requirement = needed(&scenario, 1, 6..12);
    requirement.agents[(0, 9)] = 0;
    let schedule = solved(&scenario, &requirement);
    assert_eq!((schedule.shifts[0].start, schedule.shifts[0].breaks[0].begin), (360, 180));
    assert_eq!(levels(&scenario, &schedule.shifts).agents, requirement.agents);
    assert_eq!(check(&scenario, &requirement, &schedule), []);
}

#[test]
fn overtime_of_a_week_has_its_limit() {
    let mut scenario = half_days(1, rule(0, 180));
    let requirement = needed(&scenario, 1, 8..15);
    let hours = |scenario: &Scenario| {
        let schedule = solved(scenario, &requirement);
        assert_eq!(check(scenario, &requirement, &schedule), []);
        schedule.cost.overtime_hours
    };
    assert_eq!(hours(&scenario), Hours(3.0));
    // A fifth of the week's ten hours falls on the one day.
    scenario.groups[0].overtime_per_week = Some(Hours(10.0));
    assert_eq!(hours(&scenario), Hours(2.0));
}

#[test]
fn nobody_comes_earlier_and_stays_longer_who_need_not() {
    let scenario = half_days(2, rule(60, 60));
    let mut requirement = needed(&scenario, 1, 7..13);
    for hour in 8..12 {
        requirement.agents[(0, hour)] = 2;
    }
    let schedule = solved(&scenario, &requirement);
    let lengthened: Vec<_> =
        schedule.shifts.iter().map(|shift| (shift.overtime.before, shift.overtime.after)).collect();
    assert_eq!(lengthened, [(60, 0), (0, 60)]);
    assert_eq!(check(&scenario, &requirement, &schedule), []);
}

#[test]
fn overtime_by_night_is_paid_both_premiums() {
    let mut scenario = half_days(1, rule(0, 120));
    let (weekdays, dates) = ([true; 7], Vec::new());
    let late = Premium { name: "late".to_owned(), from: 780, until: 900, weekdays, dates, share: Share(0.5) };
    scenario.scheduling.premiums = vec![late];
    let requirement = needed(&scenario, 1, 8..14);
    let cost = solved(&scenario, &requirement).cost;
    assert_eq!((cost.wages, cost.overtime, cost.premiums), (Money(120.0), Money(10.0), Money(10.0)));
}

#[test]
fn overtime_reaches_into_the_next_week() {
    let mut shifts = shift_type(&[240], &[20 * 60]);
    shifts.overtime = Some(rule(0, 120));
    let scenario = centre(8, 60, vec![group(1)], vec![shifts]);
    let mut requirement = needed(&scenario, 0, 0..0);
    for hour in 20..26 {
        requirement.agents[(0, 6 * 24 + hour)] = 1;
    }
    let schedule = solved(&scenario, &requirement);
    assert_eq!((schedule.cost.under_cover_hours, schedule.cost.overtime_hours), (Hours(0.0), Hours(2.0)));
    assert_eq!(check(&scenario, &requirement, &schedule), []);
}

#[test]
fn overtime_does_not_begin_before_midnight() {
    let mut shifts = shift_type(&[240], &[60]);
    shifts.overtime = Some(rule(180, 0));
    let scenario = centre(2, 60, vec![group(1)], vec![shifts]);
    let mut requirement = needed(&scenario, 0, 0..0);
    for hour in 22..29 {
        requirement.agents[(0, hour)] = 1;
    }
    let schedule = solved(&scenario, &requirement);
    assert_eq!((schedule.cost.under_cover_hours, schedule.cost.overtime_hours), (Hours(2.0), Hours(1.0)));
    assert_eq!(check(&scenario, &requirement, &schedule), []);
}

#[test]
fn overtime_adds_a_variable_for_each_begin_end_and_length_and_not_for_each_shift() {
    let mut shifts = shift_type(&[240, 300, 360, 420, 480], &[480, 540, 600, 660]);
    shifts.breaks = vec![rest(60, 60, 180)];
    shifts.overtime = Some(rule(120, 60));
    let scenario = centre(1, 60, vec![group(9)], vec![shifts]);
    let requirement = needed(&scenario, 3, 8..20);
    let part = &parts(&scenario, &requirement, GroupId(0))[0];
    let model = Model::new(&scenario, &requirement, part);
    let is_overtime = |variable: &&Variable| matches!(variable, Variable::Lengthened { .. });
    // Four begins with two lengths each, and eight ends with one.
    assert_eq!(model.programme.keys().iter().filter(is_overtime).count(), 4 * 2 + 8);
}

mod planted_overtime {
    use super::*;

    /// What the checker says about overtime of the honest shift, whose rule allows two hours on each side.
    fn with_overtime(before: u32, after: u32, most: Option<Hours>) -> Vec<&'static str> {
        with_shifts(|shifts, scenario| {
            scenario.shift_types[0].overtime = Some(rule(120, 120));
            scenario.groups[0].overtime_per_week = most;
            let shift = &mut shifts[0];
            shift.overtime = PlannedOvertime { before, after };
            shift.start -= before;
            shift.length += before + after;
            shift.breaks[0].begin += before;
        })
    }

    #[test]
    fn overtime_within_its_rule_is_no_finding() {
        assert_eq!(with_overtime(60, 120, None), [""; 0]);
        assert_eq!(with_overtime(60, 120, Some(Hours(1.5))), [""; 0]);
    }

    #[test]
    fn overtime_that_is_too_long_or_beside_its_grid() {
        assert_eq!(with_overtime(180, 0, None), ["overtime is allowed"]);
        assert_eq!(with_overtime(0, 240, None), ["overtime is allowed"]);
        assert_eq!(with_overtime(0, 30, None), ["overtime is allowed"]);
    }

    #[test]
    fn more_overtime_in_a_week_than_is_allowed() {
        assert_eq!(with_overtime(60, 120, Some(Hours(1.4))), ["overtime of a week"]);
    }

    #[test]
    fn a_break_in_the_overtime_or_nothing_but_overtime() {
        let lies = ["overtime lies at the ends"];
        let told = |before, after| with_shifts(|shifts, _| shifts[0].overtime = PlannedOvertime { before, after });
        assert_eq!(told(240, 0), lies);
        assert_eq!(told(180, 180), lies);
    }
}
