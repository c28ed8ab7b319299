//! The part of the programme about each person's week, for contracts that have such rules.
//!
//! # Sets
//! - `B` bands of a contract and `P` its patterns in a week ([`TourKinds`]); a *lot* is a list of patterns.
//!
//! # Variables
//! - `tours[c,w,b,p]`, whole: people of contract `c` whose shifts of week `w` begin in band `b` and lie on days of pattern `p`.
//! - `used[b,l,d]`: those of them, over the patterns of lot `l`, who work on day `d`.
//! - `started[d,t]`: people of the contract whose shifts of day `d` begin at clock time `t` or earlier.
//!
//! # Constraints
//! - *people of the contract*: `Σ tours[b,p] ≤ people`; *weekends in turn*: those whose pattern has a day of the weekend are at most
//!   those whose turn it is ([`WeekendRotation`](crate::scenario::WeekendRotation)).
//! - *days of a pattern*: `used[b,l,d] ≤ Σ tours[b,p]` over the patterns of the lot that have the day, and, where a pattern is more
//!   days than a person works of them, `Σ_d used[b,l,d] ≤ most · tours[b,p]`: so many can be dealt out to people in turn.
//! - *starts in bands*: with all bands of the same width, the n-th person to begin work on a day can take the n-th band, in the order of
//!   their begins, if anybody can. So, of the bands in order, `Σ_{i≤j} used[i,·,d] ≤ started[d, end of band j]`, and
//!   `Σ_{i<j} used[i,·,d] ≥ started[d, before the begin of band j]`; in the end they are as many.
//!
//! Together these are exact but for the hours of single people. `used` need not be whole: with whole `tours` and `people`, who works on
//! which day is a flow in a network.

use super::{Model, Place, Variable};
use crate::milp::{Column, Kind};
use crate::scheduling::tours::crew::Crew;
use crate::scheduling::tours::{Crews, TourKinds};
use std::collections::BTreeMap;

/// The columns of a contract in a week.
#[derive(Debug, Clone)]
pub struct TourColumns {
    contract: usize,
    /// As an index into the weeks of the part.
    week: usize,
    kinds: TourKinds,
    /// By band and pattern.
    tours: Vec<Vec<Column>>,
    /// By band and lot: days of the week, from 0, and their columns.
    used: Vec<Vec<BTreeMap<usize, Column>>>,
    /// By day of the week and clock time.
    started: Vec<BTreeMap<u32, Column>>,
}

impl Model<'_> {
    pub(super) fn weeks_of_people(&mut self) {
        for (contract, rules) in self.contracts.clone().iter().enumerate().filter(|(_, rules)| rules.has_tour_rules()) {
            for (week, days) in self.part.weeks.clone().into_iter().enumerate() {
                let Some(kinds) = self.part.tour_kinds(self.scenario, contract, rules, week) else { continue };
                let tours = self.tours_of(contract, week, &kinds);
                let used = self.days_of_patterns(contract, &kinds, &tours);
                let started = self.starts_in_bands(contract, &days, &kinds, &used);
                self.tours.push(TourColumns { contract, week, kinds, tours, used, started });
            }
        }
    }

    fn tours_of(&mut self, contract: usize, week: usize, kinds: &TourKinds) -> Vec<Vec<Column>> {
        let people = f64::from(kinds.allows.people);
        let mut column = || self.programme.column(Variable::Tours { contract, week }, 0.0, people, 0.0, Kind::Integer);
        let tours: Vec<Vec<Column>> =
            kinds.bands.iter().map(|_| kinds.patterns.iter().map(|_| column()).collect()).collect();
        let date = self.scenario.calendar.days[kinds.first_day].date;
        let name = format!("people of {} in the week from {date}", self.who(contract));
        self.programme.row(name, f64::NEG_INFINITY, people, tours.iter().flatten().map(|&column| (column, 1.0)));
        let has_weekend = |index: &usize| kinds.patterns[*index].has_weekend;
        let at_weekend: Vec<(Column, f64)> = tours
            .iter()
            .flat_map(|of_band| (0..of_band.len()).filter(has_weekend).map(|index| (of_band[index], 1.0)))
            .collect();
        if !at_weekend.is_empty() {
            let name = format!("weekends in turn ({}, week from {date})", self.who(contract));
            self.programme.row(name, f64::NEG_INFINITY, f64::from(kinds.people_with_turn()), at_weekend);
        }
        tours
    }

    fn days_of_patterns(
        &mut self,
        contract: usize,
        kinds: &TourKinds,
        tours: &[Vec<Column>],
    ) -> Vec<Vec<BTreeMap<usize, Column>>> {
        let people = f64::from(kinds.allows.people);
        let name = format!("days of a pattern ({})", self.who(contract));
        let mut used = Vec::new();
        for of_band in tours {
            let mut of_lots = Vec::new();
            for lot in &kinds.lots {
                let mut by_day = BTreeMap::new();
                for day in 0..7 {
                    let has_day = |index: &&usize| kinds.patterns[**index].days >> day & 1 == 1;
                    let on_it: Vec<Column> = lot.iter().filter(has_day).map(|&index| of_band[index]).collect();
                    if on_it.is_empty() {
                        continue;
                    }
                    let key = Variable::Used { day: kinds.first_day + day };
                    let column = self.programme.column(key, 0.0, people, 0.0, Kind::Continuous);
                    let terms = on_it.into_iter().map(|column| (column, -1.0)).chain([(column, 1.0)]);
                    self.programme.row(name.clone(), f64::NEG_INFINITY, 0.0, terms);
                    by_day.insert(day, column);
                }
                if let [index] = lot[..]
                    && (kinds.patterns[index].most as usize) < by_day.len()
                {
                    let most = f64::from(kinds.patterns[index].most);
                    let terms = by_day.values().map(|&column| (column, 1.0)).chain([(of_band[index], -most)]);
                    self.programme.row(name.clone(), f64::NEG_INFINITY, 0.0, terms);
                }
                of_lots.push(by_day);
            }
            used.push(of_lots);
        }
        used
    }

    fn starts_in_bands(
        &mut self,
        contract: usize,
        days: &std::ops::Range<usize>,
        kinds: &TourKinds,
        used: &[Vec<BTreeMap<usize, Column>>],
    ) -> Vec<BTreeMap<u32, Column>> {
        let mut all = Vec::new();
        for day in days.clone() {
            let mut by_start: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
            for shift in self.of_contract(contract, &(day..day + 1)) {
                by_start.entry(self.part.shifts[shift].start).or_default().push(shift);
            }
            let name = format!("starts in bands ({}, {})", self.who(contract), self.scenario.calendar.days[day].date);
            let mut started: BTreeMap<u32, Column> = BTreeMap::new();
            for (start, shifts) in by_start {
                let key = Variable::Started { day };
                let column = self.programme.column(key, 0.0, f64::INFINITY, 0.0, Kind::Continuous);
                let before = started.last_key_value().map(|(_, &before)| (before, 1.0));
                let terms = shifts.iter().map(|&shift| (self.people[shift], 1.0)).chain(before).chain([(column, -1.0)]);
                self.programme.row(name.clone(), 0.0, 0.0, terms);
                started.insert(start, column);
            }
            let of_day = |band: usize| {
                used[band].iter().filter_map(|by_day| by_day.get(&(day - days.start))).map(|&column| (column, 1.0))
            };
            for (band, times) in kinds.bands.iter().enumerate() {
                let is_last = band + 1 == kinds.bands.len();
                let by_end = started.range(..=times.to).next_back().map(|(_, &column)| (column, -1.0));
                let so_far = (0..=band).flat_map(of_day).chain(by_end);
                let least = if is_last { 0.0 } else { f64::NEG_INFINITY };
                self.programme.row(name.clone(), least, 0.0, so_far);
                if let Some((_, &before)) = started.range(..times.from).next_back()
                    && band > 0
                {
                    let terms = (0..band).flat_map(of_day).chain([(before, -1.0)]);
                    self.programme.row(name.clone(), 0.0, f64::INFINITY, terms);
                }
            }
            all.push(started);
        }
        all
    }

    /// Fills in how many shifts have begun by each clock time.
    pub(super) fn count_starts(&self, people: &BTreeMap<Place, u32>, values: &mut [f64]) {
        for (place, &count) in people {
            let shift = &self.part.shifts[place.shift];
            let days = |week: usize| &self.part.weeks[week];
            let theirs = |one: &&TourColumns| one.contract == shift.contract && days(one.week).contains(&shift.day);
            let Some(of_week) = self.tours.iter().find(theirs) else { continue };
            let by_time = &of_week.started[shift.day - days(of_week.week).start];
            for &column in by_time.range(shift.start..).map(|(_, column)| column) {
                values[column.index()] += f64::from(count);
            }
        }
    }

    /// Fills the kinds of people's weeks into the values of an answer.
    pub fn with_crews(&self, mut values: Vec<f64>, crews: &Crews) -> Vec<f64> {
        for of_week in &self.tours {
            let Some(crew) = crews.get(&(of_week.contract, of_week.week)) else { continue };
            for person in &crew.people {
                values[of_week.tours[person.band][person.pattern].index()] += 1.0;
                let lot = of_week.kinds.lots.iter().position(|lot| lot.contains(&person.pattern));
                for (day, _) in person.duties.iter().enumerate().filter(|(_, duty)| duty.is_some()) {
                    if let Some(column) = lot.and_then(|lot| of_week.used[person.band][lot].get(&day)) {
                        values[column.index()] += 1.0;
                    }
                }
            }
        }
        values
    }

    /// People with a kind of week, and without shifts yet, as an answer or the linear relaxation has them: all people of the
    /// contract, rounded so that as few as can be have another kind.
    pub fn crews(&self, values: &[f64]) -> Crews {
        let crew = |of_week: &TourColumns| {
            let kinds = &of_week.kinds;
            let wanted: Vec<f64> = of_week.tours.iter().flatten().map(|column| values[column.index()]).collect();
            let mut counts: Vec<f64> = wanted.iter().map(|wanted| (wanted + 1e-6).floor().max(0.0)).collect();
            let has_weekend = |index: usize| kinds.patterns[index % kinds.patterns.len()].has_weekend;
            let at_weekend = (0..counts.len()).filter(|&index| has_weekend(index)).map(|index| counts[index]);
            let mut left_at_weekend = f64::from(kinds.people_with_turn()) - at_weekend.sum::<f64>();
            let mut left = f64::from(kinds.allows.people) - counts.iter().sum::<f64>();
            while left > 0.5 {
                let may = (0..counts.len()).filter(|&index| left_at_weekend > 0.5 || !has_weekend(index));
                let lacks = |index: usize| wanted[index] - counts[index];
                // The first of those that lack most.
                let Some(index) = may.reduce(|a, b| if lacks(b) > lacks(a) + 1e-9 { b } else { a }) else { break };
                counts[index] += 1.0;
                left -= 1.0;
                left_at_weekend -= f64::from(u8::from(has_weekend(index)));
            }
            let mut people = Vec::new();
            for (index, count) in counts.into_iter().enumerate() {
                let (band, pattern) = (index / kinds.patterns.len(), index % kinds.patterns.len());
                let person = kinds.person(band, pattern);
                people.extend(std::iter::repeat_n(person, count.round() as usize));
            }
            Crew::of(people)
        };
        self.tours.iter().map(|of_week| ((of_week.contract, of_week.week), crew(of_week))).collect()
    }
}
