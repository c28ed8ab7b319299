//! What a forecast was asked for, kept in its folder.

use crate::cli::Failure;
use jiff::civil::Date;
use std::path::Path;

/// The file.
pub(super) const FILE: &str = "forecast.toml";

/// Which days are forecast.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Days {
    /// So many whole weeks, from the first Monday after the history.
    Weeks(u32),
    /// From the first to the last day.
    Range(Date, Date),
}

/// The file's text.
pub(super) fn text(days: Days) -> String {
    let asked = match days {
        Days::Weeks(weeks) => format!("weeks = {weeks}\n"),
        Days::Range(from, to) => format!("from = \"{from}\"\nto = \"{to}\"\n"),
    };
    format!(
        "# What callboard forecast was asked for. Without other words it forecasts the same again from the history as it is then.\n\
         {asked}"
    )
}

/// What was asked for the last time; `None` where nobody asked.
pub(super) fn remembered(folder: &Path) -> Result<Option<Days>, Failure> {
    let path = folder.join(FILE);
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Failure::Usage(format!("{} cannot be read: {error}", path.display()))),
    };
    let wrong = || {
        Failure::Usage(format!(
            "{}: write weeks = 4 (1 to {}), or from = \"2026-11-02\" and to = \"2026-11-29\"; or take the file out",
            path.display(),
            super::MOST_WEEKS
        ))
    };
    let table: toml::Table = text.parse().map_err(|_| wrong())?;
    let date = |key: &str| table.get(key).and_then(|value| value.as_str()?.parse::<Date>().ok());
    let weeks = table.get("weeks").and_then(toml::Value::as_integer);
    match (weeks, date("from"), date("to")) {
        (Some(weeks), None, None) if (1..=super::MOST_WEEKS).contains(&weeks) && table.len() == 1 => {
            Ok(Some(Days::Weeks(weeks as u32)))
        }
        (None, Some(from), Some(to)) if table.len() == 2 => Ok(Some(Days::Range(from, to))),
        _ => Err(wrong()),
    }
}
