//! One queue, one group, no memory: the Erlang formulas.

use super::chain::{mean, probability, steady_state};
use super::{Measure, assert_covers, count_service_level, erlang_c_system, law, steady_system};
use callboard::distribution::{Distribution, Law};
use callboard::erlang::{System, erlang_b};
use callboard::target::ServiceLevelDefinition;
use callboard::units::{Seconds, Share};

#[test]
fn impatient_callers_are_as_erlang_a_says() {
    let system = System {
        contacts_per_s: 10.0,
        handling: Seconds(1.0),
        agents: 10,
        patience: Some(Seconds(0.5)),
        waiting_places: None,
    };
    let exact = system.solve();
    for definition in ServiceLevelDefinition::ALL {
        let mut scenario = steady_system(&system, 40.0, 8.0);
        count_service_level(&mut scenario, 0.1, definition);
        let level = exact.service_level(Seconds(0.1), definition).0;
        let mut measures: Vec<Measure> = vec![(definition.name(), level, &|p| p.queues[0].intervals[0].service_level)];
        if definition == ServiceLevelDefinition::default() {
            measures.extend::<[Measure; 7]>([
                ("abandonment", exact.p_abandon, &|p| p.queues[0].intervals[0].abandonment),
                ("P(wait)", exact.p_wait, &|p| p.queues[0].intervals[0].p_wait),
                ("ASA", exact.asa.unwrap().0, &|p| p.queues[0].intervals[0].asa_s),
                ("mean wait", exact.mean_wait.unwrap().0, &|p| p.queues[0].intervals[0].mean_wait_s),
                ("mean queue", exact.mean_queue, &|p| p.queues[0].intervals[0].mean_queue),
                ("handling", 1.0, &|p| p.queues[0].intervals[0].handling_time_s),
                ("occupancy", exact.occupancy, &|p| p.groups[0].intervals[0].occupancy),
            ]);
        }
        assert_covers(&scenario, &measures);
    }
}

#[test]
fn patient_callers_are_as_erlang_c_says() {
    let system = erlang_c_system(6.0, 1.0, 9);
    let exact = system.solve();
    let mut scenario = steady_system(&system, 100.0, 30.0);
    count_service_level(&mut scenario, 0.2, ServiceLevelDefinition::default());
    assert_covers(
        &scenario,
        &[
            ("service level", exact.service_level(Seconds(0.2), ServiceLevelDefinition::default()).0, &|p| {
                p.queues[0].intervals[0].service_level
            }),
            ("ASA", exact.asa.unwrap().0, &|p| p.queues[0].intervals[0].asa_s),
            ("P(wait)", exact.p_wait, &|p| p.queues[0].intervals[0].p_wait),
            ("mean queue", exact.mean_queue, &|p| p.queues[0].intervals[0].mean_queue),
            ("occupancy", exact.occupancy, &|p| p.groups[0].intervals[0].occupancy),
        ],
    );
}

#[test]
fn a_few_waiting_places_block_as_the_formula_says() {
    for patience in [None, Some(Seconds(0.7))] {
        let system =
            System { contacts_per_s: 9.0, handling: Seconds(1.0), agents: 8, patience, waiting_places: Some(3) };
        let exact = system.solve();
        let (level, definition) = (Seconds(0.1), ServiceLevelDefinition::AnsweredOfOffered);
        let mut scenario = steady_system(&system, 50.0, 12.0);
        count_service_level(&mut scenario, level.0, definition);
        assert_covers(
            &scenario,
            &[
                ("blocked", exact.p_blocked * 9.0 * 50.0, &|p| p.queues[0].intervals[0].blocked),
                ("service level", exact.service_level(level, definition).0, &|p| {
                    p.queues[0].intervals[0].service_level
                }),
                ("mean queue", exact.mean_queue, &|p| p.queues[0].intervals[0].mean_queue),
                ("occupancy", exact.occupancy, &|p| p.groups[0].intervals[0].occupancy),
                ("ASA", exact.asa.unwrap().0, &|p| p.queues[0].intervals[0].asa_s),
            ],
        );
    }
}

#[test]
fn without_waiting_places_erlang_b_holds_whatever_the_law_of_handling() {
    let system =
        System { contacts_per_s: 5.0, handling: Seconds(1.0), agents: 5, patience: None, waiting_places: Some(0) };
    let lost = erlang_b(5, 5.0);
    let constant = Distribution::new(Law::Constant, Seconds(1.0), None).unwrap();
    for handling in [
        law(Law::LogNormal, 1.0, 2.0),
        law(Law::HyperExponential, 1.0, 2.0),
        law(Law::Gamma, 1.0, 0.5),
        law(Law::Weibull, 1.0, 1.5),
        constant,
    ] {
        let mut scenario = steady_system(&system, 60.0, 30.0);
        scenario.queues[0].handling = handling;
        assert_covers(
            &scenario,
            &[
                ("blocked", lost * 5.0 * 60.0, &|p| p.queues[0].intervals[0].blocked),
                ("occupancy", 1.0 - lost, &|p| p.groups[0].intervals[0].occupancy),
            ],
        );
    }
}

/// Of those who would have to wait, a share leaves at once and counts as abandoned: a birth–death chain whose arrivals are fewer
/// while all are busy.
#[test]
fn who_balks_leaves_a_smaller_stream_to_the_line() {
    let (agents, per_s, theta, balks) = (5_u32, 5.0, 0.5, 0.3);
    let shares = steady_state(0_u32, |&there| {
        let come = if there < agents { per_s } else { per_s * (1.0 - balks) };
        let leave = f64::from(there.min(agents)) + theta * f64::from(there.saturating_sub(agents));
        vec![((there + 1).min(80), come), (there.saturating_sub(1), leave)]
    });
    let finds_all_busy = probability(&shares, |&there| there >= agents);
    let waiting = mean(&shares, |&there| f64::from(there.saturating_sub(agents)));
    let busy = mean(&shares, |&there| f64::from(there.min(agents)));
    let system = System {
        contacts_per_s: per_s,
        handling: Seconds(1.0),
        agents,
        patience: Some(Seconds(1.0 / theta)),
        waiting_places: None,
    };
    let mut scenario = steady_system(&system, 60.0, 15.0);
    scenario.queues[0].balking = Share(balks);
    assert_covers(
        &scenario,
        &[
            ("abandonment", balks * finds_all_busy + theta * waiting / per_s, &|p| {
                p.queues[0].intervals[0].abandonment
            }),
            ("P(wait)", finds_all_busy * (1.0 - balks), &|p| p.queues[0].intervals[0].p_wait),
            ("mean queue", waiting, &|p| p.queues[0].intervals[0].mean_queue),
            ("mean wait", waiting / per_s, &|p| p.queues[0].intervals[0].mean_wait_s),
            ("occupancy", busy / f64::from(agents), &|p| p.groups[0].intervals[0].occupancy),
        ],
    );
}
