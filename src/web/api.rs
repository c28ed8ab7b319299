//! The requests that the page makes, each answered by what the library has: no logic of its own. `openapi.json` beside this file says all of
//! them, and what comes back.

mod answers;
mod imports;
mod refusal;
mod rosters;
mod runs;
mod scenarios;

use super::folder::{Folder, LONGEST_TEXT};
use super::guard::{Guard, guarded};
use super::jobs::Jobs;
use super::page;
use super::store::Store;
use crate::report::VERSION;
use crate::scenario::template::TEMPLATES;
use crate::watch::Watch;
use axum::extract::{DefaultBodyLimit, State};
use axum::routing::{get, post, put};
use axum::{Json, Router, middleware};
use refusal::Refusal;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;

/// Longest body of a request, in bytes: a text with what JSON puts around it.
pub(super) const LONGEST_BODY: usize = 2 * LONGEST_TEXT;
/// Longest name that somebody gives themselves, in letters.
const LONGEST_NAME: usize = 60;
/// Most values that are laid over a scenario at once, and the longest of them in bytes.
const MOST_CHANGES: usize = 200;
/// See [`MOST_CHANGES`].
const LONGEST_CHANGE: usize = 2000;
/// Longest time that what is waited for may take.
const LONGEST: Duration = Duration::from_secs(300);
/// Looks that are waited for at once; whoever comes then is asked to come again.
const MOST_LOOKING: usize = 256;

/// What all requests share.
#[derive(Clone)]
pub(super) struct Desk {
    pub(super) folder: Folder,
    /// Where the files of imports lie until these are done.
    pub(super) uploads: PathBuf,
    pub(super) store: Arc<Store>,
    pub(super) jobs: Arc<Jobs>,
    /// One permit: a look takes all cores, and the next of somebody else comes between two looks of one.
    pub(super) turn: Arc<Semaphore>,
    /// A permit for each look that is waited for.
    pub(super) looking: Arc<Semaphore>,
    /// One permit: an import takes memory for all that it reads.
    pub(super) importing: Arc<Semaphore>,
}

impl Desk {
    pub(super) fn of(folder: Folder, uploads: PathBuf, store: Arc<Store>, jobs: Arc<Jobs>) -> Self {
        Self {
            folder,
            uploads,
            store,
            jobs,
            turn: Arc::new(Semaphore::new(1)),
            looking: Arc::new(Semaphore::new(MOST_LOOKING)),
            importing: Arc::new(Semaphore::new(1)),
        }
    }
}

/// All routes.
pub(super) fn routes(desk: Desk, guard: Guard) -> Router {
    let api = Router::new()
        .route("/api/desk", get(about))
        .route("/api/openapi.json", get(openapi))
        .route("/api/scenarios", get(scenarios::list).post(scenarios::create))
        .route("/api/scenarios/{name}", get(scenarios::open))
        .route("/api/scenarios/{name}/texts/{file}", get(scenarios::text).put(scenarios::save))
        .route("/api/scenarios/{name}/texts/{file}/check", post(scenarios::check))
        .route("/api/scenarios/{name}/keep", post(scenarios::keep))
        .route("/api/scenarios/{name}/answer", get(answers::answer))
        .route("/api/scenarios/{name}/plan", get(answers::plan))
        .route("/api/scenarios/{name}/compare", post(answers::compare))
        .route("/api/scenarios/{name}/roster/check", post(rosters::check))
        .route("/api/scenarios/{name}/answers", get(runs::answers))
        .route("/api/uploads/{id}/{file}", put(imports::upload))
        .route("/api/imports", post(imports::import))
        .route("/api/runs", get(runs::list).post(runs::ask))
        .route("/api/runs/news", get(runs::news))
        .route("/api/runs/{id}", get(runs::one).delete(runs::cancel))
        .route("/api/runs/{id}/again", post(runs::again))
        .route("/api/runs/{id}/files/{*name}", get(runs::file))
        .fallback(unknown)
        .method_not_allowed_fallback(not_so);
    let all = api.merge(page::routes()).layer(DefaultBodyLimit::disable());
    all.layer(middleware::from_fn_with_state(guard, guarded)).with_state(desk)
}

/// What this desk is, and what one can begin with.
async fn about(State(desk): State<Desk>) -> Json<Value> {
    let templates = TEMPLATES.iter().map(|template| json!({"name": template.name, "question": template.question()}));
    Json(json!({
        "version": VERSION,
        "folder": desk.folder.title(),
        "templates": templates.collect::<Vec<_>>(),
    }))
}

async fn openapi() -> ([(axum::http::HeaderName, &'static str); 1], &'static str) {
    ([(axum::http::header::CONTENT_TYPE, "application/json")], include_str!("api/openapi.json"))
}

async fn unknown() -> Refusal {
    Refusal::unknown("there is nothing at this address")
}

async fn not_so() -> Refusal {
    Refusal::new(axum::http::StatusCode::METHOD_NOT_ALLOWED, "nothing can be done here in this way")
}

/// Values to be laid over a scenario, if they are not too many.
fn bounded(changes: &[String]) -> Result<(), Refusal> {
    if changes.len() > MOST_CHANGES || changes.iter().any(|change| change.len() > LONGEST_CHANGE) {
        let message =
            format!("at most {MOST_CHANGES} values are laid over a scenario, each of at most {LONGEST_CHANGE} bytes");
        return Err(Refusal::wrong(&message));
    }
    Ok(())
}

/// Work that is wanted for as long as its answer is waited for, and for so long at most.
struct Waiting {
    is_waited_for: Arc<AtomicBool>,
    until: Instant,
}

/// Takes note that an answer is not waited for any more, where it is dropped before it is there.
struct Gone(Arc<AtomicBool>);

impl Waiting {
    fn until(until: Instant) -> (Self, Gone) {
        let is_waited_for = Arc::new(AtomicBool::new(true));
        (Self { is_waited_for: Arc::clone(&is_waited_for), until }, Gone(is_waited_for))
    }
}

impl Drop for Gone {
    fn drop(&mut self) {
        self.0.store(false, Ordering::SeqCst);
    }
}

impl Watch for Waiting {
    fn is_cancelled(&self) -> bool {
        !self.is_waited_for.load(Ordering::SeqCst) || Instant::now() > self.until
    }
}

/// Does what takes all cores: one after the other, and for as long as its answer is waited for.
async fn in_turn<T: Send + 'static>(
    desk: Desk,
    work: impl FnOnce(&Desk, &Waiting) -> Result<T, Refusal> + Send + 'static,
) -> Result<T, Refusal> {
    let (waiting, _gone) = Waiting::until(Instant::now() + LONGEST);
    let Ok(_place) = Arc::clone(&desk.looking).try_acquire_owned() else { return Err(Refusal::too_many()) };
    let Ok(_permit) = Arc::clone(&desk.turn).acquire_owned().await else { return Err(Refusal::fault()) };
    aside(move || work(&desk, &waiting)).await
}

/// Does what takes time or waits for the disk on a thread of its own.
async fn aside<T: Send + 'static>(work: impl FnOnce() -> Result<T, Refusal> + Send + 'static) -> Result<T, Refusal> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|_| Err(Refusal::fault()))
}
