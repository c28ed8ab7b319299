//! `callboard roster`: who of the named people works when.

use super::{ChangeArguments, Failure, Format, OutputArguments, begin, give_out, json};
use crate::rostering::benchmark;
use crate::rostering::check;
use crate::rostering::problem::Problem;
use crate::rostering::{self, Clock, Limits, Roster, RosterError};
use clap::Args;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

pub(super) mod of_scenario;

/// Words of `callboard roster`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  callboard roster scenarios/named_team
  callboard roster scenarios/named_team --workbook roster.xlsx --calendars calendars --format csv -o roster.csv
  callboard roster scenarios/named_team --check scenarios/named_team/roster.csv
  callboard roster --benchmark Instance4.txt --time-limit 10m")]
pub struct RosterArguments {
    /// A scenario with named people: its folder, or its TOML file
    #[arg(required_unless_present = "benchmark")]
    scenario: Option<PathBuf>,
    #[command(flatten)]
    changes: ChangeArguments,
    /// Instead: an instance of schedulingbenchmarks.org (staff rostering) to solve
    #[arg(long, value_name = "FILE", conflicts_with_all = ["scenario", "overrides", "workbook", "calendars"])]
    benchmark: Option<PathBuf>,
    /// How long to search, e.g. 90s or 10m; the roster then depends on the machine [default: limited in work, not in time]
    #[arg(long, value_name = "DURATION", value_parser = duration)]
    time_limit: Option<Duration>,
    #[command(flatten)]
    output: OutputArguments,
    /// Also a workbook for spreadsheet programs: the roster in colours, hours and shares, what could not be met
    #[arg(long, value_name = "FILE.xlsx")]
    workbook: Option<PathBuf>,
    /// Instead of searching: look at this roster, as roster.csv is written and perhaps changed by hand: rules, cost, service
    #[arg(long, value_name = "FILE", conflicts_with_all = ["benchmark", "time_limit"])]
    check: Option<PathBuf>,
    /// Also a calendar file for each person, into this folder; made where it does not exist
    #[arg(long, value_name = "FOLDER")]
    calendars: Option<PathBuf>,
}

/// A duration such as `90s`, `10m`, `1h`, or a number of seconds; a day at most.
fn duration(text: &str) -> Result<Duration, String> {
    let text = text.trim();
    let (number, unit) = match text.char_indices().find(|(_, letter)| letter.is_alphabetic()) {
        Some((at, _)) => (&text[..at], &text[at..]),
        None => (text, "s"),
    };
    let wrong = || format!("“{text}” is no duration; write 90s, 10m or 1h, up to a day");
    let factor = match unit {
        "s" => 1.0,
        "m" | "min" => 60.0,
        "h" => 3_600.0,
        _ => return Err(wrong()),
    };
    let seconds = number.trim().parse::<f64>().map_err(|_| wrong())? * factor;
    if seconds > 0.0 && seconds <= 86_400.0 { Ok(Duration::from_secs_f64(seconds)) } else { Err(wrong()) }
}

/// Rosters the employees of a scenario, or solves an instance of the benchmark.
pub fn roster(arguments: &RosterArguments) -> Result<(), Failure> {
    match (&arguments.benchmark, &arguments.scenario) {
        (Some(path), _) => solve(path, arguments),
        (None, Some(scenario)) => of_scenario::roster(&of_scenario::Asked {
            scenario,
            changes: &arguments.changes,
            time_limit: arguments.time_limit,
            output: &arguments.output,
            workbook: arguments.workbook.as_ref(),
            calendars: arguments.calendars.as_ref(),
            check: arguments.check.as_ref(),
        }),
        (None, None) => Err(Failure::Usage("name a scenario, or an instance with --benchmark".to_owned())),
    }
}

/// Solves an instance, checks the roster, and gives it out.
fn solve(path: &Path, arguments: &RosterArguments) -> Result<(), Failure> {
    let problem = read(path)?;
    let terminal = begin(&arguments.output.work)?;
    let begun = Instant::now();
    let elapsed = || begun.elapsed();
    let clock = arguments.time_limit.map(|limit| Clock { elapsed: &elapsed, limit });
    let limits = Limits { clock, ..Limits::default() };
    let roster = rostering::roster(&problem, arguments.changes.seed.unwrap_or(1), limits, &terminal);
    drop(terminal);
    let roster = roster.map_err(|error| match error {
        RosterError::Interrupted(interrupted) => Failure::Interrupted(interrupted),
        RosterError::Fault(_) => Failure::Usage(format!("{}: {error}", path.display())),
        RosterError::NoDays(_) => Failure::No(error.to_string()),
    })?;
    let findings = check::check(&problem, &roster);
    eprintln!("{:.1} s", begun.elapsed().as_secs_f64());
    let text = match arguments.output.format {
        Format::Text => text(&problem, &roster),
        Format::Json => json(&document(path, &problem, &roster)),
        Format::Csv => table(&problem, &roster),
    };
    give_out(arguments.output.output.as_deref(), &text)?;
    if !findings.is_empty() {
        let findings: Vec<String> = findings.iter().map(ToString::to_string).collect();
        return Err(Failure::No(format!("the checker objects to the roster:\n{}", findings.join("\n"))));
    }
    Ok(())
}

fn read(path: &Path) -> Result<Problem, Failure> {
    let bytes =
        std::fs::read(path).map_err(|error| Failure::Usage(format!("{} cannot be read: {error}", path.display())))?;
    let text =
        String::from_utf8(bytes).map_err(|_| Failure::Usage(format!("{} is no text in UTF-8", path.display())))?;
    benchmark::read(&text).map_err(|wrong| {
        let messages: Vec<String> = wrong.iter().map(|wrong| format!("{}:{wrong}", path.display())).collect();
        Failure::Usage(messages.join("\nerror: "))
    })
}

/// The name of a day's shift, empty for a day off.
fn name(problem: &Problem, given: Option<crate::rostering::problem::KindId>) -> &str {
    given.map_or("", |kind| &problem.kinds[kind.0].name)
}

fn text(problem: &Problem, roster: &Roster) -> String {
    let mut text = String::new();
    let price = roster.price;
    let gap = roster.gap();
    let _ = writeln!(
        text,
        "objective {}   bound {}   gap {:.2} %   {}",
        price.total(),
        roster.bound,
        100.0 * gap,
        roster.ended
    );
    let _ = writeln!(
        text,
        "under cover {}   over cover {}   refused wishes {}   unfairness {}",
        price.under, price.over, price.wishes, price.unfairness
    );
    for unmet in &roster.unmet {
        let name = &problem.people[unmet.person.0].name;
        let _ = writeln!(text, "not met for {name}: {} (because of {})", unmet.rule, unmet.cause);
    }
    let widest = problem.people.iter().map(|person| person.name.chars().count()).max().unwrap_or(0);
    let cell = problem.kinds.iter().map(|kind| kind.name.chars().count()).max().unwrap_or(1).max(1);
    for (person, line) in problem.people.iter().zip(&roster.lines) {
        let _ = write!(text, "{:widest$}", person.name);
        for (day, &given) in line.iter().enumerate() {
            let week = if day > 0 && problem.weekday(day) == 0 { "  " } else { " " };
            let given = if given.is_none() { "." } else { name(problem, given) };
            let _ = write!(text, "{week}{given:cell$}");
        }
        text.truncate(text.trim_end().len());
        text.push('\n');
    }
    text
}

fn document(path: &Path, problem: &Problem, roster: &Roster) -> serde_json::Value {
    let price = roster.price;
    let lines: Vec<_> = problem
        .people
        .iter()
        .zip(&roster.lines)
        .map(|(person, line)| {
            let days: Vec<Option<&str>> =
                line.iter().map(|given| given.map(|kind| problem.kinds[kind.0].name.as_str())).collect();
            serde_json::json!({"name": person.name, "days": days})
        })
        .collect();
    let unmet: Vec<_> = roster
        .unmet
        .iter()
        .map(|unmet| {
            serde_json::json!({
                "person": problem.people[unmet.person.0].name,
                "rule": unmet.rule.to_string(),
                "cause": unmet.cause.to_string(),
            })
        })
        .collect();
    serde_json::json!({
        "benchmark": path.file_name().map(|name| name.to_string_lossy()),
        "objective": price.total(),
        "bound": roster.bound,
        "gap": Some(roster.gap()).filter(|gap| gap.is_finite()),
        "ended": roster.ended.to_string(),
        "under_cover": price.under,
        "over_cover": price.over,
        "refused_wishes": price.wishes,
        "unfairness": price.unfairness,
        "shifts": price.shifts,
        "unmet": unmet,
        "people": lines,
    })
}

/// A row for each person, a column for each day.
fn table(problem: &Problem, roster: &Roster) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let days = (0..problem.days).map(|day| day.to_string());
    let head: Vec<String> = std::iter::once("person".to_owned()).chain(days).collect();
    let mut written = writer.write_record(&head);
    for (person, line) in problem.people.iter().zip(&roster.lines) {
        let days = line.iter().map(|&given| name(problem, given));
        written = written.and_then(|()| writer.write_record(std::iter::once(person.name.as_str()).chain(days)));
    }
    let bytes = written.ok().and_then(|()| writer.into_inner().ok()).unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}
