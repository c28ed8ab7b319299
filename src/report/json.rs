//! Results as JSON: keys are `snake_case` and carry their unit, shares are shares of 1, an estimate is
//! `{"mean", "half_width"}` at 95 % with `null` for what was not observed.

mod comparison;

pub use comparison::what_if_json;

use super::answer::over_year;
use super::{Provenance, VERSION, promise, three_sentences};
use crate::calendar::{Grid, clock};
use crate::planning::{CostKind, Month, PlanComparison, WorkforcePlan};
use crate::requirement::Requirement;
use crate::scenario::{Origin, Scenario};
use crate::scheduling::ScheduledShift;
use crate::simulation::{GroupMeasures, Measure, Performance, QueueMeasures, QueuePerformance, judge};
use crate::staffing::agent_hours;
use crate::study::{CertifiedSchedule, Study};
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
pub(super) fn queue_measures() -> Vec<&'static str> {
    in_order_of_reports(&FIRST_OF_QUEUES, QueueMeasures::MEASURES)
}

/// Names of all measures of groups, in the order of reports.
pub(super) fn group_measures() -> Vec<&'static str> {
    in_order_of_reports(&FIRST_OF_GROUPS, GroupMeasures::MEASURES)
}

fn in_order_of_reports(first: &[&'static str], all: &[Measure]) -> Vec<&'static str> {
    let others = all.iter().map(|measure| measure.name()).filter(|name| !first.contains(name));
    first.iter().copied().chain(others).collect()
}

/// The outcome of a simulation: queues, groups, total, bots and trunks. Where `intervals` is set, with each interval of the
/// calendar, and of bots and trunks each day.
pub fn performance_json(scenario: &Scenario, performance: &Performance, intervals: bool) -> Value {
    let (queue_measures, group_measures) = (queue_measures(), group_measures());
    let queues = scenario.queues.iter().zip(&performance.queues).map(|(queue, result)| {
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

/// Agents needed by group and interval, by formula and after correction, and what the simulation shows with exactly these.
pub fn requirement_json(scenario: &Scenario, requirement: &Requirement) -> Value {
    let groups = scenario.groups.iter().enumerate().map(|(index, group)| {
        let (formula, needed) = (requirement.formula.agents.row(index), requirement.needed.agents.row(index));
        let rows = formula.iter().zip(needed).enumerate().map(|(interval, (formula, needed))| {
            json!({"start": scenario.calendar.label(interval), "formula": formula, "needed": needed})
        });
        json!({
            "name": group.name,
            "formula_hours": agent_hours(scenario, formula),
            "needed_hours": agent_hours(scenario, needed),
            "intervals": rows.collect::<Value>(),
        })
    });
    json!({
        "scenario": scenario.name,
        "seed": scenario.seed,
        "rounds": requirement.rounds,
        "groups": groups.collect::<Value>(),
        "performance": performance_json(scenario, &requirement.performance, false),
        "version": VERSION,
        "digest": scenario.digest,
    })
}

/// Shifts, what they cost, how good they are known to be, what the checker found, and what happens under them.
pub fn schedule_json(scenario: &Scenario, certified: &CertifiedSchedule) -> Value {
    let schedule = &certified.schedule;
    let parts = schedule.solutions.iter().map(|part| {
        json!({
            "group": scenario.group(part.group).name,
            "first_day": scenario.calendar.days.get(part.first_day).map(|day| day.date),
            "objective": part.objective,
            "bound": part.bound,
            "status": part.status,
        })
    });
    let mut cost = object(&schedule.cost);
    cost.insert("objective".into(), json!(schedule.cost.objective()));
    json!({
        "scenario": scenario.name,
        "seed": scenario.seed,
        "cost": cost,
        "bound": schedule.bound(),
        "gap": schedule.gap(),
        "prices": {"under_cover_per_hour": schedule.prices.0, "over_cover_per_hour": schedule.prices.1},
        "parts": parts.collect::<Value>(),
        "findings": certified
            .findings
            .iter()
            .map(|finding| json!({"rule": finding.rule, "what": finding.what}))
            .collect::<Value>(),
        "shifts": schedule.shifts.iter().map(|shift| shift_json(scenario, shift)).collect::<Value>(),
        "levels": levels(scenario, &certified.levels.agents, "on_duty"),
        "performance": performance_json(scenario, &certified.performance, true),
        "version": VERSION,
        "digest": scenario.digest,
    })
}

fn shift_json(scenario: &Scenario, shift: &ScheduledShift) -> Value {
    let breaks = shift.breaks.iter().map(|rest| {
        let begin = shift.start + rest.begin;
        json!({"start": clock(begin % 1440), "end": clock((begin + rest.length) % 1440), "paid": rest.paid})
    });
    json!({
        "group": scenario.group(shift.group).name,
        "shift": scenario.shift_types[shift.shift_type.0].name,
        "date": scenario.calendar.days[shift.day].date,
        "start": clock(shift.start % 1440),
        "end": clock((shift.start + shift.length) % 1440),
        "breaks": breaks.collect::<Value>(),
        "people": shift.people,
        "paid_hours": shift.paid_hours(),
    })
}

fn levels(scenario: &Scenario, agents: &Grid<u32>, name: &str) -> Value {
    let groups = scenario.groups.iter().enumerate().map(|(index, group)| {
        let rows = agents.row(index).iter().enumerate();
        let rows = rows.map(|(interval, agents)| json!({"start": scenario.calendar.label(interval), name: agents}));
        json!({"name": group.name, "intervals": rows.collect::<Value>()})
    });
    groups.collect()
}

/// The plan, carrying on as now, and the best plan without self-service, month by month.
pub fn plan_json(scenario: &Scenario, comparison: &PlanComparison) -> Value {
    let months = &comparison.plan.months;
    let without = comparison.without_self_service.as_ref();
    let payback = comparison.payback_month.and_then(|month| months.get(month as usize));
    json!({
        "scenario": scenario.name,
        "currency": scenario.currency,
        "plan": workforce_plan(scenario, &comparison.plan),
        "carry_on": workforce_plan(scenario, &comparison.carry_on),
        "without_self_service": without.map(|plan| workforce_plan(scenario, plan)),
        "payback_month": comparison.payback_month,
        "payback": payback.map(|month| month.first_day.strftime("%Y-%m").to_string()),
        "saved_against_carry_on": comparison.plan.saved_against(&comparison.carry_on),
        "saved_by_self_service": without.map(|without| comparison.plan.saved_against(without)),
        "version": VERSION,
        "digest": scenario.digest,
    })
}

fn workforce_plan(scenario: &Scenario, plan: &WorkforcePlan) -> Value {
    json!({
        "cash": plan.cash(),
        "hires": plan.hires(),
        "shortage_hours": plan.shortage_hours(),
        "over_monthly_budgets": plan.over_budget(),
        "over_yearly_budget": over_year(scenario, plan),
        "cost": CostKind::ALL.iter().map(|&kind| (kind.name().to_owned(), json!(plan.cost_of(kind)))).collect::<Map<_, _>>(),
        "objective": plan.objective,
        "bound": plan.bound,
        "gap": plan.gap(),
        "status": plan.status,
        "options": plan.options,
        "months": plan.months.iter().map(|month| month_json(scenario, plan, month)).collect::<Value>(),
    })
}

fn month_json(scenario: &Scenario, plan: &WorkforcePlan, month: &Month) -> Value {
    let queues = scenario.queues.iter().enumerate().map(|(index, queue)| {
        json!({
            "name": queue.name,
            "contacts": month.contacts.get(index),
            "contacts_to_agents": month.contacts_to_agents.get(index),
            "service_level": month.service_level.get(index),
        })
    });
    let groups = scenario.groups.iter().zip(&month.groups).map(|(group, people)| {
        let mut entry = Map::new();
        entry.insert("name".into(), json!(group.name));
        entry.extend(object(people));
        Value::Object(entry)
    });
    let options = plan.options.iter().zip(&month.sessions);
    let cost = CostKind::ALL.iter().zip(month.cost);
    json!({
        "month": month.first_day.strftime("%Y-%m").to_string(),
        "queues": queues.collect::<Value>(),
        "sessions": options.map(|(option, sessions)| (option.name.clone(), json!(sessions))).collect::<Map<_, _>>(),
        "groups": groups.collect::<Value>(),
        "cost": cost.map(|(kind, cost)| (kind.name().to_owned(), json!(cost))).collect::<Map<_, _>>(),
        "cash": month.cash(),
        "over_budget": month.over_budget,
    })
}

/// Everything: the answer, the results of each step, the assumptions and the provenance. Intervals in which nothing happens
/// are left out, and measures of intervals have six digits, so that a month of several queues stays a few megabytes.
pub fn study_json(study: &Study) -> Value {
    let scenario = &study.scenario;
    let queues = scenario.queues.iter().enumerate().map(|(index, queue)| {
        json!({
            "name": queue.name,
            "promise": promise::words(&queue.target),
            "expected": study.demand.expected.row(index),
        })
    });
    let assumptions = scenario.assumptions.iter().map(|assumption| {
        let (origin, source) = match &assumption.origin {
            Origin::File => ("file", None),
            Origin::Override => ("override", None),
            Origin::Default(source) => ("default", Some(source)),
        };
        json!({"path": assumption.path, "value": assumption.value, "origin": origin, "source": source})
    });
    let starts = (0..scenario.calendar.intervals.len()).map(|interval| scenario.calendar.label(interval));
    json!({
        "scenario": scenario.name,
        "question": scenario.question,
        "answer": three_sentences(study),
        "currency": scenario.currency,
        "time_zone": scenario.calendar.time_zone,
        "provenance": Provenance::of(study),
        "demand": {"starts": starts.collect::<Value>(), "queues": queues.collect::<Value>()},
        "today": in_short(performance_json(scenario, &study.today, true)),
        "requirement": requirement_json(scenario, &study.requirement),
        "schedule": study.scheduled.as_ref().map(|certified| {
            let mut schedule = schedule_json(scenario, certified);
            schedule["performance"] = in_short(schedule["performance"].take());
            schedule
        }),
        "plan": study.planned.as_ref().map(|planned| plan_json(scenario, planned)),
        "assumptions": assumptions.collect::<Value>(),
    })
}

/// A performance whose intervals are only those in which something happens, with six digits; and of the measures that mean
/// nothing in most scenarios only those that have something to say over the horizon.
fn in_short(mut performance: Value) -> Value {
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

/// A document as text with a line for each row: what fits a line of some hundred letters or is a list of plain values
/// stands on one line, the rest is indented.
pub fn in_rows(document: &Value) -> String {
    let mut text = String::new();
    push_rows(&mut text, document, 0);
    text.push('\n');
    text
}

fn push_rows(text: &mut String, value: &Value, depth: usize) {
    const LINE: usize = 2000;
    let line = value.to_string();
    let is_nested = match value {
        Value::Array(items) => items.iter().any(|item| item.is_array() || item.is_object()),
        Value::Object(_) => true,
        _ => false,
    };
    if !is_nested || line.len() <= LINE {
        text.push_str(&line);
        return;
    }
    let indent = "  ".repeat(depth);
    let (fields, brackets): (Vec<(Option<&String>, &Value)>, _) = match value {
        Value::Object(fields) => (fields.iter().map(|(name, field)| (Some(name), field)).collect(), ('{', '}')),
        Value::Array(items) => (items.iter().map(|item| (None, item)).collect(), ('[', ']')),
        _ => return,
    };
    text.push(brackets.0);
    for (index, (name, field)) in fields.into_iter().enumerate() {
        text.push_str(if index == 0 { "\n" } else { ",\n" });
        text.push_str(&indent);
        text.push_str("  ");
        if let Some(name) = name {
            text.push_str(&json!(name).to_string());
            text.push_str(": ");
        }
        push_rows(text, field, depth + 1);
    }
    text.push('\n');
    text.push_str(&indent);
    text.push(brackets.1);
}

/// The measures of a struct of estimates, by name.
pub(super) fn measures<T: Serialize>(of: &T) -> Map<String, Value> {
    object(of)
}

fn object<T: Serialize>(of: &T) -> Map<String, Value> {
    match serde_json::to_value(of) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    }
}

/// The named fields first, then all others, so that a new measure is never lost.
fn in_order(fields: &Map<String, Value>, names: &[&str]) -> Map<String, Value> {
    let named = names.iter().filter_map(|&name| Some((name.to_owned(), fields.get(name)?.clone())));
    let others = fields.iter().filter(|(name, _)| !names.contains(&name.as_str()));
    named.chain(others.map(|(name, value)| (name.clone(), value.clone()))).collect()
}

#[cfg(test)]
mod tests {
    use super::super::example;
    use super::*;

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
    fn everything_is_in_the_results_and_nothing_is_not_a_number() {
        let study = example::study();
        let value = study_json(&study);
        let text = serde_json::to_string(&value).unwrap();
        assert!(!text.contains("NaN") && !text.contains("inf"));
        assert_eq!(value["plan"]["plan"]["cash"], json!(study.planned.as_ref().unwrap().plan.cash()));
        assert_eq!(value["schedule"]["shifts"][0]["paid_hours"], 48.0);
        assert_eq!(value["answer"].as_array().unwrap().len(), 3);
        assert_eq!(value["provenance"]["seed"], 7);
        assert!(serde_json::from_str::<Value>(&text).is_ok());
    }

    #[test]
    fn the_results_hold_the_intervals_of_today_and_schedule_in_which_something_happens() {
        let study = example::study();
        let value = study_json(&study);
        let rows = value["today"]["queues"][0]["intervals"].as_array().unwrap();
        let busy = study.today.queues[0].intervals.iter().filter(|measures| measures.offered.mean != Some(0.0)).count();
        assert!(busy < study.scenario.calendar.intervals.len());
        assert_eq!(rows.len(), busy);
        assert_eq!(value["schedule"]["performance"]["queues"][0]["intervals"].as_array().unwrap().len(), busy);
        assert!(value["requirement"]["performance"]["queues"][0].get("intervals").is_none());
        let digits = rows[0]["cost"]["mean"].to_string().trim_start_matches(['0', '.']).replace('.', "").len();
        assert!(digits <= 6, "{}", rows[0]["cost"]["mean"]);
        assert_eq!(value["today"]["queues"][0]["offered"], json!(study.today.queues[0].total.offered));
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
    fn rows_are_the_same_document_with_a_row_on_a_line() {
        let value = study_json(&example::study());
        let text = in_rows(&value);
        assert_eq!(
            serde_json::from_str::<Value>(&text).unwrap(),
            serde_json::from_str::<Value>(&value.to_string()).unwrap()
        );
        let row = text.lines().find(|line| line.contains("\"start\":\"2026-11-23T10:00\"")).unwrap();
        assert!(row.trim_start().starts_with('{') && row.trim_end_matches(',').ends_with('}'), "{row}");
    }

    #[test]
    fn an_hour_in_which_nobody_called_has_no_mean() {
        let study = example::study();
        let value = performance_json(&study.scenario, &study.today, true);
        assert_eq!(value["queues"][0]["intervals"][0]["asa_s"], json!({"mean": null, "half_width": null}));
    }
}
