//! A plan that keeps its promise with a probability.
//!
//! The plan is sought again with the hours that each group needs in each period raised by a margin, and carried out in the same worlds,
//! until every period keeps its promise in as many draws as asked. Whoever seeks the plan is a function: this loop knows nothing of
//! the solver.
//!
//! **Margins.** In each draw, a group in a period is *strained* by (hours needed, less what is tolerated) / (most hours that can be had
//! in that world: own, all overtime, all of partners whose contract runs); above 1 somebody is missing. Hours needed and people who are
//! there both vary, and as shares of what is planned they hardly depend on the plan. So, with s the quantile of the strain over
//! the draws that belongs to the probability, a plan that could have s times as many hours as this one would just hold, and the margin that
//! asks for them is s × most hours that can be had as planned / hours needed as planned, at least 1. Where several groups have to
//! hold at once, all their s are raised by the same factor until the draws in which all hold are as many as asked. The plan with
//! these margins has other hours, and the step is repeated. Mostly the second or third plan holds.
//!
//! **What cannot be helped.** Before anybody who is asked for now can give hours (lead time and training of the group's quickest way to
//! people, its own channels, moves, or partners by the hour), margins change nothing. Each group is asked to hold only from that period on
//! ([`Held::from`]). Where hours are raised none may be missing, whatever a missing hour costs, as far as limits and budgets allow. A
//! margin whose hours the plan does not take up is not raised further; if that leaves a period short, the plan does not hold, and
//! [`Held::holds`] says so.

use super::future::{Future, GroupFuture};
use super::hours::Grid;
use super::worlds::worlds;
use super::{Futures, Prospects, Risk, risk_of};
use crate::planning::carry_out::{Decisions, Given, carry_out};
use crate::planning::partners::first_contract_period;
use crate::planning::people::{People, first_hiring_period, first_moving_period};
use crate::planning::workforce_plan::WorkforcePlan;
use crate::scenario::{Charge, Uncertainty};
use crate::units::{Money, Share};
use crate::watch::{Interrupted, Watch};
use serde::Serialize;

/// Factors on the hours needed, by group, then period; at least 1.
pub type Margins = Vec<Vec<f64>>;

/// Most plans that are sought.
pub const MOST_PLANS: usize = 6;

/// A plan that was asked to keep its promise with a probability.
#[derive(Debug, Clone, PartialEq)]
pub struct Held {
    /// The probability asked for, in each period.
    pub share: Share,
    /// Whether each period holds, as far as it is asked to.
    pub holds: bool,
    /// Probability by period that no group is short which is asked to hold there.
    pub reached: Vec<Share>,
    /// By group: the first period in which it is asked to hold. `None`: nothing can be decided that gives it hours within the plan.
    pub from: Vec<Option<u32>>,
    /// What was added to the hours needed.
    pub margins: Margins,
    /// The decisions.
    pub decisions: Decisions,
    /// What they lead to if everything turns out as expected.
    pub plan: WorkforcePlan,
    /// Its risk.
    pub risk: Risk,
    /// How many plans were sought.
    pub plans: usize,
    /// What it costs.
    pub price: PriceOfHolding,
}

/// What it costs more than the plan without margins, not discounted; negative where it costs less.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct PriceOfHolding {
    /// What is paid, if everything turns out as expected.
    pub cash_as_expected: Money,
    /// What is paid, on average over the draws.
    pub cash: Money,
    /// All costs, on average over the draws: missing hours that it avoids are taken off.
    pub all_costs: Money,
}

/// Seeks a plan that keeps its promise in each period with a probability. `seek` gives the decisions of the best plan whose hours needed
/// are raised by margins; `decisions` are those of the plan without.
///
/// Of the plans that hold, the one with the least expected cost is given; where none does, the one whose worst period is best.
pub fn hold<E: From<Interrupted>>(
    given: &Given,
    decisions: &Decisions,
    share: Share,
    (uncertainty, seed): (&Uncertainty, u64),
    mut seek: impl FnMut(&Margins) -> Result<Decisions, E>,
    watch: &dyn Watch,
) -> Result<Held, E> {
    let worlds = worlds(uncertainty, seed);
    let grid = Grid::of(given, &worlds);
    let prospects = Prospects::of(given, uncertainty, &worlds, &grid);
    let asked = Asked { share: share.0, tolerance: uncertainty.tolerance.0, from: first_periods(given) };
    let none: Margins = vec![vec![1.0; given.periods()]; given.workload.scenario.groups.len()];
    let base = prospects.carry_out(decisions, watch)?;
    let mut best = Found::of(&asked, decisions.clone(), none, &base);
    let base_risk = risk_of(&base, given.plan(), uncertainty);
    let (mut last, mut last_futures) = (best.clone(), base);
    let mut plans = 0;
    while plans < MOST_PLANS && !best.is_done(plans) {
        let margins = asked.margins(&last_futures, &last);
        if margins == last.margins {
            break;
        }
        let decisions = seek(&margins)?;
        plans += 1;
        last_futures = prospects.carry_out(&decisions, watch)?;
        last = Found::of(&asked, decisions, margins, &last_futures);
        if last.is_better(&best) {
            best = last.clone();
        }
    }
    let futures = prospects.carry_out(&best.decisions, watch)?;
    let risk = risk_of(&futures, given.plan(), uncertainty);
    let plan = carry_out(given, &best.decisions);
    let price = PriceOfHolding {
        cash_as_expected: plan.cash() - carry_out(given, decisions).cash(),
        cash: risk.cash.mean - base_risk.cash.mean,
        all_costs: risk.cost.mean - base_risk.cost.mean,
    };
    let from = asked.from.iter().map(|from| from.map(|period| period as u32)).collect();
    let Found { decisions, margins, reached, holds, .. } = best;
    let reached = reached.into_iter().map(Share).collect();
    Ok(Held { share, holds, reached, from, margins, decisions, plan, risk, plans, price })
}

/// What is asked of a plan.
struct Asked {
    share: f64,
    tolerance: f64,
    /// By group.
    from: Vec<Option<usize>>,
}

/// A plan that was tried.
#[derive(Clone)]
struct Found {
    decisions: Decisions,
    margins: Margins,
    /// By period.
    reached: Vec<f64>,
    holds: bool,
    /// Expected.
    cost: f64,
}

impl Found {
    fn of(asked: &Asked, decisions: Decisions, margins: Margins, futures: &Futures) -> Self {
        let draws = futures.drawn.len().max(1) as f64;
        let keeps = |future: &Future, period: usize| {
            let groups = future.groups[period].iter().enumerate();
            groups.filter(|(group, _)| asked.is_asked(*group, period)).all(|(_, group)| group.keeps(asked.tolerance))
        };
        let periods = 0..futures.expected.cost.len();
        let reached: Vec<f64> = periods
            .map(|period| futures.drawn.iter().filter(|future| keeps(future, period)).count() as f64 / draws)
            .collect();
        let holds = reached.iter().all(|&reached| reached >= asked.share);
        let cost = futures.drawn.iter().map(Future::all_costs).sum::<f64>() / draws;
        Self { decisions, margins, reached, holds, cost }
    }

    /// The plan without margins is enough if it holds; one with margins is tightened once.
    fn is_done(&self, plans: usize) -> bool {
        self.holds && plans != 1
    }

    fn is_better(&self, other: &Self) -> bool {
        let worst = |found: &Self| found.reached.iter().copied().fold(1.0, f64::min);
        match (self.holds, other.holds) {
            (true, true) => self.cost < other.cost,
            (false, false) => worst(self) > worst(other),
            (holds, _) => holds,
        }
    }
}

impl Asked {
    fn is_asked(&self, group: usize, period: usize) -> bool {
        self.from[group].is_some_and(|from| period >= from)
    }

    /// The margins with which a plan would just hold, seen from one that was carried out.
    fn margins(&self, futures: &Futures, found: &Found) -> Margins {
        let mut margins = found.margins.clone();
        for (period, expected) in futures.expected.groups.iter().enumerate() {
            for (group, strain) in self.strains(&futures.drawn, period) {
                let margin = &mut margins[group][period];
                *margin = raised(*margin, strain, &expected[group]);
            }
        }
        margins
    }

    /// The strain of each group asked that is not exceeded in as many draws as asked, if all of them are taken together.
    fn strains(&self, drawn: &[Future], period: usize) -> Vec<(usize, f64)> {
        let strain = |future: &Future, group: usize| future.groups[period][group].strain(self.tolerance);
        let groups = (0..self.from.len()).filter(|&group| self.is_asked(group, period));
        let mut alone: Vec<(usize, f64)> = groups
            .map(|group| (group, self.quantile(drawn.iter().map(|future| strain(future, group)))))
            .filter(|(_, alone)| *alone > 0.0)
            .collect();
        // Relative to what it takes alone, the group that is strained most decides in each draw.
        let most = |future: &Future| {
            let relative = alone.iter().map(|&(group, alone)| strain(future, group) / alone);
            relative.filter(|one| one.is_finite()).fold(0.0, f64::max)
        };
        let together = self.quantile(drawn.iter().map(most)).max(1.0);
        for (_, strain) in &mut alone {
            *strain *= together;
        }
        alone
    }

    /// The least of the values that is not exceeded in as many as asked.
    fn quantile(&self, values: impl Iterator<Item = f64>) -> f64 {
        let values = super::sorted(values);
        // Products of a share and a count are exact to some 10⁻¹³.
        let rank = (self.share * values.len() as f64 - 1e-9).ceil().max(1.0) as usize;
        values.get(rank - 1).or(values.last()).copied().unwrap_or(0.0)
    }
}

/// Margins are steps in which people are counted, not digits: they are rounded up to a thousandth.
fn raised(margin: f64, strain: f64, planned: &GroupFuture) -> f64 {
    if planned.needed <= 0.0 || !strain.is_finite() {
        return margin;
    }
    let has = planned.at_most / planned.needed;
    // What the plan did not take up of the last margin, it will not take up of a higher one.
    if strain > 1.0 && margin > 1.0 && has < margin * (1.0 - 1e-3) {
        return margin;
    }
    ((strain * has * 1000.0 - 1e-6).ceil() / 1000.0).max(1.0)
}

/// By group: the first period in which somebody who is decided on now gives hours.
fn first_periods(given: &Given) -> Vec<Option<usize>> {
    let plan = given.plan();
    let first = |people: &People| -> Option<usize> {
        let group = people.plan.group;
        let gives = |career: Option<usize>, begins: usize| {
            let productive = |age: &usize| people.careers[career.unwrap_or(0)].productivity(*age) > 0.0;
            (0..given.periods()).find(productive).map(|age| begins + age)
        };
        let channels = plan.hiring.iter().enumerate().filter(|(_, channel)| channel.group == group && channel.may_hire);
        let hired = channels
            .filter_map(|(place, channel)| gives(people.career_of_channel(place), first_hiring_period(plan, channel)));
        let ways = plan.moves.iter().enumerate().filter(|(_, way)| way.to == Some(group) && way.most_per_month > 0);
        let moved = ways.filter_map(|(place, way)| gives(people.career_of_move(place), first_moving_period(plan, way)));
        let helping = plan
            .partners
            .iter()
            .filter(|partner| matches!(&partner.charge, Charge::PerHour { group: helped, .. } if *helped == group));
        let partners = helping.map(|partner| {
            partner.fixed_start.map_or_else(|| first_contract_period(plan, partner), |start| start as usize)
        });
        hired.chain(moved).chain(partners).min().filter(|&first| first < given.periods())
    };
    given.people().iter().map(first).collect()
}
