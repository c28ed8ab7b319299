//! The plan of the study made by hand.

use crate::planning::frontier::{Point, Portfolio};
use crate::planning::proof::{Proof, ProvedPeriod, ProvedQueue, ProvedWeek};
use crate::planning::risk::hold::PriceOfHolding;
use crate::planning::risk::{Driver, Drivers, Held, PeriodRisk, Risk, Spread};
use crate::planning::{
    Decisions, GroupPeriod, HoursDecided, InitiativeDecision, PlanComparison, PlannedPeriod, WorkforcePlan,
};
use crate::requirement::RequirementCurve;
use crate::scenario::{Budget, PlanAssumptions, Prices, Step, Uncertain, Uncertainty};
use crate::statistics::Estimate;
use crate::units::{Hours, Money, MoneyPerHour, Share};
use jiff::civil::date;

/// Assumptions for the plan, with that budget for the year.
pub fn assumptions(per_year: Money) -> PlanAssumptions {
    let mut uncertainty = Uncertainty::none();
    let deviations = [
        (Uncertain::Volume, 0.05),
        (Uncertain::Handling, 0.03),
        (Uncertain::TimeToFill, 0.5),
        (Uncertain::Containment, 0.2),
    ];
    for (input, deviation) in deviations {
        uncertainty.deviation[input as usize] = deviation;
    }
    PlanAssumptions {
        uncertainty,
        budget: Budget { per_year: Some(per_year), ..Budget::default() },
        prices: Prices { shortage_per_hour: MoneyPerHour(50.0), ..Prices::default() },
        ..PlanAssumptions::plain(date(2027, 1, 1), vec![vec![70_000.0; 12], vec![32_000.0; 12]])
    }
}

/// What the simulation makes of its last month.
fn proof() -> Proof {
    let queue = |promised: Option<f64>, by_the_hour: f64, in_shifts: f64| ProvedQueue {
        promised: promised.map(Share),
        by_the_hour: Estimate::new(by_the_hour, 0.003),
        in_shifts: Some(Estimate::new(in_shifts, 0.004)),
    };
    let december = ProvedPeriod {
        period: 11,
        first_day: date(2027, 12, 1),
        is_peak: true,
        queues: vec![queue(Some(0.8), 0.794, 0.71), queue(None, 0.9, 0.9)],
        week: Some(ProvedWeek {
            first_day: date(2026, 11, 23),
            above_average: 0.18,
            people: vec![31, 12],
            needed: Hours(900.0),
            missing: Hours(40.0),
        }),
    };
    let points = vec![vec![(Hours(500.0), 1.01), (Hours(1_500.0), 1.06)], vec![(Hours(300.0), 1.02)]];
    Proof { curve: RequirementCurve { points }, periods: vec![december] }
}

/// What the plan may come to.
pub fn risk() -> Risk {
    let spread = |middle: f64| Spread {
        p10: Money(0.97 * middle),
        p50: Money(middle),
        p90: Money(1.03 * middle),
        mean: Money(middle),
    };
    let period = |at: usize| PeriodRisk {
        keeps: Share(0.95 - 0.04 * at as f64),
        keeps_by_group: vec![Share(0.99 - 0.03 * at as f64), Share(0.96 - 0.04 * at as f64)],
        shortage_p50: Hours(0.0),
        shortage_p90: Hours(120.0),
        cost: spread(270_000.0 + 1000.0 * at as f64),
        cash: spread(265_000.0),
    };
    let driver =
        |input, variance_share, low, high| Driver { input, variance_share, low: Money(low), high: Money(high) };
    let inputs = vec![
        driver(Uncertain::Handling, 0.55, 3_150_000.0, 3_310_000.0),
        driver(Uncertain::Volume, 0.3, 3_090_000.0, 3_420_000.0),
        driver(Uncertain::TimeToFill, 0.05, AT_MEDIANS, 3_244_000.0),
        driver(Uncertain::Containment, 0.0, AT_MEDIANS, AT_MEDIANS),
    ];
    Risk {
        draws: 1000,
        tolerance: Share(0.01),
        periods: (0..12).map(period).collect(),
        cost: spread(3_230_000.0),
        cash: spread(3_200_000.0),
        keeps_all: Share(0.4),
        keeps_budget: Some(Share(0.71)),
        keeps_on_average: Share(0.83),
        extra_hires: 2.5,
        drivers: Drivers { inputs, rest: 0.1, at_medians: Money(AT_MEDIANS) },
    }
}

/// A plan that was asked to hold with a probability of nine tenths, and does.
pub fn held(plan: WorkforcePlan) -> Held {
    let nothing = Decisions {
        hires: Vec::new(),
        moves: Vec::new(),
        starts: Vec::new(),
        contracts: Vec::new(),
        given_away: Vec::new(),
        hours: HoursDecided::WhenShort,
    };
    let price = PriceOfHolding { cash_as_expected: Money(5000.0), cash: Money(4000.0), all_costs: Money(-2000.0) };
    Held {
        share: Share(0.9),
        holds: true,
        reached: vec![Share(0.9); 12],
        from: vec![Some(0); 2],
        margins: Vec::new(),
        decisions: nothing,
        plan,
        risk: risk(),
        plans: 2,
        price,
    }
}

/// All costs with everything in its middle.
const AT_MEDIANS: f64 = 3_229_000.0;

/// Cost against service: three budgets and none, with everything and with people only.
pub fn frontier() -> Vec<Point> {
    let point = |portfolio, per_year: Option<f64>, missing: f64| {
        let mut plan = planned().plan;
        let short = plan.periods.iter_mut().flat_map(|period| &mut period.groups);
        short.for_each(|group| group.shortage_hours = group.required_hours * missing);
        let (at_limit, one_more) = match per_year {
            Some(budget) => (vec!["budget of year 1".to_owned()], Some((Hours(120.0 * missing), Money(0.01 * budget)))),
            None => (Vec::new(), None),
        };
        Point { portfolio, per_year: per_year.map(Money), plan, at_limit, one_more }
    };
    let of = |portfolio, worse: f64| {
        [(Some(3e6), 0.04), (Some(3.1e6), 0.02), (Some(3.2e6), 0.005), (None, 0.0)]
            .map(|(per_year, missing)| point(portfolio, per_year, missing + worse))
    };
    [of(Portfolio::Everything, 0.0), of(Portfolio::PeopleOnly, 0.015)].concat()
}

/// The plan, carrying on, and the plan without self-service.
pub fn planned() -> PlanComparison {
    let plan = |kind: usize| {
        let (hires, option) = ([true, false, true][kind], kind == 0);
        let months = (0..12).map(|index| {
            let live = option && index >= 4;
            let classes = u32::from(hires && (index == 2 || index == 7)) * (6 + index as u32 / 7 * 2);
            let joined = f64::from(u32::from(hires && index >= 2) * 6 + u32::from(hires && index >= 7) * 8);
            let season = [1.0, 0.9, 0.92, 0.95, 0.95, 0.9, 0.92, 0.95, 1.0, 1.1, 1.45, 1.4][index];
            let need = season * if live { 9000.0 } else { 9600.0 };
            let have = 9500.0 + 60.0 * joined - if hires { 0.0 } else { 90.0 * index as f64 };
            let missing = (need - have - 1200.0).max(0.0);
            let group = |share: f64, hires: u32| GroupPeriod {
                headcount: share * (85.0 + joined * 0.9),
                in_training: f64::from(hires),
                hires,
                leavers: share * 1.7,
                contracts_ended: 0.0,
                moved_in: 0,
                moved_out: 0,
                required_hours: Hours(share * need),
                busy_hours: Hours(0.8 * share * need),
                available_hours: Hours(share * have),
                overtime_hours: Hours(share * (need - have).clamp(0.0, 1200.0)),
                time_off_hours: Hours::ZERO,
                partner_hours: Hours::ZERO,
                shortage_hours: Hours(share * missing),
            };
            let contacts = vec![70_000.0 * season, 32_000.0 * season];
            PlannedPeriod {
                first_day: date(2027, index as i8 + 1, 1),
                contacts_to_agents: contacts.iter().map(|contacts| contacts * if live { 0.9 } else { 1.0 }).collect(),
                contacts,
                sessions: vec![if live { 15_000.0 * season } else { 0.0 }],
                resolved: vec![if live { 6_000.0 * season } else { 0.0 }],
                unresolved: vec![if live { 1_000.0 * season } else { 0.0 }],
                outsourced: Vec::new(),
                hires: vec![classes, 0],
                moves: Vec::new(),
                groups: vec![group(0.7, classes), group(0.3, 0)],
                cost: [
                    Money(240_000.0 + 1000.0 * joined - if live { 12_000.0 } else { 0.0 }),
                    Money(30.0 * (need - have).clamp(0.0, 1200.0) * f64::from(u8::from(option || index < 10))),
                    Money(f64::from(classes) * 900.0),
                    Money(f64::from(classes) * 1600.0),
                    Money::ZERO,
                    Money::ZERO,
                    Money::ZERO,
                    Money::ZERO,
                    Money::ZERO,
                    Money(if option && index == 1 { 45_000.0 } else { 0.0 }),
                    Money(if live { 4_000.0 } else { 0.0 }),
                    Money::ZERO,
                    Money(50.0 * missing),
                    Money::ZERO,
                    Money::ZERO,
                ],
                over_budget: Money::ZERO,
                service_level: vec![Some(Share(0.81)), Some(Share(0.83))],
            }
        });
        let periods: Vec<PlannedPeriod> = months.collect();
        let decided = |index: u32| option.then_some(index);
        let mut plan = WorkforcePlan {
            step: Step::Month,
            periods,
            partners: Vec::new(),
            initiatives: vec![InitiativeDecision { name: "Chatbot".into(), start: decided(1), live: decided(4) }],
            objective: Money::ZERO,
            bound: Money::ZERO,
            over_yearly_budget: Money::ZERO,
            status: if hires { "optimal".into() } else { "carried out".into() },
        };
        plan.objective = plan.cumulative_cost().last().copied().unwrap();
        plan.bound = if hires { plan.objective * 0.996 } else { plan.objective };
        plan
    };
    PlanComparison {
        plan: plan(0),
        carry_on: plan(1),
        without_initiatives: Some(plan(2)),
        alternatives: Vec::new(),
        risk: None,
        held: None,
        before: None,
        proof: Some(proof()),
        payback: Some(9),
    }
}
