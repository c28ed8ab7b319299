//! Results as JSON: keys are `snake_case` and carry their unit, shares are shares of 1, an estimate is
//! `{"mean", "half_width"}` at 95 % with `null` for what was not observed.

mod comparison;
mod performance;

pub use comparison::what_if_json;
pub use performance::performance_json;
pub(super) use performance::{group_measures, measures, queue_measures};

use super::csv::label_of;
use super::{Provenance, VERSION, promise, three_sentences};
use crate::calendar::clock;
use crate::planning::{CostKind, PlanComparison, PlannedPeriod, WorkforcePlan};
use crate::requirement::Requirement;
use crate::scenario::{Origin, Scenario, SiteId};
use crate::scheduling::seats::{SiteUse, site_use};
use crate::scheduling::shortfall::hours_for_want_of_seats;
use crate::scheduling::tours::{ContractWork, contract_work};
use crate::scheduling::{ScheduledShift, Tour};
use crate::simulation::Verdict;
use crate::staffing::agent_hours;
use crate::study::{CertifiedSchedule, Study};
use performance::in_short;
use serde::Serialize;
use serde_json::{Map, Value, json};

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
    let judged = requirement.judged.iter().filter(|judged| judged.verdict != Verdict::NoPromise).map(|judged| {
        let promise = &requirement.promises[judged.promise];
        json!({
            "queue": scenario.queue(promise.queue).name,
            "measure": promise.part.name(),
            "over": promise.over.name(),
            "start": scenario.calendar.label(judged.period.start),
            "promised": promise.promised,
            "measured": judged.measured,
            "verdict": judged.verdict,
        })
    });
    json!({
        "scenario": scenario.name,
        "seed": scenario.seed,
        "rounds": requirement.rounds,
        "promises": judged.collect::<Value>(),
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
    let mut document = json!({
        "scenario": scenario.name,
        "seed": scenario.seed,
        "cost": cost,
        "bound": schedule.bound(),
        "gap": schedule.gap(),
        "prices": {"under_cover_per_hour": schedule.prices.0, "over_cover_per_hour": schedule.prices.1},
        "parts": parts.collect::<Value>(),
        "rounds": certified.rounds,
        "missed_periods": certified.missed.len(),
        "takes_more": certified.takes.as_ref().map(|takes| {
            let groups = scenario.groups.iter().zip(&takes.people);
            json!({
                "people": groups.map(|(group, &people)| (group.name.clone(), json!(people))).collect::<Map<_, _>>(),
                "covered_hours": takes.covered,
                "keeps_the_promise": takes.keeps,
            })
        }),
        "findings": certified
            .findings
            .iter()
            .map(|finding| json!({"rule": finding.rule, "what": finding.what}))
            .collect::<Value>(),
        "shifts": schedule.shifts.iter().map(|shift| shift_json(scenario, shift)).collect::<Value>(),
        "levels": levels(scenario, certified),
        "performance": performance_json(scenario, &certified.performance, true),
        "version": VERSION,
        "digest": scenario.digest,
    });
    let sites = site_use(scenario, &schedule.shifts);
    if !sites.is_empty() {
        let lacking = hours_for_want_of_seats(scenario, &certified.needed, schedule);
        let of_site = |(used, (_, lacking)): (&SiteUse, &(SiteId, crate::units::Hours))| {
            json!({
                "name": scenario.sites[used.site.0].name,
                "seats": used.seats,
                "peak": used.peak,
                "peak_at": (used.peak > 0).then(|| scenario.calendar.label(used.when)),
                "uncovered_for_want_of_seats_hours": lacking,
            })
        };
        document["sites"] = sites.iter().zip(&lacking).map(of_site).collect();
    }
    if scenario.has_prices_by_queue() {
        let price = |queue| (scenario.queue(queue).name.clone(), json!(scenario.price_of_missing(queue)));
        document["prices"]["under_cover_per_hour_by_queue"] =
            scenario.queue_ids().map(price).collect::<Map<_, _>>().into();
    }
    if scenario.groups.iter().any(|group| !group.contracts.is_empty()) {
        document["contracts"] = contract_work(scenario, schedule).iter().map(|work| contract(scenario, work)).collect();
        document["tours"] = schedule.tours.iter().map(|tour| tour_json(scenario, tour)).collect();
    }
    document
}

fn contract(scenario: &Scenario, work: &ContractWork) -> Value {
    let group = scenario.group(work.group);
    json!({
        "group": group.name,
        "contract": group.contracts[work.contract.0].name,
        "people": work.people,
        "people_at_work": work.at_work,
        "shifts": work.shifts,
        "paid_hours": work.paid_hours,
        "contract_hours": work.contract_hours,
    })
}

/// What one person works in a week. People and weeks count from 1.
fn tour_json(scenario: &Scenario, tour: &Tour) -> Value {
    let group = scenario.group(tour.group);
    let shifts = tour.shifts.iter().map(|shift| {
        let mut value = shift_json(scenario, shift);
        if let Some(fields) = value.as_object_mut() {
            for known in ["group", "people"] {
                fields.remove(known);
            }
        }
        value
    });
    json!({
        "group": group.name,
        "contract": group.contracts[tour.contract.0].name,
        "person": tour.person + 1,
        "week": tour.week + 1,
        "shifts": shifts.collect::<Value>(),
    })
}

fn shift_json(scenario: &Scenario, shift: &ScheduledShift) -> Value {
    let breaks = shift.breaks.iter().map(|rest| {
        let begin = shift.start + rest.begin;
        json!({"start": clock(begin % 1440), "end": clock((begin + rest.length) % 1440), "paid": rest.paid})
    });
    let mut value = json!({
        "group": scenario.group(shift.group).name,
        "shift": scenario.shift_types[shift.shift_type.0].name,
        "date": scenario.calendar.days[shift.day].date,
        "start": clock(shift.start % 1440),
        "end": clock((shift.start + shift.length) % 1440),
        "breaks": breaks.collect::<Value>(),
        "people": shift.people,
        "paid_hours": shift.paid_hours(),
    });
    if !scenario.scheduling.sessions.is_empty() {
        let sessions = shift.sessions.iter().map(|planned| {
            let begin = shift.start + planned.begin;
            let name = &scenario.scheduling.sessions[planned.session.0].name;
            json!({"name": name, "start": clock(begin % 1440), "end": clock((begin + planned.length) % 1440)})
        });
        value["sessions"] = sessions.collect();
    }
    if scenario.shift_types[shift.shift_type.0].overtime.is_some() {
        let crate::scheduling::PlannedOvertime { before, after } = shift.overtime;
        value["overtime_hours"] = json!(shift.overtime_hours());
        value["overtime"] = json!({"before_min": before, "after_min": after});
    }
    value
}

fn levels(scenario: &Scenario, certified: &CertifiedSchedule) -> Value {
    let groups = scenario.groups.iter().enumerate().map(|(index, group)| {
        let agents = certified.levels.agents.row(index).iter().zip(certified.needed.agents.row(index)).enumerate();
        let rows = agents.map(|(interval, (on_duty, needed))| {
            json!({"start": scenario.calendar.label(interval), "on_duty": on_duty, "needed": needed})
        });
        json!({"name": group.name, "intervals": rows.collect::<Value>()})
    });
    groups.collect()
}

/// The plan, carrying on as now, and the best plan without self-service, month by month.
pub fn plan_json(scenario: &Scenario, comparison: &PlanComparison) -> Value {
    let plan = &comparison.plan;
    let without = comparison.without_initiatives.as_ref();
    let payback = comparison.payback.and_then(|period| plan.periods.get(period as usize));
    json!({
        "scenario": scenario.name,
        "currency": scenario.currency,
        "plan": workforce_plan(scenario, &comparison.plan),
        "carry_on": workforce_plan(scenario, &comparison.carry_on),
        "without_initiatives": without.map(|plan| workforce_plan(scenario, plan)),
        "by": plan.step.name(),
        "payback_period": comparison.payback,
        "payback": payback.map(|period| label_of(plan.step, period.first_day)),
        "before_news": comparison.before.as_ref().map(|before| {
            json!({ "known_from": before.known_from, "plan": workforce_plan(scenario, &before.plan) })
        }),
        "alternatives": comparison
            .alternatives
            .iter()
            .map(|alternative| (alternative.name.clone(), workforce_plan(scenario, &alternative.plan)))
            .collect::<Map<_, _>>(),
        "risk": comparison.risk,
        "held": comparison.held.as_ref().map(|held| {
            json!({
                "probability": held.share,
                "holds": held.holds,
                "reached": held.reached,
                "from_period_by_group": held.from,
                "plans": held.plans,
                "price": held.price,
            })
        }),
        "proof": comparison.proof.as_ref().map(|proof| super::proof::proof_json(scenario, proof)),
        "saved_against_carry_on": comparison.plan.saved_against(&comparison.carry_on),
        "saved_by_initiatives": without.map(|without| comparison.plan.saved_against(without)),
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
        "over_yearly_budget": plan.over_yearly_budget,
        "cost": CostKind::ALL.iter().map(|&kind| (kind.name().to_owned(), json!(plan.cost_of(kind)))).collect::<Map<_, _>>(),
        "objective": plan.objective,
        "bound": plan.bound,
        "gap": plan.gap(),
        "status": plan.status,
        "hours_covered": plan.hours_covered(),
        "initiatives": plan.initiatives,
        "partners": plan.partners,
        "periods": plan.periods.iter().map(|period| period_json(scenario, plan, period)).collect::<Value>(),
    })
}

fn period_json(scenario: &Scenario, plan: &WorkforcePlan, period: &PlannedPeriod) -> Value {
    let queues = scenario.queues.iter().enumerate().map(|(index, queue)| {
        json!({
            "name": queue.name,
            "contacts": period.contacts.get(index),
            "contacts_to_agents": period.contacts_to_agents.get(index),
            "service_level": period.service_level.get(index),
        })
    });
    let groups = scenario.groups.iter().zip(&period.groups).map(|(group, people)| {
        let mut entry = Map::new();
        entry.insert("name".into(), json!(group.name));
        entry.extend(object(people));
        entry.insert("occupancy".into(), json!(people.occupancy()));
        Value::Object(entry)
    });
    let names = || plan.initiatives.iter().map(|initiative| initiative.name.clone());
    let by_initiative =
        |values: &[f64]| names().zip(values.iter().map(|value| json!(value))).collect::<Map<String, Value>>();
    let assumptions = scenario.plan.as_ref();
    let hires = assumptions.iter().flat_map(|plan| &plan.hiring).zip(&period.hires);
    let moves = assumptions.iter().flat_map(|plan| &plan.moves).zip(&period.moves);
    let partners = plan.partners.iter().zip(&period.outsourced);
    let cost = CostKind::ALL.iter().zip(period.cost);
    json!({
        "period": label_of(plan.step, period.first_day),
        "queues": queues.collect::<Value>(),
        "sessions": by_initiative(&period.sessions),
        "sessions_resolved": by_initiative(&period.resolved),
        "sessions_unresolved": by_initiative(&period.unresolved),
        "hires": hires.map(|(channel, hires)| (channel.name.clone(), json!(hires))).collect::<Map<_, _>>(),
        "moves": moves.map(|(way, moves)| (way.name.clone(), json!(moves))).collect::<Map<_, _>>(),
        "outsourced": partners.map(|(partner, used)| (partner.name.clone(), json!(used))).collect::<Map<_, _>>(),
        "groups": groups.collect::<Value>(),
        "cost": cost.map(|(kind, cost)| (kind.name().to_owned(), json!(cost))).collect::<Map<_, _>>(),
        "headcount": period.headcount(),
        "required_hours": period.required_hours(),
        "hours_on_duty": period.hours_on_duty(),
        "shortage_hours": period.shortage_hours(),
        "cash": period.cash(),
        "over_budget": period.over_budget,
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
    let mut document = json!({
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
    });
    if let (Some(settings), Some(certified)) = (&scenario.roster, &study.rostered) {
        let mut roster = super::roster::roster_json(scenario, settings, certified);
        roster["performance"] = in_short(performance_json(scenario, &certified.performance, true));
        document["roster"] = roster;
    }
    if let Some(found) = &study.validation {
        document["validation"] = super::validation::in_short(found);
    }
    document
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

fn object<T: Serialize>(of: &T) -> Map<String, Value> {
    match serde_json::to_value(of) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::example;
    use super::*;

    #[test]
    fn overtime_and_sessions_are_told_with_each_shift() {
        let study = example::with_overtime_and_a_session();
        let value = schedule_json(&study.scenario, study.scheduled.as_ref().unwrap());
        let shift = &value["shifts"][0];
        assert_eq!(shift["overtime"], json!({"before_min": 0, "after_min": 60}));
        assert_eq!(shift["overtime_hours"], 6.0);
        assert_eq!(shift["sessions"], json!([{"name": "coaching", "start": "09:00", "end": "10:00"}]));
        assert_eq!(value["cost"]["overtime"], 33.0);
    }

    #[test]
    fn prices_by_queue_and_seats_are_told_where_they_are_written() {
        let mut study = example::study();
        let told = |study: &Study| schedule_json(&study.scenario, study.scheduled.as_ref().unwrap());
        let without = told(&study);
        assert_eq!(
            (&without["sites"], &without["prices"]["under_cover_per_hour_by_queue"]),
            (&Value::Null, &Value::Null)
        );
        study.scenario.queues[0].under_cover_per_hour = Some(crate::units::MoneyPerHour(300.0));
        study.scenario.sites = vec![example::hall(500)];
        study.scenario.groups[0].site = Some(SiteId(0));
        let value = told(&study);
        let by_queue = json!({"Orders": 300.0, "Service & <Returns>": 50.0});
        assert_eq!(value["prices"]["under_cover_per_hour_by_queue"], by_queue);
        assert_eq!((&value["sites"][0]["name"], &value["sites"][0]["seats"]), (&json!("hall <A>"), &json!(500)));
    }

    #[test]
    fn people_of_contracts_are_told_with_what_they_work() {
        let study = example::with_contracts();
        let value = schedule_json(&study.scenario, study.scheduled.as_ref().unwrap());
        let contract = &value["contracts"][0];
        assert_eq!((&contract["people"], &contract["people_at_work"]), (&json!(60), &json!(2)));
        assert_eq!((&contract["paid_hours"], &contract["contract_hours"]), (&json!(16.0), &json!(60.0 * 38.0)));
        assert_eq!(value["tours"][1]["person"], 2);
        assert_eq!(value["tours"][0]["shifts"][0]["start"], "08:00");
        let without = example::study();
        let value = schedule_json(&without.scenario, without.scheduled.as_ref().unwrap());
        assert!(value.get("tours").is_none() && value.get("contracts").is_none());
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
}
