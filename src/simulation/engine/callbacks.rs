//! Callbacks: who would wait long is offered to be called back.

use super::Run;
use crate::random::{Facet, uniform, uniform_of};
use crate::scenario::CallbackTime;
use crate::simulation::contact::{Contacts, Story, Waiting};
use crate::simulation::diary::Entry;

impl<C: Contacts> Run<'_, C> {
    /// A contact that would have to wait is offered a callback, if the wait is expected to be long, and may accept.
    ///
    /// The wait is estimated as a phone system does it: those before and oneself, times the mean handling time, over the agents
    /// on duty who take the queue's contacts.
    pub(super) fn accepts_callback(&mut self, queue: usize, contact: &mut Waiting) -> bool {
        let rules = &self.centre.queues[queue];
        let Some(callback) = &rules.callback else { return false };
        let agents: u32 = rules.direct.iter().map(|seat| self.engine.crews[seat.crew].level).sum();
        let before = self.engine.lines[queue].len() as f64;
        let expected = (before + 1.0) * rules.mean_handling / f64::from(agents);
        if expected <= callback.offer_above.0 || uniform(contact.key, Facet::Callback) >= callback.acceptance.0 {
            return false;
        }
        self.facts.queues[(queue, self.segment)].callbacks += 1;
        self.leaves_line(queue, self.now);
        contact.story.callback = 1;
        contact.deadline = f64::INFINITY;
        match callback.when {
            CallbackTime::KeepsPlace => self.waits_in_line(queue, *contact),
            CallbackTime::After(after) => {
                self.note(self.now + after.0, Entry::CallbackDue { queue, contact: *contact });
            }
        }
        true
    }

    /// It is time to call somebody back: at once, or as soon as an agent is free.
    pub(super) fn callback_is_due(&mut self, queue: usize, contact: Waiting) {
        if self.over {
            return;
        }
        let rules = &self.centre.queues[queue];
        match self.idle_seat(&rules.direct, false) {
            Some(seat) => self.begin_with_idle(seat, queue, &contact),
            None => self.engine.lines[queue].push_ahead(contact),
        }
    }

    /// Notes that an attempt to call back begins now.
    pub(super) fn calls_back(&mut self, queue: usize, contact: &Waiting, seconds: f64) {
        let segment = contact.segment as usize;
        self.facts.queues[(queue, segment)].handling += seconds;
        if self.reaches_customer(queue, contact) {
            let facts = &mut self.facts.journeys[(queue, segment)];
            facts.callbacks_reached += 1;
            facts.callback_wait += self.now - contact.arrival;
        }
    }

    fn reaches_customer(&self, queue: usize, contact: &Waiting) -> bool {
        let callback = self.centre.queues[queue].callback.as_ref();
        let chance = uniform_of(contact.key, Facet::Reached, u64::from(contact.story.callback));
        callback.is_none_or(|callback| chance < callback.reached.0)
    }

    /// What a callback costs in which the customer is not reached, in seconds.
    pub(super) fn failed_attempt(&self, queue: usize, contact: &Waiting) -> Option<f64> {
        let callback = self.centre.queues[queue].callback.as_ref()?;
        (contact.story.callback > 0 && !self.reaches_customer(queue, contact)).then_some(callback.attempt.0)
    }

    /// A callback has been made; returns whether the customer was reached.
    pub(super) fn callback_is_made(&mut self, queue: usize, contact: &Waiting) -> bool {
        if self.reaches_customer(queue, contact) {
            return true;
        }
        let segment = contact.segment as usize;
        let Some(callback) = &self.centre.queues[queue].callback else { return false };
        if u32::from(contact.story.callback) < callback.attempts {
            let story = Story { callback: contact.story.callback + 1, ..contact.story };
            let again = Entry::CallbackDue { queue, contact: Waiting { story, ..*contact } };
            self.note(self.now + callback.retry_after.0, again);
        } else {
            self.facts.journeys[(queue, segment)].callbacks_failed += 1;
            self.tries_again(queue, contact, self.now);
        }
        false
    }
}
