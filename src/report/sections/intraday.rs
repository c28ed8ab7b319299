//! The day itself: volumes planned, seen and expected, agents needed and at work, the moves and their effects.

use super::{Form, HALF, Section, Table, WHOLE, empty, figure, legend, line, strings};
use crate::intraday::Intraday;
use crate::report::chart::{Chart, DrawingError, Layer, Stroke, palette};
use crate::report::format;
use crate::report::intraday::words;
use crate::scenario::Scenario;
use crate::scenario::today::GivenShift;
use std::ops::Range;

pub(in crate::report) fn sections(
    whole: &Scenario,
    shifts: &[GivenShift],
    answer: &Intraday,
) -> Result<Vec<Section>, DrawingError> {
    Ok(vec![moves(whole, shifts, answer), volumes(whole, answer)?, people(whole, answer)?, notes(whole, answer)])
}

/// The part of the day in which something happens.
fn busy(answer: &Intraday) -> Range<usize> {
    let today = &answer.today;
    let happens = |interval: &usize| {
        today.planned.in_interval(*interval) > 0.0
            || (0..answer.people_before.rows()).any(|group| {
                answer.people_before[(group, *interval)] > 0 || answer.people_after[(group, *interval)] > 0
            })
    };
    let first = (0..today.intervals()).find(happens).unwrap_or(0);
    let last = (0..today.intervals()).rfind(happens).map_or(today.intervals(), |last| last + 1);
    first..last.max(first)
}

fn moves(whole: &Scenario, shifts: &[GivenShift], answer: &Intraday) -> Section {
    let rows = answer.found.taken.iter().enumerate().map(|(number, taken)| {
        let told = words::Move::of(whole, shifts, answer, taken);
        vec![(number + 1).to_string(), told.who, told.what, told.cost, told.effect]
    });
    let moves = Table {
        caption: "Moves, the cheapest first; each effect is beside those before it".into(),
        over: Vec::new(),
        head: strings(&["", "Who", "What", "Cost", "Effect on the rest of the day"]),
        rows: rows.collect(),
        words: true,
    };
    let mut service = Vec::new();
    for (index, queue) in whole.queues.iter().enumerate() {
        for row in words::service(answer, index) {
            let name = format!("{}: {}", format::name(&queue.name), row.measure);
            service.push(vec![name, row.before, row.after, row.difference, row.verdict]);
        }
    }
    let service = Table {
        caption: "The rest of the day with no moves and with all of them".into(),
        over: Vec::new(),
        head: strings(&["", "No moves", "All moves", "Difference", "Promise with all"]),
        rows: service,
        words: false,
    };
    Section {
        title: "What to do now".into(),
        lead: "Each move was simulated on the same contacts as the day without it, and then again with fresh random numbers; only \
               those are shown whose effect is more than chance."
            .into(),
        figures: Vec::new(),
        tables: vec![moves, service],
        details: Vec::new(),
        details_title: "",
        notes: words::short(whole, answer),
    }
}

fn chart(answer: &Intraday, range: &Range<usize>, size: (u32, u32), description: &str, unit: &str) -> Chart {
    let mut chart = empty(size, description, unit, range.len());
    chart.ticks_at_begin = true;
    let calendar = &answer.today.scenario.calendar;
    let per_hour = (60 / calendar.interval_minutes).max(1) as usize;
    let hours = range.len() / per_hour;
    let every = if size.0 > HALF.0 { hours.div_ceil(14) } else { hours.div_ceil(7) }.max(1) as u32;
    let is_whole = |interval: &usize| calendar.intervals[*interval].clock_minute.is_multiple_of(60 * every);
    chart.ticks =
        range.clone().filter(is_whole).map(|interval| (interval - range.start, words::at(answer, interval))).collect();
    if range.contains(&answer.today.known) && answer.today.known > range.start {
        chart.marker = Some((answer.today.known - range.start, "now".to_owned()));
    }
    chart
}

fn volumes(whole: &Scenario, answer: &Intraday) -> Result<Section, DrawingError> {
    let range = busy(answer);
    let (known, planned, outlook) = (answer.today.known, &answer.today.planned.expected, &answer.outlook);
    let size = if whole.queues.len() == 1 { WHOLE } else { HALF };
    let mut figures = Vec::new();
    for (index, queue) in whole.queues.iter().enumerate() {
        let name = format::name(&queue.name);
        let was_counted = outlook.queues[index].came.is_some();
        let mut drawn = chart(
            answer,
            &range,
            size,
            &format!("Contacts of {name}: planned, seen, expected"),
            "contacts per interval",
        );
        let cells = |from_now: bool, value: &dyn Fn(usize) -> f64| -> Vec<Option<f64>> {
            range.clone().map(|interval| ((interval >= known) == from_now).then(|| value(interval))).collect()
        };
        let band = range.clone().map(|interval| {
            let cell = (index, interval);
            (interval >= known).then(|| (outlook.lower[cell], outlook.upper[cell]))
        });
        drawn.layers = vec![
            Layer::Area(range.clone().map(|interval| Some(planned[(index, interval)])).collect(), palette::GREY),
            Layer::Band(band.collect(), palette::BLUE),
            Layer::Steps(cells(true, &|interval| outlook.mean[(index, interval)]), palette::BLUE, Stroke::Dashed),
        ];
        let mut key = vec![
            legend(Form::Area, palette::GREY, "planned"),
            line(Stroke::Dashed, palette::BLUE, "expected now"),
            legend(Form::Band, palette::BLUE, "95 % band of what is expected"),
        ];
        if was_counted {
            drawn.layers.push(Layer::Steps(
                cells(false, &|interval| outlook.mean[(index, interval)]),
                palette::ORANGE,
                Stroke::Solid,
            ));
            key.push(line(Stroke::Solid, palette::ORANGE, "came"));
        }
        let rows = range.clone().map(|interval| {
            let cell = (index, interval);
            let seen = interval < known && was_counted;
            let number = |value: f64| format::decimal(value, 1);
            let expected = if interval < known { format::NONE.to_owned() } else { number(outlook.mean[cell]) };
            let band = if interval < known {
                format::NONE.to_owned()
            } else {
                format!("{} to {}", number(outlook.lower[cell]), number(outlook.upper[cell]))
            };
            let came = if seen { format::count(outlook.mean[cell]) } else { format::NONE.to_owned() };
            vec![words::at(answer, interval), number(planned[cell]), came, expected, band]
        });
        let table = Table {
            caption: format!("Contacts of {name}"),
            over: Vec::new(),
            head: strings(&["From", "Planned", "Came", "Expected now", "95 % band"]),
            rows: rows.collect(),
            words: false,
        };
        let row = words::Volumes::of(answer, index);
        let title = format!(
            "{}: {} came, {} were expected; the day’s factor is {}",
            format::capital(&name),
            row.came,
            row.expected,
            row.factor
        );
        figures.push(figure(title, &drawn, key, table)?);
    }
    Ok(Section {
        title: "How many come?".into(),
        lead: "What came until now tells how busy the day is: the rest is the plan times the day’s factor, and the band shows how well \
               it is known by now. Chance from contact to contact comes on top."
            .into(),
        figures,
        tables: Vec::new(),
        details: Vec::new(),
        details_title: "",
        notes: Vec::new(),
    })
}

fn people(whole: &Scenario, answer: &Intraday) -> Result<Section, DrawingError> {
    let range = busy(answer);
    let size = if whole.groups.len() == 1 { WHOLE } else { HALF };
    let mut figures = Vec::new();
    for (index, group) in whole.groups.iter().enumerate() {
        let name = format::name(&group.name);
        let mut drawn = chart(answer, &range, size, &format!("People of {name}: needed, at work"), "people at work");
        // What is needed is agents; people are more by the shrinkage.
        let per_person = answer.before.agents_per_person[index].max(1e-9);
        let needed = |interval: usize| f64::from(answer.need.by_group[(index, interval)]) / per_person;
        let of = |people: &crate::calendar::Grid<u32>| -> Vec<Option<f64>> {
            range.clone().map(|interval| Some(f64::from(people[(index, interval)]))).collect()
        };
        drawn.layers = vec![
            Layer::Area(range.clone().map(|interval| Some(needed(interval))).collect(), palette::GREY),
            Layer::Steps(of(&answer.people_before), palette::ORANGE, Stroke::Dashed),
            Layer::Steps(of(&answer.people_after), palette::BLUE, Stroke::Solid),
        ];
        let key = vec![
            legend(Form::Area, palette::GREY, "needed by what is expected now"),
            line(Stroke::Dashed, palette::ORANGE, "at work without moves"),
            line(Stroke::Solid, palette::BLUE, "at work with all moves"),
        ];
        let rows = range.clone().map(|interval| {
            vec![
                words::at(answer, interval),
                format::decimal(needed(interval), 1),
                answer.people_before[(index, interval)].to_string(),
                answer.people_after[(index, interval)].to_string(),
            ]
        });
        let table = Table {
            caption: format!("People of {name}"),
            over: Vec::new(),
            head: strings(&["From", "Needed", "Without moves", "With all moves"]),
            rows: rows.collect(),
            words: false,
        };
        let hours = |people: &crate::calendar::Grid<u32>| -> f64 {
            (answer.today.known..answer.today.intervals())
                .map(|interval| f64::from(people[(index, interval)]) * answer.today.hours(interval))
                .sum()
        };
        let title = format!(
            "{}: {} hours at work for the rest of the day, {} with the moves",
            format::capital(&name),
            format::decimal(hours(&answer.people_before), 1),
            format::decimal(hours(&answer.people_after), 1)
        );
        figures.push(figure(title, &drawn, key, table)?);
    }
    Ok(Section {
        title: "Who is there?".into(),
        lead: "What is needed is by formula, with the work shared out evenly among the groups that know it: where one group has too few, \
               another that knows its queue may help of itself. The simulation takes that into account."
            .into(),
        figures,
        tables: Vec::new(),
        details: Vec::new(),
        details_title: "",
        notes: Vec::new(),
    })
}

fn notes(whole: &Scenario, answer: &Intraday) -> Section {
    let short = words::short(whole, answer);
    let mut notes: Vec<String> =
        words::remarks(whole, answer).into_iter().filter(|remark| !short.contains(remark)).collect();
    notes.push(words::provenance(whole, answer));
    Section {
        title: "How it was found".into(),
        lead: String::new(),
        figures: Vec::new(),
        tables: Vec::new(),
        details: Vec::new(),
        details_title: "",
        notes,
    }
}
