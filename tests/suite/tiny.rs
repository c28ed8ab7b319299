//! Scenarios of a few lines, made without a file.

use callboard::calendar::{Calendar, Day, Interval, OpeningHours};
use callboard::demand::Demand;
use callboard::distribution::{Distribution, Law};
use callboard::scenario::{
    Channel, Group, Queue, QueueId, Replications, Routing, Scenario, SchedulingSettings, SimulationSettings, Volume,
};
use callboard::simulation::{Options, Performance, simulate};
use callboard::staffing::StaffingLevels;
use callboard::target::Target;
use callboard::units::{Hours, MoneyPerHour, Seconds, Share};
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
        name: "calls".to_owned(),
        channel: Channel::default(),
        opening_hours: OpeningHours::always(),
        volume: Volume::PerHour(per_s * 3600.0),
        volume_factor: 1.0,
        events: Vec::new(),
        day_factor_cv: 0.0,
        handling: exponential(handling),
        patience: patience.map(exponential),
        waiting_places: None,
        target: Target::default(),
        service_level_within: Seconds(20.0),
        priority: 1,
        overflow: None,
    }
}

/// A group with these skills that has the same agents on duty all the time.
pub fn group(skills: &[usize], agents: u32, intervals: usize) -> Group {
    Group {
        name: "agents".to_owned(),
        skills: skills.iter().copied().map(QueueId).collect(),
        headcount: agents,
        wage: MoneyPerHour(20.0),
        shrinkage: Share(0.2),
        weekly_hours: Hours(40.0),
        days_per_week: 5,
        on_duty: vec![agents; intervals],
    }
}

/// A scenario of these queues and groups, simulated three times unless told otherwise.
pub fn scenario(calendar: Calendar, queues: Vec<Queue>, groups: Vec<Group>) -> Scenario {
    Scenario {
        name: "tiny".to_owned(),
        question: String::new(),
        currency: "EUR".to_owned(),
        seed: 1,
        digest: String::new(),
        calendar,
        opening_hours: OpeningHours::always(),
        queues,
        groups,
        shift_types: Vec::new(),
        routing: Routing::default(),
        simulation: SimulationSettings { replications: Replications::Fixed(3), warm_up: Seconds::ZERO },
        scheduling: SchedulingSettings {
            under_cover_per_hour: MoneyPerHour(100.0),
            over_cover_per_hour: MoneyPerHour(1.0),
            gap: Share(0.01),
        },
        plan: None,
        assumptions: Vec::new(),
    }
}

/// Simulates a scenario as it is, with this seed.
pub fn run(scenario: &Scenario, seed: u64) -> Performance {
    let options = Options { seed, ..Options::of(scenario) };
    simulate(scenario, &Demand::of(scenario), &StaffingLevels::as_given(scenario), &options, &Unwatched)
        .expect("nobody interrupts")
}
