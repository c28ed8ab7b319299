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
    /// Least work between the end of a break and the begin of the next, in minutes; whole intervals.
    pub gap_between_breaks: u32,
    /// Least work between the end of the last break and the end of the shift, in minutes; whole intervals.
    pub work_after_break: u32,
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
        }
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
