//! Three models by which simulators are compared: a large queue, a day with two peaks, three skills.

use crate::tiny::{calendar, group, queue, scenario};
use callboard::distribution::{Distribution, Law};
use callboard::scenario::{Replications, Scenario, Volume};
use callboard::units::Seconds;

/// Ten days, the first two hours of which are warm-up.
pub const TEN_DAYS: f64 = 864_000.0;
/// The warm-up of the stationary models.
pub const WARM_UP: f64 = 7_200.0;

fn stationary(queues: Vec<callboard::scenario::Queue>, groups: Vec<callboard::scenario::Group>) -> Scenario {
    let mut scenario = scenario(calendar(1, TEN_DAYS - WARM_UP), queues, groups);
    scenario.simulation.warm_up = Seconds(WARM_UP);
    scenario.simulation.replications = Replications::Fixed(1);
    scenario
}

/// S1: one queue, 95 Erlang on 100 agents, impatient, stationary.
pub fn one_queue() -> Scenario {
    stationary(vec![queue(19.0 / 60.0, 300.0, Some(180.0))], vec![group(&[0], 100, 1)])
}

/// S2: a day with two peaks near 120 agents, lognormal handling; 20 of them.
pub fn one_day() -> Scenario {
    let bell = |hour: f64, peak: f64, width: f64| (-((hour - peak) / width).powi(2) / 2.0).exp();
    let load = |hour: f64| 4.0 + 112.0 * bell(hour, 10.5, 2.0) + 84.0 * bell(hour, 15.5, 2.2);
    let loads: Vec<f64> = (0..96).map(|i| load((f64::from(i) + 0.5) / 4.0)).collect();
    let mut calls = queue(0.0, 300.0, Some(180.0));
    calls.volume = Volume::Table(loads.iter().map(|load| load * 900.0 / 300.0).collect());
    calls.handling = Distribution::new(Law::LogNormal, Seconds(300.0), Some(1.0)).unwrap();
    let mut agents = group(&[0], 0, 96);
    agents.on_duty = loads.iter().map(|load| (load + 0.5 * load.sqrt()).ceil() as u32).collect();
    let mut scenario = scenario(calendar(96, 900.0), vec![calls], vec![agents]);
    scenario.simulation.replications = Replications::Fixed(20);
    scenario
}

/// S3: three queues, four groups, lists of preference both ways, stationary.
pub fn three_skills() -> Scenario {
    let queues = vec![
        queue(8.0 / 60.0, 240.0, Some(150.0)),
        queue(5.0 / 60.0, 360.0, Some(200.0)),
        queue(3.0 / 60.0, 420.0, Some(300.0)),
    ];
    let groups = vec![group(&[0], 24, 1), group(&[1, 0], 30, 1), group(&[1, 2], 22, 1), group(&[2, 0], 14, 1)];
    stationary(queues, groups)
}
