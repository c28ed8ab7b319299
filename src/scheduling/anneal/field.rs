//! What every annealing has: who is present when, what a change of that costs, and chance.

use super::yard::{Person, Work, Yard};
use crate::random::Stream;
use rand::RngExt;
use std::ops::Range;

/// Share of changes to a shift that begins and ends at nearly the same time.
const TO_NEAR: f64 = 0.8;
/// Share of changed shifts whose breaks stay as near to their old times as they may.
const KEEP_BREAKS: f64 = 0.5;

/// People present by interval, and the random numbers of a search.
pub struct Field<'a> {
    yard: &'a Yard,
    /// By interval of the part.
    present: Vec<u32>,
    /// Seats that are left, by interval of the part; `None`: any number.
    free: Option<Vec<i64>>,
    pub random: Stream,
}

impl<'a> Field<'a> {
    pub fn new(yard: &'a Yard, present: Vec<u32>, free: Option<Vec<i64>>, random: Stream) -> Self {
        Self { yard, present, free, random }
    }

    /// Who is present in each interval.
    pub fn ended(self) -> Vec<u32> {
        self.present
    }

    /// Whether what costs so much more is kept.
    pub fn is_kept(&mut self, cost: f64, temperature: f64) -> bool {
        cost <= 0.0 || self.random.random::<f64>() < (-cost / temperature).exp()
    }

    /// Another shift of those of its day for someone who works a shift: mostly one that begins and ends at nearly the same time.
    pub fn another(&mut self, works: &[Work], old: usize) -> usize {
        let near = &works[old].near;
        if !near.is_empty() && self.random.random::<f64>() < TO_NEAR {
            near[self.random.random_range(0..near.len())]
        } else {
            self.random.random_range(0..works.len())
        }
    }

    /// The same person on another shift, with breaks at the same times, as far as they may be, or anywhere. `None` where they do not fit.
    pub fn changed(&mut self, works: &[Work], person: &Person, work: usize) -> Option<Person> {
        let old = &works[person.work];
        let keeps = old.rests.len() == works[work].rests.len() && self.random.random::<f64>() < KEEP_BREAKS;
        let wished: Option<Vec<u32>> = keeps.then(|| old.begins(person).collect());
        let places = self.places(&works[work], wished.as_deref())?;
        Some(Person { work, places })
    }

    /// Someone on a shift, with breaks anywhere. `None` where the last breaks find no place after the first.
    pub fn someone(&mut self, works: &[Work], work: usize) -> Option<Person> {
        let places = self.places(&works[work], None)?;
        Some(Person { work, places })
    }

    /// Lets a break of a person begin at another time, if that is kept.
    pub fn another_break(&mut self, works: &[Work], person: &mut Person, temperature: f64) {
        let Person { work, places } = person;
        let rests = &works[*work].rests;
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
            places[which] = new;
        } else {
            self.change(to.span.clone(), true);
            self.change(from.span.clone(), false);
        }
    }

    /// Counts a person in or out; says what that costs: more than anything where there is no seat.
    pub fn count(&mut self, works: &[Work], person: &Person, comes: bool) -> f64 {
        let work = &works[person.work];
        let has_seat = self.take_seat(work.span.clone(), comes);
        let (mut pay, mut cover, mut from) = (work.pay, 0.0, work.span.start);
        for (rest, &place) in work.rests.iter().zip(&person.places) {
            let place = &rest.places[place];
            pay -= place.spared;
            cover += self.change(from..place.span.start, comes);
            from = place.span.end;
        }
        cover += self.change(from..work.span.end, comes);
        match (comes, has_seat) {
            (true, false) => f64::INFINITY,
            (true, true) => cover + pay,
            (false, _) => cover - pay,
        }
    }

    /// Takes a seat or gives it back; says whether there is one.
    fn take_seat(&mut self, span: Range<usize>, takes: bool) -> bool {
        let Some(free) = &mut self.free else { return true };
        let mut is_free = true;
        for free in &mut free[span] {
            *free += if takes { -1 } else { 1 };
            is_free &= *free >= 0;
        }
        is_free
    }

    /// Places for the breaks of a shift: the first not before wished-for moments, or any by chance. `None` where the last breaks find
    /// none after the first.
    fn places(&mut self, work: &Work, wished: Option<&[u32]>) -> Option<Vec<usize>> {
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
