//! The checker finds every kind of mistake that is planted in a sound plan.

use super::given::{assumptions, everything, service, with_square_root};
use callboard::demand::Demand;
use callboard::milp::Limits;
use callboard::planning::check::{budget_findings, findings};
use callboard::planning::{WorkforcePlan, plan};
use callboard::scenario::Budget;
use callboard::units::{Hours, Money};
use callboard::watch::Unwatched;
use jiff::civil::date;

/// A rule, and a mistake that breaks it.
type Planted<'a> = (&'a str, &'a dyn Fn(&mut WorkforcePlan));

#[test]
fn the_checker_finds_what_was_planted() {
    let scenario = everything();
    let demand = Demand::of(&scenario);
    let limits = Limits { relative_gap: 0.01, nodes: Some(1000), iterations: None, time: None };
    let found = plan(&scenario, &demand, &with_square_root, &service, &limits, &Unwatched).unwrap();
    let sound = found.plan;
    assert!(sound.options[0].start.is_some(), "the bot is worth it, so its rules are checked as well");
    let rules = |plan: &WorkforcePlan| -> Vec<&str> {
        findings(&scenario, &demand, &with_square_root, plan).into_iter().map(|finding| finding.rule).collect()
    };
    assert_eq!(rules(&sound), Vec::<&str>::new());
    let hired = (0..14).find(|&month| sound.months[month].groups[0].hires > 0).unwrap();

    let planted: &[Planted] = &[
        ("shape", &|plan| drop(plan.months.pop())),
        ("first day", &|plan| plan.months[3].first_day = date(2027, 4, 2)),
        ("contacts", &|plan| plan.months[3].contacts[1] += 1.0),
        ("contacts to agents", &|plan| plan.months[13].contacts_to_agents[0] *= 0.9),
        ("sessions", &|plan| plan.months[13].sessions[0] *= 1.01),
        ("months to live", &|plan| plan.options[0].live = Some(0)),
        ("required hours", &|plan| plan.months[5].groups[0].required_hours = Hours(1.0)),
        ("headcount", &|plan| plan.months[5].groups[0].headcount += 1.0),
        ("in training", &|plan| plan.months[hired].groups[0].in_training = 0.0),
        ("leavers", &|plan| plan.months[5].groups[0].leavers = 0.0),
        ("lead time", &|plan| plan.months[0].groups[0].hires = 3),
        ("class size", &|plan| plan.months[hired].groups[0].hires = 1),
        ("class size", &|plan| plan.months[hired].groups[0].hires = 7),
        ("available hours", &|plan| plan.months[5].groups[1].available_hours += Hours(10.0)),
        ("overtime", &|plan| plan.months[5].groups[1].overtime_hours = Hours(1000.0)),
        ("overtime", &|plan| plan.months[5].groups[1].overtime_hours = Hours(-1.0)),
        ("shortage", &|plan| plan.months[0].groups[0].shortage_hours += Hours(1.0)),
        ("cost", &|plan| plan.months[5].cost[0] = Money(0.0)),
        ("cost", &|plan| plan.months[hired].cost[3] = Money(0.0)),
        ("over budget", &|plan| plan.months[5].over_budget = Money(77.0)),
        ("objective", &|plan| plan.objective = plan.objective * 0.99),
        ("bound", &|plan| plan.bound = plan.objective * 1.01),
    ];
    for (rule, plant) in planted {
        let mut broken = sound.clone();
        plant(&mut broken);
        assert!(rules(&broken).contains(rule), "{rule} was not found: {:?}", rules(&broken));
    }

    let mut nobody = scenario.clone();
    assumptions(&mut nobody).groups[0].may_hire = false;
    assert!(findings(&nobody, &demand, &with_square_root, &sound).iter().any(|finding| finding.rule == "hiring"));
    let mut fixed = scenario.clone();
    assumptions(&mut fixed).self_service[0].fixed_start = Some(9);
    assert!(findings(&fixed, &demand, &with_square_root, &sound).iter().any(|finding| finding.rule == "fixed start"));
    let mut poor = scenario.clone();
    assumptions(&mut poor).budget = Budget { per_year: Some(Money(1.0)), per_month: Some(Money(1.0)) };
    let places: Vec<String> = budget_findings(&poor, &sound).into_iter().map(|finding| finding.what).collect();
    assert!(
        places.iter().any(|place| place.starts_with("month")) && places.iter().any(|place| place.starts_with("year"))
    );
}
