//! Call records: what each says, handed on and counted by interval.

use super::dates::{self, DAY_S, Moment};
use super::duty::Duty;
use super::field::Field;
use super::mapping::{Mapping, Outcome};
use super::number::{duration, is_nothing};
use super::queues::{ONLY, Queues};
use super::read::{Refusal, Verdict};
use super::row::Row;
use super::source::Source;
use super::zone::{Instant, Zone};
use super::{CallRecord, WITHIN_S};
use std::collections::{BTreeMap, HashMap};

/// Longest call or wait, in seconds.
const LONGEST_S: f64 = 86_400.0;
/// Hashes of rows that are remembered to find records that stand twice.
const REMEMBERED: usize = 1 << 16;

/// Calls of a queue that came in an interval.
#[derive(Debug, Clone, Default)]
pub struct Bin {
    /// What the local clock shows at its begin.
    pub local_s: i64,
    /// Calls that came.
    pub offered: u32,
    /// Calls that were answered.
    pub answered: u32,
    /// Handling time of `handled` calls, in seconds.
    pub handling_s: f64,
    /// Calls whose handling time is known.
    pub handled: u32,
    /// Waiting time of `waited` calls that were answered, in seconds.
    pub waited_s: f64,
    /// Answered calls whose wait is known.
    pub waited: u32,
    /// Calls that were answered in time.
    pub in_time: u32,
    /// A sum over the rows that does not depend on their order: the same calls have the same.
    pub check: u64,
}

/// Intervals of a queue.
#[derive(Debug, Default)]
pub struct Bins {
    /// They, in the order in which they were met, with their begin.
    pub bins: Vec<(i64, Bin)>,
    places: HashMap<i64, usize>,
    last: Option<(i64, usize)>,
}

impl Bins {
    fn at(&mut self, start_s: i64, local_s: i64) -> &mut Bin {
        let place = match self.last {
            Some((known, place)) if known == start_s => place,
            _ => *self.places.entry(start_s).or_insert_with(|| {
                self.bins.push((start_s, Bin { local_s, ..Bin::default() }));
                self.bins.len() - 1
            }),
        };
        self.last = Some((start_s, place));
        &mut self.bins[place].1
    }

    /// Adds the intervals of a file, but for those that are call by call the same here; returns their calls by local day.
    fn merge(&mut self, file: Self) -> BTreeMap<i64, u64> {
        let mut same = BTreeMap::new();
        for (start_s, bin) in file.bins {
            let mine = self.at(start_s, bin.local_s);
            if mine.offered == bin.offered && mine.check == bin.check {
                *same.entry(bin.local_s.div_euclid(DAY_S)).or_default() += u64::from(bin.offered);
                continue;
            }
            mine.offered += bin.offered;
            mine.answered += bin.answered;
            mine.handling_s += bin.handling_s;
            mine.handled += bin.handled;
            mine.waited_s += bin.waited_s;
            mine.waited += bin.waited;
            mine.in_time += bin.in_time;
            mine.check = mine.check.wrapping_add(bin.check);
        }
        same
    }
}

/// All calls that were read so far.
#[derive(Debug, Default)]
pub struct Calls {
    /// Intervals of the files before, by queue.
    pub done: Vec<Bins>,
    /// Intervals of this file, by queue.
    file: Vec<Bins>,
    remembered: Vec<u64>,
    /// Who was there.
    pub duty: Duty,
    /// Outcomes by what the files call them: what they mean, and how often they were met.
    words: HashMap<Vec<u8>, (Meaning, u64)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    Said(Outcome),
    LeftOut,
    /// It does not say; answer and agent do.
    Unknown,
}

impl Calls {
    /// Takes a record in, and hands it on. `interval_s` is the length of an interval, in seconds.
    pub fn take(
        &mut self,
        row: &Row,
        source: &Source,
        zones: (&mut Zone, &mut Zone),
        queues: &mut Queues,
        (mapping, interval_s): (&Mapping, i64),
        hand_on: &mut dyn FnMut(&CallRecord<'_>),
    ) -> Verdict {
        let (zone, centre) = zones;
        let columns = &source.columns;
        let place = |field: Field| columns.place(field);
        let cell = |field: Field| place(field).map_or(&b""[..], |at| row.cell(at));
        let Some(arrival) = source.moment(row, Field::Arrival) else {
            let at = place(Field::Arrival).or(place(Field::Date));
            return Verdict::Refused(Refusal::of_cell(
                "moment",
                row,
                at,
                "the date and clock time of the arrival",
                "write it as 2026-11-27 08:30:15",
            ));
        };
        let arrived_s = match zone.instant(arrival) {
            Instant::Once(only) | Instant::Twice(only, _) => only,
            Instant::Never => {
                let allowed = format!("a clock time that there was in {}", zone.name());
                let remedy = "daylight saving skips that hour: say with --times-in in which time zone the clock times are, for example UTC";
                return Verdict::Refused(Refusal::of_cell(
                    "skipped-hour",
                    row,
                    place(Field::Arrival),
                    &allowed,
                    remedy,
                ));
            }
        };
        let times = match times(row, source, arrival) {
            Ok(times) => times,
            Err(refusal) => return Verdict::Refused(refusal),
        };
        let (agent, customer) = (named(cell(Field::Agent)), named(cell(Field::Customer)));
        let Some(outcome) = self.outcome(cell(Field::Outcome), source, &times, agent.is_some(), mapping) else {
            return Verdict::PassedOver("calls with an outcome that is left out");
        };
        let queue_cell = place(Field::Queue).map_or(ONLY.as_bytes(), |at| row.cell(at));
        let queue_cell = if queue_cell.is_empty() { ONLY.as_bytes() } else { queue_cell };
        let Some(queue) = queues.find(queue_cell, cell(Field::Channel), mapping) else {
            let allowed = "the name of a queue, of at most 500 queues, in letters that can be read";
            return Verdict::Refused(Refusal::of_cell(
                "queue",
                row,
                place(Field::Queue),
                allowed,
                "check which column holds the queue, and --encoding",
            ));
        };
        if queues.known[queue].name.is_empty() {
            return Verdict::PassedOver("rows of queues that the mapping leaves out");
        }
        let hash = hash_of(row.bytes(), row.len() as u64);
        // Two calls that nobody answered may well look alike; those of an agent or a customer are the same call.
        if (agent.is_some() || customer.is_some()) && self.is_remembered(hash) {
            return Verdict::Duplicate;
        }
        let handling_s = times.handling_s.filter(|_| outcome == Outcome::Answered);
        let local_s = centre.local_s(arrived_s);
        let into = local_s.rem_euclid(interval_s);
        if self.file.len() <= queue {
            self.file.resize_with(queue + 1, Bins::default);
        }
        let bin = self.file[queue].at(arrived_s - into, local_s - into);
        bin.offered += 1;
        bin.answered += u32::from(outcome == Outcome::Answered);
        bin.check = bin.check.wrapping_add(hash);
        if let Some(handling_s) = handling_s {
            bin.handling_s += handling_s;
            bin.handled += 1;
        }
        if let Some(wait_s) = times.wait_s.filter(|_| outcome == Outcome::Answered) {
            bin.waited_s += wait_s;
            bin.waited += 1;
            bin.in_time += u32::from(wait_s <= mapping.within_s.unwrap_or(WITHIN_S));
        }
        if let Some(wait_s) = times.wait_s {
            self.duty.wait(queue, (arrived_s, arrived_s + wait_s as i64));
        }
        if let Some(agent) = agent.filter(|_| outcome == Outcome::Answered) {
            let answered_s = arrived_s + times.wait_s.unwrap_or(0.0) as i64;
            self.duty.take(agent, queue, (answered_s, answered_s + handling_s.unwrap_or(0.0) as i64));
        }
        hand_on(&CallRecord {
            queue: &queues.known[queue].name,
            arrived_s,
            local_s,
            wait_s: times.wait_s,
            handling_s,
            outcome,
            agent: agent.and_then(|cell| std::str::from_utf8(cell).ok()),
            customer: customer.and_then(|cell| std::str::from_utf8(cell).ok()),
        });
        Verdict::Taken
    }

    /// What became of a call: as its outcome says, or as answer, agent and handling time show; `None` if such calls are left out.
    fn outcome(
        &mut self,
        word: &[u8],
        source: &Source,
        times: &Times,
        has_agent: bool,
        mapping: &Mapping,
    ) -> Option<Outcome> {
        let columns = &source.columns;
        let meaning = if columns.has(Field::Outcome) { self.meaning(word, mapping) } else { Meaning::Unknown };
        let is_answered = match meaning {
            Meaning::LeftOut => return None,
            Meaning::Said(outcome) => return Some(outcome),
            Meaning::Unknown if columns.has(Field::Answer) => times.is_answered,
            Meaning::Unknown if columns.has(Field::Agent) => has_agent,
            Meaning::Unknown => times.handling_s.is_some_and(|seconds| seconds > 0.0),
        };
        Some(if is_answered { Outcome::Answered } else { Outcome::Abandoned })
    }

    fn is_remembered(&mut self, hash: u64) -> bool {
        if self.remembered.is_empty() {
            self.remembered = vec![0; REMEMBERED];
        }
        let place = &mut self.remembered[hash as usize % REMEMBERED];
        std::mem::replace(place, hash) == hash
    }

    fn meaning(&mut self, word: &[u8], mapping: &Mapping) -> Meaning {
        if let Some((meaning, count)) = self.words.get_mut(word) {
            *count += 1;
            return *meaning;
        }
        let text = String::from_utf8_lossy(word).to_lowercase();
        let meaning = match mapping.outcomes.get(&text) {
            Some(Some(outcome)) => Meaning::Said(*outcome),
            Some(None) => Meaning::LeftOut,
            None => match text.as_str() {
                "answered" | "handled" | "agent" | "connected" | "completed" | "complete" | "served" | "ok"
                | "angenommen" | "yes" | "true" => Meaning::Said(Outcome::Answered),
                "abandoned" | "abandon" | "hang" | "hung up" | "hangup" | "lost" | "missed" | "no answer"
                | "unanswered" | "aufgelegt" | "noanswer" | "no" | "false" => Meaning::Said(Outcome::Abandoned),
                _ => Meaning::Unknown,
            },
        };
        // A column of other things, such as remarks, must not fill the memory.
        if self.words.len() < 1000 {
            self.words.insert(word.to_vec(), (meaning, 1));
        }
        meaning
    }

    /// Outcomes that say nothing to us, with how often they were met.
    pub fn unknown_words(&self) -> BTreeMap<String, u64> {
        let unknown = self.words.iter().filter(|(word, (meaning, _))| *meaning == Meaning::Unknown && !word.is_empty());
        unknown.map(|(word, (_, count))| (String::from_utf8_lossy(word).into_owned(), *count)).collect()
    }

    /// Outcomes that were met, with what they mean; for the mapping file.
    pub fn outcomes(&self) -> BTreeMap<String, Option<Outcome>> {
        let known = self.words.iter().filter_map(|(word, (meaning, _))| {
            let outcome = match meaning {
                Meaning::Said(outcome) => Some(*outcome),
                Meaning::LeftOut => None,
                Meaning::Unknown => return None,
            };
            Some((String::from_utf8_lossy(word).to_lowercase(), outcome))
        });
        known.collect()
    }

    /// Ends a file. Intervals of a queue that are call by call those of a file before are counted once; their calls are returned
    /// by queue and local day.
    pub fn end_file(&mut self) -> Vec<(usize, i64, u64)> {
        let mut twice = Vec::new();
        self.remembered.clear();
        for (queue, bins) in std::mem::take(&mut self.file).into_iter().enumerate() {
            if self.done.len() <= queue {
                self.done.resize_with(queue + 1, Bins::default);
            }
            twice.extend(self.done[queue].merge(bins).into_iter().map(|(day, calls)| (queue, day, calls)));
        }
        twice
    }
}

/// What a record says about its times.
struct Times {
    is_answered: bool,
    wait_s: Option<f64>,
    handling_s: Option<f64>,
}

fn times(row: &Row, source: &Source, arrival: Moment) -> Result<Times, Refusal> {
    let answer = later(row, source, Field::Answer, arrival)?;
    let leave = later(row, source, Field::Leave, answer.unwrap_or(arrival))?;
    let seconds = |field: Field| match source.columns.place(field) {
        None => Ok(None),
        Some(at) => {
            let cell = row.cell(at);
            match duration(cell, source.decimal, source.columns.unit(field)) {
                Some(value) if (0.0..=LONGEST_S).contains(&value) => Ok(Some(value)),
                None if is_nothing(cell) => Ok(None),
                _ => {
                    let allowed = format!(
                        "a time from 0 to 24 hours: a number of {}, or h:mm:ss",
                        source.columns.unit(field).words()
                    );
                    Err(Refusal::of_cell(
                        "duration",
                        row,
                        Some(at),
                        &allowed,
                        "correct it, or say the unit in [units] of the mapping file",
                    ))
                }
            }
        }
    };
    let since = |from: Moment, to: Moment| (to.local_s - from.local_s) as f64;
    let wait = seconds(Field::Wait)?;
    let handling = seconds(Field::Handling)?;
    let wait_s = wait.or(match (answer, leave) {
        (Some(answer), _) => Some(since(arrival, answer)),
        (None, Some(leave)) if source.columns.has(Field::Answer) => Some(since(arrival, leave)),
        _ => None,
    });
    let handling_s = handling.or(match (answer, leave) {
        (Some(answer), Some(leave)) => Some(since(answer, leave)),
        (None, Some(leave)) if wait.is_some() => Some((since(arrival, leave) - wait.unwrap_or(0.0)).max(0.0)),
        _ => None,
    });
    Ok(Times { is_answered: answer.is_some(), wait_s, handling_s })
}

/// A moment that does not come before another one; a clock time alone is that of the same day, or of the next one.
fn later(row: &Row, source: &Source, field: Field, before: Moment) -> Result<Option<Moment>, Refusal> {
    let Some(at) = source.columns.place(field) else { return Ok(None) };
    let cell = row.cell(at);
    if is_nothing(cell) {
        return Ok(None);
    }
    let moment = if let Some(mut moment) = dates::moment(cell, source.date_order) {
        // Offsets count: daylight saving may end while somebody waits.
        if let (Some(own), Some(other)) = (moment.offset_s, before.offset_s) {
            moment.local_s += i64::from(other - own);
            moment.offset_s = before.offset_s;
        }
        moment
    } else {
        let Some(clock) = dates::clock(cell) else {
            return Err(Refusal::of_cell(
                "moment",
                row,
                Some(at),
                "a date and clock time, or nothing",
                "write it as 2026-11-27 08:30:15",
            ));
        };
        let same_day = before.local_s.div_euclid(DAY_S) * DAY_S + clock;
        // After midnight the clock begins anew; a clock that is a little behind is an error.
        let local_s = if before.local_s - same_day > DAY_S / 2 { same_day + DAY_S } else { same_day };
        Moment { local_s, offset_s: before.offset_s }
    };
    let length = moment.local_s - before.local_s;
    if length < 0 || length as f64 > LONGEST_S {
        let allowed = if length < 0 {
            "a moment that is not before the one that it follows"
        } else {
            "at most 24 hours after the moment before"
        };
        return Err(Refusal::of_cell(
            "order",
            row,
            Some(at),
            allowed,
            "check which column holds what, and --date-order",
        ));
    }
    Ok(Some(moment))
}

fn named(cell: &[u8]) -> Option<&[u8]> {
    (!is_nothing(cell)).then_some(cell)
}

/// A number that tells bytes apart: eight at a time, by the folded product of wyhash (Wang Yi 2019).
pub fn hash_of(bytes: &[u8], seed: u64) -> u64 {
    let fold = |a: u64, b: u64| {
        let product = u128::from(a) * u128::from(b);
        (product as u64) ^ ((product >> 64) as u64)
    };
    let mut hash = seed ^ 0xa076_1d64_78bd_642f;
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        let word = u64::from_le_bytes(chunk.try_into().unwrap_or_default());
        hash = fold(hash ^ word, 0xe703_7ed1_a0b4_28db);
    }
    let mut last = [0; 8];
    last[..chunks.remainder().len()].copy_from_slice(chunks.remainder());
    hash = fold(hash ^ u64::from_le_bytes(last), 0x8ebc_6af0_9c88_c6e3);
    fold(hash ^ bytes.len() as u64, 0x5899_65cc_7537_4cc3)
}
