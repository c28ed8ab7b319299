//! Sessions: on the grid, within their hours, and for how many.

use crate::calendar::clock;
use crate::scenario::form::{Form, join};
use crate::scenario::kind::{Checked, duration_text};
use crate::scenario::{Group, GroupId, Origin, Session};
use crate::units::{Money, MoneyPerHour, Seconds};

/// An attendance that is missed costs so many times as much as its length of a missing agent.
const TIMES_MISSING: f64 = 2.0;

pub(super) fn build(form: &mut Form, groups: &[Group], interval: u32, under_cover: MoneyPerHour) -> Vec<Session> {
    let path = "scheduling.session";
    form.names(path).iter().map(|index| session(form, &join(path, index), groups, interval, under_cover)).collect()
}

fn session(form: &mut Form, path: &str, groups: &[Group], interval: u32, under_cover: MoneyPerHour) -> Session {
    let at = |key: &str| join(path, key);
    let names: Vec<String> = groups.iter().map(|group| group.name.clone()).collect();
    let attending: Vec<usize> = if form.is_written(&at("groups")) {
        form.resolve(&at("groups"), "group", &names)
    } else {
        (0..groups.len()).collect()
    };
    let whole = |form: &mut Form, key: &str, minutes: f64, found: String| {
        if minutes % f64::from(interval) != 0.0 {
            let allowed = format!("a multiple of the interval of {interval} minutes");
            form.refuse("grid", &at(key), found, allowed, "round it, or choose a finer horizon.interval");
        }
        minutes as u32
    };
    let mut duration = |key: &str| {
        let seconds = form.number(&at(key))?;
        Some(whole(form, key, seconds / 60.0, duration_text(seconds)))
    };
    let (length, step) = (duration("length").unwrap_or(interval), duration("every"));
    let mut minute = |key: &str, without: u32| {
        let minute = form.count(&at(key)).map_or(without, |minute| minute as u32);
        whole(form, key, f64::from(minute), clock(minute))
    };
    let (earliest, latest) = (minute("earliest", 0), minute("latest", 1440));
    if earliest + length > latest {
        let found = format!("{}, before one that begins at {} can end", clock(latest), clock(earliest));
        let allowed = format!("at least {} after `earliest`", duration_text(f64::from(length) * 60.0));
        form.refuse("order", &at("latest"), found, allowed, "move it back, or `earliest` forward");
    }
    let weekdays = match form.values.get(&at("days")) {
        Some(Checked::Week(week)) => *week,
        _ => [true; 7],
    };
    let (people, share) = (form.count(&at("people")), form.number(&at("share")));
    let written = ["people", "share"].map(|key| form.is_written(&at(key)));
    if written[0] == written[1] {
        let found = if written[0] { "`people` and `share`" } else { "none of `people` and `share`" };
        form.refuse("one-of", path, found.to_owned(), "one of them".to_owned(), "say share = 1 if everybody attends");
    }
    let attendances = |group: &Group| match (people, share) {
        (Some(people), _) => people as u32,
        // A share that is whole but for its last bits is whole.
        (None, share) => (f64::from(group.headcount) * share.unwrap_or(0.0) - 1e-9).ceil().max(0.0) as u32,
    };
    let step = step.unwrap_or_else(|| {
        if !form.is_written(&at("every")) {
            let value = duration_text(f64::from(interval) * 60.0);
            form.assume(&at("every"), &value, Origin::Default("an interval".to_owned()));
        }
        interval
    });
    let missed = form.number(&at("missed")).map_or_else(
        || {
            let price = under_cover * Seconds(f64::from(length) * 60.0).hours() * TIMES_MISSING;
            if !form.is_written(&at("missed")) {
                let source = "twice its length at under_cover_per_hour (assumption)".to_owned();
                form.assume(&at("missed"), &price.0.to_string(), Origin::Default(source));
            }
            price
        },
        Money,
    );
    Session {
        name: form.text(&at("name")).unwrap_or_default().to_owned(),
        attendances: attending.into_iter().map(|group| (GroupId(group), attendances(&groups[group]))).collect(),
        length,
        earliest,
        latest,
        step,
        weekdays,
        at_once: form.count(&at("at_once")).map(|seats| seats as u32),
        missed,
    }
}
