//! A scenario that says what a history says: its text, and the tables beside it.
//!
//! Every number has a comment that says where it comes from, with its sample size and standard error, or that it is a default to be
//! replaced. What is not in the history (wages, patience, promises) is such a default.

mod groups;

use super::dates::date_of;
use super::duty::Team;
use super::findings::{Findings, Kind};
use super::hours::Hours;
use super::mapping::quoted;
use super::{IntervalHistory, IntervalRow, QueueHistory};
use crate::calendar::{Calendar, clock};
use crate::scenario::Channel;
use crate::scenario::kind::{WEEKDAYS, duration_text};
use groups::{RecordedGroup, groups};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Days of the horizon: four weeks, if there are so many.
const MOST_DAYS: i32 = 28;
/// Handling time where the history says none, in seconds.
const HANDLING_S: f64 = 300.0;
/// Patience, in seconds, until it is estimated.
const PATIENCE_S: f64 = 180.0;
/// Letters in a line of comments.
const WIDTH: usize = 118;
/// Default shrinkage of a scenario.
const SHRINKAGE: f64 = 0.3;

/// A setting of a queue that was estimated, in place of a default.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// The key below the queue: `handling.mean`.
    pub key: String,
    /// Its value as TOML.
    pub value: String,
    /// What it rests on.
    pub comment: String,
    /// Whether it is in force; otherwise it is written as a comment, for whoever replaces what it describes. Without a key it is a remark.
    pub is_active: bool,
}

/// What was estimated of a history.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Estimated {
    /// Settings by queue, in the order of the history.
    pub queues: Vec<Vec<Setting>>,
    /// Settings of every group.
    pub groups: Vec<Setting>,
    /// Shrinkage, as a share of paid time.
    pub shrinkage: Option<f64>,
}

/// Columns of history.csv.
pub const HISTORY: [&str; 11] = [
    "queue",
    "channel",
    "start",
    "offered",
    "answered",
    "abandoned",
    "total_handle_time_s",
    "total_wait_s",
    "answered_in_time",
    "agents",
    "mark",
];

/// A file of the folder: its name and content.
pub type File = (String, String);

/// The files of a scenario made of a history: `scenario.toml`, `volume.csv`, `history.csv`, `findings.csv` and, where agents are
/// known, `on_duty.csv`.
///
/// The history's intervals must last 15, 30 or 60 minutes ([`super::coarser`]). What was `estimated` of handling and patience, queue by queue,
/// takes the place of means and defaults. The `teams` are those of call records.
pub fn files(
    history: &IntervalHistory,
    teams: &[Team],
    findings: &Findings,
    estimated: &Estimated,
    name: &str,
    origins: &[String],
) -> Vec<File> {
    let zone = TimeZone::get(&history.time_zone).unwrap_or(TimeZone::UTC);
    let (first, last) = history.days().unwrap_or((0, 0));
    let calendar = Calendar::of_days(date_of(first), (last - first + 1) as u32, history.interval_minutes, &zone);
    let horizon = horizon(first, last);
    let centre = Centre { history, findings, estimated, calendar: &calendar, horizon };
    let groups = groups(history, teams);
    let mut files = vec![
        ("scenario.toml".to_owned(), centre.text(name, origins, &groups)),
        ("volume.csv".to_owned(), centre.volume()),
        ("history.csv".to_owned(), history_csv(history, |queue, row| findings.mark(queue, row.date(), row.minute()))),
        ("findings.csv".to_owned(), centre.findings()),
    ];
    if groups.iter().any(|group| group.levels.is_some()) {
        files.push(("on_duty.csv".to_owned(), centre.on_duty(&groups)));
    }
    files
}

/// The days that are studied, in days since 1970-01-01: the last whole weeks, at most four, up to the last Sunday.
pub fn horizon(first: i32, last: i32) -> (i32, i32) {
    let days = last - first + 1;
    // 1970-01-01 was a Thursday, so day 3 was a Sunday.
    let since_sunday = (last - 3).rem_euclid(7);
    if days - since_sunday < 7 {
        return (first.max(last - MOST_DAYS + 1), last);
    }
    let last = last - since_sunday;
    let weeks = ((last - first + 1) / 7).min(MOST_DAYS / 7);
    (last - weeks * 7 + 1, last)
}

/// The history itself, with what marks an interval of a queue, in a layout that import reads.
pub fn history_csv(history: &IntervalHistory, mark: impl Fn(usize, &IntervalRow) -> Option<Kind>) -> String {
    let mut table = Table::new(&HISTORY, std::iter::empty());
    for (index, queue) in history.queues.iter().enumerate() {
        for row in &queue.rows {
            let minutes = (row.local_s - row.start_s) / 60;
            let sign = if minutes < 0 { '-' } else { '+' };
            let offset = format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60);
            let optional = |value: Option<f64>| value.map_or(String::new(), plain);
            table.push(&[
                queue.name.clone(),
                queue.channel.name().to_owned(),
                format!("{}T{}{offset}", row.date(), clock(row.minute())),
                plain(row.offered),
                optional(row.answered),
                optional(row.abandoned),
                optional((row.handled > 0.0).then_some(row.handling_s)),
                // Nobody waits for nothing, whether waits are known or not.
                optional(row.waited_s.filter(|_| row.answered != Some(0.0))),
                optional(row.in_time),
                optional(row.agents),
                mark(index, row).map_or("", Kind::name).to_owned(),
            ]);
        }
    }
    table.done()
}

struct Centre<'a> {
    history: &'a IntervalHistory,
    findings: &'a Findings,
    estimated: &'a Estimated,
    calendar: &'a Calendar,
    /// First and last day that are studied.
    horizon: (i32, i32),
}

impl Centre<'_> {
    fn is_studied(&self, row: &IntervalRow) -> bool {
        (self.horizon.0..=self.horizon.1).contains(&row.day())
    }

    /// When each interval of the calendar begins, in seconds since 1970 in UTC.
    fn starts(&self) -> impl Iterator<Item = (i64, &crate::calendar::Interval)> {
        let zone = TimeZone::get(&self.history.time_zone).unwrap_or(TimeZone::UTC);
        let begin = self
            .calendar
            .days
            .first()
            .and_then(|day| day.date.to_zoned(zone).ok())
            .map_or(0, |zoned| zoned.timestamp().as_second());
        self.calendar.intervals.iter().map(move |interval| (begin + interval.start.0 as i64, interval))
    }

    fn volume(&self) -> String {
        let columns: Vec<BTreeMap<i64, f64>> = self
            .history
            .queues
            .iter()
            .map(|queue| queue.rows.iter().map(|row| (row.start_s, row.offered)).collect())
            .collect();
        let names = self.history.queues.iter().map(|queue| queue.name.clone());
        let mut table = Table::new(&["date", "start"], names);
        for (start_s, interval) in self.starts() {
            let date = self.calendar.days[interval.day].date;
            let mut cells = vec![date.to_string(), clock(interval.clock_minute)];
            for (index, column) in columns.iter().enumerate() {
                let mark = || self.findings.mark(index, date, interval.clock_minute);
                let value = match column.get(&start_s) {
                    // Who came while it was closed is not in the scenario; the findings say how many they are.
                    Some(_) if !self.is_open(index, date, interval.clock_minute) => 0.0,
                    Some(offered) => *offered,
                    // What is missing is filled with what is usual then, so that the simulated day is a whole one.
                    None if mark() == Some(Kind::MissingIntervals) => self.usual(index, date, interval.clock_minute),
                    None => 0.0,
                };
                cells.push(plain(value));
            }
            table.push(&cells);
        }
        table.done()
    }

    /// Whether a queue is open, by the hours that the scenario has; deferred work comes round the clock.
    fn is_open(&self, queue: usize, date: Date, minute: u32) -> bool {
        let hours = &self.findings.hours[queue];
        let weekday = date.weekday().to_monday_zero_offset() as usize;
        !is_live(self.history.queues[queue].channel) || hours.is_open(weekday, minute)
    }

    fn usual(&self, queue: usize, date: Date, minute: u32) -> f64 {
        let weekday = date.weekday().to_monday_zero_offset() as usize;
        let slot = (minute / self.history.interval_minutes) as usize;
        self.findings.usual[queue][weekday].get(slot).copied().unwrap_or(0.0)
    }

    fn findings(&self) -> String {
        let mut table =
            Table::new(&["kind", "queue", "first", "last", "from", "to", "found", "usual"], std::iter::empty());
        for finding in &self.findings.list {
            let (from, to) =
                finding.minutes.map_or((String::new(), String::new()), |(from, to)| (clock(from), clock(to)));
            table.push(&[
                finding.kind.name().to_owned(),
                finding.queue.map_or("all", |queue| self.history.queues[queue].name.as_str()).to_owned(),
                finding.first.to_string(),
                finding.last.to_string(),
                from,
                to,
                plain(finding.found),
                finding.usual.map_or(String::new(), plain),
            ]);
        }
        table.done()
    }

    fn text(&self, name: &str, origins: &[String], groups: &[RecordedGroup]) -> String {
        let (first, last) = (date_of(self.horizon.0), date_of(self.horizon.1));
        let days = self.horizon.1 - self.horizon.0 + 1;
        let (from, to) = self.history.days().unwrap_or((0, 0));
        let mut text = String::new();
        let shown: Vec<&str> = origins.iter().take(8).map(String::as_str).collect();
        let more = if origins.len() > 8 { format!(" and {} more", origins.len() - 8) } else { String::new() };
        _ = write!(
            text,
            "# Question: what happened from {first} to {last}, and what would have with other people?
#
# Made by callboard import from {}{more}.
# The history runs from {} to {}; all of it stands in volume.csv, so another horizon.start within it studies other weeks.
# history.csv is the history itself, with a mark on what is odd; findings.csv lists what was found odd; mapping.toml is what
# import found out about the files. Numbers below say where they come from; those marked \"default\" are not in the
# history: replace them first. The volumes are what came, not a forecast.

name = {}
question = \"What happened, and what would have with other people?\"

[horizon]
start = {first}
days = {days:<25} # of {} days in the history
interval = \"{}m\"
time_zone = {}
",
            comment(&shown.join(", ")),
            date_of(from),
            date_of(to),
            quoted(name),
            to - from + 1,
            self.history.interval_minutes,
            quoted(&self.history.time_zone),
        );
        let live: Vec<usize> =
            (0..self.history.queues.len()).filter(|&index| is_live(self.history.queues[index].channel)).collect();
        let centre = live.iter().map(|&index| self.findings.hours[index].clone()).reduce(|a, b| a.joined(&b));
        if let Some(hours) = centre.as_ref().filter(|hours| !hours.is_always() || !hours.closed.is_empty()) {
            _ = writeln!(
                text,
                "\n# As the contacts show it: hours in which at least a hundredth as much comes as in the busiest one."
            );
            text.push_str(&hours_text("opening_hours", hours));
        }
        for (index, queue) in self.history.queues.iter().enumerate() {
            self.queue_text(&mut text, index, queue, centre.as_ref());
        }
        for group in groups {
            self.group_text(&mut text, group);
        }
        if groups.iter().any(|group| group.queues.len() > 1) {
            _ = writeln!(text, "\n[routing]");
            let source = "default: the records do not say which queue goes first";
            said(&mut text, "agent_takes = \"longest-waiting\"", source);
        }
        text
    }

    fn queue_text(&self, text: &mut String, index: usize, queue: &QueueHistory, centre: Option<&Hours>) {
        let key = format!("queue.{}", bare(&queue.name));
        let offered = queue.offered();
        let days = queue.days_with_contacts();
        _ = writeln!(text, "\n[{key}]");
        said(
            text,
            &format!("channel = \"{}\"", queue.channel.name()),
            &format!("in the files: {}", comment(&queue.labels.join(", "))),
        );
        said(text, "volume.file = \"volume.csv\"", &format!("{} contacts on {days} days", plain(offered.round())));
        if !self.estimates(text, index, "handling.") {
            Self::handling_text(text, queue);
        }
        let within = if is_live(queue.channel) { "20s" } else { "8h" };
        if is_live(queue.channel) && !self.estimates(text, index, "patience.") {
            let known: Vec<&IntervalRow> = queue.rows.iter().filter(|row| row.abandoned.is_some()).collect();
            let abandoned: f64 = known.iter().filter_map(|row| row.abandoned).sum();
            let offered: f64 = known.iter().map(|row| row.offered).sum();
            let share = if offered > 0.0 {
                format!("; {} % of {} hung up", rounded(100.0 * abandoned / offered), plain(offered.round()))
            } else {
                String::new()
            };
            said(text, &format!("patience.mean = \"{}\"", duration_text(PATIENCE_S)), &format!("default{share}"));
        }
        self.estimates(text, index, "balking");
        for begin in ["redial", "resolution", "repeat", "volume.factor"] {
            self.estimates(text, index, begin);
        }
        self.describing(text, index);
        let target = format!("target = {{ service_level = \"80%\", within = \"{within}\" }}");
        said(text, &target, "default: put your promise here");
        let own = &self.findings.hours[index];
        let is_own = centre.is_some_and(|centre| centre.week != own.week || centre.closed != own.closed);
        if is_live(queue.channel) && is_own {
            text.push_str(&hours_text(&format!("{key}.opening_hours"), own));
        }
    }

    /// What describes the volumes that came, and remarks: not in force.
    fn describing(&self, text: &mut String, index: usize) {
        let of_queue = || self.estimated.queues.get(index).into_iter().flatten();
        let varies = |setting: &&Setting| !setting.is_active && setting.key.starts_with("volume.");
        if of_queue().any(|setting| varies(&setting)) {
            above(text, "How days vary, for volumes that are expected: those of the past, which came, vary no more.");
            write_settings(text, of_queue().filter(varies));
        }
        write_settings(text, of_queue().filter(|setting| setting.key.is_empty()));
    }

    fn handling_text(text: &mut String, queue: &QueueHistory) {
        if let Some((mean, error, handled)) = queue.handling_since(i32::MIN) {
            let error =
                error.map_or(String::new(), |error| format!(", standard error {} s (between days)", rounded(error)));
            let source = format!("of {} contacts{error}", plain(handled.round()));
            said(text, &format!("handling.mean = \"{}\"", duration_text(rounded(mean))), &source);
        } else {
            let setting = format!("handling.mean = \"{}\"", duration_text(HANDLING_S));
            said(text, &setting, "default: the history says none");
        }
    }

    /// Writes what was estimated of a queue, of keys that begin so; whether there was anything in force.
    fn estimates(&self, text: &mut String, index: usize, begin: &str) -> bool {
        let of_queue = self.estimated.queues.get(index).into_iter().flatten();
        write_settings(text, of_queue.filter(|setting| setting.key.starts_with(begin)))
    }
}

/// Writes settings, each with what it rests on above it; whether any is in force.
fn write_settings<'a>(text: &mut String, settings: impl Iterator<Item = &'a Setting>) -> bool {
    let mut is_any = false;
    for Setting { key, value, comment: source, is_active } in settings {
        is_any |= is_active;
        above(text, source);
        _ = match (is_active, key.is_empty()) {
            (true, _) => writeln!(text, "{key} = {value}"),
            (false, false) => writeln!(text, "# {key} = {value}"),
            (false, true) => Ok(()),
        };
    }
    is_any
}

/// A setting and where it comes from.
fn said(text: &mut String, setting: &str, source: &str) {
    _ = writeln!(text, "{setting:32} # {source}");
}

/// A comment in lines above a setting.
fn above(text: &mut String, source: &str) {
    let mut length = usize::MAX;
    for word in source.split_whitespace() {
        let letters = word.chars().count();
        if length.saturating_add(letters) >= WIDTH {
            text.push_str(if length == usize::MAX { "#" } else { "\n#" });
            length = 1;
        }
        text.push(' ');
        text.push_str(word);
        length += letters + 1;
    }
    text.push('\n');
}

fn is_live(channel: Channel) -> bool {
    matches!(channel, Channel::Voice | Channel::Chat | Channel::Messaging)
}

fn hours_text(key: &str, hours: &Hours) -> String {
    let mut text = format!("[{key}]\n");
    let mut is_any = false;
    for (day, spans) in WEEKDAYS.iter().zip(&hours.week) {
        let spans: Vec<String> =
            spans.iter().map(|span| format!("\"{}-{}\"", clock(span.start), clock(span.end))).collect();
        is_any |= !spans.is_empty();
        _ = match &spans[..] {
            [] => writeln!(text, "{day} = \"closed\""),
            [only] => writeln!(text, "{day} = {only}"),
            several => writeln!(text, "{day} = [{}]", several.join(", ")),
        };
    }
    if !hours.closed.is_empty() {
        let dates: Vec<String> = hours.closed.iter().map(ToString::to_string).collect();
        _ = writeln!(text, "closed_dates = [{}] # nothing came: holidays, or missing", dates.join(", "));
    }
    if is_any { text } else { String::new() }
}

/// A key that needs no quotes, or one in quotes.
fn bare(name: &str) -> String {
    let is_bare =
        !name.is_empty() && name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_' || letter == '-');
    if is_bare { name.to_owned() } else { quoted(name) }
}

/// A text within a comment: on its line.
fn comment(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).take(300).collect()
}

fn rounded(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

/// A number without needless decimals.
fn plain(value: f64) -> String {
    let rounded = (value * 1e4).round() / 1e4;
    format!("{rounded}")
}

/// A CSV table that is being written.
struct Table {
    writer: csv::Writer<Vec<u8>>,
}

impl Table {
    fn new(first: &[&str], rest: impl Iterator<Item = String>) -> Self {
        let mut table = Self { writer: csv::Writer::from_writer(Vec::new()) };
        let header: Vec<String> = first.iter().map(|name| (*name).to_owned()).chain(rest).collect();
        table.push(&header);
        table
    }

    fn push(&mut self, cells: &[String]) {
        // Writing to memory does not fail, and rows are equally wide.
        _ = self.writer.write_record(cells);
    }

    fn done(self) -> String {
        String::from_utf8(self.writer.into_inner().unwrap_or_default()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::coarser;
    use crate::history::dates::{DAY_S, days_to};

    #[test]
    fn the_horizon_is_the_last_whole_weeks() {
        let day = |month, day| days_to(jiff::civil::date(2026, month, day));
        assert_eq!(horizon(day(1, 1), day(6, 30)), (day(6, 1), day(6, 28)), "up to the last Sunday");
        assert_eq!(horizon(day(6, 15), day(6, 30)), (day(6, 15), day(6, 28)));
        assert_eq!(horizon(day(6, 24), day(6, 30)), (day(6, 24), day(6, 30)), "not a whole week");
    }

    /// Eight weeks of hours from Monday 2026-01-05, 8:00 to 18:00, with 20 contacts each; one row is left out.
    fn history() -> IntervalHistory {
        let monday = i64::from(days_to(jiff::civil::date(2026, 1, 5)));
        let rows = (0..56).flat_map(|day| (8..18).map(move |hour| (day, hour))).filter(|row| *row != (50, 14));
        let row = |(day, hour): (i64, i64)| {
            let start_s = (monday + day) * DAY_S + hour * 3600;
            let agents = Some(3.0);
            IntervalRow {
                start_s,
                local_s: start_s,
                offered: 20.0,
                answered: Some(18.0),
                abandoned: Some(2.0),
                handling_s: 1800.0,
                handled: 18.0,
                agents,
                ..IntervalRow::default()
            }
        };
        let queue = QueueHistory {
            name: "a b".to_owned(),
            labels: vec!["A".to_owned()],
            channel: Channel::Voice,
            rows: rows.map(row).collect(),
        };
        IntervalHistory { interval_minutes: 60, time_zone: "UTC".to_owned(), within_s: 20.0, queues: vec![queue] }
    }

    #[test]
    fn what_is_missing_is_filled_with_what_is_usual_and_said() {
        let history = history();
        let files: BTreeMap<String, String> =
            files(&history, &[], &Findings::of(&history), &Estimated::default(), "test", &["a.csv".to_owned()])
                .into_iter()
                .collect();
        assert!(files["volume.csv"].contains("2026-02-24,14:00,20\n"), "{}", files["volume.csv"]);
        assert!(files["findings.csv"].contains("missing-intervals,a b,2026-02-24,2026-02-24,14:00,15:00,0,20"));
        for line in [
            "[queue.\"a b\"]",
            "# of 10062 contacts, standard error 0 s",
            "default; 10 % of 11180 hung up",
            "days = 28 ",
        ] {
            assert!(files["scenario.toml"].contains(line), "{line} is missing in\n{}", files["scenario.toml"]);
        }
        assert!(files["on_duty.csv"].starts_with("date,start,a b_team\n"));
    }

    #[test]
    fn longer_intervals_add_contacts_up_and_average_agents() {
        let mut fine = history();
        fine.interval_minutes = 30;
        let half = |row: &IntervalRow| IntervalRow {
            start_s: row.start_s + 1800,
            local_s: row.local_s + 1800,
            agents: Some(5.0),
            ..*row
        };
        let rows = &mut fine.queues[0].rows;
        *rows = rows.iter().flat_map(|row| [*row, half(row)]).collect();
        let row = coarser(&fine, 60).queues[0].rows[0];
        assert_eq!((row.offered, row.handling_s, row.agents, row.abandoned), (40.0, 3600.0, Some(4.0), Some(4.0)));
    }
}
