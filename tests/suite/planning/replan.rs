//! What-ifs that begin from a plan that is known, and the value at which an answer changes.

use super::bot_or_nothing;
use super::given::{
    Option as Bot, Terms, a_tenth_of_an_hour, agents, assumptions, bot, coaching, everything, quest, scenario, stable,
    with_square_root, work_for,
};
use callboard::demand::Demand;
use callboard::milp::Limits;
use callboard::planning::seek::{Condition, Measure, bisected, changes};
use callboard::planning::{Need, PlanError, Replanned, Required, replan};
use callboard::scenario::{Charge, GroupId, Partner, QueueId, Scenario};
use callboard::units::{Money, MoneyPerHour, Share};
use callboard::watch::Unwatched;
use std::sync::atomic::{AtomicUsize, Ordering};

const EXACTLY: Limits = Limits { relative_gap: 1e-6, nodes: None, iterations: None, time: None };

fn planned(scenario: &Scenario, required: &Required, before: Option<&Replanned>) -> Replanned {
    let plan = scenario.plan.as_ref().unwrap();
    replan(scenario, plan, &Demand::of(scenario), &quest(required, &EXACTLY), before, &Unwatched).unwrap()
}

/// Between which of the values 0 to `last` the answer changes, with the bot made from each.
fn threshold(last: u32, condition: &Condition, bot_at: impl Fn(u32) -> Bot) -> Vec<(u32, u32)> {
    let tried = bisected(last, 5, |place, before: Option<&Replanned>| -> Result<_, PlanError> {
        let scenario = bot_or_nothing(bot_at(place));
        let found = planned(&scenario, &a_tenth_of_an_hour, before);
        Ok((condition.holds(&found.found.plan, None), found))
    });
    changes(&tried.unwrap())
}

#[test]
fn a_bot_pays_up_to_the_price_of_a_session_that_eats_what_it_saves() {
    // Half of 10,000 contacts a month need 500 hours less, at 10 each, in 10 live months: 50,000. Set-up is 10,000 and each live month
    // 1,000, which leaves 30,000 for 100,000 sessions: 0.30 each.
    let begins = Condition::Begins("bot".to_owned());
    let with_price = |place: u32| Bot { per_session: 0.2 + 0.001 * (f64::from(place) + 0.5), ..bot() };
    assert_eq!(threshold(200, &begins, with_price), [(99, 100)]);
}

#[test]
fn a_bot_pays_from_the_containment_on_that_saves_what_it_costs() {
    // At a containment c it saves c × 1,000 hours at 10 each in 10 months, and costs 10,000 and 10 × 1,000: c = 0.2.
    let begins = Condition::Begins("bot".to_owned());
    let containing = |place: u32| Bot { containment: 0.01 * (f64::from(place) + 0.5), ..bot() };
    assert_eq!(threshold(60, &begins, containing), [(19, 20)]);
}

#[test]
fn what_a_plan_spends_is_a_condition_too() {
    // 10,000 and ten live months.
    let fixed = |per_month: f64| Bot { per_month, fixed_start: Some(0), ..bot() };
    let spends = Condition::AtMost(Measure::Spent, 45_000.0);
    assert_eq!(threshold(100, &spends, |place| fixed(100.0 * (f64::from(place) + 0.5))), [(34, 35)]);
}

#[test]
fn the_share_of_hours_missing_is_that_of_all_hours_needed() {
    // Five people for the work of ten: with a containment c, 10 × (1 − c) are needed, and a quarter of their hours is missing where these
    // are 6 2/3: c = 1/3.
    let misses = Condition::AtMost(Measure::Missing, 0.25);
    let tried = bisected(80, 5, |place, before: Option<&Replanned>| -> Result<_, PlanError> {
        let containment = 0.01 * (f64::from(place) + 0.5);
        let at_once = Bot { containment, months_to_live: 0, fixed_start: Some(0), ..bot() };
        let people = vec![(agents(5), Terms { may_hire: false, ..stable() })];
        let found = planned(&scenario(people, vec![work_for(10.0, 12)], vec![at_once]), &a_tenth_of_an_hour, before);
        Ok((misses.holds(&found.found.plan, None), found))
    });
    assert_eq!(changes(&tried.unwrap()), [(32, 33)]);
}

/// A change of a scenario, and its name.
type Change = (&'static str, fn(&mut Scenario));

/// Changes of a scenario that make a known plan wrong in one way each.
const CHANGES: [Change; 12] = [
    ("less budget", |scenario| assumptions(scenario).budget.per_month = Some(Money(150_000.0))),
    ("dearer missing hours", |scenario| assumptions(scenario).prices.shortage_per_hour = MoneyPerHour(300.0)),
    ("wages", |scenario| scenario.groups[0].wage = MoneyPerHour(60.0)),
    ("larger classes", |scenario| assumptions(scenario).hiring[0].class_min = 4),
    ("nobody is hired", |scenario| assumptions(scenario).hiring[1].may_hire = false),
    ("longer lead", |scenario| assumptions(scenario).hiring[0].lead_months = 6.0),
    ("later bot", |scenario| assumptions(scenario).initiatives[0].months_to_live = 20),
    ("fixed bot", |scenario| assumptions(scenario).initiatives[0].fixed_start = Some(3)),
    ("more initiatives", |scenario| assumptions(scenario).initiatives.push(coaching())),
    ("more contacts", |scenario| assumptions(scenario).volume[0].iter_mut().for_each(|contacts| *contacts *= 1.2)),
    ("fewer months", |scenario| {
        let plan = assumptions(scenario);
        plan.months = 12;
        plan.volume.iter_mut().chain(&mut plan.handling).for_each(|row| row.truncate(12));
    }),
    ("no partner in time", |scenario| assumptions(scenario).partners[0].lead_months = 30.0),
];

fn with_partner() -> Scenario {
    let mut scenario = everything();
    assumptions(&mut scenario).partners = vec![
        Partner {
            name: "by the hour".to_owned(),
            charge: Charge::PerHour { group: GroupId(0), price: MoneyPerHour(30.0), most_per_month: 200.0 },
            minimum_per_month: 0.0,
            set_up: Money(100.0),
            lead_months: 1.0,
            contract_months: None,
            fixed_start: None,
        },
        Partner {
            name: "by the contact".to_owned(),
            charge: Charge::PerContact { queue: QueueId(1), price: Money(3.0), shares: vec![Share(0.1), Share(0.2)] },
            minimum_per_month: 0.0,
            set_up: Money(100.0),
            lead_months: 1.0,
            contract_months: Some(6),
            fixed_start: None,
        },
    ];
    scenario
}

#[test]
#[cfg_attr(not(feature = "highs"), ignore = "microlp takes long to prove optima of this size")]
fn a_plan_begun_from_another_is_as_good_as_one_begun_from_nothing() {
    let limits = Limits { relative_gap: 5e-3, nodes: Some(2_000), iterations: None, time: None };
    let planned = |scenario: &Scenario, before: Option<&Replanned>| {
        let plan = scenario.plan.as_ref().unwrap();
        replan(scenario, plan, &Demand::of(scenario), &quest(&with_square_root, &limits), before, &Unwatched).unwrap()
    };
    let before = planned(&with_partner(), None);
    for (name, change) in CHANGES {
        let mut scenario = with_partner();
        change(&mut scenario);
        let (cold, warm) = (planned(&scenario, None).found.plan, planned(&scenario, Some(&before)).found.plan);
        // Each is within its own gap of the best there is.
        let (most, least) = (warm.objective.0.max(cold.objective.0), warm.objective.0.min(cold.objective.0));
        let gap = cold.gap().max(warm.gap());
        assert!(
            least >= most * (1.0 - gap) - 1e-6,
            "{name}: {} from nothing, {} begun",
            cold.objective.0,
            warm.objective.0
        );
        assert!(warm.bound.0 <= cold.objective.0 + 1e-6 && cold.bound.0 <= warm.objective.0 + 1e-6, "{name}");
    }
}

#[test]
fn what_was_asked_is_not_asked_again_for_another_budget_and_is_for_other_contacts() {
    let asked = AtomicUsize::new(0);
    let required = |reaching: &Demand| -> Vec<Need> {
        asked.fetch_add(1, Ordering::Relaxed);
        a_tenth_of_an_hour(reaching)
    };
    let mut scenario = bot_or_nothing(bot());
    let before = planned(&scenario, &required, None);
    asked.store(0, Ordering::Relaxed);
    assumptions(&mut scenario).budget.per_month = Some(Money(500.0));
    let cheap = planned(&scenario, &required, Some(&before));
    // The check of the plan asks once for each month, whatever is known.
    assert_eq!(asked.swap(0, Ordering::Relaxed), 12);
    assert_eq!(cheap.found.plan.initiatives[0].start, None);
    assumptions(&mut scenario).volume[0][11] += 1.0;
    planned(&scenario, &required, Some(&cheap));
    assert!(asked.load(Ordering::Relaxed) > 12);
}
