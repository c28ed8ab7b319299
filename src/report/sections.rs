//! What the page of a study consists of: sections with figures, tables and lists, ready for the template.

pub(super) mod alternatives;
pub(super) mod business_case;
mod checks;
pub(super) mod comparison;
pub(super) mod frontier;
pub(super) mod imported;
pub(super) mod intraday;
mod journeys;
pub(super) mod months;
pub(super) mod outlook;
mod people;
mod proof;
mod risk;
mod roster;
mod schedule;
mod tours;
pub(super) mod validation;
pub(super) mod variance;
mod week;

pub(super) use super::words::kind_words;

use super::chart::{Chart, Colour, DrawingError, Stroke, palette};
use super::html::HtmlError;
use super::words;
use crate::simulation::{Performance, Verdict};
use crate::study::Study;
use crate::units::Money;

/// A part of the page.
pub(super) struct Section {
    pub title: String,
    pub lead: String,
    pub figures: Vec<Figure>,
    /// Tables that are open from the start.
    pub tables: Vec<Table>,
    /// Tables that are there for those who want to look closer.
    pub details: Vec<Table>,
    /// What the details are.
    pub details_title: &'static str,
    pub notes: Vec<String>,
}

/// A chart with its message, its legend, and the table behind it; or a grid of people and days, which has its legend in itself and
/// nothing behind it.
pub(super) struct Figure {
    pub title: String,
    /// Markup that is put into the page as it is: names in it are escaped already.
    pub drawing: String,
    pub legend: Vec<Legend>,
    pub table: Table,
    /// Whether it takes the whole width of the page.
    pub wide: bool,
    /// Whether it is a grid of people and days.
    pub is_people: bool,
}

/// An entry of a legend: a sample of the form in its colour, and what it stands for.
pub(super) struct Legend {
    pub form: Form,
    pub colour: String,
    pub letter: &'static str,
    pub text: String,
}

/// How something is drawn.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Form {
    Area,
    Band,
    Bar,
    Solid,
    Dashed,
    Dotted,
}

/// A table; the first column names the row.
pub(super) struct Table {
    pub caption: String,
    /// Heads over several columns each, beginning with the second: the name and how many columns.
    pub over: Vec<(String, usize)>,
    pub head: Vec<String>,
    pub rows: Vec<Vec<String>>,
    /// Whether the cells are words and not numbers.
    pub words: bool,
}

impl Section {
    /// Whether it has a grid of people and days.
    pub fn has_people(&self) -> bool {
        self.figures.iter().any(|figure| figure.is_people)
    }
}

impl Table {
    /// Whether it is better not broken over pages.
    pub fn is_short(&self) -> bool {
        self.rows.len() <= 15
    }

    pub fn has_head(&self) -> bool {
        self.head.iter().any(|name| !name.is_empty())
    }
}

pub(super) fn of(study: &Study) -> Result<Vec<Section>, HtmlError> {
    let mut sections = week::sections(study)?;
    if let Some(certified) = &study.scheduled {
        sections.push(schedule::section(study, certified)?);
        sections.extend(tours::section(study, certified)?);
    }
    if let (Some(settings), Some(certified)) = (&study.scenario.roster, &study.rostered) {
        sections.push(roster::section(study, settings, certified)?);
    }
    sections.extend(journeys::sections(study)?);
    if let Some(planned) = &study.planned {
        if let Some(case) = super::business_case::case_of(&study.scenario, planned) {
            sections.push(business_case::in_short(&study.scenario, planned, &case)?);
            sections.extend(alternatives::section(&study.scenario, planned));
            sections.extend(risk::section(&study.scenario, planned)?);
        }
        sections.extend(months::sections(&study.scenario, planned)?);
        sections.extend(planned.proof.as_ref().map(|proof| proof::section(&study.scenario, &planned.plan, proof)));
    }
    if let Some(found) = &study.validation {
        sections.push(validation::trust(found)?);
    }
    sections.extend(checks::sections(study));
    Ok(sections)
}

/// The simulations of the study by the names of their columns.
fn simulations(study: &Study) -> Vec<(&'static str, &Performance)> {
    let mut simulations = vec![("today", &study.today)];
    simulations.extend(study.scheduled.as_ref().map(|certified| ("schedule", &certified.performance)));
    simulations.extend(study.rostered.as_ref().map(|certified| ("roster", &certified.performance)));
    simulations
}

pub(super) fn figure(title: String, chart: &Chart, legend: Vec<Legend>, table: Table) -> Result<Figure, DrawingError> {
    Ok(Figure { title, drawing: chart.svg()?, legend, table, wide: chart.size.0 > HALF.0, is_people: false })
}

/// Size of a chart that takes the whole width.
pub(super) const WHOLE: (u32, u32) = (960, 250);

/// Size of a chart of which two stand beside each other.
pub(super) const HALF: (u32, u32) = (470, 225);

/// A chart with nothing in it yet.
pub(super) fn empty(size: (u32, u32), description: &str, unit: &str, categories: usize) -> Chart {
    Chart {
        description: description.to_owned(),
        size,
        unit: unit.to_owned(),
        categories,
        ticks: Vec::new(),
        ticks_at_begin: false,
        range: None,
        percent: false,
        layers: Vec::new(),
        reference: None,
        marker: None,
        signs: Vec::new(),
    }
}

pub(super) fn legend(form: Form, (red, green, blue): Colour, text: impl Into<String>) -> Legend {
    Legend { form, colour: format!("#{red:02x}{green:02x}{blue:02x}"), letter: "", text: text.into() }
}

pub(super) fn line(stroke: Stroke, colour: Colour, text: impl Into<String>) -> Legend {
    let form = match stroke {
        Stroke::Solid => Form::Solid,
        Stroke::Dashed => Form::Dashed,
        Stroke::Dotted => Form::Dotted,
    };
    legend(form, colour, text)
}

/// Amounts on an axis are told in thousands or millions where they are large.
pub(super) struct Scale {
    pub divisor: f64,
    pub unit: String,
}

impl Scale {
    pub fn of(greatest: f64, currency: &str) -> Self {
        match greatest {
            2e6.. => Self { divisor: 1e6, unit: words::millions(currency) },
            2e4.. => Self { divisor: 1e3, unit: words::thousands(currency) },
            _ => Self { divisor: 1.0, unit: currency.to_owned() },
        }
    }

    pub fn line(&self, amounts: &[Money]) -> Vec<Option<f64>> {
        amounts.iter().map(|amount| Some(amount.0 / self.divisor)).collect()
    }
}

pub(super) fn strings(words: &[&str]) -> Vec<String> {
    words.iter().map(|&word| word.to_owned()).collect()
}

/// The colour of a verdict's sign; the sign itself tells it too.
pub(super) fn verdict_colour(verdict: Verdict) -> Colour {
    match verdict {
        Verdict::Kept => palette::GREEN,
        Verdict::Missed => (170, 20, 30),
        Verdict::Unclear => (125, 85, 0),
        Verdict::NoPromise => palette::DIM,
    }
}
