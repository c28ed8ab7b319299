//! Goes over changed days again, from the rules alone: nothing here knows how moves were found.

use super::day::Today;
use super::duty::{Duty, Plan};
use crate::calendar::Grid;
use crate::scenario::Scenario;
use crate::scheduling::{self, Finding, Schedule, ScheduleCost, ScheduledShift};
use crate::staffing::StaffingRequirement;
use crate::units::MoneyPerHour;

/// Rules of the schedule that a change of the day must not break; the others are about weeks and money, and are not touched.
const RULES: [&str; 5] = [
    "names what exists",
    "type is allowed for the group",
    "day is allowed",
    "start and length are allowed",
    "breaks are where they may be",
];

/// Everything that is wrong with changes; what was wrong with the schedule before is not.
pub fn check(whole: &Scenario, today: &Today, before: &Plan, after: &Plan) -> Vec<Finding> {
    if before.duties.len() != after.duties.len() {
        let what = format!("{} people instead of {}", after.duties.len(), before.duties.len());
        return vec![Finding { rule: "everybody is still there", what }];
    }
    let pairs = || before.duties.iter().zip(&after.duties).filter(|(before, after)| before != after);
    let mut findings = Vec::new();
    for (before, after) in pairs() {
        findings.extend(nothing_changes_before_the_notice(whole, today, before, after));
        findings.extend(overtime_is_within_its_limit(whole, after));
        findings.extend(help_is_where_it_is_known(whole, after));
        findings.extend(the_shift_is_the_same_but_for_its_breaks(before, after));
        findings.extend(time_off_ends_the_day(whole, today, after));
    }
    let broken = |plan: &mut dyn Iterator<Item = &Duty>| {
        let shifts: Vec<ScheduledShift> = plan.filter_map(|duty| duty.shift.clone()).collect();
        rules_of_the_schedule(whole, shifts)
    };
    let known = broken(&mut pairs().map(|(before, _)| before));
    findings
        .extend(broken(&mut pairs().map(|(_, after)| after)).into_iter().filter(|finding| !known.contains(finding)));
    findings
}

fn finding(rule: &'static str, duty: &Duty, what: impl Into<String>) -> Finding {
    let who = duty.name.clone().unwrap_or_else(|| format!("row {}", duty.row + 1));
    Finding { rule, what: format!("{who}: {}", what.into()) }
}

fn nothing_changes_before_the_notice(whole: &Scenario, today: &Today, before: &Duty, after: &Duty) -> Option<Finding> {
    let (then, now) = (before.posts(whole, today), after.posts(whole, today));
    let changed = (0..today.open_from.min(then.len())).find(|&interval| then[interval] != now[interval])?;
    let what = format!("interval {changed} is over, or too near to be changed");
    Some(finding("nothing changes before the notice", after, what))
}

fn overtime_is_within_its_limit(whole: &Scenario, after: &Duty) -> Option<Finding> {
    let minutes = after.overtime_before + after.overtime_after;
    let limits = after.limits;
    let is_too_much = f64::from(minutes) * 60.0 > whole.intraday.most_overtime.0
        || minutes > limits.both
        || after.overtime_before > limits.before
        || after.overtime_after > limits.after;
    is_too_much.then(|| finding("overtime is within its limit", after, format!("{minutes} min")))
}

fn help_is_where_it_is_known(whole: &Scenario, after: &Duty) -> Option<Finding> {
    let employees = whole.roster.iter().flat_map(|roster| &roster.employees);
    let employee = employees.into_iter().find(|employee| Some(&employee.name) == after.name.as_ref());
    let is_known = |group: &crate::scenario::GroupId| {
        if let Some(employee) = employee {
            return employee.groups.contains(group);
        }
        let own = &whole.group(after.group).skills;
        whole.group(*group).skills.iter().all(|skill| own.contains(skill))
    };
    let (_, group) = after.helps.iter().find(|(_, group)| !is_known(group))?;
    Some(finding("help is where it is known", after, whole.group(*group).name.clone()))
}

fn the_shift_is_the_same_but_for_its_breaks(before: &Duty, after: &Duty) -> Option<Finding> {
    let fixed = |duty: &Duty| {
        duty.shift.as_ref().map(|shift| {
            let lengths: Vec<(u32, bool)> = shift.breaks.iter().map(|rest| (rest.length, rest.paid)).collect();
            (shift.group, shift.shift_type, shift.day, shift.start, shift.length, lengths)
        })
    };
    let is_same = fixed(before) == fixed(after) && before.group == after.group && before.absent == after.absent;
    (!is_same).then(|| finding("the shift is the same but for its breaks", after, "it is another one"))
}

fn time_off_ends_the_day(whole: &Scenario, today: &Today, after: &Duty) -> Option<Finding> {
    let from = after.off_from?;
    let works = after.posts(whole, today)[from..].iter().any(Option::is_some);
    (works || after.overtime_after > 0).then(|| finding("time off ends the day", after, "works again after it"))
}

/// What the checker of schedules says about shifts, as far as days are concerned.
fn rules_of_the_schedule(whole: &Scenario, shifts: Vec<ScheduledShift>) -> Vec<Finding> {
    let nothing =
        StaffingRequirement::at_one_price(Grid::filled(whole.groups.len(), whole.calendar.intervals.len(), 0));
    let schedule = Schedule {
        shifts,
        tours: Vec::new(),
        cost: ScheduleCost::default(),
        solutions: Vec::new(),
        prices: (MoneyPerHour(0.0), MoneyPerHour(0.0)),
    };
    let mut findings = scheduling::check(whole, &nothing, &schedule);
    findings.retain(|finding| RULES.contains(&finding.rule));
    findings
}
