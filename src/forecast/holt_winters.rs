//! Exponential smoothing of a level, a damped trend and seven weekdays, all of them additive on the scale of the series.

use super::structural::FAR;

/// What is left of the trend after a step (Gardner & `McKenzie` 1985 found values near this to forecast best).
const DAMPING: f64 = 0.98;
/// The weights of the newest value in level, trend and weekday that are tried.
const LEVEL: [f64; 6] = [0.01, 0.03, 0.08, 0.15, 0.3, 0.5];
const TREND: [f64; 3] = [0.0, 0.005, 0.02];
const SEASON: [f64; 4] = [0.02, 0.05, 0.1, 0.2];

/// Where smoothing has arrived.
#[derive(Debug, Clone)]
pub(super) struct State {
    level: f64,
    trend: f64,
    season: [f64; 7],
}

/// Smooths known days in order, each with its weekday, with the weights whose forecasts one step ahead were nearest.
pub(super) fn fit(values: &[(usize, f64)]) -> State {
    let start = start(values);
    let mut best: Option<(f64, State)> = None;
    for alpha in LEVEL {
        for beta in TREND {
            for gamma in SEASON {
                let mut state = start.clone();
                let errors: Vec<f64> = values.iter().map(|&value| state.step(value, [alpha, beta, gamma])).collect();
                let score = capped_squares(&errors);
                if best.as_ref().is_none_or(|(least, _)| score < *least) {
                    best = Some((score, state));
                }
            }
        }
    }
    best.map_or(start, |(_, state)| state)
}

/// The mean of the known days of the first four weeks, and how far its weekdays are from it.
fn start(values: &[(usize, f64)]) -> State {
    let first = &values[..values.len().min(28)];
    let mean = |weekday: Option<usize>| {
        let mut chosen = first.iter().filter(|(other, _)| weekday.is_none_or(|weekday| weekday == *other)).peekable();
        chosen.peek()?;
        let (count, sum) = chosen.fold((0.0, 0.0), |(count, sum), (_, value)| (count + 1.0, sum + value));
        Some(sum / count)
    };
    let level = mean(None).unwrap_or(0.0);
    State { level, trend: 0.0, season: std::array::from_fn(|day| mean(Some(day)).map_or(0.0, |mean| mean - level)) }
}

/// The sum of squares, in which no error counts more than a few middling ones.
fn capped_squares(errors: &[f64]) -> f64 {
    let mut sizes: Vec<f64> = errors.iter().map(|error| error.abs()).collect();
    sizes.sort_unstable_by(f64::total_cmp);
    let cap = FAR * sizes.get(sizes.len() / 2).copied().unwrap_or(0.0);
    sizes.iter().map(|error| error.min(cap).powi(2)).sum()
}

impl State {
    /// Learns a day and returns by how much it was wrong about it.
    fn step(&mut self, (weekday, value): (usize, f64), [alpha, beta, gamma]: [f64; 3]) -> f64 {
        let error = value - self.value(weekday, 1);
        self.level += DAMPING * self.trend + alpha * error;
        self.trend = DAMPING * self.trend + beta * error;
        self.season[weekday] += gamma * (1.0 - alpha) * error;
        error
    }

    /// Its forecast so many steps ahead, for that weekday.
    pub fn value(&self, weekday: usize, steps: usize) -> f64 {
        // φ + φ² + … + φʰ
        let slopes = DAMPING * (1.0 - DAMPING.powf(steps as f64)) / (1.0 - DAMPING);
        self.level + slopes * self.trend + self.season[weekday]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_that_repeats_is_forecast_to_the_digit() {
        let values: Vec<(usize, f64)> = (0..70).map(|day| (day % 7, 5.0 + (day % 7) as f64)).collect();
        let state = fit(&values);
        for weekday in 0..7 {
            // Every error on the way is a rounding of numbers below 16.
            assert!((state.value(weekday, 30) - 5.0 - weekday as f64).abs() < 1e-12);
        }
    }
}
