//! Workbooks (XLSX), cell by cell, of a size that is bounded before anything is unpacked into memory.

use crate::scenario::guarded::reading;
use calamine::{DataRef, Reader, Xlsx, open_workbook};
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
/// Rows and columns that a sheet has.
const SHEET: (u32, u32) = (1 << 20, 1 << 14);
/// Most cells that are looked at.
const MOST_CELLS: u64 = 100_000_000;

/// An open workbook.
pub(crate) struct Workbook(Xlsx<BufReader<File>>);

impl Workbook {
    /// Opens a workbook, if it is one and unpacks to what it should.
    pub(crate) fn open(path: &Path) -> Result<Self, String> {
        check_size(path)?;
        reading(|| open_workbook::<Xlsx<_>, _>(path)).map(Self)
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
        let mut cells = reading(|| self.0.worksheet_cells_reader(sheet))?;
        let mut count = 0_u64;
        while let Some(cell) = reading(|| cells.next_cell())? {
            count += 1;
            if count > MOST_CELLS {
                return Err(format!("more than {MOST_CELLS} cells"));
            }
            let (row, column) = cell.get_position();
            if row >= SHEET.0 || column >= SHEET.1 {
                return Err(format!("a cell outside of the {} rows and {} columns of a sheet", SHEET.0, SHEET.1));
            }
            if visit((row, column), cell.get_value()).is_break() {
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
    fn a_cell_outside_of_all_sheets_is_refused() {
        for place in ["A1048577", "XFE1", "ENXMLFORMATS7", "A99999999999"] {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("outside.xlsx");
            let mut archive = zip::ZipWriter::new(File::create(&path).unwrap());
            let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
            let package = "http://schemas.openxmlformats.org/package/2006/relationships";
            let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
            let relation = |kind: &str, target: &str| {
                format!(
                    r#"<Relationships xmlns="{package}"><Relationship Id="r1" Type="{relations}/{kind}" Target="{target}"/></Relationships>"#
                )
            };
            let book = format!(
                r#"<workbook xmlns="{main}" xmlns:r="{relations}"><sheets><sheet name="May" sheetId="1" r:id="r1"/></sheets></workbook>"#
            );
            let sheet = format!(
                r#"<worksheet xmlns="{main}"><sheetData><row r="1"><c r="{place}"><v>1</v></c></row></sheetData></worksheet>"#
            );
            for (name, part) in [
                ("_rels/.rels", relation("officeDocument", "xl/workbook.xml")),
                ("xl/_rels/workbook.xml.rels", relation("worksheet", "worksheets/sheet1.xml")),
                ("xl/workbook.xml", book),
                ("xl/worksheets/sheet1.xml", sheet),
            ] {
                archive.start_file(name, SimpleFileOptions::default()).unwrap();
                archive.write_all(part.as_bytes()).unwrap();
            }
            archive.finish().unwrap();
            let found = Workbook::open(&path).unwrap().visit("May", |_, _| ControlFlow::Continue(()));
            assert!(found.is_err(), "{place}");
        }
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
