//! `callboard shifts`: which kinds of shift a centre should have, on public instances of the problem.

pub mod benchmark_file;

use super::{Failure, Format, OutputArguments, TimeLimitArguments, begin, give_out, json};
use crate::calendar::clock;
use crate::scheduling::shift_design::{Design, ShiftDesign, design};
use anyhow::anyhow;
use clap::Args;
use serde_json::json;
use std::fmt::Write;
use std::path::PathBuf;
use std::time::Instant;

/// Words of `callboard shifts`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  callboard shifts --benchmark RandomExample1.dzn
  callboard shifts --benchmark RandomExample2.dzn --time-limit 60 --format json")]
pub struct ShiftsArguments {
    /// An instance of min-shift-design (Musliu, Gärtner & Slany) in the data format of `MiniZinc`
    #[arg(long, value_name = "FILE")]
    benchmark: PathBuf,
    #[command(flatten)]
    output: OutputArguments,
    #[command(flatten)]
    limit: TimeLimitArguments,
}

/// Designs the shifts of a benchmark instance and gives them out with their objective and its bound.
pub fn shifts(arguments: &ShiftsArguments) -> Result<(), Failure> {
    let problem = benchmark_file::read(&arguments.benchmark)?;
    let terminal = begin(&arguments.output.work)?;
    let begun = Instant::now();
    let time_left = || arguments.limit.time_limit.map(|limit| limit.saturating_sub(begun.elapsed()));
    let design = design(&problem, &time_left, &terminal).map_err(|error| Failure::Fault(anyhow!(error)))?;
    drop(terminal);
    let text = match arguments.output.format {
        Format::Text => text(&problem, &design),
        Format::Json => as_json(&problem, &design),
        Format::Csv => csv(&problem, &design),
    };
    give_out(arguments.output.output.as_deref(), &text)
}

fn text(problem: &ShiftDesign, design: &Design) -> String {
    let cost = &design.cost;
    let proved = if design.bound >= cost.objective { ", proved to be the least".to_owned() } else { String::new() };
    let mut text = format!(
        "objective {}\nbound     {} (gap {:.2} %{proved})\nshifts    {}\nmissing   {} agent-minutes\nsurplus   {} agent-minutes\n\n",
        cost.objective,
        design.bound,
        100.0 * design.gap(),
        cost.shifts,
        cost.under_cover_minutes,
        cost.over_cover_minutes,
    );
    for used in &design.shifts {
        let (start, length) = (used.shift.start * problem.slot_minutes, used.shift.length * problem.slot_minutes);
        let people: Vec<String> = used.people.iter().map(|people| format!("{people:>4}")).collect();
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{} for {}h{:02} {}", clock(start), length / 60, length % 60, people.concat());
    }
    text
}

fn as_json(problem: &ShiftDesign, design: &Design) -> String {
    let shifts: Vec<_> = design
        .shifts
        .iter()
        .map(|used| {
            json!({
                "start": clock(used.shift.start * problem.slot_minutes),
                "length_min": used.shift.length * problem.slot_minutes,
                "people": used.people,
            })
        })
        .collect();
    json(&json!({
        "objective": design.cost.objective,
        "bound": design.bound,
        "gap": design.gap(),
        "under_cover_min": design.cost.under_cover_minutes,
        "over_cover_min": design.cost.over_cover_minutes,
        "shifts": shifts,
    }))
}

fn csv(problem: &ShiftDesign, design: &Design) -> String {
    let mut text = "start,length_min,day,people\n".to_owned();
    for used in &design.shifts {
        let start = clock(used.shift.start * problem.slot_minutes);
        for (day, people) in used.people.iter().enumerate().filter(|(_, people)| **people > 0) {
            let _ = writeln!(text, "{start},{},{},{people}", used.shift.length * problem.slot_minutes, day + 1);
        }
    }
    text
}
