//! Overtime in the programme: people of a shift type whose shifts begin, or end, at the same moment are lengthened together.
//!
//! Overtime has no breaks, so what it covers depends only on the moment and on its length, and whose it is can be said
//! afterwards. A type with overtime of up to four steps adds, for each moment of a day at which its shifts begin or end, four
//! variables, however many shifts and ways to place their breaks there are.

use super::family::begin_of;
use super::part::Part;
use crate::calendar::Calendar;
use crate::milp::Column;
use std::collections::BTreeMap;

/// Shifts of one type and day that can be lengthened alike.
#[derive(Debug, Clone)]
pub struct Lengthened {
    /// The day on which they begin.
    pub day: usize,
    /// Whether it is overtime before the shift, which ends at the moment; otherwise it is after the shift and begins then.
    pub before: bool,
    /// The begin of the shifts, or their end, in minutes after the horizon's begin.
    pub moment: u32,
    /// Them, as indices into [`Part::shifts`].
    pub shifts: Vec<usize>,
    /// Lengths of overtime in minutes, ascending.
    pub lengths: Vec<u32>,
    /// For each length, the people who work as long or longer.
    pub people: Vec<Column>,
}

impl Lengthened {
    /// The stretch of time, in minutes after the horizon's begin, that is added by the step to a length.
    pub fn stretch(&self, step: usize) -> (u32, u32) {
        let to = self.lengths[step];
        let from = step.checked_sub(1).map_or(0, |before| self.lengths[before]);
        if self.before { (self.moment - to, self.moment - from) } else { (self.moment + from, self.moment + to) }
    }
}

/// All that can be lengthened in a part, by day, type, side and moment; and for each shift the two of them that it is one of:
/// before and after.
pub fn lengthened(calendar: &Calendar, part: &Part) -> (Vec<Lengthened>, Vec<[Option<usize>; 2]>) {
    let mut known: BTreeMap<(usize, usize, bool, u32), usize> = BTreeMap::new();
    let mut all: Vec<Lengthened> = Vec::new();
    let mut of_shift = vec![[None, None]; part.shifts.len()];
    for (index, shift) in part.shifts.iter().enumerate() {
        let begin = begin_of(calendar, shift);
        let sides = [(true, begin, &shift.overtime.before), (false, begin + shift.length, &shift.overtime.after)];
        for (side, (before, moment, lengths)) in sides.into_iter().enumerate() {
            if lengths.is_empty() {
                continue;
            }
            let (day, lengths) = (shift.day, lengths.clone());
            let place = *known.entry((day, shift.shift_type.0, before, moment)).or_insert_with(|| {
                all.push(Lengthened { day, before, moment, shifts: Vec::new(), lengths, people: Vec::new() });
                all.len() - 1
            });
            all[place].shifts.push(index);
            of_shift[index][side] = Some(place);
        }
    }
    (all, of_shift)
}
