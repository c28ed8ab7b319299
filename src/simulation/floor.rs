//! The floor: who is on duty in a crew, who is busy, who is idle and since when, and what each agent has in hand.

use super::centre::CrewRules;
use super::contact::Waiting;
use std::collections::VecDeque;

/// The agents of a crew now. Within a crew all are alike, so that only their numbers count.
///
/// Always `idle.len() == level − busy`, or 0 where more are busy than should be on duty: those finish, and then leave.
#[derive(Debug, Clone, Default)]
pub struct Crew {
    /// How many should be there: planned, and not missing.
    pub level: u32,
    /// How many are planned but not there.
    pub missing: u32,
    /// How many have a contact.
    pub busy: u32,
    /// When each idle agent became idle, as a number that grows; the longest idle is first.
    pub idle: VecDeque<u64>,
    /// Agents with work that may be laid aside, the latest to begin it last.
    pub interruptible: Vec<u32>,
    /// Agents who hold contacts of a kind of which several can be held, by how many they hold less one; who has held so many longest is first.
    pub partly_held: Vec<VecDeque<u32>>,
    /// Seconds with a contact since the begin, of those begun: for the policy of the least occupied.
    pub worked: f64,
    /// Numbers of the agents who have no contact: idle or not there.
    free: Vec<u32>,
    /// Until when overtime and missing time are counted.
    counted_until: f64,
}

impl Crew {
    /// Nobody is there.
    pub fn reset(&mut self, rules: &CrewRules) {
        self.level = 0;
        self.missing = 0;
        self.busy = 0;
        self.idle.clear();
        self.interruptible.clear();
        self.partly_held.iter_mut().for_each(VecDeque::clear);
        self.worked = 0.0;
        self.free.clear();
        let most = rules.levels.iter().copied().max().unwrap_or(0);
        self.free.extend((0..most).rev().map(|agent| rules.first_agent as u32 + agent));
        self.counted_until = 0.0;
    }

    /// An agent without a contact, idle or about to be, begins one; returns the agent's number.
    pub fn occupy(&mut self) -> usize {
        self.busy += 1;
        self.free.pop().expect("there are as many agents as are ever on duty at once") as usize
    }

    /// An agent has no contact any more.
    pub fn release(&mut self, agent: usize) {
        self.busy -= 1;
        self.free.push(agent as u32);
    }

    /// Seconds of overtime, and seconds planned in which nobody was there, since they were last asked for. To be asked for
    /// before `level` or `missing` changes, and before `busy` does where more are busy than should be there. Who should be
    /// missing and finishes a contact first is there, and as long as that was planned, it is no overtime.
    pub fn settle(&mut self, is_over: bool, now: f64) -> (f64, f64) {
        let seconds = now - self.counted_until;
        self.counted_until = now;
        if is_over {
            return (f64::from(self.busy) * seconds, 0.0);
        }
        let surplus = self.busy.saturating_sub(self.level);
        let stay = surplus.min(self.missing);
        (f64::from(surplus - stay) * seconds, f64::from(self.missing - stay) * seconds)
    }

    /// An agent holds so many contacts (at least 1) and could hold more.
    pub fn could_hold_more(&mut self, agent: usize, held: usize) {
        if self.partly_held.len() < held {
            self.partly_held.resize_with(held, VecDeque::new);
        }
        self.partly_held[held - 1].push_back(agent as u32);
    }

    /// An agent who held so many contacts is no longer among those who could hold more.
    pub fn holds_otherwise(&mut self, agent: usize, held: usize) {
        if let Some(agents) = self.partly_held.get_mut(held - 1)
            && let Some(place) = agents.iter().position(|&other| other == agent as u32)
        {
            agents.remove(place);
        }
    }

    /// Whether somebody may lay work aside for live work: with the others who are busy, no more than should be there then have
    /// live work.
    pub fn may_lay_aside(&self) -> bool {
        let interruptible = self.interruptible.len() as u32;
        interruptible > 0 && self.busy - interruptible < self.level
    }

    /// Of those who hold fewer than `most` contacts, but some, and will not leave, the agent who holds fewest, and how many
    /// that are.
    pub fn least_held(&self, most: usize) -> Option<(usize, usize)> {
        self.holding().nth(self.leaving()).filter(|&(_, held)| held < most)
    }

    /// Whether an agent who holds several contacts takes no more and leaves when they are done.
    pub fn will_leave(&self, agent: usize) -> bool {
        self.holding().take(self.leaving()).any(|(other, _)| other == agent)
    }

    /// Agents who hold contacts of a kind of which several can be held, and how many: the fewest first.
    fn holding(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        let lists = self.partly_held.iter().enumerate();
        lists.flat_map(|(place, agents)| agents.iter().map(move |&agent| (agent as usize, place + 1)))
    }

    /// How many of these will leave when they have done what they hold: where more are busy than should be there, those with a
    /// single contact in hand leave first, and then those who hold fewest, since they are done first.
    fn leaving(&self) -> usize {
        let surplus = self.busy.saturating_sub(self.level) as usize;
        if surplus == 0 {
            return 0;
        }
        let single = self.busy as usize - self.partly_held.iter().map(VecDeque::len).sum::<usize>();
        surplus.saturating_sub(single)
    }
}

/// What an agent is doing, as far as the next event of the agent must know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Work {
    /// Nothing, or a contact that does nothing but leave when it is handled.
    #[default]
    Plain,
    /// A contact with a journey; its data stand in [`Hand`].
    Tracked,
    /// The same, and the next event is the end of the talk, after which the line is free and after-call work begins.
    Talking,
    /// Several contacts at once, or one of a kind of which several can be held.
    Several,
}

/// The contact in an agent's hand.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hand {
    /// The contact.
    pub contact: Waiting,
    /// Its queue.
    pub queue: usize,
    /// Pair of the crew and the queue.
    pub pair: usize,
    /// When it will be finished.
    pub until: f64,
    /// What of it is after-call work, in seconds.
    pub after_call: f64,
}

/// The contacts that an agent holds at once.
#[derive(Debug, Clone, Default)]
pub struct Desk {
    /// They.
    pub held: Vec<Held>,
    /// Until when they have been worked on.
    pub worked_until: f64,
    /// The segment of that moment.
    pub segment: usize,
}

/// One of several contacts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Held {
    /// The contact.
    pub contact: Waiting,
    /// Its queue.
    pub queue: usize,
    /// Pair of the crew and the queue.
    pub pair: usize,
    /// Seconds that are left if it were alone.
    pub left: f64,
    /// When it was begun.
    pub since: f64,
    /// Seconds that it takes alone.
    pub alone: f64,
}
