//! Contacts: where they come from, and the line in which they wait.

use std::collections::VecDeque;

/// A contact as it comes in. Everything about it is drawn now, so that the nth contact of a queue is the same
/// person in every what-if, however long it then waits and whoever answers it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Contact {
    /// When it comes in, on the simulated clock in seconds.
    pub arrival: f64,
    /// How long it will be handled, in seconds.
    pub handling: f64,
    /// How long it is ready to wait, in seconds; infinite for ever.
    pub patience: f64,
}

/// Where contacts come from: random numbers, or a list when a test wants to know what happens.
pub trait Contacts {
    /// The next contact of a queue, not before the last one; `None` when nobody comes any more.
    fn next(&mut self, queue: usize) -> Option<Contact>;
}

/// A contact that waits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Waiting {
    /// When it came in.
    pub arrival: f64,
    /// When it abandons.
    pub deadline: f64,
    /// How long it will be handled.
    pub handling: f64,
    /// The segment in which it came in.
    pub segment: u32,
}

/// The line of a queue: first come, first served.
///
/// Who loses patience stays in the line until somebody looks: an agent who wants the first, a newcomer who counts the waiting
/// places, the end of an interval. Until then nobody can tell the difference, and afterwards it counts as abandoned at
/// the moment when its patience ended. That saves an event for each contact that waits.
#[derive(Debug, Clone, Default)]
pub struct Line {
    waiting: VecDeque<Waiting>,
}

impl Line {
    /// Forgets everyone.
    pub fn clear(&mut self) {
        self.waiting.clear();
    }

    /// Whether nobody is in the line, not even somebody whose patience has ended.
    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// How many are in the line, those whose patience has ended included.
    pub fn len(&self) -> usize {
        self.waiting.len()
    }

    /// A newcomer goes to the end.
    pub fn push(&mut self, contact: Waiting) {
        self.waiting.push_back(contact);
    }

    /// The first who still waits. Those before, whose patience ended before `now`, go to `abandoned`.
    pub fn first(&mut self, now: f64, mut abandoned: impl FnMut(&Waiting)) -> Option<&Waiting> {
        while let Some(first) = self.waiting.front() {
            if first.deadline >= now {
                break;
            }
            abandoned(first);
            self.waiting.pop_front();
        }
        self.waiting.front()
    }

    /// Takes the first out of the line.
    pub fn take_first(&mut self) -> Option<Waiting> {
        self.waiting.pop_front()
    }

    /// Everyone whose patience ended before `now`, wherever they stand, goes to `abandoned`.
    pub fn sweep(&mut self, now: f64, mut abandoned: impl FnMut(&Waiting)) {
        self.waiting.retain(|contact| {
            if contact.deadline < now {
                abandoned(contact);
            }
            contact.deadline >= now
        });
    }

    /// Everyone leaves the line.
    pub fn drain(&mut self) -> impl Iterator<Item = Waiting> + '_ {
        self.waiting.drain(..)
    }

    /// When the next of those who have waited less than `after` will have waited so long.
    pub fn next_due(&self, now: f64, after: f64) -> Option<f64> {
        let place = self.waiting.partition_point(|contact| contact.arrival + after <= now);
        self.waiting.get(place).map(|contact| contact.arrival + after)
    }
}
