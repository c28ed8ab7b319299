//! What a plan promises beside what the simulation and the shifts make of it, in words, rows and results.

use super::format;
use crate::planning::WorkforcePlan;
use crate::planning::proof::{Proof, ProvedPeriod, ProvedQueue};
use crate::requirement::RequirementCurve;
use crate::scenario::Scenario;
use crate::statistics::Estimate;
use crate::units::Share;
use serde_json::{Map, Value, json};

/// Heads of the columns: with those of the shifts where there are any.
pub fn head(proof: &Proof, step: &'static str) -> Vec<&'static str> {
    let mut head = vec![step, "queue", "plan promises", "simulated, by the hour", "off"];
    if is_in_shifts(proof) {
        head.extend(["in shifts", "off"]);
    }
    head
}

/// A row for each queue of each period that was promised a service level.
pub fn rows(scenario: &Scenario, plan: &WorkforcePlan, proof: &Proof) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for proved in &proof.periods {
        let mut name = format::period(plan.step, proved.first_day);
        for (queue, of_queue) in scenario.queues.iter().zip(&proved.queues) {
            let Some(promised) = of_queue.promised else { continue };
            let mut row = vec![std::mem::take(&mut name), format::name(&queue.name), format::percent(promised.0)];
            row.extend([format::estimated_percent(of_queue.by_the_hour), off(of_queue.by_the_hour, promised)]);
            if is_in_shifts(proof) {
                let in_shifts = of_queue.in_shifts.unwrap_or_default();
                row.extend([format::estimated_percent(in_shifts), off(in_shifts, promised)]);
            }
            rows.push(row);
        }
    }
    rows
}

fn is_in_shifts(proof: &Proof) -> bool {
    proof.periods.iter().any(|proved| proved.week.is_some())
}

/// By how many points something is above what was promised.
fn points(simulated: Estimate, promised: Share) -> Option<f64> {
    simulated.mean.map(|mean| 100.0 * (mean - promised.0))
}

fn off(simulated: Estimate, promised: Share) -> String {
    points(simulated, promised).map_or_else(|| format::NONE.to_owned(), signed)
}

fn signed(points: f64) -> String {
    let text = format::decimal(points.abs(), 1);
    match text.as_str() {
        "0.0" => text,
        _ if points > 0.0 => format!("+{text}"),
        _ => format!("−{text}"),
    }
}

/// What is furthest below the promise: the period, the queue, and by how many points.
fn furthest_below(
    proof: &Proof,
    of: impl Fn(&ProvedQueue) -> Option<Estimate>,
) -> Option<(&ProvedPeriod, usize, Share, Estimate)> {
    let all = proof.periods.iter().flat_map(|proved| {
        let queues = proved.queues.iter().enumerate();
        queues.map(move |(queue, of_queue)| (proved, queue, of_queue))
    });
    let judged = all.filter_map(|(proved, queue, of_queue)| {
        let (promised, simulated) = (of_queue.promised?, of(of_queue)?);
        simulated.mean.map(|_| (proved, queue, promised, simulated))
    });
    judged.min_by(|one, other| {
        let below = |(.., promised, simulated): &(&ProvedPeriod, usize, Share, Estimate)| {
            points(*simulated, *promised).unwrap_or(f64::INFINITY)
        };
        below(one).total_cmp(&below(other))
    })
}

/// What the proof shows, in sentences.
pub fn sentences(scenario: &Scenario, plan: &WorkforcePlan, proof: &Proof) -> Vec<String> {
    let when = |proved: &ProvedPeriod| format::period(plan.step, proved.first_day);
    let mut sentences = Vec::new();
    let worst = |(proved, queue, promised, simulated): (&ProvedPeriod, usize, Share, Estimate)| {
        format!(
            "{} of {} are served in time in {}, where the plan promises {}",
            format::percent(simulated.mean.unwrap_or(0.0)),
            format::name(&scenario.queues[queue].name),
            when(proved),
            format::percent(promised.0)
        )
    };
    if let Some(found) = furthest_below(proof, |queue| Some(queue.by_the_hour)) {
        let below = -points(found.3, found.2).unwrap_or(0.0);
        sentences.push(if below < 0.05 {
            format!(
                "With the plan’s hours where they are needed, the simulation delivers at least what the plan promises in the hardest {}.",
                format::plural(plan.step.name())
            )
        } else {
            format!(
                "With the plan’s hours where they are needed, the simulation is at most {} points below the plan’s promise: {}.",
                format::decimal(below, 1),
                worst(found)
            )
        });
    }
    if let Some(found) = furthest_below(proof, |queue| queue.in_shifts) {
        let missing = proof.periods.iter().filter_map(|proved| {
            let week = proved.week.as_ref().filter(|week| week.missing.0 >= 0.5)?;
            Some(format!("{} of {} in {}", format::hours(week.missing), format::hours(week.needed), when(proved)))
        });
        let missing: Vec<String> = missing.collect();
        let missing = match missing.as_slice() {
            [] => "all agent-hours needed are covered".to_owned(),
            missing => format!("agent-hours are missing: {}", format::listed(missing)),
        };
        let below = -points(found.3, found.2).unwrap_or(0.0);
        let delivered = if below < 0.05 {
            "nothing is below the plan’s promise".to_owned()
        } else {
            format!("{}, {} points less", worst(found), format::decimal(below, 1))
        };
        let like = found.0.week.as_ref().map_or_else(String::new, |week| {
            let more = format::decimal(100.0 * week.above_average, 0);
            let than =
                if more == "0" { String::new() } else { format!(", with {more} % more work than an average one") };
            format!(" (like that from {}{than})", format::day(week.first_day))
        });
        sentences.push(format!("Put into shifts for the hardest week{like}, {missing}, and {delivered}."));
    }
    sentences.push(format!(
        "Hours needed are those by formula, as simulations correct them: {}.",
        curve(scenario, &proof.curve)
    ));
    sentences
}

/// The factors on the hours by formula, group by group.
fn curve(scenario: &Scenario, curve: &RequirementCurve) -> String {
    let of_group = |(group, points): (&crate::scenario::Group, &Vec<_>)| {
        let factors: Vec<f64> = points.iter().map(|&(_, factor)| factor).collect();
        let (first, last) = (factors.first().copied().unwrap_or(1.0), factors.last().copied().unwrap_or(1.0));
        let (first, last) = (format::decimal(first, 2), format::decimal(last, 2));
        let factors = if first == last {
            format!("× {first}")
        } else {
            format!("× {first} where least is to do, × {last} where most is")
        };
        format!("{} {factors}", format::name(&group.name))
    };
    scenario.groups.iter().zip(&curve.points).map(of_group).collect::<Vec<_>>().join("; ")
}

/// The proof as results.
pub fn proof_json(scenario: &Scenario, proof: &Proof) -> Value {
    let curve = scenario.groups.iter().zip(&proof.curve.points).map(|(group, points)| {
        let points: Value = points.iter().map(|(hours, factor)| json!({ "hours": hours, "factor": factor })).collect();
        (group.name.clone(), points)
    });
    let periods = proof.periods.iter().map(|proved| {
        let queues = scenario.queues.iter().zip(&proved.queues).map(|(queue, of_queue)| {
            let off = |simulated: Estimate| of_queue.promised.and_then(|promised| points(simulated, promised));
            json!({
                "name": queue.name,
                "promised": of_queue.promised,
                "by_the_hour": of_queue.by_the_hour,
                "points_off_by_the_hour": off(of_queue.by_the_hour),
                "in_shifts": of_queue.in_shifts,
                "points_off_in_shifts": of_queue.in_shifts.and_then(off),
            })
        });
        json!({
            "period": proved.period,
            "first_day": proved.first_day,
            "is_peak": proved.is_peak,
            "queues": queues.collect::<Value>(),
            "week": proved.week.as_ref().map(|week| json!({
                "like": week.first_day,
                "above_average": week.above_average,
                "people": scenario.groups.iter().zip(&week.people)
                    .map(|(group, people)| (group.name.clone(), json!(people))).collect::<Map<_, _>>(),
                "needed_hours": week.needed,
                "missing_hours": week.missing,
            })),
        })
    });
    json!({ "requirement_curve": curve.collect::<Map<_, _>>(), "periods": periods.collect::<Value>() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::example;

    #[test]
    fn the_words_say_by_how_much_the_promise_is_missed() {
        let study = example::study();
        let planned = study.planned.as_ref().unwrap();
        let proof = planned.proof.as_ref().unwrap();
        let words = sentences(&study.scenario, &planned.plan, proof);
        assert_eq!(
            words,
            [
                "With the plan’s hours where they are needed, the simulation is at most 0.6 points below the plan’s promise: 79.4 % of \
                 Orders are served in time in Dec 2027, where the plan promises 80.0 %.",
                "Put into shifts for the hardest week (like that from Mon 23 Nov, with 18 % more work than an average one), agent-hours are \
                 missing: 40 of 900 in Dec 2027, and 71.0 % of Orders are served in time in Dec 2027, where the plan promises 80.0 %, 9.0 points less.",
                "Hours needed are those by formula, as simulations correct them: Generalists × 1.01 where least is to do, × 1.06 where most is; \
                 Service team × 1.02.",
            ]
        );
        let rows = rows(&study.scenario, &planned.plan, proof);
        assert_eq!(rows.len(), 1, "{rows:?}");
        assert_eq!(rows[0][4..], ["−0.6", "71.0 % ± 0.4", "−9.0"]);
        let json = proof_json(&study.scenario, proof);
        assert!((json["periods"][0]["queues"][0]["points_off_in_shifts"].as_f64().unwrap() + 9.0).abs() < 1e-9);
    }
}
