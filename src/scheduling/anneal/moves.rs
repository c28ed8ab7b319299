//! A day while it is annealed, and its moves.

use super::field::Field;
use super::yard::{Person, Work, Yard};
use rand::RngExt;

/// Shares of the moves that call one more person in, and that send one home.
const CALL_IN: f64 = 0.05;
const SEND_HOME: f64 = 0.05;
/// Share of the moves that place a break anew; the rest change a shift.
const PLACE_BREAK: f64 = 0.45;

/// What the people of a day may work more.
#[derive(Clone, Copy)]
pub struct Room {
    pub shifts: usize,
    /// Paid.
    pub minutes: i64,
}

/// A day of a part, and who works on it.
pub struct Day<'a> {
    works: &'a [Work],
    headcount: usize,
    people: Vec<Person>,
    /// Of days before and after, those who work then as well.
    field: Field<'a>,
    room: Room,
}

impl<'a> Day<'a> {
    pub fn new(yard: &'a Yard, day: usize, people: Vec<Person>, field: Field<'a>, room: Room) -> Self {
        Self { works: &yard.days[day], headcount: yard.headcount, people, field, room }
    }

    /// Who works now, and who is present in each interval.
    pub fn ended(self) -> (Vec<Person>, Vec<u32>) {
        (self.people, self.field.ended())
    }

    /// So many moves, while it cools from one temperature to another.
    pub fn anneal(&mut self, moves: u64, warm: f64, cold: f64) {
        let cooling = (cold / warm).powf(1.0 / moves.max(1) as f64);
        let mut temperature = warm;
        for _ in 0..moves {
            temperature *= cooling;
            let choice: f64 = self.field.random.random();
            if choice < CALL_IN || self.people.is_empty() {
                self.one_more(temperature);
                continue;
            }
            let index = self.field.random.random_range(0..self.people.len());
            if choice < CALL_IN + SEND_HOME {
                self.one_less(index, temperature);
            } else if choice < CALL_IN + SEND_HOME + PLACE_BREAK {
                self.field.another_break(self.works, &mut self.people[index], temperature);
            } else {
                self.another_shift(index, temperature);
            }
        }
    }

    fn one_more(&mut self, temperature: f64) {
        let work = self.field.random.random_range(0..self.works.len());
        let minutes = self.works[work].minutes;
        if self.room.shifts < 1 || self.room.minutes < minutes || self.people.len() >= self.headcount {
            return;
        }
        let Some(person) = self.field.someone(self.works, work) else { return };
        let cost = self.field.count(self.works, &person, true);
        if self.field.is_kept(cost, temperature) {
            self.people.push(person);
            self.room.shifts -= 1;
            self.room.minutes -= minutes;
        } else {
            self.field.count(self.works, &person, false);
        }
    }

    fn one_less(&mut self, index: usize, temperature: f64) {
        let person = self.people[index].clone();
        let cost = self.field.count(self.works, &person, false);
        if self.field.is_kept(cost, temperature) {
            self.people.swap_remove(index);
            self.room.shifts += 1;
            self.room.minutes += self.works[person.work].minutes;
        } else {
            self.field.count(self.works, &person, true);
        }
    }

    fn another_shift(&mut self, index: usize, temperature: f64) {
        let works = self.works;
        let person = self.people[index].clone();
        let work = self.field.another(works, person.work);
        let longer = works[work].minutes - works[person.work].minutes;
        if longer > self.room.minutes {
            return;
        }
        let Some(changed) = self.field.changed(works, &person, work) else { return };
        let cost = self.field.count(works, &person, false) + self.field.count(works, &changed, true);
        if self.field.is_kept(cost, temperature) {
            self.people[index] = changed;
            self.room.minutes -= longer;
        } else {
            self.field.count(works, &changed, false);
            self.field.count(works, &person, true);
        }
    }
}
