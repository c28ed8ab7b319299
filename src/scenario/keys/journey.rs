//! Keys of a contact's journey: what its channel brings, reasons, callbacks, those who come again, bots, trunks, satisfaction.

use super::Absent::{Default, Follows, Nothing, Required};
use super::{CV, DAY_LONG, DAY_LONG_OR_NOTHING, HANDLING_LAWS, Key, NAME, PERCENT, SOME_PERCENT, key};
use crate::scenario::kind::Kind;

/// Most contacts that an agent may hold at once.
pub const MOST_AT_ONCE: i64 = 100;
/// Longest time after which something comes back, in seconds: 60 days.
pub const SIXTY_DAYS: f64 = 60.0 * 86_400.0;
/// Least handling time relative to another.
pub const LEAST_RELATIVE: f64 = 0.05;
/// Greatest handling time relative to another.
pub const MOST_RELATIVE: f64 = 20.0;
/// When a callback is made.
pub const CALLBACK_TIMES: &[&str] = &["keeps-place"];

const LATER: Kind = Kind::Duration { above: 0.0, most: SIXTY_DAYS };
const TIME: Kind = Kind::TableOrDuration { most: 86_400.0 };
const LATER_TIME: Kind = Kind::TableOrDuration { most: SIXTY_DAYS };
const LAW: Kind = Kind::Choice(HANDLING_LAWS);
const RELATIVE: Kind = Kind::Number { least: LEAST_RELATIVE, most: MOST_RELATIVE };

const LAW_DOC: &str = "Its law.";
const CV_DOC: &str = "Its standard deviation / mean. Without it: 1 (assumption); exponential and constant need none, hyperexponential needs it.";
const WORK_LAW: super::Absent = Default("lognormal", "what handling times mostly look like (Brown et al. 2005)");
const DELAY_LAW: super::Absent = Default("exponential", "assumption: without memory, as nothing is known but the mean");
const TO_DOC: &str = "The queue to which they come; it may be of another channel. Without it: the same queue.";
const HANDED_TO_DOC: &str = "The queue to which they go, to wait anew.";

/// They, a table before what stands in it.
pub(super) const KEYS: &[Key] = &[
    // ---- what the channel brings
    key(
        "queue.*.after_call_work",
        TIME,
        Nothing,
        "Work after the talk, in which the agent is busy and the line is free already. With it, `handling` is the talk only; without it, `handling` is both. A duration, or a table.",
    ),
    key("queue.*.after_call_work.mean", DAY_LONG, Required, "Its mean."),
    key("queue.*.after_call_work.distribution", LAW, WORK_LAW, LAW_DOC),
    key("queue.*.after_call_work.cv", CV, Follows, CV_DOC),
    key(
        "queue.*.balking",
        PERCENT,
        Nothing,
        "Share of those who would have to wait who leave at once, and count as abandoned. Without it: nobody. Not for deferred channels.",
    ),
    key(
        "queue.*.weight",
        Kind::Number { least: 0.0, most: 1e6 },
        Default("1", "a second of waiting counts the same in all queues until you say otherwise"),
        "Weight of a second of waiting where agents choose by weighted waits.",
    ),
    key(
        "queue.*.concurrency",
        Kind::Table,
        Follows,
        "How many contacts an agent holds at once, and how much longer each then takes. Chat and messaging only.",
    ),
    key(
        "queue.*.concurrency.most",
        Kind::Count { least: 1, most: MOST_AT_ONCE },
        Follows,
        "Most at once. Without it: as many as `stretch` has, else 3 (agents are said to do best with two or three: Supportman).",
    ),
    key(
        "queue.*.concurrency.ratio",
        Kind::Number { least: 0.0, most: 100.0 },
        Follows,
        "Time that the customer takes to write / time that the agent takes: while one customer writes, the agent serves another, and the stretch follows (a closed queue with one server, by mean value analysis). Without it and `stretch`: 0.75 (assumption: the example of US patent 8,064,589, where three at once take 1.77 times as long each).",
    ),
    key(
        "queue.*.concurrency.stretch",
        Kind::Numbers { fewest: 1, most: MOST_AT_ONCE as usize },
        Nothing,
        "Instead of `ratio`: how much longer a contact takes when the agent holds 1, 2, … of them, as measured: [1.0, 1.3, 1.75]. It does not fall, and never grows faster than the number held.",
    ),
    key(
        "queue.*.pauses",
        Kind::Table,
        Nothing,
        "Long pauses in which the customer is away and holds no agent. Messaging only. With them, `handling` is the work of one turn.",
    ),
    key(
        "queue.*.pauses.turns",
        Kind::Number { least: 1.0, most: 1000.0 },
        Required,
        "Mean number of turns of a conversation (geometric).",
    ),
    key(
        "queue.*.pauses.gap",
        LATER_TIME,
        Required,
        "How long the customer is away between two turns. A duration, or a table.",
    ),
    key("queue.*.pauses.gap.mean", LATER, Required, "Its mean."),
    key("queue.*.pauses.gap.distribution", LAW, DELAY_LAW, LAW_DOC),
    key("queue.*.pauses.gap.cv", CV, Follows, CV_DOC),
    key(
        "queue.*.deferred",
        Kind::Table,
        Follows,
        "How deferred work waits: email, social and cases only. Contacts come round the clock: the volume is not cut to the opening hours, which say when the promise counts, and nothing else. Who waits is patient without end unless `patience` says otherwise.",
    ),
    key(
        "queue.*.deferred.interruptible",
        Kind::Truth,
        Default("false", "what is begun is finished, unless you say otherwise"),
        "Whether an agent lays the work aside when live work comes, and goes on later where it was left.",
    ),
    key(
        "queue.*.deferred.backlog",
        Kind::Count { least: 0, most: 1_000_000 },
        Default("0", "nothing is left over from before"),
        "Pieces that wait already when the horizon begins.",
    ),
    key(
        "queue.*.deferred.in_opening_hours",
        Kind::Truth,
        Default("true", "a night in which nobody works is not held against anybody"),
        "Whether the promise counts the hours in which the queue is open only; otherwise all hours.",
    ),
    // ---- callbacks
    key(
        "queue.*.callback",
        Kind::Table,
        Nothing,
        "Who would wait long is offered to be called back instead of holding the line. Voice only.",
    ),
    key(
        "queue.*.callback.offer_above",
        DAY_LONG_OR_NOTHING,
        Required,
        "Offered to those who would wait longer than this, as estimated from the line before them.",
    ),
    key("queue.*.callback.acceptance", PERCENT, Required, "Share of those who accept."),
    key(
        "queue.*.callback.when",
        Kind::Choice(CALLBACK_TIMES),
        Follows,
        "\"keeps-place\": when it is the customer's turn (virtual queue). Without it and `after`: so.",
    ),
    key(
        "queue.*.callback.after",
        Kind::Duration { above: 0.0, most: 7.0 * 86_400.0 },
        Nothing,
        "Instead of `when`: booked for so long after the call, or as soon after that as an agent is free.",
    ),
    key(
        "queue.*.callback.reached",
        SOME_PERCENT,
        Default("80%", "assumption: who has just asked for it mostly answers"),
        "Share of attempts in which the customer is reached.",
    ),
    key(
        "queue.*.callback.attempt",
        DAY_LONG_OR_NOTHING,
        Default("30s", "assumption: to dial and let it ring"),
        "Time that an attempt that fails costs an agent.",
    ),
    key(
        "queue.*.callback.attempts",
        Kind::Count { least: 1, most: 100 },
        Default("1", "what systems do unless they are told otherwise (Puzzel's manual)"),
        "Attempts before it is given up.",
    ),
    key("queue.*.callback.retry_after", DAY_LONG, Default("30m", "assumption"), "Time between attempts."),
    // ---- those who come again
    key(
        "queue.*.redial",
        Kind::Table,
        Nothing,
        "Those who abandon or are blocked try again. Without it: they are lost.",
    ),
    key("queue.*.redial.share", PERCENT, Required, "Share of them who do, each time."),
    key(
        "queue.*.redial.after",
        LATER_TIME,
        Required,
        "After how long; where the queue is closed then, at any time of its next opening hours. A duration, or a table.",
    ),
    key("queue.*.redial.after.mean", LATER, Required, "Its mean."),
    key("queue.*.redial.after.distribution", LAW, DELAY_LAW, LAW_DOC),
    key("queue.*.redial.after.cv", CV, Follows, CV_DOC),
    key("queue.*.redial.to", NAME, Follows, TO_DOC),
    key(
        "queue.*.repeat",
        Kind::Table,
        Nothing,
        "Those whose matter was not settled (1 − `resolution`) come back. Without it: they stay away. Those who are handed over are settled, or not, where they end.",
    ),
    key("queue.*.repeat.share", PERCENT, Required, "Share of the unsettled who come back."),
    key(
        "queue.*.repeat.after",
        LATER_TIME,
        Required,
        "After how long; where the queue is closed then, at any time of its next opening hours. A duration, or a table.",
    ),
    key("queue.*.repeat.after.mean", LATER, Required, "Its mean."),
    key("queue.*.repeat.after.distribution", LAW, DELAY_LAW, LAW_DOC),
    key("queue.*.repeat.after.cv", CV, Follows, CV_DOC),
    key("queue.*.repeat.to", NAME, Follows, TO_DOC),
    // ---- reasons
    key(
        "queue.*.value",
        Kind::Money,
        Nothing,
        "Margin lost when a contact is lost for good. Without it: nothing is counted.",
    ),
    key(
        "queue.*.resolution",
        PERCENT,
        Default("100%", "assumption: every matter is settled; the trade's average is about 70 % (SQM Group)"),
        "First-contact resolution (FCR): share of the answered whose matter is settled.",
    ),
    key(
        "queue.*.escalation",
        Kind::Table,
        Nothing,
        "Contacts that go on to another queue after they were handled: second level.",
    ),
    key("queue.*.escalation.share", PERCENT, Required, "Share of the answered."),
    key("queue.*.escalation.to", NAME, Required, HANDED_TO_DOC),
    key(
        "queue.*.transfer",
        Kind::Table,
        Nothing,
        "Contacts that came to the wrong place and go on to another queue after a part of the handling time.",
    ),
    key("queue.*.transfer.share", PERCENT, Required, "Share of the answered."),
    key("queue.*.transfer.to", NAME, Required, HANDED_TO_DOC),
    key(
        "queue.*.transfer.handled",
        PERCENT,
        Default("25%", "assumption: it takes a while to see that it is the wrong place"),
        "Part of the handling time that the first agent spends on it.",
    ),
    key(
        "queue.*.reason",
        Kind::Named("reason"),
        Nothing,
        "Why customers get in touch, by name: parts of the queue with their own handling time, value and fate. Without any: all are alike. What a reason does not say holds as the queue says it.",
    ),
    key("queue.*.reason.*", Kind::Table, Nothing, "A part of the queue's contacts."),
    key(
        "queue.*.reason.*.share",
        SOME_PERCENT,
        Required,
        "Its share of the queue's fresh contacts. The shares of a queue add up to 100 %.",
    ),
    key(
        "queue.*.reason.*.handling_factor",
        RELATIVE,
        Follows,
        "Its handling time relative to `handling`: 1.4 takes 40 % longer. Without it and `handling_mean`: 1.",
    ),
    key(
        "queue.*.reason.*.handling_mean",
        DAY_LONG,
        Nothing,
        "Instead of `handling_factor`: its mean handling time; its law is the queue's.",
    ),
    key("queue.*.reason.*.value", Kind::Money, Follows, "As `queue.*.value`, for this reason."),
    key("queue.*.reason.*.resolution", PERCENT, Follows, "As `queue.*.resolution`, for this reason."),
    key("queue.*.reason.*.escalation", Kind::Table, Follows, "As `queue.*.escalation`, for this reason."),
    key("queue.*.reason.*.escalation.share", PERCENT, Required, "Share of the answered."),
    key("queue.*.reason.*.escalation.to", NAME, Required, HANDED_TO_DOC),
    key("queue.*.reason.*.transfer", Kind::Table, Follows, "As `queue.*.transfer`, for this reason."),
    key("queue.*.reason.*.transfer.share", PERCENT, Required, "Share of the answered."),
    key("queue.*.reason.*.transfer.to", NAME, Required, HANDED_TO_DOC),
    key(
        "queue.*.reason.*.transfer.handled",
        PERCENT,
        Default("25%", "assumption: it takes a while to see that it is the wrong place"),
        "Part of the handling time that the first agent spends on it.",
    ),
    key(
        "queue.*.reason.*.bot",
        Kind::Named("bot"),
        Nothing,
        "What a bot does with this reason, by the bot's name, where it differs from what the bot says of all.",
    ),
    key("queue.*.reason.*.bot.*", Kind::Table, Nothing, "What this bot does with this reason."),
    key(
        "queue.*.reason.*.bot.*.entry",
        PERCENT,
        Follows,
        "Share of the contacts that enter. Without it: as the bot says.",
    ),
    key(
        "queue.*.reason.*.bot.*.resolved",
        PERCENT,
        Follows,
        "Share of the sessions that settle the matter. Without it: as the bot says.",
    ),
    key(
        "queue.*.reason.*.bot.*.unresolved",
        PERCENT,
        Follows,
        "Share of the sessions that end without help and without an agent. Without it: as the bot says.",
    ),
    // ---- bots
    key("bot", Kind::Named("bot"), Nothing, "Automatic services before queues, by name: a chatbot, a voice menu."),
    key("bot.*", Kind::Table, Nothing, "An automatic service before queues."),
    key(
        "bot.*.queues",
        Kind::Names,
        Required,
        "The queues before which it stands. Several bots before a queue stand in a row, in the order of the file: who does not enter the first, or finds it full or out of order, and who is escalated by it, comes to the second, and so on, and then to the queue.",
    ),
    key("bot.*.entry", PERCENT, Required, "Share that enters of the contacts that reach it."),
    key(
        "bot.*.resolved",
        PERCENT,
        Required,
        "Share of the sessions that settle the matter. The rest, 1 − resolved − unresolved, goes on to the next bot or the queue.",
    ),
    key(
        "bot.*.unresolved",
        PERCENT,
        Required,
        "Share of the sessions that end without help and without an agent: containment is not resolution.",
    ),
    key("bot.*.session", TIME, Required, "How long a session lasts. A duration, or a table."),
    key("bot.*.session.mean", DAY_LONG, Required, "Its mean."),
    key("bot.*.session.distribution", LAW, WORK_LAW, LAW_DOC),
    key("bot.*.session.cv", CV, Follows, CV_DOC),
    key(
        "bot.*.resolved_handling",
        RELATIVE,
        Follows,
        "Handling time that the contacts which the bot resolves would have taken from an agent, relative to the mean of those of their reason who enter: below 1 where the easy ones go first. No work is lost: with r resolved at this x, those who entered and were not resolved take (1 − r·x) / (1 − r) times as long, also when they come back. Of 6 minutes, 20 % resolved at 3 minutes each (0.5) leave 6.75. r·x is below 1, in each reason too. Without it: 1 (assumption: what the bot settles is like the rest of its reason).",
    ),
    key(
        "bot.*.handling_factor",
        RELATIVE,
        Default("1", "assumption: what reaches an agent takes as long as without the bot; reasons tell easy from hard"),
        "Handling time of a contact that goes on to an agent, relative to what it would have been without the session: above 1 where customers arrive annoyed, below 1 where the bot has asked the questions already. Those of several bots in a row multiply, to 0.05 at least and 20 at most.",
    ),
    key(
        "bot.*.comes_back",
        Kind::Table,
        Follows,
        "Those who were left without help come back. Without it: nobody does (assumption, and a rosy one).",
    ),
    key("bot.*.comes_back.share", PERCENT, Required, "Share of them who do."),
    key(
        "bot.*.comes_back.after",
        LATER_TIME,
        Required,
        "After how long; where the queue is closed then, at any time of its next opening hours. A duration, or a table.",
    ),
    key("bot.*.comes_back.after.mean", LATER, Required, "Its mean."),
    key("bot.*.comes_back.after.distribution", LAW, DELAY_LAW, LAW_DOC),
    key("bot.*.comes_back.after.cv", CV, Follows, CV_DOC),
    key(
        "bot.*.comes_back.to",
        NAME,
        Follows,
        "The queue to which they come; it may be of another channel. Without it: the queue before which the bot stands, if it is only one.",
    ),
    key("bot.*.per_session", Kind::Money, Required, "Cost of a session."),
    key(
        "bot.*.capacity",
        Kind::Count { least: 0, most: 1_000_000 },
        Nothing,
        "Most sessions at once; who finds none free goes on to the next bot or the queue. Without it: any number.",
    ),
    key(
        "bot.*.outages",
        Kind::Tables,
        Nothing,
        "When it is out of order: who comes then goes on to the next bot or the queue. A list of { from, until }.",
    ),
    key("bot.*.outages.#.from", Kind::Moment, Required, "Begin, in the time zone of the horizon."),
    key("bot.*.outages.#.until", Kind::Moment, Required, "End, in the time zone of the horizon."),
    // ---- trunks
    key(
        "trunk",
        Kind::Named("trunk"),
        Nothing,
        "Lines to the outside world, by name. A call occupies one from its arrival to the end of its talk; who finds none is blocked. Without any: enough lines.",
    ),
    key("trunk.*", Kind::Table, Nothing, "A bundle of lines."),
    key("trunk.*.lines", Kind::Count { least: 1, most: 1_000_000 }, Required, "How many lines it has."),
    key(
        "trunk.*.queues",
        Kind::Names,
        Required,
        "The queues whose calls use them; voice only, and each queue on one trunk at most.",
    ),
    // ---- satisfaction
    key(
        "satisfaction",
        Kind::Table,
        Nothing,
        "How satisfied customers are: a stated function, to be replaced by what your own surveys say. Who is answered starts from `base` and loses for the wait, for handovers and for having had to come again; never below 0.",
    ),
    key(
        "satisfaction.base",
        PERCENT,
        Default("85%", "assumption: replace it by your surveys"),
        "Answered at once, by the right person, at the first attempt.",
    ),
    key(
        "satisfaction.per_minute",
        PERCENT,
        Default("2%", "assumption: replace it by your surveys"),
        "Loss for each minute waited.",
    ),
    key(
        "satisfaction.per_handover",
        PERCENT,
        Default("10%", "assumption: replace it by your surveys"),
        "Loss for each transfer or escalation.",
    ),
    key(
        "satisfaction.per_repeat",
        PERCENT,
        Default("15%", "assumption: replace it by your surveys"),
        "Loss for each earlier attempt or earlier contact about the same matter.",
    ),
    key(
        "satisfaction.lost",
        PERCENT,
        Default("0%", "assumption: who gave up is not satisfied"),
        "Satisfaction of those who abandoned or were blocked.",
    ),
];
