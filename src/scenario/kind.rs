//! Kinds of values: how each is written, what is allowed, and how it is read.

use super::tree::{Node, Value as Raw, Written};
use jiff::civil::Date;
use std::ops::Range;

/// What a key may hold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// A text, not empty, of at most so many characters.
    Text(usize),
    /// A duration such as `"6m"` or `"1h30m"`, in seconds; `above` is excluded from the range, `most` is included.
    Duration {
        /// Excluded lower end; below 0 where 0 is allowed.
        above: f64,
        /// Included upper end.
        most: f64,
    },
    /// A share: `0.3` or `"30%"`, from 0 (excluded if `above_zero`) to `most`.
    Share {
        /// Whether 0 is refused.
        above_zero: bool,
        /// Included upper end.
        most: f64,
    },
    /// A number in a range, ends included.
    Number {
        /// Lower end.
        least: f64,
        /// Upper end.
        most: f64,
    },
    /// An amount of money, at least 0.
    Money,
    /// A whole number in a range, ends included.
    Count {
        /// Lower end.
        least: i64,
        /// Upper end.
        most: i64,
    },
    /// A whole number in a range, or one of some words.
    CountOr {
        /// Lower end.
        least: i64,
        /// Upper end.
        most: i64,
        /// The words.
        words: &'static [&'static str],
    },
    /// `true` or `false`.
    Truth,
    /// One of some names.
    Choice(&'static [&'static str]),
    /// A date.
    Date,
    /// A list of dates.
    Dates,
    /// A list of texts, at least one; or a single text.
    Names,
    /// A list of shares.
    Shares,
    /// A list of so many numbers, at least 0.
    Numbers {
        /// Fewest.
        fewest: usize,
        /// Most.
        most: usize,
    },
    /// A duration or a list of durations.
    Durations,
    /// Opening spans of a day: `"08:00-20:00"`, a list of such, or `"closed"`.
    Spans,
    /// Weekdays: `"mon-fri"`, or a list of days and ranges.
    Weekdays,
    /// A table of factors by weekday.
    ByWeekday,
    /// A table of weights by clock time.
    ByClock,
    /// Clock times of begin: a list, or a table of `from`, `to` and `every`.
    Starts,
    /// A table whose keys stand in the list of keys.
    Table,
    /// A table whose keys are names of what it holds.
    Named(&'static str),
    /// A list of tables.
    Tables,
    /// Either a table whose keys stand in the list of keys, or a list of numbers.
    TableOrNumbers,
}

/// A value that has been read and is within its range.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Checked {
    Text(String),
    /// Seconds, a share, money or a plain number.
    Number(f64),
    Count(i64),
    Truth(bool),
    Date(Date),
    Dates(Vec<Date>),
    Names(Vec<(String, Written)>),
    Numbers(Vec<f64>),
    Spans(Vec<Range<u32>>),
    Week([bool; 7]),
    WeekFactors([f64; 7]),
    Clock(Vec<(u32, f64)>),
    Minutes(Vec<u32>),
}

/// Why a value is refused: at its own place, or at that of a part of it.
pub(super) struct Refusal {
    pub(super) rule: &'static str,
    pub(super) written: Option<Written>,
    pub(super) found: String,
    pub(super) allowed: Option<String>,
    pub(super) remedy: String,
}

impl Refusal {
    fn new(rule: &'static str, found: String, remedy: impl Into<String>) -> Self {
        Self { rule, written: None, found, allowed: None, remedy: remedy.into() }
    }

    fn at(mut self, node: &Node) -> Self {
        self.written.get_or_insert_with(|| node.written.clone());
        self
    }
}

/// Names of the weekdays in scenario files, Monday first.
pub const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// Largest number that is taken for money or a volume.
pub(super) const LARGEST: f64 = 1e12;

impl Kind {
    /// What is allowed, as a message says it.
    pub fn allowed(&self) -> String {
        match self {
            Self::Text(most) => format!("a text of 1 to {most} characters"),
            Self::Duration { above, most } if *above < 0.0 => format!("a duration from 0s to {}", duration_text(*most)),
            Self::Duration { above, most } if *above > 0.0 => {
                format!("a duration above {} and at most {}", duration_text(*above), duration_text(*most))
            }
            Self::Duration { most, .. } => format!("a duration above 0 and at most {}", duration_text(*most)),
            Self::Share { above_zero, most } => {
                let least = if *above_zero { "above 0" } else { "from 0" };
                format!("a share {least} to {most} (or \"{}%\")", most * 100.0)
            }
            Self::Number { least, most } => format!("a number from {least} to {most}"),
            Self::Money => "an amount of money, at least 0".to_owned(),
            Self::Count { least, most } => format!("a whole number from {least} to {most}"),
            Self::CountOr { least, most, words } => {
                format!("a whole number from {least} to {most}, or {}", quoted_list(words, "or"))
            }
            Self::Truth => "true or false".to_owned(),
            Self::Choice(names) => quoted_list(names, "or"),
            Self::Date => "a date from 1970-01-01 to 2199-12-31".to_owned(),
            Self::Dates => "a list of dates".to_owned(),
            Self::Names => "a list of one or more names".to_owned(),
            Self::Shares => "a list of shares from 0 to 1".to_owned(),
            Self::Numbers { fewest, most } if fewest == most => format!("a list of {most} numbers of at least 0"),
            Self::Numbers { fewest, most } => format!("a list of {fewest} to {most} numbers of at least 0"),
            Self::Durations => "a duration or a list of durations".to_owned(),
            Self::Spans => "opening hours such as \"08:00-20:00\", a list of them, or \"closed\"".to_owned(),
            Self::Weekdays => "weekdays such as \"mon-fri\" or [\"mon\", \"sat\"]".to_owned(),
            Self::ByWeekday => "a table of factors from 0 to 1000 by weekday, mon … sun".to_owned(),
            Self::ByClock => "a table of weights of at least 0 by clock time, one of them above 0".to_owned(),
            Self::Starts => "a list of clock times, or { from, to, every }".to_owned(),
            Self::Table | Self::Named(_) => "a table".to_owned(),
            Self::Tables => "a list of tables".to_owned(),
            Self::TableOrNumbers => "a list of numbers, one for each month, or a table".to_owned(),
        }
    }

    /// Whether the keys below are looked up in the list of keys.
    #[cfg(test)]
    pub(super) fn is_table(self) -> bool {
        matches!(self, Self::Table | Self::Named(_) | Self::Tables)
    }

    /// Reads a value.
    pub(super) fn read(&self, node: &Node) -> Result<Checked, Refusal> {
        match self {
            Self::Text(most) => text(node, *most).map(Checked::Text),
            Self::Duration { above, most } => duration(node, *above, *most).map(Checked::Number),
            Self::Share { above_zero, most } => {
                share(node, |value| value <= *most && (value > 0.0 || (value == 0.0 && !above_zero)))
                    .map(Checked::Number)
            }
            Self::Number { least, most } => number(node, *least, *most).map(Checked::Number),
            Self::Money => number(node, 0.0, LARGEST).map(Checked::Number),
            Self::Count { least, most } => count(node, *least, *most).map(Checked::Count),
            Self::CountOr { least, most, words } => match &node.value {
                Raw::Text(word) if words.contains(&word.as_str()) => Ok(Checked::Text(word.clone())),
                Raw::Text(word) => Err(Refusal::new("choice", node.quoted(), nearest_remedy(word, words))),
                _ => count(node, *least, *most).map(Checked::Count),
            },
            Self::Truth => match &node.value {
                Raw::Truth(truth) => Ok(Checked::Truth(*truth)),
                _ => Err(Refusal::new("type", node.quoted(), "write true or false, without quotes")),
            },
            Self::Choice(names) => match &node.value {
                Raw::Text(word) if names.contains(&word.as_str()) => Ok(Checked::Text(word.clone())),
                Raw::Text(word) => Err(Refusal::new("choice", node.quoted(), nearest_remedy(word, names))),
                _ => Err(Refusal::new(
                    "type",
                    node.quoted(),
                    format!("write one of the names in quotes: \"{}\"", names[0]),
                )),
            },
            Self::Date => date(node).map(Checked::Date),
            Self::Dates => each(node, 10_000, date).map(Checked::Dates),
            Self::Names => names(node).map(Checked::Names),
            Self::Shares => {
                each(node, 120, |one| share(one, |value| (0.0..=1.0).contains(&value))).map(Checked::Numbers)
            }
            Self::Numbers { fewest, most } => numbers(node, *fewest, *most).map(Checked::Numbers),
            Self::Durations => {
                let durations = match &node.value {
                    Raw::List(list) if list.is_empty() => {
                        Err(Refusal::new("empty", node.quoted(), "name at least one duration"))
                    }
                    Raw::List(_) => each(node, 100, |one| duration(one, 0.0, 24.0 * 3600.0)),
                    _ => duration(node, 0.0, 24.0 * 3600.0).map(|one| vec![one]),
                };
                durations.map(Checked::Numbers)
            }
            Self::Spans => spans(node).map(Checked::Spans),
            Self::Weekdays => weekdays(node).map(Checked::Week),
            Self::ByWeekday => by_weekday(node).map(Checked::WeekFactors),
            Self::ByClock => by_clock(node).map(Checked::Clock),
            Self::Starts => starts(node).map(Checked::Minutes),
            Self::TableOrNumbers => numbers(node, 1, 36).map(Checked::Numbers),
            Self::Table | Self::Named(_) | Self::Tables => {
                Err(Refusal::new("type", node.quoted(), "open a table in brackets, or write one in braces: { … }"))
            }
        }
    }
}

fn quoted_list(names: &[&str], last: &str) -> String {
    match names {
        [] => "nothing".to_owned(),
        [only] => format!("\"{only}\""),
        [head @ .., tail] => {
            let head: Vec<String> = head.iter().map(|name| format!("\"{name}\"")).collect();
            format!("{} {last} \"{tail}\"", head.join(", "))
        }
    }
}

/// The nearest of some names, if one is near enough to be what was meant.
pub fn nearest<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word: String = word.chars().take(64).collect::<String>().to_lowercase();
    names
        .into_iter()
        .map(|name| (strsim::damerau_levenshtein(&word, &name.to_lowercase()), name))
        .filter(|(distance, name)| {
            *distance <= 1.max(name.chars().count() / 3)
                || (name.starts_with(&word) && word.len() > 2)
                || (word.starts_with(name) && name.len() > 2)
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

fn nearest_remedy(word: &str, names: &[&str]) -> String {
    match nearest(word, names.iter().copied()) {
        Some(name) => format!("did you mean \"{name}\"?"),
        None => format!("write one of the names, for example \"{}\"", names.first().unwrap_or(&"")),
    }
}

fn text(node: &Node, most: usize) -> Result<String, Refusal> {
    match &node.value {
        Raw::Text(text) if text.trim().is_empty() => {
            Err(Refusal::new("empty", "an empty text".to_owned(), "write something, or leave the key out"))
        }
        Raw::Text(text) if text.chars().count() > most => {
            Err(Refusal::new("range", format!("{} characters", text.chars().count()), "shorten it"))
        }
        Raw::Text(text) => Ok(text.clone()),
        // An override is not quoted, so a name that looks like a number is still a name.
        Raw::Whole(_, text) | Raw::Number(_, text) if matches!(node.written, Written::Override(_)) => Ok(text.clone()),
        _ => Err(Refusal::new("type", node.quoted(), "write a text in quotes")),
    }
}

fn number(node: &Node, least: f64, most: f64) -> Result<f64, Refusal> {
    let value = match &node.value {
        Raw::Whole(whole, _) => *whole as f64,
        Raw::Number(number, _) => *number,
        Raw::Text(text) if text.parse::<f64>().is_ok() => {
            return Err(Refusal::new("type", node.quoted(), format!("write it without quotes: {text}")));
        }
        _ => return Err(Refusal::new("type", node.quoted(), "write a number, without quotes and without a unit")),
    };
    if !value.is_finite() {
        return Err(Refusal::new("not-finite", node.quoted(), "write a number that is finite and not too large"));
    }
    if value < least || value > most {
        return Err(Refusal::new("range", node.quoted(), range_remedy(value < least, least, most)));
    }
    Ok(value)
}

fn range_remedy(too_small: bool, least: f64, most: f64) -> String {
    if too_small { format!("raise it to at least {least}") } else { format!("lower it to at most {most}") }
}

fn count(node: &Node, least: i64, most: i64) -> Result<i64, Refusal> {
    match &node.value {
        Raw::Whole(value, _) if (least..=most).contains(value) => Ok(*value),
        Raw::Whole(value, _) => {
            Err(Refusal::new("range", node.quoted(), range_remedy(*value < least, least as f64, most as f64)))
        }
        Raw::Number(value, _) if value.is_finite() => Err(Refusal::new(
            "whole",
            node.quoted(),
            format!("write a whole number, for example {}", (value.round() as i64).clamp(least, most)),
        )),
        _ => {
            number(node, f64::MIN, f64::MAX)?;
            Err(Refusal::new("whole", node.quoted(), "write a whole number"))
        }
    }
}

fn share(node: &Node, allowed: impl Fn(f64) -> bool) -> Result<f64, Refusal> {
    let value = match &node.value {
        Raw::Text(text) => {
            let Some(percent) = text.trim().strip_suffix('%').and_then(|number| number.trim().parse::<f64>().ok())
            else {
                return Err(Refusal::new("type", node.quoted(), "write a share as 0.3 or \"30%\""));
            };
            percent / 100.0
        }
        _ => number(node, f64::MIN, f64::MAX)?,
    };
    if !value.is_finite() {
        return Err(Refusal::new("not-finite", node.quoted(), "write a share as 0.3 or \"30%\""));
    }
    if allowed(value) {
        return Ok(value);
    }
    let remedy = if value > 1.0 && value <= 100.0 && !matches!(node.value, Raw::Text(_)) && allowed(value / 100.0) {
        format!("write \"{value}%\" or {} for {value} percent", value / 100.0)
    } else {
        "write a share within the limits, as 0.3 or \"30%\"".to_owned()
    };
    Err(Refusal::new("range", node.quoted(), remedy))
}

fn duration(node: &Node, above: f64, most: f64) -> Result<f64, Refusal> {
    let Raw::Text(text) = &node.value else {
        return Err(match &node.value {
            Raw::Whole(_, number) | Raw::Number(_, number) if number.len() < 20 => Refusal::new(
                "unit",
                node.quoted(),
                format!("add a unit and quotes: \"{number}s\" for seconds, \"{number}m\" for minutes"),
            ),
            _ => Refusal::new("type", node.quoted(), "write a duration in quotes: \"20s\", \"6m\", \"1h30m\""),
        });
    };
    let Some(seconds) = parse_duration(text) else {
        let number = text.trim();
        let remedy = match number.parse::<f64>() {
            Ok(value) if value.is_finite() => {
                format!("add a unit: \"{number}s\" for seconds, \"{number}m\" for minutes")
            }
            _ => "write a duration as \"20s\", \"6m\", \"4h\", \"1h30m\" or \"500ms\"".to_owned(),
        };
        return Err(Refusal::new("unit", node.quoted(), remedy));
    };
    if !seconds.is_finite() || seconds > most {
        return Err(Refusal::new("range", node.quoted(), format!("shorten it to at most {}", duration_text(most))));
    }
    if seconds <= above {
        return Err(Refusal::new(
            "range",
            node.quoted(),
            format!("lengthen it to above {}", duration_text(above.max(0.0))),
        ));
    }
    Ok(seconds)
}

/// `0.3` or `30%` as a share from 0 to 1; `None` if it is not one.
pub fn parse_share(text: &str) -> Option<f64> {
    let (number, unit) = text.trim().strip_suffix('%').map_or((text, 1.0), |number| (number, 100.0));
    let share = number.trim().parse::<f64>().ok()? / unit;
    (0.0..=1.0).contains(&share).then_some(share)
}

/// `"1h30m"` in seconds; `None` if it is not a duration. Days, hours, minutes, seconds, milliseconds, each at most once
/// and in that order.
pub fn parse_duration(text: &str) -> Option<f64> {
    let mut rest = text.trim();
    let mut total = 0.0;
    let mut previous = f64::INFINITY;
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !(c.is_ascii_digit() || c == '.')).filter(|&at| at > 0)?;
        let number: f64 = rest[..digits].parse().ok()?;
        rest = rest[digits..].trim_start();
        let letters = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
        let unit = match &rest[..letters] {
            "d" => 86_400.0,
            "h" => 3600.0,
            "m" | "min" => 60.0,
            "s" => 1.0,
            "ms" => 0.001,
            _ => return None,
        };
        if unit >= previous {
            return None;
        }
        previous = unit;
        total += number * unit;
        rest = rest[letters..].trim_start();
    }
    Some(total)
}

/// A duration as one would write it: `1h30m`.
pub fn duration_text(seconds: f64) -> String {
    if seconds <= 0.0 {
        return "0s".to_owned();
    }
    if seconds < 1.0 {
        return format!("{}ms", (seconds * 1000.0).round());
    }
    let whole = seconds.floor();
    let (hours, minutes) = ((whole / 3600.0).floor(), (whole % 3600.0 / 60.0).floor());
    let rest = ((seconds - hours * 3600.0 - minutes * 60.0) * 1000.0).round() / 1000.0;
    let mut text = String::new();
    for (value, unit) in [(hours, "h"), (minutes, "m"), (rest, "s")] {
        if value > 0.0 {
            text += &format!("{value}{unit}");
        }
    }
    text
}

fn date(node: &Node) -> Result<Date, Refusal> {
    let date = match &node.value {
        Raw::Moment(moment) if moment.time.is_none() => moment.date.and_then(|d| {
            Date::new(i16::try_from(d.year).ok()?, i8::try_from(d.month).ok()?, i8::try_from(d.day).ok()?).ok()
        }),
        Raw::Text(text) => parse_date(text),
        _ => None,
    };
    match date {
        Some(date) if (1970..2200).contains(&date.year()) => Ok(date),
        Some(_) => Err(Refusal::new("range", node.quoted(), "choose a year from 1970 to 2199")),
        None => Err(Refusal::new("type", node.quoted(), "write a date as 2026-11-27")),
    }
}

/// `2026-11-27`, or `27.11.2026` as spreadsheets write it.
pub(super) fn parse_date(text: &str) -> Option<Date> {
    let text = text.trim();
    let dotted: Vec<&str> = text.split('.').collect();
    if let [day, month, year] = dotted.as_slice() {
        return Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok();
    }
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return None };
    (year.len() == 4).then(|| Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok())?
}

/// `08:00` to `24:00` (also `8:00`, `08:00:00`) in minutes after midnight.
pub(super) fn parse_clock(text: &str) -> Option<u32> {
    let mut parts = text.trim().split(':');
    let (hour, minute) = (parts.next()?, parts.next()?);
    let digits = |part: &str, most: usize| (1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    if !digits(hour, 2) || minute.len() != 2 || !digits(minute, 2) {
        return None;
    }
    if parts.next().is_some_and(|seconds| seconds != "00") || parts.next().is_some() {
        return None;
    }
    let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.parse().ok()?);
    (minute < 60 && hour * 60 + minute <= 1440).then_some(hour * 60 + minute)
}

fn clock(node: &Node) -> Result<u32, Refusal> {
    let minutes = match &node.value {
        Raw::Text(text) => parse_clock(text),
        Raw::Moment(moment) if moment.date.is_none() => {
            moment.time.filter(|t| t.second.unwrap_or(0) == 0).map(|t| u32::from(t.hour) * 60 + u32::from(t.minute))
        }
        _ => None,
    };
    minutes.ok_or_else(|| {
        Refusal::new("type", node.quoted(), "write a clock time from \"00:00\" to \"24:00\" as \"08:00\"").at(node)
    })
}

fn each<T>(node: &Node, most: usize, read: impl Fn(&Node) -> Result<T, Refusal>) -> Result<Vec<T>, Refusal> {
    match &node.value {
        Raw::List(list) if list.len() > most => {
            Err(Refusal::new("range", format!("{} elements", list.len()), format!("keep at most {most}")))
        }
        Raw::List(list) => list.iter().map(|one| read(one).map_err(|refusal| refusal.at(one))).collect(),
        _ => Err(Refusal::new("type", node.quoted(), "write a list in brackets: [ … ]")),
    }
}

fn numbers(node: &Node, fewest: usize, most: usize) -> Result<Vec<f64>, Refusal> {
    let list = each(node, 1000, |one| number(one, 0.0, LARGEST))?;
    if (fewest..=most).contains(&list.len()) {
        Ok(list)
    } else {
        Err(Refusal::new("length", format!("{} numbers", list.len()), "add or remove numbers"))
    }
}

fn names(node: &Node) -> Result<Vec<(String, Written)>, Refusal> {
    let list = match &node.value {
        Raw::List(list) => list.iter().collect(),
        Raw::Text(_) => vec![node],
        _ => return Err(Refusal::new("type", node.quoted(), "write a list of names in quotes: [\"…\"]")),
    };
    if list.is_empty() {
        return Err(Refusal::new("empty", node.quoted(), "name at least one"));
    }
    let mut names: Vec<(String, Written)> = Vec::new();
    for one in list {
        let name = text(one, 100).map_err(|refusal| refusal.at(one))?;
        if names.iter().any(|(known, _)| *known == name) {
            return Err(Refusal::new("twice", format!("\"{name}\" twice"), "name it once").at(one));
        }
        names.push((name, one.written.clone()));
    }
    Ok(names)
}

fn spans(node: &Node) -> Result<Vec<Range<u32>>, Refusal> {
    let one = |node: &Node| -> Result<Range<u32>, Refusal> {
        let Raw::Text(text) = &node.value else {
            return Err(Refusal::new("type", node.quoted(), "write \"08:00-20:00\", or \"closed\""));
        };
        let ends = text.split_once('-').and_then(|(from, to)| Some((parse_clock(from)?, parse_clock(to)?)));
        match ends {
            Some((from, to)) if from < to => Ok(from..to),
            Some(_) => Err(Refusal::new(
                "order",
                node.quoted(),
                "let the span end after it begins; hours past midnight belong to the next day",
            )),
            None => Err(Refusal::new("type", node.quoted(), "write \"08:00-20:00\", or \"closed\"")),
        }
    };
    let spans = match &node.value {
        Raw::Text(text) if text == "closed" => Vec::new(),
        Raw::List(_) => each(node, 48, one)?,
        _ => vec![one(node)?],
    };
    if spans.windows(2).any(|pair| pair[1].start < pair[0].end) {
        return Err(Refusal::new("order", node.quoted(), "put the spans in order, without overlap"));
    }
    Ok(spans)
}

fn weekdays(node: &Node) -> Result<[bool; 7], Refusal> {
    let mut week = [false; 7];
    let mut add = |node: &Node| -> Result<(), Refusal> {
        let refused = |word: &str| Refusal::new("choice", node.quoted(), nearest_remedy(word, &WEEKDAYS)).at(node);
        let Raw::Text(text) = &node.value else { return Err(refused("")) };
        for part in text.split(',') {
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            let day =
                |word: &str| WEEKDAYS.iter().position(|day| *day == word.trim()).ok_or_else(|| refused(word.trim()));
            let (mut at, last) = (day(first)?, day(last)?);
            week[at] = true;
            while at != last {
                at = (at + 1) % 7;
                week[at] = true;
            }
        }
        Ok(())
    };
    match &node.value {
        Raw::List(list) if list.is_empty() => {
            return Err(Refusal::new("empty", node.quoted(), "name at least one day"));
        }
        Raw::List(list) if list.len() <= 7 => list.iter().try_for_each(&mut add)?,
        _ => add(node)?,
    }
    Ok(week)
}

fn by_weekday(node: &Node) -> Result<[f64; 7], Refusal> {
    let Some(table) = node.table() else {
        return Err(Refusal::new(
            "type",
            node.quoted(),
            "write { sat = 1.4, sun = 0.5 }; a day that is not named has 1",
        ));
    };
    let mut factors = [1.0; 7];
    for (key, (written, value)) in table {
        let Some(day) = WEEKDAYS.iter().position(|day| day == key) else {
            let mut refusal = Refusal::new("unknown-key", format!("the key \"{key}\""), nearest_remedy(key, &WEEKDAYS));
            refusal.written = Some(written.clone());
            return Err(refusal);
        };
        factors[day] = number(value, 0.0, 1000.0).map_err(|refusal| refusal.at(value))?;
    }
    if factors.iter().all(|&factor| factor == 0.0) {
        return Err(Refusal::new(
            "all-zero",
            "a week without contacts".to_owned(),
            "give at least one day a factor above 0",
        ));
    }
    Ok(factors)
}

fn by_clock(node: &Node) -> Result<Vec<(u32, f64)>, Refusal> {
    let remedy = "write { \"08:00\" = 3.0, \"12:00\" = 5.0 }: each weight holds from its clock time to the next";
    let Some(table) = node.table() else { return Err(Refusal::new("type", node.quoted(), remedy)) };
    let mut weights = Vec::new();
    for (key, (written, value)) in table {
        let Some(minute) = parse_clock(key).filter(|&minute| minute < 1440) else {
            let mut refusal = Refusal::new("type", format!("the key \"{key}\""), remedy);
            refusal.written = Some(written.clone());
            return Err(refusal);
        };
        weights.push((minute, number(value, 0.0, LARGEST).map_err(|refusal| refusal.at(value))?));
    }
    weights.sort_by_key(|(minute, _)| *minute);
    if weights.windows(2).any(|pair| pair[0].0 == pair[1].0) {
        return Err(Refusal::new("twice", "a clock time twice".to_owned(), "name each clock time once"));
    }
    if !weights.iter().any(|(_, weight)| *weight > 0.0) {
        return Err(Refusal::new(
            "all-zero",
            "no weight above 0".to_owned(),
            "give at least one clock time a weight above 0",
        ));
    }
    if weights[0].0 > 0 {
        weights.insert(0, (0, 0.0));
    }
    Ok(weights)
}

fn starts(node: &Node) -> Result<Vec<u32>, Refusal> {
    let mut starts = match &node.value {
        Raw::List(list) if list.is_empty() => {
            return Err(Refusal::new("empty", node.quoted(), "name at least one clock time"));
        }
        Raw::List(_) => each(node, 96, clock)?,
        Raw::Text(_) | Raw::Moment(_) => vec![clock(node)?],
        Raw::Table(table) => {
            if let Some((key, (written, _))) =
                table.iter().find(|(key, _)| !["from", "to", "every"].contains(&key.as_str()))
            {
                let mut refusal = Refusal::new(
                    "unknown-key",
                    format!("the key \"{key}\""),
                    nearest_remedy(key, &["from", "to", "every"]),
                );
                refusal.written = Some(written.clone());
                return Err(refusal);
            }
            let missing = || {
                Refusal::new("missing", node.quoted(), "write { from = \"07:00\", to = \"12:00\", every = \"30m\" }")
            };
            let part = |key: &str| table.get(key).map(|(_, value)| value).ok_or_else(missing);
            let (from, to, every) = (clock(part("from")?)?, clock(part("to")?)?, part("every")?);
            let step = duration(every, 0.0, 86_400.0).map_err(|refusal| refusal.at(every))? / 60.0;
            if step.fract() != 0.0 {
                return Err(Refusal::new("grid", every.quoted(), "write whole minutes").at(every));
            }
            if from > to {
                return Err(Refusal::new(
                    "order",
                    format!("from {} to {}", part("from")?.quoted(), part("to")?.quoted()),
                    "let `to` be at or after `from`",
                ));
            }
            (from..=to).step_by(step as usize).collect()
        }
        _ => return Err(Refusal::new("type", node.quoted(), "write a list of clock times: [\"08:00\", \"09:00\"]")),
    };
    starts.sort_unstable();
    starts.dedup();
    if starts.last().is_some_and(|&last| last >= 1440) {
        return Err(Refusal::new("range", "24:00".to_owned(), "a shift begins before midnight: at most \"23:45\""));
    }
    Ok(starts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_in_every_unit() {
        let cases = [
            ("20s", 20.0),
            ("6m", 360.0),
            ("4h", 14_400.0),
            ("1h30m", 5400.0),
            ("500ms", 0.5),
            ("1.5h", 5400.0),
            ("1d", 86_400.0),
            ("1h 30m", 5400.0),
        ];
        for (text, seconds) in cases {
            assert_eq!(parse_duration(text), Some(seconds), "{text}");
        }
        for text in ["", "6", "m", "-6m", "6m6m", "30m1h", "1e3s", "6 apples", "..s", "NaNs", "5mm"] {
            assert_eq!(parse_duration(text), None, "{text}");
        }
    }

    #[test]
    fn a_duration_is_written_as_it_is_read() {
        for seconds in [0.5, 20.0, 90.0, 5400.0, 86_400.0, 3661.25] {
            assert_eq!(parse_duration(&duration_text(seconds)), Some(seconds));
        }
    }

    #[test]
    fn clock_times_run_to_twenty_four() {
        assert_eq!(parse_clock("08:30"), Some(510));
        assert_eq!(parse_clock("8:30:00"), Some(510));
        assert_eq!(parse_clock("24:00"), Some(1440));
        for text in ["24:01", "8", "8:3", "08:60", "-1:00", "+8:00", "08:00:30", "08:00:00:00"] {
            assert_eq!(parse_clock(text), None, "{text}");
        }
    }

    #[test]
    fn dates_are_read_as_iso_and_as_spreadsheets_write_them() {
        let black_friday = jiff::civil::date(2026, 11, 27);
        assert_eq!(parse_date("2026-11-27"), Some(black_friday));
        assert_eq!(parse_date("27.11.2026"), Some(black_friday));
        assert_eq!(parse_date("11/27/2026"), None);
    }

    #[test]
    fn the_nearest_name_is_near() {
        assert_eq!(nearest("handlng", ["handling", "patience"]), Some("handling"));
        assert_eq!(nearest("xyz", ["handling", "patience"]), None);
    }
}
