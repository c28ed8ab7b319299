//! What the simulator reports. Every measure is defined here, once, in the doc of its field.
//!
//! Each is an [`Estimate`] over independent replications: a mean with the half-width of its 95 % interval. Ratios are
//! ratios of means over replications, never means of ratios. A contact belongs to the interval in which it arrived;
//! an agent's time to the interval in which it passed.

use super::verdict::judge;
use crate::statistics::Estimate;
use crate::target::{ServiceLevelDefinition, Target};
use crate::units::Seconds;
use serde::Serialize;

/// Whether a promise was kept, as far as the simulation can tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Shown to be kept: the whole interval of every promised measure is on the right side.
    Kept,
    /// Shown to be missed: the whole interval of a promised measure is on the wrong side.
    Missed,
    /// Neither: an interval contains the promised value.
    Unclear,
    /// Nothing was promised, or nothing came.
    NoPromise,
}

/// What happened to a queue, in a stretch of time.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct QueueMeasures {
    /// Contacts that came in: answered + abandoned + blocked + unserved.
    pub offered: Estimate,
    /// Contacts that an agent took.
    pub answered: Estimate,
    /// Contacts that left while they waited, of themselves or because the queue closed.
    pub abandoned: Estimate,
    /// Contacts that found every waiting place taken.
    pub blocked: Estimate,
    /// Contacts that still waited when the simulation ended: nobody was there for them.
    pub unserved: Estimate,
    /// Abandoned / offered.
    pub abandonment: Estimate,
    /// Service level within the queue's threshold, by the queue's definition. Blocked and unserved contacts are not in it.
    pub service_level: Estimate,
    /// Mean wait of the answered, in seconds.
    pub asa_s: Estimate,
    /// Mean wait of all who were answered or abandoned, in seconds.
    pub mean_wait_s: Estimate,
    /// Contacts that had to wait / (answered + abandoned).
    pub p_wait: Estimate,
    /// Median wait of the answered and abandoned, in seconds, within 0.8 % (1/128 s below 1 s). Intervals have no
    /// half-width, and neither has anything where queues × days are more than 512; where queues × intervals are more than
    /// 16,384, intervals have no quantiles at all.
    pub wait_p50_s: Estimate,
    /// 90 % of the answered and abandoned waited at most so long, in seconds; known as well as the median.
    pub wait_p90_s: Estimate,
    /// Mean handling time of the answered, in seconds.
    pub handling_time_s: Estimate,
    /// Contacts waiting, on average over time, whenever they came in. What passes after the horizon is not in it.
    pub mean_queue: Estimate,
    /// Occupancy of the groups that may take its contacts, together: time with any contact / time on duty (with overtime).
    pub occupancy: Estimate,
    /// The queue's share of what its groups cost, by the time that they spent on its contacts, in the scenario's currency.
    /// A group that had no contact at all in the stretch is shared equally by its queues.
    pub cost: Estimate,
}

/// What a group did, in a stretch of time.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GroupMeasures {
    /// Agents on duty, on average over the time.
    pub on_duty: Estimate,
    /// Time with a contact / time on duty (with the overtime at the end of duty).
    pub occupancy: Estimate,
    /// Contacts answered, in the interval in which they were.
    pub answered: Estimate,
    /// Hours with a contact.
    pub busy_hours: Estimate,
    /// Hours on duty, as planned.
    pub duty_hours: Estimate,
    /// Hours worked after the end of duty: contacts that had to be finished, and queues served after closing.
    pub overtime_hours: Estimate,
    /// Hours paid: (on duty + overtime) / (1 − shrinkage).
    pub paid_hours: Estimate,
    /// Paid hours × wage, in the scenario's currency.
    pub cost: Estimate,
}

/// What happened to all queues and groups together.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TotalMeasures {
    /// Contacts that came in.
    pub offered: Estimate,
    /// Contacts that an agent took.
    pub answered: Estimate,
    /// Contacts that left while they waited.
    pub abandoned: Estimate,
    /// Contacts that found every waiting place taken.
    pub blocked: Estimate,
    /// Contacts that still waited at the end.
    pub unserved: Estimate,
    /// Abandoned / offered.
    pub abandonment: Estimate,
    /// Service level over all queues, each with its own threshold and definition: sum of numerators / sum of denominators.
    pub service_level: Estimate,
    /// Mean wait of the answered, in seconds.
    pub asa_s: Estimate,
    /// Mean wait of the answered and abandoned, in seconds.
    pub mean_wait_s: Estimate,
    /// Time with a contact / time on duty, over all groups.
    pub occupancy: Estimate,
    /// Hours paid.
    pub paid_hours: Estimate,
    /// What it costs, in the scenario's currency.
    pub cost: Estimate,
    /// Cost / answered.
    pub cost_per_contact: Estimate,
}

/// A queue over the horizon and in detail.
#[derive(Debug, Clone, PartialEq)]
pub struct QueuePerformance {
    /// The definition by which the service level was counted.
    pub definition: ServiceLevelDefinition,
    /// The threshold of the service level.
    pub within: Seconds,
    /// What was promised.
    pub target: Target,
    /// Over the whole horizon.
    pub total: QueueMeasures,
    /// Day by day of the calendar.
    pub days: Vec<QueueMeasures>,
    /// Interval by interval of the calendar.
    pub intervals: Vec<QueueMeasures>,
}

impl QueuePerformance {
    /// Whether measures of this queue (its total, a day, an interval) keep its promise, as [`judge`] says.
    pub fn verdict(&self, measures: &QueueMeasures) -> Verdict {
        judge(&self.target, measures)
    }
}

/// A group over the horizon and in detail.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupPerformance {
    /// Over the whole horizon.
    pub total: GroupMeasures,
    /// Day by day of the calendar.
    pub days: Vec<GroupMeasures>,
    /// Interval by interval of the calendar.
    pub intervals: Vec<GroupMeasures>,
}

/// The outcome of a simulation: facts about every queue and group, in the order of the scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Performance {
    /// The seed.
    pub seed: u64,
    /// How many replications it took.
    pub replications: u32,
    /// Queues, in the order of the scenario.
    pub queues: Vec<QueuePerformance>,
    /// Groups, in the order of the scenario.
    pub groups: Vec<GroupPerformance>,
    /// Everything together.
    pub total: TotalMeasures,
}
