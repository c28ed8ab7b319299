//! Against what others have published about their simulators, and about large models.

use super::steady;
use crate::tiny::{calendar, exponential, group, queue, run, scenario};
use callboard::erlang::System;
use callboard::scenario::{Replications, Scenario, Volume};
use callboard::statistics::{Estimate, student_quantile};
use callboard::target::{ServiceLevelDefinition, ServiceLevelTarget};
use callboard::units::{Seconds, Share};

/// Asserts that an estimate from `replications` agrees with a reference that comes from `reference` as many replications of
/// its own: their difference is normal, with the variance of both; 4.9 standard errors are passed once in a million. The
/// reference is rounded to `digit`.
fn assert_agrees(name: &str, found: &Estimate, replications: f64, exact: f64, reference: f64, digit: f64) {
    let error = found.half_width.unwrap() / student_quantile(0.975, replications as u64 - 1);
    let tolerance = 4.9 * error * (1.0 + replications / reference).sqrt() + digit / 2.0;
    let difference = (found.mean.unwrap() - exact).abs();
    assert!(difference <= tolerance, "{name}: {} is not {exact} ± {tolerance}", found.mean.unwrap());
}

/// Promises 80 % within 20 s for every queue, so that the service level is counted as answered of offered.
fn count_answered_of_offered(scenario: &mut Scenario) {
    let definition = ServiceLevelDefinition::AnsweredOfOffered;
    let promise = ServiceLevelTarget { share: Share(0.8), within: Seconds(20.0), definition };
    scenario.queues.iter_mut().for_each(|queue| queue.target.service_level = Some(promise));
}

#[test]
fn a_large_queue_is_as_erlang_a_says() {
    let mut scenario = crate::reference_models::one_queue();
    count_answered_of_offered(&mut scenario);
    scenario.simulation.replications = Replications::Fixed(20);
    let performance = run(&scenario, 1);
    let system = System {
        contacts_per_s: 19.0 / 60.0,
        handling: Seconds(300.0),
        agents: 100,
        patience: Some(Seconds(180.0)),
        waiting_places: None,
    };
    let exact = system.solve();
    let level = exact.service_level(Seconds(20.0), ServiceLevelDefinition::AnsweredOfOffered).0;
    let agrees = |name, found: &Estimate, exact| assert_agrees(name, found, 20.0, exact, f64::INFINITY, 0.0);
    agrees("service level", &performance.total.service_level, level);
    agrees("abandonment", &performance.total.abandonment, exact.p_abandon);
    agrees("ASA", &performance.total.asa_s, exact.asa.unwrap().0);
    agrees("mean queue", &performance.queues[0].total.mean_queue, exact.mean_queue);
}

#[test]
fn a_day_with_two_peaks_is_as_other_simulators_find_it() {
    let mut scenario = crate::reference_models::one_day();
    let definition = ServiceLevelDefinition::AnsweredOfOffered;
    let share = Share(0.8);
    scenario.queues[0].target.service_level = Some(ServiceLevelTarget { share, within: Seconds(20.0), definition });
    scenario.simulation.replications = Replications::Fixed(400);
    let performance = run(&scenario, 1);
    // The reference comes from 200 runs of 20 days.
    let agrees = |name, found: &Estimate, exact, digit| assert_agrees(name, found, 400.0, exact, 4000.0, digit);
    agrees("service level", &performance.total.service_level, 0.89536, 1e-5);
    agrees("abandonment", &performance.total.abandonment, 0.02655, 1e-5);
    agrees("ASA", &performance.total.asa_s, 4.414, 1e-3);
    // There, time after the end of duty counts as busy, but not as duty.
    let group = &performance.groups[0].total;
    let occupancy = group.busy_hours.scaled(1.0 / group.duty_hours.mean.unwrap());
    agrees("occupancy", &occupancy, 0.9047, 1e-4);
}

#[test]
fn three_skills_are_as_other_simulators_find_them() {
    let mut scenario = crate::reference_models::three_skills();
    count_answered_of_offered(&mut scenario);
    scenario.simulation.replications = Replications::Fixed(20);
    let performance = run(&scenario, 1);
    let agrees = |name, found: &Estimate, exact, digit| assert_agrees(name, found, 20.0, exact, 200.0, digit);
    agrees("service level", &performance.total.service_level, 0.91454, 1e-5);
    agrees("abandonment", &performance.total.abandonment, 0.02114, 1e-5);
    agrees("ASA", &performance.total.asa_s, 3.859, 1e-3);
    agrees("occupancy", &performance.total.occupancy, 0.9029, 1e-4);
}

/// Eight hours from empty with 12 agents, 4.2 contacts a minute, 2 minutes each: the first examples of the ContactCenters library
/// (Buist, Université de Montréal), which prints figures over a thousand days.
fn eight_hours(patience: Option<f64>, waiting_places: Option<u32>, definition: ServiceLevelDefinition) -> Scenario {
    let mut calls = queue(4.2 / 60.0, 120.0, patience);
    calls.waiting_places = waiting_places;
    let mut scenario = scenario(calendar(1, 8.0 * 3600.0), vec![calls], vec![group(&[0], 12, 1)]);
    let promise = ServiceLevelTarget { share: Share(0.8), within: Seconds(20.0), definition };
    scenario.queues[0].target.service_level = Some(promise);
    scenario.simulation.replications = Replications::Fixed(1000);
    scenario
}

#[test]
fn eight_hours_of_patient_callers_are_as_published() {
    let performance = run(&eight_hours(None, None, ServiceLevelDefinition::AnsweredOnly), 1);
    let agrees = |name, found: &Estimate, exact, digit| assert_agrees(name, found, 1000.0, exact, 1000.0, digit);
    agrees("service level", &performance.total.service_level, 0.902, 0.001);
    agrees("ASA", &performance.total.asa_s.scaled(1.0 / 60.0), 0.099, 0.001);
}

#[test]
fn eight_hours_of_impatient_callers_are_as_published() {
    let performance = run(&eight_hours(Some(60.0), None, ServiceLevelDefinition::ExcludingEarlyAbandons), 1);
    let agrees = |name, found: &Estimate, exact, digit| assert_agrees(name, found, 1000.0, exact, 1000.0, digit);
    agrees("abandoned", &performance.total.abandoned, 58.609, 0.001);
    agrees("service level", &performance.total.service_level, 0.968, 0.001);
    agrees("ASA", &performance.total.asa_s.scaled(1.0 / 60.0), 0.024, 0.001);
}

#[test]
fn eight_hours_with_five_waiting_places_are_as_published() {
    let performance = run(&eight_hours(None, Some(5), ServiceLevelDefinition::AnsweredOnly), 1);
    let agrees = |name, found: &Estimate, exact, digit| assert_agrees(name, found, 1000.0, exact, 1000.0, digit);
    agrees("blocked", &performance.total.blocked, 18.655, 0.001);
    agrees("service level", &performance.total.service_level, 0.929, 0.001);
    agrees("ASA", &performance.total.asa_s.scaled(1.0 / 60.0), 0.060, 0.001);
}

/// The CallCenter example of the SSJ library (L'Ecuyer, Université de Montréal): 13 hours, a busyness of the day that is gamma
/// with variance 1/400, 100 s of handling, of those who must wait a tenth leave at once and the others after 1000 s on average.
/// Over 10,000 days it prints a mean wait of 4.713 s (standard deviation of a day 1.997), .925 (.040) gone or answered within
/// 20 s, .020 (.0067) lost.
#[test]
fn a_day_of_thirteen_hours_is_as_published() {
    let agents = vec![4, 6, 8, 8, 8, 7, 8, 8, 6, 6, 4, 4, 4];
    let contacts = [100.0, 150.0, 150.0, 180.0, 200.0, 150.0, 150.0, 150.0, 120.0, 100.0, 80.0, 70.0, 60.0];
    let mut calls = queue(0.0, 100.0, None);
    calls.patience = Some(exponential(1000.0));
    calls.balking = Share(0.1);
    calls.volume = Volume::Table(contacts.to_vec());
    calls.day_factor_cv = 1.0 / 20.0;
    let mut crew = group(&[0], 0, 13);
    crew.on_duty = agents;
    let mut scenario = scenario(calendar(13, 3600.0), vec![calls], vec![crew]);
    let definition = ServiceLevelDefinition::WithEarlyAbandons;
    let promise = ServiceLevelTarget { share: Share(0.8), within: Seconds(20.0), definition };
    scenario.queues[0].target.service_level = Some(promise);
    scenario.simulation.replications = Replications::Fixed(2000);
    let queue = &run(&scenario, 1).queues[0].total;
    let agrees = |name: &str, found: &Estimate, exact: f64, deviation: f64, digit: f64| {
        let ours = found.half_width.unwrap() / student_quantile(0.975, 1999);
        let tolerance = 4.9 * ours.hypot(deviation / 100.0) + digit / 2.0;
        let difference = (found.mean.unwrap() - exact).abs();
        assert!(difference <= tolerance, "{name}: {} is not {exact} ± {tolerance}", found.mean.unwrap());
    };
    agrees("mean wait", &queue.mean_wait_s, 4.713, 1.997, 0.001);
    agrees("service level", &queue.service_level, 0.925, 0.040, 0.001);
    agrees("lost", &queue.abandonment, 0.020, 0.0067, 0.001);
    agrees("offered", &queue.offered, 1660.366, 93.620, 0.001);
}

/// Mandelbaum & Zeltyn 2007, who know it from the formula: 48 a minute, a minute each, 50 agents, two minutes of patience.
#[test]
fn an_ordinary_centre_is_as_mandelbaum_and_zeltyn_say() {
    let mut scenario = steady(vec![queue(48.0 / 60.0, 60.0, Some(120.0))], vec![group(&[0], 50, 2)], 20_000.0, 1200.0);
    scenario.simulation.replications = Replications::Fixed(40);
    let performance = run(&scenario, 1);
    let agrees = |name, found: &Estimate, exact, digit| assert_agrees(name, found, 40.0, exact, f64::INFINITY, digit);
    agrees("abandonment", &performance.queues[0].total.abandonment, 0.031, 0.001);
    agrees("mean wait", &performance.queues[0].total.mean_wait_s, 3.7, 0.1);
    agrees("occupancy", &performance.groups[0].intervals[0].occupancy, 0.93, 0.01);
}
