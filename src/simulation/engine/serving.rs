//! Agents begin contacts, finish them and take the next.

use super::Run;
use crate::random::{Facet, draws};
use crate::scenario::AtClosing;
use crate::simulation::centre::{Seat, Skill};
use crate::simulation::contact::{Contacts, Waiting};
use crate::simulation::floor::{Hand, Work};
use crate::simulation::routing::{WaitingQueue, may_begin_deferred, queue_for_agent};

impl<'a, C: Contacts> Run<'a, C> {
    /// The agent of the seat's crew who has been idle longest begins a contact.
    #[inline(always)]
    pub(super) fn begin_with_idle(&mut self, seat: Seat, queue: usize, contact: &Waiting) {
        self.settle_if_overtime(seat.crew);
        self.engine.crews[seat.crew].idle.pop_front();
        let agent = self.engine.crews[seat.crew].occupy();
        self.begin(agent, seat, queue, contact);
    }

    /// An agent without a contact begins one.
    #[inline(always)]
    pub(super) fn begin(&mut self, agent: usize, seat: Seat, queue: usize, contact: &Waiting) {
        let rules = &self.centre.queues[queue];
        if !rules.is_plain {
            self.begin_tracked(agent, seat, queue, contact);
            return;
        }
        let handling = self.contacts.handling(queue, contact.key) * seat.factor;
        let wait = self.now - contact.arrival;
        let end = self.now + handling;
        self.engine.events.schedule(agent, end);
        self.facts.answered(self.centre, queue, contact, wait, handling);
        self.waits.add(self.centre, queue, contact.segment as usize, wait);
        self.facts.crews[(seat.crew, self.segment)].answered += 1;
        self.engine.crews[seat.crew].worked += handling;
        self.facts.works(self.centre, seat.pair, self.segment, self.now, end);
    }

    /// The same with a contact that has a journey.
    #[inline(never)]
    fn begin_tracked(&mut self, agent: usize, seat: Seat, queue: usize, contact: &Waiting) {
        let rules = &self.centre.queues[queue];
        let (handling, after_call) = self.time_in_hand(seat, queue, contact);
        if contact.story.left < 0.0 {
            self.is_answered(queue, contact, handling);
            self.facts.crews[(seat.crew, self.segment)].answered += 1;
        } else {
            self.facts.waits(self.centre, queue, contact, self.now);
        }
        if rules.stretch.is_some() {
            self.puts_on_desk(agent, seat, queue, contact, handling);
            return;
        }
        let end = self.now + handling;
        let talks = rules.trunk.is_some() && after_call > 0.0 && contact.story.callback == 0;
        let after_call = if talks { after_call } else { 0.0 };
        self.engine.work[agent] = if talks { Work::Talking } else { Work::Tracked };
        self.engine.hands[agent] = Some(Hand { contact: *contact, queue, pair: seat.pair, until: end, after_call });
        self.engine.crews[seat.crew].worked += handling;
        if rules.deferred.as_ref().is_some_and(|deferred| deferred.interruptible) {
            self.engine.crews[seat.crew].interruptible.push(agent as u32);
        }
        self.engine.events.schedule(agent, end - after_call);
        self.facts.works(self.centre, seat.pair, self.segment, self.now, end);
    }

    /// How long an agent has a contact in hand, and how much of it is after-call work, in seconds.
    fn time_in_hand(&self, seat: Seat, queue: usize, contact: &Waiting) -> (f64, f64) {
        let after_call = self.after_call(queue, contact.key);
        if contact.story.left >= 0.0 {
            return (contact.story.left, after_call.min(contact.story.left));
        }
        if let Some(seconds) = self.failed_attempt(queue, contact) {
            return (seconds, 0.0);
        }
        let reason = &self.centre.reasons[usize::from(contact.story.reason)];
        let handled = self.handover(contact).map_or(1.0, |handover| handover.handled.0);
        let story = f64::from(contact.story.factor) * f64::from(contact.story.hardness);
        let factor = reason.handling_factor * story * seat.factor * handled;
        (self.contacts.handling(queue, contact.key) * factor + after_call, after_call)
    }

    /// After-call work, in seconds: once, when the conversation is over.
    fn after_call(&self, queue: usize, key: u64) -> f64 {
        if self.has_further_turn(queue, key) {
            return 0.0;
        }
        let law = self.centre.queues[queue].after_call.as_ref();
        law.map_or(0.0, |law| law.sample(&mut draws(key, Facet::AfterCall)))
    }

    /// Notes that a contact with a journey is answered now, for the first time.
    fn is_answered(&mut self, queue: usize, contact: &Waiting, handling: f64) {
        let segment = contact.segment as usize;
        let wait = self.now - contact.arrival;
        if contact.story.callback > 0 {
            self.calls_back(queue, contact, handling);
            return;
        }
        let rules = &self.centre.queues[queue];
        self.facts.answered(self.centre, queue, contact, wait, handling);
        self.waits.add(self.centre, queue, segment, wait);
        let facts = &mut self.facts.queues[(queue, segment)];
        if rules.deferred.is_some() {
            // Whether the promise is kept is known when the work is done.
            facts.answered_within -= u32::from(wait <= rules.within);
        }
        let satisfaction = &self.centre.satisfaction;
        let (handovers, repeats) = (u32::from(contact.story.handovers), u32::from(contact.story.repeats));
        facts.dissatisfaction +=
            satisfaction.of_answered(wait, 0, 0) - satisfaction.of_answered(wait, handovers, repeats);
        self.count_reason(contact, |facts| {
            facts.answered += 1;
            facts.handling += handling;
        });
    }

    pub(super) fn agent_finishes(&mut self, agent: usize) {
        match self.engine.work[agent] {
            Work::Plain => self.is_free(agent),
            Work::Tracked => self.finishes_tracked(agent),
            Work::Talking => self.hangs_up(agent),
            Work::Several => self.finishes_one_of_several(agent),
        }
    }

    /// The talk is over: the line is free, and the after-call work begins.
    fn hangs_up(&mut self, agent: usize) {
        self.engine.work[agent] = Work::Tracked;
        match self.engine.hands[agent] {
            Some(hand) => {
                self.leaves_line(hand.queue, self.now);
                self.engine.hands[agent] = Some(Hand { after_call: -1.0, ..hand });
                self.engine.events.schedule(agent, hand.until);
            }
            None => self.is_free(agent),
        }
    }

    fn finishes_tracked(&mut self, agent: usize) {
        let hand = self.engine.hands[agent].take();
        self.engine.work[agent] = Work::Plain;
        let crew = self.centre.agents[agent] as usize;
        if let Some(hand) = hand {
            if self.centre.queues[hand.queue].deferred.as_ref().is_some_and(|deferred| deferred.interruptible) {
                // Who began first mostly finishes first, and stands in front.
                let interruptible = &mut self.engine.crews[crew].interruptible;
                if let Some(place) = interruptible.iter().position(|&other| other == agent as u32) {
                    interruptible.remove(place);
                }
            }
            // Who comes next must find the line free that this contact had.
            if hand.after_call == 0.0 && hand.contact.story.callback == 0 {
                self.leaves_line(hand.queue, self.now);
            }
        }
        self.is_free(agent);
        if let Some(hand) = hand {
            self.is_handled(hand.queue, &hand.contact);
        }
    }

    /// An agent has no contact any more, and takes the next.
    #[inline(always)]
    pub(super) fn is_free(&mut self, agent: usize) {
        let crew = self.centre.agents[agent] as usize;
        self.settle_if_overtime(crew);
        self.engine.crews[crew].release(agent);
        // The last to be released is the first to be occupied: a next contact is begun by this agent, in the slot of this event.
        if !self.begin_next(crew) {
            self.engine.events.cancel(agent);
            self.rest(crew);
            let state = &self.engine.crews[crew];
            if state.busy >= state.level {
                self.offers_again(crew);
            }
        }
    }

    /// Somebody has come on duty, or has left in the place of others: those who have something in hand may now take what waits.
    pub(super) fn offers_again(&mut self, crew: usize) {
        let rules = &self.centre.crews[crew];
        if !rules.holds_several && !rules.lays_aside {
            return;
        }
        for skill in rules.skills.iter().filter(|skill| !skill.deferred && skill.after <= 0.0) {
            while self.first_waiting_since(skill.queue).is_some()
                && let Some(contact) = self.engine.lines[skill.queue].peek().copied()
                && (self.begin_beside_others(skill.queue, &contact)
                    || self.begin_instead_of_deferred(skill.queue, &contact))
            {
                self.engine.lines[skill.queue].take_first();
            }
        }
    }

    /// An agent of the crew, who has no contact and is not among the idle, begins the next one, if there is one.
    #[inline(always)]
    pub(super) fn begin_next(&mut self, crew: usize) -> bool {
        let on_duty = self.engine.crews[crew].busy < self.engine.crews[crew].level;
        let Some(skill) = self.next_skill(crew, 0, on_duty) else { return false };
        let Some(contact) = self.engine.lines[skill.queue].take_first() else { return false };
        let agent = self.engine.crews[crew].occupy();
        self.begin(agent, Seat::of(crew, skill), skill.queue, &contact);
        if self.centre.crews[crew].holds_several {
            self.fills_desk(agent);
        }
        true
    }

    /// An agent of the crew finds nobody to serve: idle on duty, or off.
    #[inline(always)]
    pub(super) fn rest(&mut self, crew: usize) {
        let crew = &mut self.engine.crews[crew];
        if crew.busy + (crew.idle.len() as u32) < crew.level {
            crew.idle.push_back(self.idled);
            self.idled += 1;
        }
    }

    /// The skill of the contact that an agent of the crew who holds so many should serve next: the first of its line. On duty, it
    /// may be one of any skill that has waited long enough for the crew. After the end of duty, it is one of a queue that has
    /// closed, and never deferred work.
    #[inline]
    pub(super) fn next_skill(&mut self, crew: usize, held: usize, on_duty: bool) -> Option<&'a Skill> {
        let centre = self.centre;
        let skills = &centre.crews[crew].skills;
        // Mostly nobody waits.
        if skills.iter().all(|skill| self.engine.lines[skill.queue].is_empty()) {
            return None;
        }
        let skill = self.next_of_waiting(crew, held, on_duty, false)?;
        // What would be laid aside at once for live work is not begun while such waits.
        let live = if skill.interruptible { self.next_of_waiting(crew, held, on_duty, true) } else { None };
        live.or(Some(skill))
    }

    fn next_of_waiting(&mut self, crew: usize, held: usize, on_duty: bool, live_only: bool) -> Option<&'a Skill> {
        let (centre, now, segment) = (self.centre, self.now, self.segment);
        let state = &self.engine.crews[crew];
        if !on_duty && centre.routing.at_closing == AtClosing::Disconnect {
            return None;
        }
        let rules = &centre.crews[crew];
        let over = self.over;
        let may_defer = on_duty && !over && may_begin_deferred(state.idle.len(), rules.reserve);
        let may_take = |skill: &Skill, since: f64| {
            if on_duty { since + skill.after <= now } else { over || !centre.queues[skill.queue].open[segment] }
        };
        let skills = &rules.skills;
        let waiting = skills.iter().enumerate().filter_map(|(place, skill)| {
            if self.engine.lines[skill.queue].is_empty()
                || (skill.deferred && (live_only || !may_defer))
                || (held > 0 && !self.fits_beside(skill.queue, held))
            {
                return None;
            }
            let since = self.first_waiting_since(skill.queue).filter(|&since| may_take(skill, since))?;
            Some(WaitingQueue { place, priority: skill.priority, since, weighted_wait: skill.weight * (now - since) })
        });
        Some(&skills[queue_for_agent(centre.routing.agent_takes, waiting)?])
    }

    // Deferred work gives way to live work

    /// A live contact that finds nobody idle is taken by an agent who lays deferred work aside.
    pub(super) fn begin_instead_of_deferred(&mut self, queue: usize, contact: &Waiting) -> bool {
        let rules = &self.centre.queues[queue];
        let seat = rules.direct.iter().find(|seat| {
            let crew = &self.engine.crews[seat.crew];
            crew.may_lay_aside()
        });
        let Some(&seat) = seat else { return false };
        let Some(agent) = self.engine.crews[seat.crew].interruptible.pop() else { return false };
        let laid_aside = self.lays_aside(agent as usize);
        let agent = self.engine.crews[seat.crew].occupy();
        self.begin(agent, seat, queue, contact);
        if let Some(deferred) = laid_aside {
            self.finds_somebody_else(deferred);
        }
        true
    }

    /// Work that was just laid aside is gone on with by who is idle and could not take the live contact, if there is anybody.
    fn finds_somebody_else(&mut self, queue: usize) {
        if let Some(seat) = self.idle_seat(&self.centre.queues[queue].direct, true)
            && let Some(contact) = self.engine.lines[queue].take_first()
        {
            self.begin_with_idle(seat, queue, &contact);
        }
    }

    /// An agent lays the work in hand aside; it goes before all that waits in its queue, which is returned, and is gone on with
    /// where it was left.
    fn lays_aside(&mut self, agent: usize) -> Option<usize> {
        let crew = self.centre.agents[agent] as usize;
        let hand = self.engine.hands[agent].take()?;
        let mut contact = hand.contact;
        contact.story.left = hand.until - self.now;
        contact.since = self.now;
        // It has been answered: it does not abandon any more.
        contact.deadline = f64::INFINITY;
        self.facts.stops(self.centre, hand.pair, self.segment, self.now, hand.until);
        self.facts.journeys[(hand.queue, contact.segment as usize)].laid_aside += 1;
        self.engine.lines[hand.queue].push_ahead(contact);
        self.engine.work[agent] = Work::Plain;
        self.engine.events.cancel(agent);
        self.engine.crews[crew].worked -= contact.story.left;
        self.engine.crews[crew].release(agent);
        Some(hand.queue)
    }

    // Overtime

    /// Counts the overtime so far, before the number of the busy changes, where there is any.
    #[inline]
    pub(super) fn settle_if_overtime(&mut self, crew: usize) {
        let state = &self.engine.crews[crew];
        if self.over || state.busy > state.level {
            self.settle(crew);
        }
    }

    /// Counts overtime and missing time so far, before the numbers of a crew change. After the horizon nobody is on duty.
    pub(super) fn settle(&mut self, crew: usize) {
        let (overtime, missing) = self.engine.crews[crew].settle(self.over, self.now);
        let facts = &mut self.facts.crews[(crew, self.segment)];
        facts.overtime += overtime;
        facts.missing += missing;
    }
}
