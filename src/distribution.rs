//! How long things take: the laws of handling time and patience, each by its mean and its coefficient of variation, or by
//! what was observed.
//!
//! Every law here is its mean times a law with mean 1, so all formulas are written for mean 1, with x = t / mean and c the
//! coefficient of variation (standard deviation / mean). S(x) is P(X > x), L(x) is E[min(X, x)] = ∫₀ˣ S, P(a, y) is the
//! regularised lower incomplete gamma function and Q = 1 − P. The formulas are textbook ones (Johnson, Kotz &
//! Balakrishnan, *Continuous Univariate Distributions*, vol. 1).

mod normal_scores;
mod observed;
mod sampler;
mod tail;

pub use normal_scores::NormalScores;
pub use sampler::Sampler;

use crate::statistics::normal_quantile;
use crate::units::Seconds;
use observed::Observed;
use serde::Serialize;
use statrs::function::gamma::{gamma_lr, gamma_ur, ln_gamma};
use std::fmt;
use std::ops::RangeInclusive;
use std::sync::Arc;

/// The means that are possible, in seconds: a microsecond to 31 years. Within it nothing overflows.
pub const MEAN_RANGE: RangeInclusive<f64> = 1e-6..=1e9;

/// The shape of a distribution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Law {
    /// Without memory: S = e⁻ˣ, c = 1. The law of the Erlang formulas.
    Exponential,
    /// The logarithm is normal with σ² = ln(1 + c²): S = Φ(−(ln x + σ²/2) / σ), L = Φ((ln x − σ²/2) / σ) + x S. What
    /// handling times of calls mostly look like (Brown et al. 2005). c from 0.05 to 20.
    LogNormal,
    /// Shape a = 1/c²: S = Q(a, a x), L = P(a + 1, a x) + x S. c from 0.05 to 20.
    Gamma,
    /// S = e⁻ʸ with y = (x Γ(1 + 1/k))ᵏ, L = P(1/k, y); k solves 1 + c² = Γ(1 + 2/k) / Γ(1 + 1/k)². With c above 1 those who
    /// have waited long become more patient. c from 0.05 to 20.
    Weibull,
    /// Always the mean; c = 0.
    Constant,
    /// A mix of two exponential kinds, each of which makes up half of the work (balanced means): the share
    /// p = (1 + √((c² − 1) / (c² + 1))) / 2 has mean 1/2p, the others have mean 1/2(1 − p). c from 1 to 20.
    HyperExponential,
    /// What was observed: the quantile function runs straight from each of the n sorted values to the next, the smallest at
    /// 0 and the i-th after it at i/(n − 1). So every draw lies between two neighbouring observations, nothing is
    /// below the smallest or above the largest, and values that occur several times keep their weight. Mean and c follow.
    Empirical,
}

impl Law {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Exponential,
        Self::LogNormal,
        Self::Gamma,
        Self::Weibull,
        Self::Constant,
        Self::HyperExponential,
        Self::Empirical,
    ];

    /// Its name in scenario files and results.
    pub fn name(self) -> &'static str {
        match self {
            Self::Exponential => "exponential",
            Self::LogNormal => "lognormal",
            Self::Gamma => "gamma",
            Self::Weibull => "weibull",
            Self::Constant => "constant",
            Self::HyperExponential => "hyperexponential",
            Self::Empirical => "empirical",
        }
    }

    /// The law of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|law| law.name() == name)
    }

    /// The coefficients of variation that it can have.
    pub fn cv_range(self) -> RangeInclusive<f64> {
        match self {
            Self::Exponential => 1.0..=1.0,
            Self::LogNormal | Self::Gamma | Self::Weibull => 0.05..=20.0,
            Self::Constant => 0.0..=0.0,
            Self::HyperExponential => 1.0..=20.0,
            Self::Empirical => 0.0..=f64::INFINITY,
        }
    }
}

impl fmt::Display for Law {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Why there is no such distribution.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum DistributionError {
    /// The mean is not a number in [`MEAN_RANGE`].
    #[error("a mean of {0} s is not possible: it must be above 0, from {least} s to {most} s", least = MEAN_RANGE.start(), most = MEAN_RANGE.end())]
    Mean(f64),
    /// The law does not follow from its mean alone.
    #[error("{0} needs a coefficient of variation (standard deviation / mean) from {least} to {most}", least = .0.cv_range().start(), most = .0.cv_range().end())]
    CvMissing(Law),
    /// The law has only one coefficient of variation, and this is not it.
    #[error("{law} always has the coefficient of variation {only}, not {found}: leave it out or take lognormal", only = law.cv_range().start())]
    CvFixed {
        /// The law.
        law: Law,
        /// What was asked for.
        found: f64,
    },
    /// The law has no such coefficient of variation.
    #[error("{law} has a coefficient of variation (standard deviation / mean) from {least} to {most}, not {found}", least = law.cv_range().start(), most = law.cv_range().end())]
    CvOutOfRange {
        /// The law.
        law: Law,
        /// What was asked for.
        found: f64,
    },
    /// An empirical law was asked for by its mean and not by observations, or by too few of them.
    #[error("an empirical law is made from at least two observations, not {0}")]
    TooFew(usize),
    /// An observation is no time.
    #[error("an observation of {0} s is not possible: it must be from 0 s to {most} s", most = MEAN_RANGE.end())]
    Observation(f64),
}

/// A law with its mean and its coefficient of variation; valid or nonexistent. Cheap to clone.
#[derive(Debug, Clone, PartialEq)]
pub struct Distribution {
    mean: f64,
    cv: f64,
    shape: Shape,
}

/// A law with mean 1, with what it is computed with.
#[derive(Debug, Clone, PartialEq)]
enum Shape {
    Exponential,
    LogNormal {
        sigma: f64,
    },
    Gamma {
        a: f64,
    },
    Weibull {
        k: f64,
        scale: f64,
    },
    Constant,
    HyperExponential {
        /// The share p of those who are quick.
        share: f64,
    },
    Empirical(Arc<Observed>),
}

impl Distribution {
    /// The distribution of that law with that mean. Exponential and constant need no coefficient of variation; for an
    /// empirical one there is [`Distribution::empirical`].
    pub fn new(law: Law, mean: Seconds, cv: Option<f64>) -> Result<Self, DistributionError> {
        if law == Law::Empirical {
            return Err(DistributionError::TooFew(0));
        }
        if !MEAN_RANGE.contains(&mean.0) {
            return Err(DistributionError::Mean(mean.0));
        }
        let range = law.cv_range();
        let is_fixed = range.start() == range.end();
        let cv = match cv {
            None if is_fixed => *range.start(),
            None => return Err(DistributionError::CvMissing(law)),
            Some(cv) if range.contains(&cv) => cv,
            Some(found) if is_fixed => return Err(DistributionError::CvFixed { law, found }),
            Some(found) => return Err(DistributionError::CvOutOfRange { law, found }),
        };
        let squared = cv * cv;
        let shape = match law {
            Law::Exponential => Shape::Exponential,
            Law::Constant => Shape::Constant,
            Law::LogNormal => Shape::LogNormal { sigma: squared.ln_1p().sqrt() },
            Law::Gamma => Shape::Gamma { a: 1.0 / squared },
            Law::Weibull => {
                let k = weibull_shape(squared);
                Shape::Weibull { k, scale: (-ln_gamma(1.0 + 1.0 / k)).exp() }
            }
            Law::HyperExponential => {
                Shape::HyperExponential { share: f64::midpoint(1.0, ((squared - 1.0) / (squared + 1.0)).sqrt()) }
            }
            Law::Empirical => return Err(DistributionError::TooFew(0)),
        };
        Ok(Self { mean: mean.0, cv, shape })
    }

    /// The distribution of what was observed, in seconds and in any order: at least two values from 0 to 10⁹ with a mean in
    /// [`MEAN_RANGE`]. Mean and coefficient of variation follow from them (see [`Law::Empirical`]).
    pub fn empirical(mut values: Vec<f64>) -> Result<Self, DistributionError> {
        if values.len() < 2 {
            return Err(DistributionError::TooFew(values.len()));
        }
        if let Some(&bad) = values.iter().find(|value| !(0.0..=*MEAN_RANGE.end()).contains(*value)) {
            return Err(DistributionError::Observation(bad));
        }
        values.sort_unstable_by(f64::total_cmp);
        let mean = observed::mean(&values);
        if !MEAN_RANGE.contains(&mean) {
            return Err(DistributionError::Mean(mean));
        }
        let observed = Observed::of(values.into_iter().map(|value| value / mean).collect());
        Ok(Self { mean, cv: observed.cv(), shape: Shape::Empirical(Arc::new(observed)) })
    }

    /// The law.
    pub fn law(&self) -> Law {
        match self.shape {
            Shape::Exponential => Law::Exponential,
            Shape::LogNormal { .. } => Law::LogNormal,
            Shape::Gamma { .. } => Law::Gamma,
            Shape::Weibull { .. } => Law::Weibull,
            Shape::Constant => Law::Constant,
            Shape::HyperExponential { .. } => Law::HyperExponential,
            Shape::Empirical(_) => Law::Empirical,
        }
    }

    /// The mean.
    pub fn mean(&self) -> Seconds {
        Seconds(self.mean)
    }

    /// The coefficient of variation: standard deviation / mean.
    pub fn cv(&self) -> f64 {
        self.cv
    }

    /// P(X > t): 1 before 0, 0 at infinity.
    pub fn survival(&self, t: Seconds) -> f64 {
        let x = t.0 / self.mean;
        if x < 0.0 {
            return 1.0;
        }
        match &self.shape {
            Shape::Exponential => (-x).exp(),
            Shape::LogNormal { sigma } => upper_normal(x.ln() / sigma + sigma / 2.0),
            Shape::Gamma { a } => upper_gamma(*a, a * x),
            Shape::Weibull { k, scale } => (-(x / scale).powf(*k)).exp(),
            Shape::Constant => f64::from(x < 1.0),
            Shape::HyperExponential { share } => {
                two_kinds(*share).map(|share| share * (-2.0 * share * x).exp()).iter().sum()
            }
            Shape::Empirical(observed) => observed.survival(x),
        }
    }

    /// E[min(X, t)], the integral of the survival up to t: how much of the work is done, or of the patience used up, within
    /// t of its start. 0 before 0, the mean at infinity.
    pub fn limited_mean(&self, t: Seconds) -> Seconds {
        let x = t.0 / self.mean;
        if x <= 0.0 {
            return Seconds::ZERO;
        }
        if x == f64::INFINITY {
            return self.mean();
        }
        let unit = match &self.shape {
            Shape::Exponential => -(-x).exp_m1(),
            Shape::LogNormal { sigma } => upper_normal(sigma / 2.0 - x.ln() / sigma) + x * self.survival(t),
            Shape::Gamma { a } => lower_gamma(a + 1.0, a * x) + x * self.survival(t),
            Shape::Weibull { k, scale } => lower_gamma(1.0 / k, (x / scale).powf(*k)),
            Shape::Constant => x.min(1.0),
            Shape::HyperExponential { share } => {
                two_kinds(*share).map(|share| -0.5 * (-2.0 * share * x).exp_m1()).iter().sum()
            }
            Shape::Empirical(observed) => observed.limited_mean(x),
        };
        // Rounding must not make it more than either of what it is the smaller of.
        Seconds(unit.min(x).min(1.0) * self.mean)
    }

    /// The time that the share `p` does not exceed. For `p` ≤ 0 it is the least that is possible (0, but for constant and
    /// empirical laws), and for `p` ≥ 1 the most (infinite, but for those).
    pub fn quantile(&self, p: f64) -> Seconds {
        let p = if p.is_nan() { 0.0 } else { p.clamp(0.0, 1.0) };
        let unit = match &self.shape {
            Shape::Constant => 1.0,
            Shape::Empirical(observed) => observed.quantile(p),
            _ if p == 0.0 => 0.0,
            _ if p == 1.0 => f64::INFINITY,
            Shape::Exponential => -(-p).ln_1p(),
            Shape::LogNormal { sigma } => (sigma * (normal_quantile(p) - sigma / 2.0)).exp(),
            Shape::Weibull { k, scale } => scale * (-(-p).ln_1p()).powf(1.0 / k),
            Shape::Gamma { a } => first_at_least(p, |x| lower_gamma(*a, a * x), |x| upper_gamma(*a, a * x)),
            Shape::HyperExponential { share } => {
                let kinds = two_kinds(*share);
                first_at_least(
                    p,
                    |x| kinds.map(|share| -share * (-2.0 * share * x).exp_m1()).iter().sum(),
                    |x| kinds.map(|share| share * (-2.0 * share * x).exp()).iter().sum(),
                )
            }
        };
        Seconds(unit * self.mean)
    }

    /// The distribution of `factor` times the quantity; its coefficient of variation stays. The mean stays within
    /// [`MEAN_RANGE`], whatever the factor.
    #[must_use]
    pub fn scaled(&self, factor: f64) -> Self {
        // In this order NaN becomes the least mean.
        let mean = (self.mean * factor).max(*MEAN_RANGE.start()).min(*MEAN_RANGE.end());
        Self { mean, ..self.clone() }
    }

    /// What draws from it, with what it has in common with one of these; a new one is added to them.
    pub fn sampler_among(&self, known: &mut Vec<Sampler>) -> Sampler {
        Sampler::among(self, known)
    }

    /// What draws from it; make it once, outside of the loop.
    pub fn sampler(&self) -> Sampler {
        Sampler::new(self)
    }

    /// The law as a function of a standard normal number, for factors that are correlated.
    pub fn normal_scores(&self) -> NormalScores {
        NormalScores::new(self)
    }
}

/// The shares of both kinds of the hyperexponential; each has the mean 1 / (2 share).
fn two_kinds(share: f64) -> [f64; 2] {
    [share, 1.0 - share]
}

/// The shape of the Weibull law whose squared coefficient of variation is given.
///
/// The squared coefficient falls as the shape grows, from 1.8 · 10⁵ at 0.1 to 0.00016 at 100, so the range of
/// [`Law::cv_range`] is between. Bisection on the logarithm halves the bracket until nothing is between.
fn weibull_shape(squared_cv: f64) -> f64 {
    let squared_at = |log_shape: f64| {
        let inverse = (-log_shape).exp();
        (ln_gamma(1.0 + 2.0 * inverse) - 2.0 * ln_gamma(1.0 + inverse)).exp_m1()
    };
    let (mut low, mut high) = (0.1_f64.ln(), 100.0_f64.ln());
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if squared_at(middle) > squared_cv {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high).exp()
}

/// P(a, y), also at the ends, where `statrs` refuses.
fn lower_gamma(a: f64, y: f64) -> f64 {
    if y <= 0.0 {
        0.0
    } else if y.is_finite() {
        gamma_lr(a, y)
    } else {
        1.0
    }
}

/// Q(a, y), also at the ends, where `statrs` refuses.
fn upper_gamma(a: f64, y: f64) -> f64 {
    if y <= 0.0 {
        1.0
    } else if y.is_finite() {
        gamma_ur(a, y)
    } else {
        0.0
    }
}

/// P(Z > z) of the standard normal distribution, by way of Q(1/2, z²/2): `statrs` has an `erfc`, but of 9 digits only.
fn upper_normal(z: f64) -> f64 {
    let tail = 0.5 * upper_gamma(0.5, 0.5 * z * z);
    if z >= 0.0 { tail } else { 1.0 - tail }
}

/// The first float x ≥ 0 at which the distribution function reaches `p`, given it and its complement; of the two the one is
/// asked that is small, since that one has all its digits.
fn first_at_least(p: f64, function: impl Fn(f64) -> f64, complement: impl Fn(f64) -> f64) -> f64 {
    first_float(|x| if p <= 0.5 { function(x) >= p } else { complement(x) <= 1.0 - p })
}

/// The first float x ≥ 0 at which something is reached that stays so from there on.
///
/// Positive floats are in the order of their bits, so halving a range of bits ends at the very float after at most 63 steps,
/// whether it is 10⁻³⁰⁰ or 10³⁰⁰: a gamma law with c = 20 has a median of 10⁻¹¹⁸ of its mean.
fn first_float(reached: impl Fn(f64) -> bool) -> f64 {
    let (mut low, mut high) = (0, f64::MAX.to_bits());
    while low < high {
        let middle = low + (high - low) / 2;
        if reached(f64::from_bits(middle)) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    f64::from_bits(low)
}

#[cfg(test)]
mod tests;
