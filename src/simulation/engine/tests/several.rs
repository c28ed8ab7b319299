//! Chats and conversations: several contacts at once, turns with pauses.

use super::*;
use crate::random::{Facet, child, uniform};
use crate::scenario::Concurrency;

/// The queue is one of chats: two at once take half as long again.
fn chats(scenario: &mut Scenario, queue: usize) {
    scenario.queues[queue].concurrency = Some(Concurrency { most: 2, stretch: vec![1.0, 1.5] });
}

fn chat_centre(levels: &[u32]) -> Centre {
    let mut scenario = scenario(1, &[(&[0], levels)]);
    chats(&mut scenario, 0);
    centre_of(&scenario)
}

fn slots(facts: &Facts, group: usize) -> Vec<f64> {
    facts.crews.row(group).iter().map(|segment| segment.slots).collect()
}

#[test]
fn two_chats_at_once_take_longer_and_a_third_waits_for_room() {
    let centre = chat_centre(&[1]);
    // The first has 20 s left at 10, which take 30; the second has 10 left then, and is alone.
    let facts = trace(&centre, &[&[(0.0, 30.0, EVER), (10.0, 30.0, EVER)]]);
    let queue = whole(&facts, 0);
    assert_eq!((queue.answered, queue.wait_answered, queue.handling), (2, 0.0, 40.0 + 40.0));
    assert_eq!((busy(&facts, 0), slots(&facts, 0)), (vec![50.0], vec![80.0]));
    assert_eq!((facts.reasons[0].answered, facts.reasons[0].handling), (2, 80.0));
    // A third waits until 40; then it and the second have 10 left each, which take 15.
    let facts = trace(&centre, &[&[(0.0, 30.0, EVER), (10.0, 30.0, EVER), (15.0, 10.0, EVER)]]);
    let queue = whole(&facts, 0);
    assert_eq!((queue.answered, queue.wait_answered, queue.handling), (3, 25.0, 40.0 + 45.0 + 15.0));
    assert_eq!((busy(&facts, 0), slots(&facts, 0)), (vec![55.0], vec![100.0]));
}

#[test]
fn an_agent_fills_the_desk_from_the_line() {
    let facts = trace(&chat_centre(&[0, 1]), &[&[(10.0, 20.0, EVER), (20.0, 20.0, EVER), (30.0, 20.0, EVER)]]);
    let queue = whole(&facts, 0);
    // Two from 100 to 130, the third from 130 to 150.
    assert_eq!((queue.wait_answered, queue.handling), (90.0 + 80.0 + 100.0, 30.0 + 30.0 + 20.0));
    assert_eq!((busy(&facts, 0), slots(&facts, 0)), (vec![0.0, 50.0], vec![0.0, 80.0]));
}

#[test]
fn a_chat_goes_to_who_is_idle_and_then_to_who_holds_fewest() {
    let contacts = [(0.0, 60.0, EVER), (1.0, 10.0, EVER), (2.0, 60.0, EVER), (5.0, 10.0, EVER), (6.0, 10.0, EVER)];
    let facts = trace(&chat_centre(&[2, 2]), &[&contacts]);
    // The first agent holds the first and the third. The other has the second, 6 s of which are left at 5, until 14: then
    // there is room for the fifth.
    assert_eq!(whole(&facts, 0).wait_answered, 8.0);
    // The first agent: 58 s left at 2 take 87, until 89; 2 s left of the third, until 91. The other: the fourth has 4 s left
    // at 14, which take 6; the fifth 6 s at 20, until 26.
    assert_eq!(busy(&facts, 0), [91.0 + 25.0, 0.0]);
    assert_eq!(slots(&facts, 0), [91.0 + 87.0 + 25.0 + 9.0 + 6.0, 0.0]);
}

#[test]
fn time_with_chats_counts_in_the_segment_in_which_it_passes() {
    let facts = trace(&chat_centre(&[1, 1]), &[&[(90.0, 20.0, EVER), (95.0, 20.0, EVER)]]);
    // Two at once from 95 to 117.5, then one until 122.5.
    assert_eq!(busy(&facts, 0), [10.0, 22.5]);
    assert_eq!(slots(&facts, 0), [5.0 + 10.0, 35.0 + 5.0]);
}

#[test]
fn whose_duty_ends_finishes_the_chats_in_hand_and_takes_no_more() {
    let facts = trace(&chat_centre(&[1, 0]), &[&[(90.0, 30.0, EVER), (95.0, 30.0, EVER), (105.0, 10.0, EVER)]]);
    let queue = whole(&facts, 0);
    assert_eq!((queue.answered, queue.unserved), (2, 1));
    assert_eq!(overtime(&facts, 0), [0.0, 37.5]);
}

#[test]
fn with_one_agent_too_many_the_other_goes_on_taking_chats() {
    let contacts = [(90.0, 60.0, EVER), (92.0, 40.0, EVER), (105.0, 10.0, EVER), (140.0, 5.0, EVER)];
    let facts = trace(&chat_centre(&[2, 1]), &[&contacts]);
    // The third is taken beside the second, from 105 to 120; the second ends at 137, and its agent leaves. So the first agent
    // stays, and takes the fourth.
    assert_eq!((whole(&facts, 0).answered, whole(&facts, 0).wait_answered), (4, 0.0));
    assert_eq!(overtime(&facts, 0), [0.0, 37.0]);
    assert_eq!(busy(&facts, 0), [10.0 + 8.0, 52.5 + 37.0]);
}

#[test]
fn who_comes_back_on_duty_with_a_chat_in_hand_takes_another_at_once() {
    let facts = trace(&chat_centre(&[1, 0, 1]), &[&[(90.0, 200.0, EVER), (110.0, 10.0, EVER)]]);
    assert_eq!(whole(&facts, 0).wait_answered, 90.0);
    assert_eq!(overtime(&facts, 0), [0.0, 100.0, 0.0]);
    // 90 s left at 200, and 80 at 215.
    assert_eq!(busy(&facts, 0), [10.0, 100.0, 95.0]);
}

#[test]
fn an_agent_with_a_chat_takes_no_call_and_an_agent_with_a_call_takes_no_chat() {
    let mut scenario = scenario(2, &[(&[0, 1], &[1])]);
    chats(&mut scenario, 1);
    let facts = trace(&centre_of(&scenario), &[&[(10.0, 20.0, EVER)], &[(0.0, 30.0, EVER), (35.0, 20.0, EVER)]]);
    assert_eq!((whole(&facts, 0).wait_answered, whole(&facts, 1).wait_answered), (20.0, 15.0));
    assert_eq!((busy(&facts, 0), slots(&facts, 0)), (vec![70.0], vec![70.0]));
}

#[test]
fn a_customer_who_always_answers_comes_for_turn_after_turn_until_the_end() {
    let mut scenario = scenario(1, &[(&[0], &[1, 1])]);
    // So near to endless that no chance falls short of it.
    scenario.queues[0].pauses = Some(Pauses { turns: 1e18, gap: constant(50.0) });
    let mut centre = centre_of(&scenario);
    // Turns of 10 s at 0, 60, 120 and 180; another contact in the first pause.
    let facts = trace(&centre, &[&[(0.0, 10.0, EVER)]]);
    let journey = journeys(&facts, 0);
    assert_eq!((whole(&facts, 0).answered, journey.turns, journey.concluded), (4, 3, 0));
    assert_eq!(busy(&facts, 0), [20.0, 20.0]);
    centre.queues[0].pauses.as_mut().unwrap().0 = 0.0;
    let journey = journeys(&trace(&centre, &[&[(0.0, 10.0, EVER)]]), 0);
    assert_eq!((journey.turns, journey.concluded, journey.settled), (0, 1, 1));
}

#[test]
fn only_the_last_turn_has_after_call_work_and_is_transferred() {
    let mut scenario = scenario(2, &[(&[0], &[1; 20]), (&[1], &[1; 20])]);
    scenario.queues[0].pauses = Some(Pauses { turns: 2.0, gap: constant(5.0) });
    scenario.queues[0].after_call_work = Some(constant(7.0));
    scenario.queues[0].reasons[0].transfer = Some(all_are_handed_on(0.5, 1));
    let centre = centre_of(&scenario);
    // Each further turn comes with a chance of a half.
    let mut keys = vec![0];
    while uniform(*keys.last().unwrap(), Facet::Turn) < 0.5 {
        keys.push(child(*keys.last().unwrap(), Facet::Turn));
    }
    let turns = keys.len() as f64;
    let facts = trace(&centre, &[&[(0.0, 10.0, EVER)], &[]]);
    assert_eq!(journeys(&facts, 0).turns as usize, keys.len() - 1);
    assert_eq!((journeys(&facts, 0).handed_on, journeys(&facts, 1).handed_in), (1, 1));
    assert_eq!(whole(&facts, 0).handling, 10.0 * (turns - 1.0) + 5.0 + 7.0);
}
