//! What contacts can do before, beside and after the queue, looked up once.

use super::{BotRules, BotWithReason, ReasonRules, ReturnRules, Segment};
use crate::scenario::{Bot, QueueId, Scenario};

/// Reasons of all queues, those of the first queue first.
pub(super) fn reasons(scenario: &Scenario) -> Vec<ReasonRules> {
    let mut rules = Vec::new();
    for (queue, given) in scenario.queues.iter().enumerate() {
        let mut share_up_to = 0.0;
        for reason in &given.reasons {
            share_up_to += reason.share.0;
            let bots = scenario.bots_before(QueueId(queue)).map(|(place, bot)| {
                let outcome = reason.outcome_of(place, bot);
                BotWithReason { outcome, handling_of_rest: bot.handling_of_rest(outcome) as f32 }
            });
            rules.push(ReasonRules {
                queue,
                share_up_to,
                handling_factor: reason.handling_factor,
                value: reason.value.0,
                resolution: reason.resolution.0,
                escalation: reason.escalation,
                transfer: reason.transfer,
                bots: bots.collect(),
            });
        }
    }
    rules
}

/// Whether the contacts of a queue do nothing but come, wait, are handled one at a time, and leave.
pub(super) fn is_plain(scenario: &Scenario, id: QueueId) -> bool {
    let queue = scenario.queue(id);
    let has_journey = queue.reasons.iter().any(|reason| {
        reason.handling_factor != 1.0
            || reason.resolution.0 < 1.0
            || reason.escalation.is_some()
            || reason.transfer.is_some()
    });
    let is_destination = scenario.queues.iter().any(|other| {
        let handovers = other.reasons.iter().flat_map(|reason| reason.escalation.iter().chain(&reason.transfer));
        let returns = other.redial.iter().chain(&other.repeat);
        handovers.map(|handover| handover.to).chain(returns.map(|comes_back| comes_back.to)).any(|to| to == id)
    });
    queue.reasons.len() == 1
        && !has_journey
        && !is_destination
        && queue.after_call_work.is_none()
        && queue.balking.0 == 0.0
        && queue.concurrency.is_none()
        && queue.pauses.is_none()
        && queue.deferred.is_none()
        && queue.callback.is_none()
        && queue.redial.is_none()
        && queue.repeat.is_none()
        && !scenario.bots.iter().any(|bot| {
            bot.queues.contains(&id) || bot.comes_back.as_ref().is_some_and(|comes_back| comes_back.to == id)
        })
        && !scenario.trunks.iter().any(|trunk| trunk.queues.contains(&id))
}

pub(super) fn bot(bot: &Bot, shift: f64) -> BotRules {
    BotRules {
        session: bot.session.sampler(),
        handling_factor: bot.handling_factor,
        comes_back: bot.comes_back.as_ref().map(ReturnRules::of),
        capacity: bot.capacity.unwrap_or(u32::MAX),
        outages: bot.outages.iter().map(|window| (window.from.0 + shift, window.until.0 + shift)).collect(),
    }
}

/// Seconds that count for a promise from 0 to the begin of each segment, and to the end of the last.
pub(super) fn promise_clock(segments: &[Segment], open: &[bool], in_opening_hours: bool) -> Vec<f64> {
    let mut clock = vec![0.0];
    let mut counted = 0.0;
    for (segment, &open) in segments.iter().zip(open) {
        if open || !in_opening_hours {
            counted += segment.end - segment.start;
        }
        clock.push(counted);
    }
    clock
}
