//! From what is decided to what it means: headcount, hours, cost and service of every month. Every plan goes through
//! here, whoever decided it, so that all of them are computed alike and once.

use super::people::People;
use super::self_service::live_month;
use super::workforce_plan::{GroupMonth, Month, OptionDecision, WorkforcePlan};
use super::workload::{MonthWork, Starts, Workload, month_demand};
use crate::demand::Demand;
use crate::scenario::{PlanAssumptions, Scenario};
use crate::units::{Hours, Money, Share};
use rayon::prelude::*;

/// The service level of each queue over the scenario's horizon, for a demand and each group's agent-hours on duty
/// relative to those required; `None` where nothing is promised.
pub type ServiceLevels<'a> = dyn Fn(&Demand, &[f64]) -> Vec<Option<Share>> + Sync + 'a;

/// All that is given for a plan.
#[derive(Clone, Copy)]
pub struct Given<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// Its assumptions for the plan.
    pub plan: &'a PlanAssumptions,
    /// The demand over its horizon.
    pub demand: &'a Demand,
    /// What each month asks for.
    pub workload: &'a Workload,
    /// What a level of staffing gives.
    pub service: &'a ServiceLevels<'a>,
}

impl<'a> Given<'a> {
    /// The groups' people, in the order of the scenario.
    pub fn people(&self) -> Vec<People<'a>> {
        self.scenario.groups.iter().zip(&self.plan.groups).map(|(group, plan)| People { group, plan }).collect()
    }
}

/// What is decided.
#[derive(Debug, Clone, PartialEq)]
pub struct Decisions {
    /// When the options' projects begin.
    pub starts: Starts,
    /// People whose first day is in a month, per group and month.
    pub hires: Vec<Vec<u32>>,
    /// How overtime is used.
    pub overtime: Overtime,
}

/// How overtime is used.
#[derive(Debug, Clone, PartialEq)]
pub enum Overtime {
    /// Agent-hours that it adds on duty, per group and month. Never more than allowed or missing.
    Given(Vec<Vec<Hours>>),
    /// As much as is missing, up to what is allowed, whatever it costs.
    WhenShort,
}

/// Hours that differ by less than this, relative to max(1, required), are the same: the solver's tolerance for its rows.
const SAME: f64 = 1e-6;

/// What decisions lead to. The plan's bound is its objective, since nothing was optimised here.
pub fn carry_out(given: &Given, decisions: &Decisions) -> WorkforcePlan {
    let Given { scenario, plan, demand, workload, service } = *given;
    let people = given.people();
    let mut months: Vec<Month> = (0..workload.months.len())
        .map(|month| {
            let work = workload.in_month(plan, &decisions.starts, month);
            let groups: Vec<GroupMonth> =
                (0..people.len()).map(|group| group_month(given, &people, decisions, work, group, month)).collect();
            let cost = costs(given, &people, decisions, work, &groups, month);
            let mut result = Month {
                first_day: workload.months[month].first_day,
                contacts: plan.volume.iter().map(|row| row[month]).collect(),
                contacts_to_agents: work.passage.to_agents.clone(),
                sessions: work.passage.sessions.clone(),
                groups,
                cost,
                over_budget: Money::ZERO,
                service_level: Vec::new(),
            };
            result.over_budget =
                plan.budget.per_month.map_or(Money::ZERO, |budget| (result.cash() - budget).max(Money::ZERO));
            result
        })
        .collect();
    months.par_iter_mut().enumerate().for_each(|(index, month)| {
        let work = workload.in_month(plan, &decisions.starts, index);
        let horizon = month_demand(scenario, demand, workload.months[index].days, &work.passage);
        let staffing: Vec<f64> = month.groups.iter().map(staffing_ratio).collect();
        month.service_level = service(&horizon, &staffing);
    });
    let objective = months.iter().flat_map(|month| month.cost).sum();
    let options = plan.self_service.iter().zip(&decisions.starts).map(|(option, &start)| OptionDecision {
        name: option.name.clone(),
        start,
        live: start.map(|start| live_month(option, start)).filter(|&live| live < plan.months),
    });
    WorkforcePlan { options: options.collect(), months, objective, bound: objective, status: "carried out".to_owned() }
}

/// Agent-hours on duty relative to those required; 1 where none are required.
fn staffing_ratio(group: &GroupMonth) -> f64 {
    if group.required_hours.0 > 0.0 {
        (group.available_hours + group.overtime_hours) / group.required_hours
    } else {
        1.0
    }
}

fn group_month(
    given: &Given,
    people: &[People],
    decisions: &Decisions,
    work: &MonthWork,
    group: usize,
    month: usize,
) -> GroupMonth {
    let people = &people[group];
    let hires = &decisions.hires[group];
    let headcount_in = |month: usize| {
        let hired = (0..=month).map(|first| f64::from(hires[first]) * people.staying(month - first));
        people.of_today(month) + hired.sum::<f64>()
    };
    let (mut in_training, mut productive) = (0.0, people.of_today(month));
    for (first, &hired) in hires.iter().enumerate().take(month + 1) {
        let age = month - first;
        let there = f64::from(hired) * people.staying(age);
        in_training += if people.in_training(age) { there } else { 0.0 };
        productive += there * people.productivity(age);
    }
    let required_hours = work.required[group];
    let available_hours = people.duty_hours(&given.workload.months[month]) * productive;
    let missing = (required_hours - available_hours).max(Hours::ZERO);
    let most = if people.may_work_overtime() { available_hours * people.plan.overtime_max.0 } else { Hours::ZERO };
    let useful = missing.min(most);
    let overtime_hours = match &decisions.overtime {
        Overtime::WhenShort => useful,
        Overtime::Given(hours) => {
            let hours = hours[group][month].max(Hours::ZERO).min(useful);
            if (useful - hours).0 <= SAME * required_hours.0.max(1.0) { useful } else { hours }
        }
    };
    GroupMonth {
        headcount: headcount_in(month),
        in_training,
        hires: hires[month],
        leavers: if month == 0 { 0.0 } else { headcount_in(month - 1) * people.plan.attrition_per_month.0 },
        required_hours,
        available_hours,
        overtime_hours,
        shortage_hours: missing - overtime_hours,
    }
}

/// The cost of a month, in the order of [`super::CostKind::ALL`].
fn costs(
    given: &Given,
    people: &[People],
    decisions: &Decisions,
    work: &MonthWork,
    groups: &[GroupMonth],
    month: usize,
) -> [Money; 7] {
    let when = &given.workload.months[month];
    let per_group = |cost: &dyn Fn(&People, &GroupMonth) -> Money| {
        people.iter().zip(groups).map(|(p, g)| cost(p, g)).sum::<Money>()
    };
    let (set_up, running) = self_service_cash(given.plan, &decisions.starts, work, month as u32);
    [
        per_group(&|people, group| people.wages(when) * group.headcount),
        per_group(&|people, group| {
            let worked = group.overtime_hours;
            if worked.0 > 0.0 { people.overtime_price(when) * worked } else { Money::ZERO }
        }),
        per_group(&|people, group| people.plan.cost_per_hire * f64::from(group.hires)),
        per_group(&|people, group| people.plan.training_cost * f64::from(group.hires)),
        set_up,
        running,
        per_group(&|_, group| given.plan.shortage_per_hour * group.shortage_hours),
    ]
}

/// What self-service costs in a month: set-up, then monthly cost and sessions.
pub fn self_service_cash(
    plan: &PlanAssumptions,
    starts: &[Option<u32>],
    work: &MonthWork,
    month: u32,
) -> (Money, Money) {
    let (mut set_up, mut running) = (Money::ZERO, Money::ZERO);
    for ((option, start), sessions) in plan.self_service.iter().zip(starts).zip(&work.passage.sessions) {
        let Some(start) = *start else { continue };
        if start == month {
            set_up += option.set_up;
        }
        if live_month(option, start) <= month {
            running += option.per_month + option.per_session * *sessions;
        }
    }
    (set_up, running)
}
