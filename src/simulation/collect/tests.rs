use super::*;
use crate::calendar::Calendar;
use crate::demand::Demand;
use crate::distribution::{Distribution, Law};
use crate::scenario::{
    Bot, BotOutcome, Callback, CallbackTime, Concurrency, Deferred, Group, Person, Queue, QueueId, Reason, Trunk,
    Volume,
};
use crate::simulation::facts::{BacklogFacts, BotFacts, CrewFacts, JourneyFacts, QueueFacts, ReasonFacts, TrunkFacts};
use crate::staffing::StaffingLevels;
use crate::statistics::{Estimate, RatioOfMeans};
use crate::units::{Money, Seconds, Share};
use jiff::civil::date;
use jiff::tz::TimeZone;

/// Two hours on a day, a queue, and a group of two.
fn scenario() -> Scenario {
    let calendar = Calendar::of_length(date(2026, 1, 5), Seconds(7200.0), 60, &TimeZone::UTC);
    let law = Distribution::new(Law::Exponential, Seconds(300.0), None).unwrap();
    let queue = Queue::plain("calls", Volume::PerHour(10.0), law);
    Scenario::plain(calendar, vec![queue], vec![Group::plain("agents", vec![QueueId(0)], vec![2, 2])])
}

/// What the accounts say when these are the facts of the replications, each changed from nothing.
fn performance(scenario: &Scenario, replications: &[&dyn Fn(&mut Facts)]) -> Performance {
    let demand = Demand::of(scenario);
    let centre = Centre::of(scenario, &demand, &StaffingLevels::as_given(scenario));
    let batch: Vec<Facts> = replications
        .iter()
        .map(|change| {
            let mut facts = Facts::default();
            facts.reset(&centre);
            change(&mut facts);
            facts
        })
        .collect();
    let mut collection = Collection::new(scenario, &centre);
    collection.enter(&batch);
    collection.performance(1, batch.len() as u32, &Waits::new(&centre))
}

fn once(scenario: &Scenario, change: impl Fn(&mut Facts)) -> Performance {
    performance(scenario, &[&change])
}

/// The mean, to the digits that sums of a few numbers keep.
fn is(estimate: Estimate, value: f64) -> bool {
    estimate.mean.is_some_and(|mean| (mean - value).abs() <= 8.0 * f64::EPSILON * value.abs())
}

#[test]
fn who_gives_up_weighs_in_with_the_satisfaction_of_the_lost() {
    let mut scenario = scenario();
    scenario.satisfaction.base = Share(0.85);
    scenario.satisfaction.lost = Share(0.1);
    let performance = once(&scenario, |facts| {
        facts.queues[(0, 0)] = QueueFacts {
            answered: 10,
            dissatisfaction: 1.5,
            abandoned: 3,
            blocked: 2,
            unserved: 4,
            ..Default::default()
        };
    });
    // (10 · 0.85 − 1.5 + 5 · 0.1) / 15
    assert!(is(performance.queues[0].total.satisfaction, 0.5), "{:?}", performance.queues[0].total.satisfaction);
    assert_eq!(performance.total.satisfaction, performance.queues[0].total.satisfaction);
    assert_eq!(performance.queues[0].intervals[1].satisfaction, Estimate::none());
}

#[test]
fn what_is_lost_has_the_value_that_the_facts_say() {
    let mut scenario = scenario();
    scenario.queues[0].reasons[0].value = Money(20.0);
    let facts = |facts: &mut Facts| {
        facts.queues[(0, 0)] = QueueFacts { abandoned: 3, lost: 2, lost_value: 40.0, ..Default::default() };
        facts.queues[(0, 1)] = QueueFacts { abandoned: 1, lost: 1, lost_value: 20.0, ..Default::default() };
    };
    let total = once(&scenario, facts).total;
    assert!(is(total.lost, 3.0) && is(total.lost_value, 60.0));
    scenario.queues[0].reasons[0].value = Money::ZERO;
    assert_eq!(once(&scenario, |_| {}).queues[0].total.lost_value, Estimate::exact(0.0));
}

#[test]
fn first_contact_resolution_is_there_only_where_the_queue_says_something_about_it() {
    let mut scenario = scenario();
    assert_eq!(once(&scenario, |facts| facts.queues[(0, 0)].answered = 9).queues[0].total.fcr, Estimate::none());
    scenario.queues[0].reasons[0].resolution = Share(0.8);
    let performance = once(&scenario, |facts| {
        facts.journeys[(0, 0)] = JourneyFacts { settled: 3, concluded: 5, handed_on: 1, ..Default::default() };
        facts.journeys[(0, 1)] = JourneyFacts { settled: 3, concluded: 3, ..Default::default() };
    });
    assert!(is(performance.queues[0].intervals[0].fcr, 0.6) && is(performance.queues[0].total.fcr, 0.75));
    assert_eq!(performance.total.fcr, performance.queues[0].total.fcr);
    assert!(is(performance.queues[0].total.handed_on, 1.0));
}

#[test]
fn who_comes_again_or_from_elsewhere_is_counted_by_the_way() {
    let mut scenario = scenario();
    scenario.queues[0].reasons[0].resolution = Share(0.8);
    let performance = once(&scenario, |facts| {
        facts.journeys[(0, 0)] =
            JourneyFacts { redials: 1, repeats: 2, handed_in: 3, from_bots: 4, turns: 5, ..Default::default() };
        facts.journeys[(0, 1)] = facts.journeys[(0, 0)];
    });
    let total = &performance.queues[0].total;
    let ways = [total.redials, total.repeats, total.handed_in, total.from_bots, total.turns];
    assert!(ways.into_iter().zip([2.0, 4.0, 6.0, 8.0, 10.0]).all(|(way, number)| is(way, number)), "{ways:?}");
}

#[test]
fn callbacks_have_a_wait_of_their_own_and_their_handling_counts() {
    let mut scenario = scenario();
    scenario.queues[0].callback = Some(Callback {
        offer_above: Seconds(60.0),
        acceptance: Share(0.5),
        when: CallbackTime::KeepsPlace,
        reached: Share(0.9),
        attempt: Seconds(30.0),
        attempts: 2,
        retry_after: Seconds(600.0),
    });
    let performance = once(&scenario, |facts| {
        facts.queues[(0, 0)] = QueueFacts { answered: 6, callbacks: 5, handling: 2500.0, ..Default::default() };
        facts.journeys[(0, 0)] = JourneyFacts { callbacks_reached: 4, callback_wait: 3600.0, ..Default::default() };
        facts.crews[(0, 0)].busy = 2500.0;
    });
    let total = &performance.queues[0].total;
    assert!(is(total.offered, 11.0) && is(total.callbacks, 5.0) && is(total.callbacks_reached, 4.0));
    assert!(is(total.callback_wait_s, 900.0) && is(total.handling_time_s, 250.0));
    // Four hours at 20 for ten contacts.
    assert!(is(performance.total.cost_per_contact, 8.0));
}

#[test]
fn deferred_work_that_waits_in_vain_beyond_its_promise_has_missed_it() {
    let mut scenario = scenario();
    scenario.queues[0].deferred = Some(Deferred { interruptible: false, backlog: 0, in_opening_hours: false });
    let performance = once(&scenario, |facts| {
        facts.queues[(0, 0)] = QueueFacts {
            answered: 8,
            answered_within: 6,
            unserved: 4,
            overdue: 2,
            waiting_time: 7200.0,
            ..Default::default()
        };
        facts.backlogs[(0, 0)] = BacklogFacts { by_age: [9, 0, 0, 0], overdue: 0 };
        facts.backlogs[(0, 1)] = BacklogFacts { by_age: [4, 3, 2, 1], overdue: 5 };
    });
    let total = &performance.queues[0].total;
    assert!(is(total.service_level, 0.6) && is(total.backlog, 1.0) && is(total.backlog_at_end, 10.0));
    let ages = [total.backlog_to_1_day, total.backlog_to_2_days, total.backlog_to_7_days, total.backlog_older];
    assert!(ages.into_iter().zip([4.0, 3.0, 2.0, 1.0]).all(|(age, pieces)| is(age, pieces)));
    assert!(is(total.overdue, 5.0) && is(performance.queues[0].intervals[0].backlog_at_end, 9.0));
    assert_eq!(performance.queues[0].days[0].overdue, total.overdue);
}

#[test]
fn calls_have_no_backlog() {
    let total = once(&self::scenario(), |facts| facts.queues[(0, 0)].waiting_time = 60.0).queues[0].total.clone();
    assert_eq!([total.backlog, total.backlog_at_end, total.backlog_older, total.overdue], [Estimate::none(); 4]);
}

#[test]
fn slot_use_is_a_measure_of_its_own() {
    let mut scenario = scenario();
    let total = once(&scenario, |facts| {
        facts.crews[(0, 0)] = CrewFacts { busy: 3600.0, slots: 3600.0, ..Default::default() };
    });
    let total = &total.groups[0].total;
    assert_eq!((total.slot_use, total.held_at_once), (total.occupancy, Estimate::exact(1.0)));
    scenario.queues[0].concurrency = Some(Concurrency { most: 3, stretch: vec![1.0, 1.2, 1.6] });
    let performance = once(&scenario, |facts| {
        facts.crews[(0, 0)] = CrewFacts { busy: 3600.0, slots: 7200.0, ..Default::default() };
    });
    // Four agent-hours with room for three contacts each: one busy, two contacts held in it.
    let total = &performance.groups[0].total;
    assert!(is(total.occupancy, 0.25) && is(total.held_at_once, 2.0) && is(total.slot_use, 2.0 / 12.0));
}

#[test]
fn overload_is_the_time_there_in_intervals_above_the_limit() {
    let mut scenario = scenario();
    scenario.groups[0].attendance.absence = Share(0.1);
    scenario.groups[0].occupancy_limit = Share(0.8);
    let performance = once(&scenario, |facts| {
        // Of 2 h planned, 1 h is missing: 0.81 h busy is 81 %.
        facts.crews[(0, 0)] = CrewFacts { busy: 2916.0, missing: 3600.0, ..Default::default() };
        facts.crews[(0, 1)] = CrewFacts { busy: 5760.0, ..Default::default() };
    });
    let group = &performance.groups[0];
    assert!(is(group.total.overload_hours, 1.0) && is(group.total.missing_hours, 1.0));
    assert!(is(group.intervals[0].overload_hours, 1.0) && is(group.intervals[1].overload_hours, 0.0));
    assert!(is(group.total.occupancy, 8676.0 / 10_800.0));
    // What is planned is paid.
    assert!(is(group.total.paid_hours, 4.0) && is(group.total.cost, 80.0));
}

#[test]
fn people_with_names_have_their_own_load() {
    let mut scenario = scenario();
    let person = |name: &str, on_duty: [bool; 2]| Person {
        name: name.to_owned(),
        proficiency: vec![1.0],
        on_duty: on_duty.to_vec(),
    };
    scenario.groups[0].persons = vec![person("Ada", [true, true]), person("Bo", [true, false])];
    scenario.groups[0].on_duty = vec![2, 1];
    let performance = once(&scenario, |facts| {
        facts.crews[(0, 0)] = CrewFacts { answered: 9, busy: 3240.0, ..Default::default() };
        facts.crews[(0, 1)] = CrewFacts { answered: 4, busy: 1800.0, ..Default::default() };
        facts.crews[(1, 0)] = CrewFacts { answered: 5, busy: 1800.0, ..Default::default() };
    });
    let [ada, bo] = &performance.groups[0].people[..] else { panic!("two people") };
    assert!(is(ada.answered, 13.0) && is(ada.occupancy, 0.7) && is(ada.busy_hours, 1.4));
    assert!(is(ada.duty_hours, 2.0) && is(ada.overload_hours, 1.0));
    assert!(is(bo.answered, 5.0) && is(bo.occupancy, 0.5) && is(bo.overload_hours, 0.0));
    // Together they are busy 70 % of the first hour: nobody but Ada is above the limit of 85 %.
    assert!(is(performance.groups[0].total.overload_hours, 0.0) && is(performance.groups[0].total.answered, 18.0));
}

fn with_bot() -> Scenario {
    let mut scenario = scenario();
    scenario.bots = vec![Bot {
        name: "bot".to_owned(),
        queues: vec![QueueId(0)],
        outcome: BotOutcome { entry: Share(1.0), resolved: Share(0.5), unresolved: Share(0.25) },
        session: Distribution::new(Law::Exponential, Seconds(60.0), None).unwrap(),
        resolved_handling: 1.0,
        handling_factor: 1.0,
        comes_back: None,
        per_session: Money(0.5),
        capacity: None,
        outages: Vec::new(),
    }];
    scenario
}

#[test]
fn a_bot_contains_more_than_it_resolves() {
    let performance = once(&with_bot(), |facts| {
        let sessions =
            BotFacts { sessions: 40, resolved: 20, unresolved: 10, escalated: 10, bypassed: 2, session_time: 2400.0 };
        (facts.bots[(0, 0)], facts.bots[(0, 1)]) = (sessions, sessions);
        facts.queues[(0, 0)].answered = 10;
    });
    let bot = &performance.bots[0].total;
    assert!(is(bot.sessions, 80.0) && is(bot.escalated, 20.0) && is(bot.bypassed, 4.0));
    assert!(is(bot.containment, 0.75) && is(bot.resolution, 0.5) && is(bot.session_time_s, 60.0));
    assert_eq!(performance.bots[0].days, std::slice::from_ref(bot));
    // 80 sessions at 0.50 and 4 agent-hours at 20, for 10 answered and 40 resolved.
    let total = &performance.total;
    assert!(is(bot.cost, 40.0) && is(total.bot_cost, 40.0) && is(total.cost, 120.0));
    assert!(is(total.bot_resolved, 40.0) && is(total.cost_per_contact, 2.4));
}

#[test]
fn what_happens_in_the_warm_up_is_left_out() {
    let mut scenario = with_bot();
    scenario.simulation.warm_up = Seconds(1800.0);
    let performance = once(&scenario, |facts| {
        facts.bots[(0, 0)].sessions = 7;
        facts.bots[(0, 1)].sessions = 1;
        facts.queues[(0, 0)].blocked = 7;
        facts.queues[(0, 2)].blocked = 2;
        facts.crews[(0, 0)].busy = 900.0;
    });
    assert!(is(performance.bots[0].total.sessions, 1.0) && is(performance.total.blocked, 2.0));
    assert!(is(performance.groups[0].total.busy_hours, 0.0));
}

#[test]
fn a_trunk_blocks_a_share_of_those_who_come() {
    let mut scenario = scenario();
    scenario.trunks = vec![Trunk { name: "lines".to_owned(), lines: 3, queues: vec![QueueId(0)] }];
    let performance = once(&scenario, |facts| {
        facts.trunks[(0, 0)] = TrunkFacts { offered: 8, blocked: 2, in_use: 5400.0 };
        facts.trunks[(0, 1)] = TrunkFacts { offered: 2, blocked: 0, in_use: 1800.0 };
    });
    let trunk = &performance.trunks[0].total;
    assert!(is(trunk.offered, 10.0) && is(trunk.blocked, 2.0) && is(trunk.blocking, 0.2));
    assert!(is(trunk.lines_in_use, 1.0) && is(performance.total.blocked, 0.0));
}

#[test]
fn only_reasons_with_names_are_told_apart() {
    let mut scenario = scenario();
    assert!(once(&scenario, |_| {}).queues[0].reasons.is_empty());
    let reason =
        |name: &str| Reason { name: name.to_owned(), share: Share(0.5), ..scenario.queues[0].reasons[0].clone() };
    scenario.queues[0].reasons = vec![reason("orders"), reason("returns")];
    let performance = once(&scenario, |facts| {
        facts.reasons[1] = ReasonFacts {
            offered: 9,
            bot_resolved: 2,
            answered: 5,
            handling: 1500.0,
            settled: 4,
            lost: 1,
            lost_value: 12.0,
        };
    });
    let [orders, returns] = &performance.queues[0].reasons[..] else { panic!("two reasons") };
    assert!(is(orders.offered, 0.0) && orders.handling_time_s == Estimate::none());
    assert!(is(returns.offered, 9.0) && is(returns.bot_resolved, 2.0) && is(returns.answered, 5.0));
    assert!(is(returns.handling_time_s, 300.0) && is(returns.settled, 4.0));
    assert!(is(returns.lost, 1.0) && is(returns.lost_value, 12.0));
}

#[test]
fn the_replicates_tell_the_measures_again() {
    let scenario = with_bot();
    let day = |answered: u32, abandoned: u32| {
        move |facts: &mut Facts| {
            facts.queues[(0, 0)] =
                QueueFacts { answered, abandoned, answered_within: answered / 2, ..Default::default() };
            facts.crews[(0, 0)] = CrewFacts { answered, busy: 60.0 * f64::from(answered), ..Default::default() };
            facts.bots[(0, 1)].sessions = abandoned;
        }
    };
    let (first, second, third) = (day(10, 2), day(20, 4), day(12, 0));
    let performance = performance(&scenario, &[&first, &second, &third]);
    assert_eq!(performance.replicates.len(), 3);
    let pairs = |subject: Subject, measure: Measure| -> Vec<(f64, f64)> {
        let place = performance.keys.iter().position(|&key| key == MeasureKey { subject, measure }).unwrap();
        performance.replicates.iter().map(|replicate| replicate.measures[place]).collect()
    };
    assert_eq!(pairs(Subject::Queue(0), Measure::Abandonment), [(2.0, 12.0), (4.0, 24.0), (0.0, 12.0)]);
    assert_eq!(pairs(Subject::Bot(0), Measure::Cost), [(1.0, 1.0), (2.0, 1.0), (0.0, 1.0)]);
    assert_eq!(pairs(Subject::Group(0), Measure::Answered), [(10.0, 1.0), (20.0, 1.0), (12.0, 1.0)]);
    let ratio = |pairs: Vec<(f64, f64)>| {
        let mut ratio = RatioOfMeans::new();
        for (numerator, denominator) in pairs {
            ratio.add(numerator, denominator);
        }
        ratio.estimate()
    };
    let total = &performance.total;
    assert_eq!(ratio(pairs(Subject::Total, Measure::ServiceLevel)), total.service_level);
    assert_eq!(ratio(pairs(Subject::Total, Measure::Occupancy)), total.occupancy);
    assert_eq!(ratio(pairs(Subject::Total, Measure::Cost)), total.cost);
    assert_eq!(ratio(pairs(Subject::Queue(0), Measure::Offered)), performance.queues[0].total.offered);
}
