//! The business case of a plan: what it spends and saves against carrying on as now, period by period, and what that is worth.
//!
//! With `p` the periods, `plan(p)` and `nothing(p)` what the plan and carrying on as now cost in one (in cash alone, or in all with what is
//! not cash), and `d(p)` the discount of the period ([`super::periods::PlanPeriod::discount`]):
//!
//! - saved(p) = nothing(p) − plan(p): the cash flow of the plan. Below zero it is money that the plan spends more.
//! - cumulated(p) = saved(0) + … + saved(p).
//! - net present value = Σ saved(p) · d(p). That of all costs is the difference of the two objectives.
//! - payback: the first period from which cumulated never is below zero again, to the end of the plan.
//! - most money ahead: the depth of the lowest cumulated cash below zero; 0 where it never is.
//! - spent more = Σ max(0, −saved(p)) · d(p) of cash: all the money that the plan asks for above what would be spent anyway, where it
//!   asks for more, at its present value.
//! - return on it = net present value / spent more: what comes back above each unit of money that was spent more.
//! - resolved contacts = contacts offered − sessions of self-service that settled nothing − contacts lost because agents were missing.
//!   Contacts that agents answer and do not settle are not known by month, so they count as resolved, once each; repeats are not
//!   counted again, since contacts are counted as customers bring them, before self-service.
//! - contacts lost = their cost / the value of one; not known, and taken as none, where they have no value.
//!
//! Amounts are whole cents, and so are their sums. Everything here is computed once; reports and workbooks only show it.

mod commitments;

pub use commitments::{Commitment, CommitmentKind};

use super::periods::periods;
use super::workforce_plan::{CostKind, Costs, GroupPeriod, PlanComparison, PlannedPeriod, WorkforcePlan};
use crate::scenario::PlanAssumptions;
use crate::units::{Hours, Money};

/// The business case of a plan.
#[derive(Debug, Clone, PartialEq)]
pub struct BusinessCase {
    /// Carrying on as now.
    pub carry_on: Outcome,
    /// The plan.
    pub plan: Alternative,
    /// The best plan without initiatives, where the plan takes any.
    pub without_initiatives: Option<Alternative>,
    /// Each twelve months of the plan, the last stretch perhaps shorter.
    pub years: Vec<CaseYear>,
    /// Discount of each period: what an amount of it is worth at the begin of the plan, relative to one of then.
    pub discount: Vec<f64>,
    /// The initiatives and then the partners that the plan takes, in the order of the scenario.
    pub commitments: Vec<Commitment>,
}

/// A plan against carrying on as now.
#[derive(Debug, Clone, PartialEq)]
pub struct Alternative {
    /// What it comes to.
    pub outcome: Outcome,
    /// What it saves in cash.
    pub cash: Gain,
    /// What it saves in all, with missing hours, lost contacts and churn at their prices.
    pub all: Gain,
    /// Cash that it spends more than carrying on, over the periods in which it does, at its present value.
    pub spent_more: Money,
}

/// What a plan saves against carrying on, period by period, and what that is worth.
#[derive(Debug, Clone, PartialEq)]
pub struct Gain {
    /// The periods.
    pub flows: Vec<Flow>,
    /// Σ present values, not rounded.
    pub net_present_value: Money,
    /// First period from which the cumulated saving stays at or above zero; `None`: not within the plan.
    pub payback: Option<u32>,
    /// By how much the plan is behind where it is most behind: the money that has to be put up. 0 where it never is behind.
    pub most_ahead: Money,
    /// The period of that; `None` where it never is behind.
    pub most_ahead_in: Option<u32>,
}

/// Money of a period.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Flow {
    /// What the plan costs.
    pub plan: Money,
    /// What carrying on costs.
    pub carry_on: Money,
    /// How much less the plan costs; below zero where it costs more.
    pub saved: Money,
    /// The same from the begin of the plan on.
    pub cumulated: Money,
    /// Saved × discount, not rounded.
    pub present_value: Money,
}

/// What a plan comes to, whatever it is compared with.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// What is paid.
    pub cash: Money,
    /// Everything, cash or not.
    pub all_costs: Money,
    /// Contacts that customers bring.
    pub contacts: f64,
    /// Of these, resolved (see the module).
    pub resolved: f64,
    /// Of these, lost because agents were missing; 0 where they have no value, since then their number is not known.
    pub lost: f64,
    /// People employed in the first period.
    pub headcount_at_begin: f64,
    /// People employed in the last period.
    pub headcount_at_end: f64,
    /// People employed on average over the periods.
    pub headcount_on_average: f64,
    /// People hired.
    pub hires: u32,
    /// People who left of their own accord, on average.
    pub leavers: f64,
    /// Agent-hours needed.
    pub required_hours: Hours,
    /// Agent-hours missing.
    pub shortage_hours: Hours,
}

/// Twelve months of a plan.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseYear {
    /// Its first period.
    pub first: u32,
    /// Its last period.
    pub last: u32,
    /// What the plan costs in it, by kind.
    pub plan: Costs,
    /// What carrying on costs in it, by kind.
    pub carry_on: Costs,
}

impl Alternative {
    /// What comes back in cash above each unit of money that is spent more; `None` where no period spends more.
    pub fn return_in_cash(&self) -> Option<f64> {
        (self.spent_more.0 > 0.0).then(|| self.cash.net_present_value / self.spent_more)
    }

    /// The same with what is not cash.
    pub fn return_in_all(&self) -> Option<f64> {
        (self.spent_more.0 > 0.0).then(|| self.all.net_present_value / self.spent_more)
    }
}

impl Gain {
    /// What is saved over the plan.
    pub fn saved(&self) -> Money {
        self.flows.last().map_or(Money::ZERO, |flow| flow.cumulated)
    }
}

impl Outcome {
    /// What is not cash: missing hours, lost contacts, churn.
    pub fn not_cash(&self) -> Money {
        sum([self.all_costs, -self.cash])
    }

    /// Cash for each contact that customers bring; `None` where they bring none.
    pub fn cash_per_contact(&self) -> Option<Money> {
        (self.contacts > 0.0).then(|| self.cash / self.contacts)
    }

    /// Cash for each contact that is resolved; `None` where none is.
    pub fn cash_per_resolved(&self) -> Option<Money> {
        (self.resolved > 0.0).then(|| self.cash / self.resolved)
    }
}

/// Contacts of a period that are lost because agents are missing; 0 where they have no value.
pub fn lost_contacts(assumptions: &PlanAssumptions, period: &PlannedPeriod) -> f64 {
    let value = assumptions.prices.lost_contact;
    if value.0 > 0.0 { period.cost[CostKind::LostContacts as usize] / value } else { 0.0 }
}

/// The business case of the plan that was made with these assumptions.
pub fn business_case(assumptions: &PlanAssumptions, comparison: &PlanComparison) -> BusinessCase {
    let (plan, carry_on) = (&comparison.plan, &comparison.carry_on);
    let discount: Vec<f64> = periods(assumptions).iter().map(|period| period.discount).collect();
    let without = comparison.without_initiatives.as_ref().filter(|_| plan.takes_initiative());
    BusinessCase {
        carry_on: outcome(assumptions, carry_on),
        plan: alternative(assumptions, plan, carry_on, &discount),
        without_initiatives: without.map(|without| alternative(assumptions, without, carry_on, &discount)),
        years: years(assumptions, plan, carry_on),
        commitments: commitments::commitments(assumptions, plan),
        discount,
    }
}

fn cents(amount: Money) -> i64 {
    (amount.0 * 100.0).round() as i64
}

fn of_cents(cents: i64) -> Money {
    Money(cents as f64 / 100.0)
}

/// A sum of amounts in whole cents, exactly.
pub fn sum(amounts: impl IntoIterator<Item = Money>) -> Money {
    of_cents(amounts.into_iter().map(cents).sum())
}

fn alternative(
    assumptions: &PlanAssumptions,
    plan: &WorkforcePlan,
    carry_on: &WorkforcePlan,
    discount: &[f64],
) -> Alternative {
    let cash = gain(plan, carry_on, discount, PlannedPeriod::cash);
    let spent_more = cash.flows.iter().map(|flow| (-flow.present_value).max(Money::ZERO)).sum();
    let all = gain(plan, carry_on, discount, PlannedPeriod::all_costs);
    Alternative { outcome: outcome(assumptions, plan), cash, all, spent_more }
}

fn gain(plan: &WorkforcePlan, carry_on: &WorkforcePlan, discount: &[f64], amount: fn(&PlannedPeriod) -> Money) -> Gain {
    let mut cumulated = 0;
    let pairs = plan.periods.iter().zip(&carry_on.periods).zip(discount);
    let flows: Vec<Flow> = pairs
        .map(|((plan, carry_on), discount)| {
            let (plan, carry_on) = (cents(amount(plan)), cents(amount(carry_on)));
            cumulated += carry_on - plan;
            let saved = of_cents(carry_on - plan);
            Flow {
                plan: of_cents(plan),
                carry_on: of_cents(carry_on),
                saved,
                cumulated: of_cents(cumulated),
                present_value: saved * *discount,
            }
        })
        .collect();
    let behind = |flow: &Flow| flow.cumulated.0 < 0.0;
    let last_behind = flows.iter().rposition(behind);
    let payback = last_behind.map_or(0, |last| last + 1);
    let (mut most_ahead, mut most_ahead_in) = (Money::ZERO, None);
    for (period, flow) in (0..).zip(&flows) {
        if -flow.cumulated > most_ahead {
            (most_ahead, most_ahead_in) = (-flow.cumulated, Some(period));
        }
    }
    Gain {
        net_present_value: flows.iter().map(|flow| flow.present_value).sum(),
        payback: (payback < flows.len()).then_some(payback as u32),
        most_ahead,
        most_ahead_in,
        flows,
    }
}

fn outcome(assumptions: &PlanAssumptions, plan: &WorkforcePlan) -> Outcome {
    let periods = &plan.periods;
    let contacts: f64 = periods.iter().flat_map(|period| &period.contacts).sum();
    let unresolved: f64 = periods.iter().flat_map(|period| &period.unresolved).sum();
    let lost: f64 = periods.iter().map(|period| lost_contacts(assumptions, period)).sum();
    let headcount = |period: Option<&PlannedPeriod>| period.map_or(0.0, PlannedPeriod::headcount);
    let groups = || periods.iter().flat_map(|period| &period.groups);
    Outcome {
        cash: sum(periods.iter().map(PlannedPeriod::cash)),
        all_costs: sum(periods.iter().map(PlannedPeriod::all_costs)),
        contacts,
        resolved: (contacts - unresolved - lost).max(0.0),
        lost,
        headcount_at_begin: headcount(periods.first()),
        headcount_at_end: headcount(periods.last()),
        headcount_on_average: periods.iter().map(PlannedPeriod::headcount).sum::<f64>() / periods.len().max(1) as f64,
        hires: plan.hires(),
        leavers: groups().map(|group: &GroupPeriod| group.leavers).sum(),
        required_hours: periods.iter().map(PlannedPeriod::required_hours).sum(),
        shortage_hours: plan.shortage_hours(),
    }
}

fn years(assumptions: &PlanAssumptions, plan: &WorkforcePlan, carry_on: &WorkforcePlan) -> Vec<CaseYear> {
    let mut years: Vec<CaseYear> = Vec::new();
    let mut at = None;
    for (place, when) in periods(assumptions).iter().enumerate().take(plan.periods.len().min(carry_on.periods.len())) {
        let place_u32 = place as u32;
        if at != Some(when.year()) {
            at = Some(when.year());
            let nothing = [Money::ZERO; CostKind::ALL.len()];
            years.push(CaseYear { first: place_u32, last: place_u32, plan: nothing, carry_on: nothing });
        }
        if let Some(year) = years.last_mut() {
            year.last = place_u32;
            for kind in CostKind::ALL.map(|kind| kind as usize) {
                year.plan[kind] = sum([year.plan[kind], plan.periods[place].cost[kind]]);
                year.carry_on[kind] = sum([year.carry_on[kind], carry_on.periods[place].cost[kind]]);
            }
        }
    }
    years
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::planning::{InitiativeDecision, PartnerDecision};
    use crate::scenario::{Charge, Coaching, Effect, GroupId, Initiative, Partner, Prices, QueueId, Step};
    use crate::units::{MoneyPerHour, Share};
    use jiff::civil::{Date, date};

    fn assumptions(months: u32) -> PlanAssumptions {
        PlanAssumptions {
            months,
            prices: Prices { lost_contact: Money(20.0), ..Prices::default() },
            discount_per_year: 0.21,
            ..PlanAssumptions::plain(date(2027, 1, 1), Vec::new())
        }
    }

    fn period(place: usize, cost: &[(CostKind, f64)]) -> PlannedPeriod {
        let mut costs = [Money::ZERO; 15];
        for &(kind, amount) in cost {
            costs[kind as usize] = Money(amount);
        }
        let first_day: Date = periods(&assumptions(36))[place].first_day;
        PlannedPeriod {
            first_day,
            contacts: vec![700.0, 300.0],
            contacts_to_agents: vec![700.0, 300.0],
            sessions: vec![0.0],
            resolved: vec![0.0],
            unresolved: vec![50.0],
            outsourced: Vec::new(),
            hires: Vec::new(),
            moves: Vec::new(),
            groups: Vec::new(),
            cost: costs,
            over_budget: Money::ZERO,
            service_level: Vec::new(),
        }
    }

    fn plan(costs: &[&[(CostKind, f64)]]) -> WorkforcePlan {
        WorkforcePlan {
            step: Step::Month,
            periods: costs.iter().enumerate().map(|(place, cost)| period(place, cost)).collect(),
            initiatives: Vec::new(),
            partners: Vec::new(),
            objective: Money::ZERO,
            bound: Money::ZERO,
            over_yearly_budget: Money::ZERO,
            status: String::new(),
        }
    }

    /// A plan of these wages, against doing nothing at 100 and 40 missing.
    fn case_of(wages: &[f64]) -> BusinessCase {
        use CostKind::{Shortage, Wages};
        let rows: Vec<[(CostKind, f64); 1]> = wages.iter().map(|&wages| [(Wages, wages)]).collect();
        let rows: Vec<&[(CostKind, f64)]> = rows.iter().map(|row| &row[..]).collect();
        let nothing: Vec<&[(CostKind, f64)]> = wages.iter().map(|_| &[(Wages, 100.0), (Shortage, 40.0)][..]).collect();
        let comparison = PlanComparison {
            plan: plan(&rows),
            carry_on: plan(&nothing),
            without_initiatives: None,
            alternatives: Vec::new(),
            risk: None,
            held: None,
            payback: None,
            before: None,
            proof: None,
        };
        business_case(&assumptions(wages.len() as u32), &comparison)
    }

    #[test]
    fn the_cash_flow_is_what_carrying_on_costs_more() {
        let case = case_of(&[150.0, 120.0, 60.0, 60.0]);
        let saved: Vec<f64> = case.plan.cash.flows.iter().map(|flow| flow.saved.0).collect();
        let cumulated: Vec<f64> = case.plan.cash.flows.iter().map(|flow| flow.cumulated.0).collect();
        assert_eq!(saved, [-50.0, -20.0, 40.0, 40.0]);
        assert_eq!(cumulated, [-50.0, -70.0, -30.0, 10.0]);
        assert_eq!((case.plan.cash.payback, case.plan.cash.most_ahead), (Some(3), Money(70.0)));
        assert_eq!(case.plan.cash.most_ahead_in, Some(1));
        // With 40 less missing in each month: −10, 20, 80, 80.
        assert_eq!((case.plan.all.payback, case.plan.all.most_ahead), (Some(1), Money(10.0)));
        assert_eq!(case.plan.all.saved(), Money(170.0));
    }

    #[test]
    fn present_value_and_return_are_those_of_hand_arithmetic() {
        // After six months of 21 % a year, money is worth 1 / 1.1.
        let mut wages = vec![100.0; 7];
        (wages[0], wages[6]) = (200.0, -33.0);
        let case = case_of(&wages);
        let value = -100.0 + 133.0 / 1.1;
        // Powers and products of seven months are exact to some 2⁻⁵⁰ of amounts of a few hundred.
        assert!((case.plan.cash.net_present_value.0 - value).abs() < 1e-10);
        assert_eq!(case.plan.spent_more, Money(100.0));
        assert!((case.plan.return_in_cash().unwrap() - value / 100.0).abs() < 1e-12);
    }

    #[test]
    fn money_that_never_comes_back_has_no_payback() {
        let case = case_of(&[100.0, 130.0, 90.0]);
        assert_eq!((case.plan.cash.payback, case.plan.cash.most_ahead), (None, Money(30.0)));
        let none = case_of(&[100.0, 100.0]);
        assert_eq!((none.plan.cash.payback, none.plan.cash.most_ahead_in), (Some(0), None));
        assert_eq!(none.plan.return_in_cash(), None);
        // Ahead, behind again, and ahead for good.
        assert_eq!(case_of(&[90.0, 130.0, 80.0]).plan.cash.payback, Some(2));
    }

    #[test]
    fn contacts_left_without_help_or_lost_are_not_resolved() {
        let lost = [(CostKind::Wages, 1900.0), (CostKind::LostContacts, 1000.0)];
        let comparison = PlanComparison {
            plan: plan(&[&lost]),
            carry_on: plan(&[&lost]),
            without_initiatives: None,
            alternatives: Vec::new(),
            risk: None,
            held: None,
            payback: None,
            before: None,
            proof: None,
        };
        let outcome = business_case(&assumptions(1), &comparison).plan.outcome;
        // Of 1,000, 50 are left by self-service, and 1,000 / 20 are lost.
        assert_eq!((outcome.contacts, outcome.resolved, outcome.lost), (1000.0, 900.0, 50.0));
        assert_eq!(outcome.cash_per_contact(), Some(Money(1.9)));
        assert_eq!(outcome.cash_per_resolved(), Some(Money(1900.0 / 900.0)));
        assert_eq!(outcome.not_cash(), Money(1000.0));
    }

    #[test]
    fn years_are_twelve_months_of_the_plan_and_add_up_to_the_cent() {
        let month = [(CostKind::Wages, 0.1), (CostKind::Overtime, 0.2)];
        let months: Vec<&[(CostKind, f64)]> = (0..18).map(|_| &month[..]).collect();
        let comparison = PlanComparison {
            plan: plan(&months),
            carry_on: plan(&months),
            without_initiatives: None,
            alternatives: Vec::new(),
            risk: None,
            held: None,
            payback: None,
            before: None,
            proof: None,
        };
        let case = business_case(&assumptions(18), &comparison);
        let spans: Vec<(u32, u32)> = case.years.iter().map(|year| (year.first, year.last)).collect();
        assert_eq!(spans, [(0, 11), (12, 17)]);
        assert_eq!(case.years[0].plan[CostKind::Wages as usize], Money(1.2));
        assert_eq!(case.years[1].plan[CostKind::Overtime as usize], Money(1.2));
        assert_eq!(case.plan.outcome.cash, Money(5.4));
    }

    #[test]
    fn what_is_begun_costs_together_what_its_kinds_do() {
        let mut assumptions = assumptions(3);
        let coaching = |name: &str, per_month: f64| Initiative {
            name: name.into(),
            set_up: Money(10.0),
            per_month: Money(per_month),
            months_to_live: 1,
            adoption: Vec::new(),
            fixed_start: None,
            excludes: Vec::new(),
            requires: Vec::new(),
            effect: Effect::Coaching(Coaching {
                queues: vec![QueueId(0)],
                handling_factor: 0.9,
                resolution_gain: Share(0.0),
            }),
        };
        // Each would be 0.01 when rounded alone, and both 0.01 together.
        assumptions.initiatives = vec![coaching("one", 0.006), coaching("none", 5.0), coaching("two", 0.006)];
        assumptions.partners = vec![Partner {
            name: "partner".into(),
            charge: Charge::PerHour { group: GroupId(0), price: MoneyPerHour(30.0), most_per_month: 100.0 },
            minimum_per_month: 20.0,
            set_up: Money(500.0),
            lead_months: 0.0,
            contract_months: None,
            fixed_start: None,
        }];
        let (coaching, partners) = (CostKind::Coaching, CostKind::Outsourcing);
        let mut plan = plan(&[
            &[(coaching, 20.0)],
            &[(coaching, 0.01), (partners, 1100.0)],
            &[(coaching, 0.01), (partners, 900.0)],
        ]);
        plan.periods.iter_mut().zip([0.0, 7.0, 30.0]).for_each(|(period, hours)| period.outsourced = vec![hours]);
        let begun =
            |name: &str, start| InitiativeDecision { name: name.into(), start, live: start.map(|start| start + 1) };
        plan.initiatives = vec![begun("one", Some(0)), begun("none", None), begun("two", Some(0))];
        plan.partners = vec![PartnerDecision { name: "partner".into(), start: Some(1), end: None }];
        let comparison = PlanComparison {
            carry_on: plan.clone(),
            plan,
            without_initiatives: None,
            alternatives: Vec::new(),
            risk: None,
            held: None,
            payback: None,
            before: None,
            proof: None,
        };
        let commitments = business_case(&assumptions, &comparison).commitments;
        let costs: Vec<(&str, &[Money])> =
            commitments.iter().map(|commitment| (commitment.name.as_str(), &commitment.cost[..])).collect();
        let expected: [(&str, &[Money]); 3] = [
            ("one", &[Money(10.0), Money(0.01), Money(0.01)]),
            ("two", &[Money(10.0), Money(0.0), Money(0.0)]),
            // 500 and at least twenty hours at 30; then thirty hours.
            ("partner", &[Money(0.0), Money(1100.0), Money(900.0)]),
        ];
        assert_eq!(costs, expected);
        assert_eq!(commitments[2].total(), Money(2000.0));
    }
}
