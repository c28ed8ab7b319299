//! Whatever stands in the files, the loader gives a scenario or says what is wrong.
//!
//! The input is a scenario file; after a line of `=====` may come overrides, one a line, and after further such lines
//! `volume.csv` and `on_duty.csv`.

#![no_main]

use callboard::demand::Demand;
use callboard::scenario::file::load;
use callboard::staffing::StaffingLevels;
use libfuzzer_sys::fuzz_target;
use std::path::Path;
use std::sync::LazyLock;
use tempfile::TempDir;

static FOLDER: LazyLock<TempDir> = LazyLock::new(|| TempDir::new().expect("a temporary folder can be made"));

fuzz_target!(|input: &[u8]| {
    let mut parts = split(input).into_iter();
    let folder = FOLDER.path();
    std::fs::write(folder.join("scenario.toml"), parts.next().unwrap_or_default())
        .expect("the folder can be written to");
    let overrides: Vec<String> =
        String::from_utf8_lossy(parts.next().unwrap_or_default()).lines().map(str::to_owned).take(8).collect();
    for name in ["volume.csv", "on_duty.csv"] {
        write_table(&folder.join(name), parts.next());
    }
    match load(folder, &overrides) {
        Ok(scenario) => {
            let again = load(folder, &overrides).expect("what was valid once is valid");
            assert!(again == scenario, "the same files give another scenario");
            let demand = Demand::of(&scenario);
            assert!(demand.expected.values().iter().all(|&contacts| contacts >= 0.0 && contacts.is_finite()));
            let levels = StaffingLevels::as_given(&scenario);
            assert_eq!(levels.agents.rows(), scenario.groups.len());
        }
        Err(problems) => {
            assert!(!problems.problems.is_empty(), "refused, and nothing is wrong");
            assert!(problems.problems.iter().all(|problem| !problem.remedy.is_empty()), "a problem without a remedy");
            assert!(problems.render(80, true).contains("problem"));
        }
    }
});

/// The parts between lines of `=====`.
fn split(input: &[u8]) -> Vec<&[u8]> {
    const LINE: &[u8] = b"\n=====\n";
    let mut parts = Vec::new();
    let mut rest = input;
    while let Some(at) = rest.windows(LINE.len()).position(|window| window == LINE) {
        parts.push(&rest[..at]);
        rest = &rest[at + LINE.len()..];
    }
    parts.push(rest);
    parts
}

fn write_table(path: &Path, table: Option<&[u8]>) {
    match table {
        Some(bytes) => std::fs::write(path, bytes).expect("the folder can be written to"),
        // It is missing already, unless an earlier input had one.
        None => drop(std::fs::remove_file(path)),
    }
}
