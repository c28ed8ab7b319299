//! Series whose truth is known.

use super::*;
use crate::random::{Purpose, stream};
use crate::statistics::{Tally, coverage_bounds};
use jiff::ToSpan;
use jiff::civil::date;
use rand::RngExt;
use rand_distr::{Distribution, Poisson, StandardNormal};

/// Monday.
const START: Date = date(2024, 1, 1);
const WEEK: [f64; 7] = [1.3, 1.1, 1.0, 1.0, 0.9, 0.5, 0.2];
/// Of four intervals of six hours; the first is closed.
const SHARES: [f64; 4] = [0.0, 0.5, 0.3, 0.2];

fn on(n: i32) -> Date {
    START.checked_add(n.days()).unwrap()
}

/// The day that is so many days after another.
fn after(day: i32, n: usize) -> i32 {
    day + i32::try_from(n).unwrap()
}

fn ordinary(n: i32) -> Day {
    Day { date: on(n), open: SHARES.map(|share| share > 0.0).to_vec(), marks: Vec::new(), drivers: Vec::new() }
}

/// What is true of each day: its kind and its mean total.
type Truth<'a> = &'a dyn Fn(i32) -> (Day, f64);

fn weekly(n: i32, level: f64) -> (Day, f64) {
    (ordinary(n), level * WEEK[n.rem_euclid(7) as usize])
}

/// Poisson counts around the truth, each day with a random factor of that standard deviation.
fn observed(days: std::ops::Range<i32>, truth: Truth, deviation: f64, seed: u64) -> Vec<ObservedDay> {
    let mut numbers = stream(seed, 0, Purpose::World);
    days.map(|n| {
        let (day, mean) = truth(n);
        let factor = (deviation * numbers.sample::<f64, _>(StandardNormal)).exp();
        let counts = SHARES.iter().zip(&day.open).map(|(share, is_open)| {
            let count = Poisson::new(mean * factor * share).map_or(0.0, |law| law.sample(&mut numbers));
            Some(if *is_open { count } else { 0.0 })
        });
        ObservedDay { counts: counts.collect(), day }
    })
    .collect()
}

fn series(days: i32, truth: Truth, deviation: f64, seed: u64) -> Series {
    Series { interval_minutes: 360, drivers: Vec::new(), days: observed(0..days, truth, deviation, seed) }
}

fn coming(days: std::ops::Range<i32>, truth: Truth) -> Vec<Day> {
    days.map(|n| truth(n).0).collect()
}

fn few() -> Options {
    Options { origins: 6, ..Options::default() }
}

/// That the forecast of some days is the truth but for five standard errors, if `seen` days like each of them have been seen, and
/// their counts are Poisson and have a factor of that deviation.
fn assert_near(forecast: &Forecast, days: &[usize], truth: f64, deviation: f64, seen: f64) {
    let said: f64 = days.iter().map(|&day| forecast.days[day].before_overrides).sum();
    let mean = truth / days.len() as f64;
    let error = ((deviation * deviation + 1.0 / mean) / seen).sqrt();
    assert!((said / truth - 1.0).abs() < 5.0 * error, "{said} for {truth}, standard error {error}");
}

#[test]
fn a_quiet_week_comes_again() {
    let truth = |n| weekly(n, 1000.0);
    let forecast = forecast(&series(140, &truth, 0.03, 1), &coming(140..161, &truth), &[], &few()).unwrap();
    for weekday in 0..7 {
        // The level is known from twenty weeks, the weekday from twenty of its own.
        let days = [weekday, weekday + 7, weekday + 14];
        let total = days.iter().map(|&n| truth(after(140, n)).1).sum();
        assert_near(&forecast, &days, total, 0.03, 10.0);
    }
    for day in &forecast.days {
        assert_eq!(day.expected[0], 0.0);
        // Shares of a Poisson count, from twenty weeks: 0.5 of 7000 · 20 contacts has a standard error of 0.13 %.
        let share = day.expected[1] / day.total();
        assert!((share - 0.5).abs() < 0.02, "{share}");
    }
}

#[test]
fn a_holiday_is_learnt_by_its_name_and_a_closed_day_has_nothing() {
    let truth = |n: i32| {
        let (mut day, mut mean) = weekly(n, 2000.0);
        if [40, 75, 110, 150].contains(&n) {
            day.marks.push(Mark::Holiday("fair".into()));
            mean *= 0.4;
        }
        if n == 151 {
            day.open.fill(false);
        }
        if n == 145 {
            day.marks.push(Mark::Event("sale".into()));
        }
        (day, mean)
    };
    let forecast = forecast(&series(140, &truth, 0.03, 2), &coming(140..160, &truth), &[], &few()).unwrap();
    // Three holidays are seen; the prior, whose standard deviation is ten times the error of their mean, takes a hundredth of ln 0.4 away.
    assert_near(&forecast, &[10], truth(150).1, 0.03, 1.5);
    assert_eq!(forecast.days[11].total(), 0.0);
    assert_eq!(forecast.day_band(11, 0.9), Band { lower: 0.0, upper: 0.0 });
    assert_eq!(forecast.notes, [Note::NeverSeen { name: "sale".into(), date: on(145) }]);
}

#[test]
fn a_short_day_gets_the_share_of_its_hours_and_a_gap_in_the_counts_is_not_taken_for_zero() {
    let truth = |n: i32| {
        let (mut day, mean) = weekly(n, 3000.0);
        if n == 142 {
            day.open[3] = false;
        }
        (day, mean)
    };
    let mut past = series(140, &truth, 0.02, 3);
    for n in [120, 133] {
        past.days[n].counts[2] = None;
        past.days[n].counts[3] = None;
    }
    past.days.retain(|observed| observed.day.date != on(100));
    let forecast = forecast(&past, &coming(140..147, &truth), &[], &few()).unwrap();
    assert_near(&forecast, &[2], truth(142).1 * 0.8, 0.02, 10.0);
    assert_near(&forecast, &[1], truth(141).1, 0.02, 10.0);
}

#[test]
fn an_excluded_day_has_no_effect() {
    let truth = |n: i32| {
        let (mut day, mean) = weekly(n, 500.0);
        if n == 90 {
            day.marks.push(Mark::Excluded("outage".into()));
        }
        (day, mean)
    };
    let past = series(100, &truth, 0.03, 4);
    let mut other = past.clone();
    other.days[90].counts = vec![Some(0.0), Some(9000.0), None, Some(1.0)];
    let future = coming(100..110, &truth);
    let said = |past| forecast(past, &future, &[], &few()).unwrap();
    assert_eq!(said(&past), said(&other));
}

#[test]
fn contacts_follow_their_driver() {
    let orders = |n: i32| 100.0 + 50.0 * f64::from(n * n % 11) / 10.0 + if n >= 140 { 60.0 } else { 0.0 };
    let truth = |n: i32| {
        let (mut day, mean) = weekly(n, 1000.0);
        day.drivers.push(orders(n));
        (day, mean * orders(n) / 100.0)
    };
    let mut past = series(140, &truth, 0.03, 5);
    past.drivers.push("orders".into());
    let forecast = forecast(&past, &coming(140..147, &truth), &[], &few()).unwrap();
    // The elasticity has a standard error of 0.03 / (0.14 √140), 0.14 being the deviation of the driver's logarithm; 60 more orders are 0.4 away.
    let seen = 1.0 / (1.0 / 10.0 + (0.4_f64 / 0.14).powi(2) / 140.0);
    let total = (140..147).map(|n| truth(n).1).sum();
    assert_near(&forecast, &[0, 1, 2, 3, 4, 5, 6], total, 0.03, seen);
}

#[test]
fn bands_hold_what_they_say_of_days_and_of_intervals() {
    let truth = |n| weekly(n, 300.0);
    for level in [0.5, 0.8, 0.95] {
        let (mut days, mut intervals) = (0, 0);
        let runs = 150;
        for seed in 0..runs {
            let past = series(91, &truth, 0.1, 100 + seed);
            // One day and one interval of each series, so that the counts are independent.
            let ahead = 91 + (seed % 14) as i32;
            let came = &observed(ahead..ahead + 1, &truth, 0.1, 1000 + seed)[0];
            let options = Options { models: vec![Model::WeekdayAverage { weeks: 8 }], ..few() };
            let forecast = forecast(&past, &coming(ahead..ahead + 1, &truth), &[], &options).unwrap();
            let total = came.counts.iter().flatten().sum();
            days += u64::from(forecast.day_band(0, level).holds(total));
            intervals += u64::from(forecast.interval_band(0, 1, level).holds(came.counts[1].unwrap()));
        }
        for (what, held) in [("days", days), ("intervals", intervals)] {
            let bounds = coverage_bounds(runs, level, 1e-4);
            assert!(bounds.contains(&held), "{held} of {runs} {what} at {level}, allowed {bounds:?}");
        }
    }
}

#[test]
fn draws_hold_what_they_say_of_the_total_of_four_weeks() {
    let truth = |n| weekly(n, 300.0);
    let (runs, draws) = (100, 99);
    let mut held = 0;
    for seed in 0..runs {
        let options = Options { models: vec![Model::WeekdayAverage { weeks: 8 }], ..few() };
        let future = coming(91..119, &truth);
        let forecast = forecast(&series(91, &truth, 0.1, 100 + seed), &future, &[], &options).unwrap();
        let total = |days: &[Vec<f64>]| days.iter().flatten().sum::<f64>();
        let came: f64 = observed(91..119, &truth, 0.1, 1000 + seed).iter().flat_map(|day| &day.counts).flatten().sum();
        let below = (0..draws)
            .filter(|&draw| {
                total(&forecast.draw_counts(&mut stream(seed, draw, Purpose::Forecast { queue: 0 }))) < came
            })
            .count();
        // Of a hundred places among 99 draws, the eighty in the middle.
        held += u64::from((10..90).contains(&below));
    }
    // What lasts is put a standard error higher than its estimate, so that the draws may well hold more than they say.
    let least = *coverage_bounds(runs, 0.8, 1e-4).start();
    assert!(held >= least, "{held} of {runs}, at least {least}");
}

#[test]
fn draws_have_the_mean_of_the_forecast_and_the_spread_of_its_bands() {
    let truth = |n| weekly(n, 300.0);
    let forecast = forecast(&series(140, &truth, 0.1, 7), &coming(140..150, &truth), &[], &few()).unwrap();
    let runs = 1000;
    let (mut totals, mut held) = (Tally::new(), 0);
    for replication in 0..runs {
        let drawn = forecast.draw_counts(&mut stream(1, replication, Purpose::Forecast { queue: 0 }));
        assert!(drawn.iter().all(|day| day[0] == 0.0));
        let total: f64 = drawn[8].iter().sum();
        totals.add(total);
        held += u64::from(forecast.day_band(8, 0.8).holds(total));
    }
    // The sizes of errors stand for their law on a scale whose curvature moves the mean by less than a part of the variance.
    let curved = forecast.days[8].total() * forecast.uncertainty.day_variance(forecast.days[8].days_ahead) / 4.0;
    let estimate = totals.estimate_at(0.999_99);
    let distance = (estimate.mean.unwrap() - forecast.days[8].total()).abs();
    assert!(distance < estimate.half_width.unwrap() + curved, "{estimate:?} for {}", forecast.days[8].total());
    // What is Poisson in the errors of the backtest is drawn anew, so the two laws are alike but not the same.
    let bounds = coverage_bounds(runs, 0.8, 1e-6);
    assert!(bounds.contains(&held), "{held}, allowed {bounds:?}");
}

#[test]
fn the_year_is_seen_once_two_of_them_are_known() {
    let wave = |n: i32| (0.3 * (std::f64::consts::TAU * f64::from(n) / 365.25).cos()).exp();
    let truth = |n: i32| {
        let (day, mean) = weekly(n, 800.0);
        (day, mean * wave(n))
    };
    let forecast = forecast(&series(800, &truth, 0.03, 8), &coming(800..891, &truth), &[], &few()).unwrap();
    assert!(!forecast.notes.contains(&Note::YearSeenOnce));
    // In these weeks the wave goes through its whole fall: who does not know it is wrong by more than 20 %.
    let mut wape = Wape::default();
    (0..91).for_each(|n| wape.add(forecast.days[n].total(), truth(after(800, n)).1));
    // A level of weeks has a step of 2 % a week, of which the wave has to take what is lasting: a month of such steps is 4 %.
    assert!(wape.share().unwrap() < 0.04, "{:?}", wape.share());
}

#[test]
fn one_year_is_told_to_be_one_year() {
    let truth = |n| weekly(n, 800.0);
    let forecast = forecast(&series(370, &truth, 0.03, 9), &coming(370..380, &truth), &[], &few()).unwrap();
    assert_eq!(forecast.notes, [Note::YearSeenOnce]);
    assert!(forecast.days.iter().all(|day| day.untested_variance > 0.0));
}

#[test]
fn the_same_on_one_thread_and_on_three() {
    let truth = |n| weekly(n, 40.0);
    let (past, future) = (series(120, &truth, 0.1, 10), coming(120..150, &truth));
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| forecast(&past, &future, &[], &few()).unwrap())
    };
    assert_eq!(on(1), on(3));
}

#[test]
fn hardly_any_contacts_and_none_at_all_are_forecast_too() {
    for level in [0.0, 0.5, 4.0] {
        let truth = |n| weekly(n, level);
        let forecast = forecast(&series(100, &truth, 0.0, 11), &coming(100..140, &truth), &[], &few()).unwrap();
        let said: f64 = forecast.days.iter().map(ForecastDay::total).sum();
        let came: f64 = (100..140).map(|n| truth(n).1).sum();
        // 86 contacts a week at 4 a day are known to within a tenth from fourteen weeks at the very least.
        assert!(said.is_finite() && (said - came).abs() <= 0.25 * came + 2.0, "{said} for {came}");
        let band = forecast.interval_band(0, 1, 0.95);
        assert!(band.lower >= 0.0 && band.upper.is_finite());
    }
}

#[test]
fn changes_by_hand_are_kept_with_their_reason() {
    let truth = |n| weekly(n, 1000.0);
    let (past, future) = (series(100, &truth, 0.03, 12), coming(100..107, &truth));
    let plain = forecast(&past, &future, &[], &few()).unwrap();
    let change = |from, to, minutes, change| Override {
        dates: on(from)..=on(to),
        minutes,
        change,
        reason: "letter to all customers".into(),
    };
    let overrides = [
        change(100, 101, None, Change::Factor(2.0)),
        change(101, 101, Some(360..720), Change::Add(-50.0)),
        change(102, 102, Some(720..1440), Change::Set(300.0)),
        change(103, 103, None, Change::Add(-1e6)),
    ];
    let changed = forecast(&past, &future, &overrides, &few()).unwrap();
    // Each number is multiplied and divided a few times.
    let close = |a: f64, b: f64| (a - b).abs() <= 16.0 * f64::EPSILON * b.abs().max(1.0);
    assert!(close(changed.days[0].total(), 2.0 * plain.days[0].total()));
    assert!(close(changed.days[1].expected[1], 2.0 * plain.days[1].expected[1] - 50.0));
    assert!(close(changed.days[1].expected[2], 2.0 * plain.days[1].expected[2]));
    assert!(close(changed.days[2].expected[2] + changed.days[2].expected[3], 300.0));
    assert_eq!(changed.days[2].expected[1], plain.days[2].expected[1]);
    assert_eq!(changed.days[3].total(), 0.0);
    assert_eq!(changed.days[0].before_overrides, plain.days[0].before_overrides);
    let kept: Vec<&Override> = changed.overrides.iter().map(|applied| &applied.given).collect();
    assert_eq!(kept, overrides.iter().collect::<Vec<_>>());
    assert!(close(changed.overrides[2].after, 300.0));
    // The band moves with the forecast.
    assert!(changed.day_band(0, 0.8).lower > plain.day_band(0, 0.8).upper);
}

#[test]
fn everything_that_is_wrong_is_told_at_once() {
    let truth = |n| weekly(n, 1000.0);
    let mut past = series(100, &truth, 0.03, 13);
    past.drivers.push("orders".into());
    past.days.iter_mut().for_each(|observed| observed.day.drivers.push(1.0));
    past.days[3].counts[1] = Some(-1.0);
    past.days[4].counts.pop();
    past.days[5].day.drivers[0] = f64::NAN;
    past.days.swap(7, 8);
    let future = coming(90..92, &|n| {
        let (mut day, mean) = truth(n);
        day.drivers.push(1.0);
        (day, mean)
    });
    let problems = forecast(&past, &future, &[], &few()).unwrap_err();
    let said: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "2024-01-08 comes after 2024-01-09: days must be in order of their dates, each once, and days to come after those of the past",
            "2024-03-31 comes after 2024-04-09: days must be in order of their dates, each once, and days to come after those of the past",
            "2024-01-06: the driver orders is NaN; give a number of at most 1000000000 for every day, past or to come",
            "2024-01-04 06:00: -1 contacts are not possible; give a number from 0 to 1000000000, or leave it out",
            "2024-01-05 has 3 values in `counts` where it needs 4",
        ]
    );
    let short = forecast(&series(30, &truth, 0.0, 1), &coming(30..31, &truth), &[], &few()).unwrap_err();
    assert_eq!(short, [Problem::TooShort { days: 30, span: 30 }]);
    let wrong = Override { dates: on(50)..=on(51), minutes: None, change: Change::Factor(-1.0), reason: String::new() };
    let told = forecast(&series(60, &truth, 0.0, 1), &coming(60..61, &truth), &[wrong], &few()).unwrap_err();
    assert_eq!(told.len(), 3, "{told:?}");
    let none = Options { models: vec![Model::Combination], origins: 3 };
    assert_eq!(
        forecast(&series(60, &truth, 0.0, 1), &[], &[], &none).unwrap_err(),
        [Problem::NoFuture, Problem::NoModel]
    );
}

#[test]
fn whatever_the_series_every_number_is_finite_and_nothing_comes_while_closed() {
    for seed in 0..40 {
        let mut numbers = stream(seed, 0, Purpose::World);
        let mut chance = |share: f64| numbers.random::<f64>() < share;
        let (gap, unknown, closed, marked) = (chance(0.5), chance(0.5), chance(0.5), chance(0.5));
        let level = [0.0, 0.3, 20.0, 1e6][seed as usize % 4];
        let mut day = |n: i32| {
            let mut day = Day { date: on(n), open: vec![true; 4], marks: Vec::new(), drivers: vec![0.0; 2] };
            day.open.iter_mut().for_each(|is_open| *is_open = !(closed && chance(0.3)));
            if n % 7 == 6 || (closed && chance(0.1)) {
                day.open.fill(false);
            }
            if marked && chance(0.2) {
                day.marks.push(Mark::Holiday(if chance(0.5) { "one" } else { "another" }.into()));
                day.marks.push(Mark::Event("sale".into()));
            }
            if marked && chance(0.1) {
                day.marks.push(Mark::Excluded("strike".into()));
            }
            day.drivers[1] = f64::from(u8::from(chance(0.5)));
            day
        };
        let mut days: Vec<Day> = (0..120).map(&mut day).collect();
        let future: Vec<Day> = (125..200).map(&mut day).collect();
        days.retain(|_| !(gap && numbers.random::<f64>() < 0.4));
        let observed = |day: Day| {
            let counts = (0..4).map(|_| {
                let size: f64 = numbers.random::<f64>() * numbers.random::<f64>();
                (!unknown || numbers.random::<f64>() < 0.7).then_some((level * 4.0 * size).round())
            });
            ObservedDay { counts: counts.collect(), day }
        };
        let days = days.into_iter().map(observed).collect();
        let drivers = vec!["nothing".into(), "campaign".into()];
        let series = Series { interval_minutes: 360, drivers, days };
        let forecast = forecast(&series, &future, &[], &few()).unwrap();
        let drawn = forecast.draw_counts(&mut stream(seed, 0, Purpose::Forecast { queue: 0 }));
        for (n, day) in forecast.days.iter().enumerate() {
            for (i, &expected) in day.expected.iter().enumerate() {
                let band = forecast.interval_band(n, i, 0.9);
                assert!(expected.is_finite() && expected >= 0.0 && drawn[n][i].is_finite(), "seed {seed}: {expected}");
                assert!(
                    band.lower >= 0.0 && band.lower <= band.upper && band.upper.is_finite(),
                    "seed {seed}: {band:?}"
                );
                assert!(day.day.open[i] || (expected == 0.0 && band.upper == 0.0 && drawn[n][i] == 0.0));
            }
            let band = forecast.day_band(n, 0.9);
            assert!(band.lower <= band.upper && band.upper.is_finite(), "seed {seed}: {band:?}");
            assert!(day.total() <= 100.0 * (level + 1.0), "seed {seed}: {} a day at a level of {level}", day.total());
        }
    }
}
