//! The program as a user runs it: what it prints where, and its exit codes.

use assert_cmd::Command;
use serde_json::Value;
use std::path::Path;

/// The built program, run from the project's folder.
pub fn callboard(arguments: &[&str]) -> assert_cmd::assert::Assert {
    Command::new(env!("CARGO_BIN_EXE_callboard")).current_dir(env!("CARGO_MANIFEST_DIR")).args(arguments).assert()
}

/// The JSON document that a command prints on stdout, and nothing else.
pub fn json(arguments: &[&str]) -> Value {
    let output = callboard(arguments).success();
    serde_json::from_slice(&output.get_output().stdout).expect("stdout is one JSON document")
}

fn stderr(assertion: &assert_cmd::assert::Assert) -> String {
    String::from_utf8_lossy(&assertion.get_output().stderr).into_owned()
}

fn close(value: &Value, expected: f64, tolerance: f64) {
    let value = value.as_f64().unwrap_or(f64::NAN);
    assert!((value - expected).abs() <= tolerance, "{value} is not {expected} ± {tolerance}");
}

#[test]
fn the_formulas_print_published_figures() {
    let words = "erlang --contacts 100 --per 30m --aht 180s --agents 14 --within 20s --format json";
    let erlang_c = json(&words.split(' ').collect::<Vec<_>>());
    close(&erlang_c["p_wait"], 0.1741, 5e-5);
    close(&erlang_c["service_level"]["default"], 0.88835, 5e-6);
    close(&erlang_c["asa_s"], 7.836, 5e-4);
    assert!(erlang_c.get("agents").is_none());

    let words = words.to_owned() + " --patience 5m";
    let erlang_a = json(&words.split(' ').collect::<Vec<_>>());
    close(&erlang_a["p_wait"], 0.14526, 5e-6);
    close(&erlang_a["p_abandon"], 0.013_984, 5e-7);
    close(&erlang_a["occupancy"], 0.704_297, 5e-7);
    close(&erlang_a["service_level"]["answered-of-offered"], 0.916_792, 5e-7);
}

#[test]
fn the_formulas_find_the_agents_for_a_target() {
    let words = "erlang --contacts 100 --per 30m --aht 180s --service-level 80% --within 20s --format json";
    let answer = json(&words.split(' ').collect::<Vec<_>>());
    assert_eq!(answer["agents"], 14, "13 agents give 79.56 %, 14 give 88.8 %");
}

#[test]
fn nothing_to_compute_is_a_wrong_input() {
    let answer = callboard(&["erlang", "--contacts", "100", "--aht", "180s"]).code(2);
    assert!(stderr(&answer).contains("--service-level"), "{}", stderr(&answer));
    callboard(&["erlang", "--contacts", "NaN", "--aht", "180s", "--agents", "3"]).code(2);
    callboard(&["erlang", "--contacts", "100", "--aht", "180", "--agents", "3"]).code(2);
}

#[test]
fn a_target_out_of_reach_is_a_no() {
    // Of 1,000,000 Erlang, 10,000 agents answer one per cent.
    callboard(&["erlang", "--contacts", "3600000", "--aht", "1h", "--patience", "1m", "--max-abandonment", "1%"])
        .code(1);
}

#[test]
fn a_missing_scenario_is_one_clear_message() {
    let answer = callboard(&["simulate", "scenarios/nowhere"]).code(2);
    assert!(stderr(&answer).contains("scenarios/nowhere"), "{}", stderr(&answer));
    assert!(answer.get_output().stdout.is_empty());
}

#[test]
fn any_other_single_queue_is_one_queue_with_other_values() {
    let answer = json(&[
        "simulate",
        "scenarios/one_queue",
        "--set",
        "queue.calls.volume.per_hour=1140",
        "--set",
        "queue.calls.handling.mean=300s",
        "--set",
        "queue.calls.patience.mean=180s",
        "--set",
        "group.agents.headcount=100",
        "--set",
        "horizon.hours=240",
        "--set",
        "queue.calls.target.definition=answered-of-offered",
        "--replications",
        "20",
        "--format",
        "json",
    ]);
    // Exact steady state of M/M/100+M with 95 Erlang. A ten-day run has a standard deviation of .0057 in the service
    // level and 0.21 s in ASA, so 20 runs miss by more than 5 standard errors once in a million.
    let queue = &answer["queues"][0];
    assert_eq!(queue["name"], "calls");
    let errors = 5.0 / 20_f64.sqrt();
    close(&queue["service_level"]["mean"], 0.89892, errors * 0.0057);
    assert_eq!(queue["service_level_definition"], "answered-of-offered");
    close(&queue["asa_s"]["mean"], 4.1113, errors * 0.21);
    close(&queue["offered"]["mean"], 273_600.0, errors * 273_600_f64.sqrt());
    assert_eq!(answer["replications"], 20);
    assert_eq!(answer["groups"][0]["name"], "agents");
}

#[test]
fn the_same_seed_gives_the_same_bytes_on_one_thread_and_on_two() {
    let with_threads = |threads: &str, seed: &str| {
        let answer = callboard(&[
            "simulate",
            "scenarios/peak_season",
            "--replications",
            "20",
            "--format",
            "json",
            "--intervals",
            "--threads",
            threads,
            "--seed",
            seed,
        ])
        .success();
        answer.get_output().stdout.clone()
    };
    let one = with_threads("1", "7");
    assert!(one.len() > 10_000);
    assert!(one == with_threads("2", "7"));
    assert!(one != with_threads("2", "8"), "another seed gives other numbers");
}

#[test]
fn a_csv_has_a_row_for_each_queue_or_group_and_interval() {
    let answer = callboard(&["simulate", "scenarios/two_skills", "--replications", "2", "--format", "csv"]).success();
    let text = String::from_utf8(answer.get_output().stdout.clone()).unwrap();
    let rows = csv::Reader::from_reader(text.as_bytes()).records().count();
    let document =
        json(&["simulate", "scenarios/two_skills", "--replications", "2", "--format", "json", "--intervals"]);
    let rows_of = |kind: &str| -> usize {
        let all = document[kind].as_array().unwrap();
        all.iter().map(|row| row["intervals"].as_array().unwrap().len()).sum()
    };
    assert_eq!(rows, rows_of("queues") + rows_of("groups"));
}

#[test]
fn run_writes_its_four_files_and_leaves_nothing_else_behind() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let answer =
        callboard(&["run", "scenarios/two_skills", "-o", out.to_str().unwrap(), "--replications", "20"]).success();
    assert!(!answer.get_output().stdout.is_empty());
    let names = names_in(&out);
    assert!(names.contains(&"report.html".to_owned()) && names.contains(&"results.json".to_owned()), "{names:?}");
    assert!(names.iter().all(|name| !name.contains("tmp")), "{names:?}");
    let results: Value = serde_json::from_slice(&std::fs::read(out.join("results.json")).unwrap()).unwrap();
    assert!(results.is_object());
}

fn names_in(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn a_new_scenario_passes_the_check() {
    for template in ["one_queue", "two_skills", "chatbot", "budget_cut", "recall", "two_sites", "peak_season"] {
        let folder = tempfile::tempdir().unwrap();
        let scenario = folder.path().join("mine");
        callboard(&["new", template, scenario.to_str().unwrap()]).success();
        callboard(&["check", scenario.to_str().unwrap()]).success();
        callboard(&["new", template, scenario.to_str().unwrap()]).code(2);
    }
    let folder = tempfile::tempdir().unwrap();
    let unknown = callboard(&["new", "nothing_like_it", folder.path().join("x").to_str().unwrap()]).code(2);
    assert!(stderr(&unknown).contains("peak_season"), "{}", stderr(&unknown));
}

#[test]
fn the_schema_is_one_json_document() {
    let schema = json(&["schema"]);
    assert!(schema["properties"]["queue"].is_object(), "queues are described");
}

#[test]
fn a_plan_without_assumptions_and_a_schedule_without_shifts_say_so() {
    assert!(stderr(&callboard(&["plan", "scenarios/one_queue"]).code(2)).contains("plan"));
    let answer = callboard(&["schedule", "scenarios/one_queue"]);
    assert!(stderr(&answer).contains("shift"), "{}", stderr(&answer));
}

#[test]
fn the_program_alone_says_what_to_do_next() {
    let answer = callboard(&[]).success();
    let text = String::from_utf8_lossy(&answer.get_output().stdout).into_owned();
    assert!(text.contains("\n  callboard run scenarios/peak_season -o out\n"), "{text}");
    assert!(text.contains("callboard --help"));
}

/// The names of all commands, as the help lists them.
fn commands() -> Vec<String> {
    let answer = callboard(&["--help"]).success();
    let text = String::from_utf8_lossy(&answer.get_output().stdout).into_owned();
    let list = text.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let names = list.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    names.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help").map(str::to_owned).collect()
}

#[test]
fn every_command_shows_examples_of_itself() {
    let commands = commands();
    assert!(commands.len() > 18, "{commands:?}");
    for command in commands {
        let answer = callboard(&[&command, "--help"]).success();
        let text = String::from_utf8_lossy(&answer.get_output().stdout).into_owned();
        let examples = text.split_once("Examples:\n").map(|(_, examples)| examples).unwrap_or_default();
        assert!(examples.contains(&format!("callboard {command}")), "{command}");
    }
}

#[test]
fn shells_complete_the_words_of_commands() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let answer = callboard(&["completions", shell]).success();
        let script = String::from_utf8_lossy(&answer.get_output().stdout).into_owned();
        assert!(commands().iter().all(|command| script.contains(command.as_str())), "{shell}");
    }
}

#[test]
fn every_command_has_a_manual_page() {
    let folder = tempfile::tempdir().unwrap();
    callboard(&["man", "-o", &folder.path().display().to_string()]).success();
    let mut expected: Vec<String> = commands().iter().map(|command| format!("callboard-{command}.1")).collect();
    expected.push("callboard.1".to_owned());
    expected.sort();
    assert_eq!(names_in(folder.path()), expected);
    let page = std::fs::read_to_string(folder.path().join("callboard-run.1")).unwrap();
    assert!(
        page.contains(".TH callboard-run 1") && page.contains("callboard run") && page.contains("Examples"),
        "{page}"
    );
    callboard(&["man", "-o", "nowhere"]).code(2);
}

#[test]
fn what_took_how_long_is_said_on_stderr_and_only_when_asked_for() {
    let words = ["simulate", "scenarios/one_queue", "--replications", "2"];
    let plain = callboard(&words).success();
    let verbose = callboard(&[&words[..], &["--verbose"]].concat()).success();
    let told = stderr(&verbose);
    assert!(told.contains(" s  simulate\n") && told.contains(" s  in all\n"), "{told}");
    assert!(!stderr(&plain).contains("in all"));
    assert_eq!(plain.get_output().stdout, verbose.get_output().stdout);
    callboard(&[&words[..], &["--verbose", "--quiet"]].concat()).code(2);
}
