//! The same history in longer intervals.

use super::{IntervalHistory, IntervalRow, QueueHistory};

/// A history in longer intervals, which must be a multiple of its own.
#[must_use]
pub fn coarser(history: &IntervalHistory, minutes: u32) -> IntervalHistory {
    let step = i64::from(minutes) * 60;
    let queue = |queue: &QueueHistory| {
        let mut rows: Vec<IntervalRow> = Vec::new();
        let mut agent_rows = 0.0;
        for row in &queue.rows {
            let into = row.local_s.rem_euclid(step);
            let start_s = row.start_s - into;
            match rows.last_mut() {
                Some(last) if last.start_s == start_s => {
                    agent_rows += 1.0;
                    // The mean of the levels so far, and one more.
                    let agents = match (last.agents, row.agents) {
                        (Some(level), Some(agents)) => Some(level + (agents - level) / agent_rows),
                        (one, other) => one.or(other),
                    };
                    *last = IntervalRow { agents, ..last.and(row) };
                }
                _ => {
                    agent_rows = 1.0;
                    rows.push(IntervalRow { start_s, local_s: row.local_s - into, ..*row });
                }
            }
        }
        QueueHistory { rows, ..queue.clone() }
    };
    IntervalHistory { interval_minutes: minutes, queues: history.queues.iter().map(queue).collect(), ..history.clone() }
}
