//! What reaches agents: the contacts that come, less what bots take, with those who are handed over and who come again.
//!
//! Flows are balanced in expectation by linear traffic equations, as in a network of queues (Jackson 1957). A contact of
//! a reason arrives at a queue and meets the bots before it, one after the other: some are resolved, some contained
//! without being helped, of whom some arrive again, and the rest goes on. What agents answer is handed over to another
//! queue, or settled, or not settled, and then some arrive again. The equations are solved by following the contacts of
//! each queue passage by passage until hardly any is left (a fixed-point iteration).
//!
//! Left out: redials, since they depend on how many abandon, and that on the staffing; delays until somebody comes again,
//! as if they came in the same interval; limits and outages of bots. Who comes again to the same queue has the same
//! reason; in another queue the reason is drawn from that queue's mix. Who is handed over has passed the bot.

use super::Demand;
use crate::scenario::{Bot, BotOutcome, Queue, QueueId, Scenario};

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
        for to in 0..queues {
            if flow.contacts[to] > 0.0 {
                for (offered, fresh) in offered.expected.row_mut(to).iter_mut().zip(demand.expected.row(from.0)) {
                    *offered += fresh * flow.contacts[to];
                }
                work[to] += flow.work[to] * total;
            }
        }
    }
    for queue in 0..queues {
        let contacts = offered.total(queue);
        if contacts > 0.0 {
            offered.handling_factor[queue] *= work[queue] / contacts;
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

/// Contacts under way, by queue and reason.
struct UnderWay {
    /// Those who arrive, and meet the bots.
    arriving: Vec<Vec<f64>>,
    /// Those who were handed over and go straight to the queue.
    handed_over: Vec<Vec<f64>>,
}

impl UnderWay {
    fn none(scenario: &Scenario) -> Self {
        let nobody: Vec<Vec<f64>> = scenario.queues.iter().map(|queue| vec![0.0; queue.reasons.len()]).collect();
        Self { arriving: nobody.clone(), handed_over: nobody }
    }

    fn all(&self) -> f64 {
        self.arriving.iter().chain(&self.handed_over).flatten().sum()
    }
}

/// Adds contacts of a queue and reason to those of another queue.
fn add(scenario: &Scenario, to: &mut [Vec<f64>], from: (usize, usize), target: QueueId, contacts: f64) {
    let (queue, reason) = from;
    if target.0 == queue {
        to[queue][reason] += contacts;
    } else {
        for (to, reason) in to[target.0].iter_mut().zip(&scenario.queue(target).reasons) {
            *to += contacts * reason.share.0;
        }
    }
}

fn follow(scenario: &Scenario, from: QueueId) -> Flow {
    let queues = scenario.queues.len();
    let mut flow = Flow { contacts: vec![0.0; queues], work: vec![0.0; queues] };
    let mut now = UnderWay::none(scenario);
    for (arriving, reason) in now.arriving[from.0].iter_mut().zip(&scenario.queue(from).reasons) {
        *arriving = reason.share.0;
    }
    for _ in 0..MOST_PASSAGES {
        if now.all() < HARDLY_ANY {
            break;
        }
        let mut next = UnderWay::none(scenario);
        for (queue, reasons) in now.arriving.iter().enumerate() {
            for (reason, &contacts) in reasons.iter().enumerate().filter(|(_, contacts)| **contacts > 0.0) {
                let (left, work) = past_bots(scenario, (queue, reason), contacts, &mut next);
                answer(scenario, (queue, reason), left, work, &mut flow, &mut next);
            }
        }
        for (queue, reasons) in now.handed_over.iter().enumerate() {
            for (reason, &contacts) in reasons.iter().enumerate().filter(|(_, contacts)| **contacts > 0.0) {
                answer(scenario, (queue, reason), contacts, contacts, &mut flow, &mut next);
            }
        }
        now = next;
    }
    flow
}

/// Sends arriving contacts past the bots before their queue: how many are left for agents, and their work in handling
/// times of the reason.
fn past_bots(scenario: &Scenario, at: (usize, usize), contacts: f64, next: &mut UnderWay) -> (f64, f64) {
    let (mut left, mut work) = (contacts, contacts);
    for (index, bot) in scenario.bots.iter().enumerate().filter(|(_, bot)| bot.queues.contains(&QueueId(at.0))) {
        let outcome = outcome(scenario, index, bot, at);
        let goes_on = (1.0 - outcome.resolved.0 - outcome.unresolved.0).max(0.0);
        let entry = outcome.entry.0;
        if let Some(comes_back) = &bot.comes_back {
            let back = left * entry * outcome.unresolved.0 * comes_back.share.0;
            add(scenario, &mut next.arriving, at, comes_back.to, back);
        }
        left *= 1.0 - entry + entry * goes_on;
        work *= 1.0 - entry + entry * goes_on * bot.handling_factor;
    }
    (left, work)
}

/// What a bot does with the contacts of a queue and reason.
fn outcome(scenario: &Scenario, index: usize, bot: &Bot, (queue, reason): (usize, usize)) -> BotOutcome {
    let own = scenario.queues[queue].reasons[reason].with_bot.get(index).copied().flatten();
    own.unwrap_or(bot.outcome)
}

/// Has agents answer contacts of a queue and reason, and sends on who is handed over or comes again.
fn answer(scenario: &Scenario, at: (usize, usize), contacts: f64, work: f64, flow: &mut Flow, next: &mut UnderWay) {
    let queue = &scenario.queues[at.0];
    let reason = &queue.reasons[at.1];
    let mut time = 1.0;
    let mut stays = 1.0;
    for handover in [&reason.transfer, &reason.escalation].into_iter().flatten() {
        time -= handover.share.0 * (1.0 - handover.handled.0);
        stays -= handover.share.0;
        add(scenario, &mut next.handed_over, at, handover.to, contacts * handover.share.0);
    }
    flow.contacts[at.0] += contacts;
    flow.work[at.0] += work * reason.handling_factor * time.max(0.0);
    if let Some(repeat) = &queue.repeat {
        let again = contacts * stays.max(0.0) * reason.resolution.complement().0 * repeat.share.0;
        add(scenario, &mut next.arriving, at, repeat.to, again);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Calendar;
    use crate::distribution::{Distribution, Law};
    use crate::scenario::{ComesBack, Handover, Reason, Volume};
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

    fn comes_back(share: f64, to: usize) -> Option<ComesBack> {
        Some(ComesBack { share: Share(share), after: exponential(3600.0), to: QueueId(to) })
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
        scenario.bots[0].comes_back = comes_back(1.0, 1);
        assert_offered(&scenario, [58.0, 32.0], [1.0, 1.0]);
        // They come to the same queue instead, and meet the bot again: 100 / (1 − 0.12) arrive, of whom 58 % go on.
        scenario.bots[0].comes_back = comes_back(1.0, 0);
        assert_offered(&scenario, [100.0 / 0.88 * 0.58, 20.0], [1.0, 1.0]);
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
        scenario.queues[0].repeat = comes_back(0.5, 0);
        let first = 100.0 / (1.0 - 0.7 * 0.25 * 0.5);
        assert_offered(&scenario, [first, 20.0 + 0.3 * first], [0.92, 1.0]);
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
