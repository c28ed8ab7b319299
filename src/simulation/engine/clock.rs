//! The clock: intervals end, levels change, people come and go, doors close.

use super::Run;
use crate::scenario::AtClosing;
use crate::simulation::contact::{Contacts, Story, Waiting};
use crate::simulation::facts::AGES;

/// Numbers of the pieces of work that wait at the begin, out of the way of those that come.
const BACKLOG: u64 = 1 << 63;

impl<C: Contacts> Run<'_, C> {
    pub(super) fn segment_ends(&mut self) {
        let centre = self.centre;
        for crew in 0..centre.crews.len() {
            self.settle(crew);
        }
        self.counts_backlogs();
        for (trunk, &in_use) in self.engine.lines_in_use.iter().enumerate() {
            let segment = &centre.segments[self.segment];
            self.facts.trunks[(trunk, self.segment)].in_use += f64::from(in_use) * (segment.end - segment.start);
        }
        let ended = self.segment;
        self.over = ended + 1 == centre.segments.len();
        if self.over {
            self.engine.events.cancel(self.clock_slot());
        } else {
            self.segment += 1;
            self.engine.events.schedule(self.clock_slot(), centre.segments[self.segment].end);
        }
        for (queue, rules) in centre.queues.iter().enumerate() {
            if rules.impatient {
                self.sweep(queue, self.now);
            }
            let closes = rules.open[ended] && (self.over || !rules.open[self.segment]);
            if closes && centre.routing.at_closing == AtClosing::Disconnect && rules.deferred.is_none() {
                self.disconnect(queue);
            }
        }
        if !self.over {
            self.notes_changes();
            self.expect_next_change();
            self.set_levels();
        }
    }

    /// The levels of a segment begin.
    pub(super) fn set_levels(&mut self) {
        for crew in 0..self.centre.crews.len() {
            self.set_level(crew);
        }
    }

    /// Who comes takes the next contact at once; who goes was idle, or finishes first.
    fn set_level(&mut self, crew: usize) {
        let planned = self.centre.crews[crew].levels[self.segment];
        let state = &mut self.engine.crews[crew];
        let level = planned.saturating_sub(state.missing);
        let before = state.level;
        state.level = level;
        for _ in before..level {
            let state = &self.engine.crews[crew];
            if state.busy + (state.idle.len() as u32) < level && !self.begin_next(crew) {
                self.rest(crew);
            }
        }
        while self.engine.crews[crew].idle.len() as u32 > level.saturating_sub(self.engine.crews[crew].busy) {
            self.engine.crews[crew].idle.pop_back();
            self.begin_next(crew);
        }
        if level > before {
            self.offers_again(crew);
        }
    }

    /// The queue has closed, and who still waits on the line is cut off. Callbacks stay.
    fn disconnect(&mut self, queue: usize) {
        let mut line = std::mem::take(&mut self.engine.lines[queue]);
        line.cut_off(|contact| self.abandons(queue, contact, contact.deadline.min(self.now)));
        self.engine.lines[queue] = line;
    }

    // Attendance

    /// Somebody comes late, steps away or comes back.
    pub(super) fn attendance_changes(&mut self) {
        let first = self.engine.changed;
        let due = self.engine.changes[first..].iter().take_while(|change| change.time <= self.now).count();
        for change in first..first + due {
            self.settle(self.engine.changes[change].crew);
        }
        self.notes_changes();
        self.expect_next_change();
        for change in first..first + due {
            self.set_level(self.engine.changes[change].crew);
        }
    }

    /// Counts who is missing from now on.
    pub(super) fn notes_changes(&mut self) {
        let engine = &mut *self.engine;
        while let Some(change) = engine.changes.get(engine.changed).filter(|change| change.time <= self.now) {
            let crew = &mut engine.crews[change.crew];
            crew.missing = crew.missing.saturating_add_signed(change.missing);
            engine.changed += 1;
        }
    }

    pub(super) fn expect_next_change(&mut self) {
        let slot = self.attendance_slot();
        match self.engine.changes.get(self.engine.changed).filter(|_| !self.over) {
            Some(change) => self.engine.events.schedule(slot, change.time),
            None => self.engine.events.cancel(slot),
        }
    }

    // Deferred work

    /// What waits already when the doors open.
    pub(super) fn begin_with_backlogs(&mut self) {
        for (queue, rules) in self.centre.queues.iter().enumerate() {
            for number in 0..rules.deferred.as_ref().map_or(0, |deferred| deferred.backlog) {
                let key = self.contacts.key(queue, BACKLOG + u64::from(number));
                let story = Story { reason: self.reason_of(queue, key), ..Story::FRESH };
                let contact = Waiting { arrival: 0.0, since: 0.0, deadline: f64::INFINITY, key, segment: 0, story };
                self.count_reason(&contact, |facts| facts.offered += 1);
                self.engine.lines[queue].push(contact);
            }
        }
    }

    /// How much deferred work waits at the end of a segment, and how old it is.
    fn counts_backlogs(&mut self) {
        for (queue, rules) in self.centre.queues.iter().enumerate() {
            if rules.deferred.is_none() {
                continue;
            }
            let facts = &mut self.facts.backlogs[(queue, self.segment)];
            // Who came earlier than someone overdue is overdue too, and a backlog may be long.
            let (mut last_overdue, mut first_in_time) = (f64::NEG_INFINITY, f64::INFINITY);
            for contact in self.engine.lines[queue].iter() {
                let (arrival, age) = (contact.arrival, self.now - contact.arrival);
                facts.by_age[AGES.iter().position(|&most| age <= most).unwrap_or(AGES.len())] += 1;
                if arrival > last_overdue && arrival < first_in_time {
                    if rules.promise_time(self.centre, arrival, self.now) > rules.within {
                        last_overdue = arrival;
                    } else {
                        first_in_time = arrival;
                    }
                }
                facts.overdue += u32::from(arrival <= last_overdue);
            }
        }
    }
}
