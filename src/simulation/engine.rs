//! The event loop: what happens when these contacts meet these agents, once.
//!
//! At the same moment, agents finish first, then levels change, then people come and go, then overflow falls due, then what stands in
//! the diary happens, then contacts come in; beyond that, first scheduled is first.
//!
//! | what happens | room |
//! | --- | --- |
//! | a contact comes in, waits, gives up | `coming` |
//! | an agent begins a contact, finishes, takes the next | `serving` |
//! | … holds several at once | `several` |
//! | … hands it on; it comes back | `following` |
//! | a bot stands before the queue | `bots` |
//! | somebody is called back | `callbacks` |
//! | intervals end, levels change, doors close | `clock` |
//!
//! A new behaviour of contacts gets a room here, its fixed numbers in `centre`, its counts in `facts`, and a line in
//! `centre::journeys::is_plain`; a new channel mostly is a combination of those that exist.

#![allow(clippy::inline_always, reason = "compiled as one, what most contacts go through is a twentieth faster")]

mod bots;
mod callbacks;
mod clock;
mod coming;
mod following;
mod serving;
mod several;
#[cfg(test)]
mod tests;

use super::attendance::Change;
use super::centre::Centre;
use super::contact::{Contact, Contacts, Line};
use super::diary::Diary;
use super::event_list::EventList;
use super::facts::Facts;
use super::floor::{Crew, Desk, Hand, Work};
use super::waits::Waits;

/// Everything that changes while the centre runs. It is kept between replications for its memory.
#[derive(Debug, Default)]
pub struct Engine {
    events: EventList,
    diary: Diary,
    /// The contact that each queue gets next.
    coming: Vec<Option<Contact>>,
    lines: Vec<Line>,
    crews: Vec<Crew>,
    /// What each agent is doing.
    work: Vec<Work>,
    /// What each agent has in hand, where it has a journey.
    hands: Vec<Option<Hand>>,
    /// The contacts that each agent holds at once.
    desks: Vec<Desk>,
    /// Sessions of each bot now.
    sessions: Vec<u32>,
    /// Lines of each trunk in use now.
    lines_in_use: Vec<u32>,
    /// Who comes and goes against the plan in this replication.
    pub changes: Vec<Change>,
    /// How many of them have happened.
    changed: usize,
}

/// Runs a centre from the first contact until nothing can happen any more. `facts` and `waits` are added to.
pub fn run<C: Contacts>(engine: &mut Engine, centre: &Centre, contacts: &mut C, facts: &mut Facts, waits: &mut Waits) {
    if !centre.segments.is_empty() {
        Run { engine, centre, contacts, facts, waits, now: 0.0, segment: 0, over: false, idled: 0 }.run();
    }
}

struct Run<'a, C> {
    engine: &'a mut Engine,
    centre: &'a Centre,
    contacts: &'a mut C,
    facts: &'a mut Facts,
    waits: &'a mut Waits,
    /// The simulated clock.
    now: f64,
    /// The segment that it is in; after the horizon, the last one.
    segment: usize,
    /// Whether the horizon has ended.
    over: bool,
    /// How often an agent has become idle: the order of the idle.
    idled: u64,
}

/// Who caused an event, in the order of the slots of the event list.
enum Cause {
    Agent(usize),
    Clock,
    Attendance,
    Overflow(usize),
    Diary,
    Arrival(usize),
}

impl<C: Contacts> Run<'_, C> {
    fn run(mut self) {
        self.open();
        while let Some((now, slot)) = self.engine.events.first() {
            self.now = now;
            match self.cause(slot) {
                Cause::Agent(agent) => self.agent_finishes(agent),
                Cause::Arrival(queue) => self.contact_arrives(queue),
                Cause::Clock => self.segment_ends(),
                Cause::Attendance => self.attendance_changes(),
                Cause::Overflow(queue) => self.overflow_falls_due(queue),
                Cause::Diary => self.diary_falls_due(),
            }
        }
        self.close();
    }

    fn cause(&self, slot: usize) -> Cause {
        let Some(other) = slot.checked_sub(self.clock_slot()) else { return Cause::Agent(slot) };
        let overflows = self.centre.overflows;
        match other {
            0 => Cause::Clock,
            1 => Cause::Attendance,
            _ if other < 2 + overflows => Cause::Overflow(other - 2),
            _ if other == 2 + overflows => Cause::Diary,
            _ => Cause::Arrival(other - 3 - overflows),
        }
    }

    fn clock_slot(&self) -> usize {
        self.centre.agents.len()
    }

    fn attendance_slot(&self) -> usize {
        self.clock_slot() + 1
    }

    fn overflow_slot(&self, queue: usize) -> usize {
        self.clock_slot() + 2 + queue
    }

    fn diary_slot(&self) -> usize {
        self.clock_slot() + 2 + self.centre.overflows
    }

    fn arrival_slot(&self, queue: usize) -> usize {
        self.diary_slot() + 1 + queue
    }

    /// The doors of the first day open.
    fn open(&mut self) {
        let centre = self.centre;
        let engine = &mut *self.engine;
        engine.events.reset(centre.agents.len(), 3 + centre.overflows + centre.queues.len());
        engine.diary.clear();
        engine.lines.resize_with(centre.queues.len(), Line::default);
        engine.lines.iter_mut().for_each(Line::clear);
        engine.crews.resize_with(centre.crews.len(), Crew::default);
        engine.crews.iter_mut().zip(&centre.crews).for_each(|(crew, rules)| crew.reset(rules));
        engine.work.clear();
        engine.work.resize(centre.agents.len(), Work::default());
        engine.hands.clear();
        engine.hands.resize(centre.agents.len(), None);
        engine.desks.resize_with(centre.agents.len(), Desk::default);
        engine.desks.iter_mut().for_each(|desk| desk.held.clear());
        engine.sessions.clear();
        engine.sessions.resize(centre.bots.len(), 0);
        engine.lines_in_use.clear();
        engine.lines_in_use.resize(centre.trunks.len(), 0);
        engine.changed = 0;
        engine.coming.clear();
        engine.coming.resize(centre.queues.len(), None);
        for queue in 0..centre.queues.len() {
            self.expect_next(queue);
        }
        self.begin_with_backlogs();
        self.engine.events.schedule(self.clock_slot(), centre.segments[0].end);
        self.notes_changes();
        self.expect_next_change();
        self.set_levels();
    }

    /// Who still waits when nothing can happen any more: patience ends some day, endless patience never.
    fn close(&mut self) {
        for queue in 0..self.centre.queues.len() {
            let line = std::mem::take(&mut self.engine.lines[queue]);
            for contact in line.iter() {
                if contact.deadline.is_finite() {
                    self.abandons(queue, contact, contact.deadline);
                } else if contact.story.callback == 0 && contact.story.left < 0.0 {
                    self.facts.unserved(self.centre, queue, contact);
                }
            }
            self.engine.lines[queue] = line;
        }
    }
}
