//! What was recorded beside what was simulated: by interval of the day, by day, dot by dot; and why they differ.

use super::{Figure, Form, HALF, Legend, Section, Table, WHOLE, empty, figure, legend, line, strings};
use crate::calendar::clock;
use crate::report::chart::{Chart, DrawingError, Layer, Scatter, Stroke, palette};
use crate::report::format;
use crate::report::validation::words;
use crate::validation::{Beside, Compared, Measure, SubjectCompared, Validation};

/// Queues that have charts of their own, the largest first.
const MOST_QUEUES: usize = 8;
/// An interval of the day with a smaller part of the contacts of a mean one is not drawn: a few calls at night that wait until the
/// morning would bend every axis. It stands in the table.
const QUIET: f64 = 0.25;
/// A day of a queue with fewer contacts is no dot: chance throws it anywhere. It stands in the table.
const FEW: f64 = 20.0;

pub(in crate::report) fn sections(validation: &Validation) -> Result<Vec<Section>, DrawingError> {
    let mut sections = vec![in_one_number(validation)];
    if !validation.scores.is_empty() {
        sections.push(together(validation)?);
        sections.extend(by_queue(validation)?);
    }
    sections.push(how(validation));
    Ok(sections)
}

/// The section of a study that was made of a history: headline, a chart, reasons.
pub(in crate::report) fn trust(validation: &Validation) -> Result<Section, DrawingError> {
    let mut figures = Vec::new();
    if let Some(score) = validation.headline() {
        figures.extend(chart_by_clock(validation, validation.together(), score.measure, WHOLE)?);
    }
    let mut notes = words::sentences(validation);
    notes.extend(words::reasons(validation));
    notes.extend(words::remarks(validation));
    Ok(Section {
        title: "How far to trust this".into(),
        lead: format!(
            "The recorded days ({}) were simulated with the contacts as they were counted and the agents as they were recorded, and \
             held against what was recorded. `callboard validate` shows all of it.",
            crate::report::validation::period(validation)
        ),
        figures,
        tables: Vec::new(),
        details: vec![scores(validation)],
        details_title: "The errors, measure by measure",
        notes,
    })
}

fn scores(validation: &Validation) -> Table {
    Table {
        caption: "How far simulated days are from recorded ones, on average over days of queues by their contacts"
            .into(),
        over: vec![("Typical error of a day".to_owned(), 4), ("Days within the 90 % band".to_owned(), 2)],
        head: strings(&["", "Simulation", "Chance alone", "Average day", "Erlang’s formula", "Inside", "Expected"]),
        rows: validation.scores.iter().map(words::score_row).collect(),
        words: false,
    }
}

fn in_one_number(validation: &Validation) -> Section {
    let mut rows = Vec::new();
    for subject in shown(validation) {
        for measure in Measure::ALL {
            let Some(beside) = subject.whole.of(measure) else { continue };
            let row = words::Row::of(measure, beside);
            let name = format!("{}: {}", words::subject(validation, subject), words::measure(measure));
            rows.push(vec![name, row.recorded, row.simulated, row.band, row.inside.to_owned()]);
        }
    }
    let whole = Table {
        caption: "Over the whole".into(),
        over: Vec::new(),
        head: strings(&["", "Recorded", "Simulated", "90 % band", "Inside?"]),
        rows,
        words: false,
    };
    let mut notes = words::reasons(validation);
    notes.extend(words::remarks(validation));
    Section {
        title: "Where it misses, and why".into(),
        lead: "Each reason rests on something that the records show. What they do not show is not guessed.".into(),
        figures: Vec::new(),
        tables: vec![scores(validation), whole],
        details: Vec::new(),
        details_title: "",
        notes,
    }
}

/// The queues and all of them together, or the one queue that there is.
fn shown(validation: &Validation) -> impl Iterator<Item = &SubjectCompared> {
    let is_one = validation.queues.len() == 1;
    validation.subjects.iter().filter(move |subject| !(is_one && subject.queue.is_none()))
}

fn together(validation: &Validation) -> Result<Section, DrawingError> {
    let all = validation.together();
    let mut figures = Vec::new();
    let measures = [Measure::ServiceLevel, Measure::Wait, Measure::Abandonment, Measure::Occupancy];
    let mut size = WHOLE;
    for measure in measures {
        let drawn = chart_by_clock(validation, all, measure, size)?;
        if drawn.is_some() {
            size = HALF;
        }
        figures.extend(drawn);
    }
    size = WHOLE;
    for measure in measures {
        let drawn = chart_by_day(validation, all, measure, size)?;
        if drawn.is_some() {
            size = HALF;
        }
        figures.extend(drawn);
    }
    for measure in [Measure::ServiceLevel, Measure::Wait, Measure::Abandonment] {
        figures.extend(scatter(validation, measure)?);
    }
    Ok(Section {
        title: if validation.queues.len() == 1 { "Recorded and simulated" } else { "All queues together" }.into(),
        lead: "If the model is right, nine of ten recorded days lie in the band of simulated days, and nine of ten intervals in theirs."
            .into(),
        figures,
        tables: Vec::new(),
        details: Vec::new(),
        details_title: "",
        notes: Vec::new(),
    })
}

fn by_queue(validation: &Validation) -> Result<Option<Section>, DrawingError> {
    let Some(score) = validation.headline().filter(|_| validation.queues.len() > 1) else { return Ok(None) };
    let mut queues: Vec<&SubjectCompared> =
        validation.subjects.iter().filter(|subject| subject.queue.is_some()).collect();
    queues.sort_by(|a, b| b.whole.offered.total_cmp(&a.whole.offered));
    let mut figures = Vec::new();
    for subject in queues.iter().take(MOST_QUEUES) {
        figures.extend(chart_by_clock(validation, subject, score.measure, HALF)?);
    }
    Ok(Some(Section {
        title: "Queue by queue".into(),
        lead: String::new(),
        figures,
        tables: Vec::new(),
        details: Vec::new(),
        details_title: "",
        notes: Vec::new(),
    }))
}

fn how(validation: &Validation) -> Section {
    Section {
        title: "How it was compared".into(),
        lead: String::new(),
        figures: Vec::new(),
        tables: Vec::new(),
        details: Vec::new(),
        details_title: "",
        notes: vec![
            "The typical error of a day is how far the simulated mean of a queue’s day is from what was recorded, on average over days, \
             each by its contacts. Chance alone is the same of the simulation’s own runs, held against each other: no model does better. \
             The average day is the guess that each day was like the other days, by what was recorded of them."
                .to_owned(),
            format!(
                "Service level is {}: answered within {} of all that came.",
                Measure::DEFINITION.name(),
                format::duration(validation.record.within.0)
            ),
            words::provenance(validation),
        ],
    }
}

fn key() -> Vec<Legend> {
    vec![
        line(Stroke::Solid, palette::ORANGE, "recorded"),
        line(Stroke::Dashed, palette::BLUE, "simulated, mean"),
        legend(Form::Band, palette::BLUE, "band of nine in ten simulated"),
    ]
}

/// Whether the axis of a measure counts percent, its unit, and by what values are divided.
fn axis(measure: Measure) -> (bool, &'static str) {
    match measure {
        Measure::ServiceLevel => (true, "answered in time"),
        Measure::Abandonment => (true, "hang up"),
        Measure::Occupancy => (true, "handling, of agents’ time"),
        Measure::Wait => (false, "average wait, s"),
        Measure::Answered => (false, "answered"),
    }
}

fn chart(
    validation: &Validation,
    subject: &SubjectCompared,
    measure: Measure,
    size: (u32, u32),
    values: &[Option<&Beside>],
    is_steps: bool,
) -> Chart {
    let (percent, unit) = axis(measure);
    let description =
        format!("{} of {}: recorded, simulated", words::measure(measure), words::subject(validation, subject));
    let mut chart = empty(size, &description, unit, values.len());
    chart.percent = percent;
    if measure == Measure::ServiceLevel {
        chart.range = Some((0.0, 1.0));
    }
    let of = |value: fn(&Beside) -> f64| values.iter().map(|beside| beside.map(value)).collect::<Vec<_>>();
    let band = values.iter().map(|beside| beside.and_then(|beside| beside.band).map(|band| (band.lower, band.upper)));
    let (recorded, simulated) = (of(|beside| beside.recorded), of(|beside| beside.simulated));
    chart.layers = vec![Layer::Band(band.collect(), palette::BLUE)];
    if is_steps {
        chart.layers.push(Layer::Steps(simulated, palette::BLUE, Stroke::Dashed));
        chart.layers.push(Layer::Steps(recorded, palette::ORANGE, Stroke::Solid));
    } else {
        chart.layers.push(Layer::Steps(simulated, palette::BLUE, Stroke::Dashed));
        chart.layers.push(Layer::Line(recorded, palette::ORANGE, Stroke::Solid));
    }
    chart
}

fn rows<'a>(measure: Measure, compared: impl Iterator<Item = (String, &'a Compared)>) -> Vec<Vec<String>> {
    compared
        .filter_map(|(name, compared)| {
            let row = words::Row::of(measure, compared.of(measure)?);
            let offered = format::count(compared.offered);
            Some(vec![name, offered, row.recorded, row.simulated, row.band, row.inside.to_owned()])
        })
        .collect()
}

fn numbers(validation: &Validation, subject: &SubjectCompared, measure: Measure, rows: Vec<Vec<String>>) -> Table {
    Table {
        caption: format!("{} of {}", format::capital(words::measure(measure)), words::subject(validation, subject)),
        over: Vec::new(),
        head: strings(&["", "Contacts", "Recorded", "Simulated", "90 % band", "Inside?"]),
        rows,
        words: false,
    }
}

/// How many of them are inside, in words.
fn inside<'a>(measure: Measure, compared: impl Iterator<Item = &'a Compared>) -> (usize, usize) {
    let with_band = compared.filter_map(|compared| compared.of(measure)).filter(|beside| beside.band.is_some());
    with_band.fold((0, 0), |(inside, of), beside| (inside + usize::from(beside.is_inside()), of + 1))
}

fn chart_by_clock(
    validation: &Validation,
    subject: &SubjectCompared,
    measure: Measure,
    size: (u32, u32),
) -> Result<Option<Figure>, DrawingError> {
    let mean = subject.whole.offered / subject.clocks.iter().filter(|clock| clock.offered > 0.0).count().max(1) as f64;
    let is_drawn = |compared: &&Compared| compared.offered >= QUIET * mean;
    let drawn = subject.clocks.iter().map(|clock| Some(clock).filter(is_drawn)?.of(measure));
    let values: Vec<Option<&Beside>> = drawn.collect();
    let (Some(first), Some(last)) = (values.iter().position(Option::is_some), values.iter().rposition(Option::is_some))
    else {
        return Ok(None);
    };
    let range = first..last + 1;
    let mut drawn = chart(validation, subject, measure, size, &values[range.clone()], true);
    drawn.ticks_at_begin = true;
    let hours: Vec<usize> = range.clone().filter(|&place| validation.clocks[place].is_multiple_of(60)).collect();
    let every = hours.len().div_ceil(if size.0 > HALF.0 { 14 } else { 7 }).max(1);
    let ticks = hours.iter().step_by(every).map(|&place| (place - range.start, clock(validation.clocks[place])));
    drawn.ticks = ticks.collect();
    let (of_them, all) = inside(measure, subject.clocks.iter());
    let title = format!(
        "{}: {} by the time of day; {of_them} of {all} intervals lie in the band",
        format::capital(&words::subject(validation, subject)),
        words::measure(measure),
    );
    let named = subject.clocks.iter().zip(&validation.clocks).map(|(compared, &minute)| (clock(minute), compared));
    let table = numbers(validation, subject, measure, rows(measure, named));
    Ok(Some(figure(title, &drawn, key(), table)?))
}

fn chart_by_day(
    validation: &Validation,
    subject: &SubjectCompared,
    measure: Measure,
    size: (u32, u32),
) -> Result<Option<Figure>, DrawingError> {
    let values: Vec<Option<&Beside>> = subject.days.iter().map(|day| day.of(measure)).collect();
    if values.iter().all(Option::is_none) {
        return Ok(None);
    }
    let mut drawn = chart(validation, subject, measure, size, &values, false);
    let days = &validation.scenario.calendar.days;
    let every = match days.len().div_ceil(if size.0 > HALF.0 { 11 } else { 5 }) {
        few @ 0..3 => few.max(1),
        // Labels of the same weekday are easier to read.
        many => many.div_ceil(7) * 7,
    };
    drawn.ticks = (0..days.len()).step_by(every).map(|day| (day, format::day(days[day].date))).collect();
    let (of_them, all) = inside(measure, subject.days.iter());
    let title = format!(
        "{}: {} by day; {of_them} of {all} days lie in the band",
        format::capital(&words::subject(validation, subject)),
        words::measure(measure),
    );
    let named = subject.days.iter().zip(days).map(|(compared, day)| (format::day(day.date), compared));
    let table = numbers(validation, subject, measure, rows(measure, named));
    Ok(Some(figure(title, &drawn, key(), table)?))
}

/// A dot for each day of a queue.
fn scatter(validation: &Validation, measure: Measure) -> Result<Option<Figure>, DrawingError> {
    let days = &validation.scenario.calendar.days;
    let mut dots = Vec::new();
    let mut rows = Vec::new();
    for subject in validation.subjects.iter().filter(|subject| subject.queue.is_some()) {
        for (compared, day) in subject.days.iter().zip(days) {
            let Some(beside) = compared.of(measure) else { continue };
            if compared.offered >= FEW {
                dots.push(((beside.recorded, beside.simulated), beside.is_inside()));
            }
            let row = words::Row::of(measure, beside);
            rows.push(vec![
                format!("{}, {}", words::subject(validation, subject), format::day(day.date)),
                format::count(compared.offered),
                row.recorded,
                row.simulated,
                row.band,
                row.inside.to_owned(),
            ]);
        }
    }
    if dots.is_empty() {
        return Ok(None);
    }
    let name = words::measure(measure);
    let unit = if measure == Measure::Wait { ", s" } else { "" };
    let drawn = Scatter {
        description: format!("{name} of each day: recorded against simulated"),
        size: (470, 320),
        along: format!("recorded {name}{unit}"),
        up: format!("simulated {name}{unit}"),
        percent: measure.is_share(),
        dots,
        colour: palette::BLUE,
    };
    let whole = numbers(validation, validation.together(), measure, rows);
    let table = Table { caption: format!("{} of each day of each queue", format::capital(name)), ..whole };
    Ok(Some(Figure {
        title: format!(
            "{} of each day of each queue with {} contacts or more: on the line, both are alike",
            format::capital(name),
            format::count(FEW)
        ),
        drawing: drawn.svg()?,
        legend: vec![
            legend(Form::Bar, palette::BLUE, "a dot: the recorded day lies in the band; a ring: it does not"),
            line(Stroke::Dashed, palette::INK, "simulated as recorded"),
        ],
        table,
        wide: false,
        is_people: false,
    }))
}
