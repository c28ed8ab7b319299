//! The stretches of time for which there are accounts: intervals, days, the horizon.

use crate::scenario::Scenario;
use crate::simulation::centre::Centre;
use crate::simulation::measure::Sums;
use std::ops::Range;

/// The calendar as the accounts need it.
#[derive(Debug)]
pub(super) struct Times {
    /// Lengths of the intervals in seconds.
    pub intervals: Vec<f64>,
    /// The intervals of each day.
    pub days: Vec<Range<usize>>,
    /// Segments before the first interval.
    pub warm_up: usize,
    /// The first interval that counts for the horizon.
    pub counted_from: usize,
}

/// A stretch of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stretch {
    Interval(usize),
    Day(usize),
    Horizon,
}

/// What is added up from intervals to days and from days to the horizon.
pub(super) trait AddsUp: Clone {
    /// The same over the next stretch as well.
    fn add(&mut self, later: &Self);
}

impl AddsUp for Sums {
    fn add(&mut self, later: &Self) {
        Self::add(self, later);
    }
}

impl Times {
    pub fn of(scenario: &Scenario, centre: &Centre) -> Self {
        Self {
            intervals: scenario.calendar.intervals.iter().map(|interval| interval.length().0).collect(),
            days: scenario.calendar.days.iter().map(|day| day.intervals.clone()).collect(),
            warm_up: centre.warm_up,
            counted_from: centre.counted_from,
        }
    }

    /// How many days and horizons there are.
    pub fn coarse(&self) -> usize {
        self.days.len() + 1
    }

    /// How many stretches there are.
    pub fn all(&self) -> usize {
        self.intervals.len() + self.coarse()
    }

    /// The place of a day or the horizon among those; none for intervals.
    pub fn place_among_coarse(&self, stretch: Stretch) -> Option<usize> {
        match stretch {
            Stretch::Interval(_) => None,
            Stretch::Day(day) => Some(day),
            Stretch::Horizon => Some(self.days.len()),
        }
    }

    /// The place of a stretch among all.
    pub fn place(&self, stretch: Stretch) -> usize {
        match stretch {
            Stretch::Interval(interval) => interval,
            Stretch::Day(day) => self.intervals.len() + day,
            Stretch::Horizon => self.intervals.len() + self.days.len(),
        }
    }

    /// Agent-seconds on duty of a crew as planned, by interval.
    pub fn duty(&self, centre: &Centre, crew: usize) -> Vec<f64> {
        let levels = &centre.crews[crew].levels[self.warm_up..];
        levels.iter().zip(&self.intervals).map(|(&level, seconds)| f64::from(level) * seconds).collect()
    }

    /// Adds intervals up to days and the horizon. `of` says all that happened in an interval, and `enter` is given each
    /// stretch; returns the horizon.
    pub fn add_up<S: AddsUp>(
        &self,
        nothing: &S,
        mut of: impl FnMut(usize, &mut S),
        mut enter: impl FnMut(Stretch, &mut S),
    ) -> S {
        let (mut here, mut today, mut ever) = (nothing.clone(), nothing.clone(), nothing.clone());
        for (day, range) in self.days.iter().enumerate() {
            today.clone_from(nothing);
            for interval in range.clone() {
                of(interval, &mut here);
                enter(Stretch::Interval(interval), &mut here);
                today.add(&here);
                if self.counted_from > 0 && interval >= self.counted_from {
                    ever.add(&here);
                }
            }
            enter(Stretch::Day(day), &mut today);
            if self.counted_from == 0 {
                ever.add(&today);
            }
        }
        enter(Stretch::Horizon, &mut ever);
        ever
    }
}
