//! Waiting: first come, first served; patience, balking, waiting places, after-call work, reasons.

use super::*;
use crate::random::{Facet, uniform};
use crate::scenario::Reason;
use crate::units::Money;

#[test]
fn one_agent_serves_in_the_order_of_arrival() {
    let facts = trace(&centre(1, &[(&[0], &[1])]), &[&[(10.0, 30.0, EVER), (20.0, 10.0, EVER), (25.0, 5.0, EVER)]]);
    let queue = whole(&facts, 0);
    // Begins at 10, 40 and 50: waits 0, 20 and 25.
    assert_eq!((queue.answered, queue.answered_within, queue.waited), (3, 2, 2));
    assert_eq!((queue.wait_answered, queue.waiting_time, queue.handling), (45.0, 45.0, 45.0));
    assert_eq!(busy(&facts, 0), [45.0]);
    assert_eq!(overtime(&facts, 0), [0.0]);
}

#[test]
fn who_loses_patience_leaves_and_who_is_served_at_that_very_moment_does_not() {
    let facts = trace(&centre(1, &[(&[0], &[1])]), &[&[(10.0, 30.0, EVER), (20.0, 10.0, 19.0), (30.0, 5.0, 10.0)]]);
    let queue = whole(&facts, 0);
    assert_eq!((queue.answered, queue.abandoned, queue.abandoned_within), (2, 1, 1));
    assert_eq!((queue.wait_answered, queue.wait_abandoned), (10.0, 19.0));
}

#[test]
fn a_contact_counts_where_it_arrived_and_time_where_it_passed() {
    let facts = trace(&centre(1, &[(&[0], &[1, 1, 1])]), &[&[(50.0, 100.0, EVER), (90.0, 80.0, EVER)]]);
    assert_eq!(facts.queues.row(0).iter().map(|segment| segment.answered).collect::<Vec<_>>(), [2, 0, 0]);
    // The second waits from 90 to 150.
    assert_eq!(facts.queues.row(0).iter().map(|segment| segment.waiting_time).collect::<Vec<_>>(), [10.0, 50.0, 0.0]);
    assert_eq!(busy(&facts, 0), [50.0, 100.0, 30.0]);
    assert_eq!(facts.crews.row(0).iter().map(|segment| segment.answered).collect::<Vec<_>>(), [1, 1, 0]);
}

#[test]
fn with_every_waiting_place_taken_a_contact_is_blocked() {
    let mut centre = centre(1, &[(&[0], &[1])]);
    centre.queues[0].waiting_places = 1;
    let contacts = [(0.0, 50.0, EVER), (10.0, 5.0, 20.0), (20.0, 5.0, EVER), (31.0, 5.0, EVER), (40.0, 5.0, EVER)];
    let queue = whole(&trace(&centre, &[&contacts]), 0);
    // The second leaves at 30, so its place is free for the fourth.
    assert_eq!((queue.answered, queue.abandoned, queue.blocked), (2, 1, 2));
    centre.queues[0].waiting_places = 0;
    let queue = whole(&trace(&centre, &[&contacts]), 0);
    assert_eq!((queue.answered, queue.blocked), (1, 4));
}

#[test]
fn who_balks_leaves_at_once_but_only_if_there_is_a_wait() {
    let mut scenario = scenario(1, &[(&[0], &[1])]);
    scenario.queues[0].balking = Share(1.0);
    let facts = trace(&centre_of(&scenario), &[&[(0.0, 30.0, EVER), (10.0, 5.0, EVER), (30.0, 5.0, EVER)]]);
    let queue = whole(&facts, 0);
    assert_eq!((queue.answered, queue.abandoned, queue.abandoned_within, queue.wait_abandoned), (2, 1, 1, 0.0));
    assert_eq!((queue.waited, queue.lost), (0, 1));
}

#[test]
fn after_call_work_keeps_the_agent_busy() {
    let mut scenario = scenario(1, &[(&[0], &[1])]);
    scenario.queues[0].after_call_work = Some(constant(20.0));
    let facts = trace(&centre_of(&scenario), &[&[(0.0, 30.0, EVER), (10.0, 5.0, EVER)]]);
    let queue = whole(&facts, 0);
    assert_eq!((queue.wait_answered, queue.handling, busy(&facts, 0)), (40.0, 75.0, vec![75.0]));
}

#[test]
fn reasons_differ_in_handling_time_and_value() {
    let mut scenario = scenario(1, &[(&[0], &[1])]);
    let easy = Reason { name: "easy".to_owned(), share: Share(0.5), ..scenario.queues[0].reasons[0].clone() };
    let hard = Reason { name: "hard".to_owned(), handling_factor: 2.0, value: Money(7.0), ..easy.clone() };
    scenario.queues[0].reasons = vec![easy, hard];
    // Who has which reason is told by the key, which is the place in the list.
    let is_hard = |key: u64| uniform(key, Facet::Reason) >= 0.5;
    let hard = (0..10).filter(|&key| is_hard(key)).count() as u32;
    assert!(hard > 0 && hard < 10);
    let contacts: Vec<_> = (0..10).map(|place| (10.0 * f64::from(place), 4.0, EVER)).collect();
    let facts = trace(&centre_of(&scenario), &[&contacts]);
    assert_eq!(busy(&facts, 0), [40.0 + 4.0 * f64::from(hard)]);
    assert_eq!((facts.reasons[0].answered, facts.reasons[1].answered), (10 - hard, hard));
    assert_eq!((facts.reasons[1].offered, facts.reasons[1].handling), (hard, 8.0 * f64::from(hard)));
    // A second for whom there is no place is lost, with the value of its reason.
    let mut centre = centre_of(&scenario);
    centre.queues[0].waiting_places = 0;
    let facts = trace(&centre, &[&[(0.0, 40.0, EVER), (1.0, 4.0, EVER), (2.0, 4.0, EVER), (3.0, 4.0, EVER)]]);
    let lost = (1..4).filter(|&key| is_hard(key)).count();
    assert_eq!((whole(&facts, 0).lost, whole(&facts, 0).lost_value), (3, 7.0 * lost as f64));
}
