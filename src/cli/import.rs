//! `callboard import`: a scenario folder made of the user's own history.

pub(super) mod summary;

use super::terminal;
use super::{Failure, Format, json, parent_of, print_out};
use crate::calibration::{Estimates, Observed};
use crate::history::body::Body;
use crate::history::dates::DateOrder;
use crate::history::encoding::Encoding;
use crate::history::findings::Findings;
use crate::history::folder::files;
use crate::history::layout::Layout;
use crate::history::mapping::{self, Mapping};
use crate::history::number::Decimal;
use crate::history::read::{Reading, SetAside, Visitors, read};
use crate::history::{IntervalHistory, coarser};
#[cfg(feature = "parquet")]
use crate::history::{IntervalRow, parquet::history_parquet};
use crate::report::estimates::estimates_csv;
use crate::report::file::{begin_aside, write_by_rename};
use crate::report::imported_html;
use crate::scenario::file::Problems;
use anyhow::Context;
use clap::Args;
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// Words of `callboard import`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  callboard import calls_2026.csv -o our_centre --time-zone Europe/Berlin
  callboard import export/*.csv -o our_centre --date-order dmy --decimal comma
  callboard import june.csv -o june --mapping our_centre/mapping.toml
  callboard import intervals.csv --sample some_calls.csv -o our_centre
  callboard import calls.csv staff.csv time_sheets.csv -o our_centre
  callboard import --sql

Layouts: genesys-cloud, amazon-connect, calabrio, intervals (columns by their headers: start or date and time, queue,
offered, answered, average handle time, agents), calls (arrival, answered, ended, outcome, queue, agent, customer), wide (date, start
and a column for each queue), staff (agent, began, left), time-sheets (date, agent, paid hours, missing hours, absent hours).")]
#[allow(clippy::struct_excessive_bools, reason = "switches of the command line")]
pub struct ImportArguments {
    /// Exports, CSV or XLSX: interval statistics or call records; beside them perhaps a staff file and time sheets
    #[arg(required_unless_present = "sql")]
    pub files: Vec<PathBuf>,
    /// The folder to write the scenario to
    #[arg(short, long, value_name = "FOLDER", required_unless_present = "sql")]
    pub output: Option<PathBuf>,
    /// Call records of some of the calls that the files count: for handling times, patience and who comes back, not for volumes
    #[arg(long, value_name = "FILE")]
    pub sample: Vec<PathBuf>,
    /// Write the history as history.parquet too
    #[cfg(feature = "parquet")]
    #[arg(long)]
    pub parquet: bool,
    /// Print SQL that aggregates call records to intervals where they are, and draws a sample of them
    #[arg(long, exclusive = true)]
    pub sql: bool,
    /// Write over a scenario that is there already
    #[arg(long)]
    pub replace: bool,
    /// How the files are laid out [default: recognised by their header]
    #[arg(long, value_parser = layout)]
    pub layout: Option<Layout>,
    /// What parts the cells: a character, or tab [default: recognised]
    #[arg(long, value_parser = delimiter)]
    pub delimiter: Option<u8>,
    /// What stands before decimals: point or comma [default: recognised]
    #[arg(long, value_parser = decimal)]
    pub decimal: Option<Decimal>,
    /// How letters are written: utf-8, utf-16le, utf-16be or windows-1252 [default: recognised]
    #[arg(long, value_parser = encoding)]
    pub encoding: Option<Encoding>,
    /// Order of dates such as 3/4/2026: dmy, mdy or ymd [default: recognised where the dates decide it]
    #[arg(long, value_parser = date_order)]
    pub date_order: Option<DateOrder>,
    /// Time zone of the centre, such as Europe/Berlin [default: UTC]
    #[arg(long, value_parser = zone)]
    pub time_zone: Option<String>,
    /// Time zone of clock times in the files that say none [default: the centre's; UTC where the layout says so]
    #[arg(long, value_parser = zone, value_name = "TIME_ZONE")]
    pub times_in: Option<String>,
    /// Length of an interval of the scenario: 15m, 30m or 1h [default: as in the files; 30m for call records]
    #[arg(long, value_parser = interval)]
    pub interval: Option<u32>,
    /// Sheet of workbooks [default: the first]
    #[arg(long)]
    pub sheet: Option<String>,
    /// What was found out before: the mapping.toml of an earlier import, perhaps changed
    #[arg(long, value_name = "FILE")]
    pub mapping: Option<PathBuf>,
    /// Stop at rows that cannot be believed, instead of setting them aside
    #[arg(long)]
    pub strict: bool,
    /// How the summary is printed
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

fn layout(text: &str) -> Result<Layout, String> {
    Layout::from_name(text).ok_or_else(|| format!("one of {}", Layout::ALL.map(Layout::name).join(", ")))
}

fn delimiter(text: &str) -> Result<u8, String> {
    mapping::delimiter_of_name(text).ok_or_else(|| "one of , ; | or tab".to_owned())
}

fn decimal(text: &str) -> Result<Decimal, String> {
    Decimal::from_name(text).ok_or_else(|| "point or comma".to_owned())
}

fn encoding(text: &str) -> Result<Encoding, String> {
    Encoding::from_name(text).ok_or_else(|| format!("one of {}", Encoding::ALL.map(Encoding::name).join(", ")))
}

fn date_order(text: &str) -> Result<DateOrder, String> {
    DateOrder::from_name(text).ok_or_else(|| "dmy, mdy or ymd".to_owned())
}

fn zone(text: &str) -> Result<String, String> {
    match jiff::tz::TimeZone::get(text) {
        Ok(_) => Ok(text.to_owned()),
        Err(_) => Err("a time zone by its IANA name, such as Europe/Berlin, or UTC".to_owned()),
    }
}

fn interval(text: &str) -> Result<u32, String> {
    match text {
        "15m" | "15" => Ok(15),
        "30m" | "30" => Ok(30),
        "60m" | "60" | "1h" => Ok(60),
        _ => Err("15m, 30m or 1h".to_owned()),
    }
}

/// Reads the exports and writes the scenario.
pub fn import(arguments: &ImportArguments) -> Result<(), Failure> {
    if arguments.sql {
        return print_out(include_str!("../history/warehouse.sql"));
    }
    let Some(folder) = &arguments.output else {
        return Err(Failure::Usage("say with -o FOLDER where the scenario is to be written".to_owned()));
    };
    let parent = check_folder(folder, arguments.replace)?;
    let mapping = told(arguments)?;
    let mut aside = Aside::new(&parent);
    let mut observed = Observed::default();
    let mut reading = read(
        &arguments.files,
        &mapping,
        arguments.strict,
        &mut Visitors { call: &mut |call| observed.take(call), set_aside: &mut |row| aside.take(row) },
    )?;
    if !arguments.sample.is_empty() {
        let mut visitors = Visitors { call: &mut |call| observed.take(call), set_aside: &mut |row| aside.take(row) };
        let of_sample = read(&arguments.sample, &reading.mapping.for_a_sample(), arguments.strict, &mut visitors)?;
        check_sample(&of_sample)?;
        let strange = of_sample.history.queues.iter().filter(|queue| !has_queue(&reading.history, &queue.name));
        reading
            .notes
            .extend(strange.map(|queue| format!("the sample has calls of {}, which the files do not", queue.name)));
        reading.files.extend(of_sample.files);
    }
    let minutes = match reading.history.interval_minutes {
        5 | 15 => 15,
        10 | 30 => 30,
        _ => 60,
    };
    let body = Body::of(&reading.history);
    reading.notes.extend(body.note());
    let history = coarser(&body.history, minutes);
    let findings = Findings::of(&history);
    let name = folder.canonicalize().unwrap_or_else(|_| folder.clone());
    let name = name.file_name().map_or("History".to_owned(), |name| name.to_string_lossy().into_owned());
    let origins: Vec<String> = arguments.files.iter().map(|path| file_name(path)).collect();
    let estimates = Estimates::of(&history, &findings, &observed, &reading.people);
    let estimated = estimates.settings(f64::from(minutes) * 60.0);
    let mut files = files(&history, &reading.teams, &findings, &estimated, &name, &origins);
    let remembered = Mapping { interval_minutes: Some(minutes), ..reading.mapping.clone() };
    files.push(("mapping.toml".to_owned(), remembered.to_toml()));
    let page = imported_html(&name, &history, &findings, &estimates).context("import.html cannot be made")?;
    files.push(("import.html".to_owned(), page));
    files.push(("estimates.csv".to_owned(), estimates_csv(&estimates)));
    let mut files: Vec<(String, Vec<u8>)> = files.into_iter().map(|(name, text)| (name, text.into_bytes())).collect();
    #[cfg(feature = "parquet")]
    if arguments.parquet {
        let mark = |queue: usize, row: &IntervalRow| findings.mark(queue, row.date(), row.minute());
        let bytes = history_parquet(&history, mark).context("history.parquet cannot be made")?;
        files.push(("history.parquet".to_owned(), bytes));
    }
    let count = aside.count;
    write(&parent, folder, &files, aside)?;
    match arguments.format {
        Format::Json => print_out(&json(&summary::document(&reading, &history, &findings, count))),
        _ => print_out(&summary::summary(folder, &reading, &history, &findings, count, terminal::width())),
    }
}

fn has_queue(history: &IntervalHistory, name: &str) -> bool {
    history.queues.iter().any(|queue| queue.name == name)
}

/// A sample has to be of calls: intervals say nothing of a single one.
fn check_sample(reading: &Reading) -> Result<(), Failure> {
    match reading.files.iter().find(|file| file.layout != Layout::Calls) {
        Some(file) => {
            let name = file.layout.name();
            let message = format!(
                "{}: the layout {name}, but --sample wants call records (arrival, answered, ended, queue)",
                file.origin
            );
            Err(Failure::Usage(message))
        }
        None => Ok(()),
    }
}

fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

/// The folder's own folder, if the scenario may be written.
fn check_folder(folder: &Path, replace: bool) -> Result<PathBuf, Failure> {
    let shown = folder.display();
    if folder.is_dir() && folder.join("scenario.toml").exists() && !replace {
        let message =
            format!("{shown} has a scenario already: choose another folder, or say --replace to write over it");
        return Err(Failure::Usage(message));
    }
    if folder.exists() && !folder.is_dir() {
        return Err(Failure::Usage(format!("{shown} is no folder: choose another one")));
    }
    let parent = parent_of(folder);
    if !parent.is_dir() {
        return Err(Failure::Usage(format!("{} is no folder: make it first", parent.display())));
    }
    Ok(parent)
}

/// Puts what was said over what is there.
fn over<T: Clone>(mine: &mut Option<T>, said: Option<&T>) {
    if let Some(said) = said {
        *mine = Some(said.clone());
    }
}

/// What the command line says, over what the mapping file says.
fn told(arguments: &ImportArguments) -> Result<Mapping, Failure> {
    let mut mapping = match &arguments.mapping {
        Some(path) => {
            let text = std::fs::read_to_string(path)
                .map_err(|error| Failure::Usage(format!("{} cannot be read: {error}", path.display())))?;
            mapping::parse(&text, &path.display().to_string()).map_err(|problems| Problems { problems })?
        }
        None => Mapping::default(),
    };
    over(&mut mapping.layout, arguments.layout.as_ref());
    over(&mut mapping.delimiter, arguments.delimiter.as_ref());
    over(&mut mapping.decimal, arguments.decimal.as_ref());
    over(&mut mapping.encoding, arguments.encoding.as_ref());
    over(&mut mapping.date_order, arguments.date_order.as_ref());
    over(&mut mapping.time_zone, arguments.time_zone.as_ref());
    over(&mut mapping.times_in, arguments.times_in.as_ref());
    over(&mut mapping.interval_minutes, arguments.interval.as_ref());
    over(&mut mapping.sheet, arguments.sheet.as_ref());
    Ok(mapping)
}

/// Rows that were set aside, written bit by bit to a file that is put in its place at the end.
pub(super) struct Aside<'a> {
    parent: &'a Path,
    writer: Option<csv::Writer<NamedTempFile>>,
    /// How many there are.
    pub(super) count: u64,
    failed: Option<anyhow::Error>,
}

impl<'a> Aside<'a> {
    /// None yet; a file aside is begun in the folder when there is one.
    pub(super) fn new(parent: &'a Path) -> Self {
        Self { parent, writer: None, count: 0, failed: None }
    }

    /// The file of rows that were set aside before, with these after them; nothing where there are none.
    pub(super) fn appended(self, path: &Path) -> Result<Option<(PathBuf, Vec<u8>)>, Failure> {
        if let Some(error) = self.failed {
            return Err(Failure::Fault(error.context("rows cannot be set aside")));
        }
        let Some(writer) = self.writer else { return Ok(None) };
        let file =
            writer.into_inner().map_err(|error| anyhow::anyhow!("rows cannot be set aside: {}", error.error()))?;
        let new = std::fs::read(file.path()).context("rows cannot be set aside")?;
        let mut all = std::fs::read(path).unwrap_or_default();
        // The header is that of the file that is there.
        let header = new.iter().position(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        all.extend_from_slice(&new[if all.is_empty() { 0 } else { header }..]);
        Ok(Some((path.to_owned(), all)))
    }

    pub(super) fn take(&mut self, row: &SetAside<'_>) {
        self.count += 1;
        if self.failed.is_none() {
            self.failed = self.write(row).err();
        }
    }

    fn write(&mut self, row: &SetAside<'_>) -> anyhow::Result<()> {
        if self.writer.is_none() {
            let file = begin_aside(self.parent)
                .with_context(|| format!("{} cannot be written into", self.parent.display()))?;
            let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(file);
            writer.write_record(["file", "row", "column", "found", "allowed", "what_to_do", "cells"])?;
            self.writer = Some(writer);
        }
        let Some(writer) = &mut self.writer else { return Ok(()) };
        let refusal = row.refusal;
        let line = row.row.line.to_string();
        let first = [row.origin, &line, row.column, &refusal.found, &refusal.allowed, refusal.remedy];
        writer.write_record(
            first.into_iter().map(str::to_owned).chain(row.row.texts().iter().map(|cell| safe_cell(cell))),
        )?;
        Ok(())
    }
}

/// A cell that no spreadsheet takes for a formula; a number is none.
fn safe_cell(cell: &str) -> String {
    if cell.parse::<f64>().is_ok() { cell.to_owned() } else { crate::report::csv::safe(cell) }
}

/// Writes all files aside, makes sure that they are a scenario, and puts them in their place.
fn write(parent: &Path, folder: &Path, files: &[(String, Vec<u8>)], aside: Aside<'_>) -> Result<(), Failure> {
    if let Some(error) = aside.failed {
        return Err(Failure::Fault(error.context("rows cannot be set aside")));
    }
    let cannot = |what: &Path| format!("{} cannot be written", what.display());
    let scratch = tempfile::Builder::new().prefix(".callboard-").tempdir_in(parent).with_context(|| cannot(parent))?;
    // Inside, so that the folder has the permissions that folders have here, not those of a temporary one.
    let inside = scratch.path().join("scenario");
    std::fs::create_dir(&inside).with_context(|| cannot(&inside))?;
    for (name, bytes) in files {
        std::fs::write(inside.join(name), bytes).with_context(|| cannot(Path::new(name)))?;
    }
    crate::scenario::file::load(&inside, &[])?;
    if let Some(writer) = aside.writer {
        let file = writer
            .into_inner()
            .map_err(|error| anyhow::anyhow!("set_aside.csv cannot be written: {}", error.error()))?;
        file.persist(inside.join("set_aside.csv"))
            .map_err(|error| error.error)
            .context("set_aside.csv cannot be written")?;
    }
    if !folder.exists() {
        std::fs::rename(&inside, folder).with_context(|| cannot(folder))?;
        return Ok(());
    }
    for (name, bytes) in files {
        write_by_rename(&folder.join(name), bytes).with_context(|| cannot(&folder.join(name)))?;
    }
    // What an earlier import left would be taken for this one's.
    for name in ["set_aside.csv", "on_duty.csv", "history.parquet"] {
        let (new, old) = (inside.join(name), folder.join(name));
        if name == "set_aside.csv" && new.exists() {
            std::fs::rename(&new, &old).with_context(|| cannot(&old))?;
        } else if !new.exists() && old.exists() {
            std::fs::remove_file(&old).with_context(|| cannot(&old))?;
        }
    }
    Ok(())
}
