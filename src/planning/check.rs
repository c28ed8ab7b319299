//! Checks a plan against the scenario, from its decisions alone: who begins, who moves, what begins, hours made up for. It shares no
//! code with what makes and carries out plans, so that a mistake there is found here; what bots do to contacts is the simulator's.

mod commitments;
mod money;
mod people;
mod work;

use super::Quest;
use super::workforce_plan::WorkforcePlan;
use crate::demand::Demand;
use crate::scenario::{PlanAssumptions, Scenario, Step};
use crate::scheduling::Finding;
use jiff::ToSpan;
use jiff::civil::Date;

/// Numbers agree that differ by less than this, relative to max(1, the number): ten times what a solver may leave in a row
/// (1e-6), since such a remainder enters hours and, through their price, cost.
const TOLERANCE: f64 = 1e-5;

/// Half a cent more than rounding to the cent may change.
const CENT: f64 = 0.01;

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

    /// An amount that was rounded to the cent, and what it should be.
    fn same_amount(&mut self, rule: &'static str, place: &str, given: f64, expected: f64) {
        let holds = (given - expected).abs() <= CENT + TOLERANCE * expected.abs();
        self.unless(holds, rule, || format!("{place}: {given}, should be {expected}"));
    }

    fn at_most(&mut self, rule: &'static str, place: &str, given: f64, limit: f64) {
        let holds = given <= limit + TOLERANCE * limit.abs().max(1.0);
        self.unless(holds, rule, || format!("{place}: {given}, at most {limit}"));
    }
}

/// What is checked against.
#[derive(Clone, Copy)]
struct Rules<'a> {
    scenario: &'a Scenario,
    plan: &'a PlanAssumptions,
    demand: &'a Demand,
}

impl Rules<'_> {
    fn first_day(&self, period: usize) -> Date {
        let period = i64::from(period as u32);
        match self.plan.step {
            Step::Month => self.plan.start.saturating_add(period.months()),
            Step::Week => self.plan.start.saturating_add((7 * period).days()),
        }
    }

    fn days(&self, period: usize) -> f64 {
        f64::from((self.first_day(period + 1) - self.first_day(period)).get_days())
    }

    /// Length of a period in months, as lengths of time and payments by the month are counted.
    fn months(&self) -> f64 {
        if self.plan.step == Step::Month { 1.0 } else { 7.0 * 12.0 / 365.25 }
    }

    /// So many periods a length in months takes, begun ones included.
    fn periods_in(&self, months: f64) -> usize {
        let whole = (months / self.months()).floor();
        (if months - whole * self.months() > 1e-9 * self.months() { whole + 1.0 } else { whole }) as usize
    }

    /// The month of the plan in which a period begins, 0 for the first.
    fn month_of(&self, period: usize) -> usize {
        let day = self.first_day(period);
        let begun = |month: &usize| self.plan.start.saturating_add(i64::from(*month as u32).months()) <= day;
        (0..self.plan.months as usize).take_while(begun).last().unwrap_or(0)
    }

    /// 0 for January.
    fn calendar_month(&self, period: usize) -> usize {
        let days = if self.plan.step == Step::Month { 0 } else { 3 };
        self.first_day(period).saturating_add(days.days()).month() as usize - 1
    }

    fn wage_factor(&self, period: usize) -> f64 {
        let year = self.first_day(period).year();
        (self.plan.start.year()..year).fold(1.0, |factor, _| factor * (1.0 + self.plan.wage_growth_per_year))
    }

    fn discount(&self, period: usize) -> f64 {
        1.0 / (1.0 + self.plan.discount_per_year).powf(period as f64 * self.months() / 12.0)
    }
}

/// Everything that is wrong with a plan, but for the budget ([`budget_findings`]): empty for a sound one.
pub fn findings(
    scenario: &Scenario,
    plan: &PlanAssumptions,
    demand: &Demand,
    quest: &Quest,
    found: &WorkforcePlan,
) -> Vec<Finding> {
    let mut findings = Findings(Vec::new());
    let rules = Rules { scenario, plan, demand };
    let shape = found.periods.len() == plan.periods()
        && found.initiatives.len() == plan.initiatives.len()
        && found.partners.len() == plan.partners.len()
        && found.periods.iter().all(|period| {
            period.groups.len() == scenario.groups.len()
                && period.hires.len() == plan.hiring.len()
                && period.moves.len() == plan.moves.len()
                && period.sessions.len() == plan.initiatives.len()
                && period.outsourced.len() == plan.partners.len()
        });
    findings.unless(shape, "shape", || "periods, initiatives or groups are not those of the scenario".to_owned());
    if !shape {
        return findings.0;
    }
    work::check_starts(rules, found, &mut findings);
    commitments::check_commitments(rules, found, &mut findings);
    let needed = work::check_work(rules, quest, found, &mut findings);
    let wages = people::check_people(rules, found, &mut findings);
    people::check_hours(rules, found, &needed, &mut findings);
    people::check_places(rules, found, &mut findings);
    money::check_costs(rules, quest, found, &wages, &needed, &mut findings);
    findings.0
}

/// What is wrong with when things begin and who is there: initiatives, contracts, people, trainers, desks. A part of [`findings`]
/// that asks nothing about contacts.
pub fn people_findings(
    scenario: &Scenario,
    plan: &PlanAssumptions,
    demand: &Demand,
    found: &WorkforcePlan,
) -> Vec<Finding> {
    let mut findings = Findings(Vec::new());
    let rules = Rules { scenario, plan, demand };
    work::check_starts(rules, found, &mut findings);
    commitments::check_commitments(rules, found, &mut findings);
    people::check_people(rules, found, &mut findings);
    people::check_places(rules, found, &mut findings);
    findings.0
}

/// Whether a plan spends more above the budgets of months, of twelve months and of kinds of cost, all of them added up, than if nothing
/// is added to the people of today and what is fixed. That it could not exceed them by less is not checked here.
pub fn budget_findings(
    scenario: &Scenario,
    plan: &PlanAssumptions,
    demand: &Demand,
    found: &WorkforcePlan,
) -> Vec<Finding> {
    let mut findings = Findings(Vec::new());
    money::check_budgets(Rules { scenario, plan, demand }, found, &mut findings);
    findings.0
}
