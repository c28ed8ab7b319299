//! What the page is answered.

use super::{Server, folder};
use serde_json::{Value, json};
use std::fmt::Write;
use std::process::Command;

/// What `callboard simulate` prints with these values.
fn simulated(scenario: &std::path::Path, sets: &[&str]) -> Value {
    let mut command = Command::new(env!("CARGO_BIN_EXE_callboard"));
    command.arg("simulate").arg(scenario).args(["--format", "json", "--quiet"]);
    for set in sets {
        command.args(["--set", set]);
    }
    serde_json::from_slice(&command.output().unwrap().stdout).unwrap()
}

#[test]
fn the_page_and_its_files_come_from_here_and_load_nothing_from_elsewhere() {
    let folder = folder(&[]);
    let server = Server::of(folder.path());
    let page = server.get("/");
    assert_eq!(page.status, 200);
    let linked: Vec<&str> = page.body.split(['"']).filter(|text| text.starts_with("/page/")).collect();
    assert!(linked.len() >= 4, "{linked:?}");
    for path in linked {
        let file = server.get(path);
        assert_eq!(file.status, 200, "{path}");
        assert!(file.head.contains("content-security-policy: default-src 'none'"), "{path}");
    }
    for module in
        ["desk", "day", "dials", "charts", "compare", "runs", "file", "home", "api", "state", "format", "elements"]
    {
        let text = server.get(&format!("/page/{module}.js")).body;
        assert!(!text.is_empty() && !text.contains("http://") && !text.contains("https://"), "{module}");
    }
}

#[test]
fn looks_come_closer_and_the_last_has_the_numbers_of_the_command_line() {
    let folder = folder(&["one_queue"]);
    let server = Server::of(folder.path());
    let looks = server.events("/api/scenarios/one_queue/answer?set=queue.calls.volume.factor%3D1.1&set=seed%3D3");
    let names: Vec<&str> = looks.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["look", "look", "look", "last"]);
    let replications: Vec<u64> = looks.iter().map(|(_, look)| look["replications"].as_u64().unwrap()).collect();
    assert_eq!(replications, [2, 8, 32, 100]);
    let printed = simulated(&folder.path().join("one_queue"), &["queue.calls.volume.factor=1.1", "seed=3"]);
    let last = &looks[3].1;
    for part in ["queues", "groups", "total", "seed", "digest"] {
        assert_eq!(last[part], printed[part], "{part}");
    }
    let drawn = &last["over_the_day"];
    assert_eq!(
        drawn["start"].as_array().unwrap().len(),
        drawn["queues"][0]["offered"]["mean"].as_array().unwrap().len()
    );
    let offered: f64 = drawn["queues"][0]["offered"]["mean"].as_array().unwrap().iter().filter_map(Value::as_f64).sum();
    let total = printed["queues"][0]["offered"]["mean"].as_f64().unwrap();
    // Each interval is rounded to four digits, so to half a thousandth of itself at most.
    assert!((offered - total).abs() <= 0.0005 * total, "{offered} {total}");
}

#[test]
fn a_scenario_is_made_of_a_template_changed_kept_and_never_overwritten() {
    let folder = folder(&[]);
    let server = Server::of(folder.path());
    assert_eq!(server.get("/api/scenarios").json()["scenarios"], json!([]));
    let made = server.post("/api/scenarios", &json!({"name": "Our desk", "template": "one_queue"}));
    assert_eq!(made.status, 201, "{}", made.body);
    assert_eq!(server.post("/api/scenarios", &json!({"name": "Our desk", "template": "one_queue"})).status, 409);
    let open = server.get("/api/scenarios/Our%20desk").json();
    let (text, version) = (open["text"].as_str().unwrap(), open["version"].as_str().unwrap());
    assert_eq!(open["shown"]["dials"][0]["key"], "queue.calls.volume.factor");

    let changes =
        ["queue.calls.volume.factor=1.25", "queue.calls.handling.mean=\"300s\"", "group.agents.on_duty.more=2"];
    let kept = server.post("/api/scenarios/Our%20desk/keep", &json!({"changes": changes, "version": version}));
    assert_eq!(kept.status, 200, "{}", kept.body);
    let kept = kept.json();
    let now = kept["text"].as_str().unwrap();
    for line in text.lines().filter(|line| line.starts_with('#')) {
        assert!(now.contains(line), "a comment is gone: {line}");
    }
    assert!(now.contains("factor = 1.25") && now.contains("300s") && now.contains("more = 2"), "{now}");
    // What is in the file now is what the values laid over the old one were.
    let after = simulated(&folder.path().join("Our desk"), &[]);
    let scratch = tempfile::tempdir().unwrap();
    std::fs::write(scratch.path().join("scenario.toml"), text).unwrap();
    assert_eq!(after["queues"], simulated(scratch.path(), &changes)["queues"]);

    // Who opened it before is told, and has what is there now.
    let late = server.put("/api/scenarios/Our%20desk/texts/scenario.toml", &json!({"text": text, "version": version}));
    assert_eq!((late.status, late.json()["text"].as_str().unwrap()), (409, now));
    let back =
        server.put("/api/scenarios/Our%20desk/texts/scenario.toml", &json!({"text": text, "version": kept["version"]}));
    assert_eq!(back.status, 200, "undone");
    assert_eq!(std::fs::read_to_string(folder.path().join("Our desk/scenario.toml")).unwrap(), text);
}

#[test]
fn a_wrong_text_is_not_saved_and_each_problem_has_its_place() {
    let folder = folder(&["one_queue"]);
    let server = Server::of(folder.path());
    let open = server.get("/api/scenarios/one_queue").json();
    let wrong = open["text"].as_str().unwrap().replace("question =", "qestion =");
    assert_ne!(wrong, open["text"]);
    let line = 1 + wrong.lines().position(|line| line.starts_with("qestion")).unwrap();
    let refused =
        server.put("/api/scenarios/one_queue/texts/scenario.toml", &json!({"text": wrong, "version": open["version"]}));
    assert_eq!(refused.status, 422);
    let checked = server.post("/api/scenarios/one_queue/texts/scenario.toml/check", &json!({"text": wrong})).json();
    for problems in [&refused.json()["problems"], &checked["problems"]] {
        let problem = problems.as_array().unwrap().iter().find(|problem| problem["rule"] == "unknown-key").unwrap();
        assert_eq!((&problem["line"], &problem["column"]), (&json!(line), &json!(1)));
        assert_eq!(problem["file"], "one_queue/scenario.toml");
        assert!(problem["remedy"].as_str().unwrap().contains("question"));
    }
    assert_eq!(server.get("/api/scenarios/one_queue").json()["version"], open["version"]);
}

#[test]
fn a_scenario_that_is_wrong_is_opened_with_its_text_and_its_problems() {
    let folder = folder(&["one_queue"]);
    std::fs::write(folder.path().join("one_queue/scenario.toml"), "name = \n").unwrap();
    let server = Server::of(folder.path());
    let open = server.get("/api/scenarios/one_queue").json();
    assert_eq!(open["text"], "name = \n");
    assert!(open["shown"].is_null() && open["problems"][0]["line"] == 1, "{open}");
}

#[test]
fn variants_are_compared_as_on_the_command_line() {
    let folder = folder(&["one_queue"]);
    let server = Server::of(folder.path());
    let variants = json!({"variants": [
        {"name": "the file", "changes": []},
        {"name": "two more", "changes": ["group.agents.on_duty.more=2"]},
    ]});
    let found = server.post("/api/scenarios/one_queue/compare", &variants);
    assert_eq!(found.status, 200, "{}", found.body);
    let level = &found.json()["variants"][0]["queues"][0]["service_level"];
    assert!(level["difference"]["mean"].as_f64().unwrap() > 0.0 && level["real"] == true, "{level}");
    let alone = json!({"variants": [{"name": "the file", "changes": []}]});
    assert_eq!(server.post("/api/scenarios/one_queue/compare", &alone).status, 422);
}

#[test]
fn a_run_is_kept_with_its_files_and_the_same_bytes_come_out_again() {
    let folder = folder(&["one_queue"]);
    let server = Server::of(folder.path());
    let wish =
        json!({"scenario": "one_queue", "kind": "run", "changes": ["simulation.replications=20"], "who": "Ada\n"});
    let asked = server.post("/api/runs", &wish);
    assert_eq!(asked.status, 202, "{}", asked.body);
    let first = server.over(asked.json()["id"].as_i64().unwrap());
    assert_eq!((first["state"].as_str(), first["who"].as_str()), (Some("done"), Some("Ada")), "{first}");
    let id = first["id"].as_i64().unwrap();
    // The command line gives the same bytes.
    let out = folder.path().join("out");
    let mut command = Command::new(env!("CARGO_BIN_EXE_callboard"));
    command.arg("run").arg(folder.path().join("one_queue")).args(["--replications", "20", "--quiet", "-o"]).arg(&out);
    command.output().unwrap();
    let files = first["files"].as_array().unwrap();
    assert!(files.len() >= 2, "{files:?}");
    for name in ["report.html", "results.json"] {
        let kept = server.get(&format!("/api/runs/{id}/files/{name}"));
        assert_eq!(kept.body, std::fs::read_to_string(out.join(name)).unwrap(), "{name}");
        assert!(kept.head.contains("content-security-policy: sandbox;"), "a report runs nothing: {}", kept.head);
    }
    // The scenario changes; a run that is repeated has the inputs that it had.
    std::fs::write(folder.path().join("one_queue/scenario.toml"), "nothing").unwrap();
    let again = server.post(&format!("/api/runs/{id}/again"), &json!({"who": "Ben"})).json();
    let second = server.over(again["id"].as_i64().unwrap());
    assert_eq!(second["same_as_before"], true, "{second}");
    assert_eq!(second["digest"], first["digest"]);
    let last = server.get("/api/scenarios/one_queue/answers").json();
    assert_eq!(last["answers"][0]["id"], second["id"]);
}

#[test]
fn a_run_that_cannot_be_is_refused_at_once_and_one_that_nobody_wants_any_more_is_stopped() {
    let folder = folder(&["one_queue", "peak_season"]);
    let server = Server::with(folder.path(), &["--at-once", "1"]);
    let plan = server.post("/api/runs", &json!({"scenario": "one_queue", "kind": "plan"}));
    assert!(plan.status == 422 && plan.body.contains("[plan]"), "{}", plan.body);
    let ask =
        || server.post("/api/runs", &json!({"scenario": "peak_season", "kind": "run"})).json()["id"].as_i64().unwrap();
    let (running, waiting) = (ask(), ask());
    for id in [waiting, running] {
        let cancelled = server.send("DELETE", &format!("/api/runs/{id}"), &[], "");
        assert_eq!(cancelled.json()["cancelled"], true);
        assert_eq!(server.over(id)["state"], "cancelled");
    }
    assert_eq!(server.send("DELETE", &format!("/api/runs/{running}"), &[], "").json()["cancelled"], false);
    assert_eq!(server.get("/api/scenarios/peak_season/answers").json()["answers"], json!([]));
}

#[test]
fn a_folder_is_served_once() {
    let folder = folder(&[]);
    let _server = Server::of(folder.path());
    let second = Command::new(env!("CARGO_BIN_EXE_callboard")).arg("serve").arg(folder.path()).output().unwrap();
    assert_eq!(second.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&second.stderr).contains("is served already"));
}

/// Two weeks of a line, half an hour after half an hour.
fn intervals() -> String {
    let mut text = "date,time,queue,offered,answered,aht\n".to_owned();
    for day in 1..=14 {
        for half_hour in 16..36 {
            let clock = format!("{:02}:{:02}", half_hour / 2, 30 * (half_hour % 2));
            let (offered, answered) = (20 + half_hour % 7, 18 + half_hour % 7);
            _ = writeln!(text, "2026-06-{day:02},{clock},sales,{offered},{answered},240");
        }
    }
    text
}

#[test]
fn exports_that_are_sent_become_a_scenario_and_do_not_stay() {
    let folder = folder(&[]);
    let server = Server::of(folder.path());
    let sent = server.send("PUT", "/api/uploads/0123456789abcdef/june.csv", &[], &intervals());
    assert_eq!(sent.status, 201, "{}", sent.body);
    let wish = json!({"upload": "0123456789abcdef", "name": "june", "time_zone": "Europe/Berlin"});
    let made = server.post("/api/imports", &wish);
    assert_eq!(made.status, 201, "{}", made.body);
    assert_eq!(made.json()["queues"][0]["name"], "sales");
    assert_eq!(made.json()["files"][0]["file"], "june.csv", "{}", made.body);
    let open = server.get("/api/scenarios/june").json();
    assert_eq!(open["shown"]["time_zone"], "Europe/Berlin");
    assert!(open["texts"].as_array().unwrap().contains(&json!("volume.csv")), "{}", open["texts"]);
    assert_eq!(std::fs::read_dir(folder.path().join(".callboard/uploads")).unwrap().count(), 0);
    assert_eq!(server.post("/api/imports", &wish).status, 409, "nothing is overwritten");

    // A table of it is changed: wrong, it is refused with its place; right, it is saved.
    let path = "/api/scenarios/june/texts/volume.csv";
    let table = server.get(path).json();
    let text = table["text"].as_str().unwrap();
    // At ten in the morning of the first day it is open.
    let line = text.lines().position(|line| line.contains("10:00")).unwrap();
    let row = text.lines().nth(line).unwrap();
    let (head, _) = row.rsplit_once(',').unwrap();
    let wrong = text.replacen(row, &format!("{head},many"), 1);
    let refused = server.put(path, &json!({"text": wrong, "version": table["version"]}));
    assert_eq!((refused.status, &refused.json()["problems"][0]["line"]), (422, &json!(line + 1)), "{}", refused.body);
    assert_eq!(refused.json()["problems"][0]["file"], "volume.csv");
    let right = text.replacen(row, &format!("{head},77"), 1);
    assert_eq!(server.put(path, &json!({"text": right, "version": table["version"]})).status, 200);
    assert_eq!(std::fs::read_to_string(folder.path().join("june/volume.csv")).unwrap(), right);
}

#[test]
fn exports_that_are_wrong_are_told_of_by_their_own_name() {
    let folder = folder(&[]);
    let server = Server::of(folder.path());
    server.send("PUT", "/api/uploads/0123456789abcdef/letter.csv", &[], "dear aunt,\nhow are you,\n");
    let refused = server.post("/api/imports", &json!({"upload": "0123456789abcdef", "name": "june"}));
    assert_eq!(refused.status, 422, "{}", refused.body);
    assert_eq!(refused.json()["problems"][0]["file"], "letter.csv");
    assert!(!refused.body.contains("uploads") && !folder.path().join("june").exists());
}
