//! The volume of queues: how many contacts come, and what raises or lowers them.

use super::tables::Tables;
use crate::calendar::{Calendar, OpeningHours, clock as clock_text};
use crate::scenario::form::{Form, join};
use crate::scenario::keys::MOST_PER_HOUR;
use crate::scenario::kind::Checked;
use crate::scenario::table::Expected;
use crate::scenario::{Busyness, Event, ForecastError, Queue, Volume};
use crate::units::Seconds;

/// How many contacts come to the queue of that name.
pub(super) fn of(
    form: &mut Form,
    path: &str,
    names: &[String],
    name: &str,
    hours: &OpeningHours,
    calendar: Option<&Calendar>,
    tables: &mut Tables,
) -> Volume {
    let path = join(path, "volume");
    let at = |key: &str| join(&path, key);
    check_alternatives(form, &path);
    let intraday = || match form.values.get(&at("intraday")) {
        Some(Checked::Clock(weights)) => weights.clone(),
        _ => vec![(0, 1.0)],
    };
    if let Some(rate) = form.number(&at("per_hour")) {
        Volume::PerHour(rate)
    } else if form.is_written(&at("file")) {
        let table = calendar.and_then(|calendar| {
            let expected = Expected { names, most: MOST_PER_HOUR, levels: false };
            let table = tables.column(form, &at("file"), name, expected, calendar, &hours.open_intervals(calendar))?;
            Some(cut(table, calendar))
        });
        Volume::Table(table.unwrap_or_default())
    } else if form.is_written(&at("driver")) {
        let intraday = intraday();
        let contacts = calendar.map_or_else(Vec::new, |calendar| driven(form, &at("driver"), calendar, tables));
        Volume::Daily { contacts, intraday }
    } else {
        Volume::Profile {
            per_day: form.number(&at("per_day")).unwrap_or_default(),
            weekday: match form.values.get(&at("weekday")) {
                Some(Checked::WeekFactors(factors)) => *factors,
                _ => [1.0; 7],
            },
            intraday: intraday(),
            growth_per_week: form.number(&at("growth_per_week")).unwrap_or_default(),
        }
    }
}

/// One way of giving a volume, and profiles only with those that they belong to.
fn check_alternatives(form: &mut Form, path: &str) {
    let at = |key: &str| join(path, key);
    let kinds: Vec<&str> =
        ["per_hour", "per_day", "file", "driver"].into_iter().filter(|key| form.is_written(&at(key))).collect();
    let profile = ["weekday", "growth_per_week", "intraday"].into_iter().find(|key| form.is_written(&at(key)));
    match (kinds.as_slice(), profile) {
        ([], _) if form.is_written(path) => form.refuse(
            "one-of",
            path,
            "none of `per_hour`, `per_day`, `file` and `driver`".to_owned(),
            "one of them".to_owned(),
            "add per_day = 1200, for example",
        ),
        ([_, second, ..], _) => {
            let found = format!("`{}`", kinds.join("` and `"));
            form.refuse("one-of", &at(second), found, "one of them".to_owned(), "take one of them out");
        }
        ([only], Some(key)) if *only != "per_day" && (*only != "driver" || key != "intraday") => {
            let found = format!("`{only}` and `{key}`");
            let allowed = if key == "intraday" {
                "`intraday` with `per_day` or `driver` only"
            } else {
                "`weekday` and `growth_per_week` with `per_day` only"
            };
            let remedy = "take the profile out, or give the volume as `per_day`";
            form.refuse("one-of", &at(key), found, allowed.to_owned(), remedy);
        }
        _ => {}
    }
}

/// A horizon that ends within an interval has only a part of the contacts that a table expects in it.
fn cut(mut table: Vec<f64>, calendar: &Calendar) -> Vec<f64> {
    let whole = f64::from(calendar.interval_minutes) * 60.0;
    for (contacts, interval) in table.iter_mut().zip(&calendar.intervals) {
        *contacts *= interval.length().0 / whole;
    }
    table
}

/// Contacts on each day of the calendar from the drivers of a table.
fn driven(form: &mut Form, path: &str, calendar: &Calendar, tables: &Tables) -> Vec<f64> {
    let mut contacts = vec![0.0; calendar.days.len()];
    for name in form.names(path) {
        let at = |key: &str| join(&join(path, &name), key);
        let (Some(per_unit), Some(lag)) = (form.number(&at("per_unit")), form.count(&at("lag_days"))) else { continue };
        let Some(units) = tables.daily(form, &at("file"), &at("column"), lag, calendar) else { continue };
        for (contacts, units) in contacts.iter_mut().zip(units) {
            *contacts += per_unit * units;
        }
    }
    contacts
}

/// By how much the forecast may be wrong.
pub(super) fn forecast_error(form: &mut Form, path: &str, calendar: Option<&Calendar>) -> Option<ForecastError> {
    let path = join(path, "volume");
    let at = |key: &str| format!("{path}.forecast_error.{key}");
    let weeks = form.numbers(&at("cv"))?;
    let (days, Some(&last)) = (calendar.map_or(0, |calendar| calendar.days.len()), weeks.last()) else {
        form.refuse(
            "length",
            &at("cv"),
            "an empty list".to_owned(),
            "a list of one or more shares".to_owned(),
            "give a share for each week of the horizon, such as [\"4%\", \"5%\"]",
        );
        return None;
    };
    if form.number(&join(&path, "day_factor_cv")).is_some_and(|cv| cv > 0.0) {
        form.refuse(
            "contradiction",
            &join(&path, "day_factor_cv"),
            "`day_factor_cv` beside `forecast_error`, which holds how days vary".to_owned(),
            "one of the two".to_owned(),
            "take one of them out, or set day_factor_cv = 0",
        );
    }
    let lasting = form.number(&at("lasting")).unwrap_or_default();
    let next_day = form.number(&at("next_day")).unwrap_or(lasting);
    if next_day < lasting {
        form.refuse(
            "order",
            &at("next_day"),
            format!("{next_day}, below `lasting`, which is {lasting}"),
            "at least `lasting`: days next to each other are no less alike than days far from each other".to_owned(),
            "raise next_day or lower lasting",
        );
    }
    let cv = (0..days).map(|day| weeks.get(day / 7).copied().unwrap_or(last)).collect();
    let correlation = form.number(&at("correlation")).unwrap_or_default();
    Some(ForecastError { cv, lasting, next_day, correlation })
}

/// How volume comes and goes within a day.
pub(super) fn busyness(form: &Form, path: &str) -> Option<Busyness> {
    let at = |key: &str| format!("{path}.volume.busyness.{key}");
    let (cv, memory) = (form.number(&at("cv"))?, form.number(&at("memory"))?);
    (cv > 0.0).then_some(Busyness { cv, memory: Seconds(memory) })
}

/// The events of a queue.
pub(super) fn events(form: &mut Form, path: &str) -> Vec<Event> {
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
        let clock = |key: &str| form.count(&join(&at, key)).map(|minute| minute as u32);
        let (from_minute, until_minute) = (clock("first_time").unwrap_or(0), clock("last_time").unwrap_or(1440));
        if first == last && until_minute <= from_minute {
            form.refuse(
                "order",
                &join(&at, if form.is_written(&join(&at, "last_time")) { "last_time" } else { "first_time" }),
                format!("the end {}, not after the begin {}", clock_text(until_minute), clock_text(from_minute)),
                "an end after the begin".to_owned(),
                "exchange the two clock times, or let it end on a later day",
            );
        }
        events.push(Event {
            factor: form.number(&join(&at, "factor")).unwrap_or(1.0),
            half_life: form.number(&join(&at, "half_life")).map(Seconds),
            name,
            first,
            last,
            from_minute,
            until_minute,
        });
    }
    events
}

/// Contacts over the horizon, at most.
pub(super) fn most_contacts(queue: &Queue, calendar: &Calendar) -> f64 {
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

/// Contacts in a table while the queue is closed would vanish silently, unless the hours are what is varied.
pub(super) fn check_closed(form: &mut Form, path: &str, queue: &Queue, calendar: &Calendar) {
    let Volume::Table(table) = &queue.volume else { return };
    // Deferred work comes round the clock.
    if queue.channel.is_deferred()
        || form.is_overridden("opening_hours")
        || form.is_overridden(&join(path, "opening_hours"))
    {
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
