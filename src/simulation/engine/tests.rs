//! Tiny traces, computed by hand: who comes when, how long it takes and how long they wait are given.

use super::{Engine, run};
use crate::calendar::{Calendar, Day, Interval};
use crate::demand::Demand;
use crate::distribution::{Distribution, Law};
use crate::scenario::{AgentTakes, AtClosing, ContactGoes, Group, Queue, QueueId, Scenario, Volume};
use crate::simulation::centre::{Centre, Seat};
use crate::simulation::contact::{Contact, Contacts};
use crate::simulation::facts::{Facts, QueueFacts};
use crate::simulation::waits::Waits;
use crate::staffing::StaffingLevels;
use crate::units::Seconds;
use jiff::civil::date;
use proptest::prelude::*;

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

#[test]
fn one_agent_serves_in_the_order_of_arrival() {
    let facts = trace(&centre(1, &[(&[0], &[1])]), &[&[(10.0, 30.0, EVER), (20.0, 10.0, EVER), (25.0, 5.0, EVER)]]);
    let queue = whole(&facts, 0);
    // Begins at 10, 40 and 50: waits 0, 20 and 25.
    assert_eq!((queue.answered, queue.answered_within, queue.waited), (3, 2, 2));
    assert_eq!((queue.wait_answered, queue.waiting_time, queue.handling), (45.0, 45.0, 45.0));
    assert_eq!(busy(&facts, 0), [45.0]);
    assert_eq!(overtime(&facts, 0), [0.0]);
}

#[test]
fn who_loses_patience_leaves_and_who_is_served_at_that_very_moment_does_not() {
    let facts = trace(&centre(1, &[(&[0], &[1])]), &[&[(10.0, 30.0, EVER), (20.0, 10.0, 19.0), (30.0, 5.0, 10.0)]]);
    let queue = whole(&facts, 0);
    assert_eq!((queue.answered, queue.abandoned, queue.abandoned_within), (2, 1, 1));
    assert_eq!((queue.wait_answered, queue.wait_abandoned), (10.0, 19.0));
}

#[test]
fn a_contact_counts_where_it_arrived_and_time_where_it_passed() {
    let facts = trace(&centre(1, &[(&[0], &[1, 1, 1])]), &[&[(50.0, 100.0, EVER), (90.0, 80.0, EVER)]]);
    assert_eq!(facts.queues.row(0).iter().map(|segment| segment.answered).collect::<Vec<_>>(), [2, 0, 0]);
    // The second waits from 90 to 150.
    assert_eq!(facts.queues.row(0).iter().map(|segment| segment.waiting_time).collect::<Vec<_>>(), [10.0, 50.0, 0.0]);
    assert_eq!(busy(&facts, 0), [50.0, 100.0, 30.0]);
    assert_eq!(facts.crews.row(0).iter().map(|segment| segment.answered).collect::<Vec<_>>(), [1, 1, 0]);
}

#[test]
fn who_comes_on_duty_takes_a_waiting_contact_at_once() {
    let facts = trace(&centre(1, &[(&[0], &[0, 1])]), &[&[(80.0, 10.0, EVER), (90.0, 10.0, EVER)]]);
    assert_eq!(whole(&facts, 0).wait_answered, 20.0 + 20.0);
}

#[test]
fn whose_duty_ends_finishes_first_and_that_is_overtime() {
    let facts =
        trace(&centre(1, &[(&[0], &[2, 1, 1])]), &[&[(90.0, 30.0, EVER), (95.0, 125.0, EVER), (110.0, 10.0, EVER)]]);
    // Two are busy at 100 and one is too many, until one finishes at 120 and leaves; the third waits for the other, at 220.
    assert_eq!(overtime(&facts, 0), [0.0, 20.0, 0.0]);
    assert_eq!(whole(&facts, 0).wait_answered, 110.0);
}

#[test]
fn whose_duty_ends_and_begins_again_during_a_contact_stays() {
    let facts = trace(&centre(1, &[(&[0], &[1, 0, 1])]), &[&[(90.0, 130.0, EVER), (95.0, 10.0, EVER)]]);
    assert_eq!(overtime(&facts, 0), [0.0, 100.0, 0.0]);
    assert_eq!(whole(&facts, 0).wait_answered, 125.0);
    assert_eq!(busy(&facts, 0), [10.0, 100.0, 30.0]);
}

#[test]
fn the_idle_go_when_their_duty_ends() {
    let facts = trace(&centre(1, &[(&[0], &[3, 1])]), &[&[(110.0, 20.0, EVER), (115.0, 10.0, EVER)]]);
    assert_eq!(whole(&facts, 0).wait_answered, 15.0);
    assert_eq!(overtime(&facts, 0), [0.0, 0.0]);
}

#[test]
fn work_after_the_horizon_is_overtime_in_its_last_interval() {
    let facts = trace(&centre(1, &[(&[0], &[1])]), &[&[(90.0, 30.0, EVER), (95.0, 10.0, EVER)]]);
    assert_eq!(busy(&facts, 0), [40.0]);
    assert_eq!(overtime(&facts, 0), [30.0]);
    let queue = whole(&facts, 0);
    // The second waits 25 s, of which 5 within the horizon.
    assert_eq!((queue.wait_answered, queue.waiting_time), (25.0, 5.0));
}

#[test]
fn with_every_waiting_place_taken_a_contact_is_blocked() {
    let mut centre = centre(1, &[(&[0], &[1])]);
    centre.queues[0].waiting_places = 1;
    let contacts = [(0.0, 50.0, EVER), (10.0, 5.0, 20.0), (20.0, 5.0, EVER), (31.0, 5.0, EVER), (40.0, 5.0, EVER)];
    let queue = whole(&trace(&centre, &[&contacts]), 0);
    // The second leaves at 30, so its place is free for the fourth.
    assert_eq!((queue.answered, queue.abandoned, queue.blocked), (2, 1, 2));
    centre.queues[0].waiting_places = 0;
    let queue = whole(&trace(&centre, &[&contacts]), 0);
    assert_eq!((queue.answered, queue.blocked), (1, 4));
}

#[test]
fn a_contact_goes_by_the_order_of_skills_or_to_the_longest_idle() {
    let mut centre = centre(2, &[(&[1, 0], &[1]), (&[0], &[1])]);
    // For queue 0 the second group comes first, since the queue is its first skill.
    let contacts: [&[(f64, f64, f64)]; 2] = [&[(5.0, 10.0, EVER), (20.0, 10.0, EVER)], &[]];
    let facts = trace(&centre, &contacts);
    assert_eq!((answered_by(&facts, 0), answered_by(&facts, 1)), (0, 2));
    centre.routing.contact_goes = ContactGoes::LongestIdle;
    let facts = trace(&centre, &contacts);
    // Both idle from the beginning, the first group first; then the second has been idle longer.
    assert_eq!((answered_by(&facts, 0), answered_by(&facts, 1)), (1, 1));
}

#[test]
fn an_agent_takes_by_skill_priority_or_wait() {
    let mut centre = centre(3, &[(&[0, 1, 2], &[1])]);
    for (skill, priority) in centre.crews[0].skills.iter_mut().zip([3, 2, 1]) {
        skill.priority = priority;
    }
    let waits = |centre: &Centre| {
        let contacts: [&[(f64, f64, f64)]; 3] =
            [&[(0.0, 30.0, EVER), (20.0, 10.0, EVER)], &[(10.0, 10.0, EVER)], &[(15.0, 10.0, EVER)]];
        let facts = trace(centre, &contacts);
        [0, 1, 2].map(|queue| whole(&facts, queue).wait_answered)
    };
    assert_eq!(waits(&centre), [10.0, 30.0, 35.0]);
    centre.routing.agent_takes = AgentTakes::Priority;
    assert_eq!(waits(&centre), [30.0, 30.0, 15.0]);
    centre.routing.agent_takes = AgentTakes::LongestWaiting;
    assert_eq!(waits(&centre), [30.0, 20.0, 25.0]);
}

#[test]
fn an_idle_agent_helps_out_after_the_wait() {
    let mut centre = centre(2, &[(&[0], &[1]), (&[1, 0], &[1])]);
    overflow(&mut centre, 0, 1, 30.0);
    let facts = trace(&centre, &[&[(0.0, 200.0, EVER), (10.0, 5.0, EVER), (20.0, 5.0, 29.0), (25.0, 5.0, EVER)], &[]]);
    let queue = whole(&facts, 0);
    assert_eq!((queue.answered, queue.abandoned, queue.wait_answered), (3, 1, 60.0));
    assert_eq!(answered_by(&facts, 1), 2);
}

#[test]
fn an_agent_who_becomes_free_helps_out_only_after_the_wait() {
    let mut centre = centre(2, &[(&[0], &[1]), (&[1, 0], &[1])]);
    overflow(&mut centre, 0, 1, 30.0);
    // The helper is free at 35, when the contact of 10 has waited 25 s, and again at 45 after a contact of its own queue.
    let facts = trace(&centre, &[&[(0.0, 200.0, EVER), (10.0, 5.0, EVER)], &[(5.0, 30.0, EVER), (36.0, 9.0, EVER)]]);
    assert_eq!(whole(&facts, 0).wait_answered, 35.0);
    assert_eq!(whole(&facts, 1).wait_answered, 0.0);
}

#[test]
fn at_closing_agents_stay_until_nobody_waits() {
    let mut centre = centre(1, &[(&[0], &[1, 0, 0])]);
    centre.queues[0].open = vec![true, false, false];
    let facts = trace(&centre, &[&[(80.0, 30.0, EVER), (85.0, 40.0, EVER), (90.0, 10.0, EVER)]]);
    assert_eq!((whole(&facts, 0).answered, whole(&facts, 0).wait_answered), (3, 25.0 + 60.0));
    assert_eq!(overtime(&facts, 0), [0.0, 60.0, 0.0]);
}

#[test]
fn at_closing_an_idle_agent_does_not_leave_a_contact_alone_that_waits_for_overflow() {
    let mut centre = centre(1, &[(&[0], &[1, 0])]);
    overflow(&mut centre, 0, 0, 60.0);
    centre.queues[0].open = vec![true, false];
    let facts = trace(&centre, &[&[(90.0, 10.0, EVER)]]);
    assert_eq!((whole(&facts, 0).answered, whole(&facts, 0).wait_answered), (1, 10.0));
    assert_eq!(overtime(&facts, 0), [0.0, 10.0]);
}

#[test]
fn at_closing_who_waits_may_be_cut_off() {
    let mut centre = centre(1, &[(&[0], &[1, 1])]);
    centre.queues[0].open = vec![true, false];
    centre.routing.at_closing = AtClosing::Disconnect;
    let facts = trace(&centre, &[&[(80.0, 30.0, EVER), (85.0, 40.0, EVER), (90.0, 10.0, 5.0)]]);
    let queue = whole(&facts, 0);
    assert_eq!((queue.answered, queue.abandoned, queue.wait_abandoned), (1, 2, 15.0 + 5.0));
}

#[test]
fn whom_nobody_can_serve_is_unserved_if_patient_and_has_abandoned_if_not() {
    let facts = trace(&centre(1, &[(&[0], &[1, 0])]), &[&[(110.0, 5.0, EVER), (150.0, 5.0, 500.0)]]);
    let queue = whole(&facts, 0);
    assert_eq!((queue.answered, queue.abandoned, queue.unserved), (0, 1, 1));
    assert_eq!((queue.wait_abandoned, queue.waiting_time), (500.0, 90.0 + 50.0));
}

#[test]
fn an_engine_that_has_run_before_gives_the_same_facts() {
    let centre = centre(1, &[(&[0], &[2, 1])]);
    let contacts = [(90.0, 30.0, EVER), (95.0, 30.0, EVER), (96.0, 10.0, 300.0)];
    let mut engine = Engine::default();
    for _ in 0..2 {
        assert_eq!(trace_with(&mut engine, &centre, &[&contacts]), trace(&centre, &[&contacts]));
    }
}

fn any_contacts() -> impl Strategy<Value = Vec<(f64, f64, f64)>> {
    // Whole seconds, so that much happens at the same moment.
    let patience = prop_oneof![Just(EVER), (0_u16..60).prop_map(f64::from)];
    let contact = ((0_u16..300).prop_map(f64::from), (0_u16..50).prop_map(f64::from), patience);
    prop::collection::vec(contact, 0..40).prop_map(|mut contacts| {
        contacts.sort_by(|a, b| a.0.total_cmp(&b.0));
        contacts
    })
}

proptest! {
    #[test]
    fn nobody_is_lost_and_no_work_is_done_twice(
        contacts in prop::collection::vec(any_contacts(), 2),
        levels in prop::collection::vec(prop::collection::vec(0_u32..4, 3), 3),
        open in prop::collection::vec(any::<bool>(), 3),
        places in prop::option::of(0_usize..4),
        after in prop::option::of(1_u16..40),
        disconnect in any::<bool>(),
        agent_takes in prop::sample::select(vec![AgentTakes::SkillOrder, AgentTakes::Priority, AgentTakes::LongestWaiting]),
    ) {
        let mut centre = centre(2, &[(&[0], &levels[0]), (&[1, 0], &levels[1]), (&[0, 1], &levels[2])]);
        centre.queues[0].waiting_places = places.unwrap_or(usize::MAX);
        centre.queues[0].open = open;
        centre.routing.agent_takes = agent_takes;
        if let Some(after) = after {
            overflow(&mut centre, 0, 2, f64::from(after));
        }
        if disconnect {
            centre.routing.at_closing = AtClosing::Disconnect;
        }
        let facts = trace(&centre, &contacts.iter().map(Vec::as_slice).collect::<Vec<_>>());
        let mut handling = 0.0;
        for (queue, contacts) in contacts.iter().enumerate() {
            let sum = whole(&facts, queue);
            prop_assert_eq!(sum.offered() as usize, contacts.len());
            prop_assert!(sum.answered_within <= sum.answered && sum.abandoned_within <= sum.abandoned);
            handling += sum.handling;
        }
        // All times are whole seconds, so the sums are exact.
        let worked: f64 = (0..3).flat_map(|group| busy(&facts, group)).sum();
        prop_assert_eq!(handling, worked);
        for (group, rules) in centre.crews.iter().enumerate() {
            for (segment, (busy, overtime)) in busy(&facts, group).into_iter().zip(overtime(&facts, group)).enumerate() {
                prop_assert!(busy <= 100.0 * f64::from(rules.levels[segment]) + overtime);
            }
        }
    }
}
