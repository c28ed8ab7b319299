//! Whether groups differ: agents, weeks, hours of the day.
//!
//! One-way analysis of variance with random effects: y = mean + effect of the group + rest. Handling times are compared by their
//! logarithms, since they differ by factors: an effect of 0.1 is 10.5 % longer. It answers how large the differences are, not only
//! whether there are any.
//!
//! Groups are compared as they are: an agent who has the harder calls looks slow. So compare within a queue and reason.

use super::CalibrationError;
use super::fitted::Fitted;
use crate::statistics::{CONFIDENCE, Tally};
use serde::Serialize;
use statrs::function::beta::beta_reg;
use std::collections::BTreeMap;

/// A group beside the others.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct GroupMean {
    /// Its number, as given.
    pub group: usize,
    /// Its mean; the sample is the number of its observations.
    pub mean: Fitted,
    /// Its effect as far as it is to be believed: the distance from the mean of groups, shrunk towards 0 the more, the fewer
    /// observations it has (best linear unbiased prediction; Searle, Casella & `McCulloch` 1992, § 3.4). What to expect of it in the
    /// future.
    pub effect: f64,
}

/// How groups differ.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Differences {
    /// By number of the group.
    pub groups: Vec<GroupMean>,
    /// Mean of the means of the groups; the sample is the number of groups.
    pub mean: Fitted,
    /// Variance of the means of groups relative to what chance within groups gives.
    pub f: f64,
    /// Its degrees of freedom: groups − 1, observations − groups.
    pub degrees: (u64, u64),
    /// The chance of so large an F if the groups did not differ.
    pub p_value: f64,
    /// Standard deviation of the true means of groups, 0 if they differ no more than by chance; the sample is the number of groups. The
    /// interval is that of Thomas & Hultquist (1978), exact for groups of the same size.
    pub between: Fitted,
    /// Standard deviation within groups.
    pub within: f64,
    /// The between-groups part of all variance.
    pub share_of_variance: f64,
}

/// Fewest groups and fewest observations in each.
const FEWEST: usize = 2;

/// How groups differ: the number of the group and the value of each observation. Groups with one observation are left out.
pub fn differences(observations: &[(usize, f64)]) -> Result<Differences, CalibrationError> {
    let mut tallies: BTreeMap<usize, Tally> = BTreeMap::new();
    for &(group, value) in observations.iter().filter(|(_, value)| value.is_finite()) {
        tallies.entry(group).or_default().add(value);
    }
    tallies.retain(|_, tally| tally.count() >= FEWEST as u64);
    let groups = tallies.len();
    if groups < FEWEST {
        let what = "groups with two observations or more";
        return Err(CalibrationError::TooFew { what, found: groups, least: FEWEST });
    }
    let count: u64 = tallies.values().map(Tally::count).sum();
    let degrees = (groups as u64 - 1, count - groups as u64);
    let squares: f64 = tallies.values().filter_map(|of| Some(of.variance()? * (of.count() - 1) as f64)).sum();
    let within = squares / degrees.1 as f64;
    let means: Tally = tallies.values().filter_map(Tally::mean).collect();
    let of_means = means.variance().unwrap_or(0.0);
    if within <= 0.0 {
        return Err(CalibrationError::NoSpread);
    }
    // With unweighted means, the harmonic mean of the sizes stands for the size of all.
    let size = groups as f64 / tallies.values().map(|of| 1.0 / of.count() as f64).sum::<f64>();
    let f = size * of_means / within;
    let variance = |f: f64| ((f - 1.0) * within / size).max(0.0);
    let ends = [f64::midpoint(1.0, CONFIDENCE), f64::midpoint(0.0, 1.0 - CONFIDENCE)]
        .map(|p| variance(f / f_quantile(p, degrees)).sqrt());
    let between = variance(f);
    // The variance of a variance component (Searle, Casella & McCulloch 1992, § 3.5), by the delta method for its root.
    let error = 2.0_f64.sqrt() * within / size * (f * f / degrees.0 as f64 + 1.0 / degrees.1 as f64).sqrt()
        / (2.0 * between.sqrt());
    let fitted = Fitted::between(between.sqrt(), error, (ends[0], ends[1]), groups as u64);
    let center = means.mean().unwrap_or(f64::NAN);
    let mean = Fitted::student(center, means.standard_error().unwrap_or(f64::NAN), degrees.0, groups as u64);
    let of_group = |(&group, tally): (&usize, &Tally)| {
        let (value, count) = (tally.mean()?, tally.count());
        // A group of two says little about its own spread, so that of all groups serves for each.
        let mean = Fitted::student(value, (within / count as f64).sqrt(), degrees.1, count)?;
        let effect = (value - center) * between / (between + within / count as f64);
        Some(GroupMean { group, mean, effect })
    };
    Ok(Differences {
        groups: tallies.iter().filter_map(of_group).collect(),
        mean: mean.ok_or(CalibrationError::NoSpread)?,
        f,
        degrees,
        p_value: f_above(f, degrees),
        between: fitted.ok_or(CalibrationError::NoSpread)?,
        within: within.sqrt(),
        share_of_variance: between / (between + within),
    })
}

/// P(F > f): the regularised incomplete beta function (Abramowitz & Stegun 26.6.2).
fn f_above(f: f64, degrees: (u64, u64)) -> f64 {
    let (above, below) = (degrees.0 as f64, degrees.1 as f64);
    let x = below / (below + above * f);
    if x >= 1.0 {
        1.0
    } else if x > 0.0 {
        beta_reg(below / 2.0, above / 2.0, x)
    } else {
        0.0
    }
}

/// The `p`-quantile of F, by bisection of its logarithm.
pub(super) fn f_quantile(p: f64, degrees: (u64, u64)) -> f64 {
    let (mut low, mut high) = (-20.0_f64, 20.0_f64);
    for _ in 0..80 {
        let middle = f64::midpoint(low, high);
        if f_above(middle.exp(), degrees) > 1.0 - p {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high).exp()
}

/// How a value changes along an axis, such as weeks: the slope per unit.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Drift {
    /// Change per unit of the axis; its sample is the number of observations.
    pub slope: Fitted,
    /// In how many clusters they came, from which the error was taken.
    pub clusters: u64,
}

/// The slope of values along an axis by least squares, with an error that allows for observations of the same cluster (a day,
/// an agent) going together (Liang & Zeger 1986): each observation is (cluster, place, value).
pub fn drift(observations: &[(usize, f64, f64)]) -> Result<Drift, CalibrationError> {
    let finite = || observations.iter().filter(|(_, x, y)| x.is_finite() && y.is_finite());
    let n = finite().count() as f64;
    let mean = |f: &dyn Fn(&(usize, f64, f64)) -> f64| finite().map(f).sum::<f64>() / n;
    let (x, y) = (mean(&|o| o.1), mean(&|o| o.2));
    let squares: f64 = finite().map(|o| (o.1 - x).powi(2)).sum();
    if squares <= 0.0 || n == 0.0 {
        return Err(CalibrationError::NoSpread);
    }
    let slope = finite().map(|o| (o.1 - x) * (o.2 - y)).sum::<f64>() / squares;
    let mut scores: BTreeMap<usize, f64> = BTreeMap::new();
    for o in finite() {
        *scores.entry(o.0).or_default() += (o.1 - x) * (o.2 - y - slope * (o.1 - x));
    }
    let clusters = scores.len();
    if clusters < 3 {
        return Err(CalibrationError::TooFew { what: "clusters of observations", found: clusters, least: 3 });
    }
    // Two parameters are fitted, which makes residuals too small by this (CR1).
    let few = clusters as f64 / (clusters as f64 - 1.0) * (n - 1.0) / (n - 2.0);
    let error = (few * scores.values().map(|score| score * score).sum::<f64>()).sqrt() / squares;
    let slope = Fitted::student(slope, error, clusters as u64 - 2, n as u64).ok_or(CalibrationError::NoSpread)?;
    Ok(Drift { slope, clusters: clusters as u64 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Purpose, Stream, stream};
    use crate::statistics::coverage_bounds;
    use rand::RngExt;
    use rand_distr::StandardNormal;

    fn normal(numbers: &mut Stream) -> f64 {
        numbers.sample(StandardNormal)
    }

    #[test]
    fn quantiles_of_f_are_those_of_the_tables() {
        // Four digits from the tables of Abramowitz & Stegun, 26.9.
        for (p, degrees, exact) in [(0.95, (3, 10), 3.708), (0.975, (5, 20), 3.289), (0.99, (1, 30), 7.562)] {
            let found = f_quantile(p, degrees);
            assert!((found - exact).abs() < 6e-4, "{p} {degrees:?}: {found}");
        }
    }

    #[test]
    fn two_groups_of_two_by_hand() {
        let found = differences(&[(7, 1.0), (7, 3.0), (9, 5.0), (9, 7.0), (4, 100.0)]).unwrap();
        // Within 2, means 2 and 6: variance of means 8, F = 2 · 8 / 2 = 8, between = (8 − 1) · 2 / 2 = 7.
        assert_eq!((found.f, found.degrees), (8.0, (1, 2)));
        assert_eq!((found.between.value, found.within), (7.0_f64.sqrt(), 2.0_f64.sqrt()));
        assert_eq!(found.mean.value, 4.0);
        // P(F > 8) with 1 and 2 degrees is P(|t| > √8) with 2: 1 − √8 / √(2 + 8).
        assert!((found.p_value - (1.0 - (0.8_f64).sqrt())).abs() < 1e-12);
        assert_eq!(found.groups.iter().map(|group| group.group).collect::<Vec<_>>(), [7, 9]);
        // Shrunk by 7 / (7 + 2/2).
        assert!((found.groups[1].effect - 2.0 * 7.0 / 8.0).abs() < 1e-12);
    }

    #[test]
    fn one_group_has_no_differences() {
        assert!(matches!(differences(&[(1, 1.0), (1, 2.0)]), Err(CalibrationError::TooFew { found: 1, .. })));
        assert_eq!(differences(&[(1, 1.0), (1, 1.0), (2, 3.0), (2, 3.0)]), Err(CalibrationError::NoSpread));
    }

    #[test]
    fn the_interval_of_the_differences_covers_the_truth_as_often_as_it_says() {
        let runs = 400;
        let mut covered = [0, 0];
        for run in 0..runs {
            let mut numbers = stream(17, run, Purpose::World);
            let mut observations = Vec::new();
            for agent in 0..20 {
                let effect = 0.3 * normal(&mut numbers);
                for _ in 0..30 + agent {
                    observations.push((agent, 5.0 + effect + 0.8 * normal(&mut numbers)));
                }
            }
            let found = differences(&observations).unwrap();
            covered[0] += u64::from(found.between.covers(0.3));
            covered[1] += u64::from(found.mean.covers(5.0));
        }
        let band = coverage_bounds(runs, 0.95, 1e-4);
        assert!(covered.iter().all(|count| band.contains(count)), "{covered:?} of {runs}, allowed {band:?}");
    }

    #[test]
    fn equal_groups_are_found_to_differ_as_rarely_as_the_p_value_says() {
        let runs = 400;
        let refused = (0..runs)
            .filter(|&run| {
                let mut numbers = stream(18, run, Purpose::World);
                let observations: Vec<(usize, f64)> = (0..200).map(|i| (i % 8, normal(&mut numbers))).collect();
                differences(&observations).unwrap().p_value <= 0.05
            })
            .count() as u64;
        let band = coverage_bounds(runs, 0.05, 1e-4);
        assert!(band.contains(&refused), "{refused} of {runs}, allowed {band:?}");
    }

    #[test]
    fn the_interval_of_a_drift_covers_the_truth_though_days_have_moods() {
        let runs = 400;
        let covered = (0..runs)
            .filter(|&run| {
                let mut numbers = stream(19, run, Purpose::World);
                let mut observations = Vec::new();
                for day in 0..40 {
                    let mood = 0.2 * normal(&mut numbers);
                    for _ in 0..20 {
                        let week = f64::from(day) / 7.0;
                        observations.push((day as usize, week, 0.02 * week + mood + 0.8 * normal(&mut numbers)));
                    }
                }
                drift(&observations).unwrap().slope.covers(0.02)
            })
            .count() as u64;
        let band = coverage_bounds(runs, 0.95, 1e-4);
        assert!(band.contains(&covered), "{covered} of {runs}, allowed {band:?}");
    }
}
