//! What the answer rests on: how it was checked, the assumptions, where it comes from.

use super::{Section, Table, strings};
use crate::milp::solver_name;
use crate::planning::WorkforcePlan;
use crate::report::assumptions::{DefaultInForce, defaults};
use crate::report::text::findings;
use crate::report::{Provenance, Solution, VERSION, format, promise};
use crate::scenario::{Origin, Scenario};
use crate::study::Study;
use crate::target::ServiceLevelDefinition;

pub(super) fn sections(study: &Study) -> Vec<Section> {
    let provenance = Provenance::of(study);
    vec![checked(study, &provenance), assumptions(&study.scenario), origin(&study.scenario, provenance.solver)]
}

fn section(title: &str, lead: &str, tables: Vec<Table>, notes: Vec<String>) -> Section {
    Section {
        title: title.to_owned(),
        lead: lead.to_owned(),
        figures: Vec::new(),
        tables,
        details: Vec::new(),
        details_title: "",
        notes,
    }
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
        notes.push(solved("schedule", "missing and surplus hours", solution, &study.scenario));
    }
    if let (Some(certified), Some(solution)) = (&study.rostered, &provenance.roster_solution) {
        let findings = match certified.findings.len() {
            0 => "no rule is broken that is not said to be".to_owned(),
            findings => format!("it objects to {}", format::counted(findings, "thing")),
        };
        notes.push(format!(
            "The independent checker of rosters went through every person’s days: {findings}. The roster was judged by {} simulations \
             with random numbers of their own.",
            format::count(f64::from(certified.performance.replications))
        ));
        notes.push(solved("roster", "what is not met", solution, &study.scenario));
    }
    if let Some(solution) = &provenance.plan_solution {
        notes.push(solved("plan", "missing hours", solution, &study.scenario));
    }
    let mut definitions: Vec<(ServiceLevelDefinition, Vec<String>)> = Vec::new();
    for (queue, result) in study.scenario.queues.iter().zip(&study.today.queues) {
        let queue = format!("{} within {}", format::name(&queue.name), format::duration(result.within.0));
        match definitions.iter_mut().find(|(known, _)| *known == result.definition) {
            Some((_, queues)) => queues.push(queue),
            None => definitions.push((result.definition, vec![queue])),
        }
    }
    let definitions: Vec<String> = definitions
        .into_iter()
        .map(|(definition, queues)| {
            let name = definition.name();
            format!("{}: definition {name} ({})", format::listed(&queues), promise::definition(definition))
        })
        .collect();
    notes.push(format!("How the service level is counted. Answered in time, {}.", definitions.join("; ")));
    section("How it was checked", "", Vec::new(), notes)
}

fn solved(what: &str, priced: &str, solution: &Solution, scenario: &Scenario) -> String {
    let currency = &scenario.currency;
    format!(
        "The {what} costs {} with {priced} priced; the solver proved that none can cost less than {}, so \
         it is within {} of the best possible (solver status: {}).",
        format::money(solution.objective, currency),
        format::money(solution.bound, currency),
        format::percent(solution.gap),
        solution.status.join(", ")
    )
}

pub(super) fn assumptions(scenario: &Scenario) -> Section {
    let default = |default: DefaultInForce| vec![default.path, default.value, default.why];
    let rows = defaults(scenario).into_iter().map(default).collect();
    let head = strings(&["Value of", "Is", "Because"]);
    let caption = "Defaults in force".to_owned();
    let defaults = Table { caption, over: Vec::new(), head, rows, words: true };
    let given = scenario.assumptions.iter().filter_map(|assumption| {
        let origin = match &assumption.origin {
            Origin::File => "scenario file",
            Origin::Override => "set for this run",
            Origin::Default(_) => return None,
        };
        Some(vec![assumption.path.clone(), assumption.value.clone(), origin.to_owned()])
    });
    let head = strings(&["Value of", "Is", "From"]);
    let caption = "Values given".to_owned();
    let given = Table { caption, over: Vec::new(), head, rows: given.collect(), words: true };
    let mut section = section(
        "What is assumed",
        "The answer is as good as these values. Defaults were not given and deserve a look; a * stands for every one of its \
         kind.",
        vec![defaults],
        Vec::new(),
    );
    section.details = vec![given];
    section.details_title = "The values that were given";
    section
}

/// How a plan was found and judged.
pub(super) fn plan_checked(scenario: &Scenario, plan: &WorkforcePlan) -> Section {
    let notes = vec![
        "An independent checker, which knows nothing of how the plan was found, went through the people, the hours and the money of \
         every period, and objects to nothing."
            .to_owned(),
        format!(
            "In today’s money the plan costs {} with missing hours and customers at their price; the solver proved that no plan can cost \
             less than {}, so it is within {} of the best possible (solver status: {}).",
            format::money(plan.objective, &scenario.currency),
            format::money(plan.bound, &scenario.currency),
            format::percent(plan.gap()),
            plan.status
        ),
    ];
    section("How it was checked", "", Vec::new(), notes)
}

/// Where a plan comes from that was made without the rest of a study.
pub(super) fn origin_of_plan(scenario: &Scenario) -> Section {
    origin(scenario, solver_name().to_owned())
}

fn origin(scenario: &Scenario, solver: String) -> Section {
    let calendar = &scenario.calendar;
    let mut rows = vec![
        ("Scenario", scenario.name.clone()),
        ("Program", format!("callboard {VERSION}")),
        ("Fingerprint of all inputs", scenario.digest.clone()),
        ("Seed of the random numbers", scenario.seed.to_string()),
        ("Solver", solver),
        ("Time zone", calendar.time_zone.clone()),
    ];
    if let (Some(first), Some(last)) = (calendar.days.first(), calendar.days.last()) {
        let dates = format!("{} to {} {}", format::day(first.date), format::day(last.date), last.date.year());
        rows.insert(1, ("Period", dates));
    }
    let rows = rows.into_iter().map(|(name, value)| vec![name.to_owned(), value]).collect();
    let table = Table { over: Vec::new(), caption: "Provenance".into(), head: strings(&["", ""]), rows, words: true };
    section(
        "Where it comes from",
        "The same version with the same inputs gives exactly these numbers again.",
        vec![table],
        Vec::new(),
    )
}
