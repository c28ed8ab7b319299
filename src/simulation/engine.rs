//! The event loop: what happens when these contacts meet these agents, once.
//!
//! At the same moment, agents finish first, then levels change, then overflow falls due, then contacts come in; beyond that,
//! first scheduled is first.

use super::centre::{Centre, Seat, Skill};
use super::contact::{Contact, Contacts, Line, Waiting};
use super::event_list::{Class, EventList};
use super::facts::Facts;
use super::floor::Group;
use super::routing::{IdleGroup, WaitingQueue, group_for_contact, queue_for_agent};
use super::waits::Waits;
use crate::scenario::AtClosing;

/// Everything that changes while the centre runs. It is kept between replications for its memory.
#[derive(Debug, Default)]
pub struct Engine {
    events: EventList,
    /// The contact that each queue gets next.
    coming: Vec<Option<Contact>>,
    lines: Vec<Line>,
    groups: Vec<Group>,
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

/// Who caused an event, by slot of the event list: first the agents, then the clock, then the queues twice.
enum Cause {
    Agent(usize),
    Clock,
    Overflow(usize),
    Arrival(usize),
}

impl<C: Contacts> Run<'_, C> {
    fn run(mut self) {
        self.open();
        while let Some((now, slot)) = self.engine.events.first() {
            self.now = now;
            match self.cause(slot) {
                Cause::Agent(agent) => self.agent_finishes(agent),
                Cause::Clock => self.segment_ends(),
                Cause::Overflow(queue) => self.overflow_falls_due(queue),
                Cause::Arrival(queue) => self.contact_arrives(queue),
            }
        }
        self.close();
    }

    fn cause(&self, slot: usize) -> Cause {
        let (agents, queues) = (self.centre.agents.len(), self.centre.queues.len());
        match slot.checked_sub(agents) {
            None => Cause::Agent(slot),
            Some(0) => Cause::Clock,
            Some(after) if after <= queues => Cause::Overflow(after - 1),
            Some(after) => Cause::Arrival(after - 1 - queues),
        }
    }

    fn clock_slot(&self) -> usize {
        self.centre.agents.len()
    }

    fn overflow_slot(&self, queue: usize) -> usize {
        self.clock_slot() + 1 + queue
    }

    fn arrival_slot(&self, queue: usize) -> usize {
        self.clock_slot() + 1 + self.centre.queues.len() + queue
    }

    fn open(&mut self) {
        let centre = self.centre;
        let engine = &mut *self.engine;
        engine.events.reset(centre.agents.len() + 1 + 2 * centre.queues.len());
        engine.lines.resize_with(centre.queues.len(), Line::default);
        engine.lines.iter_mut().for_each(Line::clear);
        engine.groups.resize_with(centre.groups.len(), Group::default);
        engine.groups.iter_mut().zip(&centre.groups).for_each(|(group, rules)| group.reset(rules));
        engine.coming.clear();
        engine.coming.resize(centre.queues.len(), None);
        for queue in 0..centre.queues.len() {
            self.expect_next(queue);
        }
        self.engine.events.schedule(self.clock_slot(), centre.segments[0].end, Class::Boundary);
        self.set_levels();
    }

    /// Who still waits when nothing can happen any more: patience ends some day, endless patience never.
    fn close(&mut self) {
        let Self { engine, centre, facts, waits, .. } = self;
        for (queue, line) in engine.lines.iter_mut().enumerate() {
            for contact in line.drain() {
                if contact.deadline.is_finite() {
                    abandons(facts, waits, centre, queue, &contact, contact.deadline);
                } else {
                    facts.unserved(centre, queue, &contact);
                }
            }
        }
    }

    // Contacts

    /// Looks up who comes next to a queue.
    fn expect_next(&mut self, queue: usize) {
        let slot = self.arrival_slot(queue);
        let contact = self.contacts.next(queue);
        self.engine.coming[queue] = contact;
        match contact {
            Some(contact) => self.engine.events.schedule(slot, contact.arrival, Class::Arrival),
            None => self.engine.events.cancel(slot),
        }
    }

    fn contact_arrives(&mut self, queue: usize) {
        let arrived = self.engine.coming[queue];
        self.expect_next(queue);
        let Some(Contact { arrival, handling, patience }) = arrived else { return };
        let contact = Waiting { arrival, deadline: arrival + patience, handling, segment: self.segment as u32 };
        let rules = &self.centre.queues[queue];
        if let Some(seat) = self.idle_seat(&rules.direct) {
            self.begin_with_idle(seat, queue, &contact);
        } else if self.is_full(queue) {
            self.facts.queues[(queue, self.segment)].blocked += 1;
        } else {
            self.engine.lines[queue].push(contact);
            let slot = self.overflow_slot(queue);
            if !rules.overflow.is_empty() && !self.engine.events.is_scheduled(slot) {
                self.engine.events.schedule(slot, arrival + rules.overflow_after, Class::Overflow);
            }
        }
    }

    /// Where a contact goes, of these seats, if somebody is idle there.
    fn idle_seat(&self, seats: &[Seat]) -> Option<Seat> {
        let idle = seats.iter().enumerate().filter_map(|(place, seat)| {
            self.engine.groups[seat.group].idle.front().map(|&since| IdleGroup { place, since })
        });
        group_for_contact(self.centre.routing.contact_goes, idle).map(|place| seats[place])
    }

    fn is_full(&mut self, queue: usize) -> bool {
        let places = self.centre.queues[queue].waiting_places;
        if self.engine.lines[queue].len() >= places {
            self.sweep(queue, self.now);
        }
        self.engine.lines[queue].len() >= places
    }

    /// Lets everyone go whose patience ended before `now`.
    fn sweep(&mut self, queue: usize, now: f64) {
        let Self { engine, centre, facts, waits, .. } = self;
        let gone = |contact: &Waiting| abandons(facts, waits, centre, queue, contact, contact.deadline);
        engine.lines[queue].sweep(now, gone);
    }

    /// Some contact has waited long enough for the groups that help only then.
    fn overflow_falls_due(&mut self, queue: usize) {
        let rules = &self.centre.queues[queue];
        while let Some(seat) = self.idle_seat(&rules.overflow) {
            let first = self.first_waiting(queue).filter(|contact| contact.arrival + rules.overflow_after <= self.now);
            if first.is_none() {
                break;
            }
            if let Some(contact) = self.engine.lines[queue].take_first() {
                self.begin_with_idle(seat, queue, &contact);
            }
        }
        let slot = self.overflow_slot(queue);
        match self.engine.lines[queue].next_due(self.now, rules.overflow_after) {
            Some(due) => self.engine.events.schedule(slot, due, Class::Overflow),
            None => self.engine.events.cancel(slot),
        }
    }

    /// The first who still waits in a queue.
    fn first_waiting(&mut self, queue: usize) -> Option<Waiting> {
        let Self { engine, centre, facts, waits, now, .. } = self;
        let gone = |contact: &Waiting| abandons(facts, waits, centre, queue, contact, contact.deadline);
        engine.lines[queue].first(*now, gone).copied()
    }

    // Agents

    fn begin_with_idle(&mut self, seat: Seat, queue: usize, contact: &Waiting) {
        self.settle_overtime(seat.group);
        self.engine.groups[seat.group].idle.pop_front();
        let agent = self.engine.groups[seat.group].occupy();
        self.begin(agent, seat, queue, contact);
    }

    fn begin(&mut self, agent: usize, seat: Seat, queue: usize, contact: &Waiting) {
        let end = self.now + contact.handling;
        let wait = self.now - contact.arrival;
        self.engine.events.schedule(agent, end, Class::Finish);
        self.facts.answered(self.centre, queue, contact, wait);
        self.facts.groups[(seat.group, self.segment)].answered += 1;
        self.facts.works(self.centre, seat.pair, self.segment, self.now, end);
        self.waits.add(self.centre, queue, contact.segment as usize, wait);
    }

    fn agent_finishes(&mut self, agent: usize) {
        let group = self.centre.agents[agent] as usize;
        self.settle_overtime(group);
        self.engine.groups[group].release(agent);
        if !self.begin_next(group) {
            self.engine.events.cancel(agent);
            self.rest(group);
        }
    }

    /// An agent of the group, who has no contact and is not among the idle, begins the next one, if there is one.
    fn begin_next(&mut self, group: usize) -> bool {
        let Some((skill, contact)) = self.next_contact(group) else { return false };
        let agent = self.engine.groups[group].occupy();
        self.begin(agent, Seat { group, pair: skill.pair }, skill.queue, &contact);
        true
    }

    /// An agent of the group finds nobody to serve: idle on duty, or off.
    fn rest(&mut self, group: usize) {
        let group = &mut self.engine.groups[group];
        if group.busy + (group.idle.len() as u32) < group.level {
            group.idle.push_back(self.idled);
            self.idled += 1;
        }
    }

    /// Takes the contact that an agent of the group should serve next out of its line. On duty, it may be one of any skill that
    /// has waited long enough for the group. After the end of duty, it is one of a queue that has closed.
    fn next_contact(&mut self, group: usize) -> Option<(Skill, Waiting)> {
        let (centre, now, segment) = (self.centre, self.now, self.segment);
        let on_duty = self.engine.groups[group].busy < self.engine.groups[group].level;
        if !on_duty && centre.routing.at_closing == AtClosing::Disconnect {
            return None;
        }
        let skills = &centre.groups[group].skills;
        let over = self.over;
        let may_take = |skill: &Skill, contact: &Waiting| {
            if on_duty {
                contact.arrival + skill.after <= now
            } else {
                over || !centre.queues[skill.queue].open[segment]
            }
        };
        let waiting = skills.iter().enumerate().filter_map(|(place, skill)| {
            if self.engine.lines[skill.queue].is_empty() {
                return None;
            }
            let first = self.first_waiting(skill.queue).filter(|contact| may_take(skill, contact))?;
            Some(WaitingQueue { place, priority: skill.priority, since: first.arrival })
        });
        let skill = skills[queue_for_agent(centre.routing.agent_takes, waiting)?];
        self.engine.lines[skill.queue].take_first().map(|contact| (skill, contact))
    }

    /// Counts the overtime so far, before the numbers of a group change. After the horizon nobody is on duty.
    fn settle_overtime(&mut self, group: usize) {
        let state = &mut self.engine.groups[group];
        let duty = if self.over { 0 } else { state.level };
        let seconds = state.overtime(duty, self.now);
        if seconds > 0.0 {
            self.facts.groups[(group, self.segment)].overtime += seconds;
        }
    }

    // The clock

    fn segment_ends(&mut self) {
        let centre = self.centre;
        for group in 0..centre.groups.len() {
            self.settle_overtime(group);
        }
        let ended = self.segment;
        self.over = ended + 1 == centre.segments.len();
        if self.over {
            self.engine.events.cancel(self.clock_slot());
        } else {
            self.segment += 1;
            self.engine.events.schedule(self.clock_slot(), centre.segments[self.segment].end, Class::Boundary);
        }
        for (queue, rules) in centre.queues.iter().enumerate() {
            if rules.impatient {
                self.sweep(queue, self.now);
            }
            let closes = rules.open[ended] && (self.over || !rules.open[self.segment]);
            if closes && centre.routing.at_closing == AtClosing::Disconnect {
                self.disconnect(queue);
            }
        }
        if !self.over {
            self.set_levels();
        }
    }

    /// The levels of a segment begin. Who comes takes the next contact at once; who goes was idle, or finishes first.
    fn set_levels(&mut self) {
        for (group, rules) in self.centre.groups.iter().enumerate() {
            let level = rules.levels[self.segment];
            let before = self.engine.groups[group].level;
            self.engine.groups[group].level = level;
            for _ in before..level {
                let state = &self.engine.groups[group];
                if state.busy + (state.idle.len() as u32) < level && !self.begin_next(group) {
                    self.rest(group);
                }
            }
            while self.engine.groups[group].idle.len() as u32 > level.saturating_sub(self.engine.groups[group].busy) {
                self.engine.groups[group].idle.pop_back();
                self.begin_next(group);
            }
        }
    }

    /// The queue has closed, and who still waits is cut off.
    fn disconnect(&mut self, queue: usize) {
        let Self { engine, centre, facts, waits, now, .. } = self;
        for contact in engine.lines[queue].drain() {
            abandons(facts, waits, centre, queue, &contact, contact.deadline.min(*now));
        }
    }
}

/// A contact gives up, or is given up, at a moment.
fn abandons(facts: &mut Facts, waits: &mut Waits, centre: &Centre, queue: usize, contact: &Waiting, at: f64) {
    let wait = at - contact.arrival;
    facts.abandoned(centre, queue, contact, wait);
    waits.add(centre, queue, contact.segment as usize, wait);
}
