//! How volume varies beyond chance: with a factor of mean 1 and coefficient of variation c, a count of mean m has the variance
//! m + c² m², and the counts of two queues have the covariance m₁ m₂ Cov(F₁, F₂).

use super::SEEDS;
use crate::tiny::{calendar, group, queue, run, scenario};
use callboard::distribution::{Distribution, Law};
use callboard::scenario::{Busyness, Queue, Replications, Scenario};
use callboard::simulation::{Measure, MeasureKey, Performance, Subject};
use callboard::statistics::{Estimate, Tally, coverage_bounds};
use callboard::units::Seconds;
use statrs::function::erf::erfc;

const MEAN: f64 = 20.0;

/// Queues with 20 contacts on average, on one day of two intervals.
fn centre(queues: Vec<Queue>) -> Scenario {
    let groups = (0..queues.len()).map(|queue| group(&[queue], 20, 2)).collect();
    let mut scenario = scenario(calendar(2, 10.0), queues, groups);
    scenario.queues.iter_mut().enumerate().for_each(|(index, queue)| queue.name = format!("queue {index}"));
    scenario.simulation.replications = Replications::Fixed(300);
    scenario
}

fn plain() -> Queue {
    queue(MEAN / 20.0, 0.5, None)
}

/// How many came to a queue in each replication.
fn counts(performance: &Performance, queue: usize) -> impl Iterator<Item = f64> + '_ {
    let key = MeasureKey { subject: Subject::Queue(queue), measure: Measure::Offered };
    let place = performance.keys.iter().position(|&other| other == key).unwrap();
    performance.replicates.iter().map(move |replicate| replicate.measures[place].0)
}

/// The mean product of the deviations of two queues' counts from what is expected.
fn covariance(performance: &Performance, one: usize, other: usize) -> Estimate {
    let counts = counts(performance, one).zip(counts(performance, other));
    counts.map(|(a, b)| (a - MEAN) * (b - MEAN)).collect::<Tally>().estimate()
}

fn assert_covariances(scenario: &Scenario, exact: &[(usize, usize, f64)]) {
    let mut covered = vec![0; exact.len()];
    for seed in 0..SEEDS {
        let performance = run(scenario, seed);
        for (covered, &(one, other, exact)) in covered.iter_mut().zip(exact) {
            *covered += u64::from(covariance(&performance, one, other).covers(exact));
        }
    }
    let band = coverage_bounds(SEEDS, 0.95, 1e-6);
    assert!(covered.iter().all(|covered| band.contains(covered)), "{covered:?} of {exact:?}, allowed are {band:?}");
}

/// Coefficients of a gamma factor in Hermite polynomials of the normal number behind it, from the first.
fn coefficients(cv: f64) -> Vec<f64> {
    let law = Distribution::new(Law::Gamma, Seconds(1.0), Some(cv)).unwrap();
    let mut sums = vec![0.0; 16];
    for i in -700..=700 {
        let z = f64::from(i) * 0.01;
        let weight = (-z * z / 2.0).exp() / std::f64::consts::TAU.sqrt() * 0.01;
        let factor = law.quantile(0.5 * erfc(-z / std::f64::consts::SQRT_2)).0;
        let (mut before, mut hermite) = (1.0, z);
        for (k, sum) in (1..).zip(&mut sums) {
            *sum += weight * factor * hermite;
            (before, hermite) = (hermite, z * hermite - f64::from(k) * before);
        }
    }
    sums
}

/// The covariance of two gamma factors whose normal numbers have that correlation (Mehler 1866).
fn covariance_of_factors(one: f64, other: f64, correlation: f64) -> f64 {
    let (mut sum, mut weight) = (0.0, 1.0);
    for ((k, a), b) in (1..).zip(coefficients(one)).zip(coefficients(other)) {
        weight *= correlation / f64::from(k);
        sum += a * b * weight;
    }
    sum
}

#[test]
fn the_covariance_of_a_factor_with_itself_is_its_variance() {
    for cv in [0.2, 0.5] {
        assert!((covariance_of_factors(cv, cv, 1.0) - cv * cv).abs() < 1e-6);
    }
}

#[test]
fn without_a_factor_counts_vary_by_chance_alone() {
    assert_covariances(&centre(vec![plain(), plain()]), &[(0, 0, MEAN), (0, 1, 0.0)]);
}

#[test]
fn a_factor_of_the_day_adds_to_the_variance_and_correlates_queues() {
    let queue =
        |day_factor_cv: f64, day_factor_correlation: f64| Queue { day_factor_cv, day_factor_correlation, ..plain() };
    let scenario = centre(vec![queue(0.4, 0.9), queue(0.5, 0.7), queue(0.3, -0.8), queue(0.3, 0.0)]);
    let covariance = |one, other, correlation| MEAN * MEAN * covariance_of_factors(one, other, correlation);
    assert_covariances(
        &scenario,
        &[
            (0, 0, MEAN + 0.16 * MEAN * MEAN),
            (1, 1, MEAN + 0.25 * MEAN * MEAN),
            (2, 2, MEAN + 0.09 * MEAN * MEAN),
            (3, 3, MEAN + 0.09 * MEAN * MEAN),
            (0, 1, covariance(0.4, 0.5, 0.63)),
            (0, 2, covariance(0.4, 0.3, -0.72)),
            (0, 3, 0.0),
        ],
    );
}

#[test]
fn busyness_adds_to_the_variance_by_how_long_it_lasts() {
    for memory in [3.0, 30.0] {
        let calls = Queue { busyness: Some(Busyness { cv: 0.4, memory: Seconds(memory) }), ..plain() };
        let half = MEAN / 2.0;
        let between = covariance_of_factors(0.4, 0.4, (-10.0 / memory).exp());
        let exact = MEAN + half * half * 2.0 * (0.16 + between);
        assert_covariances(&centre(vec![calls]), &[(0, 0, exact)]);
    }
}
