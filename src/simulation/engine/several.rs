//! Several contacts at once: chats.
//!
//! An agent who holds n contacts works on all of them; each takes `stretch[n]` times as long as it would alone. The next event of
//! the agent is the end of the one that is done first if nothing changes; when something does, what is left of each is counted anew.

use super::Run;
use crate::simulation::centre::Seat;
use crate::simulation::contact::{Contacts, Waiting};
use crate::simulation::floor::{Held, Work};

impl<C: Contacts> Run<'_, C> {
    /// Whether a contact of a queue may be held besides so many others.
    pub(super) fn fits_beside(&self, queue: usize, held: usize) -> bool {
        self.centre.queues[queue].stretch.as_ref().is_some_and(|stretch| held < stretch.len())
    }

    /// A contact is taken by the agent on duty who holds fewest others, if one has room.
    pub(super) fn begin_beside_others(&mut self, queue: usize, contact: &Waiting) -> bool {
        let rules = &self.centre.queues[queue];
        let most = rules.stretch.as_ref().map_or(1, Vec::len);
        let rooms = rules.direct.iter().filter_map(|&seat| {
            let crew = &self.engine.crews[seat.crew];
            let (agent, held) = crew.least_held(most)?;
            Some((held, seat, agent))
        });
        let Some((held, seat, agent)) = rooms.min_by_key(|&(held, seat, _)| (held, seat.rank)) else { return false };
        self.engine.crews[seat.crew].holds_otherwise(agent, held);
        self.begin(agent, seat, queue, contact);
        true
    }

    /// A contact comes to those that the agent holds. The agent is in none of the crew's lists, and is in one afterwards.
    pub(super) fn puts_on_desk(&mut self, agent: usize, seat: Seat, queue: usize, contact: &Waiting, alone: f64) {
        self.works_on_desk(agent);
        self.engine.work[agent] = Work::Several;
        let held = Held { contact: *contact, queue, pair: seat.pair, left: alone, since: self.now, alone };
        self.engine.desks[agent].held.push(held);
        self.goes_on_with_desk(agent);
    }

    /// What has been done on all contacts since the last time.
    fn works_on_desk(&mut self, agent: usize) {
        let desk = &mut self.engine.desks[agent];
        let (from, segment) = (desk.worked_until, desk.segment);
        desk.worked_until = self.now;
        desk.segment = self.segment;
        let count = desk.held.len();
        for held in &mut desk.held {
            held.left -= (self.now - from) / stretch(self.centre.queues[held.queue].stretch.as_deref(), count);
            self.facts.shares(self.centre, held.pair, segment, from, self.now, count);
        }
        if count > 0 {
            self.engine.crews[self.centre.agents[agent] as usize].worked += self.now - from;
        }
    }

    /// Finds out which contact will be done first.
    fn goes_on_with_desk(&mut self, agent: usize) {
        let desk = &self.engine.desks[agent];
        let count = desk.held.len();
        let ends = desk
            .held
            .iter()
            .map(|held| held.left.max(0.0) * stretch(self.centre.queues[held.queue].stretch.as_deref(), count));
        let first = ends.fold(f64::INFINITY, f64::min);
        self.engine.events.schedule(agent, self.now + first);
        self.engine.crews[self.centre.agents[agent] as usize].could_hold_more(agent, count);
    }

    pub(super) fn finishes_one_of_several(&mut self, agent: usize) {
        let crew = self.centre.agents[agent] as usize;
        self.works_on_desk(agent);
        let desk = &mut self.engine.desks[agent];
        let before = desk.held.len();
        let done = desk.held.iter().enumerate().min_by(|(_, a), (_, b)| a.left.total_cmp(&b.left));
        let Some(place) = done.map(|(place, _)| place) else { return self.is_free(agent) };
        let done = desk.held.remove(place);
        self.engine.crews[crew].holds_otherwise(agent, before);
        let longer = self.now - done.since - done.alone;
        self.facts.queues[(done.queue, done.contact.segment as usize)].handling += longer;
        if done.contact.story.callback == 0 {
            self.count_reason(&done.contact, |facts| facts.handling += longer);
            self.leaves_line(done.queue, self.now);
        }
        if before == 1 {
            self.engine.work[agent] = Work::Plain;
            self.is_free(agent);
        } else {
            self.goes_on_with_desk(agent);
            self.takes_more(agent);
            let state = &self.engine.crews[crew];
            if state.busy > state.level {
                self.offers_again(crew);
            }
        }
        self.is_handled(done.queue, &done.contact);
    }

    /// An agent who holds something already takes what fits beside it.
    fn takes_more(&mut self, agent: usize) {
        let crew = self.centre.agents[agent] as usize;
        loop {
            let held = self.engine.desks[agent].held.len();
            let stays = !self.engine.crews[crew].will_leave(agent);
            let Some(skill) = self.next_skill(crew, held, stays) else { return };
            let Some(contact) = self.engine.lines[skill.queue].take_first() else { return };
            self.engine.crews[crew].holds_otherwise(agent, held);
            self.begin(agent, Seat::of(crew, skill), skill.queue, &contact);
        }
    }

    /// An agent who has just begun the first of possibly several takes what else waits and fits.
    pub(super) fn fills_desk(&mut self, agent: usize) {
        if self.engine.work[agent] == Work::Several {
            self.takes_more(agent);
        }
    }
}

/// How much longer a contact takes when so many are held.
fn stretch(by_held: Option<&[f64]>, held: usize) -> f64 {
    by_held.and_then(|by_held| by_held.get(held - 1).or(by_held.last())).copied().unwrap_or(1.0)
}
