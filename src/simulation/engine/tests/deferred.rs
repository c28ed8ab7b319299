//! Deferred work: e-mails, social media, cases.

use super::*;
use crate::scenario::Deferred;

/// Makes the queue one of deferred work.
fn defer(scenario: &mut Scenario, queue: usize, interruptible: bool, backlog: u32) {
    scenario.queues[queue].deferred = Some(Deferred { interruptible, backlog, in_opening_hours: true });
    scenario.queues[queue].patience = None;
}

fn emails(levels: &[u32]) -> Centre {
    let mut scenario = scenario(1, &[(&[0], levels)]);
    defer(&mut scenario, 0, false, 0);
    centre_of(&scenario)
}

/// Calls are queue 0 and e-mails, which give way to them, queue 1.
fn calls_and_emails(groups: &[(&[usize], &[u32])]) -> Centre {
    let mut scenario = scenario(2, groups);
    defer(&mut scenario, 1, true, 0);
    centre_of(&scenario)
}

/// Seconds with a contact of a queue, by segment, whoever had it.
fn work(facts: &Facts, centre: &Centre, queue: usize) -> Vec<f64> {
    let skills = centre.crews.iter().flat_map(|crew| &crew.skills).filter(|skill| skill.queue == queue);
    let mut sum = vec![0.0; centre.segments.len()];
    skills.for_each(|skill| sum.iter_mut().zip(facts.busy.row(skill.pair)).for_each(|(sum, busy)| *sum += busy));
    sum
}

#[test]
fn a_promise_counts_the_hours_in_which_the_doors_are_open() {
    let mut centre = emails(&[0, 0, 1]);
    let kept = |centre: &Centre| whole(&trace(centre, &[&[(50.0, 30.0, EVER)]]), 0).answered_within;
    // Done at 230: 50 s of the first segment and 30 of the third.
    opens(&mut centre, 0, &[true, false, true], true);
    centre.queues[0].within = 80.0;
    assert_eq!(kept(&centre), 1);
    centre.queues[0].within = 79.0;
    assert_eq!(kept(&centre), 0);
    opens(&mut centre, 0, &[true, false, true], false);
    centre.queues[0].within = 179.0;
    assert_eq!(kept(&centre), 0);
    centre.queues[0].within = 180.0;
    assert_eq!(kept(&centre), 1);
}

#[test]
fn what_waits_is_counted_by_age_at_the_end_of_each_segment() {
    const DAY: f64 = 86_400.0;
    let mut centre = emails(&[0, 0, 0]);
    for (segment, (start, end)) in centre.segments.iter_mut().zip([(0.0, 1.0), (1.0, 3.0), (3.0, 10.0)]) {
        (segment.start, segment.end) = (start * DAY, end * DAY);
    }
    opens(&mut centre, 0, &[true, true, true], true);
    centre.queues[0].within = 2.0 * DAY;
    let facts = trace(&centre, &[&[(0.0, 10.0, EVER), (DAY, 10.0, EVER)]]);
    let backlogs = facts.backlogs.row(0);
    assert_eq!(
        backlogs.iter().map(|backlog| backlog.by_age).collect::<Vec<_>>(),
        [[1, 0, 0, 0], [0, 1, 1, 0], [0, 0, 0, 2]]
    );
    assert_eq!(backlogs.iter().map(|backlog| backlog.overdue).collect::<Vec<_>>(), [0, 1, 2]);
    assert_eq!((whole(&facts, 0).unserved, whole(&facts, 0).overdue), (2, 2));
}

#[test]
fn what_waits_already_is_taken_when_the_doors_open() {
    let mut scenario = scenario(1, &[(&[0], &[1])]);
    defer(&mut scenario, 0, false, 2);
    let facts = trace(&centre_of(&scenario), &[&[]]);
    // Each takes 10 s.
    assert_eq!((whole(&facts, 0).answered, whole(&facts, 0).wait_answered), (2, 10.0));
    assert_eq!((busy(&facts, 0), facts.reasons[0].offered), (vec![20.0], 2));
}

#[test]
fn nothing_is_begun_after_the_end_of_duty_or_of_the_horizon() {
    let contacts = [(90.0, 20.0, EVER), (95.0, 20.0, EVER)];
    for levels in [&[1, 0][..], &[1]] {
        let facts = trace(&emails(levels), &[&contacts]);
        assert_eq!((whole(&facts, 0).answered, whole(&facts, 0).unserved), (1, 1));
        assert_eq!(overtime(&facts, 0).iter().sum::<f64>(), 10.0);
    }
}

#[test]
fn what_is_handed_on_after_the_horizon_is_not_begun() {
    let mut scenario = scenario(2, &[(&[0], &[1]), (&[1], &[1])]);
    defer(&mut scenario, 1, false, 0);
    scenario.queues[0].reasons[0].escalation = Some(all_are_handed_on(1.0, 1));
    let facts = trace(&centre_of(&scenario), &[&[(90.0, 30.0, EVER)], &[]]);
    assert_eq!((journeys(&facts, 1).handed_in, whole(&facts, 1).unserved, busy(&facts, 1)), (1, 1, vec![0.0]));
}

#[test]
fn it_is_laid_aside_for_a_call_and_gone_on_with_where_it_was_left() {
    let mut centre = calls_and_emails(&[(&[0, 1], &[1, 1])]);
    centre.queues[1].within = 70.0;
    // The e-mail from 80 to 90 and from 110 to 150.
    let facts = trace(&centre, &[&[(90.0, 20.0, EVER)], &[(80.0, 50.0, EVER)]]);
    assert_eq!(whole(&facts, 0).wait_answered, 0.0);
    let email = whole(&facts, 1);
    assert_eq!((email.answered, email.answered_within, email.handling), (1, 1, 50.0));
    assert_eq!(journeys(&facts, 1).laid_aside, 1);
    assert_eq!((work(&facts, &centre, 0), work(&facts, &centre, 1)), (vec![10.0, 10.0], vec![10.0, 40.0]));
    centre.queues[1].within = 69.0;
    assert_eq!(whole(&trace(&centre, &[&[(90.0, 20.0, EVER)], &[(80.0, 50.0, EVER)]]), 1).answered_within, 0);
}

#[test]
fn work_that_may_not_be_laid_aside_is_finished_first() {
    let mut scenario = scenario(2, &[(&[0, 1], &[1])]);
    defer(&mut scenario, 1, false, 0);
    let facts = trace(&centre_of(&scenario), &[&[(20.0, 10.0, EVER)], &[(0.0, 50.0, EVER)]]);
    assert_eq!((whole(&facts, 0).wait_answered, journeys(&facts, 1).laid_aside), (30.0, 0));
}

#[test]
fn an_idle_colleague_who_takes_no_calls_goes_on_with_it_at_once() {
    let centre = calls_and_emails(&[(&[0, 1], &[1]), (&[1], &[1])]);
    // The colleague has the first e-mail until 10, the other agent the second from 1; at 20, 31 s of it are left.
    let facts = trace(&centre, &[&[(20.0, 15.0, EVER)], &[(0.0, 10.0, EVER), (1.0, 50.0, EVER)]]);
    assert_eq!((busy(&facts, 0), busy(&facts, 1)), (vec![19.0 + 15.0], vec![10.0 + 31.0]));
    assert_eq!((whole(&facts, 1).answered, journeys(&facts, 1).concluded), (2, 2));
}

#[test]
fn a_waiting_call_goes_before_an_older_email_that_would_be_laid_aside_for_it() {
    let mut centre = calls_and_emails(&[(&[0, 1], &[1])]);
    centre.routing.agent_takes = AgentTakes::LongestWaiting;
    let facts = trace(&centre, &[&[(0.0, 30.0, EVER), (10.0, 10.0, EVER)], &[(5.0, 10.0, EVER)]]);
    assert_eq!((whole(&facts, 0).wait_answered, whole(&facts, 1).wait_answered), (20.0, 35.0));
}

#[test]
fn work_that_was_begun_is_not_counted_a_second_time_when_it_is_never_finished() {
    let centre = calls_and_emails(&[(&[0, 1], &[1])]);
    let calls = [(0.0, 10.0, EVER), (20.0, 200.0, EVER)];
    let facts = trace(&centre, &[&calls, &[(5.0, 50.0, 40.0)]]);
    let email = whole(&facts, 1);
    assert_eq!((email.answered, email.abandoned, email.unserved, email.answered_within), (1, 0, 0, 0));
    assert_eq!((work(&facts, &centre, 1), facts.backlogs[(1, 0)].by_age), (vec![10.0], [1, 0, 0, 0]));
}

#[test]
fn with_one_agent_too_many_the_other_still_lays_work_aside() {
    let centre = calls_and_emails(&[(&[0, 1], &[3, 2])]);
    // A call and two e-mails over 100, when one of the three should go; the call at 110 does not wait.
    let calls = [(89.0, 60.0, EVER), (110.0, 10.0, EVER)];
    let facts = trace(&centre, &[&calls, &[(90.0, 40.0, EVER), (91.0, 40.0, EVER)]]);
    assert_eq!(whole(&facts, 0).wait_answered, 0.0);
    // At 120 the agent of the second call is the one too many, and leaves. The agent of the first e-mail goes on with the
    // second at 130, for 21 s.
    assert_eq!(overtime(&facts, 0), [0.0, 20.0]);
    assert_eq!(busy(&facts, 0), [11.0 + 10.0 + 9.0, 49.0 + 30.0 + 10.0 + 10.0 + 21.0]);
}

#[test]
fn the_reserve_stays_free_for_calls() {
    let mut scenario = scenario(2, &[(&[0, 1], &[2])]);
    defer(&mut scenario, 1, false, 0);
    scenario.groups[0].reserve = 1;
    let facts = trace(&centre_of(&scenario), &[&[(10.0, 20.0, EVER)], &[(0.0, 50.0, EVER), (1.0, 10.0, EVER)]]);
    assert_eq!((whole(&facts, 0).wait_answered, whole(&facts, 1).wait_answered), (0.0, 49.0));
}
