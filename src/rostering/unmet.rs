//! What cannot be met: where no days at all keep somebody's rules, those are found that have to give way, and what stands in
//! their way.

use super::cheapest::{Ask, cheapest};
use super::possible::Possible;
use super::problem::{Person, PersonId, Problem};
use super::roster::{Cause, Unmet};
use super::rules::Rule;
use std::collections::BTreeSet;

/// Somebody's rules as the search is to keep them, and those that have to give way.
pub(super) fn settle(problem: &Problem, id: PersonId) -> (Possible, Vec<Unmet>) {
    let person = &problem.people[id.0];
    let whole = Possible::of(problem, person, &BTreeSet::new());
    if can_be_kept(problem, &whole) {
        return (whole, Vec::new());
    }
    // All give way but what is locked; then each, the most important first, is asked for again and stays if it can be kept.
    let mut given_up: BTreeSet<Rule> = Rule::ALL.into_iter().filter(|&rule| rule != Rule::Locked).collect();
    for rule in Rule::ALL.into_iter().rev().skip(1) {
        given_up.remove(&rule);
        if !can_be_kept(problem, &Possible::of(problem, person, &given_up)) {
            given_up.insert(rule);
        }
    }
    let unmet = given_up
        .iter()
        .map(|&rule| Unmet { person: id, rule, cause: cause(problem, person, &given_up, rule) })
        .collect();
    let mut person = person.clone();
    if given_up.contains(&Rule::LeastMinutesInPeriod) {
        // The minimum gives way only as far as it must.
        let possible = Possible::of(problem, &person, &given_up);
        let attempts = [(300, false), (20_000, false), (20_000, true)];
        let paid = |kind: usize| -f64::from(problem.kinds[kind].paid);
        let longest = -least_price(problem, &possible, paid, &attempts).unwrap_or(0.0);
        person.minutes_in_period.least = person.minutes_in_period.least.min(longest as u32);
        let mut kept = given_up.clone();
        kept.remove(&Rule::LeastMinutesInPeriod);
        let possible = Possible::of(problem, &person, &kept);
        if can_be_kept(problem, &possible) {
            return (possible, unmet);
        }
    }
    (Possible::of(problem, &person, &given_up), unmet)
}

fn can_be_kept(problem: &Problem, possible: &Possible) -> bool {
    // Where ways are cut off, those that work most are kept in the second attempt.
    // Any days at all tell that there are some; only where few ways lead to none, more are kept.
    let attempts = [(40, true), (300, true), (300, false), (20_000, true), (20_000, false)];
    least_price(problem, possible, |_| 0.0, &attempts).is_some()
        || least_price(problem, possible, |kind| -f64::from(problem.kinds[kind].paid), &attempts[3..]).is_some()
}

/// The least sum of a price by kind over the days, breaking given-up rules as seldom as can be; only the prices are told.
/// The first attempt that finds any days tells: so many ways, held to the shares of the period or not.
fn least_price(
    problem: &Problem,
    possible: &Possible,
    price: impl Fn(usize) -> f64,
    attempts: &[(usize, bool)],
) -> Option<f64> {
    let mut bare = possible.clone();
    for own in bare.own.iter_mut().filter(|own| own.is_finite()) {
        // Wishes do not matter here; breaches do.
        *own = if *own >= possible.breach { possible.breach * 1e3 } else { 0.0 };
    }
    bare.breach *= 1e3;
    let prices: Vec<f64> = (0..problem.days).flat_map(|_| (0..problem.kinds.len()).map(&price)).collect();
    attempts.iter().find_map(|&(most_ways, steady)| {
        let (most_alike, most_work) = (50, 5_000_000);
        let ask = Ask { most_ways, most_alike, most_work, steady, ..Ask::plain(&prices, problem.kinds.len()) };
        let found = cheapest(&bare, &ask);
        let (_, line) = found.lines.first()?;
        Some(line.iter().flatten().map(|kind| price(kind.0)).sum())
    })
}

/// The first thing without which the rule could be kept beside those that are kept.
fn cause(problem: &Problem, person: &Person, given_up: &BTreeSet<Rule>, rule: Rule) -> Cause {
    let mut asked = given_up.clone();
    asked.remove(&rule);
    let without = |change: fn(&mut Person)| {
        let mut changed = person.clone();
        change(&mut changed);
        can_be_kept(problem, &Possible::of(problem, &changed, &asked))
    };
    if !person.days_off.is_empty() && without(|person| person.days_off.clear()) {
        Cause::TimeOff
    } else if !person.history.is_empty() && without(|person| person.history.clear()) {
        Cause::History
    } else if !person.locked.is_empty() && without(|person| person.locked.clear()) {
        Cause::Locked
    } else if !person.unavailable.is_empty() && without(|person| person.unavailable.clear()) {
        Cause::Availability
    } else {
        Cause::Contradiction
    }
}
