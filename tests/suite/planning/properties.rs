//! What holds for every plan, on random scenarios.

use super::given::{agents, assumptions, bot, scenario, service, stable, with_square_root};
use callboard::demand::Demand;
use callboard::milp::Limits;
use callboard::planning::carry_on::carry_on;
use callboard::planning::check::{budget_findings, findings};
use callboard::planning::{Given, Workload, carry_out, plan};
use callboard::scenario::{Budget, GroupPlan, Scenario, SelfService};
use callboard::units::{Money, Share};
use callboard::watch::Unwatched;
use proptest::prelude::*;

fn any_rules() -> impl Strategy<Value = GroupPlan> {
    (0.0..0.08, prop::bool::weighted(0.9), 0u32..4, 1u32..5, 0u32..6, 0u32..3, 0.0..0.15).prop_map(
        |(attrition, may_hire, lead_months, class_min, more, training_months, overtime)| GroupPlan {
            attrition_per_month: Share(attrition),
            may_hire,
            lead_months,
            class_min,
            class_max: class_min + more,
            training_months,
            ramp: vec![Share(0.6); training_months as usize],
            overtime_max: Share(overtime),
            ..stable()
        },
    )
}

fn any_option() -> impl Strategy<Value = SelfService> {
    (0.0..40_000.0, 0.0..3_000.0, 0u32..5, 0.0..1.0, 0.0..1.0, 0.0..0.5, prop::option::weighted(0.3, 0u32..12))
        .prop_map(|(set_up, per_month, months_to_live, entry, containment, unresolved, fixed_start)| SelfService {
            set_up: Money(set_up),
            per_month: Money(per_month),
            per_session: Money(0.05),
            months_to_live,
            entry: Share(entry),
            adoption: vec![Share(0.4)],
            containment: Share(containment),
            unresolved: Share(unresolved),
            handling_factor: 1.05,
            fixed_start,
            ..bot()
        })
}

prop_compose! {
    fn any_scenario()(
        groups in prop::collection::vec((0u32..30, any_rules()), 1..3),
        options in prop::collection::vec(any_option(), 0..2),
        level in prop::collection::vec(0.0..30.0, 12),
        budget in (prop::option::of(10_000.0..200_000.0), prop::option::of(100_000.0..3_000_000.0)),
        growth in 0.0..0.1,
    ) -> Scenario {
        let volume = vec![level.iter().map(|people| people * 40.0 * 30.0).collect(); groups.len()];
        let groups = groups.into_iter().map(|(headcount, rules)| (agents(headcount), rules)).collect();
        let mut scenario = scenario(groups, volume, options);
        assumptions(&mut scenario).wage_growth_per_year = growth;
        assumptions(&mut scenario).budget = Budget { per_month: budget.0.map(Money), per_year: budget.1.map(Money) };
        scenario
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn a_plan_keeps_the_rules_and_never_costs_more_than_what_else_could_be_done(scenario in any_scenario()) {
        let demand = Demand::of(&scenario);
        let limits = Limits { relative_gap: 0.02, nodes: Some(100), iterations: None, time: None };
        // `plan` has all three checked, and gives an error if anything is found.
        let found = plan(&scenario, &demand, &with_square_root, &service, &limits, &Unwatched).unwrap();
        let cost = found.plan.objective.0;
        prop_assert!(found.plan.bound.0 <= cost);
        if budget_findings(&scenario, &found.carry_on).is_empty() {
            prop_assert!(cost <= found.carry_on.objective.0 * (1.0 + 1e-6));
        }
        let without = found.without_self_service.filter(|_| {
            assumptions(&mut scenario.clone()).self_service.iter().all(|option| option.fixed_start.is_none())
        });
        if let Some(without) = without {
            prop_assert!(cost <= without.objective.0 * (1.0 + 1e-6));
        }
    }

    #[test]
    fn carrying_on_keeps_all_rules_but_the_budget(scenario in any_scenario()) {
        let demand = Demand::of(&scenario);
        let plan = scenario.plan.as_ref().unwrap();
        let workload = Workload::of(&scenario, plan, &demand, &with_square_root, &Unwatched).unwrap();
        let given = Given { scenario: &scenario, plan, demand: &demand, workload: &workload, service: &service };
        let found = carry_out(&given, &carry_on(&given));
        prop_assert_eq!(findings(&scenario, &demand, &with_square_root, &found), vec![]);
    }
}
