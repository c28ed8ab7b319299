//! A comparison as one JSON document.

use crate::report::{VERSION, comparison};
use crate::what_if::{About, Compared, Comparison, Difference, Kind, Outcome, WhatIf};
use serde_json::{Map, Value, json};

/// Each variant with the differences of everything that both sides have, by name and measure.
pub fn what_if_json(what_if: &WhatIf) -> Value {
    let mut document = json!({
        "scenario": what_if.baseline.scenario.name,
        "seed": what_if.seed,
        "replications": what_if.replications,
        "headline_differences": what_if.chances,
        "baseline": side(&what_if.baseline),
    });
    document["variants"] = what_if.variants.iter().map(|variant| variant_json(what_if, variant)).collect();
    document["version"] = json!(VERSION);
    document
}

fn side(outcome: &Outcome) -> Value {
    json!({
        "name": outcome.name,
        "scenario": outcome.scenario.name,
        "overrides": comparison::overrides(&outcome.scenario),
        "digest": outcome.scenario.digest,
    })
}

fn variant_json(what_if: &WhatIf, variant: &Comparison) -> Value {
    let mut entry = side(&variant.outcome);
    let of_kind = |kind: Kind| variant.subjects.iter().filter(move |compared| compared.about.kind == kind);
    for (key, kind) in [("queues", Kind::Queue), ("groups", Kind::Group), ("bots", Kind::Bot), ("trunks", Kind::Trunk)]
    {
        entry[key] = of_kind(kind).map(|compared| measures(compared, true)).collect();
    }
    entry["total"] = of_kind(Kind::Total).map(|compared| measures(compared, false)).next().unwrap_or_default();
    let only = |abouts: &[About]| -> Value {
        abouts.iter().map(|about| json!({"kind": about.kind.name(), "name": about.name})).collect()
    };
    entry["only_in_baseline"] = only(&variant.only_in_baseline);
    entry["only_in_variant"] = only(&variant.only_in_variant);
    entry["remarks"] = json!(comparison::remarks(what_if, variant));
    entry
}

fn measures(compared: &Compared, has_name: bool) -> Value {
    let mut entry = Map::new();
    if has_name {
        entry.insert("name".into(), json!(compared.about.name));
    }
    let differences = compared.differences.iter();
    entry.extend(differences.map(|difference| (difference.measure.name().to_owned(), numbers(difference))));
    Value::Object(entry)
}

fn numbers(difference: &Difference) -> Value {
    json!({
        "baseline": difference.baseline,
        "variant": difference.variant,
        "difference": difference.difference,
        "independent_half_width": difference.independent_half_width,
        "variance_ratio": difference.variance_ratio,
        "real": difference.is_real,
        "real_among_all": difference.is_real_among_all,
    })
}
