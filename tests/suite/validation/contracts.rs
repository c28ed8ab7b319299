//! Contracts of a group: what a file says of them, and what is refused.

use super::given::{load_text, problems_of};
use super::rules::{Example, examples, refuses};
use callboard::scenario::{Origin, Scenario, ShiftTypeId, WeekendRotation};
use callboard::units::Hours;
use jiff::civil::date;

/// A desk with three contracts.
pub const CONTRACTS: &str = r#"[horizon]
start = 2026-11-30
days = 7
interval = "30m"

[queue.calls]
volume = { per_hour = 30 }
handling = { mean = "4m" }
patience = { mean = "3m" }

[group.desk]
skills = ["calls"]
wage = 20
weekly_hours = 38

[[group.desk.contract]]
name = "full-time"
people = 10
days_off_together = true
start_within = "1h30m"
weekends = { worked = 1, of = 2 }

[[group.desk.contract]]
name = "part-time"
people = 6
weekly_hours = 20
days_per_week = 4
shifts = ["short"]

[[group.desk.contract]]
name = "season"
people = 4
from = 2026-12-01
until = 2026-12-23

[group.back]
skills = ["calls"]
headcount = 3
wage = 20

[shift.long]
length = "8h"
start = ["08:00", "10:00"]

[shift.short]
groups = ["desk"]
length = "4h"
start = ["08:00", "12:00"]
"#;

const EXAMPLES: &[Example] = examples! {
    "missing": "name = \"full-time\"\n" => "", at "[[group.desk.contract]]\npeople = 10": "nothing" | "a text" | "add name";
    "missing": "people = 10\n" => "", at "[[group.desk.contract]]\nname = \"full": "nothing" | "1 to 2000" | "add people = 10";
    "range": "people = 6" => "people = 0", at "0\nweekly_hours = 20": "0" | "1 to 2000" | "raise";
    "range": "weekly_hours = 20" => "weekly_hours = 100", at "100": "100" | "1 to 84" | "lower";
    "range": "days_per_week = 4" => "days_per_week = 8", at "8\nshifts": "8" | "1 to 7" | "lower";
    "twice": "name = \"part-time\"" => "name = \"full-time\"", at "\"full-time\"\npeople = 6": "a second contract" | "a name for each" | "another name";
    "unknown-name": "shifts = [\"short\"]" => "shifts = [\"shor\"]", at "\"shor\"": "\"shor\"" | "long, short" | "did you mean \"short\"?";
    "never": "groups = [\"desk\"]" => "groups = [\"back\"]", at "[\"short\"]": "\"short\", which the group may not work" | "name this group" | "take it out";
    "order": "until = 2026-12-23" => "until = 2026-11-30", at "2026-11-30\n\n[group.back": "before `from`" | "2026-12-01 or later" | "exchange";
    "type": "from = 2026-12-01" => "from = \"soon\"", at "\"soon\"": "\"soon\"" | "a date" | "2026-11-27";
    "never": "days_off_together = true" => "days_off_together = true\ndays_per_week = 6", at "true\ndays_per": "6 days of work" | "two days off" | "lower days_per_week";
    "type": "days_off_together = true" => "days_off_together = 2", at "2\nstart_within": "2" | "true or false" | "without quotes";
    "unit": "start_within = \"1h30m\"" => "start_within = 90", at "90": "90" | "from 0s to 24h" | "\"90m\" for minutes";
    "never": "{ worked = 1, of = 2 }" => "{ worked = 2, of = 2 }", at "weekends = {": "2 of 2 weekends" | "fewer weekends" | "take `weekends` out";
    "missing": "{ worked = 1, of = 2 }" => "{ worked = 1 }", at "weekends": "nothing" | "1 to 52" | "add of = ";
    "unknown-key": "{ worked = 1, of = 2 }" => "{ worked = 1, off = 2 }", at "off =": "\"off\"" | "worked, of" | "\"of\"";
    "contradiction": "weekly_hours = 38" => "weekly_hours = 38\nheadcount = 19", at "19": "19 `headcount`, and contracts of 20" | "add up" | "can be left out";
};

fn scenario(overrides: &[&str]) -> Scenario {
    load_text(CONTRACTS, overrides).unwrap_or_else(|problems| panic!("{problems}"))
}

#[test]
fn every_broken_example_about_contracts_is_refused_where_it_is_broken() {
    refuses(CONTRACTS, EXAMPLES);
}

#[test]
fn contracts_are_read_and_what_they_do_not_say_is_the_groups() {
    let scenario = scenario(&[]);
    let [full, part, season] = &scenario.groups[0].contracts[..] else { panic!("three contracts") };
    assert_eq!((full.people, full.weekly_hours, full.days_per_week), (10, Hours(38.0), 5));
    assert_eq!((full.days_off_together, full.start_within), (true, Some(90)));
    assert_eq!(full.weekends, Some(WeekendRotation { worked: 1, of: 2 }));
    assert_eq!((part.weekly_hours, part.days_per_week), (Hours(20.0), 4));
    assert_eq!(part.shift_types, Some(vec![ShiftTypeId(1)]));
    assert_eq!((season.from, season.until), (Some(date(2026, 12, 1)), Some(date(2026, 12, 23))));
    assert!(full.has_tour_rules() && !part.has_tour_rules() && scenario.groups[1].contracts.is_empty());
    let hours = scenario.assumptions.iter().find(|known| known.path == "group.desk.contract.0.weekly_hours").unwrap();
    assert_eq!((hours.value.as_str(), &hours.origin), ("38", &Origin::Default("as the group's".to_owned())));
}

#[test]
fn a_group_with_contracts_has_the_people_and_mean_hours_that_they_add_up_to() {
    let scenario_of_file = scenario(&[]);
    let desk = &scenario_of_file.groups[0];
    assert_eq!(desk.headcount, 20);
    assert!((desk.weekly_hours.0 - (14.0 * 38.0 + 6.0 * 20.0) / 20.0).abs() < 1e-12);
    assert_eq!(scenario(&["group.desk.contract.1.people=8"]).groups[0].headcount, 22);
    let same = load_text(&CONTRACTS.replace("weekly_hours = 38", "weekly_hours = 38\nheadcount = 20"), &[]);
    assert_eq!(same.unwrap().groups[0].headcount, 20);
}

#[test]
fn contracts_of_more_people_than_have_names_contradict_them() {
    let named = "\n[person.ada]\ngroup = \"desk\"\nduty = { default = \"08:00-12:00\" }\n";
    let problems = problems_of(&(CONTRACTS.to_owned() + named), &[]);
    assert_eq!(problems.iter().map(|problem| problem.rule).collect::<Vec<_>>(), ["contradiction"]);
    assert!(problems[0].found.contains("1 people of the group who have a name"), "{}", problems[0].found);
}

#[test]
fn more_people_join_the_largest_contract() {
    let desk = scenario(&[]).groups[0].clone().with_more(5);
    assert_eq!(desk.headcount, 25);
    assert_eq!(desk.contracts.iter().map(|contract| contract.people).collect::<Vec<_>>(), [15, 6, 4]);
}
