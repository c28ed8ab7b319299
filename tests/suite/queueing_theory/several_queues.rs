//! Two skills, and those who try again: small networks solved as Markov chains.

use super::{assert_covers, network, steady};
use crate::tiny::{exponential, group, queue};
use callboard::scenario::{ComesBack, QueueId};
use callboard::units::Share;

#[test]
fn specialists_and_generalists_are_as_their_markov_chain_says() {
    let Some(p_wait1) = network("two_skill", "prio=1;2", "p_wait1") else {
        println!("skipped: no ../shared/truth/networks.csv");
        return;
    };
    let exact = |measure| network("two_skill", "prio=1;2", measure).unwrap();
    let queues = vec![queue(3.0, 1.0, Some(2.0)), queue(2.0, 1.0, Some(2.0))];
    let groups = vec![group(&[0], 2, 2), group(&[1], 1, 2), group(&[0, 1], 2, 2)];
    assert_covers(
        &steady(queues, groups, 120.0, 20.0),
        &[
            ("P(wait) 1", p_wait1, &|p| p.queues[0].intervals[0].p_wait),
            ("P(wait) 2", exact("p_wait2"), &|p| p.queues[1].intervals[0].p_wait),
            ("mean wait 1", exact("mean_wait1"), &|p| p.queues[0].intervals[0].mean_wait_s),
            ("mean wait 2", exact("mean_wait2"), &|p| p.queues[1].intervals[0].mean_wait_s),
            ("abandonment 1", exact("p_abandon1"), &|p| p.queues[0].intervals[0].abandonment),
            ("abandonment 2", exact("p_abandon2"), &|p| p.queues[1].intervals[0].abandonment),
            ("occupancy 1", exact("occupancy_n1"), &|p| p.groups[0].intervals[0].occupancy),
            ("occupancy 2", exact("occupancy_n2"), &|p| p.groups[1].intervals[0].occupancy),
            ("occupancy 3", exact("occupancy_n3"), &|p| p.groups[2].intervals[0].occupancy),
        ],
    );
}

#[test]
fn who_abandons_and_tries_again_is_as_the_markov_chain_says() {
    let Some(attempts) = network("redial", "lam=10", "attempts_per_fresh") else {
        println!("skipped: no ../shared/truth/networks.csv");
        return;
    };
    let exact = |measure| network("redial", "lam=10", measure).unwrap();
    let mut calls = queue(10.0, 1.0, Some(2.0));
    calls.redial = Some(ComesBack { share: Share(0.5), after: exponential(5.0), to: QueueId(0) });
    assert_covers(
        &steady(vec![calls], vec![group(&[0], 11, 2)], 80.0, 50.0),
        &[
            ("attempts", attempts * 800.0, &|p| p.queues[0].intervals[0].offered),
            ("redials", (attempts - 1.0) * 800.0, &|p| p.queues[0].intervals[0].redials),
            ("lost", exact("lost_fresh") * 800.0, &|p| p.queues[0].intervals[0].lost),
            ("abandonment", exact("p_abandon_per_attempt"), &|p| p.queues[0].intervals[0].abandonment),
            ("mean wait", exact("mean_wait_per_attempt"), &|p| p.queues[0].intervals[0].mean_wait_s),
            ("occupancy", exact("occupancy"), &|p| p.groups[0].intervals[0].occupancy),
        ],
    );
}
