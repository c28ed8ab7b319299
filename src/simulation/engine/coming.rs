//! Contacts come in, find somebody or wait, and give up.

use super::Run;
use crate::random::{Facet, uniform};
use crate::scenario::ContactGoes;
use crate::simulation::centre::Seat;
use crate::simulation::contact::{Came, Contact, Contacts, Story, UNKNOWN_REASON, Waiting};
use crate::simulation::diary::Entry;
use crate::simulation::facts::ReasonFacts;
use crate::simulation::routing::{IdleCrew, crew_for_contact, may_begin_deferred};

impl<C: Contacts> Run<'_, C> {
    /// Looks up who comes next to a queue.
    #[inline(always)]
    pub(super) fn expect_next(&mut self, queue: usize) {
        let slot = self.arrival_slot(queue);
        let contact = self.contacts.next(queue);
        self.engine.coming[queue] = contact;
        match contact {
            Some(contact) => self.engine.events.schedule(slot, contact.arrival),
            None => self.engine.events.cancel(slot),
        }
    }

    pub(super) fn contact_arrives(&mut self, queue: usize) {
        let arrived = self.engine.coming[queue];
        self.expect_next(queue);
        let Some(Contact { arrival, key }) = arrived else { return };
        let segment = self.segment as u32;
        let mut contact =
            Waiting { arrival, since: arrival, deadline: f64::INFINITY, key, segment, story: Story::FRESH };
        if self.centre.queues[queue].is_plain {
            self.enters(queue, &mut contact);
            return;
        }
        let contact = self.coming_now(queue, contact);
        if self.takes_a_line(queue, &contact) && !self.enters_bot(queue, contact, 0) {
            self.comes_in(queue, contact);
        }
    }

    /// A contact with a journey, as it comes to a queue now: with its reason, which it keeps there.
    pub(super) fn coming_now(&self, queue: usize, mut contact: Waiting) -> Waiting {
        contact.arrival = self.now;
        contact.since = self.now;
        contact.segment = self.segment as u32;
        if contact.story.reason == UNKNOWN_REASON {
            contact.story.reason = self.reason_of(queue, contact.key);
        }
        contact
    }

    /// A contact that is [coming now](Self::coming_now) comes to the line of its queue.
    pub(super) fn comes_in(&mut self, queue: usize, mut contact: Waiting) {
        let rules = &self.centre.queues[queue];
        self.is_offered(queue, &contact);
        let is_shut = !rules.open[self.segment] && rules.deferred.is_none();
        if is_shut {
            self.facts.queues[(queue, self.segment)].blocked += 1;
            self.is_turned_away(queue, &contact);
        } else {
            self.enters(queue, &mut contact);
        }
    }

    /// Notes that a contact with a journey comes to a queue, and why.
    fn is_offered(&mut self, queue: usize, contact: &Waiting) {
        let facts = &mut self.facts.journeys[(queue, self.segment)];
        match contact.story.came {
            Came::Fresh => {}
            Came::Redial => facts.redials += 1,
            Came::Repeat => facts.repeats += 1,
            Came::Handover => facts.handed_in += 1,
            // It was counted among those of its reason when it entered the first of its bots.
            Came::FromBot => {
                facts.from_bots += 1;
                return;
            }
            Came::Turn => facts.turns += 1,
        }
        self.count_reason(contact, |facts| facts.offered += 1);
    }

    /// Counts a contact among those of its reason, unless it came during the warm-up.
    pub(super) fn count_reason(&mut self, contact: &Waiting, count: impl FnOnce(&mut ReasonFacts)) {
        if contact.segment as usize >= self.centre.warm_up {
            count(&mut self.facts.reasons[usize::from(contact.story.reason)]);
        }
    }

    /// The reason of a contact of a queue.
    pub(super) fn reason_of(&self, queue: usize, key: u64) -> u16 {
        let rules = &self.centre.queues[queue];
        if rules.reasons == 1 {
            return rules.first_reason as u16;
        }
        let chance = uniform(key, Facet::Reason);
        let reasons = &self.centre.reasons[rules.first_reason..rules.first_reason + rules.reasons];
        let place = reasons.iter().position(|reason| chance < reason.share_up_to).unwrap_or(rules.reasons - 1);
        (rules.first_reason + place) as u16
    }

    /// A contact goes to somebody who is free for it, or to the line.
    #[inline(always)]
    fn enters(&mut self, queue: usize, contact: &mut Waiting) {
        let rules = &self.centre.queues[queue];
        if let Some(seat) = self.idle_seat(&rules.direct, rules.deferred.is_some()) {
            self.begin_with_idle(seat, queue, contact);
            return;
        }
        if rules.stretch.is_some() && self.begin_beside_others(queue, contact) {
            return;
        }
        if rules.deferred.is_none() && self.begin_instead_of_deferred(queue, contact) {
            return;
        }
        if self.is_full(queue) {
            self.facts.queues[(queue, self.segment)].blocked += 1;
            if !rules.is_plain {
                self.is_turned_away(queue, contact);
            }
            return;
        }
        contact.deadline = contact.arrival + self.contacts.patience(queue, contact.key);
        if !rules.is_plain {
            if rules.balking > 0.0 && uniform(contact.key, Facet::Balking) < rules.balking {
                self.abandons(queue, contact, self.now);
                return;
            }
            if rules.callback.is_some() && self.accepts_callback(queue, contact) {
                return;
            }
            if rules.is_watched && contact.deadline.is_finite() {
                let entry = Entry::PatienceEnds { queue, arrival: contact.arrival, key: contact.key };
                self.note(contact.deadline, entry);
            }
        }
        self.waits_in_line(queue, *contact);
    }

    #[inline]
    pub(super) fn waits_in_line(&mut self, queue: usize, contact: Waiting) {
        self.engine.lines[queue].push(contact);
        let rules = &self.centre.queues[queue];
        if !rules.overflow.is_empty() {
            let slot = self.overflow_slot(queue);
            if !self.engine.events.is_scheduled(slot) {
                self.engine.events.schedule(slot, contact.arrival + rules.overflow_after);
            }
        }
    }

    /// Where a contact goes, of these seats, if somebody is idle there and free for it.
    #[inline(always)]
    pub(super) fn idle_seat(&self, seats: &[Seat], deferred: bool) -> Option<Seat> {
        if deferred && self.over {
            return None;
        }
        let policy = self.centre.routing.contact_goes;
        let idle = seats.iter().enumerate().filter_map(|(place, seat)| {
            let crew = &self.engine.crews[seat.crew];
            let &since = crew.idle.front()?;
            if deferred && !may_begin_deferred(crew.idle.len() - 1, self.centre.crews[seat.crew].reserve) {
                return None;
            }
            let worked = if policy == ContactGoes::LeastOccupied { crew.worked / f64::from(crew.level) } else { 0.0 };
            Some(IdleCrew { place, rank: seat.rank, since, worked, factor: seat.factor })
        });
        crew_for_contact(policy, idle).map(|place| seats[place])
    }

    fn is_full(&mut self, queue: usize) -> bool {
        let places = self.centre.queues[queue].waiting_places;
        if self.engine.lines[queue].len() >= places {
            self.sweep(queue, self.now);
        }
        self.engine.lines[queue].len() >= places
    }

    /// Lets everyone go whose patience ended before `now`.
    pub(super) fn sweep(&mut self, queue: usize, now: f64) {
        let mut line = std::mem::take(&mut self.engine.lines[queue]);
        line.sweep(now, |contact| self.abandons(queue, contact, contact.deadline));
        self.engine.lines[queue] = line;
    }

    /// When the first who still waits in a queue came.
    #[inline]
    pub(super) fn first_waiting_since(&mut self, queue: usize) -> Option<f64> {
        match self.engine.lines[queue].peek() {
            Some(first) if first.deadline < self.now => {}
            first => return first.map(|contact| contact.arrival),
        }
        let mut line = std::mem::take(&mut self.engine.lines[queue]);
        let first = line.first(self.now, |contact| self.abandons(queue, contact, contact.deadline));
        let since = first.map(|contact| contact.arrival);
        self.engine.lines[queue] = line;
        since
    }

    /// Some contact has waited long enough for the groups that help only then.
    pub(super) fn overflow_falls_due(&mut self, queue: usize) {
        let rules = &self.centre.queues[queue];
        while let Some(seat) = self.idle_seat(&rules.overflow, rules.deferred.is_some()) {
            let first = self.first_waiting_since(queue);
            if first.is_none_or(|since| since + rules.overflow_after > self.now) {
                break;
            }
            if let Some(contact) = self.engine.lines[queue].take_first() {
                self.begin_with_idle(seat, queue, &contact);
            }
        }
        let slot = self.overflow_slot(queue);
        match self.engine.lines[queue].next_due(self.now, rules.overflow_after) {
            Some(due) => self.engine.events.schedule(slot, due),
            None => self.engine.events.cancel(slot),
        }
    }

    /// A contact gives up, or is given up, at a moment.
    pub(super) fn abandons(&mut self, queue: usize, contact: &Waiting, at: f64) {
        let wait = at - contact.arrival;
        self.facts.abandoned(self.centre, queue, contact, wait);
        self.waits.add(self.centre, queue, contact.segment as usize, wait);
        if !self.centre.queues[queue].is_plain {
            self.leaves_line(queue, at);
            self.tries_again(queue, contact, at);
        }
    }

    /// A contact could not even wait.
    pub(super) fn is_turned_away(&mut self, queue: usize, contact: &Waiting) {
        self.leaves_line(queue, self.now);
        self.tries_again(queue, contact, self.now);
    }

    // Trunk lines

    /// Whether a fresh contact gets a line to the outside, or needs none. Otherwise it is blocked.
    pub(super) fn takes_a_line(&mut self, queue: usize, contact: &Waiting) -> bool {
        let Some(trunk) = self.centre.queues[queue].trunk else { return true };
        let facts = &mut self.facts.trunks[(trunk, self.segment)];
        facts.offered += 1;
        if self.engine.lines_in_use[trunk] < self.centre.trunks[trunk] {
            self.occupies_line(trunk);
            return true;
        }
        facts.blocked += 1;
        self.facts.queues[(queue, self.segment)].blocked += 1;
        self.is_offered(queue, contact);
        self.tries_again(queue, contact, self.now);
        false
    }

    /// One line of a trunk more is in use from now on.
    pub(super) fn occupies_line(&mut self, trunk: usize) {
        self.engine.lines_in_use[trunk] += 1;
        if !self.over {
            self.facts.trunks[(trunk, self.segment)].in_use -= self.now - self.centre.segments[self.segment].start;
        }
    }

    /// The line of a contact, if it has one, is free from a moment on.
    pub(super) fn leaves_line(&mut self, queue: usize, at: f64) {
        let Some(trunk) = self.centre.queues[queue].trunk else { return };
        self.engine.lines_in_use[trunk] -= 1;
        let segment = if at >= self.now { self.segment } else { self.centre.segment_at(at) };
        let start = self.centre.segments[segment].start;
        self.facts.trunks[(trunk, segment)].in_use += if self.over { 0.0 } else { at - start };
    }
}
