//! Ways the days to come may turn out: whole paths, in which what is wrong with the level lasts and a busy day is busy in all of its
//! intervals, for simulations and plans that carry the uncertainty of the forecast.

use super::Forecast;
use crate::random::Stream;
use rand::RngExt;
use rand_distr::{Distribution, Poisson, StandardNormal};
use statrs::function::erf::erf;

impl Forecast {
    /// A draw of the rates: contacts expected per day and interval if the days turn out so. Who draws arrivals from them adds the
    /// chance of single contacts himself.
    ///
    /// The errors of the days are normal and correlated as in the backtest, a part that all days share and a part that passes
    /// from day to day; each is then given the size that this quantile has among the errors of the backtest (a Gaussian copula). Within the
    /// day, intervals vary around their shares, correlated from each to the next.
    pub fn draw_rates(&self, stream: &mut Stream) -> Vec<Vec<f64>> {
        let errors = &self.uncertainty;
        let mut normal = || stream.sample::<f64, _>(StandardNormal);
        let lasting = errors.lasting.sqrt();
        let passing = (1.0 - errors.lasting).sqrt();
        let carried =
            if errors.lasting < 1.0 { (errors.next_day - errors.lasting) / (1.0 - errors.lasting) } else { 0.0 };
        let common = normal();
        let mut own = normal();
        let mut days = Vec::with_capacity(self.days.len());
        for (n, day) in self.days.iter().enumerate() {
            if n > 0 {
                own = carried * own + (1.0 - carried * carried).sqrt() * normal();
            }
            let position = lasting * common + passing * own;
            let size = errors.of_days.at(erf(position.abs() / std::f64::consts::SQRT_2));
            let total = day.total();
            let variance = self.variance_of(day);
            let rate = off_by(total, variance, size.copysign(position), errors.of_days.mean_square());
            let mut within = normal();
            let rates: Vec<f64> = (day.expected.iter().enumerate())
                .map(|(i, &expected)| {
                    let phi = errors.within_correlation;
                    let error = within;
                    within = phi * within + (1.0 - phi * phi).sqrt() * normal();
                    let variance = errors.within.get(i).copied().unwrap_or(0.0);
                    off_by(expected, variance, error, 1.0)
                })
                .collect();
            let sum: f64 = rates.iter().sum();
            let scale = if sum > 0.0 { rate / sum } else { 0.0 };
            days.push(rates.into_iter().map(|rate| rate * scale).collect());
        }
        days
    }

    /// A draw of the contacts themselves, per day and interval: Poisson counts of a draw of the rates.
    pub fn draw_counts(&self, stream: &mut Stream) -> Vec<Vec<f64>> {
        let mut rates = self.draw_rates(stream);
        for rate in rates.iter_mut().flatten() {
            *rate = Poisson::new(*rate).map_or(0.0, |law| law.sample(stream));
        }
        rates
    }
}

/// A mean that is off by `error` on the scale of the root, where an error has that variance times the mean, so that the mean of what comes
/// out is the mean again if the errors have that mean square.
fn off_by(mean: f64, variance: f64, error: f64, mean_square: f64) -> f64 {
    let spread = mean * variance / 4.0;
    let root = (mean - spread * mean_square).max(0.0).sqrt() + error * spread.sqrt();
    root.max(0.0).powi(2)
}
