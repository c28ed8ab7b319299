//! Days and hours of the contracts of a part.

use super::Model;
use crate::scheduling::contract::ContractWeek;
use std::collections::BTreeMap;
use std::ops::Range;

impl Model<'_> {
    pub(super) fn people_of_a_day(&mut self) {
        for day in self.part.days() {
            for (index, contract) in self.contracts.iter().enumerate() {
                let days = day..day + 1;
                let theirs = self.of_contract(index, &days);
                let begin: Vec<_> = theirs.map(|shift| (self.people[shift], 1.0)).collect();
                if !begin.is_empty() && !contract.has_tour_rules() {
                    let name = format!("people of {} on {}", self.who(index), self.scenario.calendar.days[day].date);
                    self.programme.row(name, f64::NEG_INFINITY, f64::from(contract.people), begin);
                }
            }
        }
    }

    pub(super) fn days_and_hours_of_a_week(&mut self) {
        for days in &self.part.weeks {
            for (index, contract) in self.contracts.iter().enumerate() {
                let shifts: Vec<usize> = self.of_contract(index, days).collect();
                if shifts.is_empty() {
                    continue;
                }
                let allows = ContractWeek::of(contract, &self.scenario.calendar, days);
                let where_and_when =
                    format!("of {} in the week from {}", self.who(index), self.scenario.calendar.days[days.start].date);
                if !contract.has_tour_rules() {
                    let most = f64::from(allows.shifts());
                    let terms = shifts.iter().map(|&shift| (self.people[shift], 1.0));
                    self.programme.row(format!("working days {where_and_when}"), f64::NEG_INFINITY, most, terms);
                }
                let hours = |&shift: &usize| f64::from(self.part.shifts[shift].paid_minutes()) / 60.0;
                let terms = shifts.iter().map(|shift| (self.people[*shift], hours(shift)));
                let most = allows.hours.0;
                self.programme.row(format!("paid hours {where_and_when}"), f64::NEG_INFINITY, most, terms);
            }
        }
    }

    pub(super) fn long_shifts(&mut self) {
        // Without contracts, hours are asked of all people together.
        for days in self.part.weeks.iter().filter(|_| !self.group.contracts.is_empty()) {
            for (index, contract) in self.contracts.iter().enumerate() {
                let allows = ContractWeek::of(contract, &self.scenario.calendar, days);
                let mut limits: BTreeMap<usize, (u32, Vec<usize>)> = BTreeMap::new();
                for shift in self.of_contract(index, days) {
                    for (often, most) in allows.long_shifts(self.part.shifts[shift].paid_minutes()) {
                        limits.entry(often).or_insert((most, Vec::new())).1.push(shift);
                    }
                }
                for (often, (most, shifts)) in limits {
                    let name = format!("shifts that {} can work {often} times a week", self.who(index));
                    let terms = shifts.iter().map(|&shift| (self.people[shift], 1.0));
                    self.programme.row(name, f64::NEG_INFINITY, f64::from(most), terms);
                }
            }
        }
    }

    /// A contract as rules name it.
    pub(super) fn who(&self, contract: usize) -> String {
        let (group, contract) = (&self.group.name, &self.contracts[contract].name);
        if self.group.contracts.is_empty() { group.clone() } else { format!("{group}, {contract}") }
    }

    /// The shifts of a contract that begin on some days.
    pub(super) fn of_contract(&self, contract: usize, days: &Range<usize>) -> impl Iterator<Item = usize> {
        self.on_days(days).filter(move |&shift| self.part.shifts[shift].contract == contract)
    }
}
