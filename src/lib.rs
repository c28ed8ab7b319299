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

pub mod scenario;

pub mod demand;
pub mod staffing;

pub mod simulation;

pub mod requirement;

pub mod scheduling;

pub mod planning;

pub mod study;

pub mod report;

pub mod cli;
