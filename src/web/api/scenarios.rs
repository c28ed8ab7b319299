//! Scenarios: listed, made of templates, opened, checked and saved.

use super::refusal::Refusal;
use super::{Desk, aside, bounded};
use crate::scenario::Scenario;
use crate::web::dials::dials;
use crate::web::folder::{FolderError, SCENARIO};
use crate::web::jobs::Kind;
use axum::Json;
use axum::extract::rejection::{JsonRejection, PathRejection};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Map, Value, json};

type InPath = Result<Path<String>, PathRejection>;
type InFile = Result<Path<(String, String)>, PathRejection>;
type Body<T> = Result<Json<T>, JsonRejection>;

/// All scenarios of the folder.
pub(super) async fn list(State(desk): State<Desk>) -> Result<Json<Value>, Refusal> {
    let scenarios = aside(move || Ok(desk.folder.list().map_err(FolderError::from)?)).await?;
    let scenarios = scenarios.iter().map(|listed| json!({ "name": listed.name, "question": listed.question }));
    Ok(Json(json!({ "scenarios": scenarios.collect::<Vec<_>>() })))
}

/// A scenario to begin with.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Created {
    name: String,
    template: String,
}

/// Writes a template as a new scenario.
pub(super) async fn create(
    State(desk): State<Desk>,
    body: Body<Created>,
) -> Result<(StatusCode, Json<Value>), Refusal> {
    let Json(Created { name, template }) = body?;
    let made = name.clone();
    aside(move || Ok(desk.folder.create(&made, &template)?)).await?;
    Ok((StatusCode::CREATED, Json(json!({ "name": name }))))
}

/// The text of a scenario, its version, and what the page is to show of it; or its problems.
pub(super) async fn open(State(desk): State<Desk>, name: InPath) -> Result<Json<Value>, Refusal> {
    let Path(name) = name?;
    aside(move || {
        let text = desk.folder.text(&name, SCENARIO)?;
        let mut document = json!({ "name": name, "text": text.text, "version": text.version, "problems": [] });
        document["texts"] = json!(desk.folder.texts(&name)?);
        match desk.folder.scenario(&name, &[]) {
            Ok(scenario) => document["shown"] = shown(&scenario),
            Err(FolderError::Wrong(problems)) => document["problems"] = super::refusal::problems_json(&problems),
            Err(error) => return Err(error.into()),
        }
        Ok(Json(document))
    })
    .await
}

/// What the page shows of a scenario, beside its answer.
fn shown(scenario: &Scenario) -> Value {
    let calendar = &scenario.calendar;
    let can = Kind::ALL.map(|kind| {
        let refusal = kind.refusal(scenario);
        (kind.name().to_owned(), json!(refusal))
    });
    json!({
        "title": scenario.name,
        "question": scenario.question,
        "currency": scenario.currency,
        "seed": scenario.seed.to_string(),
        "digest": scenario.digest,
        "first_day": calendar.days.first().map(|day| day.date),
        "days": calendar.days.len(),
        "interval_minutes": calendar.interval_minutes,
        "time_zone": calendar.time_zone,
        "queues": scenario.queues.iter().map(|queue| json!({
            "name": queue.name,
            "channel": queue.channel.name(),
            "promise": queue.target.service_level.as_ref().map(|promise| promise.share.0),
            "within_s": queue.service_level_within.0,
        })).collect::<Vec<_>>(),
        "groups": scenario.groups.iter().map(|group| json!({
            "name": group.name,
            "headcount": group.headcount,
        })).collect::<Vec<_>>(),
        "roster": scenario.roster.as_ref().map(|settings| json!({
            "people": settings.employees.iter().map(|employee| &employee.name).collect::<Vec<_>>(),
            "dates": calendar.days.iter().map(|day| day.date).collect::<Vec<_>>(),
            "locked": scenario.assumptions.iter().find(|one| one.path == "roster.locked").map(|one| &one.value),
        })),
        "dials": dials(scenario),
        "cannot": Map::from_iter(can),
    })
}

/// A text, and the version that was opened before it was changed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Saved {
    text: String,
    version: String,
}

/// A text of a scenario: its own, or a table.
pub(super) async fn text(State(desk): State<Desk>, place: InFile) -> Result<Json<Value>, Refusal> {
    let Path((name, file)) = place?;
    let text = aside(move || Ok(desk.folder.text(&name, &file)?)).await?;
    Ok(Json(json!({ "text": text.text, "version": text.version })))
}

/// Saves a text.
pub(super) async fn save(State(desk): State<Desk>, place: InFile, body: Body<Saved>) -> Result<Json<Value>, Refusal> {
    let (Path((name, file)), Json(Saved { text, version })) = (place?, body?);
    let saved = aside(move || Ok(desk.folder.save(&name, &file, &text, &version)?)).await?;
    Ok(Json(json!({ "version": saved.version })))
}

/// A text that is looked at and not saved.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Checked {
    text: String,
}

/// The problems of a scenario with a text in the place of one that it has.
pub(super) async fn check(
    State(desk): State<Desk>,
    place: InFile,
    body: Body<Checked>,
) -> Result<Json<Value>, Refusal> {
    let (Path((name, file)), Json(Checked { text })) = (place?, body?);
    aside(move || match desk.folder.would_be(&name, &file, &text) {
        Ok(scenario) => Ok(Json(json!({ "problems": [], "shown": shown(&scenario) }))),
        Err(FolderError::Wrong(problems)) => Ok(Json(json!({ "problems": super::refusal::problems_json(&problems) }))),
        Err(error) => Err(error.into()),
    })
    .await
}

/// Values to be written into a scenario file, and the version that was opened.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Kept {
    changes: Vec<String>,
    version: String,
}

/// Writes values into the scenario file, of which all else stays as it is.
pub(super) async fn keep(State(desk): State<Desk>, name: InPath, body: Body<Kept>) -> Result<Json<Value>, Refusal> {
    let (Path(name), Json(Kept { changes, version })) = (name?, body?);
    bounded(&changes)?;
    let saved = aside(move || Ok(desk.folder.keep(&name, &changes, &version)?)).await?;
    Ok(Json(json!({ "text": saved.text, "version": saved.version })))
}
