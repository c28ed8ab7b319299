//! How volume varies beyond chance: a random factor for each day, which may be the error of a forecast, and one that wanders within
//! the day.
//!
//! Both factors of a queue follow gamma laws with mean 1, so that a contact rate multiplied by them gives the counts that
//! are seen in practice, whose variance grows faster than their mean (Avramidis, Deslauriers & L'Ecuyer 2004). Behind each
//! stands a standard normal number z, and the factor is Q(Φ(z)) with the quantile function Q of its law:
//!
//! - **A day's factor** has z = ρ·common + √(1 − ρ²)·own. The common number of a day is the same for all queues and ρ is the
//!   queue's loading, so the normal numbers of two queues are correlated by the product of their loadings. With ρ = 0 it is
//!   the queue's own.
//! - **The error of a forecast** is a day's factor whose numbers go together from day to day: the common number of day d and
//!   that of the queue's own are each √λ·level + √(1 − λ)·passing(d), λ the part that lasts over the whole horizon, and passing(d)
//!   keeps the share φ of itself to the next day. So the numbers of two days k days apart are correlated by λ + (1 − λ)·φᵏ.
//! - **Busyness** has a normal number that follows an Ornstein–Uhlenbeck process, seen at the begins of intervals: from one
//!   to the next, Δt later, it keeps the share φ = e^(−Δt / memory) of itself and gets √(1 − φ²) of a fresh one. It runs on
//!   through the night.
//!
//! Every stream belongs to one queue (or to what all have in common), so that a queue more or less changes no other's factors.

use crate::demand::Demand;
use crate::distribution::{Distribution, Law, NormalScores};
use crate::random::{Purpose, name_key, stream};
use crate::scenario::{ForecastError, Scenario};
use crate::units::Seconds;
use rand::RngExt;
use rand_distr::StandardNormal;

/// The laws of the factors of all queues.
#[derive(Debug, Clone, PartialEq)]
pub struct Variation {
    days: usize,
    /// Begins of the calendar's intervals, in seconds.
    begins: Vec<f64>,
    queues: Vec<QueueVariation>,
}

#[derive(Debug, Clone, PartialEq)]
struct QueueVariation {
    /// What its random numbers are called by.
    key: u64,
    /// None where every day is as expected.
    day: Option<DayFactor>,
    /// None where the forecast is not known to be wrong.
    error: Option<Error>,
    /// None where volume varies by chance only within a day.
    busyness: Option<Wandering>,
}

#[derive(Debug, Clone, PartialEq)]
struct DayFactor {
    scores: NormalScores,
    /// Part of the common number.
    common: f64,
    /// Part of the queue's own.
    own: f64,
}

/// The error of a forecast.
#[derive(Debug, Clone, PartialEq)]
struct Error {
    /// Each law once.
    laws: Vec<NormalScores>,
    /// By day of the calendar: its law; none where the day is as expected.
    days: Vec<Option<usize>>,
    /// Part of what lasts, and of what passes.
    lasting: (f64, f64),
    /// What is left of what passes after a day, and what is fresh.
    carried: (f64, f64),
    /// Part of the common number, and of the queue's own.
    common: (f64, f64),
}

#[derive(Debug, Clone, PartialEq)]
struct Wandering {
    scores: NormalScores,
    memory: f64,
}

/// The factors of one replication.
#[derive(Debug, Clone, PartialEq)]
pub struct VariationFactors {
    /// By queue, then by day of the calendar; no days where every factor is 1.
    days: Vec<Vec<f64>>,
    /// By queue, then by interval of the calendar; no intervals where every factor is 1.
    intervals: Vec<Vec<f64>>,
}

impl VariationFactors {
    /// What multiplies all of that day's volume of the queue.
    #[inline]
    pub fn day(&self, queue: usize, day: usize) -> f64 {
        self.days[queue].get(day).copied().unwrap_or(1.0)
    }

    /// What multiplies the queue's volume in that interval, beside the factor of the day.
    #[inline]
    pub fn interval(&self, queue: usize, interval: usize) -> f64 {
        self.intervals[queue].get(interval).copied().unwrap_or(1.0)
    }
}

impl Variation {
    /// The variation of a scenario's queues, with the day factors of this demand.
    pub fn of(scenario: &Scenario, demand: &Demand) -> Self {
        let calendar = &scenario.calendar;
        let queues = scenario.queues.iter().zip(&demand.day_factor_cv).map(|(queue, &cv)| {
            let common = queue.day_factor_correlation.clamp(-1.0, 1.0);
            let day = factor(cv).map(|scores| DayFactor { scores, common, own: (1.0 - common * common).sqrt() });
            let busyness = queue
                .busyness
                .and_then(|busyness| factor(busyness.cv).map(|scores| Wandering { scores, memory: busyness.memory.0 }));
            let error = queue.forecast_error.as_ref().map(Error::of);
            // The error of a forecast holds all by which its days differ.
            let day = day.filter(|_| error.is_none());
            QueueVariation { key: name_key(&queue.name), day, error, busyness }
        });
        Self {
            days: calendar.days.len(),
            begins: calendar.intervals.iter().map(|interval| interval.start.0).collect(),
            queues: queues.collect(),
        }
    }

    /// The factors of one replication. Nothing is drawn for queues without variation.
    pub fn factors(&self, seed: u64, replication: u32) -> VariationFactors {
        let replication = u64::from(replication);
        let normals = |purpose, count: usize| {
            let mut stream = stream(seed, replication, purpose);
            (0..count).map(move |_| stream.sample::<f64, _>(StandardNormal))
        };
        let is_any = self.queues.iter().any(|queue| queue.day.is_some());
        let common: Vec<f64> = normals(Purpose::CommonDayFactor, if is_any { self.days } else { 0 }).collect();
        // A level and a number for each day.
        let is_any = self.queues.iter().any(|queue| queue.error.is_some());
        let common_error: Vec<f64> =
            normals(Purpose::CommonForecastError, if is_any { self.days + 1 } else { 0 }).collect();
        let days = self.queues.iter().map(|law| {
            let queue = law.key;
            if let Some(law) = &law.error {
                let own: Vec<f64> = normals(Purpose::ForecastError { queue }, self.days + 1).collect();
                return law.factors(&common_error, &own);
            }
            law.day.as_ref().map_or_else(Vec::new, |law| {
                let own = normals(Purpose::DayFactor { queue }, self.days);
                common.iter().zip(own).map(|(c, o)| law.scores.at(law.common * c + law.own * o)).collect()
            })
        });
        let intervals = self.queues.iter().map(|law| {
            let queue = law.key;
            law.busyness.as_ref().map_or_else(Vec::new, |law| {
                law.wander(&self.begins, normals(Purpose::Busyness { queue }, self.begins.len()))
            })
        });
        VariationFactors { days: days.collect(), intervals: intervals.collect() }
    }
}

impl Error {
    fn of(given: &ForecastError) -> Self {
        let mut cvs: Vec<f64> = Vec::new();
        let mut laws = Vec::new();
        let mut of_day = |&cv: &f64| {
            if let Some(known) = cvs.iter().position(|other| *other == cv) {
                return Some(known);
            }
            laws.push(factor(cv)?);
            cvs.push(cv);
            Some(laws.len() - 1)
        };
        let days = given.cv.iter().map(&mut of_day).collect();
        let parts = |one: f64| (one, (1.0 - one * one).max(0.0).sqrt());
        Self {
            laws,
            days,
            lasting: parts(given.lasting.clamp(0.0, 1.0).sqrt()),
            carried: parts(given.carried()),
            common: parts(given.correlation.clamp(-1.0, 1.0)),
        }
    }

    /// The factor of each day, from standard normal numbers: first that of the level, then one for each day.
    fn factors(&self, common: &[f64], own: &[f64]) -> Vec<f64> {
        let (mut state, mut is_first) = ((0.0, 0.0), true);
        let of_day = |(day, law): (usize, &Option<usize>)| {
            let at = |numbers: &[f64]| numbers.get(day + 1).copied().unwrap_or_default();
            let level = |numbers: &[f64]| numbers.first().copied().unwrap_or_default();
            // Before the first day nothing is known: the process is where it is in the long run.
            let (kept, fresh) = if is_first { (0.0, 1.0) } else { self.carried };
            is_first = false;
            state = (kept * state.0 + fresh * at(common), kept * state.1 + fresh * at(own));
            let number = |numbers: &[f64], passing: f64| self.lasting.0 * level(numbers) + self.lasting.1 * passing;
            let z = self.common.0 * number(common, state.0) + self.common.1 * number(own, state.1);
            law.map_or(1.0, |law| self.laws[law].at(z))
        };
        self.days.iter().enumerate().map(of_day).collect()
    }
}

impl Wandering {
    fn wander(&self, begins: &[f64], fresh: impl Iterator<Item = f64>) -> Vec<f64> {
        // Before the first interval nothing is known: the process is where it is in the long run.
        let (mut state, mut last) = (0.0, f64::NEG_INFINITY);
        let step = |(&begin, fresh): (&f64, f64)| {
            let kept = ((last - begin) / self.memory).exp();
            state = kept * state + (1.0 - kept * kept).max(0.0).sqrt() * fresh;
            last = begin;
            self.scores.at(state)
        };
        begins.iter().zip(fresh).map(step).collect()
    }
}

/// A gamma factor with mean 1 and that coefficient of variation; none where it is always 1. Coefficients that the law does not
/// have become the nearest that it has.
fn factor(cv: f64) -> Option<NormalScores> {
    let range = Law::Gamma.cv_range();
    let cv = (cv > 0.0).then(|| cv.clamp(*range.start(), *range.end()))?;
    Distribution::new(Law::Gamma, Seconds(1.0), Some(cv)).ok().map(|law| law.normal_scores())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Calendar;
    use crate::scenario::{Busyness, Queue, Volume};
    use crate::statistics::Tally;
    use jiff::civil::date;
    use jiff::tz::TimeZone;

    fn queue(day_factor_cv: f64, day_factor_correlation: f64, busyness: Option<Busyness>) -> Queue {
        let handling = Distribution::new(Law::Exponential, Seconds(300.0), None).unwrap();
        let plain = Queue::plain("calls", Volume::PerHour(60.0), handling);
        Queue { day_factor_cv, day_factor_correlation, busyness, ..plain }
    }

    fn variation(days: u32, queues: Vec<Queue>) -> Variation {
        let calendar = Calendar::of_days(date(2026, 1, 5), days, 60, &TimeZone::UTC);
        let named = |(index, queue): (usize, Queue)| Queue { name: format!("queue {index}"), ..queue };
        let queues = queues.into_iter().enumerate().map(named).collect();
        let scenario = Scenario::plain(calendar, queues, Vec::new());
        Variation::of(&scenario, &Demand::of(&scenario))
    }

    fn busy(cv: f64) -> Busyness {
        Busyness { cv, memory: Seconds(7200.0) }
    }

    /// By the central limit theorem a mean is within 4.9 standard errors except with probability 10⁻⁶.
    fn assert_near(tally: &Tally, exact: f64, what: &str) {
        let (mean, error) = (tally.mean().unwrap(), tally.standard_error().unwrap());
        assert!((mean - exact).abs() <= 4.9 * error, "{what}: {mean} ± {error}, not {exact}");
    }

    fn median(cv: f64) -> f64 {
        Distribution::new(Law::Gamma, Seconds(1.0), Some(cv)).unwrap().quantile(0.5).0
    }

    /// Two normal numbers with correlation r are both above their medians with this probability (Sheppard 1899).
    fn both_above(r: f64) -> f64 {
        0.25 + r.asin() / std::f64::consts::TAU
    }

    fn indicator(is: bool) -> f64 {
        f64::from(u8::from(is))
    }

    #[test]
    fn day_factors_have_mean_one_and_the_cv_asked_for() {
        for (cv, correlation) in [(0.1, 0.0), (0.5, 0.7), (1.0, -1.0)] {
            let variation = variation(200, vec![queue(cv, correlation, None)]);
            let factors: Vec<f64> = (0..100)
                .flat_map(|replication| {
                    let factors = variation.factors(1, replication);
                    (0..200).map(move |day| factors.day(0, day))
                })
                .collect();
            assert_near(&factors.iter().copied().collect(), 1.0, "mean");
            assert_near(&factors.iter().map(|factor| (factor - 1.0).powi(2)).collect(), cv * cv, "variance");
        }
    }

    #[test]
    fn busyness_has_mean_one_and_the_cv_asked_for_at_every_hour() {
        let variation = variation(1, vec![queue(0.0, 0.0, Some(busy(0.4)))]);
        for hour in [0, 1, 23] {
            let factors: Vec<f64> = (0..10_000).map(|r| variation.factors(2, r).interval(0, hour)).collect();
            assert_near(&factors.iter().copied().collect(), 1.0, "mean");
            assert_near(&factors.iter().map(|factor| (factor - 1.0).powi(2)).collect(), 0.16, "variance");
        }
    }

    #[test]
    fn days_of_two_queues_are_correlated_by_the_product_of_their_loadings() {
        let loadings = [0.9, -0.6, 0.0];
        let cvs = [0.2, 0.5, 1.0];
        let medians = cvs.map(median);
        let queues = loadings.iter().zip(cvs).map(|(&loading, cv)| queue(cv, loading, None)).collect();
        let variation = variation(100, queues);
        for (one, other) in [(0, 1), (0, 2), (1, 2)] {
            let both: Tally = (0..200)
                .flat_map(|replication| {
                    let factors = variation.factors(3, replication);
                    (0..100).map(move |day| {
                        indicator(factors.day(one, day) > medians[one] && factors.day(other, day) > medians[other])
                    })
                })
                .collect();
            assert_near(&both, both_above(loadings[one] * loadings[other]), "both above their medians");
        }
    }

    #[test]
    fn busyness_forgets_exponentially() {
        let variation = variation(1, vec![queue(0.0, 0.0, Some(busy(0.4)))]);
        let median = median(0.4);
        for (later, correlation) in [(1, (-0.5_f64).exp()), (4, (-2.0_f64).exp())] {
            let both: Tally = (0..20_000)
                .map(|replication| {
                    let factors = variation.factors(4, replication);
                    indicator(factors.interval(0, 5) > median && factors.interval(0, 5 + later) > median)
                })
                .collect();
            assert_near(&both, both_above(correlation), "both above the median");
        }
    }

    #[test]
    fn without_variation_every_factor_is_exactly_one() {
        let factors = variation(3, vec![queue(0.0, 0.5, None)]).factors(1, 0);
        assert!((0..3).all(|day| factors.day(0, day) == 1.0));
        assert!((0..72).all(|interval| factors.interval(0, interval) == 1.0));
    }

    #[test]
    fn factors_repeat_and_belong_to_their_queue() {
        let alone = variation(5, vec![queue(0.2, 0.5, Some(busy(0.3)))]);
        let together = variation(5, vec![queue(0.2, 0.5, Some(busy(0.3))), queue(0.7, 0.5, Some(busy(0.9)))]);
        let (one, two) = (alone.factors(9, 4), together.factors(9, 4));
        assert_eq!(one, alone.factors(9, 4));
        assert!((0..5).all(|day| one.day(0, day) == two.day(0, day) && two.day(1, day) != two.day(0, day)));
        assert!((0..120).all(|i| one.interval(0, i) == two.interval(0, i)));
        assert!(one.day(0, 0) != alone.factors(9, 5).day(0, 0) && one.day(0, 0) != alone.factors(8, 4).day(0, 0));
    }

    /// Two weeks of queues whose forecasts are wrong.
    fn wrong_forecasts(correlations: &[f64], cv: [f64; 2], lasting: f64, next_day: f64) -> Variation {
        let of = |&correlation: &f64| {
            let cv = (0..14).map(|day| cv[day / 7]).collect();
            Queue {
                forecast_error: Some(ForecastError { cv, lasting, next_day, correlation }),
                ..queue(0.0, 0.0, None)
            }
        };
        variation(14, correlations.iter().map(of).collect())
    }

    #[test]
    fn the_errors_of_a_forecast_have_mean_one_and_the_cv_of_their_week() {
        let variation = wrong_forecasts(&[0.6], [0.05, 0.3], 0.4, 0.7);
        for (day, cv) in [(0, 0.05), (6, 0.05), (7, 0.3), (13, 0.3)] {
            let factors: Vec<f64> = (0..20_000).map(|r| variation.factors(5, r).day(0, day)).collect();
            assert_near(&factors.iter().copied().collect(), 1.0, "mean");
            assert_near(&factors.iter().map(|factor| (factor - 1.0).powi(2)).collect(), cv * cv, "variance");
        }
    }

    #[test]
    fn a_wrong_level_lasts_and_the_rest_passes_from_day_to_day() {
        let (lasting, next_day, loadings) = (0.3, 0.65, [0.8, -0.5]);
        let variation = wrong_forecasts(&loadings, [0.2, 0.2], lasting, next_day);
        let median = median(0.2);
        // What passes keeps (0.65 - 0.3) / 0.7 = 0.5 of itself from day to day.
        let apart = |days: i32| lasting + (1.0 - lasting) * 0.5_f64.powi(days);
        let drawn: Vec<VariationFactors> = (0..40_000).map(|replication| variation.factors(6, replication)).collect();
        let both = |one: (usize, usize), other: (usize, usize)| -> Tally {
            let is_above = |factors: &VariationFactors, (queue, day)| factors.day(queue, day) > median;
            drawn.iter().map(|factors| indicator(is_above(factors, one) && is_above(factors, other))).collect()
        };
        for days in [1, 3, 13] {
            assert_near(&both((0, 0), (0, days)), both_above(apart(days as i32)), "a queue, days apart");
            let together = loadings[0] * loadings[1] * apart(days as i32);
            assert_near(&both((0, 0), (1, days)), both_above(together), "two queues, days apart");
        }
        assert_near(&both((0, 9), (1, 9)), both_above(loadings[0] * loadings[1]), "two queues on a day");
    }

    /// The covariance of two gamma factors whose normal numbers are correlated: the sum over k of the products of their Hermite
    /// coefficients times the k-th power of the correlation (Mehler 1866). The tenth power of 0.8 of a coefficient that is below a
    /// thousandth is left out.
    fn covariance(cvs: [f64; 2], correlation: f64) -> f64 {
        let step = 0.01;
        let coefficients = cvs.map(|cv| {
            let scores = factor(cv).unwrap();
            let mut sums = [0.0; 10];
            for point in -800..=800 {
                let z = f64::from(point) * step;
                let weight = step * scores.at(z) * (-z * z / 2.0).exp() / std::f64::consts::TAU.sqrt();
                let (mut before, mut now) = (0.0, 1.0);
                for (k, sum) in sums.iter_mut().enumerate() {
                    *sum += weight * now;
                    // Normalised polynomials: √(k + 1) h(k + 1) = z h(k) − √k h(k − 1).
                    let k = k as f64;
                    (before, now) = (now, (z * now - k.sqrt() * before) / (k + 1.0).sqrt());
                }
            }
            sums
        });
        (1..10).map(|k| coefficients[0][k as usize] * coefficients[1][k as usize] * correlation.powi(k)).sum()
    }

    #[test]
    fn the_volume_of_the_horizon_varies_as_the_formula_says() {
        let (cv, lasting, next_day) = ([0.08, 0.12], 0.35, 0.6);
        let variation = wrong_forecasts(&[0.5], cv, lasting, next_day);
        let volume = |day: usize| [130.0, 110.0, 100.0, 100.0, 90.0, 50.0, 20.0][day % 7];
        let carried: f64 = (next_day - lasting) / (1.0 - lasting);
        let mut exact = 0.0;
        for one in 0..14_usize {
            for other in 0..14_usize {
                let correlation = lasting + (1.0 - lasting) * carried.powi(one.abs_diff(other) as i32);
                exact += volume(one) * volume(other) * covariance([cv[one / 7], cv[other / 7]], correlation);
            }
        }
        let mean: f64 = (0..14).map(volume).sum();
        let totals: Vec<f64> = (0..40_000)
            .map(|replication| {
                let factors = variation.factors(7, replication);
                (0..14).map(|day| volume(day) * factors.day(0, day)).sum()
            })
            .collect();
        assert_near(&totals.iter().copied().collect(), mean, "mean of the total");
        assert_near(&totals.iter().map(|total| (total - mean).powi(2)).collect(), exact, "variance of the total");
        // Days that were independent would vary less than half as much together.
        let independent: f64 = (0..14).map(|day| (volume(day) * cv[day / 7]).powi(2)).sum();
        assert!(exact > 2.0 * independent);
    }

    #[test]
    fn the_error_of_a_forecast_takes_the_place_of_the_day_factor_and_moves_no_other_queue() {
        let alone = variation(14, vec![queue(0.2, 0.5, None)]);
        let wrong = ForecastError { cv: vec![0.1; 14], lasting: 0.2, next_day: 0.5, correlation: 0.5 };
        let other = Queue { forecast_error: Some(wrong), ..queue(0.3, 0.5, None) };
        let together = variation(14, vec![queue(0.2, 0.5, None), other.clone()]);
        let without = variation(14, vec![queue(0.2, 0.5, None), Queue { day_factor_cv: 0.0, ..other }]);
        assert!((0..14).all(|day| alone.factors(1, 0).day(0, day) == together.factors(1, 0).day(0, day)));
        assert_eq!(together.factors(1, 0), without.factors(1, 0));
        assert_eq!(together.factors(1, 3), together.factors(1, 3));
    }

    /// A forecast of three weeks from forty of which every week has a level of its own and every day a factor.
    fn forecast_of_three_weeks() -> crate::forecast::Forecast {
        use crate::forecast::{Day, ObservedDay, Options, Series, forecast};
        use jiff::ToSpan;
        let mut numbers = stream(8, 0, Purpose::World);
        let day = |n: i32| Day {
            date: date(2025, 1, 6).checked_add(n.days()).unwrap(),
            open: vec![true; 2],
            marks: Vec::new(),
            drivers: Vec::new(),
        };
        let mut level = 0.0;
        let days = (0..280).map(|n| {
            if n % 7 == 0 {
                level = 0.7 * level + 0.06 * numbers.sample::<f64, _>(StandardNormal);
            }
            let factor = (level + 0.05 * numbers.sample::<f64, _>(StandardNormal)).exp();
            let count = (2_000.0 * factor).round();
            ObservedDay { day: day(n), counts: vec![Some(count), Some(count)] }
        });
        let series = Series { interval_minutes: 720, drivers: Vec::new(), days: days.collect() };
        let future: Vec<Day> = (280..301).map(day).collect();
        forecast(&series, &future, &[], &Options { origins: 12, ..Options::default() }).unwrap()
    }

    #[test]
    fn the_factors_of_a_scenario_vary_as_the_draws_of_its_forecast_do() {
        let forecast = forecast_of_three_weeks();
        let errors = &forecast.uncertainty;
        let cv: Vec<f64> = (0..21).map(|day| forecast.day_cv(day)).collect();
        assert!(cv[0] > 0.03 && errors.lasting > 0.1, "{cv:?} {errors:?}");
        let error = ForecastError { cv, lasting: errors.lasting, next_day: errors.next_day, correlation: 0.4 };
        let given = Queue { forecast_error: Some(error), ..queue(0.0, 0.0, None) };
        let variation = variation(21, vec![given]);
        let expected: Vec<f64> = forecast.days.iter().map(crate::forecast::ForecastDay::total).collect();
        let mut squares: [[Tally; 3]; 2] = Default::default();
        for draw in 0..10_000 {
            let mut numbers = stream(9, u64::from(draw), Purpose::Forecast { queue: 1 });
            let drawn: Vec<f64> = forecast.draw_rates(&mut numbers).iter().map(|day| day.iter().sum()).collect();
            let factors = variation.factors(9, draw);
            let of_scenario: Vec<f64> = expected.iter().enumerate().map(|(n, mean)| mean * factors.day(0, n)).collect();
            let all: f64 = expected.iter().sum();
            for (squares, days) in squares.iter_mut().zip([&drawn, &of_scenario]) {
                squares[0].add((days[3] / expected[3] - 1.0).powi(2));
                squares[1].add((days[20] / expected[20] - 1.0).powi(2));
                squares[2].add((days.iter().sum::<f64>() / all - 1.0).powi(2));
            }
        }
        let [drawn, of_scenario] = squares;
        for ((one, other), what) in drawn.iter().zip(&of_scenario).zip(["a day", "the last day", "the horizon"]) {
            let error = one.standard_error().unwrap().hypot(other.standard_error().unwrap());
            let (one, other) = (one.mean().unwrap(), other.mean().unwrap());
            assert!((one - other).abs() <= 4.9 * error, "variance of {what}: {one} and {other}, error {error}");
        }
    }
}
