//! Rows that cannot be believed, set aside with their reasons.

use crate::history::read::SetAside;
use crate::report::csv::safe;
use crate::report::file::begin_aside;
use std::io;
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// Rows that were set aside, written bit by bit to a file that is put in its place at the end.
pub struct Aside<'a> {
    parent: &'a Path,
    writer: Option<csv::Writer<NamedTempFile>>,
    /// How many there are.
    pub count: u64,
    failed: Option<io::Error>,
}

impl<'a> Aside<'a> {
    /// None yet; a file aside is begun in the folder when there is one.
    pub fn new(parent: &'a Path) -> Self {
        Self { parent, writer: None, count: 0, failed: None }
    }

    /// The file of rows that were set aside before, with these after them; nothing where there are none.
    pub fn appended(self, path: &Path) -> io::Result<Option<(PathBuf, Vec<u8>)>> {
        let Some(file) = self.into_file()? else { return Ok(None) };
        let new = std::fs::read(file.path()).map_err(|error| cannot(&error))?;
        let mut all = std::fs::read(path).unwrap_or_default();
        // The header is that of the file that is there.
        let header = new.iter().position(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        all.extend_from_slice(&new[if all.is_empty() { 0 } else { header }..]);
        Ok(Some((path.to_owned(), all)))
    }

    /// Sets a row aside.
    pub fn take(&mut self, row: &SetAside<'_>) {
        self.count += 1;
        if self.failed.is_none() {
            self.failed = self.write(row).err();
        }
    }

    /// The file of the rows; none where there are none.
    pub(super) fn into_file(self) -> io::Result<Option<NamedTempFile>> {
        if let Some(error) = self.failed {
            return Err(cannot(&error));
        }
        self.writer.map(|writer| writer.into_inner().map_err(|error| cannot(error.error()))).transpose()
    }

    fn write(&mut self, row: &SetAside<'_>) -> io::Result<()> {
        if self.writer.is_none() {
            let file = begin_aside(self.parent)?;
            let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(file);
            writer.write_record(["file", "row", "column", "found", "allowed", "what_to_do", "cells"])?;
            self.writer = Some(writer);
        }
        let Some(writer) = &mut self.writer else { return Ok(()) };
        let refusal = row.refusal;
        let line = row.row.line.to_string();
        let first = [row.origin, &line, row.column, &refusal.found, &refusal.allowed, refusal.remedy];
        writer.write_record(
            first.into_iter().map(str::to_owned).chain(row.row.texts().iter().map(|cell| safe_cell(cell))),
        )?;
        Ok(())
    }
}

/// A cell that no spreadsheet takes for a formula; a number is none.
fn safe_cell(cell: &str) -> String {
    if cell.parse::<f64>().is_ok() { cell.to_owned() } else { safe(cell) }
}

fn cannot(error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("rows cannot be set aside: {error}"))
}
