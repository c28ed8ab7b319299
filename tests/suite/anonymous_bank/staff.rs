//! Who was on duty, as far as the records show: they name the agent of each call, and nobody signs in or out.

use super::records::{Call, KINDS};
use std::collections::{BTreeMap, BTreeSet};

/// A time in which an agent is taken to be on duty, in seconds after midnight.
#[derive(Debug, Clone, Copy)]
pub struct Stay {
    pub begin: f64,
    pub end: f64,
}

/// How gaps between two calls of an agent are read.
#[derive(Debug, Clone, Copy)]
pub struct Reading {
    /// Longer ones, in seconds, are a break or the time between two shifts.
    pub longest_gap: f64,
    /// If somebody whom the agent serves waited for more than so many seconds in the gap, the agent was not there, or somebody would
    /// have been taken. `None`: the records of waits are not looked at.
    pub would_answer_within: Option<f64>,
}

/// An agent's calls of a day: begin and end, in order.
type Work = Vec<(f64, f64)>;

fn work<'a>(calls: impl Iterator<Item = &'a Call>) -> BTreeMap<&'a str, Work> {
    let mut work: BTreeMap<&str, Work> = BTreeMap::new();
    for call in calls {
        if let (Some(agent), Some(handling)) = (&call.agent, call.handling) {
            work.entry(agent).or_default().push((call.ends_waiting(), call.ends_waiting() + handling));
        }
    }
    work.values_mut().for_each(|work| work.sort_by(|a, b| a.partial_cmp(b).unwrap()));
    work
}

/// The kinds that each agent serves: those that make up at least a fiftieth of the agent's calls.
pub fn skills(calls: &[Call]) -> BTreeMap<&str, Vec<usize>> {
    let mut counts: BTreeMap<&str, [usize; KINDS.len()]> = BTreeMap::new();
    for call in calls {
        if let Some(agent) = &call.agent {
            counts.entry(agent).or_default()[call.kind] += 1;
        }
    }
    let serves = |counts: &[usize; KINDS.len()]| {
        let all: usize = counts.iter().sum();
        (0..KINDS.len()).filter(|&kind| 50 * counts[kind] >= all).collect()
    };
    counts.iter().map(|(&agent, counts)| (agent, serves(counts))).collect()
}

/// Seconds from the end of an agent's call to the begin of the next, where its customer was already waiting; ascending. That
/// is what an agent needs who is there.
pub fn changeovers(calls: &[Call]) -> Vec<f64> {
    let days: BTreeSet<usize> = calls.iter().map(|call| call.day).collect();
    let mut gaps = Vec::new();
    for day in days {
        let mut last_end: BTreeMap<&str, f64> = BTreeMap::new();
        let mut answered: Vec<&Call> = calls.iter().filter(|call| call.day == day && call.agent.is_some()).collect();
        answered.sort_by(|a, b| a.ends_waiting().total_cmp(&b.ends_waiting()));
        for call in answered {
            let (agent, handling) = (call.agent.as_deref().unwrap(), call.handling.unwrap());
            let begin = call.ends_waiting();
            if let Some(end) = last_end.insert(agent, begin + handling)
                && call.arrival < end
                && call.wait > 0.0
            {
                gaps.push((begin - end).max(0.0));
            }
        }
    }
    gaps.sort_by(f64::total_cmp);
    gaps
}

/// When each agent is on duty on a day, given that day's calls.
pub fn stays<'a>(
    calls: &'a [&Call],
    skills: &BTreeMap<&str, Vec<usize>>,
    reading: Reading,
) -> BTreeMap<&'a str, Vec<Stay>> {
    let work = work(calls.iter().copied());
    let stays_of = |(agent, work): (&'a str, Work)| {
        let mut stays: Vec<Stay> = Vec::new();
        for (begin, end) in work {
            match stays.last_mut() {
                Some(stay) if !was_away(calls, &skills[agent], stay.end, begin, reading) => stay.end = stay.end.max(end),
                _ => stays.push(Stay { begin, end }),
            }
        }
        (agent, stays)
    };
    work.into_iter().map(stays_of).collect()
}

/// Whether an agent with these skills was off duty between two calls.
fn was_away(calls: &[&Call], skills: &[usize], from: f64, until: f64, reading: Reading) -> bool {
    let waited = |call: &Call| call.ends_waiting().min(until) - call.arrival.max(from);
    until - from > reading.longest_gap
        || reading.would_answer_within.is_some_and(|most| {
            until - from > most && calls.iter().any(|call| skills.contains(&call.kind) && waited(call) > most)
        })
}

/// Agents on duty in each minute of the day, counted in its middle: 0 or 1.
pub fn by_minute(stays: &[Stay]) -> Vec<u32> {
    let is_there = |minute: u32| {
        let middle = 60.0 * f64::from(minute) + 30.0;
        stays.iter().any(|stay| stay.begin <= middle && middle < stay.end)
    };
    (0..1440).map(|minute| u32::from(is_there(minute))).collect()
}
