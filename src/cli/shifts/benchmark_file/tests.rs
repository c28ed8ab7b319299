use super::*;

const SMALL: &str = "interval = 720;\ndays = 2;\ndemand = [1, 2, % monday\n 3, 4];\nshiftTypes = 1;\nminStart = [0];\nmaxStart = [1];\nminLength = [1];\nmaxLength = [2];\nweightUnderCover = 1;\nweightOverCover = 1;\nweightShiftInstances = 60;\n";

fn wrong(from: &str, to: &str) -> Vec<(&'static str, usize, usize)> {
    assert!(SMALL.contains(from), "{from}");
    let problems = parse("small.dzn", &SMALL.replacen(from, to, 1)).unwrap_err();
    problems.iter().map(|problem| (problem.rule, problem.place.line, problem.place.column)).collect()
}

#[test]
fn an_instance_is_read_over_comments_and_line_ends() {
    let design = parse("small.dzn", SMALL).unwrap();
    assert_eq!((design.slot_minutes, design.days, design.shift_weight), (720, 2, 60.0));
    assert_eq!(design.demand, [1, 2, 3, 4]);
    assert_eq!(design.kinds, [ShiftKind { starts: 0..=1, lengths: 1..=2 }]);
}

#[test]
fn each_problem_is_told_once_with_its_line_and_column() {
    assert_eq!(wrong("days = 2", "day = 2"), [("unknown-key", 2, 1), ("missing", 12, 26)]);
    assert_eq!(wrong("days = 2", "days = two"), [("number", 2, 8)]);
    assert_eq!(wrong("days = 2", "days = 2.5"), [("range", 2, 8)]);
    assert_eq!(wrong("days = 2", "days = [2]"), [("type", 2, 8)]);
    assert_eq!(wrong("days = 2", "days 2"), [("syntax", 2, 1), ("missing", 12, 26)]);
    assert_eq!(wrong("days = 2", "days = 2;\ndays = 3"), [("twice", 3, 1)]);
    assert_eq!(wrong("days = 2", "days = 3"), [("length", 3, 10)]);
    assert_eq!(wrong("interval = 720", "interval = 7"), [("range", 1, 12)]);
    assert_eq!(wrong("3, 4]", "3, x]"), [("number", 4, 5)]);
    assert_eq!(wrong("3, 4]", "3, -4]"), [("range", 4, 5)]);
    assert_eq!(wrong("minStart = [0]", "minStart = [0, 1]"), [("length", 6, 12)]);
    assert_eq!(wrong("maxStart = [1]", "maxStart = [2]"), [("range", 7, 13)]);
    assert_eq!(wrong("minLength = [1]", "minLength = [3]"), [("order", 8, 14)]);
    assert_eq!(wrong("= 60;", "= 60"), [("syntax", 12, 25)]);
}

#[test]
fn any_text_gives_problems_and_no_panic() {
    for text in
        ["", ";", "=", "a=;", "[", "demand = [", "demand = [,];", "%\u{fc}", "\u{fc} = \u{fc};", "days = 1e999;"]
    {
        assert!(!parse("x", text).unwrap_err().is_empty(), "{text}");
    }
}
