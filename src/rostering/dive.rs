//! From a mixture to a roster: those days that the mixture takes most of are given, the mixture of all others is made anew around
//! them with more days generated, and so on until nobody is left.

use super::budget::Budget;
use super::columns::{Stopped, Task, generate};
use super::current::Current;
use super::master::{Known, Mixture, Part, Pool};
use super::possible::Possible;
use super::problem::Problem;
use crate::random::Stream;
use crate::watch::Interrupted;
use rand::{RngExt, SeedableRng};

/// How to dive.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style {
    /// At least one of so many who are left is given days at once.
    pub(super) at_once: usize,
    /// Rounds of column generation in between.
    pub(super) rounds: usize,
    /// Days of a person that are kept in each round.
    pub(super) answers: usize,
    /// Weights are taken for less by chance, by up to this part.
    pub(super) noise: f64,
    pub(super) seed: u64,
}

/// Days that the mixture takes more than this of are given at once.
const NEARLY_ALL: f64 = 0.95;

/// A roster near a mixture of the people and days of a part, the others as they are; and the steps done. Without the solver's
/// help there is none.
pub(super) fn dive(
    problem: &Problem,
    possibles: &[Possible],
    begin: &Current,
    part: &Part,
    (mixture, pool): (&Mixture, &Pool),
    style: &Style,
    (until, budget): (f64, &Budget),
) -> Result<(Option<Current>, u64), Interrupted> {
    let mut random = Stream::seed_from_u64(style.seed);
    let mut current = begin.clone();
    let mut left: Vec<usize> = part.people.to_vec();
    for &person in &left {
        current.take_out(problem, person);
    }
    let mut pool = pool.clone();
    let mut work = 0;
    let mut weights = mixture.weights.clone();
    let mut prices = mixture.prices.clone();
    loop {
        for (weight, _) in &mut weights {
            *weight *= 1.0 - style.noise * random.random::<f64>();
        }
        weights.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1.person, &a.1.line).cmp(&(b.1.person, &b.1.line))));
        // Where time is short, all who are left are given days at once.
        let is_late = budget.used_with(work) >= until;
        let mut least = if is_late { left.len() } else { left.len().div_ceil(style.at_once) };
        for (weight, known) in weights {
            if weight < NEARLY_ALL && least == 0 {
                break;
            }
            // A person has days of the greatest weight first, and only these.
            if let Some(at) = left.iter().position(|&person| person == known.person) {
                left.remove(at);
                least = least.saturating_sub(1);
                current.put_in(problem, known.person, known.line, known.own);
            }
        }
        if left.is_empty() {
            return Ok((Some(current), work));
        }
        pool.keep(|known: &Known| left.contains(&known.person));
        let task = Task {
            part: Part { people: &left, days: part.days, fixed: &current.on_duty },
            rounds: style.rounds,
            until,
            prices: Some(&prices),
            answers: style.answers,
            most_ways: 2_000,
            exact_work: 0,
        };
        let generated = match generate(problem, possibles, &mut pool, &task, budget) {
            Ok(generated) => generated,
            Err(Stopped::Interrupted(interrupted)) => return Err(interrupted),
            Err(Stopped::Solver) => return Ok((None, work)),
        };
        work += generated.work;
        (weights, prices) = (generated.mixture.weights, generated.mixture.prices);
    }
}
