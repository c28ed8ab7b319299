//! Lines to the outside.

use super::*;
use crate::simulation::facts::TrunkFacts;

fn with_lines(lines: u32, queues: usize, levels: &[u32]) -> Scenario {
    let groups: Vec<[usize; 1]> = (0..queues).map(|queue| [queue]).collect();
    let groups: Vec<(&[usize], &[u32])> = groups.iter().map(|skills| (skills.as_slice(), levels)).collect();
    let mut scenario = scenario(queues, &groups);
    scenario.trunks = vec![Trunk { name: "lines".to_owned(), lines, queues: (0..queues).map(QueueId).collect() }];
    scenario
}

fn of(facts: &Facts) -> TrunkFacts {
    let mut sum = TrunkFacts::default();
    facts.trunks.row(0).iter().for_each(|segment| sum += segment);
    sum
}

#[test]
fn a_line_is_taken_until_the_talk_ends_and_free_during_the_work_after_it() {
    let mut scenario = with_lines(1, 1, &[1]);
    scenario.queues[0].after_call_work = Some(constant(20.0));
    // Talk until 30, work until 50. The third comes at 30, waits for the agent, and talks from 50 to 60.
    let facts = trace(&centre_of(&scenario), &[&[(0.0, 30.0, EVER), (10.0, 5.0, EVER), (30.0, 10.0, EVER)]]);
    let lines = of(&facts);
    assert_eq!((lines.offered, lines.blocked, lines.in_use), (3, 1, 60.0));
    let queue = whole(&facts, 0);
    assert_eq!((queue.answered, queue.blocked, queue.lost, queue.wait_answered), (2, 1, 1, 20.0));
    assert_eq!((queue.handling, busy(&facts, 0)), (80.0, vec![80.0]));
}

#[test]
fn who_hangs_up_frees_the_line_in_time_for_another() {
    let contacts = [(0.0, 50.0, EVER), (5.0, 10.0, 10.0), (14.0, 1.0, EVER), (15.0, 10.0, EVER)];
    let facts = trace(&centre_of(&with_lines(2, 1, &[1])), &[&contacts]);
    let lines = of(&facts);
    // The first until 50, the second from 5 to 15, the fourth from 15 to 60.
    assert_eq!((lines.blocked, lines.in_use), (1, 50.0 + 10.0 + 45.0));
    assert_eq!((whole(&facts, 0).abandoned, whole(&facts, 0).answered), (1, 2));
}

#[test]
fn lines_are_counted_in_the_segment_in_which_they_are_in_use() {
    let facts = trace(&centre_of(&with_lines(2, 1, &[1, 1])), &[&[(90.0, 30.0, EVER), (95.0, 200.0, EVER)]]);
    assert_eq!(facts.trunks.row(0).iter().map(|lines| lines.in_use).collect::<Vec<_>>(), [15.0, 120.0]);
}

#[test]
fn who_finds_no_line_tries_again_and_that_is_a_further_attempt() {
    let mut scenario = with_lines(1, 1, &[1]);
    scenario.queues[0].redial = Some(all_come_back(30.0, 0));
    // Blocked at 10 and 40, answered at 70.
    let facts = trace(&centre_of(&scenario), &[&[(0.0, 50.0, EVER), (10.0, 5.0, EVER)]]);
    assert_eq!((of(&facts).offered, of(&facts).blocked, of(&facts).in_use), (4, 2, 60.0));
    let queue = whole(&facts, 0);
    assert_eq!((queue.blocked, queue.lost, journeys(&facts, 0).redials, queue.offered()), (2, 0, 2, 4));
}

#[test]
fn who_is_handed_on_keeps_the_line_whatever_comes() {
    let mut scenario = with_lines(1, 2, &[1]);
    scenario.queues[0].reasons[0].escalation = Some(all_are_handed_on(1.0, 1));
    let facts = trace(&centre_of(&scenario), &[&[(0.0, 20.0, EVER), (25.0, 5.0, EVER)], &[]]);
    assert_eq!((of(&facts).offered, of(&facts).blocked, of(&facts).in_use), (2, 1, 30.0));
}
