//! The accounts of bots and trunks.

use super::account::{Accounts, Student};
use super::times::{Stretch, Times};
use crate::scenario::Bot;
use crate::simulation::facts::Facts;
use crate::simulation::measure::Sums;
use crate::simulation::performance::{BotMeasures, BotPerformance, TrunkMeasures, TrunkPerformance};

/// The accounts of a bot.
#[derive(Debug)]
pub(super) struct BotAccounts {
    bot: usize,
    per_session: f64,
    accounts: Accounts,
}

impl BotAccounts {
    pub fn new(given: &Bot, bot: usize, times: &Times) -> Self {
        Self { bot, per_session: given.per_session.0, accounts: Accounts::new(BotMeasures::MEASURES, times.coarse()) }
    }

    /// Enters a replication; returns its sums over the horizon.
    pub fn enter(&mut self, facts: &Facts, times: &Times) -> Sums {
        let of_interval = |interval: usize, here: &mut Sums| {
            here.bots = facts.bots[(self.bot, interval + times.warm_up)];
            here.bot_cost = f64::from(here.bots.sessions) * self.per_session;
        };
        enter(&mut self.accounts, times, of_interval)
    }

    pub fn performance(&self, times: &Times, student: &Student) -> BotPerformance {
        let measures = |place: usize| BotMeasures::of(|measure| self.accounts.estimate(place, measure, student));
        BotPerformance { total: measures(times.days.len()), days: (0..times.days.len()).map(measures).collect() }
    }
}

/// The accounts of a trunk.
#[derive(Debug)]
pub(super) struct TrunkAccounts {
    trunk: usize,
    accounts: Accounts,
}

impl TrunkAccounts {
    pub fn new(trunk: usize, times: &Times) -> Self {
        Self { trunk, accounts: Accounts::new(TrunkMeasures::MEASURES, times.coarse()) }
    }

    /// Enters a replication; returns its sums over the horizon.
    pub fn enter(&mut self, facts: &Facts, times: &Times) -> Sums {
        let of_interval = |interval: usize, here: &mut Sums| {
            let trunk = facts.trunks[(self.trunk, interval + times.warm_up)];
            here.offered = f64::from(trunk.offered);
            here.contacts.blocked = trunk.blocked;
            here.lines = trunk.in_use;
            here.seconds = times.intervals[interval];
        };
        enter(&mut self.accounts, times, of_interval)
    }

    pub fn performance(&self, times: &Times, student: &Student) -> TrunkPerformance {
        let measures = |place: usize| TrunkMeasures::of(|measure| self.accounts.estimate(place, measure, student));
        TrunkPerformance { total: measures(times.days.len()), days: (0..times.days.len()).map(measures).collect() }
    }
}

/// Enters days and horizon; returns the horizon.
fn enter(accounts: &mut Accounts, times: &Times, of_interval: impl FnMut(usize, &mut Sums)) -> Sums {
    times.add_up(&Sums::default(), of_interval, |stretch: Stretch, sums| {
        if let Some(place) = times.place_among_coarse(stretch) {
            accounts.enter(place, sums);
        }
    })
}
