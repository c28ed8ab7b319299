//! What reaches agents: the contacts that come, less what bots take, with those who are handed over and who come again.
//!
//! Flows are balanced in expectation by linear traffic equations, as in a network of queues (Jackson 1957). A fresh contact
//! meets the bot before its queue: some are resolved, some contained without being helped, of whom some come again, and
//! the rest goes on. What agents answer is handed over to another queue, or settled, or not settled, and then some come
//! again. The equations are solved by following the contacts of each queue passage by passage until hardly any is left (a
//! fixed-point iteration).
//!
//! As in the simulation, the bot is for who comes for the first time; who comes again to the same queue has the same reason,
//! and everybody else who arrives from elsewhere has one drawn from the queue's mix; what the bot did to the handling time
//! stays with a contact that is handed over. Left out: redials, since they depend on how many abandon, and that on the
//! staffing; delays until somebody comes again, as if they came in the same interval; limits and outages of bots.

use super::Demand;
use crate::scenario::{Queue, QueueId, Scenario};

/// Most passages that are followed: what circles longer than that hardly ends at all.
const MOST_PASSAGES: u32 = 1_000;
/// Contacts per fresh contact that are too few to follow.
const HARDLY_ANY: f64 = 1e-12;

/// The contacts that reach agents of each queue in expectation, and how long they take relative to the queue's handling
/// time (the reasons that bots leave over, what bots add, the part of the time that a handover takes; after-call work is
/// not in it). A demand of queues without bots, handovers, repeats and reasons is returned as it is.
pub fn offered_to_agents(scenario: &Scenario, demand: &Demand) -> Demand {
    if is_plain(scenario) {
        return demand.clone();
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
    }
    for (queue, work) in work.into_iter().enumerate() {
        let contacts = offered.total(queue);
        if contacts > 0.0 {
            offered.handling_factor[queue] *= work / contacts;
        }
    }
    offered
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

/// What one fresh contact of a queue brings to agents in the end.
struct Flow {
    /// Contacts with agents, by queue.
    contacts: Vec<f64>,
    /// Their work, by queue, in handling times of the queue.
    work: Vec<f64>,
}

/// Contacts of a queue and reason.
#[derive(Debug, Clone, Copy, Default)]
struct Contacts {
    /// How many.
    number: f64,
    /// Their work, in handling times of the reason: the number, but for what a bot did to it.
    work: f64,
}

impl Contacts {
    fn part(self, share: f64) -> Self {
        Self { number: self.number * share, work: self.work * share }
    }

    fn add(&mut self, more: Self) {
        self.number += more.number;
        self.work += more.work;
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

/// So many come again to a queue; those who come to the same one have the same reason.
fn again(scenario: &Scenario, way: &mut UnderWay, (queue, reason): (usize, usize), to: QueueId, number: f64) {
    let contacts = Contacts { number, work: number };
    if to.0 == queue {
        way[queue][reason].add(contacts);
    } else {
        draw(scenario, way, to, contacts);
    }
}

fn follow(scenario: &Scenario, from: QueueId) -> Flow {
    let queues = scenario.queues.len();
    let mut flow = Flow { contacts: vec![0.0; queues], work: vec![0.0; queues] };
    let nobody: UnderWay = scenario.queues.iter().map(|queue| vec![Contacts::default(); queue.reasons.len()]).collect();
    let mut now = past_bot(scenario, from, nobody.clone());
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

/// Sends a fresh contact of a queue past the bot before it.
fn past_bot(scenario: &Scenario, from: QueueId, mut way: UnderWay) -> UnderWay {
    let bot = scenario.bots.iter().enumerate().find(|(_, bot)| bot.queues.contains(&from));
    for (index, reason) in scenario.queue(from).reasons.iter().enumerate() {
        let fresh = reason.share.0;
        let Some((at, bot)) = bot else {
            way[from.0][index].add(Contacts { number: fresh, work: fresh });
            continue;
        };
        let outcome = reason.with_bot.get(at).copied().flatten().unwrap_or(bot.outcome);
        let entry = fresh * outcome.entry.0;
        let escalated = entry * (1.0 - outcome.resolved.0 - outcome.unresolved.0).max(0.0);
        let straight = fresh - entry;
        way[from.0][index]
            .add(Contacts { number: straight + escalated, work: straight + escalated * bot.handling_factor });
        if let Some(comes_back) = &bot.comes_back {
            let back = entry * outcome.unresolved.0 * comes_back.share.0;
            again(scenario, &mut way, (from.0, index), comes_back.to, back);
        }
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
        let number = contacts.number * stays.max(0.0) * reason.resolution.complement().0 * repeat.share.0;
        again(scenario, next, at, repeat.to, number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Calendar;
    use crate::distribution::{Distribution, Law};
    use crate::scenario::{Bot, BotOutcome, ComesBack, Handover, Reason, Volume};
    use crate::units::{Money, Seconds, Share};
    use jiff::civil::date;
    use jiff::tz::TimeZone;

    fn exponential(mean: f64) -> Distribution {
        Distribution::new(Law::Exponential, Seconds(mean), None).unwrap()
    }

    /// Two hours; 100 contacts an hour come to the first queue, 20 to the second.
    fn two_queues() -> Scenario {
        let calendar = Calendar::of_length(date(2026, 1, 5), Seconds(7200.0), 60, &TimeZone::UTC);
        let queue = |name: &str, rate| Queue::plain(name, Volume::PerHour(rate), exponential(300.0));
        Scenario::plain(calendar, vec![queue("first", 100.0), queue("second", 20.0)], Vec::new())
    }

    fn reason(share: f64, handling_factor: f64) -> Reason {
        Reason { share: Share(share), handling_factor, ..two_queues().queues[0].reasons[0].clone() }
    }

    fn bot(entry: f64, resolved: f64, unresolved: f64) -> Bot {
        Bot {
            name: "bot".to_owned(),
            queues: vec![QueueId(0)],
            outcome: BotOutcome { entry: Share(entry), resolved: Share(resolved), unresolved: Share(unresolved) },
            session: exponential(60.0),
            handling_factor: 1.0,
            comes_back: None,
            per_session: Money::ZERO,
            capacity: None,
            outages: Vec::new(),
        }
    }

    fn comes_back(share: f64, to: usize) -> ComesBack {
        ComesBack { share: Share(share), after: exponential(3600.0), to: QueueId(to) }
    }

    #[track_caller]
    fn assert_offered(scenario: &Scenario, contacts: [f64; 2], factors: [f64; 2]) {
        let offered = offered_to_agents(scenario, &Demand::of(scenario));
        for queue in 0..2 {
            // What is not followed is a part of HARDLY_ANY, and rounding is less than that.
            for (found, expected) in [
                (offered.expected[(queue, 0)], contacts[queue]),
                (offered.expected[(queue, 1)], contacts[queue]),
                (offered.handling_factor[queue], factors[queue]),
            ] {
                assert!(
                    (found - expected).abs() <= 1e-9 * expected.max(1.0),
                    "queue {queue}: {found} is not {expected}"
                );
            }
        }
    }

    #[test]
    fn a_demand_of_plain_queues_stays_to_the_bit() {
        let scenario = two_queues();
        let demand = Demand::of(&scenario);
        assert_eq!(offered_to_agents(&scenario, &demand), demand);
    }

    #[test]
    fn a_bot_takes_those_whom_it_resolves_and_gets_those_back_whom_it_does_not() {
        let mut scenario = two_queues();
        // Of 100, 60 enter: 30 are resolved, 12 are not, 18 go on. All 12 come to the second queue.
        scenario.bots = vec![bot(0.6, 0.5, 0.2)];
        scenario.bots[0].comes_back = Some(comes_back(1.0, 1));
        assert_offered(&scenario, [58.0, 32.0], [1.0, 1.0]);
        // They come to the same queue instead, half of them, and want an agent now.
        scenario.bots[0].comes_back = Some(comes_back(0.5, 0));
        assert_offered(&scenario, [64.0, 20.0], [1.0, 1.0]);
    }

    #[test]
    fn what_a_bot_leaves_over_is_harder() {
        let mut scenario = two_queues();
        scenario.queues[0].reasons = vec![reason(0.5, 0.6), reason(0.5, 1.4)];
        assert_offered(&scenario, [100.0, 20.0], [1.0, 1.0]);
        // It resolves all of the easy half that enters, 80 %, and none of the hard half, which it makes 10 % longer.
        scenario.bots = vec![Bot { handling_factor: 1.1, ..bot(0.8, 0.0, 0.0) }];
        let all = BotOutcome { entry: Share(0.8), resolved: Share(1.0), unresolved: Share(0.0) };
        scenario.queues[0].reasons[0].with_bot = vec![Some(all)];
        let hard = 50.0 * 1.4 * (0.2 + 0.8 * 1.1);
        assert_offered(&scenario, [60.0, 20.0], [(10.0 * 0.6 + hard) / 60.0, 1.0]);
    }

    #[test]
    fn who_is_handed_over_arrives_at_the_other_queue() {
        let mut scenario = two_queues();
        // 10 % are transferred after a fifth of the time, 20 % escalated after all of it.
        let handover = |share, handled| Some(Handover { share: Share(share), to: QueueId(1), handled: Share(handled) });
        scenario.queues[0].reasons[0].transfer = handover(0.1, 0.2);
        scenario.queues[0].reasons[0].escalation = handover(0.2, 1.0);
        assert_offered(&scenario, [100.0, 50.0], [0.9 + 0.1 * 0.2, 1.0]);
        // Of the rest, 70 %, a quarter is not settled, and half of those come again.
        scenario.queues[0].reasons[0].resolution = Share(0.75);
        scenario.queues[0].repeat = Some(comes_back(0.5, 0));
        let first = 100.0 / (1.0 - 0.7 * 0.25 * 0.5);
        assert_offered(&scenario, [first, 20.0 + 0.3 * first], [0.92, 1.0]);
    }

    #[test]
    fn what_a_bot_did_to_a_contact_stays_with_it_when_it_is_handed_over() {
        let mut scenario = two_queues();
        // All enter, none is resolved, and each takes twice as long, here and where a tenth of them go.
        scenario.bots = vec![Bot { handling_factor: 2.0, ..bot(1.0, 0.0, 0.0) }];
        scenario.queues[0].reasons[0].escalation =
            Some(Handover { share: Share(0.1), to: QueueId(1), handled: Share(1.0) });
        assert_offered(&scenario, [100.0, 30.0], [2.0, (20.0 + 10.0 * 2.0) / 30.0]);
    }

    #[test]
    fn contacts_that_circle_for_ever_do_not_hang() {
        let mut scenario = two_queues();
        let handover = |to| Some(Handover { share: Share(1.0), to: QueueId(to), handled: Share(1.0) });
        scenario.queues[0].reasons[0].transfer = handover(1);
        scenario.queues[1].reasons[0].transfer = handover(0);
        let offered = offered_to_agents(&scenario, &Demand::of(&scenario));
        assert!(offered.expected.values().iter().all(|contacts| contacts.is_finite()));
    }
}
