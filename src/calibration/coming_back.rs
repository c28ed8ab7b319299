//! Who comes back, from customer ids: redials of those who gave up, repeats of those who were answered.
//!
//! A contact counts only if the customer is known and could be watched for the whole window after it; the others are counted
//! as left out. A customer has several contacts, which are not independent: the errors are those of a ratio over customers
//! (Cochran 1977, § 6.3), and intervals of shares are widened by the same inflation.
//!
//! Some would have come anyway, about something else. So the share of those who come within the window is held against the
//! share of those who come in an equally long window after it: what is above it came because of the first contact.

use super::CalibrationError;
use super::fitted::Fitted;
use crate::statistics::{RatioOfMeans, Tally};
use crate::units::Seconds;
use serde::Serialize;
use std::collections::BTreeMap;

/// A contact of a known customer.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct CustomerContact {
    /// A number for the customer: the same customer, the same number.
    pub customer: u64,
    /// When it came, in seconds since any fixed moment.
    pub begin: f64,
    /// When it ended, by the end of handling or by hanging up, in the same seconds; not before it came.
    pub end: f64,
    /// It was answered; otherwise it abandoned or was blocked.
    pub was_answered: bool,
    /// It is of the queue or reason that is asked about. Others only show that the customer came again.
    pub is_asked: bool,
}

/// After which contacts it is asked who comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum After {
    /// Those that abandoned or were blocked: redials. A scenario's `redial`.
    GivingUp,
    /// Those that were answered: repeats, the complement of first-contact resolution. A scenario's `resolution` and `repeat`.
    BeingAnswered,
}

/// How many come back within a window, and after how long.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ComingBack {
    /// After which contacts.
    pub after: After,
    /// The window, in seconds.
    pub within_s: f64,
    /// Share of the contacts after which the same customer came again within the window.
    pub share: Fitted,
    /// Share that would have come anyway: those who come in the window after it. `None` where nobody was watched for so long.
    pub background: Option<Fitted>,
    /// What is above the background, from the contacts that were watched over both windows: the share who come because of the first
    /// contact. At least 0.
    pub because: Option<Fitted>,
    /// Time from the end of the contact to the next one, of those that came within the window: its mean, in seconds.
    pub delay: Option<Fitted>,
    /// Those times, ascending, in seconds.
    #[serde(skip)]
    pub delays: Vec<f64>,
    /// Contacts that could not be watched to the end of the window.
    pub not_watched: u64,
    /// Contacts with times that are no times.
    pub impossible: u64,
}

/// Fewest contacts from which a share is estimated.
const FEWEST: usize = 10;

/// What one customer adds.
#[derive(Default)]
struct OfCustomer {
    contacts: f64,
    came: f64,
    both: f64,
    first: f64,
    second: f64,
}

/// Who comes back within a window after contacts, in any order, that were recorded until `end` (in the same seconds).
pub fn coming_back(
    contacts: &[CustomerContact],
    after: After,
    within: Seconds,
    end: f64,
) -> Result<ComingBack, CalibrationError> {
    let mut by_customer: BTreeMap<u64, Vec<CustomerContact>> = BTreeMap::new();
    let mut impossible = 0;
    for contact in contacts {
        if contact.begin.is_finite() && contact.end.is_finite() && contact.end >= contact.begin {
            by_customer.entry(contact.customer).or_default().push(*contact);
        } else {
            impossible += 1;
        }
    }
    let window = within.0;
    let mut not_watched = 0;
    let mut delays = Vec::new();
    let mut customers = Vec::new();
    for contacts in by_customer.values_mut() {
        contacts.sort_by(|a, b| a.begin.total_cmp(&b.begin));
        let mut of = OfCustomer::default();
        for (index, contact) in contacts.iter().enumerate() {
            let is_meant = contact.is_asked && contact.was_answered == (after == After::BeingAnswered);
            if !is_meant {
                continue;
            }
            if contact.end + window > end {
                not_watched += 1;
                continue;
            }
            // The next one may begin before the end of this one is recorded: to the second, it is the same moment.
            let later = contacts[index + 1..].iter().map(|next| (next.begin - contact.end).max(0.0));
            let next = later.clone().next();
            let came = next.is_some_and(|delay| delay <= window);
            of.contacts += 1.0;
            of.came += f64::from(u8::from(came));
            delays.extend(next.filter(|_| came));
            if contact.end + 2.0 * window <= end {
                of.both += 1.0;
                of.first += f64::from(u8::from(came));
                of.second += f64::from(u8::from(later.clone().any(|delay| delay > window && delay <= 2.0 * window)));
            }
        }
        customers.push(of);
    }
    let found: f64 = customers.iter().map(|of| of.contacts).sum();
    if (found as usize) < FEWEST {
        let what = "contacts of known customers who could be watched for the whole window";
        return Err(CalibrationError::TooFew { what, found: found as usize, least: FEWEST });
    }
    delays.sort_by(f64::total_cmp);
    let too_few = CalibrationError::TooFew { what: "contacts", found: 0, least: FEWEST };
    let share = clustered(customers.iter().map(|of| (of.came, of.contacts))).ok_or(too_few)?;
    let background = clustered(customers.iter().map(|of| (of.second, of.both)));
    let mut difference = RatioOfMeans::new();
    customers.iter().filter(|of| of.both > 0.0).for_each(|of| difference.add(of.first - of.second, of.both));
    let both: f64 = customers.iter().map(|of| of.both).sum();
    let because = difference.ratio().filter(|_| both >= FEWEST as f64).and_then(|value| {
        let error = difference.standard_error().unwrap_or(f64::NAN);
        let fitted = Fitted::student(value, error, difference.count().saturating_sub(1), both as u64)?;
        fitted.mapped(|share| share.clamp(0.0, 1.0), 1.0)
    });
    let tally: Tally = delays.iter().copied().collect();
    let delay = tally.mean().and_then(|mean| {
        let error = tally.standard_error().unwrap_or(f64::NAN);
        Fitted::student(mean, error, tally.count().saturating_sub(1), tally.count())
    });
    Ok(ComingBack { after, within_s: window, share, background, because, delay, delays, not_watched, impossible })
}

/// A share of cases that come in clusters (cases, of how many): the variance of the ratio over clusters relative to that of as many
/// independent cases widens its interval.
pub(super) fn clustered(clusters: impl Iterator<Item = (f64, f64)>) -> Option<Fitted> {
    let mut ratio = RatioOfMeans::new();
    let (mut cases, mut of) = (0.0, 0.0);
    for (some, all) in clusters.filter(|(_, all)| *all > 0.0) {
        ratio.add(some, all);
        cases += some;
        of += all;
    }
    let share = ratio.ratio()?;
    let independent = share * (1.0 - share) / of;
    let found = ratio.standard_error().unwrap_or(0.0).powi(2);
    let inflation = if independent > 0.0 { found / independent } else { 1.0 };
    Fitted::share(cases as u64, of as u64, inflation)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Purpose, stream};
    use crate::statistics::coverage_bounds;
    use rand::{Rng, RngExt};

    const HOUR: f64 = 3600.0;

    fn contact(customer: u64, begin: f64, was_answered: bool) -> CustomerContact {
        CustomerContact { customer, begin, end: begin + 60.0, was_answered, is_asked: true }
    }

    #[test]
    fn redials_within_an_hour_by_hand() {
        let mut contacts: Vec<CustomerContact> = (0..10).map(|customer| contact(customer, 0.0, false)).collect();
        // Two come again within the hour, one later, one is recorded too late to be watched.
        contacts.extend([contact(0, 160.0, true), contact(1, 360.0, true), contact(2, 2.0 * HOUR, true)]);
        contacts.push(contact(77, 9.5 * HOUR, false));
        contacts.push(CustomerContact { end: f64::NAN, ..contact(5, 10.0, true) });
        let found = coming_back(&contacts, After::GivingUp, Seconds(HOUR), 10.0 * HOUR).unwrap();
        assert_eq!((found.share.value, found.share.sample), (0.2, 10));
        assert_eq!(found.delays, [100.0, 300.0]);
        assert_eq!(found.delay.unwrap().value, 200.0);
        assert_eq!((found.not_watched, found.impossible), (1, 1));
        // One of ten comes in the second hour: two came because of the first, but for one who would have come anyway.
        assert_eq!(found.background.unwrap().value, 0.1);
        assert!((found.because.unwrap().value - 0.1).abs() < 4.0 * f64::EPSILON);
        let repeats = coming_back(&contacts, After::BeingAnswered, Seconds(HOUR), 10.0 * HOUR).unwrap_err();
        assert!(repeats.to_string().starts_with("3 contacts of known customers"), "{repeats}");
    }

    #[test]
    fn a_contact_of_another_queue_is_a_return_but_none_is_asked_after_it() {
        let mut contacts: Vec<CustomerContact> = (0..12).map(|customer| contact(customer, 0.0, true)).collect();
        contacts.push(CustomerContact { is_asked: false, ..contact(3, 500.0, true) });
        let found = coming_back(&contacts, After::BeingAnswered, Seconds(HOUR), 10.0 * HOUR).unwrap();
        assert_eq!((found.share.value, found.share.sample), (1.0 / 12.0, 12));
    }

    /// Customers who differ: each has an own probability to come back after each of several contacts, days apart.
    fn simulated(run: u64) -> Vec<CustomerContact> {
        let mut numbers = stream(16, run, Purpose::World);
        let mut contacts = Vec::new();
        for customer in 0..150 {
            let share = if numbers.random::<f64>() < 0.5 { 0.1 } else { 0.7 };
            for matter in 0..=(numbers.next_u64() % 5) {
                let begin = matter as f64 * 100.0 * HOUR;
                contacts.push(CustomerContact { end: begin, ..contact(customer, begin, false) });
                if numbers.random::<f64>() < share {
                    contacts.push(contact(customer, begin + HOUR * numbers.random::<f64>(), true));
                }
            }
        }
        contacts
    }

    #[test]
    fn the_intervals_cover_the_share_of_customers_who_differ() {
        // The number of contacts does not depend on the share, so the ratio is 0.4, and delays are uniform over the hour.
        let runs = 400;
        let mut covered = [0, 0, 0];
        for run in 0..runs {
            let found = coming_back(&simulated(run), After::GivingUp, Seconds(HOUR), 1000.0 * HOUR).unwrap();
            covered[0] += u64::from(found.share.covers(0.4));
            covered[1] += u64::from(found.because.unwrap().covers(0.4));
            covered[2] += u64::from(found.delay.unwrap().covers(HOUR / 2.0));
        }
        let band = coverage_bounds(runs, 0.95, 1e-4);
        assert!(covered.iter().all(|count| band.contains(count)), "{covered:?} of {runs}, allowed {band:?}");
    }
}
