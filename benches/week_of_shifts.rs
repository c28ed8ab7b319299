//! A week of 7 × 96 quarter-hours that peaks at 120 agents and more, shifts of 4 to 10 hours that begin every half hour, and
//! three breaks: how much processor time it takes to come within 5 %, 1 %, 0.5 % and 0.1 % of the bound. Beside it the same
//! instance with a column for every way to place a shift and its breaks, solved by the solver alone.
//! What came out is left in `target/week_of_shifts.json`, for `benches/peers/shifts.py`.

use callboard::calendar::{Calendar, Grid};
use callboard::milp::{Kind, Limits, Programme, solve, solver_name};
use callboard::scenario::{BreakRule, Group, GroupId, Scenario, ShiftType};
use callboard::scheduling::{self, part::parts};
use callboard::staffing::StaffingRequirement;
use callboard::units::{Hours, MoneyPerHour};
use callboard::watch::Unwatched;
use jiff::civil::date;
use jiff::tz::TimeZone;
use serde_json::json;
use std::time::{Duration, Instant};

const SLOTS: usize = 96;

/// Agents of a quarter-hour of a working day: two humps over a quiet night.
fn agents(slot: usize) -> f64 {
    let hump = |centre: f64, width: f64| (-((slot as f64 - centre) / width).powi(2) / 2.0).exp();
    let load = 4.0 + 110.0 * hump(42.0, 7.0) + 80.0 * hump(62.0, 8.0);
    (load + 0.5 * load.sqrt()).ceil()
}

fn rest(length: u32, paid: bool, earliest: u32, latest: u32) -> BreakRule {
    BreakRule { length, paid, earliest, latest, step: 15, from_shift_length: 0 }
}

fn week() -> (Scenario, StaffingRequirement) {
    let calendar = Calendar::of_days(date(2026, 1, 5), 7, 15, &TimeZone::UTC);
    let mut group = Group::plain("desk", vec![], vec![]);
    (group.headcount, group.weekly_hours, group.days_per_week) = (400, Hours(40.0), 5);
    group.wage = MoneyPerHour(20.0);
    let mut scenario = Scenario::plain(calendar, vec![], vec![group]);
    let kind = |name: &str, lengths: std::ops::RangeInclusive<u32>, breaks| ShiftType {
        breaks,
        ..ShiftType::plain(
            name,
            vec![GroupId(0)],
            lengths.map(|halves| 30 * halves).collect(),
            (0..48).map(|halves| 30 * halves).collect(),
        )
    };
    scenario.shift_types = vec![
        kind("short", 8..=11, vec![rest(15, true, 45, 75), rest(30, false, 105, 150), rest(15, true, 180, 210)]),
        kind("long", 12..=20, vec![rest(15, true, 90, 150), rest(30, false, 180, 270), rest(15, true, 315, 330)]),
    ];
    scenario.scheduling.under_cover_per_hour = MoneyPerHour(60.0);
    let at = |slot: usize| {
        let share = if slot / SLOTS < 5 { 1.0 } else { 0.6 };
        (agents(slot % SLOTS) * share).ceil() as u32
    };
    let needed = StaffingRequirement::at_one_price(Grid::from_rows(vec![(0..7 * SLOTS).map(at).collect()]));
    (scenario, needed)
}

/// One line for each gap.
pub fn time_to_gap() {
    let (scenario, needed) = week();
    println!("\na week of quarter-hours, shifts of 4-10 h every half hour, three breaks: processor seconds to a gap");
    let mut reached = Vec::new();
    for gap in [0.05, 0.01, 0.005, 0.001] {
        let limits = Limits { relative_gap: gap, nodes: None, iterations: None, time: Some(Duration::from_secs(60)) };
        let (begun, on_the_wall) = (cpu_seconds(), Instant::now());
        let schedule = scheduling::schedule(&scenario, &needed, &limits, &Unwatched).expect("people may stay at home");
        let taken = cpu_seconds() - begun;
        let wall = on_the_wall.elapsed().as_secs_f64();
        assert_eq!(scheduling::check(&scenario, &needed, &schedule), []);
        println!("  {:>5.1} %: {taken:6.1} s, reached {:.3} %", 100.0 * gap, 100.0 * schedule.gap());
        let (cost, bound) = (schedule.cost.objective().0, schedule.bound().0);
        reached.push(json!({ "gap": gap, "cpu_seconds": taken, "wall_seconds": wall, "cost": cost, "bound": bound }));
    }
    let said = json!({ "needed": needed.agents.row(0), "callboard": reached });
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/target/week_of_shifts.json");
    if let Err(error) = std::fs::write(file, said.to_string()) {
        eprintln!("{file} was not written: {error}");
    }
    explicit(&scenario, &needed);
}

/// A column for each shift and way to place its breaks, with the coarsest grid that is still a choice: earliest and latest place.
fn explicit(scenario: &Scenario, needed: &StaffingRequirement) {
    let calendar = &scenario.calendar;
    let mut programme = Programme::new();
    let mut present: Vec<Vec<_>> = vec![Vec::new(); calendar.intervals.len()];
    for part in parts(scenario, needed, GroupId(0)) {
        for shift in &part.shifts {
            let mut ways: Vec<Vec<u32>> = vec![Vec::new()];
            for rest in &shift.breaks {
                let ends: std::collections::BTreeSet<u32> =
                    [rest.begins[0], rest.begins[rest.begins.len() - 1]].into_iter().collect();
                ways = ways.iter().flat_map(|way| ends.iter().map(|&end| [way.as_slice(), &[end]].concat())).collect();
            }
            for way in ways {
                let wages = scenario.groups[0].wage.0 * f64::from(shift.paid_minutes()) / 60.0;
                let column = programme.column((), 0.0, f64::INFINITY, wages, Kind::Integer);
                let away: Vec<_> = shift
                    .breaks
                    .iter()
                    .zip(&way)
                    .map(|(rest, &begin)| shift.break_span(calendar, rest, begin))
                    .collect();
                for interval in shift.span(calendar).filter(|at| !away.iter().any(|rest| rest.contains(at))) {
                    present[interval].push((column, 1.0));
                }
            }
        }
    }
    let columns = programme.columns().len();
    for (interval, terms) in present.into_iter().enumerate() {
        let agents = f64::from(needed.agents[(0, interval)]);
        let price = scenario.scheduling.under_cover_per_hour.0 / 4.0;
        let under = programme.column((), 0.0, agents, price, Kind::Continuous);
        programme.row("cover", agents, f64::INFINITY, terms.into_iter().chain([(under, 1.0)]));
    }
    let limits = Limits { time: Some(Duration::from_secs(60)), relative_gap: 0.001, ..Limits::NONE };
    let begun = cpu_seconds();
    let reached = solve(&programme, &limits).map_or_else(
        |error| error.to_string(),
        |solution| {
            format!("{:.3} % (cost {:.0}, bound {:.0})", 100.0 * solution.gap(), solution.objective, solution.bound)
        },
    );
    let taken = cpu_seconds() - begun;
    println!(
        "  {} alone, {columns} explicit columns with two places a break: {taken:.1} s, reached {reached}",
        solver_name()
    );
}

/// Processor time of this process, all threads together.
#[cfg(unix)]
fn cpu_seconds() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    time.tv_sec as f64 + 1e-9 * time.tv_nsec as f64
}

/// Elsewhere: time on the wall.
#[cfg(not(unix))]
fn cpu_seconds() -> f64 {
    std::time::UNIX_EPOCH.elapsed().map_or(0.0, |time| time.as_secs_f64())
}
