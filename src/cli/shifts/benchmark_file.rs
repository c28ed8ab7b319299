//! Reads an instance of min-shift-design: `name = value;` with whole numbers, decimal numbers and lists of them, and comments from `%` to the
//! end of the line, as in `MiniZinc`'s data files. Every problem of the file is told at once, with its line and column.

use crate::cli::Failure;
use crate::scenario::file::{Place, Problem, Problems};
use crate::scheduling::shift_design::{ShiftDesign, ShiftKind};
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

/// Most shifts that are searched among: the programme has a column for each and day.
const MOST_SHIFTS: usize = 20_000;
/// Most slots of the cycle.
const MOST_SLOTS: usize = 20_000;
/// Largest file, in bytes: a hundred times the largest public instance.
const LARGEST_FILE: u64 = 1 << 20;
/// The largest number of people in a slot.
const MOST_PEOPLE: f64 = 1e6;

/// Keys that are needed: single numbers, then lists.
const NUMBERS: [&str; 6] =
    ["interval", "days", "shiftTypes", "weightUnderCover", "weightOverCover", "weightShiftInstances"];
const LISTS: [&str; 5] = ["demand", "minStart", "maxStart", "minLength", "maxLength"];
/// Keys of the terms that are left out here.
const LEFT_OUT: [&str; 4] = ["minDuties", "maxDuties", "avgMinutes", "weightDutiesPerWeek"];

/// Reads the instance, or says all that is wrong with it.
pub fn read(path: &Path) -> Result<ShiftDesign, Failure> {
    let origin = path.display().to_string();
    let whole = |found: String, allowed: &str, remedy: &str| {
        let problem = Problem {
            rule: "file",
            about: String::new(),
            place: Place::whole(&origin),
            found,
            allowed: allowed.to_owned(),
            remedy: remedy.to_owned(),
        };
        Failure::Input(Problems { problems: vec![problem] })
    };
    match std::fs::metadata(path) {
        Ok(known) if known.len() > LARGEST_FILE => {
            return Err(whole(format!("{} bytes", known.len()), "an instance of at most 1 MB", "give another file"));
        }
        _ => {}
    }
    let bytes = std::fs::read(path)
        .map_err(|error| whole(error.to_string(), "a file that can be read", "give the path of an instance"))?;
    let text =
        String::from_utf8(bytes).map_err(|_| whole("bytes that are no text".to_owned(), "UTF-8", "save as UTF-8"))?;
    parse(&origin, &text).map_err(|problems| Failure::Input(Problems { problems }))
}

/// A value and where it stands.
#[derive(Debug, Clone)]
struct Value {
    numbers: Vec<(f64, Range<usize>)>,
    is_list: bool,
    span: Range<usize>,
}

/// The text, what was read from it, and what is wrong with it.
struct Reader<'a> {
    origin: &'a str,
    text: &'a str,
    line_starts: Vec<usize>,
    values: BTreeMap<String, Value>,
    problems: Vec<Problem>,
}

/// The instance in a text; `origin` is what messages call it.
pub fn parse(origin: &str, text: &str) -> Result<ShiftDesign, Vec<Problem>> {
    let line_starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
    let mut reader = Reader { origin, text, line_starts, values: BTreeMap::new(), problems: Vec::new() };
    reader.statements();
    let design = reader.design();
    match design {
        Some(design) if reader.problems.is_empty() => Ok(design),
        _ => {
            reader.problems.sort_by_key(|problem| (problem.place.line, problem.place.column));
            Err(reader.problems)
        }
    }
}

impl Reader<'_> {
    fn refuse(&mut self, rule: &'static str, about: &str, span: Range<usize>, words: [&str; 3]) {
        let [found, allowed, remedy] = words.map(str::to_owned);
        let place = Place::in_text(self.origin, self.text, &self.line_starts, span);
        self.problems.push(Problem { rule, about: about.to_owned(), place, found, allowed, remedy });
    }

    fn statements(&mut self) {
        // Comments become blanks, so that positions stay.
        let mut plain = String::with_capacity(self.text.len());
        let mut in_comment = false;
        for letter in self.text.chars() {
            in_comment = (in_comment || letter == '%') && letter != '\n';
            if in_comment { plain.extend(std::iter::repeat_n(' ', letter.len_utf8())) } else { plain.push(letter) }
        }
        let mut at = 0;
        for statement in plain.split_inclusive(';') {
            let span = trimmed(&plain, at..at + statement.trim_end_matches(';').len());
            at += statement.len();
            if span.is_empty() {
                continue;
            }
            if !statement.ends_with(';') {
                let end = span.end.saturating_sub(1)..span.end;
                self.refuse("syntax", "", end, ["no semicolon", "`name = value;`", "end the last line with ;"]);
            }
            self.statement(&plain, span);
        }
    }

    fn statement(&mut self, plain: &str, span: Range<usize>) {
        let Some(equals) = plain[span.clone()].find('=').map(|at| span.start + at) else {
            let shown = short(&plain[span.clone()]);
            self.refuse("syntax", "", span, [&shown, "`name = value;`", "add the = or take it out"]);
            return;
        };
        let name_span = trimmed(plain, span.start..equals);
        let name = plain[name_span.clone()].to_owned();
        let known = || NUMBERS.iter().chain(&LISTS).chain(&LEFT_OUT);
        if !known().any(|key| *key == name) {
            let nearest = known().min_by_key(|key| strsim::damerau_levenshtein(key, &name)).unwrap_or(&"");
            let allowed = NUMBERS.iter().chain(&LISTS).chain(&LEFT_OUT).copied().collect::<Vec<_>>().join(", ");
            let words =
                [&*short(&name), allowed.as_str(), &format!("did you mean {nearest}? or is a ; missing before it?")];
            self.refuse("unknown-key", "", name_span, words);
            return;
        }
        if self.values.contains_key(&name) {
            self.refuse("twice", &name, name_span, ["a second value", "one", "take one of them out"]);
            return;
        }
        let span = trimmed(plain, equals + 1..span.end);
        let written = &plain[span.clone()];
        let inner = written.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        let (is_list, inner_start) = (inner.is_some(), span.start + usize::from(inner.is_some()));
        let mut numbers = Vec::new();
        let mut at = inner_start;
        let inner = inner.unwrap_or(written);
        let mut pieces: Vec<&str> = inner.split(',').collect();
        // A comma after the last number is allowed, and a list may be empty.
        if is_list && pieces.last().is_some_and(|last| last.trim().is_empty()) {
            pieces.pop();
        }
        for piece in pieces {
            let place = trimmed(plain, at..at + piece.len());
            at += piece.len() + 1;
            match plain[place.clone()].parse::<f64>() {
                Ok(number) if number.is_finite() => numbers.push((number, place)),
                _ => {
                    let found = format!("\"{}\"", short(&plain[place.clone()]));
                    let place = if place.is_empty() { place.start.saturating_sub(1)..place.start } else { place };
                    self.refuse("number", &name, place, [&found, "a number", "correct it"]);
                    numbers.push((f64::NAN, 0..0));
                }
            }
        }
        self.values.insert(name, Value { numbers, is_list, span });
    }

    /// The value of a key, unless it is missing or of the wrong form, which is told.
    fn value(&mut self, key: &str) -> Option<Value> {
        let list = LISTS.contains(&key);
        let form = if list { "a list of numbers: [1, 2, 3]" } else { "one number" };
        let Some(value) = self.values.get(key).cloned() else {
            let remedy = format!("add {key} = {};", if list { "[…]" } else { "1" });
            let end = self.text.trim_end().len();
            self.refuse("missing", key, end.saturating_sub(1)..end, ["nothing", form, &remedy]);
            return None;
        };
        if value.is_list != list {
            let found = if list { "one number" } else { "a list" };
            self.refuse("type", key, value.span, [found, form, "correct it"]);
            return None;
        }
        Some(value)
    }

    /// Its numbers, if each is one of those that are allowed.
    fn numbers(&mut self, key: &str, least: f64, most: f64, whole: bool) -> Option<Vec<f64>> {
        let value = self.value(key)?;
        let kind = if whole { "whole numbers" } else { "numbers" };
        let allowed = format!("{kind} from {least} to {most}");
        let mut good = true;
        for (number, place) in &value.numbers {
            let is_wrong = !(least..=most).contains(number) || (whole && number.fract() != 0.0);
            // What is no number has been told.
            if is_wrong && !number.is_nan() {
                self.refuse("range", key, place.clone(), [&number.to_string(), &allowed, "correct it"]);
            }
            good &= !is_wrong;
        }
        good.then(|| value.numbers.iter().map(|(number, _)| *number).collect())
    }

    fn number(&mut self, key: &str, least: f64, most: f64, whole: bool) -> Option<f64> {
        self.numbers(key, least, most, whole).and_then(|numbers| numbers.first().copied())
    }

    fn design(&mut self) -> Option<ShiftDesign> {
        let slot_minutes = self.number("interval", 1.0, 1440.0, true);
        let slot_minutes = slot_minutes.filter(|minutes| {
            let good = 1440.0 % minutes == 0.0;
            if !good {
                let span = self.values["interval"].span.clone();
                self.refuse(
                    "range",
                    "interval",
                    span,
                    [&minutes.to_string(), "minutes that divide a day", "15, 30 or 60"],
                );
            }
            good
        });
        let days = self.number("days", 1.0, 366.0, true);
        let kinds = self.number("shiftTypes", 1.0, 1000.0, true);
        let weights = [("weightUnderCover"), "weightOverCover", "weightShiftInstances"]
            .map(|key| self.number(key, 0.0, 1e9, false));
        let demand = self.numbers("demand", 0.0, MOST_PEOPLE, true);
        let of_a_day = slot_minutes.map(|minutes| 1440.0 / minutes);
        let slots = of_a_day.zip(days).map(|(slots, days)| slots * days);
        let last = of_a_day.map_or(1439.0, |slots| slots - 1.0);
        let longest = slots.unwrap_or(MOST_SLOTS as f64);
        let [first, latest] = ["minStart", "maxStart"].map(|key| self.numbers(key, 0.0, last, true));
        let [shortest, longest] = ["minLength", "maxLength"].map(|key| self.numbers(key, 1.0, longest, true));
        self.length_is("demand", demand.as_ref(), slots, "a number for each slot of the cycle");
        for (key, list) in LISTS[1..].iter().zip([&first, &latest, &shortest, &longest]) {
            self.length_is(key, list.as_ref(), kinds, "a number for each of the shiftTypes");
        }
        self.is_ordered("minStart", first.as_ref(), latest.as_ref());
        self.is_ordered("minLength", shortest.as_ref(), longest.as_ref());
        if slots.is_some_and(|slots| slots > MOST_SLOTS as f64) {
            let span = self.values["days"].span.clone();
            self.refuse("too-many", "days", span, ["more slots", &format!("at most {MOST_SLOTS}"), "fewer days"]);
        }
        if !self.problems.is_empty() {
            return None;
        }
        let range = |from: f64, to: f64| from as u32..=to as u32;
        let starts = first?.into_iter().zip(latest?).map(|(from, to)| range(from, to));
        let lengths = shortest?.into_iter().zip(longest?).map(|(from, to)| range(from, to));
        let [under_cover_weight, over_cover_weight, shift_weight] = weights;
        let design = ShiftDesign {
            slot_minutes: slot_minutes? as u32,
            days: days? as usize,
            demand: demand?.into_iter().map(|people| people as u32).collect(),
            kinds: starts.zip(lengths).map(|(starts, lengths)| ShiftKind { starts, lengths }).collect(),
            under_cover_weight: under_cover_weight?,
            over_cover_weight: over_cover_weight?,
            shift_weight: shift_weight?,
        };
        let pairs = |kind: &ShiftKind| kind.starts.clone().count() * kind.lengths.clone().count();
        let shifts: usize = design.kinds.iter().map(pairs).sum();
        if shifts > MOST_SHIFTS {
            let span = self.values["maxLength"].span.clone();
            let allowed = format!("at most {MOST_SHIFTS}");
            self.refuse(
                "too-many",
                "maxLength",
                span,
                [&format!("{shifts} shifts"), &allowed, "fewer starts or lengths"],
            );
        }
        Some(design)
    }

    fn length_is(&mut self, key: &str, list: Option<&Vec<f64>>, expected: Option<f64>, allowed: &str) {
        if let (Some(list), Some(expected)) = (list, expected)
            && list.len() as f64 != expected
        {
            let span = self.values[key].span.clone();
            let (found, allowed) = (format!("{} numbers", list.len()), format!("{allowed}: {expected}"));
            self.refuse("length", key, span, [&found, &allowed, "add what is missing, or take out what is too many"]);
        }
    }

    fn is_ordered(&mut self, key: &str, least: Option<&Vec<f64>>, most: Option<&Vec<f64>>) {
        let (Some(least), Some(most)) = (least, most) else { return };
        for (kind, (least, most)) in least.iter().zip(most).enumerate().filter(|(_, (least, most))| least > most) {
            let span = self.values[key].numbers[kind].1.clone();
            let (found, allowed) = (least.to_string(), format!("at most {most}, as in the list that ends it"));
            self.refuse("order", key, span, [&found, &allowed, "exchange them"]);
        }
    }
}

/// The span without blanks at its ends.
fn trimmed(text: &str, span: Range<usize>) -> Range<usize> {
    let part = &text[span.clone()];
    let start = span.start + (part.len() - part.trim_start().len());
    start..start + part.trim().len()
}

/// The first words of a text, for a message.
fn short(text: &str) -> String {
    text.chars().take(40).map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}

#[cfg(test)]
mod tests;
