//! `callboard seek` as a user runs it.

use super::cli::{callboard, json};
use serde_json::{Value, json};
use std::path::Path;
use tempfile::TempDir;

/// Nobody answers 3,000 calls a month, and nobody can be hired. The bot is live from the third month on, and every caller enters it: it
/// costs 10,000, then 10 × (a month's price + 300).
const SCENARIO: &str = r#"[horizon]
start = 2026-11-16
days = 1

[queue.calls]
volume = { per_day = 100 }
handling = { mean = "5m" }
patience = { mean = "3m" }

[group.desk]
skills = ["calls"]
headcount = 0
wage = 20

[plan]
start = 2027-01-01
shortage_per_hour = 60
[plan.volume]
calls = { per_month = 3000 }
[plan.group.desk]
may_hire = false

[self_service.assistant]
queues = ["calls"]
entry = 1.0
containment = 0.5
unresolved = 0.0
set_up = 10000
per_month = 1000
per_session = 0.1
months_to_live = 2
"#;

fn small() -> (TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("small.toml");
    std::fs::write(&path, SCENARIO).unwrap();
    let path = path.to_str().unwrap().to_owned();
    (folder, path)
}

fn words<'a>(scenario: &'a str, rest: &'a str) -> Vec<&'a str> {
    ["seek", scenario].into_iter().chain(rest.split(' ')).chain(["-q"]).collect()
}

fn refused(scenario: &str, rest: &str) -> String {
    let answer = callboard(&words(scenario, rest)).code(2);
    assert!(answer.get_output().stdout.is_empty());
    String::from_utf8_lossy(&answer.get_output().stderr).into_owned()
}

#[test]
fn the_price_is_found_up_to_which_a_sum_is_enough() {
    let (_folder, scenario) = small();
    // 13,000 + 10 × price ≤ 100,000 up to 8,700.
    let rest = "--vary self_service.assistant.per_month --from 0 --to 20000 --by 200 --until spent<=100000 --format json \
                --set self_service.assistant.start=1";
    let found = json(&words(&scenario, rest));
    assert_eq!(found["vary"], "self_service.assistant.per_month");
    let change =
        json!({"holds": "up_to", "value": "8600", "number": 8600.0, "not_at": "8800", "not_at_number": 8800.0});
    assert_eq!(found["changes"], Value::Array(vec![change]));
    let points = found["points"].as_array().unwrap();
    let number = |point: &Value, key: &str| point[key].as_f64().unwrap();
    for point in points {
        let spent = 13_000.0 + 10.0 * number(point, "number");
        assert!((number(point, "cash") - spent).abs() < 0.01, "{point}");
        assert_eq!(point["holds"], Value::Bool(spent <= 100_000.0));
        assert_eq!(point["initiatives"][0]["start"], 0);
    }
    assert!(points.windows(2).all(|pair| number(&pair[0], "number") < number(&pair[1], "number")));
    assert!(points.len() <= 5 + 5, "{} plans", points.len());
}

#[test]
fn text_names_the_value_and_shows_all_that_was_looked_at() {
    let (folder, scenario) = small();
    let rest = "--vary self_service.assistant.entry --from 10% --to 100% --by 1% --until begins:assistant \
                --set self_service.assistant.set_up=100000";
    let answer = callboard(&words(&scenario, rest)).success();
    let text = String::from_utf8(answer.get_output().stdout.clone()).unwrap();
    assert!(text.starts_with("Smallest value at which the plan begins assistant: "), "{text}");
    let text = text.replace('\n', " ");
    assert!(text.contains("begins assistant (Jan 2027)") && text.contains("begins nothing"), "{text}");
    let out = folder.path().join("points.csv");
    let rest = format!("{rest} --format csv -o {}", out.to_str().unwrap());
    callboard(&words(&scenario, &rest)).success();
    let rows = rows(&out);
    assert_eq!(rows[0][..3], ["value", "number", "holds"]);
    assert_eq!((rows[1][0].as_str(), rows[1][1].as_str(), rows[1][2].as_str()), ("10%", "0.1", "false"));
    assert_eq!(rows.last().unwrap()[2], "true");
}

fn rows(path: &Path) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_path(path).unwrap();
    reader.records().map(|row| row.unwrap().iter().map(ToOwned::to_owned).collect()).collect()
}

#[test]
fn where_the_answer_does_not_change_both_ends_are_shown() {
    let (_folder, scenario) = small();
    let answer =
        callboard(&words(&scenario, "--vary budget.per_year --from 50000 --to 90000 --until hires<=3")).success();
    let text = String::from_utf8(answer.get_output().stdout.clone()).unwrap();
    assert!(
        text.starts_with("At every value looked at, from 50000 to 90000, the plan hires at most 3 people."),
        "{text}"
    );
    assert!(text.contains("At 50000: ") && text.contains("At 90000: "), "{text}");
}

#[test]
fn the_same_bytes_come_out_on_one_thread_and_on_two() {
    let (_folder, scenario) = small();
    let with_threads = |threads: &str| {
        let rest = "--vary self_service.assistant.containment --from 0.1 --to 0.9 --until payback<=9 --format json";
        let answer = callboard(&[words(&scenario, rest), vec!["--threads", threads]].concat()).success();
        answer.get_output().stdout.clone()
    };
    assert_eq!(with_threads("1"), with_threads("2"));
}

#[test]
fn what_cannot_be_sought_is_said_with_what_is_allowed() {
    let (_folder, scenario) = small();
    let from_to = "--from 1 --to 2 --until";
    let cases = [
        ("--vary self_service.asistant.per_month", "begins:assistant", "did you mean self_service.assistant?"),
        ("--vary budget.per_yaer", "begins:assistant", "per_year"),
        ("--vary budget.per_year", "begins:asistant", "did you mean assistant?"),
        ("--vary budget.per_year", "costs<=1", "did you mean cost?"),
        ("--vary queue.calls.channel", "cost<=1", "a single number, share or duration"),
        ("--vary queue.calls.handling.mean", "cost<=1", "a duration, such as"),
        ("--vary self_service.assistant.entry", "cost<=1", "a share from 0 to 1"),
    ];
    for (vary, until, expected) in cases {
        let message = refused(&scenario, &format!("{vary} {from_to} {until}"));
        assert!(message.contains(expected), "{vary} {until}: {message}");
    }
    assert!(refused("scenarios/one_queue", "--vary seed --from 1 --to 2 --until cost<=1").contains("[plan]"));
}
