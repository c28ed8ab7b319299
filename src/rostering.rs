//! Rosters of named people: who works which shift on which day, with every rule kept and cover, wishes and fairness weighed by
//! their prices.

pub mod benchmark;
mod budget;
mod chain;
mod cheapest;
pub mod check;
mod columns;
mod current;
mod master;
pub mod of_scenario;
mod possible;
pub mod problem;
mod roster;
pub mod rules;
mod score;
mod search;
mod unmet;

pub use budget::{Clock, Limits};
pub use roster::{Cause, Ended, Price, Roster, Unmet};
pub use score::price;
pub use search::{RosterError, roster};
