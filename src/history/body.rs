//! The days of a history that belong together, and rows far from them: a year that was mistyped, a clock that was never set.

use super::dates::date_of;
use super::{IntervalHistory, QueueHistory};
use std::collections::BTreeMap;

/// Days without any row by which days are far from others.
const FAR: i32 = 200;

/// A history without the rows that are far from the others.
#[derive(Debug, Clone, PartialEq)]
pub struct Body {
    /// The days that belong together and have most contacts.
    pub history: IntervalHistory,
    /// Stretches of days that are far from them: first day, last day, contacts.
    pub far: Vec<(i32, i32, f64)>,
}

impl Body {
    /// Parts a history at every stretch of 200 days without a row, and keeps the part with most contacts.
    pub fn of(history: &IntervalHistory) -> Self {
        let mut days: BTreeMap<i32, f64> = BTreeMap::new();
        for row in history.queues.iter().flat_map(|queue| &queue.rows) {
            *days.entry(row.day()).or_default() += row.offered;
        }
        let mut parts: Vec<(i32, i32, f64)> = Vec::new();
        for (day, offered) in days {
            match parts.last_mut() {
                Some((_, last, sum)) if day - *last <= FAR => {
                    *last = day;
                    *sum += offered;
                }
                _ => parts.push((day, day, offered)),
            }
        }
        let most = parts.iter().copied().max_by(|a, b| a.2.total_cmp(&b.2));
        let Some((first, last, _)) = most.filter(|_| parts.len() > 1) else {
            return Self { history: history.clone(), far: Vec::new() };
        };
        let kept = |queue: &QueueHistory| QueueHistory {
            rows: queue.rows.iter().filter(|row| (first..=last).contains(&row.day())).copied().collect(),
            ..queue.clone()
        };
        let queues = history.queues.iter().map(kept).filter(|queue| !queue.rows.is_empty()).collect();
        parts.retain(|part| part.0 != first);
        Self { history: IntervalHistory { queues, ..history.clone() }, far: parts }
    }

    /// What is left out, in words.
    pub fn note(&self) -> Option<String> {
        let contacts: f64 = self.far.iter().map(|(_, _, offered)| offered).sum();
        let (first, last, _) = self.far.first()?;
        let until = if last == first { String::new() } else { format!(" to {}", date_of(*last)) };
        Some(format!(
            "left out: {contacts:.0} contacts on days that lie more than {FAR} days from all others, such as {}{until}; correct the dates, or import those files by themselves",
            date_of(*first)
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::IntervalRow;
    use crate::scenario::Channel;

    #[test]
    fn a_year_that_was_mistyped_is_left_out_and_said() {
        let row = |day: i64, offered| IntervalRow {
            start_s: day * 86_400,
            local_s: day * 86_400,
            offered,
            ..IntervalRow::default()
        };
        let rows = vec![row(0, 1.0), row(20_000, 5.0), row(20_150, 5.0), row(34_000, 2.0)];
        let queue = QueueHistory { name: "a".to_owned(), labels: Vec::new(), channel: Channel::Voice, rows };
        let history =
            IntervalHistory { interval_minutes: 60, time_zone: "UTC".to_owned(), within_s: 20.0, queues: vec![queue] };
        let body = Body::of(&history);
        assert_eq!(body.history.days(), Some((20_000, 20_150)));
        assert!(body.note().unwrap().starts_with("left out: 3 contacts"), "{:?}", body.note());
        assert_eq!(Body::of(&body.history).far, []);
    }
}
