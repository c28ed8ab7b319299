//! What a forecast changes in the folder of a scenario: the texts of its files.

use super::{ErrorLaw, Outlook, QueueOutlook};
use crate::calendar::{Calendar, clock};
use crate::scenario::Scenario;
use crate::scenario::edit::{EditError, is_written, remove, set, text_of};
use crate::scenario::problem::{Place, Problem};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use std::fmt::Write;

/// The table of volumes that an import makes and a forecast continues.
pub const VOLUME_FILE: &str = "volume.csv";
/// The table of the forecast.
pub const FORECAST_FILE: &str = "forecast.csv";
/// The table of the staff that was recorded.
const ON_DUTY_FILE: &str = "on_duty.csv";
/// The question that an import asks.
const QUESTION_OF_IMPORT: &str = "What happened, and what would have with other people?";
/// How the first line of a scenario begins that an import made.
const FIRST_LINE_OF_IMPORT: &str = "# Question: what happened from ";
/// The question of a forecast.
const QUESTION: &str = "What will happen, and who should work when?";
/// Correlations between queues that are smaller are not worth a word.
const HARDLY_ANY: f64 = 0.005;

/// Whether the volume of a queue stands in the folder's table.
pub(super) fn has_table(text: &str, queue: &str) -> bool {
    text_of(text, &["queue", queue, "volume", "file"]).ok().flatten().as_deref() == Some(VOLUME_FILE)
}

/// The forecast with its bands, a row for each interval in which the queue is open.
pub fn forecast_csv(outlook: &Outlook) -> String {
    let mut table = csv::Writer::from_writer(Vec::new());
    let header =
        ["queue", "date", "start", "expected", "lower_80", "upper_80", "lower_95", "upper_95", "before_overrides"];
    // Writing to memory does not fail, and rows are equally wide.
    _ = table.write_record(header);
    for queue in &outlook.queues {
        let step = queue.forecast.interval_minutes;
        for (index, day) in queue.forecast.days.iter().enumerate() {
            for (interval, expected) in day.expected.iter().enumerate().filter(|(i, _)| day.day.open[*i]) {
                let bands = [0.8, 0.95].map(|level| queue.forecast.interval_band(index, interval, level));
                let numbers = [
                    *expected,
                    bands[0].lower,
                    bands[0].upper,
                    bands[1].lower,
                    bands[1].upper,
                    queue.before[index][interval],
                ];
                let first = [queue.name.clone(), day.day.date.to_string(), clock(interval as u32 * step)];
                _ = table.write_record(first.into_iter().chain(numbers.map(|number| plain(number, 3))));
            }
        }
    }
    done(table)
}

/// The folder's table of volumes with the days to come after those of the past: rows after the history, which an earlier forecast left, are
/// replaced. Queues that are not forecast have no contacts there.
pub fn volume_csv(old: &str, outlook: &Outlook, scenario: &Scenario) -> Result<String, Box<Problem>> {
    let refuse = |line: usize, found: String, allowed: &str, remedy: &str| {
        let text = old.lines().nth(line.saturating_sub(1)).unwrap_or_default();
        Box::new(Problem {
            rule: "table",
            about: String::new(),
            place: Place::in_line(VOLUME_FILE, line, text, 0..text.len()),
            found,
            allowed: allowed.to_owned(),
            remedy: remedy.to_owned(),
        })
    };
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(old.strip_prefix('\u{feff}').unwrap_or(old).as_bytes());
    let mut rows = reader.records();
    let Some(Ok(header)) = rows.next() else {
        return Err(refuse(
            1,
            "no first line".to_owned(),
            "date, start and names of queues",
            "import the history again",
        ));
    };
    let place = |name: &str| header.iter().position(|cell| cell.trim().eq_ignore_ascii_case(name));
    let (Some(date_at), Some(start_at)) = (place("date"), place("start")) else {
        let remedy = "save it with commas between cells, and a first line with date, start and the queues";
        return Err(refuse(1, "no columns date and start".to_owned(), "date, start and names of queues", remedy));
    };
    let columns: Vec<Option<&QueueOutlook>> =
        header.iter().map(|cell| outlook.queues.iter().find(|queue| queue.name == cell.trim())).collect();
    if let Some(queue) = outlook.queues.iter().find(|queue| columns.iter().flatten().all(|of| of.name != queue.name)) {
        let found = format!("no column \"{}\"", queue.name);
        return Err(refuse(1, found, "a column for each queue", "add the column, with 0 in each row"));
    }
    let mut table = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    _ = table.write_record(&header);
    for row in rows {
        let row = row.map_err(|error| {
            let line = error.position().map_or(1, |position| position.line() as usize);
            refuse(line, "a row that cannot be read".to_owned(), "cells between commas", "mend the row")
        })?;
        let is_past = row
            .get(date_at)
            .and_then(|cell| cell.trim().parse::<Date>().ok())
            .is_none_or(|date| date <= outlook.past.1);
        if is_past {
            _ = table.write_record(&row);
        }
    }
    let expected: Vec<BTreeMap<Date, &[f64]>> = columns
        .iter()
        .map(|queue| {
            queue
                .iter()
                .flat_map(|queue| &queue.forecast.days)
                .map(|day| (day.day.date, day.expected.as_slice()))
                .collect()
        })
        .collect();
    let days: Vec<Date> = outlook
        .queues
        .first()
        .map_or_else(Vec::new, |queue| queue.forecast.days.iter().map(|day| day.day.date).collect());
    let step = outlook.queues.first().map_or(60, |queue| queue.forecast.interval_minutes);
    if let Some(&first) = days.first() {
        let zone = TimeZone::get(&scenario.calendar.time_zone).unwrap_or(TimeZone::UTC);
        let calendar = Calendar::of_days(first, days.len() as u32, step, &zone);
        for interval in &calendar.intervals {
            let date = calendar.days[interval.day].date;
            let cell = |at: usize| match at {
                _ if at == date_at => date.to_string(),
                _ if at == start_at => clock(interval.clock_minute),
                _ => {
                    let slot = (interval.clock_minute / step) as usize;
                    plain(expected[at].get(&date).and_then(|day| day.get(slot)).copied().unwrap_or(0.0), 4)
                }
            };
            _ = table.write_record((0..header.len()).map(cell));
        }
    }
    Ok(done(table))
}

/// The scenario moved to the days to come: its horizon, how wrong the volumes may be, days on which it will be closed; without the staff that
/// was recorded, unless the table has the days to come too.
pub fn scenario_text(
    old: &str,
    on_duty: Option<&str>,
    outlook: &Outlook,
    scenario: &Scenario,
) -> Result<String, EditError> {
    let mut text = old.to_owned();
    let (first, last) = (*outlook.horizon.start(), *outlook.horizon.end());
    // What an import says of itself is not true any more.
    if text.starts_with(FIRST_LINE_OF_IMPORT) {
        let end = text.find('\n').unwrap_or(text.len());
        text.replace_range(..end, &format!("# Question: {}", QUESTION.replacen('W', "w", 1)));
    }
    text = text.replacen(
        "The volumes are what came, not a forecast.",
        "The volumes of days up to the end of the history are what\n# came, those after it a forecast.",
        1,
    );
    let days = (last - first).get_days() + 1;
    for other in ["hours", "length"] {
        text = remove(&text, &["horizon", other], None)?;
    }
    let comment =
        format!("forecast: the history runs to {}; set a day of it here to study the past again", outlook.past.1);
    text = set(&text, &["horizon", "start"], &first.to_string(), Some(&comment))?;
    text = set(&text, &["horizon", "days"], &days.to_string(), Some("forecast: days to come"))?;
    if text_of(&text, &["question"])?.as_deref() == Some(QUESTION_OF_IMPORT) {
        text = set(&text, &["question"], &format!("\"{QUESTION}\""), None)?;
    }
    for queue in &outlook.queues {
        let volume = ["queue", queue.name.as_str(), "volume"];
        for (key, why) in [
            ("day_factor_cv", "forecast: day_factor_cv taken out: forecast_error holds how days vary"),
            ("day_factor_correlation", "forecast: day_factor_correlation taken out: forecast_error has its own"),
        ] {
            text = remove(&text, &[volume[0], volume[1], volume[2], key], Some(why))?;
        }
        let origins = queue.forecast.backtest.origins.len();
        let comment = format!(
            "forecast: as wrong as forecasts from {origins} origins in the past were; cv by week of the horizon"
        );
        let path = [volume[0], volume[1], volume[2], "forecast_error"];
        text = set(&text, &path, &law(&queue.error), Some(&comment))?;
    }
    let has_days_to_come = on_duty.is_some_and(|table| table.contains(&format!("\n{first},")));
    for group in scenario.groups.iter().filter(|_| !has_days_to_come) {
        let path = ["group", group.name.as_str(), "on_duty", "file"];
        if text_of(&text, &path)?.as_deref() == Some(ON_DUTY_FILE) {
            let why = "forecast: on_duty.file = \"on_duty.csv\" taken out: that table has the recorded staff of the past, not of days to come";
            text = remove(&text, &path, Some(why))?;
        }
    }
    text = closed(&text, outlook, scenario)?;
    if let Some(deviation) = outlook.plan_deviation.filter(|deviation| *deviation > 0.0) {
        let comment = "forecast: of all contacts of the plan together, by the errors of the backtest";
        let path = ["plan", "uncertainty", "volume"];
        text = set(&text, &path, &percent(deviation.min(1.0)), Some(comment))?;
    }
    Ok(text)
}

/// Dates on which queues will be closed, in the hours of each or in those of all that have none of their own.
fn closed(text: &str, outlook: &Outlook, scenario: &Scenario) -> Result<String, EditError> {
    let mut text = text.to_owned();
    let coming = |queue: &QueueOutlook| -> Vec<(Date, String)> {
        queue.named.iter().filter(|known| known.is_closed).map(|known| (known.date, known.name.clone())).collect()
    };
    let mut of_centre: Option<Vec<(Date, String)>> = None;
    for queue in &outlook.queues {
        let Some(given) = scenario.queues.iter().find(|given| given.name == queue.name) else { continue };
        if given.channel.is_deferred() {
            continue;
        }
        let path = ["queue", queue.name.as_str(), "opening_hours"];
        if is_written(&text, &path).unwrap_or(true) {
            let dates = coming(queue);
            text =
                with_closed(&text, &[path[0], path[1], path[2], "closed_dates"], &given.opening_hours.closed, &dates)?;
        } else {
            // All queues that share the hours have to be closed.
            of_centre = Some(match of_centre {
                None => coming(queue),
                Some(dates) => {
                    let own = coming(queue);
                    dates.into_iter().filter(|(date, _)| own.iter().any(|(other, _)| other == date)).collect()
                }
            });
        }
    }
    if is_written(&text, &["opening_hours"]).unwrap_or(true) {
        let shared = scenario.queues.iter().find(|queue| {
            !queue.channel.is_deferred() && !is_written(&text, &["queue", &queue.name, "opening_hours"]).unwrap_or(true)
        });
        if let (Some(shared), Some(dates)) = (shared, of_centre) {
            text = with_closed(&text, &["opening_hours", "closed_dates"], &shared.opening_hours.closed, &dates)?;
        }
    }
    Ok(text)
}

fn with_closed(text: &str, path: &[&str], known: &[Date], coming: &[(Date, String)]) -> Result<String, EditError> {
    let new: Vec<&(Date, String)> = coming.iter().filter(|(date, _)| !known.contains(date)).collect();
    if new.is_empty() {
        return Ok(text.to_owned());
    }
    let mut dates: Vec<Date> = known.iter().copied().chain(new.iter().map(|(date, _)| *date)).collect();
    dates.sort_unstable();
    dates.dedup();
    let list = dates.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let mut names: Vec<&str> = new.iter().map(|(_, name)| name.as_str()).collect();
    names.dedup();
    let comment =
        format!("forecast: to come are {}; nothing came on the others: holidays, or missing", names.join(", "));
    set(text, path, &format!("[{list}]"), Some(&comment))
}

fn law(error: &ErrorLaw) -> String {
    let cv: Vec<String> = error.cv.iter().map(|&cv| percent(cv)).collect();
    let mut text = format!("{{ cv = [{}]", cv.join(", "));
    let (lasting, next_day) = (rounded(error.lasting), rounded(error.next_day));
    _ = write!(text, ", lasting = {lasting}, next_day = {}", next_day.max(lasting));
    if error.correlation.abs() >= HARDLY_ANY {
        _ = write!(text, ", correlation = {}", rounded(error.correlation));
    }
    text.push_str(" }");
    text
}

fn percent(share: f64) -> String {
    format!("\"{} %\"", (share * 1e4).round() / 100.0)
}

fn rounded(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}

/// A number without needless decimals.
fn plain(value: f64, places: i32) -> String {
    let scale = 10.0_f64.powi(places);
    format!("{}", (value * scale).round() / scale)
}

fn done(table: csv::Writer<Vec<u8>>) -> String {
    String::from_utf8(table.into_inner().unwrap_or_default()).unwrap_or_default()
}
