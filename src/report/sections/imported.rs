//! What a history says: its days with what is odd in them, how well laws fit what was observed, and every estimate with its error.

use super::business_case::plain;
use super::{Figure, Form, HALF, Section, Table, WHOLE, empty, figure, legend, line, strings};
use crate::calibration::{Estimates, Handling, Patience, QueueEstimates};
use crate::history::findings::{Findings, Kind};
use crate::history::{IntervalHistory, QueueHistory};
use crate::report::chart::{Colour, DrawingError, Layer, Segment, Stroke, palette};
use crate::report::estimates::rows;
use crate::report::format::{self, name};
use crate::units::Seconds;
use std::collections::BTreeMap;

/// Most days that are drawn one by one; of more, weeks are.
const MOST_DAYS: usize = 200;
/// Bars of a histogram of handling times.
const BARS: usize = 30;
/// Steps of a curve of patience.
const STEPS: usize = 60;

pub(in crate::report) fn sections(
    history: &IntervalHistory,
    findings: &Findings,
    estimates: &Estimates,
) -> Result<Vec<Section>, DrawingError> {
    let mut sections = vec![days(history, findings)?];
    let laws: Vec<&QueueEstimates> =
        estimates.queues.iter().filter(|queue| queue.handling.is_some() || queue.patience.is_some()).collect();
    if !laws.is_empty() {
        sections.push(fits(&laws)?);
    }
    sections.push(all(estimates));
    Ok(sections)
}

/// What was read, what is odd, and what is known well or badly, in three sentences.
pub(in crate::report) fn sentences(
    history: &IntervalHistory,
    findings: &Findings,
    estimates: &Estimates,
) -> Vec<String> {
    let (first, last) = history.days().unwrap_or((0, 0));
    let date = crate::history::dates::date_of;
    let read = format!(
        "{} contacts of {} from {} to {} were read.",
        format::count(history.offered()),
        format::counted(history.queues.len(), "queue"),
        date(first),
        date(last)
    );
    let odd = findings.list.iter().filter(|finding| finding.kind.is_odd()).count();
    let odd = match odd {
        0 => "Nothing odd was found in them.".to_owned(),
        1 => "One stretch of time is odd, and marked so that a forecast does not learn from it.".to_owned(),
        odd => format!("{odd} stretches of time are odd, and marked so that a forecast does not learn from them."),
    };
    let count = |of: fn(&QueueEstimates) -> bool| estimates.queues.iter().filter(|queue| of(queue)).count();
    let of = format::counted(estimates.queues.len(), "queue");
    let known = format!(
        "Handling times are known call by call of {} of {of}, patience of {}; what is not known is marked as a default in scenario.toml.",
        count(|queue| queue.handling.is_some()),
        count(|queue| queue.patience.is_some()),
    );
    vec![read, odd, known]
}

fn days(history: &IntervalHistory, findings: &Findings) -> Result<Section, DrawingError> {
    let mut section = plain(
        "What came",
        "Contacts day by day as the files say, and what is odd in them. A forecast does not learn from what is marked; volumes of the \
         past keep it. findings.csv has each finding, history.csv each interval with its mark.",
    );
    let (first, last) = history.days().unwrap_or((0, 0));
    for (index, queue) in history.queues.iter().enumerate() {
        section.figures.push(days_of(index, queue, findings, (first, last))?);
    }
    let rows = findings.list.iter().take(300).map(|finding| {
        let queue = finding.queue.map_or("all".to_owned(), |queue| name(&history.queues[queue].name));
        let clock = crate::calendar::clock;
        let time = finding.minutes.map_or(String::new(), |(from, to)| format!("{}–{}", clock(from), clock(to)));
        let usual = finding.usual.map_or_else(|| format::NONE.to_owned(), |usual| format::decimal(usual, 0));
        vec![words(finding.kind).to_owned(), queue, finding.first.to_string(), finding.last.to_string(), time]
            .into_iter()
            .chain([format::decimal(finding.found, 0), usual])
            .collect()
    });
    let table = Table {
        over: Vec::new(),
        caption: "What is odd".into(),
        head: strings(&["What", "Queue", "First day", "Last day", "Time", "Found", "Usual"]),
        rows: rows.collect(),
        words: true,
    };
    if findings.list.len() > table.rows.len() {
        section.notes.push(format!("{} more findings stand in findings.csv.", findings.list.len() - table.rows.len()));
    }
    if table.rows.is_empty() {
        section.notes.push("Nothing odd was found.".to_owned());
    } else {
        section.details_title = "What is odd, one by one";
        section.details.push(table);
    }
    Ok(section)
}

fn words(kind: Kind) -> &'static str {
    match kind {
        Kind::ClosedDay => "nothing came on an open weekday",
        Kind::MissingDays => "a week or longer is missing",
        Kind::MissingIntervals => "intervals are missing",
        Kind::LowDay => "far fewer than usual",
        Kind::HighDay => "far more than usual",
        Kind::LowHours => "hours with far fewer than usual",
        Kind::HighHours => "hours with far more than usual",
        Kind::DaylightSaving => "a day of 23 or 25 hours",
        Kind::OutsideHours => "contacts while it is closed",
    }
}

/// What came to a queue by day, or by week where there are many days.
fn days_of(
    index: usize,
    queue: &QueueHistory,
    findings: &Findings,
    (first, last): (i32, i32),
) -> Result<Figure, DrawingError> {
    let step = if (last - first) as usize >= MOST_DAYS { 7 } else { 1 };
    let count = (last - first) as usize / step + 1;
    let (mut plain, mut odd) = (vec![0.0; count], vec![0.0; count]);
    let mut reasons: BTreeMap<usize, &'static str> = BTreeMap::new();
    for row in &queue.rows {
        let place = (row.day() - first) as usize / step;
        match findings.mark(index, row.date(), row.minute()).filter(|kind| kind.is_odd()) {
            Some(kind) => {
                odd[place] += row.offered;
                reasons.entry(place).or_insert_with(|| words(kind));
            }
            None => plain[place] += row.offered,
        }
    }
    let of = if step == 7 { "week" } else { "day" };
    let description = format!("Contacts of {} by {of}", name(&queue.name));
    let mut chart = empty(WHOLE, &description, "contacts", count);
    let bar = |place: usize| {
        let segment = |value: f64, colour: Colour| Segment { value, colour, letter: "" };
        vec![segment(plain[place], palette::SKY), segment(odd[place], palette::ORANGE)]
    };
    chart.layers = vec![Layer::Bars((0..count).map(bar).collect())];
    let date = |place: usize| crate::history::dates::date_of(first.saturating_add_unsigned((place * step) as u32));
    let is_tick = |place: &usize| {
        let (day, months) = (date(*place), count * step / 30);
        if months < 2 {
            place.is_multiple_of(7)
        } else {
            // The first day or week of a month; of more than a year, of a quarter.
            let begins = day.day() <= step as i8;
            begins && (months <= 14 || (day.month() - 1) % 3 == 0)
        }
    };
    let label = |place: usize| {
        let day = date(place);
        if count * step / 30 < 2 { day.strftime("%-d %b").to_string() } else { day.strftime("%b %y").to_string() }
    };
    chart.ticks = (0..count).filter(is_tick).map(|place| (place, label(place))).collect();
    let rows = (0..count).map(|place| {
        let reason = reasons.get(&place).map_or("", |reason| *reason);
        vec![date(place).to_string(), format::count(plain[place]), format::count(odd[place]), reason.to_owned()]
    });
    let table = Table {
        over: Vec::new(),
        caption: description,
        head: strings(&[if step == 7 { "From" } else { "Day" }, "Contacts", "Of odd hours", "Why"]),
        rows: rows.collect(),
        words: false,
    };
    let total: f64 = queue.offered();
    let marked: f64 = odd.iter().sum();
    let title = format!(
        "{}: {} contacts on {} days{}",
        format::capital(&name(&queue.name)),
        format::count(total),
        queue.days_with_contacts(),
        if marked > 0.0 {
            format!(", {} of them in odd hours", format::percent(marked / total))
        } else {
            String::new()
        }
    );
    let mut key = vec![legend(Form::Bar, palette::SKY, "as usual")];
    if marked > 0.0 {
        key.push(legend(Form::Bar, palette::ORANGE, "odd: left out by a forecast"));
    }
    figure(title, &chart, key, table)
}

fn fits(queues: &[&QueueEstimates]) -> Result<Section, DrawingError> {
    let mut section = plain(
        "How well laws fit what was observed",
        "Bars and steps are what was observed, lines are the law that stands in the scenario. The distance is the largest between \
         the share observed within a time and the share by the law (Kolmogorov-Smirnov): 0.03 is three points of a hundred. Of the laws, \
         the one with the smallest BIC is taken if its distance is at most 0.05; otherwise a mix of two, or the times as observed.",
    );
    for queue in queues {
        if let Some(handling) = &queue.handling {
            section.figures.push(handling_of(&queue.name, handling)?);
            section.details.push(laws_of(&queue.name, handling));
        }
        if let Some(patience) = &queue.patience {
            section.figures.extend(patience_of(&queue.name, patience)?);
        }
    }
    section.details_title = "All laws that were tried";
    Ok(section)
}

/// A number of seconds above a time of which a fifth is a round time too.
fn round_up(seconds: f64) -> f64 {
    const ROUND: [f64; 16] = [
        5.0, 10.0, 20.0, 50.0, 100.0, 150.0, 300.0, 600.0, 900.0, 1500.0, 3000.0, 4500.0, 9000.0, 18_000.0, 36_000.0,
        90_000.0,
    ];
    ROUND.into_iter().find(|round| *round >= seconds).unwrap_or(seconds)
}

/// Five labels of an axis of seconds in so many parts.
fn seconds_ticks(parts: usize, width: f64) -> Vec<(usize, String)> {
    let label = |seconds: f64| match seconds {
        0.0..120.0 => format!("{} s", format::short(seconds, 1)),
        120.0..7200.0 => format!("{} min", format::short(seconds / 60.0, 1)),
        _ => format!("{} h", format::short(seconds / 3600.0, 1)),
    };
    (0..parts).step_by(parts / 5).map(|place| (place, label(place as f64 * width))).collect()
}

fn handling_of(queue: &str, handling: &Handling) -> Result<Figure, DrawingError> {
    let times = &handling.kept;
    let n = times.len() as f64;
    let within = |seconds: f64| times.partition_point(|time| *time <= seconds) as f64 / n;
    let most = round_up(times.get((0.97 * n) as usize).copied().unwrap_or(1.0));
    let width = most / BARS as f64;
    let observed = |bar: usize| within((bar + 1) as f64 * width) - within(bar as f64 * width);
    let fitted = |bar: usize| {
        let fit = handling.chosen()?;
        Some(fit.survival(bar as f64 * width) - fit.survival((bar + 1) as f64 * width))
    };
    let description = format!("Handling time of {}: share of contacts by time", name(queue));
    let mut chart = empty(HALF, &description, "share of contacts", BARS);
    chart.percent = true;
    let bars = (0..BARS).map(|bar| vec![Segment { value: observed(bar), colour: palette::SKY, letter: "" }]);
    chart.layers = vec![Layer::Bars(bars.collect())];
    let mut key = vec![legend(Form::Bar, palette::SKY, "observed")];
    if let Some(fit) = handling.chosen() {
        chart.layers.push(Layer::Line((0..BARS).map(fitted).collect(), palette::BLUE, Stroke::Solid));
        key.push(line(Stroke::Solid, palette::BLUE, format!("by the law ({})", fit.name())));
    }
    chart.ticks = seconds_ticks(BARS, width);
    chart.ticks_at_begin = true;
    let rows = (0..BARS).map(|bar| {
        let (from, to) = (bar as f64 * width, (bar + 1) as f64 * width);
        let by_law = fitted(bar).map_or_else(|| format::NONE.to_owned(), format::percent);
        vec![format!("{} – {}", format::duration(from), format::duration(to)), format::percent(observed(bar)), by_law]
    });
    let table = Table {
        over: Vec::new(),
        caption: description,
        head: strings(&["Time", "Observed", "By the law"]),
        rows: rows.collect(),
        words: false,
    };
    let distance = handling.chosen().map_or("as observed: no law is near enough".to_owned(), |fit| {
        format!("{}, distance {}", fit.name(), format::short(fit.goodness().kolmogorov_smirnov, 3))
    });
    let title = format!(
        "{}: handling takes {} on average ({distance}); {} are longer than shown",
        format::capital(&name(queue)),
        format::duration(handling.mean().value),
        format::percent(1.0 - within(most)),
    );
    figure(title, &chart, key, table)
}

fn laws_of(queue: &str, handling: &Handling) -> Table {
    let chosen = handling.choice;
    let rows = handling.fits.iter().enumerate().map(|(place, fit)| {
        let goodness = fit.goodness();
        vec![
            fit.name().to_owned(),
            if chosen == Some(place) { "taken".to_owned() } else { String::new() },
            format::decimal(fit.bic(), 1),
            format::decimal(goodness.kolmogorov_smirnov, 4),
            format::decimal(goodness.anderson_darling, 2),
            format::duration(fit.mean().value),
            format::decimal(fit.cv().value, 2),
        ]
    });
    Table {
        over: Vec::new(),
        caption: format!(
            "Laws of the handling time of {}, from {} times",
            name(queue),
            format::count(handling.kept.len() as f64)
        ),
        head: strings(&["Law", "", "BIC", "Kolmogorov-Smirnov", "Anderson-Darling", "Mean", "Variation"]),
        rows: rows.collect(),
        words: false,
    }
}

/// The share whose patience is longer, by time; nothing where nobody gave up.
fn patience_of(queue: &str, patience: &Patience) -> Result<Option<Figure>, DrawingError> {
    let steps = &patience.kaplan_meier.steps;
    // Beyond the wait that one in a hundred reaches, hardly anything is known.
    let at_risk = |step: &&crate::calibration::Step| step.at_risk >= crate::calibration::FEWEST_AT_RISK;
    let Some(end) = steps.iter().filter(at_risk).map(|step| step.seconds).reduce(f64::max) else { return Ok(None) };
    let most = round_up(end);
    let width = most / STEPS as f64;
    let at = |place: usize| {
        let seconds = place as f64 * width;
        let step = steps.partition_point(|step| step.seconds <= seconds).checked_sub(1).map(|step| &steps[step]);
        let known = seconds <= end;
        known.then(|| step.map_or((1.0, 0.0), |step| (step.survival, step.standard_error)))
    };
    let survival = |place: usize| at(place).map(|(survival, _)| survival);
    let band = |place: usize| {
        let (survival, error) = at(place)?;
        Some(((survival - 1.96 * error).max(0.0), (survival + 1.96 * error).min(1.0)))
    };
    let fit = patience.fits.first();
    let by_law = |place: usize| Some(fit?.fit.distribution.survival(Seconds(place as f64 * width)));
    let description = format!("Patience of {}: share of customers who would wait longer", name(queue));
    let mut chart = empty(HALF, &description, "would wait longer", STEPS);
    chart.percent = true;
    chart.range = Some((0.0, 1.0));
    chart.layers = vec![
        Layer::Band((0..STEPS).map(band).collect(), palette::GREY),
        Layer::Steps((0..STEPS).map(survival).collect(), palette::INK, Stroke::Solid),
    ];
    let mut key = vec![
        line(Stroke::Solid, palette::INK, "observed (Kaplan-Meier)"),
        legend(Form::Band, palette::GREY, "95 % interval"),
    ];
    if let Some(fit) = fit {
        chart.layers.push(Layer::Steps((0..STEPS).map(by_law).collect(), palette::BLUE, Stroke::Dashed));
        key.push(line(Stroke::Dashed, palette::BLUE, format!("by the law ({})", fit.fit.law)));
    }
    chart.ticks = seconds_ticks(STEPS, width);
    chart.ticks_at_begin = true;
    let rows = (0..STEPS).step_by(STEPS / 20).map(|place| {
        let share = |share: Option<f64>| share.map_or_else(|| format::NONE.to_owned(), format::percent);
        vec![format::duration(place as f64 * width), share(survival(place)), share(by_law(place))]
    });
    let table = Table {
        over: Vec::new(),
        caption: description,
        head: strings(&["Wait", "Would wait longer", "By the law"]),
        rows: rows.collect(),
        words: false,
    };
    let wait = patience.mean_wait_of_abandoned.map_or(String::new(), |wait| {
        format!("; those who gave up had waited {} on average, which is not it", format::duration(wait.value))
    });
    let half = patience.median.map_or("more than half outlast every wait seen".to_owned(), |median| {
        format!("half would wait longer than {}", format::duration(median.value))
    });
    let title = format!("{}: {half}{wait}", format::capital(&name(queue)));
    figure(title, &chart, key, table).map(Some)
}

fn all(estimates: &Estimates) -> Section {
    let mut section = plain(
        "Every estimate",
        "With its standard error, its 95 % interval and what it rests on. What is in force stands in scenario.toml, with a comment; the \
         rest stands there as a comment for whoever wants to use it. estimates.csv has the same table.",
    );
    let rows = rows(estimates).into_iter().map(|row| {
        let (fitted, unit) = (row.fitted, row.unit);
        let cell = |value: Option<f64>| value.map_or_else(|| format::NONE.to_owned(), |value| unit.words(value));
        let sample = format!("{} {}", format::count(fitted.sample as f64), row.sample_of);
        let numbers = [Some(fitted.value), fitted.standard_error, fitted.lower, fitted.upper].map(cell);
        [name(&row.of), row.what].into_iter().chain(numbers).chain([sample]).collect()
    });
    section.tables = vec![Table {
        over: Vec::new(),
        caption: "Estimates".into(),
        head: strings(&["Of", "What", "Estimate", "Standard error", "From", "To", "Rests on"]),
        rows: rows.collect(),
        words: true,
    }];
    if section.tables[0].rows.is_empty() {
        section.notes.push(
            "Interval statistics say nothing of single contacts: bring call records for handling times and patience."
                .to_owned(),
        );
    }
    section
}
