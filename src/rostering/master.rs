//! The choice among known days of several people: a linear or whole-number programme with a column for each person's known days,
//! a row for each person (exactly one of them) and one for the cover of each day and kind (Dantzig–Wolfe; for rosters: Burke &
//! Curtois, *New approaches to nurse rostering benchmark instances*, 2014).

use super::problem::{Line, Problem};
use crate::milp::{self, Kind, Limits, Programme, SolveError};
use std::collections::BTreeSet;
use std::ops::Range;

/// Days that somebody may be given.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Known {
    pub(super) person: usize,
    /// Their price apart from cover.
    pub(super) own: f64,
    pub(super) line: Line,
}

impl Known {
    /// The price of these days where being on duty has these prices, by day and kind.
    pub(super) fn price_at(&self, prices: &[f64], kinds: usize) -> f64 {
        let duty = self.line.iter().enumerate().filter_map(|(day, kind)| kind.map(|kind| prices[day * kinds + kind.0]));
        self.own + duty.sum::<f64>()
    }
}

/// All known days, each once.
#[derive(Debug, Clone, Default)]
pub(super) struct Pool {
    pub(super) known: Vec<Known>,
    seen: BTreeSet<(usize, Line)>,
}

impl Pool {
    /// Whether they are new.
    pub(super) fn add(&mut self, known: Known) -> bool {
        let is_new = self.seen.insert((known.person, known.line.clone()));
        if is_new {
            self.known.push(known);
        }
        is_new
    }

    /// Forgets all others.
    pub(super) fn keep(&mut self, of_use: impl Fn(&Known) -> bool) {
        self.known.retain(of_use);
        self.seen = self.known.iter().map(|known| (known.person, known.line.clone())).collect();
    }
}

/// A column: known days by their number, or people missing or too many at a day and kind.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Key {
    Known(usize),
    Missing(usize),
    Surplus(usize),
}

/// The best mixture of known days, and what follows from its duals.
#[derive(Debug)]
pub(super) struct Mixture {
    pub(super) price: f64,
    /// Days that are part of it, and how much.
    pub(super) weights: Vec<(f64, Known)>,
    /// What one more on duty is worth (a price, so not positive where people are missing), by day and kind.
    pub(super) prices: Vec<f64>,
}

/// A part of the roster that may change.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part<'a> {
    /// Those who take part.
    pub(super) people: &'a [usize],
    /// The days that may change: from the first to before the second.
    pub(super) days: (usize, usize),
    /// On duty of those who do not take part, by day and kind.
    pub(super) fixed: &'a [u32],
}

impl Part<'_> {
    /// Days and kinds within the part, by their number.
    pub(super) fn cells(&self, problem: &Problem) -> Range<usize> {
        self.days.0 * problem.kinds.len()..self.days.1 * problem.kinds.len()
    }
}

/// The programme, and the row of each day and kind of the problem.
fn programme(problem: &Problem, known: &[&Known], part: &Part, whole: bool) -> (Programme<Key>, Vec<Option<usize>>) {
    let kinds = problem.kinds.len();
    let &Part { people, fixed, days: (from, until) } = part;
    let mut programme = Programme::new();
    let mut by_person = vec![Vec::new(); problem.people.len()];
    let mut by_cell = vec![Vec::new(); problem.days * kinds];
    for (number, days) in known.iter().enumerate() {
        let column = if whole {
            programme.column(Key::Known(number), 0.0, 1.0, days.own, Kind::Integer)
        } else {
            programme.column(Key::Known(number), 0.0, f64::INFINITY, days.own, Kind::Continuous)
        };
        by_person[days.person].push((column, 1.0));
        for (day, kind) in (from..until).zip(&days.line[from..until]) {
            if let Some(kind) = kind {
                by_cell[day * kinds + kind.0].push((column, 1.0));
            }
        }
    }
    for &person in people {
        programme.row(
            format!("days of {}", problem.people[person].name),
            1.0,
            1.0,
            std::mem::take(&mut by_person[person]),
        );
    }
    let mut rows = people.len();
    let mut row_of_cell = vec![None; problem.days * kinds];
    for cell in part.cells(problem) {
        let mut terms = std::mem::take(&mut by_cell[cell]);
        let cover = &problem.cover[cell / kinds][cell % kinds];
        if cover.price_under == 0.0 && cover.price_over == 0.0 {
            continue;
        }
        let missing = programme.column(Key::Missing(cell), 0.0, f64::INFINITY, cover.price_under, Kind::Continuous);
        let surplus = programme.column(Key::Surplus(cell), 0.0, f64::INFINITY, cover.price_over, Kind::Continuous);
        terms.extend([(missing, 1.0), (surplus, -1.0)]);
        let wanted = f64::from(cover.wanted) - f64::from(fixed[cell]);
        programme.row(String::new(), wanted, wanted, terms);
        row_of_cell[cell] = Some(rows);
        rows += 1;
    }
    (programme, row_of_cell)
}

/// The best mixture of known days of these people, at least one for each. Its price is that of the people and of the cover on the
/// days that may change.
pub(super) fn mix(problem: &Problem, known: &[&Known], part: &Part) -> Result<Mixture, SolveError> {
    let (programme, row_of_cell) = programme(problem, known, part, false);
    let solution = milp::relax(&programme)?;
    let price_of = |row: &Option<usize>| row.and_then(|row| solution.duals.get(row)).map_or(0.0, |dual| -dual);
    let mut prices: Vec<f64> = row_of_cell.iter().map(price_of).collect();
    for (price, cover) in prices.iter_mut().zip(problem.cover.iter().flatten()) {
        *price = price.clamp(-cover.price_under, cover.price_over);
    }
    let weights = programme.keys().iter().zip(&solution.values).filter_map(|(key, &value)| match *key {
        Key::Known(number) if value > 1e-6 => Some((value, known[number].clone())),
        _ => None,
    });
    Ok(Mixture { price: solution.objective, weights: weights.collect(), prices })
}

/// The best choice of known days for these people, one for each: the numbers of those chosen, or none if nothing better than `start`
/// was found. Nothing that is possible with the known days costs less than the second.
pub(super) fn choose(
    problem: &Problem,
    known: &[&Known],
    part: &Part,
    start: &[usize],
    limits: &Limits,
) -> Result<(Vec<usize>, f64), SolveError> {
    let (mut programme, _) = programme(problem, known, part, true);
    let kinds = problem.kinds.len();
    let mut on_duty = part.fixed.to_vec();
    for &number in start {
        for (day, kind) in known[number].line.iter().enumerate() {
            if let Some(kind) = kind {
                on_duty[day * kinds + kind.0] += 1;
            }
        }
    }
    let values = programme
        .keys()
        .iter()
        .map(|key| match *key {
            Key::Known(number) => f64::from(u8::from(start.contains(&number))),
            Key::Missing(cell) => {
                f64::from(problem.cover[cell / kinds][cell % kinds].wanted.saturating_sub(on_duty[cell]))
            }
            Key::Surplus(cell) => {
                f64::from(on_duty[cell].saturating_sub(problem.cover[cell / kinds][cell % kinds].wanted))
            }
        })
        .collect();
    programme.start(values);
    let solution = milp::solve(&programme, limits)?;
    let chosen = programme.keys().iter().zip(&solution.values).filter_map(|(key, &value)| match *key {
        Key::Known(number) if value > 0.5 => Some(number),
        _ => None,
    });
    Ok((chosen.collect(), solution.bound))
}
