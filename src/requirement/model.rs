//! The integer programme that proposes a staffing from what simulations have shown so far.
//!
//! *Sets*: groups g, intervals i, promises p with their periods, and cuts: what one simulation and its finite differences
//! said about one promise in one interval.
//!
//! *Variables*: `agents[g, i]`, whole, within a few agents of the staffing simulated last; `beyond[g, i]`, whole: those of
//! them that are more than the people of the group; `slack[p, i]` for promises over days or the horizon; `short[p, period]`:
//! what is missing although everybody allowed is there.
//!
//! *Constraints*: for each cut made at the staffing a°: what was measured + Σ difference[g] · (agents[g, i] − a°[g, i]) + the
//! same for what is carried over from i − 1 bounds the slack of the promise in that interval from above. A promise by
//! interval needs a slack of at least the half-width of its estimate (and what verification has added), a promise over days
//! or the horizon needs a weighted sum of slacks. People of a group beyond its headcount are `agents − people ≤ beyond`.
//!
//! *Objective*: wages for the time, those beyond the headcount at [`BEYOND`] times the wage, and what is short at a price
//! that is never worth it. Where the staffing is for shifts, also a part of a wage for each agent away from the even
//! staffing that the formula gives: to save a little by asking one group at noon and another one at one is dear in shifts.
//!
//! Intervals that hardly touch each other, neither by a promise over both nor by what is carried over, are solved apart.

use super::differences::Differences;
use super::enumeration::{self, Choice, Rule};
use super::promise::{Observation, Promise};
use crate::calendar::Grid;
use crate::milp::{self, Column, Kind, Limits, Programme};
use crate::scenario::Scenario;
use std::collections::BTreeMap;

/// Wages of people whom the group does not have, relative to those whom it has: they are asked for only where nothing else
/// helps, since no exchange is worth so much.
pub(super) const BEYOND: f64 = 20.0;

/// What a slack of 1 is worth, in wages: a thousandth of it is worth more than a hundred agents beyond the headcount.
const PRICE_OF_SHORT: f64 = 1e5 * BEYOND;

/// What is carried over is a matter of its own interval where it is below this part of the greatest effect on it.
const HARDLY_CARRIED: f64 = 0.15;

/// Cuts kept of each promise and interval: the latest.
const CUTS: usize = 5;

/// A programme of many intervals is solved as well as this. Cuts are not known any better.
const LIMITS: Limits = Limits { relative_gap: 1e-3, nodes: Some(100), iterations: None, time: None };

/// One upper bound on a slack, as a linear function of the agents.
#[derive(Debug, Clone)]
struct Cut {
    constant: f64,
    /// Group, interval, and what an agent adds.
    terms: Vec<(usize, usize, f64)>,
}

impl Cut {
    fn at(value: f64, terms: Vec<(usize, usize, f64)>, agents: &Grid<u32>) -> Self {
        let there: f64 = terms.iter().map(|&(group, interval, each)| each * f64::from(agents[(group, interval)])).sum();
        Self { constant: value - there, terms }
    }

    fn value(&self, agents: &Grid<u32>) -> f64 {
        self.constant
            + self.terms.iter().map(|&(group, interval, each)| each * f64::from(agents[(group, interval)])).sum::<f64>()
    }
}

/// All that is known from simulations, and what it costs.
pub(super) struct Model<'a> {
    scenario: &'a Scenario,
    promises: &'a [Promise],
    /// Whether contacts take so long that what is carried over is a matter of the staffing of the interval before. Else it is taken
    /// as it was seen, and intervals are solved apart.
    is_carried: bool,
    /// By group and interval: agents whom the group has.
    people: Grid<u32>,
    /// A staffing that it is good to be near to, and what it costs to be an agent away from it, in wages.
    near: Option<(Grid<u32>, f64)>,
    /// By promise and interval (by promise and the first interval of its period for deferred work).
    cuts: BTreeMap<(usize, usize), Vec<Cut>>,
}

/// What the columns stand for.
#[derive(Debug, Clone)]
enum Key {
    Agents(usize, usize),
    Away,
    Beyond,
    Slack,
    Short,
}

/// The agents that may be chosen.
pub(super) struct Bounds<'a> {
    pub least: &'a Grid<u32>,
    pub most: &'a Grid<u32>,
}

impl<'a> Model<'a> {
    /// A model without cuts, for groups that have so many agents by interval.
    pub fn new(scenario: &'a Scenario, promises: &'a [Promise], is_carried: bool, people: Grid<u32>) -> Self {
        Self { scenario, promises, is_carried, people, near: None, cuts: BTreeMap::new() }
    }

    /// Adds the cuts of a simulation. A slack that rises ever more slowly with the agents lies below all its tangents. Where
    /// it does not (few agents, who hardly show until there are enough), a cut may say too little: one that forbids what
    /// has been seen is thrown away.
    pub fn learn(&mut self, agents: &Grid<u32>, observed: &Observation, differences: &Differences) {
        for (index, promise) in self.promises.iter().enumerate() {
            for (place, period) in promise.periods.iter().enumerate() {
                let slack = observed.periods[index][place];
                if slack.mean.is_infinite() {
                    continue;
                }
                if promise.is_deferred {
                    let terms = terms(&differences.own[index], period.clone());
                    self.enter((index, period.start), Cut::at(slack.mean, terms, agents), slack, agents);
                    continue;
                }
                for interval in period.clone().filter(|&interval| promise.open[interval]) {
                    let own = &differences.own[index];
                    let mut terms = terms(own, interval..interval + 1);
                    if interval > 0 && self.is_carried {
                        let greatest = (0..own.rows()).map(|group| own[(group, interval)]).fold(0.0, f64::max);
                        let carried = self::terms(&differences.carried[index], interval - 1..interval);
                        terms.extend(carried.into_iter().filter(|&(_, _, each)| each > HARDLY_CARRIED * greatest));
                    }
                    let value = observed.intervals[(index, interval)];
                    let seen = super::promise::Slack { mean: value, half: slack.half };
                    self.enter((index, interval), Cut::at(value, terms, agents), seen, agents);
                }
            }
        }
    }

    fn enter(&mut self, key: (usize, usize), cut: Cut, seen: super::promise::Slack, agents: &Grid<u32>) {
        let cuts = self.cuts.entry(key).or_default();
        cuts.retain(|cut| cut.value(agents) >= seen.mean - seen.half - 5e-3);
        if cuts.len() >= CUTS {
            cuts.remove(0);
        }
        cuts.push(cut);
    }

    /// The same, where each agent away from a staffing costs such a part of a wage.
    pub fn near(mut self, staffing: Grid<u32>, part: f64) -> Self {
        self.near = Some((staffing, part));
        self
    }

    /// The same model before it has learned anything.
    pub fn without_cuts(&self) -> Self {
        let (people, near) = (self.people.clone(), self.near.clone());
        let Self { scenario, promises, is_carried, .. } = *self;
        Self { scenario, promises, is_carried, people, near, cuts: BTreeMap::new() }
    }

    /// By group and interval: agents whom the group has.
    pub fn people(&self) -> &Grid<u32> {
        &self.people
    }

    /// What so many agents of a group cost in an interval, in the sense of the objective.
    pub fn price(&self, group: usize, interval: usize, agents: u32) -> f64 {
        let beyond = agents.saturating_sub(self.people[(group, interval)]);
        let away = |(near, part): &(Grid<u32>, f64)| part * f64::from(agents.abs_diff(near[(group, interval)]));
        let away = self.near.as_ref().map_or(0.0, away);
        self.each(group, interval) * (f64::from(agents) + (BEYOND - 1.0) * f64::from(beyond) + away)
    }

    fn each(&self, group: usize, interval: usize) -> f64 {
        // Agents who cost nothing are not wanted in any number either.
        let dearest = self.scenario.groups.iter().map(|group| group.wage.0).fold(1.0, f64::max);
        let wage = self.scenario.groups[group].wage.0.max(1e-3 * dearest);
        wage * self.scenario.calendar.intervals[interval].length().hours().0
    }

    /// The cheapest staffing within bounds by what is known. `observed` is what the last simulation showed, of the staffing
    /// `agents`.
    pub fn cheapest(&self, agents: &Grid<u32>, observed: &Observation, bounds: &Bounds) -> Grid<u32> {
        let mut found = agents.clone();
        for intervals in self.parts(agents.intervals()) {
            if let &[interval] = intervals.as_slice()
                && self.enumerate(interval, observed, bounds, &mut found)
            {
                continue;
            }
            let programme = self.programme(&intervals, observed, bounds);
            if programme.columns().is_empty() {
                continue;
            }
            // What cannot be solved stays as it is: the polish and the verification come after.
            if let Ok(solution) = milp::solve(&programme, &LIMITS) {
                for (key, &value) in programme.keys().iter().zip(&solution.values) {
                    if let Key::Agents(group, interval) = *key {
                        found[(group, interval)] = value.max(0.0) as u32;
                    }
                }
            }
        }
        found
    }

    /// The cheapest staffing of an interval by itself, where that can be found by going through all; else nothing is done.
    fn enumerate(&self, interval: usize, observed: &Observation, bounds: &Bounds, found: &mut Grid<u32>) -> bool {
        let groups: Vec<usize> = (0..found.rows()).filter(|&group| bounds.most[(group, interval)] > 0).collect();
        let choice = |&group: &usize| {
            let (least, most) = (bounds.least[(group, interval)], bounds.most[(group, interval)]);
            Choice { least, most, prices: (least..=most).map(|agents| self.price(group, interval, agents)).collect() }
        };
        let choices: Vec<Choice> = groups.iter().map(choice).collect();
        if !enumeration::is_small(&choices) {
            return false;
        }
        let mut rules = Vec::new();
        for (index, promise) in self.promises.iter().enumerate() {
            let Ok(place) = promise.periods.binary_search_by_key(&interval, |period| period.start) else { continue };
            let slack = observed.periods[index][place];
            if slack.mean.is_infinite() {
                continue;
            }
            for cut in self.cuts.get(&(index, interval)).into_iter().flatten() {
                let mut each = vec![0.0; groups.len()];
                for &(group, _, one) in &cut.terms {
                    if let Ok(column) = groups.binary_search(&group) {
                        each[column] += one;
                    }
                }
                rules.push(Rule { each, needed: slack.half - cut.constant, promise: index });
            }
        }
        let dearest = groups.iter().map(|&group| self.each(group, interval)).fold(0.0, f64::max);
        let agents = enumeration::cheapest(&choices, &rules, PRICE_OF_SHORT * dearest);
        for (&group, agents) in groups.iter().zip(agents) {
            found[(group, interval)] = agents;
        }
        true
    }

    /// Intervals that belong together, each set in ascending order.
    fn parts(&self, intervals: usize) -> Vec<Vec<usize>> {
        let mut root: Vec<usize> = (0..intervals).collect();
        let find = |root: &Vec<usize>, mut i: usize| {
            while root[i] != i {
                i = root[i];
            }
            i
        };
        let mut join = |a: usize, b: usize| {
            let (a, b) = (find(&root, a), find(&root, b));
            root[a.max(b)] = a.min(b);
        };
        for (index, promise) in self.promises.iter().enumerate() {
            for period in &promise.periods {
                if self.cuts.contains_key(&(index, period.start)) || !promise.is_deferred {
                    for interval in period.clone().skip(1) {
                        join(period.start, interval);
                    }
                }
            }
        }
        for (&(_, at), cuts) in &self.cuts {
            for &(_, interval, _) in cuts.iter().flat_map(|cut| &cut.terms) {
                join(at, interval);
            }
        }
        let mut parts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for interval in 0..intervals {
            parts.entry(find(&root, interval)).or_default().push(interval);
        }
        parts.into_values().collect()
    }

    fn programme(&self, intervals: &[usize], observed: &Observation, bounds: &Bounds) -> Programme<Key> {
        let mut programme = Programme::new();
        let mut columns: BTreeMap<(usize, usize), Column> = BTreeMap::new();
        let mut dearest: f64 = 0.0;
        for &interval in intervals {
            for group in 0..bounds.most.rows() {
                let (least, most) = (bounds.least[(group, interval)], bounds.most[(group, interval)]);
                if most == 0 {
                    continue;
                }
                // Where it does not matter when an agent is there, they are spread over the intervals.
                let each = self.each(group, interval) * (1.0 + 1e-4 * spread(interval));
                dearest = dearest.max(each);
                let key = Key::Agents(group, interval);
                let column = programme.column(key, f64::from(least), f64::from(most), each, Kind::Integer);
                columns.insert((group, interval), column);
                if let Some((near, part)) = &self.near {
                    let near = f64::from(near[(group, interval)]);
                    let away = programme.column(Key::Away, 0.0, f64::from(most) + near, part * each, Kind::Continuous);
                    let name = "agents away from the usual".to_owned();
                    programme.row(name.clone(), f64::NEG_INFINITY, near, vec![(column, 1.0), (away, -1.0)]);
                    programme.row(name, near, f64::INFINITY, vec![(column, 1.0), (away, 1.0)]);
                }
                let people = self.people[(group, interval)];
                if most > people {
                    let cost = (BEYOND - 1.0) * each;
                    let beyond = programme.column(Key::Beyond, 0.0, f64::from(most - people), cost, Kind::Integer);
                    let name = format!("people of {}", self.scenario.groups[group].name);
                    let people = f64::from(people);
                    programme.row(name, f64::NEG_INFINITY, people, vec![(column, 1.0), (beyond, -1.0)]);
                }
            }
        }
        let price_of_short = PRICE_OF_SHORT * dearest;
        let here = |interval: usize| intervals.binary_search(&interval).is_ok();
        for (index, promise) in self.promises.iter().enumerate() {
            for (place, period) in promise.periods.iter().enumerate().filter(|(_, period)| here(period.start)) {
                let slack = observed.periods[index][place];
                if slack.mean.is_infinite() || programme.columns().is_empty() {
                    continue;
                }
                let short = programme.column(Key::Short, 0.0, f64::INFINITY, price_of_short, Kind::Continuous);
                let name = format!("promise {index} in period {place}");
                let needed = slack.half;
                if promise.is_deferred || period.len() == 1 {
                    for cut in self.cuts.get(&(index, period.start)).into_iter().flatten() {
                        let mut terms = of_columns(cut, &columns);
                        terms.push((short, 1.0));
                        programme.row(name.clone(), needed - cut.constant, f64::INFINITY, terms);
                    }
                    continue;
                }
                let weights = observed.weights.row(index);
                let all: f64 = period.clone().map(|interval| weights[interval]).sum();
                let (mut sum, mut now) = (vec![(short, 1.0)], 0.0);
                for interval in period.clone() {
                    let weight = weights[interval] / all.max(1e-9);
                    let Some(cuts) = self.cuts.get(&(index, interval)).filter(|_| weight > 0.0) else { continue };
                    let most = if is_share(promise) { 1.0 } else { f64::INFINITY };
                    let column = programme.column(Key::Slack, f64::NEG_INFINITY, most, 0.0, Kind::Continuous);
                    now += weight * observed.intervals[(index, interval)];
                    sum.push((column, weight));
                    for cut in cuts {
                        let mut terms: Vec<_> =
                            of_columns(cut, &columns).into_iter().map(|(column, each)| (column, -each)).collect();
                        terms.push((column, 1.0));
                        let constant = cut.constant;
                        programme.row(name.clone(), f64::NEG_INFINITY, constant, terms);
                    }
                }
                // The weighted mean of the intervals is not quite the measure of the period: their difference stays.
                programme.row(name, needed + now - slack.mean, f64::INFINITY, sum);
            }
        }
        programme
    }
}

fn is_share(promise: &Promise) -> bool {
    promise.part != super::promise::Part::Asa
}

fn terms(differences: &Grid<f64>, intervals: std::ops::Range<usize>) -> Vec<(usize, usize, f64)> {
    (0..differences.rows())
        .flat_map(|group| intervals.clone().map(move |interval| (group, interval)))
        .map(|(group, interval)| (group, interval, differences[(group, interval)]))
        .filter(|&(_, _, each)| each > 1e-5)
        .collect()
}

fn of_columns(cut: &Cut, columns: &BTreeMap<(usize, usize), Column>) -> Vec<(Column, f64)> {
    cut.terms
        .iter()
        .filter_map(|&(group, interval, each)| columns.get(&(group, interval)).map(|&column| (column, each)))
        .collect()
}

/// Numbers from 0 to 1 of which each few that follow each other are far apart (van der Corput's, in base 2).
fn spread(number: usize) -> f64 {
    f64::from((number as u32).reverse_bits()) / f64::from(u32::MAX)
}
