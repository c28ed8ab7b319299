//! What a spreadsheet program makes of a workbook: it computes every formula anew, and is to find what was written beside it.

use calamine::{Data, Range, Reader, Xlsx, open_workbook_from_rs};
use rust_xlsxwriter::{Formula, Workbook};
use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::Path;
use std::process::Command;

/// The values of the sheets of a workbook, by name.
pub fn sheets(bytes: &[u8]) -> BTreeMap<String, Range<Data>> {
    let mut workbook: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    workbook.worksheets().into_iter().collect()
}

/// The cells with formulas: sheet, row and column, formula.
pub fn formulas(bytes: &[u8]) -> Vec<(String, (u32, u32), String)> {
    let mut workbook: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let mut found = Vec::new();
    for name in workbook.sheet_names() {
        let formulas = workbook.worksheet_formula(&name).unwrap();
        let (first_row, first_column) = formulas.start().unwrap_or((0, 0));
        for (row, column, formula) in formulas.used_cells() {
            let at = (first_row + row as u32, first_column + column as u32);
            found.push((name.clone(), at, formula.clone()));
        }
    }
    found
}

/// A number in a cell, rows and columns counted from 0.
pub fn number(range: &Range<Data>, row: u32, column: u32) -> f64 {
    match range.get_value((row, column)) {
        Some(Data::Float(number)) => *number,
        Some(Data::Int(number)) => *number as f64,
        other => panic!("{other:?} in row {row}, column {column}"),
    }
}

/// Lets `soffice` compute workbooks anew: every cell with a formula has the value to the cent that was written beside it, and none is an
/// error. Says so and does nothing where there is no such program.
pub fn finds_the_same(workbooks: &[Vec<u8>]) {
    let folder = tempfile::tempdir().unwrap();
    // A cell with a wrong value beside its formula, to know that values are computed anew.
    let mut control = Workbook::new();
    control.add_worksheet().write_formula(0, 0, Formula::new("=1+1").set_result("7")).unwrap();
    let Some(control) = recomputed(&control.save_to_buffer().unwrap(), folder.path()) else {
        println!("skipped: no soffice that converts workbooks");
        return;
    };
    assert_eq!(number(&sheets(&control)["Sheet1"], 0, 0), 2.0);
    for told in workbooks {
        agree(told, &sheets(&recomputed(told, folder.path()).expect("it converted the workbook before")));
    }
}

/// The workbook as `soffice` computes it anew, whatever values stand beside the formulas; `None` where there is none.
fn recomputed(bytes: &[u8], folder: &Path) -> Option<Vec<u8>> {
    // Where it is not told to, it keeps the values that it finds.
    let always = r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>"#;
    // A profile of its own, so that a program that is open does not answer in its place.
    std::fs::create_dir_all(folder.join("profile/user")).unwrap();
    std::fs::write(folder.join("profile/user/registrymodifications.xcu"), always).unwrap();
    std::fs::write(folder.join("case.xlsx"), bytes).unwrap();
    let again = folder.join("again/case.xlsx");
    let _ = std::fs::remove_file(&again);
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    let answer = Command::new("soffice")
        .args([&profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir"])
        .arg(folder.join("again"))
        .arg(folder.join("case.xlsx"))
        .output();
    answer.ok().and_then(|_| std::fs::read(again).ok())
}

fn agree(told: &[u8], found: &BTreeMap<String, Range<Data>>) {
    let (all, told) = (formulas(told), sheets(told));
    assert!(all.len() > 30, "{} formulas", all.len());
    for (sheet, (row, column), formula) in all {
        let (was, is) = (told[&sheet].get_value((row, column)), found[&sheet].get_value((row, column)));
        let same = match (was, is) {
            (Some(Data::Float(was)), Some(Data::Float(is))) => (was - is).abs() < 0.005,
            (was, is) => was == is,
        };
        assert!(same, "{sheet}, row {row}, column {column}: {was:?} was told and {is:?} is found, {formula}");
    }
    let mut cells = found.values().flat_map(Range::used_cells);
    assert!(cells.all(|(.., cell)| !matches!(cell, Data::Error(_))));
}
