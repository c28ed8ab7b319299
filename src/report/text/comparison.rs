//! A comparison as text: for each variant a sentence and a table of the headline measures.

use super::table::{table, wrapped};
use crate::report::{VERSION, comparison};
use crate::what_if::WhatIf;

/// What each variant changes: a sentence, and a table with both values, the difference with its 95 % interval, and whether it
/// is real.
pub fn what_if_text(what_if: &WhatIf, width: u16) -> String {
    let currency = &what_if.baseline.scenario.currency;
    let mut parts = Vec::new();
    for (variant, sentence) in what_if.variants.iter().zip(comparison::sentences(what_if)) {
        let mut rows = table(width, &["", "", &what_if.baseline.name, &variant.outcome.name, "difference", "real?"]);
        let mut last = None;
        for (about, difference) in variant.headlines() {
            let name = if last == Some(about) { String::new() } else { comparison::about(about) };
            last = Some(about);
            rows.add_row(vec![
                name,
                comparison::title(difference.measure).to_owned(),
                comparison::value(difference.measure, difference.baseline, currency),
                comparison::value(difference.measure, difference.variant, currency),
                comparison::change(difference, currency),
                comparison::verdict(difference).to_owned(),
            ]);
        }
        parts.extend([wrapped(&sentence, width), String::new(), rows.text(), String::new()]);
        parts.extend(comparison::remarks(what_if, variant).iter().map(|remark| wrapped(remark, width)));
        parts.extend(comparison::gain(variant).map(|gain| wrapped(&gain, width)));
        parts.push(String::new());
    }
    parts.push(wrapped(&comparison::legend(what_if), width));
    parts.push(wrapped(&format!("{} callboard {VERSION}.", comparison::provenance(what_if)), width));
    parts.join("\n") + "\n"
}
