//! Answers about a scenario with its dials turned, which come closer look by look; and variants beside each other.

use super::refusal::Refusal;
use super::{Desk, LONGEST, aside, bounded, in_turn};
use crate::demand::Demand;
use crate::planning::Goal;
use crate::report::json::{plan_json, what_if_json};
use crate::study::first_plan;
use crate::watch::Watch;
use crate::web::answers::{look, looks};
use crate::what_if::{Variant, compare as compared};
use axum::Json;
use axum::extract::rejection::{JsonRejection, PathRejection};
use axum::extract::{Path, RawQuery, State};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::Value;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Instant;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

/// Most variants that are compared at once.
const MOST_VARIANTS: usize = 8;

/// Somebody who waits at the other end of a channel; whoever has gone wants nothing more.
struct Wanted {
    sender: mpsc::Sender<Result<Event, Infallible>>,
    until: Instant,
}

impl Watch for Wanted {
    fn is_cancelled(&self) -> bool {
        self.sender.is_closed() || Instant::now() > self.until
    }
}

/// Looks at a scenario with values set (`?set=queue.calls.handling.mean=5m&set=…`), one event after the other.
pub(super) async fn answer(
    State(desk): State<Desk>,
    name: Result<Path<String>, PathRejection>,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let Path(name) = name?;
    let changes = changes_of(query.as_deref())?;
    let Ok(place) = Arc::clone(&desk.looking).try_acquire_owned() else { return Err(Refusal::too_many()) };
    let folder = desk.folder.clone();
    let (scenario, demand) = aside(move || {
        let scenario = folder.scenario(&name, &changes)?;
        let demand = Demand::of(&scenario);
        Ok((Arc::new(scenario), Arc::new(demand)))
    })
    .await?;
    let (sender, receiver) = mpsc::channel(1);
    tokio::spawn(async move {
        let _place = place;
        let looks = looks(&scenario);
        let until = Instant::now() + LONGEST;
        for (number, options) in looks.iter().copied().enumerate() {
            let Ok(permit) = Arc::clone(&desk.turn).acquire_owned().await else { return };
            let (scenario, demand) = (Arc::clone(&scenario), Arc::clone(&demand));
            let wanted = Wanted { sender: sender.clone(), until };
            let found = tokio::task::spawn_blocking(move || look(&scenario, &demand, &options, &wanted)).await;
            drop(permit);
            let Ok(Ok(document)) = found else { return };
            let name = if number + 1 == looks.len() { "last" } else { "look" };
            if sender.send(Ok(Event::default().event(name).data(document.to_string()))).await.is_err() {
                return;
            }
        }
    });
    Ok(Sse::new(ReceiverStream::new(receiver)).keep_alive(KeepAlive::default()).into_response())
}

/// Values that a query lays over the scenario.
fn changes_of(query: Option<&str>) -> Result<Vec<String>, Refusal> {
    let pairs = form_urlencoded::parse(query.unwrap_or_default().as_bytes());
    let changes: Vec<String> = pairs.filter(|(key, _)| key == "set").map(|(_, value)| value.into_owned()).collect();
    bounded(&changes)?;
    Ok(changes)
}

/// A first look at the plan of a scenario with values set: what `callboard plan --first-look` finds.
pub(super) async fn plan(
    State(desk): State<Desk>,
    name: Result<Path<String>, PathRejection>,
    RawQuery(query): RawQuery,
) -> Result<Json<Value>, Refusal> {
    let Path(name) = name?;
    let changes = changes_of(query.as_deref())?;
    in_turn(desk, move |desk, waiting| {
        let scenario = desk.folder.scenario(&name, &changes)?;
        let found = first_plan(&scenario, &Demand::of(&scenario), Goal::Cost, waiting);
        let found = found.map_err(|error| Refusal::wrong(&error.to_string()))?;
        Ok(Json(plan_json(&scenario, &found)))
    })
    .await
}

/// A variant: its name and the values that it has otherwise.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    name: String,
    changes: Vec<String>,
}

/// Variants to compare, the baseline first.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Variants {
    variants: Vec<Asked>,
}

/// Compares variants of a scenario on the same random numbers.
pub(super) async fn compare(
    State(desk): State<Desk>,
    name: Result<Path<String>, PathRejection>,
    body: Result<Json<Variants>, JsonRejection>,
) -> Result<Json<Value>, Refusal> {
    let (Path(name), Json(Variants { variants })) = (name?, body?);
    if !(2..=MOST_VARIANTS).contains(&variants.len()) {
        return Err(Refusal::wrong(&format!("2 to {MOST_VARIANTS} variants are compared, the first with the others")));
    }
    for variant in &variants {
        bounded(&variant.changes)?;
    }
    in_turn(desk, move |desk, waiting| {
        let mut loaded = Vec::new();
        for Asked { name: variant, changes } in variants {
            loaded.push(Variant { name: variant, scenario: desk.folder.scenario(&name, &changes)? });
        }
        let mut loaded = loaded.into_iter();
        let Some(baseline) = loaded.next() else { return Err(Refusal::fault()) };
        let what_if =
            compared(baseline, loaded.collect(), waiting).map_err(|error| Refusal::wrong(&error.to_string()))?;
        Ok(Json(what_if_json(&what_if)))
    })
    .await
}
