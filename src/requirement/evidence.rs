//! Several runs with fresh random numbers, judged together.

use super::promise::{Judged, Observation, Slack};
use crate::simulation::Verdict;
use crate::statistics::Estimate;

/// What all fresh runs so far have shown.
#[derive(Debug, Default)]
pub(super) struct Evidence {
    /// By run: the slack of each promise over each of its periods, and the same in the units of the measure.
    runs: Vec<(Vec<Vec<Slack>>, Vec<Judged>)>,
}

impl Evidence {
    /// Enters a run, and makes its observation that of all runs together.
    pub fn enter(&mut self, observed: &mut Observation, judged: Vec<Judged>) {
        self.runs.push((observed.periods.clone(), judged));
        for (index, slacks) in observed.periods.iter_mut().enumerate() {
            for (place, slack) in slacks.iter_mut().enumerate() {
                let seen = self.runs.iter().map(|(slacks, _)| slacks[index][place]).filter(|one| one.mean.is_finite());
                if let Some((mean, half)) = together(seen.map(|slack| (slack.mean, slack.half))) {
                    *slack = Slack { mean, half };
                }
            }
        }
    }

    /// Each promise over each of its periods with the mean of all runs, judged by the slack that `observed` gives it.
    pub fn judged(&self, observed: &Observation) -> Vec<Judged> {
        let slacks = observed.periods.iter().flatten();
        let last = self.runs.last().map(|(_, judged)| judged.as_slice()).unwrap_or_default();
        last.iter()
            .zip(slacks)
            .enumerate()
            .map(|(at, (judged, slack))| {
                let seen = self.runs.iter().filter_map(|(_, judged)| {
                    let measured = judged[at].measured;
                    measured.mean.zip(measured.half_width)
                });
                let measured = together(seen).map_or(judged.measured, |(mean, half)| Estimate::new(mean, half));
                let verdict = if slack.mean.is_infinite() {
                    Verdict::NoPromise
                } else if slack.is_kept() {
                    Verdict::Kept
                } else if slack.mean + slack.half < 0.0 {
                    Verdict::Missed
                } else {
                    Verdict::Unclear
                };
                Judged { measured, verdict, ..judged.clone() }
            })
            .collect()
    }
}

/// The mean of independent estimates, and half the width of its interval; `None` of none.
fn together(estimates: impl Iterator<Item = (f64, f64)>) -> Option<(f64, f64)> {
    let (count, mean, squares) = estimates
        .fold((0.0, 0.0, 0.0), |(count, sum, squares), (mean, half)| (count + 1.0, sum + mean, squares + half * half));
    (count > 0.0).then(|| (mean / count, f64::sqrt(squares) / count))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_runs_are_known_twice_as_well_as_one() {
        let runs = [(0.8, 0.02), (0.82, 0.02), (0.78, 0.02), (0.8, 0.02)];
        let (mean, half) = together(runs.into_iter()).unwrap();
        assert!((mean - 0.8).abs() < 1e-12 && (half - 0.01).abs() < 1e-12);
        assert_eq!(together(std::iter::empty()), None);
    }
}
