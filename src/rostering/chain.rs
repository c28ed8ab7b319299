//! Local search: a few people at a time are taken out of some days of the roster and put back one after the other, each with the days
//! that are cheapest for the cover as it is then (`cheapest`, so all rules stay kept). What is dearer is accepted by chance, the more
//! seldom the dearer it is and the later (simulated annealing: Kirkpatrick, Gelatt & Vecchi 1983), so that the search gets out of corners.

use super::cheapest::{Ask, cheapest};
use super::current::{Current, own_price};
use super::possible::Possible;
use super::problem::{KindId, Problem};
use crate::random::Stream;
use rand::{RngExt, SeedableRng};

/// Ways kept on a day for each day's person: what is cut off is rarely of use.
const MOST_WAYS: usize = 3_000;
/// Ways kept that differ only in counters.
const MOST_ALIKE: usize = 6;
/// Places that are tried in the search for one where somebody is missing.
const TRIES: usize = 30;

/// How a chain of changes is made.
pub(super) struct Chain<'a> {
    pub(super) seed: u64,
    /// Those whose days may change.
    pub(super) people: &'a [usize],
    /// Ends after about so many steps.
    pub(super) work: u64,
    /// What is dearer by this is accepted once in e times.
    pub(super) warmth: f64,
}

/// Where a chain came to.
pub(super) struct Followed {
    pub(super) end: Current,
    pub(super) best: Current,
    pub(super) work: u64,
}

/// A chain of changes from a roster.
pub(super) fn follow(problem: &Problem, possibles: &[Possible], begin: &Current, chain: &Chain) -> Followed {
    let mut random = Stream::seed_from_u64(chain.seed);
    let mut current = begin.clone();
    let mut best: Option<Current> = None;
    // The price of now and of the best, as far as it differs from that of the begin.
    let (mut price, mut best_price) = (0.0, 0.0);
    let mut work = 0;
    let kinds = problem.kinds.len();
    let unit = problem.cover.iter().flatten().map(|cover| cover.price_under.max(cover.price_over)).fold(1.0, f64::max);
    let mut prices = vec![0.0; problem.days * kinds];
    while work < chain.work {
        let (chosen, (from, until)) = neighbourhood(problem, possibles, &current, chain.people, &mut random);
        let price_of = |current: &Current| {
            chosen.iter().map(|&person| current.own[person]).sum::<f64>() + current.cover_price(problem, from, until)
        };
        let before: Vec<_> =
            chosen.iter().map(|&person| (current.lines[person].clone(), current.own[person])).collect();
        let price_before = price_of(&current);
        for &person in &chosen {
            current.take_out(problem, person);
        }
        let noise = [0.0, 0.02, 0.1][random.random_range(0..3_usize)] * unit;
        let mut put = 0;
        for (at, &person) in chosen.iter().enumerate() {
            // The last one is put where they cost least; those before are led astray a little. Equals are told apart by chance.
            let noise = if at + 1 == chosen.len() { 0.0 } else { noise };
            for (price, cell) in prices[from * kinds..until * kinds].iter_mut().zip(from * kinds..) {
                *price = current.price_of_one_more(problem, cell) + (noise + 1e-4) * random.random::<f64>();
            }
            let ask = Ask {
                window: Some((&before[at].0, from, until)),
                most_ways: MOST_WAYS,
                most_alike: MOST_ALIKE,
                most_work: 2_000_000,
                ..Ask::plain(&prices, kinds)
            };
            let found = cheapest(&possibles[person], &ask);
            work += found.work + 100;
            let new = found.lines.into_iter().next().and_then(|(_, line)| {
                let own = own_price(&possibles[person], &line)?;
                Some((line, own))
            });
            let Some((line, own)) = new else { break };
            current.put_in(problem, person, line, own);
            put += 1;
        }
        let change = if put == chosen.len() { price_of(&current) - price_before } else { f64::INFINITY };
        if change <= 1e-9 || change < -chain.warmth * (1.0 - random.random::<f64>()).ln() {
            if change > 1e-9 && price < best_price - 1e-9 {
                // The best is left.
                let mut left = current.clone();
                put_back(problem, &mut left, &chosen, &before);
                (best, best_price) = (Some(left), price);
            }
            price += change;
        } else {
            for &person in &chosen[..put] {
                current.take_out(problem, person);
            }
            for (&person, (line, own)) in chosen.iter().zip(before) {
                current.put_in(problem, person, line, own);
            }
        }
    }
    let best = if price < best_price { current.clone() } else { best.unwrap_or_else(|| begin.clone()) };
    Followed { end: current, best, work }
}

fn put_back(problem: &Problem, current: &mut Current, chosen: &[usize], before: &[(super::problem::Line, f64)]) {
    for &person in chosen {
        current.take_out(problem, person);
    }
    for (&person, (line, own)) in chosen.iter().zip(before) {
        current.put_in(problem, person, line.clone(), *own);
    }
}

/// Some people and a window of days: anywhere, or around a place where somebody is missing, with one who could be there.
fn neighbourhood(
    problem: &Problem,
    possibles: &[Possible],
    current: &Current,
    people: &[usize],
    random: &mut Stream,
) -> (Vec<usize>, (usize, usize)) {
    let count = (2 + random.random_range(0..3_usize)).min(people.len());
    let length = (5 + random.random_range(0..24_usize)).min(problem.days);
    let mut chosen: Vec<usize> = Vec::with_capacity(count);
    let mut from = random.random_range(0..=problem.days - length);
    if random.random::<bool>()
        && let Some((day, person)) = missing(problem, possibles, current, people, random)
    {
        chosen.push(person);
        let earliest = (day + 1).saturating_sub(length);
        from = random.random_range(earliest..=day.min(problem.days - length));
    }
    while chosen.len() < count {
        let person = people[random.random_range(0..people.len())];
        if !chosen.contains(&person) {
            chosen.push(person);
        }
    }
    (chosen, (from, from + length))
}

/// A day on which somebody is missing, and a person who could be there.
fn missing(
    problem: &Problem,
    possibles: &[Possible],
    current: &Current,
    people: &[usize],
    random: &mut Stream,
) -> Option<(usize, usize)> {
    let kinds = problem.kinds.len();
    for _ in 0..TRIES {
        let cell = random.random_range(0..current.on_duty.len());
        let (day, kind) = (cell / kinds, KindId(cell % kinds));
        if current.price_of_one_more(problem, cell) >= 0.0 {
            continue;
        }
        let person = people[random.random_range(0..people.len())];
        let could = |choice| possibles[person].own[possibles[person].at(day, choice)] < f64::INFINITY;
        if current.lines[person][day] != Some(kind) && possibles[person].choice_of(Some(kind)).is_some_and(could) {
            return Some((day, person));
        }
    }
    None
}

/// A first roster: one after the other, each with the days that are cheapest for the cover as it is then. Or whose days could not be
/// found.
pub(super) fn first(problem: &Problem, possibles: &[Possible]) -> (Result<Current, usize>, u64) {
    let mut current = Current::empty(problem);
    let mut work = 0;
    for (person, possible) in possibles.iter().enumerate() {
        let prices: Vec<f64> =
            (0..current.on_duty.len()).map(|cell| current.price_of_one_more(problem, cell)).collect();
        // Where cutting off leaves nothing, more is kept.
        let attempts =
            [(50, true), (300, true), (300, false), (3_000, true), (3_000, false), (30_000, true), (400_000, false)];
        let line = attempts.into_iter().find_map(|(most_ways, steady)| {
            let ask = Ask {
                most_ways,
                most_alike: 4,
                most_work: 4_000_000 + most_ways as u64 * 100,
                steady,
                ..Ask::plain(&prices, problem.kinds.len())
            };
            let found = cheapest(possible, &ask);
            work += found.work;
            found.lines.into_iter().next()
        });
        let own = line.and_then(|(_, line)| Some((own_price(possible, &line)?, line)));
        let Some((own, line)) = own else { return (Err(person), work) };
        current.put_in(problem, person, line, own);
    }
    (Ok(current), work)
}
