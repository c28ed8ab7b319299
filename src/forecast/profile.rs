//! How the contacts of a day spread over its intervals, by weekday.
//!
//! A profile gives each interval its share of a usual day of that weekday: the intervals that are usually open sum to 1, and one
//! that is open longer than usual has what it gets on top. So a short day, a long day and a day of which a part was not
//! recorded are all compared by the same measure: the share of a usual day that they hold.

use super::accuracy::Wape;
use super::timeline::Timeline;
use rayon::prelude::*;
use serde::Serialize;

/// The share of each interval of the day, by weekday from Monday.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Profile(pub [Vec<f64>; 7]);

/// How a profile is learnt from the days of the past.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ProfileRule {
    /// After so many days a day weighs half as much; infinite for equal weights.
    pub half_life_days: f64,
    /// How many days of the weekday itself weigh as much as what is known of all weekdays.
    pub common_days: f64,
    /// Weight of second differences against squared distances (Whittaker 1923); 0 leaves every interval as it was observed.
    pub smoothing: f64,
}

/// What is known of the totals of days.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Totals {
    /// The total that the day would have had if all of a usual day had been open and observed; `None` where too little was.
    pub full: Vec<Option<f64>>,
    /// Which share of a usual day was open and observed.
    pub share: Vec<f64>,
}

/// The least share of a day from which its total is inferred.
const LEAST_SHARE: f64 = 0.25;

/// The rules that are tried; the backtest picks one.
pub(super) fn rules() -> Vec<ProfileRule> {
    let mut rules = Vec::new();
    for half_life_days in [28.0, 84.0, f64::INFINITY] {
        for common_days in [1.0, 6.0, 1000.0] {
            for smoothing in [0.0, 3.0, 100.0] {
                rules.push(ProfileRule { half_life_days, common_days, smoothing });
            }
        }
    }
    rules
}

/// The counts of a day that are to be learnt from: open, observed, not excluded.
pub(super) fn observed<'a>(timeline: &'a Timeline, index: usize) -> impl Iterator<Item = (usize, f64)> + 'a {
    let facts = &timeline.days[index];
    let day = facts.day.filter(|day| !day.is_excluded());
    let open = day.map_or(&[][..], |day| &day.open);
    open.iter()
        .zip(facts.counts.unwrap_or_default())
        .enumerate()
        .filter_map(|(interval, (&is_open, count))| count.filter(|_| is_open).map(|count| (interval, count)))
}

/// The totals of all days of the past.
pub(super) fn totals(timeline: &Timeline) -> Totals {
    let days = timeline.days.len();
    let mut totals = Totals { full: vec![None; days], share: vec![0.0; days] };
    // First as if all days were complete, then with the shares that follow; the second correction is of the third order.
    for index in 0..days {
        totals.full[index] = observed(timeline, index).map(|(_, count)| count).reduce(|sum, count| sum + count);
    }
    let rule = ProfileRule { half_life_days: f64::INFINITY, common_days: 1.0, smoothing: 0.0 };
    for _ in 0..3 {
        let profile = Profile::learnt(timeline, &totals, timeline.last_known, rule);
        for index in 0..days {
            let (sum, share) = profile.observed_share(timeline, index);
            totals.share[index] = share;
            totals.full[index] = (share >= LEAST_SHARE).then(|| sum / share);
        }
    }
    totals
}

impl Profile {
    /// That of the days up to an origin.
    pub fn learnt(timeline: &Timeline, totals: &Totals, origin: usize, rule: ProfileRule) -> Self {
        let intervals = timeline.usual[0].len();
        let mut contacts = vec![vec![0.0; intervals]; 8];
        let mut of_days = vec![vec![0.0; intervals]; 8];
        let mut weight_of = [0.0; 8];
        let mut size = 0.0;
        for index in 0..=origin {
            let (Some(total), Some(day)) = (totals.full[index], timeline.days[index].day) else { continue };
            if day.is_holiday() {
                continue;
            }
            let weight = 0.5_f64.powf((origin - index) as f64 / rule.half_life_days);
            let weekday = timeline.days[index].weekday;
            for kind in [weekday, 7] {
                weight_of[kind] += weight;
                for (interval, count) in observed(timeline, index) {
                    contacts[kind][interval] += weight * count;
                    of_days[kind][interval] += weight * total;
                }
            }
            size += weight * total;
        }
        let mean_day = if weight_of[7] > 0.0 { size / weight_of[7] } else { 1.0 };
        let common: Vec<Option<f64>> =
            contacts[7].iter().zip(&of_days[7]).map(|(count, total)| (*total > 0.0).then(|| count / total)).collect();
        Self(std::array::from_fn(|weekday| {
            let usual = &timeline.usual[weekday];
            // What all weekdays together say of the intervals of this one, as shares of its usual day.
            let common = filled(&common, usual);
            let prior = rule.common_days * mean_day;
            let shares: Vec<f64> = (0..intervals)
                .map(|i| (contacts[weekday][i] + prior * common[i]) / (of_days[weekday][i] + prior))
                .collect();
            scaled(smoothed(&shares, usual, rule.smoothing), usual)
        }))
    }

    /// What was observed of a day, and which share of a usual day that is.
    pub fn observed_share(&self, timeline: &Timeline, index: usize) -> (f64, f64) {
        let shares = &self.0[timeline.days[index].weekday];
        observed(timeline, index).fold((0.0, 0.0), |(sum, share), (i, count)| (sum + count, share + shares[i]))
    }

    /// The share of each interval of a day: 0 where it is closed.
    pub fn of_day(&self, weekday: usize, open: &[bool]) -> Vec<f64> {
        self.0[weekday].iter().zip(open).map(|(share, is_open)| if *is_open { *share } else { 0.0 }).collect()
    }
}

/// Shares of which some are unknown, for a weekday with those usual hours: an unknown one is like the nearest known one.
fn filled(shares: &[Option<f64>], usual: &[bool]) -> Vec<f64> {
    let known: Vec<(usize, f64)> = shares.iter().enumerate().filter_map(|(i, share)| Some((i, (*share)?))).collect();
    let nearest = |i: usize| {
        let at = known.partition_point(|(other, _)| *other < i);
        let (before, after) = (at.checked_sub(1).and_then(|at| known.get(at)), known.get(at));
        match (before, after) {
            (Some(before), Some(after)) => {
                if i - before.0 < after.0 - i {
                    before.1
                } else {
                    after.1
                }
            }
            (Some(only), None) | (None, Some(only)) => only.1,
            (None, None) => 1.0,
        }
    };
    scaled((0..shares.len()).map(nearest).collect(), usual)
}

/// The same, so that usual hours sum to 1; where they sum to 0, they are all alike.
fn scaled(mut shares: Vec<f64>, usual: &[bool]) -> Vec<f64> {
    let sum: f64 = shares.iter().zip(usual).filter(|(_, usual)| **usual).map(|(share, _)| share).sum();
    if sum > 0.0 {
        for share in &mut shares {
            *share /= sum;
        }
    } else {
        let open = usual.iter().filter(|usual| **usual).count().max(1);
        shares.fill(1.0 / open as f64);
    }
    shares
}

/// The shares smoothed within each run of usual hours; elsewhere as they are.
fn smoothed(shares: &[f64], usual: &[bool], strength: f64) -> Vec<f64> {
    let mut smooth = shares.to_vec();
    if strength > 0.0 {
        let mut begin = 0;
        for run in usual.chunk_by(|a, b| a == b) {
            let range = begin..begin + run.len();
            begin = range.end;
            if run[0] && run.len() > 2 {
                whittaker(&mut smooth[range], strength);
            }
        }
        for share in &mut smooth {
            *share = share.max(0.0);
        }
    }
    smooth
}

/// Solves (I + λ D² ᵀD²) s = y in place, D² the second differences: five diagonals, by L D Lᵀ.
fn whittaker(y: &mut [f64], strength: f64) {
    let n = y.len();
    let difference = |row: usize, column: usize| match column.wrapping_sub(row) {
        0 | 2 => 1.0,
        1 => -2.0,
        _ => 0.0,
    };
    let entry = |i: usize, j: usize| -> f64 {
        let rows = i.max(j).saturating_sub(2)..=i.min(j).min(n - 3);
        let sum: f64 = rows.map(|row| difference(row, i) * difference(row, j)).sum();
        f64::from(u8::from(i == j)) + strength * sum
    };
    let (mut d, mut one, mut two) = (vec![0.0; n], vec![0.0; n], vec![0.0; n]);
    for i in 0..n {
        if i >= 2 {
            two[i] = entry(i, i - 2) / d[i - 2];
        }
        if i >= 1 {
            let known = if i >= 2 { two[i] * d[i - 2] * one[i - 1] } else { 0.0 };
            one[i] = (entry(i, i - 1) - known) / d[i - 1];
        }
        let mut pivot = entry(i, i);
        if i >= 1 {
            pivot -= one[i] * one[i] * d[i - 1];
        }
        if i >= 2 {
            pivot -= two[i] * two[i] * d[i - 2];
        }
        d[i] = pivot;
        if i >= 1 {
            y[i] -= one[i] * y[i - 1];
        }
        if i >= 2 {
            y[i] -= two[i] * y[i - 2];
        }
    }
    for i in (0..n).rev() {
        y[i] /= d[i];
        if i + 1 < n {
            y[i] -= one[i + 1] * y[i + 1];
        }
        if i + 2 < n {
            y[i] -= two[i + 2] * y[i + 2];
        }
    }
}

/// The rule that forecasts the shares of the days after each origin best, their totals given, and its WAPE. The best is the one under which
/// the counts are likeliest (the least Poisson deviance): that measure asks for the mean whether counts are large or small.
pub(super) fn pick(
    timeline: &Timeline,
    totals: &Totals,
    origins: &[usize],
    ahead: usize,
) -> (ProfileRule, Option<f64>) {
    let rules = rules();
    let scores: Vec<(f64, Wape)> = rules
        .par_iter()
        .map(|&rule| {
            let (mut deviance, mut wape) = (0.0, Wape::default());
            for &origin in origins {
                let profile = Profile::learnt(timeline, totals, origin, rule);
                for index in origin + 1..=(origin + ahead).min(timeline.last_known) {
                    let (sum, share) = profile.observed_share(timeline, index);
                    if share > 0.0 {
                        let shares = &profile.0[timeline.days[index].weekday];
                        for (i, count) in observed(timeline, index) {
                            let mean = sum * shares[i] / share;
                            deviance += poisson_deviance(count, mean);
                            wape.add(mean, count);
                        }
                    }
                }
            }
            (deviance, wape)
        })
        .collect();
    let mut best = 0;
    for (index, (score, _)) in scores.iter().enumerate() {
        if *score < scores[best].0 {
            best = index;
        }
    }
    (rules[best], scores[best].1.share())
}

/// Half the deviance of a count from a mean. A mean of 0 is taken for a hundredth, or a single stray contact would decide.
fn poisson_deviance(count: f64, mean: f64) -> f64 {
    let mean = mean.max(0.01);
    let likelihood = if count > 0.0 { count * (count / mean).ln() } else { 0.0 };
    likelihood - (count - mean)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn smoothing_leaves_a_straight_line_and_every_sum_as_they_are() {
        let line: Vec<f64> = (0..20).map(|i| 3.0 + f64::from(i)).collect();
        let mut smooth = line.clone();
        whittaker(&mut smooth, 50.0);
        // The condition number of the system is below 1 + 16 · 50.
        let close = |a: f64, b: f64| (a - b).abs() < 801.0 * 32.0 * f64::EPSILON * 20.0;
        assert!(line.iter().zip(&smooth).all(|(a, b)| close(*a, *b)), "{smooth:?}");
        let mut spike = vec![0.0; 9];
        spike[4] = 1.0;
        whittaker(&mut spike, 2.0);
        assert!(close(spike.iter().sum(), 1.0));
        assert!(spike[4] < 1.0 && spike[3] > 0.0 && close(spike[3], spike[5]));
    }

    #[test]
    fn an_interval_that_nobody_has_seen_is_like_its_neighbour() {
        let shares = filled(&[None, Some(0.2), Some(0.8), None, None], &[false, true, true, true, false]);
        // 0.2 + 0.8 + 0.8 = 1.8 in usual hours.
        for (found, expected) in shares.iter().zip([0.2, 0.2, 0.8, 0.8, 0.8]) {
            assert!((found - expected / 1.8).abs() < 1e-15);
        }
    }
}
