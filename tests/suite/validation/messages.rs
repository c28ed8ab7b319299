//! What messages look like.

use super::given::{WHOLE, load_text, with};

fn message(text: &str, overrides: &[&str]) -> String {
    load_text(text, overrides).unwrap_err().render(100, false)
}

macro_rules! messages {
    ($($name:ident: $from:literal => $to:literal;)*) => {
        $(#[test]
        fn $name() {
            insta::assert_snapshot!(message(&with($from, $to), &[]));
        })*
    };
}

messages! {
    a_duration_without_a_unit: "mean = \"6m\"" => "mean = \"6\"";
    a_misspelt_key: "waiting_places = 50" => "waiting_place = 50";
    a_key_of_another_table: "waiting_places = 50" => "wage = 50";
    a_missing_key: "wage = 22.5\n" => "";
    a_share_above_one: "shrinkage = 0.3" => "shrinkage = 30";
    an_unknown_queue: "skills = [\"orders\"]" => "skills = [\"order\"]";
    opening_hours_that_end_before_they_begin: "mon = \"08:00-20:00\"" => "mon = \"20:00-08:00\"";
    two_kinds_of_volume: "per_hour = 30" => "per_hour = 30, per_day = 300";
    a_break_that_does_not_fit: "before = \"5h\"" => "before = \"6h\"";
    a_fault_of_the_syntax: "headcount = 40" => "headcount = forty";
    a_missing_table_file: "per_hour = 30" => "file = \"volume.csv\"";
}

#[test]
fn an_override_with_an_unknown_name() {
    insta::assert_snapshot!(message(WHOLE, &["queue.order.handling.mean=5m"]));
}

#[test]
fn several_problems() {
    insta::assert_snapshot!(message(&with("seed = 7", "seed = -7"), &["group.desk.headcount=4.5"]));
}

#[test]
fn colours_only_add_to_the_text() {
    let problems = load_text(&with("seed = 7", "seed = -7"), &[]).unwrap_err();
    let coloured = problems.render(100, true);
    assert!(coloured.contains("\u{1b}["));
    assert!(!problems.render(100, false).contains('\u{1b}'));
}
