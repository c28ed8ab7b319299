//! The closed loop: schedules that a simulation sends back, and what it would take where none can keep the promise.
//!
//! The centre is open from 8 to 20 with 60 calls of 5 minutes an hour: 5 erlangs, for which 8 agents answer 86 % within 20 s and
//! 7 agents 72 % (Erlang C). Shifts last 8 hours and begin at 8 or at 12, so that 8 agents at all times are 16 people.

use callboard::demand::Demand;
use callboard::milp::Limits;
use callboard::report::json::schedule_json;
use callboard::report::text::schedule_text;
use callboard::requirement::{Requirement, promise};
use callboard::scenario::{Scenario, file};
use callboard::simulation::{Options, simulate};
use callboard::staffing::{StaffingLevels, StaffingRequirement};
use callboard::study::{self, CertifiedSchedule};
use callboard::units::Hours;
use callboard::watch::Unwatched;
use serde_json::json;
use std::fs;

const CENTRE: &str = r#"
name = "A day"
seed = 5

[horizon]
start = 2027-03-01
days = 1
interval = "60m"
time_zone = "Europe/Berlin"

[opening_hours]
default = "08:00-20:00"

[queue.calls]
volume = { per_hour = 60 }
handling = { mean = "5m" }
patience = { distribution = "endless" }
target = { service_level = "80%", within = "20s" }

[group.agents]
skills = ["calls"]
headcount = 20
wage = 20.0
shrinkage = "0%"
weekly_hours = 40
days_per_week = 5

[shift.long]
length = "8h"
start = ["08:00", "12:00"]

[simulation]
replications = 20
"#;

/// The centre with other lines, and others at the end.
fn centre(changes: &[(&str, &str)], more: &str) -> Scenario {
    let folder = tempfile::tempdir().unwrap();
    let mut text = format!("{CENTRE}{more}");
    for (from, to) in changes {
        assert!(text.contains(from), "{from}");
        text = text.replace(from, to);
    }
    fs::write(folder.path().join("scenario.toml"), text).unwrap();
    file::load(folder.path(), &[]).unwrap_or_else(|problems| panic!("{problems}"))
}

/// So many agents of the first group are said to be needed while the centre is open.
fn asking(scenario: &Scenario, demand: &Demand, agents: u32) -> Requirement {
    let mut needed = StaffingLevels::as_given(scenario).agents;
    for group in 0..needed.rows() {
        for (interval, there) in needed.row_mut(group).iter_mut().enumerate() {
            let is_open = (8..20).contains(&(scenario.calendar.intervals[interval].clock_minute / 60));
            *there = if group == 0 && is_open { agents } else { 0 };
        }
    }
    let options = Options { seed: 1, replications: scenario.simulation.replications };
    let levels = StaffingLevels { agents: needed.clone() };
    let performance = simulate(scenario, demand, &levels, &options, &Unwatched).unwrap();
    let needed = StaffingRequirement::at_one_price(needed);
    Requirement {
        formula: needed.clone(),
        needed,
        performance,
        promises: promise::promises(scenario),
        judged: Vec::new(),
        rounds: 1,
    }
}

fn scheduled(scenario: &Scenario, agents: u32) -> CertifiedSchedule {
    let demand = Demand::of(scenario);
    let requirement = asking(scenario, &demand, agents);
    let certified = study::schedule(scenario, &demand, &requirement, &Limits::NONE, &Unwatched).unwrap();
    assert_eq!(certified.findings, [], "the checker is content");
    certified
}

#[test]
fn a_schedule_that_keeps_the_promise_is_left_as_it_is() {
    let certified = scheduled(&centre(&[], ""), 8);
    assert_eq!((certified.rounds, certified.missed.len(), &certified.takes), (1, 0, &None));
    assert_eq!(certified.schedule.shifts.iter().map(|shift| shift.people).sum::<u32>(), 16);
}

#[test]
fn what_a_low_price_leaves_open_is_covered_where_the_promise_would_be_missed() {
    let certified = scheduled(&centre(&[], "[scheduling]\nunder_cover_per_hour = 1.0\n"), 8);
    assert_eq!((certified.rounds, certified.missed.len()), (2, 0));
    assert_eq!(certified.schedule.cost.under_cover_hours, Hours::ZERO);
    // Nobody would have been cheaper: 12 hours of 8 agents at 1 EUR.
    assert!(certified.schedule.bound().0 <= 96.0 && certified.schedule.cost.wages.0 == 16.0 * 8.0 * 20.0);
}

#[test]
fn where_the_promise_holds_all_the_same_a_low_price_leaves_open_what_it_says() {
    let easy = [("target = { service_level = \"80%\", within = \"20s\" }", "target = { max_abandonment = \"100%\" }")];
    let certified = scheduled(&centre(&easy, "[scheduling]\nunder_cover_per_hour = 1.0\n"), 8);
    assert_eq!((certified.rounds, certified.schedule.shifts.len()), (1, 0));
}

#[test]
fn too_few_people_are_said_to_be_so_many_too_few() {
    let certified = scheduled(&centre(&[("headcount = 20", "headcount = 10")], ""), 8);
    assert!(!certified.missed.is_empty());
    let takes = certified.takes.unwrap();
    assert_eq!((takes.people.as_slice(), takes.keeps), ([6].as_slice(), true));
    let enough = scheduled(&centre(&[("headcount = 20", "headcount = 16")], ""), 8);
    assert_eq!((enough.missed.len(), enough.takes), (0, None));
    let one_less = scheduled(&centre(&[("headcount = 20", "headcount = 15")], ""), 8);
    assert!(!one_less.missed.is_empty() && one_less.takes.unwrap().people == [1]);
}

#[test]
fn where_a_group_is_used_up_another_one_helps() {
    let others = "
[group.others]
skills = [\"calls\"]
headcount = 10
wage = 30.0
shrinkage = \"0%\"
weekly_hours = 40
days_per_week = 5
";
    let certified = scheduled(&centre(&[("headcount = 20", "headcount = 10")], others), 8);
    assert_eq!((certified.missed.len(), &certified.takes), (0, &None));
    let people = |group: usize| -> u32 {
        certified.schedule.shifts.iter().filter(|shift| shift.group.0 == group).map(|shift| shift.people).sum()
    };
    assert_eq!(people(0), 10);
    assert!((6..=8).contains(&people(1)), "{} of the others", people(1));
}

#[test]
fn a_requirement_that_does_not_do_over_the_day_is_strengthened() {
    let by_day = [("within = \"20s\" }", "within = \"20s\", over = \"day\" }")];
    let certified = scheduled(&centre(&by_day, ""), 5);
    assert_eq!(certified.missed.len(), 0);
    let of_group = |agents: &callboard::calendar::Grid<u32>| agents.row(0).iter().sum::<u32>();
    assert!(of_group(&certified.needed.agents) > 5 * 12, "more is asked for");
}

#[test]
fn where_seats_are_lacking_no_people_are_asked_for() {
    let changes = [("skills = [\"calls\"]", "skills = [\"calls\"]\nsite = \"hall\"")];
    let scenario = centre(&changes, "[site.hall]\nseats = 6\n");
    let certified = scheduled(&scenario, 8);
    assert!(!certified.missed.is_empty());
    assert_eq!(certified.takes, None);
    // Six people have a seat from 12 to 16, when both shifts are there: each covers four hours more, of the other 64.
    assert_eq!(certified.schedule.cost.under_cover_hours, Hours(48.0));
    let document = schedule_json(&scenario, &certified);
    let count = |interval: &serde_json::Value, name: &str| interval[name].as_u64().unwrap();
    let missing = |group: &serde_json::Value| -> u64 {
        let intervals = group["intervals"].as_array().unwrap().iter();
        intervals.map(|interval| count(interval, "needed").saturating_sub(count(interval, "on_duty"))).sum()
    };
    let missing: u64 = document["levels"].as_array().unwrap().iter().map(missing).sum();
    assert_eq!(missing * u64::from(scenario.calendar.interval_minutes), 48 * 60);
    let site = &document["sites"][0];
    assert_eq!((&site["name"], &site["seats"], &site["peak"]), (&json!("hall"), &json!(6), &json!(6)));
    assert_eq!(site["uncovered_for_want_of_seats_hours"], json!(48.0));
    let text = schedule_text(&scenario, &certified, 200);
    assert!(text.contains("At most 6 of 6 seats of hall are taken"), "{text}");
    assert!(text.contains("for 48 of them no seat is free at hall (6 seats)"), "{text}");
}

#[test]
fn people_are_asked_for_as_far_as_there_are_seats() {
    let changes =
        [("skills = [\"calls\"]", "skills = [\"calls\"]\nsite = \"hall\""), ("headcount = 20", "headcount = 10")];
    // Eight agents at all times take 16 people, of whom from 12 to 16 all have a seat.
    let enough = scheduled(&centre(&changes, "[site.hall]\nseats = 16\n"), 8);
    assert_eq!(enough.takes.unwrap().people, [6]);
    let certified = scheduled(&centre(&changes, "[site.hall]\nseats = 12\n"), 8);
    // Two more people have a seat, and then the promise is missed still.
    let takes = certified.takes.unwrap();
    assert_eq!((takes.people.as_slice(), takes.covered, takes.keeps), ([2].as_slice(), Hours(8.0), false));
}
