//! Drawing from a distribution, for the hot loop.

use super::{Distribution, Law, two_kinds, unit_weibull_scale};
use rand::{Rng, RngExt};
use rand_distr::{Exp1, Gamma, StandardNormal};

/// A distribution with everything precomputed that a draw needs. Copy it into the loop.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sampler(Kind);

#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Constant(f64),
    Exponential {
        mean: f64,
    },
    LogNormal {
        location: f64,
        sigma: f64,
    },
    Gamma(Gamma<f64>),
    /// A power of an exponential, which spares the logarithm of `rand_distr::Weibull`.
    Weibull {
        scale: f64,
        power: f64,
    },
    HyperExponential {
        share: f64,
        means: [f64; 2],
    },
}

impl Sampler {
    pub(super) fn new(distribution: &Distribution) -> Self {
        let Distribution { law, mean, cv, parameter } = *distribution;
        Self(match law {
            Law::Constant => Kind::Constant(mean),
            Law::Exponential => Kind::Exponential { mean },
            Law::LogNormal => Kind::LogNormal { location: mean.ln() - parameter * parameter / 2.0, sigma: parameter },
            Law::Gamma => Kind::Gamma(
                Gamma::new(parameter, mean * cv * cv).expect("both are above 0, as `Distribution::new` has checked"),
            ),
            Law::Weibull => Kind::Weibull { scale: mean * unit_weibull_scale(parameter), power: 1.0 / parameter },
            Law::HyperExponential => Kind::HyperExponential {
                share: parameter,
                means: two_kinds(parameter).map(|share| mean / (2.0 * share)),
            },
        })
    }

    /// One draw, in seconds: finite and never below 0. How many numbers it takes from the stream depends on the law and on
    /// the numbers, so a purpose whose draws must stay in step has a stream of its own.
    #[inline]
    pub fn sample<R: Rng>(&self, stream: &mut R) -> f64 {
        match self.0 {
            Kind::Constant(value) => value,
            Kind::Exponential { mean } => mean * stream.sample::<f64, _>(Exp1),
            Kind::LogNormal { location, sigma } => (location + sigma * stream.sample::<f64, _>(StandardNormal)).exp(),
            Kind::Gamma(gamma) => stream.sample(gamma),
            Kind::Weibull { scale, power } => scale * stream.sample::<f64, _>(Exp1).powf(power),
            Kind::HyperExponential { share, means } => {
                let kind = usize::from(stream.random::<f64>() >= share);
                means[kind] * stream.sample::<f64, _>(Exp1)
            }
        }
    }
}
