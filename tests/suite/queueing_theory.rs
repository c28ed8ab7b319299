//! The simulator against exact results: a 95 % interval must cover the truth in 95 % of independent runs. What is tested is
//! that coverage, over many seeds, not a single run; the tolerance is a binomial band with a false alarm in a million.

use crate::tiny::{calendar, group, queue, run, scenario};
use callboard::distribution::{Distribution, Law};
use callboard::erlang::{System, erlang_b};
use callboard::scenario::{Replications, Scenario, Volume};
use callboard::simulation::Performance;
use callboard::statistics::{Estimate, Tally, coverage_bounds};
use callboard::target::{ServiceLevelDefinition, ServiceLevelTarget};
use callboard::units::{Seconds, Share};

/// The name of a measure, its exact value, and where a simulation tells it.
type Measure<'a> = (&'a str, f64, &'a dyn Fn(&Performance) -> Estimate);

/// Asserts that each named interval covers its exact value as often as it should.
fn assert_covers(scenario: &Scenario, runs: u64, measures: &[Measure]) {
    let mut covered = vec![0; measures.len()];
    for seed in 0..runs {
        let performance = run(scenario, seed);
        for (covered, (_, exact, estimate)) in covered.iter_mut().zip(measures) {
            *covered += u64::from(estimate(&performance).covers(*exact));
        }
    }
    let band = coverage_bounds(runs, 0.95, 1e-6);
    for (covered, (name, exact, _)) in covered.iter().zip(measures) {
        assert!(band.contains(covered), "{name}: {covered} of {runs} intervals cover {exact}, allowed are {band:?}");
    }
}

/// A stationary queue, after a warm-up. The first of its two intervals is far from the end, after which work is overtime.
fn stationary(system: &System, length: f64, warm_up: f64, replications: u32) -> Scenario {
    let mut calls = queue(system.contacts_per_s, system.handling.0, system.patience.map(|patience| patience.0));
    calls.waiting_places = system.waiting_places;
    let mut scenario = scenario(calendar(2, length / 2.0), vec![calls], vec![group(&[0], system.agents, 2)]);
    scenario.simulation.warm_up = Seconds(warm_up);
    scenario.simulation.replications = Replications::Fixed(replications);
    scenario
}

#[test]
fn impatient_callers_are_as_erlang_a_says() {
    // 60 an hour of 10 minutes on 10 agents: mean-reverting within minutes, so that an hour of warm-up forgets the empty start.
    let system = System {
        contacts_per_s: 60.0 / 3600.0,
        handling: Seconds(600.0),
        agents: 10,
        patience: Some(Seconds(300.0)),
        waiting_places: None,
    };
    let exact = system.solve();
    for definition in ServiceLevelDefinition::ALL {
        let mut scenario = stationary(&system, 40_000.0, 10_000.0, 20);
        scenario.queues[0].target.service_level =
            Some(ServiceLevelTarget { share: Share(0.8), within: Seconds(60.0), definition });
        let level = exact.service_level(Seconds(60.0), definition).0;
        let mut measures: Vec<Measure> = vec![(definition.name(), level, &|p| p.queues[0].total.service_level)];
        if definition == ServiceLevelDefinition::default() {
            measures.extend::<[Measure; 7]>([
                ("abandonment", exact.p_abandon, &|p| p.queues[0].total.abandonment),
                ("P(wait)", exact.p_wait, &|p| p.queues[0].total.p_wait),
                ("ASA", exact.asa.unwrap().0, &|p| p.queues[0].total.asa_s),
                ("mean wait", exact.mean_wait.unwrap().0, &|p| p.queues[0].total.mean_wait_s),
                ("mean queue", exact.mean_queue, &|p| p.queues[0].total.mean_queue),
                ("handling", 600.0, &|p| p.queues[0].total.handling_time_s),
                ("occupancy", exact.occupancy, &|p| p.groups[0].intervals[0].occupancy),
            ]);
        }
        assert_covers(&scenario, 300, &measures);
    }
}

#[test]
fn patient_callers_are_as_erlang_c_says() {
    let system = System {
        contacts_per_s: 200.0 / 3600.0,
        handling: Seconds(180.0),
        agents: 14,
        patience: None,
        waiting_places: None,
    };
    let exact = system.solve();
    let level = exact.service_level(Seconds(20.0), ServiceLevelDefinition::default()).0;
    assert_covers(
        &stationary(&system, 40_000.0, 5_000.0, 20),
        300,
        &[
            ("service level", level, &|p| p.queues[0].intervals[0].service_level),
            ("ASA", exact.asa.unwrap().0, &|p| p.queues[0].intervals[0].asa_s),
            ("P(wait)", exact.p_wait, &|p| p.queues[0].intervals[0].p_wait),
            ("mean queue", exact.mean_queue, &|p| p.queues[0].intervals[0].mean_queue),
            ("occupancy", exact.occupancy, &|p| p.groups[0].intervals[0].occupancy),
        ],
    );
}

#[test]
fn a_few_waiting_places_block_as_the_formula_says() {
    let system = System {
        contacts_per_s: 0.05,
        handling: Seconds(180.0),
        agents: 8,
        patience: Some(Seconds(120.0)),
        waiting_places: Some(3),
    };
    let exact = system.solve();
    let blocked = exact.p_blocked * 0.05 * 20_000.0;
    assert_covers(
        &stationary(&system, 40_000.0, 5_000.0, 20),
        300,
        &[
            ("blocked", blocked, &|p| p.queues[0].intervals[0].blocked),
            ("mean queue", exact.mean_queue, &|p| p.queues[0].intervals[0].mean_queue),
            ("occupancy", exact.occupancy, &|p| p.groups[0].intervals[0].occupancy),
            ("ASA", exact.asa.unwrap().0, &|p| p.queues[0].intervals[0].asa_s),
        ],
    );
}

#[test]
fn without_waiting_places_erlang_b_holds_whatever_the_law_of_handling() {
    let system =
        System { contacts_per_s: 0.05, handling: Seconds(180.0), agents: 10, patience: None, waiting_places: Some(0) };
    let lost = erlang_b(10, 9.0);
    for law in [Law::LogNormal, Law::Gamma] {
        let mut scenario = stationary(&system, 40_000.0, 10_000.0, 20);
        scenario.queues[0].handling = Distribution::new(law, Seconds(180.0), Some(1.5)).unwrap();
        assert_covers(
            &scenario,
            300,
            &[
                ("blocked", lost * 0.05 * 20_000.0, &|p| p.queues[0].intervals[0].blocked),
                ("occupancy", 0.9 * (1.0 - lost), &|p| p.groups[0].intervals[0].occupancy),
            ],
        );
    }
}

/// A value of the table of small networks; `None` where the table is not at hand.
fn network(model: &str, parameters: &str, measure: &str) -> Option<f64> {
    let table = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/truth/networks.csv")).ok()?;
    let row = table.lines().find(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        cells[0] == model && cells[1].contains(parameters) && cells[2] == measure
    });
    Some(row.expect("the table has the row").rsplit(',').next().unwrap().parse().unwrap())
}

#[test]
fn specialists_and_generalists_are_as_their_markov_chain_says() {
    let Some(p_wait1) = network("two_skill", "prio=1;2", "p_wait1") else {
        println!("skipped: no ../shared/truth/networks.csv");
        return;
    };
    let exact = |measure| network("two_skill", "prio=1;2", measure).unwrap();
    let queues = vec![queue(3.0, 1.0, Some(2.0)), queue(2.0, 1.0, Some(2.0))];
    let groups = vec![group(&[0], 2, 2), group(&[1], 1, 2), group(&[0, 1], 2, 2)];
    let mut scenario = scenario(calendar(2, 100.0), queues, groups);
    scenario.simulation.warm_up = Seconds(20.0);
    scenario.simulation.replications = Replications::Fixed(30);
    assert_covers(
        &scenario,
        400,
        &[
            ("P(wait) 1", p_wait1, &|p| p.queues[0].intervals[0].p_wait),
            ("P(wait) 2", exact("p_wait2"), &|p| p.queues[1].intervals[0].p_wait),
            ("mean wait 1", exact("mean_wait1"), &|p| p.queues[0].intervals[0].mean_wait_s),
            ("mean wait 2", exact("mean_wait2"), &|p| p.queues[1].intervals[0].mean_wait_s),
            ("abandonment 1", exact("p_abandon1"), &|p| p.queues[0].intervals[0].abandonment),
            ("abandonment 2", exact("p_abandon2"), &|p| p.queues[1].intervals[0].abandonment),
            ("occupancy 1", exact("occupancy_n1"), &|p| p.groups[0].intervals[0].occupancy),
            ("occupancy 2", exact("occupancy_n2"), &|p| p.groups[1].intervals[0].occupancy),
            ("occupancy 3", exact("occupancy_n3"), &|p| p.groups[2].intervals[0].occupancy),
        ],
    );
}

/// P(N ≥ s) for Poisson N of mean m.
fn poisson_at_least(s: u32, m: f64) -> f64 {
    let mut term = (-m).exp();
    let mut below = 0.0;
    for k in 0..s {
        below += term;
        term *= m / f64::from(k + 1);
    }
    1.0 - below
}

/// The Poisson law of `M_t/M_t/s_t+M` with θ = μ = 1: whoever is there leaves at rate 1, in service or waiting, so the number
/// there is that of an infinite-server queue, whatever the staffing: Poisson with m' = λ − m. Contacts find all
/// busy with P(N ≥ s). Rates and staffing are constant in steps here, and so is the exact answer that the simulation must cover;
/// that steps this short come near the smooth model of the table is shown apart.
#[test]
fn with_patience_like_handling_the_number_there_is_poisson_at_all_times() {
    const TURN: f64 = std::f64::consts::TAU;
    let mean = |t: f64| 100.0 + 10.0 * (t.sin() - t.cos());
    // Two turns of 96 steps, cut so that steps begin at 0 and at 3; days are turns.
    let turn: Vec<f64> = (0..46)
        .map(|i| 3.0 * f64::from(i) / 46.0)
        .chain((0..50).map(|i| 3.0 + (TURN - 3.0) * f64::from(i) / 50.0))
        .collect();
    let starts: Vec<f64> = turn.iter().copied().chain(turn.iter().map(|t| t + TURN)).collect();
    let ends: Vec<f64> = starts[1..].iter().copied().chain([2.0 * TURN]).collect();
    let mut calendar = calendar(192, 1.0);
    calendar.days.push(calendar.days[0].clone());
    calendar.days[0].intervals = 0..96;
    calendar.days[1].intervals = 96..192;
    for (i, interval) in calendar.intervals.iter_mut().enumerate() {
        (interval.start, interval.end, interval.day) = (Seconds(starts[i]), Seconds(ends[i]), i / 96);
    }
    let contacts: Vec<f64> =
        starts.iter().zip(&ends).map(|(a, b)| 100.0 * (b - a) + 20.0 * (a.cos() - b.cos())).collect();
    let agents: Vec<u32> = starts.iter().map(|&t| (mean(t) + 0.5 * mean(t).sqrt()).ceil() as u32).collect();

    // The mean number there, exactly, from an empty start; P(all busy) of a step by Simpson's rule.
    let mut there = 0.0;
    let mut all_busy = Vec::new();
    for i in 0..192 {
        let length = ends[i] - starts[i];
        let rate = contacts[i] / length;
        let at = |t: f64| rate + (there - rate) * (-t).exp();
        let busy = |t: f64| poisson_at_least(agents[i], at(t));
        let panels = 8;
        let weight = |k: u32| {
            if k == 0 || k == panels {
                1.0
            } else if k % 2 == 1 {
                4.0
            } else {
                2.0
            }
        };
        let sum: f64 = (0..=panels).map(|k| weight(k) * busy(length * f64::from(k) / f64::from(panels))).sum();
        all_busy.push(sum / f64::from(3 * panels));
        there = at(length);
    }
    for (step, t) in [(96, 0.0), (96 + 46, 3.0)] {
        if let Some(exact) = network("time_varying", &format!(" t={t} "), "p_all_busy") {
            assert!((poisson_at_least(agents[step], mean(t)) - exact).abs() < 1e-9, "the table has the same law");
            // Within a step the mean moves by at most its length × max |m'|, and P(N ≥ s) by at most that × max pmf; the smooth
            // and the stepped mean differ by at most what a step's rate does, 20 × its length / 2, and what is left of the empty start.
            let length = ends[step] - starts[step];
            let moves = length * 200.0_f64.sqrt() + 10.0 * length + 100.0 * (-TURN).exp();
            let pmf = 1.0 / (TURN * 90.0).sqrt() * (1.0 + 1.0 / 90.0);
            assert!((all_busy[step] - exact).abs() <= moves * pmf, "{} is far from {exact}", all_busy[step]);
        }
    }
    let weighted = |range: std::ops::Range<usize>| {
        let waiting: f64 = range.clone().map(|i| all_busy[i] * contacts[i]).sum();
        waiting / contacts[range].iter().sum::<f64>()
    };

    let mut calls = queue(0.0, 1.0, Some(1.0));
    calls.volume = Volume::Table(contacts.clone());
    let mut group = group(&[0], 0, 192);
    group.on_duty.clone_from(&agents);
    let mut scenario = scenario(calendar, vec![calls], vec![group]);
    scenario.simulation.replications = Replications::Fixed(40);
    assert_covers(
        &scenario,
        300,
        &[
            ("first turn, from empty", weighted(0..96), &|p| p.queues[0].days[0].p_wait),
            ("second turn", weighted(96..192), &|p| p.queues[0].days[1].p_wait),
            ("at 0", all_busy[96], &|p| p.queues[0].intervals[96].p_wait),
            ("at 1", all_busy[96 + 15], &|p| p.queues[0].intervals[96 + 15].p_wait),
            ("at 3", all_busy[96 + 46], &|p| p.queues[0].intervals[96 + 46].p_wait),
            ("at 5", all_busy[96 + 76], &|p| p.queues[0].intervals[96 + 76].p_wait),
        ],
    );
}

/// Asserts that an estimate from `replications` agrees with a reference that comes from `reference` as many replications of
/// its own: their difference is normal, with the variance of both; 4.9 standard errors are passed once in a million. The
/// reference is rounded to `digit`.
fn assert_agrees(name: &str, found: &Estimate, replications: f64, exact: f64, reference: f64, digit: f64) {
    let error = found.half_width.unwrap() / callboard::statistics::student_quantile(0.975, replications as u64 - 1);
    let tolerance = 4.9 * error * (1.0 + replications / reference).sqrt() + digit / 2.0;
    let difference = (found.mean.unwrap() - exact).abs();
    assert!(difference <= tolerance, "{name}: {} is not {exact} ± {tolerance}", found.mean.unwrap());
}

/// Promises 80 % within 20 s for every queue, so that the service level is counted as answered of offered.
fn count_answered_of_offered(scenario: &mut Scenario) {
    let definition = ServiceLevelDefinition::AnsweredOfOffered;
    let promise = ServiceLevelTarget { share: Share(0.8), within: Seconds(20.0), definition };
    scenario.queues.iter_mut().for_each(|queue| queue.target.service_level = Some(promise));
}

#[test]
fn a_large_queue_is_as_erlang_a_says() {
    let mut scenario = crate::reference_models::one_queue();
    count_answered_of_offered(&mut scenario);
    scenario.simulation.replications = Replications::Fixed(20);
    let performance = run(&scenario, 1);
    let system = System {
        contacts_per_s: 19.0 / 60.0,
        handling: Seconds(300.0),
        agents: 100,
        patience: Some(Seconds(180.0)),
        waiting_places: None,
    };
    let exact = system.solve();
    let level = exact.service_level(Seconds(20.0), ServiceLevelDefinition::AnsweredOfOffered).0;
    let agrees = |name, found: &Estimate, exact| assert_agrees(name, found, 20.0, exact, f64::INFINITY, 0.0);
    agrees("service level", &performance.total.service_level, level);
    agrees("abandonment", &performance.total.abandonment, exact.p_abandon);
    agrees("ASA", &performance.total.asa_s, exact.asa.unwrap().0);
    agrees("mean queue", &performance.queues[0].total.mean_queue, exact.mean_queue);
}

#[test]
fn a_day_with_two_peaks_is_as_other_simulators_find_it() {
    let mut scenario = crate::reference_models::one_day();
    let definition = ServiceLevelDefinition::AnsweredOfOffered;
    let share = Share(0.8);
    scenario.queues[0].target.service_level = Some(ServiceLevelTarget { share, within: Seconds(20.0), definition });
    scenario.simulation.replications = Replications::Fixed(400);
    let performance = run(&scenario, 1);
    // The reference comes from 200 runs of 20 days.
    let agrees = |name, found: &Estimate, exact, digit| assert_agrees(name, found, 400.0, exact, 4000.0, digit);
    agrees("service level", &performance.total.service_level, 0.89536, 1e-5);
    agrees("abandonment", &performance.total.abandonment, 0.02655, 1e-5);
    agrees("ASA", &performance.total.asa_s, 4.414, 1e-3);
    // There, time after the end of duty counts as busy, but not as duty.
    let group = &performance.groups[0].total;
    let occupancy = group.busy_hours.scaled(1.0 / group.duty_hours.mean.unwrap());
    agrees("occupancy", &occupancy, 0.9047, 1e-4);
}

#[test]
fn three_skills_are_as_other_simulators_find_them() {
    let mut scenario = crate::reference_models::three_skills();
    count_answered_of_offered(&mut scenario);
    scenario.simulation.replications = Replications::Fixed(20);
    let performance = run(&scenario, 1);
    let agrees = |name, found: &Estimate, exact, digit| assert_agrees(name, found, 20.0, exact, 200.0, digit);
    agrees("service level", &performance.total.service_level, 0.91454, 1e-5);
    agrees("abandonment", &performance.total.abandonment, 0.02114, 1e-5);
    agrees("ASA", &performance.total.asa_s, 3.859, 1e-3);
    agrees("occupancy", &performance.total.occupancy, 0.9029, 1e-4);
}

#[test]
fn quantiles_of_the_wait_are_covered_too() {
    // M/M/1 with endless patience: P(W > t) = ρ e^{−(1 − ρ) μ t}.
    let (rho, mu) = (0.8_f64, 1.0);
    let system =
        System { contacts_per_s: rho, handling: Seconds(1.0 / mu), agents: 1, patience: None, waiting_places: None };
    let quantile = |p: f64| (rho / (1.0 - p)).ln() / ((1.0 - rho) * mu);
    let scenario = stationary(&system, 4_000.0, 400.0, 32);
    let runs = 200;
    let mut relative = [Tally::new(), Tally::new()];
    let mut covered = [0; 2];
    for seed in 0..runs {
        let queue = &run(&scenario, seed).queues[0].total;
        for (i, (p, found)) in [(0.5, queue.wait_p50_s), (0.9, queue.wait_p90_s)].into_iter().enumerate() {
            let exact = quantile(p);
            relative[i].add(found.mean.unwrap() / exact);
            // The sketch may move a quantile by 1/128 of itself.
            let half_width = found.half_width.unwrap() + exact / 128.0;
            covered[i] += u64::from(Estimate::new(found.mean.unwrap(), half_width).covers(exact));
        }
    }
    // The sketch's allowance makes the intervals wider than 95 %, so only the lower end of the band is asked for.
    let least = *coverage_bounds(runs, 0.95, 1e-6).start();
    assert!(covered.iter().all(|&covered| covered >= least), "{covered:?} of {runs}, at least {least}; {relative:?}");
}
