//! The contact centre as the simulation sees it: what does not change between replications, looked up once.
//!
//! The simulated clock begins at 0 with the warm-up, if there is one, and is cut into segments: the warm-up, then the
//! intervals of the calendar. Nothing in the event loop asks whether something counts; whoever collects the facts leaves
//! out those of the warm-up.

use crate::demand::Demand;
use crate::scenario::{GroupId, Queue, QueueId, Routing, Scenario};
use crate::staffing::StaffingLevels;
use crate::target::ServiceLevelDefinition;
use crate::units::Seconds;

/// A centre, ready to run.
#[derive(Debug, Clone)]
pub struct Centre {
    /// Stretches of constant rates and levels, in order, without gaps, from 0.
    pub segments: Vec<Segment>,
    /// How many segments at the beginning are warm-up: 0 or 1.
    pub warm_up: usize,
    /// Days of the calendar.
    pub days: usize,
    /// By queue.
    pub queues: Vec<QueueRules>,
    /// By group.
    pub groups: Vec<GroupRules>,
    /// How many pairs of a group and one of its skills there are.
    pub pairs: usize,
    /// The group of each agent. Agents of a group stand together; there are as many as are ever on duty at once.
    pub agents: Vec<u32>,
    /// The policies.
    pub routing: Routing,
}

/// A stretch of constant rates and levels.
#[derive(Debug, Clone, Copy)]
pub struct Segment {
    /// End, on the simulated clock in seconds; it begins where the one before ends.
    pub end: f64,
    /// Its day.
    pub day: usize,
}

/// What holds for the contacts of a queue.
#[derive(Debug, Clone)]
pub struct QueueRules {
    /// Groups that take its contacts at once, in the contacts' order.
    pub direct: Vec<Seat>,
    /// Groups that take them after a wait, in the contacts' order.
    pub overflow: Vec<Seat>,
    /// That wait, in seconds.
    pub overflow_after: f64,
    /// How many may wait.
    pub waiting_places: usize,
    /// Threshold of the service level, in seconds.
    pub within: f64,
    /// Whether its contacts can lose patience.
    pub impatient: bool,
    /// Whether it is open, by segment.
    pub open: Vec<bool>,
    /// Contacts per second, by segment, before the day's factor.
    pub rates: Vec<f64>,
}

/// A place at which a contact can be served.
#[derive(Debug, Clone, Copy)]
pub struct Seat {
    /// The group.
    pub group: usize,
    /// Number of the pair of this group and the contact's queue.
    pub pair: usize,
}

/// What holds for the agents of a group.
#[derive(Debug, Clone)]
pub struct GroupRules {
    /// The queues they serve, in their order.
    pub skills: Vec<Skill>,
    /// Agents on duty, by segment.
    pub levels: Vec<u32>,
    /// Number of the first of its agents.
    pub first_agent: usize,
}

/// A queue that a group serves.
#[derive(Debug, Clone, Copy)]
pub struct Skill {
    /// The queue.
    pub queue: usize,
    /// Number of the pair of this group and this queue.
    pub pair: usize,
    /// The wait after which a contact may be taken, in seconds.
    pub after: f64,
    /// Rank of the queue: 1 is most urgent.
    pub priority: u32,
}

impl Centre {
    /// The centre of a scenario, with this demand and these agents.
    pub fn of(scenario: &Scenario, demand: &Demand, levels: &StaffingLevels) -> Self {
        let calendar = &scenario.calendar;
        let warm_up = usize::from(scenario.simulation.warm_up.0 > 0.0 && !calendar.intervals.is_empty());
        let shift = if warm_up == 1 { scenario.simulation.warm_up.0 } else { 0.0 };
        let mut segments: Vec<Segment> =
            calendar.intervals.iter().map(|i| Segment { end: i.end.0 + shift, day: i.day }).collect();
        if warm_up == 1 {
            segments.insert(0, Segment { end: shift, day: 0 });
        }
        let intervals: Vec<usize> = (0..segments.len()).map(|segment| segment.saturating_sub(warm_up)).collect();

        let mut groups: Vec<GroupRules> = Vec::new();
        let mut agents: Vec<u32> = Vec::new();
        let mut pairs = 0;
        for (index, group) in scenario.groups.iter().enumerate() {
            let levels: Vec<u32> = intervals.iter().map(|&interval| levels.agents[(index, interval)]).collect();
            let first_agent = agents.len();
            let most = levels.iter().copied().max().unwrap_or(0) as usize;
            agents.resize(first_agent + most, index as u32);
            let skill = |(place, &QueueId(queue)): (usize, &QueueId)| Skill {
                queue,
                pair: pairs + place,
                after: overflow_after(scenario, queue, index),
                priority: scenario.queues[queue].priority,
            };
            let skills: Vec<Skill> = group.skills.iter().enumerate().map(skill).collect();
            pairs += skills.len();
            groups.push(GroupRules { skills, levels, first_agent });
        }

        let queues = scenario.queue_ids().map(|id| {
            let queue = scenario.queue(id);
            let seats = |late: bool| -> Vec<Seat> {
                let candidates = scenario.groups_for(id).into_iter();
                let candidates = candidates.filter(|candidate| (candidate.after.0 > 0.0) == late);
                candidates.filter_map(|candidate| seat(&groups, candidate.group, id)).collect()
            };
            let open = queue.opening_hours.open_intervals(calendar);
            let rate = |interval: usize| demand.expected[(id.0, interval)] / calendar.intervals[interval].length().0;
            QueueRules {
                direct: seats(false),
                overflow: seats(true),
                overflow_after: queue.overflow.as_ref().map_or(0.0, |overflow| overflow.after.0),
                waiting_places: queue.waiting_places.map_or(usize::MAX, |places| places as usize),
                within: service_level_of(queue).0.0,
                impatient: queue.patience.is_some(),
                open: intervals.iter().map(|&interval| open[interval]).collect(),
                rates: intervals.iter().map(|&interval| rate(interval)).collect(),
            }
        });
        let queues = queues.collect();
        Self { segments, warm_up, days: calendar.days.len(), queues, groups, pairs, agents, routing: scenario.routing }
    }

    /// End of the horizon on the simulated clock.
    pub fn end(&self) -> f64 {
        self.segments.last().map_or(0.0, |segment| segment.end)
    }
}

/// Threshold and definition by which a queue's service level is counted: the promise's, or the scenario's where nothing
/// is promised.
pub fn service_level_of(queue: &Queue) -> (Seconds, ServiceLevelDefinition) {
    match queue.target.service_level {
        Some(target) => (target.within, target.definition),
        None => (queue.service_level_within, ServiceLevelDefinition::default()),
    }
}

fn overflow_after(scenario: &Scenario, queue: usize, group: usize) -> f64 {
    let overflow = scenario.queues[queue].overflow.as_ref();
    overflow.filter(|overflow| overflow.to.contains(&GroupId(group))).map_or(0.0, |overflow| overflow.after.0)
}

fn seat(groups: &[GroupRules], group: GroupId, queue: QueueId) -> Option<Seat> {
    let skill = groups[group.0].skills.iter().find(|skill| skill.queue == queue.0)?;
    Some(Seat { group: group.0, pair: skill.pair })
}
