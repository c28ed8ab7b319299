//! The search: a first roster, chains of changes, column generation for the bound, the best choice of known days, and then choices
//! for a few people at a time until the limit.

use super::budget::{Budget, Limits};
use super::chain::{self, Chain};
use super::columns::{Generated, Stopped, Task, generate};
use super::current::{Current, own_price};
use super::master::{Known, Pool, choose};
use super::possible::{Possible, breach_price};
use super::problem::{PersonId, Problem};
use super::roster::{Ended, Roster, Unmet};
use super::score;
use super::unmet;
use crate::milp;
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

/// Chains that run beside each other, on however many threads.
const CHAINS: u64 = 2;
/// More known days than this are not put before the solver at once.
const MOST_KNOWN: usize = 6_000;

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
        let mut best = first.ok_or_else(|| RosterError::NoDays("somebody".to_owned()))?;
        budget.tell("improving");
        best = self.chains(best, 0.03, budget)?;
        self.remember(&best);
        budget.tell("bound");
        if let Some(generated) = self.root(&best, 0.5, budget)? {
            best = self.choose_all(best, &generated, budget);
        }
        let mut turn = 0;
        while !budget.is_over() && !self.is_proved(&best, budget) {
            budget.tell("improving");
            let until = budget.used() + 0.02;
            if turn % 2 == 0 && self.prices.is_some() {
                best = self.choose_few(best, until, budget)?;
            } else {
                best = self.chains(best, until, budget)?;
                self.remember(&best);
            }
            turn += 1;
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

    fn remember(&mut self, current: &Current) {
        for (person, line) in current.lines.iter().enumerate() {
            self.pool.add(Known { person, own: current.own[person], line: line.clone() });
        }
    }

    /// Chains from a roster until so much of the budget is used.
    fn chains(&mut self, begin: Current, until: f64, budget: &mut Budget) -> Result<Current, RosterError> {
        let problem = self.problem;
        let mut best = begin;
        while budget.used() < until {
            budget.check()?;
            let slack = 0.005 * best.price(problem).abs();
            let work = budget.chain_work();
            let tasks: Vec<Chain> = (0..CHAINS).map(|_| Chain { seed: self.draw(), work, slack }).collect();
            let ends: Vec<(Current, u64)> =
                tasks.par_iter().map(|task| chain::follow(problem, self.possibles, &best, task)).collect();
            for (end, work) in ends {
                budget.work += work;
                if end.price(problem) < best.price(problem) {
                    best = end;
                }
            }
        }
        Ok(best)
    }

    /// Column generation for everybody.
    fn root(&mut self, best: &Current, until: f64, budget: &mut Budget) -> Result<Option<Generated>, RosterError> {
        let people: Vec<usize> = (0..self.problem.people.len()).collect();
        let fixed = vec![0; self.problem.days * self.problem.kinds.len()];
        let task = Task {
            people: &people,
            fixed: &fixed,
            rounds: usize::MAX,
            until,
            prices: None,
            answers: 5,
            most_ways: 100_000,
        };
        self.remember(best);
        match generate(self.problem, self.possibles, &mut self.pool, &task, budget) {
            Ok(generated) => {
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

    /// The best choice among the known days of everybody.
    fn choose_all(&mut self, best: Current, generated: &Generated, budget: &mut Budget) -> Current {
        let people: Vec<usize> = (0..self.problem.people.len()).collect();
        let fixed = vec![0; self.problem.days * self.problem.kinds.len()];
        self.choice(best, &people, &fixed, &generated.mixture.prices, 0.15, 2_000, budget)
    }

    /// The best choice among the known days of some people, the others as they are.
    #[expect(clippy::too_many_arguments, reason = "who, with whom, and how hard to try")]
    fn choice(
        &mut self,
        best: Current,
        people: &[usize],
        fixed: &[u32],
        prices: &[f64],
        part: f64,
        nodes: u64,
        budget: &mut Budget,
    ) -> Current {
        let problem = self.problem;
        let kinds = problem.kinds.len();
        let mut least = vec![f64::INFINITY; problem.people.len()];
        let mut known: Vec<(f64, &Known)> = Vec::new();
        for days in self.pool.known.iter().filter(|known| people.contains(&known.person)) {
            let price = days.price_at(prices, kinds);
            least[days.person] = least[days.person].min(price);
            known.push((price, days));
        }
        let now = |days: &Known| best.lines[days.person] == days.line;
        for (price, days) in &mut known {
            *price = if now(days) { f64::NEG_INFINITY } else { *price - least[days.person] };
        }
        known.sort_by(|a, b| a.0.total_cmp(&b.0));
        known.truncate(MOST_KNOWN);
        let known: Vec<&Known> = known.into_iter().map(|(_, days)| days).collect();
        let start: Vec<usize> = (0..known.len()).filter(|&number| now(known[number])).collect();
        let limits = milp::Limits {
            relative_gap: 0.0,
            nodes: Some(budget.nodes(nodes)),
            iterations: None,
            time: budget.solver_time(part),
        };
        budget.work += 20_000 * known.len() as u64;
        let Ok((chosen, _)) = choose(problem, &known, people, fixed, &start, &limits) else { return best };
        let mut new = best.clone();
        for number in chosen {
            let days = known[number];
            new.take_out(problem, days.person);
            new.put_in(problem, days.person, days.line.clone(), days.own);
        }
        if new.price(problem) < best.price(problem) - 1e-9 { new } else { best }
    }

    /// Some people are asked anew: days are generated for them alone, and the best choice among all that are known is made.
    fn choose_few(&mut self, best: Current, until: f64, budget: &mut Budget) -> Result<Current, RosterError> {
        let problem = self.problem;
        let mut best = best;
        while budget.used() < until {
            let mut random = Stream::seed_from_u64(self.draw());
            let count = (4 + random.random_range(0..4_usize)).min(problem.people.len());
            let mut people: Vec<usize> = Vec::new();
            while people.len() < count {
                let person = random.random_range(0..problem.people.len());
                if !people.contains(&person) {
                    people.push(person);
                }
            }
            people.sort_unstable();
            let mut others = best.clone();
            for &person in &people {
                others.take_out(problem, person);
            }
            self.remember(&best);
            let prices = self.prices.clone();
            let task = Task {
                people: &people,
                fixed: &others.on_duty,
                rounds: 25,
                until: 1.0,
                prices: prices.as_deref(),
                answers: 10,
                most_ways: 20_000,
            };
            match generate(problem, self.possibles, &mut self.pool, &task, budget) {
                Ok(generated) => {
                    let now: f64 = best.price(problem);
                    let outside: f64 = (0..problem.people.len())
                        .filter(|person| !people.contains(person))
                        .map(|person| best.own[person])
                        .sum();
                    if generated.bound + outside >= now - if self.is_whole { 1.0 - 1e-6 } else { 1e-6 } {
                        continue;
                    }
                    best = self.choice(best, &people, &others.on_duty, &generated.mixture.prices, 0.02, 200, budget);
                }
                Err(Stopped::Interrupted(interrupted)) => return Err(interrupted.into()),
                Err(Stopped::Solver) => return Ok(best),
            }
        }
        Ok(best)
    }
}
