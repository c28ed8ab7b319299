//! Maximum likelihood of the laws of time, from times that may be censored on the right and truncated on the left.
//!
//! The log-likelihood is Σ ln f(t) over those that ended, plus Σ ln S(t) over those only seen to be longer, minus n ln S(T) where
//! only times above T are seen. It is climbed in parameters without bounds:
//!
//! | law | parameters |
//! | --- | --- |
//! | exponential | none: the mean is the time watched / the number that ended |
//! | lognormal | μ, ln σ of the logarithm |
//! | gamma | ln mean, ln shape |
//! | Weibull | ln scale, ln shape |
//! | hyperexponential | ln mean, logit of 2p − 1, where p is the share of the quick kind |
//!
//! Standard errors come from the observed information by the delta method: right for many observations, which for the
//! hyperexponential law means a thousand and for the others some dozens;  and the criterion is that of Schwarz (1978),
//! BIC = k ln n − 2 ln L, with n the number that ended (Volinsky & Raftery 2000): the smaller the better.

use super::fitted::Fitted;
use super::maximum::{maximum, variance_of};
use super::times::Times;
use crate::distribution::{Distribution, Law};
use crate::units::Seconds;
use serde::Serialize;
use statrs::function::erf::erfc;
use statrs::function::gamma::{gamma_ur, ln_gamma};

/// A law that was fitted.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LawFit {
    /// The law.
    pub law: Law,
    /// Its mean, in seconds. The sample is the number of times that ended.
    pub mean: Fitted,
    /// Its coefficient of variation; exactly 1, without error, of the exponential law.
    pub cv: Fitted,
    /// Its greatest log-likelihood, of densities per second.
    pub log_likelihood: f64,
    /// The criterion of Schwarz, by which laws fitted to the same times are compared: the smallest is the best.
    pub bic: f64,
    /// The law with these parameters, as a scenario has it.
    #[serde(skip)]
    pub distribution: Distribution,
}

/// The laws that can be fitted.
pub(super) const CANDIDATES: [Law; 5] =
    [Law::LogNormal, Law::Gamma, Law::Weibull, Law::HyperExponential, Law::Exponential];

/// A law with its parameters.
type Parameters = [f64; 2];

/// Fits a law. `None` where the likelihood has no top (nothing ended, all times are the same, the law degenerates into another)
/// or where a scenario knows no such coefficient of variation.
pub(super) fn fit(law: Law, times: &Times) -> Option<LawFit> {
    let ended = times.ended();
    if ended < 1.0 || times.watched() <= 0.0 {
        return None;
    }
    if law == Law::Exponential {
        let mean = times.watched() / ended;
        let log_likelihood = -ended * (mean.ln() + 1.0);
        let mean = Fitted::positive(mean, mean / ended.sqrt(), ended as u64)?;
        let cv = Fitted::between(1.0, 0.0, (1.0, 1.0), ended as u64)?;
        return finished(law, mean, cv, log_likelihood, 1.0);
    }
    if times.different() < 2 {
        return None;
    }
    let top = maximum(|at: &Parameters| log_likelihood(law, at, times) / ended, start(law, times))?;
    // The curvature was that of the mean log-likelihood.
    let covariance = top.covariance.map(|row| row.map(|value| value / ended));
    let error = |f: &dyn Fn(f64, f64) -> f64| {
        let of = |at: &Parameters| {
            let (mean, cv) = mean_and_cv(law, at);
            f(mean, cv)
        };
        variance_of(of, &top.at, &covariance).sqrt()
    };
    let (mean, cv) = mean_and_cv(law, &top.at);
    let mean = Fitted::positive(mean, mean * error(&|mean, _| mean.ln()), ended as u64)?;
    let cv = Fitted::positive(cv, cv * error(&|_, cv| cv.ln()), ended as u64)?;
    finished(law, mean, cv, top.value * ended, 2.0)
}

fn finished(law: Law, mean: Fitted, cv: Fitted, log_likelihood: f64, parameters: f64) -> Option<LawFit> {
    let distribution = Distribution::new(law, Seconds(mean.value), Some(cv.value)).ok()?;
    let bic = parameters * (mean.sample as f64).ln() - 2.0 * log_likelihood;
    Some(LawFit { law, mean, cv, log_likelihood, bic, distribution })
}

fn log_likelihood(law: Law, at: &Parameters, times: &Times) -> f64 {
    let term = |seen: &super::times::At| {
        let density = if seen.ended > 0.0 { seen.ended * log_density(law, at, seen.time) } else { 0.0 };
        density + if seen.longer > 0.0 { seen.longer * log_survival(law, at, seen.time) } else { 0.0 }
    };
    let seen: f64 = times.at.iter().map(term).sum();
    seen - if times.from > 0.0 { times.all() * log_survival(law, at, times.from) } else { 0.0 }
}

/// Where the climb begins: the exponential law, or for the lognormal law the spread of all logarithms.
fn start(law: Law, times: &Times) -> Parameters {
    let log_mean = (times.watched() / times.ended()).ln();
    match law {
        Law::LogNormal => {
            let (mean, deviation) = times.logarithms();
            // Those who were not watched to the end are longer than they seem.
            [mean + 0.5 * (times.all() / times.ended()).ln(), deviation.max(0.05).ln()]
        }
        Law::HyperExponential => [log_mean, -0.5],
        _ => [log_mean, 0.0],
    }
}

fn log_density(law: Law, at: &Parameters, t: f64) -> f64 {
    match law {
        Law::LogNormal => {
            let z = (t.ln() - at[0]) * (-at[1]).exp();
            log_normal_density(z) - at[1] - t.ln()
        }
        Law::Gamma => {
            let shape = at[1].exp();
            let rate = (at[1] - at[0]).exp();
            shape * rate.ln() + (shape - 1.0) * t.ln() - rate * t - ln_gamma(shape)
        }
        Law::Weibull => {
            let log_ratio = t.ln() - at[0];
            at[1] - at[0] + (at[1].exp() - 1.0) * log_ratio - (at[1].exp() * log_ratio).exp()
        }
        _ => two_kinds(at).map(|(share, rate)| share * rate * (-rate * t).exp()).iter().sum::<f64>().ln(),
    }
}

fn log_survival(law: Law, at: &Parameters, t: f64) -> f64 {
    match law {
        Law::LogNormal => log_upper_normal((t.ln() - at[0]) * (-at[1]).exp()),
        Law::Gamma => {
            let (shape, x) = (at[1].exp(), t * (at[1] - at[0]).exp());
            let upper = if x > 0.0 && x.is_finite() { gamma_ur(shape, x) } else { f64::from(x <= 0.0) };
            upper.max(f64::MIN_POSITIVE).ln()
        }
        Law::Weibull => -(at[1].exp() * (t.ln() - at[0])).exp(),
        _ => two_kinds(at).map(|(share, rate)| share * (-rate * t).exp()).iter().sum::<f64>().ln(),
    }
}

/// Mean and coefficient of variation.
fn mean_and_cv(law: Law, at: &Parameters) -> (f64, f64) {
    match law {
        Law::LogNormal => {
            let variance = (2.0 * at[1]).exp();
            ((at[0] + variance / 2.0).exp(), variance.exp_m1().sqrt())
        }
        Law::Gamma => (at[0].exp(), (-at[1] / 2.0).exp()),
        Law::Weibull => {
            let inverse = (-at[1]).exp();
            let first = ln_gamma(1.0 + inverse);
            ((at[0] + first).exp(), (ln_gamma(1.0 + 2.0 * inverse) - 2.0 * first).exp_m1().sqrt())
        }
        _ => {
            let w = logistic(at[1]);
            (at[0].exp(), ((1.0 + w * w) / (1.0 - w * w)).sqrt())
        }
    }
}

/// Share and rate of both kinds of the hyperexponential law with balanced means.
fn two_kinds(at: &Parameters) -> [(f64, f64); 2] {
    let share = f64::midpoint(1.0, logistic(at[1]));
    [share, 1.0 - share].map(|share| (share, 2.0 * share * (-at[0]).exp()))
}

fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// ln φ(z).
pub(super) fn log_normal_density(z: f64) -> f64 {
    -0.5 * (z * z + std::f64::consts::TAU.ln())
}

/// ln P(Z > z), also where the probability itself is too small for a number: from 6 on by Laplace's continued fraction
/// (Abramowitz & Stegun 26.2.14), whose 40 terms then give all digits.
pub(super) fn log_upper_normal(z: f64) -> f64 {
    if z < 6.0 {
        return (0.5 * erfc(z * std::f64::consts::FRAC_1_SQRT_2)).ln();
    }
    let fraction = (1..=40).rev().fold(z, |below, k| z + f64::from(k) / below);
    log_normal_density(z) - fraction.ln()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Purpose, stream};
    use crate::statistics::coverage_bounds;
    use statrs::function::gamma::digamma;

    fn ended(values: &[f64]) -> Times {
        Times::of(values.iter().map(|&value| (value, true)), 0.0)
    }

    #[test]
    fn the_logarithm_of_the_normal_tail_has_no_step_where_its_formula_changes() {
        // ln Φ(−6) and ln Φ(−40) to 12 digits (mpmath).
        assert!((log_upper_normal(6.0) / -20.736_768_949_97 - 1.0).abs() < 1e-10, "{}", log_upper_normal(6.0));
        assert!((log_upper_normal(40.0) / -804.608_442_014 - 1.0).abs() < 1e-11, "{}", log_upper_normal(40.0));
        assert!((log_upper_normal(5.999_999_999) - log_upper_normal(6.0)).abs() < 1e-7);
    }

    #[test]
    fn lognormal_of_three_times_by_hand() {
        // Logarithms 1, 2, 3: μ = 2, σ² = 2/3; the standard error of ln mean is √(σ²/n + σ⁴/2n) = √(2/9 + 2/27).
        let fit = fit(Law::LogNormal, &ended(&[1.0_f64, 2.0, 3.0].map(f64::exp))).unwrap();
        let mean = (2.0_f64 + 1.0 / 3.0).exp();
        assert!((fit.mean.value / mean - 1.0).abs() < 1e-8);
        // The curvature is right to 10⁻⁶ of itself.
        assert!((fit.mean.standard_error.unwrap() / (mean * (8.0_f64 / 27.0).sqrt()) - 1.0).abs() < 3e-6);
        assert!((fit.cv.value - (2.0_f64 / 3.0).exp_m1().sqrt()).abs() < 1e-8);
        assert_eq!(fit.mean.sample, 3);
    }

    #[test]
    fn exponential_is_time_watched_over_those_who_ended() {
        let times = Times::of([(10.0, true), (20.0, false), (30.0, true)], 0.0);
        let fit = fit(Law::Exponential, &times).unwrap();
        assert_eq!((fit.mean.value, fit.mean.sample), (30.0, 2));
        assert_eq!(fit.mean.standard_error, Some(30.0 / 2.0_f64.sqrt()));
        // Those who are seen only from 10 s on are as if they began then.
        let late = Times::of([(20.0, true), (40.0, true)], 10.0);
        assert_eq!(super::fit(Law::Exponential, &late).unwrap().mean.value, 20.0);
    }

    #[test]
    fn gamma_solves_the_equations_of_its_likelihood() {
        let values = [3.0, 5.0, 8.0, 13.0, 40.0];
        let fit = fit(Law::Gamma, &ended(&values)).unwrap();
        let mean = values.iter().sum::<f64>() / 5.0;
        let log_mean = values.iter().map(|value| value.ln()).sum::<f64>() / 5.0;
        let shape = fit.cv.value.powi(-2);
        assert!((fit.mean.value - mean).abs() < 1e-7 * mean);
        assert!((shape.ln() - digamma(shape) - (mean.ln() - log_mean)).abs() < 1e-7);
    }

    #[test]
    fn weibull_solves_the_equation_of_its_likelihood() {
        let values = [3.0_f64, 5.0, 8.0, 13.0, 40.0];
        let fit = fit(Law::Weibull, &ended(&values)).unwrap();
        // The shape k solves Σ tᵏ ln t / Σ tᵏ − 1/k = mean ln t, and the scale is the k-th mean.
        let at = |k: f64| {
            let sum: f64 = values.iter().map(|t| t.powf(k)).sum();
            let weighted: f64 = values.iter().map(|t| t.powf(k) * t.ln()).sum();
            weighted / sum - 1.0 / k - values.iter().map(|t| t.ln()).sum::<f64>() / 5.0
        };
        let (mut low, mut high) = (0.1, 10.0);
        for _ in 0..60 {
            let middle = f64::midpoint(low, high);
            *(if at(middle) < 0.0 { &mut low } else { &mut high }) = middle;
        }
        let scale = (values.iter().map(|t| t.powf(low)).sum::<f64>() / 5.0).powf(1.0 / low);
        let mean = scale * ln_gamma(1.0 + 1.0 / low).exp();
        assert!((fit.mean.value / mean - 1.0).abs() < 1e-7, "{} {mean}", fit.mean.value);
    }

    #[test]
    fn what_tells_nothing_has_no_fit() {
        for law in CANDIDATES {
            assert_eq!(fit(law, &ended(&[])), None);
            assert_eq!(fit(law, &Times::of([(3.0, false), (4.0, false)], 0.0)), None);
            assert!(fit(law, &ended(&[5.0, 5.0])).is_none() || law == Law::Exponential);
        }
    }

    /// In 400 runs of so many times (200 if they are many), of which some are censored and the shortest not seen, the intervals of mean and
    /// coefficient of variation cover the truth as often as they say.
    #[track_caller]
    fn assert_coverage(law: Law, cv: Option<f64>, count: usize, censored_at: f64, from: f64) {
        let truth = Distribution::new(law, Seconds(180.0), cv).unwrap();
        let sampler = truth.sampler();
        let patience = Distribution::new(Law::Exponential, Seconds(censored_at), None).unwrap().sampler();
        let runs = if count > 500 { 200 } else { 400 };
        let mut covered = [0, 0];
        for run in 0..runs {
            let mut numbers = stream(11, run, Purpose::World);
            let mut pairs = Vec::new();
            while pairs.len() < count {
                let time: f64 = sampler.sample(&mut numbers);
                let until: f64 = patience.sample(&mut numbers);
                if time.min(until) > from {
                    pairs.push((time.min(until), time <= until));
                }
            }
            let fit = fit(law, &Times::of(pairs, from)).unwrap();
            covered[0] += u64::from(fit.mean.covers(180.0));
            covered[1] += u64::from(fit.cv.covers(truth.cv()));
        }
        let band = coverage_bounds(runs, 0.95, 1e-4);
        assert!(band.contains(&covered[0]), "mean of {law}: {covered:?} of {runs}, allowed {band:?}");
        assert!(law == Law::Exponential || band.contains(&covered[1]), "cv of {law}: {covered:?}, allowed {band:?}");
    }

    #[test]
    fn the_intervals_of_the_lognormal_law_cover_the_truth_as_often_as_they_say() {
        assert_coverage(Law::LogNormal, Some(1.1), 300, 1e9, 0.0);
        assert_coverage(Law::LogNormal, Some(1.1), 300, 400.0, 10.0);
    }

    #[test]
    fn the_intervals_of_the_gamma_law_cover_the_truth_as_often_as_they_say() {
        assert_coverage(Law::Gamma, Some(0.7), 300, 1e9, 0.0);
        assert_coverage(Law::Gamma, Some(0.7), 300, 400.0, 10.0);
    }

    #[test]
    fn the_intervals_of_the_weibull_law_cover_the_truth_as_often_as_they_say() {
        assert_coverage(Law::Weibull, Some(1.4), 300, 1e9, 0.0);
        assert_coverage(Law::Weibull, Some(1.4), 300, 400.0, 0.0);
    }

    #[test]
    fn the_intervals_of_the_exponential_law_cover_the_truth_as_often_as_they_say() {
        assert_coverage(Law::Exponential, None, 300, 1e9, 10.0);
        assert_coverage(Law::Exponential, None, 300, 200.0, 0.0);
    }

    /// With 300 times, a tenth of them slow, its likelihood is still far from a parabola, and 10 to 17 of 100 intervals miss.
    #[test]
    fn the_intervals_of_the_hyperexponential_law_cover_the_truth_as_often_as_they_say() {
        assert_coverage(Law::HyperExponential, Some(2.0), 1500, 1e9, 0.0);
        assert_coverage(Law::HyperExponential, Some(2.0), 1500, 600.0, 0.0);
    }
}
