//! What happens next: winner trees with one slot for everyone who can cause an event.
//!
//! An agent finishes at most one contact next, a queue has one next arrival and one next overflow: so nothing is ever
//! inserted or removed, only the time in a slot changes, and the earliest of all is found by a tournament (Knuth, *The Art
//! of Computer Programming* 3, § 5.4.1). A change replays the games on the way from its leaf to the root; the opponents there
//! do not depend on each other's outcomes, which is what makes it faster than a heap.
//!
//! There are two tournaments, one of the agents and one of all others, since there are many agents and few others: half of the
//! events are arrivals, and theirs are short.

use std::hint::select_unpredictable;

/// Bits of a key that hold the slot: 67 million of them.
const SLOT_BITS: u32 = 26;
/// Bits that hold the number of the call: 3 · 10¹⁰ of them in a replication.
const ORDER_BITS: u32 = 35;

/// When something happens, and in which order at the same moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Key {
    /// The bits of the time, which is not negative: they sort as the times do.
    time: u64,
    /// From high to low bits: the class, the order of scheduling, the slot.
    rank: u64,
}

/// The key of a slot in which nothing is to happen: later than everything.
const NEVER: Key = Key { time: u64::MAX, rank: u64::MAX };

/// What comes first when two things happen at the same moment; within a class, who was scheduled first comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// An agent finishes a contact.
    Finish,
    /// One interval ends and the next begins.
    Boundary,
    /// Somebody comes late, steps away or comes back.
    Attendance,
    /// A contact has waited long enough for the groups that help only then.
    Overflow,
    /// Something that stands in the diary.
    Diary,
    /// A contact comes in.
    Arrival,
}

/// The next event of every slot, and the first of them all.
#[derive(Debug, Clone, Default)]
pub struct EventList {
    agents: Tournament,
    others: Tournament,
    /// Slots of agents; those behind are the others'.
    agent_slots: usize,
    scheduled: u64,
}

impl EventList {
    /// Forgets everything and makes room for slots of agents, and behind them slots of others.
    pub fn reset(&mut self, agents: usize, others: usize) {
        debug_assert!(agents + others < 1 << SLOT_BITS, "more slots than a key can tell apart");
        self.agents.reset(agents);
        self.others.reset(others);
        self.agent_slots = agents;
        self.scheduled = 0;
    }

    /// Sets the event of a slot, instead of the one it had. `time` is not negative.
    #[inline]
    pub fn schedule(&mut self, slot: usize, time: f64, class: Class) {
        let rank = ((class as u64) << (ORDER_BITS + SLOT_BITS)) | (self.scheduled << SLOT_BITS) | slot as u64;
        self.scheduled += 1;
        // Adding 0 turns −0 into 0.
        self.set(slot, Key { time: (time + 0.0).to_bits(), rank });
    }

    /// Takes the event of a slot away, if it has one.
    #[inline]
    pub fn cancel(&mut self, slot: usize) {
        self.set(slot, NEVER);
    }

    /// Whether a slot has an event.
    pub fn is_scheduled(&self, slot: usize) -> bool {
        let key = match slot.checked_sub(self.agent_slots) {
            None => self.agents.key(slot),
            Some(other) => self.others.key(other),
        };
        key != NEVER
    }

    /// Time and slot of the earliest event. It stays there until its slot is scheduled anew or cancelled.
    #[inline]
    pub fn first(&self) -> Option<(f64, usize)> {
        let key = earlier(self.agents.winner(), self.others.winner());
        let slot = key.rank & ((1 << SLOT_BITS) - 1);
        (key != NEVER).then_some((f64::from_bits(key.time), slot as usize))
    }

    #[inline]
    fn set(&mut self, slot: usize, key: Key) {
        match slot.checked_sub(self.agent_slots) {
            None => self.agents.set(slot, key),
            Some(other) => self.others.set(other, key),
        }
    }
}

/// One tournament.
#[derive(Debug, Clone, Default)]
struct Tournament {
    /// The tree: the root at 1, children of `n` at `2n` and `2n + 1`, slot `s` at `leaves + s`.
    keys: Vec<Key>,
    leaves: usize,
}

impl Tournament {
    fn reset(&mut self, slots: usize) {
        self.leaves = slots.next_power_of_two();
        self.keys.clear();
        self.keys.resize(2 * self.leaves, NEVER);
    }

    fn winner(&self) -> Key {
        self.keys.get(1).copied().unwrap_or(NEVER)
    }

    fn key(&self, slot: usize) -> Key {
        self.keys[self.leaves + slot]
    }

    /// Changes the key of a slot and replays its games, up to the first that ends as it did before.
    fn set(&mut self, slot: usize, key: Key) {
        let mut node = self.leaves + slot;
        let mut winner = key;
        self.keys[node] = winner;
        while node > 1 {
            winner = earlier(self.keys[node ^ 1], winner);
            node /= 2;
            if self.keys[node] == winner {
                return;
            }
            self.keys[node] = winner;
        }
    }
}

/// The earlier of two keys. Which it is is a toss of a coin, so a branch would be mispredicted half of the time: this is
/// written so that it compiles to none (comparing tuples, or one `u128`, does).
#[inline]
fn earlier(a: Key, b: Key) -> Key {
    #[allow(clippy::needless_bitwise_bool, reason = "no branch: which of two is earlier cannot be predicted")]
    let is_a = (a.time < b.time) | ((a.time == b.time) & (a.rank < b.rank));
    Key { time: select_unpredictable(is_a, a.time, b.time), rank: select_unpredictable(is_a, a.rank, b.rank) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn drain(events: &mut EventList) -> Vec<usize> {
        let mut order = Vec::new();
        while let Some((_, slot)) = events.first() {
            order.push(slot);
            events.cancel(slot);
        }
        order
    }

    #[test]
    fn the_earliest_comes_first_and_a_slot_has_one_event() {
        let mut events = EventList::default();
        events.reset(2, 1);
        events.schedule(0, 5.0, Class::Finish);
        events.schedule(1, 3.0, Class::Finish);
        events.schedule(2, 4.0, Class::Finish);
        events.schedule(1, 6.0, Class::Finish);
        assert_eq!(events.first(), Some((4.0, 2)));
        assert_eq!(drain(&mut events), [2, 0, 1]);
        assert!(!events.is_scheduled(1));
    }

    #[test]
    fn at_the_same_moment_the_class_decides_and_then_who_was_first() {
        let mut events = EventList::default();
        events.reset(2, 3);
        events.schedule(3, 0.0, Class::Arrival);
        events.schedule(2, -0.0, Class::Finish);
        events.schedule(4, 0.0, Class::Boundary);
        events.schedule(1, 0.0, Class::Finish);
        events.schedule(0, 0.0, Class::Overflow);
        assert_eq!(drain(&mut events), [2, 1, 4, 0, 3]);
    }

    #[test]
    fn without_slots_nothing_happens() {
        let mut events = EventList::default();
        events.reset(0, 0);
        assert_eq!(events.first(), None);
    }

    proptest! {
        #[test]
        fn events_come_in_the_order_of_a_stable_sort(times in prop::collection::vec(0_u8..20, 1..70)) {
            let mut events = EventList::default();
            events.reset(times.len() / 2, times.len() - times.len() / 2);
            for (slot, &time) in times.iter().enumerate() {
                events.schedule(slot, f64::from(time), Class::Finish);
            }
            let mut sorted: Vec<usize> = (0..times.len()).collect();
            sorted.sort_by_key(|&slot| times[slot]);
            prop_assert_eq!(drain(&mut events), sorted);
        }
    }
}
