//! The report as one HTML file that needs nothing beside it: no script, no font, no network.

use super::chart::DrawingError;
use super::sections::{self, Form, Section};
use super::{business_case, comparison, format, frontier, intraday, three_sentences, validation};
use crate::calibration::Estimates;
use crate::history::IntervalHistory;
use crate::history::findings::Findings;
use crate::intraday::Intraday;
use crate::planning::PlanComparison;
use crate::planning::frontier::Point;
use crate::scenario::Scenario;
use crate::scenario::today::GivenShift;
use crate::study::Study;
use crate::validation::Validation;
use crate::what_if::WhatIf;
use askama::Template;

/// The report could not be made; both are faults of this program and not of the study.
#[derive(Debug, thiserror::Error)]
pub enum HtmlError {
    /// A chart could not be drawn.
    #[error(transparent)]
    Chart(#[from] DrawingError),
    /// There is no business case of a plan without the assumptions that it was made with.
    #[error("the scenario has no assumptions for a plan")]
    NoAssumptions,
    /// The page could not be filled in.
    #[error("the page of the report could not be filled in: {0}")]
    Page(#[from] askama::Error),
}

#[derive(Template)]
#[template(path = "study.html", config = "src/report/askama.toml")]
struct Page<'a> {
    scenario: &'a str,
    question: &'a str,
    answer_title: &'static str,
    answer: Vec<String>,
    sections: Vec<Section>,
    version: &'static str,
}

impl Page<'_> {
    /// Whether it has a grid of people and days, and so needs its styles.
    fn has_people(&self) -> bool {
        self.sections.iter().any(Section::has_people)
    }
}

/// The whole answer for a manager: the question, three sentences, charts with the tables behind them, the assumptions, and
/// how it was checked.
pub fn study_html(study: &Study) -> Result<String, HtmlError> {
    let scenario = &study.scenario;
    let question = if scenario.question.is_empty() { &scenario.name } else { &scenario.question };
    let page = Page {
        scenario: &scenario.name,
        question,
        answer_title: "The answer in three sentences",
        answer: three_sentences(study).map(|sentence| format::firm(&sentence)).to_vec(),
        sections: sections::of(study)?,
        version: super::VERSION,
    };
    Ok(page.render()?)
}

/// The answer to a what-if: what each variant changes in words, charts of the differences with their intervals, the numbers
/// behind them, and how they were compared.
pub fn what_if_html(what_if: &WhatIf) -> Result<String, HtmlError> {
    let names: Vec<String> = what_if.variants.iter().map(|variant| variant.outcome.name.clone()).collect();
    let question = format!("{}: what changes with {}?", format::name(&what_if.baseline.name), format::listed(&names));
    let page = Page {
        scenario: &what_if.baseline.scenario.name,
        question: &question,
        answer_title: "The answer in short",
        answer: comparison::sentences(what_if).iter().map(|sentence| format::firm(sentence)).collect(),
        sections: sections::comparison::sections(what_if)?,
        version: super::VERSION,
    };
    Ok(page.render()?)
}

/// The rest of a day: what to do now, with charts of the contacts planned, seen and expected and of the people needed and at work.
pub fn intraday_html(whole: &Scenario, shifts: &[GivenShift], answer: &Intraday) -> Result<String, HtmlError> {
    let page = Page {
        scenario: &whole.name,
        question: &intraday::words::title(answer),
        answer_title: "The answer in three sentences",
        answer: intraday::words::sentences(whole, answer).iter().map(|sentence| format::firm(sentence)).collect(),
        sections: sections::intraday::sections(whole, shifts, answer)?,
        version: super::VERSION,
    };
    Ok(page.render()?)
}

/// The business case of a plan, for those who decide: the ask in three sentences, the decision in a table, the money over time, people,
/// what is uncertain where that was worked out, and the assumptions.
pub fn plan_html(scenario: &Scenario, comparison: &PlanComparison) -> Result<String, HtmlError> {
    let case = business_case::case_of(scenario, comparison).ok_or(HtmlError::NoAssumptions)?;
    let page = Page {
        scenario: &scenario.name,
        question: &business_case::question(&comparison.plan),
        answer_title: "The ask in three sentences",
        answer: business_case::the_ask(scenario, comparison, &case)
            .iter()
            .map(|sentence| format::firm(sentence))
            .collect(),
        sections: sections::business_case::sections(scenario, comparison, &case)?,
        version: super::VERSION,
    };
    Ok(page.render()?)
}

/// How far the simulation can be trusted: the headline, charts of what was recorded beside what was simulated, and the reasons where they
/// differ.
pub fn validation_html(validation: &Validation) -> Result<String, HtmlError> {
    let page = Page {
        scenario: &validation.scenario.name,
        question: &validation::words::title(validation),
        answer_title: "The answer in short",
        answer: validation::words::sentences(validation).iter().map(|sentence| format::firm(sentence)).collect(),
        sections: sections::validation::sections(validation)?,
        version: super::VERSION,
    };
    Ok(page.render()?)
}

/// What a history says: its days and what is odd in them, laws beside what was observed, and every estimate with its error.
pub fn imported_html(
    centre: &str,
    history: &IntervalHistory,
    findings: &Findings,
    estimates: &Estimates,
) -> Result<String, HtmlError> {
    let page = Page {
        scenario: centre,
        question: "What does our own history say?",
        answer_title: "In short",
        answer: sections::imported::sentences(history, findings, estimates),
        sections: sections::imported::sections(history, findings, estimates)?,
        version: super::VERSION,
    };
    Ok(page.render()?)
}

/// What service a budget buys: in a few sentences, as a line for each portfolio, and in tables of each budget and what holds it back.
pub fn frontier_html(scenario: &Scenario, points: &[Point]) -> Result<String, HtmlError> {
    let page = Page {
        scenario: &scenario.name,
        question: "What service does a budget buy, and what holds us back?",
        answer_title: "The answer in short",
        answer: frontier::sentences(scenario, points).iter().map(|sentence| format::firm(sentence)).collect(),
        sections: sections::frontier::sections(scenario, points)?,
        version: super::VERSION,
    };
    Ok(page.render()?)
}

#[cfg(test)]
mod tests {
    use super::super::example;
    use super::*;

    #[test]
    fn the_page_needs_nothing_from_elsewhere() {
        let page = study_html(&example::study()).unwrap();
        for forbidden in ["http:", "https:", "//www", "<script", "<link", "@import", "url(", "src="] {
            assert!(!page.contains(forbidden), "{forbidden}");
        }
        assert!(!page.contains("NaN"));
    }

    #[test]
    fn the_page_opens_with_the_question_and_its_answer() {
        let study = example::study();
        let page = study_html(&study).unwrap();
        assert!(page.contains(&format!("<h1>{}</h1>", study.scenario.question)));
        let [_, second, third] = three_sentences(&study);
        assert!(page.contains(&format::firm(&third)));
        let second = format::firm(&second);
        assert!(page.contains(second.split('<').next().unwrap().split('&').next().unwrap()));
    }

    #[test]
    fn names_of_the_file_are_shown_as_people_write_them() {
        let mut study = example::study();
        study.scenario.queues[0].name = "delivery_and_returns".into();
        study.scenario.groups[0].name = "order_desk".into();
        let page = study_html(&study).unwrap();
        assert!(!page.contains("delivery_and_returns") && !page.contains("order_desk"));
        assert!(page.contains(r#"<th scope="colgroup" colspan="2">delivery and returns</th>"#));
    }

    #[test]
    fn names_stay_text() {
        let mut study = example::study();
        study.scenario.name = "<i>&\"'".into();
        study.scenario.queues[0].name = "</svg><script>alert(\"1\")</script>".into();
        study.scenario.groups[0].name = "'\"><img>".into();
        study.scenario.sites = vec![example::hall(500)];
        study.scenario.groups[0].site = Some(crate::scenario::SiteId(0));
        let page = study_html(&study).unwrap();
        assert!(
            page.contains("of 500 seats of hall &#60;A&#62;") || page.contains("of 500 seats of hall &lt;A&gt;"),
            "the seats are told"
        );
        assert!(!page.contains("<script") && !page.contains("<img") && !page.contains("<i>"));
    }

    #[test]
    fn journeys_backlogs_and_people_have_sections_only_where_there_are_any() {
        let titles = ["Journeys</h2>", "Backlog</h2>", "How heavy is the load?</h2>"];
        let plain = study_html(&example::study()).unwrap();
        let page = study_html(&example::journeys()).unwrap();
        for title in titles {
            assert!(!plain.contains(title) && page.contains(title), "{title}");
        }
        assert!(!page.contains("<complaints>") && !page.contains("main <line>") && !page.contains("Ada <b>"));
        assert!(page.contains("parcel bot") && !page.contains("NaN"));
        let charts = page.matches("<svg class=\"chart\"").count();
        assert_eq!(charts, page.matches("The numbers behind it").count());
    }

    #[test]
    fn a_study_without_schedule_and_plan_has_a_page_too() {
        let mut study = example::study();
        study.scheduled = None;
        study.planned = None;
        let page = study_html(&study).unwrap();
        assert!(page.contains("no shifts were planned") && !page.contains("What to ask for</h2>"));
    }

    #[test]
    fn a_business_case_opens_with_the_ask_and_shows_risks_only_where_they_are_known() {
        let study = business_case::tests::study();
        let planned = study.planned.as_ref().unwrap();
        let page = plan_html(&study.scenario, planned).unwrap();
        assert!(page.contains("The ask in three sentences") && page.contains("we ask for 14"));
        assert!(!page.contains("uncertain</h2>") && !page.contains("NaN") && !page.contains("<script"));
        let charts = page.matches("<svg class=\"chart\"").count();
        assert!(charts >= 4 && charts == page.matches("The numbers behind it").count(), "{charts}");
        for chapter in ["The decision</h2>", "The money over time</h2>", "People by month</h2>", "What is assumed</h2>"]
        {
            assert!(page.contains(chapter), "{chapter}");
        }
        let mut varied = planned.clone();
        varied.risk = Some(example::risk());
        let page = plan_html(&study.scenario, &varied).unwrap();
        assert!(page.contains("What is uncertain</h2>") && page.contains("In 40 of 100 worlds"));
        assert!(page.contains("The alternatives</h2>") && page.matches("<svg class=\"chart\"").count() == charts + 3);
        let mut study = study;
        study.planned = Some(varied);
        let report = study_html(&study).unwrap();
        assert!(report.contains("What is uncertain</h2>") && report.contains("The alternatives</h2>"));
    }

    #[test]
    fn a_report_has_a_business_case_where_the_plan_has_assumptions() {
        let title = "The business case</h2>";
        assert!(study_html(&business_case::tests::study()).unwrap().contains(title));
        assert!(!study_html(&example::study()).unwrap().contains(title));
        assert!(matches!(
            plan_html(&example::study().scenario, example::study().planned.as_ref().unwrap()),
            Err(HtmlError::NoAssumptions)
        ));
    }

    #[test]
    fn the_page_of_budgets_opens_with_its_answer() {
        let page = frontier_html(&example::study().scenario, &example::frontier()).unwrap();
        assert!(page.contains("<h1>What service does a budget buy, and what holds us back?</h1>"));
        assert!(page.contains("With all that the scenario allows") && !page.contains("NaN"));
        assert!(page.contains("What is assumed</h2>") && page.contains("What holds it back"));
    }

    #[test]
    fn every_chart_has_a_table_behind_it() {
        let page = study_html(&example::study()).unwrap();
        let charts = page.matches("<svg class=\"chart\"").count();
        assert!(charts >= 9);
        assert_eq!(charts, page.matches("The numbers behind it").count());
    }
}
