//! The answer of the day itself as text, JSON and CSV.

mod changed_schedule;
mod document;
pub(super) mod words;

pub use changed_schedule::intraday_csv;
pub use document::intraday_json;

use super::text::table::{table, wrapped};
use super::{VERSION, format};
use crate::intraday::Intraday;
use crate::scenario::Scenario;
use crate::scenario::today::GivenShift;

/// What the rest of the day looks like, the moves with their prices and effects, and what stays missing.
pub fn intraday_text(whole: &Scenario, shifts: &[GivenShift], answer: &Intraday, width: u16) -> String {
    let mut parts = vec![words::title(answer), String::new()];
    parts.extend(words::sentences(whole, answer).iter().map(|sentence| wrapped(sentence, width)));
    parts.push(String::new());
    let mut queues = table(width, &["queue", "came", "expected", "day’s factor", "rest of day", "planned"]);
    for (index, queue) in whole.queues.iter().enumerate() {
        let row = words::Volumes::of(answer, index);
        queues.add_row(vec![format::name(&queue.name), row.came, row.expected, row.factor, row.rest, row.rest_planned]);
    }
    parts.extend([queues.text(), String::new()]);
    let mut promises = table(width, &["queue, rest of day", "no moves", "all moves", "difference", "promise"]);
    for (index, queue) in whole.queues.iter().enumerate() {
        for row in words::service(answer, index) {
            promises.add_row(vec![
                format!("{}: {}", format::name(&queue.name), row.measure),
                row.before,
                row.after,
                row.difference,
                row.verdict,
            ]);
        }
    }
    parts.extend([promises.text(), String::new()]);
    if !answer.found.taken.is_empty() {
        let mut moves = table(width, &["move", "who", "what", "cost", "effect"]);
        for (number, taken) in answer.found.taken.iter().enumerate() {
            let told = words::Move::of(whole, shifts, answer, taken);
            moves.add_row(vec![(number + 1).to_string(), told.who, told.what, told.cost, told.effect]);
        }
        moves.alignment = comfy_table::CellAlignment::Left;
        parts.extend([moves.text(), String::new()]);
    }
    parts.extend(words::remarks(whole, answer).iter().map(|remark| wrapped(remark, width)));
    parts.push(wrapped(&format!("{} callboard {VERSION}.", words::provenance(whole, answer)), width));
    parts.join("\n") + "\n"
}
