//! The shipped scenarios.

use callboard::demand::Demand;
use callboard::scenario::file::load;
use callboard::scenario::template::TEMPLATES;
use callboard::scenario::{Origin, Scenario};
use std::path::Path;

fn shipped(name: &str, overrides: &[&str]) -> Scenario {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name);
    match load(&path, &overrides.iter().map(|&text| text.to_owned()).collect::<Vec<_>>()) {
        Ok(scenario) => scenario,
        Err(problems) => panic!("{problems}"),
    }
}

#[test]
fn every_shipped_scenario_is_valid_and_a_template() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let mut names: Vec<String> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    let mut templates: Vec<&str> = TEMPLATES.iter().map(|template| template.name).collect();
    templates.sort_unstable();
    assert_eq!(names, templates);
    for name in names {
        let scenario = shipped(&name, &[]);
        assert!(!scenario.question.is_empty());
        assert_eq!(scenario.digest.len(), 32);
    }
}

#[test]
fn five_overrides_turn_one_queue_into_any_such_queue() {
    let scenario = shipped(
        "one_queue",
        &[
            "queue.calls.volume.per_hour=1140",
            "queue.calls.handling.mean=300s",
            "queue.calls.patience.mean=180s",
            "group.agents.headcount=100",
            "horizon.hours=240",
        ],
    );
    assert_eq!(scenario.calendar.end().hours().0, 240.0);
    assert_eq!(scenario.queues[0].handling.mean().0, 300.0);
    assert_eq!(scenario.queues[0].patience.as_ref().map(|patience| patience.mean().0), Some(180.0));
    assert!(scenario.groups[0].on_duty.iter().all(|&agents| agents == 100));
    assert!((Demand::of(&scenario).total(0) - 1140.0 * 240.0).abs() < 1e-6);
}

#[test]
fn the_peak_season_peaks_on_cyber_monday_and_is_closed_at_night() {
    let scenario = shipped("peak_season", &[]);
    let demand = Demand::of(&scenario);
    let by_day: Vec<f64> = scenario
        .calendar
        .days
        .iter()
        .map(|day| day.intervals.clone().map(|i| (0..3).map(|q| demand.expected[(q, i)]).sum::<f64>()).sum())
        .collect();
    let peak = (0..28).max_by(|&a, &b| by_day[a].total_cmp(&by_day[b])).unwrap();
    assert_eq!(scenario.calendar.days[peak].date.to_string(), "2026-11-30");
    assert!(by_day.iter().all(|&contacts| (1000.0..6000.0).contains(&contacts)), "{by_day:?}");
    assert_eq!(scenario.groups[0].on_duty[0], 0, "nobody is there at midnight");
    assert_eq!(scenario.groups.iter().map(|group| group.headcount).sum::<u32>(), 125);
}

#[test]
fn a_shorter_horizon_passes_over_the_rest_of_the_tables() {
    let scenario = shipped("peak_season", &["horizon.days=7"]);
    assert_eq!(scenario.calendar.days.len(), 7);
}

#[test]
fn tables_for_half_hours_do_not_fit_hours_but_quarters() {
    assert_eq!(shipped("peak_season", &["horizon.interval=15m"]).calendar.interval_minutes, 15);
    let [half, quarter] = ["30m", "15m"].map(|length| {
        let scenario = shipped("peak_season", &[&format!("horizon.interval={length}")]);
        (Demand::of(&scenario).total(0), scenario.groups[0].on_duty.iter().max().copied())
    });
    assert!((half.0 - quarter.0).abs() < 1e-6, "amounts are shared out");
    assert_eq!(half.1, quarter.1, "levels hold");
}

#[test]
fn every_value_in_force_is_listed_with_where_it_comes_from() {
    let scenario = shipped("one_queue", &["queue.calls.handling.mean=6m"]);
    let find = |path: &str| scenario.assumptions.iter().find(|assumption| assumption.path == path).unwrap();
    assert_eq!(find("queue.calls.handling.mean").value, "6m");
    assert_eq!(find("queue.calls.handling.mean").origin, Origin::Override);
    assert_eq!(find("queue.calls.patience.mean").origin, Origin::File);
    assert!(matches!(&find("routing.at_closing").origin, Origin::Default(source) if !source.is_empty()));
    assert_eq!(find("group.agents.on_duty").value, "18");
    assert_eq!(find("scheduling.under_cover_per_hour").value, "69");
    let mut paths: Vec<&str> = scenario.assumptions.iter().map(|assumption| assumption.path.as_str()).collect();
    paths.sort_unstable();
    assert!(paths.windows(2).all(|pair| pair[0] != pair[1]), "each once: {paths:?}");
}

#[test]
fn the_digest_tells_inputs_apart_and_not_ways_of_writing() {
    let digest = |overrides: &[&str]| shipped("one_queue", overrides).digest;
    assert_eq!(digest(&[]), digest(&["queue.calls.handling.mean=300s"]), "5m and 300s are the same");
    assert_ne!(digest(&[]), digest(&["queue.calls.handling.mean=301s"]));
    assert_ne!(digest(&[]), digest(&["seed=2"]));
}
