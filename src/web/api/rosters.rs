//! A roster that somebody changes by hand: its rules and its service, looked at once more after each change.

use super::refusal::Refusal;
use super::{Desk, bounded, in_turn};
use crate::demand::Demand;
use crate::report::roster::roster_json;
use crate::rostering::of_scenario::named;
use crate::scenario::problem::Problems;
use crate::scenario::today::read_shifts;
use crate::study;
use axum::Json;
use axum::extract::rejection::{JsonRejection, PathRejection};
use axum::extract::{Path, State};
use serde::Deserialize;
use serde_json::Value;
use std::io::Write;

/// What the roster is called where it is wrong.
const TABLE: &str = "roster.csv";

/// A roster, as `roster.csv` has it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Given {
    roster: String,
    #[serde(default)]
    changes: Vec<String>,
}

/// What `callboard roster --check` says of a roster.
pub(super) async fn check(
    State(desk): State<Desk>,
    name: Result<Path<String>, PathRejection>,
    body: Result<Json<Given>, JsonRejection>,
) -> Result<Json<Value>, Refusal> {
    let (Path(name), Json(Given { roster, changes })) = (name?, body?);
    bounded(&changes)?;
    in_turn(desk, move |desk, waiting| {
        let scenario = desk.folder.scenario(&name, &changes)?;
        let Some(settings) = &scenario.roster else {
            return Err(Refusal::wrong("the scenario names nobody: add [roster] with a table of employees"));
        };
        let mut file = tempfile::Builder::new().suffix(".csv").tempfile()?;
        file.write_all(roster.as_bytes())?;
        let given = read_shifts(file.path(), &scenario).map_err(|mut problems: Problems| {
            problems.problems.iter_mut().for_each(|problem| TABLE.clone_into(&mut problem.place.origin));
            Refusal::of_problems(&problems)
        })?;
        let shifts = named(&scenario, settings, &given).map_err(|message| Refusal::wrong(&message))?;
        let looked = study::given_roster(&scenario, settings, &Demand::of(&scenario), shifts, waiting);
        let looked = looked.map_err(|error| Refusal::wrong(&error.to_string()))?;
        Ok(Json(roster_json(&scenario, settings, &looked)))
    })
    .await
}
