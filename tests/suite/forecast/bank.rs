//! Calls of a North American bank per 5 minutes on 164 weekdays of 2003 (Weinberg, Brown & Stroud 2007).
//!
//! Five origins a week apart, the last four weeks before the end of the data; from each, four weeks are forecast from what was known
//! there. `benches/peers/forecast.py` does the same with public packages.

use callboard::forecast::{Day, Forecast, Mark, ObservedDay, Options, Series, Wape, forecast, in_steps};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use std::collections::BTreeMap;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/bank_calls_2003/bank_calls_5min.csv");
const AHEAD: i32 = 28;
const ORIGINS: i32 = 5;
const LEVELS: [(&str, usize); 3] = [("5 min", 1), ("30 min", 6), ("day", 288)];
/// Public holidays on which the bank took no calls.
const HOLIDAYS: [(Date, &str); 3] =
    [(date(2003, 5, 26), "Memorial Day"), (date(2003, 7, 4), "Independence Day"), (date(2003, 9, 1), "Labor Day")];

/// What is known beforehand of a date: open on weekdays from 07:00 to 21:05.
fn day(date: Date) -> Day {
    let holiday = HOLIDAYS.iter().find(|(other, _)| *other == date);
    let is_open = holiday.is_none() && date.weekday().to_monday_zero_offset() < 5;
    let open = (0..288).map(|i| is_open && (84..253).contains(&i)).collect();
    Day { date, open, marks: holiday.iter().map(|(_, name)| Mark::Holiday((*name).into())).collect(), drivers: vec![] }
}

fn next(date: Date) -> Date {
    date.checked_add(1.day()).unwrap()
}

/// All days from the first to the last; weekdays that are missing from the data are unknown.
fn calls() -> Option<Series> {
    let Ok(text) = std::fs::read_to_string(FILE) else {
        println!("skipped: no ../shared/data/bank_calls_2003");
        return None;
    };
    let mut counts: BTreeMap<Date, Vec<Option<f64>>> = BTreeMap::new();
    for line in text.lines().skip(1) {
        let (time, calls) = line.split_once(',').unwrap();
        let (date, clock) = time.split_once(' ').unwrap();
        let (hour, minute) = clock.split_once(':').unwrap();
        let interval = hour.parse::<usize>().unwrap() * 12 + minute.parse::<usize>().unwrap() / 5;
        let day = counts.entry(date.parse().unwrap()).or_insert_with(|| vec![None; 288]);
        day[interval] = Some(calls.parse().unwrap());
    }
    let (first, last) = (*counts.keys().next().unwrap(), *counts.keys().last().unwrap());
    let dates = std::iter::successors(Some(first), |date| Some(next(*date))).take_while(|date| *date <= last);
    let observed = |date| {
        let (day, counts) = (day(date), counts.remove(&date));
        (counts.is_some() || !day.is_open()).then(|| ObservedDay { day, counts: counts.unwrap_or(vec![None; 288]) })
    };
    Some(Series { interval_minutes: 5, drivers: vec![], days: dates.filter_map(observed).collect() })
}

/// The forecast of four weeks from an origin.
fn from(series: &Series, origin: Date) -> Forecast {
    let future: Vec<Day> =
        std::iter::successors(Some(next(origin)), |date| Some(next(*date))).take(AHEAD as usize).map(day).collect();
    forecast(&series.until(origin), &future, &[], &Options::default()).unwrap()
}

/// The counts of a day that was observed in full.
fn actual(series: &Series, date: Date) -> Option<Vec<f64>> {
    let observed = series.days.iter().find(|observed| observed.day.date == date && observed.day.is_open())?;
    Some(observed.counts.iter().map(|count| count.unwrap_or(0.0)).collect())
}

/// The counts of the last observed day of the same weekday that was known at an origin.
fn last_week(series: &Series, origin: Date, date: Date) -> Vec<f64> {
    let mut known = series.days.iter().rev().map(|observed| observed.day.date).filter(|other| *other <= origin);
    known.find_map(|other| actual(series, other).filter(|_| other.weekday() == date.weekday())).unwrap()
}

#[test]
fn the_calls_of_a_bank_are_forecast_better_than_by_the_week_before() {
    let Some(series) = calls() else { return };
    let end = series.days.last().unwrap().day.date;
    let mut scores = vec![[[Wape::default(); 6]; 2]; LEVELS.len()];
    let mut held = [[0_u32; 2]; 4];
    for back in (0..ORIGINS).rev() {
        let origin = end.checked_sub((AHEAD + 7 * back).days()).unwrap();
        let forecast = from(&series, origin);
        for stretch in &forecast.backtest.stretches {
            println!(
                "{origin} {}-{} picked {} of {:?}",
                stretch.from,
                stretch.to,
                stretch.picked,
                stretch.combined.iter().map(ToString::to_string).collect::<Vec<_>>()
            );
            if back == 0 {
                for (model, wape) in &stretch.wape {
                    println!("    {:.2} {model}", 100.0 * wape.unwrap());
                }
            }
        }
        println!("{:?} {:.4}", forecast.backtest.profile, forecast.backtest.profile_wape);
        let u = &forecast.uncertainty;
        println!(
            "{:?} next {:.2} lasting {:.2} within {:.2} {:?}",
            u.day,
            u.next_day,
            u.lasting,
            u.within_correlation,
            &u.within[100..104]
        );
        for (n, coming) in forecast.days.iter().enumerate() {
            let Some(actual) = actual(&series, coming.day.date) else { continue };
            let naive = last_week(&series, origin, coming.day.date);
            let week = (coming.days_ahead - 1) / 7;
            for (scores, (_, width)) in scores.iter_mut().zip(LEVELS) {
                for (scores, said) in scores.iter_mut().zip([&coming.expected, &naive]) {
                    for (said, actual) in in_steps(said, width).into_iter().zip(in_steps(&actual, width)) {
                        scores[week].add(said, actual);
                        scores[4].add(said, actual);
                        if back == 0 {
                            scores[5].add(said, actual);
                        }
                    }
                }
            }
            for (k, level) in [0.8, 0.95].into_iter().enumerate() {
                held[0][k] += u32::from(forecast.day_band(n, level).holds(actual.iter().sum()));
                for i in 84..253 {
                    held[1][k] += u32::from(forecast.interval_band(n, i, level).holds(actual[i]));
                }
            }
            held[2][0] += 1;
            held[3][0] += 169;
        }
    }
    println!("level   model            week 1  week 2  week 3  week 4     all    last");
    for ((level, _), scores) in LEVELS.iter().zip(&scores) {
        for (name, scores) in ["callboard", "seasonal naive"].iter().zip(scores) {
            let cells: String = scores.iter().map(|wape| format!("{:8.2}", 100.0 * wape.share().unwrap())).collect();
            println!("{level:7} {name:15}{cells}");
        }
    }
    println!("days {:?} of {}, intervals {:?} of {}", held[0], held[2][0], held[1], held[3][0]);
}
