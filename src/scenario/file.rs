//! From a file to a [`Scenario`], or to all that is wrong with it.

use super::Scenario;
use super::form::Form;
use super::problem::line_starts;
pub use super::problem::{Place, Problem, Problems};
use super::tree::{self, Sources};
use std::path::{Path, PathBuf};

/// Largest scenario file, in bytes.
const MOST_BYTES: u64 = 16 << 20;
/// Version of the format: part of every digest.
const FORMAT: u32 = 1;

/// A scenario file, found and read.
#[derive(Debug, Clone)]
pub struct Source {
    /// The file.
    pub path: PathBuf,
    /// Its folder, from which the names of tables count.
    pub folder: PathBuf,
    /// What the scenario is called unless it says so itself: the name of the folder or file.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// Loads the scenario of a path, with overrides (`queue.orders.handling.mean=5m`) laid over it.
///
/// The path is that of a folder with a `scenario.toml`, of a file, or of a file without its ending `.toml`.
pub fn load(path: &Path, overrides: &[String]) -> Result<Scenario, Problems> {
    let source = read(path).map_err(|problem| Problems { problems: vec![*problem] })?;
    parse(&source, overrides)
}

/// Finds and reads the file of a path.
pub fn read(path: &Path) -> Result<Source, Box<Problem>> {
    let shown = path.display().to_string();
    let refuse = |rule, origin: &str, found: &str, allowed: &str, remedy: &str| {
        Box::new(Problem {
            rule,
            about: String::new(),
            place: Place::whole(origin),
            found: found.to_owned(),
            allowed: allowed.to_owned(),
            remedy: remedy.to_owned(),
        })
    };
    let remedy = "`callboard new one_queue my_scenario` writes a scenario to start from";
    let mut file = path.to_owned();
    if path.is_dir() {
        file = path.join("scenario.toml");
        if !file.exists() {
            return Err(refuse(
                "file",
                &shown,
                "a folder without scenario.toml",
                "a folder with a scenario.toml, or a .toml file",
                remedy,
            ));
        }
    } else if !path.exists() {
        let mut with_ending = path.as_os_str().to_owned();
        with_ending.push(".toml");
        file = PathBuf::from(with_ending);
        if !file.exists() {
            return Err(refuse(
                "file",
                &shown,
                "no such file or folder",
                "a folder with a scenario.toml, or a .toml file",
                remedy,
            ));
        }
    }
    let origin = file.display().to_string();
    let unreadable = |error: &std::io::Error| {
        refuse(
            "file",
            &origin,
            &error.to_string(),
            "a file that can be read",
            "check the path and who may read the file",
        )
    };
    let meta = std::fs::metadata(&file).map_err(|error| unreadable(&error))?;
    if !meta.is_file() {
        return Err(refuse(
            "file",
            &origin,
            "something that is not a file",
            "a folder with a scenario.toml, or a .toml file",
            remedy,
        ));
    }
    if meta.len() > MOST_BYTES {
        return Err(refuse(
            "too-large",
            &origin,
            &format!("{} MB", meta.len() >> 20),
            "at most 16 MB",
            "move long tables into CSV files beside it",
        ));
    }
    let bytes = std::fs::read(&file).map_err(|error| unreadable(&error))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = before.split(|&byte| byte == b'\n').count();
        let found = format!("text that is not UTF-8 on line {line}");
        refuse(
            "encoding",
            &origin,
            &found,
            "a text file in UTF-8",
            "save it as UTF-8 (without BOM, if your editor asks)",
        )
    })?;
    let text = text.strip_prefix('\u{feff}').map_or(text.clone(), str::to_owned);
    if text.trim().is_empty() {
        return Err(refuse("empty", &origin, "an empty file", "a scenario", remedy));
    }
    let folder = file.parent().map_or_else(PathBuf::new, Path::to_owned);
    let stem = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let of_folder = std::fs::canonicalize(&file)
        .ok()
        .and_then(|full| Some(full.parent()?.file_name()?.to_string_lossy().into_owned()));
    let name = if stem == "scenario" { of_folder.unwrap_or(stem) } else { stem };
    Ok(Source { path: file, folder, name, text })
}

/// The scenario of a text that was read, with overrides laid over it.
pub fn parse(source: &Source, overrides: &[String]) -> Result<Scenario, Problems> {
    parsed(source, overrides, false)
}

/// The same, where the text is of somebody who may not read all files of this machine: tables outside of the scenario's folder are
/// refused, and so are links that lead out of it.
pub fn parse_confined(source: &Source, overrides: &[String]) -> Result<Scenario, Problems> {
    parsed(source, overrides, true)
}

fn parsed(source: &Source, overrides: &[String], confined: bool) -> Result<Scenario, Problems> {
    let sources = Sources {
        file: source.path.display().to_string(),
        text: source.text.clone(),
        line_starts: line_starts(&source.text),
        overrides: overrides.to_vec(),
        confined,
    };
    let (mut root, mut problems) = tree::parse(&sources);
    if !problems.is_empty() {
        // What follows from a fault of the syntax would only hide it.
        return Err(Problems { problems });
    }
    problems.extend((0..overrides.len()).filter_map(|index| super::overrides::apply(&mut root, &sources, index)));
    let mut form = Form::of(&root, sources, problems);
    let scenario = super::build::build(&mut form, &source.folder, &source.name);
    let mut problems = std::mem::take(&mut form.problems);
    match scenario {
        Some(mut scenario) if problems.is_empty() => {
            scenario.digest = digest(&form, &scenario);
            Ok(scenario)
        }
        _ => {
            let file = source.path.display().to_string();
            let rank = |problem: &Problem| (problem.place.origin == "--set", problem.place.origin != file);
            problems.sort_by_key(|problem| {
                (rank(problem), problem.place.origin.clone(), problem.place.line, problem.place.column)
            });
            if problems.is_empty() {
                problems.push(Problem {
                    rule: "incomplete",
                    about: String::new(),
                    place: Place::whole(&file),
                    found: "a scenario that is not complete".to_owned(),
                    allowed: "a complete one".to_owned(),
                    remedy: "compare it with the one that `callboard new one_queue DIR` writes".to_owned(),
                });
            }
            Err(Problems { problems })
        }
    }
}

/// Fingerprint of all inputs: FNV-1a with 128 bits over the values in force and the contents of the tables. It tells
/// results of different inputs apart; it is no protection against intent.
fn digest(form: &Form, scenario: &Scenario) -> String {
    let mut hash: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    let mut add = |bytes: &[u8]| {
        for &byte in bytes {
            hash = (hash ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
        }
    };
    add(&FORMAT.to_le_bytes());
    for (path, value) in &form.values {
        add(path.as_bytes());
        // Where a value was written does not change what it is.
        let value = match value {
            super::kind::Checked::Names(names) => {
                format!("{:?}", names.iter().map(|(name, _)| name).collect::<Vec<_>>())
            }
            value => format!("{value:?}"),
        };
        add(value.as_bytes());
        add(b"\n");
    }
    for queue in &scenario.queues {
        let (super::Volume::Table(table) | super::Volume::Daily { contacts: table, .. }) = &queue.volume else {
            continue;
        };
        for contacts in table {
            add(&contacts.to_bits().to_le_bytes());
        }
    }
    for group in &scenario.groups {
        for agents in &group.on_duty {
            add(&agents.to_le_bytes());
        }
    }
    for employee in scenario.roster.iter().flat_map(|roster| &roster.employees) {
        add(format!("{employee:?}").as_bytes());
    }
    // The order of queues and groups matters to routing, that of reasons and bots to what is drawn, and a map of values
    // does not tell it.
    let names = scenario.queues.iter().map(|queue| &queue.name).chain(scenario.groups.iter().map(|group| &group.name));
    let reasons = scenario.queues.iter().flat_map(|queue| queue.reasons.iter().map(|reason| &reason.name));
    let persons = scenario.groups.iter().flat_map(|group| &group.persons).map(|person| &person.name);
    let names = names.chain(reasons).chain(scenario.bots.iter().map(|bot| &bot.name)).chain(persons);
    for name in names {
        add(name.as_bytes());
    }
    format!("{hash:032x}")
}
