//! The validation as one JSON document, and as rows for a spreadsheet.

use super::words;
use crate::calendar::clock;
use crate::report::VERSION;
use crate::report::csv::safe;
use crate::validation::band::Coverage;
use crate::validation::reasons::Reason;
use crate::validation::{Beside, Compared, Measure, Trust, Validation};
use serde_json::{Map, Value, json};

/// The headline, the scores, what was recorded beside what was simulated over the whole, by day and by interval of the day, and the
/// reasons.
pub fn validation_json(validation: &Validation) -> Value {
    let calendar = &validation.scenario.calendar;
    let subjects = validation.subjects.iter().map(|subject| {
        let days = subject.days.iter().zip(&calendar.days).map(|(of_day, day)| {
            let mut row = compared(of_day);
            row["date"] = json!(day.date.to_string());
            row
        });
        let clocks = subject.clocks.iter().zip(&validation.clocks).map(|(of_clock, minute)| {
            let mut row = compared(of_clock);
            row["start"] = json!(clock(*minute));
            row
        });
        json!({
            "queue": subject.queue.map(|queue| &validation.scenario.queues[queue].name),
            "whole": compared(&subject.whole),
            "days": days.collect::<Value>(),
            "intervals_of_the_day": clocks.filter(|row| row["offered"] != json!(0.0)).collect::<Value>(),
        })
    });
    json!({
        "from": calendar.days.first().map(|day| day.date.to_string()),
        "to": calendar.days.last().map(|day| day.date.to_string()),
        "service_level_definition": Measure::DEFINITION.name(),
        "within_s": validation.record.within.0,
        "headline": in_short(validation),
        "scores": validation.scores.iter().map(|score| json!({
            "measure": score.measure.name(),
            "error": score.error,
            "by_chance": score.by_chance,
            "by_average": score.by_average,
            "by_formula": score.by_formula,
            "bias": score.bias,
            "chance": score.chance,
            "together": score.together.map(|(error, by_average)| json!({"error": error, "by_average": by_average})),
            "days": coverage(&score.days),
            "intervals": coverage(&score.intervals),
        })).collect::<Value>(),
        "subjects": subjects.collect::<Value>(),
        "not_recorded": validation.not_recorded.iter().map(|measure| measure.name()).collect::<Value>(),
        "left_out": {
            "odd_intervals": validation.left_out.odd_intervals,
            "odd_contacts": validation.left_out.odd_contacts,
            "shut_contacts": validation.left_out.shut_contacts,
        },
        "seed": validation.options.seed,
        "runs": validation.options.runs,
        "version": VERSION,
        "digest": validation.scenario.digest,
    })
}

/// The headline and the reasons, as every study made of a history has them.
pub(in crate::report) fn in_short(validation: &Validation) -> Value {
    let trust = |trust: Trust| match trust {
        Trust::LikeAnotherRun => "like-another-run",
        Trust::CloserThanTheAverage => "closer-than-the-average",
        Trust::NotCloser => "not-closer",
    };
    let score = validation.headline();
    json!({
        "measure": score.map(|score| score.measure.name()),
        "typical_error": score.map(|score| score.error),
        "trust": score.map(|score| trust(score.trust())),
        "words": words::sentences(validation),
        "reasons": validation.reasons.iter().zip(words::reasons(validation)).map(|(reason, words)| {
            json!({"kind": kind(reason), "words": words})
        }).collect::<Value>(),
    })
}

fn kind(reason: &Reason) -> &'static str {
    match reason {
        Reason::StaffNotRecorded { .. } => "staff-not-recorded",
        Reason::Gap(gap) if gap.work > 1.0 => "more-work-or-fewer-agents",
        Reason::Gap(_) => "less-work-or-more-agents",
        Reason::StaffFromCalls { .. } => "staff-from-calls",
        Reason::NobodyThere { .. } => "nobody-on-duty",
        Reason::TooBusy { .. } => "occupancy-above-one",
        Reason::MoreThanCame { .. } => "more-than-came",
        Reason::ThresholdUnknown => "threshold-unknown",
        Reason::Handling { .. } => "handling",
        Reason::HandlingByHour { .. } => "handling-by-hour",
        Reason::Patience { .. } => "patience",
        Reason::Edge { is_first: true, .. } => "first-interval",
        Reason::Edge { .. } => "last-interval",
        Reason::WhoComesFirst { .. } => "who-comes-first",
        Reason::CallAgain { .. } => "call-again",
    }
}

fn coverage(of: &Coverage) -> Value {
    json!({"inside": of.inside, "of": of.of, "expected": of.expected})
}

fn compared(of: &Compared) -> Value {
    let mut row = Map::new();
    row.insert("offered".to_owned(), json!(of.offered));
    for measure in Measure::ALL {
        let beside = |beside: &Beside| {
            json!({
                "recorded": beside.recorded,
                "simulated": beside.simulated,
                "lower": beside.band.map(|band| band.lower),
                "upper": beside.band.map(|band| band.upper),
            })
        };
        row.insert(measure.name().to_owned(), of.of(measure).map_or(Value::Null, beside));
    }
    Value::Object(row)
}

/// One row per queue and interval: what was recorded, the simulated mean, and the band in which a simulated interval is with a probability
/// of 90 %. Cells are empty where nothing was recorded or nothing counts.
pub fn validation_csv(validation: &Validation) -> String {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    let mut head = vec!["queue".to_owned(), "start".to_owned(), "offered".to_owned()];
    for measure in Measure::ALL {
        head.extend(["recorded", "simulated", "lower", "upper"].map(|part| format!("{}_{part}", measure.name())));
    }
    // Writing to memory does not fail, and rows are equally wide.
    _ = writer.write_record(&head);
    for interval in &validation.intervals {
        let name = safe(&validation.scenario.queues[interval.queue].name);
        let start = validation.scenario.calendar.label(interval.interval);
        let mut row = vec![name, start, number(interval.compared.offered)];
        for measure in Measure::ALL {
            let beside = interval.compared.of(measure);
            let band = beside.and_then(|beside| beside.band);
            let cells = [
                beside.map(|beside| beside.recorded),
                beside.map(|beside| beside.simulated),
                band.map(|band| band.lower),
                band.map(|band| band.upper),
            ];
            row.extend(cells.map(|cell| cell.map_or_else(String::new, number)));
        }
        _ = writer.write_record(&row);
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

/// Six decimals, without idle zeros.
fn number(value: f64) -> String {
    format!("{}", (value * 1e6).round() / 1e6)
}
