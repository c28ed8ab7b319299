//! The test suite.

mod validation;
