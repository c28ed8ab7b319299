//! Real calls: the Wednesdays of February 1999 at a small bank, from the calls to the cost of covering them.
//!
//! Published in T. Miller, "Modeling Techniques in Predictive Analytics", chapter 6: calls that reached the voice menu, by
//! hour, a fourth of the four Wednesdays; Erlang C with 15 calls per agent-hour and P(wait) at most one half; eight shifts of
//! six hours.

mod calibration;
mod records;
mod replay;
mod staff;
mod sums;

use crate::scheduling::{centre, group, shift_type};
use callboard::calendar::Grid;
use callboard::erlang::agents_needed;
use callboard::milp::{Column, Kind, Limits, Programme, solve};
use callboard::scheduling::{check, schedule};
use callboard::staffing::StaffingRequirement;
use callboard::target::Target;
use callboard::units::{Hours, Money, MoneyPerHour, Seconds, Share};
use callboard::watch::Unwatched;
use std::fs::read_to_string;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/anonymous_bank_1999");
const AGENTS: [u32; 24] = [1, 1, 1, 0, 1, 1, 1, 4, 8, 9, 10, 9, 8, 16, 10, 10, 6, 7, 8, 8, 6, 6, 5, 4];
const COSTS: [f64; 8] = [252.0, 288.0, 180.0, 180.0, 180.0, 288.0, 288.0, 288.0];

/// The text of a file of the data folder, if there is one.
fn text(file: &str) -> Option<String> {
    let text = read_to_string(format!("{FOLDER}/{file}")).ok();
    if text.is_none() {
        println!("skipped: no ../shared/data/anonymous_bank_1999/{file}");
    }
    text
}

/// Agents by hour.
fn requirement(calls: &str) -> [u32; 24] {
    let mut lines = calls.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    let header = lines.next().unwrap();
    let column = |name| header.iter().position(|&title| title == name).unwrap();
    let (date, entry, time, outcome) = (column("date"), column("vru_entry"), column("vru_time"), column("outcome"));
    let mut calls = [0u32; 24];
    for row in lines {
        let wednesday = ["990203", "990210", "990217", "990224"].contains(&row[date]);
        if wednesday && row[outcome] != "PHANTOM" && row[time].parse::<i64>().unwrap() >= 0 {
            let (hour, _) = row[entry].split_once(':').unwrap();
            calls[hour.parse::<usize>().unwrap()] += 1;
        }
    }
    let target = Target { max_p_wait: Some(Share(0.5)), ..Target::default() };
    calls.map(|calls| {
        let per_s = f64::from(calls) / 4.0 / 3600.0;
        agents_needed(per_s, Seconds(3600.0 / 15.0), None, None, &target).unwrap()
    })
}

/// For each shift, whether it covers each hour.
fn shifts(table: &str) -> [[bool; 24]; 8] {
    let mut covers = [[false; 24]; 8];
    for (hour, line) in table.lines().skip(1).enumerate() {
        for (shift, cell) in line.split(',').skip(2).enumerate() {
            covers[shift][hour] = cell.trim() == "1";
        }
    }
    covers
}

/// The requirement with the hours closed in which the bank takes no calls.
fn while_open(agents: [u32; 24]) -> [u32; 24] {
    std::array::from_fn(|hour| if hour < 6 { 0 } else { agents[hour] })
}

/// The fewest costs that cover the requirement with no agent missing.
fn least_cost(covers: &[[bool; 24]; 8], agents: &[u32; 24], costs: &[f64; 8]) -> f64 {
    let mut programme = Programme::new();
    let people: Vec<Column> =
        (0..8).map(|shift| programme.column(shift, 0.0, f64::INFINITY, costs[shift], Kind::Integer)).collect();
    for (hour, &needed) in agents.iter().enumerate() {
        let at_work = (0..8).filter(|&shift| covers[shift][hour]).map(|shift| (people[shift], 1.0));
        programme.row(format!("hour {hour}"), f64::from(needed), f64::INFINITY, at_work);
    }
    let solution = solve(&programme, &Limits::NONE).unwrap();
    assert_eq!(solution.gap(), 0.0);
    solution.objective
}

#[test]
fn erlang_c_asks_for_the_published_agents_on_real_calls() {
    let Some(calls) = text("calls_february_1999.tsv") else { return };
    assert_eq!(requirement(&calls), AGENTS);
}

#[test]
fn the_eight_shifts_cover_the_real_calls_for_6336() {
    let (Some(calls), Some(table)) = (text("calls_february_1999.tsv"), text("shifts.csv")) else { return };
    // Whole numbers and costs, and a gap below 1e-6: the sum is exact.
    assert_eq!(least_cost(&shifts(&table), &while_open(requirement(&calls)), &COSTS), 6336.0);
}

#[test]
fn the_scheduler_covers_the_real_calls_as_cheaply_where_all_shifts_cost_the_same() {
    let (Some(calls), Some(table)) = (text("calls_february_1999.tsv"), text("shifts.csv")) else { return };
    let (covers, agents) = (shifts(&table), while_open(requirement(&calls)));
    let starts = covers.map(|hours| 60 * hours.iter().position(|&covers| covers).unwrap() as u32);
    let mut people = group(100);
    people.wage = MoneyPerHour(30.0);
    let mut scenario = centre(1, 60, vec![people], vec![shift_type(&[360], &starts)]);
    // A missing agent costs more than any shift, a surplus one nothing: the same question as above.
    scenario.scheduling.under_cover_per_hour = MoneyPerHour(1000.0);
    scenario.scheduling.over_cover_per_hour = MoneyPerHour(0.0);
    let requirement = StaffingRequirement::at_one_price(Grid::from_rows(vec![agents.to_vec()]));
    let schedule = schedule(&scenario, &requirement, &Limits::NONE, &Unwatched).unwrap();
    assert_eq!(check(&scenario, &requirement, &schedule), []);
    assert_eq!(schedule.cost.under_cover_hours, Hours::ZERO);
    assert_eq!(schedule.cost.objective(), Money(least_cost(&covers, &agents, &[180.0; 8])));
}
