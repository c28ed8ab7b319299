//! What was told or found out about exports, remembered: which column holds what, what queues are called, how dates are written.

use super::dates::DateOrder;
use super::encoding::Encoding;
use super::field::{ALL, Field};
use super::layout::Layout;
use super::number::{Decimal, Unit};
use crate::scenario::kind::nearest;
use crate::scenario::problem::{Place, Problem};
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use std::fmt::Write;
use toml::de::{DeTable, DeValue};

/// Where a field stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Column {
    /// Under this header.
    Name(String),
    /// In the column of this number, from 1, of a file without headers.
    Number(usize),
}

/// What became of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// An agent answered.
    Answered,
    /// The customer hung up before that.
    Abandoned,
}

/// What is known about exports. What is `None` is found out from each file.
#[derive(Debug, Clone, Default)]
pub struct Mapping {
    /// The layout.
    pub layout: Option<Layout>,
    /// What parts the cells.
    pub delimiter: Option<u8>,
    /// What stands before decimals.
    pub decimal: Option<Decimal>,
    /// How letters are written.
    pub encoding: Option<Encoding>,
    /// Which number of a date is what.
    pub date_order: Option<DateOrder>,
    /// Time zone of the centre: days, opening hours and daylight saving are its own.
    pub time_zone: Option<String>,
    /// Time zone of clock times in the files that have no offset. Without it: that of the centre, or UTC where the layout says so.
    pub times_in: Option<String>,
    /// Length of an interval of the result, in minutes.
    pub interval_minutes: Option<u32>,
    /// Within how many seconds an answer is in time, from 0 to 86400. Without it: [`WITHIN_S`](super::WITHIN_S).
    pub within_s: Option<f64>,
    /// Sheet of a workbook. Without it: the first.
    pub sheet: Option<String>,
    /// Columns by field.
    pub columns: BTreeMap<Field, Column>,
    /// Units of durations by field.
    pub units: BTreeMap<Field, Unit>,
    /// Names of queues by what the files call them; empty: left out.
    pub queues: BTreeMap<String, String>,
    /// Outcomes of calls by what the files call them; `None`: left out.
    pub outcomes: BTreeMap<String, Option<Outcome>>,
}

/// The name of a delimiter on the command line and in mapping files.
pub fn delimiter_name(delimiter: u8) -> String {
    if delimiter == b'\t' { "tab".to_owned() } else { char::from(delimiter).to_string() }
}

/// The delimiter of that name.
pub fn delimiter_of_name(name: &str) -> Option<u8> {
    match name {
        "tab" | "\\t" => Some(b'\t'),
        "comma" => Some(b','),
        "semicolon" => Some(b';'),
        "pipe" => Some(b'|'),
        _ => match name.as_bytes() {
            [byte @ (b',' | b';' | b'\t' | b'|' | b':' | b'^' | b'~')] => Some(*byte),
            _ => None,
        },
    }
}

const KEYS: [&str; 14] = [
    "layout",
    "delimiter",
    "decimal",
    "encoding",
    "date_order",
    "time_zone",
    "times_in",
    "interval",
    "within",
    "sheet",
    "columns",
    "units",
    "queues",
    "outcomes",
];

/// Reads a mapping file, or says all that is wrong with it.
pub fn parse(text: &str, origin: &str) -> Result<Mapping, Vec<Problem>> {
    let starts: Vec<usize> = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
    let mut reading = Reading { text, origin, starts, problems: Vec::new() };
    let table = match DeTable::parse(text) {
        Ok(table) => table,
        Err(error) => {
            let span = error.span().unwrap_or(0..0);
            reading.refuse(
                "syntax",
                "",
                span,
                error.message().to_owned(),
                "a TOML file",
                "compare it with a mapping.toml that import wrote",
            );
            return Err(reading.problems);
        }
    };
    let mut mapping = Mapping::default();
    for (key, value) in table.get_ref() {
        let (name, span) = (key.get_ref().as_ref(), value.span());
        match (name, value.get_ref()) {
            ("columns" | "units" | "queues" | "outcomes", DeValue::Table(entries)) => {
                for (key, value) in entries {
                    reading.entry(&mut mapping, name, key.get_ref(), value.get_ref(), value.span());
                }
            }
            ("interval", DeValue::Integer(number)) => match number.as_str().parse() {
                Ok(minutes) if is_interval(minutes) => mapping.interval_minutes = Some(minutes),
                _ => reading.refuse("range", name, span, number.as_str().to_owned(), INTERVALS, "write interval = 30"),
            },
            ("within", DeValue::Integer(_) | DeValue::Float(_)) => {
                let said = &text[span.clone()];
                match said.parse::<f64>() {
                    Ok(seconds) if (0.0..=86_400.0).contains(&seconds) => mapping.within_s = Some(seconds),
                    _ => {
                        reading.refuse("range", name, span, said.to_owned(), "0 to 86400 seconds", "write within = 20");
                    }
                }
            }
            (_, DeValue::String(value)) if KEYS.contains(&name) => reading.setting(&mut mapping, name, value, span),
            _ if KEYS.contains(&name) => {
                reading.refuse(
                    "type",
                    name,
                    span,
                    "a value of another kind".to_owned(),
                    "a text in quotes, or a table",
                    "compare it with a mapping.toml that import wrote",
                );
            }
            _ => {
                let remedy =
                    nearest(name, KEYS).map_or("take it out".to_owned(), |near| format!("did you mean `{near}`?"));
                reading.refuse(
                    "unknown-key",
                    name,
                    key.span(),
                    format!("the unknown key \"{}\"", name.escape_debug()),
                    &KEYS.join(", "),
                    &remedy,
                );
            }
        }
    }
    if reading.problems.is_empty() { Ok(mapping) } else { Err(reading.problems) }
}

/// Lengths of intervals that are possible, in words.
pub const INTERVALS: &str = "5, 10, 15, 20, 30 or 60 minutes";

/// Whether intervals may be so long, in minutes.
pub fn is_interval(minutes: u32) -> bool {
    [5, 10, 15, 20, 30, 60].contains(&minutes)
}

struct Reading<'a> {
    text: &'a str,
    origin: &'a str,
    starts: Vec<usize>,
    problems: Vec<Problem>,
}

impl Reading<'_> {
    fn refuse(
        &mut self,
        rule: &'static str,
        about: &str,
        span: std::ops::Range<usize>,
        found: String,
        allowed: &str,
        remedy: &str,
    ) {
        let place = Place::in_text(self.origin, self.text, &self.starts, span);
        let (about, allowed, remedy) = (about.to_owned(), allowed.to_owned(), remedy.to_owned());
        self.problems.push(Problem { rule, about, place, found, allowed, remedy });
    }

    fn setting(&mut self, mapping: &mut Mapping, name: &str, value: &str, span: std::ops::Range<usize>) {
        let (is_known, allowed) = match name {
            "layout" => {
                mapping.layout = Layout::from_name(value);
                (mapping.layout.is_some(), Layout::ALL.map(Layout::name).join(", "))
            }
            "delimiter" => {
                mapping.delimiter = delimiter_of_name(value);
                (mapping.delimiter.is_some(), "one of , ; | or tab".to_owned())
            }
            "decimal" => {
                mapping.decimal = Decimal::from_name(value);
                (mapping.decimal.is_some(), "point or comma".to_owned())
            }
            "encoding" => {
                mapping.encoding = Encoding::from_name(value);
                (mapping.encoding.is_some(), Encoding::ALL.map(Encoding::name).join(", "))
            }
            "date_order" => {
                mapping.date_order = DateOrder::from_name(value);
                (mapping.date_order.is_some(), DateOrder::ALL.map(DateOrder::name).join(", "))
            }
            "time_zone" | "times_in" => {
                let zone = Some(value.to_owned());
                if name == "time_zone" {
                    mapping.time_zone = zone;
                } else {
                    mapping.times_in = zone;
                }
                (TimeZone::get(value).is_ok(), "a time zone by its IANA name, such as Europe/Berlin, or UTC".to_owned())
            }
            "sheet" => {
                mapping.sheet = Some(value.to_owned());
                (true, String::new())
            }
            _ => (false, "a number or a table".to_owned()),
        };
        if !is_known {
            let found = format!("\"{}\"", value.escape_debug());
            self.refuse("choice", name, span, found, &allowed, "write one of these");
        }
    }

    fn entry(
        &mut self,
        mapping: &mut Mapping,
        table: &str,
        key: &str,
        value: &DeValue<'_>,
        span: std::ops::Range<usize>,
    ) {
        let about = format!("{table}.{key}");
        let field = Field::from_name(key);
        let fields = || ALL.iter().map(|described| described.name).collect::<Vec<_>>().join(", ");
        match (table, field, value) {
            ("columns" | "units", None, _) => {
                let known = ALL.iter().map(|described| described.name);
                let remedy =
                    nearest(key, known).map_or("take it out".to_owned(), |near| format!("did you mean `{near}`?"));
                self.refuse(
                    "unknown-key",
                    &about,
                    span,
                    format!("the unknown field \"{}\"", key.escape_debug()),
                    &fields(),
                    &remedy,
                );
            }
            ("columns", Some(field), DeValue::String(header)) => {
                mapping.columns.insert(field, Column::Name(header.to_string()));
            }
            ("columns", Some(field), DeValue::Integer(number))
                if number.as_str().parse::<usize>().is_ok_and(|number| number > 0) =>
            {
                mapping.columns.insert(field, Column::Number(number.as_str().parse().unwrap_or(1)));
            }
            ("units", Some(field), DeValue::String(unit)) if Unit::from_name(unit).is_some() => {
                mapping.units.extend(Unit::from_name(unit).map(|unit| (field, unit)));
            }
            ("queues", _, DeValue::String(name)) => {
                mapping.queues.insert(key.to_owned(), name.to_string());
            }
            ("outcomes", _, DeValue::String(word)) if ["answered", "abandoned", ""].contains(&word.as_ref()) => {
                let outcome = match word.as_ref() {
                    "answered" => Some(Outcome::Answered),
                    "abandoned" => Some(Outcome::Abandoned),
                    _ => None,
                };
                mapping.outcomes.insert(key.to_lowercase(), outcome);
            }
            _ => {
                let allowed = match table {
                    "columns" => "a header in quotes, or the number of a column from 1 where there is no header",
                    "units" => "\"s\", \"min\" or \"ms\"",
                    "queues" => "a name in quotes; \"\" leaves the queue out",
                    _ => "\"answered\", \"abandoned\", or \"\" to leave such calls out",
                };
                self.refuse("type", &about, span, "another value".to_owned(), allowed, "write one of these");
            }
        }
    }
}

impl Mapping {
    /// What it says of another kind of file of the same centre: how things are written and called, not where they stand.
    pub fn for_a_sample(&self) -> Self {
        Self {
            time_zone: self.time_zone.clone(),
            times_in: self.times_in.clone(),
            within_s: self.within_s,
            queues: self.queues.clone(),
            outcomes: self.outcomes.clone(),
            ..Self::default()
        }
    }

    /// The mapping as a file that [`parse`] reads, with a comment on each part.
    pub fn to_toml(&self) -> String {
        let mut text = String::from(
            "# What callboard import was told, or found out, about these exports. Read it back with --mapping.\n# A key that is taken out is found out anew.\n\n",
        );
        let mut line = |key: &str, value: Option<String>, comment: &str| {
            if let Some(value) = value {
                let setting = format!("{key} = {}", quoted(&value));
                _ = writeln!(text, "{setting:32} # {comment}");
            }
        };
        line(
            "layout",
            self.layout.map(|layout| layout.name().to_owned()),
            "one of genesys-cloud, amazon-connect, calabrio, intervals, calls, wide",
        );
        line("delimiter", self.delimiter.map(delimiter_name), "what parts the cells");
        line("decimal", self.decimal.map(|decimal| decimal.name().to_owned()), "point or comma");
        line("encoding", self.encoding.map(|encoding| encoding.name().to_owned()), "how letters are written");
        line("date_order", self.date_order.map(|order| order.name().to_owned()), "ymd, dmy or mdy");
        line("time_zone", self.time_zone.clone(), "of the centre");
        line("times_in", self.times_in.clone(), "time zone of clock times in the files, unless they have an offset");
        line("sheet", self.sheet.clone(), "of workbooks");
        if let Some(minutes) = self.interval_minutes {
            let setting = format!("interval = {minutes}");
            _ = writeln!(text, "{setting:32} # minutes");
        }
        if let Some(seconds) = self.within_s {
            let setting = format!("within = {seconds}");
            _ = writeln!(text, "{setting:32} # seconds within which an answer is in time");
        }
        if !self.columns.is_empty() {
            text.push_str(
                "\n# Which column holds what: its header, or its number from 1 in files without headers.\n[columns]\n",
            );
            for (field, column) in &self.columns {
                _ = match column {
                    Column::Name(header) => writeln!(text, "{} = {}", field.name(), quoted(header)),
                    Column::Number(number) => writeln!(text, "{} = {number}", field.name()),
                };
            }
        }
        if !self.units.is_empty() {
            text.push_str("\n# What durations are measured in: s, min or ms.\n[units]\n");
            for (field, unit) in &self.units {
                _ = writeln!(text, "{} = {}", field.name(), quoted(unit.name()));
            }
        }
        if !self.queues.is_empty() {
            text.push_str("\n# What the files call a queue, and its name in the scenario; \"\" leaves it out, one name for two adds them up.\n[queues]\n");
            for (label, name) in &self.queues {
                _ = writeln!(text, "{} = {}", quoted(label), quoted(name));
            }
        }
        if !self.outcomes.is_empty() {
            text.push_str(
                "\n# What became of calls: \"answered\", \"abandoned\", or \"\" to leave them out.\n[outcomes]\n",
            );
            for (word, outcome) in &self.outcomes {
                let outcome = match outcome {
                    Some(Outcome::Answered) => "answered",
                    Some(Outcome::Abandoned) => "abandoned",
                    None => "",
                };
                _ = writeln!(text, "{} = {}", quoted(word), quoted(outcome));
            }
        }
        text
    }
}

/// A text in quotes, as TOML reads it.
pub fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            letter if letter.is_control() => _ = write!(quoted, "\\u{:04X}", u32::from(letter)),
            letter => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let text = "layout = \"calls\"\ndelimiter = \"tab\"\ndecimal = \"comma\"\nencoding = \"windows-1252\"\ndate_order = \"dmy\"
time_zone = \"Europe/Berlin\"\ntimes_in = \"UTC\"\ninterval = 15\nwithin = 30\nsheet = \"May\"\n[columns]\nqueue = \"Team \\\"A\\\"\"\n[units]\nwait = \"ms\"
[queues]\n\"Sales EN\" = \"sales\"\n\"Test\\tline\" = \"\"\n[outcomes]\nhang = \"abandoned\"\nphantom = \"\"\nagent = \"answered\"\n";
        let mapping = parse(text, "mapping.toml").unwrap();
        let again = parse(&mapping.to_toml(), "mapping.toml").unwrap();
        assert_eq!(format!("{mapping:?}"), format!("{again:?}"));
        assert_eq!(mapping.columns[&Field::Queue], Column::Name("Team \"A\"".to_owned()));
        assert_eq!(mapping.outcomes["phantom"], None);
        assert_eq!(mapping.within_s, Some(30.0));
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once() {
        let text = "layuot = \"calls\"\ndecimal = \"dash\"\ninterval = 7\nwithin = -1\ntime_zone = \"Europe/Atlantis\"\n[columns]\nqueu = \"Q\"\nqueue = 0\n[units]\nwait = \"h\"\n[outcomes]\nx = \"gone\"\n";
        let rules: Vec<(usize, &str)> =
            parse(text, "m").unwrap_err().iter().map(|problem| (problem.place.line, problem.rule)).collect();
        let mut expected = vec![
            (1, "unknown-key"),
            (2, "choice"),
            (3, "range"),
            (4, "range"),
            (5, "choice"),
            (7, "unknown-key"),
            (8, "type"),
            (10, "type"),
            (12, "type"),
        ];
        expected.retain(|entry| rules.contains(entry));
        assert_eq!(expected.len(), 9, "{rules:?}");
        assert_eq!(parse("a = ", "m").unwrap_err()[0].rule, "syntax");
    }
}
