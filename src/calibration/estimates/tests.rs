//! What call records, days and staff files become.

use super::*;
use crate::distribution::{Distribution, Law};
use crate::history::mapping::Outcome;
use crate::history::people::Employee;
use crate::history::{CallRecord, IntervalRow};
use crate::random::{Purpose, stream};
use crate::scenario::Channel;
use rand::RngExt;

fn call(queue: &str, wait: f64, handling: Option<f64>) -> CallRecord<'_> {
    let outcome = if handling.is_some() { Outcome::Answered } else { Outcome::Abandoned };
    CallRecord {
        queue,
        arrived_s: 0,
        local_s: 0,
        wait_s: Some(wait),
        handling_s: handling,
        outcome,
        agent: None,
        customer: None,
    }
}

/// Waits of customers with a patience of two minutes who are answered after a wait of a minute on average.
fn observed(calls: usize) -> Observed {
    let law = |law, mean, cv| Distribution::new(law, Seconds(mean), cv).unwrap();
    let (handling, patience) = (law(Law::LogNormal, 240.0, Some(0.8)), law(Law::Exponential, 120.0, None));
    let wait = law(Law::Exponential, 60.0, None);
    let mut draws = stream(7, 0, Purpose::World);
    let mut next = |law: &Distribution| law.quantile(draws.random::<f64>()).0;
    let mut observed = Observed::default();
    for _ in 0..calls {
        let (given_up, answered, long) = (next(&patience), next(&wait), next(&handling));
        let is_answered = answered < given_up;
        observed.take(&call("or ders", answered.min(given_up), is_answered.then_some(long)));
    }
    observed
}

fn settings(observed: &Observed, name: &str) -> Vec<Setting> {
    let queue = QueueHistory { name: name.to_owned(), labels: Vec::new(), channel: Channel::Voice, rows: Vec::new() };
    of_queue(&queue, &[], observed).settings(1800.0)
}

fn value(settings: &[Setting], key: &str) -> String {
    settings.iter().find(|setting| setting.key == key).unwrap_or_else(|| panic!("{key}: {settings:?}")).value.clone()
}

#[test]
fn calls_become_settings_of_their_queue() {
    let found = settings(&observed(6_000), "or ders");
    assert_eq!(value(&found, "handling.distribution"), "\"lognormal\"");
    assert_eq!(value(&found, "patience.distribution"), "\"exponential\"");
    assert!(found.iter().all(|setting| !setting.comment.is_empty() && !setting.key.starts_with("queue")));
    assert_eq!(settings(&observed(6_000), "other"), []);
}

#[test]
fn too_few_calls_say_nothing() {
    assert_eq!(settings(&observed(3), "or ders"), []);
}

/// A queue of which a third of the contacts gave up.
fn history(observed: &Observed, people: &People) -> Estimates {
    let rows =
        vec![IntervalRow { answered: Some(200.0), abandoned: Some(100.0), offered: 300.0, ..IntervalRow::default() }];
    let queue = QueueHistory { name: "orders".to_owned(), labels: Vec::new(), channel: Channel::Voice, rows };
    let history =
        IntervalHistory { interval_minutes: 30, time_zone: "UTC".to_owned(), within_s: 20.0, queues: vec![queue] };
    Estimates::of(&history, &Findings::of(&history), observed, people)
}

#[test]
fn who_redials_is_found_and_taken_out_of_the_volume() {
    let mut observed = Observed::default();
    let mut draws = stream(3, 0, Purpose::World);
    let day = 86_400;
    // A customer a minute over four weeks; every third gives up after half a minute, and 40 % of those try again ten minutes later, and are answered.
    for minute in 0..28 * 1440_i64 {
        let name = format!("customer {minute}");
        let has_given_up = minute % 3 == 0;
        let first = CallRecord {
            customer: Some(&name),
            arrived_s: minute * 60,
            ..call("orders", 30.0, (!has_given_up).then_some(200.0))
        };
        observed.take(&first);
        if has_given_up && draws.random::<f64>() < 0.4 {
            let again = CallRecord { arrived_s: minute * 60 + 630, ..first };
            observed.take(&CallRecord { outcome: Outcome::Answered, handling_s: Some(200.0), ..again });
        }
    }
    // All whom the system does not know have the number 0, and are not one customer who comes again and again.
    for minute in 0..28 * 1440_i64 {
        let nobody = CallRecord { customer: Some("0"), arrived_s: minute * 60, ..call("orders", 30.0, None) };
        observed.take(&nobody);
    }
    observed.take(&CallRecord { arrived_s: 40 * day, ..call("orders", 1.0, Some(100.0)) });
    let found = history(&observed, &People::default());
    let redial = found.queues[0].redial.as_ref().unwrap();
    assert!(redial.because.unwrap().covers(0.4), "{redial:?}");
    let settings = found.settings(1800.0).queues.remove(0);
    // A third of the contacts of the history gave up, so that 0.4 / 3 of them are redials.
    let factor: f64 = value(&settings, "volume.factor").parse().unwrap();
    assert!((factor - (1.0 - redial.because.unwrap().value / 3.0)).abs() < 1e-4, "{factor}");
    assert!(settings.iter().filter(|setting| setting.key.starts_with("redial")).all(|setting| setting.is_active));
    // Nobody who was answered came back, which is said and not set.
    assert!(settings.iter().filter(|setting| setting.key.starts_with("repeat")).all(|setting| !setting.is_active));
}

#[test]
fn agents_who_differ_are_told_from_those_who_do_not() {
    let law = Distribution::new(Law::LogNormal, Seconds(200.0), Some(0.5)).unwrap();
    for (slower, word) in [(1.0, "do not differ"), (1.5, "Agents differ")] {
        let mut observed = Observed::default();
        let mut draws = stream(5, 0, Purpose::World);
        for place in 0..4000 {
            let name = format!("agent {}", place % 8);
            let factor = if place % 8 < 4 { slower } else { 1.0 };
            let long = factor * law.quantile(draws.random::<f64>()).0;
            observed.take(&CallRecord { agent: Some(&name), ..call("orders", 1.0, Some(long)) });
        }
        let settings = history(&observed, &People::default()).settings(1800.0).queues.remove(0);
        let said: Vec<&str> = settings.iter().filter(|of| of.key.is_empty()).map(|of| of.comment.as_str()).collect();
        assert!(said.iter().any(|said| said.contains(word)), "{said:?}");
    }
}

#[test]
fn a_staff_file_tells_of_leaving_shrinkage_and_learning() {
    let (mut observed, mut people) = (Observed::default(), People::default());
    let mut draws = stream(9, 0, Purpose::World);
    // Forty agents begin one a week; handling takes twice as long on the first day, and e-folds away in five weeks.
    let law = Distribution::new(Law::LogNormal, Seconds(1.0), Some(0.3)).unwrap();
    for agent in 0..40 {
        let (name, began) = (format!("agent {agent}"), agent * 7);
        let left = (agent % 4 == 0).then_some(began + 30 + agent);
        people.employees.push(Employee { agent: name.clone(), began, left });
        for week in 0..20 {
            let day = began + week * 7;
            let mean = 200.0 * (1.0 + (-f64::from(week) / 5.0).exp());
            for _ in 0..10 {
                let seconds = mean * law.quantile(draws.random::<f64>()).0;
                let local_s = i64::from(day) * DAY_S;
                observed.take(&CallRecord { agent: Some(&name), local_s, ..call("orders", 1.0, Some(seconds)) });
            }
            let missing = if draws.random::<f64>() < 0.1 { 8.0 } else { 1.0 };
            let absent = Some(if missing > 1.0 { 8.0 } else { 0.0 });
            people.days.push(PaidDay { day, agent: name.clone(), paid: 8.0, missing: Some(missing), absent });
        }
    }
    let found = history(&observed, &people).people;
    assert!(found.learning.as_ref().unwrap().time_constant_weeks.covers(5.0), "{:?}", found.learning);
    // One in ten days is missing as a whole, and an hour in eight of the others.
    assert!(found.shrinkage.as_ref().unwrap().share.covers(0.1 + 0.9 / 8.0), "{:?}", found.shrinkage);
    assert!(found.absence.as_ref().unwrap().share.covers(0.1));
    assert_eq!(found.attrition.as_ref().unwrap().people, 40 - 1, "who left first begins the records");
    let settings = found.settings();
    let is_active = |key: &str| settings.iter().find(|setting| setting.key == key).unwrap().is_active;
    assert!(is_active("shrinkage") && is_active("ramp"));
    assert!(!is_active("attendance.absence") && !is_active("plan.group.GROUP.attrition_per_month"));
}
