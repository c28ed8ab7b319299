//! Shapley values: how much of a difference each of several causes has, whatever the order in which they are taken.
//!
//! A game gives every set S of causes a value v(S): the measure with these as recorded and the others as planned. The value of a cause j is
//! what it adds to the sets that do not have it, on average over all orders in which the causes may come (Shapley, *A value for n-person
//! games*, Contributions to the Theory of Games II, 1953):
//!
//! ```text
//!   φⱼ = Σ over S without j   |S|! (k − |S| − 1)! / k!  ·  (v(S ∪ j) − v(S))
//! ```
//!
//! The values add up to v(all) − v(none), a cause that changes nothing has 0, and no order is preferred: of what volume and handling time
//! do together, each has half, where the classic analysis of volume, rate and mix gives it to the one that comes last.
//!
//! # Standard errors
//!
//! Where v(S) is a ratio of means over n replications, R = ā / b̄, a replication's part in its error is in first order dᵢ = (aᵢ − R bᵢ) / b̄
//! (Cochran, *Sampling Techniques*, 1977, § 6.3). A Shapley value is a sum of such ratios with known weights, all on the same random
//! numbers, so its error has the parts Σ wₛ dᵢ(S), and the variance Σ parts² / (n − 1) / n, as a paired difference has in [`crate::what_if`].

use crate::statistics::{CONFIDENCE, Estimate, student_quantile};

/// The value of a set of causes: what each replication says, numerator and denominator. A number that is known exactly has one replication.
pub type Value = Vec<(f64, f64)>;

/// A difference and its parts.
#[derive(Debug, Clone, PartialEq)]
pub struct Shares {
    /// The value without any cause.
    pub without: Estimate,
    /// What each cause adds, in their order.
    pub parts: Vec<Estimate>,
    /// The value with all causes.
    pub with_all: Estimate,
    /// The standard deviation of the value with all causes from one replication to the next: what chance does to a single time.
    pub deviation: Option<f64>,
}

/// Parts below this share of the values come from the order of additions, and count as 0.
const ROUNDING: f64 = 1e-12;

/// A value that is known exactly.
pub fn exact(value: f64) -> Value {
    vec![(value, 1.0)]
}

/// The parts of a game. `values` has one for each set of causes: cause j is in set s if bit j of s is 1. Nothing is known where any of them
/// says nothing (0 of 0).
pub fn shares(values: &[Value]) -> Shares {
    let causes = values.len().checked_ilog2().unwrap_or(0) as usize;
    let ratios: Vec<Linear> = values.iter().map(|value| Linear::of(value)).collect();
    let all = ratios.len().saturating_sub(1);
    let parts = (0..causes).map(|cause| {
        let mut sum = Linear::nothing(ratios.first().map_or(0, |one| one.parts.len()));
        for set in (0..ratios.len()).filter(|set| set >> cause & 1 == 0) {
            let weight = weight(set.count_ones(), causes as u32);
            sum.add(&ratios[set | 1 << cause], weight);
            sum.add(&ratios[set], -weight);
        }
        sum
    });
    let parts: Vec<Linear> = parts.collect();
    let error = ratios.get(all).and_then(Linear::error);
    let is_known = ratios.iter().all(|one| one.value.is_finite());
    let magnitude = ratios.iter().map(|one| one.value.abs()).fold(0.0, f64::max);
    let told = |one: &Linear| match one.estimate() {
        _ if !is_known => Estimate::none(),
        part if part.mean.is_some_and(|mean| mean.abs() <= ROUNDING * magnitude) => {
            Estimate { mean: Some(0.0), ..part }
        }
        part => part,
    };
    Shares {
        without: ratios.first().map_or_else(Estimate::none, Linear::estimate),
        parts: parts.iter().map(told).collect(),
        with_all: ratios.get(all).map_or_else(Estimate::none, Linear::estimate),
        deviation: error.map(|error| error * (values[all].len() as f64).sqrt()),
    }
}

/// s! (k − s − 1)! / k!
fn weight(size: u32, causes: u32) -> f64 {
    let factorial = |number: u32| (1..=number).map(f64::from).product::<f64>();
    factorial(size) * factorial(causes - size - 1) / factorial(causes)
}

/// A ratio of means, or a sum of such, with the part of each replication in its error.
struct Linear {
    value: f64,
    /// dᵢ / n.
    parts: Vec<f64>,
    /// How many replications say something.
    count: usize,
}

impl Linear {
    fn of(value: &[(f64, f64)]) -> Self {
        let (numerator, denominator) = value.iter().fold((0.0, 0.0), |sum, pair| (sum.0 + pair.0, sum.1 + pair.1));
        let ratio = numerator / denominator;
        let parts = value.iter().map(|pair| (pair.0 - ratio * pair.1) / denominator);
        let count = value.iter().filter(|&&pair| pair != (0.0, 0.0)).count();
        Self { value: ratio, parts: parts.collect(), count }
    }

    fn nothing(replications: usize) -> Self {
        Self { value: 0.0, parts: vec![0.0; replications], count: usize::MAX }
    }

    fn add(&mut self, other: &Self, weight: f64) {
        self.value += weight * other.value;
        for (mine, theirs) in self.parts.iter_mut().zip(&other.parts) {
            *mine += weight * theirs;
        }
        self.count = self.count.min(other.count);
    }

    /// The standard error; `None` of a number with a single replication that is no exact one.
    fn error(&self) -> Option<f64> {
        if self.parts.len() == 1 {
            return Some(0.0);
        }
        let degrees = self.count.checked_sub(1).filter(|degrees| *degrees > 0)? as f64;
        let squares: f64 = self.parts.iter().map(|part| part * part).sum();
        let error = (squares * self.count as f64 / degrees).sqrt();
        error.is_finite().then_some(error)
    }

    fn estimate(&self) -> Estimate {
        if self.parts.len() == 1 {
            return if self.value.is_finite() { Estimate::exact(self.value) } else { Estimate::none() };
        }
        let quantile = student_quantile(f64::midpoint(1.0, CONFIDENCE), self.count.saturating_sub(1) as u64);
        Estimate::with_error(Some(self.value), self.error(), Some(quantile))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Purpose, Stream, stream};
    use crate::statistics::coverage_bounds;
    use rand::RngExt;
    use rand_distr::StandardNormal;

    fn means(estimates: &[Estimate]) -> Vec<f64> {
        estimates.iter().map(|estimate| estimate.mean.unwrap()).collect()
    }

    #[test]
    fn of_what_two_do_together_each_has_half() {
        // 10 × 4 planned, 12 × 5 recorded: 20 more, of which 2 × 4, 10 × 1, and 2 × 1 of both.
        let found = shares(&[exact(40.0), exact(48.0), exact(50.0), exact(60.0)]);
        assert_eq!(means(&found.parts), [9.0, 11.0]);
        assert_eq!((found.without, found.with_all), (Estimate::exact(40.0), Estimate::exact(60.0)));
    }

    #[test]
    fn the_glove_game_has_its_published_value() {
        // Shapley's own kind of example: one left glove and two right ones; a pair is worth 1. Values 4/6, 1/6, 1/6.
        let worth = |set: usize| f64::from(u8::from(set & 1 == 1 && set & 6 != 0));
        let found = shares(&(0..8).map(|set| exact(worth(set))).collect::<Vec<_>>());
        for (found, known) in means(&found.parts).into_iter().zip([4.0 / 6.0, 1.0 / 6.0, 1.0 / 6.0]) {
            assert!((found - known).abs() < 1e-15, "{found} is not {known}");
        }
    }

    #[test]
    fn nothing_is_told_of_a_ratio_of_nothing() {
        let found = shares(&[vec![(0.0, 0.0)], exact(1.0)]);
        assert_eq!(found.parts, [Estimate::none()]);
        assert_eq!(found.with_all, Estimate::exact(1.0));
    }

    /// A game of two causes on the same random numbers: the ratio of a noisy sum to a noisy count.
    fn game(random: &mut Stream, replications: usize) -> Vec<Value> {
        let mut values = vec![Vec::new(); 4];
        for _ in 0..replications {
            let contacts = 50.0 + 5.0 * random.sample::<f64, _>(StandardNormal);
            let noise: f64 = random.sample(StandardNormal);
            for (set, value) in values.iter_mut().enumerate() {
                let share = [0.8, 0.7, 0.75, 0.6][set];
                let own: f64 = random.sample(StandardNormal);
                value.push((share * contacts + 2.0 * noise + own, contacts));
            }
        }
        values
    }

    #[test]
    fn intervals_of_shares_cover_the_truth_as_often_as_they_say() {
        let runs = 1_000;
        let mut covered = [0, 0];
        for run in 0..runs {
            let mut random = stream(7, run, Purpose::World);
            let found = shares(&game(&mut random, 40));
            // −(0.1 + 0.15) / 2 and −(0.05 + 0.1) / 2.
            for (count, (part, truth)) in covered.iter_mut().zip(found.parts.iter().zip([-0.125, -0.075])) {
                *count += u64::from(part.covers(truth));
            }
            let sum: f64 = means(&found.parts).iter().sum();
            let whole = found.with_all.mean.unwrap() - found.without.mean.unwrap();
            assert!((sum - whole).abs() < 1e-12, "the parts add up");
        }
        // A first-order interval of 40 replications: its level is 95 % within a per cent, so the bounds are those of 94 to 96 %.
        let (low, high) = (coverage_bounds(runs, 0.94, 1e-4), coverage_bounds(runs, 0.96, 1e-4));
        for count in covered {
            assert!((*low.start()..=*high.end()).contains(&count), "{count} of {runs}");
        }
    }
}
