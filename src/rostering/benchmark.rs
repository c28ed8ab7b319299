//! Reads the text format of the staff rostering instances of schedulingbenchmarks.org (Curtois & Qu, *Computational results on new
//! staff scheduling benchmark instances*, 2014). Sections begin with `SECTION_…`; lines that begin with `#` are comments.
//!
//! Its conventions are those of [`super::problem`]: a stretch that touches an end of the period is not held to its minimum, and a
//! weekend is worked if its Saturday or Sunday is. It gives no begins of shifts, so all begin at midnight, and which shift may follow which
//! is said for each.

use super::problem::{Cover, KindId, Person, Problem, Range, ShiftKind, Wanted, Wish};
use std::collections::BTreeMap;
use std::fmt;

/// Something wrong in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// Its line, from 1.
    pub line: usize,
    /// Its column in characters, from 1.
    pub column: usize,
    /// What was found and what is allowed.
    pub message: String,
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.line, self.column, self.message)
    }
}

/// Longer periods are refused: 10 years.
const MOST_DAYS: u32 = 3_660;

/// One field of a line.
#[derive(Debug, Clone, Copy)]
struct Field<'a> {
    text: &'a str,
    line: usize,
    column: usize,
}

impl<'a> Field<'a> {
    fn wrong(&self, message: impl Into<String>) -> Wrong {
        Wrong { line: self.line, column: self.column, message: message.into() }
    }

    fn number(&self, what: &str) -> Result<u32, Wrong> {
        let wrong = || self.wrong(format!("{what} is a whole number from 0 on, not “{}”", self.text));
        self.text.parse().map_err(|_| wrong())
    }

    /// Parts between separators, with their places.
    fn split(&self, separator: char) -> Vec<Field<'a>> {
        let mut column = self.column;
        self.text
            .split(separator)
            .map(|part| {
                let blank = part.chars().take_while(|letter| letter.is_whitespace()).count();
                let field = Field { text: part.trim(), line: self.line, column: column + blank };
                column += part.chars().count() + 1;
                field
            })
            .collect()
    }
}

/// The sections that there are, each at most once.
const SECTIONS: [&str; 7] = [
    "SECTION_HORIZON",
    "SECTION_SHIFTS",
    "SECTION_STAFF",
    "SECTION_DAYS_OFF",
    "SECTION_SHIFT_ON_REQUESTS",
    "SECTION_SHIFT_OFF_REQUESTS",
    "SECTION_COVER",
];

/// Reads an instance, or tells all that is wrong with it.
pub fn read(text: &str) -> Result<Problem, Vec<Wrong>> {
    let mut reader = Reader { wrong: Vec::new(), sections: BTreeMap::new(), lines: text.lines().count() };
    reader.divide(text);
    let days = reader.horizon();
    let kinds = reader.kinds();
    let mut problem = Problem::plain(days, 0, kinds, Vec::new());
    reader.staff(&mut problem);
    let people: BTreeMap<String, usize> =
        problem.people.iter().enumerate().map(|(at, person)| (person.name.clone(), at)).collect();
    reader.days_off(&mut problem, &people);
    reader.requests(&mut problem, &people, "SECTION_SHIFT_ON_REQUESTS", Wanted::Kind);
    reader.requests(&mut problem, &people, "SECTION_SHIFT_OFF_REQUESTS", Wanted::NotKind);
    reader.cover(&mut problem);
    reader.wrong.sort_by_key(|wrong| (wrong.line, wrong.column));
    if reader.wrong.is_empty() { Ok(problem) } else { Err(reader.wrong) }
}

struct Reader<'a> {
    wrong: Vec<Wrong>,
    sections: BTreeMap<&'static str, Vec<Field<'a>>>,
    lines: usize,
}

impl<'a> Reader<'a> {
    fn divide(&mut self, text: &'a str) {
        let mut section = None;
        for (number, line) in text.lines().enumerate() {
            let line = if number == 0 { line.trim_start_matches('\u{feff}') } else { line };
            let field = Field { text: line, line: number + 1, column: 1 };
            let trimmed = line.trim();
            if trimmed.is_empty() || trimmed.starts_with('#') {
                continue;
            }
            if trimmed.starts_with("SECTION_") {
                section = SECTIONS.iter().copied().find(|&name| name == trimmed);
                match section {
                    None => self
                        .wrong
                        .push(field.wrong(format!("no such section “{trimmed}”; there are {}", SECTIONS.join(", ")))),
                    Some(name) if self.sections.contains_key(name) => {
                        self.wrong.push(field.wrong(format!("{name} is there twice")));
                    }
                    Some(name) => {
                        self.sections.insert(name, Vec::new());
                    }
                }
                continue;
            }
            let has_begun = !self.sections.is_empty();
            if let Some(fields) = section.and_then(|name| self.sections.get_mut(name)) {
                fields.push(field);
            } else if !has_begun && self.wrong.is_empty() {
                self.wrong.push(field.wrong("the file begins with a section, such as SECTION_HORIZON"));
            }
        }
        for name in ["SECTION_HORIZON", "SECTION_SHIFTS", "SECTION_STAFF", "SECTION_COVER"] {
            if !self.sections.contains_key(name) {
                let message = format!("{name} is missing");
                self.wrong.push(Wrong { line: self.lines.max(1), column: 1, message });
            }
        }
    }

    fn rows(&self, section: &str) -> Vec<Field<'a>> {
        self.sections.get(section).cloned().unwrap_or_default()
    }

    /// Keeps what went well, and notes what did not.
    fn kept<T>(&mut self, result: Result<T, Wrong>) -> Option<T> {
        result.map_err(|wrong| self.wrong.push(wrong)).ok()
    }

    fn horizon(&mut self) -> usize {
        let rows = self.rows("SECTION_HORIZON");
        let Some(row) = rows.first() else {
            if self.sections.contains_key("SECTION_HORIZON") {
                let message = "SECTION_HORIZON has no number of days".to_owned();
                self.wrong.push(Wrong { line: self.lines.max(1), column: 1, message });
            }
            return 0;
        };
        for more in &rows[1..] {
            self.wrong.push(more.wrong("SECTION_HORIZON has one number of days"));
        }
        let field = row.split(',')[0];
        let days = field.number("the number of days").and_then(|days| match days {
            1..=MOST_DAYS => Ok(days as usize),
            _ => Err(field.wrong(format!("the number of days is from 1 to {MOST_DAYS}, not {days}"))),
        });
        self.kept(days).unwrap_or(0)
    }

    fn kinds(&mut self) -> Vec<ShiftKind> {
        let mut kinds: Vec<ShiftKind> = Vec::new();
        let mut after = Vec::new();
        for row in self.rows("SECTION_SHIFTS") {
            let fields = row.split(',');
            if fields.len() < 2 || fields[0].text.is_empty() {
                self.wrong.push(row.wrong("a shift is: name, length in minutes, shifts that cannot follow it"));
                continue;
            }
            let name = fields[0];
            let length = fields[1].number("the length").and_then(|length| match length {
                0..=1440 => Ok(length),
                _ => Err(fields[1].wrong(format!("the length is at most 1440 minutes, not {length}"))),
            });
            let Some(length) = self.kept(length) else { continue };
            if kinds.iter().any(|kind| kind.name == name.text) {
                self.wrong.push(name.wrong(format!("the shift {} is there twice", name.text)));
                continue;
            }
            kinds.push(ShiftKind::plain(name.text, 0, length));
            let others: Vec<Field> = fields.get(2).map(|field| field.split('|')).unwrap_or_default();
            after.push(others.into_iter().filter(|other| !other.text.is_empty()).collect::<Vec<_>>());
        }
        for (at, others) in after.into_iter().enumerate() {
            for other in others {
                if let Some(kind) = self.kept(kind_named(&kinds, other)) {
                    kinds[at].not_before.insert(kind);
                }
            }
        }
        kinds
    }

    fn staff(&mut self, problem: &mut Problem) {
        for row in self.rows("SECTION_STAFF") {
            let fields = row.split(',');
            if fields.len() != 8 {
                self.wrong.push(row.wrong(format!(
                    "a person has 8 fields (ID, MaxShifts, MaxTotalMinutes, MinTotalMinutes, MaxConsecutiveShifts, \
                     MinConsecutiveShifts, MinConsecutiveDaysOff, MaxWeekends), not {}",
                    fields.len()
                )));
                continue;
            }
            let name = fields[0];
            if problem.people.iter().any(|person| person.name == name.text) {
                self.wrong.push(name.wrong(format!("{} is there twice", name.text)));
                continue;
            }
            let mut person = Person::plain(name.text, problem.kinds.len());
            for part in fields[1].split('|') {
                let pair = part.split('=');
                if pair.len() != 2 {
                    self.wrong.push(part.wrong(format!("“{}” is not shift=number", part.text)));
                    continue;
                }
                let kind = self.kept(kind_named(&problem.kinds, pair[0]));
                let most = self.kept(pair[1].number("the most shifts of a kind"));
                if let (Some(kind), Some(most)) = (kind, most) {
                    person.most_of_kind[kind.0] = most;
                }
            }
            let names = ["MaxTotalMinutes", "MinTotalMinutes", "MaxConsecutiveShifts", "MinConsecutiveShifts"];
            let names = names.into_iter().chain(["MinConsecutiveDaysOff", "MaxWeekends"]);
            let numbers: Vec<Option<u32>> =
                names.zip(&fields[2..]).map(|(name, field)| self.kept(field.number(name))).collect();
            if let [Some(most), Some(least), Some(most_row), Some(least_row), Some(least_off), Some(weekends)] =
                numbers[..]
            {
                person.minutes_in_period = Range { least, most };
                person.days_in_a_row = Range { least: least_row, most: most_row };
                person.days_off_in_a_row = least_off;
                person.weekends = weekends;
            }
            problem.people.push(person);
        }
    }

    /// A field that names a person, one that names a day.
    fn person(&mut self, people: &BTreeMap<String, usize>, field: Field) -> Option<usize> {
        let found = people.get(field.text).copied();
        self.kept(found.ok_or_else(|| field.wrong(format!("there is nobody called “{}”", field.text))))
    }

    fn day(&mut self, days: usize, field: Field) -> Option<usize> {
        let day = field.number("a day").and_then(|day| {
            if days == 0 || (day as usize) < days {
                Ok(day as usize)
            } else {
                Err(field.wrong(format!("days are from 0 to {}, not {day}", days - 1)))
            }
        });
        self.kept(day)
    }

    fn days_off(&mut self, problem: &mut Problem, people: &BTreeMap<String, usize>) {
        for row in self.rows("SECTION_DAYS_OFF") {
            let fields = row.split(',');
            let person = self.person(people, fields[0]);
            for &field in fields[1..].iter().filter(|field| !field.text.is_empty()) {
                let day = self.day(problem.days, field);
                if let (Some(person), Some(day)) = (person, day) {
                    problem.people[person].days_off.insert(day);
                }
            }
        }
    }

    fn requests(
        &mut self,
        problem: &mut Problem,
        people: &BTreeMap<String, usize>,
        section: &str,
        wanted: fn(KindId) -> Wanted,
    ) {
        for row in self.rows(section) {
            let fields = row.split(',');
            let [person, day, kind, weight] = fields[..] else {
                self.wrong.push(row.wrong("a request has 4 fields: person, day, shift, weight"));
                continue;
            };
            let person = self.person(people, person);
            let day = self.day(problem.days, day);
            let kind = self.kept(kind_named(&problem.kinds, kind));
            let weight = self.kept(weight.number("a weight"));
            if let (Some(person), Some(day), Some(kind), Some(weight)) = (person, day, kind, weight) {
                let wish = Wish { day, wanted: wanted(kind), price: f64::from(weight) };
                problem.people[person].wishes.push(wish);
            }
        }
    }

    fn cover(&mut self, problem: &mut Problem) {
        for row in self.rows("SECTION_COVER") {
            let fields = row.split(',');
            let [day, kind, wanted, under, over] = fields[..] else {
                self.wrong.push(row.wrong("cover has 5 fields: day, shift, number, weight under, weight over"));
                continue;
            };
            let day = self.day(problem.days, day);
            let kind = self.kept(kind_named(&problem.kinds, kind));
            let wanted = self.kept(wanted.number("the number wanted"));
            let under = self.kept(under.number("the weight under"));
            let over = self.kept(over.number("the weight over"));
            if let (Some(day), Some(kind), Some(wanted), Some(under), Some(over)) = (day, kind, wanted, under, over)
                && let Some(cover) = problem.cover.get_mut(day).and_then(|row| row.get_mut(kind.0))
            {
                *cover = Cover { wanted, price_under: f64::from(under), price_over: f64::from(over) };
            }
        }
    }
}

fn kind_named(kinds: &[ShiftKind], field: Field) -> Result<KindId, Wrong> {
    let found = kinds.iter().position(|kind| kind.name == field.text).map(KindId);
    found.ok_or_else(|| field.wrong(format!("there is no shift called “{}”", field.text)))
}
