//! What the channel of a queue brings: several contacts at once, pauses, deferred work, callbacks.

use super::times::time;
use crate::scenario::form::{Form, join};
use crate::scenario::{Callback, CallbackTime, Channel, Concurrency, Deferred, Origin, Pauses, Queue};
use crate::units::{Seconds, Share};

/// Contacts at once where nothing is said.
const USUAL_AT_ONCE: u32 = 3;
/// Customer's time to write / agent's, where nothing is said.
const USUAL_RATIO: f64 = 0.75;
/// What a rounding of the last written digit may add to a growth of the stretch.
const ROUNDING: f64 = 1e-9;

/// The channel of the queue at a path.
pub(super) fn channel(form: &Form, path: &str) -> Channel {
    form.text(&join(path, "channel")).and_then(Channel::from_name).unwrap_or_default()
}

/// Fills in what belongs to the channel of each queue, and refuses what belongs to another.
pub(super) fn complete(form: &mut Form, queues: &mut [Queue]) {
    for queue in queues {
        let path = join("queue", &queue.name);
        let at = |key: &str| join(&path, key);
        // A channel that could not be read says nothing about what else stands there.
        if form.text(&at("channel")).is_some() {
            refuse_what_belongs_to_others(form, &path, queue.channel);
        }
        queue.after_call_work = time(form, &at("after_call_work"), "queue.*.after_call_work");
        queue.balking = Share(form.number(&at("balking")).unwrap_or_default());
        queue.weight = form.number(&at("weight")).unwrap_or(1.0);
        if queue.channel.is_written_live() {
            queue.concurrency = Some(concurrency(form, &at("concurrency")));
        }
        if queue.channel == Channel::Messaging {
            queue.pauses = pauses(form, &at("pauses"));
        }
        if queue.channel.is_deferred() {
            queue.deferred = Some(deferred(form, &at("deferred")));
        }
        if queue.channel == Channel::Voice {
            queue.callback = callback(form, &at("callback"));
        }
    }
}

fn refuse_what_belongs_to_others(form: &mut Form, path: &str, channel: Channel) {
    let belongings: [(&str, fn(Channel) -> bool); 5] = [
        ("balking", |channel| !channel.is_deferred()),
        ("concurrency", Channel::is_written_live),
        ("pauses", |channel| channel == Channel::Messaging),
        ("deferred", Channel::is_deferred),
        ("callback", |channel| channel == Channel::Voice),
    ];
    for (key, belongs) in belongings {
        let at = join(path, key);
        if form.is_written(&at) && !belongs(channel) {
            let channels: Vec<&str> = Channel::ALL.into_iter().filter(|&one| belongs(one)).map(Channel::name).collect();
            form.refuse(
                "channel",
                &at,
                format!("`{key}` on the channel {}", channel.name()),
                format!("`{key}` on {} only", channels.join(", ")),
                &format!("take it out, or set channel = \"{}\"", channels[0]),
            );
        }
    }
}

fn concurrency(form: &mut Form, path: &str) -> Concurrency {
    let at = |key: &str| join(path, key);
    let assumption = |text: &str| Origin::Default(text.to_owned());
    let most = form.count(&at("most")).map(|most| most as u32);
    if form.is_written(&at("ratio")) && form.is_written(&at("stretch")) {
        let found = "`ratio` and `stretch`".to_owned();
        form.refuse("one-of", &at("stretch"), found, "one of them".to_owned(), "take one of them out");
    }
    if let Some(stretch) = form.numbers(&at("stretch")) {
        check_stretch(form, &at("stretch"), &stretch, most);
        return Concurrency { most: most.unwrap_or(stretch.len() as u32), stretch };
    }
    let most = most.unwrap_or_else(|| {
        if !form.is_written(&at("most")) {
            let source = "agents are said to do best with two or three at once (Supportman)";
            form.assume(&at("most"), &USUAL_AT_ONCE.to_string(), assumption(source));
        }
        USUAL_AT_ONCE
    });
    let ratio = form.number(&at("ratio")).unwrap_or_else(|| {
        if !form.is_written(&at("ratio")) && !form.is_written(&at("stretch")) {
            let source = "assumption: the example of US patent 8,064,589; measure yours";
            form.assume(&at("ratio"), &USUAL_RATIO.to_string(), assumption(source));
        }
        USUAL_RATIO
    });
    Concurrency::of_writing(most, ratio)
}

/// A stretch begins with 1, has `most` numbers, does not fall, and does not grow faster than the number held: else an
/// agent would be slower the fewer contacts there are, or would get less done by holding more.
fn check_stretch(form: &mut Form, path: &str, stretch: &[f64], most: Option<u32>) {
    if let Some(most) = most.filter(|&most| most as usize != stretch.len()) {
        form.refuse(
            "length",
            path,
            format!("{} numbers, but most = {most}", stretch.len()),
            "a number for each contact that may be held".to_owned(),
            "add or remove numbers, or leave `most` out",
        );
    }
    if (stretch[0] - 1.0).abs() > ROUNDING {
        form.refuse(
            "range",
            path,
            format!("{} for one contact", stretch[0]),
            "1 for one contact, to which the others are relative".to_owned(),
            "let the list begin with 1",
        );
        return;
    }
    for (index, pair) in stretch.windows(2).enumerate() {
        let held = (index + 1) as f64;
        if pair[1] < pair[0] {
            form.refuse(
                "order",
                path,
                format!("{} after {}", pair[1], pair[0]),
                "numbers that do not fall: a contact does not get shorter by others beside it".to_owned(),
                "put them in order",
            );
            return;
        }
        let largest = pair[0] * (held + 1.0) / held;
        if pair[1] > largest + ROUNDING {
            form.refuse(
                "range",
                path,
                format!("{} for {} contacts at once", pair[1], held + 1.0),
                format!("at most {largest:.3} there: more would mean that holding more gets less done"),
                "lower the number, or let agents hold fewer",
            );
            return;
        }
    }
}

fn pauses(form: &mut Form, path: &str) -> Option<Pauses> {
    if !form.is_written(path) {
        return None;
    }
    let gap = time(form, &join(path, "gap"), "queue.*.pauses.gap")?;
    Some(Pauses { turns: form.number(&join(path, "turns"))?, gap })
}

fn deferred(form: &mut Form, path: &str) -> Deferred {
    if !form.is_written(path) {
        form.fill("queue.*.deferred", path);
    }
    Deferred {
        interruptible: form.truth(&join(path, "interruptible")).unwrap_or(false),
        backlog: form.count(&join(path, "backlog")).unwrap_or_default() as u32,
        in_opening_hours: form.truth(&join(path, "in_opening_hours")).unwrap_or(true),
    }
}

fn callback(form: &mut Form, path: &str) -> Option<Callback> {
    if !form.is_written(path) {
        return None;
    }
    let at = |key: &str| join(path, key);
    let after = form.number(&at("after")).map(Seconds);
    if form.is_written(&at("when")) && form.is_written(&at("after")) {
        let found = "`when` and `after`".to_owned();
        form.refuse("one-of", &at("after"), found, "one of them".to_owned(), "take one of them out");
    } else if !form.is_written(&at("when")) && !form.is_written(&at("after")) {
        let source = "nobody loses their place by not holding the line".to_owned();
        form.assume(&at("when"), "keeps-place", Origin::Default(source));
    }
    let seconds = |key: &str| Seconds(form.number(&at(key)).unwrap_or_default());
    let share = |key: &str| Share(form.number(&at(key)).unwrap_or_default());
    Some(Callback {
        offer_above: seconds("offer_above"),
        acceptance: share("acceptance"),
        when: after.map_or(CallbackTime::KeepsPlace, CallbackTime::After),
        reached: share("reached"),
        attempt: seconds("attempt"),
        attempts: form.count(&at("attempts")).unwrap_or(1) as u32,
        retry_after: seconds("retry_after"),
    })
}
