//! Opening hours of the centre and of queues.

use crate::calendar::OpeningHours;
use crate::scenario::Origin;
use crate::scenario::form::{Form, join};
use crate::scenario::kind::WEEKDAYS;

/// Opening hours that a table says; `None` if there is no such table.
pub(super) fn of(form: &mut Form, path: &str) -> Option<OpeningHours> {
    if !form.is_written(path) {
        return None;
    }
    let default_path = join(path, "default");
    let days = WEEKDAYS.map(|day| join(path, day));
    let named = days.iter().any(|day| form.is_written(day));
    let default = form.spans(&default_path).unwrap_or_else(|| {
        if !form.is_written(&default_path) {
            let (value, reason) = if named {
                ("closed", "weekdays that are not named are closed, since others are named")
            } else {
                ("00:00-24:00", "round the clock, since no weekday is named")
            };
            form.assume(&default_path, value, Origin::Default(reason.to_owned()));
        }
        if named { Vec::new() } else { OpeningHours::always().week[0].clone() }
    });
    let week = days.map(|day| form.spans(&day).unwrap_or_else(|| default.clone()));
    if week.iter().all(Vec::is_empty) && !form.problems.iter().any(|problem| problem.about.starts_with(path)) {
        form.refuse(
            "never-open",
            path,
            "no open minute in the week".to_owned(),
            "opening hours on at least one weekday".to_owned(),
            "add mon = \"08:00-20:00\", for example",
        );
    }
    Some(OpeningHours { week, closed: form.dates(&join(path, "closed_dates")) })
}

/// Round the clock, noted as an assumption.
pub(super) fn always(form: &mut Form) -> OpeningHours {
    form.assume("opening_hours", "00:00-24:00", Origin::Default("round the clock, since nothing is said".to_owned()));
    OpeningHours::always()
}
