//! Who is where today: one entry for each person planned, and what it makes of them in each interval.

use super::day::Today;
use super::limits::{OvertimeLimits, overtime_limits};
use crate::calendar::Grid;
use crate::scenario::today::{Absence, GivenShift};
use crate::scenario::{GroupId, Scenario};
use crate::scheduling::shift::intervals_present;
use crate::scheduling::{PlannedBreak, ScheduledShift};
use crate::staffing::StaffingLevels;
use std::ops::Range;

/// A person's day; without a schedule, a place at work in a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duty {
    /// Their group.
    pub group: GroupId,
    /// Who, where the schedule names people.
    pub name: Option<String>,
    /// Other groups that they may help.
    pub may_help: Vec<GroupId>,
    /// Row of the schedule from which it comes.
    pub row: usize,
    /// Their shift, of one person; `None` without a schedule.
    pub shift: Option<ScheduledShift>,
    /// Without a shift: the intervals of the day in which the place is taken.
    pub places: Vec<bool>,
    /// Intervals of the day in which they are absent.
    pub absent: Range<usize>,
    /// Where they help others, in order: intervals of the day, and the group.
    pub helps: Vec<(Range<usize>, GroupId)>,
    /// Most overtime that they may work.
    pub limits: OvertimeLimits,
    /// Overtime before the shift, in minutes.
    pub overtime_before: u32,
    /// Overtime after it, in minutes.
    pub overtime_after: u32,
    /// The interval of the day from which they have the rest of the shift off.
    pub off_from: Option<usize>,
}

/// Everybody who is planned today.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// One for each person.
    pub duties: Vec<Duty>,
    /// Agents on duty that a person present makes, by group: 1 less the shrinkage; 1 without a schedule, whose levels are of agents.
    pub agents_per_person: Vec<f64>,
}

impl Duty {
    /// Someone of a group who is there at some intervals, on no known shift, and can do nothing else.
    pub fn plain(group: GroupId, places: Vec<bool>) -> Self {
        Self {
            group,
            name: None,
            may_help: Vec::new(),
            row: 0,
            shift: None,
            places,
            absent: 0..0,
            helps: Vec::new(),
            limits: OvertimeLimits { before: 0, after: 0, both: 0 },
            overtime_before: 0,
            overtime_after: 0,
            off_from: None,
        }
    }

    /// The intervals of the day that the shift covers, breaks included and overtime not.
    pub fn span(&self, whole: &Scenario, today: &Today) -> Range<usize> {
        let Some(shift) = &self.shift else {
            let first = self.places.iter().position(|&place| place).unwrap_or(0);
            let end = self.places.iter().rposition(|&place| place).map_or(first, |last| last + 1);
            return first..end;
        };
        let without = ScheduledShift { breaks: Vec::new(), ..shift.clone() };
        let covered = of_today(&intervals_present(&whole.calendar, &without), today);
        covered.first().map_or(0, |&first| first)..covered.last().map_or(0, |&last| last + 1)
    }

    /// The intervals of the day that a break covers.
    pub fn break_span(&self, whole: &Scenario, today: &Today, rest: PlannedBreak) -> Vec<usize> {
        let Some(shift) = &self.shift else { return Vec::new() };
        let with = ScheduledShift { breaks: vec![rest], ..shift.clone() };
        let without = ScheduledShift { breaks: Vec::new(), ..shift.clone() };
        let at_work = intervals_present(&whole.calendar, &with);
        let all = intervals_present(&whole.calendar, &without);
        let resting: Vec<usize> = all.into_iter().filter(|interval| at_work.binary_search(interval).is_err()).collect();
        of_today(&resting, today)
    }

    /// In which group they are at work, by interval of the day.
    pub fn posts(&self, whole: &Scenario, today: &Today) -> Vec<Option<GroupId>> {
        let mut posts = vec![None; today.intervals()];
        match &self.shift {
            None => {
                for (post, &place) in posts.iter_mut().zip(&self.places) {
                    *post = place.then_some(self.group);
                }
            }
            Some(shift) => {
                for interval in of_today(&intervals_present(&whole.calendar, shift), today) {
                    posts[interval] = Some(self.group);
                }
                let step = whole.calendar.interval_minutes;
                let span = self.span(whole, today);
                let before = span.start.saturating_sub((self.overtime_before / step) as usize)..span.start;
                let after = span.end..(span.end + (self.overtime_after / step) as usize).min(posts.len());
                for interval in before.chain(after) {
                    posts[interval] = Some(self.group);
                }
            }
        }
        for (intervals, group) in &self.helps {
            for interval in intervals.clone() {
                posts[interval] = posts[interval].map(|_| *group);
            }
        }
        let off = self.off_from.unwrap_or(posts.len())..posts.len();
        for interval in off.chain(self.absent.clone()) {
            posts[interval] = None;
        }
        posts
    }

    /// Whether another person's day is the same but for who it is.
    pub fn is_like(&self, other: &Self) -> bool {
        let told = |duty: &Self| (duty.group, duty.limits, duty.overtime_before, duty.overtime_after, duty.off_from);
        told(self) == told(other)
            && self.absent == other.absent
            && self.shift == other.shift
            && self.helps == other.helps
            && self.may_help == other.may_help
            && self.places == other.places
    }

    /// Whether anything differs from what was planned, absences aside.
    pub fn is_changed_from(&self, planned: &Self) -> bool {
        Self { absent: planned.absent.clone(), ..self.clone() } != *planned
    }
}

/// Those of intervals of the whole calendar that are of today, counted from its begin.
fn of_today(intervals: &[usize], today: &Today) -> Vec<usize> {
    let within = |&interval: &usize| interval.checked_sub(today.first).filter(|&interval| interval < today.intervals());
    intervals.iter().filter_map(within).collect()
}

impl Plan {
    /// The people of a schedule whose shifts reach into today.
    pub fn of_shifts(whole: &Scenario, today: &Today, shifts: &[GivenShift]) -> Self {
        let mut duties = Vec::new();
        for (row, given) in shifts.iter().enumerate() {
            let duty = Duty {
                group: given.group,
                name: given.name.clone(),
                may_help: may_help(whole, given.group, given.name.as_deref()),
                row,
                shift: Some(ScheduledShift::of(given)),
                places: Vec::new(),
                absent: 0..0,
                helps: Vec::new(),
                limits: overtime_limits(whole, shifts, given),
                overtime_before: 0,
                overtime_after: 0,
                off_from: None,
            };
            if !duty.span(whole, today).is_empty() {
                duties.extend((0..given.people).map(|_| duty.clone()));
            }
        }
        let agents_per_person = whole.groups.iter().map(|group| group.shrinkage.complement().0).collect();
        Self { duties, agents_per_person }
    }

    /// The places that the scenario's own staffing has: of a level of 5, place 1 to 5 are taken.
    pub fn of_levels(whole: &Scenario, today: &Today) -> Self {
        let mut duties = Vec::new();
        for (index, group) in today.scenario.groups.iter().enumerate() {
            let most = group.on_duty.iter().copied().max().unwrap_or(0);
            duties.extend((1..=most).map(|place| Duty {
                may_help: may_help(whole, GroupId(index), None),
                ..Duty::plain(GroupId(index), group.on_duty.iter().map(|&level| level >= place).collect())
            }));
        }
        Self { duties, agents_per_person: vec![1.0; whole.groups.len()] }
    }

    /// Takes absent people out; returns how many absences concern nobody who is planned then.
    pub fn without(&mut self, whole: &Scenario, today: &Today, absences: &[Absence]) -> u32 {
        let clocks: Vec<u32> = today.scenario.calendar.intervals.iter().map(|interval| interval.clock_minute).collect();
        let mut unknown = 0;
        for absence in absences {
            let from = clocks.iter().position(|&clock| clock >= absence.from).unwrap_or(clocks.len());
            let until = clocks.iter().position(|&clock| clock >= absence.until).unwrap_or(clocks.len());
            let mut left = if absence.name.is_some() { 1 } else { absence.people };
            for duty in &mut self.duties {
                if left == 0 {
                    break;
                }
                let shift = duty.shift.as_ref();
                let is_meant = match &absence.name {
                    Some(name) => duty.name.as_ref() == Some(name),
                    None => {
                        absence.group == Some(duty.group)
                            && absence.shift_type.is_none_or(|kind| shift.is_some_and(|shift| shift.shift_type == kind))
                            && absence.start.is_none_or(|start| shift.is_some_and(|shift| shift.start == start))
                    }
                };
                let span = duty.span(whole, today);
                if is_meant && duty.absent.is_empty() && span.start < until && from < span.end {
                    duty.absent = from..until;
                    left -= 1;
                }
            }
            unknown += left;
        }
        unknown
    }

    /// People at work in each group and interval.
    pub fn people(&self, whole: &Scenario, today: &Today) -> Grid<u32> {
        let mut people = Grid::filled(whole.groups.len(), today.intervals(), 0);
        for duty in &self.duties {
            for (interval, post) in duty.posts(whole, today).into_iter().enumerate() {
                if let Some(group) = post {
                    people[(group.0, interval)] += 1;
                }
            }
        }
        people
    }

    /// Agents on duty that so many people make: people × (1 − shrinkage), with the fraction rounded up in as large a part of the
    /// intervals as it is (by the multiples of the golden ratio, which lie evenly; Weyl 1916). So the agent-hours are right, where the
    /// scheduler's rounding down is on the safe side of a promise; and one person more adds no less than nobody and no more than one
    /// agent to any interval.
    pub fn levels(&self, people: &Grid<u32>) -> StaffingLevels {
        let mut agents = people.clone();
        for (group, &per_person) in self.agents_per_person.iter().enumerate() {
            for (interval, agents) in agents.row_mut(group).iter_mut().enumerate() {
                let threshold = ((interval + 1) as f64 * GOLDEN_RATIO).fract();
                *agents = (f64::from(*agents) * per_person + threshold * (1.0 - 1e-9) + 1e-9).floor() as u32;
            }
        }
        StaffingLevels { agents }
    }
}

/// (√5 − 1) / 2.
const GOLDEN_RATIO: f64 = 0.618_033_988_749_894_9;

/// Groups that somebody may help: for named people, the other groups of theirs; for others, every group all of whose queues
/// their own group knows.
fn may_help(whole: &Scenario, group: GroupId, name: Option<&str>) -> Vec<GroupId> {
    let employees = whole.roster.as_ref().map_or(&[][..], |roster| &roster.employees);
    if let Some(employee) = employees.iter().find(|employee| Some(employee.name.as_str()) == name) {
        return employee.groups.iter().copied().filter(|&other| other != group).collect();
    }
    let knows = |other: &GroupId| {
        *other != group && whole.group(*other).skills.iter().all(|skill| whole.group(group).skills.contains(skill))
    };
    whole.group_ids().filter(knows).collect()
}
