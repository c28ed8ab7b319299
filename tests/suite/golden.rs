//! Every shipped scenario against a golden file: a change of any number is seen, and is on purpose or a defect.

use crate::cli::json;

fn golden(name: &str, arguments: &[&str]) {
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_json_snapshot!(name, json(arguments));
    });
}

#[test]
fn one_queue() {
    golden("simulate_one_queue", &["simulate", "scenarios/one_queue", "--replications", "20", "--format", "json"]);
    golden("staff_one_queue", &["staff", "scenarios/one_queue", "--format", "json"]);
}

#[test]
fn two_skills() {
    golden("simulate_two_skills", &["simulate", "scenarios/two_skills", "--replications", "20", "--format", "json"]);
    golden("staff_two_skills", &["staff", "scenarios/two_skills", "--format", "json"]);
}

#[test]
fn peak_season() {
    golden("simulate_peak_season", &["simulate", "scenarios/peak_season", "--replications", "20", "--format", "json"]);
}

#[test]
fn every_shipped_scenario_has_a_golden_file() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    for entry in std::fs::read_dir(root.join("scenarios")).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        let golden = root.join(format!("tests/suite/snapshots/suite__golden__simulate_{name}.snap"));
        assert!(golden.exists(), "{} is missing", golden.display());
    }
}
