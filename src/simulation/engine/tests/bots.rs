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
        resolved_handling: 1.0,
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

/// Two bots in a row: what each does, and what it adds to the handling time.
fn with_two_bots(first: (f64, f64, f64), second: (f64, f64, f64)) -> Scenario {
    let mut scenario = with_bot(0.0, 0.0);
    let bot = |name: &str, (resolved, unresolved, handling_factor): (f64, f64, f64)| Bot {
        name: name.to_owned(),
        outcome: with_bot(resolved, unresolved).bots[0].outcome,
        handling_factor,
        ..scenario.bots[0].clone()
    };
    scenario.bots = vec![bot("first", first), bot("second", second)];
    scenario
}

#[test]
fn whom_the_first_bot_hands_over_the_second_may_help() {
    let (facts, first) = of(&with_two_bots((0.0, 0.0, 1.0), (1.0, 0.0, 1.0)), &[(0.0, 5.0, EVER)]);
    let second = facts.bots[(1, 0)];
    assert_eq!((first.sessions, first.escalated, second.sessions, second.resolved), (1, 1, 1, 1));
    assert_eq!((whole(&facts, 0).offered(), journeys(&facts, 0).from_bots), (0, 0));
    // It is one contact, whatever it meets.
    assert_eq!((facts.reasons[0].offered, facts.reasons[0].bot_resolved), (1, 1));
}

#[test]
fn who_passes_the_first_bot_by_comes_to_the_second() {
    let two = with_two_bots((0.0, 0.0, 1.0), (1.0, 0.0, 1.0));
    let mut not_entered = two.clone();
    not_entered.bots[0].outcome.entry = Share(0.0);
    let mut full = two.clone();
    full.bots[0].capacity = Some(0);
    let mut out = two;
    out.bots[0].outages = vec![Window { from: Seconds(0.0), until: Seconds(1.0) }];
    for (scenario, bypassed) in [(not_entered, 0), (full, 1), (out, 1)] {
        let (facts, first) = of(&scenario, &[(0.0, 5.0, EVER)]);
        assert_eq!((first.sessions, first.bypassed, facts.bots[(1, 0)].resolved), (0, bypassed, 1));
        assert_eq!((whole(&facts, 0).offered(), facts.reasons[0].offered), (0, 1));
    }
}

#[test]
fn what_bots_in_a_row_add_multiplies() {
    let (facts, first) = of(&with_two_bots((0.0, 0.0, 1.5), (0.0, 0.0, 2.0)), &[(0.0, 10.0, EVER)]);
    assert_eq!((first.escalated, facts.bots[(1, 0)].escalated, journeys(&facts, 0).from_bots), (1, 1, 1));
    // From 40 to 70.
    assert_eq!((busy(&facts, 0), whole(&facts, 0).handling, facts.reasons[0].offered), (vec![30.0], 30.0, 1));
}

#[test]
fn the_second_bot_has_chances_of_its_own() {
    // Both resolve half of those who enter: if the same chance decided, the second would resolve nobody.
    let contacts: Vec<(f64, f64, f64)> = (0..200).map(|_| (0.0, 0.0, EVER)).collect();
    let (facts, first) = of(&with_two_bots((0.5, 0.0, 1.0), (0.5, 0.0, 1.0)), &contacts);
    let second = facts.bots[(1, 0)];
    assert_eq!(first.escalated, second.sessions);
    // 4.9 standard deviations of a binomial number: passed once in a million.
    for bot in [first, second] {
        let sessions = f64::from(bot.sessions);
        let surplus = f64::from(bot.resolved) - 0.5 * sessions;
        assert!(surplus.abs() <= 4.9 * (0.25 * sessions).sqrt(), "{bot:?}");
    }
}

/// Forty contacts of six minutes; a bot that resolves some whose handling is half the mean; forty agents in the second of three
/// long segments, and in the last.
fn with_easy_ones(resolved: f64, unresolved: f64) -> (Scenario, Vec<(f64, f64, f64)>) {
    let mut scenario = scenario(1, &[(&[0], &[0, 40, 40])]);
    for (index, interval) in scenario.calendar.intervals.iter_mut().enumerate() {
        (interval.start, interval.end) = (Seconds(1000.0 * index as f64), Seconds(1000.0 * (index + 1) as f64));
    }
    scenario.bots = with_bot(resolved, unresolved).bots;
    scenario.bots[0].resolved_handling = 0.5;
    scenario.bots[0].handling_factor = 1.0;
    (scenario, vec![(1000.0, 360.0, EVER); 40])
}

#[test]
fn where_the_easy_contacts_go_first_each_of_the_others_takes_as_long_as_published() {
    let (scenario, contacts) = with_easy_ones(0.2, 0.0);
    let facts = trace(&centre_of(&scenario), &[&contacts]);
    let bot = facts.bots[(0, 1)];
    assert!(bot.resolved > 0 && bot.escalated > 0 && bot.resolved + bot.escalated == 40, "{bot:?}");
    // 6.75 minutes instead of 6: exactly, as all these numbers are sums of powers of two.
    assert_eq!(whole(&facts, 0).handling, 405.0 * f64::from(bot.escalated));
}

#[test]
fn whom_the_bot_could_not_help_are_the_harder_ones_when_they_come_back() {
    let (mut scenario, contacts) = with_easy_ones(0.5, 0.5);
    // It is of those who go on at once only.
    scenario.bots[0].handling_factor = 3.0;
    let facts = trace(&centre_of(&scenario), &[&contacts]);
    let bot = facts.bots[(0, 1)];
    assert!(bot.resolved > 0 && bot.unresolved > 0 && bot.resolved + bot.unresolved == 40, "{bot:?}");
    assert_eq!(whole(&facts, 0).handling, 10.0 * 1.5 * f64::from(bot.unresolved));
}

#[test]
fn who_is_harder_stays_so_when_they_try_again() {
    let (mut scenario, _) = with_easy_ones(0.5, 0.0);
    scenario.bots[0].handling_factor = 3.0;
    scenario.queues[0].redial = Some(all_come_back(1000.0, 0));
    // Nobody is there until 1000: all that the bot does not resolve give up at 25 and come again at 1025.
    let facts = trace(&centre_of(&scenario), &[&[(0.0, 360.0, 5.0); 40]]);
    let bot = facts.bots[(0, 0)];
    assert_eq!((whole(&facts, 0).abandoned, journeys(&facts, 0).redials), (bot.escalated, bot.escalated));
    assert_eq!(whole(&facts, 0).handling, 10.0 * 1.5 * f64::from(bot.escalated));
    assert!(bot.escalated > 0);
}
