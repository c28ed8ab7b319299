//! Plans of one or two small groups whose risk is known by hand.

use super::future::{as_expected, in_world, with_recourse};
use super::hours::{Grid, Tabulated};
use super::worlds::{World, worlds};
use super::{Held, Margins, Risk, hold, risk};
use crate::calendar::Calendar;
use crate::demand::Demand;
use crate::distribution::{Distribution, Law};
use crate::planning::missing::PriceOfMissing;
use crate::planning::workload::{Need, Required, Served, Service, Workload};
use crate::planning::{CostKind, Decisions, Given, carry_out};
use crate::requirement::formula::Formula;
use crate::scenario::plan::UNCERTAIN;
use crate::scenario::{
    Bot, BotOutcome, Effect, Group, GroupId, GroupPlan, HiringChannel, Initiative, Learning, PlanAssumptions, Prices,
    Queue, QueueId, Scenario, SelfService, Uncertain, Uncertainty, Volume,
};
use crate::target::Target;
use crate::units::{Hours, Money, MoneyPerHour, Seconds, Share};
use crate::watch::{Interrupted, Unwatched};
use jiff::civil::date;
use jiff::tz::TimeZone;
use statrs::distribution::{ContinuousCDF, Normal};

const PERIODS: usize = 12;

/// So many people, each of whom gives 40 hours a week and costs 800.
fn group(people: u32) -> Group {
    Group { headcount: people, ..Group::plain("agents", vec![QueueId(0)], vec![0; 168]) }
}

fn rules(group: usize) -> GroupPlan {
    GroupPlan {
        group: GroupId(group),
        people_by_tenure: Vec::new(),
        shrinkage_by_month: None,
        overtime_max: Share(0.0),
        overtime_premium: Share(0.25),
        time_off_max: Share(0.0),
        time_off_pay: Share(0.0),
    }
}

fn channel(group: usize) -> HiringChannel {
    HiringChannel {
        name: "agents".to_owned(),
        group: GroupId(group),
        may_hire: false,
        contract_months: None,
        lead_months: 1.0,
        class_min: 1,
        class_max: 50,
        cost_per_hire: Money(1000.0),
        training_cost: Money(500.0),
        learning: Learning { training_months: 1.0, ramp: vec![Share(0.5)], ..Learning::default() },
        attrition_per_month: Share(0.0),
        attrition_by_tenure: Vec::new(),
        wage: None,
        weekly_hours: None,
    }
}

/// A week of one queue for each group, 300 s a contact, and a year with so many contacts a month in each queue.
fn scenario(people: &[u32], contacts: f64) -> Scenario {
    let calendar = Calendar::of_days(date(2027, 1, 4), 7, 60, &TimeZone::UTC);
    let handling = Distribution::new(Law::Exponential, Seconds(300.0), None).unwrap();
    let queue = |index: usize| Queue {
        target: Target { max_asa: Some(Seconds(20.0)), ..Target::default() },
        ..Queue::plain(&format!("queue {index}"), Volume::PerHour(20.0), handling.clone())
    };
    let groups =
        people.iter().enumerate().map(|(index, &people)| Group { skills: vec![QueueId(index)], ..group(people) });
    let plan = PlanAssumptions {
        groups: (0..people.len()).map(rules).collect(),
        hiring: (0..people.len()).map(channel).collect(),
        prices: Prices { shortage_per_hour: MoneyPerHour(100.0), ..Prices::default() },
        ..PlanAssumptions::plain(date(2027, 1, 1), vec![vec![contacts; PERIODS]; people.len()])
    };
    let queues = (0..people.len()).map(queue).collect();
    Scenario { plan: Some(plan), ..Scenario::plain(calendar, queues, groups.collect()) }
}

/// A tenth of an hour for each contact, whatever their number.
fn a_tenth_of_an_hour(reaching: &Demand) -> Vec<Need> {
    let hours = |queue: usize| Hours(0.1 * reaching.total(queue) * reaching.handling_factor[queue]);
    (0..reaching.expected.rows()).map(|queue| Need { hours: hours(queue), busy: hours(queue) * 0.8 }).collect()
}

fn nobody_is_asked(reaching: &Demand, _: &[f64]) -> Vec<Served> {
    vec![Served { service_level: None, abandonment: 0.0 }; reaching.expected.rows()]
}

/// Does something with what is given for the scenario's plan.
fn given<T>(scenario: &Scenario, required: &Required, with: impl FnOnce(&Given) -> T) -> T {
    let plan = scenario.plan.as_ref().unwrap();
    let demand = Demand::of(scenario);
    let service: &Service = &nobody_is_asked;
    let workload = Workload::of(scenario, plan, &demand, required);
    let missing = PriceOfMissing::of(&workload, service);
    with(&Given { plan, workload: &workload, service, missing: &missing })
}

/// The risk of doing nothing.
fn risk_of_nothing(scenario: &Scenario, uncertainty: &Uncertainty) -> Risk {
    given(scenario, &a_tenth_of_an_hour, |given| {
        risk(given, &Decisions::nothing(given), uncertainty, 1, &Unwatched).unwrap()
    })
}

fn only(input: Uncertain, deviation: f64) -> Uncertainty {
    let mut uncertainty = Uncertainty { draws: 2000, tolerance: Share(0.0), ..Uncertainty::none() };
    uncertainty.deviation[input as usize] = deviation;
    uncertainty
}

fn plan(scenario: &mut Scenario) -> &mut PlanAssumptions {
    scenario.plan.as_mut().unwrap()
}

/// Contacts of a month of 31 days that so many people can take.
fn contacts_for(people: f64) -> f64 {
    people * 40.0 * 31.0 / 7.0 * 10.0
}

#[test]
fn with_everything_certain_each_draw_is_the_plan_carried_out_with_recourse() {
    let mut scenario = scenario(&[10, 12], contacts_for(10.5));
    let assumptions = plan(&mut scenario);
    for (channel, rules) in assumptions.hiring.iter_mut().zip(&mut assumptions.groups) {
        channel.may_hire = true;
        channel.attrition_per_month = Share(0.02);
        rules.overtime_max = Share(0.03);
    }
    given(&scenario, &a_tenth_of_an_hour, |given| {
        let mut decisions = Decisions::nothing(given);
        decisions.hires[0][3] = 2;
        let risk = risk(given, &decisions, &Uncertainty { draws: 100, ..Uncertainty::none() }, 1, &Unwatched).unwrap();
        let plan = carry_out(given, &with_recourse(given, &decisions));
        assert!(plan.cost_of(CostKind::Overtime) > Money::ZERO && plan.shortage_hours() > Hours::ZERO);
        for (period, planned) in risk.periods.iter().zip(&plan.periods) {
            assert_eq!([period.cost.p10, period.cost.p50, period.cost.p90], [planned.all_costs(); 3]);
            assert_eq!(period.cash.p50, planned.cash());
            assert_eq!([period.shortage_p50, period.shortage_p90], [planned.shortage_hours(); 2]);
            let kept = planned.groups.iter().all(|group| group.shortage_hours.0 <= 0.01 * group.required_hours.0);
            assert_eq!(period.keeps, Share(if kept { 1.0 } else { 0.0 }));
        }
        assert_eq!(risk.extra_hires, 0.0);
        assert!(risk.drivers.inputs.is_empty());
    });
}

#[test]
fn a_group_of_fixed_hours_keeps_its_promise_as_often_as_contacts_stay_below_them() {
    let uncertainty = only(Uncertain::Volume, 0.1);
    let risk = risk_of_nothing(&scenario(&[21], contacts_for(20.0)), &uncertainty);
    // ln of a lognormal factor with mean 1 and deviation s has variance v = ln(1 + s²) and mean −v/2.
    let variance = 1.01_f64.ln();
    let keeps = |room: f64| Normal::standard().cdf((room.ln() + variance / 2.0) / variance.sqrt());
    for (period, days) in [(0, 31.0), (1, 28.0), (3, 30.0)] {
        let exact = keeps(21.0 / 20.0 * days / 31.0);
        let error = (exact * (1.0 - exact) / f64::from(uncertainty.draws)).sqrt();
        let found = risk.periods[period].keeps.0;
        assert!((found - exact).abs() < 5.0 * error, "{period}: {found}, not {exact}");
    }
}

#[test]
fn growth_adds_up_over_the_months() {
    let uncertainty = only(Uncertain::GrowthPerYear, 0.1);
    let risk = risk_of_nothing(&scenario(&[21], contacts_for(20.0)), &uncertainty);
    assert_eq!(risk.periods[0].keeps, Share(1.0));
    // In the last month, (1 + g)^(11/12) contacts must stay below 21/20 of those expected.
    let exact = Normal::standard().cdf((1.05_f64.powf(12.0 / 11.0) - 1.0) / 0.1);
    let error = (exact * (1.0 - exact) / f64::from(uncertainty.draws)).sqrt();
    assert!((risk.periods[11].keeps.0 - exact).abs() < 5.0 * error);
}

#[test]
fn one_uncertain_input_alone_drives_all() {
    let mut scenario = scenario(&[20], contacts_for(20.0));
    plan(&mut scenario).hiring[0].attrition_per_month = Share(0.02);
    // Costs are smooth in wages, and have a bend in contacts, which a cubic follows less well.
    for (input, least) in [(Uncertain::Wages, 0.999), (Uncertain::Attrition, 0.98), (Uncertain::Handling, 0.9)] {
        let drivers = risk_of_nothing(&scenario, &only(input, 0.1)).drivers;
        let [driver] = &drivers.inputs[..] else { panic!("{drivers:?}") };
        assert_eq!(driver.input, input);
        assert!(driver.variance_share > least && driver.variance_share < 1.0 + 1e-9, "{driver:?}");
        assert!((driver.variance_share + drivers.rest - 1.0).abs() < 1e-12);
    }
}

#[test]
fn the_tornado_of_wages_is_what_they_do_to_the_payroll() {
    let scenario = scenario(&[20], contacts_for(10.0));
    let drivers = risk_of_nothing(&scenario, &only(Uncertain::Wages, 0.1)).drivers;
    let [driver] = &drivers.inputs[..] else { panic!("{drivers:?}") };
    let payroll = 20.0 * 800.0 * 365.0 / 7.0;
    let variance = 1.01_f64.ln();
    let at = |score: f64| payroll * (variance.sqrt() * score - variance / 2.0).exp();
    // Each of twelve months is rounded to the cent.
    assert!((driver.low.0 - at(-1.281_551_565_545)).abs() < 0.07, "{driver:?}");
    assert!((driver.high.0 - at(1.281_551_565_545)).abs() < 0.07, "{driver:?}");
    assert!((drivers.at_medians.0 - at(0.0)).abs() < 0.07);
}

#[test]
fn what_nothing_depends_on_drives_nothing() {
    let mut uncertainty = only(Uncertain::Wages, 0.05);
    uncertainty.deviation[Uncertain::Containment as usize] = 0.2;
    let drivers = risk_of_nothing(&scenario(&[20], contacts_for(20.0)), &uncertainty).drivers;
    assert_eq!(drivers.inputs[1].input, Uncertain::Containment);
    assert_eq!(drivers.inputs[1].variance_share, 0.0);
}

#[test]
fn more_uncertain_contacts_are_never_better_for_a_group_with_a_little_room() {
    let scenario = scenario(&[21], contacts_for(20.0));
    let deviations = [0.0, 0.02, 0.05, 0.1, 0.2];
    let keeps: Vec<Vec<f64>> = deviations
        .map(|deviation| {
            let risk = risk_of_nothing(&scenario, &only(Uncertain::Volume, deviation));
            risk.periods.iter().map(|period| period.keeps.0).collect()
        })
        .to_vec();
    // Kept while z ≤ ln(room)/σ + σ/2, which falls with σ up to √(2 ln room) = 0.31; in months without room it rises from nothing.
    for pair in keeps.windows(2) {
        assert!(pair[1][0] <= pair[0][0]);
    }
    assert!(keeps[4][0] < keeps[0][0]);
}

#[test]
fn the_same_bytes_come_out_on_one_thread_and_on_many() {
    let mut scenario = scenario(&[20, 8], contacts_for(15.0));
    plan(&mut scenario).hiring[1].may_hire = true;
    plan(&mut scenario).budget.per_year = Some(Money(1e6));
    let uncertainty = Uncertainty { deviation: [0.1; UNCERTAIN], draws: 200, ..Uncertainty::none() };
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| serde_json::to_string(&risk_of_nothing(&scenario, &uncertainty)).unwrap())
    };
    let one = on(1);
    assert_eq!(one, on(3));
    assert!(!one.contains("null"));
}

#[test]
fn an_extra_class_comes_when_much_more_is_missing_than_planned_and_only_then() {
    let mut scenario = scenario(&[20], contacts_for(20.0));
    let channel = &mut plan(&mut scenario).hiring[0];
    (channel.may_hire, channel.class_min, channel.class_max) = (true, 3, 10);
    given(&scenario, &a_tenth_of_an_hour, |given| {
        let decisions = Decisions::nothing(given);
        let expected = as_expected(given, &decisions);
        let in_world = |input: Uncertain, deviation: f64| {
            // One standard deviation above.
            let mut scores = [0.0; UNCERTAIN];
            scores[input as usize] = 1.0;
            let world = [World::of(&only(input, deviation), scores)];
            let grid = Grid::of(given, &world);
            let hours = Tabulated::of(given, &grid, &grid.workloads(given), &decisions, &Unwatched).unwrap();
            in_world(given, &world[0], &hours, &decisions, &expected)
        };
        // A factor of 1.099 in January, of 31 days: 2.0 people of twenty are missing, fewer than the smallest class; later less.
        assert_eq!(in_world(Uncertain::Handling, 0.1).extra_hires, 0);
        // A factor of 1.195: 3.9 are missing, of which three whole ones are asked for. They are on the way until May is over, and then make up
        // for what is missing. In February, of 28 days, the plan itself lacks 2.1, which does not count.
        let future = in_world(Uncertain::Handling, 0.2);
        assert_eq!(future.extra_hires, 3);
        // Asked for at the end of January, they begin in March (one month of lead time), learn, give a half in April and all from May on.
        let each = |days: f64| 40.0 * days / 7.0;
        let help = |period: usize, days: f64| {
            (future.groups[period][0].needed - future.groups[period][0].missing) / each(days) - 20.0
        };
        for (period, days, helping) in [(2, 31.0, 0.0), (3, 30.0, 1.5), (4, 31.0, 3.0), (6, 31.0, 3.0)] {
            assert!((help(period, days) - helping).abs() < 1e-9, "{period}: {}", help(period, days));
        }
    });
}

#[test]
fn who_is_hired_comes_late_but_never_early() {
    let mut scenario = scenario(&[20], contacts_for(20.0));
    plan(&mut scenario).hiring[0].may_hire = true;
    given(&scenario, &a_tenth_of_an_hour, |given| {
        let mut decisions = Decisions::nothing(given);
        decisions.hires[0][4] = 10;
        let wages = |score: f64| {
            let mut scores = [0.0; UNCERTAIN];
            scores[Uncertain::TimeToFill as usize] = score;
            let world = [World::of(&only(Uncertain::TimeToFill, 1.0), scores)];
            let grid = Grid::of(given, &world);
            let hours = Tabulated::of(given, &grid, &grid.workloads(given), &decisions, &Unwatched).unwrap();
            in_world(given, &world[0], &hours, &decisions, &as_expected(given, &decisions)).cash
        };
        let payroll = |people: f64, days: f64| people * 800.0 * days / 7.0;
        let hires = |people: f64| people * 1500.0;
        let expected = |come: [f64; 3]| {
            let mut there = 20.0;
            come.into_iter().zip([31.0, 30.0, 31.0]).map(move |(come, days)| {
                there += come;
                payroll(there, days) + hires(come)
            })
        };
        for (score, come) in [(0.0, [10.0, 0.0, 0.0]), (-2.0, [10.0, 0.0, 0.0]), (1.3, [0.0, 7.0, 3.0])] {
            for (found, expected) in wages(score)[4..7].iter().zip(expected(come)) {
                // Rounded to the cent.
                assert!((found - expected).abs() < 0.006, "{score}: {found}, not {expected}");
            }
        }
    });
}

/// Before the queue of a scenario, a bot that half of the contacts enter and that resolves six tenths of these.
fn with_bot(mut scenario: Scenario) -> Scenario {
    let bot = Bot {
        name: "bot".to_owned(),
        queues: vec![QueueId(0)],
        outcome: BotOutcome { entry: Share(0.5), resolved: Share(0.6), unresolved: Share(0.1) },
        session: Distribution::new(Law::Exponential, Seconds(60.0), None).unwrap(),
        resolved_handling: 0.7,
        handling_factor: 1.0,
        comes_back: None,
        per_session: Money::ZERO,
        capacity: None,
        outages: Vec::new(),
    };
    let option = SelfService {
        bots: vec![bot],
        by_reason: Vec::new(),
        handling_factor: 1.0,
        per_session: Money(0.5),
        satisfaction: 0.0,
    };
    plan(&mut scenario).initiatives.push(Initiative {
        name: "bot".to_owned(),
        set_up: Money(1000.0),
        per_month: Money(100.0),
        months_to_live: 0,
        adoption: Vec::new(),
        fixed_start: Some(1),
        excludes: Vec::new(),
        requires: Vec::new(),
        effect: Effect::SelfService(option),
    });
    scenario
}

/// The largest errors of the table relative to what is asked for anew, of hours and of work in them, over some worlds.
fn errors_of_table(scenario: &Scenario, required: &Required) -> (f64, f64) {
    let mut deviation = [0.0; UNCERTAIN];
    deviation[Uncertain::Volume as usize] = 0.1;
    deviation[Uncertain::GrowthPerYear as usize] = 0.05;
    deviation[Uncertain::Handling as usize] = 0.05;
    deviation[Uncertain::Containment as usize] = 0.25;
    let uncertainty = Uncertainty { deviation, draws: 200, ..Uncertainty::none() };
    given(scenario, required, |given| {
        let worlds = worlds(&uncertainty, 1);
        let grid = Grid::of(given, &worlds);
        let decisions = Decisions::nothing(given);
        let table = Tabulated::of(given, &grid, &grid.workloads(given), &decisions, &Unwatched).unwrap();
        let mut largest: (f64, f64) = (0.0, 0.0);
        for world in worlds.iter().take(40) {
            let volume: Vec<f64> = (0..PERIODS).map(|period| world.volume(period as f64)).collect();
            let [handling, contained] = [Uncertain::Handling, Uncertain::Containment].map(|input| world.value(input));
            let turned_out = super::worlds::work(given.plan(), &volume, handling, contained);
            let exact = Workload::of(scenario, &turned_out, given.workload.demand, required);
            for period in [0, 1, 6, 11] {
                let exact = exact.in_period(&decisions.starts, &[], period);
                let found = table.work(world, period);
                let error = |found: f64, exact: f64| (found / exact - 1.0).abs();
                // Contacts are multiples of volume, and linear in containment up to the bend where all is contained.
                assert!(error(found.to_agents[0], exact.to_agents[0]) < 1e-9, "{world:?}");
                assert!(period == 0 || error(found.sessions[0], exact.sessions[0]) < 1e-9);
                largest.0 = largest.0.max(error(found.needs[0].hours.0, exact.needs[0].hours.0));
                largest.1 = largest.1.max(error(found.needs[0].busy.0, exact.needs[0].busy.0));
            }
        }
        largest
    })
}

#[test]
fn between_its_nodes_the_table_is_near_a_smooth_requirement() {
    // Hours of work, and for safety as many times their root that half as many come on top: elasticity 5/6, as for 20 agents.
    let with_root = |reaching: &Demand| -> Vec<Need> {
        let add = |need: Need| Need { hours: need.hours + Hours(12.0 * need.hours.0.sqrt()), busy: need.hours };
        a_tenth_of_an_hour(reaching).into_iter().map(add).collect()
    };
    let (hours, busy) = errors_of_table(&with_bot(scenario(&[20], contacts_for(20.0))), &with_root);
    assert!(hours < 0.01 && busy < 0.01, "{hours} {busy}");
}

#[test]
fn between_its_nodes_the_table_is_within_one_agent_of_the_formula() {
    let scenario = with_bot(scenario(&[20], contacts_for(200.0)));
    let formula = Formula::new(&scenario);
    let by_formula = |reaching: &Demand| -> Vec<Need> {
        formula.hours_by_group(reaching).into_iter().map(|(hours, busy)| Need { hours, busy }).collect()
    };
    // Here all hours are alike, the worst case: the formula counts whole agents at both nodes and between them. 200 people who each take ten
    // contacts in an hour of their 40 a week see 476 an hour; 40 agents are busy with 5 minutes each, and in the draw with least
    // contacts and the best bot some 15.
    let (hours, busy) = errors_of_table(&scenario, &by_formula);
    assert!(hours < 0.01 + 1.0 / 15.0, "{hours}");
    assert!(busy < 0.01, "{busy}");
}

/// Hires at the first period as many as it takes to have the raised hours in all periods from then on.
fn hire_for(given: &Given, margins: &Margins) -> Decisions {
    let asked = given.workload;
    let raised = Workload::of(asked.scenario, asked.plan, asked.demand, asked.required).raised(margins.clone());
    let mut decisions = Decisions::nothing(given);
    for (group, hires) in decisions.hires.iter_mut().enumerate() {
        let people = f64::from(asked.scenario.groups[group].headcount);
        let missing = (2..given.periods()).map(|period| {
            let needed = raised.in_period(&decisions.starts, &[], period).needs[group].hours.0;
            needed / (40.0 * asked.periods[period].days / 7.0) - people
        });
        hires[1] = missing.fold(0.0, f64::max).ceil() as u32;
    }
    decisions
}

fn held(scenario: &Scenario, share: f64, uncertainty: &Uncertainty) -> Held {
    given(scenario, &a_tenth_of_an_hour, |given| {
        let none = vec![vec![1.0; PERIODS]; scenario.groups.len()];
        let decisions = hire_for(given, &none);
        let seek = |margins: &Margins| Ok::<_, Interrupted>(hire_for(given, margins));
        hold(given, &decisions, Share(share), (uncertainty, 1), seek, &Unwatched).unwrap()
    })
}

fn hiring(people: &[u32], contacts: f64) -> Scenario {
    let mut scenario = scenario(people, contacts);
    plan(&mut scenario).hiring.iter_mut().for_each(|channel| channel.may_hire = true);
    scenario
}

#[test]
fn a_plan_that_is_to_hold_holds_and_costs_what_that_costs() {
    let scenario = hiring(&[20, 20], contacts_for(18.0));
    let uncertainty = only(Uncertain::Volume, 0.1);
    let held = held(&scenario, 0.9, &uncertainty);
    assert!(held.holds && held.plans <= super::hold::MOST_PLANS, "{held:?}");
    // A month of lead time and one of training: from March on.
    assert_eq!(held.from, [Some(2), Some(2)]);
    assert!(held.reached.iter().all(|reached| reached.0 >= 0.9));
    assert!(held.reached[..2].iter().all(|reached| reached.0 == 1.0), "nothing is asked before");
    assert!(held.risk.periods[0].keeps.0 > 0.5);
    assert!(held.risk.periods[2..].iter().all(|period| period.keeps.0 >= 0.9));
    assert!(held.price.cash_as_expected > Money::ZERO);
    // By hand: the 90 % quantile of contacts, e^(1.2816 × 0.0998 − 0.005) = 1.131, in the months of most work, those of
    // 30 days; 1.131 × 18 × 31 / 30 = 21.03 people, if every hour counts: 22, or 21 if the draws' quantile is a little lower.
    let people = 20 + held.decisions.hires[0][1];
    assert!((21..=22).contains(&people), "{people}");
}

#[test]
fn a_plan_that_holds_already_costs_nothing_more() {
    let scenario = hiring(&[40], contacts_for(18.0));
    let held = held(&scenario, 0.9, &only(Uncertain::Volume, 0.1));
    assert_eq!((held.holds, held.plans), (true, 0));
    assert_eq!(held.price.all_costs, Money::ZERO);
}

#[test]
fn a_group_that_cannot_hire_is_not_asked_to_hold() {
    let mut scenario = hiring(&[20, 20], contacts_for(18.0));
    plan(&mut scenario).hiring[1].may_hire = false;
    given(&scenario, &a_tenth_of_an_hour, |given| {
        let decisions = Decisions::nothing(given);
        let seek = |_: &Margins| Ok::<_, Interrupted>(decisions.clone());
        let uncertainty = only(Uncertain::Volume, 0.1);
        let held = hold(given, &decisions, Share(0.99), (&uncertainty, 1), seek, &Unwatched).unwrap();
        assert_eq!(held.from, [Some(2), None]);
        // Nobody takes the margins up: it stops, and says that it does not hold.
        assert!(!held.holds && held.plans < super::hold::MOST_PLANS, "{held:?}");
    });
}

#[test]
fn the_budget_is_kept_in_the_worlds_in_which_no_more_is_paid() {
    // Wages alone vary, so that a year's cash is above and below what is expected about as often.
    let mut scenario = scenario(&[10], contacts_for(10.0));
    let uncertainty = only(Uncertain::Wages, 0.1);
    assert_eq!(risk_of_nothing(&scenario, &uncertainty).keeps_budget, None);
    let expected = risk_of_nothing(&scenario, &Uncertainty { draws: 1, ..Uncertainty::none() }).cash.mean;
    let mut kept = |part: f64| {
        plan(&mut scenario).budget.per_year = Some(expected * part * (12.0 / PERIODS as f64));
        risk_of_nothing(&scenario, &uncertainty).keeps_budget.unwrap().0
    };
    assert_eq!((kept(0.5), kept(1.5)), (0.0, 1.0));
    let middle = kept(1.0);
    assert!((0.4..0.6).contains(&middle), "{middle}");
}
