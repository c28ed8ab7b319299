//! The best plan as a mixed-integer programme.
//!
//! # Sets
//! - m: months of the plan. g: groups. k: months in which new people may begin, from the group's lead time on.
//! - c: choices, each an assignment of a start (a month, or never) to every self-service option ([`Workload::choices`]).
//!
//! # Given, computed before
//! - required(c, m, g): agent-hours on duty that the promise needs ([`super::workload`]).
//! - today(m, g): people of today still there; staying, productivity, duty hours, wages by age and month
//!   ([`super::people`]).
//! - cash(c, m): what the choice's self-service costs in the month.
//!
//! # Variables
//! - z(c) ∈ [0, 1]: the choice is made. y(i, s) ∈ {0, 1}: option i begins in s (a month, or never); whole y make whole z,
//!   and a search that branches on a start of one option decides more at once than one that takes pairs of starts.
//! - h(g, k) ∈ {0, 1, 2, …}: people whose first day is in month k, at most `class_max`.
//! - b(g, k) ∈ {0, 1}: a class begins; only where the smallest class is more than one person.
//! - o(g, m) ≥ 0: agent-hours that overtime adds on duty. u(g, m) ≥ 0: agent-hours missing.
//!
//! # Constraints
//! - One choice: Σ z(c) = 1; it says when each option begins: Σ z(c) over the choices with start s of i = y(i, s).
//! - Class size: `class_min` · b(g, k) ≤ h(g, k) ≤ `class_max` · b(g, k).
//! - Cover: available(g, m) + o(g, m) + u(g, m) ≥ Σ required(c, m, g) · z(c), with available(g, m) =
//!   duty hours(m) × (today(m, g) + Σ over k ≤ m of staying(m − k) × productivity(m − k) × h(g, k)). As Σ z(c) = 1, it is
//!   written with the differences to the first choice, which are mostly 0.
//! - Overtime: o(g, m) ≤ `overtime_max` × available(g, m).
//! - Budget of a month and of twelve months: cash ≤ the budget, or what the people of today and the fixed options cost
//!   where that is more. Nobody is dismissed, so that much is spent in any case; hence every budget has a plan that keeps
//!   this rule (add nothing), and one that adds nothing exceeds a budget by the least possible. What exceeds the budget is
//!   reported. There is no price to be chosen for it, and none that could drown the real costs.
//!
//! # Objective
//! Minimise wages + overtime + hiring + training + set-up and running of self-service + shortage, over the months of the
//! plan: what people hired in its last months would be worth afterwards does not count.

use super::carry_out::{Decisions, Given, Overtime, self_service_cash};
use super::months::yearly_limits;
use super::people::People;
use super::workforce_plan::WorkforcePlan;
use super::workload::Starts;
#[cfg(doc)]
use super::workload::Workload;
use crate::milp::{Column, Kind, Programme, Solution};
use crate::units::Hours;
use std::collections::BTreeSet;

/// What a column means. Groups, months and choices are positions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// The choice of starts is made, by its place in [`Workload::choices`].
    Choice(usize),
    /// The option's project begins in the month, or not at all.
    Start {
        /// The option.
        option: usize,
        /// The month.
        start: Option<u32>,
    },
    /// People of a group whose first day is in a month.
    Hires {
        /// The group.
        group: usize,
        /// The month.
        month: usize,
    },
    /// Whether a class of a group begins in a month.
    Class {
        /// The group.
        group: usize,
        /// The month.
        month: usize,
    },
    /// Agent-hours that overtime adds.
    Overtime {
        /// The group.
        group: usize,
        /// The month.
        month: usize,
    },
    /// Agent-hours missing.
    Shortage {
        /// The group.
        group: usize,
        /// The month.
        month: usize,
    },
}

/// The programme and its columns.
pub struct PlanModel<'a> {
    given: Given<'a>,
    people: Vec<People<'a>>,
    choices: &'a [Starts],
    /// The programme, to be solved.
    pub programme: Programme<Key>,
    chosen: Vec<Column>,
    /// Per group and month; `None` where nobody can begin.
    hires: Vec<Vec<Option<Column>>>,
    /// Per group and month; `None` where overtime is not worked.
    overtime: Vec<Vec<Option<Column>>>,
}

impl<'a> PlanModel<'a> {
    /// The programme that decides among `choices`, the first of which begins nothing but what is fixed.
    pub fn of(given: &Given<'a>, choices: &'a [Starts]) -> Self {
        let mut model = Self {
            given: *given,
            people: given.people(),
            choices,
            programme: Programme::new(),
            chosen: Vec::new(),
            hires: Vec::new(),
            overtime: Vec::new(),
        };
        model.choose();
        for group in 0..model.people.len() {
            model.hire(group);
            model.cover(group);
        }
        model.keep_budgets();
        model
    }

    fn months(&self) -> usize {
        self.given.workload.months.len()
    }

    /// What the people of today cost in a month.
    fn wages_today(&self, month: usize) -> f64 {
        let when = &self.given.workload.months[month];
        self.people.iter().map(|people| people.wages(when).0 * people.of_today(month)).sum()
    }

    /// What the self-service of a choice costs in a month.
    fn cash(&self, choice: usize, month: usize) -> f64 {
        let starts = &self.choices[choice];
        let work = self.given.workload.in_month(self.given.plan, starts, month);
        let (set_up, running) = self_service_cash(self.given.plan, starts, work, month as u32);
        set_up.0 + running.0
    }

    fn required(&self, choice: usize, month: usize, group: usize) -> f64 {
        self.given.workload.in_month(self.given.plan, &self.choices[choice], month).required[group].0
    }

    /// One choice of starts. Its cost holds the wages of the people of today as well, which are paid whatever is chosen:
    /// so the objective is the whole cost, and the gap is relative to that.
    fn choose(&mut self) {
        let today: f64 = (0..self.months()).map(|month| self.wages_today(month)).sum();
        for choice in 0..self.choices.len() {
            let cash: f64 = (0..self.months()).map(|month| self.cash(choice, month)).sum();
            self.chosen.push(self.programme.column(Key::Choice(choice), 0.0, 1.0, today + cash, Kind::Continuous));
        }
        for option in 0..self.given.plan.self_service.len() {
            let starts: BTreeSet<Option<u32>> = self.choices.iter().map(|starts| starts[option]).collect();
            for start in starts {
                let begins = self.programme.column(Key::Start { option, start }, 0.0, 1.0, 0.0, Kind::Integer);
                let with = self.choices.iter().zip(&self.chosen).filter(|(starts, _)| starts[option] == start);
                let terms = with.map(|(_, &column)| (column, 1.0)).chain([(begins, -1.0)]);
                let name = &self.given.plan.self_service[option].name;
                self.programme.row(format!("start of {name}"), 0.0, 0.0, terms);
            }
        }
        self.programme.row("one choice of self-service", 1.0, 1.0, self.chosen.iter().map(|&column| (column, 1.0)));
    }

    /// What a person who begins in `first` costs in a month.
    fn cash_of_hire(&self, group: usize, first: usize, month: usize) -> f64 {
        let people = &self.people[group];
        let wages = people.wages(&self.given.workload.months[month]).0 * people.staying(month - first);
        wages + if month == first { people.cost_of_hire().0 } else { 0.0 }
    }

    fn hire(&mut self, group: usize) {
        let people = self.people[group];
        let (smallest, largest) = (f64::from(people.plan.class_min), f64::from(people.plan.class_max));
        let mut columns = vec![None; self.months()];
        for (month, column) in columns.iter_mut().enumerate() {
            if !people.plan.may_hire || month < people.first_hiring_month() {
                continue;
            }
            let cost = (month..self.months()).map(|later| self.cash_of_hire(group, month, later)).sum();
            let hires = self.programme.column(Key::Hires { group, month }, 0.0, largest, cost, Kind::Integer);
            *column = Some(hires);
            if smallest > 1.0 {
                let class = self.programme.column(Key::Class { group, month }, 0.0, 1.0, 0.0, Kind::Integer);
                let name = |rule: &str| format!("{rule} class of {} in month {}", people.group.name, month + 1);
                self.programme.row(name("smallest"), 0.0, f64::INFINITY, [(hires, 1.0), (class, -smallest)]);
                self.programme.row(name("largest"), f64::NEG_INFINITY, 0.0, [(hires, 1.0), (class, -largest)]);
            }
        }
        self.hires.push(columns);
    }

    /// Agent-hours on duty, by the hires of the months so far.
    fn available(&self, group: usize, month: usize) -> Vec<(Column, f64)> {
        let people = &self.people[group];
        let hours = people.duty_hours(&self.given.workload.months[month]).0;
        (0..=month)
            .filter_map(|first| {
                let age = month - first;
                Some((self.hires[group][first]?, hours * people.staying(age) * people.productivity(age)))
            })
            .collect()
    }

    fn cover(&mut self, group: usize) {
        let people = self.people[group];
        let name = &people.group.name;
        let mut overtime_columns = Vec::new();
        for month in 0..self.months() {
            let when = &self.given.workload.months[month];
            let today = people.duty_hours(when).0 * people.of_today(month);
            let available = self.available(group, month);

            let price = self.given.plan.shortage_per_hour.0;
            let key = Key::Shortage { group, month };
            let shortage = self.programme.column(key, 0.0, f64::INFINITY, price, Kind::Continuous);
            let overtime = people.may_work_overtime().then(|| {
                let (key, price) = (Key::Overtime { group, month }, people.overtime_price(when).0);
                self.programme.column(key, 0.0, f64::INFINITY, price, Kind::Continuous)
            });
            overtime_columns.push(overtime);

            let first = self.required(0, month, group);
            let less = (0..self.choices.len())
                .map(|choice| (self.chosen[choice], first - self.required(choice, month, group)));
            let cover: Vec<(Column, f64)> = less
                .chain(available.iter().copied())
                .chain([(shortage, 1.0)])
                .chain(overtime.map(|column| (column, 1.0)))
                .collect();
            self.programme.row(format!("cover of {name} in month {}", month + 1), first - today, f64::INFINITY, cover);

            if let Some(overtime) = overtime {
                let share = people.plan.overtime_max.0;
                let limit = available.iter().map(|&(column, hours)| (column, -share * hours)).chain([(overtime, 1.0)]);
                let rule = format!("overtime of {name} in month {}", month + 1);
                self.programme.row(rule, f64::NEG_INFINITY, share * today, limit);
            }
        }
        self.overtime.push(overtime_columns);
    }

    /// What a month costs beside the wages of the people of today.
    fn added_cash(&self, month: usize) -> Vec<(Column, f64)> {
        let mut terms: Vec<(Column, f64)> =
            (0..self.choices.len()).map(|choice| (self.chosen[choice], self.cash(choice, month))).collect();
        for (group, people) in self.people.iter().enumerate() {
            let hired = (0..=month).filter_map(|first| Some((first, self.hires[group][first]?)));
            terms.extend(hired.map(|(first, column)| (column, self.cash_of_hire(group, first, month))));
            let price = people.overtime_price(&self.given.workload.months[month]).0;
            terms.extend(self.overtime[group][month].map(|column| (column, price)));
        }
        terms
    }

    fn keep_budgets(&mut self) {
        let free: Vec<f64> = (0..self.months()).map(|month| self.cash(0, month)).collect();
        if let Some(budget) = self.given.plan.budget.per_month {
            for (month, fixed) in free.iter().enumerate() {
                let room = (budget.0 - self.wages_today(month)).max(*fixed);
                let name = format!("budget of month {}", month + 1);
                self.programme.row(name, f64::NEG_INFINITY, room, self.added_cash(month));
            }
        }
        for (year, limit) in yearly_limits(self.given.plan).into_iter().enumerate() {
            let Some(limit) = limit else { continue };
            let months = 12 * year..self.months().min(12 * year + 12);
            let today: f64 = months.clone().map(|month| self.wages_today(month)).sum();
            let room = (limit.0 - today).max(free[months.clone()].iter().sum());
            let terms: Vec<(Column, f64)> = months.flat_map(|month| self.added_cash(month)).collect();
            self.programme.row(format!("budget of year {}", year + 1), f64::NEG_INFINITY, room, terms);
        }
    }

    /// Begins the search with a plan that was carried out with one of the choices.
    pub fn start_from(&mut self, plan: &WorkforcePlan) {
        let starts: Starts = plan.options.iter().map(|option| option.start).collect();
        let values = self.programme.keys().iter().map(|key| match *key {
            Key::Choice(choice) => f64::from(u8::from(self.choices[choice] == starts)),
            Key::Start { option, start } => f64::from(u8::from(starts[option] == start)),
            Key::Hires { group, month } => f64::from(plan.months[month].groups[group].hires),
            Key::Class { group, month } => f64::from(plan.months[month].groups[group].hires.min(1)),
            Key::Overtime { group, month } => plan.months[month].groups[group].overtime_hours.0,
            Key::Shortage { group, month } => plan.months[month].groups[group].shortage_hours.0,
        });
        let values = values.collect();
        self.programme.start(values);
    }

    /// What a solution decides.
    pub fn decisions(&self, solution: &Solution) -> Decisions {
        let chosen = (0..self.choices.len()).find(|&choice| solution.value(self.chosen[choice]) > 0.5).unwrap_or(0);
        let people = |column: &Option<Column>| column.map_or(0, |column| solution.value(column).round() as u32);
        let hours = |column: &Option<Column>| column.map_or(Hours::ZERO, |column| Hours(solution.value(column)));
        Decisions {
            starts: self.choices[chosen].clone(),
            hires: self.hires.iter().map(|columns| columns.iter().map(people).collect()).collect(),
            overtime: Overtime::Given(
                self.overtime.iter().map(|columns| columns.iter().map(hours).collect()).collect(),
            ),
        }
    }
}
