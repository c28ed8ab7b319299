//! Handling times of the scenario, set to those of the last weeks.

use crate::cli::Failure;
use crate::history::IntervalHistory;
use crate::scenario::edit;
use crate::scenario::file::{self, Source};
use crate::scenario::kind::duration_text;

/// Days that the mean is of.
const DAYS: i32 = 28;

/// The scenario file with the handling times of the last four weeks, and what was done. What would come out must be a scenario.
pub fn updated(source: &Source, history: &IntervalHistory) -> Result<(String, Vec<String>), Failure> {
    let mut text = source.text.clone();
    let mut notes = Vec::new();
    let Some((_, last)) = history.days() else { return Ok((text, notes)) };
    let document: toml::Table = text.parse().unwrap_or_default();
    for queue in &history.queues {
        let Some((mean, error, contacts)) = queue.handling_since(last - DAYS + 1) else { continue };
        let handling = document.get("queue").and_then(|queues| queues.get(&queue.name)?.get("handling"));
        let Some(before) = handling.and_then(|handling| handling.get("mean")) else {
            if handling.is_some() {
                notes.push(format!("handling of {} has no mean in scenario.toml and stays as it is", queue.name));
            }
            continue;
        };
        let now = duration_text((mean * 10.0).round() / 10.0);
        let error = error.map_or(String::new(), |error| format!(", standard error {error:.1} s (between days)"));
        let comment = format!("updated: {contacts:.0} contacts of the last {DAYS} days{error}");
        let path = ["queue", queue.name.as_str(), "handling", "mean"];
        text = edit::set(&text, &path, &format!("\"{now}\""), Some(&comment))
            .map_err(|error| Failure::Usage(format!("handling of {}: {error}", queue.name)))?;
        let before = before.as_str().map_or_else(|| before.to_string(), str::to_owned);
        notes.push(format!("handling of {}: {now} in scenario.toml, {before} before", queue.name));
    }
    file::parse(&Source { text: text.clone(), ..source.clone() }, &[])?;
    Ok((text, notes))
}
