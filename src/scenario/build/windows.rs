//! Stretches of time given by local dates and clock times: outages of a bot, of a site.

use crate::calendar::Calendar;
use crate::scenario::Window;
use crate::scenario::form::{Form, join};
use crate::units::Seconds;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// The windows of a list of tables `{ from, until }`, both local date-times in the horizon's time zone: in order, those that
/// meet or overlap joined, those that lie outside the horizon left out (it may have been shortened). A window that does not
/// end after it begins is a problem, and so is one without a date-time.
///
/// A clock time that daylight saving skips is the moment at which the clock is put forward by as much; one that comes twice
/// is the first of the two.
pub(super) fn windows(form: &mut Form, path: &str, calendar: Option<&Calendar>) -> Vec<Window> {
    let mut windows: Vec<Window> = Vec::new();
    let zone = calendar.and_then(|calendar| TimeZone::get(&calendar.time_zone).ok()).unwrap_or(TimeZone::UTC);
    for index in form.names(path) {
        let at = join(path, &index);
        let (from_path, until_path) = (join(&at, "from"), join(&at, "until"));
        let (Some(from), Some(until)) = (form.moment(&from_path), form.moment(&until_path)) else { continue };
        let seconds = |moment| calendar.map(|calendar| since_begin(calendar, moment, &zone));
        if until <= from {
            let found = format!("{until}, not after {from}");
            form.refuse(
                "order",
                &until_path,
                found,
                "a moment after `from`".to_owned(),
                "let it end after it begins; exchange the two if they are mixed up",
            );
        } else if let (Some(Some(from)), Some(Some(until))) = (seconds(from), seconds(until))
            && until.0 > 0.0
            && from < until
            && calendar.is_some_and(|calendar| from < calendar.end())
        {
            windows.push(Window { from, until });
        }
    }
    windows.sort_by(|a, b| a.from.0.total_cmp(&b.from.0));
    let mut joined: Vec<Window> = Vec::new();
    for window in windows {
        match joined.last_mut() {
            Some(last) if window.from <= last.until => last.until = last.until.max(window.until),
            _ => joined.push(window),
        }
    }
    joined
}

/// Seconds from the horizon's begin to a local moment; below 0 before it.
fn since_begin(calendar: &Calendar, moment: DateTime, zone: &TimeZone) -> Option<Seconds> {
    let begin = calendar.days.first()?.date.to_zoned(zone.clone()).ok()?.timestamp();
    let moment = moment.to_zoned(zone.clone()).ok()?.timestamp();
    Some(Seconds(begin.duration_until(moment).as_secs_f64()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_moment_after_daylight_saving_has_ended_is_an_hour_later() {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        let calendar = Calendar::of_days(date(2026, 10, 24), 3, 60, &zone);
        let at = |day: i8, hour: i8| since_begin(&calendar, date(2026, 10, day).at(hour, 0, 0, 0), &zone).unwrap().0;
        assert_eq!(at(24, 10), 10.0 * 3600.0);
        assert_eq!(at(25, 10), 35.0 * 3600.0, "the night had an hour more");
        assert_eq!(at(23, 23), -3600.0);
    }
}
