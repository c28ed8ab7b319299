//! How handling time falls as people gain experience.
//!
//! The curve is y = a + b e^(−t / τ): `a` is the handling time of the experienced, `a + b` that on the first day, and what is left to
//! learn falls to 1/e in the time τ (Mazur & Hastie 1978, who compare learning curves and find this form the best
//! where performance is bounded). Fitted by least squares: for each τ, a and b are a linear regression, so that only
//! τ is sought. Errors allow for observations of the same agent going together.
//!
//! A scenario has the curve as a ramp: the factor on proficiency in week t is a / (a + b e^(−t / τ)).

use super::CalibrationError;
use super::fitted::Fitted;
use super::maximum::{inverse, quadratic};
use serde::Serialize;
use std::collections::BTreeMap;

/// A contact, or the mean of an agent's week.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Practice {
    /// A number for the agent.
    pub agent: usize,
    /// Weeks since the agent began.
    pub tenure_weeks: f64,
    /// Handling time, in seconds.
    pub handling_s: f64,
}

/// The learning curve.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LearningCurve {
    /// Handling time of the experienced, in seconds; the sample of each is the number of observations.
    pub experienced: Fitted,
    /// How much longer it takes on the first day, in seconds.
    pub at_first: Fitted,
    /// Time in which what is left to learn falls to 1/e, in weeks.
    pub time_constant_weeks: Fitted,
    /// How many agents it rests on.
    pub agents: u64,
    /// The part of the variance of handling times that the curve explains.
    pub explained: f64,
    /// Of `experienced`, `at_first` and the logarithm of the time constant.
    #[serde(skip)]
    covariance: [[f64; 3]; 3],
}

/// Fewest agents.
const FEWEST: usize = 5;
/// Time constants that are tried, in weeks: from two days to two years.
const TRIED: (f64, f64) = (0.3, 104.0);
const STEPS: u32 = 120;

/// What one agent adds to the fit.
#[derive(Default)]
struct OfAgent {
    score: [f64; 3],
    products: [[f64; 3]; 3],
}

/// The curve through observations of agents with different tenure. `Ok(None)` where tenure makes no difference that a curve could be
/// drawn through: no τ within two days and two years is better than its neighbours on both sides, or those who are new are faster.
pub fn learning_curve(practice: &[Practice]) -> Result<Option<LearningCurve>, CalibrationError> {
    let possible = |of: &&Practice| {
        of.tenure_weeks.is_finite() && of.tenure_weeks >= 0.0 && of.handling_s.is_finite() && of.handling_s > 0.0
    };
    let practice: Vec<Practice> = practice.iter().filter(possible).copied().collect();
    let mut agents: BTreeMap<usize, OfAgent> = practice.iter().map(|of| (of.agent, OfAgent::default())).collect();
    if agents.len() < FEWEST {
        return Err(CalibrationError::TooFew { what: "agents", found: agents.len(), least: FEWEST });
    }
    let tried = |step: u32| TRIED.0 * (TRIED.1 / TRIED.0).powf(f64::from(step) / f64::from(STEPS));
    let errors: Vec<f64> = (0..=STEPS).map(|step| regression(&practice, tried(step)).2).collect();
    let best = (0..=STEPS).min_by(|&a, &b| errors[a as usize].total_cmp(&errors[b as usize])).unwrap_or(0);
    if best == 0 || best == STEPS {
        return Ok(None);
    }
    let tau = least(|tau| regression(&practice, tau).2, tried(best - 1), tried(best + 1));
    let (a, b, squares) = regression(&practice, tau);
    if b <= 0.0 || a <= 0.0 {
        return Ok(None);
    }
    // The sensitivities to a, b and ln τ: their products, and the scores, of each agent and of all.
    let mut all = [[0.0; 3]; 3];
    for of in &practice {
        let x = of.tenure_weeks / tau;
        let gradient = [1.0, (-x).exp(), b * x * (-x).exp()];
        let residual = of.handling_s - a - b * (-x).exp();
        let agent = agents.entry(of.agent).or_default();
        for i in 0..3 {
            agent.score[i] += gradient[i] * residual;
            for j in 0..3 {
                agent.products[i][j] += gradient[i] * gradient[j];
                all[i][j] += gradient[i] * gradient[j];
            }
        }
    }
    // By how much the estimates move if an agent is left out (the jackknife to first order, CR3 of Bell & McCaffrey 2002). The
    // sandwich of scores would be too narrow, since the few agents who are new pull the curve towards themselves.
    let mut covariance = [[0.0; 3]; 3];
    let clusters = agents.len() as f64;
    for of in agents.values() {
        let others: [[f64; 3]; 3] = std::array::from_fn(|i| std::array::from_fn(|j| all[i][j] - of.products[i][j]));
        let Some(inverse) = inverse(&others) else { return Ok(None) };
        let moved: [f64; 3] = std::array::from_fn(|i| (0..3).map(|j| inverse[i][j] * of.score[j]).sum());
        for i in 0..3 {
            (0..3).for_each(|j| covariance[i][j] += (clusters - 1.0) / clusters * moved[i] * moved[j]);
        }
    }
    let degrees = agents.len() as u64 - 1;
    let sample = practice.len() as u64;
    let error = |i: usize| covariance[i][i].sqrt();
    let fitted = (
        Fitted::positive_student(a, error(0), degrees, sample),
        Fitted::student(b, error(1), degrees, sample),
        Fitted::positive_student(tau, tau * error(2), degrees, sample),
    );
    let (Some(experienced), Some(at_first), Some(time_constant_weeks)) = fitted else { return Ok(None) };
    let mean = practice.iter().map(|of| of.handling_s).sum::<f64>() / sample as f64;
    let total: f64 = practice.iter().map(|of| (of.handling_s - mean).powi(2)).sum();
    let explained = 1.0 - squares / total;
    let agents = agents.len() as u64;
    Ok(Some(LearningCurve { experienced, at_first, time_constant_weeks, agents, explained, covariance }))
}

impl LearningCurve {
    /// Mean handling time after so many weeks, in seconds.
    pub fn handling_s(&self, weeks: f64) -> f64 {
        self.experienced.value + self.at_first.value * (-weeks / self.time_constant_weeks.value).exp()
    }

    /// The factor on proficiency after so many weeks: handling time of the experienced / handling time then.
    pub fn proficiency(&self, weeks: f64) -> Option<Fitted> {
        let (a, b, tau) = (self.experienced.value, self.at_first.value, self.time_constant_weeks.value);
        let x = weeks / tau;
        let decay = (-x).exp();
        let factor = a / (a + b * decay);
        // d ln factor by a, b and ln τ.
        let sum = a + b * decay;
        let gradient = [1.0 / a - 1.0 / sum, -decay / sum, -b * decay * x / sum];
        let error = quadratic(&gradient, &self.covariance).sqrt();
        Fitted::positive_student(factor, factor * error, self.agents - 1, self.experienced.sample)
    }

    /// The ramp of a scenario: the factor in the middle of each week, until it is within one hundredth of 1, a year at most.
    pub fn ramp(&self) -> Vec<Fitted> {
        let weeks = (0..52).map(|week| self.proficiency(f64::from(week) + 0.5));
        weeks.map_while(|factor| factor.filter(|factor| factor.value < 0.99)).collect()
    }
}

/// a, b and the sum of squared errors for a given τ.
fn regression(practice: &[Practice], tau: f64) -> (f64, f64, f64) {
    let n = practice.len() as f64;
    let decay = |of: &Practice| (-of.tenure_weeks / tau).exp();
    let (mut x, mut y) = (0.0, 0.0);
    for of in practice {
        x += decay(of) / n;
        y += of.handling_s / n;
    }
    let (mut squares, mut products, mut all) = (0.0, 0.0, 0.0);
    for of in practice {
        let (dx, dy) = (decay(of) - x, of.handling_s - y);
        squares += dx * dx;
        products += dx * dy;
        all += dy * dy;
    }
    let b = if squares > 0.0 { products / squares } else { 0.0 };
    (y - b * x, b, all - b * products)
}

/// The place of the least value between two places, by golden section.
fn least(f: impl Fn(f64) -> f64, mut low: f64, mut high: f64) -> f64 {
    let golden = 2.0 / (1.0 + 5.0_f64.sqrt());
    let (mut left, mut right) = (high - golden * (high - low), low + golden * (high - low));
    let (mut at_left, mut at_right) = (f(left), f(right));
    for _ in 0..60 {
        if at_left < at_right {
            (high, right, at_right) = (right, left, at_left);
            left = high - golden * (high - low);
            at_left = f(left);
        } else {
            (low, left, at_left) = (left, right, at_right);
            right = low + golden * (high - low);
            at_right = f(right);
        }
    }
    f64::midpoint(low, high)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Purpose, stream};
    use crate::statistics::coverage_bounds;
    use rand::RngExt;
    use rand_distr::StandardNormal;

    #[test]
    fn a_curve_without_noise_is_found_again() {
        let practice: Vec<Practice> = (0..60)
            .map(|i| {
                let tenure_weeks = f64::from(i % 20);
                Practice {
                    agent: (i / 10) as usize,
                    tenure_weeks,
                    handling_s: 300.0 + 200.0 * (-tenure_weeks / 5.0).exp(),
                }
            })
            .collect();
        let curve = learning_curve(&practice).unwrap().unwrap();
        // Golden section finds the least square to the root of the rounding.
        assert!((curve.time_constant_weeks.value - 5.0).abs() < 1e-5, "{curve:?}");
        assert!((curve.experienced.value - 300.0).abs() < 1e-3 && (curve.at_first.value - 200.0).abs() < 1e-3);
        assert!((curve.proficiency(0.0).unwrap().value - 0.6).abs() < 1e-5);
        assert!(curve.explained > 0.999_999);
        let ramp = curve.ramp();
        assert!(ramp.len() > 10 && ramp.windows(2).all(|two| two[0].value < two[1].value));
        assert!(ramp.iter().all(|factor| factor.value < 0.99));
    }

    #[test]
    fn without_learning_there_is_no_curve_and_few_agents_are_refused() {
        let practice = |agents: usize| -> Vec<Practice> {
            (0..100)
                .map(|i| Practice { agent: i % agents, tenure_weeks: i as f64 / 10.0, handling_s: 300.0 + i as f64 })
                .collect()
        };
        assert_eq!(learning_curve(&practice(10)).unwrap(), None);
        assert!(matches!(learning_curve(&practice(4)), Err(CalibrationError::TooFew { found: 4, .. })));
    }

    #[test]
    fn the_intervals_of_the_curve_cover_the_truth_as_often_as_they_say() {
        let runs = 300;
        let mut covered = [0; 4];
        for run in 0..runs {
            let mut numbers = stream(20, run, Purpose::World);
            let mut practice = Vec::new();
            for agent in 0..60 {
                let own = 15.0 * numbers.sample::<f64, _>(StandardNormal);
                let began = 30.0 * numbers.random::<f64>();
                for week in 0..6 {
                    let tenure_weeks = began + f64::from(week);
                    let noise = 20.0 * numbers.sample::<f64, _>(StandardNormal);
                    let handling_s = 300.0 + 200.0 * (-tenure_weeks / 5.0).exp() + own + noise;
                    practice.push(Practice { agent, tenure_weeks, handling_s });
                }
            }
            let curve = learning_curve(&practice).unwrap().unwrap();
            covered[0] += u64::from(curve.experienced.covers(300.0));
            covered[1] += u64::from(curve.at_first.covers(200.0));
            covered[2] += u64::from(curve.time_constant_weeks.covers(5.0));
            let truth = 300.0 / (300.0 + 200.0 * (-0.8_f64).exp());
            covered[3] += u64::from(curve.proficiency(4.0).unwrap().covers(truth));
        }
        let band = coverage_bounds(runs, 0.95, 1e-4);
        assert!(covered.iter().all(|count| band.contains(count)), "{covered:?} of {runs}, allowed {band:?}");
    }
}
