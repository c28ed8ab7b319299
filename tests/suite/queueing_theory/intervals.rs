//! The intervals themselves.

use super::{assert_covers_in, erlang_c_system, steady_system};
use crate::tiny::run;
use callboard::erlang::System;
use callboard::scenario::Replications;
use callboard::statistics::{Estimate, Tally, coverage_bounds};
use callboard::units::Seconds;

/// Over so many seeds that a coverage of 93 or 97 % would be seen.
#[test]
fn one_interval_of_95_percent_covers_in_95_percent() {
    let system = System {
        contacts_per_s: 6.0,
        handling: Seconds(1.0),
        agents: 6,
        patience: Some(Seconds(1.0)),
        waiting_places: Some(6),
    };
    let exact = system.solve();
    let mut scenario = steady_system(&system, 20.0, 8.0);
    scenario.simulation.replications = Replications::Fixed(30);
    assert_covers_in(
        4000,
        &scenario,
        &[
            ("offered", 120.0, &|p| p.queues[0].intervals[0].offered),
            ("P(wait)", exact.p_wait / (1.0 - exact.p_blocked), &|p| p.queues[0].intervals[0].p_wait),
            ("abandonment", exact.p_abandon, &|p| p.queues[0].intervals[0].abandonment),
            ("mean queue", exact.mean_queue, &|p| p.queues[0].intervals[0].mean_queue),
            ("occupancy", exact.occupancy, &|p| p.groups[0].intervals[0].occupancy),
            ("busy hours", exact.occupancy * 120.0 / 3600.0, &|p| p.groups[0].intervals[0].busy_hours),
        ],
    );
}

#[test]
fn quantiles_of_the_wait_are_covered_too() {
    // M/M/1 with endless patience: P(W > t) = ρ e^{−(1 − ρ) μ t}.
    let (rho, mu) = (0.8_f64, 1.0);
    let quantile = |p: f64| (rho / (1.0 - p)).ln() / ((1.0 - rho) * mu);
    let mut scenario = steady_system(&erlang_c_system(rho, 1.0 / mu, 1), 2_000.0, 300.0);
    scenario.simulation.replications = Replications::Fixed(32);
    let runs = super::SEEDS;
    let mut relative = [Tally::new(), Tally::new()];
    let mut covered = [0; 2];
    for seed in 0..runs {
        let queue = &run(&scenario, seed).queues[0].days[0];
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
