//! On small instances, the plan against every other.

use super::given::{agents, assumptions, bot, compare, scenario, service, stable, with_square_root};
use super::hires;
use callboard::demand::Demand;
use callboard::planning::check::{budget_findings, findings};
use callboard::planning::{Decisions, Given, Overtime, Workload, carry_out};
use callboard::scenario::{Budget, GroupPlan, Scenario, SelfService};
use callboard::units::{Hours, Money, Share};
use callboard::watch::Unwatched;

/// The cheapest of all decisions with up to `most` hires a month, overtime worked whenever agents are missing; only those
/// count that keep the rules and the budget.
fn cheapest_of_all(scenario: &Scenario, required: &(dyn Fn(&Demand) -> Vec<Hours> + Sync), most: u32) -> f64 {
    let demand = Demand::of(scenario);
    let plan = scenario.plan.as_ref().unwrap();
    let workload = Workload::of(scenario, plan, &demand, required, &Unwatched).unwrap();
    let given = Given { scenario, plan, demand: &demand, workload: &workload, service: &service };
    let (groups, months) = (scenario.groups.len(), plan.months as usize);
    let ways = (most + 1).pow((groups * months) as u32);
    let mut best = f64::INFINITY;
    for starts in &workload.choices {
        for way in 0..ways {
            let mut digits = way;
            let mut hires = vec![vec![0; months]; groups];
            for hired in hires.iter_mut().flatten() {
                *hired = digits % (most + 1);
                digits /= most + 1;
            }
            let decisions = Decisions { starts: starts.clone(), hires, overtime: Overtime::WhenShort };
            let found = carry_out(&given, &decisions);
            if found.objective.0 < best
                && findings(scenario, &demand, required, &found).is_empty()
                && budget_findings(scenario, &found).is_empty()
            {
                best = found.objective.0;
            }
        }
    }
    best
}

#[test]
fn the_plan_is_the_cheapest_of_all_that_can_be_enumerated() {
    let growing = vec![1_500.0, 2_500.0, 4_500.0];
    let few = GroupPlan { class_max: 3, ..stable() };
    let quick = SelfService { set_up: Money(6_000.0), months_to_live: 1, adoption: vec![Share(0.5)], ..bot() };
    let menu = SelfService { set_up: Money(900.0), per_month: Money(700.0), containment: Share(0.2), ..quick.clone() };
    let careful = GroupPlan {
        attrition_per_month: Share(0.1),
        lead_months: 1,
        class_min: 2,
        class_max: 3,
        overtime_max: Share(0.2),
        ramp: vec![Share(0.6)],
        ..stable()
    };
    let cases = [
        scenario(vec![(agents(1), few.clone())], vec![growing.clone()], vec![]),
        scenario(vec![(agents(1), careful.clone())], vec![growing.clone()], vec![quick.clone()]),
        scenario(vec![(agents(1), careful.clone())], vec![growing.clone()], vec![quick.clone(), menu]),
        scenario(
            vec![(agents(1), few.clone()), (agents(0), careful)],
            vec![vec![2_500.0, 4_000.0]; 2],
            vec![quick.clone()],
        ),
        {
            let mut tight = scenario(vec![(agents(1), few.clone())], vec![growing], vec![quick]);
            assumptions(&mut tight).budget =
                Budget { per_year: Some(Money(100_000.0)), per_month: Some(Money(9_500.0)) };
            tight
        },
    ];
    let (mut hired, mut begun) = (0, 0);
    for (index, case) in cases.iter().enumerate() {
        let found = compare(case, &with_square_root).plan;
        let best = cheapest_of_all(case, &with_square_root, 3);
        assert!((found.objective.0 - best).abs() <= 1e-6 * best, "case {index}: {} against {best}", found.objective.0);
        hired += hires(&found, 0).iter().sum::<u32>();
        begun += found.options.iter().filter(|option| option.start.is_some()).count();
    }
    assert!(hired > 0 && begun > 0, "the cases are worth deciding");
}
