//! The command line: one file per command, and what they share.
//!
//! Results go to stdout or to files, everything else to stderr. Exit codes: 0 done, 1 the answer is no, 2 the input is
//! wrong, 3 a fault of ours, 130 interrupted.

pub mod check;
pub mod compare;
pub mod erlang;
pub mod forecast;
pub mod frontier;
pub mod import;
pub mod intraday;
pub mod manual;
pub mod new;
pub mod plan;
pub mod report;
pub mod roster;
pub mod run;
pub mod schedule;
pub mod schema;
pub mod seek;
#[cfg(feature = "serve")]
pub mod serve;
pub mod shifts;
pub mod simulate;
pub mod staff;
pub mod terminal;
pub mod update;
pub mod validate;
pub mod welcome;

use crate::scenario::Scenario;
use crate::scenario::file::Problems;
use crate::scenario::guarded;
use crate::study::StudyError;
use crate::watch::Interrupted;
use anyhow::Context;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::str::FromStr;
use std::time::Duration;
use terminal::Terminal;

/// Workforce scheduling and queue simulation for customer service.
///
/// Answers three questions from one scenario file: what will happen, who should work when, what to ask for.
#[derive(Debug, Parser)]
#[command(name = "callboard", version, max_term_width = 100)]
#[command(
    after_help = "Begin with:\n  callboard run scenarios/peak_season -o out\n  callboard new one_queue my_scenario"
)]
pub struct Arguments {
    /// What to do; without it, what can be done is said.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// The whole answer: simulate, staff, schedule and plan; writes report.html, results.json, schedule.csv, plan.csv
    Run(run::RunArguments),
    /// What will happen: simulate the scenario with today's staffing
    Simulate(simulate::SimulateArguments),
    /// What if: scenarios or variants of one, compared on the same random numbers
    Compare(compare::CompareArguments),
    /// Who is needed: agents per group and interval
    Staff(staff::StaffArguments),
    /// Who should work when: shifts and breaks at least cost, proved by simulation
    Schedule(schedule::ScheduleArguments),
    /// Who of the named people works when
    Roster(roster::RosterArguments),
    /// What to do now: the rest of a day, by what came until now and who is absent
    Intraday(intraday::IntradayArguments),
    /// Which kinds of shift there should be: public instances of shift design
    Shifts(shifts::ShiftsArguments),
    /// What to ask for: people and self-service month by month, against the budget
    Plan(plan::PlanArguments),
    /// What goes before senior management: the board pack, on one page or in full, as a page or PDF
    Report(report::ReportArguments),
    /// What service a budget buys: the best plan for each of a range of budgets
    Frontier(frontier::FrontierArguments),
    /// From which value on: the value of one input at which the answer of the plan changes
    Seek(seek::SeekArguments),
    /// A scenario of your own history: exports of the telephone system, CSV or XLSX
    Import(import::ImportArguments),
    /// What is to come: the history of a folder continued, as a scenario of the days to come
    Forecast(forecast::ForecastArguments),
    /// What came since: new exports continue a history, and say why the days were not as planned
    Update(update::UpdateArguments),
    /// How far to trust it: the recorded past simulated with the recorded staff, beside what was recorded
    Validate(validate::ValidateArguments),
    /// The manager's desk: a page in the browser to turn dials, run and compare
    #[cfg(feature = "serve")]
    Serve(serve::ServeArguments),
    /// Erlang B, C and A on the command line
    Erlang(erlang::ErlangArguments),
    /// Look for problems in a scenario
    Check(check::CheckArguments),
    /// Write a commented scenario to begin with
    New(new::NewArguments),
    /// Print the JSON Schema of the scenario file, for editors
    #[command(after_help = "Examples:\n  callboard schema > scenario.schema.json")]
    Schema,
    /// Print what a shell needs to complete the words of commands
    Completions(manual::CompletionsArguments),
    /// Print the manual page, or write those of all commands
    Man(manual::ManArguments),
}

/// The scenario and how it is changed for this run.
#[derive(Debug, Args)]
pub struct ScenarioArguments {
    /// A scenario: its folder, or its TOML file
    pub scenario: PathBuf,
    #[command(flatten)]
    /// How it is changed.
    pub changes: ChangeArguments,
}

/// How a scenario is changed for this run.
#[derive(Debug, Clone, Args)]
pub struct ChangeArguments {
    /// Another value for a key of the scenario, e.g. queue.orders.handling.mean=5m (may be repeated)
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub overrides: Vec<String>,
    /// Another seed of the random numbers
    #[arg(long)]
    pub seed: Option<u64>,
    /// How often to simulate: a number, or auto (until the service level is known precisely enough)
    #[arg(long, value_name = "NUMBER|auto")]
    pub replications: Option<ReplicationsArgument>,
    /// With auto: the half-width of the service level to reach, e.g. 0.005
    #[arg(long, value_name = "SHARE", value_parser = precision)]
    pub precision: Option<f64>,
}

/// How results are given out.
#[derive(Debug, Args)]
pub struct OutputArguments {
    /// How results are printed
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Write the results to this file instead of stdout
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    /// How the work is done.
    pub work: WorkArguments,
}

/// How the work is done; none of it changes a result.
#[derive(Debug, Args)]
pub struct WorkArguments {
    /// Threads to use; results are the same with any number [default: all cores]
    #[arg(long)]
    pub threads: Option<usize>,
    /// No progress on stderr
    #[arg(short, long, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Say at the end, on stderr, how long each part of the work took
    #[arg(short, long)]
    pub verbose: bool,
}

/// A limit on the solver's time.
#[derive(Debug, Args)]
pub struct TimeLimitArguments {
    /// Seconds that each solve may take; results then depend on the machine [default: limited in work, not in time]
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub time_limit: Option<Duration>,
}

/// Words of the commands that decide something, `schedule` and `plan`.
#[derive(Debug, Args)]
pub struct DecisionArguments {
    #[command(flatten)]
    scenario: ScenarioArguments,
    #[command(flatten)]
    output: OutputArguments,
    #[command(flatten)]
    limit: TimeLimitArguments,
}

/// Forms of a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Tables to read
    Text,
    /// One JSON document
    Json,
    /// Rows for a spreadsheet
    Csv,
}

/// The value of `--replications`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReplicationsArgument {
    /// So often.
    Fixed(u32),
    /// Until the service level is known precisely enough.
    Auto,
}

impl FromStr for ReplicationsArgument {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.parse() {
            _ if text == "auto" => Ok(Self::Auto),
            Ok(number @ 1..=1_000_000) => Ok(Self::Fixed(number)),
            _ => Err("a whole number from 1 to 1000000, or auto".to_owned()),
        }
    }
}

/// A precision in 0 … 1, exclusive.
fn precision(text: &str) -> Result<f64, String> {
    let value: f64 = text.parse().map_err(|_| "a share such as 0.005".to_owned())?;
    if value > 0.0 && value < 1.0 { Ok(value) } else { Err("a share above 0 and below 1, such as 0.005".to_owned()) }
}

/// A positive number of seconds, a day at most.
fn seconds(text: &str) -> Result<Duration, String> {
    let value: f64 = text.parse().map_err(|_| "a number of seconds, such as 60".to_owned())?;
    if value > 0.0 && value <= 86_400.0 {
        Ok(Duration::from_secs_f64(value))
    } else {
        Err("a number of seconds above 0 and at most 86400".to_owned())
    }
}

impl ScenarioArguments {
    /// The alternatives that the scenario's plan names, loaded with their changes on top of the overrides.
    pub fn alternatives(&self, scenario: &Scenario) -> Result<Vec<(String, Scenario)>, Failure> {
        let named = scenario.plan.iter().flat_map(|plan| &plan.alternatives);
        let load = |alternative: &crate::scenario::Alternative| {
            let changes = [self.changes.all().as_slice(), &alternative.changes].concat();
            Ok((alternative.name.clone(), crate::scenario::file::load(&self.scenario, &changes)?))
        };
        named.map(load).collect()
    }

    /// Loads the scenario with its overrides.
    pub fn load(&self) -> Result<Scenario, Failure> {
        Ok(crate::scenario::file::load(&self.scenario, &self.changes.all())?)
    }
}

impl ChangeArguments {
    /// All of them as overrides.
    pub fn all(&self) -> Vec<String> {
        let mut overrides = self.overrides.clone();
        if let Some(seed) = self.seed {
            overrides.push(format!("seed={seed}"));
        }
        if let Some(precision) = self.precision {
            overrides.push(format!("simulation.precision={precision}"));
        }
        match self.replications {
            Some(ReplicationsArgument::Fixed(number)) => overrides.push(format!("simulation.replications={number}")),
            Some(ReplicationsArgument::Auto) => overrides.push("simulation.replications=\"auto\"".to_owned()),
            None if self.precision.is_some() => overrides.push("simulation.replications=\"auto\"".to_owned()),
            None => {}
        }
        overrides
    }
}

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The input is wrong: all its problems.
    #[error("{0}")]
    Input(#[from] Problems),
    /// The words of the command make no sense together.
    #[error("{0}")]
    Usage(String),
    /// The answer is no; it has been printed.
    #[error("{0}")]
    No(String),
    /// It was stopped from outside.
    #[error(transparent)]
    Interrupted(#[from] Interrupted),
    /// Something that should not happen, or a file that cannot be written.
    #[error(transparent)]
    Fault(#[from] anyhow::Error),
}

impl From<StudyError> for Failure {
    fn from(error: StudyError) -> Self {
        use crate::planning::PlanError;
        use crate::rostering::RosterError;
        use crate::scheduling::ScheduleError;
        match error {
            StudyError::Interrupted(interrupted)
            | StudyError::Schedule(ScheduleError::Interrupted(interrupted))
            | StudyError::Roster(RosterError::Interrupted(interrupted))
            | StudyError::Plan(PlanError::Interrupted(interrupted)) => Self::Interrupted(interrupted),
            StudyError::Roster(error @ RosterError::NoDays(_)) => Self::No(error.to_string()),
            StudyError::Schedule(error @ ScheduleError::Contradiction { .. }) => Self::No(error.to_string()),
            StudyError::Schedule(error @ ScheduleError::NoShiftRules) => Self::Usage(error.to_string()),
            StudyError::Plan(error @ PlanError::NoAssumptions) => Self::Usage(error.to_string()),
            error => Self::Fault(error.into()),
        }
    }
}

/// Runs a command and says how it ended.
pub fn main(arguments: &Arguments) -> ExitCode {
    guarded::silence();
    let outcome = match &arguments.command {
        None => welcome::welcome(),
        Some(Command::Run(arguments)) => run::run(arguments),
        Some(Command::Simulate(arguments)) => simulate::simulate(arguments),
        Some(Command::Compare(arguments)) => compare::compare(arguments),
        Some(Command::Staff(arguments)) => staff::staff(arguments),
        Some(Command::Schedule(arguments)) => schedule::schedule(arguments),
        Some(Command::Roster(arguments)) => roster::roster(arguments),
        Some(Command::Intraday(arguments)) => intraday::intraday(arguments),
        Some(Command::Shifts(arguments)) => shifts::shifts(arguments),
        Some(Command::Plan(arguments)) => plan::plan(arguments),
        Some(Command::Report(arguments)) => report::report(arguments),
        Some(Command::Frontier(arguments)) => frontier::frontier(arguments),
        Some(Command::Seek(arguments)) => seek::seek(arguments),
        Some(Command::Import(arguments)) => import::import(arguments),
        Some(Command::Forecast(arguments)) => forecast::forecast(arguments),
        Some(Command::Update(arguments)) => update::update(arguments),
        Some(Command::Validate(arguments)) => validate::validate(arguments),
        #[cfg(feature = "serve")]
        Some(Command::Serve(arguments)) => serve::serve(arguments),
        Some(Command::Erlang(arguments)) => erlang::erlang(arguments),
        Some(Command::Check(arguments)) => check::check(arguments),
        Some(Command::New(arguments)) => new::new(arguments),
        Some(Command::Completions(arguments)) => manual::completions(arguments),
        Some(Command::Man(arguments)) => manual::man(arguments),
        Some(Command::Schema) => schema::schema(),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{}", describe(&failure));
            ExitCode::from(match failure {
                Failure::No(_) => 1,
                Failure::Input(_) | Failure::Usage(_) => 2,
                Failure::Fault(_) => 3,
                Failure::Interrupted(_) => 130,
            })
        }
    }
}

fn describe(failure: &Failure) -> String {
    match failure {
        Failure::Input(problems) => problems.render(terminal::width().into(), terminal::errors_in_colour()),
        Failure::Usage(message) => format!("error: {message}"),
        Failure::No(message) => format!("no: {message}"),
        Failure::Interrupted(_) => {
            "interrupted: nothing was written, and files of earlier runs are as they were".to_owned()
        }
        Failure::Fault(error) => format!("error: {error:#}"),
    }
}

/// Prints a result, or writes it to the file that was asked for.
pub fn give_out(output: Option<&Path>, text: &str) -> Result<(), Failure> {
    match output {
        Some(path) => {
            crate::report::file::write_by_rename(path, text.as_bytes())
                .with_context(|| format!("{} cannot be written", path.display()))?;
        }
        None => print_out(text)?,
    }
    Ok(())
}

/// Prints on stdout. A reader that has heard enough (`| head`) is no fault.
pub fn print_out(text: &str) -> Result<(), Failure> {
    use std::io::Write;
    let mut stdout = std::io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Failure::Fault(anyhow::Error::new(error).context("stdout cannot be written")))
        }
        _ => Ok(()),
    }
}

/// The folder in which a file or folder stands or will stand.
fn parent_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// Begins work: threads, progress, Ctrl-C.
pub fn begin(work: &WorkArguments) -> Result<Terminal, Failure> {
    if let Some(threads) = work.threads {
        if !(1..=1024).contains(&threads) {
            return Err(Failure::Usage("--threads takes a number from 1 to 1024".to_owned()));
        }
        rayon::ThreadPoolBuilder::new().num_threads(threads).build_global().context("threads cannot be started")?;
    }
    Ok(Terminal::new(work.quiet, work.verbose))
}

/// A JSON value as text, with a line end.
pub fn json(value: &serde_json::Value) -> String {
    format!("{value:#}\n")
}
