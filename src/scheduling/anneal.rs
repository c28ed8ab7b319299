//! Simulated annealing of who works what on each day: the search that brings a large part near its bound.
//!
//! A move sends one person home, calls one more in, lets one take a break at another time or work another shift, mostly one
//! that begins and ends at nearly the same time ([`moves`]). It is kept if it is cheaper, and otherwise with a chance that falls
//! with what it costs and rises with the temperature (Kirkpatrick, Gelatt & Vecchi 1983, "Optimization by simulated annealing",
//! Science 220). A move changes a few dozen intervals at most, so a second sees millions of them, while a solver finds hardly
//! any answer of a programme of that size in a minute. What it begins with matters: begun with nobody, it ends some 1 % higher
//! than begun with the relaxation, rounded.
//!
//! Days whose shifts meet in no interval are annealed beside each other, then the others, in turns while it gets colder.
//! Each has its own random numbers and the same number of moves whatever the machine, so the answer is the same on any
//! number of threads. What the people of a week may still work is shared out among the days of a turn.

mod moves;
mod yard;

use super::model::Place;
use super::part::{Part, most_hours, most_shifts};
use super::schedule::PlannedOvertime;
use crate::random::{Purpose, stream};
use crate::scenario::{Group, Scenario};
use crate::staffing::StaffingRequirement;
use moves::{Day, Room};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::ops::Range;
use yard::{Person, Yard};

/// Turns of each day, from the warmest to the coldest.
const TURNS: u64 = 24;

/// Temperatures at the begin and in the end, as shares of the wage of one person in one interval. At the first, one move in three
/// that costs as much as a person more in two intervals would be kept; at the last none.
const WARMEST: f64 = 0.4;
const COLDEST: f64 = 0.04;

/// Anneals a known answer of a part, with so many moves for each day; gives back the known one where nothing better is found.
/// `seed` tells apart the searches of one part.
///
/// Overtime and sessions are left as little as the local search knows them: nobody does either.
pub fn annealed(
    scenario: &Scenario,
    requirement: &StaffingRequirement,
    part: &Part,
    known: &BTreeMap<Place, u32>,
    moves: u64,
    seed: u64,
) -> BTreeMap<Place, u32> {
    let yard = Yard::new(scenario, requirement, part);
    let group = scenario.group(part.group);
    let first_day = part.days().start;
    let mut people = yard.people(part, known);
    let mut present = yard.presence(&people);
    let apart = days_apart(&yard);
    let warmest = yard.wage_of_interval * WARMEST;
    let temperature = |turn: u64| warmest * (COLDEST / WARMEST).powf(turn as f64 / TURNS as f64);
    for turn in 0..TURNS {
        for first in 0..apart {
            let beside = (first..yard.days.len()).step_by(apart).filter(|&day| !yard.days[day].is_empty());
            let beside: Vec<usize> = beside.collect();
            let solve = |&day: &usize| {
                let random = stream(seed, (turn << 32) + (first_day + day) as u64, Purpose::Annealing);
                let room = room(part, group, &yard, &people, &beside, day);
                let mut day = Day::new(&yard, day, people[day].clone(), &present, room, random);
                day.anneal(moves / TURNS, temperature(turn), temperature(turn + 1));
                day.ended()
            };
            let solved: Vec<(Vec<Person>, Vec<u32>)> = beside.par_iter().map(solve).collect();
            for (&day, (now_people, now_present)) in beside.iter().zip(solved) {
                let reach = yard.reach(day);
                present[reach.clone()].copy_from_slice(&now_present[reach]);
                people[day] = now_people;
            }
        }
    }
    places(&yard, &people)
}

/// People by what they work.
fn places(yard: &Yard, people: &[Vec<Person>]) -> BTreeMap<Place, u32> {
    let mut places: BTreeMap<Place, u32> = BTreeMap::new();
    for (works, people) in yard.days.iter().zip(people) {
        for person in people {
            let work = &works[person.work];
            let begins = work.begins(person).map(|after| after - work.begin).collect();
            let place = Place { shift: work.shift, begins, overtime: PlannedOvertime::default() };
            *places.entry(place).or_default() += 1;
        }
    }
    places
}

/// Days so far apart, or farther, meet in no interval.
fn days_apart(yard: &Yard) -> usize {
    let reaches: Vec<Range<usize>> = (0..yard.days.len()).map(|day| yard.reach(day)).collect();
    let meet = |(day, reach): (usize, &Range<usize>)| {
        reaches[day + 1..]
            .iter()
            .rposition(|later| !later.is_empty() && later.start < reach.end)
            .map_or(1, |last| last + 2)
    };
    reaches.iter().enumerate().filter(|(_, reach)| !reach.is_empty()).map(meet).max().unwrap_or(1)
}

/// What a day may work more: its share of what is left of its week, with that of the days beside which it is annealed.
fn room(part: &Part, group: &Group, yard: &Yard, people: &[Vec<Person>], beside: &[usize], day: usize) -> Room {
    let first_day = part.days().start;
    let week = part.weeks.iter().find(|week| week.contains(&(first_day + day))).cloned().unwrap_or_default();
    let days = week.start.saturating_sub(first_day)..week.end.saturating_sub(first_day);
    let minutes_of = |day: usize| people[day].iter().map(|person| yard.days[day][person.work].minutes).sum::<i64>();
    let shifts: usize = days.clone().map(|day| people[day].len()).sum();
    let minutes: i64 = days.clone().map(minutes_of).sum();
    let sharing = beside.iter().filter(|day| days.contains(day)).count().max(1) as i64;
    let most_minutes = (most_hours(group, week.len()).0 * 60.0 + 1e-6).floor() as i64;
    Room {
        shifts: (i64::from(most_shifts(group, week.len())) - shifts as i64).max(0) / sharing,
        minutes: (most_minutes - minutes).max(0) / sharing,
    }
}
