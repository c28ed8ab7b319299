//! The scenario file as a tree in which every value knows its place, whether it came from the file or from `--set`.

use super::problem::{Place, Problem};
use indexmap::IndexMap;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Where a node was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Written {
    /// In the file, at these bytes.
    File(Range<usize>),
    /// In the override of this index.
    Override(usize),
}

/// A value and where it was written.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) written: Written,
    pub(super) value: Value,
}

/// A value as TOML knows it.
#[derive(Debug, Clone)]
pub(super) enum Value {
    Text(String),
    /// A number and the text of it; not a number where it does not fit.
    Number(f64, String),
    /// A whole number that fits, with the text of it.
    Whole(i64, String),
    Truth(bool),
    Moment(toml::value::Datetime),
    List(Vec<Node>),
    Table(Table),
}

/// The keys of a table in the order in which they stand, with the place of each key.
pub(super) type Table = IndexMap<String, (Written, Node)>;

/// The texts that places refer to.
#[derive(Debug, Clone)]
pub(super) struct Sources {
    /// Name of the file in messages.
    pub(super) file: String,
    /// Text of the file.
    pub(super) text: String,
    /// Where its lines begin.
    pub(super) line_starts: Vec<usize>,
    /// The overrides as given.
    pub(super) overrides: Vec<String>,
    /// Whether tables must lie in the folder of the file.
    pub(super) confined: bool,
}

impl Sources {
    pub(super) fn place(&self, written: &Written) -> Place {
        match written {
            Written::File(span) => Place::in_text(&self.file, &self.text, &self.line_starts, span.clone()),
            Written::Override(index) => {
                let text = self.overrides.get(*index).map_or("", String::as_str);
                Place::in_line("--set", 1, text, 0..text.len())
            }
        }
    }
}

impl Node {
    pub(super) fn table(&self) -> Option<&Table> {
        match &self.value {
            Value::Table(table) => Some(table),
            _ => None,
        }
    }

    /// The value as one would quote it in a message; shortened.
    pub(super) fn quoted(&self) -> String {
        match &self.value {
            Value::Text(text) if text.chars().count() > 40 => {
                format!("\"{}…\"", text.chars().take(40).collect::<String>().escape_debug())
            }
            Value::Text(text) => format!("\"{}\"", text.escape_debug()),
            Value::Number(_, text) | Value::Whole(_, text) => text.chars().take(40).collect(),
            Value::Truth(truth) => truth.to_string(),
            Value::Moment(moment) => moment.to_string(),
            Value::List(list) if list.is_empty() => "an empty list".to_owned(),
            Value::List(list) => match list.as_slice() {
                [only] => format!("[{}]", only.quoted()),
                [first, ..] => format!("[{}, …]", first.quoted()),
                [] => "an empty list".to_owned(),
            },
            Value::Table(_) => "a table".to_owned(),
        }
    }

    /// The value as written in the file, for the list of assumptions.
    pub(super) fn text(&self) -> String {
        match &self.value {
            Value::Text(text) => text.clone(),
            Value::List(list) => format!("[{}]", list.iter().map(Self::text).collect::<Vec<_>>().join(", ")),
            Value::Table(table) => {
                let fields: Vec<String> =
                    table.iter().map(|(key, (_, node))| format!("{key} = {}", node.text())).collect();
                format!("{{ {} }}", fields.join(", "))
            }
            _ => self.quoted(),
        }
    }
}

/// Parses a file as far as it can be parsed; each fault of its syntax becomes a problem.
pub(super) fn parse(sources: &Sources) -> (Table, Vec<Problem>) {
    let (document, errors) = DeTable::parse_recoverable(&sources.text);
    let mut problems: Vec<Problem> = Vec::new();
    for error in errors {
        let span = error.span().unwrap_or(0..0);
        let place = sources.place(&Written::File(span));
        // After the first fault of a line, the rest of that line is misread.
        if problems.last().is_some_and(|last| last.place.line == place.line) {
            continue;
        }
        let marked: String = place.text.get(place.marked.clone()).unwrap_or_default().chars().take(40).collect();
        let found = if marked.is_empty() { "something that is not TOML".to_owned() } else { format!("`{marked}`") };
        let allowed = format!("TOML (its reader says: {})", error.message());
        problems.push(Problem {
            rule: "syntax",
            about: String::new(),
            place,
            found,
            allowed,
            remedy: "text, durations and clock times stand in quotes: mean = \"5m\"; names in brackets open a table: [queue.orders]"
                .to_owned(),
        });
    }
    (table(document.into_inner(), &Origin::File), problems)
}

/// Whose spans are converted.
enum Origin {
    File,
    Override(usize),
}

impl Origin {
    fn written(&self, span: Range<usize>) -> Written {
        match self {
            Self::File => Written::File(span),
            Self::Override(index) => Written::Override(*index),
        }
    }
}

/// The value of an override: TOML if it is TOML, else text.
pub(super) fn override_value(text: &str, index: usize) -> Node {
    match DeValue::parse(text.trim()) {
        Ok(value) => node(value, &Origin::Override(index)),
        Err(_) => Node { written: Written::Override(index), value: Value::Text(text.trim().to_owned()) },
    }
}

fn table(document: DeTable<'_>, origin: &Origin) -> Table {
    document
        .into_iter()
        .map(|(key, value)| {
            let written = origin.written(key.span());
            (key.into_inner().into_owned(), (written, node(value, origin)))
        })
        .collect()
}

fn node(value: Spanned<DeValue<'_>>, origin: &Origin) -> Node {
    let written = origin.written(value.span());
    let value = match value.into_inner() {
        DeValue::String(text) => Value::Text(text.into_owned()),
        DeValue::Integer(number) => {
            let text = number.to_string();
            match i64::from_str_radix(number.as_str(), number.radix()) {
                Ok(whole) => Value::Whole(whole, text),
                Err(_) => Value::Number(f64::NAN, text),
            }
        }
        DeValue::Float(number) => {
            Value::Number(number.as_str().parse().unwrap_or(f64::NAN), number.as_str().to_owned())
        }
        DeValue::Boolean(truth) => Value::Truth(truth),
        DeValue::Datetime(moment) => Value::Moment(moment),
        DeValue::Array(list) => Value::List(list.into_iter().map(|element| node(element, origin)).collect()),
        DeValue::Table(fields) => Value::Table(table(fields, origin)),
    };
    Node { written, value }
}
