//! "Carry on as now": what happens when leavers are replaced and nothing else changes. It is what the plan is held
//! against.
//!
//! Each group keeps today's headcount as well as whole people, lead time, class sizes, trainers and desks allow: hires of a period make up,
//! to the nearest whole person, for those who have left and were not yet replaced, as soon as they fill the smallest class.
//! Attrition is known, so a replacement is asked for ahead of time; only in the first periods, before anybody who is asked
//! for now can begin, do places stay empty. Overtime is worked whenever agents are missing, up to its limit, and partners whose
//! contract is fixed help. Nobody moves, and nothing begins but what is fixed. The budget is not looked at: what exceeds it is
//! reported.

use super::carry_out::{Decisions, Given, HoursDecided};
use super::people::{Cohort, People, first_hiring_period};
use crate::scenario::{GroupId, HiringChannel, PlanAssumptions};

/// The decisions of someone who carries on as now.
pub fn carry_on(given: &Given) -> Decisions {
    let plan = given.plan();
    let mut decisions = Decisions { hours: HoursDecided::WhenShort, ..Decisions::nothing(given) };
    let people = given.people();
    let mut cohorts: Vec<Vec<Cohort>> = people.iter().map(People::of_today).collect();
    for period in 0..given.periods() {
        for (group, people) in people.iter().enumerate() {
            if period > 0 {
                pass(people, &mut cohorts[group]);
            }
        }
        for (group, of) in people.iter().enumerate() {
            let channel = of.plan.group.0;
            let vacant = vacancies(of, &cohorts[group]);
            let room = room(plan, &people, &cohorts, group);
            let hires = begin(plan, &plan.hiring[channel], vacant.min(room), period);
            decisions.hires[channel][period] = hires;
            cohorts[group].push(Cohort { career: 1, people: f64::from(hires), age: 0 });
        }
    }
    decisions
}

fn pass(people: &People, cohorts: &mut [Cohort]) {
    for cohort in cohorts {
        cohort.people *= people.careers[cohort.career].staying(cohort.age);
        cohort.age += 1;
    }
}

/// People who have left and were not replaced, to the nearest whole one.
fn vacancies(people: &People, cohorts: &[Cohort]) -> u32 {
    let headcount: f64 = cohorts.iter().map(|cohort| cohort.people).sum();
    (f64::from(people.group.headcount) - headcount).round().max(0.0) as u32
}

/// People who can begin so that trainers, classrooms and desks do for all; as many as ever where nothing limits them.
fn room(plan: &PlanAssumptions, people: &[People], cohorts: &[Vec<Cohort>], group: usize) -> u32 {
    let sum = |groups: &[GroupId], of: &dyn Fn(usize, &Cohort) -> f64| -> f64 {
        groups.iter().flat_map(|group| cohorts[group.0].iter().map(move |cohort| of(group.0, cohort))).sum()
    };
    let mut room = f64::INFINITY;
    for place in plan.places.iter().filter(|place| place.groups.iter().any(|of| of.0 == group)) {
        if let Some(most) = place.most_people {
            room = room.min(f64::from(most) - sum(&place.groups, &|_, cohort| cohort.people));
        }
        let each = people[group].careers[1].in_class(0);
        if let Some(most) = place.most_in_training.filter(|_| each > 0.0) {
            let in_class = |group: usize, cohort: &Cohort| {
                cohort.people * people[group].careers[cohort.career].in_class(cohort.age)
            };
            room = room.min((f64::from(most) - sum(&place.groups, &in_class)) / each);
        }
    }
    // Room for a person that is lacking by rounding is room.
    (room + 1e-9).floor().clamp(0.0, f64::from(u32::MAX)) as u32
}

/// As many as may begin in a period: whole classes, after the lead time.
fn begin(plan: &PlanAssumptions, channel: &HiringChannel, wanted: u32, period: usize) -> u32 {
    let may_begin = channel.may_hire && period >= first_hiring_period(plan, channel);
    if may_begin && wanted >= channel.class_min { wanted.min(channel.class_max) } else { 0 }
}
