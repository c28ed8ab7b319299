//! A history that goes on: rows that came since are added, and the tables beside the scenario follow.
//!
//! New rows are added. A row that was there already counts once. One that says otherwise than before takes its place and is told of
//! ([`Correction`]): exports of a day that was not over are completed so. What a new row does not say (an export without handling times)
//! stays as it was known.

mod day_table;

pub use day_table::DayTable;

use super::dates::date_of;
use super::{IntervalHistory, IntervalRow, QueueHistory};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// A row that says otherwise than before.
#[derive(Debug, Clone, PartialEq)]
pub struct Correction {
    /// The queue.
    pub queue: String,
    /// What was known.
    pub before: IntervalRow,
    /// What is known now.
    pub after: IntervalRow,
    /// Whether it lies on the last day that was known and has more contacts than before: the day was not over.
    pub completes: bool,
}

/// A history with what came since.
#[derive(Debug, Clone, PartialEq)]
pub struct Continued {
    /// All of it.
    pub history: IntervalHistory,
    /// Rows that were added.
    pub added: u64,
    /// Rows that were there already.
    pub same: u64,
    /// Rows that say otherwise, by queue and time.
    pub corrections: Vec<Correction>,
    /// Days of rows that were added or say otherwise.
    pub days: BTreeSet<Date>,
    /// Of these, the days that have rows of their own kind that are new: not only corrections.
    pub new_days: BTreeSet<Date>,
    /// Queues that were not known.
    pub new_queues: Vec<String>,
}

/// Continues a history. Both have intervals of the same length, in the same time zone.
pub fn continued(before: &IntervalHistory, new: &IntervalHistory) -> Continued {
    let last = before.days().map(|(_, last)| last);
    let mut all = Continued {
        history: before.clone(),
        added: 0,
        same: 0,
        corrections: Vec::new(),
        days: BTreeSet::new(),
        new_days: BTreeSet::new(),
        new_queues: Vec::new(),
    };
    for queue in &new.queues {
        let place = all.history.queues.iter().position(|known| known.name == queue.name).unwrap_or_else(|| {
            all.new_queues.push(queue.name.clone());
            all.history.queues.push(QueueHistory { rows: Vec::new(), ..queue.clone() });
            all.history.queues.len() - 1
        });
        let mut known = all.history.queues[place].clone();
        known
            .labels
            .extend(queue.labels.iter().filter(|label| !known.labels.contains(label)).cloned().collect::<Vec<_>>());
        let mut fresh = Vec::new();
        for row in &queue.rows {
            let day = date_of(row.day());
            match known.rows.binary_search_by_key(&row.start_s, |row| row.start_s) {
                Err(_) => {
                    fresh.push(*row);
                    all.added += 1;
                    all.days.insert(day);
                    all.new_days.insert(day);
                }
                Ok(at) if says_otherwise(&known.rows[at], row) => {
                    let before = known.rows[at];
                    let after = over(&before, row);
                    let completes = Some(row.day()) == last && after.offered >= before.offered;
                    known.rows[at] = after;
                    all.days.insert(day);
                    if completes {
                        all.new_days.insert(day);
                    }
                    all.corrections.push(Correction { queue: known.name.clone(), before, after, completes });
                }
                Ok(_) => all.same += 1,
            }
        }
        known.rows.extend(fresh);
        known.rows.sort_by_key(|row| row.start_s);
        all.history.queues[place] = known;
    }
    all.history.queues.sort_by(|a, b| a.name.cmp(&b.name));
    all
}

/// Whether a row says something else about what both know. Agents are left out: call records of fewer days show other teams.
fn says_otherwise(known: &IntervalRow, new: &IntervalRow) -> bool {
    // Files keep four decimals.
    let differs = |one: f64, other: f64| (one - other).abs() > 1e-3;
    let both = |one: Option<f64>, other: Option<f64>| one.zip(other).is_some_and(|(one, other)| differs(one, other));
    let adds = |one: Option<f64>, other: Option<f64>| one.is_none() && other.is_some();
    let handling = |row: &IntervalRow| (row.handled > 0.0).then_some(row.handling_s);
    let pairs = [
        (known.answered, new.answered),
        (known.abandoned, new.abandoned),
        (handling(known), handling(new)),
        (known.waited_s, new.waited_s),
        (known.in_time, new.in_time),
    ];
    differs(known.offered, new.offered) || pairs.iter().any(|(one, other)| both(*one, *other) || adds(*one, *other))
}

/// What is known with both rows: the new one's word, where it has one.
fn over(known: &IntervalRow, new: &IntervalRow) -> IntervalRow {
    let has_handling = new.handled > 0.0;
    IntervalRow {
        offered: new.offered,
        answered: new.answered.or(known.answered),
        abandoned: new.abandoned.or(known.abandoned),
        handling_s: if has_handling { new.handling_s } else { known.handling_s },
        handled: if has_handling { new.handled } else { known.handled },
        waited_s: new.waited_s.or(known.waited_s),
        in_time: new.in_time.or(known.in_time),
        agents: new.agents.or(known.agents),
        ..*known
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Channel;

    fn row(hour: i64, offered: f64) -> IntervalRow {
        IntervalRow { start_s: hour * 3600, local_s: hour * 3600, offered, ..IntervalRow::default() }
    }

    fn history(queues: &[(&str, &[IntervalRow])]) -> IntervalHistory {
        let queue = |(name, rows): &(&str, &[IntervalRow])| QueueHistory {
            name: (*name).to_owned(),
            labels: vec![(*name).to_uppercase()],
            channel: Channel::Voice,
            rows: rows.to_vec(),
        };
        let queues = queues.iter().map(queue).collect();
        IntervalHistory { interval_minutes: 60, time_zone: "UTC".to_owned(), within_s: 20.0, queues }
    }

    #[test]
    fn new_rows_are_added_and_the_same_counted_once() {
        let before = history(&[("a", &[row(8, 1.0), row(9, 2.0)])]);
        let found = continued(&before, &history(&[("a", &[row(9, 2.0), row(33, 3.0), row(32, 4.0)])]));
        assert_eq!((found.added, found.same, found.corrections.len()), (2, 1, 0));
        let hours: Vec<i64> = found.history.queues[0].rows.iter().map(|row| row.start_s / 3600).collect();
        assert_eq!(hours, [8, 9, 32, 33]);
        assert_eq!(found.days, [date_of(1)].into());
        assert_eq!(continued(&found.history, &found.history).same, 4, "nothing is new a second time");
    }

    #[test]
    fn a_row_that_says_otherwise_takes_the_place_and_what_it_does_not_say_stays() {
        let known = IntervalRow { handling_s: 600.0, handled: 2.0, answered: Some(2.0), ..row(8, 2.0) };
        let before = history(&[("a", &[known, row(32, 5.0)])]);
        let found = continued(&before, &history(&[("a", &[row(8, 3.0), row(32, 6.0)])]));
        assert_eq!((found.added, found.same, found.corrections.len()), (0, 0, 2));
        let after = found.history.queues[0].rows[0];
        assert_eq!((after.offered, after.handling_s, after.answered), (3.0, 600.0, Some(2.0)));
        assert_eq!(found.corrections.iter().map(|one| one.completes).collect::<Vec<_>>(), [false, true]);
        assert_eq!(found.new_days, [date_of(1)].into());
    }

    #[test]
    fn a_queue_that_was_not_known_is_told_of_and_stands_in_its_place() {
        let before = history(&[("b", &[row(8, 1.0)])]);
        let found = continued(&before, &history(&[("a", &[row(8, 3.0)])]));
        assert_eq!(found.new_queues, ["a"]);
        assert_eq!(found.history.queues.iter().map(|queue| queue.name.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    }

    #[test]
    fn what_was_not_known_before_is_a_correction_and_agents_alone_are_none() {
        let before = history(&[("a", &[row(8, 2.0), row(9, 2.0)])]);
        let answered = IntervalRow { answered: Some(2.0), ..row(8, 2.0) };
        let agents = IntervalRow { agents: Some(3.0), ..row(9, 2.0) };
        let found = continued(&before, &history(&[("a", &[answered, agents])]));
        assert_eq!((found.corrections.len(), found.same), (1, 1));
    }
}
