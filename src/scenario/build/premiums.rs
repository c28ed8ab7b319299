//! Premiums by time of day and date: on the grid, and at some time.

use crate::calendar::clock;
use crate::scenario::Premium;
use crate::scenario::form::{Form, join};
use crate::scenario::kind::Checked;
use crate::units::Share;

const MIDNIGHT: u32 = 1440;

pub(super) fn build(form: &mut Form, interval: u32) -> Vec<Premium> {
    let path = "scheduling.premium";
    form.names(path).iter().map(|index| premium(form, &join(path, index), interval)).collect()
}

fn premium(form: &mut Form, path: &str, interval: u32) -> Premium {
    let at = |key: &str| join(path, key);
    let mut minute = |key: &str, without: u32| {
        let minute = form.count(&at(key)).map_or(without, |minute| minute as u32);
        if !minute.is_multiple_of(interval) {
            let allowed = format!("a clock time on the grid of {interval} minutes");
            form.refuse("grid", &at(key), clock(minute), allowed, "move it, or choose a finer horizon.interval");
        }
        minute
    };
    let (from, until) = (minute("from", 0), minute("until", MIDNIGHT));
    if from % MIDNIGHT == until % MIDNIGHT && (from, until) != (0, MIDNIGHT) {
        let found = format!("{}, when it begins", clock(until));
        let allowed = "an end that is not the begin".to_owned();
        form.refuse("order", &at("until"), found, allowed, "take both out for a premium that is paid all day");
    }
    let dates = form.dates(&at("dates"));
    let weekdays = match form.values.get(&at("days")) {
        Some(Checked::Week(week)) => *week,
        _ => [!form.is_written(&at("dates")); 7],
    };
    Premium {
        name: form.text(&at("name")).unwrap_or_default().to_owned(),
        from,
        until,
        weekdays,
        dates,
        share: Share(form.number(&at("share")).unwrap_or_default()),
    }
}
