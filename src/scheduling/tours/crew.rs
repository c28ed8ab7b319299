//! Who of a contract's people can work one more shift of a week, if others change places: bipartite matching by augmenting paths.

use super::{Band, Days};
use std::collections::VecDeque;

/// A shift of one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Duty {
    /// Clock time, in minutes after midnight, at which it begins, overtime aside.
    pub start: u32,
    /// Paid minutes, overtime aside.
    pub minutes: u32,
    /// Which shift it is, to who asks for it.
    pub label: usize,
}

/// A person of a contract in a week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// When all shifts begin, as an index into the bands of the contract.
    pub band: usize,
    /// The same as clock times.
    pub starts: Band,
    /// On which days there may be shifts, as an index into the patterns of the contract.
    pub pattern: usize,
    /// The same as days.
    pub days: Days,
    /// Most shifts.
    pub most: u32,
    /// By day of the week.
    pub duties: [Option<Duty>; 7],
}

impl Person {
    /// Shifts of the week.
    pub fn count(&self) -> u32 {
        self.duties.iter().flatten().count() as u32
    }

    /// Paid minutes of the week.
    pub fn minutes(&self) -> u32 {
        self.duties.iter().flatten().map(|duty| duty.minutes).sum()
    }

    /// Whether a shift that begins then on that day of the week may be this person's, whatever others the person has.
    pub fn may_work(&self, day: usize, start: u32) -> bool {
        self.days >> day & 1 == 1 && self.starts.contains(start)
    }
}

/// The people of a contract in a week.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Crew {
    /// They.
    pub people: Vec<Person>,
    /// By day: bands of those who could work one more shift on it, if others change places.
    open: [Vec<Band>; 7],
}

/// A shift that looks for somebody: the new one, or one that has to make room.
#[derive(Debug, Clone, Copy)]
struct Seeker {
    day: usize,
    duty: Duty,
    /// Who has it now; nobody has the new one.
    person: Option<usize>,
    /// The seeker for which it makes room.
    parent: usize,
}

impl Crew {
    /// People without shifts, or with some.
    pub fn of(people: Vec<Person>) -> Self {
        let mut crew = Self { people, ..Self::default() };
        crew.look_again();
        crew
    }

    /// Whether somebody can work one more shift that begins then on that day of the week, if others change places.
    pub fn has_room(&self, day: usize, start: u32) -> bool {
        self.open[day].iter().any(|band| band.contains(start))
    }

    /// Gives a shift to somebody, and makes others change places where nobody is free. Returns whether it could be done.
    pub fn add(&mut self, day: usize, duty: Duty) -> bool {
        let done = self.place(day, duty);
        if done {
            self.look_again();
        }
        done
    }

    /// Takes one of the shifts out that begin then on that day of the week.
    pub fn remove(&mut self, day: usize, start: u32) {
        let has_it = |person: &&mut Person| person.duties[day].is_some_and(|duty| duty.start == start);
        if let Some(person) = self.people.iter_mut().find(has_it) {
            person.duties[day] = None;
        }
        self.look_again();
    }

    /// As [`Self::add`], for those who do not ask for room afterwards. Of those who are free, the one with the fewest hours has
    /// it.
    pub fn place(&mut self, day: usize, duty: Duty) -> bool {
        let is_free = |person: &Person| {
            person.may_work(day, duty.start) && person.duties[day].is_none() && person.count() < person.most
        };
        let free = self.people.iter_mut().filter(|person| is_free(person));
        if let Some(person) = free.min_by_key(|person| person.minutes()) {
            person.duties[day] = Some(duty);
            return true;
        }
        let mut seekers = vec![Seeker { day, duty, person: None, parent: 0 }];
        let mut queue = VecDeque::from([0]);
        let mut asked = vec![[false; 7]; self.people.len()];
        let mut asked_all = vec![false; self.people.len()];
        while let Some(index) = queue.pop_front() {
            let Seeker { day, duty, .. } = seekers[index];
            for (person, who) in self.people.iter().enumerate().filter(|(_, who)| who.may_work(day, duty.start)) {
                let days = match who.duties[day] {
                    None if who.count() < who.most => {
                        self.change_places(&seekers, index, person);
                        return true;
                    }
                    // One shift of any day makes room for this one.
                    None if !std::mem::replace(&mut asked_all[person], true) => 0..7,
                    None => 0..0,
                    Some(_) => day..day + 1,
                };
                for other in days {
                    if let Some(duty) = who.duties[other]
                        && !std::mem::replace(&mut asked[person][other], true)
                    {
                        queue.push_back(seekers.len());
                        seekers.push(Seeker { day: other, duty, person: Some(person), parent: index });
                    }
                }
            }
        }
        false
    }

    fn change_places(&mut self, seekers: &[Seeker], last: usize, free: usize) {
        let (mut index, mut to) = (last, free);
        loop {
            let Seeker { day, duty, person, parent } = seekers[index];
            if let Some(from) = person {
                self.people[from].duties[day] = None;
            }
            self.people[to].duties[day] = Some(duty);
            let Some(from) = person else { return };
            (index, to) = (parent, from);
        }
    }

    /// Finds out anew who has room: those who are free, those who can give their shift of the day to one of these, and those who
    /// can give another shift away for the new one, and so on.
    fn look_again(&mut self) {
        let mut open: [Vec<Band>; 7] = Default::default();
        let mut has_room = vec![[false; 7]; self.people.len()];
        loop {
            let mut more = false;
            for (index, person) in self.people.iter().enumerate() {
                let can_go = |day: usize, open: &[Vec<Band>; 7]| {
                    let duty = person.duties[day];
                    duty.is_some_and(|duty| open[day].iter().any(|band| band.contains(duty.start)))
                };
                let is_full = person.count() >= person.most;
                let gives_any = is_full && (0..7).any(|day| can_go(day, &open));
                for day in 0..7 {
                    if has_room[index][day] || person.days >> day & 1 == 0 {
                        continue;
                    }
                    let room = if person.duties[day].is_some() { can_go(day, &open) } else { !is_full || gives_any };
                    if room {
                        (has_room[index][day], more) = (true, true);
                        if !open[day].contains(&person.starts) {
                            open[day].push(person.starts);
                        }
                    }
                }
            }
            if !more {
                break;
            }
        }
        self.open = open;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn person(from: u32, to: u32, days: Days, most: u32) -> Person {
        Person { band: 0, starts: Band { from, to }, pattern: 0, days, most, duties: [None; 7] }
    }

    fn duty(start: u32) -> Duty {
        Duty { start, minutes: 60, label: 0 }
    }

    #[test]
    fn who_is_early_makes_room_for_a_shift_that_only_one_can_work() {
        let mut crew = Crew::of(vec![person(0, 10, 1, 1), person(5, 20, 1, 1)]);
        assert!(crew.add(0, duty(7)) && crew.has_room(0, 15) && crew.has_room(0, 2));
        assert!(crew.add(0, duty(2)));
        assert!(!crew.has_room(0, 2) && !crew.has_room(0, 7) && !crew.has_room(0, 15));
        assert!(!crew.place(0, duty(7)));
        crew.remove(0, 2);
        assert!(crew.has_room(0, 2) && crew.has_room(0, 15));
    }

    #[test]
    fn who_works_two_of_three_days_gives_one_away_for_another() {
        let mut crew = Crew::of(vec![person(0, 9, 0b111, 2), person(0, 9, 0b001, 1)]);
        assert!(crew.add(0, duty(5)) && crew.add(1, duty(5)));
        assert!(crew.add(2, duty(5)), "the second takes the first day");
        assert!(!crew.has_room(0, 5) && !crew.has_room(1, 5));
    }

    /// Most shifts that can be worked, by trying out all.
    fn most(people: &mut Vec<Person>, shifts: &[(usize, u32)]) -> usize {
        let Some((&(day, start), rest)) = shifts.split_first() else { return 0 };
        let mut best = most(people, rest);
        for index in 0..people.len() {
            let one = &people[index];
            if one.may_work(day, start) && one.duties[day].is_none() && one.count() < one.most {
                people[index].duties[day] = Some(duty(start));
                best = best.max(1 + most(people, rest));
                people[index].duties[day] = None;
            }
        }
        best
    }

    proptest! {
        #[test]
        fn as_many_shifts_are_placed_as_can_be(
            people in prop::collection::vec((0u32..4, 0u32..3, 0u8..8, 0u32..4), 1..4),
            shifts in prop::collection::vec((0usize..3, 0u32..6), 0..6),
        ) {
            let mut people: Vec<Person> =
                people.into_iter().map(|(from, width, days, most)| person(from, from + width, days, most)).collect();
            let mut crew = Crew::of(people.clone());
            let mut placed = 0;
            for &(day, start) in &shifts {
                let had_room = crew.has_room(day, start);
                prop_assert_eq!(crew.add(day, duty(start)), had_room);
                placed += usize::from(had_room);
            }
            prop_assert_eq!(placed, most(&mut people, &shifts));
            prop_assert_eq!(crew.people.iter().map(|person| person.count() as usize).sum::<usize>(), placed);
            for person in &crew.people {
                prop_assert!(person.count() <= person.most);
                for (day, duty) in person.duties.iter().enumerate() {
                    prop_assert!(duty.is_none_or(|duty| person.may_work(day, duty.start)));
                }
            }
        }
    }
}
