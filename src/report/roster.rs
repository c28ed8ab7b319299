//! A roster of named people as text, CSV and JSON.

use super::csv::{number, safe, strings, table as csv_table};
use super::format;
use super::not_met::told;
use super::text::table::{table, wrapped};
use crate::calendar::clock;
use crate::rostering::not_met::What;
use crate::rostering::of_scenario::NamedShift;
use crate::scenario::{RosterSettings, Scenario};
use crate::scheduling::ScheduleCost;
use crate::study::CertifiedRoster;
use crate::units::Money;
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
    parts.push(wrapped(&summary(scenario, settings, certified), width));
    for told in told(scenario, settings, certified) {
        parts.push(wrapped(&told.sentence(scenario), width));
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

/// Shifts that the schedule has.
pub(super) fn shifts_wanted(certified: &CertifiedRoster) -> u32 {
    certified.of.problem.cover.iter().flatten().map(|cover| cover.wanted).sum()
}

/// Those of them that nobody takes.
pub(super) fn shifts_missing(certified: &CertifiedRoster) -> u32 {
    let of = |what: What| if let What::Missing { people, .. } = what { people } else { 0 };
    certified.not_met.iter().map(|piece| of(piece.what)).sum()
}

/// `26 people take 223 of 231 shifts; 3 of 15 wishes are refused, and each rule is kept`.
pub(super) fn message(settings: &RosterSettings, certified: &CertifiedRoster) -> String {
    let (wanted, missing) = (shifts_wanted(certified), shifts_missing(certified));
    let people = match settings.employees.len() {
        1 => "One person takes".to_owned(),
        people => format!("{} people take", format::count(people as f64)),
    };
    let wishes: usize = settings.employees.iter().map(|employee| employee.wishes.len()).sum();
    let refused = certified.not_met.iter().filter(|piece| matches!(piece.what, What::Wish(_))).count();
    let wishes = match wishes {
        0 => String::new(),
        wishes => format!(
            "{refused} of {} {} refused, and ",
            format::counted(wishes, "wish"),
            if wishes == 1 { "is" } else { "are" }
        ),
    };
    let rules = match certified.roster.unmet.len() {
        0 => "each rule is kept".to_owned(),
        unmet => format!("{} cannot be kept", format::counted(unmet, "rule")),
    };
    format!(
        "{people} {} of {} shifts; {wishes}{rules}",
        format::count(f64::from(wanted.saturating_sub(missing))),
        format::count(f64::from(wanted))
    )
}

/// The same with the price, its bound, and the money.
pub(super) fn summary(scenario: &Scenario, settings: &RosterSettings, certified: &CertifiedRoster) -> String {
    let roster = &certified.roster;
    let money = |amount: Money| format::money(amount, &scenario.currency);
    let on_top = certified.cost.premiums + certified.cost.overtime;
    let on_top = if on_top > Money::ZERO { format!(" and {} in premiums", money(on_top)) } else { String::new() };
    let mut parts = weighed(certified);
    parts.pop();
    let parts: Vec<String> =
        parts.into_iter().map(|(what, amount)| format!("{} {}", what.to_lowercase(), money(amount))).collect();
    format!(
        "{}. Their {} paid hours cost {} in wages{on_top}. Price {} (no roster under these rules is below {}; {}): {}.",
        message(settings, certified),
        format::hours(certified.cost.paid_hours),
        money(certified.cost.wages),
        money(Money(roster.price.total())),
        money(Money(roster.bound)),
        roster.ended,
        parts.join(", ")
    )
}

/// A kind of cost, and how much there is of it.
pub(super) type CostKind = (&'static str, fn(&ScheduleCost) -> Money);

/// Kinds of what shifts cost.
pub(super) const COSTS: [CostKind; 6] = [
    ("Wages", |cost| cost.wages),
    ("Premiums", |cost| cost.premiums),
    ("Overtime premium", |cost| cost.overtime),
    ("Price of missed sessions", |cost| cost.missed_sessions),
    ("Price of missing agents", |cost| cost.under_cover),
    ("Price of surplus agents", |cost| cost.over_cover),
];

/// What the search weighed, kind by kind and, last, together.
pub(super) fn weighed(certified: &CertifiedRoster) -> Vec<(&'static str, Money)> {
    let price = certified.roster.price;
    vec![
        ("Shifts that nobody takes", Money(price.under)),
        ("People too many", Money(price.over)),
        ("Wishes refused", Money(price.wishes)),
        ("Unfair shares", Money(price.unfairness)),
        ("Together", Money(price.total())),
    ]
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

/// Rules that a roster breaks without saying so, each with whose and when.
fn breaches(scenario: &Scenario, certified: &CertifiedRoster) -> Vec<Value> {
    let of_rule = certified.findings.iter().filter(|finding| finding.rule.is_some());
    let told = of_rule.map(|finding| {
        json!({
            "name": finding.person.as_ref().map(|(_, name)| name),
            "date": finding.day.map(|day| scenario.calendar.days[day].date.to_string()),
            "rule": finding.rule.map(|rule| rule.to_string()),
            "what": finding.what,
        })
    });
    told.collect()
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
    let all = told(scenario, settings, certified);
    let of_kind = |kind: &str| -> Vec<String> {
        all.iter().filter(|told| told.kind == kind).map(|told| told.sentence(scenario)).collect()
    };
    let not_met = all.iter().map(|told| {
        json!({
            "kind": told.kind,
            "who": told.who,
            "date": told.day.map(|day| scenario.calendar.days[day].date.to_string()),
            "what": told.what,
            "why": told.why,
            "price": told.price,
        })
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
        "cost": certified.cost,
        "missing": of_kind("shift"),
        "refused": of_kind("wish"),
        "not_met": not_met.collect::<Vec<_>>(),
        "unmet": unmet.collect::<Vec<_>>(),
        "breaches": breaches(scenario, certified),
        "findings": certified.findings.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "people": people.collect::<Vec<_>>(),
        "performance": super::json::performance_json(scenario, &certified.performance, false),
    })
}

#[cfg(test)]
mod tests {
    use super::super::example::roster::with_a_roster;
    use super::super::{study_json, study_text};
    use super::*;

    #[test]
    fn a_study_tells_of_its_roster_as_text_and_as_json() {
        let study = with_a_roster();
        let text = study_text(&study, 100);
        assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            text.contains("4 people take 12 of 126 shifts; 1 of 1 wish is refused, and each rule is kept."),
            "{text}"
        );
        assert!(text.contains("with the roster") && text.contains("with nobody for 114 of the 126 shifts"), "{text}");
        let value = study_json(&study);
        let people = value["roster"]["people"].as_array().unwrap();
        assert_eq!((people.len(), people[0]["shifts"].as_array().unwrap().len()), (4, 5));
        assert_eq!(value["roster"]["not_met"].as_array().unwrap().len(), study.rostered.unwrap().not_met.len());
        assert!(value["roster"]["performance"]["queues"][0]["intervals"].is_array());
        assert_eq!(value["provenance"]["roster_solution"]["status"], json!(["work limit"]));
        let without = study_json(&super::super::example::study());
        assert!(without.get("roster").is_none() && without["provenance"].get("roster_solution").is_none());
    }

    #[test]
    fn what_the_shifts_cost_adds_up_and_what_was_weighed_too() {
        let study = with_a_roster();
        let certified = study.rostered.as_ref().unwrap();
        let all: f64 = COSTS.iter().map(|(_, of)| of(&certified.cost).0).sum();
        assert!((all - certified.cost.objective().0).abs() < 1e-9);
        // Twelve shifts of eight paid hours at 24 an hour.
        assert!((certified.cost.wages.0 - 12.0 * 8.0 * 24.0).abs() < 1e-9, "{:?}", certified.cost.wages);
        let parts = weighed(certified);
        let sum: f64 = parts[..parts.len() - 1].iter().map(|(_, amount)| amount.0).sum();
        assert!((sum - parts[parts.len() - 1].1.0).abs() < 1e-9 && sum > 0.0);
    }
}
