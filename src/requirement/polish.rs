//! The polish: single agents are taken away, and dear ones exchanged for cheaper ones, as long as every promise holds.
//!
//! A step is proposed where the finite differences say that it may do, the greatest saving first. One simulation tries a step in every
//! second (third) interval at once, on the random numbers of the search; where a promise then fails in an interval or in those up to the
//! next step, the step is taken back and not tried again.

use super::correction::Search;
use super::promise::Observation;
use crate::watch::Interrupted;
use std::collections::BTreeSet;

/// A change of staffing in one interval: by group, so many agents more or less.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Step(Vec<(usize, i32)>);

/// A loss that the differences promise may come out smaller by this part: a step that just fails is tried all the same.
const BENEFIT_OF_DOUBT: f64 = 0.3;

/// Differences are known to about this.
const PRECISION: f64 = 2e-3;

impl Search<'_> {
    /// Takes away and exchanges agents, from a staffing that was observed on the numbers of the search.
    pub(super) fn polish(&mut self, mut observed: Observation) -> Result<(), Interrupted> {
        let steps = self.steps();
        let mut tried: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); self.agents.intervals()];
        let mut idle = 0;
        let mut caution = vec![1.0; self.promises.len()];
        for round in 0..self.correction.most_polish as usize {
            let chosen = self.choose(round % self.stride, &steps, &tried, &observed, &caution);
            if chosen.iter().all(Option::is_none) {
                idle += 1;
                if idle >= self.stride {
                    break;
                }
                continue;
            }
            idle = 0;
            let mut agents = self.agents.clone();
            for (interval, step) in chosen.iter().enumerate().filter_map(|(i, step)| step.map(|step| (i, step))) {
                for &(group, change) in &steps[step].0 {
                    let there = &mut agents[(group, interval)];
                    *there = there.saturating_add_signed(change);
                }
            }
            let after = self.observe(agents.clone())?;
            let (failed, long) = self.blamed(&chosen, &observed, &after, &mut caution);
            let mut last = None;
            for interval in 0..chosen.len() {
                if let Some(step) = chosen[interval] {
                    last = Some(interval);
                    if failed[interval] {
                        // Of many steps that together cost a long period too much, each may do alone.
                        if caution.iter().all(|&caution| caution > 0.1) && long[interval] {
                            continue;
                        }
                        tried[interval].insert(step);
                    } else {
                        for group in 0..agents.rows() {
                            self.agents[(group, interval)] = agents[(group, interval)];
                        }
                    }
                }
                if last.is_none_or(|last| !failed[last]) {
                    self.take_over(&mut observed, &after, interval);
                }
            }
            if failed.iter().all(|&failed| !failed) {
                observed = after;
            } else {
                self.take_over_long(&mut observed, &after);
            }
        }
        Ok(())
    }

    /// All steps that may save anything: one away; one for one or two that are cheaper; two for one that costs less than both.
    fn steps(&self) -> Vec<Step> {
        let groups = self.agents.rows();
        let mut steps: Vec<Step> = (0..groups).map(|group| Step(vec![(group, -1)])).collect();
        for from in 0..groups {
            for to in (0..groups).filter(|&to| to != from && self.have_to_do(from, to)) {
                steps.extend([(-1, 1), (-1, 2), (-2, 1)].map(|(less, more)| Step(vec![(from, less), (to, more)])));
            }
        }
        // Two specialists for one who knows the work of both.
        for one in 0..groups {
            for other in one + 1..groups {
                let both = (0..groups).filter(|&both| both != one && both != other);
                for both in both.filter(|&both| self.have_to_do(one, both) && self.have_to_do(other, both)) {
                    steps.push(Step(vec![(both, -1), (one, 1), (other, 1)]));
                    steps.push(Step(vec![(both, 1), (one, -1), (other, -1)]));
                }
            }
        }
        steps
    }

    /// Whether two groups have a queue in common.
    fn have_to_do(&self, one: usize, other: usize) -> bool {
        let skills = |group: usize| &self.scenario.groups[group].skills;
        skills(one).iter().any(|skill| skills(other).contains(skill))
    }

    /// The step to try in each interval of this turn: the one that saves most of those that may do.
    fn choose(
        &self,
        turn: usize,
        steps: &[Step],
        tried: &[BTreeSet<usize>],
        observed: &Observation,
        caution: &[f64],
    ) -> Vec<Option<usize>> {
        let intervals = self.agents.intervals();
        // What may still be lost of promises over days and the horizon in this turn.
        let mut left: Vec<Vec<f64>> = observed
            .periods
            .iter()
            .zip(caution)
            .map(|(slacks, caution)| slacks.iter().map(|slack| caution * slack.lower().max(0.0)).collect())
            .collect();
        let mut chosen = vec![None; intervals];
        let places = self.places();
        for interval in (turn..intervals).step_by(self.stride) {
            let mut candidates: Vec<(f64, usize)> = (0..steps.len())
                .filter(|step| !tried[interval].contains(step) && self.is_possible(&steps[*step], interval))
                .map(|step| (self.saving(&steps[step], interval), step))
                .filter(|&(saving, _)| saving > 1e-9)
                .collect();
            candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            let fit =
                candidates.into_iter().find(|&(_, step)| self.may_do(&steps[step], interval, observed, &left, &places));
            if let Some((_, step)) = fit {
                chosen[interval] = Some(step);
                for (index, promise) in self.promises.iter().enumerate() {
                    let Some(place) = places[index][interval] else { continue };
                    if promise.periods[place].len() > 1 {
                        left[index][place] += self.effect(index, place, &steps[step], interval, observed);
                    }
                }
            }
        }
        chosen
    }

    /// By promise and interval: the period that it is in.
    fn places(&self) -> Vec<Vec<Option<usize>>> {
        let of = |promise: &super::promise::Promise| {
            let mut places = vec![None; self.agents.intervals()];
            for (place, period) in promise.periods.iter().enumerate() {
                places[period.clone()].fill(Some(place));
            }
            places
        };
        self.promises.iter().map(of).collect()
    }

    fn is_possible(&self, step: &Step, interval: usize) -> bool {
        step.0.iter().all(|&(group, change)| {
            let after = i64::from(self.agents[(group, interval)]) + i64::from(change);
            after >= i64::from(if change < 0 { self.least[(group, interval)] } else { 0 })
        })
    }

    fn saving(&self, step: &Step, interval: usize) -> f64 {
        step.0
            .iter()
            .map(|&(group, change)| {
                let before = self.agents[(group, interval)];
                let after = before.saturating_add_signed(change);
                self.model.price(group, interval, before) - self.model.price(group, interval, after)
            })
            .sum()
    }

    /// What a step adds to the slack of a promise over its period, by the differences.
    fn effect(&self, promise: usize, place: usize, step: &Step, interval: usize, observed: &Observation) -> f64 {
        let sum = |table: &crate::calendar::Grid<f64>| -> f64 {
            step.0.iter().map(|&(group, change)| f64::from(change) * table[(group, interval)]).sum()
        };
        let period = &self.promises[promise].periods[place];
        if self.promises[promise].is_deferred {
            return sum(&self.differences.own[promise]);
        }
        let weights = observed.weights.row(promise);
        let all: f64 = weights[period.clone()].iter().sum();
        let weight = |interval: usize| if all > 0.0 { weights[interval] / all } else { 1.0 };
        let next = interval + 1;
        let carried = if period.contains(&next) { weight(next) * sum(&self.differences.carried[promise]) } else { 0.0 };
        weight(interval) * sum(&self.differences.own[promise]) + carried
    }

    /// Whether every promise may hold after a step, as far as the differences tell.
    fn may_do(
        &self,
        step: &Step,
        interval: usize,
        observed: &Observation,
        left: &[Vec<f64>],
        places: &[Vec<Option<usize>>],
    ) -> bool {
        (0..self.promises.len()).all(|index| {
            let holds = |place: usize, effect: f64| {
                let slack = observed.periods[index][place].lower();
                effect >= 0.0 || slack + effect >= BENEFIT_OF_DOUBT * effect - PRECISION
            };
            let Some(place) = places[index][interval] else { return true };
            let effect = self.effect(index, place, step, interval, observed);
            if self.promises[index].periods[place].len() > 1 {
                return effect >= 0.0 || left[index][place] + effect >= 0.0;
            }
            let next = places[index].get(interval + 1).copied().flatten();
            let carried = &self.differences.carried[index];
            let on_next: f64 =
                step.0.iter().map(|&(group, change)| f64::from(change) * carried[(group, interval)]).sum();
            holds(place, effect) && next.is_none_or(|next| holds(next, on_next))
        })
    }

    /// By interval: whether its step has to be taken back, and whether a longer period is why. A promise that newly fails in an interval is laid to the latest
    /// step before; one over days or the horizon to all steps within that may have cost it anything.
    fn blamed(
        &self,
        chosen: &[Option<usize>],
        before: &Observation,
        after: &Observation,
        caution: &mut [f64],
    ) -> (Vec<bool>, Vec<bool>) {
        let mut failed = vec![false; chosen.len()];
        let mut long = failed.clone();
        for (index, promise) in self.promises.iter().enumerate() {
            for (place, period) in promise.periods.iter().enumerate() {
                let (before, after) = (before.periods[index][place], after.periods[index][place]);
                if after.is_kept() || (!before.is_kept() && after.lower() >= before.lower()) {
                    continue;
                }
                if period.len() > 1 {
                    caution[index] *= 0.5;
                    failed[period.clone()].fill(true);
                    long[period.clone()].fill(true);
                } else if let Some(at) = (0..=period.start).rev().take(4 * self.stride).find(|&at| chosen[at].is_some())
                {
                    failed[at] = true;
                }
            }
        }
        (failed, long)
    }

    /// What was seen in an interval whose steps were kept.
    fn take_over(&self, observed: &mut Observation, after: &Observation, interval: usize) {
        for (index, promise) in self.promises.iter().enumerate() {
            observed.intervals[(index, interval)] = after.intervals[(index, interval)];
            // Periods of one interval are in ascending order.
            if let Ok(place) = promise.periods.binary_search_by_key(&interval, |period| period.start)
                && promise.periods[place].len() == 1
            {
                observed.periods[index][place] = after.periods[index][place];
            }
        }
    }

    /// Of longer periods, what was seen where it still holds: those whose steps were all taken back are as before.
    fn take_over_long(&self, observed: &mut Observation, after: &Observation) {
        for (index, promise) in self.promises.iter().enumerate() {
            for (place, period) in promise.periods.iter().enumerate() {
                if period.len() > 1 && after.periods[index][place].is_kept() {
                    let seen = after.periods[index][place];
                    observed.periods[index][place] = seen;
                }
            }
        }
    }
}
