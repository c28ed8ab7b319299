//! Who is really there.

use super::chain::{mean, probability, steady_state};
use super::{assert_covers, steady};
use crate::tiny::{group, queue};
use callboard::calendar::Calendar;
use callboard::erlang::System;
use callboard::scenario::{Attendance, Replications, Scenario};
use callboard::units::{Seconds, Share};

/// One day of two intervals, so that who is absent is so in both.
fn on_one_day(mut scenario: Scenario) -> Scenario {
    let Calendar { days, intervals, .. } = &mut scenario.calendar;
    days.truncate(1);
    days[0].intervals = 0..2;
    intervals[1].day = 0;
    scenario
}

/// On a day, so many agents are there as a binomial law says, and the centre is Erlang A with so many.
#[test]
fn absence_is_a_mixture_of_smaller_centres() {
    let (planned, absent, per_s, length) = (5_u32, 0.2_f64, 3.0, 25.0);
    let mut agents = group(&[0], planned, 2);
    agents.attendance.absence = Share(absent);
    let mut scenario = on_one_day(steady(vec![queue(per_s, 1.0, Some(0.8))], vec![agents], length, 10.0));
    scenario.simulation.replications = Replications::Fixed(60);
    let mut chance = absent.powi(planned as i32);
    let (mut abandoned, mut there, mut waited, mut busy, mut waiting) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for n in 0..=planned {
        let system = System {
            contacts_per_s: per_s,
            handling: Seconds(1.0),
            agents: n,
            patience: Some(Seconds(0.8)),
            waiting_places: None,
        };
        let exact = system.solve();
        // Without agents all wait and all abandon.
        let (p_abandon, p_wait) = if n == 0 { (1.0, 1.0) } else { (exact.p_abandon, exact.p_wait) };
        abandoned += chance * p_abandon;
        waited += chance * p_wait;
        waiting += chance * per_s * p_abandon * 0.8;
        busy += chance * per_s * (1.0 - p_abandon);
        there += chance * f64::from(n);
        chance *= f64::from(planned - n) / f64::from(n + 1) * (1.0 - absent) / absent;
    }
    assert_covers(
        &scenario,
        &[
            ("abandonment", abandoned, &|p| p.queues[0].intervals[0].abandonment),
            ("P(wait)", waited, &|p| p.queues[0].intervals[0].p_wait),
            ("mean queue", waiting, &|p| p.queues[0].intervals[0].mean_queue),
            ("occupancy", busy / there, &|p| p.groups[0].intervals[0].occupancy),
            ("missing", (5.0 - there) * length / 3600.0, &|p| p.groups[0].intervals[0].missing_hours),
        ],
    );
}

/// Agents step away and come back, each by a Markov chain of two states; who is busy finishes first, and is there until then,
/// which is no overtime within the plan.
#[test]
fn adherence_is_a_markov_chain_of_agents_and_contacts() {
    let (planned, per_s, theta, spell, adherence, length) = (3_u32, 1.8, 1.0, 5.0, 0.8, 120.0);
    let mut agents = group(&[0], planned, 2);
    agents.attendance = Attendance { adherence: Share(adherence), spell: Seconds(spell), ..Attendance::default() };
    let scenario = steady(vec![queue(per_s, 1.0, Some(1.0 / theta))], vec![agents], length, 40.0);
    let away = (1.0 - adherence) / (adherence * spell);
    // There, busy, waiting.
    let shares = steady_state((planned, 0_u32, 0_u32), |&(there, busy, waiting)| {
        let settled = |there: u32, busy: u32, waiting: u32| {
            let taken = there.saturating_sub(busy).min(waiting);
            (there, busy + taken, waiting - taken)
        };
        vec![
            (settled(there, busy, (waiting + 1).min(40)), per_s),
            (settled(there, busy.saturating_sub(1), waiting), f64::from(busy)),
            (settled(there, busy, waiting.saturating_sub(1)), theta * f64::from(waiting)),
            (settled(there.saturating_sub(1), busy, waiting), away * f64::from(there)),
            (settled((there + 1).min(planned), busy, waiting), f64::from(planned - there) / spell),
        ]
    });
    let there = mean(&shares, |&(there, _, _)| f64::from(there));
    assert!((there - adherence * f64::from(planned)).abs() < 1e-9);
    let busy = mean(&shares, |&(_, busy, _)| f64::from(busy));
    let waiting = mean(&shares, |&(_, _, waiting)| f64::from(waiting));
    let stay = mean(&shares, |&(there, busy, _)| f64::from(busy.saturating_sub(there)));
    let hours = length / 3600.0;
    assert_covers(
        &scenario,
        &[
            ("missing", (f64::from(planned) - there - stay) * hours, &|p| p.groups[0].intervals[0].missing_hours),
            ("busy", busy * hours, &|p| p.groups[0].intervals[0].busy_hours),
            ("occupancy", busy / (there + stay), &|p| p.groups[0].intervals[0].occupancy),
            ("P(wait)", probability(&shares, |&(there, busy, _)| busy >= there), &|p| p.queues[0].intervals[0].p_wait),
            ("mean wait", waiting / per_s, &|p| p.queues[0].intervals[0].mean_wait_s),
            ("abandonment", theta * waiting / per_s, &|p| p.queues[0].intervals[0].abandonment),
        ],
    );
}

#[test]
fn absence_and_adherence_multiply() {
    let mut agents = group(&[0], 6, 2);
    agents.attendance.absence = Share(0.1);
    agents.attendance.adherence = Share(0.9);
    agents.attendance.spell = Seconds(4.0);
    // Nobody comes, so that nobody stays to finish a contact.
    let mut scenario = on_one_day(steady(vec![queue(0.0, 1.0, None)], vec![agents], 60.0, 20.0));
    scenario.simulation.replications = Replications::Fixed(50);
    let missing = 6.0 * (1.0 - 0.9 * 0.9) * 60.0 / 3600.0;
    assert_covers(&scenario, &[("missing", missing, &|p| p.groups[0].intervals[0].missing_hours)]);
}
