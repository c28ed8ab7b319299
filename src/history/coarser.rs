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
                    let both = |a: Option<f64>, b: Option<f64>| a.zip(b).map(|(a, b)| a + b);
                    agent_rows += 1.0;
                    *last = IntervalRow {
                        offered: last.offered + row.offered,
                        answered: both(last.answered, row.answered),
                        abandoned: both(last.abandoned, row.abandoned),
                        handling_s: last.handling_s + row.handling_s,
                        handled: last.handled + row.handled,
                        waited_s: both(last.waited_s, row.waited_s),
                        in_time: both(last.in_time, row.in_time),
                        // The mean of the levels so far, and one more.
                        agents: both(last.agents, row.agents)
                            .map(|_| {
                                last.agents.unwrap_or(0.0)
                                    + (row.agents.unwrap_or(0.0) - last.agents.unwrap_or(0.0)) / agent_rows
                            })
                            .or(last.agents)
                            .or(row.agents),
                        ..*last
                    };
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
