//! Seats of the site in the programme: who has one, interval by interval.

use super::{Model, Variable};
use crate::milp::Column;
use std::collections::BTreeMap;

impl Model<'_> {
    /// By interval: columns and coefficients whose sum is the people of the part who have a seat, those at work and those on a break.
    ///
    /// They are who is present, and with them who is on a break, so that a row has few terms however many shifts there are.
    pub fn seats_taken(&self) -> BTreeMap<usize, Vec<(Column, f64)>> {
        let is_of_a_break = |column: Column| matches!(self.programme.keys()[column.index()], Variable::Begun { .. });
        let in_interval = |(&interval, (present, terms)): (&usize, &(Column, Vec<(Column, f64)>))| {
            let resting = terms.iter().filter(|(column, _)| is_of_a_break(*column));
            let resting = resting.map(|&(column, coefficient)| (column, -coefficient));
            (interval, [(*present, 1.0)].into_iter().chain(resting).collect())
        };
        self.presence.iter().filter(|(_, (_, terms))| !terms.is_empty()).map(in_interval).collect()
    }

    pub(super) fn seats_of_the_site(&mut self) {
        let Some(seats) = &self.part.seats else { return };
        for (interval, terms) in self.seats_taken() {
            let name = format!("seats of {} ({})", self.group.name, self.scenario.calendar.label(interval));
            self.programme.row(name, f64::NEG_INFINITY, f64::from(seats[interval]), terms);
        }
    }
}
