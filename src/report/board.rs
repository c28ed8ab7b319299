//! The board pack: what senior management decides on, as a page that prints. On one page: the question, the answer, the numbers that
//! matter with their margins, two charts, what is asked for, what it costs, and the main risk. In full: a title page, the same as a summary,
//! and a chapter each on demand, staffing, service, the plan, its business case, alternatives, risks and assumptions, and method.
//!
//! Numbers come from the rooms that own them; the pack chooses and formats. All its English stands in [`super::words`]. The page needs
//! nothing beside it: no script, no font, no network. Provenance and page numbers stand in the margin of each printed page, which browsers
//! print that know margin boxes of CSS Paged Media (Chromium from version 131 on); on the screen the provenance stands at the end.

mod ask;
mod method;
mod months;
mod plot;
mod subject;
mod summary;
mod week;

use super::html::HtmlError;
use super::locale::{Locale, Paper};
use super::sections::{Figure, Form, HALF, Section, Table, WHOLE};
use super::{Provenance, format, words};
use crate::study::Study;
use askama::Template;
use std::fmt::Write;
use subject::Subject;

/// How much of the pack is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// One page to decide on.
    OnePage,
    /// All chapters.
    Full,
}

#[derive(Template)]
#[template(path = "board.html", config = "src/report/askama.toml")]
struct Pack<'a> {
    full: bool,
    scenario: String,
    period: String,
    question: &'a str,
    answer: Vec<String>,
    tiles: Vec<summary::Tile>,
    /// Those of the one page.
    figures: Vec<Figure>,
    promises: Table,
    boxes: [ask::Box; 3],
    origin: Table,
    chapters: Vec<Section>,
    paper: &'static str,
    /// The provenance at the foot, and the same as a string of CSS.
    foot: String,
    foot_of_pages: String,
    version: &'static str,
}

/// Rows of the table of promises that one page has room for.
const MOST_PROMISES: usize = 6;

/// The pack of a study, with numbers and dates as the locale writes them, on the paper of its country.
pub fn board_html(study: &Study, extent: Extent, locale: &Locale) -> Result<String, HtmlError> {
    format::in_locale(locale, || pack(study, extent, locale.paper()))
}

fn pack(study: &Study, extent: Extent, paper: Paper) -> Result<String, HtmlError> {
    let subject = Subject::of(study);
    let provenance = Provenance::of(study);
    let scenario = format::name(&study.scenario.name);
    let question = if study.scenario.question.is_empty() { &study.scenario.name } else { &study.scenario.question };
    let full = extent == Extent::Full;
    let foot = words::provenance(&scenario, provenance.version, provenance.seed, &provenance.digest);
    let mut promises = summary::each_promise(&subject);
    if !full && promises.rows.len() > MOST_PROMISES {
        let more = promises.rows.len() - (MOST_PROMISES - 1);
        promises.rows.truncate(MOST_PROMISES - 1);
        let mut last = vec![String::new(); promises.head.len()];
        last[0] = words::and_more(more);
        promises.rows.push(last);
    }
    let pack = Pack {
        full,
        period: subject.period(),
        question,
        answer: summary::sentences(&subject),
        tiles: summary::tiles(&subject),
        figures: if full { Vec::new() } else { figures(&subject)? },
        promises,
        boxes: ask::boxes(&subject, full),
        origin: method::origin(&subject, &provenance),
        chapters: if full { chapters(&subject, &provenance)? } else { Vec::new() },
        paper: match paper {
            Paper::A4 => "A4",
            Paper::Letter => "letter",
        },
        foot_of_pages: css_string(&foot),
        foot,
        scenario,
        version: super::VERSION,
    };
    Ok(pack.render()?)
}

/// Two charts for one page: the days with their verdicts, or of a single day its service; and the months, or else the people needed.
fn figures(subject: &Subject<'_>) -> Result<Vec<Figure>, HtmlError> {
    let days = &subject.scenario.calendar.days;
    if days.is_empty() || subject.scenario.queues.is_empty() || subject.scenario.groups.is_empty() {
        return Ok(Vec::new());
    }
    let is_long = days.len() > 1;
    let first =
        if is_long { week::by_day(subject, 150)? } else { week::service_of(subject, subject.hardest().unwrap_or(0))? };
    let size = if is_long { (WHOLE.0, 150) } else { HALF };
    let second = match &subject.planned {
        Some((planned, _)) => months::hours(planned, size)?,
        None => week::agents(subject, week::shortest_group(subject), size)?,
    };
    Ok(vec![first, second])
}

fn chapters(subject: &Subject<'_>, provenance: &Provenance) -> Result<Vec<Section>, HtmlError> {
    let mut chapters = Vec::new();
    if !subject.scenario.calendar.days.is_empty() {
        chapters.extend([week::demand(subject)?, week::staffing(subject)?, week::service(subject)?]);
    }
    if let Some((planned, case)) = &subject.planned {
        chapters.extend([months::plan(subject, planned)?, months::case(subject, planned, case)?]);
        chapters.extend(months::others(subject, planned));
    }
    chapters.extend([method::risks(subject)?, method::method(subject, provenance)]);
    Ok(chapters)
}

/// Whether a chapter is kept together on a page that another one has begun, and does not begin a page of its own.
fn is_small(chapter: &Section) -> bool {
    let rows: usize = chapter.tables.iter().map(|table| table.rows.len() + 2).sum();
    let charts: usize = chapter.figures.iter().map(|figure| if figure.wide { 2 } else { 1 }).sum();
    charts.div_ceil(2) * 10 + rows + chapter.notes.len() * 2 <= 26
}

/// A text as a string of CSS within a page: whatever is not a plain letter, digit or space is escaped by its number, which ends at a space.
fn css_string(text: &str) -> String {
    let mut escaped = String::from("\"");
    for letter in text.chars() {
        if letter.is_ascii_alphanumeric() || letter == ' ' {
            escaped.push(letter);
        } else {
            // Writing to a string cannot fail.
            let _ = write!(escaped, "\\{:x} ", u32::from(letter));
        }
    }
    escaped + "\""
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{business_case, example, pdf};
    use jiff::civil::date;
    use std::process::Command;

    /// Studies with all that a pack may have to tell: plain, with bots and people, a plan with its risk and alternatives, a roster.
    fn studies() -> Vec<(&'static str, Study)> {
        let mut risky = business_case::tests::study();
        risky.planned.as_mut().unwrap().risk = Some(example::risk());
        let mut alone = example::study();
        (alone.scheduled, alone.planned) = (None, None);
        vec![
            ("plain", example::study()),
            ("journeys", example::journeys()),
            ("risky", risky),
            ("roster", example::roster::with_a_roster()),
            ("alone", alone),
        ]
    }

    fn both(study: &Study, locale: &Locale) -> [String; 2] {
        [Extent::OnePage, Extent::Full].map(|extent| board_html(study, extent, locale).unwrap())
    }

    #[test]
    fn a_pack_needs_nothing_from_elsewhere_and_tells_each_chart_in_words_too() {
        for (name, study) in studies() {
            for page in both(&study, &Locale::default()) {
                for forbidden in
                    ["http:", "https:", "//www", "<script", "<link", "@import", "url(", "src=", "NaN", "inf"]
                {
                    assert!(
                        !page.contains(forbidden) || forbidden == "inf" && !page.contains(" inf "),
                        "{name}: {forbidden}"
                    );
                }
                let charts = page.matches("<svg class=\"chart\"").count();
                assert!(charts >= 2, "{name}");
                assert_eq!(charts, page.matches("role=\"img\" aria-label=\"").count(), "{name}");
                assert_eq!(charts, page.matches(words::NUMBERS_BEHIND).count(), "{name}");
                assert!(
                    page.contains(&format!("<h1>{}</h1>", study.scenario.question))
                        || study.scenario.question.contains('’'),
                    "{name}"
                );
                assert!(page.contains(&study.scenario.digest) && page.contains("default-src 'none'"), "{name}");
            }
        }
    }

    #[test]
    fn chapters_stand_in_the_order_in_which_they_are_asked_for() {
        let (_, risky) = studies().swap_remove(2);
        let [one, full] = both(&risky, &Locale::default());
        let titles = [
            words::SUMMARY,
            words::DEMAND,
            words::STAFFING,
            words::SERVICE,
            words::PLAN_CHAPTER,
            words::CASE,
            words::ALTERNATIVES,
            words::RISKS,
            words::METHOD,
        ];
        let mut from = 0;
        for (number, title) in (1..).zip(titles) {
            assert!(full.contains(&format!("<li><a href=\"#chapter-{number}\">{title}</a></li>")), "{title}");
            let heading = format!("<h2>{number} {title}</h2>");
            from += full[from..].find(&heading).unwrap_or_else(|| panic!("{heading}"));
            assert!(!one.contains(&heading));
        }
        for heading in [words::ASKED_FOR, words::COSTS, words::MAIN_RISK] {
            assert!(one.contains(&format!("<h3>{heading}</h3>")) && full.contains(&format!("<h3>{heading}</h3>")));
        }
        let (_, alone) = studies().swap_remove(4);
        let [one, full] = both(&alone, &Locale::default());
        assert!(one.contains(words::NO_PLAN) && !full.contains(words::CASE) && !full.contains(words::PLAN_CHAPTER));
    }

    #[test]
    fn the_numbers_of_the_page_are_those_of_the_study() {
        let (_, risky) = studies().swap_remove(2);
        let [one, _] = both(&risky, &Locale::default());
        let subject = Subject::of(&risky);
        let (planned, case) = subject.planned.as_ref().unwrap();
        let cost = &risky.scheduled.as_ref().unwrap().schedule.cost;
        for amount in [case.plan.outcome.cash, case.carry_on.cash, subject::paid(cost)] {
            let shown = format::firm(&subject.money(amount));
            assert!(one.contains(&shown), "{shown}");
        }
        assert!(one.contains("14 new people") && planned.plan.hires() == 14);
        assert!(one.contains("40 of 100 worlds"), "of the risk made by hand");
    }

    #[test]
    fn names_stay_text_also_at_the_foot_of_pages() {
        let mut study = example::study();
        study.scenario.name = "</style><script>\"\\'; } a·b".into();
        study.scenario.question = "<img src=x>&".into();
        study.scenario.queues[0].name = "</svg><script>alert(\"1\")</script>".into();
        study.scenario.groups[0].name = "'\"><img>".into();
        for page in both(&study, &Locale::default()) {
            assert!(!page.contains("<script") && !page.contains("<img"));
            assert_eq!(page.matches("</style>").count(), 1);
        }
        assert_eq!(css_string("a\"b· c"), "\"a\\22 b\\b7  c\"");
    }

    #[test]
    fn a_locale_holds_for_the_whole_pack() {
        let german = Locale::named("de-DE").unwrap();
        let (_, risky) = studies().swap_remove(2);
        for page in both(&risky, &german) {
            let cash = risky.planned.as_ref().unwrap().plan.cash();
            assert!(page.contains(&german.money(cash.0, "EUR")) && !page.contains(&format::money(cash, "EUR")));
            assert!(page.contains("size: A4") && !page.contains(" Nov 2026"));
        }
        let american = Locale::named("en-US").unwrap();
        assert!(both(&risky, &american).iter().all(|page| page.contains("size: letter") && page.contains("EUR\u{a0}")));
        assert_eq!(both(&risky, &german), both(&risky, &german));
    }

    #[test]
    fn a_pack_prints_with_its_provenance_on_each_page_and_one_page_is_one() {
        let path = std::env::var_os("PATH");
        let Ok(browser) = pdf::browser(None, path.as_ref()) else {
            println!("skipped: no browser");
            return;
        };
        let folder = tempfile::tempdir().unwrap();
        let day = date(2026, 11, 23);
        for (name, study) in studies() {
            for tag in ["en", "en-US"] {
                let one = board_html(&study, Extent::OnePage, &Locale::named(tag).unwrap()).unwrap();
                let bytes = pdf::print(&one, &browser, day, pdf::LIMIT).unwrap();
                assert_eq!(pages(&bytes), 1, "{name} {tag}");
            }
        }
        let (_, risky) = studies().swap_remove(2);
        let full = board_html(&risky, Extent::Full, &Locale::default()).unwrap();
        let bytes = pdf::print(&full, &browser, day, pdf::LIMIT).unwrap();
        let many = pages(&bytes);
        assert!((6..=20).contains(&many), "{many} pages");
        let file = folder.path().join("pack.pdf");
        std::fs::write(&file, &bytes).unwrap();
        let Ok(text) = Command::new("pdftotext").arg("-layout").arg(&file).arg("-").output() else {
            println!("skipped: no pdftotext");
            return;
        };
        let text = String::from_utf8_lossy(&text.stdout).into_owned();
        for (number, page) in (1..=many).zip(text.split('\u{c}')) {
            let is_told = page.contains(&risky.scenario.digest) && page.contains(&format!("page {number} of {many}"));
            assert!(is_told, "page {number}: {page}");
        }
    }

    /// How many pages a PDF says that it has.
    fn pages(pdf: &[u8]) -> usize {
        let text = String::from_utf8_lossy(pdf);
        let counts = text.match_indices("/Count ").filter_map(|(at, key)| {
            let digits = text[at + key.len()..].chars().take_while(char::is_ascii_digit);
            digits.collect::<String>().parse().ok()
        });
        counts.max().unwrap()
    }
}
