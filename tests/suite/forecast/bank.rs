//! Calls of a North American bank per 5 minutes on 164 weekdays of 2003 (Weinberg, Brown & Stroud 2007).
//!
//! Five origins a week apart, the last four weeks before the end of the data; from each, four weeks are forecast from what was known
//! there. `benches/peers/forecast.py` does the same with public packages.

use callboard::forecast::{Day, Forecast, Mark, ObservedDay, Options, Series, Wape, forecast, in_steps};
use callboard::statistics::{Tally, coverage_bounds};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use std::collections::BTreeMap;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/bank_calls_2003/bank_calls_5min.csv");
const AHEAD: i32 = 28;
const ORIGINS: i32 = 5;
const LEVELS: [(&str, usize); 3] = [("5 min", 1), ("30 min", 6), ("day", 288)];
/// The bands that are looked at.
const BANDS: [f64; 2] = [0.8, 0.95];
/// The least WAPE in percent that a public package reached (statsforecast 2.1.1, prophet 1.5.0), by level: from all origins together and from the last.
const PACKAGES: [(f64, f64); 3] = [(9.44, 8.60), (7.76, 6.73), (5.28, 4.19)];
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

/// What came of a forecast of a day, at each level, beside the forecast and last week's counts.
struct Outcome {
    origin: i32,
    week: usize,
    date: Date,
    /// By level.
    ours: [Wape; 3],
    naive: [Wape; 3],
    /// Whether the band of the day held its contacts, at 80 % and 95 %.
    day_held: [bool; 2],
    /// The share of the intervals whose bands held theirs.
    intervals_held: [f64; 2],
}

fn outcomes(series: &Series) -> Vec<Outcome> {
    let end = series.days.last().unwrap().day.date;
    let mut outcomes = Vec::new();
    for back in (0..ORIGINS).rev() {
        let origin = end.checked_sub((AHEAD + 7 * back).days()).unwrap();
        let forecast = from(series, origin);
        for (n, coming) in forecast.days.iter().enumerate() {
            let date = coming.day.date;
            let Some(actual) = actual(series, date) else { continue };
            let compared = |said: &[f64]| {
                LEVELS.map(|(_, width)| {
                    let mut wape = Wape::default();
                    let pairs = in_steps(said, width).into_iter().zip(in_steps(&actual, width));
                    pairs.for_each(|(said, actual)| wape.add(said, actual));
                    wape
                })
            };
            outcomes.push(Outcome {
                origin: back,
                week: (coming.days_ahead - 1) / 7,
                date,
                ours: compared(&coming.expected),
                naive: compared(&last_week(series, origin, date)),
                day_held: BANDS.map(|level| forecast.day_band(n, level).holds(actual.iter().sum())),
                intervals_held: BANDS.map(|level| {
                    let held = (84..253).filter(|&i| forecast.interval_band(n, i, level).holds(actual[i]));
                    held.count() as f64 / 169.0
                }),
            });
        }
    }
    outcomes
}

/// WAPE in percent of the outcomes that are chosen.
fn wape(outcomes: &[Outcome], of: impl Fn(&Outcome) -> Wape, chosen: impl Fn(&Outcome) -> bool) -> f64 {
    let mut sum = Wape::default();
    outcomes.iter().filter(|outcome| chosen(outcome)).for_each(|outcome| sum.merge(&of(outcome)));
    100.0 * sum.share().unwrap()
}

#[test]
fn the_calls_of_a_bank_are_forecast_better_than_by_last_week_and_by_public_packages() {
    let Some(series) = calls() else { return };
    let outcomes = outcomes(&series);
    println!("WAPE in %   forecast          week 1  week 2  week 3  week 4     all    last");
    for (n, (level, _)) in LEVELS.iter().enumerate() {
        let ours = |outcome: &Outcome| outcome.ours[n];
        let naive = |outcome: &Outcome| outcome.naive[n];
        let row = |of: &dyn Fn(&Outcome) -> Wape| {
            let weeks = (0..4).map(|week| wape(&outcomes, of, |outcome| outcome.week == week));
            weeks.chain([wape(&outcomes, of, |_| true), wape(&outcomes, of, |outcome| outcome.origin == 0)]).collect()
        };
        let (our_row, naive_row): (Vec<f64>, Vec<f64>) = (row(&ours), row(&naive));
        for (name, row) in [("callboard", &our_row), ("seasonal naive", &naive_row)] {
            let cells: Vec<String> = row.iter().map(|cell| format!("{cell:7.2}")).collect();
            println!("{level:11} {name:15} {}", cells.join(" "));
        }
        // Weeks of the calendar are nearly independent; each is one observation of the difference.
        let mut weeks: BTreeMap<i64, [Wape; 2]> = BTreeMap::new();
        for outcome in &outcomes {
            let week = (outcome.date - date(2003, 3, 3)).get_days() / 7;
            let sums = weeks.entry(week.into()).or_default();
            sums[0].merge(&ours(outcome));
            sums[1].merge(&naive(outcome));
        }
        let difference: Tally =
            weeks.values().map(|[ours, naive]| naive.share().unwrap() - ours.share().unwrap()).collect();
        assert!(difference.estimate().lower().unwrap() > 0.0, "{level}: {:?}", difference.estimate());
        let (all, last) = PACKAGES[n];
        assert!(our_row[4] <= 1.02 * all && our_row[5] <= 1.02 * last, "{level}: {our_row:?} beside {all} and {last}");
    }
}

#[test]
fn the_bands_of_the_bank_hold_what_they_say() {
    let Some(series) = calls() else { return };
    let outcomes = outcomes(&series);
    for (k, level) in BANDS.into_iter().enumerate() {
        // Only the first week from each origin, so that each day counts once; the days of a week share an error of the level, so a
        // false alarm is allowed for as if each were rarer than it is.
        let first: Vec<&Outcome> = outcomes.iter().filter(|outcome| outcome.week == 0).collect();
        let held = first.iter().filter(|outcome| outcome.day_held[k]).count() as u64;
        let bounds = coverage_bounds(first.len() as u64, level, 1e-3);
        let intervals: Tally = first.iter().map(|outcome| outcome.intervals_held[k]).collect();
        let all_days = outcomes.iter().filter(|outcome| outcome.day_held[k]).count();
        let all_intervals: Tally = outcomes.iter().map(|outcome| outcome.intervals_held[k]).collect();
        println!(
            "bands of {level}: {held} of {} days in week 1, {all_days} of {} in all; of the intervals {:.3} and {:.3}",
            first.len(),
            outcomes.len(),
            intervals.mean().unwrap(),
            all_intervals.mean().unwrap()
        );
        assert!(bounds.contains(&held), "{held} of {} days in bands of {level}", first.len());
        assert!(
            intervals.estimate_at(0.999).covers(level),
            "{:?} of the intervals in bands of {level}",
            intervals.estimate()
        );
    }
}
