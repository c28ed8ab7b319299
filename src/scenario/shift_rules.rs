//! Shift rules: which shifts may be worked, and where their breaks may lie.

use super::GroupId;
use crate::units::{Money, Share};
use jiff::civil::Date;

/// A kind of shift: every combination of its lengths, starts and break places may be scheduled.
#[derive(Debug, Clone, PartialEq)]
pub struct ShiftType {
    /// Its name.
    pub name: String,
    /// Groups that may work it.
    pub groups: Vec<GroupId>,
    /// Lengths from begin to end, breaks included, but for the pause of a split shift, in minutes; whole intervals, ascending.
    pub lengths: Vec<u32>,
    /// Begins, in minutes after local midnight; whole intervals, ascending. A shift may end after midnight.
    pub starts: Vec<u32>,
    /// Weekdays on which it may begin, Monday first.
    pub weekdays: [bool; 7],
    /// Its breaks, in the order in which they are taken.
    pub breaks: Vec<BreakRule>,
    /// Least work between the end of a break and the begin of the next, in minutes; whole intervals.
    pub gap_between_breaks: u32,
    /// Least work between the end of the last break and the end of the shift, in minutes; whole intervals.
    pub work_after_break: u32,
    /// The pause of a split shift; its length comes on top of [`Self::lengths`].
    pub split: Option<SplitRule>,
    /// Work before and after the shift, if any may be done.
    pub overtime: Option<OvertimeRule>,
}

impl ShiftType {
    /// Shifts with nothing special: on every day of the week, without breaks.
    pub fn plain(name: &str, groups: Vec<GroupId>, lengths: Vec<u32>, starts: Vec<u32>) -> Self {
        Self {
            name: name.to_owned(),
            groups,
            lengths,
            starts,
            weekdays: [true; 7],
            breaks: Vec::new(),
            gap_between_breaks: 0,
            work_after_break: 0,
            split: None,
            overtime: None,
        }
    }
}

/// A split shift: people go home and come back. The pause is long and unpaid, and its length is a choice. Windows of the breaks
/// count without it; each lies wholly before or after it.
#[derive(Debug, Clone, PartialEq)]
pub struct SplitRule {
    /// Lengths of the pause, in minutes; whole intervals, ascending.
    pub lengths: Vec<u32>,
    /// Earliest begin, in minutes after the shift's begin; whole intervals.
    pub earliest: u32,
    /// Latest begin, in minutes after the shift's begin; whole intervals.
    pub latest: u32,
    /// Grid of the begin, in minutes; whole intervals.
    pub step: u32,
}

impl SplitRule {
    /// Whether a break is taken in the first part of the shift; otherwise it is in the second.
    pub fn is_after(&self, rule: &BreakRule) -> bool {
        rule.latest + rule.length <= self.earliest
    }
}

/// Overtime: people come earlier or stay longer, without a break, while the breaks of the shift stay where they are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OvertimeRule {
    /// Longest overtime before the shift, in minutes; whole intervals. It does not begin before midnight.
    pub before: u32,
    /// Longest overtime after the shift, in minutes; whole intervals.
    pub after: u32,
    /// Overtime is a multiple of so many minutes; whole intervals.
    pub step: u32,
    /// What is paid on top of the wage for an hour of it, as a share of the wage.
    pub premium: Share,
}

/// What is paid on top of the wage at some hours: by night, on Sundays, on holidays.
#[derive(Debug, Clone, PartialEq)]
pub struct Premium {
    /// Its name.
    pub name: String,
    /// Local clock time, in minutes after midnight, from which it is paid; whole intervals.
    pub from: u32,
    /// Local clock time, in minutes after midnight, until which it is paid; whole intervals. Not later than `from`: over
    /// midnight.
    pub until: u32,
    /// Weekdays on which it is paid, Monday first.
    pub weekdays: [bool; 7],
    /// Dates on which it is paid as well, whatever their weekday.
    pub dates: Vec<Date>,
    /// Share of the wage of an hour that is paid on top. Several premiums add up.
    pub share: Share,
}

impl Premium {
    /// Whether it is paid at a clock minute of a date. What comes after midnight belongs to the new date.
    pub fn is_paid(&self, date: Date, minute: u32) -> bool {
        let of_day = self.weekdays[date.weekday().to_monday_zero_offset() as usize] || self.dates.contains(&date);
        let of_hour = if self.from < self.until {
            (self.from..self.until).contains(&minute)
        } else {
            minute >= self.from || minute < self.until
        };
        of_day && of_hour
    }
}

/// A training or meeting that people attend during their shifts: paid, and away from the queues.
#[derive(Debug, Clone, PartialEq)]
pub struct Session {
    /// Its name.
    pub name: String,
    /// Groups that attend it, each by itself, with their attendances in a whole week.
    pub attendances: Vec<(GroupId, u32)>,
    /// Its length in minutes; whole intervals.
    pub length: u32,
    /// Earliest begin, in minutes after local midnight; whole intervals.
    pub earliest: u32,
    /// Latest end, in minutes after local midnight; whole intervals.
    pub latest: u32,
    /// Grid of the begin, in minutes from `earliest`; whole intervals.
    pub step: u32,
    /// Weekdays of the shifts in which it may be, Monday first; it lies on the date on which the shift begins.
    pub weekdays: [bool; 7],
    /// Most people of a group who attend at the same time; `None`: any number.
    pub at_once: Option<u32>,
    /// Price of an attendance that is missed.
    pub missed: Money,
}

impl Session {
    /// Attendances of a group in a week of so many days: in one that the horizon cuts short, its share, rounded down.
    pub fn attendances_of(&self, group: GroupId, days: usize) -> u32 {
        let of_week = self.attendances.iter().filter(|(attends, _)| *attends == group).map(|&(_, people)| people);
        (u64::from(of_week.sum::<u32>()) * days.min(7) as u64 / 7) as u32
    }

    /// Whether it may begin at a clock minute.
    pub fn may_begin(&self, minute: u32) -> bool {
        minute >= self.earliest
            && minute + self.length <= self.latest
            && (minute - self.earliest).is_multiple_of(self.step.max(1))
    }
}

/// A break that every shift of a type has.
#[derive(Debug, Clone, PartialEq)]
pub struct BreakRule {
    /// Its length in minutes; whole intervals.
    pub length: u32,
    /// Whether it is paid.
    pub paid: bool,
    /// Earliest begin, in minutes after the shift's begin; whole intervals.
    pub earliest: u32,
    /// Latest begin, in minutes after the shift's begin; whole intervals.
    pub latest: u32,
    /// Grid of the begin, in minutes; whole intervals.
    pub step: u32,
    /// Only shifts of at least this length, in minutes, have it.
    pub from_shift_length: u32,
}
