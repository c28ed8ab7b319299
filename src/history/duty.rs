//! Who was there, as call records show it: agents, the queues that they serve, and how many of them were on duty when.
//!
//! Telephone systems know who is logged on; their call records do not. An agent is taken to be on duty from the first answer to the
//! last end of a stretch of calls, with no longer than [`PAUSE_S`] between them, and nobody waiting longer than [`SLOT_S`] whom the agent would
//! have answered: who lets customers wait is away. Where calls are few that counts too few agents; lunch, meetings and short breaks are
//! rightly left out. Time is kept in slots of [`SLOT_S`], so that memory grows with agents and days, and not with calls.
//!
//! Agents who serve the same queues are a [`Team`]. A queue of which an agent answers fewer than one call in fifty is a favour,
//! not a skill, unless it lives on favours: then it is a skill of all who do them.

use super::queues::slug;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The longest time without a call of an agent who is on duty, in seconds.
pub const PAUSE_S: i64 = 900;
/// Length of a slot of time, in seconds; who waits longer would have been answered by an agent who is there.
pub const SLOT_S: i64 = 30;
/// Slots of a day of 24 hours in UTC.
const SLOTS: i64 = 86_400 / SLOT_S;
/// The same in words of 64.
const WORDS: usize = SLOTS as usize / 64;
/// Share of an agent's calls below which a queue is none of the agent's skills.
const FAVOUR: f64 = 0.02;
/// Most days of all agents together that are kept, 360 bytes each: 2,000 agents for four years of working days.
const MOST_DAYS: usize = 2_000_000;
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

/// What is kept of agents and queues while records pass by.
#[derive(Debug, Default)]
pub struct Duty {
    places: HashMap<Vec<u8>, usize>,
    agents: Vec<Agent>,
    /// When somebody had waited for longer than a slot, by the queue's number.
    waiting: Vec<Slots>,
    /// Days of agents that are kept.
    days: usize,
    /// Whether there are more of them than can be kept, and nothing is known of anybody.
    pub is_too_much: bool,
}

#[derive(Debug, Default)]
struct Agent {
    busy: Slots,
    /// Calls by the queue's number.
    calls: Vec<u64>,
}

/// A set of slots.
#[derive(Debug, Default)]
struct Slots {
    /// By day, in ascending order.
    days: Vec<(i64, Box<[u64; WORDS]>)>,
}

/// Those bits of a word of a day that stand for slots of the day from one to another one, both included.
fn bits(word: usize, (from, to): (usize, usize)) -> u64 {
    let low = if word == from / 64 { from % 64 } else { 0 };
    let high = if word == to / 64 { to % 64 } else { 63 };
    (u64::MAX >> (63 - (high - low))) << low
}

/// Slots from one to another one, both included, day by day: the day, and the first and last slot of it.
fn by_day(first: i64, last: i64) -> impl Iterator<Item = (i64, (usize, usize))> {
    (first.div_euclid(SLOTS)..=last.div_euclid(SLOTS)).map(move |day| {
        let of_day = |slot: i64| (slot - day * SLOTS).clamp(0, SLOTS - 1) as usize;
        (day, (of_day(first), of_day(last)))
    })
}

impl Slots {
    fn place(&self, day: i64) -> Result<usize, usize> {
        // Calls come mostly in the order of time.
        match self.days.last() {
            Some((last, _)) if *last == day => Ok(self.days.len() - 1),
            _ => self.days.binary_search_by_key(&day, |(day, _)| *day),
        }
    }

    fn day(&mut self, day: i64) -> &mut [u64; WORDS] {
        let place = self.place(day).unwrap_or_else(|place| {
            self.days.insert(place, (day, Box::new([0; WORDS])));
            place
        });
        &mut self.days[place].1
    }

    /// Adds all slots from a moment to another one, those in which they lie included, of at most a day.
    fn add(&mut self, (from, to): (i64, i64)) {
        let first = from.div_euclid(SLOT_S);
        for (day, range) in by_day(first, to.div_euclid(SLOT_S).min(first + SLOTS)) {
            let words = self.day(day);
            (range.0 / 64..=range.1 / 64).for_each(|word| words[word] |= bits(word, range));
        }
    }

    /// Adds all slots of another set.
    fn add_all(&mut self, other: &Self) {
        for (day, words) in &other.days {
            self.day(*day).iter_mut().zip(words.iter()).for_each(|(word, other)| *word |= other);
        }
    }

    /// Whether any slot from one to another one, both included, is in it.
    fn has_any(&self, first: i64, last: i64) -> bool {
        by_day(first, last).any(|(day, range)| {
            let words = self.place(day).ok().map(|place| &self.days[place].1);
            words.is_some_and(|words| (range.0 / 64..=range.1 / 64).any(|word| words[word] & bits(word, range) != 0))
        })
    }

    /// The slots, in order.
    fn iter<'a>(&'a self) -> impl Iterator<Item = i64> + 'a {
        let of_word = |begin: i64, word: u64| {
            let some = |rest: u64| (rest != 0).then_some(rest);
            let rest = std::iter::successors(some(word), move |rest| some(rest & (rest - 1)));
            rest.map(move |rest| begin + i64::from(rest.trailing_zeros()))
        };
        let words = |(day, words): &'a (i64, Box<[u64; WORDS]>)| {
            let begins = (day * SLOTS..).step_by(64);
            begins.zip(words.iter().copied())
        };
        self.days.iter().flat_map(words).flat_map(move |(begin, word)| of_word(begin, word))
    }

    /// As stretches in seconds, joined over gaps that are short and in which nobody waited.
    fn joined(&self, waiting: &Self) -> Vec<(i64, i64)> {
        let mut joined: Vec<(i64, i64)> = Vec::new();
        for slot in self.iter() {
            match joined.last_mut() {
                Some((_, end)) if slot == *end => *end += 1,
                Some((_, end)) if slot - *end <= PAUSE_S / SLOT_S && !waiting.has_any(*end, slot - 1) => {
                    *end = slot + 1;
                }
                _ => joined.push((slot, slot + 1)),
            }
        }
        joined.into_iter().map(|(from, to)| (from * SLOT_S, to * SLOT_S)).collect()
    }
}

impl Duty {
    /// Takes a call that an agent worked on, from the answer to the end, in seconds since 1970.
    pub fn take(&mut self, agent: &[u8], queue: usize, span: (i64, i64)) {
        if self.is_too_much {
            return;
        }
        let place = self.places.get(agent).copied().unwrap_or_else(|| {
            self.places.insert(agent.to_vec(), self.agents.len());
            self.agents.push(Agent::default());
            self.agents.len() - 1
        });
        let agent = &mut self.agents[place];
        let before = agent.busy.days.len();
        agent.busy.add(span);
        self.days += agent.busy.days.len() - before;
        if self.days > MOST_DAYS {
            *self = Self { is_too_much: true, ..Self::default() };
            return;
        }
        if agent.calls.len() <= queue {
            agent.calls.resize(queue + 1, 0);
        }
        agent.calls[queue] += 1;
    }

    /// Takes in that somebody waited in a queue from a moment to another one, in seconds since 1970.
    pub fn wait(&mut self, queue: usize, (from, to): (i64, i64)) {
        if to - from <= SLOT_S || self.is_too_much {
            return;
        }
        if self.waiting.len() <= queue {
            self.waiting.resize_with(queue + 1, Slots::default);
        }
        self.waiting[queue].add((from + SLOT_S, to));
    }

    /// When somebody had waited for longer than a slot in any of the queues with these names.
    fn waiting_for(&self, skills: &BTreeSet<&str>, names: &[&str]) -> Slots {
        let mut all = Slots::default();
        let of_skills = self.waiting.iter().zip(names).filter(|(_, name)| skills.contains(*name));
        of_skills.for_each(|(waiting, _)| all.add_all(waiting));
        all
    }

    /// The teams, by what they serve; `names` are those of the queues by their number, and several may have the same.
    pub fn teams(&self, names: &[&str]) -> Vec<Team> {
        // The order of a hash map is not the same in each run, and that of agents must be.
        let mut agents: Vec<(&Vec<u8>, &usize)> = self.places.iter().collect();
        agents.sort_unstable();
        let agents: Vec<&Agent> = agents.into_iter().map(|(_, &place)| &self.agents[place]).collect();
        let mut skills: Vec<BTreeSet<&str>> = agents.iter().map(|agent| skills(agent, names)).collect();
        share_favours(&agents, &mut skills, names);
        let mut waiting: BTreeMap<BTreeSet<&str>, Slots> = BTreeMap::new();
        let mut teams = BySkills::new();
        for (agent, skills) in agents.into_iter().zip(skills).filter(|(_, skills)| !skills.is_empty()) {
            let waiting = waiting.entry(skills.clone()).or_insert_with(|| self.waiting_for(&skills, names));
            let on_duty = agent.busy.joined(waiting);
            teams.entry(skills.into_iter().map(str::to_owned).collect()).or_default().push(on_duty);
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

/// Calls of an agent by the name of the queue.
fn calls_by_name<'a>(agent: &Agent, names: &[&'a str]) -> BTreeMap<&'a str, u64> {
    let mut calls = BTreeMap::new();
    for (name, count) in names.iter().zip(&agent.calls).filter(|(name, count)| !name.is_empty() && **count > 0) {
        *calls.entry(*name).or_default() += count;
    }
    calls
}

/// The queues that an agent serves.
fn skills<'a>(agent: &Agent, names: &[&'a str]) -> BTreeSet<&'a str> {
    let calls = calls_by_name(agent, names);
    let all: u64 = calls.values().sum();
    let enough = |count: u64| count as f64 >= FAVOUR * all as f64 && count > 1;
    let most = calls.values().max().copied().unwrap_or(0);
    calls.iter().filter(|(_, count)| enough(**count) || **count == most).map(|(name, _)| *name).collect()
}

/// Of a queue of which those who have it as a skill answer less than half, all who answer it have it.
fn share_favours<'a>(agents: &[&Agent], skills: &mut [BTreeSet<&'a str>], names: &[&'a str]) {
    let calls: Vec<BTreeMap<&str, u64>> = agents.iter().map(|agent| calls_by_name(agent, names)).collect();
    for name in names.iter().copied().collect::<BTreeSet<_>>() {
        let of_name = |calls: &BTreeMap<&str, u64>| calls.get(name).copied().unwrap_or(0);
        let all: u64 = calls.iter().map(of_name).sum();
        let by_skill: u64 = calls
            .iter()
            .zip(&*skills)
            .filter(|(_, skills)| skills.contains(name))
            .map(|(calls, _)| of_name(calls))
            .sum();
        if 2 * by_skill < all {
            let doers = calls.iter().zip(&mut *skills).filter(|(calls, _)| calls.contains_key(name));
            doers.for_each(|(_, skills)| _ = skills.insert(name));
        }
    }
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
        for (from, to) in [(3600, 4199), (0, 299), (1200, 1799), (2500, 2800), (10_000, 10_799)] {
            duty.take(b"ann", 0, (from, to));
        }
        let teams = duty.teams(&["sales"]);
        assert_eq!(teams[0].agents, [vec![(0, 4200), (9990, 10_800)]]);
        let levels = teams[0].levels(1800);
        assert_eq!(levels.values().copied().collect::<Vec<_>>(), [1.0, 1.0, 600.0 / 1800.0, 810.0 / 1800.0]);
        assert_eq!((teams[0].people_between(0, 100), teams[0].people_between(5000, 9000)), (1, 0));
    }

    #[test]
    fn who_lets_customers_wait_is_away() {
        let mut duty = Duty::default();
        for (agent, queue) in [("ann", 0), ("ben", 1)] {
            duty.take(agent.as_bytes(), queue, (0, 299));
            duty.take(agent.as_bytes(), queue, (900, 1199));
        }
        // Twenty seconds are none, three minutes are too long; nobody waits for Ben.
        duty.wait(0, (310, 330));
        duty.wait(0, (400, 580));
        let teams = duty.teams(&["sales", "orders"]);
        assert_eq!(teams[0].agents, [vec![(0, 1200)]], "{teams:?}");
        assert_eq!(teams[1].agents, [vec![(0, 300), (900, 1200)]]);
    }

    #[test]
    fn a_queue_that_lives_on_favours_is_a_skill_of_all_who_do_them() {
        let mut duty = Duty::default();
        for agent in ["ann", "ben", "cat"] {
            (0..200).for_each(|n| duty.take(agent.as_bytes(), 0, (n * 60, n * 60 + 50)));
            duty.take(agent.as_bytes(), usize::from(agent != "cat"), (12_000, 12_050));
        }
        let teams = duty.teams(&["sales", "rare"]);
        let said: Vec<(&str, usize)> = teams.iter().map(|team| (team.name.as_str(), team.agents.len())).collect();
        assert_eq!(said, [("all_queues_team", 2), ("sales_team", 1)]);
    }

    #[test]
    fn a_column_of_numbers_of_calls_instead_of_agents_does_not_fill_the_memory() {
        let mut duty = Duty::default();
        for day in 0..=i64::try_from(MOST_DAYS / 500).unwrap() {
            (0..500_u64).for_each(|call| duty.take(&call.to_le_bytes(), 0, (day * 86_400, day * 86_400 + 60)));
        }
        duty.wait(0, (0, 600));
        duty.take(b"ann", 0, (0, 60));
        assert!(duty.is_too_much && duty.agents.is_empty() && duty.waiting.is_empty());
        assert_eq!(duty.teams(&["sales"]), []);
    }

    #[test]
    fn slots_are_kept_over_midnight_and_in_order() {
        let mut slots = Slots::default();
        slots.add((86_400 - 45, 86_400 + 45));
        slots.add((0, 0));
        assert_eq!(slots.iter().collect::<Vec<_>>(), [0, 2878, 2879, 2880, 2881]);
        assert!(slots.has_any(2880, 2880) && slots.has_any(100, 2878) && !slots.has_any(2882, 9000));
        assert!(!slots.has_any(-3000, -1) && slots.has_any(-1, 0) && !slots.has_any(1, 2877));
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
