//! The scale on which effects add up.

use serde::Serialize;

/// Totals of days below this are too small for logarithms: a day without a contact must not weigh more than the others.
const SMALL: f64 = 50.0;

/// A scale for counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Link {
    /// ln(n + 1/2): effects are ratios.
    Log,
    /// √(n + 1/4), on which a Poisson count of any mean has a variance of about 1/4 (Brown et al. 2005).
    Root,
}

impl Link {
    /// The scale for counts that are mostly about `typical`.
    pub fn for_counts(typical: f64) -> Self {
        if typical < SMALL { Self::Root } else { Self::Log }
    }

    /// A count on the scale.
    pub fn of(self, count: f64) -> f64 {
        match self {
            Self::Log => (count + 0.5).ln(),
            Self::Root => (count + 0.25).sqrt(),
        }
    }

    /// The mean count of what is normal on the scale with that mean and variance.
    pub fn mean(self, value: f64, variance: f64) -> f64 {
        match self {
            Self::Log => ((value + variance.min(1.0) / 2.0).exp() - 0.5).max(0.0),
            // Of the count itself, whose own variance of 1/4 takes the 1/4 of the scale away again.
            Self::Root => value.max(0.0).powi(2) + variance,
        }
    }

    /// The variance on the scale that a Poisson count has, as a part of a day with that share of the day's mean.
    pub fn poisson(self, value: f64, share: f64) -> f64 {
        match self {
            Self::Log => 1.0 / (value.exp() * share).max(1.0),
            Self::Root => 0.25 / share,
        }
    }

    /// What an effect of ratio 1 + x, x small, is on the scale, relative to x, around a typical count.
    pub fn unit(self, typical: f64) -> f64 {
        match self {
            Self::Log => 1.0,
            Self::Root => (typical.max(0.0) + 0.25).sqrt() / 2.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_comes_back_from_either_scale() {
        for count in [0.0, 3.0, 40.0, 1e6] {
            // Rounding alone, magnified by the exponential at most as often as the logarithm is large.
            let tolerance = 64.0 * f64::EPSILON * (count + 1.0);
            assert!((Link::Log.mean(Link::Log.of(count), 0.0) - count).abs() < tolerance);
            assert!((Link::Root.mean(Link::Root.of(count), 0.0) - 0.25 - count).abs() < tolerance);
        }
    }
}
