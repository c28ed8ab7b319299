//! The command, from files to a folder.

use crate::cli::{callboard, json};
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// Four weeks of quarters of an hour of two queues in Berlin, over the end of daylight saving, with agents.
pub fn intervals() -> String {
    let mut text = String::from("start;queue;offered;answered;abandoned;AHT;agents\n");
    for day in 0..28 {
        for quarter in 32..72 {
            let date = jiff::civil::date(2026, 10, 5).saturating_add(jiff::Span::new().days(day));
            let (hour, minute) = (quarter / 4, quarter % 4 * 15);
            let offered = if day % 7 < 5 { 12 + (quarter * 7 + day) % 5 } else { 0 };
            _ = writeln!(
                text,
                "{}.{:02}.{} {hour:02}:{minute:02};Sales;{offered};{};1;200,5;6",
                date.day(),
                date.month(),
                date.year(),
                offered - offered.min(1)
            );
            if quarter % 2 == 0 {
                _ = writeln!(
                    text,
                    "{}.{:02}.{} {hour:02}:{minute:02};Support;{};{};0;400;4",
                    date.day(),
                    date.month(),
                    date.year(),
                    offered / 2,
                    offered / 2
                );
            }
        }
    }
    text
}

pub fn path(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn what_calls_say_of_handling_and_patience_stands_in_the_scenario() {
    let folder = tempfile::tempdir().unwrap();
    let (export, centre) = (folder.path().join("calls.csv"), folder.path().join("centre"));
    let mut text = String::from("arrival,wait,handling,outcome,queue,agent\n");
    // Six weeks of 200 calls a day: waits of a minute on average against a patience of three, by the quantiles of their laws, mixed by a step that
    // is prime to 1000; who waits longer than his patience hangs up.
    let quantile = |place: u32| -(1.0 - (f64::from(place % 1000) + 0.5) / 1000.0_f64).ln();
    for call in 0..8_400_u32 {
        let (patience, wait) =
            (180.0 * quantile(call.wrapping_mul(7)), 60.0 * quantile(call.wrapping_mul(391) + call / 1000));
        let handling = (40.0 + 300.0 * quantile(call.wrapping_mul(773) + 3 * (call / 1000))).round();
        let day = jiff::civil::date(2026, 10, 5).saturating_add(jiff::Span::new().days(call / 200));
        let (hour, minute) = (8 + call % 200 / 20, call % 20 * 3);
        _ = if wait < patience {
            writeln!(text, "{day} {hour:02}:{minute:02}:00,{wait:.1},{handling},answered,sales,a{}", call % 9)
        } else {
            writeln!(text, "{day} {hour:02}:{minute:02}:00,{patience:.1},,abandoned,sales,")
        };
    }
    fs::write(&export, text).unwrap();
    callboard(&["import", path(&export), "-o", path(&centre), "--time-zone", "Europe/Berlin"]).success();
    let scenario = callboard::scenario::file::load(&centre, &[]).unwrap();
    let patience = scenario.queues[0].patience.as_ref().unwrap().mean().0;
    // A quarter of 8,400 abandon: the mean of an exponential law is then known to 1 in √2100 of itself; four of these.
    assert!((patience - 180.0).abs() < 4.0 * 180.0 / 2_100.0_f64.sqrt(), "{patience}");
    assert!((scenario.queues[0].handling.mean().0 - 340.0).abs() < 4.0 * 300.0 / 6_300.0_f64.sqrt());
    let written = fs::read_to_string(centre.join("scenario.toml")).unwrap();
    for said in ["handling.distribution = ", "patience.distribution = \"exponential\"", "BIC", "standard error"] {
        assert!(written.contains(said), "{said}: {written}");
    }
}

#[test]
fn what_import_writes_is_a_scenario_that_simulates() {
    let folder = tempfile::tempdir().unwrap();
    let (export, centre) = (folder.path().join("export.csv"), folder.path().join("centre"));
    fs::write(&export, intervals()).unwrap();
    let summary =
        json(&["import", path(&export), "-o", path(&centre), "--time-zone", "Europe/Berlin", "--format", "json"]);
    assert_eq!(summary["interval_minutes"], 15);
    assert_eq!(summary["set_aside"], 0);
    callboard(&["check", path(&centre)]).success();
    let result =
        json(&["simulate", path(&centre), "--replications", "2", "--set", "horizon.days=5", "--format", "json"]);
    assert_eq!(result["queues"][0]["name"], "sales");
    let scenario = callboard::scenario::file::load(&centre, &[]).unwrap();
    assert_eq!(scenario.calendar.days.len(), 28);
    let handling: Vec<f64> = scenario.queues.iter().map(|queue| queue.handling.mean().0).collect();
    assert_eq!(handling, [200.5, 400.0]);
    let agents: Vec<u32> = scenario.groups.iter().map(|group| group.on_duty.iter().copied().max().unwrap()).collect();
    assert_eq!(agents, [6, 4]);
    let demand = callboard::demand::Demand::of(&scenario);
    let offered: f64 = summary["queues"][0]["offered"].as_f64().unwrap();
    assert!(
        (demand.total(0) - offered).abs() < 1e-6,
        "all that came within the horizon is in the scenario: {} of {offered}",
        demand.total(0)
    );
}

#[test]
fn contacts_outside_the_hours_are_said_and_not_simulated() {
    let folder = tempfile::tempdir().unwrap();
    let (export, centre) = (folder.path().join("export.csv"), folder.path().join("centre"));
    // On a Saturday, and a queue that is called on one Wednesday only.
    let strays = "10.10.2026 03:00;Sales;2;2;0;200,5;0\n14.10.2026 12:00;Recall;5;5;0;300,5;1\n";
    fs::write(&export, intervals() + strays).unwrap();
    callboard(&["import", path(&export), "-o", path(&centre), "--time-zone", "Europe/Berlin"]).success();
    let findings = fs::read_to_string(centre.join("findings.csv")).unwrap();
    assert!(findings.contains("outside-hours,sales,2026-10-05,2026-11-01,,,2,"), "{findings}");
    let history = fs::read_to_string(centre.join("history.csv")).unwrap();
    assert!(history.contains("sales,voice,2026-10-10T03:00+02:00,2,"), "the history itself keeps them");
    let scenario = callboard::scenario::file::load(&centre, &[]).unwrap();
    let demand = callboard::demand::Demand::of(&scenario);
    let recall = scenario.queues.iter().position(|queue| queue.name == "recall").unwrap();
    assert!((demand.total(recall) - 5.0).abs() < 1e-9);
}

#[test]
fn the_history_that_is_written_is_read_back_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let (export, first, second) =
        (folder.path().join("export.csv"), folder.path().join("first"), folder.path().join("second"));
    fs::write(&export, intervals()).unwrap();
    callboard(&["import", path(&export), "-o", path(&first), "--time-zone", "Europe/Berlin"]).success();
    let history = first.join("history.csv");
    callboard(&["import", path(&history), "-o", path(&second), "--time-zone", "Europe/Berlin"]).success();
    for file in ["volume.csv", "history.csv", "findings.csv", "on_duty.csv"] {
        assert_eq!(
            fs::read_to_string(first.join(file)).unwrap(),
            fs::read_to_string(second.join(file)).unwrap(),
            "{file}"
        );
    }
}

#[test]
fn the_mapping_is_remembered() {
    let folder = tempfile::tempdir().unwrap();
    let (export, first, second) =
        (folder.path().join("export.csv"), folder.path().join("first"), folder.path().join("second"));
    fs::write(&export, intervals()).unwrap();
    callboard(&["import", path(&export), "-o", path(&first), "--time-zone", "Europe/Berlin"]).success();
    let mapping = first.join("mapping.toml");
    let text = fs::read_to_string(&mapping).unwrap();
    for line in [
        "decimal = \"comma\"",
        "delimiter = \";\"",
        "time_zone = \"Europe/Berlin\"",
        "start = \"start\"",
        "\"Sales\" = \"sales\"",
    ] {
        assert!(text.contains(line), "{line} is missing in\n{text}");
    }
    fs::write(&mapping, text.replace("\"Sales\" = \"sales\"", "\"Sales\" = \"new_customers\"")).unwrap();
    callboard(&["import", path(&export), "-o", path(&second), "--mapping", path(&mapping)]).success();
    assert!(fs::read_to_string(second.join("scenario.toml")).unwrap().contains("[queue.new_customers]"));
    fs::write(&mapping, "decimal = \"dash\"").unwrap();
    let answer =
        callboard(&["import", path(&export), "-o", path(&second), "--mapping", path(&mapping), "--replace"]).code(2);
    let message = String::from_utf8_lossy(&answer.get_output().stderr).into_owned();
    assert!(message.contains("mapping.toml:1") && message.contains("point or comma"), "{message}");
}

#[test]
fn rows_are_set_aside_with_their_reason_or_stop_a_strict_import() {
    let folder = tempfile::tempdir().unwrap();
    let (export, centre) = (folder.path().join("export.csv"), folder.path().join("centre"));
    fs::write(&export, intervals() + "Total;;9;9;0;0;0\n5.10.2026 08:00;Sales;x;1;0;0;0\n").unwrap();
    let answer = callboard(&["import", path(&export), "-o", path(&centre), "--strict"]).code(2);
    let message = String::from_utf8_lossy(&answer.get_output().stderr).into_owned();
    assert!(
        message.contains("export.csv:1682:1") && message.contains("found \"Total\"") && message.contains("2 problems"),
        "{message}"
    );
    assert!(!centre.exists(), "nothing is written");
    callboard(&["import", path(&export), "-o", path(&centre)]).success();
    let aside = fs::read_to_string(centre.join("set_aside.csv")).unwrap();
    let lines: Vec<&str> = aside.lines().collect();
    assert_eq!(lines.len(), 3);
    assert!(lines[1].contains(",1682,start,") && lines[1].ends_with(",Total,,9,9,0,0,0"), "{}", lines[1]);
    assert!(lines[2].contains(",1683,offered,\"\"\"x\"\"\""), "{}", lines[2]);
}

#[test]
fn a_scenario_that_is_there_is_kept_unless_it_may_be_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let (export, centre) = (folder.path().join("export.csv"), folder.path().join("centre"));
    fs::write(&export, intervals() + "Total;;9;9;0;0;0\n").unwrap();
    callboard(&["import", path(&export), "-o", path(&centre)]).success();
    callboard(&["import", path(&export), "-o", path(&centre)]).code(2);
    fs::write(&export, intervals()).unwrap();
    callboard(&["import", path(&export), "-o", path(&centre), "--replace"]).success();
    assert!(!centre.join("set_aside.csv").exists(), "what was set aside before is not this import's");
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "nothing is left over: {left:?}");
    callboard(&["import", path(&export), "-o", path(&export)]).code(2);
    callboard(&["import", path(&folder.path().join("none.csv")), "-o", path(&folder.path().join("other"))]).code(2);
    assert!(!folder.path().join("other").exists());
}

#[test]
fn the_same_files_give_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let export = folder.path().join("export.csv");
    fs::write(&export, intervals()).unwrap();
    let centres = ["a/centre", "b/centre"].map(|name| folder.path().join(name));
    for centre in &centres {
        fs::create_dir(centre.parent().unwrap()).unwrap();
        callboard(&["import", path(&export), "-o", path(centre)]).success();
    }
    for file in ["scenario.toml", "volume.csv", "history.csv", "findings.csv", "mapping.toml", "on_duty.csv"] {
        assert_eq!(fs::read(centres[0].join(file)).unwrap(), fs::read(centres[1].join(file)).unwrap(), "{file}");
    }
}

#[test]
fn the_history_of_a_folder_is_read_back_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let (export, centre) = (folder.path().join("export.csv"), folder.path().join("centre"));
    fs::write(&export, intervals()).unwrap();
    callboard(&["import", path(&export), "-o", path(&centre), "--time-zone", "Europe/Berlin"]).success();
    let kept = callboard::history::kept::read_back(&centre).unwrap();
    let names: Vec<&str> = kept.history.queues.iter().map(|queue| queue.name.as_str()).collect();
    assert_eq!((names, kept.history.interval_minutes), (vec!["sales", "support"], 15));
    assert_eq!(kept.history.queues[0].labels, ["Sales"]);
    // Nothing is lost when it is written again: the same files come out.
    let again = callboard::history::folder::history_csv(&kept.history, |queue, row| {
        kept.marks.get(&(queue, row.start_s)).copied()
    });
    let before = fs::read_to_string(centre.join("history.csv")).unwrap();
    assert_eq!(again.lines().zip(before.lines()).find(|(again, before)| again != before), None);
    assert_eq!(again.lines().count(), before.lines().count());
}

#[test]
fn a_history_that_was_spoilt_by_hand_is_told_of_with_its_row() {
    let folder = tempfile::tempdir().unwrap();
    let (export, centre) = (folder.path().join("export.csv"), folder.path().join("centre"));
    fs::write(&export, intervals()).unwrap();
    callboard(&["import", path(&export), "-o", path(&centre)]).success();
    let file = centre.join("history.csv");
    let mut lines: Vec<String> = fs::read_to_string(&file).unwrap().lines().map(str::to_owned).collect();
    lines[4] = lines[4].replacen("T0", "T4", 1);
    fs::write(&file, lines.join("\n")).unwrap();
    let problems = callboard::history::kept::read_back(&centre).unwrap_err().problems;
    assert_eq!((problems.len(), problems[0].place.line, problems[0].rule), (1, 5, "moment"), "{problems:?}");
    fs::remove_file(&file).unwrap();
    assert!(callboard::history::kept::read_back(&centre).is_err());
}
