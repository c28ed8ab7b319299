use super::*;
use crate::report::business_case;
use crate::report::example;
use crate::report::workbook::spreadsheet::{finds_the_same, formulas, number, sheets};
use calamine::Data;

fn bytes(study: &Study) -> Vec<u8> {
    study_workbook(study, &Locale::default()).unwrap()
}

/// The study with costs that are those of its shifts.
fn added_up(mut study: Study) -> Study {
    if let Some(certified) = &mut study.scheduled {
        let schedule = &mut certified.schedule;
        schedule.cost = crate::scheduling::cost(&study.scenario, &certified.needed, &schedule.shifts);
    }
    study
}

/// A study of everything: a schedule, a roster of named people, and a plan with its business case.
fn whole() -> Study {
    let mut study = example::roster::with_a_roster();
    let planned = business_case::tests::study();
    study.scenario.plan = planned.scenario.plan;
    study.planned = planned.planned;
    added_up(study)
}

#[test]
fn a_study_of_everything_has_all_sheets_and_a_small_one_those_that_it_has_something_for() {
    let names = |study: &Study| sheets(&bytes(study)).into_keys().collect::<Vec<_>>();
    let all = names(&whole());
    for name in [words::SUMMARY, words::ROSTER_SHEET, words::PLAN, words::BUSINESS_CASE, words::ASSUMPTIONS] {
        assert!(all.contains(&name.to_owned()), "{name}: {all:?}");
    }
    let mut small = example::study();
    (small.scheduled, small.planned) = (None, None);
    let mut expected = [words::SUMMARY, words::DAYS, words::INPUTS, words::VOLUMES, words::REQUIREMENT];
    expected.sort_unstable();
    let few = names(&small);
    assert!(expected.iter().all(|name| few.contains(&(*name).to_owned())), "{few:?}");
    for name in [words::SHIFTS, words::ROSTER_SHEET, words::PLAN, words::BUSINESS_CASE, words::COST] {
        assert!(!few.contains(&name.to_owned()), "{name}");
    }
}

#[test]
fn the_first_sheet_is_the_summary_with_question_answer_and_provenance() {
    use calamine::{Reader, Xlsx, open_workbook_from_rs};
    let study = whole();
    let workbook: Xlsx<_> = open_workbook_from_rs(std::io::Cursor::new(bytes(&study))).unwrap();
    assert_eq!(workbook.sheet_names()[0], words::SUMMARY);
    let summary = &sheets(&bytes(&study))[words::SUMMARY];
    let texts: Vec<String> = summary.used_cells().map(|(.., cell)| cell.to_string()).collect();
    let has = |text: &str| assert!(texts.iter().any(|cell| cell == text), "{text}");
    has(&study.scenario.question);
    has(&study.scenario.digest);
    has(&study.scenario.seed.to_string());
    for sentence in crate::report::three_sentences(&study) {
        has(&sentence);
    }
    // Every other sheet is told of.
    for name in &workbook.sheet_names()[1..] {
        has(name);
        assert!(!words::holds(name).is_empty(), "{name}");
    }
}

#[test]
fn sums_are_those_of_the_library() {
    let study = whole();
    let sheets = sheets(&bytes(&study));
    let close =
        |told: f64, meant: f64| assert!((told - meant).abs() < 1e-6 * meant.abs().max(1.0), "{told} for {meant}");
    let contacts: f64 = (0..2).map(|queue| study.demand.total(queue)).sum();
    close(number(&sheets[words::VOLUMES], 0, 5), contacts);
    close(number(&sheets[words::DAYS], 0, 1), contacts);
    let needed = &study.needed().agents;
    let hours: f64 = (0..2).map(|group| crate::staffing::agent_hours(&study.scenario, needed.row(group)).0).sum();
    close(number(&sheets[words::REQUIREMENT], 0, 5), hours);
    close(number(&sheets[words::DAYS], 0, 2), hours);
    // Hours on duty of the roster are the last before those missing: of all groups, in the third block.
    let levels = &study.rostered.as_ref().unwrap().levels.agents;
    let on_duty: f64 = (0..2).map(|group| crate::staffing::agent_hours(&study.scenario, levels.row(group)).0).sum();
    close(number(&sheets[words::COVERAGE], 0, 3 + 2 * 5 + 3), on_duty);
    close(number(&sheets[words::DAYS], 0, 5), on_duty);
    let planned = study.planned.as_ref().unwrap();
    close(number(&sheets[words::PLAN], 0, 10), planned.plan.cash().0);
    close(number(&sheets[words::PLAN], 0, 5), planned.plan.shortage_hours().0);
}

#[test]
fn what_the_requirement_costs_follows_wages_and_shrinkage_on_the_inputs() {
    let study = example::study();
    let bytes = bytes(&study);
    let all = formulas(&bytes);
    let of = |place: (u32, u32)| {
        let found = all.iter().find(|(sheet, at, _)| sheet == words::REQUIREMENT && *at == place);
        found.map(|(.., formula)| formula.clone()).unwrap()
    };
    assert_eq!(of((1, 3)), "D1/(1-'Inputs'!$D$3)");
    assert_eq!(of((2, 4)), "E2*'Inputs'!$C$4");
    let inputs = &sheets(&bytes)[words::INPUTS];
    assert_eq!(number(inputs, 2, 3), study.scenario.groups[0].shrinkage.0);
    assert_eq!(number(inputs, 3, 2), study.scenario.groups[1].wage.0);
}

#[test]
fn names_are_text_whatever_they_look_like() {
    let attack = "=cmd|' /C calc'!A1";
    let mut study = whole();
    study.scenario.name = attack.to_owned();
    study.scenario.question = "@SUM(1+1)*cmd|' /C calc'!A0".to_owned();
    study.scenario.currency = "+EUR\"".to_owned();
    study.scenario.queues[0].name = attack.to_owned();
    study.scenario.groups[0].name = attack.to_owned();
    study.scenario.shift_types[0].name = "-2+3&P".to_owned();
    if let Some(settings) = &mut study.scenario.roster {
        settings.employees[0].name = "=HYPERLINK(\"http://example.org\")".to_owned();
    }
    let bytes = bytes(&study);
    let all = formulas(&bytes);
    assert!(all.iter().all(|(.., formula)| !formula.contains("cmd") && !formula.contains("HYPERLINK")));
    let told = sheets(&bytes);
    assert_eq!(told[words::INPUTS].get_value((2, 0)), Some(&Data::String(attack.to_owned())));
    assert!(told[words::ROSTER_SHEET].used_cells().any(|(.., cell)| cell.to_string().starts_with("=HYPERLINK")));
    // Nor do they become formulas when somebody goes over them.
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&bytes)).unwrap();
    let styles = std::io::read_to_string(archive.by_name("xl/styles.xml").unwrap()).unwrap();
    assert!(styles.contains("quotePrefix=\"1\""));
    // Charts refer to cells of sheets that are there, and to nothing that a name made up.
    let charts: Vec<String> =
        (0..archive.len()).map(|place| archive.by_index(place).unwrap().name().unwrap().into_owned()).collect();
    let charts: Vec<String> = charts.into_iter().filter(|name| name.starts_with("xl/charts/")).collect();
    assert!(charts.len() >= 6);
    for chart in charts {
        let text = std::io::read_to_string(archive.by_name(&chart).unwrap()).unwrap();
        let references = text.split("<c:f>").skip(1).filter_map(|rest| rest.split("</c:f>").next());
        for reference in references {
            let sheet = reference.trim_start_matches('\'').split(['\'', '!']).next().unwrap();
            assert!(told.contains_key(sheet), "{chart} refers to {reference}");
        }
    }
}

#[test]
fn the_same_study_makes_the_same_bytes_in_each_locale_its_own() {
    let study = whole();
    let german = || study_workbook(&study, &Locale::named("de-DE").unwrap()).unwrap();
    assert_eq!(german(), german());
    assert_eq!(bytes(&study), bytes(&study));
    assert_ne!(german(), bytes(&study));
}

#[test]
fn a_spreadsheet_program_that_recomputes_finds_the_same() {
    let journeys = added_up(example::journeys());
    let overtime = added_up(example::with_overtime_and_a_session());
    let mut one = added_up(example::with_contracts());
    one.scenario.groups[0].contracts[0].name = "it's = \"full\"".to_owned();
    finds_the_same(&[bytes(&whole()), bytes(&journeys), bytes(&one), bytes(&overtime)]);
}

/// The study of four months with so many groups that a sheet does not hold them.
fn large() -> Study {
    let mut study = example::study();
    (study.scheduled, study.planned) = (None, None);
    let (days, groups) = (120, 60);
    let zone = jiff::tz::TimeZone::get("Europe/Berlin").unwrap();
    let calendar = crate::calendar::Calendar::of_days(jiff::civil::date(2026, 11, 23), days, 30, &zone);
    let intervals = calendar.intervals.len();
    study.scenario.calendar = calendar;
    let group = crate::scenario::Group { on_duty: vec![3; intervals], ..study.scenario.groups[0].clone() };
    study.scenario.groups = vec![group; groups];
    study.demand = crate::demand::Demand::of(&study.scenario);
    study.requirement.needed.agents = crate::calendar::Grid::filled(groups, intervals, 4);
    for queue in &mut study.today.queues {
        queue.days = vec![queue.total.clone(); days as usize];
    }
    study
}

#[test]
fn of_what_a_sheet_does_not_hold_the_sums_are_told_and_that_it_is_left_out() {
    let study = large();
    let sheets = sheets(&bytes(&study));
    let coverage = &sheets[words::COVERAGE];
    let note = coverage.get_value((0, 0)).unwrap().to_string();
    assert!(note.contains("of 120 days"), "{note}");
    assert!(coverage.height() < 5760 && coverage.height() > 1000, "{}", coverage.height());
    // Half an hour of one missing agent in each group, in all intervals of 120 days.
    let missing = 60.0 * 0.5 * study.scenario.calendar.intervals.len() as f64;
    let days = &sheets[words::DAYS];
    assert_eq!(number(days, 0, 4), missing);
    assert_eq!(number(coverage, 1, 3 + 3 * 60 + 2), missing);
    assert_eq!(days.height(), 122, "each day is told");
}

/// Leaves the workbooks of the studies made by hand in a folder, to be looked at: `STUDY_WORKBOOKS=folder`.
#[test]
#[ignore = "for those who want to look at the sheets"]
fn written_to_be_looked_at() {
    let Ok(folder) = std::env::var("STUDY_WORKBOOKS") else { return };
    for tag in ["en", "de-DE", "en-US"] {
        let locale = Locale::named(tag).unwrap();
        let bytes = study_workbook(&whole(), &locale).unwrap();
        std::fs::write(std::path::Path::new(&folder).join(format!("{tag}.xlsx")), bytes).unwrap();
    }
}
