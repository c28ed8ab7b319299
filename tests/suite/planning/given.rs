//! What the tests of the planner have in common: small groups, queues and options.

use callboard::calendar::Calendar;
use callboard::demand::Demand;
use callboard::distribution::{Distribution, Law};
use callboard::milp::Limits;
use callboard::planning::{Goal, Need, PlanComparison, PlanError, Quest, Required, Served, plan};
use callboard::scenario::{
    Bot, BotOutcome, Budget, Coaching, ComesBack, Effect, Group, GroupId, GroupPlan, HiringChannel, Initiative,
    Learning, PlanAssumptions, Prices, Queue, QueueId, Scenario, SchedulingSettings, SelfService, Volume,
};
use callboard::units::{Hours, Money, MoneyPerHour, Seconds, Share};
use callboard::watch::{Unwatched, Watch};
use jiff::civil::date;
use jiff::tz::TimeZone;

/// How people of a group come, learn and go: its own rules and those of its permanent channel.
#[derive(Debug, Clone)]
pub struct Terms {
    pub attrition_per_month: f64,
    pub attrition_by_tenure: Vec<f64>,
    pub may_hire: bool,
    pub lead_months: u32,
    pub class_min: u32,
    pub class_max: u32,
    pub training_months: u32,
    pub ramp: Vec<f64>,
    pub overtime_max: f64,
    pub time_off_max: f64,
}

/// Nobody leaves, and people begin at once and know everything: a hire costs 1,500.
pub fn stable() -> Terms {
    Terms {
        attrition_per_month: 0.0,
        attrition_by_tenure: Vec::new(),
        may_hire: true,
        lead_months: 0,
        class_min: 1,
        class_max: 10,
        training_months: 0,
        ramp: Vec::new(),
        overtime_max: 0.0,
        time_off_max: 0.0,
    }
}

impl Terms {
    fn shares(list: &[f64]) -> Vec<Share> {
        list.iter().copied().map(Share).collect()
    }

    pub fn channel(&self, name: &str, group: usize) -> HiringChannel {
        HiringChannel {
            name: name.to_owned(),
            group: GroupId(group),
            may_hire: self.may_hire,
            contract_months: None,
            lead_months: f64::from(self.lead_months),
            class_min: self.class_min,
            class_max: self.class_max,
            cost_per_hire: Money(1000.0),
            training_cost: Money(500.0),
            learning: Learning {
                training_months: f64::from(self.training_months),
                ramp: Self::shares(&self.ramp),
                ..Learning::default()
            },
            attrition_per_month: Share(self.attrition_per_month),
            attrition_by_tenure: Self::shares(&self.attrition_by_tenure),
            wage: None,
            weekly_hours: None,
        }
    }

    fn group_plan(&self, group: usize) -> GroupPlan {
        GroupPlan {
            group: GroupId(group),
            people_by_tenure: Vec::new(),
            shrinkage_by_month: None,
            overtime_max: Share(self.overtime_max),
            overtime_premium: Share(0.25),
            time_off_max: Share(self.time_off_max),
            time_off_pay: Share(0.0),
        }
    }
}

/// A bot before some queues.
#[derive(Debug, Clone)]
pub struct Option {
    pub name: String,
    pub queues: Vec<usize>,
    pub set_up: f64,
    pub per_month: f64,
    pub per_session: f64,
    pub months_to_live: u32,
    pub entry: f64,
    pub adoption: Vec<f64>,
    pub containment: f64,
    pub unresolved: f64,
    pub handling_factor: f64,
    pub fixed_start: std::option::Option<u32>,
}

/// Takes every contact, solves half, and needs two months from decision to first session.
pub fn bot() -> Option {
    Option {
        name: "bot".to_owned(),
        queues: vec![0],
        set_up: 10_000.0,
        per_month: 1_000.0,
        per_session: 0.0,
        months_to_live: 2,
        entry: 1.0,
        adoption: Vec::new(),
        containment: 0.5,
        unresolved: 0.0,
        handling_factor: 1.0,
        fixed_start: None,
    }
}

impl Option {
    pub fn initiative(&self) -> Initiative {
        let minute = || Distribution::new(Law::Exponential, Seconds(60.0), None).unwrap();
        let bot = |queue: usize| Bot {
            name: self.name.clone(),
            queues: vec![QueueId(queue)],
            outcome: BotOutcome {
                entry: Share(self.entry),
                resolved: Share(self.containment * (1.0 - self.unresolved)),
                unresolved: Share(self.containment * self.unresolved),
            },
            session: minute(),
            handling_factor: 1.0,
            resolved_handling: 1.0,
            comes_back: Some(ComesBack { share: Share(1.0), after: minute(), to: QueueId(queue) }),
            per_session: Money::ZERO,
            capacity: None,
            outages: Vec::new(),
        };
        Initiative {
            name: self.name.clone(),
            set_up: Money(self.set_up),
            per_month: Money(self.per_month),
            months_to_live: self.months_to_live,
            adoption: Terms::shares(&self.adoption),
            fixed_start: self.fixed_start,
            excludes: Vec::new(),
            requires: Vec::new(),
            effect: Effect::SelfService(SelfService {
                bots: self.queues.iter().map(|&queue| bot(queue)).collect(),
                by_reason: Vec::new(),
                handling_factor: self.handling_factor,
                per_session: Money(self.per_session),
                satisfaction: 0.0,
            }),
        }
    }
}

/// Shortens handling to nine tenths, at once, for 2,000 and 100 a month.
pub fn coaching() -> Initiative {
    Initiative {
        effect: Effect::Coaching(Coaching {
            queues: vec![QueueId(0)],
            handling_factor: 0.9,
            resolution_gain: Share(0.0),
        }),
        ..Option { name: "coaching".to_owned(), set_up: 2_000.0, per_month: 100.0, months_to_live: 0, ..bot() }
            .initiative()
    }
}

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

pub fn queue(name: &str) -> Queue {
    let handling = Distribution::new(Law::Exponential, Seconds(360.0), None).unwrap();
    Queue::plain(name, Volume::PerHour(10.0), handling)
}

/// One week in January; one queue for each row of volumes, and the groups as given.
pub fn scenario(groups: Vec<(Group, Terms)>, volume: Vec<Vec<f64>>, options: Vec<Option>) -> Scenario {
    let (mut people, terms): (Vec<Group>, Vec<Terms>) = groups.into_iter().unzip();
    people.iter_mut().enumerate().for_each(|(queue, group)| group.skills = vec![QueueId(queue)]);
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
            groups: terms.iter().enumerate().map(|(group, terms)| terms.group_plan(group)).collect(),
            hiring: terms
                .iter()
                .zip(&people)
                .enumerate()
                .map(|(at, (terms, group))| terms.channel(&group.name, at))
                .collect(),
            initiatives: options.into_iter().map(|option| option.initiative()).collect(),
            prices: Prices { shortage_per_hour: MoneyPerHour(100.0), ..Prices::default() },
            ..PlanAssumptions::plain(date(2027, 1, 1), volume)
        }),
        ..Scenario::plain(calendar, queues, people)
    }
}

pub fn assumptions(scenario: &mut Scenario) -> &mut PlanAssumptions {
    scenario.plan.as_mut().unwrap()
}

/// A tenth of an hour for each contact of the group's queue (the group at the same position), and no economies of scale:
/// a month's required hours are then its contacts / 10, whatever the horizon.
pub fn a_tenth_of_an_hour(reaching: &Demand) -> Vec<Need> {
    let need = |queue: usize| {
        let hours = Hours(0.1 * reaching.total(queue) * reaching.handling_factor[queue]);
        Need { hours, busy: hours * 0.8 }
    };
    (0..reaching.expected.rows()).map(need).collect()
}

/// The same, and one more hour for the square root of these: a larger group is better used.
pub fn with_square_root(reaching: &Demand) -> Vec<Need> {
    let needs = a_tenth_of_an_hour(reaching).into_iter();
    needs.map(|need| Need { hours: need.hours + Hours(need.hours.0.sqrt()), ..need }).collect()
}

/// Who is short of a tenth of the hours loses a tenth of the contacts, and more the faster.
pub fn service(_: &Demand, staffing: &[f64]) -> Vec<Served> {
    let served = |&ratio: &f64| Served {
        service_level: Some(Share((0.8 * ratio).min(1.0))),
        abandonment: (1.0 - ratio).max(0.0).powi(2),
    };
    staffing.iter().map(served).collect()
}

pub fn quest<'a>(required: &'a Required<'a>, limits: &'a Limits) -> Quest<'a> {
    Quest { required, service: &service, goal: Goal::Cost, limits }
}

pub fn seek(
    scenario: &Scenario,
    required: &Required,
    limits: &Limits,
    watch: &dyn Watch,
) -> Result<PlanComparison, PlanError> {
    plan(scenario, &Demand::of(scenario), &quest(required, limits), &[], watch)
}

pub fn compare(scenario: &Scenario, required: &Required) -> PlanComparison {
    seek(scenario, required, &Limits::NONE, &Unwatched).unwrap()
}

/// Contacts of each month of 2027 that need so many people: 4 hours on duty a day, a tenth of an hour each.
pub fn work_for(people: f64, months: usize) -> Vec<f64> {
    let days = [31.0, 28.0, 31.0, 30.0, 31.0, 30.0, 31.0, 31.0, 30.0, 31.0, 30.0, 31.0];
    (0..months).map(|month| 40.0 * people * days[month % 12]).collect()
}

/// Groups and options of growing size.
pub fn large(months: usize, groups: usize, options: usize) -> Scenario {
    let group = |index: usize| {
        let terms = Terms {
            attrition_per_month: 0.02 + 0.005 * index as f64,
            lead_months: 1 + index as u32 % 3,
            class_min: 2 + index as u32 % 4,
            class_max: 10,
            training_months: 1 + index as u32 % 2,
            ramp: vec![0.6, 0.85],
            overtime_max: 0.08,
            ..stable()
        };
        (agents(20 + 10 * index as u32), terms)
    };
    let season = |month: usize| 1.0 + 0.25 * ((month % 12) as f64 / 12.0 * std::f64::consts::TAU).cos();
    let volume = |index: usize| {
        let work = work_for(15.0 + 10.0 * index as f64, months);
        work.into_iter().enumerate().map(|(month, contacts)| contacts * season(month)).collect()
    };
    let option = |index: usize| Option {
        name: format!("option {index}"),
        queues: (0..groups).filter(|queue| queue % 2 == 0 || index == 0).collect(),
        set_up: 150_000.0 / (1.0 + index as f64),
        per_month: 4_000.0,
        per_session: 0.15,
        months_to_live: 3,
        entry: 0.35,
        adoption: vec![0.3, 0.6, 0.8],
        containment: 0.3,
        unresolved: 0.2,
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
    plan.prices.shortage_per_hour = MoneyPerHour(60.0);
    let per_month = 130_000.0 * groups as f64;
    plan.budget = Budget {
        per_year: Some(Money(11.5 * per_month)),
        per_month: Some(Money(1.2 * per_month)),
        ..Budget::default()
    };
    scenario
}

/// A busy scenario with everything in it.
pub fn everything() -> Scenario {
    let terms = Terms {
        attrition_per_month: 0.03,
        lead_months: 1,
        class_min: 2,
        class_max: 6,
        training_months: 1,
        ramp: vec![0.5, 0.8],
        overtime_max: 0.05,
        ..stable()
    };
    let volume: Vec<f64> = work_for(20.0, 14).iter().enumerate().map(|(m, v)| v * (1.0 + 0.03 * m as f64)).collect();
    let bot = Option {
        per_session: 0.2,
        entry: 0.4,
        adoption: vec![0.3, 0.7],
        unresolved: 0.2,
        handling_factor: 1.05,
        ..bot()
    };
    let mut scenario =
        scenario(vec![(agents(20), terms.clone()), (agents(18), terms)], vec![volume.clone(), volume], vec![bot]);
    assumptions(&mut scenario).wage_growth_per_year = 0.03;
    assumptions(&mut scenario).budget = Budget { per_month: Some(Money(200_000.0)), ..Budget::default() };
    scenario
}
