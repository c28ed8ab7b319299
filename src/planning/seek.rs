//! Goal-seek: the value of one input at which the answer of the plan changes.
//!
//! The input runs over a grid of values, ascending. A few that are evenly spaced are looked at first; between each two neighbours
//! of which one fulfils the condition and the other does not, the middle is looked at, and so on until they stand side by side on the
//! grid (bisection). What is found in this way is *a* value at which the answer changes. It is the only one if the condition is
//! monotone in the input, as more budget never leaves more hours missing; a stretch that lies between two of the values looked at first and
//! leaves both as they are is not seen.

use super::workforce_plan::WorkforcePlan;
use super::{Replanned, payback};
use std::collections::BTreeMap;

/// What is asked of a plan.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// It begins the initiative, or the contract with the partner, of this name.
    Begins(String),
    /// It comes to at most so much.
    AtMost(Measure, f64),
    /// It comes to at least so much.
    AtLeast(Measure, f64),
}

/// What a plan comes to in one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// The present value of all costs, those included that are not cash.
    Cost,
    /// Money: what is paid over the plan, not discounted.
    Spent,
    /// Agent-hours missing as a share of those needed, over the whole plan and all groups. The largest share of a single group and
    /// period would be another measure: it mostly stands in the first periods, before anybody can begin, and moves with nothing.
    Missing,
    /// People hired over the plan.
    Hires,
    /// Periods from the begin of the plan until initiatives have paid for themselves ([`super::PlanComparison::payback`]), that of the
    /// payback included; infinite where they do not, or none is begun.
    Payback,
}

impl Measure {
    /// All, in the order of reports.
    pub const ALL: [Self; 5] = [Self::Cost, Self::Spent, Self::Missing, Self::Hires, Self::Payback];

    /// Its name on the command line and in results.
    pub fn name(self) -> &'static str {
        match self {
            Self::Cost => "cost",
            Self::Spent => "spent",
            Self::Missing => "missing",
            Self::Hires => "hires",
            Self::Payback => "payback",
        }
    }

    /// What a plan comes to, beside the best without initiatives where that is known.
    pub fn of(self, plan: &WorkforcePlan, without: Option<&WorkforcePlan>) -> f64 {
        match self {
            Self::Cost => plan.objective.0,
            Self::Spent => plan.cash().0,
            Self::Missing => plan.share_missing(),
            Self::Hires => f64::from(plan.hires()),
            Self::Payback => without
                .and_then(|without| payback(plan, without))
                .map_or(f64::INFINITY, |period| f64::from(period) + 1.0),
        }
    }
}

impl Condition {
    /// Whether a plan fulfils it, beside the best without initiatives where that is known.
    pub fn holds(&self, plan: &WorkforcePlan, without: Option<&WorkforcePlan>) -> bool {
        match self {
            Self::Begins(name) => {
                let initiatives = plan.initiatives.iter().map(|decided| (&decided.name, decided.start));
                let partners = plan.partners.iter().map(|decided| (&decided.name, decided.start));
                initiatives.chain(partners).any(|(decided, start)| decided == name && start.is_some())
            }
            Self::AtMost(measure, most) => measure.of(plan, without) <= *most,
            Self::AtLeast(measure, least) => measure.of(plan, without) >= *least,
        }
    }

    /// Whether it needs the best plan without initiatives beside each plan.
    pub fn compares(&self) -> bool {
        matches!(self, Self::AtMost(Measure::Payback, _) | Self::AtLeast(Measure::Payback, _))
    }
}

/// A value that was looked at.
#[derive(Clone)]
pub struct Tried<T> {
    /// Its place on the grid.
    pub place: u32,
    /// Whether the condition holds.
    pub holds: bool,
    /// What was found at it.
    pub answer: T,
}

/// The plan at a value.
#[derive(Clone)]
pub struct Answer {
    /// The best plan.
    pub best: Replanned,
    /// The best plan without initiatives, where the condition asks for it.
    pub without: Option<Replanned>,
}

/// Looks at `first` evenly spaced places of `0..=last`, the ends among them, and bisects each change between neighbours until it
/// is known between which two places it is. Gives all that was looked at, in the order of places.
///
/// `look` gets the place and what was found nearest to it before, of two equally near the lower one.
pub fn bisected<T, E>(
    last: u32,
    first: u32,
    mut look: impl FnMut(u32, Option<&T>) -> Result<(bool, T), E>,
) -> Result<Vec<Tried<T>>, E> {
    let mut tried: BTreeMap<u32, Tried<T>> = BTreeMap::new();
    let steps = u64::from(first.max(2) - 1);
    // Rounded to the nearest place, so that the ends are met and no place is further from the next than a step.
    let mut asked: Vec<u32> =
        (0..=steps).map(|step| ((step * u64::from(last) * 2 + steps) / (2 * steps)) as u32).collect();
    asked.dedup();
    while !asked.is_empty() {
        for place in asked {
            let (holds, answer) = look(place, nearest(&tried, place))?;
            tried.insert(place, Tried { place, holds, answer });
        }
        asked = changes(tried.values())
            .into_iter()
            .filter(|(below, above)| above - below > 1)
            .map(|(below, above)| below + (above - below) / 2)
            .collect();
    }
    Ok(tried.into_values().collect())
}

fn nearest<T>(tried: &BTreeMap<u32, Tried<T>>, place: u32) -> Option<&T> {
    let below = tried.range(..place).next_back();
    let above = tried.range(place..).next();
    let both = below.into_iter().chain(above);
    both.min_by_key(|(other, _)| other.abs_diff(place)).map(|(_, tried)| &tried.answer)
}

/// Neighbours among what was looked at, in the order of places, between which the answer changes: their places.
pub fn changes<'a, T: 'a>(tried: impl IntoIterator<Item = &'a Tried<T>>) -> Vec<(u32, u32)> {
    let mut changes = Vec::new();
    let mut before: Option<&Tried<T>> = None;
    for now in tried {
        if let Some(before) = before.filter(|before| before.holds != now.holds) {
            changes.push((before.place, now.place));
        }
        before = Some(now);
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::convert::Infallible;

    /// Places that were looked at, each with that from which the look began.
    type Looks = Vec<(u32, Option<u32>)>;

    /// Looks for where `holds` changes; gives the places looked at, each with what it began from, and the changes.
    fn looked(last: u32, first: u32, holds: impl Fn(u32) -> bool) -> (Looks, Vec<(u32, u32)>) {
        let mut looked = Vec::new();
        let tried = bisected(last, first, |place, nearest: Option<&u32>| -> Result<_, Infallible> {
            looked.push((place, nearest.copied()));
            Ok((holds(place), place))
        })
        .unwrap();
        assert!(tried.windows(2).all(|pair| pair[0].place < pair[1].place), "in order");
        (looked, changes(&tried))
    }

    #[test]
    fn a_single_change_is_found_from_wherever_it_is() {
        for last in [1, 2, 3, 7, 100] {
            for change in 1..=last {
                for first in [2, 5] {
                    let (looked, changes) = looked(last, first, |place| place >= change);
                    assert_eq!(changes, [(change - 1, change)], "of {last}, {first} at first");
                    let most = first + (last / (first - 1) + 1).next_power_of_two().ilog2() + 1;
                    assert!(looked.len() as u32 <= most, "{} looks for {change} of {last}", looked.len());
                }
            }
        }
    }

    #[test]
    fn evenly_spaced_places_come_first_and_each_look_begins_from_the_nearest() {
        let (looked, _) = looked(100, 5, |place| place >= 40);
        let begun = [(0, None), (25, Some(0)), (50, Some(25)), (75, Some(50)), (100, Some(75)), (37, Some(25))];
        assert_eq!(looked[..6], begun);
    }

    #[test]
    fn a_second_change_is_seen_and_found() {
        let (_, changes) = looked(100, 5, |place| (30..80).contains(&place));
        assert_eq!(changes, [(29, 30), (79, 80)]);
        let (_, unseen) = looked(100, 5, |place| (30..40).contains(&place));
        assert_eq!(unseen, [], "a stretch between two places that are looked at stays hidden");
    }

    #[test]
    fn where_nothing_changes_only_the_first_places_are_looked_at() {
        let (looked, changes) = looked(100, 5, |_| true);
        assert_eq!((looked.len(), changes), (5, vec![]));
    }

    #[test]
    fn places_are_looked_at_once_where_there_are_fewer_than_asked() {
        let (looked, _) = looked(2, 5, |_| false);
        assert_eq!(looked.iter().map(|(place, _)| *place).collect::<Vec<_>>(), [0, 1, 2]);
    }
}
