//! Why a request is not answered, as the page is told.

use crate::scenario::problem::{Problem, Problems};
use crate::web::folder::FolderError;
use crate::web::jobs::JobError;
use crate::web::store::StoreError;
use axum::Json;
use axum::extract::rejection::{JsonRejection, PathRejection, QueryRejection};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// A refusal: its status and a document with at least an `error` in words.
#[derive(Debug)]
pub(in crate::web) struct Refusal(StatusCode, Value);

impl Refusal {
    /// One with a message.
    pub(super) fn new(status: StatusCode, message: &str) -> Self {
        Self(status, json!({ "error": message }))
    }

    /// What is asked for is not there.
    pub(super) fn unknown(message: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, message)
    }

    /// The request makes no sense.
    pub(super) fn wrong(message: &str) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, message)
    }

    /// What is given has problems, each with its place.
    pub(super) fn of_problems(problems: &Problems) -> Self {
        let count = problems.problems.len();
        let error = if count == 1 { "one problem".to_owned() } else { format!("{count} problems") };
        Self(StatusCode::UNPROCESSABLE_ENTITY, json!({ "error": error, "problems": problems_json(problems) }))
    }

    /// Too much is waited for already.
    pub(super) fn too_many() -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "too many look at once: try again in a moment")
    }

    /// A fault of ours.
    pub(super) fn fault() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "a fault of this program; nothing is lost")
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        (self.0, Json(self.1)).into_response()
    }
}

/// The problems of a scenario, each with its place.
pub(super) fn problems_json(problems: &Problems) -> Value {
    let one = |problem: &Problem| {
        let place = &problem.place;
        json!({
            "rule": problem.rule,
            "about": problem.about,
            "file": place.origin,
            "line": place.line,
            "column": place.column,
            "text": place.text,
            "found": problem.found,
            "allowed": problem.allowed,
            "remedy": problem.remedy,
        })
    };
    problems.problems.iter().map(one).collect()
}

impl From<FolderError> for Refusal {
    fn from(error: FolderError) -> Self {
        let message = error.to_string();
        match error {
            FolderError::Unknown(_) => Self::unknown(&message),
            FolderError::Name(_) | FolderError::Edit(_) | FolderError::Unfit(_) => Self::wrong(&message),
            FolderError::Taken(_) => Self::new(StatusCode::CONFLICT, &message),
            FolderError::Changed(now) => {
                Self(StatusCode::CONFLICT, json!({ "error": message, "text": now.text, "version": now.version }))
            }
            FolderError::TooLong => Self::new(StatusCode::PAYLOAD_TOO_LARGE, &message),
            FolderError::Wrong(problems) => Self::of_problems(&problems),
            FolderError::Io(_) => Self::new(StatusCode::INTERNAL_SERVER_ERROR, &message),
        }
    }
}

impl From<std::io::Error> for Refusal {
    fn from(error: std::io::Error) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string())
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string())
    }
}

impl From<JobError> for Refusal {
    fn from(error: JobError) -> Self {
        match error {
            JobError::TooMany(_) => Self::new(StatusCode::TOO_MANY_REQUESTS, &error.to_string()),
            JobError::Store(error) => error.into(),
        }
    }
}

impl From<JsonRejection> for Refusal {
    fn from(rejection: JsonRejection) -> Self {
        Self::new(rejection.status(), &rejection.body_text())
    }
}

impl From<PathRejection> for Refusal {
    fn from(rejection: PathRejection) -> Self {
        Self::new(rejection.status(), &rejection.body_text())
    }
}

impl From<QueryRejection> for Refusal {
    fn from(rejection: QueryRejection) -> Self {
        Self::new(rejection.status(), &rejection.body_text())
    }
}
