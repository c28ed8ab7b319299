//! Workbooks: dates as numbers, several sheets, and what is none.

use super::answer;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

#[test]
fn a_sheet_is_read_as_a_text_would_be() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("export.xlsx");
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name("May").unwrap();
    let moment = Format::new().set_num_format("dd/mm/yyyy hh:mm");
    for (column, header) in ["Start", "Queue", "Offered", "AHT"].iter().enumerate() {
        sheet.write(1, column as u16, *header).unwrap();
    }
    for (row, clock) in (2..).zip(["08:00:00", "08:30:00", "09:00:00"]) {
        let start = ExcelDateTime::parse_from_str(&format!("2026-05-04T{clock}")).unwrap();
        sheet.write_with_format(row, 0, &start, &moment).unwrap();
        sheet.write(row, 1, "Sales").unwrap();
        sheet.write(row, 2, 10 + row).unwrap();
        sheet.write(row, 3, 200.5).unwrap();
    }
    sheet.write(4, 2, "many").unwrap();
    workbook.add_worksheet().set_name("Notes").unwrap();
    workbook.save(&path).unwrap();
    let expected = "sales (voice): 25 in 2 of 30m, 2026-05-04T08:00 to 2026-05-04T08:30, handling 200.5\n\
                    row 5, Offered: found \"many\", allowed a number with a decimal point\n\
                    note: sheet May is read; not Notes (--sheet NAME)";
    assert_eq!(answer(std::slice::from_ref(&path), ""), expected);
    let none = "export.xlsx: found no row, allowed a file with rows";
    assert_eq!(answer(std::slice::from_ref(&path), "sheet = \"Notes\""), none);
    let unknown = "export.xlsx: found no sheet \"June\", allowed May, Notes";
    assert_eq!(answer(&[path], "sheet = \"June\""), unknown);
}

#[test]
fn what_is_no_workbook_or_an_old_one_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("export.xlsx");
    std::fs::write(&path, b"PK\x03\x04 and then nothing").unwrap();
    let found = answer(std::slice::from_ref(&path), "");
    assert!(
        found.starts_with("export.xlsx: found ") && found.ends_with("allowed a workbook (XLSX) that can be read"),
        "{found}"
    );
    std::fs::write(&path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1").unwrap();
    assert_eq!(
        answer(std::slice::from_ref(&path), ""),
        "export.xlsx: found a workbook of the old kind (XLS), allowed CSV or XLSX"
    );
    assert!(
        answer(&[folder.path().to_owned()], "")
            .ends_with("found something that is not a file, allowed a CSV or XLSX file")
    );
    assert!(answer(&[folder.path().join("none.csv")], "").starts_with("none.csv: found no such file"));
}
