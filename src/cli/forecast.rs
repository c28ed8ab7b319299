//! `callboard forecast`: the days to come, from the history of a folder, as a scenario.

mod memory;

use super::{Failure, Format, WorkArguments, begin, json, parent_of, print_out, terminal};
use crate::history::kept::{Kept, read_back};
use crate::outlook::{self, Asked, FORECAST_FILE, Outlook, OutlookError, VOLUME_FILE};
use crate::report;
use crate::report::file::write_by_rename;
use crate::scenario::Scenario;
use crate::scenario::coming::{read_changes, read_drivers, read_holidays};
use crate::scenario::file::{self, Problems};
use crate::watch::Watch;
use anyhow::Context;
use clap::Args;
use jiff::ToSpan;
use jiff::civil::Date;
use memory::Days;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The file of changes by hand in a folder.
const OVERRIDES_FILE: &str = "overrides.csv";
/// The file of drivers in a folder.
const DRIVERS_FILE: &str = "drivers.csv";
/// The file of holidays in a folder.
const HOLIDAYS_FILE: &str = "holidays.csv";
/// The page.
const PAGE: &str = "forecast.html";
/// Weeks that are forecast, if nothing else is asked for.
const WEEKS: u32 = 4;
/// Longest horizon of a scenario, in weeks.
const MOST_WEEKS: i64 = crate::scenario::keys::MOST_DAYS / 7;

/// Words of `callboard forecast`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  callboard forecast our_centre
  callboard forecast our_centre --weeks 8 --overrides campaign.csv -o november
  callboard forecast our_centre --from 2026-11-02 --to 2026-12-31 --holidays holidays.csv --drivers orders.csv

Tables, CSV or XLSX: --overrides has the columns queue (empty: all), first, last, from, to, one of factor, add and set
(contacts a day), and reason; --holidays has date and name; --drivers has date and a column of numbers for each driver, for
every day of the history and of those to come. They are kept in the folder and used again the next time.")]
pub struct ForecastArguments {
    /// A folder that `callboard import` made
    pub folder: PathBuf,
    /// Whole weeks to forecast, from the first Monday after the history [default: as last time; else 4]
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=MOST_WEEKS))]
    pub weeks: Option<u32>,
    /// First day of the scenario to come, instead of whole weeks
    #[arg(long, value_name = "DATE", requires = "to", conflicts_with = "weeks")]
    pub from: Option<Date>,
    /// Its last day
    #[arg(long, value_name = "DATE", requires = "from")]
    pub to: Option<Date>,
    /// Changes by hand, with their reasons [default: overrides.csv of the folder]
    #[arg(long, value_name = "FILE")]
    pub overrides: Option<PathBuf>,
    /// Daily numbers that drive the volume [default: drivers.csv of the folder]
    #[arg(long, value_name = "FILE")]
    pub drivers: Option<PathBuf>,
    /// Holidays and other days with names, of the past and to come [default: holidays.csv of the folder]
    #[arg(long, value_name = "FILE")]
    pub holidays: Option<PathBuf>,
    /// Write a new folder and leave the old one as it is
    #[arg(short, long, value_name = "NEW_FOLDER")]
    pub output: Option<PathBuf>,
    /// How the summary is printed; csv prints forecast.csv
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    #[command(flatten)]
    /// How the work is done.
    pub work: WorkArguments,
}

/// What a forecast is to use, where it is not what the folder has.
#[derive(Debug, Clone, Default)]
struct Given {
    days: Option<Days>,
    overrides: Option<PathBuf>,
    drivers: Option<PathBuf>,
    holidays: Option<PathBuf>,
}

/// Forecasts, writes the folder, and prints the summary.
pub fn forecast(arguments: &ForecastArguments) -> Result<(), Failure> {
    let folder = &arguments.folder;
    let target = arguments.output.as_ref().unwrap_or(folder);
    if let Some(new) = &arguments.output {
        check_new(new)?;
    }
    let days = match (arguments.weeks, arguments.from, arguments.to) {
        (Some(weeks), ..) => Some(Days::Weeks(weeks)),
        (None, Some(from), Some(to)) => Some(Days::Range(from, to)),
        _ => None,
    };
    let given = Given {
        days,
        overrides: arguments.overrides.clone(),
        drivers: arguments.drivers.clone(),
        holidays: arguments.holidays.clone(),
    };
    let terminal = begin(&arguments.work)?;
    let (outlook, files) = made(folder, &given, true, &terminal)?;
    write(folder, target, &files)?;
    drop(terminal);
    print_out(&match arguments.format {
        Format::Text => {
            let text = report::outlook_text(&outlook, terminal::width());
            let shown = target.display();
            format!(
                "{text}\n{shown}: scenario.toml, {VOLUME_FILE}, {FORECAST_FILE}, {PAGE}\nnext: callboard run {shown} -o out\n"
            )
        }
        Format::Json => json(&report::outlook_json(&outlook)),
        Format::Csv => outlook::forecast_csv(&outlook),
    })
}

/// Forecasts the folder again as it was asked for the last time, after its history has been continued, and writes its files. `None` where
/// nobody has forecast it yet.
pub fn refresh(folder: &Path, watch: &dyn Watch) -> Result<Option<Outlook>, Failure> {
    if !folder.join(memory::FILE).exists() {
        return Ok(None);
    }
    let (outlook, files) = made(folder, &Given::default(), false, watch)?;
    write(folder, folder, &files)?;
    Ok(Some(outlook))
}

/// A file of the folder: its name, and its content.
type File = (&'static str, Vec<u8>);

/// The forecast, and the files that change. What was asked for on the command line has to hold as it is (`strictly`); what is remembered is
/// moved on with the history.
fn made(folder: &Path, given: &Given, strictly: bool, watch: &dyn Watch) -> Result<(Outlook, Vec<File>), Failure> {
    let source = file::read(folder).map_err(|problem| Problems { problems: vec![*problem] })?;
    let kept = read_back(folder)?;
    let Some(past) = outlook::days_of(&kept) else {
        return Err(Failure::Usage(format!("{} has a history.csv without rows", folder.display())));
    };
    let scenario = known_scenario(&source, past)?;
    let days = match given.days {
        Some(days) => days,
        None => memory::remembered(folder)?.unwrap_or(Days::Weeks(WEEKS)),
    };
    let (first, last) = horizon(days, past.1, strictly && given.days.is_some())?;
    let (asked, mut files) = asked(folder, given, &kept, &scenario, (past, first, last))?;
    let outlook = outlook::outlook((&scenario, &source.text), &kept, &asked, watch).map_err(|error| match error {
        OutlookError::Input(problems) => Failure::Input(problems),
        OutlookError::Interrupted(interrupted) => Failure::Interrupted(interrupted),
    })?;
    let read = |name: &str| std::fs::read_to_string(folder.join(name));
    let volume = read(VOLUME_FILE).with_context(|| format!("{} cannot be read", folder.join(VOLUME_FILE).display()))?;
    let volume =
        outlook::volume_csv(&volume, &outlook, &scenario).map_err(|problem| Problems { problems: vec![*problem] })?;
    let text = outlook::scenario_text(&source.text, read("on_duty.csv").ok().as_deref(), &outlook, &scenario)
        .map_err(|error| Failure::Usage(format!("{}: {error}", source.path.display())))?;
    let page = report::outlook_html(&scenario.name, &outlook).context("the page cannot be made")?;
    files.push((VOLUME_FILE, volume.into_bytes()));
    files.push((FORECAST_FILE, outlook::forecast_csv(&outlook).into_bytes()));
    files.push((PAGE, page.into_bytes()));
    files.push((memory::FILE, memory::text(days).into_bytes()));
    // Last, so that whoever stops in between has a scenario whose horizon has its volumes.
    files.push(("scenario.toml", text.into_bytes()));
    Ok((outlook, files))
}

/// The scenario as it is, or over the end of its history: the days to come of an earlier forecast may have no volumes any more.
fn known_scenario(source: &file::Source, past: (Date, Date)) -> Result<Scenario, Problems> {
    file::parse(source, &[]).or_else(|problems| {
        let first = past.1.checked_sub(6.days()).unwrap_or(past.0).max(past.0);
        let days = (past.1 - first).get_days() + 1;
        file::parse(source, &[format!("horizon.start={first}"), format!("horizon.days={days}")]).map_err(|_| problems)
    })
}

/// First and last day of the scenario to come.
fn horizon(days: Days, last_known: Date, strictly: bool) -> Result<(Date, Date), Failure> {
    let after =
        last_known.tomorrow().map_err(|_| Failure::Usage("the history ends with the last day there is".into()))?;
    let add = |date: Date, days: i64| {
        date.checked_add(days.days()).map_err(|_| Failure::Usage("the days to come are beyond all calendars".into()))
    };
    let monday = add(after, i64::from((7 - after.weekday().to_monday_zero_offset()) % 7))?;
    match days {
        Days::Weeks(weeks) => Ok((monday, add(monday, i64::from(weeks) * 7 - 1)?)),
        Days::Range(from, to) if to < from => {
            Err(Failure::Usage(format!("--to {to} is before --from {from}: exchange the two")))
        }
        Days::Range(from, to) if strictly && from <= last_known || to <= last_known => Err(Failure::Usage(format!(
            "the history runs to {last_known}, and a forecast begins after it: choose --from {after} or later (found {from} to {to})"
        ))),
        Days::Range(from, to) => {
            let from = from.max(after);
            let length = i64::from((to - from).get_days()) + 1;
            if length > crate::scenario::keys::MOST_DAYS {
                let most = crate::scenario::keys::MOST_DAYS;
                return Err(Failure::Usage(format!("{from} to {to} are {length} days: a scenario has at most {most}")));
            }
            Ok((from, to))
        }
    }
}

/// What is asked for, from the tables of the command line or of the folder, and those that are to be kept there.
fn asked(
    folder: &Path,
    given: &Given,
    kept: &Kept,
    scenario: &Scenario,
    (past, first, last): ((Date, Date), Date, Date),
) -> Result<(Asked, Vec<File>), Failure> {
    let mut files: Vec<File> = Vec::new();
    let mut problems = Vec::new();
    let mut table = |given: &Option<PathBuf>, name: &'static str| -> Result<Option<PathBuf>, Failure> {
        let Some(path) = given else {
            let own = folder.join(name);
            return Ok(own.exists().then_some(own));
        };
        // A workbook cannot be kept as CSV, so it is read where it is; the next time it has to be named again.
        if path.extension().is_none_or(|extension| !extension.eq_ignore_ascii_case("xlsx")) && path.is_file() {
            let bytes = std::fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
            files.push((name, bytes));
        }
        Ok(Some(path.clone()))
    };
    let overrides = table(&given.overrides, OVERRIDES_FILE)?;
    let drivers = table(&given.drivers, DRIVERS_FILE)?;
    let holidays = table(&given.holidays, HOLIDAYS_FILE)?;
    let names: Vec<String> = scenario.queues.iter().map(|queue| queue.name.clone()).collect();
    let mut keep = |wrong: Problems| problems.extend(wrong.problems);
    let changes = overrides.and_then(|path| read_changes(&path, &names).map_err(&mut keep).ok()).unwrap_or_default();
    let holidays = holidays.and_then(|path| read_holidays(&path).map_err(&mut keep).ok()).unwrap_or_default();
    let begin = outlook::days_of(kept).map_or(past.0, |(first, _)| first);
    let drivers = drivers.and_then(|path| read_drivers(&path, &(begin..=last)).map_err(&mut keep).ok());
    if !problems.is_empty() {
        return Err(Problems { problems }.into());
    }
    let coming = std::iter::successors(past.1.tomorrow().ok(), |date| date.tomorrow().ok());
    let coming = coming.take_while(|date| *date <= last).collect();
    Ok((Asked { horizon: first..=last, coming, changes, holidays, drivers }, files))
}

/// A new folder may be made.
fn check_new(new: &Path) -> Result<(), Failure> {
    let shown = new.display();
    if new.exists() {
        return Err(Failure::Usage(format!("{shown} exists already: choose another name")));
    }
    match parent_of(new) {
        parent if parent.is_dir() => Ok(()),
        parent => Err(Failure::Usage(format!("{} is no folder: make it first", parent.display()))),
    }
}

/// Writes the folder aside with all its files, makes sure that it is a scenario, and puts what is new in its place.
fn write(folder: &Path, target: &Path, files: &[File]) -> Result<(), Failure> {
    let cannot = |what: &Path| format!("{} cannot be written", what.display());
    let folder = if folder.is_file() { parent_of(folder) } else { folder.to_owned() };
    let near = parent_of(&target.canonicalize().unwrap_or_else(|_| target.to_owned()));
    let scratch = tempfile::Builder::new().prefix(".callboard-").tempdir_in(&near).with_context(|| cannot(&near))?;
    let inside = scratch.path().join("scenario");
    let new: BTreeMap<&str, &Vec<u8>> = files.iter().map(|(name, bytes)| (*name, bytes)).collect();
    copy(&folder, &inside, &|name| new.contains_key(name)).with_context(|| cannot(&inside))?;
    for (name, bytes) in &new {
        std::fs::write(inside.join(name), bytes).with_context(|| cannot(Path::new(name)))?;
    }
    file::load(&inside, &[])?;
    if target.exists() {
        for (name, bytes) in files {
            write_by_rename(&target.join(name), bytes).with_context(|| cannot(&target.join(name)))?;
        }
    } else {
        std::fs::rename(&inside, target).with_context(|| cannot(target))?;
    }
    Ok(())
}

/// Copies the files of a folder and of those in it, but hidden ones and those that are replaced.
fn copy(from: &Path, to: &Path, is_replaced: &dyn Fn(&str) -> bool) -> std::io::Result<()> {
    std::fs::create_dir(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let name = entry.file_name();
        let shown = name.to_string_lossy();
        if shown.starts_with('.') || is_replaced(&shown) {
            continue;
        }
        let path = entry.path();
        if path.is_dir() {
            copy(&path, &to.join(&name), &|_| false)?;
        } else if path.is_file() {
            std::fs::copy(&path, to.join(&name))?;
        }
    }
    Ok(())
}
