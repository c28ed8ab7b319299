//! Requests that mean no good.

use super::{Response, Server, folder};
use serde_json::json;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

#[test]
fn a_page_of_somebody_else_gets_nothing() {
    let folder = folder(&["one_queue"]);
    let server = Server::of(folder.path());
    let own = server.at.clone();
    let port = own.split(':').nth(1).unwrap();
    let request = |headers: &str| {
        server.raw(format!("GET /api/scenarios HTTP/1.1\r\nconnection: close\r\n{headers}\r\n").as_bytes())
    };
    let status = |headers: String| request(&headers).map(|response: Response| response.status);
    assert_eq!(status(format!("host: {own}\r\n")), Some(200));
    assert_eq!(status(format!("host: localhost:{port}\r\n")), Some(200));
    // DNS rebinding: the name of the attacker, which leads here.
    assert_eq!(status(format!("host: evil.example:{port}\r\n")), Some(403));
    assert_eq!(status(format!("host: {own}.evil.example\r\n")), Some(403));
    assert_eq!(status(String::new()), Some(403));
    // Another site in the same browser.
    assert_eq!(status(format!("host: {own}\r\norigin: https://evil.example\r\n")), Some(403));
    assert_eq!(status(format!("host: {own}\r\norigin: null\r\n")), Some(403));
    assert_eq!(status(format!("host: {own}\r\nsec-fetch-site: cross-site\r\n")), Some(403));
    // A form of another site can send no JSON, and what is no JSON does nothing.
    let form = server.raw(
        format!("POST /api/scenarios HTTP/1.1\r\nhost: {own}\r\nconnection: close\r\ncontent-type: text/plain\r\ncontent-length: 40\r\n\r\n{{\"name\":\"x\",\"template\":\"one_queue\"}}     ").as_bytes(),
    );
    assert_eq!(form.unwrap().status, 415);
    assert!(!folder.path().join("x").exists());
}

#[test]
fn no_path_leaves_the_folder() {
    let outside = tempfile::tempdir().unwrap();
    std::fs::write(outside.path().join("scenario.toml"), "name = 'secret'").unwrap();
    let folder = folder(&["one_queue"]);
    std::fs::write(folder.path().join("secret.txt"), "secret").unwrap();
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(outside.path(), folder.path().join("link")).unwrap();
        std::fs::create_dir(folder.path().join("half")).unwrap();
        std::os::unix::fs::symlink(outside.path().join("scenario.toml"), folder.path().join("half/scenario.toml"))
            .unwrap();
    }
    let server = Server::of(folder.path());
    let listed = server.get("/api/scenarios").json();
    assert_eq!(listed["scenarios"].as_array().unwrap().len(), 1, "{listed}");
    let up = outside.path().file_name().unwrap().to_str().unwrap();
    for name in [
        "..",
        "%2e%2e",
        "..%2f",
        &format!("..%2f{up}"),
        "%2fetc",
        ".callboard",
        "link",
        "half",
        "one_queue%2f..",
        "one_queue%00",
        "C%3a",
        "%ff",
    ] {
        let found = server.get(&format!("/api/scenarios/{name}"));
        assert!(found.status == 404 || found.status == 400, "{name}: {} {}", found.status, found.body);
        assert!(!found.body.contains("secret"), "{name}");
    }
    for name in ["..", "../x", "/tmp/x", ".hidden", "a/b", "", "a\u{0}b", "con\\x"] {
        let made = server.post("/api/scenarios", &json!({"name": name, "template": "one_queue"}));
        assert_eq!(made.status, 422, "{name:?}: {}", made.body);
    }
    for path in ["/page/../api.rs", "/page/%2e%2e/secret.txt", "/../secret.txt", "//etc/passwd", "/page/"] {
        assert_eq!(server.get(path).status, 404, "{path}");
    }
    for path in [
        "/api/runs/1/files/../../scenario.toml",
        "/api/runs/-1",
        "/api/runs/99999999999999999999",
        "/api/runs/1%20OR%201=1",
    ] {
        let found = server.get(path);
        assert!(found.status == 404 || found.status == 400, "{path}: {}", found.status);
    }
}

#[test]
fn a_scenario_reads_no_table_outside_of_its_folder() {
    let folder = folder(&["peak_season", "one_queue"]);
    let outside = tempfile::NamedTempFile::with_suffix(".csv").unwrap();
    std::fs::write(outside.path(), "date,start,orders\nsecret,secret,secret\n").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(outside.path(), folder.path().join("peak_season/link.csv")).unwrap();
    let server = Server::of(folder.path());
    let open = server.get("/api/scenarios/peak_season").json();
    let text = open["text"].as_str().unwrap();
    let absolute = outside.path().display().to_string();
    let mut ways = vec![absolute.as_str(), "../one_queue/scenario.toml", "./../peak_season/volume.csv"];
    if cfg!(unix) {
        ways.push("link.csv");
    }
    for way in ways {
        let changed = text.replace("\"volume.csv\"", &format!("{way:?}"));
        assert_ne!(changed, text);
        let checked = server.post("/api/scenarios/peak_season/texts/scenario.toml/check", &json!({"text": changed}));
        let saved = server.put(
            "/api/scenarios/peak_season/texts/scenario.toml",
            &json!({"text": changed, "version": open["version"]}),
        );
        let set =
            format!("queue.orders.volume.file={way:?}").replace('"', "%22").replace('/', "%2F").replace('=', "%3D");
        let looked = server.get(&format!("/api/scenarios/peak_season/answer?set={set}"));
        assert_eq!((saved.status, looked.status), (422, 422), "{way}: {} {}", saved.body, looked.body);
        for body in [&checked.body, &saved.body, &looked.body] {
            assert!(body.contains("\"outside\"") && !body.contains("secret"), "{way}: {body}");
        }
    }
    // What lies there is not kept with a run either.
    let asked = server
        .post("/api/runs", &json!({"scenario": "one_queue", "kind": "run", "changes": ["simulation.replications=2"]}));
    assert_eq!(asked.status, 202, "{}", asked.body);
}

#[test]
fn what_is_too_long_or_too_much_is_refused_and_the_server_goes_on() {
    let folder = folder(&["one_queue"]);
    let server = Server::of(folder.path());
    let open = server.get("/api/scenarios/one_queue").json();
    let long = "#".repeat(3 << 20);
    let saved =
        server.put("/api/scenarios/one_queue/texts/scenario.toml", &json!({"text": long, "version": open["version"]}));
    assert_eq!(saved.status, 413, "{}", saved.body);
    let checked =
        server.post("/api/scenarios/one_queue/texts/scenario.toml/check", &json!({"text": "#".repeat(9 << 20)}));
    assert_eq!(checked.status, 413);
    // Promised but not sent: the length alone is believed only as far as it is allowed.
    let promised = format!("POST /api/runs HTTP/1.1\r\nhost: {}\r\ncontent-length: 99999999999\r\n\r\n", server.at);
    assert!(server.raw(promised.as_bytes()).is_none_or(|response| response.status == 413));
    let many: Vec<String> = (0..201).map(|seed| format!("seed={seed}")).collect();
    let asked = server.post("/api/runs", &json!({"scenario": "one_queue", "kind": "run", "changes": many}));
    assert_eq!(asked.status, 422);
    let deep = format!("{{\"text\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    let refused = server.send("POST", "/api/scenarios/one_queue/texts/scenario.toml/check", &[], &deep);
    assert!([400, 422].contains(&refused.status), "{}", refused.status);
    let head = format!("GET /{} HTTP/1.1\r\nhost: {}\r\n\r\n", "a".repeat(1 << 20), server.at);
    assert!(server.raw(head.as_bytes()).is_none_or(|response| (400..500).contains(&response.status)));
    for junk in [&b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"[..], b"GET\r\n\r\n", b"\r\n\r\n\r\n", &[0xff; 4096]] {
        let answer = server.raw(junk);
        assert!(answer.is_none_or(|response| response.status == 400), "{junk:?}");
    }
    assert_eq!(server.get("/api/desk").status, 200);
}

#[test]
fn one_person_cannot_fill_the_line_without_end() {
    let folder = folder(&["peak_season"]);
    let server = Server::with(folder.path(), &["--at-once", "1"]);
    let ask =
        |who: &str| server.post("/api/runs", &json!({"scenario": "peak_season", "kind": "plan", "who": who})).status;
    let taken = (0..150).take_while(|_| ask("Ada") == 202).count();
    assert!((100..=101).contains(&taken), "{taken}");
    assert_eq!(ask("Ben"), 202, "others still have their turn");
}

#[test]
fn who_is_silent_does_not_keep_others_out() {
    let folder = folder(&[]);
    let server = Server::of(folder.path());
    let silent: Vec<TcpStream> = (0..200).map(|_| TcpStream::connect(&server.at).unwrap()).collect();
    let mut slow = TcpStream::connect(&server.at).unwrap();
    slow.write_all(
        format!("POST /api/runs HTTP/1.1\r\nhost: {}\r\ncontent-length: 100\r\n\r\n{{", server.at).as_bytes(),
    )
    .unwrap();
    assert_eq!(server.get("/api/desk").status, 200);
    // A head that does not come is not waited for much longer than a quarter of a minute.
    let mut first = &silent[0];
    first.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    let begun = Instant::now();
    let mut rest = Vec::new();
    first.read_to_end(&mut rest).unwrap();
    assert!(begun.elapsed() < Duration::from_secs(40));
}

#[test]
fn what_a_name_says_is_text_and_nothing_else() {
    let folder = folder(&["one_queue"]);
    let server = Server::of(folder.path());
    let wish = json!({"scenario": "one_queue", "kind": "run", "changes": ["simulation.replications=2"], "who": "<img src=x onerror=alert(1)>\r\nx: y"});
    let id = server.post("/api/runs", &wish).json()["id"].as_i64().unwrap();
    let run = server.over(id);
    assert_eq!(run["who"], "<img src=x onerror=alert(1)>x: y", "a line without its breaks; the page shows it as text");
    let told = server.get("/api/runs");
    assert!(
        told.head.contains("content-type: application/json") && told.head.contains("x-content-type-options: nosniff")
    );
}

#[test]
fn beyond_this_machine_nothing_is_had_without_the_token_and_nothing_in_the_clear() {
    use std::sync::Arc;
    use tokio_rustls::rustls::pki_types::pem::PemObject;
    use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
    use tokio_rustls::rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

    let folder = folder(&[]);
    let server = Server::with(folder.path(), &["--address", "0.0.0.0", "--name", "desk.example"]);
    assert!(server.page.starts_with("https://desk.example:"), "{}", server.page);
    let token = server.page.split("token=").nth(1).unwrap();
    let port = server.at.split(':').nth(1).unwrap();
    let key = folder.path().join(".callboard/key.pem");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&key).unwrap().permissions().mode() & 0o077, 0, "nobody else reads the key");
    }
    assert!(key.is_file());

    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(folder.path().join(".callboard/certificate.pem")).unwrap()).unwrap();
    let config = Arc::new(ClientConfig::builder().with_root_certificates(roots).with_no_client_auth());
    let ask = |path: &str, headers: &str| -> String {
        let name = ServerName::try_from("desk.example").unwrap();
        let connection = ClientConnection::new(Arc::clone(&config), name).unwrap();
        let mut stream = StreamOwned::new(connection, TcpStream::connect(format!("127.0.0.1:{port}")).unwrap());
        let request = format!("GET {path} HTTP/1.1\r\nhost: desk.example:{port}\r\nconnection: close\r\n{headers}\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    };
    for (path, headers) in [
        ("/", String::new()),
        ("/page/desk.js", String::new()),
        ("/api/scenarios", "cookie: callboard=0000\r\n".to_owned()),
        ("/?token=0000", String::new()),
        (&format!("/api/scenarios?token={token}"), String::new()),
    ] {
        assert!(ask(path, &headers).starts_with("HTTP/1.1 401"), "{path}");
    }
    let welcome = ask(&format!("/?token={token}"), "");
    assert!(welcome.starts_with("HTTP/1.1 303"), "{welcome}");
    let cookie = welcome.lines().find_map(|line| line.strip_prefix("set-cookie: ")).unwrap();
    assert!(["HttpOnly", "SameSite=Strict", "Secure"].iter().all(|word| cookie.contains(word)), "{cookie}");
    let cookie = cookie.split(';').next().unwrap();
    assert!(ask("/api/scenarios", &format!("cookie: {cookie}\r\n")).starts_with("HTTP/1.1 200"));
    assert!(ask("/api/scenarios", &format!("authorization: Bearer {token}\r\n")).starts_with("HTTP/1.1 200"));
    // In the clear there is nothing.
    let mut clear = TcpStream::connect(format!("127.0.0.1:{port}")).unwrap();
    clear.write_all(format!("GET / HTTP/1.1\r\nhost: desk.example:{port}\r\n\r\n").as_bytes()).unwrap();
    let mut bytes = Vec::new();
    let _ = clear.read_to_end(&mut bytes);
    assert!(!String::from_utf8_lossy(&bytes).contains("HTTP/1.1 200"));
}

/// A workbook of half a megabyte that unpacks to more than half a gigabyte.
fn bomb() -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    archive.start_file("xl/sharedStrings.xml", zip::write::SimpleFileOptions::default()).unwrap();
    let zeros = vec![0; 1 << 20];
    (0..520).for_each(|_| archive.write_all(&zeros).unwrap());
    archive.finish().unwrap().into_inner()
}

fn sent(server: &Server, path: &str, bytes: &[u8]) -> u16 {
    let head = format!(
        "PUT {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
        server.at,
        bytes.len()
    );
    server.raw(&[head.as_bytes(), bytes].concat()).unwrap().status
}

#[test]
fn files_that_are_sent_lie_in_their_place_and_a_bomb_among_them_is_refused() {
    let folder = folder(&["one_queue"]);
    let server = Server::of(folder.path());
    for path in [
        "..%2f..%2fone_queue/scenario.toml",
        "0123456789abcdef/..%2f..%2fx.csv",
        "0123456789abcdef/.hidden",
        "short/x.csv",
        "zzzzzzzzzz/x.csv",
    ] {
        let status = sent(&server, &format!("/api/uploads/{path}"), b"x");
        assert!((400..500).contains(&status), "{path}: {status}");
    }
    assert_eq!(sent(&server, "/api/uploads/0123456789abcdef/bomb.xlsx", &bomb()), 201);
    let begun = Instant::now();
    let refused = server.post("/api/imports", &json!({"upload": "0123456789abcdef", "name": "boom"}));
    assert!(
        refused.status == 422 && refused.body.contains("unpack to more than"),
        "{}: {}",
        refused.status,
        refused.body
    );
    assert!(begun.elapsed() < Duration::from_secs(60) && !folder.path().join("boom").exists());
    // More files, and more imports, than anybody needs.
    let files: Vec<u16> =
        (0..25).map(|file| sent(&server, &format!("/api/uploads/fedcba9876543210/{file}.csv"), b"x")).collect();
    assert!(files.contains(&201) && files.contains(&429), "{files:?}");
    let imports: Vec<u16> =
        (10..25).map(|id| sent(&server, &format!("/api/uploads/000000000000{id}/x.csv"), b"x")).collect();
    assert!(imports.contains(&201) && imports.contains(&429), "{imports:?}");
    let long = format!(
        "PUT /api/uploads/0123456789abcdef/x.csv HTTP/1.1\r\nhost: {}\r\ncontent-length: 999999999999\r\n\r\n",
        server.at
    );
    assert_eq!(server.raw(long.as_bytes()).unwrap().status, 413);
}

#[test]
fn a_name_that_a_spreadsheet_would_compute_is_a_text_in_all_that_is_handed_out() {
    let folder = folder(&["part_time_desk"]);
    let server = Server::of(folder.path());
    let open = server.get("/api/scenarios/part_time_desk").json();
    let text = open["text"].as_str().unwrap();
    let group = open["shown"]["groups"][0]["name"].as_str().unwrap();
    let changed =
        text.replace(&format!("group.{group}"), "group.\"=1+1\"").replace(&format!("\"{group}\""), "\"=1+1\"");
    let saved = server.put(
        "/api/scenarios/part_time_desk/texts/scenario.toml",
        &json!({"text": changed, "version": open["version"]}),
    );
    assert_eq!(saved.status, 200, "{}", saved.body);
    let asked = server.post(
        "/api/runs",
        &json!({"scenario": "part_time_desk", "kind": "schedule", "changes": ["simulation.replications=10"]}),
    );
    let run = server.over(asked.json()["id"].as_i64().unwrap());
    assert_eq!(run["state"], "done", "{run}");
    let tables: Vec<&str> = run["files"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|file| file["name"].as_str())
        .filter(|name| name.split('.').next_back() == Some("csv"))
        .collect();
    assert!(!tables.is_empty());
    for name in tables {
        let table = server.get(&format!("/api/runs/{}/files/{name}", run["id"]));
        assert!(
            table.body.contains("'=1+1") && !table.body.contains(",=1+1"),
            "{name}: {}",
            &table.body[..300.min(table.body.len())]
        );
        assert!(table.head.contains("content-disposition: attachment"), "{}", table.head);
    }
}
