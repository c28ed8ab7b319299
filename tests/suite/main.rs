//! The test suite: one binary.

mod properties_simulation;
mod queueing_theory;
mod reference_models;
mod tiny;
