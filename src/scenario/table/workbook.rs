//! Workbooks (XLSX), cell by cell, of a size that is bounded before anything is unpacked into memory.

use calamine::{DataRef, Reader, Xlsx, XlsxError, open_workbook};
use std::fs::File;
use std::io::{BufReader, Read};
use std::ops::ControlFlow;
use std::path::Path;

/// Most that a part which is kept in memory may unpack to, in bytes: texts, styles, the list of sheets.
const MOST_IN_MEMORY: u64 = 512 << 20;
/// Most that all parts may say they unpack to, in bytes: a full sheet of a million rows and twenty columns is less.
const MOST_IN_ALL: u64 = 4 << 30;
/// Most parts.
const MOST_PARTS: usize = 10_000;
/// Most cells that are looked at.
const MOST_CELLS: u64 = 100_000_000;

/// An open workbook.
pub(crate) struct Workbook(Xlsx<BufReader<File>>);

impl Workbook {
    /// Opens a workbook, if it is one and unpacks to what it should.
    pub(crate) fn open(path: &Path) -> Result<Self, String> {
        check_size(path)?;
        open_workbook(path).map(Self).map_err(|error: XlsxError| error.to_string())
    }

    /// The names of its sheets.
    pub(crate) fn sheets(&self) -> Vec<String> {
        self.0.sheet_names()
    }

    /// Hands the cells of a sheet with their row and column, both from 0, to `visit`, row by row, until it breaks.
    pub(crate) fn visit(
        &mut self,
        sheet: &str,
        mut visit: impl FnMut((u32, u32), &DataRef<'_>) -> ControlFlow<()>,
    ) -> Result<(), String> {
        let mut cells = self.0.worksheet_cells_reader(sheet).map_err(|error| error.to_string())?;
        let mut count = 0_u64;
        while let Some(cell) = cells.next_cell().map_err(|error| error.to_string())? {
            count += 1;
            if count > MOST_CELLS {
                return Err(format!("more than {MOST_CELLS} cells"));
            }
            if visit(cell.get_position(), cell.get_value()).is_break() {
                break;
            }
        }
        Ok(())
    }
}

/// Refuses a file that would unpack to far more than it is. What parts say of their size is believed of sheets alone, which are read bit by bit.
fn check_size(path: &Path) -> Result<(), String> {
    let file = File::open(path).map_err(|error| error.to_string())?;
    let mut archive = zip::ZipArchive::new(BufReader::new(file)).map_err(|error| error.to_string())?;
    if archive.len() > MOST_PARTS {
        return Err(format!("{} parts, more than {MOST_PARTS}", archive.len()));
    }
    let (mut said, mut found) = (0_u64, 0_u64);
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|error| error.to_string())?;
        said = said.saturating_add(part.size());
        if said > MOST_IN_ALL {
            return Err(format!("what unpacks to more than {} GB", MOST_IN_ALL >> 30));
        }
        if part.name().is_ok_and(|name| name.starts_with("xl/worksheets/")) {
            continue;
        }
        let left = MOST_IN_MEMORY + 1 - found;
        // A part that cannot be unpacked is told of by whoever wants it.
        found += std::io::copy(&mut part.take(left), &mut std::io::sink()).unwrap_or(0);
        if found > MOST_IN_MEMORY {
            return Err(format!("texts that unpack to more than {} MB", MOST_IN_MEMORY >> 20));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::write::SimpleFileOptions;

    /// A file of half a megabyte with a part of more than half a gigabyte.
    #[test]
    fn what_unpacks_to_far_more_than_it_is_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("bomb.xlsx");
        let mut archive = zip::ZipWriter::new(File::create(&path).unwrap());
        archive.start_file("xl/sharedStrings.xml", SimpleFileOptions::default()).unwrap();
        let zeros = vec![0; 1 << 20];
        (0..=MOST_IN_MEMORY >> 20).for_each(|_| archive.write_all(&zeros).unwrap());
        archive.finish().unwrap();
        let found = Workbook::open(&path).err();
        assert_eq!(found.as_deref(), Some("texts that unpack to more than 512 MB"));
    }

    #[test]
    fn a_cell_far_away_costs_no_memory_between() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("far.xlsx");
        let mut written = rust_xlsxwriter::Workbook::new();
        let sheet = written.add_worksheet();
        sheet.write(0, 0, "a").unwrap();
        sheet.write(1_048_575, 16_383, "z").unwrap();
        written.save(&path).unwrap();
        let mut workbook = Workbook::open(&path).unwrap();
        let name = workbook.sheets().remove(0);
        let mut cells = Vec::new();
        workbook
            .visit(&name, |position, value| {
                cells.push((position, format!("{value:?}")));
                ControlFlow::Continue(())
            })
            .unwrap();
        assert_eq!(
            cells,
            [((0, 0), r#"SharedString("a")"#.to_owned()), ((1_048_575, 16_383), r#"SharedString("z")"#.to_owned())]
        );
    }
}
