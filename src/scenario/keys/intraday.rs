//! Keys of the day itself.

use super::Absent::{Default, Nothing};
use super::{DAY_LONG, DAY_LONG_OR_NOTHING, Key, PERCENT, key};
use crate::scenario::kind::Kind;

/// They, a table before what stands in it.
pub(super) const KEYS: &[Key] = &[
    key("intraday", Kind::Table, Nothing, "What may be done on the day itself, for `callboard intraday`."),
    key(
        "intraday.overtime_premium",
        Kind::Share { above_zero: false, most: 5.0 },
        Default("50%", "one and a half times the wage: US Fair Labor Standards Act, section 7(a)(1)"),
        "Overtime costs the wage and this share of it.",
    ),
    key(
        "intraday.most_overtime",
        DAY_LONG_OR_NOTHING,
        Default("2h", "an eight-hour day may be ten hours long: German law on working time, section 3"),
        "Most overtime of a person on a day, before and after the shift together; \"0s\" for none.",
    ),
    key(
        "intraday.notice",
        DAY_LONG_OR_NOTHING,
        Default("30m", "assumption: people have to be asked"),
        "Nothing is changed sooner than so long after the present.",
    ),
    key(
        "intraday.time_off_pay",
        PERCENT,
        Default("0%", "voluntary and unpaid"),
        "Share of the wage that is paid for time off which somebody takes voluntarily.",
    ),
    key(
        "intraday.least_time_off",
        DAY_LONG,
        Default("1h", "assumption: less is not worth going home for"),
        "Least time off that is offered.",
    ),
    key(
        "intraday.most_moves",
        Kind::Count { least: 0, most: 200 },
        Default("20", "assumption: more than a supervisor can arrange in an hour"),
        "Most moves that are proposed.",
    ),
    key(
        "intraday.handling_cv",
        Kind::Number { least: 0.0, most: 2.0 },
        Default("0.05", "assumption: compare days of your own"),
        "Coefficient of variation of a day's mean handling time around the scenario's, beyond chance: how much today's actual means count.",
    ),
];
