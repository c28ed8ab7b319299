//! Malformed and strange exports, each with what import says about it.
//!
//! A case is a file, what is told about it (as a mapping file) and the answer: either the problems of the file, or what was read: a
//! line for each queue (contacts, intervals, first and last local begin, handling time in seconds), for each row that was set
//! aside, and for each note.

mod calls;
mod dates;
mod layouts;
mod numbers;
mod rows;
mod texts;
mod workbooks;
mod zones;

use callboard::history::mapping;
use callboard::history::read::{Visitors, read};
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// A file, what is told, and the answer.
pub struct Case {
    pub name: &'static str,
    pub told: &'static str,
    pub file: &'static [u8],
    pub answer: &'static str,
}

/// Checks all cases, and shows all that differ.
pub fn check(cases: &[Case]) {
    let folder = tempfile::tempdir().unwrap();
    let mut wrong = Vec::new();
    for case in cases {
        let path = folder.path().join("export.csv");
        std::fs::write(&path, case.file).unwrap();
        let found = answer(&[path], case.told);
        if found != case.answer {
            wrong.push(format!("CASE {}\n{found}\nEXPECTED\n{}\nEND\n", case.name, case.answer));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What import says about files.
pub fn answer(paths: &[PathBuf], told: &str) -> String {
    let mapping = mapping::parse(told, "told").unwrap();
    let mut aside = String::new();
    let result = read(
        paths,
        &mapping,
        false,
        &mut Visitors {
            call: &mut |_| {},
            set_aside: &mut |row| {
                let (column, refusal) = (row.column, row.refusal);
                let column = if column.is_empty() { String::new() } else { format!(", {column}") };
                _ = writeln!(
                    aside,
                    "row {}{column}: found {}, allowed {}",
                    row.row.line, refusal.found, refusal.allowed
                );
            },
        },
    );
    let folder = paths[0].parent().map_or_else(String::new, |folder| format!("{}/", folder.display()));
    let text = match result {
        Err(problems) => {
            let lines =
                problems.problems.iter().map(|problem| format!("{}: {}", place(&problem.place), problem.title()));
            lines.collect::<Vec<_>>().join("\n")
        }
        Ok(reading) => {
            let mut text = String::new();
            for queue in &reading.history.queues {
                let clock = |row: Option<&callboard::history::IntervalRow>| {
                    row.map_or(String::new(), |row| {
                        format!("{}T{:02}:{:02}", row.date(), row.minute() / 60, row.minute() % 60)
                    })
                };
                let handled: f64 = queue.rows.iter().map(|row| row.handled).sum();
                let handling: f64 = queue.rows.iter().map(|row| row.handling_s).sum();
                let mean = if handled > 0.0 {
                    format!(", handling {}", (handling / handled * 100.0).round() / 100.0)
                } else {
                    String::new()
                };
                _ = writeln!(
                    text,
                    "{} ({}): {} in {} of {}m, {} to {}{mean}",
                    queue.name,
                    queue.channel.name(),
                    queue.offered(),
                    queue.rows.len(),
                    reading.history.interval_minutes,
                    clock(queue.rows.first()),
                    clock(queue.rows.last())
                );
            }
            let notes = reading.files.iter().flat_map(|file| &file.notes).chain(&reading.notes);
            let notes: Vec<&String> = notes.filter(|note| !note.starts_with("no time zone is named")).collect();
            let twice: u64 = reading.files.iter().map(|file| file.duplicates).sum();
            if twice > 0 {
                _ = writeln!(text, "twice: {twice}");
            }
            for (reason, count) in &reading.passed_over {
                _ = writeln!(text, "passed over: {count} {reason}");
            }
            for (queue, day, calls) in &reading.days_twice {
                _ = writeln!(text, "counted once: {calls} calls of {queue} on {day}");
            }
            text += &aside;
            for note in notes {
                _ = writeln!(text, "note: {note}");
            }
            text
        }
    };
    text.replace(&folder, "").trim_end().to_owned()
}

fn place(place: &callboard::scenario::problem::Place) -> String {
    let name = Path::new(&place.origin)
        .file_name()
        .map_or_else(|| place.origin.clone(), |name| name.to_string_lossy().into_owned());
    if place.line == 0 { name } else { format!("{name}:{}:{}", place.line, place.column) }
}
