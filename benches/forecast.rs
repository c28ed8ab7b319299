//! How long a forecast takes: a year of four queues in quarters of an hour, for 13 weeks and for a year ahead.
//!
//! `cargo bench --bench forecast`. The counts are made up: weekday, season, a profile with two peaks, a random factor of the day, Poisson.

use callboard::forecast::{Day, Mark, ObservedDay, Options, Series, forecast};
use callboard::random::{Purpose, stream};
use criterion::{Criterion, SamplingMode};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use rand::RngExt;
use rand_distr::{Distribution, Poisson, StandardNormal};
use std::hint::black_box;
use std::time::Duration;

const QUEUES: u64 = 4;
const INTERVALS: usize = 96;
const WEEK: [f64; 7] = [1.3, 1.1, 1.0, 1.0, 0.9, 0.4, 0.2];

fn day(n: i32) -> Day {
    let date: Date = date(2025, 1, 6).checked_add(n.days()).expect("a date of this century");
    let marks = if date.month() == 5 && date.day() == 1 { vec![Mark::Holiday("May Day".into())] } else { Vec::new() };
    Day { date, open: (0..INTERVALS).map(|i| (28..88).contains(&i)).collect(), marks, drivers: vec![100.0] }
}

/// A year of a queue with about so many contacts on a weekday.
fn year(queue: u64, level: f64) -> Series {
    let mut numbers = stream(1, 0, Purpose::DayFactor { queue });
    let days = (0..366).map(|n| {
        let day = day(n);
        let factor = (0.05 * numbers.sample::<f64, _>(StandardNormal)).exp();
        let season = (0.2 * (f64::from(n) / 58.0).cos()).exp();
        let counts = (0..INTERVALS).map(|i| {
            let peaks = if day.open[i] { 1.0 + (i as f64 / 9.5).sin().abs() } else { 0.0 };
            let mean = level * WEEK[n as usize % 7] * season * factor * peaks / 98.0;
            Some(Poisson::new(mean).map_or(0.0, |law| law.sample(&mut numbers)))
        });
        ObservedDay { counts: counts.collect(), day }
    });
    Series { interval_minutes: 15, drivers: vec!["orders".into()], days: days.collect() }
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let queues: Vec<Series> = (0..QUEUES).map(|queue| year(queue, 50.0 * 10_f64.powf(queue as f64 / 1.5))).collect();
    let mut group = criterion.benchmark_group("forecast");
    group.sample_size(10).sampling_mode(SamplingMode::Flat);
    group.warm_up_time(Duration::from_secs(1)).measurement_time(Duration::from_secs(10));
    for (name, ahead) in [("13_weeks", 91), ("a_year", 365)] {
        let future: Vec<Day> = (366..366 + ahead).map(day).collect();
        group.bench_function(format!("four_queues_of_a_year/{name}"), |bencher| {
            bencher.iter(|| {
                for series in &queues {
                    black_box(forecast(series, &future, &[], &Options::default())).expect("the series are valid");
                }
            });
        });
    }
    group.finish();
    criterion.final_summary();
}
