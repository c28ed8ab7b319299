//! From the checked values to a [`Scenario`]: what one key says about another is checked here, and everything that is
//! wrong is noted in the form. Where something is missing, a stand-in is used; the scenario is then thrown away.

mod bots;
mod channels;
mod contracts;
mod hours;
mod journey;
mod people;
mod persons;
mod plan;
mod premiums;
mod queues;
mod roster;
mod sessions;
mod shifts;
mod sites;
mod tables;
mod times;
mod volume;
mod windows;

use super::form::{Form, join};
use super::{
    AgentTakes, AtClosing, ContactGoes, Group, IntradaySettings, Origin, Replications, Routing, Scenario,
    SchedulingSettings, SimulationSettings,
};
use crate::calendar::Calendar;
use crate::units::{MoneyPerHour, Seconds, Share};
use std::path::Path;

/// Values of queues and groups over all intervals that are taken: 5 million are 40 MB.
const MOST_CELLS: usize = 5_000_000;

/// Builds the scenario; valid only if the form has no problems afterwards.
pub(super) fn build(form: &mut Form, folder: &Path, fallback_name: &str) -> Option<Scenario> {
    let name = form.text("name").unwrap_or(fallback_name).to_owned();
    if !form.is_written("name") {
        form.assume("name", fallback_name, Origin::Default("the name of the file or folder".to_owned()));
    }
    let calendar = horizon(form);
    let opening_hours = hours::of(form, "opening_hours").unwrap_or_else(|| hours::always(form));
    let queue_names = form.names("queue");
    let group_names = form.names("group");
    let site_names = form.names("site");
    for (path, what, names) in [("queue", "queue", &queue_names), ("group", "group", &group_names)] {
        if names.is_empty() && form.is_written(path) {
            form.refuse(
                "missing",
                path,
                "nothing".to_owned(),
                format!("at least one {what}"),
                &format!("add a table [{path}.NAME]"),
            );
        }
    }
    if let Some(calendar) = &calendar {
        // Whether somebody is there takes an eighth of the memory of a number.
        let rows = queue_names.len() + group_names.len() + (site_names.len() + form.names("person").len()).div_ceil(8);
        let cells = calendar.intervals.len() * rows;
        if cells > MOST_CELLS {
            let found = format!("{cells} values of queues, groups and people over all intervals");
            form.refuse(
                "too-many",
                "horizon",
                found,
                format!("at most {MOST_CELLS}"),
                "shorten the horizon or lengthen the interval",
            );
            return None;
        }
    }
    let mut tables = tables::Tables::new(folder);
    let mut queues = queues::build(form, &opening_hours, calendar.as_ref(), &queue_names, &group_names, &mut tables);
    let mut bots = bots::build(form, &queue_names, calendar.as_ref());
    channels::complete(form, &mut queues);
    journey::complete(form, &mut queues, &bots);
    let trunks = bots::trunks(form, &queues);
    let interval = calendar.as_ref().map_or(1, |calendar| calendar.interval_minutes);
    let shift_types = shifts::build(form, &group_names, interval);
    let sites = sites::build(form, calendar.as_ref(), &site_names);
    let given = people::Given {
        calendar: calendar.as_ref(),
        queues: &queues,
        sites: &sites,
        names: &group_names,
        shift_types: &shift_types,
    };
    let groups = people::build(form, &given, &mut tables);
    sites::check_seats(form, &sites, &groups);
    queues::check_overflow(form, &queues, &groups);
    queues::check_answered(form, &queues, &groups);
    let highest_wage = groups.iter().map(|group| group.wage.0).fold(0.0, f64::max);
    let scheduling = scheduling(form, &groups, interval);
    let plan = plan::build(form, &mut queues, &groups, &mut bots, highest_wage);
    let roster = calendar.as_ref().and_then(|calendar| {
        let given = roster::Given { calendar, group_names: &group_names, shift_types: &shift_types, folder };
        roster::build(form, &given)
    });
    Some(Scenario {
        name,
        question: form.text("question").unwrap_or_default().to_owned(),
        currency: form.text("currency").unwrap_or_default().to_owned(),
        seed: form.count("seed").unwrap_or_default().unsigned_abs(),
        digest: String::new(),
        calendar: calendar?,
        opening_hours,
        queues,
        groups,
        sites,
        bots,
        trunks,
        satisfaction: journey::satisfaction(form),
        shift_types,
        routing: routing(form),
        simulation: simulation(form),
        scheduling,
        intraday: intraday(form),
        plan,
        roster,
        assumptions: std::mem::take(&mut form.assumptions),
    })
}

fn horizon(form: &mut Form) -> Option<Calendar> {
    let at = |key: &str| join("horizon", key);
    let given: Vec<&str> = ["days", "hours", "length"].into_iter().filter(|key| form.is_written(&at(key))).collect();
    match given.as_slice() {
        [] if form.is_written("horizon") => form.refuse(
            "one-of",
            "horizon",
            "none of `days`, `hours` and `length`".to_owned(),
            "one of them".to_owned(),
            "add days = 28, or hours = 24, or length = \"90m\"",
        ),
        [_, second, ..] => {
            let found = format!("`{}`", given.join("` and `"));
            form.refuse("one-of", &at(second), found, "one of them".to_owned(), "take one of them out");
        }
        _ => {}
    }
    let minutes = form.number("horizon.interval").map(|seconds| seconds / 60.0);
    let minutes = minutes.filter(|minutes| {
        let is_allowed = [15.0, 30.0, 60.0].contains(minutes);
        if !is_allowed {
            let found = format!("{minutes} minutes");
            form.refuse(
                "choice",
                "horizon.interval",
                found,
                "\"15m\", \"30m\" or \"1h\"".to_owned(),
                "choose one of the three",
            );
        }
        is_allowed
    });
    let zone = form.text("horizon.time_zone").unwrap_or("UTC").to_owned();
    let found = sites::zone(form, "horizon.time_zone", &zone);
    let (start, minutes, zone) = (form.date("horizon.start")?, minutes? as u32, found?);
    let seconds = form.number("horizon.length").or(form.number("horizon.hours").map(|hours| hours * 3600.0));
    match (form.count("horizon.days"), seconds) {
        (Some(days), None) => Some(Calendar::of_days(start, days as u32, minutes, &zone)),
        (None, Some(seconds)) => Some(Calendar::of_length(start, Seconds(seconds), minutes, &zone)),
        _ => None,
    }
}

fn routing(form: &Form) -> Routing {
    Routing {
        contact_goes: match form.text("routing.contact_goes") {
            Some("longest-idle") => ContactGoes::LongestIdle,
            Some("least-occupied") => ContactGoes::LeastOccupied,
            Some("most-skilled") => ContactGoes::MostSkilled,
            _ => ContactGoes::SkillOrder,
        },
        agent_takes: match form.text("routing.agent_takes") {
            Some("priority") => AgentTakes::Priority,
            Some("longest-waiting") => AgentTakes::LongestWaiting,
            Some("weighted-wait") => AgentTakes::WeightedWait,
            _ => AgentTakes::SkillOrder,
        },
        at_closing: match form.text("routing.at_closing") {
            Some("disconnect") => AtClosing::Disconnect,
            _ => AtClosing::Serve,
        },
    }
}

fn simulation(form: &Form) -> SimulationSettings {
    let replications = match (form.text("simulation.replications"), form.count("simulation.replications")) {
        (Some(_), _) => Replications::Auto {
            precision: Share(form.number("simulation.precision").unwrap_or_default()),
            most: form.count("simulation.most_replications").unwrap_or_default() as u32,
        },
        (None, count) => Replications::Fixed(count.unwrap_or(1) as u32),
    };
    SimulationSettings { replications, warm_up: Seconds(form.number("simulation.warm_up").unwrap_or_default()) }
}

fn scheduling(form: &mut Form, groups: &[Group], interval: u32) -> SchedulingSettings {
    let highest_wage = groups.iter().map(|group| group.wage.0).fold(0.0, f64::max);
    let under_cover = three_wages(form, "scheduling.under_cover_per_hour", highest_wage);
    SchedulingSettings {
        under_cover_per_hour: MoneyPerHour(under_cover),
        over_cover_per_hour: MoneyPerHour(form.number("scheduling.over_cover_per_hour").unwrap_or_default()),
        gap: Share(form.number("scheduling.gap").unwrap_or_default()),
        premiums: premiums::build(form, interval),
        sessions: sessions::build(form, groups, interval, MoneyPerHour(under_cover)),
    }
}

/// The price of a missing hour: as written, or three times the highest wage.
fn three_wages(form: &mut Form, path: &str, highest_wage: f64) -> f64 {
    form.number(path).unwrap_or_else(|| {
        if !form.is_written(path) {
            let source = "three times the highest wage (assumption)".to_owned();
            form.assume(path, &(3.0 * highest_wage).to_string(), Origin::Default(source));
        }
        3.0 * highest_wage
    })
}

fn intraday(form: &Form) -> IntradaySettings {
    let number = |key: &str| form.number(&join("intraday", key)).unwrap_or_default();
    IntradaySettings {
        overtime_premium: Share(number("overtime_premium")),
        most_overtime: Seconds(number("most_overtime")),
        notice: Seconds(number("notice")),
        time_off_pay: Share(number("time_off_pay")),
        least_time_off: Seconds(number("least_time_off")),
        most_moves: form.count("intraday.most_moves").unwrap_or_default() as u32,
        handling_cv: number("handling_cv"),
    }
}
