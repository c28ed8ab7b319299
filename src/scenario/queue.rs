//! Queues: the contacts that come in, how long they take, how long they wait, and what they were promised.

use super::GroupId;
use super::journey::{Callback, ComesBack, Concurrency, Deferred, Pauses, Reason};
use crate::calendar::OpeningHours;
use crate::distribution::Distribution;
use crate::target::{Over, Target};
use crate::units::{Money, MoneyPerHour, Seconds, Share};
use jiff::civil::Date;

/// The medium of a queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Channel {
    /// Calls: one at a time, answered at once or waited for on the line.
    #[default]
    Voice,
    /// Chats: live like calls, but an agent may hold several at once.
    Chat,
    /// Messages: conversations with long pauses, several at once.
    Messaging,
    /// E-mails: deferred work with a promise in opening hours.
    Email,
    /// Posts and comments: deferred work.
    Social,
    /// Cases of the back office: deferred work.
    Cases,
}

impl Channel {
    /// All channels.
    pub const ALL: [Self; 6] = [Self::Voice, Self::Chat, Self::Messaging, Self::Email, Self::Social, Self::Cases];

    /// Its name in scenario files and results.
    pub fn name(self) -> &'static str {
        match self {
            Self::Voice => "voice",
            Self::Chat => "chat",
            Self::Messaging => "messaging",
            Self::Email => "email",
            Self::Social => "social",
            Self::Cases => "cases",
        }
    }

    /// The channel of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.name() == name)
    }

    /// Whether its work can wait over night.
    pub fn is_deferred(self) -> bool {
        matches!(self, Self::Email | Self::Social | Self::Cases)
    }

    /// Whether an agent may hold several of its contacts at once.
    pub fn is_written_live(self) -> bool {
        matches!(self, Self::Chat | Self::Messaging)
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
    /// Correlation (of the normal numbers behind them) between this queue's day factor and a factor that all queues
    /// share, −1 to 1: the factors of two queues are correlated by the product of theirs.
    pub day_factor_correlation: f64,
    /// By how much the volume's forecast may be wrong, in place of a day factor; `None`: the volume is as good as known but for the
    /// day factor and chance.
    pub forecast_error: Option<ForecastError>,
    /// How volume comes and goes within a day beyond chance; `None`: by chance only.
    pub busyness: Option<Busyness>,
    /// Time from answer to the end of the work; to the end of talk where `after_call_work` is given.
    pub handling: Distribution,
    /// Work after the talk, in which the agent is busy and the line is free already.
    pub after_call_work: Option<Distribution>,
    /// How long a contact waits before it abandons; `None` for ever.
    pub patience: Option<Distribution>,
    /// Share of those who hear that they would have to wait and leave at once; they count as abandoned.
    pub balking: Share,
    /// Contacts that may wait at once; one more is blocked. `None`: any number.
    pub waiting_places: Option<u32>,
    /// What is promised.
    pub target: Target,
    /// The threshold of the service level in reports, also where no service level is promised.
    pub service_level_within: Seconds,
    /// Rank when agents choose by priority: 1 is taken first.
    pub priority: u32,
    /// Weight of a second of waiting where agents choose by weighted waits.
    pub weight: f64,
    /// Price of an hour in which an agent is missing for it; `None`: that of the scheduling settings.
    pub under_cover_per_hour: Option<MoneyPerHour>,
    /// Groups that help only after a wait.
    pub overflow: Option<Overflow>,
    /// Why customers get in touch; never empty.
    pub reasons: Vec<Reason>,
    /// How many contacts an agent holds at once; chat and messaging only.
    pub concurrency: Option<Concurrency>,
    /// The pauses in conversations; messaging only.
    pub pauses: Option<Pauses>,
    /// How the work waits; e-mail, social and cases only.
    pub deferred: Option<Deferred>,
    /// Callbacks instead of holding; voice only.
    pub callback: Option<Callback>,
    /// Who abandons or is blocked may try again.
    pub redial: Option<ComesBack>,
    /// Those whose matter is not settled come back.
    pub repeat: Option<ComesBack>,
}

impl Queue {
    /// A queue of calls with nothing special: always open, patient without end, without promise.
    pub fn plain(name: &str, volume: Volume, handling: Distribution) -> Self {
        Self {
            name: name.to_owned(),
            channel: Channel::Voice,
            opening_hours: OpeningHours::always(),
            volume,
            volume_factor: 1.0,
            events: Vec::new(),
            day_factor_cv: 0.0,
            day_factor_correlation: 0.0,
            forecast_error: None,
            busyness: None,
            handling,
            after_call_work: None,
            patience: None,
            balking: Share::ZERO,
            waiting_places: None,
            target: Target::default(),
            service_level_within: Seconds(20.0),
            priority: 1,
            weight: 1.0,
            under_cover_per_hour: None,
            overflow: None,
            reasons: vec![Reason {
                name: String::new(),
                share: Share(1.0),
                handling_factor: 1.0,
                value: Money::ZERO,
                resolution: Share(1.0),
                escalation: None,
                transfer: None,
                with_bot: Vec::new(),
            }],
            concurrency: None,
            pauses: None,
            deferred: None,
            callback: None,
            redial: None,
            repeat: None,
        }
    }
}

impl Queue {
    /// Mean work of an agent on a contact that is the only one in hand: handling (all turns of a conversation) times a
    /// factor, and work after it.
    pub fn mean_work(&self, handling_factor: f64) -> Seconds {
        let turns = self.pauses.as_ref().map_or(1.0, |pauses| pauses.turns);
        let after = self.after_call_work.as_ref().map_or(Seconds::ZERO, Distribution::mean);
        self.handling.mean() * (handling_factor * turns) + after
    }

    /// The stretches of time over each of which its promise is to hold: as given, else every interval, and for deferred work
    /// the horizon, since what comes at night is done by day.
    pub fn promised_over(&self) -> Over {
        let usual = if self.deferred.is_some() { Over::Horizon } else { Over::Interval };
        self.target.over.unwrap_or(usual)
    }

    /// Contacts that an agent with full hands completes in the time of one who holds a single contact: `most` / the
    /// stretch of so many; 1 where an agent holds one contact at a time.
    pub fn servers_per_agent(&self) -> f64 {
        let concurrency = self.concurrency.as_ref();
        concurrency.and_then(|held| Some(f64::from(held.most) / held.stretch.last()?)).unwrap_or(1.0)
    }
}

/// By how much a forecast of daily volumes may be wrong: a random factor (gamma, mean 1) on each day's volume. The normal numbers behind
/// the factors of two days k days apart are correlated by lasting + (1 − lasting)·φᵏ with φ = (`next_day` − lasting)/(1 − lasting): one part
/// is common to all days, another passes from day to day. It holds all by which days differ from their forecast, chance left out, so
/// there is no day factor beside it.
#[derive(Debug, Clone, PartialEq)]
pub struct ForecastError {
    /// Coefficient of variation of the factor, by day of the calendar.
    pub cv: Vec<f64>,
    /// Correlation of the errors of days far from each other, 0 to 1: a level that is wrong stays wrong.
    pub lasting: f64,
    /// Correlation of the errors of days next to each other, `lasting` to 1.
    pub next_day: f64,
    /// Loading on errors that all queues share, −1 to 1: on the same day, the errors of two queues are correlated by the product of theirs.
    pub correlation: f64,
}

impl ForecastError {
    /// What is left of the correlation of the part that passes, after a day: φ.
    pub fn carried(&self) -> f64 {
        if self.lasting < 1.0 { ((self.next_day - self.lasting) / (1.0 - self.lasting)).clamp(0.0, 1.0) } else { 0.0 }
    }
}

/// A random factor that wanders within the day: gamma with mean 1, a function of a normal process whose correlation falls
/// exponentially with time (an Ornstein–Uhlenbeck process seen at the begins of intervals).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Busyness {
    /// Coefficient of variation of the factor, above 0.
    pub cv: f64,
    /// Time after which the correlation has fallen to 1/e, above 0.
    pub memory: Seconds,
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
    /// So many contacts on each day of the calendar, from business drivers (orders, returns, sales), shared out over the
    /// day as with [`Volume::Profile`].
    Daily {
        /// Contacts by day of the calendar.
        contacts: Vec<f64>,
        /// Weights over the day.
        intraday: Vec<(u32, f64)>,
    },
}

/// A campaign, a recall, a strike: it multiplies the volume from one moment to another.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Its name.
    pub name: String,
    /// First day.
    pub first: Date,
    /// Last day, included.
    pub last: Date,
    /// Clock minute of the first day at which it begins; 0 for midnight.
    pub from_minute: u32,
    /// Clock minute of the last day at which it ends; 1440 for midnight.
    pub until_minute: u32,
    /// Multiplies the volume in that time.
    pub factor: f64,
    /// Time after which half of the effect (factor − 1) is left, and half of that after as much again. `None`: it stays.
    pub half_life: Option<Seconds>,
}

/// Groups that help only after a wait.
#[derive(Debug, Clone, PartialEq)]
pub struct Overflow {
    /// The wait.
    pub after: Seconds,
    /// Those groups; they have the queue among their skills.
    pub to: Vec<GroupId>,
}
