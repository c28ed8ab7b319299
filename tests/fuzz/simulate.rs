//! Whatever can be written in a scenario file can be simulated: it comes to an end, every contact has one fate, shares are
//! shares, numbers are numbers, and the same input gives the same bytes.
//!
//! Files come from the `generator`; those that are too large to be simulated in some milliseconds are cut down by overrides.

#![no_main]

mod generator;

use arbitrary::Unstructured;
use callboard::demand::Demand;
use callboard::report::{performance_csv, performance_json, performance_text};
use callboard::scenario::file::{Problem, Problems, Source, parse};
use callboard::scenario::{Queue, Replications, Scenario};
use callboard::simulation::{Measure, MeasureKey, Options, Performance, Subject, simulate};
use callboard::staffing::StaffingLevels;
use callboard::watch::Unwatched;
use generator::{COLUMNS, Line, Names, generate};
use jiff::ToSpan;
use libfuzzer_sys::{Corpus, fuzz_target};
use rayon::{ThreadPool, ThreadPoolBuilder};
use serde_json::Value;
use std::fmt::Write;
use std::path::Path;
use std::sync::LazyLock;
use tempfile::TempDir;

/// Contacts, with all that may follow from them, that are simulated in one replication.
const MOST_CONTACTS: f64 = 1_500.0;
/// People in a group.
const MOST_PEOPLE: u32 = 2_000;
/// Times that members of a group step away.
const MOST_SPELLS: f64 = 5_000.0;
/// Pieces of work left over from before.
const MOST_BACKLOG: u32 = 1_000;
/// Intervals of queues and groups.
const MOST_ROWS: usize = 200;
/// Longest warm-up, in horizons.
const MOST_WARM_UP: f64 = 1.0;
/// How often lines that were refused are taken out.
const ROUNDS: usize = 12;

static FOLDER: LazyLock<TempDir> = LazyLock::new(|| TempDir::new().expect("a temporary folder can be made"));
static POOLS: LazyLock<[ThreadPool; 2]> = LazyLock::new(|| {
    [1, 2].map(|threads| ThreadPoolBuilder::new().num_threads(threads).build().expect("threads can be started"))
});

fuzz_target!(|input: &[u8]| -> Corpus {
    let mut input = Unstructured::new(input);
    let Ok((mut lines, names)) = generate(&mut input) else { return Corpus::Reject };
    write_tables(FOLDER.path(), &lines, &names);
    let Some(scenario) = valid(&mut lines) else { return Corpus::Reject };
    let overrides = smaller(&scenario);
    let Ok(scenario) = load(&lines, &overrides) else { return Corpus::Reject };
    if !smaller(&scenario).is_empty() {
        return Corpus::Reject;
    }
    if std::env::var_os("SHOW").is_some() {
        eprintln!("{}{}", text(&lines), overrides.iter().map(|one| format!("--set {one}\n")).collect::<String>());
    }
    let one = POOLS[0].install(|| performance(&scenario));
    check(&scenario, &one);
    let two = POOLS[1].install(|| performance(&scenario));
    assert!(one == two, "two threads come to something else than one");
    // Everything in its place takes longer than the simulation, so a third of the inputs has to do.
    if scenario.seed % 3 == 0 {
        let shown = format!("{one:?}");
        assert!(!shown.contains("NaN") && !shown.contains("inf"), "a number is none");
        assert!(!performance_text(&scenario, &one, 80).is_empty());
        assert!(!performance_csv(&scenario, &one).is_empty());
    }
    let document = performance_json(&scenario, &one, scenario.seed % 3 == 0);
    check_shares(&document, "");
    assert!(document.to_string() == performance_json(&scenario, &two, scenario.seed % 3 == 0).to_string());
    Corpus::Keep
});

fn performance(scenario: &Scenario) -> Performance {
    let (demand, levels) = (Demand::of(scenario), StaffingLevels::as_given(scenario));
    simulate(scenario, &demand, &levels, &Options::of(scenario), &Unwatched).expect("nobody interrupts")
}

// What must hold

fn check(scenario: &Scenario, performance: &Performance) {
    for replicate in &performance.replicates {
        let numerator = |subject, measure| {
            let place = performance.keys.binary_search(&MeasureKey { subject, measure }).ok();
            let place =
                place.or_else(|| performance.keys.iter().position(|key| *key == MeasureKey { subject, measure }));
            replicate.measures[place.expect("what is asked for is measured")].0
        };
        let fates = |subject| {
            let fates =
                [Measure::Answered, Measure::Abandoned, Measure::Blocked, Measure::Unserved, Measure::Callbacks];
            fates.map(|measure| numerator(subject, measure)).iter().sum::<f64>()
        };
        let mut offered = 0.0;
        for queue in 0..scenario.queues.len() {
            let subject = Subject::Queue(queue);
            assert_eq!(
                numerator(subject, Measure::Offered),
                fates(subject),
                "contacts of queue {queue} have one fate each"
            );
            assert!(
                numerator(subject, Measure::CallbacksReached) <= numerator(subject, Measure::Callbacks),
                "more are reached in queue {queue} than asked for it"
            );
            offered += numerator(subject, Measure::Offered);
        }
        assert_eq!(numerator(Subject::Total, Measure::Offered), offered, "the total is the sum of the queues");
        assert_eq!(offered, fates(Subject::Total), "contacts have one fate each");
        for (key, (numerator, denominator)) in performance.keys.iter().zip(&replicate.measures) {
            // Times are differences of clock times, which are rounded.
            assert!(
                numerator.is_finite() && denominator.is_finite() && numerator.min(*denominator) >= -1e-6,
                "{key:?} is {numerator} of {denominator}"
            );
        }
    }
}

/// Shares lie between 0 and 1 wherever they stand in the document.
fn check_shares(value: &Value, name: &str) {
    const SHARES: [&str; 9] = [
        "service_level",
        "abandonment",
        "p_wait",
        "occupancy",
        "slot_use",
        "blocking",
        "containment",
        "fcr",
        "satisfaction",
    ];
    match value {
        Value::Object(fields) => {
            if let Some(mean) = fields.get("mean").and_then(Value::as_f64) {
                assert!(mean >= -1e-6, "{name} is {mean}");
                assert!(mean <= 1.0 + 1e-6 || !SHARES.contains(&name), "{name} is {mean}");
            }
            fields.iter().for_each(|(name, value)| check_shares(value, name));
        }
        Value::Array(values) => values.iter().for_each(|value| check_shares(value, name)),
        _ => {}
    }
}

// Valid files of a bounded size

fn text(lines: &[Line]) -> String {
    lines.iter().map(|line| format!("{} = {}\n", line.path, line.value)).collect()
}

fn load(lines: &[Line], overrides: &[String]) -> Result<Scenario, Problems> {
    let folder = FOLDER.path().to_owned();
    parse(&Source { path: "scenario.toml".into(), folder, name: "fuzz".to_owned(), text: text(lines) }, overrides)
}

/// The scenario of these lines, once all that was refused has been taken out.
fn valid(lines: &mut Vec<Line>) -> Option<Scenario> {
    for _ in 0..ROUNDS {
        let problems = match load(lines, &[]) {
            Ok(scenario) => return Some(scenario),
            Err(problems) => problems.problems,
        };
        if std::env::var_os("SHOW").is_some() {
            eprintln!("{} lines", lines.len());
            problems.iter().for_each(|problem| eprintln!("{}: {}", problem.place.line, problem.title()));
        }
        let before = lines.len();
        let named = text(lines);
        let by_number: Vec<&str> = named.lines().map(|line| line.split(" = ").next().unwrap_or_default()).collect();
        for problem in problems.iter().filter(|problem| problem.place.origin == "scenario.toml") {
            take_out(lines, problem, by_number.get(problem.place.line.wrapping_sub(1)).copied());
        }
        if problems.iter().any(|problem| problem.place.origin.ends_with(".csv")) {
            for line in lines.iter_mut().filter(|line| line.path.ends_with(".file")) {
                let (path, value) = match line.path.split_once(".volume.") {
                    Some((queue, _)) => (format!("{queue}.volume.per_hour"), "20"),
                    None => (line.path.replace(".file", ".level"), "3"),
                };
                *line = Line { path, value: value.to_owned() };
            }
            let volumes: Vec<String> =
                lines.iter().filter_map(|line| Some(line.path.strip_suffix(".volume.per_hour")?.to_owned())).collect();
            lines.retain(|line| !volumes.iter().any(|queue| line.path.starts_with(&format!("{queue}.volume.driver"))));
        } else if lines.len() == before && problems.iter().all(|problem| problem.place.line == 0) {
            return None;
        }
    }
    None
}

/// Takes out what a problem is about: a value; with one that its table cannot do without, the table.
fn take_out(lines: &mut Vec<Line>, problem: &Problem, line: Option<&str>) {
    let is_below =
        |path: &str, table: &str| path.strip_prefix(table).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    let last = problem.about.rsplit('.').next().unwrap_or_default();
    let cannot_do_without = ["to", "share", "mean", "queues", "from", "until", "first", "last", "values", "group"];
    let mut about = problem.about.as_str();
    if problem.rule == "missing" || cannot_do_without.contains(&last) {
        about = about.rsplit_once('.').map_or(about, |(table, _)| table);
    }
    let is_whole = about.matches('.').count() <= 1 && (about.starts_with("queue") || about.starts_with("group"));
    if about.contains(".volume.") && about.starts_with("queue") {
        let queue = about.split(".volume.").next().unwrap_or_default().to_owned();
        lines.retain(|line| !is_below(&line.path, &format!("{queue}.volume")));
        lines.push(Line { path: format!("{queue}.volume.per_hour"), value: "20".to_owned() });
        return;
    }
    let before = lines.len();
    for (table, line) in [("patience", "patience.mean"), ("handling", "handling.mean")] {
        if problem.rule == "missing" && problem.about.ends_with(table) && is_whole {
            return lines.push(Line { path: format!("{about}.{line}"), value: "\"3m\"".to_owned() });
        }
    }
    if problem.rule == "endless" {
        lines.retain(|line| [".redial.", ".repeat.", ".comes_back."].iter().all(|again| !line.path.contains(again)));
    }
    if problem.rule == "shares" || problem.rule == "endless" {
        lines.retain(|line| !is_below(&line.path, &format!("{}.transfer", problem.about)));
    }
    if !is_whole {
        lines.retain(|line| !is_below(&line.path, about));
    }
    if lines.len() == before {
        lines.retain(|other| line != Some(&other.path));
    }
}

/// Tables beside the file, as far as it names them: with a row for each hour, or each day.
fn write_tables(folder: &Path, lines: &[Line], names: &Names) {
    if !lines.iter().any(|line| line.path.ends_with(".file")) {
        return;
    }
    let hours = if lines.iter().any(|line| line.value.contains("08:00-20:00")) { 8..20 } else { 0..24 };
    for (file, kind, number) in [("volume.csv", "queue", "7.5"), ("on_duty.csv", "group", "4")] {
        let mut table = format!("date,start,{}\n", names.of[kind].join(","));
        for day in 0..4 {
            for hour in hours.clone() {
                let date = names.start.saturating_add(day.days());
                let row = vec![number; names.of[kind].len()].join(",");
                writeln!(table, "{date},{hour:02}:00,{row}").expect("a text can be written to");
            }
        }
        std::fs::write(folder.join(file), table).expect("the folder can be written to");
    }
    let mut table = format!("date,{}\n", COLUMNS.join(","));
    for day in -70..10 {
        writeln!(table, "{},{},{}", names.start.saturating_add(day.days()), 100 + day, 0.5)
            .expect("a text can be written to");
    }
    std::fs::write(folder.join("daily.csv"), table).expect("the folder can be written to");
}

/// Overrides that make a scenario small enough; none if it is.
fn smaller(scenario: &Scenario) -> Vec<String> {
    let mut overrides = Vec::new();
    let length = scenario.calendar.end().0;
    let warm_up = scenario.simulation.warm_up.0;
    if warm_up > MOST_WARM_UP * length {
        overrides.push("simulation.warm_up=0s".to_owned());
    }
    let rows = scenario.calendar.intervals.len() * (scenario.queues.len() + scenario.groups.len());
    if rows > MOST_ROWS {
        overrides.push("horizon.length=7h".to_owned());
    }
    let demand = Demand::of(scenario);
    let follow = most_that_follow(scenario);
    let mut contacts = 0.0;
    for (index, queue) in scenario.queues.iter().enumerate() {
        let expected = demand.total(index) * follow * (1.0 + warm_up / length.max(1.0));
        let most = MOST_CONTACTS / scenario.queues.len() as f64;
        if expected > most {
            overrides.push(format!(
                "queue.{}.volume.factor={:e}",
                queue.name,
                queue.volume_factor * most / expected * 0.9
            ));
        }
        if queue.deferred.as_ref().is_some_and(|deferred| deferred.backlog > MOST_BACKLOG) {
            overrides.push(format!("queue.{}.deferred.backlog={MOST_BACKLOG}", queue.name));
        }
        contacts += expected.min(most);
    }
    let mut spells = 0.0;
    for group in &scenario.groups {
        let most = group.on_duty.iter().copied().max().unwrap_or_default();
        if most > MOST_PEOPLE {
            overrides.push(format!("group.{}.on_duty.level={MOST_PEOPLE}", group.name));
        }
        let attendance = &group.attendance;
        let away = f64::from(most) * (length + warm_up) * (1.0 - attendance.adherence.0) / attendance.spell.0;
        if away > MOST_SPELLS {
            overrides.push(format!("group.{}.attendance.adherence=1", group.name));
        }
        spells += away;
    }
    let replications = match scenario.simulation.replications {
        Replications::Fixed(count) => count,
        Replications::Auto { most, .. } => most,
    };
    let people: u32 = scenario.groups.iter().filter_map(|group| group.on_duty.iter().max()).sum();
    let rows = scenario.calendar.intervals.len() as f64;
    let most = (4_000.0 / (contacts + spells + f64::from(people) + rows + 100.0)).clamp(2.0, 10.0) as u32;
    if replications > most {
        match scenario.simulation.replications {
            Replications::Fixed(_) => overrides.push(format!("simulation.replications={most}")),
            Replications::Auto { .. } => overrides.push(format!("simulation.most_replications={most}")),
        }
    }
    overrides
}

/// A bound on the contacts that follow from one, itself among them, that is large enough to keep runs short.
fn most_that_follow(scenario: &Scenario) -> f64 {
    let again = |queue: &Queue| {
        let handed = |reason: &callboard::scenario::Reason| {
            [reason.escalation, reason.transfer].into_iter().flatten().map(|to| to.share.0).sum::<f64>()
        };
        let handed = queue.reasons.iter().map(handed).fold(0.0, f64::max);
        let back = [&queue.redial, &queue.repeat].into_iter().flatten().map(|back| back.share.0).fold(0.0, f64::max);
        handed.max(back)
    };
    let share = scenario.queues.iter().map(again).fold(0.0, f64::max);
    let turns = scenario.queues.iter().filter_map(|queue| queue.pauses.as_ref()).map(|pauses| pauses.turns);
    turns.fold(1.0, f64::max) / (1.0 - share).max(0.02)
}
