//! The workbook of a whole study, of scenarios that are shipped: its sums are those of the library, and a spreadsheet program that computes
//! it anew finds the same.

use crate::spreadsheet::{finds_the_same, number, sheets};
use callboard::milp::Limits;
use callboard::report::locale::Locale;
use callboard::report::workbook::study_workbook;
use callboard::scenario::file::load;
use callboard::scenario::{Replications, Scenario};
use callboard::staffing::agent_hours;
use callboard::study::{Effort, Study, study};
use callboard::watch::Unwatched;

/// The study of a shipped scenario, simulated a few times and solved roughly: the sheets are what is looked at.
fn quick(name: &str, changes: &[&str]) -> Study {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name);
    let changes: Vec<String> = changes.iter().map(|&change| change.to_owned()).collect();
    let mut scenario: Scenario = load(&path, &changes).unwrap_or_else(|problems| panic!("{problems}"));
    scenario.simulation.replications = Replications::Fixed(2);
    let rough = Limits { relative_gap: 0.2, ..Limits::default() };
    let mut effort = Effort { schedule: rough, plan: rough, ..Effort::of(&scenario) };
    effort.roster.work /= 1000;
    study(scenario, &[], &effort, &Unwatched).unwrap()
}

/// The workbook, after its sums are seen to be those of the study.
fn workbook(study: &Study, tag: &str) -> Vec<u8> {
    let bytes = study_workbook(study, &Locale::named(tag).unwrap()).unwrap();
    let (scenario, sheets) = (&study.scenario, sheets(&bytes));
    let close = |what: &str, told: f64, meant: f64| {
        // Sums of thousands of numbers, each rounded to 2⁻⁵³ of itself.
        assert!((told - meant).abs() <= 1e-9 * meant.abs().max(1.0), "{}: {what} {told} for {meant}", scenario.name);
    };
    let contacts: f64 = (0..scenario.queues.len()).map(|queue| study.demand.total(queue)).sum();
    let needed: f64 =
        (0..scenario.groups.len()).map(|group| agent_hours(scenario, study.needed().agents.row(group)).0).sum();
    close("contacts", number(&sheets["Days"], 0, 1), contacts);
    close("needed", number(&sheets["Days"], 0, 2), needed);
    let mut missing = 3;
    let on_duty = [study.scheduled.as_ref().map(|of| &of.levels), study.rostered.as_ref().map(|of| &of.levels)];
    for levels in on_duty.into_iter().flatten() {
        missing += 1;
        let hours: f64 =
            (0..scenario.groups.len()).map(|group| agent_hours(scenario, levels.agents.row(group)).0).sum();
        close("on duty", number(&sheets["Days"], 0, missing), hours);
    }
    if let Some(certified) = &study.scheduled {
        let cost = study.rostered.as_ref().map_or(&certified.schedule.cost, |rostered| &rostered.cost);
        close("missing", number(&sheets["Days"], 0, missing + 1), cost.under_cover_hours.0);
        let people: u32 = certified.schedule.shifts.iter().map(|shift| shift.people).sum();
        let shifts = &sheets["Shifts"];
        let told: f64 = (1..shifts.height() as u32).map(|row| number(shifts, row, 6)).sum();
        close("people on shifts", told, people.into());
    }
    if let Some(planned) = &study.planned {
        close("cash", number(&sheets["Plan"], 0, 10), planned.plan.cash().0);
        close("hires", number(&sheets["Plan"], 0, 8), planned.plan.hires().into());
    }
    assert_eq!(sheets.contains_key("Roster"), study.rostered.is_some());
    bytes
}

#[test]
fn sums_are_those_of_the_library_and_a_spreadsheet_program_finds_the_same() {
    // A queue by itself; skills; contracts; named people; a plan with a bot. Shorter than they are shipped, to be studied sooner.
    let shipped: [(&str, &str, &[&str]); 5] = [
        ("one_queue", "en", &["horizon.hours=12"]),
        ("two_skills", "de-DE", &["horizon.hours=12"]),
        ("part_time_desk", "en-US", &["horizon.days=5"]),
        ("named_team", "fr-FR", &[]),
        ("chatbot", "sv-SE", &["horizon.days=1", "plan.uncertainty.draws=100"]),
    ];
    let of = |(name, tag, changes): (&str, &str, &[&str])| workbook(&quick(name, changes), tag);
    let books: Vec<Vec<u8>> = shipped.into_iter().map(of).collect();
    // For those who want to look at the sheets.
    if let Ok(folder) = std::env::var("STUDY_WORKBOOKS") {
        for ((name, ..), bytes) in shipped.iter().zip(&books) {
            std::fs::write(std::path::Path::new(&folder).join(format!("{name}.xlsx")), bytes).unwrap();
        }
    }
    finds_the_same(&books);
}
