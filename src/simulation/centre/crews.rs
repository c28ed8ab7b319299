//! Crews: the agents of a group who are alike. A group is one crew, unless some of its people are new or all have names.

use super::{CrewRules, Seat, Skill, overflow_after};
use crate::demand::Demand;
use crate::scenario::{Group, GroupId, QueueId, Scenario};
use crate::staffing::StaffingLevels;

/// All crews, and the numbers of their agents and skills.
pub(super) struct LineUp {
    pub(super) crews: Vec<CrewRules>,
    pub(super) agents: Vec<u32>,
    pub(super) crew_of_pair: Vec<u32>,
}

/// A crew before it is numbered.
struct Alike {
    person: Option<usize>,
    /// By skill.
    proficiency: Vec<f64>,
    /// By interval.
    levels: Vec<u32>,
}

pub(super) fn line_up(scenario: &Scenario, demand: &Demand, levels: &StaffingLevels, intervals: &[usize]) -> LineUp {
    let mut line_up = LineUp { crews: Vec::new(), agents: Vec::new(), crew_of_pair: Vec::new() };
    for (index, group) in scenario.groups.iter().enumerate() {
        for alike in alike(group, levels.agents.row(index)) {
            let levels: Vec<u32> = intervals.iter().map(|&interval| alike.levels[interval]).collect();
            let first_pair = line_up.crew_of_pair.len();
            let skill = |(place, &id): (usize, &QueueId)| Skill {
                queue: id.0,
                pair: first_pair + place,
                after: overflow_after(scenario, id.0, index),
                priority: scenario.queue(id).priority,
                weight: scenario.queue(id).weight,
                factor: demand.handling_factor[id.0] / alike.proficiency[place],
                deferred: scenario.queue(id).deferred.is_some(),
                interruptible: scenario.queue(id).deferred.is_some_and(|deferred| deferred.interruptible),
            };
            let skills: Vec<Skill> = group.skills.iter().enumerate().map(skill).collect();
            let crew = line_up.crews.len() as u32;
            line_up.crew_of_pair.extend(skills.iter().map(|_| crew));
            let first_agent = line_up.agents.len();
            let most = levels.iter().copied().max().unwrap_or(0) as usize;
            line_up.agents.resize(first_agent + most, crew);
            line_up.crews.push(CrewRules {
                group: index,
                person: alike.person,
                lays_aside: skills.iter().any(|skill| skill.interruptible),
                skills,
                levels,
                first_agent,
                reserve: group.reserve as usize,
                holds_several: group.skills.iter().any(|&id| scenario.queue(id).concurrency.is_some()),
            });
        }
    }
    line_up
}

impl LineUp {
    /// Where contacts of a queue are served in a group: a seat for each of its crews.
    pub(super) fn seats(&self, group: GroupId, queue: QueueId, rank: u32) -> impl Iterator<Item = Seat> + '_ {
        let crews = self.crews.iter().enumerate().filter(move |(_, crew)| crew.group == group.0);
        crews.filter_map(move |(crew, rules)| {
            let skill = rules.skills.iter().find(|skill| skill.queue == queue.0)?;
            Some(Seat { crew, pair: skill.pair, rank, factor: skill.factor })
        })
    }
}

/// The people of a group, sorted by what they can do.
fn alike(group: &Group, levels: &[u32]) -> Vec<Alike> {
    if !group.persons.is_empty() {
        return named(group, levels);
    }
    let whole = |levels: Vec<u32>, factor: f64| Alike {
        person: None,
        proficiency: group.proficiency.iter().map(|proficiency| proficiency * factor).collect(),
        levels,
    };
    if group.tenure.is_empty() {
        return vec![whole(levels.to_vec(), 1.0)];
    }
    // Of n on duty, a class whose share ends at s gets those from ⌊n s' + ½⌋ to ⌊n s + ½⌋, so that the parts add up to n.
    let up_to = |share: f64, level: u32| (f64::from(level) * share + 0.5).floor().min(f64::from(level)) as u32;
    let mut crews = Vec::new();
    let mut before = 0.0;
    for class in &group.tenure {
        let share = before + class.share.0;
        crews.push(whole(levels.iter().map(|&n| up_to(share, n) - up_to(before, n)).collect(), class.factor));
        before = share;
    }
    crews.push(whole(levels.iter().map(|&n| n - up_to(before, n)).collect(), 1.0));
    crews
}

/// Named people, each a crew. Where as many are asked for as are on duty by their own plan, it is they; where fewer, the last of
/// them stay away; where more, first those come who are off duty, and then helpers without a name and fully proficient.
fn named(group: &Group, levels: &[u32]) -> Vec<Alike> {
    let mut crews: Vec<Alike> = group
        .persons
        .iter()
        .enumerate()
        .map(|(index, person)| Alike {
            person: Some(index),
            proficiency: person.proficiency.clone(),
            levels: vec![0; levels.len()],
        })
        .collect();
    let mut helpers = vec![0; levels.len()];
    for (interval, &level) in levels.iter().enumerate() {
        let planned = |on_duty: bool| {
            let all = group.persons.iter().enumerate();
            all.filter(move |(_, person)| person.on_duty[interval] == on_duty).map(|(index, _)| index)
        };
        let mut missing = level;
        for person in planned(true).chain(planned(false)).take(level as usize) {
            crews[person].levels[interval] = 1;
            missing -= 1;
        }
        helpers[interval] = missing;
    }
    if helpers.iter().any(|&level| level > 0) {
        crews.push(Alike { person: None, proficiency: vec![1.0; group.skills.len()], levels: helpers });
    }
    crews
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Person, TenureClass};
    use crate::units::Share;

    #[test]
    fn the_new_are_their_share_of_whoever_is_on_duty() {
        let mut group = Group::plain("agents", vec![QueueId(0)], vec![10, 3, 0]);
        group.tenure = vec![TenureClass { share: Share(0.3), factor: 0.5 }];
        let crews = alike(&group, &group.on_duty);
        assert_eq!(crews.iter().map(|crew| crew.levels.clone()).collect::<Vec<_>>(), [[3, 1, 0], [7, 2, 0]]);
        assert_eq!([crews[0].proficiency[0], crews[1].proficiency[0]], [0.5, 1.0]);
    }

    #[test]
    fn named_people_come_by_their_own_plan_and_helpers_where_they_are_too_few() {
        let mut group = Group::plain("agents", vec![QueueId(0)], Vec::new());
        let person = |name: &str, on_duty: [bool; 3]| Person {
            name: name.to_owned(),
            proficiency: vec![1.0],
            on_duty: on_duty.to_vec(),
        };
        group.persons = vec![person("Ada", [true, false, true]), person("Bo", [false, true, true])];
        let crews = alike(&group, &[1, 1, 3]);
        let levels: Vec<_> = crews.iter().map(|crew| crew.levels.clone()).collect();
        assert_eq!(levels, [[1, 0, 1], [0, 1, 1], [0, 0, 1]]);
    }
}
