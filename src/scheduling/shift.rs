//! Which shifts can be worked on a day, and which intervals a shift covers.
//!
//! A shift begins when the local clock first shows its start (on a day whose clock jumps over it: right after the jump)
//! and lasts its length in elapsed time, so that its paid hours are the same on the days on which daylight saving begins
//! or ends. It may pass midnight into the next day. What lies beyond the horizon's end is paid and covers nothing.

use super::contract::contracts;
use super::schedule::{PlannedBreak, PlannedSession, ScheduledShift};
use super::session::with_sessions;
use crate::calendar::Calendar;
use crate::scenario::{BreakRule, GroupContract, GroupId, Scenario, SessionId, ShiftType, ShiftTypeId, SplitRule};
use std::collections::BTreeSet;
use std::ops::Range;

/// A shift that may be worked on a day; where its breaks lie is still open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PossibleShift {
    /// The contract of those who work it, as an index into [`contracts()`].
    pub contract: usize,
    /// The kind of shift.
    pub shift_type: ShiftTypeId,
    /// Index of the day, in the calendar, on which it begins.
    pub day: usize,
    /// Begin, in minutes after local midnight of that day.
    pub start: u32,
    /// Length from begin to end, breaks included, in minutes.
    pub length: u32,
    /// Its breaks, in the order in which they are taken, and a session among them, if it holds one.
    pub breaks: Vec<BreakPlaces>,
    /// The calendar's interval with which it begins.
    pub first_interval: usize,
    /// By how much overtime may lengthen it.
    pub overtime: OvertimePlaces,
}

/// Minutes of overtime that may be worked before and after a shift on its day, ascending; none where there is no overtime.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OvertimePlaces {
    /// Before it.
    pub before: Vec<u32>,
    /// After it.
    pub after: Vec<u32>,
}

/// A break, and where it may begin.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct BreakPlaces {
    /// Its length in minutes.
    pub length: u32,
    /// Whether it is paid.
    pub paid: bool,
    /// Least work after the break before it, in minutes; 0 for the first. A session between them is work.
    pub gap: u32,
    /// The session, if it is one and no break.
    pub session: Option<SessionId>,
    /// Begins in minutes after the shift's begin, ascending, never none. Each is part of at least one choice of places
    /// for all breaks of the shift that keeps their order and gaps.
    pub begins: Vec<u32>,
}

impl PossibleShift {
    /// Paid minutes of one person: the length without unpaid breaks.
    pub fn paid_minutes(&self) -> u32 {
        self.length - self.breaks.iter().filter(|rest| !rest.paid).map(|rest| rest.length).sum::<u32>()
    }

    /// The session that it holds, if any, by its place among the breaks.
    pub fn session(&self) -> Option<(usize, SessionId)> {
        self.breaks.iter().enumerate().find_map(|(place, rest)| rest.session.map(|session| (place, session)))
    }

    /// Intervals from its begin to its end, breaks included.
    pub fn span(&self, calendar: &Calendar) -> Range<usize> {
        intervals_between(calendar, self.first_interval, 0, self.length)
    }

    /// Intervals from its begin to its end, with as much overtime as there may be.
    pub fn reach(&self, calendar: &Calendar) -> Range<usize> {
        let longest = |places: &[u32]| places.last().copied().unwrap_or(0);
        let begin = (calendar.intervals[self.first_interval].start.0 / 60.0).round() as u32;
        let from = begin.saturating_sub(longest(&self.overtime.before));
        intervals_of(calendar, from, begin + self.length + longest(&self.overtime.after))
    }

    /// Intervals that a break covers which begins `begin` minutes after the shift.
    pub fn break_span(&self, calendar: &Calendar, rest: &BreakPlaces, begin: u32) -> Range<usize> {
        intervals_between(calendar, self.first_interval, begin, begin + rest.length)
    }
}

/// Every shift that a group may begin on a day, contract by contract: each type, length and start that the rules allow and for
/// which there are places for all breaks. Where two types allow the same shift with the same breaks and overtime, it appears once, with the
/// first. With each session that it can hold between its breaks it is one more.
pub fn possible_shifts(scenario: &Scenario, group: GroupId, day: usize) -> Vec<PossibleShift> {
    let contracts = contracts(scenario.group(group));
    let of_contract = |contract| possible_shifts_of(scenario, group, &contracts[contract], contract, day);
    (0..contracts.len()).flat_map(of_contract).collect()
}

/// Those of one contract of the group, by its index.
fn possible_shifts_of(
    scenario: &Scenario,
    group: GroupId,
    rules: &GroupContract,
    contract: usize,
    day: usize,
) -> Vec<PossibleShift> {
    let calendar = &scenario.calendar;
    if !rules.is_in_season(calendar.days[day].date) {
        return Vec::new();
    }
    let weekday = calendar.days[day].weekday().to_monday_zero_offset() as usize;
    let mut known = BTreeSet::new();
    let mut shifts = Vec::new();
    for (index, shift_type) in scenario.shift_types.iter().enumerate() {
        let is_theirs = shift_type.groups.contains(&group) && rules.works(ShiftTypeId(index));
        if !is_theirs || !shift_type.weekdays[weekday] {
            continue;
        }
        for &length in &shift_type.lengths {
            for pause in pauses(shift_type) {
                let Some(breaks) = break_places(shift_type, length, pause) else { continue };
                let length = length + pause.unwrap_or(0);
                for &start in &shift_type.starts {
                    let Some(first_interval) = first_interval(calendar, day, start) else { continue };
                    let alike = scenario.shift_types.iter().position(|other| other.overtime == shift_type.overtime);
                    if known.insert((start, length, breaks.clone(), alike)) {
                        let overtime = overtime_places(calendar, shift_type, day, start, first_interval);
                        let shift_type = ShiftTypeId(index);
                        shifts.push(PossibleShift {
                            contract,
                            shift_type,
                            day,
                            start,
                            length,
                            breaks: breaks.clone(),
                            first_interval,
                            overtime,
                        });
                    }
                }
            }
        }
    }
    let holding: Vec<PossibleShift> = shifts.iter().flat_map(|shift| with_sessions(scenario, group, shift)).collect();
    shifts.extend(holding);
    shifts
}

/// The lengths that the pause of a shift may have; of one that is not split, no pause is the only choice.
pub fn pauses(shift_type: &ShiftType) -> Vec<Option<u32>> {
    shift_type.split.as_ref().map_or(vec![None], |split| split.lengths.iter().copied().map(Some).collect())
}

/// The breaks of a shift of this length and pause, in their order, with windows that count all the time since its begin.
fn breaks_of(shift_type: &ShiftType, length: u32, pause: Option<u32>) -> Vec<BreakRule> {
    let rules = shift_type.breaks.iter().filter(|rule| length >= rule.from_shift_length);
    let (Some(split), Some(pause)) = (&shift_type.split, pause) else { return rules.cloned().collect() };
    let (mut breaks, second): (Vec<BreakRule>, Vec<BreakRule>) = rules.cloned().partition(|rule| split.is_after(rule));
    let SplitRule { earliest, latest, step, .. } = *split;
    breaks.push(BreakRule { length: pause, paid: false, earliest, latest, step, from_shift_length: 0 });
    breaks.extend(second.into_iter().map(|rule| {
        let (earliest, latest) = (rule.earliest + pause, rule.latest + pause);
        BreakRule { earliest, latest, ..rule }
    }));
    breaks
}

/// Overtime before a shift begins when a clock shows it that exists on the day and is so much earlier, also by time elapsed.
fn overtime_places(
    calendar: &Calendar,
    shift_type: &ShiftType,
    day: usize,
    start: u32,
    first: usize,
) -> OvertimePlaces {
    let Some(rule) = &shift_type.overtime else { return OvertimePlaces::default() };
    let up_to = |most: u32| (1..).map(|count| count * rule.step.max(1)).take_while(move |&minutes| minutes <= most);
    let moment = calendar.intervals[first].start.0;
    let is_earlier_by = |&minutes: &u32| {
        let earlier = start.checked_sub(minutes).and_then(|start| first_interval(calendar, day, start));
        earlier.is_some_and(|earlier| calendar.intervals[earlier].start.0 + 60.0 * f64::from(minutes) == moment)
    };
    OvertimePlaces { before: up_to(rule.before).filter(is_earlier_by).collect(), after: up_to(rule.after).collect() }
}

/// Where the breaks of a shift of this length and pause, which comes on top and is one of them, may begin; `None` if there is no room for all of them in their order.
///
/// Each window is cut, from front to back, to what the earliest end of the break before and the work between them leave, and
/// from back to front to what the latest begin of the break after leaves, or the work after the last.
pub fn break_places(shift_type: &ShiftType, length: u32, pause: Option<u32>) -> Option<Vec<BreakPlaces>> {
    let rules = breaks_of(shift_type, length, pause);
    let length = length + pause.unwrap_or(0);
    let mut breaks: Vec<BreakPlaces> = Vec::with_capacity(rules.len());
    let mut earliest = 0;
    for rule in rules {
        let gap = if breaks.is_empty() { 0 } else { shift_type.gap_between_breaks };
        let begins: Vec<u32> =
            window(&rule).filter(|&begin| begin >= earliest + gap && begin + rule.length <= length).collect();
        earliest = begins.first()? + rule.length;
        breaks.push(BreakPlaces { length: rule.length, paid: rule.paid, gap, session: None, begins });
    }
    let mut latest_end = length.saturating_sub(shift_type.work_after_break);
    for rest in breaks.iter_mut().rev() {
        rest.begins.retain(|begin| begin + rest.length <= latest_end);
        latest_end = rest.begins.last()?.saturating_sub(rest.gap);
    }
    Some(breaks)
}

/// The begins that a rule allows, whatever the other breaks do.
fn window(rule: &BreakRule) -> impl Iterator<Item = u32> {
    (rule.earliest..=rule.latest).step_by(rule.step.max(1) as usize)
}

/// The interval with which a shift begins that starts on a day at a clock minute; `None` if that is beyond the horizon.
pub fn first_interval(calendar: &Calendar, day: usize, start: u32) -> Option<usize> {
    let mut intervals = calendar.days[day].intervals.clone();
    let next_day = intervals.end;
    intervals
        .find(|&interval| calendar.intervals[interval].clock_minute >= start)
        .or_else(|| (start < 1440 && day + 1 < calendar.days.len()).then_some(next_day))
}

/// The intervals that begin at least `from` and less than `to` minutes after the begin of interval `first`.
fn intervals_between(calendar: &Calendar, first: usize, from: u32, to: u32) -> Range<usize> {
    let begin = calendar.intervals[first].start.0;
    let at = |minutes: u32| {
        let moment = begin + 60.0 * f64::from(minutes);
        first + calendar.intervals[first..].partition_point(|interval| interval.start.0 < moment)
    };
    at(from)..at(to)
}

/// The intervals that begin between two moments, in minutes after the horizon's begin; the second is excluded.
pub fn intervals_of(calendar: &Calendar, from: u32, to: u32) -> Range<usize> {
    let at = |minutes: u32| calendar.intervals.partition_point(|interval| interval.start.0 < 60.0 * f64::from(minutes));
    at(from)..at(to)
}

/// The intervals of a shift that begins so many minutes after midnight of a day; `None` where the day has no such moment.
pub fn span_of(calendar: &Calendar, day: usize, start: u32, length: u32) -> Option<Range<usize>> {
    let first = first_interval(calendar, day, start)?;
    let begin = (calendar.intervals[first].start.0 / 60.0).round() as u32;
    Some(intervals_of(calendar, begin, begin + length))
}

/// The intervals in which a person on this shift is present: from its begin to its end, but for breaks and sessions.
pub fn intervals_present(calendar: &Calendar, shift: &ScheduledShift) -> Vec<usize> {
    let Some(first) = first_interval(calendar, shift.day, shift.start) else { return Vec::new() };
    let away: Vec<Range<usize>> = shift
        .breaks
        .iter()
        .map(|&PlannedBreak { begin, length, .. }| (begin, length))
        .chain(shift.sessions.iter().map(|&PlannedSession { begin, length, .. }| (begin, length)))
        .map(|(begin, length)| intervals_between(calendar, first, begin, begin + length))
        .collect();
    intervals_between(calendar, first, 0, shift.length)
        .filter(|interval| !away.iter().any(|rest| rest.contains(interval)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use jiff::tz::TimeZone;

    fn rest(earliest: u32, latest: u32, length: u32) -> BreakRule {
        BreakRule { length, paid: false, earliest, latest, step: 60, from_shift_length: 0 }
    }

    fn shift_type(breaks: Vec<BreakRule>) -> ShiftType {
        ShiftType { breaks, ..ShiftType::plain("early", vec![GroupId(0)], vec![300], vec![60]) }
    }

    fn shift(start: u32, length: u32) -> ScheduledShift {
        ScheduledShift::plain(GroupId(0), ShiftTypeId(0), 0, start, length)
    }

    #[test]
    fn a_break_leaves_room_for_those_before_and_after_it() {
        let places =
            break_places(&shift_type(vec![rest(0, 240, 60), rest(0, 240, 60), rest(60, 180, 60)]), 300, None).unwrap();
        let begins: Vec<&[u32]> = places.iter().map(|rest| rest.begins.as_slice()).collect();
        assert_eq!(begins, [&[0, 60][..], &[60, 120], &[120, 180]]);
    }

    #[test]
    fn work_between_and_after_breaks_takes_their_first_and_last_places() {
        let mut early = shift_type(vec![rest(0, 240, 60), rest(0, 240, 60)]);
        let begins = |early: &ShiftType| -> Option<Vec<Vec<u32>>> {
            Some(break_places(early, 300, None)?.into_iter().map(|rest| rest.begins).collect())
        };
        early.gap_between_breaks = 120;
        assert_eq!(begins(&early), Some(vec![vec![0, 60], vec![180, 240]]));
        early.work_after_break = 60;
        assert_eq!(begins(&early), Some(vec![vec![0], vec![180]]));
        early.work_after_break = 120;
        assert_eq!(begins(&early), None);
    }

    #[test]
    fn a_shift_without_room_for_its_breaks_is_impossible() {
        assert_eq!(break_places(&shift_type(vec![rest(240, 300, 60), rest(0, 240, 60)]), 300, None), None);
        assert_eq!(break_places(&shift_type(vec![rest(300, 300, 60)]), 300, None), None);
    }

    #[test]
    fn short_shifts_do_without_the_break_of_long_ones() {
        let mut rule = rest(60, 120, 60);
        rule.from_shift_length = 360;
        assert_eq!(break_places(&shift_type(vec![rule]), 300, None), Some(Vec::new()));
    }

    #[test]
    fn a_shift_passes_midnight_and_ends_with_the_horizon() {
        let calendar = Calendar::of_days(date(2026, 1, 5), 2, 60, &TimeZone::UTC);
        assert_eq!(intervals_present(&calendar, &shift(1320, 240)), [22, 23, 24, 25]);
        let last_night = ScheduledShift { day: 1, ..shift(1320, 240) };
        assert_eq!(intervals_present(&calendar, &last_night), [46, 47]);
    }

    #[test]
    fn nobody_is_present_during_a_break() {
        let calendar = Calendar::of_days(date(2026, 1, 5), 1, 30, &TimeZone::UTC);
        let breaks = vec![PlannedBreak { begin: 60, length: 30, paid: true }];
        assert_eq!(intervals_present(&calendar, &ScheduledShift { breaks, ..shift(0, 150) }), [0, 1, 3, 4]);
    }

    #[test]
    fn a_shift_over_the_night_in_which_the_clock_jumps_lasts_as_long_as_it_is_paid() {
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        let spring = Calendar::of_days(date(2026, 3, 29), 1, 60, &berlin);
        let clocks = |calendar: &Calendar, shift| -> Vec<u32> {
            intervals_present(calendar, &shift).into_iter().map(|i| calendar.intervals[i].clock_minute / 60).collect()
        };
        assert_eq!(clocks(&spring, shift(60, 180)), [1, 3, 4]);
        assert_eq!(clocks(&spring, shift(120, 60)), [3]);
        let autumn = Calendar::of_days(date(2026, 10, 25), 1, 60, &berlin);
        assert_eq!(clocks(&autumn, shift(60, 180)), [1, 2, 2]);
    }

    #[test]
    fn a_start_beyond_a_horizon_that_is_cut_short_is_impossible() {
        let calendar = Calendar::of_length(date(2026, 1, 5), crate::units::Seconds(3600.0 * 10.0), 60, &TimeZone::UTC);
        assert_eq!(first_interval(&calendar, 0, 540), Some(9));
        assert_eq!(first_interval(&calendar, 0, 600), None);
    }
}
