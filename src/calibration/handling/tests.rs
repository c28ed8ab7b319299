//! Handling times with known laws, artefacts and outliers.

use super::*;
use crate::distribution::Distribution;
use crate::random::{Purpose, stream};
use crate::statistics::coverage_bounds;
use rand::RngExt;

fn drawn(law: Law, mean: f64, cv: Option<f64>, count: usize, run: u64) -> Vec<f64> {
    let sampler = Distribution::new(law, Seconds(mean), cv).unwrap().sampler();
    let mut numbers = stream(13, run, Purpose::World);
    (0..count).map(|_| sampler.sample(&mut numbers)).collect()
}

fn fitted(times: &[f64]) -> Handling {
    handling(times, &HandlingOptions::default()).unwrap()
}

#[test]
fn the_law_that_made_the_times_is_chosen() {
    // With 1,500 times, laws of these shapes are dozens apart in the criterion.
    for (law, cv) in [
        (Law::LogNormal, Some(1.0)),
        (Law::Gamma, Some(0.6)),
        (Law::Weibull, Some(0.6)),
        (Law::HyperExponential, Some(2.5)),
    ] {
        for run in 0..3 {
            let handling = fitted(&drawn(law, 240.0, cv, 1500, run));
            assert_eq!(law_of(handling.chosen()), law, "{:?}", handling.fits.iter().map(Fit::name).collect::<Vec<_>>());
        }
    }
}

#[test]
fn of_exponential_times_the_law_with_one_parameter_is_chosen() {
    // A second parameter gains χ² with one degree of freedom, of which the criterion asks ln 500 = 6.2: exceeded with probability
    // 0.013, for each of three laws that contain the exponential: 0.038 at most; in 20 runs more than 6 times with probability 10⁻⁵.
    let others = (0..20)
        .filter(|&run| law_of(fitted(&drawn(Law::Exponential, 240.0, None, 500, run)).chosen()) != Law::Exponential)
        .count();
    assert!(others <= 6, "{others}");
}

#[test]
fn two_kinds_of_calls_are_seen_as_two() {
    let mut times = drawn(Law::LogNormal, 60.0, Some(0.4), 1500, 1);
    times.extend(drawn(Law::LogNormal, 600.0, Some(0.5), 1000, 2));
    let handling = fitted(&times);
    let Some(Fit::TwoLogNormals { fit, .. }) = handling.chosen() else { panic!("{:?}", handling.chosen()) };
    // The standard error of a share of 60 % of 2,500 is 0.01; five of them.
    assert!((fit.mixture.share - 0.6).abs() < 0.05, "{fit:?}");
    assert!(handling.mean().covers((1500.0 * 60.0 + 1000.0 * 600.0) / 2500.0));
    let values = handling.values(200);
    let mean = values.iter().sum::<f64>() / 200.0;
    // Scaling is exact but for rounding.
    assert!((mean / handling.mean().value - 1.0).abs() < 1e-12);
}

#[test]
fn what_no_law_explains_is_taken_as_observed() {
    // Three constants: every smooth law is far off.
    let times: Vec<f64> = (0..3000).map(|i| [30.0, 31.0, 900.0][i % 3]).collect();
    let handling = fitted(&times);
    assert!(handling.choice.is_none());
    assert_eq!(handling.mean(), handling.kept_mean);
    // 3000 values are thinned to 300, a third of each.
    assert!((handling.values(300).iter().filter(|value| **value > 100.0).count()) == 100);
}

#[test]
fn short_calls_beyond_what_the_law_expects_are_left_out_and_the_mean_is_of_the_others() {
    let runs = 25;
    let mut covered = 0;
    for run in 0..runs {
        let mut times = drawn(Law::LogNormal, 200.0, Some(1.0), 1000, run);
        let mut numbers = stream(14, run, Purpose::World);
        times.extend((0..70).map(|_| 1.0 + 8.0 * numbers.random::<f64>()));
        let handling = fitted(&times);
        let short = handling.short.unwrap();
        assert!(short.is_artefact && short.count >= 70, "{short:?}");
        assert!(handling.kept.iter().all(|&time| time >= 10.0));
        assert_eq!(handling.kept.len() as u64 + short.count, 1070);
        covered += u64::from(handling.fits.iter().any(|fit| fit.name() == "lognormal" && fit.mean().covers(200.0)));
    }
    let band = coverage_bounds(runs, 0.95, 1e-4);
    assert!(band.contains(&covered), "{covered} of {runs}, allowed {band:?}");
}

#[test]
fn short_calls_that_the_law_expects_stay() {
    // Of exponential times with mean 120 s, 8 % are below 10 s. A false alarm has probability 0.001 in each of 12 runs if the best law is
    // the right one: three or more, 2 · 10⁻⁷.
    let alarms = |law: Law, cv: Option<f64>| {
        (0..12)
            .filter(|&run| fitted(&drawn(law, 120.0, cv, 1000, run)).short.is_some_and(|short| short.is_artefact))
            .count()
    };
    assert!(alarms(Law::Exponential, None) < 3);
    assert!(alarms(Law::Gamma, Some(0.8)) < 3);
    assert!(alarms(Law::LogNormal, Some(1.5)) < 3);
}

#[test]
fn impossible_zero_and_long_times_are_counted() {
    let mut times = drawn(Law::LogNormal, 200.0, Some(0.5), 1000, 3);
    times.extend([f64::NAN, -1.0, 1e6, 0.0, 0.0, 9000.0]);
    let handling = fitted(&times);
    assert_eq!((handling.impossible, handling.zeros, handling.too_long), (3, 2, 0));
    assert_eq!(handling.long.unwrap().count, 1);
    assert_eq!(handling.raw_mean.unwrap().sample, 1003);
    let options = HandlingOptions { longest: Some(Seconds(8000.0)), ..HandlingOptions::default() };
    let without = super::handling(&times, &options).unwrap();
    assert_eq!((without.too_long, without.kept.len()), (1, 1000));
    assert!(without.raw_mean == handling.raw_mean && without.kept_mean.value < handling.kept_mean.value);
}

#[test]
fn too_few_times_are_refused_and_equal_ones_are_empirical() {
    let error = handling(&[60.0; 19], &HandlingOptions::default()).unwrap_err();
    assert!(error.to_string().starts_with("19 handling times are too few: 20 are needed"), "{error}");
    assert_eq!(fitted(&[60.0; 25]).choice, None);
}
