//! Exports of a telephone system that are sent here, and the scenario that is made of them: what `callboard import` makes.

use super::refusal::Refusal;
use super::{Desk, aside};
use crate::history::dates::DateOrder;
use crate::history::mapping::Mapping;
use crate::history::number::Decimal;
use crate::importing::{self, ImportError, Wish};
use crate::web::folder::is_name;
use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::{JsonRejection, PathRejection};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// Most files of an import.
const MOST_FILES: usize = 20;
/// Most imports whose files lie here at once, and how long they are kept at most.
const MOST_UPLOADS: usize = 8;
/// See [`MOST_UPLOADS`].
const KEPT_FOR: Duration = Duration::from_secs(3600);

/// Where the files of an import lie until it is done.
fn place_of(desk: &Desk, id: &str) -> Result<PathBuf, Refusal> {
    let is_plain = (8..=40).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    if is_plain { Ok(desk.uploads.join(id)) } else { Err(Refusal::unknown("an import is called by 8 to 40 digits")) }
}

/// Takes away what nobody has asked for in time; how many are left.
fn tidied(desk: &Desk) -> std::io::Result<usize> {
    let mut left = 0;
    for entry in std::fs::read_dir(&desk.uploads)? {
        let entry = entry?;
        // A clock that was set back makes nothing old.
        let age = entry.metadata()?.modified()?.elapsed().unwrap_or_default();
        if age > KEPT_FOR {
            std::fs::remove_dir_all(entry.path())?;
        } else {
            left += 1;
        }
    }
    Ok(left)
}

/// A file of an import; the first makes a place for those that follow.
pub(super) async fn upload(
    State(desk): State<Desk>,
    place: Result<Path<(String, String)>, PathRejection>,
    bytes: Bytes,
) -> Result<(StatusCode, Json<Value>), Refusal> {
    let Path((id, file)) = place?;
    let full = |message: &str| Refusal::new(StatusCode::TOO_MANY_REQUESTS, message);
    aside(move || {
        let folder = place_of(&desk, &id)?;
        if !is_name(&file) {
            return Err(Refusal::wrong("a file is called by letters, digits, spaces, dots, - and _"));
        }
        if !folder.is_dir() {
            if tidied(&desk)? >= MOST_UPLOADS {
                return Err(full("the files of other imports wait still: try again later"));
            }
            std::fs::create_dir_all(&folder)?;
        }
        if std::fs::read_dir(&folder)?.count() >= MOST_FILES {
            return Err(full("these are too many files for one import"));
        }
        std::fs::write(folder.join(&file), &bytes)?;
        Ok((StatusCode::CREATED, Json(json!({ "file": file, "bytes": bytes.len() }))))
    })
    .await
}

/// What is to become of files that were sent.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked {
    upload: String,
    name: String,
    #[serde(default)]
    time_zone: String,
    #[serde(default)]
    date_order: String,
    #[serde(default)]
    decimal: String,
}

/// What a word says, if it says anything; an empty one is not said.
fn said<T>(word: &str, read: impl FnOnce(&str) -> Option<T>, allowed: &str) -> Result<Option<T>, Refusal> {
    if word.is_empty() {
        return Ok(None);
    }
    read(word).map(Some).ok_or_else(|| Refusal::wrong(allowed))
}

/// Makes a scenario of the files that were sent, and takes them away when it is there.
pub(super) async fn import(
    State(desk): State<Desk>,
    body: Result<Json<Asked>, JsonRejection>,
) -> Result<(StatusCode, Json<Value>), Refusal> {
    let Json(Asked { upload, name, time_zone, date_order, decimal }) = body?;
    let zone = |word: &str| jiff::tz::TimeZone::get(word).ok().map(|_| word.to_owned());
    let mapping = Mapping {
        time_zone: said(&time_zone, zone, "a time zone is named as Europe/Berlin")?,
        date_order: said(&date_order, DateOrder::from_name, "the order of dates is dmy, mdy or ymd")?,
        decimal: said(&decimal, Decimal::from_name, "decimals are parted by point or comma")?,
        ..Mapping::default()
    };
    let Ok(_permit) = Arc::clone(&desk.importing).acquire_owned().await else { return Err(Refusal::fault()) };
    aside(move || {
        let from = place_of(&desk, &upload)?;
        let to = desk.folder.new_place(&name)?;
        let Ok(entries) = std::fs::read_dir(&from) else {
            return Err(Refusal::unknown("no files of this import lie here: send them first"));
        };
        let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
        files.sort();
        let found = importing::import(&Wish { files, mapping, ..Wish::default() }, &to)?;
        std::fs::remove_dir_all(&from)?;
        let mut document = importing::document(&found);
        document["name"] = json!(name);
        for file in document["files"].as_array_mut().into_iter().flatten() {
            file["file"] = json!(called(file["file"].as_str().unwrap_or_default()));
        }
        Ok((StatusCode::CREATED, Json(document)))
    })
    .await
}

/// What a file is called; where it lies meanwhile is nobody's business.
fn called(path: &str) -> String {
    std::path::Path::new(path).file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

impl From<ImportError> for Refusal {
    fn from(error: ImportError) -> Self {
        match error {
            ImportError::Input(mut problems) => {
                for problem in &mut problems.problems {
                    problem.place.origin = called(&problem.place.origin);
                }
                Self::of_problems(&problems)
            }
            ImportError::Wish(message) => Self::wrong(&message),
            error @ ImportError::Fault { .. } => Self::new(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()),
        }
    }
}
