//! What only some scenarios have: bots, reasons, callbacks, further attempts, trunks, backlogs, people with names. Each is a table
//! whose first column names the row, for the terminal as for the page; none where the scenario has no such thing.

use super::format;
use crate::scenario::Scenario;
use crate::simulation::{GroupPerformance, Measure, Performance, QueueMeasures, Subject, kept_in, prediction};
use crate::statistics::Estimate;
use crate::units::Money;

/// Of how many replications single horizons are told.
pub(super) const EIGHT_IN_TEN: f64 = 0.8;

/// A table that is not laid out yet.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Details {
    pub caption: &'static str,
    pub head: Vec<&'static str>,
    pub rows: Vec<Vec<String>>,
}

/// Where contacts came from and what became of them beside the queues.
pub(super) fn journeys(scenario: &Scenario, performance: &Performance) -> Vec<Details> {
    let all = [
        comings(scenario, performance),
        callbacks(scenario, performance),
        bots(scenario, performance),
        reasons(scenario, performance),
        trunks(scenario, performance),
    ];
    all.into_iter().filter(|details| !details.rows.is_empty()).collect()
}

/// Deferred work that waits.
pub(super) fn backlogs(scenario: &Scenario, performance: &Performance) -> Option<Details> {
    let rows = queues(scenario, performance, |queue| queue.backlog.mean.is_some()).map(|(name, total)| {
        vec![
            name,
            format::estimated_count(total.backlog),
            format::estimated_count(total.backlog_at_end),
            format::mean(total.backlog_to_1_day, format::count),
            format::mean(total.backlog_to_2_days, format::count),
            format::mean(total.backlog_to_7_days, format::count),
            format::mean(total.backlog_older, format::count),
            format::estimated_count(total.overdue),
        ]
    });
    some(Details {
        caption: "Work that waits: on average, and at the end by age",
        head: vec!["queue", "on average", "at the end", "to 1 day", "to 2 days", "to 7 days", "older", "overdue"],
        rows: rows.collect(),
    })
}

/// The load of groups in which it is more than being busy or not, and of people with names.
pub(super) fn people(scenario: &Scenario, performance: &Performance) -> Vec<Details> {
    let hours = |value: Estimate| format::mean(value, |hours| format::short(hours, 1));
    let is_special = |result: &GroupPerformance| {
        let total = &result.total;
        let holds_several = total.held_at_once.mean.is_some_and(|held| held > 1.0);
        holds_several || is_something(total.missing_hours) || !result.people.is_empty()
    };
    let groups = scenario.groups.iter().zip(&performance.groups).filter(|(_, result)| is_special(result));
    let groups = Details {
        caption: "Load by group",
        head: vec!["group", "busy", "slots in use", "held at once", "hours missing", "hours above limit"],
        rows: groups
            .clone()
            .map(|(group, result)| {
                let total = &result.total;
                vec![
                    format::name(&group.name),
                    format::estimated_percent(total.occupancy),
                    format::estimated_percent(total.slot_use),
                    format::mean(total.held_at_once, |held| format::decimal(held, 2)),
                    hours(total.missing_hours),
                    format!("{} of {}", hours(total.overload_hours), hours(total.duty_hours)),
                ]
            })
            .collect(),
    };
    let people = scenario.groups.iter().zip(&performance.groups).flat_map(|(group, result)| {
        group.persons.iter().zip(&result.people).map(move |(person, load)| {
            vec![
                format::name(&person.name),
                format::name(&group.name),
                format::estimated_percent(load.occupancy),
                format::estimated_count(load.answered),
                hours(load.busy_hours),
                hours(load.duty_hours),
                hours(load.overload_hours),
            ]
        })
    });
    let people = Details {
        caption: "Load by person",
        head: vec!["person", "group", "busy", "answered", "hours busy", "hours on duty", "hours above limit"],
        rows: people.collect(),
    };
    [groups, people].into_iter().filter(|details| !details.rows.is_empty()).collect()
}

/// What the loss of contacts means, in words; where contacts have a value or journeys.
pub(super) fn outcome(scenario: &Scenario, performance: &Performance) -> Option<String> {
    let total = &performance.total;
    let has_value = is_something(total.lost_value);
    if !has_value && total.fcr.mean.is_none() && journeys(scenario, performance).is_empty() {
        return None;
    }
    let mut parts = vec![format!("{} contacts lost for good", format::estimated_count(total.lost))];
    if has_value {
        let value = format::estimated_count(total.lost_value);
        parts.push(format!("worth {value} {}", scenario.currency));
    }
    if total.fcr.mean.is_some() {
        parts.push(format!("{} settled at the first contact", format::estimated_percent(total.fcr)));
    }
    parts.push(format!("{} satisfied", format::estimated_percent(total.satisfaction)));
    Some(format!("For the customers: {}.", parts.join(", ")))
}

/// Between how many contacts of a queue eight of ten replications lie.
pub(super) fn contacts_that_may_come(performance: &Performance, queue: usize) -> Option<(f64, f64)> {
    prediction(performance, Subject::Queue(queue), Measure::Offered, EIGHT_IN_TEN)
}

/// What the one horizon that comes may bring, where forecasts may be wrong: contacts and service level of eight in ten replications.
pub(super) fn may_come(scenario: &Scenario, performance: &Performance) -> Option<String> {
    let of_queue = |(index, queue): (usize, &crate::scenario::Queue)| {
        queue.forecast_error.as_ref()?;
        let between = |measure, format: fn(f64) -> String| {
            let (lower, upper) = prediction(performance, Subject::Queue(index), measure, EIGHT_IN_TEN)?;
            Some(format!("{} to {}", format(lower), format(upper)))
        };
        let offered = between(Measure::Offered, format::count)?;
        let mut words = vec![format!("{} {offered} contacts", format::name(&queue.name))];
        words.extend(between(Measure::ServiceLevel, format::percent).map(|level| format!("{level} in time")));
        if let Some(promise) = &queue.target.service_level {
            let kept = kept_in(performance, index, promise).map(format::short_percent)?;
            words.push(format!(
                "{} promised, which {kept} of replications keep",
                format::short_percent(promise.share.0)
            ));
        }
        Some(words.join(", "))
    };
    let queues: Vec<String> = scenario.queues.iter().enumerate().filter_map(of_queue).collect();
    (!queues.is_empty()).then(|| {
        format!(
            "As forecasts may be wrong, one such horizon may bring, in eight of ten replications: {}.",
            queues.join("; ")
        )
    })
}

fn comings(scenario: &Scenario, performance: &Performance) -> Details {
    let has_any = |total: &QueueMeasures| {
        let ways = [total.redials, total.repeats, total.handed_in, total.from_bots, total.turns, total.handed_on];
        ways.into_iter().any(is_something) || total.fcr.mean.is_some()
    };
    let rows = queues(scenario, performance, has_any).map(|(name, total)| {
        let ways = [total.redials, total.repeats, total.handed_in, total.from_bots, total.turns, total.handed_on];
        let mut row = vec![name];
        row.extend(ways.map(format::estimated_count));
        row.push(format::estimated_percent(total.fcr));
        row
    });
    Details {
        caption: "Contacts that come again, from elsewhere, or go on",
        head: vec![
            "queue",
            "redials",
            "repeats",
            "handed in",
            "from bots",
            "further turns",
            "handed on",
            "settled at first contact",
        ],
        rows: rows.collect(),
    }
}

fn callbacks(scenario: &Scenario, performance: &Performance) -> Details {
    let rows = queues(scenario, performance, |total| is_something(total.callbacks)).map(|(name, total)| {
        vec![
            name,
            format::estimated_count(total.callbacks),
            format::estimated_count(total.callbacks_reached),
            format::estimated_duration(total.callback_wait_s),
        ]
    });
    Details { caption: "Callbacks", head: vec!["queue", "callbacks", "reached", "done after"], rows: rows.collect() }
}

fn bots(scenario: &Scenario, performance: &Performance) -> Details {
    let rows = scenario.bots.iter().zip(&performance.bots).map(|(bot, result)| {
        let total = &result.total;
        vec![
            format::name(&bot.name),
            format::estimated_count(total.sessions),
            format::estimated_percent(total.containment),
            format::estimated_percent(total.resolution),
            format::estimated_count(total.escalated),
            format::estimated_count(total.bypassed),
            format!("{} {}", format::estimated_count(total.cost), scenario.currency),
        ]
    });
    Details {
        caption: "Bots: contained is not resolved",
        head: vec!["bot", "sessions", "contained", "resolved", "escalated", "no room", "cost"],
        rows: rows.collect(),
    }
}

fn reasons(scenario: &Scenario, performance: &Performance) -> Details {
    let mut rows = Vec::new();
    for (queue, result) in scenario.queues.iter().zip(&performance.queues) {
        for (reason, measures) in queue.reasons.iter().zip(&result.reasons) {
            rows.push(vec![
                format!("{}: {}", format::name(&queue.name), format::name(&reason.name)),
                format::estimated_count(measures.offered),
                format::mean(measures.bot_resolved, format::count),
                format::mean(measures.answered, format::count),
                format::estimated_duration(measures.handling_time_s),
                format::mean(measures.settled, format::count),
                format::mean(measures.lost, format::count),
                format::mean(measures.lost_value, |value| format::money(Money(value), &scenario.currency)),
            ]);
        }
    }
    Details {
        caption: "Reasons for contact",
        head: vec![
            "reason",
            "offered",
            "settled by bot",
            "answered",
            "handling time",
            "settled by agent",
            "lost",
            "lost value",
        ],
        rows,
    }
}

fn trunks(scenario: &Scenario, performance: &Performance) -> Details {
    let rows = scenario.trunks.iter().zip(&performance.trunks).map(|(trunk, result)| {
        let total = &result.total;
        vec![
            format::name(&trunk.name),
            format::estimated_count(total.offered),
            format::estimated_percent(total.blocking),
            format!("{} of {}", format::mean(total.lines_in_use, |lines| format::short(lines, 1)), trunk.lines),
        ]
    });
    Details { caption: "Lines", head: vec!["trunk", "offered", "blocked", "lines in use"], rows: rows.collect() }
}

/// Names and horizons of the queues of which something is true.
fn queues<'a>(
    scenario: &'a Scenario,
    performance: &'a Performance,
    is_meant: impl Fn(&QueueMeasures) -> bool + 'a,
) -> impl Iterator<Item = (String, &'a QueueMeasures)> + 'a {
    let all = scenario.queues.iter().zip(&performance.queues);
    all.filter(move |(_, result)| is_meant(&result.total))
        .map(|(queue, result)| (format::name(&queue.name), &result.total))
}

fn is_something(value: Estimate) -> bool {
    value.mean.is_some_and(|mean| mean != 0.0)
}

fn some(details: Details) -> Option<Details> {
    (!details.rows.is_empty()).then_some(details)
}

#[cfg(test)]
mod tests {
    use super::super::example;
    use super::*;

    #[test]
    fn a_plain_scenario_has_none_of_them() {
        let study = example::study();
        assert_eq!(journeys(&study.scenario, &study.today), []);
        assert_eq!(backlogs(&study.scenario, &study.today), None);
        assert_eq!(people(&study.scenario, &study.today), []);
        assert_eq!(outcome(&study.scenario, &study.today), None);
    }

    #[test]
    fn a_scenario_with_everything_has_all_of_them() {
        let study = example::journeys();
        let captions: Vec<&str> =
            journeys(&study.scenario, &study.today).iter().map(|details| details.caption).collect();
        assert_eq!(
            captions,
            [
                "Contacts that come again, from elsewhere, or go on",
                "Callbacks",
                "Bots: contained is not resolved",
                "Reasons for contact",
                "Lines"
            ]
        );
        let backlog = backlogs(&study.scenario, &study.today).unwrap();
        assert_eq!(backlog.rows[0][..3], ["Service & <Returns>", "120 ± 4", "80 ± 3"]);
        let people = people(&study.scenario, &study.today);
        assert_eq!(people[1].rows[0][..3], ["Ada <b>", "Generalists", "91.0 % ± 1.0"]);
        for details in journeys(&study.scenario, &study.today).iter().chain(&people).chain([&backlog]) {
            assert!(details.rows.iter().all(|row| row.len() == details.head.len()), "{}", details.caption);
        }
        assert_eq!(
            outcome(&study.scenario, &study.today).unwrap(),
            "For the customers: 900 ± 20 contacts lost for good, worth 18,000 ± 400 EUR, 74.0 % ± 1.0 settled at the first \
             contact, 71.0 % ± 1.0 satisfied."
        );
    }
}
