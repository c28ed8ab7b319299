//! The facts of one replication: counts and sums by queue and segment, by crew and segment, by bot, trunk and reason. No
//! statistics yet.
//!
//! A fact about a contact belongs to the segment in which it came in to the queue, a fact about work to the segment in which the
//! work passed.

use super::centre::Centre;
use super::contact::Waiting;
use crate::calendar::Grid;
use std::ops::AddAssign;

/// Ages up to which waiting deferred work is counted, in seconds of all hours: a day, two, a week; and older.
pub const AGES: [f64; 3] = [86_400.0, 2.0 * 86_400.0, 7.0 * 86_400.0];

macro_rules! facts {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $kind:ty,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Default)]
        pub struct $name {
            $($(#[$field_doc])* pub $field: $kind,)*
        }

        impl AddAssign<&Self> for $name {
            fn add_assign(&mut self, other: &Self) {
                $(self.$field += other.$field;)*
            }
        }
    };
}

facts! {
    /// What became of the contacts of a queue that came in during some time.
    QueueFacts {
        /// Answered, those called back left out.
        answered: u32,
        /// Answered within the threshold of the service level; of deferred work: finished within the promise.
        answered_within: u32,
        /// Abandoned.
        abandoned: u32,
        /// Abandoned within the threshold.
        abandoned_within: u32,
        /// Found every waiting place or every trunk line taken.
        blocked: u32,
        /// Waited for nobody when all was over.
        unserved: u32,
        /// Of these: deferred work whose promise was broken by then.
        overdue: u32,
        /// Accepted to be called back.
        callbacks: u32,
        /// Answered or abandoned after a wait that was longer than 0.
        waited: u32,
        /// Waits of the answered, in seconds.
        wait_answered: f64,
        /// Waits of the abandoned, in seconds.
        wait_abandoned: f64,
        /// Handling times of the answered and called back, in seconds, after-call work included.
        handling: f64,
        /// Seconds that contacts waited *during this time*, whenever they came in.
        waiting_time: f64,
        /// Satisfaction that the answered lost by waiting, handovers and repeats: sum of `base` − satisfaction.
        dissatisfaction: f64,
        /// Contacts lost for good: abandoned or blocked, and did not try again.
        lost: u32,
        /// Their value.
        lost_value: f64,
    }
}

impl QueueFacts {
    /// Contacts that came in.
    pub fn offered(&self) -> u32 {
        self.answered + self.abandoned + self.blocked + self.unserved + self.callbacks
    }
}

facts! {
    /// Where the contacts of a queue came from and where they went. All 0 for a plain queue.
    JourneyFacts {
        /// Came in as a further attempt of somebody who had abandoned or been blocked.
        redials: u32,
        /// Came in because their matter was not settled the first time, by an agent or by a bot.
        repeats: u32,
        /// Came in from another queue, by transfer or escalation.
        handed_in: u32,
        /// Came in from a bot that could not help.
        from_bots: u32,
        /// Came in as a further turn of a conversation.
        turns: u32,
        /// Handled, and handed on to another queue.
        handed_on: u32,
        /// Handled, not handed on, and the matter was settled: first-contact resolution's numerator.
        settled: u32,
        /// Handled and not handed on (further turns to come left out): its denominator.
        concluded: u32,
        /// Callbacks in which the customer was reached.
        callbacks_reached: u32,
        /// Callbacks given up after the last attempt.
        callbacks_failed: u32,
        /// Seconds from arrival to being called back, of the reached.
        callback_wait: f64,
        /// Pieces of deferred work that were laid aside for live work, once for each time.
        laid_aside: u32,
    }
}

/// Deferred work that waited at the end of a segment, by age: up to each of [`AGES`], and older.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct BacklogFacts {
    /// Pieces by age.
    pub by_age: [u32; AGES.len() + 1],
    /// Of them: the promise is broken already.
    pub overdue: u32,
}

facts! {
    /// What the agents of a crew did during some time.
    CrewFacts {
        /// Contacts that they began.
        answered: u32,
        /// Seconds with at least one contact.
        busy: f64,
        /// Contact-seconds: more than `busy` where several contacts are held at once.
        slots: f64,
        /// Seconds worked after the end of duty.
        overtime: f64,
        /// Seconds planned on duty in which they were not there.
        missing: f64,
    }
}

facts! {
    /// What a bot did with those who came to it during some time.
    BotFacts {
        /// Sessions.
        sessions: u32,
        /// Sessions that settled the matter.
        resolved: u32,
        /// Sessions contained without settling it.
        unresolved: u32,
        /// Sessions escalated, to the next bot or the queue.
        escalated: u32,
        /// Would have entered, but it was full or out of order.
        bypassed: u32,
        /// Seconds in sessions.
        session_time: f64,
    }
}

facts! {
    /// What happened on a trunk during some time.
    TrunkFacts {
        /// Contacts that came.
        offered: u32,
        /// Contacts that found no line free.
        blocked: u32,
        /// Line-seconds in use *during this time*.
        in_use: f64,
    }
}

facts! {
    /// What became of the contacts of a reason over the horizon, warm-up left out.
    ReasonFacts {
        /// Came in to the queue or its bot, further attempts included.
        offered: u32,
        /// Settled by a bot.
        bot_resolved: u32,
        /// Answered by an agent.
        answered: u32,
        /// Handling times of these, in seconds.
        handling: f64,
        /// Settled by an agent.
        settled: u32,
        /// Lost for good.
        lost: u32,
        /// Their value.
        lost_value: f64,
    }
}

/// All facts of a replication.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Facts {
    /// By queue and segment.
    pub queues: Grid<QueueFacts>,
    /// By queue and segment; without rows where every queue is plain.
    pub journeys: Grid<JourneyFacts>,
    /// By queue and segment; without rows where no work is deferred.
    pub backlogs: Grid<BacklogFacts>,
    /// By crew and segment. `busy` and `slots` are completed by [`Facts::complete`].
    pub crews: Grid<CrewFacts>,
    /// Seconds with a contact, by pair of crew and skill, and segment. An agent with several contacts shares the seconds out.
    pub busy: Grid<f64>,
    /// By bot and segment.
    pub bots: Grid<BotFacts>,
    /// By trunk and segment.
    pub trunks: Grid<TrunkFacts>,
    /// By reason, those of the first queue first.
    pub reasons: Vec<ReasonFacts>,
}

impl Facts {
    /// No facts yet, with room for those of a centre.
    pub fn reset(&mut self, centre: &Centre) {
        let segments = centre.segments.len();
        let if_any = |is_needed: bool| if is_needed { centre.queues.len() } else { 0 };
        clear(&mut self.queues, centre.queues.len(), segments);
        clear(&mut self.journeys, if_any(centre.queues.iter().any(|queue| !queue.is_plain)), segments);
        clear(&mut self.backlogs, if_any(centre.queues.iter().any(|queue| queue.deferred.is_some())), segments);
        clear(&mut self.crews, centre.crews.len(), segments);
        clear(&mut self.busy, centre.pairs, segments);
        clear(&mut self.bots, centre.bots.len(), segments);
        clear(&mut self.trunks, centre.trunks.len(), segments);
        self.reasons.clear();
        self.reasons.resize(centre.reasons.len(), ReasonFacts::default());
    }

    /// A contact was answered after `wait`, and will be handled so long.
    #[inline]
    pub fn answered(&mut self, centre: &Centre, queue: usize, contact: &Waiting, wait: f64, handling: f64) {
        let facts = &mut self.queues[(queue, contact.segment as usize)];
        facts.answered += 1;
        facts.handling += handling;
        facts.answered_within += u32::from(wait <= centre.queues[queue].within);
        if wait > 0.0 {
            facts.waited += 1;
            facts.wait_answered += wait;
            facts.dissatisfaction += centre.satisfaction.base.0 - centre.satisfaction.of_answered(wait, 0, 0);
            self.waits(centre, queue, contact, contact.arrival + wait);
        }
    }

    /// A contact abandoned after `wait`.
    pub fn abandoned(&mut self, centre: &Centre, queue: usize, contact: &Waiting, wait: f64) {
        let facts = &mut self.queues[(queue, contact.segment as usize)];
        facts.abandoned += 1;
        facts.abandoned_within += u32::from(wait <= centre.queues[queue].within);
        facts.waited += u32::from(wait > 0.0);
        facts.wait_abandoned += wait;
        self.waits(centre, queue, contact, contact.arrival + wait);
    }

    /// A contact waited until the end, and nobody came.
    pub fn unserved(&mut self, centre: &Centre, queue: usize, contact: &Waiting) {
        let facts = &mut self.queues[(queue, contact.segment as usize)];
        facts.unserved += 1;
        let rules = &centre.queues[queue];
        let is_overdue = |waited: f64| rules.deferred.is_some() && waited > rules.within;
        facts.overdue += u32::from(is_overdue(rules.promise_time(centre, contact.arrival, centre.end())));
        self.waits(centre, queue, contact, centre.end());
    }

    /// Spreads a wait over the segments in which it passed. What passes after the horizon is not in it.
    pub fn waits(&mut self, centre: &Centre, queue: usize, contact: &Waiting, until: f64) {
        let row = self.queues.row_mut(queue);
        let mut from = contact.since;
        for (segment, facts) in centre.segments.iter().zip(row).skip(contact.segment as usize) {
            facts.waiting_time += (until.min(segment.end) - from).max(0.0);
            if until <= segment.end {
                break;
            }
            from = from.max(segment.end);
        }
    }

    /// Spreads the work of an agent over the segments in which it passes. What passes after the horizon belongs to the
    /// last of them.
    #[inline]
    pub fn works(&mut self, centre: &Centre, pair: usize, segment: usize, from: f64, until: f64) {
        spread(self.busy.row_mut(pair), centre, segment, from, until, 1.0);
    }

    /// Takes back work that was spread, and will not be done.
    pub fn stops(&mut self, centre: &Centre, pair: usize, segment: usize, from: f64, until: f64) {
        spread(self.busy.row_mut(pair), centre, segment, from, until, -1.0);
    }

    /// Spreads the work of an agent on one of `held` contacts: a part of the time, and the surplus of slots over time.
    pub fn shares(&mut self, centre: &Centre, pair: usize, segment: usize, from: f64, until: f64, held: usize) {
        spread(self.busy.row_mut(pair), centre, segment, from, until, 1.0 / held as f64);
        let crew = centre.crew_of_pair[pair] as usize;
        let surplus = 1.0 - 1.0 / held as f64;
        let row = self.crews.row_mut(crew);
        spread_with(row, centre, segment, from, until, |facts, seconds| facts.slots += seconds * surplus);
    }

    /// Adds up what follows from the other facts, at the end of a replication.
    pub fn complete(&mut self, centre: &Centre) {
        for (index, crew) in centre.crews.iter().enumerate() {
            for skill in &crew.skills {
                for (facts, busy) in self.crews.row_mut(index).iter_mut().zip(self.busy.row(skill.pair)) {
                    facts.busy += busy;
                    facts.slots += busy;
                }
            }
        }
        for (index, rules) in centre.queues.iter().enumerate() {
            if rules.is_plain {
                let reason = &centre.reasons[rules.first_reason];
                for facts in self.queues.row_mut(index) {
                    facts.lost = facts.abandoned + facts.blocked;
                    facts.lost_value = f64::from(facts.lost) * reason.value;
                }
                let counted = &self.queues.row(index)[centre.warm_up..];
                let sum = &mut self.reasons[rules.first_reason];
                for facts in counted {
                    sum.offered += facts.offered();
                    sum.answered += facts.answered;
                    sum.settled += facts.answered;
                    sum.handling += facts.handling;
                    sum.lost += facts.lost;
                    sum.lost_value += facts.lost_value;
                }
            }
        }
    }
}

#[inline]
fn spread(row: &mut [f64], centre: &Centre, segment: usize, from: f64, until: f64, weight: f64) {
    spread_with(row, centre, segment, from, until, |sum, seconds| *sum += seconds * weight);
}

/// Gives each segment from the one of `from` the seconds of a stretch that pass in it.
#[inline]
fn spread_with<T>(
    row: &mut [T],
    centre: &Centre,
    segment: usize,
    from: f64,
    until: f64,
    mut add: impl FnMut(&mut T, f64),
) {
    let last = row.len() - 1;
    let (mut segment, mut from) = (segment, from);
    while segment < last && until > centre.segments[segment].end {
        add(&mut row[segment], centre.segments[segment].end - from);
        from = centre.segments[segment].end;
        segment += 1;
    }
    add(&mut row[segment], until - from);
}

/// An empty grid of that size, in the memory of the old one if it fits.
fn clear<T: Clone + Default>(grid: &mut Grid<T>, rows: usize, segments: usize) {
    if grid.values().len() == rows * segments && (rows == 0 || grid.intervals() == segments) {
        for row in 0..grid.rows() {
            grid.row_mut(row).fill(T::default());
        }
    } else {
        *grid = Grid::filled(rows, segments, T::default());
    }
}
