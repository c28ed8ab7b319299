//! Rosters of named people: who works which shift on which day, with every rule kept and cover, wishes and fairness weighed by
//! their prices.
//!
//! # The way of a roster
//!
//! [`problem`] is what is given. For each person the rules are compiled into an automaton with counters (`possible`); where they
//! contradict each other, those that have to give way are found first and named (`unmet`). On the automaton, `cheapest` finds the
//! cheapest days for one person at given prices of each day and kind, by dynamic programming. Everything else rests on it:
//!
//! - `chain`: a few people at a time are taken out of some days and put back at the prices of the cover as it is then;
//! - `columns`: column generation, which gives the bound and the days that are worth knowing, with `master` for the mixture of them;
//! - `dive`: from a mixture to a roster; `anew`: the same for a part of the people and days, all else as it is;
//! - `prove`: all days that may be part of a better roster, where there are few;
//! - `search`: these in turn, until the limit, the best so far always at hand. Chains, dives and parts run beside each other on all
//!   threads, in rounds whose ends are put together in a fixed order, so that the number of threads makes no difference.
//!
//! [`check`] goes over the result again by [`rules`], which are written apart from the automaton. [`not_met`] tells what the result does
//! not give, why, and at which price.

mod anew;
pub mod benchmark;
mod budget;
mod chain;
mod cheapest;
pub mod check;
mod columns;
mod current;
mod dive;
mod layer;
mod master;
pub mod not_met;
pub mod of_scenario;
mod possible;
pub mod problem;
mod prove;
mod roster;
pub mod rules;
mod score;
mod search;
#[cfg(test)]
mod tests;
mod unmet;

pub use budget::{Clock, Limits};
pub use not_met::{NotMet, not_met};
pub use roster::{Cause, Ended, Price, Roster, Unmet};
pub use score::price;
pub use search::{RosterError, roster};
