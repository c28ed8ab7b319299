//! What was recorded, interval by interval of a scenario's calendar.

use crate::calendar::Grid;
use crate::history::findings::Kind;
use crate::history::kept::Kept;
use crate::history::layout::Layout as HistoryLayout;
use crate::history::{IntervalRow, WITHIN_S};
use crate::scenario::Scenario;
use crate::units::Seconds;
use jiff::tz::TimeZone;
use std::collections::HashMap;

/// What was recorded in the horizon of a scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Threshold within which contacts count as answered in time.
    pub within: Seconds,
    /// Whether the files said that threshold; otherwise it is a default.
    pub is_within_known: bool,
    /// Per queue and interval of the scenario; `None` where there is no row.
    pub rows: Grid<Option<Recorded>>,
    /// By group, whether its agents on duty are those that were recorded.
    pub staff: Vec<bool>,
    /// Whether these were read off call records, from one answer to the next, and not recorded as such.
    pub is_staff_from_calls: bool,
}

/// What was recorded of a queue in an interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Recorded {
    /// Contacts that came.
    pub offered: f64,
    /// Contacts that were answered.
    pub answered: Option<f64>,
    /// Contacts that were answered within the threshold.
    pub in_time: Option<f64>,
    /// Contacts that hung up.
    pub abandoned: Option<f64>,
    /// Waits of the answered together, in seconds.
    pub waited_s: Option<f64>,
    /// Handling times of the answered together, in seconds. Those of whom it is not known count with the mean of the others.
    pub handling_s: Option<f64>,
    /// Agents on duty, as the row says.
    pub agents: Option<f64>,
    /// Why it is left out of the comparison, if it is.
    pub left_out: Option<LeftOut>,
}

/// Why an interval is left out of the comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeftOut {
    /// The doors are shut, by the scenario's opening hours.
    Closed,
    /// It is marked as odd, in a way that leaves doubt whether all of it was recorded.
    Odd(Kind),
}

/// Why there is nothing to compare.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RecordError {
    /// Intervals of different lengths.
    #[error("the history has intervals of {history} minutes, the scenario of {scenario}")]
    Intervals {
        /// Minutes of the history's.
        history: u32,
        /// Minutes of the scenario's.
        scenario: u32,
    },
    /// No queue has a row in the horizon.
    #[error("the history says nothing of {first} to {last}; it has {known}")]
    Nothing {
        /// First day of the horizon.
        first: String,
        /// Its last day.
        last: String,
        /// The days of the history, in words.
        known: String,
    },
}

impl Record {
    /// What a history says of the horizon of a scenario. Queues are found by their names; `staff` says by group whether its agents
    /// on duty are recorded.
    pub fn of(scenario: &Scenario, kept: &Kept, staff: Vec<bool>) -> Result<Self, RecordError> {
        let (history, marks) = (&kept.history, &kept.marks);
        let is_calls = kept.mapping.layout == Some(HistoryLayout::Calls);
        // Of calls the answers in time are counted here, by whatever threshold is told. An export has counted them itself.
        let is_within_known = is_calls || kept.mapping.within_s.is_some_and(|within_s| within_s != WITHIN_S);
        let calendar = &scenario.calendar;
        if history.interval_minutes != calendar.interval_minutes {
            let (history, scenario) = (history.interval_minutes, calendar.interval_minutes);
            return Err(RecordError::Intervals { history, scenario });
        }
        let zone = TimeZone::get(&calendar.time_zone).unwrap_or(TimeZone::UTC);
        let begin = calendar.days.first().and_then(|day| day.date.to_zoned(zone).ok());
        let begin = begin.map_or(0, |zoned| zoned.timestamp().as_second());
        let starts: HashMap<i64, usize> = calendar
            .intervals
            .iter()
            .enumerate()
            .map(|(index, interval)| (begin + interval.start.0 as i64, index))
            .collect();
        let mut rows = Grid::filled(scenario.queues.len(), calendar.intervals.len(), None);
        let mut is_any = false;
        for (index, of_queue) in history.queues.iter().enumerate() {
            let Some(queue) = scenario.queues.iter().position(|queue| queue.name == of_queue.name) else { continue };
            let open = scenario.queues[queue].opening_hours.open_intervals(calendar);
            for row in &of_queue.rows {
                let Some(&interval) = starts.get(&row.start_s) else { continue };
                let mark = marks.get(&(index, row.start_s)).copied();
                let is_shut = !scenario.queues[queue].channel.is_deferred() && !open[interval];
                let left_out = if is_shut {
                    Some(LeftOut::Closed)
                } else {
                    // With many contacts the record is whole, and a busy day is what a simulation is for.
                    mark.filter(|kind| kind.is_odd() && !matches!(kind, Kind::HighDay | Kind::HighHours))
                        .map(LeftOut::Odd)
                };
                rows[(queue, interval)] = Some(recorded(row, left_out));
                is_any = true;
            }
        }
        if !is_any {
            let date = |day: Option<&crate::calendar::Day>| day.map_or(String::new(), |day| day.date.to_string());
            let known = history.days().map_or("no rows".to_owned(), |(first, last)| {
                format!("{} to {}", crate::history::dates::date_of(first), crate::history::dates::date_of(last))
            });
            let (first, last) = (date(calendar.days.first()), date(calendar.days.last()));
            return Err(RecordError::Nothing { first, last, known });
        }
        Ok(Self { within: Seconds(history.within_s), is_within_known, rows, staff, is_staff_from_calls: is_calls })
    }

    /// The rows of a queue that are compared, with their interval.
    pub fn compared(&self, queue: usize) -> impl Iterator<Item = (usize, &Recorded)> {
        let rows = self.rows.row(queue).iter().enumerate();
        rows.filter_map(|(interval, row)| Some((interval, row.as_ref()?))).filter(|(_, row)| row.left_out.is_none())
    }

    /// How many contacts come, per queue and interval: those that were recorded while the doors were open, and where the record is missing
    /// those that the scenario expects.
    pub fn contacts(&self, expected: &Grid<f64>) -> Grid<f64> {
        let mut contacts = Grid::filled(self.rows.rows(), self.rows.intervals(), 0.0);
        for queue in 0..self.rows.rows() {
            for (interval, contacts) in contacts.row_mut(queue).iter_mut().enumerate() {
                *contacts = match self.rows[(queue, interval)] {
                    Some(Recorded { left_out: Some(LeftOut::Closed), .. }) => 0.0,
                    Some(row) => row.offered,
                    None => expected[(queue, interval)],
                };
            }
        }
        contacts
    }
}

fn recorded(row: &IntervalRow, left_out: Option<LeftOut>) -> Recorded {
    let answered = row.answered.unwrap_or(row.handled);
    let handling_s = if row.handled > 0.0 {
        Some(row.handling_s * (answered / row.handled).max(1.0))
    } else {
        (answered == 0.0 && row.answered.is_some()).then_some(0.0)
    };
    Recorded {
        offered: row.offered,
        answered: row.answered,
        in_time: row.in_time,
        abandoned: row.abandoned,
        waited_s: row.waited_s,
        handling_s,
        agents: row.agents,
        left_out,
    }
}
