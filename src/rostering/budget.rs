//! How long a search may take: counted in steps, so that its answer is the same everywhere, or by a clock that the caller hands in.

use crate::watch::{Interrupted, Watch};
use std::time::Duration;

/// When to stop.
#[derive(Clone, Copy)]
pub struct Limits<'a> {
    /// At most about so many steps (days tried for a person, in the innermost loops).
    pub work: u64,
    /// Instead of that, until this clock has reached this time. The answer then depends on the machine.
    pub clock: Option<Clock<'a>>,
    /// Good enough: (price − bound) / price at most this.
    pub gap: f64,
}

/// A clock and the time at which to stop.
#[derive(Clone, Copy)]
pub struct Clock<'a> {
    /// Time since the begin of the search.
    pub elapsed: &'a (dyn Fn() -> Duration + Sync),
    /// When it is to have ended.
    pub limit: Duration,
}

/// Steps of a search that is given all the time that it needs.
const USUAL_WORK: u64 = 5_000_000_000;

/// Steps of a chain: long enough to be worth a thread, short enough that chains beside each other do not fill the same gaps.
const CHAIN_WORK: u64 = 200_000;

impl Default for Limits<'_> {
    /// 5 000 million steps: one or two minutes.
    fn default() -> Self {
        Self { work: USUAL_WORK, clock: None, gap: 0.0 }
    }
}

/// What is left of the limits.
pub(super) struct Budget<'a> {
    limits: Limits<'a>,
    watch: &'a dyn Watch,
    /// Steps done.
    pub(super) work: u64,
}

impl<'a> Budget<'a> {
    pub(super) fn new(limits: Limits<'a>, watch: &'a dyn Watch) -> Self {
        Self { limits, watch, work: 0 }
    }

    /// The part that is used up: 1 at the end.
    pub(super) fn used(&self) -> f64 {
        self.used_with(0)
    }

    /// The part that is used up once so many steps more are done.
    pub(super) fn used_with(&self, work: u64) -> f64 {
        match self.limits.clock {
            Some(clock) => (clock.elapsed)().as_secs_f64() / clock.limit.as_secs_f64().max(1e-3),
            None => (self.work + work) as f64 / self.limits.work.max(1) as f64,
        }
    }

    pub(super) fn is_over(&self) -> bool {
        self.used() >= 1.0
    }

    /// Steps of one chain.
    pub(super) fn chain_work(&self) -> u64 {
        match self.limits.clock {
            Some(_) => CHAIN_WORK,
            None => (self.limits.work / 100).clamp(1_000, CHAIN_WORK),
        }
    }

    /// Nodes of branch and bound that a solver may take: `most`, and fewer where few steps are allowed.
    pub(super) fn nodes(&self, most: u64) -> u64 {
        let part = self.limits.work as f64 / USUAL_WORK as f64;
        match self.limits.clock {
            Some(_) => most,
            None => ((most as f64 * part) as u64).clamp(1, most),
        }
    }

    pub(super) fn gap(&self) -> f64 {
        self.limits.gap
    }

    pub(super) fn by_clock(&self) -> bool {
        self.limits.clock.is_some()
    }

    /// A solver's time: this part of the whole, and no longer than is left. None where steps are counted.
    pub(super) fn solver_time(&self, part: f64) -> Option<Duration> {
        self.limits.clock.map(|clock| {
            let left = (1.0 - self.used()).max(0.0);
            clock.limit.mul_f64(part.min(left)).max(Duration::from_millis(10))
        })
    }

    pub(super) fn check(&self) -> Result<(), Interrupted> {
        self.watch.check()
    }

    pub(super) fn tell(&self, stage: &str) {
        self.watch.progress(stage, (self.used() * 1000.0).min(1000.0) as u64, 1000);
    }
}
