//! What is missing costs what its queues say.

use super::*;
use callboard::demand::Demand;
use callboard::distribution::{Distribution, Law};
use callboard::requirement::prices::priced;
use callboard::scenario::{Queue, QueueId, Volume};
use callboard::units::Seconds;

/// A queue of calls of six minutes, of which ten an hour come between two hours: one agent's work.
fn queue(name: &str, hours: std::ops::Range<usize>, price: Option<f64>) -> Queue {
    let contacts = (0..24).map(|hour| if hours.contains(&hour) { 10.0 } else { 0.0 }).collect();
    let handling = Distribution::new(Law::Exponential, Seconds(360.0), None).unwrap();
    Queue { under_cover_per_hour: price.map(MoneyPerHour), ..Queue::plain(name, Volume::Table(contacts), handling) }
}

/// Half a day of work for one person, who can be there from 8 to 12 or from 12 to 16.
fn one_person(queues: Vec<Queue>) -> Scenario {
    let skills = (0..queues.len()).map(QueueId).collect();
    let one = Group { skills, proficiency: vec![1.0; queues.len()], ..group(1) };
    Scenario { queues, ..centre(1, 60, vec![one], vec![shift_type(&[240], &[480, 720])]) }
}

fn required(scenario: &Scenario, hours: std::ops::Range<u32>) -> StaffingRequirement {
    priced(scenario, &Demand::of(scenario), needed(scenario, 1, hours).agents)
}

#[test]
fn the_only_shift_goes_to_the_dearer_queue() {
    for (orders, returns, start) in [(300.0, 90.0, 480), (90.0, 300.0, 720)] {
        let scenario = one_person(vec![queue("orders", 8..12, Some(orders)), queue("returns", 12..16, Some(returns))]);
        let requirement = required(&scenario, 8..16);
        let schedule = solved(&scenario, &requirement);
        assert_eq!(schedule.shifts.iter().map(|shift| shift.start).collect::<Vec<_>>(), [start]);
        // Four hours of work, and four hours missing at the lower price.
        assert_eq!(schedule.cost.objective(), Money(4.0 * 20.0 + 4.0 * 90.0));
        assert_eq!(schedule.cost.under_cover, Money(4.0 * 90.0));
        assert_eq!(check(&scenario, &requirement, &schedule), []);
    }
}

#[test]
fn a_group_whose_queue_is_cheap_stays_at_home_where_another_comes() {
    // Of four paid hours, one is needed: 80 for the shift, and 15 for three idle hours.
    let alone = |name: &str, queue| Group { skills: vec![QueueId(queue)], name: name.to_owned(), ..group(1) };
    let mut shifts = shift_type(&[240], &[480]);
    shifts.groups = vec![GroupId(0), GroupId(1)];
    let queues = vec![queue("orders", 8..9, Some(96.0)), queue("returns", 8..9, Some(94.0))];
    let groups = vec![alone("orders", 0), alone("returns", 1)];
    let scenario = Scenario { queues, ..centre(1, 60, groups, vec![shifts]) };
    let mut agents = Grid::filled(2, 24, 0);
    (agents[(0, 8)], agents[(1, 8)]) = (1, 1);
    let requirement = priced(&scenario, &Demand::of(&scenario), agents);
    let schedule = solved(&scenario, &requirement);
    assert_eq!(schedule.shifts.iter().map(|shift| shift.group).collect::<Vec<_>>(), [GroupId(0)]);
    assert_eq!(schedule.cost.objective(), Money(80.0 + 15.0 + 94.0));
    assert_eq!(check(&scenario, &requirement, &schedule), []);
}

#[test]
fn a_group_of_two_queues_is_priced_by_their_load_hour_by_hour() {
    // Nobody comes for less than 80 + 5 for each idle hour; only the hour from 8 to 9 is needed.
    let cost = |contacts: f64| {
        let mut orders = queue("orders", 8..9, Some(160.0));
        let Volume::Table(table) = &mut orders.volume else { unreachable!() };
        table[8] = contacts;
        let scenario = one_person(vec![orders, queue("returns", 8..9, Some(60.0))]);
        let requirement = required(&scenario, 8..9);
        let schedule = solved(&scenario, &requirement);
        assert_eq!(check(&scenario, &requirement, &schedule), []);
        schedule.cost.objective()
    };
    // A quarter of the load are orders: 85. Half of it: 110, and the shift for 95 is cheaper.
    assert!((cost(10.0 / 3.0).0 - 85.0).abs() < 1e-9);
    assert_eq!(cost(10.0), Money(95.0));
}

#[test]
fn prices_that_are_all_the_same_change_nothing() {
    let with = |price| {
        let scenario = one_person(vec![queue("orders", 8..12, price), queue("returns", 12..16, price)]);
        solved(&scenario, &required(&scenario, 8..16))
    };
    assert_eq!(with(None), with(Some(60.0)));
}

#[test]
fn the_checker_finds_a_shortage_that_is_told_at_the_wrong_price() {
    let scenario = one_person(vec![queue("orders", 8..12, Some(300.0)), queue("returns", 12..16, Some(90.0))]);
    let requirement = required(&scenario, 8..16);
    let mut schedule = solved(&scenario, &requirement);
    // At the price of the settings, 60 an hour.
    schedule.cost.under_cover = Money(4.0 * 60.0);
    schedule.solutions[0].objective = schedule.cost.objective();
    schedule.solutions[0].bound = Money::ZERO;
    assert_eq!(rules_broken(&scenario, &requirement, &schedule), ["cost adds up", "parts add up"]);
}
