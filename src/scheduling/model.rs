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
//! - `under[i]`, `over[i]`: agents missing, agents too many.
//!
//! # Constraints
//! - *everybody rests*: `Σ_p resting[s,k,p] = people[s]`.
//! - *breaks in order*: for each moment `p` at which break `k + 1` may begin,
//!   `Σ_{q ≤ p} resting[s,k+1,q] ≤ Σ_{q + length ≤ p} resting[s,k,q]`. Then whoever is the n-th to begin one break can be the
//!   n-th to begin the next without overlap, so that one person's breaks can always be put together.
//! - *presence*: `present[i] = Σ_{S(i)} people[s] − Σ resting[s,k,p]` over the breaks that lie on `i`.
//! - *cover*: `(1 − shrinkage) present[i] + under[i] − over[i] = needed[i]`.
//! - *whole people*: with `n` the whole part of `needed[i] / (1 − shrinkage)` and `f` what is left of it,
//!   `under[i] ≥ (1 − shrinkage) f (n + 1 − present[i])`. It holds for every whole `present[i]` and tells the linear
//!   relaxation that there are no fractions of people (mixed-integer rounding).
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

/// The programme of a part, and where its answer is found in it.
#[derive(Debug, Clone)]
pub struct Model<'a> {
    scenario: &'a Scenario,
    part: &'a Part,
    group: &'a Group,
    /// What the solver is given.
    pub programme: Programme<Variable>,
    /// By shift.
    people: Vec<Column>,
    /// By shift, break and place.
    resting: Vec<Vec<Vec<Column>>>,
    /// By interval.
    presence: BTreeMap<usize, Column>,
}

impl<'a> Model<'a> {
    /// Writes the programme.
    pub fn new(scenario: &'a Scenario, requirement: &StaffingRequirement, part: &'a Part) -> Self {
        let mut model = Self {
            scenario,
            part,
            group: scenario.group(part.group),
            programme: Programme::new(),
            people: Vec::new(),
            resting: Vec::new(),
            presence: BTreeMap::new(),
        };
        model.people_on_shifts();
        model.people_on_breaks();
        model.everybody_rests();
        model.breaks_keep_their_order();
        model.presence_follows_from_shifts(requirement);
        model.cover_what_is_needed(requirement);
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

    fn presence_follows_from_shifts(&mut self, requirement: &StaffingRequirement) {
        let calendar = &self.scenario.calendar;
        let mut terms: BTreeMap<usize, Vec<(Column, f64)>> = BTreeMap::new();
        for day in self.part.days() {
            for interval in calendar.days[day].intervals.clone() {
                if requirement.agents[(self.part.group.0, interval)] > 0 {
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
            self.programme.row(name, 0.0, 0.0, terms.into_iter().chain([(present, -1.0)]));
            self.presence.insert(interval, present);
        }
    }

    fn cover_what_is_needed(&mut self, requirement: &StaffingRequirement) {
        let calendar = &self.scenario.calendar;
        let (prices, available) = (&self.scenario.scheduling, self.group.shrinkage.complement().0);
        for (&interval, &present) in &self.presence {
            let hours = calendar.intervals[interval].length().hours();
            let needed = f64::from(requirement.agents[(self.part.group.0, interval)]);
            let price = |per_hour: crate::units::MoneyPerHour| (per_hour * hours).0;
            let (missing, surplus) = (price(prices.under_cover_per_hour), price(prices.over_cover_per_hour));
            let under = self.programme.column(Variable::Under { interval }, 0.0, needed, missing, Kind::Continuous);
            let over =
                self.programme.column(Variable::Over { interval }, 0.0, f64::INFINITY, surplus, Kind::Continuous);
            let terms = [(present, available), (under, 1.0), (over, -1.0)];
            self.programme.row(format!("cover ({})", calendar.label(interval)), needed, needed, terms);
            if let Some((slope, whole)) = whole_people(needed, available) {
                let name = format!("whole people ({})", calendar.label(interval));
                let terms = [(under, 1.0), (present, slope)];
                self.programme.row(name, slope * whole, f64::INFINITY, terms);
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

    /// Gives the solver an answer to begin with, so that there always is one: nobody works.
    pub fn start_with_nobody(&mut self, requirement: &StaffingRequirement) {
        let values = self.programme.keys().iter().map(|variable| match *variable {
            Variable::Under { interval } => f64::from(requirement.agents[(self.part.group.0, interval)]),
            _ => 0.0,
        });
        let values = values.collect();
        self.programme.start(values);
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

    /// The shifts of an answer, with a break place for each person.
    ///
    /// People are lined up; the n-th of them takes the n-th earliest place of each break. People with the same places
    /// are one [`ScheduledShift`].
    pub fn shifts(&self, solution: &Solution) -> Vec<ScheduledShift> {
        let count = |column: Column| solution.value(column) as u32;
        let mut shifts = Vec::new();
        for (index, possible) in self.part.shifts.iter().enumerate() {
            let people = count(self.people[index]);
            let lines: Vec<Vec<u32>> = possible
                .breaks
                .iter()
                .zip(&self.resting[index])
                .map(|(rest, columns)| {
                    let places = rest.begins.iter().zip(columns);
                    places.flat_map(|(&begin, &column)| vec![begin; count(column) as usize]).collect()
                })
                .collect();
            let mut alike: BTreeMap<Vec<PlannedBreak>, u32> = BTreeMap::new();
            for person in 0..people as usize {
                let breaks = possible.breaks.iter().zip(&lines).filter_map(|(rest, line)| {
                    let &begin = line.get(person)?;
                    Some(PlannedBreak { begin, length: rest.length, paid: rest.paid })
                });
                *alike.entry(breaks.collect()).or_default() += 1;
            }
            shifts.extend(alike.into_iter().map(|(breaks, people)| ScheduledShift {
                group: self.part.group,
                shift_type: possible.shift_type,
                day: possible.day,
                start: possible.start,
                length: possible.length,
                breaks,
                people,
            }));
        }
        shifts
    }
}

/// The row *whole people*: the coefficient `(1 − shrinkage) f`, and `n + 1`; `None` where it says no more than *cover*.
fn whole_people(needed: f64, available: f64) -> Option<(f64, f64)> {
    if available <= 0.0 {
        return None;
    }
    let people = needed / available;
    let rest = people - people.floor();
    // A rest this close to a whole person is rounding, and a row with such a coefficient would only trouble the solver.
    (1e-6..=1.0 - 1e-6).contains(&rest).then(|| (available * rest, people.floor() + 1.0))
}
