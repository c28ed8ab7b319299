//! How busy it is beyond the day's factor: what the counts tell about a process that wanders within the day.
//!
//! Behind busyness stands a normal process that keeps the share φ = e^(−Δt / memory) of itself from one interval to the next. Here
//! it moves on a grid that is fine enough for its steps; what cannot be reached in five standard deviations of a step is left out.

use super::reforecast::{drawn, gamma_factor};
use crate::distribution::NormalScores;
use crate::scenario::Busyness;

/// How far the grid reaches, in standard deviations.
const REACH: f64 = 4.5;
/// Fewest points of the grid, and most.
const POINTS: std::ops::RangeInclusive<usize> = 41..=301;
/// How far a step reaches, in its standard deviations.
const STEP_REACH: f64 = 5.0;

/// The law of a queue's busyness.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Busy {
    scores: NormalScores,
    memory: f64,
    begins: Vec<f64>,
    /// Distance of two points of the grid.
    step: f64,
    points: usize,
    /// The factor at each point.
    factors: Vec<f64>,
    /// The shortest time from one interval to the next, in seconds, and how the process moves in it.
    usual: (f64, Moves),
}

/// By point: the first point that is reached from it, and the chances of that one and those after it.
type Moves = Vec<(usize, Vec<f64>)>;

/// Where a process stands at the last interval that is over: a weight for each point of the grid, adding up to 1; empty where
/// nothing is known.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Filter {
    weights: Vec<f64>,
    step: f64,
    /// The interval in which it stood there.
    interval: usize,
}

impl Busy {
    /// The busyness of a queue over intervals that begin then; none where it is always 1.
    pub(super) fn of(busyness: Busyness, begins: &[f64]) -> Option<Self> {
        let scores = gamma_factor(busyness.cv)?;
        let memory = busyness.memory.0;
        let shortest = begins.windows(2).map(|two| two[1] - two[0]).fold(f64::INFINITY, f64::min);
        let kept = (-shortest / memory).exp();
        let spread = (1.0 - kept * kept).max(0.0).sqrt();
        let wanted = (2.0 * REACH / (0.7 * spread)).ceil() as usize + 1;
        let points = wanted.clamp(*POINTS.start(), *POINTS.end());
        let step = 2.0 * REACH / (points - 1) as f64;
        let factors = (0..points).map(|point| scores.at(step * point as f64 - REACH)).collect();
        let usual = (shortest, Vec::new());
        let mut busy = Self { scores, memory, begins: begins.to_vec(), step, points, factors, usual };
        busy.usual.1 = busy.moves(shortest);
        Some(busy)
    }

    fn number(&self, point: usize) -> f64 {
        self.step * point as f64 - REACH
    }

    /// The logarithm of the likelihood of counts (interval, expected contacts, count) given the day's factor, up to what does not
    /// depend on factors; and where the process stands after the last of them.
    pub(super) fn filter(&self, seen: &[(usize, f64, f64)], factor: f64) -> (f64, Filter) {
        let normal: Vec<f64> = (0..self.points).map(|point| (-self.number(point).powi(2) / 2.0).exp()).collect();
        let sum: f64 = normal.iter().sum();
        let mut weights: Vec<f64> = normal.iter().map(|weight| weight / sum).collect();
        let mut logarithm = 0.0;
        let mut last: Option<usize> = None;
        for &(interval, expected, count) in seen {
            if let Some(last) = last {
                let gap = self.begins[interval] - self.begins[last];
                weights = if (gap - self.usual.0).abs() < 1e-6 {
                    moved(&weights, &self.usual.1)
                } else {
                    moved(&weights, &self.moves(gap))
                };
            }
            last = Some(interval);
            let of = |busyness: f64| {
                let mean = (factor * busyness * expected).max(f64::MIN_POSITIVE);
                count * mean.ln() - mean
            };
            let logarithms: Vec<f64> = self.factors.iter().map(|&busyness| of(busyness)).collect();
            let most = logarithms.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            for (weight, logarithm) in weights.iter_mut().zip(logarithms) {
                *weight *= (logarithm - most).exp();
            }
            let sum: f64 = weights.iter().sum::<f64>().max(f64::MIN_POSITIVE);
            for weight in &mut weights {
                *weight /= sum;
            }
            logarithm += most + sum.ln();
        }
        let filter = last.map_or_else(Filter::default, |interval| Filter { weights, step: self.step, interval });
        (logarithm, filter)
    }

    /// How the process moves in so many seconds.
    fn moves(&self, seconds: f64) -> Moves {
        let kept = (-seconds / self.memory).exp();
        let spread = (1.0 - kept * kept).max(0.0).sqrt().max(self.step / 4.0);
        let from = |point: usize| {
            let centre = kept * self.number(point);
            let place = |number: f64| ((number + REACH) / self.step).clamp(0.0, (self.points - 1) as f64);
            let first = place(centre - STEP_REACH * spread).floor() as usize;
            let last = place(centre + STEP_REACH * spread).ceil() as usize;
            let density = |to: usize| (-((self.number(to) - centre) / spread).powi(2) / 2.0).exp();
            let densities: Vec<f64> = (first..=last).map(density).collect();
            let sum = densities.iter().sum::<f64>().max(f64::MIN_POSITIVE);
            (first, densities.into_iter().map(|density| density / sum).collect())
        };
        (0..self.points).map(from).collect()
    }

    /// The factors of all intervals, of those that are not over from where the process stands now.
    pub(super) fn path(&self, now: Option<(usize, f64)>, known: usize, fresh: impl Iterator<Item = f64>) -> Vec<f64> {
        let (mut state, mut last) = (0.0, f64::NEG_INFINITY);
        let step = |(interval, fresh): (usize, f64)| {
            let begin = self.begins[interval];
            if interval == known
                && let Some((stood_in, stood)) = now
            {
                (state, last) = (stood, self.begins[stood_in]);
            }
            let kept = ((last - begin) / self.memory).exp();
            state = kept * state + (1.0 - kept * kept).max(0.0).sqrt() * fresh;
            last = begin;
            self.scores.at(state)
        };
        (0..self.begins.len()).zip(fresh).map(step).collect()
    }
}

/// Weights after moves.
fn moved(weights: &[f64], moves: &Moves) -> Vec<f64> {
    let mut moved = vec![0.0; weights.len()];
    for (weight, (first, chances)) in weights.iter().zip(moves).filter(|(weight, _)| **weight > 1e-15) {
        for (to, chance) in moved[*first..].iter_mut().zip(chances) {
            *to += weight * chance;
        }
    }
    moved
}

impl Filter {
    /// Where the process may stand: the interval and its normal number there; `None` where nothing is known.
    pub(super) fn draw(&self, chance: f64) -> Option<(usize, f64)> {
        if self.weights.is_empty() {
            return None;
        }
        let (place, within) = drawn(self.weights.iter().copied(), chance);
        Some((self.interval, self.step * (place as f64 + within - 0.5) - REACH))
    }
}
