//! Queues.

use super::tables::Tables;
use crate::calendar::{Calendar, OpeningHours};
use crate::distribution::{Distribution, DistributionError, Law};
use crate::scenario::form::{Form, join};
use crate::scenario::keys::MOST_PER_HOUR;
use crate::scenario::kind::Checked;
use crate::scenario::table::Expected;
use crate::scenario::{Channel, Event, Group, GroupId, Origin, Overflow, Queue, QueueId, Volume};
use crate::target::{ServiceLevelDefinition, ServiceLevelTarget, Target};
use crate::units::{Seconds, Share};

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
    let expected_table = Expected { names, most: MOST_PER_HOUR, levels: false };
    let mut expected = 0.0;
    let mut queues = Vec::new();
    for name in names {
        let path = join("queue", name);
        let opening_hours = super::hours::of(form, &join(&path, "opening_hours")).unwrap_or_else(|| centre.clone());
        let table = calendar.and_then(|calendar| {
            let open = opening_hours.open_intervals(calendar);
            tables.column(form, &format!("{path}.volume.file"), name, expected_table, calendar, &open)
        });
        let volume = volume(form, &path, table);
        let channel = super::channels::channel(form, &path);
        let queue = Queue {
            channel,
            volume_factor: form.number(&format!("{path}.volume.factor")).unwrap_or(1.0),
            events: events(form, &path),
            day_factor_cv: form.number(&format!("{path}.volume.day_factor_cv")).unwrap_or_default(),
            patience: patience(form, &path, channel),
            waiting_places: form.count(&join(&path, "waiting_places")).map(|places| places as u32),
            target: target(form, &path, channel),
            service_level_within: Seconds(within(form, &path, channel)),
            priority: form.count(&join(&path, "priority")).unwrap_or(1) as u32,
            overflow: overflow(form, &path, group_names),
            opening_hours,
            ..Queue::plain(name, volume, handling(form, &path))
        };
        if let Some(calendar) = calendar {
            expected += most_contacts(&queue, calendar);
            check_closed_volume(form, &path, &queue, calendar);
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

fn volume(form: &mut Form, path: &str, table: Option<Vec<f64>>) -> Volume {
    let path = join(path, "volume");
    let at = |key: &str| join(&path, key);
    let kinds: Vec<&str> =
        ["per_hour", "per_day", "file"].into_iter().filter(|key| form.is_written(&at(key))).collect();
    let profile = ["weekday", "intraday", "growth_per_week"].into_iter().find(|key| form.is_written(&at(key)));
    match (kinds.as_slice(), profile) {
        ([], _) if form.is_written(&path) => form.refuse(
            "one-of",
            &path,
            "none of `per_hour`, `per_day` and `file`".to_owned(),
            "one of them".to_owned(),
            "add per_day = 1200, for example",
        ),
        ([_, second, ..], _) => {
            let found = format!("`{}`", kinds.join("` and `"));
            form.refuse("one-of", &at(second), found, "one of them".to_owned(), "take one of them out");
        }
        ([only], Some(key)) if *only != "per_day" => {
            let found = format!("`{only}` and `{key}`");
            form.refuse(
                "one-of",
                &at(key),
                found,
                "profiles with `per_day` only".to_owned(),
                "take the profile out, or give the volume as `per_day`",
            );
        }
        _ => {}
    }
    if let Some(rate) = form.number(&at("per_hour")) {
        Volume::PerHour(rate)
    } else if form.is_written(&at("file")) {
        Volume::Table(table.unwrap_or_default())
    } else {
        Volume::Profile {
            per_day: form.number(&at("per_day")).unwrap_or_default(),
            weekday: match form.values.get(&at("weekday")) {
                Some(Checked::WeekFactors(factors)) => *factors,
                _ => [1.0; 7],
            },
            intraday: match form.values.get(&at("intraday")) {
                Some(Checked::Clock(weights)) => weights.clone(),
                _ => vec![(0, 1.0)],
            },
            growth_per_week: form.number(&at("growth_per_week")).unwrap_or_default(),
        }
    }
}

fn events(form: &mut Form, path: &str) -> Vec<Event> {
    let path = join(path, "event");
    let mut events = Vec::new();
    for name in form.names(&path) {
        let at = join(&path, &name);
        let (first, last) = (form.date(&join(&at, "first")), form.date(&join(&at, "last")));
        let (Some(first), Some(last)) = (first, last) else { continue };
        if last < first {
            let found = format!("{last}, before its first day {first}");
            form.refuse(
                "order",
                &join(&at, "last"),
                found,
                "a date from the first day on".to_owned(),
                "exchange the two dates",
            );
        }
        events.push(Event {
            name,
            first,
            last,
            from_minute: 0,
            until_minute: 1440,
            factor: form.number(&join(&at, "factor")).unwrap_or(1.0),
            half_life: None,
        });
    }
    events
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

/// Contacts over the horizon, at most.
fn most_contacts(queue: &Queue, calendar: &Calendar) -> f64 {
    let hours = calendar.end().hours().0;
    let contacts = match &queue.volume {
        Volume::PerHour(rate) => rate * hours,
        Volume::Table(table) => table.iter().sum(),
        Volume::Daily { contacts, .. } => contacts.iter().sum(),
        Volume::Profile { per_day, weekday, growth_per_week, .. } => {
            let weeks = (calendar.days.len() / 7) as f64;
            let highest = weekday.iter().copied().fold(0.0, f64::max);
            per_day * highest * calendar.days.len() as f64 * (1.0 + growth_per_week).max(1.0).powf(weeks)
        }
    };
    let events: f64 = queue.events.iter().map(|event| event.factor.max(1.0)).product();
    contacts * queue.volume_factor * events
}

/// Contacts in a table while the queue is closed would vanish silently, unless the hours are what is varied. Deferred
/// work comes round the clock, and nothing of it vanishes.
fn check_closed_volume(form: &mut Form, path: &str, queue: &Queue, calendar: &Calendar) {
    let Volume::Table(table) = &queue.volume else { return };
    if queue.channel.is_deferred() {
        return;
    }
    if form.is_overridden("opening_hours") || form.is_overridden(&join(path, "opening_hours")) {
        return;
    }
    let open = queue.opening_hours.open_intervals(calendar);
    let lost: Vec<usize> = (0..table.len().min(open.len())).filter(|&i| table[i] > 0.0 && !open[i]).collect();
    if let Some(&first) = lost.first() {
        let found = format!(
            "contacts in {} intervals while the queue is closed, the first at {}",
            lost.len(),
            calendar.label(first)
        );
        form.refuse(
            "closed-volume",
            &format!("{path}.volume.file"),
            found,
            "contacts during opening hours only".to_owned(),
            "widen the opening hours, or set these contacts to 0",
        );
    }
}
