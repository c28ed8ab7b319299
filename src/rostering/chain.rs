//! Local search: a few people at a time are taken out of the roster and put back one after the other, each with the days that are
//! cheapest for the cover as it is then (`cheapest`, so all rules stay kept). What is a little dearer than the best is accepted for a
//! while, so that the search gets out of corners.

use super::cheapest::{Ask, cheapest};
use super::current::{Current, own_price};
use super::possible::Possible;
use super::problem::Problem;
use crate::random::Stream;
use rand::{RngExt, SeedableRng};

/// Ways kept on a day for each day's person: what is cut off is rarely of use.
const MOST_WAYS: usize = 3_000;
/// Ways kept that differ only in counters.
const MOST_ALIKE: usize = 6;

/// How a chain of changes is made.
pub(super) struct Chain {
    pub(super) seed: u64,
    /// Ends after about so many steps.
    pub(super) work: u64,
    /// How much dearer than the best a roster may be that is gone on with.
    pub(super) slack: f64,
}

/// The best roster on a chain from `begin`, and the steps done.
pub(super) fn follow(problem: &Problem, possibles: &[Possible], begin: &Current, chain: &Chain) -> (Current, u64) {
    let mut random = Stream::seed_from_u64(chain.seed);
    let mut current = begin.clone();
    let mut price = current.price(problem);
    let (mut best, mut best_price) = (current.clone(), price);
    let mut work = 0;
    let people = problem.people.len();
    let unit = problem.cover.iter().flatten().map(|cover| cover.price_under.max(cover.price_over)).fold(1.0, f64::max);
    while work < chain.work {
        let count = (2 + random.random_range(0..3_usize)).min(people);
        let length = 5 + random.random_range(0..24_usize);
        let (from, until) = if length >= problem.days {
            (0, problem.days)
        } else {
            let from = random.random_range(0..=problem.days - length);
            (from, from + length)
        };
        let mut chosen: Vec<usize> = Vec::with_capacity(count);
        while chosen.len() < count {
            let person = random.random_range(0..people);
            if !chosen.contains(&person) {
                chosen.push(person);
            }
        }
        let before: Vec<_> =
            chosen.iter().map(|&person| (current.lines[person].clone(), current.own[person])).collect();
        for &person in &chosen {
            current.take_out(problem, person);
        }
        let noise = [0.0, 0.02, 0.1][random.random_range(0..3_usize)] * unit;
        let mut failed = false;
        let mut put = 0;
        for (at, &person) in chosen.iter().enumerate() {
            // The last one is put where they cost least; those before are led astray a little. Equals are told apart by chance.
            let noise = if at + 1 == chosen.len() { 0.0 } else { noise };
            let mut prices = current.prices_of_one_more(problem);
            for price in &mut prices {
                *price += (noise + 1e-4) * random.random::<f64>();
            }
            let line = current.lines[person].clone();
            let ask = Ask {
                prices: &prices,
                kinds: problem.kinds.len(),
                window: Some((&line, from, until)),
                below: f64::INFINITY,
                most_ways: MOST_WAYS,
                most_alike: MOST_ALIKE,
                most_work: 2_000_000,
                answers: 1,
            };
            let found = cheapest(&possibles[person], &ask);
            work += found.work + 100;
            let new = found.lines.into_iter().next().and_then(|(_, line)| {
                let own = own_price(&possibles[person], &line)?;
                Some((line, own))
            });
            let Some((line, own)) = new else {
                failed = true;
                break;
            };
            current.put_in(problem, person, line, own);
            put += 1;
        }
        let new_price = if failed { f64::INFINITY } else { current.price(problem) };
        if new_price <= price.max(best_price + chain.slack * random.random::<f64>()) + 1e-9 {
            price = new_price;
            if price < best_price - 1e-9 {
                best_price = price;
                best = current.clone();
            }
        } else {
            for &person in &chosen[..put] {
                current.take_out(problem, person);
            }
            for (&person, (line, own)) in chosen.iter().zip(before) {
                current.put_in(problem, person, line, own);
            }
        }
    }
    (best, work)
}

/// A first roster: one after the other, each with the days that are cheapest for the cover as it is then.
pub(super) fn first(problem: &Problem, possibles: &[Possible]) -> (Option<Current>, u64) {
    let mut current = Current::empty(problem);
    let mut work = 0;
    for (person, possible) in possibles.iter().enumerate() {
        let prices = current.prices_of_one_more(problem);
        let mut line = None;
        // Where cutting off leaves nothing, more is kept.
        for most_ways in [300, 3_000, 30_000, 400_000] {
            let ask = Ask {
                prices: &prices,
                kinds: problem.kinds.len(),
                window: None,
                below: f64::INFINITY,
                most_ways,
                most_alike: 4,
                most_work: 4_000_000 + most_ways as u64 * 100,
                answers: 1,
            };
            let found = cheapest(possible, &ask);
            work += found.work;
            line = found.lines.into_iter().next();
            if line.is_some() {
                break;
            }
        }
        let Some((_, line)) = line else { return (None, work) };
        let Some(own) = own_price(possible, &line) else { return (None, work) };
        current.put_in(problem, person, line, own);
    }
    (Some(current), work)
}
