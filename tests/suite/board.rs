//! The board pack from the command line: the same bytes on any number of threads, and clear words where it cannot be made.

use assert_cmd::Command;
use std::path::Path;

fn report(words: &[&str]) -> assert_cmd::assert::Assert {
    let mut program = Command::new(env!("CARGO_BIN_EXE_callboard"));
    program.current_dir(env!("CARGO_MANIFEST_DIR")).arg("report").args(words).assert()
}

fn stdout(answer: &assert_cmd::assert::Assert) -> String {
    String::from_utf8_lossy(&answer.get_output().stdout).into_owned()
}

fn stderr(answer: &assert_cmd::assert::Assert) -> String {
    String::from_utf8_lossy(&answer.get_output().stderr).into_owned()
}

const QUICK: [&str; 4] = ["scenarios/one_queue", "--replications", "4", "--quiet"];

#[test]
fn a_pack_is_the_same_on_one_thread_and_on_two() {
    for more in [&["--one-page"][..], &["--full", "--locale", "de-DE"]] {
        let pages = ["1", "2"].map(|threads| {
            let words = [&QUICK[..], more, &["--threads", threads]].concat();
            stdout(&report(&words).success())
        });
        assert_eq!(pages[0], pages[1]);
        assert!(pages[0].starts_with("<!DOCTYPE html>") && !pages[0].contains("http:") && !pages[0].contains("https:"));
    }
}

#[test]
fn the_locale_is_named_by_an_option_and_never_by_the_environment() {
    let page = |variables: &[(&str, &str)]| {
        let mut program = Command::new(env!("CARGO_BIN_EXE_callboard"));
        program.current_dir(env!("CARGO_MANIFEST_DIR")).arg("report").args(QUICK).envs(variables.iter().copied());
        stdout(&program.assert().success())
    };
    assert_eq!(page(&[]), page(&[("LANG", "de_DE.UTF-8"), ("LC_ALL", "de_DE.UTF-8"), ("TZ", "Asia/Tokyo")]));
    let message = stderr(&report(&[&QUICK[..], &["--locale", "dee-DE"]].concat()).code(2));
    assert!(message.contains("there is no locale \"dee-DE\"") && message.contains("such as de-DE"), "{message}");
}

#[test]
fn what_a_pdf_wants_is_said_before_the_work_begins() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("pack.pdf").display().to_string();
    let says = |more: &[&str], text: &str| {
        let message = stderr(&report(&[&QUICK[..], more].concat()).code(2));
        assert!(message.contains(text), "{message}");
    };
    says(&["--format", "pdf"], "name a file for it, as -o pack.pdf");
    says(&["--format", "pdf", "-o", &path, "--browser", "no/such"], "there is no browser no/such");
    says(&["--browser", "chromium"], "--format pdf");
    says(&["--one-page", "--full"], "cannot be used with");
    assert!(!Path::new(&path).exists());
    let mut program = Command::new(env!("CARGO_BIN_EXE_callboard"));
    program.current_dir(env!("CARGO_MANIFEST_DIR")).env("PATH", "").arg("report").args(QUICK);
    let answer = program.args(["--format", "pdf", "-o", &path]).assert();
    if answer.get_output().status.code() == Some(2) {
        assert!(stderr(&answer).contains("none was found (Chromium, Chrome, Edge)"), "{}", stderr(&answer));
    }
}

#[test]
fn the_same_browser_prints_the_same_bytes() {
    let names = ["chromium", "chromium-browser", "google-chrome", "microsoft-edge", "msedge"];
    let folders: Vec<_> =
        std::env::var_os("PATH").map(|path| std::env::split_paths(&path).collect()).unwrap_or_default();
    if !folders.iter().any(|folder: &std::path::PathBuf| names.iter().any(|name| folder.join(name).is_file())) {
        println!("skipped: no browser");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let print = |name: &str| {
        let path = folder.path().join(name).display().to_string();
        report(&[&QUICK[..], &["--one-page", "--format", "pdf", "-o", &path]].concat()).success();
        std::fs::read(path).unwrap()
    };
    let (one, other) = (print("one.pdf"), print("other.pdf"));
    assert!(one.starts_with(b"%PDF-") && one == other);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2, "nothing else is left");
}
