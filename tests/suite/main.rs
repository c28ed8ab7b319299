//! The test suite.

mod anonymous_bank;
mod scheduling;
