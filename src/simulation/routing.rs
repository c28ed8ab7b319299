//! Who gets whom: each policy is a small pure function, so that it can be read, tested and replaced by itself.

use crate::scenario::{AgentTakes, ContactGoes};

/// A crew in which somebody is idle, as a contact sees it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct IdleCrew {
    /// Its place among the seats.
    pub place: usize,
    /// Place of its group in the contact's order.
    pub rank: u32,
    /// When its longest idle agent became idle, as a number that grows.
    pub since: u64,
    /// Seconds of work begun so far, by agent there.
    pub worked: f64,
    /// Handling time relative to the queue's: the less, the more skilled.
    pub factor: f64,
}

/// A queue in which somebody waits, as an agent sees it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WaitingQueue {
    /// Its place in the agent's order of skills.
    pub place: usize,
    /// Its priority: 1 is most urgent.
    pub priority: u32,
    /// When its first contact arrived.
    pub since: f64,
    /// Its weight times the wait of its first contact.
    pub weighted_wait: f64,
}

/// Where a contact goes, of the crews with an idle agent in the contact's order. Equals: the agent idle longest.
#[inline]
pub fn crew_for_contact(policy: ContactGoes, mut crews: impl Iterator<Item = IdleCrew>) -> Option<usize> {
    let chosen = match policy {
        // The crews stand in the order of their ranks.
        ContactGoes::SkillOrder => crews.next().map(|first| {
            crews
                .take_while(|crew| crew.rank == first.rank)
                .fold(first, |best, crew| if crew.since < best.since { crew } else { best })
        }),
        ContactGoes::LongestIdle => crews.min_by_key(|crew| crew.since),
        ContactGoes::LeastOccupied => crews.min_by(|a, b| a.worked.total_cmp(&b.worked).then(a.since.cmp(&b.since))),
        ContactGoes::MostSkilled => {
            crews.min_by(|a, b| a.factor.total_cmp(&b.factor).then((a.rank, a.since).cmp(&(b.rank, b.since))))
        }
    };
    chosen.map(|crew| crew.place)
}

/// Which queue an agent serves next, of those in which somebody waits for the agent, in the agent's order. Equals: the first.
#[inline]
pub fn queue_for_agent(policy: AgentTakes, mut queues: impl Iterator<Item = WaitingQueue>) -> Option<usize> {
    let chosen = match policy {
        AgentTakes::SkillOrder => queues.next(),
        AgentTakes::Priority => {
            queues.min_by(|a, b| a.priority.cmp(&b.priority).then_with(|| a.since.total_cmp(&b.since)))
        }
        AgentTakes::LongestWaiting => queues.min_by(|a, b| a.since.total_cmp(&b.since)),
        // `min_by` with the order turned around keeps the first of equals, which `max_by` would not.
        AgentTakes::WeightedWait => queues.min_by(|a, b| b.weighted_wait.total_cmp(&a.weighted_wait)),
    };
    chosen.map(|queue| queue.place)
}

/// Whether agents begin deferred work, where so many of their crew would stay idle besides: enough are kept free for live work.
pub fn may_begin_deferred(others_idle: usize, reserve: usize) -> bool {
    others_idle >= reserve
}

#[cfg(test)]
mod tests {
    use super::*;

    const IDLE: [IdleCrew; 4] = [
        IdleCrew { place: 0, rank: 0, since: 9, worked: 50.0, factor: 1.0 },
        IdleCrew { place: 1, rank: 0, since: 8, worked: 60.0, factor: 1.2 },
        IdleCrew { place: 2, rank: 1, since: 4, worked: 70.0, factor: 0.8 },
        IdleCrew { place: 3, rank: 2, since: 7, worked: 40.0, factor: 0.8 },
    ];

    const WAITING: [WaitingQueue; 4] = [
        WaitingQueue { place: 0, priority: 3, since: 5.0, weighted_wait: 5.0 },
        WaitingQueue { place: 1, priority: 1, since: 8.0, weighted_wait: 6.0 },
        WaitingQueue { place: 2, priority: 2, since: 3.0, weighted_wait: 5.5 },
        WaitingQueue { place: 3, priority: 1, since: 7.0, weighted_wait: 6.0 },
    ];

    fn goes(policy: ContactGoes) -> Option<usize> {
        crew_for_contact(policy, IDLE.into_iter())
    }

    fn takes(policy: AgentTakes) -> Option<usize> {
        queue_for_agent(policy, WAITING.into_iter())
    }

    #[test]
    fn a_contact_goes_to_the_first_group_in_its_order_and_there_to_the_agent_idle_longest() {
        assert_eq!(goes(ContactGoes::SkillOrder), Some(1));
        assert_eq!(crew_for_contact(ContactGoes::SkillOrder, std::iter::empty()), None);
    }

    #[test]
    fn a_contact_goes_to_the_agent_who_has_been_idle_longest() {
        assert_eq!(goes(ContactGoes::LongestIdle), Some(2));
    }

    #[test]
    fn a_contact_goes_to_who_has_worked_least() {
        assert_eq!(goes(ContactGoes::LeastOccupied), Some(3));
    }

    #[test]
    fn a_contact_goes_to_the_most_skilled_and_of_equals_to_the_first_group() {
        assert_eq!(goes(ContactGoes::MostSkilled), Some(2));
    }

    #[test]
    fn an_agent_takes_the_first_skill() {
        assert_eq!(takes(AgentTakes::SkillOrder), Some(0));
        assert_eq!(queue_for_agent(AgentTakes::SkillOrder, std::iter::empty()), None);
    }

    #[test]
    fn an_agent_takes_the_most_urgent_queue_and_of_equals_the_longest_wait() {
        assert_eq!(takes(AgentTakes::Priority), Some(3));
    }

    #[test]
    fn an_agent_takes_the_contact_that_has_waited_longest() {
        assert_eq!(takes(AgentTakes::LongestWaiting), Some(2));
    }

    #[test]
    fn an_agent_takes_the_wait_that_weighs_most_and_of_equals_the_first_skill() {
        assert_eq!(takes(AgentTakes::WeightedWait), Some(1));
    }

    #[test]
    fn the_reserve_stays_free_for_live_work() {
        assert!(may_begin_deferred(2, 2));
        assert!(!may_begin_deferred(1, 2));
    }
}
