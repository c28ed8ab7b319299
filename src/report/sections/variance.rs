//! The page of a variance: a waterfall for each measure, the days, the queues, and how it was found out.

use super::{Figure, Form, HALF, Section, Table, legend, strings};
use crate::report::chart::waterfall::{Shape, Step};
use crate::report::chart::{Colour, DrawingError, Waterfall, palette};
use crate::report::variance::{VarianceReport, part, unit, value, words};
use crate::report::{format, variance};
use crate::variance::{Explained, Explanation, Quantity};

/// Queues of which the page has waterfalls of their own, at most; the tables have all.
const MOST_QUEUES: usize = 12;

pub(in crate::report) fn sections(report: &VarianceReport<'_>) -> Result<Vec<Section>, DrawingError> {
    let Some(whole) = report.variance.whole() else { return Ok(Vec::new()) };
    let mut sections = vec![waterfalls(report, whole)?];
    if report.variance.stretches.len() > 1 {
        sections.push(by_day(report)?);
    }
    if report.scenario.queues.len() > 1 {
        sections.push(by_queue(report, whole)?);
    }
    sections.push(method(report));
    Ok(sections)
}

fn section(title: &str, lead: String) -> Section {
    Section {
        title: title.to_owned(),
        lead,
        figures: Vec::new(),
        tables: Vec::new(),
        details: Vec::new(),
        details_title: "",
        notes: Vec::new(),
    }
}

fn waterfalls(report: &VarianceReport<'_>, whole: &Explanation) -> Result<Section, DrawingError> {
    let mut section = section(
        "From the plan to what came",
        "Each bar begins where the one above it ends, and is what that cause adds; its whisker is a 95\u{a0}% interval."
            .to_owned(),
    );
    for quantity in Quantity::ALL {
        if let Some(found) = whole.find(quantity, None).filter(|found| says_something(found)) {
            section.figures.push(figure(report, found, format::capital(words::title(quantity)))?);
        }
    }
    Ok(section)
}

/// Whether there is a way to be shown.
fn says_something(found: &Explained) -> bool {
    found.planned.mean.is_some() && found.expected.mean.is_some()
}

fn figure(report: &VarianceReport<'_>, found: &Explained, title: String) -> Result<Figure, DrawingError> {
    let currency = &report.scenario.currency;
    let quantity = found.quantity;
    let is_share = variance::form(quantity) == variance::Form::Share;
    let scale = if is_share { 100.0 } else { 1.0 };
    let shown = |mean: f64| value(quantity, mean, currency);
    let at = |label: &str, mean: f64, colour: Colour| Step {
        label: label.to_owned(),
        text: shown(mean),
        shape: Shape::Value(scale * mean, colour),
    };
    let mut steps = vec![at("planned", found.planned.mean.unwrap_or(0.0), palette::DIM)];
    for (cause, share) in report.variance.causes.iter().zip(&found.parts) {
        let mean = share.mean.unwrap_or(0.0);
        let half = share.half_width.filter(|_| quantity.is_simulated()).map(|half| scale * half);
        steps.push(Step {
            label: words::cause(*cause).to_owned(),
            text: part(quantity, *share),
            shape: Shape::Part(scale * mean, half, colour(quantity, mean)),
        });
    }
    if let Some(rest) = found.rest.mean.filter(|_| quantity.is_simulated()) {
        let half = found.rest.half_width.map(|half| scale * half);
        steps.push(Step {
            label: "routing and the rest".to_owned(),
            text: part(quantity, found.rest),
            shape: Shape::Part(scale * rest, half, palette::GREY),
        });
    }
    match found.recorded {
        Some(recorded) => steps.push(at("recorded", recorded, palette::INK)),
        None => steps.push(at("to be expected", found.expected.mean.unwrap_or(0.0), palette::INK)),
    }
    let unit_of_axis = if is_share { "%" } else { unit(quantity, currency) };
    let chart = Waterfall {
        description: format!("{title}: from what was planned to what was recorded, cause by cause, in {unit_of_axis}"),
        width: HALF.0,
        unit: unit_of_axis.to_owned(),
        steps,
    };
    let mut key = Vec::new();
    if is_more_better(quantity).is_some() {
        key.extend([legend(Form::Bar, palette::BLUE, "better"), legend(Form::Bar, palette::ORANGE, "worse")]);
    } else {
        key.extend([legend(Form::Bar, palette::SKY, "more or less")]);
    }
    if quantity.is_simulated() && found.recorded.is_some() {
        key.push(legend(Form::Bar, palette::GREY, "routing and the rest"));
    }
    let table = Table {
        caption: title.clone(),
        over: Vec::new(),
        head: head(report, ""),
        rows: vec![words::row(report, found)],
        words: false,
    };
    Ok(Figure { title, drawing: chart.svg()?, legend: key, table, wide: false, is_people: false })
}

/// Whether more of a measure is better; `None` where it is neither.
fn is_more_better(quantity: Quantity) -> Option<bool> {
    match quantity {
        Quantity::ServiceLevel => Some(true),
        Quantity::Asa | Quantity::Abandonment | Quantity::Cost => Some(false),
        _ => None,
    }
}

fn colour(quantity: Quantity, part: f64) -> Colour {
    match is_more_better(quantity) {
        _ if part == 0.0 => palette::DIM,
        Some(is_more) if (part > 0.0) == is_more => palette::BLUE,
        Some(_) => palette::ORANGE,
        None => palette::SKY,
    }
}

fn head(report: &VarianceReport<'_>, first: &str) -> Vec<String> {
    let mut head = strings(&[first, "Planned"]);
    head.extend(report.variance.causes.iter().map(|cause| format::capital(words::cause(*cause))));
    head.extend(strings(&["Routing and the rest", "Recorded"]));
    head
}

/// A row of a table with a name of its own.
fn named(report: &VarianceReport<'_>, name: String, found: &Explained) -> Vec<String> {
    let mut row = words::row(report, found);
    row[0] = name;
    row
}

fn by_day(report: &VarianceReport<'_>) -> Result<Section, DrawingError> {
    let mut section = section("Day by day", "Volume is that of each day; the mix is that within it.".to_owned());
    for stretch in &report.variance.stretches {
        if let Some(found) = stretch.find(Quantity::ServiceLevel, None).filter(|found| says_something(found)) {
            section.figures.push(figure(report, found, format!("Service level, {}", words::days(stretch)))?);
        }
    }
    let tables = Quantity::ALL.map(|quantity| {
        let of_day = |stretch: &Explanation| {
            stretch.find(quantity, None).map(|found| named(report, words::days(stretch), found))
        };
        table_of(report, quantity, report.variance.stretches.iter().filter_map(of_day).collect())
    });
    section.details = tables.into();
    section.details_title = "Each measure day by day";
    Ok(section)
}

/// A measure's table: planned, each cause, recorded.
fn table_of(report: &VarianceReport<'_>, quantity: Quantity, rows: Vec<Vec<String>>) -> Table {
    let unit = unit(quantity, &report.scenario.currency);
    let caption = format!("{}, {unit}", format::capital(words::title(quantity)));
    Table { caption, over: Vec::new(), head: head(report, ""), rows, words: false }
}

fn by_queue(report: &VarianceReport<'_>, whole: &Explanation) -> Result<Section, DrawingError> {
    let mut section = section("Queue by queue", String::new());
    let queues = &report.scenario.queues;
    for (index, queue) in queues.iter().enumerate().take(MOST_QUEUES) {
        let found = whole.find(Quantity::ServiceLevel, Some(index)).filter(|found| says_something(found));
        if let Some(found) = found {
            let title = format!("Service level, {}", format::name(&queue.name));
            section.figures.push(figure(report, found, title)?);
        }
    }
    if queues.len() > MOST_QUEUES {
        section.lead = format!("The first {MOST_QUEUES}; the tables have all.");
    }
    let measures =
        [Quantity::ServiceLevel, Quantity::Asa, Quantity::Abandonment, Quantity::Contacts, Quantity::Workload];
    let tables = measures.map(|quantity| {
        let of_queue = |(index, queue): (usize, &crate::scenario::Queue)| {
            whole.find(quantity, Some(index)).map(|found| named(report, format::name(&queue.name), found))
        };
        table_of(report, quantity, queues.iter().enumerate().filter_map(of_queue).collect())
    });
    section.details = tables.into();
    section.details_title = "Each measure queue by queue";
    Ok(section)
}

fn method(report: &VarianceReport<'_>) -> Section {
    let mut section = section("How it was found out", String::new());
    section.notes = report.notes.to_vec();
    section.notes.push(words::provenance(report));
    section
}
