//! The best plan as a mixed-integer programme.
//!
//! # Sets
//! - p: periods of the plan. g: groups. h: hiring channels, each of a group. w: moves, each from a group, and to another or out.
//! - i: initiatives. s: periods in which one may begin, and never. a: partners.
//! - c: clusters of queues and groups ([`super::workload::Cluster`]). t: stages of a cluster in a period: how far each of its
//!   initiatives is, and what share its partners take.
//!
//! # Given, computed before
//! - need(c, p, t, g): agent-hours on duty that the promise needs, exactly, at each stage that can come up ([`super::workload`]).
//!   Economies of scale make it concave in the load; since it is tabulated stage by stage and never interpolated, that costs nothing
//!   and the optimum of the programme is the optimum of the plan. Only a cluster with more than [`work::MOST_STAGES`] stages is
//!   treated otherwise: each initiative by itself, beside a plan that is known, and again beside the plan so found.
//! - of people of today and of one who begins in p: who is still there, who needs a trainer, hours on duty, wages
//!   ([`super::people`]); further attrition where work is too dense is that of a plan that is known, and then of the plan so found.
//!
//! # Variables
//! - y(i, s) ∈ {0, 1}: initiative i begins in s, or never. z(c, p, t) ∈ \[0, 1\]: the stage is t; whole y and l make whole z.
//! - h(h, p), m(w, p) ∈ {0, 1, 2, …}: people who begin, who move. k(h, p) ∈ {0, 1}: a class begins; only where the smallest is
//!   more than one person.
//! - o(g, p), f(g, p) ≥ 0: agent-hours that overtime adds, that time off takes away. u(g, p, b) ≥ 0: agent-hours missing, in
//!   bands with rising prices ([`super::missing`]).
//! - b(a, s) ∈ {0, 1}: the contract of partner a begins in s. q(a, p) ≥ 0: hours of a partner by the hour. l(a, p, n) ∈ {0, 1}: the
//!   partner takes the n-th of its shares of a queue. v(a, p) ≥ 0: what is paid.
//!
//! # Constraints
//! - Start: Σ over s of y(i, s) = 1. What excludes another is not begun beside it; what requires another is not live before it.
//! - Stage: Σ over t of z(c, p, t) = 1; Σ over t with i at an age = Σ of the y(i, s) that have that age in p, and likewise for
//!   the shares of partners. Where only one of a cluster can differ, its y or l take the place of z.
//! - Cover: available(g, p) + o − f + Σ q + Σ u ≥ Σ over t of need · z, where available counts today's people and all who come and go.
//! - Overtime: o ≤ `overtime_max` · available. Time off: f ≤ `time_off_max` · available. Bands: u(g, p, b) ≤ width · need.
//! - Classes: `class_min` · k ≤ h ≤ `class_max` · k. Trainers and classrooms: people in class ≤ places; desks: headcount ≤ desks.
//! - Moves: the experienced people of a group, less those who went, are never fewer than none.
//! - Partners: one contract at most; q ≤ most · runs; Σ over n of l ≤ runs; v ≥ price · use, v ≥ price · minimum · runs.
//! - Budgets of months, of twelve months, and of kinds of cost in twelve months: cash ≤ the budget. Where a plan that adds nothing
//!   keeps them all, that is all. Where it does not, cash − x(k) ≤ budget k with x ≥ 0, first Σ x is made as small as can be, and then
//!   Σ x ≤ that in all that follows ([`super::budgets`]). What exceeds a budget is reported.
//! - What a plan is committed to when it is made ([`super::commitments`]) is fixed.
//!
//! # Objective
//! Minimise the present value of all costs ([`super::CostKind`]) over the plan: what people hired in its last periods would be worth
//! afterwards does not count. Or, for another [`Aim`], the hours missing above what is allowed, and then the cost.

mod budget_rows;
mod hours;
mod partners;
mod people;
pub mod work;

use super::budgets::{self, BudgetLimit};
use super::carry_out::{Decisions, Given, GivenHours, HoursDecided};
use super::people::People;
use super::workforce_plan::{CostKind, WorkforcePlan};
use super::workload::Work;
use crate::milp::{Column, Kind, Programme, Solution};
use crate::units::Hours;

/// What is minimised.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Aim<'a> {
    /// What is spent above the budgets.
    OverBudget,
    /// The present value of all costs.
    Cost,
    /// The agent-hours missing beyond a share of those needed.
    Missing {
        /// The share that may be missing, by group and period; from 1 on any.
        allowed: &'a [Vec<f64>],
    },
    /// The present value of all costs, with no more hours missing beyond what is allowed.
    CostWithMissing {
        /// The share that may be missing, by group and period; from 1 on any.
        allowed: &'a [Vec<f64>],
        /// Most hours missing beyond that, over the plan.
        most: f64,
    },
}

/// What a column means. Groups, periods and the rest are positions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// What is given anyway; always 1.
    Base,
    /// The initiative begins in the period, or not at all.
    Start {
        /// The initiative.
        initiative: usize,
        /// The period.
        start: Option<u32>,
    },
    /// A stage of a cluster in a period, by its place in the model's list.
    Stage(usize),
    /// The contract of a partner begins.
    Contract {
        /// The partner.
        partner: usize,
        /// The period.
        start: usize,
    },
    /// A partner takes one of its shares of a queue.
    Level {
        /// The partner.
        partner: usize,
        /// The period.
        period: usize,
        /// The share, 1 for the first.
        level: usize,
    },
    /// Hours of a partner by the hour.
    PartnerHours {
        /// The partner.
        partner: usize,
        /// The period.
        period: usize,
    },
    /// What is paid to a partner.
    Payment {
        /// The partner.
        partner: usize,
        /// The period.
        period: usize,
    },
    /// People who begin.
    Hires {
        /// The hiring channel.
        channel: usize,
        /// The period.
        period: usize,
    },
    /// Whether a class begins.
    Class {
        /// The hiring channel.
        channel: usize,
        /// The period.
        period: usize,
    },
    /// People who move.
    Moves {
        /// The move.
        way: usize,
        /// The period.
        period: usize,
    },
    /// Agent-hours that overtime adds.
    Overtime {
        /// The group.
        group: usize,
        /// The period.
        period: usize,
    },
    /// Agent-hours that time off takes away.
    TimeOff {
        /// The group.
        group: usize,
        /// The period.
        period: usize,
    },
    /// Agent-hours missing.
    Missing {
        /// The group.
        group: usize,
        /// The period.
        period: usize,
        /// The band.
        band: usize,
    },
    /// Agent-hours missing beyond what is allowed.
    Excess {
        /// The group.
        group: usize,
        /// The period.
        period: usize,
    },
    /// What is spent above a budget, by its place among the limits.
    OverBudget(usize),
}

/// A sum of columns with factors.
#[derive(Debug, Clone, Default)]
struct Linear(Vec<(Column, f64)>);

impl Linear {
    fn add(&mut self, column: Column, factor: f64) {
        if factor != 0.0 {
            self.0.push((column, factor));
        }
    }

    fn scaled(&self, factor: f64) -> impl Iterator<Item = (Column, f64)> + '_ {
        self.0.iter().map(move |&(column, value)| (column, value * factor))
    }
}

/// What the people of a group are in a period.
#[derive(Debug, Clone, Default)]
struct Staff {
    headcount: Linear,
    in_class: Linear,
    experienced: Linear,
    available: Linear,
}

/// A plan that is known, beside which the programme is written.
pub struct Known<'a> {
    /// Its decisions.
    pub decisions: &'a Decisions,
    /// What they lead to.
    pub plan: &'a WorkforcePlan,
}

/// The programme and its columns.
pub struct PlanModel<'a> {
    given: Given<'a>,
    people: Vec<People<'a>>,
    aim: Aim<'a>,
    limits: Vec<BudgetLimit>,
    /// Most that may be spent above all limits; `None`: nothing.
    most_over: Option<f64>,
    /// By group and period: share of the people who leave because work is too dense.
    tired: Vec<Vec<f64>>,
    /// The programme, to be solved.
    pub programme: Programme<Key>,
    base: Column,
    /// By period: what columns add to costs.
    charges: Vec<Vec<(Column, CostKind, f64)>>,
    /// By initiative: the columns of its starts.
    starts: Vec<Vec<(Option<u32>, Column)>>,
    /// The stages that have a column: cluster, period, stage.
    stages: Vec<(usize, usize, super::stage::Stage)>,
    /// By group and period.
    staff: Vec<Vec<Staff>>,
    /// By group and period: agent-hours needed.
    needs: Vec<Vec<Linear>>,
    /// By partner and period: the columns of the shares that it may take.
    levels: Vec<Vec<Vec<Column>>>,
    /// By partner and period: contacts taken.
    taken: Vec<Vec<Linear>>,
    /// By partner and period: 1 while its contract runs.
    runs: Vec<Vec<Linear>>,
    /// By group and period: partners' hours.
    partner_hours: Vec<Vec<Linear>>,
}

/// Bounds of a column that is free up to a limit, or committed to.
fn bounds(committed: Option<impl Into<f64>>, most: f64) -> (f64, f64) {
    committed.map_or((0.0, most), |value| {
        let value = value.into();
        (value, value)
    })
}

impl<'a> PlanModel<'a> {
    /// The programme, written beside a plan that is known, where so much may be spent above the budgets, all of them added up.
    pub fn of(given: &Given<'a>, aim: Aim<'a>, most_over: Option<f64>, known: &Known) -> Self {
        let people = given.people();
        let (groups, periods) = (people.len(), given.periods());
        let partners = given.plan().partners.len();
        let mut programme = Programme::new();
        let base = programme.column(Key::Base, 1.0, 1.0, 0.0, Kind::Continuous);
        let tired = people.iter().enumerate().map(|(group, people)| {
            let of = |period: &super::PlannedPeriod| {
                super::carry_out::further_attrition(given.plan(), people, &period.groups[group])
            };
            known.plan.periods.iter().map(of).collect()
        });
        let mut model = Self {
            given: *given,
            tired: tired.collect(),
            aim,
            limits: budgets::limits(given.plan()),
            most_over,
            programme,
            base,
            charges: vec![Vec::new(); periods],
            starts: Vec::new(),
            stages: Vec::new(),
            staff: vec![vec![Staff::default(); periods]; groups],
            needs: vec![vec![Linear::default(); periods]; groups],
            levels: vec![vec![Vec::new(); periods]; partners],
            taken: vec![vec![Linear::default(); periods]; partners],
            runs: vec![vec![Linear::default(); periods]; partners],
            partner_hours: vec![vec![Linear::default(); periods]; groups],
            people,
        };
        model.begin_initiatives();
        model.make_contracts();
        model.reach_stages(known.decisions);
        model.employ_today();
        model.hire();
        model.move_people();
        model.keep_places();
        model.pay_partners();
        model.cover();
        model.keep_budgets();
        model
    }

    /// Lets the solver begin with a plan.
    pub fn start_from(&mut self, known: &Known) {
        let mut values = self.values(known);
        self.exceed_budgets(&mut values);
        self.programme.start(values);
    }

    fn periods(&self) -> usize {
        self.given.periods()
    }

    /// Lets a column cost something in a period.
    fn charge(&mut self, column: Column, period: usize, kind: CostKind, amount: f64) {
        if amount == 0.0 {
            return;
        }
        if matches!(self.aim, Aim::Cost | Aim::CostWithMissing { .. }) {
            let discount = self.given.workload.periods[period].discount;
            self.programme.add_cost(column, amount * discount);
        }
        if kind.is_cash() {
            self.charges[period].push((column, kind, amount));
        }
    }

    /// The value of each column in a plan that was carried out.
    fn values(&self, known: &Known) -> Vec<f64> {
        let Known { decisions, plan } = known;
        let workload = self.given.workload;
        let contracts = super::partners::contracts(self.given.plan(), &decisions.contracts);
        let whole = |holds: bool| f64::from(u8::from(holds));
        let value = |key: &Key| match *key {
            Key::Base => 1.0,
            Key::Start { initiative, start } => whole(decisions.starts[initiative] == start),
            Key::Stage(place) => {
                let (cluster, period, stage) = &self.stages[place];
                let now = workload.stage(&decisions.starts, &decisions.given_away_in(*period), *period);
                whole(workload.clusters[*cluster].of(&now) == *stage)
            }
            Key::Contract { partner, start } => whole(decisions.contracts[partner] == Some(start as u32)),
            Key::Level { partner, period, level } => whole(decisions.given_away[partner][period] == level),
            Key::PartnerHours { partner, period } => plan.periods[period].outsourced[partner],
            Key::Payment { partner, period } => contracts[partner]
                .filter(|contract| contract.runs(period))
                .map_or(0.0, |contract| contract.payment(plan.periods[period].outsourced[partner]).0),
            Key::Hires { channel, period } => f64::from(decisions.hires[channel][period]),
            Key::Class { channel, period } => f64::from(decisions.hires[channel][period].min(1)),
            Key::Moves { way, period } => f64::from(decisions.moves[way][period]),
            Key::Overtime { group, period } => plan.periods[period].groups[group].overtime_hours.0,
            Key::TimeOff { group, period } => plan.periods[period].groups[group].time_off_hours.0,
            Key::Missing { group, period, band } => {
                let group_period = &plan.periods[period].groups[group];
                let (missing, required) = (group_period.shortage_hours, group_period.required_hours);
                self.given.missing.by_band(group, period, missing, required).get(band).copied().unwrap_or(missing.0)
            }
            Key::Excess { group, period } => {
                let group_period = &plan.periods[period].groups[group];
                let allowed = self.allowed(group, period).unwrap_or(1.0);
                (group_period.shortage_hours.0 - allowed * group_period.required_hours.0).max(0.0)
            }
            // Known when all that is spent is.
            Key::OverBudget(_) => 0.0,
        };
        self.programme.keys().iter().map(value).collect()
    }

    /// The share of the hours needed that may be missing in a group and period; `None` where any may.
    fn allowed(&self, group: usize, period: usize) -> Option<f64> {
        match self.aim {
            Aim::OverBudget | Aim::Cost => None,
            Aim::Missing { allowed } | Aim::CostWithMissing { allowed, .. } => {
                Some(allowed[group][period]).filter(|&share| share < 1.0)
            }
        }
    }

    /// What a solution decides.
    pub fn decisions(&self, solution: &Solution) -> Decisions {
        let periods = self.periods();
        let mut decisions = Decisions::nothing(&self.given);
        let groups = self.people.len();
        let none = |rows: usize| vec![vec![Hours::ZERO; periods]; rows];
        let mut hours = GivenHours {
            overtime: none(groups),
            time_off: none(groups),
            partners: none(decisions.contracts.len()),
            only_where_spared: false,
        };
        decisions.contracts.fill(None);
        for (key, &value) in self.programme.keys().iter().zip(&solution.values) {
            let chosen = value > 0.5;
            let people = value.round().max(0.0) as u32;
            match *key {
                Key::Start { initiative, start } if chosen => decisions.starts[initiative] = start,
                Key::Contract { partner, start } if chosen => decisions.contracts[partner] = Some(start as u32),
                Key::Level { partner, period, level } if chosen => decisions.given_away[partner][period] = level,
                Key::PartnerHours { partner, period } => hours.partners[partner][period] = Hours(value),
                Key::Hires { channel, period } => decisions.hires[channel][period] = people,
                Key::Moves { way, period } => decisions.moves[way][period] = people,
                Key::Overtime { group, period } => hours.overtime[group][period] = Hours(value),
                Key::TimeOff { group, period } => hours.time_off[group][period] = Hours(value),
                _ => {}
            }
        }
        decisions.hours = HoursDecided::Given(hours);
        decisions
    }

    /// What some work of a cluster asks for.
    fn needs_of(&self, cluster: usize, work: &Work) -> Vec<(usize, f64)> {
        self.given.workload.clusters[cluster].groups.iter().map(|&group| (group, work.needs[group].hours.0)).collect()
    }
}
