//! Keys of the people: groups of agents, sites, persons.

use super::Absent::{Default, Follows, Nothing, Required};
use super::{
    CV, DAY_LONG, DAY_LONG_OR_NOTHING, HANDLING_LAWS, Key, MOST_PEOPLE, NAME, PEOPLE, PERCENT, SOME_PERCENT, key,
};
use crate::scenario::kind::Kind;

/// Slowest and fastest that anybody works.
pub(in crate::scenario) const SPEEDS: std::ops::RangeInclusive<f64> = 0.1..=5.0;
const PROFICIENCY: Kind = Kind::Number { least: *SPEEDS.start(), most: *SPEEDS.end() };
/// People of a contract: who works what is found out for each of them, week by week.
const SOMEBODY: Kind = Kind::Count { least: 1, most: 2000 };
const WEEKS: Kind = Kind::Count { least: 0, most: 2600 };

/// They, a table before what stands in it.
pub(super) const KEYS: &[Key] = &[
    // ---- groups
    key("group", Kind::Named("group"), Required, "Groups of agents who can do the same, by name."),
    key("group.*", Kind::Table, Nothing, "Agents who can do the same."),
    key("group.*.skills", Kind::Names, Required, "The queues that they answer, the first preferred."),
    key(
        "group.*.headcount",
        PEOPLE,
        Follows,
        "People employed; required, unless they are named as persons or have contracts.",
    ),
    key(
        "group.*.site",
        NAME,
        Nothing,
        "The site where they work. Without it: at the centre, whenever they are on duty.",
    ),
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
        "Paid hours of a contract in a week: of all people together, or of each contract that does not say otherwise.",
    ),
    key(
        "group.*.days_per_week",
        Kind::Count { least: 1, most: 7 },
        Default("5", "two days of rest, as with a forty-hour week of eight-hour days"),
        "Most working days of a person in a week; of each contract that does not say otherwise.",
    ),
    key(
        "group.*.contract",
        Kind::Tables,
        Nothing,
        "Contracts of the group's people, who have no names: full-time, part-time, seasonal. The schedule then says what each of them works (tours), and keeps the rules of each person's week. Together they are the group's headcount.",
    ),
    key("group.*.contract.#.name", NAME, Required, "Its name."),
    key("group.*.contract.#.people", SOMEBODY, Required, "People who have it."),
    key(
        "group.*.contract.#.weekly_hours",
        Kind::Number { least: 1.0, most: 84.0 },
        Follows,
        "Most paid hours of a person in a week, without overtime. Without it: as the group's.",
    ),
    key(
        "group.*.contract.#.days_per_week",
        Kind::Count { least: 1, most: 7 },
        Follows,
        "Most working days of a person in a week. Without it: as the group's.",
    ),
    key(
        "group.*.contract.#.shifts",
        Kind::Names,
        Nothing,
        "Shifts that they work, of those that the group may work. Without it: all.",
    ),
    key(
        "group.*.contract.#.from",
        Kind::Date,
        Nothing,
        "First date on which they work, such as the begin of the season. Without it: from the first day on.",
    ),
    key("group.*.contract.#.until", Kind::Date, Nothing, "Last date on which they work. Without it: to the last day."),
    key(
        "group.*.contract.#.days_off_together",
        Kind::Truth,
        Default("false", "days off lie anywhere, unless you say otherwise"),
        "Whether the days off that `days_per_week` leaves lie next to each other in each week. Weeks are counted from the first day of the horizon.",
    ),
    key(
        "group.*.contract.#.start_within",
        DAY_LONG_OR_NOTHING,
        Nothing,
        "All shifts of a person's week begin within so much of each other, overtime aside: \"1h\". Without it: at any time.",
    ),
    key(
        "group.*.contract.#.weekends",
        Kind::Table,
        Nothing,
        "How often a person works on Saturday or Sunday: { worked = 1, of = 2 } for every second weekend. The people are divided into `of` rotas that take turns. Without it: whenever needed.",
    ),
    key(
        "group.*.contract.#.weekends.worked",
        Kind::Count { least: 0, most: 51 },
        Required,
        "Weeks with work at the weekend.",
    ),
    key("group.*.contract.#.weekends.of", Kind::Count { least: 1, most: 52 }, Required, "Of so many weeks."),
    key(
        "group.*.overtime_per_week",
        Kind::Number { least: 0.0, most: 84.0 },
        Nothing,
        "Most hours of overtime of a person in a week, on average over the group, beside `weekly_hours`. Without it: as many as the `overtime` of the shifts allows.",
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
    key(
        "group.*.on_duty.more",
        Kind::Count { least: -100_000, most: 100_000 },
        Nothing,
        "So many agents more than that, or fewer where it is negative, in each interval in which somebody is on duty: to ask what more people would change.",
    ),
    key(
        "group.*.proficiency",
        Kind::Named("skill"),
        Nothing,
        "How fast they work, by skill; 1 for a skill that is not named.",
    ),
    key(
        "group.*.proficiency.*",
        PROFICIENCY,
        Nothing,
        "Handling time is divided by it: with 0.8 a contact takes 1/0.8 times as long.",
    ),
    key(
        "group.*.ramp",
        Kind::Numbers { fewest: 1, most: 260 },
        Nothing,
        "Speed to proficiency: factors on the proficiency by week of tenure, the first for who has just begun, each from 0.1 to 5; 1 after the last.",
    ),
    key(
        "group.*.tenure",
        Kind::Tables,
        Nothing,
        "Parts of the group who are new, each with its `share` and a `factor`, or `weeks` of tenure; the others are fully proficient.",
    ),
    key("group.*.tenure.#.share", PERCENT, Required, "Their share of the group; of whoever is on duty, this share."),
    key("group.*.tenure.#.factor", PROFICIENCY, Follows, "Factor on the proficiency; or `weeks`."),
    key("group.*.tenure.#.weeks", WEEKS, Follows, "Weeks of tenure; the group's `ramp` says the factor. Or `factor`."),
    key(
        "group.*.attendance",
        Kind::Table,
        Nothing,
        "How people keep to their plan. What is planned is paid all the same.",
    ),
    key(
        "group.*.attendance.absence",
        PERCENT,
        Default("0", "absence that is known beforehand is in the shrinkage"),
        "Share of those on duty who are absent on the day, without notice, for all of it.",
    ),
    key(
        "group.*.attendance.late",
        PERCENT,
        Default("0", "everybody is punctual unless you say otherwise"),
        "Share of those who begin a shift who come late.",
    ),
    key("group.*.attendance.lateness", Kind::Table, Nothing, "How late they come."),
    key("group.*.attendance.lateness.mean", DAY_LONG, Follows, "Its mean. Without it: 10m (assumption)."),
    key(
        "group.*.attendance.lateness.distribution",
        Kind::Choice(HANDLING_LAWS),
        Follows,
        "Its law. Without it: exponential (assumption: mostly short, sometimes long).",
    ),
    key(
        "group.*.attendance.lateness.cv",
        CV,
        Follows,
        "Its standard deviation / mean. Without it: 1 (assumption); exponential and constant need none, hyperexponential needs it.",
    ),
    key(
        "group.*.attendance.adherence",
        Kind::Share { above_zero: true, most: 1.0 },
        Default("1", "everybody keeps to the plan unless you say otherwise"),
        "Share of the time on duty at which they are at work; the rest they step away, between contacts.",
    ),
    key(
        "group.*.attendance.spell",
        DAY_LONG,
        Follows,
        "Mean of a spell away, exponential. Without it: 10m (assumption).",
    ),
    key(
        "group.*.reserve",
        PEOPLE,
        Default("0", "whoever is idle may begin deferred work"),
        "Agents who stay free for live work: deferred work is begun only while more than so many would stay idle.",
    ),
    key(
        "group.*.occupancy_limit",
        SOME_PERCENT,
        Default("85%", "the most that the trade recommends (Call Centre Helper)"),
        "Occupancy above which work is too dense to be healthy; time above it is reported.",
    ),
    // ---- sites
    key("site", Kind::Named("site"), Nothing, "Places where people work, by name."),
    key("site.*", Kind::Table, Nothing, "A place where people work."),
    key(
        "site.*.time_zone",
        NAME,
        Follows,
        "Its time zone by its IANA name, such as Asia/Manila. Without it: as the horizon's.",
    ),
    key(
        "site.*.opening_hours",
        Kind::Table,
        Nothing,
        "When people can work there, in its own time zone; nobody is on duty while it is closed. Without it: round the clock.",
    ),
    key(
        "site.*.opening_hours.DAY",
        Kind::Spans,
        Follows,
        "When it opens on this weekday. Without it: as `default` says.",
    ),
    key(
        "site.*.opening_hours.default",
        Kind::Spans,
        Follows,
        "When it opens on weekdays that are not named. Without it: closed; round the clock if no weekday is named.",
    ),
    key("site.*.opening_hours.closed_dates", Kind::Dates, Nothing, "Dates on which it stays closed."),
    key(
        "site.*.outages",
        Kind::Tables,
        Nothing,
        "When nobody can work there, in the time zone of the horizon. Contacts in hand are finished.",
    ),
    key("site.*.outages.#.from", Kind::Moment, Required, "Begin of the outage."),
    key("site.*.outages.#.until", Kind::Moment, Required, "End of the outage."),
    key(
        "site.*.seats",
        Kind::Count { least: 1, most: MOST_PEOPLE },
        Nothing,
        "Seats: most people of all its groups who can have a shift there at the same time. Whoever is scheduled keeps the seat from the begin to the end of the shift, overtime and breaks included; nobody is taken off for shrinkage. Without it: any number.",
    ),
    // ---- persons
    key(
        "person",
        Kind::Named("person"),
        Nothing,
        "Named people. If a group has any, they are all of it, and its headcount and `on_duty` follow from them.",
    ),
    key("person.*", Kind::Table, Nothing, "A person."),
    key("person.*.group", NAME, Required, "The group to which the person belongs."),
    key("person.*.proficiency", Kind::Named("skill"), Nothing, "How fast the person works, by skill."),
    key("person.*.proficiency.*", PROFICIENCY, Follows, "Handling time is divided by it. Without it: as the group's."),
    key(
        "person.*.tenure_weeks",
        WEEKS,
        Nothing,
        "Weeks since the person began; the group's `ramp` says the factor on the proficiency. Without it: 1.",
    ),
    key(
        "person.*.duty",
        Kind::Table,
        Required,
        "When the person is on duty, in the time zone of the group's site, as far as that is open: in every interval that begins within these spans.",
    ),
    key("person.*.duty.DAY", Kind::Spans, Follows, "Duty on this weekday. Without it: as `default` says."),
    key(
        "person.*.duty.default",
        Kind::Spans,
        Follows,
        "Duty on weekdays that are not named. Without it: none; round the clock if no weekday is named.",
    ),
    key("person.*.absent_dates", Kind::Dates, Nothing, "Dates on which the person is away."),
];
