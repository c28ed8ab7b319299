//! Measures by name, and how each follows from the sums over a stretch of time: every formula stands here once, whether
//! the measure is of an interval, a day or the horizon, of a queue, a group or everything.

use super::facts::{BacklogFacts, BotFacts, CrewFacts, JourneyFacts, QueueFacts};

/// What was counted over a stretch of time in one replication about a queue, a group, a bot, a trunk, a reason or everything.
/// What does not apply to the subject stays 0.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sums {
    /// Contacts that came.
    pub offered: f64,
    /// What became of the contacts; of a group, `answered` alone.
    pub contacts: QueueFacts,
    pub journey: JourneyFacts,
    /// At the end of the stretch.
    pub backlog: BacklogFacts,
    /// Of a queue: what all did together who may take its contacts.
    pub agents: CrewFacts,
    pub bots: BotFacts,
    /// Line-seconds of a trunk in use.
    pub lines: f64,
    /// Numerator and denominator of the service level, which each queue has by its own definition.
    pub service_level: (f64, f64),
    /// The same of the satisfaction.
    pub satisfaction: (f64, f64),
    /// The same of first-contact resolution; 0 of queues that say nothing about it.
    pub first_contact: (f64, f64),
    /// Length of the stretch in seconds.
    pub seconds: f64,
    /// Agent-seconds on duty as planned.
    pub planned: f64,
    /// Agent-seconds there, on duty or in overtime.
    pub available: f64,
    /// Contact-seconds for which these had room.
    pub room: f64,
    /// Agent-seconds there in intervals of an occupancy above the group's limit.
    pub overload: f64,
    /// Paid seconds.
    pub paid: f64,
    /// What agents cost.
    pub agents_cost: f64,
    /// What bots cost.
    pub bot_cost: f64,
}

impl Sums {
    /// The sums over this stretch and the one after it.
    pub fn add(&mut self, later: &Self) {
        self.add_at_once(later);
        self.backlog = later.backlog;
        self.seconds += later.seconds;
    }

    /// The sums of this and another subject over the same stretch.
    pub fn add_at_once(&mut self, other: &Self) {
        let plus = |mine: &mut (f64, f64), theirs: (f64, f64)| *mine = (mine.0 + theirs.0, mine.1 + theirs.1);
        self.offered += other.offered;
        self.contacts += &other.contacts;
        self.journey += &other.journey;
        self.agents += &other.agents;
        self.bots += &other.bots;
        self.lines += other.lines;
        plus(&mut self.service_level, other.service_level);
        plus(&mut self.satisfaction, other.satisfaction);
        plus(&mut self.first_contact, other.first_contact);
        self.planned += other.planned;
        self.available += other.available;
        self.room += other.room;
        self.overload += other.overload;
        self.paid += other.paid;
        self.agents_cost += other.agents_cost;
        self.bot_cost += other.bot_cost;
    }

    fn waits(&self) -> f64 {
        self.contacts.wait_answered + self.contacts.wait_abandoned
    }

    fn answered_or_abandoned(&self) -> u32 {
        self.contacts.answered + self.contacts.abandoned
    }

    fn served(&self) -> u32 {
        self.contacts.answered + self.journey.callbacks_reached
    }
}

/// A number of a replication: numerator and denominator 1.
fn count(number: impl Into<f64>) -> (f64, f64) {
    (number.into(), 1.0)
}

/// A ratio of sums of a replication.
fn ratio(numerator: impl Into<f64>, denominator: impl Into<f64>) -> (f64, f64) {
    (numerator.into(), denominator.into())
}

fn hours(seconds: f64) -> (f64, f64) {
    count(seconds / 3600.0)
}

macro_rules! measures {
    ($sums:ident: $($(#[$doc:meta])* $measure:ident $name:literal $kind:ident($($part:expr),+),)*) => {
        /// What is measured. The doc of the field of that name in the measures of its subject says it in full.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Measure {
            $($(#[$doc])* $measure,)*
        }

        impl Measure {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$measure),*];

            /// Its name in results, with its unit.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$measure => $name,)*
                }
            }

            /// Whether it is a ratio of two sums; otherwise it is a number by replication.
            pub const fn is_ratio(self) -> bool {
                match self {
                    $(Self::$measure => matches!(stringify!($kind).as_bytes(), b"ratio"),)*
                }
            }

            /// Numerator and denominator of a replication: the measure is the ratio of their means over replications. The
            /// denominator of a number is 1.
            pub(super) fn of(self, $sums: &Sums) -> (f64, f64) {
                match self {
                    $(Self::$measure => $kind($($part),+),)*
                }
            }
        }
    };
}

measures! { sums:
    /// Contacts that came in.
    Offered "offered" count(sums.offered),
    /// Contacts that an agent took.
    Answered "answered" count(sums.contacts.answered),
    /// Contacts that left while they waited.
    Abandoned "abandoned" count(sums.contacts.abandoned),
    /// Contacts that found every place or line taken, or the doors shut.
    Blocked "blocked" count(sums.contacts.blocked),
    /// Contacts that still waited at the end.
    Unserved "unserved" count(sums.contacts.unserved),
    /// Abandoned of offered.
    Abandonment "abandonment" ratio(sums.contacts.abandoned, sums.offered),
    /// Service level by the queue's definition.
    ServiceLevel "service_level" ratio(sums.service_level.0, sums.service_level.1),
    /// Mean wait of the answered.
    Asa "asa_s" ratio(sums.contacts.wait_answered, sums.contacts.answered),
    /// Mean wait of the answered and abandoned.
    MeanWait "mean_wait_s" ratio(sums.waits(), sums.answered_or_abandoned()),
    /// Share of these who waited.
    PWait "p_wait" ratio(sums.contacts.waited, sums.answered_or_abandoned()),
    /// Mean handling time.
    HandlingTime "handling_time_s" ratio(sums.contacts.handling, sums.served()),
    /// Contacts waiting on average.
    MeanQueue "mean_queue" count(sums.contacts.waiting_time / sums.seconds),
    /// Time with a contact of the time there.
    Occupancy "occupancy" ratio(sums.agents.busy, sums.available),
    /// What agents and bots cost.
    Cost "cost" count(sums.agents_cost + sums.bot_cost),
    /// Contacts that accepted a callback.
    Callbacks "callbacks" count(sums.contacts.callbacks),
    /// Callbacks in which the customer was reached.
    CallbacksReached "callbacks_reached" count(sums.journey.callbacks_reached),
    /// Mean time from arrival to the end of the callback.
    CallbackWait "callback_wait_s" ratio(sums.journey.callback_wait, sums.journey.callbacks_reached),
    /// Contacts lost for good.
    Lost "lost" count(sums.contacts.lost),
    /// Their value.
    LostValue "lost_value" count(sums.contacts.lost_value),
    /// Mean satisfaction.
    Satisfaction "satisfaction" ratio(sums.satisfaction.0, sums.satisfaction.1),
    /// First-contact resolution.
    Fcr "fcr" ratio(sums.first_contact.0, sums.first_contact.1),
    /// Contacts that came in as a further attempt.
    Redials "redials" count(sums.journey.redials),
    /// Contacts that came in because their matter was not settled.
    Repeats "repeats" count(sums.journey.repeats),
    /// Contacts that came in from another queue.
    HandedIn "handed_in" count(sums.journey.handed_in),
    /// Contacts that were handed on to another queue.
    HandedOn "handed_on" count(sums.journey.handed_on),
    /// Contacts that came in from a bot.
    FromBots "from_bots" count(sums.journey.from_bots),
    /// Contacts that came in as a further turn of a conversation.
    Turns "turns" count(sums.journey.turns),
    /// Pieces of deferred work waiting on average.
    Backlog "backlog" count(sums.contacts.waiting_time / sums.seconds),
    /// Pieces waiting at the end.
    BacklogAtEnd "backlog_at_end" count(sums.backlog.by_age.iter().sum::<u32>()),
    /// Of them, at most a day old.
    BacklogToOneDay "backlog_to_1_day" count(sums.backlog.by_age[0]),
    /// One to two days old.
    BacklogToTwoDays "backlog_to_2_days" count(sums.backlog.by_age[1]),
    /// Two to seven days old.
    BacklogToSevenDays "backlog_to_7_days" count(sums.backlog.by_age[2]),
    /// Older.
    BacklogOlder "backlog_older" count(sums.backlog.by_age[3]),
    /// Pieces waiting at the end whose promise is broken.
    Overdue "overdue" count(sums.backlog.overdue),
    /// Agents on duty on average.
    OnDuty "on_duty" count(sums.planned / sums.seconds),
    /// Contact-seconds of those for which there was room.
    SlotUse "slot_use" ratio(sums.agents.slots, sums.room),
    /// Contacts held at once while busy.
    HeldAtOnce "held_at_once" ratio(sums.agents.slots, sums.agents.busy),
    /// Hours with a contact.
    BusyHours "busy_hours" hours(sums.agents.busy),
    /// Hours planned on duty.
    DutyHours "duty_hours" hours(sums.planned),
    /// Hours worked after the end of duty.
    OvertimeHours "overtime_hours" hours(sums.agents.overtime),
    /// Hours planned on duty in which nobody was there.
    MissingHours "missing_hours" hours(sums.agents.missing),
    /// Hours there in intervals of too high an occupancy.
    OverloadHours "overload_hours" hours(sums.overload),
    /// Hours paid.
    PaidHours "paid_hours" hours(sums.paid),
    /// Sessions of a bot.
    Sessions "sessions" count(sums.bots.sessions),
    /// Sessions that settled the matter.
    Resolved "resolved" count(sums.bots.resolved),
    /// Sessions contained without settling it.
    Unresolved "unresolved" count(sums.bots.unresolved),
    /// Sessions escalated.
    Escalated "escalated" count(sums.bots.escalated),
    /// Contacts that found the bot full or out of order.
    Bypassed "bypassed" count(sums.bots.bypassed),
    /// Sessions that did not go on to an agent at once.
    Containment "containment" ratio(sums.bots.resolved + sums.bots.unresolved, sums.bots.sessions),
    /// Sessions that settled the matter, of all.
    Resolution "resolution" ratio(sums.bots.resolved, sums.bots.sessions),
    /// Mean length of a session.
    SessionTime "session_time_s" ratio(sums.bots.session_time, sums.bots.sessions),
    /// Share of contacts that found every line taken.
    Blocking "blocking" ratio(sums.contacts.blocked, sums.offered),
    /// Lines in use on average.
    LinesInUse "lines_in_use" count(sums.lines / sums.seconds),
    /// Contacts settled by a bot.
    BotResolved "bot_resolved" count(sums.bots.resolved),
    /// Contacts settled by an agent.
    Settled "settled" count(sums.journey.settled),
    /// What bots cost.
    BotCost "bot_cost" count(sums.bot_cost),
    /// What a contact costs that was helped by an agent or a bot.
    CostPerContact "cost_per_contact"
        ratio(sums.agents_cost + sums.bot_cost, sums.served() + sums.bots.resolved),
}

/// What a measure is about; indices are those of the scenario.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// A queue.
    Queue(usize),
    /// A group.
    Group(usize),
    /// A bot.
    Bot(usize),
    /// A trunk.
    Trunk(usize),
    /// Everything together.
    Total,
}

/// A measure over the horizon, and of what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MeasureKey {
    /// Of what.
    pub subject: Subject,
    /// Which.
    pub measure: Measure,
}

/// The measures of one replication over the horizon, for comparisons replication by replication.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Replicate {
    /// Numerator and denominator of each measure, in the order of the keys of the performance. The measure over
    /// replications is the ratio of their means; where it is a number and not a ratio, the denominator is always 1. Where both
    /// are 0, the replication says nothing about it.
    pub measures: Vec<(f64, f64)>,
}
