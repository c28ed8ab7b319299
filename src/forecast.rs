//! From the volumes of the past to those of weeks and months to come, with bands.
//!
//! ```text
//! counts ──► totals of days ──► models, picked by backtest ──► totals to come ─┐
//!    └─────► profiles (shares of intervals by weekday) ────────────────────────┴──► intervals to come ──► overrides
//!                  errors of the backtest ──► bands and draws
//! ```
//!
//! The problem is split as in the literature (Ibrahim, Ye, L'Ecuyer & Shen 2016): a day has a total and a profile. Totals are
//! forecast by several [models](Model), of which the backtest picks one for each stretch of days ahead; never by how well it
//! fits what it has learnt from. Profiles are learnt by a rule that the same backtest picks. The [`Uncertainty`] is what the
//! backtest was wrong by, no more and no less: [bands](Forecast::day_band) are as wide as would have held the stated share of
//! its errors, and [draws](Forecast::draw_rates) have its correlations.
//!
//! Nothing here reads a file or knows a scenario: it takes [`Series`] and [`Day`]s and gives numbers. The same input gives the
//! same bytes on any number of threads.

mod accuracy;
mod backtest;
mod draws;
mod effects;
mod holt_winters;
mod linear;
mod link;
mod model;
mod overrides;
mod profile;
mod series;
mod structural;
#[cfg(test)]
mod tests;
mod timeline;
mod uncertainty;

pub use accuracy::{Wape, in_steps};
pub use backtest::{Backtest, Compared, Stretch};
pub use model::Model;
pub use overrides::{Applied, Change, Override};
pub use profile::ProfileRule;
pub use series::{Day, Mark, ObservedDay, Series};
pub use uncertainty::{DayVariance, Uncertainty, distance};

use effects::YEAR_NEEDS;
use jiff::civil::Date;
use model::Past;
use profile::Profile;
use serde::Serialize;
use std::collections::BTreeSet;
use std::fmt;
use timeline::Timeline;

/// Days of the past with counts without which there is no forecast: two weeks.
pub const LEAST_KNOWN_DAYS: usize = 10;
/// Days that the past may span: ten years. What is older tells nothing of the days to come.
pub const LONGEST_PAST: i64 = 3660;
/// How many days after the last known day a forecast may reach: three years.
pub const FARTHEST_FUTURE: i64 = 1100;
/// Days from which seasons are seen, if only once.
const ONE_YEAR: usize = 365;
/// Days that the past has to span: four weeks to learn from and one to be tried on.
pub const LEAST_SPAN: usize = 35;

/// How to forecast.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// The models that are tried; [`Model::Combination`] is always tried as well.
    pub models: Vec<Model>,
    /// From how many origins at most the models are tried.
    pub origins: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { models: Model::all(), origins: 20 }
    }
}

/// Volumes to come.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Forecast {
    /// Length of an interval in minutes.
    pub interval_minutes: u32,
    /// The days to come, as they were asked for.
    pub days: Vec<ForecastDay>,
    /// The changes by hand, in the order in which they were made.
    pub overrides: Vec<Applied>,
    /// How the models compared.
    pub backtest: Backtest,
    /// How wrong the forecast may be.
    pub uncertainty: Uncertainty,
    /// What the reader should know.
    pub notes: Vec<Note>,
}

/// A day to come.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ForecastDay {
    /// What is known of it beforehand.
    pub day: Day,
    /// By how many days it is after the last known day.
    pub days_ahead: usize,
    /// Which model its total is from.
    pub model: Model,
    /// Expected contacts of the day before any override.
    pub before_overrides: f64,
    /// Expected contacts, per interval from midnight; 0 where the queue is closed.
    pub expected: Vec<f64>,
    /// Variance of the day's factor that no backtest could show ([`Note::YearSeenOnce`]), on top of [`Uncertainty::day_variance`].
    pub untested_variance: f64,
}

/// Between which numbers a count lies with the stated probability.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Band {
    /// Not below this.
    pub lower: f64,
    /// Not above this.
    pub upper: f64,
}

/// Something that the reader of a forecast should know.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Note {
    /// A holiday or an event to come that the past does not have: its days are forecast like ordinary ones.
    NeverSeen {
        /// Its name.
        name: String,
        /// Its first day.
        date: Date,
    },
    /// A day to come of a weekday that was never observed: its profile is that of the other weekdays.
    NewWeekday {
        /// The first such day.
        date: Date,
    },
    /// A single year is known. Half of the forecast takes its seasons for seasons, half for chance and trend, and the bands
    /// hold both; no backtest can tell which is right.
    YearSeenOnce,
    /// The forecast reaches further than the backtest could: its bands beyond are extrapolated.
    BeyondBacktest {
        /// How many days ahead were tried.
        tried: usize,
    },
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NeverSeen { name, date } => write!(
                f,
                "{name} ({date}) does not occur in the past, so that day is forecast like an ordinary one: change it by hand if you know better"
            ),
            Self::NewWeekday { date } => {
                write!(
                    f,
                    "no day of the weekday of {date} was ever observed: it is forecast like the mean of the other weekdays"
                )
            }
            Self::YearSeenOnce => f.write_str(
                "only one year is known, so seasons cannot be told from trend: the forecast is halfway between both and its bands are wider",
            ),
            Self::BeyondBacktest { tried } => {
                write!(
                    f,
                    "the past is long enough to try forecasts of {tried} days ahead; beyond, the bands are extrapolated"
                )
            }
        }
    }
}

/// Why there is no forecast.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Problem {
    /// The interval does not divide a day.
    #[error("an interval of {0} minutes does not divide a day: take 5, 10, 15, 30 or 60")]
    IntervalMinutes(u32),
    /// The dates are not in order.
    #[error(
        "{date} comes after {before}: days must be in order of their dates, each once, and days to come after those of the past"
    )]
    Order {
        /// The date.
        date: Date,
        /// The one that stands before it.
        before: Date,
    },
    /// A list of a day has the wrong length.
    #[error("{date} has {found} values in `{what}` where it needs {expected}")]
    Length {
        /// The date.
        date: Date,
        /// The name of the list.
        what: &'static str,
        /// Its length.
        found: usize,
        /// The length that it should have.
        expected: usize,
    },
    /// A count is not one.
    #[error("{date} {at}: {found} contacts are not possible; give a number from 0 to 1000000000, or leave it out", at = crate::calendar::clock(*minute))]
    Count {
        /// The date.
        date: Date,
        /// The minute of the day at which the interval begins.
        minute: u32,
        /// What was found.
        found: f64,
    },
    /// A driver is not a number.
    #[error(
        "{date}: the driver {driver} is {found}; give a number of at most 1000000000 for every day, past or to come"
    )]
    Driver {
        /// The date.
        date: Date,
        /// Its name.
        driver: String,
        /// What was found.
        found: f64,
    },
    /// Too little is known.
    #[error(
        "{days} days with counts, over {span} days, are too few to forecast from: at least {LEAST_KNOWN_DAYS} over {LEAST_SPAN} are needed"
    )]
    TooShort {
        /// How many days have counts.
        days: usize,
        /// From the first to the last of them.
        span: usize,
    },
    /// The past is longer than is of use.
    #[error("the past spans {days} days: give the last {LONGEST_PAST} of them at most")]
    TooLong {
        /// From the first to the last day.
        days: i64,
    },
    /// The future is further than can be told.
    #[error("the last day to forecast is {days} days after the last known one: at most {FARTHEST_FUTURE} are possible")]
    TooFar {
        /// How many days after the last known one.
        days: i64,
    },
    /// No day to come.
    #[error("there is no day to forecast")]
    NoFuture,
    /// No model to try.
    #[error("there is no model to try besides the mean of the best")]
    NoModel,
    /// A change by hand cannot be made.
    #[error("override \"{reason}\": {what}")]
    Override {
        /// Its reason, by which it is known.
        reason: String,
        /// What is wrong.
        what: String,
    },
}

/// Forecasts the days to come from those of the past and then makes the changes by hand, one after the other. Or says
/// everything that is wrong.
pub fn forecast(
    series: &Series,
    future: &[Day],
    overrides: &[Override],
    options: &Options,
) -> Result<Forecast, Vec<Problem>> {
    let mut problems = series.problems(future);
    let models: Vec<Model> = options.models.iter().copied().filter(|model| *model != Model::Combination).collect();
    if models.is_empty() {
        problems.push(Problem::NoModel);
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let timeline = Timeline::new(series, future);
    let totals = profile::totals(&timeline);
    let known = || totals.full.iter().enumerate().filter(|(_, full)| full.is_some()).map(|(index, _)| index);
    let span = known().next().zip(known().next_back()).map_or(0, |(first, last)| last + 1 - first);
    if known().count() < LEAST_KNOWN_DAYS || span < LEAST_SPAN {
        return Err(vec![Problem::TooShort { days: known().count(), span }]);
    }

    let origin = timeline.last_known;
    let past = Past::new(&timeline, &totals);
    let targets: Vec<usize> = future.iter().filter_map(|day| timeline.index_of(day.date)).collect();
    let ahead = timeline.days.len() - 1 - origin;
    let (backtest, origins, trials) = backtest::run(&past, &models, options.origins, ahead);
    let profiles = backtest::profiles(&past, backtest.profile, &origins);
    let uncertainty = Uncertainty::of(&timeline, &trials, &origins, &profiles);

    // What the time of the year does is known from a single year, and no backtest can tell it from a trend: both stories count half.
    let year_seen_once = (ONE_YEAR..YEAR_NEEDS).contains(&span);
    let said = past.forecasts(&models, origin, &targets, YEAR_NEEDS);
    let again = year_seen_once.then(|| past.forecasts(&models, origin, &targets, ONE_YEAR));
    let profile = Profile::learnt(&timeline, &totals, origin, backtest.profile);
    let of_day = |(n, day): (usize, &Day)| {
        let days_ahead = targets[n] - origin;
        let stretch = &backtest.stretches[backtest::stretch_of(days_ahead)];
        let pick =
            |said: &[Vec<f64>]| stretch.of(&models, &said.iter().map(|forecasts| forecasts[n]).collect::<Vec<f64>>());
        let (total, untested_variance) = between(pick(&said), again.as_deref().map(pick));
        let shares = profile.of_day(timeline.days[targets[n]].weekday, &day.open);
        let expected: Vec<f64> = shares.into_iter().map(|share| total * share).collect();
        let before_overrides = expected.iter().sum();
        ForecastDay {
            day: day.clone(),
            days_ahead,
            model: stretch.picked,
            before_overrides,
            expected,
            untested_variance,
        }
    };
    let days = future.iter().enumerate().map(of_day).collect();
    let tried = trials.iter().map(|trial| trial.ahead).max().unwrap_or(0);
    let mut notes = notes(&timeline, future, (tried, ahead));
    if year_seen_once {
        notes.push(Note::YearSeenOnce);
    }
    let interval_minutes = series.interval_minutes;
    Forecast { interval_minutes, days, overrides: Vec::new(), backtest, uncertainty, notes }.with_overrides(overrides)
}

/// The mean of two forecasts of a day, and the variance of its factor that comes from their being two.
fn between(one: f64, other: Option<f64>) -> (f64, f64) {
    let mean = f64::midpoint(one, other.unwrap_or(one));
    let distance = if mean > 0.0 { (one - mean) / mean } else { 0.0 };
    (mean, distance * distance)
}

fn notes(timeline: &Timeline, future: &[Day], (tried, ahead): (usize, usize)) -> Vec<Note> {
    let mut notes = Vec::new();
    let past = &timeline.days[..=timeline.last_known];
    let open = |day: &&Day| day.is_open();
    let names =
        |day: &Day| -> Vec<String> { day.marks.iter().filter_map(|mark| mark.name()).map(str::to_owned).collect() };
    let mut seen: BTreeSet<String> = past.iter().filter_map(|facts| facts.day).filter(open).flat_map(names).collect();
    let mut weekdays: BTreeSet<usize> =
        past.iter().filter(|facts| facts.day.is_some_and(Day::is_open)).map(|facts| facts.weekday).collect();
    for day in future.iter().filter(open) {
        for name in names(day) {
            if seen.insert(name.clone()) {
                notes.push(Note::NeverSeen { name, date: day.date });
            }
        }
        if weekdays.insert(day.date.weekday().to_monday_zero_offset() as usize) {
            notes.push(Note::NewWeekday { date: day.date });
        }
    }
    if ahead > tried {
        notes.push(Note::BeyondBacktest { tried });
    }
    notes
}

impl ForecastDay {
    /// Expected contacts of the day.
    pub fn total(&self) -> f64 {
        self.expected.iter().sum()
    }
}

impl Forecast {
    /// The same with further changes by hand, made one after the other.
    pub fn with_overrides(mut self, overrides: &[Override]) -> Result<Self, Vec<Problem>> {
        let problems: Vec<Problem> =
            overrides.iter().filter_map(|given| overrides::apply(&mut self, given).err()).flatten().collect();
        if problems.is_empty() { Ok(self) } else { Err(problems) }
    }

    /// The coefficient of variation of the factor by which the contacts expected of a day may be off, chance left out.
    pub fn day_cv(&self, day: usize) -> f64 {
        self.uncertainty.day_cv(self.variance_of(&self.days[day]))
    }

    /// Where the contacts of a day lie with probability `level`, between 0 and 1.
    pub fn day_band(&self, day: usize, level: f64) -> Band {
        let day = &self.days[day];
        let variance = self.variance_of(day);
        Uncertainty::band(day.total(), variance, &self.uncertainty.of_days, level).into()
    }

    /// Where the contacts of an interval lie with probability `level`, between 0 and 1.
    pub fn interval_band(&self, day: usize, interval: usize, level: f64) -> Band {
        let day = &self.days[day];
        let variance = self.variance_of(day) + self.uncertainty.within[interval];
        Uncertainty::band(day.expected[interval], variance, &self.uncertainty.of_intervals, level).into()
    }
}

impl Forecast {
    /// The variance of the random factor of a day.
    fn variance_of(&self, day: &ForecastDay) -> f64 {
        self.uncertainty.day_variance(day.days_ahead) + day.untested_variance
    }
}

impl From<(f64, f64)> for Band {
    fn from((lower, upper): (f64, f64)) -> Self {
        Self { lower, upper }
    }
}

impl Band {
    /// Whether a count lies in it.
    pub fn holds(&self, count: f64) -> bool {
        (self.lower..=self.upper).contains(&count)
    }
}
