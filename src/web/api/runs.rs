//! Runs: asked for, watched, cancelled, repeated, and their files.

use super::refusal::Refusal;
use super::{Desk, LONGEST_NAME, aside, bounded};
use crate::report::locale::Locale;
use crate::web::jobs::Kind;
use crate::web::store::{Asked, Run, State as RunState};
use axum::Json;
use axum::extract::rejection::{JsonRejection, PathRejection};
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};
use std::convert::Infallible;
use std::time::Duration;
use tokio_stream::Stream;
use tokio_stream::wrappers::ReceiverStream;

/// Most runs that are told of at once.
const MOST_TOLD: u32 = 200;
/// Least time between two news.
const PAUSE: Duration = Duration::from_millis(250);

/// What is asked for.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wish {
    scenario: String,
    kind: Kind,
    #[serde(default)]
    changes: Vec<String>,
    #[serde(default)]
    who: String,
    /// How numbers and dates are written in what is handed over: a language and a country, such as `de-DE`.
    #[serde(default = "house_way")]
    locale: String,
}

fn house_way() -> String {
    "en".to_owned()
}

/// A name as somebody gives it themselves, in one short line.
fn called(who: &str) -> String {
    let plain: String = who.chars().filter(|letter| !letter.is_control()).take(LONGEST_NAME).collect();
    let plain = plain.trim();
    if plain.is_empty() { "somebody".to_owned() } else { plain.to_owned() }
}

/// Asks for a run.
pub(super) async fn ask(
    State(desk): State<Desk>,
    body: Result<Json<Wish>, JsonRejection>,
) -> Result<(StatusCode, Json<Value>), Refusal> {
    let Json(Wish { scenario, kind, changes, who, locale }) = body?;
    bounded(&changes)?;
    locale.parse::<Locale>().map_err(|unknown| Refusal::wrong(&unknown.to_string()))?;
    aside(move || {
        let given = desk.folder.scenario(&scenario, &changes)?;
        if let Some(refusal) = kind.refusal(&given) {
            return Err(Refusal::wrong(refusal));
        }
        let inputs = desk.folder.files(&scenario)?;
        let kind = kind.name().to_owned();
        let asked = Asked { who: called(&who), scenario, kind, changes, locale, inputs, again: None };
        let id = desk.jobs.ask(&asked)?;
        Ok((StatusCode::ACCEPTED, Json(json!({ "id": id }))))
    })
    .await
}

/// Who asks.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Who {
    #[serde(default)]
    who: String,
}

/// Asks for a run once more, with the inputs that it had.
pub(super) async fn again(
    State(desk): State<Desk>,
    id: Result<Path<i64>, PathRejection>,
    body: Result<Json<Who>, JsonRejection>,
) -> Result<(StatusCode, Json<Value>), Refusal> {
    let (Path(id), Json(Who { who })) = (id?, body?);
    aside(move || {
        let run = known(&desk, id)?;
        let inputs = desk.store.inputs(id)?;
        let Run { scenario, kind, changes, locale, .. } = run;
        let asked = Asked { who: called(&who), scenario, kind, changes, locale, inputs, again: Some(id) };
        let id = desk.jobs.ask(&asked)?;
        Ok((StatusCode::ACCEPTED, Json(json!({ "id": id }))))
    })
    .await
}

fn known(desk: &Desk, id: i64) -> Result<Run, Refusal> {
    desk.store.run(id)?.ok_or_else(|| Refusal::unknown("there is no run of this number"))
}

/// A run as the page is told of it: how far it is, while it is being worked on.
fn told(desk: &Desk, runs: &[Run]) -> Value {
    let progress = desk.jobs.progress();
    let tell = |run: &Run| {
        let mut told = json!(run);
        if let Some(progress) = progress.get(&run.id) {
            told["progress"] = json!(progress);
        }
        told
    };
    runs.iter().map(tell).collect()
}

/// The latest runs.
pub(super) async fn list(State(desk): State<Desk>) -> Result<Json<Value>, Refusal> {
    aside(move || Ok(Json(json!({ "runs": told(&desk, &desk.store.latest(MOST_TOLD)?) })))).await
}

/// The latest runs, again whenever something about them has changed.
pub(super) async fn news(State(desk): State<Desk>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let (sender, receiver) = tokio::sync::mpsc::channel(1);
    let mut changes = desk.jobs.changes();
    tokio::spawn(async move {
        loop {
            changes.mark_unchanged();
            let here = desk.clone();
            let runs = aside(move || Ok(told(&here, &here.store.latest(MOST_TOLD)?))).await;
            let Ok(runs) = runs else { return };
            if sender.send(Ok(Event::default().event("runs").data(runs.to_string()))).await.is_err() {
                return;
            }
            tokio::time::sleep(PAUSE).await;
            tokio::select! {
                changed = changes.changed() => if changed.is_err() { return },
                () = sender.closed() => return,
            }
        }
    });
    Sse::new(ReceiverStream::new(receiver)).keep_alive(KeepAlive::default())
}

/// A run with its files, and with the repetition that it is of whether the same came out.
pub(super) async fn one(
    State(desk): State<Desk>,
    id: Result<Path<i64>, PathRejection>,
) -> Result<Json<Value>, Refusal> {
    let Path(id) = id?;
    aside(move || {
        let run = known(&desk, id)?;
        let files = desk.store.outputs(id)?;
        let mut document = told(&desk, std::slice::from_ref(&run))[0].take();
        if let Some(again) = run.again.filter(|_| run.state == RunState::Done) {
            document["same_as_before"] = json!(desk.store.outputs(again)? == files);
        }
        document["files"] = json!(files);
        Ok(Json(document))
    })
    .await
}

/// The last good answer of each kind about a scenario, as far as there is one.
pub(super) async fn answers(
    State(desk): State<Desk>,
    name: Result<Path<String>, PathRejection>,
) -> Result<Json<Value>, Refusal> {
    let Path(scenario) = name?;
    aside(move || {
        let mut found = Vec::new();
        for kind in Kind::ALL {
            if let Some(run) = desk.store.last_answer(&scenario, kind.name())? {
                let mut document = json!(run);
                document["files"] = json!(desk.store.outputs(run.id)?);
                found.push(document);
            }
        }
        Ok(Json(json!({ "answers": found })))
    })
    .await
}

/// Does not want a run any more.
pub(super) async fn cancel(
    State(desk): State<Desk>,
    id: Result<Path<i64>, PathRejection>,
) -> Result<Json<Value>, Refusal> {
    let Path(id) = id?;
    aside(move || {
        let _ = known(&desk, id)?;
        Ok(Json(json!({ "cancelled": desk.jobs.cancel(id)? })))
    })
    .await
}

/// What a report may do in the browser: show itself.
const POLICY_OF_REPORTS: &str = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/// A file of a run.
pub(super) async fn file(
    State(desk): State<Desk>,
    place: Result<Path<(i64, String)>, PathRejection>,
) -> Result<Response, Refusal> {
    let Path((id, name)) = place?;
    let wanted = name.clone();
    let found = aside(move || Ok(desk.store.output(id, &wanted)?)).await?;
    let Some(bytes) = found else { return Err(Refusal::unknown("this run has no file of this name")) };
    let ending = name.rsplit('.').next().unwrap_or_default();
    let kind = match ending {
        "html" => "text/html; charset=utf-8",
        "json" => "application/json",
        "csv" => "text/csv; charset=utf-8",
        "ics" => "text/calendar; charset=utf-8",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _ => "application/octet-stream",
    };
    let mut response = ([(CONTENT_TYPE, HeaderValue::from_static(kind))], bytes).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY_OF_REPORTS));
    if !matches!(ending, "html" | "json") {
        let last = name.rsplit('/').next().unwrap_or_default();
        let plain: String =
            last.chars().map(|c| if c.is_ascii_alphanumeric() || "._-".contains(c) { c } else { '_' }).collect();
        if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{plain}\"")) {
            headers.insert(CONTENT_DISPOSITION, value);
        }
    }
    Ok(response)
}
