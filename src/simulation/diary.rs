//! The diary: what is to happen later to single contacts. Few contacts have anything in it, so a heap serves them.

use super::contact::Waiting;
use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

/// What happens.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Entry {
    /// A contact comes (again) to a queue.
    Comes {
        /// The queue.
        queue: usize,
        /// The contact; its arrival is set when it comes.
        contact: Waiting,
    },
    /// A session with a bot ends.
    SessionEnds {
        /// The place of the bot in the row before the queue.
        place: usize,
        /// The queue behind it.
        queue: usize,
        /// The contact.
        contact: Waiting,
    },
    /// The patience of a contact ends, if it still waits.
    PatienceEnds {
        /// The queue.
        queue: usize,
        /// When it came.
        arrival: f64,
        /// Who it is.
        key: u64,
    },
    /// A callback is due.
    CallbackDue {
        /// The queue.
        queue: usize,
        /// Whom to call.
        contact: Waiting,
    },
}

/// Entries by time; at the same time, first written is first.
#[derive(Debug, Clone, Default)]
pub struct Diary {
    entries: BinaryHeap<Reverse<Line>>,
    written: u64,
}

#[derive(Debug, Clone, Copy)]
struct Line {
    time: f64,
    number: u64,
    entry: Entry,
}

impl Diary {
    /// Forgets everything.
    pub fn clear(&mut self) {
        self.entries.clear();
        self.written = 0;
    }

    /// Something is to happen at a time.
    pub fn write(&mut self, time: f64, entry: Entry) {
        self.entries.push(Reverse(Line { time, number: self.written, entry }));
        self.written += 1;
    }

    /// When the next entry is due.
    pub fn next(&self) -> Option<f64> {
        self.entries.peek().map(|Reverse(line)| line.time)
    }

    /// Takes the next entry out.
    pub fn take(&mut self) -> Option<Entry> {
        self.entries.pop().map(|Reverse(line)| line.entry)
    }
}

impl PartialEq for Line {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Line {}

impl PartialOrd for Line {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Line {
    fn cmp(&self, other: &Self) -> Ordering {
        self.time.total_cmp(&other.time).then(self.number.cmp(&other.number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_come_by_time_and_then_as_they_were_written() {
        let mut diary = Diary::default();
        let ends = |key| Entry::PatienceEnds { queue: 0, arrival: 0.0, key };
        diary.write(5.0, ends(1));
        diary.write(3.0, ends(2));
        diary.write(5.0, ends(3));
        assert_eq!(diary.next(), Some(3.0));
        let order: Vec<Entry> = std::iter::from_fn(|| diary.take()).collect();
        assert_eq!(order, [ends(2), ends(1), ends(3)]);
        assert_eq!(diary.next(), None);
    }
}
