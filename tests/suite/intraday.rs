//! The day itself, from files to files: the shipped team on a busy and on a quiet Monday.

use super::cli::{callboard, json};
use callboard::calendar::Grid;
use callboard::demand::Demand;
use callboard::report::schedule_csv;
use callboard::scenario::file::load;
use callboard::scenario::today::read_shifts;
use callboard::scenario::{GroupId, Replications};
use callboard::scheduling::{self, ScheduledShift};
use callboard::simulation::{Options, simulate};
use callboard::staffing::StaffingRequirement;
use callboard::study::CertifiedSchedule;
use callboard::watch::Unwatched;
use serde_json::Value;
use std::path::Path;

const TEAM: &str = "scenarios/named_team";
const ACTUALS: &str = "scenarios/named_team/actuals.csv";
const ROSTER: &str = "scenarios/named_team/roster.csv";

/// The words of a run at 11:00 of the Monday, on which volumes vary by 15 %.
fn words<'a>(actuals: &'a str, schedule: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let mut words = vec!["intraday", TEAM, "--now", "2027-03-01T11:00", "--actuals", actuals, "--schedule", schedule];
    words.extend(["--set", "queue.calls.volume.day_factor_cv=0.15", "-q"]);
    words.extend(["--set", "queue.returns.volume.day_factor_cv=0.15"]);
    words.extend(more);
    words
}

fn document(actuals: &str, schedule: &str, more: &[&str]) -> Value {
    let mut more = more.to_vec();
    more.extend(["--format", "json"]);
    json(&words(actuals, schedule, &more))
}

fn service(document: &Value, queue: usize, when: &str) -> f64 {
    document["queues"][queue]["effect"]["service_level"][when]["mean"].as_f64().unwrap()
}

#[test]
fn on_a_busy_day_moves_with_a_real_effect_keep_the_promise() {
    let folder = tempfile::tempdir().unwrap();
    let changed = folder.path().join("changed.csv");
    let found = document(ACTUALS, ROSTER, &["--changed", changed.to_str().unwrap()]);
    assert_eq!(found["findings"], serde_json::json!([]));
    let moves = found["moves"].as_array().unwrap();
    assert!(!moves.is_empty());
    let mut sum = 0.0;
    for proposed in moves {
        sum += proposed["cost"].as_f64().unwrap();
        let effects = proposed["effects"].as_array().unwrap();
        let is_real = |measure: &str| effects.iter().any(|effect| effect[measure]["real"] == true);
        let shows = is_real("service_level") || is_real("asa_s") || is_real("abandonment");
        assert!(proposed["kind"] == "time_off" || shows, "{proposed:#}");
    }
    assert!((sum - found["cost"].as_f64().unwrap()).abs() < 1e-9);
    // Returns are missed without moves.
    assert_eq!(found["queues"][1]["effect"]["before"], "missed");
    assert!(service(&found, 1, "after") > service(&found, 1, "before"));
    let factor = &found["queues"][0]["factor"];
    assert!(factor["lower"].as_f64() < factor["mean"].as_f64() && factor["mean"].as_f64() < factor["upper"].as_f64());

    // The schedule with the moves is read back. Nobody has to be asked for the same again: doing nothing now is what all moves were.
    let again = document(ACTUALS, changed.to_str().unwrap(), &["--set", "intraday.most_moves=0"]);
    for queue in 0..2 {
        let (now, then) = (service(&again, queue, "before"), service(&found, queue, "after"));
        assert!((now - then).abs() < 1e-12, "{now} {then}");
    }
}

#[test]
fn the_same_question_has_the_same_bytes_on_one_thread_and_on_two() {
    let bytes = |threads| {
        let words = words(ACTUALS, ROSTER, &["--threads", threads, "--format", "json"]);
        callboard(&words).success().get_output().stdout.clone()
    };
    assert_eq!(bytes("1"), bytes("2"));
}

#[test]
fn on_a_quiet_day_time_off_is_offered_and_no_promise_is_in_doubt() {
    let folder = tempfile::tempdir().unwrap();
    let quiet = folder.path().join("quiet.csv");
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(ACTUALS)).unwrap();
    // Six of the hundred and more who come in an hour.
    let few = text.lines().enumerate().map(|(line, row)| {
        let mut cells: Vec<&str> = row.split(',').collect();
        if line > 0 {
            cells[3] = "6";
        }
        cells.join(",") + "\n"
    });
    std::fs::write(&quiet, few.collect::<String>()).unwrap();
    let found = document(quiet.to_str().unwrap(), ROSTER, &[]);
    let moves = found["moves"].as_array().unwrap();
    assert!(!moves.is_empty() && moves.iter().all(|proposed| proposed["kind"] == "time_off"), "{moves:#?}");
    assert!(found["cost"].as_f64().unwrap() < 0.0);
    assert!(found["queues"].as_array().unwrap().iter().all(|queue| queue["effect"]["after"] == "kept"));
    // What is paid for all the same saves nothing.
    let paid = document(quiet.to_str().unwrap(), ROSTER, &["--set", "intraday.time_off_pay=100%"]);
    assert_eq!(paid["moves"], serde_json::json!([]));
}

#[test]
fn without_variation_and_schedule_the_answer_says_what_that_means() {
    let words = ["intraday", TEAM, "--now", "2027-03-01 11:10", "--actuals", ACTUALS, "-q"];
    let answer = callboard(&words).success();
    let text = String::from_utf8_lossy(&answer.get_output().stdout).into_owned();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("1 (fixed)") && text.contains("day_factor_cv is 0"), "{text}");
    assert!(text.contains("only groups can help each other"), "{text}");
}

#[test]
fn a_promise_that_no_move_can_keep_is_a_no_that_says_what_is_missing() {
    let words = words(
        ACTUALS,
        ROSTER,
        &["--set", "queue.returns.target.service_level=99.9%", "--set", "intraday.most_overtime=0s"],
    );
    let answer = callboard(&words).code(1);
    let text = String::from_utf8_lossy(&answer.get_output().stdout).into_owned();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("the promise cannot be kept by the moves that were found"), "{text}");
    assert!(text.contains("more people of all rounders from 11:30 on would"), "{text}");
}

#[test]
fn the_page_has_charts_and_needs_nothing_from_elsewhere() {
    let answer = callboard(&words(ACTUALS, ROSTER, &["--format", "html"])).success();
    let page = String::from_utf8_lossy(&answer.get_output().stdout).into_owned();
    for forbidden in ["http:", "https:", "<script", "<link", "@import", "url(", "src=", "NaN"] {
        assert!(!page.contains(forbidden), "{forbidden}");
    }
    assert_eq!(page.matches("<svg class=\"chart\"").count(), 4);
    assert!(page.contains("expected now") && page.contains("at work with all moves"));
}

#[test]
fn a_schedule_is_read_back_as_it_was_written() {
    let scenario = load(&Path::new(env!("CARGO_MANIFEST_DIR")).join(TEAM), &[]).unwrap();
    let mut agents = Grid::filled(2, scenario.calendar.intervals.len(), 0);
    for (row, needed) in [(0, 3), (1, 2)] {
        for (interval, agents) in agents.row_mut(row).iter_mut().enumerate().take(96) {
            *agents = if (20..36).contains(&(interval % 48)) { needed } else { 0 };
        }
    }
    let requirement = StaffingRequirement::at_one_price(agents);
    let schedule = scheduling::schedule(&scenario, &requirement, &scheduling::limits(&scenario), &Unwatched).unwrap();
    assert!(schedule.shifts.len() > 2 && schedule.shifts.iter().any(|shift| !shift.breaks.is_empty()));
    let levels = scheduling::levels(&scenario, &schedule.shifts);
    let options = Options { seed: 1, replications: Replications::Fixed(2) };
    let performance = simulate(&scenario, &Demand::of(&scenario), &levels, &options, &Unwatched).unwrap();
    let certified = CertifiedSchedule {
        schedule,
        needed: requirement,
        levels,
        findings: Vec::new(),
        performance,
        missed: Vec::new(),
        rounds: 1,
        takes: None,
    };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("schedule.csv");
    let text = schedule_csv(&scenario, &certified);
    for text in [text.clone(), format!("\u{feff}{}", text.replace('\n', "\r\n"))] {
        std::fs::write(&path, text).unwrap();
        let read: Vec<ScheduledShift> = read_shifts(&path, &scenario)
            .unwrap()
            .iter()
            .map(|given| ScheduledShift { people: given.people, ..ScheduledShift::of(given) })
            .collect();
        assert_eq!(read, certified.schedule.shifts);
    }
    assert_eq!(certified.schedule.shifts[0].group, GroupId(0));
}
