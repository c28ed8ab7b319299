//! `callboard update`: a folder of an import goes on, and its new days are explained.

use crate::cli::{callboard, json};
use jiff::civil::{Date, date};
use jiff::{Span, ToSpan};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

const HEAD: &str = "queue,start,offered,answered,abandoned,total_handle_time_s,total_wait_s,answered_in_time,agents\n";
/// The Monday after the four weeks of the history.
const MONDAY: Date = date(2026, 11, 2);

/// What a day is like beside the usual one.
#[derive(Clone, Copy)]
struct Kind {
    more: u32,
    handling: u32,
    agents: u32,
}

const USUAL: Kind = Kind { more: 0, handling: 200, agents: 5 };

/// Half hours of a day from 8:00 to 12:00 in two queues: 30 contacts of sales and 10 of orders each, 5 agents and 2.
fn rows(day: Date, kind: Kind, half_hours: u32) -> String {
    let mut text = String::new();
    for half in 0..half_hours {
        let (hour, minute) = (8 + half / 2, half % 2 * 30);
        for (queue, usual, agents) in [("sales", 30 + half % 3, kind.agents), ("orders", 10, 2)] {
            let offered = usual + kind.more;
            let answered = offered - 1;
            _ = writeln!(
                text,
                "{queue},{day}T{hour:02}:{minute:02},{offered},{answered},1,{},{},{},{agents}",
                answered * kind.handling,
                answered * 8,
                answered - 3
            );
        }
    }
    text
}

/// A folder with the history of some weeks of weekdays, up to the Monday.
struct Centre {
    folder: tempfile::TempDir,
}

impl Centre {
    fn imported() -> Self {
        Self::of_weeks(4)
    }

    fn of_weeks(weeks: i32) -> Self {
        let centre = Self { folder: tempfile::tempdir().unwrap() };
        let days = (1..=7 * weeks).rev().map(|day| MONDAY.saturating_sub(Span::new().days(day)));
        let weekdays = days.filter(|day| day.weekday().to_monday_zero_offset() < 5);
        let all: String = weekdays.map(|day| rows(day, USUAL, 8)).collect();
        let export = centre.file("old.csv", &(HEAD.to_owned() + &all));
        callboard(&["import", &export, "-o", &centre.path(), "--time-zone", "Europe/Berlin"]).success();
        centre
    }

    fn path(&self) -> String {
        self.folder.path().join("centre").display().to_string()
    }

    fn file(&self, name: &str, text: &str) -> String {
        let path = self.folder.path().join(name);
        fs::write(&path, text).unwrap();
        path.display().to_string()
    }

    /// A new export with the header.
    fn export(&self, name: &str, text: &str) -> String {
        self.file(name, &(HEAD.to_owned() + text))
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(Path::new(&self.path()).join(name)).unwrap_or_default()
    }

    /// All files with their content.
    fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let entries = fs::read_dir(self.path()).unwrap().map(|entry| entry.unwrap().path());
        entries.map(|path| (path.clone(), fs::read(path).unwrap())).collect()
    }

    fn update(&self, words: &[&str]) -> serde_json::Value {
        let path = self.path();
        let mut all = vec!["update", path.as_str()];
        all.extend(words);
        all.extend(["--format", "json", "--quiet", "--replications", "20"]);
        json(&all)
    }

    /// What the program says when it refuses; and that nothing was changed.
    fn refused(&self, words: &[&str]) -> String {
        let before = self.files();
        let path = self.path();
        let answer = callboard(&[&["update", path.as_str(), "--quiet"], words].concat()).code(2);
        assert_eq!(self.files(), before, "a refusal changes nothing");
        String::from_utf8_lossy(&answer.get_output().stderr).into_owned()
    }
}

fn number(value: &serde_json::Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is no number"))
}

/// The same but for rounding.
fn close(value: &serde_json::Value, known: f64) {
    assert!((number(value) - known).abs() < 1e-9 * known.abs(), "{value} is not {known}");
}

#[test]
fn a_day_is_added_and_explained_and_its_parts_add_up() {
    let centre = Centre::imported();
    let busy = Kind { more: 5, handling: 240, agents: 4 };
    let new = centre.export("mon.csv", &rows(MONDAY, busy, 8));
    let said = centre.update(&[&new]);
    assert_eq!((number(&said["added"]), number(&said["same"])), (16.0, 0.0));
    assert_eq!(said["new_days"], serde_json::json!(["2026-11-02"]));
    let stretch = &said["variance"]["stretches"][0];
    for (measure, entry) in stretch["total"].as_object().unwrap() {
        let Some(recorded) = entry["recorded"].as_f64() else { continue };
        let causes = entry["causes"].as_object().unwrap().values().map(|part| number(&part["mean"]));
        let sum =
            number(&entry["planned"]["mean"]) + causes.sum::<f64>() + number(&entry["routing_and_the_rest"]["mean"]);
        assert!((sum - recorded).abs() < 1e-9 * recorded.abs().max(1.0), "{measure}: {sum} is not {recorded}");
    }
    // 247 and 80 are usual, and five more came in each half hour to each queue; one of seven agents was not there for four hours.
    let contacts = &stretch["total"]["contacts"];
    close(&contacts["planned"]["mean"], 327.0);
    close(&contacts["recorded"], 407.0);
    close(&stretch["total"]["on_duty_h"]["causes"]["staffing"]["mean"], -4.0);
    assert!(number(&stretch["total"]["service_level"]["causes"]["handling"]["mean"]) < 0.0);
    assert!(centre.read("volume.csv").contains("2026-11-02,08:00,15,35\n"), "what came is in the volume");
    assert!(centre.read("on_duty.csv").contains("2026-11-02,08:00,2,4\n"));
    assert!(centre.read("history.csv").contains("2026-11-02T08:00+01:00,35,34,1,8160,272,31,4"));
    assert!(centre.read("variance.html").contains("Why was Mon 2 Nov not as planned?"));
    callboard(&["simulate", &centre.path(), "--set", "horizon.start=2026-11-02", "--set", "horizon.days=1"]).success();
}

/// Half hours of a day from 8:00 to 12:00 in a queue of calls, and in one of mails that are answered when there is time.
fn calls_and_mails(day: Date, mails: u32) -> String {
    let rows = (0..8).map(|half| {
        let at = format!("{day}T{:02}:{:02}", 8 + half / 2, half % 2 * 30);
        let calls = format!("sales,voice,{at},30,29,1,5800,240,5\n");
        format!("{calls}letters,email,{at},{mails},{mails},0,{},,3\n", 600 * mails)
    });
    rows.collect()
}

#[test]
fn work_that_waits_over_night_is_explained_over_all_new_days_together() {
    const HEAD: &str = "queue,channel,start,offered,answered,abandoned,total_handle_time_s,total_wait_s,agents\n";
    let centre = Centre { folder: tempfile::tempdir().unwrap() };
    let days = (1..=28).rev().map(|day| MONDAY.saturating_sub(day.days()));
    let weekdays = days.filter(|day| day.weekday().to_monday_zero_offset() < 5);
    let all: String = weekdays.map(|day| calls_and_mails(day, 6)).collect();
    let export = centre.file("old.csv", &(HEAD.to_owned() + &all));
    callboard(&["import", &export, "-o", &centre.path(), "--time-zone", "Europe/Berlin"]).success();
    let new = calls_and_mails(MONDAY, 10) + &calls_and_mails(MONDAY.saturating_add(1.day()), 10);
    let found = centre.update(&[&centre.file("new.csv", &(HEAD.to_owned() + &new))]);
    let stretches = found["variance"]["stretches"].as_array().unwrap();
    assert_eq!(stretches.len(), 1, "both days together");
    assert_eq!((&stretches[0]["first"], &stretches[0]["last"]), (&"2026-11-02".into(), &"2026-11-03".into()));
    let contacts = &stretches[0]["total"]["contacts"];
    close(&contacts["planned"]["mean"], 2.0 * 8.0 * 36.0);
    close(&contacts["recorded"], 2.0 * 8.0 * 40.0);
}

#[test]
fn the_same_day_a_second_time_changes_nothing() {
    let centre = Centre::imported();
    let new = centre.export("mon.csv", &rows(MONDAY, USUAL, 8));
    centre.update(&[&new]);
    let before = centre.files();
    let said = centre.update(&[&new]);
    assert_eq!((number(&said["added"]), number(&said["same"])), (0.0, 16.0));
    assert_eq!(said["written"], serde_json::json!([]));
    assert_eq!(centre.files(), before);
}

#[test]
fn rows_that_say_otherwise_replace_and_are_listed_and_a_half_day_is_completed() {
    let centre = Centre::imported();
    let half = centre.export("half.csv", &rows(MONDAY, USUAL, 3));
    centre.update(&[&half]);
    let friday = MONDAY.saturating_sub(3.days());
    let corrected = format!("sales,{friday}T09:00,77,70,7,14000,560,60,5\n");
    // The last half hour of the morning was not over when it was exported.
    let all = rows(MONDAY, USUAL, 8).replace("sales,2026-11-02T09:00,32,31", "sales,2026-11-02T09:00,40,39");
    let whole = centre.export("whole.csv", &(corrected + &all));
    let said = centre.update(&[&whole]);
    assert_eq!((number(&said["added"]), number(&said["same"])), (10.0, 5.0));
    let corrections = said["corrections"].as_array().unwrap();
    let told: Vec<(String, f64, f64, bool)> = corrections
        .iter()
        .map(|one| {
            let date = format!("{} {}", one["date"].as_str().unwrap(), one["start"].as_str().unwrap());
            let offered = |side: &str| number(&one[side]["offered"]);
            (date, offered("before"), offered("after"), one["completes_the_last_day"].as_bool().unwrap())
        })
        .collect();
    let expected =
        [("2026-10-30 09:00".to_owned(), 32.0, 77.0, false), ("2026-11-02 09:00".to_owned(), 32.0, 40.0, true)];
    assert_eq!(told, expected);
    let volume = centre.read("volume.csv");
    for row in
        ["2026-10-30,09:00,10,77\n", "2026-11-02,09:00,10,40\n", "2026-11-02,11:30,10,31\n", "2026-10-29,09:00,10,32\n"]
    {
        assert!(volume.contains(row), "{row} is missing");
    }
    assert_eq!(said["variance"]["stretches"].as_array().unwrap().len(), 1, "a corrected day is not explained again");
}

#[test]
fn what_was_forecast_is_the_plan_and_what_is_still_to_come_stays() {
    let centre = Centre::imported();
    let path = Path::new(&centre.path()).join("volume.csv");
    let mut volume = fs::read_to_string(&path).unwrap();
    for day in 0..2 {
        for half in 0..8 {
            let (hour, minute) = (8 + half / 2, half % 2 * 30);
            let day = MONDAY.saturating_add(Span::new().days(day));
            _ = writeln!(volume, "{day},{hour:02}:{minute:02},20,50.5");
        }
    }
    fs::write(&path, volume).unwrap();
    let new = centre.export("mon.csv", &rows(MONDAY, USUAL, 4));
    let said = centre.update(&[&new]);
    let planned = number(&said["variance"]["stretches"][0]["total"]["contacts"]["planned"]["mean"]);
    assert!((planned - 8.0 * 70.5).abs() < 1e-6, "{planned}");
    let volume = centre.read("volume.csv");
    assert!(volume.contains("2026-11-02,09:30,10,30\n"), "what came replaces what was forecast");
    assert!(volume.contains("2026-11-02,10:00,20,50.5\n"), "the rest of the day is still to come");
    assert!(volume.contains("2026-11-03,08:00,20,50.5\n"));
    let notes = said["variance"]["notes"].to_string();
    assert!(notes.contains("volume planned as volume.csv had it"), "{notes}");
}

#[test]
fn who_was_absent_is_a_cause_of_its_own() {
    let centre = Centre::imported();
    let kind = Kind { agents: 3, ..USUAL };
    let new = centre.export("mon.csv", &rows(MONDAY, kind, 8));
    let absent = centre.file("absent.csv", "date,group,people\n2026-11-02,sales_team,1\n2026-11-03,sales_team,4\n");
    let said = centre.update(&[&new, "--absent", &absent]);
    let hours = &said["variance"]["stretches"][0]["total"]["on_duty_h"]["causes"];
    close(&hours["shrinkage"]["mean"], -4.0);
    close(&hours["staffing"]["mean"], -4.0);
    let wrong = centre.file("absent.csv", "date,group,people\n2026-11-03,nobody,1\n");
    let tuesday = centre.export("tue.csv", &rows(MONDAY.saturating_add(1.day()), USUAL, 8));
    assert!(centre.refused(&[&tuesday, "--absent", &wrong]).contains("nobody"));
}

#[test]
fn another_time_zone_is_refused() {
    let centre = Centre::imported();
    let path = Path::new(&centre.path()).join("scenario.toml");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("\"Europe/Berlin\"", "\"America/New_York\"")).unwrap();
    let new = centre.export("mon.csv", &rows(MONDAY, USUAL, 8));
    let said = centre.refused(&[&new]);
    assert!(
        said.contains("America/New_York") && said.contains("Europe/Berlin") && said.contains("mapping.toml"),
        "{said}"
    );
}

#[test]
fn bad_rows_are_set_aside_one_after_the_other_or_stop_a_strict_update() {
    let centre = Centre::imported();
    let bad = |day: Date| format!("{}sales,{day}T12:00,many,1,1,1,1,1,1\n", rows(day, USUAL, 8));
    let monday = centre.export("mon.csv", &bad(MONDAY));
    assert!(centre.refused(&[&monday, "--strict"]).contains("many"));
    assert_eq!(number(&centre.update(&[&monday])["set_aside"]), 1.0);
    let tuesday = centre.export("tue.csv", &bad(MONDAY.saturating_add(1.day())));
    centre.update(&[&tuesday]);
    let aside = centre.read("set_aside.csv");
    let files: Vec<&str> = aside.lines().map(|line| line.split(',').next().unwrap()).collect();
    assert_eq!(files.len(), 3, "{aside}");
    assert!(files[0] == "file" && files[1].ends_with("mon.csv") && files[2].ends_with("tue.csv"), "{aside}");
}

#[test]
fn a_file_of_another_layout_is_read_as_it_is_recognised_and_that_is_said() {
    let centre = Centre::imported();
    let mut calls = String::from("arrival,wait,handling,outcome,queue,agent\n");
    for call in 0..120 {
        let (hour, minute) = (8 + call / 30, call % 30 * 2);
        _ = writeln!(calls, "{MONDAY} {hour:02}:{minute:02}:00,10,180,answered,sales,a{}", call % 4);
    }
    let new = centre.file("calls.csv", &calls);
    let said = centre.update(&[&new]);
    assert_eq!(number(&said["added"]), 8.0);
    assert!(said["notes"].to_string().contains("laid out otherwise"), "{}", said["notes"]);
    assert!(centre.read("volume.csv").contains("2026-11-02,08:00,0,15\n"));
}

#[test]
fn files_without_rows_and_far_dates_are_refused() {
    let centre = Centre::imported();
    assert!(centre.refused(&[&centre.file("empty.csv", "")]).contains("empty"));
    centre.refused(&[&centre.file("head.csv", HEAD)]);
    centre.refused(&[&centre.file("other.csv", "name,colour\na,red\n")]);
    let far = centre.export("far.csv", &rows(date(2036, 11, 2), USUAL, 8));
    assert!(centre.refused(&[&far]).contains("2036-11-02"));
    let missing = centre.folder.path().join("missing.csv");
    assert!(centre.refused(&[missing.to_str().unwrap()]).contains("missing.csv"));
}

#[test]
fn a_table_in_another_form_is_refused_before_anything_is_written() {
    let centre = Centre::imported();
    let path = Path::new(&centre.path()).join("volume.csv");
    let volume = fs::read_to_string(&path).unwrap();
    fs::write(&path, volume.replace(',', ";")).unwrap();
    let new = centre.export("mon.csv", &rows(MONDAY, USUAL, 8));
    assert!(centre.refused(&[&new]).contains("volume.csv cannot be continued"));
}

#[test]
fn a_queue_that_the_scenario_does_not_have_is_kept_and_said() {
    let centre = Centre::imported();
    let new = centre.export("mon.csv", &(rows(MONDAY, USUAL, 8) + "returns,2026-11-02T08:00,9,9,0,900,90,9,1\n"));
    let said = centre.update(&[&new]);
    assert_eq!(said["new_queues"], serde_json::json!(["returns"]));
    assert!(said["notes"].to_string().contains("not in scenario.toml"), "{}", said["notes"]);
    assert!(centre.read("history.csv").contains("returns,voice,2026-11-02T08:00"));
    let tuesday = centre.export("tue.csv", &rows(MONDAY.saturating_add(1.day()), USUAL, 8));
    centre.update(&[&tuesday]);
    assert!(centre.read("volume.csv").starts_with("date,start,orders,sales\n"), "a scenario takes no column of it");
}

#[test]
fn marks_made_by_hand_and_other_rows_of_tables_stay_as_they_are() {
    let centre = Centre::imported();
    let folder = PathBuf::from(centre.path());
    let history = fs::read_to_string(folder.join("history.csv")).unwrap();
    let row = history.lines().find(|line| line.contains("2026-10-20T08:00")).unwrap();
    fs::write(folder.join("history.csv"), history.replace(row, &format!("{row}high-hours"))).unwrap();
    let volume = fs::read_to_string(folder.join("volume.csv")).unwrap();
    fs::write(folder.join("volume.csv"), volume.replace("2026-10-20,08:00,10,30\n", "2026-10-20,08:00,10,31.25\n"))
        .unwrap();
    centre.update(&[&centre.export("mon.csv", &rows(MONDAY, USUAL, 8))]);
    assert!(centre.read("history.csv").contains(&format!("{row}high-hours\n")));
    assert!(centre.read("volume.csv").contains("2026-10-20,08:00,10,31.25\n"));
}

#[test]
fn handling_times_are_changed_only_when_asked_for() {
    let centre = Centre::imported();
    let slow = Kind { handling: 400, ..USUAL };
    let before = centre.read("scenario.toml");
    centre.update(&[&centre.export("mon.csv", &rows(MONDAY, slow, 8))]);
    assert_eq!(centre.read("scenario.toml"), before);
    let tuesday = MONDAY.saturating_add(1.day());
    centre.update(&[&centre.export("tue.csv", &rows(tuesday, slow, 8)), "--handling"]);
    // Twenty weekdays of four weeks, two of them with 400 s, as many contacts on each.
    let scenario = callboard::scenario::file::load(Path::new(&centre.path()), &[]).unwrap();
    assert!((scenario.queues[0].handling.mean().0 - 220.0).abs() < 0.06, "{}", scenario.queues[0].handling.mean().0);
    assert!(centre.read("scenario.toml").contains("# updated: "));
}

#[test]
fn the_variance_is_the_same_on_any_number_of_threads() {
    let centre = Centre::imported();
    let new = centre.export("mon.csv", &(rows(MONDAY, USUAL, 8) + &rows(MONDAY.saturating_add(1.day()), USUAL, 8)));
    let copy = centre.folder.path().join("copy");
    fs::create_dir(&copy).unwrap();
    for (path, bytes) in centre.files() {
        fs::write(copy.join(path.file_name().unwrap()), bytes).unwrap();
    }
    let run = |folder: &str, threads: &str| {
        let words =
            ["update", folder, &new, "--format", "csv", "--quiet", "--replications", "50", "--threads", threads];
        callboard(&words).success().get_output().stdout.clone()
    };
    let one = run(&centre.path(), "1");
    assert_eq!(one, run(copy.to_str().unwrap(), "2"));
    let text = String::from_utf8(one).unwrap();
    assert!(text.starts_with("first,last,queue,measure,planned,"));
    assert_eq!(text.lines().count(), 1 + 3 * (8 + 2 * 5), "two days and both together, all and two queues");
}

#[test]
fn a_forecast_is_the_plan_of_the_next_day_and_is_made_again_after_it() {
    let centre = Centre::of_weeks(12);
    callboard(&["forecast", &centre.path(), "--weeks", "2", "--quiet"]).success();
    assert!(centre.read("scenario.toml").contains("start = 2026-11-02"));
    let new = centre.export("mon.csv", &rows(MONDAY, Kind { more: 4, ..USUAL }, 8));
    let said = centre.update(&[&new]);
    let notes = said["variance"]["notes"].to_string();
    assert!(notes.contains("volume planned as volume.csv had it"), "{notes}");
    assert!(said["notes"].to_string().contains("the forecast was made again"), "{}", said["notes"]);
    let text = centre.read("scenario.toml");
    assert!(text.contains("start = 2026-11-09"), "the horizon begins with the next whole week: {text}");
    let first = centre.read("forecast.csv").lines().nth(1).unwrap().to_owned();
    assert!(first.contains("2026-11-03"), "the days between are forecast too: {first}");
    assert!(centre.read("volume.csv").contains("2026-11-02,08:00,14,34\n"), "what came is in the volume");
    callboard(&["check", &centre.path()]).success();
    let tuesday = centre.export("tue.csv", &rows(MONDAY.saturating_add(1.day()), USUAL, 8));
    let said = centre.update(&[&tuesday]);
    assert_eq!(number(&said["added"]), 16.0);
    let notes = said["variance"]["notes"].to_string();
    assert!(
        notes.contains("volume planned as volume.csv had it"),
        "the day before the new horizon has a plan: {notes}"
    );
}
