//! Bots: who enters, what becomes of the session, who comes back unhelped.

use super::Run;
use crate::random::{Facet, child, draws, uniform};
use crate::simulation::contact::{Came, Contacts, Story, Waiting};
use crate::simulation::diary::Entry;

impl<C: Contacts> Run<'_, C> {
    /// A contact comes to the row of bots before its queue, at this place of it, and enters the first that it wants to and that is
    /// neither full nor out of order; or there is none, and it does not.
    pub(super) fn enters_bot(&mut self, queue: usize, contact: Waiting, from: usize) -> bool {
        let centre = self.centre;
        let reason = &centre.reasons[usize::from(contact.story.reason)];
        for (place, &bot) in centre.queues[queue].bots.iter().enumerate().skip(from) {
            let key = meeting(contact.key, place);
            if uniform(key, Facet::BotEntry) >= reason.bots[place].outcome.entry.0 {
                continue;
            }
            let rules = &centre.bots[bot];
            let facts = &mut self.facts.bots[(bot, self.segment)];
            let is_out = rules.outages.iter().any(|&(from, until)| (from..until).contains(&self.now));
            if is_out || self.engine.sessions[bot] >= rules.capacity {
                facts.bypassed += 1;
                continue;
            }
            self.engine.sessions[bot] += 1;
            let length = rules.session.sample(&mut draws(key, Facet::Session));
            facts.sessions += 1;
            facts.session_time += length;
            if contact.story.came != Came::FromBot {
                self.count_reason(&contact, |facts| facts.offered += 1);
            }
            self.note(self.now + length, Entry::SessionEnds { place, queue, contact });
            return true;
        }
        false
    }

    /// A session ends: the matter is settled, or the customer is let down, or goes on to the next bot or an agent.
    pub(super) fn session_ends(&mut self, place: usize, queue: usize, contact: Waiting) {
        let bot = self.centre.queues[queue].bots[place];
        self.engine.sessions[bot] -= 1;
        let rules = &self.centre.bots[bot];
        let with_reason = &self.centre.reasons[usize::from(contact.story.reason)].bots[place];
        let outcome = with_reason.outcome;
        let chance = uniform(meeting(contact.key, place), Facet::BotOutcome);
        let hardness = contact.story.hardness * with_reason.handling_of_rest;
        let facts = &mut self.facts.bots[(bot, contact.segment as usize)];
        if chance < outcome.resolved.0 {
            facts.resolved += 1;
            self.count_reason(&contact, |facts| facts.bot_resolved += 1);
            self.leaves_line(queue, self.now);
        } else if chance < outcome.resolved.0 + outcome.unresolved.0 {
            facts.unresolved += 1;
            self.leaves_line(queue, self.now);
            if let Some(comes_back) = &rules.comes_back {
                let contact = Waiting { story: Story { hardness, ..contact.story }, ..contact };
                self.may_come_back(comes_back, queue, &contact, self.now, Came::Repeat, Facet::BotReturn);
            }
        } else {
            facts.escalated += 1;
            let factor = contact.story.factor * rules.handling_factor as f32;
            let story = Story { came: Came::FromBot, factor, hardness, ..contact.story };
            if self.over {
                self.leaves_line(queue, self.now);
                return;
            }
            let contact = self.coming_now(queue, Waiting { story, ..contact });
            if !self.enters_bot(queue, contact, place + 1) {
                self.comes_in(queue, contact);
            }
        }
    }
}

/// What the chances of a contact with the bot at a place of the row are drawn by: its own key with the first.
fn meeting(key: u64, place: usize) -> u64 {
    (0..place).fold(key, |key, _| child(key, Facet::Session))
}
