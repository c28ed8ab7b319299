//! A day that is never stationary.

use super::{assert_covers, network};
use crate::tiny::{calendar, group, queue, scenario};
use callboard::scenario::{Replications, Volume};
use callboard::units::Seconds;

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
    scenario.simulation.replications = Replications::Fixed(30);
    assert_covers(
        &scenario,
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
