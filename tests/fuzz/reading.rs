//! What holds of every export that is read: it is taken in, or there is a reason.

use callboard::history::body::Body;
use callboard::history::coarser;
use callboard::history::findings::Findings;
use callboard::history::folder::{Estimated, files};
use callboard::history::layout::Layout;
use callboard::history::mapping::{Mapping, parse};
use callboard::history::read::{Visitors, read};
use callboard::scenario::guarded::silence;
use std::path::PathBuf;
use std::sync::{LazyLock, Once};
use tempfile::TempDir;

static FOLDER: LazyLock<TempDir> = LazyLock::new(|| TempDir::new().expect("a temporary folder can be made"));
static SILENCE: Once = Once::new();

/// Reads a file of these bytes. A byte of 0 tells nothing beforehand; others a layout, whether the centre is in Berlin, and whether to be strict.
pub fn check(told: u8, file: &[u8]) {
    // The fuzzer stops at every panic; those of readers of other people are caught, and told as what is wrong with the file.
    SILENCE.call_once(silence);
    let path: PathBuf = FOLDER.path().join("export");
    std::fs::write(&path, file).expect("the folder can be written to");
    let layout = Layout::ALL.get((told & 15) as usize).copied().filter(|_| told & 128 != 0);
    let time_zone = (told & 64 != 0).then(|| "Europe/Berlin".to_owned());
    let mapping = Mapping { layout, time_zone, ..Mapping::default() };
    let (mut calls, mut aside) = (0_u64, 0_u64);
    let mut visitors = Visitors { call: &mut |_| calls += 1, set_aside: &mut |_| aside += 1 };
    match read(&[path], &mapping, told & 32 != 0, &mut visitors) {
        Err(problems) => {
            assert!(!problems.problems.is_empty(), "refused, and nothing is wrong");
            assert!(problems.problems.iter().all(|problem| !problem.remedy.is_empty()), "a problem without a remedy");
            assert!(problems.render(80, true).contains("problem"));
        }
        Ok(reading) => {
            let file = &reading.files[0];
            let passed: u64 = reading.passed_over.values().sum();
            assert_eq!(file.rows, file.taken + file.duplicates + file.set_aside + passed, "a row is lost");
            assert_eq!(file.set_aside, aside);
            let again = parse(&reading.mapping.to_toml(), "mapping.toml").expect("what is written is read");
            assert_eq!(again.queues, reading.mapping.queues);
            // A folder is made of what is near in time, as the command does.
            let body = Body::of(&reading.history);
            let history = coarser(&body.history, 60);
            if history.days().is_some_and(|(first, last)| last - first < 400) {
                let made = files(&history, &reading.teams, &Findings::of(&history), &Estimated::default(), "fuzz", &[]);
                assert!(made.iter().any(|(name, text)| name == "history.csv" && text.starts_with("queue,")));
            }
        }
    }
}
