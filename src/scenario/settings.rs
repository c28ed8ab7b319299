//! Settings: how contacts are routed, how the simulation and the scheduler work.

use super::{Premium, Session};
use crate::units::{MoneyPerHour, Seconds, Share};

/// How contacts and agents find each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Routing {
    /// How a contact chooses among groups with an idle agent.
    pub contact_goes: ContactGoes,
    /// How an agent chooses among queues with a waiting contact.
    pub agent_takes: AgentTakes,
    /// What becomes of the contacts that still wait when their queue closes.
    pub at_closing: AtClosing,
}

/// How a contact chooses among groups with an idle agent. Within a group it goes to the agent idle longest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ContactGoes {
    /// To the first group in the order of skills (those for whom it is the first skill, then the second …).
    #[default]
    SkillOrder,
    /// To the agent who has been idle longest in any of the groups.
    LongestIdle,
    /// To the agent who has been busy for the smallest part of the time on duty so far, in any of the groups.
    LeastOccupied,
    /// To the group that is most proficient in the queue; of equals, to the first in the order of skills.
    MostSkilled,
}

/// How an agent who becomes free chooses among the queues where contacts wait. Within a queue: first come, first served.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AgentTakes {
    /// The first queue in the group's own order of skills.
    #[default]
    SkillOrder,
    /// The queue with the most urgent priority; at equal priority the contact that has waited longest.
    Priority,
    /// The contact that has waited longest in any of the group's queues.
    LongestWaiting,
    /// The contact with the largest product of its queue's weight and its wait.
    WeightedWait,
}

/// What becomes of the contacts that still wait when their queue closes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AtClosing {
    /// They are still served: agents whose duty ends stay, in overtime, until none of their contacts waits.
    #[default]
    Serve,
    /// They are disconnected; each counts as abandoned at that moment.
    Disconnect,
}

/// How it is simulated.
#[derive(Debug, Clone, PartialEq)]
pub struct SimulationSettings {
    /// How often.
    pub replications: Replications,
    /// The centre runs this long before the horizon, at the rates and levels of the horizon's first interval, before
    /// anything is counted: 0 for a centre that opens empty.
    pub warm_up: Seconds,
}

/// How often a horizon is simulated.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Replications {
    /// So often.
    Fixed(u32),
    /// Until the service level of every queue over the horizon is known to ± this share at 95 %, within limits.
    Auto {
        /// The half-width.
        precision: Share,
        /// At most so often.
        most: u32,
    },
}

/// How shifts are chosen and priced.
#[derive(Debug, Clone, PartialEq)]
pub struct SchedulingSettings {
    /// Price of an hour in which an agent is missing, for queues that have none of their own.
    pub under_cover_per_hour: MoneyPerHour,
    /// Price of an hour in which an agent is too many, beside the wage.
    pub over_cover_per_hour: MoneyPerHour,
    /// Relative gap at which the solver may stop.
    pub gap: Share,
    /// What is paid on top of the wage at some hours.
    pub premiums: Vec<Premium>,
    /// Trainings and meetings.
    pub sessions: Vec<Session>,
}

/// How satisfied customers are, as a share of those who would say so: a stated function, to be replaced by what your own
/// surveys say. Each contact that is answered starts from `base` and loses for its wait, for a transfer and for having had
/// to come again; who abandons or is blocked is satisfied with `lost`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Satisfaction {
    /// Answered at once, by the right person, at the first attempt.
    pub base: Share,
    /// Loss for each minute waited.
    pub per_minute: Share,
    /// Loss for each transfer or escalation.
    pub per_handover: Share,
    /// Loss for each earlier attempt or earlier contact about the same matter.
    pub per_repeat: Share,
    /// Satisfaction of who abandoned or was blocked.
    pub lost: Share,
}

impl Default for Satisfaction {
    /// Assumptions, to be replaced: 85 % of those who are helped at once are satisfied; every minute of waiting, every
    /// handover and every earlier attempt takes some of that away; who gave up is not satisfied.
    fn default() -> Self {
        Self {
            base: Share(0.85),
            per_minute: Share(0.02),
            per_handover: Share(0.10),
            per_repeat: Share(0.15),
            lost: Share::ZERO,
        }
    }
}

impl Satisfaction {
    /// Satisfaction of a contact that was answered, at least 0.
    pub fn of_answered(&self, wait_s: f64, handovers: u32, repeats: u32) -> f64 {
        let lost = self.per_minute.0 * wait_s / 60.0
            + self.per_handover.0 * f64::from(handovers)
            + self.per_repeat.0 * f64::from(repeats);
        (self.base.0 - lost).max(0.0)
    }
}
