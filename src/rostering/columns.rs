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
use crate::milp::SolveError;
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

/// Why it ended early.
#[derive(Debug)]
pub(super) enum Stopped {
    Interrupted(Interrupted),
    Solver(SolveError),
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
    let mut best_bound = f64::NEG_INFINITY;
    let mut best_prices: Option<Vec<f64>> = task.prices.map(<[f64]>::to_vec);
    let mut smooth = if best_prices.is_some() { 0.7 } else { 0.0 };
    let mut round = 0;
    loop {
        budget.check().map_err(Stopped::Interrupted)?;
        let known: Vec<&Known> = pool.known.iter().filter(|known| task.people.contains(&known.person)).collect();
        let mixture = mix(problem, &known, task.people, task.fixed).map_err(Stopped::Solver)?;
        budget.work += 200 * known.len() as u64;
        let gap = mixture.price - best_bound;
        round += 1;
        if gap <= 1e-6 * mixture.price.abs().max(1.0) || round > task.rounds || budget.used() >= task.until {
            return Ok(Generated {
                bound: best_bound,
                prices: best_prices.unwrap_or_else(|| mixture.prices.clone()),
                mixture,
            });
        }
        let prices: Vec<f64> = match &best_prices {
            Some(best) => {
                best.iter().zip(&mixture.prices).map(|(best, price)| smooth * best + (1.0 - smooth) * price).collect()
            }
            None => mixture.prices.clone(),
        };
        let found: Vec<(f64, Found)> = task
            .people
            .par_iter()
            .map(|&person| {
                let own = known.iter().filter(|known| known.person == person);
                let least = own.map(|known| known.price_at(&prices, kinds)).fold(f64::INFINITY, f64::min);
                let ask = Ask {
                    prices: &prices,
                    kinds,
                    window: None,
                    below: least - 1e-7,
                    most_ways: task.most_ways,
                    most_alike: usize::MAX,
                    answers: task.answers,
                };
                (least, cheapest(&possibles[person], &ask))
            })
            .collect();
        let covers = problem.cover.iter().flatten().zip(task.fixed).zip(&prices);
        let mut bound: f64 =
            covers.map(|((cover, &fixed), price)| -price * (f64::from(cover.wanted) - f64::from(fixed))).sum();
        let mut is_improving = false;
        let persons: Vec<(usize, (f64, Found))> = task.people.iter().copied().zip(found).collect();
        for (person, (least, found)) in persons {
            budget.work += found.work;
            let cheapest = found.lines.first().map_or(least - 1e-7, |line| line.0);
            bound += if found.proved { cheapest } else { f64::NEG_INFINITY };
            for (_, line) in found.lines {
                let Some(own) = own_price(&possibles[person], &line) else { continue };
                is_improving |= pool.add(Known { person, own, line });
            }
        }
        if bound > best_bound {
            best_bound = bound;
            best_prices = Some(prices);
        }
        // Where the drawn prices find nothing new, those of the mixture itself are asked next.
        smooth = if is_improving { (smooth + 0.1).min(0.8) } else { (smooth - 0.3).max(0.0) };
        if !is_improving && smooth == 0.0 && best_bound == f64::NEG_INFINITY {
            let known: Vec<&Known> = pool.known.iter().filter(|known| task.people.contains(&known.person)).collect();
            let mixture = mix(problem, &known, task.people, task.fixed).map_err(Stopped::Solver)?;
            return Ok(Generated { bound: best_bound, prices: mixture.prices.clone(), mixture });
        }
    }
}
