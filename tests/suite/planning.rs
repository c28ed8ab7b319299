//! Plans over months: against hand-computed examples, against enumeration, and against their own checker.

use callboard::calendar::{Calendar, OpeningHours};
use callboard::demand::Demand;
use callboard::distribution::{Distribution, Law};
use callboard::milp::Limits;
use callboard::planning::carry_on::carry_on;
use callboard::planning::check::{budget_findings, findings};
use callboard::planning::{
    Decisions, Given, Month, OptionDecision, Overtime, PlanComparison, PlanError, WorkforcePlan, Workload, carry_out,
    payback, plan,
};
use callboard::scenario::{
    Budget, Channel, Group, GroupId, GroupPlan, PlanAssumptions, Queue, QueueId, Replications, Routing, Scenario,
    SchedulingSettings, SelfService, SimulationSettings, Volume,
};
use callboard::target::Target;
use callboard::units::{Hours, Money, MoneyPerHour, Seconds, Share};
use callboard::watch::Unwatched;
use jiff::civil::date;
use jiff::tz::TimeZone;
use proptest::prelude::*;

/// A person gives 4 hours on duty on each day of the calendar (35 a week, a fifth shrinks) and costs 100.
fn agents(headcount: u32) -> Group {
    Group {
        name: "agents".to_owned(),
        skills: vec![QueueId(0)],
        headcount,
        wage: MoneyPerHour(20.0),
        shrinkage: Share(0.2),
        weekly_hours: Hours(35.0),
        days_per_week: 5,
        on_duty: vec![0; 168],
    }
}

fn stable() -> GroupPlan {
    GroupPlan {
        group: GroupId(0),
        attrition_per_month: Share(0.0),
        may_hire: true,
        lead_months: 0,
        class_min: 1,
        class_max: 10,
        cost_per_hire: Money(1000.0),
        training_months: 0,
        training_cost: Money(500.0),
        ramp: Vec::new(),
        overtime_max: Share(0.0),
        overtime_premium: Share(0.25),
    }
}

/// Takes every contact, solves half, and needs two months from decision to first session.
fn bot() -> SelfService {
    SelfService {
        name: "bot".to_owned(),
        queues: vec![QueueId(0)],
        set_up: Money(10_000.0),
        per_month: Money(1_000.0),
        per_session: Money(0.0),
        months_to_live: 2,
        entry: Share(1.0),
        adoption: Vec::new(),
        containment: Share(0.5),
        unresolved: Share(0.0),
        handling_factor: 1.0,
        fixed_start: None,
    }
}

fn queue(name: &str) -> Queue {
    Queue {
        name: name.to_owned(),
        channel: Channel::Voice,
        opening_hours: OpeningHours::always(),
        volume: Volume::PerHour(10.0),
        volume_factor: 1.0,
        events: Vec::new(),
        day_factor_cv: 0.0,
        handling: Distribution::new(Law::Exponential, Seconds(360.0), None).unwrap(),
        patience: None,
        waiting_places: None,
        target: Target::default(),
        service_level_within: Seconds(20.0),
        priority: 1,
        overflow: None,
    }
}

/// One week in January; one queue for each row of volumes, and the groups as given.
fn scenario(groups: Vec<(Group, GroupPlan)>, volume: Vec<Vec<f64>>, self_service: Vec<SelfService>) -> Scenario {
    let (people, rules): (Vec<Group>, Vec<GroupPlan>) = groups.into_iter().unzip();
    Scenario {
        name: "test".to_owned(),
        question: "How many people do we need?".to_owned(),
        currency: "EUR".to_owned(),
        seed: 1,
        digest: String::new(),
        calendar: Calendar::of_days(date(2027, 1, 4), 7, 60, &TimeZone::UTC),
        opening_hours: OpeningHours::always(),
        queues: (0..volume.len()).map(|index| queue(&format!("queue {index}"))).collect(),
        groups: people,
        shift_types: Vec::new(),
        routing: Routing::default(),
        simulation: SimulationSettings { replications: Replications::Fixed(1), warm_up: Seconds::ZERO },
        scheduling: SchedulingSettings {
            under_cover_per_hour: MoneyPerHour(100.0),
            over_cover_per_hour: MoneyPerHour(0.0),
            gap: Share(0.0),
            confidence: Share(0.95),
        },
        plan: Some(PlanAssumptions {
            start: date(2027, 1, 1),
            months: volume[0].len() as u32,
            volume,
            groups: rules,
            self_service,
            budget: Budget::default(),
            shortage_per_hour: MoneyPerHour(100.0),
            wage_growth_per_year: 0.0,
        }),
        assumptions: Vec::new(),
    }
}

fn assumptions(scenario: &mut Scenario) -> &mut PlanAssumptions {
    scenario.plan.as_mut().unwrap()
}

/// A tenth of an hour for each contact of the group's queue (the group at the same position), and no economies of scale:
/// a month's required hours are then its contacts / 10, whatever the horizon.
fn a_tenth_of_an_hour(demand: &Demand) -> Vec<Hours> {
    (0..demand.expected.rows()).map(|queue| Hours(0.1 * demand.total(queue) * demand.handling_factor[queue])).collect()
}

/// The same, and one more hour for the square root of these: a larger group is better used.
fn with_square_root(demand: &Demand) -> Vec<Hours> {
    a_tenth_of_an_hour(demand).into_iter().map(|hours| hours + Hours(hours.0.sqrt())).collect()
}

fn service(_: &Demand, staffing: &[f64]) -> Vec<Option<Share>> {
    staffing.iter().map(|ratio| Some(Share((0.8 * ratio).min(1.0)))).collect()
}

fn compare(scenario: &Scenario, required: &(dyn Fn(&Demand) -> Vec<Hours> + Sync)) -> PlanComparison {
    plan(scenario, &Demand::of(scenario), required, &service, &Limits::NONE, &Unwatched).unwrap()
}

/// Contacts of each month of 2027 that need so many people: 4 hours on duty a day, a tenth of an hour each.
fn work_for(people: f64, months: usize) -> Vec<f64> {
    let days = [31.0, 28.0, 31.0, 30.0, 31.0, 30.0, 31.0, 31.0, 30.0, 31.0, 30.0, 31.0];
    (0..months).map(|month| 40.0 * people * days[month % 12]).collect()
}

fn close(a: Money, b: f64) {
    // Sums of some hundred amounts: each operation rounds by 2⁻⁵³, a solver leaves 1e-6 in a row.
    assert!((a.0 - b).abs() <= 1e-6 * b.abs().max(1.0), "{} is not {b}", a.0);
}

fn hires(plan: &WorkforcePlan, group: usize) -> Vec<u32> {
    plan.months.iter().map(|month| month.groups[group].hires).collect()
}

#[test]
fn two_people_are_missing_and_are_hired_as_soon_as_they_can_begin() {
    let rules = GroupPlan { lead_months: 2, training_months: 1, ..stable() };
    let scenario = scenario(vec![(agents(8), rules)], vec![work_for(10.0, 12)], vec![]);
    let PlanComparison { plan, carry_on, without_self_service, payback_month } =
        compare(&scenario, &a_tenth_of_an_hour);
    assert_eq!(hires(&plan, 0), [0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    // 8 people × 365 days × 100, 2 more from March, 2 × (1000 + 500), and until they are trained, January to March,
    // 2 × 4 hours × 90 days × 100 of shortage.
    close(plan.cash(), 292_000.0 + 2.0 * 306.0 * 100.0 + 3_000.0);
    close(plan.objective, 292_000.0 + 61_200.0 + 3_000.0 + 72_000.0);
    close(plan.bound, plan.objective.0);
    assert_eq!(plan.months[2].groups[0].in_training, 2.0);
    let level = plan.months[2].service_level[0].unwrap().0;
    assert!(
        (level - 0.8 * 0.8).abs() < 1e-12,
        "8 of 10 needed are there, and 80 % of these give the fake's level: {level}"
    );
    assert_eq!(plan.months[3].groups[0].shortage_hours, Hours(0.0));
    // Nobody leaves, so carrying on hires nobody: 2 × 4 hours × 365 days × 100.
    close(carry_on.objective, 292_000.0 + 292_000.0);
    assert_eq!((without_self_service, payback_month), (None, None));
}

#[test]
fn a_class_begins_only_with_enough_people() {
    // Two people are missing: three cost 3 × (36500 + 1500) = 114 000, a shortage of 2 × 4 × 365 × 100 = 292 000.
    let rules = GroupPlan { class_min: 3, ..stable() };
    let scenario = scenario(vec![(agents(8), rules)], vec![work_for(10.0, 12)], vec![]);
    let plan = compare(&scenario, &a_tenth_of_an_hour).plan;
    assert_eq!(hires(&plan, 0)[0], 3);
    assert_eq!(hires(&plan, 0).iter().sum::<u32>(), 3);
}

#[test]
fn overtime_covers_a_peak_that_is_too_short_for_a_hire() {
    let mut volume = work_for(10.0, 12);
    volume[5] *= 1.05;
    let rules = GroupPlan { overtime_max: Share(0.1), ..stable() };
    let scenario = scenario(vec![(agents(10), rules)], vec![volume], vec![]);
    let plan = compare(&scenario, &a_tenth_of_an_hour).plan;
    assert_eq!(hires(&plan, 0), [0; 12]);
    // June: 5 % of 10 × 4 × 30 hours on duty; each takes 1/0.8 paid hours at 20 × 1.25.
    assert!((plan.months[5].groups[0].overtime_hours.0 - 60.0).abs() < 1e-3);
    close(plan.cash(), 365_000.0 + 60.0 / 0.8 * 25.0);
}

#[test]
fn wages_rise_in_january() {
    let mut scenario = scenario(vec![(agents(10), stable())], vec![work_for(10.0, 24)], vec![]);
    assumptions(&mut scenario).wage_growth_per_year = 0.1;
    let carry_on = compare(&scenario, &a_tenth_of_an_hour).carry_on;
    // 2028 is a leap year.
    close(carry_on.cash(), 365_000.0 + 366_000.0 * 1.1);
}

#[test]
fn carrying_on_keeps_the_headcount_to_half_a_person() {
    let rules = GroupPlan { attrition_per_month: Share(0.031_25), lead_months: 1, ..stable() };
    let scenario = scenario(vec![(agents(50), rules)], vec![work_for(50.0, 24)], vec![]);
    let carry_on = compare(&scenario, &a_tenth_of_an_hour).carry_on;
    for month in &carry_on.months {
        assert!((month.groups[0].headcount - 50.0).abs() <= 0.5, "{}", month.groups[0].headcount);
    }
    // After a month a 32nd of the 50 have left, so two begin.
    assert_eq!(hires(&carry_on, 0)[..2], [0, 2]);
    assert_eq!(carry_on.months[1].groups[0].leavers, 1.5625);
}

#[test]
fn a_budget_is_kept_and_the_shortage_is_paid_for_it() {
    let mut scenario = scenario(vec![(agents(8), stable())], vec![work_for(10.0, 12)], vec![]);
    let free = compare(&scenario, &a_tenth_of_an_hour).plan;
    assert_eq!(hires(&free, 0)[0], 2);
    // January with a ninth person costs 9 × 3100 + 1500 = 29 400; with a tenth it would be 34 000.
    assumptions(&mut scenario).budget.per_month = Some(Money(30_000.0));
    let kept = compare(&scenario, &a_tenth_of_an_hour).plan;
    assert_eq!(hires(&kept, 0)[0], 1);
    assert!(kept.months.iter().all(|month| month.cash().0 <= 30_000.0 && month.over_budget == Money::ZERO));
    assert!(kept.objective.0 > free.objective.0);
    // A year's budget for nine people and a bit.
    assumptions(&mut scenario).budget = Budget { per_year: Some(Money(335_000.0)), per_month: None };
    let kept = compare(&scenario, &a_tenth_of_an_hour).plan;
    assert!(kept.cash().0 <= 335_000.0 * (1.0 + 1e-6));
    assert!(kept.cash().0 > 292_000.0);
}

#[test]
fn a_budget_below_todays_wages_is_reported_and_nothing_is_added() {
    let rules = GroupPlan { overtime_max: Share(0.1), ..stable() };
    let mut scenario = scenario(vec![(agents(8), rules)], vec![work_for(10.0, 12)], vec![bot()]);
    assumptions(&mut scenario).budget.per_month = Some(Money(20_000.0));
    let plan = compare(&scenario, &a_tenth_of_an_hour).plan;
    assert_eq!(hires(&plan, 0), [0; 12]);
    assert_eq!(plan.options[0].start, None);
    // 8 people × 31 days × 100 in January.
    close(plan.months[0].over_budget, 4_800.0);
    assert_eq!(plan.months[0].groups[0].overtime_hours, Hours::ZERO);
}

#[test]
fn where_nobody_can_be_hired_the_shortage_has_a_price() {
    let rules = GroupPlan { may_hire: false, ..stable() };
    let scenario = scenario(vec![(agents(0), rules)], vec![vec![1_000.0; 12]], vec![]);
    let plan = compare(&scenario, &a_tenth_of_an_hour).plan;
    close(plan.objective, 12.0 * 100.0 * 100.0);
    assert_eq!(plan.cash(), Money::ZERO);
}

/// Nobody is there and nobody can be hired: a month's 10,000 contacts lack 1,000 hours at 10 each, and half with a bot.
fn bot_or_nothing(bot: SelfService) -> Scenario {
    let rules = GroupPlan { may_hire: false, ..stable() };
    let mut scenario = scenario(vec![(agents(0), rules)], vec![vec![10_000.0; 12]], vec![bot]);
    assumptions(&mut scenario).shortage_per_hour = MoneyPerHour(10.0);
    scenario
}

#[test]
fn a_cheap_bot_begins_at_once_and_pays_back_in_its_third_month() {
    let found = compare(&bot_or_nothing(bot()), &a_tenth_of_an_hour);
    let decided = OptionDecision { name: "bot".to_owned(), start: Some(0), live: Some(2) };
    assert_eq!(found.plan.options, [decided]);
    // 10 live months save 5,000 − 1,000 each; behind by 10,000, 10,000, 6,000, 2,000, then ahead.
    close(found.plan.objective, 120_000.0 + 10_000.0 - 40_000.0);
    close(found.without_self_service.unwrap().objective, 120_000.0);
    assert_eq!(found.payback_month, Some(4));
    assert_eq!(found.plan.months[2].sessions, [10_000.0]);
    assert_eq!(found.plan.months[2].contacts_to_agents, [5_000.0]);
}

#[test]
fn a_dear_bot_is_left() {
    let found = compare(&bot_or_nothing(SelfService { per_month: Money(4_100.0), ..bot() }), &a_tenth_of_an_hour);
    assert_eq!(found.plan.options[0].start, None);
    assert_eq!(found.payback_month, None);
}

#[test]
fn a_fixed_start_is_kept_however_dear() {
    let dear = SelfService { per_month: Money(9_000.0), fixed_start: Some(3), ..bot() };
    let found = compare(&bot_or_nothing(dear), &a_tenth_of_an_hour);
    assert_eq!(found.plan.options[0].start, Some(3));
    assert_eq!(found.carry_on.options[0].start, Some(3));
    assert_eq!(found.payback_month, None);
    assert_eq!(found.without_self_service.unwrap().options[0].start, None);
}

#[test]
fn payback_is_the_month_from_which_the_plan_stays_ahead() {
    let month = |wages: f64| Month {
        first_day: date(2027, 1, 1),
        contacts: vec![],
        contacts_to_agents: vec![],
        sessions: vec![],
        groups: vec![],
        cost: [wages, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0].map(Money),
        over_budget: Money::ZERO,
        service_level: vec![],
    };
    let plan_of = |costs: &[f64], start| WorkforcePlan {
        months: costs.iter().map(|&cost| month(cost)).collect(),
        options: vec![OptionDecision { name: "bot".to_owned(), start, live: None }],
        objective: Money::ZERO,
        bound: Money::ZERO,
        status: String::new(),
    };
    let without = plan_of(&[10.0; 6], None);
    // Ahead by −5, 1, −1, 0, 3, 3.
    assert_eq!(payback(&plan_of(&[15.0, 4.0, 12.0, 9.0, 7.0, 10.0], Some(0)), &without), Some(3));
    assert_eq!(payback(&plan_of(&[15.0, 4.0, 12.0, 9.0, 7.0, 14.0], Some(0)), &without), None);
    assert_eq!(payback(&plan_of(&[9.0; 6], None), &without), None);
    // Cheaper from the first month, but before its project begins nothing has been paid that could come back.
    assert_eq!(payback(&plan_of(&[9.0; 6], Some(2)), &without), Some(2));
}

#[test]
fn a_scenario_without_assumptions_has_no_plan() {
    let mut scenario = scenario(vec![(agents(1), stable())], vec![vec![10.0; 12]], vec![]);
    scenario.plan = None;
    let demand = Demand::of(&scenario);
    let answer = plan(&scenario, &demand, &a_tenth_of_an_hour, &service, &Limits::NONE, &Unwatched);
    assert_eq!(answer, Err(PlanError::NoAssumptions));
}

#[test]
fn three_options_with_a_free_start_are_too_many() {
    let scenario = scenario(vec![(agents(1), stable())], vec![vec![10.0; 12]], vec![bot(), bot(), bot()]);
    let demand = Demand::of(&scenario);
    let answer = plan(&scenario, &demand, &a_tenth_of_an_hour, &service, &Limits::NONE, &Unwatched);
    assert_eq!(answer, Err(PlanError::TooManyOptions { free: 3 }));
}

#[test]
fn a_month_is_asked_for_at_its_own_level_with_the_pattern_of_the_horizon() {
    let scenario = scenario(vec![(agents(1), stable())], vec![vec![3_100.0; 1]], vec![]);
    let demand = Demand::of(&scenario);
    let asked = |month: &Demand| {
        assert!((month.total(0) - 700.0).abs() < 1e-9, "3100 contacts in 31 days are 700 in a week");
        assert!(month.expected.row(0).iter().all(|&contacts| (contacts - 700.0 / 168.0).abs() < 1e-9));
        vec![Hours(70.0)]
    };
    let workload = Workload::of(&scenario, scenario.plan.as_ref().unwrap(), &demand, &asked, &Unwatched).unwrap();
    let month = workload.in_month(scenario.plan.as_ref().unwrap(), &[], 0);
    assert!((month.required[0].0 - 310.0).abs() < 1e-9);
}

/// The cheapest of all decisions with up to `most` hires a month, overtime worked whenever agents are missing; only those
/// count that keep the rules and the budget.
fn cheapest_of_all(scenario: &Scenario, required: &(dyn Fn(&Demand) -> Vec<Hours> + Sync), most: u32) -> f64 {
    let demand = Demand::of(scenario);
    let plan = scenario.plan.as_ref().unwrap();
    let workload = Workload::of(scenario, plan, &demand, required, &Unwatched).unwrap();
    let given = Given { scenario, plan, demand: &demand, workload: &workload, service: &service };
    let (groups, months) = (scenario.groups.len(), plan.months as usize);
    let ways = (most + 1).pow((groups * months) as u32);
    let mut best = f64::INFINITY;
    for starts in &workload.choices {
        for way in 0..ways {
            let mut digits = way;
            let mut hires = vec![vec![0; months]; groups];
            for hired in hires.iter_mut().flatten() {
                *hired = digits % (most + 1);
                digits /= most + 1;
            }
            let decisions = Decisions { starts: starts.clone(), hires, overtime: Overtime::WhenShort };
            let found = carry_out(&given, &decisions);
            if found.objective.0 < best
                && findings(scenario, &demand, required, &found).is_empty()
                && budget_findings(scenario, &found).is_empty()
            {
                best = found.objective.0;
            }
        }
    }
    best
}

#[test]
fn the_plan_is_the_cheapest_of_all_that_can_be_enumerated() {
    let growing = vec![700.0, 900.0, 1_500.0];
    let quick = SelfService { set_up: Money(1_500.0), months_to_live: 1, adoption: vec![Share(0.5)], ..bot() };
    let menu = SelfService { set_up: Money(300.0), per_month: Money(700.0), containment: Share(0.2), ..quick.clone() };
    let careful = GroupPlan {
        attrition_per_month: Share(0.1),
        lead_months: 1,
        class_min: 2,
        class_max: 3,
        overtime_max: Share(0.2),
        ramp: vec![Share(0.6)],
        ..stable()
    };
    let cases = [
        scenario(vec![(agents(1), stable())], vec![growing.clone()], vec![]),
        scenario(vec![(agents(1), careful.clone())], vec![growing.clone()], vec![quick.clone()]),
        scenario(vec![(agents(1), careful.clone())], vec![growing.clone()], vec![quick.clone(), menu]),
        scenario(vec![(agents(1), stable()), (agents(0), careful)], vec![vec![500.0, 600.0]; 2], vec![quick.clone()]),
        {
            let mut tight = scenario(vec![(agents(1), stable())], vec![growing], vec![quick]);
            assumptions(&mut tight).budget =
                Budget { per_year: Some(Money(100_000.0)), per_month: Some(Money(9_500.0)) };
            tight
        },
    ];
    for (index, case) in cases.iter().enumerate() {
        let found = compare(case, &with_square_root).plan;
        let best = cheapest_of_all(case, &with_square_root, 3);
        assert!((found.objective.0 - best).abs() <= 1e-6 * best, "case {index}: {} against {best}", found.objective.0);
    }
}

/// Groups and options of growing size.
fn large(months: usize, groups: usize, options: usize) -> Scenario {
    let group = |index: usize| {
        let rules = GroupPlan {
            group: GroupId(index),
            attrition_per_month: Share(0.02 + 0.005 * index as f64),
            lead_months: 1 + index as u32 % 3,
            class_min: 2 + index as u32 % 4,
            class_max: 10,
            training_months: 1 + index as u32 % 2,
            ramp: vec![Share(0.6), Share(0.85)],
            overtime_max: Share(0.08),
            ..stable()
        };
        (agents(20 + 10 * index as u32), rules)
    };
    let season = |month: usize| 1.0 + 0.25 * ((month % 12) as f64 / 12.0 * std::f64::consts::TAU).cos();
    let volume = |index: usize| {
        let work = work_for(15.0 + 10.0 * index as f64, months);
        work.into_iter().enumerate().map(|(month, contacts)| contacts * season(month)).collect()
    };
    let option = |index: usize| SelfService {
        name: format!("option {index}"),
        queues: (0..groups).filter(|queue| queue % 2 == 0 || index == 0).map(QueueId).collect(),
        set_up: Money(150_000.0 / (1.0 + index as f64)),
        per_month: Money(4_000.0),
        per_session: Money(0.15),
        months_to_live: 3,
        entry: Share(0.35),
        adoption: vec![Share(0.3), Share(0.6), Share(0.8)],
        containment: Share(0.3),
        unresolved: Share(0.2),
        handling_factor: 1.05,
        fixed_start: None,
    };
    let mut scenario = scenario(
        (0..groups).map(group).collect(),
        (0..groups).map(volume).collect(),
        (0..options).map(option).collect(),
    );
    let plan = assumptions(&mut scenario);
    plan.wage_growth_per_year = 0.03;
    plan.shortage_per_hour = MoneyPerHour(60.0);
    let per_month = 130_000.0 * groups as f64;
    plan.budget = Budget { per_year: Some(Money(11.5 * per_month)), per_month: Some(Money(1.2 * per_month)) };
    scenario
}

#[test]
fn zz() {
    for (m, g, o, gap) in [(12, 4, 1, 0.001), (24, 4, 2, 0.005), (36, 6, 1, 0.005), (36, 6, 2, 0.005)] {
        let scenario = large(m, g, o);
        let limits = Limits { relative_gap: gap, nodes: Some(1000), iterations: None, time: None };
        let t = std::time::Instant::now();
        let found = plan(&scenario, &Demand::of(&scenario), &with_square_root, &service, &limits, &Unwatched).unwrap();
        println!(
            "{m} {g} {o}: {:?} gap {} {} starts {:?} cost {} carry on {} without {} ({}) payback {:?} ",
            t.elapsed(),
            found.plan.gap(),
            found.plan.status,
            found.plan.options.iter().map(|o| o.start).collect::<Vec<_>>(),
            found.plan.objective.0,
            found.carry_on.objective.0,
            found.without_self_service.as_ref().unwrap().objective.0,
            found.without_self_service.as_ref().unwrap().gap(),
            found.payback_month
        );
        println!(
            "shortage {:?} {:?} {:?}",
            found.plan.months.iter().map(|m| m.cost[6].0 as i64).collect::<Vec<_>>(),
            found.plan.months.iter().map(|m| m.cash().0 as i64).collect::<Vec<_>>(),
            hires(&found.plan, 1)
        );
    }
}

/// A busy scenario with everything in it.
fn everything() -> Scenario {
    let rules = GroupPlan {
        attrition_per_month: Share(0.03),
        lead_months: 1,
        class_min: 2,
        class_max: 6,
        training_months: 1,
        ramp: vec![Share(0.5), Share(0.8)],
        overtime_max: Share(0.05),
        ..stable()
    };
    let volume: Vec<f64> = work_for(20.0, 14).iter().enumerate().map(|(m, v)| v * (1.0 + 0.03 * m as f64)).collect();
    let bot = SelfService {
        per_session: Money(0.2),
        entry: Share(0.4),
        adoption: vec![Share(0.3), Share(0.7)],
        unresolved: Share(0.2),
        handling_factor: 1.05,
        ..bot()
    };
    let mut scenario = scenario(
        vec![(agents(20), rules.clone()), (agents(18), GroupPlan { group: GroupId(1), ..rules })],
        vec![volume.clone(), volume],
        vec![bot],
    );
    assumptions(&mut scenario).wage_growth_per_year = 0.03;
    assumptions(&mut scenario).budget = Budget { per_year: None, per_month: Some(Money(200_000.0)) };
    scenario
}

#[test]
fn the_checker_finds_what_was_planted() {
    let scenario = everything();
    let demand = Demand::of(&scenario);
    let limits = Limits { relative_gap: 0.01, nodes: Some(1000), iterations: None, time: None };
    let found = plan(&scenario, &demand, &with_square_root, &service, &limits, &Unwatched).unwrap();
    let sound = found.plan;
    assert!(sound.options[0].start.is_some(), "the bot is worth it, so its rules are checked as well");
    let rules = |plan: &WorkforcePlan| -> Vec<&str> {
        findings(&scenario, &demand, &with_square_root, plan).into_iter().map(|finding| finding.rule).collect()
    };
    assert_eq!(rules(&sound), Vec::<&str>::new());
    let hired = (0..14).find(|&month| sound.months[month].groups[0].hires > 0).unwrap();

    let planted: &[(&str, &dyn Fn(&mut WorkforcePlan))] = &[
        ("shape", &|plan| drop(plan.months.pop())),
        ("first day", &|plan| plan.months[3].first_day = date(2027, 4, 2)),
        ("contacts", &|plan| plan.months[3].contacts[1] += 1.0),
        ("contacts to agents", &|plan| plan.months[13].contacts_to_agents[0] *= 0.9),
        ("sessions", &|plan| plan.months[13].sessions[0] *= 1.01),
        ("months to live", &|plan| plan.options[0].live = Some(0)),
        ("required hours", &|plan| plan.months[5].groups[0].required_hours = Hours(1.0)),
        ("headcount", &|plan| plan.months[5].groups[0].headcount += 1.0),
        ("in training", &|plan| plan.months[hired].groups[0].in_training = 0.0),
        ("leavers", &|plan| plan.months[5].groups[0].leavers = 0.0),
        ("lead time", &|plan| plan.months[0].groups[0].hires = 3),
        ("class size", &|plan| plan.months[hired].groups[0].hires = 1),
        ("class size", &|plan| plan.months[hired].groups[0].hires = 7),
        ("available hours", &|plan| plan.months[5].groups[1].available_hours += Hours(10.0)),
        ("overtime", &|plan| plan.months[5].groups[1].overtime_hours = Hours(1000.0)),
        ("overtime", &|plan| plan.months[5].groups[1].overtime_hours = Hours(-1.0)),
        ("shortage", &|plan| plan.months[0].groups[0].shortage_hours += Hours(1.0)),
        ("cost", &|plan| plan.months[5].cost[0] = Money(0.0)),
        ("cost", &|plan| plan.months[hired].cost[3] = Money(0.0)),
        ("over budget", &|plan| plan.months[5].over_budget = Money(77.0)),
        ("objective", &|plan| plan.objective = plan.objective * 0.99),
        ("bound", &|plan| plan.bound = plan.objective * 1.01),
    ];
    for (rule, plant) in planted {
        let mut broken = sound.clone();
        plant(&mut broken);
        assert!(rules(&broken).contains(rule), "{rule} was not found: {:?}", rules(&broken));
    }

    let mut nobody = scenario.clone();
    assumptions(&mut nobody).groups[0].may_hire = false;
    assert!(findings(&nobody, &demand, &with_square_root, &sound).iter().any(|finding| finding.rule == "hiring"));
    let mut fixed = scenario.clone();
    assumptions(&mut fixed).self_service[0].fixed_start = Some(9);
    assert!(findings(&fixed, &demand, &with_square_root, &sound).iter().any(|finding| finding.rule == "fixed start"));
    let mut poor = scenario.clone();
    assumptions(&mut poor).budget = Budget { per_year: Some(Money(1.0)), per_month: Some(Money(1.0)) };
    let places: Vec<String> = budget_findings(&poor, &sound).into_iter().map(|finding| finding.what).collect();
    assert!(
        places.iter().any(|place| place.starts_with("month")) && places.iter().any(|place| place.starts_with("year"))
    );
}

#[test]
fn the_same_plan_comes_out_twice() {
    let scenario = everything();
    let limits = Limits { relative_gap: 0.01, nodes: Some(1000), iterations: None, time: None };
    let once = || plan(&scenario, &Demand::of(&scenario), &with_square_root, &service, &limits, &Unwatched).unwrap();
    assert_eq!(once(), once());
}

fn any_rules() -> impl Strategy<Value = GroupPlan> {
    (0.0..0.08, prop::bool::weighted(0.9), 0u32..4, 1u32..5, 0u32..6, 0u32..3, 0.0..0.15).prop_map(
        |(attrition, may_hire, lead_months, class_min, more, training_months, overtime)| GroupPlan {
            attrition_per_month: Share(attrition),
            may_hire,
            lead_months,
            class_min,
            class_max: class_min + more,
            training_months,
            ramp: vec![Share(0.6); training_months as usize],
            overtime_max: Share(overtime),
            ..stable()
        },
    )
}

fn any_option() -> impl Strategy<Value = SelfService> {
    (0.0..40_000.0, 0.0..3_000.0, 0u32..5, 0.0..1.0, 0.0..1.0, 0.0..0.5, prop::option::weighted(0.3, 0u32..12))
        .prop_map(|(set_up, per_month, months_to_live, entry, containment, unresolved, fixed_start)| SelfService {
            set_up: Money(set_up),
            per_month: Money(per_month),
            per_session: Money(0.05),
            months_to_live,
            entry: Share(entry),
            adoption: vec![Share(0.4)],
            containment: Share(containment),
            unresolved: Share(unresolved),
            handling_factor: 1.05,
            fixed_start,
            ..bot()
        })
}

prop_compose! {
    fn any_scenario()(
        groups in prop::collection::vec((0u32..30, any_rules()), 1..3),
        options in prop::collection::vec(any_option(), 0..2),
        level in prop::collection::vec(0.0..30.0, 12),
        budget in (prop::option::of(10_000.0..200_000.0), prop::option::of(100_000.0..3_000_000.0)),
        growth in 0.0..0.1,
    ) -> Scenario {
        let volume = vec![level.iter().map(|people| people * 40.0 * 30.0).collect(); groups.len()];
        let groups = groups.into_iter().map(|(headcount, rules)| (agents(headcount), rules)).collect();
        let mut scenario = scenario(groups, volume, options);
        assumptions(&mut scenario).wage_growth_per_year = growth;
        assumptions(&mut scenario).budget = Budget { per_month: budget.0.map(Money), per_year: budget.1.map(Money) };
        scenario
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn a_plan_keeps_the_rules_and_never_costs_more_than_what_else_could_be_done(scenario in any_scenario()) {
        let demand = Demand::of(&scenario);
        let limits = Limits { relative_gap: 0.02, nodes: Some(100), iterations: None, time: None };
        // `plan` has all three checked, and gives an error if anything is found.
        let found = plan(&scenario, &demand, &with_square_root, &service, &limits, &Unwatched).unwrap();
        let cost = found.plan.objective.0;
        prop_assert!(found.plan.bound.0 <= cost);
        if budget_findings(&scenario, &found.carry_on).is_empty() {
            prop_assert!(cost <= found.carry_on.objective.0 * (1.0 + 1e-6));
        }
        let without = found.without_self_service.filter(|_| {
            assumptions(&mut scenario.clone()).self_service.iter().all(|option| option.fixed_start.is_none())
        });
        if let Some(without) = without {
            prop_assert!(cost <= without.objective.0 * (1.0 + 1e-6));
        }
    }

    #[test]
    fn carrying_on_keeps_all_rules_but_the_budget(scenario in any_scenario()) {
        let demand = Demand::of(&scenario);
        let plan = scenario.plan.as_ref().unwrap();
        let workload = Workload::of(&scenario, plan, &demand, &with_square_root, &Unwatched).unwrap();
        let given = Given { scenario: &scenario, plan, demand: &demand, workload: &workload, service: &service };
        let found = carry_out(&given, &carry_on(&given));
        prop_assert_eq!(findings(&scenario, &demand, &with_square_root, &found), vec![]);
    }
}
