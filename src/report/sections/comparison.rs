//! The comparison of scenarios: a chart per headline measure, the numbers, and how they came about.

use super::{Figure, Form, HALF, Legend, Section, Table, WHOLE, legend, strings};
use crate::report::chart::{Colour, DrawingError, Mark, WhiskerRow, Whiskers, palette};
use crate::report::{comparison, format};
use crate::simulation::Measure;
use crate::statistics::Estimate;
use crate::what_if::{About, Difference, Kind, WhatIf};

/// Rows of a chart, at most; the table behind it has all.
const MOST_ROWS: usize = 24;

/// Letters of a label in a chart of half the width, at most.
const SHORT_LABEL: usize = 24;

/// What a chart shows: of what, in which variant.
type Row<'a> = (&'a About, &'a str, &'a Difference);

pub(in crate::report) fn sections(what_if: &WhatIf) -> Result<Vec<Section>, DrawingError> {
    Ok(vec![charts(what_if)?, numbers(what_if), method(what_if)])
}

fn charts(what_if: &WhatIf) -> Result<Section, DrawingError> {
    let mut figures = Vec::new();
    for &measure in Kind::Total.headline() {
        let rows = rows(what_if, measure);
        if !rows.is_empty() {
            figures.push(figure(what_if, measure, &rows)?);
        }
    }
    Ok(Section {
        title: "Which differences are real?".into(),
        lead: format!(
            "Each dot is the difference from “{}”, with its 95 % interval; both were simulated with the same customers. Where \
             the interval does not reach the line at 0, the difference is real.",
            what_if.baseline.name
        ),
        figures,
        tables: Vec::new(),
        details: Vec::new(),
        details_title: "",
        notes: Vec::new(),
    })
}

/// The differences of a measure: by subject in the order of the baseline, then by variant.
fn rows(what_if: &WhatIf, measure: Measure) -> Vec<Row<'_>> {
    let mut rows: Vec<Row> = Vec::new();
    for variant in &what_if.variants {
        let found = variant.headlines().filter(|(_, difference)| difference.measure == measure);
        rows.extend(found.map(|(about, difference)| (about, variant.outcome.name.as_str(), difference)));
    }
    let mut order: Vec<&About> = Vec::new();
    for (about, ..) in &rows {
        if !order.contains(about) {
            order.push(about);
        }
    }
    // The total is first, and a kind stays together, also where a variant lacks some.
    order.sort_by_key(|about| about.kind);
    rows.sort_by_key(|(about, ..)| order.iter().position(|other| other == about));
    rows
}

fn figure(what_if: &WhatIf, measure: Measure, rows: &[Row]) -> Result<Figure, DrawingError> {
    let currency = &what_if.baseline.scenario.currency;
    let several = what_if.variants.len() > 1;
    let mut drawn: Vec<WhiskerRow> = Vec::new();
    let mut last = None;
    for (about, variant, difference) in rows {
        if several && last != Some(about) {
            drawn.push(WhiskerRow { label: comparison::about(about), mark: None });
        }
        last = Some(about);
        let label = if several { (*variant).to_owned() } else { comparison::about(about) };
        let mark = Mark {
            estimate: comparison::in_unit(measure, difference.difference),
            text: comparison::bare_change(difference),
            colour: colour(difference),
            filled: difference.is_real == Some(true),
        };
        drawn.push(WhiskerRow { label, mark: Some(mark) });
    }
    let left_out = drawn.len() > MOST_ROWS;
    drawn.truncate(MOST_ROWS);
    let is_wide = drawn.iter().any(|row| row.label.chars().count() > SHORT_LABEL);
    let title = format::capital(comparison::title(measure));
    let unit = comparison::unit(measure, currency);
    let chart = Whiskers {
        description: format!(
            "{title}: differences from {} with their 95 % intervals, in {unit}",
            what_if.baseline.name
        ),
        width: if is_wide { WHOLE.0 } else { HALF.0 },
        unit: if unit == "points" { "percentage points".to_owned() } else { unit },
        rows: drawn,
    };
    let more = if left_out { " (the first; the table behind has all)" } else { "" };
    let table_rows = rows.iter().map(|(about, variant, difference)| {
        let mut row = vec![comparison::about(about)];
        row.extend(several.then(|| (*variant).to_owned()));
        row.extend(cells(difference, currency));
        row
    });
    let mut head = vec![String::new()];
    head.extend(several.then(|| "Variant".to_owned()));
    head.extend([what_if.baseline.name.clone()]);
    head.extend(strings(&["Then", "Difference", "Real?", "Independent runs: ±", "Variance smaller by"]));
    Ok(Figure {
        title: format!("{title}{more}"),
        drawing: chart.svg()?,
        legend: key(rows),
        table: Table { caption: title, over: Vec::new(), head, rows: table_rows.collect(), words: false },
        wide: is_wide,
        is_people: false,
    })
}

fn cells(difference: &Difference, currency: &str) -> Vec<String> {
    let measure = difference.measure;
    let independent = difference.independent_half_width.map(Estimate::exact);
    vec![
        comparison::value(measure, difference.baseline, currency),
        comparison::value(measure, difference.variant, currency),
        comparison::change(difference, currency),
        comparison::verdict(difference).to_owned(),
        independent.map_or_else(
            || format::NONE.to_owned(),
            |half| format::mean(comparison::in_unit(measure, half), |half| format::short(half, 2)),
        ),
        difference
            .variance_ratio
            .map_or_else(|| format::NONE.to_owned(), |ratio| format!("{} ×", format::short(ratio, 1))),
    ]
}

/// Better, worse, neither; not shown.
fn colour(difference: &Difference) -> Colour {
    match (difference.is_real, comparison::is_better(difference)) {
        (Some(true), Some(true)) => palette::BLUE,
        (Some(true), Some(false)) => palette::ORANGE,
        (Some(true), None) => palette::INK,
        _ => palette::DIM,
    }
}

/// The colours that occur.
fn key(rows: &[Row]) -> Vec<Legend> {
    let words = [
        (palette::BLUE, "better"),
        (palette::ORANGE, "worse"),
        (palette::INK, "different"),
        (palette::DIM, "not shown to differ (ring)"),
    ];
    let occurs = |wanted: Colour| rows.iter().any(|(.., difference)| colour(difference) == wanted);
    words
        .into_iter()
        .filter(|(colour, _)| occurs(*colour))
        .map(|(colour, text)| legend(Form::Solid, colour, text))
        .collect()
}

fn numbers(what_if: &WhatIf) -> Section {
    let currency = &what_if.baseline.scenario.currency;
    let tables = what_if.variants.iter().map(|variant| {
        let mut last = None;
        let rows = variant.headlines().map(|(about, difference)| {
            let name = if last == Some(about) { String::new() } else { comparison::about(about) };
            last = Some(about);
            let mut row = vec![name, comparison::title(difference.measure).to_owned()];
            row.extend(cells(difference, currency).into_iter().take(4));
            row
        });
        let mut head = vec![String::new(), String::new(), what_if.baseline.name.clone(), variant.outcome.name.clone()];
        head.extend(strings(&["Difference", "Real?"]));
        let rows = rows.collect();
        Table { caption: variant.outcome.name.clone(), over: Vec::new(), head, rows, words: false }
    });
    Section {
        title: "The numbers".into(),
        lead: comparison::legend(what_if),
        figures: Vec::new(),
        tables: tables.collect(),
        details: Vec::new(),
        details_title: "",
        notes: Vec::new(),
    }
}

fn method(what_if: &WhatIf) -> Section {
    let mut notes = vec![comparison::provenance(what_if)];
    for variant in &what_if.variants {
        notes.extend(comparison::remarks(what_if, variant));
        notes.extend(comparison::gain(variant));
    }
    let outcomes = [&what_if.baseline].into_iter().chain(what_if.variants.iter().map(|variant| &variant.outcome));
    let rows = outcomes.map(|outcome| {
        let overrides = comparison::overrides(&outcome.scenario);
        let changes = if overrides.is_empty() { "as the file says".to_owned() } else { overrides.join(", ") };
        vec![outcome.name.clone(), outcome.scenario.name.clone(), changes, outcome.scenario.digest.clone()]
    });
    let table = Table {
        caption: "What was compared".into(),
        over: Vec::new(),
        head: strings(&["", "Scenario", "Changes", "Fingerprint of the inputs"]),
        rows: rows.collect(),
        words: true,
    };
    Section {
        title: "How it was compared".into(),
        lead: String::new(),
        figures: Vec::new(),
        tables: vec![table],
        details: Vec::new(),
        details_title: "",
        notes,
    }
}
