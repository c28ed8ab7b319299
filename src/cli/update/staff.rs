//! Who was on duty on the days that came, by the groups of the scenario.

use super::plan::usual_staff;
use crate::calendar::{Calendar, clock};
use crate::history::IntervalHistory;
use crate::history::continued::DayTable;
use crate::history::duty::Team;
use crate::history::read::Reading;
use crate::scenario::{Group, Scenario};
use crate::variance::recorded::begins;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, BTreeSet};

/// Agents on duty by group and begin of the interval, as far as the files show them: teams of call records go to the group of their name, else
/// to that with the most similar skills; agents of a queue to the group that serves it and nothing else, if no other does.
pub fn levels(reading: &Reading, scenario: &Scenario) -> BTreeMap<String, BTreeMap<i64, f64>> {
    let mut levels: BTreeMap<String, BTreeMap<i64, f64>> = BTreeMap::new();
    let interval_s = i64::from(reading.history.interval_minutes) * 60;
    let starts = || reading.history.queues.iter().flat_map(|queue| queue.rows.iter().map(|row| row.start_s));
    for team in &reading.teams {
        let Some(group) = group_of(team, scenario) else { continue };
        let of_group = levels.entry(group.name.clone()).or_default();
        for (start_s, agents) in team.levels(interval_s) {
            *of_group.entry(start_s).or_default() += agents;
        }
    }
    if !reading.teams.is_empty() {
        // Groups whose queues the records have, and of whom nobody answered: nobody was there.
        let told: BTreeSet<&str> =
            reading.teams.iter().flat_map(|team| team.skills.iter().map(String::as_str)).collect();
        for group in
            scenario.groups.iter().filter(|group| skills(group, scenario).iter().all(|skill| told.contains(skill)))
        {
            let of_group = levels.entry(group.name.clone()).or_default();
            for start_s in starts() {
                of_group.entry(start_s).or_default();
            }
        }
    }
    for queue in &reading.history.queues {
        let mut serving = scenario.groups.iter().filter(|group| skills(group, scenario).contains(&queue.name.as_str()));
        let (Some(group), None) = (serving.next(), serving.next()) else { continue };
        if group.skills.len() == 1 && !levels.contains_key(&group.name) {
            let known: BTreeMap<i64, f64> =
                queue.rows.iter().filter_map(|row| Some((row.start_s, row.agents?))).collect();
            if known.values().any(|agents| *agents > 0.0) {
                levels.insert(group.name.clone(), known);
            }
        }
    }
    levels
}

fn skills<'a>(group: &Group, scenario: &'a Scenario) -> Vec<&'a str> {
    group.skills.iter().map(|skill| scenario.queue(*skill).name.as_str()).collect()
}

fn group_of<'a>(team: &Team, scenario: &'a Scenario) -> Option<&'a Group> {
    if let Some(group) = scenario.groups.iter().find(|group| group.name == team.name) {
        return Some(group);
    }
    let alike = |group: &Group| {
        let theirs = skills(group, scenario);
        let common = theirs.iter().filter(|skill| team.skills.iter().any(|own| own == *skill)).count();
        common as f64 / (theirs.len() + team.skills.len() - common).max(1) as f64
    };
    let best = scenario.groups.iter().rev().max_by(|a, b| alike(a).total_cmp(&alike(b)));
    best.filter(|group| alike(group) > 0.0)
}

/// Rows of `on_duty.csv` for days: what was recorded, and for groups of which nothing was, what was usual. Days without any record have no
/// rows.
pub fn table(
    before: &DayTable,
    history: &IntervalHistory,
    days: &BTreeSet<Date>,
    levels: &BTreeMap<String, BTreeMap<i64, f64>>,
) -> DayTable {
    let mut names = before.names.clone();
    names.extend(levels.keys().filter(|name| !before.names.contains(name)).cloned());
    let zone = TimeZone::get(&history.time_zone).unwrap_or(TimeZone::UTC);
    let mut table = DayTable::of(names.clone());
    for &day in days {
        let calendar = Calendar::of_days(day, 1, history.interval_minutes, &zone);
        let begins = begins(&calendar);
        let is_known = |name: &String| {
            levels.get(name).is_some_and(|levels| begins.iter().any(|begin| levels.contains_key(begin)))
        };
        if !names.iter().any(is_known) {
            continue;
        }
        for (interval, begin) in calendar.intervals.iter().zip(&begins) {
            let cell = |name: &String| {
                if is_known(name) {
                    levels[name].get(begin).copied().unwrap_or(0.0).round() as u32
                } else {
                    usual_staff(before, name, day, interval.clock_minute)
                }
            };
            let cells = names.iter().map(|name| cell(name).to_string()).collect();
            table.push(&day.to_string(), &clock(interval.clock_minute), cells);
        }
    }
    table
}
