//! `callboard intraday`: what the rest of the day needs, by what has happened until now.

use super::{Failure, ScenarioArguments, WorkArguments, begin, give_out, json, terminal};
use crate::intraday::{self, Known};
use crate::report;
use crate::scenario::Scenario;
use crate::scenario::file::Problems;
use crate::scenario::today::{Now, read_absences, read_actuals, read_shifts};
use crate::simulation::Verdict;
use anyhow::Context;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Words of `callboard intraday`.
#[derive(Debug, Args)]
#[command(after_help = "\
What came: date,start,queue,offered and perhaps handling (4m30s, or seconds), a row for each interval and queue.
Who is absent: name; or group, and perhaps shift, start, people; and perhaps from, until.
What may be done and at what price stands in the scenario's [intraday]: overtime_premium, most_overtime, notice, …

Examples:
  callboard intraday scenarios/named_team --now 2027-03-01T11:00 \\
      --actuals scenarios/named_team/actuals.csv --schedule scenarios/named_team/roster.csv
  callboard intraday scenarios/peak_season --now \"2026-11-27 11:00\" --actuals today.csv --schedule schedule.csv \\
      --absent absent.csv --changed schedule_now.csv --format html -o today.html
  callboard intraday scenarios/peak_season --now \"2026-11-27 11:00\" --actuals today.csv --set intraday.most_overtime=3h")]
pub struct IntradayArguments {
    #[command(flatten)]
    scenario: ScenarioArguments,
    /// The present, e.g. "2026-11-27 11:00"; nothing after it is looked at
    #[arg(long, value_name = "MOMENT")]
    now: String,
    /// Contacts that came today, by interval and queue (CSV or XLSX)
    #[arg(long, value_name = "FILE")]
    actuals: PathBuf,
    /// Who is planned: schedule.csv or roster.csv [default: the staffing of the scenario, without shifts]
    #[arg(long, value_name = "FILE")]
    schedule: Option<PathBuf>,
    /// Who is absent today (CSV or XLSX)
    #[arg(long, value_name = "FILE")]
    absent: Option<PathBuf>,
    /// How results are printed
    #[arg(long, value_enum, default_value_t = IntradayFormat::Text)]
    format: IntradayFormat,
    /// Write the results to this file instead of stdout
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Also the schedule with the moves, to be given as --schedule next time
    #[arg(long, value_name = "FILE.csv", requires = "schedule")]
    changed: Option<PathBuf>,
    #[command(flatten)]
    work: WorkArguments,
}

/// Forms of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum IntradayFormat {
    /// Tables to read
    Text,
    /// One JSON document
    Json,
    /// The schedule with the moves
    Csv,
    /// A page with charts, to be opened in a browser
    Html,
}

/// Re-forecasts, searches, and gives out the moves. The answer is no where a promise is missed with all of them, or the checker
/// objects.
pub fn intraday(arguments: &IntradayArguments) -> Result<(), Failure> {
    let scenario = arguments.scenario.load()?;
    let known = read(arguments, &scenario)?;
    let terminal = begin(&arguments.work)?;
    let answer = intraday::intraday(&scenario, &known, &terminal)?;
    drop(terminal);
    let shifts = known.shifts.as_deref().unwrap_or_default();
    let text = match arguments.format {
        IntradayFormat::Text => report::intraday_text(&scenario, shifts, &answer, terminal::width()),
        IntradayFormat::Json => json(&report::intraday_json(&scenario, shifts, &answer)),
        IntradayFormat::Csv => report::intraday_csv(&scenario, shifts, &answer),
        IntradayFormat::Html => report::intraday_html(&scenario, shifts, &answer).context("the page cannot be made")?,
    };
    if let Some(path) = &arguments.changed {
        give_out(Some(path), &report::intraday_csv(&scenario, shifts, &answer))?;
    }
    give_out(arguments.output.as_deref(), &text)?;
    if !answer.findings.is_empty() {
        let findings: Vec<String> =
            answer.findings.iter().map(|finding| format!("{}: {}", finding.rule, finding.what)).collect();
        return Err(Failure::No(format!("the checker objects to the moves:\n{}", findings.join("\n"))));
    }
    let missed: Vec<&str> = scenario
        .queues
        .iter()
        .zip(&answer.together)
        .filter(|(_, effect)| effect.after == Verdict::Missed)
        .map(|(queue, _)| queue.name.as_str())
        .collect();
    if missed.is_empty() {
        return Ok(());
    }
    Err(Failure::No(format!("with all moves, the promise of the rest of the day is missed for {}", missed.join(", "))))
}

/// What is known on the day, or all that is wrong with it.
fn read(arguments: &IntradayArguments, scenario: &Scenario) -> Result<Known, Failure> {
    let now = Now::parse(&arguments.now, scenario).map_err(|wrong| Failure::Usage(format!("--now: {wrong}")))?;
    let mut wrong = Vec::new();
    let mut keep = |problems: Problems| wrong.extend(problems.problems);
    let actuals = read_actuals(&arguments.actuals, scenario, now).map_err(&mut keep).ok();
    let shifts = arguments.schedule.as_ref().map(|path| read_shifts(path, scenario).map_err(&mut keep).ok());
    let absences = arguments.absent.as_ref().map(|path| read_absences(path, scenario, now).map_err(&mut keep).ok());
    let absences = absences.unwrap_or_else(|| Some(Vec::new()));
    match (actuals, shifts, absences) {
        (Some(actuals), None, Some(absences)) => Ok(Known { now, actuals, shifts: None, absences }),
        (Some(actuals), Some(Some(shifts)), Some(absences)) => {
            Ok(Known { now, actuals, shifts: Some(shifts), absences })
        }
        _ => Err(Problems { problems: wrong }.into()),
    }
}
