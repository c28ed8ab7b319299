//! The server of the page: what it answers, and what it does with requests that mean no good.

mod attacks;
mod desk;
mod durability;

use serde_json::Value;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// A server of a folder, as a user starts it; killed at the end.
struct Server {
    child: Child,
    /// Address and port.
    at: String,
    /// What it printed as its page.
    page: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A response: its status, its head, and its body.
struct Response {
    status: u16,
    head: String,
    body: String,
}

impl Response {
    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {} {}", self.status, self.body))
    }
}

/// A folder with some of the shipped scenarios.
fn folder(names: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for name in names {
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name);
        let to = folder.path().join(name);
        std::fs::create_dir(&to).unwrap();
        for entry in std::fs::read_dir(from).unwrap() {
            let entry = entry.unwrap();
            std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
    folder
}

impl Server {
    fn of(folder: &Path) -> Self {
        Self::with(folder, &[])
    }

    fn with(folder: &Path, words: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_callboard"))
            .arg("serve")
            .arg(folder)
            .args(words)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let page = line.split(" at ").nth(1).unwrap_or_else(|| panic!("no address: {line:?}")).trim().to_owned();
        let at = page.split("//").nth(1).unwrap().split('/').next().unwrap().to_owned();
        Self { child, at, page }
    }

    /// What comes back to the bytes of a request; nothing where the connection is closed without an answer.
    fn raw(&self, request: &[u8]) -> Option<Response> {
        let mut stream = TcpStream::connect(&self.at).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(120))).unwrap();
        // Who is refused early may not be listened to until the end.
        let _ = stream.write_all(request);
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n")?;
        let status = head.split(' ').nth(1)?.parse().ok()?;
        let body = if head.to_ascii_lowercase().contains("transfer-encoding: chunked") {
            joined(body)
        } else {
            body.to_owned()
        };
        Some(Response { status, head: head.to_owned(), body })
    }

    fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Response {
        let mut request = format!("{method} {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n", self.at);
        for (name, value) in headers {
            _ = write!(request, "{name}: {value}\r\n");
        }
        if !body.is_empty() {
            _ = write!(request, "content-type: application/json\r\ncontent-length: {}\r\n", body.len());
        }
        let whole = format!("{request}\r\n{body}");
        self.raw(whole.as_bytes()).unwrap_or_else(|| panic!("no answer to {method} {path}"))
    }

    fn get(&self, path: &str) -> Response {
        self.send("GET", path, &[], "")
    }

    fn post(&self, path: &str, body: &Value) -> Response {
        self.send("POST", path, &[], &body.to_string())
    }

    fn put(&self, path: &str, body: &Value) -> Response {
        self.send("PUT", path, &[], &body.to_string())
    }

    /// The events of a stream: name and document of each.
    fn events(&self, path: &str) -> Vec<(String, Value)> {
        let response = self.get(path);
        assert_eq!(response.status, 200, "{}", response.body);
        let field = |event: &str, name: &str| -> Option<String> {
            event.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": ").map(str::to_owned))
        };
        let events = response.body.split("\n\n");
        let event = |event: &str| Some((field(event, "event")?, serde_json::from_str(&field(event, "data")?).unwrap()));
        events.filter_map(event).collect()
    }

    /// A run when it is over.
    fn over(&self, id: i64) -> Value {
        for _ in 0..2400 {
            let run = self.get(&format!("/api/runs/{id}")).json();
            if !["queued", "running"].contains(&run["state"].as_str().unwrap()) {
                return run;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("run {id} does not end");
    }
}

/// The body of an answer that came in pieces.
fn joined(mut pieces: &str) -> String {
    let mut body = String::new();
    while let Some((length, rest)) = pieces.split_once("\r\n") {
        let length = usize::from_str_radix(length.trim(), 16).unwrap_or(0);
        if length == 0 || rest.len() < length {
            break;
        }
        body.push_str(&rest[..length]);
        pieces = rest[length..].trim_start_matches("\r\n");
    }
    body
}
