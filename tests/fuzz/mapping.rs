//! Whatever stands in a mapping file, it is read, or all that is wrong is said; and what was read is written and read the same.

#![no_main]

use callboard::history::mapping::parse;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let text = String::from_utf8_lossy(input);
    match parse(&text, "mapping.toml") {
        Ok(mapping) => {
            let written = mapping.to_toml();
            let again = parse(&written, "mapping.toml").expect("what is written is read");
            assert_eq!(format!("{mapping:?}"), format!("{again:?}"));
        }
        Err(problems) => assert!(!problems.is_empty() && problems.iter().all(|problem| !problem.remedy.is_empty())),
    }
});
