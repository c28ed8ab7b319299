//! Why customers get in touch, and what becomes of them afterwards: reasons, handovers, those who come again; satisfaction.

use super::bots::{check_outcome, check_work, outcome};
use super::times::time;
use crate::scenario::form::{Form, join};
use crate::scenario::kind::nearest;
use crate::scenario::{Bot, BotOutcome, ComesBack, Handover, Origin, Queue, QueueId, Reason, Satisfaction};
use crate::units::{Money, Share};

/// What shares that were rounded may add up to beyond 1.
const ROUNDING: f64 = 1e-9;
/// How far a share may lie from what was meant when it is rounded to a tenth of a per cent.
const SHARE_ROUNDING: f64 = 0.0005;
/// Contacts that may follow from one at most, counted with it: more is a circle that as good as never ends.
const MOST_FROM_ONE: f64 = 1000.0;
/// The expected number of contacts from one is found to this.
const PRECISION: f64 = 1e-6;

/// Fills in the journey of each queue's contacts.
pub(super) fn complete(form: &mut Form, queues: &mut [Queue], bots: &[Bot]) {
    let names: Vec<String> = queues.iter().map(|queue| queue.name.clone()).collect();
    let before = form.problems.len();
    for (index, queue) in queues.iter_mut().enumerate() {
        let path = join("queue", &queue.name);
        let here = QueueId(index);
        queue.redial = comes_back(form, &join(&path, "redial"), "queue.*.redial", &names, Some(here));
        queue.repeat = comes_back(form, &join(&path, "repeat"), "queue.*.repeat", &names, Some(here));
        let place = Place { path: &path, here, names: &names, bots };
        queue.reasons = reasons(form, &place, queue.handling.mean().0);
    }
    // Shares that were refused would be refused a second time.
    if form.problems.len() == before {
        check_circles(form, queues, bots);
    }
}

/// Where a journey begins.
struct Place<'a> {
    path: &'a str,
    here: QueueId,
    names: &'a [String],
    bots: &'a [Bot],
}

/// Those who come again, as a table says it; `None` if there is none. `same` is where they come if it does not say.
pub(super) fn comes_back(
    form: &mut Form,
    path: &str,
    pattern: &str,
    names: &[String],
    same: Option<QueueId>,
) -> Option<ComesBack> {
    if !form.is_written(path) {
        return None;
    }
    let to_path = join(path, "to");
    let to = if form.is_written(&to_path) {
        form.resolve(&to_path, "queue", names).first().map(|&to| QueueId(to))
    } else {
        if let Some(QueueId(same)) = same {
            form.assume(&to_path, &names[same], Origin::Default("the same queue, since none is named".to_owned()));
        }
        same
    };
    let after = time(form, &join(path, "after"), &format!("{pattern}.after"));
    Some(ComesBack { share: Share(form.number(&join(path, "share"))?), after: after?, to: to? })
}

/// The reasons of a queue: those that are named, or one that is all of it.
fn reasons(form: &mut Form, place: &Place<'_>, mean: f64) -> Vec<Reason> {
    let Place { path, here, names, bots } = *place;
    let whole = Reason {
        name: String::new(),
        share: Share(1.0),
        handling_factor: 1.0,
        value: Money(form.number(&join(path, "value")).unwrap_or_default()),
        resolution: Share(form.number(&join(path, "resolution")).unwrap_or(1.0)),
        escalation: handover(form, &join(path, "escalation"), here, names),
        transfer: handover(form, &join(path, "transfer"), here, names),
        with_bot: vec![None; bots.len()],
    };
    let table = join(path, "reason");
    let mut reasons: Vec<Reason> = Vec::new();
    for name in form.names(&table) {
        let at = join(&table, &name);
        let own = |key: &str| join(&at, key);
        let mut handover_or = |key: &str, general: Option<Handover>| {
            if form.is_written(&own(key)) { handover(form, &own(key), here, names) } else { general }
        };
        let escalation = handover_or("escalation", whole.escalation);
        let transfer = handover_or("transfer", whole.transfer);
        let reason = Reason {
            share: Share(form.number(&own("share")).unwrap_or_default()),
            handling_factor: handling_factor(form, &at, mean),
            value: form.number(&own("value")).map_or(whole.value, Money),
            resolution: form.number(&own("resolution")).map_or(whole.resolution, Share),
            escalation,
            transfer,
            with_bot: with_bot(form, &own("bot"), place),
            name,
        };
        check_handed_over(form, &at, &reason);
        reasons.push(reason);
    }
    if reasons.is_empty() {
        check_handed_over(form, path, &whole);
        return vec![whole];
    }
    let sum: f64 = reasons.iter().map(|reason| reason.share.0).sum();
    if (sum - 1.0).abs() > SHARE_ROUNDING * reasons.len() as f64 + ROUNDING {
        form.refuse(
            "shares",
            &table,
            format!("shares that add up to {:.1} %", 100.0 * sum),
            "shares that add up to 100 %".to_owned(),
            "change the shares; what is left may be a reason \"other\"",
        );
    }
    if sum > 0.0 {
        for reason in &mut reasons {
            reason.share = reason.share / sum;
        }
    }
    reasons
}

fn handling_factor(form: &mut Form, path: &str, mean: f64) -> f64 {
    let (factor, own_mean) = (join(path, "handling_factor"), join(path, "handling_mean"));
    if form.is_written(&factor) && form.is_written(&own_mean) {
        let found = "`handling_factor` and `handling_mean`".to_owned();
        form.refuse("one-of", &own_mean, found, "one of them".to_owned(), "take one of them out");
    }
    form.number(&factor).or_else(|| form.number(&own_mean).map(|own| own / mean)).unwrap_or(1.0)
}

/// A share that is handed on: by an escalation at the end of the work, by a transfer after the part that is `handled`.
fn handover(form: &mut Form, path: &str, here: QueueId, names: &[String]) -> Option<Handover> {
    if !form.is_written(path) {
        return None;
    }
    let to_path = join(path, "to");
    let to = form.resolve(&to_path, "queue", names).first().map(|&to| QueueId(to));
    if to == Some(here) {
        form.refuse(
            "contradiction",
            &to_path,
            "the queue itself".to_owned(),
            "another queue".to_owned(),
            "name the queue that takes over, or take the table out",
        );
        return None;
    }
    let handled = form.number(&join(path, "handled")).unwrap_or(1.0);
    Some(Handover { share: Share(form.number(&join(path, "share"))?), to: to?, handled: Share(handled) })
}

/// A contact is handed over once at most.
fn check_handed_over(form: &mut Form, path: &str, reason: &Reason) {
    let share = |handover: Option<Handover>| handover.map_or(0.0, |handover| handover.share.0);
    let sum = share(reason.escalation) + share(reason.transfer);
    if sum > 1.0 + ROUNDING {
        form.refuse(
            "shares",
            path,
            format!("escalation.share + transfer.share = {sum:.4}"),
            "at most 1: a contact is handed over in one way".to_owned(),
            "lower one of them; both are shares of the answered",
        );
    }
}

/// What each bot does with a reason, where the reason says so.
fn with_bot(form: &mut Form, path: &str, place: &Place<'_>) -> Vec<Option<BotOutcome>> {
    let mut outcomes = vec![None; place.bots.len()];
    for name in form.names(path) {
        let at = join(path, &name);
        let Some(index) = place.bots.iter().position(|bot| bot.name == name) else {
            let remedy = match nearest(&name, place.bots.iter().map(|bot| bot.name.as_str())) {
                Some(near) => format!("did you mean \"{near}\"?"),
                None => format!("name a bot of the file, or add [{}]", join("bot", &name)),
            };
            let known: Vec<&str> = place.bots.iter().take(8).map(|bot| bot.name.as_str()).collect();
            let allowed = format!("a bot of the file: {}", known.join(", "));
            form.refuse("unknown-name", &at, format!("the bot \"{name}\""), allowed, &remedy);
            continue;
        };
        let bot = &place.bots[index];
        if !bot.queues.is_empty() && !bot.queues.contains(&place.here) {
            let queue = &place.names[place.here.0];
            form.refuse(
                "contradiction",
                &at,
                format!("a bot that does not stand before \"{queue}\""),
                "a bot that stands before the queue".to_owned(),
                &format!("add \"{queue}\" to {}.queues, or take this table out", join("bot", &name)),
            );
        }
        let own = outcome(form, &at, Some(bot.outcome));
        check_outcome(form, &at, own);
        let resolved = join(&at, "resolved");
        if form.is_written(&resolved) {
            check_work(form, &resolved, own, bot.resolved_handling);
        }
        outcomes[index] = Some(own);
    }
    outcomes
}

/// Contacts that follow from contacts must die out.
fn check_circles(form: &mut Form, queues: &[Queue], bots: &[Bot]) {
    if let Err(queue) = most_from_one(queues, bots) {
        form.refuse(
            "endless",
            &join("queue", &queues[queue].name),
            "a circle: from one contact follow more and more through redials, repeats, handovers or bots".to_owned(),
            format!("at most {MOST_FROM_ONE} contacts expected from one, if all take the way that brings the most"),
            "lower a `share` on the way round, or raise `resolution`",
        );
    }
}

/// Contacts expected from one that comes to each queue, counted with it, in the worst case, in which each takes the way that
/// brings the most others; or a queue for which there are too many. The numbers only rise from round to round, so the loop
/// ends: either they stop rising, or one becomes too large.
fn most_from_one(queues: &[Queue], bots: &[Bot]) -> Result<Vec<f64>, usize> {
    let mut from_one = vec![1.0_f64; queues.len()];
    loop {
        let mut growth = 0.0_f64;
        for (index, queue) in queues.iter().enumerate() {
            let next = 1.0 + most_that_follow(queue, QueueId(index), bots, &from_one);
            growth = growth.max(next - from_one[index]);
            from_one[index] = next;
        }
        if let Some(queue) = (0..queues.len()).find(|&queue| from_one[queue] > MOST_FROM_ONE) {
            return Err(queue);
        }
        if growth < PRECISION {
            return Ok(from_one);
        }
    }
}

/// Contacts expected to follow from one contact of a queue at most, given how many follow from one that comes to each queue.
fn most_that_follow(queue: &Queue, here: QueueId, bots: &[Bot], from_one: &[f64]) -> f64 {
    let again = |back: Option<&ComesBack>| back.map_or(0.0, |back| back.share.0 * from_one[back.to.0]);
    let handed = |handover: Option<Handover>| handover.map_or(0.0, |to| to.share.0 * from_one[to.to.0]);
    let abandoned = again(queue.redial.as_ref());
    let of_reason = |reason: &Reason| {
        let staying = 1.0
            - [reason.escalation, reason.transfer].into_iter().flatten().map(|handover| handover.share.0).sum::<f64>();
        let answered = handed(reason.escalation)
            + handed(reason.transfer)
            + staying.max(0.0) * reason.resolution.complement().0 * again(queue.repeat.as_ref());
        let mut most = abandoned.max(answered);
        // From the last bot to the first: what may follow behind a bot counts for those whom it lets through.
        for (index, bot) in bots.iter().enumerate().rev().filter(|(_, bot)| bot.queues.contains(&here)) {
            let BotOutcome { entry, resolved, unresolved } = reason.outcome_of(index, bot);
            let left_alone = entry.0 * unresolved.0;
            let contained = left_alone + entry.0 * resolved.0;
            // Without the bot, in an outage, it may be more.
            most = most.max(left_alone * again(bot.comes_back.as_ref()) + (1.0 - contained).max(0.0) * most);
        }
        reason.share.0 * most
    };
    queue.reasons.iter().map(of_reason).sum()
}

/// How satisfied customers are.
pub(super) fn satisfaction(form: &Form) -> Satisfaction {
    let usual = Satisfaction::default();
    let share = |key: &str, usual: Share| form.number(&join("satisfaction", key)).map_or(usual, Share);
    Satisfaction {
        base: share("base", usual.base),
        per_minute: share("per_minute", usual.per_minute),
        per_handover: share("per_handover", usual.per_handover),
        per_repeat: share("per_repeat", usual.per_repeat),
        lost: share("lost", usual.lost),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::distribution::{Distribution, Law};
    use crate::scenario::Volume;
    use crate::units::Seconds;

    fn minute() -> Distribution {
        Distribution::new(Law::Exponential, Seconds(60.0), None).unwrap()
    }

    fn queue(name: &str) -> Queue {
        Queue::plain(name, Volume::PerHour(1.0), minute())
    }

    fn back(share: f64, to: usize) -> ComesBack {
        ComesBack { share: Share(share), after: minute(), to: QueueId(to) }
    }

    fn close(found: &[f64], expected: &[f64]) {
        assert_eq!(found.len(), expected.len());
        for (found, expected) in found.iter().zip(expected) {
            // The rounds stop when a contact more or less is found to a millionth; what is left is of that order.
            assert!((found - expected).abs() < 1e-4, "{found} is not {expected}");
        }
    }

    #[test]
    fn half_of_the_abandoned_who_redial_for_ever_are_two_contacts_each() {
        let calls = Queue { redial: Some(back(0.5, 0)), ..queue("calls") };
        close(&most_from_one(&[calls], &[]).unwrap(), &[2.0]);
    }

    #[test]
    fn the_way_that_brings_the_most_counts_and_not_all_ways_at_once() {
        // Abandon: 0.5 of a contact more. Be answered: 0.2 go to the experts, 0.8 stay, of whom half come again.
        let mut calls = Queue { redial: Some(back(0.5, 0)), repeat: Some(back(1.0, 0)), ..queue("calls") };
        calls.reasons[0].resolution = Share(0.5);
        calls.reasons[0].escalation = Some(Handover { share: Share(0.2), to: QueueId(1), handled: Share(1.0) });
        // x = 1 + max(0.5 x, 0.2 + 0.4 x), so x = 2 either way.
        close(&most_from_one(&[calls, queue("experts")], &[]).unwrap(), &[2.0, 1.0]);
    }

    #[test]
    fn those_whom_a_bot_leaves_without_help_may_meet_it_again() {
        let outcome = BotOutcome { entry: Share(1.0), resolved: Share(0.25), unresolved: Share(0.75) };
        let bot = Bot {
            name: "bot".to_owned(),
            queues: vec![QueueId(0)],
            outcome,
            session: minute(),
            resolved_handling: 1.0,
            handling_factor: 1.0,
            comes_back: Some(back(0.8, 0)),
            per_session: Money::ZERO,
            capacity: None,
            outages: Vec::new(),
        };
        // x = 1 + 0.75 · 0.8 x
        close(&most_from_one(&[queue("chats")], std::slice::from_ref(&bot)).unwrap(), &[2.5]);
        let mut endless = bot.clone();
        endless.outcome.unresolved = Share(1.0);
        endless.comes_back = Some(back(1.0, 0));
        assert_eq!(most_from_one(&[queue("chats")], &[endless]), Err(0));
        // A first bot lets half of them through to it: x = 1 + max(0.6 x, 0.4 · 0.5 x + 0.5 · 0.6 x), as the first may be out of
        // order; and if it leaves more without help: x = 1 + 0.5 x + 0.5 · 0.6 x.
        let half = BotOutcome { entry: Share(0.5), resolved: Share(0.0), unresolved: Share(1.0) };
        let first = |share| Bot { outcome: half, comes_back: Some(back(share, 0)), ..bot.clone() };
        close(&most_from_one(&[queue("chats")], &[first(0.4), bot.clone()]).unwrap(), &[2.5]);
        close(&most_from_one(&[queue("chats")], &[first(1.0), bot.clone()]).unwrap(), &[5.0]);
    }
}
