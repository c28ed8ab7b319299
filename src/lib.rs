//! Callboard.

pub mod units;

pub mod random;
pub mod statistics;
pub mod target;
pub mod watch;

pub mod calendar;
pub mod distribution;
pub mod erlang;
pub mod milp;
