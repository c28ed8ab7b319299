//! A law near either of its ends, by the share that lies beyond: what the tables for drawing are made from.

use super::{Distribution, Shape, first_float, lower_gamma, two_kinds, upper_gamma};
use crate::statistics::normal_quantile;
use statrs::function::gamma::ln_gamma;
use std::f64::consts::TAU;

/// From which end the share is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// The share that does not exceed the value.
    Lower,
    /// The share that exceeds the value.
    Upper,
}

/// A value of the law, in seconds, and how fast it changes with the share beyond: below 0 at the upper end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Node {
    pub(super) value: f64,
    pub(super) slope: f64,
}

/// Newton's method stops when a step changes the logarithm of the value by less than this.
const CLOSE: f64 = 1e-13;
/// Steps after which the bracketing search takes over. Five are enough where the neighbour is near.
const MOST_STEPS: usize = 30;

/// Follows a law from its middle towards one end, share by share, each of them near the one before.
#[derive(Debug, Clone, Copy)]
pub(super) struct TailWalk<'a> {
    distribution: &'a Distribution,
    end: End,
    last: Option<Last>,
}

/// Logarithms of the last share and value, and the slope between them: where Newton's method begins.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Last {
    log_share: f64,
    log_value: f64,
    slope: f64,
}

impl<'a> TailWalk<'a> {
    pub(super) fn new(distribution: &'a Distribution, end: End) -> Self {
        Self { distribution, end, last: None }
    }

    /// A walk that goes on from where another one of the same law and end is.
    pub(super) fn from(distribution: &'a Distribution, end: End, last: Option<Last>) -> Self {
        Self { distribution, end, last }
    }

    /// Where it is.
    pub(super) fn last(&self) -> Option<Last> {
        self.last
    }

    /// The law where the share `beyond`, above 0 and at most 1/2, lies beyond. Not for constant laws.
    pub(super) fn node(&mut self, beyond: f64) -> Node {
        let Distribution { mean, ref shape, .. } = *self.distribution;
        let sign = if self.end == End::Lower { 1.0 } else { -1.0 };
        // The exponential law's value at this share, and with the sign its slope.
        let exponential = if self.end == End::Lower { -(-beyond).ln_1p() } else { -beyond.ln() };
        let left = if self.end == End::Lower { 1.0 - beyond } else { beyond };
        let (value, slope) = match shape {
            Shape::Exponential => (exponential, sign / left),
            Shape::Weibull { k, scale } => {
                let value = scale * exponential.powf(1.0 / k);
                (value, sign * value / (k * exponential * left))
            }
            Shape::LogNormal { sigma } => {
                let z = sign * normal_quantile(beyond);
                let value = (sigma * (z - sigma / 2.0)).exp();
                (value, sign * value * sigma * TAU.sqrt() * (z * z / 2.0).exp())
            }
            Shape::Gamma { a } => {
                let density = |x: f64| a * ((a - 1.0) * (a * x).ln() - a * x - ln_gamma(*a)).exp();
                match self.end {
                    End::Lower => self.solve(beyond, density, |x| lower_gamma(*a, a * x)),
                    End::Upper => self.solve(beyond, density, |x| upper_gamma(*a, a * x)),
                }
            }
            Shape::HyperExponential { share } => {
                let kinds = two_kinds(*share);
                let density = |x: f64| kinds.map(|share| 2.0 * share * share * (-2.0 * share * x).exp()).iter().sum();
                match self.end {
                    End::Lower => self.solve(beyond, density, |x| {
                        kinds.map(|share| -share * (-2.0 * share * x).exp_m1()).iter().sum()
                    }),
                    End::Upper => self
                        .solve(beyond, density, |x| kinds.map(|share| share * (-2.0 * share * x).exp()).iter().sum()),
                }
            }
            Shape::Empirical(observed) => {
                (observed.quantile(if self.end == End::Lower { beyond } else { 1.0 - beyond }), 0.0)
            }
            Shape::Constant => (1.0, 0.0),
        };
        Node { value: value * mean, slope: slope * mean }
    }

    /// Newton's method for the logarithm of the share as a function of the logarithm of the value, where these laws are
    /// nearly straight towards their ends.
    fn solve(&mut self, beyond: f64, density: impl Fn(f64) -> f64, share: impl Fn(f64) -> f64) -> (f64, f64) {
        let sign = if self.end == End::Lower { 1.0 } else { -1.0 };
        let exact = || first_float(|x| if self.end == End::Lower { share(x) >= beyond } else { share(x) <= beyond });
        let mut log_value = match self.last {
            Some(last) => last.log_value + last.slope * (beyond.ln() - last.log_share),
            None => exact().ln(),
        };
        let mut is_close = false;
        for _ in 0..MOST_STEPS {
            let x = log_value.exp();
            let found = share(x);
            let step = found * (found / beyond).ln() / (x * sign * density(x));
            if !step.is_finite() {
                break;
            }
            log_value -= step;
            is_close = step.abs() < CLOSE;
            if is_close {
                break;
            }
        }
        let x = if is_close { log_value.exp() } else { exact() };
        let slope = sign / density(x);
        self.last = Some(Last { log_share: beyond.ln(), log_value: x.ln(), slope: slope * beyond / x });
        (x, slope)
    }
}

/// The cubic through two values with two slopes, over a cell whose coordinate runs from 0 to 1: coefficients of its
/// powers. The slopes are those of the coordinate.
pub(super) fn cubic(from: Node, to: Node) -> [f64; 4] {
    let rise = to.value - from.value;
    [from.value, from.slope, 3.0 * rise - 2.0 * from.slope - to.slope, from.slope + to.slope - 2.0 * rise]
}

/// The value of such a cubic.
#[inline]
pub(super) fn along(cubic: &[f64; 4], t: f64) -> f64 {
    cubic[0] + t * (cubic[1] + t * (cubic[2] + t * cubic[3]))
}
