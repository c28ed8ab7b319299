//! Patience of simulated customers, of whom most are answered before they lose it.

use super::*;
use crate::distribution::{Distribution, Law};
use crate::random::{Purpose, stream};
use crate::statistics::coverage_bounds;
use rand::RngExt;

/// Patience of that law against exponential offered waits; a third find an agent at once.
fn drawn(law: Law, mean: f64, cv: Option<f64>, offered: f64, count: usize, run: u64) -> Vec<Wait> {
    let patience = Distribution::new(law, Seconds(mean), cv).unwrap().sampler();
    let offered = Distribution::new(Law::Exponential, Seconds(offered), None).unwrap().sampler();
    let mut numbers = stream(15, run, Purpose::World);
    (0..count)
        .map(|_| {
            if numbers.random::<f64>() < 1.0 / 3.0 {
                return Wait { seconds: 0.0, has_abandoned: false };
            }
            let (patience, offered): (f64, f64) = (patience.sample(&mut numbers), offered.sample(&mut numbers));
            Wait { seconds: patience.min(offered), has_abandoned: patience < offered }
        })
        .collect()
}

#[test]
fn patience_is_far_above_the_mean_wait_of_those_who_left() {
    let found = patience(&drawn(Law::Exponential, 600.0, None, 100.0, 6000, 1), Seconds::ZERO).unwrap();
    // Who leaves has waited for the smaller of two exponential times, 600 · 100 / 700 = 85.7 s in the mean.
    assert!(found.mean_wait_of_abandoned.unwrap().covers(600.0 / 7.0), "{:?}", found.mean_wait_of_abandoned);
    let exponential = found.fits.iter().find(|fit| fit.fit.law == Law::Exponential).unwrap();
    assert!(exponential.fit.mean.covers(600.0), "{:?}", exponential.fit.mean);
    assert!(exponential.distance < 0.05 && exponential.beyond > 0.1);
    assert_eq!(found.at_once + found.answered + found.abandoned, 6000);
    assert_eq!(found.balking.unwrap().value, 0.0);
    // Hardly anybody waits so long as half of them would: the interval of the median may have no upper end.
    assert!(found.median.is_none_or(|median| median.lower.unwrap() <= 600.0 * 2.0_f64.ln()));
}

#[test]
fn the_law_that_made_the_patience_is_chosen_and_its_mean_covered() {
    for (law, cv) in [(Law::Weibull, 2.0), (Law::LogNormal, 0.6), (Law::Gamma, 0.5)] {
        let found = patience(&drawn(law, 200.0, Some(cv), 300.0, 6000, 2), Seconds::ZERO).unwrap();
        assert_eq!(found.fits[0].fit.law, law);
        assert!(found.fits[0].fit.mean.covers(200.0) && found.fits[0].fit.cv.covers(cv), "{:?}", found.fits[0].fit);
    }
}

#[test]
fn the_intervals_without_a_law_cover_the_truth_as_often_as_they_say() {
    let truth = Distribution::new(Law::Weibull, Seconds(200.0), Some(1.5)).unwrap();
    let runs = 400;
    let mut covered = [0, 0, 0];
    for run in 0..runs {
        let waits = drawn(Law::Weibull, 200.0, Some(1.5), 300.0, 400, run);
        let estimate = kaplan_meier(&waits);
        covered[0] += u64::from(estimate.survival(120.0).unwrap().covers(truth.survival(Seconds(120.0))));
        covered[1] += u64::from(estimate.quantile(0.5).unwrap().covers(truth.quantile(0.5).0));
        // What it restricts the mean to is the longest wait of the run.
        let restricted = truth.limited_mean(Seconds(estimate.longest_s)).0;
        covered[2] += u64::from(estimate.restricted_mean().unwrap().covers(restricted));
    }
    let band = coverage_bounds(runs, 0.95, 1e-4);
    assert!(covered.iter().all(|count| band.contains(count)), "{covered:?} of {runs}, allowed {band:?}");
}

#[test]
fn hazards_are_abandonments_per_minute_waited_in_the_band() {
    let wait = |seconds, has_abandoned| Wait { seconds, has_abandoned };
    let times = [wait(5.0, true), wait(15.0, false), wait(25.0, true)];
    let times = Times::of(times.iter().map(|wait| (wait.seconds, wait.has_abandoned)), 0.0);
    let hazards = hazard::by_band(&times);
    let found: Vec<(f64, u64)> = hazards.iter().map(|band| (band.from_s, band.per_minute.sample)).collect();
    assert_eq!(found, [(0.0, 1), (10.0, 0), (20.0, 1)]);
    // 25 s, 15 s and 5 s are waited in the three bands; the sums of minutes round a few times.
    for (band, minutes) in hazards.iter().zip([25.0 / 60.0, 15.0 / 60.0, 5.0 / 60.0]) {
        let exact = band.per_minute.sample as f64 / minutes;
        assert!((band.per_minute.value - exact).abs() <= 8.0 * f64::EPSILON * exact, "{band:?}");
    }
}

#[test]
fn who_leaves_at_once_balks_and_impossible_waits_are_counted() {
    let mut waits = drawn(Law::Exponential, 100.0, None, 100.0, 300, 3);
    waits.extend((0..20).map(|_| Wait { seconds: 0.5, has_abandoned: true }));
    waits.extend([-3.0, f64::NAN].map(|seconds| Wait { seconds, has_abandoned: true }));
    let found = patience(&waits, Seconds(1.0)).unwrap();
    let all = found.abandoned + found.answered;
    assert_eq!(found.impossible, 2);
    let balking = found.balking.unwrap();
    assert!(balking.sample >= all + 20 && balking.value >= 20.0 / balking.sample as f64);
    let few: Vec<Wait> = waits.iter().filter(|wait| !wait.has_abandoned).copied().collect();
    let error = patience(&few, Seconds::ZERO).unwrap_err();
    assert!(error.to_string().starts_with("0 contacts that abandoned"), "{error}");
}
