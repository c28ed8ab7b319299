//! A day while it is annealed, and its moves.

use super::yard::{Person, Work, Yard};
use crate::random::Stream;
use rand::RngExt;
use std::ops::Range;

/// Shares of the moves that call one more person in, and that send one home.
const CALL_IN: f64 = 0.05;
const SEND_HOME: f64 = 0.05;
/// Share of the moves that place a break anew; the rest change a shift.
const PLACE_BREAK: f64 = 0.45;
/// Share of changes to a shift that begins and ends at nearly the same time.
const TO_NEAR: f64 = 0.8;
/// Share of changed shifts whose breaks stay as near to their old times as they may.
const KEEP_BREAKS: f64 = 0.5;

/// What the people of a day may work more.
#[derive(Clone, Copy)]
pub struct Room {
    pub shifts: usize,
    /// Paid.
    pub minutes: i64,
}

/// A day of a part, and who works on it.
pub struct Day<'a> {
    yard: &'a Yard,
    works: &'a [Work],
    people: Vec<Person>,
    /// By interval of the part; of days before and after, those who work then as well.
    present: Vec<u32>,
    /// Seats that are free, by interval of the part; `None`: any number.
    free: Option<Vec<u32>>,
    room: Room,
    random: Stream,
}

impl<'a> Day<'a> {
    pub fn new(yard: &'a Yard, day: usize, people: Vec<Person>, present: &[u32], room: Room, random: Stream) -> Self {
        Self { yard, works: &yard.days[day], people, present: present.to_vec(), free: None, room, random }
    }

    /// The day where only so many seats are free beside those of its people, by interval of the part.
    pub fn with_seats(self, free: Option<Vec<u32>>) -> Self {
        Self { free, ..self }
    }

    /// Who works now, and who is present in each interval.
    pub fn ended(self) -> (Vec<Person>, Vec<u32>) {
        (self.people, self.present)
    }

    /// So many moves, while it cools from one temperature to another.
    pub fn anneal(&mut self, moves: u64, warm: f64, cold: f64) {
        let cooling = (cold / warm).powf(1.0 / moves.max(1) as f64);
        let mut temperature = warm;
        for _ in 0..moves {
            temperature *= cooling;
            let choice: f64 = self.random.random();
            if choice < CALL_IN || self.people.is_empty() {
                self.one_more(temperature);
                continue;
            }
            let index = self.random.random_range(0..self.people.len());
            if choice < CALL_IN + SEND_HOME {
                self.one_less(index, temperature);
            } else if choice < CALL_IN + SEND_HOME + PLACE_BREAK {
                self.another_break(index, temperature);
            } else {
                self.another_shift(index, temperature);
            }
        }
    }

    fn one_more(&mut self, temperature: f64) {
        let work = self.random.random_range(0..self.works.len());
        let minutes = self.works[work].minutes;
        if self.room.shifts < 1 || self.room.minutes < minutes || self.people.len() >= self.yard.headcount {
            return;
        }
        if !self.has_seat(work, None) {
            return;
        }
        let Some(places) = self.places(work, None) else { return };
        let person = Person { work, places };
        let cost = self.count(&person, true);
        if self.is_kept(cost, temperature) {
            self.take_seat(work, true);
            self.people.push(person);
            self.room.shifts -= 1;
            self.room.minutes -= minutes;
        } else {
            self.count(&person, false);
        }
    }

    fn one_less(&mut self, index: usize, temperature: f64) {
        let person = self.people[index].clone();
        let cost = self.count(&person, false);
        if self.is_kept(cost, temperature) {
            self.take_seat(person.work, false);
            self.people.swap_remove(index);
            self.room.shifts += 1;
            self.room.minutes += self.works[person.work].minutes;
        } else {
            self.count(&person, true);
        }
    }

    fn another_break(&mut self, index: usize, temperature: f64) {
        let Person { work, places } = &self.people[index];
        let rests = &self.works[*work].rests;
        if rests.is_empty() {
            return;
        }
        let which = self.random.random_range(0..rests.len());
        let (rest, old) = (&rests[which], places[which]);
        let new = self.random.random_range(0..rest.places.len());
        let begin_of = |other: usize| rests[other].places[places[other]].begin;
        let begin = rest.places[new].begin;
        let is_late_enough = which == 0 || begin_of(which - 1) + rests[which - 1].length + rest.gap <= begin;
        let ends_early_enough =
            rests.get(which + 1).is_none_or(|next| begin + rest.length + next.gap <= begin_of(which + 1));
        if old == new || !is_late_enough || !ends_early_enough {
            return;
        }
        let (from, to) = (&rest.places[old], &rest.places[new]);
        let moved = self.change(from.span.clone(), true) + self.change(to.span.clone(), false);
        if self.is_kept(from.spared - to.spared + moved, temperature) {
            self.people[index].places[which] = new;
        } else {
            self.change(to.span.clone(), true);
            self.change(from.span.clone(), false);
        }
    }

    fn another_shift(&mut self, index: usize, temperature: f64) {
        let works = self.works;
        let person = self.people[index].clone();
        let old = &works[person.work];
        let to_near = !old.near.is_empty() && self.random.random::<f64>() < TO_NEAR;
        let work = if to_near {
            old.near[self.random.random_range(0..old.near.len())]
        } else {
            self.random.random_range(0..works.len())
        };
        let longer = works[work].minutes - old.minutes;
        let keeps = old.rests.len() == works[work].rests.len() && self.random.random::<f64>() < KEEP_BREAKS;
        let wished: Option<Vec<u32>> = keeps.then(|| old.begins(&person).collect());
        if longer > self.room.minutes || !self.has_seat(work, Some(person.work)) {
            return;
        }
        let Some(places) = self.places(work, wished.as_deref()) else { return };
        let changed = Person { work, places };
        let cost = self.count(&person, false) + self.count(&changed, true);
        if self.is_kept(cost, temperature) {
            self.take_seat(person.work, false);
            self.take_seat(work, true);
            self.people[index] = changed;
            self.room.minutes -= longer;
        } else {
            self.count(&changed, false);
            self.count(&person, true);
        }
    }

    /// Whether there is a seat for one more person on a shift, who may give up that of another shift for it.
    fn has_seat(&self, work: usize, instead_of: Option<usize>) -> bool {
        let Some(free) = &self.free else { return true };
        let given_up = instead_of.map_or(0..0, |old| self.works[old].span.clone());
        self.works[work].span.clone().all(|interval| free[interval] > 0 || given_up.contains(&interval))
    }

    /// Somebody takes a seat for a shift, or gives it back.
    fn take_seat(&mut self, work: usize, takes: bool) {
        let Some(free) = &mut self.free else { return };
        for free in &mut free[self.works[work].span.clone()] {
            *free = if takes { free.saturating_sub(1) } else { *free + 1 };
        }
    }

    /// Places for the breaks of a shift: the first not before wished-for moments, or any by chance. `None` where the last breaks find
    /// none after the first.
    fn places(&mut self, work: usize, wished: Option<&[u32]>) -> Option<Vec<usize>> {
        let work = &self.works[work];
        let mut earliest = 0;
        let mut places = Vec::with_capacity(work.rests.len());
        for (index, rest) in work.rests.iter().enumerate() {
            let first = rest.places.partition_point(|place| place.begin < earliest + rest.gap * u32::from(index > 0));
            let last = rest.places.len().checked_sub(1).filter(|&last| first <= last)?;
            let place = match wished {
                Some(moments) => {
                    let after = moments[index].saturating_sub(work.begin);
                    rest.places.partition_point(|place| place.begin < after).clamp(first, last)
                }
                None => self.random.random_range(first..=last),
            };
            earliest = rest.places[place].begin + rest.length;
            places.push(place);
        }
        Some(places)
    }

    fn is_kept(&mut self, cost: f64, temperature: f64) -> bool {
        cost <= 0.0 || self.random.random::<f64>() < (-cost / temperature).exp()
    }

    /// Counts a person in or out; says what that costs.
    fn count(&mut self, person: &Person, comes: bool) -> f64 {
        let work = &self.works[person.work];
        let (mut pay, mut cover, mut from) = (work.pay, 0.0, work.span.start);
        for (rest, &place) in work.rests.iter().zip(&person.places) {
            let place = &rest.places[place];
            pay -= place.spared;
            cover += self.change(from..place.span.start, comes);
            from = place.span.end;
        }
        cover += self.change(from..work.span.end, comes);
        if comes { cover + pay } else { cover - pay }
    }

    /// One person more or fewer in some intervals; says what that costs.
    fn change(&mut self, span: Range<usize>, comes: bool) -> f64 {
        let mut cost = 0.0;
        for (one_more, present) in self.yard.one_more[span.clone()].iter().zip(&mut self.present[span]) {
            // The cost of the person who is the last to come, or the first to go.
            let others = if comes { *present } else { *present - 1 };
            let of_one = one_more[(others as usize).min(one_more.len() - 1)];
            *present = if comes { others + 1 } else { others };
            cost += if comes { of_one } else { -of_one };
        }
        cost
    }
}
