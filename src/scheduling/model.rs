//! The mixed-integer programme of a part: which shifts a group works in a week.
//!
//! # Sets
//! - `S` shifts that could be worked ([`Part::shifts`]): a contract, a type, a day, a start, a length and, of a split shift, the
//!   length of its pause, which is then one of its breaks; `S(d)` begin on day `d`, `S(c)` are of contract `c`.
//! - `C` contracts of the group ([`contracts()`]). Breaks, overtime, sessions and presence are counted over all of them. Those with
//!   rules for a person's week have bands and patterns as well, and what is said of them stands in `model::tours`.
//! - `I` intervals in which something is needed or a shift of `S` can be at work; `S(i)` the shifts whose span holds `i`.
//! - `F` families ([`families`]): shifts of a day that take the same breaks at the same distance from their begin; `K(f)` the
//!   breaks of family `f` in their order, each from `early(k)` to `late(k)` minutes after a shift's begin.
//!
//! # Variables
//! - `people[s]`, whole: people who work shift `s`.
//! - `arrived[f,t]`: people of a family whose shifts have begun by moment `t`.
//! - `begun[f,k,t]`, whole: people of a family who have begun break `k` by moment `t`. Who takes which place is read from the
//!   answer afterwards: who begins work first, begins each break first. A family of 600 shifts with three breaks has some 300
//!   such variables a day (implicit breaks, after Bechtold & Jacobs 1990, Management Science 36(11), and Aykin 1996,
//!   Management Science 42(4)), and as sums they stand in short rows.
//! - `lengthened[o,j]`, whole: people who work overtime of the `j`-th length or longer, where `o` are the shifts of a type and
//!   day that begin, or end, at the same moment ([`super::overtime`]).
//! - `missed[q,w]`: attendances of session `q` that are missed in week `w`.
//! - `present[i]`: people at work and not on a break; whole, since the others are.
//! - `under[i]`, whole: agents missing.
//! - `over[i]`: agents too many, in parts of an agent as well.
//!
//! # Constraints
//! - *arrivals*: `arrived[f,t] = arrived[f, before t] + Σ people[s]` over the shifts that begin at `t`.
//! - *no break is taken back*: `begun[f,k,t] ≥ begun[f,k, before t]`.
//! - *no break too early*, *no break too late*: `arrived[f, t − late(k)] ≤ begun[f,k,t] ≤ arrived[f, t − early(k)]`. Whoever is
//!   the n-th to begin work can then be the n-th to begin the break, within the window of the own shift, since windows of later
//!   shifts begin and end later.
//! - *everybody rests*: in the end `begun[f,k] = arrived[f]`.
//! - *breaks in order*: `begun[f,k+1,t] ≤ begun[f,k, t − length(k) − gap]`, so that the n-th to begin one break has ended the one
//!   before and worked for the `gap` that must lie between them.
//! - *overtime of those who are there*: `lengthened[o,1] ≤ Σ people[s]` over the shifts of `o`, and `lengthened[o,j+1] ≤
//!   lengthened[o,j]`.
//! - *attendances*: `Σ people[s] + missed[q,w] =` the attendances of session `q` in week `w`, over the shifts of the week that
//!   hold it. A session is one more break of a shift that holds it ([`super::session`]), so all rows for breaks are for it too.
//! - *seats of sessions*: over all families, the begins of session `q` that lie on interval `i` are at most its seats.
//! - *presence*: `present[i] = Σ_{S(i)} people[s] − Σ (begun[f,k,t] − begun[f,k, before t])` over the breaks that lie on `i`
//!   `+ Σ lengthened[o,j]` over the steps of overtime that lie on `i`.
//! - *seats of the site*, where they are short: `present[i]` and those on a break, `Σ (begun[f,k,t] − begun[f,k, before t])`, are at
//!   most the seats that the part has in `i`. (Seats of a session stand in *seats of sessions*.)
//! - *cover*: `(1 − shrinkage) present[i] + under[i] ≥ needed[i]`. Since `under[i]` is whole, an agent who is only partly
//!   there is missing, as in [`levels`](super::levels).
//! - *surplus*: `(1 − shrinkage) present[i] − over[i] ≤ needed[i]`.
//! - *whole people*: with `m` the fewest people who make `needed[i]` agents,
//!   `present[i] + k under[i] ≥ m`, where `k` is the least that keeps every whole `present[i]` and its `under[i]`. It tells
//!   the linear relaxation that there are no fractions of people.
//! - *people of a day*: `Σ people[s]` over `S(c)` and `S(d)` is at most the people of the contract.
//! - *days of a week* and *hours of a week*: `Σ people[s]` and `Σ paid hours[s] people[s]` over `S(c)` and a week's days are at most
//!   what [`ContractWeek`](super::contract::ContractWeek) says. With *people of a day*, *days of a week* is exact: dealt out in turn, day after day, nobody gets two
//!   shifts of a day or more than the days of a week.
//! - *long shifts*: where contracts are written, their hours hold for each person. Of shifts longer than a `k+1`-th of them a
//!   person can work `k`, so `Σ people[s]` over these is at most `k` times the people ([`long_shifts`](super::contract::ContractWeek::long_shifts)). What this leaves
//!   open is settled when shifts are given to people ([`super::tours::assembly`]).
//! - *overtime of a week*: `Σ hours of the step · lengthened[o,j]` is at most [`most_overtime`], if that is limited.
//!
//! # Objective
//! Minimise `Σ wage · paid hours[s] · people[s] + Σ hours[i] (price of a missing agent · under[i] + of a surplus one · over[i])`,
//! and, where some hours are paid a premium, `Σ premium of the whole span[s] · people[s]` less, for each unpaid break that begins
//! at `t`, the premium of the hours that it takes: `− Σ premium[k,t] (begun[f,k,t] − begun[f,k, before t])`; and the wage and all
//! premiums of each step of overtime, `· lengthened[o,j]`; and `Σ price[q] · missed[q,w]`.
//!
//! There is always an answer: nobody works and everything needed is missing.

mod answer;
mod contracts;
mod seats;
mod tours;

use super::contract::contracts;
use super::family::{Family, begin_of, families};
use super::overtime::{Lengthened, lengthened};
use super::part::{Part, most_overtime};
use super::premium::Premiums;
use super::schedule::PlannedOvertime;
use super::shift::intervals_of;
use crate::milp::{Column, Kind, Programme, Solution};
use crate::scenario::{Group, GroupContract, Scenario, SessionId};
use crate::staffing::StaffingRequirement;
use std::collections::BTreeMap;
use std::ops::Range;

/// What a column of the programme stands for. Shifts are indices into [`Part::shifts`], intervals those of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variable {
    /// People who work a shift.
    People {
        /// The shift.
        shift: usize,
    },
    /// People of a family whose shifts have begun.
    Arrived {
        /// The family.
        family: usize,
        /// By this many minutes after the horizon's begin.
        moment: u32,
    },
    /// People of a family who have begun a break.
    Begun {
        /// The family.
        family: usize,
        /// The break, by its place in the order of the family's breaks.
        rest: usize,
        /// By this many minutes after the horizon's begin.
        moment: u32,
    },
    /// People who work overtime of some length or longer.
    Lengthened {
        /// The shifts that can be lengthened alike.
        lengthened: usize,
        /// The length, by its place among theirs.
        step: usize,
    },
    /// People of a contract with rules for a person's week, by the kind of week.
    Tours {
        /// The contract, as an index into [`contracts()`].
        contract: usize,
        /// The week, as an index into [`Part::weeks`].
        week: usize,
    },
    /// People of a contract, a band and a lot of patterns who work on a day.
    Used {
        /// The day.
        day: usize,
    },
    /// People of a contract whose shifts of a day begin by some clock time.
    Started {
        /// The day.
        day: usize,
    },
    /// Attendances that are missed.
    Missed {
        /// The session.
        session: SessionId,
        /// The week, as an index into [`Part::weeks`].
        week: usize,
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

/// What a person does on a day: a shift, where its breaks begin, in minutes after the shift's begin, and overtime.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The shift, as an index into [`Part::shifts`].
    pub shift: usize,
    /// Begins of its breaks, in order.
    pub begins: Vec<u32>,
    /// Overtime before and after it.
    pub overtime: PlannedOvertime,
}

/// By moment: the people who have begun a break by then, and the intervals of a break that begins then.
type Begun = BTreeMap<u32, (Column, Range<usize>)>;

/// The attendances of a session in a week.
#[derive(Debug, Clone)]
struct Attendances {
    wanted: f64,
    missed: Column,
    /// Of the shifts that hold it.
    people: Vec<Column>,
}

/// The programme of a part, and where its answer is found in it.
#[derive(Debug, Clone)]
pub struct Model<'a> {
    scenario: &'a Scenario,
    part: &'a Part,
    group: &'a Group,
    premiums: Premiums,
    requirement: &'a StaffingRequirement,
    /// By interval of the calendar.
    needed: &'a [u32],
    /// What the solver is given.
    pub programme: Programme<Variable>,
    /// By shift.
    people: Vec<Column>,
    families: Vec<Family>,
    /// The family of each shift.
    family_of: Vec<Option<usize>>,
    /// By family and moment.
    arrived: Vec<BTreeMap<u32, Column>>,
    /// By family and break.
    begun: Vec<Vec<Begun>>,
    lengthened: Vec<Lengthened>,
    /// By shift, those before and after it.
    lengthened_of: Vec<[Option<usize>; 2]>,
    attendances: Vec<Attendances>,
    contracts: Vec<GroupContract>,
    tours: Vec<tours::TourColumns>,
    /// By interval: the column, and the people, breaks and overtime that it is the sum of.
    presence: BTreeMap<usize, (Column, Vec<(Column, f64)>)>,
}

impl<'a> Model<'a> {
    /// Writes the programme.
    pub fn new(scenario: &'a Scenario, requirement: &'a StaffingRequirement, part: &'a Part) -> Self {
        let (families, family_of) = families(&scenario.calendar, part);
        let (lengthened, lengthened_of) = lengthened(&scenario.calendar, part);
        let mut model = Self {
            scenario,
            part,
            group: scenario.group(part.group),
            premiums: Premiums::of(scenario),
            requirement,
            needed: requirement.agents.row(part.group.0),
            programme: Programme::new(),
            people: Vec::new(),
            families,
            family_of,
            arrived: Vec::new(),
            begun: Vec::new(),
            lengthened,
            lengthened_of,
            attendances: Vec::new(),
            contracts: contracts(scenario.group(part.group)),
            tours: Vec::new(),
            presence: BTreeMap::new(),
        };
        model.people_on_shifts();
        model.arrivals();
        model.no_break_is_taken_back();
        model.breaks_keep_their_windows();
        model.breaks_keep_their_order();
        model.overtime_of_those_who_are_there();
        model.attendances_of_a_week();
        model.seats_of_sessions();
        model.presence_follows_from_shifts();
        model.seats_of_the_site();
        model.cover_what_is_needed();
        model.people_of_a_day();
        model.days_and_hours_of_a_week();
        model.long_shifts();
        model.weeks_of_people();
        model
    }

    fn people_on_shifts(&mut self) {
        for (shift, possible) in self.part.shifts.iter().enumerate() {
            let begin = begin_of(&self.scenario.calendar, possible);
            let wages = self.group.wage.0 * f64::from(possible.paid_minutes()) / 60.0;
            let pay = wages + self.group.wage.0 * self.premiums.between(begin, begin + possible.length);
            let most = f64::from(self.contracts[possible.contract].people);
            self.people.push(self.programme.column(Variable::People { shift }, 0.0, most, pay, Kind::Integer));
        }
    }

    fn arrivals(&mut self) {
        for (index, family) in self.families.iter().enumerate() {
            let mut arrived: BTreeMap<u32, Column> = BTreeMap::new();
            for (&moment, shifts) in &family.shifts {
                let key = Variable::Arrived { family: index, moment };
                let column = self.programme.column(key, 0.0, f64::INFINITY, 0.0, Kind::Continuous);
                let before = arrived.last_key_value().map(|(_, &before)| (before, 1.0));
                let begin = shifts.iter().map(|&shift| (self.people[shift], 1.0));
                let terms = begin.chain(before).chain([(column, -1.0)]);
                let name = format!("arrivals ({})", self.shift_name(shifts[0]));
                self.programme.row(name, 0.0, 0.0, terms);
                arrived.insert(moment, column);
            }
            self.arrived.push(arrived);
        }
    }

    fn no_break_is_taken_back(&mut self) {
        for (index, family) in self.families.iter().enumerate() {
            let most = f64::from(self.group.headcount);
            let mut breaks = Vec::new();
            for rest in 0..family.breaks.len() {
                let mut begun = Begun::new();
                let moments = family.moments(&self.scenario.calendar, self.part, rest);
                let places = &family.breaks[rest];
                let per_hour = if places.paid { 0.0 } else { self.group.wage.0 };
                let spared = |moment: u32| per_hour * self.premiums.between(moment, moment + places.length);
                let later = moments.keys().skip(1).map(|&next| spared(next)).chain([0.0]).collect::<Vec<_>>();
                for ((moment, span), later) in moments.into_iter().zip(later) {
                    let key = Variable::Begun { family: index, rest, moment };
                    // Who has begun by now spares the premium of this moment, and not that of the next.
                    let cost = later - spared(moment);
                    let column = self.programme.column(key, 0.0, most, cost, Kind::Integer);
                    if let Some((_, (before, _))) = begun.last_key_value() {
                        let name = format!("no break is taken back ({}, break {})", self.family_name(index), rest + 1);
                        self.programme.row(name, 0.0, f64::INFINITY, [(column, 1.0), (*before, -1.0)]);
                    }
                    begun.insert(moment, (column, span));
                }
                breaks.push(begun);
            }
            self.begun.push(breaks);
        }
    }

    fn breaks_keep_their_windows(&mut self) {
        for (index, family) in self.families.iter().enumerate() {
            let (arrived, family_name) = (&self.arrived[index], self.family_name(index));
            for (rest, begun) in self.begun[index].iter().enumerate() {
                let (early, late) = family.window(rest);
                let name = |rule: &str| format!("{rule} ({family_name}, break {})", rest + 1);
                let last = begun.last_key_value().map(|(&moment, _)| moment);
                for (&moment, &(column, _)) in begun {
                    let is_last = last == Some(moment);
                    let may = moment.checked_sub(early).and_then(|by| arrived.range(..=by).next_back());
                    if let Some((_, &may)) = may {
                        let least = if is_last { 0.0 } else { f64::NEG_INFINITY };
                        let rule = if is_last { "everybody rests" } else { "no break too early" };
                        self.programme.row(name(rule), least, 0.0, [(column, 1.0), (may, -1.0)]);
                    }
                    let must = moment.checked_sub(late).and_then(|by| arrived.range(..=by).next_back());
                    if let Some((_, &must)) = must.filter(|_| !is_last) {
                        let terms = [(column, 1.0), (must, -1.0)];
                        self.programme.row(name("no break too late"), 0.0, f64::INFINITY, terms);
                    }
                }
            }
        }
    }

    fn breaks_keep_their_order(&mut self) {
        for (index, family) in self.families.iter().enumerate() {
            for (before, rest, apart) in family.in_order() {
                // Where the windows do not meet, the order follows from them.
                if family.window(before).1 + apart <= family.window(rest).0 {
                    continue;
                }
                let (before, after) = (&self.begun[index][before], &self.begun[index][rest]);
                for (&moment, &(column, _)) in after {
                    let over = moment.checked_sub(apart).and_then(|by| before.range(..=by).next_back());
                    let over = over.map(|(_, &(over, _))| (over, -1.0));
                    let name = format!("breaks in order ({}, break {})", self.family_name(index), rest + 1);
                    self.programme.row(name, f64::NEG_INFINITY, 0.0, [(column, 1.0)].into_iter().chain(over));
                }
            }
        }
    }

    fn overtime_of_those_who_are_there(&mut self) {
        let most = f64::from(self.group.headcount);
        let mut hours: BTreeMap<usize, Vec<(Column, f64)>> = BTreeMap::new();
        for index in 0..self.lengthened.len() {
            let of_it = self.lengthened[index].clone();
            let first = self.part.shifts[of_it.shifts[0]].shift_type;
            let rule = &self.scenario.shift_types[first.0].overtime;
            let premium = rule.as_ref().map_or(0.0, |rule| rule.premium.0);
            let name = format!("overtime of those who are there ({})", self.shift_name(of_it.shifts[0]));
            let mut longer_than: Vec<(Column, f64)> =
                of_it.shifts.iter().map(|&shift| (self.people[shift], -1.0)).collect();
            for step in 0..of_it.lengths.len() {
                let (from, to) = of_it.stretch(step);
                let of_step = f64::from(to - from) / 60.0;
                let pay = self.group.wage.0 * (of_step * (1.0 + premium) + self.premiums.between(from, to));
                let key = Variable::Lengthened { lengthened: index, step };
                let column = self.programme.column(key, 0.0, most, pay, Kind::Integer);
                longer_than.push((column, 1.0));
                self.programme.row(name.clone(), f64::NEG_INFINITY, 0.0, std::mem::take(&mut longer_than));
                longer_than.push((column, -1.0));
                self.lengthened[index].people.push(column);
                hours.entry(of_it.day).or_default().push((column, of_step));
            }
        }
        for week in &self.part.weeks {
            let terms: Vec<(Column, f64)> = hours.range(week.clone()).flat_map(|(_, terms)| terms.clone()).collect();
            if let Some(most) = most_overtime(self.group, week.len()).filter(|_| !terms.is_empty()) {
                let date = self.scenario.calendar.days[week.start].date;
                let name = format!("overtime of {} in the week from {date}", self.group.name);
                self.programme.row(name, f64::NEG_INFINITY, most.0, terms);
            }
        }
    }

    fn attendances_of_a_week(&mut self) {
        for (index, session) in self.scenario.scheduling.sessions.iter().enumerate() {
            let id = SessionId(index);
            for (week, days) in self.part.weeks.iter().enumerate() {
                let holds = |shift: &usize| self.part.shifts[*shift].session().is_some_and(|(_, held)| held == id);
                let people: Vec<Column> = self.on_days(days).filter(holds).map(|shift| self.people[shift]).collect();
                let wanted = f64::from(session.attendances_of(self.part.group, days.len()));
                if people.is_empty() && wanted == 0.0 {
                    continue;
                }
                let key = Variable::Missed { session: id, week };
                let missed = self.programme.column(key, 0.0, wanted, session.missed.0, Kind::Continuous);
                let date = self.scenario.calendar.days[days.start].date;
                let name = format!("attendances of {} in the week from {date}", session.name);
                let terms = people.iter().map(|&column| (column, 1.0)).chain([(missed, 1.0)]);
                self.programme.row(name, wanted, wanted, terms);
                self.attendances.push(Attendances { wanted, missed, people });
            }
        }
    }

    fn seats_of_sessions(&mut self) {
        let mut taken: BTreeMap<(SessionId, usize), Vec<(Column, f64)>> = BTreeMap::new();
        for (family, begun) in self.families.iter().zip(&self.begun) {
            for (rest, begun) in family.breaks.iter().zip(begun) {
                let Some(session) = rest.session else { continue };
                let mut before: Option<Column> = None;
                for (column, span) in begun.values() {
                    for interval in span.clone() {
                        let begin = [(*column, 1.0)].into_iter().chain(before.map(|before| (before, -1.0)));
                        taken.entry((session, interval)).or_default().extend(begin);
                    }
                    before = Some(*column);
                }
            }
        }
        for ((session, interval), terms) in taken {
            let session = &self.scenario.scheduling.sessions[session.0];
            if let Some(seats) = session.at_once {
                let name = format!("seats of {} ({})", session.name, self.scenario.calendar.label(interval));
                self.programme.row(name, f64::NEG_INFINITY, f64::from(seats), terms);
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
        }
        for begun in self.begun.iter().flatten() {
            let mut before: Option<Column> = None;
            for (column, span) in begun.values() {
                for interval in span.clone() {
                    let begin = [(*column, -1.0)].into_iter().chain(before.map(|before| (before, 1.0)));
                    terms.entry(interval).or_default().extend(begin);
                }
                before = Some(*column);
            }
        }
        for of_it in &self.lengthened {
            for (step, &column) in of_it.people.iter().enumerate() {
                let (from, to) = of_it.stretch(step);
                for interval in intervals_of(calendar, from, to) {
                    terms.entry(interval).or_default().push((column, 1.0));
                }
            }
        }
        for (interval, terms) in terms {
            let key = Variable::Present { interval };
            let present = self.programme.column(key, 0.0, f64::INFINITY, 0.0, Kind::Continuous);
            let name = format!("presence ({})", calendar.label(interval));
            self.programme.row(name, 0.0, 0.0, terms.iter().copied().chain([(present, -1.0)]));
            self.presence.insert(interval, (present, terms));
        }
    }

    fn cover_what_is_needed(&mut self) {
        let calendar = &self.scenario.calendar;
        let available = self.group.shrinkage.complement().0;
        let per_hour_over = self.scenario.scheduling.over_cover_per_hour;
        for (&interval, &(present, _)) in &self.presence {
            let hours = calendar.intervals[interval].length().hours();
            let needed = f64::from(self.needed[interval]);
            let price = |per_hour: crate::units::MoneyPerHour| (per_hour * hours).0;
            let per_hour = self.requirement.price_of_missing(self.scenario, (self.part.group.0, interval));
            let (missing, surplus) = (price(per_hour), price(per_hour_over));
            // Where nobody is absent, whole people make whole agents by themselves.
            let kind = if available < 1.0 { Kind::Integer } else { Kind::Continuous };
            let under = self.programme.column(Variable::Under { interval }, 0.0, needed, missing, kind);
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

    fn family_name(&self, family: usize) -> String {
        let shifts = self.families[family].shifts.values().flatten();
        shifts.min().map_or_else(String::new, |&shift| format!("{} and alike", self.shift_name(shift)))
    }

    /// The day on whose shifts a column depends alone; `None` for presence and what follows from it.
    pub fn day_of(&self, variable: Variable) -> Option<usize> {
        match variable {
            Variable::People { shift } => Some(self.part.shifts[shift].day),
            Variable::Begun { family, .. } => Some(self.families[family].day),
            Variable::Lengthened { lengthened, .. } => Some(self.lengthened[lengthened].day),
            Variable::Used { day } => Some(day),
            Variable::Arrived { .. }
            | Variable::Started { .. }
            | Variable::Tours { .. }
            | Variable::Missed { .. }
            | Variable::Present { .. }
            | Variable::Under { .. }
            | Variable::Over { .. } => None,
        }
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
