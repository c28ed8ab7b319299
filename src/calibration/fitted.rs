//! An estimate from observations, with its standard error, its interval and the size of its sample.

use crate::statistics::{CONFIDENCE, normal_quantile, student_quantile};
use serde::Serialize;
use statrs::function::gamma::{gamma_lr, gamma_ur};

/// A parameter that was estimated from what was observed. What is there is finite.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Fitted {
    /// The estimate.
    pub value: f64,
    /// Its standard error, in the same unit; `None` where the sample does not tell it.
    pub standard_error: Option<f64>,
    /// The lower end of its 95 % interval.
    pub lower: Option<f64>,
    /// The upper end of its 95 % interval.
    pub upper: Option<f64>,
    /// How many observations it rests on: what they are, each estimate says.
    pub sample: u64,
}

/// Half of the confidence level is above this quantile's place, on both sides.
const UPPER: f64 = f64::midpoint(1.0, CONFIDENCE);

impl Fitted {
    fn new(value: f64, error: f64, ends: (f64, f64), sample: u64) -> Option<Self> {
        let finite = |x: f64| x.is_finite().then_some(x);
        let value = finite(value)?;
        Some(Self { value, standard_error: finite(error), lower: finite(ends.0), upper: finite(ends.1), sample })
    }

    /// An estimate that is about normal: value ± 1.96 standard errors. `None` unless the value is finite.
    pub fn normal(value: f64, error: f64, sample: u64) -> Option<Self> {
        let half = normal_quantile(UPPER) * error;
        Self::new(value, error, (value - half, value + half), sample)
    }

    /// An estimate whose error was itself estimated from so many groups or residuals: by Student's distribution.
    pub fn student(value: f64, error: f64, degrees: u64, sample: u64) -> Option<Self> {
        let half = student_quantile(UPPER, degrees) * error;
        Self::new(value, error, (value - half, value + half), sample)
    }

    /// A positive quantity whose logarithm is about normal, as maximum likelihood gives: value · e^(±1.96 · error / value).
    pub fn positive(value: f64, error: f64, sample: u64) -> Option<Self> {
        Self::positive_at(value, error, normal_quantile(UPPER), sample)
    }

    /// The same, with the quantile of Student's distribution for so many degrees of freedom.
    pub fn positive_student(value: f64, error: f64, degrees: u64, sample: u64) -> Option<Self> {
        Self::positive_at(value, error, student_quantile(UPPER, degrees), sample)
    }

    fn positive_at(value: f64, error: f64, quantile: f64, sample: u64) -> Option<Self> {
        if value <= 0.0 {
            return Self::new(value, error, (f64::NAN, f64::NAN), sample);
        }
        let factor = (quantile * error / value).exp();
        Self::new(value, error, (value / factor, value * factor), sample)
    }

    /// An estimate with an interval that was computed otherwise.
    pub fn between(value: f64, error: f64, ends: (f64, f64), sample: u64) -> Option<Self> {
        Self::new(value, error, ends, sample)
    }

    /// A share: so many of so many, with the score interval (Wilson 1927; recommended by Brown, Cai & `DasGupta` 2001). Where
    /// cases come in clusters, such as several of a customer, `inflation` is the variance relative to independent cases.
    /// `None` of none.
    pub fn share(cases: u64, of: u64, inflation: f64) -> Option<Self> {
        if of == 0 {
            return None;
        }
        let p = cases as f64 / of as f64;
        let n = of as f64 / inflation.max(1.0);
        let z2 = normal_quantile(UPPER).powi(2);
        let middle = (p + z2 / (2.0 * n)) / (1.0 + z2 / n);
        let half = (z2 * (p * (1.0 - p) + z2 / (4.0 * n)) / n).sqrt() / (1.0 + z2 / n);
        Self::new(p, (p * (1.0 - p) / n).sqrt(), ((middle - half).max(0.0), (middle + half).min(1.0)), of)
    }

    /// A rate: so many events in so much exposure, with the exact Poisson interval (Garwood 1936), which covers the truth in 95 %
    /// of cases or more. Its sample is the number of events. `None` without exposure.
    pub fn rate(events: u64, exposure: f64) -> Option<Self> {
        if !(exposure.is_finite() && exposure > 0.0) {
            return None;
        }
        let count = events as f64;
        let ends = (poisson_lower(count) / exposure, poisson_upper(count) / exposure);
        Self::new(count / exposure, count.sqrt() / exposure, ends, events)
    }

    /// The estimate of a monotone function of the quantity: the error by its derivative (delta method), the interval by its ends.
    #[must_use]
    pub fn mapped(self, f: impl Fn(f64) -> f64, derivative: f64) -> Option<Self> {
        let ends = [self.lower, self.upper].map(|end| end.map_or(f64::NAN, &f));
        let error = self.standard_error.map_or(f64::NAN, |error| error * derivative.abs());
        let (low, high) = if ends[0] > ends[1] { (ends[1], ends[0]) } else { (ends[0], ends[1]) };
        Self::new(f(self.value), error, (low, high), self.sample)
    }

    /// Whether its interval has `truth` in it; never where there is none.
    pub fn covers(&self, truth: f64) -> bool {
        matches!((self.lower, self.upper), (Some(lower), Some(upper)) if lower <= truth && truth <= upper)
    }
}

/// The mean at which so many events or more have the chance of 2.5 %.
fn poisson_lower(events: f64) -> f64 {
    if events == 0.0 { 0.0 } else { crossing(|mean| gamma_lr(events, mean) < 1.0 - UPPER, events) }
}

/// The mean at which so many events or fewer have the chance of 2.5 %.
fn poisson_upper(events: f64) -> f64 {
    crossing(|mean| gamma_ur(events + 1.0, mean) > 1.0 - UPPER, events + 1.0)
}

/// Where a condition that holds for small numbers ceases to hold; it is within ten standard deviations of `about`.
fn crossing(is_below: impl Fn(f64) -> bool, about: f64) -> f64 {
    let (mut low, mut high) = (1e-9, about + 10.0 * about.sqrt() + 10.0);
    for _ in 0..100 {
        let middle = f64::midpoint(low, high);
        if is_below(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_ends(fitted: Fitted, lower: f64, upper: f64) {
        let (low, high) = (fitted.lower.unwrap(), fitted.upper.unwrap());
        // The expected ends are written with four digits after the point.
        assert!((low - lower).abs() < 5.1e-5 && (high - upper).abs() < 5.1e-5, "{low} {high}");
    }

    #[test]
    fn the_intervals_of_shares_and_rates_are_those_of_the_tables() {
        // Wilson for 1 of 10, and Garwood's for 0 and 10 events (2.5 % and 97.5 % points of χ²/2).
        assert_ends(Fitted::share(1, 10, 1.0).unwrap(), 0.0179, 0.4042);
        assert_ends(Fitted::rate(0, 1.0).unwrap(), 0.0, 3.6889);
        assert_ends(Fitted::rate(10, 2.0).unwrap(), 4.7954 / 2.0, 18.3904 / 2.0);
        assert_eq!(Fitted::rate(3, 0.0), None);
        assert_eq!(Fitted::share(0, 0, 1.0), None);
    }

    #[test]
    fn clusters_widen_the_interval_of_a_share_as_fewer_cases_would() {
        let (clustered, fewer) = (Fitted::share(40, 200, 2.0).unwrap(), Fitted::share(20, 100, 1.0).unwrap());
        assert_eq!((clustered.lower, clustered.upper), (fewer.lower, fewer.upper));
        assert_eq!((clustered.sample, fewer.sample), (200, 100));
    }

    #[test]
    fn a_falling_function_keeps_the_ends_in_order() {
        let fitted = Fitted::share(3, 10, 1.0).unwrap();
        let rest = fitted.mapped(|share| 1.0 - share, -1.0).unwrap();
        assert_eq!(rest.value, 0.7);
        assert!(rest.lower < rest.upper && rest.standard_error == fitted.standard_error);
    }

    #[test]
    fn what_is_not_finite_is_not_said() {
        assert_eq!(Fitted::normal(f64::NAN, 1.0, 3), None);
        let fitted = Fitted::normal(1.0, f64::INFINITY, 3).unwrap();
        assert_eq!((fitted.standard_error, fitted.lower, fitted.upper), (None, None, None));
        assert!(!fitted.covers(1.0));
    }
}
