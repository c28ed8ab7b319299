//! The yardsticks of the benches do the work that they claim to do, and the reference models are what they claim to be.

use crate::reference_models::{large_bank, loads_of_one_day, one_day, one_queue, three_skills};
use crate::tiny::run;
use callboard::scenario::Replications;
use callboard::statistics::{Tally, student_quantile};

#[path = "../../benches/by_hand.rs"]
mod loops;
use loops::Counts;

/// Asserts that the mean over [`RUNS`] runs differs from a value, which is itself the mean over so many such runs or exact, by
/// no more than chance may do once in a million times.
fn assert_agrees(name: &str, values: impl Iterator<Item = f64>, known: f64, runs_behind: f64) {
    let mut tally = Tally::default();
    values.for_each(|value| tally.add(value));
    let (mean, variance) = tally.mean().zip(tally.variance()).expect("there were runs");
    let standard_error = (variance * (1.0 / RUNS as f64 + 1.0 / runs_behind)).sqrt();
    let difference = (mean - known) / standard_error;
    let allowed = student_quantile(1.0 - 0.5e-6, RUNS - 1);
    assert!(difference.abs() < allowed, "{name}: {mean} for {known}, {difference:.1} standard errors");
}

/// The runs behind the reference results of S2 and S3.
const REFERENCE_RUNS: f64 = 200.0;
const RUNS: u64 = 30;

#[test]
fn the_loop_of_one_queue_is_right_in_both_styles() {
    for (name, lazily) in [("events", false), ("lazily", true)] {
        let style = if lazily { loops::one_queue_lazily } else { loops::one_queue };
        let runs: Vec<Counts> = (0..RUNS).map(style).collect();
        assert_agrees(name, runs.iter().map(Counts::service_level), 0.89892, f64::INFINITY);
        assert_agrees(name, runs.iter().map(Counts::abandonment), 0.024_020, f64::INFINITY);
        assert_agrees(name, runs.iter().map(Counts::asa_s), 4.1113, f64::INFINITY);
        assert_agrees(name, runs.iter().map(|run| run.arrived as f64), 19.0 * 14_400.0, f64::INFINITY);
    }
}

#[test]
fn the_loop_of_one_day_is_right() {
    let loads = loads_of_one_day();
    let runs: Vec<Counts> = (0..RUNS).map(|seed| loops::one_day(seed, 20, &loads)).collect();
    assert_agrees("service level", runs.iter().map(Counts::service_level), 0.89536, REFERENCE_RUNS);
    assert_agrees("abandonment", runs.iter().map(Counts::abandonment), 0.02655, REFERENCE_RUNS);
    assert_agrees("ASA", runs.iter().map(Counts::asa_s), 4.414, REFERENCE_RUNS);
    let contacts = 20.0 * loads.iter().sum::<f64>() * 900.0 / 300.0;
    assert_agrees("contacts", runs.iter().map(|run| run.arrived as f64), contacts, f64::INFINITY);
}

#[test]
fn the_loop_of_three_skills_is_right() {
    let runs: Vec<Counts> = (0..RUNS).map(loops::three_skills).collect();
    assert_agrees("service level", runs.iter().map(Counts::service_level), 0.91454, REFERENCE_RUNS);
    assert_agrees("abandonment", runs.iter().map(Counts::abandonment), 0.02114, REFERENCE_RUNS);
    assert_agrees("ASA", runs.iter().map(Counts::asa_s), 3.859, REFERENCE_RUNS);
    assert_agrees("contacts", runs.iter().map(|run| run.arrived as f64), 16.0 * 14_400.0, f64::INFINITY);
}

#[test]
fn no_contact_of_a_reference_model_is_lost() {
    for mut scenario in [one_queue(), one_day(), three_skills(), large_bank()] {
        scenario.simulation.replications = Replications::Fixed(1);
        for queue in run(&scenario, 1).queues {
            let [offered, answered, abandoned, unserved] =
                [queue.total.offered, queue.total.answered, queue.total.abandoned, queue.total.unserved]
                    .map(|estimate| estimate.mean.expect("a count is always known"));
            assert!(offered > 0.0);
            assert_eq!(answered + abandoned + unserved, offered);
        }
    }
}

#[test]
fn the_large_bank_has_the_size_that_it_claims() {
    let bank = large_bank();
    assert_eq!((bank.queues.len(), bank.groups.len()), (17, 40));
    let on_duty = |interval: usize| bank.groups.iter().map(|group| group.on_duty[interval]).sum::<u32>();
    assert_eq!((0..68).map(on_duty).max(), Some(800));
}
