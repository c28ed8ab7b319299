//! Call records, handed on one by one; and those of a bank.

use callboard::history::mapping::{Mapping, Outcome, parse};
use callboard::history::read::{Reading, Visitors, read};
use std::path::{Path, PathBuf};

/// A call: queue, seconds of wait and of handling, outcome, agent.
type Call = (String, Option<f64>, Option<f64>, Outcome, Option<String>);

/// What is read from texts, and each call.
fn calls(texts: &[&str], mapping: &Mapping) -> (Reading, Vec<Call>) {
    let folder = tempfile::tempdir().unwrap();
    let paths: Vec<PathBuf> = (0..texts.len()).map(|at| folder.path().join(format!("{at}.csv"))).collect();
    paths.iter().zip(texts).for_each(|(path, text)| std::fs::write(path, text).unwrap());
    let mut calls = Vec::new();
    let mut call = |call: &callboard::history::CallRecord<'_>| {
        calls.push((call.queue.to_owned(), call.wait_s, call.handling_s, call.outcome, call.agent.map(str::to_owned)));
    };
    let reading = read(&paths, mapping, true, &mut Visitors { call: &mut call, set_aside: &mut |_| {} }).unwrap();
    (reading, calls)
}

const HEADER: &str = "arrival,answered at,ended,queue,agent\n";
const MONDAY: &str = "2026-11-16 08:00:05,2026-11-16 08:00:15,2026-11-16 08:03:15,sales,ann\n2026-11-16 08:10:00,,2026-11-16 08:10:40,sales,\n";
const TUESDAY: &str = "2026-11-17 08:00:05,2026-11-17 08:00:15,2026-11-17 08:04:15,sales,bob\n";

#[test]
fn each_call_is_handed_on_with_its_wait_and_handling() {
    let (reading, calls) = calls(&[&(HEADER.to_owned() + MONDAY)], &Mapping::default());
    let expected = [
        ("sales".to_owned(), Some(10.0), Some(180.0), Outcome::Answered, Some("ann".to_owned())),
        ("sales".to_owned(), Some(40.0), None, Outcome::Abandoned, None),
    ];
    assert_eq!(calls, expected);
    let row = reading.history.queues[0].rows[0];
    // Ann was there for three minutes of the half hour, in seven slots of half a minute, as far as her calls show.
    assert_eq!(
        (row.offered, row.answered, row.abandoned, row.agents),
        (2.0, Some(1.0), Some(1.0), Some(7.0 * 30.0 / 1800.0))
    );
    assert_eq!((row.waited_s, row.in_time, reading.teams[0].name.as_str()), (Some(10.0), Some(1.0), "sales_team"));
}

#[test]
fn days_that_two_files_have_alike_count_once_and_others_add_up() {
    let first = HEADER.to_owned() + MONDAY;
    let both = HEADER.to_owned() + MONDAY + TUESDAY;
    let mapping = Mapping::default();
    let (reading, _) = calls(&[&first, &both], &mapping);
    assert_eq!(reading.history.offered(), 3.0);
    let twice: Vec<(String, String, u64)> =
        reading.days_twice.iter().map(|(queue, day, calls)| (queue.clone(), day.to_string(), *calls)).collect();
    assert_eq!(twice, [("sales".to_owned(), "2026-11-16".to_owned(), 2)]);
    let other = HEADER.to_owned() + &MONDAY.replace("sales", "support");
    assert_eq!(calls(&[&first, &other], &mapping).0.history.offered(), 4.0);
}

#[test]
fn the_calls_of_a_bank_are_read_as_they_were_recorded() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/anonymous_bank_1999/calls_february_1999.tsv");
    if !path.exists() {
        println!("skipped: no ../shared/data");
        return;
    }
    let told = "layout = \"calls\"\ntime_zone = \"Asia/Jerusalem\"\n[columns]\nqueue = \"type\"\ndate = \"date\"\narrival = \"vru_entry\"
wait = \"q_time\"\nhandling = \"ser_time\"\noutcome = \"outcome\"\nagent = \"server\"\n[outcomes]\nphantom = \"\"\n";
    let text = std::fs::read_to_string(&path).unwrap();
    let records: Vec<Vec<&str>> = text.lines().skip(1).map(|line| line.split('\t').collect()).collect();
    let mut aside = Vec::new();
    let (mut answered, mut handling) = (0, 0.0);
    let mut call = |call: &callboard::history::CallRecord<'_>| {
        answered += u32::from(call.outcome == Outcome::Answered);
        handling += call.handling_s.unwrap_or(0.0);
    };
    let mapping = parse(told, "told").unwrap();
    let mut visitors =
        Visitors { call: &mut call, set_aside: &mut |row| aside.push((row.row.line, row.refusal.found.clone())) };
    let reading = read(&[path], &mapping, false, &mut visitors).unwrap();
    let phantoms = records.iter().filter(|row| row[12] == "PHANTOM").count() as u64;
    let file = &reading.files[0];
    assert_eq!(file.rows, records.len() as u64);
    assert_eq!(file.taken + file.duplicates + file.set_aside + phantoms, file.rows, "{aside:?}");
    assert_eq!(reading.passed_over.values().sum::<u64>(), phantoms);
    // Two records of an agent that are alike word for word would count once; the call numbers differ, so there is none.
    assert_eq!(file.duplicates, 0);
    let of_agents = records.iter().filter(|row| row[12] == "AGENT");
    let is_aside = |line: usize| aside.iter().any(|(row, _)| *row == line as u64);
    let expected = records.iter().enumerate().filter(|(at, row)| row[12] == "AGENT" && !is_aside(at + 2));
    assert_eq!(answered as usize, expected.clone().count());
    let seconds: f64 = expected.map(|(_, row)| row[15].parse::<f64>().unwrap()).sum();
    assert!((handling - seconds).abs() < 1e-6 * seconds, "{handling} {seconds}");
    assert!(aside.len() * 1000 < records.len(), "at most one in a thousand is set aside: {aside:?}");
    println!("{} records, {} calls, {} set aside", records.len(), of_agents.count(), aside.len());
}
