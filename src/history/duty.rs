//! Who was there, as call records show it: agents, the queues that they serve, and how many of them were on duty when.
//!
//! Telephone systems know who is logged on; their call records do not. An agent is taken to be on duty from the first answer to the
//! last end of a stretch of calls, with no longer than [`PAUSE_S`] between them. Where calls are few that counts too few agents;
//! lunch and meetings are rightly left out.
//!
//! Agents who serve the same queues are a [`Team`]. A queue of which an agent answers fewer than one call in fifty is a favour,
//! not a skill.

use super::queues::slug;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The longest time without a call of an agent who is on duty, in seconds.
pub const PAUSE_S: i64 = 1800;
/// Share of an agent's calls below which a queue is none of the agent's skills.
const FAVOUR: f64 = 0.02;
/// Most teams: smaller ones join the most similar.
const MOST_TEAMS: usize = 12;

/// Agents with the same skills.
#[derive(Debug, Clone, PartialEq)]
pub struct Team {
    /// Its name in a scenario.
    pub name: String,
    /// Names of the queues that it serves, in ascending order.
    pub skills: Vec<String>,
    /// The agents: who answered a call, and when each of them was on duty, in seconds since 1970 in UTC.
    pub agents: Vec<Vec<(i64, i64)>>,
}

impl Team {
    /// Agents on duty by begin of the interval, as a mean over it: whoever comes or goes within counts in part.
    pub fn levels(&self, interval_s: i64) -> BTreeMap<i64, f64> {
        let mut levels = BTreeMap::new();
        for &(from, to) in self.agents.iter().flatten() {
            let mut start = from.div_euclid(interval_s) * interval_s;
            while start < to {
                let part = to.min(start + interval_s) - from.max(start);
                *levels.entry(start).or_default() += part as f64 / interval_s as f64;
                start += interval_s;
            }
        }
        levels
    }

    /// How many of its agents were on duty between two moments, in seconds since 1970.
    pub fn people_between(&self, begin: i64, end: i64) -> usize {
        self.agents.iter().filter(|spans| spans.iter().any(|(from, to)| *from < end && begin < *to)).count()
    }
}

/// Agents, each with the times on duty, by the queues that they serve.
type BySkills = BTreeMap<BTreeSet<String>, Vec<Vec<(i64, i64)>>>;

/// What is kept of each agent while records pass by.
#[derive(Debug, Default)]
pub struct Duty {
    places: HashMap<Vec<u8>, usize>,
    agents: Vec<Agent>,
}

#[derive(Debug, Default)]
struct Agent {
    spans: Spans,
    /// Calls by the queue's number.
    calls: Vec<u64>,
}

/// Stretches of time; those that are close to each other are joined now and then, so that they stay few.
#[derive(Debug, Default)]
struct Spans {
    list: Vec<(i64, i64)>,
    /// How many there may be before they are joined.
    limit: usize,
}

impl Spans {
    fn add(&mut self, (from, to): (i64, i64)) {
        match self.list.last_mut() {
            // Records come in order of time, mostly.
            Some(last) if from >= last.0 && from <= last.1 + PAUSE_S => last.1 = last.1.max(to),
            _ => self.list.push((from, to)),
        }
        if self.list.len() > self.limit {
            self.join();
            self.limit = (2 * self.list.len()).max(64);
        }
    }

    fn join(&mut self) {
        self.list.sort_unstable();
        let mut joined: Vec<(i64, i64)> = Vec::with_capacity(self.list.len());
        for &(from, to) in &self.list {
            match joined.last_mut() {
                Some(last) if from <= last.1 + PAUSE_S => last.1 = last.1.max(to),
                _ => joined.push((from, to)),
            }
        }
        self.list = joined;
    }
}

impl Duty {
    /// Takes a call that an agent worked on, from the answer to the end, in seconds since 1970.
    pub fn take(&mut self, agent: &[u8], queue: usize, span: (i64, i64)) {
        let place = self.places.get(agent).copied().unwrap_or_else(|| {
            self.places.insert(agent.to_vec(), self.agents.len());
            self.agents.push(Agent::default());
            self.agents.len() - 1
        });
        let agent = &mut self.agents[place];
        agent.spans.add(span);
        if agent.calls.len() <= queue {
            agent.calls.resize(queue + 1, 0);
        }
        agent.calls[queue] += 1;
    }

    /// The teams, by what they serve; `names` are those of the queues by their number, and several may have the same.
    pub fn teams(&self, names: &[&str]) -> Vec<Team> {
        let mut teams = BySkills::new();
        // The order of a hash map is not the same in each run, and that of agents must be.
        let mut agents: Vec<(&Vec<u8>, &usize)> = self.places.iter().collect();
        agents.sort_unstable();
        for (_, &place) in agents {
            let agent = &self.agents[place];
            let skills = skills(agent, names);
            if skills.is_empty() {
                continue;
            }
            let mut spans = Spans { list: agent.spans.list.clone(), limit: 0 };
            spans.join();
            teams.entry(skills).or_default().push(spans.list);
        }
        join_small(&mut teams);
        let mut taken = BTreeSet::new();
        let named = teams.into_iter().map(|(skills, agents)| {
            let skills: Vec<String> = skills.into_iter().collect();
            let name = free_name(&skills, names, &mut taken);
            Team { name, skills, agents }
        });
        named.collect()
    }
}

/// The queues that an agent serves.
fn skills(agent: &Agent, names: &[&str]) -> BTreeSet<String> {
    let mut calls: BTreeMap<&str, u64> = BTreeMap::new();
    for (name, count) in names.iter().zip(&agent.calls).filter(|(name, count)| !name.is_empty() && **count > 0) {
        *calls.entry(name).or_default() += count;
    }
    let all: u64 = calls.values().sum();
    let enough = |count: u64| count as f64 >= FAVOUR * all as f64 && count > 1;
    let most = calls.values().max().copied().unwrap_or(0);
    calls.iter().filter(|(_, count)| enough(**count) || **count == most).map(|(name, _)| (*name).to_owned()).collect()
}

/// Joins the smallest teams with those whose skills are the most alike, until there are few enough.
fn join_small(teams: &mut BySkills) {
    let seconds = |agents: &Vec<Vec<(i64, i64)>>| agents.iter().flatten().map(|(from, to)| to - from).sum::<i64>();
    while teams.len() > MOST_TEAMS {
        let Some(least) = teams.iter().min_by_key(|(_, agents)| seconds(agents)).map(|(skills, _)| skills.clone())
        else {
            return;
        };
        let agents = teams.remove(&least).unwrap_or_default();
        let alike = |skills: &BTreeSet<String>| {
            let common = skills.intersection(&least).count() as f64;
            common / (skills.len() + least.len()) as f64
        };
        if let Some((_, others)) = teams.iter_mut().max_by(|(a, _), (b, _)| alike(a).total_cmp(&alike(b))) {
            others.extend(agents);
        }
    }
}

/// A name that tells what a team serves, and that no other team has.
fn free_name(skills: &[String], names: &[&str], taken: &mut BTreeSet<String>) -> String {
    let queues: BTreeSet<&&str> = names.iter().filter(|name| !name.is_empty()).collect();
    let name = match skills {
        [only] => format!("{only}_team"),
        _ if skills.len() == queues.len() => "all_queues_team".to_owned(),
        [one, two] => format!("{one}_and_{two}_team"),
        [first, .., last] => format!("{first}_to_{last}_{}_queues_team", skills.len()),
        [] => "team".to_owned(),
    };
    let name = if skills.len() == 1 { name } else { slug(&name) };
    let mut names = std::iter::once(name.clone()).chain((2..).map(|number| format!("{name}_{number}")));
    let free = names.find(|name| !taken.contains(name)).unwrap_or(name);
    taken.insert(free.clone());
    free
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agents_are_on_duty_between_calls_but_not_over_lunch() {
        let mut duty = Duty::default();
        // Out of order, as files may be.
        for (from, to) in [(3600, 4200), (0, 300), (1500, 1800), (10_000, 10_800)] {
            duty.take(b"ann", 0, (from, to));
        }
        let teams = duty.teams(&["sales"]);
        assert_eq!(teams[0].agents, [vec![(0, 4200), (10_000, 10_800)]]);
        let levels = teams[0].levels(1800);
        assert_eq!(levels.values().copied().collect::<Vec<_>>(), [1.0, 1.0, 600.0 / 1800.0, 800.0 / 1800.0]);
        assert_eq!((teams[0].people_between(0, 100), teams[0].people_between(5000, 9000)), (1, 0));
    }

    #[test]
    fn teams_have_the_skills_that_agents_show() {
        let mut duty = Duty::default();
        let mut calls = |agent: &str, queue: usize, count: i64| {
            (0..count).for_each(|n| duty.take(agent.as_bytes(), queue, (n * 60, n * 60 + 50)));
        };
        calls("ann", 0, 99);
        calls("ann", 1, 1);
        calls("ben", 0, 60);
        calls("ben", 1, 40);
        calls("cat", 1, 5);
        calls("dan", 0, 10);
        calls("eve", 2, 7);
        let teams = duty.teams(&["sales", "orders", ""]);
        let said: Vec<(&str, usize)> = teams.iter().map(|team| (team.name.as_str(), team.agents.len())).collect();
        assert_eq!(said, [("orders_team", 1), ("all_queues_team", 1), ("sales_team", 2)]);
        assert_eq!(teams[1].skills, ["orders", "sales"]);
    }

    #[test]
    fn many_small_teams_join_those_they_are_alike() {
        let mut duty = Duty::default();
        let names: Vec<String> = (0..30).map(|queue| format!("queue{queue:02}")).collect();
        for queue in 0..30_u32 {
            let take = |n: i64| duty.take(format!("agent{queue}").as_bytes(), queue as usize, (n * 60, n * 60 + 50));
            (0..=i64::from(queue)).for_each(take);
        }
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let teams = duty.teams(&names);
        assert_eq!(teams.len(), MOST_TEAMS);
        assert_eq!(teams.iter().map(|team| team.agents.len()).sum::<usize>(), 30, "nobody is lost");
    }
}
