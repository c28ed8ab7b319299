//! Schedules of small centres: optimal against brute force, accepted by the checker, and refused by it once spoilt.

mod breaks;
mod brute_force;
mod overtime;
mod planted;
mod premiums;
mod seats;
mod sessions;
mod shortage;
mod split_shifts;
mod tours;

use callboard::calendar::{Calendar, Grid};
use callboard::milp::Limits;
use callboard::scenario::{BreakRule, Group, GroupId, Scenario, SchedulingSettings, ShiftType, ShiftTypeId};
use callboard::scheduling::part::parts;
use callboard::scheduling::{
    PlannedBreak, Schedule, ScheduleError, ScheduledShift, check, cost, levels, limits, schedule,
};
use callboard::staffing::StaffingRequirement;
use callboard::units::{Hours, Money, MoneyPerHour, Share};
use callboard::watch::{Unwatched, Watch};
use jiff::civil::date;
use jiff::tz::TimeZone;

/// A centre without queues, from a Monday on.
pub fn centre(days: u32, interval_minutes: u32, groups: Vec<Group>, shift_types: Vec<ShiftType>) -> Scenario {
    let calendar = Calendar::of_days(date(2026, 1, 5), days, interval_minutes, &TimeZone::UTC);
    Scenario {
        name: "centre".to_owned(),
        question: "Who should work when?".to_owned(),
        shift_types,
        intraday: callboard::scenario::IntradaySettings::default(),
        scheduling: SchedulingSettings {
            under_cover_per_hour: MoneyPerHour(60.0),
            over_cover_per_hour: MoneyPerHour(5.0),
            gap: Share(0.01),
            premiums: Vec::new(),
            sessions: Vec::new(),
        },
        ..Scenario::plain(calendar, Vec::new(), groups)
    }
}

/// People at 20 an hour, five days and 40 hours a week, never absent.
pub fn group(headcount: u32) -> Group {
    Group {
        headcount,
        wage: MoneyPerHour(20.0),
        shrinkage: Share(0.0),
        weekly_hours: Hours(40.0),
        days_per_week: 5,
        ..Group::plain("agents", Vec::new(), Vec::new())
    }
}

/// Shifts of the first group, on every day, without breaks.
pub fn shift_type(lengths: &[u32], starts: &[u32]) -> ShiftType {
    ShiftType::plain("early", vec![GroupId(0)], lengths.to_vec(), starts.to_vec())
}

fn rest(length: u32, earliest: u32, latest: u32) -> BreakRule {
    BreakRule { length, paid: false, earliest, latest, step: 60, from_shift_length: 0 }
}

/// One group that needs so many agents between two hours of each day.
pub fn needed(scenario: &Scenario, agents: u32, hours: std::ops::Range<u32>) -> StaffingRequirement {
    let mut grid = Grid::filled(scenario.groups.len(), scenario.calendar.intervals.len(), 0);
    for (index, interval) in scenario.calendar.intervals.iter().enumerate() {
        if hours.contains(&(interval.clock_minute / 60)) {
            grid[(0, index)] = agents;
        }
    }
    StaffingRequirement::at_one_price(grid)
}

fn solved(scenario: &Scenario, requirement: &StaffingRequirement) -> Schedule {
    schedule(scenario, requirement, &Limits::NONE, &Unwatched).unwrap()
}

fn rules_broken(scenario: &Scenario, requirement: &StaffingRequirement, schedule: &Schedule) -> Vec<&'static str> {
    check(scenario, requirement, schedule).into_iter().map(|finding| finding.rule).collect()
}

mod what_it_does {
    use super::*;

    #[test]
    fn two_agents_all_day_take_two_shifts_of_half_a_day_each() {
        let scenario = centre(1, 60, vec![group(4)], vec![shift_type(&[240], &[480, 720])]);
        let requirement = needed(&scenario, 2, 8..16);
        let schedule = solved(&scenario, &requirement);
        assert_eq!(schedule.shifts.iter().map(|s| (s.start, s.people)).collect::<Vec<_>>(), [(480, 2), (720, 2)]);
        assert_eq!(schedule.cost.objective(), Money(2.0 * 8.0 * 20.0));
        assert_eq!(levels(&scenario, &schedule.shifts).agents, requirement.agents);
        assert_eq!(check(&scenario, &requirement, &schedule), []);
    }

    #[test]
    fn too_few_people_are_no_contradiction_but_a_shortage_with_a_price() {
        let scenario = centre(1, 60, vec![group(1)], vec![shift_type(&[240], &[480, 720])]);
        let requirement = needed(&scenario, 2, 8..16);
        let schedule = solved(&scenario, &requirement);
        assert_eq!(schedule.cost.under_cover_hours, Hours(12.0));
        assert_eq!(schedule.cost.objective(), Money(12.0 * 60.0 + 4.0 * 20.0));
        assert_eq!(check(&scenario, &requirement, &schedule), []);
    }

    #[test]
    fn a_group_that_may_work_no_shift_is_all_shortage() {
        let scenario = centre(1, 60, vec![group(9), group(9)], vec![shift_type(&[240], &[480])]);
        let mut requirement = needed(&scenario, 0, 0..0);
        requirement.agents[(1, 9)] = 3;
        let schedule = solved(&scenario, &requirement);
        assert_eq!(schedule.shifts, []);
        assert_eq!(schedule.cost.objective(), Money(180.0));
        assert_eq!(schedule.bound(), Money(180.0));
    }

    #[test]
    fn absence_is_covered_by_more_people_and_promised_rounded_down() {
        let mut scenario = centre(1, 60, vec![group(9)], vec![shift_type(&[240], &[480])]);
        scenario.groups[0].shrinkage = Share(0.3);
        let requirement = needed(&scenario, 3, 8..12);
        let schedule = solved(&scenario, &requirement);
        assert_eq!(schedule.shifts[0].people, 5);
        assert_eq!(levels(&scenario, &schedule.shifts).agents[(0, 9)], 3);
        assert!((schedule.cost.over_cover_hours.0 - 4.0 * 0.5).abs() < 1e-12);
        assert_eq!(check(&scenario, &requirement, &schedule), []);
    }

    #[test]
    fn seven_tenths_of_ten_people_are_seven_agents() {
        let mut scenario = centre(1, 60, vec![group(10)], vec![shift_type(&[240], &[480])]);
        scenario.groups[0].shrinkage = Share(0.3);
        let requirement = needed(&scenario, 7, 8..12);
        let schedule = solved(&scenario, &requirement);
        assert_eq!((schedule.shifts[0].people, levels(&scenario, &schedule.shifts).agents[(0, 8)]), (10, 7));
    }

    #[test]
    fn breaks_are_staggered_so_that_somebody_stays() {
        let mut shifts = shift_type(&[360], &[480]);
        shifts.breaks = vec![rest(60, 60, 180), rest(60, 120, 240)];
        let scenario = centre(1, 60, vec![group(3)], vec![shifts]);
        let mut requirement = needed(&scenario, 2, 8..14);
        for interval in 9..13 {
            requirement.agents[(0, interval)] = 1;
        }
        let schedule = solved(&scenario, &requirement);
        assert_eq!(schedule.cost.under_cover_hours, Hours::ZERO);
        assert_eq!(schedule.cost.paid_hours, Hours(2.0 * 4.0));
        assert_eq!(check(&scenario, &requirement, &schedule), []);
    }

    #[test]
    fn nobody_works_more_days_or_hours_than_the_contract_says() {
        let mut scenario = centre(7, 60, vec![group(1)], vec![shift_type(&[240], &[480])]);
        let requirement = needed(&scenario, 1, 8..12);
        let days = |scenario: &Scenario| solved(scenario, &requirement).shifts.len();
        assert_eq!(days(&scenario), 5);
        scenario.groups[0].weekly_hours = Hours(15.0);
        assert_eq!(days(&scenario), 3);
    }

    #[test]
    fn a_week_cut_short_has_the_same_hours_for_each_day_that_one_can_work() {
        let mut scenario = centre(2, 60, vec![group(1)], vec![shift_type(&[240, 480], &[480])]);
        scenario.groups[0].weekly_hours = Hours(30.0);
        let requirement = needed(&scenario, 1, 8..16);
        assert_eq!(solved(&scenario, &requirement).cost.paid_hours, Hours(12.0));
    }

    #[test]
    fn weeks_that_share_a_night_are_solved_together_and_others_apart() {
        let night = shift_type(&[480], &[0, 480, 960, 1320]);
        let scenario = centre(21, 60, vec![group(12)], vec![night]);
        let days = |requirement: &StaffingRequirement| -> Vec<_> {
            parts(&scenario, requirement, GroupId(0)).iter().map(callboard::scheduling::part::Part::days).collect()
        };
        assert_eq!(days(&needed(&scenario, 1, 8..22)), [0..7, 7..14, 14..21]);
        let mut first_monday = needed(&scenario, 1, 8..22);
        for hour in 0..6 {
            first_monday.agents[(0, 7 * 24 + hour)] = 1;
        }
        assert_eq!(days(&first_monday), [0..14, 14..21]);
        let schedule = solved(&scenario, &first_monday);
        assert_eq!(schedule.cost.under_cover_hours, Hours::ZERO);
        assert_eq!(check(&scenario, &first_monday, &schedule), []);
    }

    #[test]
    fn a_shift_may_end_in_the_next_week_where_nothing_is_needed() {
        let scenario = centre(8, 60, vec![group(2)], vec![shift_type(&[240], &[1320])]);
        let mut requirement = needed(&scenario, 0, 0..0);
        requirement.agents[(0, 6 * 24 + 23)] = 1;
        let schedule = solved(&scenario, &requirement);
        assert_eq!(schedule.cost.over_cover_hours, Hours(0.0));
        requirement.agents[(0, 6 * 24 + 22)] = 1;
        let schedule = solved(&scenario, &requirement);
        assert_eq!(schedule.cost.over_cover_hours, Hours(2.0));
        assert_eq!(check(&scenario, &requirement, &schedule), []);
    }

    #[test]
    fn without_shift_types_nothing_can_be_scheduled() {
        let scenario = centre(1, 60, vec![group(1)], Vec::new());
        let error = schedule(&scenario, &needed(&scenario, 1, 8..9), &Limits::NONE, &Unwatched).unwrap_err();
        assert_eq!(error, ScheduleError::NoShiftRules);
    }

    #[test]
    fn breaks_that_fit_into_no_shift_are_a_contradiction_that_names_the_shift_type() {
        let mut shifts = shift_type(&[240], &[480]);
        shifts.breaks = vec![rest(60, 180, 240), rest(60, 180, 240)];
        let scenario = centre(1, 60, vec![group(1)], vec![shifts]);
        let error = schedule(&scenario, &needed(&scenario, 1, 8..9), &Limits::NONE, &Unwatched).unwrap_err();
        assert!(error.to_string().contains("shift type early"), "{error}");
    }

    #[test]
    fn an_interrupted_schedule_says_so() {
        struct Impatient;
        impl Watch for Impatient {
            fn is_cancelled(&self) -> bool {
                true
            }
        }
        let scenario = centre(1, 60, vec![group(1)], vec![shift_type(&[240], &[480])]);
        let error = schedule(&scenario, &needed(&scenario, 1, 8..9), &Limits::NONE, &Impatient).unwrap_err();
        assert!(matches!(error, ScheduleError::Interrupted(_)));
    }
}

/// What cannot be tried out whole.
mod larger {
    use super::*;

    #[test]
    #[cfg_attr(not(feature = "highs"), ignore = "microlp proves no such gap on an instance of this size")]
    fn a_week_of_forty_people_with_three_breaks_is_within_its_gap() {
        let quarter = |length, paid, earliest, latest| BreakRule {
            length,
            paid,
            earliest,
            latest,
            step: 15,
            from_shift_length: 0,
        };
        let mut shifts = shift_type(&[510], &(28..48).map(|quarter| 15 * quarter).collect::<Vec<_>>());
        shifts.breaks = vec![quarter(15, true, 90, 150), quarter(30, false, 210, 300), quarter(15, true, 360, 420)];
        let mut scenario = centre(7, 15, vec![group(60)], vec![shifts]);
        scenario.groups[0].shrinkage = Share(0.2);
        let mut requirement = needed(&scenario, 12, 8..20);
        for (index, interval) in scenario.calendar.intervals.iter().enumerate() {
            if (600..900).contains(&interval.clock_minute) {
                requirement.agents[(0, index)] += (interval.clock_minute / 15) % 8;
            }
        }
        let schedule = schedule(&scenario, &requirement, &limits(&scenario), &Unwatched).unwrap();
        assert_eq!(check(&scenario, &requirement, &schedule), []);
        assert!(schedule.gap() <= 0.01 + 1e-6, "{}", schedule.gap());
    }
}
