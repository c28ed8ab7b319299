//! The programme itself: columns, rows, and the checks that need no solver.

use super::SolveError;
use std::collections::BTreeMap;
use std::fmt::{self, Debug};

/// How far a row or column may be beyond its bound, relative to max(1, |bound|), and still be kept: the feasibility
/// tolerance of HiGHS for integer programmes.
pub const TOLERANCE: f64 = 1e-6;

/// Coefficients from here on are refused, as HiGHS does: sums with them say nothing any more.
const LARGEST_COEFFICIENT: f64 = 1e15;

/// A column of a [`Programme`], by its position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Column(usize);

impl Column {
    /// Its position: 0 for the first column.
    pub fn index(self) -> usize {
        self.0
    }

    pub(super) fn at(index: usize) -> Self {
        Self(index)
    }
}

/// Which values a column may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Any within its bounds.
    Continuous,
    /// Whole numbers within its bounds.
    Integer,
}

/// What is said about a column.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ColumnRule {
    /// At least this; −∞ for no limit.
    pub lower: f64,
    /// At most this; ∞ for no limit.
    pub upper: f64,
    /// What one unit costs.
    pub cost: f64,
    /// Whole numbers or any.
    pub kind: Kind,
}

/// A rule: `lower ≤ Σ coefficient·column ≤ upper`.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// What a message calls it.
    pub name: String,
    /// At least this; −∞ for no limit.
    pub lower: f64,
    /// At most this; ∞ for no limit.
    pub upper: f64,
    /// Each column once, in ascending order, with a coefficient other than 0.
    pub terms: Vec<(Column, f64)>,
}

impl Row {
    /// Σ coefficient·value.
    pub fn activity(&self, values: &[f64]) -> f64 {
        self.terms.iter().map(|&(column, coefficient)| coefficient * values[column.0]).sum()
    }
}

/// A rule that values break.
#[derive(Debug, Clone, PartialEq)]
pub struct Violation {
    /// The name of the row, or the key of the column.
    pub what: String,
    /// By how much it is broken, in its own unit; how far from a whole number for an integer column.
    pub by: f64,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is broken by {}", self.what, self.by)
    }
}

/// A mixed-integer linear programme, to be minimised. `Key` is what each column means in the domain, such as "agents on
/// this shift on Monday"; the solver never sees it.
#[derive(Debug, Clone)]
pub struct Programme<Key> {
    keys: Vec<Key>,
    model: Model,
    start: Option<Vec<f64>>,
}

/// A programme without its keys: what solvers and the searches around them work on.
#[derive(Debug, Clone, Default)]
pub(super) struct Model {
    pub(super) columns: Vec<ColumnRule>,
    pub(super) rows: Vec<Row>,
}

impl<Key> Default for Programme<Key> {
    fn default() -> Self {
        Self::new()
    }
}

impl<Key> Programme<Key> {
    /// Without columns or rows.
    pub fn new() -> Self {
        Self { keys: Vec::new(), model: Model::default(), start: None }
    }

    /// Adds a column: `lower ≤ x ≤ upper`, at `cost` a unit. A bound may be infinite; a cost that is infinite, or
    /// anything that is not a number, is a fault that [`super::solve`] reports.
    pub fn column(&mut self, key: Key, lower: f64, upper: f64, cost: f64, kind: Kind) -> Column {
        self.keys.push(key);
        self.model.columns.push(ColumnRule { lower, upper, cost, kind });
        Column(self.keys.len() - 1)
    }

    /// Adds a rule: `lower ≤ Σ coefficient·column ≤ upper`. A bound may be infinite; `lower == upper` makes an equation.
    /// Terms of the same column are summed. `name` is what the message says when rules contradict each other.
    pub fn row(
        &mut self,
        name: impl Into<String>,
        lower: f64,
        upper: f64,
        terms: impl IntoIterator<Item = (Column, f64)>,
    ) {
        let mut merged: BTreeMap<Column, f64> = BTreeMap::new();
        for (column, coefficient) in terms {
            *merged.entry(column).or_insert(0.0) += coefficient;
        }
        let terms = merged.into_iter().filter(|&(_, coefficient)| coefficient != 0.0).collect();
        self.model.rows.push(Row { name: name.into(), lower, upper, terms });
    }

    /// A known solution to begin with: a value for each column, in their order. If it breaks a rule, its integers are kept
    /// and the continuous columns computed anew; if that fails too, it is set aside and [`super::Solution::start`] says
    /// why. It never turns a solvable programme into an error, and the answer is never worse than a start that was taken.
    pub fn start(&mut self, values: Vec<f64>) {
        self.start = Some(values);
    }

    /// Lets a column take one value only, so that the rest can be searched around it.
    pub fn fix(&mut self, column: usize, value: f64) {
        let rule = &mut self.model.columns[column];
        (rule.lower, rule.upper) = (value, value);
    }

    /// Adds to the cost of a unit of a column.
    pub fn add_cost(&mut self, column: Column, cost: f64) {
        self.model.columns[column.0].cost += cost;
    }

    /// The column that was added at a place, 0 for the first.
    ///
    /// # Panics
    /// If there are not so many.
    pub fn column_at(&self, place: usize) -> Column {
        assert!(place < self.keys.len(), "a programme has the columns that were added to it");
        Column(place)
    }

    /// The meaning of each column, in their order.
    pub fn keys(&self) -> &[Key] {
        &self.keys
    }

    /// The columns, in the order in which they were added.
    pub fn columns(&self) -> &[ColumnRule] {
        &self.model.columns
    }

    /// The rows, in the order in which they were added.
    pub fn rows(&self) -> &[Row] {
        &self.model.rows
    }

    /// The cost of `values`, one for each column.
    pub fn objective(&self, values: &[f64]) -> f64 {
        self.model.objective(values)
    }

    pub(super) fn model(&self) -> &Model {
        &self.model
    }

    pub(super) fn given_start(&self) -> Option<&[f64]> {
        self.start.as_deref()
    }
}

impl<Key: Debug> Programme<Key> {
    /// Every row and column that `values` (one for each column) break by more than `tolerance`·max(1, |bound|), columns
    /// first. An integer column is also broken where it is further than `tolerance` from a whole number. A value that is
    /// not a number breaks its column.
    pub fn violations(&self, values: &[f64], tolerance: f64) -> Vec<Violation> {
        self.model
            .broken(values, tolerance)
            .into_iter()
            .map(|(part, by)| Violation {
                what: match part {
                    Part::Column(index) => format!("{:?}", self.keys[index]),
                    Part::Row(index) => self.model.rows[index].name.clone(),
                },
                by,
            })
            .collect()
    }

    /// Whether the programme makes sense, and whether a row or a column contradicts itself.
    pub(super) fn check(&self) -> Result<(), SolveError> {
        let mut contradictions = Vec::new();
        for (key, rule) in self.keys.iter().zip(&self.model.columns) {
            if !rule.cost.is_finite() || !is_range(rule.lower, rule.upper) {
                return Err(SolveError::Fault(format!(
                    "the column {key:?} has a cost or bound that is no number: {rule:?}"
                )));
            }
            let (lower, upper) = rule.whole_bounds();
            if lower > upper {
                contradictions.push(format!("{key:?} between {} and {}", rule.lower, rule.upper));
            }
        }
        for row in &self.model.rows {
            if !is_range(row.lower, row.upper) {
                return Err(SolveError::Fault(format!("the row {} has a bound that is no number", row.name)));
            }
            for &(column, coefficient) in &row.terms {
                if column.0 >= self.keys.len() {
                    return Err(SolveError::Fault(format!("the row {} has a column of another programme", row.name)));
                }
                if coefficient.is_nan() || coefficient.abs() >= LARGEST_COEFFICIENT {
                    let key = &self.keys[column.0];
                    return Err(SolveError::Fault(format!("the row {} takes {key:?} times {coefficient}", row.name)));
                }
            }
            if row.lower > row.upper || (row.terms.is_empty() && (row.lower > 0.0 || row.upper < 0.0)) {
                contradictions.push(row.name.clone());
            }
        }
        if contradictions.is_empty() { Ok(()) } else { Err(SolveError::Contradiction { rows: contradictions }) }
    }
}

/// Whether two bounds are numbers or the infinity of their side.
fn is_range(lower: f64, upper: f64) -> bool {
    !lower.is_nan() && !upper.is_nan() && lower != f64::INFINITY && upper != f64::NEG_INFINITY
}

/// A row or a column, by its position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Column(usize),
    Row(usize),
}

impl ColumnRule {
    /// The bounds, drawn in to whole numbers for an integer column. A bound within the tolerance of a whole number is
    /// that number.
    pub(super) fn whole_bounds(&self) -> (f64, f64) {
        match self.kind {
            Kind::Continuous => (self.lower, self.upper),
            Kind::Integer => ((self.lower - TOLERANCE).ceil(), (self.upper + TOLERANCE).floor()),
        }
    }

    /// The nearest value that the column may take.
    pub(super) fn nearest(&self, value: f64) -> f64 {
        let (lower, upper) = self.whole_bounds();
        let value = if self.kind == Kind::Integer { value.round() } else { value };
        // Adding 0 turns −0 into 0, so that equal answers are equal bytes.
        value.max(lower).min(upper) + 0.0
    }
}

impl Model {
    pub(super) fn objective(&self, values: &[f64]) -> f64 {
        // `sum` of nothing is −0.
        self.columns.iter().zip(values).map(|(column, value)| column.cost * value).sum::<f64>() + 0.0
    }

    pub(super) fn has_integers(&self) -> bool {
        self.columns.iter().any(|column| column.kind == Kind::Integer)
    }

    pub(super) fn broken(&self, values: &[f64], tolerance: f64) -> Vec<(Part, f64)> {
        let mut broken = Vec::new();
        for (index, (column, &value)) in self.columns.iter().zip(values).enumerate() {
            let mut by = beyond(value, column.lower, column.upper, tolerance);
            if by.is_none() && column.kind == Kind::Integer && (value - value.round()).abs() > tolerance {
                by = Some((value - value.round()).abs());
            }
            broken.extend(by.map(|by| (Part::Column(index), by)));
        }
        for (index, row) in self.rows.iter().enumerate() {
            let by = beyond(row.activity(values), row.lower, row.upper, tolerance);
            broken.extend(by.map(|by| (Part::Row(index), by)));
        }
        broken
    }

    /// The same values with every column at the nearest that it may take.
    pub(super) fn tidied(&self, values: &[f64]) -> Vec<f64> {
        self.columns.iter().zip(values).map(|(column, &value)| column.nearest(value)).collect()
    }

    pub(super) fn relaxed(&self) -> Self {
        let columns = self.columns.iter().map(|&column| ColumnRule { kind: Kind::Continuous, ..column }).collect();
        Self { columns, rows: self.rows.clone() }
    }

    pub(super) fn without_costs(&self) -> Self {
        let columns = self.columns.iter().map(|&column| ColumnRule { cost: 0.0, ..column }).collect();
        Self { columns, rows: self.rows.clone() }
    }
}

/// By how much a value is out of its bounds, if by more than the tolerance allows.
fn beyond(value: f64, lower: f64, upper: f64, tolerance: f64) -> Option<f64> {
    if value.is_nan() {
        return Some(f64::NAN);
    }
    let (by, bound) = if value < lower { (lower - value, lower) } else { (value - upper, upper) };
    (by > tolerance * bound.abs().max(1.0)).then_some(by)
}
