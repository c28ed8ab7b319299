//! Who gets whom: each policy is a small pure function, so that it can be read, tested and replaced by itself.

use crate::scenario::{AgentTakes, ContactGoes};

/// A group in which somebody is idle, as a contact sees it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct IdleGroup {
    /// Its place in the contact's order.
    pub place: usize,
    /// When its longest idle agent became idle, as a number that grows.
    pub since: u64,
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
}

/// Where a contact goes, of the groups with an idle agent in the contact's order.
pub fn group_for_contact(policy: ContactGoes, mut groups: impl Iterator<Item = IdleGroup>) -> Option<usize> {
    let chosen = match policy {
        ContactGoes::SkillOrder | ContactGoes::LeastOccupied | ContactGoes::MostSkilled => groups.next(),
        ContactGoes::LongestIdle => groups.min_by_key(|group| group.since),
    };
    chosen.map(|group| group.place)
}

/// Which queue an agent serves next, of those in which somebody waits for the agent, in the agent's order. Equals: the first.
pub fn queue_for_agent(policy: AgentTakes, mut queues: impl Iterator<Item = WaitingQueue>) -> Option<usize> {
    let chosen = match policy {
        AgentTakes::SkillOrder | AgentTakes::WeightedWait => queues.next(),
        AgentTakes::Priority => {
            queues.min_by(|a, b| a.priority.cmp(&b.priority).then_with(|| a.since.total_cmp(&b.since)))
        }
        AgentTakes::LongestWaiting => queues.min_by(|a, b| a.since.total_cmp(&b.since)),
    };
    chosen.map(|queue| queue.place)
}

#[cfg(test)]
mod tests {
    use super::*;

    const IDLE: [IdleGroup; 3] =
        [IdleGroup { place: 0, since: 9 }, IdleGroup { place: 2, since: 4 }, IdleGroup { place: 3, since: 7 }];

    const WAITING: [WaitingQueue; 4] = [
        WaitingQueue { place: 0, priority: 3, since: 5.0 },
        WaitingQueue { place: 1, priority: 1, since: 8.0 },
        WaitingQueue { place: 2, priority: 2, since: 3.0 },
        WaitingQueue { place: 3, priority: 1, since: 7.0 },
    ];

    #[test]
    fn a_contact_goes_to_the_first_group_in_its_order() {
        assert_eq!(group_for_contact(ContactGoes::SkillOrder, IDLE.into_iter()), Some(0));
        assert_eq!(group_for_contact(ContactGoes::SkillOrder, std::iter::empty()), None);
    }

    #[test]
    fn a_contact_goes_to_the_agent_who_has_been_idle_longest() {
        assert_eq!(group_for_contact(ContactGoes::LongestIdle, IDLE.into_iter()), Some(2));
    }

    #[test]
    fn an_agent_takes_the_first_skill() {
        assert_eq!(queue_for_agent(AgentTakes::SkillOrder, WAITING.into_iter()), Some(0));
        assert_eq!(queue_for_agent(AgentTakes::SkillOrder, std::iter::empty()), None);
    }

    #[test]
    fn an_agent_takes_the_most_urgent_queue_and_of_equals_the_longest_wait() {
        assert_eq!(queue_for_agent(AgentTakes::Priority, WAITING.into_iter()), Some(3));
    }

    #[test]
    fn an_agent_takes_the_contact_that_has_waited_longest() {
        assert_eq!(queue_for_agent(AgentTakes::LongestWaiting, WAITING.into_iter()), Some(2));
    }
}
