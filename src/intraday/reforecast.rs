//! What the contacts so far tell about the rest of the day.
//!
//! **The day's factor.** Before the day, the factor W that multiplies all of its volume has a gamma law with mean 1 and the
//! coefficient of variation c of the scenario, so with shape and rate α = 1/c². If Λ contacts were expected until now and N
//! came, and these are Poisson given W, then W has a gamma law with shape α + N and rate α + Λ (Gelman et al., *Bayesian Data
//! Analysis*, 2013, § 2.6), the mean of which is
//!
//! ```text
//!   E[W | N] = (α + N) / (α + Λ)
//! ```
//!
//! a mean of 1 and N/Λ, weighted with α and Λ. That the rest of a day follows its begin, and how much better forecasts get by it, is
//! shown by Shen & Huang (*Interday forecasting and intraday updating of call center arrivals*, MSOM 10, 2008). Where days do
//! not vary beyond chance (c = 0), the factor stays 1 whatever came.
//!
//! **Queues that vary together, and busyness within the day.** The scenario's laws are then no longer conjugate, and the
//! posterior is found by quadrature, in the normal numbers behind the factors (see [`crate::simulation`]): the day's factor of a queue
//! is Q(Φ(z)) with z = ρ·common + √(1 − ρ²)·own. For each queue the likelihood ℓ(z) of its counts is computed on a
//! grid that reaches as far as the posterior; given the common number the queues are independent, so the posterior of the common number is
//! a sum over each grid, and that of a queue a mixture over the common numbers. A loading beyond ±0.99 counts as ±0.99. With busyness, ℓ(z)
//! is the likelihood of a hidden Markov chain: the process that busyness follows moves on a grid from interval to interval, and the forward
//! recursion (Rabiner, Proc. IEEE 77, 1989) sums over its paths and says where it stands now. A queue of which nobody counted is
//! known only by those that vary with it.

use super::busyness::{Busy, Filter};
use crate::calendar::Grid;
use crate::demand::Demand;
use crate::distribution::{Distribution, Law, NormalScores};
use crate::random::{Purpose, name_key, stream};
use crate::scenario::{Queue, Scenario};
use crate::units::Seconds;
use rand::RngExt;
use rand_distr::StandardNormal;
use std::f64::consts::TAU;

/// Points of the grid of a queue's normal number.
const POINTS: usize = 161;
/// Points of the grid of the common number.
const COMMON_POINTS: usize = 121;
/// How far grids reach before anything is known, in standard deviations: beyond are two in 10⁹.
const REACH: f64 = 6.0;
/// What is less likely than the likeliest by e to this power is left out: two in 10¹³.
const NEGLIGIBLE: f64 = -29.0;
/// Largest loading on the common number, so that the law given the common number is not narrower than the grid can tell.
const MOST_LOADING: f64 = 0.99;
/// Draws from which bands of intervals are read: a quantile of 2.5 % is known to ± 0.7 %.
const DRAWS: u32 = 2_000;

/// A queue's factor for the day, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Factor {
    /// Its mean.
    pub mean: f64,
    /// Its 2.5 % quantile.
    pub lower: f64,
    /// Its 97.5 % quantile.
    pub upper: f64,
}

/// What is known of a queue's day.
#[derive(Debug, Clone, PartialEq)]
pub struct QueueOutlook {
    /// Contacts that were expected until now, in the intervals that are over.
    pub expected: f64,
    /// Contacts that came; `None` where nobody counted.
    pub came: Option<f64>,
    /// The factor of the day.
    pub factor: Factor,
    /// Whether days of the queue vary beyond chance: if not, the factor is 1 by assumption and not by observation.
    pub varies: bool,
}

/// What is known of the rest of the day.
#[derive(Debug, Clone, PartialEq)]
pub struct Outlook {
    /// By queue.
    pub queues: Vec<QueueOutlook>,
    /// Expected contacts of each queue and interval; of those that are over, what came, where it was counted.
    pub mean: Grid<f64>,
    /// 2.5 % quantiles of the expected contacts; chance beyond is not in it.
    pub lower: Grid<f64>,
    /// 97.5 % quantiles.
    pub upper: Grid<f64>,
    /// The law of the factors.
    pub posterior: Posterior,
}

/// The law of the factors of all queues, given what came.
#[derive(Debug, Clone, PartialEq)]
pub struct Posterior {
    intervals: usize,
    known: usize,
    /// Weights of the common numbers, and the numbers.
    common: Vec<(f64, f64)>,
    queues: Vec<QueuePosterior>,
}

#[derive(Debug, Clone, PartialEq)]
struct QueuePosterior {
    key: u64,
    /// Begins of the day's intervals.
    day: Option<DayLaw>,
    busy: Option<Busy>,
    /// By point of the grid of the day's number: where busyness stands now, if anything is known.
    filters: Vec<Filter>,
}

/// A day's factor on a grid of its normal number.
#[derive(Debug, Clone, PartialEq)]
struct DayLaw {
    loading: f64,
    step: f64,
    /// Number and logarithm of the likelihood, less its greatest.
    points: Vec<(f64, f64)>,
    scores: NormalScores,
}

/// A gamma factor with mean 1; none where it is always 1. As in the simulation, coefficients that the law does not have become
/// the nearest that it has.
pub(super) fn gamma_factor(cv: f64) -> Option<NormalScores> {
    let range = Law::Gamma.cv_range();
    let cv = (cv > 0.0).then(|| cv.clamp(*range.start(), *range.end()))?;
    Distribution::new(Law::Gamma, Seconds(1.0), Some(cv)).ok().map(|law| law.normal_scores())
}

/// What the contacts that came in the first `known` intervals of a day tell about its rest. `came` has a row for each queue,
/// or none of a queue of which nobody counted.
pub fn reforecast(
    scenario: &Scenario,
    planned: &Demand,
    known: usize,
    came: &[Option<Vec<u32>>],
    seed: u64,
) -> Outlook {
    let begins: Vec<f64> = scenario.calendar.intervals.iter().map(|interval| interval.start.0).collect();
    let queues: Vec<QueuePosterior> = scenario
        .queues
        .iter()
        .enumerate()
        .map(|(queue, given)| {
            let expected = &planned.expected.row(queue)[..known];
            let counts = came.get(queue).and_then(Option::as_deref);
            // Of a forecast that may be wrong, what is known of the day beforehand is what the forecast is off by on such a day.
            let error = given.forecast_error.as_ref().and_then(|error| error.cv.first().copied());
            let cv = error.unwrap_or(planned.day_factor_cv[queue]);
            QueuePosterior::of(given, cv, &begins, counts.map(|counts| (expected, counts)))
        })
        .collect();
    let common = common_numbers(&queues);
    let posterior = Posterior { intervals: begins.len(), known, common, queues };
    let rows: Vec<QueueOutlook> = (0..scenario.queues.len())
        .map(|queue| {
            let counts = came.get(queue).and_then(Option::as_deref);
            QueueOutlook {
                expected: planned.expected.row(queue)[..known].iter().sum(),
                came: counts.map(|counts| counts.iter().take(known).map(|&count| f64::from(count)).sum()),
                factor: posterior.factor(queue),
                varies: posterior.queues[queue].day.is_some(),
            }
        })
        .collect();
    let (mean, lower, upper) = bands(&posterior, &rows, planned, came, seed);
    Outlook { queues: rows, mean, lower, upper, posterior }
}

impl QueuePosterior {
    /// What a queue's own counts tell, with what was expected.
    fn of(given: &Queue, cv: f64, begins: &[f64], seen: Option<(&[f64], &[u32])>) -> Self {
        let busy = given.busyness.and_then(|busyness| Busy::of(busyness, begins));
        let mut posterior = Self { key: name_key(&given.name), day: None, busy, filters: Vec::new() };
        // What cannot have come where nothing was expected says nothing about factors.
        let seen: Vec<(usize, f64, f64)> = seen.map_or_else(Vec::new, |(expected, counts)| {
            let pairs = expected.iter().zip(counts).enumerate();
            pairs.filter(|(_, (expected, _))| **expected > 0.0).map(|(at, (&e, &n))| (at, e, f64::from(n))).collect()
        });
        let likelihood = |factor: f64| match &posterior.busy {
            Some(busy) => busy.filter(&seen, factor),
            None => (seen.iter().map(|&(_, e, n)| n * (factor * e).ln() - factor * e).sum(), Filter::default()),
        };
        let Some(scores) = gamma_factor(cv) else {
            if posterior.busy.is_some() {
                posterior.filters = vec![likelihood(1.0).1];
            }
            return posterior;
        };
        let grid = |from: f64, until: f64| {
            let step = (until - from) / (POINTS - 1) as f64;
            (step, (0..POINTS).map(move |point| from + step * point as f64))
        };
        // Where the posterior lies, and then a grid that is no wider.
        let (step, coarse) = grid(-REACH, REACH);
        let weights: Vec<(f64, f64)> = coarse.map(|z| (z, likelihood(scores.at(z)).0 - z * z / 2.0)).collect();
        let most = weights.iter().map(|&(_, weight)| weight).fold(f64::NEG_INFINITY, f64::max);
        let likely = || weights.iter().filter(|&&(_, weight)| weight - most > NEGLIGIBLE).map(|&(z, _)| z);
        let from = likely().fold(f64::INFINITY, f64::min).max(step - REACH) - step;
        let until = likely().fold(f64::NEG_INFINITY, f64::max).min(REACH - step) + step;
        let (step, fine) = grid(from, until);
        let (points, filters): (Vec<(f64, f64)>, Vec<Filter>) = fine
            .map(|z| {
                let (logarithm, filter) = likelihood(scores.at(z));
                ((z, logarithm), filter)
            })
            .unzip();
        let greatest = points.iter().map(|point| point.1).fold(f64::NEG_INFINITY, f64::max);
        let points = points.into_iter().map(|(z, logarithm)| (z, logarithm - greatest)).collect();
        let loading = given.forecast_error.as_ref().map_or(given.day_factor_correlation, |error| error.correlation);
        let loading = loading.clamp(-MOST_LOADING, MOST_LOADING);
        posterior.day = Some(DayLaw { loading, step, points, scores });
        posterior.filters = if posterior.busy.is_some() { filters } else { Vec::new() };
        posterior
    }
}

impl DayLaw {
    /// Weights of the points, given the common number; their sum is the likelihood of the queue's counts, up to a factor.
    fn given(&self, common: f64) -> Vec<f64> {
        let own = (1.0 - self.loading * self.loading).sqrt();
        let density = |z: f64| {
            let standard = (z - self.loading * common) / own;
            (-standard * standard / 2.0).exp() / (own * TAU.sqrt())
        };
        self.points.iter().map(|&(z, logarithm)| logarithm.exp() * density(z) * self.step).collect()
    }
}

/// The posterior of the common number.
fn common_numbers(queues: &[QueuePosterior]) -> Vec<(f64, f64)> {
    if queues.iter().all(|queue| queue.day.as_ref().is_none_or(|law| law.loading == 0.0)) {
        return vec![(1.0, 0.0)];
    }
    let step = 2.0 * REACH / (COMMON_POINTS - 1) as f64;
    let numbers: Vec<f64> = (0..COMMON_POINTS).map(|point| step * point as f64 - REACH).collect();
    let logarithm = |common: f64| {
        let laws = queues.iter().filter_map(|queue| queue.day.as_ref()).filter(|law| law.loading != 0.0);
        let likelihoods = laws.map(|law| law.given(common).iter().sum::<f64>().max(f64::MIN_POSITIVE).ln());
        likelihoods.sum::<f64>() - common * common / 2.0
    };
    let logarithms: Vec<f64> = numbers.iter().map(|&common| logarithm(common)).collect();
    let most = logarithms.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let weights: Vec<f64> = logarithms.iter().map(|logarithm| (logarithm - most).exp()).collect();
    let sum: f64 = weights.iter().sum();
    weights.into_iter().zip(numbers).map(|(weight, common)| (weight / sum, common)).collect()
}

impl Posterior {
    /// A queue's weights by point of its grid; they add up to 1.
    fn weights(&self, law: &DayLaw) -> Vec<f64> {
        let mut weights = vec![0.0; law.points.len()];
        for &(weight, common) in self.common.iter().filter(|(weight, _)| *weight > 0.0) {
            let given = law.given(common);
            let sum: f64 = given.iter().sum();
            if sum > 0.0 {
                weights.iter_mut().zip(given).for_each(|(total, part)| *total += weight * part / sum);
            }
        }
        let sum: f64 = weights.iter().sum();
        for weight in &mut weights {
            *weight /= sum;
        }
        weights
    }

    /// Mean and 95 % interval of a queue's factor.
    fn factor(&self, queue: usize) -> Factor {
        let Some(law) = &self.queues[queue].day else { return Factor { mean: 1.0, lower: 1.0, upper: 1.0 } };
        let weights = self.weights(law);
        let mean = weights.iter().zip(&law.points).map(|(weight, (z, _))| weight * law.scores.at(*z)).sum();
        let quantile = |p: f64| {
            let mut reached = 0.0;
            for (weight, (z, _)) in weights.iter().zip(&law.points) {
                if reached + weight >= p {
                    // A point stands for the cell around it.
                    return law.scores.at(z + law.step * ((p - reached) / weight - 0.5));
                }
                reached += weight;
            }
            law.scores.at(law.points.last().map_or(0.0, |point| point.0))
        };
        Factor { mean, lower: quantile(0.025), upper: quantile(0.975) }
    }

    /// The factors of one replication, by queue and interval: drawn from what is known. Those of intervals that are over are
    /// drawn as if nothing were known of busyness; nobody should ask for them but of a queue of which nobody counted.
    pub fn factors(&self, seed: u64, replication: u32) -> Grid<f64> {
        let replication = u64::from(replication);
        let uniform = |purpose| stream(seed, replication, purpose).random::<f64>();
        let common = match self.common.as_slice() {
            [(_, only)] => *only,
            many => {
                let place = drawn(many.iter().map(|common| common.0), uniform(Purpose::CommonDayFactor)).0;
                many[place].1
            }
        };
        let rows = self.queues.iter().map(|queue| {
            let (place, factor) = match &queue.day {
                None => (0, 1.0),
                Some(law) => {
                    let given = law.given(common);
                    let sum: f64 = given.iter().sum();
                    let chance = uniform(Purpose::DayFactor { queue: queue.key });
                    let weights = given.iter().map(|weight| if sum > 0.0 { weight / sum } else { 0.0 });
                    let (place, within) = drawn(weights, chance);
                    (place, law.scores.at(law.points[place].0 + law.step * (within - 0.5)))
                }
            };
            let Some(busy) = &queue.busy else { return vec![factor; self.intervals] };
            let mut stream = stream(seed, replication, Purpose::Busyness { queue: queue.key });
            let now = queue.filters.get(place).and_then(|filter| filter.draw(stream.random::<f64>()));
            let fresh = (0..self.intervals).map(|_| stream.sample::<f64, _>(StandardNormal));
            busy.path(now, self.known, fresh).into_iter().map(|busyness| factor * busyness).collect()
        });
        Grid::from_rows(rows.collect())
    }
}

/// Which of these, whose weights add up to 1, a chance falls upon, and how far into it.
pub(super) fn drawn(weights: impl Iterator<Item = f64>, chance: f64) -> (usize, f64) {
    let mut reached = 0.0;
    let mut last = (0, 0.5);
    for (place, weight) in weights.enumerate() {
        if weight > 0.0 {
            if chance < reached + weight {
                return (place, ((chance - reached) / weight).clamp(0.0, 1.0));
            }
            last = (place, 0.5);
        }
        reached += weight;
    }
    last
}

/// Expected contacts and their bands.
fn bands(
    posterior: &Posterior,
    queues: &[QueueOutlook],
    planned: &Demand,
    came: &[Option<Vec<u32>>],
    seed: u64,
) -> (Grid<f64>, Grid<f64>, Grid<f64>) {
    let mut mean = planned.expected.clone();
    let (mut lower, mut upper) = (mean.clone(), mean.clone());
    let draws: Vec<Grid<f64>> = (0..DRAWS).map(|draw| posterior.factors(seed, draw)).collect();
    for (queue, outlook) in queues.iter().enumerate() {
        let counts = came.get(queue).and_then(Option::as_deref);
        for interval in 0..posterior.intervals {
            let cell = (queue, interval);
            let expected = planned.expected[cell];
            let row = if let Some(&count) =
                counts.and_then(|counts| counts.get(interval)).filter(|_| interval < posterior.known)
            {
                [f64::from(count); 3]
            } else if posterior.queues[queue].busy.is_some() {
                let mut values: Vec<f64> = draws.iter().map(|factors| factors[cell]).collect();
                values.sort_unstable_by(f64::total_cmp);
                let at = |p: f64| values[((p * values.len() as f64) as usize).min(values.len() - 1)] * expected;
                [expected * values.iter().sum::<f64>() / values.len() as f64, at(0.025), at(0.975)]
            } else {
                let Factor { mean, lower, upper } = outlook.factor;
                [mean, lower, upper].map(|factor| factor * expected)
            };
            [mean[cell], lower[cell], upper[cell]] = row;
        }
    }
    (mean, lower, upper)
}

#[cfg(test)]
mod tests;
