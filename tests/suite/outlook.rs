//! `callboard forecast`: a history whose truth is known, continued as a scenario.

use crate::cli::{callboard, json};
use callboard::random::{Purpose, stream};
use callboard::scenario::file::load;
use callboard::watch::Unwatched;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use rand::RngExt;
use rand_distr::{Distribution, Poisson, StandardNormal};
use serde_json::Value;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

/// A Monday.
const FIRST: Date = date(2024, 7, 1);
const WEEK: [f64; 7] = [1.2, 1.1, 1.0, 0.95, 0.9, 0.0, 0.0];
/// Calls of an hour of an ordinary day, by queue.
const QUEUES: [(&str, f64); 2] = [("sales", 60.0), ("support", 40.0)];
/// Standard deviation of the factor of a day, half of its variance common to both queues.
const DEVIATION: f64 = 0.06;
/// Days on which nothing comes.
const CLOSED: [Date; 4] = [date(2024, 12, 25), date(2024, 12, 26), date(2025, 1, 1), date(2024, 9, 17)];

fn path(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// Hours from 8 to 18 on weekdays, with agents.
fn rows(from: i64, days: i64) -> String {
    let mut text = String::new();
    for day in from..from + days {
        let mut numbers = stream(3, day.unsigned_abs(), Purpose::World);
        let date = FIRST.checked_add(day.days()).unwrap();
        let common = numbers.sample::<f64, _>(StandardNormal);
        for (name, calls) in QUEUES {
            let own = numbers.sample::<f64, _>(StandardNormal);
            let factor = (DEVIATION * (common + own) / 2.0_f64.sqrt()).exp();
            for hour in 8..18 {
                let mean = calls * WEEK[day as usize % 7] * factor;
                if mean > 0.0 && !CLOSED.contains(&date) {
                    let came = Poisson::new(mean).unwrap().sample(&mut numbers);
                    _ = writeln!(text, "{date} {hour:02}:00,{name},{came},{came},240,9");
                }
            }
        }
    }
    text
}

/// A folder with a scenario of so many weeks of that history.
fn imported(folder: &Path, weeks: i64) -> PathBuf {
    let (export, centre) = (folder.join("export.csv"), folder.join("centre"));
    fs::write(&export, format!("start,queue,offered,answered,AHT,agents\n{}", rows(0, 7 * weeks))).unwrap();
    callboard(&["import", path(&export), "-o", path(&centre), "--time-zone", "Europe/Berlin"]).success();
    centre
}

fn refusal(arguments: &[&str]) -> String {
    String::from_utf8_lossy(&callboard(arguments).code(2).get_output().stderr).into_owned()
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or(f64::NAN)
}

/// A forecast of a week that is off by less than five standard errors, if each weekday was seen forty times.
fn assert_near(said: f64, truth: f64) {
    let error = DEVIATION / 40.0_f64.sqrt();
    assert!((said / truth - 1.0).abs() < 5.0 * error, "{said} for {truth}, standard error {error}");
}

#[test]
fn a_history_goes_on_as_a_scenario_that_counts_with_the_errors_of_its_forecast() {
    let folder = tempfile::tempdir().unwrap();
    let centre = imported(folder.path(), 40);
    let before = fs::read_to_string(centre.join("scenario.toml")).unwrap();
    let past = fs::read_to_string(centre.join("volume.csv")).unwrap();
    let answer = json(&["forecast", path(&centre), "--format", "json", "--quiet"]);
    assert_eq!(answer["horizon"]["first"], "2025-04-07");
    assert_eq!(answer["horizon"]["last"], "2025-05-04");
    for (queue, (name, calls)) in answer["queues"].as_array().unwrap().iter().zip(QUEUES) {
        assert_eq!(queue["name"], name);
        for week in queue["weeks"].as_array().unwrap() {
            assert_near(number(&week["expected"]), 10.0 * calls * WEEK.iter().sum::<f64>());
            let ends = ["lower_95", "lower_80", "expected", "upper_80", "upper_95"].map(|key| number(&week[key]));
            assert!(ends.windows(2).all(|pair| pair[0] < pair[1]), "{ends:?}");
        }
        // The factor of a day, and what is not known of its mean; what its variance was in eighty working days or more.
        let cv = number(&queue["forecast_error"]["cv"][0]);
        let error = DEVIATION * 5.0 / (2.0 * 80.0_f64).sqrt();
        assert!((cv - DEVIATION).abs() < error, "{cv}");
    }
    // Both share half of their variance, so the loadings have a product of a half; a correlation of n pairs is known to 1/√n.
    let loadings: f64 = (0..2).map(|queue| number(&answer["queues"][queue]["forecast_error"]["correlation"])).product();
    assert!((loadings - 0.5).abs() < 5.0 / 80.0_f64.sqrt(), "{loadings}");

    let text = fs::read_to_string(centre.join("scenario.toml")).unwrap();
    let kept = before.lines().filter(|line| text.contains(line)).count();
    assert!(before.lines().count() - kept <= 8, "all but a few lines are as they were:\n{text}");
    assert!(!text.contains("\non_duty.file") && text.contains("on_duty.csv"), "{text}");
    let volume = fs::read_to_string(centre.join("volume.csv")).unwrap();
    assert!(volume.starts_with(&past), "the past is as it was");
    for name in ["forecast.csv", "forecast.html", "forecast.toml"] {
        assert!(fs::metadata(centre.join(name)).unwrap().len() > 50, "{name}");
    }
    let scenario = load(&centre, &[]).unwrap();
    assert_eq!((scenario.calendar.days.len(), scenario.calendar.days[0].date), (28, date(2025, 4, 7)));
    let demand = callboard::demand::Demand::of(&scenario);
    let expected: f64 =
        answer["queues"][0]["weeks"].as_array().unwrap().iter().map(|week| number(&week["expected"])).sum();
    assert!((demand.total(0) - expected).abs() < 0.01, "{} and {expected}", demand.total(0));
    load(&centre, &["horizon.start=2025-03-03".into(), "group.sales_team.on_duty.file=\"on_duty.csv\"".into()])
        .unwrap();

    let simulated = |changes: &[&str]| {
        let mut words = vec!["simulate", path(&centre), "--replications", "40", "--quiet", "--format", "json"];
        words.extend(changes.iter().flat_map(|change| ["--set", change]));
        json(&words)["queues"][0]["offered"].clone()
    };
    let with = simulated(&[]);
    let without = simulated(&["queue.sales.volume.forecast_error.cv=[0]"]);
    assert!((number(&with["mean"]) / expected - 1.0).abs() < 0.1);
    assert!(number(&with["half_width"]) > 2.0 * number(&without["half_width"]), "{with} {without}");
}

#[test]
fn changes_by_hand_are_kept_with_their_reasons_and_made_again() {
    let folder = tempfile::tempdir().unwrap();
    let centre = imported(folder.path(), 40);
    let table = folder.path().join("changes.csv");
    let rows = "sales,2025-04-14,2025-04-18,,,1.5,,,spring campaign\n,2025-04-30,,14:00,,0,,,staff party\nsupport,2025-03-31,,,,2,,,long over\n";
    fs::write(&table, format!("queue,first,last,from,to,factor,add,set,reason\n{rows}")).unwrap();
    let new = folder.path().join("new");
    let plain = json(&["forecast", path(&centre), "-o", path(&folder.path().join("plain")), "--format", "json", "-q"]);
    let words = ["forecast", path(&centre), "--weeks", "4", "--overrides", path(&table), "-o", path(&new)];
    let text = String::from_utf8_lossy(&callboard(&words).success().get_output().stdout).into_owned();
    for said in ["spring campaign", "staff party", "long over", "days are over"] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert!(fs::read_to_string(new.join("forecast.html")).unwrap().contains("spring campaign"));
    assert!(!centre.join("forecast.csv").exists(), "the old folder is as it was");
    let again = json(&["forecast", path(&new), "--format", "json", "-q"]);
    let week = |answer: &Value, week: usize| number(&answer["queues"][0]["weeks"][week]["expected"]);
    assert!((week(&again, 1) / week(&plain, 1) - 1.5).abs() < 1e-9);
    assert_eq!(week(&again, 0), week(&plain, 0));
    assert_eq!(again["queues"][0]["overrides"].as_array().unwrap().len(), 2);
    assert_eq!(again["queues"][1]["overrides"].as_array().unwrap().len(), 1);
    let table = fs::read_to_string(new.join("forecast.csv")).unwrap();
    let rest: Vec<&str> = table.lines().filter(|line| line.starts_with("sales,2025-04-30,15:00,")).collect();
    assert!(rest.len() == 1 && rest[0].starts_with("sales,2025-04-30,15:00,0,0,0,0,0,"), "{rest:?}");
    assert!(!rest[0].ends_with(",0"), "what was expected before is kept: {rest:?}");
}

#[test]
fn holidays_that_were_closed_are_closed_again_and_others_have_their_effect() {
    let folder = tempfile::tempdir().unwrap();
    let centre = imported(folder.path(), 40);
    let words = ["forecast", path(&centre), "--from", "2025-12-15", "--to", "2026-01-04", "--format", "json", "-q"];
    let answer = json(&words);
    let of_day = |date: &str| {
        let days = answer["queues"][0]["days"].as_array().unwrap();
        number(&days.iter().find(|day| day["date"] == date).unwrap()["expected"])
    };
    for closed in ["2025-12-25", "2025-12-26", "2026-01-01"] {
        assert_eq!(of_day(closed), 0.0, "{closed}");
    }
    assert!(of_day("2025-12-24") > 400.0 && of_day("2026-01-02") > 400.0);
    let notes = answer["queues"][0]["notes"].to_string();
    assert!(notes.contains("17 Sep 2024") && notes.contains("Christmas Day"), "{notes}");
    let scenario = load(&centre, &[]).unwrap();
    assert!(scenario.queues[0].opening_hours.closed.contains(&date(2025, 12, 25)));

    // Under a name of its own the seventeenth of September is a holiday that moves.
    let table = folder.path().join("holidays.csv");
    fs::write(&table, "date,name\n2024-09-17,Founder's Day\n2025-12-16,Founder's Day\n").unwrap();
    let answer = json(&[&words[..], &["--holidays", path(&table)]].concat());
    let day = answer["queues"][0]["days"].as_array().unwrap().iter().find(|day| day["date"] == "2025-12-16").unwrap();
    assert_eq!((number(&day["expected"]), day["is_open"].as_bool()), (0.0, Some(false)));
}

#[test]
fn drivers_are_asked_for_every_day_and_used() {
    let folder = tempfile::tempdir().unwrap();
    let centre = imported(folder.path(), 40);
    let table = folder.path().join("orders.csv");
    let days = |last: i64| -> String {
        let row = |day: i64| format!("{},{}\n", FIRST.checked_add(day.days()).unwrap(), 100 + day % 13);
        "date,orders\n".to_owned() + &(0..=last).map(row).collect::<String>()
    };
    fs::write(&table, days(290)).unwrap();
    let words = ["forecast", path(&centre), "--weeks", "2", "--drivers", path(&table)];
    let said = refusal(&words);
    assert!(said.contains("no number for 3 days, the first of them 2025-04-18"), "{said}");
    fs::write(&table, days(293)).unwrap();
    callboard(&words).success();
    assert!(centre.join("drivers.csv").exists());
}

#[test]
fn what_cannot_be_forecast_is_refused_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let short = imported(folder.path(), 4);
    let said = refusal(&["forecast", path(&short)]);
    assert!(said.contains("queue.sales") && said.contains("queue.support") && said.contains("too few"), "{said}");
    fs::remove_file(short.join("history.csv")).unwrap();
    assert!(refusal(&["forecast", path(&short)]).contains("history.csv"));

    let other = folder.path().join("other");
    fs::create_dir(&other).unwrap();
    let centre = imported(&other, 40);
    let table = folder.path().join("wrong.csv");
    fs::write(&table, "queue,first,factor,reason\nsale,2025-04-14,1.5,why\nsales,soon,2,why\nsales,2025-04-19,2,\n")
        .unwrap();
    let said = refusal(&["forecast", path(&centre), "--overrides", path(&table)]);
    for part in ["did you mean \"sales\"?", "wrong.csv:3", "a reason in a few words"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    fs::write(&table, "queue,first,factor,reason\nsales,2025-04-19,2,a Saturday\n").unwrap();
    let said = refusal(&["forecast", path(&centre), "--overrides", path(&table)]);
    assert!(said.contains("wrong.csv:2") && said.contains("is open"), "{said}");
    assert!(
        refusal(&["forecast", path(&centre), "--from", "2025-03-01", "--to", "2025-05-01"])
            .contains("runs to 2025-04-04")
    );
    assert!(refusal(&["forecast", path(&centre), "--from", "2025-05-01", "--to", "2025-04-20"]).contains("exchange"));
    assert!(refusal(&["forecast", path(&centre), "-o", path(&short)]).contains("exists already"));
    fs::write(centre.join("forecast.toml"), "weeks = 0").unwrap();
    assert!(refusal(&["forecast", path(&centre)]).contains("forecast.toml"));
    assert!(!centre.join("forecast.csv").exists(), "nothing was written");
}

#[test]
fn a_history_that_goes_on_is_forecast_as_it_was_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let centre = imported(folder.path(), 40);
    assert!(callboard::cli::forecast::refresh(&centre, &Unwatched).unwrap().is_none(), "nobody has forecast it");
    callboard(&["forecast", path(&centre), "--weeks", "3", "-q", "--threads", "1"]).success();
    let first = fs::read(centre.join("forecast.csv")).unwrap();
    let scenario = fs::read(centre.join("scenario.toml")).unwrap();
    callboard(&["forecast", path(&centre), "-q", "--threads", "2"]).success();
    assert!(fs::read(centre.join("forecast.csv")).unwrap() == first, "the same on any number of threads");
    assert_eq!(fs::read(centre.join("scenario.toml")).unwrap(), scenario, "and a second time");
    // One more week comes in.
    let export = folder.path().join("more.csv");
    fs::write(&export, format!("start,queue,offered,answered,AHT,agents\n{}", rows(0, 7 * 41))).unwrap();
    let longer = folder.path().join("longer");
    callboard(&["import", path(&export), "-o", path(&longer), "--time-zone", "Europe/Berlin"]).success();
    for name in ["history.csv", "volume.csv"] {
        fs::copy(longer.join(name), centre.join(name)).unwrap();
    }
    let outlook = callboard::cli::forecast::refresh(&centre, &Unwatched).unwrap().unwrap();
    assert_eq!(outlook.horizon, date(2025, 4, 14)..=date(2025, 5, 4));
    assert_eq!(load(&centre, &[]).unwrap().calendar.days.len(), 21);
}
