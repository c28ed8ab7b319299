//! A forecast as text and as a document, and the words that its page shares with them.

use super::text::table::{table, wrapped};
use super::{VERSION, format};
use crate::forecast::{Change, Model, Override, Stretch};
use crate::outlook::{Outlook, QueueOutlook, WeekOutlook};
use crate::scenario::coming::ChangeByHand;
use jiff::civil::Date;
use serde_json::{Value, json};

/// Dates that are named one by one in a note.
const NAMED: usize = 6;

/// The contacts of each week with their bands, how wrong forecasts of the past were, and what the reader should know.
pub fn outlook_text(outlook: &Outlook, width: u16) -> String {
    let mut parts = vec![title(outlook), String::new()];
    parts.extend(sentences(outlook).iter().map(|sentence| wrapped(sentence, width)));
    parts.push(String::new());
    let mut weeks = table(width, &["queue", "days", "contacts", "80 % band", "95 % band"]);
    for queue in &outlook.queues {
        let rows = queue.weeks.iter().map(|week| (days(week.first, week.last), week));
        let all = std::iter::once(("all".to_owned(), &queue.total)).filter(|_| queue.weeks.len() > 1);
        for (number, (days, week)) in rows.chain(all).enumerate() {
            let name = if number == 0 { format::name(&queue.name) } else { String::new() };
            weeks.add_row(vec![name, days, format::count(week.expected), band(week.band_80), band(week.band_95)]);
        }
    }
    parts.extend([weeks.text(), String::new()]);
    let mut tried = table(width, &["tried on the past", "days ahead", "days", "off by", "seasonal naive", "model"]);
    for queue in &outlook.queues {
        for (number, stretch) in compared(queue).enumerate() {
            let name = if number == 0 { format::name(&queue.name) } else { String::new() };
            let wape = |model| wape_of(stretch, model).map_or(format::NONE.to_owned(), format::percent);
            tried.add_row(vec![
                name,
                ahead(stretch),
                format::count(stretch.days as f64),
                wape(stretch.picked),
                wape(Model::SeasonalNaive),
                stretch.picked.to_string(),
            ]);
        }
    }
    parts.extend([tried.text(), String::new()]);
    for queue in &outlook.queues {
        let name = format::name(&queue.name);
        parts.extend(notes(queue).iter().map(|note| wrapped(&format!("{name}: {note}"), width)));
        for (what, reason, effect) in changes(queue) {
            parts.push(wrapped(&format!("{name}: {what}, by hand ({reason}): {effect}"), width));
        }
    }
    parts.extend(remarks(outlook).iter().map(|remark| wrapped(remark, width)));
    parts.join("\n").trim_end().to_owned() + "\n"
}

/// What is forecast, in a line.
pub(super) fn title(outlook: &Outlook) -> String {
    let (first, last) = (outlook.horizon.start(), outlook.horizon.end());
    format!("What comes from {} to {}?", format::date(*first), format::date(*last))
}

/// The forecast in three sentences.
pub(super) fn sentences(outlook: &Outlook) -> [String; 3] {
    let contacts: f64 = outlook.queues.iter().map(|queue| queue.total.expected).sum();
    let each: Vec<String> = outlook
        .queues
        .iter()
        .map(|queue| {
            format!(
                "{} of {} ({} with 80 %)",
                format::count(queue.total.expected),
                format::name(&queue.name),
                band(queue.total.band_80)
            )
        })
        .collect();
    let expected = if each.len() == 1 {
        format!(
            "Expected are {} contacts, with 80 % probability {}.",
            format::count(contacts),
            band(outlook.queues[0].total.band_80)
        )
    } else {
        format!("Expected are {} contacts: {}.", format::count(contacts), format::listed(&each))
    };
    let off: Vec<String> = outlook
        .queues
        .iter()
        .filter_map(|queue| {
            let stretch = compared(queue).last()?;
            let wape = wape_of(stretch, stretch.picked)?;
            let naive = wape_of(stretch, Model::SeasonalNaive).map_or(String::new(), |naive| {
                format!(" (by the last known day of the weekday: {})", format::percent(naive))
            });
            Some(format!(
                "{} for {}, {} days ahead{naive}",
                format::percent(wape),
                format::name(&queue.name),
                ahead(stretch)
            ))
        })
        .collect();
    let tried = if off.is_empty() {
        "The history is too short to try forecasts on it, so the bands are guesses.".to_owned()
    } else {
        format!("Tried on the past, the totals of days were off by {}.", format::listed(&off))
    };
    [
        expected,
        tried,
        "How wrong the forecast may be stands in the scenario, so simulation, staffing and schedule count with it."
            .to_owned(),
    ]
}

/// Stretches of days ahead that the forecast needs and of which something was compared.
pub(super) fn compared(queue: &QueueOutlook) -> impl Iterator<Item = &Stretch> {
    let farthest = queue.forecast.days.last().map_or(0, |day| day.days_ahead);
    queue.forecast.backtest.stretches.iter().filter(move |stretch| stretch.days > 0 && stretch.from <= farthest)
}

pub(super) fn wape_of(stretch: &Stretch, model: Model) -> Option<f64> {
    stretch.wape.iter().find(|(other, _)| *other == model).and_then(|(_, wape)| *wape)
}

pub(super) fn ahead(stretch: &Stretch) -> String {
    format!("{} to {}", stretch.from, stretch.to)
}

pub(super) fn band((lower, upper): (f64, f64)) -> String {
    format!("{} to {}", format::count(lower), format::count(upper))
}

pub(super) fn days(first: Date, last: Date) -> String {
    if first == last { format::day(first) } else { format!("{} – {}", format::day(first), format::day(last)) }
}

/// What the reader should know of a queue's forecast.
pub(super) fn notes(queue: &QueueOutlook) -> Vec<String> {
    let mut notes: Vec<String> = queue.forecast.notes.iter().map(ToString::to_string).collect();
    let dated = |is_closed: bool| -> Vec<String> {
        let named = queue.named.iter().filter(|known| known.is_closed == is_closed);
        named.map(|known| format!("{} ({})", known.name, format::date(known.date))).collect()
    };
    for (is_closed, what) in
        [(true, "closed as it was in the past"), (false, "open, with the effect that it had in the past")]
    {
        let named = dated(is_closed);
        if !named.is_empty() {
            notes.push(format!("{what}: {}", format::listed(&named)));
        }
    }
    if !queue.untold.is_empty() {
        let some: Vec<String> = queue.untold.iter().take(NAMED).map(|date| format::date(*date)).collect();
        let more = if queue.untold.len() > NAMED {
            format!(" and {} more", queue.untold.len() - NAMED)
        } else {
            String::new()
        };
        notes.push(format!(
            "nothing came on {}{more}, and no known holiday explains it: if it comes again, name it with --holidays",
            some.join(", ")
        ));
    }
    if queue.left_out > 0 {
        notes.push(format!(
            "{} of the past left out as odd or missing",
            format::counted(queue.left_out, "open interval")
        ));
    }
    notes
}

/// Each change by hand: what, why, and what it did.
pub(super) fn changes(queue: &QueueOutlook) -> impl Iterator<Item = (String, String, String)> {
    queue.forecast.overrides.iter().map(|applied| {
        let effect = format!("{} contacts instead of {}", format::count(applied.after), format::count(applied.before));
        (what(&applied.given), applied.given.reason.clone(), effect)
    })
}

fn what(given: &Override) -> String {
    let amount = match given.change {
        Change::Factor(factor) => format!("× {}", format::short(factor, 3)),
        Change::Add(more) if more < 0.0 => format!("{} contacts fewer a day", format::short(-more, 1)),
        Change::Add(more) => format!("{} contacts more a day", format::short(more, 1)),
        Change::Set(contacts) => format!("{} contacts a day", format::short(contacts, 1)),
    };
    let clock = crate::calendar::clock;
    let minutes =
        given.minutes.as_ref().map_or(String::new(), |span| format!(", {}-{}", clock(span.start), clock(span.end)));
    format!("{}{minutes}: {amount}", days(*given.dates.start(), *given.dates.end()))
}

/// What the reader should know of all of it.
pub(super) fn remarks(outlook: &Outlook) -> Vec<String> {
    let mut remarks = Vec::new();
    let listed = |names: &[String]| format::listed(&names.iter().map(|name| format::name(name)).collect::<Vec<_>>());
    if !outlook.not_forecast.0.is_empty() {
        remarks.push(format!(
            "Not forecast, because it is not in the history or its volume is not in volume.csv: {}.",
            listed(&outlook.not_forecast.0)
        ));
    }
    if !outlook.not_forecast.1.is_empty() {
        remarks.push(format!("In the history and not in the scenario: {}.", listed(&outlook.not_forecast.1)));
    }
    let (over, later): (Vec<&ChangeByHand>, Vec<&ChangeByHand>) =
        outlook.not_made.iter().partition(|change| *change.dates.end() <= outlook.past.1);
    for (list, when) in [(over, "days are over"), (later, "days are not among those to come")] {
        if !list.is_empty() {
            let reasons: Vec<String> = list
                .iter()
                .map(|change| format!("{} ({})", change.reason, days(*change.dates.start(), *change.dates.end())))
                .collect();
            remarks.push(format!(
                "Changes by hand that were not made, because their {when}: {}.",
                format::listed(&reasons)
            ));
        }
    }
    if let Some(deviation) = outlook.plan_deviation {
        remarks.push(format!(
            "Over the months of the plan, all contacts together may be off by {} (one standard deviation); it stands in the plan's uncertainty.",
            format::percent(deviation)
        ));
    }
    remarks
}

/// The forecast as a document: weeks and days with bands, the backtest, the law of the errors, changes by hand and notes.
pub fn outlook_json(outlook: &Outlook) -> Value {
    let week = |week: &WeekOutlook| {
        json!({"first": week.first.to_string(), "last": week.last.to_string(), "expected": week.expected,
            "lower_80": week.band_80.0, "upper_80": week.band_80.1, "lower_95": week.band_95.0, "upper_95": week.band_95.1})
    };
    let queues = outlook.queues.iter().map(|queue| {
        let forecast = &queue.forecast;
        let day = |(index, day): (usize, &crate::forecast::ForecastDay)| {
            let (eighty, most) = (forecast.day_band(index, 0.8), forecast.day_band(index, 0.95));
            json!({"date": day.day.date.to_string(), "expected": day.total(), "lower_80": eighty.lower, "upper_80": eighty.upper,
                "lower_95": most.lower, "upper_95": most.upper, "before_overrides": day.before_overrides,
                "days_ahead": day.days_ahead, "model": day.model.to_string(), "is_open": day.day.is_open()})
        };
        let stretch = |stretch: &Stretch| {
            let wape: serde_json::Map<String, Value> =
                stretch.wape.iter().map(|(model, wape)| (model.to_string(), json!(wape))).collect();
            json!({"from": stretch.from, "to": stretch.to, "days": stretch.days, "picked": stretch.picked.to_string(), "wape": wape})
        };
        json!({
            "name": queue.name,
            "total": week(&queue.total),
            "weeks": queue.weeks.iter().map(week).collect::<Value>(),
            "days": forecast.days.iter().enumerate().map(day).collect::<Value>(),
            "backtest": {
                "origins": forecast.backtest.origins.len(),
                "stretches": forecast.backtest.stretches.iter().map(stretch).collect::<Value>(),
                "profile_wape": forecast.backtest.profile_wape,
            },
            "forecast_error": {"cv": queue.error.cv, "lasting": queue.error.lasting, "next_day": queue.error.next_day,
                "correlation": queue.error.correlation},
            "holidays": queue.named.iter().map(|known| json!({"date": known.date.to_string(), "name": known.name,
                "is_closed": known.is_closed})).collect::<Value>(),
            "overrides": forecast.overrides.iter().map(|applied| json!({"first": applied.given.dates.start().to_string(),
                "last": applied.given.dates.end().to_string(), "reason": applied.given.reason, "before": applied.before,
                "after": applied.after})).collect::<Value>(),
            "left_out": queue.left_out,
            "notes": notes(queue),
        })
    });
    json!({
        "version": VERSION,
        "history": {"first": outlook.past.0.to_string(), "last": outlook.past.1.to_string()},
        "horizon": {"first": outlook.horizon.start().to_string(), "last": outlook.horizon.end().to_string()},
        "queues": queues.collect::<Value>(),
        "plan_uncertainty_volume": outlook.plan_deviation,
        "remarks": remarks(outlook),
    })
}
