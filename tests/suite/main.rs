//! The test suite: one binary.

mod architecture;
mod cli;
mod golden;
mod readme;
mod requirement;
