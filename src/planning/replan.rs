//! What if: the plan of a changed scenario, begun from a plan that is known.
//!
//! What was asked before is not asked again where it stands on the same ([`super::basis`]), and the search begins with the decisions of the
//! known plan as far as they can still be carried out: what is now fixed is fixed, what may no longer be is left, classes keep to
//! their sizes. Begun elsewhere, the search ends at a plan that is as good within its gap.

use super::basis::Asked;
use super::carry_out::{Decisions, Given, HoursDecided};
use super::model::work::possible_starts;
use super::partners::{contracts, first_contract_period};
use super::people::{first_hiring_period, first_moving_period, most_moves};
use super::{Found, Ground, PlanError, Quest};
use crate::demand::Demand;
use crate::scenario::{Charge, PlanAssumptions, Scenario};
use crate::watch::Watch;

/// A plan, and what the next one can begin with.
#[derive(Clone)]
pub struct Replanned {
    /// The plan, checked.
    pub found: Found,
    asked: Asked,
}

/// The best plan of a scenario for what is expected, without margins for risk; the search begins with a plan of another, if one is known,
/// for which the quest asked in the same way wherever the centre is the same.
pub fn replan(
    scenario: &Scenario,
    assumptions: &PlanAssumptions,
    demand: &Demand,
    quest: &Quest,
    before: Option<&Replanned>,
    watch: &dyn Watch,
) -> Result<Replanned, PlanError> {
    let (assumptions, _) = super::commitments::with_news(scenario, assumptions, demand, quest, watch)?;
    let assumptions = &assumptions;
    let ground = Ground::beside(scenario, assumptions, demand, quest, before.map(|before| &before.asked), watch)?;
    let known = before.and_then(|before| fitted(&before.found.decisions, &ground.given(assumptions)));
    let found = ground.seek(assumptions, quest, known.as_slice(), watch)?;
    Ok(Replanned { asked: ground.asked(), found })
}

/// Decisions of another plan, changed where they break the rules of this one as far as that is easily done; `None` where the plans have
/// other periods, groups, or things to decide on.
pub(super) fn fitted(known: &Decisions, given: &Given) -> Option<Decisions> {
    let (plan, periods) = (given.plan(), given.periods());
    let is_table = |rows: usize, lengths: Vec<usize>| lengths.len() == rows && lengths.iter().all(|&of| of == periods);
    let groups = given.workload.scenario.groups.len();
    let same_hours = match &known.hours {
        HoursDecided::WhenShort => true,
        HoursDecided::Given(hours) => {
            is_table(groups, hours.overtime.iter().map(Vec::len).collect())
                && is_table(groups, hours.time_off.iter().map(Vec::len).collect())
                && is_table(plan.partners.len(), hours.partners.iter().map(Vec::len).collect())
        }
    };
    let same = same_hours
        && known.starts.len() == plan.initiatives.len()
        && known.contracts.len() == plan.partners.len()
        && is_table(plan.hiring.len(), known.hires.iter().map(Vec::len).collect())
        && is_table(plan.moves.len(), known.moves.iter().map(Vec::len).collect())
        && is_table(plan.partners.len(), known.given_away.iter().map(Vec::len).collect());
    if !same {
        return None;
    }
    let mut fitted = known.clone();
    for (place, start) in fitted.starts.iter_mut().enumerate() {
        let possible = possible_starts(plan, place);
        if !possible.contains(start) {
            *start = possible[0];
        }
    }
    for (partner, start) in plan.partners.iter().zip(&mut fitted.contracts) {
        let first = first_contract_period(plan, partner);
        *start = partner.fixed_start.or(start.filter(|&start| start as usize >= first));
    }
    for (channel, hires) in plan.hiring.iter().zip(&mut fitted.hires) {
        let first = if channel.may_hire { first_hiring_period(plan, channel) } else { periods };
        for (period, hires) in hires.iter_mut().enumerate().filter(|(_, hires)| **hires > 0) {
            let class = (*hires).max(channel.class_min).min(channel.class_max);
            *hires = if period < first || class < channel.class_min { 0 } else { class };
        }
    }
    for (way, moves) in plan.moves.iter().zip(&mut fitted.moves) {
        let (first, most) = (first_moving_period(plan, way), most_moves(plan, way));
        for (period, moves) in moves.iter_mut().enumerate() {
            *moves = if period < first { 0 } else { (*moves).min(most) };
        }
    }
    let contracts = contracts(plan, &fitted.contracts);
    for (place, levels) in fitted.given_away.iter_mut().enumerate() {
        let most = match &plan.partners[place].charge {
            Charge::PerContact { shares, .. } => shares.len(),
            Charge::PerHour { .. } => 0,
        };
        for (period, level) in levels.iter_mut().enumerate() {
            let runs = contracts[place].as_ref().is_some_and(|contract| contract.runs(period));
            *level = if runs { (*level).min(most) } else { 0 };
        }
    }
    Some(fitted)
}
