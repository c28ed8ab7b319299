//! What a history tells a forecast: the days of a queue, of which what is odd is left out.

use super::holidays::{Told, told};
use super::{Asked, Known};
use crate::forecast::{Day, Mark, ObservedDay, Series};
use crate::history::days::Days;
use crate::history::findings::{Findings, Kind};
use crate::history::kept::Kept;
use crate::scenario::Queue;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// The days of a queue, past and to come.
pub(super) struct QueueDays {
    pub series: Series,
    pub future: Vec<Day>,
    /// Days to come with names, and whether the queue is closed on them.
    pub named: Vec<Known>,
    /// Closed days of the past that no holiday explains.
    pub untold: Vec<Date>,
    /// Contacts of each day of the past on which some came, and whether all of them are learnt from.
    pub came: Vec<(Date, f64, bool)>,
    /// Open intervals of the past that were left out because they are odd or missing.
    pub left_out: usize,
}

/// The days of the queue with that index in the history.
pub(super) fn days(kept: &Kept, findings: &Findings, index: usize, queue: &Queue, asked: &Asked) -> QueueDays {
    let own = &kept.history.queues[index];
    let days = Days::of(&kept.history, own);
    let hours = &findings.hours[index];
    let always = own.channel.is_deferred();
    let weekday = |date: Date| date.weekday().to_monday_zero_offset() as usize;
    let is_missing = |date: Date| hours.missing.iter().any(|(first, last)| (*first..=*last).contains(&date));
    let dates: Vec<Date> = (0..days.offered.len()).map(|day| days.date(day)).collect();
    let (Some(&first), Some(&last)) = (dates.first(), dates.last()) else {
        let series = Series { interval_minutes: kept.history.interval_minutes, drivers: Vec::new(), days: Vec::new() };
        return QueueDays {
            series,
            future: Vec::new(),
            named: Vec::new(),
            untold: Vec::new(),
            came: Vec::new(),
            left_out: 0,
        };
    };
    let end = asked.coming.last().copied().unwrap_or(last);

    let closed: BTreeSet<Date> = hours.closed.iter().copied().filter(|date| !always && !is_missing(*date)).collect();
    let given: BTreeMap<Date, &str> = asked.holidays.iter().map(|day| (day.date, day.name.as_str())).collect();
    let unnamed: BTreeSet<Date> = closed.iter().copied().filter(|date| !given.contains_key(date)).collect();
    let would_open = |date: Date| !hours.week[weekday(date)].is_empty() && !is_missing(date);
    let Told { days: found, untold } = told(&unnamed, (first, last, end), &would_open);
    // Who names holidays knows better than a rule which days they are.
    let found: BTreeMap<Date, &str> = found.iter().map(|(date, name)| (*date, name.as_str())).collect();
    let name = |date: Date| given.get(&date).or_else(|| found.get(&date)).map(|name| (*name).to_owned());
    // A holiday by name is closed if it was so whenever the queue would have been open.
    let was_closed = |name: &str| {
        let mut past = given
            .iter()
            .filter(|(date, other)| **other == name && **date <= last && **date >= first && would_open(**date))
            .peekable();
        past.peek().is_some() && past.all(|(date, _)| closed.contains(date))
    };

    let marks = |date: Date| name(date).map(Mark::Holiday).into_iter().collect::<Vec<_>>();
    let drivers =
        |date: Date| asked.drivers.as_ref().and_then(|drivers| drivers.days.get(&date)).cloned().unwrap_or_default();
    let slots = days.slots();
    let minute = |slot: usize| slot as u32 * days.interval_minutes;
    let odd = left_out(kept, index, days.first, &given);
    let absent: BTreeSet<(usize, usize)> = days.absent.iter().copied().collect();
    let (mut left_out, mut came) = (0, Vec::new());
    let mut past = Vec::with_capacity(dates.len());
    for (day, &date) in dates.iter().enumerate() {
        if is_missing(date) {
            continue;
        }
        let open: Vec<bool> = (0..slots)
            .map(|slot| always || (!closed.contains(&date) && hours.is_open(weekday(date), minute(slot))))
            .collect();
        let counts = (0..slots).map(|slot| {
            if absent.contains(&(day, slot)) || odd.contains(&(day, slot)) {
                return None;
            }
            days.offered[day][slot].or_else(|| {
                // Where files leave out what is empty, no row is no contact, but where so many are usual that it must be missing.
                let is_odd = findings.mark(index, date, minute(slot)).is_some_and(Kind::is_odd);
                (!days.has_zeros && !is_odd).then_some(0.0)
            })
        });
        let counts: Vec<Option<f64>> = counts.collect();
        let total: f64 = days.offered[day].iter().flatten().sum();
        let is_whole = counts.iter().zip(&open).all(|(count, is_open)| count.is_some() || !is_open);
        came.extend((total > 0.0).then_some((date, total, is_whole)));
        left_out += counts.iter().zip(&open).filter(|(count, is_open)| **is_open && count.is_none()).count();
        past.push(ObservedDay { day: Day { date, open, marks: marks(date), drivers: drivers(date) }, counts });
    }
    let mut named = Vec::new();
    let future = asked.coming.iter().map(|&date| {
        let name = name(date);
        let is_closed = !always && (found.contains_key(&date) || name.as_deref().is_some_and(was_closed));
        let open: Vec<bool> =
            (0..slots).map(|slot| always || (!is_closed && queue.opening_hours.is_open(date, minute(slot)))).collect();
        let has_hours = (0..slots).any(|slot| queue.opening_hours.is_open(date, minute(slot)));
        named.extend(name.filter(|_| has_hours).map(|name| Known { date, name, is_closed }));
        Day { date, open, marks: marks(date), drivers: drivers(date) }
    });
    let future = future.collect();
    let names = asked.drivers.as_ref().map_or_else(Vec::new, |drivers| drivers.names.clone());
    let series = Series { interval_minutes: days.interval_minutes, drivers: names, days: past };
    QueueDays { series, future, named, untold, came, left_out }
}

/// Intervals that are marked odd, and those that daylight saving repeats, by day and interval. What is odd on a day that has a name is
/// not odd: it is what the name does.
fn left_out(kept: &Kept, index: usize, first: i32, given: &BTreeMap<Date, &str>) -> BTreeSet<(usize, usize)> {
    let minutes = kept.history.interval_minutes;
    let mut odd = BTreeSet::new();
    let mut seen = BTreeSet::new();
    for row in &kept.history.queues[index].rows {
        let place = ((row.day() - first) as usize, (row.minute() / minutes) as usize);
        let is_odd = kept.marks.get(&(index, row.start_s)).is_some_and(|kind| kind.is_odd());
        if !seen.insert(place) || (is_odd && !given.contains_key(&row.date())) {
            odd.insert(place);
        }
    }
    odd
}
