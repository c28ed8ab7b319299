//! The outcome of a simulation as JSON.

use super::object;
use crate::report::VERSION;
use crate::report::details::EIGHT_IN_TEN;
use crate::scenario::{Queue, Scenario};
use crate::simulation::{
    GroupMeasures, Measure, Performance, QueueMeasures, QueuePerformance, Subject, judge, kept_in, prediction,
};
use serde::Serialize;
use serde_json::{Map, Value, json};

/// Names of the measures of queues that come first: the most asked for.
const FIRST_OF_QUEUES: [&str; 16] = [
    "offered",
    "answered",
    "abandoned",
    "abandonment",
    "service_level",
    "asa_s",
    "mean_wait_s",
    "wait_p90_s",
    "handling_time_s",
    "cost",
    "blocked",
    "unserved",
    "p_wait",
    "wait_p50_s",
    "mean_queue",
    "occupancy",
];

/// Names of the measures of groups that come first.
const FIRST_OF_GROUPS: [&str; 8] =
    ["occupancy", "paid_hours", "cost", "on_duty", "answered", "busy_hours", "duty_hours", "overtime_hours"];

/// Names of all measures of queues, in the order of reports.
pub(in crate::report) fn queue_measures() -> Vec<&'static str> {
    in_order_of_reports(&FIRST_OF_QUEUES, QueueMeasures::MEASURES)
}

/// Names of all measures of groups, in the order of reports.
pub(in crate::report) fn group_measures() -> Vec<&'static str> {
    in_order_of_reports(&FIRST_OF_GROUPS, GroupMeasures::MEASURES)
}

fn in_order_of_reports(first: &[&'static str], all: &[Measure]) -> Vec<&'static str> {
    let others = all.iter().map(|measure| measure.name()).filter(|name| !first.contains(name));
    first.iter().copied().chain(others).collect()
}

/// What one horizon may bring as the queue's forecast may be wrong: the middle 80 % of replications, and the share of them that keep the promised
/// service level; null of few replications.
fn may_come(performance: &Performance, index: usize, queue: &Queue) -> Value {
    let between = |measure| {
        let range = prediction(performance, Subject::Queue(index), measure, EIGHT_IN_TEN);
        json!(range.map(|(p10, p90)| json!({"p10": p10, "p90": p90})))
    };
    let promise = queue.target.service_level.as_ref();
    json!({
        "offered": between(Measure::Offered),
        "service_level": between(Measure::ServiceLevel),
        "promise_kept_in": promise.and_then(|promise| kept_in(performance, index, promise)),
    })
}

/// The outcome of a simulation: queues, groups, total, bots and trunks. Where `intervals` is set, with each interval of the
/// calendar, and of bots and trunks each day.
pub fn performance_json(scenario: &Scenario, performance: &Performance, intervals: bool) -> Value {
    let (queue_measures, group_measures) = (queue_measures(), group_measures());
    let queues = scenario.queues.iter().zip(&performance.queues).enumerate().map(|(index, (queue, result))| {
        let mut entry = Map::new();
        entry.insert("name".into(), json!(queue.name));
        entry.insert("channel".into(), json!(queue.channel.name()));
        entry.extend(queue_entry(result, &result.total, &queue_measures));
        if intervals {
            let rows = result.intervals.iter().enumerate().map(|(index, measures)| {
                let mut row = Map::new();
                row.insert("start".into(), json!(scenario.calendar.label(index)));
                row.extend(queue_entry(result, measures, &queue_measures));
                Value::Object(row)
            });
            entry.insert("intervals".into(), rows.collect());
        }
        if queue.forecast_error.is_some() {
            entry.insert("prediction".into(), may_come(performance, index, queue));
        }
        let reasons = queue.reasons.iter().zip(&result.reasons);
        entry.insert("reasons".into(), reasons.map(|(reason, of)| named(&reason.name, of)).collect());
        Value::Object(entry)
    });
    let groups = scenario.groups.iter().zip(&performance.groups).map(|(group, result)| {
        let mut entry = Map::new();
        entry.insert("name".into(), json!(group.name));
        entry.extend(in_order(&measures(&result.total), &group_measures));
        if intervals {
            let rows = result.intervals.iter().enumerate().map(|(index, interval)| {
                let mut row = Map::new();
                row.insert("start".into(), json!(scenario.calendar.label(index)));
                row.extend(in_order(&measures(interval), &group_measures));
                Value::Object(row)
            });
            entry.insert("intervals".into(), rows.collect());
        }
        let people = group.persons.iter().zip(&result.people);
        entry.insert("people".into(), people.map(|(person, of)| named(&person.name, of)).collect());
        Value::Object(entry)
    });
    let by_day = |mut entry: Value, days: Vec<Map<String, Value>>| {
        if intervals {
            let days = scenario.calendar.days.iter().zip(days).map(|(day, measures)| {
                let mut row = Map::new();
                row.insert("date".into(), json!(day.date));
                row.extend(measures);
                Value::Object(row)
            });
            entry["days"] = days.collect();
        }
        entry
    };
    let bots = scenario.bots.iter().zip(&performance.bots);
    let bots =
        bots.map(|(bot, result)| by_day(named(&bot.name, &result.total), result.days.iter().map(measures).collect()));
    let trunks = scenario.trunks.iter().zip(&performance.trunks);
    let trunks = trunks
        .map(|(trunk, result)| by_day(named(&trunk.name, &result.total), result.days.iter().map(measures).collect()));
    json!({
        "scenario": scenario.name,
        "seed": performance.seed,
        "replications": performance.replications,
        "queues": queues.collect::<Value>(),
        "groups": groups.collect::<Value>(),
        "total": measures(&performance.total),
        "bots": bots.collect::<Value>(),
        "trunks": trunks.collect::<Value>(),
        "version": VERSION,
        "digest": scenario.digest,
    })
}

/// The measures of something that has a name.
fn named<T: Serialize>(name: &str, of: &T) -> Value {
    let mut entry = Map::new();
    entry.insert("name".into(), json!(name));
    entry.extend(measures(of));
    Value::Object(entry)
}

/// The measures of a queue with the definition of its service level beside it, and the verdict on its promise.
fn queue_entry(queue: &QueuePerformance, of: &QueueMeasures, names: &[&str]) -> Map<String, Value> {
    let mut entry = Map::new();
    for (name, value) in in_order(&measures(of), names) {
        let is_service_level = name == "service_level";
        entry.insert(name, value);
        if is_service_level {
            entry.insert("service_level_definition".into(), json!(queue.definition.name()));
            entry.insert("within_s".into(), json!(queue.within));
        }
    }
    entry.insert("verdict".into(), json!(judge(&queue.target, of)));
    entry
}

/// A performance whose intervals are only those in which something happens, with six digits; and of the measures that mean
/// nothing in most scenarios only those that have something to say over the horizon.
pub(super) fn in_short(mut performance: Value) -> Value {
    for (of, always) in [("queues", &FIRST_OF_QUEUES[..]), ("groups", &FIRST_OF_GROUPS[..])] {
        for entry in performance[of].as_array_mut().into_iter().flatten() {
            let total = entry.as_object().cloned().unwrap_or_default();
            // They stand once, beside the queue's total.
            let is_said = |name: &str| match name {
                "start" | "verdict" => true,
                "service_level_definition" | "within_s" => false,
                name => always.contains(&name) || total.get(name).is_some_and(happens),
            };
            if let Some(rows) = entry.get_mut("intervals").and_then(Value::as_array_mut) {
                rows.retain(|row| row.as_object().is_some_and(|row| row.values().any(happens)));
                for row in rows {
                    shorten(row);
                    if let Some(row) = row.as_object_mut() {
                        row.retain(|name, _| is_said(name));
                    }
                }
            }
        }
    }
    performance
}

/// Whether a measure is an estimate of something and not of nothing.
fn happens(measure: &Value) -> bool {
    measure.get("mean").and_then(Value::as_f64).is_some_and(|mean| mean != 0.0)
}

/// Rounds all numbers to six digits: many more than the widths of their intervals leave certain.
fn shorten(value: &mut Value) {
    match value {
        Value::Number(number) if number.is_f64() => {
            let short = number.as_f64().and_then(|number| format!("{number:.5e}").parse::<f64>().ok());
            *value = short.map_or(Value::Null, |number| json!(number));
        }
        Value::Array(items) => items.iter_mut().for_each(shorten),
        Value::Object(fields) => fields.iter_mut().for_each(|(_, field)| shorten(field)),
        _ => {}
    }
}

/// The measures of a struct of estimates, by name.
pub(in crate::report) fn measures<T: Serialize>(of: &T) -> Map<String, Value> {
    object(of)
}

/// The named fields first, then all others, so that a new measure is never lost.
fn in_order(fields: &Map<String, Value>, names: &[&str]) -> Map<String, Value> {
    let named = names.iter().filter_map(|&name| Some((name.to_owned(), fields.get(name)?.clone())));
    let others = fields.iter().filter(|(name, _)| !names.contains(&name.as_str()));
    named.chain(others.map(|(name, value)| (name.clone(), value.clone()))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{example, study_json};

    fn keys(value: &Value) -> Vec<&str> {
        value.as_object().unwrap().keys().map(String::as_str).collect()
    }

    #[test]
    fn the_keys_of_a_performance_are_the_documented_ones_in_order() {
        let study = example::study();
        let value = performance_json(&study.scenario, &study.today, true);
        assert_eq!(keys(&value)[..6], ["scenario", "seed", "replications", "queues", "groups", "total"]);
        let queue = &value["queues"][0];
        assert_eq!(
            keys(queue)[..14],
            [
                "name",
                "channel",
                "offered",
                "answered",
                "abandoned",
                "abandonment",
                "service_level",
                "service_level_definition",
                "within_s",
                "asa_s",
                "mean_wait_s",
                "wait_p90_s",
                "handling_time_s",
                "cost"
            ]
        );
        assert_eq!(value["queues"][0]["intervals"][18]["start"], "2026-11-23T09:00");
        assert_eq!(keys(&value["groups"][0])[..4], ["name", "occupancy", "paid_hours", "cost"]);
        assert_eq!(value["queues"][0]["within_s"], 20.0);
    }

    #[test]
    fn intervals_are_only_there_when_asked_for() {
        let study = example::study();
        let value = performance_json(&study.scenario, &study.today, false);
        assert!(value["queues"][0].get("intervals").is_none() && value["groups"][0].get("intervals").is_none());
    }

    #[test]
    fn each_measure_is_a_mean_with_its_half_width() {
        let study = example::study();
        let value = performance_json(&study.scenario, &study.today, false);
        let is_estimate = |measure: &Value| keys(measure) == ["mean", "half_width"];
        for name in queue_measures() {
            assert!(is_estimate(&value["queues"][0][name]), "{name}");
        }
        for name in group_measures() {
            assert!(is_estimate(&value["groups"][0][name]), "{name}");
        }
        assert!(value["total"].as_object().unwrap().values().all(is_estimate));
    }

    #[test]
    fn the_named_measures_are_all_there_are() {
        let study = example::study();
        assert_eq!(measures(&study.today.queues[0].total).len(), queue_measures().len());
        assert_eq!(measures(&study.today.groups[0].total).len(), group_measures().len());
    }

    #[test]
    fn what_means_nothing_is_null_and_stays_out_of_the_intervals_of_the_results() {
        let study = example::study();
        let queue = &performance_json(&study.scenario, &study.today, false)["queues"][0];
        assert!(queue["fcr"]["mean"].is_null() && queue["backlog_at_end"]["mean"].is_null());
        assert_eq!(queue["reasons"], json!([]));
        let row = &study_json(&study)["today"]["queues"][0]["intervals"][0];
        assert!(row.get("fcr").is_none() && row.get("satisfaction").is_some() && row.get("blocked").is_some());
    }

    #[test]
    fn bots_reasons_trunks_and_people_have_names_and_measures() {
        let study = example::journeys();
        let value = performance_json(&study.scenario, &study.today, true);
        let is_estimate = |measure: &Value| keys(measure) == ["mean", "half_width"];
        for (list, first) in [
            (&value["bots"], "sessions"),
            (&value["trunks"], "offered"),
            (&value["queues"][0]["reasons"], "offered"),
            (&value["groups"][0]["people"], "answered"),
        ] {
            assert_eq!(keys(&list[0])[..2], ["name", first]);
            assert!(is_estimate(&list[0][first]));
        }
        assert_eq!(keys(&value["bots"][0]["days"][0])[..2], ["date", "sessions"]);
        assert_eq!(value["bots"][0]["containment"]["mean"], 0.6);
    }

    #[test]
    fn an_hour_in_which_nobody_called_has_no_mean() {
        let study = example::study();
        let value = performance_json(&study.scenario, &study.today, true);
        assert_eq!(value["queues"][0]["intervals"][0]["asa_s"], json!({"mean": null, "half_width": null}));
    }
}
