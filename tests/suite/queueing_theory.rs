//! The simulator against exact results: a 95 % interval must cover the truth in 95 % of independent runs. What is tested is
//! that coverage, over many seeds, not a single run; the tolerance is a binomial band with a false alarm in a million.
//!
//! Most models are in units of a mean handling time of about a second. Where a horizon is stationary, it has a warm-up of many times what
//! the model takes to forget, a first day that is measured, and a second that keeps its last contacts from noticing an end.

mod chain;
mod chats;
mod general_handling;
mod intervals;
mod journeys;
mod one_queue;
mod people;
mod priorities;
mod published;
mod several_queues;
mod time_varying;
mod trunks;
mod volume;

use crate::tiny::{calendar, group, queue, run, scenario};
use callboard::calendar::Day;
use callboard::distribution::{Distribution, Law};
use callboard::erlang::System;
use callboard::scenario::{Group, Queue, Replications, Scenario};
use callboard::simulation::Performance;
use callboard::statistics::{Estimate, Tally, coverage_bounds, student_quantile};
use callboard::target::{ServiceLevelDefinition, ServiceLevelTarget};
use callboard::units::{Seconds, Share};
use jiff::civil::date;

/// Independent runs of a test of coverage.
const SEEDS: u64 = 400;

/// The name of a measure, its exact value, and where a simulation tells it.
type Measure<'a> = (&'a str, f64, &'a dyn Fn(&Performance) -> Estimate);

/// Asserts that each named interval covers its exact value as often as it should, and that the mean over all runs differs from it
/// by no more than chance may do once in a million times. The second sees a bias far smaller than an interval. Tests have seeds of
/// their own, from the first exact value, so that they do not all see the same lucky or unlucky contacts.
fn assert_covers(scenario: &Scenario, measures: &[Measure]) {
    assert_covers_in(SEEDS, scenario, measures);
}

/// The same over so many runs.
fn assert_covers_in(runs: u64, scenario: &Scenario, measures: &[Measure]) {
    let mut covered = vec![0; measures.len()];
    let mut means = vec![Tally::new(); measures.len()];
    let first = measures[0].1.to_bits();
    for seed in 0..runs {
        let performance = run(scenario, first.wrapping_add(seed));
        for (i, (_, exact, estimate)) in measures.iter().enumerate() {
            let found = estimate(&performance);
            covered[i] += u64::from(found.covers(*exact));
            means[i].add(found.mean.unwrap_or(f64::NAN));
        }
    }
    let band = coverage_bounds(runs, 0.95, 1e-6);
    let allowed = student_quantile(1.0 - 0.5e-6, runs - 1);
    let mut is_right = true;
    for ((name, exact, _), (covered, means)) in measures.iter().zip(covered.iter().zip(&means)) {
        let (mean, error) = (means.mean().unwrap_or(f64::NAN), means.standard_error().unwrap_or(f64::NAN));
        let errors = (mean - exact) / error;
        println!("{name}: {covered} of {runs} cover {exact:.6}; the mean of all is {mean:.6}, {errors:.2} errors away");
        is_right &= band.contains(covered) && errors.abs() <= allowed;
    }
    assert!(is_right, "not all within {band:?} and ±{allowed:.2} errors");
}

/// A centre in its steady state: queues and groups get names of their own, and agents are on duty all the time. The first day,
/// of this length, is measured.
fn steady(queues: Vec<Queue>, groups: Vec<Group>, length: f64, warm_up: f64) -> Scenario {
    let mut calendar = calendar(2, length);
    calendar.days.push(Day { date: date(2026, 1, 6), intervals: 1..2 });
    calendar.days[0].intervals = 0..1;
    calendar.intervals[1].day = 1;
    calendar.intervals[1].end = Seconds(length + warm_up / 2.0);
    let mut scenario = scenario(calendar, queues, groups);
    for (index, queue) in scenario.queues.iter_mut().enumerate() {
        queue.name = format!("queue {index}");
    }
    for (index, group) in scenario.groups.iter_mut().enumerate() {
        group.name = format!("group {index}");
    }
    scenario.simulation.warm_up = Seconds(warm_up);
    scenario.simulation.replications = Replications::Fixed(20);
    scenario
}

/// The centre of a formula in its steady state.
fn steady_system(system: &System, length: f64, warm_up: f64) -> Scenario {
    let mut calls = queue(system.contacts_per_s, system.handling.0, system.patience.map(|patience| patience.0));
    calls.waiting_places = system.waiting_places;
    steady(vec![calls], vec![group(&[0], system.agents, 2)], length, warm_up)
}

/// M/M/c, endlessly patient.
fn erlang_c_system(contacts_per_s: f64, handling: f64, agents: u32) -> System {
    System { contacts_per_s, handling: Seconds(handling), agents, patience: None, waiting_places: None }
}

/// Promises a service level by a definition for every queue, so that it is counted so.
fn count_service_level(scenario: &mut Scenario, within: f64, definition: ServiceLevelDefinition) {
    let promise = ServiceLevelTarget { share: Share(0.8), within: Seconds(within), definition };
    scenario.queues.iter_mut().for_each(|queue| queue.target.service_level = Some(promise));
}

/// A law with a mean and a coefficient of variation.
fn law(law: Law, mean: f64, cv: f64) -> Distribution {
    Distribution::new(law, Seconds(mean), Some(cv)).unwrap()
}

/// E[X²].
fn second_moment(law: &Distribution) -> f64 {
    law.mean().0.powi(2) * (1.0 + law.cv().powi(2))
}

/// A value of the table of small networks; `None` where the table is not at hand.
fn network(model: &str, parameters: &str, measure: &str) -> Option<f64> {
    let table = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/truth/networks.csv")).ok()?;
    let row = table.lines().find(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        cells[0] == model && cells[1].contains(parameters) && cells[2] == measure
    });
    Some(row.expect("the table has the row").rsplit(',').next().unwrap().parse().unwrap())
}
