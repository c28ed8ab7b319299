//! "Carry on as now": what happens when leavers are replaced and nothing else changes. It is what the plan is held
//! against.
//!
//! Each group keeps today's headcount as well as whole people, lead time and class sizes allow: hires of a period make up,
//! to the nearest whole person, for those who have left and were not yet replaced, as soon as they fill the smallest class.
//! Attrition is known, so a replacement is asked for ahead of time; only in the first periods, before anybody who is asked
//! for now can begin, do places stay empty. Overtime is worked whenever agents are missing, up to its limit, and partners whose
//! contract is fixed help. Nobody moves, and nothing begins but what is fixed. The budget is not looked at: what exceeds it is
//! reported.

use super::carry_out::{Decisions, Given, HoursDecided};
use super::people::{Cohort, People, first_hiring_period};
use crate::scenario::{HiringChannel, PlanAssumptions};

/// The decisions of someone who carries on as now.
pub fn carry_on(given: &Given) -> Decisions {
    let plan = given.plan();
    let mut decisions = Decisions { hours: HoursDecided::WhenShort, ..Decisions::nothing(given) };
    for people in given.people() {
        let channel = people.plan.group.0;
        decisions.hires[channel] = replacements(plan, &people, &plan.hiring[channel], given.periods());
    }
    decisions
}

fn replacements(plan: &PlanAssumptions, people: &People, channel: &HiringChannel, periods: usize) -> Vec<u32> {
    let today = f64::from(people.group.headcount);
    let mut cohorts = people.of_today();
    (0..periods)
        .map(|period| {
            if period > 0 {
                for cohort in &mut cohorts {
                    cohort.people *= people.careers[cohort.career].staying(cohort.age);
                    cohort.age += 1;
                }
            }
            let headcount: f64 = cohorts.iter().map(|cohort| cohort.people).sum();
            let vacant = (today - headcount).round().max(0.0) as u32;
            let may_begin = channel.may_hire && period >= first_hiring_period(plan, channel);
            let hires = if may_begin && vacant >= channel.class_min { vacant.min(channel.class_max) } else { 0 };
            cohorts.push(Cohort { career: 1, people: f64::from(hires), age: 0 });
            hires
        })
        .collect()
}
