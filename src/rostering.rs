//! Rosters of named people: who works which shift on which day, with every rule kept and cover, wishes and fairness weighed by
//! their prices.

pub mod problem;
