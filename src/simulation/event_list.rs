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

/// When something happens, and what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Event {
    /// The bits of the time, which is not negative: they sort as the times do.
    time: u64,
    slot: usize,
}

/// The time of a slot in which nothing is to happen: later than everything.
const NEVER: u64 = u64::MAX - 1;

/// What is in a slot when nothing is to happen.
const NOTHING: Event = Event { time: NEVER, slot: 0 };

/// The next event of every slot, and the first of them all. At the same moment, the lower slot is first.
#[derive(Debug, Clone, Default)]
pub struct EventList {
    agents: Tournament,
    others: Tournament,
}

impl EventList {
    /// Forgets everything and makes room for slots of agents, and behind them slots of others.
    pub fn reset(&mut self, agents: usize, others: usize) {
        self.agents.reset(0, agents);
        self.others.reset(agents, others);
    }

    /// Sets the event of a slot, instead of the one it had. `time` is not negative.
    #[inline]
    pub fn schedule(&mut self, slot: usize, time: f64) {
        // Adding 0 turns −0 into 0.
        self.set(Event { time: (time + 0.0).to_bits(), slot });
    }

    /// Takes the event of a slot away, if it has one.
    #[inline]
    pub fn cancel(&mut self, slot: usize) {
        self.set(Event { time: NEVER, slot });
    }

    /// Whether a slot has an event.
    pub fn is_scheduled(&self, slot: usize) -> bool {
        let tournament = if slot < self.others.first_slot { &self.agents } else { &self.others };
        tournament.events[tournament.leaf(slot)].time != NEVER
    }

    /// Time and slot of the earliest event. It stays there until its slot is scheduled anew or cancelled.
    #[inline]
    pub fn first(&self) -> Option<(f64, usize)> {
        let (agent, other) = (self.agents.winner(), self.others.winner());
        let first = winner(agent, other, agent.time <= other.time);
        (first.time != NEVER).then_some((f64::from_bits(first.time), first.slot))
    }

    #[inline]
    fn set(&mut self, event: Event) {
        let tournament = if event.slot < self.others.first_slot { &mut self.agents } else { &mut self.others };
        tournament.set(event);
    }
}

/// One tournament.
#[derive(Debug, Clone, Default)]
struct Tournament {
    /// The tree: the root at 1, children of `n` at `2n` and `2n + 1`, slots in their order from `leaves` on.
    events: Vec<Event>,
    leaves: usize,
    first_slot: usize,
}

impl Tournament {
    fn reset(&mut self, first_slot: usize, slots: usize) {
        self.first_slot = first_slot;
        self.leaves = slots.next_power_of_two();
        self.events.clear();
        self.events.resize(2 * self.leaves, NOTHING);
    }

    fn leaf(&self, slot: usize) -> usize {
        self.leaves + slot - self.first_slot
    }

    fn winner(&self) -> Event {
        self.events.get(1).copied().unwrap_or(NOTHING)
    }

    /// Changes the event of a slot. Where it had none, the new one wins its games up to the first that it loses; otherwise all
    /// games of the slot are played again.
    fn set(&mut self, event: Event) {
        let mut node = self.leaf(event.slot);
        let had_none = self.events[node].time == NEVER;
        self.events[node] = event;
        if had_none {
            while node > 1 {
                node /= 2;
                let holder = &mut self.events[node];
                if (holder.time, holder.slot) < (event.time, event.slot) {
                    break;
                }
                *holder = event;
            }
            return;
        }
        let mut best = event;
        while node > 1 {
            let opponent = self.events[node ^ 1];
            // Of equals the left one wins: against one from the right, who comes from the left may be as late.
            let is_right = (node & 1) as u64;
            best = winner(opponent, best, opponent.time < best.time + is_right);
            node /= 2;
            self.events[node] = best;
        }
    }
}

/// One of two, by whether it is the first. Which it is is a toss of a coin, so that a branch would be mispredicted half of the time.
#[inline]
fn winner(a: Event, b: Event, is_a: bool) -> Event {
    Event { time: select_unpredictable(is_a, a.time, b.time), slot: select_unpredictable(is_a, a.slot, b.slot) }
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
        events.schedule(0, 5.0);
        events.schedule(1, 3.0);
        events.schedule(2, 4.0);
        events.schedule(1, 6.0);
        assert_eq!(events.first(), Some((4.0, 2)));
        assert_eq!(drain(&mut events), [2, 0, 1]);
        assert!(!events.is_scheduled(1));
    }

    #[test]
    fn at_the_same_moment_the_lower_slot_is_first() {
        let mut events = EventList::default();
        events.reset(2, 3);
        for slot in [3, 2, 4, 1, 0] {
            events.schedule(slot, if slot == 2 { -0.0 } else { 0.0 });
        }
        assert_eq!(drain(&mut events), [0, 1, 2, 3, 4]);
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
                events.schedule(slot, f64::from(time));
            }
            let mut sorted: Vec<usize> = (0..times.len()).collect();
            sorted.sort_by_key(|&slot| times[slot]);
            prop_assert_eq!(drain(&mut events), sorted);
        }
    }
}
