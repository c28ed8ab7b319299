//! The roster: who of the named people works when, whether the promise holds with those who come, what could not be met and why, and
//! what it costs.

use super::{Section, Table, people, strings};
use crate::report::format::{self, money};
use crate::report::grid;
use crate::report::html::HtmlError;
use crate::report::not_met::{Told, told};
use crate::report::promise;
use crate::report::roster::{COSTS, message, weighed};
use crate::scenario::RosterSettings;
use crate::scheduling::ScheduleCost;
use crate::simulation::judge;
use crate::study::{CertifiedRoster, Study};

/// Rows of a list that is open from the start; of a longer one the dearest, and all of it among the details.
const MOST_ROWS: usize = 20;

pub(super) fn section(
    study: &Study,
    settings: &RosterSettings,
    certified: &CertifiedRoster,
) -> Result<Section, HtmlError> {
    let scenario = &study.scenario;
    let grid = grid::roster::of(scenario, settings, certified);
    let told = told(scenario, settings, certified);
    let of_people: Vec<&Told> = told.iter().filter(|told| !is_of_shifts(told)).collect();
    let of_shifts: Vec<&Told> = told.iter().filter(|told| is_of_shifts(told)).collect();
    let (mut tables, mut details) = (vec![service(study, certified)], Vec::new());
    for (caption, list, nothing) in [
        (
            "Rules, wishes and fair shares that are not met, and why",
            of_people,
            "Nothing: all rules and wishes are kept, and all shares are fair",
        ),
        ("Shifts that nobody takes, people too many, and why", of_shifts, "Nothing: each shift has its people"),
    ] {
        tables.push(not_met(study, caption, &list, nothing));
        if list.len() > MOST_ROWS {
            details.push(list_of(study, caption, &list));
        }
    }
    tables.extend(costs(study, certified));
    let mut notes: Vec<String> = people::others(&grid, "roster.csv").into_iter().collect();
    if !certified.findings.is_empty() {
        let findings: Vec<String> = certified.findings.iter().map(ToString::to_string).collect();
        notes.push(format!("This roster must not be used; the checker objects: {}.", findings.join("; ")));
    }
    Ok(Section {
        title: "Which of our people works when?".into(),
        lead: "The shifts of the schedule, given to people by name: every rule of their contracts is kept unless it is listed below, \
               and what is wished, fair or lacking is weighed by its price. With the pointer on a shift, its hours are shown; \
               roster.xlsx and roster.csv have them with their breaks."
            .into(),
        figures: vec![people::figure(message(settings, certified), &grid)?],
        tables,
        details,
        details_title: "All that could not be met",
        notes,
    })
}

fn is_of_shifts(told: &Told) -> bool {
    matches!(told.kind, "shift" | "surplus")
}

/// The promises under the anonymous schedule and with those who come.
fn service(study: &Study, certified: &CertifiedRoster) -> Table {
    let mut rows = Vec::new();
    for (index, queue) in study.scenario.queues.iter().enumerate() {
        let words = promise::words(&queue.target);
        let promised = if words.is_empty() { format::NONE.to_owned() } else { words.join(", ") };
        let mut row = vec![format::name(&queue.name), promised];
        let schedule = study.scheduled.as_ref().map(|scheduled| &scheduled.performance);
        for performance in schedule.into_iter().chain([&certified.performance]) {
            let result = &performance.queues[index];
            let verdict = promise::sign(judge(&result.target, &result.total));
            row.push(format!("{verdict} {}", promise::deciding(result, &result.total)));
        }
        rows.push(row);
    }
    Table {
        caption: "The promise is kept by people who come: simulated with the shifts of the schedule and with those that somebody \
                  takes"
            .into(),
        over: Vec::new(),
        head: strings(&["Queue", "Promised", "Schedule", "Roster"]),
        rows,
        words: true,
    }
}

fn row_of(study: &Study, told: &Told) -> Vec<String> {
    let date = told.date(&study.scenario);
    let when = if date.is_empty() { "whole period".to_owned() } else { date };
    vec![told.who.clone(), when, told.what.clone(), told.why.clone(), told.price(&study.scenario)]
}

fn list_of(study: &Study, caption: &str, list: &[&Told]) -> Table {
    Table {
        caption: caption.to_owned(),
        over: Vec::new(),
        head: strings(&["Who", "When", "What", "Why", "Price"]),
        rows: list.iter().map(|told| row_of(study, told)).collect(),
        words: true,
    }
}

/// The list, or of a long one the rules and then the dearest.
fn not_met(study: &Study, caption: &str, list: &[&Told], nothing: &str) -> Table {
    if list.is_empty() {
        let mut table = list_of(study, caption, &[]);
        table.rows.push(vec![nothing.to_owned(), String::new(), String::new(), String::new(), String::new()]);
        return table;
    }
    if list.len() <= MOST_ROWS {
        return list_of(study, caption, list);
    }
    let mut dearest = list.to_vec();
    let price = |told: &Told| told.price.map_or(f64::INFINITY, |price| price.0);
    dearest.sort_by(|one, other| price(other).total_cmp(&price(one)));
    dearest.truncate(MOST_ROWS);
    list_of(study, &format!("{caption}: the {MOST_ROWS} that weigh most of {}", list.len()), &dearest)
}

/// What the shifts of the schedule and those that somebody takes cost; and what the search for the roster weighed.
fn costs(study: &Study, certified: &CertifiedRoster) -> Vec<Table> {
    let currency = &study.scenario.currency;
    let mut costs: Vec<&ScheduleCost> = study.scheduled.iter().map(|scheduled| &scheduled.schedule.cost).collect();
    costs.push(&certified.cost);
    let cells = |name: &str, cell: &dyn Fn(&ScheduleCost) -> String| {
        std::iter::once(name.to_owned()).chain(costs.iter().map(|cost| cell(cost))).collect::<Vec<String>>()
    };
    let mut rows = vec![cells("Paid hours", &|cost| format::hours(cost.paid_hours))];
    rows.push(cells("Agent-hours missing", &|cost| format::hours(cost.under_cover_hours)));
    let used = COSTS.iter().filter(|(_, of)| costs.iter().any(|cost| of(cost).0 != 0.0));
    rows.extend(used.map(|(name, of)| cells(name, &|cost| money(of(cost), currency))));
    rows.push(cells("Together", &|cost| money(cost.objective(), currency)));
    let cost = Table {
        caption: "What it costs".into(),
        over: Vec::new(),
        head: strings(&["", "Schedule", "Roster"]),
        rows,
        words: false,
    };
    let rows = weighed(certified).into_iter().map(|(name, amount)| vec![name.to_owned(), money(amount, currency)]);
    let weighed = Table {
        caption: "What the search for the roster weighed".into(),
        over: Vec::new(),
        head: strings(&["", "Price"]),
        rows: rows.collect(),
        words: false,
    };
    vec![cost, weighed]
}
