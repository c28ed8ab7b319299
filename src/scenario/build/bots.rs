//! Bots before queues, and the trunks behind them.

use super::journey::comes_back;
use super::queues::stand_in;
use super::times::time;
use super::windows::windows;
use crate::calendar::Calendar;
use crate::scenario::form::{Form, join};
use crate::scenario::keys::{LEAST_RELATIVE, MOST_RELATIVE};
use crate::scenario::{Bot, BotOutcome, Channel, Origin, Queue, QueueId, Trunk};
use crate::units::{Money, Share};

/// What shares that were rounded may add up to beyond 1.
const ROUNDING: f64 = 1e-9;

pub(super) fn build(form: &mut Form, queue_names: &[String], calendar: Option<&Calendar>) -> Vec<Bot> {
    let mut bots = Vec::new();
    for name in form.names("bot") {
        let path = join("bot", &name);
        let at = |key: &str| join(&path, key);
        let queues: Vec<QueueId> = form.resolve(&at("queues"), "queue", queue_names).into_iter().map(QueueId).collect();
        let outcome = outcome(form, &path, None);
        check_outcome(form, &path, outcome);
        let resolved_handling = resolved_handling(form, &at("resolved_handling"), outcome);
        let back = at("comes_back");
        let only = if let [only] = queues.as_slice() { Some(*only) } else { None };
        if !form.is_written(&back) {
            let source = "assumption, and a rosy one: who was left without help stays away".to_owned();
            form.assume(&back, "nobody", Origin::Default(source));
        } else if only.is_none() && !queues.is_empty() && !form.is_written(&join(&back, "to")) {
            form.refuse(
                "missing",
                &join(&back, "to"),
                "nothing, and a bot before several queues".to_owned(),
                "the queue to which they come".to_owned(),
                &format!("add to = \"{}\"", queue_names[queues[0].0]),
            );
        }
        bots.push(Bot {
            comes_back: comes_back(form, &back, "bot.*.comes_back", queue_names, only),
            session: time(form, &at("session"), "bot.*.session").unwrap_or_else(stand_in),
            resolved_handling,
            handling_factor: form.number(&at("handling_factor")).unwrap_or(1.0),
            per_session: Money(form.number(&at("per_session")).unwrap_or_default()),
            capacity: form.count(&at("capacity")).map(|capacity| capacity as u32),
            outages: windows(form, &at("outages"), calendar),
            name,
            queues,
            outcome,
        });
    }
    check_rows(form, &bots, queue_names);
    bots
}

/// Handling time of what a bot resolves, relative to all who enter.
fn resolved_handling(form: &mut Form, path: &str, outcome: BotOutcome) -> f64 {
    let Some(relative) = form.number(path) else {
        if !form.is_written(path) {
            let source = "assumption: what the bot settles is like the rest of its reason; reasons tell easy from hard";
            form.assume(path, "1", Origin::Default(source.to_owned()));
        }
        return 1.0;
    };
    check_work(form, path, outcome, relative);
    relative
}

/// The handling factors of the bots before a queue multiply, and stay within what one of them may be.
fn check_rows(form: &mut Form, bots: &[Bot], queue_names: &[String]) {
    for (queue, queue_name) in queue_names.iter().enumerate() {
        let row = || bots.iter().filter(|bot| bot.queues.contains(&QueueId(queue)));
        let factor: f64 = row().map(|bot| bot.handling_factor).product();
        if let Some(last) = row().next_back()
            && row().count() > 1
            && !(LEAST_RELATIVE..=MOST_RELATIVE).contains(&factor)
        {
            form.refuse(
                "range",
                &join(&join("bot", &last.name), "handling_factor"),
                format!("handling factors of the bots before \"{queue_name}\" that multiply to {factor:.3e}"),
                format!("{LEAST_RELATIVE} to {MOST_RELATIVE} for all of them together"),
                "bring them nearer to 1, or let fewer bots stand before the queue",
            );
        }
    }
}

/// The outcome that the keys at a path say; where one is not written, as in `general`.
pub(super) fn outcome(form: &Form, path: &str, general: Option<BotOutcome>) -> BotOutcome {
    let share =
        |key: &str, general: Option<Share>| form.number(&join(path, key)).map(Share).or(general).unwrap_or(Share::ZERO);
    BotOutcome {
        entry: share("entry", general.map(|outcome| outcome.entry)),
        resolved: share("resolved", general.map(|outcome| outcome.resolved)),
        unresolved: share("unresolved", general.map(|outcome| outcome.unresolved)),
    }
}

/// Sessions end in one way only.
pub(super) fn check_outcome(form: &mut Form, path: &str, outcome: BotOutcome) {
    let contained = outcome.resolved.0 + outcome.unresolved.0;
    if contained > 1.0 + ROUNDING {
        form.refuse(
            "shares",
            path,
            format!("resolved + unresolved = {contained:.4}"),
            "at most 1: the rest goes on to the queue".to_owned(),
            "lower one of them; both are shares of the sessions",
        );
    }
}

/// What a bot resolves cannot be more work than what came, and who is left over needs some.
pub(super) fn check_work(form: &mut Form, path: &str, outcome: BotOutcome, resolved_handling: f64) {
    let work = outcome.resolved.0 * resolved_handling;
    if work > 1.0 || (work == 1.0 && outcome.resolved.0 < 1.0) {
        form.refuse(
            "shares",
            path,
            format!("resolved × resolved_handling = {work:.4}"),
            "below 1: the work that the bot resolves is a part of the work of those who enter, and the rest has some too"
                .to_owned(),
            "lower one of them; resolved_handling below 1 says that the easy contacts go first",
        );
    }
}

/// Trunks; each queue has one at most, and only calls need lines.
pub(super) fn trunks(form: &mut Form, queues: &[Queue]) -> Vec<Trunk> {
    let queue_names: Vec<String> = queues.iter().map(|queue| queue.name.clone()).collect();
    let mut trunks: Vec<Trunk> = Vec::new();
    for name in form.names("trunk") {
        let path = join("trunk", &name);
        let at = join(&path, "queues");
        let queues_here: Vec<QueueId> = form.resolve(&at, "queue", &queue_names).into_iter().map(QueueId).collect();
        for queue in &queues_here {
            let Queue { name, channel, .. } = &queues[queue.0];
            if let Some(other) = trunks.iter().find(|other| other.queues.contains(queue)) {
                form.refuse(
                    "twice",
                    &at,
                    format!("\"{name}\", which is on the trunk \"{}\" already", other.name),
                    "each queue on one trunk at most".to_owned(),
                    "name it on one of the two",
                );
            }
            if *channel != Channel::Voice {
                form.refuse(
                    "channel",
                    &at,
                    format!("\"{name}\", a queue of the channel {}", channel.name()),
                    "queues of the channel voice".to_owned(),
                    "take it out: only calls need lines",
                );
            }
        }
        let lines = form.count(&join(&path, "lines")).unwrap_or(1) as u32;
        trunks.push(Trunk { name, lines, queues: queues_here });
    }
    trunks
}
