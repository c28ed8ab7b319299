//! The accounts of a queue and its reasons.

use super::account::{Accounts, Student};
use super::groups::price_of_second;
use super::times::{AddsUp, Stretch, Times};
use crate::scenario::{Satisfaction, Scenario};
use crate::simulation::centre::{Centre, service_level_of};
use crate::simulation::facts::{Facts, QueueFacts};
use crate::simulation::measure::{Measure, Sums};
use crate::simulation::performance::{QueueMeasures, QueuePerformance, ReasonMeasures};
use crate::simulation::waits::Waits;
use crate::statistics::Estimate;
use crate::target::{Outcomes, ServiceLevelDefinition, Target};
use crate::units::Seconds;
use std::ops::Range;

/// Measures that only some queues have accounts of.
const CALLBACKS: [Measure; 3] = [Measure::Callbacks, Measure::CallbacksReached, Measure::CallbackWait];
const JOURNEY: [Measure; 6] =
    [Measure::Redials, Measure::Repeats, Measure::HandedIn, Measure::HandedOn, Measure::FromBots, Measure::Turns];
const BACKLOG: [Measure; 7] = [
    Measure::Backlog,
    Measure::BacklogAtEnd,
    Measure::BacklogToOneDay,
    Measure::BacklogToTwoDays,
    Measure::BacklogToSevenDays,
    Measure::BacklogOlder,
    Measure::Overdue,
];

/// The accounts of a queue.
#[derive(Debug)]
pub(super) struct QueueAccounts {
    queue: usize,
    rules: QueueCount,
    within: Seconds,
    target: Target,
    servers: Vec<Server>,
    accounts: Accounts,
    /// Its reasons among those of all queues; none where it names none.
    reasons: Range<usize>,
    of_reasons: Vec<Accounts>,
}

/// How the queue is counted.
#[derive(Debug, Clone, Copy)]
pub(super) struct QueueCount {
    pub definition: ServiceLevelDefinition,
    pub satisfaction: Satisfaction,
    /// Whether there are facts about its journeys.
    pub has_journeys: bool,
    /// Whether its work is deferred.
    pub is_deferred: bool,
    /// Whether it says anything about first-contact resolution.
    pub has_resolution: bool,
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
    /// Its part of the crew's cost where the crew had no contact at all: the same for each of its queues.
    idle_share: f64,
}

/// What a queue did in a stretch of time and what its crews did meanwhile, in one replication.
#[derive(Debug, Clone, Default)]
struct QueueStretch {
    sums: Sums,
    /// One for each crew that may take its contacts.
    crews: Vec<CrewShare>,
}

/// What a crew did for a queue, in seconds.
#[derive(Debug, Clone, Copy, Default)]
struct CrewShare {
    /// Time with contacts of the queue.
    with_queue: f64,
    /// Time with any contact.
    busy: f64,
    /// Time on duty as planned, or in overtime.
    paid: f64,
    /// Time there, or in overtime.
    available: f64,
}

impl AddsUp for QueueStretch {
    fn add(&mut self, later: &Self) {
        self.sums.add(&later.sums);
        for (mine, theirs) in self.crews.iter_mut().zip(&later.crews) {
            mine.with_queue += theirs.with_queue;
            mine.busy += theirs.busy;
            mine.paid += theirs.paid;
            mine.available += theirs.available;
        }
    }
}

impl QueueStretch {
    /// The sums, with those that are not the sums of their parts: a queue's share of a crew's cost depends on the stretch.
    fn complete(&mut self, servers: &[Server]) -> &Sums {
        let costs = self.crews.iter().zip(servers).map(|(share, server)| {
            let part = if share.busy > 0.0 { share.with_queue / share.busy } else { server.idle_share };
            share.paid * server.price * part
        });
        self.sums.agents_cost = costs.sum();
        self.sums.agents.busy = self.crews.iter().map(|share| share.busy).sum();
        self.sums.available = self.crews.iter().map(|share| share.available).sum();
        &self.sums
    }
}

impl QueueAccounts {
    pub fn new(scenario: &Scenario, centre: &Centre, queue: usize, times: &Times) -> Self {
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
        let given = &scenario.queues[queue];
        let (within, definition) = service_level_of(given);
        let rules = &centre.queues[queue];
        let count = QueueCount {
            definition,
            satisfaction: scenario.satisfaction,
            has_journeys: !rules.is_plain,
            is_deferred: rules.deferred.is_some(),
            has_resolution: given.repeat.is_some() || given.reasons.iter().any(|reason| reason.resolution.0 < 1.0),
        };
        let is_needed = |measure: &Measure| match measure {
            Measure::LostValue => given.reasons.iter().any(|reason| reason.value.0 != 0.0),
            Measure::Fcr => count.has_resolution,
            measure if CALLBACKS.contains(measure) => rules.callback.is_some(),
            measure if JOURNEY.contains(measure) => count.has_journeys,
            measure if BACKLOG.contains(measure) => count.is_deferred,
            _ => true,
        };
        let measures: Vec<Measure> = QueueMeasures::MEASURES.iter().copied().filter(is_needed).collect();
        let has_names = given.reasons.iter().any(|reason| !reason.name.is_empty());
        let reasons = rules.first_reason..rules.first_reason + if has_names { rules.reasons } else { 0 };
        Self {
            queue,
            rules: count,
            within,
            target: given.target,
            servers,
            accounts: Accounts::new(&measures, times.all()),
            of_reasons: reasons.clone().map(|_| Accounts::new(ReasonMeasures::MEASURES, 1)).collect(),
            reasons,
        }
    }

    /// Enters a replication; returns its sums over the horizon.
    pub fn enter(&mut self, facts: &Facts, times: &Times) -> Sums {
        let Self { queue, rules, servers, accounts, .. } = self;
        let of_interval = |interval: usize, here: &mut QueueStretch| {
            let segment = interval + times.warm_up;
            here.sums = rules.sums(facts, *queue, segment);
            here.sums.seconds = times.intervals[interval];
            for (share, server) in here.crews.iter_mut().zip(servers.iter()) {
                let crew = &facts.crews[(server.crew, segment)];
                *share = CrewShare {
                    with_queue: facts.busy[(server.pair, segment)],
                    busy: crew.busy,
                    paid: server.duty[interval] + crew.overtime,
                    available: server.duty[interval] - crew.missing + crew.overtime,
                };
            }
        };
        let nothing = QueueStretch { sums: Sums::default(), crews: vec![CrewShare::default(); servers.len()] };
        let ever = times.add_up(&nothing, of_interval, |stretch, of| {
            accounts.enter(times.place(stretch), of.complete(servers));
        });
        for (account, reason) in self.of_reasons.iter_mut().zip(&facts.reasons[self.reasons.clone()]) {
            let mut sums = Sums { offered: f64::from(reason.offered), ..Sums::default() };
            sums.bots.resolved = reason.bot_resolved;
            sums.contacts.answered = reason.answered;
            sums.contacts.handling = reason.handling;
            sums.contacts.lost = reason.lost;
            sums.contacts.lost_value = reason.lost_value;
            sums.journey.settled = reason.settled;
            account.enter(0, &sums);
        }
        ever.sums
    }

    /// The service level over the horizon, as far as it is known.
    pub fn service_level(&self) -> Estimate {
        let horizon = self.accounts.stretches().saturating_sub(1);
        self.accounts.ratio(horizon, Measure::ServiceLevel)
    }

    pub fn performance(self, times: &Times, waits: &Waits, student: &Student) -> QueuePerformance {
        let measures = |stretch: Stretch| {
            let place = times.place(stretch);
            let quantile = |p: f64| match stretch {
                Stretch::Interval(interval) => waits.in_interval(self.queue, interval, p),
                Stretch::Day(day) => waits.on_day(self.queue, day, p),
                Stretch::Horizon => waits.in_total(self.queue, p),
            };
            let estimate = |measure: Measure| {
                if BACKLOG.contains(&measure) && !self.rules.is_deferred {
                    return Estimate::none();
                }
                self.accounts.estimate(place, measure, student)
            };
            QueueMeasures { wait_p50_s: quantile(0.5), wait_p90_s: quantile(0.9), ..QueueMeasures::of(estimate) }
        };
        let of_reason = |accounts: &Accounts| ReasonMeasures::of(|measure| accounts.estimate(0, measure, student));
        QueuePerformance {
            definition: self.rules.definition,
            within: self.within,
            target: self.target,
            total: measures(Stretch::Horizon),
            days: (0..times.days.len()).map(|day| measures(Stretch::Day(day))).collect(),
            intervals: (0..times.intervals.len()).map(|interval| measures(Stretch::Interval(interval))).collect(),
            reasons: self.of_reasons.iter().map(of_reason).collect(),
        }
    }
}

impl QueueCount {
    /// The sums of a segment, as far as they are counts of contacts.
    pub fn sums(&self, facts: &Facts, queue: usize, segment: usize) -> Sums {
        let contacts = facts.queues[(queue, segment)];
        let mut sums = Sums {
            offered: f64::from(contacts.offered()),
            contacts,
            service_level: self.service_level(&contacts),
            satisfaction: self.satisfaction(&contacts),
            ..Sums::default()
        };
        if self.has_journeys {
            sums.journey = facts.journeys[(queue, segment)];
        }
        if self.has_resolution && self.has_journeys {
            sums.first_contact = (f64::from(sums.journey.settled), f64::from(sums.journey.concluded));
        }
        if self.is_deferred {
            sums.backlog = facts.backlogs[(queue, segment)];
        }
        sums
    }

    /// Of deferred work, who waits in vain beyond the promise counts as if answered too late.
    fn service_level(&self, facts: &QueueFacts) -> (f64, f64) {
        let overdue = if self.is_deferred { facts.overdue } else { 0 };
        self.definition.ratio(&Outcomes {
            answered: f64::from(facts.answered + overdue),
            answered_within: f64::from(facts.answered_within),
            abandoned: f64::from(facts.abandoned),
            abandoned_within: f64::from(facts.abandoned_within),
        })
    }

    fn satisfaction(&self, facts: &QueueFacts) -> (f64, f64) {
        let answered = f64::from(facts.answered);
        let given_up = f64::from(facts.abandoned + facts.blocked);
        // Where nobody is satisfied, the two differ by rounding.
        let of_answered = (answered * self.satisfaction.base.0 - facts.dissatisfaction).max(0.0);
        (of_answered + given_up * self.satisfaction.lost.0, answered + given_up)
    }
}
