//! What happened to the calls of each hour of each day, and how far that is a matter of which days it were.

use callboard::random::{Purpose, stream};
use rand::RngExt;
use std::ops::{AddAssign, Range};

/// Hours of the clock that are compared: before seven nobody answers.
pub const HOURS: Range<usize> = 7..24;

/// What happened to some calls.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sums {
    pub calls: f64,
    pub wait: f64,
    pub waited: f64,
    pub abandoned: f64,
}

impl AddAssign for Sums {
    fn add_assign(&mut self, other: Self) {
        self.calls += other.calls;
        self.wait += other.wait;
        self.waited += other.waited;
        self.abandoned += other.abandoned;
    }
}

/// A ratio to the calls.
pub type Measure = fn(&Sums) -> f64;

/// The measures that are compared.
pub const MEASURES: [(&str, Measure); 3] =
    [("mean wait in s", wait), ("P(wait > 0)", p_wait), ("abandonment", abandonment)];

pub fn wait(sums: &Sums) -> f64 {
    sums.wait / sums.calls
}

pub fn p_wait(sums: &Sums) -> f64 {
    sums.waited / sums.calls
}

pub fn abandonment(sums: &Sums) -> f64 {
    sums.abandoned / sums.calls
}

/// A day by hour.
#[derive(Debug, Clone, Default)]
pub struct Day([Sums; HOURS.end - HOURS.start]);

impl Day {
    /// Adds to an hour, if it is one that is compared.
    pub fn add(&mut self, hour: usize, sums: Sums) {
        if HOURS.contains(&hour) {
            self.0[hour - HOURS.start] += sums;
        }
    }

    pub fn over(&self, hours: &Range<usize>) -> Sums {
        let mut all = Sums::default();
        for &sums in &self.0[hours.start - HOURS.start..hours.end - HOURS.start] {
            all += sums;
        }
        all
    }
}

/// The sums of these hours over these days.
pub fn over<'a>(days: impl IntoIterator<Item = &'a Day>, hours: &Range<usize>) -> Sums {
    let mut all = Sums::default();
    for day in days {
        all += day.over(hours);
    }
    all
}

/// What 95 % of a statistic lies between when as many days are drawn from these, with repetition: the percentile bootstrap.
pub fn between_days(days: usize, statistic: impl Fn(&[usize]) -> f64) -> Range<f64> {
    const DRAWS: usize = 4000;
    let mut numbers = stream(1, 0, Purpose::CommonDayFactor);
    let mut draw = |_| {
        let drawn: Vec<usize> = (0..days).map(|_| numbers.random_range(0..days)).collect();
        statistic(&drawn)
    };
    let mut drawn: Vec<f64> = (0..DRAWS).map(&mut draw).collect();
    drawn.sort_by(f64::total_cmp);
    drawn[DRAWS / 40]..drawn[DRAWS - 1 - DRAWS / 40]
}

/// The correlation of the hours' waits with what stands for them, each hour of each day with the weight of its calls.
pub fn correlation(days: &[Day], stand_in: impl Fn(usize, &Range<usize>) -> f64) -> f64 {
    let mut points = Vec::new();
    for (day, sums) in days.iter().enumerate() {
        for hour in HOURS.map(|hour| hour..hour + 1) {
            let recorded = sums.over(&hour);
            if recorded.calls > 0.0 {
                points.push((recorded.calls, wait(&recorded), stand_in(day, &hour)));
            }
        }
    }
    let all: f64 = points.iter().map(|(weight, ..)| weight).sum();
    let mean = |of: &dyn Fn(&(f64, f64, f64)) -> f64| points.iter().map(|point| point.0 * of(point)).sum::<f64>() / all;
    let (x, y) = (mean(&|point| point.1), mean(&|point| point.2));
    let covariance = mean(&|point| (point.1 - x) * (point.2 - y));
    covariance / (mean(&|point| (point.1 - x).powi(2)) * mean(&|point| (point.2 - y).powi(2))).sqrt()
}
