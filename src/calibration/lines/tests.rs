//! Every line names a key that a scenario knows, with a value that it takes.

use super::*;
use crate::calibration::{
    CustomerContact, DayCounts, Employment, HandlingOptions, Practice, TimeSheet, Wait, arrivals, attrition,
    coming_back, handling, learning_curve, missing_time, patience, together,
};
use crate::distribution::Distribution;
use crate::random::{Purpose, stream};
use crate::scenario::keys::kind_at;
use crate::units::{Hours, Seconds};
use rand::RngExt;

fn drawn(law: Law, mean: f64, cv: f64, count: usize) -> Vec<f64> {
    let sampler = Distribution::new(law, Seconds(mean), Some(cv)).unwrap().sampler();
    let mut numbers = stream(25, 0, Purpose::World);
    (0..count).map(|_| sampler.sample(&mut numbers)).collect()
}

/// The lines name keys that exist, and their values are TOML.
#[track_caller]
fn assert_lines(lines: &[Line], keys: &[&str]) {
    assert_eq!(lines.iter().map(|line| line.key.as_str()).collect::<Vec<_>>(), keys);
    for line in lines {
        assert!(kind_at(&line.key).is_some(), "{}", line.key);
        let text = format!("value = {}", line.value);
        assert!(text.parse::<toml::Table>().is_ok(), "{text}");
        assert!(line.comment.ends_with('.') && !line.comment.contains('\n'), "{}", line.comment);
    }
}

#[test]
fn handling_is_a_law_with_mean_and_cv_or_values() {
    let found = handling(&drawn(Law::LogNormal, 200.0, 0.8, 1000), &HandlingOptions::default()).unwrap();
    let keys = ["distribution", "mean", "cv"].map(|key| format!("queue.orders.handling.{key}"));
    let lines = handling_lines("orders", &found);
    assert_lines(&lines, &keys.each_ref().map(String::as_str));
    assert_eq!(lines[0].value, "\"lognormal\"");
    assert!(lines[1].comment.contains("(standard error)") && lines[1].comment.ends_with("from 1000 contacts."));
    let constant = handling(&[60.0; 30], &HandlingOptions::default()).unwrap();
    let lines = handling_lines("a b", &constant);
    assert_lines(&lines, &["queue.\"a b\".handling.distribution", "queue.\"a b\".handling.values"]);
    let reasons = [("returns".to_owned(), 300, found.clone()), ("other".to_owned(), 100, found)];
    let lines = reason_lines("orders", &reasons);
    let keys = ["returns.share", "returns.handling_mean", "other.share", "other.handling_mean"];
    assert_lines(&lines, &keys.map(|key| format!("queue.orders.reason.{key}")).each_ref().map(String::as_str));
    assert_eq!((lines[0].value.as_str(), lines[2].value.as_str()), ("0.75", "0.25"));
}

#[test]
fn patience_says_that_the_mean_wait_is_not_it() {
    let times = drawn(Law::Weibull, 300.0, 1.6, 1500);
    let mut waits: Vec<Wait> =
        times.iter().map(|&time| Wait { seconds: time.min(200.0), has_abandoned: time < 200.0 }).collect();
    waits.extend((0..30).map(|_| Wait { seconds: 0.0, has_abandoned: true }));
    let found = patience(&waits, Seconds::ZERO).unwrap();
    let lines = patience_lines("orders", &found);
    let keys = ["patience.distribution", "patience.mean", "patience.cv", "balking"];
    assert_lines(&lines, &keys.map(|key| format!("queue.orders.{key}")).each_ref().map(String::as_str));
    assert!(lines[1].comment.contains("is not it"), "{}", lines[1].comment);
}

#[test]
fn redials_and_repeats_have_their_keys() {
    let mut contacts = Vec::new();
    for customer in 0..40 {
        for (begin, was_answered) in [(0.0, false), (600.0 + customer as f64, true)] {
            if customer % 2 == 0 || !was_answered {
                contacts.push(CustomerContact { customer, begin, end: begin, was_answered, is_asked: true });
            }
        }
    }
    let found = coming_back(&contacts, After::GivingUp, Seconds(3600.0), 1e6).unwrap();
    assert_lines(&coming_back_lines("orders", &found), &["queue.orders.redial.share", "queue.orders.redial.after"]);
    // Of who was answered nobody comes back.
    let found = coming_back(&contacts, After::BeingAnswered, Seconds(3600.0), 1e6).unwrap();
    assert_lines(&coming_back_lines("orders", &found), &["queue.orders.resolution"]);
    assert_eq!(coming_back_lines("orders", &found)[0].value, "1.0");
}

#[test]
fn volume_varies_by_keys_of_the_queue() {
    let mut numbers = stream(26, 0, Purpose::World);
    let days: Vec<DayCounts> = (0..40)
        .map(|day| {
            let factor = 50.0 + 50.0 * numbers.random::<f64>();
            let counts = (0..16).map(|_| (factor * (0.5 + numbers.random::<f64>())).round()).collect();
            DayCounts { class: day % 2, counts }
        })
        .collect();
    let found = arrivals(&days).unwrap();
    let lines = arrival_lines("orders", &found, 1800.0);
    assert!(lines[0].key == "queue.orders.volume.day_factor_cv" && lines[0].value != "0.0");
    let keys: Vec<&str> = lines.iter().map(|line| line.key.as_str()).collect();
    assert_lines(&lines, &keys);
    let both = together(&[days.clone(), days]).unwrap();
    let keys = ["a", "b"].map(|queue| format!("queue.{queue}.volume.day_factor_correlation"));
    assert_lines(&together_lines(&["a", "b"], &both), &keys.each_ref().map(String::as_str));
}

#[test]
fn people_have_their_keys() {
    let practice: Vec<Practice> = (0..60)
        .map(|i| {
            let tenure_weeks = f64::from(i % 20);
            let handling_s = 300.0 + 200.0 * (-tenure_weeks / 5.0).exp() + f64::from(i % 7);
            Practice { agent: (i / 10) as usize, tenure_weeks, handling_s }
        })
        .collect();
    let curve = learning_curve(&practice).unwrap().unwrap();
    assert_lines(&learning_lines("agents", &curve), &["group.agents.ramp"]);
    let sheets: Vec<TimeSheet> = (0..48)
        .map(|day| TimeSheet {
            cluster: day,
            month: day as u8 % 12 + 1,
            paid: Hours(80.0),
            missing: Hours(8.0 + day as f64),
        })
        .collect();
    let time = missing_time(&sheets).unwrap();
    assert_lines(
        &shrinkage_lines("agents", &time),
        &["group.agents.shrinkage", "plan.group.agents.shrinkage_by_month"],
    );
    assert_lines(&absence_lines("agents", &time), &["group.agents.attendance.absence"]);
    let people: Vec<Employment> = (0..50)
        .map(|i| Employment { began: f64::from(i) * 10.0, left: (i % 3 == 0).then_some(f64::from(i) * 10.0 + 40.0) })
        .collect();
    let found = attrition(&people, (0.0, 600.0), &[1.0, 3.0]).unwrap();
    let lines = attrition_lines("agents", &found);
    assert_lines(&lines, &["plan.group.agents.attrition_per_month", "plan.group.agents.attrition_by_tenure"]);
    assert_eq!(lines[1].value.split(',').count(), 3);
}
