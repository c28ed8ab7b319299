//! Tiny traces, computed by hand: who comes when, how long it takes and how long they wait are given.

mod bots;
mod callbacks;
mod clock;
mod deferred;
mod following;
mod properties;
mod routing;
mod several;
mod trunks;
mod waiting;

use super::{Engine, run};
use crate::calendar::{Calendar, Day, Interval};
use crate::demand::Demand;
use crate::distribution::{Distribution, Law};
use crate::scenario::{
    AgentTakes, AtClosing, ComesBack, ContactGoes, Group, Handover, Pauses, Queue, QueueId, Scenario, Trunk, Volume,
};
use crate::simulation::attendance::Change;
use crate::simulation::centre::{Centre, Seat};
use crate::simulation::contact::{Contact, Contacts};
use crate::simulation::facts::{Facts, JourneyFacts, QueueFacts};
use crate::simulation::waits::Waits;
use crate::staffing::StaffingLevels;
use crate::units::{Seconds, Share};
use jiff::civil::date;

/// Contacts from lists: arrival, handling, patience. Those who come back take as long as the one they come from.
struct Listed {
    queues: Vec<Vec<(f64, f64, f64)>>,
    next: Vec<usize>,
}

impl Listed {
    fn new(queues: &[&[(f64, f64, f64)]]) -> Self {
        Self { queues: queues.iter().map(|queue| queue.to_vec()).collect(), next: vec![0; queues.len()] }
    }

    /// Keys are places in the list; who comes back has another, and gets 10 s of handling and endless patience.
    fn listed(&self, queue: usize, key: u64) -> (f64, f64, f64) {
        self.queues[queue].get(key as usize).copied().unwrap_or((0.0, 10.0, EVER))
    }
}

impl Contacts for Listed {
    fn next(&mut self, queue: usize) -> Option<Contact> {
        let place = self.next[queue];
        let &(arrival, ..) = self.queues[queue].get(place)?;
        self.next[queue] += 1;
        Some(Contact { arrival, key: place as u64 })
    }

    fn key(&self, _: usize, number: u64) -> u64 {
        number
    }

    fn handling(&self, queue: usize, key: u64) -> f64 {
        self.listed(queue, key).1
    }

    fn patience(&self, queue: usize, key: u64) -> f64 {
        self.listed(queue, key).2
    }
}

const EVER: f64 = f64::INFINITY;

fn constant(seconds: f64) -> Distribution {
    Distribution::new(Law::Constant, Seconds(seconds), None).unwrap()
}

/// Segments of 100 s on one day. Queues are open all the time and endless; a group is given by its skills and levels.
fn scenario(queues: usize, groups: &[(&[usize], &[u32])]) -> Scenario {
    let segments = groups[0].1.len();
    let begin = |i: usize| 100.0 * i as f64;
    let calendar = Calendar {
        days: vec![Day { date: date(2026, 1, 5), intervals: 0..segments }],
        intervals: (0..segments)
            .map(|i| Interval { day: 0, start: Seconds(begin(i)), end: Seconds(begin(i + 1)), clock_minute: 0 })
            .collect(),
        interval_minutes: 15,
        time_zone: "UTC".to_owned(),
    };
    let queue = |index: usize| Queue {
        patience: Some(constant(1000.0)),
        ..Queue::plain(&format!("queue {index}"), Volume::PerHour(0.0), constant(10.0))
    };
    let group = |(skills, levels): &(&[usize], &[u32])| {
        Group::plain("group", skills.iter().copied().map(QueueId).collect(), levels.to_vec())
    };
    Scenario::plain(calendar, (0..queues).map(queue).collect(), groups.iter().map(group).collect())
}

fn centre_of(scenario: &Scenario) -> Centre {
    Centre::of(scenario, &Demand::of(scenario), &StaffingLevels::as_given(scenario))
}

fn centre(queues: usize, groups: &[(&[usize], &[u32])]) -> Centre {
    centre_of(&scenario(queues, groups))
}

/// Lets a group help a queue only after a wait.
fn overflow(centre: &mut Centre, queue: usize, group: usize, after: f64) {
    let (late, direct): (Vec<Seat>, Vec<Seat>) =
        centre.queues[queue].direct.iter().partition(|seat| seat.crew == group);
    centre.queues[queue].direct = direct;
    centre.queues[queue].overflow = late;
    centre.queues[queue].overflow_after = after;
    let skill = centre.crews[group].skills.iter_mut().find(|skill| skill.queue == queue).unwrap();
    skill.after = after;
    centre.overflows = centre.queues.len();
}

fn trace(centre: &Centre, contacts: &[&[(f64, f64, f64)]]) -> Facts {
    trace_with(&mut Engine::default(), centre, contacts)
}

fn trace_with(engine: &mut Engine, centre: &Centre, contacts: &[&[(f64, f64, f64)]]) -> Facts {
    let mut facts = Facts::default();
    facts.reset(centre);
    run(engine, centre, &mut Listed::new(contacts), &mut facts, &mut Waits::new(centre));
    facts.complete(centre);
    facts
}

/// Everything about a queue, over all segments.
fn whole(facts: &Facts, queue: usize) -> QueueFacts {
    let mut sum = QueueFacts::default();
    facts.queues.row(queue).iter().for_each(|segment| sum += segment);
    sum
}

fn busy(facts: &Facts, group: usize) -> Vec<f64> {
    facts.crews.row(group).iter().map(|segment| segment.busy).collect()
}

fn overtime(facts: &Facts, group: usize) -> Vec<f64> {
    facts.crews.row(group).iter().map(|segment| segment.overtime).collect()
}

fn answered_by(facts: &Facts, group: usize) -> u32 {
    facts.crews.row(group).iter().map(|segment| segment.answered).sum()
}

/// Where the contacts of a queue came from and went, over all segments.
fn journeys(facts: &Facts, queue: usize) -> JourneyFacts {
    let mut sum = JourneyFacts::default();
    facts.journeys.row(queue).iter().for_each(|segment| sum += segment);
    sum
}

/// The same with who comes and goes against the plan: time, crew, how many more are missing.
fn trace_attended(centre: &Centre, contacts: &[&[(f64, f64, f64)]], changes: &[(f64, usize, i32)]) -> Facts {
    let changes = changes.iter().map(|&(time, crew, missing)| Change { time, crew, missing });
    let mut engine = Engine { changes: changes.collect(), ..Engine::default() };
    trace_with(&mut engine, centre, contacts)
}

/// Sets when a queue is open, by segment, and the clock of its promise.
fn opens(centre: &mut Centre, queue: usize, open: &[bool], in_opening_hours: bool) {
    let rules = &mut centre.queues[queue];
    rules.open = open.to_vec();
    if let Some(deferred) = &mut rules.deferred {
        let mut counted = 0.0;
        deferred.clock = vec![0.0];
        for (segment, &open) in centre.segments.iter().zip(open) {
            counted += if open || !in_opening_hours { segment.end - segment.start } else { 0.0 };
            deferred.clock.push(counted);
        }
    }
}

/// Everybody comes back after so many seconds.
fn all_come_back(after: f64, to: usize) -> ComesBack {
    ComesBack { share: Share(1.0), after: constant(after), to: QueueId(to) }
}

fn all_are_handed_on(handled: f64, to: usize) -> Handover {
    Handover { share: Share(1.0), to: QueueId(to), handled: Share(handled) }
}
