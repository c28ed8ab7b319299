//! A plan that is to hold with a probability does so whatever a missing hour costs.

use super::given::{Terms, a_tenth_of_an_hour, agents, assumptions, compare, scenario, stable, work_for};
use callboard::scenario::{Scenario, Uncertain, Uncertainty};
use callboard::units::{Money, MoneyPerHour, Share};

/// Work for ten in every month but one, and an hour missing costs less than one that is paid.
fn with_a_short_peak(hold: f64) -> Scenario {
    let mut volume = work_for(10.0, 12);
    volume[6] *= 1.2;
    let mut scenario = scenario(vec![(agents(10), Terms { class_max: 9, ..stable() })], vec![volume], vec![]);
    let plan = assumptions(&mut scenario);
    plan.prices.shortage_per_hour = MoneyPerHour(10.0);
    let mut uncertain = Uncertainty { draws: 200, hold: Some(Share(hold)), ..Uncertainty::none() };
    uncertain.deviation[Uncertain::Volume as usize] = 0.05;
    plan.uncertainty = uncertain;
    scenario
}

#[test]
fn it_has_people_for_a_peak_in_which_missing_hours_are_cheaper() {
    let found = compare(&with_a_short_peak(0.9), &a_tenth_of_an_hour);
    let held = found.held.expect("it was asked to hold");
    assert!(held.holds, "{:?}", held.reached);
    // By hand: 1.2 × 10 × e^(1.2816 × 0.05) = 12.8 people in the peak; the quantile of 200 draws has a standard error of 1.5 %.
    assert!((12.0..=14.0).contains(&held.plan.periods[6].groups[0].headcount));
    assert_eq!(found.plan, held.plan);
    assert!(held.price.cash_as_expected > Money::ZERO);
}

#[test]
fn a_budget_that_is_too_small_for_it_is_kept_all_the_same() {
    let mut tight = with_a_short_peak(0.9);
    assumptions(&mut tight).budget.per_year = Some(Money(366_000.0));
    let found = compare(&tight, &a_tenth_of_an_hour);
    let held = found.held.expect("it was asked to hold");
    assert!(!held.holds);
    assert!(found.plan.cash() <= Money(366_000.0 + 0.1));
}
