//! Short calls: agents who hang up on customers, lines that drop, transfers in a second.

use super::super::fitted::Fitted;
use super::super::laws::{self, LawFit};
use super::super::maximum::variance_of;
use super::{FEWEST, observed};
use crate::statistics::normal_quantile;
use crate::units::Seconds;
use serde::Serialize;

/// Calls below a threshold, beside how many the other calls let expect.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ShortCalls {
    /// The threshold, in seconds.
    pub below_s: f64,
    /// The share of calls below it.
    pub share: Fitted,
    /// How many there are.
    pub count: u64,
    /// How many are expected, by the law among those that fit the other calls (nearly as well as the best) that
    /// expects the most.
    pub expected: f64,
    /// The standard error of the difference: of the count by chance, and of what is expected.
    pub standard_error: f64,
    /// There are more than is explained by chance once in a thousand such queues, and by at least half a point of all calls: they are
    /// left out.
    pub is_artefact: bool,
}

/// Laws whose criterion is within this of the best are not told apart: odds of e⁵, "very strong" evidence (Kass & Raftery 1995).
const AS_GOOD: f64 = 10.0;
/// The chance of taking real calls for artefacts.
const FALSE_ALARM: f64 = 0.001;
/// Fewer than this share too many is left as it is.
const LEAST_EXCESS: f64 = 0.005;

/// The short calls among times in ascending order; `None` where there are none, no threshold, or too few other calls.
pub(super) fn of(sorted: &[f64], threshold: f64) -> Option<ShortCalls> {
    let count = sorted.partition_point(|&time| time < threshold);
    let others = &sorted[count..];
    if count == 0 || others.len() < FEWEST {
        return None;
    }
    let times = observed(others, threshold);
    let fits: Vec<LawFit> = laws::CANDIDATES.into_iter().filter_map(|law| laws::fit(law, &times)).collect();
    let best = fits.iter().map(|fit| fit.bic).fold(f64::INFINITY, f64::min);
    let n = others.len() as f64;
    let expectations = fits.iter().filter(|fit| fit.bic <= best + AS_GOOD).map(|fit| expectation(fit, n, threshold));
    let (expected, variance) = expectations.max_by(|a, b| a.0.total_cmp(&b.0))?;
    let standard_error = (expected.max(1.0) + variance).sqrt();
    let excess = count as f64 - expected;
    let is_artefact =
        excess > normal_quantile(1.0 - FALSE_ALARM) * standard_error && excess > LEAST_EXCESS * sorted.len() as f64;
    let share = Fitted::share(count as u64, sorted.len() as u64, 1.0)?;
    Some(ShortCalls { below_s: threshold, share, count: count as u64, expected, standard_error, is_artefact })
}

/// How many are expected below the threshold beside `n` above it, and the variance of that for want of knowing the law.
fn expectation(fit: &LawFit, n: f64, threshold: f64) -> (f64, f64) {
    let odds = |mean: f64, cv: f64| {
        let law = crate::distribution::Distribution::new(fit.law, Seconds(mean), Some(cv));
        law.map_or(f64::NAN, |law| {
            let above = law.survival(Seconds(threshold));
            n * (1.0 - above) / above
        })
    };
    let (mean, cv) = (fit.mean.value, fit.cv.value);
    let variances = [fit.mean, fit.cv].map(|of| (of.standard_error.unwrap_or(0.0) / of.value).powi(2));
    // Mean and coefficient of variation are taken as independent; both are far better known than the count of a few short calls.
    let of = |at: &[f64; 2]| odds(mean * at[0].exp(), if cv == 1.0 { 1.0 } else { cv * at[1].exp() });
    let variance = variance_of(of, &[0.0, 0.0], &[[variances[0], 0.0], [0.0, variances[1]]]);
    (odds(mean, cv), if variance.is_finite() { variance } else { 0.0 })
}
