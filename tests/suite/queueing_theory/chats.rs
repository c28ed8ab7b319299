//! Chats: an agent who holds j contacts works on all of them, and completes them at the rate j / stretch(j).
//!
//! With one agent and no memory, the number there is a birth–death chain. Without waiting places, the agent shares the work
//! out equally, so that only the mean of the handling time matters (Kelly 1979, symmetric queues).

use super::chain::{mean, probability, steady_state};
use super::{Measure, assert_covers, count_service_level, law, steady};
use crate::tiny::{exponential, group, queue};
use callboard::distribution::{Distribution, Law};
use callboard::scenario::{Channel, Concurrency, Queue, Scenario, Volume};
use callboard::target::{Outcomes, ServiceLevelDefinition};
use callboard::units::Seconds;
use statrs::function::beta::beta_reg;
use std::collections::BTreeMap;

fn chats(per_s: f64, patience: Option<f64>, stretch: &[f64]) -> Queue {
    Queue {
        channel: Channel::Chat,
        concurrency: Some(Concurrency { most: stretch.len() as u32, stretch: stretch.to_vec() }),
        ..queue(per_s, 1.0, patience)
    }
}

fn centre(chats: Queue, agents: u32, length: f64, warm_up: f64) -> Scenario {
    steady(vec![chats], vec![group(&[0], agents, 2)], length, warm_up)
}

/// Completions per second by an agent who holds so many, where a chat alone takes a second on average.
fn completions(stretch: &[f64], held: usize) -> f64 {
    if held == 0 { 0.0 } else { held as f64 / stretch[held - 1] }
}

/// One agent: shares of time by number there. Patience has the rate `theta`; more than `most` are turned away.
fn one_agent(per_s: f64, stretch: &[f64], theta: f64, most: usize) -> BTreeMap<usize, f64> {
    steady_state(0, |&there| {
        let waiting = there.saturating_sub(stretch.len());
        let leave = completions(stretch, there.min(stretch.len())) + waiting as f64 * theta;
        let come = if there < most { per_s } else { 0.0 };
        vec![(there + 1, come), (there.saturating_sub(1), leave)]
    })
}

/// What becomes of contacts by a threshold. Who finds m waiting is answered after m + 1 departures at the rates D + i θ with
/// i from m to 0, so that e^(−θ × offered wait) has the beta law of D / θ and m + 1.
fn outcomes(shares: &BTreeMap<usize, f64>, held: usize, full: f64, theta: f64, within: f64) -> Outcomes {
    let (a, x) = (full / theta, (-theta * within).exp());
    let mut all = Outcomes::default();
    for (&there, &share) in shares {
        let Some(ahead) = there.checked_sub(held) else {
            all.answered += share;
            all.answered_within += share;
            continue;
        };
        let b = ahead as f64 + 1.0;
        let answered = a / (a + b);
        let answered_within = answered * (1.0 - beta_reg(a + 1.0, b, x));
        let still_waiting = x * beta_reg(a, b, x);
        all.answered += share * answered;
        all.abandoned += share * (1.0 - answered);
        all.answered_within += share * answered_within;
        all.abandoned_within += share * (1.0 - answered_within - still_waiting);
    }
    all
}

#[test]
fn one_agent_with_several_chats_is_a_birth_death_chain() {
    let (stretch, theta, per_s, within) = ([1.0, 1.2, 1.5], 0.5, 1.8, 0.4);
    let shares = one_agent(per_s, &stretch, theta, 60);
    let held = |there: &usize| (*there).min(3) as f64;
    let in_hand = mean(&shares, held);
    let waiting = mean(&shares, |&there| there.saturating_sub(3) as f64);
    let abandonment = theta * waiting / per_s;
    let busy = 1.0 - shares[&0];
    let outcomes = outcomes(&shares, 3, completions(&stretch, 3), theta, within);
    assert!((outcomes.abandoned - abandonment).abs() < 1e-9, "two ways to the same share");
    for definition in ServiceLevelDefinition::ALL {
        let mut scenario = centre(chats(per_s, Some(1.0 / theta), &stretch), 1, 300.0, 40.0);
        count_service_level(&mut scenario, within, definition);
        let (numerator, denominator) = definition.ratio(&outcomes);
        let mut measures: Vec<Measure> =
            vec![(definition.name(), numerator / denominator, &|p| p.queues[0].intervals[0].service_level)];
        if definition == ServiceLevelDefinition::default() {
            measures.extend::<[Measure; 8]>([
                ("P(wait)", probability(&shares, |&there| there >= 3), &|p| p.queues[0].intervals[0].p_wait),
                ("mean wait", waiting / per_s, &|p| p.queues[0].intervals[0].mean_wait_s),
                ("mean queue", waiting, &|p| p.queues[0].intervals[0].mean_queue),
                ("abandonment", abandonment, &|p| p.queues[0].intervals[0].abandonment),
                // By Little's law, as the customer experiences it.
                ("handling", in_hand / (per_s * (1.0 - abandonment)), &|p| p.queues[0].intervals[0].handling_time_s),
                ("occupancy", busy, &|p| p.groups[0].intervals[0].occupancy),
                ("held at once", in_hand / busy, &|p| p.groups[0].intervals[0].held_at_once),
                ("slot use", in_hand / 3.0, &|p| p.groups[0].intervals[0].slot_use),
            ]);
        }
        assert_covers(&scenario, &measures);
    }
}

#[test]
fn without_waiting_places_only_the_mean_of_handling_matters() {
    let (stretch, per_s) = ([1.0, 1.3, 1.5, 2.0], 1.8);
    let shares = one_agent(per_s, &stretch, 0.0, 4);
    let in_hand = mean(&shares, |&there| there as f64);
    let constant = Distribution::new(Law::Constant, Seconds(1.0), None).unwrap();
    for handling in [law(Law::LogNormal, 1.0, 1.5), law(Law::HyperExponential, 1.0, 2.0), constant, exponential(1.0)] {
        let mut scenario = centre(chats(per_s, None, &stretch), 1, 200.0, 50.0);
        scenario.queues[0].handling = handling;
        scenario.queues[0].waiting_places = Some(0);
        assert_covers(
            &scenario,
            &[
                ("blocked", shares[&4] * per_s * 200.0, &|p| p.queues[0].intervals[0].blocked),
                ("handling", in_hand / (per_s * (1.0 - shares[&4])), &|p| p.queues[0].intervals[0].handling_time_s),
                ("occupancy", 1.0 - shares[&0], &|p| p.groups[0].intervals[0].occupancy),
                ("held at once", in_hand / (1.0 - shares[&0]), &|p| p.groups[0].intervals[0].held_at_once),
            ],
        );
    }
}

/// Two agents hold up to two chats each: who comes goes to whoever holds fewest, and who waits to whoever has room first.
#[test]
fn two_agents_with_two_chats_each_are_as_their_markov_chain_says() {
    let (stretch, theta, per_s) = ([1.0, 1.4], 0.8, 2.6);
    let shares = steady_state((0_usize, 0_usize, 0_usize), |&(less, more, waiting)| {
        let sorted = |a: usize, b: usize, waiting| (a.min(b), a.max(b), waiting);
        let come = if less < 2 { sorted(less + 1, more, 0) } else { (2, 2, waiting + usize::from(waiting < 60)) };
        let done = |a: usize, b: usize| if waiting > 0 { (2, 2, waiting - 1) } else { sorted(a, b, 0) };
        vec![
            (come, per_s),
            (done(less.saturating_sub(1), more), completions(&stretch, less)),
            (done(less, more.saturating_sub(1)), completions(&stretch, more)),
            ((less, more, waiting.saturating_sub(1)), theta * waiting as f64),
        ]
    });
    let in_hand = mean(&shares, |&(less, more, _)| (less + more) as f64);
    let busy = mean(&shares, |&(less, more, _)| f64::from(u8::from(less > 0) + u8::from(more > 0)));
    let waiting = mean(&shares, |&(_, _, waiting)| waiting as f64);
    let abandonment = theta * waiting / per_s;
    assert_covers(
        &centre(chats(per_s, Some(1.0 / theta), &stretch), 2, 150.0, 20.0),
        &[
            ("P(wait)", probability(&shares, |&(less, _, _)| less == 2), &|p| p.queues[0].intervals[0].p_wait),
            ("mean wait", waiting / per_s, &|p| p.queues[0].intervals[0].mean_wait_s),
            ("abandonment", abandonment, &|p| p.queues[0].intervals[0].abandonment),
            ("handling", in_hand / (per_s * (1.0 - abandonment)), &|p| p.queues[0].intervals[0].handling_time_s),
            ("occupancy", busy / 2.0, &|p| p.groups[0].intervals[0].occupancy),
            ("held at once", in_hand / busy, &|p| p.groups[0].intervals[0].held_at_once),
            ("slot use", in_hand / 4.0, &|p| p.groups[0].intervals[0].slot_use),
        ],
    );
}

/// US patent 8,064,589: a chat of 500 s takes 886.8 s where the agent always holds three and the customer writes for 0.75 of
/// the agent's time.
#[test]
fn three_chats_at_once_take_as_long_as_the_finite_source_queue_says() {
    let concurrency = Concurrency::of_writing(3, 0.75);
    let exact = 500.0 * concurrency.stretch[2];
    assert!((exact - 886.8).abs() < 0.05);
    let mut full = chats(1.0, None, &concurrency.stretch);
    full.handling = exponential(500.0);
    // Thirty come for every one that can be handled and three can wait, so that a slot is free for a millionth of the time.
    full.volume = Volume::PerHour(3600.0 * 30.0 * 3.0 / exact);
    full.waiting_places = Some(3);
    let mut scenario = centre(full, 1, 6000.0, 4000.0);
    // The last to be measured find three at once until they are done.
    scenario.calendar.intervals[1].end = Seconds(15_000.0);
    assert_covers(
        &scenario,
        &[
            ("handling", exact, &|p| p.queues[0].intervals[0].handling_time_s),
            ("completed", 6000.0 * 3.0 / exact, &|p| p.groups[0].intervals[0].answered),
        ],
    );
}
