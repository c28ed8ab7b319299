//! What stands beside the exports: samples, staff files, Parquet, and SQL for warehouses.

use super::commands::{intervals, path};
use crate::cli::{callboard, json};
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Calls of two queues over three weeks, of agents who serve one or both; every customer calls once, and who gives up calls again in ten minutes.
fn calls() -> String {
    let mut text = String::from("arrival,answered at,ended,queue,agent,customer\n");
    let moment = |second: i64| {
        let at = jiff::civil::date(2026, 3, 2).at(8, 0, 0, 0) + jiff::Span::new().seconds(second);
        at.strftime("%Y-%m-%d %H:%M:%S").to_string()
    };
    for day in 0..19 {
        for call in 0..200 {
            let arrival = day * 86_400 + call * 150;
            let (queue, agent) = if call % 2 == 0 { ("sales", call / 2 % 5) } else { ("support", 3 + call / 2 % 4) };
            let customer = format!("c{day}-{call}");
            let (wait, work) = (5 + call * 7 % 40, 100 + (call * 37 + day * 11) % 200);
            if call % 10 == 9 {
                _ = writeln!(text, "{},,{},{queue},,{customer}", moment(arrival), moment(arrival + 60));
                let again = arrival + 660;
                let (answered, ended) = (moment(again + 5), moment(again + 105));
                _ = writeln!(text, "{},{answered},{ended},{queue},a{agent},{customer}", moment(again));
            } else {
                let (answered, ended) = (moment(arrival + wait), moment(arrival + wait + work));
                _ = writeln!(text, "{},{answered},{ended},{queue},a{agent},{customer}", moment(arrival));
            }
        }
    }
    text
}

fn written(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn teams_redials_and_a_page_come_of_call_records() {
    let folder = tempfile::tempdir().unwrap();
    let (export, centre) = (folder.path().join("calls.csv"), folder.path().join("centre"));
    fs::write(&export, calls()).unwrap();
    callboard(&["import", path(&export), "-o", path(&centre), "--time-zone", "Europe/Berlin"]).success();
    let scenario = callboard::scenario::file::load(&centre, &[]).unwrap();
    // Agents 0 to 2 sell, 5 and 6 support, 3 and 4 do both.
    let mut groups: Vec<(&str, usize)> =
        scenario.groups.iter().map(|group| (group.name.as_str(), group.skills.len())).collect();
    groups.sort_unstable();
    assert_eq!(groups, [("all_queues_team", 2), ("sales_team", 1), ("support_team", 1)]);
    let text = written(&centre, "scenario.toml");
    for words in ["redial.share = 0.95", "redial.after = \"600s\"", "volume.factor = 0.8333"] {
        assert!(text.contains(words), "{words} is missing in\n{text}");
    }
    let page = written(&centre, "import.html");
    for words in ["What does our own history say?", "Every estimate", "Kaplan-Meier"] {
        assert!(page.contains(words), "{words} is missing");
    }
    assert!(written(&centre, "estimates.csv").contains("\nsupport,redial within a day after giving up,"));
    callboard(&["simulate", path(&centre), "--replications", "3"]).success();
}

#[test]
fn a_sample_of_calls_gives_estimates_and_no_volumes() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("intervals.csv"), intervals()).unwrap();
    let sample = calls().replace(",sales,", ",Sales,").replace(",support,", ",Support,");
    fs::write(at("calls.csv"), sample).unwrap();
    let import = |output: &str, more: &[&str]| {
        let (file, output) = (at("intervals.csv"), at(output));
        callboard(&[&["import", path(&file), "-o", path(&output), "--time-zone", "Europe/Berlin"], more].concat())
    };
    let calls = at("calls.csv");
    import("without", &[]).success();
    import("with", &["--sample", path(&calls)]).success();
    assert_eq!(written(&at("with"), "volume.csv"), written(&at("without"), "volume.csv"));
    assert!(!written(&at("without"), "scenario.toml").contains("patience.distribution"));
    assert!(written(&at("with"), "scenario.toml").contains("patience.distribution"));
    let intervals = at("intervals.csv");
    let refused = import("refused", &["--sample", path(&intervals)]).code(2);
    let error = String::from_utf8_lossy(&refused.get_output().stderr).into_owned();
    assert!(error.contains("--sample wants call records"), "{error}");
    assert!(!at("refused").exists());
}

#[test]
fn a_staff_file_and_time_sheets_say_shrinkage_and_attrition() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("calls.csv"), calls()).unwrap();
    let mut staff = String::from("Employee,Hire date,Left on\n");
    let mut sheets = String::from("date;agent;paid hours;missing hours;absent hours\n");
    for agent in 0..7 {
        let left = if agent < 2 { format!("2026-0{}-20", agent + 2) } else { String::new() };
        _ = writeln!(staff, "a{agent},2025-1{}-01,{left}", agent % 3);
        for day in 2..21 {
            _ = writeln!(sheets, "{day:02}.03.2026;a{agent};8;{};0", if day % 4 == 0 { "2,5" } else { "2:00" });
        }
    }
    // Rows that cannot be believed, and one that stands twice.
    staff += "a9,2026-02-30,\na8,2026-02-01,2026-01-01\n,2026-01-01,\na1,2025-11-01,2026-03-20\na1,2025-11-01,\n";
    sheets += "21.03.2026;a1;8;9;0\n21.03.2026;a1;25;1;0\n";
    fs::write(at("staff.csv"), staff).unwrap();
    fs::write(at("sheets.csv"), sheets).unwrap();
    let (calls, staff, sheets, centre) = (at("calls.csv"), at("staff.csv"), at("sheets.csv"), at("centre"));
    let files = ["import", path(&calls), path(&staff), path(&sheets), "-o", path(&centre)];
    let found = json(&[&files[..], &["--time-zone", "Europe/Berlin", "--format", "json"]].concat());
    let layouts: Vec<&str> =
        found["files"].as_array().unwrap().iter().map(|file| file["layout"].as_str().unwrap()).collect();
    assert_eq!(layouts, ["calls", "staff", "time-sheets"]);
    let text = written(&centre, "scenario.toml");
    // Five of nineteen days (4, 8, … 20) with two and a half hours of eight, fourteen with two.
    let shrinkage = (5.0 * 2.5 + 14.0 * 2.0) / (19.0 * 8.0);
    assert!(text.contains(&format!("shrinkage = {shrinkage:.4}")), "{text}");
    assert!(text.contains("# plan.group.GROUP.attrition_per_month = "), "{text}");
    let aside = written(&centre, "set_aside.csv");
    let said: Vec<&str> = aside.lines().skip(1).collect();
    let words = ["a date", "a day from 2026-02-01 on", "the name or number", "once", "8 hours", "0 to 24"];
    assert_eq!(said.len(), words.len(), "{aside}");
    for (line, words) in said.iter().zip(words) {
        assert!(line.contains(words), "{words}: {line}");
    }
    // Employees alone are no history.
    let alone = at("alone");
    let refused = callboard(&["import", path(&staff), "-o", path(&alone)]).code(2);
    let error = String::from_utf8_lossy(&refused.get_output().stderr).into_owned();
    assert!(error.contains("files of employees alone"), "{error}");
}

#[cfg(feature = "parquet")]
#[test]
fn a_history_goes_out_and_in_as_parquet() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("export.csv"), intervals()).unwrap();
    let (export, first, second) = (at("export.csv"), at("first"), at("second"));
    let zone = ["--time-zone", "Europe/Berlin"];
    callboard(&[&["import", path(&export), "-o", path(&first), "--parquet"], &zone[..]].concat()).success();
    let parquet = first.join("history.parquet");
    callboard(&[&["import", path(&parquet), "-o", path(&second)], &zone[..]].concat()).success();
    for file in ["volume.csv", "history.csv", "findings.csv", "on_duty.csv"] {
        let (one, other) = (written(&first, file), written(&second, file));
        assert_eq!(one.lines().zip(other.lines()).find(|(one, other)| one != other), None, "{file}");
    }
    // One that is cut off, and one that only begins like one.
    let bytes = fs::read(&parquet).unwrap();
    for (name, broken) in [("cut.parquet", &bytes[..bytes.len() / 2]), ("begin.parquet", &b"PAR1"[..])] {
        fs::write(at(name), broken).unwrap();
        let (file, output) = (at(name), at("broken"));
        let refused = callboard(&["import", path(&file), "-o", path(&output)]).code(2);
        let error = String::from_utf8_lossy(&refused.get_output().stderr).into_owned();
        assert!(error.contains("a Parquet file that can be read"), "{error}");
    }
}

/// Whether a script ran in a Python with `DuckDB`; false where there is none.
fn duckdb(script: &str) -> bool {
    let run = |script: &str| Command::new("python3").args(["-c", script]).output().ok();
    if run("import duckdb").is_none_or(|output| !output.status.success()) {
        return false;
    }
    let output = run(script).unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    true
}

/// Puts the calls in a table, asks both queries of it, and writes what comes of them.
const ASK: &str = r#"
import duckdb
con = duckdb.connect()
con.execute('''CREATE TABLE calls AS SELECT arrival, "answered at" AS answered, ended, queue, agent, customer
               FROM read_csv('FOLDER/calls.csv')''')
queries = [query for query in open('FOLDER/queries.sql').read().split(';') if 'SELECT' in query]
for query, name in zip(queries, ['intervals', 'sample']):
    con.sql(query).write_csv('FOLDER/' + name + '.csv')
con.sql("SELECT * FROM read_csv('FOLDER/intervals.csv')").write_parquet('FOLDER/intervals.parquet')
"#;

#[test]
fn the_sql_for_warehouses_counts_as_import_does() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let sql = callboard(&["import", "--sql"]).success().get_output().stdout.clone();
    fs::write(at("queries.sql"), sql).unwrap();
    fs::write(at("calls.csv"), calls()).unwrap();
    if !duckdb(&ASK.replace("FOLDER", &folder.path().display().to_string())) {
        eprintln!("skipped: no python3 with duckdb");
        return;
    }
    let zone = ["--time-zone", "Europe/Berlin", "--times-in", "UTC", "--interval", "15m"];
    let import = |file: &str, output: &str| {
        let (file, output) = (at(file), at(output));
        callboard(&[&["import", path(&file), "-o", path(&output)], &zone[..]].concat()).success();
    };
    import("calls.csv", "of_calls");
    import("intervals.csv", "of_intervals");
    assert_eq!(written(&at("of_calls"), "volume.csv"), written(&at("of_intervals"), "volume.csv"));
    // Call by call or counted in the warehouse: the same history, but for the agents, whom intervals do not know.
    let rows = |folder: &str| -> Vec<String> {
        let cells = |line: &str| line.split(',').take(9).collect::<Vec<_>>().join(",");
        written(&at(folder), "history.csv").lines().map(cells).collect()
    };
    assert_eq!(rows("of_calls").iter().zip(&rows("of_intervals")).find(|(a, b)| a != b), None);
    if cfg!(feature = "parquet") {
        import("intervals.parquet", "of_parquet");
        assert_eq!(rows("of_intervals"), rows("of_parquet"));
    }
    let sample = written(folder.path(), "sample.csv");
    // One customer in a hundred, of whom one in ten called twice: within five binomial standard deviations.
    let (found, all) = (sample.lines().count() as f64 - 1.0, calls().lines().count() as f64 - 1.0);
    assert!((found - all / 100.0).abs() < 5.0 * (2.0 * all / 100.0).sqrt(), "{found} of {all}");
}
