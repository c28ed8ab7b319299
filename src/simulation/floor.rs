//! The floor: who is on duty in a group, who is busy, who is idle and since when.

use super::centre::GroupRules;
use std::collections::VecDeque;

/// The agents of a group now. Within a group all are alike, so that only their numbers count.
///
/// Always `idle.len() == level − busy`, or 0 where more are busy than should be on duty: those finish, and then leave.
#[derive(Debug, Clone, Default)]
pub struct Group {
    /// How many should be on duty.
    pub level: u32,
    /// How many have a contact.
    pub busy: u32,
    /// When each idle agent became idle, as a number that grows; the longest idle is first.
    pub idle: VecDeque<u64>,
    /// Numbers of the agents who have no contact: idle or not there.
    free: Vec<u32>,
    /// Until when overtime is counted.
    overtime_since: f64,
}

impl Group {
    /// Nobody is there.
    pub fn reset(&mut self, rules: &GroupRules) {
        self.level = 0;
        self.busy = 0;
        self.idle.clear();
        self.free.clear();
        let most = rules.levels.iter().copied().max().unwrap_or(0);
        self.free.extend((0..most).rev().map(|agent| rules.first_agent as u32 + agent));
        self.overtime_since = 0.0;
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

    /// The overtime since it was last asked for, in agent-seconds: that of the busy beyond `duty`. To be asked for before any
    /// number changes.
    pub fn overtime(&mut self, duty: u32, now: f64) -> f64 {
        let seconds = f64::from(self.busy.saturating_sub(duty)) * (now - self.overtime_since);
        self.overtime_since = now;
        seconds
    }
}
