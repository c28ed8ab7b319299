//! The test suite: one binary.

mod anonymous_bank;
mod architecture;
mod cli;
mod golden;
mod readme;
mod requirement;
mod scheduling;
