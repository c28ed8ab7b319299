use super::*;
use crate::calendar::Calendar;
use crate::scenario::{Busyness, Volume};
use crate::statistics::{Tally, coverage_bounds};
use jiff::civil::date;
use jiff::tz::TimeZone;
use rand::SeedableRng;
use rand_distr::{Distribution as _, Gamma, Poisson};
use rand_xoshiro::Xoshiro256PlusPlus;
use statrs::distribution::{ContinuousCDF, Gamma as GammaLaw};

/// Ten hours of 40 contacts each.
fn scenario(queues: &[(f64, f64, Option<Busyness>)]) -> Scenario {
    let calendar = Calendar::of_length(date(2026, 1, 5), Seconds(36_000.0), 60, &TimeZone::UTC);
    let handling = Distribution::new(Law::Exponential, Seconds(300.0), None).unwrap();
    let queue =
        |(index, &(day_factor_cv, day_factor_correlation, busyness)): (usize, &(f64, f64, Option<Busyness>))| {
            let plain = Queue::plain(&format!("queue {index}"), Volume::PerHour(40.0), handling.clone());
            Queue { day_factor_cv, day_factor_correlation, busyness, ..plain }
        };
    Scenario::plain(calendar, queues.iter().enumerate().map(queue).collect(), Vec::new())
}

fn outlook(scenario: &Scenario, known: usize, came: &[Option<Vec<u32>>]) -> Outlook {
    reforecast(scenario, &Demand::of(scenario), known, came, 1)
}

#[test]
fn four_hours_by_hand() {
    // α = 1/0.2² = 25; 160 were expected and 200 came: 225 / 185.
    let scenario = scenario(&[(0.2, 0.0, None)]);
    let found = outlook(&scenario, 4, &[Some(vec![50; 4])]);
    let exact = GammaLaw::new(225.0, 185.0).unwrap();
    let Factor { mean, lower, upper } = found.queues[0].factor;
    // The table of the factor is right to 10⁻⁶ of the mean. The grid has steps of h = 0.1 standard deviations at most (160 over some
    // 16), each with an even density: a quantile is off by h²/24 for the sums and h²/8 within a step, times the slope f′/f ≈ 2 there.
    assert!((mean - 225.0 / 185.0).abs() < 2e-6, "{mean}");
    let error = 0.1_f64.powi(2) * (1.0 / 24.0 + 1.0 / 8.0) * 2.0 * 225.0_f64.sqrt() / 185.0;
    assert!((lower - exact.inverse_cdf(0.025)).abs() < error, "{lower}");
    assert!((upper - exact.inverse_cdf(0.975)).abs() < error, "{upper}");
    assert_eq!(found.mean[(0, 3)], 50.0);
    assert!((found.mean[(0, 4)] - 40.0 * mean).abs() < 1e-12);
}

#[test]
fn where_days_do_not_vary_the_factor_stays_one_whatever_came() {
    let found = outlook(&scenario(&[(0.0, 0.0, None)]), 4, &[Some(vec![90; 4])]);
    assert_eq!(found.queues[0].factor, Factor { mean: 1.0, lower: 1.0, upper: 1.0 });
    assert!(!found.queues[0].varies);
    assert_eq!(found.mean.row(0)[3..5], [90.0, 40.0]);
}

#[test]
fn before_anything_is_known_the_factor_is_that_of_the_scenario() {
    let scenario = scenario(&[(0.3, 0.0, None), (0.3, 0.0, None)]);
    let found = outlook(&scenario, 0, &[Some(Vec::new()), None]);
    let exact = GammaLaw::new(1.0 / 0.09, 1.0 / 0.09).unwrap();
    for queue in 0..2 {
        let factor = found.queues[queue].factor;
        assert!((factor.mean - 1.0).abs() < 2e-6, "{factor:?}");
        // A step of 0.075 standard deviations of 0.3.
        assert!((factor.upper - exact.inverse_cdf(0.975)).abs() < 0.075_f64.powi(2) * 0.3, "{factor:?}");
    }
}

/// Days with a factor by its law; how often the interval covers it.
#[test]
fn the_posterior_interval_covers_the_factor_as_often_as_it_says() {
    let scenario = scenario(&[(0.25, 0.0, None)]);
    let planned = Demand::of(&scenario);
    let runs = 2_000;
    let law = Gamma::new(16.0, 1.0 / 16.0).unwrap();
    let covered = (0..runs)
        .filter(|&run| {
            let mut stream = Xoshiro256PlusPlus::seed_from_u64(run);
            let factor = law.sample(&mut stream);
            let hour = Poisson::new(40.0 * factor).unwrap();
            let counts: Vec<u32> = (0..3).map(|_| hour.sample(&mut stream) as u32).collect();
            let counts = [Some(counts)];
            let queue = QueuePosterior::of(
                &scenario.queues[0],
                0.25,
                &[0.0],
                Some((&planned.expected.row(0)[..3], counts[0].as_ref().unwrap())),
            );
            let posterior = Posterior { intervals: 10, known: 3, common: vec![(1.0, 0.0)], queues: vec![queue] };
            let found = posterior.factor(0);
            found.lower <= factor && factor <= found.upper
        })
        .count() as u64;
    let band = coverage_bounds(runs, 0.95, 1e-6);
    assert!(band.contains(&covered), "{covered} of {runs}, allowed {band:?}");
}

#[test]
fn with_busyness_the_interval_is_wider_and_still_covers() {
    let busyness = Busyness { cv: 0.3, memory: Seconds(7200.0) };
    let scenario = scenario(&[(0.25, 0.0, Some(busyness))]);
    let begins: Vec<f64> = (0..10).map(|hour| 3600.0 * f64::from(hour)).collect();
    let busy = Busy::of(busyness, &begins).unwrap();
    let runs = 150;
    let law = Gamma::new(16.0, 1.0 / 16.0).unwrap();
    let mut widths = Tally::new();
    let covered = (0..runs)
        .filter(|&run| {
            let mut stream = Xoshiro256PlusPlus::seed_from_u64(run);
            let factor = law.sample(&mut stream);
            let fresh: Vec<f64> = (0..10).map(|_| stream.sample(StandardNormal)).collect();
            let path = busy.path(None, 0, fresh.into_iter());
            let counts: Vec<u32> =
                path[..5].iter().map(|b| Poisson::new(40.0 * factor * b).unwrap().sample(&mut stream) as u32).collect();
            let queue = QueuePosterior::of(&scenario.queues[0], 0.25, &begins, Some((&[40.0; 5], &counts)));
            let posterior = Posterior { intervals: 10, known: 5, common: vec![(1.0, 0.0)], queues: vec![queue] };
            let found = posterior.factor(0);
            widths.add((found.upper - found.lower) / found.mean);
            found.lower <= factor && factor <= found.upper
        })
        .count() as u64;
    let band = coverage_bounds(runs, 0.95, 1e-6);
    assert!(band.contains(&covered), "{covered} of {runs}, allowed {band:?}");
    // Five hours without busyness would leave 2 · 1.96 / √(16 + 200) = 0.27.
    assert!(widths.mean().unwrap() > 0.4, "{widths:?}");
}

#[test]
fn a_queue_of_which_nobody_counted_follows_those_that_vary_with_it() {
    let busy_day = Some(vec![60; 5]);
    let with = |loading: f64| {
        let scenario = scenario(&[(0.2, loading, None), (0.2, 0.9, None)]);
        outlook(&scenario, 5, &[None, busy_day.clone()]).queues[0].factor
    };
    assert!((with(0.0).mean - 1.0).abs() < 2e-6);
    assert!(with(0.9).mean > 1.2 && with(-0.9).mean < 0.9, "{:?} {:?}", with(0.9), with(-0.9));
    assert!(with(0.9).upper - with(0.9).lower < 0.8 * (with(0.0).upper - with(0.0).lower));
}

#[test]
fn draws_have_the_mean_and_the_spread_of_the_posterior() {
    let busyness = Busyness { cv: 0.3, memory: Seconds(3600.0) };
    let scenario = scenario(&[(0.2, 0.7, None), (0.3, 0.7, None), (0.0, 0.0, Some(busyness))]);
    let came = [Some(vec![50; 5]), Some(vec![45; 5]), Some(vec![40, 40, 40, 40, 80])];
    let found = outlook(&scenario, 5, &came);
    for queue in 0..2 {
        let factor = found.queues[queue].factor;
        let draws: Vec<f64> = (0..4000).map(|draw| found.posterior.factors(7, draw)[(queue, 6)]).collect();
        let tally: Tally = draws.iter().copied().collect();
        let (mean, error) = (tally.mean().unwrap(), tally.standard_error().unwrap());
        assert!((mean - factor.mean).abs() < 4.9 * error, "{mean} ± {error}, not {}", factor.mean);
        let inside = draws.iter().filter(|&&draw| factor.lower <= draw && draw <= factor.upper).count() as u64;
        assert!(coverage_bounds(4000, 0.95, 1e-6).contains(&inside), "{inside}");
    }
    // Much came in the last hour: the next is busier than usual, and the effect fades with the memory.
    let next: Vec<f64> = (5..10).map(|hour| found.mean[(2, hour)]).collect();
    assert!(next[0] > 44.0 && next[0] > next[2] && next[4] < 42.0, "{next:?}");
}
