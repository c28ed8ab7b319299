//! The last chapters: what is assumed, how it was checked, and where it comes from.

use super::months;
use super::subject::Subject;
use super::week::{chapter, table};
use crate::report::assumptions::defaults;
use crate::report::chart::DrawingError;
use crate::report::sections::{Section, Table, strings};
use crate::report::words;
use crate::report::{Provenance, Solution, format};
use crate::scenario::Origin;
use crate::target::ServiceLevelDefinition;

/// Most defaults that a board wants to read; the report has them all.
const MOST_DEFAULTS: usize = 30;

/// What is uncertain and what is taken as given.
pub(super) fn risks(subject: &Subject<'_>) -> Result<Section, DrawingError> {
    let mut chapter = chapter(words::RISKS, words::ASSUMED_LEAD);
    let risk = subject.planned.as_ref().and_then(|(planned, _)| Some((*planned, planned.risk.as_ref()?)));
    match risk {
        Some((planned, risk)) => {
            let (figures, tables, how) = months::uncertain(subject, planned, risk)?;
            (chapter.figures, chapter.tables) = (figures, tables);
            chapter.notes.push(how);
        }
        None if subject.planned.is_some() => chapter.notes.push(words::NO_UNCERTAINTY.to_owned()),
        None => {}
    }
    let given = subject.scenario.assumptions.iter().filter(|of| matches!(of.origin, Origin::Override));
    let given: Vec<Vec<String>> = given.map(|of| vec![of.path.clone(), of.value.clone()]).collect();
    chapter.tables.push(in_words(words::GIVEN, &[words::VALUE_OF, words::IS], given));
    let mut defaults = defaults(subject.scenario);
    if defaults.len() > MOST_DEFAULTS {
        chapter.notes.push(words::more_defaults(defaults.len() - MOST_DEFAULTS));
        defaults.truncate(MOST_DEFAULTS);
    }
    let rows = defaults.into_iter().map(|default| vec![default.path, default.value, default.why]).collect();
    chapter.tables.push(in_words(words::DEFAULTS, &[words::VALUE_OF, words::IS, words::BECAUSE], rows));
    Ok(chapter)
}

fn in_words(caption: &str, head: &[&str], rows: Vec<Vec<String>>) -> Table {
    Table { caption: caption.to_owned(), over: Vec::new(), head: strings(head), rows, words: true }
}

/// How it was found and checked, and how to get it again.
pub(super) fn method(subject: &Subject<'_>, provenance: &Provenance) -> Section {
    let study = subject.study;
    let times = |number: u32| format::count(f64::from(number));
    let mut chapter = chapter(words::METHOD, words::SAME_AGAIN);
    let mut notes =
        vec![words::simulated(&times(provenance.replications)), words::required(study.requirement.rounds as usize)];
    let mut add = |what: &str, solution: &Option<Solution>, judged: Option<(u32, usize)>| {
        notes.extend(judged.map(|(number, objections)| words::judged(what, &times(number), objections)));
        notes.extend(solution.as_ref().map(|solution| {
            let (objective, bound) = (subject.money(solution.objective), subject.money(solution.bound));
            words::solved(what, &objective, &bound, &format::percent(solution.gap), &solution.status.join(", "))
        }));
    };
    let schedule = study.scheduled.as_ref().map(|of| (of.performance.replications, of.findings.len()));
    add(words::SCHEDULE, &provenance.schedule_solution, schedule);
    let roster = study.rostered.as_ref().map(|of| (of.performance.replications, of.findings.len()));
    add(words::ROSTER, &provenance.roster_solution, roster);
    add(words::PLAN, &provenance.plan_solution, None);
    let mut definitions: Vec<(ServiceLevelDefinition, String, Vec<String>)> = Vec::new();
    for (queue, result) in subject.scenario.queues.iter().zip(&study.today.queues) {
        let (name, within) = (format::name(&queue.name), format::duration(result.within.0));
        match definitions.iter_mut().find(|(known, other, _)| *known == result.definition && *other == within) {
            Some((.., queues)) => queues.push(name),
            None => definitions.push((result.definition, within, vec![name])),
        }
    }
    notes.extend(definitions.iter().map(|(definition, within, queues)| words::counted_as(queues, within, *definition)));
    chapter.notes = notes.iter().map(|note| format::firm(note)).collect();
    chapter.tables = vec![origin(subject, provenance)];
    chapter
}

/// Where the numbers come from.
pub(super) fn origin(subject: &Subject<'_>, provenance: &Provenance) -> Table {
    let rows = [
        (words::SCENARIO, format::name(&subject.scenario.name)),
        (words::PERIOD, subject.period()),
        (words::TIME_ZONE, subject.scenario.calendar.time_zone.clone()),
        (words::PROGRAM, format!("callboard {}", provenance.version)),
        (words::SEED, provenance.seed.to_string()),
        (words::REPLICATIONS, format::count(f64::from(provenance.replications))),
        (words::FINGERPRINT, provenance.digest.clone()),
        (words::SOLVER, provenance.solver.clone()),
    ];
    let rows = rows.into_iter().map(|(name, value)| vec![name.to_owned(), value]).collect();
    let mut table = table(words::PROVENANCE, &["", ""], rows);
    table.words = true;
    table
}
