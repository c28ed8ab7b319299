//! What actual handling times tell about the rest of the day.
//!
//! The day's mean handling time is taken to be the scenario's μ times a factor that varies from day to day with the coefficient of
//! variation τ (the scenario's `intraday.handling_cv`); the mean of n contacts lies around it with the coefficient c/√n, where c
//! is that of a single contact. The linear estimate with the least mean square error weights what was seen with
//!
//! ```text
//!   Z = n / (n + c²/τ²)        factor = 1 + Z (seen / μ − 1)
//! ```
//!
//! (Bühlmann, *Experience rating and credibility*, ASTIN Bulletin 4, 1967): with c = 1 and τ = 5 %, 400 contacts count half.

use crate::scenario::Queue;
use crate::scenario::today::HandlingSoFar;

/// A queue's handling time, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HandlingOutlook {
    /// Contacts whose handling is known.
    pub contacts: f64,
    /// Their mean, in seconds.
    pub seen: f64,
    /// The mean that the plan had for them, in seconds.
    pub planned: f64,
    /// How much what was seen counts, from 0 to 1.
    pub weight: f64,
    /// What multiplies the handling time for the rest of the day.
    pub factor: f64,
}

/// The outlook of a queue: `planned` is the mean handling time that the plan had, `day_cv` how days vary.
pub fn outlook(queue: &Queue, so_far: HandlingSoFar, planned: f64, day_cv: f64) -> HandlingOutlook {
    let HandlingSoFar { contacts, mean } = so_far;
    let single = queue.handling.cv();
    let weight = if day_cv > 0.0 { contacts / (contacts + (single / day_cv).powi(2)) } else { 0.0 };
    let factor = if planned > 0.0 { 1.0 + weight * (mean / planned - 1.0) } else { 1.0 };
    HandlingOutlook { contacts, seen: mean, planned, weight, factor }
}

/// What a factor on all of a queue's work means for its handling alone, where after-call work is not scaled with it.
pub fn of_handling_alone(queue: &Queue, factor: f64) -> f64 {
    let handling = queue.mean_work(1.0).0 - queue.mean_work(0.0).0;
    let after = queue.mean_work(0.0).0;
    if handling > 0.0 { ((factor * (handling + after) - after) / handling).max(0.05) } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::distribution::{Distribution, Law};
    use crate::scenario::Volume;
    use crate::units::Seconds;

    fn queue() -> Queue {
        let handling = Distribution::new(Law::Exponential, Seconds(200.0), None).unwrap();
        Queue::plain("calls", Volume::PerHour(1.0), handling)
    }

    #[test]
    fn four_hundred_contacts_count_half_of_a_day_that_varies_by_five_percent() {
        let found = outlook(&queue(), HandlingSoFar { contacts: 400.0, mean: 240.0 }, 200.0, 0.05);
        assert!((found.weight - 0.5).abs() < 1e-12 && (found.factor - 1.1).abs() < 1e-12, "{found:?}");
    }

    #[test]
    fn where_days_do_not_vary_nothing_is_learnt() {
        assert_eq!(outlook(&queue(), HandlingSoFar { contacts: 1e6, mean: 400.0 }, 200.0, 0.0).factor, 1.0);
    }

    #[test]
    fn after_call_work_leaves_the_handling_more_to_change() {
        let mut queue = queue();
        assert_eq!(of_handling_alone(&queue, 1.1), 1.1);
        queue.after_call_work = Some(Distribution::new(Law::Constant, Seconds(100.0), None).unwrap());
        // 330 s in all, 100 s of them after the call.
        assert!((of_handling_alone(&queue, 1.1) - 1.15).abs() < 1e-12);
    }
}
