//! From answers of the programme to people at their places and back, and from those to shifts.

use super::super::family::begin_of;
use super::super::schedule::{PlannedBreak, PlannedOvertime, PlannedSession, ScheduledShift};
use super::{Begun, Model, Place, Variable};
use crate::milp::{Column, Solution};
use crate::scenario::ContractId;
use std::collections::BTreeMap;

impl Model<'_> {
    /// The value of each column if so many people are at each place, with no more missing or surplus than follows. Who of them has
    /// which kind of week is left open ([`Self::with_crews`]).
    pub fn values(&self, people: &BTreeMap<Place, u32>) -> Vec<f64> {
        let mut values = vec![0.0; self.programme.columns().len()];
        for (place, &count) in people {
            values[self.people[place.shift].index()] += f64::from(count);
            let PlannedOvertime { before, after } = place.overtime;
            for (of_it, minutes) in self.lengthened_of[place.shift].into_iter().zip([before, after]) {
                let Some(of_it) = of_it.map(|of_it| &self.lengthened[of_it]) else { continue };
                for (_, column) in of_it.lengths.iter().zip(&of_it.people).filter(|(length, _)| **length <= minutes) {
                    values[column.index()] += f64::from(count);
                }
            }
            let Some(family) = self.family_of[place.shift] else { continue };
            let begin = begin_of(&self.scenario.calendar, &self.part.shifts[place.shift]);
            if let Some(column) = self.arrived[family].get(&begin) {
                values[column.index()] += f64::from(count);
            }
            for (begun, after) in self.begun[family].iter().zip(&place.begins) {
                if let Some((column, _)) = begun.get(&(begin + after)) {
                    values[column.index()] += f64::from(count);
                }
            }
        }
        // What began at each moment becomes what has begun by it.
        let mut add_up = |columns: &mut dyn Iterator<Item = Column>| {
            let mut sum = 0.0;
            for column in columns {
                sum += values[column.index()];
                values[column.index()] = sum;
            }
        };
        for arrived in &self.arrived {
            add_up(&mut arrived.values().copied());
        }
        for begun in self.begun.iter().flatten() {
            add_up(&mut begun.values().map(|(column, _)| *column));
        }
        self.count_starts(people, &mut values);
        for (column, terms) in self.presence.values() {
            let present = terms.iter().map(|&(term, coefficient)| coefficient * values[term.index()]).sum();
            values[column.index()] = present;
        }
        for of_week in &self.attendances {
            let there: f64 = of_week.people.iter().map(|column| values[column.index()]).sum();
            values[of_week.missed.index()] = of_week.wanted - there;
        }
        let available = self.group.shrinkage.complement().0;
        for (column, variable) in self.programme.keys().iter().enumerate() {
            if let Variable::Under { interval } | Variable::Over { interval } = *variable {
                let needed = f64::from(self.needed[interval]);
                let on_duty = values[self.presence[&interval].0.index()] * available;
                let missing = matches!(variable, Variable::Under { .. });
                let apart = if missing { needed - (on_duty + 1e-9).floor() } else { on_duty - needed };
                values[column] = apart.max(0.0);
            }
        }
        values
    }

    /// Who works what in an answer, with a place for each person's breaks.
    ///
    /// The people of a family are lined up by the begin of their shifts; the n-th of them takes the n-th earliest begin of each
    /// break.
    pub fn places(&self, solution: &Solution) -> BTreeMap<Place, u32> {
        self.places_of(&solution.values)
    }

    /// As [`Self::places`], of the values of all columns.
    pub fn places_of(&self, values: &[f64]) -> BTreeMap<Place, u32> {
        let count = |column: Column| values[column.index()].round() as u32;
        let mut people: BTreeMap<Place, u32> = BTreeMap::new();
        for (shift, &column) in self.people.iter().enumerate() {
            if self.family_of[shift].is_none() && count(column) > 0 {
                let overtime = PlannedOvertime::default();
                people.insert(Place { shift, begins: Vec::new(), overtime }, count(column));
            }
        }
        for (family, begun) in self.families.iter().zip(&self.begun) {
            let mut lines: Vec<_> = begun.iter().map(|begun| begins_in_order(begun, &count)).collect();
            for (&begin, shifts) in &family.shifts {
                for &shift in shifts {
                    for _ in 0..count(self.people[shift]) {
                        let moments = lines.iter_mut().filter_map(Iterator::next);
                        let begins = moments.map(|moment| moment.saturating_sub(begin)).collect();
                        let overtime = PlannedOvertime::default();
                        *people.entry(Place { shift, begins, overtime }).or_default() += 1;
                    }
                }
            }
        }
        if self.lengthened.is_empty() { people } else { self.with_overtime(people, &count) }
    }

    /// Gives the overtime of an answer to people: before a shift to the first of those who begin with it, after a shift to the
    /// last of those who end with it, so that nobody does both who need not.
    fn with_overtime(&self, people: BTreeMap<Place, u32>, count: &impl Fn(Column) -> u32) -> BTreeMap<Place, u32> {
        let each = people.into_iter().flat_map(|(place, people)| std::iter::repeat_n(place, people as usize));
        let mut each: Vec<Place> = each.collect();
        for (index, of_it) in self.lengthened.iter().enumerate() {
            let side = usize::from(!of_it.before);
            let theirs = |place: &&mut Place| self.lengthened_of[place.shift][side] == Some(index);
            let mut line: Vec<&mut Place> = each.iter_mut().filter(theirs).collect();
            if !of_it.before {
                line.reverse();
            }
            for (&length, &column) in of_it.lengths.iter().zip(&of_it.people) {
                for place in line.iter_mut().take(count(column) as usize) {
                    let minutes = if of_it.before { &mut place.overtime.before } else { &mut place.overtime.after };
                    *minutes = length;
                }
            }
        }
        let mut people = BTreeMap::new();
        for place in each {
            *people.entry(place).or_default() += 1;
        }
        people
    }

    /// People at their places as shifts; those with the same places are one [`ScheduledShift`].
    pub fn shifts(&self, people: BTreeMap<Place, u32>) -> Vec<ScheduledShift> {
        let scheduled = people.into_iter().map(|(place, people)| {
            let possible = &self.part.shifts[place.shift];
            let of_kind = |session: bool| {
                let places = possible.breaks.iter().zip(&place.begins);
                places.filter(move |(rest, _)| rest.session.is_some() == session)
            };
            let PlannedOvertime { before, after } = place.overtime;
            ScheduledShift {
                group: self.part.group,
                contract: (!self.group.contracts.is_empty()).then_some(ContractId(possible.contract)),
                shift_type: possible.shift_type,
                day: possible.day,
                start: possible.start - before,
                length: before + possible.length + after,
                breaks: of_kind(false)
                    .map(|(rest, &begin)| PlannedBreak { begin: before + begin, length: rest.length, paid: rest.paid })
                    .collect(),
                sessions: of_kind(true)
                    .filter_map(|(rest, &begin)| {
                        let (begin, length) = (before + begin, rest.length);
                        rest.session.map(|session| PlannedSession { session, begin, length })
                    })
                    .collect(),
                overtime: place.overtime,
                people,
            }
        });
        scheduled.collect()
    }
}

/// The moments at which a break begins, once for each who begins it then.
fn begins_in_order(begun: &Begun, count: &impl Fn(Column) -> u32) -> std::vec::IntoIter<u32> {
    let mut before = 0;
    let mut line = Vec::new();
    for (&moment, &(column, _)) in begun {
        let by_now = count(column).max(before);
        line.extend(std::iter::repeat_n(moment, (by_now - before) as usize));
        before = by_now;
    }
    line.into_iter()
}
