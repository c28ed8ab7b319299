//! The requirement: what the formula gives, and that the simulation confirms it.

use callboard::demand::Demand;
use callboard::erlang::{System, agents_needed};
use callboard::requirement::{self, Correction, Formula, formula::offered_load};
use callboard::scenario::{QueueId, Scenario, file};
use callboard::simulation::Verdict;
use callboard::units::Seconds;
use callboard::watch::Unwatched;
use std::path::Path;

fn shipped(name: &str, overrides: &[&str]) -> Scenario {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name);
    let overrides: Vec<String> = overrides.iter().map(|&text| text.to_owned()).collect();
    file::load(&path, &overrides).unwrap_or_else(|problems| panic!("{problems}"))
}

/// A day of one queue that is open for an hour, at 60 calls of 6 minutes.
fn one_hour() -> Scenario {
    shipped(
        "one_queue",
        &[
            "horizon.hours=24",
            "horizon.interval=30m",
            "queue.calls.volume.per_hour=60",
            "queue.calls.handling.mean=6m",
            "queue.calls.opening_hours.default=\"09:00-10:00\"",
        ],
    )
}

#[test]
fn load_is_carried_over_into_the_next_interval() {
    let scenario = one_hour();
    let load = offered_load(&scenario, &Demand::of(&scenario), QueueId(0));
    // With exponential handling of mean 1/μ from empty, the mean load over the k-th half hour T is, by integration,
    // a (1 − (1 − e^{−μT}) e^{−μT(k−1)} / μT) while calls come in, and what is left decays after that.
    let (a, x) = (6.0, 30.0_f64 / 6.0);
    let decay = (1.0 - (-x).exp()) / x;
    let first = a * (1.0 - decay);
    let second = a * (1.0 - decay * (-x).exp());
    let left = a * (1.0 - (-2.0 * x).exp()) * decay;
    // Simpson's rule on 16 panels errs by x⁴ e⁰ / (180 · 16⁴), relative to the load.
    let tolerance = a * x.powi(4) / (180.0 * 16_f64.powi(4)) + 1e-6 * a;
    for (interval, expected) in [(17, 0.0), (18, first), (19, second), (20, left)] {
        assert!((load[interval] - expected).abs() <= tolerance, "{interval}: {} is not {expected}", load[interval]);
    }
}

#[test]
fn work_is_neither_lost_nor_made_by_carrying_it_over() {
    let scenario = shipped("peak_season", &[]);
    let demand = Demand::of(&scenario);
    let step = f64::from(scenario.calendar.interval_minutes) * 60.0;
    for queue in scenario.queue_ids() {
        let carried: f64 = offered_load(&scenario, &demand, queue).iter().map(|load| load * step).sum();
        let brought = demand.total(queue.0) * scenario.queue(queue).handling.mean().0;
        assert!((carried / brought - 1.0).abs() < 1e-3, "{carried} of {brought} seconds");
    }
}

#[test]
fn a_steady_queue_needs_what_erlang_a_says() {
    for per_hour in ["30", "120", "600"] {
        let scenario = shipped("one_queue", &[&format!("queue.calls.volume.per_hour={per_hour}")]);
        let queue = &scenario.queues[0];
        let per_s = per_hour.parse::<f64>().unwrap() / 3600.0;
        let patience = queue.patience.as_ref().map(callboard::distribution::Distribution::mean);
        let exact = agents_needed(per_s, queue.handling.mean(), patience, None, &queue.target).unwrap();
        let formula = Formula::new(&scenario).agents_by_queue(&Demand::of(&scenario));
        // The first intervals fill up from an empty day.
        assert_eq!(formula.row(0).last(), Some(&exact), "{per_hour} calls an hour");
    }
}

#[test]
fn the_formula_predicts_the_service_level_of_what_it_asks_for() {
    let scenario = shipped("one_queue", &["queue.calls.volume.per_hour=600"]);
    let demand = Demand::of(&scenario);
    let formula = Formula::new(&scenario);
    let levels = |ratio: f64| formula.service_levels(&demand, &[ratio])[0].unwrap().0;
    let promised = scenario.queues[0].target.service_level.unwrap().share.0;
    assert!(levels(1.0) >= promised);
    assert!(levels(0.9) < levels(1.0) && levels(1.0) < levels(1.1));
}

#[test]
fn the_simulation_shows_that_the_requirement_keeps_the_promise_with_hardly_an_agent_too_many() {
    let scenario = shipped("one_queue", &["queue.calls.volume.per_hour=600"]);
    let demand = Demand::of(&scenario);
    let correction = Correction::of(&scenario, &demand);
    let requirement = requirement::requirement(&scenario, &demand, &correction, &Unwatched).unwrap();
    let queue = &requirement.performance.queues[0];
    assert_eq!(queue.verdict(&queue.total), Verdict::Kept);
    let scenario_queue = &scenario.queues[0];
    let patience = scenario_queue.patience.as_ref().map(callboard::distribution::Distribution::mean);
    let exact =
        agents_needed(600.0 / 3600.0, scenario_queue.handling.mean(), patience, None, &scenario_queue.target).unwrap();
    for &agents in requirement.needed.agents.row(0) {
        // Shown with confidence, a promise that is nearly met exactly may cost one agent more.
        assert!((exact..=exact + 1).contains(&agents), "{agents} against {exact}");
    }
    let system = System {
        contacts_per_s: 600.0 / 3600.0,
        handling: scenario_queue.handling.mean(),
        agents: exact - 1,
        patience,
        waiting_places: None,
    };
    let promise = scenario_queue.target.service_level.unwrap();
    assert!(system.solve().service_level(Seconds(promise.within.0), promise.definition) < promise.share);
}
