//! Contacts: where they come from, and the line in which they wait.

use std::collections::VecDeque;

/// A contact as it comes in. Everything else about it (how long it takes, how long it waits, what it does next) is a function of
/// its key, so that the nth contact of a queue is the same person in every what-if, whatever happens around it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Contact {
    /// When it comes in, on the simulated clock in seconds.
    pub arrival: f64,
    /// Who it is.
    pub key: u64,
}

/// Where contacts come from: random numbers, or a list when a test wants to know what happens.
pub trait Contacts {
    /// The next fresh contact of a queue, not before the last one; `None` when nobody comes any more.
    fn next(&mut self, queue: usize) -> Option<Contact>;

    /// The key of the contact of a queue with that number, other than those that come in.
    fn key(&self, queue: usize, number: u64) -> u64;

    /// How long the contact with that key would be handled in the queue by a fully proficient agent, in seconds, without
    /// after-call work and before the factor of its reason.
    fn handling(&self, queue: usize, key: u64) -> f64;

    /// How long it is ready to wait there, in seconds; infinite for ever.
    fn patience(&self, queue: usize, key: u64) -> f64;
}

/// A reason that has not been looked up.
pub const UNKNOWN_REASON: u16 = u16::MAX;

/// What a contact has been through.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Story {
    /// Handling time that is left where it was laid aside, in seconds; below 0 if nobody has begun.
    pub left: f64,
    /// Handling time relative to what it would be: bots have been there. It is of this attempt.
    pub factor: f32,
    /// Handling time relative to the mean of its reason: bots have taken the easy ones. It stays with the matter, whenever the
    /// customer comes again, and wherever it is handed.
    pub hardness: f32,
    /// Its reason, or [`UNKNOWN_REASON`].
    pub reason: u16,
    /// Earlier attempts and earlier contacts about the same matter.
    pub repeats: u8,
    /// Handovers so far.
    pub handovers: u8,
    /// Attempts to call back, the next one included; 0 for who is no callback.
    pub callback: u8,
    /// Why it is here.
    pub came: Came,
}

/// Why a contact comes in to a queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Came {
    /// Of itself.
    Fresh,
    /// It abandoned or was blocked, and tries again.
    Redial,
    /// Its matter was not settled.
    Repeat,
    /// Another queue handed it on.
    Handover,
    /// A bot could not help.
    FromBot,
    /// The customer has answered: a further turn.
    Turn,
}

impl Story {
    /// Nothing yet.
    pub const FRESH: Self = Self {
        left: -1.0,
        factor: 1.0,
        hardness: 1.0,
        reason: UNKNOWN_REASON,
        repeats: 0,
        handovers: 0,
        callback: 0,
        came: Came::Fresh,
    };
}

/// A contact in a queue: waiting, or in the hands of an agent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Waiting {
    /// When it came in to the queue.
    pub arrival: f64,
    /// Since when it waits: from then on, or since it was laid aside.
    pub since: f64,
    /// When it abandons.
    pub deadline: f64,
    /// Who it is.
    pub key: u64,
    /// The segment in which it came in.
    pub segment: u32,
    /// What it has been through.
    pub story: Story,
}

/// The deadline of who is not there any more.
const GONE: f64 = f64::NEG_INFINITY;

/// The line of a queue: first come, first served, but for those ahead.
///
/// Who loses patience stays in the line until somebody looks: an agent who wants the first, a newcomer who counts the waiting
/// places, the end of an interval. Until then nobody can tell the difference, and afterwards it counts as abandoned at
/// the moment when its patience ended. That saves an event for each contact that waits. Where somebody can tell (a redial follows,
/// a trunk line becomes free), the diary takes them out in time; their place stays empty until somebody comes by, since to
/// close the gap would move all who stand behind.
#[derive(Debug, Clone, Default)]
pub struct Line {
    /// Work that was laid aside and callbacks that are due: they go first, and do not abandon.
    ahead: VecDeque<Waiting>,
    /// The others, by arrival; who was taken out has the deadline [`GONE`].
    waiting: VecDeque<Waiting>,
    /// How many were taken out, and still have their place.
    gone: usize,
}

impl Line {
    /// Forgets everyone.
    pub fn clear(&mut self) {
        self.ahead.clear();
        self.waiting.clear();
        self.gone = 0;
    }

    /// Whether nobody is in the line, not even somebody whose patience has ended.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty() && self.ahead.is_empty()
    }

    /// How many are in the line, those whose patience has ended included.
    pub fn len(&self) -> usize {
        self.waiting.len() - self.gone + self.ahead.len()
    }

    /// A newcomer goes to the end.
    pub fn push(&mut self, contact: Waiting) {
        self.waiting.push_back(contact);
    }

    /// Somebody goes before all who wait.
    pub fn push_ahead(&mut self, contact: Waiting) {
        self.ahead.push_back(contact);
    }

    /// The first in the line, be their patience at its end or not.
    #[inline]
    pub fn peek(&self) -> Option<&Waiting> {
        self.ahead.front().or_else(|| self.waiting.front())
    }

    /// The first who still waits. Those before, whose patience ended before `now`, go to `abandoned`.
    #[inline]
    pub fn first(&mut self, now: f64, mut abandoned: impl FnMut(&Waiting)) -> Option<&Waiting> {
        if !self.ahead.is_empty() {
            return self.ahead.front();
        }
        while let Some(first) = self.waiting.front() {
            if first.deadline >= now {
                break;
            }
            if first.deadline == GONE {
                self.gone -= 1;
            } else {
                abandoned(first);
            }
            self.waiting.pop_front();
        }
        self.waiting.front()
    }

    /// Takes the first out of the line.
    pub fn take_first(&mut self) -> Option<Waiting> {
        self.ahead.pop_front().or_else(|| self.waiting.pop_front())
    }

    /// Takes a contact out whose patience ends, if it still waits.
    pub fn take(&mut self, arrival: f64, key: u64) -> Option<Waiting> {
        let from = self.waiting.partition_point(|contact| contact.arrival < arrival);
        let mut same_arrival = self.waiting.range_mut(from..).take_while(|contact| contact.arrival == arrival);
        let found = same_arrival.find(|contact| contact.key == key && contact.deadline != GONE)?;
        self.gone += 1;
        let gone = *found;
        found.deadline = GONE;
        Some(gone)
    }

    /// Everyone whose patience ended before `now`, wherever they stand, goes to `abandoned`.
    pub fn sweep(&mut self, now: f64, mut abandoned: impl FnMut(&Waiting)) {
        self.waiting.retain(|contact| {
            if contact.deadline < now && contact.deadline != GONE {
                abandoned(contact);
            }
            contact.deadline >= now
        });
        self.gone = 0;
    }

    /// Everyone leaves the line but those who are to be called back.
    pub fn cut_off(&mut self, mut abandoned: impl FnMut(&Waiting)) {
        for line in [&mut self.ahead, &mut self.waiting] {
            line.retain(|contact| {
                let is_callback = contact.story.callback > 0;
                if !is_callback && contact.deadline != GONE {
                    abandoned(contact);
                }
                is_callback
            });
        }
        self.gone = 0;
    }

    /// Everyone in it, first those ahead.
    pub fn iter(&self) -> impl Iterator<Item = &Waiting> {
        self.ahead.iter().chain(self.waiting.iter().filter(|contact| contact.deadline != GONE))
    }

    /// When the next of those who have waited less than `after` will have waited so long.
    pub fn next_due(&self, now: f64, after: f64) -> Option<f64> {
        let place = self.waiting.partition_point(|contact| contact.arrival + after <= now);
        self.waiting.get(place).map(|contact| contact.arrival + after)
    }
}
