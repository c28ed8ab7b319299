//! Sessions: trainings and meetings that a shift can hold, one at most, between its breaks.
//!
//! A shift that holds a session is a shift of its own with the session as one more, paid, break: one for each place among the
//! breaks of the shift and each session. So the variables that count breaks count sessions, and whoever attends is read from
//! the answer as whoever rests is: every number of attendances that the programme chooses can be given to people on duty who
//! are not on a break. Sessions lie at clock times, so shifts that begin at different times are of different families: the
//! programme grows by some hundred variables a day for each session.

use super::family::begin_of;
use super::shift::{BreakPlaces, PossibleShift, intervals_of};
use crate::calendar::Calendar;
use crate::scenario::{GroupId, Scenario, Session, SessionId};

/// The ways in which a group can hold a session in a shift.
pub fn with_sessions(scenario: &Scenario, group: GroupId, shift: &PossibleShift) -> Vec<PossibleShift> {
    let mut ways = Vec::new();
    let weekday = scenario.calendar.days[shift.day].weekday().to_monday_zero_offset() as usize;
    for (index, session) in scenario.scheduling.sessions.iter().enumerate() {
        if !session.weekdays[weekday] || session.attendances.iter().all(|&(attends, _)| attends != group) {
            continue;
        }
        let begins = begins(&scenario.calendar, shift, session);
        if begins.is_empty() {
            continue;
        }
        for place in 0..=shift.breaks.len() {
            let mut breaks = shift.breaks.clone();
            let (length, session) = (session.length, Some(SessionId(index)));
            breaks.insert(place, BreakPlaces { length, paid: true, gap: 0, session, begins: begins.clone() });
            if cut(&mut breaks).is_some() {
                ways.push(PossibleShift { breaks, ..shift.clone() });
            }
        }
    }
    ways
}

/// When a session may begin, in minutes after a shift's begin, whatever its breaks do.
fn begins(calendar: &Calendar, shift: &PossibleShift, session: &Session) -> Vec<u32> {
    let begin = begin_of(calendar, shift);
    let may_begin = |&after: &u32| {
        let moment = begin + after;
        let interval = calendar.intervals.get(intervals_of(calendar, moment, moment + 1).start);
        interval.is_some_and(|interval| {
            interval.day == shift.day
                && interval.start.0 == 60.0 * f64::from(moment)
                && session.may_begin(interval.clock_minute)
        })
    };
    let last = shift.length.saturating_sub(session.length);
    (0..=last).step_by(calendar.interval_minutes as usize).filter(may_begin).collect()
}

/// Cuts the places of breaks and a session to those that leave room for the others; `None` if there is none.
fn cut(breaks: &mut [BreakPlaces]) -> Option<()> {
    // Ends of what comes before, and of the last break.
    let (mut free_from, mut rested) = (0, 0);
    for rest in breaks.iter_mut() {
        let least = if rest.session.is_some() { free_from } else { free_from.max(rested + rest.gap) };
        rest.begins.retain(|&begin| begin >= least);
        free_from = rest.begins.first()? + rest.length;
        if rest.session.is_none() {
            rested = free_from;
        }
    }
    let (mut free_until, mut rests_again) = (u32::MAX, u32::MAX);
    for rest in breaks.iter_mut().rev() {
        let latest = if rest.session.is_some() { free_until } else { free_until.min(rests_again) };
        rest.begins.retain(|begin| begin + rest.length <= latest);
        free_until = *rest.begins.last()?;
        if rest.session.is_none() {
            rests_again = free_until.saturating_sub(rest.gap);
        }
    }
    Some(())
}
