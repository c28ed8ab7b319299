//! The recorded past simulated beside what was recorded: the command, its files, what a study says of it, and real records.

use crate::cli::{callboard, json};
use serde_json::Value;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

fn path(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// Days of hours from 8 to 18 with 4 agents, 40 contacts of 270 s each, of whom one hangs up; waits and answers in time
/// where they are asked for.
fn export(days: i64, has_service: bool) -> String {
    let mut text = String::from("queue,start,offered,answered,abandoned,total_handle_time_s,agents");
    text.push_str(if has_service { ",total_wait_s,answered_in_time\n" } else { "\n" });
    for day in 0..days {
        let date = jiff::civil::date(2026, 10, 5).saturating_add(jiff::Span::new().days(day));
        for hour in 8..18 {
            // Some hours are busier, so that days differ.
            let offered = 38 + (day * 7 + hour * 3) % 5;
            let answered = offered - 1;
            _ = write!(text, "sales,{date}T{hour:02}:00+00:00,{offered},{answered},1,{},4", 270 * answered);
            if has_service {
                _ = write!(text, ",{},{}", 25 * answered, answered * 7 / 10);
            }
            text.push('\n');
        }
    }
    text
}

/// A folder in which the export was imported.
fn imported(folder: &Path, text: &str) -> PathBuf {
    let (export, centre) = (folder.join("export.csv"), folder.join("centre"));
    fs::write(&export, text).unwrap();
    callboard(&["import", path(&export), "-o", path(&centre), "--time-zone", "UTC"]).success();
    centre
}

#[test]
fn a_recorded_period_is_validated_into_a_page_rows_and_one_number() {
    let folder = tempfile::tempdir().unwrap();
    let centre = imported(folder.path(), &export(14, true));
    let out = folder.path().join("out");
    let words = ["validate", path(&centre), "--replications", "39", "-o", path(&out), "--format"];
    let with = |format: &'static str| words.iter().copied().chain([format]).collect::<Vec<_>>();
    let document = json(&with("json"));
    assert_eq!(document["headline"]["measure"], "service_level");
    assert_eq!(document["service_level_definition"], "answered-of-offered");
    assert_eq!((&document["from"], &document["to"]), (&Value::from("2026-10-05"), &Value::from("2026-10-18")));
    let scores = document["scores"].as_array().unwrap();
    assert_eq!(scores.len(), 5, "all measures are recorded: {scores:?}");
    for score in scores {
        assert!(score["days"]["of"].as_u64() == Some(14), "{score}");
    }
    let whole = &document["subjects"][0]["whole"];
    let recorded = whole["service_level"]["recorded"].as_f64().unwrap();
    assert!((0.6..0.7).contains(&recorded), "seven tenths of the answered are in time: {recorded}");
    let page = fs::read_to_string(out.join("validation.html")).unwrap();
    assert!(page.contains("How far can the simulation be trusted?") && !page.contains("NaN"));
    let rows = fs::read_to_string(out.join("validation.csv")).unwrap();
    assert!(rows.starts_with("queue,start,offered,service_level_recorded,service_level_simulated,service_level_lower"));
    assert_eq!(rows.lines().count(), 1 + 14 * 10);
    let again = callboard(&with("csv")).success();
    assert_eq!(String::from_utf8_lossy(&again.get_output().stdout), rows, "the same on every run");
    let one_thread: Vec<&str> = with("csv").into_iter().chain(["--threads", "1"]).collect();
    assert_eq!(String::from_utf8_lossy(&callboard(&one_thread).success().get_output().stdout), rows);
    let text = callboard(&with("text")).success();
    let text = String::from_utf8_lossy(&text.get_output().stdout).into_owned();
    for said in ["On a typical day, the simulated service level", "Chance alone", "90 % band", "is a guess"] {
        assert!(text.replace('\n', " ").contains(said), "{said}: {text}");
    }
}

#[test]
fn what_cannot_be_validated_is_said_in_one_message() {
    let folder = tempfile::tempdir().unwrap();
    let refused = |words: &[&str], said: &str| {
        let answer = callboard(words).code(2);
        let text = String::from_utf8_lossy(&answer.get_output().stderr).into_owned();
        assert!(text.contains(said), "{said}: {text}");
    };
    refused(&["validate", "scenarios/one_queue"], "has no history.csv");
    let centre = imported(folder.path(), &export(14, true));
    let centre = path(&centre);
    refused(&["validate", centre, "--from", "2026-10-12", "--to", "2026-10-11"], "is after");
    refused(
        &["validate", centre, "--from", "2026-09-12", "--to", "2026-10-11"],
        "the history has 2026-10-05 to 2026-10-18",
    );
    refused(&["validate", centre, "--from", "2026-10-12"], "--to");
    refused(&["validate", centre, "--replications", "18"], "19..=1000");
    refused(&["validate", centre, "--set", "queue.sales.patience.mean=0s"], "patience");
    fs::write(Path::new(centre).join("history.csv"), "queue,start,offered\nsales,2026-10-05T08:10,x\n").unwrap();
    refused(&["validate", centre], "history.csv");
}

#[test]
fn where_nothing_but_contacts_was_recorded_that_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let centre = imported(folder.path(), "queue,start,offered\nsales,2026-10-05T08:00,30\nsales,2026-10-05T09:00,30\n");
    let words = ["validate", path(&centre), "--replications", "19", "--format", "json"];
    let document = json(&words);
    assert!(document["headline"]["measure"].is_null());
    assert_eq!(document["headline"]["reasons"][0]["kind"], "staff-not-recorded");
    assert!(centre.join("validation.html").exists() && centre.join("validation.csv").exists());
}

#[test]
fn a_study_made_of_a_history_says_how_far_to_trust_it() {
    let folder = tempfile::tempdir().unwrap();
    let centre = imported(folder.path(), &export(7, true));
    let out = folder.path().join("out");
    // The study is of a day; what it is held against is the whole week of the history.
    let words = ["run", path(&centre), "-o", path(&out), "--replications", "20", "--set", "horizon.days=1"];
    let run = callboard(&words).success();
    assert!(String::from_utf8_lossy(&run.get_output().stdout).contains("On a typical day, the simulated"));
    assert!(fs::read_to_string(out.join("report.html")).unwrap().contains("How far to trust this</h2>"));
    let results: Value = serde_json::from_slice(&fs::read(out.join("results.json")).unwrap()).unwrap();
    assert_eq!(results["validation"]["measure"], "service_level");
    // A history that cannot be read does not stop a study.
    fs::write(centre.join("history.csv"), "queue,start,offered\nsales,2026-10-05T08:10,x\n").unwrap();
    let run = callboard(&words).success();
    let told = String::from_utf8_lossy(&run.get_output().stderr).into_owned();
    assert!(told.contains("the history is not compared"), "{told}");
}

fn data(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(name);
    if !path.exists() {
        println!("skipped: no ../shared/data");
        return None;
    }
    Some(path)
}

#[test]
fn the_calls_of_a_bank_do_not_validate_since_who_is_away_between_calls_is_not_recorded() {
    let Some(calls) = data("anonymous_bank_1999/calls_february_1999.tsv") else { return };
    let folder = tempfile::tempdir().unwrap();
    let (told, centre) = (folder.path().join("told.toml"), folder.path().join("bank"));
    let mapping = "layout = \"calls\"\ntime_zone = \"Asia/Jerusalem\"\n[columns]\nqueue = \"type\"\ndate = \"date\"\narrival = \"vru_entry\"
wait = \"q_time\"\nhandling = \"ser_time\"\noutcome = \"outcome\"\nagent = \"server\"\n[outcomes]\nphantom = \"\"\n";
    fs::write(&told, mapping).unwrap();
    callboard(&["import", path(&calls), "--mapping", path(&told), "-o", path(&centre)]).success();
    let document = json(&["validate", path(&centre), "--replications", "39", "--format", "json"]);
    for words in document["headline"]["words"].as_array().unwrap() {
        println!("{}", words.as_str().unwrap());
    }
    for score in document["scores"].as_array().unwrap() {
        println!("{score}");
    }
    let reasons = document["headline"]["reasons"].as_array().unwrap();
    for reason in reasons {
        println!("- {}", reason["words"].as_str().unwrap());
    }
    // As a replay of the same calls shows, that some are away for some minutes and are taken for there makes waits too short, beyond chance.
    assert_ne!(document["headline"]["trust"], "like-another-run");
    let has = |kind: &str| reasons.iter().any(|reason| reason["kind"] == kind);
    assert!(has("staff-from-calls") && has("more-work-or-fewer-agents"));
    let whole = &document["subjects"].as_array().unwrap().last().unwrap()["whole"]["service_level"];
    assert!(whole["simulated"].as_f64() > whole["recorded"].as_f64());
}

#[test]
fn counts_alone_are_simulated_and_there_is_nothing_to_hold_them_against() {
    let Some(counts) = data("bank_calls_2003/bank_calls_5min.csv") else { return };
    let folder = tempfile::tempdir().unwrap();
    let centre = folder.path().join("bank");
    callboard(&["import", path(&counts), "-o", path(&centre), "--time-zone", "America/New_York"]).success();
    // A week, of some hundred and fifty thousand calls.
    let week = ["--from", "2003-10-13", "--to", "2003-10-19", "--replications", "19"];
    let words = ["validate", path(&centre), "--format", "json"];
    let document = json(&words.into_iter().chain(week).collect::<Vec<_>>());
    assert!(document["headline"]["measure"].is_null());
    assert_eq!(document["not_recorded"].as_array().unwrap().len(), 5);
    println!("{}", document["headline"]["words"][0].as_str().unwrap());
}
