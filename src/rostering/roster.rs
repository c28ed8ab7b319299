//! What is decided: who works what on which day, its price, its bound, and what could not be met.

use super::problem::{Line, PersonId};
use super::rules::Rule;
use std::fmt;

/// A roster.
#[derive(Debug, Clone, PartialEq)]
pub struct Roster {
    /// Each person's days.
    pub lines: Vec<Line>,
    /// What it costs.
    pub price: Price,
    /// No roster that breaks no more rules costs less.
    pub bound: f64,
    /// Hard rules that nobody could keep for a person, each with why. Every other rule is kept.
    pub unmet: Vec<Unmet>,
    /// Why the search ended.
    pub ended: Ended,
    /// Steps of the search, the same on every machine unless a clock ended it.
    pub work: u64,
}

impl Roster {
    /// (price − bound) / price: 0 where the price is the bound, infinite where it is 0 and the bound is not.
    pub fn gap(&self) -> f64 {
        let total = self.price.total();
        let difference = total - self.bound;
        if difference <= 1e-6 {
            0.0
        } else if total == 0.0 {
            f64::INFINITY
        } else {
            difference / total.abs()
        }
    }
}

/// What a roster costs, by what for.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Price {
    /// People missing.
    pub under: f64,
    /// People too many.
    pub over: f64,
    /// Wishes refused, weighed by seniority.
    pub wishes: f64,
    /// Nights, weekends and refused wishes above fair shares.
    pub unfairness: f64,
    /// Shifts given ([`super::problem::Person::price_of_kind`]).
    pub shifts: f64,
}

impl Price {
    /// All of it.
    pub fn total(&self) -> f64 {
        self.under + self.over + self.wishes + self.unfairness + self.shifts
    }
}

/// Why a search ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// Nothing better exists.
    Proved,
    /// The work allowed was done.
    Work,
    /// It was not searched for, but given.
    Given,
    /// The time given was over. The roster is then not the same everywhere.
    Time,
}

impl fmt::Display for Ended {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Proved => "proved best",
            Self::Work => "work limit",
            Self::Given => "given",
            Self::Time => "time limit",
        })
    }
}

/// A hard rule that cannot be kept for somebody beside the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unmet {
    /// Whose.
    pub person: PersonId,
    /// The rule.
    pub rule: Rule,
    /// What stands in its way.
    pub cause: Cause,
}

/// What stands in the way of a rule: without it, the rule could be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// Assignments that are locked.
    Locked,
    /// What was worked before the period.
    History,
    /// Leave.
    TimeOff,
    /// Availability.
    Availability,
    /// None of these alone: the rules contradict each other.
    Contradiction,
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Locked => "locked assignments",
            Self::History => "history",
            Self::TimeOff => "time off",
            Self::Availability => "availability",
            Self::Contradiction => "contradiction of rules",
        })
    }
}
