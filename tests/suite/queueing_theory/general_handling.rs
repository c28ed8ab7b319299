//! One agent, whatever the law of handling: Pollaczek & Khinchine, E[W] = λ E[S²] / (2 (1 − ρ)).

use super::{Measure, assert_covers, law, second_moment, steady};
use crate::tiny::{exponential, group, queue};
use callboard::distribution::{Distribution, Law};
use callboard::scenario::{Bot, BotOutcome, Handover, QueueId, Reason, Scenario};
use callboard::units::{Money, Seconds, Share};

/// The mean wait of a queue with one server.
pub fn mean_wait(per_s: f64, mean: f64, second: f64) -> f64 {
    per_s * second / (2.0 * (1.0 - per_s * mean))
}

/// Asserts mean wait, share who wait and occupancy of the first queue and group, by rate and moments of the handling time.
fn assert_as_pollaczek_and_khinchine_say(scenario: &Scenario, per_s: f64, mean: f64, second: f64, more: &[Measure]) {
    let mut measures: Vec<Measure> = vec![
        ("ASA", mean_wait(per_s, mean, second), &|p| p.queues[0].intervals[0].asa_s),
        ("P(wait)", per_s * mean, &|p| p.queues[0].intervals[0].p_wait),
        ("occupancy", per_s * mean, &|p| p.groups[0].intervals[0].occupancy),
        ("mean queue", per_s * mean_wait(per_s, mean, second), &|p| p.queues[0].intervals[0].mean_queue),
    ];
    measures.extend_from_slice(more);
    assert_covers(scenario, &measures);
}

#[test]
fn one_agent_is_as_pollaczek_and_khinchine_say() {
    let constant = Distribution::new(Law::Constant, Seconds(1.0), None).unwrap();
    for handling in [law(Law::Gamma, 1.0, 2.0), law(Law::Gamma, 1.0, 0.3), law(Law::LogNormal, 1.0, 1.0), constant] {
        let mut calls = queue(0.5, 1.0, None);
        let second = second_moment(&handling);
        calls.handling = handling;
        let scenario = steady(vec![calls], vec![group(&[0], 1, 2)], 1500.0, 100.0);
        assert_as_pollaczek_and_khinchine_say(&scenario, 0.5, 1.0, second, &[]);
    }
}

/// With a coefficient of variation of 2, the squares of lognormal times have one of 25, so that mean waits of a few thousand
/// contacts are far from normal and no interval covers well. How many wait does not depend on the squares.
#[test]
fn very_uneven_handling_leaves_the_share_who_wait_as_it_is() {
    let mut calls = queue(0.4, 1.0, None);
    calls.handling = law(Law::LogNormal, 1.0, 2.0);
    let scenario = steady(vec![calls], vec![group(&[0], 1, 2)], 1000.0, 150.0);
    assert_covers(
        &scenario,
        &[
            ("P(wait)", 0.4, &|p| p.queues[0].intervals[0].p_wait),
            ("occupancy", 0.4, &|p| p.groups[0].intervals[0].occupancy),
        ],
    );
}

#[test]
fn after_call_work_occupies_the_agent_like_handling() {
    let mut calls = queue(0.5, 0.6, None);
    calls.after_call_work = Some(law(Law::Gamma, 0.4, 0.5));
    // The variances of independent times add up.
    let second = 1.0 + 0.36 + 0.04;
    let scenario = steady(vec![calls], vec![group(&[0], 1, 2)], 1000.0, 80.0);
    let handling: Measure = ("handling", 1.0, &|p| p.queues[0].intervals[0].handling_time_s);
    assert_as_pollaczek_and_khinchine_say(&scenario, 0.5, 1.0, second, &[handling]);
}

#[test]
fn reasons_mix_handling_times() {
    let mut calls = queue(0.5, 1.0, None);
    let reason = |name: &str, share: f64, handling_factor: f64| Reason {
        name: name.to_owned(),
        share: Share(share),
        handling_factor,
        ..calls.reasons[0].clone()
    };
    calls.reasons = vec![reason("short", 0.6, 0.5), reason("long", 0.4, 1.75)];
    // Each reason is exponential: E[S²] is twice the square of its mean.
    let second = 2.0 * (0.6 * 0.25 + 0.4 * 1.75 * 1.75);
    let scenario = steady(vec![calls], vec![group(&[0], 1, 2)], 1500.0, 100.0);
    let long: Measure = ("long", 1.75, &|p| p.queues[0].reasons[1].handling_time_s);
    assert_as_pollaczek_and_khinchine_say(&scenario, 0.5, 1.0, second, &[long]);
}

#[test]
fn proficiency_stretches_handling() {
    let mut agents = group(&[0], 1, 2);
    agents.proficiency = vec![0.8];
    let scenario = steady(vec![queue(0.4, 1.0, None)], vec![agents], 1000.0, 80.0);
    assert_as_pollaczek_and_khinchine_say(&scenario, 0.4, 1.25, 2.0 * 1.25 * 1.25, &[]);
}

#[test]
fn who_is_transferred_is_handled_in_part() {
    let mut calls = queue(0.6, 1.0, None);
    calls.reasons[0].transfer = Some(Handover { share: Share(0.25), to: QueueId(1), handled: Share(0.2) });
    calls.reasons[0].escalation = Some(Handover { share: Share(0.15), to: QueueId(1), handled: Share(1.0) });
    let mean = 0.75 + 0.25 * 0.2;
    let second = 2.0 * (0.75 + 0.25 * 0.04);
    let groups = vec![group(&[0], 1, 2), group(&[1], 30, 2)];
    let scenario = steady(vec![calls, queue(0.1, 1.0, None)], groups, 1000.0, 80.0);
    let more: [Measure; 3] = [
        ("handed on", 0.4 * 600.0, &|p| p.queues[0].intervals[0].handed_on),
        ("handed in", 0.4 * 600.0, &|p| p.queues[1].intervals[0].handed_in),
        ("handling", mean, &|p| p.queues[0].intervals[0].handling_time_s),
    ];
    assert_as_pollaczek_and_khinchine_say(&scenario, 0.6, mean, second, &more);
}

/// A bot without limit is an M/G/∞ queue, so those whom it escalates come as a Poisson stream, and are handled for longer.
#[test]
fn whom_a_bot_escalates_come_at_random_and_take_longer() {
    let mut scenario = steady(vec![queue(0.8, 0.7, None)], vec![group(&[0], 1, 2)], 1200.0, 80.0);
    let outcome = BotOutcome { entry: Share(0.5), resolved: Share(0.4), unresolved: Share(0.1) };
    scenario.bots = vec![Bot {
        name: "bot".to_owned(),
        queues: vec![QueueId(0)],
        outcome,
        session: law(Law::LogNormal, 3.0, 1.0),
        resolved_handling: 1.0,
        handling_factor: 1.4,
        comes_back: None,
        per_session: Money::ZERO,
        capacity: None,
        outages: Vec::new(),
    }];
    // 0.4 come directly, and 0.2 from the bot.
    let mean = 0.7 * (0.4 + 0.2 * 1.4) / 0.6;
    let second = 2.0 * 0.49 * (0.4 + 0.2 * 1.96) / 0.6;
    let more: [Measure; 2] = [
        ("from bots", 0.2 * 1200.0, &|p| p.queues[0].intervals[0].from_bots),
        ("session", 3.0, &|p| p.bots[0].days[0].session_time_s),
    ];
    assert_as_pollaczek_and_khinchine_say(&scenario, 0.6, mean, second, &more);
}

/// With agents who take whoever has waited longest, two queues are one.
#[test]
fn a_queue_beside_another_of_the_same_agent_waits_for_both() {
    let queues = vec![queue(0.3, 1.0, None), queue(0.2, 1.0, None)];
    let mut scenario = steady(queues, vec![group(&[0, 1], 1, 2)], 1500.0, 100.0);
    scenario.routing.agent_takes = callboard::scenario::AgentTakes::LongestWaiting;
    scenario.queues[1].handling = exponential(1.5);
    // First come, first served across queues: one M/G/1 queue of both.
    let second = (0.3 * 2.0 + 0.2 * 2.0 * 2.25) / 0.5;
    let wait = mean_wait(0.5, 0.6 / 0.5, second);
    assert_covers(
        &scenario,
        &[
            ("ASA 1", wait, &|p| p.queues[0].intervals[0].asa_s),
            ("ASA 2", wait, &|p| p.queues[1].intervals[0].asa_s),
            ("P(wait) 1", 0.6, &|p| p.queues[0].intervals[0].p_wait),
            ("P(wait) 2", 0.6, &|p| p.queues[1].intervals[0].p_wait),
        ],
    );
}
