//! What goes before senior management, as a user gets it: the plan and its frontier in every format, with the alternatives that the
//! scenario names.

use crate::cli::{callboard, json};
use calamine::{Data, Range, Reader, Xlsx, open_workbook};
use serde_json::Value;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// One queue and one group for a year, a bot that may be bought, and two alternatives: it costs nothing, or is not there.
const SCENARIO: &str = r#"
name = "Small desk"
question = "Who do we hire, and does the bot pay?"
currency = "EUR"
seed = 5

[horizon]
start = 2027-01-11
days = 1

[opening_hours]
default = "09:00-17:00"

[queue.calls]
volume = { per_day = 400 }
handling = { mean = "5m", distribution = "exponential" }
patience = { mean = "3m" }
target = { service_level = "80%", within = "30s" }

[bot.helper]
queues = ["calls"]
entry = "50%"
resolved = "40%"
unresolved = "5%"
session = { mean = "2m", distribution = "exponential" }
per_session = 0.1

[group.desk]
skills = ["calls"]
headcount = 10
wage = 25.0
shrinkage = "30%"
on_duty = { level = 5 }

[simulation]
replications = 5

[plan]
start = 2027-02-01
months = 12
shortage_per_hour = 90.0

[plan.volume]
calls = { per_month = 9000, growth_per_year = 0.1 }

[plan.group.desk]
attrition_per_month = "3%"
class_max = 4
overtime_max = "5%"

[plan.uncertainty]
draws = 200

[self_service.helper]
bot = "helper"
set_up = 150000.0
per_month = 1000.0
months_to_live = 1
start = "free"

[plan.alternative.bot_for_nothing]
set = ["self_service.helper.set_up=0", "self_service.helper.per_month=0"]

[plan.alternative.no_bot]
set = ["self_service.helper.start=never"]
"#;

/// The scenario in a folder of its own.
fn desk() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("small_desk.toml");
    std::fs::write(&file, SCENARIO).unwrap();
    (folder, file)
}

fn words<'a>(command: &'a str, file: &'a Path, more: &'a str) -> Vec<&'a str> {
    let mut words = vec![command, file.to_str().unwrap(), "-q"];
    words.extend(more.split_whitespace());
    words
}

/// What a command prints.
fn printed(command: &str, file: &Path, more: &str) -> String {
    let answer = callboard(&words(command, file, more)).success();
    String::from_utf8(answer.get_output().stdout.clone()).unwrap()
}

fn amount(of: &Value) -> f64 {
    of.as_f64().unwrap()
}

/// `1,234,568`: as reports show amounts.
fn shown(amount: f64) -> String {
    let digits = format!("{:.0}", amount.abs());
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let sign = if amount < 0.0 && grouped != "0" { "−" } else { "" };
    format!("{sign}{grouped}")
}

fn all_costs(plan: &Value) -> f64 {
    let cents = |kind: &Value| (100.0 * amount(kind)).round();
    plan["cost"].as_object().unwrap().values().map(cents).sum::<f64>() / 100.0
}

#[test]
fn the_plan_and_its_alternatives_are_the_same_in_every_format() {
    let (folder, file) = desk();
    let told = json(&words("plan", &file, "--format json"));
    let (plan, free) = (&told["plan"], &told["alternatives"]["bot_for_nothing"]);
    assert_eq!(told["alternatives"].as_object().unwrap().len(), 2);
    assert!(all_costs(free) < all_costs(plan), "a bot for nothing saves something");
    assert_eq!(plan["initiatives"][0]["start"], Value::Null, "and one at that price does not pay");

    let text = printed("plan", &file, "--format text");
    for name in ["bot for nothing", "no bot"] {
        assert!(text.contains(name), "{name}: {text}");
    }
    assert!(text.contains(&shown(amount(&free["cash"]))), "{text}");

    let csv = printed("plan", &file, "--format csv");
    let rows: Vec<csv::StringRecord> = csv::Reader::from_reader(csv.as_bytes()).records().map(Result::unwrap).collect();
    // The plan, carrying on, without initiatives and two alternatives, each with twelve months of a group and of all.
    assert_eq!(rows.len(), 5 * 12 * 2);
    assert!(rows.iter().any(|row| &row[0] == "bot_for_nothing"));

    let page = printed("plan", &file, "--format html");
    assert!(
        page.contains("The alternatives</h2>") && page.contains("Bot for nothing: self_service.helper.set_up=0 and")
    );
    let saved = all_costs(plan) - all_costs(free);
    for number in [amount(&free["cash"]), all_costs(free), saved] {
        assert!(page.contains(&format!("<td>{} EUR</td>", shown(number))), "{number}");
    }
    let risk = &told["risk"];
    assert_eq!(risk["draws"], 200);
    assert!(page.contains("What is uncertain</h2>") && page.contains("200 worlds were drawn"));
    for of_cost in ["p10", "p50", "p90"] {
        assert!(page.contains(&shown(amount(&risk["cost"][of_cost]))), "{of_cost}");
    }
    for driver in risk["drivers"]["inputs"].as_array().unwrap() {
        for end in ["low", "high"] {
            assert!(page.contains(&shown(amount(&driver[end]))), "{driver}");
        }
    }
    let charts = page.matches("<svg class=\"chart\"").count();
    assert!(charts >= 7 && charts == page.matches("The numbers behind it").count(), "{charts}");
    assert!(!page.contains("NaN") && !page.contains("<script"));

    let workbook = folder.path().join("case.xlsx");
    callboard(&words("plan", &file, &format!("--format xlsx -o {}", workbook.display()))).success();
    let mut workbook: Xlsx<_> = open_workbook(&workbook).unwrap();
    let sheet = workbook.worksheet_range("Alternatives").unwrap();
    let head: Vec<String> = sheet.rows().next().unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(head, ["", "Plan", "Do nothing", "Bot for nothing", "No bot"]);
    assert!((cell(&sheet, "Cash, EUR", 3) - amount(&free["cash"])).abs() < 0.005);
    assert!((cell(&sheet, "All costs, EUR", 3) - all_costs(free)).abs() < 0.005);
    assert!((cell(&sheet, "Saved against the plan, all costs, EUR", 3) - saved).abs() < 0.005);
}

/// The number in a row that begins with a label.
fn cell(sheet: &Range<Data>, label: &str, column: usize) -> f64 {
    let row = sheet.rows().find(|row| row[0] == Data::String(label.to_owned()));
    match row.map(|row| &row[column]) {
        Some(Data::Float(number)) => *number,
        Some(Data::Int(number)) => *number as f64,
        other => panic!("{label}: {other:?}"),
    }
}

#[test]
fn a_workbook_is_no_text_for_the_screen() {
    let (_folder, file) = desk();
    let answer = callboard(&words("plan", &file, "--format xlsx")).code(2);
    assert!(String::from_utf8_lossy(&answer.get_output().stderr).contains("-o case.xlsx"));
}

#[test]
fn the_frontier_is_the_same_in_every_format() {
    let (_folder, file) = desk();
    let range = "--from 0.9 --to 1 --steps 2";
    let told = json(&words("frontier", &file, &format!("{range} --format json")));
    let points = told["points"].as_array().unwrap();
    // Two budgets and none, with everything, with people only and with initiatives only.
    assert_eq!(points.len(), 3 * 3);
    let missing = |point: &Value| format!("{:.1} %", 100.0 * (1.0 - amount(&point["hours_covered"])));

    let text = printed("frontier", &file, range);
    let csv = printed("frontier", &file, &format!("{range} --format csv"));
    assert_eq!(csv::Reader::from_reader(csv.as_bytes()).records().count(), points.len());
    let page = printed("frontier", &file, &format!("{range} --format html"));
    for point in points {
        let cash = shown(amount(&point["cash"]));
        assert!(text.contains(&cash) && page.contains(&format!("<td>{cash} EUR</td>")), "{cash}");
        assert!(page.contains(&format!("<td>{}</td>", missing(point))), "{point}");
        if let Some(more) = point["one_per_cent_more"].as_object() {
            assert!(page.contains(&format!("<td>{} EUR</td>", shown(amount(&more["cost"])))), "{more:?}");
        }
        for limit in point["at_limit"].as_array().unwrap() {
            assert!(page.contains(limit.as_str().unwrap()), "{limit}");
        }
    }
    for word in ["What service does a budget buy", "people only", "initiatives only", "One per cent more of"] {
        assert!(page.contains(word), "{word}");
    }
    assert!(page.matches("<svg class=\"chart\"").count() == 1 && !page.contains("NaN"));
}

#[test]
fn a_frontier_needs_assumptions_and_a_range() {
    callboard(&["frontier", "scenarios/one_queue", "--format", "html"]).code(2);
    let (_folder, file) = desk();
    callboard(&words("frontier", &file, "--from 1 --to 0.9 --format html")).code(2);
}

#[test]
fn a_first_look_is_near_the_plan_and_says_what_it_is() {
    let (_folder, file) = desk();
    let (plan, first) =
        (json(&words("plan", &file, "--format json")), json(&words("plan", &file, "--first-look --format json")));
    for nothing in ["proof", "risk", "without_initiatives"] {
        assert!(first[nothing].is_null() && !plan[nothing].is_null(), "{nothing}");
    }
    let cash = |told: &Value| amount(&told["plan"]["cash"]);
    assert!((cash(&first) / cash(&plan) - 1.0).abs() < 0.1, "{} and {}", cash(&first), cash(&plan));
    for form in ["text", "html"] {
        let told = printed("plan", &file, &format!("--first-look --format {form}"));
        assert!(told.contains("A first look: hours are needed by formula"), "{told}");
    }
}

#[test]
fn a_factor_on_the_volume_of_a_queue_is_one_on_its_volume_in_the_plan() {
    let (_folder, file) = desk();
    let contacts = |more: &str| -> Vec<f64> {
        let told = json(&words("plan", &file, &format!("--first-look --format json {more}")));
        let periods = told["plan"]["periods"].as_array().unwrap().clone();
        periods.iter().map(|period| amount(&period["queues"][0]["contacts"])).collect()
    };
    for (given, more) in contacts("").into_iter().zip(contacts("--set queue.calls.volume.factor=1.2")) {
        assert!((more / given - 1.2).abs() < 1e-9, "{given} and {more}");
    }
}
