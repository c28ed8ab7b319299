//! What the simulator reports. Every measure is defined here, once, in the doc of its field.
//!
//! Each is an [`Estimate`] over independent replications: a mean with the half-width of its 95 % interval. Ratios are
//! ratios of means over replications, never means of ratios. A contact belongs to the interval in which it arrived;
//! an agent's time to the interval in which it passed. Amounts are in the scenario's currency.
//!
//! What cannot happen in a scenario (callbacks where none are offered) is 0; what means nothing there (a backlog of calls)
//! has no mean.

use super::measure::{Measure, MeasureKey, Replicate};
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

macro_rules! measures {
    (
        $(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $measure:ident,)* }
        $(and { $($(#[$other_doc:meta])* $other:ident,)* })?
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Default, Serialize)]
        pub struct $name {
            $($(#[$field_doc])* pub $field: Estimate,)*
            $($($(#[$other_doc])* pub $other: Estimate,)*)?
        }

        impl $name {
            /// Those that follow from counts, in the order of the fields.
            pub const MEASURES: &[Measure] = &[$(Measure::$measure),*];

            /// Each field by its measure.
            pub(super) fn of(mut estimate: impl FnMut(Measure) -> Estimate) -> Self {
                Self {
                    $($field: estimate(Measure::$measure),)*
                    $($($other: Estimate::none(),)*)?
                }
            }

            /// The estimate of a measure, if it is one of those that follow from counts.
            pub fn get(&self, measure: Measure) -> Option<Estimate> {
                match measure {
                    $(Measure::$measure => Some(self.$field),)*
                    _ => None,
                }
            }
        }
    };
}

measures! {
    /// What happened to a queue, in a stretch of time.
    QueueMeasures {
        /// Contacts that came in: answered + abandoned + blocked + unserved + callbacks. A further attempt, a repeat, a contact
        /// handed in and a further turn of a conversation each count again.
        offered: Offered,
        /// Contacts that an agent took, those called back left out.
        answered: Answered,
        /// Contacts that left while they waited, of themselves or because the queue closed.
        abandoned: Abandoned,
        /// Contacts that found every waiting place or trunk line taken, or were handed in after closing.
        blocked: Blocked,
        /// Contacts that still waited when the simulation ended: nobody was there for them.
        unserved: Unserved,
        /// Abandoned / offered.
        abandonment: Abandonment,
        /// Service level within the queue's threshold, by the queue's definition. Blocked, unserved and called back contacts are
        /// not in it. Of deferred work: the share handled within the promise, finished in time / (answered + unserved whose promise
        /// was broken when all was over), with the abandoned, if there are any, as the definition says.
        service_level: ServiceLevel,
        /// Mean wait of the answered, in seconds.
        asa_s: Asa,
        /// Mean wait of all who were answered or abandoned, in seconds.
        mean_wait_s: MeanWait,
        /// Contacts that had to wait / (answered + abandoned).
        p_wait: PWait,
        /// Mean handling time of the answered and of those reached by a callback, in seconds, after-call work and attempts to
        /// reach them included.
        handling_time_s: HandlingTime,
        /// Contacts waiting, on average over time, whenever they came in. What passes after the horizon is not in it, and
        /// neither are callbacks that wait for their turn.
        mean_queue: MeanQueue,
        /// Occupancy of the groups that may take its contacts, together: time with any contact / time there (with overtime).
        occupancy: Occupancy,
        /// The queue's share of what its groups cost, by the time that they spent on its contacts. A group that had no
        /// contact at all in the stretch is shared equally by its queues.
        cost: Cost,
        /// Contacts that accepted to be called back.
        callbacks: Callbacks,
        /// Callbacks in which the customer was reached, in the stretch in which the customer had called.
        callbacks_reached: CallbacksReached,
        /// Mean time from the customer's call to the end of the callback, of those reached, in seconds.
        callback_wait_s: CallbackWait,
        /// Contacts lost for good: abandoned or blocked, or not reached by a callback, and did not try again.
        lost: Lost,
        /// What these would have been worth.
        lost_value: LostValue,
        /// Mean satisfaction of the answered, abandoned and blocked by the scenario's function, as a share of those who would say
        /// that they are satisfied: each of the answered starts from its base and loses for wait, handovers and repeats; each of the
        /// others counts as lost.
        satisfaction: Satisfaction,
        /// First-contact resolution: contacts whose matter was settled / contacts that were concluded, that is handled, not
        /// handed on and without further turns. Only where the queue says something about it: by a reason with a resolution
        /// below 1, or repeats.
        fcr: Fcr,
        /// Of the offered: a further attempt of somebody who had abandoned or been blocked.
        redials: Redials,
        /// Of the offered: the matter had not been settled before, by an agent or by a bot.
        repeats: Repeats,
        /// Of the offered: from another queue, by transfer or escalation.
        handed_in: HandedIn,
        /// Of the answered: handed on to another queue.
        handed_on: HandedOn,
        /// Of the offered: a bot could not help.
        from_bots: FromBots,
        /// Of the offered: a further turn of a conversation.
        turns: Turns,
        /// Deferred work: pieces waiting, on average over time.
        backlog: Backlog,
        /// Deferred work: pieces waiting at the end of the stretch, those laid aside included.
        backlog_at_end: BacklogAtEnd,
        /// Of these: at most a day old, by all hours.
        backlog_to_1_day: BacklogToOneDay,
        /// More than one day old, at most two.
        backlog_to_2_days: BacklogToTwoDays,
        /// More than two days old, at most seven.
        backlog_to_7_days: BacklogToSevenDays,
        /// Older.
        backlog_older: BacklogOlder,
        /// Of those waiting at the end of the stretch: the promise is broken already.
        overdue: Overdue,
    } and {
        /// Median wait of the answered and abandoned, in seconds, within 0.8 % (1/128 s below 1 s). Intervals have no
        /// half-width, and neither has anything where queues × days are more than 256; where queues × intervals are more than
        /// 4,096, intervals have no quantiles at all.
        wait_p50_s,
        /// 90 % of the answered and abandoned waited at most so long, in seconds; known as well as the median.
        wait_p90_s,
    }
}

measures! {
    /// What a group did, in a stretch of time.
    GroupMeasures {
        /// Agents on duty as planned, on average over the time.
        on_duty: OnDuty,
        /// Time with a contact / time there (on duty and not missing, or in overtime).
        occupancy: Occupancy,
        /// Contact-seconds / (time there × most contacts that an agent of the group holds at once). As occupancy where that is
        /// one.
        slot_use: SlotUse,
        /// Contacts held at once, on average over the time with at least one.
        held_at_once: HeldAtOnce,
        /// Contacts answered, in the interval in which they were.
        answered: Answered,
        /// Hours with a contact.
        busy_hours: BusyHours,
        /// Hours on duty, as planned.
        duty_hours: DutyHours,
        /// Hours planned on duty in which the agent was not there.
        missing_hours: MissingHours,
        /// Hours worked after the end of duty: contacts that had to be finished, and queues served after closing.
        overtime_hours: OvertimeHours,
        /// Agent-hours there in intervals in which the group's occupancy, in that replication, was above its limit.
        overload_hours: OverloadHours,
        /// Hours paid: (on duty + overtime) / (1 − shrinkage).
        paid_hours: PaidHours,
        /// Paid hours × wage.
        cost: Cost,
    }
}

measures! {
    /// What a named person did over the horizon.
    PersonMeasures {
        /// Contacts answered.
        answered: Answered,
        /// Time with a contact / time there.
        occupancy: Occupancy,
        /// Hours with a contact.
        busy_hours: BusyHours,
        /// Hours on duty, as planned.
        duty_hours: DutyHours,
        /// Hours there in intervals in which the person's own occupancy was above the group's limit.
        overload_hours: OverloadHours,
    }
}

measures! {
    /// What a bot did, in a stretch of time. A session belongs to the stretch in which it began.
    BotMeasures {
        /// Sessions.
        sessions: Sessions,
        /// Sessions that settled the matter.
        resolved: Resolved,
        /// Sessions that ended without an agent and without settling the matter: containment is not resolution.
        unresolved: Unresolved,
        /// Sessions escalated, to the next bot or an agent.
        escalated: Escalated,
        /// Contacts that would have entered and found the bot full or out of order.
        bypassed: Bypassed,
        /// (Resolved + unresolved) / sessions.
        containment: Containment,
        /// Resolved / sessions.
        resolution: Resolution,
        /// Mean length of a session, in seconds.
        session_time_s: SessionTime,
        /// Sessions × cost of a session.
        cost: Cost,
    }
}

measures! {
    /// What happened on a trunk, in a stretch of time.
    TrunkMeasures {
        /// Contacts that came from outside.
        offered: Offered,
        /// Contacts that found every line taken.
        blocked: Blocked,
        /// Blocked / offered.
        blocking: Blocking,
        /// Lines in use, on average over time.
        lines_in_use: LinesInUse,
    }
}

measures! {
    /// What became of the contacts of a reason over the horizon.
    ReasonMeasures {
        /// Contacts that came to the queue or its bot, further attempts included.
        offered: Offered,
        /// Contacts settled by a bot.
        bot_resolved: BotResolved,
        /// Contacts answered by an agent.
        answered: Answered,
        /// Mean handling time of these, in seconds.
        handling_time_s: HandlingTime,
        /// Contacts settled by an agent.
        settled: Settled,
        /// Contacts lost for good.
        lost: Lost,
        /// What these would have been worth.
        lost_value: LostValue,
    }
}

measures! {
    /// What happened to all queues, groups and bots together.
    TotalMeasures {
        /// Contacts that came in to a queue.
        offered: Offered,
        /// Contacts that an agent took, those called back left out.
        answered: Answered,
        /// Contacts that left while they waited.
        abandoned: Abandoned,
        /// Contacts that found every waiting place or trunk line taken.
        blocked: Blocked,
        /// Contacts that still waited at the end.
        unserved: Unserved,
        /// Abandoned / offered.
        abandonment: Abandonment,
        /// Service level over all queues, each with its own threshold and definition: sum of numerators / sum of denominators.
        service_level: ServiceLevel,
        /// Mean wait of the answered, in seconds.
        asa_s: Asa,
        /// Mean wait of the answered and abandoned, in seconds.
        mean_wait_s: MeanWait,
        /// Time with a contact / time there, over all groups.
        occupancy: Occupancy,
        /// Hours paid.
        paid_hours: PaidHours,
        /// What agents and bots cost.
        cost: Cost,
        /// Cost / (answered + reached by a callback + settled by a bot).
        cost_per_contact: CostPerContact,
        /// Contacts that accepted to be called back.
        callbacks: Callbacks,
        /// Callbacks in which the customer was reached.
        callbacks_reached: CallbacksReached,
        /// Contacts that bots settled.
        bot_resolved: BotResolved,
        /// What bots cost, by session.
        bot_cost: BotCost,
        /// Contacts lost for good.
        lost: Lost,
        /// What these would have been worth.
        lost_value: LostValue,
        /// Mean satisfaction of the answered, abandoned and blocked.
        satisfaction: Satisfaction,
        /// First-contact resolution over the queues that say something about it.
        fcr: Fcr,
    }
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
    /// Its reasons in the order of the scenario, over the horizon; empty where the queue names none.
    pub reasons: Vec<ReasonMeasures>,
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
    /// Its people in the order of the scenario, over the horizon; empty where they have no names.
    pub people: Vec<PersonMeasures>,
}

/// A bot over the horizon and by day.
#[derive(Debug, Clone, PartialEq)]
pub struct BotPerformance {
    /// Over the whole horizon.
    pub total: BotMeasures,
    /// Day by day of the calendar.
    pub days: Vec<BotMeasures>,
}

/// A trunk over the horizon and by day.
#[derive(Debug, Clone, PartialEq)]
pub struct TrunkPerformance {
    /// Over the whole horizon.
    pub total: TrunkMeasures,
    /// Day by day of the calendar.
    pub days: Vec<TrunkMeasures>,
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
    /// Bots, in the order of the scenario.
    pub bots: Vec<BotPerformance>,
    /// Trunks, in the order of the scenario.
    pub trunks: Vec<TrunkPerformance>,
    /// Everything together.
    pub total: TotalMeasures,
    /// What each replicate tells: all measures that follow from counts, of all queues, groups, bots, trunks, and of everything.
    pub keys: Vec<MeasureKey>,
    /// The measures of each replication over the horizon, in their order.
    pub replicates: Vec<Replicate>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    #[test]
    fn each_field_has_the_name_of_its_measure() {
        fn check<T: Serialize + Default>(measures: &[Measure]) {
            let Value::Object(fields) = serde_json::to_value(T::default()).unwrap() else { panic!() };
            for measure in measures {
                assert!(fields.contains_key(measure.name()), "{measure:?}");
            }
        }
        check::<QueueMeasures>(QueueMeasures::MEASURES);
        check::<GroupMeasures>(GroupMeasures::MEASURES);
        check::<PersonMeasures>(PersonMeasures::MEASURES);
        check::<BotMeasures>(BotMeasures::MEASURES);
        check::<TrunkMeasures>(TrunkMeasures::MEASURES);
        check::<ReasonMeasures>(ReasonMeasures::MEASURES);
        check::<TotalMeasures>(TotalMeasures::MEASURES);
    }
}
