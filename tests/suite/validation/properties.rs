//! Whatever is written, the loader answers.

use super::contracts::CONTRACTS;
use super::given::{WHOLE, load_text};
use super::journey::JOURNEY;
use super::shift_rules::SHIFTS;
use proptest::prelude::*;

/// Texts that are likely to hurt when they stand in the wrong place.
const SPLINTERS: &[&str] = &[
    "",
    "\"",
    "[",
    "]",
    "{",
    "}",
    "=",
    ".",
    ",",
    "\n",
    "#",
    "'''",
    "\"\"\"",
    "0",
    "-1",
    "1e400",
    "nan",
    "-inf",
    "9223372036854775808",
    "\"6m\"",
    "\"0s\"",
    "\"30%\"",
    "\"24:00\"",
    "\"00:00-24:00\"",
    "2026-02-30",
    "9999-12-31",
    "[[",
    "]]",
    "\u{0}",
    "ü",
    "\u{feff}",
    "[queue.x]",
    "[plan]",
    "[group.desk]",
    "true",
    "[]",
    "{}",
    "\"endless\"",
    "\"mon-sun\"",
    "1979-05-27T07:32:00Z",
    "\r\n",
];

/// A whole scenario with some pieces cut out and some splinters put in.
fn mangled() -> impl Strategy<Value = String> {
    let cut = (0.0..1.0_f64, 0..12_usize, prop::sample::select(SPLINTERS));
    let whole = prop::sample::select(&[WHOLE, JOURNEY, SHIFTS, CONTRACTS][..]);
    (whole, prop::collection::vec(cut, 1..6)).prop_map(|(whole, cuts)| {
        let mut text: Vec<char> = whole.chars().collect();
        for (at, length, splinter) in cuts {
            let begin = (at * text.len() as f64) as usize;
            let end = (begin + length).min(text.len());
            text.splice(begin..end, splinter.chars());
        }
        text.into_iter().collect()
    })
}

/// One value of a scenario, replaced.
fn revalued() -> impl Strategy<Value = String> {
    let lines: Vec<(&str, usize)> = [WHOLE, JOURNEY, SHIFTS, CONTRACTS]
        .into_iter()
        .flat_map(|whole| whole.lines().enumerate().map(move |(index, line)| (whole, index, line)))
        .filter(|(_, _, line)| line.contains(" = "))
        .map(|(whole, index, _)| (whole, index))
        .collect();
    (prop::sample::select(lines), prop::sample::select(SPLINTERS)).prop_map(|((whole, chosen), splinter)| {
        let line = |(index, line): (usize, &str)| match line.split_once(" = ") {
            Some((key, _)) if index == chosen => format!("{key} = {splinter}\n"),
            _ => format!("{line}\n"),
        };
        whole.lines().enumerate().map(line).collect()
    })
}

/// Either a scenario, or problems that can all be shown.
fn answers(text: &str, overrides: &[&str]) {
    if let Err(problems) = load_text(text, overrides) {
        assert!(!problems.problems.is_empty());
        assert!(problems.problems.iter().all(|problem| !problem.remedy.is_empty()));
        let shown = problems.render(80, true);
        assert!(shown.contains("problem"));
    }
}

proptest! {
    #[test]
    fn a_mangled_scenario_is_answered(text in mangled()) {
        answers(&text, &[]);
    }

    #[test]
    fn a_replaced_value_is_answered(text in revalued()) {
        answers(&text, &[]);
    }

    #[test]
    fn any_override_is_answered(
        path in "(queue|group|plan|shift|horizon)(\\.(orders|desk|early|volume|handling|break|0|mean|start)){0,4}",
        value in prop::sample::select(SPLINTERS),
    ) {
        answers(WHOLE, &[&format!("{path}={value}")]);
    }

    #[test]
    fn any_text_is_answered(text in "\\PC{0,200}") {
        answers(&text, &[&text]);
    }
}
