//! The variance of days as text, JSON and CSV: what was planned, what came, and why.

pub(super) mod words;

use super::csv::{safe, table as rows_of};
use super::text::table::{table, wrapped};
use super::{VERSION, format};
use crate::scenario::Scenario;
use crate::statistics::Estimate;
use crate::variance::{Cause, Explained, Explanation, Quantity, Variance};
use serde_json::{Map, Value, json};

/// A variance with what a reader has to know beside it.
#[derive(Debug, Clone, Copy)]
pub struct VarianceReport<'a> {
    /// The scenario of the days: names and currency.
    pub scenario: &'a Scenario,
    /// The variance.
    pub variance: &'a Variance,
    /// Where the plan comes from, and what could not be told.
    pub notes: &'a [String],
}

/// Sentences day by day, a table of all days together, and where it comes from.
pub fn variance_text(report: &VarianceReport<'_>, width: u16) -> String {
    let mut parts: Vec<String> = words::sentences(report).iter().map(|sentence| wrapped(sentence, width)).collect();
    if let Some(whole) = report.variance.whole() {
        let mut head = vec![words::days(whole), "planned".to_owned()];
        head.extend(report.variance.causes.iter().map(|cause| cause.name().to_owned()));
        head.extend(["the rest".to_owned(), "recorded".to_owned()]);
        let head: Vec<&str> = head.iter().map(String::as_str).collect();
        let mut all = table(width, &head);
        for found in whole.explained.iter().filter(|found| found.queue.is_none()) {
            all.add_row(words::row(report, found));
        }
        parts.extend([String::new(), all.text(), String::new()]);
    }
    parts.extend(report.notes.iter().map(|note| wrapped(note, width)));
    parts.push(wrapped(&words::provenance(report), width));
    parts.join("\n") + "\n"
}

/// One row for each stretch of days, queue (or all) and measure; all days together last. Cells are empty where nothing is known.
pub fn variance_csv(report: &VarianceReport<'_>) -> String {
    let mut head: Vec<String> =
        ["first", "last", "queue", "measure", "planned", "planned_half_width"].map(str::to_owned).to_vec();
    for cause in Cause::ALL {
        head.extend([cause.name().to_owned(), format!("{}_half_width", cause.name())]);
    }
    head.extend(["expected", "rest", "rest_half_width", "chance", "recorded"].map(str::to_owned));
    let mut rows = vec![head];
    for stretch in all(report.variance) {
        for found in &stretch.explained {
            let queue = found.queue.map_or_else(|| "all".to_owned(), |queue| safe(&report.scenario.queues[queue].name));
            let mut row =
                vec![stretch.first.to_string(), stretch.last.to_string(), queue, found.quantity.name().to_owned()];
            row.extend(cells(found.planned));
            for cause in Cause::ALL {
                let place = report.variance.place(cause);
                row.extend(cells(place.map_or_else(Estimate::none, |place| found.parts[place])));
            }
            row.push(cell(found.expected.mean));
            row.extend(cells(found.rest));
            row.extend([cell(found.chance), cell(found.recorded)]);
            rows.push(row);
        }
    }
    rows_of(&rows)
}

fn cells(estimate: Estimate) -> [String; 2] {
    [cell(estimate.mean), cell(estimate.half_width)]
}

fn cell(value: Option<f64>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

/// The stretches, and all of them together.
fn all(variance: &Variance) -> impl Iterator<Item = &Explanation> {
    variance.stretches.iter().chain(&variance.together)
}

/// Each stretch with everything that is explained, by name and measure.
pub fn variance_json(report: &VarianceReport<'_>) -> Value {
    let variance = report.variance;
    json!({
        "scenario": report.scenario.name,
        "seed": variance.seed,
        "replications": variance.replications,
        "causes": variance.causes.iter().map(|cause| cause.name()).collect::<Vec<_>>(),
        "stretches": variance.stretches.iter().map(|stretch| stretch_json(report, stretch)).collect::<Vec<_>>(),
        "usual_routing_and_the_rest": variance.usual.iter().map(|usual| {
            let queue = usual.queue.map(|queue| &report.scenario.queues[queue].name);
            json!({"queue": queue, "measure": usual.quantity.name(), "days": usual.days, "mean": usual.mean})
        }).collect::<Vec<_>>(),
        "together": variance.together.as_ref().map(|together| stretch_json(report, together)),
        "sentences": words::sentences(report),
        "notes": report.notes,
        "version": VERSION,
    })
}

fn stretch_json(report: &VarianceReport<'_>, stretch: &Explanation) -> Value {
    let of_queue = |queue: Option<usize>| -> Map<String, Value> {
        let found = stretch.explained.iter().filter(|found| found.queue == queue);
        found.map(|found| (found.quantity.name().to_owned(), explained_json(report.variance, found))).collect()
    };
    let queues = report.scenario.queues.iter().enumerate().map(|(index, queue)| {
        let mut entry = Map::from_iter([("name".to_owned(), json!(queue.name))]);
        entry.extend(of_queue(Some(index)));
        Value::Object(entry)
    });
    json!({
        "first": stretch.first.to_string(),
        "last": stretch.last.to_string(),
        "total": of_queue(None),
        "queues": queues.collect::<Vec<_>>(),
    })
}

fn explained_json(variance: &Variance, found: &Explained) -> Value {
    let parts = variance.causes.iter().zip(&found.parts).map(|(cause, part)| (cause.name().to_owned(), json!(part)));
    json!({
        "planned": found.planned,
        "causes": parts.collect::<Map<String, Value>>(),
        "expected": found.expected,
        "routing_and_the_rest": found.rest,
        "chance": found.chance,
        "recorded": found.recorded,
    })
}

/// How a measure is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Share,
    Seconds,
    Hours,
    Money,
    Count,
}

pub(super) fn form(quantity: Quantity) -> Form {
    match quantity {
        Quantity::ServiceLevel | Quantity::Abandonment => Form::Share,
        Quantity::Asa => Form::Seconds,
        Quantity::Workload | Quantity::AgentsNeeded | Quantity::OnDuty => Form::Hours,
        Quantity::Cost => Form::Money,
        Quantity::Contacts => Form::Count,
    }
}

/// A value of a measure with its unit.
pub(super) fn value(quantity: Quantity, mean: f64, currency: &str) -> String {
    match form(quantity) {
        Form::Share => format::percent(mean),
        Form::Seconds => format::duration(mean.max(0.0)),
        Form::Hours => format!("{} h", format::decimal(mean, 1)),
        Form::Money => format!("{} {currency}", format::count(mean)),
        Form::Count => format::count(mean),
    }
}

/// A part of a difference, with its sign and margin and without its unit: shares in percentage points.
pub(super) fn part(quantity: Quantity, estimate: Estimate) -> String {
    let Some(mean) = estimate.mean else { return format::NONE.to_owned() };
    let (factor, places) = match form(quantity) {
        Form::Share => (100.0, 1),
        Form::Seconds | Form::Hours => (1.0, 1),
        Form::Money | Form::Count => (1.0, 0),
    };
    let number = format::decimal(factor * mean, places);
    let is_zero = number.chars().all(|letter| matches!(letter, '0' | '.' | ','));
    let sign = if mean > 0.0 && !is_zero { "+" } else { "" };
    let margin = estimate.half_width.filter(|half| *half > 0.0 && quantity.is_simulated());
    let margin = margin.map_or_else(String::new, |half| format!(" ± {}", format::decimal(factor * half, places)));
    format!("{sign}{number}{margin}")
}

/// What parts of a measure are counted in.
pub(super) fn unit(quantity: Quantity, currency: &str) -> &str {
    match form(quantity) {
        Form::Share => "points",
        Form::Seconds => "s",
        Form::Hours => "h",
        Form::Money => currency,
        Form::Count => "contacts",
    }
}
