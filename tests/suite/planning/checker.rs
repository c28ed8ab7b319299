//! The checker finds every kind of mistake that is planted in a sound plan.

use super::given::{everything, quest, seek, with_square_root};
use callboard::demand::Demand;
use callboard::milp::Limits;
use callboard::planning::WorkforcePlan;
use callboard::planning::check::{budget_findings, findings};
use callboard::scenario::{Budget, PlanAssumptions};
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
    let found = seek(&scenario, &with_square_root, &limits, &Unwatched).unwrap();
    let given = scenario.plan.clone().unwrap();
    let quest = quest(&with_square_root, &limits);
    let sound = found.plan;
    assert!(sound.initiatives[0].start.is_some(), "the bot is worth it, so its rules are checked as well");
    let rules = |plan: &WorkforcePlan| -> Vec<&str> {
        findings(&scenario, &given, &demand, &quest, plan).into_iter().map(|finding| finding.rule).collect()
    };
    assert_eq!(rules(&sound), Vec::<&str>::new());
    let hired = (0..14).find(|&month| sound.periods[month].groups[0].hires > 0).unwrap();

    let planted: &[Planted] = &[
        ("shape", &|plan| drop(plan.periods.pop())),
        ("first day", &|plan| plan.periods[3].first_day = date(2027, 4, 2)),
        ("contacts", &|plan| plan.periods[3].contacts[1] += 1.0),
        ("contacts to agents", &|plan| plan.periods[13].contacts_to_agents[0] *= 0.9),
        ("sessions", &|plan| plan.periods[13].sessions[0] *= 1.01),
        ("months to live", &|plan| plan.initiatives[0].live = Some(0)),
        ("required hours", &|plan| plan.periods[5].groups[0].required_hours = Hours(1.0)),
        ("headcount", &|plan| plan.periods[5].groups[0].headcount += 1.0),
        ("in training", &|plan| plan.periods[hired].groups[0].in_training = 0.0),
        ("leavers", &|plan| plan.periods[5].groups[0].leavers = 0.0),
        ("lead time", &|plan| plan.periods[0].hires[0] = 3),
        ("moves", &|plan| plan.periods[hired].groups[0].hires += 1),
        ("conservation of people", &|plan| plan.periods[5].groups[0].headcount += 1.0),
        ("whole cents", &|plan| plan.periods[5].cost[1] += Money(0.001)),
        ("sessions resolved", &|plan| plan.periods[13].resolved[0] *= 0.9),
        ("sessions unresolved", &|plan| plan.periods[13].unresolved[0] = 0.0),
        ("busy hours", &|plan| plan.periods[5].groups[0].busy_hours = Hours(1.0)),
        ("time off", &|plan| plan.periods[5].groups[0].time_off_hours = Hours(5.0)),
        ("hours of partners", &|plan| plan.periods[5].groups[0].partner_hours = Hours(5.0)),
        ("class size", &|plan| plan.periods[hired].hires[0] = 1),
        ("class size", &|plan| plan.periods[hired].hires[0] = 7),
        ("available hours", &|plan| plan.periods[5].groups[1].available_hours += Hours(10.0)),
        ("overtime", &|plan| plan.periods[5].groups[1].overtime_hours = Hours(1000.0)),
        ("hours below 0", &|plan| plan.periods[5].groups[1].overtime_hours = Hours(-1.0)),
        ("shortage", &|plan| plan.periods[0].groups[0].shortage_hours += Hours(1.0)),
        ("cost", &|plan| plan.periods[5].cost[0] = Money(0.0)),
        ("cost", &|plan| plan.periods[hired].cost[3] = Money(0.0)),
        ("over budget", &|plan| plan.periods[5].over_budget = Money(77.0)),
        ("objective", &|plan| plan.objective = plan.objective * 0.99),
        ("bound", &|plan| plan.bound = plan.objective * 1.01),
    ];
    for (rule, plant) in planted {
        let mut broken = sound.clone();
        plant(&mut broken);
        assert!(rules(&broken).contains(rule), "{rule} was not found: {:?}", rules(&broken));
    }

    let mut nobody = given.clone();
    nobody.hiring[0].may_hire = false;
    let against = |given| findings(&scenario, given, &demand, &quest, &sound);
    assert!(against(&nobody).iter().any(|finding| finding.rule == "hiring"));
    let mut fixed = given.clone();
    fixed.initiatives[0].fixed_start = Some(9);
    assert!(against(&fixed).iter().any(|finding| finding.rule == "fixed start"));
    let one = Some(Money(1.0));
    let hiring = [("hiring".to_owned(), Money(1.0))].into_iter().collect();
    for budget in [
        Budget { per_year: one, ..Budget::default() },
        Budget { per_month: one, ..Budget::default() },
        Budget { per_year_by_kind: hiring, ..Budget::default() },
    ] {
        let poor = PlanAssumptions { budget, ..given.clone() };
        let found = budget_findings(&scenario, &poor, &demand, &sound);
        assert!(found.iter().any(|finding| finding.rule == "budget"), "{:?}", poor.budget);
    }
}
