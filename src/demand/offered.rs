//! What reaches agents: the contacts that come, less what bots take, with those who are handed over and who come again.
//!
//! Flows are balanced in expectation by linear traffic equations, as in a network of queues (Jackson 1957). A fresh contact
//! meets the bots before its queue, one after the other: some are resolved, some contained without being helped, of whom some
//! come again, and the rest goes on, harder than before where the easy ones went first
//! ([`Bot::handling_of_rest`](crate::scenario::Bot::handling_of_rest)). What agents answer is handed over to another queue, or
//! settled, or not settled, and then some come again. The equations are solved by following the contacts of each queue passage
//! by passage until hardly any is left (a fixed-point iteration).
//!
//! As in the simulation, bots are for who comes for the first time; who comes again to the same queue has the same reason,
//! and everybody else who arrives from elsewhere has one drawn from the queue's mix; what bots did to the handling time
//! stays with a contact that is handed over, and that it is one of the harder ones also when the customer comes again. Left out:
//! redials, since they depend on how many abandon, and that on the staffing; delays until somebody comes again, as if they came
//! in the same interval; limits and outages of bots.

#[cfg(test)]
mod tests;

use super::Demand;
use crate::scenario::{Queue, QueueId, Scenario};

/// Most passages that are followed: what circles longer than that hardly ends at all.
const MOST_PASSAGES: u32 = 1_000;
/// Contacts per fresh contact that are too few to follow.
const HARDLY_ANY: f64 = 1e-12;

/// What bots do, and what they leave to agents, in expectation.
#[derive(Debug, Clone, PartialEq)]
pub struct Offered {
    /// The contacts that reach agents of each queue, and how long they take relative to the queue's handling time (the reasons
    /// that bots leave over, what bots add, the part of the time that a handover takes; after-call work is not in it).
    pub to_agents: Demand,
    /// What each bot of the scenario does over the horizon.
    pub bots: Vec<BotFlow>,
}

/// What a bot does over the horizon, in contacts, if it is never full nor out of order: capacities and outages are not in the
/// expectation. Those who come again are not among them, since only who comes for the first time meets a bot.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct BotFlow {
    /// Sessions: resolved + escalated + unresolved.
    pub sessions: f64,
    /// Sessions that settle the matter.
    pub resolved: f64,
    /// Sessions that go on to the next bot or the queue.
    pub escalated: f64,
    /// Sessions that end without an agent and without settling the matter.
    pub unresolved: f64,
}

/// The contacts that reach agents of each queue in expectation: [`Offered::to_agents`] of [`offered`].
pub fn offered_to_agents(scenario: &Scenario, demand: &Demand) -> Demand {
    offered(scenario, demand).to_agents
}

/// What becomes of a demand in expectation. That of queues without bots, handovers, repeats and reasons is returned as it is.
pub fn offered(scenario: &Scenario, demand: &Demand) -> Offered {
    let mut bots = vec![BotFlow::default(); scenario.bots.len()];
    if is_plain(scenario) {
        return Offered { to_agents: demand.clone(), bots };
    }
    let queues = scenario.queues.len();
    let mut offered = demand.clone();
    let mut work = vec![0.0; queues];
    for queue in 0..queues {
        offered.expected.row_mut(queue).fill(0.0);
    }
    for from in scenario.queue_ids() {
        let total = demand.total(from.0);
        if total <= 0.0 {
            continue;
        }
        let flow = follow(scenario, from);
        for (to, work) in work.iter_mut().enumerate().filter(|(to, _)| flow.contacts[*to] > 0.0) {
            for (offered, fresh) in offered.expected.row_mut(to).iter_mut().zip(demand.expected.row(from.0)) {
                *offered += fresh * flow.contacts[to];
            }
            *work += flow.work[to] * total;
        }
        for (bot, flow) in bots.iter_mut().zip(&flow.bots) {
            bot.sessions += flow.sessions * total;
            bot.resolved += flow.resolved * total;
            bot.escalated += flow.escalated * total;
            bot.unresolved += flow.unresolved * total;
        }
    }
    for (queue, work) in work.into_iter().enumerate() {
        let contacts = offered.total(queue);
        if contacts > 0.0 {
            offered.handling_factor[queue] *= work / contacts;
        }
    }
    Offered { to_agents: offered, bots }
}

/// Whether every contact reaches an agent of its queue once, and takes as long as the queue says.
fn is_plain(scenario: &Scenario) -> bool {
    let is_plain = |queue: &Queue| {
        queue.reasons.iter().all(|reason| {
            let stays = reason.escalation.is_none() && reason.transfer.is_none();
            let repeats = queue.repeat.is_some() && reason.resolution.0 < 1.0;
            reason.handling_factor == 1.0 && stays && !repeats
        })
    };
    scenario.bots.iter().all(|bot| bot.queues.is_empty()) && scenario.queues.iter().all(is_plain)
}

/// What one fresh contact of a queue brings to bots and agents in the end.
struct Flow {
    /// Contacts with agents, by queue.
    contacts: Vec<f64>,
    /// Their work, by queue, in handling times of the queue.
    work: Vec<f64>,
    /// What bots do, by bot.
    bots: Vec<BotFlow>,
}

/// Contacts of a queue and reason.
#[derive(Debug, Clone, Copy, Default)]
struct Contacts {
    /// How many.
    number: f64,
    /// Their work in handling times of the reason, whenever they come: the number, but for the easy ones that bots took.
    lasting_work: f64,
    /// Their work in handling times of the reason this time, with what bots made of it.
    work: f64,
}

impl Contacts {
    fn part(self, share: f64) -> Self {
        Self { number: self.number * share, lasting_work: self.lasting_work * share, work: self.work * share }
    }

    fn less(self, part: Self) -> Self {
        Self {
            number: self.number - part.number,
            lasting_work: self.lasting_work - part.lasting_work,
            work: self.work - part.work,
        }
    }

    fn add(&mut self, more: Self) {
        self.number += more.number;
        self.lasting_work += more.lasting_work;
        self.work += more.work;
    }

    /// The same, after bots have taken easier ones from among them.
    fn harder(self, factor: f64) -> Self {
        Self { lasting_work: self.lasting_work * factor, work: self.work * factor, ..self }
    }
}

/// Contacts on their way to agents, by queue and reason.
type UnderWay = Vec<Vec<Contacts>>;

/// Sends contacts to a queue, where their reason is drawn from its mix.
fn draw(scenario: &Scenario, way: &mut UnderWay, to: QueueId, contacts: Contacts) {
    for (way, reason) in way[to.0].iter_mut().zip(&scenario.queue(to).reasons) {
        way.add(contacts.part(reason.share.0));
    }
}

/// These come again to a queue: what a bot made of them last time is forgotten, but they are no easier than they were. Those who
/// come to the same queue have the same reason.
fn again(scenario: &Scenario, way: &mut UnderWay, (queue, reason): (usize, usize), to: QueueId, contacts: Contacts) {
    let contacts = Contacts { work: contacts.lasting_work, ..contacts };
    if to.0 == queue {
        way[queue][reason].add(contacts);
    } else {
        draw(scenario, way, to, contacts);
    }
}

fn follow(scenario: &Scenario, from: QueueId) -> Flow {
    let queues = scenario.queues.len();
    let bots = vec![BotFlow::default(); scenario.bots.len()];
    let mut flow = Flow { contacts: vec![0.0; queues], work: vec![0.0; queues], bots };
    let nobody: UnderWay = scenario.queues.iter().map(|queue| vec![Contacts::default(); queue.reasons.len()]).collect();
    let mut now = past_bots(scenario, from, nobody.clone(), &mut flow.bots);
    for _ in 0..MOST_PASSAGES {
        if now.iter().flatten().map(|contacts| contacts.number).sum::<f64>() < HARDLY_ANY {
            break;
        }
        let mut next = nobody.clone();
        for (queue, reasons) in now.iter().enumerate() {
            for (reason, &contacts) in reasons.iter().enumerate().filter(|(_, contacts)| contacts.number > 0.0) {
                answer(scenario, (queue, reason), contacts, &mut flow, &mut next);
            }
        }
        now = next;
    }
    flow
}

/// Sends a fresh contact of a queue past the bots before it, one after the other.
fn past_bots(scenario: &Scenario, from: QueueId, mut way: UnderWay, flows: &mut [BotFlow]) -> UnderWay {
    for (index, reason) in scenario.queue(from).reasons.iter().enumerate() {
        let fresh = reason.share.0;
        let mut contacts = Contacts { number: fresh, lasting_work: fresh, work: fresh };
        for (place, bot) in scenario.bots_before(from) {
            let outcome = reason.outcome_of(place, bot);
            let sessions = contacts.part(outcome.entry.0);
            let rest = sessions.harder(bot.handling_of_rest(outcome));
            let unresolved = rest.part(outcome.unresolved.0);
            let mut escalated = rest.part((1.0 - outcome.resolved.0 - outcome.unresolved.0).max(0.0));
            escalated.work *= bot.handling_factor;
            contacts = contacts.less(sessions);
            contacts.add(escalated);
            let flow = &mut flows[place];
            flow.sessions += sessions.number;
            flow.resolved += sessions.number * outcome.resolved.0;
            flow.escalated += escalated.number;
            flow.unresolved += unresolved.number;
            if let Some(comes_back) = &bot.comes_back {
                again(scenario, &mut way, (from.0, index), comes_back.to, unresolved.part(comes_back.share.0));
            }
        }
        way[from.0][index].add(contacts);
    }
    way
}

/// Has agents answer contacts of a queue and reason, and sends on who is handed over or comes again.
fn answer(scenario: &Scenario, at: (usize, usize), contacts: Contacts, flow: &mut Flow, next: &mut UnderWay) {
    let queue = &scenario.queues[at.0];
    let reason = &queue.reasons[at.1];
    let mut time = 1.0;
    let mut stays = 1.0;
    for handover in [&reason.transfer, &reason.escalation].into_iter().flatten() {
        time -= handover.share.0 * handover.handled.complement().0;
        stays -= handover.share.0;
        draw(scenario, next, handover.to, contacts.part(handover.share.0));
    }
    flow.contacts[at.0] += contacts.number;
    flow.work[at.0] += contacts.work * reason.handling_factor * time.max(0.0);
    if let Some(repeat) = &queue.repeat {
        let back = contacts.part(stays.max(0.0)).part(reason.resolution.complement().0).part(repeat.share.0);
        again(scenario, next, at, repeat.to, back);
    }
}
