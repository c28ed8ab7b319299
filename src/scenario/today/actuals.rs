//! What has come until now: a row for each interval and queue.

use super::{Now, count, day_of, done, open};
use crate::calendar::clock;
use crate::scenario::Scenario;
use crate::scenario::kind::parse_duration;
use crate::scenario::problem::Problems;
use crate::scenario::table::sheet::{Sheet, may, must};
use std::path::Path;

/// Most contacts of an interval.
const MOST_CONTACTS: f64 = 1e9;

/// What has come on a day until now.
#[derive(Debug, Clone, PartialEq)]
pub struct Actuals {
    /// By queue: contacts in each interval of the day that is over, from its first on; `None` of a queue of which nobody
    /// counted.
    pub came: Vec<Option<Vec<u32>>>,
    /// By queue: actual handling times; `None` where none are given.
    pub handling: Vec<Option<HandlingSoFar>>,
    /// Rows of the day that are not over by now and were passed over.
    pub later: usize,
    /// Rows of other days that were passed over.
    pub other_days: usize,
}

/// Actual handling of a queue's contacts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HandlingSoFar {
    /// Contacts of the intervals with a mean.
    pub contacts: f64,
    /// Their mean, in seconds.
    pub mean: f64,
}

/// Reads actual volumes: `date`, `start`, `queue`, `offered`, and perhaps `handling`, the mean handling time of the interval's
/// contacts as a duration or in seconds. `offered` counts contacts as the scenario's volumes do.
///
/// Rows of other days, and of intervals that are not over by now, are passed over and counted. A queue without any row of the
/// day is one of which nobody counted; of any other, every interval that is over and open must be there, and those in which
/// the queue is closed count 0 where they are not.
pub fn read_actuals(path: &Path, scenario: &Scenario, now: Now) -> Result<Actuals, Problems> {
    let columns = [must("date"), must("start"), must("queue"), must("offered"), may("handling")];
    let (mut sheet, records) = open(path, &columns)?;
    let calendar = &scenario.calendar;
    let today = calendar.days[now.day].intervals.clone();
    let known = now.interval - today.start;
    let queues = scenario.queues.len();
    let mut counts: Vec<Vec<Option<f64>>> = vec![vec![None; known]; queues];
    let mut handling: Vec<(f64, f64)> = vec![(0.0, 0.0); queues];
    let (mut later, mut other_days) = (0, 0);
    for record in &records {
        let names = scenario.queues.iter().map(|queue| queue.name.as_str());
        let queue = sheet.name(record, 2, "queue", names);
        let (date, minute) = (sheet.date(record, 0), sheet.clock(record, 1));
        let offered = count(&mut sheet, record, 3, MOST_CONTACTS);
        let mean = handling_time(&mut sheet, record);
        let (Some(queue), Some(date), Some(minute), Some(offered)) = (queue, date, minute, offered) else { continue };
        if day_of(scenario, date) != Some(now.day) {
            other_days += 1;
            continue;
        }
        if minute % calendar.interval_minutes != 0 || minute >= 1440 {
            let allowed = format!("a begin every {} minutes, as the horizon's intervals", calendar.interval_minutes);
            sheet.refuse("off-grid", record, 1, &allowed, "sum up finer rows, or choose a finer horizon.interval");
            continue;
        }
        // The clock times of the hour that daylight saving repeats come twice, those that it skips do not come.
        let slots: Vec<usize> = today.clone().filter(|&slot| calendar.intervals[slot].clock_minute == minute).collect();
        if slots.first().is_none_or(|&slot| slot >= now.interval) {
            later += 1;
            continue;
        }
        let free = slots
            .iter()
            .filter(|&&slot| slot < now.interval)
            .find(|&&slot| counts[queue][slot - today.start].is_none());
        let Some(&slot) = free else {
            sheet.refuse("twice", record, 1, "each interval of a queue once", "take one of the rows out");
            continue;
        };
        counts[queue][slot - today.start] = Some(offered);
        if let Some(mean) = mean {
            handling[queue].0 += offered;
            handling[queue].1 += offered * mean;
        }
    }
    let came = gaps(scenario, &mut sheet, now, counts);
    let handling = handling
        .into_iter()
        .map(|(contacts, sum)| (contacts > 0.0).then(|| HandlingSoFar { contacts, mean: sum / contacts }))
        .collect();
    done(sheet, Actuals { came, handling, later, other_days })
}

/// A mean handling time, if the row has one.
fn handling_time(sheet: &mut Sheet, record: &crate::scenario::table::records::Record) -> Option<f64> {
    let cell = &record.cells[4];
    if cell.is_empty() {
        return None;
    }
    let plain: Option<f64> = cell.parse().ok().or_else(|| cell.replacen(',', ".", 1).parse().ok());
    let seconds =
        plain.or_else(|| parse_duration(cell)).filter(|seconds| (0.0..=1e7).contains(seconds) && *seconds > 0.0);
    if seconds.is_none() {
        sheet.refuse("type", record, 4, "a duration above 0", "write it as 4m30s or 270, or leave it empty");
    }
    seconds
}

/// The counts of queues, those that are missing as 0 where the queue is closed and refused where it is open.
fn gaps(scenario: &Scenario, sheet: &mut Sheet, now: Now, counts: Vec<Vec<Option<f64>>>) -> Vec<Option<Vec<u32>>> {
    let first = scenario.calendar.days[now.day].intervals.start;
    let mut came = Vec::with_capacity(counts.len());
    for (queue, counts) in scenario.queues.iter().zip(counts) {
        if counts.iter().all(Option::is_none) {
            came.push(None);
            continue;
        }
        let open = queue.opening_hours.open_intervals(&scenario.calendar);
        let missing: Vec<usize> =
            (0..counts.len()).filter(|&slot| counts[slot].is_none() && open[first + slot]).collect();
        if let Some(&slot) = missing.first() {
            let at = clock(scenario.calendar.intervals[first + slot].clock_minute);
            let found = format!("no row of {} for {} of its intervals, first {at}", queue.name, missing.len());
            let allowed = "a row for each open interval that is over, or none of the queue at all";
            sheet.refuse_whole("gap", found, allowed, "add them, with 0 where nobody came, or set an earlier --now");
        }
        came.push(Some(counts.into_iter().map(|count| count.unwrap_or(0.0) as u32).collect()));
    }
    came
}
