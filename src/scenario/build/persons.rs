//! Persons: people with a name, a duty and a proficiency of their own.

use super::people::{proficiency, ramp_factor};
use crate::calendar::Calendar;
use crate::scenario::Person;
use crate::scenario::form::{Form, join};
use jiff::civil::Date;

/// Names of persons by group; a group that does not exist is a problem.
pub(super) fn by_group(form: &mut Form, group_names: &[String]) -> Vec<Vec<String>> {
    let mut groups = vec![Vec::new(); group_names.len()];
    for name in form.names("person") {
        let path = join(&join("person", &name), "group");
        if let Some(group) = form.resolve_one(&path, "group", group_names) {
            groups[group].push(name);
        }
    }
    groups
}

/// What the persons of a group share.
pub(super) struct Shared<'a> {
    /// Names of the skills, in the order of the group.
    pub skills: &'a [String],
    /// The group's proficiency by skill.
    pub proficiency: &'a [f64],
    /// Factors by week of tenure.
    pub ramp: &'a [f64],
    /// Date and clock minute at the place of work when each interval begins.
    pub clocks: &'a [(Date, u32)],
    /// Whether the place of work is open, by interval.
    pub open: &'a [bool],
}

pub(super) fn build(form: &mut Form, names: &[String], shared: &Shared<'_>) -> Vec<Person> {
    let mut persons = Vec::new();
    for name in names {
        let path = join("person", name);
        let own = proficiency(form, &path, shared.skills);
        let weeks = form.count(&join(&path, "tenure_weeks"));
        let factor = weeks.map_or(1.0, |weeks| ramp_factor(shared.ramp, weeks));
        let duty = super::hours::of(form, &join(&path, "duty")).unwrap_or_default();
        let absent = form.dates(&join(&path, "absent_dates"));
        let clocks = shared.clocks.iter().zip(shared.open);
        persons.push(Person {
            name: name.clone(),
            proficiency: own
                .into_iter()
                .zip(shared.proficiency)
                .map(|(own, of_group)| own.unwrap_or(*of_group) * factor)
                .collect(),
            on_duty: clocks
                .map(|(&(date, minute), is_open)| *is_open && !absent.contains(&date) && duty.is_open(date, minute))
                .collect(),
        });
    }
    persons
}

/// How many of them are on duty in each interval.
pub(super) fn on_duty(persons: &[Person], calendar: &Calendar) -> Vec<u32> {
    (0..calendar.intervals.len())
        .map(|interval| persons.iter().filter(|person| person.on_duty.get(interval) == Some(&true)).count() as u32)
        .collect()
}
