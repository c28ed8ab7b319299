//! Queues.

use super::tables::Tables;
use super::volume;
use crate::calendar::{Calendar, OpeningHours};
use crate::distribution::{Distribution, DistributionError, Law};
use crate::scenario::form::{Form, join};
use crate::scenario::kind::Checked;
use crate::scenario::{Channel, Group, GroupId, Origin, Overflow, Queue, QueueId};
use crate::target::{Over, ServiceLevelDefinition, ServiceLevelTarget, Target};
use crate::units::{MoneyPerHour, Seconds, Share};

/// Contacts that are expected over the horizon, at most: what a day of simulation on one core can do.
const MOST_CONTACTS: f64 = 1e9;
/// Longest threshold of a live channel, in seconds.
const LONGEST_LIVE_WAIT: f64 = 86_400.0;

pub(super) fn build(
    form: &mut Form,
    centre: &OpeningHours,
    calendar: Option<&Calendar>,
    names: &[String],
    group_names: &[String],
    tables: &mut Tables,
) -> Vec<Queue> {
    let mut expected = 0.0;
    let mut queues = Vec::new();
    for name in names {
        let path = join("queue", name);
        let opening_hours = super::hours::of(form, &join(&path, "opening_hours")).unwrap_or_else(|| centre.clone());
        let channel = super::channels::channel(form, &path);
        let volume = volume::of(form, &path, names, name, &opening_hours, calendar, tables);
        let queue = Queue {
            channel,
            volume_factor: form.number(&format!("{path}.volume.factor")).unwrap_or(1.0),
            events: volume::events(form, &path),
            day_factor_cv: form.number(&format!("{path}.volume.day_factor_cv")).unwrap_or_default(),
            day_factor_correlation: form.number(&format!("{path}.volume.day_factor_correlation")).unwrap_or_default(),
            forecast_error: volume::forecast_error(form, &path, calendar),
            busyness: volume::busyness(form, &path),
            patience: patience(form, &path, channel),
            waiting_places: form.count(&join(&path, "waiting_places")).map(|places| places as u32),
            target: target(form, &path, channel),
            service_level_within: Seconds(within(form, &path, channel)),
            priority: form.count(&join(&path, "priority")).unwrap_or(1) as u32,
            under_cover_per_hour: form.number(&join(&path, "under_cover_per_hour")).map(MoneyPerHour),
            overflow: overflow(form, &path, group_names),
            opening_hours,
            ..Queue::plain(name, volume, handling(form, &path))
        };
        if let Some(calendar) = calendar {
            expected += volume::most_contacts(&queue, calendar);
            volume::check_closed(form, &path, &queue, calendar);
        }
        queues.push(queue);
    }
    if expected > MOST_CONTACTS {
        form.refuse(
            "too-many",
            "queue",
            format!("up to {expected:.3e} contacts over the horizon"),
            format!("at most {MOST_CONTACTS:e}"),
            "check the volumes, factors and growth; shorten the horizon",
        );
    }
    queues
}

/// What stands in for a distribution that is refused.
pub(super) fn stand_in() -> Distribution {
    Distribution::new(Law::Exponential, Seconds(1.0), None).expect("an exponential law has any mean")
}

fn handling(form: &mut Form, path: &str) -> Distribution {
    let path = join(path, "handling");
    if let Some(observed) = empirical(form, &path) {
        return observed;
    }
    let mean = form.number(&join(&path, "mean"));
    let law = form.text(&join(&path, "distribution")).and_then(Law::from_name);
    if form.is_written(&path) && !form.is_written(&join(&path, "mean")) {
        form.refuse(
            "missing",
            &join(&path, "mean"),
            "nothing".to_owned(),
            "a duration above 0 and at most 24h".to_owned(),
            "add mean = \"5m\", or distribution = \"empirical\" with `values`",
        );
    }
    match (mean, law) {
        (Some(mean), Some(law)) => distribution(form, &path, law, mean).unwrap_or_else(stand_in),
        _ => stand_in(),
    }
}

fn patience(form: &mut Form, path: &str, channel: Channel) -> Option<Distribution> {
    let path = join(path, "patience");
    let at = |key: &str| join(&path, key);
    if !form.is_written(&path) {
        if channel.is_deferred() {
            let source = "deferred work waits until it is done, unless you say otherwise".to_owned();
            form.assume(&at("distribution"), "endless", Origin::Default(source));
        } else {
            form.refuse(
                "missing",
                &path,
                "nothing".to_owned(),
                "a table".to_owned(),
                "add patience = { mean = \"3m\" }, how long a contact waits before it abandons; or distribution = \"endless\"",
            );
        }
        return None;
    }
    if let Some(observed) = empirical(form, &path) {
        return Some(observed);
    }
    let law = form.text(&at("distribution"))?.to_owned();
    if law == "endless" {
        for key in ["mean", "cv"] {
            if form.is_written(&at(key)) {
                let found = format!("`{key}` with an endless patience");
                form.refuse(
                    "contradiction",
                    &at(key),
                    found,
                    "nothing".to_owned(),
                    "take it out, or take out distribution = \"endless\"",
                );
            }
        }
        return None;
    }
    let Some(mean) = form.number(&at("mean")) else {
        if form.is_written(&path) && !form.is_written(&at("mean")) {
            form.refuse(
                "missing",
                &at("mean"),
                "nothing".to_owned(),
                "a duration above 0 and at most 720h".to_owned(),
                "add mean = \"3m\", or distribution = \"endless\" if nobody abandons",
            );
        }
        return Some(stand_in());
    };
    Some(distribution(form, &path, Law::from_name(&law)?, mean).unwrap_or_else(stand_in))
}

/// The law of the `values` of a table, if it is given by them.
fn empirical(form: &mut Form, path: &str) -> Option<Distribution> {
    let at = |key: &str| join(path, key);
    let is_empirical = form.text(&at("distribution")) == Some(Law::Empirical.name());
    if !is_empirical && !form.is_written(&at("values")) {
        return None;
    }
    if !is_empirical {
        form.refuse(
            "contradiction",
            &at("values"),
            "`values` with another distribution".to_owned(),
            "`values` with distribution = \"empirical\" only".to_owned(),
            "add distribution = \"empirical\" to the table, or take `values` out",
        );
    }
    for key in ["mean", "cv"] {
        if form.is_written(&at(key)) {
            let found = format!("`{key}` with observed values");
            form.refuse(
                "contradiction",
                &at(key),
                found,
                "nothing: it follows from `values`".to_owned(),
                "take it out, or choose another distribution without `values`",
            );
        }
    }
    if !form.is_written(&at("values")) {
        form.refuse(
            "missing",
            &at("values"),
            "nothing".to_owned(),
            "a list of observed durations".to_owned(),
            "add values = [\"3m\", \"4m10s\", \"6m\"], or choose another distribution with a mean",
        );
    }
    let observed = match form.values.get(&at("values")) {
        Some(Checked::Numbers(values)) => Distribution::empirical(values.clone()),
        _ => return Some(stand_in()),
    };
    if let Err(problem) = &observed {
        let found = problem.to_string();
        form.refuse("range", &at("values"), found, "durations with a mean above 0".to_owned(), "correct the values");
    }
    Some(observed.unwrap_or_else(|_| stand_in()))
}

/// The distribution of a law and a mean, with the `cv` that stands in the table at the path.
pub(super) fn distribution(form: &mut Form, path: &str, law: Law, mean: f64) -> Option<Distribution> {
    let at = join(path, "cv");
    let mut cv = form.number(&at);
    if cv.is_none() && !form.is_written(&at) && matches!(law, Law::LogNormal | Law::Gamma | Law::Weibull) {
        form.assume(
            &at,
            "1",
            Origin::Default("assumption: as variable as an exponential time; calls have about that much".to_owned()),
        );
        cv = Some(1.0);
    }
    let problem = match Distribution::new(law, Seconds(mean), cv) {
        Ok(distribution) => return Some(distribution),
        Err(problem) => problem,
    };
    let range = law.cv_range();
    let given = cv.map_or("nothing".to_owned(), |cv| cv.to_string());
    match problem {
        // Only empirical laws can have the other two, and they are made above.
        DistributionError::TooFew(_) | DistributionError::Observation(_) => {}
        DistributionError::Mean(mean) => {
            form.refuse(
                "range",
                &join(path, "mean"),
                format!("{mean} s"),
                "a duration from 0.001ms on".to_owned(),
                "lengthen it",
            );
        }
        DistributionError::CvFixed { .. } => {
            let allowed = format!("no `cv` with {law}: it is always {}", range.start());
            form.refuse("contradiction", &at, given, allowed, "take it out, or choose lognormal, gamma or weibull");
        }
        DistributionError::CvMissing(_) | DistributionError::CvOutOfRange { .. } => {
            let allowed = format!("a number from {} to {} with {law}", range.start(), range.end());
            form.refuse("range", &at, given, allowed, "change `cv`, or choose another distribution");
        }
    }
    None
}

/// The threshold that holds where none is written, with its reason.
fn usual_threshold(channel: Channel) -> (f64, &'static str, &'static str) {
    if channel.is_deferred() {
        let source = "assumption: a working day; a reply within 24 hours is the commonest promise for e-mail (EPIC Connections 2015)";
        (8.0 * 3600.0, "8h", source)
    } else {
        (20.0, "20s", "a widespread convention (Call Centre Helper)")
    }
}

/// The threshold of the service level, in seconds.
fn within(form: &Form, path: &str, channel: Channel) -> f64 {
    form.number(&format!("{path}.target.within")).unwrap_or(usual_threshold(channel).0)
}

fn target(form: &mut Form, path: &str, channel: Channel) -> Target {
    let (usual, usual_text, usual_source) = usual_threshold(channel);
    let path = join(path, "target");
    let at = |key: &str| join(&path, key);
    let promised = ["service_level", "max_asa", "max_abandonment", "max_p_wait", "max_occupancy"];
    let is_promised = promised.iter().any(|key| form.is_written(&at(key)));
    let has_threshold = form.is_written(&at("within"));
    if form.is_written(&at("service_level")) && !has_threshold {
        form.refuse(
            "missing",
            &at("within"),
            "a service level without a threshold".to_owned(),
            "`within`, a duration".to_owned(),
            "add within = \"20s\"",
        );
    }
    if !has_threshold {
        form.assume(&at("within"), usual_text, Origin::Default(usual_source.to_owned()));
    } else if !channel.is_deferred() && form.number(&at("within")).is_some_and(|within| within > LONGEST_LIVE_WAIT) {
        form.refuse(
            "range",
            &at("within"),
            format!("more than a day on a live channel ({})", channel.name()),
            "at most 24h; up to 60 days on email, social and cases".to_owned(),
            "shorten it, or change the channel",
        );
    }
    if !is_promised {
        form.assume(&at("service_level"), "80%", Origin::Default(usual_source.to_owned()));
    }
    let definition = form.text(&at("definition")).and_then(ServiceLevelDefinition::from_name).unwrap_or_default();
    let share = if is_promised { form.number(&at("service_level")) } else { Some(0.8) };
    let within = Seconds(form.number(&at("within")).unwrap_or(usual));
    let ceiling = |key: &str| form.number(&at(key)).map(Share);
    Target {
        service_level: share.map(|share| ServiceLevelTarget { share: Share(share), within, definition }),
        max_asa: form.number(&at("max_asa")).map(Seconds),
        max_abandonment: ceiling("max_abandonment"),
        max_p_wait: ceiling("max_p_wait"),
        max_occupancy: ceiling("max_occupancy"),
        over: form.text(&at("over")).and_then(Over::from_name),
    }
}

fn overflow(form: &mut Form, path: &str, group_names: &[String]) -> Option<Overflow> {
    let path = join(path, "overflow");
    if !form.is_written(&path) {
        return None;
    }
    let to = form.resolve(&join(&path, "to"), "group", group_names);
    Some(Overflow {
        after: Seconds(form.number(&join(&path, "after")).unwrap_or_default()),
        to: to.into_iter().map(GroupId).collect(),
    })
}

/// Groups that help a queue have it among their skills.
pub(super) fn check_overflow(form: &mut Form, queues: &[Queue], groups: &[Group]) {
    for (index, queue) in queues.iter().enumerate() {
        for &GroupId(group) in queue.overflow.iter().flat_map(|overflow| &overflow.to) {
            if groups
                .get(group)
                .is_some_and(|group| !group.skills.is_empty() && !group.skills.contains(&QueueId(index)))
            {
                let path = format!("{}.overflow.to", join("queue", &queue.name));
                let found = format!("the group \"{}\", which lacks the skill \"{}\"", groups[group].name, queue.name);
                let remedy = format!("add \"{}\" to {}.skills", queue.name, join("group", &groups[group].name));
                form.refuse("no-skill", &path, found, "groups with the queue among their skills".to_owned(), &remedy);
            }
        }
    }
}

/// A queue that no group answers is a slip: its contacts would all be lost.
pub(super) fn check_answered(form: &mut Form, queues: &[Queue], groups: &[Group]) {
    if groups.is_empty() || groups.iter().any(|group| group.skills.is_empty()) {
        return;
    }
    for (index, queue) in queues.iter().enumerate() {
        if !groups.iter().any(|group| group.skills.contains(&QueueId(index))) {
            let path = join("queue", &queue.name);
            form.refuse(
                "unanswered",
                &path,
                "a queue that no group answers".to_owned(),
                "at least one group with this skill".to_owned(),
                &format!("add \"{}\" to the skills of a group", queue.name),
            );
        }
    }
}
