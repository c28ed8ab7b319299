//! What was said to be kept is kept, though the program is killed at any moment; and many at once are served in time.

use super::{Server, folder};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

#[test]
fn killed_amid_twenty_saves_and_runs_nothing_is_lost_that_was_said_to_be_kept() {
    let folder = folder(&["one_queue"]);
    let file = folder.path().join("one_queue/scenario.toml");
    let first = std::fs::read_to_string(&file).unwrap();
    let mut saved = first.clone();
    let mut asked: BTreeSet<i64> = BTreeSet::new();
    let mut done: BTreeSet<i64> = BTreeSet::new();
    for round in 0..20_u64 {
        let mut server = Server::of(folder.path());
        for id in &done {
            assert_eq!(server.get(&format!("/api/runs/{id}")).json()["state"], "done", "run {id} is lost");
        }
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(text == saved || text == format!("{first}# {}\n", round - 1), "half a file, or an old one");
        saved = text;
        let wish = json!({"scenario": "one_queue", "kind": "run", "changes": ["horizon.hours=3"]});
        asked.insert(server.post("/api/runs", &wish).json()["id"].as_i64().unwrap());
        let version = server.get("/api/scenarios/one_queue").json()["version"].clone();
        let next = format!("{first}# {round}\n");
        // The moment of the end moves over all that is done between a save and a finished run.
        std::thread::scope(|scope| {
            let (child, at) = (&mut server.child, server.at.clone());
            scope.spawn(move || {
                std::thread::sleep(Duration::from_millis(1 + 7 * round));
                let _ = child.kill();
            });
            let body = json!({"text": next, "version": version}).to_string();
            let request = format!(
                "PUT /api/scenarios/one_queue/texts/scenario.toml HTTP/1.1\r\nhost: {at}\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
                body.len()
            );
            if let Ok(mut stream) = std::net::TcpStream::connect(&at) {
                let mut answer = String::new();
                let _ = stream.write_all(request.as_bytes());
                let _ = stream.read_to_string(&mut answer);
                if answer.starts_with("HTTP/1.1 200") {
                    saved = next;
                }
            }
        });
        let _ = server.child.wait();
        // What was finished is in the history; who looks is told of it.
        let server = Server::of(folder.path());
        let runs = server.get("/api/runs").json();
        for run in runs["runs"].as_array().unwrap() {
            if run["state"] == "done" {
                done.insert(run["id"].as_i64().unwrap());
            }
        }
    }
    // What was asked for is worked on in the end, each as if nothing had happened.
    let server = Server::of(folder.path());
    let mut outcomes: BTreeSet<String> = BTreeSet::new();
    for id in asked {
        let run = server.over(id);
        assert_eq!(run["state"], "done", "{run}");
        let files = run["files"].as_array().unwrap();
        outcomes.insert(files.iter().find(|file| file["name"] == "results.json").unwrap()["fingerprint"].to_string());
    }
    assert_eq!(outcomes.len(), 1, "the same inputs give the same bytes");
}

/// Says that it is over when it is dropped.
struct Over<'a>(&'a AtomicBool);

impl Drop for Over<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

#[test]
#[ignore = "measures time: run alone, in release mode"]
fn fifty_clients_and_two_hundred_runs_are_served_and_the_page_answers_meanwhile() {
    const CLIENTS: usize = 50;
    const RUNS: usize = 4;
    let folder = folder(&["one_queue"]);
    let server = Server::of(folder.path());
    let is_over = AtomicBool::new(false);
    let times: Mutex<Vec<Duration>> = Mutex::new(Vec::new());
    let asked = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        // Whatever happens here, the clients come to an end.
        let _over = Over(&is_over);
        for client in 0..CLIENTS {
            let (server, is_over, times, asked) = (&server, &is_over, &times, &asked);
            scope.spawn(move || {
                for _ in 0..RUNS {
                    let wish = json!({
                        "scenario": "one_queue", "kind": "run", "who": format!("client {client}"),
                        "changes": [format!("seed={client}"), "horizon.hours=3".to_owned()],
                    });
                    assert_eq!(server.post("/api/runs", &wish).status, 202);
                    asked.fetch_add(1, Ordering::SeqCst);
                }
                while !is_over.load(Ordering::SeqCst) {
                    for path in ["/", "/page/desk.js", "/api/desk", "/api/scenarios/one_queue"] {
                        let begun = Instant::now();
                        assert_eq!(server.get(path).status, 200);
                        times.lock().unwrap().push(begun.elapsed());
                        std::thread::sleep(Duration::from_millis(100));
                    }
                }
            });
        }
        for _ in 0..3000 {
            if asked.load(Ordering::SeqCst) < CLIENTS * RUNS {
                std::thread::sleep(Duration::from_millis(20));
            }
        }
        assert_eq!(asked.load(Ordering::SeqCst), CLIENTS * RUNS);
        for id in 1..=i64::try_from(CLIENTS * RUNS).unwrap() {
            assert_eq!(server.over(id)["state"], "done");
        }
    });
    let listed: Value = server.get("/api/runs").json();
    assert_eq!(listed["runs"].as_array().unwrap().len(), CLIENTS * RUNS);
    let mut times = times.into_inner().unwrap();
    times.sort();
    let p99 = times[times.len() * 99 / 100];
    assert!(p99 < Duration::from_millis(100), "p99 {p99:?}");
    println!("{} requests, median {:?}, p99 {p99:?}", times.len(), times[times.len() / 2]);
}
