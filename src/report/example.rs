//! A study made by hand for the tests of reports: two queues, two groups, a week, and a plan of a year.

mod plan;
pub(super) mod roster;

pub use plan::{assumptions, frontier, held, planned, risk};

use crate::calendar::{Calendar, Grid, OpeningHours};
use crate::demand::Demand;
use crate::distribution::{Distribution, Law};
use crate::requirement::Requirement;
use crate::scenario::{
    Assumption, Bot, BotOutcome, ContractId, Deferred, Group, GroupContract, GroupId, Origin, OvertimeRule, Person,
    Queue, QueueId, Reason, Replications, Scenario, SchedulingSettings, Session, SessionId, ShiftType, ShiftTypeId,
    SimulationSettings, Site, Trunk, Volume,
};
use crate::scheduling::{GroupSolution, PlannedBreak, PlannedSession, Schedule, ScheduleCost, ScheduledShift, Tour};
use crate::simulation::{
    BotMeasures, BotPerformance, GroupMeasures, GroupPerformance, Performance, PersonMeasures, QueueMeasures,
    QueuePerformance, ReasonMeasures, TotalMeasures, TrunkMeasures, TrunkPerformance,
};
use crate::staffing::{StaffingLevels, StaffingRequirement};
use crate::statistics::Estimate;
use crate::study::{CertifiedSchedule, Study};
use crate::target::{ServiceLevelDefinition, ServiceLevelTarget, Target};
use crate::units::{Hours, Money, MoneyPerHour, Seconds, Share};
use jiff::civil::date;
use jiff::tz::TimeZone;

/// A site of so many seats.
pub fn hall(seats: u32) -> Site {
    Site {
        name: "hall <A>".into(),
        time_zone: "UTC".into(),
        open: Vec::new(),
        opening_hours: OpeningHours::always(),
        outages: Vec::new(),
        seats: Some(seats),
    }
}

/// The same study with everything that a scenario can have beside queues and groups.
pub fn journeys() -> Study {
    let mut study = study();
    let queues = vec![QueueId(0), QueueId(1)];
    let session = Distribution::new(Law::Exponential, Seconds(90.0), None).unwrap();
    study.scenario.bots = vec![Bot {
        name: "parcel_bot".into(),
        queues: queues.clone(),
        outcome: BotOutcome { entry: Share(0.4), resolved: Share(0.45), unresolved: Share(0.15) },
        session,
        resolved_handling: 1.0,
        handling_factor: 1.1,
        comes_back: None,
        per_session: Money(0.25),
        capacity: None,
        outages: Vec::new(),
    }];
    study.scenario.trunks = vec![Trunk { name: "main <line>".into(), lines: 60, queues }];
    let reason = study.scenario.queues[0].reasons[0].clone();
    let reasons =
        ["where_is_it", "<complaints>"].map(|name| Reason { name: name.into(), share: Share(0.5), ..reason.clone() });
    study.scenario.queues[0].reasons = reasons.to_vec();
    study.scenario.queues[1].deferred = Some(Deferred { interruptible: true, backlog: 100, in_opening_hours: true });
    let person = |name: &str| Person { name: name.into(), proficiency: vec![1.0; 2], on_duty: Vec::new() };
    study.scenario.groups[0].persons = vec![person("Ada <b>"), person("Bo")];
    with_journeys(&mut study.today);
    if let Some(certified) = &mut study.scheduled {
        with_journeys(&mut certified.performance);
    }
    study
}

fn with_journeys(performance: &mut Performance) {
    let days = performance.queues[0].days.len();
    let reason = ReasonMeasures {
        offered: estimate(8000.0, 90.0),
        bot_resolved: estimate(1400.0, 30.0),
        answered: estimate(6000.0, 80.0),
        handling_time_s: estimate(310.0, 2.0),
        settled: estimate(4500.0, 70.0),
        lost: estimate(300.0, 20.0),
        lost_value: estimate(6000.0, 400.0),
    };
    let calls = &mut performance.queues[0];
    calls.reasons = vec![reason.clone(), reason];
    calls.total = QueueMeasures {
        callbacks: estimate(700.0, 20.0),
        callbacks_reached: estimate(600.0, 18.0),
        callback_wait_s: estimate(1500.0, 60.0),
        redials: estimate(900.0, 30.0),
        repeats: estimate(400.0, 15.0),
        fcr: estimate(0.74, 0.01),
        ..calls.total.clone()
    };
    let work = &mut performance.queues[1];
    for measures in work.days.iter_mut().chain([&mut work.total]) {
        *measures = QueueMeasures {
            backlog: estimate(120.0, 4.0),
            backlog_at_end: estimate(80.0, 3.0),
            backlog_to_1_day: estimate(50.0, 2.0),
            backlog_to_2_days: estimate(20.0, 1.0),
            backlog_to_7_days: estimate(10.0, 1.0),
            backlog_older: estimate(0.0, 0.0),
            overdue: estimate(12.0, 1.0),
            ..measures.clone()
        };
    }
    let load = PersonMeasures {
        answered: estimate(210.0, 4.0),
        occupancy: estimate(0.91, 0.01),
        busy_hours: estimate(30.0, 0.4),
        duty_hours: estimate(33.0, 0.0),
        overload_hours: estimate(21.0, 1.0),
    };
    performance.groups[0].people = vec![load.clone(), load];
    performance.groups[0].total = GroupMeasures {
        slot_use: estimate(0.55, 0.01),
        held_at_once: estimate(2.01, 0.02),
        missing_hours: estimate(40.0, 3.0),
        overload_hours: estimate(310.0, 12.0),
        ..performance.groups[0].total.clone()
    };
    let bot = BotMeasures {
        sessions: estimate(9000.0, 80.0),
        resolved: estimate(4050.0, 60.0),
        unresolved: estimate(1350.0, 30.0),
        escalated: estimate(3600.0, 50.0),
        bypassed: estimate(0.0, 0.0),
        containment: estimate(0.6, 0.005),
        resolution: estimate(0.45, 0.005),
        session_time_s: estimate(90.0, 1.0),
        cost: estimate(2250.0, 20.0),
    };
    performance.bots = vec![BotPerformance { days: vec![bot.clone(); days], total: bot }];
    let trunk = TrunkMeasures {
        offered: estimate(25_000.0, 200.0),
        blocked: estimate(250.0, 20.0),
        blocking: estimate(0.01, 0.001),
        lines_in_use: estimate(31.5, 0.4),
    };
    performance.trunks = vec![TrunkPerformance { days: vec![trunk.clone(); days], total: trunk }];
    performance.total = TotalMeasures {
        lost: estimate(900.0, 20.0),
        lost_value: estimate(18_000.0, 400.0),
        satisfaction: estimate(0.71, 0.01),
        fcr: estimate(0.74, 0.01),
        ..performance.total.clone()
    };
}

/// The study, with overtime of an hour and a session in its first shift, of six people at 22 an hour.
pub(super) fn with_overtime_and_a_session() -> Study {
    let mut study = study();
    study.scenario.shift_types[0].overtime =
        Some(OvertimeRule { before: 0, after: 60, step: 60, premium: Share(0.25) });
    study.scenario.scheduling.sessions = vec![Session {
        name: "coaching".into(),
        attendances: vec![(GroupId(0), 6)],
        length: 60,
        earliest: 0,
        latest: 1440,
        step: 60,
        weekdays: [true; 7],
        at_once: None,
        missed: Money(50.0),
    }];
    if let Some(certified) = &mut study.scheduled {
        let shift = &mut certified.schedule.shifts[0];
        shift.length += 60;
        shift.overtime.after = 60;
        shift.sessions = vec![PlannedSession { session: SessionId(0), begin: 60, length: 60 }];
        certified.schedule.cost.overtime = Money(33.0);
    }
    study
}

/// The study, whose first shift is that of two people with a contract, who have a tour each.
pub(super) fn with_contracts() -> Study {
    let mut study = study();
    study.scenario.groups[0].contracts = vec![GroupContract::plain("full-time", 60, Hours(38.0), 5)];
    if let Some(certified) = &mut study.scheduled {
        let schedule = &mut certified.schedule;
        let shift = &mut schedule.shifts[0];
        (shift.contract, shift.people) = (Some(ContractId(0)), 2);
        let shifts = vec![ScheduledShift { people: 1, ..shift.clone() }];
        let tour =
            |person| Tour { group: GroupId(0), contract: ContractId(0), person, week: 0, shifts: shifts.clone() };
        schedule.tours = vec![tour(0), tour(1)];
    }
    study
}

/// The study.
pub fn study() -> Study {
    let scenario = scenario();
    let demand = Demand::of(&scenario);
    let needed = |factor: f64| {
        let rows = (0..2).map(|group| demand.expected.row(group).iter().map(|c| (c * factor).ceil() as u32).collect());
        Grid::from_rows(rows.collect())
    };
    let levels = StaffingLevels { agents: needed(0.215) };
    let shifts: Vec<ScheduledShift> = (0..7)
        .flat_map(|day| (0..2).map(move |group| (day, group)))
        .map(|(day, group)| ScheduledShift {
            breaks: vec![PlannedBreak { begin: 240, length: 30, paid: false }],
            people: 6 + day as u32,
            ..ScheduledShift::plain(GroupId(group), ShiftTypeId(0), day, 480, 510)
        })
        .collect();
    let paid: Hours = shifts.iter().map(ScheduledShift::paid_hours).sum();
    let part = |group, objective, bound| GroupSolution {
        group: GroupId(group),
        first_day: 0,
        objective: Money(objective),
        bound: Money(bound),
        status: "optimal".into(),
    };
    let today = performance(&scenario, &demand, 0.62, 0.60, 60_000.0);
    let fresh = performance(&scenario, &demand, 0.84, 0.83, 71_000.0);
    Study {
        requirement: Requirement {
            formula: StaffingRequirement::at_one_price(needed(0.19)),
            needed: StaffingRequirement::at_one_price(needed(0.2)),
            performance: fresh.clone(),
            promises: Vec::new(),
            judged: Vec::new(),
            rounds: 3,
        },
        scheduled: Some(CertifiedSchedule {
            schedule: Schedule {
                shifts,
                tours: Vec::new(),
                cost: ScheduleCost {
                    wages: Money(71_234.0),
                    premiums: Money::ZERO,
                    overtime: Money::ZERO,
                    overtime_hours: Hours::ZERO,
                    missed_sessions: Money::ZERO,
                    missed_attendances: 0,
                    under_cover: Money(150.0),
                    over_cover: Money(20.0),
                    paid_hours: paid,
                    under_cover_hours: Hours(3.0),
                    over_cover_hours: Hours(41.5),
                },
                solutions: vec![part(0, 50_000.0, 49_800.0), part(1, 21_404.0, 21_300.0)],
                prices: (MoneyPerHour(50.0), MoneyPerHour(0.5)),
            },
            needed: StaffingRequirement::at_one_price(needed(0.2)),
            levels,
            findings: Vec::new(),
            performance: fresh,
            missed: Vec::new(),
            rounds: 1,
            takes: None,
        }),
        rostered: None,
        planned: Some(planned()),
        scenario,
        demand,
        today,
        validation: None,
    }
}

fn scenario() -> Scenario {
    let zone = TimeZone::get("Europe/Berlin").unwrap();
    let calendar = Calendar::of_days(date(2026, 11, 23), 7, 30, &zone);
    let mut opening_hours = OpeningHours::default();
    opening_hours.week.fill(std::iter::once(480..1200).collect());
    let queue = |name: &str, per_day: f64, within: f64, target: Target| Queue {
        opening_hours: opening_hours.clone(),
        day_factor_cv: 0.1,
        target,
        service_level_within: Seconds(within),
        ..Queue::plain(
            name,
            Volume::Profile {
                per_day,
                weekday: [1.0, 0.9, 0.9, 1.0, 1.6, 0.9, 0.4],
                intraday: vec![(0, 1.0), (540, 1.6), (660, 2.1), (780, 1.5), (960, 1.9), (1080, 1.0)],
                growth_per_week: 0.0,
            },
            Distribution::new(Law::Exponential, Seconds(300.0), None).unwrap(),
        )
    };
    let level = |share, within| ServiceLevelTarget {
        share: Share(share),
        within: Seconds(within),
        definition: ServiceLevelDefinition::ExcludingEarlyAbandons,
    };
    let group = |name: &str, headcount: u32, skills: Vec<QueueId>, on_duty: u32| Group {
        headcount,
        wage: MoneyPerHour(24.0),
        shrinkage: Share(0.3),
        weekly_hours: Hours(38.0),
        days_per_week: 5,
        ..Group::plain(
            name,
            skills,
            calendar
                .intervals
                .iter()
                .map(|i| if (480..1200).contains(&i.clock_minute) { on_duty } else { 0 })
                .collect(),
        )
    };
    let groups = vec![
        group("Generalists", 60, vec![QueueId(0), QueueId(1)], 26),
        group("Service team", 25, vec![QueueId(1)], 13),
    ];
    Scenario {
        name: "peak week".into(),
        question: "Can we keep our promises in the week of Black Friday, and what should we ask for next year?".into(),
        seed: 7,
        digest: "0123456789abcdef".into(),
        opening_hours: opening_hours.clone(),
        queues: vec![
            queue("Orders", 2400.0, 20.0, Target { service_level: Some(level(0.8, 20.0)), ..Target::default() }),
            queue(
                "Service & <Returns>",
                1100.0,
                30.0,
                Target {
                    service_level: Some(level(0.8, 30.0)),
                    max_abandonment: Some(Share(0.05)),
                    ..Target::default()
                },
            ),
        ],
        shift_types: vec![ShiftType::plain("day", vec![GroupId(0), GroupId(1)], vec![510], vec![480])],
        simulation: SimulationSettings { replications: Replications::Fixed(20), warm_up: Seconds::ZERO },
        intraday: crate::scenario::IntradaySettings::default(),
        scheduling: SchedulingSettings {
            under_cover_per_hour: MoneyPerHour(50.0),
            over_cover_per_hour: MoneyPerHour(0.5),
            gap: Share(0.01),
            premiums: Vec::new(),
            sessions: Vec::new(),
        },
        assumptions: vec![
            Assumption { path: "queue.Orders.handling.mean".into(), value: "5m".into(), origin: Origin::File },
            Assumption { path: "group.Generalists.wage".into(), value: "24".into(), origin: Origin::Override },
            Assumption {
                path: "group.Generalists.shrinkage".into(),
                value: "30%".into(),
                origin: Origin::Default("what the trade commonly plans with".into()),
            },
        ],
        ..Scenario::plain(calendar, Vec::new(), groups)
    }
}

fn estimate(mean: f64, half_width: f64) -> Estimate {
    Estimate { mean: Some(mean), half_width: Some(half_width) }
}

fn queue_measures(offered: f64, level: f64, half_width: f64) -> QueueMeasures {
    if offered == 0.0 {
        let nothing = estimate(0.0, 0.0);
        return QueueMeasures {
            offered: nothing,
            answered: nothing,
            abandoned: nothing,
            blocked: nothing,
            unserved: nothing,
            mean_queue: nothing,
            cost: nothing,
            ..QueueMeasures::default()
        };
    }
    let abandonment = (1.0 - level) / 8.0;
    QueueMeasures {
        offered: estimate(offered, offered * 0.01),
        answered: estimate(offered * (1.0 - abandonment), offered * 0.01),
        abandoned: estimate(offered * abandonment, offered * 0.002),
        blocked: estimate(0.0, 0.0),
        unserved: estimate(0.0, 0.0),
        abandonment: estimate(abandonment, 0.002),
        service_level: estimate(level, half_width),
        asa_s: estimate(90.0 * (1.0 - level), 2.0),
        mean_wait_s: estimate(92.0 * (1.0 - level), 2.0),
        p_wait: estimate(1.1 * (1.0 - level), 0.01),
        wait_p50_s: estimate(0.0, 0.0),
        wait_p90_s: estimate(200.0 * (1.0 - level), 5.0),
        handling_time_s: estimate(300.0, 1.0),
        mean_queue: estimate(1.5, 0.1),
        occupancy: estimate(0.82, 0.01),
        cost: estimate(offered * 2.5, offered * 0.02),
        lost: estimate(offered * abandonment, offered * 0.002),
        satisfaction: estimate(0.8, 0.002),
        ..QueueMeasures::default()
    }
}

fn performance(scenario: &Scenario, demand: &Demand, level: f64, worst: f64, cost: f64) -> Performance {
    let calendar = &scenario.calendar;
    let queues = scenario.queues.iter().enumerate().map(|(index, queue)| {
        let target = if index == 0 { level } else { 0.86 };
        let dip = |interval: usize, contacts: f64| {
            let wave = (interval as f64 * 0.7).sin() * 0.05;
            (if index == 0 { worst } else { 0.87 }) + wave - contacts / 8000.0
        };
        let row = demand.expected.row(index);
        QueuePerformance {
            definition: ServiceLevelDefinition::ExcludingEarlyAbandons,
            within: queue.service_level_within,
            target: queue.target,
            total: queue_measures(row.iter().sum(), target, 0.01),
            days: calendar
                .days
                .iter()
                .enumerate()
                .map(|(day, at)| {
                    let contacts = row[at.intervals.clone()].iter().sum();
                    queue_measures(contacts, if day == 6 { 0.9 } else { target - 0.01 * (day % 3) as f64 }, 0.018)
                })
                .collect(),
            intervals: row.iter().enumerate().map(|(i, &c)| queue_measures(c, dip(i, c), 0.03)).collect(),
            reasons: Vec::new(),
        }
    });
    let group = |hours: f64| GroupMeasures {
        on_duty: estimate(hours, 0.0),
        occupancy: estimate(0.82, 0.01),
        answered: estimate(40.0 * hours, 3.0),
        busy_hours: estimate(0.82 * hours, 0.1),
        duty_hours: estimate(hours, 0.0),
        overtime_hours: estimate(0.1, 0.05),
        paid_hours: estimate(hours / 0.7, 0.1),
        cost: estimate(hours / 0.7 * 24.0, 2.4),
        ..GroupMeasures::default()
    };
    Performance {
        seed: 7,
        replications: 20,
        queues: queues.collect(),
        groups: scenario
            .groups
            .iter()
            .map(|_| GroupPerformance {
                total: group(900.0),
                days: calendar.days.iter().map(|_| group(130.0)).collect(),
                intervals: calendar.intervals.iter().map(|_| group(6.0)).collect(),
                people: Vec::new(),
            })
            .collect(),
        total: TotalMeasures {
            offered: estimate(23_450.0, 210.0),
            answered: estimate(22_400.0, 200.0),
            abandoned: estimate(1050.0, 60.0),
            blocked: estimate(0.0, 0.0),
            unserved: estimate(0.0, 0.0),
            abandonment: estimate(0.045, 0.002),
            service_level: estimate(level + 0.05, 0.01),
            asa_s: estimate(31.0, 1.5),
            mean_wait_s: estimate(32.0, 1.5),
            occupancy: estimate(0.82, 0.01),
            paid_hours: estimate(2500.0, 4.0),
            cost: estimate(cost, 120.0),
            cost_per_contact: estimate(2.7, 0.02),
            ..TotalMeasures::default()
        },
        bots: Vec::new(),
        trunks: Vec::new(),
        keys: Vec::new(),
        replicates: Vec::new(),
    }
}
