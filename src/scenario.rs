//! What is given: a [`Scenario`] holds everything that a question needs, and exists only if it is valid.
//!
//! It is read from a TOML file by [`mod@file`], which reports every problem at once. Names live in the file and in the
//! reports; in between, queues and groups are known by their index types.

pub mod coming;
pub mod contract;
pub mod edit;
pub mod file;
pub mod guarded;
pub mod intraday;
pub mod journey;
pub mod keys;
pub mod kind;
pub mod people;
pub mod plan;
pub mod problem;
pub mod queue;
pub mod roster;
pub mod schema;
pub mod settings;
pub mod shift_rules;
pub mod template;
pub mod today;

mod build;
mod form;
mod overrides;
mod part;
pub(crate) mod table;
mod tree;

use crate::calendar::{Calendar, OpeningHours};
pub use contract::{GroupContract, WeekendRotation};
pub use intraday::IntradaySettings;
pub use journey::{
    Bot, BotOutcome, Callback, CallbackTime, ComesBack, Concurrency, Deferred, Handover, Pauses, Reason, Trunk, Window,
};
pub use people::{Attendance, Group, Person, Site, TenureClass};
pub use plan::{
    Alternative, Budget, Charge, Coaching, Commitments, Effect, GroupPlan, HiringChannel, Initiative, Learning, Move,
    News, Partner, PlanAssumptions, Prices, RunningCosts, SelfService, Step, TrainingPlace, Uncertain, UncertainLaw,
    Uncertainty,
};
pub use queue::{Busyness, Channel, Event, ForecastError, Overflow, Queue, Volume};
pub use roster::{Contract, Employee, EmployeeWish, Limits, RosterSettings, Wished, WorkedShift};
pub use settings::{
    AgentTakes, AtClosing, ContactGoes, Replications, Routing, Satisfaction, SchedulingSettings, SimulationSettings,
};
pub use shift_rules::{BreakRule, OvertimeRule, Premium, Session, ShiftType, SplitRule};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub usize);
    };
}

id! {
    /// Index of a queue in [`Scenario::queues`].
    QueueId
}
id! {
    /// Index of a group of agents in [`Scenario::groups`].
    GroupId
}
id! {
    /// Index of a contract in [`Group::contracts`].
    ContractId
}
id! {
    /// Index of a site in [`Scenario::sites`].
    SiteId
}
id! {
    /// Index of a session in [`SchedulingSettings::sessions`].
    SessionId
}
id! {
    /// Index of a shift type in [`Scenario::shift_types`].
    ShiftTypeId
}

/// A question with all that is needed to answer it. Fields are public for reading; one that was made or changed by
/// hand has not passed the door, and what reads it may then fail.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// Short name, for titles.
    pub name: String,
    /// The question that the scenario answers, in the manager's words.
    pub question: String,
    /// Currency of all amounts, as written behind them: `EUR`.
    pub currency: String,
    /// Seed of all random numbers.
    pub seed: u64,
    /// Fingerprint of all inputs (the file, the tables beside it, the overrides), in hexadecimal.
    pub digest: String,
    /// The horizon and its intervals.
    pub calendar: Calendar,
    /// When the centre is open; a queue may have hours of its own.
    pub opening_hours: OpeningHours,
    /// Queues in the order of the file.
    pub queues: Vec<Queue>,
    /// Groups of agents in the order of the file.
    pub groups: Vec<Group>,
    /// Sites in the order of the file.
    pub sites: Vec<Site>,
    /// Bots in the order of the file.
    pub bots: Vec<Bot>,
    /// Trunks in the order of the file.
    pub trunks: Vec<Trunk>,
    /// How satisfied customers are.
    pub satisfaction: Satisfaction,
    /// Shift types in the order of the file; without any, nothing can be scheduled.
    pub shift_types: Vec<ShiftType>,
    /// How contacts and agents find each other.
    pub routing: Routing,
    /// How it is simulated.
    pub simulation: SimulationSettings,
    /// How shifts are chosen and priced.
    pub scheduling: SchedulingSettings,
    /// What may be done on the day itself.
    pub intraday: IntradaySettings,
    /// Assumptions for the plan over months; without them, nothing can be planned.
    pub plan: Option<PlanAssumptions>,
    /// Named people; without them, shifts are for whoever is there.
    pub roster: Option<RosterSettings>,
    /// Every value in force, for the assumptions page: what was given and what is a default, with the default's source.
    pub assumptions: Vec<Assumption>,
}

/// One value in force in a scenario.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assumption {
    /// Where it stands: `queue.orders.handling.mean`.
    pub path: String,
    /// Its value as written: `5m`.
    pub value: String,
    /// Where it comes from.
    pub origin: Origin,
}

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// From the scenario file.
    File,
    /// From `--set` on the command line.
    Override,
    /// A default, with its source.
    Default(String),
}

impl Scenario {
    /// A scenario of these queues and groups with nothing else: round the clock, simulated once, in EUR.
    pub fn plain(calendar: Calendar, queues: Vec<Queue>, groups: Vec<Group>) -> Self {
        use crate::units::{MoneyPerHour, Seconds, Share};
        Self {
            name: "plain".to_owned(),
            question: String::new(),
            currency: "EUR".to_owned(),
            seed: 1,
            digest: String::new(),
            calendar,
            opening_hours: OpeningHours::always(),
            queues,
            groups,
            sites: Vec::new(),
            bots: Vec::new(),
            trunks: Vec::new(),
            satisfaction: Satisfaction::default(),
            shift_types: Vec::new(),
            routing: Routing::default(),
            simulation: SimulationSettings { replications: Replications::Fixed(1), warm_up: Seconds::ZERO },
            scheduling: SchedulingSettings {
                under_cover_per_hour: MoneyPerHour(100.0),
                over_cover_per_hour: MoneyPerHour(1.0),
                gap: Share(0.01),
                premiums: Vec::new(),
                sessions: Vec::new(),
            },
            intraday: IntradaySettings::default(),
            plan: None,
            roster: None,
            assumptions: Vec::new(),
        }
    }

    /// Ids of all queues, in order.
    pub fn queue_ids(&self) -> impl ExactSizeIterator<Item = QueueId> + use<> {
        (0..self.queues.len()).map(QueueId)
    }

    /// Ids of all groups, in order.
    pub fn group_ids(&self) -> impl ExactSizeIterator<Item = GroupId> + use<> {
        (0..self.groups.len()).map(GroupId)
    }

    /// The queue of an id.
    pub fn queue(&self, id: QueueId) -> &Queue {
        &self.queues[id.0]
    }

    /// Price of an hour in which an agent is missing for a queue: its own, or that of the scheduling settings.
    pub fn price_of_missing(&self, id: QueueId) -> crate::units::MoneyPerHour {
        self.queue(id).under_cover_per_hour.unwrap_or(self.scheduling.under_cover_per_hour)
    }

    /// Whether that of any queue is another than that of the scheduling settings.
    pub fn has_prices_by_queue(&self) -> bool {
        self.queue_ids().any(|queue| self.price_of_missing(queue) != self.scheduling.under_cover_per_hour)
    }

    /// The group of an id.
    pub fn group(&self, id: GroupId) -> &Group {
        &self.groups[id.0]
    }

    /// The bots before a queue, each with its place among all bots, in the order in which contacts meet them.
    pub fn bots_before(&self, queue: QueueId) -> impl Iterator<Item = (usize, &Bot)> {
        self.bots.iter().enumerate().filter(move |(_, bot)| bot.queues.contains(&queue))
    }

    /// Groups that may take a queue's contacts, in the order in which a contact tries them: by the place of the queue
    /// in the group's list of skills, then in the order of the file. With each comes the wait after which it may.
    pub fn groups_for(&self, queue: QueueId) -> Vec<Candidate> {
        let mut candidates: Vec<(usize, Candidate)> = Vec::new();
        for (index, group) in self.groups.iter().enumerate() {
            if let Some(rank) = group.skills.iter().position(|&skill| skill == queue) {
                let overflow =
                    self.queue(queue).overflow.as_ref().filter(|overflow| overflow.to.contains(&GroupId(index)));
                let after = overflow.map_or(crate::units::Seconds::ZERO, |overflow| overflow.after);
                candidates.push((rank, Candidate { group: GroupId(index), after }));
            }
        }
        candidates.sort_by_key(|&(rank, candidate)| (rank, candidate.group));
        candidates.into_iter().map(|(_, candidate)| candidate).collect()
    }
}

/// A group that may take a contact, and how long the contact must have waited first.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Candidate {
    /// The group.
    pub group: GroupId,
    /// The wait after which the group may take the contact; 0 but for overflow.
    pub after: crate::units::Seconds,
}
