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
        caption: "Does the promise hold with those who come?".into(),
        over: Vec::new(),
        head: strings(&["Queue", "Promised", "Schedule", "Roster"]),
        rows,
        words: true,
    }
}

fn row_of(study: &Study, told: &Told) -> Vec<String> {
    let date = told.date(&study.scenario);
    let when = if date.is_empty() { "whole period".to_owned() } else { date };
    // Names, dates and amounts stay on a line each, so that what and why have the room.
    let firm = |text: &str| text.replace(' ', &format::FIRM.to_string());
    let price = firm(&told.price(&study.scenario));
    vec![firm(&told.who), firm(&when), told.what.clone(), told.why.clone(), price]
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

#[cfg(test)]
mod tests {
    use crate::report::example;
    use crate::report::example::roster::{settings, with_a_roster, with_nothing_to_do};
    use crate::report::study_html;
    use crate::rostering::problem::PersonId;
    use crate::rostering::rules::Rule;
    use crate::rostering::{Cause, Unmet, not_met};

    #[test]
    fn each_person_has_a_line_with_a_cell_for_each_day() {
        let study = with_a_roster();
        let page = study_html(&study).unwrap();
        let line = page.lines().find(|line| line.contains("Ada &#60;b&#62;</th>")).unwrap();
        let expected = [
            "<tr><th scope=\"row\">Ada &#60;b&#62;</th>",
            "<td class=\"e f\" title=\"Mon 23 Nov, 08:00–16:30, day; fixed beforehand; a wish is refused\">E<b>!</b>\
             <small>08:00</small></td>",
        ]
        .concat();
        assert!(line.starts_with(&expected), "{line}");
        assert!(
            line.ends_with(
                "<td class=\"w\"></td><td class=\"w\"></td>\
            <td class=\"num\">40</td><td class=\"num\">0</td><td class=\"num\">1 of 1</td></tr>"
            ),
            "{line}"
        );
        let shifts = study.rostered.as_ref().unwrap().shifts.len();
        assert_eq!(page.matches("<small>08:00</small>").count(), shifts);
        let bo = page.lines().find(|line| line.contains(">Bo</th>")).unwrap();
        assert_eq!(bo.matches("time off\">×</td>").count(), 2);
        let cem = page.lines().find(|line| line.contains(">Cem</th>")).unwrap();
        assert_eq!(cem.matches("day in Generalists").count(), 1);
        assert!(
            page.contains("Generalists: full time (1 person)") && page.contains("Service team: full time (2 people)")
        );
    }

    #[test]
    fn names_of_people_and_contracts_stay_text() {
        let mut study = with_a_roster();
        let settings = study.scenario.roster.as_mut().unwrap();
        settings.employees[1].name = "</td><script>alert(1)</script>".into();
        settings.contracts[0].name = "\"><img>".into();
        study.scenario.shift_types[0].name = "<i>'\"".into();
        let page = study_html(&study).unwrap();
        assert!(!page.contains("<script") && !page.contains("<img") && !page.contains("<i>"));
        assert!(!page.contains("Ada <b>"));
    }

    #[test]
    fn what_is_not_met_is_listed_with_its_cause_and_price() {
        let mut study = with_a_roster();
        let rostered = study.rostered.as_mut().unwrap();
        rostered.roster.unmet = vec![Unmet { person: PersonId(1), rule: Rule::Rest, cause: Cause::History }];
        rostered.not_met = not_met(&rostered.of.problem, &rostered.roster);
        let page = study_html(&study).unwrap();
        let row = |of: &str| page.lines().find(|line| line.contains(of)).unwrap_or_else(|| panic!("no {of}"));
        assert!(row("wish to be off").contains("<td>locked assignments</td><td>20\u{a0}EUR</td>"));
        let rule = "<th scope=\"row\">Bo</th><td>whole\u{a0}period</td><td>rest</td>";
        assert!(page.contains(rule) || row("<td>history</td>").contains("<th scope=\"row\">Bo</th>"));
        // Two of the six shifts of the generalists on Monday are taken; Dee may not work them, Cem works another.
        let missing = row("nobody for 4 of 6 shifts day, 08:00–16:30");
        assert!(missing.contains("of 1 other who may work it, 1 works another shift"), "{missing}");
        assert!(page.contains("1 rule cannot be kept") && page.contains("1 of 1 wish is refused"));
    }

    #[test]
    fn a_roster_that_the_checker_refuses_says_so() {
        let mut study = with_a_roster();
        let rostered = study.rostered.as_mut().unwrap();
        rostered.findings = vec![crate::rostering::check::Finding {
            rule: Some(Rule::Rest),
            person: Some((PersonId(0), "Ada <b>".into())),
            day: Some(3),
            what: "too short".into(),
        }];
        let page = study_html(&study).unwrap();
        assert!(page.contains("This roster must not be used") && page.contains("must not be used.</li>"));
    }

    #[test]
    fn a_study_without_named_people_has_no_roster_and_no_styles_for_one() {
        let page = study_html(&example::study()).unwrap();
        assert!(!page.contains("Which of our people") && !page.contains(".grid") && !page.contains("oster"));
        let page = study_html(&with_a_roster()).unwrap();
        assert!(page.contains("Which of our people works when?</h2>") && page.contains(".grid td.e"));
        for forbidden in ["http:", "https:", "<script", "<link", "@import", "url(", "src=", "NaN"] {
            assert!(!page.contains(forbidden), "{forbidden}");
        }
    }

    #[test]
    fn nothing_to_do_and_nobody_to_do_it_have_a_page_too() {
        let page = study_html(&with_nothing_to_do(settings())).unwrap();
        assert!(page.contains("4 people take 0 of 0 shifts") && page.contains("Nothing: each shift has its people"));
        let mut nobody = settings();
        nobody.employees.clear();
        let page = study_html(&with_nothing_to_do(nobody)).unwrap();
        assert!(page.contains("0 people take 0 of 0 shifts; each rule is kept") && !page.contains("NaN"));
    }

    #[test]
    fn the_promise_with_those_who_come_stands_beside_that_of_the_schedule() {
        let page = study_html(&with_a_roster()).unwrap();
        assert!(page.contains("<td>✓ 84.0 % ± 1.0</td><td>✗ 71.0 % ± 1.0</td>"));
        assert!(page.contains("given to 4 named people"));
    }
}
