//! How wrong a forecast may be, as its backtest was.
//!
//! Errors are measured on the scale of the root, on which a Poisson count has a variance of about 1 whatever its mean μ:
//! e = 2(√(n + 1/4) − √(μ + 1/4)) (Brown et al. 2005). Beyond that, a day is off by a random factor of variance v, which grows with the days
//! ahead, and an interval within its day by one of variance u, so that e has the variance 1 + μ(v + u). The bands take the quantiles
//! of |e| / √(1 + μ(v + u)) as they were in the backtest, with the correction for a finite number of them (split conformal prediction, Vovk et al. 2005):
//! a band of 90 % is as wide as would have held nine in ten of the errors.

use super::backtest::{Trial, stretch_of};
use super::profile::{self, Profile};
use super::timeline::Timeline;
use crate::statistics::{Tally, normal_quantile};
use serde::Serialize;

/// By how much the variance of the factor of a day grows in a week where no backtest reaches: a step of 2 % a week.
const STEP: f64 = 0.02 * 0.02;
/// No more quantiles of errors than this are kept.
const MOST_SCORES: usize = 1000;
/// Points at which the tail of the errors is looked at.
const TAIL_POINTS: usize = 2000;
/// Days of a stretch from which its own variance is believed.
const LEAST_DAYS: usize = 10;
/// Trials with more working days between them than this are taken to share only what lasts.
const LASTING: usize = 5;

/// The law of the errors.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Uncertainty {
    /// Variance of the random factor of a day, by stretch of days ahead, as far as the backtest reaches.
    pub day: Vec<DayVariance>,
    /// Variance of the random factor of an interval within its day, by interval.
    pub within: Vec<f64>,
    /// Correlation of those factors from an interval to the next.
    pub within_correlation: f64,
    /// Correlation of the errors of days next to each other, forecast from the same origin.
    pub next_day: f64,
    /// Correlation of the errors of days far from each other: what is wrong with the level. One standard error above its estimate.
    pub lasting: f64,
    /// Quantiles of the standardised errors of days.
    pub(super) of_days: Scores,
    /// Quantiles of the standardised errors of intervals.
    pub(super) of_intervals: Scores,
}

/// Of a stretch.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct DayVariance {
    /// Up to so many days ahead.
    pub to: usize,
    /// The variance.
    pub variance: f64,
}

/// Sizes of standardised errors, sorted.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub(super) struct Scores(Vec<f64>);

/// Twice the distance of two counts on the scale of the root: what a forecast is off by, where chance alone has a variance of 1.
pub fn distance(count: f64, mean: f64) -> f64 {
    2.0 * ((count + 0.25).sqrt() - (mean + 0.25).sqrt())
}

impl Scores {
    fn new(mut sizes: Vec<f64>) -> Self {
        sizes.sort_unstable_by(f64::total_cmp);
        let n = sizes.len();
        if n > MOST_SCORES {
            sizes = (1..=MOST_SCORES).map(|i| sizes[(i * n).div_ceil(MOST_SCORES) - 1]).collect();
        }
        Self(sizes)
    }

    /// Within which distance the share `level` of errors lies: the ⌈(n + 1) level⌉-th of n. Beyond the largest the tail is that of a normal law.
    pub fn at(&self, level: f64) -> f64 {
        let normal = |level: f64| normal_quantile(f64::midpoint(1.0, level));
        let n = self.0.len();
        let Some(&largest) = self.0.last() else { return normal(level) };
        let rank = ((n + 1) as f64 * level).ceil().max(1.0) as usize;
        if rank <= n {
            return self.0[rank - 1];
        }
        largest * (normal(level) / normal(n as f64 / (n + 1) as f64)).max(1.0)
    }

    /// Mean square and mean fourth power of sizes that are drawn: each as likely as the next, and the tail beyond the largest.
    fn moments(&self) -> (f64, f64) {
        let n = self.0.len();
        let tail = (0..TAIL_POINTS).map(|point| {
            let place = (point as f64 + 0.5) / TAIL_POINTS as f64;
            self.at((n as f64 + place) / (n as f64 + 1.0))
        });
        let (mut second, mut fourth) = (0.0, 0.0);
        let sizes = self.0.iter().map(|&size| (size, 1.0)).chain(tail.map(|size| (size, 1.0 / TAIL_POINTS as f64)));
        for (size, weight) in sizes {
            second += weight * size * size;
            fourth += weight * size.powi(4);
        }
        (second / (n as f64 + 1.0), fourth / (n as f64 + 1.0))
    }

    /// The mean of the squares.
    pub fn mean_square(&self) -> f64 {
        if self.0.is_empty() { 1.0 } else { self.0.iter().map(|size| size * size).sum::<f64>() / self.0.len() as f64 }
    }
}

impl Uncertainty {
    /// That of the trials, which are in order of origin and day; `profiles` are those known at each of the origins.
    pub(super) fn of(timeline: &Timeline, trials: &[Trial], origins: &[usize], profiles: &[Profile]) -> Self {
        let day = day_variances(trials);
        let mut found = Self {
            day,
            within: Vec::new(),
            within_correlation: 0.0,
            next_day: 0.0,
            lasting: 0.0,
            of_days: Scores::default(),
            of_intervals: Scores::default(),
        };
        let standardised: Vec<f64> = trials
            .iter()
            .map(|trial| {
                let variance = 1.0 + trial.forecast * found.day_variance(trial.ahead);
                distance(trial.actual, trial.forecast) / variance.sqrt()
            })
            .collect();
        (found.next_day, found.lasting) = correlations(trials, &standardised);
        found.of_days = Scores::new(standardised.iter().map(|error| error.abs()).collect());
        let profile = |trial: &Trial| origins.iter().position(|&origin| origin == trial.origin).map(|n| &profiles[n]);
        found.learn_intervals(timeline, trials, profile);
        found
    }

    /// What intervals do beyond their day.
    fn learn_intervals<'a>(
        &mut self,
        timeline: &Timeline,
        trials: &[Trial],
        profile: impl Fn(&Trial) -> Option<&'a Profile>,
    ) {
        let intervals = timeline.usual[0].len();
        let (mut excess, mut means) = (vec![0.0; intervals], vec![0.0; intervals]);
        let (mut squares, mut products, mut pairs) = (0.0, 0.0, 0.0);
        // The same day stands in the trials of several origins, with another profile each time.
        for trial in trials {
            let Some(profile) = profile(trial) else { continue };
            let (sum, share) = profile.observed_share(timeline, trial.day);
            if share <= 0.0 {
                continue;
            }
            let shares = &profile.0[timeline.days[trial.day].weekday];
            let mut before: Option<(usize, f64)> = None;
            for (i, count) in profile::observed(timeline, trial.day) {
                let mean = sum * shares[i] / share;
                let error = distance(count, mean);
                excess[i] += error * error - 1.0;
                means[i] += mean;
                if let Some((_, last)) = before.filter(|(other, _)| other + 1 == i) {
                    products += error * last;
                    squares += error * error - 1.0;
                    pairs += 1.0;
                }
                before = Some((i, error));
            }
        }
        // About an hour on either side, lest a single interval be taken for its noise.
        let width = (intervals / 24).max(1);
        self.within = (0..intervals)
            .map(|i| {
                let window = i.saturating_sub(width)..(i + width + 1).min(intervals);
                let mean: f64 = means[window.clone()].iter().sum();
                if mean > 0.0 { (excess[window].iter().sum::<f64>() / mean).max(0.0) } else { 0.0 }
            })
            .collect();
        self.within_correlation =
            if pairs > 0.0 && squares > 0.0 { (products / squares).clamp(0.0, 0.98) } else { 0.0 };
        let mut sizes = Vec::new();
        for trial in trials {
            let Some(profile) = profile(trial) else { continue };
            let (_, share) = profile.observed_share(timeline, trial.day);
            let shares = &profile.0[timeline.days[trial.day].weekday];
            let day = self.day_variance(trial.ahead);
            for (i, count) in profile::observed(timeline, trial.day) {
                let mean = trial.forecast * shares[i] / share;
                if mean > 0.0 {
                    sizes.push(distance(count, mean).abs() / (1.0 + mean * (day + self.within[i])).sqrt());
                }
            }
        }
        self.of_intervals = Scores::new(sizes);
    }

    /// The variance of the random factor of a day so far ahead.
    pub fn day_variance(&self, ahead: usize) -> f64 {
        let Some(last) = self.day.last() else { return STEP * (1.0 + ahead as f64 / 7.0) };
        match self.day.iter().find(|stretch| ahead <= stretch.to) {
            Some(stretch) => stretch.variance,
            None => last.variance + STEP * (ahead - last.to) as f64 / 7.0,
        }
    }

    /// The coefficient of variation of the rate of a day whose factor has that variance, as it is drawn: its errors e have the sizes of
    /// those of the backtest. With the rate (√(1 − v s/4) + e √(v/4))², v the variance and s the mean square of the errors on which the
    /// draws rest, its variance is v m (1 − v s/4) + v²/16 (k − m²), m and k the second and fourth moments of what is drawn.
    pub fn day_cv(&self, variance: f64) -> f64 {
        let (second, fourth) = self.of_days.moments();
        let level = (1.0 - variance * self.of_days.mean_square() / 4.0).max(0.0);
        let of_rate = variance * second * level + variance * variance / 16.0 * (fourth - second * second);
        of_rate.max(0.0).sqrt()
    }

    /// From where to where a count with that mean lies with probability `level`.
    pub(super) fn band(mean: f64, variance: f64, scores: &Scores, level: f64) -> (f64, f64) {
        if mean <= 0.0 {
            return (0.0, 0.0);
        }
        let root = (mean + 0.25).sqrt();
        let half_width = scores.at(level) * (1.0 + mean * variance).sqrt() / 2.0;
        let count = |root: f64| (root.max(0.0).powi(2) - 0.25).max(0.0);
        (count(root - half_width), count(root + half_width))
    }
}

/// The variance by stretch: moments of the squared errors, never smaller than nearer ahead.
fn day_variances(trials: &[Trial]) -> Vec<DayVariance> {
    let mut variances: Vec<DayVariance> = Vec::new();
    let longest = trials.iter().map(|trial| trial.ahead).max().unwrap_or(0);
    for stretch in 0..=stretch_of(longest.max(1)) {
        let here: Vec<&Trial> = trials.iter().filter(|trial| stretch_of(trial.ahead) == stretch).collect();
        let mean: f64 = here.iter().map(|trial| trial.forecast).sum();
        if here.len() < LEAST_DAYS || mean <= 0.0 {
            continue;
        }
        let excess: f64 = here.iter().map(|trial| distance(trial.actual, trial.forecast).powi(2) - 1.0).sum();
        let before = variances.last().map_or(0.0, |before| before.variance);
        let to = here.iter().map(|trial| trial.ahead).max().unwrap_or(0);
        variances.push(DayVariance { to, variance: (excess / mean).max(before) });
    }
    variances
}

/// Correlation of the errors of days next to each other and far from each other, of the same origin.
///
/// What lasts is told by few origins only, because the days after them overlap. It is put one standard error higher than its
/// estimate: a level that is taken for surer than it is makes every sum over weeks too sure.
fn correlations(trials: &[Trial], errors: &[f64]) -> (f64, f64) {
    let (mut near, mut far) = (Tally::new(), Tally::new());
    let mut of_origins = Tally::new();
    let mut begin = 0;
    for run in trials.chunk_by(|a, b| a.origin == b.origin) {
        let errors = &errors[begin..begin + run.len()];
        begin += run.len();
        let mut here = Tally::new();
        for (i, error) in errors.iter().enumerate() {
            near.extend(errors.get(i + 1).map(|next| error * next));
            here.extend(errors.iter().skip(i + 1 + LASTING).map(|other| error * other));
        }
        far.merge(&here);
        of_origins.extend(here.mean());
    }
    let variance = errors.iter().map(|error| error * error).sum::<f64>() / errors.len().max(1) as f64;
    if variance <= 0.0 {
        return (0.0, 0.0);
    }
    let windows = {
        let days = trials.iter().map(|trial| trial.day);
        let span = days.clone().max().unwrap_or(0) - days.min().unwrap_or(0) + 1;
        span as f64 / trials.iter().map(|trial| trial.ahead).max().unwrap_or(1) as f64
    };
    let doubt = (of_origins.variance().unwrap_or(0.0) / windows.max(1.0)).sqrt();
    let lasting = ((far.mean().unwrap_or(0.0) + doubt) / variance).clamp(0.0, 0.9);
    ((near.mean().unwrap_or(0.0) / variance).clamp(lasting, 0.95), lasting)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nine_errors_hold_their_largest_at_nine_tenths() {
        let scores = Scores::new((1..=9).map(f64::from).collect());
        // ⌈10 · 0.9⌉ = 9 and ⌈10 · 0.5⌉ = 5.
        assert_eq!((scores.at(0.9), scores.at(0.5)), (9.0, 5.0));
        assert!(scores.at(0.99) > 9.0);
    }

    #[test]
    fn a_poisson_count_of_a_hundred_has_the_band_of_its_standard_deviation() {
        let (lower, upper) = Uncertainty::band(100.0, 0.0, &Scores::default(), 0.95);
        // 1.96 standard deviations of 10; the scale of the root moves both ends up by at most 1.96²/4 and 0.25.
        assert!((lower - 80.4).abs() < 1.3 && (upper - 119.6).abs() < 1.3, "{lower} {upper}");
    }
}
