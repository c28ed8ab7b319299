//! What-ifs: on the same random numbers, what is not changed stays as it is, and small differences show.

use crate::cli::{callboard, json};
use crate::tiny::{calendar, exponential, group, queue, run, scenario};
use callboard::demand::Demand;
use callboard::erlang::System;
use callboard::scenario::file::load;
use callboard::scenario::{Group, Queue, QueueId, Replications, Scenario, Volume};
use callboard::simulation::{Measure, MeasureKey, Options, Performance, Subject, simulate};
use callboard::staffing::StaffingLevels;
use callboard::statistics::coverage_bounds;
use callboard::target::ServiceLevelDefinition;
use callboard::units::{Seconds, Share};
use callboard::watch::Unwatched;
use callboard::what_if::{Difference, Kind, Variant, WhatIf, WhatIfError, compare, differences};
use serde_json::Value;
use statrs::distribution::{ContinuousCDF, FisherSnedecor};
use std::path::Path;

fn named(name: &str, scenario: &Scenario) -> Variant {
    Variant { name: name.to_owned(), scenario: scenario.clone() }
}

fn of(baseline: &Scenario, variant: &Scenario) -> Result<WhatIf, WhatIfError> {
    compare(named("baseline", baseline), vec![named("variant", variant)], &Unwatched)
}

/// Two queues with a group each, and nothing between them.
fn two_lines() -> Scenario {
    let calls = |name: &str| Queue {
        patience: Some(exponential(120.0)),
        ..Queue::plain(name, Volume::PerHour(120.0), exponential(240.0))
    };
    let desk = |name: &str, queue: usize| Group::plain(name, vec![QueueId(queue)], vec![8; 4]);
    let mut two =
        scenario(calendar(4, 3600.0), vec![calls("first"), calls("last")], vec![desk("one", 0), desk("two", 1)]);
    two.simulation.replications = Replications::Fixed(20);
    two
}

/// The measures of something in each replication.
fn replicates(performance: &Performance, subject: Subject) -> Vec<Vec<(Measure, (f64, f64))>> {
    let wanted = |key: &MeasureKey| key.subject == subject;
    let of = |measures: &[(f64, f64)]| {
        let pairs = performance.keys.iter().zip(measures).filter(|(key, _)| wanted(key));
        pairs.map(|(key, &pair)| (key.measure, pair)).collect()
    };
    performance.replicates.iter().map(|replicate| of(&replicate.measures)).collect()
}

#[test]
fn a_queue_and_a_group_more_in_the_middle_of_the_file_change_nothing_for_the_others() {
    let before = two_lines();
    let mut after = before.clone();
    let between = Queue { patience: None, ..Queue::plain("between", Volume::PerHour(60.0), exponential(300.0)) };
    after.queues.insert(1, between);
    after.groups[1].skills = vec![QueueId(2)];
    after.groups.insert(1, Group::plain("middle", vec![QueueId(1)], vec![6; 4]));
    let (one, other) = (run(&before, 7), run(&after, 7));
    for (from, to) in [(0, 0), (1, 2)] {
        let queues = (replicates(&one, Subject::Queue(from)), replicates(&other, Subject::Queue(to)));
        assert!(queues.0 == queues.1 && queues.0.len() == 20, "queue {from}");
        let groups = (replicates(&one, Subject::Group(from)), replicates(&other, Subject::Group(to)));
        assert!(groups.0 == groups.1, "group {from}");
    }
    let what_if = of(&before, &after).unwrap();
    let variant = &what_if.variants[0];
    let last = variant.subjects.iter().find(|compared| compared.about.name == "last").unwrap();
    assert!(last.differences.iter().all(|difference| difference.difference.mean.is_none() || difference.is_same()));
    assert_eq!(last.about.kind, Kind::Queue);
    let names: Vec<&str> = variant.only_in_variant.iter().map(|about| about.name.as_str()).collect();
    assert_eq!(names, ["between", "middle"]);
    assert!(variant.only_in_baseline.is_empty());
    assert_eq!(variant.find(Kind::Total, "", Measure::Offered).unwrap().is_real, Some(true));
}

#[test]
fn an_agent_more_changes_neither_who_comes_nor_how_long_they_would_take() {
    let before = two_lines();
    let mut after = before.clone();
    after.groups[0].on_duty = vec![9; 4];
    let (one, other) = (run(&before, 3), run(&after, 3));
    let offered = |performance: &Performance| -> Vec<(f64, f64)> {
        let queues = (0..2).flat_map(|queue| replicates(performance, Subject::Queue(queue)));
        queues.flatten().filter(|(measure, _)| *measure == Measure::Offered).map(|(_, pair)| pair).collect()
    };
    assert!(offered(&one) == offered(&other) && offered(&one).len() == 40);
    assert!(replicates(&one, Subject::Queue(1)) == replicates(&other, Subject::Queue(1)));
    assert!(replicates(&one, Subject::Queue(0)) != replicates(&other, Subject::Queue(0)));
}

#[test]
fn a_scenario_does_not_differ_from_itself() {
    let two = two_lines();
    let what_if = of(&two, &two).unwrap();
    let variant = &what_if.variants[0];
    let known = variant.subjects.iter().flat_map(|compared| &compared.differences);
    let known: Vec<&Difference> = known.filter(|difference| difference.baseline.mean.is_some()).collect();
    assert!(known.len() > 40);
    assert!(known.iter().all(|difference| difference.is_same() && difference.is_real == Some(false)));
    assert_eq!(what_if.chances, 0);
}

#[test]
fn what_two_simulations_say_by_themselves_stands_beside_their_difference() {
    let before = two_lines();
    let mut after = before.clone();
    after.queues[1].handling = exponential(200.0);
    let what_if = of(&before, &after).unwrap();
    assert_eq!((what_if.seed, what_if.replications), (before.seed, 20));
    let (one, other) = (run(&before, before.seed), run(&after, before.seed));
    let found = what_if.variants[0].find(Kind::Queue, "last", Measure::ServiceLevel).unwrap();
    assert_eq!(found.baseline, one.queues[1].total.service_level);
    assert_eq!(found.variant, other.queues[1].total.service_level);
    let mean = found.variant.mean.unwrap() - found.baseline.mean.unwrap();
    assert_eq!(found.difference.mean, Some(mean));
    // Independent runs: both standard errors, added in squares; the quantile is the same on both sides.
    let independent = found.baseline.half_width.unwrap().hypot(found.variant.half_width.unwrap());
    assert!((found.independent_half_width.unwrap() / independent - 1.0).abs() < 1e-9);
    let ratio = (independent / found.difference.half_width.unwrap()).powi(2);
    assert!((found.variance_ratio.unwrap() / ratio - 1.0).abs() < 1e-9);
}

#[test]
fn the_paired_interval_of_three_replications_by_hand() {
    // Baseline 80, 82, 78 of 100, variant 85, 87, 81: differences of .05, .05 and .03.
    let plain = two_lines();
    let mut performance = run(&plain, 1);
    let key = MeasureKey { subject: Subject::Total, measure: Measure::ServiceLevel };
    performance.keys = vec![key];
    let with = |answered: [f64; 3]| {
        let mut performance = performance.clone();
        performance.replicates.truncate(3);
        for (replicate, answered) in performance.replicates.iter_mut().zip(answered) {
            replicate.measures = vec![(answered, 100.0)];
        }
        performance.total.service_level.mean = Some(answered.iter().sum::<f64>() / 300.0);
        performance
    };
    let (one, other) = (with([80.0, 82.0, 78.0]), with([85.0, 87.0, 81.0]));
    let compared = differences((&plain, &one), (&plain, &other));
    let difference = &compared[0].differences[0];
    let mean = 0.13 / 3.0;
    let square = [0.05, 0.05, 0.03].iter().map(|value: &f64| (value - mean).powi(2) / 2.0).sum::<f64>();
    assert!((difference.difference.mean.unwrap() - mean).abs() < 1e-12);
    assert!((difference.difference.half_width.unwrap() - 4.302_652_73 * (square / 3.0).sqrt()).abs() < 1e-9);
    assert_eq!((difference.degrees, difference.is_real), (2, Some(true)));
}

/// How many times larger the variance of a difference of totals is between independent runs than on common random numbers;
/// both are measured, on seeds that have nothing in common.
fn gains(before: &Scenario, after: &Scenario, replications: u32, measures: &[Measure]) -> Vec<f64> {
    let run = |scenario: &Scenario, seed: u64| {
        let options = Options { seed, replications: Replications::Fixed(replications) };
        let (demand, levels) = (Demand::of(scenario), StaffingLevels::as_given(scenario));
        simulate(scenario, &demand, &levels, &options, &Unwatched).unwrap()
    };
    let half_widths = |one: u64, other: u64| -> Vec<f64> {
        let compared = differences((before, &run(before, one)), (after, &run(after, other)));
        assert_eq!(compared[0].about.kind, Kind::Total);
        let find = |measure| compared[0].differences.iter().find(|difference| difference.measure == measure).unwrap();
        measures.iter().map(|&measure| find(measure).difference.half_width.unwrap()).collect()
    };
    let (independent, common) = (half_widths(11, 12), half_widths(13, 13));
    independent.iter().zip(common).map(|(independent, common)| (independent / common).powi(2)).collect()
}

/// What a quotient of two estimated variances must exceed, so that the true quotient is at least five, but for a chance of one in
/// a million: five times that quantile of Fisher's distribution.
fn shown_to_be_fivefold(replications: u32) -> f64 {
    let degrees = f64::from(replications - 1);
    5.0 * FisherSnedecor::new(degrees, degrees).unwrap().inverse_cdf(1.0 - 1e-6)
}

fn shipped(name: &str, overrides: &[&str]) -> Scenario {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name);
    load(&path, &overrides.iter().map(ToString::to_string).collect::<Vec<_>>()).unwrap()
}

/// Asserts it for these measures.
fn assert_fivefold(what: &str, before: &Scenario, after: &Scenario, replications: u32, measures: &[Measure]) {
    let bound = shown_to_be_fivefold(replications);
    for (measure, gain) in measures.iter().zip(gains(before, after, replications, measures)) {
        println!("{what}, {}: {gain:.1} times, to be above {bound:.2}", measure.name());
        assert!(gain > bound, "{what}, {}: {gain} times, to be above {bound}", measure.name());
    }
}

#[test]
fn an_agent_more_shows_with_a_fifth_of_the_variance() {
    let (before, after) = (shipped("one_queue", &[]), shipped("one_queue", &["group.agents.headcount=19"]));
    let measures = [Measure::ServiceLevel, Measure::Abandonment, Measure::Asa];
    assert_fivefold("an agent more", &before, &after, 400, &measures);
}

#[test]
fn quicker_handling_shows_with_a_fifth_of_the_variance() {
    let (before, after) = (shipped("one_queue", &[]), shipped("one_queue", &["queue.calls.handling.mean=285s"]));
    let measures = [Measure::ServiceLevel, Measure::Abandonment, Measure::Asa, Measure::Occupancy];
    assert_fivefold("handling 5 % shorter", &before, &after, 400, &measures);
}

#[test]
fn a_better_bot_shows_with_a_fifth_of_the_variance() {
    let reason = |name: &str, share: &str| format!("queue.chats.reason.{name}.bot.assistant.resolved={share}");
    let better = [reason("where_is_my_order", "55%"), reason("returns", "36%"), reason("payment", "18%")];
    let (before, after) = (shipped("add_chatbot", &[]), shipped("add_chatbot", &better.each_ref().map(String::as_str)));
    let measures = [Measure::ServiceLevel, Measure::Abandonment, Measure::Satisfaction, Measure::LostValue];
    assert_fivefold("a bot that resolves more", &before, &after, 200, &measures);
}

#[test]
fn the_interval_of_a_difference_covers_the_exact_one_as_often_as_it_says() {
    let system = |agents: u32| System {
        contacts_per_s: 60.0 / 3600.0,
        handling: Seconds(600.0),
        agents,
        patience: Some(Seconds(300.0)),
        waiting_places: None,
    };
    let made = |agents: u32| {
        let calls = queue(60.0 / 3600.0, 600.0, Some(300.0));
        let mut made = scenario(calendar(2, 10_000.0), vec![calls], vec![group(&[0], agents, 2)]);
        made.simulation.warm_up = Seconds(10_000.0);
        made.simulation.replications = Replications::Fixed(20);
        made.queues[0].service_level_within = Seconds(60.0);
        made
    };
    let (one, other) = (system(10).solve(), system(11).solve());
    let definition = ServiceLevelDefinition::default();
    let [to, from] = [&other, &one].map(|exact| exact.service_level(Seconds(60.0), definition).0);
    let exact = [
        (Measure::ServiceLevel, to - from),
        (Measure::Abandonment, other.p_abandon - one.p_abandon),
        (Measure::PWait, other.p_wait - one.p_wait),
        (Measure::Asa, other.asa.unwrap().0 - one.asa.unwrap().0),
        (Measure::MeanWait, other.mean_wait.unwrap().0 - one.mean_wait.unwrap().0),
    ];
    let (before, after) = (made(10), made(11));
    let runs = 400;
    let mut covered = vec![0; exact.len()];
    for seed in 0..runs {
        let compared = differences((&before, &run(&before, seed)), (&after, &run(&after, seed)));
        for (covered, (measure, exact)) in covered.iter_mut().zip(&exact) {
            let of_queue = &compared[1].differences;
            let found = of_queue.iter().find(|difference| difference.measure == *measure).unwrap();
            *covered += u64::from(found.difference.covers(*exact));
        }
    }
    let band = coverage_bounds(runs, 0.95, 1e-6);
    println!("covered of {runs}: {covered:?}");
    for (covered, (measure, exact)) in covered.iter().zip(&exact) {
        assert!(band.contains(covered), "{}: {covered} of {runs} cover {exact}, not {band:?}", measure.name());
    }
}

#[test]
fn many_differences_together_ask_for_more_than_one_by_itself() {
    let before = two_lines();
    let mut after = before.clone();
    after.queues[0].handling = exponential(230.0);
    let what_if = of(&before, &after).unwrap();
    let headlines: Vec<&Difference> = what_if.variants[0].headlines().map(|(_, difference)| difference).collect();
    assert!(what_if.chances > 5 && what_if.chances <= headlines.len());
    let real = |found: &&&Difference| found.is_real == Some(true);
    let among_all = headlines.iter().filter(|difference| difference.is_real_among_all == Some(true));
    assert!(among_all.clone().all(|difference| real(&difference)));
    let waits = what_if.variants[0].find(Kind::Queue, "first", Measure::MeanWait).unwrap();
    assert_eq!(waits.is_real_among_all, None, "the mean wait of all is no headline");
}

#[test]
fn different_times_currencies_and_equal_names_are_refused() {
    let two = two_lines();
    let mut longer = two.clone();
    longer.calendar = calendar(5, 3600.0);
    let error = of(&two, &longer).unwrap_err().to_string();
    assert!(error.contains("5 hours from 2026-01-05") && error.contains("[horizon]"), "{error}");
    let dollars = Scenario { currency: "USD".to_owned(), ..two.clone() };
    assert!(of(&two, &dollars).unwrap_err().to_string().contains("USD"));
    let same = compare(named("a", &two), vec![named("a", &two)], &Unwatched);
    assert_eq!(same.unwrap_err(), WhatIfError::SameName("a".to_owned()));
    assert_eq!(compare(named("a", &two), Vec::new(), &Unwatched).unwrap_err(), WhatIfError::Alone("a".to_owned()));
}

#[test]
fn with_auto_each_is_simulated_as_often_as_the_baseline_needed() {
    let mut before = two_lines();
    before.simulation.replications = Replications::Auto { precision: Share(0.01), most: 200 };
    let mut after = before.clone();
    after.simulation.replications = Replications::Fixed(3);
    after.groups[0].on_duty = vec![20; 4];
    let what_if = of(&before, &after).unwrap();
    assert_eq!(what_if.replications, run(&before, before.seed).replications);
    assert_eq!(what_if.variants[0].outcome.performance.replications, what_if.replications);
}

// The command.

const ONE_MORE: [&str; 6] = [
    "compare",
    "scenarios/one_queue",
    "--variant",
    "one more: group.agents.headcount=19",
    "--variant",
    "quicker: queue.calls.handling.mean=285s, name=quick",
];

fn with(more: &[&'static str]) -> Vec<&'static str> {
    ONE_MORE.iter().chain(["--replications", "20"].iter()).chain(more).copied().collect()
}

#[test]
fn a_comparison_is_one_json_document_with_the_same_bytes_on_any_number_of_threads() {
    let bytes = |threads| {
        let answer = callboard(&with(&["--format", "json", "--threads", threads])).success();
        answer.get_output().stdout.clone()
    };
    let one = bytes("1");
    assert!(one == bytes("2"));
    let document: Value = serde_json::from_slice(&one).unwrap();
    assert_eq!(document["replications"], 20);
    assert_eq!(document["baseline"]["name"], "one_queue");
    assert_eq!(document["variants"][0]["name"], "one more");
    assert_eq!(document["variants"][1]["scenario"], "quick");
    let level = &document["variants"][0]["total"]["service_level"];
    assert_eq!(level["real"], true);
    assert!(level["difference"]["mean"].as_f64().unwrap() > 0.05);
    let simulated = json(&["simulate", "scenarios/one_queue", "--replications", "20", "--format", "json"]);
    assert_eq!(level["baseline"], simulated["total"]["service_level"]);
    assert_eq!(document["variants"][0]["queues"][0]["name"], "calls");
    assert_eq!(document["variants"][0]["queues"][0]["asa_s"]["baseline"], simulated["queues"][0]["asa_s"]);
}

#[test]
fn each_form_of_a_comparison_says_the_same() {
    let out = |format| {
        let answer = callboard(&with(&["--format", format])).success();
        String::from_utf8(answer.get_output().stdout.clone()).unwrap()
    };
    let (text, rows, page) = (out("text"), out("csv"), out("html"));
    assert!(text.contains("one more") && text.contains("service level") && text.contains("Bonferroni"), "{text}");
    let mut reader = csv::Reader::from_reader(rows.as_bytes());
    let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert!(records.iter().any(|row| &row[0] == "quicker" && &row[1] == "queue" && &row[3] == "asa_s"));
    assert!(page.starts_with("<!DOCTYPE html>") && page.matches("<svg class=\"chart\"").count() >= 6);
    assert!(!page.contains("NaN") && !page.contains("http"));
}

#[test]
fn two_scenarios_are_compared_where_they_cover_the_same_time() {
    let stderr = |arguments: &[&str]| {
        let answer = callboard(arguments).code(2);
        assert!(answer.get_output().stdout.is_empty());
        String::from_utf8_lossy(&answer.get_output().stderr).into_owned()
    };
    let apart = stderr(&["compare", "scenarios/one_queue", "scenarios/add_chatbot"]);
    assert!(apart.contains("24 hours") && apart.contains("168 hours"), "{apart}");
    assert!(stderr(&["compare", "scenarios/one_queue"]).contains("--variant"));
    assert!(stderr(&["compare", "scenarios/one_queue", "scenarios/one_queue"]).contains("scenarios/one_queue"));
    let unknown = stderr(&["compare", "scenarios/one_queue", "--variant", "x: queue.calls.handlin.mean=5m"]);
    assert!(unknown.contains("handlin") && unknown.contains("handling"), "{unknown}");
    assert!(stderr(&["compare", "scenarios/one_queue", "--variant", "x:"]).contains("changes nothing"));
    let twice = ["compare", "scenarios/one_queue", "--variant", "x: seed=2", "--variant", "x: seed=3"];
    assert!(stderr(&twice).contains("\"x\""));
    let folder = tempfile::tempdir().unwrap();
    let other = folder.path().join("other");
    callboard(&["new", "one_queue", other.to_str().unwrap()]).success();
    let document = json(&[
        "compare",
        "scenarios/one_queue",
        other.to_str().unwrap(),
        "--set",
        "simulation.replications=5",
        "--format",
        "json",
    ]);
    assert_eq!(document["variants"][0]["name"], "other");
    assert_eq!(document["variants"][0]["total"]["asa_s"]["difference"]["mean"], 0.0);
}
