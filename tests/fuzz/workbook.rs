//! Whatever stands in a sheet of a workbook, import reads it, sets rows aside or says what is wrong.
//!
//! A workbook is packed and carries checksums, which bytes at random never fulfil. So it is packed here: the first byte says what is told
//! beforehand; the rest is the sheet's XML, and, behind lines of `=====`, the texts that it shares and the styles of its cells.

#![no_main]

mod reading;

use libfuzzer_sys::fuzz_target;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const SPREADSHEET: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

fuzz_target!(|input: &[u8]| {
    if let Some((&told, parts)) = input.split_first() {
        reading::check(told, &packed(parts));
    }
});

/// A workbook with one sheet.
fn packed(parts: &[u8]) -> Vec<u8> {
    let line = b"\n=====\n";
    let mut rest = parts;
    let mut next = || {
        let end = rest.windows(line.len()).position(|window| window == line);
        let part = &rest[..end.unwrap_or(rest.len())];
        rest = end.map_or(&[][..], |end| &rest[end + line.len()..]);
        part
    };
    let (sheet, texts, styles) = (next(), next(), next());
    let relation = |id: &str, kind: &str, target: &str| {
        format!(r#"<Relationship Id="{id}" Type="{RELATIONS}/{kind}" Target="{target}"/>"#)
    };
    let relations = |list: &[String]| format!(r#"<Relationships xmlns="{PACKAGE}">{}</Relationships>"#, list.concat());
    let of_file = relations(&[relation("r1", "officeDocument", "xl/workbook.xml")]);
    let of_book = relations(&[
        relation("r1", "worksheet", "worksheets/sheet1.xml"),
        relation("r2", "sharedStrings", "sharedStrings.xml"),
        relation("r3", "styles", "styles.xml"),
    ]);
    let book = format!(
        r#"<workbook xmlns="{SPREADSHEET}" xmlns:r="{RELATIONS}"><sheets><sheet name="May" sheetId="1" r:id="r1"/></sheets></workbook>"#
    );
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let plain = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut part = |name: &str, content: &[u8]| {
        writer.start_file(name, plain).expect("a part can be begun");
        writer.write_all(content).expect("memory can be written to");
    };
    part("_rels/.rels", of_file.as_bytes());
    part("xl/workbook.xml", book.as_bytes());
    part("xl/_rels/workbook.xml.rels", of_book.as_bytes());
    part("xl/worksheets/sheet1.xml", sheet);
    if !texts.is_empty() {
        part("xl/sharedStrings.xml", texts);
    }
    if !styles.is_empty() {
        part("xl/styles.xml", styles);
    }
    writer.finish().expect("memory can be written to").into_inner()
}
