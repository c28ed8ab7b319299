//! `callboard` alone: what to do next, by what lies in the folder.

use super::{Failure, print_out};
use crate::scenario::template::TEMPLATES;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// Scenarios, or exports, that are named.
const MOST_NAMED: usize = 5;
/// Tables that this program writes itself, and that are no exports.
const OURS: [&str; 16] = [
    "history",
    "volume",
    "on_duty",
    "findings",
    "estimates",
    "forecast",
    "variance",
    "validation",
    "set_aside",
    "schedule",
    "plan",
    "roster",
    "tours",
    "holidays",
    "business_case",
    "study",
];

/// Says what to do next.
pub fn welcome() -> Result<(), Failure> {
    print_out(&next_steps(Path::new(".")))
}

/// What can be done with what lies in a folder, and how to begin where there is nothing.
fn next_steps(folder: &Path) -> String {
    let mut text = format!(
        "callboard {}: what will happen in the queues, who should work when, and what to ask for.\n",
        env!("CARGO_PKG_VERSION")
    );
    let mut step = |what: &str, commands: &[String]| {
        _ = write!(text, "\n{what}\n");
        for command in commands {
            _ = writeln!(text, "  callboard {command}");
        }
    };
    let words = |list: &[&str]| list.iter().map(|&word| word.to_owned()).collect::<Vec<_>>();
    if folder.join("scenario.toml").is_file() {
        if folder.join("history.csv").is_file() && folder.join("mapping.toml").is_file() {
            let commands = ["validate .", "forecast .", "update . NEW_EXPORT.csv"];
            step(
                "This folder holds a scenario of your own history. How far to trust it, what is to come, what came since:",
                &words(&commands),
            );
        }
        let commands = ["check .", "simulate .", "run . -o out"];
        step(
            "This folder holds a scenario. What it says, what will happen, and the whole answer with its report:",
            &words(&commands),
        );
        return text + LAST;
    }
    let scenarios = scenarios(folder);
    if let Some(first) = scenarios.first() {
        let mut commands = vec![format!("run {first} -o out")];
        commands.extend(scenarios.iter().skip(1).map(|scenario| format!("simulate {scenario}")));
        step("Scenarios that lie here: the whole answer of one, what will happen in the others:", &commands);
    }
    let exports = exports(folder);
    if !exports.is_empty() {
        let command = format!("import {} -o our_centre", exports.join(" "));
        step("Exports of a telephone system, if these are any: a scenario made of them:", &[command]);
    }
    if scenarios.is_empty() {
        let names: Vec<&str> = TEMPLATES.iter().map(|template| template.name).collect();
        let what = format!("A scenario to begin with, commented line by line ({}):", names.join(", "));
        step(&what, &words(&["new one_queue my_scenario", "run my_scenario -o out"]));
    }
    if exports.is_empty() {
        step(
            "A scenario of your own history, from exports of the telephone system (CSV, XLSX or Parquet):",
            &words(&["import calls.csv -o our_centre"]),
        );
    }
    text + LAST
}

const LAST: &str = "\nAll commands: callboard --help. What one of them does, with examples: callboard run --help\n";

/// Folders with a scenario, here and in `scenarios`, as they are named on a command line.
fn scenarios(folder: &Path) -> Vec<String> {
    let mut found: Vec<PathBuf> = Vec::new();
    for place in [folder.to_owned(), folder.join("scenarios")] {
        found.extend(entries(&place).into_iter().filter(|path| path.join("scenario.toml").is_file()));
    }
    // What a newcomer should see first comes first.
    let is_first = |path: &PathBuf| !path.ends_with("peak_season");
    found.sort_by_key(|path| (is_first(path), path.clone()));
    named(folder, &found)
}

/// Files that may be exports.
fn exports(folder: &Path) -> Vec<String> {
    let mut found = entries(folder);
    found.retain(|path| {
        let has = |ending: &str| path.extension().is_some_and(|own| own.eq_ignore_ascii_case(ending));
        let is_ours = path.file_stem().is_some_and(|stem| OURS.iter().any(|ours| stem == *ours));
        path.is_file() && !is_ours && ["csv", "xlsx", "parquet"].into_iter().any(has)
    });
    named(folder, &found)
}

/// What lies in a folder, in the order of names.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let read = std::fs::read_dir(folder).into_iter().flatten();
    let mut found: Vec<PathBuf> = read.filter_map(|entry| Some(entry.ok()?.path())).collect();
    found.sort();
    found
}

/// Names as they can be typed: quoted where they have blanks or signs that mean something to a shell.
fn named(folder: &Path, paths: &[PathBuf]) -> Vec<String> {
    let name = |path: &PathBuf| {
        let name = path.strip_prefix(folder).unwrap_or(path).display().to_string();
        let is_plain = name.chars().all(|letter| letter.is_alphanumeric() || "._-/\\".contains(letter));
        if is_plain { name } else { format!("'{}'", name.replace('\'', "'\\''")) }
    };
    paths.iter().take(MOST_NAMED).map(name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn an_empty_folder_is_told_how_to_begin() {
        let folder = tempfile::tempdir().unwrap();
        let text = next_steps(folder.path());
        assert!(text.contains("\n  callboard new one_queue my_scenario\n"), "{text}");
        assert!(text.contains("\n  callboard import calls.csv -o our_centre\n"), "{text}");
    }

    #[test]
    fn what_lies_in_the_folder_is_named() {
        let folder = tempfile::tempdir().unwrap();
        for scenario in ["scenarios/one_queue", "scenarios/peak_season", "our centre"] {
            fs::create_dir_all(folder.path().join(scenario)).unwrap();
            fs::write(folder.path().join(scenario).join("scenario.toml"), "").unwrap();
        }
        for file in ["May.XLSX", "calls.csv", "volume.csv", "notes.txt"] {
            fs::write(folder.path().join(file), "").unwrap();
        }
        let text = next_steps(folder.path());
        assert!(
            text.contains("\n  callboard run scenarios/peak_season -o out\n  callboard simulate 'our centre'\n"),
            "{text}"
        );
        assert!(text.contains("\n  callboard import May.XLSX calls.csv -o our_centre\n"), "{text}");
    }

    #[test]
    fn a_folder_with_a_scenario_of_a_history_is_told_what_can_be_done_with_it() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("scenario.toml"), "").unwrap();
        let plain = next_steps(folder.path());
        assert!(plain.contains("callboard run . -o out") && !plain.contains("validate"), "{plain}");
        for file in ["history.csv", "mapping.toml"] {
            fs::write(folder.path().join(file), "").unwrap();
        }
        assert!(next_steps(folder.path()).contains("callboard validate .\n"));
    }
}
