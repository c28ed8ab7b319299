//! From an answer of the programme to tours: who of a contract's people works which of its shifts.
//!
//! The programme makes sure that the shifts of a week can be dealt out by their days and begins; the hours of a contract it knows only as
//! a sum. So shifts are dealt out longest first to whoever has the fewest hours, and then given away and exchanged as long as that makes
//! hours more equal, those above the contract's first. Where somebody still has more than the contract says, the shift is dropped: what
//! it covers is then missing, at its price.

use super::Crews;
use super::TourKinds;
use super::crew::{Crew, Duty, Person};
use crate::scenario::{ContractId, Scenario};
use crate::scheduling::contract::contracts;
use crate::scheduling::model::{Model, Place};
use crate::scheduling::part::Part;
use crate::scheduling::schedule::Tour;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// How many people with the most hours, and how many with the fewest, are looked at for exchanges.
const LOOKED_AT: usize = 60;

/// Rounds of exchanges; hours are mostly as equal as they get after a handful.
const ROUNDS: usize = 200;

/// Shifts that have been given to people.
#[derive(Debug, Clone)]
pub struct Assembled {
    /// People by what they work, without what was dropped.
    pub people: BTreeMap<Place, u32>,
    /// What each of them works, by contract and week.
    pub teams: Vec<Team>,
}

/// The people of a contract in a week, with their shifts.
#[derive(Debug, Clone)]
pub struct Team {
    /// The contract, as an index into [`contracts()`].
    pub contract: usize,
    /// The week, as an index into the weeks of the part.
    pub week: usize,
    /// What their weeks may look like.
    pub kinds: TourKinds,
    /// All of them, by number. The label of a duty is the index of its place.
    pub people: Vec<Person>,
    /// What is worked.
    pub places: Vec<Place>,
}

impl Team {
    /// Paid minutes that one of them may work.
    pub fn most_minutes(&self) -> u32 {
        (self.kinds.allows.minutes_of_one + 1e-6).floor() as u32
    }
}

impl Assembled {
    /// People by what they work, and what each of them works.
    pub fn of(teams: Vec<Team>) -> Self {
        let mut people = BTreeMap::new();
        for team in &teams {
            for duty in team.people.iter().flat_map(|person| person.duties.iter().flatten()) {
                *people.entry(team.places[duty.label].clone()).or_default() += 1;
            }
        }
        Self { people, teams }
    }

    /// The people of contracts with rules for a person's week.
    pub fn crews(&self) -> Crews {
        let crew = |team: &Team| ((team.contract, team.week), Crew::of(team.people.clone()));
        self.teams.iter().map(crew).collect()
    }

    /// The tours of those who work anything.
    pub fn tours(&self, part: &Part, model: &Model) -> Vec<Tour> {
        let mut tours = Vec::new();
        for team in &self.teams {
            for (number, person) in team.people.iter().enumerate() {
                let shift = |duty: &Duty| model.shifts([(team.places[duty.label].clone(), 1)].into_iter().collect());
                let shifts: Vec<_> = person.duties.iter().flatten().flat_map(shift).collect();
                if !shifts.is_empty() {
                    let (contract, week) = (ContractId(team.contract), part.weeks[team.week].start / 7);
                    tours.push(Tour { group: part.group, contract, person: number as u32, week, shifts });
                }
            }
        }
        tours
    }
}

/// Gives the shifts of a part to people. `crews` has those of contracts with rules for a person's week.
pub fn assemble(scenario: &Scenario, part: &Part, people: &BTreeMap<Place, u32>, crews: &Crews) -> Assembled {
    let mut teams = Vec::new();
    for (contract, rules) in contracts(scenario.group(part.group)).iter().enumerate() {
        for (week, days) in part.weeks.iter().enumerate() {
            let Some(kinds) = part.tour_kinds(scenario, contract, rules, week) else { continue };
            let everybody = || {
                let person = kinds.person(0, 0);
                Crew::of(vec![person; kinds.allows.people as usize])
            };
            let mut crew = crews.get(&(contract, week)).cloned().unwrap_or_else(everybody);
            crew.people.iter_mut().for_each(|person| person.duties = [None; 7]);
            let (mut duties, mut places) = (Vec::new(), Vec::new());
            for (place, &count) in people {
                let shift = &part.shifts[place.shift];
                if shift.contract == contract && days.contains(&shift.day) {
                    let duty = Duty { start: shift.start, minutes: shift.paid_minutes(), label: places.len() };
                    duties.extend(std::iter::repeat_n((shift.day - days.start, duty), count as usize));
                    places.push(place.clone());
                }
            }
            duties.sort_by_key(|(day, duty)| (Reverse(duty.minutes), *day, duty.start, duty.label));
            for (day, duty) in duties {
                crew.place(day, duty);
            }
            let mut team = Team { contract, week, people: Vec::new(), kinds, places };
            let most = team.most_minutes();
            make_equal(&mut crew.people, most);
            crew.people.iter_mut().for_each(|person| drop_above(person, most));
            team.people = numbered(&team.kinds, crew.people);
            teams.push(team);
        }
    }
    Assembled::of(teams)
}

/// Minutes above the contract's, and then how unequal: the sum of squares.
type Unequal = (u32, u64);

fn unequal(minutes: u32, most: u32) -> Unequal {
    (minutes.saturating_sub(most), u64::from(minutes) * u64::from(minutes))
}

/// Lets people give away and exchange shifts as long as that brings the hours of two of them nearer to each other, or to their contract.
fn make_equal(people: &mut [Person], most: u32) {
    for _ in 0..ROUNDS {
        let mut order: Vec<usize> = (0..people.len()).collect();
        order.sort_by_key(|&index| (Reverse(people[index].minutes()), index));
        let with_most: Vec<usize> = order.iter().copied().take(LOOKED_AT).collect();
        let with_fewest: Vec<usize> = order.iter().rev().copied().take(LOOKED_AT).collect();
        let mut better = false;
        for &from in &with_most {
            for &to in &with_fewest {
                better |= from != to && bring_nearer(people, from, to, most);
            }
        }
        if !better {
            return;
        }
    }
}

/// Gives a shift of one person to another, in exchange for a shorter one or for nothing.
fn bring_nearer(people: &mut [Person], from: usize, to: usize, most: u32) -> bool {
    let (a, b) = (&people[from], &people[to]);
    let (of_a, of_b) = (a.minutes(), b.minutes());
    if of_a <= of_b {
        return false;
    }
    let sum = |of_a: u32, of_b: u32| {
        let (a, b) = (unequal(of_a, most), unequal(of_b, most));
        (a.0 + b.0, a.1 + b.1)
    };
    let mut best = (sum(of_a, of_b), None);
    for day in 0..7 {
        let Some(given) = a.duties[day].filter(|given| b.may_work(day, given.start)) else { continue };
        let mut consider = |taken: Option<(usize, Duty)>| {
            let back = taken.map_or(0, |(_, duty)| duty.minutes);
            let then = sum(of_a - given.minutes + back, of_b + given.minutes - back);
            if then < best.0 {
                best = (then, Some((day, given, taken)));
            }
        };
        match b.duties[day] {
            Some(taken) if a.may_work(day, taken.start) => consider(Some((day, taken))),
            Some(_) => {}
            None => {
                if b.count() < b.most {
                    consider(None);
                }
                for other in (0..7).filter(|&other| other != day && a.duties[other].is_none()) {
                    if let Some(taken) = b.duties[other].filter(|taken| a.may_work(other, taken.start)) {
                        consider(Some((other, taken)));
                    }
                }
            }
        }
    }
    let (_, Some((day, given, taken))) = best else { return false };
    people[from].duties[day] = None;
    if let Some((other, duty)) = taken {
        people[to].duties[other] = None;
        people[from].duties[other] = Some(duty);
    }
    people[to].duties[day] = Some(given);
    true
}

/// Takes shifts from somebody who has more than the contract's minutes: the shortest that is enough, or the longest as long as none is.
fn drop_above(person: &mut Person, most: u32) {
    while let above @ 1.. = person.minutes().saturating_sub(most) {
        let minutes = |day: &usize| person.duties[*day].map_or(0, |duty| duty.minutes);
        let enough = (0..7).filter(|day| minutes(day) >= above).min_by_key(minutes);
        let Some(day) = enough.or_else(|| (0..7).max_by_key(minutes)) else { break };
        person.duties[day] = None;
    }
}

/// People by their numbers: those who may work at the weekend are those whose turn it is; otherwise the order of kinds of weeks, so
/// that the same number tends to begin at the same time in each week.
pub(super) fn numbered(kinds: &TourKinds, mut people: Vec<Person>) -> Vec<Person> {
    people.sort_by_key(|person| (person.band, person.pattern));
    let (at_weekend, others): (Vec<Person>, Vec<Person>) =
        people.into_iter().partition(|person| kinds.patterns[person.pattern].has_weekend);
    let (mut at_weekend, mut others) = (at_weekend.into_iter(), others.into_iter());
    let one = |has_turn: &bool| if *has_turn { at_weekend.next().or_else(|| others.next()) } else { others.next() };
    kinds.has_turn.iter().filter_map(one).collect()
}
