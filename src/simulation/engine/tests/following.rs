//! What follows: redials, repeats, handovers, satisfaction. Who comes again takes 10 s and has endless patience.

use super::*;
use crate::units::Money;

/// Everyone who abandons or is blocked comes again after 40 s.
fn with_redials(to: usize, levels: &[u32]) -> Scenario {
    let mut scenario = scenario(2, &[(&[0], levels), (&[1], levels)]);
    scenario.queues[0].redial = Some(all_come_back(40.0, to));
    scenario.queues[0].reasons[0].value = Money(7.0);
    scenario
}

/// The second hangs up at 20.
const IMPATIENT: [&[(f64, f64, f64)]; 2] = [&[(0.0, 100.0, EVER), (5.0, 10.0, 15.0)], &[]];

#[test]
fn who_hangs_up_tries_again_exactly_so_much_later() {
    let centre = centre_of(&with_redials(0, &[1, 1]));
    let facts = trace(&centre, &IMPATIENT);
    let (queue, journey) = (whole(&facts, 0), journeys(&facts, 0));
    assert_eq!((queue.answered, queue.abandoned, queue.lost, journey.redials), (2, 1, 0, 1));
    // Again at 60, answered at 100.
    assert_eq!((queue.wait_abandoned, queue.wait_answered), (15.0, 40.0));
    // 0.02 a minute, and 0.15 for the earlier attempt.
    assert!((queue.dissatisfaction - (0.02 * 40.0 / 60.0 + 0.15)).abs() < 1e-12, "{}", queue.dissatisfaction);
    assert_eq!(facts.reasons[0].offered, 3);
}

#[test]
fn who_hangs_up_may_try_another_channel() {
    let facts = trace(&centre_of(&with_redials(1, &[1])), &IMPATIENT);
    assert_eq!((journeys(&facts, 0).redials, journeys(&facts, 1).redials), (0, 1));
    assert_eq!((whole(&facts, 1).answered, busy(&facts, 1)), (1, vec![10.0]));
}

#[test]
fn who_does_not_try_again_is_lost_with_the_value() {
    let mut scenario = with_redials(0, &[1]);
    scenario.queues[0].redial.as_mut().unwrap().share = Share(0.0);
    let facts = trace(&centre_of(&scenario), &IMPATIENT);
    assert_eq!((whole(&facts, 0).lost, whole(&facts, 0).lost_value), (1, 7.0));
    assert_eq!((facts.reasons[0].lost, facts.reasons[0].lost_value), (1, 7.0));
}

#[test]
fn who_is_blocked_tries_again_and_again() {
    let mut centre = centre_of(&with_redials(0, &[1, 1]));
    centre.queues[0].waiting_places = 0;
    // Blocked at 5, 45 and 85, answered at 125.
    let facts = trace(&centre, &IMPATIENT);
    let queue = whole(&facts, 0);
    assert_eq!((queue.answered, queue.blocked, journeys(&facts, 0).redials), (2, 3, 3));
    assert_eq!(queue.dissatisfaction, 0.85 - (0.85 - 3.0 * 0.15));
}

#[test]
fn who_finds_the_doors_shut_comes_at_any_time_of_the_next_opening_hours() {
    let mut centre = centre_of(&with_redials(0, &[1; 6]));
    opens(&mut centre, 0, &[true, false, true, true, false, true], true);
    // All but the first hang up at 65 and would come back at 105, when the doors are shut until 200.
    let mut crowd = vec![(0.0, 600.0, EVER)];
    crowd.extend([(60.0, 10.0, 5.0); 400]);
    let facts = trace(&centre, &[&crowd, &[]]);
    let came = |segment: usize| facts.journeys[(0, segment)].redials;
    assert_eq!([0, 1, 4, 5].map(came), [0; 4]);
    assert_eq!(came(2) + came(3), 400);
    // Binomial(400, 1/2): 50 are five standard deviations.
    assert!(came(2).abs_diff(200) < 50, "{}", came(2));
}

#[test]
fn whose_matter_is_not_settled_comes_back_until_the_horizon_ends() {
    let mut scenario = scenario(1, &[(&[0], &[1])]);
    scenario.queues[0].reasons[0].resolution = Share(0.0);
    scenario.queues[0].repeat = Some(all_come_back(50.0, 0));
    // From 0 to 20 and from 70 to 80; after that it would be 130.
    let facts = trace(&centre_of(&scenario), &[&[(0.0, 20.0, EVER)]]);
    let journey = journeys(&facts, 0);
    assert_eq!((journey.repeats, journey.concluded, journey.settled), (1, 2, 0));
    assert_eq!((facts.reasons[0].settled, busy(&facts, 0)), (0, vec![30.0]));
}

#[test]
fn an_escalated_contact_waits_anew_in_the_other_queue() {
    let mut scenario = scenario(2, &[(&[0], &[1]), (&[1], &[1])]);
    scenario.queues[0].reasons[0].escalation = Some(all_are_handed_on(1.0, 1));
    let facts = trace(&centre_of(&scenario), &[&[(0.0, 20.0, EVER)], &[(0.0, 30.0, EVER)]]);
    assert_eq!((journeys(&facts, 0).handed_on, journeys(&facts, 0).concluded), (1, 0));
    assert_eq!((journeys(&facts, 1).handed_in, journeys(&facts, 1).concluded), (1, 2));
    let second = whole(&facts, 1);
    // From 20 to 30 it waits.
    assert_eq!((second.wait_answered, second.handling), (10.0, 40.0));
    assert!((second.dissatisfaction - (0.02 * 10.0 / 60.0 + 0.1)).abs() < 1e-12, "{}", second.dissatisfaction);
}

#[test]
fn a_transfer_takes_only_a_part_of_the_first_agents_time() {
    let mut scenario = scenario(2, &[(&[0], &[1]), (&[1], &[1])]);
    scenario.queues[0].reasons[0].transfer = Some(all_are_handed_on(0.25, 1));
    let facts = trace(&centre_of(&scenario), &[&[(0.0, 20.0, EVER)], &[(0.0, 30.0, EVER)]]);
    assert_eq!((busy(&facts, 0), whole(&facts, 0).handling), (vec![5.0], 5.0));
    assert_eq!(whole(&facts, 1).wait_answered, 25.0);
}

#[test]
fn a_transfer_and_an_escalation_exclude_each_other() {
    let mut scenario = scenario(3, &[(&[0], &[1]), (&[1, 2], &[1])]);
    scenario.queues[0].reasons[0].transfer = Some(Handover { share: Share(0.0), to: QueueId(2), handled: Share(0.5) });
    scenario.queues[0].reasons[0].escalation = Some(all_are_handed_on(1.0, 1));
    let facts = trace(&centre_of(&scenario), &[&[(0.0, 20.0, EVER)], &[], &[]]);
    assert_eq!((journeys(&facts, 1).handed_in, journeys(&facts, 2).handed_in, busy(&facts, 0)), (1, 0, vec![20.0]));
}

#[test]
fn who_is_handed_on_to_a_shut_queue_is_blocked_there() {
    let mut scenario = scenario(2, &[(&[0], &[1]), (&[1], &[1])]);
    scenario.queues[0].reasons[0].escalation = Some(all_are_handed_on(1.0, 1));
    let mut centre = centre_of(&scenario);
    opens(&mut centre, 1, &[false], true);
    let facts = trace(&centre, &[&[(0.0, 20.0, EVER)], &[]]);
    let second = whole(&facts, 1);
    assert_eq!((second.blocked, second.lost, journeys(&facts, 1).handed_in), (1, 1, 1));
}
