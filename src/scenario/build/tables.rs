//! The tables that a scenario names, each read once however many queues or groups share it.

use crate::calendar::Calendar;
use crate::scenario::form::Form;
use crate::scenario::table::{self, Columns, Expected, daily};
use jiff::ToSpan;
use jiff::civil::Date;
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
        let (file, place) = form.table(path, &self.folder)?;
        let columns = self.read.entry((file.clone(), expected.levels)).or_insert_with(|| {
            match table::read(&place, &file, path, expected, calendar) {
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

    /// The numbers of a column of a table with a row for each day, an entry for each day of the calendar: that of so many
    /// days before. Days without a row are a problem.
    pub(super) fn daily(
        &self,
        form: &mut Form,
        path: &str,
        column_path: &str,
        lag_days: i64,
        calendar: &Calendar,
    ) -> Option<Vec<f64>> {
        let (file, place) = form.table(path, &self.folder)?;
        let column = form.text(column_path)?.to_owned();
        let days: Vec<Date> = calendar.days.iter().map(|day| day.date.saturating_sub(lag_days.days())).collect();
        let wanted = daily::Wanted { column: &column, first: *days.first()?, last: *days.last()? };
        let units = match daily::read(&place, &file, path, &wanted) {
            Ok(units) => units,
            Err(problems) => {
                form.problems.extend(problems);
                return None;
            }
        };
        let missing: Vec<&Date> = days.iter().filter(|day| !units.contains_key(day)).collect();
        if !missing.is_empty() {
            let first: Vec<String> = missing.iter().take(5).map(ToString::to_string).collect();
            let dots = if missing.len() > 5 { ", …" } else { "" };
            let found = format!("no row for {} days in {file}: {}{dots}", missing.len(), first.join(", "));
            form.refuse(
                "gap",
                path,
                found,
                format!("a row for each day from {} to {}", days[0], days[days.len() - 1]),
                "add the rows, with 0 where there is nothing; a lag looks at days before the horizon",
            );
            return None;
        }
        Some(days.iter().filter_map(|day| units.get(day)).copied().collect())
    }
}
