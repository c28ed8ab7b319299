//! The models of daily totals. Which of them is used is decided by [backtest](super::backtest), not here.

use super::effects::{Design, Scales, YEAR_NEEDS};
use super::holt_winters;
use super::link::Link;
use super::profile::Totals;
use super::structural::{self, Fitted, Point, Settings};
use super::timeline::Timeline;
use serde::Serialize;
use std::fmt;

/// A way to forecast the totals of days.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Model {
    /// The last known day of the same weekday.
    SeasonalNaive,
    /// The mean of the last known days of the same weekday, each freed of what was special about it (holiday, day of the month,
    /// drivers, as the regression sees them); what is special about the day to come is put on again.
    WeekdayAverage {
        /// How many.
        weeks: usize,
    },
    /// Exponential smoothing of level, damped trend and weekday (Holt 1957, Winters 1960, Gardner & `McKenzie` 1985), around the
    /// same special effects.
    HoltWinters,
    /// A regression on weekday, day of the month, time of the year, trend, holidays, events and drivers around a level that
    /// wanders from week to week.
    Regression {
        /// What is left of the level after a week: 1 for a random walk.
        persistence: f64,
        /// Standard deviation of its step in a week, as a ratio.
        step: f64,
        /// Relative size of the effects of the day of the month; 0 for none.
        month: f64,
        /// Whether the time of the year has an effect, once a year and a quarter are known (see also [`super::Note::YearSeenOnce`]).
        yearly: bool,
    },
    /// The mean of the best of the others.
    Combination,
}

impl Model {
    /// Those that are tried, if nothing else is asked for.
    pub fn all() -> Vec<Self> {
        let regression = |persistence, step, month, yearly| Self::Regression { persistence, step, month, yearly };
        vec![
            regression(0.9, 0.02, 0.5, true),
            regression(0.8, 0.02, 1.0, true),
            regression(1.0, 0.02, 0.5, true),
            regression(1.0, 0.05, 0.5, true),
            regression(1.0, 0.005, 0.5, true),
            regression(0.9, 0.02, 0.0, true),
            regression(0.9, 0.02, 0.5, false),
            regression(1.0, 0.02, 0.0, false),
            Self::HoltWinters,
            Self::WeekdayAverage { weeks: 4 },
            Self::WeekdayAverage { weeks: 8 },
            Self::SeasonalNaive,
        ]
    }
}

impl fmt::Display for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SeasonalNaive => f.write_str("seasonal naive"),
            Self::WeekdayAverage { weeks } => write!(f, "average of {weeks} weeks"),
            Self::HoltWinters => f.write_str("Holt-Winters"),
            Self::Regression { persistence, step, month, yearly } => {
                write!(f, "regression (persistence {persistence}, step {step}, month {month}")?;
                f.write_str(if *yearly { ", yearly)" } else { ")" })
            }
            Self::Combination => f.write_str("mean of the best"),
        }
    }
}

/// What all models learn from.
pub(super) struct Past<'a> {
    pub timeline: &'a Timeline<'a>,
    pub totals: &'a Totals,
    pub design: Design,
    pub link: Link,
    /// A middling total of a day.
    pub typical: f64,
}

/// The regression whose special effects the simpler models use.
const STANDARD: Settings =
    Settings { persistence: 0.9, step: 0.02, scales: Scales { month: 0.5, yearly: true }, year_needs: YEAR_NEEDS };

impl<'a> Past<'a> {
    pub fn new(timeline: &'a Timeline<'a>, totals: &'a Totals) -> Self {
        let mut known: Vec<f64> = totals.full.iter().flatten().copied().collect();
        known.sort_unstable_by(f64::total_cmp);
        let typical = known.get(known.len() / 2).copied().unwrap_or(0.0);
        Self { timeline, totals, design: Design::new(timeline), link: Link::for_counts(typical), typical }
    }

    /// The known days up to an origin, on the scale.
    fn points(&self, origin: usize) -> Vec<Point> {
        (0..=origin)
            .filter_map(|index| {
                let full = self.totals.full[index]?;
                Some(Point { index, value: self.link.of(full), share: self.totals.share[index] })
            })
            .collect()
    }

    fn regression(&self, points: &[Point], origin: usize, settings: Settings) -> Fitted {
        structural::fit(&self.design, points, origin, settings, (self.link, self.typical))
    }

    /// What each of the models says at an origin of the totals of later days, if they were open as usual. A
    /// [`Model::Combination`] says nothing. The time of the year has an effect once `year_needs` days are known.
    pub fn forecasts(&self, models: &[Model], origin: usize, targets: &[usize], year_needs: usize) -> Vec<Vec<f64>> {
        let points = self.points(origin);
        let standard_settings = Settings { year_needs, ..STANDARD };
        let standard = self.regression(&points, origin, standard_settings);
        let weekday = |index: usize| self.timeline.days[index].weekday;
        let special = |index: usize| self.design.special(index, &standard.effects);
        let cleaned: Vec<(usize, f64)> =
            points.iter().map(|point| (weekday(point.index), point.value - special(point.index))).collect();
        let put_on = |value: f64, index: usize| standard.bounded(value + special(index));
        let one = |model: Model| -> Vec<f64> {
            match model {
                Model::SeasonalNaive => targets.iter().map(|&index| self.naive(&points, index)).collect(),
                Model::WeekdayAverage { weeks } => {
                    let averages = weekday_averages(&cleaned, weeks);
                    targets.iter().map(|&index| put_on(averages[weekday(index)], index)).collect()
                }
                Model::HoltWinters => {
                    let state = holt_winters::fit(&cleaned);
                    let mut steps = 0;
                    let mut reached = origin;
                    targets
                        .iter()
                        .map(|&index| {
                            // Its clock runs on the days on which contacts can come.
                            let days = &self.timeline.days[reached + 1..=index];
                            steps += days.iter().filter(|facts| facts.works).count();
                            reached = index;
                            put_on(state.value(weekday(index), steps), index)
                        })
                        .collect()
                }
                Model::Regression { persistence, step, month, yearly } => {
                    let settings = Settings { persistence, step, scales: Scales { month, yearly }, year_needs };
                    let fitted = if settings == standard_settings {
                        None
                    } else {
                        Some(self.regression(&points, origin, settings))
                    };
                    let fitted = fitted.as_ref().unwrap_or(&standard);
                    targets.iter().map(|&index| fitted.total(&self.design, index, index - origin)).collect()
                }
                Model::Combination => Vec::new(),
            }
        };
        models.iter().map(|&model| one(model)).collect()
    }

    /// The last known total of the weekday; without one, the last known total.
    fn naive(&self, points: &[Point], target: usize) -> f64 {
        let weekday = self.timeline.days[target].weekday;
        let same = points.iter().rev().find(|point| self.timeline.days[point.index].weekday == weekday);
        same.or(points.last()).and_then(|point| self.totals.full[point.index]).unwrap_or(0.0)
    }
}

/// Means of the last values of each weekday; for one without values, of all weekdays.
fn weekday_averages(values: &[(usize, f64)], weeks: usize) -> [f64; 7] {
    let mean = |values: &mut dyn Iterator<Item = f64>| {
        let (count, sum) = values.fold((0.0, 0.0), |(count, sum), value| (count + 1.0, sum + value));
        (count > 0.0).then(|| sum / count)
    };
    let of_all = mean(&mut values.iter().map(|(_, value)| *value)).unwrap_or(0.0);
    std::array::from_fn(|weekday| {
        let last = values.iter().rev().filter(|(other, _)| *other == weekday).map(|(_, value)| *value);
        mean(&mut last.take(weeks)).unwrap_or(of_all)
    })
}
