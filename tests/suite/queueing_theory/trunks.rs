//! Lines to the outside world: fewer than agents, they are Erlang B; more, they are waiting places.

use super::{Measure, assert_covers, law, steady};
use crate::tiny::{exponential, group, queue};
use callboard::distribution::{Distribution, Law};
use callboard::erlang::{System, erlang_b};
use callboard::scenario::{Queue, QueueId, Scenario, Trunk};
use callboard::units::Seconds;

/// A queue behind so many lines.
fn behind_lines(lines: u32, calls: Queue, agents: u32, length: f64, warm_up: f64) -> Scenario {
    let mut scenario = steady(vec![calls], vec![group(&[0], agents, 2)], length, warm_up);
    scenario.trunks = vec![Trunk { name: "trunk".to_owned(), lines, queues: vec![QueueId(0)] }];
    scenario
}

#[test]
fn fewer_lines_than_agents_block_as_erlang_b_says_whatever_the_law_of_handling() {
    let constant = Distribution::new(Law::Constant, Seconds(1.0), None).unwrap();
    let laws = [exponential(1.0), law(Law::LogNormal, 1.0, 2.0), law(Law::HyperExponential, 1.0, 2.0), constant];
    let lost = erlang_b(4, 3.0);
    for handling in laws {
        let calls = Queue { handling, ..queue(3.0, 1.0, None) };
        assert_covers(
            &behind_lines(4, calls, 7, 80.0, 30.0),
            &[
                ("blocking", lost, &|p| p.trunks[0].days[0].blocking),
                ("blocked", lost * 240.0, &|p| p.queues[0].intervals[0].blocked),
                ("offered", 240.0, &|p| p.trunks[0].days[0].offered),
                ("lines in use", 3.0 * (1.0 - lost), &|p| p.trunks[0].days[0].lines_in_use),
                ("occupancy", 3.0 * (1.0 - lost) / 7.0, &|p| p.groups[0].intervals[0].occupancy),
            ],
        );
    }
}

#[test]
fn a_line_is_free_when_the_talk_is_over() {
    let calls = Queue { after_call_work: Some(law(Law::Gamma, 0.8, 0.5)), ..queue(3.0, 1.0, None) };
    let lost = erlang_b(4, 3.0);
    // So many agents that after-call work never keeps a call waiting: all 40 busy has a probability below 10⁻²⁰.
    assert_covers(
        &behind_lines(4, calls, 40, 80.0, 20.0),
        &[
            ("blocking", lost, &|p| p.trunks[0].days[0].blocking),
            ("lines in use", 3.0 * (1.0 - lost), &|p| p.trunks[0].days[0].lines_in_use),
            ("handling", 1.8, &|p| p.queues[0].intervals[0].handling_time_s),
            ("occupancy", 5.4 * (1.0 - lost) / 40.0, &|p| p.groups[0].intervals[0].occupancy),
        ],
    );
}

#[test]
fn more_lines_than_agents_are_waiting_places() {
    for patience in [None, Some(Seconds(0.5))] {
        let system =
            System { contacts_per_s: 5.0, handling: Seconds(1.0), agents: 5, patience, waiting_places: Some(4) };
        let exact = system.solve();
        let in_use = exact.mean_queue + 5.0 * exact.occupancy;
        let calls = queue(5.0, 1.0, patience.map(|mean| mean.0));
        let mut measures: Vec<Measure> = vec![
            ("blocking", exact.p_blocked, &|p| p.trunks[0].days[0].blocking),
            ("lines in use", in_use, &|p| p.trunks[0].days[0].lines_in_use),
            ("mean queue", exact.mean_queue, &|p| p.queues[0].intervals[0].mean_queue),
            ("ASA", exact.asa.unwrap().0, &|p| p.queues[0].intervals[0].asa_s),
            ("occupancy", exact.occupancy, &|p| p.groups[0].intervals[0].occupancy),
            ("lost", (exact.p_blocked + exact.p_abandon) * 300.0, &|p| p.queues[0].intervals[0].lost),
        ];
        if patience.is_some() {
            measures.push(("abandoned", exact.p_abandon * 300.0, &|p| p.queues[0].intervals[0].abandoned));
        }
        assert_covers(&behind_lines(9, calls, 5, 60.0, 20.0), &measures);
    }
}

/// By Little's law, lines in use are the rate times the mean of wait and talk, whatever the laws.
#[test]
fn a_line_is_held_through_wait_and_talk() {
    let calls = Queue { after_call_work: Some(law(Law::Gamma, 0.3, 0.5)), ..queue(0.6, 0.7, None) };
    let wait = super::general_handling::mean_wait(0.6, 1.0, 1.0 + 0.49 + 0.0225);
    assert_covers(
        &behind_lines(1000, calls, 1, 900.0, 80.0),
        &[
            ("ASA", wait, &|p| p.queues[0].intervals[0].asa_s),
            ("lines in use", 0.6 * (wait + 0.7), &|p| p.trunks[0].days[0].lines_in_use),
        ],
    );
}

/// Two queues with a trunk in common: blocking depends on their sum alone.
#[test]
fn queues_share_the_lines_of_a_trunk() {
    let groups = vec![group(&[0], 5, 2), group(&[1], 5, 2)];
    let queues = vec![queue(2.0, 1.0, None), queue(1.0, 1.5, None)];
    let mut scenario = steady(queues, groups, 80.0, 25.0);
    scenario.trunks = vec![Trunk { name: "trunk".to_owned(), lines: 5, queues: vec![QueueId(0), QueueId(1)] }];
    let lost = erlang_b(5, 3.5);
    assert_covers(
        &scenario,
        &[
            ("blocking", lost, &|p| p.trunks[0].days[0].blocking),
            ("blocked 1", lost * 160.0, &|p| p.queues[0].intervals[0].blocked),
            ("blocked 2", lost * 80.0, &|p| p.queues[1].intervals[0].blocked),
            ("lines in use", 3.5 * (1.0 - lost), &|p| p.trunks[0].days[0].lines_in_use),
        ],
    );
}
