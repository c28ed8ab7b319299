//! Keys of the roster: contracts and employees.

use super::Absent::{Default, Nothing, Required};
use super::{DAY_LONG, Key, NAME, key};
use crate::scenario::kind::Kind;

const WEEK_LONG: Kind = Kind::Duration { above: -1.0, most: 7.0 * 86_400.0 };
const YEAR_LONG: Kind = Kind::Duration { above: -1.0, most: 400.0 * 86_400.0 };
const DAYS: Kind = Kind::Count { least: 1, most: 400 };
const WEEKDAYS: Kind = Kind::Count { least: 0, most: 7 };
const NIGHT: &str = "German law on working time, section 2; other laws differ by an hour or so";

/// They, a table before what stands in it.
pub(super) const KEYS: &[Key] = &[
    key(
        "contract",
        Kind::Named("contract"),
        Nothing,
        "Kinds of contract and their rules, for rosters of named people.",
    ),
    key("contract.*", Kind::Table, Nothing, "A kind of contract."),
    key(
        "contract.*.least_hours_per_day",
        DAY_LONG,
        Nothing,
        "Fewest paid hours of a day on which somebody works: \"4h\".",
    ),
    key("contract.*.most_hours_per_day", DAY_LONG, Nothing, "Most paid hours of a day."),
    key("contract.*.least_hours_per_week", WEEK_LONG, Nothing, "Fewest paid hours of a week from Monday to Sunday."),
    key("contract.*.most_hours_per_week", WEEK_LONG, Nothing, "Most paid hours of a week."),
    key("contract.*.least_hours", YEAR_LONG, Nothing, "Fewest paid hours over the horizon."),
    key("contract.*.most_hours", YEAR_LONG, Nothing, "Most paid hours over the horizon."),
    key("contract.*.least_days_per_week", WEEKDAYS, Nothing, "Fewest working days of a week."),
    key("contract.*.most_days_per_week", WEEKDAYS, Nothing, "Most working days of a week."),
    key(
        "contract.*.rest",
        Kind::Duration { above: -1.0, most: 3.0 * 86_400.0 },
        Default("11h", "Directive 2003/88/EC, article 3"),
        "Least time between two shifts.",
    ),
    key(
        "contract.*.weekly_rest",
        WEEK_LONG,
        Default("35h", "Directive 2003/88/EC, article 5: 24 hours and the daily rest"),
        "In each week at least one stretch without work that is so long.",
    ),
    key("contract.*.least_days_in_a_row", DAYS, Nothing, "Fewest working days in a row."),
    key("contract.*.most_days_in_a_row", DAYS, Nothing, "Most working days in a row."),
    key("contract.*.days_off_in_a_row", DAYS, Nothing, "Fewest days off in a row."),
    key(
        "contract.*.start_difference",
        Kind::Duration { above: -1.0, most: 86_400.0 },
        Nothing,
        "Most by which the begins of shifts on two days in a row may differ.",
    ),
    key(
        "contract.*.most_weekends",
        Kind::Count { least: 0, most: 60 },
        Nothing,
        "Most weekends worked over the horizon.",
    ),
    key(
        "contract.*.complete_weekends",
        Kind::Truth,
        Default("false", "a single Saturday is common"),
        "Whether both days of a weekend are worked or none.",
    ),
    key(
        "contract.*.shifts",
        Kind::Names,
        Nothing,
        "Shift types that may be worked. Without it: all those of the group.",
    ),
    key(
        "contract.*.within",
        Kind::Spans,
        Nothing,
        "Work lies within these hours, as the law wants it for minors: \"06:00-20:00\".",
    ),
    key(
        "contract.*.not_before",
        Kind::Named("shift type"),
        Nothing,
        "Successions that are forbidden: by shift type, those that may not follow on the next day.",
    ),
    key(
        "contract.*.not_before.*",
        Kind::Names,
        Nothing,
        "Shift types that may not be worked on the day after this one.",
    ),
    key("contract.*.rotation", Kind::Tables, Nothing, "A pattern of weeks that repeats."),
    key(
        "contract.*.rotation.#.shifts",
        Kind::Names,
        Nothing,
        "Shift types that may be worked in this week of the pattern. Without it: a week off.",
    ),
    key("roster", Kind::Table, Nothing, "Named people, for whom `callboard roster` finds a roster."),
    key(
        "roster.employees",
        NAME,
        Required,
        "A table beside this file, CSV or XLSX, with a row for each person: `name`, `group`, `contract`; and, where it matters, `also` (more groups, separated by |), `seniority`, `rotation_week`, `nights_before`, `weekends_before`, `refused_before`.",
    ),
    key(
        "roster.time_off",
        NAME,
        Nothing,
        "A table of days on which people are away: `name`, `from`, `to` (included; without it, the one day).",
    ),
    key(
        "roster.availability",
        NAME,
        Nothing,
        "A table of when people can work: `name`, `day` (a weekday or a date), `from`, `to`. Who is not named on a day is free all day.",
    ),
    key(
        "roster.wishes",
        NAME,
        Nothing,
        "A table of wishes: `name`, `date`, `wish` (off, work, a shift type, or not and a shift type) and `weight` (without it: 1).",
    ),
    key(
        "roster.history",
        NAME,
        Nothing,
        "A table of the shifts of the last weeks before the horizon: `name`, `date`, `start`, `end`. Days of a person without a row, since the first, were off.",
    ),
    key(
        "roster.locked",
        NAME,
        Nothing,
        "A table of what is published or agreed: `name`, `date`, `start`, `end`; `off` as start for a day off. It is planned around.",
    ),
    key(
        "roster.night",
        Kind::Table,
        Nothing,
        "When the night is. A shift with more than two hours in it is a night shift.",
    ),
    key("roster.night.from", Kind::Clock, Default("23:00", NIGHT), "Its begin."),
    key("roster.night.until", Kind::Clock, Default("06:00", NIGHT), "Its end."),
    key(
        "roster.refused_wish",
        Kind::Money,
        Default("10", "assumption: half an hour's wage"),
        "Price of refusing a wish of weight 1.",
    ),
    key(
        "roster.unfair_night",
        Kind::Money,
        Default("20", "assumption: an hour's wage"),
        "Price of each night above a person's fair share.",
    ),
    key(
        "roster.unfair_weekend",
        Kind::Money,
        Default("20", "assumption: an hour's wage"),
        "Price of each worked weekend above the share.",
    ),
    key(
        "roster.unfair_refusal",
        Kind::Money,
        Default("10", "assumption: as much as the wish itself"),
        "Price of each refused wish above the share.",
    ),
];
