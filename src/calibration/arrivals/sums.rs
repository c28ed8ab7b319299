//! Sums of squares and products of counts around the profile of their class, also without one of the days.
//!
//! With n days of a class around their mean μ, the sums without day d follow from those with it: the products lose
//! n / (n − 1) r r′ with its deviations r, and the mean moves by −r / (n − 1). So leaving out each day in turn costs no more than one more pass.

use super::DayCounts;
use std::collections::BTreeMap;

/// What all statistics are ratios of; sums over days, with products of residuals made good by n / (n − 1).
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sums {
    /// Expected counts.
    means: f64,
    /// Squares of the deviations of totals of days.
    totals: f64,
    /// Squares of expected totals.
    means_of_totals: f64,
    /// By lag, products of the deviations of two intervals of a day.
    products: Vec<f64>,
    /// By lag, products of their expected counts.
    means_of_products: Vec<f64>,
}

/// The days of a class.
struct Class {
    n: f64,
    mean: Vec<f64>,
    /// By lag, products of deviations, as they are.
    products: Vec<f64>,
    totals: f64,
}

impl Sums {
    /// Of all days, and of all but one in turn. Every class has at least three days, all of as many intervals.
    pub(super) fn leaving_out(days: &[&DayCounts]) -> (Self, Vec<Self>) {
        let mut by_class: BTreeMap<usize, Vec<&DayCounts>> = BTreeMap::new();
        for day in days {
            by_class.entry(day.class).or_default().push(day);
        }
        let classes: BTreeMap<usize, Class> = by_class.iter().map(|(class, days)| (*class, Class::of(days))).collect();
        let intervals = days.first().map_or(0, |day| day.counts.len());
        let mut whole = Self::none(intervals);
        let of_classes: BTreeMap<usize, Self> = classes.iter().map(|(class, of)| (*class, of.sums())).collect();
        for sums in of_classes.values() {
            whole.add(sums, 1.0);
        }
        let without = |day: &&DayCounts| {
            let mut sums = whole.clone();
            sums.add(&of_classes[&day.class], -1.0);
            sums.add(&classes[&day.class].without(day).sums(), 1.0);
            sums
        };
        let without = days.iter().map(without).collect();
        (whole, without)
    }

    fn none(intervals: usize) -> Self {
        let zeros = || vec![0.0; intervals];
        Self { means: 0.0, totals: 0.0, means_of_totals: 0.0, products: zeros(), means_of_products: zeros() }
    }

    fn add(&mut self, other: &Self, sign: f64) {
        self.means += sign * other.means;
        self.totals += sign * other.totals;
        self.means_of_totals += sign * other.means_of_totals;
        let add =
            |own: &mut [f64], other: &[f64]| own.iter_mut().zip(other).for_each(|(own, other)| *own += sign * other);
        add(&mut self.products, &other.products);
        add(&mut self.means_of_products, &other.means_of_products);
    }

    /// Variance around the profile over the mean, where large intervals count as large.
    pub(super) fn dispersion(&self) -> f64 {
        self.products[0] / self.means
    }

    /// The same of the totals of days.
    pub(super) fn dispersion_of_days(&self) -> f64 {
        self.totals / self.means
    }

    /// Squared coefficient of variation of the totals of days, without chance.
    pub(super) fn day_variance(&self) -> f64 {
        (self.totals - self.means) / self.means_of_totals
    }

    /// Σ r r′ / Σ μ μ′ by lag; at lag 0 without chance.
    pub(super) fn by_lag(&self) -> Vec<f64> {
        let pairs = self.products.iter().zip(&self.means_of_products).enumerate();
        let ratio = |(lag, (products, means)): (usize, (&f64, &f64))| {
            let chance = if lag == 0 { self.means } else { 0.0 };
            if *means > 0.0 { (products - chance) / means } else { 0.0 }
        };
        pairs.map(ratio).collect()
    }
}

impl Class {
    fn of(days: &[&DayCounts]) -> Self {
        let n = days.len() as f64;
        let intervals = days.first().map_or(0, |day| day.counts.len());
        let mean = (0..intervals).map(|i| days.iter().map(|day| day.counts[i]).sum::<f64>() / n).collect();
        let mut class = Self { n, mean, products: vec![0.0; intervals], totals: 0.0 };
        for day in days {
            let residuals = class.residuals(day);
            class.totals += residuals.iter().sum::<f64>().powi(2);
            let products = by_lag(&residuals);
            class.products.iter_mut().zip(products).for_each(|(sum, product)| *sum += product);
        }
        class
    }

    fn residuals(&self, day: &DayCounts) -> Vec<f64> {
        day.counts.iter().zip(&self.mean).map(|(count, mean)| count - mean).collect()
    }

    fn without(&self, day: &DayCounts) -> Self {
        let residuals = self.residuals(day);
        let factor = self.n / (self.n - 1.0);
        let products = by_lag(&residuals);
        Self {
            n: self.n - 1.0,
            mean: self.mean.iter().zip(&residuals).map(|(mean, r)| mean - r / (self.n - 1.0)).collect(),
            products: self.products.iter().zip(products).map(|(sum, product)| sum - factor * product).collect(),
            totals: self.totals - factor * residuals.iter().sum::<f64>().powi(2),
        }
    }

    fn sums(&self) -> Sums {
        let factor = self.n / (self.n - 1.0);
        let total: f64 = self.mean.iter().sum();
        Sums {
            means: self.n * total,
            totals: factor * self.totals,
            means_of_totals: self.n * total * total,
            products: self.products.iter().map(|product| factor * product).collect(),
            means_of_products: by_lag(&self.mean).map(|product| self.n * product).collect(),
        }
    }
}

/// Σ x(j) x(j + lag) for each lag.
fn by_lag(values: &[f64]) -> impl Iterator<Item = f64> {
    (0..values.len()).map(|lag| values.iter().zip(&values[lag..]).map(|(a, b)| a * b).sum())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(class: usize, counts: [f64; 2]) -> DayCounts {
        DayCounts { class, counts: counts.to_vec() }
    }

    #[test]
    fn two_classes_by_hand() {
        let list = [day(0, [1.0, 3.0]), day(0, [3.0, 5.0]), day(1, [10.0, 0.0]), day(1, [10.0, 0.0])];
        let (sums, _) = Sums::leaving_out(&list.iter().collect::<Vec<_>>());
        // Class 0 has means 2 and 4 and residuals ∓1, class 1 none; factor 2. Σ factor r² = 8 over Σ μ = 12 + 20.
        assert_eq!(sums.dispersion(), 8.0 / 32.0);
        // Totals deviate by ∓2: Σ factor R² = 16.
        assert_eq!(sums.dispersion_of_days(), 16.0 / 32.0);
        assert_eq!(sums.day_variance(), (16.0 - 32.0) / (2.0 * 36.0 + 2.0 * 100.0));
        // At lag 1: 2 · (1 + 1) over 2 · 8 + 0.
        assert_eq!(sums.by_lag(), [(8.0 - 32.0) / (2.0 * 20.0 + 2.0 * 100.0), 4.0 / 16.0]);
    }

    #[test]
    fn the_sums_without_a_day_are_those_of_the_other_days() {
        let list = [[1.0, 3.0], [3.0, 8.0], [5.0, 5.0], [2.0, 9.0]].map(|counts| day(0, counts));
        let all: Vec<&DayCounts> = list.iter().chain(&list).collect();
        let (_, without) = Sums::leaving_out(&all);
        let others: Vec<&DayCounts> = all[1..].to_vec();
        let (exact, _) = Sums::leaving_out(&others);
        // Sums of a few dozen products of numbers below 100 round to 10⁻¹² at most.
        for f in [Sums::dispersion, Sums::dispersion_of_days, Sums::day_variance, |sums: &Sums| sums.by_lag()[1]] {
            assert!((f(&without[0]) - f(&exact)).abs() < 1e-11);
        }
    }
}
