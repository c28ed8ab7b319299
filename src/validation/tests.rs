//! Histories that our own engine made must validate, as often as stated; histories that it did not make must not, and the reasons say why.

use super::as_recorded::{Pool, pools};
use super::reasons::Reason;
use super::*;
use crate::calendar::Calendar;
use crate::distribution::{Distribution, Law};
use crate::history::dates::days_to;
use crate::history::findings::Kind;
use crate::history::kept::Kept;
use crate::history::mapping::Mapping;
use crate::history::{IntervalHistory, IntervalRow, QueueHistory};
use crate::scenario::{Channel, Group, Queue, QueueId, Volume};
use crate::statistics::coverage_bounds;
use crate::units::Seconds;
use crate::watch::Unwatched;
use jiff::civil::date;
use jiff::tz::TimeZone;

const DAYS: usize = 5;
/// Hours in which contacts come and agents are there; at night all is quiet, so that days are independent.
const OPEN: std::ops::Range<usize> = 8..12;

fn exponential(mean: f64) -> Distribution {
    Distribution::new(Law::Exponential, Seconds(mean), None).unwrap()
}

/// Five days of 45 contacts an hour from 8 to 12, with so many agents for an offered load of 3.75.
fn scenario(agents: u32) -> Scenario {
    let calendar = Calendar::of_days(date(2026, 1, 5), DAYS as u32, 60, &TimeZone::UTC);
    let table = calendar.intervals.iter().map(|interval| if is_open(interval.clock_minute) { 45.0 } else { 0.0 });
    let on_duty = calendar.intervals.iter().map(|interval| if is_open(interval.clock_minute) { agents } else { 0 });
    let queue = Queue {
        patience: Some(exponential(180.0)),
        ..Queue::plain("calls", Volume::Table(table.collect()), exponential(300.0))
    };
    let group = Group::plain("agents", vec![QueueId(0)], on_duty.collect());
    Scenario::plain(calendar, vec![queue], vec![group])
}

fn is_open(minute: u32) -> bool {
    OPEN.contains(&(minute as usize / 60))
}

/// What would have been recorded of a run of the scenario.
fn record_of(scenario: &Scenario, work: f64, seed: u64) -> Record {
    let simulated = as_recorded(scenario, Seconds(20.0));
    let counted = counted(Demand::of(scenario).expected, work);
    let levels = StaffingLevels::as_given(scenario);
    let mut rows = Grid::filled(scenario.queues.len(), scenario.calendar.intervals.len(), None);
    let mut each = |outcomes: &Grid<Outcome>| {
        for queue in 0..outcomes.rows() {
            for interval in 0..outcomes.intervals() {
                let outcome = outcomes[(queue, interval)];
                rows[(queue, interval)] = (outcome.offered > 0.0).then_some(Recorded {
                    offered: outcome.offered,
                    answered: Some(outcome.answered),
                    in_time: Some(outcome.answered_within),
                    abandoned: Some(outcome.abandoned),
                    waited_s: Some(outcome.waited_s),
                    handling_s: Some(outcome.handling_s / work),
                    agents: None,
                    left_out: None,
                });
            }
        }
    };
    outcomes_of_counted(&simulated, &counted, &levels, (seed, 1), &Unwatched, &mut each).unwrap();
    let staff = vec![true; scenario.groups.len()];
    Record { within: Seconds(20.0), is_within_known: true, rows, staff, is_staff_from_calls: false }
}

fn validated(scenario: &Scenario, record: &Record, runs: u32) -> Validation {
    validate(scenario, record, Options { seed: 1, runs }, &Unwatched).unwrap()
}

#[test]
fn what_the_model_made_lies_in_its_bands_as_often_as_stated() {
    // 39 runs: the band is from the second to the thirty-eighth, and one more run is within with a probability of 36 in 40.
    let (histories, runs) = (40, 39);
    let scenario = scenario(4);
    let (mut waits, mut shares) = (Coverage::default(), Coverage::default());
    let mut found_wrong = 0;
    for history in 0..histories {
        let validation = validated(&scenario, &record_of(&scenario, 1.0, 1000 + history), runs);
        let add = |sum: &mut Coverage, measure| {
            let days = validation.score(measure).unwrap().days;
            *sum = Coverage {
                inside: sum.inside + days.inside,
                of: sum.of + days.of,
                expected: sum.expected + days.expected,
            };
        };
        add(&mut waits, Measure::Wait);
        add(&mut shares, Measure::ServiceLevel);
        found_wrong += u64::from(validation.headline().unwrap().chance <= score::SIGNIFICANT);
    }
    let days = histories * DAYS as u64;
    assert_eq!(u64::from(waits.of), days);
    // Waits do not repeat, so that the probability is exact; shares of contacts may, so that it is at least that.
    assert!(coverage_bounds(days, 0.9, 1e-6).contains(&u64::from(waits.inside)), "{waits:?}");
    assert!(u64::from(shares.inside) >= *coverage_bounds(days, 0.9, 1e-6).start(), "{shares:?}");
    assert!((waits.expected - 0.9 * days as f64).abs() < 1e-6, "{waits:?}");
    // The model is found wrong with a probability of 5 % where it is right: two ranks of forty.
    assert!(found_wrong <= *coverage_bounds(histories, score::SIGNIFICANT, 1e-6).end(), "{found_wrong}");
}

#[test]
fn with_a_third_fewer_agents_than_recorded_it_does_not_validate_and_the_reasons_say_so() {
    let (there, recorded) = (scenario(4), scenario(6));
    let validation = validated(&recorded, &record_of(&there, 1.0, 7), RUNS);
    let score = validation.headline().unwrap();
    assert_eq!(score.measure, Measure::ServiceLevel);
    assert!(score.chance <= 1.0 / 200.0 + 1e-12, "no run is as far from the others: {score:?}");
    assert!(score.trust() != Trust::LikeAnotherRun && score.bias > 0.0);
    assert_eq!(score.days.inside, 0, "{score:?}");
    let gap = validation.gap.unwrap();
    assert!(gap.simulated > gap.recorded && gap.work > 1.0 && gap.agents() < 1.0, "{gap:?}");
    assert!(validation.reasons.contains(&Reason::Gap(gap)));
    // Where the agents are those who were there, nothing is said of them.
    let right = validated(&there, &record_of(&there, 1.0, 7), RUNS);
    assert!(right.headline().unwrap().error < score.error);
}

#[test]
fn work_that_is_not_recorded_is_found_with_its_size() {
    let scenario = scenario(4);
    let validation = validated(&scenario, &record_of(&scenario, 1.5, 3), RUNS);
    let gap = validation.gap.unwrap();
    assert!(gap.is_chance_then, "with that much more work, what is left is chance: {gap:?}");
    // Where less was done, less is found, and where more was, more.
    let at = |work: f64| {
        let band_of = validated(&scenario, &record_of(&scenario, work, 3), RUNS);
        band_of.gap.map_or(1.0, |gap| gap.work)
    };
    let (less, more) = (at(1.25), at(1.8));
    assert!(less < gap.work && gap.work < more, "{less} {gap:?} {more}");
}

#[test]
fn what_was_not_recorded_is_not_compared_and_said() {
    let scenario = scenario(4);
    let mut record = record_of(&scenario, 1.0, 5);
    let rows: Vec<(usize, usize)> = (0..scenario.calendar.intervals.len()).map(|interval| (0, interval)).collect();
    for &place in &rows {
        if let Some(row) = &mut record.rows[place] {
            (row.in_time, row.waited_s) = (None, None);
        }
    }
    let validation = validated(&scenario, &record, 39);
    assert_eq!(validation.not_recorded, [Measure::ServiceLevel, Measure::Wait]);
    assert_eq!(validation.headline().unwrap().measure, Measure::Abandonment);
    for &place in &rows {
        if let Some(row) = &mut record.rows[place] {
            (row.answered, row.abandoned, row.handling_s) = (None, None, None);
        }
    }
    let validation = validated(&scenario, &record, 39);
    assert!(validation.headline().is_none() && validation.scores.is_empty());
    assert_eq!(validation.not_recorded, Measure::ALL);
}

#[test]
fn odd_staffing_and_odd_counts_are_named_by_what_shows_them() {
    let mut scenario = scenario(4);
    let mut record = record_of(&scenario, 1.0, 5);
    let first = OPEN.start;
    // One day nobody is on duty in the first hour, and the next there is one for the work of all.
    scenario.groups[0].on_duty[first] = 0;
    scenario.groups[0].on_duty[24 + first] = 1;
    if let Some(row) = &mut record.rows[(0, 48 + first)] {
        row.answered = Some(row.offered + 3.0);
    }
    record.is_within_known = false;
    let reasons = validated(&scenario, &record, 39).reasons;
    let has = |is_it: &dyn Fn(&Reason) -> bool| assert!(reasons.iter().any(is_it), "{reasons:?}");
    has(&|reason| matches!(reason, Reason::NobodyThere { intervals: 1, .. }));
    has(&|reason| matches!(reason, Reason::TooBusy { highest, .. } if *highest > 1.0));
    has(&|reason| matches!(reason, Reason::MoreThanCame { queue: 0, intervals: 1 }));
    has(&|reason| matches!(reason, Reason::ThresholdUnknown));
    record.staff = vec![false];
    let unknown = validated(&scenario, &record, 39);
    assert!(unknown.reasons.contains(&Reason::StaffNotRecorded { groups: vec![0] }));
    assert!(
        unknown.not_recorded.contains(&Measure::Occupancy),
        "occupancy of agents who were not recorded is not compared"
    );
}

#[test]
fn handling_that_depends_on_the_hour_is_named_by_the_hour() {
    let mut scenario = scenario(4);
    let mut record = record_of(&scenario, 1.0, 5);
    for day in 0..DAYS {
        for hour in OPEN {
            if let Some(row) = &mut record.rows[(0, 24 * day + hour)] {
                // Five minutes give or take two seconds; in the first hour twice as long.
                let usual = 299.0 + (day % 3) as f64;
                row.handling_s = row.answered.map(|answered| answered * usual * if hour == 8 { 2.0 } else { 1.0 });
            }
        }
    }
    let found = |scenario: &Scenario| validated(scenario, &record, 39).reasons;
    let reasons = found(&scenario);
    let by_hour = |reason: &Reason| matches!(reason, Reason::HandlingByHour { hour: 8, recorded_s, others: 0, .. } if (recorded_s - 600.0).abs() < 3.0);
    assert!(reasons.iter().any(by_hour), "{reasons:?}");
    // The mean of the day is 375 s, and nothing is said of it where the scenario says so.
    let of_period = |reason: &Reason| matches!(reason, Reason::Handling { .. });
    assert!(reasons.iter().any(of_period), "{reasons:?}");
    let mean = |record: &Record| {
        let rows = record.compared(0).map(|(_, row)| (row.handling_s.unwrap(), row.answered.unwrap()));
        let (handling, answered) = rows.fold((0.0, 0.0), |sum, row| (sum.0 + row.0, sum.1 + row.1));
        handling / answered
    };
    scenario.queues[0].handling = exponential(mean(&record));
    assert!(!found(&scenario).iter().any(of_period));
}

#[test]
fn queues_that_share_agents_are_a_pool() {
    let plain = scenario(4);
    let queue = |name: &str| Queue { name: name.into(), ..plain.queues[0].clone() };
    let queues = ["a", "b", "c", "d"].map(queue).to_vec();
    let intervals = plain.calendar.intervals.len();
    let group = |name: &str, skills: &[usize]| {
        Group::plain(name, skills.iter().copied().map(QueueId).collect(), vec![1; intervals])
    };
    let groups = vec![group("x", &[2]), group("y", &[0, 3]), group("z", &[3, 2])];
    let scenario = Scenario::plain(plain.calendar.clone(), queues, groups);
    let expected = [Pool { queues: vec![0, 2, 3], groups: vec![0, 1, 2] }, Pool { queues: vec![1], groups: vec![] }];
    assert_eq!(pools(&scenario), expected);
}

#[test]
fn a_record_leaves_out_what_is_marked_as_incomplete_and_what_came_behind_shut_doors() {
    let mut scenario = scenario(4);
    scenario.queues[0].opening_hours.week = std::array::from_fn(|_| std::iter::once(480..720).collect());
    let begin = i64::from(days_to(date(2026, 1, 5))) * 86_400;
    let row = |hour: i64, offered: f64| {
        let start_s = begin + 3600 * hour;
        IntervalRow {
            start_s,
            local_s: start_s,
            offered,
            answered: Some(offered),
            handled: 2.0,
            handling_s: 100.0,
            ..Default::default()
        }
    };
    let rows = vec![row(7, 5.0), row(8, 4.0), row(9, 1.0), row(10, 99.0), row(24 * 30, 4.0)];
    let queue = QueueHistory { name: "calls".into(), labels: Vec::new(), channel: Channel::Voice, rows };
    let history =
        IntervalHistory { interval_minutes: 60, time_zone: "UTC".into(), within_s: 30.0, queues: vec![queue] };
    let marks = [((0, begin + 9 * 3600), Kind::LowHours), ((0, begin + 10 * 3600), Kind::HighHours)].into();
    let mut kept = Kept { history, marks, mapping: Mapping::default() };
    let record = Record::of(&scenario, &kept, vec![true]).unwrap();
    let at = |hour: usize| record.rows[(0, hour)].unwrap();
    assert_eq!(at(7).left_out, Some(LeftOut::Closed));
    assert_eq!(at(8).left_out, None);
    assert_eq!(at(9).left_out, Some(LeftOut::Odd(Kind::LowHours)));
    assert_eq!(at(10).left_out, None, "a busy hour is what a simulation is for");
    // The handling of two of four is known: the others took as long.
    assert_eq!(at(8).handling_s, Some(200.0));
    assert_eq!((record.within, record.is_within_known), (Seconds(30.0), false));
    let contacts = record.contacts(&Demand::of(&scenario).expected);
    // What is marked is simulated; what has no row is as the scenario expects.
    assert_eq!(contacts.row(0)[7..12], [0.0, 4.0, 1.0, 99.0, 45.0]);
    kept.history.interval_minutes = 30;
    assert!(matches!(
        Record::of(&scenario, &kept, vec![true]),
        Err(RecordError::Intervals { history: 30, scenario: 60 })
    ));
    kept.history.interval_minutes = 60;
    kept.history.queues[0].name = "other".into();
    assert!(matches!(Record::of(&scenario, &kept, vec![true]), Err(RecordError::Nothing { .. })));
}
