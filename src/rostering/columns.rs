//! Column generation: days are added to those known for each person until no others could make the best mixture cheaper. The duals of
//! the mixture price each day and kind; each person's cheapest days at those prices are found by `cheapest`.
//!
//! The prices are drawn towards those of the best bound so far, since those of an early mixture swing widely (Wentges 1997). Every round
//! gives a bound that holds whatever the solver of the mixture says: Lagrange's, the sum of what all cost on their own at these
//! prices.

use super::budget::Budget;
use super::cheapest::{Ask, Found, cheapest};
use super::current::own_price;
use super::master::{Known, Mixture, Pool, mix};
use super::possible::Possible;
use super::problem::Problem;
use crate::watch::Interrupted;
use rayon::prelude::*;

/// What column generation came to.
#[derive(Debug)]
pub(super) struct Generated {
    /// No choice of days for these people costs less, with the cover by those who are fixed.
    pub(super) bound: f64,
    /// The last mixture.
    pub(super) mixture: Mixture,
    /// The prices of the best bound.
    pub(super) prices: Vec<f64>,
}

/// Who takes part, and how hard to try.
pub(super) struct Task<'a> {
    pub(super) people: &'a [usize],
    /// On duty of those who do not take part.
    pub(super) fixed: &'a [u32],
    pub(super) rounds: usize,
    /// Ends when this part of the budget is used up.
    pub(super) until: f64,
    /// Prices to begin with, e.g. of an earlier bound.
    pub(super) prices: Option<&'a [f64]>,
    /// Days of a person that are kept in each round.
    pub(super) answers: usize,
    pub(super) most_ways: usize,
}

/// How hard the cheapest days are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Effort {
    /// All ways, as long as these are not too many. Where they are, it goes on with [`Self::Quick`].
    Exact,
    /// Few ways, as long as this finds anything new; then [`Self::Long`].
    Quick,
    /// All ways, or what can be had of them.
    Long,
}

const QUICK_WAYS: usize = 2_000;
const EXACT_WORK: u64 = 3_000_000;
const LONG_WORK: u64 = 20_000_000;

/// Why it ended early.
#[derive(Debug)]
pub(super) enum Stopped {
    Interrupted(Interrupted),
    /// The solver's reason is of no use: what was found until then stays.
    Solver,
}

/// Adds days for the people of a task until the bound is reached, or its limit.
pub(super) fn generate(
    problem: &Problem,
    possibles: &[Possible],
    pool: &mut Pool,
    task: &Task,
    budget: &mut Budget,
) -> Result<Generated, Stopped> {
    let kinds = problem.kinds.len();
    let of_task = |known: &&Known| task.people.contains(&known.person);
    let mut best_bound = f64::NEG_INFINITY;
    // The prices that promise most: of the best bound, or what would be one had nothing been cut off.
    let mut best_promise = f64::NEG_INFINITY;
    let mut centre: Option<Vec<f64>> = task.prices.map(<[f64]>::to_vec);
    let mut smooth = if centre.is_some() { 0.7 } else { 0.0 };
    let mut effort = Effort::Exact;
    let mut round = 0;
    loop {
        budget.check().map_err(Stopped::Interrupted)?;
        let known: Vec<&Known> = pool.known.iter().filter(of_task).collect();
        let mixture = mix(problem, &known, task.people, task.fixed).map_err(|_| Stopped::Solver)?;
        budget.work += 200 * known.len() as u64;
        let is_reached = mixture.price - best_bound <= 1e-6 * mixture.price.abs().max(1.0);
        round += 1;
        if is_reached || round > task.rounds || budget.used() >= task.until {
            let prices = centre.unwrap_or_else(|| mixture.prices.clone());
            return Ok(Generated { bound: best_bound, prices, mixture });
        }
        let drawn = |(centre, price): (&f64, &f64)| smooth * centre + (1.0 - smooth) * price;
        let prices: Vec<f64> = match &centre {
            Some(centre) => centre.iter().zip(&mixture.prices).map(drawn).collect(),
            None => mixture.prices.clone(),
        };
        let is_late = || budget.by_clock() && budget.used() >= task.until;
        let found: Vec<(f64, Found)> = task
            .people
            .par_iter()
            .map(|&person| {
                let own = known.iter().filter(|known| known.person == person);
                let least = own.map(|known| known.price_at(&prices, kinds)).fold(f64::INFINITY, f64::min);
                if is_late() {
                    return (least, Found::default());
                }
                let ask = Ask {
                    prices: &prices,
                    kinds,
                    window: None,
                    below: least - 1e-7,
                    most_ways: if effort == Effort::Quick { QUICK_WAYS.min(task.most_ways) } else { task.most_ways },
                    most_alike: if effort == Effort::Quick { 8 } else { usize::MAX },
                    most_work: if effort == Effort::Long { LONG_WORK } else { EXACT_WORK },
                    answers: task.answers,
                };
                (least, cheapest(&possibles[person], &ask))
            })
            .collect();
        let covers = problem.cover.iter().flatten().zip(task.fixed).zip(&prices);
        let mut promise: f64 =
            covers.map(|((cover, &fixed), price)| -price * (f64::from(cover.wanted) - f64::from(fixed))).sum();
        let mut is_improving = false;
        let mut is_proved = true;
        for (&person, (least, found)) in task.people.iter().zip(found) {
            budget.work += found.work;
            promise += found.lines.first().map_or(least - 1e-7, |line| line.0);
            is_proved &= found.proved;
            for (_, line) in found.lines {
                let Some(own) = own_price(&possibles[person], &line) else { continue };
                is_improving |= pool.add(Known { person, own, line });
            }
        }
        if is_proved {
            best_bound = best_bound.max(promise);
        }
        if effort == Effort::Exact && !is_proved {
            effort = Effort::Quick;
        }
        if promise > best_promise {
            best_promise = promise;
            centre = Some(prices);
        }
        // Where the drawn prices find nothing new, those of the mixture itself are asked next, and then with less cut off.
        if is_improving {
            smooth = (smooth + 0.1).min(0.8);
        } else if smooth > 0.0 {
            smooth = (smooth - 0.3).max(0.0);
        } else if effort == Effort::Quick {
            effort = Effort::Long;
        } else {
            return Ok(Generated { bound: best_bound, prices: mixture.prices.clone(), mixture });
        }
    }
}
