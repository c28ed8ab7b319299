//! The filled-in form: every value of the file, checked against the list of keys, with defaults where nothing is written.

use super::keys::{self, Absent, Key, MOST_NAMES};
use super::kind::{Checked, Kind, nearest};
use super::problem::{Place, Problem};
use super::tree::{self, Node, Sources, Table, Value, Written};
use super::{Assumption, Origin};
use jiff::civil::{Date, DateTime};
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Component, Path, PathBuf};

/// Values by path, the places of everything that is written, and the problems so far.
pub(super) struct Form {
    pub(super) values: BTreeMap<String, Checked>,
    written: BTreeMap<String, Written>,
    names: BTreeMap<String, Vec<String>>,
    pub(super) problems: Vec<Problem>,
    pub(super) assumptions: Vec<Assumption>,
    pub(super) sources: Sources,
}

/// A path with one more segment, quoted if it is no bare key.
pub(super) fn join(path: &str, segment: &str) -> String {
    let is_bare = !segment.is_empty() && segment.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-');
    let segment = if is_bare { segment.to_owned() } else { format!("\"{}\"", segment.escape_debug()) };
    if path.is_empty() { segment } else { format!("{path}.{segment}") }
}

impl Form {
    /// Checks a tree against the list of keys.
    pub(super) fn of(root: &Table, sources: Sources, problems: Vec<Problem>) -> Self {
        let mut form = Self {
            values: BTreeMap::new(),
            written: BTreeMap::new(),
            names: BTreeMap::new(),
            problems,
            assumptions: Vec::new(),
            sources,
        };
        form.written.insert(String::new(), Written::File(0..0));
        form.walk(root, "", "");
        form
    }

    /// Fills a table that is not written with the defaults of its pattern.
    pub(super) fn fill(&mut self, pattern: &str, path: &str) {
        self.walk(&Table::new(), pattern, path);
    }

    fn walk(&mut self, table: &Table, pattern: &str, path: &str) {
        for (name, (written, node)) in table {
            let child = join(path, name);
            let known = keys::children(pattern).find(|(_, last)| keys::segment_matches(last, name));
            let Some((key, last)) = known else {
                self.unknown_key(pattern, name, &child, written);
                continue;
            };
            if last == "*" && !self.admit_name(pattern, path, name, &child, written, table) {
                continue;
            }
            self.written.insert(child.clone(), written.clone());
            self.visit(key, node, &child);
        }
        for (key, last) in keys::children(pattern) {
            if matches!(last, "*" | "DAY") || table.contains_key(last) {
                continue;
            }
            let child = join(path, last);
            match key.absent {
                Absent::Required => self.missing(key, path, last),
                Absent::Default(value, source) => {
                    let node = tree::override_value(value, usize::MAX);
                    if let Ok(checked) = key.kind.read(&node) {
                        self.assume(&child, &node.text(), Origin::Default(source.to_owned()));
                        self.values.insert(child, checked);
                    }
                }
                Absent::Nothing if key.kind == Kind::Table && can_be_empty(key.path) => self.fill(key.path, &child),
                Absent::Nothing | Absent::Follows => {}
            }
        }
    }

    fn visit(&mut self, key: &'static Key, node: &Node, path: &str) {
        match (key.kind, &node.value) {
            (
                Kind::Table | Kind::Named(_) | Kind::TableOrNumbers | Kind::TableOrDuration { .. },
                Value::Table(table),
            ) => {
                self.walk(table, key.path, path);
            }
            (Kind::Tables, Value::List(list)) if list.iter().all(|one| one.table().is_some()) && list.len() <= 20 => {
                let pattern = format!("{}.#", key.path);
                let names = (0..list.len()).map(|index| index.to_string()).collect();
                self.names.insert(path.to_owned(), names);
                for (index, one) in list.iter().enumerate() {
                    let child = join(path, &index.to_string());
                    self.written.insert(child.clone(), one.written.clone());
                    if let Some(table) = one.table() {
                        self.walk(table, &pattern, &child);
                    }
                }
            }
            (Kind::Tables, Value::List(list)) if list.len() > 20 => {
                let found = format!("{} of them", list.len());
                self.refuse("too-many", path, found, "at most 20".to_owned(), "keep those that matter");
            }
            (kind, _) => match kind.read(node) {
                Ok(checked) => {
                    let origin = match node.written {
                        Written::File(_) => Origin::File,
                        Written::Override(_) => Origin::Override,
                    };
                    self.assume(path, &node.text(), origin);
                    self.written.insert(path.to_owned(), node.written.clone());
                    self.values.insert(path.to_owned(), checked);
                }
                Err(refusal) => self.problems.push(Problem {
                    rule: refusal.rule,
                    about: path.to_owned(),
                    place: self.sources.place(refusal.written.as_ref().unwrap_or(&node.written)),
                    found: refusal.found,
                    allowed: refusal.allowed.unwrap_or_else(|| kind.allowed()),
                    remedy: refusal.remedy,
                }),
            },
        }
    }

    fn admit_name(
        &mut self,
        pattern: &str,
        path: &str,
        name: &str,
        child: &str,
        written: &Written,
        table: &Table,
    ) -> bool {
        let what = match keys::all().find(|key| key.path == pattern).map(|key| key.kind) {
            Some(Kind::Named(what)) => what,
            _ => "name",
        };
        let names = self.names.entry(path.to_owned()).or_default();
        let place = self.sources.place(written);
        let mut refuse = |rule, found: String, allowed: String, remedy: String| {
            self.problems.push(Problem { rule, about: child.to_owned(), place: place.clone(), found, allowed, remedy });
            false
        };
        // What `--set` names must be there; only some tables repeat names from elsewhere.
        let repeats = matches!(pattern, "plan.group" | "plan.volume" | "queue.*.reason.*.bot")
            || pattern.ends_with(".proficiency");
        if matches!(written, Written::Override(_)) && !repeats {
            let known = || {
                table
                    .iter()
                    .filter(|(_, (written, _))| matches!(written, Written::File(_)))
                    .map(|(name, _)| name.as_str())
            };
            let remedy = match nearest(name, known()) {
                Some(near) => format!("did you mean {}?", join(path, near)),
                None => format!("add the {what} to the file first; --set changes what is there"),
            };
            let known: Vec<&str> = known().take(8).collect();
            return refuse(
                "unknown-name",
                format!("the {what} \"{name}\""),
                format!("a {what} of the file: {}", known.join(", ")),
                remedy,
            );
        }
        if name.trim().is_empty() || name.chars().count() > 100 || name.chars().any(char::is_control) {
            return refuse(
                "name",
                format!("\"{}\"", name.escape_debug().take(40).collect::<String>()),
                "a name of 1 to 100 characters".to_owned(),
                "give it a short name".to_owned(),
            );
        }
        if names.len() == MOST_NAMES {
            names.push(name.to_owned());
            return refuse(
                "too-many",
                format!("more than {MOST_NAMES}"),
                format!("at most {MOST_NAMES} in this table"),
                "join those that are alike".to_owned(),
            );
        }
        if names.len() > MOST_NAMES {
            return false;
        }
        names.push(name.to_owned());
        true
    }

    fn unknown_key(&mut self, pattern: &str, name: &str, path: &str, written: &Written) {
        let known: Vec<&str> =
            keys::children(pattern).map(|(_, last)| last).filter(|last| *last != "*" && *last != "#").collect();
        let mut words: Vec<&str> = known.iter().copied().filter(|last| *last != "DAY").collect();
        if known.contains(&"DAY") {
            words.extend(super::kind::WEEKDAYS);
        }
        let elsewhere = || keys::all().find(|key| key.path.rsplit('.').next() == Some(name)).map(|key| key.path);
        let remedy = if let Some(near) = nearest(name, words.iter().copied()) {
            format!("did you mean \"{near}\"?")
        } else if let Some(place) = elsewhere() {
            format!("it belongs to {place}")
        } else {
            "take it out, or turn it into a comment with #".to_owned()
        };
        self.problems.push(Problem {
            rule: "unknown-key",
            about: path.to_owned(),
            place: self.sources.place(written),
            found: format!("the unknown key \"{}\"", name.escape_debug().take(60).collect::<String>()),
            allowed: words.join(", "),
            remedy,
        });
    }

    fn missing(&mut self, key: &Key, path: &str, last: &str) {
        let example = match key.kind {
            Kind::Table | Kind::TableOrNumbers => format!("add a table [{}]", join(path, last)),
            Kind::Named(what) => format!("add at least one {what}: [{}.NAME]", join(path, last)),
            kind => format!("add {last} = {}", example(key, kind)),
        };
        let doc = key.doc.split_inclusive(". ").next().unwrap_or(key.doc).trim();
        self.refuse(
            "missing",
            &join(path, last),
            "nothing".to_owned(),
            key.kind.allowed(),
            &format!("{example}. {doc}"),
        );
    }

    /// A problem with what stands at a path, or with the nearest table around it.
    pub(super) fn refuse(&mut self, rule: &'static str, path: &str, found: String, allowed: String, remedy: &str) {
        let place = self.place(path);
        self.problems.push(Problem { rule, about: path.to_owned(), place, found, allowed, remedy: remedy.to_owned() });
    }

    /// A problem at a place of its own.
    pub(super) fn refuse_at(
        &mut self,
        written: &Written,
        rule: &'static str,
        path: &str,
        found: String,
        allowed: String,
        remedy: &str,
    ) {
        let place = self.sources.place(written);
        self.problems.push(Problem { rule, about: path.to_owned(), place, found, allowed, remedy: remedy.to_owned() });
    }

    /// The table that a key names, and where it lies.
    pub(super) fn table(&mut self, path: &str, folder: &Path) -> Option<(String, PathBuf)> {
        let name = self.text(path)?.to_owned();
        let place = folder.join(&name);
        // Where it cannot be found, that is said when it is opened.
        let is_within = |place: PathBuf| folder.canonicalize().is_ok_and(|folder| place.starts_with(folder));
        let mut parts = Path::new(&name).components();
        let is_plain = matches!((parts.next(), parts.next()), (Some(Component::Normal(_)), None));
        if self.sources.confined && !(is_plain && place.canonicalize().map_or(true, is_within)) {
            let allowed = "a file beside the scenario".to_owned();
            self.refuse(
                "outside",
                path,
                format!("\"{}\"", name.escape_debug()),
                allowed,
                "put the table into the folder of the scenario",
            );
            return None;
        }
        Some((name, place))
    }

    pub(super) fn place(&self, path: &str) -> Place {
        let mut at = path;
        loop {
            match self.written.get(at) {
                Some(written) => return self.sources.place(written),
                None => at = at.rsplit_once('.').map_or("", |(parent, _)| parent),
            }
        }
    }

    pub(super) fn assume(&mut self, path: &str, value: &str, origin: Origin) {
        self.assumptions.push(Assumption { path: path.to_owned(), value: value.to_owned(), origin });
    }

    /// Takes an assumption back that another key makes idle.
    pub(super) fn unassume(&mut self, path: &str) {
        self.assumptions.retain(|assumption| assumption.path != path);
    }

    /// Whether both of two keys of a table are written that say the same in two ways; a problem if so.
    pub(super) fn refuse_both(&mut self, path: &str, one: &str, other: &str) -> bool {
        let both = self.is_written(&join(path, one)) && self.is_written(&join(path, other));
        if both {
            let allowed = "one of the two".to_owned();
            let found = format!("{one} and {other} at once");
            self.refuse("either-or", &join(path, other), found, allowed, "take one of them out");
        }
        both
    }

    /// Names in a table of names, in the order of the file.
    pub(super) fn names(&self, path: &str) -> Vec<String> {
        self.names.get(path).cloned().unwrap_or_default()
    }

    /// Whether something is written at a path, right or wrong.
    pub(super) fn is_written(&self, path: &str) -> bool {
        self.written.contains_key(path)
    }

    /// Whether something at or below a path comes from `--set`.
    pub(super) fn is_overridden(&self, path: &str) -> bool {
        let below = format!("{path}.");
        self.written
            .iter()
            .any(|(at, written)| (at == path || at.starts_with(&below)) && matches!(written, Written::Override(_)))
    }

    pub(super) fn number(&self, path: &str) -> Option<f64> {
        match self.values.get(path) {
            Some(Checked::Number(number)) => Some(*number),
            _ => None,
        }
    }

    pub(super) fn count(&self, path: &str) -> Option<i64> {
        match self.values.get(path) {
            Some(Checked::Count(count)) => Some(*count),
            _ => None,
        }
    }

    pub(super) fn text(&self, path: &str) -> Option<&str> {
        match self.values.get(path) {
            Some(Checked::Text(text)) => Some(text),
            _ => None,
        }
    }

    pub(super) fn truth(&self, path: &str) -> Option<bool> {
        match self.values.get(path) {
            Some(Checked::Truth(truth)) => Some(*truth),
            _ => None,
        }
    }

    pub(super) fn date(&self, path: &str) -> Option<Date> {
        match self.values.get(path) {
            Some(Checked::Date(date)) => Some(*date),
            _ => None,
        }
    }

    pub(super) fn dates(&self, path: &str) -> Vec<Date> {
        match self.values.get(path) {
            Some(Checked::Dates(dates)) => dates.clone(),
            _ => Vec::new(),
        }
    }

    pub(super) fn moment(&self, path: &str) -> Option<DateTime> {
        match self.values.get(path) {
            Some(Checked::Moment(moment)) => Some(*moment),
            _ => None,
        }
    }

    pub(super) fn numbers(&self, path: &str) -> Option<Vec<f64>> {
        match self.values.get(path) {
            Some(Checked::Numbers(numbers)) => Some(numbers.clone()),
            _ => None,
        }
    }

    /// A text or a list of texts, as written.
    pub(super) fn texts(&self, path: &str) -> Vec<String> {
        match self.values.get(path) {
            Some(Checked::Names(names)) => names.iter().map(|(name, _)| name.clone()).collect(),
            Some(Checked::Text(text)) => vec![text.clone()],
            _ => Vec::new(),
        }
    }

    pub(super) fn spans(&self, path: &str) -> Option<Vec<Range<u32>>> {
        match self.values.get(path) {
            Some(Checked::Spans(spans)) => Some(spans.clone()),
            _ => None,
        }
    }

    /// Resolves a single name to its place in another list; an unknown one is a problem.
    pub(super) fn resolve_one(&mut self, path: &str, what: &str, known: &[String]) -> Option<usize> {
        let name = self.text(path)?.to_owned();
        let found = known.iter().position(|other| *other == name);
        if found.is_none() {
            self.unknown_name(path, what, &name, known);
        }
        found
    }

    /// A problem with a name that stands at a path and is none of those known.
    pub(super) fn unknown_name(&mut self, path: &str, what: &str, name: &str, known: &[String]) {
        let remedy = match nearest(name, known.iter().map(String::as_str)) {
            Some(near) => format!("did you mean \"{near}\"?"),
            None => format!("name a {what} of the file"),
        };
        let first: Vec<&str> = known.iter().take(8).map(String::as_str).collect();
        let allowed = format!("a {what} of the file: {}", first.join(", "));
        self.refuse("unknown-name", path, format!("the {what} \"{}\"", name.escape_debug()), allowed, &remedy);
    }

    /// The names of a list, or a single one, each with its place.
    pub(super) fn listed(&self, path: &str) -> Vec<(String, Written)> {
        match (self.values.get(path), self.written.get(path)) {
            (Some(Checked::Names(names)), _) => names.clone(),
            (Some(Checked::Text(name)), Some(written)) => vec![(name.clone(), written.clone())],
            _ => Vec::new(),
        }
    }

    /// Resolves a name or a list of names to their places in another list; each unknown one is a problem.
    pub(super) fn resolve(&mut self, path: &str, what: &str, known: &[String]) -> Vec<usize> {
        let mut found = Vec::new();
        for (name, written) in self.listed(path) {
            if let Some(index) = known.iter().position(|other| *other == name) {
                found.push(index);
            } else {
                let remedy = match nearest(&name, known.iter().map(String::as_str)) {
                    Some(near) => format!("did you mean \"{near}\"?"),
                    None => format!("name a {what} of the file, or add [{what}.{}]", join("", &name)),
                };
                let allowed =
                    format!("a {what} of the file: {}", known.iter().take(8).cloned().collect::<Vec<_>>().join(", "));
                self.refuse_at(&written, "unknown-name", path, format!("the {what} \"{name}\""), allowed, &remedy);
            }
        }
        found
    }
}

/// Whether a table may be left out and its defaults still hold: nothing in it must be written.
fn can_be_empty(pattern: &str) -> bool {
    keys::children(pattern).all(|(key, _)| key.absent != Absent::Required)
}

fn example(key: &Key, kind: Kind) -> String {
    match (key.path.rsplit('.').next().unwrap_or_default(), kind) {
        ("within" | "after", _) => "\"20s\"".to_owned(),
        ("length", _) => "\"8h\"".to_owned(),
        (_, Kind::Observations { .. }) => "[\"3m\", \"4m10s\"]".to_owned(),
        (_, Kind::Duration { .. } | Kind::Durations | Kind::TableOrDuration { .. }) => "\"5m\"".to_owned(),
        (_, Kind::Share { .. }) => "\"30%\"".to_owned(),
        (_, Kind::Date) => "2026-11-16".to_owned(),
        (_, Kind::Moment) => "2026-11-16T10:00:00".to_owned(),
        (_, Kind::Names) => "[\"…\"]".to_owned(),
        (_, Kind::Starts) => "[\"08:00\", \"09:00\"]".to_owned(),
        (_, Kind::Number { .. }) => "1.2".to_owned(),
        (_, Kind::Money) => "25.0".to_owned(),
        (_, Kind::Count { .. }) => "10".to_owned(),
        _ => "…".to_owned(),
    }
}
