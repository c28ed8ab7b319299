//! What holds for every plan, on random scenarios.

use super::given::{
    Option as Bot, Terms, agents, assumptions, bot, coaching, quest, scenario, seek, service, stable, with_square_root,
};
use callboard::demand::Demand;
use callboard::milp::Limits;
use callboard::planning::budgets::{exceeded, limits, rounding};
use callboard::planning::carry_on::carry_on;
use callboard::planning::check::findings;
use callboard::planning::missing::PriceOfMissing;
use callboard::planning::{CostKind, Given, Workload, carry_out};
use callboard::scenario::{
    Budget, Charge, Group, GroupId, HiringChannel, Learning, Move, Partner, PlanAssumptions, QueueId, Scenario, Step,
    TrainingPlace,
};
use callboard::units::{Hours, Money, MoneyPerHour, Share};
use callboard::watch::Unwatched;
use proptest::prelude::*;

fn any_terms() -> impl Strategy<Value = Terms> {
    (0.0..0.08, prop::bool::weighted(0.9), 0u32..4, 1u32..5, 0u32..6, 0u32..3, 0.0..0.15, 0.0..0.1).prop_map(
        |(attrition, may_hire, lead_months, class_min, more, training_months, overtime_max, time_off_max)| Terms {
            attrition_per_month: attrition,
            attrition_by_tenure: vec![2.0 * attrition; training_months as usize],
            may_hire,
            lead_months,
            class_min,
            class_max: class_min + more,
            training_months,
            ramp: vec![0.6; training_months as usize],
            overtime_max,
            time_off_max,
        },
    )
}

fn any_option() -> impl Strategy<Value = Bot> {
    (0.0..40_000.0, 0.0..3_000.0, 0u32..5, 0.0..1.0, 0.0..1.0, 0.0..0.5, prop::option::weighted(0.3, 0u32..12))
        .prop_map(|(set_up, per_month, months_to_live, entry, containment, unresolved, fixed_start)| Bot {
            set_up,
            per_month,
            per_session: 0.05,
            months_to_live,
            entry,
            adoption: vec![0.4],
            containment,
            unresolved,
            handling_factor: 1.05,
            fixed_start,
            ..bot()
        })
}

/// Everything else that a plan may have.
#[derive(Debug, Clone)]
struct More {
    season: std::option::Option<(u32, f64)>,
    partner: std::option::Option<(bool, f64, std::option::Option<u32>)>,
    moves: std::option::Option<(bool, u32)>,
    place: std::option::Option<(u32, u32)>,
    coaching: bool,
    by_week: bool,
    values: bool,
    attrition_per_point: f64,
    new_people: Vec<u32>,
}

fn any_more() -> impl Strategy<Value = More> {
    let seldom = 0.4;
    (
        prop::option::weighted(seldom, (1u32..8, 15.0..25.0)),
        prop::option::weighted(seldom, (prop::bool::ANY, 0.0..200.0, prop::option::of(1u32..8))),
        prop::option::weighted(seldom, (prop::bool::ANY, 0u32..3)),
        prop::option::weighted(seldom, (0u32..6, 10u32..50)),
        prop::bool::weighted(seldom),
        prop::bool::weighted(0.15),
        prop::bool::weighted(seldom),
        prop_oneof![3 => Just(0.0), 1 => 0.0..0.01],
        prop::collection::vec(0u32..4, 0..3),
    )
        .prop_map(|(season, partner, moves, place, coaching, by_week, values, attrition_per_point, new_people)| {
            More { season, partner, moves, place, coaching, by_week, values, attrition_per_point, new_people }
        })
}

fn add(plan: &mut PlanAssumptions, groups: usize, more: More) {
    if let Some((months, wage)) = more.season {
        let terms = Terms { attrition_per_month: 0.05, class_max: 6, ..stable() };
        plan.hiring.push(HiringChannel {
            contract_months: Some(months),
            wage: Some(MoneyPerHour(wage)),
            weekly_hours: Some(Hours(20.0)),
            learning: Learning {
                training_months: 0.4,
                nesting_months: 0.3,
                nesting_productivity: Share(0.5),
                ramp: vec![Share(0.8)],
            },
            ..terms.channel("season", groups - 1)
        });
    }
    if let Some((by_hour, minimum_per_month, contract_months)) = more.partner {
        let charge = if by_hour {
            Charge::PerHour { group: GroupId(0), price: MoneyPerHour(40.0), most_per_month: 500.0 }
        } else {
            Charge::PerContact { queue: QueueId(0), price: Money(3.0), shares: vec![Share(0.1), Share(0.3)] }
        };
        plan.partners.push(Partner {
            name: "partner".to_owned(),
            charge,
            minimum_per_month,
            set_up: Money(1_000.0),
            lead_months: 2.0,
            contract_months,
            fixed_start: None,
        });
    }
    if let Some((leaves, lead)) = more.moves {
        plan.moves.push(Move {
            name: "way".to_owned(),
            from: GroupId(0),
            to: (!leaves && groups > 1).then_some(GroupId(1)),
            lead_months: f64::from(lead),
            most_per_month: 3,
            cost_per_person: Money(700.0),
            learning: Learning { training_months: 0.5, ramp: vec![Share(0.7)], ..Learning::default() },
        });
    }
    if let Some((most_in_training, most_people)) = more.place {
        plan.places.push(TrainingPlace {
            name: "site".to_owned(),
            groups: (0..groups).map(GroupId).collect(),
            most_in_training: Some(most_in_training),
            most_people: Some(most_people),
        });
    }
    if more.coaching {
        plan.initiatives.push(coaching());
    }
    if more.values {
        plan.prices.lost_contact = Money(2.0);
        plan.prices.unresolved_session = Money(1.5);
        plan.running.licences_per_person = Money(60.0);
        plan.running.technology_per_month = Money(2_000.0);
        plan.running.telephony_per_contact = Money(0.02);
        plan.discount_per_year = 0.1;
        plan.budget.per_year_by_kind.insert("hiring".to_owned(), Money(9_000.0));
    }
    plan.attrition_per_point = more.attrition_per_point;
    plan.groups[0].people_by_tenure = more.new_people;
    if more.by_week {
        plan.step = Step::Week;
        let weeks = plan.periods();
        for row in plan.volume.iter_mut().chain(&mut plan.handling) {
            let year = row.clone();
            let share = if year[0] == 1.0 { 1.0 } else { 7.0 / 30.0 };
            *row = (0..weeks).map(|week| share * year[week * 12 / weeks]).collect();
        }
    }
}

prop_compose! {
    fn any_scenario()(
        groups in prop::collection::vec((0u32..30, any_terms()), 1..3),
        options in prop::collection::vec(any_option(), 0..2),
        level in prop::collection::vec(0.0..30.0, 12),
        budget in (prop::option::of(10_000.0..200_000.0), prop::option::of(100_000.0..3_000_000.0)),
        growth in 0.0..0.1,
        more in any_more(),
    ) -> Scenario {
        let volume = vec![level.iter().map(|people| people * 40.0 * 30.0).collect(); groups.len()];
        let groups: Vec<(Group, Terms)> =
            groups.into_iter().map(|(headcount, terms)| (agents(headcount), terms)).collect();
        let number = groups.len();
        let mut scenario = scenario(groups, volume, options);
        let plan = assumptions(&mut scenario);
        plan.wage_growth_per_year = growth;
        plan.budget = Budget { per_month: budget.0.map(Money), per_year: budget.1.map(Money), ..Budget::default() };
        add(plan, number, more);
        scenario
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn a_plan_keeps_the_rules_and_never_costs_more_than_what_else_could_be_done(scenario in any_scenario()) {
        let effort = Limits { relative_gap: 0.02, nodes: Some(100), iterations: None, time: None };
        // All plans are checked, and an error is given if anything is found.
        let found = seek(&scenario, &with_square_root, &effort, &Unwatched).unwrap();
        let plan = scenario.plan.as_ref().unwrap();
        let cost = found.plan.objective.0;
        prop_assert!(found.plan.bound.0 <= cost);
        // The solver leaves 1e-6, and what costs something is rounded to the cent in up to 53 periods.
        let at_most = |other: f64| cost <= other * (1.0 + 1e-6) + 0.005 * 15.0 * 53.0;
        let is_free = plan.initiatives.iter().all(|initiative| initiative.fixed_start.is_none());
        let without = found.without_initiatives.as_ref().filter(|_| is_free);
        let budgets = limits(plan);
        let (over, same) = (exceeded(&budgets, &found.plan).0, rounding(budgets.len(), 53));
        for other in std::iter::once(&found.carry_on).chain(without) {
            let other_over = exceeded(&budgets, other).0;
            prop_assert!(over <= other_over + same, "{over} above {other_over} over budget");
            prop_assert!(other_over > over + same || at_most(other.objective.0), "{cost} above {}", other.objective.0);
        }
        // Amounts add up to the cent.
        let by_kind: f64 = CostKind::ALL.iter().filter(|kind| kind.is_cash()).map(|&kind| found.plan.cost_of(kind).0).sum();
        prop_assert!((by_kind - found.plan.cash().0).abs() < 0.005);
    }

    #[test]
    fn carrying_on_keeps_all_rules_but_the_budget(scenario in any_scenario()) {
        let demand = Demand::of(&scenario);
        let plan = scenario.plan.as_ref().unwrap();
        let workload = Workload::of(&scenario, plan, &demand, &with_square_root);
        let missing = PriceOfMissing::of(&workload, &service);
        let given = Given { plan, workload: &workload, service: &service, missing: &missing };
        let found = carry_out(&given, &carry_on(&given));
        prop_assert_eq!(findings(&scenario, plan, &demand, &quest(&with_square_root, &Limits::NONE), &found), vec![]);
    }

}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn more_budget_is_never_worse(scenario in any_scenario(), more in 1.0..2.0) {
        let effort = Limits { relative_gap: 0.001, nodes: Some(200), iterations: None, time: None };
        let mut richer = scenario.clone();
        let plan = assumptions(&mut richer);
        plan.attrition_per_point = 0.0;
        let poorer = richer.clone();
        let budget = &mut assumptions(&mut richer).budget;
        budget.per_month = budget.per_month.map(|amount| amount * more);
        budget.per_year = budget.per_year.map(|amount| amount * more);
        budget.per_year_by_kind.clear();
        let of = |scenario: &Scenario| {
            let plan = seek(scenario, &with_square_root, &effort, &Unwatched).unwrap().plan;
            let limits = limits(scenario.plan.as_ref().unwrap());
            (exceeded(&limits, &plan).0, rounding(limits.len(), 53), plan)
        };
        let ((over, same, rich), (poor_over, _, poor)) = (of(&richer), of(&poorer));
        // What the solver has not closed of an excess is a part of it.
        prop_assert!(over <= poor_over * 1.001 + same, "{over} above {poor_over} over budget");
        if poor_over > over + same {
            return Ok(());
        }
        // Up to what the solver has not closed, and cents.
        prop_assert!(rich.bound.0 <= poor.objective.0 * (1.0 + 1e-6) + 4.0);
        prop_assert!(rich.objective.0 - rich.bound.0 > 0.0 || rich.objective.0 <= poor.objective.0 * (1.0 + 1e-6) + 4.0);
    }
}
