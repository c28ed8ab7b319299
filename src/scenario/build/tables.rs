//! The tables that a scenario names, each read once however many queues or groups share it.

use crate::calendar::Calendar;
use crate::scenario::form::Form;
use crate::scenario::table::{self, Columns, Expected};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Tables read so far.
pub(super) struct Tables {
    folder: PathBuf,
    read: BTreeMap<(String, bool), Option<Columns>>,
}

impl Tables {
    pub(super) fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), read: BTreeMap::new() }
    }

    /// The column of a queue or group, an entry for each interval: 0 where a row is missing and nothing is open. Problems
    /// of the file are noted where it is first named.
    pub(super) fn column(
        &mut self,
        form: &mut Form,
        path: &str,
        name: &str,
        expected: Expected<'_>,
        calendar: &Calendar,
        open: &[bool],
    ) -> Option<Vec<f64>> {
        let file = form.text(path)?.to_owned();
        let folder = &self.folder;
        let columns = self.read.entry((file.clone(), expected.levels)).or_insert_with(|| {
            match table::read(&folder.join(&file), &file, path, expected, calendar) {
                Ok(columns) => Some(columns),
                Err(problems) => {
                    form.problems.extend(problems);
                    None
                }
            }
        });
        let Some(values) = columns.as_ref()?.get(name) else {
            form.refuse(
                "missing-column",
                path,
                format!("no column \"{name}\" in {file}"),
                "a column of this name".to_owned(),
                &format!("add the column \"{name}\" to {file}"),
            );
            return None;
        };
        let gaps: Vec<usize> = (0..values.len()).filter(|&i| values[i].is_none() && open[i]).collect();
        if !gaps.is_empty() {
            let first: Vec<String> = gaps.iter().take(3).map(|&i| calendar.label(i)).collect();
            let dots = if gaps.len() > 3 { ", …" } else { "" };
            let found = format!("no row for {} open intervals in {file}: {}{dots}", gaps.len(), first.join(", "));
            form.refuse(
                "gap",
                path,
                found,
                "a row for each interval in which it is open".to_owned(),
                "add the rows, with 0 where nothing is expected",
            );
            return None;
        }
        Some(values.iter().map(|value| value.unwrap_or(0.0)).collect())
    }
}
