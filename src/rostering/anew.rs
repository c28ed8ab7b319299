//! A part of the roster is made anew: days are generated for some people on some days, all else as it is, and the best choice among
//! what was found is made by whole-number programming.

use super::budget::Budget;
use super::columns::{Generated, Stopped, Task, generate};
use super::current::Current;
use super::master::{Known, Part, Pool, choose};
use super::possible::Possible;
use super::problem::{Line, Problem};
use crate::milp;
use crate::watch::Interrupted;

/// More known days than this are not put before the solver at once.
const MOST_KNOWN: usize = 6_000;

/// Days of a person and their price apart from cover.
pub(super) type Change = (usize, Line, f64);

/// How hard to look for a choice.
pub(super) struct Effort {
    /// Part of the time, where there is a clock.
    pub(super) part: f64,
    /// Nodes of branch and bound.
    pub(super) nodes: u64,
    /// The price that is to be beaten. Days that are dearer against the cheapest of their person than it is against the mixture are of
    /// no use and left out.
    pub(super) now: f64,
}

/// Better days for the people of a part, if any are found; and the steps done.
pub(super) fn anew(
    problem: &Problem,
    possibles: &[Possible],
    best: &Current,
    task: &Task,
    pool: &mut Pool,
    is_whole: bool,
    budget: &Budget,
) -> Result<(Vec<Change>, u64), Interrupted> {
    let part = &task.part;
    for &person in part.people {
        pool.add(Known { person, own: best.own[person], line: best.lines[person].clone() });
    }
    let generated = match generate(problem, possibles, pool, task, budget) {
        Ok(generated) => generated,
        Err(Stopped::Interrupted(interrupted)) => return Err(interrupted),
        Err(Stopped::Solver) => return Ok((Vec::new(), 0)),
    };
    let now = part.people.iter().map(|&person| best.own[person]).sum::<f64>()
        + best.cover_price(problem, part.days.0, part.days.1);
    let least_gain = if is_whole { 1.0 - 1e-6 } else { 1e-6 };
    if generated.bound > now - least_gain {
        return Ok((Vec::new(), generated.work));
    }
    let effort = Effort { part: 0.02, nodes: 200, now };
    let (changes, work) = choice(problem, best, pool, part, &generated, &effort, budget);
    Ok((changes, generated.work + work))
}

/// The best choice among known days, as what it changes; and the steps done.
pub(super) fn choice(
    problem: &Problem,
    best: &Current,
    pool: &Pool,
    part: &Part,
    generated: &Generated,
    effort: &Effort,
    budget: &Budget,
) -> (Vec<Change>, u64) {
    let kinds = problem.kinds.len();
    let mut least = vec![f64::INFINITY; problem.people.len()];
    let mut known: Vec<(f64, &Known)> = Vec::new();
    for days in &pool.known {
        let price = days.price_at(&generated.mixture.prices, kinds);
        least[days.person] = least[days.person].min(price);
        known.push((price, days));
    }
    let is_now = |days: &Known| best.lines[days.person] == days.line;
    for (price, days) in &mut known {
        *price = if is_now(days) { f64::NEG_INFINITY } else { *price - least[days.person] };
    }
    let slack = (effort.now - generated.mixture.price).max(0.0) + 1e-6;
    known.retain(|(price, _)| *price <= slack);
    known.sort_by(|a, b| a.0.total_cmp(&b.0));
    known.truncate(MOST_KNOWN);
    let known: Vec<&Known> = known.into_iter().map(|(_, days)| days).collect();
    let start: Vec<usize> = (0..known.len()).filter(|&number| is_now(known[number])).collect();
    let limits = milp::Limits {
        relative_gap: 0.0,
        nodes: Some(budget.nodes(effort.nodes)),
        iterations: None,
        time: budget.solver_time(effort.part),
    };
    let work = 20_000 * known.len() as u64;
    let Ok((chosen, _)) = choose(problem, &known, part, &start, &limits) else { return (Vec::new(), work) };
    let changes = chosen.into_iter().map(|number| known[number]).filter(|days| !is_now(days));
    (changes.map(|days| (days.person, days.line.clone(), days.own)).collect(), work)
}
