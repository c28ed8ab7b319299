//! Bots. A session lasts 20 s.

use super::*;
use crate::scenario::{Bot, BotOutcome, Window};
use crate::simulation::facts::BotFacts;
use crate::units::Money;

fn with_bot(resolved: f64, unresolved: f64) -> Scenario {
    let mut scenario = scenario(1, &[(&[0], &[1])]);
    scenario.bots = vec![Bot {
        name: "bot".to_owned(),
        queues: vec![QueueId(0)],
        outcome: BotOutcome { entry: Share(1.0), resolved: Share(resolved), unresolved: Share(unresolved) },
        session: constant(20.0),
        handling_factor: 1.5,
        comes_back: Some(all_come_back(30.0, 0)),
        per_session: Money::ZERO,
        capacity: None,
        outages: Vec::new(),
    }];
    scenario
}

fn of(scenario: &Scenario, contacts: &[(f64, f64, f64)]) -> (Facts, BotFacts) {
    let facts = trace(&centre_of(scenario), &[contacts]);
    let bot = facts.bots[(0, 0)];
    (facts, bot)
}

#[test]
fn whom_the_bot_helps_never_comes_to_the_queue() {
    let (facts, bot) = of(&with_bot(1.0, 0.0), &[(0.0, 20.0, EVER)]);
    assert_eq!((bot.sessions, bot.resolved, bot.session_time), (1, 1, 20.0));
    assert_eq!((whole(&facts, 0).offered(), facts.reasons[0].offered, facts.reasons[0].bot_resolved), (0, 1, 1));
}

#[test]
fn whom_the_bot_contains_without_help_comes_back_past_the_bot() {
    let (facts, bot) = of(&with_bot(0.0, 1.0), &[(0.0, 20.0, EVER)]);
    assert_eq!((bot.sessions, bot.unresolved), (1, 1));
    // At 50, for 10 s.
    assert_eq!((journeys(&facts, 0).repeats, whole(&facts, 0).answered, busy(&facts, 0)), (1, 1, vec![10.0]));
    // One contact and one more.
    assert_eq!(facts.reasons[0].offered, 2);
}

#[test]
fn whom_the_bot_hands_over_takes_longer_than_without_it() {
    let (facts, bot) = of(&with_bot(0.0, 0.0), &[(0.0, 20.0, EVER), (10.0, 10.0, EVER)]);
    assert_eq!((bot.sessions, bot.escalated, journeys(&facts, 0).from_bots), (2, 2, 2));
    // The first from 20 to 50; the second waits from 30 on, and takes 15 s.
    assert_eq!((whole(&facts, 0).wait_answered, busy(&facts, 0)), (20.0, vec![45.0]));
    assert_eq!(facts.reasons[0].offered, 2);
}

#[test]
fn who_finds_no_session_free_goes_to_the_queue() {
    let mut scenario = with_bot(1.0, 0.0);
    scenario.bots[0].capacity = Some(1);
    // The third comes when the first session ends.
    let (facts, bot) = of(&scenario, &[(0.0, 5.0, EVER), (5.0, 6.0, EVER), (20.0, 7.0, EVER)]);
    assert_eq!((bot.sessions, bot.bypassed, bot.resolved, busy(&facts, 0)), (2, 1, 2, vec![6.0]));
}

#[test]
fn while_the_bot_is_out_of_order_all_go_to_the_queue() {
    let mut scenario = with_bot(1.0, 0.0);
    scenario.bots[0].outages = vec![Window { from: Seconds(10.0), until: Seconds(30.0) }];
    let (facts, bot) = of(&scenario, &[(5.0, 5.0, EVER), (10.0, 6.0, EVER), (30.0, 7.0, EVER)]);
    assert_eq!((bot.sessions, bot.bypassed, busy(&facts, 0)), (2, 1, vec![6.0]));
}

#[test]
fn a_reason_may_be_none_for_the_bot() {
    let mut scenario = with_bot(1.0, 0.0);
    let no = BotOutcome { entry: Share(0.0), resolved: Share(1.0), unresolved: Share(0.0) };
    scenario.queues[0].reasons[0].with_bot = vec![Some(no)];
    let (facts, bot) = of(&scenario, &[(0.0, 5.0, EVER)]);
    assert_eq!((bot.sessions, bot.bypassed, whole(&facts, 0).answered), (0, 0, 1));
}

#[test]
fn a_session_that_ends_after_the_horizon_leads_nowhere() {
    let (facts, bot) = of(&with_bot(0.0, 0.0), &[(90.0, 5.0, EVER)]);
    assert_eq!((bot.sessions, bot.escalated, whole(&facts, 0).offered()), (1, 1, 0));
}
