//! The integer programme of shift design, for all shifts or for some of them.
//!
//! # Variables
//! - `used[s]`, 0 or 1: whether shift `s` is used.
//! - `people[s,d]`, whole: who work it on day `d`. At most the greatest demand in its span: whoever is beyond that is surplus
//!   all day.
//! - `under[t]`, `over[t]`: agents missing and surplus in slot `t`.
//!
//! # Constraints
//! - *only shifts that are used*: `people[s,d] ≤ greatest demand in its span · used[s]`.
//! - *cover*: `Σ people over slot t + under[t] − over[t] = demand[t]`.
//! - *a rise needs a begin*: where demand rises from slot `t − 1` to `t`, a shift that begins then is used, or somebody is
//!   missing after it or surplus before it: `Σ_{s begins at t} used[s] + under[t] + over[t−1] ≥ 1`; where it falls, the same
//!   with shifts that end, and the other way round. Whole people obey it anyway; it tells the linear relaxation, whose bound it
//!   lifts from a fifth of the optimum to some nine tenths.
//! - *somebody must be there*: where something is needed, `Σ_{s covers t} used[s] + under[t] ≥ 1`.

use super::{Shift, ShiftDesign, UsedShift};
use crate::milp::{Column, Kind, Programme};

/// What a column stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variable {
    /// Whether a shift is used.
    Used(Shift),
    /// People who work it on a day.
    People(Shift, usize),
    /// Agents missing in a slot.
    Under(usize),
    /// Agents too many in a slot.
    Over(usize),
}

/// The programme of a design with some shifts.
pub struct DesignProgramme<'a> {
    design: &'a ShiftDesign,
    shifts: &'a [Shift],
    /// What the solver is given.
    pub programme: Programme<Variable>,
    used: Vec<Column>,
    /// By shift and day.
    people: Vec<Vec<Column>>,
    under: Vec<Column>,
    over: Vec<Column>,
}

impl<'a> DesignProgramme<'a> {
    /// Writes the programme.
    pub fn new(design: &'a ShiftDesign, shifts: &'a [Shift]) -> Self {
        let mut programme = Self::covering(design, shifts, |_| design.shift_weight, Kind::Integer);
        programme.a_rise_needs_a_begin_and_a_fall_an_end();
        programme.somebody_must_be_there();
        programme
    }

    /// The linear programme in which a shift costs a price of its own times the most people who work it on a day: `used` then
    /// stands for those people.
    pub fn by_price(design: &'a ShiftDesign, shifts: &'a [Shift], price: &[f64]) -> Self {
        Self::covering(design, shifts, |shift| price[shift], Kind::Continuous)
    }

    /// Shifts and cover. Whole numbers of people of shifts that are used or not, or any number at a price by the head.
    fn covering(design: &'a ShiftDesign, shifts: &'a [Shift], price: impl Fn(usize) -> f64, kind: Kind) -> Self {
        let mut programme = Programme::new();
        let (mut used, mut people) = (Vec::new(), Vec::new());
        let mut present: Vec<Vec<(Column, f64)>> = vec![Vec::new(); design.demand.len()];
        for (index, &shift) in shifts.iter().enumerate() {
            let by_head = kind == Kind::Continuous;
            let most_used = if by_head { f64::INFINITY } else { 1.0 };
            let is_used = programme.column(Variable::Used(shift), 0.0, most_used, price(index), kind);
            let mut by_day = Vec::new();
            for day in 0..design.days {
                let most = design.span(shift, day).map(|slot| design.demand[slot]).max().unwrap_or(0);
                let working = programme.column(Variable::People(shift, day), 0.0, most.into(), 0.0, kind);
                for slot in design.span(shift, day) {
                    present[slot].push((working, 1.0));
                }
                if most > 0 {
                    let slope = if by_head { 1.0 } else { f64::from(most) };
                    let name = format!("only shifts that are used ({shift:?}, day {day})");
                    programme.row(name, f64::NEG_INFINITY, 0.0, [(working, 1.0), (is_used, -slope)]);
                }
                by_day.push(working);
            }
            used.push(is_used);
            people.push(by_day);
        }
        let minutes = f64::from(design.slot_minutes);
        let (mut under, mut over) = (Vec::new(), Vec::new());
        for (slot, terms) in present.into_iter().enumerate() {
            let needed = f64::from(design.demand[slot]);
            let missing = design.under_cover_weight * minutes;
            let surplus = design.over_cover_weight * minutes;
            under.push(programme.column(Variable::Under(slot), 0.0, needed, missing, Kind::Continuous));
            over.push(programme.column(Variable::Over(slot), 0.0, f64::INFINITY, surplus, Kind::Continuous));
            let apart = [(under[slot], 1.0), (over[slot], -1.0)];
            programme.row(format!("cover (slot {slot})"), needed, needed, terms.into_iter().chain(apart));
        }
        Self { design, shifts, programme, used, people, under, over }
    }

    fn a_rise_needs_a_begin_and_a_fall_an_end(&mut self) {
        let (slots, of_a_day) = (self.design.demand.len(), self.design.slots_of_a_day());
        for slot in 0..slots {
            let before = (slot + slots - 1) % slots;
            let (now, then) = (self.design.demand[slot], self.design.demand[before]);
            let (changes, apart): (fn(&Shift) -> u32, _) = match now.cmp(&then) {
                std::cmp::Ordering::Equal => continue,
                std::cmp::Ordering::Greater => (|shift| shift.start, [self.under[slot], self.over[before]]),
                std::cmp::Ordering::Less => (|shift| shift.start + shift.length, [self.over[slot], self.under[before]]),
            };
            let here = |shift: &Shift| changes(shift) as usize % of_a_day == slot % of_a_day;
            let shifts = self.shifts.iter().zip(&self.used).filter(|(shift, _)| here(shift)).map(|(_, &used)| used);
            let terms: Vec<(Column, f64)> = shifts.chain(apart).map(|column| (column, 1.0)).collect();
            self.programme.row(format!("a rise needs a begin (slot {slot})"), 1.0, f64::INFINITY, terms);
        }
    }

    fn somebody_must_be_there(&mut self) {
        let of_a_day = self.design.slots_of_a_day();
        for slot in (0..self.design.demand.len()).filter(|&slot| self.design.demand[slot] > 0) {
            let since_begin = |shift: &Shift| (slot + of_a_day - shift.start as usize % of_a_day) % of_a_day;
            let covers = |shift: &Shift| since_begin(shift) < shift.length as usize;
            let shifts = self.shifts.iter().zip(&self.used).filter(|(shift, _)| covers(shift)).map(|(_, &used)| used);
            let terms: Vec<(Column, f64)> = shifts.chain([self.under[slot]]).map(|column| (column, 1.0)).collect();
            self.programme.row(format!("somebody must be there (slot {slot})"), 1.0, f64::INFINITY, terms);
        }
    }

    /// The most people who work each shift on a day, in values of the columns.
    pub fn most_people(&self, values: &[f64]) -> Vec<f64> {
        let most = |days: &Vec<Column>| days.iter().map(|column| values[column.index()]).fold(0.0, f64::max);
        self.people.iter().map(most).collect()
    }

    /// The shifts that are worked, in values of the columns of the integer programme.
    pub fn shifts_worked(&self, values: &[f64]) -> Vec<UsedShift> {
        let by_shift = self.shifts.iter().zip(&self.people).map(|(&shift, days)| UsedShift {
            shift,
            people: days.iter().map(|column| values[column.index()].round() as u32).collect(),
        });
        by_shift.filter(|used| used.people.iter().any(|&people| people > 0)).collect()
    }

    /// The values of the columns for shifts that are all among those of the programme.
    pub fn values(&self, worked: &[UsedShift]) -> Vec<f64> {
        let mut values = vec![0.0; self.programme.columns().len()];
        let mut apart: Vec<f64> = self.design.demand.iter().map(|&needed| f64::from(needed)).collect();
        for used in worked {
            let Ok(index) = self.shifts.binary_search(&used.shift) else { continue };
            values[self.used[index].index()] = 1.0;
            for (day, &people) in used.people.iter().enumerate() {
                let most = self.programme.columns()[self.people[index][day].index()].upper;
                let people = f64::from(people).min(most);
                values[self.people[index][day].index()] = people;
                self.design.span(used.shift, day).for_each(|slot| apart[slot] -= people);
            }
        }
        for (slot, apart) in apart.into_iter().enumerate() {
            values[self.under[slot].index()] = apart.max(0.0);
            values[self.over[slot].index()] = (-apart).max(0.0);
        }
        values
    }
}
