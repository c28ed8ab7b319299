//! What bots do and what reaches agents, by hand. Two queues, for two hours: 100 contacts an hour come to the first, 20 to the second.

use super::*;
use crate::calendar::Calendar;
use crate::distribution::{Distribution, Law};
use crate::scenario::{Bot, BotOutcome, ComesBack, Handover, Reason, Volume};
use crate::units::{Money, Seconds, Share};
use jiff::civil::date;
use jiff::tz::TimeZone;

fn exponential(mean: f64) -> Distribution {
    Distribution::new(Law::Exponential, Seconds(mean), None).unwrap()
}

/// Two hours; 100 contacts an hour come to the first queue, 20 to the second.
fn two_queues() -> Scenario {
    let calendar = Calendar::of_length(date(2026, 1, 5), Seconds(7200.0), 60, &TimeZone::UTC);
    let queue = |name: &str, rate| Queue::plain(name, Volume::PerHour(rate), exponential(300.0));
    Scenario::plain(calendar, vec![queue("first", 100.0), queue("second", 20.0)], Vec::new())
}

fn reason(share: f64, handling_factor: f64) -> Reason {
    Reason { share: Share(share), handling_factor, ..two_queues().queues[0].reasons[0].clone() }
}

fn bot(entry: f64, resolved: f64, unresolved: f64) -> Bot {
    Bot {
        name: "bot".to_owned(),
        queues: vec![QueueId(0)],
        outcome: BotOutcome { entry: Share(entry), resolved: Share(resolved), unresolved: Share(unresolved) },
        session: exponential(60.0),
        resolved_handling: 1.0,
        handling_factor: 1.0,
        comes_back: None,
        per_session: Money::ZERO,
        capacity: None,
        outages: Vec::new(),
    }
}

fn comes_back(share: f64, to: usize) -> ComesBack {
    ComesBack { share: Share(share), after: exponential(3600.0), to: QueueId(to) }
}

#[track_caller]
fn assert_offered(scenario: &Scenario, contacts: [f64; 2], factors: [f64; 2]) {
    let offered = offered_to_agents(scenario, &Demand::of(scenario));
    for queue in 0..2 {
        // What is not followed is a part of HARDLY_ANY, and rounding is less than that.
        for (found, expected) in [
            (offered.expected[(queue, 0)], contacts[queue]),
            (offered.expected[(queue, 1)], contacts[queue]),
            (offered.handling_factor[queue], factors[queue]),
        ] {
            assert!((found - expected).abs() <= 1e-9 * expected.max(1.0), "queue {queue}: {found} is not {expected}");
        }
    }
}

#[test]
fn a_demand_of_plain_queues_stays_to_the_bit() {
    let scenario = two_queues();
    let demand = Demand::of(&scenario);
    assert_eq!(offered_to_agents(&scenario, &demand), demand);
}

#[test]
fn a_bot_takes_those_whom_it_resolves_and_gets_those_back_whom_it_does_not() {
    let mut scenario = two_queues();
    // Of 100, 60 enter: 30 are resolved, 12 are not, 18 go on. All 12 come to the second queue.
    scenario.bots = vec![bot(0.6, 0.5, 0.2)];
    scenario.bots[0].comes_back = Some(comes_back(1.0, 1));
    assert_offered(&scenario, [58.0, 32.0], [1.0, 1.0]);
    // They come to the same queue instead, half of them, and want an agent now.
    scenario.bots[0].comes_back = Some(comes_back(0.5, 0));
    assert_offered(&scenario, [64.0, 20.0], [1.0, 1.0]);
}

#[test]
fn what_a_bot_leaves_over_is_harder() {
    let mut scenario = two_queues();
    scenario.queues[0].reasons = vec![reason(0.5, 0.6), reason(0.5, 1.4)];
    assert_offered(&scenario, [100.0, 20.0], [1.0, 1.0]);
    // It resolves all of the easy half that enters, 80 %, and none of the hard half, which it makes 10 % longer.
    scenario.bots = vec![Bot { handling_factor: 1.1, ..bot(0.8, 0.0, 0.0) }];
    let all = BotOutcome { entry: Share(0.8), resolved: Share(1.0), unresolved: Share(0.0) };
    scenario.queues[0].reasons[0].with_bot = vec![Some(all)];
    let hard = 50.0 * 1.4 * (0.2 + 0.8 * 1.1);
    assert_offered(&scenario, [60.0, 20.0], [(10.0 * 0.6 + hard) / 60.0, 1.0]);
}

#[test]
fn who_is_handed_over_arrives_at_the_other_queue() {
    let mut scenario = two_queues();
    // 10 % are transferred after a fifth of the time, 20 % escalated after all of it.
    let handover = |share, handled| Some(Handover { share: Share(share), to: QueueId(1), handled: Share(handled) });
    scenario.queues[0].reasons[0].transfer = handover(0.1, 0.2);
    scenario.queues[0].reasons[0].escalation = handover(0.2, 1.0);
    assert_offered(&scenario, [100.0, 50.0], [0.9 + 0.1 * 0.2, 1.0]);
    // Of the rest, 70 %, a quarter is not settled, and half of those come again.
    scenario.queues[0].reasons[0].resolution = Share(0.75);
    scenario.queues[0].repeat = Some(comes_back(0.5, 0));
    let first = 100.0 / (1.0 - 0.7 * 0.25 * 0.5);
    assert_offered(&scenario, [first, 20.0 + 0.3 * first], [0.92, 1.0]);
}

#[test]
fn what_a_bot_did_to_a_contact_stays_with_it_when_it_is_handed_over() {
    let mut scenario = two_queues();
    // All enter, none is resolved, and each takes twice as long, here and where a tenth of them go.
    scenario.bots = vec![Bot { handling_factor: 2.0, ..bot(1.0, 0.0, 0.0) }];
    scenario.queues[0].reasons[0].escalation =
        Some(Handover { share: Share(0.1), to: QueueId(1), handled: Share(1.0) });
    assert_offered(&scenario, [100.0, 30.0], [2.0, (20.0 + 10.0 * 2.0) / 30.0]);
}

/// Asserts what a bot does over the two hours.
#[track_caller]
fn assert_bot(scenario: &Scenario, bot: usize, [resolved, escalated, unresolved]: [f64; 3]) {
    let flow = offered(scenario, &Demand::of(scenario)).bots[bot];
    let expected = [resolved + escalated + unresolved, resolved, escalated, unresolved];
    let found = [flow.sessions, flow.resolved, flow.escalated, flow.unresolved];
    for (found, expected) in found.into_iter().zip(expected) {
        // A handful of roundings.
        assert!((found - expected).abs() <= 1e-12 * expected.max(1.0), "{found} is not {expected}");
    }
}

#[test]
fn a_thousand_sessions_end_in_three_ways() {
    let mut scenario = two_queues();
    scenario.queues[0].volume = Volume::PerHour(500.0);
    scenario.bots = vec![bot(1.0, 0.55, 0.1)];
    assert_bot(&scenario, 0, [550.0, 350.0, 100.0]);
}

#[test]
fn where_the_easy_contacts_go_first_the_rest_takes_longer_as_published() {
    // 6 min, 20 % resolved that would have taken 3 min each: the others take 6.75 min, and the work falls by 10 %.
    let mut scenario = two_queues();
    scenario.queues[0].handling = exponential(360.0);
    scenario.bots = vec![Bot { resolved_handling: 0.5, ..bot(1.0, 0.2, 0.0) }];
    assert_offered(&scenario, [80.0, 20.0], [6.75 / 6.0, 1.0]);
    let offered = offered_to_agents(&scenario, &Demand::of(&scenario));
    let minutes = offered.expected[(0, 0)] * offered.handling_factor[0] * 6.0;
    assert!((minutes - 0.9 * 600.0).abs() <= 1e-9 * 600.0, "{minutes}");
}

#[test]
fn two_bots_stand_in_a_row() {
    let mut scenario = two_queues();
    // Of 100, 40 enter the first: 10 are resolved, 6 are not and half of them come back, 24 go on. 84 reach the second, of
    // whom a quarter, 21, enter: 6 of those who come from the first, 15 of those who passed it by. A third, 7, are resolved,
    // the rest goes on.
    let first = Bot { handling_factor: 1.5, comes_back: Some(comes_back(0.5, 1)), ..bot(0.4, 0.25, 0.15) };
    let second = Bot { handling_factor: 0.8, ..bot(0.25, 1.0 / 3.0, 0.0) };
    scenario.bots = vec![first, second];
    assert_bot(&scenario, 0, [20.0, 48.0, 12.0]);
    assert_bot(&scenario, 1, [14.0, 28.0, 0.0]);
    // 45 pass both by, 18 come from the first, 10 from the second, 4 from both.
    let work = 45.0 + 18.0 * 1.5 + 10.0 * 0.8 + 4.0 * 1.5 * 0.8;
    assert_offered(&scenario, [77.0, 23.0], [work / 77.0, 1.0]);
    // The order is that of the file: 25 enter the second first, and 16 2/3 go on.
    scenario.bots.reverse();
    assert_bot(&scenario, 0, [50.0 / 3.0, 100.0 / 3.0, 0.0]);
    // A third bot, before another queue, sees only those who come there.
    scenario.bots.push(Bot { queues: vec![QueueId(1)], ..bot(0.5, 0.5, 0.0) });
    assert_bot(&scenario, 2, [10.0, 10.0, 0.0]);
}

#[test]
fn two_bots_in_a_row_do_with_each_reason_what_they_say() {
    let mut scenario = two_queues();
    scenario.queues[0].reasons = vec![reason(0.4, 0.5), reason(0.6, 2.0)];
    scenario.bots = vec![bot(1.0, 0.5, 0.0), bot(0.5, 0.0, 0.0)];
    // Of the 60 of the second reason, all go through the first bot, and 15 are resolved by the second.
    let outcome =
        |entry, resolved| BotOutcome { entry: Share(entry), resolved: Share(resolved), unresolved: Share(0.0) };
    scenario.queues[0].reasons[1].with_bot = vec![Some(outcome(1.0, 0.0)), Some(outcome(0.5, 0.5))];
    assert_bot(&scenario, 0, [40.0, 160.0, 0.0]);
    assert_bot(&scenario, 1, [30.0, 50.0, 0.0]);
    assert_offered(&scenario, [65.0, 20.0], [(20.0 * 0.5 + 45.0 * 2.0) / 65.0, 1.0]);
}

#[test]
fn who_is_harder_stays_so_whenever_they_come_again() {
    let mut scenario = two_queues();
    // All enter. Half are resolved at 40 % of the mean each, so the others take (1 − 0.2) / 0.5 = 1.6 times as long; 20 come back
    // to the same queue without help, and 30 go on at once, annoyed: twice that.
    let easy = Bot { resolved_handling: 0.4, handling_factor: 2.0, ..bot(1.0, 0.5, 0.2) };
    scenario.bots = vec![Bot { comes_back: Some(comes_back(1.0, 0)), ..easy }];
    assert_offered(&scenario, [50.0, 20.0], [(20.0 * 1.6 + 30.0 * 3.2) / 50.0, 1.0]);
    // A fifth of all that are answered come again, not annoyed any more.
    scenario.queues[0].reasons[0].resolution = Share(0.5);
    scenario.queues[0].repeat = Some(comes_back(0.4, 0));
    let again = 50.0 * (1.0 / 0.8 - 1.0);
    let work = 20.0 * 1.6 + 30.0 * 3.2 + again * 1.6;
    assert_offered(&scenario, [50.0 + again, 20.0], [work / (50.0 + again), 1.0]);
    // The same where they come again to the other queue.
    scenario.queues[0].repeat = Some(comes_back(0.4, 1));
    let work = (20.0 * 1.6 + 30.0 * 3.2) / 50.0;
    assert_offered(&scenario, [50.0, 30.0], [work, (20.0 + 10.0 * 1.6) / 30.0]);
}

#[test]
fn no_work_is_lost_in_a_row_of_bots_that_take_the_easy_contacts() {
    let mut scenario = two_queues();
    let easy = |entry, resolved, x| Bot {
        resolved_handling: x,
        comes_back: Some(comes_back(1.0, 0)),
        ..bot(entry, resolved, 0.1)
    };
    scenario.bots = vec![easy(0.7, 0.3, 0.5), easy(0.9, 0.2, 0.25), easy(0.5, 0.4, 1.5)];
    // Of the work that reaches each bot, what it resolves and what comes back later leave the row there.
    let (mut work, mut resolved, mut back) = (100.0, 0.0, 0.0);
    for (entry, share, x) in [(0.7, 0.3, 0.5), (0.9, 0.2, 0.25), (0.5, 0.4, 1.5)] {
        let entered = work * entry;
        let unresolved = entered * (1.0 - share * x) / (1.0 - share) * 0.1;
        resolved += entered * share * x;
        back += unresolved;
        work -= entered * share * x + unresolved;
    }
    let offered = offered_to_agents(&scenario, &Demand::of(&scenario));
    let left = offered.expected[(0, 0)] * offered.handling_factor[0];
    // A few dozen roundings of numbers up to 100.
    assert!((left + resolved - 100.0).abs() < 1e-11 * 100.0, "{left} + {resolved}");
    assert!((left - work - back).abs() < 1e-11 * 100.0, "{left} is not {work} + {back}");
}

#[test]
fn contacts_that_circle_for_ever_do_not_hang() {
    let mut scenario = two_queues();
    let handover = |to| Some(Handover { share: Share(1.0), to: QueueId(to), handled: Share(1.0) });
    scenario.queues[0].reasons[0].transfer = handover(1);
    scenario.queues[1].reasons[0].transfer = handover(0);
    let offered = offered_to_agents(&scenario, &Demand::of(&scenario));
    assert!(offered.expected.values().iter().all(|contacts| contacts.is_finite()));
}
