//! What was planned for the days that came: volume, handling time and staff, and where each comes from.
//!
//! - **Volume**: rows of `volume.csv` beyond the history are a plan (a forecast); for other days `forecast.csv`, if the folder has one with
//!   that day; else what was usual: the mean of the same weekday and clock time over the four weeks before, odd days left out.
//! - **Staff**: `schedule.csv`, where the folder has one with shifts on that day; else what `scenario.toml` says; where that is the staff that
//!   was recorded (`on_duty.csv`), the mean of the same weekdays of the four weeks before.
//! - **Handling time** and everything else as `scenario.toml` has it.

use crate::calendar::{Calendar, clock};
use crate::cli::Failure;
use crate::history::continued::{Continued, DayTable};
use crate::history::kept::Kept;
use crate::history::mapping::quoted;
use crate::intraday::day::Today;
use crate::intraday::duty;
use crate::scenario::file::{self, Problems};
use crate::scenario::today::{GivenShift, Now, read_absences, read_shifts};
use crate::scenario::{Scenario, Volume};
use crate::scheduling::{self, ScheduledShift};
use crate::staffing::StaffingLevels;
use crate::variance::Stretch;
use crate::variance::recorded::{self, recorded};
use anyhow::Context;
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Weeks of which the mean is what is usual.
const WEEKS: i32 = 4;
/// Days before of which the rest is told.
const MOST_BEFORE: usize = 8;

/// What is known when a plan is looked for.
pub struct Sources<'a> {
    /// The folder.
    pub folder: &'a Path,
    /// The history before.
    pub kept: &'a Kept,
    /// `volume.csv` before.
    pub volume: Option<&'a DayTable>,
    /// `on_duty.csv` before.
    pub on_duty: Option<&'a DayTable>,
    /// The scenario file as TOML.
    pub document: &'a toml::Table,
    /// Who was absent.
    pub absent: Option<&'a PathBuf>,
}

/// The days that came, each with its plan.
pub struct Planned {
    /// Days, or all together where work waits over night.
    pub stretches: Vec<Stretch>,
    /// Days like these in the weeks before, as they were recorded.
    pub before: Vec<Stretch>,
    /// Where plans come from, and what could not be told.
    pub notes: Vec<String>,
}

/// Finds the plan of days and sets what came beside it. `levels` are the agents that were recorded, by group.
pub fn planned(
    sources: &Sources<'_>,
    days: &[Date],
    continued: &Continued,
    levels: &BTreeMap<String, BTreeMap<i64, f64>>,
    sets: &[String],
) -> Result<Planned, Failure> {
    let mut planned = Planned { stretches: Vec::new(), before: Vec::new(), notes: Vec::new() };
    let Some((&first, &last)) = days.first().zip(days.last()) else { return Ok(planned) };
    let scratch = tempfile::tempdir().context("a temporary folder cannot be made")?;
    let mut notes = Notes::default();
    let all: Vec<Date> = first.series(1.day()).take_while(|date| *date <= last).collect();
    let mut overrides = sets.to_vec();
    let before = days_before(sources.kept, days);
    overrides.extend(volumes(sources, (&before, &all), scratch.path(), &mut notes)?);
    overrides.extend(staff(sources, (&before, &all), scratch.path(), &mut notes)?);
    let scenario_of = |start: Date, count: usize| -> Result<Scenario, Failure> {
        let horizon = [format!("horizon.start={start}"), format!("horizon.days={count}")];
        Ok(file::load(sources.folder, &[overrides.as_slice(), &horizon].concat())?)
    };
    let first_day = scenario_of(first, 1)?;
    // What is laid over to the next day cannot be seen day by day.
    let stretches: Vec<(Date, usize)> = if first_day.queues.iter().any(|queue| queue.deferred.is_some()) {
        notes.add("work waits over night, so all days are explained together", first);
        vec![(first, all.len())]
    } else {
        days.iter().map(|day| (*day, 1)).collect()
    };
    if stretches.iter().all(|(_, count)| *count == 1) {
        for day in before {
            let scenario = scenario_of(day, 1)?;
            let levels = recorded_staff(sources.on_duty, &scenario, day);
            let came = recorded(&scenario, &sources.kept.history, &levels);
            planned.before.push(Stretch { levels: StaffingLevels::as_given(&scenario), scenario, recorded: came });
        }
    }
    let shifts = sources.folder.join("schedule.csv");
    for (start, count) in stretches {
        let mut scenario = scenario_of(start, count)?;
        let given = if shifts.is_file() { read_shifts(&shifts, &scenario)? } else { Vec::new() };
        let staffed = with_schedule(&mut scenario, &given);
        if staffed > 0 {
            notes.add("staff as schedule.csv has it", start);
        }
        let came = recorded(&scenario, &continued.history, levels);
        let mut stretch = Stretch { levels: StaffingLevels::as_given(&scenario), scenario, recorded: came };
        if let Some(path) = sources.absent {
            absences(&mut stretch, path, &given, &mut notes)?;
        }
        remark(&stretch, start, &mut notes);
        planned.stretches.push(stretch);
    }
    planned.notes = notes.done();
    Ok(planned)
}

/// The same weekdays in the weeks before that have a record and no mark of something odd, at most so many, the last ones.
fn days_before(kept: &Kept, days: &[Date]) -> Vec<Date> {
    let weekdays: BTreeSet<i8> = days.iter().map(|day| day.weekday().to_monday_zero_offset()).collect();
    let first = days.first().copied().unwrap_or(Date::MIN);
    let mut found: BTreeSet<Date> = BTreeSet::new();
    let mut odd: BTreeSet<Date> = BTreeSet::new();
    for (index, queue) in kept.history.queues.iter().enumerate() {
        for row in queue.rows.iter().rev().take_while(|row| row.date() >= first.saturating_sub((7 * WEEKS).days())) {
            let date = row.date();
            if date < first && weekdays.contains(&date.weekday().to_monday_zero_offset()) {
                found.insert(date);
                if kept.marks.get(&(index, row.start_s)).is_some_and(|mark| mark.is_odd()) {
                    odd.insert(date);
                }
            }
        }
    }
    let plain: Vec<Date> = found.difference(&odd).copied().collect();
    plain[plain.len().saturating_sub(MOST_BEFORE)..].to_vec()
}

/// Agents on duty on a day, as `on_duty.csv` has them, by group and begin of the interval.
fn recorded_staff(on_duty: Option<&DayTable>, scenario: &Scenario, day: Date) -> BTreeMap<String, BTreeMap<i64, f64>> {
    let Some(on_duty) = on_duty else { return BTreeMap::new() };
    let date = day.to_string();
    let begins = recorded::begins(&scenario.calendar);
    let of_group = |name: &String| {
        let intervals = scenario.calendar.intervals.iter().zip(&begins);
        let cell = |minute: u32| on_duty.cell(&date, &clock(minute), name)?.parse::<f64>().ok();
        let levels = intervals.filter_map(|(interval, begin)| Some((*begin, cell(interval.clock_minute)?)));
        (name.clone(), levels.filter(|(_, agents)| (0.0..=1e6).contains(agents)).collect())
    };
    on_duty.names.iter().map(of_group).collect()
}

/// Remarks, each with the days that it holds for.
#[derive(Default)]
struct Notes(BTreeMap<String, BTreeSet<Date>>);

impl Notes {
    fn add(&mut self, note: &str, date: Date) {
        self.0.entry(note.to_owned()).or_default().insert(date);
    }

    fn done(self) -> Vec<String> {
        let days = |days: BTreeSet<Date>| match (days.first(), days.last(), days.len()) {
            (Some(first), Some(last), 2..) => format!("{first} to {last} ({} days)", days.len()),
            (Some(first), ..) => first.to_string(),
            _ => String::new(),
        };
        self.0.into_iter().map(|(note, dates)| format!("{note}: {}", days(dates))).collect()
    }
}

/// The file that a key names: `queue.calls.volume.file`.
fn file_of<'a>(document: &'a toml::Table, table: &str, name: &str, key: &str) -> Option<&'a str> {
    document.get(table)?.get(name)?.get(key)?.get("file")?.as_str()
}

fn names<'a>(document: &'a toml::Table, table: &str) -> Vec<&'a str> {
    let found = document.get(table).and_then(toml::Value::as_table);
    found.into_iter().flat_map(|table| table.keys().map(String::as_str)).collect()
}

/// Which of the queues or groups have a key in that file.
fn of_file<'a>(document: &'a toml::Table, table: &str, key: &str, file: &str) -> Vec<&'a str> {
    names(document, table).into_iter().filter(|name| file_of(document, table, name, key) == Some(file)).collect()
}

/// Overrides by which queues whose volume stands in `volume.csv` have that of the plan.
fn volumes(
    sources: &Sources<'_>,
    (before, days): (&[Date], &[Date]),
    scratch: &Path,
    notes: &mut Notes,
) -> Result<Vec<String>, Failure> {
    let queues = of_file(sources.document, "queue", "volume", "volume.csv");
    let Some((_, last)) = sources.kept.history.days().filter(|_| !queues.is_empty()) else { return Ok(Vec::new()) };
    let last = crate::history::dates::date_of(last);
    let forecast = forecast(&sources.folder.join("forecast.csv"));
    let mut table = DayTable::of(queues.iter().map(|name| (*name).to_owned()).collect());
    for &day in before.iter().chain(days) {
        let date = day.to_string();
        let ahead = sources.volume.filter(|volume| day > last && volume.has_date(&date));
        let told = queues.iter().any(|queue| forecast.contains_key(&((*queue).to_owned(), date.clone())));
        let note = match (ahead, told) {
            (Some(_), _) => "volume planned as volume.csv had it",
            (None, true) => "volume planned as forecast.csv had it",
            _ => "no volume was planned, so what was usual on the weekday in the four weeks before stands for it",
        };
        if !before.contains(&day) {
            notes.add(note, day);
        }
        for minute in minutes(day, &sources.kept.history) {
            let start = clock(minute);
            let cell = |queue: &&str| {
                let of_forecast = || forecast.get(&((*queue).to_owned(), date.clone()))?.get(&start).cloned();
                let ahead = ahead.and_then(|volume| volume.cell(&date, &start, queue)).map(str::to_owned);
                ahead.or_else(of_forecast).unwrap_or_else(|| usual(sources.kept, queue, day, minute).to_string())
            };
            table.push(&date, &start, queues.iter().map(cell).collect());
        }
    }
    let path = scratch.join("volume.csv");
    std::fs::write(&path, table.to_csv()).context("the plan cannot be written aside")?;
    let set = |queue: &&str| format!("queue.{}.volume.file={}", quoted(queue), quoted(&path.display().to_string()));
    Ok(queues.iter().map(set).collect())
}

/// Clock minutes at which the intervals of a day begin.
fn minutes(day: Date, history: &crate::history::IntervalHistory) -> Vec<u32> {
    let zone = jiff::tz::TimeZone::get(&history.time_zone).unwrap_or(jiff::tz::TimeZone::UTC);
    let calendar = Calendar::of_days(day, 1, history.interval_minutes, &zone);
    calendar.intervals.iter().map(|interval| interval.clock_minute).collect()
}

/// The mean of the same weekday and clock time over the weeks before; days that are odd there, or without any row, are left out.
fn usual(kept: &Kept, queue: &str, day: Date, minute: u32) -> f64 {
    let Some((index, queue)) = kept.history.queues.iter().enumerate().find(|(_, other)| other.name == queue) else {
        return 0.0;
    };
    let mut seen: Vec<f64> = Vec::new();
    for weeks in 1..=3 * WEEKS {
        let Ok(before) = day.checked_sub((7 * weeks).days()) else { break };
        let number = crate::history::dates::days_to(before);
        let begin = queue.rows.partition_point(|row| row.day() < number);
        let of_day = || queue.rows[begin..].iter().take_while(|row| row.day() == number);
        let is_odd = of_day().any(|row| {
            let mark = kept.marks.get(&(index, row.start_s));
            row.minute() == minute && mark.is_some_and(|mark| mark.is_odd())
        });
        if of_day().next().is_some() && !is_odd {
            seen.push(of_day().filter(|row| row.minute() == minute).map(|row| row.offered).sum());
        }
        if seen.len() == WEEKS as usize {
            break;
        }
    }
    if seen.is_empty() { 0.0 } else { seen.iter().sum::<f64>() / seen.len() as f64 }
}

/// What a forecast expects, by queue and date, by clock time; nothing where there is none that can be read.
fn forecast(path: &Path) -> BTreeMap<(String, String), BTreeMap<String, String>> {
    let mut found: BTreeMap<(String, String), BTreeMap<String, String>> = BTreeMap::new();
    let Ok(mut reader) = csv::Reader::from_path(path) else { return found };
    let Ok(header) = reader.headers().cloned() else { return found };
    let place = |name: &str| header.iter().position(|other| other == name);
    let (Some(queue), Some(date), Some(start), Some(expected)) =
        (place("queue"), place("date"), place("start"), place("expected"))
    else {
        return found;
    };
    for record in reader.records().map_while(Result::ok) {
        let cell = |at: usize| record.get(at).unwrap_or_default().to_owned();
        found.entry((cell(queue), cell(date))).or_default().insert(cell(start), cell(expected));
    }
    found
}

/// Overrides by which groups whose staff is what was recorded have what was usual.
fn staff(
    sources: &Sources<'_>,
    (before, days): (&[Date], &[Date]),
    scratch: &Path,
    notes: &mut Notes,
) -> Result<Vec<String>, Failure> {
    let groups = of_file(sources.document, "group", "on_duty", "on_duty.csv");
    let Some(on_duty) = sources.on_duty.filter(|_| !groups.is_empty()) else { return Ok(Vec::new()) };
    let mut table = DayTable::of(groups.iter().map(|name| (*name).to_owned()).collect());
    for &day in before.iter().chain(days) {
        let note = "no staff was planned, so what was usual on the weekday in the four weeks before stands for it";
        if !before.contains(&day) {
            notes.add(note, day);
        }
        for minute in minutes(day, &sources.kept.history) {
            let cells = groups.iter().map(|group| usual_staff(on_duty, group, day, minute).to_string());
            table.push(&day.to_string(), &clock(minute), cells.collect());
        }
    }
    let path = scratch.join("on_duty.csv");
    std::fs::write(&path, table.to_csv()).context("the plan cannot be written aside")?;
    let set = |group: &&str| format!("group.{}.on_duty.file={}", quoted(group), quoted(&path.display().to_string()));
    Ok(groups.iter().map(set).collect())
}

/// The mean of the same weekday and clock time over the weeks before, as whole agents.
pub fn usual_staff(on_duty: &DayTable, group: &str, day: Date, minute: u32) -> u32 {
    let start = clock(minute);
    let before = (1..=WEEKS).filter_map(|weeks| day.checked_sub((7 * weeks).days()).ok());
    let cells = before.filter_map(|before| on_duty.cell(&before.to_string(), &start, group)?.parse::<f64>().ok());
    let cells: Vec<f64> = cells.filter(|agents| (0.0..=1e6).contains(agents)).collect();
    if cells.is_empty() { 0 } else { (cells.iter().sum::<f64>() / cells.len() as f64).round() as u32 }
}

/// Gives groups that have shifts the agents of these; how many groups.
fn with_schedule(scenario: &mut Scenario, given: &[GivenShift]) -> usize {
    let shifts: Vec<_> = given.iter().flat_map(|shift| (0..shift.people).map(|_| ScheduledShift::of(shift))).collect();
    let levels = scheduling::schedule::levels(scenario, &shifts);
    let groups: BTreeSet<usize> = shifts.iter().map(|shift| shift.group.0).collect();
    for &group in &groups {
        scenario.groups[group].on_duty = levels.agents.row(group).to_vec();
    }
    groups.len()
}

/// Takes down who was absent, day by day.
fn absences(stretch: &mut Stretch, path: &Path, given: &[GivenShift], notes: &mut Notes) -> Result<(), Problems> {
    let scenario = &stretch.scenario;
    let mut absent: Vec<Vec<u32>> = vec![vec![0; scenario.calendar.intervals.len()]; scenario.groups.len()];
    for (day, of_day) in scenario.calendar.days.iter().enumerate() {
        let now = Now { day, minute: 0, interval: of_day.intervals.start };
        let missing = read_absences(path, scenario, now)?;
        let today = Today::of(scenario, now);
        let mut plan = if given.is_empty() {
            duty::Plan::of_levels(scenario, &today)
        } else {
            duty::Plan::of_shifts(scenario, &today, given)
        };
        let before = plan.levels(&plan.people(scenario, &today));
        if plan.without(scenario, &today, &missing) > 0 {
            notes.add("absences of people who were not planned then are left out", of_day.date);
        }
        let after = plan.levels(&plan.people(scenario, &today));
        for (group, absent) in absent.iter_mut().enumerate() {
            for (place, interval) in of_day.intervals.clone().enumerate() {
                absent[interval] = before.agents[(group, place)].saturating_sub(after.agents[(group, place)]);
            }
        }
    }
    stretch.recorded.absent = absent.into_iter().map(Some).collect();
    Ok(())
}

/// What of a stretch cannot be told.
fn remark(stretch: &Stretch, start: Date, notes: &mut Notes) {
    let scenario = &stretch.scenario;
    let outside: f64 = stretch.recorded.queues.iter().map(|queue| queue.outside).sum();
    if outside > 0.0 {
        notes.add("contacts that came outside of opening hours are left out", start);
    }
    for (queue, recorded) in scenario.queues.iter().zip(&stretch.recorded.queues) {
        if recorded.offered > 0.0 && recorded.in_time.is_none() && !queue.channel.is_deferred() {
            notes.add(&format!("how many of {} were answered in time is not recorded", queue.name), start);
        }
        if matches!(queue.volume, Volume::Table(_)) && recorded.offered > 0.0 && recorded.mean_handling().is_none() {
            notes.add(&format!("handling times of {} are not recorded", queue.name), start);
        }
    }
    for (group, recorded) in scenario.groups.iter().zip(&stretch.recorded.on_duty) {
        if recorded.is_none() {
            notes.add(&format!("who of {} was on duty is not recorded, and taken to be as planned", group.name), start);
        }
    }
}
