//! The calls of February 1999 as somebody would calibrate a scenario from them, held against the account of Brown, Gans,
//! Mandelbaum, Sakov, Shen, Zeltyn & Zhao, *Statistical Analysis of a Telephone Call Center: A Queueing-Science Perspective*, Journal
//! of the American Statistical Association 100 (2005): handling times are lognormal but for an artefact below 10 s, of
//! prospective customers the shortest, then regular, then stock trading; patience is many times the wait.

use super::records::{Call, KINDS, calls};
use super::text;
use callboard::calibration::{
    After, CustomerContact, Handling, HandlingOptions, Patience, Wait, coming_back, differences, drift, handling,
    handling_lines, patience, patience_lines,
};
use callboard::distribution::Law;
use callboard::units::Seconds;
use std::collections::BTreeMap;

const REGULAR: usize = 0;
const PROSPECTIVE: usize = 1;
const STOCK: usize = 2;

fn month() -> Option<Vec<Call>> {
    text("calls_february_1999.tsv").map(|text| calls(&text))
}

fn handling_of(calls: &[Call], kind: usize) -> Handling {
    let of_kind = calls.iter().filter(|call| call.kind == kind);
    let times: Vec<f64> = of_kind.filter_map(|call| call.handling).collect();
    handling(&times, &HandlingOptions::default()).unwrap()
}

fn patience_of(calls: &[Call], kind: usize) -> Patience {
    let of_kind = calls.iter().filter(|call| call.kind == kind);
    let wait = |call: &Call| Wait { seconds: call.wait, has_abandoned: call.handling.is_none() };
    patience(&of_kind.map(wait).collect::<Vec<_>>(), Seconds::ZERO).unwrap()
}

#[test]
fn handling_times_are_lognormal_but_for_an_artefact_below_ten_seconds() {
    let Some(calls) = month() else { return };
    for kind in [REGULAR, PROSPECTIVE, STOCK] {
        let found = handling_of(&calls, kind);
        let chosen = found.chosen().unwrap();
        let short = found.short.unwrap();
        println!("{}: {:?} {:?} {short:?}", KINDS[kind], chosen.name(), chosen.mean());
        assert_eq!(chosen.name(), "lognormal");
        assert!(chosen.goodness().kolmogorov_smirnov < 0.03, "{:?}", chosen.goodness().kolmogorov_smirnov);
        assert!(short.is_artefact && short.share.lower.unwrap() > 0.04 && short.share.upper.unwrap() < 0.09);
        assert!(found.mean().value > found.raw_mean.unwrap().value);
        println!("{:#?}", handling_lines(KINDS[kind], &found));
    }
    let regular = handling_of(&calls, REGULAR).short.unwrap();
    assert!(regular.share.covers(0.05), "{regular:?}");
}

#[test]
fn prospective_customers_are_the_quickest_and_stock_traders_take_the_longest_of_the_large_kinds() {
    let Some(calls) = month() else { return };
    let [prospective, regular, stock] =
        [PROSPECTIVE, REGULAR, STOCK].map(|kind| handling_of(&calls, kind).chosen().unwrap().mean());
    assert!(prospective.upper < regular.lower && regular.upper < stock.lower, "{prospective:?} {regular:?} {stock:?}");
}

#[test]
fn patience_is_far_above_the_mean_wait_of_those_who_left() {
    let Some(calls) = month() else { return };
    for kind in [REGULAR, PROSPECTIVE, STOCK] {
        let found = patience_of(&calls, kind);
        let best = &found.fits[0];
        let wait = found.mean_wait_of_abandoned.unwrap();
        println!("{}: {:?} {:?} {:?}", KINDS[kind], best.fit.mean, found.restricted_mean, wait);
        println!("{:#?}", patience_lines(KINDS[kind], &found));
        // Even the mean as far as it was seen, without any law, is more than three times the wait of those who left.
        assert!(found.restricted_mean.unwrap().lower.unwrap() > 3.0 * wait.upper.unwrap() || kind == PROSPECTIVE);
        assert!(best.fit.mean.lower.unwrap() > 3.0 * wait.upper.unwrap());
        // Where at least thirty still wait, the best law is within a tenth of the estimate without a law.
        assert!(best.distance < 0.1, "{}", best.distance);
        let exponential = found.fits.iter().find(|fit| fit.fit.law == Law::Exponential).unwrap();
        assert!(exponential.fit.mean.lower.unwrap() > 2.0 * wait.upper.unwrap());
    }
    // Those who know the bank wait longer than those who do not.
    let still = |kind| patience_of(&calls, kind).kaplan_meier.survival(120.0).unwrap();
    assert!(still(PROSPECTIVE).upper < still(REGULAR).lower);
}

#[test]
fn half_of_the_customers_who_gave_up_call_again_within_the_hour() {
    let Some(calls) = month() else { return };
    let contact = |call: &Call| {
        let begin = call.day as f64 * 86_400.0 + call.arrival;
        let end = begin + call.wait + call.handling.unwrap_or(0.0);
        Some(CustomerContact {
            customer: call.customer?,
            begin,
            end,
            was_answered: call.handling.is_some(),
            is_asked: true,
        })
    };
    let contacts: Vec<CustomerContact> = calls.iter().filter_map(contact).collect();
    let end = 29.0 * 86_400.0;
    let redials = coming_back(&contacts, After::GivingUp, Seconds(3600.0), end).unwrap();
    println!("{:?} {:?} {:?}", redials.share, redials.because, redials.delay);
    assert!(redials.share.covers(0.5) && redials.because.unwrap().upper < redials.share.lower);
    // Many call every day: nearly all who come back within three days after an answer would have come anyway.
    let repeats = coming_back(&contacts, After::BeingAnswered, Seconds(3.0 * 86_400.0), end).unwrap();
    println!("{:?} {:?}", repeats.share, repeats.because);
    assert!(repeats.because.unwrap().upper.unwrap() < 0.25 * repeats.share.value);
}

#[test]
fn agents_differ_more_than_hours_and_weeks() {
    let Some(calls) = month() else { return };
    let mut agents: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut by_agent, mut by_hour, mut by_day) = (Vec::new(), Vec::new(), Vec::new());
    for call in calls.iter().filter(|call| call.kind == REGULAR) {
        if let (Some(agent), Some(time)) = (&call.agent, call.handling.filter(|&time| time >= 10.0)) {
            let next = agents.len();
            by_agent.push((*agents.entry(agent).or_insert(next), time.ln()));
            by_hour.push((call.hour(), time.ln()));
            by_day.push((call.day, call.day as f64 / 7.0, time.ln()));
        }
    }
    let (agents, hours) = (differences(&by_agent).unwrap(), differences(&by_hour).unwrap());
    let weeks = drift(&by_day).unwrap();
    println!("{:?} {:?} {weeks:?}", agents.between, hours.between);
    assert!(agents.p_value < 0.001 && agents.between.lower > hours.between.upper);
    assert!(weeks.slope.value.abs() < 0.1 * agents.between.value, "{weeks:?}");
}
