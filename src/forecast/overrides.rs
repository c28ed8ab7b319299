//! What a person knows better than the past: changes by hand, each with its reason, kept beside the forecast.

use super::{Forecast, Problem};
use jiff::civil::Date;
use serde::Serialize;
use std::ops::{Range, RangeInclusive};

/// A change by hand.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Override {
    /// The days, the last one included.
    pub dates: RangeInclusive<Date>,
    /// The minutes of each day by the clock on the wall, the end not included; `None` for whole days. An interval belongs to
    /// them if it begins in them.
    pub minutes: Option<Range<u32>>,
    /// What changes.
    pub change: Change,
    /// Why, in words.
    pub reason: String,
}

/// What an override does with the contacts of each of its days (in its minutes, if it has some).
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// So many times the forecast, from 0.
    Factor(f64),
    /// So many more contacts a day, or fewer if below 0, but never fewer than none.
    Add(f64),
    /// That many contacts a day.
    Set(f64),
}

/// An override with what it did.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Applied {
    /// As it was given.
    pub given: Override,
    /// Contacts of its days and minutes before it.
    pub before: f64,
    /// And after it.
    pub after: f64,
}

/// Applies an override to a forecast; what the day is off by relative to its forecast is left as it was.
pub(super) fn apply(forecast: &mut Forecast, given: &Override) -> Result<(), Vec<Problem>> {
    let mut problems = Vec::new();
    let wrong = |what: String| Problem::Override { reason: given.reason.clone(), what };
    if given.reason.trim().is_empty() {
        problems.push(wrong("it has no reason: say in a few words why".into()));
    }
    let (number, least) = match given.change {
        Change::Factor(number) | Change::Set(number) => (number, 0.0),
        Change::Add(number) => (number, -1e9),
    };
    if !(least..=1e9).contains(&number) {
        problems.push(wrong(format!("its number is {number}: it must be from {least} to 1000000000")));
    }
    let step = forecast.interval_minutes;
    let chosen = |interval: usize| given.minutes.as_ref().is_none_or(|range| range.contains(&(interval as u32 * step)));
    let mut days: Vec<_> =
        forecast.days.iter_mut().filter(|day| given.dates.contains(&day.day.date) && day.day.is_open()).collect();
    if days.is_empty() {
        let (from, to) = given.dates.clone().into_inner();
        problems.push(wrong(format!("no day from {from} to {to} is open in the forecast")));
    }
    let adds = match given.change {
        Change::Factor(_) => false,
        Change::Add(number) | Change::Set(number) => number > 0.0,
    };
    for day in days.iter().filter(|_| adds) {
        if !day.day.open.iter().enumerate().any(|(i, &is_open)| is_open && chosen(i)) {
            problems.push(wrong(format!("on {} the queue is closed in all of its minutes", day.day.date)));
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let (mut all_before, mut all_after) = (0.0, 0.0);
    for day in &mut days {
        let open: Vec<usize> = (0..day.expected.len()).filter(|&i| day.day.open[i] && chosen(i)).collect();
        let before: f64 = open.iter().map(|&i| day.expected[i]).sum();
        let after = match given.change {
            Change::Factor(factor) => before * factor,
            Change::Add(more) => (before + more).max(0.0),
            Change::Set(contacts) => contacts,
        };
        for &i in &open {
            // Where nothing was expected there is no profile either, and all intervals are alike.
            day.expected[i] = if before > 0.0 { day.expected[i] * after / before } else { after / open.len() as f64 };
        }
        all_before += before;
        all_after += if open.is_empty() { 0.0 } else { after };
    }
    forecast.overrides.push(Applied { given: given.clone(), before: all_before, after: all_after });
    Ok(())
}
