//! The answer of the day itself as one JSON document.

use super::words;
use crate::intraday::{Change, Effect, Intraday};
use crate::report::VERSION;
use crate::report::json::performance_json;
use crate::scenario::Scenario;
use crate::scenario::today::GivenShift;
use crate::simulation::Measure;
use serde_json::{Value, json};

/// The re-forecast, the moves with their effects, and what happens with and without them.
pub fn intraday_json(whole: &Scenario, shifts: &[GivenShift], answer: &Intraday) -> Value {
    let today = &answer.today;
    let queues = whole.queues.iter().enumerate().map(|(index, queue)| {
        let known = &answer.outlook.queues[index];
        let intervals = (0..today.intervals()).map(|interval| {
            json!({
                "start": today.scenario.calendar.label(interval),
                "planned": today.planned.expected[(index, interval)],
                "expected": answer.outlook.mean[(index, interval)],
                "lower": answer.outlook.lower[(index, interval)],
                "upper": answer.outlook.upper[(index, interval)],
                "needed": answer.need.by_queue[(index, interval)],
                "missing": answer.missing[(index, interval)],
            })
        });
        json!({
            "name": queue.name,
            "came": known.came,
            "expected": known.expected,
            "factor": {"mean": known.factor.mean, "lower": known.factor.lower, "upper": known.factor.upper},
            "varies": known.varies,
            "handling": answer.handling[index].map(|handling| json!({
                "contacts": handling.contacts,
                "seen_s": handling.seen,
                "planned_s": handling.planned,
                "weight": handling.weight,
                "factor": handling.factor,
            })),
            "effect": effect(&answer.together[index]),
            "lacking": answer.lacking[index].map(|lacking| json!({
                "group": whole.group(lacking.group).name,
                "people": lacking.people,
            })),
            "short": answer.short[index].iter().map(|short| json!({
                "measure": short.measure.name(),
                "promised": short.promised,
                "found": short.found,
            })).collect::<Value>(),
            "intervals": intervals.collect::<Value>(),
        })
    });
    let groups = whole.groups.iter().enumerate().map(|(index, group)| {
        let intervals = (0..today.intervals()).map(|interval| {
            json!({
                "start": today.scenario.calendar.label(interval),
                "people_before": answer.people_before[(index, interval)],
                "people_after": answer.people_after[(index, interval)],
                "needed": answer.need.by_group[(index, interval)],
            })
        });
        json!({"name": group.name, "intervals": intervals.collect::<Value>()})
    });
    let moves = answer.found.taken.iter().map(|taken| {
        let duty = &answer.before.duties[taken.candidate.duty];
        let effects = whole.queues.iter().zip(&taken.effects).map(|(queue, found)| {
            let mut of_queue = effect(found);
            of_queue["queue"] = json!(queue.name);
            of_queue
        });
        json!({
            "kind": kind(&taken.candidate.change),
            "who": words::who(whole, shifts, answer, taken),
            "name": duty.name,
            "group": whole.group(duty.group).name,
            "what": words::what(whole, answer, taken),
            "cost": taken.candidate.cost,
            "effects": effects.collect::<Value>(),
        })
    });
    json!({
        "scenario": whole.name,
        "now": format!("{}T{}", today.scenario.calendar.days[0].date, crate::calendar::clock(today.minute)),
        "currency": whole.currency,
        "kept": answer.is_kept(),
        "cost": answer.cost(),
        "moves": moves.collect::<Value>(),
        "queues": queues.collect::<Value>(),
        "groups": groups.collect::<Value>(),
        "nothing": performance_json(&today.scenario, &answer.found.nothing, false),
        "all_moves": performance_json(&today.scenario, &answer.found.all, false),
        "rejected": answer.found.rejected,
        "findings": answer.findings.iter().map(|finding| format!("{}: {}", finding.rule, finding.what)).collect::<Vec<_>>(),
        "remarks": words::remarks(whole, answer),
        "version": VERSION,
        "digest": whole.digest,
    })
}

fn kind(change: &Change) -> &'static str {
    match change {
        Change::ShiftBreak { .. } => "break",
        Change::Help { .. } => "help",
        Change::OvertimeBefore(_) | Change::OvertimeAfter(_) => "overtime",
        Change::TimeOff(_) => "time_off",
    }
}

/// Service without and with, and the verdicts.
fn effect(effect: &Effect) -> Value {
    let mut told = json!({"before": effect.before, "after": effect.after});
    for measure in [Measure::ServiceLevel, Measure::Asa, Measure::Abandonment] {
        if let Some(found) = effect.of(measure) {
            told[measure.name()] = json!({
                "before": found.baseline,
                "after": found.variant,
                "difference": found.difference,
                "real": found.is_real,
            });
        }
    }
    told
}
