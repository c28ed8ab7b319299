//! Models by which simulators are compared: a large queue, a day with two peaks, three skills, a large bank.

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

fn bell(hour: f64, peak: f64, width: f64) -> f64 {
    (-((hour - peak) / width).powi(2) / 2.0).exp()
}

/// The offered load of S2 in each quarter of an hour of its day, in Erlang.
pub fn loads_of_one_day() -> Vec<f64> {
    let load = |hour: f64| 4.0 + 112.0 * bell(hour, 10.5, 2.0) + 84.0 * bell(hour, 15.5, 2.2);
    (0..96).map(|i| load((f64::from(i) + 0.5) / 4.0)).collect()
}

/// S2: a day with two peaks near 120 agents, lognormal handling; 20 of them.
pub fn one_day() -> Scenario {
    let loads = loads_of_one_day();
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

/// Contacts of each class of S5, of a hundred; one class is nearly half of them, as in a retail bank.
const BANK_MIX: [f64; 17] = [45.0, 12.0, 9.0, 7.0, 5.0, 4.0, 3.5, 3.0, 2.5, 2.0, 1.8, 1.5, 1.2, 1.0, 0.7, 0.5, 0.3];
/// Mean handling time of each class, in seconds.
const BANK_HANDLING: [f64; 17] = [
    200.0, 260.0, 240.0, 330.0, 180.0, 400.0, 300.0, 350.0, 280.0, 450.0, 220.0, 500.0, 380.0, 320.0, 600.0, 270.0,
    420.0,
];
/// Groups that have the class as their first skill.
const BANK_GROUPS: [usize; 17] = [12, 4, 3, 3, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 2];

/// S5: a bank of 17 classes and 40 groups, with 800 agents at the peak of a day of 17 hours. All numbers are made up, in the
/// proportions of the large banks that the literature describes.
///
/// Groups have one to four skills; agents are on duty in proportion to the load of their first.
pub fn large_bank() -> Scenario {
    let shape = |hour: f64| 0.08 + bell(hour, 10.5, 2.2) + 0.85 * bell(hour, 15.0, 2.5);
    let shapes: Vec<f64> = (0..68).map(|i| shape(7.0 + (f64::from(i) + 0.5) / 4.0)).collect();
    let peak = shapes.iter().copied().fold(0.0, f64::max);
    // The peak's load R has R + 0.4 √R = 800 agents.
    let peak_load = (f64::sqrt(0.04 + 800.0) - 0.2).powi(2);
    let loads: Vec<f64> = shapes.iter().map(|shape| peak_load * shape / peak).collect();

    let seconds_per_contact: f64 =
        BANK_MIX.iter().zip(BANK_HANDLING).map(|(mix, handling)| mix / 100.0 * handling).sum();
    let mut queues = Vec::new();
    let mut skills: Vec<Vec<usize>> = Vec::new();
    let mut share_of_group = Vec::new();
    for (class, (mix, handling)) in BANK_MIX.iter().zip(BANK_HANDLING).enumerate() {
        let mut calls = queue(0.0, handling, Some(300.0 + 60.0 * (class % 5) as f64));
        let contacts = |load: &f64| load * 900.0 / seconds_per_contact * mix / 100.0;
        calls.volume = Volume::Table(loads.iter().map(contacts).collect());
        calls.handling = Distribution::new(Law::LogNormal, Seconds(handling), Some(1.2)).unwrap();
        queues.push(calls);
        for _ in 0..BANK_GROUPS[class] {
            let others = [(class + 1) % 17, (class + 5) % 17, (class + 11) % 17];
            let more = skills.len() % 4;
            skills.push(std::iter::once(class).chain(others[..more].iter().copied()).collect());
            share_of_group.push(mix / 100.0 * handling / seconds_per_contact / BANK_GROUPS[class] as f64);
        }
    }
    let groups = skills.iter().enumerate().map(|(index, skills)| {
        let before: f64 = share_of_group[..index].iter().sum();
        let until = before + share_of_group[index];
        let mut agents = group(skills, 0, 68);
        // Rounding the running sum keeps the sum of all groups exact.
        let on_duty = |load: &f64| {
            let all = load + 0.4 * load.sqrt();
            ((until * all).round() - (before * all).round()) as u32
        };
        agents.on_duty = loads.iter().map(on_duty).collect();
        agents
    });
    let mut scenario = scenario(calendar(68, 900.0), queues, groups.collect());
    scenario.simulation.replications = Replications::Fixed(2);
    scenario
}
