//! What only some scenarios have: journeys beside the queues, backlogs, the load of people.

use super::{Figure, Form, HALF, Section, Table, WHOLE, empty, figure, legend, simulations, strings};
use crate::report::chart::{DrawingError, Layer, Segment, palette};
use crate::report::details::{self, Details};
use crate::report::format;
use crate::simulation::{Performance, QueueMeasures};
use crate::statistics::Estimate;
use crate::study::Study;

pub(super) fn sections(study: &Study) -> Result<Vec<Section>, DrawingError> {
    let scenario = &study.scenario;
    let mut sections = Vec::new();
    let journeys = tables(study, |performance| details::journeys(scenario, performance));
    if !journeys.is_empty() {
        let notes = simulations(study).into_iter().filter_map(|(name, performance)| {
            Some(format!("{}. {}", format::capital(name), details::outcome(scenario, performance)?))
        });
        sections.push(Section {
            notes: notes.collect(),
            ..section(
                "Journeys",
                "Contacts do more than wait and be answered: they try again, come back when their matter is not settled, are \
                 handed on, called back, or helped by a bot. Contained by a bot is not the same as helped.",
                journeys,
            )
        });
    }
    let backlogs = tables(study, |performance| details::backlogs(scenario, performance).into_iter().collect());
    if !backlogs.is_empty() {
        let mut figures = Vec::new();
        for (name, performance) in simulations(study) {
            for index in 0..scenario.queues.len() {
                if scenario.queues[index].deferred.is_some() {
                    figures.push(backlog(study, name, performance, index)?);
                }
            }
        }
        sections.push(Section {
            figures,
            ..section(
                "Backlog",
                "Work that can wait is promised within a time, and carried over night. What still waits at the end of a day is \
                 shown by its age; overdue is what has waited longer than promised.",
                backlogs,
            )
        });
    }
    let people = tables(study, |performance| details::people(scenario, performance));
    if !people.is_empty() {
        sections.push(section(
            "How heavy is the load?",
            "Time in intervals in which people were busy for more than their group’s limit is work without a pause: no time to \
             learn, and a reason to leave.",
            people,
        ));
    }
    Ok(sections)
}

fn section(title: &str, lead: &str, tables: Vec<Table>) -> Section {
    Section {
        title: title.to_owned(),
        lead: lead.to_owned(),
        figures: Vec::new(),
        tables,
        details: Vec::new(),
        details_title: "",
        notes: Vec::new(),
    }
}

/// The tables of each simulation of the study.
fn tables(study: &Study, of: impl Fn(&Performance) -> Vec<Details>) -> Vec<Table> {
    let simulations = simulations(study);
    let is_alone = simulations.len() == 1;
    let tables = simulations.into_iter().flat_map(|(name, performance)| {
        let with_name = move |caption: &str| if is_alone { caption.to_owned() } else { format!("{caption} ({name})") };
        of(performance).into_iter().map(move |details| Table {
            caption: with_name(details.caption),
            over: Vec::new(),
            head: details.head.into_iter().map(format::capital).collect(),
            rows: details.rows,
            words: false,
        })
    });
    tables.collect()
}

/// What waits at the end of each day, by age.
fn backlog(study: &Study, simulation: &str, performance: &Performance, index: usize) -> Result<Figure, DrawingError> {
    let days = &study.scenario.calendar.days;
    let name = format::name(&study.scenario.queues[index].name);
    let result = &performance.queues[index];
    let size = if days.len() > 14 { WHOLE } else { HALF };
    let description = format!("Work of {name} that waits at the end of each day, by age ({simulation})");
    let mut chart = empty(size, &description, "pieces waiting", days.len());
    let parts = |measures: &QueueMeasures| {
        let ages =
            [measures.backlog_to_1_day, measures.backlog_to_2_days, measures.backlog_to_7_days, measures.backlog_older];
        let parts = ages
            .iter()
            .zip(AGES)
            .map(|(age, (_, colour, letter))| age.mean.map(|value| Segment { value, colour, letter }));
        parts.flatten().collect()
    };
    chart.layers.push(Layer::Bars(result.days.iter().map(parts).collect()));
    let each = days.len().div_ceil(if size.0 > HALF.0 { 12 } else { 4 }).max(1);
    chart.ticks = (0..days.len()).step_by(each).map(|day| (day, format::day(days[day].date))).collect();
    let key = AGES.map(|(text, colour, letter)| super::Legend { letter, ..legend(Form::Bar, colour, text) });
    let count = |value: Estimate| format::mean(value, format::count);
    let rows = days.iter().zip(&result.days).map(|(day, measures)| {
        let mut row = vec![format::day(day.date)];
        row.push(format::estimated_count(measures.backlog_at_end));
        row.extend([measures.backlog_to_1_day, measures.backlog_to_2_days].map(count));
        row.extend([measures.backlog_to_7_days, measures.backlog_older, measures.overdue].map(count));
        row
    });
    let table = Table {
        over: Vec::new(),
        caption: description.clone(),
        head: strings(&["Day", "Waiting", "To 1 day", "To 2 days", "To 7 days", "Older", "Overdue"]),
        rows: rows.collect(),
        words: false,
    };
    let title = format!(
        "{name}, {simulation}: {} wait at the end, {} of them overdue",
        count(result.total.backlog_at_end),
        count(result.total.overdue)
    );
    figure(title, &chart, key.into(), table)
}

/// The ages of a backlog: what they are called, their colours and letters.
const AGES: [(&str, crate::report::chart::Colour, &str); 4] = [
    ("up to a day old", palette::SKY, "a"),
    ("to 2 days", palette::KINDS[1], "b"),
    ("to 7 days", palette::ORANGE, "c"),
    ("older", palette::INK, "d"),
];
