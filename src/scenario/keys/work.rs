//! Keys of the work: routing, simulation, scheduling.

use super::Absent::{Default, Follows, Nothing, Required};
use super::{
    AGENT_TAKES, AT_CLOSING, CONTACT_GOES, DAY_LONG, Key, MOST_PEOPLE, MOST_REPLICATIONS, NAME, SOME_PERCENT, key,
};
use crate::scenario::kind::Kind;

const SOMEBODY: Kind = Kind::Count { least: 1, most: MOST_PEOPLE };

/// They, a table before what stands in it.
pub(super) const KEYS: &[Key] = &[
    // ---- settings
    key("routing", Kind::Table, Nothing, "How contacts and agents find each other."),
    key(
        "routing.contact_goes",
        Kind::Choice(CONTACT_GOES),
        Default("skill-order", "specialists first"),
        "How a contact chooses among groups with an idle agent: by the order of skills (those for whom it is the first, then the second …); to the agent idle longest; to the agent least occupied so far; or to the group most proficient in it.",
    ),
    key(
        "routing.agent_takes",
        Kind::Choice(AGENT_TAKES),
        Default("skill-order", "what an agent does best comes first"),
        "How a free agent chooses among queues where contacts wait: by the order of the skills, by the priority of the queues, the longest wait, or the largest product of wait and the queue's `weight`.",
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
        "Price of an hour in which an agent is missing, for queues that have none of their own. Without it: three times the highest wage (assumption: then filling a gap pays, unless it means two idle hours beside it).",
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
    key(
        "scheduling.premium",
        Kind::Tables,
        Nothing,
        "What is paid on top of the wage for paid hours at some times: by night, at weekends, on holidays. Several that hold at the same time add up.",
    ),
    key("scheduling.premium.#.name", NAME, Required, "Its name."),
    key(
        "scheduling.premium.#.from",
        Kind::Clock,
        Default("00:00", "all day, unless you say otherwise"),
        "Local clock time from which it is paid.",
    ),
    key(
        "scheduling.premium.#.until",
        Kind::Clock,
        Default("24:00", "all day, unless you say otherwise"),
        "Local clock time until which it is paid; before `from`: over midnight, where each hour counts by its own date.",
    ),
    key(
        "scheduling.premium.#.days",
        Kind::Weekdays,
        Follows,
        "Weekdays on which it is paid. Without it: all, or none if `dates` are named.",
    ),
    key("scheduling.premium.#.dates", Kind::Dates, Nothing, "Dates on which it is paid as well, such as holidays."),
    key(
        "scheduling.premium.#.share",
        Kind::Share { above_zero: true, most: 5.0 },
        Required,
        "What is paid on top, as a share of the wage.",
    ),
    key(
        "scheduling.session",
        Kind::Tables,
        Nothing,
        "Trainings and meetings, which the schedule places where they hurt least: paid, and away from the queues. A shift holds at most one.",
    ),
    key("scheduling.session.#.name", NAME, Required, "Its name."),
    key("scheduling.session.#.groups", Kind::Names, Follows, "Groups that attend it, each by itself. Without it: all."),
    key("scheduling.session.#.length", DAY_LONG, Required, "Its length."),
    key("scheduling.session.#.people", SOMEBODY, Follows, "Attendances of each group in a week; or `share`."),
    key(
        "scheduling.session.#.share",
        SOME_PERCENT,
        Follows,
        "Attendances of each group in a week as a share of its headcount, rounded up; or `people`.",
    ),
    key(
        "scheduling.session.#.earliest",
        Kind::Clock,
        Default("00:00", "at any time, unless you say otherwise"),
        "Earliest begin. It lies on the date on which the shift begins.",
    ),
    key(
        "scheduling.session.#.latest",
        Kind::Clock,
        Default("24:00", "at any time, unless you say otherwise"),
        "Latest end.",
    ),
    key(
        "scheduling.session.#.every",
        DAY_LONG,
        Follows,
        "Grid of the begin, from `earliest`. Without it: an interval.",
    ),
    key(
        "scheduling.session.#.days",
        Kind::Weekdays,
        Default("mon-sun", "any day, unless you say otherwise"),
        "Weekdays on which it may take place.",
    ),
    key(
        "scheduling.session.#.at_once",
        SOMEBODY,
        Nothing,
        "Seats: most people of a group who attend at the same time. Without it: any number.",
    ),
    key(
        "scheduling.session.#.missed",
        Kind::Money,
        Follows,
        "Price of an attendance that is missed. Without it: twice its length at `under_cover_per_hour` (assumption: it takes place also where it leaves a gap).",
    ),
];
