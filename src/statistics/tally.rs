//! Count, mean and variance of observations.

use super::{CONFIDENCE, Estimate, student_quantile};

/// Independent observations of a quantity, usually one per replication.
///
/// Kept centred (Welford 1962; merged as in Chan, Golub & `LeVeque` 1983), so that a small variance around a large mean
/// keeps its digits. Adding is merging with a single observation, to the bit.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Tally {
    /// How many observations.
    count: u64,
    /// Their mean; 0 while there is none.
    mean: f64,
    /// The sum of their squared distances from the mean.
    squares: f64,
}

impl Tally {
    /// Nothing observed yet.
    pub const fn new() -> Self {
        Self { count: 0, mean: 0.0, squares: 0.0 }
    }

    /// One more observation, which has to be finite.
    pub fn add(&mut self, value: f64) {
        self.merge(&Self { count: 1, mean: value, squares: 0.0 });
    }

    /// All observations of the other, after one's own. Another order may give other last bits.
    pub fn merge(&mut self, other: &Self) {
        if other.count == 0 {
            return;
        }
        if self.count == 0 {
            *self = *other;
            return;
        }
        let count = self.count + other.count;
        let weight = other.count as f64 / count as f64;
        let distance = other.mean - self.mean;
        self.squares += other.squares + distance * distance * weight * self.count as f64;
        self.mean += distance * weight;
        self.count = count;
    }

    /// How many observations.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Their mean, if there is one.
    pub fn mean(&self) -> Option<f64> {
        (self.count > 0).then_some(self.mean)
    }

    /// Their variance with n − 1 below, from two observations on.
    pub fn variance(&self) -> Option<f64> {
        (self.count > 1).then(|| self.squares / (self.count - 1) as f64)
    }

    /// The standard error of the mean, from two observations on.
    pub fn standard_error(&self) -> Option<f64> {
        self.variance().map(|variance| (variance / self.count as f64).sqrt())
    }

    /// Mean and 95 % interval by Student's distribution with n − 1 degrees of freedom: exact for normal observations,
    /// and nearly so for the averages over a day that replications give.
    pub fn estimate(&self) -> Estimate {
        self.estimate_at(CONFIDENCE)
    }

    /// The same with an interval of another confidence, between 0 and 1.
    pub fn estimate_at(&self, confidence: f64) -> Estimate {
        let error = self.standard_error();
        let quantile = error.map(|_| student_quantile(f64::midpoint(1.0, confidence), self.count - 1));
        Estimate::with_error(self.mean(), error, quantile)
    }
}

impl Extend<f64> for Tally {
    fn extend<I: IntoIterator<Item = f64>>(&mut self, values: I) {
        values.into_iter().for_each(|value| self.add(value));
    }
}

impl FromIterator<f64> for Tally {
    fn from_iter<I: IntoIterator<Item = f64>>(values: I) -> Self {
        let mut tally = Self::new();
        tally.extend(values);
        tally
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::coverage_bounds;
    use rand::{RngExt, SeedableRng};
    use rand_distr::StandardNormal;
    use rand_xoshiro::Xoshiro256PlusPlus;

    #[test]
    fn four_observations_by_hand() {
        let tally: Tally = [2.0, 4.0, 6.0, 8.0].into_iter().collect();
        assert_eq!((tally.count(), tally.mean()), (4, Some(5.0)));
        // Squared distances 9 + 1 + 1 + 9 over 3; each step is exact or rounds once.
        assert!((tally.variance().unwrap() - 20.0 / 3.0).abs() < 8.0 * f64::EPSILON);
        // t(0.975, 3) = 3.182446 from the tables.
        let half_width = tally.estimate().half_width.unwrap();
        assert!((half_width - 3.182_446 * (20.0_f64 / 12.0).sqrt()).abs() < 2e-6, "{half_width}");
    }

    #[test]
    fn nothing_observed_is_no_estimate_and_one_has_no_width() {
        assert_eq!(Tally::new().estimate(), Estimate::none());
        assert_eq!(Tally::from_iter([3.0]).estimate(), Estimate { mean: Some(3.0), half_width: None });
    }

    #[test]
    fn adding_one_by_one_is_merging_singles_to_the_bit() {
        let values = [0.1, 0.7, 1e6, -3.3, 0.2];
        let mut merged = Tally::new();
        for value in values {
            merged.merge(&Tally::from_iter([value]));
        }
        assert_eq!(merged, values.into_iter().collect());
    }

    #[test]
    fn two_halves_merge_to_the_whole() {
        let values: Vec<f64> = (0..1000).map(|i| f64::from(i * i % 997)).collect();
        let mut halves: Tally = values[..300].iter().copied().collect();
        halves.merge(&values[300..].iter().copied().collect());
        halves.merge(&Tally::new());
        let whole = Tally::from_iter(values);
        assert_eq!(halves.count(), whole.count());
        // A thousand steps round at most a thousand times each.
        let close = |a: f64, b: f64| (a / b - 1.0).abs() < 4000.0 * f64::EPSILON;
        assert!(close(halves.mean, whole.mean) && close(halves.squares, whole.squares));
    }

    #[test]
    fn a_small_variance_around_a_large_mean_keeps_its_digits() {
        let tally: Tally = [1e9, 1e9 + 1.0, 1e9 + 2.0].into_iter().collect();
        // The mean is rounded to 2⁻²³ at this size, so each of the three distances may be off by 10⁻⁷.
        assert!((tally.variance().unwrap() - 1.0).abs() < 1e-6);
    }

    #[test]
    fn the_intervals_cover_the_truth_as_often_as_they_say() {
        let runs = 4000;
        for (count, confidence) in [(2, 0.95), (5, 0.95), (30, 0.95), (5, 0.8)] {
            let covered = (0..runs)
                .filter(|&seed| {
                    let mut stream = Xoshiro256PlusPlus::seed_from_u64(seed);
                    let values = (0..count).map(|_| 50.0 + 3.0 * stream.sample::<f64, _>(StandardNormal));
                    values.collect::<Tally>().estimate_at(confidence).covers(50.0)
                })
                .count() as u64;
            let band = coverage_bounds(runs, confidence, 1e-6);
            assert!(band.contains(&covered), "{covered} of {runs} with {count} observations, allowed {band:?}");
        }
    }
}
