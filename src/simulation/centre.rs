//! The contact centre as the simulation sees it: what does not change between replications, looked up once.
//!
//! The simulated clock begins at 0 with the warm-up, if there is one, and is cut into segments: the warm-up, then the
//! intervals of the calendar. Nothing in the event loop asks whether something counts; whoever collects the facts leaves
//! out those of the warm-up.

mod crews;
mod journeys;

use crate::demand::Demand;
use crate::distribution::Sampler;
use crate::random::name_key;
use crate::scenario::{BotOutcome, Callback, ComesBack, GroupId, Handover, Queue, Routing, Satisfaction, Scenario};
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
    /// The first interval of the calendar that the measures over the horizon count; the first of all but for a day of which only
    /// the rest is asked for.
    pub counted_from: usize,
    /// Days of the calendar.
    pub days: usize,
    /// By queue.
    pub queues: Vec<QueueRules>,
    /// By crew: the agents of a group who are alike, group by group.
    pub crews: Vec<CrewRules>,
    /// How many pairs of a crew and one of its skills there are.
    pub pairs: usize,
    /// The crew of each pair.
    pub crew_of_pair: Vec<u32>,
    /// The crew of each agent. Agents of a crew stand together; there are as many as are ever on duty at once.
    pub agents: Vec<u32>,
    /// How many queues have an overflow that may fall due: all of them if any has, or none.
    pub overflows: usize,
    /// Reasons, those of the first queue first.
    pub reasons: Vec<ReasonRules>,
    /// By bot.
    pub bots: Vec<BotRules>,
    /// Lines, by trunk.
    pub trunks: Vec<u32>,
    /// The policies.
    pub routing: Routing,
    /// How satisfied customers are.
    pub satisfaction: Satisfaction,
}

/// A stretch of constant rates and levels.
#[derive(Debug, Clone, Copy)]
pub struct Segment {
    /// Begin, on the simulated clock in seconds.
    pub start: f64,
    /// End; the next begins there.
    pub end: f64,
    /// Its day.
    pub day: usize,
}

/// What holds for the contacts of a queue.
#[derive(Debug, Clone)]
pub struct QueueRules {
    /// What its random numbers are called by.
    pub name_key: u64,
    /// Whether contacts do nothing but come, wait, are handled one at a time, and leave: no journey to be followed.
    pub is_plain: bool,
    /// Whether somebody can tell when exactly a contact abandons, so that the diary must know.
    pub is_watched: bool,
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
    /// Share who leave at once when they would have to wait.
    pub balking: f64,
    /// Whether it is open, by segment.
    pub open: Vec<bool>,
    /// Contacts per second, by segment, before random factors.
    pub rates: Vec<f64>,
    /// Mean handling time, after-call work included, for estimates of waits, in seconds.
    pub mean_handling: f64,
    /// After-call work.
    pub after_call: Option<Sampler>,
    /// Index of its first reason.
    pub first_reason: usize,
    /// How many reasons it has.
    pub reasons: usize,
    /// Most contacts that an agent holds at once, and how much longer each takes by the number held; none: one.
    pub stretch: Option<Vec<f64>>,
    /// Chance that a turn is not the last, and the pause before the next.
    pub pauses: Option<(f64, Sampler)>,
    /// How its work waits, if it can.
    pub deferred: Option<DeferredRules>,
    /// Callbacks.
    pub callback: Option<Callback>,
    /// Further attempts of who abandoned or was blocked.
    pub redial: Option<ReturnRules>,
    /// Return of those whose matter was not settled.
    pub repeat: Option<ReturnRules>,
    /// The bots before it, in the order in which contacts meet them.
    pub bots: Vec<usize>,
    /// The trunk that its contacts use.
    pub trunk: Option<usize>,
}

/// How work waits.
#[derive(Debug, Clone)]
pub struct DeferredRules {
    /// Whether it is laid aside for live work.
    pub interruptible: bool,
    /// Pieces that wait at the begin of the horizon.
    pub backlog: u32,
    /// Seconds that count for the promise, from 0 to the begin of each segment, and to the end.
    pub clock: Vec<f64>,
}

/// Somebody comes back.
#[derive(Debug, Clone)]
pub struct ReturnRules {
    /// The share who do.
    pub share: f64,
    /// After how long.
    pub after: Sampler,
    /// To which queue.
    pub to: usize,
}

/// A reason why contacts come.
#[derive(Debug, Clone)]
pub struct ReasonRules {
    /// Its queue.
    pub queue: usize,
    /// Share of this and the reasons of the queue before it.
    pub share_up_to: f64,
    /// Handling time relative to the queue's.
    pub handling_factor: f64,
    /// Value of a contact.
    pub value: f64,
    /// Share settled by an answer.
    pub resolution: f64,
    /// Second level.
    pub escalation: Option<Handover>,
    /// Wrong place.
    pub transfer: Option<Handover>,
    /// What the bots before the queue do with it, in their order.
    pub bots: Vec<BotWithReason>,
}

/// What a bot does with the contacts of a reason.
#[derive(Debug, Clone, Copy)]
pub struct BotWithReason {
    /// Who enters, and how sessions end.
    pub outcome: BotOutcome,
    /// Handling time of those who entered and were not resolved, relative to the mean of those who enter.
    pub handling_of_rest: f32,
}

/// A bot.
#[derive(Debug, Clone)]
pub struct BotRules {
    /// How long a session lasts.
    pub session: Sampler,
    /// Handling time of the escalated.
    pub handling_factor: f64,
    /// Return of the contained but unhelped.
    pub comes_back: Option<ReturnRules>,
    /// Most sessions at once.
    pub capacity: u32,
    /// When it is out of order, on the simulated clock.
    pub outages: Vec<(f64, f64)>,
}

/// A place at which a contact can be served.
#[derive(Debug, Clone, Copy)]
pub struct Seat {
    /// The crew.
    pub crew: usize,
    /// Number of the pair of this crew and the contact's queue.
    pub pair: usize,
    /// Place of the crew's group in the contact's order: crews of a group are equals.
    pub rank: u32,
    /// Handling time there, relative to the queue's.
    pub factor: f64,
}

impl Seat {
    /// The seat of a crew by one of its skills, when the agent chooses and ranks do not matter.
    pub fn of(crew: usize, skill: &Skill) -> Self {
        Self { crew, pair: skill.pair, rank: 0, factor: skill.factor }
    }
}

/// What holds for the agents of a crew.
#[derive(Debug, Clone)]
pub struct CrewRules {
    /// Their group.
    pub group: usize,
    /// Which named person of the group, where it is one.
    pub person: Option<usize>,
    /// The queues they serve, in their order.
    pub skills: Vec<Skill>,
    /// Agents on duty as planned, by segment.
    pub levels: Vec<u32>,
    /// Number of the first of its agents.
    pub first_agent: usize,
    /// Agents who stay free for live work.
    pub reserve: usize,
    /// Whether any of its queues may be held several at once.
    pub holds_several: bool,
    /// Whether any of its queues is work that is laid aside for live work.
    pub lays_aside: bool,
}

/// A queue that a crew serves.
#[derive(Debug, Clone, Copy)]
pub struct Skill {
    /// The queue.
    pub queue: usize,
    /// Number of the pair of this crew and this queue.
    pub pair: usize,
    /// The wait after which a contact may be taken, in seconds.
    pub after: f64,
    /// Rank of the queue: 1 is most urgent.
    pub priority: u32,
    /// Weight of a second of waiting in the queue.
    pub weight: f64,
    /// Handling time by these agents, relative to the queue's.
    pub factor: f64,
    /// Whether the work is deferred.
    pub deferred: bool,
    /// Whether it is laid aside for live work.
    pub interruptible: bool,
}

impl Centre {
    /// The centre of a scenario, with this demand and these agents.
    pub fn of(scenario: &Scenario, demand: &Demand, levels: &StaffingLevels) -> Self {
        let calendar = &scenario.calendar;
        let warm_up = usize::from(scenario.simulation.warm_up.0 > 0.0 && !calendar.intervals.is_empty());
        let shift = if warm_up == 1 { scenario.simulation.warm_up.0 } else { 0.0 };
        let at = |interval: &crate::calendar::Interval| Segment {
            start: interval.start.0 + shift,
            end: interval.end.0 + shift,
            day: interval.day,
        };
        let mut segments: Vec<Segment> = calendar.intervals.iter().map(at).collect();
        if warm_up == 1 {
            segments.insert(0, Segment { start: 0.0, end: shift, day: 0 });
        }
        let intervals: Vec<usize> = (0..segments.len()).map(|segment| segment.saturating_sub(warm_up)).collect();
        let line_up = crews::line_up(scenario, demand, levels, &intervals);
        let reasons = journeys::reasons(scenario);
        let queues = scenario.queue_ids().map(|id| {
            let queue = scenario.queue(id);
            let seats = |late: bool| -> Vec<Seat> {
                let candidates = scenario.groups_for(id).into_iter();
                let candidates = candidates.filter(|candidate| (candidate.after.0 > 0.0) == late).enumerate();
                candidates.flat_map(|(rank, candidate)| line_up.seats(candidate.group, id, rank as u32)).collect()
            };
            let open = queue.opening_hours.open_intervals(calendar);
            let rate = |interval: usize| demand.expected[(id.0, interval)] / calendar.intervals[interval].length().0;
            let of_queue = reasons.iter().enumerate().filter(|(_, reason)| reason.queue == id.0);
            let first_reason = of_queue.clone().map(|(index, _)| index).next().unwrap_or(0);
            let count = of_queue.clone().count();
            let trunk = scenario.trunks.iter().position(|trunk| trunk.queues.contains(&id));
            let open: Vec<bool> = intervals.iter().map(|&interval| open[interval]).collect();
            let mix: f64 = queue.reasons.iter().map(|reason| reason.share.0 * reason.handling_factor).sum();
            let after_call = queue.after_call_work.as_ref().map_or(0.0, |law| law.mean().0);
            QueueRules {
                name_key: name_key(&queue.name),
                is_plain: journeys::is_plain(scenario, id),
                is_watched: queue.patience.is_some() && (queue.redial.is_some() || trunk.is_some()),
                direct: seats(false),
                overflow: seats(true),
                overflow_after: queue.overflow.as_ref().map_or(0.0, |overflow| overflow.after.0),
                waiting_places: queue.waiting_places.map_or(usize::MAX, |places| places as usize),
                within: service_level_of(queue).0.0,
                impatient: queue.patience.is_some(),
                balking: queue.balking.0,
                deferred: queue.deferred.map(|deferred| DeferredRules {
                    interruptible: deferred.interruptible,
                    backlog: deferred.backlog,
                    clock: journeys::promise_clock(&segments, &open, deferred.in_opening_hours),
                }),
                open,
                rates: intervals.iter().map(|&interval| rate(interval)).collect(),
                mean_handling: queue.handling.mean().0 * mix * demand.handling_factor[id.0] + after_call,
                after_call: queue.after_call_work.as_ref().map(crate::distribution::Distribution::sampler),
                first_reason,
                reasons: count,
                stretch: queue.concurrency.as_ref().map(|concurrency| concurrency.stretch.clone()),
                pauses: queue.pauses.as_ref().map(|pauses| (1.0 - 1.0 / pauses.turns, pauses.gap.sampler())),
                callback: queue.callback.clone(),
                redial: queue.redial.as_ref().map(ReturnRules::of),
                repeat: queue.repeat.as_ref().map(ReturnRules::of),
                bots: scenario.bots_before(id).map(|(bot, _)| bot).collect(),
                trunk,
            }
        });
        let queues: Vec<QueueRules> = queues.collect();
        let has_overflow = queues.iter().any(|queue| !queue.overflow.is_empty());
        Self {
            overflows: if has_overflow { queues.len() } else { 0 },
            queues,
            warm_up,
            counted_from: 0,
            days: calendar.days.len(),
            pairs: line_up.crew_of_pair.len(),
            crew_of_pair: line_up.crew_of_pair,
            crews: line_up.crews,
            agents: line_up.agents,
            reasons,
            bots: scenario.bots.iter().map(|bot| journeys::bot(bot, shift)).collect(),
            trunks: scenario.trunks.iter().map(|trunk| trunk.lines).collect(),
            routing: scenario.routing,
            satisfaction: scenario.satisfaction,
            segments,
        }
    }

    /// End of the horizon on the simulated clock.
    pub fn end(&self) -> f64 {
        self.segments.last().map_or(0.0, |segment| segment.end)
    }

    /// The segment of a moment within the horizon; the last one after it.
    pub fn segment_at(&self, time: f64) -> usize {
        let segment = self.segments.partition_point(|segment| segment.end <= time);
        segment.min(self.segments.len().saturating_sub(1))
    }
}

impl QueueRules {
    /// Seconds between two moments that count for the promise of deferred work.
    pub fn promise_time(&self, centre: &Centre, from: f64, until: f64) -> f64 {
        let Some(deferred) = &self.deferred else { return until - from };
        let counted = |time: f64| {
            let segment = centre.segment_at(time);
            let Segment { start, end, .. } = centre.segments[segment];
            let all = deferred.clock[segment + 1] - deferred.clock[segment];
            // After the horizon all time counts: nobody knows any more when the doors open.
            deferred.clock[segment] + all * ((time - start) / (end - start)).min(1.0) + (time - end).max(0.0)
        };
        counted(until) - counted(from)
    }
}

impl ReturnRules {
    fn of(comes_back: &ComesBack) -> Self {
        Self { share: comes_back.share.0, after: comes_back.after.sampler(), to: comes_back.to.0 }
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
