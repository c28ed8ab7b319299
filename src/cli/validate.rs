//! `callboard validate`: the recorded past simulated, beside what was recorded.

use super::{Failure, Format, WorkArguments, begin, json, print_out, terminal};
use crate::history::kept::read_back;
use crate::importing::past::{last_weeks, past, period};
use crate::report::{self, file::write_by_rename};
use crate::scenario;
use crate::validation::band::FEWEST_RUNS;
use crate::validation::{self, Options, RUNS, Validation};
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
    let (scenario, record) =
        past(&|changes| scenario::file::load(folder, changes), folder, &kept, (from, to), &overrides)?;
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
    match last_weeks(folder, &|changes| scenario::file::load(path, changes), overrides) {
        None => Ok(None),
        Some(Ok((scenario, record))) => {
            let options = Options { seed, runs: RUNS };
            Ok(Some(validation::validate(&scenario, &record, options, watch)?))
        }
        Some(Err(error)) => {
            let why = super::describe(&error.into());
            eprintln!("the history is not compared with the simulation: {why}");
            Ok(None)
        }
    }
}
