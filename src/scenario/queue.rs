//! Queues: the contacts that come in, how long they take, how long they wait, and what they were promised.

use super::GroupId;
use crate::calendar::OpeningHours;
use crate::distribution::Distribution;
use crate::target::Target;
use crate::units::Seconds;
use jiff::civil::Date;

/// The medium of a queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Channel {
    /// Calls: one at a time, answered at once or waited for on the line.
    #[default]
    Voice,
}

impl Channel {
    /// All channels.
    pub const ALL: [Self; 1] = [Self::Voice];

    /// Its name in scenario files and results.
    pub fn name(self) -> &'static str {
        match self {
            Self::Voice => "voice",
        }
    }
}

/// A stream of contacts of one kind.
#[derive(Debug, Clone, PartialEq)]
pub struct Queue {
    /// Its name.
    pub name: String,
    /// Its medium.
    pub channel: Channel,
    /// When contacts are taken.
    pub opening_hours: OpeningHours,
    /// How many contacts come.
    pub volume: Volume,
    /// Multiplies the volume: 1.1 is a tenth more. For what-ifs.
    pub volume_factor: f64,
    /// Named events that raise or lower the volume.
    pub events: Vec<Event>,
    /// Coefficient of variation of the random factor (gamma, mean 1) that multiplies all of a day's volume: 0 is a
    /// Poisson day; 0.1 means that a day is typically 10 % above or below its forecast.
    pub day_factor_cv: f64,
    /// Time from answer to the end of after-call work.
    pub handling: Distribution,
    /// How long a contact waits before it abandons; `None` for ever.
    pub patience: Option<Distribution>,
    /// Contacts that may wait at once; one more is blocked. `None`: any number.
    pub waiting_places: Option<u32>,
    /// What is promised.
    pub target: Target,
    /// The threshold of the service level in reports, also where no service level is promised.
    pub service_level_within: Seconds,
    /// Rank when agents choose by priority: 1 is taken first.
    pub priority: u32,
    /// Groups that help only after a wait.
    pub overflow: Option<Overflow>,
}

/// Expected contacts, before events, factor and day factor.
#[derive(Debug, Clone, PartialEq)]
pub enum Volume {
    /// A constant rate per hour while the queue is open.
    PerHour(f64),
    /// By profiles.
    Profile {
        /// Contacts on an average open day.
        per_day: f64,
        /// Factor by weekday, Monday first; 1 is an average day.
        weekday: [f64; 7],
        /// Weights over the day: clock minute at which each begins (ascending, the first at 0), and contacts per minute
        /// relative to the others. Only open minutes count; a day's weights share out that day's contacts.
        intraday: Vec<(u32, f64)>,
        /// Growth per week, compound: 0.02 is 2 % more each week after the first.
        growth_per_week: f64,
    },
    /// Contacts in each interval of the calendar, from a table.
    Table(Vec<f64>),
}

/// A campaign, a recall, a strike: it multiplies the volume from one date to another.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Its name.
    pub name: String,
    /// First day.
    pub first: Date,
    /// Last day, included.
    pub last: Date,
    /// Multiplies the volume on those days.
    pub factor: f64,
}

/// Groups that help only after a wait.
#[derive(Debug, Clone, PartialEq)]
pub struct Overflow {
    /// The wait.
    pub after: Seconds,
    /// Those groups; they have the queue among their skills.
    pub to: Vec<GroupId>,
}
