//! What the tests of the planner have in common: small groups, queues and options.

use callboard::calendar::Calendar;
use callboard::demand::Demand;
use callboard::distribution::{Distribution, Law};
use callboard::milp::Limits;
use callboard::planning::{PlanComparison, plan};
use callboard::scenario::{
    Budget, Group, GroupId, GroupPlan, PlanAssumptions, Queue, QueueId, Scenario, SchedulingSettings, SelfService,
    Volume,
};
use callboard::units::{Hours, Money, MoneyPerHour, Seconds, Share};
use callboard::watch::Unwatched;
use jiff::civil::date;
use jiff::tz::TimeZone;

/// A person gives 4 hours on duty on each day of the calendar (35 a week, a fifth shrinks) and costs 100.
pub fn agents(headcount: u32) -> Group {
    Group {
        headcount,
        wage: MoneyPerHour(20.0),
        shrinkage: Share(0.2),
        weekly_hours: Hours(35.0),
        days_per_week: 5,
        ..Group::plain("agents", vec![QueueId(0)], vec![0; 168])
    }
}

pub fn stable() -> GroupPlan {
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
pub fn bot() -> SelfService {
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

pub fn queue(name: &str) -> Queue {
    let handling = Distribution::new(Law::Exponential, Seconds(360.0), None).unwrap();
    Queue::plain(name, Volume::PerHour(10.0), handling)
}

/// One week in January; one queue for each row of volumes, and the groups as given.
pub fn scenario(groups: Vec<(Group, GroupPlan)>, volume: Vec<Vec<f64>>, self_service: Vec<SelfService>) -> Scenario {
    let (people, rules): (Vec<Group>, Vec<GroupPlan>) = groups.into_iter().unzip();
    let calendar = Calendar::of_days(date(2027, 1, 4), 7, 60, &TimeZone::UTC);
    let queues = (0..volume.len()).map(|index| queue(&format!("queue {index}"))).collect();
    Scenario {
        name: "test".to_owned(),
        question: "How many people do we need?".to_owned(),
        intraday: callboard::scenario::IntradaySettings::default(),
        scheduling: SchedulingSettings {
            under_cover_per_hour: MoneyPerHour(100.0),
            over_cover_per_hour: MoneyPerHour(0.0),
            gap: Share(0.0),
            premiums: Vec::new(),
            sessions: Vec::new(),
        },
        plan: Some(PlanAssumptions {
            start: date(2027, 1, 1),
            months: volume[0].len() as u32,
            volume,
            groups: rules,
            self_service,
            budget: Budget::default(),
            shortage_per_hour: MoneyPerHour(100.0),
            schedule_efficiency: Share(1.0),
            wage_growth_per_year: 0.0,
        }),
        ..Scenario::plain(calendar, queues, people)
    }
}

pub fn assumptions(scenario: &mut Scenario) -> &mut PlanAssumptions {
    scenario.plan.as_mut().unwrap()
}

/// A tenth of an hour for each contact of the group's queue (the group at the same position), and no economies of scale:
/// a month's required hours are then its contacts / 10, whatever the horizon.
pub fn a_tenth_of_an_hour(demand: &Demand) -> Vec<Hours> {
    (0..demand.expected.rows()).map(|queue| Hours(0.1 * demand.total(queue) * demand.handling_factor[queue])).collect()
}

/// The same, and one more hour for the square root of these: a larger group is better used.
pub fn with_square_root(demand: &Demand) -> Vec<Hours> {
    a_tenth_of_an_hour(demand).into_iter().map(|hours| hours + Hours(hours.0.sqrt())).collect()
}

pub fn service(_: &Demand, staffing: &[f64]) -> Vec<Option<Share>> {
    staffing.iter().map(|ratio| Some(Share((0.8 * ratio).min(1.0)))).collect()
}

pub fn compare(scenario: &Scenario, required: &(dyn Fn(&Demand) -> Vec<Hours> + Sync)) -> PlanComparison {
    plan(scenario, &Demand::of(scenario), required, &service, &Limits::NONE, &Unwatched).unwrap()
}

/// Contacts of each month of 2027 that need so many people: 4 hours on duty a day, a tenth of an hour each.
pub fn work_for(people: f64, months: usize) -> Vec<f64> {
    let days = [31.0, 28.0, 31.0, 30.0, 31.0, 30.0, 31.0, 31.0, 30.0, 31.0, 30.0, 31.0];
    (0..months).map(|month| 40.0 * people * days[month % 12]).collect()
}

/// Groups and options of growing size.
pub fn large(months: usize, groups: usize, options: usize) -> Scenario {
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

/// A busy scenario with everything in it.
pub fn everything() -> Scenario {
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
