//! How much longer somebody may stay, or how much earlier come: the scenario's own limit, and of named people the rules of
//! their contract that a single day can break.

use crate::scenario::today::GivenShift;
use crate::scenario::{Contract, Scenario};

/// Most overtime of a person today, in minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OvertimeLimits {
    /// Before the shift.
    pub before: u32,
    /// After it.
    pub after: u32,
    /// Before and after together.
    pub both: u32,
}

/// The limits of a shift among all shifts of a schedule: the scenario's most overtime; the hours of a day, the hours of the
/// clock and the rest between shifts of the person's contract.
pub fn overtime_limits(whole: &Scenario, shifts: &[GivenShift], shift: &GivenShift) -> OvertimeLimits {
    let most = minutes(whole.intraday.most_overtime.0);
    let mut limits = OvertimeLimits { before: most.min(shift.start), after: most, both: most };
    let Some(contract) = contract(whole, shift) else { return limits };
    if let Some(hours) = contract.hours_per_day.most {
        let unpaid: u32 = shift.breaks.iter().filter(|rest| !rest.paid).map(|rest| rest.length).sum();
        limits.both = limits.both.min(minutes(hours.seconds().0).saturating_sub(shift.length - unpaid));
    }
    let end = shift.start + shift.length;
    if !contract.within.is_empty() {
        let around = contract.within.iter().find(|span| span.start <= shift.start && end <= span.end);
        limits.before = limits.before.min(around.map_or(0, |span| shift.start - span.start));
        limits.after = limits.after.min(around.map_or(0, |span| span.end - end));
    }
    let others = shifts.iter().filter(|other| other.name == shift.name && *other != shift);
    for other in others {
        if other.day >= shift.day {
            let begins = other.start + 1440 * (other.day - shift.day) as u32;
            if begins >= end {
                limits.after = limits.after.min((begins - end).saturating_sub(contract.rest));
            }
        }
        if other.day <= shift.day {
            let begins = shift.start + 1440 * (shift.day - other.day) as u32;
            let ended = other.start + other.length;
            if begins >= ended {
                limits.before = limits.before.min((begins - ended).saturating_sub(contract.rest));
            }
        }
    }
    limits
}

/// The contract of whom a shift names.
fn contract<'a>(whole: &'a Scenario, shift: &GivenShift) -> Option<&'a Contract> {
    let roster = whole.roster.as_ref()?;
    let employee = roster.employees.iter().find(|employee| Some(&employee.name) == shift.name.as_ref())?;
    roster.contracts.get(employee.contract)
}

fn minutes(seconds: f64) -> u32 {
    (seconds / 60.0).clamp(0.0, 10_000.0) as u32
}
