//! Contracts of people without names: how many of a group work how much, when in the year, and what their weeks look like.

use super::ShiftTypeId;
use crate::units::Hours;
use jiff::civil::Date;

/// So many people of a group who work under the same rules.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupContract {
    /// Its name.
    pub name: String,
    /// People who have it.
    pub people: u32,
    /// Most paid hours of a person in a week, without overtime. A week of which the horizon or the season has only some days has the
    /// same hours for each of the days that a person can still work in it.
    pub weekly_hours: Hours,
    /// Most working days of a person in a week.
    pub days_per_week: u32,
    /// Shift types that they work; `None`: all that their group may work.
    pub shift_types: Option<Vec<ShiftTypeId>>,
    /// First date on which they work; `None`: from the begin of the horizon on.
    pub from: Option<Date>,
    /// Last date on which they work; `None`: to the end of the horizon.
    pub until: Option<Date>,
    /// Whether the days off that `days_per_week` leaves lie next to each other. Who works less has further days off anywhere.
    pub days_off_together: bool,
    /// Within how many minutes of each other all shifts of a person's week begin; `None`: at any time.
    pub start_within: Option<u32>,
    /// How often a person works at weekends; `None`: whenever needed.
    pub weekends: Option<WeekendRotation>,
}

impl GroupContract {
    /// A contract with nothing special: every shift of the group, all year, no rules beside hours and days.
    pub fn plain(name: &str, people: u32, weekly_hours: Hours, days_per_week: u32) -> Self {
        Self {
            name: name.to_owned(),
            people,
            weekly_hours,
            days_per_week,
            shift_types: None,
            from: None,
            until: None,
            days_off_together: false,
            start_within: None,
            weekends: None,
        }
    }

    /// Whether they may work a type of shift, if their group may.
    pub fn works(&self, shift_type: ShiftTypeId) -> bool {
        self.shift_types.as_ref().is_none_or(|types| types.contains(&shift_type))
    }

    /// Whether a date lies in their season.
    pub fn is_in_season(&self, date: Date) -> bool {
        self.from.is_none_or(|from| from <= date) && self.until.is_none_or(|until| date <= until)
    }

    /// Whether there are rules about a person's week beside its hours and the number of its days.
    pub fn has_tour_rules(&self) -> bool {
        self.days_off_together || self.start_within.is_some() || self.weekends.is_some()
    }
}

/// Weekends in turn: of so many weeks one after the other, a person works in some on Saturday or Sunday. Weeks are those of
/// the schedule, counted from the horizon's first day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WeekendRotation {
    /// Weeks with work at the weekend.
    pub worked: u32,
    /// Of so many.
    pub of: u32,
}

impl WeekendRotation {
    /// Whether a person, by number from 0, may work at the weekend of a week, by number from 0.
    ///
    /// People are divided into `of` rotas, person after person, and `worked` of these have their turn, going on around the circle
    /// week by week. So each rota has its turn exactly `worked` times in any `of` weeks, and who it is depends on no other week.
    pub fn has_turn(self, person: u32, week: usize) -> bool {
        let of = u64::from(self.of.max(1));
        let first = (week as u64 % of) * u64::from(self.worked) % of;
        (u64::from(person) % of + of - first) % of < u64::from(self.worked)
    }

    /// How many of so many people have their turn in a week.
    pub fn people_with_turn(self, people: u32, week: usize) -> u32 {
        let of = self.of.max(1);
        // Whole rounds of the circle have `worked` each.
        let rest = (people - people % of..people).filter(|&person| self.has_turn(person, week)).count() as u32;
        people / of * self.worked.min(of) + rest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_any_weeks_one_after_the_other_each_person_has_the_agreed_turns() {
        for of in 1..6 {
            for worked in 0..=of {
                let rotation = WeekendRotation { worked, of };
                for person in 0..7 {
                    for first in 0..6 {
                        let weeks = first..first + of as usize;
                        let turns = weeks.filter(|&week| rotation.has_turn(person, week)).count();
                        assert_eq!(turns, worked as usize, "{rotation:?}, person {person} from week {first}");
                    }
                }
                for week in 0..6 {
                    for people in 0..9 {
                        let turns = (0..people).filter(|&person| rotation.has_turn(person, week)).count();
                        assert_eq!(rotation.people_with_turn(people, week), turns as u32);
                    }
                }
            }
        }
    }
}
