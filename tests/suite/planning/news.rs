//! News in the course of a plan: what was decided before they came stays, and what could still be decided is.

use super::given::{
    Terms, a_tenth_of_an_hour, agents, assumptions, compare, everything, scenario, stable, with_square_root, work_for,
};
use super::hires;
use callboard::scenario::{News, Scenario};
use callboard::units::Hours;

/// From a month of the plan on, so many times the contacts for some months; known only then.
fn hit(scenario: &Scenario, months: std::ops::Range<usize>, factor: f64) -> Scenario {
    let mut hit = scenario.clone();
    let plan = assumptions(&mut hit);
    plan.news = Some(News { period: months.start, volume: plan.volume.clone(), handling: plan.handling.clone() });
    for row in &mut plan.volume {
        row[months.clone()].iter_mut().for_each(|contacts| *contacts *= factor);
    }
    hit
}

/// Ten people do the work; whoever is hired begins two months later.
fn steady() -> Scenario {
    let terms = Terms { lead_months: 2, overtime_max: 0.1, ..stable() };
    scenario(vec![(agents(10), terms)], vec![work_for(10.0, 12)], vec![])
}

#[test]
fn nobody_begins_before_a_lead_time_after_the_news() {
    // Half as much again from the fifth month on: five more people are needed at once, and none can begin before the seventh.
    let hit = hit(&steady(), 4..12, 1.5);
    let found = compare(&hit, &a_tenth_of_an_hour);
    assert_eq!(hires(&found.plan, 0), [0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0]);
    // Overtime gives a tenth of ten people at once.
    let short: Vec<bool> = found.plan.periods.iter().map(|period| period.shortage_hours() > Hours(1.0)).collect();
    assert_eq!(short, [false, false, false, false, true, true, false, false, false, false, false, false]);
    assert!(found.plan.periods[4].groups[0].overtime_hours > Hours(1.0));
    // What was planned before is what is planned without news.
    let before = found.before.as_ref().unwrap();
    assert_eq!((before.known_from, &before.plan), (4, &compare(&steady(), &a_tenth_of_an_hour).plan));
    // Had it been known, they would have been there in time.
    let mut known = hit.clone();
    assumptions(&mut known).news = None;
    let known = compare(&known, &a_tenth_of_an_hour);
    assert_eq!(hires(&known.plan, 0), [0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0]);
    assert!(known.before.is_none() && known.plan.objective < found.plan.objective);
}

#[test]
fn who_was_asked_for_before_good_news_begins_all_the_same() {
    // Five people more are needed from the fifth month on, asked for in the third; in the fourth it turns out that they are not needed.
    let mut growing = steady();
    assumptions(&mut growing).volume[0][4..].iter_mut().for_each(|contacts| *contacts *= 1.5);
    let mut spared = growing.clone();
    let plan = assumptions(&mut spared);
    plan.news = Some(News { period: 3, volume: plan.volume.clone(), handling: plan.handling.clone() });
    plan.volume[0] = work_for(10.0, 12);
    let found = compare(&spared, &a_tenth_of_an_hour);
    assert_eq!(hires(&found.plan, 0), [0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0]);
    // A month earlier they would not have been asked for yet.
    assumptions(&mut spared).news.as_mut().unwrap().period = 2;
    assert_eq!(hires(&compare(&spared, &a_tenth_of_an_hour).plan, 0), [0; 12]);
}

#[test]
fn a_plan_with_everything_keeps_what_it_is_committed_to() {
    // The plan is checked before it is given out; here what was decided before the news is compared, and the checker has to see a
    // commitment that is not kept.
    let hit = hit(&everything(), 5..9, 1.3);
    let found = compare(&hit, &with_square_root);
    let before = &found.before.as_ref().unwrap().plan;
    for (period, (planned, before)) in found.plan.periods.iter().zip(&before.periods).enumerate().take(5) {
        assert_eq!((&planned.hires, &planned.moves), (&before.hires, &before.moves), "{period}");
    }
    for (decided, before) in found.plan.initiatives.iter().zip(&before.initiatives) {
        let early = |start: Option<u32>| start.filter(|&start| start < 5);
        assert_eq!(early(decided.start), early(before.start), "{}", decided.name);
    }
}
