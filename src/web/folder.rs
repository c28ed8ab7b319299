//! The scenarios of a folder: each is a folder in it with a `scenario.toml`. Nothing outside is read or written, whatever a name says.

use super::store::fingerprint;
use crate::report::file::write_by_rename;
use crate::scenario::Scenario;
use crate::scenario::edit::{self, EditError};
use crate::scenario::file::{self, Source, parse_confined};
use crate::scenario::problem::Problems;
use crate::scenario::template;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// Most scenarios that are listed.
const MOST: usize = 1000;
/// Longest name, in letters.
const LONGEST: usize = 100;
/// Longest text, in bytes.
pub const LONGEST_TEXT: usize = 2 << 20;
/// Most bytes of the files of a scenario together.
const MOST_BYTES: u64 = 256 << 20;
/// The text that a scenario begins with.
pub const SCENARIO: &str = "scenario.toml";
/// Most files of a scenario.
const MOST_FILES: usize = 200;

/// A folder of scenarios.
#[derive(Debug, Clone)]
pub struct Folder {
    root: PathBuf,
    /// Held while a version is compared and a file is written, so that of two who save at once one is told that it has changed.
    saving: Arc<Mutex<()>>,
}

/// A scenario in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The name of its folder.
    pub name: String,
    /// Its question, as far as it can be read.
    pub question: String,
}

/// A text with what it was when it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The text of the scenario file.
    pub text: String,
    /// What tells it from every other text.
    pub version: String,
}

/// Why a scenario cannot be had or saved.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// There is none of that name.
    #[error("there is no scenario \"{}\"", .0.escape_debug())]
    Unknown(String),
    /// It cannot be called that.
    #[error("\"{}\" is no name for a scenario: at most {LONGEST} letters, digits, spaces, dots, - and _, beginning with a letter or digit", .0.escape_debug())]
    Name(String),
    /// Something is there already.
    #[error("\"{0}\" is there already: choose another name, nothing is overwritten")]
    Taken(String),
    /// It was changed meanwhile.
    #[error("the file was changed by somebody else since it was opened")]
    Changed(Text),
    /// What would be saved is too long.
    #[error("a text that is changed here has at most {} MB", LONGEST_TEXT >> 20)]
    TooLong,
    /// It is wrong.
    #[error(transparent)]
    Wrong(#[from] Problems),
    /// Values cannot be written into the text.
    #[error(transparent)]
    Edit(#[from] EditError),
    /// It cannot be used as it is.
    #[error("{0}")]
    Unfit(String),
    /// The disk does not do it.
    #[error("{0}")]
    Io(#[from] std::io::Error),
}

/// Whether a name is that of a folder right here: no path, nothing hidden, nothing that a system gives a meaning of its own.
pub fn is_name(name: &str) -> bool {
    let is_plain = |letter: char| letter.is_alphanumeric() || "_- .".contains(letter);
    !name.is_empty()
        && name.chars().count() <= LONGEST
        && name.chars().all(is_plain)
        && name.starts_with(|letter: char| letter.is_alphanumeric() || letter == '_')
        && !name.ends_with(['.', ' '])
}

fn has_table_ending(file: &str) -> bool {
    Path::new(file).extension().is_some_and(|ending| ending == "csv")
}

impl Folder {
    /// A folder that is there.
    pub fn of(root: &Path) -> std::io::Result<Self> {
        Ok(Self { root: root.canonicalize()?, saving: Arc::new(Mutex::new(())) })
    }

    /// What the folder is called.
    pub fn title(&self) -> String {
        self.root.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
    }

    /// The folder of a scenario. A link that leads out of the folder is not followed.
    fn place(&self, name: &str) -> Result<PathBuf, FolderError> {
        let unknown = || FolderError::Unknown(name.chars().take(LONGEST).collect());
        if !is_name(name) {
            return Err(unknown());
        }
        let place = self.root.join(name).canonicalize().map_err(|_| unknown())?;
        let file = place.join(SCENARIO).canonicalize().map_err(|_| unknown())?;
        let is_here = place.parent() == Some(&self.root) && file.parent() == Some(&place);
        if is_here && file.is_file() { Ok(place) } else { Err(unknown()) }
    }

    /// All scenarios, in the order of their names.
    pub fn list(&self) -> std::io::Result<Vec<Listed>> {
        let mut names: Vec<String> = std::fs::read_dir(&self.root)?
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .filter(|name| self.place(name).is_ok())
            .collect();
        names.sort();
        names.truncate(MOST);
        // Whether it is right is found out when it is opened.
        let question = |name: &str| -> Option<String> {
            let document: toml::Table = self.source(name).ok()?.text.parse().ok()?;
            Some(document.get("question")?.as_str()?.to_owned())
        };
        Ok(names.into_iter().map(|name| Listed { question: question(&name).unwrap_or_default(), name }).collect())
    }

    fn source(&self, name: &str) -> Result<Source, FolderError> {
        let place = self.place(name)?;
        let source = file::read(&place).map_err(|problem| Problems { problems: vec![*problem] })?;
        // Problems are told by the name that the page knows.
        Ok(Source { path: PathBuf::from(name).join(SCENARIO), name: name.to_owned(), ..source })
    }

    /// Where a file of a scenario lies: beside its text, and nowhere else.
    fn file(&self, name: &str, file: &str) -> Result<PathBuf, FolderError> {
        let unknown = || FolderError::Unknown(format!("{name}/{}", file.chars().take(LONGEST).collect::<String>()));
        let place = self.place(name)?;
        if !is_name(file) {
            return Err(unknown());
        }
        let path = place.join(file).canonicalize().map_err(|_| unknown())?;
        if path.parent() == Some(&place) && path.is_file() { Ok(path) } else { Err(unknown()) }
    }

    /// The names of the texts of a scenario: its own first, then its tables.
    pub fn texts(&self, name: &str) -> Result<Vec<String>, FolderError> {
        let entries = std::fs::read_dir(self.place(name)?)?;
        let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        let is_text = |file: &String| has_table_ending(file) && self.file(name, file).is_ok();
        let mut tables: Vec<String> = names.filter(is_text).take(MOST_FILES).collect();
        tables.sort();
        tables.insert(0, SCENARIO.to_owned());
        Ok(tables)
    }

    /// A text of a scenario: its own, or a table.
    pub fn text(&self, name: &str, file: &str) -> Result<Text, FolderError> {
        let path = self.file(name, file)?;
        if path.metadata()?.len() > LONGEST_TEXT as u64 {
            return Err(FolderError::TooLong);
        }
        let text = String::from_utf8(std::fs::read(path)?)
            .map_err(|_| FolderError::Unfit(format!("{file} is no text in UTF-8, and cannot be changed here")))?;
        Ok(Text { version: fingerprint(text.as_bytes()), text })
    }

    /// The scenario with values laid over it, as `--set` lays them.
    pub fn scenario(&self, name: &str, changes: &[String]) -> Result<Scenario, FolderError> {
        Ok(parse_confined(&self.source(name)?, changes)?)
    }

    /// The scenario that would be there with a text in the place of one that it has.
    pub fn would_be(&self, name: &str, file: &str, text: &str) -> Result<Scenario, FolderError> {
        if text.len() > LONGEST_TEXT {
            return Err(FolderError::TooLong);
        }
        if file == SCENARIO {
            let path = PathBuf::from(name).join(SCENARIO);
            let source = Source { path, folder: self.place(name)?, name: name.to_owned(), text: text.to_owned() };
            return Ok(parse_confined(&source, &[])?);
        }
        if !is_name(file) || !has_table_ending(file) {
            return Err(FolderError::Unfit("a text is scenario.toml or a table: its name ends in .csv".to_owned()));
        }
        let aside = tempfile::tempdir()?;
        for (other, bytes) in self.files(name)? {
            std::fs::write(aside.path().join(other), bytes)?;
        }
        std::fs::write(aside.path().join(file), text)?;
        let source = Source { folder: aside.path().to_owned(), ..self.source(name)? };
        Ok(parse_confined(&source, &[])?)
    }

    /// Saves a text with which the scenario is valid, if the file still is what it was when it was opened.
    pub fn save(&self, name: &str, file: &str, text: &str, opened: &str) -> Result<Text, FolderError> {
        self.would_be(name, file, text)?;
        let _alone = self.saving.lock().unwrap_or_else(PoisonError::into_inner);
        let place = self.place(name)?.join(file);
        // A table that is not there yet is opened by no version.
        if !opened.is_empty() || place.symlink_metadata().is_ok() {
            let now = self.text(name, file)?;
            if now.version != opened {
                return Err(FolderError::Changed(now));
            }
        }
        write_by_rename(&place, text.as_bytes())?;
        self.text(name, file)
    }

    /// Writes values into a scenario file, as [`edit::set_all`] does, and saves it.
    pub fn keep(&self, name: &str, changes: &[String], opened: &str) -> Result<Text, FolderError> {
        let now = self.text(name, SCENARIO)?;
        if now.version != opened {
            return Err(FolderError::Changed(now));
        }
        let text = edit::set_all(&now.text, changes)?;
        let meant = self.scenario(name, changes)?;
        if self.would_be(name, SCENARIO, &text)?.digest != meant.digest {
            let message =
                "these values cannot be written into the file so that they mean the same: change the text by hand";
            return Err(FolderError::Unfit(message.to_owned()));
        }
        self.save(name, SCENARIO, &text, opened)
    }

    /// Writes a template as a new scenario, whole or not at all.
    pub fn create(&self, name: &str, template: &str) -> Result<(), FolderError> {
        let Some(template) = template::find(template) else {
            return Err(FolderError::Unfit(format!("there is no template \"{}\"", template.escape_debug())));
        };
        let _alone = self.saving.lock().unwrap_or_else(PoisonError::into_inner);
        let place = self.new_place(name)?;
        template.write(&place)?;
        Ok(())
    }

    /// Where a new scenario of some name is to be written, if nothing is there.
    pub fn new_place(&self, name: &str) -> Result<PathBuf, FolderError> {
        if !is_name(name) {
            return Err(FolderError::Name(name.chars().take(LONGEST).collect()));
        }
        let place = self.root.join(name);
        if place.symlink_metadata().is_ok() { Err(FolderError::Taken(name.to_owned())) } else { Ok(place) }
    }

    /// The files of a scenario as they are now, by name: those beside its text, hidden ones and links that lead out left out.
    pub fn files(&self, name: &str) -> Result<Vec<(String, Vec<u8>)>, FolderError> {
        let place = self.place(name)?;
        let mut found = Vec::new();
        let mut bytes = 0;
        for entry in std::fs::read_dir(&place)? {
            let Ok(file) = entry?.file_name().into_string() else { continue };
            let path = place.join(&file);
            let is_here = path.canonicalize().is_ok_and(|path| path.parent() == Some(&place));
            let Ok(meta) = path.metadata() else { continue };
            if file.starts_with('.') || !is_here || !meta.is_file() {
                continue;
            }
            bytes += meta.len();
            if bytes > MOST_BYTES || found.len() >= MOST_FILES {
                let most = MOST_BYTES >> 20;
                let message = format!(
                    "the files of \"{name}\" are more than {MOST_FILES} or have more than {most} MB together: take out of its folder what does not belong to it"
                );
                return Err(FolderError::Unfit(message));
            }
            found.push((file, std::fs::read(&path)?));
        }
        found.sort();
        Ok(found)
    }
}
