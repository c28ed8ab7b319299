//! Cost against service: the best plan for each of a range of yearly budgets, with everything that is allowed and with parts of it
//! only; what is at its limit there, and what a little more budget would buy.

#[cfg(doc)]
use super::Goal;
use super::model::work::possible_starts;
use super::people::first_hiring_period;
use super::periods::{periods, yearly_limits};
use super::workforce_plan::{CostKind, WorkforcePlan};
use super::{Found, Ground, PlanError, Quest};
use crate::demand::Demand;
use crate::scenario::{PlanAssumptions, Scenario};
use crate::units::{Hours, Money};
use crate::watch::Watch;

/// What a plan may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Portfolio {
    /// All that the scenario allows.
    Everything,
    /// People: hiring, moves, overtime; no initiative but those that are fixed, and no partner.
    PeopleOnly,
    /// Initiatives: nobody is hired or moved, and no partner.
    InitiativesOnly,
    /// People and partners, without initiatives.
    WithoutInitiatives,
}

impl Portfolio {
    /// All, in the order of reports.
    pub const ALL: [Self; 4] = [Self::Everything, Self::PeopleOnly, Self::InitiativesOnly, Self::WithoutInitiatives];

    /// Its name in results.
    pub fn name(self) -> &'static str {
        match self {
            Self::Everything => "everything",
            Self::PeopleOnly => "people only",
            Self::InitiativesOnly => "initiatives only",
            Self::WithoutInitiatives => "without initiatives",
        }
    }

    /// The assumptions with nothing else allowed. What is fixed stays.
    fn of(self, plan: &PlanAssumptions) -> PlanAssumptions {
        let mut plan = plan.clone();
        let (people, initiatives, partners) = match self {
            Self::Everything => (true, true, true),
            Self::PeopleOnly => (true, false, false),
            Self::InitiativesOnly => (false, true, false),
            Self::WithoutInitiatives => (true, false, true),
        };
        if !people {
            plan.hiring.iter_mut().for_each(|channel| channel.may_hire = false);
            plan.moves.iter_mut().for_each(|way| way.most_per_month = 0);
        }
        if !initiatives {
            // What is never live within the plan is not begun.
            let free = plan.initiatives.iter_mut().filter(|initiative| initiative.fixed_start.is_none());
            free.for_each(|initiative| initiative.months_to_live = u32::MAX);
        }
        if !partners {
            let free = plan.partners.iter_mut().filter(|partner| partner.fixed_start.is_none());
            free.for_each(|partner| partner.lead_months = f64::INFINITY);
        }
        plan
    }

    /// Whether it differs from all before it: without initiatives or partners some are the same.
    fn is_of_its_own(self, plan: &PlanAssumptions) -> bool {
        let initiatives = (0..plan.initiatives.len()).any(|place| possible_starts(plan, place).len() > 1);
        let partners = plan.partners.iter().any(|partner| partner.fixed_start.is_none());
        match self {
            Self::Everything => true,
            Self::PeopleOnly => initiatives || partners,
            Self::InitiativesOnly => initiatives,
            Self::WithoutInitiatives => initiatives && partners,
        }
    }
}

/// The best plan for a budget.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// What it may use.
    pub portfolio: Portfolio,
    /// What may be spent in twelve months; `None`: any amount.
    pub per_year: Option<Money>,
    /// The plan.
    pub plan: WorkforcePlan,
    /// What is at its limit.
    pub at_limit: Vec<String>,
    /// Agent-hours that a hundredth more of the budget would add where they are missing, over the plan, and what that hundredth is.
    pub one_more: Option<(Hours, Money)>,
}

/// The part by which the budget is raised to see what more of it buys.
const ONE_MORE: f64 = 0.01;

/// The yearly budgets to be tried, as parts of what the best plan without one spends in twelve months on average.
#[derive(Debug, Clone, PartialEq)]
pub struct Range {
    /// The least.
    pub from: f64,
    /// The greatest.
    pub to: f64,
    /// How many, at least 2.
    pub steps: u32,
}

impl Range {
    fn parts(&self) -> impl Iterator<Item = f64> + '_ {
        let last = f64::from(self.steps.max(2) - 1);
        (0..self.steps.max(2)).map(move |step| self.from + (self.to - self.from) * f64::from(step) / last)
    }
}

/// For each portfolio the plan without a yearly budget, and those for a range of budgets, the least first.
///
/// With [`Goal::Cost`] a plan spends no more than pays at the price of missing hours, so that a larger budget may change nothing;
/// [`Goal::Service`] shows what service a budget can buy.
pub fn frontier(
    scenario: &Scenario,
    demand: &Demand,
    quest: &Quest,
    range: &Range,
    watch: &dyn Watch,
) -> Result<Vec<Point>, PlanError> {
    let assumptions = scenario.plan.as_ref().ok_or(PlanError::NoAssumptions)?;
    let (assumptions, _) = super::commitments::with_news(scenario, assumptions, demand, quest, watch)?;
    let assumptions = &assumptions;
    let ground = Ground::of(scenario, assumptions, demand, quest, watch)?;
    let portfolios: Vec<Portfolio> =
        Portfolio::ALL.into_iter().filter(|portfolio| portfolio.is_of_its_own(assumptions)).collect();
    let total = portfolios.len() as u64 * u64::from(2 * range.steps.max(2) + 1);
    let mut done = 0;
    let mut reference = None;
    let mut points = Vec::new();
    for portfolio in portfolios {
        let allowed = portfolio.of(assumptions);
        let with = |per_year: Option<Money>| {
            let mut plan = allowed.clone();
            plan.budget.per_year = per_year;
            plan
        };
        let mut solve = |per_year: Option<Money>, known: Option<&Found>| -> Result<Found, PlanError> {
            watch.check()?;
            let known = known.map(|found| found.decisions.clone());
            let found = ground.seek(&with(per_year), quest, known.as_slice(), watch)?;
            done += 1;
            watch.progress("frontier", done, total);
            Ok(found)
        };
        let free = solve(None, None)?;
        let per_year = *reference.get_or_insert(free.plan.cash() * (12.0 / f64::from(assumptions.months)));
        let mut last: Option<Found> = None;
        for part in range.parts() {
            let budget = Money((per_year.0 * part * 100.0).round() / 100.0);
            let found = solve(Some(budget), last.as_ref().or(Some(&free)))?;
            let more = solve(Some(budget * (1.0 + ONE_MORE)), Some(&found))?;
            let gained = (found.plan.shortage_hours() - more.plan.shortage_hours()).max(Hours::ZERO);
            points.push(Point {
                portfolio,
                per_year: Some(budget),
                at_limit: at_limit(scenario, &with(Some(budget)), &found.plan),
                one_more: Some((gained, budget * ONE_MORE * (f64::from(assumptions.months) / 12.0))),
                plan: found.plan.clone(),
            });
            last = Some(found);
        }
        let at_limit = at_limit(scenario, &with(None), &free.plan);
        points.push(Point { portfolio, per_year: None, plan: free.plan, at_limit, one_more: None });
    }
    Ok(points)
}

/// A limit is reached where no more than this part of it is left: less than a person's month in a budget.
const NEARLY: f64 = 0.003;

/// What a plan is held back by: budgets that are used up, overtime, trainers and classes at their most where people are missing, and
/// months in which nobody could be hired yet.
pub fn at_limit(scenario: &Scenario, assumptions: &PlanAssumptions, plan: &WorkforcePlan) -> Vec<String> {
    let mut found = Vec::new();
    let calendar = periods(assumptions);
    let is_used_up = |spent: f64, limit: f64| spent >= limit * (1.0 - NEARLY);
    let by_kind = CostKind::ALL
        .into_iter()
        .filter_map(|kind| Some((Some(kind), *assumptions.budget.per_year_by_kind.get(kind.name())?)));
    for (kind, per_year) in assumptions.budget.per_year.map(|budget| (None, budget)).into_iter().chain(by_kind) {
        for (year, limit) in yearly_limits(assumptions, Some(per_year)).into_iter().flatten().enumerate() {
            let of_year = plan.periods.iter().zip(&calendar).filter(|(_, when)| when.year() == year);
            let spent =
                |period: &super::PlannedPeriod| kind.map_or(period.cash().0, |kind| period.cost[kind as usize].0);
            if is_used_up(of_year.map(|(period, _)| spent(period)).sum(), limit.0) {
                let what = kind.map_or(String::new(), |kind| format!(" for {}", kind.name().replace('_', " ")));
                found.push(format!("budget{what} of year {}", year + 1));
            }
        }
    }
    if let Some(limit) = assumptions.budget.per_month {
        let full = (0..assumptions.months as usize)
            .filter(|&month| {
                let of_month = plan.periods.iter().zip(&calendar).filter(|(_, when)| when.month == month);
                is_used_up(of_month.map(|(period, _)| period.cash().0).sum(), limit.0)
            })
            .count();
        if full > 0 {
            found.push(format!("budget of {full} {}", if full == 1 { "month" } else { "months" }));
        }
    }
    let mut unhired: Vec<&str> = Vec::new();
    for (index, (group, terms)) in scenario.groups.iter().zip(&assumptions.groups).enumerate() {
        let missing = || {
            let short = plan.periods.iter().enumerate().map(|(at, period)| (at, &period.groups[index]));
            short.filter(|(_, group)| group.shortage_hours.0 > 0.5)
        };
        let most = terms.overtime_max.0;
        let at_most =
            |group: &super::GroupPeriod| group.overtime_hours.0 >= group.available_hours.0 * most * (1.0 - NEARLY);
        if most > 0.0 && missing().any(|(_, group)| at_most(group)) {
            found.push(format!("overtime of {}", group.name));
        }
        let channels = assumptions.hiring.iter().filter(|channel| channel.group.0 == index && channel.may_hire);
        let first = channels.map(|channel| first_hiring_period(assumptions, channel)).min();
        if first.is_some_and(|first| missing().any(|(at, _)| at < first)) {
            found.push(format!("lead time of {}", group.name));
        }
        if first.is_none() && missing().next().is_some() {
            unhired.push(group.name.as_str());
        }
    }
    match unhired.as_slice() {
        [] => {}
        all if all.len() == scenario.groups.len() => found.push("nobody is hired".to_owned()),
        some => found.push(format!("nobody is hired for {}", some.join(", "))),
    }
    let short = plan.shortage_hours().0 > 0.5;
    for (place, channel) in assumptions.hiring.iter().enumerate().filter(|_| short) {
        if plan.periods.iter().any(|period| period.hires[place] >= channel.class_max && channel.class_max > 0) {
            found.push(format!("largest class of {}", channel.name));
        }
    }
    for place in assumptions.places.iter().filter(|_| short) {
        let full = |most: Option<u32>, of: fn(&super::GroupPeriod) -> f64| {
            most.is_some_and(|most| {
                let people = |period: &super::PlannedPeriod| -> f64 {
                    place.groups.iter().map(|group| of(&period.groups[group.0])).sum()
                };
                plan.periods.iter().any(|period| people(period) > f64::from(most) - 1.0)
            })
        };
        if full(place.most_in_training, |group| group.in_training) {
            found.push(format!("training at {}", place.name));
        }
        if full(place.most_people, |group| group.headcount) {
            found.push(format!("desks at {}", place.name));
        }
    }
    found
}
