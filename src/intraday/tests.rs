//! A small centre by hand: what is proposed, what it costs, and what the checker finds.

use super::check::check;
use super::day::Today;
use super::duty::Plan;
use super::moves::{Change, Floor, candidates, changed};
use super::need::{Margins, Need};
use crate::calendar::{Calendar, Grid};
use crate::demand::Demand;
use crate::distribution::{Distribution, Law};
use crate::scenario::today::{Absence, GivenBreak, GivenShift, Now};
use crate::scenario::{BreakRule, Group, GroupId, Queue, QueueId, Scenario, ShiftType, ShiftTypeId, Volume};
use crate::target::{ServiceLevelTarget, Target};
use crate::units::{Money, Seconds, Share};
use jiff::civil::date;
use jiff::tz::TimeZone;

/// A day of half hours. Two queues; specialists of the first, and all-rounders who know both. Shifts last four hours from 8:00, 9:00 or
/// 10:00 with half an hour of unpaid break after one to two and a half hours.
fn scenario() -> Scenario {
    let calendar = Calendar::of_days(date(2026, 1, 5), 1, 30, &TimeZone::UTC);
    let handling = Distribution::new(Law::Exponential, Seconds(300.0), None).unwrap();
    let queue = |name: &str| {
        let mut queue = Queue::plain(name, Volume::PerHour(12.0), handling.clone());
        queue.opening_hours.week = Default::default();
        queue.opening_hours.week.iter_mut().for_each(|day| day.push(480..900));
        queue.target = Target {
            service_level: Some(ServiceLevelTarget {
                share: Share(0.8),
                within: Seconds(20.0),
                definition: crate::target::ServiceLevelDefinition::default(),
            }),
            ..Target::default()
        };
        queue
    };
    let group = |name: &str, skills: Vec<QueueId>| Group { headcount: 5, ..Group::plain(name, skills, vec![2; 48]) };
    let groups = vec![group("specialists", vec![QueueId(0)]), group("all_rounders", vec![QueueId(1), QueueId(0)])];
    let rest = BreakRule { length: 30, paid: false, earliest: 60, latest: 150, step: 30, from_shift_length: 0 };
    let shift = ShiftType {
        breaks: vec![rest],
        ..ShiftType::plain("short", vec![GroupId(0), GroupId(1)], vec![240], vec![480, 540, 600])
    };
    let mut scenario = Scenario::plain(calendar, vec![queue("first"), queue("second")], groups);
    scenario.shift_types = vec![shift];
    scenario
}

fn shift(group: usize, start: u32, rest: u32, people: u32) -> GivenShift {
    GivenShift {
        name: None,
        group: GroupId(group),
        shift_type: ShiftTypeId(0),
        day: 0,
        start,
        length: 240,
        breaks: vec![GivenBreak { begin: rest, length: 30, paid: false }],
        people,
    }
}

/// The centre at a clock time, with these shifts and so many agents needed by the first queue, interval by interval.
struct Case {
    whole: Scenario,
    today: Today,
    need: Need,
    plan: Plan,
}

impl Case {
    fn at(clock: &str, shifts: &[GivenShift], needed: impl Fn(usize) -> u32) -> Self {
        let whole = scenario();
        let today = Today::of(&whole, Now::parse(&format!("2026-01-05 {clock}"), &whole).unwrap());
        let mut need = Need::of(&today.scenario, &Demand::of(&today.scenario));
        for interval in 0..48 {
            (need.by_queue[(0, interval)], need.by_queue[(1, interval)]) = (needed(interval), 0);
            (need.by_group[(0, interval)], need.by_group[(1, interval)]) = (0, 0);
        }
        let plan = Plan::of_shifts(&whole, &today, shifts);
        Self { whole, today, need, plan }
    }

    fn proposed(&self, duty: usize) -> Vec<(Change, f64, f64)> {
        let people = self.plan.people(&self.whole, &self.today);
        let margins = Margins::of(&self.today, &self.need, &people, &self.plan.agents_per_person);
        let open: Vec<bool> = (0..48).map(|interval| (16..30).contains(&interval)).collect();
        let floor = Floor {
            whole: &self.whole,
            today: &self.today,
            need: &self.need,
            plan: &self.plan,
            margins: &margins,
            open: &open,
        };
        candidates(&floor, duty).into_iter().map(|found| (found.change, found.cost.0, found.gain)).collect()
    }

    fn changed(&self, change: &Change) -> Plan {
        let mut plan = self.plan.clone();
        plan.duties[0] = changed(&plan.duties[0], change);
        plan
    }

    fn broken_by(&self, change: &Change) -> Vec<&'static str> {
        let findings = check(&self.whole, &self.today, &self.plan, &self.changed(change));
        findings.into_iter().map(|finding| finding.rule).collect()
    }
}

#[test]
fn a_break_moves_to_where_nobody_is_missing_within_its_window() {
    // 8:00 to 12:00 with the break at 9:30; two are needed at 9:30 and nobody from 10:00 on.
    let case = Case::at("08:20", &[shift(0, 480, 90, 2)], |interval| if interval < 20 { 2 } else { 0 });
    let breaks: Vec<_> =
        case.proposed(0).into_iter().filter(|(change, ..)| matches!(change, Change::ShiftBreak { .. })).collect();
    // 9:00 is as bad; 10:00 and 10:30 give back half an agent-hour each; nothing costs anything.
    let at = |to| Change::ShiftBreak { rest: 0, from: 90, to };
    assert_eq!(breaks, [(at(60), 0.0, 0.0), (at(120), 0.0, 0.5), (at(150), 0.0, 0.5)]);
}

#[test]
fn a_break_that_has_begun_or_is_too_near_stays() {
    let breaks = |clock: &str| {
        let case = Case::at(clock, &[shift(0, 480, 90, 1)], |_| 1);
        case.proposed(0).into_iter().filter(|(change, ..)| matches!(change, Change::ShiftBreak { .. })).count()
    };
    // With half an hour of notice: at 9:00 the break at 9:30 can still go to 10:00 and 10:30, at 9:01 no more.
    assert_eq!([breaks("09:00"), breaks("09:01"), breaks("09:45")], [2, 0, 0]);
}

#[test]
fn overtime_costs_half_as_much_again_and_ends_when_doors_close() {
    let case = Case::at("10:00", &[shift(0, 600, 60, 1)], |interval| u32::from(interval >= 28));
    let overtime: Vec<_> =
        case.proposed(0).into_iter().filter(|(change, ..)| matches!(change, Change::OvertimeAfter(_))).collect();
    // The shift ends at 14:00, doors close at 15:00; an hour costs 20 EUR. From 14:00 on one is missing.
    assert_eq!(overtime, [(Change::OvertimeAfter(30), 15.0, 0.5), (Change::OvertimeAfter(60), 30.0, 1.0)]);
}

#[test]
fn who_begins_later_may_begin_earlier_but_not_before_the_notice() {
    let case = Case::at("08:40", &[shift(0, 600, 60, 1)], |_| 1);
    let before: Vec<u32> = case
        .proposed(0)
        .into_iter()
        .filter_map(|(change, ..)| if let Change::OvertimeBefore(minutes) = change { Some(minutes) } else { None })
        .collect();
    // Asked at 8:40, nobody comes before 9:10: 9:30 is the first interval.
    assert_eq!(before, [30]);
}

#[test]
fn time_off_saves_the_wage_of_what_is_left_without_the_unpaid_break() {
    let case = Case::at("08:30", &[shift(0, 480, 120, 1)], |_| 0);
    let off: Vec<_> =
        case.proposed(0).into_iter().filter(|(change, ..)| matches!(change, Change::TimeOff(_))).collect();
    // From 9:00 three hours less half an hour of break, from 9:30, from 10:30 (not in the break), and an hour at least.
    let at = |interval, saved: f64| (Change::TimeOff(interval), -saved, 0.0);
    assert_eq!(off, [at(18, 50.0), at(19, 40.0), at(21, 30.0), at(22, 20.0)]);
}

#[test]
fn all_rounders_help_specialists_and_not_the_other_way() {
    let case = Case::at("08:00", &[shift(1, 480, 90, 1), shift(0, 480, 90, 1)], |_| 1);
    assert_eq!(case.plan.duties[0].may_help, [GroupId(0)]);
    assert!(case.plan.duties[1].may_help.is_empty());
    // All-rounders are dealt out to the first queue anyway: only the tenth for what specialists lack by themselves is gained.
    let mut case = case;
    case.need.by_group.row_mut(0)[20..24].fill(2);
    let helps: Vec<_> =
        case.proposed(0).into_iter().filter(|(change, ..)| matches!(change, Change::Help { .. })).collect();
    let [(Change::Help { group: GroupId(0), intervals: (20, 24) }, cost, gain)] = helps.as_slice() else {
        panic!("{helps:?}");
    };
    assert!(*cost == 0.0 && (gain - 0.1 * 2.0).abs() < 1e-9, "{gain}");
}

#[test]
fn the_absent_are_taken_from_those_who_are_meant() {
    let whole = scenario();
    let today = Today::of(&whole, Now::parse("2026-01-05 09:00", &whole).unwrap());
    let mut plan = Plan::of_shifts(&whole, &today, &[shift(0, 480, 90, 2), shift(0, 600, 90, 1), shift(1, 480, 90, 1)]);
    let absence = |group, start, people, from, until| Absence {
        name: None,
        group: Some(GroupId(group)),
        shift_type: None,
        start,
        people,
        from,
        until,
    };
    // One of those from 10:00 all day, one all-rounder from 11:00; and two more of the evening, who are not planned.
    let absences = [absence(0, Some(600), 1, 0, 1440), absence(1, None, 1, 660, 1440), absence(0, None, 2, 1200, 1440)];
    assert_eq!(plan.without(&whole, &today, &absences), 2);
    let people = plan.people(&whole, &today);
    assert_eq!(people.row(0)[16..30], [2, 2, 2, 0, 2, 2, 2, 2, 0, 0, 0, 0, 0, 0]);
    assert_eq!(people.row(1)[16..24], [1, 1, 1, 0, 1, 1, 0, 0]);
}

#[test]
fn agents_are_right_over_the_day_and_one_person_more_adds_at_most_one() {
    let plan = Plan { duties: Vec::new(), agents_per_person: vec![0.72] };
    let agents = |people| plan.levels(&Grid::filled(1, 48, people)).agents;
    let mut last = agents(0);
    assert!(last.values().iter().all(|&level| level == 0));
    for people in 1..60 {
        let now = agents(people);
        assert!(now.values().iter().zip(last.values()).all(|(now, last)| *now == *last || *now == last + 1));
        let hours: u32 = now.values().iter().sum();
        // Multiples of the golden ratio differ from evenly spread numbers by less than two of 48 (their discrepancy).
        assert!((f64::from(hours) - 48.0 * 0.72 * f64::from(people)).abs() <= 2.0, "{people}: {hours}");
        last = now;
    }
    let whole = Plan { duties: Vec::new(), agents_per_person: vec![1.0] };
    assert_eq!(whole.levels(&Grid::filled(1, 48, 7)).agents, Grid::filled(1, 48, 7));
}

#[test]
fn the_checker_finds_each_planted_violation() {
    let case = Case::at("09:00", &[shift(0, 480, 90, 1), shift(1, 480, 90, 1)], |_| 1);
    assert!(case.broken_by(&Change::ShiftBreak { rest: 0, from: 90, to: 120 }).is_empty());
    assert!(case.broken_by(&Change::OvertimeAfter(60)).is_empty());
    assert_eq!(case.broken_by(&Change::ShiftBreak { rest: 0, from: 90, to: 180 }), ["breaks are where they may be"]);
    assert_eq!(
        case.broken_by(&Change::ShiftBreak { rest: 0, from: 90, to: 60 }),
        ["nothing changes before the notice"]
    );
    assert_eq!(case.broken_by(&Change::OvertimeAfter(150)), ["overtime is within its limit"]);
    assert_eq!(case.broken_by(&Change::Help { group: GroupId(1), intervals: (20, 22) }), ["help is where it is known"]);
    assert_eq!(case.broken_by(&Change::TimeOff(17)), ["nothing changes before the notice"]);
    let mut longer = case.plan.clone();
    longer.duties[0].shift.as_mut().unwrap().length = 210;
    let findings = check(&case.whole, &case.today, &case.plan, &longer);
    assert!(findings.iter().any(|finding| finding.rule == "the shift is the same but for its breaks"), "{findings:?}");
    assert_eq!(check(&case.whole, &case.today, &case.plan, &Plan { duties: Vec::new(), ..case.plan.clone() }).len(), 1);
}

#[test]
fn overtime_of_named_people_keeps_the_rules_of_their_contract() {
    use crate::scenario::{Contract, Employee, Limits, RosterSettings};
    use crate::units::Hours;
    use std::collections::{BTreeMap, BTreeSet};
    let mut whole = scenario();
    let none = || Limits { least: None, most: None };
    let contract = Contract {
        name: "minor".to_owned(),
        hours_per_day: Limits { least: None, most: Some(Hours(5.0)) },
        hours_per_week: none(),
        hours: none(),
        days_per_week: Limits { least: None, most: None },
        rest: 720,
        weekly_rest: 0,
        days_in_a_row: Limits { least: None, most: None },
        days_off_in_a_row: 0,
        start_difference: None,
        weekends: None,
        complete_weekends: false,
        shifts: None,
        within: Vec::from([std::ops::Range { start: 450, end: 800 }]),
        not_before: BTreeMap::new(),
        rotation: Vec::new(),
    };
    let employee = Employee {
        name: "Ada".to_owned(),
        groups: vec![GroupId(0), GroupId(1)],
        contract: 0,
        seniority: 1.0,
        rotation_week: 0,
        nights_before: 0,
        weekends_before: 0,
        refusals_before: 0,
        days_off: BTreeSet::new(),
        available: BTreeMap::new(),
        wishes: Vec::new(),
        history: BTreeMap::new(),
        history_days: 0,
        locked: BTreeMap::new(),
    };
    whole.roster = Some(RosterSettings {
        contracts: vec![contract],
        employees: vec![employee],
        night: (1380, 360),
        refused_wish: Money::ZERO,
        unfair_night: Money::ZERO,
        unfair_weekend: Money::ZERO,
        unfair_refusal: Money::ZERO,
    });
    let named = |shift: GivenShift| GivenShift { name: Some("Ada".to_owned()), ..shift };
    let (today, tomorrow) =
        (named(shift(0, 480, 90, 1)), GivenShift { day: 1, start: 30, ..named(shift(0, 480, 90, 1)) });
    let limits = super::limits::overtime_limits(&whole, &[today.clone(), tomorrow], &today);
    // Work may lie from 7:30 to 13:20; 3.5 of 5 paid hours are used; and tomorrow's shift begins 12.5 h after today's end.
    assert_eq!((limits.before, limits.after, limits.both), (30, 30, 90));
    let known = super::limits::overtime_limits(&whole, std::slice::from_ref(&today), &today);
    assert_eq!(known.after, 80);
}
