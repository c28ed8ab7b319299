//! What the contracts of a group allow in a week.

use crate::calendar::Calendar;
use crate::scenario::{Group, GroupContract};
use crate::units::Hours;
use std::ops::Range;

/// The contracts of a group; of one without any, the contract that its headcount, hours and days make.
pub fn contracts(group: &Group) -> Vec<GroupContract> {
    if group.contracts.is_empty() {
        vec![GroupContract::plain(&group.name, group.headcount, group.weekly_hours, group.days_per_week)]
    } else {
        group.contracts.clone()
    }
}

/// What a contract allows in a week of the horizon, or in what the horizon and the season leave of it.
#[derive(Debug, Clone, PartialEq)]
pub struct ContractWeek {
    /// People who have it.
    pub people: u32,
    /// Days, of the calendar, on which they may work.
    pub days: Range<usize>,
    /// Most working days of a person.
    pub most_days: u32,
    /// Paid hours of all of them together.
    pub hours: Hours,
    /// Paid minutes of one of them.
    pub minutes_of_one: f64,
}

impl ContractWeek {
    /// Of a contract in some days of the calendar.
    pub fn of(contract: &GroupContract, calendar: &Calendar, week: &Range<usize>) -> Self {
        let is_in_season = |&day: &usize| contract.is_in_season(calendar.days[day].date);
        // A season has no holes.
        let mut in_season = week.clone().filter(is_in_season);
        let days = in_season.next().map_or(week.start..week.start, |first| first..first + 1 + in_season.count());
        let most_days = contract.days_per_week.min(days.len() as u32);
        let hours_of = |people: u32| match contract.days_per_week {
            0 => Hours::ZERO,
            of_week => contract.weekly_hours * (f64::from(people * most_days) / f64::from(of_week)),
        };
        let (people, hours) = (contract.people, hours_of(contract.people));
        Self { people, days, most_days, hours, minutes_of_one: 60.0 * hours_of(1).0 }
    }

    /// Shifts that they can work together.
    pub fn shifts(&self) -> u32 {
        self.people * self.most_days
    }

    /// Limits on shifts so long that one person cannot work one on each working day, of which a shift with so many paid minutes is
    /// one: for each such limit, how many of these shifts one person can work, and how many all people can.
    ///
    /// Who has 20 hours a week can work two shifts of 8 hours, not two and a half: of shifts longer than a third of the hours, two.
    pub fn long_shifts(&self, minutes: u32) -> impl Iterator<Item = (usize, u32)> {
        let (people, of_one) = (self.people, self.minutes_of_one);
        let is_too_long = move |often: &u32| f64::from(minutes * (often + 1)) > of_one + 1e-6;
        (0..self.most_days).filter(is_too_long).map(move |often| (often as usize, often * people))
    }
}
