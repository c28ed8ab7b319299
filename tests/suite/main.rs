//! The test suite: one binary.

mod planning;
mod properties_simulation;
mod queueing_theory;
mod reference_models;
mod tiny;
