//! The defaults in force in short: those that many queues, groups or shifts share stand in one line.

use crate::scenario::{Origin, Scenario};

/// A default that is in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DefaultInForce {
    /// Its path; with `*` where several queues, groups or others of a kind share it: `queue.*.volume.factor`.
    pub path: String,
    /// Its value.
    pub value: String,
    /// Why it is the default; with the names of those that share it where not all of the kind do.
    pub why: String,
}

/// Tables of the scenario file that hold one table per name.
const KINDS: [&str; 7] = ["queue.", "bot.", "trunk.", "group.", "shift.", "plan.group.", "self_service."];

/// A path as its kind, the name in it and the rest; `None` where there is no name in it.
fn split(path: &str) -> Option<(&'static str, &str, &str)> {
    let kind = KINDS.into_iter().find(|kind| path.starts_with(kind))?;
    let (name, rest) = path[kind.len()..].split_once('.')?;
    Some((kind, name, rest))
}

/// All defaults, equal ones of a kind together, in the order of their first.
pub fn defaults(scenario: &Scenario) -> Vec<DefaultInForce> {
    let mut shared: Vec<(DefaultInForce, Vec<&str>)> = Vec::new();
    for assumption in &scenario.assumptions {
        let Origin::Default(why) = &assumption.origin else { continue };
        let (path, name) = match split(&assumption.path) {
            Some((kind, name, rest)) => (format!("{kind}*.{rest}"), name),
            None => (assumption.path.clone(), ""),
        };
        let default = DefaultInForce { path, value: assumption.value.clone(), why: why.clone() };
        match shared.iter_mut().find(|(known, _)| *known == default) {
            Some((_, names)) => names.push(name),
            None => shared.push((default, vec![name])),
        }
    }
    let name_of = |path: &str, wanted: &str| match split(path) {
        Some((kind, name, _)) if kind == wanted => Some(name.to_owned()),
        _ => None,
    };
    shared
        .into_iter()
        .map(|(mut default, names)| {
            let Some(kind) = KINDS.into_iter().find(|kind| default.path.starts_with(&format!("{kind}*."))) else {
                return default;
            };
            let mut all: Vec<String> =
                scenario.assumptions.iter().filter_map(|assumption| name_of(&assumption.path, kind)).collect();
            all.sort();
            all.dedup();
            match names.as_slice() {
                [one] => default.path = default.path.replacen('*', one, 1),
                some if some.len() < all.len() => default.why = format!("{} ({})", default.why, some.join(", ")),
                _ => {}
            }
            default
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::example;
    use super::*;
    use crate::scenario::Assumption;

    fn scenario(defaults: &[(&str, &str)]) -> Scenario {
        let mut scenario = example::study().scenario;
        scenario.assumptions = defaults
            .iter()
            .map(|&(path, value)| Assumption {
                path: path.into(),
                value: value.into(),
                origin: Origin::Default("custom".into()),
            })
            .collect();
        scenario
    }

    fn paths(scenario: &Scenario) -> Vec<(String, String)> {
        defaults(scenario).into_iter().map(|default| (default.path, default.why)).collect()
    }

    #[test]
    fn a_default_that_all_share_stands_once() {
        let scenario = scenario(&[("queue.a.factor", "1"), ("seed", "1"), ("queue.b.factor", "1")]);
        assert_eq!(
            paths(&scenario),
            [("queue.*.factor".into(), "custom".into()), ("seed".to_owned(), "custom".to_owned())]
        );
    }

    #[test]
    fn a_default_that_some_share_names_them() {
        let scenario = scenario(&[
            ("group.a.wage", "20"),
            ("group.b.wage", "20"),
            ("group.c.wage", "25"),
            ("plan.group.a.wage", "20"),
        ]);
        assert_eq!(
            paths(&scenario),
            [
                ("group.*.wage".to_owned(), "custom (a, b)".to_owned()),
                ("group.c.wage".to_owned(), "custom".to_owned()),
                ("plan.group.a.wage".to_owned(), "custom".to_owned()),
            ]
        );
    }
}
