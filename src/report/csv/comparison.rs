//! A comparison as a table for spreadsheets.

use super::{safe, strings, table};
use crate::statistics::Estimate;
use crate::what_if::WhatIf;

/// One row per variant, queue, group, bot or trunk (or the total) and measure: both values and the difference with their
/// half-widths at 95 %, and whether it is real; cells are empty where nothing is known.
pub fn what_if_csv(what_if: &WhatIf) -> String {
    let mut head = strings(["variant", "kind", "name", "measure"]);
    for name in ["baseline", "variant_value", "difference"] {
        head.extend([name.to_owned(), format!("{name}_half_width")]);
    }
    head.extend(strings(["independent_half_width", "variance_ratio", "real", "real_among_all"]));
    let mut rows = vec![head];
    for variant in &what_if.variants {
        for compared in &variant.subjects {
            for difference in &compared.differences {
                let mut row = vec![
                    safe(&variant.outcome.name),
                    compared.about.kind.name().to_owned(),
                    safe(&compared.about.name),
                    difference.measure.name().to_owned(),
                ];
                for Estimate { mean, half_width } in [difference.baseline, difference.variant, difference.difference] {
                    row.extend([cell(mean), cell(half_width)]);
                }
                row.extend([cell(difference.independent_half_width), cell(difference.variance_ratio)]);
                row.extend([cell(difference.is_real), cell(difference.is_real_among_all)]);
                rows.push(row);
            }
        }
    }
    table(&rows)
}

fn cell<T: ToString>(value: Option<T>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}
