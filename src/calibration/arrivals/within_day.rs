//! The factor that wanders within the day, from how alike the deviations of two intervals are by the time between them.

use super::super::fitted::Fitted;
use super::jackknife;
use serde::Serialize;

/// What wanders within the day, as a scenario's `busyness` has it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Busyness {
    /// Coefficient of variation of the factor; its sample is the number of days.
    pub cv: Fitted,
    /// Time after which the correlation of the factor with what it was has fallen to 1/e, in intervals.
    pub memory_intervals: Fitted,
    /// Coefficient of variation of the day's factor beside it: `day_factor_cv` of a scenario with busyness.
    pub day_factor_cv: Fitted,
}

/// Fewest intervals of a day by which wandering is told from a day's factor.
const FEWEST: usize = 12;
/// Memories that are tried, in intervals: up to a third of the day, beyond which wandering looks like a day's factor.
const SHORTEST: f64 = 0.3;
const STEPS: usize = 60;
/// It is there if its variance is above 0 by this many standard errors: chance once in 200.
const SURE: f64 = 2.58;

/// a + s·φ^lag through the ratios by lag, and what a scenario makes of it.
#[derive(Debug, Clone, Copy)]
struct Curve {
    day: f64,
    wandering: f64,
    memory: f64,
}

/// From the ratios by lag of all days, and of all but one in turn.
pub(super) fn busyness(lags: &[f64], without: &[Vec<f64>]) -> Option<Busyness> {
    if lags.len() < FEWEST {
        return None;
    }
    let whole = curve(lags);
    let others: Vec<Curve> = without.iter().map(|lags| curve(lags)).collect();
    let error = |f: &dyn Fn(&Curve) -> f64| jackknife(others.iter().map(f));
    // At the end of what is tried, the best would be longer still.
    if whole.memory >= 0.95 * lags.len() as f64 / 3.0 || whole.wandering <= SURE * error(&|of| of.wandering) {
        return None;
    }
    let sample = without.len() as u64;
    let memory_error = whole.memory * error(&|of| of.memory.ln());
    Some(Busyness {
        cv: super::root(whole.wandering, error(&|of| of.wandering), sample)?,
        memory_intervals: Fitted::positive_student(whole.memory, memory_error, sample - 1, sample)?,
        day_factor_cv: super::root(whole.day, error(&|of| of.day), sample)?,
    })
}

/// The curve with the least squares, where each lag weighs as many pairs of intervals as it has.
fn curve(lags: &[f64]) -> Curve {
    let n = lags.len() as f64;
    let longest = n / 3.0;
    let at = |memory: f64| {
        // Lags up to half of the day: beyond, few pairs are left, all of them of morning and evening.
        let pairs = lags.iter().enumerate().take(lags.len() / 2 + 1);
        let [mut w, mut x, mut y, mut xx, mut xy, mut yy] = [0.0; 6];
        for (lag, &ratio) in pairs {
            let (weight, decay) = (n - lag as f64, (-(lag as f64) / memory).exp());
            w += weight;
            x += weight * decay;
            y += weight * ratio;
            xx += weight * decay * decay;
            xy += weight * decay * ratio;
            yy += weight * ratio * ratio;
        }
        let slope = (xy - x * y / w) / (xx - x * x / w);
        let (slope, floor) = if (y - slope * x) / w < 0.0 {
            // A day's factor has no negative variance.
            (xy / xx, 0.0)
        } else {
            (slope, (y - slope * x) / w)
        };
        let squares =
            yy - 2.0 * (floor * y + slope * xy) + floor * floor * w + 2.0 * floor * slope * x + slope * slope * xx;
        (squares, Curve { day: floor, wandering: slope / (1.0 + floor), memory })
    };
    let tried = |place: f64| SHORTEST * (longest / SHORTEST).powf(place);
    let best = (0..=STEPS).map(|step| at(tried(step as f64 / STEPS as f64))).enumerate();
    let Some((step, _)) = best.min_by(|a, b| a.1.0.total_cmp(&b.1.0)) else {
        return Curve { day: 0.0, wandering: 0.0, memory: 1.0 };
    };
    // Between the neighbours, by thirds.
    let place = |step: usize| step as f64 / STEPS as f64;
    let (mut low, mut high) = (place(step.saturating_sub(1)), place((step + 1).min(STEPS)));
    for _ in 0..30 {
        let (left, right) = (low + (high - low) / 3.0, high - (high - low) / 3.0);
        if at(tried(left)).0 < at(tried(right)).0 {
            high = right;
        } else {
            low = left;
        }
    }
    at(tried(f64::midpoint(low, high))).1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_without_noise_is_found_again() {
        // b = 0.04 and w = 0.09 with a memory of 4 intervals: b + (1 + b) w φ^lag.
        let lags: Vec<f64> = (0..40).map(|lag| 0.04 + 1.04 * 0.09 * (-f64::from(lag) / 4.0).exp()).collect();
        let curve = curve(&lags);
        // The search by thirds ends where the squares are 0 but for rounding, so within its root.
        assert!((curve.memory - 4.0).abs() < 1e-4, "{curve:?}");
        assert!((curve.day - 0.04).abs() < 1e-5 && (curve.wandering - 0.09).abs() < 1e-5, "{curve:?}");
    }
}
