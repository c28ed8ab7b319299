//! Settings: how contacts are routed, how the simulation and the scheduler work.

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
    /// Price of an hour in which an agent is missing.
    pub under_cover_per_hour: MoneyPerHour,
    /// Price of an hour in which an agent is too many, beside the wage.
    pub over_cover_per_hour: MoneyPerHour,
    /// Relative gap at which the solver may stop.
    pub gap: Share,
}
