//! Column generation: days are added to those known for each person until no others could make the best mixture cheaper. The duals of
//! the mixture price each day and kind; each person's cheapest days at those prices are found by `cheapest`.
//!
//! The prices are drawn towards those of the best bound so far, since those of an early mixture swing widely (Wentges 1997). Every round
//! gives a bound that holds whatever the solver of the mixture says: Lagrange's, the sum of what all cost on their own at these
//! prices.

use super::budget::Budget;
use super::cheapest::{Ask, Found, cheapest};
use super::current::own_price;
use super::master::{Known, Mixture, Part, Pool, mix};
use super::possible::Possible;
use super::problem::Problem;
use crate::watch::Interrupted;
use rayon::prelude::*;

/// What column generation came to.
#[derive(Debug)]
pub(super) struct Generated {
    /// No choice of days for these people costs less, with the cover on the days that may change by those who are fixed.
    pub(super) bound: f64,
    /// The last mixture.
    pub(super) mixture: Mixture,
    /// The prices that promise the best bound.
    pub(super) prices: Vec<f64>,
    /// Steps done.
    pub(super) work: u64,
}

/// What takes part, and how hard to try.
pub(super) struct Task<'a> {
    pub(super) part: Part<'a>,
    pub(super) rounds: usize,
    /// Ends when this part of the budget is used up.
    pub(super) until: f64,
    /// Prices to begin with, e.g. of an earlier bound.
    pub(super) prices: Option<&'a [f64]>,
    /// Days of a person that are kept in each round.
    pub(super) answers: usize,
    pub(super) most_ways: usize,
    /// Steps for a person that are worth a proof; 0 for none.
    pub(super) exact_work: u64,
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
/// More days than this of each person are not mixed at once, beside those that were found in the last round.
const MIXED: usize = 60;
/// Rounds after which days that have not been of use are left out of the mixture.
const PATIENCE: usize = 10;

/// Why it ended early.
#[derive(Debug)]
pub(super) enum Stopped {
    Interrupted(Interrupted),
    /// The solver's reason is of no use: what was found until then stays.
    Solver,
}

/// Adds days for the people of a task until the bound is reached, or its limit. The pool holds days of these people only, at least one
/// for each, that differ only on the days that may change.
pub(super) fn generate(
    problem: &Problem,
    possibles: &[Possible],
    pool: &mut Pool,
    task: &Task,
    budget: &Budget,
) -> Result<Generated, Stopped> {
    let kinds = problem.kinds.len();
    let Part { people, days: (from, until), .. } = task.part;
    let is_whole = (from, until) == (0, problem.days);
    let mut work = 0;
    let mut best_bound = f64::NEG_INFINITY;
    // What would be the best bound had nothing been cut off: its prices promise most.
    let mut best_promise = f64::NEG_INFINITY;
    let mut centre: Option<Vec<f64>> = task.prices.map(<[f64]>::to_vec);
    let mut smooth = if centre.is_some() { 0.7 } else { 0.0 };
    let mut effort = if task.exact_work > 0 { Effort::Exact } else { Effort::Quick };
    let mut round = 0;
    let mut fresh_from = 0;
    let mut last_prices: Option<Vec<f64>> = task.prices.map(<[f64]>::to_vec);
    loop {
        budget.check().map_err(Stopped::Interrupted)?;
        let of_use = of_use(pool, fresh_from, last_prices.as_deref(), kinds, problem.people.len());
        let mixture = mix(problem, &of_use, &task.part).map_err(|_| Stopped::Solver)?;
        work += 200 * of_use.len() as u64;
        let is_reached = mixture.price - best_bound <= 1e-6 * mixture.price.abs().max(1.0);
        round += 1;
        if is_reached || round > task.rounds || budget.used_with(work) >= task.until {
            let prices = centre.unwrap_or_else(|| mixture.prices.clone());
            return Ok(Generated { bound: best_bound, prices, mixture, work });
        }
        let drawn = |(centre, price): (&f64, &f64)| smooth * centre + (1.0 - smooth) * price;
        let prices: Vec<f64> = match &centre {
            Some(centre) => centre.iter().zip(&mixture.prices).map(drawn).collect(),
            None => mixture.prices.clone(),
        };
        // The cheapest that is known of each.
        let mut least = vec![(f64::INFINITY, 0); problem.people.len()];
        for (number, known) in pool.known.iter().enumerate() {
            let price = known.price_at(&prices, kinds);
            if price < least[known.person].0 {
                least[known.person] = (price, number);
            }
        }
        let is_late = || budget.by_clock() && budget.used() >= task.until;
        let found: Vec<Found> = people
            .par_iter()
            .map(|&person| {
                if is_late() {
                    return Found::NOTHING;
                }
                let (least, number) = least[person];
                let ask = Ask {
                    window: (!is_whole).then(|| (&pool.known[number].line, from, until)),
                    below: least - 1e-7,
                    most_ways: if effort == Effort::Quick { QUICK_WAYS.min(task.most_ways) } else { task.most_ways },
                    most_alike: if effort == Effort::Quick { 8 } else { usize::MAX },
                    most_work: if effort == Effort::Long { 7 * task.exact_work } else { task.exact_work },
                    answers: task.answers,
                    ..Ask::plain(&prices, kinds)
                };
                cheapest(&possibles[person], &ask)
            })
            .collect();
        let cells = task.part.cells(problem);
        let covers = problem.cover[from..until].iter().flatten().zip(&task.part.fixed[cells.clone()]);
        let mut bound: f64 = covers
            .zip(&prices[cells])
            .map(|((cover, &fixed), price)| -price * (f64::from(cover.wanted) - f64::from(fixed)))
            .sum();
        let mut promise = bound;
        let mut is_improving = false;
        let mut is_proved = true;
        fresh_from = if round % PATIENCE == 0 { pool.known.len() } else { fresh_from };
        for (&person, found) in people.iter().zip(found) {
            work += found.work;
            let cheapest = found.lines.first().map_or(least[person].0 - 1e-7, |line| line.0);
            bound += found.least;
            promise += cheapest;
            is_proved &= found.least >= cheapest;
            for (_, line) in found.lines {
                let Some(own) = own_price(&possibles[person], &line) else { continue };
                is_improving |= pool.add(Known { person, own, line });
            }
        }
        if effort == Effort::Exact && !is_proved {
            effort = Effort::Quick;
        }
        best_bound = best_bound.max(bound);
        if promise > best_promise {
            best_promise = promise;
            centre = Some(prices);
        }
        // Where the drawn prices find nothing new, those of the mixture itself are asked next, and then with less cut off.
        if is_improving {
            smooth = (smooth + 0.1).min(0.8);
        } else if smooth > 0.0 {
            smooth = (smooth - 0.3).max(0.0);
        } else if effort == Effort::Quick && task.exact_work > 0 {
            effort = Effort::Long;
        } else {
            return Ok(Generated { bound: best_bound, prices: mixture.prices.clone(), mixture, work });
        }
        last_prices = Some(mixture.prices);
    }
}

/// Known days that are worth mixing: those found lately, and of each person those that were cheapest at the prices of the last mixture.
fn of_use<'a>(
    pool: &'a Pool,
    fresh_from: usize,
    prices: Option<&[f64]>,
    kinds: usize,
    people: usize,
) -> Vec<&'a Known> {
    let Some(prices) = prices.filter(|_| fresh_from > 0) else { return pool.known.iter().collect() };
    let mut by_person: Vec<Vec<(f64, usize)>> = vec![Vec::new(); people];
    for (number, known) in pool.known[..fresh_from].iter().enumerate() {
        by_person[known.person].push((known.price_at(prices, kinds), number));
    }
    let mut numbers: Vec<usize> = (fresh_from..pool.known.len()).collect();
    for mut of_person in by_person {
        of_person.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        numbers.extend(of_person.into_iter().take(MIXED).map(|(_, number)| number));
    }
    numbers.sort_unstable();
    numbers.into_iter().map(|number| &pool.known[number]).collect()
}
