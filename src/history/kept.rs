//! The history that an import left in its folder, read back: for forecasts, for validation, and to be continued.

use super::field::Field;
use super::findings::Kind;
use super::layout::Layout;
use super::mapping::{self, Mapping};
use super::read::{Visitors, read};
use super::source::{Source, refused};
use super::zone::{Instant, Zone};
use super::{IntervalHistory, WITHIN_S};
use crate::scenario::problem::Problems;
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::Path;

/// A history with what was found odd in it.
#[derive(Debug, Clone)]
pub struct Kept {
    /// The history; queues are called as in the scenario.
    pub history: IntervalHistory,
    /// What marks an interval, by index of the queue and begin of the interval. A mark may have been changed by hand.
    pub marks: BTreeMap<(usize, i64), Kind>,
    /// What is known about the exports: the folder's `mapping.toml`.
    pub mapping: Mapping,
}

/// Reads `history.csv` of a folder, with what its `mapping.toml` says of time zone, interval and threshold.
///
/// # Errors
///
/// What is wrong with either file, row by row; that there is no `history.csv` among it.
pub fn read_back(folder: &Path) -> Result<Kept, Problems> {
    let remembered = remembered(folder)?;
    let path = folder.join("history.csv");
    let mut own = Mapping {
        layout: Some(Layout::Intervals),
        time_zone: Some(remembered.time_zone.clone().unwrap_or_else(|| "UTC".to_owned())),
        interval_minutes: remembered.interval_minutes,
        within_s: Some(remembered.within_s.unwrap_or(WITHIN_S)),
        ..Mapping::default()
    };
    let marked = marked(&path, &own)?;
    own.queues = marked.keys().map(|queue| (queue.clone(), queue.clone())).collect();
    let mut visitors = Visitors { call: &mut |_| (), set_aside: &mut |_| () };
    let mut history = read(&[path], &own, true, &mut visitors)?.history;
    for queue in &mut history.queues {
        queue.labels =
            remembered.queues.iter().filter(|(_, name)| **name == queue.name).map(|(label, _)| label.clone()).collect();
    }
    let mut marks = BTreeMap::new();
    for (index, queue) in history.queues.iter().enumerate() {
        let of_queue = marked.get(&queue.name).into_iter().flatten();
        marks.extend(of_queue.map(|(start_s, kind)| ((index, *start_s), *kind)));
    }
    Ok(Kept { history, marks, mapping: remembered })
}

/// What the folder's mapping file says; nothing where there is none.
fn remembered(folder: &Path) -> Result<Mapping, Problems> {
    let path = folder.join("mapping.toml");
    match std::fs::read_to_string(&path) {
        Ok(text) => mapping::parse(&text, &path.display().to_string()).map_err(|problems| Problems { problems }),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Mapping::default()),
        Err(error) => {
            let shown = path.display().to_string();
            let remedy = "check the file and its permissions";
            Err(Problems { problems: vec![*refused(&shown, "file", error.to_string(), "a text in UTF-8", remedy)] })
        }
    }
}

/// Marks by begin of the interval, by queue; every queue is there.
fn marked(path: &Path, own: &Mapping) -> Result<BTreeMap<String, Vec<(i64, Kind)>>, Problems> {
    let one = |problem| Problems { problems: vec![problem] };
    let mut source = Source::open(path, own).map_err(|problem| one(*problem))?;
    source.settle_date_order(None).map_err(|problem| one(*problem))?;
    let zone = own.time_zone.as_deref().unwrap_or("UTC");
    let Some(mut zone) = Zone::named(zone) else {
        let found = format!("the time zone \"{}\"", zone.escape_debug());
        return Err(one(*refused("mapping.toml", "zone", found, "an IANA name, such as Europe/Berlin", "check it")));
    };
    let queue = source.columns.place(Field::Queue);
    let mark = source.columns.headers.iter().position(|header| header.trim() == "mark");
    let mut marked: BTreeMap<String, Vec<(i64, Kind)>> = BTreeMap::new();
    let read = source.visit(|row, _| {
        let name = queue.map_or_else(String::new, |at| row.text(at).into_owned());
        if !name.is_empty() && !marked.contains_key(&name) {
            marked.insert(name.clone(), Vec::new());
        }
        // What cannot be read is told of when the rows themselves are.
        let kind = mark.and_then(|at| Kind::from_name(&row.text(at)));
        if let (Some(kind), Some(moment)) = (kind, source.moment(row, Field::Start))
            && let Instant::Once(start_s) | Instant::Twice(start_s, _) = zone.instant(moment)
        {
            marked.entry(name).or_default().push((start_s, kind));
        }
        ControlFlow::Continue(())
    });
    read.map_err(|problem| one(*problem))?;
    Ok(marked)
}
