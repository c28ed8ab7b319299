//! The rules of each person's week, from the tours alone, and that the tours are the schedule's shifts.

use super::overtime::without_overtime;
use super::{each_shift, finding, paid_minutes};
use crate::scenario::{ContractId, GroupContract, GroupId, Scenario};
use crate::scheduling::schedule::{Finding, Schedule, ScheduledShift, Tour};
use jiff::civil::Weekday;
use std::collections::{BTreeMap, BTreeSet};

/// Tours, and shifts of contracts, name what exists, and each person has one tour in a week at most.
pub(super) fn tours_name_what_exists(scenario: &Scenario, schedule: &Schedule) -> Vec<Finding> {
    let contract_of = |group: GroupId, contract: ContractId| {
        scenario.groups.get(group.0).and_then(|group| group.contracts.get(contract.0))
    };
    let is_known =
        |shift: &ScheduledShift| shift.contract.is_none_or(|contract| contract_of(shift.group, contract).is_some());
    let unknown = schedule.shifts.iter().filter(|shift| !is_known(shift)).map(|shift| format!("{shift:?}"));
    let mut seen = BTreeSet::new();
    let mut is_right = |tour: &Tour| {
        let theirs = |shift: &ScheduledShift| {
            (shift.group, shift.contract, shift.people) == (tour.group, Some(tour.contract), 1)
                && shift.day / 7 == tour.week
                && shift.day < scenario.calendar.days.len()
                && shift.shift_type.0 < scenario.shift_types.len()
        };
        contract_of(tour.group, tour.contract).is_some_and(|contract| tour.person < contract.people)
            && tour.shifts.iter().all(theirs)
            && seen.insert((tour.group, tour.contract, tour.person, tour.week))
    };
    let wrong = schedule.tours.iter().filter(|tour| !is_right(tour)).map(|tour| format!("{tour:?}"));
    unknown.chain(wrong).map(|what| finding("tours name what exists", what)).collect()
}

pub(super) fn shifts_have_a_contract(scenario: &Scenario, schedule: &Schedule) -> Vec<Finding> {
    each_shift(scenario, schedule, "shifts have a contract", |shift, _| {
        let lacks = shift.contract.is_none() && !scenario.group(shift.group).contracts.is_empty();
        lacks.then(|| "it is of none of the group's contracts".to_owned())
    })
}

/// The shifts of all tours are those of the schedule, with as many people on each.
pub(super) fn tours_add_up(scenario: &Scenario, schedule: &Schedule) -> Vec<Finding> {
    let mut people: BTreeMap<String, (i64, &ScheduledShift)> = BTreeMap::new();
    let all = schedule.tours.iter().flat_map(|tour| &tour.shifts).map(|shift| (shift, 1));
    let planned = schedule.shifts.iter().filter(|shift| shift.contract.is_some()).map(|shift| (shift, -1));
    for (shift, sign) in all.chain(planned) {
        let alike = format!("{:?}", ScheduledShift { people: 0, ..shift.clone() });
        people.entry(alike).or_insert((0, shift)).0 += sign * i64::from(shift.people);
    }
    let apart = people.into_values().filter(|&(more, _)| more != 0);
    apart
        .map(|(more, shift)| {
            let date = scenario.calendar.days[shift.day].date;
            finding("tours add up", format!("{more} too many in tours of {} on {date}", shift_name(scenario, shift)))
        })
        .collect()
}

pub(super) fn one_shift_a_day(scenario: &Scenario, schedule: &Schedule) -> Vec<Finding> {
    each_tour(scenario, schedule, "one shift a day", |tour, _| {
        let days: BTreeSet<usize> = tour.shifts.iter().map(|shift| shift.day).collect();
        (days.len() < tour.shifts.len()).then(|| format!("{} shifts on {} days", tour.shifts.len(), days.len()))
    })
}

pub(super) fn days_of_a_person(scenario: &Scenario, schedule: &Schedule) -> Vec<Finding> {
    each_tour(scenario, schedule, "days of a person", |tour, contract| {
        let days: BTreeSet<usize> = tour.shifts.iter().map(|shift| shift.day).collect();
        let most = contract.days_per_week as usize;
        (days.len() > most).then(|| format!("{} days instead of at most {most}", days.len()))
    })
}

pub(super) fn hours_of_a_person(scenario: &Scenario, schedule: &Schedule) -> Vec<Finding> {
    each_tour(scenario, schedule, "hours of a person", |tour, contract| {
        let minutes = |shift: &ScheduledShift| without_overtime(shift).map_or(0, |shift| paid_minutes(&shift));
        let worked: u32 = tour.shifts.iter().map(minutes).sum();
        let days = days_in_season(scenario, contract, tour.week).len() as f64;
        let most = 60.0 * contract.weekly_hours.0 * (days / f64::from(contract.days_per_week)).min(1.0);
        (f64::from(worked) > most + 1e-6).then(|| format!("{worked} min instead of at most {most}"))
    })
}

pub(super) fn days_off_lie_together(scenario: &Scenario, schedule: &Schedule) -> Vec<Finding> {
    each_tour(scenario, schedule, "days off lie together", |tour, contract| {
        let days = days_in_season(scenario, contract, tour.week);
        let off = days.len().saturating_sub(contract.days_per_week as usize);
        let (mut longest, mut run) = (0, 0);
        for day in days {
            let works = tour.shifts.iter().any(|shift| shift.day == day);
            run = if works { 0 } else { run + 1 };
            longest = longest.max(run);
        }
        (contract.days_off_together && longest < off).then(|| format!("{longest} days off together instead of {off}"))
    })
}

pub(super) fn shifts_begin_near_each_other(scenario: &Scenario, schedule: &Schedule) -> Vec<Finding> {
    each_tour(scenario, schedule, "shifts begin near each other", |tour, contract| {
        let starts = || tour.shifts.iter().map(|shift| shift.start + shift.overtime.before);
        let apart = starts().max()? - starts().min()?;
        contract.start_within.filter(|&within| apart > within).map(|within| format!("{apart} min instead of {within}"))
    })
}

pub(super) fn dates_and_types_are_the_contracts(scenario: &Scenario, schedule: &Schedule) -> Vec<Finding> {
    each_tour(scenario, schedule, "dates and types are the contract's", |tour, contract| {
        tour.shifts.iter().find_map(|shift| {
            let date = scenario.calendar.days[shift.day].date;
            if contract.from.is_some_and(|from| date < from) || contract.until.is_some_and(|until| date > until) {
                return Some(format!("{date} is not in the season"));
            }
            let types = contract.shift_types.as_ref()?;
            (!types.contains(&shift.shift_type)).then(|| format!("not {}", shift_name(scenario, shift)))
        })
    })
}

pub(super) fn weekends_are_in_turn(scenario: &Scenario, schedule: &Schedule) -> Vec<Finding> {
    let mut weeks: BTreeMap<(GroupId, ContractId, u32), BTreeSet<usize>> = BTreeMap::new();
    for tour in &schedule.tours {
        let is_weekend = |shift: &ScheduledShift| {
            matches!(scenario.calendar.days[shift.day].date.weekday(), Weekday::Saturday | Weekday::Sunday)
        };
        if tour.shifts.iter().any(is_weekend) {
            weeks.entry((tour.group, tour.contract, tour.person)).or_default().insert(tour.week);
        }
    }
    let mut findings = Vec::new();
    for ((group, contract, person), worked) in weeks {
        let Some(rule) = scenario.group(group).contracts[contract.0].weekends else { continue };
        // The most in so many weeks begin with one that is worked.
        let most = worked.iter().map(|&first| worked.range(first..first + rule.of as usize).count()).max();
        if most.is_some_and(|most| most > rule.worked as usize) {
            let who = person_name(scenario, group, contract, person);
            let what = format!("{who}: more than {} of {} weekends", rule.worked, rule.of);
            findings.push(finding("weekends are in turn", what));
        }
    }
    findings
}

/// Days, of the calendar, of a week in which people of a contract may work.
fn days_in_season(scenario: &Scenario, contract: &GroupContract, week: usize) -> Vec<usize> {
    let days = 7 * week..scenario.calendar.days.len().min(7 * week + 7);
    let date = |day: usize| scenario.calendar.days[day].date;
    days.filter(|&day| {
        contract.from.is_none_or(|from| date(day) >= from) && contract.until.is_none_or(|until| date(day) <= until)
    })
    .collect()
}

/// What is wrong with single tours.
fn each_tour(
    scenario: &Scenario,
    schedule: &Schedule,
    rule: &'static str,
    wrong: impl Fn(&Tour, &GroupContract) -> Option<String>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for tour in &schedule.tours {
        if let Some(what) = wrong(tour, &scenario.group(tour.group).contracts[tour.contract.0]) {
            let who = person_name(scenario, tour.group, tour.contract, tour.person);
            let date = scenario.calendar.days[7 * tour.week].date;
            findings.push(finding(rule, format!("{who} in the week from {date}: {what}")));
        }
    }
    findings
}

fn person_name(scenario: &Scenario, group: GroupId, contract: ContractId, person: u32) -> String {
    let group = scenario.group(group);
    format!("{}, {} {}", group.name, group.contracts[contract.0].name, person + 1)
}

fn shift_name(scenario: &Scenario, shift: &ScheduledShift) -> String {
    let name = &scenario.shift_types[shift.shift_type.0].name;
    format!("{name} at {}", crate::calendar::clock(shift.start))
}
