//! Values of several parts: lists, opening hours, weekdays, weights, begins of shifts.

use super::super::tree::{Node, Value as Raw, Written};
use super::scalar::{clock, duration, number, parse_clock, text};
use super::{LARGEST, Refusal, WEEKDAYS, nearest_remedy};
use std::ops::Range;

pub(super) fn each<T>(node: &Node, most: usize, read: impl Fn(&Node) -> Result<T, Refusal>) -> Result<Vec<T>, Refusal> {
    match &node.value {
        Raw::List(list) if list.len() > most => {
            Err(Refusal::new("range", format!("{} elements", list.len()), format!("keep at most {most}")))
        }
        Raw::List(list) => list.iter().map(|one| read(one).map_err(|refusal| refusal.at(one))).collect(),
        _ => Err(Refusal::new("type", node.quoted(), "write a list in brackets: [ … ]")),
    }
}

pub(super) fn numbers(node: &Node, fewest: usize, most: usize) -> Result<Vec<f64>, Refusal> {
    let list = each(node, 1000, |one| number(one, 0.0, LARGEST))?;
    if (fewest..=most).contains(&list.len()) {
        Ok(list)
    } else {
        Err(Refusal::new("length", format!("{} numbers", list.len()), "add or remove numbers"))
    }
}

pub(super) fn names(node: &Node) -> Result<Vec<(String, Written)>, Refusal> {
    let list = match &node.value {
        Raw::List(list) => list.iter().collect(),
        Raw::Text(_) => vec![node],
        _ => return Err(Refusal::new("type", node.quoted(), "write a list of names in quotes: [\"…\"]")),
    };
    if list.is_empty() {
        return Err(Refusal::new("empty", node.quoted(), "name at least one"));
    }
    let mut names: Vec<(String, Written)> = Vec::new();
    for one in list {
        let name = text(one, 100).map_err(|refusal| refusal.at(one))?;
        if names.iter().any(|(known, _)| *known == name) {
            return Err(Refusal::new("twice", format!("\"{name}\" twice"), "name it once").at(one));
        }
        names.push((name, one.written.clone()));
    }
    Ok(names)
}

pub(super) fn spans(node: &Node) -> Result<Vec<Range<u32>>, Refusal> {
    let one = |node: &Node| -> Result<Range<u32>, Refusal> {
        let Raw::Text(text) = &node.value else {
            return Err(Refusal::new("type", node.quoted(), "write \"08:00-20:00\", or \"closed\""));
        };
        let ends = text.split_once('-').and_then(|(from, to)| Some((parse_clock(from)?, parse_clock(to)?)));
        match ends {
            Some((from, to)) if from < to => Ok(from..to),
            Some(_) => Err(Refusal::new(
                "order",
                node.quoted(),
                "let the span end after it begins; hours past midnight belong to the next day",
            )),
            None => Err(Refusal::new("type", node.quoted(), "write \"08:00-20:00\", or \"closed\"")),
        }
    };
    let spans = match &node.value {
        Raw::Text(text) if text == "closed" => Vec::new(),
        Raw::List(_) => each(node, 48, one)?,
        _ => vec![one(node)?],
    };
    if spans.windows(2).any(|pair| pair[1].start < pair[0].end) {
        return Err(Refusal::new("order", node.quoted(), "put the spans in order, without overlap"));
    }
    Ok(spans)
}

pub(super) fn weekdays(node: &Node) -> Result<[bool; 7], Refusal> {
    let mut week = [false; 7];
    let mut add = |node: &Node| -> Result<(), Refusal> {
        let refused = |word: &str| Refusal::new("choice", node.quoted(), nearest_remedy(word, &WEEKDAYS)).at(node);
        let Raw::Text(text) = &node.value else { return Err(refused("")) };
        for part in text.split(',') {
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            let day =
                |word: &str| WEEKDAYS.iter().position(|day| *day == word.trim()).ok_or_else(|| refused(word.trim()));
            let (mut at, last) = (day(first)?, day(last)?);
            week[at] = true;
            while at != last {
                at = (at + 1) % 7;
                week[at] = true;
            }
        }
        Ok(())
    };
    match &node.value {
        Raw::List(list) if list.is_empty() => {
            return Err(Refusal::new("empty", node.quoted(), "name at least one day"));
        }
        Raw::List(list) if list.len() <= 7 => list.iter().try_for_each(&mut add)?,
        _ => add(node)?,
    }
    Ok(week)
}

pub(super) fn by_weekday(node: &Node) -> Result<[f64; 7], Refusal> {
    let Some(table) = node.table() else {
        return Err(Refusal::new(
            "type",
            node.quoted(),
            "write { sat = 1.4, sun = 0.5 }; a day that is not named has 1",
        ));
    };
    let mut factors = [1.0; 7];
    for (key, (written, value)) in table {
        let Some(day) = WEEKDAYS.iter().position(|day| day == key) else {
            let mut refusal = Refusal::new("unknown-key", format!("the key \"{key}\""), nearest_remedy(key, &WEEKDAYS));
            refusal.written = Some(written.clone());
            return Err(refusal);
        };
        factors[day] = number(value, 0.0, 1000.0).map_err(|refusal| refusal.at(value))?;
    }
    if factors.iter().all(|&factor| factor == 0.0) {
        return Err(Refusal::new(
            "all-zero",
            "a week without contacts".to_owned(),
            "give at least one day a factor above 0",
        ));
    }
    Ok(factors)
}

pub(super) fn by_clock(node: &Node) -> Result<Vec<(u32, f64)>, Refusal> {
    let remedy = "write { \"08:00\" = 3.0, \"12:00\" = 5.0 }: each weight holds from its clock time to the next";
    let Some(table) = node.table() else { return Err(Refusal::new("type", node.quoted(), remedy)) };
    let mut weights = Vec::new();
    for (key, (written, value)) in table {
        let Some(minute) = parse_clock(key).filter(|&minute| minute < 1440) else {
            let mut refusal = Refusal::new("type", format!("the key \"{key}\""), remedy);
            refusal.written = Some(written.clone());
            return Err(refusal);
        };
        weights.push((minute, number(value, 0.0, LARGEST).map_err(|refusal| refusal.at(value))?));
    }
    weights.sort_by_key(|(minute, _)| *minute);
    if weights.windows(2).any(|pair| pair[0].0 == pair[1].0) {
        return Err(Refusal::new("twice", "a clock time twice".to_owned(), "name each clock time once"));
    }
    if !weights.iter().any(|(_, weight)| *weight > 0.0) {
        return Err(Refusal::new(
            "all-zero",
            "no weight above 0".to_owned(),
            "give at least one clock time a weight above 0",
        ));
    }
    if weights[0].0 > 0 {
        weights.insert(0, (0, 0.0));
    }
    Ok(weights)
}

/// `{ from, to, every }`: every duration from the first, by steps, up to the last.
pub(super) fn duration_range(node: &Node) -> Result<Vec<f64>, Refusal> {
    let Raw::Table(table) = &node.value else {
        return Err(Refusal::new("type", node.quoted(), "write { from = \"4h\", to = \"10h\", every = \"30m\" }"));
    };
    if let Some((key, (written, _))) = table.iter().find(|(key, _)| !["from", "to", "every"].contains(&key.as_str())) {
        let remedy = nearest_remedy(key, &["from", "to", "every"]);
        let mut refusal = Refusal::new("unknown-key", format!("the key \"{key}\""), remedy);
        refusal.written = Some(written.clone());
        return Err(refusal);
    }
    let part = |key: &str| {
        let (_, value) = table.get(key).ok_or_else(|| {
            Refusal::new("missing", node.quoted(), "write { from = \"4h\", to = \"10h\", every = \"30m\" }")
        })?;
        duration(value, 0.0, 86_400.0).map_err(|refusal| refusal.at(value))
    };
    let (from, to, every) = (part("from")?, part("to")?, part("every")?);
    if from > to {
        return Err(Refusal::new("order", node.quoted(), "let `to` be at least `from`"));
    }
    let steps = (to - from) / every;
    if steps >= 100.0 {
        return Err(Refusal::new("length", format!("{:.0} durations", steps.floor() + 1.0), "choose a longer `every`"));
    }
    // Durations are read to a thousandth of a second; the last one is not to be lost by rounding.
    Ok((0..=(steps + 1e-9).floor() as u32).map(|step| from + f64::from(step) * every).collect())
}

pub(super) fn starts(node: &Node) -> Result<Vec<u32>, Refusal> {
    let mut starts = match &node.value {
        Raw::List(list) if list.is_empty() => {
            return Err(Refusal::new("empty", node.quoted(), "name at least one clock time"));
        }
        Raw::List(_) => each(node, 96, clock)?,
        Raw::Text(_) | Raw::Moment(_) => vec![clock(node)?],
        Raw::Table(table) => {
            if let Some((key, (written, _))) =
                table.iter().find(|(key, _)| !["from", "to", "every"].contains(&key.as_str()))
            {
                let mut refusal = Refusal::new(
                    "unknown-key",
                    format!("the key \"{key}\""),
                    nearest_remedy(key, &["from", "to", "every"]),
                );
                refusal.written = Some(written.clone());
                return Err(refusal);
            }
            let missing = || {
                Refusal::new("missing", node.quoted(), "write { from = \"07:00\", to = \"12:00\", every = \"30m\" }")
            };
            let part = |key: &str| table.get(key).map(|(_, value)| value).ok_or_else(missing);
            let (from, to, every) = (clock(part("from")?)?, clock(part("to")?)?, part("every")?);
            let step = duration(every, 0.0, 86_400.0).map_err(|refusal| refusal.at(every))? / 60.0;
            if step.fract() != 0.0 {
                return Err(Refusal::new("grid", every.quoted(), "write whole minutes").at(every));
            }
            if from > to {
                return Err(Refusal::new(
                    "order",
                    format!("from {} to {}", part("from")?.quoted(), part("to")?.quoted()),
                    "let `to` be at or after `from`",
                ));
            }
            (from..=to).step_by(step as usize).collect()
        }
        _ => return Err(Refusal::new("type", node.quoted(), "write a list of clock times: [\"08:00\", \"09:00\"]")),
    };
    starts.sort_unstable();
    starts.dedup();
    if starts.last().is_some_and(|&last| last >= 1440) {
        return Err(Refusal::new("range", "24:00".to_owned(), "a shift begins before midnight: at most \"23:45\""));
    }
    Ok(starts)
}
