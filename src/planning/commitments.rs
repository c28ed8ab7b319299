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

/// What is committed to; `None` where the decision is free.
impl Commitments {
    /// Whether an initiative begins in a period, or never.
    pub(super) fn start_in(&self, initiative: usize, start: Option<u32>) -> Option<bool> {
        start.filter(|&start| (start as usize) < self.until).map(|_| self.starts[initiative] == start)
    }

    /// Whether the contract of a partner begins in a period.
    pub(super) fn contract_in(&self, plan: &PlanAssumptions, partner: usize, start: usize) -> Option<bool> {
        (start < self.contracts_until(plan, partner)).then(|| self.contracts[partner] == Some(start as u32))
    }

    /// Which of its shares a partner takes in a period.
    pub(super) fn share_in(&self, partner: usize, period: usize) -> Option<usize> {
        (period < self.until).then(|| self.given_away[partner][period])
    }

    /// People who begin through a channel in a period.
    pub(super) fn hires_in(&self, plan: &PlanAssumptions, channel: usize, period: usize) -> Option<u32> {
        let until = self.until + first_hiring_period(plan, &plan.hiring[channel]);
        (period < until).then(|| self.hires[channel][period])
    }

    /// People who move in a period.
    pub(super) fn moves_in(&self, plan: &PlanAssumptions, way: usize, period: usize) -> Option<u32> {
        (period < self.until + first_moving_period(plan, &plan.moves[way])).then(|| self.moves[way][period])
    }

    /// First period in which the begin of a contract is free.
    fn contracts_until(&self, plan: &PlanAssumptions, partner: usize) -> usize {
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
        for (channel, hires) in self.hires.iter_mut().enumerate() {
            for (period, hires) in hires.iter_mut().enumerate() {
                *hires = committed.hires_in(plan, channel, period).unwrap_or(*hires);
            }
        }
        for (way, moves) in self.moves.iter_mut().enumerate() {
            for (period, moves) in moves.iter_mut().enumerate() {
                *moves = committed.moves_in(plan, way, period).unwrap_or(*moves);
            }
        }
        for (partner, (contract, levels)) in self.contracts.iter_mut().zip(&mut self.given_away).enumerate() {
            *contract = begun(committed.contracts[partner], *contract, committed.contracts_until(plan, partner));
            for (period, level) in levels.iter_mut().enumerate() {
                *level = committed.share_in(partner, period).unwrap_or(*level);
            }
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
    let found = Ground::of(scenario, &before, demand, quest, watch)?.seek(&before, quest, &[], watch)?;
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
