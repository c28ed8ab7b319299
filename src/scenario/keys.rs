//! Every key of the scenario file: what it holds, what holds without it, and what it means.
//!
//! Checks, defaults, the list of assumptions and the JSON Schema all come from this one table. In a path, `*` stands for
//! a name that the file chooses, `DAY` for a weekday and `#` for a place in a list.

use super::kind::{Kind, WEEKDAYS};

/// What holds where a key is not written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Absent {
    /// It must be written wherever its table is.
    Required,
    /// Nothing: what it would promise, limit or add does not exist.
    Nothing,
    /// It follows from other keys, as the documentation says.
    Follows,
    /// A value, as it would be written, and where it comes from.
    Default(&'static str, &'static str),
}

/// A key of the scenario file.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Key {
    /// Where it stands: `queue.*.handling.mean`.
    pub path: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// What holds without it.
    pub absent: Absent,
    /// What it means.
    pub doc: &'static str,
}

/// Longest horizon, in days.
pub const MOST_DAYS: i64 = 400;
/// Most people in a group.
pub const MOST_PEOPLE: i64 = 100_000;
/// Most queues, groups or shift types.
pub const MOST_NAMES: usize = 500;
/// Highest volume per hour.
pub const MOST_PER_HOUR: f64 = 1e9;
/// Most replications.
pub const MOST_REPLICATIONS: i64 = 1_000_000;

/// Names of the laws of handling times.
pub const HANDLING_LAWS: &[&str] = &["exponential", "lognormal", "gamma", "weibull", "constant", "hyperexponential"];
/// Names of the laws of patience.
pub const PATIENCE_LAWS: &[&str] =
    &["exponential", "lognormal", "gamma", "weibull", "constant", "hyperexponential", "endless"];
/// Names of the channels.
pub const CHANNELS: &[&str] = &["voice"];
/// Names of the definitions of service level.
pub const DEFINITIONS: &[&str] =
    &["excluding-early-abandons", "answered-of-offered", "answered-only", "with-early-abandons"];
/// How a contact chooses a group.
pub const CONTACT_GOES: &[&str] = &["skill-order", "longest-idle"];
/// How an agent chooses a contact.
pub const AGENT_TAKES: &[&str] = &["skill-order", "priority", "longest-waiting"];
/// What becomes of who waits at closing time.
pub const AT_CLOSING: &[&str] = &["serve", "disconnect"];

const DAY_LONG: Kind = Kind::Duration { above: 0.0, most: 86_400.0 };
const DAY_LONG_OR_NOTHING: Kind = Kind::Duration { above: -1.0, most: 86_400.0 };
const NAME: Kind = Kind::Text(200);
const FACTOR: Kind = Kind::Number { least: 0.0, most: 1000.0 };
const PERCENT: Kind = Kind::Share { above_zero: false, most: 1.0 };
const SOME_PERCENT: Kind = Kind::Share { above_zero: true, most: 1.0 };
const RATE: Kind = Kind::Number { least: 0.0, most: MOST_PER_HOUR };
const CV: Kind = Kind::Number { least: 0.0, most: 20.0 };
const MONTHS: Kind = Kind::Count { least: 0, most: 36 };
const PEOPLE: Kind = Kind::Count { least: 0, most: MOST_PEOPLE };

use Absent::{Default, Follows, Nothing, Required};

const fn key(path: &'static str, kind: Kind, absent: Absent, doc: &'static str) -> Key {
    Key { path, kind, absent, doc }
}

/// All keys, a table before what stands in it.
pub const KEYS: &[Key] = &[
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
    key("horizon.days", Kind::Count { least: 1, most: MOST_DAYS }, Nothing, "Length in whole local days; or `hours`."),
    key(
        "horizon.hours",
        Kind::Number { least: 0.25, most: MOST_DAYS as f64 * 24.0 },
        Nothing,
        "Length in hours; or `days`.",
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
        Default("voice", "calls, as long as there is no other channel"),
        "The medium.",
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
        "queue.*.volume",
        Kind::Table,
        Required,
        "How many contacts come: `per_hour`, or `per_day` with profiles, or `file`.",
    ),
    key("queue.*.volume.per_hour", RATE, Nothing, "Contacts per hour, the same while the queue is open."),
    key(
        "queue.*.volume.per_day",
        Kind::Number { least: 0.0, most: MOST_PER_HOUR * 24.0 },
        Nothing,
        "Contacts on an average open day.",
    ),
    key("queue.*.volume.weekday", Kind::ByWeekday, Nothing, "Factors by weekday; 1 for a day that is not named."),
    key(
        "queue.*.volume.intraday",
        Kind::ByClock,
        Nothing,
        "Weights over the day, each from its clock time to the next; they share out the day's contacts over the open hours. Without it: even.",
    ),
    key(
        "queue.*.volume.growth_per_week",
        Kind::Number { least: -0.9, most: 1.0 },
        Nothing,
        "Growth of `per_day` from week to week, compound: 0.02 is 2 % more each week. Without it: none.",
    ),
    key(
        "queue.*.volume.file",
        NAME,
        Nothing,
        "A CSV table beside this file: columns date, start and one for each queue, with the contacts expected in each interval. Rows outside the horizon are ignored.",
    ),
    key(
        "queue.*.volume.factor",
        FACTOR,
        Default("1", "the volume as given"),
        "Multiplies the volume: 1.1 is a tenth more. For what-ifs.",
    ),
    key(
        "queue.*.volume.day_factor_cv",
        Kind::Number { least: 0.0, most: 3.0 },
        Default("0", "no uncertainty but chance; real days vary more (Avramidis, Deslauriers & L'Ecuyer 2004)"),
        "How far a day typically lies from its forecast, as a share: coefficient of variation of a random factor (gamma, mean 1) on all of a day's volume.",
    ),
    key(
        "queue.*.event",
        Kind::Named("event"),
        Nothing,
        "Campaigns, recalls, strikes: named events that raise or lower the volume.",
    ),
    key("queue.*.event.*", Kind::Table, Nothing, "An event."),
    key("queue.*.event.*.first", Kind::Date, Required, "Its first day."),
    key("queue.*.event.*.last", Kind::Date, Required, "Its last day, included."),
    key("queue.*.event.*.factor", FACTOR, Required, "Multiplies the volume on those days: 1.5 is half more."),
    key("queue.*.handling", Kind::Table, Required, "Time from answer to the end of after-call work."),
    key("queue.*.handling.mean", DAY_LONG, Required, "Its mean (AHT)."),
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
        "queue.*.patience",
        Kind::Table,
        Required,
        "How long a contact waits before it abandons: a `mean`, or distribution = \"endless\".",
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
        "queue.*.target",
        Kind::Table,
        Nothing,
        "What is promised. Without it: 80 % answered within 20s (a widespread convention without deeper reason, says the trade itself: Call Centre Helper).",
    ),
    key(
        "queue.*.target.service_level",
        SOME_PERCENT,
        Follows,
        "Share answered within `within`. Without it: not promised, unless nothing is: then 80 %.",
    ),
    key(
        "queue.*.target.within",
        Kind::Duration { above: -1.0, most: 86_400.0 },
        Follows,
        "The threshold of the service level. Without it: 20s in reports; a promised service level needs it.",
    ),
    key(
        "queue.*.target.definition",
        Kind::Choice(DEFINITIONS),
        Default("excluding-early-abandons", "who hangs up within the threshold has not been let down"),
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
    // ---- groups
    key("group", Kind::Named("group"), Required, "Groups of agents who can do the same, by name."),
    key("group.*", Kind::Table, Nothing, "Agents who can do the same."),
    key("group.*.skills", Kind::Names, Required, "The queues that they answer, the first preferred."),
    key("group.*.headcount", PEOPLE, Required, "People employed."),
    key(
        "group.*.wage",
        Kind::Money,
        Required,
        "Loaded cost of a paid hour: the wage and what the employer pays on top.",
    ),
    key(
        "group.*.shrinkage",
        Kind::Share { above_zero: false, most: 0.95 },
        Default(
            "30%",
            "30 to 35 % is the average that the trade quotes (Five9); a survey of 100 centres found 24 %, most often 26 to 30 % (Knowlagent 2011)",
        ),
        "Paid time not available / paid time: absence, training, meetings; and breaks, unless shifts place them.",
    ),
    key(
        "group.*.weekly_hours",
        Kind::Number { least: 1.0, most: 84.0 },
        Default("40", "the forty-hour week (ILO convention 47)"),
        "Paid hours of a contract in a week.",
    ),
    key(
        "group.*.days_per_week",
        Kind::Count { least: 1, most: 7 },
        Default("5", "two days of rest, as with a forty-hour week of eight-hour days"),
        "Most working days of a person in a week.",
    ),
    key(
        "group.*.on_duty",
        Kind::Table,
        Nothing,
        "Agents on duty as things are today. Without it, while one of the group's queues is open: headcount × (1 − shrinkage); if the group works shifts, this spread evenly: times weekly_hours / open hours of a week, at most 1; rounded.",
    ),
    key("group.*.on_duty.level", PEOPLE, Nothing, "Agents on duty while one of the group's queues is open."),
    key(
        "group.*.on_duty.file",
        NAME,
        Nothing,
        "A CSV table beside this file: columns date, start and one for each group, with the agents on duty in each interval; 0 where a row is missing while all queues of the group are closed.",
    ),
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
    // ---- settings
    key("routing", Kind::Table, Nothing, "How contacts and agents find each other."),
    key(
        "routing.contact_goes",
        Kind::Choice(CONTACT_GOES),
        Default("skill-order", "specialists first"),
        "How a contact chooses among groups with an idle agent: those for whom it is the first skill, then the second …; or to the agent idle longest.",
    ),
    key(
        "routing.agent_takes",
        Kind::Choice(AGENT_TAKES),
        Default("skill-order", "what an agent does best comes first"),
        "How a free agent chooses among queues where contacts wait: by the order of the skills, by the priority of the queues, or the longest wait.",
    ),
    key(
        "routing.at_closing",
        Kind::Choice(AT_CLOSING),
        Default("serve", "who came in time is served"),
        "What becomes of contacts that wait when their queue closes.",
    ),
    key("simulation", Kind::Table, Nothing, "How it is simulated."),
    key(
        "simulation.replications",
        Kind::CountOr { least: 1, most: MOST_REPLICATIONS, words: &["auto"] },
        Default("100", "enough for half-widths of about a tenth of a standard deviation of a day"),
        "How often; \"auto\": until every service level is known to ± precision.",
    ),
    key(
        "simulation.precision",
        Kind::Share { above_zero: true, most: 0.5 },
        Default("0.005", "half a point of service level"),
        "Half-width of the 95 % interval of each service level at which \"auto\" stops.",
    ),
    key(
        "simulation.most_replications",
        Kind::Count { least: 2, most: MOST_REPLICATIONS },
        Default("1000", "bounds the time of \"auto\""),
        "Most replications of \"auto\".",
    ),
    key(
        "simulation.warm_up",
        Kind::Duration { above: -1.0, most: 7.0 * 86_400.0 },
        Default("0s", "a centre opens empty"),
        "The centre runs this long before the horizon, as in its first interval, before anything is counted.",
    ),
    key("scheduling", Kind::Table, Nothing, "How shifts are chosen and priced."),
    key(
        "scheduling.under_cover_per_hour",
        Kind::Money,
        Follows,
        "Price of an hour in which an agent is missing. Without it: three times the highest wage (assumption: then filling a gap pays, unless it means two idle hours beside it).",
    ),
    key(
        "scheduling.over_cover_per_hour",
        Kind::Money,
        Default("0", "an idle agent costs the wage, no more"),
        "Price of an hour in which an agent is too many, beside the wage.",
    ),
    key(
        "scheduling.gap",
        Kind::Share { above_zero: false, most: 0.5 },
        Default("0.01", "forecasts are less certain than a hundredth"),
        "Relative gap at which the solver may stop.",
    ),
    // ---- plan
    key("plan", Kind::Table, Nothing, "Assumptions for the plan over months. Without them, nothing can be planned."),
    key("plan.start", Kind::Date, Required, "First day of the first month."),
    key("plan.months", Kind::Count { least: 12, most: 36 }, Default("12", "a budget year"), "Number of months."),
    key(
        "plan.shortage_per_hour",
        Kind::Money,
        Follows,
        "Price of an hour in which an agent is missing. Without it: three times the highest wage (assumption). Not cash.",
    ),
    key(
        "plan.schedule_efficiency",
        Kind::Share { above_zero: true, most: 1.0 },
        Default("0.9", "assumption: compare with the hours that `callboard schedule` finds surplus"),
        "Part of the hours on duty that shifts can place where they are needed; the rest is surplus at quiet times.",
    ),
    key(
        "plan.wage_growth_per_year",
        Kind::Number { least: -0.5, most: 1.0 },
        Default("0", "amounts in today's money"),
        "Rise of wages at each new calendar year: 0.03.",
    ),
    key("plan.volume", Kind::Named("queue"), Required, "Expected contacts by queue and month, without self-service."),
    key("plan.volume.*", Kind::TableOrNumbers, Nothing, "Contacts of a queue: a number for each month, or a table."),
    key(
        "plan.volume.*.per_month",
        Kind::Number { least: 0.0, most: LARGEST_MONTH },
        Required,
        "Contacts in an average month of the first year.",
    ),
    key(
        "plan.volume.*.growth_per_year",
        Kind::Number { least: -0.9, most: 10.0 },
        Default("0", "no growth unless you say so"),
        "Growth, compound, spread over the months: 0.05.",
    ),
    key(
        "plan.volume.*.season",
        Kind::Numbers { fewest: 12, most: 12 },
        Nothing,
        "Factors by calendar month, January first. Without it: 1.",
    ),
    key("plan.group", Kind::Named("group"), Nothing, "How people come, learn and go, by group."),
    key("plan.group.*", Kind::Table, Follows, "How people come, learn and go in this group."),
    key(
        "plan.group.*.attrition_per_month",
        Kind::Share { above_zero: false, most: 0.9 },
        Default(
            "2.5%",
            "30 % a year, within the 10 to 50 % a year that service centres report (M. Golden 2010; Inova Solutions 2011: 35 %)",
        ),
        "Share of the people who leave in a month.",
    ),
    key(
        "plan.group.*.may_hire",
        Kind::Truth,
        Default("true", "a plan without hiring is a special case"),
        "Whether people can be hired.",
    ),
    key(
        "plan.group.*.lead_months",
        MONTHS,
        Default("2", "assumption: advertising, interviews and notice"),
        "Months between the decision to hire and the first day.",
    ),
    key(
        "plan.group.*.class_min",
        PEOPLE,
        Default("1", "assumption: one can be trained alone"),
        "Smallest class that is worth starting.",
    ),
    key(
        "plan.group.*.class_max",
        PEOPLE,
        Default("20", "assumption: a classroom"),
        "Largest class that can be trained at once.",
    ),
    key(
        "plan.group.*.cost_per_hire",
        Kind::Money,
        Default(
            "1500",
            "assumption: advertising and interviews; hiring and training together cost about 6,000 USD (Inova Solutions 2011)",
        ),
        "Advertising, interviews, agency, for each hire.",
    ),
    key(
        "plan.group.*.training_months",
        MONTHS,
        Default("1", "three weeks in a case that ICMI describes (2019), longer where the matter is harder"),
        "Months of training, paid and not productive.",
    ),
    key(
        "plan.group.*.training_cost",
        Kind::Money,
        Default("1000", "assumption: a trainer's month shared by a class"),
        "Trainer, room and material, for each hire, beside the wage.",
    ),
    key(
        "plan.group.*.ramp",
        Kind::Shares,
        Default(
            "[0.6, 0.8]",
            "13 weeks until competent, training included (Dimension Data 2015); the shape is an assumption",
        ),
        "Productivity in each month after training, as a share of an experienced agent's; then 1.",
    ),
    key(
        "plan.group.*.overtime_max",
        PERCENT,
        Default("5%", "assumption: two hours in a week of forty"),
        "Overtime as a share of contract hours, at most.",
    ),
    key(
        "plan.group.*.overtime_premium",
        Kind::Share { above_zero: false, most: 5.0 },
        Default("25%", "the least that ILO convention 30 asks for"),
        "Premium on the wage of an hour of overtime.",
    ),
    // ---- self-service
    key(
        "self_service",
        Kind::Named("option"),
        Nothing,
        "Bots, menus, pages that resolve contacts without an agent, by name. At most two may be free to choose their month.",
    ),
    key("self_service.*", Kind::Table, Nothing, "An option."),
    key("self_service.*.queues", Kind::Names, Required, "Queues before which it stands."),
    key("self_service.*.set_up", Kind::Money, Required, "Paid once, in the month in which the project begins."),
    key("self_service.*.per_month", Kind::Money, Required, "Paid each month once it is live."),
    key("self_service.*.per_session", Kind::Money, Required, "Paid for each session."),
    key("self_service.*.months_to_live", MONTHS, Required, "Months from the decision until it is live."),
    key(
        "self_service.*.entry",
        PERCENT,
        Required,
        "Share of the queues' contacts that enter it, once adoption is complete.",
    ),
    key(
        "self_service.*.adoption",
        Kind::Shares,
        Default("[]", "complete from the first month, if nothing is said"),
        "Adoption by month after it goes live, as a share of `entry`; then 1.",
    ),
    key(
        "self_service.*.containment",
        PERCENT,
        Required,
        "Share of sessions that do not go on to an agent at once. Not the share that is resolved.",
    ),
    key(
        "self_service.*.unresolved",
        PERCENT,
        Required,
        "Share of the contained who were not helped and come back to an agent.",
    ),
    key(
        "self_service.*.handling_factor",
        Kind::Number { least: 0.1, most: 10.0 },
        Required,
        "Handling time of the contacts that still reach agents, relative to today's, at complete adoption: above 1, since the easy ones go first.",
    ),
    key(
        "self_service.*.start",
        Kind::CountOr { least: 1, most: 36, words: &["free", "never"] },
        Default("free", "the plan chooses"),
        "Month of the plan in which the project begins, 1 for the first; \"free\": the plan chooses, or does without; \"never\": the option is left out.",
    ),
    // ---- budget
    key("budget", Kind::Table, Nothing, "Limits on what is spent; needs a plan."),
    key("budget.per_year", Kind::Money, Nothing, "For each twelve months of the plan."),
    key("budget.per_month", Kind::Money, Nothing, "For each month."),
];

const LARGEST_MONTH: f64 = MOST_PER_HOUR * 24.0 * 31.0;

/// Keys of which only one alternative may be given: at most one of the lists in a table may have keys. An override of a
/// key takes the other alternatives out of the file.
pub const ALTERNATIVES: &[(&str, &[&[&str]])] = &[
    ("horizon", &[&["days"], &["hours"]]),
    ("queue.*.volume", &[&["per_hour"], &["per_day", "weekday", "intraday", "growth_per_week"], &["file"]]),
    ("group.*.on_duty", &[&["level"], &["file"]]),
];

/// Whether a segment of a pattern stands for a segment of a path.
pub fn segment_matches(pattern: &str, segment: &str) -> bool {
    match pattern {
        "*" => true,
        "DAY" => WEEKDAYS.contains(&segment),
        "#" => segment.bytes().all(|byte| byte.is_ascii_digit()),
        literal => literal == segment,
    }
}

/// Whether a pattern stands for a path.
pub fn path_matches(pattern: &str, path: &[String]) -> bool {
    let mut segments = path.iter();
    pattern.split('.').all(|part| segments.next().is_some_and(|segment| segment_matches(part, segment)))
        && segments.next().is_none()
}

/// The key at a path.
pub fn find(path: &[String]) -> Option<&'static Key> {
    // An exact key comes before a pattern: `opening_hours.default` is no name.
    KEYS.iter().find(|key| path_matches(key.path, path))
}

/// The keys that stand directly in a table of that pattern.
pub fn children(pattern: &str) -> impl Iterator<Item = (&'static Key, &'static str)> {
    let pattern = pattern.to_owned();
    KEYS.iter().filter_map(move |key| {
        let rest =
            if pattern.is_empty() { key.path } else { key.path.strip_prefix(pattern.as_str())?.strip_prefix('.')? };
        (!rest.contains('.')).then_some((key, rest))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_stands_in_a_table_that_is_listed_before_it() {
        for (index, key) in KEYS.iter().enumerate() {
            if let Some((parent, last)) = key.path.rsplit_once('.') {
                let parent = parent.strip_suffix(".#").unwrap_or(parent);
                let parent = KEYS[..index].iter().find(|other| other.path == parent);
                let parent = parent.unwrap_or_else(|| panic!("{} stands in no table", key.path));
                assert!(parent.kind.is_table() || parent.kind == Kind::TableOrNumbers, "{}", key.path);
                assert_eq!(last == "*", matches!(parent.kind, Kind::Named(_)), "{}", key.path);
            }
        }
    }

    #[test]
    fn no_key_is_listed_twice_and_each_says_what_it_means() {
        for (index, key) in KEYS.iter().enumerate() {
            assert!(KEYS[..index].iter().all(|other| other.path != key.path), "{}", key.path);
            assert!(key.doc.ends_with('.'), "{}", key.path);
        }
    }

    #[test]
    fn the_names_in_the_table_are_those_of_the_types() {
        use crate::distribution::Law;
        use crate::target::ServiceLevelDefinition;
        assert_eq!(HANDLING_LAWS, Law::ALL.map(Law::name));
        assert_eq!(&PATIENCE_LAWS[..6], HANDLING_LAWS);
        assert_eq!(DEFINITIONS, ServiceLevelDefinition::ALL.map(ServiceLevelDefinition::name));
        assert_eq!(CHANNELS, crate::scenario::Channel::ALL.map(crate::scenario::Channel::name));
    }
}
