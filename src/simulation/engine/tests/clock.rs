//! The clock: levels, closing, attendance, overtime, the end of the horizon.

use super::*;
use crate::scenario::Deferred;

#[test]
fn who_comes_on_duty_takes_a_waiting_contact_at_once() {
    let facts = trace(&centre(1, &[(&[0], &[0, 1])]), &[&[(80.0, 10.0, EVER), (90.0, 10.0, EVER)]]);
    assert_eq!(whole(&facts, 0).wait_answered, 20.0 + 20.0);
}

#[test]
fn whose_duty_ends_finishes_first_and_that_is_overtime() {
    let facts =
        trace(&centre(1, &[(&[0], &[2, 1, 1])]), &[&[(90.0, 30.0, EVER), (95.0, 125.0, EVER), (110.0, 10.0, EVER)]]);
    // Two are busy at 100 and one is too many, until one finishes at 120 and leaves; the third waits for the other, at 220.
    assert_eq!(overtime(&facts, 0), [0.0, 20.0, 0.0]);
    assert_eq!(whole(&facts, 0).wait_answered, 110.0);
}

#[test]
fn whose_duty_ends_and_begins_again_during_a_contact_stays() {
    let facts = trace(&centre(1, &[(&[0], &[1, 0, 1])]), &[&[(90.0, 130.0, EVER), (95.0, 10.0, EVER)]]);
    assert_eq!(overtime(&facts, 0), [0.0, 100.0, 0.0]);
    assert_eq!(whole(&facts, 0).wait_answered, 125.0);
    assert_eq!(busy(&facts, 0), [10.0, 100.0, 30.0]);
}

#[test]
fn the_idle_go_when_their_duty_ends() {
    let facts = trace(&centre(1, &[(&[0], &[3, 1])]), &[&[(110.0, 20.0, EVER), (115.0, 10.0, EVER)]]);
    assert_eq!(whole(&facts, 0).wait_answered, 15.0);
    assert_eq!(overtime(&facts, 0), [0.0, 0.0]);
}

#[test]
fn work_after_the_horizon_is_overtime_in_its_last_interval() {
    let facts = trace(&centre(1, &[(&[0], &[1])]), &[&[(90.0, 30.0, EVER), (95.0, 10.0, EVER)]]);
    assert_eq!(busy(&facts, 0), [40.0]);
    assert_eq!(overtime(&facts, 0), [30.0]);
    let queue = whole(&facts, 0);
    // The second waits 25 s, of which 5 within the horizon.
    assert_eq!((queue.wait_answered, queue.waiting_time), (25.0, 5.0));
}

#[test]
fn at_closing_agents_stay_until_nobody_waits() {
    let mut centre = centre(1, &[(&[0], &[1, 0, 0])]);
    centre.queues[0].open = vec![true, false, false];
    let facts = trace(&centre, &[&[(80.0, 30.0, EVER), (85.0, 40.0, EVER), (90.0, 10.0, EVER)]]);
    assert_eq!((whole(&facts, 0).answered, whole(&facts, 0).wait_answered), (3, 25.0 + 60.0));
    assert_eq!(overtime(&facts, 0), [0.0, 60.0, 0.0]);
}

#[test]
fn at_closing_an_idle_agent_does_not_leave_a_contact_alone_that_waits_for_overflow() {
    let mut centre = centre(1, &[(&[0], &[1, 0])]);
    overflow(&mut centre, 0, 0, 60.0);
    centre.queues[0].open = vec![true, false];
    let facts = trace(&centre, &[&[(90.0, 10.0, EVER)]]);
    assert_eq!((whole(&facts, 0).answered, whole(&facts, 0).wait_answered), (1, 10.0));
    assert_eq!(overtime(&facts, 0), [0.0, 10.0]);
}

#[test]
fn at_closing_who_waits_may_be_cut_off() {
    let mut centre = centre(1, &[(&[0], &[1, 1])]);
    centre.queues[0].open = vec![true, false];
    centre.routing.at_closing = AtClosing::Disconnect;
    let facts = trace(&centre, &[&[(80.0, 30.0, EVER), (85.0, 40.0, EVER), (90.0, 10.0, 5.0)]]);
    let queue = whole(&facts, 0);
    assert_eq!((queue.answered, queue.abandoned, queue.wait_abandoned), (1, 2, 15.0 + 5.0));
}

#[test]
fn whom_nobody_can_serve_is_unserved_if_patient_and_has_abandoned_if_not() {
    let facts = trace(&centre(1, &[(&[0], &[1, 0])]), &[&[(110.0, 5.0, EVER), (150.0, 5.0, 500.0)]]);
    let queue = whole(&facts, 0);
    assert_eq!((queue.answered, queue.abandoned, queue.unserved), (0, 1, 1));
    assert_eq!((queue.wait_abandoned, queue.waiting_time), (500.0, 90.0 + 50.0));
}

fn missing(facts: &Facts, group: usize) -> Vec<f64> {
    facts.crews.row(group).iter().map(|segment| segment.missing).collect()
}

#[test]
fn who_is_late_takes_a_waiting_contact_when_coming() {
    let facts = trace_attended(
        &centre(1, &[(&[0], &[2])]),
        &[&[(55.0, 30.0, EVER), (60.0, 10.0, EVER)]],
        &[(50.0, 0, 1), (80.0, 0, -1)],
    );
    assert_eq!((whole(&facts, 0).wait_answered, missing(&facts, 0)), (20.0, vec![30.0]));
    assert_eq!((busy(&facts, 0), overtime(&facts, 0)), (vec![40.0], vec![0.0]));
}

#[test]
fn who_steps_away_finishes_first_and_that_is_neither_missing_nor_overtime() {
    let facts = trace_attended(
        &centre(1, &[(&[0], &[1, 1])]),
        &[&[(40.0, 30.0, EVER), (75.0, 10.0, EVER)]],
        &[(50.0, 0, 1), (150.0, 0, -1)],
    );
    // There until 70, away until 150.
    assert_eq!((missing(&facts, 0), overtime(&facts, 0)), (vec![30.0, 50.0], vec![0.0, 0.0]));
    assert_eq!(whole(&facts, 0).wait_answered, 75.0);
}

#[test]
fn who_should_be_away_when_duty_ends_is_in_overtime_from_then_on() {
    let facts =
        trace_attended(&centre(1, &[(&[0], &[1, 0])]), &[&[(40.0, 90.0, EVER)]], &[(50.0, 0, 1), (100.0, 0, -1)]);
    assert_eq!((missing(&facts, 0), overtime(&facts, 0)), (vec![0.0, 0.0], vec![0.0, 30.0]));
}

#[test]
fn who_is_absent_from_the_first_moment_does_not_take_what_waits_then() {
    let mut scenario = scenario(1, &[(&[0], &[1])]);
    scenario.queues[0].deferred = Some(Deferred { interruptible: false, backlog: 1, in_opening_hours: true });
    let facts = trace_attended(&centre_of(&scenario), &[&[]], &[(0.0, 0, 1), (80.0, 0, -1)]);
    assert_eq!((whole(&facts, 0).wait_answered, missing(&facts, 0), busy(&facts, 0)), (80.0, vec![80.0], vec![10.0]));
}

#[test]
fn after_call_work_and_talk_beyond_the_end_of_duty_are_overtime() {
    let mut scenario = scenario(1, &[(&[0], &[1, 0])]);
    scenario.queues[0].after_call_work = Some(constant(20.0));
    scenario.trunks = vec![Trunk { name: "lines".to_owned(), lines: 1, queues: vec![QueueId(0)] }];
    let facts = trace(&centre_of(&scenario), &[&[(80.0, 30.0, EVER)]]);
    assert_eq!((busy(&facts, 0), overtime(&facts, 0)), (vec![20.0, 30.0], vec![0.0, 30.0]));
}
