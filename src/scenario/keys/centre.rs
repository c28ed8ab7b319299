//! Keys of the centre: horizon, opening hours, queues, groups, shifts.

use super::Absent::{Default, Follows, Nothing, Required};
use super::{
    CHANNELS, CV, DAY_LONG, DAY_LONG_OR_NOTHING, DEFINITIONS, HANDLING_LAWS, Key, MOST_DAYS, NAME, PATIENCE_LAWS,
    PERCENT, SOME_PERCENT, key,
};
use crate::scenario::kind::Kind;

/// They, a table before what stands in it.
pub(super) const KEYS: &[Key] = &[
    key("name", NAME, Follows, "Short name, for titles. Without it: the name of the file or folder."),
    key("question", Kind::Text(2000), Nothing, "The question that this scenario answers, in your words."),
    key(
        "currency",
        Kind::Text(12),
        Default("EUR", "only a label: all amounts are in it"),
        "Currency of all amounts, as written behind them.",
    ),
    key(
        "seed",
        Kind::Count { least: 0, most: i64::MAX },
        Default("1", "any number will do: the same one gives the same results"),
        "Seed of all random numbers.",
    ),
    // ---- horizon
    key("horizon", Kind::Table, Required, "The time that is studied."),
    key("horizon.start", Kind::Date, Required, "First day. Clock times in this file are local."),
    key(
        "horizon.days",
        Kind::Count { least: 1, most: MOST_DAYS },
        Nothing,
        "Length in whole local days; or `hours`, or `length`.",
    ),
    key(
        "horizon.hours",
        Kind::Number { least: 0.25, most: MOST_DAYS as f64 * 24.0 },
        Nothing,
        "Length in hours; or `days`, or `length`.",
    ),
    key(
        "horizon.length",
        Kind::Duration { above: 0.5, most: MOST_DAYS as f64 * 86_400.0 },
        Nothing,
        "Length as a duration, also of a second or a minute; or `days`, or `hours`.",
    ),
    key(
        "horizon.interval",
        DAY_LONG,
        Default("30m", "the usual interval of workforce planning (Gans, Koole & Mandelbaum 2003)"),
        "Length of an interval, in which rates and staffing are constant: 15m, 30m or 1h.",
    ),
    key(
        "horizon.time_zone",
        NAME,
        Default("UTC", "no daylight saving unless a place is named"),
        "Time zone by its IANA name, such as Europe/Berlin; it knows when daylight saving begins and ends.",
    ),
    // ---- opening hours
    key("opening_hours", Kind::Table, Nothing, "When the centre is open. Without it: round the clock."),
    key("opening_hours.DAY", Kind::Spans, Follows, "When it opens on this weekday. Without it: as `default` says."),
    key(
        "opening_hours.default",
        Kind::Spans,
        Follows,
        "When it opens on weekdays that are not named. Without it: closed; round the clock if no weekday is named.",
    ),
    key("opening_hours.closed_dates", Kind::Dates, Nothing, "Dates on which it stays closed."),
    // ---- queues
    key("queue", Kind::Named("queue"), Required, "Streams of contacts of one kind, by name."),
    key("queue.*", Kind::Table, Nothing, "A stream of contacts of one kind."),
    key(
        "queue.*.channel",
        Kind::Choice(CHANNELS),
        Default("voice", "calls, unless you say otherwise"),
        "The medium. Voice: one at a time. Chat and messaging: live, several at once; messaging with long pauses. Email, social and cases: deferred work, which comes round the clock and can wait over night.",
    ),
    key(
        "queue.*.priority",
        Kind::Count { least: 1, most: 1000 },
        Default("1", "all queues are equal until you say otherwise"),
        "Rank where agents choose by priority: 1 is taken first.",
    ),
    key(
        "queue.*.waiting_places",
        Kind::Count { least: 0, most: 1_000_000 },
        Nothing,
        "Contacts that may wait at once; one more is blocked. Without it: any number.",
    ),
    key("queue.*.opening_hours", Kind::Table, Nothing, "When this queue is open. Without it: as the centre."),
    key(
        "queue.*.opening_hours.DAY",
        Kind::Spans,
        Follows,
        "When it opens on this weekday. Without it: as `default` says.",
    ),
    key(
        "queue.*.opening_hours.default",
        Kind::Spans,
        Follows,
        "When it opens on weekdays that are not named. Without it: closed; round the clock if no weekday is named.",
    ),
    key("queue.*.opening_hours.closed_dates", Kind::Dates, Nothing, "Dates on which it stays closed."),
    key(
        "queue.*.handling",
        Kind::Table,
        Required,
        "Time from answer to the end of after-call work; to the end of the talk where `after_call_work` is given.",
    ),
    key("queue.*.handling.mean", DAY_LONG, Follows, "Its mean (AHT). Required, unless `values` are given."),
    key(
        "queue.*.handling.distribution",
        Kind::Choice(HANDLING_LAWS),
        Default("lognormal", "what handling times of calls mostly look like (Brown et al. 2005)"),
        "Its law.",
    ),
    key(
        "queue.*.handling.cv",
        CV,
        Follows,
        "Its standard deviation / mean. Without it: 1 (assumption; calls have about that much); exponential and constant need none, hyperexponential needs it.",
    ),
    key(
        "queue.*.handling.values",
        Kind::Observations { most: 86_400.0 },
        Nothing,
        "Observed times, with distribution = \"empirical\": draws lie between neighbouring values, sorted, and mean and cv follow.",
    ),
    key(
        "queue.*.patience",
        Kind::Table,
        Follows,
        "How long a contact waits before it abandons: a `mean`, or distribution = \"endless\". Live channels need it; deferred work waits without end if nothing is said.",
    ),
    key(
        "queue.*.patience.mean",
        Kind::Duration { above: 0.0, most: 30.0 * 86_400.0 },
        Nothing,
        "Its mean. Not the mean wait of those who hung up, which is far shorter: those who were answered had more patience than they needed.",
    ),
    key(
        "queue.*.patience.distribution",
        Kind::Choice(PATIENCE_LAWS),
        Default("exponential", "the Erlang A model (Mandelbaum & Zeltyn 2007)"),
        "Its law; \"endless\": nobody abandons.",
    ),
    key(
        "queue.*.patience.cv",
        CV,
        Follows,
        "Its standard deviation / mean. Without it: 1 (assumption); exponential and constant need none, hyperexponential needs it.",
    ),
    key(
        "queue.*.patience.values",
        Kind::Observations { most: 30.0 * 86_400.0 },
        Nothing,
        "Observed patience, with distribution = \"empirical\": as for handling. Waits of those who hung up are not it: see `mean`.",
    ),
    key(
        "queue.*.target",
        Kind::Table,
        Nothing,
        "What is promised. Without it: 80 % answered within 20s (a widespread convention without deeper reason, says the trade itself: Call Centre Helper); of deferred work 80 % within 8h (assumption: a working day, since a reply within 24 hours is the commonest promise for e-mail: EPIC Connections 2015).",
    ),
    key(
        "queue.*.target.service_level",
        SOME_PERCENT,
        Follows,
        "Share answered within `within`. Without it: not promised, unless nothing is: then 80 %.",
    ),
    key(
        "queue.*.target.within",
        Kind::Duration { above: -1.0, most: super::SIXTY_DAYS },
        Follows,
        "The threshold of the service level; for deferred work in opening hours, unless `deferred` says otherwise. Without it: 20s in reports, 8h for deferred work; a promised service level needs it. At most 24h on live channels.",
    ),
    key(
        "queue.*.target.definition",
        Kind::Choice(DEFINITIONS),
        Default("default", "who hangs up within the threshold is left out: nobody has let them down"),
        "How the abandoned enter the service level.",
    ),
    key(
        "queue.*.target.max_asa",
        DAY_LONG_OR_NOTHING,
        Nothing,
        "Longest average speed of answer (mean wait of the answered).",
    ),
    key("queue.*.target.max_abandonment", PERCENT, Nothing, "Largest share of the offered that abandons."),
    key("queue.*.target.max_p_wait", PERCENT, Nothing, "Largest share of the offered that waits at all."),
    key("queue.*.target.max_occupancy", SOME_PERCENT, Nothing, "Largest share of their time in which agents are busy."),
    key("queue.*.overflow", Kind::Table, Nothing, "Groups that help only after a wait."),
    key("queue.*.overflow.after", DAY_LONG_OR_NOTHING, Required, "The wait after which they help."),
    key("queue.*.overflow.to", Kind::Names, Required, "Those groups; they have the queue among their skills."),
    // ---- shifts
    key("shift", Kind::Named("shift"), Nothing, "Shift types, by name. Without any, nothing can be scheduled."),
    key(
        "shift.*",
        Kind::Table,
        Nothing,
        "A kind of shift: every combination of its lengths, starts and break places may be scheduled.",
    ),
    key("shift.*.groups", Kind::Names, Follows, "Groups that may work it. Without it: all."),
    key("shift.*.length", Kind::Durations, Required, "Length or lengths from begin to end, breaks included."),
    key("shift.*.start", Kind::Starts, Required, "Begins: clock times, or { from, to, every }."),
    key(
        "shift.*.days",
        Kind::Weekdays,
        Default("mon-sun", "any day, unless you say otherwise"),
        "Weekdays on which it may begin.",
    ),
    key("shift.*.break", Kind::Tables, Nothing, "Its breaks, in the order in which they are taken."),
    key("shift.*.break.#.length", DAY_LONG, Required, "Length of the break."),
    key(
        "shift.*.break.#.paid",
        Kind::Truth,
        Default("false", "breaks for meals are mostly unpaid"),
        "Whether it is paid.",
    ),
    key("shift.*.break.#.after", DAY_LONG_OR_NOTHING, Required, "Earliest begin, after the begin of the shift."),
    key(
        "shift.*.break.#.before",
        DAY_LONG_OR_NOTHING,
        Follows,
        "Latest begin, after the begin of the shift. Without it: as `after`.",
    ),
    key("shift.*.break.#.every", DAY_LONG, Follows, "Grid of the begin. Without it: an interval."),
    key(
        "shift.*.break.#.from_shift_length",
        DAY_LONG_OR_NOTHING,
        Default("0s", "every shift of the type has its breaks"),
        "Only shifts of at least this length have it.",
    ),
];
