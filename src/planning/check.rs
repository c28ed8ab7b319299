//! Checks a plan against the scenario, from its decisions alone: hires, starts and overtime. It shares no code with what
//! makes and carries out plans, so that a mistake there is found here.

use super::workforce_plan::{CostKind, Month, WorkforcePlan};
use super::workload::RequiredHours;
use crate::demand::Demand;
use crate::scenario::{PlanAssumptions, Scenario};
use crate::scheduling::Finding;
use crate::units::Hours;
use jiff::ToSpan;
use jiff::civil::Date;
use rayon::prelude::*;

/// Numbers agree that differ by less than this, relative to max(1, the number): ten times what a solver may leave in a row
/// (1e-6), since such a remainder enters hours and, through their price, cost.
const TOLERANCE: f64 = 1e-5;

/// Collects what is found.
struct Findings(Vec<Finding>);

impl Findings {
    fn unless(&mut self, holds: bool, rule: &'static str, what: impl FnOnce() -> String) {
        if !holds {
            self.0.push(Finding { rule, what: what() });
        }
    }

    /// A number that was given and what it should be.
    fn same(&mut self, rule: &'static str, place: &str, given: f64, expected: f64) {
        let holds = (given - expected).abs() <= TOLERANCE * expected.abs().max(1.0);
        self.unless(holds, rule, || format!("{place}: {given}, should be {expected}"));
    }

    fn at_most(&mut self, rule: &'static str, place: &str, given: f64, limit: f64) {
        let holds = given <= limit + TOLERANCE * limit.abs().max(1.0);
        self.unless(holds, rule, || format!("{place}: {given}, at most {limit}"));
    }
}

/// People who began in the same month.
struct Class {
    people: f64,
    /// Months since the first day; `None` for the people of today, who are experienced.
    age: Option<usize>,
}

/// Everything that is wrong with a plan, but for the budget ([`budget_findings`]): empty for a sound one.
pub fn findings(scenario: &Scenario, demand: &Demand, required: &RequiredHours, found: &WorkforcePlan) -> Vec<Finding> {
    let mut findings = Findings(Vec::new());
    let Some(plan) = &scenario.plan else {
        return vec![Finding { rule: "assumptions", what: "the scenario has none for a plan".to_owned() }];
    };
    let shape = found.months.len() == plan.months as usize
        && found.options.len() == plan.self_service.len()
        && found.months.iter().all(|month| month.groups.len() == scenario.groups.len());
    findings.unless(shape, "shape", || "months, options or groups are not those of the scenario".to_owned());
    if !shape {
        return findings.0;
    }
    check_options(plan, found, &mut findings);
    let mut work = Vec::new();
    for (index, month) in found.months.iter().enumerate() {
        work.push(check_contacts(scenario, plan, demand, found, index, month, &mut findings));
    }
    let hours: Vec<Vec<Hours>> = work.par_iter().map(required).collect();
    for group in 0..scenario.groups.len() {
        let in_month = |(month, hours): (usize, &Vec<Hours>)| hours[group].0 * days(plan, month) / horizon(scenario);
        let needed: Vec<f64> = hours.iter().enumerate().map(in_month).collect();
        check_group(scenario, plan, found, group, &needed, &mut findings);
    }
    for (index, month) in found.months.iter().enumerate() {
        check_cost(scenario, plan, found, index, month, &mut findings);
    }
    let total: f64 = found.months.iter().flat_map(|month| month.cost).map(|cost| cost.0).sum();
    findings.same("objective", "sum of all costs", found.objective.0, total);
    findings.at_most("bound", "bound", found.bound.0, found.objective.0);
    findings.0
}

fn first_day(plan: &PlanAssumptions, month: usize) -> Date {
    plan.start.saturating_add(i64::from(month as u32).months())
}

fn days(plan: &PlanAssumptions, month: usize) -> f64 {
    f64::from((first_day(plan, month + 1) - first_day(plan, month)).get_days())
}

fn horizon(scenario: &Scenario) -> f64 {
    scenario.calendar.end().0 / 86_400.0
}

fn wage_factor(plan: &PlanAssumptions, month: usize) -> f64 {
    let year = first_day(plan, month).year();
    (plan.start.year()..year).fold(1.0, |factor, _| factor * (1.0 + plan.wage_growth_per_year))
}

fn check_options(plan: &PlanAssumptions, found: &WorkforcePlan, findings: &mut Findings) {
    for (option, decided) in plan.self_service.iter().zip(&found.options) {
        let name = &option.name;
        // A plan without self-service ignores a fixed start, but then it takes no option at all.
        let ignores_all = found.options.iter().all(|option| option.start.is_none());
        let fixed = option.fixed_start.is_none() || decided.start == option.fixed_start || ignores_all;
        findings.unless(fixed, "fixed start", || format!("{name} begins in {:?}, not as fixed", decided.start));
        let live = decided.start.map(|start| start + option.months_to_live).filter(|&live| live < plan.months);
        findings.unless(decided.live == live, "months to live", || format!("{name} is live in {:?}", decided.live));
    }
}

/// Checks contacts and sessions of a month; gives its demand over the horizon.
fn check_contacts(
    scenario: &Scenario,
    plan: &PlanAssumptions,
    demand: &Demand,
    found: &WorkforcePlan,
    index: usize,
    month: &Month,
    findings: &mut Findings,
) -> Demand {
    let mut work = demand.clone();
    let place = format!("month {}", index + 1);
    findings.unless(month.first_day == first_day(plan, index), "first day", || {
        format!("{place} begins on {}", month.first_day)
    });
    let mut sessions = vec![0.0; plan.self_service.len()];
    for queue in 0..scenario.queues.len() {
        let volume = plan.volume[queue][index];
        let mut left = volume;
        for (o, option) in plan.self_service.iter().enumerate() {
            let Some(live) = found.options[o].start.map(|start| (start + option.months_to_live) as usize) else {
                continue;
            };
            if live > index || !option.queues.iter().any(|q| q.0 == queue) {
                continue;
            }
            let adoption = option.adoption.get(index - live).map_or(1.0, |share| share.0);
            let entering = left * adoption * option.entry.0;
            sessions[o] += entering;
            let solved = entering * option.containment.0 * (1.0 - option.unresolved.0);
            left -= solved;
            work.handling_factor[queue] *= 1.0 - adoption + adoption * option.handling_factor;
        }
        let place = format!("{place}, {}", scenario.queues[queue].name);
        findings.same("contacts", &place, month.contacts[queue], volume);
        findings.same("contacts to agents", &place, month.contacts_to_agents[queue], left);
        let total: f64 = demand.expected.row(queue).iter().sum();
        let level = left * horizon(scenario) / days(plan, index);
        let open = scenario.queues[queue].opening_hours.open_intervals(&scenario.calendar);
        let hours = |i: usize| scenario.calendar.intervals[i].length().hours().0;
        let is_open = |i: usize| open[i] || !open.contains(&true);
        let open_hours: f64 = (0..open.len()).filter(|&i| is_open(i)).map(hours).sum();
        for (i, value) in work.expected.row_mut(queue).iter_mut().enumerate() {
            *value = match total {
                0.0 if is_open(i) => level * hours(i) / open_hours,
                0.0 => 0.0,
                total => *value / total * level,
            };
        }
    }
    for (o, expected) in sessions.into_iter().enumerate() {
        findings.same("sessions", &format!("{place}, {}", plan.self_service[o].name), month.sessions[o], expected);
    }
    work
}

fn check_group(
    scenario: &Scenario,
    plan: &PlanAssumptions,
    found: &WorkforcePlan,
    group: usize,
    needed: &[f64],
    findings: &mut Findings,
) {
    let (people, rules) = (&scenario.groups[group], &plan.groups[group]);
    let mut classes = vec![Class { people: f64::from(people.headcount), age: None }];
    for (index, month) in found.months.iter().enumerate() {
        let given = &month.groups[group];
        let place = format!("month {}, {}", index + 1, people.name);
        let mut left = 0.0;
        if index > 0 {
            for class in &mut classes {
                let leave = class.people * rules.attrition_per_month.0;
                left += leave;
                class.people -= leave;
                class.age = class.age.map(|age| age + 1);
            }
        }
        classes.push(Class { people: f64::from(given.hires), age: Some(0) });
        if given.hires > 0 {
            findings.unless(rules.may_hire, "hiring", || format!("{place}: nobody may be hired"));
            findings.unless(index >= rules.lead_months as usize, "lead time", || {
                format!("{place}: a first day within {} months of lead time", rules.lead_months)
            });
            let sizes = rules.class_min..=rules.class_max;
            findings.unless(sizes.contains(&given.hires), "class size", || {
                format!("{place}: {} hires, a class has {} to {}", given.hires, rules.class_min, rules.class_max)
            });
        }
        let (mut headcount, mut in_training, mut productive) = (0.0, 0.0, 0.0);
        for class in &classes {
            headcount += class.people;
            match class.age {
                Some(age) if age < rules.training_months as usize => in_training += class.people,
                Some(age) => {
                    let months_on_the_job = age - rules.training_months as usize;
                    productive += class.people * rules.ramp.get(months_on_the_job).map_or(1.0, |share| share.0);
                }
                None => productive += class.people,
            }
        }
        let duty = people.weekly_hours.0 / 7.0 * days(plan, index) * (1.0 - people.shrinkage.0);
        findings.same("headcount", &place, given.headcount, headcount);
        findings.same("in training", &place, given.in_training, in_training);
        findings.same("leavers", &place, given.leavers, left);
        findings.same("available hours", &place, given.available_hours.0, duty * productive);
        findings.same("required hours", &place, given.required_hours.0, needed[index]);
        let most = rules.overtime_max.0 * duty * productive;
        findings.at_most("overtime", &place, given.overtime_hours.0, most);
        findings.at_most("overtime", &format!("{place}, negative"), -given.overtime_hours.0, 0.0);
        let missing = (needed[index] - duty * productive - given.overtime_hours.0).max(0.0);
        findings.same("shortage", &place, given.shortage_hours.0, missing);
    }
}

fn check_cost(
    scenario: &Scenario,
    plan: &PlanAssumptions,
    found: &WorkforcePlan,
    index: usize,
    month: &Month,
    findings: &mut Findings,
) {
    let mut cost = [0.0; 7];
    let mut add = |kind: CostKind, amount: f64| cost[kind as usize] += amount;
    for ((people, rules), given) in scenario.groups.iter().zip(&plan.groups).zip(&month.groups) {
        let wage = people.wage.0 * wage_factor(plan, index);
        add(CostKind::Wages, wage * people.weekly_hours.0 / 7.0 * days(plan, index) * given.headcount);
        if given.overtime_hours.0 > 0.0 {
            let paid = given.overtime_hours.0 / (1.0 - people.shrinkage.0);
            add(CostKind::Overtime, paid * wage * (1.0 + rules.overtime_premium.0));
        }
        add(CostKind::Hiring, rules.cost_per_hire.0 * f64::from(given.hires));
        add(CostKind::Training, rules.training_cost.0 * f64::from(given.hires));
        add(CostKind::Shortage, given.shortage_hours.0 * plan.shortage_per_hour.0);
    }
    for ((option, decided), sessions) in plan.self_service.iter().zip(&found.options).zip(&month.sessions) {
        if decided.start == Some(index as u32) {
            add(CostKind::SelfServiceSetUp, option.set_up.0);
        }
        if decided.live.is_some_and(|live| live as usize <= index) {
            add(CostKind::SelfServiceRunning, option.per_month.0 + sessions * option.per_session.0);
        }
    }
    for kind in CostKind::ALL {
        let place = format!("month {}, {}", index + 1, kind.name());
        findings.same("cost", &place, month.cost[kind as usize].0, cost[kind as usize]);
    }
    let cash = cost.iter().sum::<f64>() - cost[CostKind::Shortage as usize];
    let over = plan.budget.per_month.map_or(0.0, |budget| (cash - budget.0).max(0.0));
    // An excess is a small difference of large amounts: it is as exact as these.
    let exact = (month.over_budget.0 - over).abs() <= TOLERANCE * cash.max(1.0);
    findings.unless(exact, "over budget", || format!("month {}: {}, should be {over}", index + 1, month.over_budget.0));
}

/// Months and stretches of twelve months in which a plan spends more than the budget although it need not: more than the
/// budget, and more than the people of today and its fixed options cost.
pub fn budget_findings(scenario: &Scenario, found: &WorkforcePlan) -> Vec<Finding> {
    let mut findings = Findings(Vec::new());
    let Some(plan) = &scenario.plan else { return findings.0 };
    let fixed = |month: usize| -> f64 {
        let wages = scenario.groups.iter().zip(&plan.groups).map(|(people, rules)| {
            let still_there = (0..month).fold(f64::from(people.headcount), |n, _| n - n * rules.attrition_per_month.0);
            still_there * people.weekly_hours.0 / 7.0 * days(plan, month) * people.wage.0 * wage_factor(plan, month)
        });
        wages.sum::<f64>() + fixed_options(scenario, plan, month)
    };
    let cash = |month: usize| found.months[month].cash().0;
    for month in 0..found.months.len() {
        if let Some(budget) = plan.budget.per_month {
            let limit = budget.0.max(fixed(month));
            findings.at_most("budget", &format!("month {}", month + 1), cash(month), limit);
        }
    }
    if let Some(budget) = plan.budget.per_year {
        let months: Vec<usize> = (0..found.months.len()).collect();
        for (year, months) in months.chunks(12).enumerate() {
            let limit = (budget.0 * months.len() as f64 / 12.0).max(months.iter().map(|&month| fixed(month)).sum());
            let spent: f64 = months.iter().map(|&month| cash(month)).sum();
            findings.at_most("budget", &format!("year {}", year + 1), spent, limit);
        }
    }
    findings.0
}

/// What the options with a fixed start cost in a month if no other is taken.
fn fixed_options(scenario: &Scenario, plan: &PlanAssumptions, month: usize) -> f64 {
    let mut cost = 0.0;
    let mut left: Vec<f64> = (0..scenario.queues.len()).map(|queue| plan.volume[queue][month]).collect();
    for option in &plan.self_service {
        let Some(start) = option.fixed_start.map(|start| start as usize) else { continue };
        let live = start + option.months_to_live as usize;
        cost += if start == month { option.set_up.0 } else { 0.0 };
        if live > month {
            continue;
        }
        let adoption = option.adoption.get(month - live).map_or(1.0, |share| share.0);
        cost += option.per_month.0;
        for queue in &option.queues {
            let entering = left[queue.0] * adoption * option.entry.0;
            cost += entering * option.per_session.0;
            left[queue.0] -= entering * option.containment.0 * (1.0 - option.unresolved.0);
        }
    }
    cost
}
