//! Shift design: few kinds of shift that together cover a week's demand.
//!
//! The problem is min-shift-design (Musliu, Gärtner & Slany 2002, "Efficient generation of rotating workforce schedules";
//! 2004, "Local search for shift design"): from all shifts that start and length windows allow, choose which are used and how
//! many people work each on each day of a cyclic week, so that
//! `missing agent-minutes × weight + surplus agent-minutes × weight + weight × number of shifts used` is least.
//!
//! How it is solved ([`design`]): *slope scaling* ([`search`]), a sequence of linear programmes in which a shift costs the
//! dearer the fewer people worked it in the one before, finds small sets of shifts that cover well; the integer programme
//! ([`programme`]) with those shifts alone is small and gives a good design, again and again from other first prices; and the
//! whole programme, which begins with the best of them, gives the bound and often something better.

pub mod programme;
pub mod search;

pub use search::design;

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

/// What is given. Times are counted in slots of [`ShiftDesign::slot_minutes`] from midnight.
#[derive(Debug, Clone, PartialEq)]
pub struct ShiftDesign {
    /// Minutes of a slot.
    pub slot_minutes: u32,
    /// Days of the cycle: what lasts beyond the last goes on in the first.
    pub days: usize,
    /// Agents needed in each slot, day after day; as many slots for each day.
    pub demand: Vec<u32>,
    /// Which shifts there may be. Those of two kinds that begin and last alike are one.
    pub kinds: Vec<ShiftKind>,
    /// Price of a missing agent-minute. Not negative.
    pub under_cover_weight: f64,
    /// Price of a surplus agent-minute. Not negative.
    pub over_cover_weight: f64,
    /// Price of each shift that is used. Not negative.
    pub shift_weight: f64,
}

/// Starts and lengths, in slots, of which every pair is a shift that may be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShiftKind {
    /// Slots of the day with which a shift may begin.
    pub starts: RangeInclusive<u32>,
    /// Slots that it may last; from 1 to all slots of the cycle.
    pub lengths: RangeInclusive<u32>,
}

/// A shift, in slots.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shift {
    /// Slot of the day with which it begins.
    pub start: u32,
    /// How many slots it lasts.
    pub length: u32,
}

/// A shift that is used, and by how many people on each day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsedShift {
    /// The shift.
    pub shift: Shift,
    /// People by day of the cycle; somebody on at least one.
    pub people: Vec<u32>,
}

/// A design, and how good it is known to be.
#[derive(Debug, Clone, PartialEq)]
pub struct Design {
    /// The shifts used, by start and length.
    pub shifts: Vec<UsedShift>,
    /// What they cost.
    pub cost: DesignCost,
    /// No design costs less. At most the cost.
    pub bound: f64,
}

/// What a design costs, by kind.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DesignCost {
    /// Missing agent-minutes.
    pub under_cover_minutes: u64,
    /// Surplus agent-minutes.
    pub over_cover_minutes: u64,
    /// How many shifts are used.
    pub shifts: usize,
    /// All of it at its price.
    pub objective: f64,
}

impl Design {
    /// (cost − bound) / cost; 0 for a design that costs nothing.
    pub fn gap(&self) -> f64 {
        if self.cost.objective <= 0.0 { 0.0 } else { (self.cost.objective - self.bound) / self.cost.objective }
    }
}

impl ShiftDesign {
    /// Slots of a day.
    pub fn slots_of_a_day(&self) -> usize {
        self.demand.len() / self.days.max(1)
    }

    /// Every shift that may be used, by start and length.
    pub fn shifts(&self) -> Vec<Shift> {
        let mut shifts = BTreeSet::new();
        for kind in &self.kinds {
            for start in kind.starts.clone() {
                shifts.extend(kind.lengths.clone().map(|length| Shift { start, length }));
            }
        }
        shifts.into_iter().collect()
    }

    /// The slots of the cycle that a shift covers which begins on a day.
    pub fn span(&self, shift: Shift, day: usize) -> impl Iterator<Item = usize> {
        let first = day * self.slots_of_a_day() + shift.start as usize;
        let slots = self.demand.len();
        (first..first + shift.length as usize).map(move |slot| slot % slots)
    }

    /// What shifts cost. Shifts that nobody works cost nothing.
    pub fn cost(&self, shifts: &[UsedShift]) -> DesignCost {
        let mut present = vec![0_u64; self.demand.len()];
        for used in shifts {
            for (day, &people) in used.people.iter().enumerate() {
                for slot in self.span(used.shift, day) {
                    present[slot] += u64::from(people);
                }
            }
        }
        let (mut under, mut over) = (0, 0);
        for (&present, &needed) in present.iter().zip(&self.demand) {
            under += u64::from(needed).saturating_sub(present) * u64::from(self.slot_minutes);
            over += present.saturating_sub(needed.into()) * u64::from(self.slot_minutes);
        }
        let worked = shifts.iter().filter(|used| used.people.iter().any(|&people| people > 0));
        let shifts = worked.map(|used| used.shift).collect::<BTreeSet<_>>().len();
        let objective = self.under_cover_weight * under as f64
            + self.over_cover_weight * over as f64
            + self.shift_weight * shifts as f64;
        DesignCost { under_cover_minutes: under, over_cover_minutes: over, shifts, objective }
    }

    /// The greatest number of which every cost is a multiple, where all prices are whole; then a bound can be rounded up to
    /// a multiple of it.
    fn step_of_costs(&self) -> Option<f64> {
        let minutes = f64::from(self.slot_minutes);
        let prices = [self.under_cover_weight * minutes, self.over_cover_weight * minutes, self.shift_weight];
        let is_whole = |price: &f64| price.fract() == 0.0 && (0.0..1e9).contains(price);
        let step =
            prices.iter().all(is_whole).then(|| prices.iter().fold(0, |step, &price| divisor(step, price as u64)));
        step.filter(|&step| step > 0).map(|step| step as f64)
    }

    /// A proved bound, rounded up to what a design can cost.
    fn rounded_up(&self, bound: f64) -> f64 {
        // The solver's bound may be above the truth by its tolerance.
        let up = |step: f64| ((bound / step) - 1e-6).ceil() * step;
        self.step_of_costs().map_or(bound, up).max(0.0)
    }
}

/// The greatest common divisor.
fn divisor(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { divisor(b, a % b) }
}

#[cfg(test)]
mod tests;
