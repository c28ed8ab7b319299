//! Mixed-integer linear programmes: a small representation of our own, and one function that solves it.
//!
//! `minimise Σ cost·x` subject to `lower ≤ Σ coefficient·x ≤ upper` for every row and `lower ≤ x ≤ upper` for every
//! column, where some columns are whole numbers. This file and its folder are the only place that names a solver:
//! HiGHS (feature `highs`) or, without it, microlp (feature `microlp`), both written to through `good_lp`.
//!
//! No answer of a solver is believed: integers are rounded to whole numbers, every row and column is checked again on the
//! rounded values, the objective is computed anew, and the bound is never taken to be better than what was proved.
//!
//! The same programme gives the same answer on each run: work limits instead of time limits, one thread, one seed, and one
//! solve at a time in the process (the bundled HiGHS is not safe otherwise), by a lock around each call of the solver.

mod contradiction;
mod programme;
mod rounding;
mod solver;

pub use programme::{Column, ColumnRule, Kind, Programme, Row, TOLERANCE, Violation};
pub use solver::solver_name;

use programme::Model;
use solver::{End, Raw, run};
use std::fmt::{self, Debug};
use std::time::Duration;

/// When to stop. Work limits are counted, not clocked, so the answer is the same on every machine; a time limit is for
/// those who ask for one, and its answer depends on the machine.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// Good enough: (objective − bound) / |objective| at most this, e.g. 0.001. Not negative.
    pub relative_gap: f64,
    /// At most this many nodes of branch and bound. The root, with its cuts and heuristics, is worked on before the
    /// first node is counted and is not limited by it (see [`Limits::default`] for what that takes).
    pub nodes: Option<u64>,
    /// At most this many simplex iterations in each linear programme that we solve ourselves: a programme without
    /// integer columns, and the relaxations of the rounding. HiGHS has no such limit inside branch and bound (its
    /// option `simplex_iteration_limit` does not reach it) and microlp has none at all.
    pub iterations: Option<u64>,
    /// At most this long. The answer is then not the same everywhere.
    pub time: Option<Duration>,
}

impl Default for Limits {
    /// A gap of 0.5 % and 200 nodes. On a week of shift covering (7 × 28 intervals, 7 × 120 shifts with breaks, peak of
    /// 40 agents) 0.5 % takes 0.1 to 1.3 s, all of it at the root. A gap of 0.1 % takes under 1 s where the cap on hours
    /// binds or too many agents cost nothing, but 5 to 10 s at the root alone where every agent too many costs, and then
    /// some seconds for each 50 nodes without reaching it. The limit on nodes is for small programmes that branch a lot.
    fn default() -> Self {
        Self { relative_gap: 5e-3, nodes: Some(200), iterations: None, time: None }
    }
}

impl Limits {
    /// No limit at all: the optimum, however long it takes.
    pub const NONE: Self = Self { relative_gap: 0.0, nodes: None, iterations: None, time: None };
}

/// The limit that ended a search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// [`Limits::nodes`].
    Nodes,
    /// [`Limits::iterations`].
    Iterations,
    /// [`Limits::time`].
    Time,
    /// The solver was content, but after rounding its integers the gap is wider than asked for: its tolerances do not
    /// reach further on these numbers.
    Precision,
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Nodes => "node limit",
            Self::Iterations => "iteration limit",
            Self::Time => "time limit",
            Self::Precision => "limit of the solver's precision",
        })
    }
}

/// How good an answer is known to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Within the relative gap that was asked for.
    Optimal,
    /// A limit came first: feasible, with a gap wider than asked for.
    Limit(Limit),
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Optimal => f.write_str("optimal within the gap"),
            Self::Limit(limit) => write!(f, "stopped at the {limit}"),
        }
    }
}

/// What became of the start that was given with [`Programme::start`].
#[derive(Debug, Clone, PartialEq)]
pub enum StartUse {
    /// None was given.
    NotGiven,
    /// It keeps all rules, and the search began with it.
    Taken,
    /// Its integers could be kept; the continuous columns were computed anew for them.
    Repaired,
    /// It was of no use, for this reason; the search began with nothing.
    SetAside(String),
}

/// A feasible answer. Every value has been checked against every row and column.
#[derive(Debug, Clone, PartialEq)]
pub struct Solution {
    /// The value of each column, in the order of the columns. Those of integer columns are whole numbers exactly.
    pub values: Vec<f64>,
    /// The cost of `values`, computed from them.
    pub objective: f64,
    /// No solution costs less than this (to the solver's tolerance, about 1e-6). At most `objective`.
    pub bound: f64,
    /// Whether the gap asked for was reached, or which limit came first.
    pub status: Status,
    /// What became of the start.
    pub start: StartUse,
    /// Simplex iterations of the main search (the crate `highs` cannot read the number of nodes).
    pub iterations: u64,
    /// Of a relaxation ([`relax`]): by row, what the objective rises by for each unit that the row's bounds rise. Empty for a
    /// programme that was solved in whole numbers, and where the solver does not tell (microlp).
    pub duals: Vec<f64>,
}

/// Differences of costs up to this count as none: the absolute gap at which HiGHS stops as well.
const ABSOLUTE_GAP: f64 = 1e-6;

impl Solution {
    /// (objective − bound) / |objective|, as HiGHS defines it: 0 where the two are within 1e-6, infinite where the
    /// objective is 0 and the bound is not, or nothing is known about the bound.
    pub fn gap(&self) -> f64 {
        let difference = self.objective - self.bound;
        if difference <= ABSOLUTE_GAP {
            0.0
        } else if self.objective == 0.0 {
            f64::INFINITY
        } else {
            difference / self.objective.abs()
        }
    }

    /// The value of a column of the programme that was solved.
    ///
    /// # Panics
    /// If the column belongs to another, larger programme.
    pub fn value(&self, column: Column) -> f64 {
        self.values[column.index()]
    }
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum SolveError {
    /// Rules contradict each other.
    #[error("these rules cannot all be kept: {}", rows.join("; "))]
    Contradiction {
        /// The names of rows that cannot all hold within the bounds of their columns. Up to some 30 of them, each is
        /// needed for the contradiction: leave any one out, and the others can hold.
        rows: Vec<String>,
    },
    /// The cost can fall for ever: a bound or a row is missing.
    #[error("the cost has no lower limit: a bound or a rule is missing")]
    Unbounded,
    /// A limit was reached before any answer was found, and rounding found none either.
    #[error("no answer was found before the {limit}")]
    NoAnswer {
        /// The limit.
        limit: Limit,
    },
    /// The programme makes no sense (a cost that is not a number, a column of another programme), or the solver failed.
    #[error("{0}")]
    Fault(String),
}

/// The cheapest answer within the limits.
///
/// Where a search ends at its limit with nothing, the linear relaxation is rounded (see `rounding`), so an answer is
/// lacking only where that fails too.
pub fn solve<Key: Clone + Debug>(programme: &Programme<Key>, limits: &Limits) -> Result<Solution, SolveError> {
    check_limits(limits)?;
    programme.check()?;
    let model = programme.model();
    let (start, start_use) = prepare_start(programme, limits);
    let raw = run(model, start.as_deref(), limits);
    let limit = match raw.end {
        End::Optimal => None,
        End::Limit(limit) => Some(limit),
        End::Infeasible | End::UnboundedOrInfeasible | End::Unbounded => {
            return Err(why_not(model, &raw.end, start.is_some()));
        }
        End::Fault(message) => return Err(SolveError::Fault(message)),
    };
    let mut best = raw.values.as_deref().and_then(|values| rounding::settle(model, values, limits));
    if let Some(start) = start
        && best.as_ref().is_none_or(|best| model.objective(&start) < model.objective(best))
    {
        best = Some(start);
    }
    let best = best.or_else(|| if model.has_integers() { rounding::round(model, limits) } else { None });
    let Some(values) = best else {
        return Err(match limit {
            Some(limit) => SolveError::NoAnswer { limit },
            None => SolveError::Fault("the solver's answer breaks its own rules beyond any tolerance".to_owned()),
        });
    };
    let bound = if raw.bound.is_finite() { raw.bound } else { relaxed_bound(model, limits) };
    let objective = model.objective(&values);
    let mut solution = Solution {
        objective,
        bound: bound.min(objective),
        values,
        status: Status::Optimal,
        start: start_use,
        iterations: raw.iterations,
        duals: Vec::new(),
    };
    // One part in a million on the gap asked for: the solver compared the same two numbers before rounding.
    if solution.gap() > limits.relative_gap + 1e-6 {
        solution.status = Status::Limit(limit.unwrap_or(Limit::Precision));
    }
    Ok(solution)
}

/// The linear relaxation: integer columns may take fractional values. Its objective is a bound for the programme, and its
/// values are what rounding begins with.
pub fn relax<Key: Clone + Debug>(programme: &Programme<Key>) -> Result<Solution, SolveError> {
    programme.check()?;
    let model = programme.model().relaxed();
    let Raw { end, values, iterations, duals, .. } = run(&model, None, &Limits::NONE);
    match end {
        End::Optimal => {}
        End::Limit(limit) => return Err(SolveError::NoAnswer { limit }),
        End::Infeasible | End::UnboundedOrInfeasible | End::Unbounded => return Err(why_not(&model, &end, false)),
        End::Fault(message) => return Err(SolveError::Fault(message)),
    }
    let values = values
        .and_then(|values| rounding::settle(&model, &values, &Limits::NONE))
        .ok_or_else(|| SolveError::Fault("the solver's relaxation breaks its own rules".to_owned()))?;
    let objective = model.objective(&values);
    let start = StartUse::NotGiven;
    Ok(Solution { values, objective, bound: objective, status: Status::Optimal, start, iterations, duals })
}

fn check_limits(limits: &Limits) -> Result<(), SolveError> {
    if limits.relative_gap.is_finite() && limits.relative_gap >= 0.0 {
        Ok(())
    } else {
        Err(SolveError::Fault(format!("a relative gap of {} is not a limit", limits.relative_gap)))
    }
}

/// The start as a feasible point, if it is one or its integers can be part of one.
fn prepare_start<Key: Clone + Debug>(programme: &Programme<Key>, limits: &Limits) -> (Option<Vec<f64>>, StartUse) {
    let Some(given) = programme.given_start() else { return (None, StartUse::NotGiven) };
    let model = programme.model();
    if given.len() != model.columns.len() {
        let reason = format!("it has {} values for {} columns", given.len(), model.columns.len());
        return (None, StartUse::SetAside(reason));
    }
    if given.iter().any(|value| !value.is_finite()) {
        return (None, StartUse::SetAside("one of its values is not a number".to_owned()));
    }
    let Some(violation) = programme.violations(given, TOLERANCE).into_iter().next() else {
        return (Some(model.tidied(given)), StartUse::Taken);
    };
    match rounding::settle(model, given, limits) {
        Some(repaired) => (Some(repaired), StartUse::Repaired),
        None => (None, StartUse::SetAside(violation.to_string())),
    }
}

/// The error behind a verdict that there is no optimum. A solver's "infeasible" is not believed without a contradiction
/// that can be named.
fn why_not(model: &Model, end: &End, has_start: bool) -> SolveError {
    if matches!(end, End::Unbounded) {
        return SolveError::Unbounded;
    }
    // Without costs nothing can be unbounded, so this tells the two apart.
    let may_be_unbounded = matches!(end, End::UnboundedOrInfeasible)
        && (has_start || !matches!(run(&model.without_costs(), None, &Limits::default()).end, End::Infeasible));
    if may_be_unbounded {
        return SolveError::Unbounded;
    }
    match contradiction::rows(model) {
        Some(rows) if !has_start => SolveError::Contradiction { rows },
        _ => SolveError::Fault("the solver calls the rules contradictory, yet they can be kept".to_owned()),
    }
}

/// The bound that the relaxation proves, where the search did not come to one.
fn relaxed_bound(model: &Model, limits: &Limits) -> f64 {
    if !model.has_integers() {
        return f64::NEG_INFINITY;
    }
    let raw = run(&model.relaxed(), None, limits);
    match (raw.end, raw.values) {
        (End::Optimal, Some(values)) => model.objective(&values),
        _ => f64::NEG_INFINITY,
    }
}

#[cfg(test)]
mod tests;
