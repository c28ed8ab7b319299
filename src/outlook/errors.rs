//! How wrong the forecasts may be, as a scenario and a plan have it.

use super::QueueOutlook;
use crate::calibration::loadings;
use crate::forecast::distance;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Fewest days that two queues must have in common in their backtests.
const FEWEST_PAIRS: usize = 30;
/// Largest coefficient of variation that a scenario takes.
const MOST_CV: f64 = 1.0;
/// Largest correlation of days that a scenario takes.
const MOST_LASTING: f64 = 0.99;

/// The error of a queue's forecast, by the keys of `queue.*.volume.forecast_error`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ErrorLaw {
    /// Coefficient of variation of a day's factor, by week of the horizon.
    pub cv: Vec<f64>,
    /// Correlation of the errors of days far from each other.
    pub lasting: f64,
    /// Correlation of the errors of days next to each other.
    pub next_day: f64,
    /// Loading on the error that all queues share.
    pub correlation: f64,
}

impl ErrorLaw {
    /// That of a forecast, from the first day of the horizon on; what queues share is not known yet.
    pub(super) fn of(queue: &QueueOutlook, first: Date) -> Self {
        let days: Vec<(usize, f64)> = (queue.forecast.days.iter().enumerate())
            .filter(|(_, day)| day.day.date >= first)
            .map(|(index, day)| (index, day.total()))
            .collect();
        let of_week = |week: &[(usize, f64)]| {
            let (mut squares, mut weights) = (0.0, 0.0);
            for &(day, contacts) in week.iter().filter(|(_, contacts)| *contacts > 0.0) {
                let cv = queue.forecast.day_cv(day);
                squares += (contacts * cv).powi(2);
                weights += contacts * contacts;
            }
            if weights > 0.0 { (squares / weights).sqrt().min(MOST_CV) } else { 0.0 }
        };
        let mut cv: Vec<f64> = days.chunks(7).map(of_week).collect();
        // A week in which the queue is closed has no error of its own.
        for week in 1..cv.len() {
            if cv[week] == 0.0 {
                cv[week] = cv[week - 1];
            }
        }
        let uncertainty = &queue.forecast.uncertainty;
        let lasting = uncertainty.lasting.clamp(0.0, MOST_LASTING);
        Self { cv, lasting, next_day: uncertainty.next_day.clamp(lasting, MOST_LASTING), correlation: 0.0 }
    }
}

/// The loading of each queue's errors on what all of them share, by the errors of their backtests on the same days from the same origins,
/// chance taken out; 0 where it is not known.
pub(super) fn shared(queues: &[QueueOutlook]) -> Vec<f64> {
    // By origin and day: the error, and the standard deviation that it has beyond chance, on the scale of the root.
    let errors: Vec<BTreeMap<(Date, Date), (f64, f64)>> = queues
        .iter()
        .map(|queue| {
            let of_day = |compared: &crate::forecast::Compared| {
                let ahead = (compared.date - compared.origin).get_days().unsigned_abs() as usize;
                let variance = queue.forecast.uncertainty.day_variance(ahead);
                let error = distance(compared.came, compared.expected);
                ((compared.origin, compared.date), (error, (compared.expected * variance).sqrt()))
            };
            queue.forecast.backtest.compared.iter().map(of_day).collect()
        })
        .collect();
    let correlation = |a: usize, b: usize| {
        if a == b {
            return 1.0;
        }
        let (mut products, mut scales, mut pairs) = (0.0, 0.0, 0);
        for (day, (one, one_scale)) in &errors[a] {
            if let Some((other, other_scale)) = errors[b].get(day) {
                products += one * other;
                scales += one_scale * other_scale;
                pairs += 1;
            }
        }
        if pairs >= FEWEST_PAIRS && scales > 0.0 { f64::clamp(products / scales, -1.0, 1.0) } else { f64::NAN }
    };
    let matrix: Vec<Vec<f64>> =
        (0..queues.len()).map(|a| (0..queues.len()).map(|b| correlation(a, b)).collect()).collect();
    loadings(&matrix).into_iter().map(|loading| if loading.is_finite() { loading } else { 0.0 }).collect()
}

/// The standard deviation of the contacts of all queues together over some days ahead, as a share of those expected, if every day of a queue
/// has the same volume: of the sum of factors that are correlated from day to day and from queue to queue as the scenario has them.
pub(super) fn deviation(queues: &[QueueOutlook], ahead: std::ops::RangeInclusive<usize>) -> f64 {
    let days = ahead.clone().count().max(1);
    let of_queue: Vec<(f64, Vec<f64>)> = queues
        .iter()
        .map(|queue| {
            let coming = &queue.forecast.days;
            let volume =
                coming.iter().map(crate::forecast::ForecastDay::total).sum::<f64>() / coming.len().max(1) as f64;
            let untested = coming.iter().map(|day| day.untested_variance).sum::<f64>() / coming.len().max(1) as f64;
            let uncertainty = &queue.forecast.uncertainty;
            let cv =
                ahead.clone().map(|ahead| uncertainty.day_cv(uncertainty.day_variance(ahead) + untested)).collect();
            (volume, cv)
        })
        .collect();
    let kept =
        |law: &ErrorLaw| if law.lasting < 1.0 { (law.next_day - law.lasting) / (1.0 - law.lasting) } else { 0.0 };
    let mut variance = 0.0;
    for (a, (one, one_cv)) in of_queue.iter().enumerate() {
        for (b, (other, other_cv)) in of_queue.iter().enumerate() {
            let (first, second) = (&queues[a].error, &queues[b].error);
            let together = if a == b { 1.0 } else { first.correlation * second.correlation };
            if together == 0.0 {
                continue;
            }
            // Of two queues the levels go together by the root of what lasts of each, and so does what passes.
            let lasting = (first.lasting * second.lasting).sqrt();
            let passing = ((1.0 - first.lasting) * (1.0 - second.lasting)).sqrt();
            let fresh = ((1.0 - kept(first).powi(2)) * (1.0 - kept(second).powi(2))).sqrt();
            let at_once =
                if kept(first) * kept(second) < 1.0 { fresh / (1.0 - kept(first) * kept(second)) } else { 1.0 };
            for (i, one_cv) in one_cv.iter().enumerate() {
                for (j, other_cv) in other_cv.iter().enumerate() {
                    let decay = if i > j { kept(first) } else { kept(second) };
                    let correlation = lasting + passing * at_once * decay.powi(i.abs_diff(j) as i32);
                    variance += together * correlation * one * one_cv * other * other_cv;
                }
            }
        }
    }
    let mean: f64 = of_queue.iter().map(|(volume, _)| volume * days as f64).sum();
    if mean > 0.0 { variance.max(0.0).sqrt() / mean } else { 0.0 }
}
