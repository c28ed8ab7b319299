//! The search: a first roster, chains of changes, column generation for the bound, the best choice of known days, and then choices
//! for a few people at a time until the limit.

use super::anew::{Change, anew};
use super::budget::{Budget, Limits};
use super::chain::{self, Chain};
use super::cheapest::{Ask, Found, MOST_WORDS, cheapest};
use super::columns::{Generated, Stopped, Task, generate};
use super::current::{Current, own_price};
use super::dive::{Style, dive};
use super::master::{Known, Part, Pool};
use super::possible::{Possible, breach_price};
use super::problem::{PersonId, Problem};
use super::prove::prove;
use super::roster::{Ended, Roster, Unmet};
use super::score;
use super::unmet;
use crate::random::{self, Stream};
use crate::watch::{Interrupted, Watch};
use rand::{RngExt, SeedableRng};
use rayon::prelude::*;

/// Why there is no roster.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum RosterError {
    /// What is given makes no sense: all its faults.
    #[error("{}", .0.join("; "))]
    Fault(Vec<String>),
    /// For this person no days were found, although their rules do not contradict each other.
    #[error("no days were found for {0}")]
    NoDays(String),
    /// It was stopped from outside.
    #[error(transparent)]
    Interrupted(#[from] Interrupted),
}

/// Chains, or parts made anew, that run beside each other, on however many threads.
const BESIDE: usize = 4;
/// People of a chain: with fewer there is too little to exchange.
const OF_A_CHAIN: usize = 10;
/// Up to so many days of all people together, column generation comes to its end, and its bound and dives are worth most of the time.
/// Above, chains are.
const SMALL: usize = 1_200;
/// With more, column generation for everybody is not begun.
const LARGE: usize = 12_000;
/// Periods up to this are made anew as a whole.
const SHORT: usize = 42;

/// The best roster within the limits. It keeps every hard rule but those it says are unmet.
pub fn roster(problem: &Problem, seed: u64, limits: Limits, watch: &dyn Watch) -> Result<Roster, RosterError> {
    let faults = problem.faults();
    if !faults.is_empty() {
        return Err(RosterError::Fault(faults));
    }
    let mut budget = Budget::new(limits, watch);
    budget.tell("rules of each person");
    let settled: Vec<(Possible, Vec<Unmet>)> =
        (0..problem.people.len()).into_par_iter().map(|person| unmet::settle(problem, PersonId(person))).collect();
    let (possibles, unmet): (Vec<Possible>, Vec<Vec<Unmet>>) = settled.into_iter().unzip();
    if let Some(at) = possibles.iter().position(|possible| possible.words > MOST_WORDS) {
        let name = &problem.people[at].name;
        return Err(RosterError::Fault(vec![format!("{name}: too many kinds of shift have a most of their own")]));
    }
    let mut search = Search {
        problem,
        possibles: &possibles,
        pool: Pool::default(),
        bound: f64::NEG_INFINITY,
        prices: None,
        is_whole: is_whole(problem),
        seed,
        draws: 0,
    };
    let best = search.run(&mut budget)?;
    let lines = best.lines;
    let price = score::price(problem, &lines);
    // A breach that cannot be avoided is in the prices of the search but not in the roster's.
    let unavoidable = {
        let breach = breach_price(problem);
        let all: f64 = possibles.iter().zip(&lines).filter_map(|(possible, line)| own_price(possible, line)).sum();
        let own = price.wishes + price.unfairness + price.shifts;
        ((all - own) / breach).round() * breach
    };
    let bound = (search.bound - unavoidable).min(price.total());
    let is_proved = bound >= price.total() - 1e-6;
    let ended = match budget.by_clock() {
        _ if is_proved => Ended::Proved,
        true => Ended::Time,
        false => Ended::Work,
    };
    Ok(Roster { lines, price, bound, unmet: unmet.concat(), ended, work: budget.work })
}

/// Whether all prices are whole numbers, so that any roster's price is.
fn is_whole(problem: &Problem) -> bool {
    let whole = |price: f64| price == price.round();
    let unfair = problem.unfairness;
    problem.cover.iter().flatten().all(|cover| whole(cover.price_under) && whole(cover.price_over))
        && [unfair.night, unfair.weekend, unfair.refused].into_iter().all(whole)
        && problem.people.iter().all(|person| {
            person.price_of_kind.iter().copied().all(whole)
                && person.wishes.iter().all(|wish| whole(wish.price * person.seniority))
        })
}

struct Search<'a> {
    problem: &'a Problem,
    possibles: &'a [Possible],
    pool: Pool,
    bound: f64,
    /// Prices of the best bound.
    prices: Option<Vec<f64>>,
    is_whole: bool,
    seed: u64,
    draws: u64,
}

impl Search<'_> {
    fn run(&mut self, budget: &mut Budget) -> Result<Current, RosterError> {
        let problem = self.problem;
        budget.tell("first roster");
        let (first, work) = chain::first(problem, self.possibles);
        budget.work += work;
        let mut best = first.map_err(|person| RosterError::NoDays(problem.people[person].name.clone()))?;
        self.bound = self.bound_without_prices(budget);
        let size = problem.days * problem.people.len();
        let (cooled, bounded, dived) = if size <= SMALL { (0.05, 0.5, 0.2) } else { (0.45, 0.65, 0.15) };
        budget.tell("improving");
        best = self.cool(best, cooled, budget)?;
        budget.tell("bound");
        let root = if size <= LARGE { self.root(&best, bounded, budget)? } else { None };
        if let Some(generated) = root.as_ref().filter(|_| !self.is_proved(&best, budget)) {
            budget.tell("diving");
            let until = budget.used() + dived;
            best = self.dive_all(best, generated, until, budget)?;
        }
        // Each way to go on, and how often it was of no use lately: then it waits for some turns.
        let mut waits = [(0, 0); 3];
        let mut gap_tried = f64::INFINITY;
        for turn in 0.. {
            if budget.is_over() || self.is_proved(&best, budget) {
                break;
            }
            budget.tell("improving");
            let gap = best.price(problem) - self.bound;
            if gap < 0.8 * gap_tried && turn > 3 {
                gap_tried = gap;
                best = self.prove(best, budget);
                continue;
            }
            let Some(way) = (0..waits.len()).filter(|&way| waits[way].0 <= turn).min_by_key(|&way| waits[way]) else {
                continue;
            };
            let until = budget.used() + 0.02;
            let before = best.price(problem);
            best = match way {
                0 => self.parts_anew(best, false, until, budget)?,
                1 => self.parts_anew(best, true, until, budget)?,
                _ => self.chains(best, until, budget)?,
            };
            let fruitless = if best.price(problem) < before - 1e-9 { 0 } else { (waits[way].1 + 1).min(3) };
            waits[way] = (turn + 1 + fruitless, fruitless);
        }
        Ok(best)
    }

    fn is_proved(&self, best: &Current, budget: &Budget) -> bool {
        let price = best.price(self.problem);
        price - self.bound <= 1e-6_f64.max(budget.gap() * price.abs())
    }

    fn draw(&mut self) -> u64 {
        self.draws += 1;
        random::fresh_seed(self.seed, self.draws)
    }

    fn all(&self) -> Vec<usize> {
        (0..self.problem.people.len()).collect()
    }

    /// People in groups of about equal size, by chance.
    fn groups(&mut self, count: usize) -> Vec<Vec<usize>> {
        let mut random = Stream::seed_from_u64(self.draw());
        let mut people = self.all();
        for last in (1..people.len()).rev() {
            people.swap(last, random.random_range(0..=last));
        }
        let size = people.len().div_ceil(count.max(1)).max(1);
        people.chunks(size).map(<[usize]>::to_vec).collect()
    }

    /// Chains beside each other, each with people of its own; the roster at their ends, and the best on the way.
    fn beside(&mut self, begin: &Current, warmth: f64, budget: &mut Budget) -> (Current, Current) {
        let problem = self.problem;
        let groups = self.groups((problem.people.len() / OF_A_CHAIN).clamp(1, BESIDE));
        let work = budget.chain_work();
        let seeds: Vec<u64> = groups.iter().map(|_| self.draw()).collect();
        let tasks: Vec<(u64, &Vec<usize>)> = seeds.into_iter().zip(&groups).collect();
        let followed: Vec<chain::Followed> = tasks
            .par_iter()
            .map(|&(seed, people)| {
                let chain = Chain { seed, people, work, warmth };
                chain::follow(problem, self.possibles, begin, &chain)
            })
            .collect();
        let (mut end, mut best) = (begin.clone(), begin.clone());
        let price_at_begin = begin.price(problem);
        for (followed, people) in followed.into_iter().zip(&groups) {
            budget.work += followed.work;
            for (into, from) in [(&mut end, &followed.end), (&mut best, &followed.best)] {
                // Two chains may have filled the same gap: the later one stays away then.
                let price = into.price(problem);
                let mut both = into.clone();
                for &person in people {
                    both.take_out(problem, person);
                    both.put_in(problem, person, from.lines[person].clone(), from.own[person]);
                }
                if both.price(problem) - price <= (from.price(problem) - price_at_begin).max(0.0) + 1e-9 {
                    *into = both;
                }
            }
        }
        (end, best)
    }

    /// Chains that grow colder, until so much of the budget is used.
    fn cool(&mut self, begin: Current, until: f64, budget: &mut Budget) -> Result<Current, RosterError> {
        let problem = self.problem;
        let from = budget.used();
        let unit = dearest_cover(problem);
        let (mut current, mut best) = (begin.clone(), begin);
        while budget.used() < until {
            budget.check()?;
            let passed = (budget.used() - from) / (until - from).max(1e-9);
            let warmth = unit * WARM * (COLD / WARM).powf(passed);
            let (end, bests) = self.beside(&current, warmth, budget);
            current = end;
            for found in [&current, &bests] {
                if found.price(problem) < best.price(problem) - 1e-9 {
                    best = found.clone();
                }
            }
        }
        Ok(best)
    }

    /// Chains from a roster until so much of the budget is used.
    fn chains(&mut self, begin: Current, until: f64, budget: &mut Budget) -> Result<Current, RosterError> {
        let problem = self.problem;
        let mut best = begin;
        while budget.used() < until {
            budget.check()?;
            let (end, bests) = self.beside(&best, COLD * dearest_cover(problem), budget);
            for found in [end, bests] {
                if found.price(problem) < best.price(problem) - 1e-9 {
                    best = found;
                }
            }
        }
        Ok(best)
    }

    /// What everybody costs at least on their own, whatever the cover.
    fn bound_without_prices(&self, budget: &mut Budget) -> f64 {
        let prices = vec![0.0; self.problem.days * self.problem.kinds.len()];
        let ask = Ask { most_ways: 100, most_alike: 4, ..Ask::plain(&prices, self.problem.kinds.len()) };
        let found: Vec<Found> = self.possibles.par_iter().map(|possible| cheapest(possible, &ask)).collect();
        budget.work += found.iter().map(|found| found.work).sum::<u64>();
        found.iter().map(|found| found.least).sum()
    }

    /// Column generation for everybody.
    fn root(&mut self, best: &Current, until: f64, budget: &mut Budget) -> Result<Option<Generated>, RosterError> {
        let people = self.all();
        let fixed = vec![0; self.problem.days * self.problem.kinds.len()];
        let task = Task {
            part: Part { people: &people, days: (0, self.problem.days), fixed: &fixed },
            rounds: usize::MAX,
            until,
            prices: None,
            answers: 5,
            most_ways: 100_000,
            exact_work: if self.problem.days * people.len() <= SMALL { 3_000_000 } else { 0 },
        };
        for &person in &people {
            self.pool.add(Known { person, own: best.own[person], line: best.lines[person].clone() });
        }
        match generate(self.problem, self.possibles, &mut self.pool, &task, budget) {
            Ok(generated) => {
                budget.work += generated.work;
                let bound = if self.is_whole { (generated.bound - 1e-6).ceil() } else { generated.bound };
                self.bound = self.bound.max(bound);
                self.prices = Some(generated.prices.clone());
                Ok(Some(generated))
            }
            Err(Stopped::Interrupted(interrupted)) => Err(interrupted.into()),
            // Without a solver's help the chains go on alone.
            Err(Stopped::Solver) => Ok(None),
        }
    }

    /// Dives from a mixture of everybody's days, beside each other, until so much of the budget is used: the best roster found.
    fn dive_all(
        &mut self,
        best: Current,
        generated: &Generated,
        until: f64,
        budget: &mut Budget,
    ) -> Result<Current, RosterError> {
        let problem = self.problem;
        let people = self.all();
        let fixed = vec![0; problem.days * problem.kinds.len()];
        let part = Part { people: &people, days: (0, problem.days), fixed: &fixed };
        let mut best = best;
        for round in 0..2 {
            let styles: Vec<Style> = (0..BESIDE).map(|at| self.style(at + BESIDE * round)).collect();
            let (possibles, pool, asked) = (self.possibles, &self.pool, &*budget);
            let dived: Vec<_> = styles
                .par_iter()
                .map(|style| dive(problem, possibles, &best, &part, (&generated.mixture, pool), style, (until, asked)))
                .collect();
            for dived in dived {
                let (dived, work) = dived?;
                budget.work += work;
                best = dived.filter(|dived| dived.price(problem) < best.price(problem) - 1e-9).unwrap_or(best);
            }
            if budget.used() >= until {
                break;
            }
        }
        Ok(best)
    }

    /// How to dive: each time a little otherwise, the first one quickly.
    fn style(&mut self, at: usize) -> Style {
        let is_small = self.problem.days * self.problem.people.len() <= SMALL;
        let styles = if is_small { [(12, 4, 3), (30, 10, 10), (30, 10, 3), (20, 6, 5)] } else { [(8, 3, 3); 4] };
        let (at_once, rounds, answers) = styles[at % 4];
        Style {
            at_once,
            rounds,
            answers,
            noise: if at == 0 || (is_small && at < 4) { 0.0 } else { 0.4 },
            seed: self.draw(),
        }
    }

    /// The best roster of all, or a better bound, where little is left in between.
    fn prove(&mut self, best: Current, budget: &mut Budget) -> Current {
        let Some(prices) = &self.prices else { return best };
        let step = if self.is_whole { 1.0 } else { 0.0 };
        match prove(self.problem, self.possibles, &best, prices, step, (0.15, budget)) {
            Ok(proof) => {
                budget.work += proof.work;
                let bound = if self.is_whole { (proof.bound - 1e-6).ceil() } else { proof.bound };
                self.bound = self.bound.max(bound);
                self.changed(best, proof.changes)
            }
            Err(work) => {
                budget.work += work;
                best
            }
        }
    }

    /// The roster with these changes, if it is better.
    fn changed(&self, best: Current, changes: Vec<Change>) -> Current {
        let mut new = best.clone();
        for (person, line, own) in changes {
            new.take_out(self.problem, person);
            new.put_in(self.problem, person, line, own);
        }
        if new.price(self.problem) < best.price(self.problem) - 1e-9 { new } else { best }
    }

    /// Parts of the roster beside each other, each with people of its own, are made anew until so much of the budget is used: few people,
    /// for whom the best choice is made, or more people, by diving.
    fn parts_anew(
        &mut self,
        best: Current,
        by_dive: bool,
        until: f64,
        budget: &mut Budget,
    ) -> Result<Current, RosterError> {
        let problem = self.problem;
        let mut best = best;
        while budget.used() < until {
            budget.check()?;
            let mut random = Stream::seed_from_u64(self.draw());
            let length = if problem.days <= SHORT { problem.days } else { 14 + random.random_range(0..22_usize) };
            let mut size = 4 + random.random_range(0..if problem.days <= SHORT { 4_usize } else { 8 });
            if by_dive {
                size = 2 * size + random.random_range(0..2 * size);
            }
            let groups = self.groups((problem.people.len() / size).max(1));
            let parts: Vec<(Vec<usize>, usize, Style)> = groups
                .into_iter()
                .take(BESIDE)
                .enumerate()
                .map(|(at, people)| {
                    (people, random.random_range(0..=problem.days - length), self.style(1 + 4 + at % 3))
                })
                .collect();
            let (is_whole, possibles, prices) = (self.is_whole, self.possibles, self.prices.as_deref());
            let asked: Vec<_> = parts
                .par_iter()
                .map(|(people, from, style)| {
                    let mut others = best.clone();
                    for &person in people {
                        others.take_out(problem, person);
                    }
                    let task = Task {
                        part: Part { people, days: (*from, from + length), fixed: &others.on_duty },
                        rounds: 25,
                        until: 1.0,
                        prices: prices.filter(|_| length == problem.days),
                        answers: 10,
                        most_ways: 20_000,
                        exact_work: if by_dive { 0 } else { 1_000_000 },
                    };
                    anew(problem, possibles, &best, &task, by_dive.then_some(style), is_whole, budget)
                })
                .collect();
            for asked in asked {
                let (changes, work) = asked?;
                budget.work += work;
                best = self.changed(best, changes);
            }
        }
        Ok(best)
    }
}

/// The dearest price of cover: what warmth is measured by.
fn dearest_cover(problem: &Problem) -> f64 {
    problem.cover.iter().flatten().map(|cover| cover.price_under.max(cover.price_over)).fold(1.0, f64::max)
}

/// Warmth at the begin and the end of cooling, as parts of the dearest price of cover.
const WARM: f64 = 0.02;
const COLD: f64 = 0.001;
