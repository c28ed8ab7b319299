//! Imports point down: a module imports only from modules in an earlier paragraph of `lib.rs`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The floor of each module: the number of its paragraph of `pub mod` lines.
fn floors(lib: &str) -> BTreeMap<String, usize> {
    let mut floors = BTreeMap::new();
    let mut floor = 0;
    let mut in_paragraph = false;
    for line in lib.lines() {
        if let Some(module) = line.strip_prefix("pub mod ").and_then(|rest| rest.strip_suffix(';')) {
            floor += usize::from(!in_paragraph);
            in_paragraph = true;
            floors.insert(module.to_owned(), floor);
        } else {
            in_paragraph = false;
        }
    }
    floors
}

/// Modules of this crate that a source names as `crate::module`, also in `use crate::{a, b}`.
fn imports(source: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in source.match_indices("crate::") {
        let rest = &source[at + "crate::".len()..];
        if let Some(list) = rest.strip_prefix('{') {
            let mut depth = 0_i32;
            let mut name = String::new();
            for letter in list.chars() {
                match letter {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    ',' if depth == 0 => found.push(std::mem::take(&mut name)),
                    letter if depth == 0 => name.push(letter),
                    _ => {}
                }
            }
            found.push(name);
        } else {
            found.push(rest.to_owned());
        }
    }
    let identifier = |text: &String| -> String {
        text.trim().chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect()
    };
    found.iter().map(identifier).filter(|name| !name.is_empty()).collect()
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            // What the fuzz targets were built into.
            if path.file_name().is_some_and(|name| name != "target") {
                sources(&path, found);
            }
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn modules_import_only_from_the_floors_below() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let floors = floors(&fs::read_to_string(root.join("lib.rs")).unwrap());
    assert!(floors.len() > 15, "lib.rs lists the modules: {floors:?}");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let mut wrong = Vec::new();
    let mut checked = 0;
    for file in files {
        let relative = file.strip_prefix(&root).unwrap();
        let module = relative.components().next().unwrap().as_os_str().to_string_lossy().replace(".rs", "");
        let Some(&floor) = floors.get(&module) else { continue };
        for import in imports(&fs::read_to_string(&file).unwrap()) {
            if let Some(&other) = floors.get(&import) {
                checked += 1;
                if import != module && other >= floor {
                    wrong.push(format!("{} imports crate::{import}", relative.display()));
                }
            }
        }
    }
    assert!(checked > 50, "imports are found: {checked}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_checker_of_a_decision_never_imports_the_model_that_made_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut checkers =
        vec![root.join("scheduling/check.rs"), root.join("planning/check.rs"), root.join("intraday/check.rs")];
    sources(&root.join("scheduling/check"), &mut checkers);
    assert!(checkers.len() > 2, "{checkers:?}");
    for checker in checkers {
        let model = if checker.ends_with("intraday/check.rs") { "moves" } else { "model" };
        let checker = checker.display();
        let source = fs::read_to_string(checker.to_string()).unwrap();
        let code: String = source.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        assert!(!code.contains(&format!("{model}::")), "{checker} imports {model}");
    }
}

#[test]
fn files_keep_to_a_readable_length() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in ["src", "tests", "benches"] {
        sources(&root.join(folder), &mut files);
    }
    let too_long: Vec<String> = files
        .iter()
        .map(|file| (file, fs::read_to_string(file).unwrap().lines().count()))
        .filter(|(_, lines)| *lines > 600)
        .map(|(file, lines)| format!("{}: {lines} lines", file.display()))
        .collect();
    assert!(too_long.is_empty(), "{}", too_long.join("\n"));
}

#[test]
fn only_the_edges_touch_files() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let edges = ["scenario/", "history/", "report/", "importing", "web", "cli", "main.rs"];
    for file in files {
        let relative = file.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
        if edges.iter().any(|edge| relative.starts_with(edge)) {
            continue;
        }
        if relative.ends_with("tests.rs") {
            continue;
        }
        let source = fs::read_to_string(&file).unwrap();
        let code = source.split("#[cfg(test)]").next().unwrap();
        for name in ["std::fs", "std::time::Instant", "SystemTime", "std::env", "println!", "std::net"] {
            let used = code.lines().any(|line| line.contains(name) && !line.trim_start().starts_with("//"));
            assert!(!used, "{relative} uses {name}");
        }
    }
}

#[test]
fn the_dictionary_of_the_fuzz_targets_has_every_key() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/keys.dict");
    let dictionary = fs::read_to_string(path).unwrap();
    let segments = callboard::scenario::keys::all().flat_map(|key| key.path.split('.'));
    let missing: Vec<&str> = segments
        .filter(|segment| !["*", "#", "DAY"].contains(segment) && !dictionary.contains(&format!("\n\"{segment}\"\n")))
        .collect();
    assert!(missing.is_empty(), "not in tests/fuzz/keys.dict: {missing:?}");
}
