//! Files: tables beside the scenario, and scenario files that cannot be read.

use super::given::WHOLE;
use callboard::scenario::file::{Problems, load};
use callboard::scenario::{Scenario, Volume};
use std::fmt::Write;
use std::path::Path;

/// Two hours on a Monday, two queues from a table, and a group from another.
const SCENARIO: &str = r#"[horizon]
start = 2026-11-16
days = 1
[opening_hours]
mon = "08:00-10:00"
[queue.a]
volume = { file = "volume.csv" }
handling = { mean = "3m" }
patience = { mean = "3m" }
[queue."b, c"]
volume = { file = "volume.csv" }
handling = { mean = "3m" }
patience = { mean = "3m" }
[group.g]
skills = ["a", "b, c"]
headcount = 5
wage = 20
on_duty = { file = "on_duty.csv" }
"#;

const VOLUME: &str = "date,start,a,\"b, c\"
2026-11-16,08:00,10,1.5
2026-11-16,08:30,20,2.5
2026-11-16,09:00,30,3.5
2026-11-16,09:30,40,4.5
";

const ON_DUTY: &str = "date,start,g
2026-11-16,08:00,3
2026-11-16,09:00,4
";

fn load_files(files: &[(&str, &[u8])]) -> Result<Scenario, Problems> {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in
        [("scenario.toml", SCENARIO.as_bytes()), ("volume.csv", VOLUME.as_bytes()), ("on_duty.csv", ON_DUTY.as_bytes())]
    {
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    for (name, bytes) in files {
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    load(folder.path(), &[])
}

fn volumes(volume: &str) -> Vec<Vec<f64>> {
    let scenario = load_files(&[("volume.csv", volume.as_bytes())]).unwrap_or_else(|problems| panic!("{problems}"));
    scenario
        .queues
        .iter()
        .map(|queue| match &queue.volume {
            Volume::Table(table) => table[16..20].to_vec(),
            other => panic!("{other:?}"),
        })
        .collect()
}

#[test]
fn commas_semicolons_and_tabs_say_the_same() {
    let expected = vec![vec![10.0, 20.0, 30.0, 40.0], vec![1.5, 2.5, 3.5, 4.5]];
    assert_eq!(volumes(VOLUME), expected);
    let semicolons = VOLUME.replace("\"b, c\"", "b@ c").replace(',', ";").replace(['.', '@'], ",");
    assert_eq!(volumes(&semicolons), expected);
    let tabs = VOLUME.replace("\"b, c\"", "b@ c").replace(',', "\t").replace('@', ",");
    assert_eq!(volumes(&tabs), expected);
}

#[test]
fn byte_order_marks_windows_line_ends_quotes_and_blank_lines_change_nothing() {
    let expected = volumes(VOLUME);
    let text = format!("\u{feff}{}\n\n", VOLUME.replace("2026-11-16", "\"16.11.2026\"").replace("08:00", " 8:00:00 "));
    assert_eq!(volumes(&text.replace('\n', "\r\n")), expected);
}

#[test]
fn rows_of_an_hour_are_shared_out_and_levels_hold() {
    let text = "date,start,a,\"b, c\"\n2026-11-16,08:00,30,4\n2026-11-16,09:00,70,8\n";
    assert_eq!(volumes(text), [[15.0, 15.0, 35.0, 35.0], [2.0, 2.0, 4.0, 4.0]]);
    let scenario = load_files(&[]).unwrap();
    assert_eq!(scenario.groups[0].on_duty[15..21], [0, 3, 3, 4, 4, 0]);
}

#[test]
fn rows_outside_the_horizon_are_passed_over() {
    let text = format!("{VOLUME}2026-11-17,08:00,99,99\n2025-11-16,08:00,99,99\n");
    assert_eq!(volumes(&text), volumes(VOLUME));
}

#[test]
fn each_fault_of_a_table_is_refused_at_its_line_and_column() {
    // Rule, what is replaced by what, line and column, and words of the message.
    type Case = (&'static str, &'static str, &'static str, (usize, usize), &'static str);
    let cases: &[Case] = &[
        ("type", "08:30,20", "08:30,many", (3, 18), "\"many\""),
        ("type", "08:30,20", "08:30,", (3, 18), "\"\""),
        ("type", "2026-11-16,08:30", "tomorrow,08:30", (3, 1), "2026-11-27"),
        ("type", "2026-11-16,08:30", "2026-11-16,half past", (3, 12), "08:30"),
        ("range", "08:30,20", "08:30,-20", (3, 18), "\"-20\""),
        ("range", "08:30,20", "08:30,1e10", (3, 18), "1000000000"),
        ("not-finite", "08:30,20", "08:30,NaN", (3, 18), "NaN"),
        ("not-finite", "08:30,20", "08:30,1e400", (3, 18), "1e400"),
        ("row", "08:30,20,2.5", "08:30,20", (3, 1), "3 fields"),
        ("row", "08:30,20,2.5", "08:30,20,2,5", (3, 1), "5 fields"),
        ("off-grid", "08:30,20", "08:15,20", (3, 12), "every 30 minutes"),
        ("twice", "08:30,20", "08:00,20", (3, 1), "08:00 twice"),
        ("twice", "date,start,a,\"b, c\"", "date,start,a,a", (1, 14), "\"a\" twice"),
        ("unknown-column", "start,a,", "start,A,", (1, 12), "did you mean \"a\"?"),
        ("missing-column", "date,start", "date,begin", (1, 1), "no column \"start\""),
        ("twice", "start,a,", "start,date,", (1, 12), "\"date\" twice"),
        ("gap", "2026-11-16,09:00,30,3.5\n", "", (7, 19), "2026-11-16T09:00"),
        ("gap", "2026-11-16,09:00,30,3.5\n2026-11-16,09:30,40,4.5\n", "", (7, 19), "2 open intervals"),
        ("outside", "2026-", "2025-", (0, 0), "no row within the horizon"),
        ("closed-volume", "09:30,40,4.5\n", "09:30,40,4.5\n2026-11-16,10:00,5,0\n", (7, 19), "1 intervals"),
    ];
    for (rule, from, to, place, words) in cases {
        let text = VOLUME.replace(from, to);
        assert_ne!(text, VOLUME);
        let Err(problems) = load_files(&[("volume.csv", text.as_bytes())]) else { panic!("{to:?} is taken") };
        let found = problems.problems.iter().any(|problem| {
            let message = format!("{} {} {}", problem.found, problem.allowed, problem.remedy);
            problem.rule == *rule && (problem.place.line, problem.place.column) == *place && message.contains(words)
        });
        assert!(found, "{rule} {to:?} at {place:?}\n{:#?}", problems.problems);
    }
}

#[test]
fn a_queue_without_a_column_is_refused_where_it_names_the_table() {
    let text = "date,start,a\n2026-11-16,08:00,30\n2026-11-16,09:00,30\n";
    let problems = load_files(&[("volume.csv", text.as_bytes())]).unwrap_err().problems;
    assert_eq!(problems.iter().map(|problem| problem.rule).collect::<Vec<_>>(), ["missing-column"]);
    assert_eq!((problems[0].place.line, problems[0].place.column), (11, 19));
    assert!(problems[0].found.contains("no column \"b, c\" in volume.csv"));
}

#[test]
fn levels_are_whole() {
    let Err(problems) = load_files(&[("on_duty.csv", ON_DUTY.replace(",3", ",3.5").as_bytes())]) else {
        panic!("taken")
    };
    assert_eq!(problems.problems[0].rule, "whole");
    assert_eq!((problems.problems[0].place.line, problems.problems[0].place.column), (2, 18));
}

#[test]
fn twenty_problems_of_a_table_are_shown_and_the_rest_is_counted() {
    let rows: String = (0..100).map(|_| "2026-11-16,08:00,x,1\n").collect();
    let Err(problems) = load_files(&[("volume.csv", format!("date,start,a,\"b, c\"\n{rows}").as_bytes())]) else {
        panic!("taken")
    };
    let of_table: Vec<_> = problems.problems.iter().filter(|problem| problem.place.origin == "volume.csv").collect();
    assert_eq!(of_table.len(), 21);
    assert!(
        of_table.iter().any(|problem| problem.rule == "more" && problem.found.starts_with("179 more")),
        "{of_table:#?}"
    );
}

#[test]
fn tables_that_are_empty_missing_or_in_another_encoding_are_one_clear_message() {
    let cases: [(&str, &[u8], &str); 4] = [
        ("empty", b"", "export"),
        ("encoding", b"date,start,a,\"b, c\"\n2026-11-16,08:00,\xe4,1\n", "CSV UTF-8"),
        ("encoding", b"d\xe4te,start,a,\"b, c\"\n", "CSV UTF-8"),
        ("missing-column", b"\n\n\n1", "begin each row"),
    ];
    for (rule, bytes, remedy) in cases {
        let Err(problems) = load_files(&[("volume.csv", bytes)]) else { panic!("{rule} is taken") };
        let found = problems.problems.iter().any(|problem| problem.rule == rule && problem.remedy.contains(remedy));
        assert!(found, "{rule}: {:#?}", problems.problems);
    }
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("scenario.toml"), SCENARIO.replace("volume.csv", ".")).unwrap();
    let problems = load(folder.path(), &[]).unwrap_err().problems;
    assert!(
        problems.iter().any(|problem| problem.rule == "file" && problem.found.contains("not a file")),
        "{problems:#?}"
    );
}

#[test]
fn a_million_rows_are_read() {
    let mut text = VOLUME.to_owned();
    let mut date = jiff::civil::date(2000, 1, 1);
    while text.len() < 23_000_000 {
        for half_hour in 0..48 {
            writeln!(text, "{date},{:02}:{:02},1,1", half_hour / 2, half_hour % 2 * 30).unwrap();
        }
        date = date.tomorrow().unwrap();
        if date == jiff::civil::date(2026, 11, 16) {
            date = date.tomorrow().unwrap();
        }
    }
    assert!(text.lines().count() > 1_000_000, "{}", text.lines().count());
    assert_eq!(volumes(&text), volumes(VOLUME));
}

#[test]
fn scenario_files_that_cannot_be_read_are_one_clear_message() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("x.toml");
    let rule = |path: &Path| {
        let problems = load(path, &[]).unwrap_err();
        assert_eq!(problems.problems.len(), 1, "{problems}");
        assert!(!problems.problems[0].remedy.is_empty());
        problems.problems[0].rule
    };
    assert_eq!(rule(&file), "file");
    assert_eq!(rule(folder.path()), "file");
    std::fs::write(&file, "").unwrap();
    assert_eq!(rule(&file), "empty");
    std::fs::write(&file, "\u{feff} \r\n").unwrap();
    assert_eq!(rule(&file), "empty");
    std::fs::write(&file, b"name = \"caf\xe9\"\n").unwrap();
    assert_eq!(rule(&file), "encoding");
    std::fs::File::create(&file).unwrap().set_len((16 << 20) + 1).unwrap();
    assert_eq!(rule(&file), "too-large");
}

#[test]
fn a_scenario_is_found_by_its_folder_its_file_or_its_name() {
    let folder = tempfile::tempdir().unwrap();
    for path in ["scenario.toml", "winter.toml"] {
        std::fs::write(folder.path().join(path), WHOLE.replacen("name = \"Whole\"\n", "", 1)).unwrap();
    }
    let name = |path: &Path| load(path, &[]).unwrap_or_else(|problems| panic!("{problems}")).name;
    assert_eq!(name(&folder.path().join("winter.toml")), "winter");
    assert_eq!(name(&folder.path().join("winter")), "winter");
    let of_folder = folder.path().canonicalize().unwrap().file_name().unwrap().to_string_lossy().into_owned();
    assert_eq!(name(folder.path()), of_folder);
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_change_nothing_but_columns_stay_right() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("x.toml");
    std::fs::write(&file, format!("\u{feff}{}", WHOLE.replace('\n', "\r\n"))).unwrap();
    assert!(load(&file, &[]).is_ok());
    std::fs::write(
        &file,
        format!("\u{feff}{}", WHOLE.replace('\n', "\r\n").replace("headcount = 40", "headcount = 4.5")),
    )
    .unwrap();
    let problems = load(&file, &[]).unwrap_err().problems;
    let line = WHOLE.lines().position(|line| line == "headcount = 40").unwrap() + 1;
    assert_eq!((problems[0].place.line, problems[0].place.column), (line, 13));
    assert_eq!(problems[0].place.text, "headcount = 4.5");
}
