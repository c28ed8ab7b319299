//! Who works which weeks: people of contracts, who have numbers and no names.

use super::{Section, Table, people, strings};
use crate::report::format;
use crate::report::grid::tours;
use crate::report::html::HtmlError;
use crate::scheduling::tours::contract_work;
use crate::study::{CertifiedSchedule, Study};

/// The grid of their days, and what the people of each contract work; none where no group has contracts.
pub(super) fn section(study: &Study, certified: &CertifiedSchedule) -> Result<Option<Section>, HtmlError> {
    let scenario = &study.scenario;
    let Some(grid) = tours::of(scenario, certified) else { return Ok(None) };
    let work = contract_work(scenario, &certified.schedule);
    let at_work: u32 = work.iter().map(|work| work.at_work).sum();
    let people: u32 = work.iter().map(|work| work.people).sum();
    let shifts: usize = work.iter().map(|work| work.shifts).sum();
    let title = format!(
        "{at_work} of {} with contracts work {} in {}",
        format::counted(people as usize, "person").replace("persons", "people"),
        format::counted(shifts, "shift"),
        format::counted(scenario.calendar.days.len(), "day")
    );
    let rows = work.iter().map(|work| {
        let group = scenario.group(work.group);
        vec![
            format!("{}: {}", format::name(&group.name), format::name(&group.contracts[work.contract.0].name)),
            work.people.to_string(),
            work.at_work.to_string(),
            work.shifts.to_string(),
            format::hours(work.paid_hours),
            format::hours(work.contract_hours),
        ]
    });
    let table = Table {
        caption: "What the people of each contract work".into(),
        over: Vec::new(),
        head: strings(&["Contract", "People", "At work", "Shifts", "Paid hours", "Contract hours"]),
        rows: rows.collect(),
        words: false,
    };
    Ok(Some(Section {
        title: "Which weeks do people work?".into(),
        lead: "People have no names here: a number is the same person in each week. The rules of each contract hold for each \
               person’s week. With the pointer on a shift, its hours are shown; tours.csv has them with their breaks."
            .into(),
        figures: vec![people::figure(title, &grid)?],
        tables: vec![table],
        details: Vec::new(),
        details_title: "",
        notes: people::others(&grid, "tours.csv").into_iter().collect(),
    }))
}

#[cfg(test)]
mod tests {
    use crate::report::example;
    use crate::report::study_html;
    use jiff::civil::date;

    #[test]
    fn people_of_contracts_have_lines_by_number() {
        let page = study_html(&example::with_contracts()).unwrap();
        assert!(page.contains("2 of 60 people with contracts work 2 shifts in 7 days"));
        assert_eq!(page.matches("<tr><th scope=\"row\">person ").count(), 60);
        let first = page.lines().find(|line| line.contains(">person 1</th>")).unwrap();
        assert!(
            first.contains("<td class=\"e\" title=\"Mon 23 Nov, 08:00–16:30, day\">E<small>08:00</small></td>"),
            "{first}"
        );
        assert!(first.ends_with("<td class=\"num\">8</td><td class=\"num\">1</td><td class=\"num\">0</td></tr>"));
        assert!(!study_html(&example::study()).unwrap().contains("Which weeks do people work?"));
    }

    #[test]
    fn days_before_a_season_are_not_days_off() {
        let mut study = example::with_contracts();
        let contract = &mut study.scenario.groups[0].contracts[0];
        contract.from = Some(date(2026, 11, 25));
        contract.name = "<b>help</b>".into();
        let page = study_html(&study).unwrap();
        let second = page.lines().find(|line| line.contains(">person 3</th>")).unwrap();
        assert_eq!(second.matches("not in the contract’s season\">×</td>").count(), 2);
        assert!(!page.contains("<b>help") && page.contains("&#60;b&#62;help"));
    }
}
