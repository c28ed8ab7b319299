//! How long things take: the laws of handling time and patience, each by its mean and its coefficient of variation.
//!
//! Every law here is its mean times a law with mean 1, so all formulas are written for mean 1, with x = t / mean and c the
//! coefficient of variation (standard deviation / mean). S(x) is P(X > x), L(x) is E[min(X, x)] = ∫₀ˣ S, P(a, y) is the
//! regularised lower incomplete gamma function and Q = 1 − P. The formulas are textbook ones (Johnson, Kotz &
//! Balakrishnan, *Continuous Univariate Distributions*, vol. 1).

mod sampler;

pub use sampler::Sampler;

use crate::statistics::normal_quantile;
use crate::units::Seconds;
use serde::Serialize;
use statrs::function::gamma::{gamma_lr, gamma_ur, ln_gamma};
use std::fmt;
use std::ops::RangeInclusive;

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
}

impl Law {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Exponential, Self::LogNormal, Self::Gamma, Self::Weibull, Self::Constant, Self::HyperExponential];

    /// Its name in scenario files and results.
    pub fn name(self) -> &'static str {
        match self {
            Self::Exponential => "exponential",
            Self::LogNormal => "lognormal",
            Self::Gamma => "gamma",
            Self::Weibull => "weibull",
            Self::Constant => "constant",
            Self::HyperExponential => "hyperexponential",
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
}

/// A law with its mean and its coefficient of variation; valid or nonexistent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Distribution {
    law: Law,
    mean: f64,
    cv: f64,
    /// What the law is computed with: σ of the lognormal, the shape of gamma and Weibull, the share p of the
    /// hyperexponential. Unused (0) for the others.
    parameter: f64,
}

impl Distribution {
    /// The distribution of that law with that mean. Exponential and constant need no coefficient of variation.
    pub fn new(law: Law, mean: Seconds, cv: Option<f64>) -> Result<Self, DistributionError> {
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
        let parameter = match law {
            Law::Exponential | Law::Constant => 0.0,
            Law::LogNormal => squared.ln_1p().sqrt(),
            Law::Gamma => 1.0 / squared,
            Law::Weibull => weibull_shape(squared),
            Law::HyperExponential => f64::midpoint(1.0, ((squared - 1.0) / (squared + 1.0)).sqrt()),
        };
        Ok(Self { law, mean: mean.0, cv, parameter })
    }

    /// The shape.
    pub fn law(&self) -> Law {
        self.law
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
        let parameter = self.parameter;
        match self.law {
            Law::Exponential => (-x).exp(),
            Law::LogNormal => upper_normal(x.ln() / parameter + parameter / 2.0),
            Law::Gamma => upper_gamma(parameter, parameter * x),
            Law::Weibull => (-(x / unit_weibull_scale(parameter)).powf(parameter)).exp(),
            Law::Constant => f64::from(x < 1.0),
            Law::HyperExponential => two_kinds(parameter).map(|share| share * (-2.0 * share * x).exp()).iter().sum(),
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
        let parameter = self.parameter;
        let unit = match self.law {
            Law::Exponential => -(-x).exp_m1(),
            Law::LogNormal => upper_normal(parameter / 2.0 - x.ln() / parameter) + x * self.survival(t),
            Law::Gamma => lower_gamma(parameter + 1.0, parameter * x) + x * self.survival(t),
            Law::Weibull => lower_gamma(1.0 / parameter, (x / unit_weibull_scale(parameter)).powf(parameter)),
            Law::Constant => x.min(1.0),
            Law::HyperExponential => two_kinds(parameter).map(|share| -0.5 * (-2.0 * share * x).exp_m1()).iter().sum(),
        };
        // Rounding must not make it more than either of what it is the smaller of.
        Seconds(unit.min(x).min(1.0) * self.mean)
    }

    /// The time that the share `p` does not exceed: 0 for `p` ≤ 0, and for `p` ≥ 1 infinite except for a constant.
    pub fn quantile(&self, p: f64) -> Seconds {
        if self.law == Law::Constant {
            return self.mean();
        }
        if p <= 0.0 || p.is_nan() {
            return Seconds::ZERO;
        }
        if p >= 1.0 {
            return Seconds(f64::INFINITY);
        }
        let parameter = self.parameter;
        let unit = match self.law {
            Law::Constant => 1.0,
            Law::Exponential => -(-p).ln_1p(),
            Law::LogNormal => (parameter * (normal_quantile(p) - parameter / 2.0)).exp(),
            Law::Weibull => unit_weibull_scale(parameter) * (-(-p).ln_1p()).powf(1.0 / parameter),
            Law::Gamma => {
                first_at_least(p, |x| lower_gamma(parameter, parameter * x), |x| upper_gamma(parameter, parameter * x))
            }
            Law::HyperExponential => {
                let kinds = two_kinds(parameter);
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
        Self { mean, ..*self }
    }

    /// What draws from it; make it once, outside of the loop.
    pub fn sampler(&self) -> Sampler {
        Sampler::new(self)
    }
}

/// The shares of both kinds of the hyperexponential; each has the mean 1 / (2 share).
fn two_kinds(share: f64) -> [f64; 2] {
    [share, 1.0 - share]
}

/// The scale of the Weibull law of that shape with mean 1.
fn unit_weibull_scale(shape: f64) -> f64 {
    (-ln_gamma(1.0 + 1.0 / shape)).exp()
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
///
/// Positive floats are in the order of their bits, so halving a range of bits ends at the very float after at most 63 steps,
/// whether it is 10⁻³⁰⁰ or 10³⁰⁰: a gamma law with c = 20 has a median of 10⁻¹¹⁸ of its mean.
fn first_at_least(p: f64, function: impl Fn(f64) -> f64, complement: impl Fn(f64) -> f64) -> f64 {
    let reached = |x: f64| if p <= 0.5 { function(x) >= p } else { complement(x) <= 1.0 - p };
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
