//! From exports to the folder of a scenario: what was read, what is odd in it, what it says of handling and patience, all written beside each
//! other, whole or not at all. And the way back: the [`past`] of such a folder, to hold a simulation against.

mod aside;
mod document;
pub mod past;

pub use aside::Aside;
pub use document::{document, files_json};

use crate::calibration::{Estimates, Observed};
use crate::history::body::Body;
use crate::history::findings::Findings;
use crate::history::folder::files;
use crate::history::layout::Layout;
use crate::history::mapping::Mapping;
use crate::history::read::{Reading, Visitors, read};
use crate::history::{IntervalHistory, coarser};
#[cfg(feature = "parquet")]
use crate::history::{IntervalRow, parquet::history_parquet};
use crate::report::estimates::estimates_csv;
use crate::report::file::write_by_rename;
use crate::report::imported_html;
use crate::scenario::file::{Problems, load};
use std::path::{Path, PathBuf};

/// What is to be imported.
#[derive(Debug, Clone, Default)]
pub struct Wish {
    /// Exports: interval statistics or call records; beside them perhaps a staff file and time sheets.
    pub files: Vec<PathBuf>,
    /// Call records of some of the calls that the files count.
    pub sample: Vec<PathBuf>,
    /// What is known of how the files are laid out.
    pub mapping: Mapping,
    /// Whether rows that cannot be believed stop it, instead of being set aside.
    pub strict: bool,
    /// Whether a scenario that is there already is written over.
    pub replace: bool,
    /// Whether the history is written as Parquet too.
    pub parquet: bool,
}

/// What came of it.
pub struct Imported {
    /// What was read of each file.
    pub reading: Reading,
    /// The history in the intervals of the scenario.
    pub history: IntervalHistory,
    /// What is odd in it.
    pub findings: Findings,
    /// Rows that were set aside.
    pub set_aside: u64,
}

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The files are wrong: all their problems.
    #[error(transparent)]
    Input(#[from] Problems),
    /// It makes no sense as it is asked for.
    #[error("{0}")]
    Wish(String),
    /// Something cannot be made or written.
    #[error("{what}: {error}")]
    Fault {
        /// What.
        what: String,
        /// Why.
        error: Box<dyn std::error::Error + Send + Sync>,
    },
}

fn fault<E: Into<Box<dyn std::error::Error + Send + Sync>>>(what: impl Into<String>) -> impl FnOnce(E) -> ImportError {
    let what = what.into();
    move |error| ImportError::Fault { what, error: error.into() }
}

fn cannot_write<E: Into<Box<dyn std::error::Error + Send + Sync>>>(path: &Path) -> impl FnOnce(E) -> ImportError {
    fault(format!("{} cannot be written", path.display()))
}

/// Reads exports and writes the scenario of them into a folder, which is made where it does not exist.
pub fn import(wish: &Wish, folder: &Path) -> Result<Imported, ImportError> {
    let parent = check_folder(folder, wish.replace)?;
    let mut aside = Aside::new(&parent);
    let mut observed = Observed::default();
    let mut reading = read(
        &wish.files,
        &wish.mapping,
        wish.strict,
        &mut Visitors { call: &mut |call| observed.take(call), set_aside: &mut |row| aside.take(row) },
    )?;
    if !wish.sample.is_empty() {
        let mut visitors = Visitors { call: &mut |call| observed.take(call), set_aside: &mut |row| aside.take(row) };
        let of_sample = read(&wish.sample, &reading.mapping.for_a_sample(), wish.strict, &mut visitors)?;
        check_sample(&of_sample)?;
        let strange = of_sample.history.queues.iter().filter(|queue| !has_queue(&reading.history, &queue.name));
        reading
            .notes
            .extend(strange.map(|queue| format!("the sample has calls of {}, which the files do not", queue.name)));
        reading.files.extend(of_sample.files);
    }
    let minutes = match reading.history.interval_minutes {
        5 | 15 => 15,
        10 | 30 => 30,
        _ => 60,
    };
    let body = Body::of(&reading.history);
    reading.notes.extend(body.note());
    let history = coarser(&body.history, minutes);
    let findings = Findings::of(&history);
    let name = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let name = name.file_name().map_or("History".to_owned(), |name| name.to_string_lossy().into_owned());
    let origins: Vec<String> = wish.files.iter().map(|path| file_name(path)).collect();
    let estimates = Estimates::of(&history, &findings, &observed, &reading.people);
    let estimated = estimates.settings(f64::from(minutes) * 60.0);
    let mut files = files(&history, &reading.teams, &findings, &estimated, &name, &origins);
    let remembered = Mapping { interval_minutes: Some(minutes), ..reading.mapping.clone() };
    files.push(("mapping.toml".to_owned(), remembered.to_toml()));
    let page = imported_html(&name, &history, &findings, &estimates).map_err(fault("import.html cannot be made"))?;
    files.push(("import.html".to_owned(), page));
    files.push(("estimates.csv".to_owned(), estimates_csv(&estimates)));
    let mut files: Vec<(String, Vec<u8>)> = files.into_iter().map(|(name, text)| (name, text.into_bytes())).collect();
    #[cfg(feature = "parquet")]
    if wish.parquet {
        let mark = |queue: usize, row: &IntervalRow| findings.mark(queue, row.date(), row.minute());
        let bytes = history_parquet(&history, mark).map_err(fault("history.parquet cannot be made"))?;
        files.push(("history.parquet".to_owned(), bytes));
    }
    let count = aside.count;
    write(&parent, folder, &files, aside)?;
    Ok(Imported { reading, history, findings, set_aside: count })
}

fn has_queue(history: &IntervalHistory, name: &str) -> bool {
    history.queues.iter().any(|queue| queue.name == name)
}

/// A sample has to be of calls: intervals say nothing of a single one.
fn check_sample(reading: &Reading) -> Result<(), ImportError> {
    match reading.files.iter().find(|file| file.layout != Layout::Calls) {
        Some(file) => {
            let name = file.layout.name();
            let message = format!(
                "{}: the layout {name}, but --sample wants call records (arrival, answered, ended, queue)",
                file.origin
            );
            Err(ImportError::Wish(message))
        }
        None => Ok(()),
    }
}

fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

/// The folder's own folder, if the scenario may be written.
fn check_folder(folder: &Path, replace: bool) -> Result<PathBuf, ImportError> {
    let shown = folder.display();
    if folder.is_dir() && folder.join("scenario.toml").exists() && !replace {
        let message =
            format!("{shown} has a scenario already: choose another folder, or say --replace to write over it");
        return Err(ImportError::Wish(message));
    }
    if folder.exists() && !folder.is_dir() {
        return Err(ImportError::Wish(format!("{shown} is no folder: choose another one")));
    }
    let parent = match folder.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    };
    if !parent.is_dir() {
        return Err(ImportError::Wish(format!("{} is no folder: make it first", parent.display())));
    }
    Ok(parent)
}

/// Writes all files aside, makes sure that they are a scenario, and puts them in their place.
fn write(parent: &Path, folder: &Path, files: &[(String, Vec<u8>)], aside: Aside<'_>) -> Result<(), ImportError> {
    let set_aside = aside.into_file().map_err(fault("set_aside.csv cannot be written"))?;
    let scratch = tempfile::Builder::new().prefix(".callboard-").tempdir_in(parent).map_err(cannot_write(parent))?;
    // Inside, so that the folder has the permissions that folders have here, not those of a temporary one.
    let inside = scratch.path().join("scenario");
    std::fs::create_dir(&inside).map_err(cannot_write(&inside))?;
    for (name, bytes) in files {
        std::fs::write(inside.join(name), bytes).map_err(cannot_write(Path::new(name)))?;
    }
    load(&inside, &[])?;
    if let Some(file) = set_aside {
        let place = inside.join("set_aside.csv");
        file.persist(&place).map_err(|error| cannot_write(&place)(error.error))?;
    }
    if !folder.exists() {
        std::fs::rename(&inside, folder).map_err(cannot_write(folder))?;
        return Ok(());
    }
    for (name, bytes) in files {
        write_by_rename(&folder.join(name), bytes).map_err(cannot_write(&folder.join(name)))?;
    }
    // What an earlier import left would be taken for this one's.
    for name in ["set_aside.csv", "on_duty.csv", "history.parquet"] {
        let (new, old) = (inside.join(name), folder.join(name));
        if name == "set_aside.csv" && new.exists() {
            std::fs::rename(&new, &old).map_err(cannot_write(&old))?;
        } else if !new.exists() && old.exists() {
            std::fs::remove_file(&old).map_err(cannot_write(&old))?;
        }
    }
    Ok(())
}
