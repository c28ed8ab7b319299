//! Rows of interval statistics: what each says, added up to intervals of the wanted length.

use super::dates::DAY_S;
use super::field::Field;
use super::layout::Layout;
use super::mapping::Mapping;
use super::number::{duration, is_nothing, number};
use super::queues::{ONLY, Queues};
use super::read::{Refusal, Verdict};
use super::row::Row;
use super::source::Source;
use super::zone::{Instant, Zone};
use std::collections::HashMap;

/// Largest number of contacts or agents of an interval.
const MOST: f64 = 1e7;
/// Longest handling time of a contact, in seconds.
const LONGEST_S: f64 = 86_400.0;

/// What is known of a queue in an interval, as it is added up.
#[derive(Debug, Clone, Copy, Default)]
pub struct Bin {
    /// What the local clock shows at its begin.
    pub local_s: i64,
    /// Contacts that came.
    pub offered: f64,
    /// Contacts that were answered; whether that is known of all.
    pub answered: Sum,
    /// Contacts that hung up.
    pub abandoned: Sum,
    /// Handling time of `handled` contacts, in seconds.
    pub handling_s: f64,
    /// Contacts whose handling time is known.
    pub handled: f64,
    /// Waiting time of those that were answered, in seconds.
    pub waited_s: Sum,
    /// Contacts that were answered in time.
    pub in_time: Sum,
    /// Agents, added up over `agent_rows` rows.
    pub agents: f64,
    /// Rows that say how many agents there were.
    pub agent_rows: u32,
    /// Rows that were added up.
    pub rows: u32,
}

/// A sum of which it is known of how many rows it is.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sum {
    /// The sum.
    pub sum: f64,
    /// Rows that have it.
    pub rows: u32,
}

impl Sum {
    fn add(&mut self, value: Option<f64>) {
        if let Some(value) = value {
            self.sum += value;
            self.rows += 1;
        }
    }
}

/// What a row says.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct Said {
    offered: f64,
    answered: Option<f64>,
    abandoned: Option<f64>,
    handling_s: Option<f64>,
    waited_s: Option<f64>,
    in_time: Option<f64>,
    agents: Option<f64>,
}

/// Where a row was met: to tell what stands twice.
#[derive(Debug, Clone, Copy)]
struct Met {
    file: usize,
    line: u64,
    said: Said,
}

/// All rows that were read so far.
#[derive(Debug, Default)]
pub struct Intervals {
    /// Sums by queue and begin.
    pub bins: HashMap<(usize, i64), Bin>,
    met: HashMap<(usize, i64, u64), Met>,
    /// Whether contacts that came are only those that were handled.
    pub only_handled: bool,
}

impl Intervals {
    /// Takes a row in. `interval_s` is the length of an interval of the result, in seconds.
    pub fn take(
        &mut self,
        row: &Row,
        (source, file, origins): (&Source, usize, &[String]),
        zones: (&mut Zone, &mut Zone),
        queues: &mut Queues,
        (mapping, interval_s): (&Mapping, i64),
    ) -> Verdict {
        let (zone, centre) = zones;
        let columns = &source.columns;
        let at = |field: Field| columns.place(field);
        let first = [Field::Start, Field::Date].into_iter().find_map(at);
        let Some(moment) = source.moment(row, Field::Start) else {
            let remedy = "write it as 2026-11-27 08:30; a row of totals can be left out";
            return Verdict::Refused(Refusal::of_cell("moment", row, first, "a date and clock time", remedy));
        };
        let own = i64::from(source.interval_minutes.unwrap_or(60)) * 60;
        if moment.local_s % own != 0 {
            let allowed = format!("a begin every {} minutes", own / 60);
            return Verdict::Refused(Refusal::of_cell(
                "off-grid",
                row,
                first,
                &allowed,
                "take the row out, or export again with whole intervals",
            ));
        }
        let instants = match zone.instant(moment) {
            Instant::Once(only) => [only, only],
            Instant::Twice(first, second) => [first, second],
            Instant::Never => {
                let said = said(row, source);
                if said.as_ref().is_ok_and(|said| said.offered == 0.0) {
                    return Verdict::PassedOver("rows without contacts in the hour that daylight saving skips");
                }
                let allowed = format!("a clock time that there was in {}", zone.name());
                let remedy = "daylight saving skips that hour: say with --times-in in which time zone the clock times are, for example UTC";
                return Verdict::Refused(Refusal::of_cell("skipped-hour", row, first, &allowed, remedy));
            }
        };
        if source.layout == Layout::Wide {
            return self.take_wide(row, (source, file), (instants, centre), queues, (mapping, interval_s));
        }
        let queue_cell = at(Field::Queue).map_or(ONLY.as_bytes(), |at| row.cell(at));
        if queue_cell.is_empty() {
            return Verdict::Refused(Refusal::of_cell(
                "no-queue",
                row,
                at(Field::Queue),
                "the name of a queue",
                "fill it in; a row of totals can be left out",
            ));
        }
        let said = match said(row, source) {
            Ok(said) => said,
            Err(refusal) => return Verdict::Refused(refusal),
        };
        let medium = at(Field::Channel).map_or(&b""[..], |at| row.cell(at));
        let Some(queue) = queues.find(queue_cell, medium, mapping) else {
            return Verdict::Refused(no_name(row, at(Field::Queue)));
        };
        if queues.known[queue].name.is_empty() {
            return Verdict::PassedOver("rows of queues that the mapping leaves out");
        }
        let dimensions = [Field::Skills, Field::Language].into_iter().filter_map(at);
        let dimensions = dimensions.fold(0, |hash, at| super::calls::hash_of(row.cell(at), hash));
        self.only_handled |= at(Field::Offered).is_none() && at(Field::Abandoned).is_none();
        self.add((queue, dimensions), instants, said, (row, file, origins), (centre, interval_s))
    }

    /// Takes a row of a wide table in: a cell for each queue.
    fn take_wide(
        &mut self,
        row: &Row,
        (source, file): (&Source, usize),
        (instants, centre): ([i64; 2], &mut Zone),
        queues: &mut Queues,
        (mapping, interval_s): (&Mapping, i64),
    ) -> Verdict {
        let mut cells = Vec::with_capacity(source.columns.queues.len());
        for (at, label) in &source.columns.queues {
            match amount(row, *at, source) {
                Ok(Some(offered)) => cells.push((label, offered)),
                Ok(None) => {}
                Err(refusal) => return Verdict::Refused(refusal),
            }
        }
        let mut verdict = Verdict::Taken;
        for (label, offered) in cells {
            let Some(queue) = queues.find(label.as_bytes(), b"", mapping) else {
                return Verdict::Refused(no_name(row, None));
            };
            if !queues.known[queue].name.is_empty() {
                let said = Said { offered, ..Said::default() };
                let added = self.add((queue, 0), instants, said, (row, file, &[]), (centre, interval_s));
                if !matches!(added, Verdict::Taken) {
                    verdict = added;
                }
            }
        }
        verdict
    }

    fn add(
        &mut self,
        (queue, dimensions): (usize, u64),
        instants: [i64; 2],
        said: Said,
        (row, file, origins): (&Row, usize, &[String]),
        (centre, interval_s): (&mut Zone, i64),
    ) -> Verdict {
        let here = Met { file, line: row.line, said };
        // In the hour that daylight saving repeats, the second row of a clock time is that of the second time.
        let mut start_s = instants[0];
        if instants[0] != instants[1] && self.met.contains_key(&(queue, start_s, dimensions)) {
            start_s = instants[1];
        }
        if let Some(met) = self.met.get(&(queue, start_s, dimensions)) {
            if met.said == said {
                return Verdict::Duplicate;
            }
            let origin = if met.file == file {
                "this file"
            } else {
                origins.get(met.file).map_or("another file", String::as_str)
            };
            return Verdict::Refused(Refusal {
                rule: "twice",
                column: None,
                found: format!("{} contacts, but {} in row {} of {origin}", said.offered, met.said.offered, met.line),
                allowed: "each queue and interval once".to_owned(),
                remedy: "take one of the rows out; the first is used until then",
            });
        }
        self.met.insert((queue, start_s, dimensions), here);
        let local_s = centre.local_s(start_s);
        let into = local_s.rem_euclid(interval_s);
        let bin = self.bins.entry((queue, start_s - into)).or_default();
        bin.local_s = local_s - into;
        bin.offered += said.offered;
        bin.answered.add(said.answered);
        bin.abandoned.add(said.abandoned);
        bin.waited_s.add(said.waited_s);
        bin.in_time.add(said.in_time);
        if let Some(handling_s) = said.handling_s {
            bin.handling_s += handling_s;
            bin.handled += said.answered.unwrap_or(said.offered);
        }
        if let Some(agents) = said.agents {
            bin.agents += agents;
            bin.agent_rows += 1;
        }
        bin.rows += 1;
        Verdict::Taken
    }
}

fn no_name(row: &Row, column: Option<usize>) -> Refusal {
    let allowed = "the name of a queue, of at most 500 queues, in letters that can be read";
    Refusal::of_cell("queue", row, column, allowed, "check which column holds the queue, and --encoding")
}

/// The numbers of a row.
fn said(row: &Row, source: &Source) -> Result<Said, Refusal> {
    let columns = &source.columns;
    let optional = |field: Field| columns.place(field).map_or(Ok(None), |at| amount(row, at, source));
    let (answered, abandoned) = (optional(Field::Answered)?, optional(Field::Abandoned)?);
    let at = columns.place(Field::Offered).or(columns.place(Field::Answered));
    let none = || Refusal::of_cell("number", row, at, "a number of contacts", "write 0 where nothing came");
    let offered = if columns.has(Field::Offered) {
        optional(Field::Offered)?.ok_or_else(none)?
    } else {
        answered.ok_or_else(none)? + abandoned.unwrap_or(0.0)
    };
    let handled = answered.unwrap_or(offered);
    let seconds = |field: Field| match columns.place(field) {
        Some(at) => length(row, at, field, source).map(|value| value.map(|value| (value, at))),
        None => Ok(None),
    };
    let total = seconds(Field::HandlingTotal)?;
    let mean = match (seconds(Field::HandlingMean)?, seconds(Field::TalkMean)?, seconds(Field::AfterWorkMean)?) {
        (Some(mean), ..) => Some(mean),
        (None, Some((talk, at)), after) => Some((talk + after.map_or(0.0, |(after, _)| after), at)),
        (None, None, _) => None,
    };
    let of_all = total.or(mean.map(|(mean, at)| (mean * handled, at)));
    if let Some((_, at)) = of_all.filter(|(sum, _)| *sum > handled.max(1.0) * LONGEST_S) {
        let allowed = format!("at most 24 hours for each of {handled} contacts");
        let remedy = "check the unit: [units] of the mapping file says s, min or ms";
        return Err(Refusal::of_cell("too-long", row, Some(at), &allowed, remedy));
    }
    let handling_s = of_all.map(|(sum, _)| sum).filter(|sum| handled > 0.0 && *sum > 0.0);
    let waits = (seconds(Field::WaitTotal)?, seconds(Field::WaitMean)?);
    // Exports say nothing of how long nobody waited.
    let of_nobody =
        (answered == Some(0.0) && (columns.has(Field::WaitTotal) || columns.has(Field::WaitMean))).then_some(0.0);
    let waited_s = waits.0.map(|(sum, _)| sum).or(waits.1.map(|(mean, _)| mean * handled)).or(of_nobody);
    let in_time = optional(Field::InTime)?;
    Ok(Said { offered, answered, abandoned, handling_s, waited_s, in_time, agents: optional(Field::Agents)? })
}

/// A number of contacts or agents; `None` where nothing stands.
fn amount(row: &Row, at: usize, source: &Source) -> Result<Option<f64>, Refusal> {
    let cell = row.cell(at);
    match number(cell, source.decimal) {
        Some(value) if (0.0..=MOST).contains(&value) => Ok(Some(value)),
        None if is_nothing(cell) => Ok(None),
        Some(_) => Err(Refusal::of_cell(
            "range",
            row,
            Some(at),
            "a number from 0 to 10000000",
            "correct it, or take the row out",
        )),
        None => {
            let allowed = format!("a number with a decimal {}", source.decimal.name());
            Err(Refusal::of_cell(
                "number",
                row,
                Some(at),
                &allowed,
                "correct it; --decimal says which sign is before decimals",
            ))
        }
    }
}

/// A duration in seconds; `None` where nothing stands.
fn length(row: &Row, at: usize, field: Field, source: &Source) -> Result<Option<f64>, Refusal> {
    let cell = row.cell(at);
    match duration(cell, source.decimal, source.columns.unit(field)) {
        Some(value) if (0.0..=1e9).contains(&value) => Ok(Some(value)),
        None if is_nothing(cell) => Ok(None),
        _ => {
            let allowed = format!("a time from 0 on: a number of {}, or h:mm:ss", source.columns.unit(field).words());
            Err(Refusal::of_cell("duration", row, Some(at), &allowed, "correct it, or take the row out"))
        }
    }
}

/// The local day of a moment, in days since 1970-01-01.
pub fn day_of(local_s: i64) -> i32 {
    local_s.div_euclid(DAY_S) as i32
}
