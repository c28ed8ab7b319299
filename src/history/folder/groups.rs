//! Groups of agents in a scenario made of a history: teams as call records show them, or one for each queue.

use super::{Centre, HANDLING_S, PATIENCE_S, SHRINKAGE, Table, bare, is_live, plain, rounded, said, write_settings};
use crate::calendar::clock;
use crate::erlang::agents_needed;
use crate::history::dates::date_of;
use crate::history::duty::{PAUSE_S, Team};
use crate::history::mapping::quoted;
use crate::history::{IntervalHistory, IntervalRow, QueueHistory};
use crate::target::{ServiceLevelDefinition, ServiceLevelTarget, Target};
use crate::units::{Seconds, Share};
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// A group of agents as it was recorded.
pub(super) struct RecordedGroup {
    name: String,
    /// Queues that it serves, by their index.
    pub(super) queues: Vec<usize>,
    /// Agents on duty by begin of the interval, where they are known.
    pub(super) levels: Option<BTreeMap<i64, f64>>,
    /// The people, where call records name them.
    people: Option<Team>,
}

/// The groups: teams of call records, and one for each queue that none of them serves.
pub(super) fn groups(history: &IntervalHistory, teams: &[Team]) -> Vec<RecordedGroup> {
    let interval_s = i64::from(history.interval_minutes) * 60;
    let index = |name: &String| history.queues.iter().position(|queue| queue.name == *name);
    let of_team = |team: &Team| RecordedGroup {
        name: team.name.clone(),
        queues: team.skills.iter().filter_map(index).collect(),
        levels: Some(team.levels(interval_s)),
        people: Some(team.clone()),
    };
    let mut groups: Vec<RecordedGroup> = teams.iter().map(of_team).filter(|group| !group.queues.is_empty()).collect();
    let served: BTreeSet<usize> = groups.iter().flat_map(|group| group.queues.iter().copied()).collect();
    for (index, queue) in history.queues.iter().enumerate().filter(|(index, _)| !served.contains(index)) {
        let levels: BTreeMap<i64, f64> = queue.rows.iter().filter_map(|row| Some((row.start_s, row.agents?))).collect();
        let mut names = std::iter::once(team(&queue.name)).chain((2..).map(|n| format!("{}_{n}", team(&queue.name))));
        let name = names.find(|name| groups.iter().all(|group| group.name != *name)).unwrap_or_default();
        let levels = levels.values().any(|agents| *agents >= 0.5).then_some(levels);
        groups.push(RecordedGroup { name, queues: vec![index], levels, people: None });
    }
    groups
}

fn team(queue: &str) -> String {
    format!("{queue}_team")
}

impl Centre<'_> {
    /// Agents on duty, group by group, over the whole history.
    pub(super) fn on_duty(&self, groups: &[RecordedGroup]) -> String {
        let known: Vec<(&str, &BTreeMap<i64, f64>)> =
            groups.iter().filter_map(|group| Some((group.name.as_str(), group.levels.as_ref()?))).collect();
        let mut table = Table::new(&["date", "start"], known.iter().map(|(name, _)| (*name).to_owned()));
        for (start_s, interval) in self.starts() {
            let date = self.calendar.days[interval.day].date;
            let mut cells = vec![date.to_string(), clock(interval.clock_minute)];
            cells
                .extend(known.iter().map(|(_, level)| plain(level.get(&start_s).map_or(0.0, |agents| agents.round()))));
            table.push(&cells);
        }
        table.done()
    }

    pub(super) fn group_text(&self, text: &mut String, group: &RecordedGroup) {
        let history = self.history;
        _ = writeln!(text, "\n[group.{}]", bare(&group.name));
        let skills: Vec<String> = group.queues.iter().map(|&queue| quoted(&history.queues[queue].name)).collect();
        let setting = format!("skills = [{}]", skills.join(", "));
        match group.people {
            Some(_) => said(text, &setting, "queues of which each of these agents answered one call in fifty, or more"),
            None => _ = writeln!(text, "{setting}"),
        }
        let studied = |start_s: i64| self.studied().is_some_and(|studied| studied.contains(&start_s));
        let most = group.levels.as_ref().map(|levels| {
            levels
                .iter()
                .filter(|(start_s, _)| studied(**start_s))
                .map(|(_, agents)| *agents)
                .fold(0.0, f64::max)
                .round()
        });
        if group.levels.is_some() {
            let source = match group.people {
                Some(_) => format!(
                    "who answered calls is there from one to the next, with at most {} minutes between and nobody waiting meanwhile",
                    PAUSE_S / 60
                ),
                None => "as recorded".to_owned(),
            };
            said(text, "on_duty.file = \"on_duty.csv\"", &source);
        }
        let first = group.queues.first().map(|&index| (index, &history.queues[index]));
        let agents =
            most.unwrap_or_else(|| first.map_or(1.0, |(index, queue)| self.agents_at_the_busiest(index, queue)));
        let agents = agents.max(1.0);
        let shrinkage = self.estimated.shrinkage.unwrap_or(SHRINKAGE);
        let percent = rounded(100.0 * shrinkage);
        let seen = group.people.as_ref().zip(self.studied()).map(|(team, studied)| {
            let people = team.people_between(studied.start, studied.end);
            (people as f64).max(agents)
        });
        let headcount = seen.unwrap_or_else(|| (agents / (1.0 - shrinkage)).ceil());
        let source = if seen.is_some() {
            "people who answered calls in the days that are studied".to_owned()
        } else if group.levels.is_some() {
            format!("default: the most at once, {agents}, with a shrinkage of {percent} %")
        } else if first.is_some_and(|(_, queue)| is_live(queue.channel)) {
            format!(
                "default: {agents} agents answer 80 % within 20s in the busiest interval (Erlang A), with a shrinkage of {percent} %"
            )
        } else {
            format!("default: {agents} agents do what comes in the busiest interval, with a shrinkage of {percent} %")
        };
        said(text, &format!("headcount = {headcount}"), &source);
        write_settings(text, self.estimated.groups.iter());
        said(text, "wage = 25", "default: put the loaded cost of an hour here");
    }

    /// The time that is studied, in seconds since 1970.
    fn studied(&self) -> Option<std::ops::Range<i64>> {
        let zone = TimeZone::get(&self.history.time_zone).unwrap_or(TimeZone::UTC);
        let begin = |day: i32| Some(date_of(day).to_zoned(zone.clone()).ok()?.timestamp().as_second());
        Some(begin(self.horizon.0)?..begin(self.horizon.1 + 1)?)
    }

    /// Agents needed in the busiest interval that is studied.
    fn agents_at_the_busiest(&self, index: usize, queue: &QueueHistory) -> f64 {
        let plain =
            |row: &&IntervalRow| self.is_studied(row) && self.findings.mark(index, row.date(), row.minute()).is_none();
        let most = queue.rows.iter().filter(plain).map(|row| row.offered).fold(0.0, f64::max);
        let handling = queue.handling_since(i32::MIN).map_or(HANDLING_S, |(mean, ..)| mean);
        let rate = most / (f64::from(self.history.interval_minutes) * 60.0);
        if !is_live(queue.channel) {
            return (rate * handling).ceil();
        }
        let definition = ServiceLevelDefinition::default();
        let service_level = Some(ServiceLevelTarget { share: Share(0.8), within: Seconds(20.0), definition });
        let target = Target { service_level, ..Target::default() };
        agents_needed(rate, Seconds(handling), Some(Seconds(PATIENCE_S)), None, &target)
            .map_or(rate * handling, f64::from)
    }
}
