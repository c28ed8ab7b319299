//! The validation as text, JSON and CSV.

mod document;
mod reasons;
pub(super) mod words;

pub(super) use document::in_short;
pub use document::{validation_csv, validation_json};

use super::text::table::{table, wrapped};
use super::{VERSION, format};
use crate::validation::{Measure, Validation};

/// The headline with its yardsticks, the whole period by queue, and the reasons where it misses.
pub fn validation_text(validation: &Validation, width: u16) -> String {
    let mut parts = vec![words::title(validation), String::new()];
    parts.extend(words::sentences(validation).iter().map(|sentence| wrapped(sentence, width)));
    parts.push(String::new());
    let mut whole = table(width, &["over the whole", "", "recorded", "simulated", "90 % band", "inside?"]);
    for subject in &validation.subjects {
        // All queues together are the one queue, where there is but one.
        if subject.queue.is_none() && validation.queues.len() == 1 {
            continue;
        }
        let mut name = words::subject(validation, subject);
        for measure in Measure::ALL {
            let Some(beside) = subject.whole.of(measure) else { continue };
            let row = words::Row::of(measure, beside);
            whole.add_row(vec![
                std::mem::take(&mut name),
                words::measure(measure).to_owned(),
                row.recorded,
                row.simulated,
                row.band,
                row.inside.to_owned(),
            ]);
        }
    }
    if !validation.scores.is_empty() {
        parts.extend([whole.text(), String::new()]);
        let mut errors = table(
            width,
            &["off on a typical day", "simulation", "chance", "average day", "formula", "days inside", "expected"],
        );
        for score in &validation.scores {
            errors.add_row(words::score_row(score));
        }
        parts.extend([errors.text(), String::new()]);
    }
    let reasons = words::reasons(validation);
    if !reasons.is_empty() {
        parts.push("Likely reasons, and limits of the comparison:".to_owned());
        parts.extend(reasons.iter().map(|reason| wrapped(&format!("- {reason}"), width)));
        parts.push(String::new());
    }
    parts.extend(words::remarks(validation).iter().map(|remark| wrapped(remark, width)));
    parts.push(wrapped(&format!("{} callboard {VERSION}.", words::provenance(validation)), width));
    parts.join("\n") + "\n"
}

/// A span of dates in words.
pub(super) fn period(validation: &Validation) -> String {
    let days = &validation.scenario.calendar.days;
    let date = |day: Option<&crate::calendar::Day>| {
        day.map_or_else(String::new, |day| format!("{} {}", format::day(day.date), day.date.year()))
    };
    format!("{} to {}", date(days.first()), date(days.last()))
}
