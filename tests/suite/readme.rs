//! The README keeps its word: each of its commands runs, and prints what it says.

use assert_cmd::Command;

/// Every `callboard …` command of the README: of the shell blocks, and of the table in backquotes.
fn commands(readme: &str) -> Vec<String> {
    let mut commands = Vec::new();
    for line in readme.lines() {
        if let Some((_, command)) = line.split_once("cargo run --release -- ") {
            if !line.starts_with('(') {
                commands.push(command.trim().to_owned());
            }
        } else if line.starts_with('|') {
            let quoted = line.split('`').skip(1).step_by(2);
            commands.extend(quoted.filter_map(|text| text.strip_prefix("callboard ")).map(ToOwned::to_owned));
        }
    }
    commands
}

#[test]
fn each_command_of_the_readme_runs() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = std::fs::read_to_string(root.join("README.md")).unwrap();
    let commands = commands(&readme);
    assert!(commands.len() >= 10, "the README has commands: {commands:?}");
    assert!(commands[0].starts_with("run scenarios/peak_season"), "the first is the main job: {}", commands[0]);
    let folder = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(root.join("scenarios"), folder.path().join("scenarios")).unwrap();
    let mut printed = Vec::new();
    for command in &commands {
        let words: Vec<&str> = command.split_whitespace().collect();
        let mut program = Command::new(env!("CARGO_BIN_EXE_callboard"));
        let answer = program.current_dir(folder.path()).args(&words).assert().success();
        printed.push(String::from_utf8_lossy(&answer.get_output().stdout).into_owned());
    }
    // What the solver finds within its gap may differ from processor to processor; what is simulated before may not.
    let (simulated, _) = printed[0].split_once("With the proposed schedule").unwrap();
    assert!(readme.contains(simulated), "the README shows another answer than\n{simulated}");
    for name in ["report.html", "results.json", "schedule.xlsx", "schedule.csv", "plan.csv"] {
        let length = std::fs::metadata(folder.path().join("out").join(name)).unwrap().len();
        assert!(length > 100, "{name} has {length} bytes");
    }
}

#[test]
fn the_test_command_of_the_readme_is_the_one_that_continuous_integration_runs() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = std::fs::read_to_string(root.join("README.md")).unwrap();
    let ci = std::fs::read_to_string(root.join(".ci/run")).unwrap();
    assert!(readme.contains("\ncargo test --release\n") && ci.contains("\ncargo test --release\n"));
}
