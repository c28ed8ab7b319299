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
use super::sections::{Figure, Form, Section, Table};
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
    let first = if days.len() > 1 {
        week::by_day(subject)?
    } else {
        week::service_of(subject, subject.hardest().unwrap_or(0))?
    };
    let second = match &subject.planned {
        Some((planned, _)) => months::hours(planned)?,
        None => week::agents(subject, week::shortest_group(subject))?,
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

/// A text as a string of CSS within a page: whatever is not a plain letter, digit or space is escaped by its number.
fn css_string(text: &str) -> String {
    let mut escaped = String::from("\"");
    for letter in text.chars() {
        if letter.is_ascii_alphanumeric() || letter == ' ' {
            escaped.push(letter);
        } else {
            // Writing to a string cannot fail.
            let _ = write!(escaped, "\\{:06x}", u32::from(letter));
        }
    }
    escaped + "\""
}
