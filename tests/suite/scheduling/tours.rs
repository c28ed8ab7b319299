//! Contracts and what single people work under them: each rule by hand, against all that could be done, and planted.

use super::*;
use callboard::scenario::{ContractId, GroupContract, WeekendRotation};
use callboard::scheduling::shift::intervals_present;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// So many people of forty hours and five days a week.
fn contract(people: u32) -> GroupContract {
    GroupContract::plain("full", people, Hours(40.0), 5)
}

/// A centre from a Monday on whose only group has these contracts.
fn centre_with(days: u32, contracts: Vec<GroupContract>, shift_types: Vec<ShiftType>) -> Scenario {
    let people = contracts.iter().map(|contract| contract.people).sum();
    centre(days, 60, vec![Group { contracts, ..group(people) }], shift_types)
}

/// One group that needs so many agents between two hours of some days.
fn needed_on(scenario: &Scenario, agents: u32, hours: std::ops::Range<u32>, days: &[usize]) -> StaffingRequirement {
    let mut requirement = needed(scenario, agents, hours);
    for (index, interval) in scenario.calendar.intervals.iter().enumerate() {
        if !days.contains(&interval.day) {
            requirement.agents[(0, index)] = 0;
        }
    }
    requirement
}

fn both(one: &StaffingRequirement, other: &StaffingRequirement) -> StaffingRequirement {
    let sum = one.agents.row(0).iter().zip(other.agents.row(0)).map(|(a, b)| a + b).collect();
    StaffingRequirement::at_one_price(Grid::from_rows(vec![sum]))
}

/// The schedule, which the checker accepts.
fn accepted(scenario: &Scenario, requirement: &StaffingRequirement) -> Schedule {
    let schedule = solved(scenario, requirement);
    assert_eq!(check(scenario, requirement, &schedule), []);
    assert!(schedule.gap() < 1e-9, "{}", schedule.gap());
    schedule
}

/// Days on which each person works, by contract and number.
fn days_of_people(schedule: &Schedule) -> Vec<(usize, u32, Vec<usize>)> {
    let days = |tour: &callboard::scheduling::Tour| tour.shifts.iter().map(|shift| shift.day).collect();
    schedule.tours.iter().map(|tour| (tour.contract.0, tour.person, days(tour))).collect()
}

mod by_hand {
    use super::*;

    #[test]
    fn two_days_off_lie_together_and_what_is_needed_between_them_is_missing() {
        let mut rules = contract(1);
        let centre = |rules: &GroupContract| centre_with(7, vec![rules.clone()], vec![shift_type(&[240], &[480])]);
        let scenario = centre(&rules);
        let requirement = needed_on(&scenario, 1, 8..12, &[1, 2, 4, 5, 6]);
        assert_eq!(accepted(&scenario, &requirement).cost.objective(), Money(5.0 * 80.0));
        rules.days_off_together = true;
        let schedule = accepted(&centre(&rules), &requirement);
        assert_eq!(schedule.cost.objective(), Money(4.0 * 80.0 + 4.0 * 60.0));
        assert_eq!(days_of_people(&schedule)[0].2.len(), 4);
    }

    #[test]
    fn who_begins_early_does_not_begin_late_in_the_same_week() {
        let mut rules = contract(1);
        rules.start_within = Some(120);
        let types = vec![shift_type(&[240], &[480, 600, 840])];
        let mut scenario = centre_with(7, vec![rules], types);
        let early = needed_on(&scenario, 1, 8..12, &[0, 1]);
        let soon = needed_on(&scenario, 1, 10..14, &[2]);
        let late = needed_on(&scenario, 1, 14..18, &[3, 4]);
        let requirement = both(&both(&early, &soon), &late);
        let schedule = accepted(&scenario, &requirement);
        assert_eq!(days_of_people(&schedule), [(0, 0, vec![0, 1, 2])]);
        assert_eq!(schedule.cost.objective(), Money(3.0 * 80.0 + 2.0 * 240.0));
        scenario.groups[0].contracts[0].start_within = Some(360);
        assert_eq!(accepted(&scenario, &requirement).cost.objective(), Money(5.0 * 80.0));
    }

    #[test]
    fn people_take_weekends_in_turn() {
        let mut rules = contract(2);
        rules.weekends = Some(WeekendRotation { worked: 1, of: 2 });
        let scenario = centre_with(14, vec![rules], vec![shift_type(&[240], &[480])]);
        let requirement = needed_on(&scenario, 2, 8..12, &[5, 6, 12, 13]);
        let schedule = accepted(&scenario, &requirement);
        assert_eq!(schedule.cost.objective(), Money(4.0 * 80.0 + 4.0 * 240.0));
        assert_eq!(days_of_people(&schedule), [(0, 0, vec![5, 6]), (0, 1, vec![12, 13])]);
    }

    #[test]
    fn whose_turn_it_is_not_works_on_other_days() {
        let mut rules = contract(3);
        rules.weekends = Some(WeekendRotation { worked: 1, of: 3 });
        rules.days_per_week = 6;
        rules.weekly_hours = Hours(24.0);
        let scenario = centre_with(7, vec![rules], vec![shift_type(&[240], &[480])]);
        // Two have five days, and one has six of seven.
        let requirement = needed(&scenario, 3, 8..12);
        let schedule = accepted(&scenario, &requirement);
        assert_eq!(schedule.cost.paid_hours, Hours(16.0 * 4.0));
    }

    #[test]
    fn seasonal_people_work_in_their_season_and_have_hours_for_its_days() {
        let mut rules = contract(1);
        (rules.from, rules.until) = (Some(date(2026, 1, 7)), Some(date(2026, 1, 9)));
        rules.weekly_hours = Hours(20.0);
        let scenario = centre_with(7, vec![rules], vec![shift_type(&[240, 480], &[480])]);
        let requirement = needed(&scenario, 1, 8..16);
        let schedule = accepted(&scenario, &requirement);
        // Three days of five are 12 of 20 hours: a day of eight hours and one of four, or three of four.
        assert_eq!(schedule.cost.paid_hours, Hours(12.0));
        assert!(schedule.shifts.iter().all(|shift| (2..5).contains(&shift.day)));
    }

    #[test]
    fn part_time_people_work_whole_shifts_within_their_hours() {
        let scenario = |people, hours| {
            let part_time = GroupContract::plain("part-time", people, Hours(hours), 5);
            centre_with(7, vec![part_time], vec![shift_type(&[480], &[480])])
        };
        let requirement = needed(&scenario(2, 20.0), 1, 8..16);
        // Forty hours together are five shifts, but each of them has only two.
        let schedule = accepted(&scenario(2, 20.0), &requirement);
        assert_eq!(schedule.cost.objective(), Money(4.0 * 160.0 + 3.0 * 8.0 * 60.0));
        assert_eq!(accepted(&scenario(1, 40.0), &requirement).shifts.len(), 5);
    }

    #[test]
    fn a_contract_works_only_its_shift_types() {
        let mut night = shift_type(&[240], &[1200]);
        "night".clone_into(&mut night.name);
        let (mut by_day, by_night) = (contract(1), contract(1));
        by_day.shift_types = Some(vec![ShiftTypeId(0)]);
        "day".clone_into(&mut by_day.name);
        let scenario = centre_with(7, vec![by_day, by_night], vec![shift_type(&[240], &[480]), night]);
        let requirement = needed_on(&scenario, 2, 20..24, &[0, 1, 2]);
        let schedule = accepted(&scenario, &requirement);
        assert_eq!(days_of_people(&schedule), [(1, 0, vec![0, 1, 2])]);
        assert_eq!(schedule.cost.objective(), Money(3.0 * 80.0 + 3.0 * 240.0));
    }

    #[test]
    fn long_and_short_shifts_are_dealt_out_so_that_nobody_has_too_many_hours() {
        let rules = GroupContract::plain("part-time", 2, Hours(12.0), 2);
        let mut long = shift_type(&[420], &[480]);
        long.weekdays = [true, true, false, false, false, false, false];
        let scenario = centre_with(7, vec![rules], vec![shift_type(&[300], &[480]), long]);
        let requirement = both(&needed_on(&scenario, 1, 8..15, &[0, 1]), &needed_on(&scenario, 1, 8..13, &[2, 3]));
        let schedule = accepted(&scenario, &requirement);
        assert_eq!(schedule.cost.under_cover_hours, Hours(0.0));
        let hours = |tour: &callboard::scheduling::Tour| tour.shifts.iter().map(|shift| shift.length).sum::<u32>();
        assert_eq!(schedule.tours.iter().map(hours).collect::<Vec<_>>(), [720, 720]);
    }

    #[test]
    fn a_group_without_contracts_has_no_tours() {
        let scenario = centre(7, 60, vec![group(2)], vec![shift_type(&[240], &[480])]);
        let schedule = solved(&scenario, &needed(&scenario, 2, 8..12));
        assert!(schedule.tours.is_empty() && schedule.shifts.iter().all(|shift| shift.contract.is_none()));
    }

    #[test]
    fn breaks_overtime_and_sessions_are_in_the_tours_too() {
        let mut rules = contract(3);
        rules.start_within = Some(60);
        let mut shifts = shift_type(&[360], &[480, 540, 600]);
        shifts.breaks = vec![rest(60, 120, 180)];
        let overtime = callboard::scenario::OvertimeRule { before: 60, after: 60, step: 60, premium: Share(0.25) };
        shifts.overtime = Some(overtime);
        let mut scenario = centre_with(7, vec![rules], vec![shifts]);
        scenario.scheduling.sessions = vec![callboard::scenario::Session {
            name: "coaching".to_owned(),
            attendances: vec![(GroupId(0), 3)],
            length: 60,
            earliest: 480,
            latest: 1080,
            step: 60,
            weekdays: [true; 7],
            at_once: None,
            missed: Money(100.0),
        }];
        let requirement = both(&needed(&scenario, 1, 8..14), &needed_on(&scenario, 1, 7..18, &[1, 3]));
        let schedule = schedule(&scenario, &requirement, &limits(&scenario), &Unwatched).unwrap();
        assert_eq!(check(&scenario, &requirement, &schedule), []);
        let worked = || schedule.tours.iter().flat_map(|tour| &tour.shifts);
        assert!(worked().all(|shift| shift.breaks.len() == 1));
        assert!(worked().any(|shift| shift.overtime_minutes() > 0));
        assert_eq!(worked().map(|shift| shift.sessions.len()).sum::<usize>(), 3);
    }
}

/// Everything that one person of a contract may do in the horizon of a few days within a week.
fn weeks_of(scenario: &Scenario, rules: &GroupContract, has_turn: bool) -> Vec<Vec<ScheduledShift>> {
    let mut weeks: Vec<Vec<ScheduledShift>> = vec![Vec::new()];
    let days = scenario.calendar.days.len();
    let in_season = |day: usize| {
        let date = scenario.calendar.days[day].date;
        rules.from.is_none_or(|from| from <= date) && rules.until.is_none_or(|until| date <= until)
    };
    let season: Vec<usize> = (0..days).filter(|&day| in_season(day)).collect();
    for &day in &season {
        let is_weekend = scenario.calendar.days[day].date.weekday().to_monday_zero_offset() >= 5;
        let mut choices = Vec::new();
        for (index, shift_type) in scenario.shift_types.iter().enumerate() {
            let id = ShiftTypeId(index);
            let weekday = scenario.calendar.days[day].date.weekday().to_monday_zero_offset() as usize;
            if rules.shift_types.as_ref().is_some_and(|types| !types.contains(&id)) || !shift_type.weekdays[weekday] {
                continue;
            }
            for &length in &shift_type.lengths {
                for &start in &shift_type.starts {
                    choices.push(ScheduledShift::plain(GroupId(0), id, day, start, length));
                }
            }
        }
        if is_weekend && !has_turn {
            continue;
        }
        let with = weeks.iter().flat_map(|week| {
            choices.iter().map(|choice| week.iter().cloned().chain([choice.clone()]).collect::<Vec<_>>())
        });
        weeks = with.collect::<Vec<_>>().into_iter().chain(weeks).collect();
    }
    let most_days = (rules.days_per_week as usize).min(season.len());
    let most_hours = rules.weekly_hours.0 * most_days as f64 / f64::from(rules.days_per_week);
    weeks.retain(|week| {
        let hours: u32 = week.iter().map(|shift| shift.length).sum();
        let starts = || week.iter().map(|shift| shift.start);
        let apart = starts().max().unwrap_or(0) - starts().min().unwrap_or(0);
        let works = |day: &usize| week.iter().any(|shift| shift.day == *day);
        let off = season.len() - most_days;
        let together = off == 0 || season.windows(off).any(|run| !run.iter().any(works));
        week.len() <= most_days
            && f64::from(hours) / 60.0 <= most_hours + 1e-9
            && rules.start_within.is_none_or(|within| apart <= within)
            && (!rules.days_off_together || together)
    });
    weeks
}

/// The least cost of all that the people of a centre's only group can do; `None` if that is too much to be tried out.
fn least_cost(scenario: &Scenario, requirement: &StaffingRequirement) -> Option<f64> {
    let mut all: BTreeMap<Vec<u32>, f64> = BTreeMap::from([(vec![0; scenario.calendar.intervals.len()], 0.0)]);
    for rules in &scenario.groups[0].contracts {
        for person in 0..rules.people {
            let has_turn = rules.weekends.is_none_or(|rule| person % rule.of < rule.worked);
            let mut weeks: BTreeMap<Vec<u32>, f64> = BTreeMap::new();
            for week in weeks_of(scenario, rules, has_turn) {
                let mut present = vec![0; scenario.calendar.intervals.len()];
                for interval in week.iter().flat_map(|shift| intervals_present(&scenario.calendar, shift)) {
                    present[interval] += 1;
                }
                // What lies beyond the horizon is paid as well.
                let pay = week.iter().map(|shift| f64::from(shift.length) / 60.0 * 20.0).sum::<f64>();
                let least = weeks.entry(present).or_insert(f64::INFINITY);
                *least = least.min(pay);
            }
            if all.len() * weeks.len() > 150_000 {
                return None;
            }
            let mut next: BTreeMap<Vec<u32>, f64> = BTreeMap::new();
            for (before, paid) in &all {
                for (present, pay) in &weeks {
                    let sum = before.iter().zip(present).map(|(a, b)| a + b).collect();
                    let least = next.entry(sum).or_insert(f64::INFINITY);
                    *least = least.min(paid + pay);
                }
            }
            all = next;
        }
    }
    let price = |(present, pay): (&Vec<u32>, &f64)| {
        let cells = present.iter().zip(requirement.agents.row(0));
        let cover = |(&there, &needed): (&u32, &u32)| {
            60.0 * f64::from(needed.saturating_sub(there)) + 5.0 * f64::from(there.saturating_sub(needed))
        };
        pay + cells.map(cover).sum::<f64>()
    };
    Some(all.iter().map(price).fold(f64::INFINITY, f64::min))
}

fn a_contract() -> impl Strategy<Value = GroupContract> {
    let hours = prop::sample::select(vec![(40.0, 5), (12.0, 2), (15.0, 3), (20.0, 4), (9.0, 5), (16.0, 1)]);
    let within = prop::sample::select(vec![None, Some(0), Some(60), Some(120)]);
    let weekends = prop::sample::select(vec![None, Some((0, 1)), Some((1, 2)), Some((2, 3))]);
    let season = prop::sample::select(vec![(None, None), (Some(9), None), (None, Some(10)), (Some(9), Some(10))]);
    let types = prop::sample::select(vec![None, None, Some(0), Some(1)]);
    (1u32..4, hours, any::<bool>(), within, weekends, (season, types)).prop_map(
        |(people, (hours, days), days_off_together, start_within, weekends, ((from, until), types))| {
            let day = |day: i8| date(2026, 1, day);
            GroupContract {
                days_off_together,
                start_within,
                weekends: weekends.map(|(worked, of)| WeekendRotation { worked, of }),
                from: from.map(day),
                until: until.map(day),
                shift_types: types.map(|index| vec![ShiftTypeId(index)]),
                ..GroupContract::plain("random", people, Hours(hours), days)
            }
        },
    )
}

/// A centre of a few days from a Thursday on, with shifts of one length or of two.
fn a_centre(lengths: &'static [u32]) -> impl Strategy<Value = (Scenario, StaffingRequirement)> {
    let starts = prop::sample::subsequence(vec![360, 420, 480, 600], 1..=3);
    let contracts = prop::collection::vec(a_contract(), 1..3);
    (3u32..6, contracts, starts.clone(), starts, prop::collection::vec(0u32..3, 5 * 24), any::<[bool; 7]>()).prop_map(
        move |(days, contracts, first, second, agents, weekdays)| {
            let mut types = vec![shift_type(lengths, &first), shift_type(lengths, &second)];
            types[1].weekdays = weekdays;
            let mut scenario = centre_with(days, contracts, types);
            scenario.calendar = Calendar::of_days(date(2026, 1, 8), days, 60, &TimeZone::UTC);
            let intervals = scenario.calendar.intervals.len();
            let needed = (0..intervals).map(|index| if (6..13).contains(&(index % 24)) { agents[index] } else { 0 });
            let agents = Grid::from_rows(vec![needed.collect()]);
            (scenario, StaffingRequirement::at_one_price(agents))
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, max_global_rejects: 16_384, ..ProptestConfig::default() })]

    #[test]
    fn with_shifts_of_one_length_no_tours_cost_less((scenario, requirement) in a_centre(&[180])) {
        let least = least_cost(&scenario, &requirement);
        prop_assume!(least.is_some());
        let schedule = schedule(&scenario, &requirement, &Limits::NONE, &Unwatched).unwrap();
        prop_assert_eq!(check(&scenario, &requirement, &schedule), []);
        let (least, cost) = (least.unwrap(), schedule.cost.objective().0);
        // Costs are whole multiples of 5; the solver's tolerances are far below that.
        prop_assert!((cost - least).abs() < 0.01, "{} instead of {}: {:?}", cost, least, schedule.tours);
    }

    #[test]
    fn with_shifts_of_several_lengths_all_rules_are_kept_and_the_bound_holds(
        (scenario, requirement) in a_centre(&[180, 300]),
    ) {
        let least = least_cost(&scenario, &requirement);
        prop_assume!(least.is_some());
        let schedule = schedule(&scenario, &requirement, &Limits::NONE, &Unwatched).unwrap();
        prop_assert_eq!(check(&scenario, &requirement, &schedule), []);
        let (least, cost) = (least.unwrap(), schedule.cost.objective().0);
        prop_assert!(schedule.bound().0 < least + 0.01 && least < cost + 0.01, "{:?}: {} {}", schedule.bound(), least, cost);
    }
}

/// Each rule of the checker finds what was planted for it, and only that.
mod planted {
    use super::*;

    /// A centre of two people for two weeks, who work four hours from 8 on Monday to Friday of each week.
    fn honest() -> (Scenario, StaffingRequirement, Schedule) {
        let types = vec![shift_type(&[240], &[480, 540, 660]), shift_type(&[300], &[480])];
        let scenario = centre_with(14, vec![contract(2)], types);
        let requirement = needed_on(&scenario, 2, 8..12, &[0, 1, 2, 3, 4, 7, 8, 9, 10, 11]);
        let schedule = accepted(&scenario, &requirement);
        assert_eq!((schedule.tours.len(), schedule.shifts.len()), (4, 10));
        (scenario, requirement, schedule)
    }

    /// What the checker says about other tours, with a schedule that is made of them and numbers that were told correctly.
    fn with_tours(change: impl Fn(&mut Schedule, &mut Scenario)) -> Vec<&'static str> {
        let (mut scenario, requirement, mut schedule) = honest();
        change(&mut schedule, &mut scenario);
        schedule.shifts = schedule.tours.iter().flat_map(|tour| tour.shifts.clone()).collect();
        schedule.cost = cost(&scenario, &requirement, &schedule.shifts);
        schedule.solutions.truncate(1);
        schedule.solutions[0].objective = schedule.cost.objective();
        schedule.solutions[0].bound = Money::ZERO;
        rules_broken(&scenario, &requirement, &schedule)
    }

    fn rules(scenario: &mut Scenario) -> &mut GroupContract {
        &mut scenario.groups[0].contracts[0]
    }

    #[test]
    fn honest_tours_are_no_finding() {
        assert_eq!(with_tours(|_, _| ()), [""; 0]);
    }

    #[test]
    fn people_contracts_and_weeks_that_do_not_exist() {
        let unknown = ["tours name what exists"];
        assert_eq!(with_tours(|schedule, _| schedule.tours[0].person = 2), unknown);
        assert_eq!(with_tours(|schedule, _| schedule.tours[0].week = 1), unknown);
        assert_eq!(with_tours(|schedule, _| schedule.tours[1].person = 1), unknown);
        assert_eq!(with_tours(|schedule, _| schedule.tours[0].contract = ContractId(1)), unknown);
        assert_eq!(with_tours(|schedule, _| schedule.tours[0].shifts[0].people = 2), unknown);
    }

    #[test]
    fn two_tours_of_a_person_in_a_week() {
        let twice = with_tours(|schedule, _| {
            let mut again = schedule.tours[0].clone();
            again.shifts.truncate(1);
            schedule.tours.push(again);
        });
        assert_eq!(twice, ["tours name what exists"]);
    }

    #[test]
    fn shifts_of_no_contract_and_tours_that_are_not_the_schedule() {
        let told = |change: fn(&mut Schedule)| {
            let (scenario, requirement, mut schedule) = honest();
            change(&mut schedule);
            rules_broken(&scenario, &requirement, &schedule)
        };
        assert_eq!(told(|schedule| schedule.shifts[0].contract = None), ["shifts have a contract", "tours add up"]);
        assert_eq!(told(|schedule| drop(schedule.tours.pop())), ["tours add up"; 5]);
        assert_eq!(told(|schedule| schedule.tours[0].shifts[0].start = 540), ["tours add up"; 2]);
    }

    #[test]
    fn two_shifts_on_a_day() {
        let broken = with_tours(|schedule, _| {
            let (day, other) = (schedule.tours[0].shifts[0].day, &mut schedule.tours[0].shifts[1]);
            (other.day, other.start) = (day, 660);
        });
        assert_eq!(broken, ["people of a day", "one shift a day"]);
    }

    #[test]
    fn more_days_or_hours_than_the_contract_has() {
        assert_eq!(with_tours(|_, scenario| rules(scenario).days_per_week = 4), ["days of a person"; 4]);
        assert_eq!(with_tours(|_, scenario| rules(scenario).weekly_hours = Hours(19.9)), ["hours of a person"; 4]);
    }

    #[test]
    fn days_off_apart() {
        let together = |schedule: &mut Schedule, scenario: &mut Scenario| {
            rules(scenario).days_off_together = true;
            for (shift, day) in schedule.tours[0].shifts.iter_mut().zip([0, 1, 3, 4, 5]) {
                shift.day = day;
            }
        };
        assert_eq!(with_tours(together), ["days off lie together"]);
        assert_eq!(with_tours(|_, scenario| rules(scenario).days_off_together = true), [""; 0]);
    }

    #[test]
    fn starts_too_far_apart() {
        let late = |schedule: &mut Schedule, scenario: &mut Scenario, start| {
            rules(scenario).start_within = Some(60);
            schedule.tours[0].shifts[2].start = start;
        };
        assert_eq!(with_tours(|schedule, scenario| late(schedule, scenario, 540)), [""; 0]);
        let broken = with_tours(|schedule, scenario| late(schedule, scenario, 660));
        assert_eq!(broken, ["shifts begin near each other"]);
    }

    #[test]
    fn two_weekends_one_after_the_other() {
        let saturdays = |schedule: &mut Schedule, scenario: &mut Scenario, tours: [usize; 2]| {
            rules(scenario).weekends = Some(WeekendRotation { worked: 1, of: 2 });
            for tour in tours {
                let week = schedule.tours[tour].week;
                schedule.tours[tour].shifts[4].day = 7 * week + 5;
            }
        };
        // Tours stand person by person.
        assert_eq!(with_tours(|schedule, scenario| saturdays(schedule, scenario, [0, 3])), [""; 0]);
        let broken = with_tours(|schedule, scenario| saturdays(schedule, scenario, [0, 1]));
        assert_eq!(broken, ["weekends are in turn"]);
    }

    #[test]
    fn dates_outside_the_season_and_shifts_of_others() {
        let broken = ["dates and types are the contract's"];
        let early = |schedule: &mut Schedule, scenario: &mut Scenario| {
            rules(scenario).from = Some(date(2026, 1, 6));
            schedule.tours[2].shifts.remove(0);
        };
        assert_eq!(with_tours(early), broken);
        assert_eq!(with_tours(|_, scenario| rules(scenario).until = Some(date(2026, 1, 15))), [broken[0]; 2]);
        let other = |schedule: &mut Schedule, scenario: &mut Scenario| {
            rules(scenario).shift_types = Some(vec![ShiftTypeId(0)]);
            let shift = &mut schedule.tours[0].shifts[0];
            (shift.shift_type, shift.length) = (ShiftTypeId(1), 300);
        };
        assert_eq!(with_tours(other), broken);
    }
}
