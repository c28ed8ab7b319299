//! What a staff file tells: who leaves after what time, and which part of the paid time is work.
//!
//! Rates are events over exposure. Somebody who is there for a part of the time counts for that part, so that who joined, left
//! or is still there needs no special case: leaving is censored by the end of the records. Intervals of rates are exact
//! (Garwood 1936); those of shares of time come from days or people as clusters.

use super::CalibrationError;
use super::coming_back::clustered;
use super::fitted::Fitted;
use crate::statistics::RatioOfMeans;
use crate::units::Hours;
use serde::Serialize;
use std::collections::BTreeMap;

/// Somebody who was employed, in days since any fixed day.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Employment {
    /// First day.
    pub began: f64,
    /// Last day; `None` for who is still there.
    pub left: Option<f64>,
}

/// Who leaves in a band of tenure.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct TenureBand {
    /// Months of service at its begin.
    pub from_months: f64,
    /// Months of service at its end; `None` for the last.
    pub until_months: Option<f64>,
    /// Months that people spent in the band while they were watched.
    pub person_months: f64,
    /// Share of the people who leave in a month; its sample is the number who left. 1 − e^(−rate) with the rate per month.
    pub per_month: Fitted,
}

/// Attrition of a group.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Attrition {
    /// By band of tenure: a scenario's `attrition_by_tenure`, and for the last `attrition_per_month`.
    pub bands: Vec<TenureBand>,
    /// Share of all people who leave in a month.
    pub per_month: Fitted,
    /// People who were watched.
    pub people: u64,
    /// Rows with days that are no days, or with an end before the begin.
    pub impossible: u64,
}

/// Days of an average month.
const MONTH: f64 = 365.25 / 12.0;

/// Who leaves, by tenure: from people and the days between which the records are complete. `ends` are the months of service at
/// which bands end, ascending; after the last of them is one more.
pub fn attrition(people: &[Employment], watched: (f64, f64), ends: &[f64]) -> Result<Attrition, CalibrationError> {
    let is_possible =
        |of: &&Employment| of.began.is_finite() && of.left.is_none_or(|left| left.is_finite() && left >= of.began);
    let possible: Vec<&Employment> = people.iter().filter(is_possible).collect();
    let impossible = (people.len() - possible.len()) as u64;
    let (first, last) = watched;
    // In a band of tenure from `low` to `high` months: events, and months of exposure.
    let between = |low: f64, high: f64| {
        let (mut events, mut exposure) = (0, 0.0);
        for of in &possible {
            let begin = (of.began + low * MONTH).max(first);
            let end = (of.began + high * MONTH).min(last).min(of.left.unwrap_or(f64::INFINITY));
            exposure += ((end - begin) / MONTH).max(0.0);
            let leaves = |left: f64| left >= begin && left <= last && left < of.began + high * MONTH;
            events += u64::from(of.left.is_some_and(leaves));
        }
        (events, exposure)
    };
    let monthly = |(events, exposure): (u64, f64)| {
        let rate = Fitted::rate(events, exposure)?;
        rate.mapped(|rate| -(-rate).exp_m1(), (-rate.value).exp())
    };
    let all = between(0.0, f64::INFINITY);
    let watched_people = |of: &&&Employment| of.began < last && of.left.is_none_or(|left| left >= first);
    let count = possible.iter().filter(watched_people).count();
    let none = CalibrationError::TooFew { what: "people in the time of the records", found: count, least: 1 };
    let per_month = monthly(all).ok_or(none)?;
    let mut bands = Vec::new();
    let begins = std::iter::once(0.0).chain(ends.iter().copied());
    for (low, high) in begins.zip(ends.iter().copied().map(Some).chain([None])) {
        let of_band = between(low, high.unwrap_or(f64::INFINITY));
        // A band in which nobody was says nothing.
        if let Some(per_month) = monthly(of_band) {
            bands.push(TenureBand { from_months: low, until_months: high, person_months: of_band.1, per_month });
        }
    }
    Ok(Attrition { bands, per_month, people: count as u64, impossible })
}

/// Time of a day, or of a person on a day.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct TimeSheet {
    /// A number for what goes together: the day, if illness comes in waves; the person, if few are ill often.
    pub cluster: usize,
    /// Calendar month, 1 for January.
    pub month: u8,
    /// Time that was paid, or planned.
    pub paid: Hours,
    /// The part of it that was missing: away, or not available.
    pub missing: Hours,
}

/// Which part of a time is missing.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MissingTime {
    /// Missing / paid, a ratio of sums; its sample is the number of clusters.
    pub share: Fitted,
    /// The same for each calendar month, January first: `None` for a month with fewer than two clusters.
    pub by_month: [Option<Fitted>; 12],
    /// Rows with times that are no times, or with more missing than paid.
    pub impossible: u64,
}

/// Which part of the paid time is missing: shrinkage from paid and available time, absence from planned and missed time, the complement of
/// adherence from time on duty and time away.
pub fn missing_time(sheets: &[TimeSheet]) -> Result<MissingTime, CalibrationError> {
    let is_possible = |of: &&TimeSheet| {
        let (paid, missing) = (of.paid.0, of.missing.0);
        paid.is_finite() && (0.0..=paid).contains(&missing) && (1..=12).contains(&of.month)
    };
    let possible: Vec<&TimeSheet> = sheets.iter().filter(is_possible).collect();
    let share = |month: Option<u8>| {
        let mut clusters: BTreeMap<usize, (f64, f64)> = BTreeMap::new();
        for of in possible.iter().filter(|of| month.is_none_or(|month| of.month == month)) {
            let sums = clusters.entry(of.cluster).or_default();
            sums.0 += of.missing.0;
            sums.1 += of.paid.0;
        }
        let mut ratio = RatioOfMeans::new();
        clusters.values().filter(|sums| sums.1 > 0.0).for_each(|sums| ratio.add(sums.0, sums.1));
        let (count, error) = (ratio.count(), ratio.standard_error()?);
        let symmetric = Fitted::student(ratio.ratio()?, error, count - 1, count)?;
        // Within what a share can be.
        let within = |end: Option<f64>| end.map_or(f64::NAN, |end| end.clamp(0.0, 1.0));
        Fitted::between(symmetric.value, error, (within(symmetric.lower), within(symmetric.upper)), count)
    };
    let clusters = possible.iter().map(|of| of.cluster).collect::<std::collections::BTreeSet<_>>().len();
    let few = CalibrationError::TooFew { what: "days or people with paid time", found: clusters, least: 2 };
    Ok(MissingTime {
        share: share(None).ok_or(few)?,
        by_month: std::array::from_fn(|month| share(Some(month as u8 + 1))),
        impossible: (sheets.len() - possible.len()) as u64,
    })
}

/// How often something happens of how many times it could, in clusters: absences of planned shifts, late begins of shifts. Each is
/// (cluster, happened, of how many).
pub fn frequency(counts: &[(usize, u64, u64)]) -> Result<Fitted, CalibrationError> {
    let mut clusters: BTreeMap<usize, (f64, f64)> = BTreeMap::new();
    for &(cluster, happened, of) in counts {
        let sums = clusters.entry(cluster).or_default();
        sums.0 += happened.min(of) as f64;
        sums.1 += of as f64;
    }
    let few = CalibrationError::TooFew { what: "occasions", found: 0, least: 1 };
    clustered(clusters.values().copied()).ok_or(few)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Purpose, stream};
    use crate::statistics::coverage_bounds;
    use rand::RngExt;
    use rand_distr::{Distribution, Exp};

    fn months(months: f64) -> f64 {
        months * MONTH
    }

    #[test]
    fn attrition_of_three_people_by_hand() {
        let people = [
            // Came a month before the records began, left after two months in them.
            Employment { began: -months(1.0), left: Some(months(2.0)) },
            // Came in the records and is still there: twelve months.
            Employment { began: 0.0, left: None },
            // Left before the records began.
            Employment { began: -months(9.0), left: Some(-months(1.0)) },
            // Is no time.
            Employment { began: 5.0, left: Some(1.0) },
        ];
        let found = attrition(&people, (0.0, months(12.0)), &[2.0, 6.0]).unwrap();
        assert_eq!((found.people, found.impossible), (2, 1));
        let exposure: Vec<f64> = found.bands.iter().map(|band| band.person_months).collect();
        for (found, exact) in exposure.iter().zip([3.0, 5.0, 6.0]) {
            assert!((found - exact).abs() < 1e-12, "{exposure:?}");
        }
        assert_eq!(found.bands.iter().map(|band| band.per_month.sample).collect::<Vec<_>>(), [0, 1, 0]);
        assert!((found.per_month.value - (1.0 - (-1.0_f64 / 14.0).exp())).abs() < 1e-12);
        assert_eq!(found.bands[0].per_month.lower, Some(0.0));
        assert!(attrition(&[], (0.0, 1.0), &[]).is_err());
    }

    #[test]
    fn the_intervals_of_attrition_cover_the_truth_at_least_as_often_as_they_say() {
        // Half a year with 8 % a month, then 3 %.
        let rates = [-(0.92_f64.ln()), -(0.97_f64.ln())];
        let runs = 400;
        let mut covered = [0, 0];
        for run in 0..runs {
            let mut numbers = stream(23, run, Purpose::World);
            let people: Vec<Employment> = (0..120)
                .map(|_| {
                    let began = months(-12.0 + 24.0 * numbers.random::<f64>());
                    let early = Exp::new(rates[0]).unwrap().sample(&mut numbers);
                    let stay = if early < 6.0 { early } else { 6.0 + Exp::new(rates[1]).unwrap().sample(&mut numbers) };
                    let left = began + months(stay);
                    Employment { began, left: (left < months(12.0)).then_some(left) }
                })
                .collect();
            let found = attrition(&people, (0.0, months(12.0)), &[6.0]).unwrap();
            covered[0] += u64::from(found.bands[0].per_month.covers(0.08));
            covered[1] += u64::from(found.bands[1].per_month.covers(0.03));
        }
        // Exact intervals cover more often than they say, never less.
        let least = *coverage_bounds(runs, 0.95, 1e-4).start();
        assert!(covered.iter().all(|&count| count >= least), "{covered:?} of {runs}, at least {least}");
    }

    #[test]
    fn missing_time_is_a_ratio_of_sums() {
        let sheet =
            |cluster, month, paid, missing| TimeSheet { cluster, month, paid: Hours(paid), missing: Hours(missing) };
        let sheets = [sheet(1, 1, 10.0, 1.0), sheet(2, 1, 30.0, 7.0), sheet(3, 2, 40.0, 12.0), sheet(4, 2, 1.0, 2.0)];
        let found = missing_time(&sheets).unwrap();
        assert_eq!((found.share.value, found.share.sample, found.impossible), (0.25, 3, 1));
        assert_eq!(found.by_month[0].unwrap().value, 0.2);
        assert_eq!((found.by_month[1], found.by_month[2]), (None, None));
        assert!(missing_time(&sheets[..1]).is_err());
    }

    #[test]
    fn the_interval_of_missing_time_covers_the_truth_as_often_as_it_says() {
        let runs = 400;
        let mut covered = [0, 0];
        for run in 0..runs {
            let mut numbers = stream(24, run, Purpose::World);
            let (mut sheets, mut shifts) = (Vec::new(), Vec::new());
            for day in 0..60 {
                // Illness comes in waves: on each day another chance, 10 % in the mean.
                let chance = 0.2 * numbers.random::<f64>();
                let people = 20 + day % 7;
                let absent = (0..people).filter(|_| numbers.random::<f64>() < chance).count();
                let (paid, missing) = (Hours(8.0 * people as f64), Hours(8.0 * absent as f64));
                sheets.push(TimeSheet { cluster: day, month: 1, paid, missing });
                shifts.push((day, absent as u64, people as u64));
            }
            covered[0] += u64::from(missing_time(&sheets).unwrap().share.covers(0.1));
            covered[1] += u64::from(frequency(&shifts).unwrap().covers(0.1));
        }
        let band = coverage_bounds(runs, 0.95, 1e-4);
        assert!(covered.iter().all(|count| band.contains(count)), "{covered:?} of {runs}, allowed {band:?}");
    }
}
