//! What is said about a quantity that was simulated several times: a mean with its confidence interval, a ratio of
//! means with its own, quantiles from a sketch. Everything merges, and merging in the same order gives the same bytes.

mod ratio_of_means;
mod sketch;
mod tally;

pub use ratio_of_means::RatioOfMeans;
pub use sketch::QuantileSketch;
pub use tally::Tally;

use serde::Serialize;
use statrs::distribution::{Binomial, ContinuousCDF, DiscreteCDF, StudentsT};
use statrs::function::erf::erfc_inv;
use std::ops::RangeInclusive;

/// The level of every confidence interval in a report.
pub const CONFIDENCE: f64 = 0.95;

/// A mean with its 95 % confidence interval: `mean` ± `half_width`. What is there is finite.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Estimate {
    /// The estimated value; `None` where nothing was observed (nobody called, so there is no wait).
    pub mean: Option<f64>,
    /// Half the width of the interval; `None` where it cannot be estimated (from a single replication).
    pub half_width: Option<f64>,
}

impl Estimate {
    /// Nothing was observed.
    pub const fn none() -> Self {
        Self { mean: None, half_width: None }
    }

    /// A value that is known and not estimated: its half-width is 0.
    pub fn exact(value: f64) -> Self {
        Self::new(value, 0.0)
    }

    /// `mean` ± `half_width`; whatever is not finite becomes `None`, and without a mean there is no half-width.
    pub fn new(mean: f64, half_width: f64) -> Self {
        if !mean.is_finite() {
            return Self::none();
        }
        Self { mean: Some(mean), half_width: half_width.is_finite().then_some(half_width.abs()) }
    }

    /// A mean with its standard error and the quantile of Student's distribution that widens it; without a mean, nothing,
    /// and without one of the others no half-width.
    pub fn with_error(mean: Option<f64>, error: Option<f64>, quantile: Option<f64>) -> Self {
        mean.map_or(Self::none(), |mean| {
            Self::new(mean, error.zip(quantile).map_or(f64::NAN, |(error, quantile)| error * quantile))
        })
    }

    /// The lower end of the interval.
    pub fn lower(&self) -> Option<f64> {
        Some(self.mean? - self.half_width?)
    }

    /// The upper end of the interval.
    pub fn upper(&self) -> Option<f64> {
        Some(self.mean? + self.half_width?)
    }

    /// Whether the interval has `value` in it; never where there is no interval.
    pub fn covers(&self, value: f64) -> bool {
        matches!((self.lower(), self.upper()), (Some(lower), Some(upper)) if lower <= value && value <= upper)
    }

    /// The estimate of `factor` times the quantity: other units, or a price on it.
    #[must_use]
    pub fn scaled(&self, factor: f64) -> Self {
        self.mean.map_or(Self::none(), |mean| {
            Self::new(mean * factor, self.half_width.map_or(f64::NAN, |half_width| half_width * factor))
        })
    }

    /// The estimate of the quantity plus a known number: `1 − x` is `x.scaled(-1.0).shifted(1.0)`.
    #[must_use]
    pub fn shifted(&self, by: f64) -> Self {
        self.mean.map_or(Self::none(), |mean| Self::new(mean + by, self.half_width.unwrap_or(f64::NAN)))
    }
}

/// The `p`-quantile of Student's distribution with that many degrees of freedom. NaN with none, or unless 0 < `p` < 1.
///
/// Up to 1,000 degrees it comes from `statrs`, whose root finding loses digits beyond; from there the expansion of Fisher
/// & Cornish around the normal quantile takes over (Abramowitz & Stegun 26.7.5), by then right to 9 digits
/// for 10⁻⁶ ≤ `p` ≤ 1 − 10⁻⁶.
pub fn student_quantile(p: f64, degrees: u64) -> f64 {
    if degrees == 0 || !(p > 0.0 && p < 1.0) {
        return f64::NAN;
    }
    let v = degrees as f64;
    if degrees <= 1000 {
        return StudentsT::new(0.0, 1.0, v).map_or(f64::NAN, |student| student.inverse_cdf(p));
    }
    let z = normal_quantile(p);
    let z2 = z * z;
    let first = (z2 + 1.0) / 4.0;
    let second = ((5.0 * z2 + 16.0) * z2 + 3.0) / 96.0;
    let third = (((3.0 * z2 + 19.0) * z2 + 17.0) * z2 - 15.0) / 384.0;
    z * (1.0 + (first + (second + third / v) / v) / v)
}

/// The `p`-quantile of the standard normal distribution; infinite at 0 and 1.
pub fn normal_quantile(p: f64) -> f64 {
    -std::f64::consts::SQRT_2 * erfc_inv(2.0 * p)
}

/// Between how many of `runs` independent intervals of confidence `level` cover the truth, except with probability
/// `false_alarm` at most. A test of coverage takes its tolerance from here.
pub fn coverage_bounds(runs: u64, level: f64, false_alarm: f64) -> RangeInclusive<u64> {
    let Ok(covering) = Binomial::new(level, runs) else { return 0..=runs };
    let counts: Vec<u64> = (0..=runs).collect();
    let least = counts.partition_point(|&count| covering.cdf(count) <= false_alarm / 2.0);
    let most = counts.partition_point(|&count| covering.sf(count) > false_alarm / 2.0);
    least as u64..=most as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_estimate_in_json_has_null_for_what_is_not_known() {
        let json = |estimate| serde_json::to_string(&estimate).unwrap();
        assert_eq!(json(Estimate::none()), r#"{"mean":null,"half_width":null}"#);
        assert_eq!(json(Estimate::exact(2.0)), r#"{"mean":2.0,"half_width":0.0}"#);
        assert_eq!(json(Estimate::new(2.0, f64::INFINITY)), r#"{"mean":2.0,"half_width":null}"#);
        assert_eq!(json(Estimate::new(f64::NAN, 1.0)), r#"{"mean":null,"half_width":null}"#);
    }

    #[test]
    fn a_scaled_estimate_keeps_a_positive_width() {
        let estimate = Estimate::new(0.25, 0.125);
        assert_eq!(estimate.scaled(-4.0), Estimate::new(-1.0, 0.5));
        assert_eq!(estimate.scaled(-1.0).shifted(1.0), Estimate::new(0.75, 0.125));
        assert_eq!(Estimate::none().scaled(2.0), Estimate::none());
        assert_eq!(Estimate::new(3.0, f64::NAN).shifted(1.0), Estimate { mean: Some(4.0), half_width: None });
        assert_eq!(estimate.scaled(f64::INFINITY), Estimate::none());
    }

    #[test]
    fn an_interval_has_two_ends() {
        let estimate = Estimate::new(3.0, 1.0);
        assert_eq!((estimate.lower(), estimate.upper()), (Some(2.0), Some(4.0)));
        assert!(estimate.covers(2.0) && estimate.covers(4.0) && !estimate.covers(4.1) && !estimate.covers(1.9));
        assert!(!Estimate { mean: Some(3.0), half_width: None }.covers(3.0));
    }

    #[test]
    fn student_quantiles_have_nine_digits() {
        // Roots of the incomplete beta function to 30 digits (mpmath).
        let quantiles = [
            (0.95, 1, 6.313_751_514_675),
            (0.95, 2, 2.919_985_580_354),
            (0.95, 3, 2.353_363_434_802),
            (0.95, 29, 1.699_127_026_533),
            (0.95, 1000, 1.646_378_817_285),
            (0.95, 1001, 1.646_377_292_199),
            (0.975, 1, 12.706_204_736_17),
            (0.975, 2, 4.302_652_729_749),
            (0.975, 3, 3.182_446_305_284),
            (0.975, 29, 2.045_229_642_133),
            (0.975, 1000, 1.962_339_080_826),
            (0.975, 1001, 1.962_336_705_281),
            (0.9995, 1, 636.619_248_768_7),
            (0.9995, 2, 31.599_054_576_44),
            (0.9995, 3, 12.923_978_636_69),
            (0.9995, 29, 3.659_405_019_466),
            (0.9995, 1000, 3.300_282_648_424),
            (0.9995, 1001, 3.300_272_876_066),
        ];
        for (p, degrees, exact) in quantiles {
            let found = student_quantile(p, degrees);
            assert!((found / exact - 1.0).abs() < 1e-9, "{p} {degrees}: {found} is not {exact}");
            assert!((student_quantile(1.0 - p, degrees) / -exact - 1.0).abs() < 1e-9);
        }
    }

    #[test]
    fn there_is_no_student_quantile_without_degrees_or_outside_of_probabilities() {
        assert!(student_quantile(0.975, 0).is_nan());
        assert!([0.0, 1.0, -1.0, f64::NAN].iter().all(|&p| student_quantile(p, 5).is_nan()));
    }

    #[test]
    fn the_band_of_coverage_is_the_narrowest_of_its_probability() {
        let (runs, false_alarm) = (1000, 1e-3);
        let band = coverage_bounds(runs, 0.95, false_alarm);
        let covering = Binomial::new(0.95, runs).unwrap();
        assert!(covering.cdf(band.start() - 1) <= false_alarm / 2.0 && covering.cdf(*band.start()) > false_alarm / 2.0);
        assert!(covering.sf(*band.end()) <= false_alarm / 2.0 && covering.sf(band.end() - 1) > false_alarm / 2.0);
        assert_eq!(coverage_bounds(10, 1.0, 1e-3), 10..=10);
    }
}
