//! From values that a solver gave to values that can be believed, and from a relaxation to whole numbers.

use super::Limits;
use super::programme::{Kind, Model, TOLERANCE};
use super::solver::{End, run};

/// At most this many relaxations in one dive. Each fixes at least half of what is still fractional, and a basic solution
/// has at most as many fractional columns as rows: 2¹² rows are more than we have.
const ROUNDS: usize = 12;

/// Integers at the nearest whole numbers, everything within its bounds; where that breaks a row, the continuous columns
/// are computed anew for those integers. `None` if no such point keeps all rules.
pub(super) fn settle(model: &Model, values: &[f64], limits: &Limits) -> Option<Vec<f64>> {
    if values.iter().any(|value| !value.is_finite()) {
        return None;
    }
    let tidy = model.tidied(values);
    if model.broken(&tidy, TOLERANCE).is_empty() {
        return Some(tidy);
    }
    if !model.has_integers() {
        return None;
    }
    let mut fixed = model.relaxed();
    for ((column, rule), &value) in fixed.columns.iter_mut().zip(&model.columns).zip(&tidy) {
        if rule.kind == Kind::Integer {
            (column.lower, column.upper) = (value, value);
        }
    }
    let values = relaxation(&fixed, limits)?;
    let tidy = model.tidied(&values);
    model.broken(&tidy, TOLERANCE).is_empty().then_some(tidy)
}

/// A feasible point near the relaxation, found by diving (fix the nearly whole half, solve again) and by rounding the
/// relaxation up, to the nearest and down; the cheapest of those that keep all rules.
pub(super) fn round(model: &Model, limits: &Limits) -> Option<Vec<f64>> {
    let relaxed = model.relaxed();
    let first = relaxation(&relaxed, limits)?;
    let up: Vec<f64> = first.iter().map(|value| (value - TOLERANCE).ceil()).collect();
    let down: Vec<f64> = first.iter().map(|value| (value + TOLERANCE).floor()).collect();
    let keep_continuous = |rounded: Vec<f64>| -> Vec<f64> {
        let kinds = model.columns.iter().map(|column| column.kind);
        kinds.zip(rounded).zip(&first).map(|((kind, r), &v)| if kind == Kind::Integer { r } else { v }).collect()
    };
    let candidates = [
        dive(model, relaxed, &first, limits),
        settle(model, &keep_continuous(up), limits),
        settle(model, &first, limits),
        settle(model, &keep_continuous(down), limits),
    ];
    candidates.into_iter().flatten().min_by(|a, b| model.objective(a).total_cmp(&model.objective(b)))
}

fn dive(model: &Model, mut relaxed: Model, first: &[f64], limits: &Limits) -> Option<Vec<f64>> {
    let mut values = first.to_vec();
    for _ in 0..ROUNDS {
        let mut fractional: Vec<(f64, usize)> = Vec::new();
        for (index, (rule, &value)) in model.columns.iter().zip(&values).enumerate() {
            let distance = (value - value.round()).abs();
            if rule.kind == Kind::Integer && distance > TOLERANCE {
                fractional.push((distance, index));
            }
        }
        if fractional.is_empty() {
            return settle(model, &values, limits);
        }
        fractional.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let nearest_half = &fractional[..fractional.len().div_ceil(2)];
        let mut attempt = |target: fn(f64) -> f64| {
            for &(_, index) in nearest_half {
                let value = model.columns[index].nearest(target(values[index]));
                (relaxed.columns[index].lower, relaxed.columns[index].upper) = (value, value);
            }
            relaxation(&relaxed, limits)
        };
        values = attempt(f64::round).or_else(|| attempt(f64::ceil)).or_else(|| attempt(f64::floor))?;
    }
    settle(model, &values, limits)
}

fn relaxation(relaxed: &Model, limits: &Limits) -> Option<Vec<f64>> {
    let raw = run(relaxed, None, limits);
    if matches!(raw.end, End::Optimal) { raw.values } else { None }
}
