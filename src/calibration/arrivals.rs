//! How contacts vary beyond chance: from day to day, within the day, and together with other queues.
//!
//! Given the profile, the count of day d in interval j is Poisson with mean μ(class of d, j) · B(d) · W(d, j): B is the day's
//! factor, W wanders within the day, both with mean 1 (Jongbloed & Koole 2001; Avramidis, Deslauriers & L'Ecuyer 2004). The
//! profile is the mean over the days of a class (a weekday). With r = count − μ̂, the products of different intervals of a
//! day have the mean μ μ′ ((1 + b)(1 + w φ^|j − j′|) − 1), where b and w are the squared coefficients of variation of B and W,
//! and chance adds nothing to them, since Poisson counts are independent. So by lag the ratio Σ r r′ / Σ μ μ′ falls from
//! (1 + b)(1 + w) − 1 towards b, and that curve tells both. A class of n days takes 1/n of the products into its
//! profile, which is made good.
//!
//! Errors are by leaving out one day at a time (jackknife, Tukey 1958).

mod sums;
mod together;
mod within_day;

pub use together::{QueueTogether, Together, loadings, together};
pub use within_day::Busyness;

use super::CalibrationError;
use super::fitted::Fitted;
use serde::Serialize;
use sums::Sums;

/// Counts of one day of a queue.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DayCounts {
    /// The class of days with the same profile: a weekday, or any other number.
    pub class: usize,
    /// Contacts by interval; every day has the same intervals. Intervals in which no day of the class had any say nothing.
    pub counts: Vec<f64>,
}

/// How the contacts of a queue vary.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ArrivalVariation {
    /// Days from which it was estimated; classes with a single day are left out.
    pub days: u64,
    /// Days that were left out, as the only ones of their class or with other intervals.
    pub left_out: u64,
    /// Variance of counts around the profile relative to Poisson, by interval: 1 for chance alone. Its sample is the number of
    /// days, as for all that follows.
    pub dispersion: Fitted,
    /// The same for the counts of whole days.
    pub dispersion_of_days: Fitted,
    /// Coefficient of variation of the day's factor, all of a day's deviation beyond chance taken together: `day_factor_cv` of a scenario
    /// without busyness. 0 where days vary by no more than chance.
    pub day_factor_cv: Fitted,
    /// What wanders within the day, where it does so beyond chance and fast enough to be told from the factor of the day: with a memory of
    /// less than a third of the day.
    pub busyness: Option<Busyness>,
}

/// Fewest days.
const FEWEST: usize = 10;

/// How the contacts of a queue vary around their profile.
pub fn arrivals(days: &[DayCounts]) -> Result<ArrivalVariation, CalibrationError> {
    let (kept, left_out) = usable(days);
    if kept.len() < FEWEST {
        let what = "days that share their class (weekday) and their intervals with another";
        return Err(CalibrationError::TooFew { what, found: kept.len(), least: FEWEST });
    }
    let (whole, without) = Sums::leaving_out(&kept);
    let sample = kept.len() as u64;
    let error = |f: fn(&Sums) -> f64| jackknife(without.iter().map(f));
    let [dispersion, of_days] = [Sums::dispersion, Sums::dispersion_of_days]
        .map(|f| Fitted::positive_student(f(&whole), error(f), sample - 1, sample));
    let day_factor_cv = root(whole.day_variance(), error(Sums::day_variance), sample);
    let lags: Vec<Vec<f64>> = without.iter().map(Sums::by_lag).collect();
    let missing = CalibrationError::NoSpread;
    Ok(ArrivalVariation {
        days: sample,
        left_out,
        dispersion: dispersion.ok_or(missing)?,
        dispersion_of_days: of_days.ok_or(missing)?,
        day_factor_cv: day_factor_cv.ok_or(missing)?,
        busyness: within_day::busyness(&whole.by_lag(), &lags),
    })
}

/// The root of a variance that may come out below 0: the interval is that of the variance on a logarithmic scale where it is well above
/// its error, and symmetric otherwise.
fn root(variance: f64, error: f64, sample: u64) -> Option<Fitted> {
    let symmetric = Fitted::student(variance, error, sample - 1, sample)?;
    let positive = Fitted::positive_student(variance, error, sample - 1, sample)?;
    let fitted = if variance > 3.0 * error { positive } else { symmetric };
    let derivative = if variance > 0.0 { 0.5 / variance.sqrt() } else { f64::NAN };
    fitted.mapped(|variance| variance.max(0.0).sqrt(), derivative)
}

/// Days whose class has another day, all with the intervals of the first day; and how many others there are.
fn usable(days: &[DayCounts]) -> (Vec<&DayCounts>, u64) {
    let intervals = days.first().map_or(0, |day| day.counts.len());
    let is_whole = |day: &&DayCounts| {
        day.counts.len() == intervals
            && intervals > 0
            && day.counts.iter().all(|count| count.is_finite() && *count >= 0.0)
    };
    let whole: Vec<&DayCounts> = days.iter().filter(is_whole).collect();
    // Without one of its days, a class still needs two.
    let is_often = |day: &&&DayCounts| whole.iter().filter(|other| other.class == day.class).count() >= 3;
    let kept: Vec<&DayCounts> = whole.iter().filter(is_often).copied().collect();
    let left_out = (days.len() - kept.len()) as u64;
    (kept, left_out)
}

/// The standard error of a statistic from its values with one day left out.
pub(super) fn jackknife(values: impl Iterator<Item = f64>) -> f64 {
    let values: Vec<f64> = values.collect();
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    ((n - 1.0) / n * values.iter().map(|value| (value - mean).powi(2)).sum::<f64>()).sqrt()
}

#[cfg(test)]
mod tests;
