//! How well simulated days match recorded ones, in one number, and what that number would be by chance or by guessing.
//!
//! The number is the **typical error of a day**: how far the simulated mean of a queue's day is from what was recorded, on average over
//! queues and days, each counted by its contacts. It is in the unit of the promise (points of service level), so that a manager can lay
//! it beside the margin of a plan; errors of opposite sign do not cancel; and unlike the share of days within a band, it
//! does not get better with wider bands. A number alone says nothing, so three stand beside it:
//!
//! - **by chance**: the same number of a run of the model itself, held against the others. No model of these days can do better
//!   than chance on average.
//! - **by the average day**: what guessing each day's service from the recorded service of the other days would give. Who
//!   simulates must do better than that, at least.
//! - **by formula**: the same contacts and agents interval by interval, each in steady state (`erlang`).
//!
//! Whether the error is more than chance is a Monte Carlo test (Barnard 1963; Besag & Clifford 1989): of n runs and the recorded one, each
//! is held against the mean of all the others; if the model is right, the error of the recorded one has each rank with the same probability.

use super::band::Coverage;
use super::measure::{Measure, Pair};

/// Below this chance of a larger error, the model is not right.
pub const SIGNIFICANT: f64 = 0.05;

/// How well a measure matches.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// The measure.
    pub measure: Measure,
    /// The typical error of a day of a queue, weighted by contacts, in the unit of the measure.
    pub error: f64,
    /// The same of the model's own runs, on average.
    pub by_chance: f64,
    /// The same of guessing each day as the average of the others; `None` of a single day.
    pub by_average: Option<f64>,
    /// The same by formula, interval by interval; `None` where it has no answer.
    pub by_formula: Option<f64>,
    /// Simulated minus recorded, on average over the same days.
    pub bias: f64,
    /// The chance of an error at least as large if the model were right.
    pub chance: f64,
    /// The typical error of a day of all queues together, in which errors of queues may cancel; and of guessing it as the average of the
    /// others. The same as above where there is one queue.
    pub together: Option<(f64, Option<f64>)>,
    /// Days of queues.
    pub days: Coverage,
    /// Intervals of queues; nothing where there are too many to keep.
    pub intervals: Coverage,
}

/// How far a simulation can be trusted, by a score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trust {
    /// What was recorded looks like one more run of the simulation.
    LikeAnotherRun,
    /// It does not, but the simulation is closer to it than the average day is.
    CloserThanTheAverage,
    /// Guessing the average day is as good, or there is nothing to hold it against.
    NotCloser,
}

impl Score {
    /// What the score says.
    pub fn trust(&self) -> Trust {
        if self.chance > SIGNIFICANT {
            Trust::LikeAnotherRun
        } else if self.by_average.is_some_and(|by_average| self.error < by_average) {
            Trust::CloserThanTheAverage
        } else {
            Trust::NotCloser
        }
    }
}

/// A queue's day: its weight, what was recorded, and what each run had.
pub struct QueueDay {
    /// Contacts that came.
    pub weight: f64,
    /// What was recorded.
    pub recorded: Pair,
    /// By run.
    pub runs: Vec<Pair>,
}

/// Errors of the recorded run and of the model's own.
pub struct Errors {
    /// Of the recorded one.
    pub error: f64,
    /// Simulated minus recorded.
    pub bias: f64,
    /// Of a run of the model, on average.
    pub by_chance: f64,
    /// The chance of an error at least as large if the model were right.
    pub chance: f64,
}

/// The typical error of a day, and of each run in the place of the recorded one; `None` without a day.
pub fn errors(measure: Measure, days: &[QueueDay]) -> Option<Errors> {
    let runs = days.first()?.runs.len();
    // The recorded run is the last.
    let mut sums = vec![(0.0, 0.0); runs + 1];
    let mut bias = 0.0;
    for day in days {
        let all = day.runs.iter().fold(day.recorded, |sum, run| sum.plus(*run));
        for (index, run) in day.runs.iter().chain([&day.recorded]).enumerate() {
            let others = mean_of(measure, all.minus(*run), runs);
            if let (Some(own), Some(others)) = (measure.value(*run), others) {
                sums[index].0 += day.weight * (own - others).abs();
                sums[index].1 += day.weight;
                if index == runs {
                    bias += day.weight * (others - own);
                }
            }
        }
    }
    let errors: Vec<f64> = sums.iter().map(|(sum, weight)| if *weight > 0.0 { sum / weight } else { 0.0 }).collect();
    let (error, weight) = (errors[runs], sums[runs].1);
    // Equal errors differ by rounding.
    let as_large = errors[..runs].iter().filter(|other| **other >= error - 1e-12).count();
    (weight > 0.0).then(|| Errors {
        error,
        bias: bias / weight,
        by_chance: errors[..runs].iter().sum::<f64>() / runs as f64,
        chance: (1.0 + as_large as f64) / (runs as f64 + 1.0),
    })
}

/// The measure of several runs together: a count is that of one of them on average.
pub fn mean_of(measure: Measure, sum: Pair, runs: usize) -> Option<f64> {
    let value = measure.value(sum)?;
    Some(if measure == Measure::Answered { value / runs as f64 } else { value })
}

/// The typical error of guessing what each queue's day had as the average of its other days. `days` are those of each queue.
pub fn by_average(measure: Measure, queues: &[&[QueueDay]]) -> Option<f64> {
    let (mut sum, mut weights) = (0.0, 0.0);
    for days in queues {
        let all = days.iter().fold(Pair::default(), |sum, day| sum.plus(day.recorded));
        for day in *days {
            let others = mean_of(measure, all.minus(day.recorded), days.len() - 1);
            if let (Some(own), Some(others)) = (measure.value(day.recorded), others) {
                sum += day.weight * (own - others).abs();
                weights += day.weight;
            }
        }
    }
    (weights > 0.0).then(|| sum / weights)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(percent: f64) -> Pair {
        Pair { over: percent, under: 100.0 }
    }

    fn day(weight: f64, recorded: f64, runs: &[f64]) -> QueueDay {
        QueueDay { weight, recorded: share(recorded), runs: runs.iter().map(|&run| share(run)).collect() }
    }

    #[test]
    fn a_day_with_more_contacts_weighs_more_and_signs_do_not_cancel() {
        let days = [day(300.0, 80.0, &[70.0, 90.0, 90.0, 70.0]), day(100.0, 50.0, &[60.0, 40.0, 44.0, 40.0])];
        let errors = errors(Measure::ServiceLevel, &days).unwrap();
        // Means of the runs are 80 and 46.
        assert!((errors.error - 0.25 * 0.04).abs() < 1e-12, "{}", errors.error);
        assert!((errors.bias + 0.25 * 0.04).abs() < 1e-12, "{}", errors.bias);
        assert_eq!(errors.chance, 1.0, "no run is closer to the others");
    }

    #[test]
    fn what_is_far_from_all_runs_is_hardly_chance() {
        let runs: Vec<f64> = (0..19).map(|run| 50.0 + f64::from(run % 5)).collect();
        let errors = errors(Measure::ServiceLevel, &[day(1.0, 20.0, &runs)]).unwrap();
        assert_eq!(errors.chance, 1.0 / 20.0);
        assert!(errors.error > 0.3 && errors.by_chance < 0.04);
    }

    #[test]
    fn the_average_of_the_other_days_does_not_know_the_day_itself() {
        let days = [day(1.0, 80.0, &[]), day(1.0, 60.0, &[]), day(1.0, 40.0, &[])];
        // 80 against 50, 60 against 60, 40 against 70.
        assert!((by_average(Measure::ServiceLevel, &[&days]).unwrap() - 0.2).abs() < 1e-12);
        assert_eq!(by_average(Measure::ServiceLevel, &[&days[..1]]), None);
    }

    #[test]
    fn counts_are_compared_as_counts() {
        let days = [day(1.0, 30.0, &[10.0, 20.0])];
        assert_eq!(errors(Measure::Answered, &days).unwrap().error, 15.0);
    }
}
