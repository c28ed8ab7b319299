//! What the answer rests on: how it was checked, the assumptions, where it comes from.

use super::{Section, Table, strings};
use crate::report::text::findings;
use crate::report::{Provenance, Solution, format, promise};
use crate::scenario::Origin;
use crate::study::Study;

pub(super) fn sections(study: &Study) -> Vec<Section> {
    let provenance = Provenance::of(study);
    vec![checked(study, &provenance), assumptions(study), origin(study, &provenance)]
}

fn section(title: &str, lead: &str, tables: Vec<Table>, notes: Vec<String>) -> Section {
    Section { title: title.to_owned(), lead: lead.to_owned(), figures: Vec::new(), tables, details: Vec::new(), notes }
}

fn checked(study: &Study, provenance: &Provenance) -> Section {
    let mut notes = vec![
        format!(
            "Today’s staffing was simulated {} times over the whole period. ± is half the width of a 95 % interval: of \
             intervals made in this way, 95 of 100 contain the true value.",
            format::count(f64::from(provenance.replications))
        ),
        format!(
            "The number of people needed was found by formula and then corrected by simulation, in {}.",
            format::counted(study.requirement.rounds as usize, "round")
        ),
    ];
    if let (Some(certified), Some(solution)) = (&study.scheduled, &provenance.schedule_solution) {
        notes.push(format!(
            "The schedule was judged by {} further simulations with fresh random numbers, which no earlier step had seen.",
            format::count(f64::from(certified.performance.replications))
        ));
        notes.push(format!("An independent checker went through every shift: {}.", findings(certified)));
        notes.push(solved("schedule", "missing and surplus hours", solution, study));
    }
    if let Some(solution) = &provenance.plan_solution {
        notes.push(solved("plan", "missing hours", solution, study));
    }
    let mut definitions: Vec<String> = Vec::new();
    for (queue, result) in study.scenario.queues.iter().zip(&study.today.queues) {
        definitions.push(format!(
            "{}: answered within {}, definition {} ({})",
            queue.name,
            format::duration(result.within.0),
            result.definition.name(),
            promise::definition(result.definition)
        ));
    }
    notes.push(format!("How the service level is counted. {}.", definitions.join("; ")));
    section("How it was checked", "", Vec::new(), notes)
}

fn solved(what: &str, priced: &str, solution: &Solution, study: &Study) -> String {
    let currency = &study.scenario.currency;
    format!(
        "The {what} costs {} with {priced} priced; the solver proved that none can cost less than {}, so \
         it is within {} of the best possible (solver status: {}).",
        format::money(solution.objective, currency),
        format::money(solution.bound, currency),
        format::percent(solution.gap),
        solution.status.join(", ")
    )
}

fn assumptions(study: &Study) -> Section {
    let rows = study.scenario.assumptions.iter().map(|assumption| {
        let origin = match &assumption.origin {
            Origin::File => "scenario file".to_owned(),
            Origin::Override => "set for this run".to_owned(),
            Origin::Default(source) => format!("default: {source}"),
        };
        vec![assumption.path.clone(), assumption.value.clone(), origin]
    });
    let head = strings(&["Value of", "Is", "Because"]);
    let table = Table { caption: "Every value in force".into(), head, rows: rows.collect(), words: true };
    section(
        "What is assumed",
        "The answer is as good as these values. Those marked as default were not given and deserve a look.",
        vec![table],
        Vec::new(),
    )
}

fn origin(study: &Study, provenance: &Provenance) -> Section {
    let calendar = &study.scenario.calendar;
    let mut rows = vec![
        ("Scenario", study.scenario.name.clone()),
        ("Program", format!("callboard {}", provenance.version)),
        ("Fingerprint of all inputs", provenance.digest.clone()),
        ("Seed of the random numbers", provenance.seed.to_string()),
        ("Solver", provenance.solver.clone()),
        ("Time zone", calendar.time_zone.clone()),
    ];
    if let (Some(first), Some(last)) = (calendar.days.first(), calendar.days.last()) {
        let dates = format!("{} to {} {}", format::day(first.date), format::day(last.date), last.date.year());
        rows.insert(1, ("Period", dates));
    }
    let rows = rows.into_iter().map(|(name, value)| vec![name.to_owned(), value]).collect();
    let table = Table { caption: "Provenance".into(), head: strings(&["", ""]), rows, words: true };
    section(
        "Where it comes from",
        "The same version with the same inputs gives exactly these numbers again.",
        vec![table],
        Vec::new(),
    )
}
