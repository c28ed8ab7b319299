//! Shift rules: which shifts may be worked, and where their breaks may lie.

use super::GroupId;

/// A kind of shift: every combination of its lengths, starts and break places may be scheduled.
#[derive(Debug, Clone, PartialEq)]
pub struct ShiftType {
    /// Its name.
    pub name: String,
    /// Groups that may work it.
    pub groups: Vec<GroupId>,
    /// Lengths from begin to end, breaks included, in minutes; whole intervals, ascending.
    pub lengths: Vec<u32>,
    /// Begins, in minutes after local midnight; whole intervals, ascending. A shift may end after midnight.
    pub starts: Vec<u32>,
    /// Weekdays on which it may begin, Monday first.
    pub weekdays: [bool; 7],
    /// Its breaks, in the order in which they are taken.
    pub breaks: Vec<BreakRule>,
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
