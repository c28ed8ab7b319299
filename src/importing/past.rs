//! The recorded past of a folder that an import wrote, as a scenario with its record: what a simulation is held against.

use super::ImportError;
use crate::history::dates::date_of;
use crate::history::folder::horizon;
use crate::history::kept::{Kept, read_back};
use crate::scenario::Scenario;
use crate::scenario::file::Problems;
use crate::validation::Record;
use jiff::civil::Date;
use std::path::Path;

/// A scenario of a folder, with changes laid over it.
pub type Load<'a> = &'a dyn Fn(&[String]) -> Result<Scenario, Problems>;

/// The last weeks of a folder's history, with changes laid over its scenario; `None` where it has no history.
pub fn last_weeks(
    folder: &Path,
    load: Load<'_>,
    overrides: &[String],
) -> Option<Result<(Scenario, Record), ImportError>> {
    let known = |kept: Kept| past(load, folder, &kept, period(&kept, None)?, overrides);
    let is_kept = folder.join("history.csv").is_file();
    is_kept.then(|| read_back(folder).map_err(ImportError::from).and_then(known))
}

/// The days that are asked for, if the history has them; its last weeks where none are.
pub fn period(kept: &Kept, asked: Option<(Date, Date)>) -> Result<(Date, Date), ImportError> {
    let Some((first, last)) = kept.history.days() else {
        return Err(ImportError::Wish("history.csv has no rows: import the exports again".to_owned()));
    };
    let (known_from, known_to) = (date_of(first), date_of(last));
    let Some((from, to)) = asked else {
        let (first, last) = horizon(first, last);
        return Ok((date_of(first), date_of(last)));
    };
    if from > to {
        return Err(ImportError::Wish(format!("--from {from} is after --to {to}")));
    }
    if from < known_from || to > known_to {
        return Err(ImportError::Wish(format!(
            "--from {from} --to {to}: the history has {known_from} to {known_to}; choose days within it"
        )));
    }
    Ok((from, to))
}

/// The scenario of a folder in a period of the past, with the agents that were recorded, and the record that its folder keeps.
pub fn past(
    load: Load<'_>,
    folder: &Path,
    kept: &Kept,
    (from, to): (Date, Date),
    overrides: &[String],
) -> Result<(Scenario, Record), ImportError> {
    let recorded = groups_on_duty(&folder.join("on_duty.csv"))?;
    let as_it_is = load(overrides)?;
    let is_recorded = |name: &str| recorded.iter().any(|recorded| recorded == name);
    let days = from.until(to).map_or(0, |span| span.get_days()) + 1;
    let mut changes = overrides.to_vec();
    changes.push(format!("horizon.start={from}"));
    changes.push(format!("horizon.days={days}"));
    changes.push(format!("horizon.interval={}m", kept.history.interval_minutes));
    for group in as_it_is.groups.iter().filter(|group| is_recorded(&group.name)) {
        let name = crate::history::mapping::quoted(&group.name);
        changes.push(format!("group.{name}.on_duty.file=\"on_duty.csv\""));
    }
    let scenario = load(&changes)?;
    let staff = scenario.groups.iter().map(|group| is_recorded(&group.name)).collect();
    let record = Record::of(&scenario, kept, staff).map_err(|error| ImportError::Wish(error.to_string()))?;
    Ok((scenario, record))
}

/// Groups of which a table of agents on duty has a column; none where there is no table.
fn groups_on_duty(path: &Path) -> Result<Vec<String>, ImportError> {
    if !path.is_file() {
        return Ok(Vec::new());
    }
    let mut reader =
        csv::Reader::from_path(path).map_err(super::fault(format!("{} cannot be read", path.display())))?;
    let headers = reader.headers().map_err(super::fault(format!("{} cannot be read", path.display())))?;
    Ok(headers.iter().map(str::to_owned).collect())
}
