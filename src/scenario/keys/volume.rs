//! Keys of the volume: how many contacts come to a queue, and what raises or lowers them.

use super::Absent::{Default, Follows, Nothing, Required};
use super::{FACTOR, Key, MOST_DAYS, MOST_PER_HOUR, NAME, RATE, key};
use crate::scenario::kind::Kind;

/// They, a table before what stands in it.
pub(super) const KEYS: &[Key] = &[
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
        "Weights over the day, each from its clock time to the next; they share out the contacts of `per_day` or `driver` over the open hours of a day. Without it: even.",
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
        "queue.*.volume.driver",
        Kind::Named("driver"),
        Nothing,
        "What makes customers get in touch (orders, returns, unit sales), by name: the contacts of a day are the sum over drivers of units × `per_unit`. A day on which the queue is closed has none, but for e-mail, social and cases, which come every day.",
    ),
    key("queue.*.volume.driver.*", Kind::Table, Nothing, "A driver of the volume."),
    key(
        "queue.*.volume.driver.*.file",
        NAME,
        Required,
        "A CSV table beside this file with a row for each day: a column `date`, and columns of daily numbers.",
    ),
    key("queue.*.volume.driver.*.column", NAME, Required, "The column of the driver."),
    key(
        "queue.*.volume.driver.*.per_unit",
        Kind::Number { least: 0.0, most: 1e6 },
        Required,
        "Contacts for each unit: 0.08 is eight contacts for a hundred orders.",
    ),
    key(
        "queue.*.volume.driver.*.lag_days",
        Kind::Count { least: 0, most: 60 },
        Default("0", "the same day, unless you say otherwise"),
        "Days from the units to their contacts: returns come a week after orders.",
    ),
    key(
        "queue.*.volume.factor",
        FACTOR,
        Default("1", "the volume as given"),
        "Multiplies the volume, that of the plan too: 1.1 is a tenth more. For what-ifs.",
    ),
    key(
        "queue.*.volume.day_factor_cv",
        Kind::Number { least: 0.0, most: 3.0 },
        Default("0", "no uncertainty but chance; real days vary more (Avramidis, Deslauriers & L'Ecuyer 2004)"),
        "How far a day typically lies from its forecast, as a share: coefficient of variation of a random factor (gamma, mean 1) on all of a day's volume.",
    ),
    key(
        "queue.*.volume.day_factor_correlation",
        Kind::Number { least: -1.0, most: 1.0 },
        Default("0", "each queue has good and bad days of its own"),
        "Correlation of the day factor with a factor that all queues share: the day factors of two queues are correlated by the product of theirs.",
    ),
    key(
        "queue.*.volume.forecast_error",
        Kind::Table,
        Nothing,
        "How wrong the forecast of the volume may be, as `callboard forecast` finds it in a backtest: a random factor (gamma, mean 1) on each day's volume, in place of `day_factor_cv`. The factors of two days that are k days apart are correlated (the normal numbers behind them) by lasting + (1 - lasting) * phi^k with phi = (next_day - lasting) / (1 - lasting). A study thus carries the forecast's error into simulation, staffing and schedule. Without it: the volume is as good as known.",
    ),
    key(
        "queue.*.volume.forecast_error.cv",
        Kind::Shares,
        Required,
        "How far a day typically lies from its forecast, as a share: coefficient of variation of its factor, by week from the first day of the horizon; the last one holds for all later weeks.",
    ),
    key(
        "queue.*.volume.forecast_error.lasting",
        Kind::Share { above_zero: false, most: 0.99 },
        Default("0", "no level that is wrong for good"),
        "Correlation of the errors of days far from each other: a level that is wrong stays wrong.",
    ),
    key(
        "queue.*.volume.forecast_error.next_day",
        Kind::Share { above_zero: false, most: 0.99 },
        Follows,
        "Correlation of the errors of days next to each other, at least `lasting`. Without it: `lasting`.",
    ),
    key(
        "queue.*.volume.forecast_error.correlation",
        Kind::Number { least: -1.0, most: 1.0 },
        Default("0", "each queue's forecast is wrong by itself"),
        "Correlation of the error with one that the forecasts of all queues share: on the same day, the errors of two queues that last alike are correlated by the product of theirs.",
    ),
    key(
        "queue.*.volume.busyness",
        Kind::Table,
        Nothing,
        "How volume comes and goes within a day beyond chance: a random factor (gamma, mean 1) that wanders. Without it: by chance only.",
    ),
    key(
        "queue.*.volume.busyness.cv",
        Kind::Number { least: 0.0, most: 3.0 },
        Required,
        "Coefficient of variation of the factor: how far a moment typically lies from what is expected. 0 for none.",
    ),
    key(
        "queue.*.volume.busyness.memory",
        Kind::Duration { above: 0.0, most: 30.0 * 86_400.0 },
        Required,
        "Time after which the correlation of the factor with what it was has fallen to 1/e.",
    ),
    key("queue.*.event.*", Kind::Table, Nothing, "An event."),
    key("queue.*.event.*.first", Kind::Date, Required, "Its first day."),
    key("queue.*.event.*.last", Kind::Date, Required, "Its last day, included."),
    key(
        "queue.*.event.*.first_time",
        Kind::Clock,
        Follows,
        "Clock time of the first day at which it begins. Without it: midnight.",
    ),
    key(
        "queue.*.event.*.last_time",
        Kind::Clock,
        Follows,
        "Clock time of the last day at which it ends. Without it: 24:00.",
    ),
    key(
        "queue.*.event.*.factor",
        FACTOR,
        Required,
        "Multiplies the volume in that time: 1.5 is half more. Several events multiply.",
    ),
    key(
        "queue.*.event.*.half_life",
        Kind::Duration { above: 0.0, most: MOST_DAYS as f64 * 86_400.0 },
        Nothing,
        "Time after which half of the effect (factor − 1) is left, and half of that after as much again. Without it: it stays to the end.",
    ),
];
