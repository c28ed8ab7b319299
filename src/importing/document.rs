//! What an import read and found, as a document.

use super::Imported;
use crate::history::read::{FileRead, Reading};
use serde_json::{Value, json as value};

/// The files, with their rows and what became of them.
pub fn files_json(reading: &Reading) -> Vec<Value> {
    let of_file = |file: &FileRead| {
        value!({"file": file.origin, "layout": file.layout.name(), "rows": file.rows, "counted": file.taken, "twice": file.duplicates,
            "set_aside": file.set_aside, "notes": file.notes})
    };
    reading.files.iter().map(of_file).collect()
}

/// All of it.
pub fn document(Imported { reading, history, findings, set_aside }: &Imported) -> Value {
    let files = files_json(reading);
    let queues: Vec<Value> = history
        .queues
        .iter()
        .map(|queue| {
            let handled: f64 = queue.rows.iter().map(|row| row.handled).sum();
            let handling: f64 = queue.rows.iter().map(|row| row.handling_s).sum();
            value!({"name": queue.name, "labels": queue.labels, "channel": queue.channel.name(), "offered": queue.offered(),
                "handling_time_s": (handled > 0.0).then(|| handling / handled)})
        })
        .collect();
    let list: Vec<Value> = findings
        .list
        .iter()
        .map(|finding| {
            value!({"kind": finding.kind.name(), "queue": finding.queue.map(|queue| &history.queues[queue].name),
                "first": finding.first.to_string(), "last": finding.last.to_string(),
                "from": finding.minutes.map(|(from, _)| crate::calendar::clock(from)), "to": finding.minutes.map(|(_, to)| crate::calendar::clock(to)),
                "found": finding.found, "usual": finding.usual})
        })
        .collect();
    value!({"files": files, "time_zone": history.time_zone, "interval_minutes": history.interval_minutes, "queues": queues,
        "set_aside": set_aside, "passed_over": reading.passed_over, "days_twice": reading.days_twice.len(), "notes": reading.notes,
        "findings": list})
}
