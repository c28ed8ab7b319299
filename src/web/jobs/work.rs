//! What a run does: what the command of the same name does, with the same files.

use crate::demand::Demand;
use crate::importing::past::last_weeks;
use crate::planning::{Goal, PlanError};
use crate::report::deliverables::{self, Deliverable, DeliverableError};
use crate::rostering::RosterError;
use crate::scenario::Scenario;
use crate::scenario::file::{Problems, Source, parse_confined};
use crate::scheduling::ScheduleError;
use crate::study::{self, Effort, StudyError};
use crate::validation::{self, Options, RUNS};
use crate::watch::{Interrupted, Watch};
use crate::web::folder::SCENARIO;
use crate::web::store::Run;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// What can be done in the background.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The whole answer.
    Run,
    /// Who should work when.
    Schedule,
    /// Who of the named people works when.
    Roster,
    /// What to ask for.
    Plan,
    /// The whole answer for those who decide.
    Report,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Run, Self::Schedule, Self::Roster, Self::Plan, Self::Report];

    /// The command of the same name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Run => "run",
            Self::Schedule => "schedule",
            Self::Roster => "roster",
            Self::Plan => "plan",
            Self::Report => "report",
        }
    }

    /// Why it cannot be done with a scenario; `None` where it can.
    pub fn refusal(self, scenario: &Scenario) -> Option<&'static str> {
        match self {
            Self::Schedule | Self::Roster if scenario.shift_types.is_empty() => {
                Some("the scenario has no shift rules: add [shift.NAME] tables")
            }
            Self::Roster if scenario.roster.is_none() => {
                Some("the scenario names nobody: add [roster] with a table of employees")
            }
            Self::Plan if scenario.plan.is_none() => Some("the scenario has no assumptions for a plan: add [plan]"),
            Self::Run | Self::Schedule | Self::Roster | Self::Plan | Self::Report => None,
        }
    }
}

/// What came of a run.
pub(super) struct Done {
    pub(super) files: Vec<Deliverable>,
    /// What the checker objects to; empty where it does not.
    pub(super) message: String,
}

/// Why nothing came of a run.
pub(super) enum Trouble {
    Interrupted,
    Wrong(String),
}

impl From<Interrupted> for Trouble {
    fn from(_: Interrupted) -> Self {
        Self::Interrupted
    }
}

impl From<Problems> for Trouble {
    fn from(problems: Problems) -> Self {
        Self::Wrong(problems.to_string())
    }
}

impl From<DeliverableError> for Trouble {
    fn from(error: DeliverableError) -> Self {
        Self::Wrong(error.to_string())
    }
}

impl From<std::io::Error> for Trouble {
    fn from(error: std::io::Error) -> Self {
        Self::Wrong(format!("the inputs cannot be laid out: {error}"))
    }
}

impl From<StudyError> for Trouble {
    fn from(error: StudyError) -> Self {
        match error {
            StudyError::Interrupted(_)
            | StudyError::Schedule(ScheduleError::Interrupted(_))
            | StudyError::Roster(RosterError::Interrupted(_))
            | StudyError::Plan(PlanError::Interrupted(_)) => Self::Interrupted,
            error => Self::Wrong(error.to_string()),
        }
    }
}

/// The scenario of some files in a folder, by its name.
fn loaded(name: &str, folder: &Path, inputs: &[(String, Vec<u8>)], changes: &[String]) -> Result<Scenario, Problems> {
    let text = inputs.iter().find(|(file, _)| file == SCENARIO).map(|(_, bytes)| String::from_utf8_lossy(bytes));
    let text = text.unwrap_or_default().into_owned();
    let path = PathBuf::from(name).join(SCENARIO);
    parse_confined(&Source { path, folder: folder.to_owned(), name: name.to_owned(), text }, changes)
}

/// Works on a run, of files that are laid out in a folder of their own.
pub(super) fn work(
    Run { kind, scenario: name, changes, locale, .. }: &Run,
    inputs: &[(String, Vec<u8>)],
    begin: impl FnOnce(u64, &str) -> Result<(), Trouble>,
    watch: &dyn Watch,
) -> Result<Done, Trouble> {
    let Some(kind) = Kind::ALL.into_iter().find(|known| known.name() == kind.as_str()) else {
        return Err(Trouble::Wrong(format!("there is no work of the kind {kind}")));
    };
    let folder = tempfile::tempdir()?;
    for (file, bytes) in inputs {
        std::fs::write(folder.path().join(file), bytes)?;
    }
    let scenario = loaded(name, folder.path(), inputs, changes)?;
    if let Some(refusal) = kind.refusal(&scenario) {
        return Err(Trouble::Wrong(refusal.to_owned()));
    }
    begin(scenario.seed, &scenario.digest)?;
    let mut alternatives = Vec::new();
    for alternative in scenario.plan.iter().flat_map(|plan| &plan.alternatives) {
        let changes = [changes.as_slice(), &alternative.changes].concat();
        alternatives.push((alternative.name.clone(), loaded(name, folder.path(), inputs, &changes)?));
    }
    let effort = Effort::of(&scenario);
    let mut objections = Vec::new();
    let files = match kind {
        Kind::Run | Kind::Report => {
            let seed = scenario.seed;
            let mut study = study::study(scenario, &alternatives, &effort, watch)?;
            let load = |changes: &[String]| loaded(name, folder.path(), inputs, changes);
            match last_weeks(folder.path(), &load, changes) {
                None => {}
                Some(Ok((past, record))) => {
                    let options = Options { seed, runs: RUNS };
                    study.validation = Some(validation::validate(&past, &record, options, watch)?);
                }
                Some(Err(error)) => {
                    objections.push(format!("the history is not compared with the simulation: {error}"));
                }
            }
            let scheduled = study.scheduled.iter().flat_map(|certified| &certified.findings);
            objections.extend(scheduled.map(|finding| format!("{}: {}", finding.rule, finding.what)));
            let rostered = study.rostered.iter().flat_map(|certified| &certified.findings);
            objections.extend(rostered.map(ToString::to_string));
            watch.progress("report", 0, 0);
            match kind {
                Kind::Report => deliverables::of_pack(&study, &locale.parse().unwrap_or_default())?,
                _ => deliverables::of_study(&study)?,
            }
        }
        Kind::Schedule | Kind::Roster => {
            let demand = Demand::of(&scenario);
            let requirement = study::require(&scenario, &demand, watch)?;
            let scheduled = study::schedule(&scenario, &demand, &requirement, &effort.schedule, watch)?;
            match &scenario.roster {
                Some(settings) if kind == Kind::Roster => {
                    let schedule = (&scheduled.schedule, &scheduled.needed);
                    let rostered = study::roster(&scenario, settings, &demand, schedule, effort.roster, watch)?;
                    objections.extend(rostered.findings.iter().map(ToString::to_string));
                    deliverables::of_roster(&scenario, settings, &rostered)?
                }
                _ => {
                    let found = scheduled.findings.iter();
                    objections.extend(found.map(|finding| format!("{}: {}", finding.rule, finding.what)));
                    deliverables::of_schedule(&scenario, &scheduled)?
                }
            }
        }
        Kind::Plan => {
            let demand = Demand::of(&scenario);
            let requirement = study::require(&scenario, &demand, watch)?;
            let planned = study::plan(&scenario, &demand, &requirement, &alternatives, Goal::Cost, &effort, watch)?;
            deliverables::of_plan(&scenario, &planned)?
        }
    };
    Ok(Done { files, message: objections.join("\n") })
}
