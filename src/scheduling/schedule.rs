//! What is decided: a [`Schedule`], with what it costs and how good it is known to be.

use super::premium::Premiums;
use super::shift::intervals_present;
use crate::calendar::Grid;
use crate::scenario::today::{GivenBreak, GivenShift};
use crate::scenario::{ContractId, Group, GroupId, Scenario, SessionId, ShiftTypeId};
use crate::staffing::{StaffingLevels, StaffingRequirement};
use crate::units::{Hours, Money, MoneyPerHour};
use serde::Serialize;

/// A break of a scheduled shift.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlannedBreak {
    /// Begin, in minutes after the shift's begin.
    pub begin: u32,
    /// Length in minutes.
    pub length: u32,
    /// Whether it is paid.
    pub paid: bool,
}

/// Overtime of a scheduled shift, in minutes; it lies within the shift, at its two ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct PlannedOvertime {
    /// From the shift's begin.
    pub before: u32,
    /// To its end.
    pub after: u32,
}

/// A session that is held in a scheduled shift.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlannedSession {
    /// The session.
    pub session: SessionId,
    /// Begin, in minutes after the shift's begin.
    pub begin: u32,
    /// Length in minutes.
    pub length: u32,
}

/// So many people of a group who work the same shift on the same day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScheduledShift {
    /// The group.
    pub group: GroupId,
    /// The contract of its people; `None` where the group has no contracts.
    pub contract: Option<ContractId>,
    /// The kind of shift.
    pub shift_type: ShiftTypeId,
    /// Index of the day, in the calendar, on which it begins.
    pub day: usize,
    /// Begin, in minutes after local midnight of that day; of the overtime, if it begins with some.
    pub start: u32,
    /// Length from begin to end, breaks and overtime included, in minutes.
    pub length: u32,
    /// Its breaks, in order.
    pub breaks: Vec<PlannedBreak>,
    /// How much of it is overtime.
    pub overtime: PlannedOvertime,
    /// What all its people attend, away from the queues and paid.
    pub sessions: Vec<PlannedSession>,
    /// How many people work it: on the payroll, before shrinkage.
    pub people: u32,
}

impl ScheduledShift {
    /// A shift of one person that a table gives.
    pub fn of(given: &GivenShift) -> Self {
        let planned = |rest: &GivenBreak| PlannedBreak { begin: rest.begin, length: rest.length, paid: rest.paid };
        let breaks = given.breaks.iter().map(planned).collect();
        Self { breaks, ..Self::plain(given.group, given.shift_type, given.day, given.start, given.length) }
    }

    /// A shift of one person with nothing special: no breaks, no overtime.
    pub fn plain(group: GroupId, shift_type: ShiftTypeId, day: usize, start: u32, length: u32) -> Self {
        let overtime = PlannedOvertime::default();
        let (breaks, sessions) = (Vec::new(), Vec::new());
        Self { group, contract: None, shift_type, day, start, length, breaks, overtime, sessions, people: 1 }
    }

    /// Minutes of one person that are overtime.
    pub fn overtime_minutes(&self) -> u32 {
        self.overtime.before + self.overtime.after
    }

    /// Paid minutes of one person that count towards the hours of the contract.
    pub fn contract_minutes(&self) -> u32 {
        self.paid_minutes() - self.overtime_minutes()
    }

    /// Hours of overtime of all its people.
    pub fn overtime_hours(&self) -> Hours {
        Hours(f64::from(self.people) * f64::from(self.overtime_minutes()) / 60.0)
    }

    /// Paid minutes of one person: the length without unpaid breaks.
    pub fn paid_minutes(&self) -> u32 {
        self.length - self.breaks.iter().filter(|rest| !rest.paid).map(|rest| rest.length).sum::<u32>()
    }

    /// Paid hours of all its people.
    pub fn paid_hours(&self) -> Hours {
        Hours(f64::from(self.people) * f64::from(self.paid_minutes()) / 60.0)
    }
}

/// What one person, who has no name, works in a week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tour {
    /// The group.
    pub group: GroupId,
    /// The contract.
    pub contract: ContractId,
    /// The person, among those of the contract, from 0: the same number is the same person in each week.
    pub person: u32,
    /// The week, from 0, counted from the first day of the horizon.
    pub week: usize,
    /// The person's shifts, by day, each with one person.
    pub shifts: Vec<ScheduledShift>,
}

/// What a schedule costs, by kind. Wages and premiums are cash; the rest are the prices of missing and surplus agents.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct ScheduleCost {
    /// Paid hours × wage.
    pub wages: Money,
    /// What is paid on top at some hours ([`crate::scenario::Premium`]).
    #[serde(skip_serializing_if = "is_nothing")]
    pub premiums: Money,
    /// What hours of overtime are paid on top of the wage.
    #[serde(skip_serializing_if = "is_nothing")]
    pub overtime: Money,
    /// Attendances of sessions that are missed, at their price.
    #[serde(skip_serializing_if = "is_nothing")]
    pub missed_sessions: Money,
    /// Missing agent-hours × their price.
    pub under_cover: Money,
    /// Surplus agent-hours × their price.
    pub over_cover: Money,
    /// Hours paid, overtime included.
    pub paid_hours: Hours,
    /// Those of them that are overtime.
    #[serde(skip_serializing_if = "is_none")]
    pub overtime_hours: Hours,
    /// Attendances of sessions that are missed.
    #[serde(skip_serializing_if = "is_zero")]
    pub missed_attendances: u32,
    /// Agent-hours needed and not covered, in whole agents: what is needed less what [`levels`] promises.
    pub under_cover_hours: Hours,
    /// Agent-hours covered and not needed: people × (1 − shrinkage) beyond what is needed, not rounded.
    pub over_cover_hours: Hours,
}

impl ScheduleCost {
    /// What the scheduler minimises.
    pub fn objective(&self) -> Money {
        self.wages + self.premiums + self.overtime + self.missed_sessions + self.under_cover + self.over_cover
    }
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde calls it")]
fn is_nothing(amount: &Money) -> bool {
    amount.0 == 0.0
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde calls it")]
fn is_zero(count: &u32) -> bool {
    *count == 0
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde calls it")]
fn is_none(hours: &Hours) -> bool {
    hours.0 == 0.0
}

/// How the solver fared with one part of the problem: a group in a week, or in several weeks where shifts of the night
/// between two of them matter to both.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GroupSolution {
    /// The group.
    #[serde(skip)]
    pub group: GroupId,
    /// First day of the part, as an index into the calendar.
    pub first_day: usize,
    /// Cost of the answer.
    pub objective: Money,
    /// No answer can cost less; of parts that share the seats of a site, this holds for their sum.
    pub bound: Money,
    /// Why the solver stopped: within the asked gap, or at which limit ([`crate::milp::Status`] in words).
    pub status: String,
}

/// Shifts for every group over the horizon.
#[derive(Debug, Clone, PartialEq)]
pub struct Schedule {
    /// Shifts, by group, day, start, length, type, breaks.
    pub shifts: Vec<ScheduledShift>,
    /// The same shifts person by person, of groups with contracts: by group, contract, person, week. A week without work is not
    /// among them.
    pub tours: Vec<Tour>,
    /// What it costs.
    pub cost: ScheduleCost,
    /// How each part was solved, by group and week.
    pub solutions: Vec<GroupSolution>,
    /// Prices used: of a missing agent-hour, where its queues have none of their own, and of a surplus one.
    pub prices: (MoneyPerHour, MoneyPerHour),
}

impl Schedule {
    /// Sum of the parts' bounds: no schedule under these rules can cost less.
    pub fn bound(&self) -> Money {
        self.solutions.iter().map(|part| part.bound).sum()
    }

    /// (cost − bound) / cost, 0 for a schedule that costs nothing.
    pub fn gap(&self) -> f64 {
        let objective = self.cost.objective();
        if objective.0 <= 0.0 { 0.0 } else { ((objective - self.bound()) / objective).max(0.0) }
    }
}

/// People of each group present in each interval: on the payroll and not on a break, before shrinkage.
pub fn people_present(scenario: &Scenario, shifts: &[ScheduledShift]) -> Grid<u32> {
    let mut present = Grid::filled(scenario.groups.len(), scenario.calendar.intervals.len(), 0);
    for shift in shifts {
        for interval in intervals_present(&scenario.calendar, shift) {
            present[(shift.group.0, interval)] += shift.people;
        }
    }
    present
}

/// People of each group on a break in each interval.
pub fn people_on_break(scenario: &Scenario, shifts: &[ScheduledShift]) -> Grid<u32> {
    let mut resting = Grid::filled(scenario.groups.len(), scenario.calendar.intervals.len(), 0);
    for shift in shifts {
        let without = ScheduledShift { breaks: Vec::new(), ..shift.clone() };
        let present = intervals_present(&scenario.calendar, shift);
        for interval in intervals_present(&scenario.calendar, &without) {
            if present.binary_search(&interval).is_err() {
                resting[(shift.group.0, interval)] += shift.people;
            }
        }
    }
    resting
}

/// Agents on duty with these shifts: people present × (1 − shrinkage), rounded down, so that what is promised from it is
/// promised on the safe side. A part in 10⁹ is added first, so that a product that is whole but for its last bit stays.
pub fn levels(scenario: &Scenario, shifts: &[ScheduledShift]) -> StaffingLevels {
    let mut agents = people_present(scenario, shifts);
    for (row, group) in scenario.groups.iter().enumerate() {
        for people in agents.row_mut(row) {
            *people = whole_agents(*people, group);
        }
    }
    StaffingLevels { agents }
}

/// Agents that so many people present make: (1 − shrinkage) of them, rounded down.
fn whole_agents(people: u32, group: &Group) -> u32 {
    (f64::from(people) * group.shrinkage.complement().0 + 1e-9).floor() as u32
}

/// What missing and surplus agents of a group cost in an interval with so many people present.
pub fn cover_cost(
    scenario: &Scenario,
    requirement: &StaffingRequirement,
    (group, interval): (GroupId, usize),
    people: u32,
) -> f64 {
    let cell = (group.0, interval);
    let available = scenario.group(group).shrinkage.complement().0;
    let (on_duty, needed) = (f64::from(people) * available, f64::from(requirement.agents[cell]));
    let (under, over) = (requirement.price_of_missing(scenario, cell), scenario.scheduling.over_cover_per_hour);
    let missing = (needed - (on_duty + 1e-9).floor()).max(0.0);
    let surplus = (on_duty - needed).max(0.0);
    let price = under.0 * missing + over.0 * surplus;
    price * scenario.calendar.intervals[interval].length().hours().0
}

/// What one person on a shift is paid on top of the wage.
pub fn premium(scenario: &Scenario, premiums: &Premiums, shift: &ScheduledShift) -> Money {
    scenario.group(shift.group).wage * Hours(premiums.of_shift(&scenario.calendar, shift))
}

/// Attendances of a session that are missed, in all groups and weeks.
fn missed_attendances(scenario: &Scenario, shifts: &[ScheduledShift], id: SessionId) -> u32 {
    let session = &scenario.scheduling.sessions[id.0];
    let days = scenario.calendar.days.len();
    let mut missed = 0;
    for &(group, _) in &session.attendances {
        for first in (0..days).step_by(7) {
            let week = first..(first + 7).min(days);
            let theirs = shifts.iter().filter(|shift| shift.group == group && week.contains(&shift.day));
            let attend = theirs.filter(|shift| shift.sessions.iter().any(|planned| planned.session == id));
            let there: u32 = attend.map(|shift| shift.people).sum();
            missed += session.attendances_of(group, week.len()).saturating_sub(there);
        }
    }
    missed
}

/// What one person on a shift is paid on top of the wage for overtime.
pub fn overtime_premium(scenario: &Scenario, shift: &ScheduledShift) -> Money {
    let rule = &scenario.shift_types[shift.shift_type.0].overtime;
    let share = rule.as_ref().map_or(0.0, |rule| rule.premium.0);
    scenario.group(shift.group).wage * Hours(share * f64::from(shift.overtime_minutes()) / 60.0)
}

/// What shifts cost against a requirement, at the wages of the scenario and the prices of the requirement.
///
/// Missing are whole agents: what is needed less what [`levels`] promises. Surplus is not rounded: people × (1 − shrinkage)
/// beyond what is needed.
pub fn cost(scenario: &Scenario, requirement: &StaffingRequirement, shifts: &[ScheduledShift]) -> ScheduleCost {
    let mut cost = ScheduleCost::default();
    let premiums = Premiums::of(scenario);
    for shift in shifts {
        let paid = Hours(f64::from(shift.paid_minutes()) / 60.0 * f64::from(shift.people));
        cost.paid_hours += paid;
        cost.wages += paid * scenario.group(shift.group).wage;
        cost.overtime_hours += shift.overtime_hours();
        cost.overtime += overtime_premium(scenario, shift) * f64::from(shift.people);
        cost.premiums += premium(scenario, &premiums, shift) * f64::from(shift.people);
    }
    for (index, session) in scenario.scheduling.sessions.iter().enumerate() {
        let missed = missed_attendances(scenario, shifts, SessionId(index));
        cost.missed_attendances += missed;
        cost.missed_sessions += session.missed * f64::from(missed);
    }
    let present = people_present(scenario, shifts);
    for (row, group) in scenario.groups.iter().enumerate() {
        let cells = present.row(row).iter().zip(requirement.agents.row(row));
        for (at, ((&people, &needed), interval)) in cells.zip(&scenario.calendar.intervals).enumerate() {
            let missing = needed.saturating_sub(whole_agents(people, group));
            let surplus = f64::from(people) * group.shrinkage.complement().0 - f64::from(needed);
            let missing_hours = interval.length().hours() * f64::from(missing);
            cost.under_cover_hours += missing_hours;
            if let Some(prices) = &requirement.price_of_missing {
                cost.under_cover += missing_hours * prices[(row, at)];
            }
            cost.over_cover_hours += interval.length().hours() * surplus.max(0.0);
        }
    }
    if requirement.price_of_missing.is_none() {
        cost.under_cover = cost.under_cover_hours * scenario.scheduling.under_cover_per_hour;
    }
    cost.over_cover = cost.over_cover_hours * scenario.scheduling.over_cover_per_hour;
    cost
}

/// Something that the checker found wrong with a schedule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule that is broken.
    pub rule: &'static str,
    /// Where and by how much, in words.
    pub what: String,
}
