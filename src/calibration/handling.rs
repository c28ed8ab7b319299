//! Handling time of a queue or a reason: the law, its mean and its coefficient of variation.
//!
//! What is done with every time is said and counted, nothing is dropped in silence:
//!
//! 1. **Impossible** times (below zero, more than a day, not a number) are left out.
//! 2. **Long** times are kept, and counted if the chosen law would hardly have one so long among all. Where
//!    [`HandlingOptions::longest`] is given, longer ones are left out.
//! 3. **Short** calls (no customer, no work: see [`ShortCalls`]) are left out if there are more of them than every law expects that
//!    fits the other calls. The laws are then fitted to what is above the threshold, as what it is: times of which only those
//!    above the threshold are seen. So the mean is that of all real calls, the few real short ones included.
//! 4. Zeros are left out: no law of time has them.
//!
//! The laws that a scenario knows by mean and coefficient of variation (lognormal, gamma, Weibull, exponential, hyperexponential) are
//! compared by the criterion of Schwarz (BIC), and the best is chosen if it is good enough: nowhere off by more than
//! [`HandlingOptions::most_distance`] (Kolmogorov–Smirnov), or by no more than chance. If it is not, the same is asked of a mix of two
//! lognormal laws, and if that fails too, the times are taken as they were observed (empirical). The order is on purpose: of two
//! descriptions that are good enough, the one that can be written in two numbers is chosen, even if with many observations the
//! other has the better criterion.

mod short_calls;

pub use short_calls::ShortCalls;

use super::CalibrationError;
use super::fitted::Fitted;
use super::goodness::Goodness;
use super::laws::{self, LawFit};
use super::mixture::{self, MixtureFit};
use super::times::Times;
use crate::distribution::Law;
use crate::statistics::Tally;
use crate::units::Seconds;
use serde::Serialize;

/// How handling times are treated.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct HandlingOptions {
    /// Times below this may be artefacts: 10 s by default, after Brown et al. (2005), who found agents hanging up on customers
    /// below 10 s. 0: none are.
    pub short_below: Seconds,
    /// Longer times are left out; none by default.
    pub longest: Option<Seconds>,
    /// The largest Kolmogorov–Smirnov distance with which a law is good enough: 0.05 by default (assumption: five points of a
    /// hundred at the worst time).
    pub most_distance: f64,
}

impl Default for HandlingOptions {
    fn default() -> Self {
        Self { short_below: Seconds(10.0), longest: None, most_distance: 0.05 }
    }
}

/// A law that was fitted, with how well it fits.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Fit {
    /// One of the laws that a scenario knows by mean and coefficient of variation.
    Law {
        /// The law.
        #[serde(flatten)]
        fit: LawFit,
        /// How well it fits.
        goodness: Goodness,
    },
    /// A mix of two lognormal laws; a scenario has it as an empirical law through its quantiles.
    TwoLogNormals {
        /// The mix.
        #[serde(flatten)]
        fit: MixtureFit,
        /// How well it fits.
        goodness: Goodness,
    },
}

impl Fit {
    /// The criterion of Schwarz: the smallest is the best.
    pub fn bic(&self) -> f64 {
        match self {
            Self::Law { fit, .. } => fit.bic,
            Self::TwoLogNormals { fit, .. } => fit.bic,
        }
    }

    /// How well it fits.
    pub fn goodness(&self) -> &Goodness {
        match self {
            Self::Law { goodness, .. } | Self::TwoLogNormals { goodness, .. } => goodness,
        }
    }

    /// Its mean, in seconds.
    pub fn mean(&self) -> Fitted {
        match self {
            Self::Law { fit, .. } => fit.mean,
            Self::TwoLogNormals { fit, .. } => fit.mean,
        }
    }

    /// Its coefficient of variation.
    pub fn cv(&self) -> Fitted {
        match self {
            Self::Law { fit, .. } => fit.cv,
            Self::TwoLogNormals { fit, .. } => fit.cv,
        }
    }

    /// What it is called.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Law { fit, .. } => fit.law.name(),
            Self::TwoLogNormals { .. } => "mix of two lognormals",
        }
    }

    /// P(X > t), t in seconds.
    pub fn survival(&self, t: f64) -> f64 {
        match self {
            Self::Law { fit, .. } => fit.distribution.survival(Seconds(t)),
            Self::TwoLogNormals { fit, .. } => fit.mixture.survival(t),
        }
    }

    /// The time that the share `p` does not exceed, in seconds.
    pub fn quantile(&self, p: f64) -> f64 {
        match self {
            Self::Law { fit, .. } => fit.distribution.quantile(p).0,
            Self::TwoLogNormals { fit, .. } => fit.mixture.quantile(p),
        }
    }
}

/// Times that are longer than the law explains.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct LongTimes {
    /// The time, in seconds, above which the chosen law would have one of all the times with probability 5 %.
    pub above_s: f64,
    /// How many there are; they are kept.
    pub count: u64,
    /// Their share of all the work.
    pub share_of_work: f64,
}

/// The handling time of a queue or a reason.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Handling {
    /// The mean of all times that are possible, artefacts and zeros included, in seconds: what a report of the past shows.
    pub raw_mean: Option<Fitted>,
    /// The mean of the times that were fitted, in seconds, without any law.
    pub kept_mean: Fitted,
    /// The laws that could be fitted, the best first.
    pub fits: Vec<Fit>,
    /// The place of the chosen one among them; `None` for the empirical law.
    pub choice: Option<usize>,
    /// Times that are no times, left out.
    pub impossible: u64,
    /// Times of 0 s, left out (those that are artefacts count there).
    pub zeros: u64,
    /// Times above [`HandlingOptions::longest`], left out.
    pub too_long: u64,
    /// Short calls, and what became of them.
    pub short: Option<ShortCalls>,
    /// Times that are longer than the chosen law explains, kept.
    pub long: Option<LongTimes>,
    /// The times that were fitted, ascending, in seconds.
    #[serde(skip)]
    pub kept: Vec<f64>,
}

impl Handling {
    /// The law that is chosen; `None` where that is the empirical one.
    pub fn chosen(&self) -> Option<&Fit> {
        self.choice.and_then(|place| self.fits.get(place))
    }

    /// The mean that goes into a scenario: that of the chosen law, or of the times themselves.
    pub fn mean(&self) -> Fitted {
        self.chosen().map_or(self.kept_mean, Fit::mean)
    }

    /// So many values whose empirical law is about that of the queue: quantiles of the mix, or of the times themselves. Fewer where
    /// there are fewer times. Scaled to the mean of what they stand for, which quantiles without the ends would miss.
    pub fn values(&self, most: usize) -> Vec<f64> {
        let values: Vec<f64> = match self.chosen() {
            Some(fit) => (0..most).map(|i| fit.quantile((i as f64 + 0.5) / most as f64)).collect(),
            None if self.kept.len() <= most => return self.kept.clone(),
            None => {
                let place = |i: usize| (i as f64 + 0.5) / most as f64 * self.kept.len() as f64;
                (0..most).map(|i| self.kept[(place(i) as usize).min(self.kept.len() - 1)]).collect()
            }
        };
        let mean = values.iter().sum::<f64>() / values.len().max(1) as f64;
        let factor = self.mean().value / mean;
        values.into_iter().map(|value| value * if factor.is_finite() { factor } else { 1.0 }).collect()
    }
}

/// Longest possible handling time, in seconds: a day, as in a scenario.
const A_DAY: f64 = 86_400.0;
/// Fewest times from which a law is fitted: fewer do not tell laws apart.
pub(super) const FEWEST: usize = 20;
/// √n times the distance beyond which a Kolmogorov–Smirnov test at 1 % refuses a law that was not fitted (Kolmogorov 1933).
const CHANCE: f64 = 1.628;
/// The same at 5 % for a law whose two parameters were fitted (Lilliefors 1967): with less, two kinds are not sought where one will do.
const FITTED_CHANCE: f64 = 0.886;

/// Handling time from the times of contacts that were answered, in seconds, in any order.
pub fn handling(times: &[f64], options: &HandlingOptions) -> Result<Handling, CalibrationError> {
    let is_possible = |time: &f64| (0.0..=A_DAY).contains(time);
    let mut possible: Vec<f64> = times.iter().copied().filter(is_possible).collect();
    possible.sort_unstable_by(f64::total_cmp);
    let impossible = (times.len() - possible.len()) as u64;
    let raw: Tally = possible.iter().copied().collect();
    let raw_mean = raw.mean().and_then(|mean| {
        Fitted::student(mean, raw.standard_error().unwrap_or(f64::NAN), raw.count().saturating_sub(1), raw.count())
    });
    let longest = options.longest.map_or(A_DAY, |longest| longest.0);
    let within = possible.partition_point(|&time| time <= longest);
    let too_long = (possible.len() - within) as u64;
    possible.truncate(within);
    let threshold = if options.short_below.0.is_finite() { options.short_below.0.max(0.0) } else { 0.0 };
    let short = short_calls::of(&possible, threshold);
    let is_artefact = short.is_some_and(|short| short.is_artefact);
    let from = if is_artefact { threshold } else { 0.0 };
    let begin = possible.partition_point(|&time| if is_artefact { time < threshold } else { time <= 0.0 });
    let zeros = if is_artefact { 0 } else { begin as u64 };
    let kept = possible.split_off(begin);
    if kept.len() < FEWEST {
        return Err(CalibrationError::TooFew { what: "handling times", found: kept.len(), least: FEWEST });
    }
    let fits = fits(&kept, from);
    let tally: Tally = kept.iter().copied().collect();
    let (mean, error) = (tally.mean().unwrap_or(f64::NAN), tally.standard_error().unwrap_or(f64::NAN));
    let kept_mean = Fitted::student(mean, error, tally.count() - 1, tally.count()).ok_or(CalibrationError::NoSpread)?;
    let is_good = |fit: &Fit| {
        let distance = fit.goodness().kolmogorov_smirnov;
        distance <= options.most_distance || distance * (kept.len() as f64).sqrt() <= CHANCE
    };
    let best = |is_law: bool| fits.iter().position(|fit| matches!(fit, Fit::Law { .. }) == is_law);
    let choice = [best(true), best(false)].into_iter().flatten().find(|&place| is_good(&fits[place]));
    let long = choice.map(|place| long_times(&fits[place], &kept));
    Ok(Handling { raw_mean, kept_mean, fits, choice, impossible, zeros, too_long, short, long, kept })
}

/// All laws that can be fitted, the best first.
fn fits(kept: &[f64], from: f64) -> Vec<Fit> {
    let times = observed(kept, from);
    // The law of those that are seen, which are above `from`.
    let goodness = |survival: &dyn Fn(f64) -> f64, quantile: &dyn Fn(f64) -> f64| {
        let seen = survival(from);
        Goodness::of(kept, |time| 1.0 - survival(time) / seen, |share| quantile(1.0 - (1.0 - share) * seen))
    };
    let mut fits: Vec<Fit> = laws::CANDIDATES
        .into_iter()
        .filter_map(|law| laws::fit(law, &times))
        .map(|fit| {
            let (survival, quantile) =
                (|t: f64| fit.distribution.survival(Seconds(t)), |p: f64| fit.distribution.quantile(p).0);
            let goodness = goodness(&survival, &quantile);
            Fit::Law { fit, goodness }
        })
        .collect();
    fits.sort_by(|a, b| a.bic().total_cmp(&b.bic()));
    let is_off = |fit: &Fit| fit.goodness().kolmogorov_smirnov * (kept.len() as f64).sqrt() > FITTED_CHANCE;
    if fits.first().is_none_or(is_off)
        && let Some(fit) = mixture::fit(&times)
    {
        let goodness = goodness(&|t| fit.mixture.survival(t), &|p| fit.mixture.quantile(p));
        fits.push(Fit::TwoLogNormals { fit, goodness });
    }
    fits.sort_by(|a, b| a.bic().total_cmp(&b.bic()));
    fits
}

/// Times above 0 that all ended. A time that is exactly at the threshold was seen.
fn observed(kept: &[f64], from: f64) -> Times {
    Times::of(kept.iter().map(|&time| (time, true)), from)
}

fn long_times(chosen: &Fit, kept: &[f64]) -> LongTimes {
    let above_s = chosen.quantile(1.0 - 0.05 / kept.len() as f64);
    let long = &kept[kept.partition_point(|&time| time <= above_s)..];
    let share_of_work = long.iter().fold(0.0, |sum, time| sum + time) / kept.iter().sum::<f64>();
    LongTimes { above_s, count: long.len() as u64, share_of_work }
}

/// The law by which a name in a scenario means the fit; the mix is an empirical one there.
pub(super) fn law_of(fit: Option<&Fit>) -> Law {
    match fit {
        Some(Fit::Law { fit, .. }) => fit.law,
        _ => Law::Empirical,
    }
}

#[cfg(test)]
mod tests;
