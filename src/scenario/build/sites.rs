//! Sites: places where people work, each with its own clock.

use super::windows::windows;
use crate::calendar::{Calendar, OpeningHours};
use crate::scenario::form::{Form, join};
use crate::scenario::kind::nearest;
use crate::scenario::{Group, Origin, Site, SiteId};
use jiff::tz::TimeZone;

pub(super) fn build(form: &mut Form, calendar: Option<&Calendar>, names: &[String]) -> Vec<Site> {
    let mut sites = Vec::new();
    for name in names {
        let path = join("site", name);
        let zone_path = join(&path, "time_zone");
        let horizon = calendar.map_or("UTC", |calendar| calendar.time_zone.as_str()).to_owned();
        if !form.is_written(&zone_path) {
            form.assume(&zone_path, &horizon, Origin::Default("as the horizon's".to_owned()));
        }
        let time_zone = form.text(&zone_path).unwrap_or(&horizon).to_owned();
        let zone = zone(form, &zone_path, &time_zone).unwrap_or(TimeZone::UTC);
        let opening_hours = super::hours::of(form, &join(&path, "opening_hours")).unwrap_or_else(OpeningHours::always);
        sites.push(Site {
            name: name.clone(),
            open: calendar.map_or_else(Vec::new, |calendar| open(calendar, &zone, &opening_hours)),
            time_zone,
            opening_hours,
            outages: windows(form, &join(&path, "outages"), calendar),
            seats: form.count(&join(&path, "seats")).map(|seats| seats as u32),
        });
    }
    sites
}

/// Seats that nobody can take are a slip.
pub(super) fn check_seats(form: &mut Form, sites: &[Site], groups: &[Group]) {
    for (index, site) in sites.iter().enumerate() {
        if site.seats.is_some() && groups.iter().all(|group| group.site != Some(SiteId(index))) {
            let path = join(&join("site", &site.name), "seats");
            let found = "seats of a site where no group works".to_owned();
            let remedy = format!("add site = \"{}\" to the groups that work there, or take the seats out", site.name);
            form.refuse("unused", &path, found, "seats of a site with a group".to_owned(), &remedy);
        }
    }
}

/// The time zone of a name; an unknown one is a problem.
pub(super) fn zone(form: &mut Form, path: &str, name: &str) -> Option<TimeZone> {
    let found = TimeZone::get(name).ok();
    if found.is_none() {
        let names: Vec<String> = jiff::tz::db().available().map(|name| name.as_str().to_owned()).collect();
        let city = format!("/{}", name.replace(' ', "_")).to_lowercase();
        let near = nearest(name, names.iter().map(String::as_str))
            .or_else(|| names.iter().map(String::as_str).find(|name| name.to_lowercase().ends_with(&city)));
        let remedy =
            near.map_or("name a place, as in \"Europe/Berlin\"".to_owned(), |near| format!("did you mean \"{near}\"?"));
        let quoted = format!("\"{}\"", name.escape_debug());
        form.refuse("unknown-name", path, quoted, "an IANA time zone".to_owned(), &remedy);
    }
    found
}

/// Whether a place with a clock of its own is open when each interval begins.
fn open(calendar: &Calendar, zone: &TimeZone, hours: &OpeningHours) -> Vec<bool> {
    calendar.clocks_in(zone).into_iter().map(|(date, minute)| hours.is_open(date, minute)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn nine_to_five() -> OpeningHours {
        let mut hours = OpeningHours::default();
        for day in &mut hours.week[..5] {
            day.push(540..1020);
        }
        hours
    }

    #[test]
    fn a_site_opens_by_its_own_clock_and_weekday() {
        // Manila is seven hours before Berlin in winter: 9:00 to 17:00 there is 2:00 to 10:00 here.
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        let manila = TimeZone::get("Asia/Manila").unwrap();
        let calendar = Calendar::of_days(date(2026, 11, 15), 2, 60, &berlin);
        let open = open(&calendar, &manila, &nine_to_five());
        let hours: Vec<usize> = (0..48).filter(|&hour| open[hour]).collect();
        assert_eq!(hours, (26..34).collect::<Vec<_>>(), "closed on the Sunday, open on the Monday");
    }

    #[test]
    fn the_night_on_which_one_clock_goes_back_moves_the_other() {
        // Berlin ends daylight saving on Sunday 2026-10-25; Manila has none: 9:00 there is 3:00 before and 2:00 after.
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        let manila = TimeZone::get("Asia/Manila").unwrap();
        let calendar = Calendar::of_days(date(2026, 10, 23), 4, 60, &berlin);
        let open = open(&calendar, &manila, &nine_to_five());
        let first = |day: usize| {
            let interval = calendar.days[day].intervals.clone().find(|&interval| open[interval]);
            interval.map(|interval| calendar.intervals[interval].clock_minute)
        };
        assert_eq!([first(0), first(1), first(3)], [Some(180), None, Some(120)]);
    }
}
