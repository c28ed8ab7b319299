//! Overrides.

use super::given::{WHOLE, load_text, problems_of, with};
use callboard::scenario::{Replications, Volume};

#[test]
fn an_override_is_written_without_quotes() {
    let scenario = load_text(
        WHOLE,
        &[
            "queue.orders.handling.mean=300s",
            "group.desk.shrinkage=25%",
            "opening_hours.mon=09:00-18:00",
            "plan.start=2027-02-01",
            "name=42",
        ],
    )
    .unwrap();
    assert_eq!(scenario.queues[0].handling.mean().0, 300.0);
    assert_eq!(scenario.groups[0].shrinkage.0, 0.25);
    assert_eq!((scenario.opening_hours.week[0][0].start, scenario.opening_hours.week[0][0].end), (540, 1080));
    assert_eq!(scenario.plan.unwrap().start.to_string(), "2027-02-01");
    assert_eq!(scenario.name, "42");
}

#[test]
fn an_override_takes_the_place_of_the_alternatives() {
    assert_eq!(load_text(WHOLE, &["horizon.hours=24"]).unwrap().calendar.days.len(), 1);
    let scenario = load_text(WHOLE, &["queue.orders.volume.per_hour=10"]).unwrap();
    assert_eq!(scenario.queues[0].volume, Volume::PerHour(10.0));
    assert!(matches!(
        load_text(WHOLE, &["queue.returns.volume.per_day=10"]).unwrap().queues[1].volume,
        Volume::Profile { .. }
    ));
    // The parameters of the law go with the law.
    assert!(load_text(WHOLE, &["queue.orders.handling.distribution=exponential"]).is_ok());
    let observed = ["queue.orders.handling.distribution=empirical", "queue.orders.handling.values=[\"2m\", \"4m\"]"];
    assert_eq!(load_text(WHOLE, &observed).unwrap().queues[0].handling.mean().0, 180.0);
    assert!(load_text(WHOLE, &["queue.orders.patience.distribution=endless"]).unwrap().queues[0].patience.is_none());
}

#[test]
fn two_overrides_may_contradict_each_other() {
    let problems = problems_of(WHOLE, &["horizon.hours=24", "horizon.days=1"]);
    assert_eq!(problems[0].rule, "one-of");
    assert_eq!(problems[0].place.origin, "--set");
}

#[test]
fn a_later_override_wins() {
    assert_eq!(load_text(WHOLE, &["seed=1", "seed=2"]).unwrap().seed, 2);
    let scenario = load_text(WHOLE, &["simulation.replications=5", "simulation.replications=auto"]).unwrap();
    assert!(matches!(scenario.simulation.replications, Replications::Auto { .. }));
}

#[test]
fn names_with_dots_are_quoted() {
    let text = with("[queue.returns]", "[queue.\"re.turns\"]")
        .replace("[\"returns\", ", "[\"re.turns\", ")
        .replace("returns = [9000", "\"re.turns\" = [9000");
    let scenario = load_text(&text, &["queue.\"re.turns\".priority=3"]).unwrap();
    assert_eq!(scenario.queues[1].priority, 3);
    assert_eq!(load_text(&text, &["queue.'re.turns'.priority=3"]).unwrap().queues[1].priority, 3);
}

#[test]
fn an_element_of_a_list_is_named_by_its_number() {
    let scenario = load_text(
        WHOLE,
        &["shift.early.break.0.before=4h", "group.desk.skills.0=returns", "group.helpers.skills=[\"orders\"]"],
    )
    .unwrap();
    assert_eq!(scenario.shift_types[0].breaks[0].latest, 240);
}

#[test]
fn a_problem_with_an_override_names_the_override() {
    let cases = [
        ("queue.order.handling.mean=5m", "unknown-name", "did you mean queue.orders?"),
        ("group.desks.headcount=5", "unknown-name", "did you mean group.desk?"),
        ("queue.orders.handling.maen=5m", "unknown-key", "did you mean \"mean\"?"),
        ("queue.orders.handling.mean=5", "unit", "\"5s\" for seconds"),
        ("group.desk.headcount=many", "type", "a number"),
        ("group.desk.wage=1e400", "not-finite", "finite"),
        ("horizon.days", "override-form", "path of the key"),
        ("=5", "override-form", "path of the key"),
        ("seed.x=5", "override-path", "callboard schema"),
        ("shift.early.break.7.length=30m", "override-path", "callboard schema"),
        ("plan.group.dusk.class_min=5", "unknown-name", "did you mean \"desk\"?"),
    ];
    for (given, rule, remedy) in cases {
        let problems = problems_of(WHOLE, &[given]);
        let found = problems.iter().find(|problem| problem.rule == rule);
        let problem = found.unwrap_or_else(|| panic!("{given}: {problems:#?}"));
        assert_eq!((problem.place.origin.as_str(), problem.place.text.as_str()), ("--set", given));
        assert!(problem.remedy.contains(remedy) || problem.allowed.contains(remedy), "{given}: {problem:#?}");
        assert_eq!(problems.len(), 1, "{given}: {problems:#?}");
    }
}

#[test]
fn problems_of_the_file_come_before_those_of_overrides() {
    let problems = problems_of(&with("seed = 7", "sead = 7"), &["queue.orders.handling.mean=5"]);
    let origins: Vec<&str> = problems.iter().map(|problem| problem.place.origin.as_str()).collect();
    assert_eq!(origins, ["scenario.toml", "--set"]);
}
