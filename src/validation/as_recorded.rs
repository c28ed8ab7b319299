//! The scenario as its past was recorded: contacts come as they were counted, by whatever way, and agents are those who were there.

use crate::scenario::Scenario;
use crate::units::{Seconds, Share};

/// The scenario without what is in the record already: whoever calls again, is handed over, or comes from a bot was counted when he
/// came to the queue, and who was absent was not counted as an agent. Adherence stays: who is away between two contacts is counted as on
/// duty by most records. Answers are in time within that threshold.
pub fn as_recorded(scenario: &Scenario, within: Seconds) -> Scenario {
    let mut scenario = scenario.clone();
    scenario.simulation.warm_up = Seconds::ZERO;
    for bot in &mut scenario.bots {
        bot.queues.clear();
    }
    for queue in &mut scenario.queues {
        queue.redial = None;
        queue.repeat = None;
        for reason in &mut queue.reasons {
            reason.escalation = None;
            reason.transfer = None;
        }
        if !queue.channel.is_deferred() {
            queue.service_level_within = within;
            if let Some(target) = &mut queue.target.service_level {
                target.within = within;
            }
        }
    }
    for group in &mut scenario.groups {
        group.attendance.absence = Share::ZERO;
        group.attendance.late = Share::ZERO;
    }
    scenario
}

/// Queues that share agents, directly or by others, with those agents' groups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pool {
    /// Queues by index, ascending.
    pub queues: Vec<usize>,
    /// Groups by index, ascending.
    pub groups: Vec<usize>,
}

/// The pools of a scenario, in the order of their first queues.
pub fn pools(scenario: &Scenario) -> Vec<Pool> {
    let mut pool_of: Vec<usize> = (0..scenario.queues.len()).collect();
    let serves = |group: usize| {
        let overflow =
            scenario.queues.iter().enumerate().filter(move |(_, queue)| {
                queue.overflow.iter().any(|overflow| overflow.to.iter().any(|to| to.0 == group))
            });
        let skills = scenario.groups[group].skills.iter().map(|skill| skill.0);
        skills.chain(overflow.map(|(queue, _)| queue)).collect::<Vec<usize>>()
    };
    for group in 0..scenario.groups.len() {
        let pools: Vec<usize> = serves(group).into_iter().map(|queue| pool_of[queue]).collect();
        let Some(&least) = pools.iter().min() else { continue };
        pool_of.iter_mut().filter(|pool| pools.contains(pool)).for_each(|pool| *pool = least);
    }
    let mut pools: Vec<Pool> = Vec::new();
    for first in 0..pool_of.len() {
        let queues: Vec<usize> = (0..pool_of.len()).filter(|&queue| pool_of[queue] == first).collect();
        if !queues.is_empty() {
            let of_pool = |&group: &usize| serves(group).iter().any(|queue| queues.contains(queue));
            pools.push(Pool { groups: (0..scenario.groups.len()).filter(of_pool).collect(), queues });
        }
    }
    pools
}
