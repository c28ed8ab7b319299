//! Scenarios of a few lines, made without a file.

use callboard::calendar::{Calendar, Day, Interval};
use callboard::demand::Demand;
use callboard::distribution::{Distribution, Law};
use callboard::scenario::{Group, Queue, QueueId, Replications, Scenario, Volume};
use callboard::simulation::{Options, Performance, simulate};
use callboard::staffing::StaffingLevels;
use callboard::units::{Seconds, Share};
use callboard::watch::Unwatched;
use jiff::civil::date;

/// An exponential distribution.
pub fn exponential(mean: f64) -> Distribution {
    Distribution::new(Law::Exponential, Seconds(mean), None).unwrap()
}

/// One day, cut into so many intervals of so many seconds.
pub fn calendar(intervals: usize, seconds: f64) -> Calendar {
    let begin = |i: usize| i as f64 * seconds;
    Calendar {
        days: vec![Day { date: date(2026, 1, 5), intervals: 0..intervals }],
        intervals: (0..intervals)
            .map(|i| Interval { day: 0, start: Seconds(begin(i)), end: Seconds(begin(i + 1)), clock_minute: 0 })
            .collect(),
        interval_minutes: 15,
        time_zone: "UTC".to_owned(),
    }
}

/// A queue that is always open, with exponential handling and patience.
pub fn queue(per_s: f64, handling: f64, patience: Option<f64>) -> Queue {
    Queue {
        patience: patience.map(exponential),
        ..Queue::plain("calls", Volume::PerHour(per_s * 3600.0), exponential(handling))
    }
}

/// A group with these skills that has the same agents on duty all the time.
pub fn group(skills: &[usize], agents: u32, intervals: usize) -> Group {
    let skills = skills.iter().copied().map(QueueId).collect();
    Group { shrinkage: Share(0.2), ..Group::plain("agents", skills, vec![agents; intervals]) }
}

/// A scenario of these queues and groups, simulated three times unless told otherwise. Queues of the same name get numbers, since
/// the name is what their random numbers are called by.
pub fn scenario(calendar: Calendar, mut queues: Vec<Queue>, groups: Vec<Group>) -> Scenario {
    for index in 1..queues.len() {
        if queues[..index].iter().any(|other| other.name == queues[index].name) {
            queues[index].name = format!("{} {index}", queues[index].name);
        }
    }
    let mut scenario = Scenario::plain(calendar, queues, groups);
    scenario.simulation.replications = Replications::Fixed(3);
    scenario
}

/// Simulates a scenario as it is, with this seed.
pub fn run(scenario: &Scenario, seed: u64) -> Performance {
    let options = Options { seed, ..Options::of(scenario) };
    simulate(scenario, &Demand::of(scenario), &StaffingLevels::as_given(scenario), &options, &Unwatched)
        .expect("nobody interrupts")
}
