//! Bots before a queue: the work that they take, and several in a row.

use super::given::{load_text, place_of, problems_of};
use super::journey::JOURNEY;
use callboard::scenario::{Origin, Scenario};

/// A second bot before the calls, after the first in the file though not in the alphabet.
const ANOTHER: &str = "
[bot.assistant]
queues = [\"calls\"]
entry = 1
resolved = 0.5
unresolved = 0
session = \"2m\"
per_session = 0.2
handling_factor = 0.8
";

fn load(text: &str) -> Scenario {
    load_text(text, &[]).unwrap_or_else(|problems| panic!("{problems}"))
}

/// Replaces what stands once in a text.
fn with(text: &str, from: &str, to: &str) -> String {
    assert_eq!(text.matches(from).count(), 1, "{from:?} stands once in the scenario");
    text.replacen(from, to, 1)
}

/// Asserts that a text has one problem, where it is, and words of what was found, of what is allowed and of the remedy.
#[track_caller]
fn assert_refused(text: &str, rule: &str, at: &str, [found, allowed, remedy]: [&str; 3]) {
    let problems = problems_of(text, &[]);
    let [problem] = problems.as_slice() else { panic!("{problems:#?}") };
    assert_eq!((problem.rule, (problem.place.line, problem.place.column)), (rule, place_of(text, at)));
    assert!(problem.found.contains(found), "{problem:?}");
    assert!(problem.allowed.contains(allowed), "{problem:?}");
    assert!(problem.remedy.contains(remedy), "{problem:?}");
}

#[test]
fn bots_stand_in_the_order_of_the_file() {
    let scenario = load(&format!("{JOURNEY}{ANOTHER}"));
    let row: Vec<(usize, &str)> = scenario
        .bots_before(scenario.queue_ids().next().unwrap())
        .map(|(place, bot)| (place, bot.name.as_str()))
        .collect();
    assert_eq!(row, [(0, "menu"), (1, "assistant")]);
}

#[test]
fn handling_factors_of_a_row_stay_within_what_one_may_be() {
    let text = with(&format!("{JOURNEY}{ANOTHER}"), "handling_factor = 0.8", "handling_factor = 19");
    let words = ["before \"calls\" that multiply to 2.09", "0.05 to 20", "nearer to 1"];
    assert_refused(&text, "range", "19\n", words);
    load(&with(&text, "handling_factor = 19", "handling_factor = 18"));
}

#[test]
fn a_bot_that_says_nothing_resolves_what_is_like_the_rest() {
    let scenario = load(&format!("{JOURNEY}{ANOTHER}"));
    assert_eq!((scenario.bots[0].resolved_handling, scenario.bots[1].resolved_handling), (1.2, 1.0));
    let path = "bot.assistant.resolved_handling";
    let about = scenario.assumptions.iter().find(|assumption| assumption.path == path).unwrap();
    assert!(about.value == "1" && matches!(about.origin, Origin::Default(_)), "{about:?}");
}

#[test]
fn a_bot_cannot_resolve_more_work_than_comes() {
    let words = ["resolved × resolved_handling = 1.05", "below 1", "lower one"];
    let text = with(JOURNEY, "resolved_handling = 1.2", "resolved_handling = 3.5");
    assert_refused(&text, "shares", "3.5\nhandling", words);
    // In a reason no more than in all.
    let words = ["resolved × resolved_handling = 1.08", "below 1", "the easy contacts go first"];
    let text = with(JOURNEY, "{ resolved = \"5%\" }", "{ resolved = \"90%\" }");
    assert_refused(&text, "shares", "\"90%\" }", words);
    // Where half are resolved, the other half cannot be no work at all; where all are, nobody is left.
    let half = format!("{JOURNEY}{ANOTHER}resolved_handling = 2.00\n");
    let words = ["resolved × resolved_handling = 1.0", "below 1", "lower one"];
    assert_refused(&half, "shares", "2.00", words);
    load(&with(&format!("{JOURNEY}{ANOTHER}resolved_handling = 1\n"), "resolved = 0.5", "resolved = 1"));
    let words = ["0", "0.05", "raise"];
    assert_refused(&with(JOURNEY, "resolved_handling = 1.2", "resolved_handling = 0"), "range", "0\nhandling", words);
}
