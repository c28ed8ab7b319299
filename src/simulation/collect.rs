//! From the facts of many replications to estimates.
//!
//! Every queue and group has an account for each interval, each day and the horizon; bots and trunks have them for days and
//! horizon, people and reasons for the horizon. A replication enters each of them once, with the sums over that stretch
//! of time; replications enter in their order, so that the bytes do not depend on who ran them. An account holds only what
//! can happen in the scenario (some 600 bytes for a plain queue, 400 for a group), since there may be hundreds of thousands.

mod account;
mod groups;
mod queues;
mod services;
mod times;

#[cfg(test)]
mod tests;

use super::centre::Centre;
use super::facts::Facts;
use super::measure::{Measure, MeasureKey, Replicate, Subject, Sums};
use super::performance::{BotMeasures, GroupMeasures, Performance, QueueMeasures, TotalMeasures, TrunkMeasures};
use super::waits::Waits;
use crate::scenario::Scenario;
use account::{Accounts, Student};
use groups::GroupAccounts;
use queues::QueueAccounts;
use rayon::prelude::*;
use services::{BotAccounts, TrunkAccounts};
use times::Times;

/// The accounts of a simulation.
#[derive(Debug)]
pub struct Collection {
    times: Times,
    queues: Vec<QueueAccounts>,
    groups: Vec<GroupAccounts>,
    bots: Vec<BotAccounts>,
    trunks: Vec<TrunkAccounts>,
    total: Accounts,
    keys: Vec<MeasureKey>,
    replicates: Vec<Replicate>,
}

impl Collection {
    /// Empty accounts for a scenario.
    pub fn new(scenario: &Scenario, centre: &Centre) -> Self {
        let times = Times::of(scenario, centre);
        let queues = (0..centre.queues.len()).map(|queue| QueueAccounts::new(scenario, centre, queue, &times));
        let groups = (0..scenario.groups.len()).map(|group| GroupAccounts::new(scenario, centre, group, &times));
        Self {
            queues: queues.collect(),
            groups: groups.collect(),
            bots: scenario.bots.iter().enumerate().map(|(index, bot)| BotAccounts::new(bot, index, &times)).collect(),
            trunks: (0..scenario.trunks.len()).map(|trunk| TrunkAccounts::new(trunk, &times)).collect(),
            total: Accounts::new(TotalMeasures::MEASURES, 1),
            keys: keys(scenario),
            replicates: Vec::new(),
            times,
        }
    }

    /// Enters replications, in their order.
    pub fn enter(&mut self, batch: &[Facts]) {
        let times = &self.times;
        let queues = self.queues.par_iter_mut();
        let of_queues: Vec<Vec<Sums>> =
            queues.map(|queue| batch.iter().map(|facts| queue.enter(facts, times)).collect()).collect();
        let groups = self.groups.par_iter_mut();
        let of_groups: Vec<Vec<Sums>> =
            groups.map(|group| batch.iter().map(|facts| group.enter(facts, times)).collect()).collect();
        for (replication, facts) in batch.iter().enumerate() {
            let of_bots: Vec<Sums> = self.bots.iter_mut().map(|bot| bot.enter(facts, times)).collect();
            let of_trunks: Vec<Sums> = self.trunks.iter_mut().map(|trunk| trunk.enter(facts, times)).collect();
            let of_queues = || of_queues.iter().map(|replications| &replications[replication]);
            let of_groups = || of_groups.iter().map(|replications| &replications[replication]);
            let total = total(of_queues(), of_groups(), &of_bots);
            self.total.enter(0, &total);
            let measures = self.keys.iter().map(|key| {
                let sums = match key.subject {
                    Subject::Queue(queue) => of_queues().nth(queue),
                    Subject::Group(group) => of_groups().nth(group),
                    Subject::Bot(bot) => of_bots.get(bot),
                    Subject::Trunk(trunk) => of_trunks.get(trunk),
                    Subject::Total => Some(&total),
                };
                sums.map_or((0.0, 0.0), |sums| key.measure.of(sums))
            });
            self.replicates.push(Replicate { measures: measures.collect() });
        }
    }

    /// The half-widths of the service levels of all queues over the horizon; none where nothing came.
    pub fn service_level_half_widths(&self) -> impl Iterator<Item = Option<f64>> + '_ {
        let known = self.queues.iter().map(QueueAccounts::service_level);
        known.filter(|estimate| estimate.mean.is_some()).map(|estimate| estimate.half_width)
    }

    /// What is known in the end.
    pub fn performance(self, seed: u64, replications: u32, waits: &Waits) -> Performance {
        let student = Student::up_to(replications);
        let times = &self.times;
        Performance {
            seed,
            replications,
            queues: self.queues.into_par_iter().map(|queue| queue.performance(times, waits, &student)).collect(),
            groups: self.groups.into_par_iter().map(|group| group.performance(times, &student)).collect(),
            bots: self.bots.iter().map(|bot| bot.performance(times, &student)).collect(),
            trunks: self.trunks.iter().map(|trunk| trunk.performance(times, &student)).collect(),
            total: TotalMeasures::of(|measure| self.total.estimate(0, measure, &student)),
            keys: self.keys,
            replicates: self.replicates,
        }
    }
}

/// Contacts are those of the queues, people those of the groups.
fn total<'a>(queues: impl Iterator<Item = &'a Sums>, groups: impl Iterator<Item = &'a Sums>, bots: &'a [Sums]) -> Sums {
    let mut total = Sums::default();
    for queue in queues {
        total.add_at_once(queue);
    }
    let contacts = total.contacts;
    (total.agents, total.available, total.agents_cost) = Default::default();
    for sums in groups.chain(bots) {
        total.add_at_once(sums);
    }
    total.contacts = contacts;
    total
}

fn keys(scenario: &Scenario) -> Vec<MeasureKey> {
    let mut keys = Vec::new();
    let mut add = |subject: Subject, measures: &[Measure]| {
        keys.extend(measures.iter().map(|&measure| MeasureKey { subject, measure }));
    };
    (0..scenario.queues.len()).for_each(|queue| add(Subject::Queue(queue), QueueMeasures::MEASURES));
    (0..scenario.groups.len()).for_each(|group| add(Subject::Group(group), GroupMeasures::MEASURES));
    (0..scenario.bots.len()).for_each(|bot| add(Subject::Bot(bot), BotMeasures::MEASURES));
    (0..scenario.trunks.len()).for_each(|trunk| add(Subject::Trunk(trunk), TrunkMeasures::MEASURES));
    add(Subject::Total, TotalMeasures::MEASURES);
    keys
}
