//! What it would take where no move suffices: people who are not there.

use super::Asking;
use super::duty::{Duty, Plan};
use super::effect::{simulate, verdicts};
use crate::demand::Demand;
use crate::scenario::GroupId;
use crate::simulation::Verdict;
use crate::watch::{Interrupted, Watch};

/// More people than these are not asked for one by one.
const TRIED: [u32; 8] = [1, 2, 3, 4, 6, 8, 12, 16];

/// People who would have to come for the rest of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lacking {
    /// The group that knows the queue best.
    pub group: GroupId,
    /// How many more of them keep the queue's promise, of those numbers that were tried; `None` where even the largest does not.
    pub people: Option<u32>,
}

/// For each queue whose promise is missed with all moves: how many more people, from the end of the notice until the doors close,
/// keep it, by simulation.
pub(super) fn lacking(
    asking: &Asking<'_>,
    demand: &Demand,
    plan: &Plan,
    missed: &[bool],
    numbers: (u64, u32),
    watch: &dyn Watch,
) -> Result<Vec<Option<Lacking>>, Interrupted> {
    let mut found = vec![None; missed.len()];
    for queue in (0..missed.len()).filter(|&queue| missed[queue]) {
        let rank = |group: &GroupId| {
            let skills = &asking.whole.group(*group).skills;
            skills.iter().position(|skill| skill.0 == queue).map(|place| (place, skills.len(), *group))
        };
        let Some((_, _, group)) = asking.whole.group_ids().filter_map(|group| rank(&group)).min() else { continue };
        let places = asking.open.iter().enumerate().map(|(at, open)| *open && at >= asking.today.open_from).collect();
        let more = Duty { row: usize::MAX, ..Duty::plain(group, places) };
        let mut people = None;
        for count in TRIED {
            watch.check()?;
            let mut with = plan.clone();
            with.duties.extend((0..count).map(|_| more.clone()));
            if verdicts(&simulate(asking, demand, &with, numbers, watch)?)[queue] == Verdict::Kept {
                people = Some(count);
                break;
            }
        }
        found[queue] = Some(Lacking { group, people });
    }
    Ok(found)
}
