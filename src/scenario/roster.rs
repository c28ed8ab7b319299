//! Employees by name: contracts with their rules, time off, wishes, what came before the horizon and what is fixed in it.

use super::{GroupId, ShiftTypeId};
use crate::units::{Hours, Money};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Everybody who is rostered, and what their wishes and fairness are worth.
#[derive(Debug, Clone, PartialEq)]
pub struct RosterSettings {
    /// Kinds of contract.
    pub contracts: Vec<Contract>,
    /// People, in the order of the table.
    pub employees: Vec<Employee>,
    /// Begin and end of the night, in minutes after midnight; a shift with more than two hours in it is a night shift.
    pub night: (u32, u32),
    /// Price of refusing a wish of weight 1.
    pub refused_wish: Money,
    /// Price of each night above somebody's fair share.
    pub unfair_night: Money,
    /// Price of each worked weekend above the share.
    pub unfair_weekend: Money,
    /// Price of each refused wish above the share.
    pub unfair_refusal: Money,
}

/// From `least` to `most`, as far as there are limits.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Limits<T> {
    /// No less.
    pub least: Option<T>,
    /// No more.
    pub most: Option<T>,
}

/// The rules of a kind of contract. What is `None` has no rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Contract {
    /// Its name.
    pub name: String,
    /// Paid hours of a day on which somebody works.
    pub hours_per_day: Limits<Hours>,
    /// Paid hours of a week from Monday to Sunday.
    pub hours_per_week: Limits<Hours>,
    /// Paid hours over the horizon.
    pub hours: Limits<Hours>,
    /// Days worked in a week.
    pub days_per_week: Limits<u32>,
    /// Least minutes between two shifts.
    pub rest: u32,
    /// In each week at least one stretch without work of so many minutes.
    pub weekly_rest: u32,
    /// Working days in a row.
    pub days_in_a_row: Limits<u32>,
    /// Least days off in a row.
    pub days_off_in_a_row: u32,
    /// Most minutes by which begins of shifts on two days in a row differ.
    pub start_difference: Option<u32>,
    /// Most weekends worked over the horizon.
    pub weekends: Option<u32>,
    /// Whether both days of a weekend are worked or none.
    pub complete_weekends: bool,
    /// Shift types that may be worked; `None`: all those of the group.
    pub shifts: Option<BTreeSet<ShiftTypeId>>,
    /// Work lies within these minutes after midnight: for minors, for example. Empty for no rule.
    pub within: Vec<Range<u32>>,
    /// By shift type, those that may not be worked on the day after it.
    pub not_before: BTreeMap<ShiftTypeId, BTreeSet<ShiftTypeId>>,
    /// Shift types by week of a pattern that repeats, an empty set for a week off; empty for no rule.
    pub rotation: Vec<BTreeSet<ShiftTypeId>>,
}

/// Somebody.
#[derive(Debug, Clone, PartialEq)]
pub struct Employee {
    /// Their name, which nobody else in the table has.
    pub name: String,
    /// Groups whose shifts they may work, their own first.
    pub groups: Vec<GroupId>,
    /// Their contract.
    pub contract: usize,
    /// Their wishes weigh so much.
    pub seniority: f64,
    /// The week of the contract's rotation in which the horizon begins, from 0.
    pub rotation_week: usize,
    /// Nights that they had before and that count for fairness.
    pub nights_before: u32,
    /// Worked weekends likewise.
    pub weekends_before: u32,
    /// Refused wishes likewise.
    pub refusals_before: u32,
    /// Days of the horizon on which they are away.
    pub days_off: BTreeSet<usize>,
    /// By day of the horizon, when they can work, in minutes after midnight (up to 2880 for what ends on the next day). A day that is
    /// not named has no limit.
    pub available: BTreeMap<usize, Vec<Range<u32>>>,
    /// What they wish.
    pub wishes: Vec<EmployeeWish>,
    /// Shifts before the horizon: days before its first day (1 is the day before), begin and length in minutes. On the other
    /// days since the earliest they were off.
    pub history: BTreeMap<usize, WorkedShift>,
    /// How many days before the horizon are known.
    pub history_days: usize,
    /// What is fixed, by day of the horizon: a shift, or a day off.
    pub locked: BTreeMap<usize, Option<WorkedShift>>,
}

/// A shift that somebody has worked or is fixed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkedShift {
    /// Begin, in minutes after midnight.
    pub start: u32,
    /// From begin to end, in minutes.
    pub length: u32,
}

/// A wish for a day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EmployeeWish {
    /// Day of the horizon.
    pub day: usize,
    /// What.
    pub what: Wished,
    /// How much it matters.
    pub weight: f64,
}

/// What is wished.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wished {
    /// Not to work.
    Off,
    /// To work.
    Work,
    /// To work a shift of this type.
    Shift(ShiftTypeId),
    /// Not to work a shift of this type.
    NotShift(ShiftTypeId),
}
