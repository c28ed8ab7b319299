//! What a column may hold, and how columns of that kind are called.

use super::number::Unit;

/// What a column may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// Name of the queue.
    Queue,
    /// The medium: voice, chat, e-mail.
    Channel,
    /// Skills that were asked for: rows of a queue and interval that differ in them are added up.
    Skills,
    /// The language: as skills.
    Language,
    /// Begin of the interval, date and clock.
    Start,
    /// The date alone.
    Date,
    /// The clock time alone.
    Clock,
    /// End of the interval.
    End,
    /// Length of the interval, in minutes.
    Length,
    /// Contacts that came.
    Offered,
    /// Contacts that were answered.
    Answered,
    /// Contacts that hung up.
    Abandoned,
    /// Handling time of all that were answered, together.
    HandlingTotal,
    /// Mean handling time of those that were answered.
    HandlingMean,
    /// Mean time from answer to the end of the talk.
    TalkMean,
    /// Mean time of work after the contact.
    AfterWorkMean,
    /// Waiting time of all that were answered, together.
    WaitTotal,
    /// Mean wait of those that were answered: the average speed of answer.
    WaitMean,
    /// Contacts that were answered within the threshold of the service level.
    InTime,
    /// Agents on duty.
    Agents,
    /// When the contact came.
    Arrival,
    /// When it was answered.
    Answer,
    /// When it, or the work on it, ended.
    Leave,
    /// How long it waited.
    Wait,
    /// How long it was worked on.
    Handling,
    /// What became of it.
    Outcome,
    /// Who answered.
    Agent,
    /// Who contacted us.
    Customer,
    /// First day of somebody's employment.
    Began,
    /// Last day of somebody's employment.
    Left,
    /// Hours of a day that were paid or planned.
    Paid,
    /// Those of them in which somebody was not there for customers, for whatever reason: shrinkage.
    Missing,
    /// Those of them in which somebody was away without notice.
    Absent,
}

/// How many fields there are.
pub const FIELDS: usize = 33;

/// A field with its name in mapping files and what headers call it, the most telling first: lower case, words parted by a blank.
pub struct Described {
    /// The field.
    pub field: Field,
    /// Its name in mapping files.
    pub name: &'static str,
    /// Headers that mean it.
    pub aliases: &'static [&'static str],
}

const fn described(field: Field, name: &'static str, aliases: &'static [&'static str]) -> Described {
    Described { field, name, aliases }
}

/// All fields, in the order of [`Field`].
pub const ALL: [Described; FIELDS] = [
    described(
        Field::Queue,
        "queue",
        &[
            "queue",
            "queue name",
            "queuename",
            "skill",
            "skill name",
            "split",
            "split skill",
            "workload",
            "call type",
            "service",
            "group",
            "acd queue",
            "warteschlange",
            "file d attente",
            "cola",
        ],
    ),
    described(
        Field::Channel,
        "channel",
        &["channel", "media type", "channel type", "channeltype", "media", "medium", "kanal"],
    ),
    described(Field::Skills, "skills", &["skill set", "skills", "skillset"]),
    described(Field::Language, "language", &["language", "sprache"]),
    described(
        Field::Start,
        "start",
        &[
            "interval start",
            "interval start utc date",
            "interval start utc",
            "interval start date",
            "start",
            "timestamp",
            "datetime",
            "date time",
            "start time",
            "interval",
            "interval begin",
            "start date time",
            "starttime",
            "beginn",
            "zeitpunkt",
            "period start",
        ],
    ),
    described(
        Field::Date,
        "date",
        &["date", "day", "datum", "fecha", "call date", "start date", "row date", "interval date"],
    ),
    described(
        Field::Clock,
        "time",
        &[
            "time",
            "clock",
            "time of day",
            "uhrzeit",
            "zeit",
            "hora",
            "heure",
            "half hour",
            "quarter hour",
            "hour",
            "interval time",
        ],
    ),
    described(Field::End, "end", &["interval end", "end", "interval end utc", "period end", "ende"]),
    described(
        Field::Length,
        "interval_minutes",
        &["intervalduration", "interval duration", "interval length", "interval minutes", "interval_minutes"],
    ),
    described(
        Field::Offered,
        "offered",
        &[
            "offered",
            "contacts offered",
            "calls offered",
            "offered calls",
            "incomingcontactvolume",
            "incoming contact volume",
            "interactions offered",
            "contacts queued",
            "volume",
            "contacts",
            "calls",
            "contact volume",
            "call volume",
            "anrufe",
            "eingehend",
            "angeboten",
            "appels",
            "llamadas",
            "n offer",
            "noffered",
        ],
    ),
    described(
        Field::Answered,
        "answered",
        &[
            "answered",
            "interactions handled",
            "contactshandled",
            "contacts handled",
            "handled",
            "calls answered",
            "calls handled",
            "answer",
            "angenommen",
            "beantwortet",
            "acd calls",
            "nhandled",
        ],
    ),
    described(
        Field::Abandoned,
        "abandoned",
        &[
            "abandoned",
            "abandons",
            "abandoned contacts",
            "contacts abandoned",
            "calls abandoned",
            "abandon",
            "abn calls",
            "lost",
            "aufgelegt",
            "abgebrochen",
            "nabandon",
        ],
    ),
    described(
        Field::HandlingTotal,
        "handling_total",
        &[
            "total handle time",
            "handling total",
            "handle time total",
            "total handling time",
            "handle time",
            "sum handle time",
            "thandle",
        ],
    ),
    described(
        Field::HandlingMean,
        "handling_mean",
        &[
            "averagehandletime",
            "average handle time",
            "avg handle time",
            "aht",
            "handling mean",
            "mean handling time",
            "avg handle",
            "average handling time",
            "durchschnittliche bearbeitungszeit",
        ],
    ),
    described(
        Field::TalkMean,
        "talk_mean",
        &["average talk time", "avg talk time", "att", "talk mean", "average task time"],
    ),
    described(
        Field::AfterWorkMean,
        "after_work_mean",
        &[
            "average after call work",
            "avg acw",
            "acw",
            "after work mean",
            "average after task time",
            "avg after call work time",
        ],
    ),
    described(
        Field::WaitTotal,
        "wait_total",
        &[
            "total wait",
            "total wait time",
            "total queue answer time",
            "total speed of answer",
            "wait total",
            "ans time",
        ],
    ),
    described(
        Field::WaitMean,
        "wait_mean",
        &[
            "average speed of answer",
            "avg speed of answer",
            "averagequeueanswertime",
            "average queue answer time",
            "asa",
            "avg speed ans",
            "average wait time",
            "avg wait",
            "mean wait",
            "durchschnittliche wartezeit",
        ],
    ),
    described(
        Field::InTime,
        "answered_in_time",
        &[
            "answered in time",
            "answered in service level",
            "answered within service level",
            "answered within threshold",
            "answered in threshold",
            "calls answered in service level",
            "contacts answered in service level",
            "acceptable",
        ],
    ),
    described(
        Field::Agents,
        "agents",
        &[
            "agents",
            "staffed",
            "agents staffed",
            "staffing",
            "positions",
            "agents on duty",
            "agenten",
            "avg positions staffed",
            "fte",
        ],
    ),
    described(
        Field::Arrival,
        "arrival",
        &[
            "arrival",
            "arrived",
            "arrival time",
            "call arrival",
            "queue start",
            "enqueue time",
            "enqueued",
            "initiation timestamp",
            "call start",
            "queued at",
            "offered at",
            "received",
            "ankunft",
        ],
    ),
    described(
        Field::Answer,
        "answer",
        &[
            "answered at",
            "answer time",
            "answer timestamp",
            "connected",
            "connected to agent timestamp",
            "connect time",
            "service start",
            "pickup",
            "pickup time",
            "angenommen um",
        ],
    ),
    described(
        Field::Leave,
        "ended",
        &[
            "ended",
            "ended at",
            "end time",
            "disconnect timestamp",
            "hangup",
            "call end",
            "service end",
            "disconnected",
            "end timestamp",
        ],
    ),
    described(
        Field::Wait,
        "wait",
        &["wait", "wait time", "waiting time", "queue time", "time in queue", "speed of answer", "wartezeit"],
    ),
    described(
        Field::Handling,
        "handling",
        &[
            "handling",
            "handling time",
            "handle duration",
            "talk time",
            "duration",
            "service time",
            "call duration",
            "bearbeitungszeit",
        ],
    ),
    described(
        Field::Outcome,
        "outcome",
        &["outcome", "result", "disposition", "status", "call outcome", "disconnect reason", "ergebnis", "call result"],
    ),
    described(
        Field::Agent,
        "agent",
        &[
            "agent",
            "agent name",
            "agent id",
            "employee",
            "employee name",
            "employee id",
            "mitarbeiter",
            "user",
            "operator",
            "handled by",
            "server",
            "answered by",
        ],
    ),
    described(
        Field::Customer,
        "customer",
        &["customer", "customer id", "caller", "caller id", "ani", "from", "phone", "customer number", "kunde"],
    ),
    described(
        Field::Began,
        "began",
        &[
            "began",
            "hired",
            "hire date",
            "hired on",
            "joined",
            "employed since",
            "employment start",
            "eintritt",
            "eintrittsdatum",
        ],
    ),
    described(
        Field::Left,
        "left",
        &[
            "left",
            "left on",
            "leave date",
            "leaving date",
            "termination date",
            "employment end",
            "austritt",
            "austrittsdatum",
        ],
    ),
    described(
        Field::Paid,
        "paid_hours",
        &[
            "paid hours",
            "paid",
            "scheduled hours",
            "planned hours",
            "contract hours",
            "bezahlte stunden",
            "sollstunden",
        ],
    ),
    described(
        Field::Missing,
        "missing_hours",
        &["missing hours", "shrinkage hours", "unavailable hours", "off phone hours", "hours missing", "fehlstunden"],
    ),
    described(
        Field::Absent,
        "absent_hours",
        &["absent hours", "absence hours", "sick hours", "unplanned absence hours", "absent", "krankstunden"],
    ),
];

impl Field {
    /// Its name in mapping files.
    pub fn name(self) -> &'static str {
        ALL[self as usize].name
    }

    /// The field of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        ALL.iter().find(|described| described.name == name).map(|described| described.field)
    }

    /// Whether it holds durations, which have a unit.
    pub fn is_duration(self) -> bool {
        matches!(
            self,
            Self::HandlingTotal
                | Self::HandlingMean
                | Self::TalkMean
                | Self::AfterWorkMean
                | Self::WaitTotal
                | Self::WaitMean
                | Self::Wait
                | Self::Handling
        )
    }

    /// Whether it holds plain numbers.
    pub fn is_number(self) -> bool {
        let is_count = matches!(self, Self::Offered | Self::Answered | Self::Abandoned | Self::InTime | Self::Agents);
        is_count || matches!(self, Self::Paid | Self::Missing | Self::Absent) || self.is_duration()
    }
}

/// A header as it is compared: lower case, words parted by a blank, without units in brackets.
pub fn normalised(header: &str) -> String {
    let bare = header.split(['(', '[']).next().unwrap_or(header);
    let spaced: String = bare.chars().map(|letter| if letter.is_alphanumeric() { letter } else { ' ' }).collect();
    spaced.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The unit that a header names.
pub fn unit_of(header: &str) -> Unit {
    let words: String =
        header.to_lowercase().chars().map(|letter| if letter.is_alphanumeric() { letter } else { ' ' }).collect();
    let mut words = words.split_whitespace();
    words
        .find_map(|word| match word {
            "ms" | "msec" | "millisecond" | "milliseconds" => Some(Unit::Milliseconds),
            "min" | "mins" | "minute" | "minutes" | "minuten" => Some(Unit::Minutes),
            "s" | "sec" | "secs" | "second" | "seconds" | "sekunden" => Some(Unit::Seconds),
            _ => None,
        })
        .unwrap_or(Unit::Seconds)
}

/// The field that a header means, and how telling it is (0 most).
pub fn meaning(header: &str) -> Option<(Field, usize)> {
    let name = normalised(header);
    // `aht s` and `handling time seconds` name their unit without brackets.
    let bare = ["seconds", "secs", "sec", "s", "ms", "min", "minutes"]
        .iter()
        .find_map(|unit| name.strip_suffix(unit).and_then(|rest| rest.strip_suffix(' ')));
    let rank = |name: &str| {
        ALL.iter().find_map(|described| {
            let rank = described.aliases.iter().position(|alias| *alias == name)?;
            Some((described.field, rank))
        })
    };
    rank(&name).or_else(|| bare.and_then(rank))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_stand_in_their_order_and_no_header_means_two() {
        let mut seen = std::collections::BTreeSet::new();
        for (at, described) in ALL.iter().enumerate() {
            assert_eq!(described.field as usize, at, "{}", described.name);
            for alias in described.aliases {
                let plain = normalised(alias);
                assert!(plain == *alias || alias.contains('_'), "{alias}");
                assert!(seen.insert(*alias), "{alias} means two things");
            }
        }
    }

    #[test]
    fn headers_are_told_with_their_units() {
        for (header, field, unit) in [
            ("Total Handle Time (Seconds)", Field::HandlingTotal, Unit::Seconds),
            ("AHT_s", Field::HandlingMean, Unit::Seconds),
            ("tHandle (ms)", Field::HandlingTotal, Unit::Milliseconds),
            ("Talk Time [min]", Field::Handling, Unit::Minutes),
            ("QueueName", Field::Queue, Unit::Seconds),
            ("  queue_name ", Field::Queue, Unit::Seconds),
        ] {
            assert_eq!((meaning(header).map(|(field, _)| field), unit_of(header)), (Some(field), unit), "{header}");
        }
        assert_eq!(meaning("Colour"), None);
    }
}
