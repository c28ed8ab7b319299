//! `callboard schema`: the JSON Schema of the scenario file.

use super::{Failure, json, print_out};

/// Prints the schema.
pub fn schema() -> Result<(), Failure> {
    print_out(&json(&crate::scenario::schema::schema()))
}
