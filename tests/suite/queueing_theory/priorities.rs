//! Who goes first: Cobham (1954) for one agent, Kella & Yechiali (1985) for several with the same handling time.

use super::{assert_covers, law, second_moment, steady};
use crate::tiny::{group, queue};
use callboard::distribution::Law;
use callboard::erlang::erlang_c;
use callboard::scenario::{AgentTakes, Channel, Deferred, Queue};

#[test]
fn several_agents_take_the_urgent_first() {
    let (agents, rates) = (3, [0.8, 1.2]);
    let queues = vec![queue(rates[0], 1.0, None), queue(rates[1], 1.0, None)];
    // The urgent queue is the second in the agents' own order, so that only its priority puts it first.
    let mut scenario = steady(queues, vec![group(&[1, 0], agents, 2)], 250.0, 60.0);
    scenario.routing.agent_takes = AgentTakes::Priority;
    (scenario.queues[0].priority, scenario.queues[1].priority) = (1, 2);
    let p_wait = erlang_c(agents, 2.0);
    let (urgent, all) = (rates[0] / 3.0, 2.0 / 3.0);
    let first = p_wait / 3.0 / (1.0 - urgent);
    assert_covers(
        &scenario,
        &[
            ("ASA 1", first, &|p| p.queues[0].intervals[0].asa_s),
            ("ASA 2", first / (1.0 - all), &|p| p.queues[1].intervals[0].asa_s),
            ("P(wait) 1", p_wait, &|p| p.queues[0].intervals[0].p_wait),
            ("P(wait) 2", p_wait, &|p| p.queues[1].intervals[0].p_wait),
            ("occupancy", all, &|p| p.groups[0].intervals[0].occupancy),
        ],
    );
}

#[test]
fn several_agents_who_take_the_longest_wait_make_one_queue_of_two() {
    let queues = vec![queue(0.8, 1.0, None), queue(1.2, 1.0, None)];
    let mut scenario = steady(queues, vec![group(&[1, 0], 3, 2)], 250.0, 60.0);
    scenario.routing.agent_takes = AgentTakes::LongestWaiting;
    let wait = erlang_c(3, 2.0) / (3.0 - 2.0);
    assert_covers(
        &scenario,
        &[("ASA 1", wait, &|p| p.queues[0].intervals[0].asa_s), ("ASA 2", wait, &|p| p.queues[1].intervals[0].asa_s)],
    );
}

#[test]
fn one_agent_takes_the_urgent_first_whatever_the_laws_of_handling() {
    let laws = [law(Law::Gamma, 0.8, 1.5), law(Law::Gamma, 1.2, 0.4), law(Law::LogNormal, 1.0, 0.8)];
    let rates = [0.25, 0.2, 0.15];
    let queues = rates.iter().zip(&laws).map(|(&rate, law)| Queue { handling: law.clone(), ..queue(rate, 1.0, None) });
    let mut scenario = steady(queues.collect(), vec![group(&[0, 1, 2], 1, 2)], 1500.0, 100.0);
    scenario.routing.agent_takes = AgentTakes::Priority;
    scenario.queues.iter_mut().zip(1..).for_each(|(queue, priority)| queue.priority = priority);
    let rest: f64 = rates.iter().zip(&laws).map(|(rate, law)| rate * second_moment(law) / 2.0).sum();
    let mut before = 0.0;
    let waits = rates.iter().zip(&laws).map(|(rate, law)| {
        let with = before + rate * law.mean().0;
        let wait = rest / ((1.0 - before) * (1.0 - with));
        before = with;
        wait
    });
    let waits: Vec<f64> = waits.collect();
    assert_covers(
        &scenario,
        &[
            ("ASA 1", waits[0], &|p| p.queues[0].intervals[0].asa_s),
            ("ASA 2", waits[1], &|p| p.queues[1].intervals[0].asa_s),
            ("ASA 3", waits[2], &|p| p.queues[2].intervals[0].asa_s),
        ],
    );
}

/// Work that is laid aside for calls and gone on with later: calls do not notice it, and it waits for what is there and for all
/// calls that come meanwhile, Σ λ E[S²] / (2 (1 − ρ₁)(1 − ρ)).
#[test]
fn deferred_work_gives_way_to_calls() {
    let (calls, work) = (law(Law::Gamma, 1.0, 0.7), law(Law::Gamma, 1.5, 1.2));
    let (per_s, pieces) = (0.3, 0.2);
    let deferred = Queue {
        channel: Channel::Email,
        deferred: Some(Deferred { interruptible: true, backlog: 0, in_opening_hours: false }),
        handling: work.clone(),
        ..queue(pieces, 1.0, None)
    };
    let live = Queue { handling: calls.clone(), ..queue(per_s, 1.0, None) };
    let scenario = steady(vec![live, deferred], vec![group(&[0, 1], 1, 2)], 1500.0, 100.0);
    let of_calls = per_s * second_moment(&calls) / 2.0;
    let of_both = of_calls + pieces * second_moment(&work) / 2.0;
    assert_covers(
        &scenario,
        &[
            ("ASA of calls", of_calls / (1.0 - 0.3), &|p| p.queues[0].intervals[0].asa_s),
            ("P(wait) of calls", 0.3, &|p| p.queues[0].intervals[0].p_wait),
            ("P(wait) of deferred work", 0.6, &|p| p.queues[1].intervals[0].p_wait),
            ("wait of deferred work", of_both / ((1.0 - 0.3) * (1.0 - 0.6)), &|p| p.queues[1].intervals[0].asa_s),
            ("occupancy", 0.6, &|p| p.groups[0].intervals[0].occupancy),
        ],
    );
}
