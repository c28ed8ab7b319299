//! Keys of the work: routing, simulation, scheduling, plan, self-service, budget.

use super::Absent::{Default, Follows, Nothing, Required};
use super::{
    AGENT_TAKES, AT_CLOSING, CONTACT_GOES, DAY_LONG, Key, MONTHS, MOST_PEOPLE, MOST_PER_HOUR, MOST_REPLICATIONS, NAME,
    PEOPLE, PERCENT, SOME_PERCENT, key,
};
use crate::scenario::kind::Kind;

const SOMEBODY: Kind = Kind::Count { least: 1, most: MOST_PEOPLE };
const LARGEST_MONTH: f64 = MOST_PER_HOUR * 24.0 * 31.0;

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
