//! The mixed-integer programme of a part: which shifts a group works in a week.
//!
//! # Sets
//! - `S` shifts that could be worked ([`Part::shifts`]): a type, a day, a start and a length; `S(d)` begin on day `d`.
//! - `I` intervals in which something is needed or a shift of `S` can be at work; `S(i)` the shifts whose span holds `i`.
//! - `K(s)` breaks of shift `s` in their order; `P(s,k)` the minutes after the shift's begin at which break `k` may begin.
//!
//! # Variables
//! - `people[s]`, whole: people who work shift `s`.
//! - `resting[s,k,p]`, whole: those of them whose break `k` begins at `p`. Which of them take which places is read from the
//!   answer afterwards; a shift with three breaks of nine places has 28 variables instead of 729 (implicit breaks, after
//!   Aykin 1996, "Optimal shift scheduling with multiple break windows", Management Science 42(4)).
//! - `present[i]`, whole: people at work and not on a break.
//! - `under[i]`, whole: agents missing.
//! - `over[i]`: agents too many, in parts of an agent as well.
//!
//! # Constraints
//! - *everybody rests*: `Σ_p resting[s,k,p] = people[s]`.
//! - *breaks in order*: for each moment `p` at which break `k + 1` may begin,
//!   `Σ_{q ≤ p} resting[s,k+1,q] ≤ Σ_{q + length ≤ p} resting[s,k,q]`. Then whoever is the n-th to begin one break can be the
//!   n-th to begin the next without overlap, so that one person's breaks can always be put together.
//! - *presence*: `present[i] = Σ_{S(i)} people[s] − Σ resting[s,k,p]` over the breaks that lie on `i`.
//! - *cover*: `(1 − shrinkage) present[i] + under[i] ≥ needed[i]`. Since `under[i]` is whole, an agent who is only partly
//!   there is missing, as in [`levels`](super::levels).
//! - *surplus*: `(1 − shrinkage) present[i] − over[i] ≤ needed[i]`.
//! - *whole people*: with `m` the fewest people who make `needed[i]` agents,
//!   `present[i] + k under[i] ≥ m`, where `k` is the least that keeps every whole `present[i]` and its `under[i]`. It tells
//!   the linear relaxation that there are no fractions of people.
//! - *people of a day*: `Σ_{S(d)} people[s] ≤ headcount`.
//! - *days of a week* and *hours of a week*: `Σ people[s]` and `Σ paid hours[s] people[s]` over a week's days are at most
//!   [`most_shifts`] and [`most_hours`].
//!
//! # Objective
//! Minimise `Σ wage · paid hours[s] · people[s] + Σ hours[i] (price of a missing agent · under[i] + of a surplus one · over[i])`.
//!
//! There is always an answer: nobody works and everything needed is missing.

use super::part::{Part, most_hours, most_shifts};
use super::schedule::{PlannedBreak, ScheduledShift};
use crate::milp::{Column, Kind, Programme, Solution};
use crate::scenario::{Group, Scenario};
use crate::staffing::StaffingRequirement;
use std::collections::BTreeMap;

/// What a column of the programme stands for. Shifts are indices into [`Part::shifts`], intervals those of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variable {
    /// People who work a shift.
    People {
        /// The shift.
        shift: usize,
    },
    /// Those whose break begins at a place.
    Resting {
        /// The shift.
        shift: usize,
        /// The break, by its place in the order of the shift's breaks.
        rest: usize,
        /// Minutes after the shift's begin.
        begin: u32,
    },
    /// People at work and not on a break.
    Present {
        /// The interval.
        interval: usize,
    },
    /// Agents missing.
    Under {
        /// The interval.
        interval: usize,
    },
    /// Agents too many.
    Over {
        /// The interval.
        interval: usize,
    },
}

/// What a person does on a day: a shift, and where its breaks begin, in minutes after the shift's begin.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The shift, as an index into [`Part::shifts`].
    pub shift: usize,
    /// Begins of its breaks, in order.
    pub begins: Vec<u32>,
}

/// The programme of a part, and where its answer is found in it.
#[derive(Debug, Clone)]
pub struct Model<'a> {
    scenario: &'a Scenario,
    part: &'a Part,
    group: &'a Group,
    /// By interval of the calendar.
    needed: &'a [u32],
    /// What the solver is given.
    pub programme: Programme<Variable>,
    /// By shift.
    people: Vec<Column>,
    /// By shift, break and place.
    resting: Vec<Vec<Vec<Column>>>,
    /// By interval: the column, and the people and breaks that it is the sum of.
    presence: BTreeMap<usize, (Column, Vec<(Column, f64)>)>,
}

impl<'a> Model<'a> {
    /// Writes the programme.
    pub fn new(scenario: &'a Scenario, requirement: &'a StaffingRequirement, part: &'a Part) -> Self {
        let mut model = Self {
            scenario,
            part,
            group: scenario.group(part.group),
            needed: requirement.agents.row(part.group.0),
            programme: Programme::new(),
            people: Vec::new(),
            resting: Vec::new(),
            presence: BTreeMap::new(),
        };
        model.people_on_shifts();
        model.people_on_breaks();
        model.everybody_rests();
        model.breaks_keep_their_order();
        model.presence_follows_from_shifts();
        model.cover_what_is_needed();
        model.people_of_a_day();
        model.days_and_hours_of_a_week();
        model
    }

    fn people_on_shifts(&mut self) {
        for (shift, possible) in self.part.shifts.iter().enumerate() {
            let wages = self.group.wage.0 * f64::from(possible.paid_minutes()) / 60.0;
            let most = f64::from(self.group.headcount);
            self.people.push(self.programme.column(Variable::People { shift }, 0.0, most, wages, Kind::Integer));
        }
    }

    fn people_on_breaks(&mut self) {
        let most = f64::from(self.group.headcount);
        for (shift, possible) in self.part.shifts.iter().enumerate() {
            let mut breaks = Vec::new();
            for (rest, places) in possible.breaks.iter().enumerate() {
                let column = |&begin: &u32| {
                    let key = Variable::Resting { shift, rest, begin };
                    self.programme.column(key, 0.0, most, 0.0, Kind::Integer)
                };
                breaks.push(places.begins.iter().map(column).collect());
            }
            self.resting.push(breaks);
        }
    }

    fn everybody_rests(&mut self) {
        for (shift, breaks) in self.resting.iter().enumerate() {
            for (rest, places) in breaks.iter().enumerate() {
                let terms = places.iter().map(|&column| (column, 1.0)).chain([(self.people[shift], -1.0)]);
                let name = format!("everybody rests ({}, break {})", self.shift_name(shift), rest + 1);
                self.programme.row(name, 0.0, 0.0, terms);
            }
        }
    }

    fn breaks_keep_their_order(&mut self) {
        for (shift, possible) in self.part.shifts.iter().enumerate() {
            for rest in 1..possible.breaks.len() {
                let (before, after) = (&possible.breaks[rest - 1], &possible.breaks[rest]);
                for (place, &begin) in after.begins.iter().enumerate() {
                    let over = before.begins.partition_point(|&earlier| earlier + before.length <= begin);
                    // Where the break before is over for everybody, the row says no more than "everybody rests".
                    if over == before.begins.len() {
                        break;
                    }
                    let begun = self.resting[shift][rest][..=place].iter().map(|&column| (column, 1.0));
                    let ended = self.resting[shift][rest - 1][..over].iter().map(|&column| (column, -1.0));
                    let name = format!("breaks in order ({}, break {})", self.shift_name(shift), rest + 1);
                    self.programme.row(name, f64::NEG_INFINITY, 0.0, begun.chain(ended));
                }
            }
        }
    }

    fn presence_follows_from_shifts(&mut self) {
        let calendar = &self.scenario.calendar;
        let mut terms: BTreeMap<usize, Vec<(Column, f64)>> = BTreeMap::new();
        for day in self.part.days() {
            for interval in calendar.days[day].intervals.clone() {
                if self.needed[interval] > 0 {
                    terms.insert(interval, Vec::new());
                }
            }
        }
        for (shift, possible) in self.part.shifts.iter().enumerate() {
            for interval in possible.span(calendar) {
                terms.entry(interval).or_default().push((self.people[shift], 1.0));
            }
            for (places, columns) in possible.breaks.iter().zip(&self.resting[shift]) {
                for (&begin, &column) in places.begins.iter().zip(columns) {
                    for interval in possible.break_span(calendar, places, begin) {
                        terms.entry(interval).or_default().push((column, -1.0));
                    }
                }
            }
        }
        for (interval, terms) in terms {
            let key = Variable::Present { interval };
            let present = self.programme.column(key, 0.0, f64::INFINITY, 0.0, Kind::Integer);
            let name = format!("presence ({})", calendar.label(interval));
            self.programme.row(name, 0.0, 0.0, terms.iter().copied().chain([(present, -1.0)]));
            self.presence.insert(interval, (present, terms));
        }
    }

    fn cover_what_is_needed(&mut self) {
        let calendar = &self.scenario.calendar;
        let (prices, available) = (&self.scenario.scheduling, self.group.shrinkage.complement().0);
        for (&interval, &(present, _)) in &self.presence {
            let hours = calendar.intervals[interval].length().hours();
            let needed = f64::from(self.needed[interval]);
            let price = |per_hour: crate::units::MoneyPerHour| (per_hour * hours).0;
            let (missing, surplus) = (price(prices.under_cover_per_hour), price(prices.over_cover_per_hour));
            let under = self.programme.column(Variable::Under { interval }, 0.0, needed, missing, Kind::Integer);
            let over =
                self.programme.column(Variable::Over { interval }, 0.0, f64::INFINITY, surplus, Kind::Continuous);
            let label = calendar.label(interval);
            let terms = [(present, available), (under, 1.0)];
            self.programme.row(format!("cover ({label})"), needed, f64::INFINITY, terms);
            let terms = [(present, available), (over, -1.0)];
            self.programme.row(format!("surplus ({label})"), f64::NEG_INFINITY, needed, terms);
            if let Some((fewest, slope)) = whole_people(needed, available) {
                let terms = [(present, 1.0), (under, slope)];
                self.programme.row(format!("whole people ({label})"), fewest, f64::INFINITY, terms);
            }
        }
    }

    fn people_of_a_day(&mut self) {
        for day in self.part.days() {
            let begin: Vec<_> = self.on_days(&(day..day + 1)).map(|shift| (self.people[shift], 1.0)).collect();
            if !begin.is_empty() {
                let name = format!("people of {} on {}", self.group.name, self.scenario.calendar.days[day].date);
                self.programme.row(name, f64::NEG_INFINITY, f64::from(self.group.headcount), begin);
            }
        }
    }

    fn days_and_hours_of_a_week(&mut self) {
        for week in &self.part.weeks {
            let shifts: Vec<usize> = self.on_days(week).collect();
            if shifts.is_empty() {
                continue;
            }
            let where_and_when =
                format!("of {} in the week from {}", self.group.name, self.scenario.calendar.days[week.start].date);
            let most = f64::from(most_shifts(self.group, week.len()));
            let terms = shifts.iter().map(|&shift| (self.people[shift], 1.0));
            self.programme.row(format!("working days {where_and_when}"), f64::NEG_INFINITY, most, terms);
            let most = most_hours(self.group, week.len()).0;
            let hours = |&shift: &usize| f64::from(self.part.shifts[shift].paid_minutes()) / 60.0;
            let terms = shifts.iter().map(|shift| (self.people[*shift], hours(shift)));
            self.programme.row(format!("paid hours {where_and_when}"), f64::NEG_INFINITY, most, terms);
        }
    }

    /// The value of each column if so many people are at each place, with no more missing or surplus than follows.
    pub fn values(&self, people: &BTreeMap<Place, u32>) -> Vec<f64> {
        let mut values = vec![0.0; self.programme.columns().len()];
        for (place, &count) in people {
            values[self.people[place.shift].index()] += f64::from(count);
            let breaks = self.part.shifts[place.shift].breaks.iter().zip(&self.resting[place.shift]);
            for ((rest, columns), begin) in breaks.zip(&place.begins) {
                if let Ok(known) = rest.begins.binary_search(begin) {
                    values[columns[known].index()] += f64::from(count);
                }
            }
        }
        for (column, terms) in self.presence.values() {
            let present = terms.iter().map(|&(term, coefficient)| coefficient * values[term.index()]).sum();
            values[column.index()] = present;
        }
        let available = self.group.shrinkage.complement().0;
        for (column, variable) in self.programme.keys().iter().enumerate() {
            if let Variable::Under { interval } | Variable::Over { interval } = *variable {
                let needed = f64::from(self.needed[interval]);
                let on_duty = values[self.presence[&interval].0.index()] * available;
                let missing = matches!(variable, Variable::Under { .. });
                let apart = if missing { needed - (on_duty + 1e-9).floor() } else { on_duty - needed };
                values[column] = apart.max(0.0);
            }
        }
        values
    }

    /// People on each shift in an answer, or in the linear relaxation.
    pub fn people_on_shifts_in(&self, solution: &Solution) -> Vec<f64> {
        self.people.iter().map(|&column| solution.value(column)).collect()
    }

    /// The shifts that begin on some days.
    fn on_days(&self, days: &std::ops::Range<usize>) -> impl Iterator<Item = usize> {
        self.part.shifts.iter().enumerate().filter(|(_, shift)| days.contains(&shift.day)).map(|(index, _)| index)
    }

    fn shift_name(&self, shift: usize) -> String {
        let possible = &self.part.shifts[shift];
        let name = &self.scenario.shift_types[possible.shift_type.0].name;
        let date = self.scenario.calendar.days[possible.day].date;
        format!("{name} on {date} at {}", crate::calendar::clock(possible.start))
    }

    /// Who works what in an answer, with a place for each person's breaks.
    ///
    /// People on a shift are lined up; the n-th of them takes the n-th earliest place of each break.
    pub fn places(&self, solution: &Solution) -> BTreeMap<Place, u32> {
        let count = |column: Column| solution.value(column) as u32;
        let mut people: BTreeMap<Place, u32> = BTreeMap::new();
        for (shift, possible) in self.part.shifts.iter().enumerate() {
            let lines: Vec<Vec<u32>> = possible
                .breaks
                .iter()
                .zip(&self.resting[shift])
                .map(|(rest, columns)| {
                    let places = rest.begins.iter().zip(columns);
                    places.flat_map(|(&begin, &column)| vec![begin; count(column) as usize]).collect()
                })
                .collect();
            for person in 0..count(self.people[shift]) as usize {
                let begins = lines.iter().filter_map(|line| line.get(person).copied()).collect();
                *people.entry(Place { shift, begins }).or_default() += 1;
            }
        }
        people
    }

    /// People at their places as shifts; those with the same places are one [`ScheduledShift`].
    pub fn shifts(&self, people: BTreeMap<Place, u32>) -> Vec<ScheduledShift> {
        let scheduled = people.into_iter().map(|(place, people)| {
            let possible = &self.part.shifts[place.shift];
            let breaks = possible.breaks.iter().zip(&place.begins);
            ScheduledShift {
                group: self.part.group,
                shift_type: possible.shift_type,
                day: possible.day,
                start: possible.start,
                length: possible.length,
                breaks: breaks
                    .map(|(rest, &begin)| PlannedBreak { begin, length: rest.length, paid: rest.paid })
                    .collect(),
                people,
            }
        });
        scheduled.collect()
    }
}

/// The numbers `m` and `k` of the row *whole people*; `None` where it says no more than *cover*.
fn whole_people(needed: f64, available: f64) -> Option<(f64, f64)> {
    // Nobody absent: agents are people. Everybody absent: no number of people is enough.
    if available <= 0.0 || available >= 1.0 || needed < 1.0 {
        return None;
    }
    // As in `levels`, a product that is whole but for its last bits is whole.
    let people = |agents: f64| ((agents - 1e-9) / available).ceil();
    let fewest = people(needed);
    let slopes = (1..=needed as u32).map(|under| (fewest - people(needed - f64::from(under))) / f64::from(under));
    Some((fewest, slopes.fold(0.0, f64::max)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_people_cut_off_no_whole_number_of_people() {
        for available in [0.5, 0.65, 0.7, 0.9, 0.99] {
            for needed in 1..40 {
                let (fewest, slope) = whole_people(f64::from(needed), available).unwrap();
                for present in 0..80 {
                    let on_duty = (f64::from(present) * available + 1e-9).floor();
                    let under = (f64::from(needed) - on_duty).max(0.0);
                    let enough = f64::from(present) + slope * under >= fewest - 1e-9;
                    assert!(enough, "{present} people, {needed} agents, {available}");
                }
            }
        }
    }

    #[test]
    fn ten_people_of_whom_seven_tenths_are_there_are_the_fewest_for_seven_agents() {
        assert_eq!(whole_people(7.0, 0.7).map(|(fewest, _)| fewest), Some(10.0));
        assert_eq!(whole_people(3.0, 0.7).map(|(fewest, _)| fewest), Some(5.0));
    }
}
