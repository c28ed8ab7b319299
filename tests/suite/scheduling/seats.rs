//! Groups that share the seats of a site.

use super::brute_force::choices;
use super::*;
use callboard::scenario::{GroupContract, OvertimeRule, Site, SiteId};
use callboard::scheduling::insist::insist;
use callboard::scheduling::seats::{seats_taken, site_use};
use callboard::scheduling::shortfall::{hours_beyond_the_staff, hours_for_want_of_seats};
use proptest::prelude::*;

fn hall(seats: u32) -> Site {
    Site {
        name: "hall".to_owned(),
        time_zone: "UTC".to_owned(),
        open: Vec::new(),
        opening_hours: callboard::calendar::OpeningHours::always(),
        outages: Vec::new(),
        seats: Some(seats),
    }
}

/// Groups that all work the same types of shift in a hall of so many seats.
fn at_one_site(days: u32, groups: Vec<Group>, mut shift_types: Vec<ShiftType>, seats: u32) -> Scenario {
    let ids: Vec<GroupId> = (0..groups.len()).map(GroupId).collect();
    let names = ["orders", "returns", "claims"].into_iter();
    let there = |(group, name): (Group, &str)| Group { site: Some(SiteId(0)), name: name.to_owned(), ..group };
    for shift_type in &mut shift_types {
        shift_type.groups.clone_from(&ids);
    }
    let groups = groups.into_iter().zip(names).map(there).collect();
    Scenario { sites: vec![hall(seats)], ..centre(days, 60, groups, shift_types) }
}

/// So many agents of each group between two hours of each day.
fn each(scenario: &Scenario, agents: &[u32], hours: std::ops::Range<u32>) -> StaffingRequirement {
    let row = |&agents: &u32| needed(scenario, agents, hours.clone()).agents.row(0).to_vec();
    StaffingRequirement::at_one_price(Grid::from_rows(agents.iter().map(row).collect()))
}

/// People on shifts of each group.
fn people(schedule: &Schedule, group: usize) -> u32 {
    schedule.shifts.iter().filter(|shift| shift.group.0 == group).map(|shift| shift.people).sum()
}

#[test]
fn the_only_seat_goes_to_those_who_are_dearer_to_miss() {
    for dear in [0, 1] {
        let scenario = at_one_site(1, vec![group(2), group(2)], vec![shift_type(&[240], &[480])], 1);
        let mut requirement = each(&scenario, &[1, 1], 8..12);
        let mut prices = Grid::filled(2, 24, MoneyPerHour(60.0));
        prices.row_mut(dear).fill(MoneyPerHour(70.0));
        requirement.price_of_missing = Some(prices);
        let schedule = solved(&scenario, &requirement);
        assert_eq!((people(&schedule, dear), people(&schedule, 1 - dear)), (1, 0));
        assert_eq!(schedule.cost.objective(), Money(4.0 * 20.0 + 4.0 * 60.0));
        // Alone, each would cost 80; together 320 is the least.
        assert!((schedule.bound().0 - 320.0).abs() < 1e-6, "{:?}", schedule.solutions);
        assert!(schedule.solutions[0].status.contains("orders, returns share the 1 seats of hall"));
        assert_eq!(check(&scenario, &requirement, &schedule), []);
        let lacking = hours_for_want_of_seats(&scenario, &requirement, &schedule);
        assert_eq!(lacking, [(SiteId(0), Hours(4.0))]);
        assert_eq!(hours_beyond_the_staff(&scenario, &requirement, &schedule), Hours(0.0));
        let used = site_use(&scenario, &schedule.shifts)[0];
        assert_eq!((used.seats, used.peak, used.when), (1, 1, 8));
    }
}

#[test]
fn a_break_does_not_free_the_seat() {
    // Two people of six hours; one could rest while the other works, and both need the seat.
    let mut shifts = shift_type(&[360], &[480]);
    shifts.breaks = vec![rest(60, 60, 240)];
    let scenario = at_one_site(1, vec![group(2)], vec![shifts], 1);
    let requirement = each(&scenario, &[1], 8..14);
    let schedule = solved(&scenario, &requirement);
    assert_eq!((people(&schedule, 0), schedule.cost.under_cover_hours), (1, Hours(1.0)));
    assert_eq!(check(&scenario, &requirement, &schedule), []);
}

#[test]
fn overtime_needs_a_seat() {
    let with = |seats| {
        let overtime = Some(OvertimeRule { before: 0, after: 60, step: 60, premium: Share(0.25) });
        let early = ShiftType { overtime, ..shift_type(&[240], &[480]) };
        let late = ShiftType { name: "late".to_owned(), ..shift_type(&[240], &[720]) };
        let scenario = at_one_site(1, vec![group(1), group(1)], vec![early, late], seats);
        let mut requirement = each(&scenario, &[1, 0], 8..13);
        requirement.agents.row_mut(1)[12..16].fill(1);
        let schedule = solved(&scenario, &requirement);
        assert_eq!(check(&scenario, &requirement, &schedule), []);
        (schedule.cost.overtime_hours, schedule.cost.under_cover_hours)
    };
    assert_eq!(with(2), (Hours(1.0), Hours(0.0)));
    assert_eq!(with(1), (Hours(0.0), Hours(1.0)));
}

#[test]
fn seats_that_suffice_change_nothing() {
    let scenario = at_one_site(8, vec![group(3), group(2)], vec![shift_type(&[240, 480], &[480, 720, 1320])], 5);
    let requirement = each(&scenario, &[2, 1], 8..24);
    let mut without = scenario.clone();
    without.sites[0].seats = None;
    assert_eq!(solved(&scenario, &requirement), solved(&without, &requirement));
}

#[test]
fn a_night_between_two_weeks_is_weighed_against_the_morning_after() {
    // The night of Sunday to Monday has eight hours, of which the last six are of the second week.
    let night = ShiftType { name: "night".to_owned(), ..shift_type(&[480], &[1320]) };
    let scenario = at_one_site(8, vec![group(1), group(1)], vec![night, shift_type(&[240], &[0])], 1);
    let mut requirement = each(&scenario, &[0, 0], 0..0);
    requirement.agents.row_mut(0)[6 * 24 + 22..6 * 24 + 24].fill(1);
    requirement.price_of_missing = Some(Grid::filled(2, 8 * 24, MoneyPerHour(200.0)));
    requirement.agents.row_mut(1)[7 * 24..7 * 24 + 4].fill(1);
    let schedule = solved(&scenario, &requirement);
    assert_eq!(check(&scenario, &requirement, &schedule), []);
    // The night for 190 saves 400, but the four hours after it are worth 720 more than the shift.
    assert_eq!((people(&schedule, 0), people(&schedule, 1)), (0, 1));
    assert!((schedule.cost.objective().0 - 480.0).abs() < 1e-9 && (schedule.bound().0 - 480.0).abs() < 1e-6);
}

#[test]
fn insisting_on_cover_takes_no_seat_that_is_taken() {
    let scenario = at_one_site(1, vec![group(3), group(3)], vec![shift_type(&[240], &[480, 720])], 3);
    let requirement = each(&scenario, &[2, 2], 8..16);
    let mut cheap = requirement.clone();
    // At 15 an hour nobody of the second group comes.
    let mut prices = Grid::filled(2, 24, MoneyPerHour(60.0));
    prices.row_mut(1).fill(MoneyPerHour(15.0));
    cheap.price_of_missing = Some(prices);
    let schedule = solved(&scenario, &cheap);
    assert_eq!(people(&schedule, 1), 0);
    let mut open = Grid::filled(2, 24, 0);
    open.row_mut(1)[8..16].fill(2);
    let insisted = insist(&scenario, &cheap, &schedule, &open, &Limits::NONE, &Unwatched).unwrap();
    assert_eq!(check(&scenario, &cheap, &insisted), []);
    // The first group keeps three of its people's shifts: two at a time, so that one seat is left.
    assert!(people(&insisted, 1) > 0);
    assert!(seats_taken(&scenario, &insisted.shifts).row(0).iter().all(|&taken| taken <= 3));
}

#[test]
fn more_people_at_work_than_seats() {
    let scenario = at_one_site(1, vec![group(3), group(3)], vec![shift_type(&[240], &[480, 600])], 3);
    let requirement = each(&scenario, &[1, 1], 8..12);
    let mut schedule = solved(&scenario, &requirement);
    let told = |schedule: &mut Schedule| {
        schedule.cost = cost(&scenario, &requirement, &schedule.shifts);
        schedule.solutions.truncate(1);
        schedule.solutions[0].objective = schedule.cost.objective();
        schedule.solutions[0].bound = Money::ZERO;
        rules_broken(&scenario, &requirement, schedule)
    };
    schedule.shifts = vec![ScheduledShift::plain(GroupId(0), ShiftTypeId(0), 0, 480, 240)];
    schedule.shifts[0].people = 2;
    // From 10 to 12, two and one are there.
    schedule.shifts.push(ScheduledShift::plain(GroupId(1), ShiftTypeId(0), 0, 600, 240));
    assert_eq!(told(&mut schedule), [""; 0]);
    schedule.shifts[1].people = 2;
    assert_eq!(told(&mut schedule), ["seats of a site"]);
    let findings = check(&scenario, &requirement, &schedule);
    assert_eq!(findings[0].what, "4 at work in hall at 2026-01-05T10:00, which has 3 seats");
}

/// Every choice of shifts of a day by at most so many people of a group within their hours, with the seats that it takes by hour and
/// its cost.
fn teams(scenario: &Scenario, requirement: &StaffingRequirement, id: GroupId) -> Vec<(Vec<u32>, f64)> {
    let group = scenario.group(id);
    let mut teams: Vec<Vec<ScheduledShift>> = vec![Vec::new()];
    for shift in choices(scenario, id, 0) {
        let mut more = Vec::new();
        for before in &teams {
            let mut team = before.clone();
            while team.len() < group.headcount as usize {
                team.push(shift.clone());
                more.push(team.clone());
            }
        }
        teams.extend(more);
    }
    let most = f64::from(group.headcount) * group.weekly_hours.0 / f64::from(group.days_per_week);
    let mut alone = requirement.clone();
    (0..scenario.groups.len()).filter(|&other| other != id.0).for_each(|other| alone.agents.row_mut(other).fill(0));
    let of_contract = |team: &Vec<ScheduledShift>| team.iter().map(ScheduledShift::contract_minutes).sum::<u32>();
    teams.retain(|team| f64::from(of_contract(team)) / 60.0 <= most + 1e-9);
    let counted = |team: Vec<ScheduledShift>| {
        let mut seats = vec![0; 24];
        for shift in &team {
            let first = (shift.start / 60) as usize;
            let end = (first + (shift.length / 60) as usize).min(24);
            seats[first..end].iter_mut().for_each(|seats| *seats += 1);
        }
        (seats, cost(scenario, &alone, &team).objective().0)
    };
    teams.into_iter().map(counted).collect()
}

fn a_shift_type() -> impl Strategy<Value = ShiftType> {
    let lengths = prop::sample::select(vec![vec![180], vec![300], vec![180, 300]]);
    let starts = prop::sample::select(vec![vec![0, 240], vec![360], vec![60, 1260], vec![120, 300]]);
    let breaks = prop::option::of((60u32..3 * 60, any::<bool>()));
    let overtime =
        prop::option::weighted(0.3, Just(OvertimeRule { before: 0, after: 60, step: 60, premium: Share(0.5) }));
    (lengths, starts, breaks, overtime).prop_map(|(lengths, starts, breaks, overtime)| {
        let rest = |(earliest, paid)| {
            let earliest = earliest / 60 * 60;
            BreakRule { length: 60, paid, earliest, latest: earliest + 60, step: 60, from_shift_length: 300 }
        };
        ShiftType { breaks: breaks.map(rest).into_iter().collect(), overtime, ..shift_type(&lengths, &starts) }
    })
}

fn a_group() -> impl Strategy<Value = Group> {
    let shrinkage = prop::sample::select(vec![0.0, 0.3, 0.5]);
    (1u32..3, shrinkage, 10u32..30, prop::sample::select(vec![40.0, 20.0])).prop_map(
        |(headcount, shrinkage, wage, hours)| Group {
            shrinkage: Share(shrinkage),
            wage: MoneyPerHour(f64::from(wage)),
            weekly_hours: Hours(hours),
            ..group(headcount)
        },
    )
}

prop_compose! {
    fn a_hall(days: u32)(
        groups in prop::collection::vec(a_group(), 1..4),
        shift_types in prop::collection::vec(a_shift_type(), 1..3),
        seats in 1u32..4,
    )(
        agents in prop::collection::vec(0u32..3, groups.len() * days as usize * 24),
        groups in Just(groups),
        shift_types in Just(shift_types),
        seats in Just(seats),
    ) -> (Scenario, StaffingRequirement) {
        let agents = agents.chunks(days as usize * 24).map(<[u32]>::to_vec).collect();
        let scenario = at_one_site(days, groups, shift_types, seats);
        (scenario, StaffingRequirement::at_one_price(Grid::from_rows(agents)))
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, max_global_rejects: 4096, ..ProptestConfig::default() })]

    #[test]
    fn no_schedule_of_two_groups_within_the_seats_costs_less((scenario, requirement) in a_hall(1)) {
        prop_assume!(scenario.groups.len() == 2);
        let [one, other] = [0, 1].map(|group| teams(&scenario, &requirement, GroupId(group)));
        prop_assume!(one.len() * other.len() < 4_000_000);
        let seats = scenario.sites[0].seats.unwrap();
        let fits = |one: &[u32], other: &[u32]| one.iter().zip(other).all(|(one, other)| one + other <= seats);
        let pairs = one.iter().flat_map(|(taken, cost)| {
            other.iter().filter(|(also, _)| fits(taken, also)).map(move |(_, other)| cost + other)
        });
        let least = pairs.fold(f64::INFINITY, f64::min);
        let schedule = solved(&scenario, &requirement);
        prop_assert_eq!(check(&scenario, &requirement, &schedule), []);
        let cost = schedule.cost.objective().0;
        prop_assert!((cost - least).abs() < 0.01, "{} instead of {}: {:?}", cost, least, schedule);
        prop_assert!(schedule.bound().0 <= least + 0.01);
    }

}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn nobody_is_without_a_seat_in_any_week((scenario, requirement) in a_hall(9), with_contracts in any::<bool>()) {
        let mut scenario = scenario;
        if with_contracts {
            for group in &mut scenario.groups {
                let contract = GroupContract::plain("full", group.headcount, group.weekly_hours, group.days_per_week);
                group.contracts = vec![GroupContract { days_off_together: true, ..contract }];
            }
        }
        let schedule = schedule(&scenario, &requirement, &limits(&scenario), &Unwatched).unwrap();
        prop_assert_eq!(check(&scenario, &requirement, &schedule), []);
        let open = Grid::from_rows((0..scenario.groups.len()).map(|_| vec![1; 9 * 24]).collect());
        let insisted = insist(&scenario, &requirement, &schedule, &open, &limits(&scenario), &Unwatched).unwrap();
        prop_assert_eq!(check(&scenario, &requirement, &insisted), []);
    }
}

#[test]
#[cfg_attr(not(feature = "highs"), ignore = "microlp takes minutes for an instance of this size")]
fn three_groups_exchange_seats_day_by_day() {
    // Together they are too many columns for one search, a day of them is not; one group has a contract for each person.
    let starts: Vec<u32> = (16..=24).map(|half| 30 * half).collect();
    let mut shifts = shift_type(&[240, 480], &starts);
    shifts.breaks = vec![BreakRule { step: 30, from_shift_length: 480, ..rest(30, 180, 270) }];
    let plain = at_one_site(4, vec![group(12), group(10), group(9)], vec![shifts], 14);
    let mut scenario = Scenario { calendar: centre(4, 15, vec![], vec![]).calendar, ..plain };
    // Parts of agents keep the relaxation away from whole people.
    for (group, shrinkage) in scenario.groups.iter_mut().zip([0.28, 0.3, 0.0]) {
        group.shrinkage = Share(shrinkage);
    }
    scenario.groups[2].contracts = vec![GroupContract::plain("full", 9, Hours(40.0), 5)];
    let mut requirement = each(&scenario, &[7, 6, 5], 8..20);
    for (index, interval) in scenario.calendar.intervals.iter().enumerate() {
        requirement.agents[(0, index)] += u32::from((600..780).contains(&interval.clock_minute)) * 3;
    }
    let schedule = schedule(&scenario, &requirement, &limits(&scenario), &Unwatched).unwrap();
    assert_eq!(check(&scenario, &requirement, &schedule), []);
    assert_eq!(site_use(&scenario, &schedule.shifts)[0].peak, 14);
    assert!(schedule.bound() <= schedule.cost.objective());
    let status = &schedule.solutions[0].status;
    assert!(status.starts_with("not searched as a whole") || schedule.gap() <= 0.01, "{status}");
}
