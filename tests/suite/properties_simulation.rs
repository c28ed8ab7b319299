//! What must hold for the simulator whatever the scenario, and that no scenario is too strange for it.

use crate::tiny::{calendar, group, queue, run, scenario};
use callboard::calendar::OpeningHours;
use callboard::distribution::{Distribution, Law};
use callboard::scenario::{
    AgentTakes, AtClosing, ContactGoes, Group, GroupId, Overflow, Queue, Replications, Routing, Scenario, Volume,
};
use callboard::simulation::Performance;
use callboard::units::{Seconds, Share};
use proptest::prelude::*;

const INTERVALS: usize = 6;

fn any_queue() -> impl Strategy<Value = Queue> {
    let patience = prop_oneof![
        Just(None),
        (1.0..300.0).prop_map(|mean| Some((Law::Exponential, mean))),
        (1.0..300.0).prop_map(|mean| Some((Law::Constant, mean))),
    ];
    let volume = prop::collection::vec(0.0..30.0, INTERVALS);
    (volume, 5.0..400.0, patience, prop::option::of(0_u32..5), 1_u32..4, any::<bool>()).prop_map(
        |(volume, handling, patience, waiting_places, priority, busy_days)| {
            let mut queue = queue(0.0, handling, None);
            queue.volume = Volume::Table(volume);
            queue.patience = patience.map(|(law, mean)| Distribution::new(law, Seconds(mean), None).unwrap());
            queue.waiting_places = waiting_places;
            queue.priority = priority;
            queue.day_factor_cv = if busy_days { 0.3 } else { 0.0 };
            queue
        },
    )
}

fn any_group(queues: usize) -> impl Strategy<Value = Group> {
    let skills = prop::sample::subsequence((0..queues).collect::<Vec<_>>(), 0..=queues).prop_shuffle();
    (skills, prop::collection::vec(0_u32..6, INTERVALS))
        .prop_map(|(skills, on_duty)| Group { on_duty, ..group(&skills, 0, INTERVALS) })
}

fn any_routing() -> impl Strategy<Value = Routing> {
    (
        prop_oneof![Just(ContactGoes::SkillOrder), Just(ContactGoes::LongestIdle)],
        prop_oneof![Just(AgentTakes::SkillOrder), Just(AgentTakes::Priority), Just(AgentTakes::LongestWaiting)],
        prop_oneof![Just(AtClosing::Serve), Just(AtClosing::Disconnect)],
    )
        .prop_map(|(contact_goes, agent_takes, at_closing)| Routing { contact_goes, agent_takes, at_closing })
}

/// One to three queues and groups over six intervals, the last of which may be closed; overflow to the last group.
fn any_scenario() -> impl Strategy<Value = Scenario> {
    (1_usize..4)
        .prop_flat_map(|queues| {
            let groups = prop::collection::vec(any_group(queues), 1..4);
            let late = (prop::option::of(1.0..120.0), any::<bool>(), prop_oneof![Just(0.0), 100.0..2000.0]);
            (prop::collection::vec(any_queue(), queues), groups, any_routing(), late)
        })
        .prop_map(|(queues, groups, routing, (overflow, closes, warm_up))| {
            let mut calendar = calendar(INTERVALS, 900.0);
            for (i, interval) in calendar.intervals.iter_mut().enumerate() {
                interval.clock_minute = 15 * i as u32;
            }
            let mut scenario = scenario(calendar, queues, groups);
            let last = GroupId(scenario.groups.len() - 1);
            let helped = scenario.groups[last.0].skills.first().copied();
            if let (Some(after), Some(queue)) = (overflow, helped) {
                scenario.queues[queue.0].overflow = Some(Overflow { after: Seconds(after), to: vec![last] });
            }
            if closes {
                let hours = &mut scenario.queues[0].opening_hours;
                *hours = OpeningHours::default();
                hours.week[0].push(0..45);
            }
            scenario.routing = routing;
            scenario.simulation.warm_up = Seconds(warm_up);
            scenario
        })
}

fn on_threads(threads: usize, scenario: &Scenario) -> Performance {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(|| run(scenario, 7))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn the_same_bytes_on_one_thread_and_on_two(mut scenario in any_scenario()) {
        scenario.simulation.replications = Replications::Fixed(40);
        let one = format!("{:?}", on_threads(1, &scenario));
        prop_assert_eq!(&one, &format!("{:?}", on_threads(2, &scenario)));
        prop_assert_eq!(&one, &format!("{:?}", on_threads(2, &scenario)));
    }

    #[test]
    fn a_queue_and_a_group_that_have_nothing_to_do_with_the_others_change_nothing_for_them(
        scenario in any_scenario(),
        stranger in any_queue(),
    ) {
        let before = run(&scenario, 3);
        let (queues, groups) = (scenario.queues.len(), scenario.groups.len());
        let mut more = scenario;
        more.queues.push(stranger);
        more.groups.push(group(&[queues], 2, INTERVALS));
        let after = run(&more, 3);
        prop_assert_eq!(&before.queues[..], &after.queues[..queues]);
        prop_assert_eq!(&before.groups[..], &after.groups[..groups]);
    }

    #[test]
    fn every_contact_has_one_fate_and_every_second_one_place(scenario in any_scenario()) {
        let mut scenario = scenario;
        scenario.simulation.replications = Replications::Fixed(1);
        let performance = run(&scenario, 5);
        let mean = |estimate: &callboard::statistics::Estimate| estimate.mean.unwrap();
        let mut answered = 0.0;
        for queue in &performance.queues {
            let total = &queue.total;
            let fates = mean(&total.answered) + mean(&total.abandoned) + mean(&total.blocked) + mean(&total.unserved);
            prop_assert_eq!(mean(&total.offered), fates);
            let parts: f64 = queue.intervals.iter().map(|interval| mean(&interval.offered)).sum();
            prop_assert_eq!(mean(&total.offered), parts);
            answered += mean(&total.answered);
        }
        let by_groups: f64 = performance.groups.iter().map(|group| mean(&group.total.answered)).sum();
        // Whom a warm-up leaves waiting is answered by the groups, but does not count in the queues.
        let warm = scenario.simulation.warm_up.0 > 0.0;
        prop_assert!(by_groups == answered || warm);
        for group in &performance.groups {
            for interval in &group.intervals {
                let (busy, duty, overtime) =
                    (mean(&interval.busy_hours), mean(&interval.duty_hours), mean(&interval.overtime_hours));
                prop_assert!(busy <= (duty + overtime) * (1.0 + 1e-12) + 1e-12, "{} of {} + {}", busy, duty, overtime);
            }
        }
        let costs: f64 = performance.queues.iter().map(|queue| mean(&queue.total.cost)).sum();
        let skilled = scenario.groups.iter().zip(&performance.groups).filter(|(group, _)| !group.skills.is_empty());
        let paid: f64 = skilled.map(|(_, group)| mean(&group.total.cost)).sum();
        // Sums of a few dozen terms, in different orders.
        prop_assert!((costs - paid).abs() <= 1e-12 * paid.max(1.0), "{} is not {}", costs, paid);
    }

    /// Little's law, L = λ W, is no law of chance but an identity once all have gone: here the last interval is empty, and longer
    /// than anyone waits.
    #[test]
    fn the_mean_queue_is_the_sum_of_all_waits_over_the_time(scenario in any_scenario()) {
        let mut scenario = scenario;
        scenario.simulation.replications = Replications::Fixed(1);
        scenario.simulation.warm_up = Seconds::ZERO;
        for queue in &mut scenario.queues {
            queue.patience = Some(Distribution::new(Law::Constant, Seconds(200.0), None).unwrap());
            if let Volume::Table(volume) = &mut queue.volume {
                volume[INTERVALS - 1] = 0.0;
            }
        }
        let performance = run(&scenario, 11);
        for queue in &performance.queues {
            let total = &queue.total;
            let left = total.answered.mean.unwrap() + total.abandoned.mean.unwrap();
            let waits = total.mean_wait_s.mean.unwrap_or(0.0) * left;
            let area = total.mean_queue.mean.unwrap() * 5400.0;
            // The clock, below 5,400 s, is rounded to 2⁻⁴⁰ s at each of the six ends of a wait, and the sums of a few hundred in turn.
            prop_assert!((waits - area).abs() <= 1e-9 * waits.max(1.0), "{} is not {}", waits, area);
        }
    }
}

fn one(calls: Queue, agents: Vec<u32>, seconds: f64) -> Performance {
    let intervals = agents.len();
    let group = Group { on_duty: agents, ..group(&[0], 0, intervals) };
    run(&scenario(calendar(intervals, seconds), vec![calls], vec![group]), 1)
}

#[test]
fn a_centre_without_contacts_has_costs_and_no_service_level() {
    let performance = one(queue(0.0, 60.0, None), vec![2, 2], 900.0);
    let total = &performance.queues[0].total;
    assert_eq!((total.offered.mean, total.service_level.mean, total.wait_p90_s.mean), (Some(0.0), None, None));
    // Two agents for half an hour at 20, a fifth of the paid time lost.
    assert!((total.cost.mean.unwrap() - 25.0).abs() < 1e-12);
    assert_eq!(performance.groups[0].total.occupancy.mean, Some(0.0));
}

#[test]
fn without_agents_the_patient_are_unserved_and_the_others_abandon() {
    let patient = one(queue(0.1, 60.0, None), vec![0, 0], 900.0);
    let total = &patient.queues[0].total;
    assert_eq!(total.unserved, total.offered);
    assert!(total.offered.mean.unwrap() > 0.0);
    let impatient = one(queue(0.1, 60.0, Some(60.0)), vec![0, 0], 900.0);
    let total = &impatient.queues[0].total;
    assert_eq!((total.abandoned, total.abandonment.mean), (total.offered, Some(1.0)));
}

#[test]
fn fifty_times_too_many_contacts_come_to_an_end() {
    let total = one(queue(50.0, 100.0, None), vec![100, 100], 900.0).queues[0].total.clone();
    assert_eq!(total.answered, total.offered);
    let total = one(queue(50.0, 100.0, Some(60.0)), vec![100, 0, 100], 900.0).queues[0].total.clone();
    assert!(total.abandonment.mean.unwrap() > 0.9);
}

#[test]
fn a_horizon_of_a_second_and_one_of_nothing() {
    assert!(one(queue(5.0, 1.0, None), vec![1], 1.0).queues[0].total.offered.mean.unwrap() < 50.0);
    let nothing = run(&scenario(calendar(0, 1.0), vec![queue(1.0, 1.0, None)], vec![group(&[0], 1, 0)]), 1);
    assert_eq!(nothing.queues[0].total.offered.mean, Some(0.0));
    let nobody = run(&scenario(calendar(2, 900.0), Vec::new(), Vec::new()), 1);
    assert_eq!(nobody.total.offered.mean, Some(0.0));
}

#[test]
fn a_centre_that_never_opens_has_no_contacts() {
    let mut calls = queue(1.0, 60.0, None);
    calls.opening_hours = OpeningHours::default();
    assert_eq!(one(calls, vec![1, 1], 900.0).total.offered.mean, Some(0.0));
}

#[test]
fn two_hundred_queues_with_a_group_each() {
    let queues = (0..200).map(|_| queue(0.01, 60.0, Some(60.0))).collect();
    let groups = (0..200).map(|queue| group(&[queue, (queue + 1) % 200], 1, 4)).collect();
    let performance = run(&scenario(calendar(4, 900.0), queues, groups), 1);
    assert_eq!(performance.queues.len(), 200);
    assert!(performance.total.answered.mean.unwrap() > 1000.0);
}

#[test]
fn automatic_replications_stop_when_the_service_level_is_known_or_at_the_limit() {
    let calls = || vec![queue(0.1, 100.0, Some(100.0))];
    let mut scenario = scenario(calendar(4, 900.0), calls(), vec![group(&[0], 11, 4)]);
    scenario.simulation.replications = Replications::Auto { precision: Share(0.01), most: 5_000 };
    let performance = run(&scenario, 1);
    assert!(performance.queues[0].total.service_level.half_width.unwrap() <= 0.01);
    assert!((30..5_000).contains(&performance.replications));
    scenario.simulation.replications = Replications::Auto { precision: Share(1e-9), most: 50 };
    assert_eq!(run(&scenario, 1).replications, 50);
}

#[test]
fn who_interrupts_gets_no_answer() {
    struct Impatient;
    impl callboard::watch::Watch for Impatient {
        fn is_cancelled(&self) -> bool {
            true
        }
    }
    let scenario = scenario(calendar(1, 900.0), vec![queue(1.0, 1.0, None)], vec![group(&[0], 1, 1)]);
    let answer = callboard::simulation::simulate(
        &scenario,
        &callboard::demand::Demand::of(&scenario),
        &callboard::staffing::StaffingLevels::as_given(&scenario),
        &callboard::simulation::Options::of(&scenario),
        &Impatient,
    );
    assert_eq!(answer, Err(callboard::watch::Interrupted));
}
