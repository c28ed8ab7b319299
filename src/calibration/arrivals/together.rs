//! Which queues have their good and bad days together.

use super::super::CalibrationError;
use super::super::fitted::Fitted;
use super::{DayCounts, jackknife};
use crate::statistics::Tally;
use serde::Serialize;
use std::collections::BTreeMap;

/// How queues go together from day to day.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Together {
    /// For each pair of queues, in order: their numbers and the correlation of their day factors, chance taken out. `None` where one of
    /// them varies by no more than chance.
    pub pairs: Vec<(usize, usize, Option<Fitted>)>,
    /// By queue, as a scenario has it.
    pub queues: Vec<QueueTogether>,
    /// Days from which it was estimated.
    pub days: u64,
}

/// How a queue goes with the others.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct QueueTogether {
    /// Correlation of its day factor with a factor that all queues share: `day_factor_correlation` of a scenario. `None` where it varies by
    /// no more than chance, or no other queue varies.
    pub correlation: Option<Fitted>,
}

/// Fewest days.
const FEWEST: usize = 10;

/// How queues go together: for each queue the same days in the same order.
pub fn together(queues: &[Vec<DayCounts>]) -> Result<Together, CalibrationError> {
    let days = queues.first().map_or(0, Vec::len);
    if let Some(other) = queues.iter().find(|queue| queue.len() != days) {
        return Err(CalibrationError::Lengths { first: days, second: other.len() });
    }
    let is_whole = |day: usize| {
        queues.iter().all(|queue| {
            queue[day].class == queues[0][day].class
                && queue[day].counts.len() == queue[0].counts.len()
                && queue[day].counts.iter().all(|count| count.is_finite())
        })
    };
    let whole: Vec<usize> = (0..days).filter(|&day| is_whole(day)).collect();
    let class = |day: usize| queues[0][day].class;
    let is_often = |day: &usize| whole.iter().filter(|&&other| class(other) == class(*day)).count() >= 3;
    let kept: Vec<usize> = whole.iter().copied().filter(is_often).collect();
    if kept.len() < FEWEST {
        let what = "days that share their class (weekday) and their intervals with another";
        return Err(CalibrationError::TooFew { what, found: kept.len(), least: FEWEST });
    }
    let totals = |queue: &Vec<DayCounts>| Totals {
        classes: queue.iter().map(|day| day.class).collect(),
        totals: queue.iter().map(|day| day.counts.iter().sum()).collect(),
    };
    let totals: Vec<Totals> = queues.iter().map(totals).collect();
    let all = correlations(&totals, &kept);
    let without: Vec<Vec<Vec<f64>>> =
        (0..kept.len()).map(|out| correlations(&totals, &[&kept[..out], &kept[out + 1..]].concat())).collect();
    let n = kept.len() as u64;
    // On the scale of Fisher's z, where a correlation is nearest to normal.
    let fitted = |value: f64, error: f64| {
        if !value.is_finite() || !error.is_finite() {
            return None;
        }
        let inside = value.clamp(-0.999, 0.999);
        let z = Fitted::student(inside.atanh(), error / (1.0 - inside * inside), n - 1, n)?;
        let ends = (z.lower?.tanh(), z.upper?.tanh());
        Fitted::between(value.clamp(-1.0, 1.0), error, ends, n)
    };
    let pairs = (0..queues.len()).flat_map(|a| (0..a).map(move |b| (b, a)));
    let pairs = pairs.map(|(a, b)| (a, b, fitted(all[a][b], jackknife(without.iter().map(|of| of[a][b])))));
    let loadings = loadings(&all);
    let others: Vec<Vec<f64>> = without.iter().map(|of| self::loadings(of)).collect();
    let of_queue = |queue: usize| QueueTogether {
        correlation: fitted(loadings[queue], jackknife(others.iter().map(|of| of[queue]))),
    };
    Ok(Together { pairs: pairs.collect(), queues: (0..queues.len()).map(of_queue).collect(), days: n })
}

/// The total of a queue on each day.
struct Totals {
    classes: Vec<usize>,
    totals: Vec<f64>,
}

/// The correlations of the day factors of all pairs on some of the days; NaN where a queue does not vary beyond chance.
fn correlations(queues: &[Totals], days: &[usize]) -> Vec<Vec<f64>> {
    let around: Vec<Vec<(f64, f64, f64)>> = queues.iter().map(|queue| queue.around(days)).collect();
    // Squared coefficients of variation: counts of one queue vary by chance too, those of two do so independently.
    let covariance = |a: usize, b: usize| {
        let (mut products, mut means) = (0.0, 0.0);
        for (of_a, of_b) in around[a].iter().zip(&around[b]) {
            products += of_a.2 * of_a.1 * of_b.1 - if a == b { of_a.0 } else { 0.0 };
            means += of_a.0 * of_b.0;
        }
        products / means
    };
    let variances: Vec<f64> = (0..queues.len()).map(|queue| covariance(queue, queue)).collect();
    let correlation = |a: usize, b: usize| match a == b {
        true => 1.0,
        false if variances[a] > 0.0 && variances[b] > 0.0 => covariance(a, b) / (variances[a] * variances[b]).sqrt(),
        false => f64::NAN,
    };
    (0..queues.len()).map(|a| (0..queues.len()).map(|b| correlation(a, b)).collect()).collect()
}

impl Totals {
    /// For each day the mean of its class, the deviation from it, and n / (n − 1) with n days in the class.
    fn around(&self, days: &[usize]) -> Vec<(f64, f64, f64)> {
        let mut classes: BTreeMap<usize, Tally> = BTreeMap::new();
        for &day in days {
            classes.entry(self.classes[day]).or_default().add(self.totals[day]);
        }
        let of_day = |&day: &usize| {
            let tally = classes[&self.classes[day]];
            let (mean, n) = (tally.mean().unwrap_or(0.0), tally.count() as f64);
            (mean, self.totals[day] - mean, n / (n - 1.0))
        };
        days.iter().map(of_day).collect()
    }
}

/// One number for each queue so that the products are the correlations of pairs, by least squares (one common factor; Harman &
/// Jones 1966). Of two queues both have the root, and if the two go against each other, the second has the minus. A correlation that is not
/// known is NaN, and so is the number of a queue of which none is known.
pub fn loadings(correlations: &[Vec<f64>]) -> Vec<f64> {
    let n = correlations.len();
    let known: Vec<usize> = (0..n).filter(|&a| (0..n).any(|b| a != b && correlations[a][b].is_finite())).collect();
    let mut loadings = vec![f64::NAN; n];
    if let [a, b] = known[..] {
        let r = correlations[a][b];
        (loadings[a], loadings[b]) = (r.abs().sqrt(), r.signum() * r.abs().sqrt());
        return loadings;
    }
    for &a in &known {
        loadings[a] = 0.5;
    }
    for _ in 0..500 {
        for &a in &known {
            let (mut products, mut squares) = (0.0, 0.0);
            for &b in known.iter().filter(|&&b| b != a) {
                products += correlations[a][b] * loadings[b];
                squares += loadings[b] * loadings[b];
            }
            loadings[a] = if squares > 0.0 { (products / squares).clamp(-1.0, 1.0) } else { 0.0 };
        }
    }
    // Factor and loadings may all change their signs together: let most be positive.
    if known.iter().map(|&a| loadings[a]).sum::<f64>() < 0.0 {
        for &a in &known {
            loadings[a] = -loadings[a];
        }
    }
    loadings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loadings_are_what_the_products_say() {
        let truth = [0.9, 0.5, -0.4];
        let correlations: Vec<Vec<f64>> =
            (0..3).map(|a| (0..3).map(|b| if a == b { 1.0 } else { truth[a] * truth[b] }).collect()).collect();
        // Each round shrinks the error, and after 500 rounding is left.
        assert!(loadings(&correlations).iter().zip(truth).all(|(found, exact)| (found - exact).abs() < 1e-9));
        let two = loadings(&[vec![1.0, -0.25], vec![-0.25, 1.0]]);
        assert_eq!(two, [0.5, -0.5]);
        assert!(loadings(&[vec![1.0, f64::NAN], vec![f64::NAN, 1.0]])[0].is_nan());
    }

    #[test]
    fn queues_with_different_days_are_refused() {
        let day = DayCounts { class: 0, counts: vec![1.0] };
        let error = together(&[vec![day.clone()], Vec::new()]).unwrap_err();
        assert_eq!(error, CalibrationError::Lengths { first: 1, second: 0 });
        assert!(matches!(together(&[vec![day]]), Err(CalibrationError::TooFew { found: 0, .. })));
        assert!(together(&[]).is_err());
    }
}
