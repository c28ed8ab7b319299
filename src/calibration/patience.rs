//! Patience from waits: who was answered had more patience than they needed, so their waits say "longer than this".
//!
//! The mean wait of those who hung up is not the mean patience: it leaves out all who were patient enough to be answered. Here every wait
//! counts: that of an abandoned contact is its patience, that of an answered one is a bound (censoring on the right). It is assumed that
//! the wait that would have been offered does not depend on the patience of who waits (Brown et al. 2005, § 5).
//!
//! - **Kaplan–Meier** (1958) needs no law; it tells nothing beyond the longest wait.
//! - **Maximum likelihood** of a law tells the mean that a scenario needs, by carrying the law on beyond the longest wait: how much of
//!   patience lies there is said ([`PatienceFit::beyond`]).
//! - **Hazards** by band of the wait show how the willingness to hang up changes as time goes by.
//!
//! Who leaves at once without waiting does not wait: they are the balking ([`Patience::balking`]), and no law of patience has them.

mod hazard;
mod kaplan_meier;

pub use hazard::Hazard;
pub use kaplan_meier::{KaplanMeier, Step, kaplan_meier};

use super::CalibrationError;
use super::fitted::Fitted;
use super::laws::{self, LawFit};
use super::times::Times;
use crate::statistics::Tally;
use crate::units::Seconds;
use serde::Serialize;

/// How long a contact waited, and how that ended.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Wait {
    /// In seconds.
    pub seconds: f64,
    /// It hung up; otherwise it was answered, or cut off by something that has nothing to do with its patience.
    pub has_abandoned: bool,
}

/// A law of patience that was fitted.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PatienceFit {
    /// The law. Its sample is the number of those who abandoned.
    #[serde(flatten)]
    pub fit: LawFit,
    /// Largest distance between the law and the Kaplan–Meier estimate, over the waits at which at least [`FEWEST_AT_RISK`] still
    /// waited.
    pub distance: f64,
    /// Share of patience that by this law is beyond the longest wait: what nobody has seen.
    pub beyond: f64,
}

/// The patience of a queue or a reason.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Patience {
    /// Contacts that abandoned after having waited.
    pub abandoned: u64,
    /// Contacts that were answered after having waited.
    pub answered: u64,
    /// Contacts that were answered at once, which say nothing about patience.
    pub at_once: u64,
    /// Times that are no times, left out.
    pub impossible: u64,
    /// Share of those who would have had to wait who left at once. `None` where nobody would have had to wait.
    pub balking: Option<Fitted>,
    /// Mean wait of those who abandoned, in seconds: for comparison, since it is often mistaken for patience.
    pub mean_wait_of_abandoned: Option<Fitted>,
    /// The estimate without a law.
    pub kaplan_meier: KaplanMeier,
    /// Median patience, in seconds; `None` where fewer than half abandon while at least [`FEWEST_AT_RISK`] still
    /// wait. The interval is that of Brookmeyer &
    /// Crowley (1982); there is no standard error.
    pub median: Option<Fitted>,
    /// Mean of patience as far as it is below the longest wait, in seconds.
    pub restricted_mean: Option<Fitted>,
    /// The laws that could be fitted, the best by the criterion of Schwarz first.
    pub fits: Vec<PatienceFit>,
    /// Chance of hanging up per minute, by bands of the wait.
    pub hazards: Vec<Hazard>,
}

/// Fewest abandonments from which patience is estimated.
const FEWEST: usize = 10;
/// Where fewer still wait, the Kaplan–Meier estimate is too unsure to measure a law by: one of 30 is three points.
pub const FEWEST_AT_RISK: u64 = 30;
/// Longest possible patience, in seconds: thirty days, as in a scenario.
const LONGEST: f64 = 30.0 * 86_400.0;

/// Patience from waits, in any order. A wait of up to `at_once` seconds is none.
pub fn patience(waits: &[Wait], at_once: Seconds) -> Result<Patience, CalibrationError> {
    let possible = || waits.iter().filter(|wait| (0.0..=LONGEST).contains(&wait.seconds));
    let impossible = (waits.len() - possible().count()) as u64;
    let limit = at_once.0.max(0.0);
    let waited: Vec<Wait> = possible().filter(|wait| wait.seconds > limit).copied().collect();
    let balked = possible().filter(|wait| wait.seconds <= limit && wait.has_abandoned).count() as u64;
    let abandoned = waited.iter().filter(|wait| wait.has_abandoned).count();
    if abandoned < FEWEST {
        let what = "contacts that abandoned after having waited";
        return Err(CalibrationError::TooFew { what, found: abandoned, least: FEWEST });
    }
    let of_abandoned: Tally = waited.iter().filter(|wait| wait.has_abandoned).map(|wait| wait.seconds).collect();
    let mean_wait_of_abandoned = of_abandoned.mean().and_then(|mean| {
        let error = of_abandoned.standard_error().unwrap_or(f64::NAN);
        Fitted::student(mean, error, of_abandoned.count() - 1, of_abandoned.count())
    });
    // Who waits from the limit on is seen only if patience exceeds it.
    let times = Times::of(waited.iter().map(|wait| (wait.seconds, wait.has_abandoned)), limit);
    let kaplan_meier = kaplan_meier::of(&times);
    let mut fits: Vec<PatienceFit> = laws::CANDIDATES
        .into_iter()
        .filter_map(|law| laws::fit(law, &times))
        .map(|fit| PatienceFit { distance: distance(&fit, &kaplan_meier, limit), beyond: beyond(&fit, &times), fit })
        .collect();
    fits.sort_by(|a, b| a.fit.bic.total_cmp(&b.fit.bic));
    Ok(Patience {
        abandoned: abandoned as u64,
        answered: (waited.len() - abandoned) as u64,
        at_once: possible().count() as u64 - waited.len() as u64 - balked,
        impossible,
        balking: Fitted::share(balked, balked + waited.len() as u64, 1.0),
        mean_wait_of_abandoned,
        median: median(&kaplan_meier),
        restricted_mean: kaplan_meier.restricted_mean(),
        hazards: hazard::by_band(&times),
        kaplan_meier,
        fits,
    })
}

/// The median, where enough still waited when it was reached.
fn median(kaplan_meier: &KaplanMeier) -> Option<Fitted> {
    let step = kaplan_meier.steps.iter().find(|step| step.survival <= 0.5)?;
    kaplan_meier.quantile(0.5).filter(|_| step.at_risk >= FEWEST_AT_RISK)
}

fn distance(fit: &LawFit, kaplan_meier: &KaplanMeier, from: f64) -> f64 {
    let seen = fit.distribution.survival(Seconds(from));
    let mut before = 1.0;
    let steps = kaplan_meier.steps.iter().take_while(|step| step.at_risk >= FEWEST_AT_RISK);
    let distances = steps.map(|step| {
        let by_law = fit.distribution.survival(Seconds(step.seconds)) / seen;
        let distance = (by_law - step.survival).abs().max((by_law - before).abs());
        before = step.survival;
        distance
    });
    distances.fold(0.0, f64::max)
}

fn beyond(fit: &LawFit, times: &Times) -> f64 {
    times.at.last().map_or(1.0, |last| fit.distribution.survival(Seconds(last.time)))
}

#[cfg(test)]
mod tests;
