//! Scenario files at the ends of what is allowed: each comes to an end, every contact has one fate, and the numbers are those
//! that common sense or a formula says.

use crate::cli::{callboard, json};
use crate::tiny;
use callboard::demand::Demand;
use callboard::erlang;
use callboard::scenario::Scenario;
use callboard::scenario::file::{Source, parse};
use callboard::simulation::{Measure, MeasureKey, Options, Performance, QueueMeasures, Subject, simulate};
use callboard::staffing::StaffingLevels;
use callboard::statistics::Estimate;
use callboard::watch::Unwatched;
use std::fmt::Write;

/// A day of calls: 120 an hour of five minutes for ten agents, who are just enough.
const DAY: &str = r#"[horizon]
start = 2026-11-16
hours = 24
[queue.calls]
volume = { per_hour = 120 }
handling = { mean = "5m", distribution = "exponential" }
patience = { mean = "3m" }
[group.agents]
skills = ["calls"]
headcount = 10
wage = 20
on_duty = { level = 10 }
[simulation]
replications = 20
"#;

fn load(text: &str, overrides: &[&str]) -> Scenario {
    let source =
        Source { path: "x.toml".into(), folder: "no_such_folder".into(), name: "x".to_owned(), text: text.to_owned() };
    let overrides: Vec<String> = overrides.iter().map(|&text| text.to_owned()).collect();
    parse(&source, &overrides).unwrap_or_else(|problems| panic!("{problems}"))
}

/// What happens in a scenario, after the checks that hold for all.
fn run(scenario: &Scenario) -> Performance {
    let (demand, levels) = (Demand::of(scenario), StaffingLevels::as_given(scenario));
    let performance =
        simulate(scenario, &demand, &levels, &Options::of(scenario), &Unwatched).expect("nobody interrupts");
    check(&performance);
    performance
}

fn of(performance: &Performance) -> &QueueMeasures {
    &performance.queues[0].total
}

fn mean(estimate: &Estimate) -> f64 {
    estimate.mean.unwrap()
}

/// Of each subject of a replication that can be offered contacts: how many came, and what became of them.
fn fates(performance: &Performance) -> impl Iterator<Item = (f64, f64)> {
    let subjects = (0..performance.queues.len()).map(Subject::Queue).chain([Subject::Total]);
    let place = |subject, measure| {
        let key = MeasureKey { subject, measure };
        performance.keys.iter().position(|other| *other == key).expect("queues are measured")
    };
    let places: Vec<[usize; 6]> = subjects
        .map(|subject| {
            [
                Measure::Offered,
                Measure::Answered,
                Measure::Abandoned,
                Measure::Blocked,
                Measure::Unserved,
                Measure::Callbacks,
            ]
            .map(|measure| place(subject, measure))
        })
        .collect();
    performance.replicates.iter().flat_map(move |replicate| {
        let counts = |place: &usize| replicate.measures[*place].0;
        places.iter().map(move |places| (counts(&places[0]), places[1..].iter().map(counts).sum())).collect::<Vec<_>>()
    })
}

/// Every contact has one fate, numbers are numbers, shares are shares.
fn check(performance: &Performance) {
    for (offered, fates) in fates(performance) {
        assert_eq!(offered, fates, "each contact has one fate");
    }
    for replicate in &performance.replicates {
        for (key, (numerator, denominator)) in performance.keys.iter().zip(&replicate.measures) {
            assert!(numerator.is_finite() && denominator.is_finite(), "{key:?}: {numerator} of {denominator}");
        }
    }
    for queue in &performance.queues {
        for measures in queue.intervals.iter().chain([&queue.total]) {
            for share in [&measures.service_level, &measures.abandonment, &measures.p_wait, &measures.satisfaction] {
                assert!(share.mean.is_none_or(|share| (0.0..=1.0).contains(&share)), "{share:?}");
            }
        }
    }
    for group in &performance.groups {
        for measures in group.intervals.iter().chain([&group.total]) {
            // Sums of times, which are differences of rounded clock times.
            assert!(measures.occupancy.mean.is_none_or(|share| (0.0..1.0 + 1e-9).contains(&share)), "{measures:?}");
        }
    }
}

#[test]
fn nothing_comes() {
    for nothing in ["queue.calls.volume.per_hour=0", "queue.calls.volume.factor=0"] {
        let performance = run(&load(DAY, &[nothing]));
        let calls = of(&performance);
        assert_eq!((calls.offered.mean, calls.service_level.mean, calls.asa_s.mean), (Some(0.0), None, None));
        assert_eq!(performance.groups[0].total.occupancy.mean, Some(0.0));
        assert!(mean(&performance.total.cost) > 0.0, "who waits for calls is paid");
    }
}

#[test]
fn nobody_is_there() {
    let performance = run(&load(DAY, &["group.agents.on_duty.level=0"]));
    let calls = of(&performance);
    assert!(mean(&calls.offered) > 0.0);
    assert_eq!((&calls.abandoned, calls.abandonment.mean), (&calls.offered, Some(1.0)));
    assert_eq!((calls.asa_s.mean, performance.groups[0].total.occupancy.mean), (None, None));
    assert_eq!(performance.total.cost.mean, Some(0.0));
    // Who hangs up within the threshold is left out; 28,000 others waited longer.
    assert_eq!(calls.service_level.mean, Some(0.0));

    let patient = run(&load(DAY, &["group.agents.on_duty.level=0", "queue.calls.patience.distribution=endless"]));
    let calls = of(&patient);
    assert_eq!((&calls.unserved, calls.abandoned.mean), (&calls.offered, Some(0.0)));
    // They wait from when they come to the end: twelve hours each on average, so that half of a day's calls wait on average.
    let half = mean(&calls.offered) / 2.0;
    // The mean of 20 · 2,880 uniform moments is known within 5 · 24 h / √(12 · 57,600) = 0.144 h of 12.
    assert!((mean(&calls.mean_queue) - half).abs() < half * 0.15 / 12.0, "{:?} is not {half}", calls.mean_queue);
}

#[test]
fn fifty_times_as_many_as_can_be_answered() {
    let performance = run(&load(DAY, &["queue.calls.volume.factor=50"]));
    // Two of a hundred are answered: 2,880 a day, give or take 54 by chance and at most 60 of those who wait at the end, of 144,000.
    // Over 20 days chance is 54 / √20 = 12.
    let answered = 1.0 - mean(&of(&performance).abandonment);
    assert!((answered - 0.02).abs() < (5.0 * 12.0 + 60.0) / 144_000.0, "{answered}");
    assert!(mean(&performance.groups[0].total.occupancy) > 0.999);
    // The first ten find an agent at once.
    let calls = of(&performance);
    assert!((0.99..1.0).contains(&mean(&calls.p_wait)), "{:?}", calls.p_wait);

    // Without patience all wait for their turn, who comes last for 49 days.
    let overrides =
        ["queue.calls.volume.factor=50", "queue.calls.patience.distribution=endless", "simulation.replications=2"];
    let calls = of(&run(&load(DAY, &overrides))).clone();
    assert_eq!(calls.answered, calls.offered);
    assert!((mean(&calls.asa_s) / 86_400.0 - 24.5).abs() < 0.5, "{:?}", calls.asa_s);
}

#[test]
fn a_second() {
    let performance = run(&load(DAY, &["horizon.length=1s", "queue.calls.volume.per_hour=3600000"]));
    // A thousand calls in a second for ten agents.
    let calls = of(&performance);
    let chance = 5.0 * (1000.0_f64 / 20.0).sqrt();
    assert!((mean(&calls.offered) - 1000.0).abs() < chance, "{:?}", calls.offered);
    assert!(mean(&calls.answered) >= 10.0);
    assert!((mean(&performance.groups[0].total.duty_hours) - 10.0 / 3600.0).abs() < 1e-12);
}

#[test]
fn a_year() {
    let overrides =
        ["horizon.days=364", "horizon.interval=1h", "queue.calls.volume.per_hour=6", "simulation.replications=2"];
    let performance = run(&load(DAY, &overrides));
    let expected = 364.0 * 24.0 * 6.0;
    let calls = of(&performance);
    assert!((mean(&calls.offered) - expected).abs() < 5.0 * (expected / 2.0).sqrt(), "{:?}", calls.offered);
    assert_eq!(performance.queues[0].intervals.len(), 364 * 24);
    // Half an Erlang for ten agents: hardly one in a million waits.
    assert!(mean(&calls.service_level) > 0.9999);
}

#[test]
fn two_hundred_queues() {
    let mut text = DAY.split("[queue.calls]").next().unwrap().replace("hours = 24", "hours = 4");
    for i in 0..200 {
        let next = (i + 1) % 200;
        writeln!(
            text,
            "[queue.q{i}]
volume = {{ per_hour = 12 }}
handling = {{ mean = \"5m\" }}
patience = {{ mean = \"3m\" }}
overflow = {{ after = \"20s\", to = [\"g{next}\"] }}
[group.g{i}]
skills = [\"q{i}\", \"q{}\"]
headcount = 1
wage = 20
on_duty = {{ level = 1 }}",
            (i + 199) % 200,
        )
        .unwrap();
    }
    let scenario = load(&text, &["simulation.replications=3"]);
    let performance = run(&scenario);
    let expected = 200.0 * 4.0 * 12.0;
    let offered = mean(&performance.total.offered);
    assert!((offered - expected).abs() < 5.0 * (expected / 3.0_f64).sqrt(), "{offered}");
    assert!(performance.groups.iter().all(|group| mean(&group.total.answered) > 0.0), "everybody has something to do");
}

#[test]
fn a_hundred_thousand_agents() {
    let overrides = [
        "group.agents.headcount=100000",
        "group.agents.on_duty.level=100000",
        "horizon.length=30m",
        "simulation.replications=2",
    ];
    let performance = run(&load(DAY, &overrides));
    let calls = of(&performance);
    assert_eq!((calls.p_wait.mean, calls.service_level.mean, calls.asa_s.mean), (Some(0.0), Some(1.0), Some(0.0)));
    assert_eq!(performance.groups[0].total.duty_hours.mean, Some(50_000.0));
}

#[test]
fn a_single_contact() {
    let overrides = ["queue.calls.volume.per_hour=0.001", "simulation.replications=300"];
    let performance = run(&load(DAY, &overrides));
    // 0.024 calls a day: seven of 300 days have one, and those find ten agents idle.
    let days = fates(&performance).filter(|(offered, _)| *offered > 0.0).count();
    assert!(days > 0, "some day has a call");
    let calls = of(&performance);
    assert_eq!(calls.answered, calls.offered);
    assert_eq!((calls.asa_s.mean, calls.wait_p90_s.mean, calls.service_level.mean), (Some(0.0), Some(0.0), Some(1.0)));
}

#[test]
fn every_door_is_shut() {
    // It is a Monday, and they open on Sundays.
    let shut = DAY.replace("[queue.calls]", "[opening_hours]\nsun = \"08:00-20:00\"\n[queue.calls]");
    let performance = run(&load(&shut, &[]));
    let calls = of(&performance);
    assert_eq!((calls.offered.mean, performance.groups[0].total.duty_hours.mean), (Some(0.0), Some(0.0)));
    // E-mail comes all the same, and is not looked at.
    let performance = run(&load(&shut, &["queue.calls.channel=email", "queue.calls.patience.distribution=endless"]));
    let mails = of(&performance);
    assert!(mean(&mails.offered) > 2000.0);
    assert_eq!((&mails.unserved, &mails.backlog_at_end), (&mails.offered, &mails.offered));
}

#[test]
fn all_go_home_in_the_middle_of_the_day() {
    let mut group = tiny::group(&[0], 0, 4);
    group.on_duty = vec![10, 0, 10, 0];
    let queue = tiny::queue(120.0 / 3600.0, 300.0, Some(180.0));
    let scenario = tiny::scenario(tiny::calendar(4, 3600.0), vec![queue], vec![group]);
    let performance = run(&scenario);
    let intervals = &performance.queues[0].intervals;
    // Who comes in the first minutes may still be served by those who finish; nobody who comes in an hour without agents is
    // there any more when they come back, but for those who came last.
    for (interval, is_staffed) in intervals.iter().zip([true, false, true, false]) {
        assert_eq!(mean(&interval.abandonment) < 0.5, is_staffed, "{:?}", interval.abandonment);
    }
    let group = &performance.groups[0];
    assert_eq!(group.intervals[1].duty_hours.mean, Some(0.0));
    assert!(mean(&group.intervals[1].overtime_hours) > 0.0, "what was begun is finished");
}

#[test]
fn the_shortest_and_the_longest_durations() {
    let shortest = run(&load(DAY, &["queue.calls.handling.mean=0.001ms", "queue.calls.volume.factor=10"]));
    let calls = of(&shortest);
    assert_eq!((&calls.answered, calls.service_level.mean), (&calls.offered, Some(1.0)));
    assert!(mean(&shortest.groups[0].total.occupancy) < 1e-6);

    let longest = run(&load(DAY, &["queue.calls.handling.mean=24h", "queue.calls.patience.mean=720h"]));
    let calls = of(&longest);
    // Each of the ten has one at a time, a day long on average.
    assert!(mean(&longest.groups[0].total.occupancy) > 0.99);
    assert!(mean(&calls.abandoned) > 0.0);

    let spread = ["handling", "patience"].map(|time| format!("queue.calls.{time}.distribution=lognormal"));
    let cvs = ["handling", "patience"].map(|time| format!("queue.calls.{time}.cv=20"));
    let overrides: Vec<&str> = spread.iter().chain(&cvs).map(String::as_str).collect();
    run(&load(DAY, &overrides));
}

#[test]
fn a_patience_of_a_microsecond_leaves_a_loss_system() {
    let performance = run(&load(DAY, &["queue.calls.patience.mean=0.001ms", "simulation.replications=50"]));
    let calls = of(&performance);
    // Nobody waits longer than some microseconds, so who finds no agent is lost: Erlang B.
    assert!(mean(&calls.mean_wait_s) < 1e-5);
    let exact = erlang::erlang_b(10, 10.0);
    // The half-width is 1.96 standard errors or more; two of them are missed once in 10,000 runs. Each day begins empty, for an
    // hour at most, of 24: what that changes is far below the half-width of 50 days.
    let error = 2.0 * calls.abandonment.half_width.unwrap();
    assert!((mean(&calls.abandonment) - exact).abs() < error, "{:?} is not {exact}", calls.abandonment);
}

#[test]
fn days_that_vary_beyond_all_measure() {
    let overrides = [
        "queue.calls.volume.day_factor_cv=3",
        "queue.calls.volume.busyness.cv=3",
        "queue.calls.volume.busyness.memory=1ms",
    ];
    let performance = run(&load(DAY, &[&overrides[..], &["simulation.replications=400"]].concat()));
    let calls = of(&performance);
    // The law is far from normal, so the half-width of 400 days is only roughly one: three of them.
    let error = 3.0 * calls.offered.half_width.unwrap();
    assert!((mean(&calls.offered) - 2880.0).abs() < error, "{:?}", calls.offered);
    let days: Vec<f64> = fates(&performance).step_by(2).map(|(offered, _)| offered).collect();
    assert!(days.iter().filter(|&&calls| calls < 288.0).count() > 100, "a gamma of cv 3 is mostly near zero");
}

// Through the program

fn written(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

#[test]
fn the_program_says_of_a_centre_without_agents_that_all_give_up() {
    let folder = written(&[("scenario.toml", DAY)]);
    let path = folder.path().to_str().unwrap();
    let document =
        json(&["simulate", path, "--set", "group.agents.on_duty.level=0", "--intervals", "--format", "json"]);
    let calls = &document["queues"][0];
    assert_eq!(calls["abandonment"]["mean"], 1.0);
    assert!(calls["asa_s"]["mean"].is_null() && calls["answered"]["mean"] == 0.0);
    assert!(document["groups"][0]["occupancy"]["mean"].is_null());
    assert_eq!(calls["intervals"].as_array().unwrap().len(), 48);
    for format in ["text", "csv"] {
        let shown =
            callboard(&["simulate", path, "--set", "queue.calls.volume.factor=0", "--format", format]).success();
        let shown = String::from_utf8(shown.get_output().stdout.clone()).unwrap();
        assert!(!shown.is_empty() && !shown.contains("NaN") && !shown.contains("inf"), "{shown}");
    }
}

#[test]
fn a_byte_order_mark_windows_line_ends_and_semicolons_give_the_same_results() {
    let text = DAY.replace("{ per_hour = 120 }", "{ file = \"volume.csv\" }").replace("hours = 24", "hours = 2");
    let text = format!("name = \"same\"\n{text}");
    let table = "date,start,calls\n2026-11-16,00:00,10.5\n2026-11-16,01:00,20\n";
    let plain = written(&[("scenario.toml", &text), ("volume.csv", table)]);
    let windows = |text: &str| format!("\u{feff}{}", text.replace('\n', "\r\n"));
    let table = table.replace(',', ";").replace("10.5", "10,5");
    let other = written(&[("scenario.toml", &windows(&text)), ("volume.csv", &windows(&table))]);
    let stdout = |folder: &tempfile::TempDir| {
        let answer = callboard(&["simulate", folder.path().to_str().unwrap(), "--format", "json"]).success();
        answer.get_output().stdout.clone()
    };
    assert!(stdout(&plain) == stdout(&other));
}

#[test]
fn an_empty_file_and_numbers_that_are_none_are_wrong_inputs() {
    let empty = written(&[("scenario.toml", "")]);
    let answer = callboard(&["simulate", empty.path().to_str().unwrap(), "--format", "json"]).code(2);
    assert!(answer.get_output().stdout.is_empty() && !answer.get_output().stderr.is_empty());
    let folder = written(&[("scenario.toml", DAY)]);
    let path = folder.path().to_str().unwrap();
    for key in ["queue.calls.volume.per_hour", "group.agents.wage", "queue.calls.volume.day_factor_cv", "seed"] {
        for number in ["nan", "-nan", "inf", "-inf", "1e400", "-1e400", "99999999999999999999", "-1"] {
            let answer = callboard(&["simulate", path, "--set", &format!("{key}={number}")]).code(2);
            let message = String::from_utf8_lossy(&answer.get_output().stderr).into_owned();
            assert!(message.contains(key), "{key}={number}: {message}");
        }
    }
}
