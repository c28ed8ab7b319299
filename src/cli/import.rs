//! `callboard import`: a scenario folder made of the user's own history.

use super::terminal::{self, table};
use super::{Failure, Format, json, print_out};
use crate::calibration::{Estimates, Observed};
use crate::history::body::Body;
use crate::history::dates::DateOrder;
use crate::history::encoding::Encoding;
use crate::history::findings::{Finding, Findings, Kind};
use crate::history::folder::{File, files};
use crate::history::layout::Layout;
use crate::history::mapping::{self, Mapping};
use crate::history::number::Decimal;
use crate::history::read::{Reading, SetAside, Visitors, read};
use crate::history::{IntervalHistory, QueueHistory, coarser};
use crate::report::file::{begin_aside, write_by_rename};
use crate::report::format;
use crate::scenario::file::Problems;
use crate::scenario::kind::duration_text;
use anyhow::Context;
use clap::Args;
use comfy_table::CellAlignment;
use serde_json::{Value, json as value};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// Words of `callboard import`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  callboard import calls_2026.csv -o our_centre --time-zone Europe/Berlin
  callboard import export/*.csv -o our_centre --date-order dmy --decimal comma
  callboard import june.csv -o june --mapping our_centre/mapping.toml

Layouts: genesys-cloud, amazon-connect, calabrio, intervals (columns by their headers: start or date and time, queue,
offered, answered, average handle time, agents), calls (arrival, answered, ended, outcome, queue, agent), wide (date, start
and a column for each queue).")]
pub struct ImportArguments {
    /// Exports, CSV or XLSX: interval statistics or call records
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// The folder to write the scenario to
    #[arg(short, long, value_name = "FOLDER")]
    pub output: PathBuf,
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
    let folder = &arguments.output;
    let parent = check_folder(folder, arguments.replace)?;
    let mapping = told(arguments)?;
    let mut aside = Aside { parent: &parent, writer: None, count: 0, failed: None };
    let mut observed = Observed::default();
    let mut reading = read(
        &arguments.files,
        &mapping,
        arguments.strict,
        &mut Visitors { call: &mut |call| observed.take(call), set_aside: &mut |row| aside.take(row) },
    )?;
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
    let count = aside.count;
    write(&parent, folder, &files, aside)?;
    match arguments.format {
        Format::Json => print_out(&json(&document(&reading, &history, &findings, count))),
        _ => print_out(&summary(folder, &reading, &history, &findings, count, terminal::width())),
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
    let parent = match folder.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    };
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
struct Aside<'a> {
    parent: &'a Path,
    writer: Option<csv::Writer<NamedTempFile>>,
    count: u64,
    failed: Option<anyhow::Error>,
}

impl Aside<'_> {
    fn take(&mut self, row: &SetAside<'_>) {
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
fn write(parent: &Path, folder: &Path, files: &[File], aside: Aside<'_>) -> Result<(), Failure> {
    if let Some(error) = aside.failed {
        return Err(Failure::Fault(error.context("rows cannot be set aside")));
    }
    let cannot = |what: &Path| format!("{} cannot be written", what.display());
    let scratch = tempfile::Builder::new().prefix(".callboard-").tempdir_in(parent).with_context(|| cannot(parent))?;
    // Inside, so that the folder has the permissions that folders have here, not those of a temporary one.
    let inside = scratch.path().join("scenario");
    std::fs::create_dir(&inside).with_context(|| cannot(&inside))?;
    for (name, text) in files {
        std::fs::write(inside.join(name), text).with_context(|| cannot(Path::new(name)))?;
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
    for (name, text) in files {
        write_by_rename(&folder.join(name), text.as_bytes()).with_context(|| cannot(&folder.join(name)))?;
    }
    // What an earlier import left would be taken for this one's.
    for name in ["set_aside.csv", "on_duty.csv"] {
        let (new, old) = (inside.join(name), folder.join(name));
        if name == "set_aside.csv" && new.exists() {
            std::fs::rename(&new, &old).with_context(|| cannot(&old))?;
        } else if !new.exists() && old.exists() {
            std::fs::remove_file(&old).with_context(|| cannot(&old))?;
        }
    }
    Ok(())
}

/// What was read and found, in short.
fn summary(
    folder: &Path,
    reading: &Reading,
    history: &IntervalHistory,
    findings: &Findings,
    set_aside: u64,
    width: u16,
) -> String {
    let mut text = Vec::new();
    let mut files = table(width, &["file", "rows", "counted", "twice", "set aside"], 4);
    for file in &reading.files {
        let counts = [file.rows, file.taken, file.duplicates, file.set_aside];
        files.add_row([file.origin.clone()].into_iter().chain(counts.map(|count| format::count(count as f64))));
    }
    text.push(format!("{files}\n\n"));
    for file in &reading.files {
        text.push(format!("{}: {}\n", file.origin, file.described));
        text.extend(file.notes.iter().map(|note| format!("  {note}\n")));
    }
    text.extend(reading.notes.iter().map(|note| format!("{note}\n")));
    text.extend(
        reading
            .passed_over
            .iter()
            .map(|(reason, count)| format!("passed over: {} {reason}\n", format::count(*count as f64))),
    );
    text.extend(days_twice(reading));
    let mut queues = table(width, &["queue", "channel", "days", "contacts", "hang up", "handling"], 0);
    for queue in &history.queues {
        queues.add_row(queue_row(queue));
    }
    for column in queues.column_iter_mut().skip(2) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    let minutes = history.interval_minutes;
    text.push(format!("\n{queues}\n\nin {}, intervals of {minutes} minutes\n", history.time_zone));
    if !findings.list.is_empty() {
        let mut table = table(width, &["found", "how often", "for example"], 0);
        let mut kinds: BTreeMap<Kind, Vec<&Finding>> = BTreeMap::new();
        findings.list.iter().for_each(|finding| kinds.entry(finding.kind).or_default().push(finding));
        for (kind, list) in kinds {
            let example = list
                .iter()
                .max_by(|a, b| weight(a).total_cmp(&weight(b)))
                .map_or(String::new(), |one| in_words(one, history));
            table.add_row([kind.name().to_owned(), format::count(list.len() as f64), example]);
        }
        text.push(format!("\n{table}\n"));
    }
    let shown = folder.display();
    if set_aside > 0 {
        text.push(format!(
            "\n{} rows were set aside, each with its reason: {shown}/set_aside.csv\n",
            format::count(set_aside as f64)
        ));
    }
    text.push(format!(
        "\n{shown}: scenario.toml, volume.csv, history.csv, findings.csv, mapping.toml\nnext: put your own numbers where scenario.toml says default, then\n  callboard check {shown}\n  callboard simulate {shown}\n"
    ));
    text.concat()
}

fn days_twice(reading: &Reading) -> Vec<String> {
    let calls: u64 = reading.days_twice.iter().map(|(_, _, calls)| calls).sum();
    reading
        .days_twice
        .first()
        .map(|(queue, day, _)| {
            let days = format::count(reading.days_twice.len() as f64);
            format!(
                "counted once: {} calls on {days} days that several files have alike, such as {queue} on {day}\n",
                format::count(calls as f64)
            )
        })
        .into_iter()
        .collect()
}

fn queue_row(queue: &QueueHistory) -> [String; 6] {
    let known = queue.rows.iter().filter_map(|row| row.abandoned.map(|abandoned| (abandoned, row.offered)));
    let (abandoned, offered) = known.fold((0.0, 0.0), |sum, row| (sum.0 + row.0, sum.1 + row.1));
    let handled: f64 = queue.rows.iter().map(|row| row.handled).sum();
    let handling: f64 = queue.rows.iter().map(|row| row.handling_s).sum();
    [
        queue.name.clone(),
        queue.channel.name().to_owned(),
        format::count(queue.days_with_contacts() as f64),
        format::count(queue.offered()),
        if offered > 0.0 { format!("{:.1} %", 100.0 * abandoned / offered) } else { "not known".to_owned() },
        if handled > 0.0 { duration_text((handling / handled).round()) } else { "not known".to_owned() },
    ]
}

/// How far a finding is from what is usual: the largest is shown.
fn weight(finding: &Finding) -> f64 {
    finding.usual.map_or(0.0, |usual| (finding.found - usual).abs())
}

fn in_words(finding: &Finding, history: &IntervalHistory) -> String {
    let clock = crate::calendar::clock;
    let mut words = vec![finding.first.to_string()];
    if finding.last != finding.first {
        words.push(format!("to {}", finding.last));
    }
    words.extend(finding.minutes.map(|(from, to)| format!("{}-{}", clock(from), clock(to))));
    words.extend(finding.queue.map(|queue| history.queues[queue].name.clone()));
    match (finding.kind, finding.usual) {
        (Kind::DaylightSaving, _) => words.push(format!("has {} hours", finding.found)),
        (Kind::ClosedDay | Kind::MissingDays, _) => {}
        (_, Some(usual)) => words.push(format!("{:.0} contacts, usually {usual:.0}", finding.found)),
        (_, None) => words.push(format!("{:.0} contacts", finding.found)),
    }
    words.join(" ")
}

/// The summary as a document.
fn document(reading: &Reading, history: &IntervalHistory, findings: &Findings, set_aside: u64) -> Value {
    let files: Vec<Value> = reading
        .files
        .iter()
        .map(|file| {
            value!({"file": file.origin, "layout": file.layout.name(), "rows": file.rows, "counted": file.taken, "twice": file.duplicates,
                "set_aside": file.set_aside, "notes": file.notes})
        })
        .collect();
    let queues: Vec<Value> = history
        .queues
        .iter()
        .map(|queue| {
            let handled: f64 = queue.rows.iter().map(|row| row.handled).sum();
            let handling: f64 = queue.rows.iter().map(|row| row.handling_s).sum();
            value!({"name": queue.name, "labels": queue.labels, "channel": queue.channel.name(), "offered": queue.offered(),
                "handling_time_s": (handled > 0.0).then(|| handling / handled)})
        })
        .collect();
    let list: Vec<Value> = findings
        .list
        .iter()
        .map(|finding| {
            value!({"kind": finding.kind.name(), "queue": finding.queue.map(|queue| &history.queues[queue].name),
                "first": finding.first.to_string(), "last": finding.last.to_string(),
                "from": finding.minutes.map(|(from, _)| crate::calendar::clock(from)), "to": finding.minutes.map(|(_, to)| crate::calendar::clock(to)),
                "found": finding.found, "usual": finding.usual})
        })
        .collect();
    value!({"files": files, "time_zone": history.time_zone, "interval_minutes": history.interval_minutes, "queues": queues,
        "set_aside": set_aside, "passed_over": reading.passed_over, "days_twice": reading.days_twice.len(), "notes": reading.notes,
        "findings": list})
}
