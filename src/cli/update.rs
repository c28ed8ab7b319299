//! `callboard update`: new actuals continue a history, and say why the days were not as planned.

mod handling;
mod plan;
mod staff;
mod write;

use super::import::summary::files_table;
use super::terminal;
use super::{Failure, Format, WorkArguments, begin, forecast, json, print_out};
use crate::history::continued::{Continued, Correction, DayTable, continued};
use crate::history::dates::date_of;
use crate::history::findings::{Findings, Kind};
use crate::history::folder::{Estimated, files, history_csv};
use crate::history::kept::{Kept, read_back};
use crate::history::mapping::Mapping;
use crate::history::read::{Reading, Visitors, read};
use crate::history::{IntervalHistory, IntervalRow};
use crate::importing::{Aside, files_json};
use crate::report::variance::{VarianceReport, variance_csv, variance_json, variance_text};
use crate::report::{format, variance_html};
use crate::scenario::file::{self, Place, Problem, Problems};
use crate::scenario::{Replications, Scenario};
use crate::simulation::Options;
use crate::variance::{self, Variance};
use crate::watch::Watch;
use anyhow::Context;
use clap::Args;
use jiff::civil::Date;
use plan::{Planned, Sources, planned};
use serde_json::{Value, json as value};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Corrections that are listed; the document has all.
const MOST_LISTED: usize = 12;
/// Days by which a row may lie before or after the history.
const FAR: i32 = 200;

/// Words of `callboard update`.
#[derive(Debug, Args)]
#[command(after_help = "\
New rows are added to history.csv, rows that were there already count once, and rows that say otherwise replace what was known and
are listed. findings.csv, volume.csv and on_duty.csv follow. Before that, the new days are compared with their plan: volume.csv (the
forecast that was in it), handling times and staff of scenario.toml, and schedule.csv where the folder has one. variance.csv and
variance.html say how much each cause did: volume, mix, handling time, absence, staffing, and the rest.

Examples:
  callboard update our_centre calls_2026-11-24.csv
  callboard update our_centre export/*.csv --absent absent.csv --format json
  callboard update our_centre calls_2026-11-24.csv --handling -o reports/2026-11-24")]
pub struct UpdateArguments {
    /// The folder that `callboard import` wrote
    pub folder: PathBuf,
    /// New exports, CSV or XLSX, laid out as those that were imported
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// Who was rostered and absent (CSV or XLSX): group or name, people, date, from, until
    #[arg(long, value_name = "FILE")]
    pub absent: Option<PathBuf>,
    /// At most so many of the new days are explained, the last ones; 0: none
    #[arg(long, value_name = "NUMBER", default_value_t = 14)]
    pub days: usize,
    /// Set the handling times of scenario.toml to those of the last four weeks
    #[arg(long)]
    pub handling: bool,
    /// Stop at rows that cannot be believed, instead of setting them aside
    #[arg(long)]
    pub strict: bool,
    /// Another value for a key of the scenario while days are explained (may be repeated)
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub overrides: Vec<String>,
    /// How often each set of causes is simulated [default: as the scenario says, at most 200 where it says auto]
    #[arg(long, value_parser = clap::value_parser!(u32).range(2..=100_000))]
    pub replications: Option<u32>,
    /// Folder for variance.csv and variance.html [default: the folder itself]
    #[arg(short, long, value_name = "FOLDER")]
    pub output: Option<PathBuf>,
    /// How the summary is printed; csv prints the variance
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    #[command(flatten)]
    /// How the work is done.
    pub work: WorkArguments,
}

/// All that an update found out.
struct Update {
    reading: Reading,
    continued: Continued,
    notes: Vec<String>,
    set_aside: u64,
    explained: Option<(Scenario, Variance, Vec<String>)>,
    written: Vec<String>,
}

/// Reads the new exports, explains the new days, and writes what follows.
pub fn update(arguments: &UpdateArguments) -> Result<(), Failure> {
    let folder = &arguments.folder;
    let output = arguments.output.as_ref().unwrap_or(folder);
    if !folder.is_dir() {
        let message = format!("{} is no folder: name the one that `callboard import` wrote", folder.display());
        return Err(Failure::Usage(message));
    }
    if !output.is_dir() {
        return Err(Failure::Usage(format!("{} is no folder: make it first", output.display())));
    }
    let terminal = begin(&arguments.work)?;
    let kept = read_back(folder)?;
    let source = file::read(folder).map_err(|problem| Problems { problems: vec![*problem] })?;
    // What else is wrong with a scenario of another time zone follows from that.
    let document: toml::Table = source.text.parse().unwrap_or_default();
    if let Some(zone) = document.get("horizon").and_then(|horizon| horizon.get("time_zone")?.as_str()) {
        agrees(folder, &kept, zone)?;
    }
    let scenario = file::parse(&source, &[])?;
    agrees(folder, &kept, &scenario.calendar.time_zone)?;
    let mut aside = Aside::new(folder);
    let (reading, mut notes) = read_new(arguments, &kept, &mut aside)?;
    near(&kept, &reading.history)?;
    let continued = continued(&kept.history, &reading.history);
    notes.extend(unknown_queues(&continued, &scenario));
    let set_aside = aside.count;
    let mut found = Update { reading, continued, notes, set_aside, explained: None, written: Vec::new() };
    let levels = staff::levels(&found.reading, &scenario);
    let mut outputs: Vec<(PathBuf, Vec<u8>)> = Vec::new();
    if !found.continued.days.is_empty() {
        let tables = Tables::of(folder)?;
        found.explained = explained(arguments, (&kept, &found.continued, &tables), &document, &levels, &terminal)?;
        if let Some((scenario, variance, notes)) = &found.explained {
            let report = VarianceReport { scenario, variance, notes };
            outputs.push((output.join("variance.csv"), variance_csv(&report).into_bytes()));
            let page = variance_html(&report).context("the page cannot be made")?;
            outputs.push((output.join("variance.html"), page.into_bytes()));
        }
        outputs.extend(follow(folder, (&kept, &found.continued, tables), &scenario, &levels));
        if arguments.handling {
            let (text, said) = handling::updated(&source, &found.continued.history)?;
            outputs.push((folder.join("scenario.toml"), text.into_bytes()));
            found.notes.extend(said);
        }
    }
    let set_aside = aside.appended(&folder.join("set_aside.csv")).context("set_aside.csv cannot be written")?;
    outputs.extend(set_aside);
    found.written = outputs.iter().map(|(path, _)| path.display().to_string()).collect();
    write::all(&outputs)?;
    let again = if found.continued.days.is_empty() { Ok(None) } else { forecast_again(folder, &terminal) };
    drop(terminal);
    found.notes.extend(again.as_ref().ok().cloned().flatten());
    match arguments.format {
        Format::Json => print_out(&json(&as_json(&found))),
        Format::Csv => print_out(&found.explained.as_ref().map_or_else(String::new, |(scenario, variance, notes)| {
            variance_csv(&VarianceReport { scenario, variance, notes })
        })),
        Format::Text => print_out(&summary(folder, &found, terminal::width())),
    }?;
    // What came is written whatever becomes of the forecast.
    again.map(|_| ())
}

/// A folder that has a forecast gets a new one; what is said about it.
fn forecast_again(folder: &Path, watch: &dyn Watch) -> Result<Option<String>, Failure> {
    let Some(outlook) = forecast::refresh(folder, watch)? else { return Ok(None) };
    let (first, last) = (outlook.horizon.start(), outlook.horizon.end());
    Ok(Some(format!("the forecast was made again, with the options of the last time: {first} to {last}")))
}

/// The scenario must be of the time zone of its history: otherwise its days are other days.
fn agrees(folder: &Path, kept: &Kept, zone: &str) -> Result<(), Problems> {
    if zone == kept.history.time_zone {
        return Ok(());
    }
    let problem = Problem {
        rule: "time-zone",
        about: "horizon.time_zone".to_owned(),
        place: Place::whole(&folder.join("scenario.toml").display().to_string()),
        found: format!("the time zone \"{}\"", zone.escape_debug()),
        allowed: format!("{}, as mapping.toml has it: the history was read in it", kept.history.time_zone),
        remedy: "put the same time zone in both; to move a history to another one, import its files again".to_owned(),
    };
    Err(Problems { problems: vec![problem] })
}

/// Reads the new files as those before were read; where they are laid out otherwise, as they are recognised.
fn read_new<'a>(
    arguments: &'a UpdateArguments,
    kept: &Kept,
    aside: &mut Aside<'a>,
) -> Result<(Reading, Vec<String>), Failure> {
    let told = Mapping {
        time_zone: Some(kept.history.time_zone.clone()),
        interval_minutes: Some(kept.history.interval_minutes),
        within_s: Some(kept.history.within_s),
        ..kept.mapping.clone()
    };
    let own = Mapping {
        layout: None,
        delimiter: None,
        decimal: None,
        encoding: None,
        sheet: None,
        columns: BTreeMap::new(),
        units: BTreeMap::new(),
        ..told.clone()
    };
    let read_with = |mapping: &Mapping, aside: &mut Aside<'_>| {
        let mut visitors = Visitors { call: &mut |_| (), set_aside: &mut |row| aside.take(row) };
        read(&arguments.files, mapping, arguments.strict, &mut visitors)
    };
    match read_with(&told, aside) {
        Ok(reading) => Ok((reading, Vec::new())),
        Err(problems) => {
            // Rows that a wrong layout set aside are none of the right one.
            let mut again = Aside::new(&arguments.folder);
            let Ok(reading) = read_with(&own, &mut again) else { return Err(problems.into()) };
            *aside = again;
            let layouts: Vec<String> = reading.files.iter().map(|file| file.layout.name().to_owned()).collect();
            let note = format!(
                "laid out otherwise than what was imported, and read as recognised: {}",
                format::listed(&layouts)
            );
            Ok((reading, vec![note]))
        }
    }
}

/// Rows far from the history are of a year that was mistyped, or of another centre.
fn near(kept: &Kept, new: &IntervalHistory) -> Result<(), Failure> {
    let (Some((first, last)), Some((from, to))) = (kept.history.days(), new.days()) else { return Ok(()) };
    if from >= first - FAR && to <= last + FAR {
        return Ok(());
    }
    let far = if from < first - FAR { from } else { to };
    Err(Failure::Usage(format!(
        "the new files have rows on {}, more than {FAR} days from the history ({} to {}): correct the dates, or import all files again",
        date_of(far),
        date_of(first),
        date_of(last)
    )))
}

fn unknown_queues(continued: &Continued, scenario: &Scenario) -> Vec<String> {
    let is_unknown = |name: &&String| scenario.queues.iter().all(|queue| queue.name != **name);
    let unknown: Vec<String> =
        continued.history.queues.iter().map(|queue| &queue.name).filter(is_unknown).cloned().collect();
    if unknown.is_empty() {
        return Vec::new();
    }
    let names = format::listed(&unknown);
    vec![format!(
        "not in scenario.toml, and so in the history only: {names}; import all files again for a scenario with them, or say in [queues] of mapping.toml to which queue they belong"
    )]
}

/// The tables of the folder as they are.
struct Tables {
    volume: Option<DayTable>,
    on_duty: Option<DayTable>,
}

impl Tables {
    fn of(folder: &Path) -> Result<Self, Failure> {
        Ok(Self { volume: day_table(&folder.join("volume.csv"))?, on_duty: day_table(&folder.join("on_duty.csv"))? })
    }
}

fn day_table(path: &Path) -> Result<Option<DayTable>, Failure> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Failure::Usage(format!("{} cannot be read: {error}", path.display()))),
    };
    DayTable::parse(&text).map(Some).map_err(|wrong| {
        let shown = path.display();
        Failure::Usage(format!(
            "{shown} cannot be continued: {wrong}; it must be as import writes it, with commas, the columns date and start first, dates as 2026-11-24 and clock times as 09:30"
        ))
    })
}

/// Why the new days were not as planned; nothing where there are none.
fn explained(
    arguments: &UpdateArguments,
    (kept, continued, tables): (&Kept, &Continued, &Tables),
    document: &toml::Table,
    levels: &BTreeMap<String, BTreeMap<i64, f64>>,
    watch: &dyn Watch,
) -> Result<Option<(Scenario, Variance, Vec<String>)>, Failure> {
    let all: Vec<Date> = continued.new_days.iter().copied().collect();
    let days = &all[all.len().saturating_sub(arguments.days)..];
    let sources = Sources {
        folder: &arguments.folder,
        kept,
        volume: tables.volume.as_ref(),
        on_duty: tables.on_duty.as_ref(),
        document,
        absent: arguments.absent.as_ref(),
    };
    let mut sets = arguments.overrides.clone();
    sets.push(format!("horizon.interval={}m", kept.history.interval_minutes));
    let Planned { stretches, before, mut notes } = planned(&sources, days, continued, levels, &sets)?;
    let Some(scenario) = stretches.first().map(|stretch| stretch.scenario.clone()) else { return Ok(None) };
    if all.len() > days.len() {
        notes.push(format!(
            "{} earlier days are new too and not explained; --days says how many are",
            all.len() - days.len()
        ));
    }
    let mut options = Options::of(&scenario);
    if let Some(replications) = arguments.replications {
        options.replications = Replications::Fixed(replications);
    }
    let mut variance = variance::explain(&stretches, &options, watch)?;
    variance.usual = variance::usual_rests(&before, &options, watch)?;
    Ok(Some((scenario, variance, notes)))
}

/// The tables of the folder with what came.
fn follow(
    folder: &Path,
    (kept, continued, tables): (&Kept, &Continued, Tables),
    scenario: &Scenario,
    levels: &BTreeMap<String, BTreeMap<i64, f64>>,
) -> Vec<(PathBuf, Vec<u8>)> {
    let history = &continued.history;
    let findings = Findings::of(history);
    let marks: BTreeMap<(&str, i64), Kind> = kept
        .marks
        .iter()
        .map(|((queue, start_s), kind)| ((kept.history.queues[*queue].name.as_str(), *start_s), *kind))
        .collect();
    let mark = |queue: usize, row: &IntervalRow| {
        if continued.days.contains(&row.date()) {
            return findings.mark(queue, row.date(), row.minute());
        }
        // A mark may have been set or taken off by hand.
        marks.get(&(history.queues[queue].name.as_str(), row.start_s)).copied()
    };
    let mut followed = vec![("history.csv".to_owned(), history_csv(history, mark))];
    let made = files(history, &[], &findings, &Estimated::default(), "", &[]);
    let text = |name: &str| made.iter().find(|(file, _)| file == name).map(|(_, text)| text.as_str());
    followed.extend(text("findings.csv").map(|text| ("findings.csv".to_owned(), text.to_owned())));
    if let (Some(mut volume), Some(Ok(mut new))) = (tables.volume, text("volume.csv").map(DayTable::parse)) {
        // A scenario takes no column of a queue that it does not have.
        new.keep_columns(|name| scenario.queues.iter().any(|queue| queue.name == name));
        let old_last = kept.history.days().map(|(_, last)| date_of(last));
        let ends = history.queues.iter().filter_map(|queue| queue.rows.last());
        let last = ends.map(|row| (row.date().to_string(), crate::calendar::clock(row.minute()))).max();
        let before = volume.clone();
        volume.take(&new, |date, start| {
            let Ok(day) = date.parse::<Date>() else { return false };
            // What was planned after the last moment that is known is still to come.
            let is_ahead = last.as_ref().is_some_and(|last| (date, start) > (&last.0, &last.1));
            let is_new = continued.days.contains(&day) || old_last.is_none_or(|last| day > last);
            is_new && !(is_ahead && before.has_date(date))
        });
        followed.push(("volume.csv".to_owned(), volume.to_csv()));
    }
    if let Some(mut on_duty) = tables.on_duty {
        let new = staff::table(&on_duty, history, &continued.days, levels);
        on_duty.take(&new, |_, _| true);
        followed.push(("on_duty.csv".to_owned(), on_duty.to_csv()));
    }
    followed.into_iter().map(|(name, text)| (folder.join(name), text.into_bytes())).collect()
}

fn summary(folder: &Path, found: &Update, width: u16) -> String {
    let continued = &found.continued;
    let mut text = Vec::new();
    text.push(format!("{}\n\n", files_table(&found.reading, width)));
    text.push(format!(
        "{} were added, {} there already, {} say otherwise than before\n",
        format::counted(continued.added as usize, "row"),
        format::count(continued.same as f64),
        format::count(continued.corrections.len() as f64)
    ));
    text.extend(continued.corrections.iter().take(MOST_LISTED).map(|one| format!("  {}\n", in_words(one))));
    if continued.corrections.len() > MOST_LISTED {
        text.push(format!("  and {} more\n", continued.corrections.len() - MOST_LISTED));
    }
    let passed = found.reading.passed_over.iter();
    text.extend(passed.map(|(reason, count)| format!("passed over: {} {reason}\n", format::count(*count as f64))));
    text.extend(found.reading.notes.iter().chain(&found.notes).map(|note| format!("{note}\n")));
    if let Some((scenario, variance, notes)) = &found.explained {
        let report = VarianceReport { scenario, variance, notes };
        text.push(format!("\n{}", variance_text(&report, width)));
    }
    if found.set_aside > 0 {
        text.push(format!(
            "\n{} rows were set aside, each with its reason: {}\n",
            format::count(found.set_aside as f64),
            folder.join("set_aside.csv").display()
        ));
    }
    text.push(if found.written.is_empty() {
        "\nnothing is new, and nothing was written\n".to_owned()
    } else {
        format!("\nwritten: {}\n", found.written.join(", "))
    });
    text.concat()
}

/// `2026-11-24 09:30 calls: 12 contacts, 10 before; the day was not over`
fn in_words(correction: &Correction) -> String {
    let Correction { queue, before, after, completes } = correction;
    let clock = crate::calendar::clock(after.minute());
    let what = if before.offered == after.offered {
        format!("{} contacts as before, with other times or outcomes", format::short(after.offered, 2))
    } else {
        format!("{} contacts, {} before", format::short(after.offered, 2), format::short(before.offered, 2))
    };
    let why = if *completes { "; the last day is completed" } else { "" };
    format!("{} {clock} {queue}: {what}{why}", after.date())
}

fn as_json(found: &Update) -> Value {
    let continued = &found.continued;
    let row = |row: &IntervalRow| {
        value!({"offered": row.offered, "answered": row.answered, "abandoned": row.abandoned, "total_handle_time_s": row.handling_s,
            "total_wait_s": row.waited_s, "answered_in_time": row.in_time})
    };
    let correction = |one: &Correction| {
        value!({"queue": one.queue, "date": one.after.date().to_string(), "start": crate::calendar::clock(one.after.minute()),
            "before": row(&one.before), "after": row(&one.after), "completes_the_last_day": one.completes})
    };
    let (first, last) = continued.history.days().map_or((None, None), |(first, last)| (Some(first), Some(last)));
    let date = |day: Option<i32>| day.map(|day| date_of(day).to_string());
    value!({
        "files": files_json(&found.reading),
        "added": continued.added,
        "same": continued.same,
        "corrections": continued.corrections.iter().map(correction).collect::<Vec<_>>(),
        "days": continued.days.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "new_days": continued.new_days.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "new_queues": continued.new_queues,
        "first_day": date(first),
        "last_day": date(last),
        "passed_over": found.reading.passed_over,
        "set_aside": found.set_aside,
        "notes": found.reading.notes.iter().chain(&found.notes).collect::<Vec<_>>(),
        "variance": found.explained.as_ref().map(|(scenario, variance, notes)| variance_json(&VarianceReport { scenario, variance, notes })),
        "written": found.written,
    })
}
