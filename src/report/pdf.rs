//! A page of the reports as PDF, printed by a browser that stands on this machine.
//!
//! Why a browser: the pages are HTML with print styles and SVG, and a browser prints them as they are, with text that can be searched, vector
//! charts and the margin boxes of each page. Engines in Rust (typst, krilla with svg2pdf) would need the layout written a second time,
//! fonts in the program, and two to three minutes of compiling more; the pack would then have two faces to keep alike.
//!
//! The browser works alone: with a profile folder of its own that is deleted afterwards, without network (no name is resolved), and for a
//! limited time. It writes the time of day into the PDF; that is set to a given date here, so that the same browser gives the same bytes
//! for the same page. Another version of it, or other fonts, may not.

use jiff::civil::Date;
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// Why there is no PDF.
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    /// No browser stands on this machine, or none where it was said to.
    #[error("{0}")]
    NoBrowser(String),
    /// A file could not be written or read.
    #[error("the page cannot be printed: {0}")]
    Files(#[from] io::Error),
    /// The browser could not be started.
    #[error("{} cannot be started: {error}", browser.display())]
    Start {
        /// The browser.
        browser: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// The browser took too long and was stopped.
    #[error(
        "{} did not print the page within {} s and was stopped; print the page of --format html by hand, or name another browser with \
         --browser",
        browser.display(),
        limit.as_secs()
    )]
    TooLong {
        /// The browser.
        browser: PathBuf,
        /// The limit.
        limit: Duration,
    },
    /// The browser ended without a PDF.
    #[error(
        "{} wrote no PDF ({status}){said}; print the page of --format html by hand, or name another browser with --browser",
        browser.display()
    )]
    Failed {
        /// The browser.
        browser: PathBuf,
        /// How it ended.
        status: ExitStatus,
        /// The last that it said, after `: `.
        said: String,
    },
}

/// Names of browsers that print from the command line, as they stand on the search path.
const NAMES: [&str; 9] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "microsoft-edge-stable",
    "msedge",
    "brave-browser",
];

/// Where they stand on systems that do not put them on the search path.
const PLACES: [&str; 6] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    r"C:\Program Files\Microsoft\Edge\Application\msedge.exe",
];

/// How long a browser may take.
pub const LIMIT: Duration = Duration::from_secs(90);

/// How often it is looked whether it has ended.
const LOOK: Duration = Duration::from_millis(20);

/// The browser that is named, by its path or as it stands on the search path, or else the first that is found.
pub fn browser(named: Option<&Path>, search_path: Option<&OsString>) -> Result<PathBuf, PdfError> {
    let folders: Vec<PathBuf> = search_path.map(|path| std::env::split_paths(path).collect()).unwrap_or_default();
    let on_path = |name: &Path| {
        let in_folder = |folder: &PathBuf| [folder.join(name), folder.join(name).with_extension("exe")];
        folders.iter().flat_map(in_folder).find(|file| file.is_file())
    };
    if let Some(named) = named {
        let is_bare = named.components().count() == 1;
        let found = if named.is_file() { Some(named.to_owned()) } else { on_path(named).filter(|_| is_bare) };
        return found.ok_or_else(|| {
            PdfError::NoBrowser(format!(
                "there is no browser {}: --browser takes the path of its program",
                named.display()
            ))
        });
    }
    let known = NAMES.iter().find_map(|name| on_path(Path::new(name)));
    let found = known.or_else(|| PLACES.iter().map(PathBuf::from).find(|place| place.is_file()));
    found.ok_or_else(|| {
        PdfError::NoBrowser(
            "a PDF is printed by a browser, and none was found (Chromium, Chrome, Edge): install one, name its program with --browser \
             PATH, or write --format html and print that page in any browser"
                .to_owned(),
        )
    })
}

/// Prints a page that needs nothing beside it, dated to a day.
pub fn print(html: &str, browser: &Path, dated: Date, limit: Duration) -> Result<Vec<u8>, PdfError> {
    let folder = tempfile::Builder::new().prefix("callboard-").tempdir()?;
    let (page, pdf, log) = (folder.path().join("page.html"), folder.path().join("page.pdf"), folder.path().join("log"));
    std::fs::write(&page, html)?;
    let mut flag = OsString::from("--user-data-dir=");
    flag.push(folder.path().join("profile"));
    let mut into = OsString::from("--print-to-pdf=");
    into.push(&pdf);
    let mut command = Command::new(browser);
    command.args([
        "--headless",
        "--disable-gpu",
        "--disable-quic",
        "--disable-extensions",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-crash-reporter",
        "--no-first-run",
        "--no-default-browser-check",
        "--no-pdf-header-footer",
        // No name leads anywhere.
        "--host-resolver-rules=MAP * ~NOTFOUND",
    ]);
    if is_root() {
        // Chromium refuses to run its sandbox as root; the page is our own and has no script.
        command.arg("--no-sandbox");
    }
    command.args([flag, into]).arg(&page);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(std::fs::File::create(&log)?);
    let child = command.spawn().map_err(|error| PdfError::Start { browser: browser.to_owned(), error })?;
    let status = wait(child, limit)?.ok_or_else(|| PdfError::TooLong { browser: browser.to_owned(), limit })?;
    let bytes = std::fs::read(&pdf).unwrap_or_default();
    let is_whole = bytes.starts_with(b"%PDF-") && bytes.trim_ascii_end().ends_with(b"%%EOF");
    if !status.success() || !is_whole {
        let log = std::fs::read(&log).unwrap_or_default();
        let log = String::from_utf8_lossy(&log);
        let said = log
            .lines()
            .rfind(|line| !line.trim().is_empty())
            .map_or_else(String::new, |line| format!(": {}", line.trim()));
        return Err(PdfError::Failed { browser: browser.to_owned(), status, said });
    }
    Ok(at_date(bytes, dated))
}

/// Waits for a program; `None` where it took longer and was stopped.
fn wait(mut child: Child, limit: Duration) -> io::Result<Option<ExitStatus>> {
    let begun = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if begun.elapsed() >= limit {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        std::thread::sleep(LOOK);
    }
}

/// Whether this program runs as the administrator; known on Linux, where it matters.
#[cfg(target_os = "linux")]
fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}

#[cfg(not(target_os = "linux"))]
fn is_root() -> bool {
    false
}

/// The PDF with its dates set to a day: as many bytes as before, so that all places in the file stay.
fn at_date(mut bytes: Vec<u8>, dated: Date) -> Vec<u8> {
    let date = dated.strftime("%Y%m%d000000").to_string();
    for key in [&b"/CreationDate (D:"[..], b"/ModDate (D:"] {
        let mut from = 0;
        while let Some(at) = bytes[from..].windows(key.len()).position(|window| window == key) {
            let digits = from + at + key.len();
            from = digits;
            let end = digits + date.len();
            if bytes.get(digits..end).is_some_and(|old| old.iter().all(u8::is_ascii_digit)) {
                bytes[digits..end].copy_from_slice(date.as_bytes());
            }
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_browser_that_is_named_is_taken_and_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let own = folder.path().join("chromium");
        std::fs::write(&own, "").unwrap();
        let path = std::env::join_paths([folder.path()]).unwrap();
        assert_eq!(browser(None, Some(&path)).unwrap(), own);
        assert_eq!(browser(Some(&own), None).unwrap(), own);
        assert_eq!(browser(Some(Path::new("chromium")), Some(&path)).unwrap(), own);
        let error = browser(Some(Path::new("no/such")), Some(&path)).unwrap_err().to_string();
        assert_eq!(error, "there is no browser no/such: --browser takes the path of its program");
    }

    #[test]
    fn dates_are_set_where_they_stand_and_nothing_moves() {
        let given = b"%PDF-1.4 /CreationDate (D:20261123101112+00'00') /ModDate (D:20261123101112+00'00') x".to_vec();
        let dated = at_date(given.clone(), date(2026, 2, 3));
        assert_eq!(dated.len(), given.len());
        let text = String::from_utf8(dated).unwrap();
        assert!(
            text.contains("/CreationDate (D:20260203000000+") && text.contains("/ModDate (D:20260203000000+"),
            "{text}"
        );
        assert_eq!(at_date(b"/ModDate (D:soon)".to_vec(), date(2026, 2, 3)), b"/ModDate (D:soon)");
    }

    #[cfg(unix)]
    #[test]
    fn a_browser_that_fails_or_hangs_is_told_with_what_to_do() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let fake = |name: &str, script: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
            path
        };
        let fails = fake("fails", "echo first >&2; echo no display >&2; exit 3");
        let error = print("<p>", &fails, date(2026, 2, 3), LIMIT).unwrap_err().to_string();
        assert!(
            error.contains("wrote no PDF") && error.contains("no display") && error.contains("--browser"),
            "{error}"
        );
        let half = fake(
            "half",
            "for a in \"$@\"; do case $a in --print-to-pdf=*) printf %%PDF-1.4 > \"${a#*=}\";; esac; done",
        );
        assert!(matches!(print("<p>", &half, date(2026, 2, 3), LIMIT), Err(PdfError::Failed { .. })));
        let hangs = fake("hangs", "exec sleep 60");
        let error = print("<p>", &hangs, date(2026, 2, 3), Duration::from_millis(50)).unwrap_err();
        assert!(matches!(error, PdfError::TooLong { .. }), "{error}");
    }
}
