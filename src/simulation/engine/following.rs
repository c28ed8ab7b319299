//! What follows: contacts are handed on, their matter is settled or not, they come back or are lost.

use super::Run;
use crate::random::{Facet, child, draws, uniform};
use crate::scenario::Handover;
use crate::simulation::centre::ReturnRules;
use crate::simulation::contact::{Came, Contacts, Story, UNKNOWN_REASON, Waiting};
use crate::simulation::diary::Entry;

impl<C: Contacts> Run<'_, C> {
    /// Where an agent will hand a contact on to, if anywhere.
    pub(super) fn handover(&self, contact: &Waiting) -> Option<Handover> {
        let reason = &self.centre.reasons[usize::from(contact.story.reason)];
        if (reason.transfer.is_none() && reason.escalation.is_none())
            || self.has_further_turn(reason.queue, contact.key)
        {
            return None;
        }
        let chance = uniform(contact.key, Facet::Handover);
        let transferred = reason.transfer.filter(|transfer| chance < transfer.share.0);
        let share = reason.transfer.map_or(0.0, |transfer| transfer.share.0);
        transferred.or_else(|| reason.escalation.filter(|escalation| chance < share + escalation.share.0))
    }

    /// Whether the customer will answer after this turn of a conversation.
    pub(super) fn has_further_turn(&self, queue: usize, key: u64) -> bool {
        let pauses = self.centre.queues[queue].pauses.as_ref();
        pauses.is_some_and(|&(chance, _)| uniform(key, Facet::Turn) < chance)
    }

    /// An agent has finished with a contact that has a journey.
    pub(super) fn is_handled(&mut self, queue: usize, contact: &Waiting) {
        if contact.story.callback > 0 && !self.callback_is_made(queue, contact) {
            return;
        }
        let rules = &self.centre.queues[queue];
        let segment = contact.segment as usize;
        if rules.deferred.is_some() {
            let in_time = rules.promise_time(self.centre, contact.arrival, self.now) <= rules.within;
            self.facts.queues[(queue, segment)].answered_within += u32::from(in_time);
        }
        if let Some((_, gap)) = &rules.pauses
            && self.has_further_turn(queue, contact.key)
        {
            let back = self.now + gap.sample(&mut draws(contact.key, Facet::Gap));
            let story = Story { came: Came::Turn, left: -1.0, ..contact.story };
            self.will_come(back, queue, Waiting { key: child(contact.key, Facet::Turn), story, ..*contact });
            return;
        }
        if let Some(handover) = self.handover(contact) {
            self.facts.journeys[(queue, segment)].handed_on += 1;
            let handovers = contact.story.handovers.saturating_add(1);
            let story = Story {
                came: Came::Handover,
                handovers,
                reason: UNKNOWN_REASON,
                left: -1.0,
                callback: 0,
                ..contact.story
            };
            let key = child(contact.key, Facet::Handover);
            let to = handover.to.0;
            // It has its line to the outside already, whether others find one free or not.
            if let Some(trunk) = self.centre.queues[to].trunk {
                self.occupies_line(trunk);
            }
            let contact = self.coming_now(to, Waiting { key, story, deadline: f64::INFINITY, ..*contact });
            self.comes_in(to, contact);
            return;
        }
        let reason = &self.centre.reasons[usize::from(contact.story.reason)];
        let settled = reason.resolution >= 1.0 || uniform(contact.key, Facet::Settled) < reason.resolution;
        let facts = &mut self.facts.journeys[(queue, segment)];
        facts.concluded += 1;
        facts.settled += u32::from(settled);
        self.count_reason(contact, |facts| facts.settled += u32::from(settled));
        if !settled && let Some(repeat) = &rules.repeat {
            self.may_come_back(repeat, queue, contact, self.now, Came::Repeat, Facet::Repeat);
        }
    }

    /// A contact abandoned or was blocked: it may try again, or is lost.
    pub(super) fn tries_again(&mut self, queue: usize, contact: &Waiting, at: f64) {
        let redial = self.centre.queues[queue].redial.as_ref();
        if redial.is_some_and(|redial| self.may_come_back(redial, queue, contact, at, Came::Redial, Facet::Redial)) {
            return;
        }
        let reason = &self.centre.reasons[usize::from(contact.story.reason)];
        let facts = &mut self.facts.queues[(queue, contact.segment as usize)];
        facts.lost += 1;
        facts.lost_value += reason.value;
        self.count_reason(contact, |facts| {
            facts.lost += 1;
            facts.lost_value += reason.value;
        });
    }

    /// Somebody comes back by a rule, or not; returns whether.
    pub(super) fn may_come_back(
        &mut self,
        rule: &ReturnRules,
        queue: usize,
        contact: &Waiting,
        at: f64,
        came: Came,
        facet: Facet,
    ) -> bool {
        if uniform(contact.key, facet) >= rule.share {
            return false;
        }
        let key = child(contact.key, facet);
        let back = at + rule.after.sample(&mut draws(key, Facet::Delay));
        let reason = if rule.to == queue { contact.story.reason } else { UNKNOWN_REASON };
        let repeats = contact.story.repeats.saturating_add(1);
        let story = Story { reason, repeats, came, hardness: contact.story.hardness, ..Story::FRESH };
        self.will_come(back, rule.to, Waiting { key, story, deadline: f64::INFINITY, ..*contact });
        true
    }

    /// A contact will come to a queue; after the horizon nobody looks.
    fn will_come(&mut self, time: f64, queue: usize, contact: Waiting) {
        if time < self.centre.end() {
            self.note(time, Entry::Comes { queue, contact });
        }
    }

    /// Writes something into the diary.
    pub(super) fn note(&mut self, time: f64, entry: Entry) {
        self.engine.diary.write(time.max(self.now), entry);
        self.look_into_diary();
    }

    fn look_into_diary(&mut self) {
        let slot = self.diary_slot();
        match self.engine.diary.next() {
            Some(time) => self.engine.events.schedule(slot, time),
            None => self.engine.events.cancel(slot),
        }
    }

    pub(super) fn diary_falls_due(&mut self) {
        let entry = self.engine.diary.take();
        self.look_into_diary();
        match entry {
            Some(Entry::Comes { queue, contact }) => self.comes_back(queue, contact),
            Some(Entry::SessionEnds { place, queue, contact }) => self.session_ends(place, queue, contact),
            Some(Entry::PatienceEnds { queue, arrival, key }) => {
                if let Some(contact) = self.engine.lines[queue].take(arrival, key) {
                    self.abandons(queue, &contact, self.now);
                }
            }
            Some(Entry::CallbackDue { queue, contact }) => self.callback_is_due(queue, contact),
            None => {}
        }
    }

    /// A contact comes back. Who finds the doors shut comes while they are open next, at any time of these hours.
    fn comes_back(&mut self, queue: usize, contact: Waiting) {
        let rules = &self.centre.queues[queue];
        if self.over {
            return;
        }
        if !rules.open[self.segment] && rules.deferred.is_none() {
            let segments = &self.centre.segments;
            let Some(opens) = (self.segment + 1..segments.len()).find(|&segment| rules.open[segment]) else { return };
            let closes = (opens..segments.len()).find(|&segment| !rules.open[segment]).unwrap_or(segments.len());
            let (from, until) = (segments[opens].start, segments[closes - 1].end);
            let time = from + uniform(contact.key, Facet::Reopening) * (until - from);
            self.note(time, Entry::Comes { queue, contact });
            return;
        }
        let contact = self.coming_now(queue, contact);
        if self.takes_a_line(queue, &contact) {
            self.comes_in(queue, contact);
        }
    }
}
