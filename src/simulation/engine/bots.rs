//! Bots: who enters, what becomes of the session, who comes back unhelped.

use super::Run;
use crate::random::{Facet, draws, uniform};
use crate::simulation::contact::{Came, Contacts, Story, Waiting};
use crate::simulation::diary::Entry;

impl<C: Contacts> Run<'_, C> {
    /// A fresh contact enters the bot before its queue; or there is none, or it does not want to, or the bot is full or out of
    /// order.
    pub(super) fn enters_bot(&mut self, queue: usize, contact: Waiting) -> bool {
        let Some(bot) = self.centre.queues[queue].bot else { return false };
        let reason = &self.centre.reasons[usize::from(contact.story.reason)];
        let wants = reason.bot.is_some_and(|outcome| uniform(contact.key, Facet::BotEntry) < outcome.entry.0);
        if !wants {
            return false;
        }
        let rules = &self.centre.bots[bot];
        let facts = &mut self.facts.bots[(bot, self.segment)];
        let is_out = rules.outages.iter().any(|&(from, until)| (from..until).contains(&self.now));
        if is_out || self.engine.sessions[bot] >= rules.capacity {
            facts.bypassed += 1;
            return false;
        }
        self.engine.sessions[bot] += 1;
        let length = rules.session.sample(&mut draws(contact.key, Facet::Session));
        facts.sessions += 1;
        facts.session_time += length;
        self.count_reason(&contact, |facts| facts.offered += 1);
        self.note(self.now + length, Entry::SessionEnds { bot, queue, contact });
        true
    }

    /// A session ends: the matter is settled, or the customer is let down, or an agent is asked for.
    pub(super) fn session_ends(&mut self, bot: usize, queue: usize, contact: Waiting) {
        self.engine.sessions[bot] -= 1;
        let rules = &self.centre.bots[bot];
        let Some(outcome) = self.centre.reasons[usize::from(contact.story.reason)].bot else { return };
        let chance = uniform(contact.key, Facet::BotOutcome);
        let facts = &mut self.facts.bots[(bot, contact.segment as usize)];
        if chance < outcome.resolved.0 {
            facts.resolved += 1;
            self.count_reason(&contact, |facts| facts.bot_resolved += 1);
            self.leaves_line(queue, self.now);
        } else if chance < outcome.resolved.0 + outcome.unresolved.0 {
            facts.unresolved += 1;
            self.leaves_line(queue, self.now);
            if let Some(comes_back) = &rules.comes_back {
                self.may_come_back(comes_back, queue, &contact, self.now, Came::Repeat, Facet::BotReturn);
            }
        } else {
            facts.escalated += 1;
            let factor = contact.story.factor * rules.handling_factor as f32;
            let story = Story { came: Came::FromBot, factor, ..contact.story };
            if self.over {
                self.leaves_line(queue, self.now);
            } else {
                let contact = self.coming_now(queue, Waiting { story, ..contact });
                self.comes_in(queue, contact);
            }
        }
    }
}
