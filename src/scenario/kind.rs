//! Kinds of values: how each is written, what is allowed, and how it is read.

mod lists;
mod scalar;

use super::tree::{Node, Value as Raw, Written};
use jiff::civil::{Date, DateTime};
use lists::{by_clock, by_weekday, duration_range, each, names, numbers, spans, starts, weekdays};
use scalar::{clock, count, date, duration, moment, number, share, text};
pub use scalar::{duration_text, parse_duration, parse_share};
pub(super) use scalar::{parse_clock, parse_date};
use std::ops::Range;

/// Most observed values in the scenario file.
const MOST_OBSERVATIONS: usize = 10_000;

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
    /// A local date with its clock time, such as `2026-11-27T10:00:00`.
    Moment,
    /// A clock time from `"00:00"` to `"24:00"`.
    Clock,
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
    /// A list of two or more observed durations, each up to `most` seconds.
    Observations {
        /// Longest, in seconds.
        most: f64,
    },
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
    /// Either a table whose keys stand in the list of keys (a law and its mean), or a duration above 0: the mean.
    TableOrDuration {
        /// Included upper end.
        most: f64,
    },
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
    Moment(DateTime),
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
            Self::Moment => "a local date and clock time from 1970 to 2199, as 2026-11-27T10:00:00".to_owned(),
            Self::Clock => "a clock time from \"00:00\" to \"24:00\"".to_owned(),
            Self::Names => "a list of one or more names".to_owned(),
            Self::Shares => "a list of shares from 0 to 1".to_owned(),
            Self::Numbers { fewest, most } if fewest == most => format!("a list of {most} numbers of at least 0"),
            Self::Numbers { fewest, most } => format!("a list of {fewest} to {most} numbers of at least 0"),
            Self::Durations => "a duration, a list of durations, or { from, to, every }".to_owned(),
            Self::Observations { most } => {
                format!("a list of 2 to {MOST_OBSERVATIONS} durations from 0s to {}", duration_text(*most))
            }
            Self::Spans => "opening hours such as \"08:00-20:00\", a list of them, or \"closed\"".to_owned(),
            Self::Weekdays => "weekdays such as \"mon-fri\" or [\"mon\", \"sat\"]".to_owned(),
            Self::ByWeekday => "a table of factors from 0 to 1000 by weekday, mon … sun".to_owned(),
            Self::ByClock => "a table of weights of at least 0 by clock time, one of them above 0".to_owned(),
            Self::Starts => "a list of clock times, or { from, to, every }".to_owned(),
            Self::Table | Self::Named(_) => "a table".to_owned(),
            Self::Tables => "a list of tables".to_owned(),
            Self::TableOrNumbers => "a list of numbers, one for each month, or a table".to_owned(),
            Self::TableOrDuration { most } => {
                format!("a duration above 0 and at most {}, or a table with its `mean`", duration_text(*most))
            }
        }
    }

    /// Whether the keys below are looked up in the list of keys.
    #[cfg(test)]
    pub(super) fn is_table(self) -> bool {
        matches!(
            self,
            Self::Table | Self::Named(_) | Self::Tables | Self::TableOrNumbers | Self::TableOrDuration { .. }
        )
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
            Self::Moment => moment(node).map(Checked::Moment),
            Self::Clock => clock(node).map(|minute| Checked::Count(i64::from(minute))),
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
                    Raw::Table(_) => duration_range(node),
                    _ => duration(node, 0.0, 24.0 * 3600.0).map(|one| vec![one]),
                };
                durations.map(Checked::Numbers)
            }
            Self::Observations { most } => {
                let values = each(node, MOST_OBSERVATIONS, |one| duration(one, -1.0, *most))?;
                match values.len() {
                    0 | 1 => Err(Refusal::new("length", format!("{} durations", values.len()), "add more of them")),
                    _ => Ok(Checked::Numbers(values)),
                }
            }
            Self::Spans => spans(node).map(Checked::Spans),
            Self::Weekdays => weekdays(node).map(Checked::Week),
            Self::ByWeekday => by_weekday(node).map(Checked::WeekFactors),
            Self::ByClock => by_clock(node).map(Checked::Clock),
            Self::Starts => starts(node).map(Checked::Minutes),
            Self::TableOrNumbers => numbers(node, 1, 36).map(Checked::Numbers),
            Self::TableOrDuration { most } => duration(node, 0.0, *most).map(Checked::Number),
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
