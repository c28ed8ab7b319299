//! The scheduler: which shifts, with which breaks, cover what is needed at least cost.

pub mod schedule;

pub use schedule::{Finding, GroupSolution, PlannedBreak, Schedule, ScheduleCost, ScheduledShift};
