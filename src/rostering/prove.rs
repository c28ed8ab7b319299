//! The proof of small cases: whatever roster is better than the best so far can only consist of days that are not much dearer than the
//! cheapest of their person at the prices of the bound (reduced cost fixing). Where these are few enough, all are written down, and the
//! best choice among them is the best of all.

use super::anew::Change;
use super::budget::Budget;
use super::cheapest::{Ask, cheapest};
use super::current::{Current, own_price};
use super::master::{Known, Part, choose};
use super::possible::Possible;
use super::problem::Problem;
use crate::milp;
use rayon::prelude::*;

/// More days than this of all people together are not put before the solver.
const MOST_DAYS: usize = 25_000;

/// What a proof came to.
pub(super) struct Proof {
    /// Better days, if any are found.
    pub(super) changes: Vec<Change>,
    /// No roster costs less.
    pub(super) bound: f64,
    pub(super) work: u64,
}

/// The best roster of all, or a bound, where there are few days that may be part of a better one; `Err` with the steps done where there
/// are too many. No price lies between that of the best and one that is less by `step`.
pub(super) fn prove(
    problem: &Problem,
    possibles: &[Possible],
    best: &Current,
    prices: &[f64],
    step: f64,
    (part_of_time, budget): (f64, &Budget),
) -> Result<Proof, u64> {
    let kinds = problem.kinds.len();
    let quick = Ask { most_ways: 20_000, ..Ask::plain(prices, kinds) };
    let cheapest_of_each: Vec<_> = possibles.par_iter().map(|possible| cheapest(possible, &quick)).collect();
    let mut work: u64 = cheapest_of_each.iter().map(|found| found.work).sum();
    let covers = problem.cover.iter().flatten().zip(prices);
    let fixed: f64 = covers.map(|(cover, price)| -price * f64::from(cover.wanted)).sum();
    let bound = fixed + cheapest_of_each.iter().map(|found| found.least).sum::<f64>();
    let slack = best.price(problem) - step - bound + 1e-6;
    if !slack.is_finite() {
        return Err(work);
    }
    let most = MOST_DAYS.min(8 * MOST_DAYS / possibles.len().max(1));
    let all: Vec<_> = possibles
        .par_iter()
        .zip(&cheapest_of_each)
        .map(|(possible, found)| {
            let below = found.least + slack.max(0.0) + 1e-6;
            let ask = Ask { below, most_ways: 4 * most, answers: most, every: true, ..Ask::plain(prices, kinds) };
            let all = cheapest(possible, &ask);
            let is_all = all.least >= all.lines.first().map_or(below, |line| line.0) && all.lines.len() < most;
            (all, is_all)
        })
        .collect();
    work += all.iter().map(|(all, _)| all.work).sum::<u64>();
    let count: usize = all.iter().map(|(all, _)| all.lines.len()).sum();
    if count > MOST_DAYS || !all.iter().all(|(_, is_all)| *is_all) {
        return Err(work);
    }
    let mut known: Vec<Known> = Vec::with_capacity(count + possibles.len());
    for (person, (all, _)) in all.into_iter().enumerate() {
        let now = &best.lines[person];
        known.push(Known { person, own: best.own[person], line: now.clone() });
        let others = all.lines.into_iter().filter(|(_, line)| line != now);
        known.extend(others.filter_map(|(_, line)| {
            let own = own_price(&possibles[person], &line)?;
            Some(Known { person, own, line })
        }));
    }
    let known: Vec<&Known> = known.iter().collect();
    let start: Vec<usize> = (0..known.len()).filter(|&at| best.lines[known[at].person] == known[at].line).collect();
    let people: Vec<usize> = (0..possibles.len()).collect();
    let nobody = vec![0; problem.days * kinds];
    let part = Part { people: &people, days: (0, problem.days), fixed: &nobody };
    let limits = milp::Limits {
        relative_gap: 0.0,
        nodes: Some(budget.nodes(100_000)),
        iterations: None,
        time: budget.solver_time(part_of_time),
    };
    work += 20_000 * known.len() as u64;
    let (chosen, least) = choose(problem, &known, &part, &start, &limits).map_err(|_| work)?;
    let changes =
        chosen.into_iter().map(|at| known[at]).map(|days| (days.person, days.line.clone(), days.own)).collect();
    Ok(Proof { changes, bound: least.max(bound).min(best.price(problem)), work })
}
