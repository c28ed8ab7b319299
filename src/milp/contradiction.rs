//! Which rules contradict each other: the elastic filter, then the deletion filter (Chinneck & Dravnieks 1991, "Locating
//! minimal infeasible constraint sets in linear programs").

use super::Limits;
use super::programme::{Column, ColumnRule, Kind, Model, Row, TOLERANCE};
use super::solver::{End, run};
use std::collections::BTreeSet;

/// At most this many elastic programmes; each enforces at least one more row.
const ROUNDS: usize = 50;
/// The deletion filter costs one solve for each row, so it is for small sets.
const SMALL_SET: usize = 30;
/// Explaining must not take longer than solving: a feasible point within a factor of two of the bound is enough here.
const EFFORT: Limits = Limits { relative_gap: 0.5, nodes: Some(1_000), iterations: None, time: None };

/// The names of rows that cannot all hold within the bounds of the columns, or `None` if all rows can hold.
pub(super) fn rows(model: &Model) -> Option<Vec<String>> {
    let relaxed = model.relaxed();
    let (model, found) = match filter(&relaxed) {
        Some(found) => (&relaxed, found),
        // Only whole numbers contradict.
        None => (model, filter(model)?),
    };
    let found = if found.len() <= SMALL_SET { without_the_needless(model, found) } else { found };
    Some(found.into_iter().map(|index| model.rows[index].name.clone()).collect())
}

/// The elastic filter: every row may stretch at a price of 1 a unit; the rows that do are enforced, until the enforced
/// ones alone cannot hold. `None` if nothing needs to stretch.
fn filter(model: &Model) -> Option<BTreeSet<usize>> {
    let mut enforced = BTreeSet::new();
    for _ in 0..ROUNDS {
        let (elastic, slack_rows) = elastic(model, &enforced);
        let raw = run(&elastic, None, &EFFORT);
        let (End::Optimal | End::Limit(_), Some(values)) = (raw.end, raw.values) else { break };
        let stretched: Vec<usize> = slack_rows
            .iter()
            .zip(&values[model.columns.len()..])
            .filter(|&(&row, &slack)| slack > TOLERANCE * scale(&model.rows[row]))
            .map(|(&row, _)| row)
            .collect();
        if stretched.is_empty() {
            break;
        }
        enforced.extend(stretched);
    }
    if enforced.is_empty() { None } else { Some(enforced) }
}

fn scale(row: &Row) -> f64 {
    [row.lower, row.upper]
        .into_iter()
        .filter(|bound| bound.is_finite())
        .fold(1.0, |scale, bound| bound.abs().max(scale))
}

/// The programme with a slack on each finite side of each row that is not enforced, and the row of each slack.
fn elastic(model: &Model, enforced: &BTreeSet<usize>) -> (Model, Vec<usize>) {
    let mut elastic = model.without_costs();
    let mut slack_rows = Vec::new();
    for (index, row) in elastic.rows.iter_mut().enumerate().filter(|(index, _)| !enforced.contains(index)) {
        for (bound, direction) in [(row.lower, 1.0), (row.upper, -1.0)] {
            if bound.is_finite() {
                row.terms.push((Column::at(elastic.columns.len()), direction));
                let slack = ColumnRule { lower: 0.0, upper: f64::INFINITY, cost: 1.0, kind: Kind::Continuous };
                elastic.columns.push(slack);
                slack_rows.push(index);
            }
        }
    }
    (elastic, slack_rows)
}

/// The deletion filter: a row without which the others still cannot hold is not needed.
fn without_the_needless(model: &Model, found: BTreeSet<usize>) -> BTreeSet<usize> {
    let mut needed = found.clone();
    for index in found {
        let others: BTreeSet<usize> = needed.iter().copied().filter(|&other| other != index).collect();
        let rows = others.iter().map(|&other| model.rows[other].clone()).collect();
        let rest = Model { columns: model.without_costs().columns, rows };
        if matches!(run(&rest, None, &EFFORT).end, End::Infeasible | End::UnboundedOrInfeasible) {
            needed = others;
        }
    }
    needed
}
