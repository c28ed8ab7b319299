//! The simulator: what happens when these contacts meet these agents.
//!
//! The way of the data:
//!
//! ```text
//! Scenario, Demand, StaffingLevels
//!   → Centre, Inflow        looked up once                      centre, random_contacts (or counted_, recorded_contacts)
//!   → Facts, Waits          one replication: the event loop     engine (event_list, contact, floor, routing)
//!   → Collection            replications enter in their order   collect, by the formulas of measure
//!   → Performance           estimates with intervals            performance; judged by verdict
//! ```
//!
//! Replications run in parallel, in batches whose size depends on the scenario alone; each has random streams of its own,
//! and their facts enter the accounts in their order. So the outcome is the same on any number of threads.
//!
//! Within a replication, the centre starts empty (or with what a warm-up leaves), runs through the horizon, and after its end
//! until nothing can happen any more, with the levels of the last interval.

mod attendance;
mod centre;
mod collect;
mod contact;
mod counted_contacts;
mod diary;
mod engine;
mod event_list;
mod facts;
mod floor;
mod measure;
pub mod performance;
mod prediction;
mod random_contacts;
mod recorded_contacts;
mod rest_of_day;
mod routing;
mod variation;
mod verdict;
mod waits;

pub use measure::{Measure, MeasureKey, Replicate, Subject};
pub use performance::{
    BotMeasures, BotPerformance, GroupMeasures, GroupPerformance, Performance, PersonMeasures, QueueMeasures,
    QueuePerformance, ReasonMeasures, TotalMeasures, TrunkMeasures, TrunkPerformance, Verdict,
};
pub use prediction::{kept_in, prediction};
pub use recorded_contacts::Recorded;
pub use rest_of_day::{SoFar, simulate_rest};
pub use verdict::judge;

use crate::calendar::Grid;
use crate::demand::Demand;
use crate::scenario::{Replications, Scenario};
use crate::staffing::StaffingLevels;
use crate::watch::{Interrupted, Watch};
use attendance::Attendance;
use centre::Centre;
use collect::Collection;
use contact::Contacts;
use counted_contacts::Counts;
use engine::Engine;
use facts::Facts;
use random_contacts::Inflow;
use rayon::prelude::*;
use recorded_contacts::Records;
use std::sync::{Mutex, PoisonError};
use waits::Waits;

/// Most replications in a batch; also the fewest that `Replications::Auto` is content with.
const BATCH: usize = 32;
/// A batch has fewer where the facts of its replications would take more than this, in bytes.
const BATCH_BYTES: usize = 32 << 20;

/// How to simulate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// Seed of all random numbers.
    pub seed: u64,
    /// How often.
    pub replications: Replications,
}

impl Options {
    /// As the scenario says.
    pub fn of(scenario: &Scenario) -> Self {
        Self { seed: scenario.seed, replications: scenario.simulation.replications }
    }
}

/// Simulates a scenario with this demand and these agents on duty. What the scenario says about both is not looked at, so
/// that what-ifs, requirements and schedules are judged in the same way as things as they are.
///
/// Same arguments → the same performance, on any number of threads.
pub fn simulate(
    scenario: &Scenario,
    demand: &Demand,
    levels: &StaffingLevels,
    options: &Options,
    watch: &dyn Watch,
) -> Result<Performance, Interrupted> {
    let centre = Centre::of(scenario, demand, levels);
    let inflow = Inflow::of(scenario, demand);
    let contacts = |replication| inflow.replicate(&centre, options.seed, replication);
    replicate(scenario, &centre, options, watch, contacts)
}

/// Simulates a scenario with as many contacts in each interval as the demand says: a number that was counted and not one that is
/// expected, so that chance has a part in when they come within the interval, and not in how many. Factors of days and busyness play no
/// part.
///
/// Same arguments → the same performance, on any number of threads.
pub fn simulate_counted(
    scenario: &Scenario,
    counted: &Demand,
    levels: &StaffingLevels,
    options: &Options,
    watch: &dyn Watch,
) -> Result<Performance, Interrupted> {
    let centre = Centre::of(scenario, counted, levels);
    let counts = Counts::of(scenario, counted);
    let contacts = |replication| counts.replicate(&centre, options.seed, replication);
    replicate(scenario, &centre, options, watch, contacts)
}

/// Replays what was recorded: those who came, when they came, against these agents. `records` has a list per queue of the
/// scenario, in any order; those outside of the horizon are left out. Volumes and their uncertainty play no part.
///
/// A record shows only half of a person, and the other half is drawn afresh in each replication. The patience of who was answered
/// follows the law of the queue, given that it exceeds the recorded wait; who abandoned has the recorded patience, and would
/// be handled for as long as somebody who was answered in the same queue and the same hour of the clock.
///
/// Same arguments → the same performance, on any number of threads.
pub fn replay(
    scenario: &Scenario,
    levels: &StaffingLevels,
    records: &[Vec<Recorded>],
    options: &Options,
    watch: &dyn Watch,
) -> Result<Performance, Interrupted> {
    let (queues, intervals) = (scenario.queues.len(), scenario.calendar.intervals.len());
    let nobody = Demand {
        expected: Grid::filled(queues, intervals, 0.0),
        day_factor_cv: vec![0.0; queues],
        handling_factor: vec![1.0; queues],
    };
    let centre = Centre::of(scenario, &nobody, levels);
    let records = Records::of(scenario, &centre, records);
    let contacts = |replication| records.replicate(&centre, options.seed, replication);
    replicate(scenario, &centre, options, watch, contacts)
}

/// What became of the contacts of a queue that came in an interval, in one replication.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Outcome {
    /// Contacts that came.
    pub offered: f64,
    /// Of them: answered.
    pub answered: f64,
    /// Answered within the threshold of the queue's service level.
    pub answered_within: f64,
    /// Abandoned.
    pub abandoned: f64,
    /// Waits of the answered together, in seconds.
    pub waited_s: f64,
    /// Handling times of the answered together, in seconds, whenever they were handled.
    pub handling_s: f64,
}

/// Simulates days of which it is known how many contacts came in each interval, each at a moment by chance: what differs between
/// replications is chance alone, and neither volumes nor their uncertainty play a part. `each` is given what became of the contacts of
/// each replication, in their order, per queue and interval. There are `replications` of them.
///
/// Same arguments → the same outcomes, on any number of threads.
pub fn outcomes_of_counted(
    scenario: &Scenario,
    counted: &Demand,
    levels: &StaffingLevels,
    (seed, replications): (u64, u32),
    watch: &dyn Watch,
    each: &mut dyn FnMut(&Grid<Outcome>),
) -> Result<(), Interrupted> {
    let queues = scenario.queues.len();
    let centre = Centre::of(scenario, counted, levels);
    let counts = Counts::of(scenario, counted);
    let contacts = |replication| counts.replicate(&centre, seed, replication);
    let options = Options { seed, replications: Replications::Fixed(replications) };
    let mut outcomes = Grid::filled(queues, centre.segments.len() - centre.warm_up, Outcome::default());
    let enter = |batch: &[Facts], _| {
        for facts in batch {
            for queue in 0..queues {
                let row = facts.queues.row(queue)[centre.warm_up..].iter();
                for (outcome, facts) in outcomes.row_mut(queue).iter_mut().zip(row) {
                    *outcome = Outcome {
                        offered: f64::from(facts.offered()),
                        answered: f64::from(facts.answered),
                        answered_within: f64::from(facts.answered_within),
                        abandoned: f64::from(facts.abandoned),
                        waited_s: facts.wait_answered,
                        handling_s: facts.handling,
                    };
                }
            }
            each(&outcomes);
        }
        false
    };
    in_batches(scenario, &centre, &options, &Workers::default(), watch, contacts, enter)?;
    Ok(())
}

/// Runs as many replications as are asked for, each with the contacts that it is given.
fn replicate<C: Contacts>(
    scenario: &Scenario,
    centre: &Centre,
    options: &Options,
    watch: &dyn Watch,
    contacts: impl Fn(u32) -> C + Sync,
) -> Result<Performance, Interrupted> {
    let mut collection = Collection::new(scenario, centre);
    let workers = Workers::default();
    let precision = match options.replications {
        Replications::Fixed(_) => None,
        Replications::Auto { precision, .. } => Some(precision.0),
    };
    let enter = |batch: &[Facts], done| {
        collection.enter(batch);
        precision.is_some_and(|precision| is_precise(&collection, done, precision))
    };
    let done = in_batches(scenario, centre, options, &workers, watch, contacts, enter)?;
    Ok(collection.performance(options.seed, done, &workers.waits(centre)))
}

/// Runs replications batch by batch until `enter`, which is given the facts of each batch and how many replications are done by then, says
/// that it is enough, or there are as many as are asked for. Returns how many were done.
fn in_batches<C: Contacts>(
    scenario: &Scenario,
    centre: &Centre,
    options: &Options,
    workers: &Workers,
    watch: &dyn Watch,
    contacts: impl Fn(u32) -> C + Sync,
    mut enter: impl FnMut(&[Facts], u32) -> bool,
) -> Result<u32, Interrupted> {
    let attendance = Attendance::of(scenario, centre);
    let given = Given { centre, attendance: &attendance, seed: options.seed };
    let (Replications::Fixed(most) | Replications::Auto { most, .. }) = options.replications;
    let mut batch = vec![Facts::default(); batch_size(centre)];
    let mut done: u32 = 0;
    let mut is_enough = false;
    watch.progress("simulate", 0, u64::from(most));
    while done < most && !is_enough {
        watch.check()?;
        let size = batch.len().min((most - done) as usize);
        batch[..size].par_iter_mut().zip(done..done + size as u32).for_each(|(facts, replication)| {
            if !watch.is_cancelled() {
                workers.with_one(centre, |worker| worker.replicate(&given, replication, contacts(replication), facts));
            }
        });
        watch.check()?;
        done += size as u32;
        is_enough = enter(&batch[..size], done);
        watch.progress("simulate", u64::from(done), u64::from(most));
    }
    Ok(done)
}

/// How many replications are run before their facts are entered.
fn batch_size(centre: &Centre) -> usize {
    let queues = |is_needed: bool| if is_needed { centre.queues.len() } else { 0 };
    let rows = queues(true) * size_of::<facts::QueueFacts>()
        + queues(centre.queues.iter().any(|queue| !queue.is_plain)) * size_of::<facts::JourneyFacts>()
        + queues(centre.queues.iter().any(|queue| queue.deferred.is_some())) * size_of::<facts::BacklogFacts>()
        + centre.crews.len() * size_of::<facts::CrewFacts>()
        + centre.pairs * size_of::<f64>()
        + centre.bots.len() * size_of::<facts::BotFacts>()
        + centre.trunks.len() * size_of::<facts::TrunkFacts>();
    (BATCH_BYTES / (rows * centre.segments.len()).max(1)).clamp(1, BATCH)
}

fn is_precise(collection: &Collection, done: u32, precision: f64) -> bool {
    let enough = |half_width: Option<f64>| half_width.is_some_and(|half_width| half_width <= precision);
    done as usize >= BATCH && collection.service_level_half_widths().all(enough)
}

/// What all replications have in common.
struct Given<'a> {
    centre: &'a Centre,
    attendance: &'a Attendance,
    seed: u64,
}

/// What a thread needs to run replications, kept from one to the next.
#[derive(Default)]
struct Worker {
    engine: Engine,
    waits: Waits,
}

impl Worker {
    fn replicate<C: Contacts>(&mut self, given: &Given, replication: u32, mut contacts: C, facts: &mut Facts) {
        let Given { centre, attendance, seed } = *given;
        facts.reset(centre);
        self.waits.begin(replication);
        attendance.changes(seed, replication, &mut self.engine.changes);
        engine::run(&mut self.engine, centre, &mut contacts, facts, &mut self.waits);
        facts.complete(centre);
        self.waits.complete(centre, facts);
    }
}

/// Workers that wait for a replication: as many as ever ran at once.
#[derive(Default)]
struct Workers(Mutex<Vec<Worker>>);

impl Workers {
    fn with_one(&self, centre: &Centre, work: impl FnOnce(&mut Worker)) {
        let idle = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut worker = idle.unwrap_or_else(|| Worker { engine: Engine::default(), waits: Waits::new(centre) });
        work(&mut worker);
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(worker);
    }

    /// The waits that all of them have seen.
    fn waits(self, centre: &Centre) -> Waits {
        let mut workers = self.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut waits = workers.pop().map_or_else(|| Waits::new(centre), |worker| worker.waits);
        for worker in workers {
            waits.merge(&worker.waits);
        }
        waits
    }
}
