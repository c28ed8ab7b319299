//! How well a law fits: figures and the points of a chart.
//!
//! The distances are descriptions. The more observations, the surer a test refuses any law, however close: with ten thousand calls a
//! distance of 0.02, which no manager would notice, is "significant". So nothing is decided by a p-value here.

use serde::Serialize;

/// Figures of how well a law fits what was observed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Goodness {
    /// Kolmogorov–Smirnov: the largest distance between the share that was observed to be within a time and the share by the law,
    /// over all times. 0.03 is three points of a hundred.
    pub kolmogorov_smirnov: f64,
    /// Anderson–Darling: A², which weighs the tails more; it grows with the number of observations at the same distance. The
    /// p-value 5 % lies at 2.492 for a law that was not fitted (Stephens 1974), and below 0.8 for one that was.
    ///
    /// No time counts as nearer to the ends of the law than half of one of n: times are rounded, and of a law that begins at a
    /// threshold a time on the threshold would be impossible.
    pub anderson_darling: f64,
    /// Points of a chart: time by the law and time observed, in seconds, at the shares 1 %, 2 %, … 99 %. On the diagonal where
    /// the law is right.
    pub quantiles: Vec<(f64, f64)>,
}

impl Goodness {
    /// Of a law that says which share is within a time, and within which time a share is, for times in ascending order.
    pub(super) fn of(sorted: &[f64], within: impl Fn(f64) -> f64, quantile: impl Fn(f64) -> f64) -> Self {
        let count = sorted.len();
        let n = count as f64;
        let within: Vec<f64> = sorted.iter().map(|&time| within(time).clamp(0.0, 1.0)).collect();
        let distance = within.iter().enumerate().map(|(i, &share)| {
            let (before, after) = (i as f64 / n, (i + 1) as f64 / n);
            // Of equal times, the observed share steps at the first and the last.
            let is_first = i == 0 || sorted[i - 1] < sorted[i];
            let is_last = i + 1 == count || sorted[i] < sorted[i + 1];
            let below = if is_first { share - before } else { 0.0 };
            below.max(if is_last { after - share } else { 0.0 })
        });
        let kolmogorov_smirnov = distance.fold(0.0, f64::max);
        let log = |share: f64| share.max(0.5 / n).ln();
        let weighted = within.iter().enumerate().map(|(i, &share)| {
            let mirrored = 1.0 - within[count - 1 - i];
            (2 * i + 1) as f64 * (log(share) + log(mirrored))
        });
        let anderson_darling = -n - weighted.sum::<f64>() / n;
        let observed = |share: f64| sorted[((share * n) as usize).min(count - 1)];
        let quantiles = (1..100).map(|percent| f64::from(percent) / 100.0);
        let quantiles = quantiles.map(|share| (quantile(share), observed(share))).collect();
        Self { kolmogorov_smirnov, anderson_darling, quantiles }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_times_against_the_uniform_law_by_hand() {
        let goodness = Goodness::of(&[0.25, 0.5], |time| time, |share| share);
        // The observed share is 1/2 from 0.25 on and 1 from 0.5 on: the distance is 1/2 at 0.5.
        assert_eq!(goodness.kolmogorov_smirnov, 0.5);
        // A² = −2 − (1 · (ln 1/4 + ln 1/2) + 3 · (ln 1/2 + ln 3/4)) / 2.
        let by_hand = -2.0 - 0.5 * (0.125_f64.ln() + 3.0 * 0.375_f64.ln());
        assert!((goodness.anderson_darling - by_hand).abs() < 1e-14);
        assert_eq!(goodness.quantiles.len(), 99);
        assert_eq!((goodness.quantiles[48].1, goodness.quantiles[49].1), (0.25, 0.5));
    }

    #[test]
    fn equal_times_are_one_step() {
        let goodness = Goodness::of(&[0.5, 0.5, 0.5, 0.5], |time| time, |share| share);
        assert_eq!(goodness.kolmogorov_smirnov, 0.5);
    }
}
