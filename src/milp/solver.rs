//! The solvers behind `good_lp`: one function `run` for each, of which the build has one.

#[cfg(feature = "highs")]
use super::programme::Row;
use super::programme::{Kind, Model};
use super::{Limit, Limits};
use good_lp::{Expression, ProblemVariables, Solver, SolverModel, variable};

/// What a solver said. Nothing in it has been checked.
#[derive(Debug)]
pub(super) struct Raw {
    pub(super) end: End,
    /// One for each column, integers only roughly whole.
    pub(super) values: Option<Vec<f64>>,
    /// No solution costs less; not finite where the solver does not know.
    pub(super) bound: f64,
    pub(super) iterations: u64,
    /// Of a linear programme: what one unit more on the right of each row costs. Empty where the solver does not tell.
    pub(super) duals: Vec<f64>,
}

/// How a solver ended.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum End {
    Optimal,
    Infeasible,
    Unbounded,
    /// Only HiGHS leaves this open.
    #[cfg_attr(not(feature = "highs"), expect(dead_code))]
    UnboundedOrInfeasible,
    Limit(Limit),
    Fault(String),
}

impl Raw {
    fn without_values(end: End) -> Self {
        Self { end, values: None, bound: f64::NEG_INFINITY, iterations: 0, duals: Vec::new() }
    }

    fn fault(message: impl std::fmt::Display) -> Self {
        Self::without_values(End::Fault(format!("{}: {message}", solver_name())))
    }
}

/// Solves a programme that has been checked ([`super::Programme::check`]).
pub(super) fn run(model: &Model, start: Option<&[f64]>, limits: &Limits) -> Raw {
    if model.columns.is_empty() {
        // Solvers make an error of it; the rows have been checked to hold without terms.
        let duals = vec![0.0; model.rows.len()];
        return Raw { end: End::Optimal, values: Some(Vec::new()), bound: 0.0, iterations: 0, duals };
    }
    run_solver(model, start, limits)
}

/// The programme in the words of `good_lp`, which knows no row with two sides: such a row becomes two.
fn write<S: Solver>(model: &Model, solver: S) -> S::Model {
    let mut variables = ProblemVariables::new();
    let mut objective = Expression::with_capacity(model.columns.len());
    let mut columns = Vec::with_capacity(model.columns.len());
    for rule in &model.columns {
        let (lower, upper) = rule.whole_bounds();
        let definition = variable().min(lower).max(upper);
        let column = variables.add(if rule.kind == Kind::Integer { definition.integer() } else { definition });
        objective.add_mul(rule.cost, column);
        columns.push(column);
    }
    let mut written = variables.minimise(objective).using(solver);
    for row in model.rows.iter().filter(|row| !row.terms.is_empty()) {
        let sum = || {
            let mut sum = Expression::with_capacity(row.terms.len());
            for &(column, coefficient) in &row.terms {
                sum.add_mul(coefficient, columns[column.index()]);
            }
            sum
        };
        if row.lower == row.upper {
            written.add_constraint(sum().eq(row.lower));
            continue;
        }
        if row.lower.is_finite() {
            written.add_constraint(sum().geq(row.lower));
        }
        if row.upper.is_finite() {
            written.add_constraint(sum().leq(row.upper));
        }
    }
    written
}

#[cfg(feature = "highs")]
use with_highs::run_solver;
#[cfg(feature = "highs")]
pub use with_highs::solver_name;

/// Values of the rows that [`write`] has written, summed by the rows of the programme.
#[cfg(feature = "highs")]
fn by_row(model: &Model, written: &[f64]) -> Vec<f64> {
    let mut written = written.iter().copied();
    let sides = |row: &Row| match row {
        row if row.terms.is_empty() => 0,
        row if row.lower == row.upper => 1,
        row => usize::from(row.lower.is_finite()) + usize::from(row.upper.is_finite()),
    };
    model.rows.iter().map(|row| written.by_ref().take(sides(row)).sum::<f64>() + 0.0).collect()
}

#[cfg(feature = "highs")]
mod with_highs {
    use super::{End, Limit, Limits, Model, Raw, by_row, write};
    use highs::{HighsModelStatus, HighsSolutionStatus};
    use std::sync::{Mutex, PoisonError};

    /// The solver's name and version, for the provenance of results.
    pub fn solver_name() -> &'static str {
        "HiGHS 1.15 through good_lp 1.15"
    }

    /// Columns from which on a linear programme is solved by an interior point method, and then made basic.
    const LARGE: usize = 5_000;

    /// The bundled HiGHS shares state between the solves of a process, so there is one at a time.
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

    pub(super) fn run_solver(model: &Model, start: Option<&[f64]>, limits: &Limits) -> Raw {
        let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
        // good_lp's own `solve` drops the bound and the counts and makes an error of a limit without an answer. So it
        // writes the programme, and HiGHS is asked directly. The model is quiet from the beginning.
        let mut asked = match write(model, good_lp::solvers::highs::highs).try_into_inner() {
            Ok(asked) => asked,
            Err(error) => return Raw::fault(error),
        };
        let count = |limit: u64| i32::try_from(limit).unwrap_or(i32::MAX);
        let mut options = [
            asked.try_set_option("threads", 1),
            asked.try_set_option("parallel", "off"),
            asked.try_set_option("random_seed", 0),
            asked.try_set_option("mip_rel_gap", limits.relative_gap),
            asked.try_set_option("mip_abs_gap", super::super::ABSOLUTE_GAP),
        ]
        .to_vec();
        // A third of the time of the simplex method on a week of quarter-hours with some 10,000 columns; below, it loses.
        if !model.has_integers() && model.columns.len() > LARGE {
            options.push(asked.try_set_option("solver", "ipm"));
        }
        options.extend(limits.nodes.map(|nodes| asked.try_set_option("mip_max_nodes", count(nodes))));
        options.extend(limits.iterations.map(|most| asked.try_set_option("simplex_iteration_limit", count(most))));
        options.extend(limits.time.map(|time| asked.try_set_option("time_limit", time.as_secs_f64())));
        if options.iter().any(Result::is_err) {
            return Raw::fault("an option was refused");
        }
        if start.is_some() && asked.try_set_solution(start, None, None, None).is_err() {
            return Raw::fault("the start was refused");
        }
        let solved = match asked.try_solve() {
            Ok(solved) => solved,
            Err(status) => return Raw::fault(format!("it ended with {status:?}")),
        };
        let end = match solved.status() {
            HighsModelStatus::Optimal => End::Optimal,
            HighsModelStatus::Infeasible => End::Infeasible,
            HighsModelStatus::Unbounded => End::Unbounded,
            HighsModelStatus::UnboundedOrInfeasible => End::UnboundedOrInfeasible,
            HighsModelStatus::ReachedSolutionLimit => End::Limit(Limit::Nodes),
            HighsModelStatus::ReachedIterationLimit => End::Limit(Limit::Iterations),
            HighsModelStatus::ReachedTimeLimit => End::Limit(Limit::Time),
            other => return Raw::fault(format!("it ended with {other:?}")),
        };
        let values = (solved.primal_solution_status() == HighsSolutionStatus::Feasible)
            .then(|| solved.get_solution().columns().to_vec());
        let bound = if model.has_integers() {
            solved.double_info_value(c"mip_dual_bound").unwrap_or(f64::NEG_INFINITY)
        } else if end == End::Optimal {
            solved.objective_value()
        } else {
            f64::NEG_INFINITY
        };
        let duals = if model.has_integers() || end != End::Optimal {
            Vec::new()
        } else {
            by_row(model, solved.get_solution().dual_rows())
        };
        Raw { end, values, bound, iterations: u64::try_from(solved.simplex_iteration_count()).unwrap_or(0), duals }
    }
}

#[cfg(all(feature = "microlp", not(feature = "highs")))]
use with_microlp::run_solver;
#[cfg(all(feature = "microlp", not(feature = "highs")))]
pub use with_microlp::solver_name;

#[cfg(all(feature = "microlp", not(feature = "highs")))]
mod with_microlp {
    use super::super::ColumnRule;
    use super::{End, Kind, Limit, Limits, Model, Raw, write};
    use microlp::{Error, SolveOptions, TerminationReason};

    /// The solver's name and version, for the provenance of results.
    pub fn solver_name() -> &'static str {
        "microlp 0.6 through good_lp 1.15"
    }

    /// microlp takes a start through good_lp only together with good_lp's `solve`, which sets no node limit and tells no
    /// bound. The limit and the bound matter more; the start still competes with the answer.
    pub(super) fn run_solver(model: &Model, _start: Option<&[f64]>, limits: &Limits) -> Raw {
        let whole = f64::from(i32::MIN)..=f64::from(i32::MAX);
        let too_wide = |bound: f64| bound.is_finite() && !whole.contains(&bound);
        if model.columns.iter().any(|rule| rule.kind == Kind::Integer && (too_wide(rule.lower) || too_wide(rule.upper)))
        {
            return Raw::fault("whole numbers beyond 32 bits");
        }
        let written = write(model, good_lp::solvers::microlp::microlp);
        let mut options = SolveOptions::default();
        options.mip_gap = limits.relative_gap;
        options.node_limit = limits.nodes;
        options.time_limit = limits.time;
        let outcome = match written.as_inner().solve_with(options) {
            Ok(outcome) => outcome,
            Err(Error::Infeasible) => return Raw::without_values(End::Infeasible),
            Err(Error::Unbounded) => return Raw::without_values(End::Unbounded),
            Err(error) => return Raw::fault(error),
        };
        let end = match outcome.termination_reason() {
            TerminationReason::ProvenOptimal | TerminationReason::MipGap => End::Optimal,
            TerminationReason::NodeLimit => End::Limit(Limit::Nodes),
            TerminationReason::TimeLimit => End::Limit(Limit::Time),
            other => return Raw::fault(format!("it ended with {other:?}")),
        };
        let stats = outcome.stats();
        let values: Option<Vec<f64>> =
            outcome.solution().map(|solution| solution.iter().map(|(_, value)| value).collect());
        // good_lp writes an infinite bound of whole numbers as the end of the 32-bit range: who stands there is on the
        // way to infinity.
        let at_the_end = |(rule, &value): (&ColumnRule, &f64)| {
            rule.kind == Kind::Integer
                && ((rule.upper == f64::INFINITY && value >= *whole.end())
                    || (rule.lower == f64::NEG_INFINITY && value <= *whole.start()))
        };
        if values.as_ref().is_some_and(|values| model.columns.iter().zip(values).any(at_the_end)) {
            return Raw::without_values(End::Unbounded);
        }
        let bound = stats.best_bound.unwrap_or(f64::NEG_INFINITY);
        Raw { end, values, bound, iterations: stats.lp_iterations, duals: Vec::new() }
    }
}

#[cfg(not(any(feature = "highs", feature = "microlp")))]
compile_error!("one of the features `highs` and `microlp` is needed: whole shifts and plans need a solver");
