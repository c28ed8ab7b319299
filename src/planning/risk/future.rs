//! A plan in one world, period by period, with the recourse that [`super`] states.

use super::hours::Tabulated;
use super::worlds::World;
use crate::planning::carry_out::{CarriedOut, Decisions, Given, GivenHours, HoursDecided};
use crate::planning::people::{People, first_hiring_period};
use crate::planning::periods::in_periods;
use crate::planning::workload::{Work, Workload};
use crate::planning::{GroupPeriod, PlannedPeriod};
use crate::scenario::Uncertain;
use crate::units::Hours;

/// A group in a period of a world.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GroupFuture {
    /// Agent-hours that the promise needs.
    pub needed: f64,
    /// Agent-hours that own people give, with all the overtime and all the hours of partners that could be had.
    pub at_most: f64,
    /// Agent-hours missing.
    pub missing: f64,
}

impl GroupFuture {
    /// How many times as many hours as can be had are needed, when a share of those needed may be missing; endless where
    /// none can be had.
    pub fn strain(&self, tolerance: f64) -> f64 {
        let needed = self.needed * (1.0 - tolerance);
        // Nobody is missing who is not needed.
        if needed <= 0.0 { 0.0 } else { needed / self.at_most.max(0.0) }
    }

    /// Whether no more than a share of the hours needed is missing.
    pub fn keeps(&self, tolerance: f64) -> bool {
        // Sums of some hundred cohorts are exact to some 10⁻¹³ of themselves.
        self.missing <= self.needed * (tolerance + 1e-9)
    }
}

/// What a plan comes to in one world.
#[derive(Debug, Clone, PartialEq)]
pub struct Future {
    /// By period, then group.
    pub groups: Vec<Vec<GroupFuture>>,
    /// All costs, by period.
    pub cost: Vec<f64>,
    /// Of these, what is paid, by period.
    pub cash: Vec<f64>,
    /// People in extra classes.
    pub extra_hires: u32,
}

impl Future {
    /// All costs of the plan.
    pub fn all_costs(&self) -> f64 {
        self.cost.iter().sum()
    }
}

/// The decisions as they are carried out whatever comes: overtime, then partners, as much as is missing and possible; time off as
/// decided, as far as nobody is missing for it.
pub fn with_recourse(given: &Given, decisions: &Decisions) -> Decisions {
    let all = |rows: usize| vec![vec![Hours(f64::INFINITY); given.periods()]; rows];
    let groups = given.workload.scenario.groups.len();
    let time_off = match &decisions.hours {
        HoursDecided::Given(hours) => hours.time_off.clone(),
        HoursDecided::WhenShort => vec![vec![Hours::ZERO; given.periods()]; groups],
    };
    let hours = GivenHours {
        overtime: all(groups),
        time_off,
        only_where_spared: true,
        partners: all(given.plan().partners.len()),
    };
    Decisions { hours: HoursDecided::Given(hours), ..decisions.clone() }
}

/// What a plan comes to if everything turns out as expected, with recourse but without extra classes.
pub fn as_expected(given: &Given, decisions: &Decisions) -> Future {
    let work = |period: usize| given.workload.in_period(&decisions.starts, &decisions.given_away_in(period), period);
    carry_out_in(given, &World::expected(), &work, decisions, None)
}

/// What it comes to in a world; extra classes are held where more is missing than was `expected`.
pub fn in_world(given: &Given, world: &World, hours: &Tabulated, decisions: &Decisions, expected: &Future) -> Future {
    carry_out_in(given, world, &|period| hours.work(world, period), decisions, Some(expected))
}

fn carry_out_in(
    given: &Given,
    world: &World,
    work: &dyn Fn(usize) -> Work,
    decisions: &Decisions,
    expected: Option<&Future>,
) -> Future {
    let asked = given.workload;
    let plan = world.people(given.plan);
    let mut workload = Workload::of(asked.scenario, &plan, asked.demand, asked.required);
    workload.periods.iter_mut().for_each(|period| period.wage_factor *= world.value(Uncertain::Wages));
    let given = Given { plan: &plan, workload: &workload, service: given.service, missing: given.missing };
    let mut hiring = Hiring::of(&given, world, with_recourse(&given, decisions));
    let mut carried = CarriedOut::begin(&given, &decisions.contracts);
    let mut groups = Vec::new();
    for period in 0..given.periods() {
        carried.next(&hiring.decisions, work(period));
        let Some(now) = carried.periods.last() else { continue };
        let of_period: Vec<GroupFuture> = carried
            .people
            .iter()
            .zip(&now.groups)
            .enumerate()
            .map(|(group, (people, now))| future_of(&carried, people, now, group, period))
            .collect();
        if let Some(expected) = expected {
            for (group, people) in carried.people.iter().enumerate() {
                let more = of_period[group].missing - expected.groups[period][group].missing;
                hiring.extra_class(&given, people, more, period);
            }
        }
        groups.push(of_period);
    }
    let amounts =
        |of: fn(&PlannedPeriod) -> crate::units::Money| carried.periods.iter().map(|period| of(period).0).collect();
    Future {
        groups,
        cost: amounts(PlannedPeriod::all_costs),
        cash: amounts(PlannedPeriod::cash),
        extra_hires: hiring.extra.iter().flatten().map(|class| class.people).sum(),
    }
}

fn future_of(carried: &CarriedOut, people: &People, now: &GroupPeriod, group: usize, period: usize) -> GroupFuture {
    let own = now.available_hours.0.max(0.0) * (1.0 + people.plan.overtime_max.0);
    let contracts = carried.contracts.iter().flatten();
    let helping = contracts.filter(|contract| contract.group == Some(group) && contract.runs(period));
    GroupFuture {
        needed: now.required_hours.0,
        at_most: own + helping.map(|contract| contract.most).sum::<f64>(),
        missing: now.shortage_hours.0,
    }
}

/// Those who were asked for beyond the plan.
struct ExtraClass {
    begins: usize,
    people: u32,
}

/// Who comes when, as hiring turns out.
struct Hiring {
    decisions: Decisions,
    /// Periods by which an extra class begins late.
    late: usize,
    /// By group and period: people who should have come by then and have not.
    overdue: Vec<Vec<u32>>,
    /// By group.
    extra: Vec<Vec<ExtraClass>>,
}

impl Hiring {
    /// As decided, with everybody late as it is in the world. Of a class that is late by a part of a period, that part of its people, in
    /// whole people, begins a period later than the others. Who would come after the end of the plan does not come.
    fn of(given: &Given, world: &World, mut decisions: Decisions) -> Self {
        let plan = given.plan();
        let late = world.late_months() / plan.step.months();
        let mut overdue = vec![vec![0; given.periods()]; given.workload.scenario.groups.len()];
        if late > 0.0 {
            for (channel, row) in plan.hiring.iter().zip(&mut decisions.hires) {
                let mut come = vec![0; row.len()];
                for (period, &people) in row.iter().enumerate().filter(|(_, people)| **people > 0) {
                    let whole = late as usize;
                    let later = (f64::from(people) * late.fract()).round() as u32;
                    for (at, people) in [(period + whole, people - later), (period + whole + 1, later)] {
                        if let Some(come) = come.get_mut(at) {
                            *come += people;
                        }
                        let waiting = overdue[channel.group.0].iter_mut().take(at).skip(period);
                        waiting.for_each(|waiting| *waiting += people);
                    }
                }
                *row = come;
            }
        }
        let extra = overdue.iter().map(|_| Vec::new()).collect();
        Self { decisions, late: in_periods(plan, world.late_months()), overdue, extra }
    }

    /// Asks for an extra class at the end of a period in which so many hours more were missing than expected.
    fn extra_class(&mut self, given: &Given, people: &People, more: f64, period: usize) {
        let plan = given.plan();
        let group = people.plan.group.0;
        let channel = &plan.hiring[group];
        let Some(career) = people.career_of_channel(group).filter(|_| channel.may_hire) else { return };
        let each = people.duty_hours(career, &given.workload.periods[period]).0;
        if more <= each * f64::from(channel.class_min.max(1)) || each <= 0.0 {
            return;
        }
        let is_on_the_way = |class: &&ExtraClass| {
            period.checked_sub(class.begins).is_none_or(|age| !people.careers[career].is_experienced(age))
        };
        let asked: u32 = self.extra[group].iter().filter(is_on_the_way).map(|class| class.people).sum();
        let on_the_way = f64::from(asked + self.overdue[group][period]);
        let wanted = (more / each - on_the_way).floor().max(0.0) as u32;
        let begins = period + 1 + first_hiring_period(plan, channel) + self.late;
        if wanted < channel.class_min.max(1) || begins >= given.periods() {
            return;
        }
        let class = ExtraClass { begins, people: wanted.min(channel.class_max) };
        self.decisions.hires[group][begins] += class.people;
        self.extra[group].push(class);
    }
}
