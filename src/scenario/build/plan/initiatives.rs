//! Self-service and coaching that can be begun.

use super::super::queues::stand_in;
use super::{Periods, money};
use crate::scenario::form::{Form, join};
use crate::scenario::{Bot, BotOutcome, Coaching, ComesBack, Effect, Initiative, Origin, Queue, QueueId, SelfService};
use crate::units::{Money, Share};

/// All of them: self-service, then coaching, each in the order of the file. A bot that one of them names is planned: it is
/// taken out of what works today.
pub(super) fn build(form: &mut Form, queues: &mut [Queue], periods: &Periods, bots: &mut Vec<Bot>) -> Vec<Initiative> {
    let queue_names: Vec<String> = queues.iter().map(|queue| queue.name.clone()).collect();
    let mut found: Vec<(Initiative, String)> = Vec::new();
    let mut planned = Vec::new();
    for name in form.names("self_service") {
        let path = join("self_service", &name);
        let bot_names: Vec<String> = bots.iter().map(|bot| bot.name.clone()).collect();
        let bot = form.resolve_one(&join(&path, "bot"), "bot", &bot_names);
        let effect = if form.is_written(&join(&path, "bot")) {
            for key in ["queues", "entry", "containment", "unresolved", "resolved_handling"] {
                form.refuse_both(&path, "bot", key);
            }
            bot.map(|place| {
                planned.push(place);
                named(form, &path, &bots[place], place, queues)
            })
        } else {
            Some(inline(form, &path, &name, &queue_names))
        };
        let Ok(fixed_start) = money::start(form, &path, periods).fixed() else { continue };
        if let Some(effect) = effect {
            found.push((initiative(form, &path, name, fixed_start, Effect::SelfService(effect)), path));
        }
    }
    for name in form.names("coaching") {
        let path = join("coaching", &name);
        let at = |key: &str| join(&path, key);
        let about = form.resolve(&at("queues"), "queue", &queue_names);
        let Ok(fixed_start) = money::start(form, &path, periods).fixed() else { continue };
        let effect = Effect::Coaching(Coaching {
            queues: about.into_iter().map(QueueId).collect(),
            handling_factor: form.number(&at("handling_factor")).unwrap_or(1.0),
            resolution_gain: Share(form.number(&at("resolution_gain")).unwrap_or_default()),
        });
        found.push((initiative(form, &path, name, fixed_start, effect), path));
    }
    take_out(queues, bots, &mut planned);
    relate(form, &mut found);
    let initiatives: Vec<Initiative> = found.into_iter().map(|(initiative, _)| initiative).collect();
    if form.problems.is_empty() {
        form.assume(
            "self_service",
            &initiatives.len().to_string(),
            Origin::Default("options that the plan weighs".to_owned()),
        );
    }
    initiatives
}

fn initiative(form: &Form, path: &str, name: String, fixed_start: Option<u32>, effect: Effect) -> Initiative {
    let at = |key: &str| join(path, key);
    let money = |key: &str| Money(form.number(&at(key)).unwrap_or_default());
    Initiative {
        name,
        set_up: money("set_up"),
        per_month: money("per_month"),
        months_to_live: form.count(&at("months_to_live")).unwrap_or_default() as u32,
        adoption: form.numbers(&at("adoption")).unwrap_or_default().into_iter().map(Share).collect(),
        fixed_start,
        excludes: Vec::new(),
        requires: Vec::new(),
        effect,
    }
}

fn self_service(form: &Form, path: &str, bots: Vec<Bot>, by_reason: Vec<(QueueId, usize, BotOutcome)>) -> SelfService {
    let number = |key: &str| form.number(&join(path, key));
    SelfService {
        per_session: Money(number("per_session").unwrap_or_else(|| bots.first().map_or(0.0, |bot| bot.per_session.0))),
        handling_factor: number("handling_factor").unwrap_or(1.0),
        satisfaction: number("satisfaction").unwrap_or_default(),
        bots,
        by_reason,
    }
}

/// An option whose bot has a table of its own.
fn named(form: &Form, path: &str, bot: &Bot, place: usize, queues: &[Queue]) -> SelfService {
    let mut by_reason = Vec::new();
    for (index, queue) in queues.iter().enumerate() {
        for (reason, with) in queue.reasons.iter().enumerate() {
            by_reason.extend(with.with_bot[place].map(|outcome| (QueueId(index), reason, outcome)));
        }
    }
    self_service(form, path, vec![bot.clone()], by_reason)
}

/// An option that says itself what it does: before each of its queues, and who is left without help comes back to the same.
fn inline(form: &mut Form, path: &str, name: &str, queue_names: &[String]) -> SelfService {
    let at = |key: &str| join(path, key);
    for key in ["queues", "entry", "containment", "unresolved", "per_session"] {
        if !form.is_written(&at(key)) {
            form.refuse(
                "missing",
                &at(key),
                "nothing".to_owned(),
                "queues, entry, containment, unresolved and per_session, or bot = \"NAME\"".to_owned(),
                &format!("add {key}, or name a bot that has a table of its own"),
            );
        }
    }
    let share = |key: &str| form.number(&at(key)).unwrap_or_default();
    let (containment, unresolved) = (share("containment"), share("unresolved"));
    let (entry, resolved_handling) = (share("entry"), form.number(&at("resolved_handling")).unwrap_or(1.0));
    let outcome = BotOutcome {
        entry: Share(entry),
        resolved: Share(containment * (1.0 - unresolved)),
        unresolved: Share(containment * unresolved),
    };
    if outcome.resolved.0 * resolved_handling > 1.0 {
        form.refuse(
            "range",
            &at("resolved_handling"),
            resolved_handling.to_string(),
            format!("at most {:.3}: what is resolved takes no longer than all there is", 1.0 / outcome.resolved.0),
            "lower it; below 1, the easy contacts go first",
        );
    }
    let queues = form.resolve(&at("queues"), "queue", queue_names);
    let bot = |queue: usize| Bot {
        name: name.to_owned(),
        queues: vec![QueueId(queue)],
        outcome,
        session: stand_in(),
        handling_factor: 1.0,
        resolved_handling,
        comes_back: Some(ComesBack { share: Share(1.0), after: stand_in(), to: QueueId(queue) }),
        per_session: Money::ZERO,
        capacity: None,
        outages: Vec::new(),
    };
    self_service(form, path, queues.into_iter().map(bot).collect(), Vec::new())
}

/// Takes planned bots out of what works today.
fn take_out(queues: &mut [Queue], bots: &mut Vec<Bot>, planned: &mut Vec<usize>) {
    planned.sort_unstable();
    planned.dedup();
    for &place in planned.iter().rev() {
        bots.remove(place);
        for reason in queues.iter_mut().flat_map(|queue| &mut queue.reasons) {
            reason.with_bot.remove(place);
        }
    }
}

/// Resolves what excludes and requires what.
fn relate(form: &mut Form, found: &mut [(Initiative, String)]) {
    let names: Vec<String> = found.iter().map(|(initiative, _)| initiative.name.clone()).collect();
    for at in 0..found.len() {
        for key in ["excludes", "requires"] {
            let path = join(&found[at].1, key);
            let others = form.resolve(&path, "self-service option or coaching", &names);
            if others.contains(&at) {
                form.refuse(
                    "same",
                    &path,
                    format!("\"{}\" itself", names[at]),
                    "others".to_owned(),
                    "take it out of the list",
                );
            }
            if key == "excludes" {
                found[at].0.excludes = others;
            } else {
                found[at].0.requires = others;
            }
        }
    }
}
