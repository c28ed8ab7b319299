//! Premiums by night, at weekends and on holidays.

use super::*;
use callboard::scenario::Premium;

const NIGHT: (u32, u32) = (20 * 60, 6 * 60);

fn premium((from, until): (u32, u32), share: f64) -> Premium {
    Premium { name: "premium".to_owned(), from, until, weekdays: [true; 7], dates: Vec::new(), share: Share(share) }
}

/// One agent needed from 18 to 24, and a shift of these hours with an unpaid break of an hour.
fn evening(breaks: std::ops::RangeInclusive<u32>, premiums: Vec<Premium>) -> (Scenario, StaffingRequirement) {
    let mut shifts = shift_type(&[360], &[18 * 60]);
    shifts.breaks = vec![rest(60, *breaks.start(), *breaks.end())];
    let mut scenario = centre(1, 60, vec![group(1)], vec![shifts]);
    scenario.scheduling.premiums = premiums;
    let requirement = needed(&scenario, 1, 18..24);
    (scenario, requirement)
}

#[test]
fn a_break_at_dear_hours_spares_its_premium() {
    // Wherever it lies, the break is missing an agent; from 20 on it also spares half a wage.
    let (scenario, requirement) = evening(60..=240, vec![premium(NIGHT, 0.5)]);
    let schedule = solved(&scenario, &requirement);
    assert!(schedule.shifts[0].breaks[0].begin >= 120);
    assert_eq!(schedule.cost.wages, Money(5.0 * 20.0));
    assert_eq!(schedule.cost.premiums, Money(3.0 * 10.0));
    assert_eq!(schedule.cost.objective(), Money(100.0 + 30.0 + 60.0));
    assert_eq!(check(&scenario, &requirement, &schedule), []);
}

#[test]
fn a_paid_break_is_paid_its_premium_too() {
    let (mut scenario, requirement) = evening(60..=240, vec![premium(NIGHT, 0.5)]);
    scenario.shift_types[0].breaks[0].paid = true;
    let schedule = solved(&scenario, &requirement);
    assert_eq!((schedule.cost.wages, schedule.cost.premiums), (Money(6.0 * 20.0), Money(4.0 * 10.0)));
    assert_eq!(check(&scenario, &requirement, &schedule), []);
}

#[test]
fn premiums_that_hold_at_the_same_time_add_up() {
    // The sixth of January 2026 is a Tuesday, the fifth a Monday.
    let monday = Premium { weekdays: [true, false, false, false, false, false, false], ..premium((0, 1440), 0.25) };
    let holiday = |day| Premium { weekdays: [false; 7], dates: vec![date(2026, 1, day)], ..premium((0, 1440), 1.0) };
    let paid = |premiums: Vec<Premium>| {
        let (scenario, requirement) = evening(60..=60, premiums);
        let schedule = solved(&scenario, &requirement);
        assert_eq!(check(&scenario, &requirement, &schedule), []);
        schedule.cost.premiums
    };
    assert_eq!(paid(vec![monday.clone()]), Money(5.0 * 5.0));
    assert_eq!(paid(vec![holiday(6)]), Money(0.0));
    assert_eq!(paid(vec![monday, holiday(5), premium(NIGHT, 0.5)]), Money(5.0 * 5.0 + 5.0 * 20.0 + 4.0 * 10.0));
}

#[test]
fn what_lies_beyond_the_horizon_is_paid_its_premium_at_the_new_date() {
    let mut scenario = centre(1, 60, vec![group(1)], vec![shift_type(&[600], &[22 * 60])]);
    let tuesday = Premium { weekdays: [false, true, false, false, false, false, false], ..premium((0, 1440), 1.0) };
    scenario.scheduling.premiums = vec![premium(NIGHT, 0.5), tuesday];
    scenario.scheduling.under_cover_per_hour = MoneyPerHour(1000.0);
    scenario.groups[0].weekly_hours = Hours(60.0);
    let requirement = needed(&scenario, 1, 22..24);
    let schedule = solved(&scenario, &requirement);
    // Ten hours until 8 on Tuesday, of which eight by night.
    assert_eq!(schedule.cost.premiums, Money(8.0 * 10.0 + 8.0 * 20.0));
    assert_eq!(check(&scenario, &requirement, &schedule), []);
}

#[test]
fn dear_hours_are_left_to_others_where_others_can_do_them() {
    let late = shift_type(&[240], &[14 * 60, 18 * 60]);
    let mut scenario = centre(1, 60, vec![group(2)], vec![late]);
    scenario.scheduling.premiums = vec![premium(NIGHT, 2.0)];
    let mut requirement = needed(&scenario, 1, 16..20);
    let starts = |requirement: &StaffingRequirement| -> Vec<u32> {
        solved(&scenario, requirement).shifts.iter().map(|shift| shift.start).collect()
    };
    // Somebody from 18 on would cost 80 in wages, 80 in premiums and 10 for two idle hours, and spare two hours missing: 120.
    assert_eq!(starts(&requirement), [14 * 60]);
    for hour in 20..22 {
        requirement.agents[(0, hour)] = 2;
    }
    // Now the first of them spares four hours missing, 240 for 160, and a second would spare two.
    assert_eq!(starts(&requirement), [14 * 60, 18 * 60]);
}
