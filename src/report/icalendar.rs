//! A calendar for each employee, as programs for calendars read it (RFC 5545): one event for each shift, with its breaks.
//!
//! Times are in UTC, so that no program needs to know a time zone; the stamp of an event is the first day of the horizon and its
//! identity follows from person and date, so that a calendar that is read again replaces what it said before.

use crate::scenario::{RosterSettings, Scenario};
use crate::study::CertifiedRoster;
use icalendar::{Calendar, Component, Event};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// File name and contents of each employee's calendar, in their order.
pub fn calendars(scenario: &Scenario, settings: &RosterSettings, certified: &CertifiedRoster) -> Vec<(String, String)> {
    let of = |(place, employee): (usize, &crate::scenario::Employee)| {
        let shifts = certified.shifts.iter().filter(|named| named.employee == place);
        let mut calendar = Calendar::new();
        calendar.name(&format!("{}: {}", scenario.name, employee.name));
        for named in shifts {
            if let Some(event) = event(scenario, place, named) {
                calendar.push(event);
            }
        }
        (format!("{:03}_{}.ics", place + 1, file_name(&employee.name)), calendar.to_string())
    };
    settings.employees.iter().enumerate().map(of).collect()
}

fn event(scenario: &Scenario, place: usize, named: &crate::rostering::of_scenario::NamedShift) -> Option<Event> {
    let shift = &named.shift;
    let zone = TimeZone::get(&scenario.calendar.time_zone).ok()?;
    let date = scenario.calendar.days[shift.day].date;
    let begin = at(date, shift.start, &zone)?;
    let end = begin.checked_add(jiff::SignedDuration::from_mins(i64::from(shift.length))).ok()?;
    let stamp = at(scenario.calendar.days[0].date, 0, &zone)?;
    let mut event = Event::new();
    let id = format!("{}-{place}-{date}@callboard", scenario.digest.get(..8).unwrap_or("scenario"));
    event.uid(&id);
    event.add_property("DTSTAMP", text(stamp));
    event.add_property("DTSTART", text(begin));
    event.add_property("DTEND", text(end));
    let group = &scenario.group(shift.group).name;
    event.summary(&format!("{group}: {}", scenario.shift_types[shift.shift_type.0].name));
    if !shift.breaks.is_empty() {
        event.description(&format!("breaks: {}", super::csv::breaks(shift)));
    }
    Some(event.done())
}

/// The moment at which the clock first shows so many minutes after midnight.
fn at(date: Date, minutes: u32, zone: &TimeZone) -> Option<Timestamp> {
    let time = jiff::civil::time((minutes / 60 % 24) as i8, (minutes % 60) as i8, 0, 0);
    Some(date.to_datetime(time).to_zoned(zone.clone()).ok()?.timestamp())
}

fn text(moment: Timestamp) -> String {
    moment.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// A name as a file may be called anywhere: letters, digits and underscores.
fn file_name(name: &str) -> String {
    name.chars().map(|letter| if letter.is_alphanumeric() { letter } else { '_' }).collect()
}
