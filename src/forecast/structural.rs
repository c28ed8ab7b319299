//! The regression of daily totals on their effects, with a level that wanders from week to week.
//!
//! value of a day = level of its week + Σ effects + noise, on the [scale](super::link) of the series. The level is
//! l(w) = φ l(w − 1) + ε with ε of standard deviation q: a structural time series (Harvey 1989), written as a regression with
//! a normal prior for everything (ridge), which is solved at once. The noise of a day is what Poisson counts have on the scale and
//! a variance σ² that is estimated. Days far off weigh less (Huber 1964, at 2.5 standard deviations).

use super::effects::{Design, Scales};
use super::linear::Symmetric;
use super::link::Link;

/// Errors beyond so many middling ones tell of the day and not of the model.
pub(super) const FAR: f64 = 4.0;
/// From how many standard deviations on a day weighs less.
const HUBER: f64 = 2.5;
/// Rounds of reweighting: the variance and the weights settle within a few percent, which moves no effect visibly.
const ROUNDS: usize = 4;
/// Standard deviation of the level before the first week, where nothing pulls it back; weekdays carry the mean anyway.
const FIRST_LEVEL: f64 = 0.05;
/// The least variance of a day's noise beyond Poisson, as a ratio: counts are not repeatable to a tenth of a percent.
const LEAST_VARIANCE: f64 = 1e-6;
/// How far beyond what was seen a forecast may go, as a logarithm: a factor of 20.
const BEYOND: f64 = 3.0;

/// What is set beforehand.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Settings {
    /// φ: what is left of the level after a week, from 0 to 1.
    pub persistence: f64,
    /// q: standard deviation of its step in a week, as a ratio.
    pub step: f64,
    pub scales: Scales,
    /// How many days have to be known before the time of the year has an effect.
    pub year_needs: usize,
}

/// A known day on the scale.
#[derive(Debug, Clone, Copy)]
pub(super) struct Point {
    pub index: usize,
    pub value: f64,
    /// Which share of the day was observed.
    pub share: f64,
}

/// The regression as learnt from the days up to an origin.
pub(super) struct Fitted {
    centre: f64,
    pub effects: Vec<f64>,
    /// Level of the last week.
    level: f64,
    persistence: f64,
    link: Link,
    /// σ², beyond Poisson.
    variance: f64,
    limits: (f64, f64),
}

/// Learns from the known days, which are in order and not after `origin`.
pub(super) fn fit(
    design: &Design,
    points: &[Point],
    origin: usize,
    settings: Settings,
    (link, typical): (Link, f64),
) -> Fitted {
    let unit = link.unit(typical);
    let known = points.first().map_or(0, |first| origin + 1 - first.index);
    let prior = design.prior(settings.scales, known, settings.year_needs);
    let columns = prior.len();
    let weeks = known.div_ceil(7).max(1);
    let centre = points.iter().map(|point| point.value).sum::<f64>() / points.len().max(1) as f64;
    // The weeks come first: each has only one before it, which makes the equations easy.
    let level = |index: usize| (origin - index) / 7;
    let precision = level_precision(weeks, settings);

    let mut solution = vec![0.0; columns + weeks];
    let mut variance = (0.05 * unit).powi(2);
    let mut weights = vec![1.0; points.len()];
    let mut free = 0.0;
    let predicted = |solution: &[f64], point: &Point| -> f64 {
        let row = &design.rows[point.index];
        centre + solution[level(point.index)] + row.iter().map(|&(column, x)| x * solution[weeks + column]).sum::<f64>()
    };
    for round in 0..ROUNDS {
        let mut matrix = Symmetric::zero(columns + weeks);
        let mut right = vec![0.0; columns + weeks];
        for (point, robust) in points.iter().zip(&weights) {
            let expected = if round == 0 { point.value } else { predicted(&solution, point) };
            let weight = robust / (variance + link.poisson(expected, point.share));
            let mut row = vec![(level(point.index), 1.0)];
            row.extend(design.rows[point.index].iter().map(|&(column, x)| (weeks + column, x)));
            matrix.add_square(&row, weight);
            for (column, x) in row {
                right[column] += weight * x * (point.value - centre);
            }
        }
        for (column, deviation) in prior.iter().enumerate() {
            matrix.add(weeks + column, weeks + column, (deviation * unit).powi(-2));
        }
        for week in 0..weeks {
            matrix.add(week, week, precision.0[week] / (unit * unit));
            if week + 1 < weeks {
                matrix.add(week + 1, week, precision.1 / (unit * unit));
            }
        }
        // With a prior on every column the matrix is positive definite.
        let Some(cholesky) = matrix.cholesky() else { break };
        solution = cholesky.solve(&right);
        // How many columns the data decide: all of them less what the priors do (the trace of P⁻¹ times the prior).
        // It hardly changes from round to round.
        if round % 2 == 0 {
            let (diagonal, beside) = cholesky.inverse_band();
            free = (columns + weeks) as f64;
            for (column, deviation) in prior.iter().enumerate() {
                free -= diagonal[weeks + column] * (deviation * unit).powi(-2);
            }
            for week in 0..weeks {
                free -= diagonal[week] * precision.0[week] / (unit * unit);
                if week + 1 < weeks {
                    free -= 2.0 * beside[week] * precision.1 / (unit * unit);
                }
            }
        }
        let (mut squares, mut count) = (0.0, 0.0);
        for (point, robust) in points.iter().zip(&mut weights) {
            let expected = predicted(&solution, point);
            let poisson = link.poisson(expected, point.share);
            let distance = (point.value - expected).abs();
            *robust = (HUBER * (variance + poisson).sqrt() / distance.max(f64::MIN_POSITIVE)).min(1.0);
            squares += *robust * (distance * distance - poisson);
            count += *robust;
        }
        variance = (squares / (count - free).max(count / 4.0).max(1.0)).max(LEAST_VARIANCE * unit * unit);
    }
    let least = points.iter().map(|point| point.value).fold(f64::INFINITY, f64::min);
    let most = points.iter().map(|point| point.value).fold(f64::NEG_INFINITY, f64::max);
    let beyond = match link {
        Link::Log => (least - BEYOND, most + BEYOND),
        Link::Root => (0.0, (most + 1.0) * (BEYOND / 2.0).exp()),
    };
    let effects = solution.split_off(weeks);
    let level = solution[0];
    Fitted { centre, effects, level, persistence: settings.persistence, link, variance, limits: beyond }
}

/// The diagonal and what is beside it of the precision of the levels, the last week first.
fn level_precision(weeks: usize, settings: Settings) -> (Vec<f64>, f64) {
    let phi = settings.persistence;
    let of_step = settings.step.powi(-2);
    let stationary = settings.step * settings.step / (1.0 - phi * phi).max(f64::MIN_POSITIVE);
    let first = if phi < 1.0 { stationary } else { FIRST_LEVEL * FIRST_LEVEL };
    let mut diagonal = vec![of_step * (1.0 + phi * phi); weeks];
    diagonal[0] = of_step;
    if let Some(oldest) = diagonal.last_mut() {
        *oldest = 1.0 / first + if weeks > 1 { of_step * phi * phi } else { 0.0 };
    }
    (diagonal, -phi * of_step)
}

impl Fitted {
    /// The expected total of a day that is `ahead` days after the origin, if it were open as usual.
    pub fn total(&self, design: &Design, index: usize, ahead: usize) -> f64 {
        let level = self.level * self.persistence.powf(ahead.div_ceil(7) as f64);
        let effects: f64 = design.rows[index].iter().map(|&(column, x)| x * self.effects[column]).sum();
        self.bounded(self.centre + level + effects)
    }

    /// The mean total that belongs to a value on the scale.
    pub fn bounded(&self, value: f64) -> f64 {
        self.link.mean(value.clamp(self.limits.0, self.limits.1), self.variance)
    }
}
