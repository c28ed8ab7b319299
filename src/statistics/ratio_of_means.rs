//! The ratio of two means, for everything that is "of" something: answered within T of offered, wait of answered.

use super::{CONFIDENCE, Estimate, student_quantile};

/// A numerator and a denominator per replication; estimates the mean of the one over the mean of the other.
///
/// It is never a mean of ratios: a replication with few contacts weighs little. The interval is that of the classic ratio
/// estimator (delta method; Cochran, *Sampling Techniques*, 1977, § 6.3; Law & Kelton § 9.5): with the residuals
/// dᵢ = aᵢ − R bᵢ, the half-width is t(n−1) · √(Σdᵢ² / (n−1) / n) / b̄.
///
/// A replication with 0 of 0 (nobody called) says nothing about the ratio, so it is left out of n. Otherwise an interval
/// of the night in which one replication of a hundred had a caller would look certain.
///
/// Where every replication gives the same ratio (all were answered in time), the half-width is 0: the sample
/// shows no variation, and so does its interval.
///
/// Six numbers, kept centred, no allocation: a report has one per queue, interval and measure.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct RatioOfMeans {
    /// How many replications said something.
    count: u64,
    /// Mean numerator over those.
    numerator: f64,
    /// Mean denominator over those.
    denominator: f64,
    /// Sum of squared distances of the numerators from their mean.
    numerator_squares: f64,
    /// Sum of squared distances of the denominators from their mean.
    denominator_squares: f64,
    /// Sum of the products of both distances.
    products: f64,
}

impl RatioOfMeans {
    /// Nothing observed yet.
    pub const fn new() -> Self {
        Self {
            count: 0,
            numerator: 0.0,
            denominator: 0.0,
            numerator_squares: 0.0,
            denominator_squares: 0.0,
            products: 0.0,
        }
    }

    /// What one replication gave: sums over its contacts, both finite. 0 of 0 is left out.
    pub fn add(&mut self, numerator: f64, denominator: f64) {
        if numerator != 0.0 || denominator != 0.0 {
            self.merge(&Self { count: 1, numerator, denominator, ..Self::new() });
        }
    }

    /// All replications of the other, after one's own. Another order may give other last bits.
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
        let both = weight * self.count as f64;
        let numerator = other.numerator - self.numerator;
        let denominator = other.denominator - self.denominator;
        self.numerator_squares += other.numerator_squares + numerator * numerator * both;
        self.denominator_squares += other.denominator_squares + denominator * denominator * both;
        self.products += other.products + numerator * denominator * both;
        self.numerator += numerator * weight;
        self.denominator += denominator * weight;
        self.count = count;
    }

    /// How many replications had anything to say.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The ratio of the means, where the denominator is not 0.
    pub fn ratio(&self) -> Option<f64> {
        let ratio = self.numerator / self.denominator;
        ratio.is_finite().then_some(ratio)
    }

    /// The standard error of the ratio, from two replications on. A caller who needs many intervals with the same number
    /// of replications multiplies it with a [`student_quantile`] computed once.
    pub fn standard_error(&self) -> Option<f64> {
        let ratio = self.ratio()?;
        if self.count < 2 {
            return None;
        }
        let count = self.count as f64;
        let residuals = self.numerator_squares - 2.0 * ratio * self.products + ratio * ratio * self.denominator_squares;
        // Rounding can take a sum of squares that is 0 below it.
        let error = (residuals.max(0.0) / (count - 1.0) / count).sqrt() / self.denominator.abs();
        error.is_finite().then_some(error)
    }

    /// The ratio with its 95 % interval; [`Estimate::none`] where every denominator is 0.
    pub fn estimate(&self) -> Estimate {
        self.estimate_at(CONFIDENCE)
    }

    /// The same with an interval of another confidence, between 0 and 1.
    pub fn estimate_at(&self, confidence: f64) -> Estimate {
        let error = self.standard_error();
        let quantile = error.map(|_| student_quantile(f64::midpoint(1.0, confidence), self.count - 1));
        Estimate::with_error(self.ratio(), error, quantile)
    }

    /// The value that the ratio exceeds with that (one-sided) confidence: a service level holds if this is not below its
    /// target. `None` with fewer than two replications.
    pub fn lower_confidence_bound(&self, confidence: f64) -> Option<f64> {
        self.bound(-1.0, confidence)
    }

    /// The value that the ratio stays below with that (one-sided) confidence: for waits and abandonment.
    pub fn upper_confidence_bound(&self, confidence: f64) -> Option<f64> {
        self.bound(1.0, confidence)
    }

    fn bound(&self, side: f64, confidence: f64) -> Option<f64> {
        let (ratio, error) = (self.ratio()?, self.standard_error()?);
        let bound = ratio + side * error * student_quantile(confidence, self.count - 1);
        bound.is_finite().then_some(bound)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::coverage_bounds;
    use rand::{RngExt, SeedableRng};
    use rand_distr::StandardNormal;
    use rand_xoshiro::Xoshiro256PlusPlus;

    fn of(pairs: &[(f64, f64)]) -> RatioOfMeans {
        let mut ratio = RatioOfMeans::new();
        for &(numerator, denominator) in pairs {
            ratio.add(numerator, denominator);
        }
        ratio
    }

    #[test]
    fn a_replication_with_few_contacts_weighs_little() {
        assert_eq!(of(&[(90.0, 100.0), (0.0, 1.0)]).ratio(), Some(90.0 / 101.0));
    }

    #[test]
    fn three_replications_by_hand() {
        // R = 240/300 = 0.8; residuals 0, 2, −2; s² = 8/2; half-width t(0.975, 2) · √(4/3) / 100.
        let estimate = of(&[(80.0, 100.0), (82.0, 100.0), (78.0, 100.0)]).estimate();
        assert!((estimate.mean.unwrap() - 0.8).abs() < 1e-15);
        assert!((estimate.half_width.unwrap() - 4.302_652_73 * (4.0_f64 / 3.0).sqrt() / 100.0).abs() < 1e-9);
    }

    #[test]
    fn one_sided_bounds_use_all_of_their_error_on_one_side() {
        let ratio = of(&[(80.0, 100.0), (82.0, 100.0), (78.0, 100.0)]);
        // t(0.95, 2) = 2.91998558
        let margin = 2.919_985_58 * (4.0_f64 / 3.0).sqrt() / 100.0;
        assert!((ratio.lower_confidence_bound(0.95).unwrap() - (0.8 - margin)).abs() < 1e-9);
        assert!((ratio.upper_confidence_bound(0.95).unwrap() - (0.8 + margin)).abs() < 1e-9);
    }

    #[test]
    fn replications_in_which_nobody_called_are_left_out() {
        assert_eq!(of(&[(0.0, 0.0), (3.0, 4.0), (0.0, 0.0), (1.0, 2.0)]), of(&[(3.0, 4.0), (1.0, 2.0)]));
        assert_eq!(of(&[(0.0, 0.0); 9]).estimate(), Estimate::none());
        assert_eq!(of(&[(0.0, 0.0), (3.0, 4.0)]).estimate(), Estimate { mean: Some(0.75), half_width: None });
        assert_eq!(of(&[(0.0, 0.0), (3.0, 4.0)]).lower_confidence_bound(0.95), None);
    }

    #[test]
    fn something_of_nothing_has_no_ratio() {
        assert_eq!(of(&[(5.0, 0.0), (6.0, 0.0)]).estimate(), Estimate::none());
    }

    #[test]
    fn when_all_were_answered_in_time_the_share_is_one_without_width() {
        assert_eq!(of(&[(7.0, 7.0), (9.0, 9.0), (2.0, 2.0)]).estimate(), Estimate::exact(1.0));
    }

    #[test]
    fn halves_merge_to_the_whole_and_singles_to_the_bit() {
        let pairs: Vec<(f64, f64)> = (1..400).map(|i| (f64::from(i % 17), f64::from(20 + i % 13))).collect();
        let whole = of(&pairs);
        let mut singles = RatioOfMeans::new();
        for pair in &pairs {
            singles.merge(&of(&[*pair]));
        }
        assert_eq!(singles, whole);
        let mut halves = of(&pairs[..150]);
        halves.merge(&of(&pairs[150..]));
        assert_eq!(halves.count(), whole.count());
        let close = |a: Option<f64>, b: Option<f64>| (a.unwrap() / b.unwrap() - 1.0).abs() < 4000.0 * f64::EPSILON;
        assert!(close(halves.ratio(), whole.ratio()) && close(halves.standard_error(), whole.standard_error()));
    }

    /// Contacts of a replication vary by 10 %, and the answered in time go with them: the two are strongly correlated, so an
    /// interval that ignored it would cover nearly always.
    fn simulated(seed: u64, replications: u64) -> RatioOfMeans {
        let mut stream = Xoshiro256PlusPlus::seed_from_u64(seed);
        let mut ratio = RatioOfMeans::new();
        for _ in 0..replications {
            let offered = 1000.0 + 100.0 * stream.sample::<f64, _>(StandardNormal);
            ratio.add(0.8 * offered + 20.0 * stream.sample::<f64, _>(StandardNormal), offered);
        }
        ratio
    }

    #[test]
    fn the_intervals_cover_the_truth_as_often_as_they_say() {
        let runs = 4000;
        let covered = (0..runs).filter(|&seed| simulated(seed, 20).estimate().covers(0.8)).count() as u64;
        let band = coverage_bounds(runs, 0.95, 1e-6);
        assert!(band.contains(&covered), "{covered} of {runs}, allowed {band:?}");
    }

    #[test]
    fn a_one_sided_bound_is_right_as_often_as_it_says() {
        let runs = 4000;
        let band = coverage_bounds(runs, 0.95, 1e-6);
        let below = (0..runs)
            .filter(|&seed| simulated(seed, 20).lower_confidence_bound(0.95).is_some_and(|bound| bound <= 0.8))
            .count() as u64;
        let above = (0..runs)
            .filter(|&seed| simulated(seed, 20).upper_confidence_bound(0.95).is_some_and(|bound| bound >= 0.8))
            .count() as u64;
        assert!(band.contains(&below) && band.contains(&above), "{below} and {above} of {runs}, allowed {band:?}");
    }
}
