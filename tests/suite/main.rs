//! The test suite: one binary.

mod anonymous_bank;
mod architecture;
mod cli;
mod golden;
mod planning;
mod readme;
mod requirement;
mod scheduling;
mod validation;
