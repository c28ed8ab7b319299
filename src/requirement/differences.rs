//! Finite differences: what one agent more or less of a group in an interval does to every promise, on common random numbers.
//!
//! Intervals touch each other only by what is carried over, so one simulation moves a group by an agent in every second
//! interval at once (in every third, where contacts take long) and shows the differences of all of these: in the interval
//! itself, and in the next. That takes 2 (3) simulations for each group, however many intervals there are.
//!
//! Where promises fail, an agent is added; where all are kept, one is taken away. Both are slopes of the same function on
//! the side on which it will be used.

use super::promise::{Observation, Promise};
use crate::calendar::Grid;

/// By promise, a table of groups and intervals: how much an agent of that group in that interval adds to the slack.
#[derive(Debug, Clone)]
pub(super) struct Differences {
    /// In the same interval; of deferred work, to the period of the interval.
    pub own: Vec<Grid<f64>>,
    /// In the next interval; nothing for deferred work.
    pub carried: Vec<Grid<f64>>,
}

/// One simulation's worth of moves: the group, and by interval +1, −1 or 0.
pub(super) struct Moves {
    pub group: usize,
    pub steps: Vec<i32>,
}

impl Differences {
    pub fn none(promises: usize, groups: usize, intervals: usize) -> Self {
        let nothing = || (0..promises).map(|_| Grid::filled(groups, intervals, 0.0)).collect();
        Self { own: nothing(), carried: nothing() }
    }

    /// Enters what the moves of a group changed: `before` and `after` on the same random numbers.
    pub fn enter(&mut self, promises: &[Promise], moves: &Moves, before: &Observation, after: &Observation) {
        let group = moves.group;
        for (index, promise) in promises.iter().enumerate() {
            if promise.is_deferred {
                self.enter_deferred(index, promise, moves, before, after);
                continue;
            }
            let change = |interval: usize| after.intervals[(index, interval)] - before.intervals[(index, interval)];
            for (interval, &step) in moves.steps.iter().enumerate().filter(|&(_, &step)| step != 0) {
                // More agents never harm; what seems so is chance.
                self.own[index][(group, interval)] = (f64::from(step) * change(interval)).max(0.0);
                if let Some(&0) = moves.steps.get(interval + 1) {
                    self.carried[index][(group, interval)] = (f64::from(step) * change(interval + 1)).max(0.0);
                }
            }
        }
    }

    /// Work that waits is done whenever there is time, so an agent counts the same all through the period.
    fn enter_deferred(
        &mut self,
        index: usize,
        promise: &Promise,
        moves: &Moves,
        before: &Observation,
        after: &Observation,
    ) {
        for (period, (before, after)) in
            promise.periods.iter().zip(before.periods[index].iter().zip(&after.periods[index]))
        {
            let moved: i32 = moves.steps[period.clone()].iter().sum();
            if moved != 0 && before.mean.is_finite() && after.mean.is_finite() {
                let each = ((after.mean - before.mean) / f64::from(moved)).max(0.0);
                for interval in period.clone().filter(|&interval| moves.steps[interval] != 0) {
                    self.own[index][(moves.group, interval)] = each;
                }
            }
        }
    }
}
