//! Seats of the site in the programme: who has one, interval by interval.

use super::{Model, Variable};
use crate::milp::Column;
use std::collections::BTreeMap;
use std::ops::Range;

impl Model<'_> {
    /// By interval: columns and coefficients whose sum is the people of the part who have a seat, those at work and those on a break.
    ///
    /// They are who is present, and with them who is on a break, so that a row has few terms however many shifts there are.
    pub fn seats_taken(&self) -> BTreeMap<usize, Vec<(Column, f64)>> {
        let is_of_a_break = |column: Column| matches!(self.programme.keys()[column.index()], Variable::Begun { .. });
        let mut taken = BTreeMap::new();
        for (&interval, (present, terms)) in self.presence.iter().filter(|(_, (_, terms))| !terms.is_empty()) {
            let resting = terms.iter().filter(|(column, _)| is_of_a_break(*column));
            let resting = resting.map(|&(column, coefficient)| (column, -coefficient));
            taken.insert(interval, [(*present, 1.0)].into_iter().chain(resting).collect());
        }
        taken
    }

    /// Intervals that the shifts of a day can cover, with all overtime.
    pub fn reach_of(&self, day: usize) -> Range<usize> {
        let of_day = self.part.shifts.iter().filter(|shift| shift.day == day);
        let spans = of_day.map(|shift| shift.reach(&self.scenario.calendar));
        spans.reduce(|all, span| all.start.min(span.start)..all.end.max(span.end)).unwrap_or_default()
    }

    /// Whether a column can take another value where only the shifts of one day may change, which can cover `reach`; those who work
    /// on other days may change to another kind of week.
    pub fn may_change(&self, variable: Variable, day: usize, reach: &Range<usize>) -> bool {
        match variable {
            Variable::Arrived { family, .. } => self.families[family].day == day,
            Variable::Present { interval } | Variable::Under { interval } | Variable::Over { interval } => {
                reach.contains(&interval)
            }
            Variable::Used { .. } => true,
            _ => self.day_of(variable).is_none_or(|its| its == day),
        }
    }

    pub(super) fn seats_of_the_site(&mut self) {
        let Some(seats) = &self.part.seats else { return };
        for (interval, terms) in self.seats_taken() {
            let name = format!("seats of {} ({})", self.group.name, self.scenario.calendar.label(interval));
            self.programme.row(name, f64::NEG_INFINITY, f64::from(seats[interval]), terms);
        }
    }
}
