//! A mix of two lognormal laws: short matters and long ones in the same queue.
//!
//! Fitted by expectation and maximisation (Dempster, Laird & Rubin 1977) on the logarithms. Where only times above T are seen, each
//! round completes the sample by those expected below it, whose moments are those of truncated normal laws (`McLachlan` &
//! Jones 1988). Several starts, of which the best end counts; no kind may be narrower than a tenth of the spread of all,
//! since a likelihood without such a bound is infinite at each observation. Standard errors come from the outer products
//! of the scores.

use super::fitted::Fitted;
use super::laws::{log_normal_density, log_upper_normal};
use super::maximum::{inverse, quadratic};
use super::times::Times;
use serde::Serialize;

/// A mix of two lognormal kinds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct TwoLogNormals {
    /// Share of the first kind, which has the smaller median.
    pub share: f64,
    /// Mean of the logarithm (of seconds) of each kind.
    pub location: [f64; 2],
    /// Standard deviation of the logarithm of each kind.
    pub scale: [f64; 2],
}

/// The mix with what is said about it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct MixtureFit {
    /// The mix.
    pub mixture: TwoLogNormals,
    /// Its mean, in seconds.
    pub mean: Fitted,
    /// Its coefficient of variation.
    pub cv: Fitted,
    /// Its log-likelihood, of densities per second.
    pub log_likelihood: f64,
    /// The criterion of Schwarz with five parameters.
    pub bic: f64,
}

const PARAMETERS: usize = 5;
const MOST_ROUNDS: usize = 1000;
/// Gain of the log-likelihood in a round at which the climb ends. The gains shrink by a factor mostly below 0.99, so that the
/// end is within a tenth of a standard error of the top, and within 0.001 in the criterion.
const LEAST_GAIN: f64 = 1e-5;
/// A kind is at least so narrow, relative to all.
const NARROWEST: f64 = 0.1;
/// Fewest times from which five parameters are estimated.
const FEWEST: f64 = 50.0;

impl TwoLogNormals {
    fn shares(&self) -> [f64; 2] {
        [self.share, 1.0 - self.share]
    }

    fn score(&self, kind: usize, log_time: f64) -> f64 {
        (log_time - self.location[kind]) / self.scale[kind]
    }

    /// Each kind's part of the density of the logarithm.
    fn densities(&self, log_time: f64) -> [f64; 2] {
        let shares = self.shares();
        std::array::from_fn(|k| shares[k] * log_normal_density(self.score(k, log_time)).exp() / self.scale[k])
    }

    /// Each kind's part of what is above a time.
    fn above(&self, time: f64) -> [f64; 2] {
        let shares = self.shares();
        if time <= 0.0 {
            return shares;
        }
        std::array::from_fn(|k| shares[k] * log_upper_normal(self.score(k, time.ln())).exp())
    }

    /// P(X > t).
    pub fn survival(&self, seconds: f64) -> f64 {
        self.above(seconds).iter().sum()
    }

    /// The time that the share `p`, above 0 and below 1, does not exceed, in seconds.
    pub fn quantile(&self, p: f64) -> f64 {
        // It lies between the quantiles of both kinds, by bisection of the logarithm.
        let z = crate::statistics::normal_quantile(p);
        let ends = [0, 1].map(|k| self.location[k] + z * self.scale[k]);
        let (mut low, mut high) = (ends[0].min(ends[1]), ends[0].max(ends[1]));
        for _ in 0..60 {
            let middle = f64::midpoint(low, high);
            if self.survival(middle.exp()) > 1.0 - p {
                low = middle;
            } else {
                high = middle;
            }
        }
        f64::midpoint(low, high).exp()
    }

    fn mean_and_cv(&self) -> (f64, f64) {
        let shares = self.shares();
        let moment = |power: f64| -> f64 {
            let of = |k: usize| (power * self.location[k] + power * power * self.scale[k].powi(2) / 2.0).exp();
            (0..2).map(|k| shares[k] * of(k)).sum()
        };
        let mean = moment(1.0);
        (mean, (moment(2.0) / (mean * mean) - 1.0).max(0.0).sqrt())
    }

    fn at(parameters: &[f64; PARAMETERS]) -> Self {
        Self {
            share: 1.0 / (1.0 + (-parameters[0]).exp()),
            location: [parameters[1], parameters[2]],
            scale: [parameters[3].exp(), parameters[4].exp()],
        }
    }

    fn parameters(&self) -> [f64; PARAMETERS] {
        let [first, second] = self.location;
        [(self.share / (1.0 - self.share)).ln(), first, second, self.scale[0].ln(), self.scale[1].ln()]
    }

    /// The log-likelihood of one time above `from`, of densities of the logarithm.
    fn log_density(&self, log_time: f64, log_above: f64) -> f64 {
        self.densities(log_time).iter().sum::<f64>().max(f64::MIN_POSITIVE).ln() - log_above
    }
}

/// Fits the mix to times that all ended. `None` with too few of them, where it collapses into one kind, or where a
/// kind is mostly below the threshold.
pub(super) fn fit(times: &Times) -> Option<MixtureFit> {
    let n = times.ended();
    if n < FEWEST || times.different() < 10 {
        return None;
    }
    let log_times: Vec<(f64, f64)> = times.at.iter().map(|at| (at.time.ln(), at.ended)).collect();
    let (mean, deviation) = times.logarithms();
    let narrowest = NARROWEST * deviation;
    let mut best: Option<(TwoLogNormals, f64)> = None;
    for (share, distance) in [(0.5, 1.0), (0.2, 1.5), (0.8, 1.5)] {
        let location = [mean - distance * (1.0 - share) * deviation, mean + distance * share * deviation];
        let begin = TwoLogNormals { share, location, scale: [0.7 * deviation; 2] };
        if let Some(end) = climbed(begin, &log_times, times.from, narrowest)
            && best.is_none_or(|(_, likelihood)| end.1 > likelihood)
        {
            best = Some(end);
        }
    }
    let (mut mixture, mean_log_likelihood) = best?;
    // Nothing can be said of a kind that is mostly below what is seen.
    let (above, shares) = (mixture.above(times.from), mixture.shares());
    if (0..2).any(|kind| above[kind] < 0.5 * shares[kind]) {
        return None;
    }
    if mixture.location[0] > mixture.location[1] {
        mixture.share = 1.0 - mixture.share;
        mixture.location.reverse();
        mixture.scale.reverse();
    }
    // The density of a time is that of its logarithm divided by the time.
    let log_likelihood = n * mean_log_likelihood - log_times.iter().map(|&(log, count)| count * log).sum::<f64>();
    let [mean, cv] = errors(&mixture, &log_times, times.from)?;
    let (value, cv_value) = mixture.mean_and_cv();
    let mean = Fitted::positive(value, value * mean, n as u64)?;
    let cv = Fitted::positive(cv_value, cv_value * cv, n as u64)?;
    let bic = PARAMETERS as f64 * n.ln() - 2.0 * log_likelihood;
    Some(MixtureFit { mixture, mean, cv, log_likelihood, bic })
}

/// The end of the climb and its mean log-likelihood (of logarithms).
fn climbed(mut at: TwoLogNormals, log_times: &[(f64, f64)], from: f64, narrowest: f64) -> Option<(TwoLogNormals, f64)> {
    let n: f64 = log_times.iter().map(|&(_, count)| count).sum();
    let mut before = f64::NEG_INFINITY;
    for _ in 0..MOST_ROUNDS {
        let above = at.above(from);
        let log_above = above.iter().sum::<f64>().ln();
        // Weight, sum and sum of squares of each kind.
        let mut sums = [[0.0; 3]; 2];
        let mut log_likelihood = 0.0;
        for &(log_time, count) in log_times {
            let densities = at.densities(log_time);
            let all = densities.iter().sum::<f64>().max(f64::MIN_POSITIVE);
            log_likelihood += count * (all.ln() - log_above);
            for kind in 0..2 {
                let weight = count * densities[kind] / all;
                sums[kind][0] += weight;
                sums[kind][1] += weight * log_time;
                sums[kind][2] += weight * log_time * log_time;
            }
        }
        let mean = log_likelihood / n;
        if mean.is_nan() {
            return None;
        }
        if mean - before < LEAST_GAIN / n {
            return Some((at, mean));
        }
        before = mean;
        if from > 0.0 {
            complete(&at, &mut sums, n / above.iter().sum::<f64>(), from.ln());
        }
        let all = sums[0][0] + sums[1][0];
        at.share = sums[0][0] / all;
        if !(0.005..=0.995).contains(&at.share) {
            return None;
        }
        for (kind, [weight, sum, squares]) in sums.into_iter().enumerate() {
            at.location[kind] = sum / weight;
            at.scale[kind] = (squares / weight - at.location[kind].powi(2)).max(0.0).sqrt().max(narrowest);
        }
    }
    Some((at, before))
}

/// Adds those who are expected below the logarithm `c`, of `whole` times in all.
fn complete(at: &TwoLogNormals, sums: &mut [[f64; 3]; 2], whole: f64, c: f64) {
    let shares = at.shares();
    for kind in 0..2 {
        let (location, scale) = (at.location[kind], at.scale[kind]);
        let z = at.score(kind, c);
        let below = log_upper_normal(-z).exp();
        if below <= 0.0 {
            continue;
        }
        let weight = whole * shares[kind] * below;
        let density = log_normal_density(z).exp() / below;
        // Moments of a normal law below c (Johnson, Kotz & Balakrishnan, vol. 1, § 13.10).
        let mean = location - scale * density;
        let square = location * location + scale * scale - scale * density * (location + c);
        sums[kind][0] += weight;
        sums[kind][1] += weight * mean;
        sums[kind][2] += weight * square;
    }
}

/// The standard errors of the logarithms of mean and coefficient of variation.
fn errors(mixture: &TwoLogNormals, log_times: &[(f64, f64)], from: f64) -> Option<[f64; 2]> {
    const STEP: f64 = 1e-4;
    let center = mixture.parameters();
    let moved = |i: usize, step: f64| {
        let mut parameters = center;
        parameters[i] += step;
        let mixture = TwoLogNormals::at(&parameters);
        (mixture, mixture.survival(from).ln())
    };
    let sides: [_; PARAMETERS] = std::array::from_fn(|i| [moved(i, STEP), moved(i, -STEP)]);
    let difference =
        |i: usize, f: &dyn Fn(&(TwoLogNormals, f64)) -> f64| (f(&sides[i][0]) - f(&sides[i][1])) / (2.0 * STEP);
    let mut information = [[0.0; PARAMETERS]; PARAMETERS];
    for &(log_time, count) in log_times {
        let score: [f64; PARAMETERS] =
            std::array::from_fn(|i| difference(i, &|(at, log_above)| at.log_density(log_time, *log_above)));
        for i in 0..PARAMETERS {
            for j in 0..PARAMETERS {
                information[i][j] += count * score[i] * score[j];
            }
        }
    }
    let covariance = inverse(&information)?;
    let mean: [f64; PARAMETERS] = std::array::from_fn(|i| difference(i, &|(at, _)| at.mean_and_cv().0.ln()));
    let cv: [f64; PARAMETERS] = std::array::from_fn(|i| difference(i, &|(at, _)| at.mean_and_cv().1.ln()));
    Some([quadratic(&mean, &covariance).sqrt(), quadratic(&cv, &covariance).sqrt()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Purpose, stream};
    use crate::statistics::coverage_bounds;
    use rand::RngExt;
    use rand_distr::StandardNormal;

    const TRUTH: TwoLogNormals = TwoLogNormals { share: 0.4, location: [3.5, 5.5], scale: [0.5, 0.6] };

    fn drawn(run: u64, count: usize, from: f64) -> Times {
        let mut numbers = stream(12, run, Purpose::World);
        let mut times = Vec::new();
        while times.len() < count {
            let kind = usize::from(numbers.random::<f64>() >= TRUTH.share);
            let z: f64 = numbers.sample(StandardNormal);
            let time = (TRUTH.location[kind] + TRUTH.scale[kind] * z).exp();
            if time > from {
                times.push((time, true));
            }
        }
        Times::of(times, from)
    }

    #[test]
    fn the_quantile_is_where_the_survival_says() {
        for p in [0.001, 0.1, 0.5, 0.9, 0.999] {
            assert!((1.0 - TRUTH.survival(TRUTH.quantile(p)) - p).abs() < 1e-12);
        }
    }

    #[test]
    fn the_intervals_of_the_mix_cover_the_truth_as_often_as_they_say() {
        let (mean, cv) = TRUTH.mean_and_cv();
        let runs = 100;
        for from in [0.0, 15.0] {
            let mut covered = [0, 0];
            for run in 0..runs {
                // A sample in which the kinds are not told apart counts as a miss.
                let Some(fit) = fit(&drawn(run, 600, from)) else { continue };
                covered[0] += u64::from(fit.mean.covers(mean));
                covered[1] += u64::from(fit.cv.covers(cv));
            }
            let band = coverage_bounds(runs, 0.95, 1e-4);
            assert!(covered.iter().all(|count| band.contains(count)), "from {from}: {covered:?}, allowed {band:?}");
        }
    }

    #[test]
    fn few_or_equal_times_have_no_mix() {
        assert_eq!(fit(&drawn(1, 49, 0.0)), None);
        assert_eq!(fit(&Times::of((0..100).map(|_| (5.0, true)), 0.0)), None);
    }
}
