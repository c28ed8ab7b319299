//! "Carry on as now": what happens when leavers are replaced and nothing else changes. It is what the plan is held
//! against.
//!
//! Each group keeps today's headcount as well as whole people, lead time and class sizes allow: hires of a month make up,
//! to the nearest whole person, for those who have left and were not yet replaced, as soon as they fill the smallest class.
//! Attrition is known, so a replacement is asked for ahead of time; only in the first months, before anybody who is asked
//! for now can begin, do places stay empty. Overtime is worked whenever agents are missing, up to its limit. Self-service
//! begins only where its start is fixed. The budget is not looked at: what exceeds it is reported.

use super::carry_out::{Decisions, Given, Overtime};
use super::people::People;

/// The decisions of someone who carries on as now.
pub fn carry_on(given: &Given) -> Decisions {
    let months = given.workload.months.len();
    Decisions {
        starts: given.plan.self_service.iter().map(|option| option.fixed_start).collect(),
        hires: given.people().iter().map(|people| replacements(people, months)).collect(),
        overtime: Overtime::WhenShort,
    }
}

fn replacements(people: &People, months: usize) -> Vec<u32> {
    let today = f64::from(people.group.headcount);
    let mut headcount = today;
    (0..months)
        .map(|month| {
            if month > 0 {
                headcount *= people.staying(1);
            }
            let vacant = (today - headcount).round().max(0.0) as u32;
            let may_begin = people.plan.may_hire && month >= people.first_hiring_month();
            let hires =
                if may_begin && vacant >= people.plan.class_min { vacant.min(people.plan.class_max) } else { 0 };
            headcount += f64::from(hires);
            hires
        })
        .collect()
}
