//! Reading files of history: all rows, once, each taken in, passed over for a reason that is counted, or set aside.

use super::calls::Calls;
use super::dates::date_of;
use super::duty::Team;
use super::field::ALL;
use super::intervals::Intervals;
use super::layout::Layout;
use super::lines::Fault;
use super::mapping::{Column, Mapping};
use super::people::People;
use super::queues::Queues;
use super::row::Row;
use super::source::{Source, refused};
use super::zone::Zone;
use super::{CallRecord, IntervalHistory, IntervalRow, QueueHistory, WITHIN_S};
use crate::scenario::problem::{Place, Problem, Problems};
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::PathBuf;

/// Interval of call records, in minutes, unless another is asked for.
const INTERVAL_OF_CALLS: u32 = 30;
/// Rows that are shown where reading stops at them.
const MOST_SHOWN: usize = 20;

/// Why a row is not believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The rule, in short; stable.
    pub rule: &'static str,
    /// The column, from 0.
    pub column: Option<usize>,
    /// What was found.
    pub found: String,
    /// What is allowed.
    pub allowed: String,
    /// What to do.
    pub remedy: &'static str,
}

impl Refusal {
    /// A cell that is refused.
    pub fn of_cell(rule: &'static str, row: &Row, column: Option<usize>, allowed: &str, remedy: &'static str) -> Self {
        let text: String = column.map_or(String::new(), |at| row.text(at).chars().take(60).collect());
        let found = if text.is_empty() { "nothing".to_owned() } else { format!("\"{}\"", text.escape_debug()) };
        Self { rule, column, found, allowed: allowed.to_owned(), remedy }
    }
}

/// What becomes of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It counts.
    Taken,
    /// It was there already, word for word.
    Duplicate,
    /// It does not count, for a reason that is no fault.
    PassedOver(&'static str),
    /// It is not believed.
    Refused(Refusal),
}

/// A row that was set aside.
#[derive(Debug)]
pub struct SetAside<'a> {
    /// The file.
    pub origin: &'a str,
    /// The row.
    pub row: &'a Row,
    /// Header of the column, empty where the row as a whole is meant.
    pub column: &'a str,
    /// Why.
    pub refusal: &'a Refusal,
}

/// Whom rows are handed to while they pass by.
pub struct Visitors<'a> {
    /// Each call that counts.
    pub call: &'a mut dyn FnMut(&CallRecord<'_>),
    /// Each row that is set aside.
    pub set_aside: &'a mut dyn FnMut(&SetAside<'_>),
}

/// How a file was read.
#[derive(Debug, Clone, PartialEq)]
pub struct FileRead {
    /// The file.
    pub origin: String,
    /// What was found out about it, in a line.
    pub described: String,
    /// Its layout.
    pub layout: Layout,
    /// Rows below the header.
    pub rows: u64,
    /// Rows that count.
    pub taken: u64,
    /// Rows that were there already.
    pub duplicates: u64,
    /// Rows that were set aside.
    pub set_aside: u64,
    /// What is worth knowing.
    pub notes: Vec<String>,
}

/// What was read.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The history.
    pub history: IntervalHistory,
    /// Teams of agents, as call records show them: what they served, and how many were there.
    pub teams: Vec<Team>,
    /// Employees and their time, as staff files say.
    pub people: People,
    /// The files, in their order.
    pub files: Vec<FileRead>,
    /// Rows that were passed over, by the reason.
    pub passed_over: BTreeMap<&'static str, u64>,
    /// Calls of intervals that a file has call by call as a file before, counted once: queue, local day, calls.
    pub days_twice: Vec<(String, jiff::civil::Date, u64)>,
    /// What is worth knowing about all files.
    pub notes: Vec<String>,
    /// What was told and found out, to be remembered.
    pub mapping: Mapping,
}

/// Reads files. With `strict`, rows that would be set aside are problems, and so they are if no row is left.
pub fn read(
    paths: &[PathBuf],
    mapping: &Mapping,
    strict: bool,
    visitors: &mut Visitors<'_>,
) -> Result<Reading, Problems> {
    let mut sources = open(paths, mapping)?;
    let interval_minutes = interval_of(&mut sources, mapping)?;
    let mut centre = zone(mapping.time_zone.as_deref().unwrap_or("UTC"))?;
    let mut pass = Pass {
        mapping,
        interval_s: i64::from(interval_minutes) * 60,
        origins: sources.iter().map(|source| source.origin.clone()).collect(),
        queues: Queues::default(),
        intervals: Intervals::default(),
        calls: Calls::default(),
        people: People::default(),
        passed_over: BTreeMap::new(),
        shown: Vec::new(),
    };
    let mut files = Vec::new();
    let mut days_twice = Vec::new();
    for (index, source) in sources.iter().enumerate() {
        let times_in = times_in(source, mapping);
        let mut own = zone(times_in.as_deref().unwrap_or_else(|| mapping.time_zone.as_deref().unwrap_or("UTC")))?;
        let mut file = pass.file(index, source, (&mut own, &mut centre), strict, visitors)?;
        if times_in.is_some() && times_in != mapping.time_zone {
            file.notes.push(format!("clock times are those of {}", own.name()));
        }
        files.push(file);
        for (queue, day, calls) in pass.calls.end_file() {
            days_twice.push((pass.queues.known[queue].name.clone(), date_of(day as i32), calls));
        }
    }
    let of_contacts = || files.iter().filter(|file| !file.layout.is_of_people());
    if strict && !pass.shown.is_empty() || of_contacts().all(|file| file.taken == 0) {
        if pass.shown.is_empty() || of_contacts().next().is_none() {
            let found = match of_contacts().next() {
                Some(_) => "no row that counts: all are passed over",
                None => "no file of contacts: files of employees alone say nothing of the work",
            };
            pass.shown.push(*refused(
                &files[0].origin,
                "nothing",
                found,
                "rows of a queue",
                "check [queues] and [outcomes] of the mapping file",
            ));
        }
        return Err(Problems { problems: pass.shown });
    }
    let notes = pass.notes(mapping);
    let mapping = remembered(mapping, &sources, &pass, interval_minutes);
    let teams = pass.teams();
    let mut history = pass.history(interval_minutes, centre.name());
    alone(&mut history, &teams);
    let mut people = pass.people;
    people.sort();
    Ok(Reading { history, teams, people, files, passed_over: pass.passed_over, days_twice, notes, mapping })
}

fn zone(name: &str) -> Result<Zone, Problems> {
    Zone::named(name).ok_or_else(|| {
        let found = format!("the time zone \"{}\"", name.escape_debug());
        let problem = *refused(
            "--time-zone",
            "zone",
            found,
            "a name of the IANA database, such as Europe/Berlin, or UTC",
            "check its name",
        );
        Problems { problems: vec![problem] }
    })
}

fn open(paths: &[PathBuf], mapping: &Mapping) -> Result<Vec<Source>, Problems> {
    let mut problems = Vec::new();
    let mut sources: Vec<Source> = Vec::new();
    for path in paths {
        match Source::open(path, mapping) {
            Ok(source) => sources.push(source),
            Err(problem) => problems.push(*problem),
        }
    }
    // An order that one file shows is that of all, unless they show several.
    let mut orders = sources.iter().filter_map(|source| source.date_order);
    let first = orders.next();
    let others = first.filter(|first| orders.all(|order| order == *first));
    problems
        .extend(sources.iter_mut().filter_map(|source| source.settle_date_order(others).err().map(|problem| *problem)));
    if problems.is_empty() { Ok(sources) } else { Err(Problems { problems }) }
}

/// The length of an interval of the result: as asked for, or the longest of the files.
fn interval_of(sources: &mut [Source], mapping: &Mapping) -> Result<u32, Problems> {
    let mut problems: Vec<Problem> =
        sources.iter_mut().filter_map(|source| source.find_interval().err().map(|problem| *problem)).collect();
    let longest = sources.iter().filter_map(|source| source.interval_minutes).max();
    let wanted = mapping.interval_minutes.unwrap_or_else(|| match longest {
        Some(longest) => [5, 10, 15, 20, 30].into_iter().find(|minutes| minutes % longest == 0).unwrap_or(60),
        None => INTERVAL_OF_CALLS,
    });
    for source in sources {
        if let Some(own) = source.interval_minutes.filter(|own| !wanted.is_multiple_of(*own)) {
            let found = format!("intervals of {own} minutes");
            let allowed = format!("intervals that make up {wanted} minutes");
            problems.push(*refused(
                &source.origin,
                "interval",
                found,
                &allowed,
                "ask for a longer one with --interval, such as 60",
            ));
        }
    }
    if problems.is_empty() { Ok(wanted) } else { Err(Problems { problems }) }
}

/// The time zone of a file's clock times, if it is another than the centre's.
fn times_in(source: &Source, mapping: &Mapping) -> Option<String> {
    let of_header = || {
        let moments = [super::field::Field::Start, super::field::Field::Arrival, super::field::Field::Clock];
        let mut headers =
            moments.iter().filter_map(|field| source.columns.place(*field)).map(|at| source.columns.header(at));
        headers.any(|header| {
            header.split(|letter: char| !letter.is_alphanumeric()).any(|word| word == "UTC" || word == "GMT")
        })
    };
    mapping.times_in.clone().or_else(|| (source.layout.is_utc() || of_header()).then(|| "UTC".to_owned()))
}

/// All that is kept while rows pass by.
struct Pass<'a> {
    mapping: &'a Mapping,
    interval_s: i64,
    origins: Vec<String>,
    queues: Queues,
    intervals: Intervals,
    calls: Calls,
    people: People,
    passed_over: BTreeMap<&'static str, u64>,
    /// The first rows that were set aside.
    shown: Vec<Problem>,
}

impl Pass<'_> {
    fn file(
        &mut self,
        index: usize,
        source: &Source,
        (own, centre): (&mut Zone, &mut Zone),
        strict: bool,
        visitors: &mut Visitors<'_>,
    ) -> Result<FileRead, Problems> {
        let mut file = FileRead {
            origin: source.origin.clone(),
            described: source.described(),
            layout: source.layout,
            rows: 0,
            taken: 0,
            duplicates: 0,
            set_aside: 0,
            notes: source.notes.clone(),
        };
        let settings = (self.mapping, self.interval_s);
        let read = source.visit(|row, fault| {
            file.rows += 1;
            let verdict = match believed(row, fault, source) {
                Err(refusal) => Verdict::Refused(refusal),
                Ok(()) if source.layout == Layout::Calls => {
                    self.calls.take(row, source, (own, centre), &mut self.queues, settings, visitors.call)
                }
                Ok(()) if source.layout.is_of_people() => self.people.take(row, source),
                Ok(()) => {
                    let place = (source, index, self.origins.as_slice());
                    self.intervals.take(row, place, (own, centre), &mut self.queues, settings)
                }
            };
            match verdict {
                Verdict::Taken => file.taken += 1,
                Verdict::Duplicate => file.duplicates += 1,
                Verdict::PassedOver(reason) => *self.passed_over.entry(reason).or_default() += 1,
                Verdict::Refused(refusal) => {
                    file.set_aside += 1;
                    let column = refusal.column.map_or("", |at| source.columns.header(at));
                    let aside = SetAside { origin: &source.origin, row, column, refusal: &refusal };
                    if self.shown.len() < MOST_SHOWN {
                        self.shown.push(problem_of(&aside, source.delimiter));
                    }
                    (visitors.set_aside)(&aside);
                }
            }
            let is_enough = strict && self.shown.len() == MOST_SHOWN;
            if is_enough { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        read.map_err(|problem| Problems { problems: vec![*problem] })?;
        Ok(file)
    }

    fn notes(&self, mapping: &Mapping) -> Vec<String> {
        let mut notes = Vec::new();
        if mapping.time_zone.is_none() {
            notes.push("no time zone is named: days, clock times and opening hours are those of the files or UTC; --time-zone Europe/Berlin, for example, says where the centre is".to_owned());
        }
        if self.intervals.only_handled {
            notes.push("no column says how many contacts came: those that were handled are taken, and whoever hung up is missing".to_owned());
        }
        let list = |words: &BTreeMap<String, u64>| {
            words
                .iter()
                .take(8)
                .map(|(word, count)| format!("\"{}\" ({count})", word.escape_debug()))
                .collect::<Vec<_>>()
                .join(", ")
        };
        let words = self.calls.unknown_words();
        if !words.is_empty() {
            notes.push(format!("outcomes that are not known, so that answer time or agent decide: {}; say them in [outcomes] of the mapping file", list(&words)));
        }
        if self.calls.duty.is_too_much {
            notes.push("the column of agents has so many names on so many days that it is not kept who was there: check which column holds the agents, or import fewer years".to_owned());
        }
        if !self.queues.unknown_media.is_empty() {
            notes.push(format!("media that are not known are taken for calls: {}", list(&self.queues.unknown_media)));
        }
        notes
    }

    /// The teams, with the queues as the scenario names them.
    fn teams(&self) -> Vec<Team> {
        let names: Vec<&str> = self.queues.known.iter().map(|known| known.name.as_str()).collect();
        self.calls.duty.teams(&names)
    }

    /// The series, queue by queue.
    fn history(&mut self, interval_minutes: u32, time_zone: &str) -> IntervalHistory {
        let mut queues: BTreeMap<String, (QueueHistory, BTreeMap<i64, IntervalRow>)> = BTreeMap::new();
        for known in self.queues.known.iter().filter(|known| !known.name.is_empty()) {
            let (queue, _) = queues.entry(known.name.clone()).or_insert_with(|| {
                let queue = QueueHistory {
                    name: known.name.clone(),
                    labels: Vec::new(),
                    channel: known.channel,
                    rows: Vec::new(),
                };
                (queue, BTreeMap::new())
            });
            queue.labels.push(known.label.clone());
        }
        let mut add = |queue: usize, row: IntervalRow| {
            if let Some((_, rows)) = queues.get_mut(&self.queues.known[queue].name) {
                rows.entry(row.start_s).and_modify(|known| *known = sum(known, &row)).or_insert(row);
            }
        };
        // The order of a hash map is not the same in each run, and sums must be.
        let mut bins: Vec<_> = std::mem::take(&mut self.intervals.bins).into_iter().collect();
        bins.sort_unstable_by_key(|(key, _)| *key);
        for ((queue, start_s), bin) in bins {
            let known = |sum: super::intervals::Sum| (sum.rows == bin.rows).then_some(sum.sum);
            add(
                queue,
                IntervalRow {
                    start_s,
                    local_s: bin.local_s,
                    offered: bin.offered,
                    answered: known(bin.answered),
                    abandoned: known(bin.abandoned),
                    handling_s: bin.handling_s,
                    handled: bin.handled,
                    waited_s: known(bin.waited_s),
                    in_time: known(bin.in_time),
                    agents: (bin.agent_rows > 0).then(|| bin.agents / f64::from(bin.agent_rows)),
                },
            );
        }
        for (queue, bins) in std::mem::take(&mut self.calls.done).into_iter().enumerate() {
            for (start_s, bin) in bins.bins {
                add(
                    queue,
                    IntervalRow {
                        start_s,
                        local_s: bin.local_s,
                        offered: f64::from(bin.offered),
                        answered: Some(f64::from(bin.answered)),
                        abandoned: Some(f64::from(bin.offered - bin.answered)),
                        handling_s: bin.handling_s,
                        handled: f64::from(bin.handled),
                        waited_s: (bin.waited == bin.answered).then_some(bin.waited_s),
                        in_time: (bin.waited == bin.answered).then_some(f64::from(bin.in_time)),
                        agents: None,
                    },
                );
            }
        }
        let queues =
            queues.into_values().map(|(queue, rows)| QueueHistory { rows: rows.into_values().collect(), ..queue });
        let queues = queues.filter(|queue| !queue.rows.is_empty()).collect();
        let within_s = self.mapping.within_s.unwrap_or(WITHIN_S);
        IntervalHistory { interval_minutes, time_zone: time_zone.to_owned(), within_s, queues }
    }
}

/// Agents of queues that a team serves which serves nothing else, and no other team does.
fn alone(history: &mut IntervalHistory, teams: &[Team]) {
    let interval_s = i64::from(history.interval_minutes) * 60;
    for queue in &mut history.queues {
        let mut serving = teams.iter().filter(|team| team.skills.contains(&queue.name));
        let (Some(team), None) = (serving.next(), serving.next()) else { continue };
        if team.skills.len() > 1 {
            continue;
        }
        let levels = team.levels(interval_s);
        for row in &mut queue.rows {
            row.agents = Some(levels.get(&row.start_s).copied().unwrap_or(0.0));
        }
    }
}

/// Two queues of the files that are one in the scenario.
fn sum(a: &IntervalRow, b: &IntervalRow) -> IntervalRow {
    IntervalRow { agents: a.agents.zip(b.agents).map(|(a, b)| a + b), ..a.and(b) }
}

/// Whether a row as such can be believed.
fn believed(row: &Row, fault: Option<Fault>, source: &Source) -> Result<(), Refusal> {
    let width = source.columns.width;
    let whole = |rule: &'static str, found: String, allowed: String, remedy: &'static str| {
        Err(Refusal { rule, column: None, found, allowed, remedy })
    };
    match fault {
        Some(Fault::OpenQuote) => whole(
            "open-quote",
            "a quotation mark that is not closed".to_owned(),
            "pairs of quotation marks".to_owned(),
            "close it, or double it where it belongs to the text",
        ),
        Some(Fault::TooLong) => whole(
            "too-long",
            "a line of more than 1 MB".to_owned(),
            "shorter lines".to_owned(),
            "check the line ends of the file",
        ),
        // A workbook leaves empty cells at the end of a row out, and a text may too.
        None if row.len() < width && !source.is_text() => Ok(()),
        None if row.len() > width && (width..row.len()).all(|at| row.cell(at).is_empty()) => Ok(()),
        None if row.len() != width => {
            let remedy = "quote cells that hold a delimiter; leave empty cells empty";
            whole("width", format!("{} cells", row.len()), format!("{width} cells, as in the first row"), remedy)
        }
        None if row.bytes().is_ascii() => Ok(()),
        None => match (0..row.len()).find(|&at| is_garbled(row.cell(at))) {
            Some(at) => Err(Refusal::of_cell(
                "letters",
                row,
                Some(at),
                "letters that can be read",
                "say how letters are written with --encoding, such as windows-1252",
            )),
            None => Ok(()),
        },
    }
}

fn is_garbled(cell: &[u8]) -> bool {
    std::str::from_utf8(cell).map_or(true, |text| text.contains('\u{fffd}'))
}

/// A row that was set aside as a problem with its place.
fn problem_of(aside: &SetAside<'_>, delimiter: u8) -> Problem {
    let cells = aside.row.texts();
    let text = cells.join(&char::from(delimiter).to_string());
    let marked = match aside.refusal.column {
        Some(at) if at < cells.len() => {
            let begin: usize = cells[..at].iter().map(|cell| cell.len() + 1).sum();
            begin..begin + cells[at].len()
        }
        _ => 0..text.len(),
    };
    let refusal = aside.refusal;
    Problem {
        rule: refusal.rule,
        about: aside.column.to_owned(),
        place: Place::in_line(aside.origin, aside.row.line as usize, &text, marked),
        found: refusal.found.clone(),
        allowed: refusal.allowed.clone(),
        remedy: refusal.remedy.to_owned(),
    }
}

/// What was told and what was found out, where the files agree.
fn remembered(told: &Mapping, sources: &[Source], pass: &Pass<'_>, interval_minutes: u32) -> Mapping {
    fn common<T: PartialEq + Copy>(mut values: impl Iterator<Item = T>) -> Option<T> {
        let first = values.next()?;
        values.all(|value| value == first).then_some(first)
    }
    let sources: Vec<&Source> = sources.iter().filter(|source| !source.layout.is_of_people()).collect();
    let texts = || sources.iter().filter(|source| source.is_text());
    let mut mapping = told.clone();
    mapping.layout = common(sources.iter().map(|source| source.layout));
    mapping.delimiter = common(texts().map(|source| source.delimiter));
    mapping.decimal = common(texts().map(|source| source.decimal));
    mapping.encoding = common(texts().map(|source| source.encoding));
    mapping.date_order = common(sources.iter().map(|source| source.date_order)).flatten();
    mapping.interval_minutes = Some(interval_minutes);
    mapping.within_s = Some(told.within_s.unwrap_or(WITHIN_S));
    let has_headers = sources.iter().all(|source| source.header_line > 0);
    if has_headers && mapping.layout.is_some_and(|layout| layout != Layout::Wide) {
        for described in &ALL {
            let header =
                |source: &Source| source.columns.place(described.field).map(|at| source.columns.header(at).to_owned());
            let first = header(sources[0]);
            if let Some(first) =
                first.filter(|first| sources.iter().all(|source| header(source).as_ref() == Some(first)))
            {
                mapping.columns.insert(described.field, Column::Name(first));
                if described.field.is_duration() {
                    mapping.units.insert(described.field, sources[0].columns.unit(described.field));
                }
            }
        }
    }
    mapping.queues.extend(pass.queues.known.iter().map(|known| (known.label.clone(), known.name.clone())));
    mapping.outcomes.extend(pass.calls.outcomes());
    mapping
}
