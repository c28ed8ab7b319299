//! What one horizon may bring: how a measure varies from replication to replication.
//!
//! A 95 % interval says how well the mean over all horizons is known; with enough replications it is as narrow as one likes. The one horizon that
//! comes is another matter: it varies by chance, from day to day, and by what the forecast is wrong by.

use super::measure::{Measure, MeasureKey, Subject};
use super::performance::Performance;
use crate::target::ServiceLevelTarget;

/// Replications below which nothing is said about single ones.
const FEWEST: usize = 20;

/// The values of a measure over the horizon, one for each replication that says something about it, in order of size; none where it is not
/// measured.
fn values(performance: &Performance, subject: Subject, measure: Measure) -> Vec<f64> {
    let key = MeasureKey { subject, measure };
    let Some(place) = performance.keys.iter().position(|other| *other == key) else { return Vec::new() };
    let of_replication = performance.replicates.iter().filter_map(|replicate| replicate.measures.get(place));
    let mut values: Vec<f64> =
        of_replication.filter(|(_, below)| *below != 0.0).map(|(above, below)| above / below).collect();
    values.sort_by(f64::total_cmp);
    values
}

/// Between which values a measure lies in that share of the replications, as many below as above; `None` of few replications.
pub fn prediction(performance: &Performance, subject: Subject, measure: Measure, share: f64) -> Option<(f64, f64)> {
    let values = values(performance, subject, measure);
    let at = |p: f64| values[((p * values.len() as f64).ceil() as usize).clamp(1, values.len()) - 1];
    (values.len() >= FEWEST).then(|| (at((1.0 - share) / 2.0), at(f64::midpoint(1.0, share))))
}

/// The share of the replications in which a queue's service level over the horizon is at least as promised; `None` of few replications.
pub fn kept_in(performance: &Performance, queue: usize, promise: &ServiceLevelTarget) -> Option<f64> {
    let values = values(performance, Subject::Queue(queue), Measure::ServiceLevel);
    let kept = values.iter().filter(|value| **value >= promise.share.0).count();
    (values.len() >= FEWEST).then(|| kept as f64 / values.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::Replicate;
    use crate::simulation::performance::TotalMeasures;
    use crate::target::ServiceLevelDefinition;
    use crate::units::{Seconds, Share};

    fn performance(of: impl Iterator<Item = (f64, f64)>) -> Performance {
        let replicates: Vec<Replicate> = of.map(|measure| Replicate { measures: vec![measure] }).collect();
        Performance {
            seed: 1,
            replications: replicates.len() as u32,
            queues: Vec::new(),
            groups: Vec::new(),
            bots: Vec::new(),
            trunks: Vec::new(),
            total: TotalMeasures::default(),
            keys: vec![MeasureKey { subject: Subject::Queue(0), measure: Measure::ServiceLevel }],
            replicates,
        }
    }

    #[test]
    fn eight_in_ten_replications_lie_in_the_middle() {
        let hundred = performance((1..=100).rev().map(|value| (f64::from(value), 100.0)));
        let level = |share| prediction(&hundred, Subject::Queue(0), Measure::ServiceLevel, share);
        assert_eq!(level(0.8), Some((0.1, 0.9)));
        assert_eq!(prediction(&hundred, Subject::Total, Measure::ServiceLevel, 0.8), None);
        let definition = ServiceLevelDefinition::default();
        let promise = ServiceLevelTarget { share: Share(0.8), within: Seconds(20.0), definition };
        assert_eq!(kept_in(&hundred, 0, &promise), Some(0.21));
        // A replication without contacts says nothing, and of nineteen nothing is said.
        assert_eq!(kept_in(&performance((0..20).map(|n| (1.0, f64::from(n)))), 0, &promise), None);
    }
}
