//! Changes to the text of a scenario file that leave all of the rest as it is: comments, order, spaces, line ends.
//!
//! The text is parsed only to learn where things stand; what changes is cut out and put in. Each change may carry a comment of one line,
//! which stands above it. What such a comment says up to its first colon is its label: a later change of the same key replaces the
//! comment of the same label and does not pile up another.

use std::fmt::Write;
use std::ops::Range;
use toml_edit::{Document, InlineTable, Item, Key, Table, Value};

/// Why a text was not changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// It is no TOML.
    #[error("the scenario file cannot be read: {0}")]
    NotToml(String),
    /// The path leads through something that is no table of names.
    #[error("{0} is not a table that a key can be set in: change the file by hand")]
    NotATable(String),
    /// It is no path and value.
    #[error("\"{}\" is no change: write path=value, such as queue.orders.handling.mean=5m", .0.escape_debug())]
    NotAChange(String),
    /// What would come out is no TOML: the value is none.
    #[error("{path} cannot be set to {value}: {what}")]
    Value {
        /// The key.
        path: String,
        /// What it was to be.
        value: String,
        /// What is wrong with it.
        what: String,
    },
}

/// Sets a key, given by its names from the top, to a value written as TOML. A key that is there gets the new value, and what its line
/// says behind the old one goes with it if there is a new comment; one that is not is added to the table that it belongs to.
pub fn set(text: &str, path: &[&str], value: &str, comment: Option<&str>) -> Result<String, EditError> {
    let document = parsed(text)?;
    let changed = match find(&document, path)? {
        Found::Value(place) => {
            let end = if comment.is_some() && !place.is_inline {
                end_of_line(text, place.value.end)
            } else {
                place.value.end
            };
            let changed = replaced(text, place.value.start..end, value);
            above(&changed, start_of_line(text, place.outer), comment)
        }
        Found::Section(range) => {
            // A table under its own header becomes a value: the header and what stands below it go.
            let without = replaced(text, range, "");
            return set(&without, path, value, comment);
        }
        Found::InSection { after, rest } => {
            let line = format!("{} = {value}{}", dotted(rest), line_end(text));
            let at = after.map_or(0, |after| end_of_line(text, after));
            let (text, at) = with_line_end(text, at);
            let changed = replaced(&text, at..at, &line);
            above(&changed, at, comment)
        }
        Found::InInline { table, last, outer, rest } => {
            let entry = format!("{} = {value}", dotted(rest));
            let changed = match last {
                Some(last) => replaced(text, last..last, &format!(", {entry}")),
                None => replaced(text, table, &format!("{{ {entry} }}")),
            };
            above(&changed, start_of_line(text, outer), comment)
        }
        Found::Nowhere => {
            let end = line_end(text);
            let (mut changed, _) = with_line_end(text, text.len());
            if !changed.is_empty() {
                changed.push_str(end);
            }
            let (key, table) = path.split_last().unwrap_or((&"", &[]));
            _ = write!(changed, "[{}]{end}", dotted(table));
            let at = changed.len();
            _ = write!(changed, "{} = {value}{end}", quoted(key));
            above(&changed, at, comment)
        }
    };
    match Document::parse(&changed) {
        Ok(_) => Ok(changed),
        Err(error) => Err(EditError::Value {
            path: dotted(path),
            value: value.chars().take(60).collect(),
            what: error.message().to_owned(),
        }),
    }
}

/// Takes a key out, with the line on which it stands and a table that would be left empty. A comment takes its place. Without the key
/// the text stays as it is.
pub fn remove(text: &str, path: &[&str], comment: Option<&str>) -> Result<String, EditError> {
    let document = parsed(text)?;
    let line = comment.map_or(String::new(), |comment| format!("# {}{}", plain(comment), line_end(text)));
    let (range, instead) = match find(&document, path)? {
        Found::Value(place) if place.is_inline => match place.member {
            Some(member) => {
                let changed = replaced(text, member, "");
                return Ok(above(&changed, start_of_line(text, place.outer), comment));
            }
            // It was the only one of its table, which goes with it.
            None => return remove(text, &path[..path.len() - 1], comment),
        },
        Found::Value(place) => {
            let alone = document_table(&document, &path[..path.len() - 1])
                .filter(|table| path.len() > 1 && !table.is_dotted() && !table.is_implicit() && table.len() == 1);
            let header = alone.and_then(Table::span).map(|header| start_of_line(text, header.start));
            let end = after_line(text, place.value.end);
            (header.unwrap_or_else(|| start_of_line(text, place.outer))..end, line)
        }
        Found::Section(range) => (range, line),
        _ => return Ok(text.to_owned()),
    };
    Ok(replaced(text, range, &instead))
}

/// Sets what overrides set (`queue.orders.handling.mean=5m`), one after the other. Where a key of a table stands as a value alone
/// (`handling = "6m"`, which means its mean), the value is set.
pub fn set_all(text: &str, overrides: &[String]) -> Result<String, EditError> {
    let mut text = text.to_owned();
    for change in overrides {
        let Some((path, value)) = super::overrides::split(change) else {
            return Err(EditError::NotAChange(change.clone()));
        };
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        let value = match value.trim().parse::<Value>() {
            Ok(_) => value.trim().to_owned(),
            Err(_) => Value::from(value.trim()).to_string(),
        };
        text = match (set(&text, &path, &value, None), path.as_slice()) {
            (Err(EditError::NotATable(_)), [table @ .., "mean"]) => set(&text, table, &value, None)?,
            (changed, _) => changed?,
        };
    }
    Ok(text)
}

/// Whether a key stands in the text.
pub fn is_written(text: &str, path: &[&str]) -> Result<bool, EditError> {
    Ok(matches!(find(&parsed(text)?, path)?, Found::Value(_) | Found::Section(_)))
}

/// The text of a value, if the key stands there and its value is a text.
pub fn text_of(text: &str, path: &[&str]) -> Result<Option<String>, EditError> {
    let document = parsed(text)?;
    let mut item = document.as_item();
    for name in path {
        match item.get(*name) {
            Some(next) => item = next,
            None => return Ok(None),
        }
    }
    Ok(item.as_str().map(str::to_owned))
}

/// Where a path leads.
enum Found<'a> {
    /// To a value.
    Value(Place),
    /// To a table under a header of its own: these bytes.
    Section(Range<usize>),
    /// Nowhere yet; it belongs to the section whose last value ends there (none: to the begin of the file), under the rest of its names.
    InSection { after: Option<usize>, rest: &'a [&'a str] },
    /// Nowhere yet; it belongs to a table in braces.
    InInline { table: Range<usize>, last: Option<usize>, outer: usize, rest: &'a [&'a str] },
    /// Nowhere yet; it needs a header of its own.
    Nowhere,
}

/// Where a value stands.
struct Place {
    value: Range<usize>,
    /// Within the key to whose line it belongs.
    outer: usize,
    /// Whether it stands in braces.
    is_inline: bool,
    /// In braces: the bytes to be taken out with it; none where it is alone in them.
    member: Option<Range<usize>>,
}

fn parsed(text: &str) -> Result<Document<&str>, EditError> {
    Document::parse(text).map_err(|error| EditError::NotToml(error.message().to_owned()))
}

fn find<'a>(document: &Document<&str>, path: &'a [&'a str]) -> Result<Found<'a>, EditError> {
    let text = document.raw();
    let mut table = document.as_table();
    // The section is the root or a table with a header: what values are written into.
    let mut section = Some((table, 0));
    for (depth, name) in path.iter().enumerate() {
        let is_last = depth + 1 == path.len();
        let Some((key, item)) = table.get_key_value(name) else {
            return Ok(match section {
                Some((_, 0)) if path.len() > 1 => Found::Nowhere,
                Some((section, begin)) => Found::InSection { after: end_of(section, true), rest: &path[begin..] },
                None => Found::Nowhere,
            });
        };
        match item {
            Item::Table(inner) if is_last && !inner.is_dotted() => {
                if inner.is_implicit() || inner.iter().any(|(_, item)| item.is_table() || item.is_array_of_tables()) {
                    return Err(EditError::NotATable(dotted(path)));
                }
                let begin = inner.span().map_or(0, |span| start_of_line(text, span.start));
                return Ok(Found::Section(begin..after_line(text, end_of(inner, true).unwrap_or(begin))));
            }
            Item::Table(inner) if !is_last => {
                if !inner.is_dotted() {
                    section = (!inner.is_implicit()).then_some((inner, depth + 1));
                }
                table = inner;
            }
            Item::Value(Value::InlineTable(inline)) if !is_last => {
                let outer = key.span().map_or(0, |span| span.start);
                return in_inline(inline, outer, &path[depth + 1..], text);
            }
            Item::Value(value) if is_last => {
                let outer = key.span().map_or(0, |span| span.start);
                let value = value.span().unwrap_or(outer..outer);
                return Ok(Found::Value(Place { value, outer, is_inline: false, member: None }));
            }
            _ => return Err(EditError::NotATable(dotted(&path[..=depth]))),
        }
    }
    Err(EditError::NotATable(dotted(path)))
}

fn in_inline<'a>(table: &InlineTable, outer: usize, path: &'a [&'a str], text: &str) -> Result<Found<'a>, EditError> {
    let braces = table.span().unwrap_or(outer..outer);
    let ends: Vec<usize> = table.iter().filter_map(|(_, value)| end_of_value(value)).collect();
    let Some((name, rest)) = path.split_first() else { return Err(EditError::NotATable(String::new())) };
    let Some(position) = table.iter().position(|(other, _)| other == *name) else {
        return Ok(Found::InInline { table: braces, last: ends.iter().max().copied(), outer, rest: path });
    };
    match table.get(name) {
        Some(Value::InlineTable(inner)) if !rest.is_empty() => in_inline(inner, outer, rest, text),
        Some(value) if rest.is_empty() => {
            let end = end_of_value(value).unwrap_or(outer);
            let next = |from: usize| {
                text[from..].find(',').map_or(from, |comma| {
                    let after = from + comma + 1;
                    after + text[after..].len() - text[after..].trim_start().len()
                })
            };
            let member = match (position.checked_sub(1), ends.len()) {
                (_, 1) => None,
                (Some(before), _) => Some(ends[before]..end),
                (None, _) => {
                    let open = braces.start + 1;
                    let begin = open + text[open..].len() - text[open..].trim_start().len();
                    Some(begin..next(end))
                }
            };
            Ok(Found::Value(Place { value: value.span().unwrap_or(end..end), outer, is_inline: true, member }))
        }
        _ => Err(EditError::NotATable(dotted(path))),
    }
}

fn document_table<'a>(document: &'a Document<&str>, path: &[&str]) -> Option<&'a Table> {
    path.iter().try_fold(document.as_table(), |table, name| table.get(name)?.as_table())
}

/// Where the last value of a section ends; its header, if it has none. Tables under headers of their own are not of it.
fn end_of(table: &Table, is_header: bool) -> Option<usize> {
    let own = table.iter().filter_map(|(_, item)| match item {
        Item::Value(value) => end_of_value(value),
        Item::Table(inner) if inner.is_dotted() => end_of(inner, false),
        _ => None,
    });
    own.max().or_else(|| table.span().filter(|_| is_header && !table.is_implicit()).map(|span| span.end))
}

fn end_of_value(value: &Value) -> Option<usize> {
    match value {
        // A table made by dotted keys within braces has no braces of its own.
        Value::InlineTable(table) if table.is_dotted() => {
            table.iter().filter_map(|(_, value)| end_of_value(value)).max()
        }
        value => value.span().map(|span| span.end),
    }
}

fn replaced(text: &str, range: Range<usize>, new: &str) -> String {
    format!("{}{new}{}", &text[..range.start], &text[range.end..])
}

/// Puts a comment above the line that begins there, in place of an earlier one with the same label.
fn above(text: &str, line: usize, comment: Option<&str>) -> String {
    let Some(comment) = comment.map(plain) else { return text.to_owned() };
    let label = comment.split(':').next().unwrap_or(&comment);
    let mut begin = line;
    while begin > 0 {
        let before = start_of_line(text, begin - 1);
        let is_earlier = text[before..begin]
            .trim_start()
            .strip_prefix("# ")
            .is_some_and(|rest| rest.strip_prefix(label).is_some_and(|rest| rest.starts_with(':')));
        if !is_earlier {
            break;
        }
        begin = before;
    }
    let indent: String = text[line..].chars().take_while(|letter| matches!(letter, ' ' | '\t')).collect();
    replaced(text, begin..line, &format!("{indent}# {comment}{}", line_end(text)))
}

/// A comment on its one line.
fn plain(comment: &str) -> String {
    comment.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}

/// How lines of the text end.
fn line_end(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

fn start_of_line(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

/// The end of the line in which a byte stands, its line end left out.
fn end_of_line(text: &str, at: usize) -> usize {
    let end = text[at..].find('\n').map_or(text.len(), |newline| at + newline);
    if text[at..end].ends_with('\r') { end - 1 } else { end }
}

fn after_line(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |newline| at + newline + 1)
}

/// The text with a line end at that place, which is the end of a line, and where the next line begins.
fn with_line_end(text: &str, at: usize) -> (String, usize) {
    if at == 0 || text[..at].ends_with('\n') {
        return (text.to_owned(), at);
    }
    let after = after_line(text, at);
    if text[..after].ends_with('\n') {
        return (text.to_owned(), if at == text.len() { at } else { after });
    }
    let end = line_end(text);
    (format!("{text}{end}"), text.len() + end.len())
}

/// Names as a dotted key.
fn dotted(path: &[&str]) -> String {
    path.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(".")
}

/// A name as a key, in quotes where it needs them.
fn quoted(name: &str) -> String {
    Key::new(name).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# Question: what?\nname = \"A\"   # a name\n\n[horizon]\nstart = 2026-01-05\ndays = 28  # of 200 days\n\n# The queue.\n[queue.\"a b\"]\nvolume.file = \"v.csv\" # all\n\n[queue.c]\nvolume = { per_day = 10, factor = 2 }\n\n[group.x]\nskills = [\"c\"]\non_duty.file = \"on_duty.csv\" # as recorded\nwage = 25\n";

    fn changed(path: &[&str], value: &str, comment: Option<&str>) -> String {
        set(TEXT, path, value, comment).unwrap()
    }

    #[test]
    fn a_value_is_changed_where_it_stands_and_nothing_else() {
        let path = ["horizon", "days"];
        assert_eq!(changed(&path, "7", None), TEXT.replace("days = 28", "days = 7"));
        let once = changed(&path, "7", Some("forecast: a week"));
        assert_eq!(once, TEXT.replace("days = 28  # of 200 days", "# forecast: a week\ndays = 7"));
        let again = set(&once, &path, "14", Some("forecast: two weeks")).unwrap();
        assert_eq!(again, once.replace("a week", "two weeks").replace("days = 7", "days = 14"));
        assert_eq!(changed(&["name"], "\"B\"", None), TEXT.replace("\"A\"", "\"B\""));
    }

    #[test]
    fn a_new_key_goes_to_its_table_however_that_is_written() {
        let path = ["queue", "a b", "volume", "day_factor_cv"];
        let line = "volume.file = \"v.csv\" # all\n";
        assert_eq!(
            changed(&path, "0.1", Some("why: so")),
            TEXT.replace(line, &format!("{line}# why: so\nvolume.day_factor_cv = 0.1\n"))
        );
        let braces = ["queue", "c", "volume", "day_factor_cv"];
        assert_eq!(changed(&braces, "0.1", None), TEXT.replace("factor = 2 }", "factor = 2, day_factor_cv = 0.1 }"));
        assert_eq!(
            changed(&["plan", "uncertainty", "volume"], "0.1", None),
            format!("{TEXT}\n[plan.uncertainty]\nvolume = 0.1\n")
        );
        assert_eq!(changed(&["queue", "d", "e"], "1", None), format!("{TEXT}\n[queue.d]\ne = 1\n"));
        assert_eq!(changed(&["seed"], "4", None), TEXT.replace("# a name\n", "# a name\nseed = 4\n"));
        assert_eq!(set("", &["seed"], "4", None).unwrap(), "seed = 4\n");
        assert_eq!(set("[a]", &["a", "b"], "4", None).unwrap(), "[a]\nb = 4\n");
        assert_eq!(set("a = {}\r\n", &["a", "b"], "4", Some("x: y")).unwrap(), "# x: y\r\na = { b = 4 }\r\n");
    }

    #[test]
    fn what_is_taken_out_leaves_a_comment_and_no_empty_table() {
        let path = ["group", "x", "on_duty", "file"];
        assert_eq!(
            remove(TEXT, &path, Some("forecast: taken out")).unwrap(),
            TEXT.replace("on_duty.file = \"on_duty.csv\" # as recorded\n", "# forecast: taken out\n")
        );
        for (path, left) in [("per_day", "{ factor = 2 }"), ("factor", "{ per_day = 10 }")] {
            let expected = TEXT.replace("{ per_day = 10, factor = 2 }", left);
            assert_eq!(remove(TEXT, &["queue", "c", "volume", path], None).unwrap(), expected);
        }
        assert_eq!(remove("[a]\nb = { c = 1 }\nd = 2\n", &["a", "b", "c"], None).unwrap(), "[a]\nd = 2\n");
        assert_eq!(remove("x = 1\n[a.b]\nc = 1\n[d]\n", &["a", "b", "c"], None).unwrap(), "x = 1\n[d]\n");
        assert_eq!(remove("x = 1\n[a.b]\nc = 1\n[d]\n", &["a", "b"], None).unwrap(), "x = 1\n[d]\n");
        assert_eq!(remove(TEXT, &["group", "x", "nothing"], Some("x")).unwrap(), TEXT);
    }

    #[test]
    fn what_cannot_be_changed_is_said() {
        assert!(matches!(set("a = ", &["a"], "1", None), Err(EditError::NotToml(_))));
        assert!(matches!(set("a = 1", &["a", "b"], "1", None), Err(EditError::NotATable(_))));
        assert!(matches!(set("a = 1", &["a"], "]", None), Err(EditError::Value { .. })));
        assert!(matches!(remove("[a.b]\nc = 1", &["a"], None), Err(EditError::NotATable(_))));
        assert!(is_written(TEXT, &["horizon", "days"]).unwrap() && !is_written(TEXT, &["plan"]).unwrap());
        assert_eq!(text_of(TEXT, &["group", "x", "on_duty", "file"]).unwrap().as_deref(), Some("on_duty.csv"));
    }

    #[test]
    fn a_table_under_its_own_header_can_become_a_value() {
        let text = "[q]\na = 1\n[q.f]\nb = 2\n[r]\n";
        assert_eq!(set(text, &["q", "f"], "{ b = 3 }", None).unwrap(), "[q]\na = 1\nf = { b = 3 }\n[r]\n");
    }
}
