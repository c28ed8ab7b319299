//! Every key of the scenario file: what it holds, what holds without it, and what it means.
//!
//! Checks, defaults, the list of assumptions and the JSON Schema all come from this one table. In a path, `*` stands for
//! a name that the file chooses, `DAY` for a weekday and `#` for a place in a list.

mod centre;
mod initiatives;
mod intraday;
mod journey;
pub(super) mod people;
mod plan;
mod roster;
mod volume;
mod work;

pub use journey::{LEAST_RELATIVE, MOST_RELATIVE, SIXTY_DAYS};

use super::kind::{Kind, WEEKDAYS};

/// What holds where a key is not written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Absent {
    /// It must be written wherever its table is.
    Required,
    /// Nothing: what it would promise, limit or add does not exist.
    Nothing,
    /// It follows from other keys, as the documentation says.
    Follows,
    /// A value, as it would be written, and where it comes from.
    Default(&'static str, &'static str),
}

/// A key of the scenario file.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Key {
    /// Where it stands: `queue.*.handling.mean`.
    pub path: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// What holds without it.
    pub absent: Absent,
    /// What it means.
    pub doc: &'static str,
}

/// Longest horizon, in days.
pub const MOST_DAYS: i64 = 400;
/// Most people in a group.
pub const MOST_PEOPLE: i64 = 100_000;
/// Most queues, groups or shift types.
pub const MOST_NAMES: usize = 500;
/// Highest volume per hour.
pub const MOST_PER_HOUR: f64 = 1e9;
/// Most replications.
pub const MOST_REPLICATIONS: i64 = 1_000_000;

/// Names of the laws of handling times.
pub const HANDLING_LAWS: &[&str] =
    &["exponential", "lognormal", "gamma", "weibull", "constant", "hyperexponential", "empirical"];
/// Names of the laws of patience.
pub const PATIENCE_LAWS: &[&str] =
    &["exponential", "lognormal", "gamma", "weibull", "constant", "hyperexponential", "empirical", "endless"];
/// Names of the channels.
pub const CHANNELS: &[&str] = &["voice", "chat", "messaging", "email", "social", "cases"];
/// Names of the definitions of service level.
pub const DEFINITIONS: &[&str] = &["default", "answered-of-offered", "answered-only", "with-early-abandons"];
/// The stretch of time over which a promise has to hold.
pub const OVER: &[&str] = &["interval", "day", "horizon"];
/// How a contact chooses a group.
pub const CONTACT_GOES: &[&str] = &["skill-order", "longest-idle", "least-occupied", "most-skilled"];
/// How an agent chooses a contact.
pub const AGENT_TAKES: &[&str] = &["skill-order", "priority", "longest-waiting", "weighted-wait"];
/// How long the periods of a plan are.
pub const STEPS: &[&str] = &["month", "week"];
/// What becomes of who waits at closing time.
pub const AT_CLOSING: &[&str] = &["serve", "disconnect"];

const DAY_LONG: Kind = Kind::Duration { above: 0.0, most: 86_400.0 };
const DAY_LONG_OR_NOTHING: Kind = Kind::Duration { above: -1.0, most: 86_400.0 };
const NAME: Kind = Kind::Text(200);
const FACTOR: Kind = Kind::Number { least: 0.0, most: 1000.0 };
const PERCENT: Kind = Kind::Share { above_zero: false, most: 1.0 };
const SOME_PERCENT: Kind = Kind::Share { above_zero: true, most: 1.0 };
const RATE: Kind = Kind::Number { least: 0.0, most: MOST_PER_HOUR };
const CV: Kind = Kind::Number { least: 0.0, most: 20.0 };
const MONTHS: Kind = Kind::Count { least: 0, most: 36 };
const PEOPLE: Kind = Kind::Count { least: 0, most: MOST_PEOPLE };

const fn key(path: &'static str, kind: Kind, absent: Absent, doc: &'static str) -> Key {
    Key { path, kind, absent, doc }
}

/// All keys, a table before what stands in it.
pub fn all() -> impl Iterator<Item = &'static Key> {
    centre::KEYS
        .iter()
        .chain(volume::KEYS)
        .chain(journey::KEYS)
        .chain(people::KEYS)
        .chain(work::KEYS)
        .chain(plan::KEYS)
        .chain(initiatives::KEYS)
        .chain(roster::KEYS)
        .chain(intraday::KEYS)
}

/// Keys of which only one alternative may be given: at most one of the lists in a table may have keys that are not in the
/// others too. An override of a key takes what stands only in other alternatives out of the file.
pub const ALTERNATIVES: &[(&str, &[&[&str]])] = &[
    ("horizon", &[&["days"], &["hours"], &["length"]]),
    (
        "queue.*.volume",
        &[&["per_hour"], &["per_day", "weekday", "intraday", "growth_per_week"], &["file"], &["driver", "intraday"]],
    ),
    ("queue.*.handling", &[&["mean", "cv"], &["values"]]),
    ("queue.*.patience", &[&["mean", "cv"], &["values"]]),
    ("queue.*.concurrency", &[&["ratio"], &["stretch"]]),
    ("queue.*.callback", &[&["when"], &["after"]]),
    ("queue.*.reason.*", &[&["handling_factor"], &["handling_mean"]]),
    ("group.*.on_duty", &[&["level"], &["file"]]),
    ("plan.group.*", &[&["attrition_per_month"], &["attrition_per_year"]]),
    ("plan.group.*", &[&["training_months"], &["training_weeks"]]),
    ("plan.seasonal.*", &[&["training_months"], &["training_weeks"]]),
    ("plan.outsourcing.*", &[&["group", "per_hour", "most_per_month"], &["queue", "per_contact", "shares"]]),
    ("self_service.*", &[&["bot"], &["queues", "entry", "containment", "unresolved", "resolved_handling"]]),
];

/// Whether a segment of a pattern stands for a segment of a path.
pub fn segment_matches(pattern: &str, segment: &str) -> bool {
    match pattern {
        "*" => true,
        "DAY" => WEEKDAYS.contains(&segment),
        "#" => segment.bytes().all(|byte| byte.is_ascii_digit()),
        literal => literal == segment,
    }
}

/// Whether a pattern stands for a path.
pub fn path_matches(pattern: &str, path: &[String]) -> bool {
    let mut segments = path.iter();
    pattern.split('.').all(|part| segments.next().is_some_and(|segment| segment_matches(part, segment)))
        && segments.next().is_none()
}

/// The key at a path.
pub fn find(path: &[String]) -> Option<&'static Key> {
    // An exact key comes before a pattern: `opening_hours.default` is no name.
    all().find(|key| path_matches(key.path, path))
}

/// What the key of an override may hold, written as before the `=` of `--set`: `queue.orders.handling.mean`; of a place in a list, what
/// an element of the list may hold. `None` where there is no such key.
pub fn kind_at(key: &str) -> Option<Kind> {
    let whole = format!("{key}=");
    let (path, _) = super::overrides::split(&whole).filter(|(_, rest)| rest.is_empty())?;
    if let Some(key) = find(&path) {
        return Some(key.kind);
    }
    let (place, list) = path.split_last()?;
    let is_place = place.bytes().all(|byte| byte.is_ascii_digit());
    match find(list).filter(|_| is_place)?.kind {
        Kind::Shares => Some(PERCENT),
        Kind::Numbers { .. } | Kind::TableOrNumbers => Some(Kind::Number { least: 0.0, most: super::kind::LARGEST }),
        _ => None,
    }
}

/// The keys that stand directly in a table of that pattern.
pub fn children(pattern: &str) -> impl Iterator<Item = (&'static Key, &'static str)> {
    let pattern = pattern.to_owned();
    all().filter_map(move |key| {
        let rest =
            if pattern.is_empty() { key.path } else { key.path.strip_prefix(pattern.as_str())?.strip_prefix('.')? };
        (!rest.contains('.')).then_some((key, rest))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_stands_in_a_table_that_is_listed_before_it() {
        let keys: Vec<&Key> = all().collect();
        for (index, key) in keys.iter().enumerate() {
            if let Some((parent, last)) = key.path.rsplit_once('.') {
                let parent = parent.strip_suffix(".#").unwrap_or(parent);
                let parent = keys[..index].iter().find(|other| other.path == parent);
                let parent = parent.unwrap_or_else(|| panic!("{} stands in no table", key.path));
                assert!(parent.kind.is_table(), "{}", key.path);
                assert_eq!(last == "*", matches!(parent.kind, Kind::Named(_)), "{}", key.path);
            }
        }
    }

    #[test]
    fn the_key_of_an_override_is_known_with_its_names_and_places() {
        assert_eq!(kind_at("budget.per_year"), Some(Kind::Money));
        assert_eq!(kind_at("self_service.\"a.b\".containment"), Some(PERCENT));
        assert_eq!(kind_at("self_service.bot.adoption.0"), Some(PERCENT));
        assert!(matches!(kind_at("plan.volume.calls.3"), Some(Kind::Number { .. })));
        for unknown in ["budget.per_week", "budget.per_year.0", "budget.per_year=3", "", "a..b"] {
            assert_eq!(kind_at(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn no_key_is_listed_twice_and_each_says_what_it_means() {
        let keys: Vec<&Key> = all().collect();
        for (index, key) in keys.iter().enumerate() {
            assert!(keys[..index].iter().all(|other| other.path != key.path), "{}", key.path);
            assert!(key.doc.ends_with('.'), "{}", key.path);
        }
    }

    #[test]
    fn the_names_in_the_table_are_those_of_the_types() {
        use crate::distribution::Law;
        use crate::target::{Over, ServiceLevelDefinition};
        assert_eq!(HANDLING_LAWS, Law::ALL.map(Law::name));
        assert_eq!(&PATIENCE_LAWS[..7], HANDLING_LAWS);
        assert_eq!(DEFINITIONS, ServiceLevelDefinition::ALL.map(ServiceLevelDefinition::name));
        assert_eq!(OVER, Over::ALL.map(Over::name));
        assert_eq!(STEPS, crate::scenario::plan::Step::ALL.map(crate::scenario::plan::Step::name));
        assert_eq!(CHANNELS, crate::scenario::Channel::ALL.map(crate::scenario::Channel::name));
    }
}
