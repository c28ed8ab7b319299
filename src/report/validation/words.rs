//! What a validation says in words: one sentence, one cell, one remark each.

use crate::report::format::{self, NONE, counted, duration, percent};
use crate::validation::score::SIGNIFICANT;
use crate::validation::{Beside, Measure, Score, SubjectCompared, Trust, Validation};

pub(in crate::report) use super::reasons::reasons;

pub(in crate::report) fn title(validation: &Validation) -> String {
    format!("How far can the simulation be trusted? {}", super::period(validation))
}

/// A measure in a table.
pub(in crate::report) fn measure(measure: Measure) -> &'static str {
    match measure {
        Measure::ServiceLevel => "service level",
        Measure::Wait => "average wait",
        Measure::Abandonment => "hang up",
        Measure::Occupancy => "occupancy",
        Measure::Answered => "answered",
    }
}

pub(in crate::report) fn subject(validation: &Validation, subject: &SubjectCompared) -> String {
    match (subject.queue, &validation.queues[..]) {
        (Some(queue), _) | (None, &[queue]) => queue_name(validation, queue),
        (None, _) => "all queues".to_owned(),
    }
}

pub(in crate::report) fn queue_name(validation: &Validation, queue: usize) -> String {
    format::name(&validation.scenario.queues[queue].name)
}

/// A value of a measure.
pub(in crate::report) fn value(of: Measure, value: f64) -> String {
    match of {
        Measure::Wait => duration(value),
        Measure::Answered => format::count(value),
        _ => percent(value),
    }
}

/// How far two values of a measure are from each other.
pub(in crate::report) fn distance(of: Measure, value: f64) -> String {
    match of {
        Measure::Wait => duration(value),
        Measure::Answered => format!("{} contacts", format::decimal(value, 1)),
        _ => format!("{} points", format::decimal(100.0 * value, 1)),
    }
}

/// A recorded value beside simulated ones, in cells.
pub(in crate::report) struct Row {
    pub recorded: String,
    pub simulated: String,
    pub band: String,
    pub inside: &'static str,
}

impl Row {
    pub fn of(measure: Measure, beside: &Beside) -> Self {
        let band = beside.band.map_or_else(
            || NONE.to_owned(),
            |band| format!("{} to {}", value(measure, band.lower), value(measure, band.upper)),
        );
        Self {
            recorded: value(measure, beside.recorded),
            simulated: value(measure, beside.simulated),
            band,
            inside: match beside.band {
                None => NONE,
                Some(_) if beside.is_inside() => "✓",
                Some(_) => "✗",
            },
        }
    }
}

/// The cells of a score.
pub(in crate::report) fn score_row(score: &Score) -> Vec<String> {
    let optional = |value: Option<f64>| value.map_or(NONE.to_owned(), |value| distance(score.measure, value));
    vec![
        measure(score.measure).to_owned(),
        distance(score.measure, score.error),
        distance(score.measure, score.by_chance),
        optional(score.by_average),
        optional(score.by_formula),
        format!("{} of {}", score.days.inside, score.days.of),
        format::decimal(score.days.expected, 1),
    ]
}

/// The headline, what it means, and how often the record is within the band.
pub(in crate::report) fn sentences(validation: &Validation) -> Vec<String> {
    let Some(score) = validation.headline() else {
        return vec![
            "Nothing was recorded of the service: neither answers in time, nor waits, nor who hung up. So there is nothing to hold the simulation against."
                .to_owned(),
        ];
    };
    let mut sentences = vec![headline(validation, score), meaning(score)];
    sentences.push(format!(
        "On {} of {} ({}) what was recorded lies in the band in which 90 % of simulated days lie; if the model is right, about {} would.",
        score.days.inside,
        days(validation, score),
        percent(f64::from(score.days.inside) / f64::from(score.days.of.max(1))),
        format::decimal(score.days.expected, 0),
    ));
    sentences
}

fn days(validation: &Validation, score: &Score) -> String {
    if validation.queues.len() == 1 {
        counted(score.days.of as usize, "day")
    } else {
        format!("{} of queues", counted(score.days.of as usize, "day"))
    }
}

fn headline(validation: &Validation, score: &Score) -> String {
    let what = match score.measure {
        Measure::ServiceLevel => {
            format!("service level (answered within {} of all that came)", duration(validation.record.within.0))
        }
        Measure::Abandonment => "share that hangs up".to_owned(),
        Measure::Wait => "average wait".to_owned(),
        Measure::Occupancy | Measure::Answered => measure(score.measure).to_owned(),
    };
    let day = if validation.queues.len() == 1 { "On a typical day" } else { "On a typical day of a queue" };
    let together = match score.together {
        Some((error, _)) if validation.queues.len() > 1 => {
            format!("; on one of all queues together {}", distance(score.measure, error))
        }
        _ => String::new(),
    };
    format!("{day}, the simulated {what} is {} off what was recorded{together}.", distance(score.measure, score.error))
}

fn meaning(score: &Score) -> String {
    let off = |value: f64| distance(score.measure, value);
    let average = score.by_average.map_or_else(String::new, |by_average| {
        format!("; guessing each day as the average of the others {}", off(by_average))
    });
    let formula =
        score.by_formula.map_or_else(String::new, |by_formula| format!("; Erlang’s formula {}", off(by_formula)));
    let verdict = match score.trust() {
        Trust::LikeAnotherRun => {
            "What was recorded looks like one more run of the simulation: what is left is chance.".to_owned()
        }
        Trust::CloserThanTheAverage => format!(
            "So the simulation knows more of a day than its average, but it misses by more than chance does ({}).",
            chance(score.chance)
        ),
        Trust::NotCloser => {
            format!("So the simulation does not yet describe these days ({}).", chance(score.chance))
        }
    };
    format!("Chance alone would make it {}{average}{formula}. {verdict}", off(score.by_chance))
}

/// The chance of such an error, in words.
fn chance(chance: f64) -> String {
    if chance < 0.01 { "chance below 1 in 100".to_owned() } else { format!("chance {}", percent(chance)) }
}

/// What was left out, not recorded, or limits the comparison.
pub(in crate::report) fn remarks(validation: &Validation) -> Vec<String> {
    let mut remarks = Vec::new();
    if !validation.not_recorded.is_empty() {
        let names: Vec<String> = validation.not_recorded.iter().map(|&of| self::measure(of).to_owned()).collect();
        remarks.push(format!("Not recorded, so not compared: {}.", format::listed(&names)));
    }
    let deferred: Vec<String> = (0..validation.scenario.queues.len())
        .filter(|queue| !validation.queues.contains(queue))
        .map(|queue| queue_name(validation, queue))
        .collect();
    if !deferred.is_empty() {
        remarks.push(format!(
            "Not compared, since nothing is recorded of them or their work may wait: {}.",
            format::listed(&deferred)
        ));
    }
    if validation.intervals.is_empty() && !validation.scores.is_empty() {
        remarks.push(
            "Intervals are too many to be compared one by one, and validation.csv has none: take fewer days or replications."
                .to_owned(),
        );
    }
    let out = &validation.left_out;
    if out.odd_intervals > 0 {
        remarks.push(format!(
            "Left out of the comparison: {} of queues marked as odd, with {} contacts.",
            counted(out.odd_intervals, "interval"),
            format::count(out.odd_contacts)
        ));
    }
    if out.shut_contacts > 0.0 {
        remarks.push(format!("Not simulated: {} contacts outside of opening hours.", format::count(out.shut_contacts)));
    }
    remarks
}

pub(in crate::report) fn provenance(validation: &Validation) -> String {
    if validation.options.runs == 0 {
        return "Nothing was simulated, since there is nothing to compare.".to_owned();
    }
    format!(
        "Contacts as counted in each interval, agents as recorded; {} runs, seed {}. A test says “chance” where its probability is above {}.",
        validation.options.runs,
        validation.options.seed,
        format::short_percent(SIGNIFICANT)
    )
}
