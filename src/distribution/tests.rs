//! Tests of the distributions and of their samplers.

use super::*;
use crate::random::{Purpose, stream};
use crate::statistics::Tally;

const MEAN: Seconds = Seconds(300.0);

fn distribution(law: Law, cv: f64) -> Distribution {
    Distribution::new(law, MEAN, Some(cv)).unwrap()
}

/// Every law over the whole range of its coefficient of variation.
fn all() -> Vec<Distribution> {
    let wide = [0.05, 0.3, 1.0, 2.5, 20.0];
    let mut all = vec![distribution(Law::Exponential, 1.0), distribution(Law::Constant, 0.0)];
    all.extend([Law::LogNormal, Law::Gamma, Law::Weibull].iter().flat_map(|&law| wide.map(|cv| distribution(law, cv))));
    all.extend([1.0, 1.5, 4.0, 20.0].map(|cv| distribution(Law::HyperExponential, cv)));
    all.push(observed());
    all
}

/// The quantile function of the exponential law at 101 places, as if they had been observed, with mean 300 s.
fn observed() -> Distribution {
    let values: Vec<f64> = (0..=100).map(|i| -(1.0 - f64::from(i) / 101.0).ln()).collect();
    let mean = Distribution::empirical(values.clone()).unwrap().mean().0;
    Distribution::empirical(values.iter().map(|value| value * 300.0 / mean).collect()).unwrap()
}

/// Without the laws whose quantile function does not rise from 0 to infinity.
fn continuous() -> impl Iterator<Item = Distribution> {
    all().into_iter().filter(|distribution| !matches!(distribution.law(), Law::Constant | Law::Empirical))
}

/// Times over all magnitudes that a law with mean 300 s can take.
fn times() -> impl Iterator<Item = Seconds> {
    (-24..=24).map(|i| Seconds(300.0 * 1.5_f64.powi(i)))
}

#[test]
fn a_law_is_found_by_its_name() {
    for law in Law::ALL {
        assert_eq!(Law::from_name(law.name()), Some(law));
        assert_eq!(serde_json::to_string(&law).unwrap(), format!("\"{law}\""));
    }
    assert_eq!(Law::from_name("normal"), None);
}

#[test]
fn exponential_and_constant_need_no_cv() {
    assert_eq!(Distribution::new(Law::Exponential, MEAN, None), Ok(distribution(Law::Exponential, 1.0)));
    assert_eq!(Distribution::new(Law::Constant, MEAN, None).unwrap().cv(), 0.0);
}

#[test]
fn an_impossible_distribution_says_what_is_allowed() {
    let message = |law, mean, cv| Distribution::new(law, Seconds(mean), cv).unwrap_err().to_string();
    let lognormal = Law::LogNormal;
    assert_eq!(
        message(lognormal, 300.0, None),
        "lognormal needs a coefficient of variation (standard deviation / mean) from 0.05 to 20"
    );
    assert_eq!(
        message(lognormal, 300.0, Some(80.0)),
        "lognormal has a coefficient of variation (standard deviation / mean) from 0.05 to 20, not 80"
    );
    assert_eq!(
        message(Law::Exponential, 300.0, Some(0.5)),
        "exponential always has the coefficient of variation 1, not 0.5: leave it out or take lognormal"
    );
    assert_eq!(
        message(lognormal, 0.0, Some(1.0)),
        "a mean of 0 s is not possible: it must be above 0, from 0.000001 s to 1000000000 s"
    );
    for bad in [f64::NAN, f64::INFINITY, -1.0] {
        assert!(Distribution::new(Law::Constant, Seconds(bad), None).is_err());
        assert!(Distribution::new(Law::Gamma, MEAN, Some(bad)).is_err());
    }
    assert!(Distribution::new(Law::HyperExponential, MEAN, Some(0.9)).is_err());
}

#[test]
fn values_computed_to_25_digits_elsewhere() {
    // Law, cv, S(0.7), L(0.7) by mpmath: the survival from its definition, its integral by quadrature.
    let exact = [
        (Law::LogNormal, 0.5, 0.698_073_547_656_1, 0.649_433_593_317_5),
        (Law::LogNormal, 2.0, 0.361_980_572_126_4, 0.433_359_807_578_6),
        (Law::LogNormal, 20.0, 0.140_418_021_523_4, 0.183_665_151_541),
        (Law::Gamma, 0.5, 0.691_937_432_591_5, 0.636_680_145_835_2),
        (Law::Gamma, 2.0, 0.310_235_393_437, 0.307_915_490_384_5),
        (Law::Gamma, 20.0, 0.014_333_094_924_93, 0.011_752_282_952_7),
        (Law::Weibull, 0.05, 0.999_920_827_123_4, 0.699_997_864_255_5),
        (Law::Weibull, 0.5, 0.693_364_721_805_5, 0.625_635_445_111_5),
        (Law::Weibull, 2.0, 0.328_769_740_352_8, 0.353_612_119_660_4),
        (Law::Weibull, 20.0, 0.076_672_570_140_92, 0.086_077_312_417_87),
    ];
    for (law, cv, survival, limited) in exact {
        let distribution = distribution(law, cv);
        let found = (distribution.survival(MEAN * 0.7), distribution.limited_mean(MEAN * 0.7) / MEAN);
        // The special functions and the shape of the Weibull law are right to 11 digits.
        assert!((found.0 / survival - 1.0).abs() < 1e-10, "{law} {cv}: survival {} is not {survival}", found.0);
        assert!((found.1 / limited - 1.0).abs() < 1e-10, "{law} {cv}: limited mean {} is not {limited}", found.1);
    }
}

#[test]
fn with_a_cv_of_one_gamma_weibull_and_hyperexponential_are_exponential() {
    let exponential = distribution(Law::Exponential, 1.0);
    for law in [Law::Gamma, Law::Weibull, Law::HyperExponential] {
        let other = distribution(law, 1.0);
        for t in times() {
            assert!((other.survival(t) - exponential.survival(t)).abs() < 1e-11, "{law} at {t:?}");
            assert!((other.limited_mean(t) - exponential.limited_mean(t)).0.abs() < 300.0 * 1e-11, "{law} at {t:?}");
        }
    }
}

#[test]
fn the_limited_mean_is_the_integral_of_the_survival() {
    for distribution in all() {
        for t in [1.0, 60.0, 300.0, 900.0, 40_000.0] {
            // The survival falls, so the sums over left and right ends of the steps enclose the integral.
            let steps = 2000;
            let width = t / f64::from(steps);
            let at = |step: i32| distribution.survival(Seconds(width * f64::from(step)));
            let inner: f64 = (1..steps).map(at).sum();
            let (least, most) = (width * (inner + at(steps)), width * (inner + at(0)));
            let found = distribution.limited_mean(Seconds(t)).0;
            let rounding = 1e-10 * t;
            assert!(least - rounding <= found && found <= most + rounding, "{distribution:?} at {t}: {found}");
        }
    }
}

#[test]
fn survival_and_limited_mean_end_where_they_must() {
    let forever = Seconds(f64::INFINITY);
    for distribution in all() {
        assert_eq!(distribution.survival(Seconds(-1.0)), 1.0);
        assert_eq!(distribution.survival(Seconds::ZERO), 1.0);
        assert_eq!(distribution.survival(forever), 0.0);
        assert_eq!(distribution.limited_mean(Seconds(-1.0)), Seconds::ZERO);
        assert_eq!(distribution.limited_mean(Seconds::ZERO), Seconds::ZERO);
        assert!((distribution.limited_mean(forever) / MEAN - 1.0).abs() < 1e-14);
        let far = distribution.limited_mean(Seconds(1e15));
        assert!((far / MEAN - 1.0).abs() < 1e-9, "{distribution:?}: {far:?}");
    }
}

#[test]
fn the_quantile_inverts_the_survival() {
    for distribution in continuous() {
        for p in [1e-9, 0.001, 0.1, 0.5, 0.8, 0.9, 0.99, 1.0 - 1e-9] {
            let t = distribution.quantile(p);
            if t.0 < 1e-300 {
                // A gamma law with a large cv has quantiles below the least float.
                assert!(distribution.law() == Law::Gamma && p < 0.2);
                continue;
            }
            let back = 1.0 - distribution.survival(t);
            assert!((back - p).abs() < 1e-11, "{distribution:?}: {p} came back as {back}");
        }
        assert_eq!(distribution.quantile(0.0), Seconds::ZERO);
        assert_eq!(distribution.quantile(f64::NAN), Seconds::ZERO);
        assert_eq!(distribution.quantile(1.0), Seconds(f64::INFINITY));
    }
    assert_eq!(distribution(Law::Constant, 0.0).quantile(0.3), MEAN);
}

#[test]
fn a_scaled_distribution_is_the_same_on_another_clock() {
    for distribution in all() {
        let slower = distribution.scaled(4.0);
        assert_eq!((slower.mean(), slower.cv()), (distribution.mean() * 4.0, distribution.cv()));
        for t in times() {
            assert_eq!(slower.survival(t * 4.0), distribution.survival(t));
            assert_eq!(slower.limited_mean(t * 4.0), distribution.limited_mean(t) * 4.0);
        }
        for factor in [0.0, f64::NAN, f64::INFINITY, -1.0] {
            assert!(MEAN_RANGE.contains(&distribution.scaled(factor).mean().0));
        }
    }
}

fn sampled(distribution: &Distribution, count: u64) -> Vec<f64> {
    let sampler = distribution.sampler();
    let mut stream = stream(1, 0, Purpose::Arrivals { queue: 0 });
    (0..count).map(|_| sampler.sample(&mut stream)).collect()
}

#[test]
fn samples_follow_the_survival() {
    let count = 20_000;
    // Dvoretzky, Kiefer, Wolfowitz and Massart: the empirical distribution of n draws is nowhere further than ε from the
    // true one, except with probability 2 exp(−2nε²), here 10⁻⁶.
    let allowed = ((2.0 / 1e-6_f64).ln() / (2.0 * count as f64)).sqrt();
    for distribution in all() {
        let mut samples = sampled(&distribution, count);
        assert!(samples.iter().all(|sample| sample.is_finite() && *sample >= 0.0), "{distribution:?}");
        if distribution.law() == Law::Constant {
            assert!(samples.iter().all(|&sample| sample == MEAN.0));
            continue;
        }
        samples.sort_by(f64::total_cmp);
        // A gamma law with a large cv has draws that are below the least float; there is no saying how far.
        for (below, &sample) in samples.iter().enumerate().filter(|(_, sample)| **sample > 1e-300) {
            let empirical = below as f64 / count as f64;
            let exact = 1.0 - distribution.survival(Seconds(sample));
            assert!((empirical - exact).abs() <= allowed, "{distribution:?} at {sample}: {empirical} and {exact}");
        }
    }
}

#[test]
fn samples_have_the_mean_and_the_cv() {
    let count = 100_000;
    // By the central limit theorem a mean is within 4.9 standard errors except with probability 10⁻⁶. The mean of the squared
    // distances has a standard error of its own, taken from the sample. Up to a cv of 1, where the theorem is at home.
    for distribution in all().into_iter().filter(|distribution| distribution.cv() <= 1.0) {
        let samples = sampled(&distribution, count);
        let within = |values: Tally, exact: f64| {
            let (mean, error) = (values.mean().unwrap(), values.standard_error().unwrap());
            assert!(
                (mean - exact).abs() <= 4.9 * error + 1e-9 * exact,
                "{distribution:?}: {mean} ± {error}, not {exact}"
            );
        };
        within(samples.iter().copied().collect(), 300.0);
        within(samples.iter().map(|sample| (sample - 300.0).powi(2)).collect(), (300.0 * distribution.cv()).powi(2));
    }
}

#[test]
fn the_extremes_of_what_is_allowed_give_finite_draws() {
    for law in Law::ALL.into_iter().filter(|&law| law != Law::Empirical) {
        for mean in [1e-6, 1e9] {
            for cv in [*law.cv_range().start(), *law.cv_range().end()] {
                let extreme = Distribution::new(law, Seconds(mean), Some(cv)).unwrap();
                assert!(sampled(&extreme, 1000).iter().all(|sample| sample.is_finite() && *sample >= 0.0));
                assert!(extreme.quantile(0.5).0.is_finite() && extreme.limited_mean(Seconds(60.0)).0.is_finite());
            }
        }
    }
}

#[test]
fn observations_are_joined_by_straight_lines() {
    // In any order; 4 is there twice, so a third of the draws is 4.
    let few = Distribution::empirical(vec![4.0, 10.0, 0.0, 4.0]).unwrap();
    assert_eq!((few.law(), few.mean()), (Law::Empirical, Seconds(13.0 / 3.0)));
    // E[X²] = (16/3 + 16 + (16 + 40 + 100)/3) / 3.
    let square: f64 = (16.0 / 3.0 + 16.0 + 52.0) / 3.0;
    let near = |found: f64, exact: f64| assert!((found - exact).abs() < 1e-14 * exact.max(1.0), "{found}, not {exact}");
    near(few.cv(), (square - (13.0_f64 / 3.0).powi(2)).sqrt() / (13.0 / 3.0));
    for (p, value) in [(-1.0, 0.0), (0.0, 0.0), (1.0 / 6.0, 2.0), (0.4, 4.0), (0.6, 4.0), (5.0 / 6.0, 7.0), (2.0, 10.0)]
    {
        near(few.quantile(p).0, value);
    }
    for (t, survival) in
        [(-1.0, 1.0), (0.0, 1.0), (2.0, 5.0 / 6.0), (3.9, 0.675), (4.1, 0.983_333_333_333_333_3 / 3.0), (10.0, 0.0)]
    {
        near(few.survival(Seconds(t)), survival);
    }
    // min(X, 4): 2 in the first third, 4 in the others. min(X, 7): in the last third 5.5 in one half and 7 in the other.
    for (t, mean) in
        [(0.0, 0.0), (4.0, 10.0 / 3.0), (7.0, (2.0 + 4.0 + 6.25) / 3.0), (10.0, 13.0 / 3.0), (99.0, 13.0 / 3.0)]
    {
        near(few.limited_mean(Seconds(t)).0, mean);
    }
    near(few.scaled(3.0).quantile(0.5).0, 12.0);
}

#[test]
fn impossible_observations_are_refused() {
    let refused = |values: &[f64]| Distribution::empirical(values.to_vec()).unwrap_err();
    assert_eq!(refused(&[]), DistributionError::TooFew(0));
    assert_eq!(refused(&[1.0]), DistributionError::TooFew(1));
    assert_eq!(refused(&[1.0, -1.0]), DistributionError::Observation(-1.0));
    assert_eq!(refused(&[0.0, 0.0]), DistributionError::Mean(0.0));
    assert!(matches!(refused(&[1.0, f64::NAN]), DistributionError::Observation(found) if found.is_nan()));
    assert_eq!(refused(&[f64::INFINITY, 1.0]), DistributionError::Observation(f64::INFINITY));
    assert_eq!(Distribution::new(Law::Empirical, MEAN, None), Err(DistributionError::TooFew(0)));
    assert_eq!(Distribution::empirical(vec![3.0, 3.0]).unwrap().cv(), 0.0);
}

/// The numbers whose draws are the quantiles at the middles of so many equal parts of the probability.
fn even_bits(count: u64) -> impl Iterator<Item = (f64, u64)> {
    let part = u64::MAX / count + 1;
    (0..count).map(move |i| ((i as f64 + 0.5) / count as f64, i * part + part / 2))
}

/// A stream that says always the same.
struct Only(u64);

impl rand::TryRng for Only {
    type Error = std::convert::Infallible;
    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        Ok((self.0 >> 32) as u32)
    }
    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        Ok(self.0)
    }
    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Self::Error> {
        bytes.fill(self.0 as u8);
        Ok(())
    }
}

/// Whether draws are quantiles of one random number.
fn is_inverted(distribution: &Distribution) -> bool {
    match distribution.law() {
        Law::Constant => false,
        Law::Gamma => distribution.cv() <= 2.5,
        Law::HyperExponential => distribution.cv() <= 4.0,
        _ => true,
    }
}

#[test]
fn draws_are_no_further_than_a_hundred_thousandth_from_the_law() {
    for distribution in all().iter().filter(|distribution| is_inverted(distribution)) {
        let sampler = distribution.sampler();
        for (p, bits) in even_bits(1 << 12).chain([(2e-5, (2e-5 * 2.0_f64.powi(64)) as u64)]) {
            let draw = sampler.sample(&mut Only(bits));
            let found = 1.0 - distribution.survival(Seconds(draw));
            assert!((found - p).abs() < 1e-5, "{distribution:?}: {draw} stands for {p}, not {found}");
        }
    }
}

#[test]
fn draws_rise_with_the_random_number_to_the_very_ends() {
    for distribution in all().iter().filter(|distribution| is_inverted(distribution)) {
        let sampler = distribution.sampler();
        let low = (0..64).map(|shift| 1_u64 << shift).flat_map(|edge| [edge - 1, edge, edge + edge / 3]);
        let mut numbers: Vec<u64> = low.flat_map(|bits| [bits, !bits]).collect();
        numbers.sort_unstable();
        let draws: Vec<f64> = numbers.iter().map(|&bits| sampler.sample(&mut Only(bits))).collect();
        assert!(draws[0] >= 0.0 && draws.iter().all(|draw| draw.is_finite()), "{distribution:?}");
        // Where the table ends, what it says and what is computed agree to 10⁻⁵ only.
        let rises = |pair: &[f64]| pair[0] <= pair[1] * (1.0 + 1e-5);
        assert!(draws.windows(2).all(rises), "{distribution:?} {draws:?}");
    }
}

#[test]
fn draws_have_the_moments_to_a_millionth() {
    for distribution in all().iter().filter(|distribution| is_inverted(distribution)) {
        let sampler = distribution.sampler();
        let exact = |p: f64, is_upper: bool| match distribution.shape {
            Shape::Empirical(_) => distribution.quantile(if is_upper { 1.0 - p } else { p }).0,
            _ if is_upper => tail::TailWalk::new(distribution, tail::End::Upper).node(p).value,
            _ => tail::TailWalk::new(distribution, tail::End::Lower).node(p).value,
        };
        // Sums over the halvings of either half, each in 64 parts by their middles: the same for the table as for the law,
        // so that the integration itself does not matter.
        let (mut found, mut true_) = ([0.0; 2], [0.0; 2]);
        for halving in 1..40 {
            let width = 0.5_f64.powi(halving + 1) / 64.0;
            for part in 0..64 {
                let beyond = width * (64.5 + f64::from(part));
                for is_upper in [false, true] {
                    let bits = (beyond * 2.0_f64.powi(64)) as u64;
                    let draw = sampler.sample(&mut Only(if is_upper { !bits } else { bits }));
                    let quantile = exact(beyond, is_upper);
                    for power in 0..2 {
                        found[power] += width * [draw, draw * draw][power];
                        true_[power] += width * [quantile, quantile * quantile][power];
                    }
                }
            }
        }
        for power in 0..2 {
            let error = found[power] / true_[power] - 1.0;
            assert!(error.abs() < 1e-6, "{:?} {} moment {}: {error}", distribution.law(), distribution.cv(), power + 1);
        }
    }
}

#[test]
fn a_stream_per_contact_draws_as_well_as_one_stream() {
    use rand::SeedableRng;
    let count = 20_000_u64;
    // As in `samples_follow_the_survival`.
    let allowed = ((2.0 / 1e-6_f64).ln() / (2.0 * count as f64)).sqrt();
    for distribution in
        all().iter().filter(|distribution| distribution.law() != Law::Constant && distribution.cv() <= 1.0)
    {
        let sampler = distribution.sampler();
        let mut draws: Vec<f64> = (0..count)
            .map(|contact| {
                // Consecutive keys, as far apart as the finaliser of the generator itself makes them.
                let mut own = rand_xoshiro::SplitMix64::seed_from_u64(contact.wrapping_mul(0x9e37_79b9_7f4a_7c15));
                sampler.sample(&mut own)
            })
            .collect();
        let tally: Tally = draws.iter().copied().collect();
        let (mean, error) = (tally.mean().unwrap(), tally.standard_error().unwrap());
        assert!((mean - distribution.mean().0).abs() <= 4.9 * error, "{distribution:?}: {mean} ± {error}");
        draws.sort_by(f64::total_cmp);
        for (below, &draw) in draws.iter().enumerate() {
            let empirical = below as f64 / count as f64;
            let exact = 1.0 - distribution.survival(Seconds(draw));
            assert!((empirical - exact).abs() <= allowed, "{distribution:?} at {draw}: {empirical} and {exact}");
        }
    }
}

#[test]
fn normal_scores_are_quantiles() {
    for cv in [0.05, 0.3, 1.0, 3.0] {
        let factor = Distribution::new(Law::Gamma, Seconds(1.0), Some(cv)).unwrap();
        let scores = factor.normal_scores();
        for i in -300..=300 {
            let z = f64::from(i) * 0.021;
            let exact = if z > 0.0 {
                tail::TailWalk::new(&factor, tail::End::Upper).node(upper_normal(z)).value
            } else {
                factor.quantile(upper_normal(-z)).0
            };
            assert!((scores.at(z) - exact).abs() < 1e-6, "cv {cv}, z {z}: {}, not {exact}", scores.at(z));
        }
        assert!(scores.at(-50.0) >= 0.0 && scores.at(50.0).is_finite());
    }
    assert_eq!(distribution(Law::Constant, 0.0).normal_scores().at(1.0), 300.0);
}
