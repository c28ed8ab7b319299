//! Before, after and beside the queue: bots, repeats, handovers, turns, callbacks.
//!
//! Networks of M/M/c queues with Poisson arrivals and delays are as if each queue had Poisson arrivals of its own (Jackson 1963;
//! Burke 1956 for queues in a row).

use super::{SEEDS, assert_covers, erlang_c_system, law, steady};
use crate::tiny::{exponential, group, queue, run};
use callboard::demand::{Demand, offered};
use callboard::distribution::Law;
use callboard::erlang::erlang_b;
use callboard::scenario::{
    Bot, BotOutcome, Callback, CallbackTime, ComesBack, Handover, Pauses, QueueId, Reason, Volume,
};
use callboard::simulation::{Measure, MeasureKey, Subject};
use callboard::statistics::{Estimate, Tally, coverage_bounds};
use callboard::units::{Money, Seconds, Share};

#[test]
fn repeats_add_to_the_load_as_a_network_of_queues_says() {
    let mut calls = queue(1.5, 1.0, None);
    calls.reasons[0].resolution = Share(0.7);
    calls.repeat = Some(ComesBack { share: Share(0.8), after: law(Law::Gamma, 4.0, 0.5), to: QueueId(0) });
    // Of each contact, 0.8 × 0.3 come back.
    let attempts = 1.0 / (1.0 - 0.24);
    let exact = erlang_c_system(1.5 * attempts, 1.0, 4).solve();
    assert_covers(
        &steady(vec![calls], vec![group(&[0], 4, 2)], 200.0, 60.0),
        &[
            ("attempts", attempts * 300.0, &|p| p.queues[0].intervals[0].offered),
            ("repeats", (attempts - 1.0) * 300.0, &|p| p.queues[0].intervals[0].repeats),
            ("resolution", 0.7, &|p| p.queues[0].intervals[0].fcr),
            ("P(wait)", exact.p_wait, &|p| p.queues[0].intervals[0].p_wait),
            ("ASA", exact.asa.unwrap().0, &|p| p.queues[0].intervals[0].asa_s),
            ("occupancy", exact.occupancy, &|p| p.groups[0].intervals[0].occupancy),
        ],
    );
}

#[test]
fn the_second_level_gets_what_the_first_hands_on() {
    let mut first = queue(1.2, 1.0, None);
    first.reasons[0].escalation = Some(Handover { share: Share(0.4), to: QueueId(1), handled: Share(1.0) });
    let groups = vec![group(&[0], 2, 2), group(&[1], 3, 2)];
    let one = erlang_c_system(1.2, 1.0, 2).solve();
    let two = erlang_c_system(0.48 + 0.5, 1.5, 3).solve();
    assert_covers(
        &steady(vec![first, queue(0.5, 1.5, None)], groups, 300.0, 60.0),
        &[
            ("handed on", 0.48 * 300.0, &|p| p.queues[0].intervals[0].handed_on),
            ("handed in", 0.48 * 300.0, &|p| p.queues[1].intervals[0].handed_in),
            ("offered 2", 0.98 * 300.0, &|p| p.queues[1].intervals[0].offered),
            ("ASA 1", one.asa.unwrap().0, &|p| p.queues[0].intervals[0].asa_s),
            ("P(wait) 2", two.p_wait, &|p| p.queues[1].intervals[0].p_wait),
            ("ASA 2", two.asa.unwrap().0, &|p| p.queues[1].intervals[0].asa_s),
            ("occupancy 2", two.occupancy, &|p| p.groups[1].intervals[0].occupancy),
        ],
    );
}

#[test]
fn conversations_come_back_in_turns() {
    let mut messages = queue(1.2, 0.5, None);
    messages.channel = callboard::scenario::Channel::Messaging;
    messages.pauses = Some(Pauses { turns: 3.0, gap: law(Law::Gamma, 4.0, 0.7) });
    let exact = erlang_c_system(3.6, 0.5, 3).solve();
    assert_covers(
        &steady(vec![messages], vec![group(&[0], 3, 2)], 150.0, 60.0),
        &[
            ("offered", 3.6 * 150.0, &|p| p.queues[0].intervals[0].offered),
            ("turns", 2.4 * 150.0, &|p| p.queues[0].intervals[0].turns),
            ("P(wait)", exact.p_wait, &|p| p.queues[0].intervals[0].p_wait),
            ("ASA", exact.asa.unwrap().0, &|p| p.queues[0].intervals[0].asa_s),
            ("occupancy", exact.occupancy, &|p| p.groups[0].intervals[0].occupancy),
        ],
    );
}

#[test]
fn a_full_bot_is_passed_by_as_erlang_b_says_and_its_outcomes_have_their_shares() {
    let mut scenario = steady(vec![queue(4.0, 0.5, None)], vec![group(&[0], 30, 2)], 60.0, 40.0);
    let outcome = BotOutcome { entry: Share(0.75), resolved: Share(0.45), unresolved: Share(0.25) };
    let comes_back = ComesBack { share: Share(0.6), after: exponential(3.0), to: QueueId(0) };
    scenario.bots = vec![Bot {
        name: "bot".to_owned(),
        queues: vec![QueueId(0)],
        outcome,
        session: law(Law::LogNormal, 1.0, 1.0),
        resolved_handling: 1.0,
        handling_factor: 1.0,
        comes_back: Some(comes_back),
        per_session: Money(0.1),
        capacity: Some(3),
        outages: Vec::new(),
    }];
    let full = erlang_b(3, 3.0);
    let sessions = 3.0 * (1.0 - full) * 60.0;
    let repeats = sessions * 0.25 * 0.6;
    let offered = (1.0 + 3.0 * full) * 60.0 + sessions * 0.3 + repeats;
    assert_covers(
        &scenario,
        &[
            ("bypassed", full * 180.0, &|p| p.bots[0].days[0].bypassed),
            ("sessions", sessions, &|p| p.bots[0].days[0].sessions),
            ("resolved", sessions * 0.45, &|p| p.bots[0].days[0].resolved),
            ("unresolved", sessions * 0.25, &|p| p.bots[0].days[0].unresolved),
            ("escalated", sessions * 0.3, &|p| p.bots[0].days[0].escalated),
            ("containment", 0.7, &|p| p.bots[0].days[0].containment),
            ("resolution", 0.45, &|p| p.bots[0].days[0].resolution),
            ("session", 1.0, &|p| p.bots[0].days[0].session_time_s),
            ("cost", sessions * 0.1, &|p| p.bots[0].days[0].cost),
            ("from bots", sessions * 0.3, &|p| p.queues[0].intervals[0].from_bots),
            ("repeats", repeats, &|p| p.queues[0].intervals[0].repeats),
            ("offered to agents", offered, &|p| p.queues[0].intervals[0].offered),
        ],
    );
}

/// What stands before the first queue, without limit.
fn bot(name: &str, shares: [f64; 3], resolved_handling: f64, handling_factor: f64) -> Bot {
    let [entry, resolved, unresolved] = shares.map(Share);
    Bot {
        name: name.to_owned(),
        queues: vec![QueueId(0)],
        outcome: BotOutcome { entry, resolved, unresolved },
        session: law(Law::LogNormal, 1.0, 1.0),
        resolved_handling,
        handling_factor,
        comes_back: None,
        per_session: Money::ZERO,
        capacity: None,
        outages: Vec::new(),
    }
}

/// 6 minutes each, 20 % resolved by a bot that would have taken 3 minutes each: the others take 6.75 minutes, and the work falls by
/// 10 %, not by 20 %.
#[test]
fn where_a_bot_takes_the_easy_contacts_the_work_falls_by_less_than_their_number() {
    let mut scenario = steady(vec![queue(0.5, 6.0, None)], vec![group(&[0], 20, 2)], 200.0, 100.0);
    scenario.bots = vec![bot("bot", [1.0, 0.2, 0.0], 0.5, 1.0)];
    assert_covers(
        &scenario,
        &[
            ("offered", 0.8 * 100.0, &|p| p.queues[0].intervals[0].offered),
            ("handling", 6.75, &|p| p.queues[0].intervals[0].handling_time_s),
            ("occupancy", 0.9 * 3.0 / 20.0, &|p| p.groups[0].intervals[0].occupancy),
        ],
    );
}

#[test]
fn a_thousand_sessions_end_in_three_ways_as_often_as_the_shares_say() {
    let mut scenario = steady(vec![queue(10.0, 0.1, None)], vec![group(&[0], 20, 2)], 100.0, 10.0);
    scenario.bots = vec![bot("bot", [1.0, 0.55, 0.1], 1.0, 1.0)];
    let day = run(&scenario, 1).bots[0].days[0].clone();
    let count = |estimate: Estimate| estimate.mean.unwrap() * 20.0;
    let sessions = count(day.sessions);
    for (count, share) in [(count(day.resolved), 0.55), (count(day.escalated), 0.35), (count(day.unresolved), 0.1)] {
        // 4.9 standard deviations of a binomial number: passed once in a million.
        let most = 4.9 * (sessions * share * (1.0 - share)).sqrt();
        assert!((count - share * sessions).abs() <= most, "{count} of {sessions}, expected {share}");
    }
}

/// Of 100, 40 enter the first of two bots in a row: 10 are resolved, 6 are not, 24 go on. 84 reach the second, of whom a quarter
/// enter: 7 are resolved, 14 go on. 45 come to the queue past both, 18 from the first, 10 from the second and 4 from both. Half as
/// long as the mean are those whom the first resolves, so those whom it does not take 0.875 / 0.75 times as long.
#[test]
fn two_bots_stand_in_a_row() {
    let mut scenario = steady(vec![queue(2.0, 0.6, None)], vec![group(&[0], 30, 2)], 100.0, 30.0);
    scenario.bots = vec![bot("first", [0.4, 0.25, 0.15], 0.5, 1.5), bot("second", [0.25, 1.0 / 3.0, 0.0], 1.0, 0.8)];
    let hard = 0.875 / 0.75;
    let work = 45.0 + hard * 18.0 * 1.5 + 10.0 * 0.8 + hard * 4.0 * 1.5 * 0.8;
    assert_covers(
        &scenario,
        &[
            ("sessions 1", 80.0, &|p| p.bots[0].days[0].sessions),
            ("escalated 1", 48.0, &|p| p.bots[0].days[0].escalated),
            ("sessions 2", 42.0, &|p| p.bots[1].days[0].sessions),
            ("resolved 2", 14.0, &|p| p.bots[1].days[0].resolved),
            ("from bots", 64.0, &|p| p.queues[0].intervals[0].from_bots),
            ("offered", 154.0, &|p| p.queues[0].intervals[0].offered),
            ("handling", 0.6 * work / 77.0, &|p| p.queues[0].intervals[0].handling_time_s),
            ("occupancy", 2.0 * work / 100.0 * 0.6 / 30.0, &|p| p.groups[0].intervals[0].occupancy),
        ],
    );
}

/// Two bots that know two reasons apart and leave some without help, who come back here or elsewhere; and agents who do not settle
/// everything either.
#[test]
fn two_bots_with_reasons_and_returns_do_what_is_expected_of_them() {
    let groups = vec![group(&[0], 40, 2), group(&[1], 30, 2)];
    let mut scenario = steady(vec![queue(3.0, 0.5, None), queue(0.5, 1.0, None)], groups, 80.0, 60.0);
    let comes_back = |share, to| Some(ComesBack { share: Share(share), after: exponential(2.0), to: QueueId(to) });
    scenario.bots = vec![bot("first", [0.6, 0.3, 0.2], 0.5, 1.2), bot("second", [0.5, 0.4, 0.1], 0.75, 0.9)];
    scenario.bots[0].comes_back = comes_back(0.5, 0);
    scenario.bots[1].comes_back = comes_back(0.8, 1);
    let calls = &mut scenario.queues[0];
    calls.repeat = comes_back(0.5, 0);
    let easy = Reason { share: Share(0.4), handling_factor: 0.5, resolution: Share(0.8), ..calls.reasons[0].clone() };
    let hard = Reason {
        share: Share(0.6),
        handling_factor: 1.5,
        escalation: Some(Handover { share: Share(0.2), to: QueueId(1), handled: Share(1.0) }),
        with_bot: vec![None, Some(BotOutcome { entry: Share(0.8), resolved: Share(0.1), unresolved: Share(0.3) })],
        ..easy.clone()
    };
    calls.reasons = vec![easy, hard];
    let offered = offered(&scenario, &Demand::of(&scenario));
    let contacts = |queue: usize| offered.to_agents.expected[(queue, 0)];
    let handling = |queue: usize| scenario.queues[queue].handling.mean().0 * offered.to_agents.handling_factor[queue];
    // The expectation is for both days: of 80 s and 30 s.
    let sessions = |count: f64| count * 80.0 / 110.0;
    let [first, second] = [offered.bots[0], offered.bots[1]];
    assert_covers(
        &scenario,
        &[
            ("offered 1", contacts(0), &|p| p.queues[0].intervals[0].offered),
            ("offered 2", contacts(1), &|p| p.queues[1].intervals[0].offered),
            ("handling 1", handling(0), &|p| p.queues[0].intervals[0].handling_time_s),
            ("handling 2", handling(1), &|p| p.queues[1].intervals[0].handling_time_s),
            ("sessions 1", sessions(first.sessions), &|p| p.bots[0].days[0].sessions),
            ("resolved 1", sessions(first.resolved), &|p| p.bots[0].days[0].resolved),
            ("escalated 1", sessions(first.escalated), &|p| p.bots[0].days[0].escalated),
            ("unresolved 1", sessions(first.unresolved), &|p| p.bots[0].days[0].unresolved),
            ("sessions 2", sessions(second.sessions), &|p| p.bots[1].days[0].sessions),
            ("resolved 2", sessions(second.resolved), &|p| p.bots[1].days[0].resolved),
            ("escalated 2", sessions(second.escalated), &|p| p.bots[1].days[0].escalated),
            ("unresolved 2", sessions(second.unresolved), &|p| p.bots[1].days[0].unresolved),
        ],
    );
}

/// Who accepts a callback that keeps the place waits like anybody else, but not on the line.
#[test]
fn callbacks_that_keep_their_place_wait_like_everybody() {
    let mut calls = queue(3.0, 1.0, None);
    calls.callback = Some(Callback {
        offer_above: Seconds::ZERO,
        acceptance: Share(1.0),
        when: CallbackTime::KeepsPlace,
        reached: Share(1.0),
        attempt: Seconds(1.0),
        attempts: 1,
        retry_after: Seconds(1.0),
    });
    let exact = erlang_c_system(3.0, 1.0, 5).solve();
    // Of those who wait, the mean wait is 1 / (c μ − λ).
    assert_covers(
        &steady(vec![calls.clone()], vec![group(&[0], 5, 2)], 150.0, 30.0),
        &[
            ("callbacks", exact.p_wait * 450.0, &|p| p.queues[0].intervals[0].callbacks),
            ("callbacks reached", exact.p_wait * 450.0, &|p| p.queues[0].intervals[0].callbacks_reached),
            ("callback wait", 1.0 / 2.0, &|p| p.queues[0].intervals[0].callback_wait_s),
            ("answered", (1.0 - exact.p_wait) * 450.0, &|p| p.queues[0].intervals[0].answered),
            ("handling", 1.0, &|p| p.queues[0].intervals[0].handling_time_s),
            ("occupancy", exact.occupancy, &|p| p.groups[0].intervals[0].occupancy),
        ],
    );
    // Where half accept, they and those who hold the line stand in the same line.
    calls.callback.as_mut().unwrap().acceptance = Share(0.5);
    let answered = 1.0 - exact.p_wait / 2.0;
    assert_covers(
        &steady(vec![calls], vec![group(&[0], 5, 2)], 150.0, 30.0),
        &[
            ("callbacks", exact.p_wait / 2.0 * 450.0, &|p| p.queues[0].intervals[0].callbacks),
            ("callback wait", 1.0 / 2.0, &|p| p.queues[0].intervals[0].callback_wait_s),
            ("ASA", exact.p_wait / 2.0 / 2.0 / answered, &|p| p.queues[0].intervals[0].asa_s),
            ("P(wait)", exact.p_wait / 2.0 / answered, &|p| p.queues[0].intervals[0].p_wait),
        ],
    );
}

/// With three attempts that each reach 60 %, all but 0.4³ of those who accepted are reached, and the others are lost. Nobody comes in
/// the second half of the day, so that every attempt is made.
#[test]
fn attempts_to_call_back_reach_a_share_each() {
    let mut calls = queue(0.0, 1.0, None);
    calls.volume = Volume::Table(vec![120.0, 0.0]);
    calls.callback = Some(Callback {
        offer_above: Seconds(0.3),
        acceptance: Share(0.8),
        when: CallbackTime::After(Seconds(2.0)),
        reached: Share(0.6),
        attempt: Seconds(0.2),
        attempts: 3,
        retry_after: Seconds(3.0),
    });
    let scenario = steady(vec![calls], vec![group(&[0], 4, 2)], 40.0, 60.0);
    let mut covered = [0; 2];
    for seed in 0..SEEDS {
        let performance = run(&scenario, seed);
        let place = |measure| {
            let key = MeasureKey { subject: Subject::Queue(0), measure };
            performance.keys.iter().position(|&other| other == key).unwrap()
        };
        let missed = 0.4_f64.powi(3);
        let expected = [(Measure::CallbacksReached, 1.0 - missed), (Measure::Lost, missed)];
        for (covered, (measure, share)) in covered.iter_mut().zip(expected) {
            let (part, all) = (place(measure), place(Measure::Callbacks));
            let surplus = performance
                .replicates
                .iter()
                .map(|replicate| replicate.measures[part].0 - share * replicate.measures[all].0);
            *covered += u64::from(surplus.collect::<Tally>().estimate().covers(0.0));
        }
    }
    let band = coverage_bounds(SEEDS, 0.95, 1e-6);
    assert!(covered.iter().all(|covered| band.contains(covered)), "{covered:?}, allowed are {band:?}");
}
