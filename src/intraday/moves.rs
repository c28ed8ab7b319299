//! What may be changed for the rest of the day, each kind of move by a function of its own: it proposes, and prices what it proposes.
//!
//! | move | costs | limits |
//! | --- | --- | --- |
//! | shift a break | nothing | its window and grid, the order of breaks, and that it has not begun |
//! | help another group | nothing | groups that the person may help |
//! | overtime before or after the shift | wage × (1 + premium) | the most overtime of a day, the contract's hours and rest; queues that are open |
//! | time off to the end of the shift | − wage × (1 − pay) | a least time, and voluntary: it is an offer |
//!
//! Nothing changes before the notice is over that people are given.

use super::day::Today;
use super::duty::{Duty, Plan};
use super::need::{Margins, Need};
use crate::scenario::{GroupId, Scenario};
use crate::scheduling::PlannedBreak;
use crate::scheduling::shift::break_places;
use crate::units::{Hours, Money};
use std::ops::Range;

/// A change of one person's day.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// A break at another time.
    ShiftBreak {
        /// Which of the shift's breaks.
        rest: usize,
        /// Begin until now, in minutes after the shift's.
        from: u32,
        /// Begin from now on.
        to: u32,
    },
    /// Work in another group.
    Help {
        /// The group.
        group: GroupId,
        /// First interval of the day, and the one after the last.
        intervals: (usize, usize),
    },
    /// Begin earlier, by so many minutes.
    OvertimeBefore(u32),
    /// Stay longer, by so many minutes.
    OvertimeAfter(u32),
    /// Go home at this interval of the day.
    TimeOff(usize),
}

/// A change of one person's day, with its price and what it promises before it is simulated.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// Whose day, by the place in the plan.
    pub duty: usize,
    /// What.
    pub change: Change,
    /// What it costs; below 0 for what it saves.
    pub cost: Money,
    /// Agent-hours less missing, by the fast measure.
    pub gain: f64,
}

/// What proposals follow from.
pub struct Floor<'a> {
    /// The scenario with its whole horizon.
    pub whole: &'a Scenario,
    /// The day.
    pub today: &'a Today,
    /// What is needed.
    pub need: &'a Need,
    /// Everybody.
    pub plan: &'a Plan,
    /// What one person more or less would change.
    pub margins: &'a Margins,
    /// Whether any queue is open, by interval of the day.
    pub open: &'a [bool],
}

/// The same day after a change.
pub fn changed(duty: &Duty, change: &Change) -> Duty {
    let mut changed = duty.clone();
    match *change {
        Change::ShiftBreak { rest, to, .. } => {
            if let Some(rest) = changed.shift.as_mut().and_then(|shift| shift.breaks.get_mut(rest)) {
                rest.begin = to;
            }
        }
        Change::Help { group, intervals: (first, end) } => {
            changed.helps.push((first..end, group));
            changed.helps.sort_by_key(|(intervals, _)| intervals.start);
        }
        Change::OvertimeBefore(minutes) => changed.overtime_before = minutes,
        Change::OvertimeAfter(minutes) => changed.overtime_after = minutes,
        Change::TimeOff(from) => changed.off_from = Some(from),
    }
    changed
}

/// All that may be proposed for a person.
pub fn candidates(floor: &Floor<'_>, index: usize) -> Vec<Candidate> {
    let duty = &floor.plan.duties[index];
    let proposed = [
        shift_a_break(floor, duty),
        help_another_group(floor, duty),
        overtime_before(floor, duty),
        overtime_after(floor, duty),
        time_off(floor, duty),
    ];
    let named = proposed.into_iter().flatten();
    named.map(|(change, cost, gain)| Candidate { duty: index, change, cost, gain }).collect()
}

/// A change, its cost, and the agent-hours less missing with it.
type Proposed = Vec<(Change, Money, f64)>;

fn shift_a_break(floor: &Floor<'_>, duty: &Duty) -> Proposed {
    let mut proposed = Vec::new();
    // Somebody who helps elsewhere, is absent or goes home has arranged the day already.
    let Some(shift) = duty.shift.as_ref().filter(|_| duty.helps.is_empty() && duty.off_from.is_none()) else {
        return proposed;
    };
    let shift_type = &floor.whole.shift_types[shift.shift_type.0];
    // With a pause or overtime, the windows of its breaks do not follow from begin and length alone.
    if shift_type.split.is_some() || shift_type.overtime.is_some() {
        return proposed;
    }
    let places = break_places(shift_type, shift.length, None).filter(|places| places.len() == shift.breaks.len());
    let Some(places) = places else { return proposed };
    for (index, (rest, places)) in shift.breaks.iter().zip(&places).enumerate() {
        let now = duty.break_span(floor.whole, floor.today, *rest);
        let is_over = now.first().is_none_or(|&first| first < floor.today.open_from);
        if is_over || now.iter().any(|interval| duty.absent.contains(interval)) {
            continue;
        }
        let gap = shift_type.gap_between_breaks;
        let free_from =
            index.checked_sub(1).map_or(0, |before| shift.breaks[before].begin + shift.breaks[before].length + gap);
        let free_until = match shift.breaks.get(index + 1) {
            Some(after) => after.begin.saturating_sub(gap),
            None => shift.length.saturating_sub(shift_type.work_after_break),
        };
        for &begin in &places.begins {
            if begin == rest.begin || begin < free_from || begin + rest.length > free_until {
                continue;
            }
            let then = duty.break_span(floor.whole, floor.today, PlannedBreak { begin, ..*rest });
            let may_begin = then.len() == now.len() && then.iter().all(|interval| *interval >= floor.today.open_from);
            if !may_begin || then.iter().any(|interval| duty.absent.contains(interval)) {
                continue;
            }
            let back = now.iter().copied().filter(|interval| !then.contains(interval));
            let away = then.iter().copied().filter(|interval| !now.contains(interval));
            let gain = floor.margins.gain(duty.group, back) - floor.margins.loss(duty.group, away);
            proposed.push((Change::ShiftBreak { rest: index, from: rest.begin, to: begin }, Money::ZERO, gain));
        }
    }
    proposed
}

/// Each stretch of the day in which a person is worth more in another group.
fn help_another_group(floor: &Floor<'_>, duty: &Duty) -> Proposed {
    let Floor { whole, today, need, plan, margins, .. } = floor;
    let mut proposed = Vec::new();
    if duty.may_help.is_empty() || !duty.helps.is_empty() {
        return proposed;
    }
    let posts = duty.posts(whole, today);
    for &group in &duty.may_help {
        let gain = |interval: usize| match posts[interval] {
            Some(post) if interval >= today.open_from => {
                Some(margins.exchange(today, need, &plan.agents_per_person, (post, group), interval))
            }
            _ => None,
        };
        let gains: Vec<Option<f64>> = (0..posts.len()).map(gain).collect();
        if let Some((intervals, gain)) = best_stretch(&gains) {
            proposed.push((Change::Help { group, intervals: (intervals.start, intervals.end) }, Money::ZERO, gain));
        }
    }
    proposed
}

/// The stretch with the largest sum (Kadane's scan), a break in it passed over; ends are gains.
fn best_stretch(gains: &[Option<f64>]) -> Option<(Range<usize>, f64)> {
    let mut best: Option<(Range<usize>, f64)> = None;
    let (mut first, mut sum) = (0, 0.0);
    for (interval, gain) in gains.iter().enumerate() {
        if sum <= 0.0 {
            (first, sum) = (interval, 0.0);
        }
        sum += gain.unwrap_or(0.0);
        if sum > best.as_ref().map_or(0.0, |best| best.1) + 1e-9 {
            best = Some((first..interval + 1, sum));
        }
    }
    best
}

fn overtime_before(floor: &Floor<'_>, duty: &Duty) -> Proposed {
    let span = duty.span(floor.whole, floor.today);
    let least = floor.today.open_from;
    let is_possible = duty.shift.is_some() && duty.overtime_before == 0 && !duty.absent.contains(&span.start);
    if !is_possible || span.start <= least || span.is_empty() {
        return Vec::new();
    }
    let most = overtime_left(floor, duty, duty.limits.before).min(span.start - least);
    let gained = |steps: usize| span.start - steps..span.start;
    overtime(floor, duty, most, gained, Change::OvertimeBefore)
}

fn overtime_after(floor: &Floor<'_>, duty: &Duty) -> Proposed {
    let span = duty.span(floor.whole, floor.today);
    let is_possible = duty.shift.is_some()
        && duty.overtime_after == 0
        && duty.off_from.is_none()
        && !duty.absent.contains(&span.end.saturating_sub(1));
    if !is_possible || span.is_empty() || span.end < floor.today.open_from {
        return Vec::new();
    }
    // A shift that passes midnight ends tomorrow.
    let most = overtime_left(floor, duty, duty.limits.after).min(floor.today.intervals() - span.end);
    overtime(floor, duty, most, |steps| span.end..span.end + steps, Change::OvertimeAfter)
}

/// How many intervals of overtime are left on a side of the shift.
fn overtime_left(floor: &Floor<'_>, duty: &Duty, on_this_side: u32) -> usize {
    let left = duty.limits.both.saturating_sub(duty.overtime_before + duty.overtime_after);
    (left.min(on_this_side) / floor.whole.calendar.interval_minutes) as usize
}

fn overtime(
    floor: &Floor<'_>,
    duty: &Duty,
    most: usize,
    intervals: impl Fn(usize) -> Range<usize>,
    change: impl Fn(u32) -> Change,
) -> Proposed {
    let step = floor.whole.calendar.interval_minutes;
    let mut proposed = Vec::new();
    for steps in 1..=most {
        let worked = intervals(steps);
        if !worked.clone().all(|interval| floor.open[interval]) {
            break;
        }
        let minutes = step * steps as u32;
        let gain = floor.margins.gain(duty.group, worked);
        proposed.push((change(minutes), overtime_cost(floor.whole, duty.group, minutes), gain));
    }
    proposed
}

/// What so many minutes of overtime cost.
pub fn overtime_cost(whole: &Scenario, group: GroupId, minutes: u32) -> Money {
    let hours = Hours(f64::from(minutes) / 60.0) * (1.0 + whole.intraday.overtime_premium.0);
    hours * whole.group(group).wage
}

fn time_off(floor: &Floor<'_>, duty: &Duty) -> Proposed {
    let Floor { whole, today, margins, .. } = floor;
    let pay = whole.intraday.time_off_pay.0;
    let span = duty.span(whole, today);
    let ends_today = duty.shift.as_ref().is_some_and(|_| span.end <= today.intervals());
    if pay >= 1.0 || !ends_today || duty.off_from.is_some() || duty.overtime_after > 0 || !duty.helps.is_empty() {
        return Vec::new();
    }
    let least = (whole.intraday.least_time_off.0 / 3600.0 / (f64::from(whole.calendar.interval_minutes) / 60.0)).ceil()
        as usize;
    let posts = duty.posts(whole, today);
    let mut proposed = Vec::new();
    for from in today.open_from.max(span.start + 1)..=span.end.saturating_sub(least.max(1)) {
        let given_up: Vec<usize> = (from..span.end).filter(|&interval| posts[interval] == Some(duty.group)).collect();
        if duty.absent.contains(&from) || given_up.len() < least || posts[from].is_none() {
            continue;
        }
        let loss = margins.loss(duty.group, given_up.iter().copied());
        let hours = Hours(paid_minutes_from(whole, today, duty, from) / 60.0);
        let cost = -(hours * whole.group(duty.group).wage) * (1.0 - pay);
        proposed.push((Change::TimeOff(from), cost, -loss));
    }
    proposed
}

/// Paid minutes of a shift from an interval of the day to its end.
fn paid_minutes_from(whole: &Scenario, today: &Today, duty: &Duty, from: usize) -> f64 {
    let span = duty.span(whole, today);
    let unpaid: Vec<usize> = duty
        .shift
        .iter()
        .flat_map(|shift| shift.breaks.iter().filter(|rest| !rest.paid))
        .flat_map(|rest| duty.break_span(whole, today, *rest))
        .collect();
    let paid = (from..span.end).filter(|interval| !unpaid.contains(interval) && !duty.absent.contains(interval));
    paid.map(|interval| 60.0 * today.hours(interval)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_stretch_passes_over_a_break_and_begins_and_ends_with_a_gain() {
        let gains = [Some(-1.0), Some(2.0), None, Some(1.0), Some(-5.0), Some(2.0)];
        assert_eq!(best_stretch(&gains), Some((1..4, 3.0)));
        assert_eq!(best_stretch(&[Some(-1.0), None]), None);
    }
}
