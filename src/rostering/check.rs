//! Goes over a roster again: every rule for every person, and every price. It shares nothing with the search but the statement of the
//! problem.

use super::problem::{KindId, PersonId, Problem};
use super::roster::{Price, Roster};
use super::rules::Rule;
use std::collections::BTreeSet;
use std::fmt;

/// Something wrong with a roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule that is broken; none where a number of the roster is wrong.
    pub rule: Option<Rule>,
    /// Whose days, and their name.
    pub person: Option<(PersonId, String)>,
    /// On which day it shows.
    pub day: Option<usize>,
    /// What is, and what would be right.
    pub what: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((_, name)) = &self.person {
            write!(f, "{name}: ")?;
        }
        if let Some(day) = self.day {
            write!(f, "day {day}: ")?;
        }
        if let Some(rule) = self.rule {
            write!(f, "{rule}: ")?;
        }
        f.write_str(&self.what)
    }
}

/// Everything that is wrong with a roster; nothing, if it keeps all rules but those it says are unmet and its numbers are right.
///
/// Where a line has the wrong length or a kind that does not exist, nothing else is looked at.
pub fn check(problem: &Problem, roster: &Roster) -> Vec<Finding> {
    let shape = has_the_right_shape(problem, roster);
    if !shape.is_empty() {
        return shape;
    }
    let mut findings = breaches(problem, roster);
    findings.extend(unmet_rules_are_broken(problem, roster));
    findings.extend(price_adds_up(problem, roster));
    if roster.bound > roster.price.total() + 1e-6 {
        findings.push(number(format!("the bound {} is above the price {}", roster.bound, roster.price.total())));
    }
    findings
}

fn number(what: String) -> Finding {
    Finding { rule: None, person: None, day: None, what }
}

fn has_the_right_shape(problem: &Problem, roster: &Roster) -> Vec<Finding> {
    let mut findings: Vec<Finding> = problem.faults().into_iter().map(number).collect();
    if roster.lines.len() != problem.people.len() {
        findings.push(number(format!("{} lines for {} people", roster.lines.len(), problem.people.len())));
    }
    for (line, person) in roster.lines.iter().zip(&problem.people) {
        if line.len() != problem.days {
            findings.push(number(format!("{} has {} days instead of {}", person.name, line.len(), problem.days)));
        }
        if line.iter().flatten().any(|kind| kind.0 >= problem.kinds.len()) {
            findings.push(number(format!("{} has a shift that does not exist", person.name)));
        }
    }
    findings
}

/// Every hard rule that somebody's days break, unless the roster says that it is unmet.
fn breaches(problem: &Problem, roster: &Roster) -> Vec<Finding> {
    let unmet: BTreeSet<(PersonId, Rule)> = roster.unmet.iter().map(|unmet| (unmet.person, unmet.rule)).collect();
    let mut findings = Vec::new();
    for (at, (person, line)) in problem.people.iter().zip(&roster.lines).enumerate() {
        for rule in Rule::ALL.into_iter().filter(|&rule| !unmet.contains(&(PersonId(at), rule))) {
            for breach in rule.breaches(problem, person, line) {
                findings.push(Finding {
                    rule: Some(rule),
                    person: Some((PersonId(at), person.name.clone())),
                    day: Some(breach.day),
                    what: breach.detail,
                });
            }
        }
    }
    findings
}

/// A rule that is called unmet for somebody is broken; else it need not have been given up.
fn unmet_rules_are_broken(problem: &Problem, roster: &Roster) -> Vec<Finding> {
    let mut findings = Vec::new();
    for unmet in &roster.unmet {
        let Some((person, line)) = problem.people.get(unmet.person.0).zip(roster.lines.get(unmet.person.0)) else {
            findings.push(number(format!("{:?} does not exist", unmet.person)));
            continue;
        };
        if unmet.rule.breaches(problem, person, line).is_empty() {
            findings.push(Finding {
                rule: Some(unmet.rule),
                person: Some((unmet.person, person.name.clone())),
                day: None,
                what: "is called unmet, but is kept".to_owned(),
            });
        }
    }
    findings
}

fn price_adds_up(problem: &Problem, roster: &Roster) -> Vec<Finding> {
    let right = counted(problem, roster);
    let parts = [
        ("too few", roster.price.under, right.under),
        ("too many", roster.price.over, right.over),
        ("refused wishes", roster.price.wishes, right.wishes),
        ("unfairness", roster.price.unfairness, right.unfairness),
        ("shifts", roster.price.shifts, right.shifts),
    ];
    parts
        .into_iter()
        .filter(|(_, said, right)| (said - right).abs() > 1e-6 * right.abs().max(1.0))
        .map(|(what, said, right)| number(format!("the price of {what} is {right}, not {said}")))
        .collect()
}

/// The price, counted shift by shift.
fn counted(problem: &Problem, roster: &Roster) -> Price {
    let mut price = Price::default();
    let mut left: Vec<Vec<i64>> =
        problem.cover.iter().map(|row| row.iter().map(|cover| i64::from(cover.wanted)).collect()).collect();
    for (person, line) in problem.people.iter().zip(&roster.lines) {
        let mut nights = u64::from(person.nights.carried);
        let mut weekends = u64::from(person.worked_weekends.carried);
        let mut refused = u64::from(person.refused_wishes.carried);
        let mut last_weekend = None;
        let piece = |count: &mut u64, fair: u32, each: f64| {
            *count += 1;
            if *count > u64::from(fair) { each } else { 0.0 }
        };
        for (day, &given) in line.iter().enumerate() {
            for wish in person.wishes.iter().filter(|wish| wish.day == day && wish.wanted.is_refused_by(given)) {
                price.wishes += person.seniority * wish.price;
                price.unfairness += piece(&mut refused, person.refused_wishes.fair, problem.unfairness.refused);
            }
            let Some(KindId(kind)) = given else { continue };
            left[day][kind] -= 1;
            price.shifts += person.price_of_kind.get(kind).copied().unwrap_or(0.0);
            if problem.kinds[kind].night {
                price.unfairness += piece(&mut nights, person.nights.fair, problem.unfairness.night);
            }
            if problem.weekday(day) >= 5 && last_weekend != Some(problem.week(day)) {
                last_weekend = Some(problem.week(day));
                price.unfairness += piece(&mut weekends, person.worked_weekends.fair, problem.unfairness.weekend);
            }
        }
    }
    for (row, left) in problem.cover.iter().zip(&left) {
        for (cover, &left) in row.iter().zip(left) {
            let each = if left > 0 { cover.price_under } else { cover.price_over };
            let people = left.unsigned_abs() as f64 * each;
            if left > 0 { price.under += people } else { price.over += people }
        }
    }
    price
}
