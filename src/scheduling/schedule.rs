//! What is decided: a [`Schedule`], with what it costs and how good it is known to be.

use crate::scenario::{GroupId, ShiftTypeId};
use crate::units::{Hours, Money, MoneyPerHour};
use serde::Serialize;

/// A break of a scheduled shift.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlannedBreak {
    /// Begin, in minutes after the shift's begin.
    pub begin: u32,
    /// Length in minutes.
    pub length: u32,
    /// Whether it is paid.
    pub paid: bool,
}

/// So many people of a group who work the same shift on the same day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScheduledShift {
    /// The group.
    pub group: GroupId,
    /// The kind of shift.
    pub shift_type: ShiftTypeId,
    /// Index of the day, in the calendar, on which it begins.
    pub day: usize,
    /// Begin, in minutes after local midnight of that day.
    pub start: u32,
    /// Length from begin to end, breaks included, in minutes.
    pub length: u32,
    /// Its breaks, in order.
    pub breaks: Vec<PlannedBreak>,
    /// How many people work it: on the payroll, before shrinkage.
    pub people: u32,
}

impl ScheduledShift {
    /// Paid minutes of one person: the length without unpaid breaks.
    pub fn paid_minutes(&self) -> u32 {
        self.length - self.breaks.iter().filter(|rest| !rest.paid).map(|rest| rest.length).sum::<u32>()
    }

    /// Paid hours of all its people.
    pub fn paid_hours(&self) -> Hours {
        Hours(f64::from(self.people) * f64::from(self.paid_minutes()) / 60.0)
    }
}

/// What a schedule costs, by kind. Only `wages` are cash; the rest are the prices of missing and surplus agents.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct ScheduleCost {
    /// Paid hours × wage.
    pub wages: Money,
    /// Missing agent-hours × their price.
    pub under_cover: Money,
    /// Surplus agent-hours × their price.
    pub over_cover: Money,
    /// Hours paid.
    pub paid_hours: Hours,
    /// Agent-hours needed and not covered.
    pub under_cover_hours: Hours,
    /// Agent-hours covered and not needed.
    pub over_cover_hours: Hours,
}

impl ScheduleCost {
    /// What the scheduler minimises.
    pub fn objective(&self) -> Money {
        self.wages + self.under_cover + self.over_cover
    }
}

/// How the solver fared with one part of the problem: a group in a week.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GroupSolution {
    /// The group.
    #[serde(skip)]
    pub group: GroupId,
    /// First day of the part, as an index into the calendar.
    pub first_day: usize,
    /// Cost of the answer.
    pub objective: Money,
    /// No answer can cost less.
    pub bound: Money,
    /// Why the solver stopped: `optimal` (within the asked gap), or the limit that it met.
    pub status: String,
}

/// Shifts for every group over the horizon.
#[derive(Debug, Clone, PartialEq)]
pub struct Schedule {
    /// Shifts, by group, day, start, length, breaks.
    pub shifts: Vec<ScheduledShift>,
    /// What it costs.
    pub cost: ScheduleCost,
    /// How each part was solved, by group and week.
    pub solutions: Vec<GroupSolution>,
    /// Prices used, by group: of a missing agent-hour and of a surplus one.
    pub prices: (MoneyPerHour, MoneyPerHour),
}

impl Schedule {
    /// Sum of the parts' bounds: no schedule under these rules can cost less.
    pub fn bound(&self) -> Money {
        self.solutions.iter().map(|part| part.bound).sum()
    }

    /// (cost − bound) / cost, 0 for a schedule that costs nothing.
    pub fn gap(&self) -> f64 {
        let objective = self.cost.objective();
        if objective.0 <= 0.0 { 0.0 } else { ((objective - self.bound()) / objective).max(0.0) }
    }
}

/// Something that the checker found wrong with a schedule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule that is broken.
    pub rule: &'static str,
    /// Where and by how much, in words.
    pub what: String,
}
