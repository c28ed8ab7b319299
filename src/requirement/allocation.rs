//! How the work of each queue is shared out among the groups that have the skill.
//!
//! A linear programme, in plain words: let `share[q, g]` be the part of queue `q`'s work that group `g` does.
//! Every queue's shares add up to 1. The utilisation of a group is its work divided by what its people can do in the
//! horizon. Minimise the highest utilisation first (no group is loaded more than it must be), and with a much smaller
//! weight the cost of the work and how far down a group's list of skills it lies (cheap groups, first skills).

use crate::demand::Demand;
use crate::milp::{self, Kind, Limits, Programme};
use crate::scenario::{GroupId, QueueId, Scenario};

/// Weight of a group's wage, relative to the dearest, against its utilisation.
const WEIGHT_OF_COST: f64 = 1e-3;

/// Weight of a place further down in the list of skills, against utilisation.
const WEIGHT_OF_RANK: f64 = 1e-4;

/// What a column of the programme stands for.
#[derive(Debug, Clone)]
enum Key {
    /// The part of a queue's work that a group does.
    Share { queue: QueueId, group: GroupId },
    /// The highest utilisation of a group.
    Utilisation,
}

/// The part of each queue's work (of the contacts that reach agents) that each group does: one row per queue, one entry per group. A row adds up to 1, or
/// holds only zeros where no group has the skill.
pub fn shares(scenario: &Scenario, demand: &Demand) -> Vec<Vec<f64>> {
    let mut shares = vec![vec![0.0; scenario.groups.len()]; scenario.queues.len()];
    let choices: Vec<Vec<GroupId>> = scenario
        .queue_ids()
        .map(|queue| scenario.groups_for(queue).into_iter().map(|candidate| candidate.group).collect())
        .collect();
    if choices.iter().all(|groups| groups.len() <= 1) {
        for (queue, groups) in choices.iter().enumerate() {
            for group in groups {
                shares[queue][group.0] = 1.0;
            }
        }
        return shares;
    }
    let dearest = scenario.groups.iter().map(|group| group.wage.0).fold(f64::MIN_POSITIVE, f64::max);
    let mut programme = Programme::new();
    let utilisation = programme.column(Key::Utilisation, 0.0, f64::INFINITY, 1.0, Kind::Continuous);
    let mut work_of_group = vec![vec![]; scenario.groups.len()];
    for (queue, groups) in choices.iter().enumerate() {
        let each = scenario.queues[queue].mean_work(demand.handling_factor[queue]);
        let work = demand.total(queue) * each.hours().0;
        let mut all = Vec::new();
        for (rank, &group) in groups.iter().enumerate() {
            let cost = WEIGHT_OF_COST * scenario.group(group).wage.0 / dearest + WEIGHT_OF_RANK * rank as f64;
            let key = Key::Share { queue: QueueId(queue), group };
            let share = programme.column(key, 0.0, 1.0, cost, Kind::Continuous);
            work_of_group[group.0].push((share, work / capacity(scenario, group)));
            all.push((share, 1.0));
        }
        if !all.is_empty() {
            programme.row(format!("all work of {} is shared out", scenario.queues[queue].name), 1.0, 1.0, all);
        }
    }
    for (group, mut work) in work_of_group.into_iter().enumerate() {
        work.push((utilisation, -1.0));
        programme.row(format!("utilisation of {}", scenario.groups[group].name), f64::NEG_INFINITY, 0.0, work);
    }
    let Ok(solution) = milp::solve(&programme, &Limits::NONE) else {
        return first_choice(scenario, &choices);
    };
    for (key, value) in programme.keys().iter().zip(&solution.values) {
        if let Key::Share { queue, group } = key {
            shares[queue.0][group.0] = value.clamp(0.0, 1.0);
        }
    }
    shares
}

/// Every queue's work to the first group that may take it: always feasible, should the solver fail.
fn first_choice(scenario: &Scenario, choices: &[Vec<GroupId>]) -> Vec<Vec<f64>> {
    let mut shares = vec![vec![0.0; scenario.groups.len()]; scenario.queues.len()];
    for (queue, groups) in choices.iter().enumerate() {
        if let Some(group) = groups.first() {
            shares[queue][group.0] = 1.0;
        }
    }
    shares
}

/// What a group's people can do in the horizon, in hours: contract hours after shrinkage, and at least one minute, so
/// that a group without people is the last choice and not a division by zero.
fn capacity(scenario: &Scenario, group: GroupId) -> f64 {
    let group = scenario.group(group);
    let weeks = scenario.calendar.end().hours().0 / (7.0 * 24.0);
    (f64::from(group.headcount) * group.weekly_hours.0 * group.shrinkage.complement().0 * weeks).max(1.0 / 60.0)
}
