//! The rules of overtime, and shifts as the other rules see them: without it.

use super::{begin_of, by_group_and_week, finding, over_the_limit};
use crate::calendar::clock;
use crate::scenario::Scenario;
use crate::scheduling::schedule::{Finding, PlannedBreak, PlannedOvertime, PlannedSession, Schedule, ScheduledShift};

/// A shift without its overtime; `None` where that leaves nothing, or a break or a session lies in it.
pub(super) fn without_overtime(shift: &ScheduledShift) -> Option<ScheduledShift> {
    let PlannedOvertime { before, after } = shift.overtime;
    let length = shift.length.checked_sub(before)?.checked_sub(after).filter(|&length| length > 0)?;
    let within = |rest: &PlannedBreak| {
        let begin = rest.begin.checked_sub(before)?;
        Some(PlannedBreak { begin, ..*rest })
    };
    let breaks = shift.breaks.iter().map(within).collect::<Option<Vec<_>>>()?;
    let attends = |planned: &PlannedSession| {
        let begin = planned.begin.checked_sub(before)?;
        Some(PlannedSession { begin, ..*planned })
    };
    let sessions = shift.sessions.iter().map(attends).collect::<Option<Vec<_>>>()?;
    let overtime = PlannedOvertime::default();
    let start = shift.start.checked_add(before)?;
    Some(ScheduledShift { start, length, breaks, overtime, sessions, ..shift.clone() })
}

pub(super) fn overtime_lies_at_the_ends(schedule: &Schedule) -> Vec<Finding> {
    let wrong = schedule.shifts.iter().filter(|shift| without_overtime(shift).is_none());
    wrong.map(|shift| finding("overtime lies at the ends", format!("{shift:?}"))).collect()
}

pub(super) fn overtime_is_allowed(scenario: &Scenario, schedule: &Schedule) -> Vec<Finding> {
    let mut findings = Vec::new();
    for shift in &schedule.shifts {
        let shift_type = &scenario.shift_types[shift.shift_type.0];
        let mut refuse = |what: String| {
            let (date, start) = (scenario.calendar.days[shift.day].date, clock(shift.start));
            let group = &scenario.group(shift.group).name;
            let place = format!("{group}, {} on {date} at {start}", shift_type.name);
            findings.push(finding("overtime is allowed", format!("{place}: {what}")));
        };
        let PlannedOvertime { before, after } = shift.overtime;
        let (most_before, most_after, step) =
            shift_type.overtime.as_ref().map_or((0, 0, 1), |rule| (rule.before, rule.after, rule.step.max(1)));
        for (minutes, most, side) in [(before, most_before, "before"), (after, most_after, "after")] {
            if minutes > most {
                refuse(format!("{minutes} min {side} it instead of at most {most}"));
            } else if minutes % step != 0 {
                refuse(format!("{minutes} min {side} it, beside the grid of {step}"));
            }
        }
        // Where the clock jumps between the two begins, the overtime is longer or shorter than it is told to be.
        let begin = without_overtime(shift).and_then(|shift| begin_of(scenario, &shift));
        if let (Some(begin), Some(earlier)) = (begin, begin_of(scenario, shift))
            && begin - earlier != 60.0 * f64::from(before)
        {
            refuse(format!("{before} min before it are {} min", (begin - earlier) / 60.0));
        }
    }
    findings
}

pub(super) fn overtime_of_a_week(scenario: &Scenario, schedule: &Schedule) -> Vec<Finding> {
    let hours = by_group_and_week(schedule, |shift| {
        let PlannedOvertime { before, after } = shift.overtime;
        f64::from(before + after) / 60.0
    });
    over_the_limit(scenario, &hours, "overtime of a week", |group, days| {
        let share_of_the_week = (days / f64::from(group.days_per_week)).min(1.0);
        group.overtime_per_week.map_or(f64::INFINITY, |most| f64::from(group.headcount) * most.0 * share_of_the_week)
    })
}
