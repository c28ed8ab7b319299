//! How many agents are missing, fast: what guides the search, before simulation judges.
//!
//! Each queue needs so many agents in each interval by formula. The agents on duty, fractions included, are dealt out to the queues that
//! their groups know so that as much of the need as possible is met (a maximum flow: Ford & Fulkerson 1956); what is left is
//! missing. Queues whose promise is not kept yet come first, and what the others miss counts a quarter. A tenth of what each group by itself lacks of its own part of the need is added, so that of two ways to meet the
//! need, the one that leaves specialists to their queue counts as better.

use super::day::Today;
use crate::calendar::Grid;
use crate::demand::Demand;
use crate::requirement::Formula;
use crate::scenario::{GroupId, Scenario};

/// Part of the separate lack that is added to what is missing in all.
const SEPARATE: f64 = 0.1;
/// What an agent counts who is missing where the promise is kept all the same.
const SETTLED: f64 = 0.25;
/// Agents that are not worth an augmenting path.
const HARDLY_ANY: f64 = 1e-9;

/// What is needed today.
#[derive(Debug, Clone, PartialEq)]
pub struct Need {
    /// Agents needed by queue and interval.
    pub by_queue: Grid<u32>,
    /// Agents needed by group and interval, if the work is shared out evenly.
    pub by_group: Grid<u32>,
    /// By queue: whether its promise is not kept yet.
    pub urgent: Vec<bool>,
    /// By group: the queues that it knows.
    skills: Vec<Vec<usize>>,
    /// Work of an agent on duty, by group.
    effectiveness: Vec<f64>,
}

impl Need {
    /// What a demand needs.
    pub fn of(scenario: &Scenario, demand: &Demand) -> Self {
        let formula = Formula::new(scenario);
        Self {
            by_queue: formula.agents_by_queue(demand),
            by_group: formula.agents_by_group(demand),
            urgent: vec![true; scenario.queues.len()],
            skills: scenario.groups.iter().map(|group| group.skills.iter().map(|queue| queue.0).collect()).collect(),
            effectiveness: scenario
                .groups
                .iter()
                .map(|group| if group.skills.is_empty() { 0.0 } else { group.effectiveness(0) })
                .collect(),
        }
    }

    /// The same need with other queues urgent.
    #[must_use]
    pub fn with_urgent(&self, urgent: Vec<bool>) -> Self {
        Self { urgent, ..self.clone() }
    }

    /// A need of more agents for some queues, in each interval that needs any: a twelfth more, and one at least. The formula sees
    /// each queue by itself, and where groups have several queues to look after, that is too little.
    #[must_use]
    pub fn raised(&self, queues: &[bool]) -> Self {
        let mut raised = self.clone();
        for (queue, _) in queues.iter().enumerate().filter(|(_, raise)| **raise) {
            for agents in raised.by_queue.row_mut(queue).iter_mut().filter(|agents| **agents > 0) {
                *agents += (*agents / 12).max(1);
            }
        }
        raised
    }

    /// Agents missing by queue in an interval in which so many are on duty by group.
    pub fn missing_by_queue(&self, interval: usize, on_duty: &[f64]) -> Vec<f64> {
        let queues = self.by_queue.rows();
        let mut missing: Vec<f64> = (0..queues).map(|queue| f64::from(self.by_queue[(queue, interval)])).collect();
        let mut free: Vec<f64> = on_duty.iter().zip(&self.effectiveness).map(|(agents, work)| agents * work).collect();
        let mut given = vec![vec![0.0; queues]; free.len()];
        // Dealt out to the urgent first, they keep what they have when places are exchanged for the others.
        for urgent_only in [true, false] {
            while let Some(path) = self.path(&free, &missing, &given, urgent_only) {
                let mut amount = free[path[0].0].min(missing[path[path.len() - 1].1]);
                for two in path.windows(2) {
                    amount = amount.min(given[two[1].0][two[0].1]);
                }
                free[path[0].0] -= amount;
                missing[path[path.len() - 1].1] -= amount;
                for (at, &(group, queue)) in path.iter().enumerate() {
                    given[group][queue] += amount;
                    if let Some(&(next, _)) = path.get(at + 1) {
                        given[next][queue] -= amount;
                    }
                }
            }
        }
        missing
    }

    /// A way from a group with somebody free to a queue with somebody missing: each step is a group that takes a queue over, and
    /// the next group is one that has been giving to that queue and goes on to another.
    fn path(
        &self,
        free: &[f64],
        missing: &[f64],
        given: &[Vec<f64>],
        urgent_only: bool,
    ) -> Option<Vec<(usize, usize)>> {
        let groups = free.len();
        let mut came_by: Vec<Option<(usize, usize)>> = vec![None; groups];
        let mut seen: Vec<bool> = free.iter().map(|&agents| agents > HARDLY_ANY).collect();
        let mut waiting: Vec<usize> = (0..groups).filter(|&group| seen[group]).collect();
        let mut at = 0;
        while let Some(&group) = waiting.get(at) {
            at += 1;
            for &queue in &self.skills[group] {
                if missing[queue] > HARDLY_ANY && (self.urgent[queue] || !urgent_only) {
                    let mut path = vec![(group, queue)];
                    let mut back = came_by[group];
                    while let Some((before, through)) = back {
                        path.push((before, through));
                        back = came_by[before];
                    }
                    path.reverse();
                    return Some(path);
                }
                for next in 0..groups {
                    if !seen[next] && given[next][queue] > HARDLY_ANY {
                        seen[next] = true;
                        came_by[next] = Some((group, queue));
                        waiting.push(next);
                    }
                }
            }
        }
        None
    }

    /// Agents missing in an interval, with a tenth of what each group by itself lacks.
    pub fn missing(&self, interval: usize, on_duty: &[f64]) -> f64 {
        let separate = |(group, agents): (usize, &f64)| (f64::from(self.by_group[(group, interval)]) - agents).max(0.0);
        let by_queue = self.missing_by_queue(interval, on_duty).into_iter().zip(&self.urgent);
        let together: f64 = by_queue.map(|(missing, &urgent)| if urgent { missing } else { SETTLED * missing }).sum();
        together + SEPARATE * on_duty.iter().enumerate().map(separate).sum::<f64>()
    }
}

/// What one person more or less would change, in agent-hours missing: for each group and interval from which things can be
/// changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Margins {
    /// Agents on duty, fractions included, by interval and then by group.
    on_duty: Vec<Vec<f64>>,
    /// Agent-hours less missing with one person more.
    more: Grid<f64>,
    /// Agent-hours more missing with one person less.
    less: Grid<f64>,
}

impl Margins {
    /// The margins around these people.
    pub fn of(today: &Today, need: &Need, people: &Grid<u32>, per_person: &[f64]) -> Self {
        let (groups, intervals) = (per_person.len(), today.intervals());
        let on_duty: Vec<Vec<f64>> = (0..intervals)
            .map(|interval| {
                let agents = (0..groups).map(|group| f64::from(people[(group, interval)]) * per_person[group]);
                agents.collect()
            })
            .collect();
        let (mut more, mut less) = (Grid::filled(groups, intervals, 0.0), Grid::filled(groups, intervals, 0.0));
        for interval in today.open_from..intervals {
            let (hours, here) = (today.hours(interval), &on_duty[interval]);
            let now = need.missing(interval, here);
            for group in 0..groups {
                let with = |change: f64| {
                    let mut changed = here.clone();
                    changed[group] = (changed[group] + change * per_person[group]).max(0.0);
                    need.missing(interval, &changed)
                };
                more[(group, interval)] = (now - with(1.0)) * hours;
                less[(group, interval)] = (with(-1.0) - now) * hours;
            }
        }
        Self { on_duty, more, less }
    }

    /// Agent-hours less missing with one person of the group more in these intervals.
    pub fn gain(&self, group: GroupId, intervals: impl Iterator<Item = usize>) -> f64 {
        intervals.map(|interval| self.more[(group.0, interval)]).sum()
    }

    /// Agent-hours more missing with one person of the group less in these intervals.
    pub fn loss(&self, group: GroupId, intervals: impl Iterator<Item = usize>) -> f64 {
        intervals.map(|interval| self.less[(group.0, interval)]).sum()
    }

    /// Agent-hours less missing with one person in another group in an interval.
    pub fn exchange(
        &self,
        today: &Today,
        need: &Need,
        per_person: &[f64],
        (from, to): (GroupId, GroupId),
        interval: usize,
    ) -> f64 {
        let mut changed = self.on_duty[interval].clone();
        changed[from.0] = (changed[from.0] - per_person[from.0]).max(0.0);
        changed[to.0] += per_person[to.0];
        (need.missing(interval, &self.on_duty[interval]) - need.missing(interval, &changed)) * today.hours(interval)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Groups of queue 0, of queue 1 and of both.
    fn need(by_queue: [u32; 2]) -> Need {
        Need {
            by_queue: Grid::from_rows(by_queue.map(|agents| vec![agents]).to_vec()),
            by_group: Grid::from_rows(vec![vec![0]; 3]),
            urgent: vec![true; 2],
            skills: vec![vec![0], vec![1], vec![0, 1]],
            effectiveness: vec![1.0; 3],
        }
    }

    #[test]
    fn those_who_know_both_go_where_they_are_missing() {
        assert_eq!(need([4, 4]).missing_by_queue(0, &[3.0, 1.0, 2.5]).iter().sum::<f64>(), 1.5);
        assert_eq!(need([4, 1]).missing_by_queue(0, &[3.0, 9.0, 1.0]), [0.0, 0.0]);
        assert_eq!(need([4, 1]).missing_by_queue(0, &[3.0, 9.0, 0.0]), [1.0, 0.0]);
    }

    #[test]
    fn the_urgent_come_first() {
        let mut need = need([4, 4]);
        for (urgent, missing) in [([true, false], [0.0, 2.0]), ([false, true], [2.0, 0.0])] {
            need.urgent = urgent.to_vec();
            assert_eq!(need.missing_by_queue(0, &[2.0, 2.0, 2.0]), missing);
            assert_eq!(need.missing(0, &[2.0, 2.0, 2.0]), 0.5);
        }
    }

    #[test]
    fn somebody_gives_up_a_place_that_another_can_take() {
        // Both are first dealt to queue 0; the specialist of queue 0 must free them for queue 1.
        let mut need = need([2, 2]);
        need.skills = vec![vec![0, 1], vec![1], vec![0]];
        assert_eq!(need.missing_by_queue(0, &[2.0, 0.0, 2.0]), [0.0, 0.0]);
    }
}
