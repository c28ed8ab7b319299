//! A roster of named people as text, CSV and JSON.

use super::csv::{number, safe, strings, table as csv_table};
use super::format;
use super::text::table::{table, wrapped};
use crate::calendar::clock;
use crate::rostering::of_scenario::NamedShift;
use crate::scenario::{RosterSettings, Scenario};
use crate::study::CertifiedRoster;
use serde_json::{Value, json};

/// Days of a block of the table: more do not fit a line.
const WEEK: usize = 7;

/// Who works when, week by week, and what could not be met.
pub fn roster_text(scenario: &Scenario, settings: &RosterSettings, certified: &CertifiedRoster, width: u16) -> String {
    let days = &scenario.calendar.days;
    let mut parts = Vec::new();
    for first in (0..days.len()).step_by(WEEK) {
        let week = first..(first + WEEK).min(days.len());
        let names: Vec<String> = week.clone().map(|day| days[day].date.strftime("%a %d").to_string()).collect();
        let mut head = vec![""];
        head.extend(names.iter().map(String::as_str));
        head.push("hours");
        let mut rows = table(width, &head);
        for (employee, of) in settings.employees.iter().enumerate() {
            let mut row = vec![of.name.clone()];
            row.extend(week.clone().map(|day| cell(certified, employee, day)));
            let minutes: u32 = shifts_of(certified, employee)
                .filter(|named| week.contains(&named.shift.day))
                .map(|named| named.shift.paid_minutes())
                .sum();
            row.push(format!("{:.1}", f64::from(minutes) / 60.0));
            rows.add_row(row);
        }
        parts.push(rows.text());
        parts.push(String::new());
    }
    let roster = &certified.roster;
    let price = roster.price;
    let money = |amount: f64| format::money(crate::units::Money(amount), &scenario.currency);
    parts.push(wrapped(
        &format!(
            "Price {} (no roster under these rules is below {}; {}): shifts that nobody takes {}, people too many {}, wishes refused {}, \
             unfair shares {}.",
            money(price.total()),
            money(roster.bound),
            roster.ended,
            money(price.under),
            money(price.over),
            money(price.wishes),
            money(price.unfairness)
        ),
        width,
    ));
    for missing in missing(scenario, certified) {
        parts.push(wrapped(&missing, width));
    }
    for refused in refused(scenario, certified) {
        parts.push(wrapped(&refused, width));
    }
    for unmet in &roster.unmet {
        let name = &settings.employees[unmet.person.0].name;
        parts.push(wrapped(&format!("Not met for {name}: {} (because of {}).", unmet.rule, unmet.cause), width));
    }
    parts.push(String::new());
    for (queue, result) in scenario.queues.iter().zip(&certified.performance.queues) {
        let level = format::estimated_percent(result.total.service_level);
        let verdict = super::promise::verdict(result.verdict(&result.total));
        parts.push(wrapped(&format!("{}: {level} answered in time under this roster ({verdict}).", queue.name), width));
    }
    parts.join("\n") + "\n"
}

/// A shift's hours, as short as a grid needs them; a dot for a day off.
fn cell(certified: &CertifiedRoster, employee: usize, day: usize) -> String {
    let shift = shifts_of(certified, employee).find(|named| named.shift.day == day);
    shift.map_or_else(|| "·".to_owned(), hours)
}

/// `8-16:30`.
fn hours(named: &NamedShift) -> String {
    let shift = &named.shift;
    let short = |minutes: u32| match (minutes / 60 % 24, minutes % 60) {
        (hour, 0) => hour.to_string(),
        (hour, minute) => format!("{hour}:{minute:02}"),
    };
    format!("{}-{}", short(shift.start), short(shift.start + shift.length))
}

fn shifts_of(certified: &CertifiedRoster, employee: usize) -> impl Iterator<Item = &NamedShift> {
    certified.shifts.iter().filter(move |named| named.employee == employee)
}

/// Shifts that nobody takes, in words.
pub(super) fn missing(scenario: &Scenario, certified: &CertifiedRoster) -> Vec<String> {
    let (problem, roster) = (&certified.of.problem, &certified.roster);
    let mut missing = Vec::new();
    for (day, row) in problem.cover.iter().enumerate() {
        for (kind, cover) in row.iter().enumerate() {
            let given =
                roster.lines.iter().filter(|line| line[day].is_some_and(|given| given.0 == kind)).count() as u32;
            if let Some(origin) = certified.of.origins[kind].filter(|_| given < cover.wanted) {
                missing.push(format!(
                    "Nobody for {} of {} shifts {} of {} on {} ({}).",
                    cover.wanted - given,
                    cover.wanted,
                    problem.kinds[kind].name,
                    scenario.group(origin.group).name,
                    scenario.calendar.days[day].date,
                    format::money(
                        crate::units::Money(f64::from(cover.wanted - given) * cover.price_under),
                        &scenario.currency
                    )
                ));
            }
        }
    }
    missing
}

/// Wishes that were refused, in words, each with its price.
pub(super) fn refused(scenario: &Scenario, certified: &CertifiedRoster) -> Vec<String> {
    let problem = &certified.of.problem;
    let mut refused = Vec::new();
    for (person, line) in problem.people.iter().zip(&certified.roster.lines) {
        for wish in person.wishes.iter().filter(|wish| wish.wanted.is_refused_by(line[wish.day])) {
            let price = format::money(crate::units::Money(wish.price * person.seniority), &scenario.currency);
            let date = scenario.calendar.days[wish.day].date;
            refused.push(format!("A wish of {} for {date} is refused ({price}).", person.name));
        }
    }
    refused
}

/// One row per person and shift.
pub fn roster_csv(scenario: &Scenario, settings: &RosterSettings, certified: &CertifiedRoster) -> String {
    let mut rows = vec![strings(["name", "date", "start", "end", "group", "shift", "breaks", "paid_hours"])];
    for NamedShift { employee, shift } in &certified.shifts {
        rows.push(vec![
            safe(&settings.employees[*employee].name),
            scenario.calendar.days[shift.day].date.to_string(),
            clock(shift.start % 1440),
            clock((shift.start + shift.length) % 1440),
            safe(&scenario.group(shift.group).name),
            safe(&scenario.shift_types[shift.shift_type.0].name),
            super::csv::breaks(shift),
            number(shift.paid_hours().0),
        ]);
    }
    csv_table(&rows)
}

/// The roster as one document.
pub fn roster_json(scenario: &Scenario, settings: &RosterSettings, certified: &CertifiedRoster) -> Value {
    let roster = &certified.roster;
    let people = settings.employees.iter().enumerate().map(|(employee, of)| {
        let shifts: Vec<Value> = shifts_of(certified, employee)
            .map(|NamedShift { shift, .. }| {
                json!({
                    "date": scenario.calendar.days[shift.day].date.to_string(),
                    "start": clock(shift.start % 1440),
                    "end": clock((shift.start + shift.length) % 1440),
                    "group": scenario.group(shift.group).name,
                    "shift": scenario.shift_types[shift.shift_type.0].name,
                    "breaks": super::csv::breaks(shift),
                    "paid_hours": shift.paid_hours().0,
                })
            })
            .collect();
        json!({ "name": of.name, "contract": settings.contracts[of.contract].name, "shifts": shifts })
    });
    let unmet = roster.unmet.iter().map(|unmet| {
        json!({
            "name": settings.employees[unmet.person.0].name,
            "rule": unmet.rule.to_string(),
            "cause": unmet.cause.to_string(),
        })
    });
    json!({
        "scenario": scenario.name,
        "seed": scenario.seed,
        "objective": roster.price.total(),
        "bound": roster.bound,
        "gap": Some(roster.gap()).filter(|gap| gap.is_finite()),
        "ended": roster.ended.to_string(),
        "under_cover": roster.price.under,
        "over_cover": roster.price.over,
        "refused_wishes": roster.price.wishes,
        "unfairness": roster.price.unfairness,
        "missing": missing(scenario, certified),
        "refused": refused(scenario, certified),
        "unmet": unmet.collect::<Vec<_>>(),
        "findings": certified.findings.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "people": people.collect::<Vec<_>>(),
        "performance": super::json::performance_json(scenario, &certified.performance, false),
    })
}
