//! From the facts of many replications to estimates.
//!
//! Every queue and group has an account for each interval, each day and the horizon. A replication enters each of them once, with
//! the sums over that stretch of time; replications enter in their order, so that the bytes do not depend on who ran
//! them. Accounts are small (some 500 bytes for a queue, 120 for a group), since there may be hundreds of thousands.

use super::centre::{Centre, service_level_of};
use super::facts::{CrewFacts, Facts, QueueFacts};
use super::performance::{
    GroupMeasures, GroupPerformance, Performance, QueueMeasures, QueuePerformance, TotalMeasures,
};
use super::waits::Waits;
use crate::scenario::Scenario;
use crate::statistics::{Estimate, RatioOfMeans, Tally, student_quantile};
use crate::target::{Outcomes, ServiceLevelDefinition, Target};
use crate::units::Seconds;
use rayon::prelude::*;
use std::ops::Range;

/// The accounts of a simulation.
#[derive(Debug)]
pub struct Collection {
    calendar: Times,
    queues: Vec<QueueAccounts>,
    groups: Vec<GroupAccounts>,
    total: TotalAccount,
}

/// The lengths of the stretches, in seconds.
#[derive(Debug)]
struct Times {
    intervals: Vec<f64>,
    days: Vec<Range<usize>>,
    warm_up: usize,
}

impl Times {
    fn length(&self, intervals: Range<usize>) -> f64 {
        self.intervals[intervals].iter().sum()
    }

    /// Agent-seconds on duty of a crew as planned, by interval.
    fn duty(&self, centre: &Centre, crew: usize) -> Vec<f64> {
        let levels = &centre.crews[crew].levels[centre.warm_up..];
        levels.iter().zip(&self.intervals).map(|(&level, seconds)| f64::from(level) * seconds).collect()
    }
}

impl Collection {
    /// Empty accounts for a scenario.
    pub fn new(scenario: &Scenario, centre: &Centre) -> Self {
        let intervals = scenario.calendar.intervals.iter().map(|interval| interval.length().0).collect();
        let days = scenario.calendar.days.iter().map(|day| day.intervals.clone()).collect();
        let calendar = Times { intervals, days, warm_up: centre.warm_up };
        Self {
            queues: (0..centre.queues.len())
                .map(|queue| QueueAccounts::new(scenario, centre, queue, &calendar))
                .collect(),
            groups: (0..scenario.groups.len())
                .map(|group| GroupAccounts::new(scenario, centre, group, &calendar))
                .collect(),
            total: TotalAccount::default(),
            calendar,
        }
    }

    /// Enters replications, in their order.
    pub fn enter(&mut self, batch: &[Facts]) {
        let times = &self.calendar;
        let queues = self.queues.par_iter_mut();
        let of_queues: Vec<Vec<QueueFacts>> =
            queues.map(|queue| batch.iter().map(|facts| queue.enter(facts, times)).collect()).collect();
        let groups = self.groups.par_iter_mut();
        let of_groups: Vec<Vec<CrewFacts>> =
            groups.map(|group| batch.iter().map(|facts| group.enter(facts, times)).collect()).collect();
        for replication in 0..batch.len() {
            let queues =
                self.queues.iter().zip(&of_queues).map(|(queue, facts)| (queue.definition, &facts[replication]));
            let groups = self.groups.iter().zip(&of_groups).map(|(group, facts)| (group, &facts[replication]));
            self.total.enter(queues, groups);
        }
    }

    /// The half-widths of the service levels of all queues over the horizon; none where nothing came.
    pub fn service_level_half_widths(&self) -> impl Iterator<Item = Option<f64>> + '_ {
        let known = self.queues.iter().map(|queue| queue.total.service_level.estimate());
        known.filter(|estimate| estimate.mean.is_some()).map(|estimate| estimate.half_width)
    }

    /// What is known now.
    pub fn performance(&self, seed: u64, replications: u32, waits: &Waits) -> Performance {
        let student = Student::up_to(replications);
        Performance {
            seed,
            replications,
            queues: self
                .queues
                .par_iter()
                .enumerate()
                .map(|(i, queue)| queue.performance(i, waits, &student))
                .collect(),
            groups: self.groups.par_iter().map(|group| group.performance(&self.calendar, &student)).collect(),
            total: self.total.measures(&student),
        }
    }
}

/// The 97.5 % quantiles of Student's distribution by degrees of freedom, computed once for all the intervals.
struct Student(Vec<f64>);

impl Student {
    fn up_to(replications: u32) -> Self {
        Self((0..u64::from(replications)).map(|degrees| student_quantile(0.975, degrees)).collect())
    }

    fn estimate(&self, mean: Option<f64>, error: Option<f64>, count: u64) -> Estimate {
        let quantile = count.checked_sub(1).and_then(|degrees| self.0.get(degrees as usize)).copied();
        Estimate::with_error(mean, error, quantile)
    }

    fn of(&self, tally: &Tally) -> Estimate {
        self.estimate(tally.mean(), tally.standard_error(), tally.count())
    }

    fn of_ratio(&self, ratio: &RatioOfMeans) -> Estimate {
        self.estimate(ratio.ratio(), ratio.standard_error(), ratio.count())
    }
}

/// What a queue did in a stretch of time and what its groups did meanwhile, in one replication.
#[derive(Debug, Clone, Default)]
struct QueueStretch {
    facts: QueueFacts,
    /// One for each group that may take its contacts.
    groups: Vec<GroupShare>,
}

/// What a group did for a queue, in seconds.
#[derive(Debug, Clone, Copy, Default)]
struct GroupShare {
    /// Time with contacts of the queue.
    with_queue: f64,
    /// Time with any contact.
    busy: f64,
    /// Time on duty as planned, or in overtime.
    paid: f64,
    /// Time there, or in overtime.
    available: f64,
}

impl QueueStretch {
    fn clear(&mut self) {
        self.facts = QueueFacts::default();
        self.groups.fill(GroupShare::default());
    }

    fn add(&mut self, other: &Self) {
        self.facts += &other.facts;
        for (mine, theirs) in self.groups.iter_mut().zip(&other.groups) {
            mine.with_queue += theirs.with_queue;
            mine.busy += theirs.busy;
            mine.paid += theirs.paid;
            mine.available += theirs.available;
        }
    }
}

/// A crew that may take a queue's contacts.
#[derive(Debug)]
struct Server {
    crew: usize,
    pair: usize,
    /// Agent-seconds on duty as planned, by interval.
    duty: Vec<f64>,
    /// Cost of a second on duty or in overtime.
    price: f64,
    /// Its part of the group's cost where the group had no contact at all: the same for each of its queues.
    idle_share: f64,
}

#[derive(Debug)]
struct QueueAccounts {
    queue: usize,
    definition: ServiceLevelDefinition,
    within: Seconds,
    target: Target,
    servers: Vec<Server>,
    intervals: Vec<QueueAccount>,
    days: Vec<QueueAccount>,
    total: QueueAccount,
    /// Room for the sums over an interval, a day and the horizon.
    sums: [QueueStretch; 3],
}

impl QueueAccounts {
    fn new(scenario: &Scenario, centre: &Centre, queue: usize, times: &Times) -> Self {
        let mut servers = Vec::new();
        for (crew, rules) in centre.crews.iter().enumerate() {
            for skill in rules.skills.iter().filter(|skill| skill.queue == queue) {
                servers.push(Server {
                    crew,
                    pair: skill.pair,
                    price: price_of_second(scenario, rules.group),
                    idle_share: 1.0 / rules.skills.len() as f64,
                    duty: times.duty(centre, crew),
                });
            }
        }
        let (within, definition) = service_level_of(&scenario.queues[queue]);
        let sum = QueueStretch { facts: QueueFacts::default(), groups: vec![GroupShare::default(); servers.len()] };
        Self {
            queue,
            definition,
            within,
            target: scenario.queues[queue].target,
            servers,
            intervals: vec![QueueAccount::default(); times.intervals.len()],
            days: vec![QueueAccount::default(); times.days.len()],
            total: QueueAccount::default(),
            sums: [sum.clone(), sum.clone(), sum],
        }
    }

    /// Enters a replication; returns its sums over the horizon.
    fn enter(&mut self, facts: &Facts, times: &Times) -> QueueFacts {
        let Self { queue, definition, servers, intervals, days, total, sums, .. } = self;
        let [here, today, ever] = sums;
        ever.clear();
        for (day, range) in days.iter_mut().zip(&times.days) {
            today.clear();
            for interval in range.clone() {
                let segment = interval + times.warm_up;
                here.facts = facts.queues[(*queue, segment)];
                for (share, server) in here.groups.iter_mut().zip(servers.iter()) {
                    let crew = &facts.crews[(server.crew, segment)];
                    *share = GroupShare {
                        with_queue: facts.busy[(server.pair, segment)],
                        busy: crew.busy,
                        paid: server.duty[interval] + crew.overtime,
                        available: server.duty[interval] - crew.missing + crew.overtime,
                    };
                }
                intervals[interval].enter(here, *definition, servers, times.intervals[interval]);
                today.add(here);
            }
            day.enter(today, *definition, servers, times.length(range.clone()));
            ever.add(today);
        }
        total.enter(ever, *definition, servers, times.intervals.iter().sum());
        ever.facts
    }

    fn performance(&self, queue: usize, waits: &Waits, student: &Student) -> QueuePerformance {
        let intervals = self.intervals.iter().enumerate();
        let days = self.days.iter().enumerate();
        QueuePerformance {
            definition: self.definition,
            within: self.within,
            target: self.target,
            total: self.total.measures(student, |p| waits.in_total(queue, p)),
            days: days.map(|(i, day)| day.measures(student, |p| waits.on_day(queue, i, p))).collect(),
            intervals: intervals.map(|(i, it)| it.measures(student, |p| waits.in_interval(queue, i, p))).collect(),
        }
    }
}

/// The account of a queue in a stretch of time.
#[derive(Debug, Clone, Default)]
struct QueueAccount {
    offered: Tally,
    answered: Tally,
    abandoned: Tally,
    blocked: Tally,
    unserved: Tally,
    mean_queue: Tally,
    cost: Tally,
    abandonment: RatioOfMeans,
    service_level: RatioOfMeans,
    asa: RatioOfMeans,
    mean_wait: RatioOfMeans,
    p_wait: RatioOfMeans,
    handling: RatioOfMeans,
    occupancy: RatioOfMeans,
}

impl QueueAccount {
    fn enter(&mut self, sum: &QueueStretch, definition: ServiceLevelDefinition, servers: &[Server], seconds: f64) {
        let facts = &sum.facts;
        let offered = f64::from(facts.offered());
        let answered = f64::from(facts.answered);
        let abandoned = f64::from(facts.abandoned);
        self.offered.add(offered);
        self.answered.add(answered);
        self.abandoned.add(abandoned);
        self.blocked.add(f64::from(facts.blocked));
        self.unserved.add(f64::from(facts.unserved));
        self.mean_queue.add(facts.waiting_time / seconds);
        let costs = sum.groups.iter().zip(servers).map(|(share, server)| {
            let part = if share.busy > 0.0 { share.with_queue / share.busy } else { server.idle_share };
            share.paid * server.price * part
        });
        self.cost.add(costs.sum());
        self.abandonment.add(abandoned, offered);
        let (good, all) = service_level(definition, facts);
        self.service_level.add(good, all);
        self.asa.add(facts.wait_answered, answered);
        self.mean_wait.add(facts.wait_answered + facts.wait_abandoned, answered + abandoned);
        self.p_wait.add(f64::from(facts.waited), answered + abandoned);
        self.handling.add(facts.handling, answered);
        let busy = sum.groups.iter().map(|share| share.busy).sum();
        self.occupancy.add(busy, sum.groups.iter().map(|share| share.available).sum());
    }

    fn measures(&self, student: &Student, wait_quantile: impl Fn(f64) -> Estimate) -> QueueMeasures {
        QueueMeasures {
            offered: student.of(&self.offered),
            answered: student.of(&self.answered),
            abandoned: student.of(&self.abandoned),
            blocked: student.of(&self.blocked),
            unserved: student.of(&self.unserved),
            abandonment: student.of_ratio(&self.abandonment),
            service_level: student.of_ratio(&self.service_level),
            asa_s: student.of_ratio(&self.asa),
            mean_wait_s: student.of_ratio(&self.mean_wait),
            p_wait: student.of_ratio(&self.p_wait),
            wait_p50_s: wait_quantile(0.5),
            wait_p90_s: wait_quantile(0.9),
            handling_time_s: student.of_ratio(&self.handling),
            mean_queue: student.of(&self.mean_queue),
            occupancy: student.of_ratio(&self.occupancy),
            cost: student.of(&self.cost),
        }
    }
}

fn service_level(definition: ServiceLevelDefinition, facts: &QueueFacts) -> (f64, f64) {
    definition.ratio(&Outcomes {
        answered: f64::from(facts.answered),
        answered_within: f64::from(facts.answered_within),
        abandoned: f64::from(facts.abandoned),
        abandoned_within: f64::from(facts.abandoned_within),
    })
}

/// Cost of a second on duty or in overtime: paid time is longer by the shrinkage.
fn price_of_second(scenario: &Scenario, group: usize) -> f64 {
    let group = &scenario.groups[group];
    group.wage.0 / group.shrinkage.complement().0 / 3600.0
}

#[derive(Debug)]
struct GroupAccounts {
    /// Its crews.
    crews: Vec<usize>,
    /// Agent-seconds on duty as planned, by interval.
    duty: Vec<f64>,
    /// Paid hours of an hour on duty or in overtime.
    paid: f64,
    /// Cost of a second on duty or in overtime.
    price: f64,
    intervals: Vec<GroupAccount>,
    days: Vec<GroupAccount>,
    total: GroupAccount,
}

impl GroupAccounts {
    fn new(scenario: &Scenario, centre: &Centre, group: usize, times: &Times) -> Self {
        let crews = centre.crews.iter().enumerate().filter(|(_, crew)| crew.group == group);
        let crews: Vec<usize> = crews.map(|(index, _)| index).collect();
        let mut duty = vec![0.0; times.intervals.len()];
        for &crew in &crews {
            for (sum, seconds) in duty.iter_mut().zip(times.duty(centre, crew)) {
                *sum += seconds;
            }
        }
        Self {
            crews,
            duty,
            paid: 1.0 / scenario.groups[group].shrinkage.complement().0,
            price: price_of_second(scenario, group),
            intervals: vec![GroupAccount::default(); times.intervals.len()],
            days: vec![GroupAccount::default(); times.days.len()],
            total: GroupAccount::default(),
        }
    }

    /// Enters a replication; returns its sums over the horizon.
    fn enter(&mut self, facts: &Facts, times: &Times) -> CrewFacts {
        let mut ever = CrewFacts::default();
        for (day, range) in self.days.iter_mut().zip(&times.days) {
            let mut today = CrewFacts::default();
            for interval in range.clone() {
                let mut here = CrewFacts::default();
                for &crew in &self.crews {
                    here += &facts.crews[(crew, interval + times.warm_up)];
                }
                self.intervals[interval].enter(&here, self.duty[interval]);
                today += &here;
            }
            day.enter(&today, self.duty[range.clone()].iter().sum());
            ever += &today;
        }
        self.total.enter(&ever, self.duty.iter().sum());
        ever
    }

    fn performance(&self, times: &Times, student: &Student) -> GroupPerformance {
        let measures = |account: &GroupAccount, intervals: Range<usize>| {
            let seconds = times.length(intervals.clone());
            account.measures(student, self, self.duty[intervals].iter().sum(), seconds)
        };
        GroupPerformance {
            total: measures(&self.total, 0..self.duty.len()),
            days: self.days.iter().zip(&times.days).map(|(day, range)| measures(day, range.clone())).collect(),
            intervals: self.intervals.iter().enumerate().map(|(i, account)| measures(account, i..i + 1)).collect(),
        }
    }
}

/// The account of a group in a stretch of time.
#[derive(Debug, Clone, Default)]
struct GroupAccount {
    answered: Tally,
    busy: Tally,
    overtime: Tally,
    occupancy: RatioOfMeans,
}

impl GroupAccount {
    fn enter(&mut self, facts: &CrewFacts, duty: f64) {
        self.answered.add(f64::from(facts.answered));
        self.busy.add(facts.busy);
        self.overtime.add(facts.overtime);
        self.occupancy.add(facts.busy, duty - facts.missing + facts.overtime);
    }

    fn measures(&self, student: &Student, accounts: &GroupAccounts, duty: f64, seconds: f64) -> GroupMeasures {
        let overtime = student.of(&self.overtime);
        let worked = overtime.shifted(duty);
        GroupMeasures {
            on_duty: Estimate::exact(duty / seconds),
            occupancy: student.of_ratio(&self.occupancy),
            answered: student.of(&self.answered),
            busy_hours: student.of(&self.busy).scaled(1.0 / 3600.0),
            duty_hours: Estimate::exact(duty / 3600.0),
            overtime_hours: overtime.scaled(1.0 / 3600.0),
            paid_hours: worked.scaled(accounts.paid / 3600.0),
            cost: worked.scaled(accounts.price),
        }
    }
}

/// The account of everything together over the horizon.
#[derive(Debug, Default)]
struct TotalAccount {
    offered: Tally,
    answered: Tally,
    abandoned: Tally,
    blocked: Tally,
    unserved: Tally,
    abandonment: RatioOfMeans,
    service_level: RatioOfMeans,
    asa: RatioOfMeans,
    mean_wait: RatioOfMeans,
    occupancy: RatioOfMeans,
    paid_hours: Tally,
    cost: Tally,
    cost_per_contact: RatioOfMeans,
}

impl TotalAccount {
    fn enter<'a>(
        &mut self,
        queues: impl Iterator<Item = (ServiceLevelDefinition, &'a QueueFacts)>,
        groups: impl Iterator<Item = (&'a GroupAccounts, &'a CrewFacts)>,
    ) {
        let mut sum = QueueFacts::default();
        let mut level = (0.0, 0.0);
        for (definition, facts) in queues {
            sum += facts;
            let (good, all) = service_level(definition, facts);
            level = (level.0 + good, level.1 + all);
        }
        let (mut busy, mut available, mut paid_hours, mut cost) = (0.0, 0.0, 0.0, 0.0);
        for (accounts, facts) in groups {
            let worked = accounts.duty.iter().sum::<f64>() + facts.overtime;
            busy += facts.busy;
            available += worked - facts.missing;
            paid_hours += worked * accounts.paid / 3600.0;
            cost += worked * accounts.price;
        }
        let (offered, answered, abandoned) =
            (f64::from(sum.offered()), f64::from(sum.answered), f64::from(sum.abandoned));
        self.offered.add(offered);
        self.answered.add(answered);
        self.abandoned.add(abandoned);
        self.blocked.add(f64::from(sum.blocked));
        self.unserved.add(f64::from(sum.unserved));
        self.abandonment.add(abandoned, offered);
        self.service_level.add(level.0, level.1);
        self.asa.add(sum.wait_answered, answered);
        self.mean_wait.add(sum.wait_answered + sum.wait_abandoned, answered + abandoned);
        self.occupancy.add(busy, available);
        self.paid_hours.add(paid_hours);
        self.cost.add(cost);
        self.cost_per_contact.add(cost, answered);
    }

    fn measures(&self, student: &Student) -> TotalMeasures {
        TotalMeasures {
            offered: student.of(&self.offered),
            answered: student.of(&self.answered),
            abandoned: student.of(&self.abandoned),
            blocked: student.of(&self.blocked),
            unserved: student.of(&self.unserved),
            abandonment: student.of_ratio(&self.abandonment),
            service_level: student.of_ratio(&self.service_level),
            asa_s: student.of_ratio(&self.asa),
            mean_wait_s: student.of_ratio(&self.mean_wait),
            occupancy: student.of_ratio(&self.occupancy),
            paid_hours: student.of(&self.paid_hours),
            cost: student.of(&self.cost),
            cost_per_contact: student.of_ratio(&self.cost_per_contact),
        }
    }
}
