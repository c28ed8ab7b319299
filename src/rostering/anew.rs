//! A part of the roster is made anew: days are generated for some people on some days, all else as it is, and the best choice among
//! what was found is made by whole-number programming.

use super::budget::Budget;
use super::columns::{Stopped, Task, generate};
use super::current::Current;
use super::dive::{Style, dive};
use super::master::{Known, Mixture, Part, Pool, choose};
use super::possible::Possible;
use super::problem::{Line, Problem};
use crate::milp;
use crate::watch::Interrupted;

/// More known days than this are not put before the solver at once.
const MOST_KNOWN: usize = 6_000;

/// Days of a person and their price apart from cover.
pub(super) type Change = (usize, Line, f64);

/// Better days for the people of a part, if any are found; and the steps done. Without a style of diving, the best choice among what was
/// found is made.
pub(super) fn anew(
    problem: &Problem,
    possibles: &[Possible],
    best: &Current,
    task: &Task,
    style: Option<&Style>,
    is_whole: bool,
    budget: &Budget,
) -> Result<(Vec<Change>, u64), Interrupted> {
    let part = &task.part;
    let mut pool = Pool::default();
    for &person in part.people {
        pool.add(Known { person, own: best.own[person], line: best.lines[person].clone() });
    }
    let generated = match generate(problem, possibles, &mut pool, task, budget) {
        Ok(generated) => generated,
        Err(Stopped::Interrupted(interrupted)) => return Err(interrupted),
        Err(Stopped::Solver) => return Ok((Vec::new(), 0)),
    };
    let now = part.people.iter().map(|&person| best.own[person]).sum::<f64>()
        + best.cover_price(problem, part.days.0, part.days.1);
    let least_gain = if is_whole { 1.0 - 1e-6 } else { 1e-6 };
    if generated.bound.max(generated.mixture.price) > now - least_gain {
        return Ok((Vec::new(), generated.work));
    }
    let (changes, work) = match style {
        Some(style) => {
            let (dived, work) =
                dive(problem, possibles, best, part, (&generated.mixture, &pool), style, (task.until, budget))?;
            let change = |dived: &Current, person: usize| (person, dived.lines[person].clone(), dived.own[person]);
            let changes = dived.map(|dived| part.people.iter().map(|&person| change(&dived, person)).collect());
            (changes.unwrap_or_default(), work)
        }
        None => choice(problem, best, &pool, part, &generated.mixture, now, budget),
    };
    Ok((changes, generated.work + work))
}

/// The best choice among known days, as what it changes; and the steps done. `now` is the price that is to be beaten: days that are dearer
/// against the cheapest of their person than it is against the mixture are of no use and left out.
fn choice(
    problem: &Problem,
    best: &Current,
    pool: &Pool,
    part: &Part,
    mixture: &Mixture,
    now: f64,
    budget: &Budget,
) -> (Vec<Change>, u64) {
    let kinds = problem.kinds.len();
    let mut least = vec![f64::INFINITY; problem.people.len()];
    let mut known: Vec<(f64, &Known)> = Vec::new();
    for days in &pool.known {
        let price = days.price_at(&mixture.prices, kinds);
        least[days.person] = least[days.person].min(price);
        known.push((price, days));
    }
    let is_now = |days: &Known| best.lines[days.person] == days.line;
    for (price, days) in &mut known {
        *price = if is_now(days) { f64::NEG_INFINITY } else { *price - least[days.person] };
    }
    let slack = (now - mixture.price).max(0.0) + 1e-6;
    known.retain(|(price, _)| *price <= slack);
    known.sort_by(|a, b| a.0.total_cmp(&b.0));
    known.truncate(MOST_KNOWN);
    let known: Vec<&Known> = known.into_iter().map(|(_, days)| days).collect();
    let start: Vec<usize> = (0..known.len()).filter(|&number| is_now(known[number])).collect();
    let limits = milp::Limits {
        relative_gap: 0.0,
        nodes: Some(budget.nodes(200)),
        iterations: None,
        time: budget.solver_time(0.02),
    };
    let work = 20_000 * known.len() as u64;
    let Ok((chosen, _)) = choose(problem, &known, part, &start, &limits) else { return (Vec::new(), work) };
    let changes = chosen.into_iter().map(|number| known[number]).filter(|days| !is_now(days));
    (changes.map(|days| (days.person, days.line.clone(), days.own)).collect(), work)
}
