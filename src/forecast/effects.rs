//! What moves the volume of a day, as the columns of a regression: weekday, day of the month, time of the year, trend,
//! holidays and the days around them, events, drivers.
//!
//! The regression is one of ratios (its left side is a logarithm), so an effect of 0.1 is about 10 %. Each column has a prior: an effect that is
//! normal around 0 with the standard deviation given here. What the data tell clearly is hardly pulled to 0 by it; what
//! they hardly tell (a holiday that was seen once) is, and what they have not seen has no effect.

use super::timeline::{Timeline, number};
use std::collections::BTreeMap;
use std::f64::consts::TAU;
use std::ops::Range;

/// How far the weekdays are from their common level.
const WEEKDAY: f64 = 1.0;
/// Of a holiday or an event with a name.
const NAMED: f64 = 0.5;
/// Of the first day after a day closed unusually: contacts that were put off come then.
const AFTER_CLOSURE: f64 = 0.2;
/// Of the second such day, of the day before, of the eve of a holiday and of the day after it.
const AROUND: f64 = 0.1;
/// Of the days of a month, before they are scaled by the model.
const MONTH: f64 = 0.05;
/// Of the first wave of a year; of the k-th, 1/k of it.
const YEAR: f64 = 0.2;
/// Of the growth in a year once two years are known. Less is known of it from less: its part shrinks with the square
/// of the time seen, as does what a series of that length tells of a slope.
const TREND: f64 = 0.3;
/// Of a driver: contacts that grow with the driver's own ratio have an effect of 1.
const DRIVER: f64 = 0.5;

/// What stands for no effect at all, so that the equations have a solution.
const LEAST: f64 = 1e-5;

/// First and last working days of a month with an effect of their own.
const EDGE: usize = 3;
/// Waves in a month.
const MONTH_WAVES: usize = 2;
/// Waves in a year: the shortest is five weeks long.
const YEAR_WAVES: usize = 10;
/// Days that have to be known before the time of the year has an effect: a year and a quarter, lest it be taken for a trend.
pub(super) const YEAR_NEEDS: usize = 456;

/// What is in a row of the regression, by column: only what is not 0.
pub(super) type Row = Vec<(usize, f64)>;

/// The columns, and a row of them for each day.
pub(super) struct Design {
    pub rows: Vec<Row>,
    /// Standard deviation of the effect of each column, before it is scaled.
    prior: Vec<f64>,
    trend: usize,
    month: Range<usize>,
    year: Range<usize>,
}

/// How large the effects of a model may be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scales {
    /// Relative size of the effects of the day of the month; 0 for none.
    pub month: f64,
    /// Whether the time of the year has an effect, once enough is known.
    pub yearly: bool,
}

impl Design {
    /// That of all days.
    pub fn new(timeline: &Timeline) -> Self {
        let mut columns = Columns { prior: Vec::new(), rows: vec![Row::new(); timeline.days.len()] };
        let weekday = columns.add_many(7, WEEKDAY);
        for (row, facts) in columns.rows.iter_mut().zip(&timeline.days) {
            row.push((weekday + facts.weekday, 1.0));
        }
        let trend = columns.add_many(1, TREND);
        for (index, row) in columns.rows.iter_mut().enumerate() {
            row.push((trend, (index as f64 - timeline.last_known as f64) / 365.25));
        }
        let month = columns.add_month(timeline);
        let year = columns.add_year(timeline);
        columns.add_closures(timeline);
        columns.add_names(timeline);
        columns.add_drivers(timeline);
        let rows = columns.rows.into_iter().map(in_order).collect();
        Self { rows, prior: columns.prior, trend, month, year }
    }

    /// The standard deviation of each effect in a model that learns from `known` days, of which the time of the year needs
    /// `year_needs`; never quite 0.
    pub fn prior(&self, scales: Scales, known: usize, year_needs: usize) -> Vec<f64> {
        let mut prior = self.prior.clone();
        let years = (known as f64 / 730.0).min(1.0);
        prior[self.trend] *= years * years;
        prior[self.month.clone()].iter_mut().for_each(|deviation| *deviation *= scales.month);
        prior[self.year.clone()].iter_mut().for_each(|deviation| *deviation *= years);
        if !scales.yearly || known < year_needs {
            prior[self.year.clone()].fill(0.0);
        }
        prior.iter().map(|deviation| deviation.max(LEAST)).collect()
    }

    /// The sum of the effects that set a day apart from others of its weekday: all but weekday and trend.
    pub fn special(&self, index: usize, effects: &[f64]) -> f64 {
        self.rows[index].iter().filter(|(column, _)| *column > self.trend).map(|&(column, x)| x * effects[column]).sum()
    }
}

/// A row with its columns in order, each once.
fn in_order(mut row: Row) -> Row {
    row.sort_by_key(|&(column, _)| column);
    row.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 += next.1;
        }
        same
    });
    row
}

struct Columns {
    prior: Vec<f64>,
    rows: Vec<Row>,
}

impl Columns {
    /// So many more columns, and the first of them.
    fn add_many(&mut self, count: usize, prior: f64) -> usize {
        let first = self.prior.len();
        self.prior.resize(first + count, prior);
        first
    }

    /// The days before and after a day that is closed unusually.
    fn add_closures(&mut self, timeline: &Timeline) {
        let next = self.add_many(1, AFTER_CLOSURE);
        let first = self.add_many(1, AFTER_CLOSURE);
        let second = self.add_many(1, AROUND);
        let before = self.add_many(1, AROUND);
        for closed in (0..timeline.days.len()).filter(|&index| timeline.days[index].closed_unusually) {
            if closed > 0 && timeline.days[closed - 1].works {
                self.rows[closed - 1].push((before, 1.0));
            }
            if timeline.days.get(closed + 1).is_some_and(|facts| facts.closed_unusually) {
                continue;
            }
            let mut working = (closed + 1..timeline.days.len()).filter(|&index| timeline.days[index].works);
            if let Some(index) = working.next() {
                self.rows[index].push((if index == closed + 1 { next } else { first }, 1.0));
            }
            if let Some(index) = working.next().filter(|index| index - closed < 7) {
                self.rows[index].push((second, 1.0));
            }
        }
    }

    /// Holidays and events by name; eve and day after of all holidays on which the queue is open.
    fn add_names(&mut self, timeline: &Timeline) {
        let eve = self.add_many(1, AROUND);
        let after = self.add_many(1, AROUND);
        let mut names: BTreeMap<&str, usize> = BTreeMap::new();
        for (index, facts) in timeline.days.iter().enumerate() {
            let Some(day) = facts.day.filter(|day| day.is_open()) else { continue };
            for name in day.marks.iter().filter_map(|mark| mark.name()) {
                let column = *names.entry(name).or_insert_with(|| self.add_many(1, NAMED));
                if !self.rows[index].iter().any(|&(other, _)| other == column) {
                    self.rows[index].push((column, 1.0));
                }
            }
            if day.is_holiday() {
                if index > 0 {
                    self.rows[index - 1].push((eve, 1.0));
                }
                if let Some(row) = self.rows.get_mut(index + 1) {
                    row.push((after, 1.0));
                }
            }
        }
    }

    /// Two waves over the month, and the first and the last working days of it, on which salaries and bills come.
    fn add_month(&mut self, timeline: &Timeline) -> Range<usize> {
        let waves: Vec<usize> = (1..=MONTH_WAVES).map(|k| self.add_many(2, MONTH / k as f64)).collect();
        let edges = self.add_many(2 * EDGE, MONTH);
        for (row, facts) in self.rows.iter_mut().zip(&timeline.days) {
            let phase = TAU * (f64::from(facts.date.day()) - 0.5) / f64::from(facts.date.days_in_month());
            push_waves(row, &waves, phase);
            if facts.works {
                let (before, after) = timeline.place_in_month(facts.date);
                if before < EDGE {
                    row.push((edges + before, 1.0));
                }
                if after < EDGE {
                    row.push((edges + EDGE + after, 1.0));
                }
            }
        }
        waves[0]..self.prior.len()
    }

    fn add_year(&mut self, timeline: &Timeline) -> Range<usize> {
        let waves: Vec<usize> = (1..=YEAR_WAVES).map(|k| self.add_many(2, YEAR / k as f64)).collect();
        for (row, facts) in self.rows.iter_mut().zip(&timeline.days) {
            let new_year = jiff::civil::date(facts.date.year(), 1, 1);
            let length = if facts.date.in_leap_year() { 366.0 } else { 365.0 };
            let phase = TAU * ((number(facts.date) - number(new_year)) as f64 + 0.5) / length;
            push_waves(row, &waves, phase);
        }
        waves[0]..self.prior.len()
    }

    /// A driver that is above 0 on all days has the logarithm of its ratio to its mean; another one (a campaign that is
    /// on or off) its distance from its mean in standard deviations.
    fn add_drivers(&mut self, timeline: &Timeline) {
        let days = || timeline.days.iter().enumerate().filter_map(|(index, facts)| facts.day.map(|day| (index, day)));
        let count = days().next().map_or(0, |(_, day)| day.drivers.len());
        for driver in 0..count {
            let values: Vec<(usize, f64)> = days().map(|(index, day)| (index, day.drivers[driver])).collect();
            let n = values.len() as f64;
            let mean = values.iter().map(|(_, value)| value).sum::<f64>() / n;
            let deviation = (values.iter().map(|(_, value)| (value - mean) * (value - mean)).sum::<f64>() / n).sqrt();
            if deviation <= f64::EPSILON * mean.abs() {
                continue;
            }
            let is_ratio = values.iter().all(|(_, value)| *value > 0.0);
            let column = self.add_many(1, DRIVER);
            for (index, value) in values {
                let scaled = if is_ratio { (value / mean).ln() } else { (value - mean) / deviation };
                self.rows[index].push((column, scaled));
            }
        }
    }
}

/// Cosine and sine of each wave.
fn push_waves(row: &mut Row, waves: &[usize], phase: f64) {
    for (k, &column) in waves.iter().enumerate() {
        let (sine, cosine) = ((k + 1) as f64 * phase).sin_cos();
        row.extend([(column, cosine), (column + 1, sine)]);
    }
}
