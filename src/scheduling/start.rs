//! A good answer for the solver to begin with.
//!
//! The linear relaxation of the programme is nearly whole and its bound nearly reached, but the solver's own heuristics need
//! long to find an answer as good. So, first a local search: as many people on each shift as the relaxation has, rounded
//! down; then add whoever saves most, and let one person of a day work something else or nothing, as long as it gets
//! cheaper; without overtime and sessions, which only the solver gives. If that is not within the gap of the relaxation, it is
//! annealed ([`super::anneal`]), longer each time. Where there may be overtime or sessions, of which both searches know nothing, and the
//! programme is small or a time limit is set, the solver then looks at those shifts alone that the relaxation or the answer uses,
//! a fraction of all.

use super::anneal::annealed;
use super::contract::{ContractWeek, contracts};
use super::family::begin_of;
use super::model::{Model, Place};
use super::part::Part;
use super::premium::Premiums;
use super::schedule::{PlannedOvertime, cover_cost};
use super::shift::{BreakPlaces, OvertimePlaces, PossibleShift};
use super::tours::Crews;
use super::tours::crew::Duty;
use crate::milp::{Limits, Programme, SolveError, relax, solve};
use crate::scenario::{Group, Scenario};
use crate::staffing::StaffingRequirement;
use std::collections::BTreeMap;
use std::ops::Range;
use std::time::Duration;

/// Rounds of letting everybody work something else; a handful is enough.
const ROUNDS: usize = 30;

/// Columns of the largest programme that the solver searches without a limit in time. A week of a centre that is open by day,
/// in intervals of 30 minutes and with some 65 shifts a day, has 1,850.
const LARGEST_SEARCHED: usize = 2_000;

/// Moves of each day in the first annealing; each further one takes so many times as many.
const FIRST_MOVES: u64 = 100_000;
const LONGER: u64 = 4;

/// Moves of each day together in a programme that is too large for the solver, where no time limit is set. Of one that is not too
/// large, the first annealing is enough of a begin for the solver.
const MOST_MOVES: u64 = 600_000;

/// Moves that a second of a time limit stands for, on all days of a part together: on a machine of 2026, one thread makes them in
/// less than half a second. Counted and not clocked, so the answer does not depend on it.
const MOVES_PER_SECOND: f64 = 2e6;

/// Share of a time limit that each search by the solver may take.
const SHARE_OF_TIME: f64 = 0.3;

/// Changes that save less are none: they may be rounding.
pub(super) const WORTH_IT: f64 = 1e-6;

/// An answer, and what no answer can cost less than.
pub struct Start {
    /// People by what they work.
    pub people: BTreeMap<Place, u32>,
    /// What they cost.
    pub cost: f64,
    /// The cost of the linear relaxation.
    pub bound: f64,
}

/// Finds a good answer for the programme of a part.
pub fn good_start(
    scenario: &Scenario,
    requirement: &StaffingRequirement,
    part: &Part,
    model: &Model,
    limits: &Limits,
) -> Result<Start, SolveError> {
    let relaxation = relax(&model.programme)?;
    let relaxed = model.people_on_shifts_in(&relaxation);
    let cost = |people: &BTreeMap<Place, u32>| model.programme.objective(&model.values(people));
    let is_enough = |people: &BTreeMap<Place, u32>| {
        let cost = cost(people);
        cost - relaxation.objective <= limits.relative_gap * cost
    };
    let (mut people, _) = local_search(scenario, requirement, part, &relaxed, Crews::new());
    let mut annealing = Annealing::of(part, model, limits);
    while !is_enough(&people)
        && let Some((moves, seed)) = annealing.next()
    {
        let annealed = annealed(scenario, requirement, part, &people, moves, seed);
        if cost(&annealed) < cost(&people) - WORTH_IT {
            people = annealed;
        }
    }
    if !is_enough(&people) && !annealing_knows_all(part) {
        let is_used = |&shift: &usize| relaxed[shift] > 1e-6 || people.keys().any(|place| place.shift == shift);
        let used: Vec<usize> = (0..part.shifts.len()).filter(is_used).collect();
        people = among_used_shifts(scenario, requirement, part, &used, people, limits)?;
    }
    Ok(Start { cost: cost(&people), people, bound: relaxation.objective })
}

/// How long a part is annealed: each time with more moves, until they are as many as it may take.
pub(super) struct Annealing {
    next: u64,
    made: u64,
    most: u64,
}

impl Annealing {
    /// As long as the limits let it.
    pub fn of(part: &Part, model: &Model, limits: &Limits) -> Self {
        let without_limit = if is_searched(model, limits) { FIRST_MOVES } else { MOST_MOVES };
        let days = part.days().len().max(1) as f64;
        let of_seconds = |time: Duration| (time.as_secs_f64() * MOVES_PER_SECOND / days) as u64;
        Self { next: FIRST_MOVES, made: 0, most: limits.time.map_or(without_limit, of_seconds) }
    }
}

impl Iterator for Annealing {
    /// Moves of each day, and what tells this annealing apart from the others of the part.
    type Item = (u64, u64);

    fn next(&mut self) -> Option<Self::Item> {
        let (moves, made) = (self.next, self.made);
        if made + moves > self.most {
            return None;
        }
        self.made += moves;
        self.next *= LONGER;
        Some((moves, made))
    }
}

/// Whether there is neither overtime nor a session in a part, of which annealing and the local search know nothing.
pub(super) fn annealing_knows_all(part: &Part) -> bool {
    part.shifts.iter().all(|shift| shift.session().is_none() && shift.overtime == OvertimePlaces::default())
}

/// Whether the solver searches a programme. It knows no limit in work for what it does before its first branch, and on a large
/// programme that can take many minutes; so a large one is searched only for those who set a limit in time.
pub fn is_searched(model: &Model, limits: &Limits) -> bool {
    limits.time.is_some() || model.programme.columns().len() <= LARGEST_SEARCHED
}

/// The same of a programme of which some columns are fixed: whether those that are free are few enough.
pub(super) fn is_small<K>(programme: &Programme<K>) -> bool {
    programme.columns().iter().filter(|column| column.lower < column.upper).count() <= LARGEST_SEARCHED
}

/// Limits of one of the solver's searches.
pub fn of_a_search(limits: &Limits) -> Limits {
    Limits { time: limits.time.map(|time| time.mul_f64(SHARE_OF_TIME)), ..*limits }
}

/// A better answer, if one is found, that uses no other than some shifts, which those of a known answer are among.
fn among_used_shifts(
    scenario: &Scenario,
    requirement: &StaffingRequirement,
    part: &Part,
    used: &[usize],
    known: BTreeMap<Place, u32>,
    limits: &Limits,
) -> Result<BTreeMap<Place, u32>, SolveError> {
    let smaller = with_shifts(part, used);
    let mut model = Model::new(scenario, requirement, &smaller);
    if !is_searched(&model, limits) {
        return Ok(known);
    }
    let renumbered = known.into_iter().filter_map(|(place, people)| {
        let shift = used.binary_search(&place.shift).ok()?;
        Some((Place { shift, ..place }, people))
    });
    model.programme.start(model.values(&renumbered.collect()));
    let solution = solve(&model.programme, &of_a_search(limits))?;
    Ok(renamed(model.places(&solution), used))
}

/// The part with some of its shifts, by their indices.
fn with_shifts(part: &Part, used: &[usize]) -> Part {
    let shifts = used.iter().map(|&shift| part.shifts[shift].clone()).collect();
    Part { group: part.group, weeks: part.weeks.clone(), shifts, seats: part.seats.clone() }
}

/// People at places of a part with some shifts, at those of the whole part.
fn renamed(people: BTreeMap<Place, u32>, used: &[usize]) -> BTreeMap<Place, u32> {
    people.into_iter().map(|(place, count)| (Place { shift: used[place.shift], ..place }, count)).collect()
}

/// People by what they work, in a good answer that keeps all rules, on the shifts that the relaxation uses. Of contracts with rules for
/// a person's week, nobody works a shift for which there is no room in the crews, which are given back with their shifts.
pub(super) fn local_search(
    scenario: &Scenario,
    requirement: &StaffingRequirement,
    whole: &Part,
    relaxed: &[f64],
    crews: Crews,
) -> (BTreeMap<Place, u32>, Crews) {
    let used: Vec<usize> = (0..whole.shifts.len()).filter(|&shift| relaxed[shift] > 1e-6).collect();
    let part = with_shifts(whole, &used);
    let mut team = Team { crews, ..Team::nobody(scenario, requirement, &part) };
    let days: Vec<Day> = part.days().filter_map(|day| Day::new(scenario, &part, day)).collect();
    for day in &days {
        for shift in day.shifts.clone() {
            for _ in 0..(relaxed[used[shift]] + 1e-6).floor() as u32 {
                if let Some((_, place)) = team.best_place(shift, &team.costs_of_one_more(day)) {
                    team.add(&place);
                }
            }
        }
    }
    for _ in 0..ROUNDS {
        let mut better = false;
        for day in &days {
            better |= !team.add_while_it_saves(day).1.is_empty();
            for place in team.places_of(day) {
                better |= team.rework(day, &place);
            }
        }
        if !better {
            break;
        }
    }
    (renamed(team.people, &used), team.crews)
}

/// A day on which shifts may begin.
struct Day {
    /// As indices into [`Part::shifts`].
    shifts: Range<usize>,
    /// Intervals that they may cover.
    intervals: Range<usize>,
}

impl Day {
    /// `None` for a day without shifts.
    fn new(scenario: &Scenario, part: &Part, day: usize) -> Option<Self> {
        // A part lists its shifts by day.
        let first = part.shifts.partition_point(|shift| shift.day < day);
        let shifts = first..part.shifts.partition_point(|shift| shift.day <= day);
        let spans = part.shifts[shifts.clone()].iter().map(|shift| shift.span(&scenario.calendar));
        let intervals = spans.reduce(|all, span| all.start.min(span.start)..all.end.max(span.end))?;
        Some(Self { shifts, intervals })
    }
}

/// What one more person present costs in the intervals of a day (less than nothing where it saves), as sums from the first.
struct Costs {
    first: usize,
    sums: Vec<f64>,
}

impl Costs {
    fn over(&self, span: Range<usize>) -> f64 {
        self.sums[span.end - self.first] - self.sums[span.start - self.first]
    }
}

/// People at work, and what the rules count of them.
struct Team<'a> {
    scenario: &'a Scenario,
    part: &'a Part,
    group: &'a Group,
    premiums: Premiums,
    requirement: &'a StaffingRequirement,
    people: BTreeMap<Place, u32>,
    /// By interval of the calendar.
    present: Vec<u32>,
    /// As many as these have a seat: they, and those on a break.
    seated: Vec<u32>,
    /// What each contract allows, and what of it is used up, by week of the part.
    contracts: Vec<Vec<(ContractWeek, Used)>>,
    /// Whether the hours of a contract are asked of each person.
    each: bool,
    /// Those whose weeks have rules.
    crews: Crews,
}

/// What the people of a contract work in a week.
#[derive(Clone)]
struct Used {
    /// People by day of the week.
    on_day: [u32; 7],
    shifts: u32,
    /// Paid.
    minutes: u32,
    /// Shifts that are too long to be worked so often by one person ([`ContractWeek::long_shifts`]).
    long: [u32; 7],
}

impl<'a> Team<'a> {
    fn nobody(scenario: &'a Scenario, requirement: &'a StaffingRequirement, part: &'a Part) -> Self {
        let group = scenario.group(part.group);
        let of_contract = |contract| {
            let allows = |week| ContractWeek::of(contract, &scenario.calendar, week);
            let nothing = Used { on_day: [0; 7], shifts: 0, minutes: 0, long: [0; 7] };
            part.weeks.iter().map(|week| (allows(week), nothing.clone())).collect()
        };
        Self {
            scenario,
            part,
            group,
            premiums: Premiums::of(scenario),
            requirement,
            people: BTreeMap::new(),
            present: vec![0; scenario.calendar.intervals.len()],
            seated: vec![0; scenario.calendar.intervals.len()],
            contracts: contracts(group).iter().map(of_contract).collect(),
            each: !group.contracts.is_empty(),
            crews: Crews::new(),
        }
    }

    fn places_of(&self, day: &Day) -> Vec<Place> {
        self.people.keys().filter(|place| day.shifts.contains(&place.shift)).cloned().collect()
    }

    fn add(&mut self, place: &Place) {
        *self.people.entry(place.clone()).or_default() += 1;
        self.count(place, |number, by| *number += by);
        let shift = &self.part.shifts[place.shift];
        let week = self.part.week_of(shift.day);
        if let Some(crew) = self.crews.get_mut(&(shift.contract, week)) {
            let duty = Duty { start: shift.start, minutes: shift.paid_minutes(), label: place.shift };
            crew.add(shift.day - self.part.weeks[week].start, duty);
        }
    }

    fn remove(&mut self, place: &Place) {
        if let Some(count) = self.people.get_mut(place) {
            *count -= 1;
            if *count == 0 {
                self.people.remove(place);
            }
            self.count(place, |number, by| *number -= by);
            let shift = &self.part.shifts[place.shift];
            let week = self.part.week_of(shift.day);
            if let Some(crew) = self.crews.get_mut(&(shift.contract, week)) {
                crew.remove(shift.day - self.part.weeks[week].start, shift.start);
            }
        }
    }

    fn count(&mut self, place: &Place, change: fn(&mut u32, u32)) {
        let shift = &self.part.shifts[place.shift];
        let calendar = &self.scenario.calendar;
        let breaks = shift.breaks.iter().zip(&place.begins);
        let away: Vec<_> = breaks.map(|(rest, &begin)| shift.break_span(calendar, rest, begin)).collect();
        for interval in shift.span(calendar) {
            change(&mut self.seated[interval], 1);
            if !away.iter().any(|rest| rest.contains(&interval)) {
                change(&mut self.present[interval], 1);
            }
        }
        let week = self.part.week_of(shift.day);
        let (allows, used) = &mut self.contracts[shift.contract][week];
        change(&mut used.on_day[shift.day - self.part.weeks[week].start], 1);
        change(&mut used.shifts, 1);
        change(&mut used.minutes, shift.paid_minutes());
        for (often, _) in allows.long_shifts(shift.paid_minutes()) {
            change(&mut used.long[often], 1);
        }
    }

    /// Whether one more person may work a shift.
    fn has_room(&self, shift: &PossibleShift) -> bool {
        let week = self.part.week_of(shift.day);
        let ((allows, used), minutes) = (&self.contracts[shift.contract][week], shift.paid_minutes());
        let day = shift.day - self.part.weeks[week].start;
        used.on_day[day] < allows.people
            && used.shifts < allows.shifts()
            && f64::from(used.minutes + minutes) / 60.0 <= allows.hours.0
            && (!self.each || allows.long_shifts(minutes).all(|(often, most)| used.long[often] < most))
            && self.crews.get(&(shift.contract, week)).is_none_or(|crew| crew.has_room(day, shift.start))
            && self.has_seat(shift)
    }

    fn has_seat(&self, shift: &PossibleShift) -> bool {
        let Some(seats) = &self.part.seats else { return true };
        shift.span(&self.scenario.calendar).all(|interval| self.seated[interval] < seats[interval])
    }

    /// What missing and surplus agents cost in an interval with so many people.
    fn cover_cost(&self, interval: usize, people: u32) -> f64 {
        cover_cost(self.scenario, self.requirement, (self.part.group, interval), people)
    }

    fn costs_of_one_more(&self, day: &Day) -> Costs {
        let mut sums = vec![0.0];
        let mut sum = 0.0;
        for interval in day.intervals.clone() {
            let people = self.present[interval];
            sum += self.cover_cost(interval, people + 1) - self.cover_cost(interval, people);
            sums.push(sum);
        }
        Costs { first: day.intervals.start, sums }
    }

    /// What one more person on a shift is paid, less what is spared where breaks are unpaid at dear hours.
    fn pay(&self, shift: &PossibleShift) -> f64 {
        let begin = begin_of(&self.scenario.calendar, shift);
        let premium = self.premiums.between(begin, begin + shift.length);
        self.group.wage.0 * (f64::from(shift.paid_minutes()) / 60.0 + premium)
    }

    /// What a break of one more person spares that begins so many minutes after the shift.
    fn spared(&self, shift: &PossibleShift, rest: &BreakPlaces, begin: u32, costs: &Costs) -> f64 {
        let calendar = &self.scenario.calendar;
        let from = begin_of(calendar, shift) + begin;
        let premium = if rest.paid { 0.0 } else { self.premiums.between(from, from + rest.length) };
        costs.over(shift.break_span(calendar, rest, begin)) + self.group.wage.0 * premium
    }

    /// What one more person at a place costs.
    fn cost_at(&self, place: &Place, costs: &Costs) -> f64 {
        let (shift, calendar) = (&self.part.shifts[place.shift], &self.scenario.calendar);
        let breaks = shift.breaks.iter().zip(&place.begins);
        let spared: f64 = breaks.map(|(rest, &begin)| self.spared(shift, rest, begin, costs)).sum();
        self.pay(shift) + costs.over(shift.span(calendar)) - spared
    }

    /// The cheapest places for the breaks of one more person on a shift, and what that person costs; `None` where the rules
    /// leave no room.
    fn best_place(&self, shift: usize, costs: &Costs) -> Option<(f64, Place)> {
        let possible = &self.part.shifts[shift];
        if possible.session().is_some() || !self.has_room(possible) {
            return None;
        }
        let calendar = &self.scenario.calendar;
        // For each place of a break, the best places of the breaks up to it: their end, what they spare, where they begin.
        let mut ways: Vec<(u32, f64, Vec<u32>)> = vec![(0, 0.0, Vec::new())];
        for rest in &possible.breaks {
            let longer = rest.begins.iter().filter_map(|&begin| {
                let before = ways.iter().filter(|(end, ..)| end + rest.gap <= begin).max_by(|a, b| a.1.total_cmp(&b.1));
                let (_, spared, begins) = before?;
                let spared = spared + self.spared(possible, rest, begin, costs);
                Some((begin + rest.length, spared, [begins.as_slice(), &[begin]].concat()))
            });
            ways = longer.collect();
        }
        let (_, spared, begins) = ways.into_iter().max_by(|a, b| a.1.total_cmp(&b.1))?;
        Some((
            self.pay(possible) + costs.over(possible.span(calendar)) - spared,
            Place { shift, begins, overtime: PlannedOvertime::default() },
        ))
    }

    /// Adds whoever saves most, as long as anybody does; says what that costs (less than nothing), and who they are.
    fn add_while_it_saves(&mut self, day: &Day) -> (f64, Vec<Place>) {
        let (mut total, mut added) = (0.0, Vec::new());
        loop {
            let costs = self.costs_of_one_more(day);
            let places = day.shifts.clone().filter_map(|shift| self.best_place(shift, &costs));
            match places.min_by(|a, b| a.0.total_cmp(&b.0)) {
                Some((cost, place)) if cost < -WORTH_IT => {
                    self.add(&place);
                    total += cost;
                    added.push(place);
                }
                _ => return (total, added),
            }
        }
    }

    /// Sends one person home and adds whoever then saves most; keeps that if it is cheaper.
    fn rework(&mut self, day: &Day, place: &Place) -> bool {
        if !self.people.contains_key(place) {
            return false;
        }
        self.remove(place);
        let cost_before = self.cost_at(place, &self.costs_of_one_more(day));
        let (cost, added) = self.add_while_it_saves(day);
        if cost < cost_before - WORTH_IT {
            return true;
        }
        for added in &added {
            self.remove(added);
        }
        self.add(place);
        false
    }
}
