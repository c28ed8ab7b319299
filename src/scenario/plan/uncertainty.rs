//! What may turn out otherwise than a plan assumes, by how much, and what goes together.
//!
//! Each input has a standard deviation and a law that is the usual one for its kind; 0 means that it is certain. What goes together
//! is given as correlations of the *normal scores* of the inputs (a Gaussian copula): each input is a rising function of a
//! standard normal number, and it is these numbers that are correlated. Between inputs whose laws are nearly normal the correlation
//! of the inputs themselves is nearly the same.

use crate::units::Share;
use serde::Serialize;

/// What may turn out otherwise than a plan assumes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Uncertain {
    /// Contacts of the whole plan relative to those expected. Lognormal with mean 1: a level is a product of many things, and never
    /// negative.
    Volume,
    /// What is added to the growth a year, as a share: 0.02 for two points. Normal: it may as well be less.
    GrowthPerYear,
    /// Rate at which people leave, relative to the one expected. Lognormal with mean 1.
    Attrition,
    /// Months by which the time to fill a place is longer than expected. Normal; but a class has its date, so who is found
    /// sooner begins on that date all the same, and only lateness shows.
    TimeToFill,
    /// Months that people take to learn (training, nesting, ramp) relative to those expected. Lognormal with mean 1.
    Ramp,
    /// What the self-service of initiatives contains (resolved or not) relative to what is expected. Triangular and symmetric about 1:
    /// it comes from estimates of a best and a worst case, and has ends.
    Containment,
    /// Handling time relative to the one expected. Lognormal with mean 1.
    Handling,
    /// Wages relative to those expected. Lognormal with mean 1.
    Wages,
}

/// How many things may turn out otherwise.
pub const UNCERTAIN: usize = Uncertain::ALL.len();

/// A value for each [`Uncertain`] thing, in their order.
pub type OfEach<T> = [T; UNCERTAIN];

impl Uncertain {
    /// All, in the order in which they are drawn.
    pub const ALL: [Self; 8] = [
        Self::Volume,
        Self::GrowthPerYear,
        Self::Attrition,
        Self::TimeToFill,
        Self::Ramp,
        Self::Containment,
        Self::Handling,
        Self::Wages,
    ];

    /// Its name in scenario files and results.
    pub fn name(self) -> &'static str {
        match self {
            Self::Volume => "volume",
            Self::GrowthPerYear => "growth_per_year",
            Self::Attrition => "attrition",
            Self::TimeToFill => "time_to_fill",
            Self::Ramp => "ramp",
            Self::Containment => "containment",
            Self::Handling => "handling",
            Self::Wages => "wages",
        }
    }

    /// Its law.
    pub fn law(self) -> UncertainLaw {
        match self {
            Self::GrowthPerYear | Self::TimeToFill => UncertainLaw::Normal,
            Self::Containment => UncertainLaw::Triangular,
            Self::Volume | Self::Attrition | Self::Ramp | Self::Handling | Self::Wages => UncertainLaw::Lognormal,
        }
    }
}

/// How an input varies about what is expected of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum UncertainLaw {
    /// Something added, with mean 0.
    Normal,
    /// A factor with mean 1, whose logarithm is normal.
    Lognormal,
    /// A factor with mean 1 between two ends, most likely in the middle; the ends lie √6 standard deviations from it.
    Triangular,
}

/// How uncertain the assumptions of a plan are, and what is asked of a plan in view of that.
#[derive(Debug, Clone, PartialEq)]
pub struct Uncertainty {
    /// Standard deviation of each; 0 where it is certain.
    pub deviation: OfEach<f64>,
    /// Correlations of normal scores, each pair once; all others are 0.
    pub correlations: Vec<(Uncertain, Uncertain, f64)>,
    /// How many worlds are drawn.
    pub draws: u32,
    /// Hours that may be missing in a group and period, as a share of those needed, before the promise counts as broken there.
    pub tolerance: Share,
    /// The probability with which the promise is to be kept in each period; `None`: a plan is made for what is expected.
    pub hold: Option<Share>,
}

impl Uncertainty {
    /// Everything is certain.
    pub fn none() -> Self {
        Self { deviation: [0.0; UNCERTAIN], correlations: Vec::new(), draws: 1000, tolerance: Share(0.01), hold: None }
    }

    /// The lower triangular matrix that makes independent normal scores correlated ones; `None` if no random numbers
    /// can be correlated like that, because the matrix of correlations is not positive semidefinite.
    ///
    /// Cholesky's decomposition, in which a row that depends on those before it has no part of its own (Higham, *Accuracy and
    /// Stability of Numerical Algorithms*, 2nd ed. 2002, section 10.3).
    pub fn cholesky(&self) -> Option<OfEach<OfEach<f64>>> {
        // Entries are at most 1; sums of at most eight products of them are exact to some 2⁻⁴⁹, and roots to the root of that.
        const ZERO: f64 = 1e-12;
        let mut matrix = [[0.0; UNCERTAIN]; UNCERTAIN];
        for (place, row) in matrix.iter_mut().enumerate() {
            row[place] = 1.0;
        }
        for &(one, other, correlation) in &self.correlations {
            matrix[one as usize][other as usize] = correlation;
            matrix[other as usize][one as usize] = correlation;
        }
        let mut lower = [[0.0; UNCERTAIN]; UNCERTAIN];
        for row in 0..UNCERTAIN {
            for column in 0..=row {
                let before: f64 = (0..column).map(|place| lower[row][place] * lower[column][place]).sum();
                let rest = matrix[row][column] - before;
                lower[row][column] = if row == column {
                    if rest < -ZERO {
                        return None;
                    }
                    if rest < ZERO { 0.0 } else { f64::sqrt(rest) }
                } else if lower[column][column] > 0.0 {
                    rest / lower[column][column]
                } else if rest.abs() > ZERO.sqrt() {
                    return None;
                } else {
                    0.0
                };
            }
        }
        Some(lower)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Uncertain::{Attrition, Handling, Volume};

    fn correlated(correlations: &[(Uncertain, Uncertain, f64)]) -> Uncertainty {
        Uncertainty { correlations: correlations.to_vec(), ..Uncertainty::none() }
    }

    #[test]
    fn the_square_of_the_root_is_the_matrix() {
        let given = [(Volume, Attrition, 0.3), (Attrition, Handling, -0.5), (Volume, Handling, 0.2)];
        let root = correlated(&given).cholesky().unwrap();
        let product = |one: Uncertain, other: Uncertain| -> f64 {
            root[one as usize].iter().zip(root[other as usize]).map(|(a, b)| a * b).sum()
        };
        for (one, other, correlation) in given {
            // A handful of products of numbers up to 1, each rounded by 2⁻⁵³.
            assert!((product(one, other) - correlation).abs() < 1e-14);
            assert!((product(one, one) - 1.0).abs() < 1e-14);
        }
    }

    #[test]
    fn two_that_are_always_alike_can_be_drawn() {
        assert!(correlated(&[(Volume, Handling, 1.0)]).cholesky().is_some());
        assert!(
            correlated(&[(Volume, Handling, 1.0), (Volume, Attrition, 0.4), (Attrition, Handling, 0.4)])
                .cholesky()
                .is_some()
        );
    }

    #[test]
    fn correlations_that_contradict_each_other_are_none() {
        let contradictory = [(Volume, Attrition, 0.9), (Attrition, Handling, 0.9), (Volume, Handling, -0.9)];
        assert_eq!(correlated(&contradictory).cholesky(), None);
        let one_without_the_other = [(Volume, Attrition, 1.0), (Attrition, Handling, 0.5)];
        assert_eq!(correlated(&one_without_the_other).cholesky(), None);
    }
}
