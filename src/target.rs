//! What is promised to customers: the definitions of service level and the targets that a queue can have.

use crate::units::{Seconds, Share};
use serde::Serialize;

/// How the abandoned enter the service level within a threshold T. The trade uses all four, so each report names its own.
///
/// On 1,000 answered (860 within T) and 60 abandoned (20 within T) they give 82.7 %, 81.1 %, 86.0 % and 83.0 %.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ServiceLevelDefinition {
    /// answered ≤ T / (answered + abandoned after T): who hangs up within T is left out.
    #[default]
    ExcludingEarlyAbandons,
    /// answered ≤ T / (answered + abandoned).
    AnsweredOfOffered,
    /// answered ≤ T / answered.
    AnsweredOnly,
    /// (answered ≤ T + abandoned ≤ T) / (answered + abandoned).
    WithEarlyAbandons,
}

impl ServiceLevelDefinition {
    /// All of them, the default first.
    pub const ALL: [Self; 4] =
        [Self::ExcludingEarlyAbandons, Self::AnsweredOfOffered, Self::AnsweredOnly, Self::WithEarlyAbandons];

    /// Its name in scenario files and results.
    pub fn name(self) -> &'static str {
        match self {
            Self::ExcludingEarlyAbandons => "default",
            Self::AnsweredOfOffered => "answered-of-offered",
            Self::AnsweredOnly => "answered-only",
            Self::WithEarlyAbandons => "with-early-abandons",
        }
    }

    /// The definition of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|definition| definition.name() == name)
    }

    /// Numerator and denominator of the service level: a ratio of sums, never a mean of ratios. The four counts may be
    /// of contacts or probabilities. The denominator is 0 where nothing counts.
    pub fn ratio(self, outcomes: &Outcomes) -> (f64, f64) {
        let Outcomes { answered, answered_within, abandoned, abandoned_within } = *outcomes;
        match self {
            Self::ExcludingEarlyAbandons => (answered_within, answered + abandoned - abandoned_within),
            Self::AnsweredOfOffered => (answered_within, answered + abandoned),
            Self::AnsweredOnly => (answered_within, answered),
            Self::WithEarlyAbandons => (answered_within + abandoned_within, answered + abandoned),
        }
    }
}

/// What became of the contacts of a queue, as counts or as probabilities.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Outcomes {
    /// Answered at all.
    pub answered: f64,
    /// Answered within the threshold.
    pub answered_within: f64,
    /// Abandoned at all.
    pub abandoned: f64,
    /// Abandoned within the threshold.
    pub abandoned_within: f64,
}

/// A promised service level: a share answered within a time, by a definition.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ServiceLevelTarget {
    /// The share promised.
    pub share: Share,
    /// The threshold T.
    pub within: Seconds,
    /// How the abandoned are counted.
    pub definition: ServiceLevelDefinition,
}

/// The stretches of time over each of which a promise is to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Over {
    /// Every open interval by itself.
    Interval,
    /// Every day by itself: a bad half hour may be made up for.
    Day,
    /// The horizon as a whole.
    Horizon,
}

impl Over {
    /// All of them, the shortest first.
    pub const ALL: [Self; 3] = [Self::Interval, Self::Day, Self::Horizon];

    /// Its name in scenario files and results.
    pub fn name(self) -> &'static str {
        match self {
            Self::Interval => "interval",
            Self::Day => "day",
            Self::Horizon => "horizon",
        }
    }

    /// The stretch of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|over| over.name() == name)
    }
}

/// Everything that is promised for a queue at once; what is `None` is not promised.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Target {
    /// At least this share answered within a time.
    pub service_level: Option<ServiceLevelTarget>,
    /// The answered wait at most this long on average.
    pub max_asa: Option<Seconds>,
    /// At most this share of the offered abandons.
    pub max_abandonment: Option<Share>,
    /// At most this share of the offered waits at all.
    pub max_p_wait: Option<Share>,
    /// Agents are busy at most this share of their time.
    pub max_occupancy: Option<Share>,
    /// The stretches of time that staffing is found for; `None`: every open interval, for deferred work the horizon.
    pub over: Option<Over>,
}

impl Target {
    /// Whether nothing is promised.
    pub fn is_empty(&self) -> bool {
        Self { over: None, ..*self } == Self::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_four_definitions_on_the_same_counts() {
        let outcomes = Outcomes { answered: 1000.0, answered_within: 860.0, abandoned: 60.0, abandoned_within: 20.0 };
        let levels = ServiceLevelDefinition::ALL.map(|definition| {
            let (numerator, denominator) = definition.ratio(&outcomes);
            (1000.0 * numerator / denominator).round() / 10.0
        });
        assert_eq!(levels, [82.7, 81.1, 86.0, 83.0]);
    }

    #[test]
    fn a_stretch_of_time_promises_nothing() {
        for over in Over::ALL {
            assert_eq!(Over::from_name(over.name()), Some(over));
            assert!(Target { over: Some(over), ..Target::default() }.is_empty());
        }
        assert_eq!(Over::from_name("week"), None);
    }

    #[test]
    fn a_definition_is_found_by_its_name() {
        for definition in ServiceLevelDefinition::ALL {
            assert_eq!(ServiceLevelDefinition::from_name(definition.name()), Some(definition));
        }
        assert_eq!(ServiceLevelDefinition::from_name("answered"), None);
    }
}
