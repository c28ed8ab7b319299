//! Every shipped scenario against a golden file: a change of any number is seen, and is on purpose or a defect.

use crate::cli::{callboard, json};
use serde_json::Value;

fn golden(name: &str, arguments: &[&str]) {
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_json_snapshot!(name, rounded(json(arguments)));
    });
}

/// The plan of a scenario as it is read.
fn plan(scenario: &str) {
    let answer = callboard(&["plan", &format!("scenarios/{scenario}")]).success();
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!(format!("plan_{scenario}"), String::from_utf8_lossy(&answer.get_output().stdout));
    });
}

/// Numbers to 9 digits. The last digits may be others on another processor, since the C library's exponentials and
/// logarithms are not the same on all.
fn rounded(value: Value) -> Value {
    match value {
        Value::Number(number) if number.is_f64() => {
            let rounded = number.as_f64().and_then(|number| format!("{number:.8e}").parse::<f64>().ok());
            rounded.map_or(Value::Null, Value::from)
        }
        Value::Array(values) => values.into_iter().map(rounded).collect(),
        Value::Object(entries) => entries.into_iter().map(|(key, value)| (key, rounded(value))).collect(),
        value => value,
    }
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
fn add_chatbot() {
    golden("simulate_add_chatbot", &["simulate", "scenarios/add_chatbot", "--replications", "20", "--format", "json"]);
}

#[test]
fn all_channels() {
    golden(
        "simulate_all_channels",
        &["simulate", "scenarios/all_channels", "--replications", "20", "--format", "json"],
    );
}

#[test]
fn part_time_desk() {
    golden(
        "simulate_part_time_desk",
        &["simulate", "scenarios/part_time_desk", "--replications", "20", "--format", "json"],
    );
}

#[test]
fn named_team() {
    golden("simulate_named_team", &["simulate", "scenarios/named_team", "--replications", "20", "--format", "json"]);
}

#[test]
fn chatbot() {
    golden("simulate_chatbot", &["simulate", "scenarios/chatbot", "--replications", "20", "--format", "json"]);
    plan("chatbot");
}

#[test]
fn budget_cut() {
    golden("simulate_budget_cut", &["simulate", "scenarios/budget_cut", "--replications", "20", "--format", "json"]);
    plan("budget_cut");
}

#[test]
fn two_sites() {
    golden("simulate_two_sites", &["simulate", "scenarios/two_sites", "--replications", "20", "--format", "json"]);
    plan("two_sites");
}

#[test]
fn recall() {
    golden("simulate_recall", &["simulate", "scenarios/recall", "--replications", "20", "--format", "json"]);
    plan("recall");
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
