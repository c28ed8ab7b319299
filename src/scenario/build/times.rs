//! Times that are written as a duration or as a table of law, mean and coefficient of variation.

use super::queues::{distribution, stand_in};
use crate::distribution::{Distribution, Law};
use crate::scenario::Origin;
use crate::scenario::form::{Form, join};
use crate::scenario::keys::{self, Absent};

/// The time at a path, whose key is `pattern`; `None` if it is not written. A plain duration is the mean of the law that is
/// the default of the table.
pub(super) fn time(form: &mut Form, path: &str, pattern: &str) -> Option<Distribution> {
    if !form.is_written(path) {
        return None;
    }
    let plain = form.number(path);
    if plain.is_some() {
        assume_law(form, path, pattern);
    }
    let mean = plain.or_else(|| form.number(&join(path, "mean")));
    let law = match plain {
        Some(_) => usual_law(pattern).map(|(law, _)| law),
        None => form.text(&join(path, "distribution")),
    };
    Some(match (mean, law.and_then(Law::from_name)) {
        (Some(mean), Some(law)) => distribution(form, path, law, mean).unwrap_or_else(stand_in),
        _ => stand_in(),
    })
}

/// The default of `distribution` in a table, and where it comes from.
fn usual_law(pattern: &str) -> Option<(&'static str, &'static str)> {
    let path = format!("{pattern}.distribution");
    match keys::all().find(|key| key.path == path)?.absent {
        Absent::Default(law, source) => Some((law, source)),
        _ => None,
    }
}

fn assume_law(form: &mut Form, path: &str, pattern: &str) {
    if let Some((law, source)) = usual_law(pattern) {
        form.assume(&join(path, "distribution"), law, Origin::Default(source.to_owned()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::kind::Kind;

    #[test]
    fn every_time_that_may_be_a_plain_duration_has_a_law_to_take() {
        for key in keys::all().filter(|key| matches!(key.kind, Kind::TableOrDuration { .. })) {
            let law = usual_law(key.path).unwrap_or_else(|| panic!("{} has no law", key.path));
            assert!(Law::from_name(law.0).is_some(), "{}", key.path);
        }
    }
}
