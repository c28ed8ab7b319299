//! Whatever stands in an export, import reads it, sets rows aside or says what is wrong: of texts and Parquet files, and of workbooks
//! as they lie on a disk.
//!
//! The first byte says what is told beforehand; the rest is the file. A file is a workbook or Parquet by how it begins.

#![no_main]

mod reading;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    if let Some((&told, file)) = input.split_first() {
        reading::check(told, file);
    }
});
