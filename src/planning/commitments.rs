//! Plans that are made anew when news come: what was decided by then stays.
//!
//! The plan before is the best for what was expected before. When the news are there, initiatives and contracts that have begun go on; a hire,
//! a move or a contract takes its lead time, so whoever was asked for begins, and nobody else does before a lead time after the
//! news. What a partner takes of a queue is decided period by period; overtime, time off and hours of partners by the hour
//! can be changed at any time.

use super::carry_out::{Decisions, Given, carry_out};
use super::missing::PriceOfMissing;
use super::partners::{contracts, first_contract_period};
use super::people::{first_hiring_period, first_moving_period};
use super::workforce_plan::WorkforcePlan;
use super::workload::Workload;
use super::{Ground, PlanError, Quest};
use crate::demand::Demand;
use crate::scenario::{Commitments, PlanAssumptions, Scenario};
use crate::watch::Watch;

/// A plan as it was before the news.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanBefore {
    /// First period in which they are known.
    pub known_from: usize,
    /// The plan.
    pub plan: WorkforcePlan,
}

impl Commitments {
    /// First period in which a hire through a channel is free.
    pub(super) fn hires_until(&self, plan: &PlanAssumptions, channel: usize) -> usize {
        self.until + first_hiring_period(plan, &plan.hiring[channel])
    }

    /// First period in which a move is free.
    pub(super) fn moves_until(&self, plan: &PlanAssumptions, way: usize) -> usize {
        self.until + first_moving_period(plan, &plan.moves[way])
    }

    /// First period in which the begin of a contract is free.
    pub(super) fn contracts_until(&self, plan: &PlanAssumptions, partner: usize) -> usize {
        self.until + first_contract_period(plan, &plan.partners[partner])
    }
}

/// What has begun: a begin that is committed to, or a wished one that is still free.
fn begun(committed: Option<u32>, wished: Option<u32>, until: usize) -> Option<u32> {
    let is_over = |start: &u32| (*start as usize) < until;
    committed.filter(is_over).or(wished.filter(|start| !is_over(start)))
}

impl Decisions {
    /// The same as far as decisions are free, with what the plan is committed to.
    #[must_use]
    pub fn keeping_commitments(mut self, plan: &PlanAssumptions) -> Self {
        let Some(committed) = &plan.committed else { return self };
        for (start, before) in self.starts.iter_mut().zip(&committed.starts) {
            *start = begun(*before, *start, committed.until);
        }
        for (channel, (hires, before)) in self.hires.iter_mut().zip(&committed.hires).enumerate() {
            let until = committed.hires_until(plan, channel).min(hires.len());
            hires[..until].copy_from_slice(&before[..until]);
        }
        for (way, (moves, before)) in self.moves.iter_mut().zip(&committed.moves).enumerate() {
            let until = committed.moves_until(plan, way).min(moves.len());
            moves[..until].copy_from_slice(&before[..until]);
        }
        for partner in 0..self.contracts.len() {
            let until = committed.contracts_until(plan, partner);
            self.contracts[partner] = begun(committed.contracts[partner], self.contracts[partner], until);
            let level = |period: usize| if period < committed.until { &committed.given_away } else { &self.given_away };
            self.given_away[partner] = (0..self.given_away[partner].len()).map(|at| level(at)[partner][at]).collect();
        }
        let runs = contracts(plan, &self.contracts);
        for (levels, contract) in self.given_away.iter_mut().zip(runs) {
            for (period, level) in levels.iter_mut().enumerate() {
                if !contract.as_ref().is_some_and(|contract| contract.runs(period)) {
                    *level = 0;
                }
            }
        }
        self
    }
}

/// The assumptions when all news are known: with what is committed to by then, if there are any, and the plan before them.
pub fn with_news(
    scenario: &Scenario,
    assumptions: &PlanAssumptions,
    demand: &Demand,
    quest: &Quest,
    watch: &dyn Watch,
) -> Result<(PlanAssumptions, Option<PlanBefore>), PlanError> {
    let Some(news) = &assumptions.news else { return Ok((assumptions.clone(), None)) };
    let before = PlanAssumptions {
        volume: news.volume.clone(),
        handling: news.handling.clone(),
        news: None,
        ..assumptions.clone()
    };
    let found = Ground::of(scenario, &before, demand, quest, watch)?.seek(&before, quest, None, watch)?;
    let Decisions { starts, hires, moves, contracts, given_away, .. } = found.decisions;
    let commitments =
        Commitments { until: news.period, starts, contracts, hires, moves, given_away, spent: Vec::new() };
    let mut now = PlanAssumptions { news: None, committed: Some(commitments), ..assumptions.clone() };
    let spent = {
        let workload = Workload::of(scenario, &now, demand, quest.required);
        let missing = PriceOfMissing::of(&workload, quest.service);
        let given = Given { plan: &now, workload: &workload, service: quest.service, missing: &missing };
        let carried = carry_out(&given, &Decisions::nothing(&given));
        carried.periods.iter().map(|period| period.cost.to_vec()).collect()
    };
    if let Some(committed) = &mut now.committed {
        committed.spent = spent;
    }
    Ok((now, Some(PlanBefore { known_from: news.period, plan: found.plan })))
}
