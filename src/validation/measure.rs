//! What is compared, and how each measure follows from sums over a stretch of time: a ratio of sums, never a mean of ratios.

use crate::target::ServiceLevelDefinition;

/// A measure that is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measure {
    /// Contacts answered within the threshold of all that came, those who hung up included: [`Measure::DEFINITION`].
    ServiceLevel,
    /// Mean wait of the answered, in seconds.
    Wait,
    /// Contacts that hung up, of all that came.
    Abandonment,
    /// Handling time of the contacts that came, of the time that agents were there. It may exceed 1 where work that began goes on after.
    Occupancy,
    /// Contacts that were answered, as a count.
    Answered,
}

/// Numerator and denominator of a measure.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Pair {
    /// Numerator; a count itself.
    pub over: f64,
    /// Denominator; of a count, what it is a count of.
    pub under: f64,
}

impl Pair {
    /// The sum of both.
    pub fn plus(self, other: Self) -> Self {
        Self { over: self.over + other.over, under: self.under + other.under }
    }

    /// What is left without the other.
    pub fn minus(self, other: Self) -> Self {
        Self { over: self.over - other.over, under: self.under - other.under }
    }
}

impl Measure {
    /// All of them; the first of them that is recorded is the one by which a simulation is judged first.
    pub const ALL: [Self; 5] = [Self::ServiceLevel, Self::Abandonment, Self::Wait, Self::Occupancy, Self::Answered];

    /// The definition of service level that is compared. Records of intervals do not tell who hung up within the threshold, so that the
    /// definitions that leave them out cannot be had.
    pub const DEFINITION: ServiceLevelDefinition = ServiceLevelDefinition::AnsweredOfOffered;

    /// Its place among [`Measure::ALL`].
    pub fn place(self) -> usize {
        Self::ALL.iter().position(|&other| other == self).unwrap_or(0)
    }

    /// Its name in results, with its unit.
    pub fn name(self) -> &'static str {
        match self {
            Self::ServiceLevel => "service_level",
            Self::Wait => "asa_s",
            Self::Abandonment => "abandonment",
            Self::Occupancy => "occupancy",
            Self::Answered => "answered",
        }
    }

    /// Whether it is a share of 1.
    pub fn is_share(self) -> bool {
        matches!(self, Self::ServiceLevel | Self::Abandonment | Self::Occupancy)
    }

    /// The measure; `None` where nothing counts.
    pub fn value(self, pair: Pair) -> Option<f64> {
        // Sums from which others were taken away may be off by rounding.
        (pair.under > 1e-9).then(|| if self == Self::Answered { pair.over } else { pair.over / pair.under })
    }
}
