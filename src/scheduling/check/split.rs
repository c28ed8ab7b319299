//! Split shifts: where their pause is, and shifts as the rules for lengths and windows see them, without it.

use super::each_shift;
use crate::scenario::{BreakRule, Scenario, ShiftType};
use crate::scheduling::schedule::{Finding, PlannedBreak, Schedule, ScheduledShift};

/// The pause of a shift without overtime, by its place among the breaks; `None` if none of them can be it.
fn pause_of(shift: &ScheduledShift, shift_type: &ShiftType) -> Option<usize> {
    let split = shift_type.split.as_ref()?;
    split.lengths.iter().find_map(|&pause| {
        let worked = shift.length.checked_sub(pause).filter(|worked| shift_type.lengths.contains(worked))?;
        let is_before =
            |rule: &&BreakRule| worked >= rule.from_shift_length && rule.latest + rule.length <= split.earliest;
        let place = shift_type.breaks.iter().filter(is_before).count();
        let is_it = shift.breaks.get(place).is_some_and(|rest| rest.length == pause && !rest.paid);
        is_it.then_some(place)
    })
}

/// A shift without its pause: what comes after it is moved up. `None` if it lacks its pause, or something lies in the pause.
pub(super) fn without_pause(shift: &ScheduledShift, shift_type: &ShiftType) -> Option<ScheduledShift> {
    if shift_type.split.is_none() {
        return Some(shift.clone());
    }
    let place = pause_of(shift, shift_type)?;
    let mut breaks = shift.breaks.clone();
    let pause = breaks.remove(place);
    for rest in &mut breaks[place..] {
        rest.begin = rest.begin.checked_sub(pause.length).filter(|&begin| begin >= pause.begin)?;
    }
    let before = place.checked_sub(1).map(|before| &breaks[before]);
    let is_over = before.is_none_or(|before| before.begin + before.length <= pause.begin);
    is_over.then(|| ScheduledShift { length: shift.length - pause.length, breaks, ..shift.clone() })
}

pub(super) fn split_shifts_have_their_pause(scenario: &Scenario, schedule: &Schedule) -> Vec<Finding> {
    each_shift(scenario, schedule, "split shifts have their pause", |shift, shift_type| {
        let split = shift_type.split.as_ref()?;
        let Some(place) = pause_of(shift, shift_type) else {
            return Some("none of its breaks is its pause".to_owned());
        };
        let PlannedBreak { begin, .. } = shift.breaks[place];
        if begin < split.earliest || begin > split.latest {
            Some(format!("its pause begins after {begin} min, outside its window"))
        } else if (begin - split.earliest) % split.step.max(1) != 0 {
            Some(format!("its pause begins after {begin} min, beside its grid"))
        } else if without_pause(shift, shift_type).is_none() {
            Some("a break lies in its pause".to_owned())
        } else {
            None
        }
    })
}
