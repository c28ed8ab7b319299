//! The estimate of Kaplan and Meier: which share is still there after a time, when some were last seen before.

use super::super::fitted::Fitted;
use super::super::times::Times;
use super::Wait;
use crate::statistics::{CONFIDENCE, normal_quantile};
use serde::Serialize;

/// The survival after a time at which somebody abandoned.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Step {
    /// The time, in seconds.
    pub seconds: f64,
    /// How many still waited just before.
    pub at_risk: u64,
    /// How many abandoned then.
    pub abandoned: u64,
    /// The share whose patience is longer.
    pub survival: f64,
    /// Its standard error (Greenwood 1926).
    pub standard_error: f64,
}

/// The survival function of patience without a law: a step at each time at which somebody abandoned.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct KaplanMeier {
    /// Ascending in time.
    pub steps: Vec<Step>,
    /// The longest wait, in seconds: beyond it nothing is known.
    pub longest_s: f64,
    /// How many waits it rests on.
    pub sample: u64,
}

/// The estimate from waits above 0.
pub fn kaplan_meier(waits: &[Wait]) -> KaplanMeier {
    let possible = waits.iter().filter(|wait| wait.seconds > 0.0 && wait.seconds.is_finite());
    of(&Times::of(possible.map(|wait| (wait.seconds, wait.has_abandoned)), 0.0))
}

pub(super) fn of(times: &Times) -> KaplanMeier {
    let mut at_risk = times.all();
    let sample = at_risk as u64;
    let (mut survival, mut greenwood) = (1.0, 0.0);
    let mut steps = Vec::new();
    for at in &times.at {
        if at.ended > 0.0 {
            survival *= 1.0 - at.ended / at_risk;
            // With nobody left, the survival is 0 and so is its error.
            greenwood += if at_risk > at.ended { at.ended / (at_risk * (at_risk - at.ended)) } else { 0.0 };
            steps.push(Step {
                seconds: at.time,
                at_risk: at_risk as u64,
                abandoned: at.ended as u64,
                survival,
                standard_error: survival * f64::sqrt(greenwood),
            });
        }
        at_risk -= at.ended + at.longer;
    }
    KaplanMeier { steps, longest_s: times.at.last().map_or(0.0, |last| last.time), sample }
}

impl Step {
    /// The 95 % interval of the survival, on the scale of ln(−ln S) (Kalbfleisch & Prentice 1980), so that it stays between 0 and 1.
    pub fn interval(&self) -> Option<(f64, f64)> {
        if self.survival <= 0.0 || self.survival >= 1.0 {
            return None;
        }
        let log = self.survival.ln();
        let half = normal_quantile(f64::midpoint(1.0, CONFIDENCE)) * self.standard_error / (self.survival * log).abs();
        Some((self.survival.powf(half.exp()), self.survival.powf((-half).exp())))
    }
}

impl KaplanMeier {
    /// The share whose patience is longer than `seconds`; `None` beyond the longest wait.
    pub fn survival(&self, seconds: f64) -> Option<Fitted> {
        if seconds > self.longest_s || seconds < 0.0 {
            return None;
        }
        let before = self.steps.partition_point(|step| step.seconds <= seconds);
        let Some(step) = before.checked_sub(1).and_then(|last| self.steps.get(last)) else {
            return Fitted::between(1.0, f64::NAN, (f64::NAN, f64::NAN), self.sample);
        };
        let ends = step.interval().unwrap_or((f64::NAN, f64::NAN));
        Fitted::between(step.survival, step.standard_error, ends, self.sample)
    }

    /// The time that the share `p` does not exceed, with the times at which the interval of the survival still has 1 − p in it
    /// (Brookmeyer & Crowley 1982). `None` where the survival does not fall so far.
    pub fn quantile(&self, p: f64) -> Option<Fitted> {
        let left = 1.0 - p;
        let at = self.steps.iter().find(|step| step.survival <= left)?;
        let reached = |end: &dyn Fn((f64, f64)) -> f64| {
            let is_below = |step: &&Step| step.interval().map_or(step.survival <= left, |ends| end(ends) <= left);
            self.steps.iter().find(is_below).map_or(f64::NAN, |step| step.seconds)
        };
        let ends = (reached(&|ends| ends.0), reached(&|ends| ends.1));
        Fitted::between(at.seconds, f64::NAN, ends, self.sample)
    }

    /// The mean of patience as far as it is below the longest wait: the area under the steps (Irwin 1949), with the variance that Kaplan and
    /// Meier give.
    pub fn restricted_mean(&self) -> Option<Fitted> {
        let mut area = 0.0;
        let mut variance = 0.0;
        // From the last step to the first, the area to the right of each is known.
        let mut right = self.longest_s;
        for (index, step) in self.steps.iter().enumerate().rev() {
            area += step.survival * (right - step.seconds);
            right = step.seconds;
            let (at_risk, abandoned) = (step.at_risk as f64, step.abandoned as f64);
            if at_risk > abandoned {
                variance += area * area * abandoned / (at_risk * (at_risk - abandoned));
            }
            debug_assert!(index == 0 || self.steps[index - 1].seconds < step.seconds);
        }
        area += right;
        Fitted::positive(area, f64::sqrt(variance), self.sample)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waits(list: &[(f64, bool)]) -> Vec<Wait> {
        list.iter().map(|&(seconds, has_abandoned)| Wait { seconds, has_abandoned }).collect()
    }

    #[test]
    fn five_waits_by_hand() {
        // 10 abandons of 5, 20 is answered, 30 abandons of 3, 40 is answered, 50 abandons of 1.
        let list = [(10.0, true), (20.0, false), (30.0, true), (40.0, false), (50.0, true)];
        let estimate = kaplan_meier(&waits(&list));
        let steps: Vec<(f64, u64)> = estimate.steps.iter().map(|step| (step.seconds, step.at_risk)).collect();
        assert_eq!(steps, [(10.0, 5), (30.0, 3), (50.0, 1)]);
        let survival: Vec<f64> = estimate.steps.iter().map(|step| step.survival).collect();
        let close = |a: f64, b: f64| (a - b).abs() < 4.0 * f64::EPSILON * b.max(1.0);
        assert!(close(survival[0], 0.8) && close(survival[1], 8.0 / 15.0) && survival[2] == 0.0);
        // Greenwood: 0.8² · 1/20, then (8/15)² · (1/20 + 1/6).
        assert!(close(estimate.steps[0].standard_error, 0.8 * 0.05_f64.sqrt()));
        assert!(close(estimate.steps[1].standard_error, 8.0 / 15.0 * (13.0_f64 / 60.0).sqrt()));
        assert_eq!(estimate.quantile(0.5).unwrap().value, 50.0);
        // 10 · 1 + 20 · 0.8 + 20 · 8/15.
        let mean = estimate.restricted_mean().unwrap();
        assert!(close(mean.value / 100.0, (26.0 + 32.0 / 3.0) / 100.0), "{mean:?}");
        // Right of 10: 16 + 32/3; right of 30: 32/3. Variance (80/3)²/20 + (32/3)²/6.
        let variance = (80.0_f64 / 3.0).powi(2) / 20.0 + (32.0_f64 / 3.0).powi(2) / 6.0;
        assert!(close(mean.standard_error.unwrap() / 10.0, variance.sqrt() / 10.0));
        assert_eq!(estimate.survival(60.0), None);
        assert_eq!(estimate.survival(5.0).unwrap().value, 1.0);
        assert_eq!(estimate.survival(35.0).unwrap().value, survival[1]);
    }

    #[test]
    fn without_anybody_who_abandons_there_is_no_step() {
        let estimate = kaplan_meier(&waits(&[(10.0, false), (20.0, false)]));
        assert!(estimate.steps.is_empty() && estimate.quantile(0.5).is_none());
        assert_eq!(kaplan_meier(&[]).longest_s, 0.0);
    }
}
