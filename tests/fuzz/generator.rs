//! Scenario files from arbitrary bytes, each key of the list of keys with a value of its kind.
//!
//! A line is a whole path and a value, so that a line that contradicts another can be taken out again: most files are valid
//! in the end, and between them they use all keys.

use arbitrary::{Result, Unstructured};
use callboard::distribution::Law;
use callboard::scenario::keys::{ALTERNATIVES, Absent, Key, all};
use callboard::scenario::kind::{Kind, duration_text};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What stands in each table, by the pattern of its path.
static CHILDREN: LazyLock<BTreeMap<&str, Vec<&Key>>> = LazyLock::new(|| {
    let mut children: BTreeMap<&str, Vec<&Key>> = BTreeMap::new();
    for key in all() {
        let (parent, _) = key.path.rsplit_once('.').unwrap_or(("", key.path));
        children.entry(parent).or_default().push(key);
    }
    children
});

/// Columns of the table of daily numbers that drivers may name.
pub const COLUMNS: [&str; 2] = ["sold", "returned"];

/// A line of a file.
pub struct Line {
    /// Its path, such as `queue.q0.handling.mean`.
    pub path: String,
    /// Its value as TOML.
    pub value: String,
}

/// The first day of a horizon, and what names it gives to things.
pub struct Names {
    /// Its first day.
    pub start: Date,
    /// Names by the kind of thing.
    pub of: BTreeMap<&'static str, Vec<String>>,
}

/// A file and its names.
pub fn generate(input: &mut Unstructured) -> Result<(Vec<Line>, Names)> {
    // Days around which clocks change, a leap year ends, or nothing happens.
    let starts = [date(2026, 11, 16), date(2026, 3, 28), date(2026, 10, 25), date(2028, 2, 28), date(2027, 12, 31)];
    let mut of = BTreeMap::new();
    for (kind, fewest, most) in [
        ("queue", 1, 4),
        ("group", 1, 3),
        ("site", 0, 2),
        ("bot", 0, 2),
        ("trunk", 0, 2),
        ("person", 0, 3),
        ("shift", 0, 1),
        ("option", 0, 1),
    ] {
        let count = input.int_in_range(fewest..=most)?;
        of.insert(kind, (0..count).map(|i| format!("{}{i}", &kind[..1])).collect::<Vec<_>>());
    }
    let names = Names { start: *input.choose(&starts)?, of };
    let mut generator =
        Generator { input, names, lines: Vec::new(), queue: String::new(), channel: String::new(), answers_all: false };
    generator.table("", "")?;
    Ok((generator.lines, generator.names))
}

struct Generator<'a, 'b> {
    input: &'a mut Unstructured<'b>,
    names: Names,
    lines: Vec<Line>,
    /// Name and channel of the queue that is being written.
    queue: String,
    channel: String,
    /// Whether some group answers all queues already.
    answers_all: bool,
}

impl Generator<'_, '_> {
    /// Whether something happens; never once the input is used up.
    fn chance(&mut self, of: u8, all: u8) -> Result<bool> {
        Ok(!self.input.ratio(all - of, all)?)
    }

    /// All of a table: the keys that must be there, and some of the others.
    fn table(&mut self, pattern: &str, path: &str) -> Result<()> {
        let children = CHILDREN.get(pattern).map_or(&[][..], Vec::as_slice);
        if children.iter().any(|key| key.path.ends_with(".distribution")) {
            return self.law(pattern, path);
        }
        let chosen = self.alternative(pattern)?;
        for key in children {
            let last = key.path.rsplit('.').next().unwrap_or_default();
            let is_wanted = match &chosen {
                Some((others, own)) if others.contains(&last) || own.contains(&last) => {
                    own.first() == Some(&last) || own.contains(&last) && self.chance(1, 2)?
                }
                _ => key.absent == Absent::Required || self.is_wanted(pattern, last)?,
            };
            if is_wanted {
                self.key(key, path, last)?;
            }
        }
        Ok(())
    }

    fn is_wanted(&mut self, pattern: &str, last: &str) -> Result<bool> {
        let is_deferred = ["email", "social", "cases"].contains(&self.channel.as_str());
        Ok(match (pattern, last) {
            // Plans and shifts have no say in what happens today.
            ("", "plan" | "self_service" | "budget" | "scheduling" | "shift") => self.chance(1, 24)?,
            ("", "bot" | "trunk" | "person") | ("queue.*", "channel") => self.chance(3, 4)?,
            ("", "seed") | ("group.*", "headcount" | "on_duty") => true,
            ("queue.*", "patience") => !is_deferred || self.chance(1, 4)?,
            ("queue.*", "concurrency") => {
                ["chat", "messaging"].contains(&self.channel.as_str()) && self.chance(3, 4)?
            }
            ("queue.*", "pauses") => self.channel == "messaging" && self.chance(3, 4)?,
            ("queue.*", "deferred") => is_deferred && self.chance(3, 4)?,
            ("queue.*", "balking" | "callback") => !is_deferred && self.chance(1, 3)?,
            ("queue.*" | "queue.*.volume" | "group.*" | "", _) => self.chance(1, 4)?,
            _ => self.chance(1, 2)?,
        })
    }

    /// Of a table with alternatives: the keys of all, and those of the chosen one.
    fn alternative(&mut self, pattern: &str) -> Result<Option<(Vec<&'static str>, &'static [&'static str])>> {
        let Some((_, alternatives)) = ALTERNATIVES.iter().find(|(table, _)| *table == pattern) else { return Ok(None) };
        Ok(Some((alternatives.concat(), self.input.choose(alternatives)?)))
    }

    /// A law: its mean, and what else it takes.
    fn law(&mut self, pattern: &str, path: &str) -> Result<()> {
        let mut laws: Vec<&str> = Law::ALL.map(Law::name).to_vec();
        laws.retain(|&law| law != "empirical" || CHILDREN[pattern].iter().any(|key| key.path.ends_with(".values")));
        if pattern.ends_with("patience") {
            laws.push("endless");
        }
        let law = *self.input.choose(&laws)?;
        self.push(path, "distribution", format!("{law:?}"));
        let key = |name: &str| CHILDREN[pattern].iter().find(|key| key.path.ends_with(name)).copied();
        match law {
            "endless" => {}
            "empirical" => {
                if let Some(key) = key(".values") {
                    self.key(key, path, "values")?;
                }
            }
            _ => {
                if let Some(key) = key(".mean") {
                    self.key(key, path, "mean")?;
                }
                if let Some(range) = Law::from_name(law).map(Law::cv_range)
                    && range.start() < range.end()
                    && (law == "hyperexponential" || self.chance(1, 2)?)
                {
                    let cv = self.number(*range.start(), *range.end())?;
                    self.push(path, "cv", float(cv));
                }
            }
        }
        Ok(())
    }

    fn key(&mut self, key: &Key, path: &str, last: &str) -> Result<()> {
        let inner = if path.is_empty() { last.to_owned() } else { format!("{path}.{last}") };
        match key.kind {
            Kind::Table => {
                if last == "*" || last == "#" {
                    return Ok(());
                }
                if key.path.ends_with("opening_hours") || key.path == "person.*.duty" {
                    return self.hours(path, last);
                }
                self.table(key.path, &inner)
            }
            Kind::Named(kind) => self.named(key.path, &inner, kind),
            Kind::Tables => {
                let value = self.list_of_tables(key.path)?;
                self.push(path, last, value);
                Ok(())
            }
            Kind::TableOrDuration { .. } | Kind::TableOrNumbers
                if CHILDREN.contains_key(key.path) && self.input.arbitrary()? =>
            {
                self.table(key.path, &inner)
            }
            _ => {
                let value = self.value(key, last)?;
                if key.path == "queue.*.channel" {
                    self.channel = value.trim_matches('"').to_owned();
                }
                self.push(path, last, value);
                Ok(())
            }
        }
    }

    /// What a table of names holds.
    fn named(&mut self, pattern: &str, path: &str, kind: &'static str) -> Result<()> {
        let names: Vec<String> = match pattern {
            "queue.*.reason" => (0..self.input.int_in_range(1..=3)?).map(|i| format!("r{i}")).collect(),
            "queue.*.event" => (0..self.input.int_in_range(1..=2)?).map(|i| format!("e{i}")).collect(),
            "queue.*.volume.driver" => (0..self.input.int_in_range(1..=2)?).map(|i| format!("d{i}")).collect(),
            "group.*.proficiency" | "person.*.proficiency" => self.names.of["queue"].clone(),
            _ => self.names.of.get(kind).cloned().unwrap_or_default(),
        };
        let below = format!("{pattern}.*");
        let Some(key) = all().find(|key| key.path == below) else { return Ok(()) };
        let count = names.len();
        for (index, name) in names.into_iter().enumerate() {
            if pattern == "queue" {
                self.channel.clear();
                self.queue.clone_from(&name);
            }
            let inner = format!("{path}.{name}");
            let begin = self.lines.len();
            if key.kind == Kind::Table {
                self.table(key.path, &inner)?;
            } else if pattern == "plan.volume" || self.chance(1, 2)? {
                let value = self.value(key, "*")?;
                self.push(path, &name, value);
            }
            match pattern {
                // Shares add up to one.
                "queue.*.reason" => {
                    let share = if index + 1 < count { 0.3 } else { 1.0 - 0.3 * index as f64 };
                    self.replace(begin, &format!("{inner}.share"), float(share));
                }
                "queue.*.event" => {
                    let first = self.day()?;
                    let last = first.saturating_add(i64::from(self.input.int_in_range(0..=2_u8)?).days());
                    self.replace(begin, &format!("{inner}.first"), first.to_string());
                    self.replace(begin, &format!("{inner}.last"), last.to_string());
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn replace(&mut self, begin: usize, path: &str, value: String) {
        if let Some(line) = self.lines[begin..].iter_mut().find(|line| line.path == path) {
            line.value = value;
        }
    }

    fn list_of_tables(&mut self, pattern: &str) -> Result<String> {
        let count = self.input.int_in_range(1..=2_u8)?;
        let mut list = Vec::new();
        for index in 0..count {
            if pattern.ends_with("outages") {
                let from = self.day()?;
                let hour = self.input.int_in_range(0..=23_u8)?;
                let until = from.saturating_add(1.day());
                list.push(format!("{{ from = {from}T{hour:02}:30:00, until = {until}T{hour:02}:00:00 }}"));
                continue;
            }
            let mut entries = Vec::new();
            for key in CHILDREN.get(format!("{pattern}.#").as_str()).map_or(&[][..], Vec::as_slice) {
                let last = key.path.rsplit('.').next().unwrap_or_default();
                let is_wanted = match last {
                    "share" => {
                        entries.push(format!("share = {}", if index == 0 { 0.4 } else { 0.3 }));
                        false
                    }
                    "factor" => index == 0,
                    "weeks" => index > 0,
                    _ => key.absent == Absent::Required || self.chance(1, 3)?,
                };
                if is_wanted {
                    entries.push(format!("{last} = {}", self.value(key, last)?));
                }
            }
            list.push(format!("{{ {} }}", entries.join(", ")));
        }
        Ok(format!("[{}]", list.join(", ")))
    }

    fn hours(&mut self, path: &str, last: &str) -> Result<()> {
        let table = if path.is_empty() { last.to_owned() } else { format!("{path}.{last}") };
        for day in ["default", "mon", "sat", "sun"] {
            if day == "default" || self.chance(1, 4)? {
                let value = self.spans()?;
                self.push(&table, day, value);
            }
        }
        if last == "opening_hours" && self.chance(1, 8)? {
            let day = self.day()?;
            self.push(&table, "closed_dates", format!("[{day}]"));
        }
        Ok(())
    }

    fn spans(&mut self) -> Result<String> {
        let spans = [
            "\"00:00-24:00\"",
            "\"08:00-20:00\"",
            "\"closed\"",
            "[\"08:00-12:00\", \"13:00-18:00\"]",
            "\"23:59-24:00\"",
        ];
        Ok((*self.input.choose(&spans)?).to_owned())
    }

    fn day(&mut self) -> Result<Date> {
        let day = self.input.int_in_range(0..=3_i64)?;
        Ok(self.names.start.saturating_add(day.days()))
    }

    fn value(&mut self, key: &Key, last: &str) -> Result<String> {
        if let Some(value) = self.special(key.path, last)? {
            return Ok(value);
        }
        Ok(match key.kind {
            Kind::Duration { above, most } => self.duration(above, most)?,
            Kind::TableOrDuration { most } => self.duration(0.0, most)?,
            Kind::Durations => format!("[{}]", self.duration(0.0, 86_400.0)?),
            Kind::Observations { most } => {
                let count = self.input.int_in_range(2..=6_u8)?;
                let values: Result<Vec<String>> = (0..count).map(|_| self.duration(-1.0, most)).collect();
                format!("[{}]", values?.join(", "))
            }
            Kind::Share { above_zero, most } => {
                let share = self.number(0.0, most)?;
                if above_zero && share == 0.0 { float(most) } else { float(share) }
            }
            Kind::Number { least, most } => float(self.number(least, most)?),
            Kind::Money => float(self.number(0.0, 1e6)?),
            Kind::Count { least, most } | Kind::CountOr { least, most, .. } => {
                if let Kind::CountOr { words, .. } = key.kind
                    && self.chance(1, 4)?
                {
                    return Ok(format!("{:?}", self.input.choose(words)?));
                }
                let usual = [least, least.saturating_add(1), 2, 3, 5, 12, 100, most];
                if self.chance(7, 8)? {
                    (*self.input.choose(&usual)?).clamp(least, most).to_string()
                } else {
                    self.input.int_in_range(least..=most)?.to_string()
                }
            }
            Kind::Truth => bool::to_string(&self.input.arbitrary()?),
            Kind::Choice(names) => format!("{:?}", self.input.choose(names)?),
            Kind::Date => self.day()?.to_string(),
            Kind::Dates => format!("[{}]", self.day()?),
            Kind::Moment => format!("{}T12:00:00", self.day()?),
            Kind::Clock => {
                format!("\"{:02}:{:02}\"", self.input.int_in_range(0..=23_u8)?, self.input.int_in_range(0..=59_u8)?)
            }
            Kind::Names => self.some_names("queue", false)?,
            Kind::Shares => format!("[{}, 1]", float(self.number(0.0, 1.0)?)),
            Kind::Numbers { fewest, most } => {
                let count = self.input.int_in_range(fewest..=most.min(fewest + 5))?;
                let numbers: Result<Vec<String>> = (0..count).map(|_| Ok(float(self.number(0.1, 3.0)?))).collect();
                format!("[{}]", numbers?.join(", "))
            }
            Kind::Spans => self.spans()?,
            Kind::Weekdays => "\"mon-sun\"".to_owned(),
            Kind::ByWeekday => format!("{{ mon = {}, sat = 1.5 }}", float(self.number(0.0, 1000.0)?)),
            Kind::ByClock => {
                format!(
                    "{{ \"00:00\" = {}, \"09:30\" = {}, \"20:00\" = 1 }}",
                    float(self.number(0.0, 10.0)?),
                    float(self.number(0.0, 10.0)?)
                )
            }
            Kind::Starts => "{ from = \"08:00\", to = \"10:00\", every = \"30m\" }".to_owned(),
            Kind::TableOrNumbers => format!("[{}]", [float(self.number(0.0, 1e6)?).as_str(); 12].join(", ")),
            Kind::Text(_) => "\"text\"".to_owned(),
            Kind::Table | Kind::Named(_) | Kind::Tables => "{}".to_owned(),
        })
    }

    /// Values that only make sense as certain names, and the size of the whole.
    fn special(&mut self, pattern: &str, last: &str) -> Result<Option<String>> {
        Ok(Some(match pattern {
            "seed" => self.input.arbitrary::<u32>()?.to_string(),
            "horizon.start" => self.names.start.to_string(),
            "horizon.days" => self.input.int_in_range(1..=3_u8)?.to_string(),
            "horizon.interval" => format!("{:?}", self.input.choose(&["15m", "30m", "1h"])?),
            "horizon.time_zone" | "site.*.time_zone" => {
                format!(
                    "{:?}",
                    self.input.choose(&["Europe/Berlin", "UTC", "America/New_York", "Australia/Lord_Howe"])?
                )
            }
            "group.*.skills" => {
                let all = !std::mem::replace(&mut self.answers_all, true);
                self.some_names("queue", all)?
            }
            "shift.*.length" => "\"8h\"".to_owned(),
            "shift.*.break.#.length" | "shift.*.break.#.every" => "\"30m\"".to_owned(),
            "shift.*.break.#.after" => "\"3h\"".to_owned(),
            "shift.*.break.#.before" => "\"5h\"".to_owned(),
            "plan.start" => "2027-01-01".to_owned(),
            "queue.*.overflow.to" | "shift.*.groups" => self.some_names("group", false)?,
            "group.*.site" => return self.one_name("site"),
            "person.*.group" => return self.one_name("group"),
            "queue.*.volume.driver.*.column" => format!("{:?}", self.input.choose(&COLUMNS)?),
            "queue.*.volume.driver.*.file" => "\"daily.csv\"".to_owned(),
            "queue.*.volume.file" => "\"volume.csv\"".to_owned(),
            "group.*.on_duty.file" => "\"on_duty.csv\"".to_owned(),
            "queue.*.volume.per_hour" | "queue.*.volume.per_day" => {
                float(*self.input.choose(&[0.0, 1e-9, 0.5, 10.0, 60.0, 300.0, 2000.0, 1e6])?)
            }
            "group.*.on_duty.level" | "group.*.headcount" => {
                self.input.choose(&[0, 1, 2, 3, 5, 8, 20, 100, 5000])?.to_string()
            }
            _ if last == "to" && (pattern.contains("escalation") || pattern.contains("transfer")) => {
                self.names.of["queue"]
                    .iter()
                    .find(|name| **name != self.queue)
                    .map(|name| format!("{name:?}"))
                    .unwrap_or("\"nowhere\"".to_owned())
            }
            _ if last == "to" => return self.one_name("queue"),
            _ => return Ok(None),
        }))
    }

    fn one_name(&mut self, kind: &'static str) -> Result<Option<String>> {
        let names = &self.names.of[kind];
        if names.is_empty() {
            Ok(Some("\"nowhere\"".to_owned()))
        } else {
            Ok(Some(format!("{:?}", self.input.choose(names)?)))
        }
    }

    fn some_names(&mut self, kind: &'static str, all: bool) -> Result<String> {
        let mut names = self.names.of[kind].clone();
        let turn = self.input.int_in_range(0..=names.len() - 1)?;
        names.rotate_left(turn);
        if !all {
            names.truncate(self.input.int_in_range(1..=names.len())?);
        }
        Ok(format!("{names:?}"))
    }

    fn duration(&mut self, above: f64, most: f64) -> Result<String> {
        let usual = [0.0, 0.001, 0.5, 1.0, 7.0, 30.0, 60.0, 180.0, 300.0, 600.0, 3600.0, 14_400.0, 86_400.0, most];
        let seconds = *self.input.choose(&usual)?;
        let seconds = if seconds <= above { 60.0_f64 } else { seconds };
        Ok(format!("\"{}\"", duration_text(seconds.min(most))))
    }

    /// A number of a range, often one of its ends.
    fn number(&mut self, least: f64, most: f64) -> Result<f64> {
        Ok(match self.input.int_in_range(0..=7_u8)? {
            0 => least,
            1 => most,
            2 => 1.0_f64.clamp(least, most),
            3 => least + (most - least) * 1e-6,
            _ => least + (most.min(least + 4.0) - least) * f64::from(self.input.int_in_range(0..=1000_u16)?) / 1000.0,
        })
    }

    fn push(&mut self, path: &str, last: &str, value: String) {
        let path = if path.is_empty() { last.to_owned() } else { format!("{path}.{last}") };
        self.lines.push(Line { path, value });
    }
}

fn float(number: f64) -> String {
    format!("{number:?}")
}
