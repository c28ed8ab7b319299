//! The test suite.

mod planning;
