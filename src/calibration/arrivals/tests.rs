//! Counts with known variation.

use super::*;
use crate::random::{Purpose, Stream, stream};
use crate::statistics::coverage_bounds;
use rand::RngExt;
use rand_distr::{Distribution, Gamma, Poisson, StandardNormal};

/// A factor with mean 1.
fn factor(cv: f64, numbers: &mut Stream) -> f64 {
    if cv == 0.0 { 1.0 } else { Gamma::new(1.0 / (cv * cv), cv * cv).unwrap().sample(numbers) }
}

fn poisson(mean: f64, numbers: &mut Stream) -> f64 {
    Poisson::new(mean).unwrap().sample(numbers)
}

/// Days of 24 intervals over five weekdays that differ, each interval with its own factor that wanders if `wander` > 0.
fn days(count: usize, day_cv: f64, wander: f64, memory: f64, run: u64) -> Vec<DayCounts> {
    let mut numbers = stream(21, run, Purpose::World);
    (0..count)
        .map(|day| {
            let class = day % 5;
            let of_day = factor(day_cv, &mut numbers);
            let kept = (-1.0 / memory).exp();
            let mut z: f64 = numbers.sample(StandardNormal);
            let counts = (0..24)
                .map(|interval| {
                    let fresh: f64 = numbers.sample(StandardNormal);
                    z = kept * z + (1.0 - kept * kept).sqrt() * fresh;
                    // A lognormal factor, whose covariances are exact: e^(s² φ^lag) − 1.
                    let s2 = (wander * wander).ln_1p();
                    let busy = (s2.sqrt() * z - s2 / 2.0).exp();
                    let mean = 20.0 * (1.0 + class as f64 / 5.0) * (1.0 + (f64::from(interval) / 4.0).sin() / 2.0);
                    poisson(mean * of_day * busy, &mut numbers)
                })
                .collect();
            DayCounts { class, counts }
        })
        .collect()
}

#[test]
fn chance_alone_is_seen_as_chance() {
    let runs = 200;
    let (mut covered, mut busy) = (0, 0);
    for run in 0..runs {
        let found = arrivals(&days(50, 0.0, 0.0, 1.0, run)).unwrap();
        covered += u64::from(found.dispersion.covers(1.0));
        busy += u64::from(found.busyness.is_some());
    }
    let band = coverage_bounds(runs, 0.95, 1e-4);
    assert!(band.contains(&covered), "{covered} of {runs}, allowed {band:?}");
    // The memory is chosen for the largest effect, so chance is taken for busyness more often than a single test would: in up to 5 of 100.
    assert!(busy <= *coverage_bounds(runs, 0.05, 1e-4).end(), "{busy}");
}

#[test]
fn the_interval_of_the_day_factor_covers_the_truth_as_often_as_it_says() {
    let runs = 200;
    let covered = (0..runs)
        .filter(|&run| arrivals(&days(100, 0.15, 0.0, 1.0, run)).unwrap().day_factor_cv.covers(0.15))
        .count() as u64;
    let band = coverage_bounds(runs, 0.95, 1e-4);
    assert!(band.contains(&covered), "{covered} of {runs}, allowed {band:?}");
}

#[test]
fn wandering_is_told_from_the_factor_of_the_day() {
    let runs = 100;
    let mut covered = [0, 0, 0];
    for run in 0..runs {
        let found = arrivals(&days(200, 0.1, 0.25, 2.0, run)).unwrap().busyness.unwrap();
        covered[0] += u64::from(found.cv.covers(0.25));
        covered[1] += u64::from(found.memory_intervals.covers(2.0));
        covered[2] += u64::from(found.day_factor_cv.covers(0.1));
    }
    let band = coverage_bounds(runs, 0.95, 1e-4);
    assert!(covered.iter().all(|count| band.contains(count)), "{covered:?} of {runs}, allowed {band:?}");
}

#[test]
fn queues_that_share_their_days_are_seen_to() {
    // Day factors 1 + 0.2 z with correlations 0.6 · 0.8 and so on.
    let truth = [0.6, 0.8, 0.9];
    let runs = 200;
    let mut covered = [0; 4];
    for run in 0..runs {
        let mut numbers = stream(22, run, Purpose::World);
        let mut queues = vec![Vec::new(); 3];
        for day in 0..100 {
            let common: f64 = numbers.sample(StandardNormal);
            for (queue, loading) in truth.iter().enumerate() {
                let own: f64 = numbers.sample(StandardNormal);
                let of_day = 1.0 + 0.2 * (loading * common + f64::sqrt(1.0 - loading * loading) * own);
                let mean = 300.0 * of_day.max(0.01);
                queues[queue].push(DayCounts { class: day % 5, counts: vec![poisson(mean, &mut numbers)] });
            }
        }
        let found = together(&queues).unwrap();
        covered[3] += u64::from(found.pairs[0].2.unwrap().covers(0.48));
        for queue in 0..3 {
            covered[queue] += u64::from(found.queues[queue].correlation.unwrap().covers(truth[queue]));
        }
    }
    let band = coverage_bounds(runs, 0.95, 1e-4);
    assert!(covered.iter().all(|count| band.contains(count)), "{covered:?} of {runs}, allowed {band:?}");
}

#[test]
fn days_that_stand_alone_are_left_out_and_few_are_refused() {
    let mut list = days(30, 0.1, 0.0, 1.0, 1);
    list.push(DayCounts { class: 77, counts: vec![1.0; 24] });
    list.push(DayCounts { class: 1, counts: vec![1.0; 23] });
    list.push(DayCounts { class: 1, counts: vec![f64::NAN; 24] });
    let found = arrivals(&list).unwrap();
    assert_eq!((found.days, found.left_out), (30, 3));
    assert!(matches!(arrivals(&list[..9]), Err(CalibrationError::TooFew { .. })));
    assert!(arrivals(&[]).is_err());
}
