//! Who was on duty, as far as the records show: they name the agent of each call, and nobody signs in or out.

use super::records::Call;
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
    /// If somebody waited for more than so many seconds in the gap, the agent was not there, or somebody would have been taken. `None`: the records of waits are not looked at.
    pub would_answer_within: Option<f64>,
}

/// An agent's calls of a day: begin and end, in order.
type Work = Vec<(f64, f64)>;

fn work<'a>(calls: &[&'a Call]) -> BTreeMap<&'a str, Work> {
    let mut work: BTreeMap<&str, Work> = BTreeMap::new();
    for call in calls {
        if let (Some(agent), Some(handling)) = (&call.agent, call.handling) {
            work.entry(agent).or_default().push((call.ends_waiting(), call.ends_waiting() + handling));
        }
    }
    for work in work.values_mut() {
        work.sort_by(|a, b| a.partial_cmp(b).unwrap());
    }
    work
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

/// When agents are on duty on a day, given that day's calls.
pub fn stays(calls: &[&Call], reading: Reading) -> Vec<Stay> {
    let mut stays = Vec::new();
    for work in work(calls).into_values() {
        let mut last: Option<Stay> = None;
        for (begin, end) in work {
            match &mut last {
                Some(stay) if !was_away(calls, stay.end, begin, reading) => stay.end = stay.end.max(end),
                _ => stays.extend(last.replace(Stay { begin, end })),
            }
        }
        stays.extend(last);
    }
    stays
}

/// Whether an agent was off duty between two calls.
fn was_away(calls: &[&Call], from: f64, until: f64, reading: Reading) -> bool {
    let waited = |call: &&Call| call.ends_waiting().min(until) - call.arrival.max(from);
    until - from > reading.longest_gap
        || reading
            .would_answer_within
            .is_some_and(|most| until - from > most && calls.iter().any(|call| waited(call) > most))
}

/// Agents on duty in each minute of the day, counted in its middle.
pub fn by_minute(stays: &[Stay]) -> Vec<u32> {
    let there = |minute: u32| {
        let middle = 60.0 * f64::from(minute) + 30.0;
        stays.iter().filter(|stay| stay.begin <= middle && middle < stay.end).count() as u32
    };
    (0..1440).map(there).collect()
}
