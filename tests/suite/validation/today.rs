//! Tables of the day itself: what is read in every dialect, and what is refused at its line and column.

use callboard::scenario::file::Source;
use callboard::scenario::file::{Problems, parse};
use callboard::scenario::today::{Absence, Actuals, GivenShift, Now, read_absences, read_actuals, read_shifts};
use callboard::scenario::{GroupId, Scenario};
use std::path::{Path, PathBuf};

const SCENARIO: &str = r#"[horizon]
start = 2026-11-16
days = 2
[opening_hours]
default = "08:00-12:00"
[queue.a]
volume = { per_hour = 10 }
handling = { mean = "3m" }
patience = { mean = "3m" }
[queue."b, c"]
volume = { per_hour = 10 }
handling = { mean = "3m" }
patience = { mean = "3m" }
[group.g]
skills = ["a", "b, c"]
headcount = 5
wage = 20
[shift.early]
length = "4h"
start = ["08:00"]
break = [{ length = "30m", after = "1h", before = "3h", every = "30m" }]
"#;

fn scenario() -> Scenario {
    let source = Source {
        path: PathBuf::from("scenario.toml"),
        folder: PathBuf::from("."),
        name: "test".to_owned(),
        text: SCENARIO.to_owned(),
    };
    parse(&source, &[]).unwrap_or_else(|problems| panic!("{problems}"))
}

fn with<T>(text: &[u8], read: impl Fn(&Path, &Scenario, Now) -> Result<T, Problems>) -> Result<T, Problems> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("table.csv");
    std::fs::write(&path, text).unwrap();
    let scenario = scenario();
    let now = Now::parse("2026-11-16 09:10", &scenario).unwrap();
    read(&path, &scenario, now)
}

fn actuals(text: &str) -> Result<Actuals, Problems> {
    with(text.as_bytes(), read_actuals)
}

fn shifts(text: &str) -> Result<Vec<GivenShift>, Problems> {
    with(text.as_bytes(), |path, scenario, _| read_shifts(path, scenario))
}

fn absences(text: &str) -> Result<Vec<Absence>, Problems> {
    with(text.as_bytes(), read_absences)
}

const ACTUALS: &str = "date,start,queue,offered,handling
2026-11-16,08:00,a,10,180
2026-11-16,08:30,a,30,4m
2026-11-16,08:00,\"b, c\",7,
2026-11-16,08:30,\"b, c\",0,
2026-11-16,09:00,a,99,
2026-11-17,08:00,a,99,
";

#[test]
fn what_came_is_read_in_every_dialect_and_later_rows_are_counted() {
    let expected = actuals(ACTUALS).unwrap_or_else(|problems| panic!("{problems}"));
    let mut counts = vec![0; 18];
    counts[16..].copy_from_slice(&[10, 30]);
    assert_eq!(expected.came[0].as_ref(), Some(&counts));
    counts[16..].copy_from_slice(&[7, 0]);
    assert_eq!(expected.came[1].as_ref(), Some(&counts));
    assert_eq!((expected.later, expected.other_days), (1, 1));
    // 10 contacts of 180 s and 30 of 240 s.
    let handling = expected.handling[0].unwrap();
    assert_eq!((handling.contacts, handling.mean), (40.0, 225.0));
    assert_eq!(expected.handling[1], None);
    let semicolons = ACTUALS.replace("\"b, c\"", "b@ c").replace(',', ";").replace('@', ",").replace(";180", ";180,0");
    let windows = format!("\u{feff}{}\n", semicolons.replace("2026-11-16", "16.11.2026")).replace('\n', "\r\n");
    for dialect in [semicolons, windows] {
        assert_eq!(actuals(&dialect).unwrap_or_else(|problems| panic!("{problems}")), expected);
    }
}

#[test]
fn a_queue_without_rows_is_one_of_which_nobody_counted() {
    let text = ACTUALS.lines().filter(|line| !line.contains("b, c")).collect::<Vec<_>>().join("\n");
    assert_eq!(actuals(&text).unwrap().came[1], None);
}

fn is_refused<T>(found: Result<T, Problems>, rule: &str, place: (usize, usize), words: &str) {
    let Err(problems) = found else { panic!("{rule} {words} is taken") };
    let is_it = problems.problems.iter().any(|problem| {
        let message = format!("{} {} {}", problem.found, problem.allowed, problem.remedy);
        problem.rule == rule && (problem.place.line, problem.place.column) == place && message.contains(words)
    });
    assert!(is_it, "{rule} {words} at {place:?}\n{problems:#?}");
}

#[test]
fn each_fault_of_what_came_is_refused_at_its_line_and_column() {
    type Case = (&'static str, &'static str, &'static str, (usize, usize), &'static str);
    let cases: &[Case] = &[
        ("type", "2026-11-16,08:30,a", "tomorrow,08:30,a", (3, 1), "2026-11-27"),
        ("type", "08:30,a", "half past,a", (3, 12), "08:30"),
        ("unknown-name", "08:30,a", "08:30,A", (3, 18), "did you mean"),
        ("range", "a,30", "a,many", (3, 20), "\"many\""),
        ("range", "a,30", "a,-3", (3, 20), "\"-3\""),
        ("range", "a,30", "a,2.5", (3, 20), "a whole number"),
        ("range", "a,30", "a,NaN", (3, 20), "NaN"),
        ("type", "30,4m", "30,-4m", (3, 23), "a duration above 0"),
        ("off-grid", "08:30,a", "08:15,a", (3, 12), "every 30 minutes"),
        ("twice", "08:30,a", "08:00,a", (3, 12), "each interval of a queue once"),
        ("gap", "2026-11-16,08:30,a,30,4m\n", "", (0, 0), "first 08:30"),
        ("missing-column", "queue,offered", "queue,calls", (1, 1), "no column \"offered\""),
        ("unknown-column", "offered,handling", "offered,handlign", (1, 26), "did you mean \"handling\"?"),
        ("row", "08:30,a,30,4m", "08:30,a,30", (3, 1), "4 fields"),
    ];
    for (rule, from, to, place, words) in cases {
        let text = ACTUALS.replace(from, to);
        assert_ne!(text, ACTUALS, "{from}");
        is_refused(actuals(&text), rule, *place, words);
    }
    is_refused(with(b"", read_actuals), "empty", (0, 0), "empty file");
    is_refused(with(b"date,start,queue,offered\n2026-11-16,08:00,\xe4,1\n", read_actuals), "encoding", (2, 1), "UTF-8");
    let missing =
        read_actuals(Path::new("no/such/file.csv"), &scenario(), Now::parse("2026-11-16 09:00", &scenario()).unwrap());
    is_refused(missing, "file", (0, 0), "no such file");
}

#[test]
fn each_fault_of_a_schedule_is_refused_at_its_line_and_column() {
    const SHIFTS: &str = "group,shift,date,start,end,breaks,people,paid_hours\ng,early,2026-11-16,08:00,12:00,09:30-10:00 unpaid,3,10.5\n";
    let read = shifts(SHIFTS).unwrap();
    assert_eq!((read[0].start, read[0].length, read[0].people, read[0].breaks[0].begin), (480, 240, 3, 90));
    let cases = [
        ("unknown-name", "g,early", "h,early", (2, 1), "a group: g"),
        ("unknown-name", "g,early", "g,late", (2, 3), "a shift: early"),
        ("type", "08:00,12", "8 o'clock,12", (2, 20), "08:30"),
        ("type", "09:30-10:00 unpaid", "09:30-10:00", (2, 32), "12:00-12:30 unpaid"),
        ("type", "09:30-10:00 unpaid", "11:45-12:15 paid", (2, 32), "within the shift"),
        ("type", "09:30-10:00 unpaid", "09:30-10:00 paid; 09:45-10:15 paid", (2, 32), "one after the other"),
        ("range", ",3,10.5", ",-3,10.5", (2, 51), "a whole number"),
    ];
    for (rule, from, to, place, words) in cases {
        is_refused(shifts(&SHIFTS.replacen(from, to, 1)), rule, place, words);
    }
}

#[test]
fn each_fault_of_absences_is_refused_at_its_line_and_column() {
    const ABSENT: &str = "name,group,people,from,until\n,g,2,10:00,\nAda,,,,\n";
    let read = absences(ABSENT).unwrap();
    assert_eq!((read[0].group, read[0].people, read[0].from, read[0].until), (Some(GroupId(0)), 2, 600, 1440));
    assert_eq!((read[1].name.as_deref(), read[1].people), (Some("Ada"), 1));
    is_refused(absences(&ABSENT.replace("Ada,", "Ada,g")), "one-of", (3, 5), "the name of a person or a group");
    is_refused(absences(&ABSENT.replace("Ada,,", ",,3")), "one-of", (3, 1), "the name of a person or a group");
    is_refused(absences(&ABSENT.replace(",g,", ",h,")), "unknown-name", (2, 2), "a group: g");
    is_refused(absences(&ABSENT.replace("10:00,", "10:00,09:00")), "order", (2, 12), "a time after");
}
