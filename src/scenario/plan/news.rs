//! What becomes known in the course of a plan, and what is committed to by then.

use crate::units::Money;

/// News that change what is expected.
#[derive(Debug, Clone, PartialEq)]
pub struct News {
    /// First period of the plan in which it is known.
    pub period: usize,
    /// Contacts expected before, by queue and period, as [`super::PlanAssumptions::volume`].
    pub volume: Vec<Vec<f64>>,
    /// Handling time expected before, as [`super::PlanAssumptions::handling`].
    pub handling: Vec<Vec<f64>>,
}

/// What was decided before the news, and cannot be undone: for a plan that is made when they come, it is given.
#[derive(Debug, Clone, PartialEq)]
pub struct Commitments {
    /// First period in which decisions are free; those that take time are free so much later.
    pub until: usize,
    /// When initiatives begin; one that would begin later than `until` is free.
    pub starts: Vec<Option<u32>>,
    /// When contracts of partners begin, likewise.
    pub contracts: Vec<Option<u32>>,
    /// People who begin, by hiring channel and period.
    pub hires: Vec<Vec<u32>>,
    /// People who move, by move and period.
    pub moves: Vec<Vec<u32>>,
    /// What is given away, by partner and period.
    pub given_away: Vec<Vec<usize>>,
    /// What is spent in each period if nothing more is decided, by kind of cost: budgets that this exceeds can only be exceeded.
    pub spent: Vec<Vec<Money>>,
}
