//! `callboard validate`: the recorded past simulated, beside what was recorded.

use super::{Failure, Format, WorkArguments, begin, json, print_out, terminal};
use crate::history::dates::date_of;
use crate::history::folder::horizon;
use crate::history::kept::{Kept, read_back};
use crate::report::{self, file::write_by_rename};
use crate::scenario::{self, Scenario};
use crate::validation::band::FEWEST_RUNS;
use crate::validation::{self, Options, RUNS, Record, Validation};
use crate::watch::Watch;
use anyhow::Context;
use clap::Args;
use jiff::civil::Date;
use std::path::{Path, PathBuf};

/// Words of `callboard validate`.
#[derive(Debug, Args)]
#[command(after_help = "\
The folder is one that callboard import wrote. Contacts come as they were counted, agents are those of on_duty.csv; what is left to
differ is the model. Writes validation.html and validation.csv.

Examples:
  callboard validate my_centre
  callboard validate my_centre --from 2026-10-05 --to 2026-10-18 -o check
  callboard validate my_centre --set queue.sales.patience.mean=4m --format json")]
pub struct ValidateArguments {
    /// The folder of a scenario made of a history
    folder: PathBuf,
    /// First day, e.g. 2026-10-05 [default: the last four whole weeks of the history]
    #[arg(long, value_name = "DATE", requires = "to")]
    from: Option<Date>,
    /// Last day
    #[arg(long, value_name = "DATE", requires = "from")]
    to: Option<Date>,
    /// Another value for a key of the scenario, e.g. queue.orders.handling.mean=5m (may be repeated)
    #[arg(long = "set", value_name = "PATH=VALUE")]
    overrides: Vec<String>,
    /// Another seed of the random numbers
    #[arg(long)]
    seed: Option<u64>,
    /// How often to simulate
    #[arg(long, value_name = "NUMBER", default_value_t = RUNS, value_parser = clap::value_parser!(u32).range(i64::from(FEWEST_RUNS)..=1_000))]
    replications: u32,
    /// Folder for validation.html and validation.csv; made where it does not exist [default: the scenario's]
    #[arg(short, long, value_name = "FOLDER")]
    output: Option<PathBuf>,
    /// How the summary is printed
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[command(flatten)]
    work: WorkArguments,
}

/// Simulates the recorded period, writes the files, and prints the summary.
pub fn validate(arguments: &ValidateArguments) -> Result<(), Failure> {
    let folder = &arguments.folder;
    if !folder.join("history.csv").is_file() {
        let message = format!(
            "{} has no history.csv: nothing is recorded to hold the simulation against. `callboard import` makes a folder of your exports",
            folder.display()
        );
        return Err(Failure::Usage(message));
    }
    let kept = read_back(folder)?;
    let (from, to) = period(&kept, arguments.from.zip(arguments.to))?;
    let mut overrides = arguments.overrides.clone();
    overrides.extend(arguments.seed.map(|seed| format!("seed={seed}")));
    let (scenario, record) = past(folder, folder, &kept, (from, to), &overrides)?;
    let output = arguments.output.as_ref().unwrap_or(folder);
    std::fs::create_dir_all(output).with_context(|| format!("the folder {} cannot be made", output.display()))?;
    let terminal = begin(&arguments.work)?;
    let options = Options { seed: scenario.seed, runs: arguments.replications };
    let found = validation::validate(&scenario, &record, options, &terminal)?;
    drop(terminal);
    let page = report::validation_html(&found).context("validation.html cannot be made")?;
    let rows = report::validation_csv(&found);
    for (name, text) in [("validation.html", &page), ("validation.csv", &rows)] {
        let path = output.join(name);
        write_by_rename(&path, text.as_bytes()).with_context(|| format!("{} cannot be written", path.display()))?;
    }
    print_out(&match arguments.format {
        Format::Text => report::validation_text(&found, terminal::width()),
        Format::Json => json(&report::validation_json(&found)),
        Format::Csv => rows,
    })?;
    let wrote = ["validation.html", "validation.csv"].map(|name| output.join(name).display().to_string());
    eprintln!("wrote {}", wrote.join(", "));
    Ok(())
}

/// The validation of a study's scenario, where it was made of a history: over the history's last weeks, with the study's changes. What is
/// in the way of it is told, and does not stop the study.
pub(super) fn of_study(
    path: &Path,
    overrides: &[String],
    seed: u64,
    watch: &dyn Watch,
) -> Result<Option<Validation>, Failure> {
    let folder = if path.is_dir() { path } else { path.parent().unwrap_or(Path::new(".")) };
    if !folder.join("history.csv").is_file() {
        return Ok(None);
    }
    let past = read_back(folder)
        .map_err(Failure::from)
        .and_then(|kept| past(path, folder, &kept, period(&kept, None)?, overrides));
    match past {
        Ok((scenario, record)) => {
            let options = Options { seed, runs: RUNS };
            Ok(Some(validation::validate(&scenario, &record, options, watch)?))
        }
        Err(failure) => {
            eprintln!("the history is not compared with the simulation: {}", super::describe(&failure));
            Ok(None)
        }
    }
}

/// The days that are asked for, if the history has them; its last weeks where none are.
fn period(kept: &Kept, asked: Option<(Date, Date)>) -> Result<(Date, Date), Failure> {
    let Some((first, last)) = kept.history.days() else {
        return Err(Failure::Usage("history.csv has no rows: import the exports again".to_owned()));
    };
    let (known_from, known_to) = (date_of(first), date_of(last));
    let Some((from, to)) = asked else {
        let (first, last) = horizon(first, last);
        return Ok((date_of(first), date_of(last)));
    };
    if from > to {
        return Err(Failure::Usage(format!("--from {from} is after --to {to}")));
    }
    if from < known_from || to > known_to {
        return Err(Failure::Usage(format!(
            "--from {from} --to {to}: the history has {known_from} to {known_to}; choose days within it"
        )));
    }
    Ok((from, to))
}

/// The scenario of a path in a period of the past, with the agents that were recorded, and the record that its folder keeps.
fn past(
    path: &Path,
    folder: &Path,
    kept: &Kept,
    (from, to): (Date, Date),
    overrides: &[String],
) -> Result<(Scenario, Record), Failure> {
    let recorded = groups_on_duty(&folder.join("on_duty.csv"))?;
    let as_it_is = scenario::file::load(path, overrides)?;
    let is_recorded = |name: &str| recorded.iter().any(|recorded| recorded == name);
    let days = from.until(to).map_or(0, |span| span.get_days()) + 1;
    let mut changes = overrides.to_vec();
    changes.push(format!("horizon.start={from}"));
    changes.push(format!("horizon.days={days}"));
    changes.push(format!("horizon.interval={}m", kept.history.interval_minutes));
    for group in as_it_is.groups.iter().filter(|group| is_recorded(&group.name)) {
        let name = crate::history::mapping::quoted(&group.name);
        changes.push(format!("group.{name}.on_duty.file=\"on_duty.csv\""));
    }
    let scenario = scenario::file::load(path, &changes)?;
    let staff = scenario.groups.iter().map(|group| is_recorded(&group.name)).collect();
    let record = Record::of(&scenario, kept, staff).map_err(|error| Failure::Usage(error.to_string()))?;
    Ok((scenario, record))
}

/// Groups of which a table of agents on duty has a column; none where there is no table.
fn groups_on_duty(path: &Path) -> Result<Vec<String>, Failure> {
    if !path.is_file() {
        return Ok(Vec::new());
    }
    let mut reader = csv::Reader::from_path(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let headers = reader.headers().with_context(|| format!("{} cannot be read", path.display()))?;
    Ok(headers.iter().map(str::to_owned).collect())
}
