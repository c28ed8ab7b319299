//! Single values: texts, numbers, shares, durations, dates, clock times.

use super::super::tree::{Node, Value as Raw, Written};
use super::Refusal;
use jiff::civil::{Date, DateTime, Time};
use toml::value::Date as WrittenDate;

pub(super) fn text(node: &Node, most: usize) -> Result<String, Refusal> {
    match &node.value {
        Raw::Text(text) if text.trim().is_empty() => {
            Err(Refusal::new("empty", "an empty text".to_owned(), "write something, or leave the key out"))
        }
        Raw::Text(text) if text.chars().count() > most => {
            Err(Refusal::new("range", format!("{} characters", text.chars().count()), "shorten it"))
        }
        Raw::Text(text) => Ok(text.clone()),
        // An override is not quoted, so a name that looks like a number is still a name.
        Raw::Whole(_, text) | Raw::Number(_, text) if matches!(node.written, Written::Override(_)) => Ok(text.clone()),
        _ => Err(Refusal::new("type", node.quoted(), "write a text in quotes")),
    }
}

pub(super) fn number(node: &Node, least: f64, most: f64) -> Result<f64, Refusal> {
    let value = match &node.value {
        Raw::Whole(whole, _) => *whole as f64,
        Raw::Number(number, _) => *number,
        Raw::Text(text) if text.parse::<f64>().is_ok_and(f64::is_finite) => {
            return Err(Refusal::new("type", node.quoted(), format!("write it without quotes: {text}")));
        }
        _ => return Err(Refusal::new("type", node.quoted(), "write a number, without quotes and without a unit")),
    };
    if !value.is_finite() {
        return Err(Refusal::new("not-finite", node.quoted(), "write a number that is finite and not too large"));
    }
    if value < least || value > most {
        return Err(Refusal::new("range", node.quoted(), range_remedy(value < least, least, most)));
    }
    Ok(value)
}

pub(super) fn range_remedy(too_small: bool, least: f64, most: f64) -> String {
    if too_small { format!("raise it to at least {least}") } else { format!("lower it to at most {most}") }
}

pub(super) fn count(node: &Node, least: i64, most: i64) -> Result<i64, Refusal> {
    match &node.value {
        Raw::Whole(value, _) if (least..=most).contains(value) => Ok(*value),
        Raw::Whole(value, _) => {
            Err(Refusal::new("range", node.quoted(), range_remedy(*value < least, least as f64, most as f64)))
        }
        Raw::Number(value, _) if value.is_finite() => Err(Refusal::new(
            "whole",
            node.quoted(),
            format!("write a whole number, for example {}", (value.round() as i64).clamp(least, most)),
        )),
        _ => {
            number(node, f64::MIN, f64::MAX)?;
            Err(Refusal::new("whole", node.quoted(), "write a whole number"))
        }
    }
}

pub(super) fn share(node: &Node, allowed: impl Fn(f64) -> bool) -> Result<f64, Refusal> {
    let value = match &node.value {
        Raw::Text(text) => {
            let Some(percent) = text.trim().strip_suffix('%').and_then(|number| number.trim().parse::<f64>().ok())
            else {
                return Err(Refusal::new("type", node.quoted(), "write a share as 0.3 or \"30%\""));
            };
            percent / 100.0
        }
        _ => number(node, f64::MIN, f64::MAX)?,
    };
    if !value.is_finite() {
        return Err(Refusal::new("not-finite", node.quoted(), "write a share as 0.3 or \"30%\""));
    }
    if allowed(value) {
        return Ok(value);
    }
    let remedy = if value > 1.0 && value <= 100.0 && !matches!(node.value, Raw::Text(_)) && allowed(value / 100.0) {
        format!("write \"{value}%\" or {} for {value} percent", value / 100.0)
    } else {
        "write a share within the limits, as 0.3 or \"30%\"".to_owned()
    };
    Err(Refusal::new("range", node.quoted(), remedy))
}

/// `0.3` or `30%` as a share from 0 to 1; `None` if it is not one.
pub fn parse_share(text: &str) -> Option<f64> {
    let (number, unit) = text.trim().strip_suffix('%').map_or((text, 1.0), |number| (number, 100.0));
    let share = number.trim().parse::<f64>().ok()? / unit;
    (0.0..=1.0).contains(&share).then_some(share)
}

pub(super) fn duration(node: &Node, above: f64, most: f64) -> Result<f64, Refusal> {
    let Raw::Text(text) = &node.value else {
        return Err(match &node.value {
            Raw::Whole(_, number) | Raw::Number(_, number) if number.len() < 20 => Refusal::new(
                "unit",
                node.quoted(),
                format!("add a unit and quotes: \"{number}s\" for seconds, \"{number}m\" for minutes"),
            ),
            _ => Refusal::new("type", node.quoted(), "write a duration in quotes: \"20s\", \"6m\", \"1h30m\""),
        });
    };
    let Some(seconds) = parse_duration(text) else {
        let number = text.trim();
        let remedy = match number.parse::<f64>() {
            Ok(value) if value.is_finite() => {
                format!("add a unit: \"{number}s\" for seconds, \"{number}m\" for minutes")
            }
            _ => "write a duration as \"20s\", \"6m\", \"4h\", \"1h30m\" or \"500ms\"".to_owned(),
        };
        return Err(Refusal::new("unit", node.quoted(), remedy));
    };
    if !seconds.is_finite() || seconds > most {
        return Err(Refusal::new("range", node.quoted(), format!("shorten it to at most {}", duration_text(most))));
    }
    if seconds <= above {
        return Err(Refusal::new(
            "range",
            node.quoted(),
            format!("lengthen it to above {}", duration_text(above.max(0.0))),
        ));
    }
    Ok(seconds)
}

/// `"1h30m"` in seconds; `None` if it is not a duration. Days, hours, minutes, seconds, milliseconds, each at most once
/// and in that order.
pub fn parse_duration(text: &str) -> Option<f64> {
    let mut rest = text.trim();
    let mut total = 0.0;
    let mut previous = f64::INFINITY;
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !(c.is_ascii_digit() || c == '.')).filter(|&at| at > 0)?;
        let number: f64 = rest[..digits].parse().ok()?;
        rest = rest[digits..].trim_start();
        let letters = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
        let unit = match &rest[..letters] {
            "d" => 86_400.0,
            "h" => 3600.0,
            "m" | "min" => 60.0,
            "s" => 1.0,
            "ms" => 0.001,
            _ => return None,
        };
        if unit >= previous {
            return None;
        }
        previous = unit;
        total += number * unit;
        rest = rest[letters..].trim_start();
    }
    Some(total)
}

/// A duration as one would write it: `1h30m`.
pub fn duration_text(seconds: f64) -> String {
    if seconds <= 0.0 {
        return "0s".to_owned();
    }
    if seconds < 1.0 {
        return format!("{}ms", (seconds * 1000.0).round());
    }
    let whole = seconds.floor();
    let (hours, minutes) = ((whole / 3600.0).floor(), (whole % 3600.0 / 60.0).floor());
    let rest = ((seconds - hours * 3600.0 - minutes * 60.0) * 1000.0).round() / 1000.0;
    let parts = [(hours, "h"), (minutes, "m"), (rest, "s")];
    let written = parts.into_iter().filter(|(value, _)| *value > 0.0).map(|(value, unit)| format!("{value}{unit}"));
    written.collect::<Vec<_>>().concat()
}

pub(super) fn date(node: &Node) -> Result<Date, Refusal> {
    let date = match &node.value {
        Raw::Moment(moment) if moment.time.is_none() => moment.date.and_then(civil_date),
        Raw::Text(text) => parse_date(text),
        _ => None,
    };
    match date {
        Some(date) if (1970..2200).contains(&date.year()) => Ok(date),
        Some(_) => Err(Refusal::new("range", node.quoted(), "choose a year from 1970 to 2199")),
        None => Err(Refusal::new("type", node.quoted(), "write a date as 2026-11-27")),
    }
}

fn civil_date(written: WrittenDate) -> Option<Date> {
    let (month, day) = (i8::try_from(written.month).ok()?, i8::try_from(written.day).ok()?);
    Date::new(i16::try_from(written.year).ok()?, month, day).ok()
}

/// A local date with its clock time. An offset is refused: the horizon has a time zone, and two would contradict each other.
pub(super) fn moment(node: &Node) -> Result<DateTime, Refusal> {
    let remedy = "write a local date and clock time as 2026-11-27T10:00:00";
    let found = match &node.value {
        Raw::Moment(moment) if moment.offset.is_some() => {
            return Err(Refusal::new(
                "type",
                node.quoted(),
                "leave the offset out: clock times are in the time zone of the horizon",
            ));
        }
        Raw::Moment(moment) => moment.date.and_then(civil_date).zip(moment.time).and_then(|(date, time)| {
            let (hour, minute) = (i8::try_from(time.hour).ok()?, i8::try_from(time.minute).ok()?);
            let second = i8::try_from(time.second.unwrap_or(0)).ok()?;
            Some(date.to_datetime(Time::new(hour, minute, second, 0).ok()?))
        }),
        Raw::Text(text) => parse_moment(text),
        _ => None,
    };
    match found {
        Some(moment) if (1970..2200).contains(&moment.year()) => Ok(moment),
        Some(_) => Err(Refusal::new("range", node.quoted(), "choose a year from 1970 to 2199")),
        None => Err(Refusal::new("type", node.quoted(), remedy)),
    }
}

/// `2026-11-27T10:00` or `27.11.2026 10:00`.
fn parse_moment(text: &str) -> Option<DateTime> {
    let (date, clock) = text.trim().split_once(['T', ' '])?;
    let (date, minutes) = (parse_date(date)?, parse_clock(clock)?);
    let time = Time::new(i8::try_from(minutes / 60).ok()?, i8::try_from(minutes % 60).ok()?, 0, 0).ok()?;
    Some(date.to_datetime(time))
}

/// `2026-11-27`, or `27.11.2026` as spreadsheets write it.
pub(in crate::scenario) fn parse_date(text: &str) -> Option<Date> {
    let text = text.trim();
    let dotted: Vec<&str> = text.split('.').collect();
    if let [day, month, year] = dotted.as_slice() {
        return Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok();
    }
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return None };
    (year.len() == 4).then(|| Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok())?
}

/// `08:00` to `24:00` (also `8:00`, `08:00:00`) in minutes after midnight.
pub(in crate::scenario) fn parse_clock(text: &str) -> Option<u32> {
    let mut parts = text.trim().split(':');
    let (hour, minute) = (parts.next()?, parts.next()?);
    let digits = |part: &str, most: usize| (1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    if !digits(hour, 2) || minute.len() != 2 || !digits(minute, 2) {
        return None;
    }
    if parts.next().is_some_and(|seconds| seconds != "00") || parts.next().is_some() {
        return None;
    }
    let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.parse().ok()?);
    (minute < 60 && hour * 60 + minute <= 1440).then_some(hour * 60 + minute)
}

pub(super) fn clock(node: &Node) -> Result<u32, Refusal> {
    let minutes = match &node.value {
        Raw::Text(text) => parse_clock(text),
        Raw::Moment(moment) if moment.date.is_none() => {
            moment.time.filter(|t| t.second.unwrap_or(0) == 0).map(|t| u32::from(t.hour) * 60 + u32::from(t.minute))
        }
        _ => None,
    };
    minutes.ok_or_else(|| {
        Refusal::new("type", node.quoted(), "write a clock time from \"00:00\" to \"24:00\" as \"08:00\"").at(node)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_read_as_toml_and_as_text() {
        let expected = jiff::civil::date(2026, 11, 27).at(9, 30, 0, 0);
        for text in ["2026-11-27T09:30", "2026-11-27 09:30:00", "27.11.2026 9:30"] {
            assert_eq!(parse_moment(text), Some(expected), "{text}");
        }
        for text in ["2026-11-27", "09:30", "2026-11-27T24:00", "2026-11-27T09:30+01:00", "2026-11-27T9"] {
            assert_eq!(parse_moment(text), None, "{text}");
        }
        let node = crate::scenario::tree::override_value("2026-11-27T09:30:00", 0);
        assert_eq!(moment(&node).ok(), Some(expected));
        let node = crate::scenario::tree::override_value("2026-11-27T09:30:00Z", 0);
        assert!(moment(&node).is_err_and(|refusal| refusal.remedy.contains("offset")));
    }
}
